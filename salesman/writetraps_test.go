package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
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
	other := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Services"})
	id := frontdesk.Some[int64]
	for _, refused := range []struct {
		category int64
		params   salesman.PriceCategoryUpdateParams
		field    string
	}{
		{root, salesman.PriceCategoryUpdateParams{ParentID: id(root)}, "sub"},
		{root, salesman.PriceCategoryUpdateParams{ParentID: id(below)}, "sub"},
		{root, salesman.PriceCategoryUpdateParams{ParentID: id(99)}, "sub"},
		{below, salesman.PriceCategoryUpdateParams{Type: id(salesman.CategoryServices)}, "type"},
		{below, salesman.PriceCategoryUpdateParams{Title: frontdesk.Some("x"), Type: frontdesk.Null[int64]()}, "type"},
	} {
		_, err := sm.Price.UpdateCategory(ctx, refused.category, &refused.params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, refused.field, asError(t, err).Field)
	}
	assert.Zero(t, srv.Count("price.category_update"))
	_, err := sm.Price.UpdateCategory(ctx, below, &salesman.PriceCategoryUpdateParams{ParentID: id(other)})
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
