package wire

import (
	"bytes"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// maxFormDepth is how deep brackets may nest; PHP reads 64 levels.
const maxFormDepth = 64

// AppendForm appends v to dst as application/x-www-form-urlencoded text in the
// manner of PHP's http_build_query: nested objects and lists become brackets
// (filter[clid]=1, persons[0][person]=x), true is 1, false is 0, null and empty
// objects and lists vanish, an empty text stays. The members keep the order in
// which Marshal writes them. V must marshal to an object, or to null for
// nothing; else it fails with *TypeError, as it does beyond 64 levels.
//
// A non-empty dst gets an & before the first field.
func (c *Codec) AppendForm(dst []byte, v any) ([]byte, error) {
	b := GetBuffer()
	defer PutBuffer(b)
	if err := c.AppendJSON(b, v); err != nil {
		return dst, err
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(b.Bytes()), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	switch kind := dec.PeekKind(); kind {
	case 'n':
		return dst, nil
	case '{':
		f := formWriter{dec: dec, dst: dst}
		err := f.value(nil, 0)
		return f.dst, wrapJSON(err)
	default:
		return dst, &TypeError{Got: kindName(kind), Want: "form", Reason: "not an object"}
	}
}

// AppendFormField appends one name and value, with an & before it if dst is
// not empty.
func AppendFormField(dst []byte, name, value string) []byte {
	if len(dst) > 0 {
		dst = append(dst, '&')
	}
	dst = appendFormText(dst, []byte(name))
	return appendFormText(append(dst, '='), []byte(value))
}

type formWriter struct {
	dec     *jsontext.Decoder
	dst     []byte
	scratch []byte
}

// value writes the next value of dec under the escaped name.
func (f *formWriter) value(name []byte, depth int) error {
	if depth > maxFormDepth {
		return &TypeError{Got: kindName(f.dec.PeekKind()), Want: "form", Reason: "nested too deep", Offset: f.dec.InputOffset()}
	}
	switch f.dec.PeekKind() {
	case '{':
		return f.object(name, depth)
	case '[':
		return f.list(name, depth)
	}
	raw, err := f.dec.ReadValue()
	if err != nil {
		return err
	}
	switch raw[0] {
	case 'n':
	case 't':
		f.field(name, []byte("1"))
	case 'f':
		f.field(name, []byte("0"))
	case '"':
		if f.scratch, err = jsontext.AppendUnquote(f.scratch[:0], raw); err != nil {
			return err
		}
		f.field(name, f.scratch)
	default:
		f.field(name, raw)
	}
	return nil
}

func (f *formWriter) object(name []byte, depth int) error {
	if _, err := f.dec.ReadToken(); err != nil {
		return err
	}
	for f.dec.PeekKind() != '}' {
		raw, err := f.dec.ReadValue()
		if err != nil {
			return err
		}
		if f.scratch, err = jsontext.AppendUnquote(f.scratch[:0], raw); err != nil {
			return err
		}
		if err := f.value(subscript(name, f.scratch, depth), depth+1); err != nil {
			return err
		}
	}
	_, err := f.dec.ReadToken()
	return err
}

func (f *formWriter) list(name []byte, depth int) error {
	if _, err := f.dec.ReadToken(); err != nil {
		return err
	}
	for i := 0; f.dec.PeekKind() != ']'; i++ {
		if err := f.value(subscript(name, strconv.AppendInt(nil, int64(i), 10), depth), depth+1); err != nil {
			return err
		}
	}
	_, err := f.dec.ReadToken()
	return err
}

func (f *formWriter) field(name, value []byte) {
	if len(f.dst) > 0 {
		f.dst = append(f.dst, '&')
	}
	f.dst = append(append(f.dst, name...), '=')
	f.dst = appendFormText(f.dst, value)
}

// subscript returns the escaped name of a member. It copies: siblings share
// the prefix.
func subscript(name, key []byte, depth int) []byte {
	if depth == 0 {
		return appendFormText(nil, key)
	}
	out := append(make([]byte, 0, len(name)+len(key)+8), name...)
	out = appendFormText(append(out, "%5B"...), key)
	return append(out, "%5D"...)
}

// appendFormText escapes as PHP's urlencode does: all but letters, digits and
// -_. with + for a space.
func appendFormText(dst, text []byte) []byte {
	const hex = "0123456789ABCDEF"
	for _, c := range text {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.':
			dst = append(dst, c)
		case c == ' ':
			dst = append(dst, '+')
		default:
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}
