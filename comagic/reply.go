package comagic

import (
	"reflect"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// reply is a whole reply. Its types are the same for all methods, and the data is
// decoded, in the same pass, into what the method gives: the compiler would make
// copies of generic types for each of some 350 results.
type reply = wire.RPCReply[result]

// result is the result member: the data and the metadata beside it.
type result struct {
	Data     target   `json:"data"`
	Metadata Metadata `json:"metadata"`
	// MetaData is another spelling of the vendor's documentation.
	MetaData Metadata `json:"meta_data"`
}

func (r *result) meta() *Metadata {
	if r.Metadata.Raw == nil {
		return &r.MetaData
	}
	return &r.Metadata
}

// flatReply is the reply of methods whose fields stand in the result directly.
type flatReply = wire.RPCReply[flatResult]

// flatResult is the result member without data. The documentation is not of one
// mind about which methods have it, so data is read too if it is there.
type flatResult struct{ result }

func (r *flatResult) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	data := raw
	if inner, ok := wire.Member(raw, "data"); ok && len(inner) > 0 && (inner[0] == '{' || inner[0] == '[') {
		data = inner
	}
	for _, name := range []string{"metadata", "meta_data"} {
		if inner, ok := wire.Member(raw, name); ok {
			if err := wire.DecodeWithin(dec, inner, &r.Metadata); err != nil {
				return err
			}
		}
	}
	return wire.DecodeWithin(dec, data, &r.Data)
}

// inResult is the reply of an operation whose fields stand in the result directly.
func inResult(out any) (into any, read *result) {
	r := new(flatReply)
	r.Result.Data.out = out
	return r, &r.Result.result
}

// replyFor returns the reply of an operation, whose data goes to out, and its
// result.
func replyFor(op *operation, out any) (into any, read *result) {
	if op.reply != nil {
		return op.reply(out)
	}
	r := new(reply)
	r.Result.Data.out = out
	return r, &r.Result
}

// target is data that goes to out, a pointer. A list also takes a single object,
// which the vendor writes where there is one.
type target struct{ out any }

func (t *target) UnmarshalJSONFrom(dec *wire.Decoder) error {
	list := reflect.ValueOf(t.out).Elem()
	if list.Kind() != reflect.Slice {
		return wire.Decode(dec, t.out)
	}
	if wire.Peek(dec) != '{' {
		return wire.DecodeList(dec, t.out)
	}
	one := reflect.New(list.Type().Elem())
	if err := wire.Decode(dec, one.Interface()); err != nil {
		return err
	}
	list.Set(reflect.Append(list.Slice(0, 0), one.Elem()))
	return nil
}

// nothing is data that the vendor documents as empty: whatever comes is not looked
// at.
type nothing struct{}

func (*nothing) UnmarshalJSONFrom(dec *wire.Decoder) error {
	_, err := wire.ReadRaw(dec)
	return err
}

// OneOrMany is a list that the vendor also writes as a single element without the
// list around it.
type OneOrMany[T any] []T

// UnmarshalJSONFrom reads both forms; null is the empty list.
func (l *OneOrMany[T]) UnmarshalJSONFrom(dec *wire.Decoder) error {
	switch wire.Peek(dec) {
	case '[':
		var items []T
		err := wire.Decode(dec, &items)
		*l = items
		return err
	case 'n':
		*l = nil
		_, err := wire.ReadRaw(dec)
		return err
	}
	var one T
	if err := wire.Decode(dec, &one); err != nil {
		return err
	}
	*l = OneOrMany[T]{one}
	return nil
}
