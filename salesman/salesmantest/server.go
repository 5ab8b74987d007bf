package salesmantest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// The credentials that the server accepts.
const (
	Login  = "api@example.com"
	APIKey = "test-api-key"
)

// Manager is a second user, subordinate to [Login].
const Manager = "manager@example.com"

const apiPath = "/developer/v2/"

// Server is a fake SalesMan CRM. Its methods may be called at any time, also
// while requests are answered.
type Server struct {
	*frontdesktest.Server

	config    config
	inventory *contract.Inventory
	handlers  map[string]func(*call) string

	mu       sync.Mutex // guards state, work, office and registry
	state    state
	work     work
	office   office
	registry registry

	webhooks *postman
}

// config is what the options of this kit set.
type config struct {
	php8     bool
	lenient  bool
	fields   []string
	location *time.Location
	clock    func() time.Time
	apiKey   string
	noMail   bool
	// caseSensitive: the database tells capital table names from small ones.
	caseSensitive bool
	// documentedLines: deal.update takes a specification.
	documentedLines bool
}

// Option sets up a [Server].
type Option = frontdesktest.Option

// WithPHP8Crashes makes the server one on PHP 8: person.add and person.update end
// in a crash page, after the change is stored, and so does person.delete of a
// contact with deals, which is not deleted. The methods that show it are
// Contacts.Add and Contacts.Replace; Contacts.Update sees through it, and
// Contacts.Create, which sends person.add_list, does not meet it. For a crash
// there, use [PHPCrash] on "person.add_list", with AfterHandling if the contact is
// to be stored.
//
// Lists of clients, contacts, deals, reminders, activities, documents, enquiries
// and prices then crash on a page that is no number, client.add on a title that is
// a list, deal.add on a specification that is none, after the deal is stored,
// invoice.pdf on a number that is a text, task.add on the login of nobody, lists of
// own companies while one has no signers, and statistics on a chart; statistics of
// an unknown user are then nobody's. A body that is no JSON ends in a crash after
// the answer.
func WithPHP8Crashes() Option {
	return frontdesktest.Configure(func(c *config) { c.php8 = true })
}

// WithCaseSensitiveDatabase makes user.add fail with code 500, as on a server
// whose database tells capital table names from small ones.
func WithCaseSensitiveDatabase() Option {
	return frontdesktest.Configure(func(c *config) { c.caseSensitive = true })
}

// WithLenience makes the server overlook unknown parameters and wrong types, as the
// real one does. They are still in Violations, and errors of a strict test.
func WithLenience() Option {
	return frontdesktest.Configure(func(c *config) { c.lenient = true })
}

// WithContactFields activates further fields of contacts: "rol", "loyalty",
// "clientpath" and the account's own, such as "input1". Active from the start
// are the fields of the recordings, "input7" among them.
func WithContactFields(names ...string) Option {
	return frontdesktest.Configure(func(c *config) { c.fields = append(c.fields, names...) })
}

// WithBrokenMail makes the server one that cannot send mail: akt.mail,
// document.mail and deal.invoice_mail fail with code 407, as they do without a
// recipient.
func WithBrokenMail() Option {
	return frontdesktest.Configure(func(c *config) { c.noMail = true })
}

// WithSpecificationUpdates makes deal.update replace the specification of a deal, as the
// documentation has it. Without this option the server does as the code of current ones:
// it reads no lines there, and makes the margin of a deal that has none 0.
func WithSpecificationUpdates() Option {
	return frontdesktest.Configure(func(c *config) { c.documentedLines = true })
}

// WithLocation sets the account's time zone; default UTC.
func WithLocation(loc *time.Location) Option {
	return frontdesktest.Configure(func(c *config) {
		if loc != nil {
			c.location = loc
		}
	})
}

// WithClock sets the clock of what the server remembers and reports: times of
// records that are made or changed, numbers of papers with a year in them, what
// "today" and "this month" are in lists and statistics. Default [time.Now], which
// inside testing/synctest is virtual. A program that uses [Server.URL] gets the same
// statistics over old data at every run with
//
//	salesmantest.WithClock(func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) })
//
// It may be called by several goroutines at once, and must not call the server.
// The Date header of its answers is of this clock too, since the client takes the
// current month from there. Quotas, latency, faults, the log of requests and the time
// that a webhook's receiver has keep to the time of the machine, as clients do. A nil
// clock is time.Now.
func WithClock(now func() time.Time) Option {
	return frontdesktest.Configure(func(c *config) {
		if c.clock = now; now == nil {
			c.clock = time.Now
		}
	})
}

