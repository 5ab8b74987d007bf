package paging

import (
	"context"
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
)

// Call names the operation in the errors that are made here rather than by the
// transport.
type Call struct {
	Vendor    string
	Operation string
	Class     frontdesk.Class
}

// CheckOffset returns an error of Kind PagingLimit if offset is past the largest
// one that the vendor serves; a maxOffset of 0 means that there is none.
func CheckOffset(offset, maxOffset int64) error {
	if maxOffset <= 0 || offset <= maxOffset {
		return nil
	}
	return &frontdesk.Error{
		Kind: frontdesk.KindPagingLimit,
		Message: fmt.Sprintf("the list goes on at offset %d, but the vendor serves offsets up to %d only: "+
			"narrow the query by dates or filters and read the rest with another one", offset, maxOffset),
	}
}

// contextError returns nil while ctx is alive.
func (c Call) contextError(ctx context.Context) error {
	if ctx == nil {
		err := c.newError(nil)
		err.Field, err.Message = "ctx", "the context is nil"
		return err
	}
	if err := ctx.Err(); err != nil {
		return c.newError(err)
	}
	return nil
}

// newError wraps an error that is not a *frontdesk.Error. Apart from the
// context's, such an error comes from building a request, before sending.
func (c Call) newError(cause error) *frontdesk.Error {
	kind := frontdesk.KindInvalid
	switch {
	case errors.Is(cause, context.Canceled):
		kind = frontdesk.KindCanceled
	case errors.Is(cause, context.DeadlineExceeded):
		kind = frontdesk.KindTimeout
	}
	return &frontdesk.Error{Kind: kind, Err: cause}
}

// failedAt returns err as a *frontdesk.Error that resumes at cursor. It copies:
// err may be shared, for instance by callers that wait for one login.
func (c Call) failedAt(err error, cursor frontdesk.Cursor) error {
	var e frontdesk.Error
	inner, found := errors.AsType[*frontdesk.Error](err)
	switch {
	case !found || inner == nil:
		e = *c.newError(err)
	case err == error(inner):
		e = *inner
	default:
		// Wrapped: the text and the chain of the wrapping stay reachable.
		e = *inner
		e.Err = err
	}
	if e.Vendor == "" {
		e.Vendor = c.Vendor
	}
	if e.Operation == "" {
		e.Operation = c.Operation
		e.Class = c.Class
	}
	e.Next = cursor
	return &e
}
