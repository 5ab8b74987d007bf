package comagictest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// The credentials that the server knows.
const (
	// Token is the permanent key.
	Token = "test-comagic-token"
	// User and Password open a session.
	User     = "test-user"
	Password = "test-comagic-password"
)

// What the server allows each API unless options say otherwise. The vendor's own
// figures depend on the tariff plan.
const (
	pointsAMinute = 1000
	pointsADay    = 100_000
)

// Option sets up a server.
type Option = frontdesktest.Option

// WithQuota admits at most n points in each window, in place of the vendor's 1,000
// a minute and 100,000 a day. The window's length decides what the metadata calls
// it: up to a minute is "minute", up to an hour "hour", else "day".
func WithQuota(n int, window time.Duration) Option { return frontdesktest.WithQuota(n, window) }

// WithLatency lets d pass before each answer.
func WithLatency(d time.Duration) Option { return frontdesktest.WithLatency(d) }

// WithLogLimit keeps only the last n requests in the log.
func WithLogLimit(n int) Option { return frontdesktest.WithLogLimit(n) }

// Server is the fake. It is safe for concurrent use.
type Server struct {
	*frontdesktest.Server

	inventory *contract.Inventory

	mu       sync.Mutex
	tables   map[string]*table // by get method
	sessions map[string]session
	issued   int
	lastID   int64
	access   access
	objects  map[string][]object // by getobj method
	calls    []*liveCall
	options  options
}

// New returns a server for a program; the caller closes it.
func New(opts ...Option) *Server {
	s := &Server{
		inventory: contract.Load(contract.CoMagic),
		tables:    map[string]*table{}, sessions: map[string]session{}, objects: map[string][]object{},
		access: newAccess(), options: options{clock: time.Now},
	}
	s.Server = frontdesktest.New(frontdesktest.Config{
		Name:      contract.CoMagic,
		Handler:   http.HandlerFunc(s.serve),
		Operation: s.operation,
		Knows:     contract.Knows(contract.CoMagic),
		Check:     s.check,
		Reject:    s.reject,
		Refuse:    s.refuse,
		Cost:      s.cost,
		Account:   account,
		Error:     s.statusError,
		NotSetUp:  s.notSetUp,
		Settings:  &s.options,
		Quotas: []frontdesktest.Quota{
			{N: pointsAMinute, Window: time.Minute}, {N: pointsADay, Window: 24 * time.Hour},
		},
	}, opts...)
	s.seed()
	return s
}

// NewServer returns a server for a test: it is closed at the test's end, and a
// request that breaks the vendor's rules fails the test.
func NewServer(tb frontdesktest.TB, opts ...Option) *Server {
	tb.Helper()
	s := New(opts...)
	tb.Cleanup(s.Close)
	s.Strict(tb)
	return s
}

// Client returns a client with the permanent key over the transport in memory.
// Options that are not valid are misuse (see [frontdesktest]); the client is then one
// without them.
func (s *Server) Client(opts ...frontdesk.Option) *comagic.Client {
	return s.ClientFor(comagic.AccessToken(Token), opts...)
}

// ClientFor is Client with another credential, such as
// comagic.Login(comagictest.User, comagictest.Password). One that the server does
// not know, such as comagic.Login(comagictest.User, "wrong-password"), makes a client
// whose calls fail; one that comagic.New refuses (a password of less than 4 bytes) is
// misuse, and the client then one with [Token].
func (s *Server) ClientFor(auth comagic.Auth, opts ...frontdesk.Option) *comagic.Client {
	base := []frontdesk.Option{frontdesk.WithHTTPClient(s.HTTPClient()), frontdesk.WithBaseURL(s.BaseURL())}
	client, err := comagic.New(auth, append(base, opts...)...)
	if err != nil {
		s.Misuse("%v", err)
		client, _ = comagic.New(comagic.AccessToken(Token), base...) // constants
	}
	return client
}

const callPrefix = "call_api."

// envelope is a request.
type envelope struct {
	JSONRPC string                     `json:"jsonrpc"`
	ID      json.RawMessage            `json:"id"`
	Method  string                     `json:"method"`
	Params  map[string]json.RawMessage `json:"params"`
}

// operation names a request by its method; those of the Call API have its prefix.
func (s *Server) operation(r *http.Request, body []byte) string {
	var e struct {
		Method string `json:"method"`
	}
	if json.Unmarshal(body, &e) != nil {
		return ""
	}
	if strings.HasSuffix(r.URL.Path, "/v4.0") {
		return callPrefix + e.Method
	}
	return e.Method
}

// check lists what is wrong by the inventory. Methods that it does not know are the
// handler's business.
func (s *Server) check(req *frontdesktest.Request) []string {
	op := s.inventory.Operation(req.Operation)
	if op == nil {
		return nil
	}
	r, err := http.NewRequest(req.Method, req.URI, nil)
	if err != nil {
		return []string{err.Error()}
	}
	r.Header = req.Header
	var found []string
	for _, v := range op.CheckRequest(r, req.Body) {
		found = append(found, v.String())
	}
	return found
}

// account gives each API its own points: those of the Call API come with one of its
// components.
func account(req *frontdesktest.Request) string {
	if strings.HasPrefix(req.Operation, callPrefix) {
		return "Call API"
	}
	return "Data API"
}

func (s *Server) cost(req *frontdesktest.Request) int {
	if op := s.inventory.Operation(req.Operation); op != nil && op.Weight > 0 {
		return op.Weight
	}
	return 1
}

// call is one request being answered.
type call struct {
	server *Server
	w      http.ResponseWriter
	r      *http.Request
	env    envelope
	op     *contract.Operation
	owner  *Credential // nil before the key was checked
	params map[string]any
	limits []frontdesktest.Limit
	// periodless: the rows were already chosen by the period.
	periodless bool
}

func (s *Server) newCall(w http.ResponseWriter, r *http.Request) *call {
	req := frontdesktest.RequestOf(r)
	c := &call{server: s, w: w, r: r, op: s.inventory.Operation(req.Operation), limits: req.Limits}
	c.read(req.Body)
	return c
}

// read takes the envelope of a request apart. A body that cannot be read leaves it
// empty; serve refuses it.
func (c *call) read(body []byte) {
	_ = json.Unmarshal(body, &c.env)
	c.params = make(map[string]any, len(c.env.Params))
	for name, raw := range c.env.Params {
		c.params[name] = decode(raw)
	}
}

// serve answers a request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.newCall(w, r)
	switch {
	case c.env.Method == "":
		c.fail(failure{mnemonic: "invalid_request"})
	case c.op == nil:
		c.fail(failure{mnemonic: "method_not_found"})
	default:
		c.answer()
	}
}

// answer makes the reply of a known method.
func (c *call) answer() {
	if c.env.Method == "login.user" {
		c.login()
		return
	}
	if f := c.authenticate(); f != nil {
		c.fail(*f)
		return
	}
	if f := c.server.access.refuses(c); f != nil {
		c.fail(*f)
		return
	}
	if c.chosen() {
		return
	}
	_, run := routeOf(c.op)
	run(c)
}
