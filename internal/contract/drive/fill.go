package drive

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// filler makes arguments. What it fills in follows the inventory: documented values, limits and formats; and where the
// inventory says nothing, a plain value of the Go type.
type filler struct {
	target *Target
	op     *contract.Operation
	all    bool
	given  *Given // fill with these parameters instead
}

var (
	contextType = reflect.TypeFor[context.Context]()
	timeType    = reflect.TypeFor[time.Time]()
	rawType     = reflect.TypeFor[json.RawMessage]()
	readerType  = reflect.TypeFor[io.Reader]()
	writerType  = reflect.TypeFor[io.Writer]()
	extraType   = reflect.TypeFor[map[string]json.RawMessage]()
)

// moment is a whole day, so that it can be written as a date as well.
var moment = time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)

// arguments fills everything but the trailing options.
func (f *filler) arguments(method reflect.Value) ([]reflect.Value, error) {
	t := method.Type()
	n := t.NumIn()
	if t.IsVariadic() {
		n--
	}
	ids := f.positional(t, n)
	var args []reflect.Value
	for i := range n {
		in := t.In(i)
		if in == contextType {
			args = append(args, reflect.ValueOf(context.Background()))
			continue
		}
		if given, ok := lookup(f.target, f.target.Values, f.op.ID, fmt.Sprintf("#%d", i)); ok && f.given == nil {
			v, err := f.convert(given, in)
			if err != nil {
				return nil, fmt.Errorf("argument %d: %w", i, err)
			}
			args = append(args, v)
			continue
		}
		v := reflect.New(in).Elem()
		var err error
		switch {
		case f.given != nil && isParams(in):
			err = f.givenParams(v)
		case f.given != nil && len(ids) > 0:
			err = f.givenValue(v, ids[0])
			ids = ids[1:]
		case isParams(in):
			err = f.params(v)
		case len(ids) > 0:
			err = f.value(v, ids[0].Name, ids[0])
			ids = ids[1:]
		default:
			err = f.value(v, "", nil)
		}
		if err != nil {
			return nil, fmt.Errorf("argument %d of %s: %w", i, f.op.ID, err)
		}
		args = append(args, v)
	}
	return args, nil
}

// isParams recognises *XParams, XParams and []X.
func isParams(t reflect.Type) bool {
	base := t
	if base.Kind() == reflect.Pointer || base.Kind() == reflect.Slice {
		base = base.Elem()
	}
	return base.Kind() == reflect.Struct && base != timeType && !isOptional(base)
}

// positional returns the parameters that the arguments besides context and params stand for: those of the path in the
// order of the path, then the required ones that the params struct has no field for.
func (f *filler) positional(t reflect.Type, n int) []*contract.Field {
	var fields []*contract.Field
	for _, part := range strings.Split(f.op.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			if p := f.op.Param(strings.TrimSuffix(name, "}")); p != nil {
				fields = append(fields, p)
			}
		}
	}
	tagged := map[string]bool{}
	for i := range n {
		if isParams(t.In(i)) {
			tagNames(t.In(i), tagged)
		}
	}
	for _, required := range []bool{true, false} {
		for _, p := range f.op.Params {
			if p.Required == required && p.In != contract.InPath && !tagged[p.Name] && !protocolParams[f.op.Vendor][p.Name] {
				fields = append(fields, p)
			}
		}
	}
	return fields
}

func tagNames(t reflect.Type, into map[string]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		field := t.Field(i)
		name, inlined := wireName(field)
		if inlined {
			tagNames(field.Type, into)
		} else {
			into[name] = true
		}
	}
}

// wireName reads the field's name on the wire from its tags. An embedded struct without a name is inlined.
func wireName(field reflect.StructField) (name string, inlined bool) {
	for _, key := range []string{"url", "json", "form"} {
		tag, ok := field.Tag.Lookup(key)
		if !ok {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "-" && key != "form" {
			continue // another tag may carry the name
		}
		if name == "" && (field.Anonymous || strings.Contains(options, "inline") || strings.Contains(options, "embed")) {
			return "", true
		}
		if name != "" {
			return name, false
		}
	}
	if field.Anonymous {
		return "", true
	}
	return "", false
}

// batchSize is the number of items in a batch: as many as the example replies to batches tell of.
const batchSize = 2

// params fills a params argument. Without any required parameter in it, a pointer stays nil in the required mode.
func (f *filler) params(v reflect.Value) error {
	fields := f.op.Params
	if batch := f.op.Param("(body)"); batch != nil {
		fields = batch.Fields
	} else if v.Kind() == reflect.Slice { // a batch in a named parameter
		for _, p := range f.op.Params {
			if p.Elem() == "object" && p.Required {
				fields = p.Fields
			}
		}
	}
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), batchSize, batchSize))
		for i := range batchSize {
			if err := f.structFields(structOf(v.Index(i)), "", fields); err != nil {
				return err
			}
		}
		return nil
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		if err := f.structFields(fresh.Elem(), "", fields); err != nil {
			return err
		}
		if f.all || !fresh.Elem().IsZero() {
			v.Set(fresh)
		}
		return nil
	}
	return f.structFields(v, "", fields)
}

