package salesman

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// LeadsService reads and submits leads: requests from the outside that nobody
// has looked at yet (lead).
type LeadsService service

// LeadStatus is how far a lead is.
//
// The constants: [LeadOpen] "0", [LeadInWork] "1", [LeadProcessed] "2",
// [LeadClosed] "3".
type LeadStatus string

// The statuses of leads.
const (
	LeadOpen      LeadStatus = "0"
	LeadInWork    LeadStatus = "1"
	LeadProcessed LeadStatus = "2"
	LeadClosed    LeadStatus = "3"
)

// LeadVerdict is what came of a lead.
//
// The constants: [LeadUndecided] "0", [LeadSpam] "1", [LeadDuplicate] "2",
// [LeadOther] "3", [LeadNotTarget] "4".
type LeadVerdict string

// The verdicts on leads.
const (
	// LeadUndecided: there is no verdict yet; servers also write "".
	LeadUndecided LeadVerdict = "0"
	LeadSpam      LeadVerdict = "1"
	LeadDuplicate LeadVerdict = "2"
	LeadOther     LeadVerdict = "3"
	LeadNotTarget LeadVerdict = "4"
)

// LeadUID is an id of a lead in another system.
type LeadUID struct {
	Time frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	// System is the key of the other system, Value the id in it.
	System string `json:"name,omitzero"`
	Value  string `json:"value,omitzero"`
	// EntryID, ClientID and DealID are the records that have it too; 0 for none.
	EntryID  int64 `json:"eid,omitzero"`
	ClientID int64 `json:"clid,omitzero"`
	DealID   int64 `json:"did,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Lead is a lead as lists show it.
type Lead struct {
	ID int64 `json:"id,omitzero"`
	// Created and Processed are in the client's time zone.
	Created    frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Processed  frontdesk.Opt[time.Time] `json:"datum_do,omitzero"`
	Status     LeadStatus               `json:"status,omitzero"`
	StatusName string                   `json:"statusName,omitzero"`
	// Verdict is what came of it; "" or [LeadUndecided] for nothing yet.
	Verdict     LeadVerdict `json:"rezult,omitzero"`
	VerdictName string      `json:"rezultName,omitzero"`
	Email       string      `json:"email,omitzero"`
	Phone       string      `json:"phone,omitzero"`
	Site        string      `json:"site,omitzero"`
	Company     string      `json:"company,omitzero"`
	City        string      `json:"city,omitzero"`
	Country     string      `json:"country,omitzero"`
	// ClientID, ContactID and DealID are what was made of it; 0 for none.
	ClientID  int64  `json:"clid,omitzero"`
	Client    string `json:"client,omitzero"`
	ContactID int64  `json:"pid,omitzero"`
	Contact   string `json:"person,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	Deal      string `json:"deal,omitzero"`
	// SourceID and Source are id and title of the source.
	SourceID frontdesk.Opt[int64] `json:"clientpath,omitzero"`
	Source   string               `json:"clientpathName,omitzero"`
	UIDs     []LeadUID            `json:"uids,omitzero"`
	// Operator and OperatorID are meant to tell who has it, but lists of all known
	// servers say "Не определен" and 0 of every lead: only Get shows the operator.
	Operator   string `json:"userName,omitzero"`
	OperatorID int64  `json:"user,omitzero"`
	// Description is the text.
	Description string `json:"content,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (l *Lead) id() int64 { return l.ID }

// LeadInfo is a lead as Get shows it.
type LeadInfo struct {
	ID int64 `json:"id,omitzero"`
	// Created and Processed are in the client's time zone.
	Created    frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Processed  frontdesk.Opt[time.Time] `json:"datum_do,omitzero"`
	Status     LeadStatus               `json:"status,omitzero"`
	StatusName string                   `json:"statusName,omitzero"`
	// Verdict is what came of it; "" or [LeadUndecided] for nothing yet.
	Verdict     LeadVerdict `json:"rezult,omitzero"`
	VerdictName string      `json:"rezultName,omitzero"`
	// Name is the visitor's name.
	Name    string `json:"title,omitzero"`
	Email   string `json:"email,omitzero"`
	Phone   string `json:"phone,omitzero"`
	Site    string `json:"site,omitzero"`
	Company string `json:"company,omitzero"`
	City    string `json:"city,omitzero"`
	Country string `json:"country,omitzero"`
	// Description is the text.
	Description string `json:"description,omitzero"`
	IP          string `json:"ip,omitzero"`
	// ClientID, ContactID and DealID are what was made of it; 0 for none. Contact is the
	// first two words of the name, unlike in lists.
	ClientID  int64  `json:"clid,omitzero"`
	Client    string `json:"client,omitzero"`
	ContactID int64  `json:"pid,omitzero"`
	Contact   string `json:"person,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	Deal      string `json:"deal,omitzero"`
	// SourceID and Source are id and title of the source.
	SourceID frontdesk.Opt[int64] `json:"clientpath,omitzero"`
	Source   string               `json:"clientpathName,omitzero"`
	UIDs     []LeadUID            `json:"uids,omitzero"`
	// OperatorID and Operator are id and name of the user who has it.
	OperatorID int64  `json:"iduser,omitzero"`
	Operator   string `json:"userName,omitzero"`
	PartnerID  int64  `json:"partner,omitzero"`
	// UTM are the marks of the campaign.
	UTM UTM `json:",embed,inline"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// UTM are the marks of an advertising campaign.
type UTM struct {
	Source   string `json:"utm_source,omitzero"`
	Medium   string `json:"utm_medium,omitzero"`
	Campaign string `json:"utm_campaign,omitzero"`
	Term     string `json:"utm_term,omitzero"`
	Content  string `json:"utm_content,omitzero"`
	Referrer string `json:"utm_referrer,omitzero"`
}

var opLeadsGet = &transport.Operation{
	ID: "lead.info", Method: http.MethodPost, Path: "/lead", Class: frontdesk.ClassSafe,
}

// Get returns one lead.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] without a code: the server
// answers a record without an id.
//
// SalesMan docs: lead, info
//
// Operation: lead.info, safe.
//
//frontdesk:op salesman lead.info
func (s *LeadsService) Get(ctx context.Context, leadID int64, opts ...frontdesk.Option) (*LeadInfo, error) {
	return readRecord(ctx, s.client, request{op: opLeadsGet, ids: []idParam{{"id", leadID}}}, func(l *LeadInfo) int64 { return l.ID }, opts)
}

// LeadOrder is what a list of leads is sorted by. The server crashes on others
// than the constants, so they are refused before sending.
//
// The constants: [LeadOrderID] "id", [LeadOrderCreated] "datum",
// [LeadOrderProcessed] "datum_do", [LeadOrderStatus] "status".
type LeadOrder string

// The orders of leads.
const (
	LeadOrderID        LeadOrder = "id"
	LeadOrderCreated   LeadOrder = "datum"
	LeadOrderProcessed LeadOrder = "datum_do"
	LeadOrderStatus    LeadOrder = "status"
)

var isLeadColumn = columnsOf("id", "datum", "datum_do", "status")

// LeadListParams narrows and orders a list of leads.
type LeadListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [LeadOrderCreated]. Leads of one second
	// come in no particular order: sort by [LeadOrderID] to page.
	Order LeadOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// Status narrows to one status.
	Status LeadStatus `json:"status,omitzero"`
	// User is the login of the operator. For a login that no user has, the server
	// shows the leads that nobody has, and no error.
	User string `json:"user,omitzero"`
	// From and Till bound the day of creation. Where one of them is set, the other
	// is sent as a day far away, since the server finds nothing without it.
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opLeadsList = &transport.Operation{
	ID: "lead.list", Method: http.MethodPost, Path: "/lead", Class: frontdesk.ClassSafe,
}

// List returns one page of leads, at most 200; there is no total. A page without
// rows is empty and no error, although the server calls it one ([CodeNotFound]).
//
// Errors: [frontdesk.ErrInvalid] for an order that the server does not know,
// before sending; [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode].
//
// SalesMan docs: lead, list
//
// Operation: lead.list, safe.
//
//frontdesk:op salesman lead.list
func (s *LeadsService) List(ctx context.Context, params *LeadListParams, opts ...frontdesk.Option) (*frontdesk.Page[Lead], error) {
	var sent LeadListParams
	if params != nil {
		sent = *params
	}
	c := s.client
	page, err := c.pageOf(opLeadsList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isLeadColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Till}},
	})
	if err != nil {
		return nil, err
	}
	if !oneOf(sent.Status, LeadOpen, LeadInWork, LeadProcessed, LeadClosed) {
		return nil, c.core.InvalidArgument(opLeadsList, "status", "%q is not a status", sent.Status)
	}
	sent.Page = page
	if !sent.From.IsZero() || !sent.Till.IsZero() {
		closeRange(&sent.From, &sent.Till)
	}
	rows, err := listPage[Lead](ctx, c, opLeadsList, &sent, page, opts)
	return emptyIfNone(rows, err)
}

// emptyIfNone turns the error for a list without rows into an empty page.
func emptyIfNone[T any](page *frontdesk.Page[T], err error) (*frontdesk.Page[T], error) {
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.Kind == frontdesk.KindNotFound && e.Code == CodeNotFound {
		return paging.NumberedPage([]T{}, 0, pageSize, frontdesk.Opt[int]{}), nil
	}
	return page, err
}

// All iterates over all leads that params ask for, sorted by id, the lowest first,
// unless they say otherwise, in pages of 200. None comes twice.
//
// What leaves the list meanwhile, such as a lead that somebody processes, moves the
// rows behind it, and another one is missed without an error, also after a resume. So
// do not change in the loop what params ask for: collect first.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: lead.list, safe.
//
//frontdesk:uses salesman lead.list
func (s *LeadsService) All(ctx context.Context, params *LeadListParams, opts ...frontdesk.Option) iter.Seq2[Lead, error] {
	var walk LeadListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = LeadOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opLeadsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Lead], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

// LeadStatsParams is the period of the figures: both days, or none for the
// current month.
type LeadStatsParams struct {
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
}

// LeadStats are the figures of one operator.
type LeadStats struct {
	// Login is the operator.
	Login string `json:"login,omitzero"`
	// Open are the leads in work, by their creation, Processed those done, by that
	// time.
	Open      int64 `json:"open"`
	Processed int64 `json:"processed"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opLeadsStats = &transport.Operation{
	ID: "lead.stat", Method: http.MethodPost, Path: "/lead", Class: frontdesk.ClassSafe,
}

// Stats returns the number of open and processed leads of each operator.
//
// Errors: [frontdesk.ErrInvalid] for one day without the other, before sending;
// [frontdesk.ErrServer] until operators are chosen in the settings of the CRM's
// leads module, on which the server crashes: its words are in Details.
//
// SalesMan docs: lead, stat
//
// Operation: lead.stat, safe.
//
//frontdesk:op salesman lead.stat
func (s *LeadsService) Stats(ctx context.Context, params *LeadStatsParams, opts ...frontdesk.Option) ([]LeadStats, error) {
	r := request{op: opLeadsStats}
	if params != nil {
		c := s.client
		if err := c.checkDays(r.op, namedDay{"dateStart", params.From}, namedDay{"dateEnd", params.Till}); err != nil {
			return nil, err
		}
		switch {
		case params.From.IsZero() && !params.Till.IsZero():
			return nil, c.core.InvalidArgument(r.op, "dateStart", "is required beside dateEnd")
		case !params.From.IsZero() && params.Till.IsZero():
			return nil, c.core.InvalidArgument(r.op, "dateEnd", "is required beside dateStart")
		}
		r.params = params
	}
	return readData[[]LeadStats](ctx, s.client, r, opts)
}

// LeadCreateParams is a lead to submit. It has no id: with one the server would
// change that lead instead, or store nothing and report success where there is no
// such lead.
type LeadCreateParams struct {
	// Name is the visitor's name.
	Name  string `json:"title,omitzero"`
	Email string `json:"email,omitzero"`
	// Phone has a digit at least: by its code the server would take the first contact
	// that there is for the sender of another.
	Phone       string `json:"phone,omitzero"`
	Site        string `json:"site,omitzero"`
	Company     string `json:"company,omitzero"`
	Description string `json:"description,omitzero"`
	Country     string `json:"country,omitzero"`
	City        string `json:"city,omitzero"`
	// Source is the name of the source. The server makes a source of an unknown
	// name, and of an id too. The documentation calls it path, which is not read. Beside
	// UTM.Source it only names what the server makes where no source has that mark: by
	// its code a source that has the name and not the mark is there twice afterwards.
	Source string `json:"clientpath,omitzero"`
	// Partner is the site of a partner.
	Partner string `json:"partner,omitzero"`
	// UTM marks the campaign. The server stores the source's own utm_source: a
	// UTM.Source that no source has is lost without a Source.
	UTM UTM `json:",embed,inline"`
	// ClientID and ContactID are known records; default: found by the phone's digits or
	// the mail address as parts of theirs, unless one of them is set.
	ClientID  int64 `json:"clid,omitzero"`
	ContactID int64 `json:"pid,omitzero"`
	// UIDs are ids in other systems, by the keys of those systems. The documentation
	// wants the keys to be in the module's settings, but the server does not look:
	// it stores an id by any key, and [LeadsService.Get] shows it, so that a key with
	// a slip in it is no error.
	UIDs map[string]string `json:"uids,omitzero"`
}

// LeadCreateResult is what Create says.
type LeadCreateResult struct {
	// ID is the id of the lead.
	ID int64 `json:"id,omitzero"`
	// Message is the server's text.
	Message string `json:"result,omitzero"`
	// MailErrors is what went wrong with notices by mail, as the server sent it.
	MailErrors json.RawMessage `json:"mailresult,omitzero"`
}

var opLeadsCreate = &transport.Operation{
	ID: "lead.add", Method: http.MethodPost, Path: "/lead", Class: frontdesk.ClassUnsafe,
}

// Create submits a lead and returns its id. The server decides by its own rules who gets
// it, and drops tags, backslashes and quotes from most texts. After an error with
// [frontdesk.SentUnknown] look for it with List before submitting it again.
//
// The server puts mail address, source and utm_source into its SQL as they are. So
// that visitors such as o'brien@example.com get through, a lead with a quote there
// goes as a form, in which the server replaces the quotes of all texts: ' by &acute;
// and the double one by ”.
//
// Errors: [frontdesk.ErrInvalid] for a lead without a name, address, phone,
// company or text, before sending: the server would store an empty one; for a phone
// without digits, such as "none": leave Phone empty, and put the word into Description;
// and for a backslash in one of those three, which neither way is safe;
// [frontdesk.ErrServer] with [CodeUnauthorized] if the lead could not be stored,
// [frontdesk.ErrAuth] with the same code for a wrong login or key.
//
// SalesMan docs: lead, add
//
// Operation: lead.add, unsafe.
//
//frontdesk:op salesman lead.add
func (s *LeadsService) Create(ctx context.Context, params *LeadCreateParams, opts ...frontdesk.Option) (*LeadCreateResult, error) {
	if params == nil {
		params = &LeadCreateParams{}
	}
	c, op := s.client, opLeadsCreate
	if strings.TrimSpace(params.Name+params.Email+params.Phone+params.Company+params.Description) == "" {
		return nil, c.core.InvalidArgument(op, "title", "a name, address, phone, company or description is required")
	}
	if params.Phone != "" && !strings.ContainsAny(params.Phone, "0123456789") {
		return nil, c.core.InvalidArgument(op, "phone", "has no digits: the server would take the first contact that there is for the sender")
	}
	if err := c.checkIDs(op, "", idParam{"clid", params.ClientID}, idParam{"pid", params.ContactID}); err != nil {
		return nil, err
	}
	quoted := false
	for _, f := range [][2]string{{"email", params.Email}, {"clientpath", params.Source}, {"utm_source", params.UTM.Source}} {
		if strings.Contains(f[1], `\`) {
			return nil, c.core.InvalidArgument(op, f[0], "has a backslash, which would reach the server's SQL as it is")
		}
		quoted = quoted || strings.Contains(f[1], "'")
	}
	result := new(LeadCreateResult)
	if _, err := c.do(ctx, request{op: op, params: params, out: result, form: quoted}, opts); err != nil {
		return nil, err
	}
	return result, nil
}
