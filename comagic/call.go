package comagic

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// operation is what the inventory says of one RPC method.
type operation struct {
	transport.Operation
	// agents says that the method takes a user_id.
	agents bool
	// unsigned methods take no access_token.
	unsigned bool
	// reply makes the reply where it is not the common one; see inResult. As a
	// function it is linked only with the operations that have it.
	reply func() (into any, read *result)
}

// callPrefix begins the ids of the Call API's operations; both APIs have methods
// of one name.
const callPrefix = "call_api."

// rpc returns the method of the envelope.
func (op *operation) rpc() string { return strings.TrimPrefix(op.ID, callPrefix) }

// api returns the API of an operation.
func (c *base) api(op *operation) *api {
	if op.Path == callAPI {
		return c.call
	}
	return c.data
}

// orZero lets nil params, and null among rows, mean none.
func orZero[P any](params *P) *P {
	if params == nil {
		return new(P)
	}
	return params
}

// checked is params that know what the vendor requires of them.
type checked interface{ check(c checks) }

// request builds the request of an operation, without the reply's type. A nil
// params is an empty object.
func (c *base) request(op *operation, params any, user userID) (*transport.Request, error) {
	core := c.api(op).core
	if p, ok := params.(checked); ok {
		var f fault
		p.check(checks{fault: &f})
		if f.reason != "" {
			return nil, f.error(core, &op.Operation)
		}
	}
	body, err := c.params(op, params, user)
	if err != nil {
		return nil, core.Invalid(op.ID, "params", err)
	}
	req := &transport.Request{
		Op: &op.Operation, Body: body, ContentType: jsonType, Codec: c.codec, Format: op.rpc(), Unsigned: op.unsigned,
	}
	if op.unsigned {
		if req.Body, err = wire.AppendRPC(nil, c.ids.Add(1), op.rpc(), body, ""); err != nil {
			return nil, core.Invalid(op.ID, "params", err)
		}
		if p, ok := params.(interface{ secrets() []string }); ok {
			for _, secret := range p.secrets() {
				core.Redactor().Add(secret)
			}
		}
	}
	return req, nil
}

// params writes the params object, with the user_id in front.
func (c *base) params(op *operation, params any, user userID) ([]byte, error) {
	body := []byte("{}")
	if params != nil {
		var err error
		if body, err = c.codec.Marshal(params); err != nil {
			return nil, err
		}
	}
	if string(body) == "null" {
		body = []byte("{}")
	}
	if len(body) < 2 || body[0] != '{' {
		return nil, errors.New("params must be a JSON object")
	}
	if user == 0 || !op.agents {
		return body, nil
	}
	if _, found := wire.Member(body, "user_id"); found {
		return body, nil
	}
	with := append(make([]byte, 0, len(body)+32), `{"user_id":`...)
	with = strconv.AppendInt(with, int64(user), 10)
	if string(body) != "{}" {
		with = append(with, ',')
	}
	return append(with, body[1:]...), nil
}

// user returns the customer's user for a call: the call's own, else the client's.
func (c *base) user(op *operation, set *settings.Settings) (userID, error) {
	if set != nil {
		if id, ok := settings.Get[userID](set); ok {
			if !op.agents {
				return 0, c.api(op).core.InvalidArgument(&op.Operation, "user_id", "%s takes no user_id", op.ID)
			}
			return id, nil
		}
	}
	return c.userID, nil
}

// noteMetadata hands a reply's metadata to the limiter and to WithMetadata.
func (c *base) noteMetadata(op *operation, m *Metadata, set *settings.Settings) {
	c.api(op).core.Observe(m.states)
	if set == nil {
		return
	}
	if into, ok := settings.Get[*Metadata](set); ok {
		*into = *m
	}
}

// fetch makes a call and decodes its data into out.
func (c *base) fetch(ctx context.Context, op *operation, params, out any, opts []frontdesk.Option) error {
	core := c.api(op).core
	set := core.Resolve(opts)
	user, err := c.user(op, set)
	if err != nil {
		return err
	}
	req, err := c.request(op, params, user)
	if err != nil {
		return err
	}
	into, read := replyFor(op, out)
	req.Out = into
	sent := set
	if op.unsigned {
		sent = undumped(set)
	}
	if err := core.Do(ctx, req, sent); err != nil {
		return err
	}
	c.noteMetadata(op, read.meta(), set)
	if read.Data.null && !op.Class.Writes() && reflect.TypeOf(out).Elem().Kind() == reflect.Struct {
		return noObject(op)
	}
	return nil
}

