package helpcrunchtest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// Generation is one of the two wire formats that HelpCrunch documents.
type Generation int

const (
	// V1 is the format of the older pages: times as integers, one specific error,
	// totals beside the records.
	V1 Generation = 1
	// V2 is the format of the newer pages: times as decimal strings, error lists
	// that begin with invalid_request, totals of searches in meta.
	V2 Generation = 2
)

// record is a stored record: JSON with numbers as written and times as decimal
// text. It is never changed in place.
type record = map[string]any

// render writes a record in the order and with the types of the inventory.
func (g Generation) render(fields []*contract.Field, rec record) json.RawMessage {
	if rec == nil {
		return json.RawMessage("null")
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for _, f := range fields {
		value, present := rec[f.Name]
		if f.Optional && (!present || value == nil && g == V1) {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(encode(f.Name))
		b.WriteByte(':')
		b.Write(g.value(f, value))
	}
	b.WriteByte('}')
	return b.Bytes()
}

func (g Generation) value(f *contract.Field, value any) json.RawMessage {
	switch {
	case value == nil:
		return json.RawMessage("null")
	case f.Type == "timestamp":
		text := timeText(value)
		if g == V1 && !strings.Contains(text, ".") {
			return json.RawMessage(text)
		}
		return encode(text)
	case f.Type == "object" && len(f.Fields) > 0:
		members, _ := value.(map[string]any)
		return g.render(f.Fields, members)
	case f.Type == "array<object>":
		items, _ := value.([]any)
		list := make([]json.RawMessage, len(items))
		for i, item := range items {
			members, _ := item.(map[string]any)
			list[i] = g.render(f.Fields, members)
		}
		return encode(list)
	}
	return encode(value)
}

// encode cannot fail on what parse makes.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// timeText is a time as decimal text, however it was written.
func timeText(v any) string {
	switch v := v.(type) {
	case json.Number:
		return string(v)
	case string:
		return v
	}
	return "0"
}

// toRecord turns a value of package helpcrunch into a record. One that has no JSON
// is misuse.
func (s *Server) toRecord(v any) (record, bool) {
	data, err := helpcrunch.Marshal(v)
	if err != nil {
		s.Misuse("%v", err)
		return nil, false
	}
	tree, err := parse(data)
	rec, ok := tree.(map[string]any)
	if err != nil || !ok {
		s.Misuse("%T has no JSON", v)
		return nil, false
	}
	if list, ok := rec["customData"].([]any); ok {
		rec["customData"] = mergeProperties(nil, list)
	}
	return rec, true
}

// fromRecord is the reverse, for reading the state in a test.
func fromRecord[T any](rec record) T {
	var v T
	// What the server stores is JSON that the client reads.
	_ = helpcrunch.Unmarshal(encode(rec), &v)
	return v
}

// mergeProperties applies a list of property and value to attributes; null
// removes one.
func mergeProperties(old map[string]any, list []any) map[string]any {
	merged := maps.Clone(old)
	if merged == nil {
		merged = map[string]any{}
	}
	for _, item := range list {
		p, _ := item.(map[string]any)
		name, _ := p["property"].(string)
		if value := p["value"]; value != nil {
			merged[name] = value
		} else {
			delete(merged, name)
		}
	}
	return merged
}

// properties is the list form of attributes.
func properties(data map[string]any) []any {
	list := make([]any, 0, len(data))
	for _, name := range slices.Sorted(maps.Keys(data)) {
		list = append(list, map[string]any{"property": name, "value": data[name]})
	}
	return list
}
