package helpcrunch

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// CustomersService reads and changes customers, also called contacts.
type CustomersService service

// Customer is a person who wrote, or may write, to the account.
//
// HelpCrunch tells no time of creation. FirstSeen is the nearest to it: sort a list
// by [CustomerSortFirstSeen] to have the oldest first; it can be null, and callers
// of the API can set it. Whether ids ascend is not documented, and neither is the
// order of a list without Sort.
type Customer struct {
	// ID is HelpCrunch's own id.
	ID int64 `json:"id"`
	// Name is the full name.
	Name frontdesk.Opt[string] `json:"name,omitzero"`
	// Email is the e-mail address.
	Email frontdesk.Opt[string] `json:"email,omitzero"`
	// UserID is the id that the account's owner gave the customer.
	UserID frontdesk.Opt[string] `json:"userId,omitzero"`
	// Company is the customer's company.
	Company frontdesk.Opt[string] `json:"company,omitzero"`
	// Phone is a telephone number as free text.
	Phone frontdesk.Opt[string] `json:"phone,omitzero"`
	// FirstSeen is the time of the first visit.
	FirstSeen frontdesk.Opt[time.Time] `json:"firstSeen,omitzero"`
	// LastSeen is the time of the latest visit.
	LastSeen frontdesk.Opt[time.Time] `json:"lastSeen,omitzero"`
	// Location is where the customer is believed to be. It is changed by City,
	// RegionCode and CountryCode of [CustomerUpdateParams].
	Location frontdesk.Opt[Location] `json:"location,omitzero"`
	// Device is the latest device.
	Device frontdesk.Opt[Device] `json:"device,omitzero"`
	// Unsubscribed reports whether the customer opted out of e-mails.
	Unsubscribed bool `json:"unsubscribed"`
	// Blocked reports whether the team blocked the customer.
	Blocked bool `json:"blocked"`
	// Source is the first page that the customer opened.
	Source frontdesk.Opt[string] `json:"source,omitzero"`
	// Referer is the page that led to it.
	Referer frontdesk.Opt[string] `json:"referer,omitzero"`
	// LastPage is the latest page that the customer opened.
	LastPage frontdesk.Opt[string] `json:"lastPage,omitzero"`
	// Locale is an ISO 639-1 language code.
	Locale frontdesk.Opt[string] `json:"locale,omitzero"`
	// CreatedFrom is the channel that the customer came from; not on all accounts.
	CreatedFrom frontdesk.Opt[Channel] `json:"createdFrom,omitzero"`
	// IntegrationID is the customer's id inside that channel; not on all accounts.
	IntegrationID frontdesk.Opt[string] `json:"integrationId,omitzero"`
	// Notes are the team's notes.
	Notes frontdesk.Opt[string] `json:"notes,omitzero"`
	// Tags are the customer's tags.
	Tags []Tag `json:"tags"`
	// CustomData are the custom attributes.
	CustomData CustomData `json:"customData,omitzero"`
}

// Location is a guess of where a customer is.
type Location struct {
	// RegionCode is the code or the name of the region.
	RegionCode frontdesk.Opt[string] `json:"regionCode,omitzero"`
	// CountryCode is the code of the country.
	CountryCode frontdesk.Opt[string] `json:"countryCode,omitzero"`
	// City is the name of the city.
	City frontdesk.Opt[string] `json:"city,omitzero"`
}

// Device is what a customer used last.
type Device struct {
	ID int64  `json:"id"`
	IP string `json:"ip,omitzero"`
	// Timezone is a label such as America/Los Angeles; it is not always the name
	// of a zone in the IANA database.
	Timezone string `json:"timezone,omitzero"`
	// Platform is the class of the device, such as desktop.
	Platform string `json:"platform,omitzero"`
	// UserAgent is the browser's User-Agent header.
	UserAgent string `json:"userAgent,omitzero"`
}

// Channel is where a customer came from. The vendor does not list the values.
type Channel string

// The channel that the documentation shows.
const ChannelTelegram Channel = "telegram"

