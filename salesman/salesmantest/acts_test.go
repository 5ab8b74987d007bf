package salesmantest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func actID(a salesman.Act) int64 { return a.ID }

// fetch gets a file of the server's.
func fetch(t *testing.T, srv *salesmantest.Server, address string) (contentType string, data []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	res, err := srv.Transport().RoundTrip(r)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode, address)
	data, err = io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.Header.Get("Content-Type"), data
}

func TestActs_WhatIsStoredIsReadAndListedByEachFilter(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, _ := addRecordedDeals(t, srv, 3)
	sent := srv.AddDocumentStatus(salesmantest.DocumentStatus{Title: "Sent", Color: "#008000", TypeIDs: []int64{salesmantest.ActTypeID}})
	made, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{
		DealID: 1, Date: day(2026, 3, 4), Description: "For the phones", StatusID: sent,
		Positions: []salesman.ActPosition{{LineID: 1, Quantity: "2.5"}},
	})
	require.NoError(t, err)
	assert.Equal(t, "1", made.Act.Number)
	act, err := sm.Acts.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "akt_full.tpl", act.Template)
	assert.EqualValues(t, 5, act.TemplateID)
	assert.Equal(t, "Ромашка, ООО", act.Client)
	assert.Equal(t, "Sent", act.Status)
	assert.Equal(t, salesman.Amount("2.5"), act.Positions["1"].Quantity)
	_, err = sm.Invoices.Create(ctx, 2, &salesman.InvoiceCreateParams{Number: "INV-7"})
	require.NoError(t, err)

	second := srv.AddAct(salesmantest.Act{DealID: 2, Number: "77", Date: day(2026, 3, 6), Owner: salesmantest.Manager})
	service := srv.AddAct(salesmantest.Act{DealID: 3, Date: day(2026, 3, 5), InvoiceID: 9})
	for name, test := range map[string]struct {
		params salesman.ActListParams
		want   []int64
	}{
		"all":        {salesman.ActListParams{}, []int64{second, service, made.ID}},
		"days":       {salesman.ActListParams{From: day(2026, 3, 5), Till: day(2026, 3, 6)}, []int64{second, service}},
		"user":       {salesman.ActListParams{User: salesmantest.Manager}, []int64{second}},
		"number":     {salesman.ActListParams{Word: "77"}, []int64{second}},
		"invoice":    {salesman.ActListParams{Word: "INV-7"}, []int64{second}},
		"client":     {salesman.ActListParams{Word: "ромашка", ClientID: clientID}, []int64{second, service, made.ID}},
		"nobody's":   {salesman.ActListParams{ClientID: clientID + 1}, []int64{}},
		"status":     {salesman.ActListParams{StatusIDs: []int64{sent}}, []int64{made.ID}},
		"service":    {salesman.ActListParams{Service: frontdesk.Some(salesman.YesNo(true))}, []int64{service}},
		"no service": {salesman.ActListParams{Service: frontdesk.Some(salesman.YesNo(false))}, []int64{second, made.ID}},
		"company":    {salesman.ActListParams{CompanyID: 2}, []int64{}},
		"by number":  {salesman.ActListParams{Order: salesman.ActOrderNumber, Direction: salesman.Ascending}, []int64{made.ID, service, second}},
		"by invoice": {salesman.ActListParams{Order: salesman.ActOrderInvoice}, []int64{second, made.ID, service}},
		"by amount":  {salesman.ActListParams{Order: salesman.ActOrderAmount, Direction: salesman.Ascending}, []int64{made.ID, second, service}},
		"a page":     {salesman.ActListParams{Page: 1}, []int64{}},
	} {
		page, err := sm.Acts.List(ctx, &test.params)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, idsOf(page.Items, actID), name)
	}
	page, err := sm.Acts.List(ctx, &salesman.ActListParams{StatusIDs: []int64{sent}})
	require.NoError(t, err)
	row := page.Items[0]
	assert.Equal(t, "9 554,63", row.AmountText)
	assert.Equal(t, salesman.Amount("25"), row.Covered)
	assert.Equal(t, "Sent", row.Status)
	assert.Equal(t, "#008000", row.StatusColor)
	mine, err := clientAs(t, srv, salesmantest.Manager).Acts.List(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{second}, idsOf(mine.Items, actID), "one's own alone")
}

