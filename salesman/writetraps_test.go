package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestInvoices_CreatePaidRefusesMoreThanTheServerWouldBook(t *testing.T) {
	srv := salesmantest.NewServer(t)
	deal, _ := phones(t, srv)
	params := &salesman.InvoiceCreatePaidParams{Amount: "20.01"}
	_, err := srv.Client().Invoices.CreatePaid(t.Context(), deal, params)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "summa", asError(t, err).Field)
	assert.Zero(t, srv.Count("deal.invoice_express"))
	paid, err := srv.Client().Invoices.CreatePaidUnchecked(t.Context(), deal, params)
	require.NoError(t, err)
	shown, err := srv.Client().Invoices.Get(t.Context(), paid.ID)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("20"), shown.Amount, "the plain call is cut")
}

func TestInvoices_CreatePaidLeavesDealsToTheServerThatTheUserDoesNotSee(t *testing.T) {
	srv := salesmantest.NewServer(t)
	deal, _ := phones(t, srv)
	manager, err := salesman.New(srv.BaseURL(), salesmantest.Manager, salesmantest.APIKey, frontdesk.WithHTTPClient(srv.HTTPClient()))
	require.NoError(t, err)
	_, err = manager.Invoices.CreatePaid(t.Context(), deal, &salesman.InvoiceCreatePaidParams{Amount: "5"})
	require.NoError(t, err)
	_, err = manager.Invoices.CreatePaid(t.Context(), 99, &salesman.InvoiceCreatePaidParams{Amount: "5"})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, "deal.invoice_express", asError(t, err).Operation)
}

func TestDocuments_UpdateKeepsClientAndPayer(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	acme, bank := srv.AddClient("Acme"), srv.AddClient("Bank")
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme})
	document := srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, DealID: deal, Title: "Contract"})
	both, err := sm.Deals.Update(ctx, deal, &salesman.DealUpdateParams{ClientID: frontdesk.Some(bank), PayerID: frontdesk.Some(bank)})
	require.NoError(t, err)
	require.True(t, both.Changed)
	_, err = sm.Documents.Update(ctx, document, &salesman.DocumentUpdateParams{Description: frontdesk.Some("text")})
	require.NoError(t, err)
	shown, err := sm.Documents.Get(ctx, document)
	require.NoError(t, err)
	assert.Equal(t, []any{acme, acme, deal, "text"}, []any{shown.ClientID, shown.PayerID, shown.DealID, shown.Description})
}

func TestDocuments_UpdateKeepsTheFilesWhereThereIsNoTemplate(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	deal, _ := phones(t, srv)
	document := srv.AddDocument(salesmantest.Document{TypeID: 1, DealID: deal, Files: map[string][]byte{"scan.pdf": []byte("x")}})
	_, err := sm.Documents.Update(ctx, document, &salesman.DocumentUpdateParams{TemplateID: frontdesk.Some[int64](99)})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "template", asError(t, err).Field)
	assert.Zero(t, srv.Count("document.update"))
	_, err = sm.Documents.Replace(ctx, document, &salesman.DocumentReplaceParams{TemplateID: 99})
	require.NoError(t, err)
	shown, err := sm.Documents.Get(ctx, document)
	require.NoError(t, err)
	assert.Empty(t, shown.Files, "the plain call loses them")
	_, err = sm.Documents.Update(ctx, document, &salesman.DocumentUpdateParams{TemplateID: frontdesk.Some[int64](1)})
	require.NoError(t, err)
}

