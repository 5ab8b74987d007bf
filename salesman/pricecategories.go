package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// PriceCategory is a category of the price list.
type PriceCategory struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	// Type and TypeName say what a root category holds; null for the others.
	Type     frontdesk.Opt[int64]  `json:"type,omitzero"`
	TypeName frontdesk.Opt[string] `json:"typename,omitzero"`
	// Level is the depth, from 0.
	Level int `json:"level"`
	// ParentID is the category above; 0 for none.
	ParentID int64 `json:"sub"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (c *PriceCategory) id() int64 { return c.ID }

// What root categories hold.
const (
	CategoryGoods     int64 = 0
	CategoryServices  int64 = 1
	CategoryMaterials int64 = 2
)

var opPriceListCategories = &transport.Operation{
	ID: "price.category_list", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassSafe,
}

// ListCategories returns the tree of categories as a list, each below its parent.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: price, category.list
//
// Operation: price.category_list, safe.
//
//frontdesk:op salesman price.category_list
func (s *PriceService) ListCategories(ctx context.Context, opts ...frontdesk.Option) ([]PriceCategory, error) {
	var categories []PriceCategory
	if _, err := s.client.do(ctx, request{op: opPriceListCategories, out: &categories}, opts); err != nil {
		return nil, err
	}
	if err := checkRows(opPriceListCategories, categories); err != nil {
		return nil, err
	}
	return categories, nil
}

// PriceCategoryParams is a category to write.
type PriceCategoryParams struct {
	Title string `json:"title,omitzero"`
	// ParentID is the category above; 0 for none. The server does not look whether there
	// is such a category: no list shows what is below an unknown one.
	ParentID int64 `json:"sub,omitzero"`
	// Type says what a root category holds; the server overlooks it in others.
	Type frontdesk.Opt[int64] `json:"type,omitzero"`
}

func (s *PriceService) checkCategory(op *transport.Operation, p *PriceCategoryParams) error {
	c := s.client
	kind := p.Type.Or(0)
	switch {
	case strings.TrimSpace(p.Title) == "":
		return c.core.InvalidArgument(op, "title", "is required: the server would store a category without one")
	case kind < CategoryGoods || kind > CategoryMaterials:
		return c.core.InvalidArgument(op, "type", "%d is not a type of categories", kind)
	}
	return c.checkIDs(op, "", idParam{"sub", p.ParentID})
}

var opPriceCreateCategory = &transport.Operation{
	ID: "price.category_add", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassUnsafe,
}

// CreateCategory stores a category and returns its id. After an error with
// [frontdesk.SentUnknown] look for it with ListCategories before creating it
// again.
//
// Errors: [frontdesk.ErrInvalid] without a title, before sending. [CodeMissing]
// and [CodeRefused] (duplicate) are documented, but never sent.
//
// SalesMan docs: price, category.add
//
// Operation: price.category_add, unsafe.
//
//frontdesk:op salesman price.category_add
func (s *PriceService) CreateCategory(ctx context.Context, params *PriceCategoryParams, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	if params == nil {
		params = &PriceCategoryParams{}
	}
	if err := s.checkCategory(opPriceCreateCategory, params); err != nil {
		return nil, err
	}
	return s.write(ctx, request{op: opPriceCreateCategory, params: params}, opts)
}

var opPriceReplaceCategory = &transport.Operation{
	ID: "price.category_update", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassIdempotent,
}

// ReplaceCategory writes a whole category: without a ParentID it moves to the
// root. [PriceService.UpdateCategory] changes single fields. Writing the same
// again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [frontdesk.ErrInvalid] without a title, before sending.
//
// SalesMan docs: price, category.update
//
// Operation: price.category_update, idempotent.
//
//frontdesk:op salesman price.category_update
func (s *PriceService) ReplaceCategory(ctx context.Context, categoryID int64, params *PriceCategoryParams, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	if params == nil {
		params = &PriceCategoryParams{}
	}
	if err := s.checkCategory(opPriceReplaceCategory, params); err != nil {
		return nil, err
	}
	return s.write(ctx, request{op: opPriceReplaceCategory, ids: []idParam{{"id", categoryID}}, params: params}, opts)
}

// PriceCategoryUpdateParams are the changes to a category: absent fields stay as
// they are.
type PriceCategoryUpdateParams struct {
	Title frontdesk.Opt[string] `json:"title,omitzero"`
	// ParentID moves it below another one; 0 and null move it to the root.
	ParentID frontdesk.Opt[int64] `json:"sub,omitzero"`
	Type     frontdesk.Opt[int64] `json:"type,omitzero"`
}

// UpdateCategory changes some fields of a category and keeps the others. It
// reads the categories, merges, and writes, because the server moves a category
// to the root where its parent is not sent. Nothing is written if nothing would
// change: the result then says Changed: false.
//
// After an error with [frontdesk.SentUnknown], calling it again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound]; [frontdesk.ErrInvalid], before the
// write, for a ParentID that is not there or below the category itself, where no list
// would show it any more, and for a Type of a category that is not at the root, or null,
// which the server would overlook.
//
// Operations: price.category_list, price.category_update.
//
//frontdesk:uses salesman price.category_list price.category_update
func (s *PriceService) UpdateCategory(ctx context.Context, categoryID int64, params *PriceCategoryUpdateParams, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	if categoryID <= 0 {
		return nil, s.client.core.InvalidArgument(opPriceReplaceCategory, "id", "%d is not a positive id", categoryID)
	}
	if params == nil {
		params = &PriceCategoryUpdateParams{}
	}
	categories, err := s.ListCategories(ctx, opts...)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(categories, func(c PriceCategory) bool { return c.ID == categoryID })
	if i < 0 {
		return nil, s.client.absent(opPriceListCategories)
	}
	before := PriceCategoryParams{Title: categories[i].Title, ParentID: categories[i].ParentID, Type: categories[i].Type}
	if before.Type.IsNull() {
		before.Type = frontdesk.Opt[int64]{}
	}
	after := before
	s.client.setText(&after.Title, params.Title)
	set(&after.ParentID, params.ParentID)
	if !params.Type.IsZero() && !(params.Type.IsNull() && before.Type.IsZero()) {
		after.Type = params.Type
	}
	if after == before {
		return &PriceWriteResult{ID: categoryID}, nil
	}
	if err := s.checkPlace(categories, categoryID, after.ParentID); err != nil {
		return nil, err
	}
	if after.Type != before.Type && (after.ParentID != 0 || after.Type.IsNull()) {
		return nil, s.client.core.InvalidArgument(opPriceReplaceCategory, "type", "only a root category has a type, which cannot be cleared: the server would overlook it")
	}
	return s.ReplaceCategory(ctx, categoryID, &after, opts...)
}

// checkPlace refuses a place below a category that is not there, or that is below the
// category itself: the server stores both, and the list then has it no more.
func (s *PriceService) checkPlace(categories []PriceCategory, id, parentID int64) error {
	at := parentID
	for range categories { // a ring that is there already ends it
		if at == 0 {
			return nil
		}
		if at == id {
			return s.client.core.InvalidArgument(opPriceReplaceCategory, "sub", "the category %d is this one, or below it", parentID)
		}
		i := slices.IndexFunc(categories, func(c PriceCategory) bool { return c.ID == at })
		if i < 0 {
			return s.client.core.InvalidArgument(opPriceReplaceCategory, "sub", "there is no category %d", at)
		}
		at = categories[i].ParentID
	}
	return nil
}

var opPriceDeleteCategory = &transport.Operation{
	ID: "price.category_delete", Method: http.MethodPost, Path: "/price", Class: frontdesk.ClassUnsafe,
}

// DeleteCategory removes a category. Move its items first: they keep the id of the
// category that is no more. After an error with [frontdesk.SentUnknown],
// ListCategories tells whether it is still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// SalesMan docs: price, category.delete
//
// Operation: price.category_delete, unsafe.
//
//frontdesk:op salesman price.category_delete
func (s *PriceService) DeleteCategory(ctx context.Context, categoryID int64, opts ...frontdesk.Option) (*PriceWriteResult, error) {
	return s.write(ctx, request{op: opPriceDeleteCategory, ids: []idParam{{"id", categoryID}}}, opts)
}
