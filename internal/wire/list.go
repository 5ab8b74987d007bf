package wire

import (
	"reflect"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// mostAtOnce bounds how many elements DecodeList makes room for at a time
// beyond those that it has: the estimate comes from the body, which may lie.
const mostAtOnce = 1024

// List is a list of records in a reply's envelope, read by [DecodeList].
type List[T any] []T

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (l *List[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return DecodeList(dec, (*[]T)(l))
}

// DecodeList reads a list into out, a pointer to a slice. It makes room for as
// many elements as the size of the first ones lets expect, instead of growing
// by doubling, which for large records is half of a page's memory. It reads
// null, "", false and {} as the empty list, whatever the codec accepts; what it
// read is never nil.
func DecodeList(dec *jsontext.Decoder, out any) error { return decodeList(dec, out, true) }

// DecodeRows is DecodeList for lists of records, among which null is refused: it
// would become a record of nothing.
func DecodeRows(dec *jsontext.Decoder, out any) error { return decodeList(dec, out, false) }

// errNullRow is an error without a place, which the JSON package adds.
var errNullRow = reason("a row is null")

func decodeList(dec *jsontext.Decoder, out any, nullable bool) error {
	list := elemOf(out)
	list.Set(reflect.MakeSlice(list.Type(), 0, 0))
	if dec.PeekKind() != '[' {
		raw, err := dec.ReadValue()
		if err == nil && !Blank(raw) {
			err = refuse(raw[0], reason("not a list"))
		}
		return err
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	start := dec.InputOffset()
	for n := 0; dec.PeekKind() != ']'; n++ {
		if !nullable && dec.PeekKind() == 'n' {
			return refuse('n', errNullRow)
		}
		if n == list.Cap() {
			grow(list, dec, start)
		}
		list.SetLen(n + 1)
		if err := jsonv2.UnmarshalDecode(dec, list.Index(n).Addr().Interface()); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// grow makes room for what the rest of the input should hold, judged by the
// elements so far.
func grow(list reflect.Value, dec *jsontext.Decoder, start int64) {
	n, more := list.Len(), 1
	if n > 0 {
		each := max(1, (dec.InputOffset()-start)/int64(n))
		more = int(min(int64(len(dec.UnreadBuffer()))/each+1, int64(max(n, mostAtOnce))))
	}
	grown := reflect.MakeSlice(list.Type(), n, n+more)
	reflect.Copy(grown, list)
	list.Set(grown)
}
