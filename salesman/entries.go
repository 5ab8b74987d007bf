package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// EntriesService reads enquiries and sets their status (entry).
type EntriesService service

// EntryStatus is how far an enquiry is.
//
// The constants: [EntryNew] "0", [EntryProcessed] "1", [EntryCancelled] "2".
type EntryStatus string

// The statuses of enquiries.
const (
	EntryNew       EntryStatus = "0"
	EntryProcessed EntryStatus = "1"
	EntryCancelled EntryStatus = "2"
)

// EntryStatuses is a choice of statuses.
type EntryStatuses []EntryStatus

// MarshalJSONTo implements JSON v2's MarshalerTo: the statuses joined by commas.
func (l EntryStatuses) MarshalJSONTo(enc *wire.Encoder) error {
	texts := make([]string, len(l))
	for i, status := range l {
		texts[i] = string(status)
	}
	return wire.WriteRaw(enc, wire.AppendQuote(nil, strings.Join(texts, ",")))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (l *EntryStatuses) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*l = nil
	for status := range strings.SplitSeq(wire.Text(raw), ",") {
		if status = strings.TrimSpace(status); status != "" {
			*l = append(*l, EntryStatus(status))
		}
	}
	return nil
}

// EntryProduct is a price item of an enquiry.
type EntryProduct struct {
	// ItemID is the id of the price item.
	ItemID   int64  `json:"prid,omitzero"`
	Title    string `json:"title,omitzero"`
	Quantity Amount `json:"kol,omitzero"`
	Price    Amount `json:"price,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Entry is an enquiry as lists show it.
type Entry struct {
	ID int64 `json:"ide,omitzero"`
	// Created and Processed are in the client's time zone.
	Created   frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Processed frontdesk.Opt[time.Time] `json:"datum_do,omitzero"`
	// Content is the text.
	Content string `json:"content,omitzero"`
	// ClientID, ContactID and DealID are what it is about; 0 for none.
	ClientID  int64  `json:"clid,omitzero"`
	Client    string `json:"client,omitzero"`
	ContactID int64  `json:"pid,omitzero"`
	Contact   string `json:"person,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	Deal      string `json:"deal,omitzero"`
	// OwnerID and Owner are id and name, not login, of the responsible user.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// AuthorID and Author are id and name of the author.
	AuthorID   int64          `json:"idautor,omitzero"`
	Author     string         `json:"autor,omitzero"`
	Status     EntryStatus    `json:"status,omitzero"`
	StatusName string         `json:"statusName,omitzero"`
	Products   []EntryProduct `json:"products,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (e *Entry) id() int64 { return e.ID }

// EntryInfo is an enquiry as Get shows it.
type EntryInfo struct {
	ID int64 `json:"ide,omitzero"`
	// UID is the id in another system; 0 for none.
	UID int64 `json:"uid,omitzero"`
	// Created and Processed are in the client's time zone.
	Created   frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Processed frontdesk.Opt[time.Time] `json:"datum_do,omitzero"`
	// Content is the text.
	Content string `json:"content,omitzero"`
	// ClientID, ContactID and DealID are what it is about; 0 for none.
	ClientID  int64 `json:"clid,omitzero"`
	ContactID int64 `json:"pid,omitzero"`
	DealID    int64 `json:"did,omitzero"`
	// OwnerID and AuthorID are ids of users.
	OwnerID  int64          `json:"iduser,omitzero"`
	AuthorID int64          `json:"autor,omitzero"`
	Status   EntryStatus    `json:"status,omitzero"`
	Products []EntryProduct `json:"products,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// EntryOrder is what a list of enquiries is sorted by. The server crashes on
// others than the constants, so they are refused before sending.
//
// The constants: [EntryOrderID] "ide", [EntryOrderCreated] "datum",
// [EntryOrderProcessed] "datum_do", [EntryOrderStatus] "status",
// [EntryOrderOwner] "iduser".
type EntryOrder string

// The orders of enquiries.
const (
	EntryOrderID        EntryOrder = "ide"
	EntryOrderCreated   EntryOrder = "datum"
	EntryOrderProcessed EntryOrder = "datum_do"
	EntryOrderStatus    EntryOrder = "status"
	EntryOrderOwner     EntryOrder = "iduser"
)

var isEntryColumn = columnsOf("ide", "datum", "datum_do", "status", "iduser")

// EntryListParams narrows and orders a list of enquiries.
type EntryListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [EntryOrderCreated]. Enquiries of one
	// second come in no particular order: sort by [EntryOrderID] to page.
	Order EntryOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the responsible user.
	User string `json:"user,omitzero"`
	// From and Till bound the day of creation. Where one of them is set, the other
	// is sent as a day far away, since the server finds nothing without it.
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
	// Statuses narrows to some statuses.
	Statuses EntryStatuses `json:"status,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opEntriesList = &transport.Operation{
	ID: "entry.list", Method: http.MethodPost, Path: "/entry", Class: frontdesk.ClassSafe,
}

// List returns one page of enquiries, at most 200; there is no total. A page
// without rows is empty and no error, although the server calls it one
// ([CodeNotFound]), sometimes beside rows.
//
// Errors: [frontdesk.ErrInvalid] for an order that the server does not know,
// before sending; [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode].
//
// SalesMan docs: entry, list
//
// Operation: entry.list, safe.
//
//frontdesk:op salesman entry.list
func (s *EntriesService) List(ctx context.Context, params *EntryListParams, opts ...frontdesk.Option) (*frontdesk.Page[Entry], error) {
	var sent EntryListParams
	if params != nil {
		sent = *params
	}
	c := s.client
	page, err := c.pageOf(opEntriesList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isEntryColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Till}},
	})
	if err != nil {
		return nil, err
	}
	for _, status := range sent.Statuses {
		if status == "" || !oneOf(status, EntryNew, EntryProcessed, EntryCancelled) {
			return nil, c.core.InvalidArgument(opEntriesList, "status", "%q is not a status", status)
		}
	}
	sent.Page = page
	if !sent.From.IsZero() || !sent.Till.IsZero() {
		closeRange(&sent.From, &sent.Till)
	}
	rows, err := listPage[Entry](ctx, c, opEntriesList, &sent, page, opts)
	return emptyIfNone(rows, err)
}

// All iterates over all enquiries that params ask for, sorted by id, the lowest
// first, unless they say otherwise, in pages of 200. None comes twice.
//
// What leaves the list meanwhile, such as an enquiry whose status the loop sets,
// moves the rows behind it, and another one is missed without an error, also after a
// resume. So do not change in the loop what params ask for: collect first.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: entry.list, safe.
//
//frontdesk:uses salesman entry.list
func (s *EntriesService) All(ctx context.Context, params *EntryListParams, opts ...frontdesk.Option) iter.Seq2[Entry, error] {
	var walk EntryListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = EntryOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opEntriesList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Entry], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

var opEntriesGet = &transport.Operation{
	ID: "entry.info", Method: http.MethodPost, Path: "/entry", Class: frontdesk.ClassSafe,
}

// Get returns one enquiry. The server finds it by its own id only, although the
// documentation says by an external one too.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] without a code: the server
// answers a record without an id.
//
// SalesMan docs: entry, info
//
// Operation: entry.info, safe.
//
//frontdesk:op salesman entry.info
func (s *EntriesService) Get(ctx context.Context, entryID int64, opts ...frontdesk.Option) (*EntryInfo, error) {
	return readRecord(ctx, s.client, request{op: opEntriesGet, ids: []idParam{{"id", entryID}}}, func(e *EntryInfo) int64 { return e.ID }, opts)
}

// EntrySetStatusParams is what to set: the status or the external id. The server
// drops one of them where both are sent.
type EntrySetStatusParams struct {
	// Status is [EntryProcessed] or [EntryCancelled]; an enquiry cannot be made new
	// again.
	Status EntryStatus `json:"status,omitzero"`
	// UID is the id in another system. The server looks the enquiry up by id or
	// UID: one that belongs to another enquiry already is an error; see SetStatus.
	UID int64 `json:"uid,omitzero"`
}

var opEntriesSetStatus = &transport.Operation{
	ID: "entry.status", Method: http.MethodPost, Path: "/entry", Class: frontdesk.ClassIdempotent,
}

// SetStatus sets the status of an enquiry, or its id in another system. Only the CRM
// itself sets the time of processing. Setting the same again does no harm; Get tells
// after an error with [frontdesk.SentUnknown] whether it was set.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotFound];
// [frontdesk.ErrInvalid] for both, neither, or a status that cannot be set,
// before sending; [frontdesk.ErrConflict] with Field uid if the reply names another
// enquiry, such as one that has that UID already: the server took that one, and this
// one is as it was.
//
// SalesMan docs: entry, status
//
// Operation: entry.status, idempotent.
//
//frontdesk:op salesman entry.status
func (s *EntriesService) SetStatus(ctx context.Context, entryID int64, params *EntrySetStatusParams, opts ...frontdesk.Option) (*WriteResult, error) {
	c, op := s.client, opEntriesSetStatus
	switch {
	case params == nil || params.Status == "" && params.UID == 0:
		return nil, c.core.InvalidArgument(op, "status", "a status or uid is required")
	case params.Status != "" && params.UID != 0:
		return nil, c.core.InvalidArgument(op, "uid", "the server drops the status where a uid is sent: set them in two calls")
	case !oneOf(params.Status, EntryProcessed, EntryCancelled):
		return nil, c.core.InvalidArgument(op, "status", "%q cannot be set", params.Status)
	}
	if err := c.checkIDs(op, "", idParam{"uid", params.UID}); err != nil {
		return nil, err
	}
	result, err := c.writeOne(ctx, request{op: op, ids: []idParam{{"id", entryID}}, params: params}, opts)
	if err == nil && result.ID != entryID {
		return nil, &frontdesk.Error{
			Vendor: vendor, Operation: op.ID, Class: op.Class, Kind: frontdesk.KindConflict, Field: "uid",
			Message: fmt.Sprintf("the server took the enquiry %d instead, which it found by its uid", result.ID),
			Sent:    frontdesk.SentYes, HTTPStatus: http.StatusOK, Attempts: 1,
		}
	}
	return result, err
}
