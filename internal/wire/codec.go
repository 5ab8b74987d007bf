package wire

import (
	"reflect"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Decoder and Encoder are what a type's own UnmarshalJSONFrom and
// MarshalJSONTo receive. [Decode] and [Encode] go on with the codec in use.
type (
	Decoder = jsontext.Decoder
	Encoder = jsontext.Encoder
)

// Codec reads and writes JSON in one vendor's manner. It is immutable and safe
// for concurrent use; build one per client.
//
// Struct tags are those of JSON v2 (`json:"name,omitzero"`). Unknown members
// are dropped, or kept in a field Extra map[string]json.RawMessage tagged
// exactly `json:",embed,inline"`. Duplicate names and invalid UTF-8 are
// allowed: of equal names the last counts.
type Codec struct {
	opts  json.Options
	times timeFormat
	accept
	// other reads the values of all types without a function of their own; nil if
	// the codec accepts nothing of them.
	other *json.Unmarshalers
}

// CodecOption changes how a Codec reads and writes.
type CodecOption func(*Codec)

// Lenience says which deviations from a field's Go type a Codec reads. Null is
// read as the zero value without any of them.
type Lenience uint

// The deviations, joined with |.
const (
	// NumbersFromText reads "12", "1.5" as numbers, "" and false as 0, and
	// exact integers in other spellings (1.0, 1e3) into integer fields.
	NumbersFromText Lenience = 1 << iota
	// TextFromScalars reads a number or true as its spelling, false as "".
	TextFromScalars
	// BoolsFromText reads 1, 0 and, in any case, "true", "1", "y", "yes", "on"
	// and "false", "0", "n", "no", "off", "".
	BoolsFromText
	// ListsFromEmpty reads "", false and {} as an empty list.
	ListsFromEmpty
	// ListsFromOne reads an object as a list of that one object.
	ListsFromOne
	// ObjectsFromEmpty reads [], "" and false as a zero struct, an empty map,
	// or a nil pointer to a struct.
	ObjectsFromEmpty
	// NamedTypes extends the deviations of scalars from string, bool, int,
	// int64 and float64 to all types of their kinds, such as enums.
	NamedTypes
	// ListsFromIndexes reads an object whose names are all list indexes, such as
	// {"0":…,"2":…}, as the list of its values in the order in which they stand:
	// PHP writes an array with a hole so. It is not among [Lenient], and not for
	// lists of maps, to which such an object may be a map itself.
	ListsFromIndexes

	// Scalars are the deviations of plain scalars. They cost each plain scalar
	// some 40 ns. Any of the others makes the codec look at every value of
	// every other type as well, which costs each list and struct some 90 ns
	// and an allocation.
	Scalars = NumbersFromText | TextFromScalars | BoolsFromText
	// Lenient is all of them but ListsFromIndexes.
	Lenient = Scalars | ListsFromEmpty | ListsFromOne | ObjectsFromEmpty | NamedTypes
)

type accept struct{ lenience Lenience }

func (a accept) has(l Lenience) bool { return a.lenience&l != 0 }

// Accept lets the codec read the given deviations. The default is none.
func Accept(l Lenience) CodecOption {
	return func(c *Codec) {
		c.lenience, c.other = l, nil
		if c.has((Lenient | ListsFromIndexes) &^ Scalars) {
			c.other = json.UnmarshalFromFunc(c.readAny)
		}
	}
}

// AcceptScalars is Accept(Scalars), for programs that shall not hold the code of the
// other deviations.
func AcceptScalars(c *Codec) { c.lenience, c.other = Scalars, nil }

// NewCodec returns a codec; without options it is strict and its times are
// RFC 3339 in UTC.
func NewCodec(opts ...CodecOption) *Codec {
	c := &Codec{times: timeFormat{zone: time.UTC, write: time.RFC3339Nano, read: []string{time.RFC3339Nano}}}
	for _, opt := range opts {
		opt(c)
	}
	c.opts = json.JoinOptions(
		jsontext.AllowDuplicateNames(true),
		jsontext.AllowInvalidUTF8(true),
		json.Deterministic(true),
		json.WithUnmarshalers(json.JoinUnmarshalers(c.unmarshalers()...)),
		json.WithMarshalers(json.MarshalToFunc(c.writeTime)),
	)
	return c
}

// Marshal returns v as JSON. Map keys are sorted. It fails with *TypeError if
// v holds something that has no JSON form.
func (c *Codec) Marshal(v any) ([]byte, error) {
	data, err := json.Marshal(v, c.opts)
	return data, wrapJSON(err)
}

// AppendJSON appends v as JSON to the buffer.
func (c *Codec) AppendJSON(b *Buffer, v any) error {
	return wrapJSON(json.MarshalWrite(b, v, c.opts))
}

// Unmarshal reads the JSON value data into v, a non-nil pointer, without
// keeping a reference to data. A byte order mark is skipped. It fails with
// *SyntaxError or *TypeError. If text follows a complete value, v is filled
// and the error says Trailing.
func (c *Codec) Unmarshal(data []byte, v any) error {
	body := data
	if len(data) >= len(utf8BOM) && string(data[:len(utf8BOM)]) == string(utf8BOM) {
		body = data[len(utf8BOM):]
	}
	err := json.Unmarshal(body, v, c.opts)
	if err == nil {
		return nil
	}
	err = wrapJSON(err)
	shift := int64(len(data) - len(body))
	switch e := err.(type) {
	case *TypeError:
		e.Offset += shift
	case *SyntaxError:
		if value, rest, ok := SplitJSON(body); ok && len(rest) > 0 && e.Offset >= int64(len(value)) {
			e.Msg, e.Trailing, e.cut = "text after the JSON value", true, false
			e.Offset = int64(len(body) - len(rest))
		}
		e.Offset += shift
	}
	return err
}

// Decode reads the next value of a running decode into v with the options of
// that decode: its time zone and lenience. It is for types with a method
// UnmarshalJSONFrom.
func Decode(dec *Decoder, v any) error { return json.UnmarshalDecode(dec, v) }

// Encode writes v with the options of a running encode. It is for types with a
// method MarshalJSONTo.
func Encode(enc *Encoder, v any) error { return json.MarshalEncode(enc, v) }

// DecodeWithin reads raw, a value that dec returned, into v with dec's options.
// It is for types that must see a value before they know how to read it.
func DecodeWithin(dec *Decoder, raw []byte, v any) error {
	return json.Unmarshal(raw, v, dec.Options())
}

// Peek returns the kind of the next value: 'n', 'f', 't', '"', '0', '{' or
// '[', and another byte at the end or at a fault.
func Peek(dec *Decoder) byte { return byte(dec.PeekKind()) }

// ReadRaw returns the next value of a running decode. It is valid until the
// next read.
func ReadRaw(dec *Decoder) ([]byte, error) {
	raw, err := dec.ReadValue()
	return raw, err
}

// WriteRaw writes one JSON value in a running encode.
func WriteRaw(enc *Encoder, raw []byte) error { return enc.WriteValue(raw) }

// AppendQuote appends text to dst as a JSON string. Invalid UTF-8 becomes
// U+FFFD.
func AppendQuote[T ~[]byte | ~string](dst []byte, text T) []byte {
	// The error only reports invalid UTF-8, which has been replaced by then.
	dst, _ = jsontext.AppendQuote(dst, text)
	return dst
}

// AppendTexts appends texts to dst as a JSON list.
func AppendTexts(dst []byte, texts []string) []byte {
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendQuote(dst, text)
	}
	return append(dst, ']')
}

// ownMethods reports whether a pointer's type reads JSON itself.
func ownMethods(v any) bool {
	switch v.(type) {
	case json.UnmarshalerFrom, json.Unmarshaler, textUnmarshaler:
		return true
	}
	return false
}

type textUnmarshaler interface{ UnmarshalText(text []byte) error }

// elemOf returns the value v points to.
func elemOf(v any) reflect.Value { return reflect.ValueOf(v).Elem() }
