package comagic

import (
	"cmp"
	"context"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// count returns the number of rows of a list: it asks for one row in each window.
func count(ctx context.Context, c *base, l *list, params listParams, opts []frontdesk.Option) (int, error) {
	params = copied(params)
	resume := *params.page().resume
	q, err := newQuery(c, l, params, l.period, c.api(l.op).core.Resolve(opts))
	if err != nil {
		return 0, placed(l.op, err, resume)
	}
	q.limit, q.ownLimit = 1, false
	*q.page.limit, *q.page.offset, *q.page.resume = 1, 0, ""
	if column := cmp.Or(l.keyField, l.sortField); column != "" && q.page.fields != nil {
		*q.page.fields = []string{column}
	}
	cursor, err := q.start()
	sum := 0
	for err == nil && cursor != "" {
		var rows int
		rows, cursor, err = q.countWindow(ctx, cursor)
		sum += rows
	}
	if err != nil {
		return 0, placed(l.op, err, resume)
	}
	return sum, nil
}

// countWindow returns the number of rows of the window at a cursor and the next
// window, if there is one.
func (q *query) countWindow(ctx context.Context, cursor frontdesk.Cursor) (int, frontdesk.Cursor, error) {
	req, p, err := q.at(cursor)
	if err != nil {
		return 0, "", err
	}
	total, err := q.total(ctx, req)
	if err != nil {
		return 0, "", err
	}
	// As if all rows of the window had been read.
	return total, q.plan.After(p.pos, total, 1, frontdesk.Some(total)), nil
}

// total makes a request and returns the number of rows that it tells.
func (q *query) total(ctx context.Context, req *transport.Request) (int, error) {
	var rows []nothing
	meta, err := q.fetchRows(ctx, req, &rows)
	if err != nil {
		return 0, err
	}
	q.note(meta)
	total, ok := meta.TotalItems.Get()
	if !ok {
		return 0, &frontdesk.Error{Kind: frontdesk.KindDecode, Sent: frontdesk.SentYes, Message: "the reply tells no total_items"}
	}
	return total, nil
}