func structOf(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		return v.Elem()
	}
	return v
}

func (f *filler) structFields(v reflect.Value, above string, described []*contract.Field) error {
	parent := &contract.Field{Fields: described}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, inlined := wireName(field)
		switch {
		case inlined && field.Type.Kind() == reflect.Struct:
			if err := f.structFields(v.Field(i), above, described); err != nil {
				return err
			}
			continue
		case inlined:
			if f.all && field.Type == extraType {
				v.Field(i).Set(reflect.ValueOf(f.extra(above, described)))
			}
			continue
		}
		if name == "" {
			continue // not on the wire: a resume position, a window
		}
		info := parent.Child(name)
		path := strings.TrimPrefix(above+"."+name, ".")
		if !f.all && (info == nil || !info.Required) {
			if _, forced := lookup(f.target, f.target.Values, f.op.ID, "+"+path); !forced {
				continue
			}
		}
		if err := f.value(v.Field(i), path, info); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// extra makes fields of the account's own, one for each placeholder: input1 for inputN, and for FIELD and COLUMN field1 or
// the name that the target's values give. Where the inventory has no placeholder, Extra stays empty.
func (f *filler) extra(above string, described []*contract.Field) map[string]json.RawMessage {
	own := map[string]json.RawMessage{}
	for _, d := range described {
		switch d.Name {
		case "inputN":
			own["input1"] = json.RawMessage(`"text"`)
		case "FIELD", "COLUMN":
			name := "field1"
			if given, ok := lookup(f.target, f.target.Values, f.op.ID, strings.TrimPrefix(above+"."+d.Name, ".")); ok {
				name, _ = given.(string)
			}
			own[name] = json.RawMessage(`"text"`)
		}
	}
	if len(own) == 0 {
		return nil
	}
	return own
}

// value fills one value of any type. info is nil where the inventory does not know it.
func (f *filler) value(v reflect.Value, path string, info *contract.Field) error {
	if given, ok := lookup(f.target, f.target.Values, f.op.ID, path); ok && path != "" {
		converted, err := f.convert(given, v.Type())
		if err == nil {
			v.Set(converted)
		}
		return err
	}
	if f.target.Make != nil && path != "" {
		if made, ok := f.target.Make(f.op, path, info); ok {
			converted, err := f.convert(made, v.Type())
			if err == nil {
				v.Set(converted)
			}
			return err
		}
	}
	for _, given := range f.target.Types {
		if g := reflect.ValueOf(given); g.Type() == v.Type() || v.Kind() == reflect.Interface && v.NumMethod() > 0 && g.Type().Implements(v.Type()) {
			v.Set(g)
			return nil
		}
	}
	switch t := v.Type(); {
	case t == timeType:
		v.Set(reflect.ValueOf(moment))
		return nil
	case t == rawType:
		return f.raw(v, path, info)
	case t == readerType:
		v.Set(reflect.ValueOf(strings.NewReader("text")))
		return nil
	case t == writerType:
		v.Set(reflect.ValueOf(io.Discard))
		return nil
	case isOptional(t):
		return f.optional(v, path, info)
	}
	return f.byKind(v, path, info)
}

func (f *filler) byKind(v reflect.Value, path string, info *contract.Field) error {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text(info))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(number(info))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(number(info)))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(number(info)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return f.value(v.Elem(), path, info)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return f.value(v.Index(0), path, elem(info))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if key.Kind() != reflect.String {
			return fmt.Errorf("a map with keys of type %s needs an entry in Values", key.Type())
		}
		key.SetString(mapKey(info))
		if err := f.value(value, path, mapValue(info)); err != nil {
			return err
		}
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		var described []*contract.Field
		if info != nil {
			described = info.Fields
		}
		return f.structFields(v, path, described)
	case reflect.Interface:
		return f.anyValue(v, path, info)
	default:
		return fmt.Errorf("type %s needs an entry in Values or Types", v.Type())
	}
	return nil
}