// WithAPIKey makes the server accept key instead of [APIKey].
func WithAPIKey(key string) Option {
	return frontdesktest.Configure(func(c *config) { c.apiKey = key })
}

// WithQuota admits n requests in each window; the real server has no limit.
func WithQuota(n int, window time.Duration) Option { return frontdesktest.WithQuota(n, window) }

// WithLatency lets d pass between the arrival of each request and its answer.
func WithLatency(d time.Duration) Option { return frontdesktest.WithLatency(d) }

// WithLogLimit keeps the last n requests in the log instead of all of them.
func WithLogLimit(n int) Option { return frontdesktest.WithLogLimit(n) }

// New returns a server; Close it when done. What the inventory does not allow is
// listed by Violations; unknown parameters and wrong types are also answered
// with an error, all else as by the real server.
func New(opts ...Option) *Server {
	s := &Server{
		config:    config{location: time.UTC, clock: time.Now, apiKey: APIKey},
		inventory: contract.Load(contract.SalesMan),
	}
	s.Server = frontdesktest.New(frontdesktest.Config{
		Name:      "salesman",
		Handler:   http.HandlerFunc(s.serve),
		Operation: s.operation,
		Knows:     contract.Knows("salesman"),
		Check:     s.check,
		Reject:    s.reject,
		Error:     statusPage,
		NotSetUp: func(w http.ResponseWriter, _ *http.Request, _ int, text string) {
			writeJSON(w, failureNumber(402, text)) // every reply of the server has status 200
		},
		Settings: &s.config,
	}, opts...)
	s.state = newState()
	s.work = newWork()
	s.office = newOffice()
	s.registry = newRegistry()
	s.webhooks = newPostman()
	s.handlers = s.contactHandlers()
	for _, handlers := range []map[string]func(*call) string{
		s.taskHandlers(), s.activityHandlers(), s.currencyHandlers(), s.priceHandlers(),
		s.leadHandlers(), s.budgetHandlers(), s.userHandlers(), s.registryHandlers(),
	} {
		maps.Copy(s.handlers, handlers)
	}
	maps.Copy(s.handlers, s.recordHandlers())
	return s
}

// NewServer returns a server that is closed at the end of the test. What the
// inventory does not allow is an error of the test.
func NewServer(tb frontdesktest.TB, opts ...Option) *Server {
	tb.Helper()
	s := New(opts...)
	tb.Cleanup(s.Close)
	s.Strict(tb)
	return s
}

// Client returns a client that talks to the server in memory, as [Login]. Options
// come after those that make it so. If they are not valid for a client, that is
// misuse (see [frontdesktest]), and the client is one without them.
func (s *Server) Client(opts ...frontdesk.Option) *salesman.Client {
	all := []frontdesk.Option{frontdesk.WithHTTPClient(s.HTTPClient()), frontdesk.WithLocation(s.config.location)}
	client, err := salesman.New(s.BaseURL(), Login, s.config.apiKey, append(all, opts...)...)
	if err != nil {
		s.Misuse("%v", err)
		client, _ = salesman.New(s.BaseURL(), Login, APIKey, all...) // constants
	}
	return client
}

// endpointOf returns the method that a path addresses; "" for none.
func endpointOf(path string) string {
	_, endpoint, ok := strings.Cut(path, apiPath)
	if !ok || strings.Contains(endpoint, "/") {
		return ""
	}
	return strings.TrimSuffix(endpoint, ".php")
}

func (s *Server) find(r *http.Request, body []byte) *contract.Operation {
	if strings.HasSuffix(r.URL.Path, cardPath) {
		return s.inventory.Operation("clientbyphone.open")
	}
	c := readCall(r, body)
	if c.endpoint == "" || c.action == "" {
		return nil
	}
	return s.inventory.Action(c.endpoint, c.action)
}

func (s *Server) operation(r *http.Request, body []byte) string {
	if op := s.find(r, body); op != nil {
		return op.ID
	}
	return ""
}

