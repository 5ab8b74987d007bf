package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"time"
)

// Decoded is one example reply together with what a client package made of it. [Decoded.Compare] tells what was lost.
type Decoded struct {
	Operation *Operation
	// Payload is the reply: the whole body with its envelope, JSON or LiveAgent's XML.
	Payload []byte
	// Value is what the client's method returned: a struct, a slice, a map, a scalar, or a page (a struct with the
	// fields Items and Total, whose Items are compared).
	Value any
	// Marshal is the client package's own encoder, which writes Extra beside the typed fields.
	Marshal func(any) ([]byte, error)
	// Location is the vendor's zone; nil is UTC.
	Location *time.Location
	// At is where the payload stands inside the encoded value ("data"), if the result type wraps it.
	At string
	// Accept lists leaves that may be missing, each with the reason. "*" stands for one element of a path.
	Accept map[string]string
}

// A Leaf is a scalar, or an empty list or object, of the payload.
type Leaf struct {
	Path  string
	Want  string // as the payload has it
	Got   string // as the decoded value has it; "" if it is absent
	Note  string
	Known bool // the inventory describes the field
	// Own: one of the account's own fields, which the inventory describes by a placeholder (inputN). Its place is Extra.
	Own bool
}

func (l Leaf) String() string {
	text := fmt.Sprintf("%s: %s", l.Path, l.Want)
	if l.Got != "" {
		text += " became " + l.Got
	}
	if l.Note != "" {
		text += " (" + l.Note + ")"
	}
	return text
}

// A Comparison is the result of [Decoded.Compare].
type Comparison struct {
	Leaves int // leaves of the payload, envelope included
	// Lost are the leaves that the decoded value does not have.
	Lost []Leaf
	// Extra are the leaves that reached Extra only. Those that the inventory knows by name are faults: they need a typed
	// field.
	Extra []Leaf
	// Foreign are leaves outside the payload that the inventory does not describe. They are no fault of the client.
	Foreign []Leaf
	// Undescribed are the paths of leaves inside the payload that the inventory does not know. They belong in Extra.
	Undescribed []string
	// Accepted are lost leaves with a reason in Accept; Unused are entries of Accept that met no lost leaf.
	Accepted []Leaf
	Unused   []string
}

// Faults returns what has to be mended, one line each: lost leaves, known fields that live only in Extra, and entries
// of Accept without a purpose. Nil means that the example was decoded without loss.
func (c *Comparison) Faults() []string {
	var faults []string
	for _, l := range c.Lost {
		faults = append(faults, "lost: "+l.String())
	}
	for _, l := range c.Extra {
		if l.Known && !l.Own {
			faults = append(faults, "only in Extra: "+l.String())
		}
	}
	for _, path := range c.Unused {
		faults = append(faults, "accepted without need: "+path)
	}
	return faults
}

// Compare normalises both sides by the types of the inventory (instants in any spelling, numbers as text or number,
// null and the empty values, maps written as lists, one row without its list, spellings of enumerations) and returns
// what differs. The error says that the comparison could not be made.
func (d Decoded) Compare() (*Comparison, error) {
	root, err := d.parse()
	if err != nil {
		return nil, err
	}
	c := &comparer{d: d, used: map[string]bool{}, result: &Comparison{}}
	if c.d.Location == nil {
		c.d.Location = time.UTC
	}
	value, total := unwrapPage(d.Value)
	c.extra = extraPaths(value)
	got, err := encodeTree(d.Marshal, value)
	if err != nil {
		return nil, err
	}
	inside := got
	if d.At != "" {
		if inside, err = descend(got, d.At); err != nil {
			return nil, err
		}
	}
	payload, at := locate(d.Operation, root)
	c.walk(at, payload, inside, inside != nil, c.rootField(), d.At)
	c.outside(root, at, got, total)
	for path := range d.Accept {
		if !c.used[path] {
			c.result.Unused = append(c.result.Unused, path)
		}
	}
	sort.Strings(c.result.Unused)
	return c.result, nil
}

func (d Decoded) parse() (any, error) {
	if d.Operation == nil || d.Marshal == nil {
		return nil, errors.New("contract: Decoded needs an operation and an encoder")
	}
	if trimmed := strings.TrimSpace(string(d.Payload)); strings.HasPrefix(trimmed, "<") {
		return xmlTree(d.Operation, d.Payload)
	}
	var root any
	if err := unmarshalNumber(d.Payload, &root); err != nil {
		return nil, fmt.Errorf("contract: the payload of %s is not JSON: %w", d.Operation.ID, err)
	}
	return root, nil
}

// encodeTree encodes with the client's encoder and reads the result as a tree.
func encodeTree(marshal func(any) ([]byte, error), value any) (any, error) {
	data, err := marshal(value)
	if err != nil {
		return nil, fmt.Errorf("contract: encoding the decoded value: %w", err)
	}
	var tree any
	if err := unmarshalNumber(data, &tree); err != nil {
		return nil, fmt.Errorf("contract: the encoded value is not JSON: %w", err)
	}
	return tree, nil
}