// noObject is the error of a read that brought nothing.
func noObject(op *operation) error {
	return &frontdesk.Error{
		Vendor: vendor, Operation: op.ID, Class: op.Class, Kind: frontdesk.KindNotFound, Sent: frontdesk.SentYes,
		Message: "the reply holds no object",
	}
}

// object makes a call whose data is one object.
func object[D any](ctx context.Context, c *base, op *operation, params any, opts []frontdesk.Option) (*D, error) {
	data := new(D)
	if err := c.fetch(ctx, op, params, data, opts); err != nil {
		return nil, err
	}
	return data, nil
}

// items makes a call whose data is a whole list.
func items[T any](ctx context.Context, c *base, op *operation, params any, opts []frontdesk.Option) ([]T, error) {
	var list []T
	if err := c.fetch(ctx, op, params, &list, opts); err != nil {
		return nil, err
	}
	if list == nil {
		list = []T{}
	}
	return list, nil
}

// first makes a call whose data is a list of one object.
func first[T any](ctx context.Context, c *base, op *operation, params any, opts []frontdesk.Option) (*T, error) {
	list, err := items[T](ctx, c, op, params, opts)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, noObject(op)
	}
	return &list[0], nil
}

// act makes a call whose data says nothing.
func act(ctx context.Context, c *base, op *operation, params any, opts []frontdesk.Option) error {
	return c.fetch(ctx, op, params, new(nothing), opts)
}

// Call makes a call of any method by its name, for methods that this package does
// not know yet: "get.new_thing", or "call_api.new.thing" of the Call API. Params
// becomes the params object (nil for none) without the access_token; out, unless
// nil, receives result.data, or result where there is no data. It has the retries,
// limits and errors of all calls.
//
// The method is repeated as what it is known for; an unknown one as a read if it
// begins with get., getobj. or list., else as unsafe. [frontdesk.WithClass] states
// it.
func (c *Client) Call(ctx context.Context, method string, params, out any, opts ...frontdesk.Option) error {
	op := hatchOperation(method)
	core := c.api(op).core
	if op.rpc() == "" || strings.ContainsAny(method, "\"\\\r\n\x00") {
		return core.InvalidArgument(&op.Operation, "method", "%q is no method", method)
	}
	set := core.Resolve(opts)
	user, err := c.user(op, set)
	if err != nil {
		return err
	}
	req, err := c.request(op, params, user)
	if err != nil {
		return err
	}
	if _, found := wire.Member(req.Body, "access_token"); found {
		return core.InvalidArgument(&op.Operation, "access_token", "the client adds the access_token itself")
	}
	into := wire.RPCReply[hatchResult]{Result: hatchResult{out: out}}
	req.Out, req.Hatch = &into, true
	if err := core.Do(ctx, req, set); err != nil {
		return err
	}
	c.noteMetadata(op, &into.Result.metadata, set)
	return nil
}

// hatchOperation describes a method that the caller named.
func hatchOperation(method string) *operation {
	op := &operation{agents: true}
	op.Operation = transport.Operation{ID: method, Method: http.MethodPost, Path: dataAPI, Class: frontdesk.ClassUnsafe, Cost: 1}
	if strings.HasPrefix(method, callPrefix) {
		op.Path = callAPI
	}
	verb, _, _ := strings.Cut(op.rpc(), ".")
	known, found := lookUpMethod(method)
	switch {
	case found:
		op.Class, op.Cost = known.class, known.weight
	case verb == "get" || verb == "getobj" || verb == "list":
		op.Class = frontdesk.ClassSafe
	}
	op.unsigned = op.rpc() == "login.user"
	return op
}

// hatchResult decodes what it finds into the caller's value.
type hatchResult struct {
	out      any
	metadata Metadata
}

func (r *hatchResult) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	if inner, ok := wire.Member(raw, "metadata"); ok {
		if err := wire.DecodeWithin(dec, inner, &r.metadata); err != nil {
			return err
		}
	}
	if r.out == nil {
		return nil
	}
	if inner, ok := wire.Member(raw, "data"); ok {
		raw = inner
	}
	return wire.DecodeWithin(dec, raw, r.out)
}