// Tag marks customers. Names are case sensitive.
type Tag struct {
	Name string `json:"name"`
	// Color is a CSS colour; the server takes #c377e0 for a new tag without one.
	Color string `json:"color,omitzero"`
}

// CustomerSort is an attribute that lists of customers are sorted by.
type CustomerSort string

// The attributes to sort by.
const (
	CustomerSortFirstSeen CustomerSort = "customers.firstSeen"
	CustomerSortLastSeen  CustomerSort = "customers.lastSeen"
)

// CustomerListParams says which part of the customers to list, in which order.
type CustomerListParams struct {
	// Sort is the attribute to sort by.
	Sort CustomerSort `url:"sort,omitempty"`
	// Order is the direction.
	Order Order `url:"order,omitempty"`
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of records to skip.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opCustomersList = &transport.Operation{
	ID: "customers.list", Method: http.MethodGet, Path: "/customers", Class: frontdesk.ClassSafe,
}

// List returns one page of customers, at most 100, with the total. The order
// without Sort is not documented.
//
// Errors: [frontdesk.ErrInvalid] for a limit above 100 or a negative offset, before
// anything is sent; a wrong API key is [frontdesk.ErrAuth].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-customers-v1
//
// Operation: customers.list, safe.
//
//frontdesk:op helpcrunch customers.list
func (s *CustomersService) List(ctx context.Context, params *CustomerListParams, opts ...frontdesk.Option) (*frontdesk.Page[Customer], error) {
	var p CustomerListParams
	if params != nil {
		p = *params
	}
	at, err := s.client.span(opCustomersList, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Customer](ctx, s.client, request{op: opCustomersList, query: p}, at, customerID, opts)
}

// All iterates over all customers, page by page. Customers who are added, deleted
// or moved in the order meanwhile may be missed; nobody of one page is yielded
// again on the next. An error comes once, as the last pair, and its Next, given to
// Resume, goes on from there. Calls inside the loop are fine: AddTags changes
// nothing about the order, Delete makes All skip as many as were deleted.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-customers-v1
//
// Operation: customers.list, safe.
//
//frontdesk:uses helpcrunch customers.list
func (s *CustomersService) All(ctx context.Context, params *CustomerListParams, opts ...frontdesk.Option) iter.Seq2[Customer, error] {
	var p CustomerListParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Customer]{
		op: opCustomersList, offset: p.Offset, resume: p.Resume, id: customerID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Customer], error) {
			page := p
			page.Resume = at
			return s.List(ctx, &page, opts...)
		},
	}, opts)
}

func customerID(c *Customer) int64 { return c.ID }

var opCustomersGet = &transport.Operation{
	ID: "customers.get", Method: http.MethodGet, Path: "/customers/{customer_id}", Class: frontdesk.ClassSafe,
}

// Get returns one customer by HelpCrunch's id. To find one by your own id, search
// for [CustomerFieldUserID].
//
// Errors: an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-customer-v1
//
// Operation: customers.get, safe.
//
//frontdesk:op helpcrunch customers.get
func (s *CustomersService) Get(ctx context.Context, customerID int64, opts ...frontdesk.Option) (*Customer, error) {
	return s.one(ctx, request{op: opCustomersGet, ids: []int64{customerID}}, opts)
}

// one makes a call that answers with a customer.
func (s *CustomersService) one(ctx context.Context, r request, opts []frontdesk.Option) (*Customer, error) {
	return one(ctx, s.client, r, customerID, opts)
}

var opCustomersDelete = &transport.Operation{
	ID: "customers.delete", Method: http.MethodDelete, Path: "/customers/{customer_id}", Class: frontdesk.ClassIdempotent,
}

// Delete deletes a customer for good. After an error with an unknown outcome
// Delete again: a customer who is gone is ErrNotFound, as it may be for the
// client's own repetition after a lost reply, of which
// [frontdesk.Error.MayHaveHappened] is true.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/delete-customer-v1
//
// Operation: customers.delete, idempotent.
//
//frontdesk:op helpcrunch customers.delete
func (s *CustomersService) Delete(ctx context.Context, customerID int64, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opCustomersDelete, ids: []int64{customerID}}, opts)
}
