package contract

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"sort"
	"strings"
)

// Rule names what a request violates.
type Rule string

// The rules of [Operation.CheckRequest].
const (
	RuleMethod   Rule = "method"   // wrong HTTP or RPC method
	RulePath     Rule = "path"     // the path is not the operation's
	RuleEnvelope Rule = "envelope" // the body is not of the right form: content type, JSON, JSON-RPC members
	RuleUnknown  Rule = "unknown"  // a parameter that the inventory does not know
	RuleMissing  Rule = "missing"  // a required parameter is absent
	RulePlace    Rule = "place"    // a known parameter in the wrong place
	RuleType     Rule = "type"     // a value of the wrong type
	RuleValue    Rule = "value"    // right type, but outside the documented values, limits or format
)

// A Violation is one point in which a request differs from the inventory.
type Violation struct {
	Rule  Rule
	Param string // path of the parameter ("filter[0].operator"); "" for the request as a whole
	Text  string
}

func (v Violation) String() string {
	if v.Param == "" {
		return string(v.Rule) + ": " + v.Text
	}
	return string(v.Rule) + ": " + v.Param + ": " + v.Text
}

// A Sent is a request taken apart: the parameters by place, each as a JSON-like tree (map[string]any, []any, string,
// json.Number, bool, nil). Values of query, form and path are texts.
type Sent struct {
	Path, Query, Form, Body map[string]any
	// List is the body where that is a JSON array (a batch).
	List []any
}

// CheckRequest compares a request that was meant for the operation with the inventory and returns every difference, or
// nil. It checks method, path, content type, the place, name and type of each parameter at every depth, required ones,
// and documented values and limits (RuleValue; enumerations that the inventory calls open are left alone).
// The body is given apart, since a handler has read it by then. Conditions between parameters ("required if") are not
// checked: the vendors' own errors are the kits' business.
func (op *Operation) CheckRequest(r *http.Request, body []byte) []Violation {
	c := &checker{op: op}
	sent := c.takeApart(r, body)
	if sent == nil {
		return c.found
	}
	c.params(sent)
	return c.found
}

// TakeApart returns the parameters of a request by place. The violations are those that hinder reading: they are part
// of what [Operation.CheckRequest] reports.
func (op *Operation) TakeApart(r *http.Request, body []byte) (*Sent, []Violation) {
	c := &checker{op: op}
	sent := c.takeApart(r, body)
	return sent, c.found
}

type checker struct {
	op    *Operation
	found []Violation
}

func (c *checker) report(rule Rule, param, format string, args ...any) {
	c.found = append(c.found, Violation{Rule: rule, Param: param, Text: fmt.Sprintf(format, args...)})
}

func (c *checker) takeApart(r *http.Request, body []byte) *Sent {
	op := c.op
	if r.Method != op.Method && !contains(op.MethodsAccepted, r.Method) {
		c.report(RuleMethod, "", "%s instead of %s", r.Method, op.Method)
	}
	vars, ok := op.MatchPath(r.URL.EscapedPath())
	if !ok {
		c.report(RulePath, "", "%s is not %s", r.URL.EscapedPath(), op.Path)
	}
	sent := &Sent{Path: map[string]any{}, Query: map[string]any{}, Form: map[string]any{}, Body: map[string]any{}}
	for name, value := range vars {
		sent.Path[name] = value
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		c.report(RuleEnvelope, "", "query: %v", err)
	}
	sent.Query = c.flat(query)
	switch op.Vendor {
	case CoMagic:
		return c.takeRPC(sent, body)
	case SalesMan:
		return c.takeSalesMan(sent, r, query, body)
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(body) == 0:
	case mediaType == "application/json":
		c.takeJSON(sent, body)
	case mediaType == "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			c.report(RuleEnvelope, "", "form: %v", err)
		}
		sent.Form = c.flat(form)
	default:
		c.report(RuleEnvelope, "", "a body of type %q", r.Header.Get("Content-Type"))
	}
	return sent
}

// flat makes a tree of texts, for vendors whose query and form names have no nesting.
func (c *checker) flat(values url.Values) map[string]any {
	tree := map[string]any{}
	for _, name := range sortedKeys(values) {
		if len(values[name]) > 1 {
			c.report(RuleValue, name, "sent %d times", len(values[name]))
		}
		tree[name] = values[name][0]
	}
	return tree
}

func (c *checker) takeJSON(sent *Sent, body []byte) {
	var v any
	if err := unmarshalWhole(body, &v); err != nil {
		c.report(RuleEnvelope, "", "the body is not JSON: %v", err)
		return
	}
	switch v := v.(type) {
	case map[string]any:
		sent.Body = v
	case []any:
		sent.List = v
	default:
		c.report(RuleEnvelope, "", "the body is %s, not an object", jsonType(v))
	}
}

// takeRPC reads a JSON-RPC request.
func (c *checker) takeRPC(sent *Sent, body []byte) *Sent {
	c.takeJSON(sent, body)
	envelope := sent.Body
	sent.Body = map[string]any{}
	if envelope["jsonrpc"] != "2.0" {
		c.report(RuleEnvelope, "jsonrpc", "%v instead of 2.0", envelope["jsonrpc"])
	}
	switch id := envelope["id"].(type) {
	case string, json.Number:
	default:
		c.report(RuleEnvelope, "id", "%s: a text or a number is required", jsonType(id))
	}
	if envelope["method"] != c.op.RPCMethod {
		c.report(RuleMethod, "method", "%v instead of %s", envelope["method"], c.op.RPCMethod)
	}
	switch params := envelope["params"].(type) {
	case map[string]any:
		sent.Body = params
	default:
		c.report(RuleEnvelope, "params", "%s instead of an object", jsonType(params))
	}
	for _, name := range sortedKeys(envelope) {
		switch name {
		case "jsonrpc", "id", "method", "params":
		default:
			c.report(RuleUnknown, name, "not a member of JSON-RPC requests")
		}
	}
	return sent
}

