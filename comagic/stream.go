package comagic

import (
	"context"
	"iter"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// streamed iterates over rows as they arrive.
func streamed[T any](ctx context.Context, q *query, l *list[T], start frontdesk.Cursor) iter.Seq2[*T, error] {
	resume := false
	mayBeResumed := q.client.resuming && mayResume(q.set)
	return paging.Rows(ctx, start, paging.RowsConfig[*T]{
		Call: q.named(), Key: overPointers(l.key), Advance: q.plan.Advance, Position: q.position,
		Open: func(ctx context.Context, cursor frontdesk.Cursor) (paging.RowReader[*T], error) {
			again := resume
			resume = false
			return openRows(ctx, q, l, cursor, again)
		},
		Resumable: func(err error) bool {
			resume = mayBeResumed && frontdesk.Retryable(err)
			return resume
		},
	})
}

func openRows[T any](ctx context.Context, q *query, l *list[T], cursor frontdesk.Cursor, resume bool) (paging.RowReader[*T], error) {
	req, p, err := q.at(cursor)
	if err != nil {
		return nil, err
	}
	r := &rowReader[T]{openPage: openPage{ctx: ctx, query: q, part: p}, timeOf: l.timeOf}
	var read *result
	req.Out, read = replyFor(q.list.op, &r.items)
	stream, err := q.core().Open(ctx, req, q.set, resume)
	if err != nil {
		return nil, err
	}
	r.stream = stream
	if stream.Whole() {
		r.meta = read.meta()
	}
	if l.key == nil {
		stream.KeepDigest()
	}
	return r, nil
}

// openPage is a page being read.
type openPage struct {
	ctx    context.Context // of the iteration, whose reader this is
	query  *query
	stream *transport.Stream
	part   part
	meta   *Metadata
	count  int
	err    error
}

// rowReader reads the rows of one page.
type rowReader[T any] struct {
	openPage
	timeOf func(*T) frontdesk.Opt[time.Time]
	items  []*T // of a reply that was no stream
	last   *T
}

func (r *rowReader[T]) Next() (row *T, ok bool, err error) {
	for {
		if row, ok, err = r.read(); !ok {
			return nil, false, err
		}
		r.count++
		r.last = row
		if r.count > r.part.skip {
			return row, true, nil
		}
	}
}

func (r *rowReader[T]) read() (row *T, ok bool, err error) {
	if r.stream.Whole() {
		if r.count == len(r.items) {
			return nil, false, nil
		}
		return orZero(r.items[r.count]), true, nil
	}
	row = new(T)
	ok, r.err = r.stream.Next(r.query.client.codec, row)
	return row, ok, r.err
}

func (r *rowReader[T]) End() (frontdesk.Cursor, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	read := ending{rows: r.count, total: r.meta.TotalItems}
	if r.timeOf != nil && r.last != nil {
		read.last = r.timeOf(r.last)
	}
	return r.query.next(r.ctx, r.part, read)
}

// end reads what follows the rows.
func (r *openPage) end() error {
	q := r.query
	if !r.stream.Whole() {
		now := time.Now()
		meta := parseMetadata(r.stream.Metadata(), now)
		r.meta = &meta
		if raw := r.stream.ErrorMember(); raw != nil {
			failure, states := failureOf(raw, now)
			q.core().Observe(states)
			r.err = r.stream.Fail(failure)
			return r.err
		}
	}
	q.note(r.meta)
	return nil
}

// Digest makes pages of rows without keys comparable where no total ends the list:
// rows of many reports are equal without being the same.
func (r *openPage) Digest() (sum uint64, ok bool) {
	if _, told := r.meta.TotalItems.Get(); told {
		return 0, false
	}
	return r.stream.Digest()
}

func (r *openPage) Close() error {
	r.stream.Close(r.err)
	return nil
}