func TestActs_HaveTheServersTraps(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, _ := addRecordedDeals(t, srv, 1)
	low, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{Title: "Low", ClientID: clientID, Step: "20"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"result":null,"data":{"id":0,"number":null,"did":2}}`, sendJSON(t, srv, "akt", `{"action":"add","did":2}`),
		"nothing is stored at too low a stage, and nothing said")
	_, err = sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: low.ID})
	require.ErrorIs(t, err, frontdesk.ErrValidation)
	srv.AddAct(salesmantest.Act{DealID: low.ID})
	_, err = sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: low.ID})
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeInnerRefusal)
	_, err = sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 99})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeMissing)

	made, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 1, Template: "simple"})
	require.NoError(t, err)
	_, err = sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 1})
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDependents)
	id := made.ID
	_, err = sm.Acts.Replace(ctx, id, &salesman.ActReplaceParams{Date: day(2026, 3, 4)})
	require.NoError(t, err)
	act, err := sm.Acts.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, "akt_full.htm", act.Template, "which no account has")
	assert.Zero(t, act.TemplateID)
	assert.Equal(t, "2026-03-04", act.Date.String())

	_, err = sm.Acts.Statuses(ctx)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotFound)
	status := srv.AddDocumentStatus(salesmantest.DocumentStatus{Title: "Sent", TypeIDs: []int64{salesmantest.ActTypeID}})
	statuses, err := sm.Acts.Statuses(ctx)
	require.NoError(t, err)
	assert.Len(t, statuses, 1)
	_, err = sm.Acts.SetStatus(ctx, id, &salesman.StatusChangeParams{StatusID: status})
	require.NoError(t, err)
	act, err = sm.Acts.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, "Sent", act.Status)
	templates, err := sm.Acts.Templates(ctx)
	require.NoError(t, err)
	assert.Len(t, templates, 3)

	_, err = sm.Acts.Delete(ctx, id)
	require.NoError(t, err)
	for _, call := range []func() error{
		func() error { _, err := sm.Acts.Get(ctx, id); return err },
		func() error { _, err := sm.Acts.Replace(ctx, id, nil); return err },
		func() error {
			_, err := sm.Acts.SetStatus(ctx, id, &salesman.StatusChangeParams{StatusID: status})
			return err
		},
		func() error { _, err := sm.Acts.Delete(ctx, id); return err },
		func() error { _, err := sm.Acts.Send(ctx, id, nil); return err },
	} {
		requireCode(t, call(), frontdesk.ErrNotFound, salesman.CodeNotFound)
	}
	_, err = sm.Acts.HTML(ctx, id, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestActs_PagesAndMails(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	addRecordedDeals(t, srv, 1)
	id := srv.AddAct(salesmantest.Act{DealID: 1, Number: "12", Date: day(2026, 3, 4)})
	page, err := sm.Acts.HTML(ctx, id, nil)
	require.NoError(t, err)
	assert.Contains(t, page.HTML.Unescaped(), "<title>АКТ №12 от 04.03.2026 года</title>")
	assert.Contains(t, page.HTML.Unescaped(), `class="stamp"`)
	page, err = sm.Acts.HTML(ctx, id, &salesman.PaperParams{WithoutStamp: true})
	require.NoError(t, err)
	assert.NotContains(t, page.HTML.Unescaped(), `class="stamp"`)
	pdf, err := sm.Acts.PDF(ctx, id, nil)
	require.NoError(t, err)
	contentType, data := fetch(t, srv, pdf.URL)
	assert.Equal(t, "application/pdf", contentType)
	assert.Equal(t, "%PDF-1.4", string(data[:8]))

	status := srv.AddDocumentStatus(salesmantest.DocumentStatus{Title: "Sent", TypeIDs: []int64{salesmantest.ActTypeID}})
	_, err = sm.Acts.Send(ctx, id, &salesman.ActSendParams{Subject: "Your act", StatusID: status})
	require.NoError(t, err)
	_, err = sm.Acts.Send(ctx, id, &salesman.ActSendParams{To: []string{"ann@example.com", "pid:1", "clid:1"}})
	require.NoError(t, err)
	mails := srv.Mails()
	require.Len(t, mails, 2)
	assert.Equal(t, []string{"sidorov@example.com"}, mails[0].To, "the contacts of the deal")
	assert.Equal(t, "Your act", mails[0].Subject)
	assert.Equal(t, []string{"ann@example.com", "sidorov@example.com"}, mails[1].To)
	act, err := sm.Acts.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, status, act.StatusID)

	_, err = sm.Acts.Send(ctx, id, &salesman.ActSendParams{To: []string{"clid:99"}})
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeNotPossible)
	broken := salesmantest.NewServer(t, salesmantest.WithBrokenMail())
	addRecordedDeals(t, broken, 1)
	_, err = broken.Client().Acts.Send(ctx, broken.AddAct(salesmantest.Act{DealID: 1}), nil)
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeNotPossible)
	assert.Empty(t, broken.Mails())
}

func TestActs_PagesOf100FromOne(t *testing.T) {
	srv := salesmantest.NewServer(t)
	addRecordedDeals(t, srv, 1)
	for range 201 {
		srv.AddAct(salesmantest.Act{DealID: 1})
	}
	seen := map[int64]bool{}
	for act, err := range srv.Client().Acts.All(t.Context(), nil) {
		require.NoError(t, err)
		seen[act.ID] = true
	}
	assert.Len(t, seen, 201)
	assert.Equal(t, 3, srv.Count("akt.list"))
}

// TestActs_PartsAddUp: acts of parts cover a deal when they come to each of its
// positions, and not before.
func TestActs_PartsAddUp(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	dealID := srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: srv.AddClient("Acme"), Step: "80",
		Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "0.3", Price: "100"}, {Title: "Case", Quantity: "10", Price: "7"}},
	})
	deal, err := sm.Deals.Get(ctx, dealID, nil)
	require.NoError(t, err)
	require.Len(t, deal.Lines, 2)
	phone, cases := deal.Lines[0].ID, deal.Lines[1].ID
	act := func(positions ...salesman.ActPosition) (int64, error) {
		made, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: dealID, Positions: positions})
		if err != nil {
			return 0, err
		}
		return made.ID, nil
	}
	covered := func() salesman.Amount {
		t.Helper()
		page, err := sm.Acts.List(ctx, nil)
		require.NoError(t, err)
		require.NotEmpty(t, page.Items)
		return page.Items[0].Covered
	}
	for _, step := range []struct {
		position salesman.ActPosition
		want     salesman.Amount
	}{
		{salesman.ActPosition{LineID: phone, Quantity: "0.1"}, "10"},
		{salesman.ActPosition{LineID: phone, Quantity: "0.2"}, "30"},
		{salesman.ActPosition{LineID: phone, Quantity: "1"}, "30"}, // more than the deal has is not the other position
		{salesman.ActPosition{LineID: cases, Quantity: "9.95"}, "99"},
	} {
		_, err := act(step.position)
		require.NoError(t, err)
		assert.Equal(t, step.want, covered())
	}
	last, err := act(salesman.ActPosition{LineID: cases, Quantity: "0.05"})
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("100"), covered())
	_, err = act(salesman.ActPosition{LineID: cases, Quantity: "1"})
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDependents)
	_, err = act()
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDependents)
	_, err = sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: dealID, InvoiceID: 7})
	require.NoError(t, err, "an act of an invoice is another thing")

	_, err = sm.Acts.Delete(ctx, last)
	require.NoError(t, err)
	_, err = act(salesman.ActPosition{LineID: cases, Quantity: "0.04"})
	require.NoError(t, err, "what was deleted is open again")
	whole, err := act()
	require.NoError(t, err, "a part is open still")
	assert.Positive(t, whole)
	_, err = act()
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDependents)
}