func TestPrice_UpdateCategoryRefusesPlacesThatNoListShows(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	root := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Goods"})
	below := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Phones", ParentID: root})
	id := frontdesk.Some[int64]
	other := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Services", Type: id(salesman.CategoryServices)})
	for _, refused := range []struct {
		category int64
		params   salesman.PriceCategoryUpdateParams
		field    string
	}{
		{root, salesman.PriceCategoryUpdateParams{ParentID: id(root)}, "sub"},
		{root, salesman.PriceCategoryUpdateParams{ParentID: id(below)}, "sub"},
		{root, salesman.PriceCategoryUpdateParams{ParentID: id(99)}, "sub"},
		{below, salesman.PriceCategoryUpdateParams{Type: id(salesman.CategoryServices)}, "type"},
		{other, salesman.PriceCategoryUpdateParams{Title: frontdesk.Some("x"), Type: frontdesk.Null[int64]()}, "type"},
	} {
		_, err := sm.Price.UpdateCategory(ctx, refused.category, &refused.params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, refused.field, asError(t, err).Field)
	}
	same, err := sm.Price.UpdateCategory(ctx, below, &salesman.PriceCategoryUpdateParams{Type: frontdesk.Null[int64]()})
	require.NoError(t, err, "it has no type")
	assert.False(t, same.Changed)
	assert.Zero(t, srv.Count("price.category_update"))
	_, err = sm.Price.UpdateCategory(ctx, below, &salesman.PriceCategoryUpdateParams{ParentID: id(other)})
	require.NoError(t, err)
	_, err = sm.Price.UpdateCategory(ctx, below, &salesman.PriceCategoryUpdateParams{ParentID: id(0), Type: id(salesman.CategoryServices)})
	require.NoError(t, err)
}

func TestPrice_RefusesATitleOfWhichNothingWouldBeLeft(t *testing.T) {
	srv := salesmantest.NewServer(t)
	_, err := srv.Client().Price.Create(t.Context(), &salesman.PriceCreateParams{Title: `"'`})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = srv.Client().Price.Create(t.Context(), &salesman.PriceCreateParams{Title: `3" pipe`})
	require.NoError(t, err)
	assert.Equal(t, "3 pipe", srv.PriceItems()[0].Title)
}

func TestCurrencies_RefuseANegativeRate(t *testing.T) {
	srv := salesmantest.NewServer(t)
	_, err := srv.Client().Currencies.Create(t.Context(), &salesman.CurrencyCreateParams{Name: "Euro", Rate: "-1"})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "course", asError(t, err).Field)
	_, err = srv.Client().Currencies.Replace(t.Context(), 1, &salesman.CurrencyReplaceParams{Name: "Euro", Rate: "-1"})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}

// A list that shows a ring of categories, which no server should, is no endless loop.
func TestPrice_UpdateCategoryBelowARing(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.Fail(frontdesktest.Body(200, "application/json", `[{"id":1,"title":"A","sub":2},{"id":2,"title":"B","sub":2},{"id":3,"title":"C"}]`).On("price.category_list"))
	_, err := srv.Client().Price.UpdateCategory(t.Context(), 3, &salesman.PriceCategoryUpdateParams{ParentID: frontdesk.Some[int64](1)})
	require.ErrorIs(t, err, frontdesk.ErrNotFound, "the fake has no such category")
}

func TestDeals_AWholeFactorMayHaveDecimals(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	client := srv.AddClient("Acme")
	for factor, fine := range map[salesman.Amount]bool{"": true, "2": true, "1.0": true, "1,00": true, "1.5": false, "x": false} {
		_, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{
			Title: "Phones", ClientID: client, Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "1", Price: "10", Factor: factor}},
		})
		if fine {
			assert.NoError(t, err, factor)
		} else {
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, factor)
		}
	}
}

// What only the stock schema cuts is refused by the method that looks, and sent by the plain
// call.
func TestClients_ThePlainCallsSendWhatTheServerMayRewrite(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	for field, params := range map[string]salesman.ClientCreateParams{
		"uid": {Title: "Acme", UID: "123e4567-e89b-12d3-a456-426614174000"}, "tip_cmr": {Title: "Bolt", Relation: "2024"},
	} {
		_, err := sm.Clients.Create(ctx, &params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
		_, err = sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{params})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, "client.0."+field, asError(t, err).Field)
		stored, err := sm.Clients.CreateUnchecked(ctx, &params)
		require.NoError(t, err)
		change := &salesman.ClientUpdateParams{Relation: frontdesk.Some("2025")}
		_, err = sm.Clients.Update(ctx, stored.ID, change)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		_, err = sm.Clients.UpdateUnchecked(ctx, stored.ID, change)
		require.NoError(t, err)
	}
}
