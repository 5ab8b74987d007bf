package drive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"sort"
	"strings"
	"sync"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// A Target is a client package under test.
type Target struct {
	Vendor string
	Dir    string // the package's source
	// New makes a client that sends through the transport.
	New func(http.RoundTripper) (client any, err error)
	// Values replace what would be filled in, by operation and parameter: "customers.list limit", or "* limit" for all
	// operations. Nested parameters are named by path ("filter.field"; lists add nothing). A positional argument is
	// named by its number ("chats.get #1"). The value must be assignable or convertible to the field, or be its JSON
	// text as json.RawMessage.
	Values map[string]any
	// Make makes a value that depends on the operation, such as a column that may be sorted by; ok is false where it has
	// none to offer. Values win over it.
	Make func(op *contract.Operation, param string, described *contract.Field) (value any, ok bool)
	// Marshal and Unmarshal are the client package's own codec, with which optional values are filled; without them
	// encoding/json does, which does not know types with a spelling of the codec's.
	Marshal   func(any) ([]byte, error)
	Unmarshal func([]byte, any) error
	// Types are values to use wherever a parameter has their type, or an interface type that they implement.
	Types []any
	// Unsent lists parameters that a call does not send although the inventory has them, each with the reason, by
	// operation and parameter as in Values. Parameters of the vendor's protocol (apikey) are not in need of an entry.
	Unsent map[string]string
	// Always lists optional parameters that a call sends unasked, each with the reason.
	Always map[string]string
	// Reply answers the requests; nil answers with the operation's first example of success, or an empty object.
	Reply func(op *contract.Operation, r *http.Request) *http.Response

	used map[string]bool
}

// A Result is one call.
type Result struct {
	Operation string
	Method    string // Customers.List
	Filled    bool   // every parameter was filled
	Request   *http.Request
	Body      []byte
	// Faults are the differences from the inventory, one line each.
	Faults []string
	// Err is what the method returned. It is no fault by itself: the canned reply may not fit.
	Err error
}

// Run calls the method of the op line in both modes.
func (t *Target) Run(scan *contract.Scan, op *contract.Operation) []Result {
	return []Result{t.call(scan, op, true), t.call(scan, op, false)}
}

// Unused returns the entries of Values, Unsent and Always that no call needed: leftovers that would hide a fault.
// Call it after all operations have run.
func (t *Target) Unused() []string {
	var unused []string
	for key := range t.Values {
		unused = t.leftover(unused, "Values", key)
	}
	for table, entries := range map[string]map[string]string{"Unsent": t.Unsent, "Always": t.Always} {
		for key := range entries {
			unused = t.leftover(unused, table, key)
		}
	}
	sort.Strings(unused)
	return unused
}

func (t *Target) leftover(list []string, table, key string) []string {
	if !t.used[key] {
		list = append(list, table+": "+key)
	}
	return list
}

func (t *Target) use(key string) {
	if t.used == nil {
		t.used = map[string]bool{}
	}
	t.used[key] = true
}

// lookup finds an entry for an operation and a parameter, the operation's own before that for all.
func lookup[V any](t *Target, table map[string]V, op, param string) (V, bool) {
	for _, key := range []string{op + " " + param, "* " + param} {
		if v, ok := table[key]; ok {
			t.use(key)
			return v, true
		}
	}
	var none V
	return none, false
}

// A Given is the parameters of an example, by the names of the inventory.
type Given struct {
	// Tree has each parameter as JSON; that of a batch as a whole is named (body).
	Tree map[string]json.RawMessage
	// Unmarshal is the client package's own decoder.
	Unmarshal func(data []byte, v any) error
}

// Call calls the method of the operation's op line with a client, with the required parameters only or with those given.
// value is what it returned besides its error, nil if that is all. An error that is not callErr says that the call could
// not be made.
func (t *Target) Call(scan *contract.Scan, op *contract.Operation, client any, given *Given) (value any, callErr, err error) {
	method, _, err := t.method(scan, op, client)
	if err != nil {
		return nil, nil, err
	}
	args, err := (&filler{target: t, op: op, given: given}).arguments(method)
	if err != nil {
		return nil, nil, err
	}
	value, callErr = invoke(method, args)
	return value, callErr, nil
}