// unwrapPage returns the items of a page, and its total where it has one.
func unwrapPage(value any) (items any, total any) {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || !strings.HasPrefix(v.Type().Name(), "Page[") {
		return value, nil
	}
	list := v.FieldByName("Items")
	if !list.IsValid() {
		return value, nil
	}
	if field := v.FieldByName("Total"); field.IsValid() {
		total = field.Interface()
	}
	return list.Interface(), total
}

func descend(tree any, at string) (any, error) {
	for _, name := range strings.Split(at, ".") {
		m, ok := tree.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("contract: the encoded value has no %s", at)
		}
		tree = m[name]
	}
	return tree, nil
}

// locate finds the payload in the reply: at the envelope, at one of its alternatives, or the whole reply.
func locate(op *Operation, root any) (payload any, at string) {
	for _, envelope := range append([]string{op.Response.Envelope}, op.Response.EnvelopeAlternatives...) {
		if envelope == "" || strings.HasPrefix(envelope, "(") {
			continue
		}
		node, ok := root, true
		for _, name := range strings.Split(envelope, ".") {
			var m map[string]any
			if m, ok = node.(map[string]any); !ok {
				break
			}
			if node, ok = m[name]; !ok {
				break
			}
		}
		if ok {
			return node, envelope
		}
	}
	if op.Response.Envelope != "" && !strings.HasPrefix(op.Response.Envelope, "(") {
		if m, ok := root.(map[string]any); ok && !holdsAny(m, op.Response.Fields) {
			return nil, op.Response.Envelope // absent: an empty list (SalesMan)
		}
	}
	return root, ""
}

func holdsAny(m map[string]any, fields []*Field) bool {
	for name := range m {
		if findField(fields, name) != nil {
			return true
		}
	}
	return false
}

// comparer walks payload and encoded value side by side.
type comparer struct {
	d      Decoded
	extra  map[string]bool
	pairs  bool // lists of {property, value} have no order
	used   map[string]bool
	result *Comparison
}

// rootField describes the payload as a field.
func (c *comparer) rootField() *Field {
	r := c.d.Operation.Response
	f := &Field{Type: r.Kind, Fields: r.Fields}
	if r.Kind == "list" {
		f.Type = "array<object>"
	}
	return f
}

// walk compares a node. f is nil where the inventory does not know the field; at is the path in the encoded value,
// where Extra is looked up.
func (c *comparer) walk(path string, want, got any, present bool, f *Field, at string) {
	want, got = normalise(f, want, got)
	if c.pairs && f.Child("property") != nil && f.Child("value") != nil {
		want, got = pairsToMap(want), pairsToMap(got)
	}
	switch w := want.(type) {
	case map[string]any:
		if len(w) > 0 {
			c.object(path, w, got, f, at)
			return
		}
	case []any:
		if len(w) > 0 {
			c.list(path, w, got, f, at)
			return
		}
	}
	c.leaf(path, want, got, present, f, at)
}

func (c *comparer) object(path string, want map[string]any, got any, f *Field, at string) {
	members, _ := got.(map[string]any)
	for _, name := range sortedKeys(want) {
		child := c.childField(f, name)
		if child == nil && path == "" && protocolMembers[name] {
			continue // the whole reply is the payload, and this member says how the call went
		}
		key, present := keyOf(members, name, child)
		c.walk(join(path, name), want[name], members[key], present, child, join(at, key))
	}
}

// childField finds the description of a member. Below a field whose type is open, members are described by nothing.
func (c *comparer) childField(f *Field, name string) *Field {
	if f == nil {
		return nil
	}
	if f.Type == "map" && f.Values != "" {
		return &Field{Name: name, Type: f.Values, Fields: f.Fields}
	}
	if child := f.Child(name); child != nil {
		return child
	}
	open := f.Type == "map" || f.Type == "any" || f.Ref != "" || f.Type == "object" && len(f.Fields) == 0
	if open {
		return &Field{Name: name, Type: "any"}
	}
	return nil
}

// keyOf finds a member under its name, or under another spelling of the name that the inventory gives.
func keyOf(members map[string]any, name string, f *Field) (key string, present bool) {
	if _, ok := members[name]; ok || f == nil || len(f.Enum) > 0 {
		return name, ok
	}
	for _, other := range append([]string{f.Name, f.AliasOf}, f.Aliases...) {
		if _, ok := members[other]; ok {
			return other, true
		}
	}
	return name, false
}

func (c *comparer) list(path string, want []any, got any, f *Field, at string) {
	list, _ := got.([]any)
	elem := f
	if f != nil {
		if inner := f.Elem(); inner != "" {
			elem = &Field{Name: f.Name, Type: inner, Fields: f.Fields, Enum: f.Enum, Aliases: f.Aliases, Also: f.Also, Ref: f.Ref}
		}
	}
	for i, w := range want {
		at := fmt.Sprintf("%s[%d]", at, i)
		path := fmt.Sprintf("%s[%d]", path, i)
		if i < len(list) {
			c.walk(path, w, list[i], true, elem, at)
		} else {
			c.walk(path, w, nil, false, elem, at)
		}
	}
}

