package salesmantest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestPrice_ListedByWordCategoryArchiveAndOrder(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	category := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Phones", Type: frontdesk.Some(salesman.CategoryGoods)})
	made, err := sm.Price.Create(t.Context(), &salesman.PriceCreateParams{
		Article: "B-1", Title: "Phone", Description: "two lines", Unit: "pcs", VATPercent: "20", CategoryID: category,
		Prices: salesman.Prices{Cost: "10.50", Price1: "20", Price5: "12"},
	})
	require.NoError(t, err)
	assert.Equal(t, "Позиция добавлена", made.Message)
	srv.AddPriceItem(salesmantest.PriceItem{Article: "A-1", Title: "Headset", Prices: salesman.Prices{Price1: "5"}, Archived: true})
	list := func(params salesman.PriceListParams) string {
		page, err := sm.Price.List(t.Context(), &params)
		return numbers(page, err, func(p salesman.PriceItem) int64 { return p.ID })
	}
	assert.Equal(t, "[1 2]", list(salesman.PriceListParams{}), "by title, the last first")
	assert.Equal(t, "[2 1]", list(salesman.PriceListParams{Order: salesman.PriceOrderPrice1, Direction: salesman.Ascending}))
	assert.Equal(t, "[2 1]", list(salesman.PriceListParams{Order: salesman.PriceOrderArticle, Direction: salesman.Ascending}))
	assert.Equal(t, "[1]", list(salesman.PriceListParams{Word: "LINES"}))
	assert.Equal(t, "[2]", list(salesman.PriceListParams{Word: "a-1"}))
	assert.Equal(t, "[1]", list(salesman.PriceListParams{CategoryID: category}))
	assert.Equal(t, "[2]", list(salesman.PriceListParams{Archived: frontdesk.Some(salesman.YesNo(true))}))
	assert.Equal(t, "[1]", list(salesman.PriceListParams{Archived: frontdesk.Some(salesman.YesNo(false))}))
	assert.Equal(t, "[]", list(salesman.PriceListParams{Word: "nothing"}))

	item, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{Article: "B-1"})
	require.NoError(t, err)
	assert.Equal(t, "two lines", item.Description)
	assert.Equal(t, "Phones", item.Category)
	assert.Equal(t, "Товар", item.TypeName)
	assert.Equal(t, salesman.Amount("10.5"), item.Cost)
	assert.Empty(t, item.Price5, "the level is not active")
	require.ErrorIs(t, sm.Do(t.Context(), "price", "list", map[string]any{"order": "nosuch"}, nil), frontdesk.ErrServer)
}

func TestPrice_LevelsAreTheAccounts(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.SetPriceLevels(salesmantest.PriceLevel{Name: "price_1", Title: "Retail", Markup: "30", Required: true}, salesmantest.PriceLevel{Name: "price_5", Title: "Friends"})
	fields, err := sm.Price.Fields(t.Context())
	require.NoError(t, err)
	assert.Equal(t, &salesman.PriceLevel{Title: "Retail", Values: "30", Required: "required"}, fields.Price1)
	assert.Nil(t, fields.Price2)
	assert.Equal(t, map[string]salesman.PriceLevelField{
		"price_1": {Name: "price_1", Title: "Retail", Value: "30"}, "price_5": {Name: "price_5", Title: "Friends"},
	}, fields.Levels)
	id := srv.AddPriceItem(salesmantest.PriceItem{Title: "Phone", Prices: salesman.Prices{Price5: "7"}})
	item, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{ID: id})
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("7"), item.Price5)
}

