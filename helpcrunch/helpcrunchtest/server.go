package helpcrunchtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// APIKey is the key that the server accepts; see [WithAPIKey].
const APIKey = "test-api-key"

// basePath is the part of the vendor's base URL that is not its host.
const basePath = "/v1"

// Server is a fake HelpCrunch. Its methods may be called at any time, also while
// requests are answered.
type Server struct {
	*frontdesktest.Server

	config    config
	inventory *contract.Inventory
	handlers  map[string]func(*call) reply

	mu    sync.Mutex // guards state
	state *state

	webhooks *dispatcher
}

// config is what the options of this kit set.
type config struct {
	generation Generation
	apiKey     string
	empty      bool
	textDelay  time.Duration
	clock      func() time.Time
}

// Option sets up a [Server].
type Option = frontdesktest.Option

// WithGeneration lets the server speak one of the two documented wire formats;
// the default is [V1], in which the seed customer is written.
func WithGeneration(g Generation) Option {
	return frontdesktest.Configure(func(c *config) { c.generation = g })
}

// WithAPIKey makes the server accept key instead of [APIKey].
func WithAPIKey(key string) Option {
	return frontdesktest.Configure(func(c *config) { c.apiKey = key })
}

// WithoutSeed leaves out the records that a server has at the start.
func WithoutSeed() Option {
	return frontdesktest.Configure(func(c *config) { c.empty = true })
}

// WithTextDelay lets the text of a message be null for the time d after the message
// came, in replies and lists, as HelpCrunch documents that it can be right after
// posting. Webhooks, and what [Server.Messages] shows, have the text at once. The
// default is no delay.
func WithTextDelay(d time.Duration) Option {
	return frontdesktest.Configure(func(c *config) { c.textDelay = d })
}

// WithClock sets the clock of what the server remembers and reports: times of
// records that are made or changed and of webhooks, the age of a message for
// [WithTextDelay], and whether a snooze is over; with a clock of its own the server
// looks at that when it is called. Default [time.Now], which inside testing/synctest
// is virtual. A program that uses [Server.URL] gets the same answers over old data,
// such as the seed, at every run with
//
//	helpcrunchtest.WithClock(func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) })
//
// It may be called by several goroutines at once, and must not call the server.
// Quotas, latency, faults, the Date header and the log of requests keep to the time
// of the machine, as clients do. A nil clock is time.Now.
func WithClock(now func() time.Time) Option {
	return frontdesktest.Configure(func(c *config) {
		if c.clock = now; now == nil {
			c.clock = time.Now
		}
	})
}

// WithQuota replaces the default quota of 120 requests a minute by n requests in
// each window; n of 0 means no quota.
func WithQuota(n int, window time.Duration) Option { return frontdesktest.WithQuota(n, window) }

// WithSlidingQuota is [WithQuota] counted over every span of the window's length.
func WithSlidingQuota(n int, window time.Duration) Option {
	return frontdesktest.WithSlidingQuota(n, window)
}

// WithTokenBucketQuota is [WithQuota] for a bucket of n requests that starts full
// and refills evenly, n requests in each window.
func WithTokenBucketQuota(n int, window time.Duration) Option {
	return frontdesktest.WithTokenBucketQuota(n, window)
}

// WithLatency lets d pass between the arrival of each request and its answer.
func WithLatency(d time.Duration) Option { return frontdesktest.WithLatency(d) }

// WithLogLimit keeps the last n requests in the log instead of all of them.
func WithLogLimit(n int) Option { return frontdesktest.WithLogLimit(n) }

// New returns a server; Close it when done. Requests that the documentation does
// not allow are answered with 400 and are listed by Violations.
func New(opts ...Option) *Server {
	s := &Server{
		config:    config{generation: V1, apiKey: APIKey, clock: time.Now},
		inventory: contract.Load(contract.HelpCrunch),
	}
	s.Server = frontdesktest.New(frontdesktest.Config{
		Name:      "helpcrunch",
		Handler:   http.HandlerFunc(s.serve),
		Operation: s.operation,
		Knows:     contract.Knows("helpcrunch"),
		Check:     s.check,
		Reject:    s.reject,
		Quotas:    []frontdesktest.Quota{{N: 120, Window: time.Minute}},
		Refuse:    s.refuse,
		Error:     s.statusError,
		NotSetUp: func(w http.ResponseWriter, _ *http.Request, status int, text string) {
			s.write(w, failure(status, entry{"not_set_up", text}))
		},
		Settings: &s.config,
	}, opts...)
	s.state, s.webhooks = newState(s.config.clock), newDispatcher(s.config.clock)
	s.handlers = s.routes()
	if !s.config.empty {
		s.seed()
	}
	return s
}

// NewServer returns a server that is closed at the end of the test. Requests that
// the documentation does not allow are errors of the test.
func NewServer(tb frontdesktest.TB, opts ...Option) *Server {
	tb.Helper()
	s := New(opts...)
	tb.Cleanup(s.Close)
	s.Strict(tb)
	return s
}

// BaseURL returns the address for clients of the in-memory transport.
func (s *Server) BaseURL() string { return s.Server.BaseURL() + basePath }

// URL opens a socket on the loopback interface, once, and returns the address for
// clients of it.
func (s *Server) URL() string { return s.Server.URL() + basePath }

