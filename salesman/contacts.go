package salesman

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// pageSize is the number of rows on a page; it cannot be changed.
const pageSize = 200

// ContactsService reads and changes contacts: the people at clients.
type ContactsService service

// Contact is a contact as lists show it. Which fields are filled depends on the
// account's form settings and on the Fields asked for.
type Contact struct {
	// ID is the contact's id (pid).
	ID int64 `json:"pid,omitzero"`
	// Created and Updated are in the client's time zone.
	Created frontdesk.Opt[time.Time] `json:"date_create,omitzero"`
	Updated frontdesk.Opt[time.Time] `json:"date_edit,omitzero"`
	// ClientID is the client the contact belongs to; 0 for none.
	ClientID int64 `json:"clid,omitzero"`
	// Client is the client's name; "--не найден--" if ClientID leads nowhere.
	Client string `json:"client,omitzero"`
	// Name is the full name.
	Name string `json:"person,omitzero"`
	// JobTitle is the post.
	JobTitle frontdesk.Opt[string] `json:"ptitle,omitzero"`
	// Phone, Fax and Mobile are lists of numbers, joined by commas.
	Phone  frontdesk.Opt[string] `json:"tel,omitzero"`
	Fax    frontdesk.Opt[string] `json:"fax,omitzero"`
	Mobile frontdesk.Opt[string] `json:"mob,omitzero"`
	// Email is a list of addresses, joined by commas.
	Email frontdesk.Opt[string] `json:"mail,omitzero"`
	// Role is a list of roles, joined by semicolons.
	Role frontdesk.Opt[string] `json:"rol,omitzero"`
	// OwnerID and Owner are id and login of the responsible user.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// Loyalty and Source are names; the server takes ids and gives none.
	Loyalty frontdesk.Opt[string] `json:"loyalty,omitzero"`
	Source  frontdesk.Opt[string] `json:"clientpath,omitzero"`
	// Socials are there if asked for.
	Socials *Socials `json:"socials,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (c *Contact) id() int64 { return c.ID }

// ContactInfo is a contact as Get shows it. It differs from [Contact] in Owner.
type ContactInfo struct {
	// ID is the contact's id (pid).
	ID int64 `json:"pid,omitzero"`
	// Created and Updated are in the client's time zone.
	Created frontdesk.Opt[time.Time] `json:"date_create,omitzero"`
	Updated frontdesk.Opt[time.Time] `json:"date_edit,omitzero"`
	// ClientID is the client the contact belongs to; 0 for none.
	ClientID int64 `json:"clid,omitzero"`
	// Client is the client's name.
	Client string `json:"client,omitzero"`
	// Name is the full name.
	Name string `json:"person,omitzero"`
	// JobTitle is the post.
	JobTitle frontdesk.Opt[string] `json:"ptitle,omitzero"`
	// Phone, Fax and Mobile are lists of numbers, joined by commas.
	Phone  frontdesk.Opt[string] `json:"tel,omitzero"`
	Fax    frontdesk.Opt[string] `json:"fax,omitzero"`
	Mobile frontdesk.Opt[string] `json:"mob,omitzero"`
	// Email is a list of addresses, joined by commas.
	Email frontdesk.Opt[string] `json:"mail,omitzero"`
	// Role is a list of roles, joined by semicolons.
	Role frontdesk.Opt[string] `json:"rol,omitzero"`
	// Owner is the login of the responsible user; lists have the id too.
	Owner string `json:"iduser,omitzero"`
	// Loyalty and Source are names; the server takes ids and gives none.
	Loyalty frontdesk.Opt[string] `json:"loyalty,omitzero"`
	Source  frontdesk.Opt[string] `json:"clientpath,omitzero"`
	// Socials are there if asked for.
	Socials *Socials `json:"socials,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Socials are a contact's addresses elsewhere.
type Socials struct {
	Blog    frontdesk.Opt[string] `json:"blog,omitzero"`
	Site    frontdesk.Opt[string] `json:"mysite,omitzero"`
	Twitter frontdesk.Opt[string] `json:"twitter,omitzero"`
	ICQ     frontdesk.Opt[string] `json:"icq,omitzero"`
	Skype   frontdesk.Opt[string] `json:"skype,omitzero"`
	Google  frontdesk.Opt[string] `json:"google,omitzero"`
	Yandex  frontdesk.Opt[string] `json:"yandex,omitzero"`
	MyKrug  frontdesk.Opt[string] `json:"mykrug,omitzero"`
	// Extra holds what this package does not know. Writes do not send it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// written is a copy without what a read found on it; nil for nil.
func (s *Socials) written() *Socials {
	if s == nil {
		return nil
	}
	sent := *s
	sent.Extra = nil
	return &sent
}

// ContactOrder is what a list of contacts is sorted by: one of the constants,
// or one of the account's own fields, such as "input1". The server crashes on
// others, so they are refused before sending.
//
// The constants: [ContactOrderID] "pid", [ContactOrderCreated] "date_create",
// [ContactOrderUpdated] "date_edit", [ContactOrderClient] "clid",
// [ContactOrderName] "person", [ContactOrderJobTitle] "ptitle",
// [ContactOrderPhone] "tel", [ContactOrderFax] "fax", [ContactOrderMobile] "mob",
// [ContactOrderEmail] "mail", [ContactOrderRole] "rol", [ContactOrderOwner] "iduser",
// [ContactOrderLoyalty] "loyalty", [ContactOrderSource] "clientpath".
type ContactOrder string

// The orders of contacts.
const (
	ContactOrderID       ContactOrder = "pid"
	ContactOrderCreated  ContactOrder = "date_create"
	ContactOrderUpdated  ContactOrder = "date_edit"
	ContactOrderClient   ContactOrder = "clid"
	ContactOrderName     ContactOrder = "person"
	ContactOrderJobTitle ContactOrder = "ptitle"
	ContactOrderPhone    ContactOrder = "tel"
	ContactOrderFax      ContactOrder = "fax"
	ContactOrderMobile   ContactOrder = "mob"
	ContactOrderEmail    ContactOrder = "mail"
	ContactOrderRole     ContactOrder = "rol"
	ContactOrderOwner    ContactOrder = "iduser"
	ContactOrderLoyalty  ContactOrder = "loyalty"
	ContactOrderSource   ContactOrder = "clientpath"
)

// contactColumns are the columns by which contacts can be sorted and filtered.
var contactColumns = []string{
	"pid", "date_create", "date_edit", "clid", "person", "ptitle", "tel", "fax", "mob", "mail", "rol",
	"iduser", "loyalty", "clientpath",
}

func isContactColumn(name string) bool {
	return slices.Contains(contactColumns, name) || isCustomField(name)
}

// ContactListParams narrows and orders a list of contacts.
type ContactListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [ContactOrderCreated]. Rows with equal
	// values come in no particular order: sort by [ContactOrderID] to page.
	Order ContactOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the responsible user; default: the client's user and
	// subordinates. For a login that no user has, the server shows what belongs to
	// nobody, and no error.
	User string `json:"user,omitzero"`
	// CreatedFrom is the first day of creation.
	CreatedFrom Date `json:"dateStart,omitzero"`
	// CreatedBefore is the day before which they were created: rows of that day
	// itself are not there, except of its first second.
	CreatedBefore Date `json:"dateEnd,omitzero"`
	// Word is part of the name, post, mail address or the phone's digits (digits
	// alone: a number with spaces or signs finds nothing); capitals make no
	// difference. Empty does not narrow the list: it has everybody.
	Word string `json:"word,omitzero"`
	// Fields are the fields to show, see [Fields]; default all. The id is always shown.
	Fields Fields `json:"fields,omitzero"`
	// Socials asks for the social contacts.
	Socials YesNo `json:"socinfo,omitzero"`
	// Filter narrows the list further.
	Filter *ContactFilter `json:"filter,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

// ContactFilter narrows a list of contacts by their fields.
type ContactFilter struct {
	// ClientID is the client.
	ClientID int64 `json:"clid,omitzero"`
	// UID is the id in another system. Only the CRM itself or an import gives
	// contacts one: the calls that store a contact drop it.
	UID string `json:"uid,omitzero"`
	// Loyalty and Source are names or ids. Better ids: by the server's code an unknown
	// Loyalty finds the contacts that have none, and an unknown Source is added to the
	// account's guide, by a read.
	Loyalty string `json:"loyalty,omitzero"`
	Source  string `json:"clientpath,omitzero"`
	// JobTitle is part of the post.
	JobTitle string `json:"ptitle,omitzero"`
	// Extra is part of the value of other fields: the account's own (input1, …)
	// and those that a [ContactOrder] constant names. The server crashes on
	// others, so they are refused before sending.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opContactsList = &transport.Operation{
	ID: "person.list", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassSafe,
}

// List returns one page of contacts, at most 200, with the total of all pages.
//
// Errors: [frontdesk.ErrInvalid] for an order or filter the server does not
// know, before sending; [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode], and so is a page without rows that is
// the first, or not the last, of those that the server counts: the list would look
// complete.
//
// SalesMan docs: person, list
//
// Operation: person.list, safe.
//
//frontdesk:op salesman person.list
func (s *ContactsService) List(ctx context.Context, params *ContactListParams, opts ...frontdesk.Option) (*frontdesk.Page[Contact], error) {
	sent, err := s.listParams(params)
	if err != nil {
		return nil, err
	}
	return listPage[Contact](ctx, s.client, opContactsList, sent, sent.Page, opts)
}

// listParams checks and completes a copy of the params.
func (s *ContactsService) listParams(params *ContactListParams) (*ContactListParams, error) {
	if params == nil {
		params = &ContactListParams{}
	}
	sent, core := *params, s.client.core
	if sent.Resume != "" {
		page, err := paging.ParsePage(sent.Resume)
		if err != nil {
			return nil, core.InvalidArgument(opContactsList, "Resume", "not a cursor of this list")
		}
		sent.Page = int(page)
	}
	switch {
	case sent.Page < 0:
		return nil, core.InvalidArgument(opContactsList, "offset", "%d is not a page number", sent.Page)
	case sent.Order != "" && !isContactColumn(string(sent.Order)):
		return nil, core.InvalidArgument(opContactsList, "order", "the server cannot sort by %q", sent.Order)
	case sent.Direction != "" && sent.Direction != Ascending && sent.Direction != Descending:
		return nil, core.InvalidArgument(opContactsList, "first", "%q is neither new nor old", sent.Direction)
	case sent.User != "" && checkLogin(sent.User) != nil:
		return nil, core.InvalidArgument(opContactsList, "user", "is not a login")
	case !sent.CreatedFrom.valid():
		return nil, core.InvalidArgument(opContactsList, "dateStart", "the calendar has no such day")
	case !sent.CreatedBefore.valid():
		return nil, core.InvalidArgument(opContactsList, "dateEnd", "the calendar has no such day")
	}
	if err := s.checkFields(opContactsList, sent.Fields); err != nil {
		return nil, err
	}
	sent.Fields = sent.Fields.withID("pid")
	if sent.Filter != nil {
		for name := range sent.Filter.Extra {
			if !isContactColumn(name) {
				return nil, core.InvalidArgument(opContactsList, "filter."+name, "the server cannot filter by it")
			}
		}
		if err := checkExtra(s.client, opContactsList, sent.Filter.Extra, "clid", "loyalty", "clientpath", "ptitle"); err != nil {
			return nil, err
		}
	}
	return &sent, nil
}

func (s *ContactsService) checkFields(op *transport.Operation, fields Fields) error {
	for _, name := range fields {
		if !isWord(name) {
			return s.client.core.InvalidArgument(op, "fields", "%q is not the name of a field", name)
		}
	}
	return nil
}

// All iterates over all contacts, sorted by id, the lowest first, unless params say
// otherwise, in pages of 200. None comes twice. With [frontdesk.WithPrefetch] pages
// are fetched ahead.
//
// What leaves the list meanwhile moves the rows behind it, and another one is missed
// without an error, also after a resume. So do not change in the loop what params ask
// for: collect first.
//
// A page shorter than 200 does not end the list as long as the server counts more
// rows behind it. A last page with fewer rows than counted, or without any, does:
// rows may go while the list is read.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: person.list, safe.
//
//frontdesk:uses salesman person.list
func (s *ContactsService) All(ctx context.Context, params *ContactListParams, opts ...frontdesk.Option) iter.Seq2[Contact, error] {
	var walk ContactListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		// The server's default, the time of creation, is the same for rows that
		// were added together, and so no order to page by.
		walk.Order = ContactOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opContactsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Contact], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

// pagesAhead names the pages that follow, as far as the total reaches.
func pagesAhead[T any](page *frontdesk.Page[T], n int) []frontdesk.Cursor {
	number, err := paging.ParsePage(page.Next)
	total, known := page.Total.Get()
	if err != nil || !page.HasMore || n <= 0 {
		return nil
	}
	if !known {
		return []frontdesk.Cursor{page.Next}
	}
	var cursors []frontdesk.Cursor
	for ; n > 0 && number*pageSize < int64(total); n, number = n-1, number+1 {
		cursors = append(cursors, paging.PageCursor(number))
	}
	return cursors
}

// ContactGetParams says what of a contact to read.
type ContactGetParams struct {
	// Fields are the fields to show, see [Fields]; default all. The id is always shown.
	Fields Fields `json:"fields,omitzero"`
	// Socials asks for the social contacts.
	Socials YesNo `json:"socinfo,omitzero"`
}

var opContactsGet = &transport.Operation{
	ID: "person.info", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassSafe,
}

// Get returns one contact. It does not matter whose contact it is.
//
// Errors: [frontdesk.ErrNotFound] for an unknown id, and for a contact whose
// name was wiped: the server does not tell these apart. [CodeNotVisible] and
// [CodeMissing] are documented, but the server answers a record of nulls.
//
// SalesMan docs: person, info
//
// Operation: person.info, safe.
//
//frontdesk:op salesman person.info
func (s *ContactsService) Get(ctx context.Context, contactID int64, params *ContactGetParams, opts ...frontdesk.Option) (*ContactInfo, error) {
	var reply struct {
		Data *ContactInfo `json:"data"`
	}
	r := request{op: opContactsGet, ids: []idParam{{"pid", contactID}}, out: &reply}
	if params != nil {
		if err := s.checkFields(opContactsGet, params.Fields); err != nil {
			return nil, err
		}
		r.params = &ContactGetParams{Fields: params.Fields.withID("pid"), Socials: params.Socials}
	}
	if _, err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	if reply.Data == nil {
		return nil, s.client.absent(opContactsGet)
	}
	if reply.Data.ID == 0 { // older servers leave it out; without a name it is no contact
		reply.Data.ID = contactID
	}
	return reply.Data, nil
}
