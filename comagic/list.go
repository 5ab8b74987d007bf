package comagic

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// list describes a method that pages. Its rows go through this package as pointers in
// an any: the compiler would repeat generic code for the rows of each list.
type list struct {
	op      *operation
	columns columns
	// filterLevels is how deep the trees of a filter nest.
	filterLevels int
	// keyField is the column of the rows' identity, if they have one.
	keyField string
	// sortField gives the rows an order that does not change between pages; empty
	// if no column can.
	sortField string
	// tieFields order the rows that are equal in sortField; none if no column can.
	tieFields []string
	// period is the longest range of dates in one request, in days; 0 for lists
	// without dates. Where months is not 0, the vendor counts by the calendar too.
	period, months int
	// timeField is the column by which the period is cut, if it may be sorted by.
	timeField string
	limits    pageLimits
	// newRow makes a row, to which the others take a pointer.
	newRow func() any
	// key is the identity of a row; nil for rows without.
	key func(row any) paging.Key
	// timeOf is the row's value of sortField where that is a time; nil where it is
	// not.
	timeOf func(row any) frontdesk.Opt[time.Time]
}

// pageLimits are the vendor's bounds of a page.
type pageLimits struct{ defaultLimit, maxLimit, maxOffset int }

// prefetchLimit bounds the pages that are fetched ahead, which are held in memory.
const prefetchLimit = 1000

// listParams are the params of a list: a pointer to a struct, or nil.
type listParams interface{ page() pageParams }

// copied returns params of the caller's own, zero for nil.
func copied(params listParams) listParams {
	given := reflect.ValueOf(params)
	own := reflect.New(given.Type().Elem())
	if !given.IsNil() {
		own.Elem().Set(given.Elem())
	}
	return own.Interface().(listParams)
}

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
	list   *list
	params listParams
	page   pageParams
	plan   plan
	set    *settings.Settings
	user   userID
	limit  int // asked for, or the vendor's default
	// ownLimit tells that the caller asked for none.
	ownLimit bool
	mark     string // of the query in cursors

	// position is told where an iteration is, with cursors before sealing; nil if
	// nobody asks.
	position func(frontdesk.Cursor)
	// iterating tells an iterator, which always states its limit, from a single page.
	iterating bool
	// changing is held while params are changed for one request.
	changing sync.Mutex
	// unreachable is the position after the last page that offsets reach, once rows
	// are known to be left there; see next.
	unreachable frontdesk.Cursor
}

// part is one request of a list: where it begins and what of its rows is wanted.
type part struct {
	pos    paging.Position // of the first row wanted
	offset int64
	limit  int
	skip   int // rows in front of pos
}

// newQuery checks params, which are the query's own. Windows of at most days days are
// planned; 0 takes the range as it is.
func newQuery(c *base, l *list, params listParams, days int, set *settings.Settings) (*query, error) {
	core := c.api(l.op).core
	page := params.page()
	q := &query{client: c, list: l, params: params, page: page, set: set}
	var f fault
	c1 := checks{fault: &f}
	if p, ok := q.params.(checked); ok {
		p.check(c1)
	}
	q.check(&c1)
	if days == 0 {
		q.checkPeriod(&c1)
	}
	if f.reason != "" {
		return nil, f.error(core, &l.op.Operation)
	}
	if page.filter != nil {
		*page.filter = l.columns.onDays(*page.filter, c.codec.Location())
	}
	var err error
	if q.user, err = c.user(l.op, q.set); err != nil {
		return nil, err
	}
	if q.mark, err = q.markOf(); err != nil {
		return nil, core.Invalid(l.op.ID, "params", err)
	}
	q.limit, q.ownLimit = *q.page.limit, *q.page.limit == 0
	if q.ownLimit {
		q.limit = l.limits.defaultLimit
	}
	q.plan.MaxOffset, q.plan.LastPage = int64(l.limits.maxOffset), l.limits.maxLimit
	q.plan.backwards = q.newestFirst()
	if q.page.from != nil && !q.page.from.IsZero() && !q.page.till.IsZero() {
		zone := c.codec.Location()
		q.plan.From, q.plan.Till = q.page.from.In(zone), q.page.till.In(zone)
		if days > 0 {
			q.plan.MaxWindow, q.plan.MaxMonths = time.Duration(days)*24*time.Hour, l.months
		}
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
		q.list.columns.checkFilter(c, *q.page.filter, q.list.filterLevels, q.list.filterLevels)
	}
}

