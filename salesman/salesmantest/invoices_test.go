package salesmantest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// phonesDeal is a deal of 1200 with 200 of VAT in it.
func phonesDeal(srv *salesmantest.Server, client salesmantest.ClientRecord) int64 {
	return srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClientRecord(client), Lines: phones})
}

func TestInvoices_FromIssueToPayment(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	deal := phonesDeal(srv, salesmantest.ClientRecord{Title: "Acme"})
	issued, err := sm.Invoices.Create(t.Context(), deal, &salesman.InvoiceCreateParams{
		Number: salesman.NextNumber, Planned: day(2030, 1, 2), Contract: "C-1", AccountID: 2, TemplateID: 7,
	})
	require.NoError(t, err)
	assert.Equal(t, "1", issued.Invoice.Number)
	info, err := sm.Invoices.Get(t.Context(), issued.ID)
	require.NoError(t, err)
	assert.Equal(t, []salesman.Amount{"1200", "200"}, []salesman.Amount{info.Amount, info.VAT})
	assert.Equal(t, []any{"2030-01-02", "C-1", int64(2), "invoice_qr.tpl", false},
		[]any{info.Planned.String(), info.Contract, info.AccountID, info.Template.File, bool(info.Paid.Or(true))})
	_, err = sm.Invoices.Create(t.Context(), deal, nil)
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeRefused)

	paid, err := sm.Invoices.Pay(t.Context(), info.ID, &salesman.InvoicePayParams{Amount: "1 000,50"})
	require.NoError(t, err)
	assert.Contains(t, paid.Report.Text, "1 000,50 р.")
	rest, err := sm.Invoices.Get(t.Context(), paid.RestInvoiceID)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("199.5"), rest.Amount)
	assert.False(t, bool(rest.Paid.Or(true)))
	info, err = sm.Invoices.Get(t.Context(), info.ID)
	require.NoError(t, err)
	assert.True(t, bool(info.Paid.Or(false)))
	assert.True(t, info.PaidOn.IsZero(), "the day is not stored")
	assert.Equal(t, salesman.Amount("1000.50"), srv.Balance(2))
	_, err = sm.Invoices.Pay(t.Context(), info.ID, nil)
	require.ErrorIs(t, err, frontdesk.ErrConflict)
	_, err = sm.Invoices.PayUnchecked(t.Context(), info.ID, nil)
	require.NoError(t, err, "again without complaint")

	shown, err := sm.Deals.Get(t.Context(), deal, nil)
	require.NoError(t, err)
	require.Len(t, shown.Invoices, 2)
	assert.Equal(t, "C-1", shown.Invoices[0].Contract)
	_, err = sm.Deals.Delete(t.Context(), deal)
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeNotPossible)
}

func TestInvoices_PaidAtOnceKeepTheDay(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	deal := phonesDeal(srv, salesmantest.ClientRecord{Title: "Acme"})
	issued, err := sm.Invoices.CreatePaidUnchecked(t.Context(), deal, &salesman.InvoiceCreatePaidParams{Number: "A-1", PaidOn: day(2030, 1, 2), Amount: "5000"})
	require.NoError(t, err)
	assert.Contains(t, issued.Message, "1 200,00 р.", "not more than the deal")
	info, err := sm.Invoices.Get(t.Context(), issued.ID)
	require.NoError(t, err)
	assert.Equal(t, []any{"A-1", "2030-01-02", true}, []any{info.Number, info.PaidOn.String(), bool(info.Paid.Or(false))})

	empty := srv.AddDeal(salesmantest.Deal{Title: "Bare", ClientID: 1, Amount: "100"})
	_, err = sm.Invoices.CreatePaid(t.Context(), empty, nil)
	assert.ErrorIs(t, err, frontdesk.ErrServer)
	_, err = sm.Invoices.Create(t.Context(), 99, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Invoices.Get(t.Context(), 99)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestInvoices_Papers(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	deal := phonesDeal(srv, salesmantest.ClientRecord{Title: "Acme & Co", Email: "info@example.com"})
	id := srv.AddInvoice(salesmantest.Invoice{DealID: deal, Number: "007"})
	page, err := sm.Invoices.HTML(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Contains(t, page.HTML.Unescaped(), "Acme &amp; Co")
	pdf, err := sm.Invoices.PDF(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, "7", pdf.Number)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, pdf.URL, http.NoBody)
	require.NoError(t, err)
	resp, err := srv.Transport().RoundTrip(r)
	require.NoError(t, err)
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, "%PDF", string(data[:4]))

	_, err = sm.Invoices.Send(t.Context(), id, &salesman.InvoiceSendParams{Subject: "Invoice"})
	require.NoError(t, err)
	require.Len(t, srv.Mails(), 1)
	assert.Equal(t, []any{id, "Invoice", []string{"info@example.com"}}, []any{srv.Mails()[0].InvoiceID, srv.Mails()[0].Subject, srv.Mails()[0].To})
	templates, err := sm.Invoices.Templates(t.Context())
	require.NoError(t, err)
	assert.Len(t, templates, 2)
	srv.AddTemplate(4, "Own", "own.tpl")
	templates, err = sm.Invoices.Templates(t.Context())
	require.NoError(t, err)
	assert.Len(t, templates, 3)
}

func TestInvoices_MailCanFailAndNumbersCanBeText(t *testing.T) {
	for _, php8 := range []bool{false, true} {
		opts := []salesmantest.Option{salesmantest.WithBrokenMail()}
		if php8 {
			opts = append(opts, salesmantest.WithPHP8Crashes())
		}
		srv := salesmantest.NewServer(t, opts...)
		sm := srv.Client(frontdesk.NoRetry())
		id := srv.AddInvoice(salesmantest.Invoice{DealID: phonesDeal(srv, salesmantest.ClientRecord{Title: "Acme", Email: "info@example.com"}), Number: "A-77"})
		_, err := sm.Invoices.Send(t.Context(), id, nil)
		requireCode(t, err, frontdesk.ErrValidation, salesman.CodeNotPossible)
		assert.Empty(t, srv.Mails())
		pdf, err := sm.Invoices.PDF(t.Context(), id, nil)
		if php8 {
			assert.ErrorIs(t, err, frontdesk.ErrServer)
		} else {
			require.NoError(t, err)
			assert.Equal(t, "0", pdf.Number)
		}
		var byNumber json.RawMessage
		require.NoError(t, sm.Do(t.Context(), "deal", "invoice.html", map[string]any{"invoice": "A-77"}, &byNumber))
	}
}
