// Package drive calls the methods of a vendor's client by reflection and compares what they send with the inventory.
//
// A [Target] names a client package: where its source is (for the //frontdesk:op lines) and how to make a client over a
// given transport. [Target.Run] calls the method of one operation twice, with every parameter filled and with the
// required ones only, and returns the differences between the captured request and the inventory, both ways.
//
// It is for tests. It needs no vendor package and no type of the root package: it goes by the module's conventions
// (service fields on Client, `url` and `json` tags on params, optional values with Get, IsNull and UnmarshalJSON).
package drive

import (
	"bytes"
	"context"
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
	// Types are values to use wherever a parameter has their type, or an interface type that they implement.
	Types []any
	// Unsent lists parameters that a call does not send although the inventory has them, each with the reason, by
	// operation and parameter as in Values. Parameters of the vendor's protocol (apikey) are not in need of an entry.
	Unsent map[string]string
	// Always lists optional parameters that a call sends unasked, each with the reason.
	Always map[string]string
	// Skip lists operations that make no request by design, each with the reason.
	Skip map[string]string
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
	if _, ok := t.Skip[op.ID]; ok {
		t.use(op.ID)
		return nil
	}
	line, ok := scan.Op(op.ID)
	if !ok {
		return []Result{{Operation: op.ID, Faults: []string{"no op line"}}}
	}
	return []Result{t.call(scan, line, op, true), t.call(scan, line, op, false)}
}

// Unused returns the entries of Values, Unsent, Always and Skip that no call needed: leftovers that would hide a fault.
// Call it after all operations have run.
func (t *Target) Unused() []string {
	var unused []string
	for key := range t.Values {
		unused = t.leftover(unused, "Values", key)
	}
	for table, entries := range map[string]map[string]string{"Unsent": t.Unsent, "Always": t.Always, "Skip": t.Skip} {
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

func (t *Target) call(scan *contract.Scan, line contract.OpLine, op *contract.Operation, all bool) Result {
	res := Result{Operation: op.ID, Filled: all}
	rec := &recorder{reply: func(r *http.Request) *http.Response { return t.reply(op, r) }}
	client, err := t.New(rec)
	if err != nil {
		res.Faults = []string{fmt.Sprintf("no client: %v", err)}
		return res
	}
	path, ok := scan.Services[line.Receiver]
	if !ok {
		res.Faults = []string{"no field of the client leads to " + line.Receiver}
		return res
	}
	res.Method = strings.TrimPrefix(path+"."+line.Method, ".")
	method, err := findMethod(client, path, line.Method)
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
	res.Err = invoke(method, args)
	res.Request, res.Body = rec.first()
	if res.Request == nil {
		res.Faults = []string{fmt.Sprintf("nothing was sent: %v", res.Err)}
		return res
	}
	res.Faults = t.judge(op, res.Request, res.Body, all)
	return res
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

// invoke calls the method and returns its error. An iterator is pulled once. A panic is an error with that word.
func invoke(method reflect.Value, args []reflect.Value) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	for _, out := range method.Call(args) {
		if e, ok := out.Interface().(error); ok && e != nil {
			return e
		}
		if out.Kind() == reflect.Func && out.Type().CanSeq2() {
			for _, second := range out.Seq2() {
				e, _ := second.Interface().(error)
				return e
			}
		}
	}
	return nil
}

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
