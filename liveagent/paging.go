package liveagent

import (
	"errors"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// count is a number of rows with the name that its list has for it: limit and
// offset for conversations, limitcount and limitfrom elsewhere.
type count struct {
	param string
	n     int
}

// offset checks the position that a list's params ask for and returns the first
// row.
func (c *Client) offset(op *transport.Operation, resume frontdesk.Cursor, limit, offset count) (int64, error) {
	for _, given := range []count{limit, offset} {
		if given.n < 0 {
			return 0, c.core.InvalidArgument(op, given.param, "%d is negative", given.n)
		}
	}
	if resume == "" {
		return int64(offset.n), nil
	}
	position, err := paging.ParseOffset(resume)
	if e, ok := errors.AsType[*frontdesk.Error](err); ok {
		return 0, c.core.InvalidArgument(op, e.Field, "%s", e.Message)
	}
	return position, err
}

// bounds refuses a period that ends before it begins: LiveAgent would find nothing
// in it. param is the name of its end.
func (c *Client) bounds(op *transport.Operation, param string, from, to time.Time) error {
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return c.core.InvalidArgument(op, param, "the end lies before the beginning")
	}
	return nil
}

// startOf is where an iterator begins.
func startOf(resume frontdesk.Cursor, offset int) frontdesk.Cursor {
	if resume != "" || offset == 0 {
		return resume
	}
	return paging.OffsetCursor(int64(offset))
}

func pagingCall(op *transport.Operation) paging.Call {
	return paging.Call{Vendor: vendor, Operation: op.ID, Class: op.Class}
}
