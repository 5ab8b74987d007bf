package helpcrunch

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// OrganizationService reads the account itself.
type OrganizationService service

// Organization is the account.
type Organization struct {
	ID int64 `json:"id"`
	// Domain is the account's sub-domain of helpcrunch.com.
	Domain string `json:"domain"`
	// TeamOnline reports whether the team is shown as online.
	TeamOnline bool `json:"teamOnline"`
	// ChatEnabled reports whether the chat is switched on.
	ChatEnabled bool `json:"chatEnabled"`
}

var opOrganizationGet = &transport.Operation{
	ID: "organization.get", Method: http.MethodGet, Path: "/organization", Class: frontdesk.ClassSafe,
}

// Get returns the account and whether its team can be reached.
//
// Errors: a wrong API key is [frontdesk.ErrAuth]. The vendor also documents
// [frontdesk.ErrNotFound] with [CodeNotFound], without saying when.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-organization-v1
//
// Operation: organization.get, safe.
//
//frontdesk:op helpcrunch organization.get
func (s *OrganizationService) Get(ctx context.Context, opts ...frontdesk.Option) (*Organization, error) {
	var reply organizationReply
	if err := s.client.do(ctx, request{op: opOrganizationGet, out: &reply}, opts); err != nil {
		return nil, err
	}
	return reply.Data, nil
}

// organizationReply is the only single record that comes in an envelope.
type organizationReply struct {
	Data *Organization `json:"data"`
}

// UnmarshalJSONFrom refuses a reply without the envelope, or with an empty one.
func (r *organizationReply) UnmarshalJSONFrom(dec *wire.Decoder) error {
	type members organizationReply
	if err := wire.Decode(dec, (*members)(r)); err != nil {
		return err
	}
	if r.Data == nil || r.Data.ID == 0 {
		return errNoRecord
	}
	return nil
}
