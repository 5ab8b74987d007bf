package frontdesktest

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/frontdesk-go/frontdesk/internal/redact"
)

// scrubber takes credentials and personal values out of recordings. One
// scrubber serves all exchanges of a recording, so that the same value becomes
// the same pseudonym in all of them.
type scrubber struct {
	rules   *rules
	headers map[string]bool // of replies, kept besides those that always are
	opaque  bool            // keep bodies of unknown form
	hooks   []func(*Recording)

	mu      sync.Mutex // guards what follows
	secrets *redact.Redactor
	people  *pseudonyms
}

func newScrubber() *scrubber {
	return &scrubber{
		rules: newRules(), headers: make(map[string]bool), secrets: redact.New(), people: newPseudonyms(),
	}
}

// credentialHeaders are those of the four vendors and of the web; login is the
// user in whose name SalesMan CRM acts.
var credentialHeaders = []string{
	"Authorization", "Proxy-Authorization", "Cookie", "Apikey", "Api-Key", "X-Api-Key", "X-Auth-Token", "Login",
}

// keptHeaders of replies are what clients act upon. Anything else may tell who
// and where the server is, or carry a session.
var keptHeaders = map[string]bool{
	"Content-Type": true, "Retry-After": true, "Location": true,
	"X-Request-Id": true, "Request-Id": true, "X-Correlation-Id": true,
}

func keptHeader(name string) bool {
	return keptHeaders[name] || strings.HasPrefix(name, "X-Ratelimit-") || strings.HasPrefix(name, "Ratelimit")
}

var errLeak = errors.New("a credential is still in it after scrubbing, through a hook or a body that is kept as it is; nothing was written")

// scrub makes r fit to be seen and returns the text of its file. It fails if a
// credential is left, by whatever way it came there.
func (s *scrubber) scrub(r *Recording) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	request := readRequestBody(&r.Request)
	reply := readBody(r.Response.Header, r.Response.Body)
	s.learn(&r.Request, request, reply)
	s.learnCookies(r.Response.Header)
	asked, told := s.asksForConfig(&r.Request, request)
	s.request(&r.Request, request, place{config: asked})
	s.response(&r.Response, reply, place{config: told})
	// Again, for what was learned to be personal behind the place where it stands.
	s.known(r, request, reply)
	r.Request.Body, r.Response.Body = request.bytes(), reply.bytes()

	for _, hook := range s.hooks {
		hook(r)
	}
	text, err := r.encode()
	if err != nil {
		return nil, fmt.Errorf("cannot be written: %w", err)
	}
	if s.leaks(r, text) {
		return nil, errLeak
	}
	return text, nil
}

// leaks looks for credentials by value in all that would be written, and in
// the bodies that are written in base64.
func (s *scrubber) leaks(r *Recording, text []byte) bool {
	return s.secrets.Contains(string(text)) ||
		s.secrets.Contains(string(r.Request.Body)) || s.secrets.Contains(string(r.Response.Body))
}

// learn makes the credentials of an exchange known, so that they are found by
// their value wherever else they stand.
func (s *scrubber) learn(r *RecordedRequest, request, reply *body) {
	for name, values := range r.Header {
		if name = http.CanonicalHeaderKey(name); !slices.Contains(credentialHeaders, name) {
			continue
		}
		for _, value := range values {
			s.learnHeader(name, value)
		}
	}
	for name, values := range r.Query {
		s.learnField(name, values)
	}
	for name, values := range request.form {
		s.learnField(name, values)
	}
	if request.json != nil {
		s.learnLogin(request.json.member("login"))
		if params := request.json.member("params"); params != nil {
			s.learnLogin(params.member("login"))
		}
	}
	for _, b := range []*body{request, reply} {
		if b.json != nil {
			s.learnTree(b.json)
		}
		for _, secret := range xmlSecrets(s.rules, b.xml) {
			s.addSecret(secret)
		}
	}
}

func (s *scrubber) learnHeader(name, value string) {
	if name == "Login" {
		s.addLogin(value)
		return
	}
	if name == "Cookie" {
		for _, pair := range strings.Split(value, ";") {
			_, cookie, _ := strings.Cut(pair, "=")
			s.addSecret(strings.TrimSpace(cookie))
		}
		return
	}
	scheme, credential, found := strings.Cut(value, " ")
	if !found {
		s.addSecret(value)
		return
	}
	s.addSecret(strings.TrimSpace(credential))
	if plain, err := base64.StdEncoding.DecodeString(credential); err == nil && strings.EqualFold(scheme, "Basic") {
		user, password, _ := strings.Cut(string(plain), ":")
		s.addLogin(user)
		s.addSecret(password)
	}
}

// learnCookies makes the cookies known that a reply sets.
func (s *scrubber) learnCookies(header http.Header) {
	for _, cookie := range (&http.Response{Header: header}).Cookies() {
		s.addSecret(cookie.Value)
	}
}

func (s *scrubber) learnField(name string, values []string) {
	for _, value := range values {
		switch {
		case name == "login":
			s.addLogin(value)
		case s.rules.secret(name):
			s.addSecret(value)
		default:
			if tree, ok := structuredText(value); ok {
				s.learnTree(tree)
			}
		}
	}
}

func (s *scrubber) learnLogin(n *node) {
	if n != nil && n.kind == stringNode {
		s.addLogin(n.text)
	}
}

