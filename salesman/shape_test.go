package salesman_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// TestTypes_HideNoFieldOfWhatTheyEmbed walks all parameters and results of all
// methods: a field of the outer struct with the name of an embedded one would
// shadow it.
func TestTypes_HideNoFieldOfWhatTheyEmbed(t *testing.T) {
	seen := map[reflect.Type]bool{}
	services := reflect.TypeFor[salesman.Client]()
	for i := range services.NumField() {
		service := services.Field(i)
		if !service.IsExported() {
			continue
		}
		for m := range service.Type.NumMethod() {
			method := service.Type.Method(m).Type
			for in := range method.NumIn() {
				walkShapes(t, method.In(in), seen)
			}
			for out := range method.NumOut() {
				walkShapes(t, method.Out(out), seen)
			}
		}
	}
	assert.Greater(t, len(seen), 200)
}

func walkShapes(t *testing.T, shape reflect.Type, seen map[reflect.Type]bool) {
	switch shape.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		walkShapes(t, shape.Elem(), seen)
		return
	}
	if shape.Kind() != reflect.Struct || seen[shape] {
		return
	}
	seen[shape] = true
	names := map[string]bool{}
	for i := range shape.NumField() {
		names[shape.Field(i).Name] = true
	}
	for i := range shape.NumField() {
		field := shape.Field(i)
		walkShapes(t, field.Type, seen)
		if !field.Anonymous || field.Type.Kind() != reflect.Struct {
			continue
		}
		for j := range field.Type.NumField() {
			inner := field.Type.Field(j).Name
			if shape == reflect.TypeFor[salesman.ContactReplaceParams]() && inner == "Extra" {
				continue // meant: what a read found on Socials is not written
			}
			assert.False(t, names[inner], "%s.%s hides that of %s", shape, inner, field.Name)
		}
	}
}
