package wire

import (
	"cmp"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrTooLarge reports a body, or one row of a streamed page, above its cap.
var ErrTooLarge = errors.New("body too large")

// SyntaxError reports text that is not the format it should be.
// It wraps io.ErrUnexpectedEOF when the text was cut short.
type SyntaxError struct {
	// Offset is the position in bytes at or after which the text is wrong.
	Offset int64
	// Msg says what is wrong. It holds at most one character of the text.
	Msg string
	// Trailing reports that one complete value was read and other text follows.
	Trailing bool

	cut bool
}

// Error describes the fault and its position.
func (e *SyntaxError) Error() string {
	return e.Msg + " at offset " + strconv.FormatInt(e.Offset, 10)
}

// Unwrap returns io.ErrUnexpectedEOF when the text was cut short, else nil.
func (e *SyntaxError) Unwrap() error {
	if e.cut {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// TypeError reports a well-formed value that does not fit the Go type, or a Go
// value that has no JSON form. The value itself is not kept.
type TypeError struct {
	// Pointer is the JSON pointer of the value (RFC 6901), "" for the whole.
	Pointer string
	// Offset is the position in bytes at or after which the value stands.
	Offset int64
	// Want is the Go type, or a kind where no caller knows the type; Got is the kind of
	// the JSON value: "string", "number", "boolean", "null", "object", "array", or "" if
	// unknown.
	Want, Got string
	// Reason adds what is wrong with a value of a fitting kind.
	Reason string
}

// Error describes the mismatch and where it is.
func (e *TypeError) Error() string {
	text := "cannot use JSON " + cmp.Or(e.Got, "value")
	if e.Want != "" {
		text += " as " + e.Want
	}
	if e.Pointer != "" {
		text += " at " + strconv.Quote(e.Pointer)
	}
	text += " (offset " + strconv.FormatInt(e.Offset, 10) + ")"
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}

// reason is an error text of this package, known to hold no value of the body.
type reason string

func (r reason) Error() string { return string(r) }

const (
	notNumber  reason = "not a number"
	notInteger reason = "not an integer"
	outOfRange reason = "out of range"
	notBool    reason = "not a boolean"
	notTime    reason = "not a time in a known layout"
	notEmpty   reason = "neither the expected kind nor an empty value"
	timeRange  reason = "year outside 1 to 9999"
)

// maxPointer bounds the JSON pointer in an error, whose elements are names
// chosen by the sender.
const maxPointer = 256

// wrapJSON turns an error of the JSON package into one of ours, and returns
// others, such as those of a reader, as they are.
func wrapJSON(err error) error {
	if err == nil {
		return nil
	}
	if sem, ok := errors.AsType[*json.SemanticError](err); ok {
		return typeError(sem)
	}
	if syn, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return syntaxError(syn)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &SyntaxError{Msg: "unexpected end of JSON", cut: true}
	}
	return err
}

func typeError(sem *json.SemanticError) *TypeError {
	e := &TypeError{Pointer: string(sem.JSONPointer), Offset: sem.ByteOffset, Got: kindName(sem.JSONKind)}
	if len(e.Pointer) > maxPointer {
		e.Pointer = e.Pointer[:maxPointer]
	}
	if sem.GoType != nil {
		e.Want = typeName(sem.GoType)
	}
	if r, ok := errors.AsType[reason](sem.Err); ok {
		e.Reason = string(r)
	}
	// A type's own method may have failed deeper inside: the inner error knows
	// the kind and the reason, the outer one the place.
	if inner, ok := errors.AsType[*TypeError](sem.Err); ok {
		e.Want, e.Got, e.Reason = inner.Want, inner.Got, inner.Reason
		e.Pointer += inner.Pointer
	}
	return e
}

// typeName is the name of a type that callers can know; of others it says what they
// are in JSON.
func typeName(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name := t.Name(); name != "" && (name[0] <= 'Z' || t.PkgPath() == "") {
		name, _, _ = strings.Cut(t.String(), "[") // not what a general type is made of
		return name
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Slice, reflect.Array:
		return "array"
	}
	return t.Kind().String()
}

func syntaxError(syn *jsontext.SyntacticError) *SyntaxError {
	e := &SyntaxError{Offset: syn.ByteOffset, Msg: "invalid JSON"}
	if errors.Is(syn.Err, io.ErrUnexpectedEOF) {
		e.Msg, e.cut = "unexpected end of JSON", true
	} else if syn.Err != nil && strings.HasPrefix(syn.Err.Error(), "invalid character") {
		e.Msg = syn.Err.Error()
	}
	return e
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	case '"':
		return "string"
	case '0':
		return "number"
	case '{', '}':
		return "object"
	case '[', ']':
		return "array"
	}
	return ""
}
