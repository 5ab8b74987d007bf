package wire

import (
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/google/go-querystring/query"
)

// Query returns the query parameters of a params struct with `url` tags; nil,
// also a nil pointer, has none. Times, plain or inside a type whose method Get
// returns (time.Time, bool), are written as FormatTime does, unless the field
// has a layout tag: then in that layout, in the codec's zone.
func (c *Codec) Query(v any) (url.Values, error) {
	values, err := query.Values(v)
	if err != nil {
		return nil, err
	}
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer {
		rv = rv.Elem()
	}
	if rv.Kind() == reflect.Struct {
		c.setTimes(values, rv)
	}
	return values, nil
}

// setTimes overwrites the parameters that hold times: the query package would
// write them in RFC 3339 and in their own zone.
func (c *Codec) setTimes(values url.Values, rv reflect.Value) {
	for i := range rv.NumField() {
		field := rv.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("url"), ",")
		switch {
		case !field.IsExported() || name == "-":
		case field.Anonymous && name == "":
			embedded := reflect.Indirect(rv.Field(i))
			if embedded.Kind() == reflect.Struct && embedded.Type() != reflect.TypeFor[time.Time]() {
				c.setTimes(values, embedded)
			}
		default:
			if name == "" {
				name = field.Name
			}
			t, ok := timeOf(rv.Field(i))
			if ok && values.Has(name) {
				values.Set(name, c.queryTime(t, field.Tag.Get("layout")))
			}
		}
	}
}

func (c *Codec) queryTime(t time.Time, layout string) string {
	if layout == "" || t.IsZero() {
		return c.FormatTime(t)
	}
	return t.In(c.times.zone).Format(layout)
}

func timeOf(rv reflect.Value) (time.Time, bool) {
	switch v := rv.Interface().(type) {
	case time.Time:
		return v, true
	case *time.Time:
		if v != nil {
			return *v, true
		}
	case interface{ Get() (time.Time, bool) }:
		return v.Get()
	}
	return time.Time{}, false
}