func TestPrice_UpdatesResetInsertAndWipe(t *testing.T) {
	srv := lenient(t)
	sm := srv.Client()
	id := srv.AddPriceItem(salesmantest.PriceItem{
		Article: "A-1", Title: "Phone", Description: "text", Prices: salesman.Prices{Cost: "10", Price1: "20", Price4: "17"}, VATPercent: "20", CategoryID: 3, Archived: true,
	})
	update := func(params map[string]any) error { return sm.Do(t.Context(), "price", "update", params, nil) }
	get := func() *salesman.PriceItemInfo {
		t.Helper()
		item, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{ID: id})
		require.NoError(t, err)
		return item
	}
	require.NoError(t, update(map[string]any{"id": id, "artikul": "A-1", "title": "New"}))
	item := get()
	assert.Equal(t, "New", item.Title)
	assert.Equal(t, "text", item.Description, "texts stay")
	assert.Equal(t, salesman.Amount("0"), item.Price1)
	assert.Zero(t, item.FolderID)
	assert.Equal(t, "no", item.Archived)
	assert.Equal(t, salesman.Amount("10"), item.Cost, "what it costs stays")
	assert.Equal(t, salesman.Amount("20"), item.VATPercent)

	require.NoError(t, update(map[string]any{"id": id, "artikul": "", "description": "other"}))
	assert.Empty(t, get().Article, "an empty article is stored")
	assert.Equal(t, "other", get().Description)
	require.NoError(t, update(map[string]any{"id": id, "artikul": "", "newartikul": "A-2"}))
	assert.Equal(t, "A-2", get().Article)
	require.ErrorIs(t, update(map[string]any{"artikul": "A-2", "newartikul": "A-3", "title": "Copy"}), frontdesk.ErrUnsupported, "inserted")
	page, err := sm.Price.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 2)
	assert.Equal(t, "A-2", get().Article, "unchanged")

	require.ErrorIs(t, update(map[string]any{"id": id, "title": "x"}), frontdesk.ErrServer, "no article at all")
	requireCode(t, update(map[string]any{"id": 99, "artikul": "A-1"}), frontdesk.ErrNotFound, salesman.CodeNotVisible)
	require.ErrorIs(t, sm.Do(t.Context(), "price", "delete", map[string]any{"artikul": "A-2"}, nil), frontdesk.ErrNotFound, "found, and then lost")
	result, err := sm.Price.Delete(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, id, result.ID)
	_, err = sm.Price.Delete(t.Context(), id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	require.NoError(t, sm.Do(t.Context(), "price", "add", map[string]any{"artikul": "X"}, nil), "a title is not needed")
}

func TestPrice_Categories(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	empty, err := sm.Price.ListCategories(t.Context())
	require.NoError(t, err)
	assert.Empty(t, empty)
	create := func(title string, parentID int64, kind frontdesk.Opt[int64]) int64 {
		t.Helper()
		made, err := sm.Price.CreateCategory(t.Context(), &salesman.PriceCategoryParams{Title: title, ParentID: parentID, Type: kind})
		require.NoError(t, err)
		return made.ID
	}
	services := create("Services", 0, frontdesk.Some(salesman.CategoryServices))
	goods := create("Goods", 0, frontdesk.Opt[int64]{})
	phones := create("Phones", goods, frontdesk.Some(salesman.CategoryGoods))
	desk := create("Desk phones", phones, frontdesk.Opt[int64]{})
	item := srv.AddPriceItem(salesmantest.PriceItem{Title: "Phone", CategoryID: phones})
	tree := func() []salesman.PriceCategory {
		t.Helper()
		list, err := sm.Price.ListCategories(t.Context())
		require.NoError(t, err)
		return list
	}
	list := tree()
	assert.Equal(t, []int64{goods, phones, desk, services}, idsOf(list, func(c salesman.PriceCategory) int64 { return c.ID }))
	assert.Equal(t, 2, list[2].Level)
	assert.Equal(t, phones, list[2].ParentID)
	assert.True(t, list[1].Type.IsNull(), "only root categories have a type")
	assert.Equal(t, frontdesk.Some("Услуга"), list[3].TypeName)

	_, err = sm.Price.UpdateCategory(t.Context(), phones, &salesman.PriceCategoryUpdateParams{Title: frontdesk.Some("All phones")})
	require.NoError(t, err)
	assert.Equal(t, goods, tree()[1].ParentID)
	require.NoError(t, sm.Do(t.Context(), "price", "category.update", map[string]any{"id": desk, "title": ""}, nil))
	list = tree()
	assert.Equal(t, desk, list[0].ID)
	assert.Equal(t, "Desk phones", list[0].Title, "an empty title stays")
	assert.Zero(t, list[0].ParentID, "a parent that is not sent does not")

	_, err = sm.Price.UpdateCategory(t.Context(), desk, &salesman.PriceCategoryUpdateParams{ParentID: frontdesk.Some(phones)})
	require.NoError(t, err)
	_, err = sm.Price.DeleteCategory(t.Context(), phones)
	require.NoError(t, err)
	assert.Equal(t, goods, tree()[1].ParentID, "what is below moves up")
	info, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{ID: item})
	require.NoError(t, err)
	assert.Equal(t, phones, info.FolderID, "the items do not, whatever the server says")
	assert.Empty(t, info.Category)
	_, err = sm.Price.DeleteCategory(t.Context(), phones)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Price.ReplaceCategory(t.Context(), phones, &salesman.PriceCategoryParams{Title: "x"})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}