// anyValue fills an interface without methods.
func (f *filler) anyValue(v reflect.Value, _ string, info *contract.Field) error {
	if v.NumMethod() > 0 {
		return fmt.Errorf("type %s needs an entry in Types", v.Type())
	}
	if info != nil && (info.IsNumber() || info.Type == "any" && len(info.SeenTypes) > 0 && info.SeenTypes[0] == "integer") {
		v.Set(reflect.ValueOf(number(info)))
		return nil
	}
	v.Set(reflect.ValueOf(text(info)))
	return nil
}

func (f *filler) raw(v reflect.Value, _ string, info *contract.Field) error {
	sample := `"text"`
	switch {
	case info == nil:
	case info.IsNumber():
		sample = fmt.Sprint(number(info))
	case info.Type == "object" || info.Type == "map":
		sample = `{}`
	case info.Elem() != "":
		sample = `[]`
	}
	v.SetBytes([]byte(sample))
	return nil
}

// isOptional recognises frontdesk.Opt[T] by its methods.
func isOptional(t reflect.Type) bool {
	get, ok := t.MethodByName("Get")
	if !ok || get.Type.NumIn() != 1 || get.Type.NumOut() != 2 {
		return false
	}
	_, null := t.MethodByName("IsNull")
	_, reads := reflect.PointerTo(t).MethodByName("UnmarshalJSON")
	return null && reads
}

// optional fills the inner value and hands it over as JSON, since reflection cannot call a generic constructor.
func (f *filler) optional(v reflect.Value, path string, info *contract.Field) error {
	get, _ := v.Type().MethodByName("Get")
	inner := reflect.New(get.Type.Out(0)).Elem()
	if err := f.value(inner, path, info); err != nil {
		return err
	}
	if f.target.Marshal != nil && f.target.Unmarshal != nil {
		data, err := f.target.Marshal(inner.Interface())
		if err != nil {
			return err
		}
		return f.target.Unmarshal(data, v.Addr().Interface())
	}
	data, err := json.Marshal(inner.Interface())
	if err != nil {
		return err
	}
	return v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(data)
}

// convert brings a value of the tables to the type.
func (f *filler) convert(given any, t reflect.Type) (reflect.Value, error) {
	if data, ok := given.(json.RawMessage); ok && t != rawType {
		v := reflect.New(t)
		if err := json.Unmarshal(data, v.Interface()); err != nil {
			return v, fmt.Errorf("value %s: %w", data, err)
		}
		return v.Elem(), nil
	}
	g := reflect.ValueOf(given)
	switch {
	case !g.IsValid():
		return reflect.Zero(t), nil
	case g.Type().AssignableTo(t):
		return g, nil
	case isOptional(t):
		data, err := json.Marshal(given)
		if err != nil {
			return g, err
		}
		return f.convert(json.RawMessage(data), t)
	case g.Type().ConvertibleTo(t) && (g.Kind() == t.Kind() || g.CanInt() || g.CanFloat()) && t.Kind() != reflect.String == (g.Kind() != reflect.String):
		return g.Convert(t), nil
	case t.Kind() == reflect.Pointer:
		inner, err := f.convert(given, t.Elem())
		if err != nil {
			return g, err
		}
		p := reflect.New(t.Elem())
		p.Elem().Set(inner)
		return p, nil
	}
	return g, fmt.Errorf("the value %v (%s) does not fit %s", given, g.Type(), t)
}

func elem(info *contract.Field) *contract.Field {
	if info == nil || info.Elem() == "" {
		return info
	}
	inner := *info
	inner.Type = info.Elem()
	inner.Min, inner.Max = nil, nil
	return &inner
}

func mapKey(info *contract.Field) string {
	if info != nil {
		for _, f := range info.Fields {
			if f.Name != "*" {
				return strings.Replace(f.Name, "inputN", "input1", 1)
			}
		}
		if info.Name == "inputN" {
			return "input1"
		}
	}
	return "key"
}

func mapValue(info *contract.Field) *contract.Field {
	if info == nil || len(info.Fields) == 0 {
		return nil
	}
	if info.Values != "" {
		return &contract.Field{Name: info.Name, Type: info.Values, Fields: info.Fields}
	}
	return info.Fields[0]
}
