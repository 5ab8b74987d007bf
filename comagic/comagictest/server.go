package comagictest

import (
	"encoding/json"
	"fmt"
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
	denied   map[string]string // mnemonics, by operation
	calls    []*liveCall
}

// New returns a server for a program; the caller closes it.
func New(opts ...Option) *Server {
	s := &Server{
		inventory: contract.Load(contract.CoMagic),
		tables:    map[string]*table{}, sessions: map[string]session{}, denied: map[string]string{},
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
		Error:     s.statusError,
		Quotas: []frontdesktest.Quota{
			{N: 1000, Window: time.Minute}, {N: 100_000, Window: 24 * time.Hour},
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

// Client returns a client with the permanent key over the transport in memory. It
// panics if the options are wrong.
func (s *Server) Client(opts ...frontdesk.Option) *comagic.Client {
	return s.ClientFor(comagic.AccessToken(Token), opts...)
}

// ClientFor is Client with another credential, such as
// comagic.Login(comagictest.User, comagictest.Password). One that the server does
// not know, such as comagic.Login(comagictest.User, "wrong-password"), makes a client
// whose calls fail; one that comagic.New refuses (a password of less than 4 bytes)
// panics.
func (s *Server) ClientFor(auth comagic.Auth, opts ...frontdesk.Option) *comagic.Client {
	base := []frontdesk.Option{frontdesk.WithHTTPClient(s.HTTPClient()), frontdesk.WithBaseURL(s.BaseURL())}
	client, err := comagic.New(auth, append(base, opts...)...)
	if err != nil {
		panic(fmt.Sprintf("comagictest: %v", err))
	}
	return client
}

// Deny makes calls of an operation fail with an error of the vendor, such as
// "forbidden" or "method_component_disabled", until Allow.
func (s *Server) Deny(operation, mnemonic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.denied[operation] = mnemonic
}

// Allow takes a Deny back.
func (s *Server) Allow(operation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.denied, operation)
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
	params map[string]any
	limits []frontdesktest.Limit
}

func (s *Server) newCall(w http.ResponseWriter, r *http.Request) *call {
	req := frontdesktest.RequestOf(r)
	c := &call{server: s, w: w, r: r, op: s.inventory.Operation(req.Operation), limits: req.Limits}
	// A body that cannot be read leaves the envelope empty; serve refuses it.
	_ = json.Unmarshal(req.Body, &c.env)
	c.params = make(map[string]any, len(c.env.Params))
	for name, raw := range c.env.Params {
		c.params[name] = decode(raw)
	}
	return c
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
	if mnemonic := c.server.denied[c.op.ID]; mnemonic != "" {
		c.fail(failure{mnemonic: mnemonic})
		return
	}
	verb, noun, _ := strings.Cut(c.env.Method, ".")
	switch {
	case c.env.Method == "logout.user":
		c.logout()
	case c.callAPI():
		c.control(verb)
	case verb == "get" && c.op.Response.Kind == "list":
		c.list()
	case verb == "getobj":
		c.object(noun)
	case c.tagging(), c.numbers():
	case verb == "create", verb == "update", verb == "delete":
		c.write(verb, noun)
	case verb == "set" && c.op.Param("id") != nil:
		c.write("update", noun)
	case verb == "upload":
		c.upload(noun)
	default:
		c.canned()
	}
}

// unreadable are the methods whose example has names of types in place of values.
var unreadable = map[string]bool{"getobj.custom_metric_column": true}

// canned answers a method without state: with the vendor's example, else with the
// least that its reply must have.
func (c *call) canned() {
	if examples := c.op.Successes(); len(examples) > 0 && !unreadable[c.op.ID] {
		var body struct {
			Result json.RawMessage `json:"result"`
		}
		if json.Unmarshal(examples[0].Data(), &body) == nil && body.Result != nil {
			c.reply(body.Result)
			return
		}
	}
	c.succeed(c.server.least(c.op.Response.Fields))
}

// least fills the fields of a reply that has no state.
func (s *Server) least(fields []*contract.Field) map[string]any {
	data := map[string]any{}
	for _, f := range fields {
		switch {
		case f.Name == "success":
			data[f.Name] = true
		case f.IsNumber():
			s.lastID++
			data[f.Name] = s.lastID
		}
	}
	return data
}
