package comagic

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// list describes a method that pages, with rows of type T.
type list[T any] struct {
	listInfo
	// key is the identity of a row; nil for rows without.
	key func(*T) paging.Key
}

// listInfo is what all lists have, whatever their rows are. As much as can be works
// on it rather than on list, so that the compiler does not repeat it for each type.
type listInfo struct {
	op      *operation
	columns columns
	// keyField is the column of the rows' identity, if they have one.
	keyField string
	// sortField gives the rows an order that does not change between pages; empty
	// if no column can.
	sortField string
	// period is the longest range of dates in one request, in days; 0 for lists
	// without dates.
	period int
	// timeField is the column by which the period is cut, if it may be sorted by.
	timeField string
	limits    pageLimits
}

// pageLimits are the vendor's bounds of a page.
type pageLimits struct{ defaultLimit, maxLimit, maxOffset int }

// prefetchLimit bounds the pages that are fetched ahead, which are held in memory.
const prefetchLimit = 1000

// pageParams are the places of what all lists' params have; nil where a method
// lacks it.
type pageParams struct {
	limit, offset *int
	fields        *[]string
	filter        *Filter
	sort          *[]Sort
	from, till    *time.Time
	resume        *frontdesk.Cursor
}

// query is one list call: params of its own, which are changed from page to page.
type query struct {
	client *base
	list   *listInfo
	params any
	page   pageParams
	plan   plan
	set    *settings.Settings
	user   userID
	limit  int    // asked for, or the vendor's default
	mark   string // of the query in cursors
}

// newQuery checks params, which are the query's own, with the places in them that
// page names. Windows of at most days days are planned; 0 takes the range as it is.
func newQuery(c *base, l *listInfo, params any, page pageParams, days int, opts []frontdesk.Option) (*query, error) {
	core := c.api(l.op).core
	q := &query{client: c, list: l, params: params, page: page, set: core.Resolve(opts)}
	var f fault
	c1 := checks{fault: &f}
	if p, ok := q.params.(checked); ok {
		p.check(c1)
	}
	q.check(&c1)
	if f.reason != "" {
		return nil, f.error(core, &l.op.Operation)
	}
	var err error
	if q.user, err = c.user(l.op, q.set); err != nil {
		return nil, err
	}
	if q.mark, err = q.markOf(); err != nil {
		return nil, core.Invalid(l.op.ID, "params", err)
	}
	q.limit = *q.page.limit
	if q.limit == 0 {
		q.limit = l.limits.defaultLimit
	}
	q.plan.MaxOffset = int64(l.limits.maxOffset)
	q.plan.backwards = q.newestFirst()
	if q.page.from != nil && !q.page.from.IsZero() && !q.page.till.IsZero() {
		zone := c.codec.Location()
		q.plan.From, q.plan.Till = q.page.from.In(zone), q.page.till.In(zone)
		q.plan.MaxWindow = time.Duration(days) * 24 * time.Hour
	}
	return q, nil
}

// newestFirst reports whether the caller wants the rows of a report from its end on.
func (q *query) newestFirst() bool {
	if q.list.timeField == "" || q.page.sort == nil || len(*q.page.sort) == 0 {
		return false
	}
	first := (*q.page.sort)[0]
	return first.Field == q.list.timeField && first.Order == Descending
}

func (q *query) check(c *checks) {
	if limit := *q.page.limit; limit < 0 || limit > q.list.limits.maxLimit {
		c.fail("limit", "%d is not between 1 and %d", limit, q.list.limits.maxLimit)
	}
	if offset := *q.page.offset; offset < 0 || offset > q.list.limits.maxOffset {
		c.fail("offset", "%d is not between 0 and %d", offset, q.list.limits.maxOffset)
	}
	if q.page.fields != nil {
		q.list.columns.checkFields(c, *q.page.fields)
	}
	if q.page.sort != nil {
		q.list.columns.checkSort(c, *q.page.sort)
	}
	if q.page.filter != nil {
		q.list.columns.checkFilter(c, *q.page.filter, 1)
	}
}

// start is where the caller wants to begin.
func (q *query) start() (frontdesk.Cursor, error) {
	if *q.page.resume != "" {
		return q.unseal(*q.page.resume)
	}
	pos, err := q.plan.At("")
	if err != nil {
		return "", err
	}
	pos.Offset = int64(*q.page.offset)
	return pos.Cursor(), nil
}

