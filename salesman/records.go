package salesman

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// readRecord reads one record. A reply without the record's id holds none, whatever
// else stands there: nothing may be made of it, least of all a write.
func readRecord[T any](ctx context.Context, c *Client, r request, id func(*T) int64, opts []frontdesk.Option) (*T, error) {
	var reply struct {
		Data *T `json:"data"`
	}
	r.out = &reply
	if _, err := c.do(ctx, r, opts); err != nil {
		return nil, err
	}
	if reply.Data == nil || id(reply.Data) <= 0 {
		return nil, c.absent(r.op)
	}
	return reply.Data, nil
}

// absent is the error of a reply that holds no record and does not say why.
func (c *Client) absent(op *transport.Operation) error {
	return &frontdesk.Error{
		Vendor: vendor, Operation: op.ID, Class: op.Class, Kind: frontdesk.KindNotFound,
		Message: noRecord.text, Sent: frontdesk.SentYes, HTTPStatus: http.StatusOK, Attempts: 1,
	}
}
