package drive

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// givenValue fills a positional argument.
func (f *filler) givenValue(v reflect.Value, param *contract.Field) error {
	data, ok := f.given.Tree[param.Name]
	if !ok {
		return nil
	}
	return f.read(v, param.Name, data)
}

// givenParams fills a params argument: a struct from the members of the tree that it has fields for, a batch from the
// list that the operation has.
func (f *filler) givenParams(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Slice:
		for _, p := range f.op.Params {
			if data, ok := f.given.Tree[p.Name]; ok && p.Elem() == "object" {
				return f.givenBatch(v, p, data)
			}
		}
		return nil
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return f.givenStruct(v.Elem(), f.given.Tree, f.op.Params)
	}
	return f.givenStruct(v, f.given.Tree, f.op.Params)
}

func (f *filler) givenBatch(v reflect.Value, param *contract.Field, data json.RawMessage) error {
	var items []map[string]json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return fmt.Errorf("%s: %w", param.Name, err)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		if err := f.givenStruct(structOf(v.Index(i)), item, param.Fields); err != nil {
			return fmt.Errorf("%s[%d]: %w", param.Name, i, err)
		}
	}
	return nil
}

// givenStruct fills the fields by their names on the wire. What no field has the name of goes into Extra, if there is
// one, as far as it is one of the account's own fields; else it is left out, which the comparison of the requests tells.
func (f *filler) givenStruct(v reflect.Value, tree map[string]json.RawMessage, described []*contract.Field) error {
	parent := &contract.Field{Fields: described}
	taken := map[string]bool{}
	tagNames(v.Type(), taken)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, inlined := wireName(field)
		switch {
		case inlined && field.Type.Kind() == reflect.Struct:
			if err := f.givenStruct(v.Field(i), tree, described); err != nil {
				return err
			}
			continue
		case inlined && field.Type == extraType:
			own := map[string]json.RawMessage{}
			for name, data := range tree {
				if param := parent.Child(name); param.Placeholder() && !taken[name] {
					own[name] = data
				}
			}
			v.Field(i).Set(reflect.ValueOf(own))
			continue
		}
		data, ok := tree[name]
		if !ok {
			continue
		}
		if err := f.read(v.Field(i), name, data); err != nil {
			return err
		}
	}
	return nil
}

// read decodes a value as the client would.
func (f *filler) read(v reflect.Value, name string, data json.RawMessage) error {
	if err := f.given.Unmarshal(data, v.Addr().Interface()); err != nil {
		return fmt.Errorf("%s: %s does not fit %s: %w", name, data, v.Type(), err)
	}
	wholeNumbers(v)
	return nil
}

// wholeNumbers turns the floats that JSON leaves in values of type any into whole numbers, where they are: that is what
// a caller writes there.
func wholeNumbers(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if n, ok := v.Interface().(float64); ok && v.CanSet() && n == math.Trunc(n) {
			v.Set(reflect.ValueOf(int64(n)))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			wholeNumbers(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			wholeNumbers(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				wholeNumbers(v.Field(i))
			}
		}
	}
}
