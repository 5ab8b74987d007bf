package frontdesktest

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// form is what a request means, without what does not count: credentials,
// fields to be ignored, the id of a JSON-RPC call.
type form struct {
	method, path string
	query        url.Values
	fields       url.Values // of a form; nil for another body
	json         *node      // nil for another body
	text         string
	rpcID        *node // nil if the call has none
}

// formOf returns the fields of a request whose body is a form.
func formOf(r *RecordedRequest) (url.Values, error) {
	switch kind := mediaType(r.Header); {
	case kind != formType && kind != multipartType:
		return nil, http.ErrNotMultipart
	case kind == multipartType && strings.Contains(r.Header.Get("Content-Type"), "boundary="):
		return formOfMultipart(r.Header, r.Body)
	}
	return url.ParseQuery(string(r.Body))
}

func (r *Replayer) form(req *RecordedRequest) *form {
	f := &form{method: req.Method, path: plainPath(req.Path), query: r.fields(req.Query)}
	if fields, err := formOf(req); err == nil && len(req.Body) > 0 {
		f.fields = r.fields(fields)
		return f
	}
	tree, ok := wholeJSON(req.Body)
	if !ok {
		f.text = string(req.Body)
		return f
	}
	if tree.member("jsonrpc") != nil {
		f.rpcID = tree.member("id")
		tree.drop(func(name string) bool { return name == "id" })
	}
	dropLogin := func(name string) bool { return name == "login" }
	tree.drop(dropLogin)
	if params := tree.member("params"); params != nil {
		params.drop(dropLogin)
	}
	r.strip(tree)
	f.json = tree
	return f
}

func plainPath(path string) string {
	if path == "" {
		return "/"
	}
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// leftOut reports whether a field does not count.
func (r *Replayer) leftOut(name string) bool {
	return r.rules.secret(name) || r.ignore[plainName(name)]
}

func (r *Replayer) fields(values url.Values) url.Values {
	kept := make(url.Values, len(values))
	for name, list := range values {
		if name != "login" && !r.leftOut(name) {
			kept[name] = list
		}
	}
	return kept
}

func (r *Replayer) strip(n *node) {
	n.drop(r.leftOut)
	for _, m := range n.members {
		r.strip(m.value)
	}
	for _, item := range n.items {
		r.strip(item)
	}
}

func (n *node) drop(unwanted func(name string) bool) {
	n.members = slices.DeleteFunc(n.members, func(m member) bool { return unwanted(m.name) })
}

// bindings tell which values of requests stand in the place of which
// pseudonyms. No two have the same.
type bindings struct{ real, made map[string]string }

func newBindings() bindings { return bindings{make(map[string]string), make(map[string]string)} }

type binding struct{ made, real string }

func (b *bindings) add(list []binding) {
	for _, pair := range list {
		b.real[pair.made], b.made[pair.real] = pair.real, pair.made
	}
}

// comparison collects what tells a request from a recorded one.
type comparison struct {
	made        bool // the recording has pseudonyms
	bound       *bindings
	fresh       []binding // that would be new
	differences []string
	weight      int // of the differences
}

func (c *comparison) differ(weight int, format string, args ...any) {
	c.weight += weight
	const most = 10
	if len(c.differences) < most {
		c.differences = append(c.differences, fmt.Sprintf(format, args...))
	}
}

// The weights of differences that no other can outweigh.
const (
	otherMethod = 1_000
	otherFormat = 1_000
	otherPath   = 10_000
	otherBody   = 50
)

func (c *comparison) forms(recorded, live *form) {
	if recorded.method != live.method {
		c.differ(otherMethod, "method: recorded %s, sent %s", recorded.method, live.method)
	}
	if c.otherFormat(recorded.path, live.path) {
		c.differ(otherFormat, "format: recorded %s (%s), sent %s (%s); record again with a client of the same format, or let the client ask for the recorded one (see liveagent.WithXML)",
			formatOf(recorded.path), recorded.path, formatOf(live.path), live.path)
	} else if !c.equal(recorded.path, live.path) {
		c.differ(otherPath-commonPrefix(recorded.path, live.path), "path: recorded %s, sent %s", recorded.path, live.path)
	}
	c.values("query", recorded.query, live.query)
	switch {
	case recorded.json != nil && live.json != nil:
		c.trees("body", recorded.json, live.json)
	case recorded.fields != nil && live.fields != nil:
		c.values("form", recorded.fields, live.fields)
	case recorded.kind() != live.kind():
		c.differ(otherBody, "body: recorded %s, sent %s", recorded.kind(), live.kind())
	case !c.equal(recorded.text, live.text):
		c.differ(1, "body: recorded %s, sent %s", brief(recorded.text), brief(live.text))
	}
}

// otherFormat reports whether two paths differ in the format alone for which
// LiveAgent is asked at their end.
func (c *comparison) otherFormat(recorded, live string) bool {
	was, _ := withoutFormat(recorded)
	is, _ := withoutFormat(live)
	return formatOf(recorded) != formatOf(live) && c.equal(was, is)
}

func formatOf(path string) string {
	if _, format := withoutFormat(path); format == ".xml" {
		return "XML"
	}
	return "JSON"
}

func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func (f *form) kind() string {
	switch {
	case f.json != nil:
		return "JSON"
	case f.fields != nil:
		return "a form"
	case f.text != "":
		return "a text"
	}
	return "nothing"
}

func (c *comparison) values(where string, recorded, live url.Values) {
	for _, name := range unionOf(recorded, live) {
		was, there := recorded[name]
		is, sent := live[name]
		at := where + "." + name
		switch {
		case !there:
			c.differ(1, "%s: not recorded, sent %s", at, brief(strings.Join(is, ", ")))
		case !sent:
			c.differ(1, "%s: recorded %s, not sent", at, brief(strings.Join(was, ", ")))
		case len(was) != len(is):
			c.differ(1, "%s: recorded %d values, sent %d", at, len(was), len(is))
		default:
			for i := range was {
				c.fieldTexts(at, was[i], is[i])
			}
		}
	}
}

// fieldTexts compares texts of a form or query, which may be JSON.
func (c *comparison) fieldTexts(at, recorded, live string) {
	was, ok := structuredText(recorded)
	if is, both := structuredText(live); ok && both {
		c.trees(at, was, is)
		return
	}
	c.compareTexts(at, recorded, live)
}

func (c *comparison) compareTexts(at, recorded, live string) {
	if !c.equal(recorded, live) {
		c.differ(1, "%s: recorded %s, sent %s", at, brief(recorded), brief(live))
	}
}

func (c *comparison) trees(at string, recorded, live *node) {
	switch {
	case recorded.kind != live.kind:
		c.differ(1, "%s: recorded %s, sent %s", at, brief(string(recorded.bytes())), brief(string(live.bytes())))
	case recorded.kind == objectNode:
		c.objects(at, recorded, live)
	case recorded.kind == listNode && len(recorded.items) != len(live.items):
		c.differ(1, "%s: recorded %d items, sent %d", at, len(recorded.items), len(live.items))
	case recorded.kind == listNode:
		for i := range recorded.items {
			c.trees(at+"["+strconv.Itoa(i)+"]", recorded.items[i], live.items[i])
		}
	case recorded.kind == stringNode:
		c.fieldTexts(at, recorded.text, live.text)
	case recorded.kind == numberNode && sameNumber(recorded.text, live.text):
	default:
		c.compareTexts(at, recorded.text, live.text)
	}
}

func (c *comparison) objects(at string, recorded, live *node) {
	was, is := membersOf(recorded), membersOf(live)
	for _, name := range unionOf(was, is) {
		at := at + "." + name
		switch {
		case was[name] == nil:
			c.differ(1, "%s: not recorded, sent %s", at, brief(string(is[name].bytes())))
		case is[name] == nil:
			c.differ(1, "%s: recorded %s, not sent", at, brief(string(was[name].bytes())))
		default:
			c.trees(at, was[name], is[name])
		}
	}
}

func membersOf(n *node) map[string]*node {
	members := make(map[string]*node, len(n.members))
	for _, m := range n.members {
		members[m.name] = m.value
	}
	return members
}

// unionOf returns the names in either, in order.
func unionOf[V any](a, b map[string]V) []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(names)
	return slices.Compact(names)
}

