package salesman

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// PriceWriteResult is what a write to the price list says of itself.
type PriceWriteResult struct {
	// ID is the id of the item or category.
	ID int64 `json:"data,omitzero"`
	// Status is "Success", Message the server's text, in Russian.
	Status  string `json:"result,omitzero"`
	Message string `json:"text,omitzero"`
	// Changed is false if nothing had to be written; see [WriteResult] for when an
	// attempt was lost.
	Changed bool `json:"-"`
}

func (s *PriceService) write(ctx context.Context, r request, opts []frontdesk.Option) (*PriceWriteResult, error) {
	result := new(PriceWriteResult)
	r.out = result
	x, err := s.client.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	result.Changed = x.changed()
	return result, nil
}

// PriceCreateParams is an item to store.
type PriceCreateParams struct {
	Article string `json:"artikul,omitzero"`
	// Title is required: the server would store an item without one. Of it, Article and
	// Unit the server drops tags, quotes and backslashes.
	Title string `json:"title,omitzero"`
	// Description is the text. The documentation calls it description, which the
	// server does not read here.
	Description string `json:"descr,omitzero"`
	Prices
	Unit       string `json:"edizm,omitzero"`
	VATPercent Amount `json:"nds,omitzero"`
	Archived   YesNo  `json:"archive,omitzero"`
	// CategoryID is the category, of which the server does not look whether it is there.
	// The documentation calls it category, which the server does not read here.
	CategoryID int64 `json:"idcategory,omitzero"`
}

func (s *PriceService) check(op *transport.Operation, prices *Prices, vat Amount, categoryID int64) error {
	if err := s.client.checkAmounts(op, "", append(prices.named(), namedAmount{"nds", vat})...); err != nil {
		return err
	}
	return s.client.checkIDs(op, "", idParam{"idcategory", categoryID})
}

var opPriceCreate = &transport.Operation{
	ID: "price.add", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassUnsafe,
}

// Create stores an item and returns its id. The server allows several items of
// one article. After an error with [frontdesk.SentUnknown] look for it with List
// and the title as Word before creating it again.
//
// Errors: [frontdesk.ErrInvalid] without a title or for a price that is no
// number, before sending; [frontdesk.ErrServer] without a code. [CodeMissing]
// and [CodeRefused] (duplicate) are documented, but never sent.
//
// SalesMan docs: price, add
//
// Operation: price.add, unsafe.
//
//frontdesk:op salesman price.add
func (s *PriceService) Create(ctx context.Context, params *PriceCreateParams, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	if params == nil {
		params = &PriceCreateParams{}
	}
	if !leavesTitle(params.Title) {
		return nil, s.client.core.InvalidArgument(opPriceCreate, "title", "is required: tags, quotes and backslashes alone are none")
	}
	if err := s.check(opPriceCreate, &params.Prices, params.VATPercent, params.CategoryID); err != nil {
		return nil, err
	}
	return s.write(ctx, request{op: opPriceCreate, params: params}, opts)
}

// PriceReplaceParams is a whole item. Prices of the levels in use that are absent
// become 0, without a CategoryID the item moves to the root, and without Archived
// out of the archive; texts, the cost, VAT and levels that are not in use stay.
type PriceReplaceParams struct {
	// Article is the article as it is. It is always sent, since the server crashes
	// without one; an empty one clears the article.
	Article string `json:"artikul"`
	// NewArticle is the article as it shall be; default as it is.
	NewArticle string `json:"newartikul,omitzero"`
	Title      string `json:"title,omitzero"`
	// Description and Unit are cleared by null and "".
	Description frontdesk.Opt[string] `json:"description,omitzero"`
	Prices
	Unit       frontdesk.Opt[string] `json:"edizm,omitzero"`
	VATPercent Amount                `json:"nds,omitzero"`
	Archived   YesNo                 `json:"archive,omitzero"`
	CategoryID int64                 `json:"idcategory,omitzero"`
}

var opPriceReplace = &transport.Operation{
	ID: "price.update", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassIdempotent,
}

// Replace writes a whole item, always by its id: the server would insert a new
// item where only an article is sent. [PriceService.Update] changes single
// fields. Writing the same again does no harm; Get tells after an error with
// [frontdesk.SentUnknown] whether it was stored.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible], or
// without a code; [frontdesk.ErrInvalid] without an id, before sending;
// [frontdesk.ErrUnsupported] if the server inserted a new item all the same.
//
// SalesMan docs: price, update
//
// Operation: price.update, idempotent.
//
//frontdesk:op salesman price.update
func (s *PriceService) Replace(ctx context.Context, itemID int64, params *PriceReplaceParams, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	if params == nil {
		params = &PriceReplaceParams{}
	}
	if err := s.check(opPriceReplace, &params.Prices, params.VATPercent, params.CategoryID); err != nil {
		return nil, err
	}
	sent := *params
	clearNulls(&sent.Description, &sent.Unit)
	return s.write(ctx, request{op: opPriceReplace, ids: []idParam{{"id", itemID}}, params: &sent}, opts)
}

