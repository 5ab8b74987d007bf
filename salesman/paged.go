package salesman

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"reflect"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// listCheck is what lists have in common and refuse before sending.
type listCheck struct {
	page      int
	resume    frontdesk.Cursor
	order     string
	sortable  func(string) bool
	direction Direction
	user      string
	fields    Fields
	days      []namedDay
}

// namedDay is a day under its parameter's name.
type namedDay struct {
	name string
	day  Date
}

// pageOf checks the parameters of a list and returns the page to read, counted
// from 0.
func (c *Client) pageOf(op *transport.Operation, l listCheck) (int, error) {
	if l.resume != "" {
		page, err := paging.ParsePage(l.resume)
		if err != nil {
			return 0, c.core.InvalidArgument(op, "Resume", "not a cursor of this list")
		}
		l.page = int(page)
	}
	switch {
	case l.page < 0:
		return 0, c.core.InvalidArgument(op, "offset", "%d is not a page number", l.page)
	case l.order != "" && !l.sortable(l.order):
		return 0, c.core.InvalidArgument(op, "order", "the server cannot sort by %q", l.order)
	case l.direction != "" && l.direction != Ascending && l.direction != Descending:
		return 0, c.core.InvalidArgument(op, "first", "%q is neither new nor old", l.direction)
	}
	if l.user != "" {
		if err := checkLogin(l.user); err != nil {
			return 0, c.core.Invalid(op.ID, "user", err)
		}
	}
	if err := c.checkDays(op, l.days...); err != nil {
		return 0, err
	}
	return l.page, c.checkFieldNames(op, l.fields)
}

// checkDays refuses days that the calendar does not have.
func (c *Client) checkDays(op *transport.Operation, days ...namedDay) error {
	for _, d := range days {
		if !d.day.valid() {
			return c.core.InvalidArgument(op, d.name, "the calendar has no such day")
		}
	}
	return nil
}

// checkFieldNames refuses what cannot be the name of a field.
func (c *Client) checkFieldNames(op *transport.Operation, fields Fields) error {
	for _, name := range fields {
		if !isWord(name) {
			return c.core.InvalidArgument(op, "fields", "%q is not the name of a field", name)
		}
	}
	return nil
}

// checkIDs refuses negative ids among the optional ones.
func (c *Client) checkIDs(op *transport.Operation, at string, ids ...idParam) error {
	for _, p := range ids {
		if p.id < 0 {
			return c.core.InvalidArgument(op, at+p.name, "%d is not a positive id", p.id)
		}
	}
	return nil
}

// namedAmount is an amount under its parameter's name.
type namedAmount struct {
	name   string
	amount Amount
}

// checkAmounts refuses what is no decimal number.
func (c *Client) checkAmounts(op *transport.Operation, at string, amounts ...namedAmount) error {
	for _, a := range amounts {
		if !a.amount.valid() {
			return c.core.InvalidArgument(op, at+a.name, "%q is not a decimal number", string(a.amount))
		}
	}
	return nil
}

// columnsOf returns a test for the given columns.
func columnsOf(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// customColumnsOf returns a test for the given columns and the account's own
// fields, which only clients, contacts and deals have.
func customColumnsOf(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) || isCustomField(name) }
}

// listReply is the envelope of most lists.
type listReply[T any] struct {
	Rows  []T                `json:"data"`
	Count frontdesk.Opt[int] `json:"count"`
}

// listPage reads one page of 200 rows.
func listPage[T any, P row[T]](ctx context.Context, c *Client, op *transport.Operation, params any, page int, opts []frontdesk.Option) (*frontdesk.Page[T], error) {
	var reply listReply[T]
	if _, err := c.do(ctx, request{op: op, params: params, out: &reply}, opts); err != nil {
		return nil, err
	}
	if err := checkRows[T, P](op, reply.Rows); err != nil {
		return nil, err
	}
	if err := checkEnd(op, len(reply.Rows), page, reply.Count); err != nil {
		return nil, err
	}
	return numbered(reply.Rows, page, reply.Count), nil
}

// row is a pointer to what a list is made of.
type row[T any] interface {
	*T
	id() int64
}

// checkRows refuses a row without an id: null in the place of a row, a record of
// nulls, or another table's. Whoever skipped it would take the rest for the list.
func checkRows[T any, P row[T]](op *transport.Operation, rows []T) error {
	for i := range rows {
		if P(&rows[i]).id() <= 0 {
			return unreadable(op, fmt.Sprintf("row %d of %d in the reply has no id", i+1, len(rows)))
		}
	}
	return nil
}

// checkEnd refuses a page without rows where by its own count there are some, since
// the list would look complete. An empty last page is none of those: like one with
// too few rows it is what is left of data that shrink, or of rows that the server
// counts and does not show.
func checkEnd(op *transport.Operation, rows, page int, count frontdesk.Opt[int]) error {
	n, ok := count.Get()
	if !ok || rows > 0 || n <= page*pageSize || page > 0 && n <= (page+1)*pageSize {
		return nil
	}
	return unreadable(op, fmt.Sprintf("the server counts %d rows and shows none from row %d on", n, page*pageSize))
}

