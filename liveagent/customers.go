package liveagent

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// CustomersService reads and registers customers (contacts) and puts them into
// groups.
type CustomersService service

// Customer is a person who writes to the account. List leaves out what the
// comments mark.
type Customer struct {
	ContactID string `json:"contactid"`
	UserID    string `json:"userid,omitzero"`
	Email     string `json:"email,omitzero"`
	FirstName string `json:"firstname,omitzero"`
	LastName  string `json:"lastname,omitzero"`
	// SystemName is the name that LiveAgent shows.
	SystemName string       `json:"systemname,omitzero"`
	Role       CustomerRole `json:"role,omitzero"`
	Gender     Gender       `json:"gender,omitzero"`
	// DateCreated is when the contact was made; in lists since 4.22.0.14.
	DateCreated frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	// AuthToken logs the customer in, as the value of the cookie
	// BrowserCookieName; not in lists.
	AuthToken         Secret         `json:"authtoken,omitzero"`
	BrowserCookieName CustomerCookie `json:"browsercookiename,omitzero"`
	// CustomFields are the values of custom fields; not in lists.
	CustomFields CustomFields `json:"customfields,omitzero"`
	// Note is a note about the customer; not in lists, since 4.25.33.3.
	Note string `json:"note,omitzero"`
	// UniqueFields are further e-mail addresses and telephone numbers, as they
	// came: the shape is not documented. Not in lists, since 4.24.5.10.
	UniqueFields json.RawMessage `json:"uniquefields,omitzero"`
	// CompanyID is the customer's company; not in lists, since 4.24.5.10.
	CompanyID string `json:"companyid,omitzero"`
}

// The page sizes of customer lists.
const (
	customerPage    = 100
	maxCustomerPage = 1000
)

// CustomerListParams narrow a list of customers.
type CustomerListParams struct {
	// Email, FirstName and LastName are parts of these texts.
	Email     string `url:"email,omitempty"`
	FirstName string `url:"firstname,omitempty"`
	LastName  string `url:"lastname,omitempty"`
	// DateCreatedFrom and DateCreatedTo bound the creation, in the client's zone.
	DateCreatedFrom time.Time `url:"datecreatedfrom,omitempty"`
	DateCreatedTo   time.Time `url:"datecreatedto,omitempty"`
	// Limit is the number of rows of a page, at most 1,000; default 100 in List,
	// 1,000 in All.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opCustomersList = &transport.Operation{
	ID: "customers.list", Method: http.MethodGet, Path: "/customers", Class: frontdesk.ClassSafe,
}

// List returns one page of customers. LiveAgent tells no total: HasMore says
// whether the page was full.
//
// Errors: a Limit above 1,000, negative numbers, dates in the wrong order and a bad
// Resume are [frontdesk.ErrInvalid] before sending.
//
// LiveAgent API v1: "Retrieves all customers", since 2.8.2.1.
//
// Operation: customers.list, safe.
//
//frontdesk:op liveagent customers.list
func (s *CustomersService) List(ctx context.Context, params *CustomerListParams, opts ...frontdesk.Option) (*frontdesk.Page[Customer], error) {
	query := CustomerListParams{}
	if params != nil {
		query = *params
	}
	if query.Limit > maxCustomerPage {
		return nil, s.client.core.InvalidArgument(opCustomersList, "limitcount", "%d is above %d", query.Limit, maxCustomerPage)
	}
	offset, err := s.client.offset(opCustomersList, query.Resume, count{"limitcount", query.Limit}, count{"limitfrom", query.Offset})
	if err != nil {
		return nil, err
	}
	if err := s.client.bounds(opCustomersList, "datecreatedto", query.DateCreatedFrom, query.DateCreatedTo); err != nil {
		return nil, err
	}
	query.Offset = int(offset)
	var rows []Customer
	r := request{op: opCustomersList, params: &query, reply: listOf(&rows, "customers")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	limit := query.Limit
	if limit == 0 {
		limit = customerPage
	}
	return paging.OffsetPage(rows, offset, limit, frontdesk.Opt[int]{}), nil
}

// All iterates over all customers that fit, page by page. Rows that appear or
// vanish meanwhile move the others: one that comes again on the next page is
// dropped, one that moves to an earlier page is missed.
//
// Errors: those of List, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Retrieves all customers", since 2.8.2.1.
//
// Operation: customers.list, safe.
//
//frontdesk:uses liveagent customers.list
func (s *CustomersService) All(ctx context.Context, params *CustomerListParams, opts ...frontdesk.Option) iter.Seq2[Customer, error] {
	query := CustomerListParams{}
	if params != nil {
		query = *params
	}
	if query.Limit == 0 {
		query.Limit = maxCustomerPage
	}
	set := s.client.core.Resolve(opts)
	position, opts := paging.TakePosition(set, opts)
	fetch := func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[Customer], error) {
		page := query
		page.Resume, page.Offset = cursor, 0
		return s.List(ctx, &page, opts...)
	}
	return paging.Pages(ctx, startOf(query.Resume, query.Offset), paging.PagesConfig[Customer]{
		Call:     pagingCall(opCustomersList),
		Fetch:    fetch,
		Key:      func(row *Customer) paging.Key { return paging.TextKey(row.ContactID) },
		Advance:  paging.AdvanceOffset,
		Position: position,
		Prefetch: s.client.core.Prefetch(set),
	})
}