func (c *comparer) leaf(path string, want, got any, present bool, f *Field, at string) {
	c.result.Leaves++
	l := Leaf{Path: path, Want: compact(want), Known: f != nil, Own: f.Placeholder() || ownField.MatchString(lastName(path))}
	if f == nil {
		c.result.Undescribed = append(c.result.Undescribed, path)
	}
	if c.sameLeaf(f, want, got, present) {
		if present && c.inExtra(at) {
			c.result.Extra = append(c.result.Extra, l)
		}
		return
	}
	if present {
		l.Got = compact(got)
	}
	c.lose(l)
}

// lastName returns the name of a leaf.
func lastName(path string) string { return path[strings.LastIndex(path, ".")+1:] }

func (c *comparer) lose(l Leaf) {
	for pattern, reason := range c.d.Accept {
		if MatchLeaf(pattern, l.Path) {
			c.used[pattern] = true
			l.Note = reason
			c.result.Accepted = append(c.result.Accepted, l)
			return
		}
	}
	c.result.Lost = append(c.result.Lost, l)
}

// inExtra reports whether the path, or something above it, is a key of an Extra map.
func (c *comparer) inExtra(at string) bool {
	for at != "" {
		if c.extra[at] {
			return true
		}
		cut := strings.LastIndexAny(at, ".[")
		if cut < 0 {
			return false
		}
		at = at[:cut]
	}
	return false
}

// outside looks at what stands beside the payload: described members have to be found in the value or in the page's
// total, the protocol's own members are skipped, all else is foreign.
func (c *comparer) outside(root any, at string, got, total any) {
	members, ok := root.(map[string]any)
	if !ok || at == "" {
		return
	}
	described := append(append([]*Field(nil), c.d.Operation.Response.Siblings...), c.d.Operation.Response.EnvelopeFields...)
	parts := strings.Split(at, ".")
	path := ""
	for _, part := range parts {
		for _, name := range sortedKeys(members) {
			if name != part {
				c.beside(join(path, name), members[name], findField(described, name), got, total)
			}
		}
		path = join(path, part)
		members, _ = members[part].(map[string]any)
	}
}

// protocolMembers say how the call went; they reach errors and metadata, not results.
var protocolMembers = map[string]bool{
	"jsonrpc": true, "id": true, "result": true, "status": true, "statuscode": true, "error": true,
	"result.metadata": true, "result.meta_data": true, "response.status": true, "response.statuscode": true,
}

func (c *comparer) beside(path string, want any, f *Field, got, total any) {
	isTotal := c.d.Operation.Pagination != nil && hasTotal(c.d.Operation, path, want)
	switch {
	case isTotal && total != nil:
		encoded, err := encodeTree(c.d.Marshal, total)
		if err != nil || !leafIn(want, scalarText(encoded)) {
			c.lose(Leaf{Path: path, Want: compact(want), Got: compact(encoded), Note: "total of the page", Known: true})
		}
	case protocolMembers[path]:
	case f == nil:
		c.result.Foreign = append(c.result.Foreign, Leaf{Path: path, Want: compact(want)})
		return
	default:
		name := lastName(path)
		members, _ := got.(map[string]any)
		key, present := keyOf(members, name, f)
		c.walk(path, want, members[key], present, f, key)
		return
	}
	c.result.Leaves++
}

// hasTotal reports whether a total of the page stands at the path or below it.
func hasTotal(op *Operation, path string, at any) bool {
	places := append([]string{op.Pagination.TotalAt}, op.raw.Pagination.TotalAtAlternatives...)
	for _, place := range places {
		if place == "" {
			continue
		}
		if place == path {
			return true
		}
		if below, ok := strings.CutPrefix(place, path+"."); ok {
			if total, err := descend(at, below); err == nil && total != nil {
				return true
			}
		}
	}
	return false
}

// leafIn reports whether a scalar of that text is want or stands below it.
func leafIn(want any, text string) bool {
	if m, ok := want.(map[string]any); ok {
		for _, v := range m {
			if leafIn(v, text) {
				return true
			}
		}
		return false
	}
	return scalarText(want) == text
}

// MatchLeaf compares the path of a leaf with a pattern in which * stands for one element, a name or an index.
func MatchLeaf(pattern, path string) bool {
	split := func(s string) []string { return strings.Split(strings.ReplaceAll(s, "[", ".["), ".") }
	p, q := split(pattern), split(path)
	if len(p) != len(q) {
		return false
	}
	for i := range p {
		if p[i] != "*" && p[i] != "[*]" && p[i] != q[i] {
			return false
		}
	}
	return true
}

func compact(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if len(data) > 120 {
		return string(data[:120]) + "…"
	}
	return string(data)
}
