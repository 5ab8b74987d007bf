package salesman

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// maxFormFields is PHP's default max_input_vars: what comes after it is
// dropped without an error.
const maxFormFields = 1000

// request is one call in the words of this package.
type request struct {
	op     *transport.Operation
	ids    []idParam // sent before the params
	params any       // a struct or map that becomes an object, or nil
	out    any
	hatch  bool
	form   bool // send it as a form, whatever the client's mode
	once   bool // these params make a repetition harmful, whatever the operation's class
}

// idParam is the id of the record that a call is about.
type idParam struct {
	name string
	id   int64
}

// do makes a call of a documented operation and returns what became of it.
func (c *Client) do(ctx context.Context, r request, opts []frontdesk.Option) (*exchange, error) {
	fact, ok := factByID(r.op.ID)
	if !ok {
		return nil, c.core.InvalidArgument(r.op, "operation", "is not in the catalog")
	}
	return c.send(ctx, fact, r, opts)
}

// exchange is what Classify found out about the latest reply of a call.
type exchange struct {
	fact    operationFact
	outcome outcome
	items   []verdict
	date    string // when the server says that it answered
	// repeated: an earlier attempt of the call may have been carried out.
	repeated bool
}

// changed reports whether a write changed something. Where an earlier attempt of it
// may have been carried out, that the server finds nothing to change is no proof of
// the contrary.
func (x *exchange) changed() bool { return x.outcome != outcomeUnchanged || x.repeated }

// today is the day on which the server answered, by its own clock where it tells that.
func (c *Client) today(x *exchange) Date {
	now, err := http.ParseTime(x.date)
	if err != nil {
		now = time.Now()
	}
	return DateOf(now.In(c.zone))
}

func (c *Client) send(ctx context.Context, fact operationFact, r request, opts []frontdesk.Option) (*exchange, error) {
	object, err := c.object(fact.action, r)
	if err != nil {
		return nil, err
	}
	x := &exchange{fact: fact}
	req := &transport.Request{
		Op: r.op, Accept: jsonType, ContentType: jsonType, Body: object,
		Path:  transport.Path{Decoded: r.op.Path + c.suffix, Escaped: r.op.Path + c.suffix},
		Codec: c.codec, Out: r.out, Hatch: r.hatch, Meta: x,
	}
	if c.form || r.form || fact.has(formOnly) {
		req.ContentType = formType
		if req.Body, err = c.codec.AppendForm(nil, json.RawMessage(object)); err != nil {
			return nil, c.core.Invalid(r.op.ID, "params", err)
		}
		if n := bytes.Count(req.Body, []byte("&")) + 1; n > maxFormFields-credentialFields {
			return nil, c.core.InvalidArgument(r.op, "params", "make %d form fields; PHP drops what comes after %d: send fewer at a time", n, maxFormFields)
		}
	}
	if r.once || fact.has(crashesAfterWrite) {
		// Each repetition of the latter writes to the history and fires webhooks, and
		// ends in the same crash.
		unsafeClass := unsafe
		req.Class = &unsafeClass
	}
	return x, c.core.Do(ctx, req, c.core.Resolve(opts))
}

// object builds the parameters: action, ids, then the members of params.
func (c *Client) object(action string, r request) ([]byte, error) {
	object := wire.AppendQuote([]byte(`{"action":`), action)
	for _, p := range r.ids {
		if p.id <= 0 {
			return nil, c.core.InvalidArgument(r.op, p.name, "%d is not a positive id", p.id)
		}
		object = append(wire.AppendQuote(append(object, ','), p.name), ':')
		object = strconv.AppendInt(object, p.id, 10)
	}
	if r.params == nil {
		return append(object, '}'), nil
	}
	if path, ok := validUTF8(reflect.ValueOf(r.params), 0); !ok {
		return nil, c.core.InvalidArgument(r.op, path, "is not valid UTF-8, or has half of a surrogate pair")
	}
	params, err := c.codec.Marshal(r.params)
	if err != nil {
		return nil, c.core.Invalid(r.op.ID, "params", err)
	}
	switch {
	case string(params) == "null" || string(params) == "{}":
		return append(object, '}'), nil
	case params[0] != '{':
		return nil, c.core.Invalid(r.op.ID, "params", errors.New("is not an object"))
	}
	if field := c.ownParameter(r, params); field != "" {
		return nil, c.core.InvalidArgument(r.op, field, "is a parameter that the client itself sends")
	}
	return append(append(object, ','), params[1:]...), nil
}

