package comagic

import (
	"reflect"

	"github.com/frontdesk-go/frontdesk"
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

// UnmarshalJSONFrom reads the result. Methods whose data says nothing may give it as
// null, or as an empty list.
func (r *result) UnmarshalJSONFrom(dec *wire.Decoder) error {
	switch {
	case r.Data.saysNothing() && wire.Peek(dec) != '{':
		return r.Data.UnmarshalJSONFrom(dec)
	case r.Data.writes:
		return r.readEither(dec)
	}
	type members result
	if err := wire.Decode(dec, (*members)(r)); err != nil {
		return err
	}
	if !r.Data.read && !r.Data.saysNothing() {
		return &wire.TypeError{Pointer: "/result", Want: "a result", Got: "object", Reason: "it has no data"}
	}
	return nil
}

// readEither reads a result with data, or with what else would be data.
func (r *result) readEither(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	data := raw
	if inner, ok := wire.Member(raw, "data"); ok {
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

func (r *result) meta() *Metadata {
	if r.Metadata.Raw == nil {
		return &r.MetaData
	}
	return &r.Metadata
}

// flatReply is the reply of methods whose fields stand in the result directly.
type flatReply = wire.RPCReply[flatResult]

// flatResult is the result member without data, which is read too if it is there.
type flatResult struct{ result }

func (r *flatResult) UnmarshalJSONFrom(dec *wire.Decoder) error { return r.readEither(dec) }

// inResult is the reply of an operation whose fields stand in the result directly.
func inResult() (into any, read *result) {
	r := new(flatReply)
	return r, &r.Result.result
}

// replyFor returns the reply of an operation, whose data goes to out, and its
// result.
func replyFor(op *operation, out any) (into any, read *result) {
	if op.reply != nil {
		into, read = op.reply()
	} else {
		r := new(reply)
		into, read = r, &r.Result
	}
	read.Data = target{
		out: out, writes: op.Class.Writes(),
		made: op.Class == frontdesk.ClassUnsafe || op.unsigned,
	}
	return into, read
}

// target is data that goes to out, a pointer. A list also takes a single object,
// which the vendor writes where there is one.
//
// What holds nothing is refused where a caller would take it for a record: one whose
// id is 0, or for a list without rows.
type target struct {
	out any
	// writes tells that the call writes: which replies of those have data inside the
	// result, the documentation is not of one mind about.
	writes bool
	// made tells that the data names what a call has made, which no other tells.
	made bool
	// sparse tells that rows may hold nothing: the caller chose columns that may be
	// empty.
	sparse bool
	// read tells that there were data, null that they were null.
	read, null bool
}

func (t *target) saysNothing() bool {
	_, ok := t.out.(*nothing)
	return ok
}

func (t *target) UnmarshalJSONFrom(dec *wire.Decoder) error {
	t.read = true
	out := reflect.ValueOf(t.out).Elem()
	kind := wire.Peek(dec)
	t.null = kind == 'n'
	switch {
	case out.Kind() == reflect.Slice && kind == '{':
		return t.readOne(dec, out)
	case out.Kind() == reflect.Slice:
		return t.readList(dec, out)
	case t.saysNothing() && (kind == 'f' || kind == '"' || kind == '0'):
		return &wire.TypeError{Want: "an object", Reason: "it may tell of a failure"}
	}
	if err := wire.Decode(dec, t.out); err != nil {
		return err
	}
	// What names it comes first; those results that only tell of success have an Opt.
	if t.made && isEmpty(out) && out.Field(0).Kind() != reflect.Struct {
		return &wire.TypeError{Want: "a record", Got: "object", Reason: "it does not name what was made"}
	}
	return nil
}

func (t *target) readList(dec *wire.Decoder, list reflect.Value) error {
	if err := wire.DecodeRows(dec, t.out); err != nil || t.sparse {
		return err
	}
	for i := range list.Len() {
		if isEmpty(list.Index(i)) {
			return errEmptyRow
		}
	}
	return nil
}

// readOne reads an object where a list should be: a single row, or no rows at all.
func (t *target) readOne(dec *wire.Decoder, list reflect.Value) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	list.Set(reflect.MakeSlice(list.Type(), 0, 1))
	if wire.Blank(raw) {
		return nil
	}
	one := reflect.New(list.Type().Elem())
	if err := wire.DecodeWithin(dec, raw, one.Interface()); err != nil {
		return err
	}
	if isEmpty(one.Elem()) {
		return errEmptyRow
	}
	list.Set(reflect.Append(list, one.Elem()))
	return nil
}

// isEmpty reports whether a record holds nothing: no id, if it should have one.
func isEmpty(record reflect.Value) bool {
	return record.Kind() == reflect.Struct && record.NumField() > 0 && record.IsZero()
}

var errEmptyRow = &wire.TypeError{Want: "a row", Got: "object", Reason: "it is empty"}

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
