package salesman_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// Whoever gives no params gets an answer or an error.
func TestMethods_WithoutParamsDoNotPanic(t *testing.T) {
	srv := salesmantest.New()
	t.Cleanup(srv.Close)
	client := reflect.ValueOf(srv.Client()).Elem()
	called := 0
	for i := range client.NumField() {
		service := client.Type().Field(i)
		if !service.IsExported() {
			continue
		}
		for j := range client.Field(i).NumMethod() {
			method := client.Field(i).Method(j)
			name := service.Name + "." + client.Field(i).Type().Method(j).Name
			for _, id := range []int64{0, 1} {
				assert.NotPanics(t, func() { callBare(t, method, id) }, "%s with id %d", name, id)
				called++
			}
		}
	}
	assert.Greater(t, called, 2*126)
}

// callBare calls a method with a context, the id wherever one is asked for, and nothing
// else; of an iterator it takes one value.
func callBare(t *testing.T, method reflect.Value, id int64) {
	kind := method.Type()
	var args []reflect.Value
	for i := range kind.NumIn() {
		in := kind.In(i)
		switch {
		case kind.IsVariadic() && i == kind.NumIn()-1:
		case in == reflect.TypeFor[int64]():
			args = append(args, reflect.ValueOf(id))
		case in == reflect.TypeFor[context.Context]():
			args = append(args, reflect.ValueOf(t.Context()))
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	if out := method.Call(args)[0]; out.Kind() == reflect.Func {
		out.Call([]reflect.Value{reflect.MakeFunc(out.Type().In(0), func([]reflect.Value) []reflect.Value {
			return []reflect.Value{reflect.ValueOf(false)}
		})})
	}
}
