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
func listPage[T any](ctx context.Context, c *Client, op *transport.Operation, params any, page int, opts []frontdesk.Option) (*frontdesk.Page[T], error) {
	var reply listReply[T]
	if _, err := c.do(ctx, request{op: op, params: params, out: &reply}, opts); err != nil {
		return nil, err
	}
	return numbered(reply.Rows, page, reply.Count), nil
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
func allPages[T any](ctx context.Context, c *Client, op *transport.Operation, page int, resume frontdesk.Cursor,
	id func(*T) int64, fetch func(context.Context, frontdesk.Cursor, []frontdesk.Option) (*frontdesk.Page[T], error), opts []frontdesk.Option,
) iter.Seq2[T, error] {
	if resume == "" && page > 0 {
		resume = paging.PageCursor(int64(page))
	}
	set := c.core.Resolve(opts)
	position, opts := paging.TakePosition(set, opts)
	return onlyOnce(id, paging.Pages(ctx, resume, paging.PagesConfig[T]{
		Call:     paging.Call{Vendor: vendor, Operation: op.ID, Class: op.Class},
		Key:      func(row *T) paging.Key { return paging.IntKey(id(row)) },
		Advance:  paging.AdvancePage,
		Position: position,
		Prefetch: c.core.Prefetch(set),
		Ahead:    pagesAhead[T],
		Fetch: func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[T], error) {
			page, err := fetch(ctx, cursor, opts)
			if err == nil && len(page.Items) == 0 {
				err = c.checkEnd(op, cursor, page.Total)
			}
			return page, err
		},
	}))
}

// checkEnd refuses a page without rows before the end that the total tells: a list
// that ended there would look complete.
func (c *Client) checkEnd(op *transport.Operation, cursor frontdesk.Cursor, total frontdesk.Opt[int]) error {
	var page int64
	if cursor != "" {
		page, _ = paging.ParsePage(cursor)
	}
	n, ok := total.Get()
	if !ok || page*pageSize >= int64(n) {
		return nil
	}
	return &frontdesk.Error{
		Vendor: vendor, Operation: op.ID, Class: op.Class, Kind: frontdesk.KindDecode, HTTPStatus: http.StatusOK,
		Sent: frontdesk.SentYes, Attempts: 1,
		Message: fmt.Sprintf("the server counts %d rows and shows none from row %d on", n, page*pageSize),
	}
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
	result := new(WriteResult)
	r.out = result
	x, err := c.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	result.Changed = x.changed()
	if result.ID == 0 && len(r.ids) > 0 {
		result.ID = r.ids[0].id // a reply that nothing changed need not name it
	}
	return result, nil
}

// deleteOne makes a call that answers with a [DeleteResult].
func (c *Client) deleteOne(ctx context.Context, op *transport.Operation, id idParam, opts []frontdesk.Option) (*DeleteResult, error) {
	result := new(DeleteResult)
	if _, err := c.do(ctx, request{op: op, ids: []idParam{id}, out: result}, opts); err != nil {
		return nil, err
	}
	if result.ID == 0 {
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
		err = &frontdesk.Error{
			Vendor: vendor, Operation: r.op.ID, Class: r.op.Class, Kind: frontdesk.KindDecode, HTTPStatus: http.StatusOK,
			Sent: frontdesk.SentYes, Attempts: 1, Message: "the reply has no data",
		}
	}
	return reply.Data, err
}

// isNil reports a pointer to a record that the reply did not hold.
func isNil(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && p.IsNil()
}
