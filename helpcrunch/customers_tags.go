package helpcrunch

import (
	"context"
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// TagNames are the names of tags; on the wire each is an object with a name.
type TagNames []string

// MarshalJSONTo writes the names as HelpCrunch wants them.
func (n TagNames) MarshalJSONTo(enc *wire.Encoder) error {
	tags := make([]Tag, len(n))
	for i, name := range n {
		tags[i].Name = name
	}
	return wire.Encode(enc, tags)
}

// UnmarshalJSONFrom reads the names of tags.
func (n *TagNames) UnmarshalJSONFrom(dec *wire.Decoder) error {
	var tags []Tag
	if err := wire.Decode(dec, &tags); err != nil {
		return err
	}
	*n = make(TagNames, len(tags))
	for i, tag := range tags {
		(*n)[i] = tag.Name
	}
	return nil
}

// CustomerAddTagsParams are tags to add.
type CustomerAddTagsParams struct {
	// Tags are required; those that the account does not have are created.
	Tags []Tag `json:"tags"`
}

var opCustomersTag = &transport.Operation{
	ID: "customers.tag", Method: http.MethodPut, Path: "/customers/{customer_id}/tags", Class: frontdesk.ClassIdempotent,
}

// AddTags adds tags to a customer, keeping those that are there, and returns the
// customer. After an error with an unknown outcome add them again: a tag that is
// there stays.
//
// Errors: no tag, or one without a name, is [frontdesk.ErrInvalid] before anything
// is sent; an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound]
// or [CodeNotFound]; a bad value is [frontdesk.ErrValidation] with its path in Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/tag-customer-v1
//
// Operation: customers.tag, idempotent.
//
//frontdesk:op helpcrunch customers.tag
func (s *CustomersService) AddTags(ctx context.Context, customerID int64, params *CustomerAddTagsParams, opts ...frontdesk.Option) (*Customer, error) {
	if params == nil || len(params.Tags) == 0 {
		return nil, s.client.core.InvalidArgument(opCustomersTag, "tags", "at least one tag is required")
	}
	if err := s.checkTags(opCustomersTag, params.Tags); err != nil {
		return nil, err
	}
	return s.one(ctx, request{op: opCustomersTag, ids: []int64{customerID}, body: params}, opts)
}

// CustomerRemoveTagsParams are tags to remove.
type CustomerRemoveTagsParams struct {
	// Tags are the names of the tags; required.
	Tags TagNames `json:"tags"`
}

var opCustomersUntag = &transport.Operation{
	ID: "customers.untag", Method: http.MethodDelete, Path: "/customers/{customer_id}/tags", Class: frontdesk.ClassIdempotent,
}

// RemoveTags removes tags from a customer and returns the customer. It is a
// DELETE with a body: a proxy between you and HelpCrunch has to pass that on. After
// an error with an unknown outcome remove them again.
//
// Errors: no tag, or one without a name, is [frontdesk.ErrInvalid] before anything
// is sent; an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound]
// or [CodeNotFound]; a bad value is [frontdesk.ErrValidation] with its path in Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/untag-customer-v1
//
// Operation: customers.untag, idempotent.
//
//frontdesk:op helpcrunch customers.untag
func (s *CustomersService) RemoveTags(ctx context.Context, customerID int64, params *CustomerRemoveTagsParams, opts ...frontdesk.Option) (*Customer, error) {
	switch {
	case params == nil || len(params.Tags) == 0:
		return nil, s.client.core.InvalidArgument(opCustomersUntag, "tags", "at least one tag is required")
	case slices.Contains(params.Tags, ""):
		return nil, s.client.core.InvalidArgument(opCustomersUntag, "tags.name", "a tag has no name")
	}
	return s.one(ctx, request{op: opCustomersUntag, ids: []int64{customerID}, body: params}, opts)
}
