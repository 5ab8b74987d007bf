package wire

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// unmarshalers returns the functions of the codec in order of precedence. The
// plain scalars have functions of their own, because one for all types is
// handed its pointer in an interface, which costs an allocation for each value.
func (c *Codec) unmarshalers() []*jsonv2.Unmarshalers {
	list := []*jsonv2.Unmarshalers{typed(c.readTime)}
	if c.has(TextFromScalars) {
		list = append(list, typed(readText))
	}
	if c.has(NumbersFromText) {
		list = append(list, typed(readInt64), typed(readIntSized), typed(readFloat64))
	}
	if c.has(BoolsFromText) {
		list = append(list, typed(readBool))
	}
	if c.other != nil {
		list = append(list, c.other)
	}
	return list
}

// typed makes the unmarshaler of one type.
func typed[T any](read func(*jsontext.Decoder) (T, error)) *jsonv2.Unmarshalers {
	return jsonv2.UnmarshalFromFunc(func(dec *jsontext.Decoder, v *T) error {
		x, err := read(dec)
		if err == nil {
			*v = x
		}
		return err
	})
}

// refuse reports a value of the given first byte that does not fit. The JSON
// package adds the place and, unless readAny does, the type.
func refuse(first byte, err error) error {
	kind := jsontext.Kind(first)
	if first == '-' || isDigit(first) {
		kind = '0'
	}
	return &jsonv2.SemanticError{JSONKind: kind, Err: err}
}

func readInt64(dec *jsontext.Decoder) (int64, error) { return readInt(dec, 64) }

func readIntSized(dec *jsontext.Decoder) (int, error) {
	n, err := readInt(dec, strconv.IntSize)
	return int(n), err
}

func readFloat64(dec *jsontext.Decoder) (float64, error) { return readFloat(dec, 64) }

// readAny is called for every value of every type without a function of its
// own: named scalars, lists, structs and maps.
func (c *Codec) readAny(dec *jsontext.Decoder, v any) error {
	kind := dec.PeekKind()
	if kind == 'n' {
		return errSkip
	}
	err := c.readKind(dec, v, kind)
	if sem, ok := err.(*jsonv2.SemanticError); ok && sem.GoType == nil {
		sem.GoType = reflect.TypeOf(v).Elem()
	}
	return err
}

func (c *Codec) readKind(dec *jsontext.Decoder, v any, kind jsontext.Kind) error {
	rv := elemOf(v)
	switch rv.Kind() {
	case reflect.Struct, reflect.Map:
		if kind == '{' || !c.has(ObjectsFromEmpty) || ownMethods(v) {
			return errSkip
		}
		return readEmpty(dec, rv)
	case reflect.Slice:
		if kind == '[' || rv.Type().Elem().Kind() == reflect.Uint8 || ownMethods(v) {
			return errSkip
		}
		return c.readList(dec, rv, kind)
	case reflect.Pointer:
		// A pointer to something that reads itself decides for itself.
		if kind == '{' || !c.has(ObjectsFromEmpty) || rv.Type().Elem().Kind() != reflect.Struct ||
			rv.Type() == reflect.TypeFor[*time.Time]() || ownMethods(reflect.Zero(rv.Type()).Interface()) {
			return errSkip
		}
		return readEmpty(dec, rv)
	case reflect.String:
		if kind == '"' || !c.has(TextFromScalars) || !c.has(NamedTypes) || ownMethods(v) {
			return errSkip
		}
		text, err := readText(dec)
		if err == nil {
			rv.SetString(text)
		}
		return err
	case reflect.Bool:
		if !c.has(BoolsFromText) || !c.has(NamedTypes) || ownMethods(v) {
			return errSkip
		}
		b, err := readBool(dec)
		if err == nil {
			rv.SetBool(b)
		}
		return err
	}
	if !c.has(NumbersFromText) || !c.has(NamedTypes) || ownMethods(v) {
		return errSkip
	}
	return readNumber(dec, rv)
}