// violations are what a request has against the inventory. A request for an
// operation that does not exist has none: the real server's error answers it.
func (s *Server) violations(r *http.Request, body []byte) []contract.Violation {
	op := s.find(r, body)
	if op == nil {
		return nil
	}
	return slices.DeleteFunc(op.CheckRequest(r, body), func(v contract.Violation) bool {
		return v.Rule == contract.RuleUnknown && isAnyField(op, v.Param)
	})
}

var (
	customField = regexp.MustCompile(`^(input|field)[1-9][0-9]*$`)
	itemField   = regexp.MustCompile(`^([a-z]+)\[[0-9]+\]\.([^.\[]+)$`)
)

// isAnyField reports whether a parameter is one that FIELD stands for in the
// inventory: any field of the account, and of deals the application, and the list of
// competitors, which they have whatever the account shows.
func isAnyField(op *contract.Operation, param string) bool {
	anyField := op.Param("FIELD")
	if item := itemField.FindStringSubmatch(param); item != nil {
		anyField, param = op.Param(item[1]).Child("FIELD"), item[2]
	}
	if strings.HasPrefix(op.ID, "deal.") && slices.Contains([]string{"coid1", "zayavka", "ztitle"}, param) {
		return anyField != nil
	}
	isTitle := func(f struct{ name, title string }) bool { return f.name == param }
	return anyField != nil && (customField.MatchString(param) || slices.ContainsFunc(contactTitles, isTitle))
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

// reject answers a request with violations: those that the real server would
// overlook with an error, the others as the real server does.
func (s *Server) reject(w http.ResponseWriter, r *http.Request, violations []string) {
	if s.config.lenient {
		violations = nil
	}
	for _, v := range violations {
		switch rule, _, _ := strings.Cut(v, ":"); contract.Rule(rule) {
		case contract.RuleUnknown, contract.RuleType, contract.RulePlace:
			writeJSON(w, failure("405", "not allowed by the documentation: "+v))
			return
		}
	}
	s.serve(w, r)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.config.clock().UTC().Format(http.TimeFormat))
	if s.serveFile(w, r) || s.serveCard(w, r) {
		return
	}
	if page := addressPage(r.URL.Path); page != 0 {
		statusPage(w, r, page)
		return
	}
	body, _ := io.ReadAll(r.Body)
	c := readCall(r, body)
	if serveBlank(w, c) {
		return
	}
	if !s.knows(c.endpoint) {
		statusPage(w, r, http.StatusNotFound)
		return
	}
	c.base = baseOf(r)
	answer := s.answer(c)
	s.webhooks.deliver(r.Context(), c.events)
	writeJSON(w, answer)
}

func (s *Server) knows(endpoint string) bool {
	if endpoint == "metrika" {
		return true
	}
	for _, op := range s.inventory.Operations {
		if strings.HasSuffix(op.Path, "/"+endpoint) {
			return true
		}
	}
	return false
}

// addressPage is the status with which the web server answers an address that
// is no script's; 0 for a script's.
func addressPage(path string) int {
	_, endpoint, ok := strings.Cut(path, strings.TrimSuffix(apiPath, "/"))
	switch {
	case !ok:
		return http.StatusNotFound
	case endpoint == "":
		return http.StatusMovedPermanently
	case endpoint == "/":
		return 0
	case strings.HasSuffix(endpoint, "/"):
		return http.StatusInternalServerError // a loop of rewrite rules
	case endpointOf(path) == "":
		return http.StatusNotFound
	}
	return 0
}

// answer is the body of the reply to a call of a script that exists.
func (s *Server) answer(c *call) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.broken {
		return s.brokenBody(c)
	}
	user, ok := s.state.users[c.login]
	if !ok || c.apiKey != s.config.apiKey {
		return failureNumber(401, "Неизвестный пользователь")
	}
	c.user = user
	if c.endpoint == "metrika" {
		return s.metrika(c)
	}
	op := s.inventory.Action(c.endpoint, c.action)
	if op == nil {
		return unaccepted(c)
	}
	report := s.watch(c, op)
	answer := s.handlers[op.ID](c) // every operation has one
	report(answer)
	return answer
}

func writeJSON(w http.ResponseWriter, body string) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = io.WriteString(w, body)
}

// encode writes v as PHP does, without escaping HTML.
func encode(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return "null"
	}
	return strings.TrimSuffix(b.String(), "\n")
}