func (s *scrubber) learnTree(n *node) {
	for _, item := range n.items {
		s.learnTree(item)
	}
	for _, m := range n.members {
		if s.rules.secret(m.name) && (m.value.kind == stringNode || m.value.kind == numberNode) {
			s.addSecret(m.value.text)
		}
		s.learnTree(m.value)
	}
	if tree, ok := structuredText(n.text); ok && n.kind == stringNode {
		s.learnTree(tree)
	}
}

// addSecret makes a credential known. One too short to be looked for is
// replaced at its place alone.
func (s *scrubber) addSecret(secret string) {
	if secret != mask {
		s.secrets.Add(secret)
	}
}

// addLogin makes a login known, unless it is a word like admin, which would
// blacken others.
func (s *scrubber) addLogin(login string) {
	if len(login) >= 8 || strings.Contains(login, "@") {
		s.addSecret(login)
	}
}

func (s *scrubber) request(r *RecordedRequest, b *body, at place) {
	r.Path = s.path(r.Path)
	r.Query = s.values(r.Query, at)
	header := make(http.Header)
	for name, values := range r.Header {
		switch name = http.CanonicalHeaderKey(name); {
		case slices.Contains(credentialHeaders, name):
			header[name] = []string{mask}
		case name == "Content-Type" || name == "Accept":
			header[name] = s.texts(values)
		}
	}
	if mediaType(header) == multipartType {
		header.Set("Content-Type", multipartType) // the boundary is another each time
	}
	r.Header = header
	s.login(b)
	s.body(b, at)
}

// login masks the login of a JSON request; elsewhere the field names a person.
func (s *scrubber) login(b *body) {
	if b.json == nil {
		return
	}
	places := []*node{b.json}
	if params := b.json.member("params"); params != nil {
		places = append(places, params)
	}
	for _, place := range places {
		if login := place.member("login"); login != nil && login.kind == stringNode {
			login.text = mask
		}
	}
}

func (s *scrubber) response(r *RecordedResponse, b *body, at place) {
	header := make(http.Header)
	for name, values := range r.Header {
		switch {
		case name == "Location":
			header[name] = []string{s.location(values[0])}
		case keptHeader(name), s.headers[name], name == "Date" && r.Header.Get("Retry-After") != "":
			// The date is another each time; it matters where a wait is told by date.
			header[name] = s.texts(values)
		}
	}
	r.Header = header
	at.fault = r.Status >= http.StatusBadRequest
	s.markFaults(b)
	s.body(b, at)
}

// location keeps path and query of a redirect. Its host, if it has one, is
// somebody's.
func (s *scrubber) location(target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Opaque != "" {
		return "/"
	}
	path := s.path(u.EscapedPath())
	if u.Host != "" {
		path = u.Scheme + "://redirect.example.com" + path
	}
	if query := s.values(u.Query(), place{}); len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// path scrubs the elements of an escaped path one by one.
func (s *scrubber) path(path string) string {
	elements := strings.Split(path, "/")
	for i, element := range elements {
		plain, err := url.PathUnescape(element)
		if err != nil {
			plain = element
		}
		plain, format := withoutFormat(plain)
		if clean := s.name(plain); clean != plain {
			elements[i] = url.PathEscape(clean) + format
		}
	}
	return strings.Join(elements, "/")
}

// withoutFormat cuts the format that LiveAgent has at the end of a path, which
// would pass for a part of an address.
func withoutFormat(element string) (rest, format string) {
	for _, format := range []string{".xml", ".json"} {
		if rest, ok := strings.CutSuffix(element, format); ok {
			return rest, format
		}
	}
	return element, ""
}

// values scrubs a query or a form.
func (s *scrubber) values(values url.Values, at place) url.Values {
	clean := make(url.Values, len(values))
	names := slices.Collect(maps.Keys(values))
	for name, list := range values {
		kind := s.ownKind(name, "", "", at, names)
		if name == "login" {
			kind = FieldSecret
		}
		out := make([]string, len(list))
		for i, value := range list {
			out[i] = s.field(strings.ToValidUTF8(value, "\uFFFD"), kind, place{id: isID(name)})
		}
		name = s.name(strings.ToValidUTF8(name, "\uFFFD")) // as JSON will have it
		clean[name] = append(clean[name], out...)
	}
	return clean
}

// texts scrubs the values of a header.
func (s *scrubber) texts(values []string) []string {
	out := make([]string, len(values))
	for i, value := range values {
		out[i] = s.name(value)
	}
	return out
}

// text scrubs a text of which nothing is known.
func (s *scrubber) text(text string) string {
	return s.secrets.String(s.people.known(s.people.inText(text)))
}

// name scrubs the name of a field, an id, an element of a path or a header.
func (s *scrubber) name(text string) string {
	return s.secrets.String(s.people.known(s.people.inName(text)))
}

// known replaces values all over r that are known by now.
func (s *scrubber) known(r *Recording, request, reply *body) {
	clean := func(text string) string { return s.secrets.String(s.people.known(text)) }
	eachOf(r.Request.Query, clean)
	for _, values := range []map[string][]string{r.Request.Header, r.Response.Header} {
		for _, list := range values {
			for i := range list {
				list[i] = clean(list[i])
			}
		}
	}
	r.Request.Path = s.path(r.Request.Path)
	request.each(clean)
	reply.each(clean)
}
