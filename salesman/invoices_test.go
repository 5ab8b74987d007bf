package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestInvoices_PayBooksAPaymentOnce(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "1", Price: "10"}}})
	id := srv.AddInvoice(salesmantest.Invoice{DealID: deal, Amount: "10"})
	_, err := sm.Invoices.Pay(t.Context(), id, &salesman.InvoicePayParams{Amount: "0"})
	assert.Equal(t, "summa", asError(t, err).Field)
	assert.Empty(t, srv.Requests())

	_, err = sm.Invoices.Pay(t.Context(), id, nil)
	require.NoError(t, err)
	_, err = sm.Invoices.Pay(t.Context(), id, nil)
	require.ErrorIs(t, err, frontdesk.ErrConflict)
	assert.Equal(t, []any{"do", frontdesk.SentNo}, []any{asError(t, err).Field, asError(t, err).Sent})
	assert.Equal(t, 1, srv.Count("deal.invoice_do"))
	_, err = sm.Invoices.Pay(t.Context(), 99, nil)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}