func readNumber(dec *jsontext.Decoder, rv reflect.Value) error {
	switch {
	case rv.CanInt():
		n, err := readInt(dec, rv.Type().Bits())
		if err == nil {
			rv.SetInt(n)
		}
		return err
	case rv.CanUint():
		n, err := readUint(dec, rv.Type().Bits())
		if err == nil {
			rv.SetUint(n)
		}
		return err
	case rv.CanFloat():
		f, err := readFloat(dec, rv.Type().Bits())
		if err == nil {
			rv.SetFloat(f)
		}
		return err
	}
	return errSkip
}

func readInt(dec *jsontext.Decoder, bits int) (int64, error) {
	text, first, err := numberText(dec)
	if err != nil || len(text) == 0 {
		return 0, err
	}
	n, err := parseInt(text, bits)
	if err != nil {
		return 0, refuse(first, err)
	}
	return n, nil
}

func readUint(dec *jsontext.Decoder, bits int) (uint64, error) {
	text, first, err := numberText(dec)
	if err != nil || len(text) == 0 {
		return 0, err
	}
	if n, err := strconv.ParseUint(string(text), 10, bits); err == nil {
		return n, nil
	}
	exact, err := exactInteger(text)
	if err != nil {
		return 0, refuse(first, err)
	}
	n, err := strconv.ParseUint(string(exact), 10, bits)
	if err != nil {
		return 0, refuse(first, outOfRange)
	}
	return n, nil
}

func readFloat(dec *jsontext.Decoder, bits int) (float64, error) {
	text, first, err := numberText(dec)
	if err != nil || len(text) == 0 {
		return 0, err
	}
	for _, c := range text { // strconv also knows NaN, hexadecimal and underscores
		if !isDigit(c) && strings.IndexByte("+-.eE", c) < 0 {
			return 0, refuse(first, notNumber)
		}
	}
	f, err := strconv.ParseFloat(string(text), bits)
	switch {
	case err == nil:
		return f, nil
	case f != 0: // an infinity
		return 0, refuse(first, outOfRange)
	}
	return 0, refuse(first, notNumber)
}

// numberText reads a number, or what stands for one, as text: a string without
// its quotes and white space, and nothing for null and false. It also returns
// the first byte of the value.
func numberText(dec *jsontext.Decoder) (text []byte, first byte, err error) {
	raw, err := dec.ReadValue()
	if err != nil {
		return nil, 0, err
	}
	switch first = raw[0]; first {
	case 'n', 'f':
		return nil, first, nil
	case '"':
		text = raw[1 : len(raw)-1]
		if bytes.IndexByte(text, '\\') >= 0 {
			if text, err = jsontext.AppendUnquote(nil, raw); err != nil {
				return nil, first, refuse(first, notNumber)
			}
		}
		return bytes.TrimSpace(text), first, nil
	case 't', '{', '[':
		return nil, first, refuse(first, notNumber)
	}
	return raw, first, nil
}

func parseInt(text []byte, bits int) (int64, error) {
	if n, err := strconv.ParseInt(string(text), 10, bits); err == nil {
		return n, nil
	}
	exact, err := exactInteger(text)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(exact), 10, bits)
	if err != nil {
		return 0, outOfRange
	}
	return n, nil
}

// exactInteger rewrites a decimal number (1.0, 12e2, 120e-1) as an integer
// without going through a float, which would round ids above 2^53.
func exactInteger(text []byte) ([]byte, error) {
	var sign, digits []byte
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		sign, text = text[:1], text[1:]
	}
	mantissa, power, hasExp := text, 0, false
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		var err error
		if power, err = strconv.Atoi(string(text[i+1:])); err != nil {
			return nil, notNumber
		}
		mantissa, hasExp = text[:i], true
	}
	whole, frac, hasPoint := mantissa, []byte(nil), false
	if i := bytes.IndexByte(mantissa, '.'); i >= 0 {
		whole, frac, hasPoint = mantissa[:i], mantissa[i+1:], true
	}
	if len(whole) == 0 || hasPoint && len(frac) == 0 {
		return nil, notNumber
	}
	digits = append(append(digits, whole...), frac...)
	for _, c := range digits {
		if !isDigit(c) {
			return nil, notNumber
		}
	}
	digits = bytes.TrimLeft(digits, "0")
	if len(digits) == 0 {
		return []byte("0"), nil
	}
	if !hasExp && !hasPoint {
		return nil, outOfRange
	}
	significant := bytes.TrimRight(digits, "0")
	// Both terms are bounded by the length of the text, the power is not.
	if power > 40 {
		return nil, outOfRange
	}
	zeros := len(digits) - len(significant) + power - len(frac)
	if zeros < 0 {
		return nil, notInteger
	}
	if len(significant)+zeros > 20 {
		return nil, outOfRange
	}
	out := append(append([]byte{}, sign...), significant...)
	for range zeros {
		out = append(out, '0')
	}
	return out, nil
}

