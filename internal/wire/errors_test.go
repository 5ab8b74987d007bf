package wire

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

type (
	hiddenRow        struct{ Rows []int }
	hiddenRecord     struct{ Rows []int }
	ShownList[T any] []T // exported on purpose
)

// The types of replies are no caller's business: their names would only confuse.
func TestTypeName_ShowsWhatCallersKnow(t *testing.T) {
	for want, value := range map[string]any{
		"object": hiddenRecord{}, "array": []hiddenRecord{}, "int64": new(int64), "string": "", "time.Time": time.Time{},
		"interface": new(any), "wire.ShownList": ShownList[hiddenRow]{}, "chan": make(chan int),
	} {
		assert.Equal(t, want, typeName(reflect.TypeOf(value)))
	}
	err := NewCodec().Unmarshal([]byte(`{"Rows":5}`), new(hiddenRecord))
	assert.EqualError(t, err, `cannot use JSON number as array at "/Rows" (offset 8)`)
}
