package comagictest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// resource is what a write acts on: the rows that a get method lists, or rows that
// only getobj methods show.
type resource struct {
	list  *contract.Operation // nil if no method lists them
	table *table
}

// lists are the get methods of the nouns that have another name there. A noun
// without a list stands for itself.
var lists = map[string]string{
	"phone_number_to_blacklist":   "blacklist_phone_numbers",
	"phone_number_from_blacklist": "blacklist_phone_numbers",
	"crm_company":                 "crm_companies",
	"email_account":               "email_tracking_rules",
	"report":                      "reports_list",
	"source_channel":              "sources_channels",
	"source_channel_state":        "sources_channels",
	"source_group":                "sources_groups",
	"source_group_state":          "sources_groups",
	"customer_status":             "customers",
	"customer_tariff_plans":       "customers",
	"sip_line_password":           "sip_lines",
	"custom_formula_column":       "custom_column",
	"custom_metric_column":        "custom_column",
	"calls":                       "uploaded_calls",
}

// resource finds what a noun names.
func (s *Server) resource(noun string) resource {
	candidates := []string{lists[noun], noun, noun + "s", strings.TrimSuffix(noun, "y") + "ies"}
	for _, suffix := range []string{"_state", "_priority"} {
		if stem, ok := strings.CutSuffix(noun, suffix); ok {
			candidates = append(candidates, stem, stem+"s")
		}
	}
	for _, name := range candidates {
		op := s.inventory.Operation("get." + name)
		if name != "" && op != nil && op.Response.Kind == "list" {
			return resource{op, s.table(op.ID)}
		}
	}
	if other := lists[noun]; other != "" {
		noun = other
	}
	return resource{nil, s.table(noun)}
}

// listID is the get method that lists the rows; "" without one.
func (r resource) listID() string {
	if r.list == nil {
		return ""
	}
	return r.list.ID
}

// column returns a column of the list; nil without one.
func (r resource) column(name string) *contract.Field {
	if r.list == nil {
		return nil
	}
	return fieldOf(r.list.Response.Fields, name)
}

func fieldOf(fields []*contract.Field, name string) *contract.Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// sameType reports whether a value of one field can stand in another.
func sameType(a, b *contract.Field) bool {
	words := strings.NewReplacer("enum", "string")
	return words.Replace(a.Type) == words.Replace(b.Type)
}

// find returns the row with a value in a column; -1 without one.
func (t *table) find(column string, value any) int {
	return slices.IndexFunc(t.rows, func(r row) bool { return value != nil && equal(r[column], value) })
}

// set writes values into a row that are described by fields; null clears. A column
// of that name but of another type shows something else and stays as it is.
func (r resource) set(into row, values map[string]any, fields []*contract.Field) {
	for name, value := range values {
		described := fieldOf(fields, name)
		if described == nil || name == "access_token" || name == "user_id" || name == "id" {
			continue
		}
		if col := r.column(name); col == nil || sameType(described, col) {
			into[name] = value
		}
	}
}

// fresh makes a row with an id; booleans of the list are false.
func (s *Server) fresh(r resource) row {
	created := row{"id": s.nextID()}
	if r.list == nil {
		return created
	}
	for _, f := range r.list.Response.Fields {
		if f.Type == "boolean" {
			created[f.Name] = false
		}
	}
	return created
}

func (s *Server) nextID() json.Number {
	s.lastID++
	return json.Number(strconv.FormatInt(s.lastID, 10))
}

// show returns the fields of a reply as a row has them.
func (s *Server) show(fields []*contract.Field, r row) map[string]any {
	data := make(map[string]any, len(fields))
	for _, f := range fields {
		value, ok := r[f.Name]
		number, isNumber := value.(json.Number)
		switch {
		case f.Name == "success":
			data[f.Name] = true
		case ok && f.Type == "string" && isNumber:
			data[f.Name] = number.String()
		case ok:
			data[f.Name] = value
		case strings.HasPrefix(f.Type, "array<"):
			data[f.Name] = []any{}
		default:
			data[f.Name] = nil
		}
	}
	return data
}

// done answers a write with what the method returns of the row that it made or
// changed.
func (c *call) done(r row) {
	data := c.server.show(c.op.Response.Fields, r)
	switch c.op.Response.Kind {
	case "empty":
		c.succeed(map[string]any{})
	case "list":
		c.succeed([]any{data})
	default:
		c.succeed(data)
	}
}

// zone is the one in which the server writes times.
var zone = time.FixedZone("UTC+3", 3*60*60)

// now is the time as the vendor writes it.
func (s *Server) now() string { return s.options.clock().In(zone).Format(time.DateTime) }

// Rows returns the rows that the server holds of a get method, of an upload method
// ("upload.chats") or of a noun that no method lists ("linechart_note"), for a test
// to look at. Numbers are int64, or float64 with a fraction.
func (s *Server) Rows(method string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[method]
	if noun, ok := strings.CutPrefix(method, "upload."); ok {
		t = s.resource(uploadNoun(noun)).table
	}
	if t == nil {
		return nil
	}
	copies := make([]map[string]any, len(t.rows))
	for i, r := range t.rows {
		copies[i] = make(map[string]any, len(r))
		for name, value := range r {
			copies[i][name] = plain(value)
		}
	}
	return copies
}

// plain copies a value with numbers that a test can compare.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	case row:
		return plain(map[string]any(v))
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, inner := range v {
			object[name] = plain(inner)
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i, inner := range v {
			list[i] = plain(inner)
		}
		return list
	}
	return v
}

// textOf writes a scalar as text.
func textOf(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// sum adds two numbers; what is none counts nothing.
func sum(a, b any) json.Number {
	x, _ := number(a)
	y, _ := number(b)
	return json.Number(strconv.FormatFloat(x+y, 'f', -1, 64))
}

// noun is what a method is about.
func noun(method string) string {
	_, after, _ := strings.Cut(method, ".")
	return after
}

// fits reports whether a value can stand in a column, by its JSON type.
func fits(col *contract.Field, value any) bool {
	switch value.(type) {
	case json.Number:
		return col.IsNumber()
	case bool:
		return col.Type == "boolean"
	case string:
		return !col.IsNumber() && col.Type != "boolean" && col.Type != "object" && col.Elem() == ""
	case []any:
		return col.Elem() != "" && col.Elem() != "object"
	}
	return false
}
