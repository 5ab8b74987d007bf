package helpcrunch

import (
	"context"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// one makes a call that answers with a record; id returns the record's id.
func one[T any](ctx context.Context, c *Client, r request, id func(*T) int64, opts []frontdesk.Option) (*T, error) {
	reply := recordReply[T]{id: id}
	r.out = &reply
	if err := c.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return &reply.value, nil
}

// recordReply is a record as the vendor sends it: without an envelope.
type recordReply[T any] struct {
	value T
	id    func(*T) int64
}

// errNoRecord is a reply, or a row of one, without an id.
var errNoRecord = &wire.TypeError{Reason: "it is no record: its id is missing"}

// UnmarshalJSONFrom refuses a reply without an id, such as null or an empty object,
// which would otherwise pass for an empty record.
func (r *recordReply[T]) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if err := wire.Decode(dec, &r.value); err != nil {
		return err
	}
	if r.id(&r.value) == 0 {
		return errNoRecord
	}
	return nil
}
