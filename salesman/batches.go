package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// writeList makes a call that answers with one result for each item sent.
func (c *Client) writeList(ctx context.Context, r request, sent int, opts []frontdesk.Option) ([]ItemResult, error) {
	var results []json.RawMessage
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
func (c *Client) itemResults(op *transport.Operation, raws []json.RawMessage, x *exchange, sent int) ([]ItemResult, error) {
	if len(raws) > sent {
		return nil, c.itemError(op, strangeItem(fmt.Sprintf("the reply has %d results for %d items, so that none can be told to be whose; "+
			"look the records up before sending again", len(raws), sent)))
	}
	results := make([]ItemResult, sent)
	for i := range results {
		r, v := &results[i], strangeItem("the server's answer ends before this item")
		if i < len(raws) && i < len(x.items) {
			v = x.items[i]
			if c.codec.Unmarshal(raws[i], r) != nil && v.outcome == outcomeOK {
				v = strangeItem("the result cannot be read; look the record up before sending again")
			}
		}
		if v.outcome != outcomeOK {
			// What a failed item says of an id is left over from an earlier one.
			r.ID, r.Err = 0, c.itemError(op, v)
		}
	}
	return results, nil
}

// strangeItem is the verdict on a result that says nothing of its item.
func strangeItem(text string) verdict {
	return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, strange: true, text: text}
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
