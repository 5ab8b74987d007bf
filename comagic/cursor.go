package comagic

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// Positions that callers hold end with a mark of the query that they belong to: rows
// counted under one filter or order mean nothing under another. Inside an iteration
// positions go without it.
const markKey = ",query="

// seal adds the query's mark to a position.
func (q *query) seal(cursor frontdesk.Cursor) frontdesk.Cursor {
	if cursor == "" {
		return ""
	}
	return cursor + markKey + frontdesk.Cursor(q.mark)
}

// unseal takes the mark off again and refuses another query's.
func (q *query) unseal(cursor frontdesk.Cursor) (frontdesk.Cursor, error) {
	at := strings.LastIndex(string(cursor), markKey)
	reason := ""
	switch {
	case at < 0:
		reason = "it is not a cursor of this list"
	case string(cursor[at+len(markKey):]) != q.mark:
		reason = "the cursor belongs to a list with another Filter, Sort, " + q.page.startName(q.newestFirst()) +
			"or other parameters (a page without Sort is in the vendor's order, an iterator sorts)"
	default:
		return cursor[:at], nil
	}
	return "", q.core().InvalidArgument(&q.list.op.Operation, "Resume", "%s", reason)
}

// markOf hashes what decides which rows come in which order: the method, the
// customer's user and all params but those that choose a part of the rows. Where the
// rows of a period begin is one of them: those of an earlier beginning would never be
// read. Its other end may move.
func (q *query) markOf() (string, error) {
	restore := q.page.blank(q.newestFirst())
	body, err := q.client.params(q.list.op, q.params, q.user)
	restore()
	if err != nil {
		return "", err
	}
	sum := fnv.New32a()
	// A hash does not fail.
	_, _ = sum.Write([]byte(q.list.op.ID))
	_, _ = sum.Write(body)
	return fmt.Sprintf("%08x", sum.Sum32()), nil
}

// startName names the end of the period at which the rows begin.
func (p *pageParams) startName(backwards bool) string {
	switch {
	case p.from == nil:
		return ""
	case backwards:
		return "DateTill "
	}
	return "DateFrom "
}

// blank takes the params that choose a part of the rows out, until restore: of the
// period, the end at which they end.
func (p *pageParams) blank(backwards bool) (restore func()) {
	limit, offset := *p.limit, *p.offset
	*p.limit, *p.offset = 0, 0
	var fields []string
	if p.fields != nil {
		fields, *p.fields = *p.fields, nil
	}
	var from, till time.Time
	if p.from != nil {
		from, till = *p.from, *p.till
		if backwards {
			*p.from = time.Time{}
		} else {
			*p.till = time.Time{}
		}
	}
	return func() {
		*p.limit, *p.offset = limit, offset
		if p.fields != nil {
			*p.fields = fields
		}
		if p.from != nil {
			*p.from, *p.till = from, till
		}
	}
}
