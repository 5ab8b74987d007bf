package salesman

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// PriceService reads and changes the price list and its categories (price).
type PriceService service

// PriceItem is an item of the price list as lists show it. Its text is shown by
// Get only.
type PriceItem struct {
	ID      int64  `json:"prid,omitzero"`
	Article string `json:"artikul,omitzero"`
	Title   string `json:"title,omitzero"`
	// Content is always null: the server reads a column that does not exist.
	Content string `json:"content,omitzero"`
	Unit    string `json:"edizm,omitzero"`
	// CategoryID is the category; 0 for none.
	CategoryID int64 `json:"category,omitzero"`
	Prices
	// Archived is "yes", "no" or "".
	Archived string `json:"archive,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (p *PriceItem) id() int64 { return p.ID }

// Prices are the prices of an item: what it costs the account, and up to five
// levels for customers, of which [PriceService.Fields] tells the active ones.
type Prices struct {
	Cost   Amount `json:"price_in,omitzero"`
	Price1 Amount `json:"price_1,omitzero"`
	Price2 Amount `json:"price_2,omitzero"`
	Price3 Amount `json:"price_3,omitzero"`
	Price4 Amount `json:"price_4,omitzero"`
	Price5 Amount `json:"price_5,omitzero"`
}

func (p *Prices) named() []namedAmount {
	return []namedAmount{
		{"price_in", p.Cost}, {"price_1", p.Price1}, {"price_2", p.Price2}, {"price_3", p.Price3},
		{"price_4", p.Price4}, {"price_5", p.Price5},
	}
}

// PriceItemInfo is an item as Get shows it. Prices of levels that the account
// does not use are "".
type PriceItemInfo struct {
	ID      int64  `json:"prid,omitzero"`
	Article string `json:"artikul,omitzero"`
	Title   string `json:"title,omitzero"`
	// Description is the text. Servers with the stock module call it Content.
	Description string                   `json:"descr,omitzero"`
	Content     string                   `json:"description,omitzero"`
	Created     frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Prices
	Unit string `json:"edizm,omitzero"`
	// FolderID and Category are id and title of the category; servers with the
	// stock module call them CategoryID and CategoryName.
	FolderID     int64  `json:"folder,omitzero"`
	Category     string `json:"category,omitzero"`
	CategoryID   int64  `json:"categoryID,omitzero"`
	CategoryName string `json:"categoryName,omitzero"`
	// VATPercent is the tax rate.
	VATPercent Amount `json:"nds,omitzero"`
	// Archived is "yes", "no" or "", InArchive the same as a boolean.
	Archived  string              `json:"archive,omitzero"`
	InArchive frontdesk.Opt[bool] `json:"isArchive,omitzero"`
	// Type and TypeName say what the root category holds.
	Type     string `json:"type,omitzero"`
	TypeName string `json:"typename,omitzero"`
	// Stock is what older servers with the stock module show of it, as they sent
	// it, and Nested the item as those servers wrap it; its values are also in the
	// fields above.
	Stock  json.RawMessage `json:"sklad,omitzero"`
	Nested *PriceItemInfo  `json:"price,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// PriceFields are the titles of the fields of items, and the price levels that
// are active.
type PriceFields struct {
	ID          string `json:"prid,omitzero"`
	Article     string `json:"artikul,omitzero"`
	Title       string `json:"title,omitzero"`
	Description string `json:"descr,omitzero"`
	Unit        string `json:"edizm,omitzero"`
	Created     string `json:"datum,omitzero"`
	Category    string `json:"category,omitzero"`
	VATPercent  string `json:"nds,omitzero"`
	// Cost and the prices are nil where the level is not active.
	Cost   *PriceLevel `json:"price_in,omitzero"`
	Price1 *PriceLevel `json:"price_1,omitzero"`
	Price2 *PriceLevel `json:"price_2,omitzero"`
	Price3 *PriceLevel `json:"price_3,omitzero"`
	Price4 *PriceLevel `json:"price_4,omitzero"`
	Price5 *PriceLevel `json:"price_5,omitzero"`
	// Levels are the levels by their names on the wire, such as price_1.
	Levels map[string]PriceLevelField `json:"fields,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// PriceLevel is an active price level.
type PriceLevel struct {
	Title string `json:"title,omitzero"`
	// Values is the markup in percent.
	Values string `json:"values,omitzero"`
	// Required is "required" or "".
	Required string `json:"required,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// PriceLevelField is a price level as newer servers list it.
type PriceLevelField struct {
	Name  string `json:"field,omitzero"`
	Title string `json:"title,omitzero"`
	// Value is the markup in percent.
	Value string `json:"value,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opPriceFields = &transport.Operation{
	ID: "price.fields", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassSafe,
}

// Fields returns the titles of the fields of items and the active price levels.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: price, fields
//
// Operation: price.fields, safe.
//
//frontdesk:op salesman price.fields
func (s *PriceService) Fields(ctx context.Context, opts ...frontdesk.Option) (*PriceFields, error) {
	fields := new(PriceFields)
	if _, err := s.client.do(ctx, request{op: opPriceFields, out: fields}, opts); err != nil {
		return nil, err
	}
	return fields, nil
}

// PriceGetParams says which item to read: by its id or, where that is 0, by its
// article.
type PriceGetParams struct {
	ID int64 `json:"id,omitzero"`
	// Article is always sent: the server crashes without one.
	Article string `json:"artikul"`
}

var opPriceGet = &transport.Operation{
	ID: "price.info", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassSafe,
}

// Get returns one item. Several items can have the same article; the server then
// chooses.
//
// Errors: an unknown id or article is [frontdesk.ErrNotFound] with
// [CodeNotVisible]; [CodeNotFound] and [CodeMissing] are documented, but never
// sent. [frontdesk.ErrInvalid] for neither, and for an article with a quote or a
// backslash, which would break the server's SQL, before sending: read such an item
// by its id.
//
// SalesMan docs: price, info
//
// Operation: price.info, safe.
//
//frontdesk:op salesman price.info
func (s *PriceService) Get(ctx context.Context, params *PriceGetParams, opts ...frontdesk.Option) (*PriceItemInfo, error) {
	if params == nil {
		params = &PriceGetParams{}
	}
	c, op := s.client, opPriceGet
	if params.ID < 0 || params.ID == 0 && params.Article == "" {
		return nil, c.core.InvalidArgument(op, "id", "a positive id or an article is required")
	}
	if params.ID == 0 {
		if err := c.checkSQL(op, "artikul", params.Article); err != nil {
			return nil, err
		}
	}
	info, err := readRecord(ctx, c, request{op: op, params: params}, (*PriceItemInfo).id, opts)
	if err != nil {
		return nil, err
	}
	if info.ID == 0 {
		whole := *info.Nested
		whole.Nested, whole.Stock, whole.Extra = info.Nested, info.Stock, info.Extra
		return &whole, nil
	}
	return info, nil
}

// id returns the item's id, wherever the server put the item.
func (p *PriceItemInfo) id() int64 {
	if p.ID == 0 && p.Nested != nil {
		return p.Nested.ID
	}
	return p.ID
}

// PriceOrder is what a list of items is sorted by. The server crashes on others
// than the constants, so they are refused before sending.
//
// The constants: [PriceOrderID] "n_id", [PriceOrderArticle] "artikul",
// [PriceOrderTitle] "title", [PriceOrderCreated] "datum", [PriceOrderCost] "price_in",
// [PriceOrderPrice1] "price_1".
type PriceOrder string

// The orders of items.
const (
	// PriceOrderID is the only order without ties, and so the one to page by.
	PriceOrderID      PriceOrder = "n_id"
	PriceOrderArticle PriceOrder = "artikul"
	PriceOrderTitle   PriceOrder = "title"
	PriceOrderCreated PriceOrder = "datum"
	PriceOrderCost    PriceOrder = "price_in"
	PriceOrderPrice1  PriceOrder = "price_1"
)

var isPriceColumn = columnsOf("n_id", "artikul", "title", "datum", "price_in", "price_1", "price_2", "price_3", "price_4", "price_5")

// PriceListParams narrows and orders a list of items.
type PriceListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [PriceOrderTitle]. Items of one title come
	// in no particular order.
	Order PriceOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// Word is part of the article, title or description.
	Word string `json:"word,omitzero"`
	// Archived shows items in the archive or those that are not; default all.
	Archived frontdesk.Opt[YesNo] `json:"archive,omitzero"`
	// CategoryID narrows to one category.
	CategoryID int64 `json:"category,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opPriceList = &transport.Operation{
	ID: "price.list", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassSafe,
}

// List returns one page of items, at most 200, with the total of all pages.
//
// Errors: [frontdesk.ErrInvalid] for an order that the server does not know,
// before sending; [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode], and so is a page without rows that is
// the first, or not the last, of those that the server counts: the list would look
// complete.
//
// SalesMan docs: price, list
//
// Operation: price.list, safe.
//
//frontdesk:op salesman price.list
func (s *PriceService) List(ctx context.Context, params *PriceListParams, opts ...frontdesk.Option) (*frontdesk.Page[PriceItem], error) {
	var sent PriceListParams
	if params != nil {
		sent = *params
	}
	c := s.client
	page, err := c.pageOf(opPriceList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isPriceColumn, direction: sent.Direction,
	})
	if err != nil {
		return nil, err
	}
	if err := c.checkIDs(opPriceList, "", idParam{"category", sent.CategoryID}); err != nil {
		return nil, err
	}
	sent.Page = page
	return listPage[PriceItem](ctx, c, opPriceList, &sent, page, opts)
}

// All iterates over all items that params ask for, sorted by id, the lowest first,
// unless they say otherwise, in pages of 200. None comes twice. With
// [frontdesk.WithPrefetch] pages are fetched ahead.
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
// Operation: price.list, safe.
//
//frontdesk:uses salesman price.list
func (s *PriceService) All(ctx context.Context, params *PriceListParams, opts ...frontdesk.Option) iter.Seq2[PriceItem, error] {
	var walk PriceListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = PriceOrderID // articles may be shared, and so are no order to page by
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opPriceList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[PriceItem], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}