// unreadable is the error of a read whose reply does not hold what it should.
func unreadable(op *transport.Operation, message string) error {
	return &frontdesk.Error{
		Vendor: vendor, Operation: op.ID, Class: op.Class, Kind: frontdesk.KindDecode, HTTPStatus: http.StatusOK,
		Sent: frontdesk.SentYes, Attempts: 1, Message: message,
	}
}

// numbered makes a page. By its count the server has more, the rest of a short
// page notwithstanding: it takes rows away after it has cut the list into pages.
func numbered[T any](rows []T, page int, count frontdesk.Opt[int]) *frontdesk.Page[T] {
	result := paging.NumberedPage(rows, int64(page), pageSize, count)
	if n, ok := count.Get(); ok && len(rows) > 0 && (page+1)*pageSize < n {
		result.HasMore, result.Next = true, paging.PageCursor(int64(page+1))
	}
	return result
}

// allPages iterates over the rows of a list that is paged by number. fetch reads
// the page at a cursor.
func allPages[T any, P row[T]](ctx context.Context, c *Client, op *transport.Operation, page int, resume frontdesk.Cursor,
	fetch func(context.Context, frontdesk.Cursor, []frontdesk.Option) (*frontdesk.Page[T], error), opts []frontdesk.Option,
) iter.Seq2[T, error] {
	if resume == "" && page > 0 {
		resume = paging.PageCursor(int64(page))
	}
	set := c.core.Resolve(opts)
	position, opts := paging.TakePosition(set, opts)
	id := func(row *T) int64 { return P(row).id() }
	return onlyOnce(id, paging.Pages(ctx, resume, paging.PagesConfig[T]{
		Call:     paging.Call{Vendor: vendor, Operation: op.ID, Class: op.Class},
		Key:      func(row *T) paging.Key { return paging.IntKey(id(row)) },
		Advance:  paging.AdvancePage,
		Position: position,
		Prefetch: c.core.Prefetch(set),
		Ahead:    pagesAhead[T],
		Fetch: func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[T], error) {
			return fetch(ctx, cursor, opts)
		},
	}))
}

// onlyOnce drops rows whose id was there before: in an order that ties, or that
// changes meanwhile, a row may be on any later page again.
func onlyOnce[T any](id func(*T) int64, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[int64]struct{}{}
		for row, err := range rows {
			if err == nil {
				key := id(&row)
				if _, again := seen[key]; again && key != 0 {
					continue
				}
				seen[key] = struct{}{}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// writeOne makes a call that answers with a [WriteResult].
func (c *Client) writeOne(ctx context.Context, r request, opts []frontdesk.Option) (*WriteResult, error) {
	result, _, err := c.write(ctx, r, opts)
	return result, err
}

// write is writeOne, and says what became of the call.
func (c *Client) write(ctx context.Context, r request, opts []frontdesk.Option) (*WriteResult, *exchange, error) {
	result := new(WriteResult)
	r.out = result
	x, err := c.do(ctx, r, opts)
	if err != nil {
		return nil, x, err
	}
	result.Changed = x.changed()
	if result.ID == 0 && len(r.ids) > 0 {
		result.ID = r.ids[0].id // a reply that nothing changed need not name it
	}
	return result, x, nil
}

// deleteOne makes a call that answers with a [DeleteResult].
func (c *Client) deleteOne(ctx context.Context, op *transport.Operation, id idParam, opts []frontdesk.Option) (*DeleteResult, error) {
	result := new(DeleteResult)
	if _, err := c.do(ctx, request{op: op, ids: []idParam{id}, out: result}, opts); err != nil {
		return nil, err
	}
	if result.ID <= 0 {
		result.ID = id.id // the reply to a deletion of an activity does not name it
	}
	return result, nil
}

// readData reads what an operation without rows of its own answers under data.
func readData[T any](ctx context.Context, c *Client, r request, opts []frontdesk.Option) (T, error) {
	var reply struct {
		Data T `json:"data"`
	}
	r.out = &reply
	_, err := c.do(ctx, r, opts)
	if err == nil && isNil(reply.Data) {
		err = unreadable(r.op, "the reply has no data")
	}
	if err == nil {
		err = checkFilled(r.op, reflect.ValueOf(reply.Data))
	}
	return reply.Data, err
}

// checkFilled refuses a list in which something stands that is nothing: null in the
// place of a record, or a record of nulls.
func checkFilled(op *transport.Operation, list reflect.Value) error {
	if list.Kind() != reflect.Slice || list.Type().Elem().Kind() != reflect.Struct {
		return nil
	}
	for i := range list.Len() {
		row := reflect.New(list.Type().Elem()).Elem()
		row.Set(list.Index(i))
		if extra := row.FieldByName("Extra"); extra.IsValid() {
			extra.SetZero() // what only other tables have makes no row of this one
		}
		if row.IsZero() {
			return unreadable(op, fmt.Sprintf("row %d of %d in the reply is empty", i+1, list.Len()))
		}
	}
	return nil
}

// isNil reports a pointer to a record that the reply did not hold.
func isNil(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && p.IsNil()
}