func (t *Target) call(scan *contract.Scan, op *contract.Operation, all bool) Result {
	res := Result{Operation: op.ID, Filled: all}
	rec := &recorder{reply: func(r *http.Request) *http.Response { return t.reply(op, r) }}
	client, err := t.New(rec)
	if err != nil {
		res.Faults = []string{fmt.Sprintf("no client: %v", err)}
		return res
	}
	method, name, err := t.method(scan, op, client)
	res.Method = name
	if err != nil {
		res.Faults = []string{err.Error()}
		return res
	}
	f := &filler{target: t, op: op, all: all}
	args, err := f.arguments(method)
	if err != nil {
		res.Faults = []string{err.Error()}
		return res
	}
	_, res.Err = invoke(method, args)
	res.Request, res.Body = rec.first()
	if res.Request == nil {
		res.Faults = []string{fmt.Sprintf("nothing was sent: %v", res.Err)}
		return res
	}
	res.Faults = t.judge(op, res.Request, res.Body, all)
	return res
}

// method finds the method of an operation's op line, and its name with that of its service.
func (t *Target) method(scan *contract.Scan, op *contract.Operation, client any) (method reflect.Value, name string, err error) {
	line, ok := scan.Op(op.ID)
	if !ok {
		return method, "", errors.New("no op line")
	}
	path, ok := scan.Services[line.Receiver]
	if !ok {
		return method, "", fmt.Errorf("no field of the client leads to %s", line.Receiver)
	}
	method, err = findMethod(client, path, line.Method)
	return method, strings.TrimPrefix(path+"."+line.Method, "."), err
}

func findMethod(client any, path, name string) (reflect.Value, error) {
	v := reflect.ValueOf(client)
	if path != "" {
		for _, field := range strings.Split(path, ".") {
			v = reflect.Indirect(v).FieldByName(field)
			if !v.IsValid() {
				return v, fmt.Errorf("the client has no field %s", path)
			}
		}
	}
	if v.Kind() != reflect.Pointer && v.CanAddr() {
		v = v.Addr()
	}
	m := v.MethodByName(name)
	if !m.IsValid() {
		return m, fmt.Errorf("%s has no method %s", path, name)
	}
	return m, nil
}

// invoke calls the method and returns its first result and its error. An iterator is pulled once. A panic is an error
// with that word.
func invoke(method reflect.Value, args []reflect.Value) (value any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	for _, out := range method.Call(args) {
		switch {
		case out.Type() == errorType:
			err, _ = out.Interface().(error)
		case out.Kind() == reflect.Func && out.Type().CanSeq2():
			for first, second := range out.Seq2() {
				value = first.Interface()
				err, _ = second.Interface().(error)
				break
			}
		case value == nil:
			value = out.Interface()
		}
	}
	return value, err
}

var errorType = reflect.TypeFor[error]()

func (t *Target) reply(op *contract.Operation, r *http.Request) *http.Response {
	if t.Reply != nil {
		return t.Reply(op, r)
	}
	body, contentType := []byte("{}"), "application/json"
	for _, e := range op.Successes() {
		if !e.XML {
			body = e.Data()
			break
		}
	}
	return &http.Response{
		StatusCode: op.SuccessStatus, Status: fmt.Sprintf("%d %s", op.SuccessStatus, http.StatusText(op.SuccessStatus)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: r,
	}
}

// recorder keeps the first request.
type recorder struct {
	reply func(*http.Request) *http.Response

	mu   sync.Mutex
	req  *http.Request
	body []byte
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		if err = errors.Join(err, req.Body.Close()); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	if r.req == nil {
		r.req, r.body = req.Clone(context.WithoutCancel(req.Context())), body
	}
	r.mu.Unlock()
	return r.reply(req), nil
}

func (r *recorder) first() (*http.Request, []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.req, r.body
}
