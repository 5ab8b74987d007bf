package helpcrunch

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// MaxBatch is the largest number of customers that one batch updates.
const MaxBatch = 10

// CustomerBatchUpdate is the change of one customer of a batch.
type CustomerBatchUpdate struct {
	// Customer is HelpCrunch's id; required.
	Customer int64 `json:"customer"`
	CustomerUpdateParams
}

var opCustomersBatchUpdate = &transport.Operation{
	ID: "customers.batch_update", Method: http.MethodPut, Path: "/customers/batch", Class: frontdesk.ClassIdempotent,
}

// UpdateBatch changes 1 to 10 customers in one call and returns what the server
// answered, as far as it is customers: the vendor documents neither the answer nor
// what becomes of the rest if one change fails.
//
// A batch can be sent again: after an error with an unknown outcome do that, or
// read the customers to see which changes are there. A refusal of one change leaves
// the outcome of the others unknown too: [frontdesk.Error.MayHaveHappened] is true.
//
// Errors: [frontdesk.ErrInvalid] for no change or more than 10, before anything is
// sent; an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound] or
// [CodeNotFound], a bad value [frontdesk.ErrValidation] with the attribute in Field,
// a UserID that is taken [frontdesk.ErrConflict] with [CodeInvalidUserIDValue].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/batch-update-customers-v1
//
// Operation: customers.batch_update, idempotent.
//
//frontdesk:op helpcrunch customers.batch_update
func (s *CustomersService) UpdateBatch(ctx context.Context, batch []CustomerBatchUpdate, opts ...frontdesk.Option) ([]Customer, error) {
	if len(batch) == 0 || len(batch) > MaxBatch {
		return nil, s.client.core.InvalidArgument(opCustomersBatchUpdate, "customer", "%d changes: a batch holds 1 to %d", len(batch), MaxBatch)
	}
	for i := range batch {
		if err := s.client.checkID(opCustomersBatchUpdate, "customer", batch[i].Customer); err != nil {
			return nil, err
		}
		if err := s.checkUpdate(opCustomersBatchUpdate, &batch[i].CustomerUpdateParams); err != nil {
			return nil, err
		}
	}
	var reply batchReply
	if err := s.client.do(ctx, request{op: opCustomersBatchUpdate, body: batch, out: &reply, convert: quoteWord}, opts); err != nil {
		return nil, err
	}
	return reply.customers, nil
}

// batchReply reads the forms that the answer of a batch may have: a list, a list
// in data, one customer, or a word. What has no id is no customer.
type batchReply struct{ customers []Customer }

// quoteWord makes JSON of the bare word Ok, which other calls of the vendor may answer.
func quoteWord(body []byte) ([]byte, error) {
	if bytes.Equal(bytes.TrimSpace(body), []byte("Ok")) {
		return []byte(`"Ok"`), nil
	}
	return body, nil
}

func (b *batchReply) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	b.customers = []Customer{}
	if raw[0] == '{' {
		if data, found := wire.Member(raw, "data"); found {
			raw = data
		}
	}
	switch raw[0] {
	case '[':
		err = wire.DecodeWithin(dec, raw, &b.customers)
	case '{':
		b.customers = make([]Customer, 1)
		err = wire.DecodeWithin(dec, raw, &b.customers[0])
	}
	b.customers = slices.DeleteFunc(b.customers, func(c Customer) bool { return c.ID == 0 })
	return err
}
