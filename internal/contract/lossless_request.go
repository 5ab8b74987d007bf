package contract

import (
	"encoding/json"
	"maps"
	"time"
)

// CompareSent compares two requests of an operation by the values of their parameters, wherever they travel, with the
// same tolerance as [Decoded.Compare]: lost are the leaves of want that got has not, or has otherwise; added are the
// leaves of got that want has not. A list of {property, value} has no order. Names that every request of the vendor carries (apikey) are the caller's business.
func CompareSent(op *Operation, want, got *Sent, location *time.Location) (lost, added []Leaf) {
	if location == nil {
		location = time.UTC
	}
	root := &Field{Type: "object", Fields: op.Params}
	difference := func(a, b map[string]any) []Leaf {
		c := &comparer{d: Decoded{Operation: op, Location: location}, pairs: true, used: map[string]bool{}, result: &Comparison{}}
		c.object("", a, b, root, "")
		return c.result.Lost
	}
	a, b := parameters(op, want), parameters(op, got)
	lost = difference(a, b)
	missing := map[string]bool{}
	for _, l := range lost {
		missing[l.Path] = true
	}
	for _, l := range difference(b, a) {
		if !missing[l.Path] { // told already: it differs
			added = append(added, l)
		}
	}
	return lost, added
}

// parameters joins the places of a request into one tree. JSON text inside a form is opened.
func parameters(op *Operation, s *Sent) map[string]any {
	all := map[string]any{}
	for _, place := range []map[string]any{s.Query, s.Form, s.Body, s.Path} {
		maps.Copy(all, place)
	}
	for _, name := range sortedKeys(all) {
		value := all[name]
		f := findField(op.Params, name)
		if f == nil {
			continue
		}
		if text, isText := value.(string); isText && f.JSONType != "" {
			var opened any
			if unmarshalNumber([]byte(text), &opened) == nil {
				all[name] = opened
			}
		}
		if name != f.Name && contains(f.Aliases, name) {
			all[f.Name] = all[name]
			delete(all, name)
		}
	}
	if s.List != nil {
		all["(body)"] = s.List
	}
	return all
}

// Tree returns the parameters of a request as one tree, for filling a client's params with them. A batch stands under
// the name (body).
func (s *Sent) Tree(op *Operation) map[string]json.RawMessage {
	tree := map[string]json.RawMessage{}
	for name, value := range parameters(op, s) {
		data, err := json.Marshal(value)
		if err == nil { // what came from JSON and text goes back into it
			tree[name] = data
		}
	}
	return tree
}
