package salesman

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// writeList makes a call that answers with one result for each item sent.
func (c *Client) writeList(ctx context.Context, r request, sent int, opts []frontdesk.Option) ([]ItemResult, error) {
	var results []ItemResult
	r.out = &results
	x, err := c.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	return c.itemResults(r.op, results, x, sent)
}

// itemResults joins what the items say with the verdicts on them. The result
// has one entry for each item sent. Where there are more, nobody knows which of
// them belongs to which item.
func (c *Client) itemResults(op *transport.Operation, results []ItemResult, x *exchange, sent int) ([]ItemResult, error) {
	if len(results) > sent {
		return nil, oddAnswer(op, "the server's answer has more results than there are items; look the records up before sending again")
	}
	for i := range results {
		if i < len(x.items) && x.items[i].outcome != outcomeOK {
			// What a failed item says of an id is left over from an earlier one.
			results[i].ID = 0
			results[i].Err = c.itemError(op, x.items[i])
		}
	}
	for len(results) < sent {
		results = append(results, ItemResult{Err: oddAnswer(op, "the server's answer ends before this item")})
	}
	return results, nil
}

// oddAnswer is the error for a reply that does not match what was sent.
func oddAnswer(op *transport.Operation, message string) *frontdesk.Error {
	return &frontdesk.Error{
		Vendor: vendor, Operation: op.ID, Class: op.Class, Kind: frontdesk.KindDecode, Sent: frontdesk.SentUnknown,
		HTTPStatus: http.StatusOK, Attempts: 1, Message: message,
	}
}

func (c *Client) itemError(op *transport.Operation, v verdict) error {
	err := v.err()
	if err == nil {
		return nil
	}
	err.Vendor, err.Operation, err.Class = vendor, op.ID, op.Class
	err.HTTPStatus, err.Attempts = http.StatusOK, 1
	if err.Sent == frontdesk.SentNo {
		err.Sent = frontdesk.SentYes
	}
	err.Message = c.core.Redactor().String(err.Message)
	for i := range err.Details {
		err.Details[i].Message = c.core.Redactor().String(err.Details[i].Message)
	}
	return err
}
