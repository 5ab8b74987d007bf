package contract

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// extraPaths returns the paths of all members of a value that live in an Extra map: a field of type
// map[string]json.RawMessage whose tag has the option embed or inline.
func extraPaths(value any) map[string]bool {
	found := map[string]bool{}
	collectExtra(reflect.ValueOf(value), "", found)
	return found
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

func collectExtra(v reflect.Value, path string, found map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			collectExtra(v.Elem(), path, found)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			collectExtra(v.Index(i), fmt.Sprintf("%s[%d]", path, i), found)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			collectExtra(v.MapIndex(key), join(path, fmt.Sprint(key.Interface())), found)
		}
	case reflect.Struct:
		if inner, ok := optional(v); ok {
			collectExtra(inner, path, found)
			return
		}
		structExtra(v, path, found)
	}
}

func structExtra(v reflect.Value, path string, found map[string]bool) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		inlined := hasOption(options, "embed") || hasOption(options, "inline")
		switch {
		case inlined && field.Type.Kind() == reflect.Map && field.Type.Elem() == rawMessage:
			for _, key := range v.Field(i).MapKeys() {
				found[join(path, key.String())] = true
			}
		case inlined || field.Anonymous && name == "":
			collectExtra(v.Field(i), path, found)
		case name != "-":
			if name == "" {
				name = field.Name
			}
			collectExtra(v.Field(i), join(path, name), found)
		}
	}
}

func hasOption(options, want string) bool {
	for _, o := range strings.Split(options, ",") {
		if o == want {
			return true
		}
	}
	return false
}

// optional returns the value inside a type with the method Get() (T, bool), as frontdesk.Opt has.
func optional(v reflect.Value) (reflect.Value, bool) {
	if !v.CanInterface() {
		return reflect.Value{}, false
	}
	get := v.MethodByName("Get")
	if !get.IsValid() {
		return reflect.Value{}, false
	}
	t := get.Type()
	if t.NumIn() != 0 || t.NumOut() != 2 || t.Out(1).Kind() != reflect.Bool {
		return reflect.Value{}, false
	}
	out := get.Call(nil)
	if !out[1].Bool() {
		return reflect.Value{}, true
	}
	return out[0], true
}
