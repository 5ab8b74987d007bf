package salesmantest

import (
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// priceCategory is a stored category of the price list.
type priceCategory struct {
	id, parentID int64
	title        *string
	kind         *int64 // of a root category
}

var priceKinds = []string{"Товар", "Услуга", "Материал"}

// AddPriceCategory stores a category of the price list, as if it had been there
// before, and returns its id.
func (s *Server) AddPriceCategory(category salesman.PriceCategoryParams) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &priceCategory{parentID: category.ParentID, title: textIf(category.Title)}
	if kind, ok := category.Type.Get(); ok {
		added.kind = &kind
	}
	return s.storePriceCategory(added)
}

func (s *Server) storePriceCategory(category *priceCategory) int64 {
	id, _ := s.registry.priceCategories.Add(func(id int64) *priceCategory { category.id = id; return category })
	return id
}

// rootOf is the category at the root above one.
func (s *Server) rootOf(id int64) *priceCategory {
	seen := map[int64]bool{}
	for {
		category, ok := s.registry.priceCategories.Get(id)
		if !ok || seen[id] {
			return nil
		}
		if category.parentID == 0 {
			return category
		}
		seen[id], id = true, category.parentID
	}
}

// showKind shows what a root category holds; null for nothing in particular.
func (category *priceCategory) showKind(row *object) {
	row.set("type", nil)
	row.set("typename", nil)
	if category.kind != nil {
		row.set("type", textOf(*category.kind))
		row.set("typename", named(priceKinds, *category.kind))
	}
}

// priceCategoryList shows the tree as a bare list, each category below its
// parent, in the order of their titles.
func (s *Server) priceCategoryList(*call) string {
	rows := []*object{}
	var walk func(parentID, level int64)
	walk = func(parentID, level int64) {
		below := s.registry.priceCategories.Where(func(category *priceCategory) bool { return category.parentID == parentID })
		slices.SortStableFunc(below, func(a, b *priceCategory) int {
			return strings.Compare(strings.ToLower(orBlank(a.title)), strings.ToLower(orBlank(b.title)))
		})
		for _, category := range below {
			row := &object{}
			row.set("id", category.id)
			row.set("title", category.title)
			category.showKind(row)
			row.set("level", level)
			row.set("sub", category.parentID)
			rows = append(rows, row)
			walk(category.id, level+1)
		}
	}
	walk(0, 0) // categories above each other in a ring are not reached
	return encode(rows)
}

// takeCategory overwrites the parent, and of the others what is sent. Only at the
// root is there a kind.
func (category *priceCategory) takeCategory(c *call) {
	if title := c.text("title"); title != "" {
		category.title = &title
	}
	category.parentID = c.number("sub")
	if c.has("type") && category.parentID == 0 {
		kind := c.number("type")
		category.kind = &kind
	}
}

// priceCategoryAdd needs no title.
func (s *Server) priceCategoryAdd(c *call) string {
	added := &priceCategory{}
	added.takeCategory(c)
	return priceSaved("Добавлено", s.storePriceCategory(added))
}

const categoryUnknown = "Позиция не найдена"

func (s *Server) priceCategoryUpdate(c *call) string {
	if page := c.quoteCrash("id"); page != "" {
		return page
	}
	found, ok := s.registry.priceCategories.Get(c.number("id"))
	if !ok {
		return failureNumber(403, categoryUnknown)
	}
	found.takeCategory(c)
	return priceSaved("Обновлено", found.id)
}

// priceCategoryDelete moves the categories below one to its parent. It says that
// it moved one item, and moves none: they stay in a category that is no more.
func (s *Server) priceCategoryDelete(c *call) string {
	if page := c.quoteCrash("id"); page != "" {
		return page
	}
	found, ok := s.registry.priceCategories.Get(c.number("id"))
	if !ok {
		return failureNumber(403, categoryUnknown)
	}
	s.registry.priceCategories.Delete(found.id)
	for _, below := range s.registry.priceCategories.Where(func(category *priceCategory) bool { return category.parentID == found.id }) {
		below.parentID = found.parentID
	}
	return priceSaved("Запись удалена.<br>Перемещено - 1 позиций", found.id)
}
