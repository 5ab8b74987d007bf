package frontdesk

import "iter"

// Cursor is an opaque position in a list. It comes from [Page.Next], [Error.Next]
// or [WithPosition] and goes into the Resume field of the same method's params, with
// the same filter and sort: with others it points at another place. A cursor of
// CoMagic also belongs to its period: store DateFrom and DateTill with it. Only the end
// that the list has not reached may move outwards, DateTill to a later time (or, of a
// list that is sorted by its time with the newest first, DateFrom to an earlier one).
//
// A cursor can be stored, but its contents may change between versions of this module.
type Cursor string

// Page is one page of a list.
type Page[T any] struct {
	// Items are the records of this page; empty, never nil, when there are none.
	Items []T
	// Total is the number of records overall, where the vendor tells it.
	Total Opt[int]
	// HasMore reports whether another page follows (or, where the vendor tells
	// no total, whether this page was full).
	HasMore bool
	// Next resumes after this page; empty when nothing follows.
	Next Cursor
}

// Collect reads an iterator to its end. On an error it returns what was read
// before it, and the error.
//
//	tags, err := frontdesk.Collect(cm.Tags.All(ctx, nil))
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var items []T
	for item, err := range seq {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}
