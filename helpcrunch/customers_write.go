package helpcrunch

import (
	"context"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// CustomerCreateParams are the attributes of a new customer. None is required;
// the vendor advises Name, Email and UserID. What is empty is not sent.
type CustomerCreateParams struct {
	// Name is the full name.
	Name string `json:"name,omitzero"`
	// Email is the e-mail address.
	Email string `json:"email,omitzero"`
	// UserID is your own id; no other customer of the account may have it.
	UserID string `json:"userId,omitzero"`
	// Company is the customer's company.
	Company string `json:"company,omitzero"`
	// Phone is a telephone number as free text.
	Phone string `json:"phone,omitzero"`
	// FirstSeen is the time of the first visit, sent in whole seconds.
	FirstSeen time.Time `json:"firstSeen,omitzero"`
	// Source is the first page that the customer opened.
	Source string `json:"source,omitzero"`
	// Locale is an ISO 639-1 language code.
	Locale string `json:"locale,omitzero"`
	// CreatedFrom is the channel that the customer came from (newer servers).
	CreatedFrom Channel `json:"createdFrom,omitzero"`
	// IntegrationID is the customer's id inside that channel (newer servers).
	IntegrationID string `json:"integrationId,omitzero"`
	// Notes are the team's notes.
	Notes string `json:"notes,omitzero"`
	// Tags are the customer's tags; unknown ones are created.
	Tags []Tag `json:"tags,omitzero"`
	// CustomData are custom attributes; they must exist in the account's settings,
	// and none may be nil.
	CustomData CustomData `json:"customData,omitzero"`
}

var opCustomersCreate = &transport.Operation{
	ID: "customers.create", Method: http.MethodPost, Path: "/customers", Class: frontdesk.ClassUnsafe,
}

// Create creates a customer and returns the record. It is not repeated once it
// may have arrived: after an error whose Sent is [frontdesk.SentUnknown], search
// for the UserID first.
//
// Errors: a UserID that another customer has is [frontdesk.ErrConflict] with
// [CodeInvalidUserIDValue]; a bad value is [frontdesk.ErrValidation] with the
// attribute in Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/create-customer-v1
//
// Operation: customers.create, unsafe.
//
//frontdesk:op helpcrunch customers.create
func (s *CustomersService) Create(ctx context.Context, params *CustomerCreateParams, opts ...frontdesk.Option) (*Customer, error) {
	var p CustomerCreateParams
	if params != nil {
		p = *params
	}
	if err := s.checkTags(opCustomersCreate, p.Tags); err != nil {
		return nil, err
	}
	if err := p.CustomData.check(false); err != nil {
		return nil, s.client.core.Invalid(opCustomersCreate.ID, "customData", err)
	}
	return s.one(ctx, request{op: opCustomersCreate, body: &p}, opts)
}

// CustomerUpdateParams are the attributes to change. What is absent stays, and
// null clears.
type CustomerUpdateParams struct {
	// Name is the full name.
	Name frontdesk.Opt[string] `json:"name,omitzero"`
	// Email is the e-mail address.
	Email frontdesk.Opt[string] `json:"email,omitzero"`
	// UserID is your own id; no other customer of the account may have it.
	UserID frontdesk.Opt[string] `json:"userId,omitzero"`
	// Company is the customer's company.
	Company frontdesk.Opt[string] `json:"company,omitzero"`
	// Phone is a telephone number as free text.
	Phone frontdesk.Opt[string] `json:"phone,omitzero"`
	// FirstSeen is the time of the first visit, sent in whole seconds.
	FirstSeen frontdesk.Opt[time.Time] `json:"firstSeen,omitzero"`
	// LastSeen is the time of the latest visit, sent in whole seconds.
	LastSeen frontdesk.Opt[time.Time] `json:"lastSeen,omitzero"`
	// Unsubscribed opts the customer out of e-mails, or in again. It cannot be null.
	Unsubscribed frontdesk.Opt[bool] `json:"unsubscribed,omitzero"`
	// Blocked blocks the customer, or lifts that. It cannot be null.
	Blocked frontdesk.Opt[bool] `json:"blocked,omitzero"`
	// Source is the first page that the customer opened.
	Source frontdesk.Opt[string] `json:"source,omitzero"`
	// Referer is the page that led to it.
	Referer frontdesk.Opt[string] `json:"referer,omitzero"`
	// LastPage is the latest page that the customer opened.
	LastPage frontdesk.Opt[string] `json:"lastPage,omitzero"`
	// Locale is an ISO 639-1 language code.
	Locale frontdesk.Opt[string] `json:"locale,omitzero"`
	// CreatedFrom is the channel that the customer came from (newer servers).
	CreatedFrom frontdesk.Opt[Channel] `json:"createdFrom,omitzero"`
	// IntegrationID is the customer's id inside that channel (newer servers).
	IntegrationID frontdesk.Opt[string] `json:"integrationId,omitzero"`
	// Notes are the team's notes.
	Notes frontdesk.Opt[string] `json:"notes,omitzero"`
	// Tags are sent if not nil; the vendor does not say whether they replace the
	// customer's tags or join them. AddTags and RemoveTags leave no doubt.
	Tags []Tag `json:"tags,omitzero"`
	// CustomData are the custom attributes to change; nil values clear.
	CustomData CustomData `json:"customData,omitzero"`
	// City, RegionCode and CountryCode change the customer's Location.
	City        frontdesk.Opt[string] `json:"city,omitzero"`
	RegionCode  frontdesk.Opt[string] `json:"regionCode,omitzero"`
	CountryCode frontdesk.Opt[string] `json:"countryCode,omitzero"`
}

var opCustomersUpdate = &transport.Operation{
	ID: "customers.update", Method: http.MethodPatch, Path: "/customers/{customer_id}", Class: frontdesk.ClassIdempotent,
}

// Update changes the attributes that are set, and no others, and returns the
// customer. After an error with an unknown outcome update again, or read the
// customer to see whether the change is there.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound] or
// [CodeNotFound]; a bad value is [frontdesk.ErrValidation] with the attribute in
// Field; a UserID that another customer has is [frontdesk.ErrConflict] with
// [CodeInvalidUserIDValue].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/update-customer-v1
//
// Operation: customers.update, idempotent.
//
//frontdesk:op helpcrunch customers.update
func (s *CustomersService) Update(ctx context.Context, customerID int64, params *CustomerUpdateParams, opts ...frontdesk.Option) (*Customer, error) {
	var p CustomerUpdateParams
	if params != nil {
		p = *params
	}
	if err := s.checkUpdate(opCustomersUpdate, &p); err != nil {
		return nil, err
	}
	return s.one(ctx, request{op: opCustomersUpdate, ids: []int64{customerID}, body: &p}, opts)
}

// CustomerReplaceParams has the fields of [CustomerUpdateParams]; what is absent
// may be cleared.
type CustomerReplaceParams CustomerUpdateParams

var opCustomersReplace = &transport.Operation{
	ID: "customers.replace", Method: http.MethodPut, Path: "/customers/{customer_id}", Class: frontdesk.ClassIdempotent,
}

// Replace overwrites a customer and returns it. The vendor documents two
// behaviours for attributes that are not sent: one sentence says that they become
// null, another that they stay. Send all of them, or use [CustomersService.Update],
// as the vendor's examples do. After an error with an unknown outcome replace again,
// or read the customer to see whether the change is there.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound] or
// [CodeNotFound]; a bad value is [frontdesk.ErrValidation] with the attribute in
// Field; a UserID that another customer has is [frontdesk.ErrConflict] with
// [CodeInvalidUserIDValue].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/update-customer-v1
//
// Operation: customers.replace, idempotent.
//
//frontdesk:op helpcrunch customers.replace
func (s *CustomersService) Replace(ctx context.Context, customerID int64, params *CustomerReplaceParams, opts ...frontdesk.Option) (*Customer, error) {
	var p CustomerUpdateParams
	if params != nil {
		p = CustomerUpdateParams(*params)
	}
	if err := s.checkUpdate(opCustomersReplace, &p); err != nil {
		return nil, err
	}
	return s.one(ctx, request{op: opCustomersReplace, ids: []int64{customerID}, body: &p}, opts)
}

// checkUpdate refuses what HelpCrunch would: null where it has no meaning, times
// without a value, tags without a name, attributes that are no scalars.
func (s *CustomersService) checkUpdate(op *transport.Operation, p *CustomerUpdateParams) error {
	core := s.client.core
	switch {
	case p.Unsubscribed.IsNull():
		return core.InvalidArgument(op, "unsubscribed", "cannot be null")
	case p.Blocked.IsNull():
		return core.InvalidArgument(op, "blocked", "cannot be null")
	case unset(p.FirstSeen):
		return core.InvalidArgument(op, "firstSeen", "is the zero time: use Null to clear it")
	case unset(p.LastSeen):
		return core.InvalidArgument(op, "lastSeen", "is the zero time: use Null to clear it")
	}
	if err := s.checkTags(op, p.Tags); err != nil {
		return err
	}
	if err := p.CustomData.check(true); err != nil {
		return core.Invalid(op.ID, "customData", err)
	}
	return nil
}

// unset reports a zero time that pretends to be a value: it would be sent as null.
func unset(t frontdesk.Opt[time.Time]) bool {
	value, ok := t.Get()
	return ok && value.IsZero()
}

func (s *CustomersService) checkTags(op *transport.Operation, tags []Tag) error {
	for _, tag := range tags {
		if tag.Name == "" {
			return s.client.core.InvalidArgument(op, "tags.name", "a tag has no name")
		}
	}
	return nil
}