func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	if isDigits(strings.TrimPrefix(a, "-")) && isDigits(strings.TrimPrefix(b, "-")) {
		return false // long ids are no floats
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

// equal reports whether a text means the recorded one: it is the same, or has
// other values in the place of pseudonyms.
func (c *comparison) equal(recorded, live string) bool {
	if recorded == live {
		return true
	}
	if !c.made {
		return false
	}
	if dropped.MatchString(recorded) {
		return true // a document that was not recorded
	}
	slots := pseudonymPattern.FindAllString(recorded, -1)
	if len(slots) == 0 {
		return false
	}
	found := template(recorded).FindStringSubmatch(live)
	if found == nil {
		return false
	}
	fresh := len(c.fresh)
	for i, slot := range slots {
		if !c.fits(slot, found[i+1]) {
			c.fresh = c.fresh[:fresh]
			return false
		}
	}
	return true
}

// template matches texts that have something else in place of pseudonyms.
func template(recorded string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?s)^")
	end := 0
	for _, at := range pseudonymPattern.FindAllStringIndex(recorded, -1) {
		b.WriteString(regexp.QuoteMeta(recorded[end:at[0]]) + "(.+?)")
		end = at[1]
	}
	b.WriteString(regexp.QuoteMeta(recorded[end:]) + "$")
	return regexp.MustCompile(b.String())
}

// fits reports whether a value can stand in the place of a pseudonym, and
// remembers that it would.
func (c *comparison) fits(made, real string) bool {
	if made == mask || made == real {
		return true
	}
	if isPseudonym(real) {
		return false // another's
	}
	made, real = bindingKey(made), bindingKey(real)
	if was, ok := c.bound.real[made]; ok {
		return was == real
	}
	if _, taken := c.bound.made[real]; taken {
		return false
	}
	for _, pair := range c.fresh {
		if pair.made == made || pair.real == real {
			return pair.made == made && pair.real == real
		}
	}
	c.fresh = append(c.fresh, binding{made, real})
	return true
}

// bindingKey is what spellings of one value have in common, as in keyOf.
func bindingKey(value string) string {
	switch digits := onlyDigits(value); {
	case emailWhole(value):
		return strings.ToLower(value)
	case phoneWhole(value) || len(digits) >= 7 && !strings.ContainsFunc(value, isLetter):
		return digits
	}
	return value
}

func isLetter(c rune) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c > 0x7f }

// brief is a text in an error message.
func brief(text string) string {
	const most = 120
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}
