package comagic

import (
	"context"
	"iter"
	"reflect"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// opener opens the page at a cursor; again tells that it resumes a page that was cut.
type opener func(ctx context.Context, cursor frontdesk.Cursor, again bool) (paging.RowReader[any], error)

// rows iterates over rows, each as its reader gives it.
func (q *query) rows(ctx context.Context, start frontdesk.Cursor, open opener) iter.Seq2[any, error] {
	resume := false
	mayBeResumed := q.client.resuming && mayResume(q.set)
	return paging.Rows(ctx, start, paging.RowsConfig[any]{
		Call: q.named(), Key: keyOf(q.list), Position: q.position,
		Open: func(ctx context.Context, cursor frontdesk.Cursor) (paging.RowReader[any], error) {
			again := resume
			resume = false
			return open(ctx, cursor, again)
		},
		Resumable: func(err error) bool {
			resume = mayBeResumed && frontdesk.Retryable(err)
			return resume
		},
	})
}

func keyOf(l *list) func(*any) paging.Key {
	if l.key == nil {
		return nil
	}
	return func(row *any) paging.Key { return l.key(*row) }
}

// reader returns what opens the pages: as streams, or whole and ahead. Stop ends what
// is under way.
func (q *query) reader() (open opener, stop func()) {
	if q.core().Prefetch(q.set) > 0 {
		return q.ahead()
	}
	return q.stream, func() {}
}

// stream opens a page whose rows are read as they arrive.
func (q *query) stream(ctx context.Context, cursor frontdesk.Cursor, again bool) (paging.RowReader[any], error) {
	req, p, err := q.at(cursor)
	if err != nil {
		return nil, err
	}
	r := &streamReader{pageReader: pageReader{ctx: ctx, progress: newProgress(q, p)}}
	whole := q.list.newRows()
	var read *result
	req.Out, read = replyFor(q.list.op, whole)
	r.row.sparse = q.sparse()
	read.Data.sparse = r.row.sparse
	if r.stream, err = q.core().Open(ctx, req, q.set, again); err != nil {
		return nil, err
	}
	if r.stream.Whole() {
		r.rows, r.meta = reflect.ValueOf(whole).Elem(), read.meta()
	}
	if q.list.key == nil {
		r.stream.KeepDigest()
	}
	return r, nil
}

// newRows makes a slice for the rows of a page and returns a pointer to it.
func (l *list) newRows() any {
	return reflect.New(reflect.SliceOf(reflect.TypeOf(l.newRow()).Elem())).Interface()
}

// pageReader reads the rows of a page that is there as a whole.
type pageReader struct {
	*progress
	ctx  context.Context // of the iteration, whose reader this is
	rows reflect.Value   // a slice
	meta *Metadata
}

func (r *pageReader) Next() (row any, ok bool, err error) {
	for r.count < r.rows.Len() {
		row := r.rows.Index(r.count).Addr().Interface()
		if r.add(row) {
			return row, true, nil
		}
	}
	return nil, false, nil
}

func (r *pageReader) End() (frontdesk.Cursor, error) {
	return r.query.next(r.ctx, r.progress, r.total(r.meta))
}

func (r *pageReader) Position() frontdesk.Cursor { return r.position().Cursor() }

func (r *pageReader) Close() error { return nil }

// streamReader reads the rows of a page as they arrive.
type streamReader struct {
	pageReader
	stream *transport.Stream
	row    streamedRow // the latest
	err    error
}

func (r *streamReader) Next() (row any, ok bool, err error) {
	if r.stream.Whole() {
		return r.pageReader.Next()
	}
	for {
		r.row.out = r.query.list.newRow()
		if ok, r.err = r.stream.Next(r.query.client.codec, &r.row); !ok {
			return nil, false, r.err
		}
		if r.add(r.row.out) {
			return r.row.out, true, nil
		}
	}
}

// streamedRow is a row that may not be null, nor hold nothing unless it is sparse.
type streamedRow struct {
	out    any // a pointer
	sparse bool
}

func (r *streamedRow) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if wire.Peek(dec) == 'n' {
		return errEmptyRow
	}
	err := wire.Decode(dec, r.out)
	if err == nil && !r.sparse && isEmpty(reflect.ValueOf(r.out).Elem()) {
		return errEmptyRow
	}
	return err
}

func (r *streamReader) End() (frontdesk.Cursor, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	r.query.note(r.meta)
	return r.pageReader.End()
}

// end reads what follows the rows.
func (r *streamReader) end() error {
	if r.stream.Whole() {
		return nil
	}
	now := time.Now()
	meta := parseMetadata(r.stream.Metadata(), now)
	r.meta = &meta
	if raw := r.stream.ErrorMember(); raw != nil {
		failure, states := failureOf(raw, now)
		r.query.core().Observe(states)
		r.err = r.stream.Fail(failure)
		return r.err
	}
	return nil
}

// Digest makes pages of rows without keys comparable where no total ends the list:
// rows of many reports are equal without being the same.
func (r *streamReader) Digest() (sum uint64, ok bool) {
	if _, told := r.total(r.meta).Get(); told {
		return 0, false
	}
	return r.stream.Digest()
}

func (r *streamReader) Close() error {
	r.stream.Close(r.err)
	return nil
}