// ownParameter returns the name of a member of params that would override what the
// client sends: of two members PHP takes the last. A login is none of these, since
// statistics want it repeated there.
func (c *Client) ownParameter(r request, params []byte) string {
	names := []string{"action", "apikey"}
	for _, id := range r.ids {
		names = append(names, id.name)
	}
	var members map[string]json.RawMessage
	if c.codec.Unmarshal(params, &members) != nil {
		return ""
	}
	for member := range members {
		// As PHP reads the name of a form's field.
		name, _, _ := strings.Cut(strings.TrimLeft(member, " "), "[")
		if slices.Contains(names, name) {
			return name
		}
	}
	return ""
}

// halfSurrogate reports whether JSON has an escape such as \ud800 without its other
// half, which stands for no character: the codec would replace it.
func halfSurrogate(data []byte) bool {
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		first, ok := escapedUnit(data[i:])
		if !ok || !utf16.IsSurrogate(first) {
			i++ // behind the backslash
			continue
		}
		second, ok := escapedUnit(data[i+escapeLen:])
		if !ok || utf16.DecodeRune(first, second) == utf8.RuneError {
			return true
		}
		i += 2*escapeLen - 1
	}
	return false
}

// escapeLen is the length of an escape of four hexadecimal digits.
const escapeLen = len(`\u0000`)

// escapedUnit reads such an escape at the beginning of data.
func escapedUnit(data []byte) (unit rune, ok bool) {
	if len(data) < escapeLen || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:escapeLen]), 16, 16)
	return rune(n), err == nil
}

// validUTF8 looks for text that is not UTF-8, which the codec would replace and
// the server crash on. It returns the name of the field.
func validUTF8(v reflect.Value, depth int) (field string, ok bool) {
	if !v.IsValid() || depth > 32 {
		return "", true
	}
	switch v.Kind() {
	case reflect.String:
		return "", utf8.ValidString(v.String())
	case reflect.Pointer, reflect.Interface:
		return validUTF8(v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			isJSON := v.Type() != reflect.TypeFor[[]byte]() // which would be base64
			return "", utf8.Valid(v.Bytes()) && !(isJSON && halfSurrogate(v.Bytes()))
		}
		for i := range v.Len() {
			if field, ok := validUTF8(v.Index(i), depth+1); !ok {
				return joinPath(strconv.Itoa(i), field), false
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if _, ok := validUTF8(key, depth+1); !ok {
				return "", false
			}
			if field, ok := validUTF8(v.MapIndex(key), depth+1); !ok {
				return joinPath(fmt.Sprint(key), field), false
			}
		}
	case reflect.Struct:
		if v.Type() != reflect.TypeFor[time.Time]() {
			return validStruct(v, depth)
		}
	}
	return "", true
}

func validStruct(v reflect.Value, depth int) (field string, ok bool) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if field, ok := validUTF8(v.Field(i), depth+1); !ok {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			return joinPath(name, field), false
		}
	}
	return "", true
}

func joinPath(name, rest string) string {
	if name == "" || rest == "" {
		return name + rest
	}
	return name + "." + rest
}

// checkExtra refuses names of custom fields that no server has, and those that
// would contradict a parameter of its own.
func checkExtra(c *Client, op *transport.Operation, extra map[string]json.RawMessage, taken ...string) error {
	for name, value := range extra {
		switch {
		case !isWord(name):
			return c.core.InvalidArgument(op, name, "is not the name of a field")
		case slices.Contains(taken, name), name == "action", name == "login", name == "apikey":
			return c.core.InvalidArgument(op, name, "is not a custom field: it has a parameter of its own")
		case !json.Valid(value):
			return c.core.InvalidArgument(op, name, "is not JSON")
		}
	}
	return nil
}
