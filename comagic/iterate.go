package comagic

import (
	"context"
	"iter"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// all iterates over all rows of a list.
func all[T any](ctx context.Context, c *base, l *list, params listParams, opts []frontdesk.Option) iter.Seq2[T, error] {
	rows := c.all(ctx, l, copied(params), opts)
	return func(yield func(T, error) bool) {
		for row, err := range rows {
			var value T
			if err == nil {
				value = *row.(*T)
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

// all is the function of the same name with pointers to rows. Params are copied for
// each range.
func (c *base) all(ctx context.Context, l *list, params listParams, opts []frontdesk.Option) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		own := copied(params)
		resume := *own.page().resume
		set := c.api(l.op).core.Resolve(opts)
		position, _ := paging.TakePosition(set, opts)
		q, start, err := begin(c, l, own, set)
		if err != nil {
			if position != nil {
				position(resume)
			}
			yield(nil, placed(l.op, err, resume))
			return
		}
		if position != nil {
			q.position = func(c frontdesk.Cursor) { position(q.seal(c)) }
		}
		open, stop := q.reader()
		defer stop()
		for row, err := range q.rows(ctx, start, open) {
			if !yield(row, q.sealed(err)) {
				return
			}
		}
	}
}

// sealed marks the position in an iteration's error.
func (q *query) sealed(err error) error {
	if e, ok := err.(*frontdesk.Error); ok && e.Next != "" {
		marked := *e
		marked.Next = q.seal(e.Next)
		return &marked
	}
	return err
}

// begin makes the query of an iteration and says where it starts.
func begin(c *base, l *list, params listParams, set *settings.Settings) (*query, frontdesk.Cursor, error) {
	q, err := newQuery(c, l, params, l.period, set)
	if err != nil {
		return nil, "", err
	}
	if *q.page.offset > 0 && *q.page.resume == "" && q.plan.several() {
		// It would be the offset of the first window only.
		return nil, "", q.core().InvalidArgument(&l.op.Operation, "offset",
			"it does not go with all rows of a period of several windows of %d days; use Resume", l.period)
	}
	q.prepare()
	// Rows counted in another order mean nothing in this one.
	if q.mark, err = q.markOf(); err != nil {
		return nil, "", q.core().Invalid(l.op.ID, "params", err)
	}
	start, err := q.start()
	return q, start, err
}

// prepare asks for large pages in an order that lasts, and for the columns that it
// needs. The caller's own order comes first.
func (q *query) prepare() {
	q.iterating = true
	if *q.page.limit == 0 {
		q.limit = q.list.limits.maxLimit
	}
	*q.page.limit = q.limit
	for _, by := range append([]string{q.list.sortField}, q.list.tieFields...) {
		q.sortBy(by)
	}
	if q.page.fields == nil {
		return
	}
	fields := *q.page.fields
	for _, name := range append([]string{q.list.keyField, q.list.sortField}, q.list.tieFields...) {
		if name == "" || slices.Contains(fields, name) {
			continue
		}
		if len(fields) == 0 {
			if col, ok := q.list.columns.find(name); !ok || col.flags&hidden == 0 {
				continue // it comes by default
			}
			fields = q.list.columns.defaults()
		}
		fields = append(slices.Clip(fields), name)
	}
	*q.page.fields = fields
}

// sortBy appends a column to the caller's order.
func (q *query) sortBy(by string) {
	if by != "" && q.page.sort != nil && !q.sortedBy(by) {
		*q.page.sort = append(slices.Clip(*q.page.sort), Asc(by))
	}
}

func (q *query) named() paging.Call {
	return paging.Call{Vendor: vendor, Operation: q.list.op.ID, Class: q.list.op.Class}
}

// placed completes an error that was made where less was known: with the operation,
// and with the position from which the caller may go on, which is where it wanted to
// begin.
func placed(op *operation, err error, resume frontdesk.Cursor) error {
	e, ok := err.(*frontdesk.Error)
	if !ok {
		return err
	}
	full := *e
	if full.Vendor == "" {
		full.Vendor, full.Operation, full.Class = vendor, op.ID, op.Class
	}
	if full.Next == "" {
		full.Next = resume
	}
	return &full
}