// PriceUpdateParams are the changes to an item: absent fields stay as they are.
type PriceUpdateParams struct {
	// Article and Title cannot be cleared.
	Article frontdesk.Opt[string] `json:"newartikul,omitzero"`
	Title   frontdesk.Opt[string] `json:"title,omitzero"`
	// Description and Unit are cleared by null and "", the amounts become 0.
	Description frontdesk.Opt[string] `json:"description,omitzero"`
	Cost        frontdesk.Opt[Amount] `json:"price_in,omitzero"`
	Price1      frontdesk.Opt[Amount] `json:"price_1,omitzero"`
	Price2      frontdesk.Opt[Amount] `json:"price_2,omitzero"`
	Price3      frontdesk.Opt[Amount] `json:"price_3,omitzero"`
	Price4      frontdesk.Opt[Amount] `json:"price_4,omitzero"`
	Price5      frontdesk.Opt[Amount] `json:"price_5,omitzero"`
	Unit        frontdesk.Opt[string] `json:"edizm,omitzero"`
	VATPercent  frontdesk.Opt[Amount] `json:"nds,omitzero"`
	Archived    frontdesk.Opt[YesNo]  `json:"archive,omitzero"`
	CategoryID  frontdesk.Opt[int64]  `json:"idcategory,omitzero"`
}

// Update changes some fields of an item and keeps the others. It reads the item,
// merges, and writes it whole, because the server clears what is not sent; a
// change by someone else between the two is overwritten. Nothing is written if
// nothing would change: the result then says Changed: false.
//
// After an error with [frontdesk.SentUnknown], calling Update again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound]; [frontdesk.ErrInvalid] for an
// article or title to clear.
//
// Operations: price.info, price.update.
//
//frontdesk:uses salesman price.info price.update
func (s *PriceService) Update(ctx context.Context, itemID int64, params *PriceUpdateParams, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	c := s.client
	if params == nil {
		params = &PriceUpdateParams{}
	}
	switch {
	case itemID <= 0:
		return nil, c.core.InvalidArgument(opPriceReplace, "id", "%d is not a positive id", itemID)
	case !params.Article.IsZero() && params.Article.Or("") == "":
		return nil, c.core.InvalidArgument(opPriceReplace, "newartikul", "cannot be cleared")
	case !params.Title.IsZero() && !leavesTitle(params.Title.Or("")):
		return nil, c.core.InvalidArgument(opPriceReplace, "title", "cannot be cleared")
	}
	item, err := s.Get(ctx, &PriceGetParams{ID: itemID}, opts...)
	if err != nil {
		return nil, err
	}
	before := wholePrice(item)
	after := *before
	params.merge(s.client, &after)
	if after.NewArticle == after.Article {
		after.NewArticle = ""
	}
	if after == *before {
		return &PriceWriteResult{ID: itemID}, nil
	}
	return s.Replace(ctx, itemID, &after, opts...)
}

// wholePrice returns the write that would store an item as it is.
func wholePrice(item *PriceItemInfo) *PriceReplaceParams {
	whole := &PriceReplaceParams{
		Article: item.Article, Title: item.Title, Description: someText(item.Description), Prices: item.Prices, Unit: someText(item.Unit),
		VATPercent: item.VATPercent, Archived: YesNo(item.Archived == "yes" || item.InArchive.Or(false)), CategoryID: item.FolderID,
	}
	if whole.Description.IsZero() {
		whole.Description = someText(item.Content)
	}
	if whole.CategoryID == 0 {
		whole.CategoryID = item.CategoryID
	}
	return whole
}

// someText returns a text as a value to write; absent for none.
func someText(text string) frontdesk.Opt[string] {
	if text == "" {
		return frontdesk.Opt[string]{}
	}
	return frontdesk.Some(text)
}

func (p *PriceUpdateParams) merge(c *Client, into *PriceReplaceParams) {
	into.NewArticle = into.Article
	c.setText(&into.NewArticle, p.Article)
	c.setText(&into.Title, p.Title)
	c.setOptText(&into.Description, p.Description)
	setAmount(&into.Cost, p.Cost)
	setAmount(&into.Price1, p.Price1)
	setAmount(&into.Price2, p.Price2)
	setAmount(&into.Price3, p.Price3)
	setAmount(&into.Price4, p.Price4)
	setAmount(&into.Price5, p.Price5)
	c.setOptText(&into.Unit, p.Unit)
	setAmount(&into.VATPercent, p.VATPercent)
	set(&into.Archived, p.Archived)
	set(&into.CategoryID, p.CategoryID)
}

// priceDelete sends an empty article beside the id: the server crashes without
// one.
type priceDelete struct {
	Article string `json:"artikul"`
}

var opPriceDelete = &transport.Operation{
	ID: "price.delete", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassUnsafe,
}

// Delete removes an item, always by its id: the server finds none by its
// article. After an error with [frontdesk.SentUnknown], Get tells whether it is
// still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible], or
// without a code.
//
// SalesMan docs: price, delete
//
// Operation: price.delete, unsafe.
//
//frontdesk:op salesman price.delete
func (s *PriceService) Delete(ctx context.Context, itemID int64, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	return s.write(ctx, request{op: opPriceDelete, ids: []idParam{{"id", itemID}}, params: priceDelete{}}, opts)
}