// takeSalesMan reads the two modes of SalesMan: JSON with exactly that content type and credentials in headers or body,
// or query and form together, nested with PHP's brackets. Credentials and action are checked here and taken out.
func (c *checker) takeSalesMan(sent *Sent, r *http.Request, query url.Values, body []byte) *Sent {
	sent.Query = map[string]any{}
	if c.op.raw.Action == "" { // a page for browsers, without credentials
		sent.Query = c.flat(query)
		return sent
	}
	var params map[string]any
	jsonMode := r.Header.Get("Content-Type") == "application/json"
	if jsonMode {
		c.takeJSON(sent, body)
		params = sent.Body
		for _, name := range []string{"login", "apikey"} {
			if v := r.Header.Get(name); v != "" && params[name] == nil {
				params[name] = v
			}
		}
		for _, name := range sortedKeys(query) {
			c.report(RulePlace, name, "the query is ignored in JSON mode")
		}
	} else {
		form := url.Values{}
		if len(body) > 0 {
			mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
			if mediaType != "application/x-www-form-urlencoded" {
				c.report(RuleEnvelope, "", "a body of type %q", r.Header.Get("Content-Type"))
			}
			var err error
			if form, err = url.ParseQuery(string(body)); err != nil {
				c.report(RuleEnvelope, "", "form: %v", err)
			}
		}
		for name, values := range query {
			form[name] = append(form[name], values...)
		}
		params = PHPForm(form)
	}
	for _, name := range []string{"login", "apikey", "action"} {
		v, _ := params[name].(string)
		if v == "" {
			c.report(RuleMissing, name, "required with every call")
		} else if name == "action" && v != c.op.Action {
			c.report(RuleMethod, name, "%s instead of %s", v, c.op.Action)
		}
		delete(params, name)
	}
	sent.Body, sent.Form = map[string]any{}, map[string]any{}
	if jsonMode {
		sent.Body = params
	} else {
		sent.Form = params
	}
	return sent
}

// PHPForm reads form values with PHP's brackets (filter[clid]=1, persons[0][person]=x, ids[]=1) into a tree of maps,
// lists and texts, as PHP does: the last of several equal names wins. Unlike PHP it keeps dots in names.
func PHPForm(values url.Values) map[string]any {
	root := map[string]any{}
	for _, name := range sortedKeys(values) {
		head, rest, nested := strings.Cut(name, "[")
		for _, value := range values[name] {
			if !nested {
				root[head] = value
				continue
			}
			node := root
			key := head
			for _, part := range strings.Split(strings.TrimSuffix(rest, "]"), "][") {
				child, ok := node[key].(map[string]any)
				if !ok {
					child = map[string]any{}
					node[key] = child
				}
				if part == "" {
					part = fmt.Sprint(len(child))
				}
				node, key = child, part
			}
			node[key] = value
		}
	}
	for key, value := range root {
		root[key] = phpLists(value)
	}
	return root
}

// phpLists turns maps whose keys are 0, 1, 2, … into lists.
func phpLists(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	list := make([]any, len(m))
	isList := true
	for i := range list {
		if list[i], ok = m[fmt.Sprint(i)]; !ok {
			isList = false
			break
		}
	}
	if isList && len(m) > 0 {
		for i := range list {
			list[i] = phpLists(list[i])
		}
		return list
	}
	for key, value := range m {
		m[key] = phpLists(value)
	}
	return m
}

// params compares the parameters with the inventory, place by place.
func (c *checker) params(sent *Sent) {
	for _, place := range []struct {
		in     Place
		values map[string]any
	}{{InPath, sent.Path}, {InQuery, sent.Query}, {InForm, sent.Form}, {InBody, sent.Body}} {
		c.place(place.in, place.values)
	}
	if batch := findField(c.op.Params, "(body)"); batch != nil {
		if sent.List == nil {
			c.report(RuleEnvelope, "", "the body has to be a list")
		} else {
			c.value(batch, sent.List, "", InBody)
		}
	} else if sent.List != nil {
		c.report(RuleEnvelope, "", "the body is a list")
	}
	jsonMode := c.op.Vendor == SalesMan && len(sent.Form) == 0
	for _, p := range c.op.Params {
		values := map[Place]map[string]any{InPath: sent.Path, InQuery: sent.Query, InForm: sent.Form, InBody: sent.Body}[p.In]
		if p.In == InForm && jsonMode {
			values = sent.Body
		}
		if !p.Required || p.Name == "(body)" || p.In == InHeader {
			continue
		}
		if _, ok := values[p.Name]; !ok {
			c.report(RuleMissing, p.Name, "required in the %s", p.In)
		}
	}
}

func (c *checker) place(in Place, values map[string]any) {
	for _, name := range sortedKeys(values) {
		f := c.paramAt(name, in)
		if f == nil {
			c.report(RuleUnknown, name, "%s has no such parameter (sent in the %s)", c.op.ID, in)
			continue
		}
		if f.In != in && !(c.op.Vendor == SalesMan && f.In == InForm && in == InBody) {
			c.report(RulePlace, name, "sent in the %s, belongs in the %s", in, f.In)
		}
		c.value(f, values[name], name, in)
	}
}

// paramAt prefers the parameter of that place, where a name occurs in two.
func (c *checker) paramAt(name string, in Place) *Field {
	for _, f := range c.op.Params {
		if f.Name == name && f.In == in {
			return f
		}
	}
	return findField(c.op.Params, name)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