var opCustomersGet = &transport.Operation{
	ID: "customers.get", Method: http.MethodGet, Path: "/customers/{customeridentifier}", Class: frontdesk.ClassSafe,
}

// Get returns one customer with custom fields, by contact id or e-mail address.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound] (with [CodeNotFound],
// on old servers [CodeProcessing]).
//
// LiveAgent API v1: "Retrieves customer info", since 2.9.5.0.
//
// Operation: customers.get, safe.
//
//frontdesk:op liveagent customers.get
func (s *CustomersService) Get(ctx context.Context, customerIdentifier string, opts ...frontdesk.Option) (*Customer, error) {
	customer := new(Customer)
	r := request{
		op: opCustomersGet, ids: []string{customerIdentifier},
		reply: envelope{object: customer, id: &customer.ContactID}.holding("customfields"),
	}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return customer, nil
}

// CustomerRegisterParams are a new customer. LiveAgent requires none of them, but
// an e-mail address, or on later servers a telephone number, makes the contact
// useful.
type CustomerRegisterParams struct {
	Email string `url:"email,omitempty"`
	// Name is written "Firstname Lastname".
	Name   string       `url:"name,omitempty"`
	Gender Gender       `url:"gender,omitempty"`
	Role   CustomerRole `url:"role,omitempty"`
	// Password is for registered visitors; without one, they get a mail that asks
	// to set it.
	Password string `url:"password,omitempty"`
	// CustomFields are values of custom fields.
	CustomFields CustomFields `url:"customfields,omitempty"`
	// Phone is a telephone number; since 4.26.0.1.
	Phone string `url:"phone,omitempty"`
	// Note is a note about the customer; since 4.25.33.3.
	Note string `url:"note,omitempty"`
	// SendRegistrationMail suppresses the mail if it is [No]; since 4.25.6.4.
	SendRegistrationMail YesNo `url:"send_registration_mail,omitempty"`
	// UniqueFields are further e-mail addresses and telephone numbers, presumably
	// as JSON text: the shape is not documented. Since 4.26.0.1.
	UniqueFields string `url:"uniquefields,omitempty"`
}

var opCustomersRegister = &transport.Operation{
	ID: "customers.register", Method: http.MethodPost, Path: "/customers", Class: frontdesk.ClassUnsafe,
}

// Register makes a customer. An e-mail address that a contact has already is
// refused, so look the customer up first.
//
// Errors: a known e-mail address is [frontdesk.ErrConflict], on servers that
// say so in words known to this module; a custom field without a code is
// [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, Get by e-mail address tells whether the customer
// is there.
//
// LiveAgent API v1: "Register new customer", since 2.9.5.0.
//
// Operation: customers.register, unsafe.
//
//frontdesk:op liveagent customers.register
func (s *CustomersService) Register(ctx context.Context, params *CustomerRegisterParams, opts ...frontdesk.Option) (*Customer, error) {
	if params == nil {
		params = &CustomerRegisterParams{}
	}
	if problem := params.CustomFields.problem(); problem != "" {
		return nil, s.client.core.InvalidArgument(opCustomersRegister, "customfields", "%s", problem)
	}
	customer := new(Customer)
	r := request{
		op: opCustomersRegister, params: params,
		reply: envelope{object: customer, id: &customer.ContactID}.holding("customfields"),
	}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return customer, nil
}

var opCustomersListGroups = &transport.Operation{
	ID: "customers.list_groups", Method: http.MethodGet, Path: "/customers/{customeridentifier}/groups", Class: frontdesk.ClassSafe,
}

