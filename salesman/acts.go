package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// ActsService reads and changes acts: the papers on delivered goods and services
// (akt).
type ActsService service

// actsPageSize is the number of acts on a page; other lists have more.
const actsPageSize = 100

// Act is an act as lists show it.
type Act struct {
	ID   int64 `json:"id,omitzero"`
	Date Date  `json:"datum,omitzero"`
	// From and Till are the period that the act is about.
	From Date `json:"datum_start,omitzero"`
	Till Date `json:"datum_end,omitzero"`
	// Number is what stands on it.
	Number string `json:"number,omitzero"`
	// Amount is the total, and AmountText the same for people ("38 218,50").
	Amount     Amount `json:"summa,omitzero"`
	AmountText string `json:"summaf,omitzero"`
	Title      string `json:"title,omitzero"`
	// The client, its contact, the deal and who pays, by id and name.
	ClientID  int64  `json:"clid,omitzero"`
	Client    string `json:"client,omitzero"`
	ContactID int64  `json:"pid,omitzero"`
	Contact   string `json:"person,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	Deal      string `json:"deal,omitzero"`
	PayerID   int64  `json:"payerid,omitzero"`
	Payer     string `json:"payer,omitzero"`
	// InvoiceID and Invoice are the invoice of a service deal, and Invoices the
	// numbers of all invoices of the deal.
	InvoiceID int64    `json:"crid,omitzero"`
	Invoice   string   `json:"invoice,omitzero"`
	Invoices  []string `json:"invoices,omitzero"`
	// OwnerName is the name of the responsible user.
	OwnerName string `json:"user,omitzero"`
	// Status is the name of the status (by the documentation its id), StatusTitle
	// the same, "--" for none.
	Status      string `json:"status,omitzero"`
	HasStatus   string `json:"statuson,omitzero"`
	StatusTitle string `json:"statusTitle,omitzero"`
	StatusColor string `json:"statusColor,omitzero"`
	// CompanyID and Company are one's own company.
	CompanyID int64  `json:"mcid,omitzero"`
	Company   string `json:"mc,omitzero"`
	// Template and SignerID are documented, and not sent.
	Template string `json:"template,omitzero"`
	SignerID int64  `json:"signer,omitzero"`
	// Covered is how much of the deal acts cover, in percent.
	Covered Amount              `json:"complect,omitzero"`
	Service frontdesk.Opt[bool] `json:"isServices,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (a *Act) id() int64 { return a.ID }

// ActInfo is an act as Get shows it.
type ActInfo struct {
	// ID is the act's id (deid).
	ID   int64 `json:"deid,omitzero"`
	Date Date  `json:"datum,omitzero"`
	// Number is what stands on it, and Title the name of its type.
	Number      string `json:"number,omitzero"`
	Title       string `json:"title,omitzero"`
	Description string `json:"description,omitzero"`
	// Template is the file's name; the template's id, name and type follow.
	Template       string `json:"template,omitzero"`
	TemplateID     int64  `json:"templateID,omitzero"`
	TemplateTitle  string `json:"templateTitle,omitzero"`
	TemplateTypeID int64  `json:"templateTypeID,omitzero"`
	// The client, who pays, and the deal, by id and name.
	ClientID int64  `json:"clid,omitzero"`
	Client   string `json:"clientTitle,omitzero"`
	PayerID  int64  `json:"payer,omitzero"`
	Payer    string `json:"payerTitle,omitzero"`
	DealID   int64  `json:"did,omitzero"`
	Deal     string `json:"dealTitle,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mcid,omitzero"`
	// SignerID is always 0 on current servers.
	SignerID int64 `json:"signer,omitzero"`
	StatusID int64 `json:"status,omitzero"`
	// Status is the name of the status; "" for none.
	Status string `json:"statusTitle,omitzero"`
	// InvoiceID is the invoice of a service deal.
	InvoiceID int64 `json:"crid,omitzero"`
	// Positions are what a partial delivery holds, by the id of the
	// specification's line.
	Positions map[string]ActPosition `json:"positions,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ActPosition is a line of an act for a partial delivery.
type ActPosition struct {
	// ID is the position's id; 0 for a new one.
	ID int64 `json:"id,omitzero"`
	// LineID is the line of the deal's specification (spid); required.
	LineID int64 `json:"spid,omitzero"`
	// PriceItemID is the item of the price list.
	PriceItemID int64 `json:"prid,omitzero"`
	// Quantity is required.
	Quantity Amount `json:"kol,omitzero"`
	// Extra holds what this package does not know. Writes do not send it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DocumentStatus is a status of acts or documents.
type DocumentStatus struct {
	ID    int64       `json:"id,omitzero"`
	Title string      `json:"title,omitzero"`
	Color string      `json:"color,omitzero"`
	Types StatusTypes `json:"type,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// StatusTypes are the types of documents that may have a status: titles by type
// id. Current servers put a number in their place for acts, which is kept as
// Raw.
type StatusTypes struct {
	Titles map[string]string
	Raw    json.RawMessage
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (t *StatusTypes) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*t = StatusTypes{}
	if raw[0] == '{' {
		return wire.DecodeWithin(dec, raw, &t.Titles)
	}
	if !wire.Blank(raw) {
		t.Raw = append(json.RawMessage(nil), raw...)
	}
	return nil
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (t StatusTypes) MarshalJSONTo(enc *wire.Encoder) error {
	if t.Titles == nil && len(t.Raw) > 0 {
		return wire.WriteRaw(enc, t.Raw)
	}
	return wire.Encode(enc, t.Titles)
}

// IsZero reports whether nothing is known of the types.
func (t StatusTypes) IsZero() bool { return t.Titles == nil && len(t.Raw) == 0 }

// ActOrder is what a list of acts is sorted by. The server crashes on others, so
// they are refused before sending.
//
// The constants: [ActOrderID] "deid", [ActOrderDate] "datum",
// [ActOrderNumber] "number", [ActOrderInvoice] "invoice", [ActOrderAmount] "summa".
type ActOrder string

// The orders of acts.
const (
	// ActOrderID is the only order without ties, and so the one to page by.
	ActOrderID      ActOrder = "deid"
	ActOrderDate    ActOrder = "datum"
	ActOrderNumber  ActOrder = "number"
	ActOrderInvoice ActOrder = "invoice"
	ActOrderAmount  ActOrder = "summa"
)

func isActColumn(name string) bool {
	switch ActOrder(name) {
	case ActOrderID, ActOrderDate, ActOrderNumber, ActOrderInvoice, ActOrderAmount:
		return true
	}
	return false
}

// ActListParams narrows and orders a list of acts. The server does not filter
// acts by deal, whatever the documentation says.
type ActListParams struct {
	// Page is the number of the page, counted from 0 as in all lists here (the
	// server counts acts from 1); pages have 100 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [ActOrderDate].
	Order ActOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the responsible user; default: the client's user and
	// subordinates.
	User string `json:"user,omitzero"`
	// From and Till are the first and the last day of the act.
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
	// Word is the whole number of the act or invoice, or part of the title of
	// client or deal.
	Word     string `json:"word,omitzero"`
	ClientID int64  `json:"clid,omitzero"`
	// StatusIDs are the statuses to show.
	StatusIDs []int64 `json:"status,omitzero"`
	// Service asks for service deals, or with false for the others.
	Service frontdesk.Opt[YesNo] `json:"isService,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mc,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opActsStatuses = &transport.Operation{
	ID: "akt.statuses", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassSafe,
}

// Statuses returns the statuses of acts.
//
// Errors: an account without any is [frontdesk.ErrNotFound] with [CodeNotFound].
//
// SalesMan docs: akt, statuses
//
// Operation: akt.statuses, safe.
//
//frontdesk:op salesman akt.statuses
func (s *ActsService) Statuses(ctx context.Context, opts ...frontdesk.Option) ([]DocumentStatus, error) {
	return readData[[]DocumentStatus](ctx, s.client, request{op: opActsStatuses}, opts)
}

var opActsTemplates = &transport.Operation{
	ID: "akt.templates", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassSafe,
}

// Templates returns the templates of acts.
//
// Errors: an account without any is [frontdesk.ErrNotFound] with [CodeNotFound].
//
// SalesMan docs: akt, templates
//
// Operation: akt.templates, safe.
//
//frontdesk:op salesman akt.templates
func (s *ActsService) Templates(ctx context.Context, opts ...frontdesk.Option) ([]Template, error) {
	return readData[[]Template](ctx, s.client, request{op: opActsTemplates}, opts)
}

var opActsGet = &transport.Operation{
	ID: "akt.info", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassSafe,
}

// Get returns one act.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotFound].
// [CodeMissing] is for a missing id.
//
// SalesMan docs: akt, info
//
// Operation: akt.info, safe.
//
//frontdesk:op salesman akt.info
func (s *ActsService) Get(ctx context.Context, actID int64, opts ...frontdesk.Option) (*ActInfo, error) {
	return readRecord(ctx, s.client, request{op: opActsGet, ids: []idParam{{"id", actID}}}, func(a *ActInfo) int64 { return a.ID }, opts)
}

var opActsList = &transport.Operation{
	ID: "akt.list", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassSafe,
}

// List returns one page of acts, at most 100. The server tells the number of
// pages and not that of acts, so Total is there only if all fit on one page.
//
// Errors: an unknown order is [frontdesk.ErrInvalid], before sending; a wrong key
// or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode], and so is a page without rows before
// the last that the server counts: the list would look complete.
//
// SalesMan docs: akt, list
//
// Operation: akt.list, safe.
//
//frontdesk:op salesman akt.list
func (s *ActsService) List(ctx context.Context, params *ActListParams, opts ...frontdesk.Option) (*frontdesk.Page[Act], error) {
	if params == nil {
		params = &ActListParams{}
	}
	sent := *params
	page, err := s.client.pageOf(opActsList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isActColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Till}},
	})
	if err != nil {
		return nil, err
	}
	if err := checkListedIDs(s.client, opActsList, "status", sent.StatusIDs); err != nil {
		return nil, err
	}
	if err := s.client.checkIDs(opActsList, "", idParam{"clid", sent.ClientID}, idParam{"mc", sent.CompanyID}); err != nil {
		return nil, err
	}
	if sent.Page = 0; page > 0 {
		sent.Page = page + 1
	}
	var reply struct {
		Rows   []Act `json:"data"`
		Params struct {
			Pages frontdesk.Opt[int] `json:"pageall"`
		} `json:"params"`
	}
	if _, err := s.client.do(ctx, request{op: opActsList, params: &sent, out: &reply}, opts); err != nil {
		return nil, err
	}
	if err := checkRows(opActsList, reply.Rows); err != nil {
		return nil, err
	}
	if n, ok := reply.Params.Pages.Get(); ok && len(reply.Rows) == 0 && page+1 < n {
		return nil, unreadable(opActsList, fmt.Sprintf("the server counts %d pages and shows nothing on page %d of them", n, page+1))
	}
	return actsPage(reply.Rows, page, reply.Params.Pages), nil
}

// actsPage makes a page of what the server tells: the number of pages, which decides
// also where a page is short, or on older servers nothing.
func actsPage(rows []Act, page int, pages frontdesk.Opt[int]) *frontdesk.Page[Act] {
	n, known := pages.Get()
	var total frontdesk.Opt[int]
	if known && n <= 1 && page == 0 {
		total = frontdesk.Some(len(rows))
	}
	result := paging.NumberedPage(rows, int64(page), actsPageSize, total)
	switch {
	case !known:
	case page+1 >= n:
		result.HasMore, result.Next = false, ""
	case len(rows) > 0:
		result.HasMore, result.Next = true, paging.PageCursor(int64(page+1))
	}
	return result
}

// All iterates over all acts, sorted by id, the lowest first, unless params say
// otherwise, in pages of 100. None comes twice. With [frontdesk.WithPrefetch] the
// next page is fetched ahead.
//
// What leaves the list meanwhile moves the rows behind it, and another one is missed
// without an error, also after a resume. So do not change in the loop what params ask
// for: collect first.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: akt.list, safe.
//
//frontdesk:uses salesman akt.list
func (s *ActsService) All(ctx context.Context, params *ActListParams, opts ...frontdesk.Option) iter.Seq2[Act, error] {
	var walk ActListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = ActOrderID // days and numbers are shared, and so no order to page by
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opActsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Act], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}
