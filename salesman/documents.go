package salesman

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"reflect"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DocumentsService reads and changes documents: contracts and other papers,
// without acts and invoices.
type DocumentsService service

// DocumentType is a type of documents.
type DocumentType struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	// Kind is a name such as "Договор" or "invoice".
	Kind string `json:"type,omitzero"`
	// Roles and Users are who may use it, joined by commas; "" for all.
	Roles string `json:"role,omitzero"`
	Users string `json:"users,omitzero"`
	// LastNumber is the last number given, and Format how numbers are made.
	LastNumber string             `json:"number,omitzero"`
	Format     string             `json:"format,omitzero"`
	Templates  []DocumentTemplate `json:"templates,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DocumentTemplate is a template of documents.
type DocumentTemplate struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	File  string `json:"file,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Document is a document as lists show it.
type Document struct {
	ID   int64 `json:"id,omitzero"`
	Date Date  `json:"datum,omitzero"`
	// From and Till are the first and last day of validity.
	From   Date   `json:"date.start,omitzero"`
	Till   Date   `json:"date.end,omitzero"`
	Number string `json:"number,omitzero"`
	Title  string `json:"title,omitzero"`
	// The client, the deal and who pays, by id and name.
	ClientID int64  `json:"clid,omitzero"`
	Client   string `json:"client,omitzero"`
	DealID   int64  `json:"did,omitzero"`
	Deal     string `json:"deal,omitzero"`
	PayerID  int64  `json:"payerid,omitzero"`
	Payer    string `json:"payer,omitzero"`
	TypeID   int64  `json:"idtype,omitzero"`
	// Type is the title of the type's template.
	Type string `json:"typeDoc,omitzero"`
	// CompanyID and SignerID are 0 in lists of current servers; Get has them.
	CompanyID int64 `json:"mcid,omitzero"`
	SignerID  int64 `json:"signer,omitzero"`
	StatusID  int64 `json:"status,omitzero"`
	// Status is the name of the status, "--" for none.
	Status      string `json:"statusTitle,omitzero"`
	StatusColor string `json:"statusColor,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (d *Document) id() int64 { return d.ID }

// DocumentInfo is a document as Get shows it.
type DocumentInfo struct {
	// ID is the document's id (deid).
	ID int64 `json:"deid,omitzero"`
	// Date is in the client's time zone.
	Date   frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Number string                   `json:"number,omitzero"`
	Title  string                   `json:"title,omitzero"`
	// From and Till are the first and last day of validity.
	From Date `json:"date.start,omitzero"`
	Till Date `json:"date.end,omitzero"`
	// Type is the title of the type's template.
	Type        string `json:"typeDoc,omitzero"`
	TypeID      int64  `json:"idtype,omitzero"`
	Description string `json:"description,omitzero"`
	// The client, who pays, and the deal, by id and name.
	ClientID int64  `json:"clid,omitzero"`
	Client   string `json:"clientTitle,omitzero"`
	PayerID  int64  `json:"payer,omitzero"`
	Payer    string `json:"payerTitle,omitzero"`
	DealID   int64  `json:"did,omitzero"`
	Deal     string `json:"dealTitle,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mcid,omitzero"`
	SignerID  int64 `json:"signer,omitzero"`
	StatusID  int64 `json:"status,omitzero"`
	// Status is the name of the status; "" for none.
	Status string         `json:"statusTitle,omitzero"`
	Files  []DocumentFile `json:"files,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DocumentFile is a file of a document.
type DocumentFile struct {
	Name string `json:"name,omitzero"`
	// URL is where to fetch it, without credentials.
	URL string `json:"file,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DocumentOrder is what a list of documents is sorted by. The server crashes on
// others, so they are refused before sending.
//
// The constants: [DocumentOrderID] "deid", [DocumentOrderDate] "datum",
// [DocumentOrderNumber] "number", [DocumentOrderTitle] "title".
type DocumentOrder string

// The orders of documents.
const (
	DocumentOrderID     DocumentOrder = "deid"
	DocumentOrderDate   DocumentOrder = "datum"
	DocumentOrderNumber DocumentOrder = "number"
	DocumentOrderTitle  DocumentOrder = "title"
)

func isDocumentColumn(name string) bool {
	switch DocumentOrder(name) {
	case DocumentOrderID, DocumentOrderDate, DocumentOrderNumber, DocumentOrderTitle:
		return true
	}
	return false
}

// DocumentListParams narrows and orders a list of documents. The server does not
// filter by signer, whatever the documentation says.
type DocumentListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [DocumentOrderDate].
	Order DocumentOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the responsible user; default: the client's user and
	// subordinates.
	User string `json:"user,omitzero"`
	// From is the first day of the document, and Before the day before which it
	// was made: documents of that day itself are not there.
	From   Date `json:"dateStart,omitzero"`
	Before Date `json:"dateEnd,omitzero"`
	// Word is part of number, title or description.
	Word string `json:"word,omitzero"`
	// TypeIDs are the types to show.
	TypeIDs  IDs   `json:"idtype,omitzero"`
	ClientID int64 `json:"clid,omitzero"`
	DealID   int64 `json:"did,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opDocumentsTypes = &transport.Operation{
	ID: "document.tips", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassSafe,
}

// Types returns the types of documents with their templates.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: document, tips
//
// Operation: document.tips, safe.
//
//frontdesk:op salesman document.tips
func (s *DocumentsService) Types(ctx context.Context, opts ...frontdesk.Option) ([]DocumentType, error) {
	return readData[[]DocumentType](ctx, s.client, request{op: opDocumentsTypes}, opts)
}

var opDocumentsStatuses = &transport.Operation{
	ID: "document.statuses", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassSafe,
}

// statusReply is the statuses in their envelope; without any the server answers []
// instead.
type statusReply struct {
	Data []DocumentStatus `json:"data"`
}

// Statuses returns the statuses of documents; none is an empty list.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: document, statuses
//
// Operation: document.statuses, safe.
//
//frontdesk:op salesman document.statuses
func (s *DocumentsService) Statuses(ctx context.Context, opts ...frontdesk.Option) ([]DocumentStatus, error) {
	var reply statusReply
	if _, err := s.client.do(ctx, request{op: opDocumentsStatuses, out: &reply}, opts); err != nil {
		return nil, err
	}
	return reply.Data, checkFilled(opDocumentsStatuses, reflect.ValueOf(reply.Data))
}

var opDocumentsGet = &transport.Operation{
	ID: "document.info", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassSafe,
}

// Get returns one document.
//
// Errors: an unknown document is [frontdesk.ErrNotFound] with [CodeNotFound].
// [CodeNotVisible], as [frontdesk.ErrForbidden], and [CodeMissing] are
// documented, but never sent.
//
// SalesMan docs: document, info
//
// Operation: document.info, safe.
//
//frontdesk:op salesman document.info
func (s *DocumentsService) Get(ctx context.Context, documentID int64, opts ...frontdesk.Option) (*DocumentInfo, error) {
	return readRecord(ctx, s.client, request{op: opDocumentsGet, ids: []idParam{{"id", documentID}}}, func(d *DocumentInfo) int64 { return d.ID }, opts)
}

var opDocumentsList = &transport.Operation{
	ID: "document.list", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassSafe,
}

// List returns one page of documents without acts, at most 200, with the total of
// all pages.
//
// Errors: an unknown order is [frontdesk.ErrInvalid], before sending; a wrong key
// or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode], and so is a page without rows that is
// the first, or not the last, of those that the server counts: the list would look
// complete.
//
// SalesMan docs: document, list
//
// Operation: document.list, safe.
//
//frontdesk:op salesman document.list
func (s *DocumentsService) List(ctx context.Context, params *DocumentListParams, opts ...frontdesk.Option) (*frontdesk.Page[Document], error) {
	if params == nil {
		params = &DocumentListParams{}
	}
	sent := *params
	var err error
	sent.Page, err = s.client.pageOf(opDocumentsList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isDocumentColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Before}},
	})
	if err != nil {
		return nil, err
	}
	if err := checkListedIDs(s.client, opDocumentsList, "idtype", sent.TypeIDs); err != nil {
		return nil, err
	}
	if err := s.client.checkIDs(opDocumentsList, "", idParam{"clid", sent.ClientID}, idParam{"did", sent.DealID}); err != nil {
		return nil, err
	}
	return listPage[Document](ctx, s.client, opDocumentsList, &sent, sent.Page, opts)
}

// All iterates over all documents, sorted by id, the lowest first, unless params say
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
// Operation: document.list, safe.
//
//frontdesk:uses salesman document.list
func (s *DocumentsService) All(ctx context.Context, params *DocumentListParams, opts ...frontdesk.Option) iter.Seq2[Document, error] {
	var walk DocumentListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = DocumentOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opDocumentsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Document], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}
