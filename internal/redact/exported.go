package redact

import (
	"encoding"
	"reflect"
	"strconv"
)

// maxValues bounds how much of one error is looked through.
const maxValues = 10_000

// exported looks through what encoding/json would write of a value: its exported fields, also behind pointers, and
// what its own methods say. The package itself is not asked: it would be linked into every program for this alone.
type exported struct {
	r     *Redactor
	left  int  // values that may still be looked at
	found bool // a secret, or more than can be looked at
}

// exports reports whether encoding/json might show a secret of v. It writes nothing of
// a value of which it cannot write a part, such as a function, but passes over many a
// part: that is not found out here.
func (r *Redactor) exports(v any) bool {
	x := exported{r: r, left: maxValues}
	x.value(reflect.ValueOf(v))
	return x.found
}

func (x *exported) text(s string) { x.found = x.found || x.r.Contains(s) }

func (x *exported) value(v reflect.Value) {
	if x.left--; x.left < 0 {
		x.found = true
		return
	}
	if x.found || !v.IsValid() || x.own(v) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		x.text(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		x.text(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		x.text(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		x.text(strconv.FormatFloat(v.Float(), 'f', -1, v.Type().Bits()))
	case reflect.Pointer, reflect.Interface:
		x.value(v.Elem())
	case reflect.Struct:
		x.fields(v)
	case reflect.Map:
		for entry := v.MapRange(); entry.Next(); {
			x.value(entry.Key())
			x.value(entry.Value())
		}
	case reflect.Slice, reflect.Array:
		x.list(v)
	}
}

// own looks at what a type writes of itself.
func (x *exported) own(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer && v.IsNil() || !v.CanInterface() {
		return false
	}
	if v.Kind() != reflect.Pointer && v.CanAddr() {
		v = v.Addr()
	}
	var text []byte
	switch m := v.Interface().(type) {
	case interface{ MarshalJSON() ([]byte, error) }:
		text, _ = m.MarshalJSON()
	case encoding.TextMarshaler:
		text, _ = m.MarshalText()
	default:
		return false
	}
	x.text(string(text))
	return true
}

func (x *exported) fields(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		// An embedded struct shows its exported fields, whatever its own name.
		if (field.IsExported() || field.Anonymous) && field.Tag.Get("json") != "-" {
			x.value(v.Field(i))
		}
	}
}

func (x *exported) list(v reflect.Value) {
	switch {
	case v.Type().Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			x.value(v.Index(i))
		}
	case v.Kind() == reflect.Slice:
		x.text(string(v.Bytes())) // written in base64, which is one of a secret's forms
	}
}