// at returns the request for the page at a cursor.
func (q *query) at(cursor frontdesk.Cursor) (*transport.Request, paging.Position, error) {
	pos, err := q.plan.At(cursor)
	if err != nil {
		return nil, pos, err
	}
	*q.page.offset = int(pos.Offset)
	if *q.page.limit != 0 {
		*q.page.limit = q.plan.Limit(pos, q.limit)
	}
	if !pos.From.IsZero() {
		*q.page.from, *q.page.till = pos.From, pos.Till
	}
	body, err := q.client.params(q.list.op, q.params, q.user)
	if err != nil {
		return nil, pos, q.core().Invalid(q.list.op.ID, "params", err)
	}
	return &transport.Request{
		Op: &q.list.op.Operation, Body: body, ContentType: jsonType, Codec: q.client.codec, Format: q.list.op.rpc(),
	}, pos, nil
}

func (q *query) core() *transport.Core { return q.client.api(q.list.op).core }

// asked is the limit of the request at pos.
func (q *query) asked(pos paging.Position) int {
	if *q.page.limit == 0 {
		return q.limit
	}
	return q.plan.Limit(pos, q.limit)
}

// fetchPage reads the page at a cursor whole.
func fetchPage[T any](ctx context.Context, q *query, cursor frontdesk.Cursor) (*frontdesk.Page[T], error) {
	req, pos, err := q.at(cursor)
	if err != nil {
		return nil, err
	}
	asked := q.asked(pos)
	var items []T
	meta, err := q.fetchRows(ctx, req, &items)
	if err != nil {
		return nil, err
	}
	q.client.noteMetadata(q.list.op, meta, q.set)
	return pageAt(q, items, pos, asked, meta), nil
}

// pageAt makes the page of the rows that a request at pos returned.
func pageAt[T any](q *query, items []T, pos paging.Position, asked int, meta *Metadata) *frontdesk.Page[T] {
	if items == nil {
		items = []T{}
	}
	next := q.plan.After(pos, len(items), asked, meta.TotalItems)
	return &frontdesk.Page[T]{Items: items, Total: meta.TotalItems, Next: next, HasMore: next != ""}
}

// fetchRows makes a request and decodes its rows into rows, a pointer to a slice.
func (q *query) fetchRows(ctx context.Context, req *transport.Request, rows any) (*Metadata, error) {
	into, read := replyFor(q.list.op, rows)
	req.Out = into
	if err := q.core().Do(ctx, req, q.set); err != nil {
		return nil, err
	}
	return read.meta(), nil
}

