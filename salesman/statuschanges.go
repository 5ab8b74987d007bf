package salesman

import (
	"context"
	"errors"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// StatusChangeParams is the status to give to an act or document.
type StatusChangeParams struct {
	// StatusID is required.
	StatusID int64 `json:"status,omitzero"`
	// Comment is kept in the history.
	Comment string `json:"description,omitzero"`
	// User is the login of who does it; default: the client's user.
	User string `json:"user,omitzero"`
}

// setStatus gives a status to an act or a document.
func (c *Client) setStatus(ctx context.Context, op *transport.Operation, id int64, params *StatusChangeParams, opts []frontdesk.Option) (*WriteResult, error) {
	if err := c.checkStatusChange(op, id, params); err != nil {
		return nil, err
	}
	return c.writeOne(ctx, request{op: op, ids: []idParam{{"id", id}}, params: params}, opts)
}

func (c *Client) checkStatusChange(op *transport.Operation, id int64, params *StatusChangeParams) error {
	switch {
	case params == nil || params.StatusID <= 0:
		return c.core.InvalidArgument(op, "status", "is required: the id of a status")
	case id <= 0:
		return c.core.InvalidArgument(op, "id", "%d is not a positive id", id)
	}
	return c.checkUser(op, "user", params.User)
}

// statusList reads the statuses of acts or of documents.
type statusList func(context.Context, ...frontdesk.Option) ([]DocumentStatus, error)

// requireStatusChange makes sure that there are such a status and such a user.
func (c *Client) requireStatusChange(ctx context.Context, op *transport.Operation, id int64, params *StatusChangeParams, statuses statusList, opts []frontdesk.Option) error {
	if err := c.checkStatusChange(op, id, params); err != nil {
		return err
	}
	if err := c.requireStatus(ctx, op, params.StatusID, statuses, opts); err != nil {
		return err
	}
	return c.requireUser(ctx, op, owner("", 0, params.User), opts)
}

// requireStatus makes sure that there is a status, where one is named.
func (c *Client) requireStatus(ctx context.Context, op *transport.Operation, statusID int64, statuses statusList, opts []frontdesk.Option) error {
	if statusID == 0 {
		return nil
	}
	known, err := statuses(ctx, opts...)
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.Kind == frontdesk.KindNotFound && e.Code == CodeNotFound {
		err = nil // so the server says that there are none
	}
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(known, func(status DocumentStatus) bool { return status.ID == statusID }) {
		return c.core.InvalidArgument(op, "status", "the account has no status %d", statusID)
	}
	return nil
}
