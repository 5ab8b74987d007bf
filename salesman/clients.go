package salesman

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ClientsService reads and changes clients: the companies and private persons
// that the account deals with. Not to be confused with [Client], which makes the
// calls.
type ClientsService service

// ClientType is the kind of a client's record.
//
// The constants: [ClientTypeClient] "client", [ClientTypePerson] "person",
// [ClientTypePartner] "partner", [ClientTypeContractor] "contractor",
// [ClientTypeCompetitor] "concurent".
type ClientType string

// The types of clients.
const (
	ClientTypeClient     ClientType = "client"
	ClientTypePerson     ClientType = "person"
	ClientTypePartner    ClientType = "partner"
	ClientTypeContractor ClientType = "contractor"
	// ClientTypeCompetitor is spelled "concurent" on the wire.
	ClientTypeCompetitor ClientType = "concurent"
)

func (t ClientType) known() bool {
	return slices.Contains([]ClientType{ClientTypeClient, ClientTypePerson, ClientTypePartner, ClientTypeContractor, ClientTypeCompetitor}, t)
}

// ClientRecord is a client as lists show it. Which fields are filled depends on
// the account's form settings and on the Fields asked for.
type ClientRecord struct {
	// ID is the client's id (clid).
	ID int64 `json:"clid,omitzero"`
	// UID is the id in another system.
	UID string `json:"uid,omitzero"`
	// Type is the kind of record.
	Type ClientType `json:"type,omitzero"`
	// Created and Updated are in the client's time zone.
	Created frontdesk.Opt[time.Time] `json:"date_create,omitzero"`
	Updated frontdesk.Opt[time.Time] `json:"date_edit,omitzero"`
	// Title is the name; the server moves a legal form behind it.
	Title string `json:"title,omitzero"`
	// OwnerID and Owner are id and login of the responsible user.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// IndustryID and Industry are id and name of the branch of business.
	IndustryID int64  `json:"idcategory,omitzero"`
	Industry   string `json:"idcategoryTitle,omitzero"`
	// TerritoryID and Territory are id and name of the territory.
	TerritoryID int64  `json:"territory,omitzero"`
	Territory   string `json:"territoryTitle,omitzero"`
	// SourceID and Source are id and name of the source.
	SourceID int64  `json:"clientpath,omitzero"`
	Source   string `json:"clientpathTitle,omitzero"`
	// HeadID is the head organisation. HeadTitle is wrong: the server looks the
	// id up among the industries.
	HeadID    int64  `json:"head_clid,omitzero"`
	HeadTitle string `json:"head_clidTitle,omitzero"`
	// ContactID and Contact are id and name of the main contact, the first two words of
	// it; see [ContactRef].
	ContactID int64  `json:"pid,omitzero"`
	Contact   string `json:"person,omitzero"`
	// Phone, Fax and Email are lists, joined by commas.
	Phone frontdesk.Opt[string] `json:"phone,omitzero"`
	Fax   frontdesk.Opt[string] `json:"fax,omitzero"`
	Email frontdesk.Opt[string] `json:"mail_url,omitzero"`
	Site  frontdesk.Opt[string] `json:"site_url,omitzero"`
	// Address is one text.
	Address     frontdesk.Opt[string] `json:"address,omitzero"`
	Description frontdesk.Opt[string] `json:"des,omitzero"`
	// DecisionScheme says who decides at the client.
	DecisionScheme string `json:"scheme,omitzero"`
	// Relation is the name of the kind of relation.
	Relation frontdesk.Opt[string] `json:"tip_cmr,omitzero"`
	// BankDetails are there if asked for.
	BankDetails *BankDetails `json:"bankinfo,omitzero"`
	// UIDs are the ids in other systems, if asked for.
	UIDs []ExternalID `json:"uids,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (r *ClientRecord) id() int64 { return r.ID }

// ClientInfo is a client as Get shows it. It differs from [ClientRecord] in
// Source and Head, which are names without ids, and in its contacts.
type ClientInfo struct {
	// ID is the client's id (clid).
	ID int64 `json:"clid,omitzero"`
	// UID is the id in another system.
	UID string `json:"uid,omitzero"`
	// Type is the kind of record.
	Type ClientType `json:"type,omitzero"`
	// Created and Updated are in the client's time zone.
	Created frontdesk.Opt[time.Time] `json:"created,omitzero"`
	Updated frontdesk.Opt[time.Time] `json:"edited,omitzero"`
	// CreatedText and UpdatedText are the same for people: "30.05.26,  23:05".
	CreatedText string `json:"date_create,omitzero"`
	UpdatedText string `json:"date_edit,omitzero"`
	// Title is the name.
	Title string `json:"title,omitzero"`
	// OwnerID and Owner are id and login of the responsible user.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// IndustryID and Industry are id and name of the branch of business.
	IndustryID int64  `json:"idcategory,omitzero"`
	Industry   string `json:"categoryName,omitzero"`
	// TerritoryID and Territory are id and name of the territory.
	TerritoryID int64  `json:"territory,omitzero"`
	Territory   string `json:"territoryName,omitzero"`
	// Source is the name of the source.
	Source string `json:"clientpath,omitzero"`
	// Head is the name of the head organisation.
	Head string `json:"head_clid,omitzero"`
	// ContactID and Contact are id and name of the main contact, the first two words of
	// it; see [ContactRef].
	ContactID int64  `json:"pid,omitzero"`
	Contact   string `json:"person,omitzero"`
	// Phone, Fax and Email are lists, joined by commas.
	Phone frontdesk.Opt[string] `json:"phone,omitzero"`
	Fax   frontdesk.Opt[string] `json:"fax,omitzero"`
	Email frontdesk.Opt[string] `json:"mail_url,omitzero"`
	Site  frontdesk.Opt[string] `json:"site_url,omitzero"`
	// Address is one text.
	Address     frontdesk.Opt[string] `json:"address,omitzero"`
	Description frontdesk.Opt[string] `json:"des,omitzero"`
	// DecisionScheme says who decides at the client.
	DecisionScheme string `json:"scheme,omitzero"`
	// Relation is the name of the kind of relation.
	Relation frontdesk.Opt[string] `json:"tip_cmr,omitzero"`
	// BankDetails are there if asked for.
	BankDetails *BankDetails `json:"bankinfo,omitzero"`
	// Contacts are the contacts with a mail address, if asked for.
	Contacts []ClientContact `json:"contacts,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ClientContact is a contact of a client, with few of its fields and no id.
type ClientContact struct {
	Name     string                   `json:"person,omitzero"`
	JobTitle string                   `json:"ptitle,omitzero"`
	ClientID int64                    `json:"clid,omitzero"`
	Phone    string                   `json:"tel,omitzero"`
	Mobile   string                   `json:"mob,omitzero"`
	Email    string                   `json:"mail,omitzero"`
	OwnerID  int64                    `json:"iduser,omitzero"`
	Role     string                   `json:"rol,omitzero"`
	Created  frontdesk.Opt[time.Time] `json:"date_create,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ExternalID is the id of a record in another system.
type ExternalID struct {
	// Stored is when it was stored, in the client's time zone.
	Stored frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	// System names the other system, and Value is the id there.
	System string `json:"name,omitzero"`
	Value  string `json:"value,omitzero"`
	// EntryID, ClientID and DealID are the records here; 0 for none.
	EntryID  int64 `json:"eid,omitzero"`
	ClientID int64 `json:"clid,omitzero"`
	DealID   int64 `json:"did,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ClientOrder is what a list of clients is sorted by: one of the constants, or
// one of the account's own fields, such as "input1". The server crashes on
// others, so they are refused before sending.
//
// The constants: [ClientOrderID] "clid", [ClientOrderCreated] "date_create",
// [ClientOrderUpdated] "date_edit", [ClientOrderTitle] "title",
// [ClientOrderOwner] "iduser", [ClientOrderPhone] "phone",
// [ClientOrderEmail] "mail_url", [ClientOrderType] "type".
type ClientOrder string

// The orders of clients.
const (
	ClientOrderID      ClientOrder = "clid"
	ClientOrderCreated ClientOrder = "date_create"
	ClientOrderUpdated ClientOrder = "date_edit"
	ClientOrderTitle   ClientOrder = "title"
	ClientOrderOwner   ClientOrder = "iduser"
	ClientOrderPhone   ClientOrder = "phone"
	ClientOrderEmail   ClientOrder = "mail_url"
	ClientOrderType    ClientOrder = "type"
)

var isClientColumn = customColumnsOf("clid", "date_create", "date_edit", "title", "iduser", "phone", "mail_url", "type")

// ClientListParams narrows and orders a list of clients.
type ClientListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [ClientOrderCreated]. Rows with equal
	// values come in no particular order: sort by [ClientOrderID] to page.
	Order ClientOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the responsible user; default: the client's user and
	// subordinates. For a login that no user has, the server shows what belongs to
	// nobody, and no error.
	User string `json:"user,omitzero"`
	// CreatedFrom is the first day of creation. Alone it leaves out what was
	// created in that day's first second.
	CreatedFrom Date `json:"dateStart,omitzero"`
	// CreatedBefore is the day before which they were created: rows of that day
	// itself are not there.
	CreatedBefore Date `json:"dateEnd,omitzero"`
	// ChangedFrom and ChangedBefore are the same for the last change. The server
	// takes the one without the other for something else, so set both.
	ChangedFrom   Date `json:"dateChangeStart,omitzero"`
	ChangedBefore Date `json:"dateChangeEnd,omitzero"`
	// Word is part of the title, description, mail or web address, address or the
	// phone's digits.
	Word string `json:"word,omitzero"`
	// Fields are the fields to show, see [Fields]; default all. The id is always shown.
	Fields Fields `json:"fields,omitzero"`
	// BankDetails and UIDs ask for those.
	BankDetails YesNo `json:"bankinfo,omitzero"`
	UIDs        YesNo `json:"uids,omitzero"`
	// Filter narrows the list further.
	Filter *ClientFilter `json:"filter,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

// ClientFilter narrows a list of clients by their fields.
type ClientFilter struct {
	// Relation is the name of the kind of relation. The documentation calls the
	// parameter relation, which the server ignores; relations is sent.
	Relation string `json:"relations,omitzero"`
	// Industry, Territory and Source are names or ids. Better ids: by the server's code
	// an unknown Industry or Territory finds the clients that have none, and an unknown
	// Source is added to the account's guide, by a read.
	Industry  string `json:"idcategory,omitzero"`
	Territory string `json:"territory,omitzero"`
	Source    string `json:"clientpath,omitzero"`
	// Type is the kind of record.
	Type ClientType `json:"type,omitzero"`
	// Trash asks for those in the recycle bin, or with false not there.
	Trash frontdesk.Opt[YesNo] `json:"trash,omitzero"`
	// Extra is part of the value of the account's own fields (input1, …). The
	// server ignores other names, so they are refused before sending.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opClientsFields = &transport.Operation{
	ID: "client.fields", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassSafe,
}

// Fields returns the titles of the active fields of clients, by their names on
// the wire.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: client, fields
//
// Operation: client.fields, safe.
//
//frontdesk:op salesman client.fields
func (s *ClientsService) Fields(ctx context.Context, opts ...frontdesk.Option) (map[string]string, error) {
	return readData[map[string]string](ctx, s.client, request{op: opClientsFields}, opts)
}

var opClientsList = &transport.Operation{
	ID: "client.list", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassSafe,
}

// List returns one page of the clients of the user and subordinates, at most
// 200, with the total of all pages.
//
// Errors: an order or filter that the server does not know is
// [frontdesk.ErrInvalid], before sending; a wrong key or login is
// [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode], and so is a page without rows that is
// the first, or not the last, of those that the server counts: the list would look
// complete.
//
// SalesMan docs: client, list
//
// Operation: client.list, safe.
//
//frontdesk:op salesman client.list
func (s *ClientsService) List(ctx context.Context, params *ClientListParams, opts ...frontdesk.Option) (*frontdesk.Page[ClientRecord], error) {
	if params == nil {
		params = &ClientListParams{}
	}
	sent, err := s.listParams(params)
	if err != nil {
		return nil, err
	}
	return listPage[ClientRecord](ctx, s.client, opClientsList, sent, sent.Page, opts)
}

// listParams checks and completes a copy of the params.
func (s *ClientsService) listParams(params *ClientListParams) (*ClientListParams, error) {
	sent, core := *params, s.client.core
	var err error
	sent.Page, err = s.client.pageOf(opClientsList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isClientColumn, direction: sent.Direction,
		user: sent.User, fields: sent.Fields,
		days: []namedDay{{"dateStart", sent.CreatedFrom}, {"dateEnd", sent.CreatedBefore}, {"dateChangeStart", sent.ChangedFrom}, {"dateChangeEnd", sent.ChangedBefore}},
	})
	if err != nil {
		return nil, err
	}
	if sent.ChangedFrom.IsZero() != sent.ChangedBefore.IsZero() {
		return nil, core.InvalidArgument(opClientsList, "dateChangeStart", "set ChangedFrom and ChangedBefore together: the server mistakes one without the other")
	}
	sent.Fields = sent.Fields.withID("clid")
	if f := sent.Filter; f != nil {
		if f.Type != "" && !f.Type.known() {
			return nil, core.InvalidArgument(opClientsList, "filter.type", "%q is not a type of clients", string(f.Type))
		}
		for name := range f.Extra {
			if !isCustomField(name) {
				return nil, core.InvalidArgument(opClientsList, "filter."+name, "the server does not filter by it")
			}
		}
		if err := checkExtra(s.client, opClientsList, f.Extra); err != nil {
			return nil, err
		}
	}
	return &sent, nil
}

// All iterates over all clients, sorted by id, the lowest first, unless params say
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
// Operation: client.list, safe.
//
//frontdesk:uses salesman client.list
func (s *ClientsService) All(ctx context.Context, params *ClientListParams, opts ...frontdesk.Option) iter.Seq2[ClientRecord, error] {
	var walk ClientListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = ClientOrderID // creation times are shared, and so no order to page by
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opClientsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[ClientRecord], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

// ClientGetParams says what of a client to read.
type ClientGetParams struct {
	// Fields are the fields to show, see [Fields]; default all. The id is always shown.
	Fields Fields `json:"fields,omitzero"`
	// BankDetails and Contacts ask for those. Only contacts with a mail address
	// are shown.
	BankDetails YesNo `json:"bankinfo,omitzero"`
	Contacts    YesNo `json:"contacts,omitzero"`
}

// clientKey is a client by another key than its id.
type clientKey struct {
	UID string `json:"uid,omitzero"`
	INN string `json:"inn,omitzero"`
	ClientGetParams
}

var opClientsGet = &transport.Operation{
	ID: "client.info", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassSafe,
}

// Get returns one client.
//
// Errors: an unknown client, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// SalesMan docs: client, info
//
// Operation: client.info, safe.
//
//frontdesk:op salesman client.info
func (s *ClientsService) Get(ctx context.Context, clientID int64, params *ClientGetParams, opts ...frontdesk.Option) (*ClientInfo, error) {
	return s.get(ctx, []idParam{{"clid", clientID}}, clientKey{}, params, opts)
}

// GetByUID returns the client with an id of another system.
//
// Not found does not mean that there is none: a client whose owner is neither the
// client's user nor a subordinate is not found either, and one that is created then is
// a second one. Where that matters, let the client's user be one who sees all clients.
//
// Errors: an unknown id, and that of a client whom the user does not see, is
// [frontdesk.ErrNotFound] with [CodeNotFound]; one with a quote or a backslash is
// [frontdesk.ErrInvalid], before sending, since the server would put it into its SQL as
// it is.
//
// Operation: client.info, safe.
//
//frontdesk:uses salesman client.info
func (s *ClientsService) GetByUID(ctx context.Context, uid string, params *ClientGetParams, opts ...frontdesk.Option) (*ClientInfo, error) {
	if uid == "" {
		return nil, s.client.core.InvalidArgument(opClientsGet, "uid", "is empty")
	}
	if err := s.client.checkSQL(opClientsGet, "uid", uid); err != nil {
		return nil, err
	}
	return s.get(ctx, nil, clientKey{UID: uid}, params, opts)
}

// GetByINN returns the client in whose bank details a tax number stands, of those that
// the user sees; see GetByUID.
//
// Errors: an unknown number is [frontdesk.ErrNotFound] with [CodeNotFound]; one
// that is not of 10 or 12 digits is [frontdesk.ErrInvalid], before sending,
// since the server finds parts of numbers too.
//
// Operation: client.info, safe.
//
//frontdesk:uses salesman client.info
func (s *ClientsService) GetByINN(ctx context.Context, inn string, params *ClientGetParams, opts ...frontdesk.Option) (*ClientInfo, error) {
	if !isINN(inn) {
		return nil, s.client.core.InvalidArgument(opClientsGet, "inn", "is not of 10 or 12 digits")
	}
	return s.get(ctx, nil, clientKey{INN: inn}, params, opts)
}

func isINN(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(text) == 10 || len(text) == 12
}

func (s *ClientsService) get(ctx context.Context, ids []idParam, key clientKey, params *ClientGetParams, opts []frontdesk.Option) (*ClientInfo, error) {
	if params != nil {
		if err := s.client.checkFieldNames(opClientsGet, params.Fields); err != nil {
			return nil, err
		}
		key.ClientGetParams = *params
		key.Fields = params.Fields.withID("clid")
	}
	var reply struct {
		Data     *ClientInfo     `json:"data"`
		Contacts []ClientContact `json:"contacts"`
	}
	if _, err := s.client.do(ctx, request{op: opClientsGet, ids: ids, params: key, out: &reply}, opts); err != nil {
		return nil, err
	}
	if reply.Data == nil || reply.Data.ID <= 0 {
		return nil, s.client.absent(opClientsGet)
	}
	reply.Data.Contacts = reply.Contacts
	return reply.Data, nil
}
