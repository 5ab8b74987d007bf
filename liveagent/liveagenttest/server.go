package liveagenttest

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// APIKey is the API key of a server without [WithAPIKey].
const APIKey = "test-liveagent-key"

// Server is a fake LiveAgent server. It is safe for concurrent use.
type Server struct {
	*frontdesktest.Server

	settings settings
	routes   map[string]handler

	mu    sync.Mutex
	state state
}

// handler answers one operation with s.mu held.
type handler func(s *Server, c *call) reply

// New returns a server. Call Close when done.
func New(opts ...Option) *Server {
	s := &Server{settings: settings{key: APIKey, zone: defaultZone(), clock: time.Now}, routes: routes()}
	s.Server = frontdesktest.New(frontdesktest.Config{
		Name:    "liveagent",
		Handler: http.HandlerFunc(s.serve),
		Knows:   contract.Knows("liveagent"),
		Operation: func(r *http.Request, body []byte) string {
			if c := parse(r, body); c.op != nil {
				return c.op.ID
			}
			return ""
		},
		Check:   s.check,
		Reject:  s.reject,
		Quotas:  []frontdesktest.Quota{{N: 180, Window: time.Minute, Kind: frontdesktest.FixedWindow}},
		Account: func(r *frontdesktest.Request) string { return parseLogged(r).key },
		Refuse:  s.refuse,
		Error:   s.fail,
		NotSetUp: func(w http.ResponseWriter, r *http.Request, status int, text string) {
			failure(status, text, "").write(w, parse(r, frontdesktest.RequestOf(r).Body).xml)
		},
		Settings: &s.settings,
	}, opts...)
	s.state = newState()
	return s
}

// NewServer is [New] for a test: the server is closed at its end, and requests
// that the reference does not allow are errors of it.
func NewServer(tb frontdesktest.TB, opts ...Option) *Server {
	tb.Helper()
	s := New(opts...)
	tb.Cleanup(s.Close)
	s.Strict(tb)
	return s
}

// Client returns a client of this server over the in-memory transport. An invalid
// option is misuse (see [frontdesktest]), and the client then one without options.
func (s *Server) Client(opts ...frontdesk.Option) *liveagent.Client {
	own := []frontdesk.Option{frontdesk.WithHTTPClient(s.HTTPClient()), frontdesk.WithLocation(s.settings.zone)}
	client, err := liveagent.New(s.BaseURL(), s.settings.key, append(own, opts...)...)
	if err != nil {
		s.Misuse("%v", err)
		client, _ = liveagent.New(s.BaseURL(), APIKey, own...) // constants
	}
	return client
}

// serve answers a request that is within the quota and met no fault.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	logged := frontdesktest.RequestOf(r)
	c := parse(r, logged.Body)
	s.answer(c).write(w, c.xml)
}

func (s *Server) answer(c *call) reply {
	switch {
	case c.key == "":
		return failure(http.StatusUnauthorized, "Authentication failed", "")
	case s.settings.foreign[c.key]:
		return failure(http.StatusForbidden, "ApiKey not found", "")
	case c.key != s.settings.key:
		return failure(http.StatusUnauthorized, "Authentication failed", "")
	case c.op == nil:
		return failure(http.StatusNotFound, "handler "+c.path+" not found", "")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.routes[c.op.ID](s, c) // each operation has a handler; a test says so
}

// laterValues are letters that later servers know beyond the reference.
var laterValues = map[string]string{"conversations.list status": "L", "customers.register gender": "OX"}

// isLater reports whether a violation is no more than a letter of laterValues.
func isLater(op string, v contract.Violation) bool {
	for _, letter := range laterValues[op+" "+v.Param] {
		if v.Rule == contract.RuleValue && strings.HasPrefix(v.Text, strconv.Quote(string(letter))+" is not one of ") {
			return true
		}
	}
	return false
}

// check compares a request with the reference.
func (s *Server) check(r *frontdesktest.Request) []string {
	c := parseLogged(r)
	if c.op == nil {
		return nil // it is answered with 404, which a test may want to see
	}
	var found []string
	for _, v := range c.op.CheckRequest(c.plain, r.Body) {
		if v.Param == "apikey" && v.Rule == contract.RuleMissing {
			continue // it is answered with 401
		}
		if !s.settings.old && isLater(c.op.ID, v) {
			continue
		}
		found = append(found, v.String())
	}
	return found
}

// reject answers what the reference does not allow, where no test is watching.
func (s *Server) reject(w http.ResponseWriter, r *http.Request, violations []string) {
	c := parse(r, frontdesktest.RequestOf(r).Body)
	message := violations[0]
	for _, violation := range violations {
		if rest, ok := strings.CutPrefix(violation, string(contract.RuleMissing)+": "); ok {
			name, _, _ := strings.Cut(rest, ":")
			message = "parameter " + name + " is missing"
			break
		}
	}
	s.mistake(message).write(w, c.xml)
}

// refuse answers a request above the quota. LiveAgent names no time to wait.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, _ frontdesktest.Limit) {
	c := parse(r, frontdesktest.RequestOf(r).Body)
	failure(http.StatusTooManyRequests, "Too many requests", "").write(w, c.xml)
}

// fail answers a Status fault in LiveAgent's envelope.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int) {
	c := parse(r, frontdesktest.RequestOf(r).Body)
	texts := map[int]string{
		http.StatusUnauthorized:        "Authentication failed",
		http.StatusForbidden:           "ApiKey not found",
		http.StatusNotFound:            "agent with email agent@example.com not found",
		http.StatusInternalServerError: "Example error message",
	}
	failure(status, texts[status], "").write(w, c.xml)
}

// mistake is the refusal of what the caller did wrong.
func (s *Server) mistake(message string) reply {
	if s.settings.old {
		return failure(http.StatusInternalServerError, message, "")
	}
	return failure(http.StatusBadRequest, message, "")
}

// notFound is the refusal of a record that does not exist.
func (s *Server) notFound(what, id string) reply {
	if s.settings.old {
		return failure(http.StatusInternalServerError, "Unable to load "+what+" "+id, "")
	}
	return failure(http.StatusNotFound, what+" with id "+id+" not found", "")
}