// Client returns a client that talks to the server in memory with its API key.
// Options come after those that make it so. If they are not valid for a client, that
// is misuse (see [frontdesktest]), and the client is one without them.
func (s *Server) Client(opts ...frontdesk.Option) *helpcrunch.Client {
	all := []frontdesk.Option{frontdesk.WithHTTPClient(s.HTTPClient()), frontdesk.WithBaseURL(s.BaseURL())}
	client, err := helpcrunch.New(s.config.apiKey, append(all, opts...)...)
	if err != nil {
		s.Misuse("%v", err)
		client, _ = helpcrunch.New(APIKey, all...) // constants
	}
	return client
}

// match finds the operation that a request is for, with the ids of its path.
func (s *Server) match(method, path string) (*contract.Operation, map[string]string) {
	below, ok := strings.CutPrefix(path, basePath)
	if !ok {
		return nil, nil
	}
	return s.inventory.Match(method, below)
}

func (s *Server) operation(r *http.Request, _ []byte) string {
	if op, _ := s.match(r.Method, r.URL.EscapedPath()); op != nil {
		return op.ID
	}
	return ""
}

// violations are what a request has against the documentation. A path that is not
// documented is none: it is answered with 404.
func (s *Server) violations(r *http.Request, body []byte) []contract.Violation {
	op, _ := s.match(r.Method, r.URL.EscapedPath())
	if op == nil {
		return nil
	}
	return op.CheckRequest(r, body)
}

func (s *Server) check(req *frontdesktest.Request) []string {
	address, err := url.ParseRequestURI(req.URI)
	if err != nil {
		return []string{"the request's address cannot be read"}
	}
	var texts []string
	for _, v := range s.violations(&http.Request{Method: req.Method, URL: address, Header: req.Header}, req.Body) {
		texts = append(texts, v.String())
	}
	return texts
}

// reject answers a request with violations as the vendor does: with the paths of
// the attributes at fault.
func (s *Server) reject(w http.ResponseWriter, r *http.Request, _ []string) {
	if !s.authorized(r) {
		s.write(w, s.unauthorized())
		return
	}
	body, _ := io.ReadAll(r.Body)
	op := s.operation(r, nil)
	var entries []entry
	for _, v := range s.violations(r, body) {
		if v.Param != "" && v.Param == chatValues[op] && v.Rule != contract.RuleMissing {
			s.write(w, s.badChatValue(v.Param))
			return
		}
		e := entry{Code: v.Param, Message: v.Text}
		if e.Code == "" {
			e.Code = "body"
		}
		if v.Rule == contract.RuleMissing {
			e.Message = "This value should not be blank."
		}
		entries = append(entries, e)
	}
	s.write(w, invalid(entries...))
}

func (s *Server) refuse(w http.ResponseWriter, _ *http.Request, _ frontdesktest.Limit) {
	s.write(w, s.tooManyRequests())
}

func (s *Server) statusError(w http.ResponseWriter, r *http.Request, status int) {
	switch status {
	case http.StatusBadRequest:
		s.write(w, failure(status, entry{"invalid_request", "Invalid request"}))
	case http.StatusUnauthorized:
		s.write(w, s.unauthorized())
	case http.StatusNotFound:
		s.write(w, s.notFound(recordOf(s.operation(r, nil))))
	case http.StatusTooManyRequests:
		s.write(w, s.tooManyRequests())
	default:
		// The vendor documents no body for other statuses.
		http.Error(w, http.StatusText(status), status)
	}
}

// recordOf names the kind of record that an operation is about.
func recordOf(operation string) string {
	switch group, _, _ := strings.Cut(operation, "."); group {
	case "chats", "messages":
		return "Chat"
	case "agents":
		return "Agent"
	case "departments":
		return "Department"
	}
	return "Customer"
}

func (s *Server) authorized(r *http.Request) bool {
	return r.Header.Get("Authorization") == "Bearer "+s.config.apiKey
}

// call is a request on its way to a handler.
type call struct {
	op    *contract.Operation
	id    int64 // of the path; 0 if it has none or no number
	query url.Values
	body  map[string]any
	list  []any // the body of a batch
}

// reply is what a handler answers: a value that is written as JSON.
type reply struct {
	status int
	body   any
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.authorized(r) {
		s.write(w, s.unauthorized())
		return
	}
	op, vars := s.match(r.Method, r.URL.EscapedPath())
	if op == nil {
		s.write(w, failure(http.StatusNotFound, s.generic(entry{"not_found", "Not found"})...))
		return
	}
	c := &call{op: op, query: r.URL.Query(), body: map[string]any{}}
	for _, v := range vars {
		c.id, _ = strconv.ParseInt(v, 10, 64)
	}
	if !c.read(r.Body) {
		s.write(w, failure(http.StatusBadRequest, entry{"invalid_request", "Invalid request"}))
		return
	}
	s.write(w, s.answer(c))
}

// answer lets the operation's handler reply, and sends what is to be reported of
// it on its way.
func (s *Server) answer(c *call) reply {
	defer s.webhooks.start()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endSnoozes()
	return s.handlers[c.op.ID](c)
}

// read decodes the body, numbers as they are written.
func (c *call) read(r io.Reader) bool {
	data, err := io.ReadAll(r)
	if err != nil {
		return false
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return true
	}
	body, err := parse(data)
	if err != nil {
		return false
	}
	switch body := body.(type) {
	case map[string]any:
		c.body = body
	case []any:
		c.list = body
	default:
		return false
	}
	return true
}

func parse(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	return v, err
}

func (s *Server) write(w http.ResponseWriter, r reply) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r.body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_, _ = w.Write(bytes.TrimRight(buf.Bytes(), "\n"))
}