func readText(dec *jsontext.Decoder) (string, error) {
	raw, err := dec.ReadValue()
	if err != nil {
		return "", err
	}
	switch raw[0] {
	case '"':
		inner := raw[1 : len(raw)-1]
		if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
			return string(inner), nil
		}
		// The error only reports invalid UTF-8, which is allowed and replaced.
		text, _ := jsontext.AppendUnquote(nil, raw)
		return string(text), nil
	case 'f', 'n':
		return "", nil
	case '{', '[':
		return "", refuse(raw[0], notEmpty)
	}
	return string(raw), nil
}

func readBool(dec *jsontext.Decoder) (bool, error) {
	raw, err := dec.ReadValue()
	if err != nil {
		return false, err
	}
	switch string(raw) {
	case "true", "1":
		return true, nil
	case "false", "0", "null":
		return false, nil
	}
	if raw[0] != '"' {
		return false, refuse(raw[0], notBool)
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		return false, refuse(raw[0], notBool)
	}
	switch strings.ToLower(string(bytes.TrimSpace(text))) {
	case "true", "1", "y", "yes", "on":
		return true, nil
	case "", "false", "0", "n", "no", "off":
		return false, nil
	}
	return false, refuse(raw[0], notBool)
}

// readEmpty reads one of the spellings of nothing and sets the zero value.
func readEmpty(dec *jsontext.Decoder, rv reflect.Value) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if !blankText(raw) {
		return refuse(raw[0], notEmpty)
	}
	rv.SetZero()
	return nil
}

// readList reads what is no array into a slice.
func (c *Codec) readList(dec *jsontext.Decoder, rv reflect.Value, kind jsontext.Kind) error {
	if kind == '{' && !c.has(ListsFromEmpty|ListsFromOne|ListsFromIndexes) || kind != '{' && !c.has(ListsFromEmpty) {
		return errSkip
	}
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if c.has(ListsFromEmpty) && blankText(raw) {
		rv.Set(reflect.MakeSlice(rv.Type(), 0, 0))
		return nil
	}
	if kind == '{' && c.has(ListsFromIndexes) && elemKind(rv.Type().Elem()) != reflect.Map {
		if list, ok := IndexedList(raw); ok {
			return c.Unmarshal(list, rv.Addr().Interface())
		}
	}
	if kind != '{' || !c.has(ListsFromOne) {
		return refuse(raw[0], notEmpty)
	}
	one := reflect.MakeSlice(rv.Type(), 1, 1)
	if err := c.Unmarshal(raw, one.Index(0).Addr().Interface()); err != nil {
		return err
	}
	rv.Set(one)
	return nil
}

// elemKind is the kind of a type behind its pointers.
func elemKind(t reflect.Type) reflect.Kind {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind()
}

// IndexedList rewrites an object whose names are all list indexes as the list of its
// values, in the order in which they stand. Its text is valid JSON.
func IndexedList(object []byte) (list []byte, ok bool) {
	list, ok = append(make([]byte, 0, len(object)), '['), true
	eachMember(object, func(quoted, value []byte) bool {
		if ok = isIndex(quoted[1 : len(quoted)-1]); !ok {
			return false
		}
		if len(list) > 1 {
			list = append(list, ',')
		}
		list = append(list, value...)
		return true
	})
	return append(list, ']'), ok && len(list) > 1
}

// isIndex reports whether name is an index as PHP writes it: digits without a zero
// in front.
func isIndex(name []byte) bool {
	if len(name) == 0 || len(name) > 19 || name[0] == '0' && len(name) > 1 {
		return false
	}
	for _, c := range name {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

// blankText is Blank, and true of a string of white space.
func blankText(raw []byte) bool {
	if len(raw) > 2 && raw[0] == '"' {
		return len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0
	}
	return Blank(raw)
}
