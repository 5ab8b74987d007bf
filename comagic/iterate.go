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
func all[T, P any](ctx context.Context, c *base, l *list[T], params *P, access func(*P) pageParams, opts []frontdesk.Option) iter.Seq2[T, error] {
	given := *orZero(params)
	return allRows(ctx, c, l, opts, func() (any, pageParams) {
		own := given
		return &own, access(&own)
	})
}

// allRows is all with a function that copies the params for each range.
func allRows[T any](ctx context.Context, c *base, l *list[T], opts []frontdesk.Option, params func() (any, pageParams)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		own, access := params()
		set := c.api(l.op).core.Resolve(opts)
		position, _ := paging.TakePosition(set, opts)
		q, start, err := begin(c, &l.listInfo, own, access, set)
		if err != nil {
			if position != nil {
				position(*access.resume)
			}
			var zero T
			yield(zero, placed(l.op, err, *access.resume))
			return
		}
		if position != nil {
			q.position = func(c frontdesk.Cursor) { position(q.seal(c)) }
		}
		// Iterators over pointers: the compiler makes one for all types of rows.
		rows := streamed[T]
		if q.core().Prefetch(q.set) > 0 {
			rows = prefetched[T]
		}
		var none T
		for row, err := range rows(ctx, q, l, start) {
			if row == nil {
				row = &none
			}
			if !yield(*row, q.sealed(err)) {
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

// overPointers makes a function of rows one of pointers to rows, some of which may be
// nil in a page as it was decoded.
func overPointers[T, V any](of func(*T) V) func(**T) V {
	if of == nil {
		return nil
	}
	return func(row **T) V { return of(orZero(*row)) }
}

// begin makes the query of an iteration and says where it starts.
func begin(c *base, l *listInfo, params any, page pageParams, set *settings.Settings) (*query, frontdesk.Cursor, error) {
	q, err := newQuery(c, l, params, page, l.period, set)
	if err != nil {
		return nil, "", err
	}
	if *page.offset > 0 && *page.resume == "" && q.plan.several() {
		// It would be the offset of the first window only.
		return nil, "", q.core().InvalidArgument(&l.op.Operation, "offset",
			"it does not go with all rows of a period of several windows of %d days; use Resume", l.period)
	}
	start, err := q.start()
	q.prepare()
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
	for _, by := range []string{q.list.sortField, q.list.tieField} {
		q.sortBy(by)
	}
	if q.page.fields == nil {
		return
	}
	fields := *q.page.fields
	for _, name := range []string{q.list.keyField, q.list.sortField, q.list.tieField} {
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
	if by != "" && q.page.sort != nil && !slices.ContainsFunc(*q.page.sort, func(s Sort) bool { return s.Field == by }) {
		*q.page.sort = append(slices.Clip(*q.page.sort), Asc(by))
	}
}

func (q *query) named() paging.Call {
	return paging.Call{Vendor: vendor, Operation: q.list.op.ID, Class: q.list.op.Class}
}

// prefetched iterates over whole pages that are fetched ahead.
func prefetched[T any](ctx context.Context, q *query, l *list[T], start frontdesk.Cursor) iter.Seq2[*T, error] {
	q.limit = min(q.limit, prefetchLimit)
	return paging.Pages(ctx, start, paging.PagesConfig[*T]{
		Call: q.named(), Key: overPointers(l.key), Advance: q.plan.Advance, Position: q.position,
		Prefetch: q.core().Prefetch(q.set),
		Fetch: func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[*T], error) {
			p, err := fetchPage(ctx, q, cursor, overPointers(l.timeOf))
			if err != nil {
				return nil, err
			}
			for i := range p.Items {
				p.Items[i] = orZero(p.Items[i]) // null among the rows
			}
			if pos, err := q.plan.At(cursor); err == nil && pos.Offset >= q.plan.MaxOffset {
				p.Total = frontdesk.Opt[int]{} // what follows is counted in another window
			}
			return p, nil
		},
		Ahead: func(p *frontdesk.Page[*T], n int) []frontdesk.Cursor {
			if !p.HasMore {
				return nil
			}
			return q.ahead(p.Next, p.Total, n)
		},
	})
}

// ahead names up to n pages from next on, as far as the window's total tells.
func (q *query) ahead(next frontdesk.Cursor, total frontdesk.Opt[int], n int) []frontdesk.Cursor {
	if n <= 0 {
		return nil
	}
	cursors := []frontdesk.Cursor{next}
	rows, known := total.Get()
	pos, err := q.plan.At(next)
	if !known || err != nil || pos.Offset == 0 {
		return cursors
	}
	for len(cursors) < n {
		pos.Offset += int64(q.limit)
		if pos.Offset >= int64(rows) || pos.Offset > q.plan.MaxOffset {
			break
		}
		cursors = append(cursors, pos.Cursor())
	}
	return cursors
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
