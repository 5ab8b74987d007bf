package liveagent

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ReportsService reads reports. They tell no total: HasMore says whether the page
// was full (1,000 rows if no Limit was given; to read page by page, give a Limit,
// since a server may have another page size without one), and the All methods read
// 1,000 rows at a time. Rows that appear or vanish meanwhile move the others.
type ReportsService service

// maxReportPage is the largest page of a report. The server's default is not
// documented.
const maxReportPage = 1000

// reportPosition is what the params of all reports have.
type reportPosition struct {
	from, to      time.Time
	datesRequired bool
	wholeDays     bool
	limit, offset *int
	resume        *frontdesk.Cursor
}

// reportParams is a pointer to the params of a report.
type reportParams[P any] interface {
	*P
	position() reportPosition
}

// report is one report: its operation, the name of its list, and the identity of
// its rows, nil if they have none.
type report[T any] struct {
	op   *transport.Operation
	list string
	key  func(*T) paging.Key
}

func reportOperation(id, path string) *transport.Operation {
	return &transport.Operation{ID: id, Method: http.MethodGet, Path: path, Class: frontdesk.ClassSafe}
}

// page reads one page of a report.
func page[T, P any, PP reportParams[P]](ctx context.Context, c *Client, r report[T], params PP, opts []frontdesk.Option) (*frontdesk.Page[T], error) {
	var query P
	if params != nil {
		query = *params
	}
	at := PP(&query).position()
	if err := c.checkReport(r.op, at); err != nil {
		return nil, err
	}
	offset, err := c.offset(r.op, *at.resume, count{"limitcount", *at.limit}, count{"limitfrom", *at.offset})
	if err != nil {
		return nil, err
	}
	*at.offset = int(offset)
	values, err := c.codec.Query(&query)
	if err != nil {
		return nil, c.core.Invalid(r.op.ID, "params", err)
	}
	if at.wholeDays {
		for _, name := range []string{"date_from", "date_to"} {
			if day, _, ok := strings.Cut(values.Get(name), " "); ok {
				values.Set(name, day)
			}
		}
	}
	var rows []T
	reply := listOf(&rows, r.list)
	if values.Has("columns") {
		reply.emptyRow = nil // the columns asked for may all be empty
	}
	if err := c.do(ctx, request{op: r.op, params: values, reply: reply}, opts); err != nil {
		return nil, err
	}
	limit := *at.limit
	if limit == 0 {
		limit = maxReportPage
	}
	return paging.OffsetPage(rows, offset, limit, frontdesk.Opt[int]{}), nil
}

func (c *Client) checkReport(op *transport.Operation, at reportPosition) error {
	switch {
	case at.datesRequired && at.from.IsZero():
		return c.core.InvalidArgument(op, "date_from", "is required")
	case at.datesRequired && at.to.IsZero():
		return c.core.InvalidArgument(op, "date_to", "is required")
	case !at.from.IsZero() && !at.to.IsZero() && at.to.Before(at.from):
		return c.core.InvalidArgument(op, "date_to", "lies before date_from")
	case *at.limit > maxReportPage:
		return c.core.InvalidArgument(op, "limitcount", "%d is above %d", *at.limit, maxReportPage)
	}
	return nil
}

// pages iterates over all rows of a report.
func pages[T, P any, PP reportParams[P]](ctx context.Context, c *Client, r report[T], params PP, opts []frontdesk.Option) iter.Seq2[T, error] {
	var query P
	if params != nil {
		query = *params
	}
	at := PP(&query).position()
	if *at.limit == 0 {
		*at.limit = maxReportPage
	}
	set := c.core.Resolve(opts)
	position, opts := paging.TakePosition(set, opts)
	fetch := func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[T], error) {
		next := query
		position := PP(&next).position()
		*position.resume, *position.offset = cursor, 0
		return page(ctx, c, r, PP(&next), opts)
	}
	return paging.Pages(ctx, startOf(*at.resume, *at.offset), paging.PagesConfig[T]{
		Call: pagingCall(r.op), Fetch: fetch, Key: r.key, Advance: paging.AdvanceOffset,
		Position: position, Prefetch: c.core.Prefetch(set),
	})
}
