package helpcrunch

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// CustomData are a customer's custom attributes by name. HelpCrunch sends them
// as an object or as a list of property and value; both are read, and the list is
// what it wants to be sent. An attribute has to exist in the account's settings.
//
// Values that were read are string, bool, int64, float64, or nil for null. A
// number that neither int64 nor float64 is sure to hold is a [json.Number], and
// what is no scalar stays a [json.RawMessage]. To send, any Go string, boolean,
// integer, float or [json.Number] will do, and a [time.Time], which becomes Unix
// seconds in a string; nil clears an attribute in an update.
type CustomData map[string]any

// Text returns a value that is a string.
func (d CustomData) Text(name string) (string, bool) { return textOf(d[name]) }

// Bool returns a value that is a boolean.
func (d CustomData) Bool(name string) (value, ok bool) {
	rv := reflect.ValueOf(d[name])
	if rv.Kind() != reflect.Bool {
		return false, false
	}
	return rv.Bool(), true
}

// Int returns a value that is an integer.
func (d CustomData) Int(name string) (int64, bool) { return intOf(d[name]) }

// Float returns a value that is a number, rounded to a float64 if need be.
func (d CustomData) Float(name string) (float64, bool) {
	switch rv := reflect.ValueOf(d[name]); {
	case rv.CanInt():
		return float64(rv.Int()), true
	case rv.CanUint():
		return float64(rv.Uint()), true
	case rv.CanFloat():
		return rv.Float(), true
	}
	if n, ok := d[name].(json.Number); ok {
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// Time returns a date: Unix seconds as a number or in a string. Dates that the
// account wrote as a text are found with [CustomData.Text].
func (d CustomData) Time(name string) (time.Time, bool) {
	switch v := d[name].(type) {
	case time.Time:
		return v, true
	case string:
		t, err := codec.ParseTime(v)
		return t, err == nil && !t.IsZero()
	}
	n, ok := d.Int(name)
	if !ok {
		return time.Time{}, false
	}
	t, err := codec.ParseTime(strconv.FormatInt(n, 10))
	return t, err == nil && !t.IsZero()
}

// textOf returns the text of a string of any type that is no number.
func textOf(v any) (string, bool) {
	if _, number := v.(json.Number); number {
		return "", false
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.String {
		return rv.String(), true
	}
	return "", false
}

// intOf returns a value of any integer type that an int64 holds.
func intOf(v any) (int64, bool) {
	switch rv := reflect.ValueOf(v); {
	case rv.CanInt():
		return rv.Int(), true
	case rv.CanUint():
		return int64(rv.Uint()), rv.Uint() <= 1<<63-1
	}
	if n, ok := v.(json.Number); ok {
		i, err := n.Int64()
		return i, err == nil
	}
	return 0, false
}

// property is one attribute in the list form.
type property struct {
	Name  string `json:"property"`
	Value scalar `json:"value"`
}

// MarshalJSONTo writes the list that HelpCrunch wants to be sent, sorted by name.
func (d CustomData) MarshalJSONTo(enc *wire.Encoder) error {
	if d == nil {
		return wire.WriteRaw(enc, []byte("null"))
	}
	list := make([]property, 0, len(d))
	for name, value := range d {
		list = append(list, property{name, scalar{value}})
	}
	slices.SortFunc(list, func(a, b property) int { return strings.Compare(a.Name, b.Name) })
	return wire.Encode(enc, list)
}

var errNotAttributes = errors.New("neither an object nor a list of properties")

// UnmarshalJSONFrom reads either form.
func (d *CustomData) UnmarshalJSONFrom(dec *wire.Decoder) error {
	switch wire.Peek(dec) {
	case '{':
		return d.readMembers(dec)
	case '[':
		var list []property
		if err := wire.Decode(dec, &list); err != nil {
			return err
		}
		read := make(CustomData, len(list))
		for _, p := range list {
			read[p.Name] = p.Value.value
		}
		*d = read
		return nil
	}
	raw, err := wire.ReadRaw(dec)
	switch {
	case err != nil:
		return err
	case !wire.Blank(raw):
		return errNotAttributes
	}
	*d = nil
	return nil
}

func (d *CustomData) readMembers(dec *wire.Decoder) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	read := make(CustomData)
	for wire.Peek(dec) != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		key := name.String()
		var value scalar
		if err := value.UnmarshalJSONFrom(dec); err != nil {
			return err
		}
		read[key] = value.value
	}
	*d = read
	_, err := dec.ReadToken()
	return err
}

// scalar is a value whose type is known from the value alone.
type scalar struct{ value any }

func (s scalar) MarshalJSONTo(enc *wire.Encoder) error {
	if n, ok := s.value.(json.Number); ok {
		return wire.WriteRaw(enc, []byte(n))
	}
	return wire.Encode(enc, s.value)
}

func (s *scalar) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if wire.Peek(dec) == '"' {
		text, err := dec.ReadToken()
		if err == nil {
			s.value = text.String()
		}
		return err
	}
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	switch raw[0] {
	case 'n':
		s.value = nil
	case 't', 'f':
		s.value = raw[0] == 't'
	case '{', '[':
		s.value = json.RawMessage(slices.Clone(raw))
	default:
		s.value = number(raw)
	}
	return nil
}

// exactDigits is how many significant digits a float64 always keeps.
const exactDigits = 15

// number returns a JSON number in a Go type that holds it exactly. Integers are
// int64 in any spelling, so that a value keeps its type when it is written.
func number(raw []byte) any {
	if n, ok := wire.Int(raw); ok {
		return n
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(string(raw)), "e")
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(mantissa), "0")
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || len(digits) > exactDigits || f == 0 {
		return json.Number(raw)
	}
	return f
}

// errNotScalar is a custom attribute that HelpCrunch has no type for.
type errNotScalar struct {
	name  string
	value any
}

func (e errNotScalar) Error() string {
	return fmt.Sprintf("attribute %q holds a %T: send a string, boolean, number or time", e.name, e.value)
}

// check refuses values that are no scalars before they are sent.
func (d CustomData) check(nullable bool) error {
	for _, name := range slices.Sorted(maps.Keys(d)) {
		switch value := d[name]; {
		case name == "":
			return errors.New("an attribute has no name")
		case value == nil && nullable:
		case value == nil:
			return fmt.Errorf("attribute %q is null, which only an update can send", name)
		case !sendable(value):
			return errNotScalar{name, value}
		}
	}
	return nil
}

// sendable reports whether HelpCrunch has a type for the value.
func sendable(value any) bool {
	if t, ok := value.(time.Time); ok {
		return !t.IsZero()
	}
	switch rv := reflect.ValueOf(value); rv.Kind() {
	case reflect.String, reflect.Bool:
		return true
	default:
		return rv.CanInt() || rv.CanUint() || rv.CanFloat()
	}
}
