package frontdesk

import (
	"encoding"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Opt is a value in three states: absent, null, or a value. In params, absent
// leaves a field as it is and null clears it; in results, null and the zero
// value stay apart. The zero Opt is absent.
//
//	params.Phone = frontdesk.Some("+15550100")
//	params.Notes = frontdesk.Null[string]()
//	name := customer.Name.Or("unknown")
type Opt[T any] struct {
	value T
	state optState
}

type optState uint8

const (
	optAbsent optState = iota
	optNull
	optValue
)

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{value: v, state: optValue} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// Get returns the value and whether there is one; the zero value of T if the
// Opt is absent or null.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == optValue }

// Or returns the value, or def if the Opt is absent or null.
func (o Opt[T]) Or(def T) T {
	if o.state == optValue {
		return o.value
	}
	return def
}

// IsZero reports whether the Opt is absent. It makes `omitzero` and
// `omitempty` leave absent fields out.
func (o Opt[T]) IsZero() bool { return o.state == optAbsent }

// IsNull reports whether the Opt is null.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// String returns the value's default format, "null", or "" if absent.
func (o Opt[T]) String() string {
	switch o.state {
	case optValue:
		return fmt.Sprint(o.value)
	case optNull:
		return "null"
	default:
		return ""
	}
}

// GoString returns Go syntax, for %#v.
func (o Opt[T]) GoString() string { return goString(o.state, o.value) }

func goString(state optState, value any) string {
	switch state {
	case optValue:
		return fmt.Sprintf("frontdesk.Some(%#v)", value)
	case optNull:
		return fmt.Sprintf("frontdesk.Null[%T]()", value)
	default:
		return fmt.Sprintf("frontdesk.Opt[%T]{}", value)
	}
}

// LogValue implements slog.LogValuer: the value itself, or nil.
func (o Opt[T]) LogValue() slog.Value {
	if o.state == optValue {
		return slog.AnyValue(o.value)
	}
	return slog.AnyValue(nil)
}

// MarshalJSON implements encoding/json's Marshaler. An absent Opt is null
// unless its field says omitzero.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != optValue {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON implements encoding/json's Unmarshaler.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*o = Some(v)
	return nil
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (o Opt[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if o.state != optValue {
		return enc.WriteToken(jsontext.Null)
	}
	return writeValue(enc, &o.value)
}

// writeValue, and what else of an Opt can, works on a pointer to the value: the
// compiler would repeat it for each type.
func writeValue(enc *jsontext.Encoder, value any) error {
	switch v := value.(type) {
	case *string:
		return enc.WriteToken(jsontext.String(*v))
	case *int64:
		return enc.WriteToken(jsontext.Int(*v))
	case *bool:
		return enc.WriteToken(jsontext.Bool(*v))
	default:
		return json.MarshalEncode(enc, value)
	}
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. The plain spellings of
// strings, integers and booleans are read straight from the input; all else
// goes through the decoder with its options, so that a vendor's lenience and
// time zone apply inside an Opt too.
func (o *Opt[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	read, err := readPlain(dec, dec.PeekKind(), &o.value)
	if read {
		if err == nil {
			o.state = optValue
		}
		return err
	}
	*o = Opt[T]{} // decoding into an old value would merge
	state, err := readValue(dec, &o.value)
	if state != optValue {
		*o = Opt[T]{}
	}
	o.state = state
	return err
}

// readValue decodes null, and by reflection. What a lenient decoder accepts as an
// empty spelling of another type ("", false or [] for a number, a time, a record) is
// null: there was no value. So are the spellings of no time, such as 0000-00-00. With
// an error the state is absent.
func readValue(dec *jsontext.Decoder, value any) (optState, error) {
	kind := dec.PeekKind()
	if kind == 'n' {
		if err := dec.SkipValue(); err != nil {
			return optAbsent, err
		}
		return optNull, nil
	}
	raw, blank, err := blankFor(reflect.TypeOf(value).Elem().Kind(), dec, kind)
	switch {
	case err != nil:
		return optAbsent, err
	case raw == nil:
		err = json.UnmarshalDecode(dec, value)
	default:
		err = json.Unmarshal(raw, value, dec.Options())
	}
	switch {
	case err != nil:
		return optAbsent, err
	case blank || isZeroTime(value):
		return optNull, nil
	}
	return optValue, nil
}

// isZeroTime reports whether a value is the zero time, which is written as null
// too.
func isZeroTime(value any) bool {
	t, ok := value.(*time.Time)
	return ok && t.IsZero()
}

// blankFor looks whether the next value is an empty spelling that a type of kind own
// itself does not have. raw is the value if it had to be read for that.
func blankFor(own reflect.Kind, dec *jsontext.Decoder, kind jsontext.Kind) (raw jsontext.Value, blank bool, err error) {
	switch {
	case kind == '"' && own != reflect.String, kind == '[' && (own == reflect.Struct || own == reflect.Map):
		raw, err = dec.ReadValue()
		return raw, err == nil && (string(raw) == `""` || string(raw) == "[]"), err
	case kind == 'f' && own != reflect.Bool:
		raw, err = dec.ReadValue()
		return raw, err == nil, err
	default:
		return nil, false, nil
	}
}

// readPlain reads a token of the given kind into dst if they match, without
// decoding by reflection; it reports whether it read.
func readPlain(dec *jsontext.Decoder, kind jsontext.Kind, dst any) (bool, error) {
	switch v := dst.(type) {
	case *string:
		if kind != '"' {
			return false, nil
		}
		tok, err := dec.ReadToken()
		if err == nil {
			*v = tok.String()
		}
		return true, err
	case *bool:
		if kind != 't' && kind != 'f' {
			return false, nil
		}
		tok, err := dec.ReadToken()
		if err == nil {
			*v = tok.Bool()
		}
		return true, err
	case *int64:
		if kind != '0' {
			return false, nil
		}
		raw, err := dec.ReadValue()
		if err != nil {
			return true, err
		}
		n, parseErr := strconv.ParseInt(string(raw), 10, 64)
		if parseErr != nil {
			// Not a plain integer, such as 1.0 or 1e3: the decoder decides.
			return true, json.Unmarshal(raw, v, dec.Options())
		}
		*v = n
		return true, nil
	default:
		return false, nil
	}
}

// EncodeValues implements go-querystring's Encoder: absent writes nothing, a
// value is written in its plain form, and null is an error, since a query has no
// word for it. Vendors that clear a field by an empty value say so in their own
// params.
func (o Opt[T]) EncodeValues(key string, values *url.Values) error {
	switch o.state {
	case optAbsent:
		return nil
	case optNull:
		return fmt.Errorf("frontdesk: %s: %w", key, errNullInQuery)
	}
	text, err := plainText(any(o.value))
	if err != nil {
		return fmt.Errorf("frontdesk: %s: %w", key, err)
	}
	values.Set(key, text)
	return nil
}

var errNullInQuery = errors.New("null cannot be sent in a query")

func plainText(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case encoding.TextMarshaler:
		text, err := v.MarshalText()
		return string(text), err
	default:
		return fmt.Sprint(v), nil
	}
}
