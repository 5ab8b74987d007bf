package helpcrunch

import (
	"context"
	"iter"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// maxPageSize is the vendor's largest page, and the size it serves by default.
const maxPageSize = 100

// Order is the direction of a sorted list.
type Order string

// The directions.
const (
	Ascending  Order = "asc"
	Descending Order = "desc"
)

// listReply is a page as the vendor sends it: the total stands beside the rows or
// in meta, and the oldest message pages call the rows messages.
type listReply[T any] struct {
	Data     frontdesk.Opt[wire.List[T]] `json:"data"`
	Messages wire.List[T]                `json:"messages"`
	Total    frontdesk.Opt[int]          `json:"total"`
	Meta     listMeta                    `json:"meta"`

	id func(*T) int64
}

// listMeta is what newer servers tell of a list beside its rows.
type listMeta struct {
	Total frontdesk.Opt[int] `json:"total"`
}

// UnmarshalJSONFrom takes what is no object for nothing: a page with rows is not
// given up for it.
func (m *listMeta) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if wire.Peek(dec) != '{' {
		_, err := wire.ReadRaw(dec)
		return err
	}
	type members listMeta
	return wire.Decode(dec, (*members)(m))
}

var errNoRows = &wire.TypeError{Reason: "it has no list of records"}

// UnmarshalJSONFrom refuses an object without rows, which would otherwise pass
// for an empty list, and rows without an id, such as null, which would pass for
// empty records.
func (l *listReply[T]) UnmarshalJSONFrom(dec *wire.Decoder) error {
	type members listReply[T]
	if err := wire.Decode(dec, (*members)(l)); err != nil {
		return err
	}
	if l.Data.IsZero() && l.Messages == nil {
		return errNoRows
	}
	rows := l.rows()
	for i := range rows {
		if l.id(&rows[i]) == 0 {
			return errNoRecord
		}
	}
	return nil
}

func (l *listReply[T]) rows() []T {
	if l.Messages != nil {
		return l.Messages
	}
	return l.Data.Or(nil)
}

func (l *listReply[T]) total() frontdesk.Opt[int] {
	if _, ok := l.Total.Get(); ok {
		return l.Total
	}
	if _, ok := l.Meta.Total.Get(); ok {
		return l.Meta.Total
	}
	return frontdesk.Opt[int]{}
}

// span is the part of a list that one call asks for.
type span struct {
	limit  int
	offset int64
}

// span checks where a list call begins and how much it asks for; Resume replaces
// the offset.
func (c *Client) span(op *transport.Operation, limit, offset int, resume frontdesk.Cursor) (span, error) {
	switch {
	case limit < 0 || limit > maxPageSize:
		return span{}, c.core.InvalidArgument(op, "limit", "%d is not within 1 to %d (0 for the default)", limit, maxPageSize)
	case offset < 0:
		return span{}, c.core.InvalidArgument(op, "offset", "%d is negative", offset)
	}
	s := span{limit: limit, offset: int64(offset)}
	if s.limit == 0 {
		s.limit = maxPageSize
	}
	if resume != "" {
		at, err := paging.ParseOffset(resume)
		if err != nil {
			return span{}, c.core.InvalidArgument(op, "Resume", "%q is not a cursor of this list", string(resume))
		}
		s.offset = at
	}
	return s, nil
}

// list makes a call whose reply is one page of rows; id returns the id of one.
func list[T any](ctx context.Context, c *Client, r request, s span, id func(*T) int64, opts []frontdesk.Option) (*frontdesk.Page[T], error) {
	reply := listReply[T]{id: id}
	r.out = &reply
	if err := c.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return paging.OffsetPage(reply.rows(), s.offset, s.limit, reply.total()), nil
}

// walk says how an iterator reads its pages.
type walk[T any] struct {
	op     *transport.Operation
	offset int
	resume frontdesk.Cursor
	id     func(*T) int64
	fetch  func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[T], error)
}

// all iterates over the rows of all pages.
func all[T any](ctx context.Context, c *Client, w walk[T], opts []frontdesk.Option) iter.Seq2[T, error] {
	start := w.resume
	if start == "" && w.offset > 0 {
		start = paging.OffsetCursor(int64(w.offset))
	}
	set := c.core.Resolve(opts)
	position, opts := paging.TakePosition(set, opts)
	return paging.Pages(ctx, start, paging.PagesConfig[T]{
		Call: paging.Call{Vendor: vendor, Operation: w.op.ID, Class: w.op.Class},
		Fetch: func(ctx context.Context, at frontdesk.Cursor) (*frontdesk.Page[T], error) {
			return w.fetch(ctx, at, opts)
		},
		Key:      func(row *T) paging.Key { return paging.IntKey(w.id(row)) },
		Advance:  paging.AdvanceOffset,
		Position: position,
		Prefetch: c.core.Prefetch(set),
		Ahead:    paging.OffsetAhead[T],
	})
}
