package wire

import (
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// mostAtOnce bounds how many elements a List makes room for at a time beyond
// those that it has: the estimate comes from the body, which may lie.
const mostAtOnce = 1024

// List is a list of records in a reply's envelope. It makes room for as many
// elements as the size of the first ones lets expect, instead of growing by
// doubling, which for large records is half of a page's memory. It reads null,
// "", false and {} as the empty list, whatever the codec accepts; it is never
// nil once read.
type List[T any] []T

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (l *List[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if kind := dec.PeekKind(); kind != '[' {
		raw, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if !Blank(raw) {
			return refuse(raw[0], reason("not a list"))
		}
		*l = List[T]{}
		return nil
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	items := List[T]{}
	start := dec.InputOffset()
	for dec.PeekKind() != ']' {
		if len(items) == cap(items) {
			items = items.grow(dec, start)
		}
		items = items[:len(items)+1]
		if err := jsonv2.UnmarshalDecode(dec, &items[len(items)-1]); err != nil {
			return err
		}
	}
	*l = items
	_, err := dec.ReadToken()
	return err
}

// grow makes room for what the rest of the input should hold, judged by the
// elements so far.
func (l List[T]) grow(dec *jsontext.Decoder, start int64) List[T] {
	more := 1
	if n := int64(len(l)); n > 0 {
		each := max(1, (dec.InputOffset()-start)/n)
		more = int(min(int64(len(dec.UnreadBuffer()))/each+1, max(n, mostAtOnce)))
	}
	grown := make(List[T], len(l), len(l)+more)
	copy(grown, l)
	return grown
}