// page returns one page of a list.
func page[T, P any](ctx context.Context, c *base, l *list[T], params *P, access func(*P) pageParams, opts []frontdesk.Option) (*frontdesk.Page[T], error) {
	own := *orZero(params)
	resume := *access(&own).resume
	q, err := newQuery(c, &l.listInfo, &own, access(&own), 0, opts)
	if err != nil {
		return nil, placed(l.op, err, resume)
	}
	cursor, err := q.start()
	if err == nil {
		var p *frontdesk.Page[T]
		if p, err = fetchPage[T](ctx, q, cursor); err == nil {
			p.Next = q.seal(p.Next)
			return p, nil
		}
	}
	return nil, placed(l.op, err, resume)
}

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
		q, start, err := begin(c, &l.listInfo, own, access, opts)
		if err != nil {
			var zero T
			yield(zero, placed(l.op, err, *access.resume))
			return
		}
		// Iterators over pointers: the compiler makes one for all types of rows.
		rows := streamed[T]
		if q.core().Prefetch(q.set) > 0 {
			rows = prefetched[T]
		}
		var none T
		for row, err := range rows(ctx, q, keyOf(l.key), start) {
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

// keyOf is a key for paging over pointers.
func keyOf[T any](key func(*T) paging.Key) func(**T) paging.Key {
	if key == nil {
		return nil
	}
	return func(row **T) paging.Key { return key(*row) }
}

// begin makes the query of an iteration and says where it starts.
func begin(c *base, l *listInfo, params any, page pageParams, opts []frontdesk.Option) (*query, frontdesk.Cursor, error) {
	q, err := newQuery(c, l, params, page, l.period, opts)
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
	if *q.page.limit == 0 {
		q.limit = q.list.limits.maxLimit
	}
	*q.page.limit = q.limit
	if by := q.list.sortField; by != "" && q.page.sort != nil && !slices.ContainsFunc(*q.page.sort, func(s Sort) bool { return s.Field == by }) {
		*q.page.sort = append(slices.Clip(*q.page.sort), Asc(by))
	}
	if q.page.fields == nil {
		return
	}
	fields := *q.page.fields
	for _, name := range []string{q.list.keyField, q.list.sortField} {
		if name == "" || slices.Contains(fields, name) {
			continue
		}
		if len(fields) == 0 {
			if col, _, ok := q.list.columns.find(name); !ok || col.flags&hidden == 0 {
				continue // it comes by default
			}
			fields = q.list.columns.defaults()
		}
		fields = append(slices.Clip(fields), name)
	}
	*q.page.fields = fields
}

func (q *query) named() paging.Call {
	return paging.Call{Vendor: vendor, Operation: q.list.op.ID, Class: q.list.op.Class}
}

// prefetched iterates over whole pages that are fetched ahead.
func prefetched[T any](ctx context.Context, q *query, key func(**T) paging.Key, start frontdesk.Cursor) iter.Seq2[*T, error] {
	q.limit = min(q.limit, prefetchLimit)
	*q.page.limit = q.limit
	var changing sync.Mutex // params are changed for one page at a time
	return paging.Pages(ctx, start, paging.PagesConfig[*T]{
		Call: q.named(), Key: key, Prefetch: q.core().Prefetch(q.set),
		Fetch: func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[*T], error) {
			changing.Lock()
			req, pos, err := q.at(cursor)
			changing.Unlock()
			if err != nil {
				return nil, err
			}
			var items []*T
			meta, err := q.fetchRows(ctx, req, &items)
			if err != nil {
				return nil, err
			}
			for i := range items {
				items[i] = orZero(items[i]) // null among the rows
			}
			changing.Lock()
			q.client.noteMetadata(q.list.op, meta, q.set)
			changing.Unlock()
			return pageAt(q, items, pos, q.plan.Limit(pos, q.limit), meta), nil
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

// streamed iterates over rows as they arrive.
func streamed[T any](ctx context.Context, q *query, key func(**T) paging.Key, start frontdesk.Cursor) iter.Seq2[*T, error] {
	resume := false
	mayBeResumed := q.client.resuming && mayResume(q.set)
	return paging.Rows(ctx, start, paging.RowsConfig[*T]{
		Call: q.named(), Key: key, Advance: q.plan.Advance,
		Open: func(ctx context.Context, cursor frontdesk.Cursor) (paging.RowReader[*T], error) {
			again := resume
			resume = false
			return openRows[T](ctx, q, cursor, again)
		},
		Resumable: func(err error) bool {
			resume = mayBeResumed && frontdesk.Retryable(err)
			return resume
		},
	})
}

func openRows[T any](ctx context.Context, q *query, cursor frontdesk.Cursor, resume bool) (paging.RowReader[*T], error) {
	req, pos, err := q.at(cursor)
	if err != nil {
		return nil, err
	}
	r := &rowReader[T]{openPage: openPage{query: q, pos: pos}}
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
	return r, nil
}

// openPage is a page being read.
type openPage struct {
	query  *query
	stream *transport.Stream
	pos    paging.Position
	meta   *Metadata
	count  int
	err    error
}

// rowReader reads the rows of one page.
type rowReader[T any] struct {
	openPage
	items []*T // of a reply that was no stream
}

func (r *rowReader[T]) Next() (row *T, ok bool, err error) {
	if r.stream.Whole() {
		if r.count == len(r.items) {
			return nil, false, nil
		}
		r.count++
		return orZero(r.items[r.count-1]), true, nil
	}
	row = new(T)
	if ok, r.err = r.stream.Next(r.query.client.codec, row); !ok {
		return nil, false, r.err
	}
	r.count++
	return row, true, nil
}

func (r *openPage) End() (frontdesk.Cursor, error) {
	q := r.query
	if !r.stream.Whole() {
		now := time.Now()
		meta := parseMetadata(r.stream.Metadata(), now)
		r.meta = &meta
		if raw := r.stream.ErrorMember(); raw != nil {
			failure, states := failureOf(raw, now)
			q.core().Observe(states)
			r.err = r.stream.Fail(failure)
			return "", r.err
		}
	}
	q.client.noteMetadata(q.list.op, r.meta, q.set)
	return q.plan.After(r.pos, r.count, q.asked(r.pos), r.meta.TotalItems), nil
}

func (r *openPage) Close() error {
	r.stream.Close(r.err)
	return nil
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