// ListGroups returns the groups of a customer, with id and name.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound].
//
// LiveAgent API v1: "Retrieve customer groups", since 2.9.5.0.
//
// Operation: customers.list_groups, safe.
//
//frontdesk:op liveagent customers.list_groups
func (s *CustomersService) ListGroups(ctx context.Context, customerIdentifier string, opts ...frontdesk.Option) ([]CustomerGroup, error) {
	groups := []CustomerGroup{}
	r := request{op: opCustomersListGroups, ids: []string{customerIdentifier}, reply: listOf(&groups, "groups")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return groups, nil
}

// CustomerGroupNameParams name a group by its name: these calls do not take its
// id.
type CustomerGroupNameParams struct {
	// Name is required.
	Name string `url:"name"`
}

var opCustomersAddToGroup = &transport.Operation{
	ID: "customers.add_to_group", Method: http.MethodPost, Path: "/customers/{customeridentifier}/groups", Class: frontdesk.ClassUnsafe,
}

// AddToGroup puts a customer into a group, which is named by its name.
//
// Errors: an unknown customer or group is [frontdesk.ErrNotFound], with
// "customer" or "group" in Field where the text tells; a missing name is
// [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, ListGroups tells whether the customer is in the
// group.
//
// LiveAgent API v1: "Add customer to group", since 2.9.5.0.
//
// Operation: customers.add_to_group, unsafe.
//
//frontdesk:op liveagent customers.add_to_group
func (s *CustomersService) AddToGroup(ctx context.Context, customerIdentifier string, params *CustomerGroupNameParams, opts ...frontdesk.Option) error {
	if params == nil || params.Name == "" {
		return s.client.core.InvalidArgument(opCustomersAddToGroup, "name", "is required")
	}
	return s.client.do(ctx, request{op: opCustomersAddToGroup, ids: []string{customerIdentifier}, params: params}, opts)
}

var opCustomersRemoveFromGroup = &transport.Operation{
	ID: "customers.remove_from_group", Method: http.MethodDelete, Path: "/customers/{customeridentifier}/groups", Class: frontdesk.ClassIdempotent,
}

// RemoveFromGroup takes a customer out of a group, which is named by its name.
//
// Errors: an unknown customer or group is [frontdesk.ErrNotFound], with
// "customer" or "group" in Field where the text tells; a missing name is
// [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, call it again: it changes nothing more.
//
// LiveAgent API v1: "Remove customer from group", since 2.9.5.0.
//
// Operation: customers.remove_from_group, idempotent.
//
//frontdesk:op liveagent customers.remove_from_group
func (s *CustomersService) RemoveFromGroup(ctx context.Context, customerIdentifier string, params *CustomerGroupNameParams, opts ...frontdesk.Option) error {
	if params == nil || params.Name == "" {
		return s.client.core.InvalidArgument(opCustomersRemoveFromGroup, "name", "is required")
	}
	return s.client.do(ctx, request{op: opCustomersRemoveFromGroup, ids: []string{customerIdentifier}, params: params}, opts)
}

var opCustomersAddFields = &transport.Operation{
	ID: "customers.add_fields", Method: http.MethodPost, Path: "/customers/{customeridentifier}/fields", Class: frontdesk.ClassUnsafe,
}

// AddFields adds values of custom fields to a customer. A field can have several
// values: to replace one, call DeleteFields first.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound]; no fields, or one
// without a code, is [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, look at the CustomFields of Get: adding again
// gives the field a second value.
//
// LiveAgent API v1: "Add custom field value to customer", since 4.16.4.1.
//
// Operation: customers.add_fields, unsafe.
//
//frontdesk:op liveagent customers.add_fields
func (s *CustomersService) AddFields(ctx context.Context, customerIdentifier string, params *AddFieldsParams, opts ...frontdesk.Option) error {
	if problem := params.problem(); problem != "" {
		return s.client.core.InvalidArgument(opCustomersAddFields, "customfields", "%s", problem)
	}
	return s.client.do(ctx, request{op: opCustomersAddFields, ids: []string{customerIdentifier}, params: params}, opts)
}

var opCustomersDeleteFields = &transport.Operation{
	ID: "customers.delete_fields", Method: http.MethodDelete, Path: "/customers/{customeridentifier}/fields", Class: frontdesk.ClassIdempotent,
}

// DeleteFields deletes the values of one custom field of a customer. It refuses
// to go without a code, which would delete all.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound]; a missing code is
// [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, call it again: deleting what is gone changes
// nothing.
//
// LiveAgent API v1: "Delete custom field value in user contact", since 4.16.4.1.
//
// Operation: customers.delete_fields, idempotent.
//
//frontdesk:op liveagent customers.delete_fields
func (s *CustomersService) DeleteFields(ctx context.Context, customerIdentifier string, params *DeleteFieldsParams, opts ...frontdesk.Option) error {
	if params == nil || params.Code == "" {
		return s.client.core.InvalidArgument(opCustomersDeleteFields, "code", codeRequired)
	}
	return s.client.do(ctx, request{op: opCustomersDeleteFields, ids: []string{customerIdentifier}, params: params}, opts)
}

// DeleteAllFields deletes the values of all custom fields of a customer.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again: deleting what is gone changes
// nothing.
//
// LiveAgent API v1: "Delete custom field value in user contact", since 4.16.4.1.
//
// Operation: customers.delete_fields, idempotent.
//
//frontdesk:uses liveagent customers.delete_fields
func (s *CustomersService) DeleteAllFields(ctx context.Context, customerIdentifier string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opCustomersDeleteFields, ids: []string{customerIdentifier}}, opts)
}