// checkPeriod refuses the period of one page that the vendor refuses by its days and,
// where it has such, by its months too.
func (q *query) checkPeriod(c *checks) {
	if q.page.from == nil || q.list.period == 0 || q.page.from.IsZero() || q.page.till.IsZero() {
		return
	}
	from, till := *q.page.from, *q.page.till
	longest := from.AddDate(0, 0, q.list.period)
	if months := from.AddDate(0, q.list.months, 0); months.After(longest) {
		longest = months
	}
	if till.After(longest) {
		c.fail("date_till", "more than %d days after date_from, which one page cannot have; the All method of the list reads it in windows",
			q.list.period)
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
func (q *query) at(cursor frontdesk.Cursor) (*transport.Request, part, error) {
	q.changing.Lock()
	defer q.changing.Unlock()
	pos, err := q.plan.At(cursor)
	if err == nil && cursor != "" && cursor == q.unreachable {
		err = paging.CheckOffset(pos.Offset+int64(len(pos.Seen)), q.plan.MaxOffset)
	}
	if err != nil {
		return nil, part{}, err
	}
	want := q.limit
	if q.iterating && pos.Offset >= q.plan.MaxOffset {
		want = q.plan.LastPage // all that can still be reached
	}
	if len(pos.Seen) > 0 {
		if q.list.key == nil {
			return nil, part{}, q.core().InvalidArgument(&q.list.op.Operation, "Resume", "the cursor belongs to another list")
		}
		want = min(want+len(pos.Seen), q.list.limits.maxLimit)
	}
	p := part{pos: pos, offset: pos.Offset, limit: want}
	if pos.Offset > q.plan.MaxOffset || !q.cutsByID() {
		p.offset, p.limit, p.skip = q.plan.Ask(pos, want)
	}
	sent := p.limit
	if !q.iterating && p.skip == 0 && len(pos.Seen) == 0 && q.ownLimit {
		p.limit, sent = q.limit, 0 // the vendor's own
	}
	req, err := q.request(pos.Window, p.offset, sent)
	return req, p, err
}

// request asks for limit rows of a window from an offset on. It changes the params:
// q.changing is held.
func (q *query) request(window paging.Window, offset int64, limit int) (*transport.Request, error) {
	*q.page.offset, *q.page.limit = int(offset), limit
	if !window.From.IsZero() {
		*q.page.from, *q.page.till = window.From, window.Till
	}
	body, err := q.client.params(q.list.op, q.params, q.user)
	if err != nil {
		return nil, q.core().Invalid(q.list.op.ID, "params", err)
	}
	return &transport.Request{
		Op: &q.list.op.Operation, Body: body, ContentType: jsonType, Codec: q.client.codec, Format: q.list.op.rpc(),
	}, nil
}

func (q *query) core() *transport.Core { return q.client.api(q.list.op).core }

// note passes a reply's metadata on to who asked for it.
func (q *query) note(meta *Metadata) {
	q.changing.Lock()
	defer q.changing.Unlock()
	q.client.noteMetadata(q.list.op, meta, q.set)
}

// readPage reads the page at a cursor whole: its rows into items, a pointer to a slice
// of them. It returns the number of all rows, if the reply tells it, and the cursor of
// the next page.
func (q *query) readPage(ctx context.Context, cursor frontdesk.Cursor, items any) (total frontdesk.Opt[int], next frontdesk.Cursor, err error) {
	req, p, err := q.at(cursor)
	if err != nil {
		return total, "", err
	}
	meta, err := q.fetchRows(ctx, req, items)
	if err != nil {
		return total, "", err
	}
	q.note(meta)
	read := newProgress(q, p)
	rows := reflect.ValueOf(items).Elem()
	for i := range rows.Len() {
		row := rows.Index(i).Addr().Interface()
		if len(p.pos.Seen) > 0 && read.fresh == q.limit && read.wants(row) {
			// It was asked for in place of one of p.pos.Seen.
			rows.SetLen(read.fresh)
			return meta.TotalItems, read.position().Cursor(), nil
		}
		kept := read.fresh
		if read.add(row) && kept < i {
			rows.Index(kept).Set(rows.Index(i))
		}
	}
	rows.SetLen(read.fresh)
	next, err = q.next(ctx, read, read.total(meta))
	return meta.TotalItems, next, err
}

// fetchRows makes a request and decodes its rows into rows, a pointer to a slice.
func (q *query) fetchRows(ctx context.Context, req *transport.Request, rows any) (*Metadata, error) {
	into, read := replyFor(q.list.op, rows)
	read.Data.sparse = q.sparse()
	req.Out = into
	if err := q.core().Do(ctx, req, q.set); err != nil {
		return nil, err
	}
	return read.meta(), nil
}

// sparse reports whether a row may hold nothing: the caller chose columns, the rows'
// identity not among them.
func (q *query) sparse() bool {
	return q.page.fields != nil && len(*q.page.fields) > 0 && (q.list.keyField == "" || !slices.Contains(*q.page.fields, q.list.keyField))
}

// page returns one page of a list.
func page[T any](ctx context.Context, c *base, l *list, params listParams, opts []frontdesk.Option) (*frontdesk.Page[T], error) {
	p := &frontdesk.Page[T]{Items: []T{}}
	var err error
	p.Total, p.Next, err = c.page(ctx, l, copied(params), &p.Items, opts)
	if err != nil {
		return nil, err
	}
	p.HasMore = p.Next != ""
	return p, nil
}

// page reads one page into items, a pointer to a slice; params are its own.
func (c *base) page(
	ctx context.Context, l *list, params listParams, items any, opts []frontdesk.Option,
) (total frontdesk.Opt[int], next frontdesk.Cursor, err error) {
	resume := *params.page().resume
	q, err := newQuery(c, l, params, 0, c.api(l.op).core.Resolve(opts))
	if err != nil {
		return total, "", placed(l.op, err, resume)
	}
	cursor, err := q.start()
	if err == nil {
		total, next, err = q.readPage(ctx, cursor, items)
	}
	if err != nil {
		return total, "", placed(l.op, err, resume)
	}
	return total, q.seal(next), nil
}
