package helpcrunch

import (
	"context"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// The fields that a search for customers knows. The ids of messenger channels
// exist on newer servers only.
const (
	CustomerFieldID          NumberField = "customers.id"
	CustomerFieldTelegramID  TextField   = "customers.telegramId"
	CustomerFieldFacebookID  TextField   = "customers.facebookId"
	CustomerFieldInstagramID TextField   = "customers.instagramId"
	CustomerFieldViberID     TextField   = "customers.viberId"
	CustomerFieldWhatsAppID  TextField   = "customers.whatsappId"
	CustomerFieldName        TextField   = "customers.name"
	CustomerFieldEmail       TextField   = "customers.email"
	CustomerFieldCompany     TextField   = "customers.company"
	CustomerFieldPhone       TextField   = "customers.phone"
	CustomerFieldCountryCode TextField   = "customers.countryCode"
	CustomerFieldCity        TextField   = "customers.city"
	CustomerFieldRegionCode  TextField   = "customers.regionCode"
	CustomerFieldTags        TagsField   = "customers.tagsData"
	CustomerFieldLastSeen    TimeField   = "customers.lastSeen"
	CustomerFieldUserID      TextField   = "customers.userId"
)

// customerFields has the type of each of them.
var customerFields = map[string]*fieldType{
	string(CustomerFieldID):          countType,
	string(CustomerFieldTelegramID):  textType,
	string(CustomerFieldFacebookID):  textType,
	string(CustomerFieldInstagramID): textType,
	string(CustomerFieldViberID):     textType,
	string(CustomerFieldWhatsAppID):  textType,
	string(CustomerFieldName):        textType,
	string(CustomerFieldEmail):       textType,
	string(CustomerFieldCompany):     textType,
	string(CustomerFieldPhone):       textType,
	string(CustomerFieldCountryCode): textType,
	string(CustomerFieldCity):        textType,
	string(CustomerFieldRegionCode):  textType,
	string(CustomerFieldTags):        tagsType,
	string(CustomerFieldLastSeen):    timeType,
	string(CustomerFieldUserID):      textType,
}

// CustomerSearchParams is a search for customers.
type CustomerSearchParams struct {
	// Filter is the question; required.
	Filter
	// Sort is the attribute to sort by.
	Sort CustomerSort `json:"sort,omitzero"`
	// Order is the direction.
	Order Order `json:"order,omitzero"`
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `json:"limit,omitzero"`
	// Offset is the number of records to skip.
	Offset int `json:"offset,omitzero"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `json:"-"`
}

var opCustomersSearch = &transport.Operation{
	ID: "customers.search", Method: http.MethodPost, Path: "/customers/search", Class: frontdesk.ClassSafe,
}

// Search returns one page of the customers that a filter finds, at most 100. Custom
// attributes cannot be searched for: search by what can, such as a tag, and compare
// CustomData of what is found.
//
// Errors: a filter without conditions, an operator that the field's type does not
// have and a limit above 100 are [frontdesk.ErrInvalid] before anything is sent; a
// field that the server does not know is [frontdesk.ErrValidation] with a path such
// as filter[0].field in Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/search-customers-v1
//
// Operation: customers.search, safe.
//
//frontdesk:op helpcrunch customers.search
func (s *CustomersService) Search(ctx context.Context, params *CustomerSearchParams, opts ...frontdesk.Option) (*frontdesk.Page[Customer], error) {
	var p CustomerSearchParams
	if params != nil {
		p = *params
	}
	if err := p.Filter.check("customers.", customerFields); err != nil {
		return nil, s.client.core.Invalid(opCustomersSearch.ID, "filter", err)
	}
	at, err := s.client.span(opCustomersSearch, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Customer](ctx, s.client, request{op: opCustomersSearch, body: &p}, at, customerID, opts)
}

// SearchAll iterates over all customers that a filter finds, page by page, with the
// promises of [CustomersService.All]. Changing what the filter asks for while it
// runs makes customers leave the pages still to come; collect first, then change.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/search-customers-v1
//
// Operation: customers.search, safe.
//
//frontdesk:uses helpcrunch customers.search
func (s *CustomersService) SearchAll(ctx context.Context, params *CustomerSearchParams, opts ...frontdesk.Option) iter.Seq2[Customer, error] {
	var p CustomerSearchParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Customer]{
		op: opCustomersSearch, offset: p.Offset, resume: p.Resume, id: customerID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Customer], error) {
			page := p
			page.Resume = at
			return s.Search(ctx, &page, opts...)
		},
	}, opts)
}
