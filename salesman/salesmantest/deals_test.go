package salesmantest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func dealID(d salesman.Deal) int64 { return d.ID }

var phones = []salesmantest.DealLine{{Article: "P-1", Title: "Phone", Quantity: "10", Price: "120", Cost: "70", VATPercent: "20"}}

func TestDeals_WhatIsStoredIsShownEverywhere(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetDealFields("mcid", "iduser", "datum_plan", "idcategory", "dog_num", "tip", "direction", "payer", "kol", "marg", "adres", "content", "input1")
	sm := srv.Client()
	customer := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", Phone: "+1 555 0100", UIDs: map[string]string{"erp": "E-1"}})
	payer := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Bank", BankDetails: map[string]string{"castInn": "0000000001"}})
	contact := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Email: "jane@example.com"})
	item := srv.AddPriceItem(salesmantest.PriceItem{Article: "P-1", Title: "Desk phone", Prices: salesman.Prices{Price1: "99", Cost: "50"}})
	made, err := sm.Deals.CreateUnchecked(t.Context(), &salesman.DealCreateParams{
		Title: `"Phones"`, ClientID: customer, PayerID: payer, UID: "D-1", Planned: day(2030, 1, 2), Owner: salesmantest.Manager,
		ContactIDs: salesman.IDs{contact}, Type: "Услуги", Direction: "nowhere", Step: "40", Description: "text",
		Lines: []salesman.DealLineParams{{Article: "P-1", Title: "Phone", Quantity: "2"}, {Title: "Delivery", Quantity: "1", Price: "10,50"}},
		Extra: map[string]json.RawMessage{"input1": json.RawMessage(`"own"`), "adres": json.RawMessage(`"1 Main St"`)},
	})
	require.NoError(t, err)
	assert.NotEmpty(t, made.Notes)

	deal, err := sm.Deals.Get(t.Context(), made.ID, &salesman.DealGetParams{BankDetails: true})
	require.NoError(t, err)
	assert.Equal(t, "СД1: Phones", deal.Title)
	assert.Equal(t, []any{customer, "Acme", salesmantest.Manager, 40, "Отправлено КП"}, []any{deal.ClientID, deal.Client, deal.Owner, deal.Step, deal.StepTitle})
	assert.Equal(t, []string{"Услуги", "Основное"}, []string{deal.Type, deal.Direction}, "an unknown direction is the usual one")
	assert.Equal(t, salesman.Amount("208.5"), deal.Amount)
	require.Len(t, deal.Lines, 2)
	assert.Equal(t, item, deal.Lines[0].PriceItemID, "found in the price list")
	assert.Equal(t, "Desk phone", deal.Lines[0].Title)
	assert.Equal(t, salesman.Amount("99"), deal.Lines[0].Price)
	require.Len(t, deal.Contacts, 1)
	assert.Equal(t, "jane@example.com", deal.Contacts[0].Email)
	assert.Equal(t, "Acme", deal.Customer.Title)
	assert.Equal(t, "Bank", deal.Payer.Title)
	assert.Equal(t, "0000000001", deal.BankDetails.INN.Or(""))

	list, err := sm.Deals.List(t.Context(), &salesman.DealListParams{UIDs: true, Filter: &salesman.DealFilter{Phone: "8 555 0100"}})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	row := list.Items[0]
	assert.Equal(t, "own", mustText(t, row.Extra["input1"]))
	assert.Equal(t, []string{"1 Main St", "text"}, []string{row.Address.Or(""), row.Description.Or("")})
	assert.Equal(t, "Acme", row.Customer.Title)
	require.Len(t, row.UIDs, 1, "those of the client")
	assert.Equal(t, "erp", row.UIDs[0].System)
}

func mustText(t *testing.T, raw json.RawMessage) (text string) {
	t.Helper()
	require.NoError(t, json.Unmarshal(raw, &text))
	return text
}

func TestDeals_ListsFilterAndSort(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme, bank := srv.AddClient("Acme"), srv.AddClient("Bank")
	a := srv.AddDeal(salesmantest.Deal{Title: "Beta", ClientID: acme, PayerID: bank, Step: "20", Created: day(2030, 1, 1), Changed: day(2030, 2, 1), Amount: "10"})
	b := srv.AddDeal(salesmantest.Deal{Title: "Alpha", ClientID: bank, Step: "40", Type: "Услуги", Created: day(2030, 1, 2), Amount: "9", Owner: salesmantest.Manager})
	c := srv.AddDeal(salesmantest.Deal{Title: "Gamma", ClientID: acme, Created: day(2030, 1, 3), Address: "1 Main St", CloseStatus: "Победа полная", FinalAmount: "5"})

	all := salesman.DealsAll
	for name, test := range map[string]struct {
		params salesman.DealListParams
		want   []int64
	}{
		"newest first":    {salesman.DealListParams{State: all}, []int64{c, b, a}},
		"open":            {salesman.DealListParams{}, []int64{b, a}},
		"closed":          {salesman.DealListParams{State: salesman.DealsClosed}, []int64{c}},
		"by amount":       {salesman.DealListParams{State: all, Order: salesman.DealOrderAmount, Direction: salesman.Ascending}, []int64{c, b, a}},
		"by title":        {salesman.DealListParams{State: all, Order: salesman.DealOrderTitle, Direction: salesman.Ascending}, []int64{b, a, c}},
		"steps":           {salesman.DealListParams{State: all, Steps: "20,40,777"}, []int64{b, a}},
		"word":            {salesman.DealListParams{State: all, Word: "main"}, []int64{c}},
		"till a day":      {salesman.DealListParams{State: all, CreatedTill: day(2030, 1, 2)}, []int64{b, a}},
		"from a day":      {salesman.DealListParams{State: all, CreatedFrom: day(2030, 1, 2)}, []int64{c, b}},
		"changed":         {salesman.DealListParams{State: all, ChangedFrom: day(2030, 2, 1), ChangedTill: day(2030, 2, 1)}, []int64{a}},
		"of a user":       {salesman.DealListParams{State: all, User: salesmantest.Manager}, []int64{b}},
		"client":          {salesman.DealListParams{State: all, Filter: &salesman.DealFilter{ClientID: acme}}, []int64{c, a}},
		"payer":           {salesman.DealListParams{State: all, Filter: &salesman.DealFilter{PayerID: bank}}, []int64{b, a}},
		"type":            {salesman.DealListParams{State: all, Filter: &salesman.DealFilter{Type: "Услуги"}}, []int64{b}},
		"direction by id": {salesman.DealListParams{State: all, Filter: &salesman.DealFilter{Direction: "1"}}, []int64{c, b, a}},
		"another field": {salesman.DealListParams{State: all, Filter: &salesman.DealFilter{Extra: map[string]json.RawMessage{"title": json.RawMessage(`"amm"`)}}},
			[]int64{c}},
	} {
		list, err := sm.Deals.List(t.Context(), &test.params)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, idsOf(list.Items, dealID), name)
	}
	manager := clientAs(t, srv, salesmantest.Manager)
	list, err := manager.Deals.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{b}, idsOf(list.Items, dealID))
	_, err = manager.Deals.Info(t.Context(), a, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestDeals_UpdateHasTheServersTraps(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithSpecificationUpdates())
	sm := srv.Client()
	acme := srv.AddClient("Acme")
	jane := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	id := srv.AddDeal(salesmantest.Deal{Title: "Service", UID: "D-1", ClientID: acme, Amount: "100", Margin: "40", Description: "text", ContactIDs: []int64{jane}})
	text := "text"
	get := func() salesman.Deal {
		list, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: salesman.DealsAll})
		require.NoError(t, err)
		return list.Items[0]
	}

	same, err := sm.Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Description: &text, ContactIDs: salesman.IDs{jane}, Amount: "500"})
	require.NoError(t, err)
	assert.False(t, same.Changed, "a change of the amount alone is dropped")
	assert.Equal(t, salesman.Amount("100"), get().Amount)

	changed, err := sm.Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Description: &text})
	require.NoError(t, err)
	assert.True(t, changed.Changed, "the contacts go, which is a change")
	assert.Equal(t, salesman.Amount("0"), get().Margin)
	assert.False(t, get().Changed.IsZero())
	info, err := sm.Deals.Info(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Empty(t, info.Contacts)

	_, err = sm.Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Title: "Renamed", Amount: "700", Margin: "50"})
	require.NoError(t, err)
	assert.Equal(t, []any{"Renamed", salesman.Amount("700"), salesman.Amount("50")}, []any{get().Title, get().Amount, get().Margin})
	_, err = sm.Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "2", Price: "30", Cost: "10"}}})
	require.NoError(t, err)
	assert.Equal(t, []salesman.Amount{"60", "40"}, []salesman.Amount{get().Amount, get().Margin})

	_, err = sm.Deals.Replace(t.Context(), 99, &salesman.DealReplaceParams{Title: "x"})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestDeals_StagesAndClosing(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetSteps(salesman.DealStep{ID: 1, Percent: "10", Description: "First"}, salesman.DealStep{ID: 2, Percent: "100", Description: "Last"})
	srv.SetDirections(salesman.DealDirection{ID: 4, Title: "Retail", Default: true})
	srv.SetDealTypes(salesman.DealType{ID: 5, Title: "Sale", Default: true})
	srv.SetCloseStatuses(salesmantest.CloseStatus{ID: 9, Title: "Lost", Lost: true}, salesmantest.CloseStatus{ID: 8, Title: "Won"})
	srv.AddFunnel(salesmantest.Funnel{Title: "Short", Direction: "Retail", Type: "Sale", Steps: []string{"10", "100"}, Days: []int{2, 3}, Default: "10"})
	sm := srv.Client()
	steps, err := sm.Deals.Steps(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []salesman.DealStep{{ID: 1, Percent: "10", Description: "First"}, {ID: 2, Percent: "100", Description: "Last"}}, steps)
	statuses, err := sm.Deals.CloseStatuses(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []salesman.DealCloseStatus{{ID: 9, Title: "Lost"}, {ID: 8, Title: "Won"}}, statuses)

	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "100", Margin: "30"})
	require.NoError(t, err)
	deal, err := sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []any{10, "Sale", "Retail"}, []any{deal.Step, deal.Type, deal.Direction}, "the funnel's first stage")
	funnel, err := sm.Deals.Funnel(t.Context(), &salesman.DealFunnelParams{DealID: made.ID})
	require.NoError(t, err)
	assert.Equal(t, []any{"Short", salesman.Amount("5"), int64(1)}, []any{funnel.Name, funnel.Length, funnel.Current.ID})
	assert.Equal(t, map[string]string{"1": "10", "2": "100"}, funnel.Percents)

	_, err = sm.Deals.ChangeStepUnchecked(t.Context(), made.ID, &salesman.DealChangeStepParams{Step: "77"})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	deal, err = sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Zero(t, deal.StepID, "an unknown stage clears it")

	_, err = sm.Deals.CloseUnchecked(t.Context(), made.ID, &salesman.DealCloseParams{Status: "no such"})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Deals.Close(t.Context(), made.ID, &salesman.DealCloseParams{StatusID: 9, Comment: "why", On: day(2030, 1, 2)})
	require.NoError(t, err, "what was closed without a status can be closed again")
	_, err = sm.Deals.Close(t.Context(), made.ID, &salesman.DealCloseParams{StatusID: 8})
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeNotPossible)
	list, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: salesman.DealsClosed})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	row := list.Items[0]
	assert.Equal(t, []any{"Lost", "why", "2030-01-02", salesman.Amount("100"), salesman.Amount("0"), 100},
		[]any{row.CloseStatus, row.CloseComment, row.ClosedOn.String(), row.FinalAmount, row.Margin, row.Step})
}

func TestDeals_ChangeOfOwnerTakesAlongWhatItIsTold(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme := srv.AddClient("Acme")
	jane := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", ClientID: acme})
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme})
	task := srv.AddTask(salesmantest.Task{Title: "call", DealID: id})
	_, err := sm.Deals.ChangeUser(t.Context(), id, &salesman.DealChangeUserParams{User: salesmantest.Manager, WithContacts: true, WithTasks: true})
	require.NoError(t, err)
	deal, err := sm.Deals.Get(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Manager, deal.Owner)
	assert.Equal(t, salesmantest.Login, deal.Customer.Creator)
	contact, err := sm.Contacts.Get(t.Context(), jane, nil)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Manager, contact.Owner)
	client, err := sm.Clients.Get(t.Context(), acme, nil)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Login, client.Owner)
	tasks, err := clientAs(t, srv, salesmantest.Manager).Tasks.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, tasks.Items, 1)
	assert.Equal(t, task, tasks.Items[0].ID)

	_, err = sm.Deals.ChangeUserUnchecked(t.Context(), id, &salesman.DealChangeUserParams{User: "ghost@example.com", WithClient: true})
	require.NoError(t, err)
	_, err = sm.Clients.Get(t.Context(), acme, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestDeals_CrashesOfPHP8AndOfTheDatabase(t *testing.T) {
	for _, php8 := range []bool{false, true} {
		opts := []salesmantest.Option{salesmantest.WithLenience()}
		if php8 {
			opts = append(opts, salesmantest.WithPHP8Crashes())
		}
		srv := salesmantest.New(opts...)
		t.Cleanup(srv.Close)
		sm, out := srv.Client(frontdesk.NoRetry()), json.RawMessage(nil)
		client := srv.AddClient("Acme")
		err := sm.Do(t.Context(), "deal", "add", map[string]any{"title": "x", "clid": client, "speka": map[string]any{"title": "Phone"}}, &out)
		if php8 {
			assert.ErrorIs(t, err, frontdesk.ErrServer)
		} else {
			assert.NoError(t, err)
		}
		list, err := sm.Deals.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, list.Items, 1, "stored before the crash")
		srv.AddDeal(salesmantest.Deal{Title: "y", UID: "D-1", ClientID: client})
		requireCode(t, sm.Do(t.Context(), "deal", "update", map[string]any{"uid": "D-1", "title": "z"}, &out), frontdesk.ErrInvalid, "402")
		for action, params := range map[string]map[string]any{
			"change.step": {"step": "40"}, "change.user": {}, "delete": {}, "change.close": {"did": "abc"}, "info": {},
			"list": {"filter": map[string]any{"step": "40"}}, "invoice.add": {}, "invoice.do": {},
		} {
			assert.ErrorIs(t, sm.Do(t.Context(), "deal", action, params, &out), frontdesk.ErrServer, action)
		}
	}
}

func TestDeals_FunnelsOfADirectionLackTheLast(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for _, kind := range []string{"Продажа быстрая", "Услуги"} {
		srv.AddFunnel(salesmantest.Funnel{Title: kind, Direction: "Основное", Type: kind, Steps: []string{"20", "100"}})
	}
	sm := srv.Client()
	for name, test := range map[string]struct {
		params map[string]any
		want   string
	}{
		"direction":    {map[string]any{"direction": "1"}, `{"data":{"stepsName":[],"6":{"steps":{"2":5,"8":5},"length":10,"default":0,"funnel":"Продажа быстрая"},"defaultName":""}}`},
		"type":         {map[string]any{"tip": "Услуги"}, `{"data":{"stepsName":[],"defaultName":""}}`},
		"neither":      {nil, `{"data":{"stepsName":[],"defaultName":""}}`},
		"unknown type": {map[string]any{"tip": "none"}, `{"data":{"stepsName":[],"defaultName":""}}`},
	} {
		var reply json.RawMessage
		require.NoError(t, sm.Do(t.Context(), "deal", "funnel", test.params, &reply), name)
		assert.JSONEq(t, test.want, string(reply), name)
	}
}

func TestDeals_DeletionTakesAlongWhatBelongsToIt(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
	srv.AddActivity(salesmantest.Activity{Content: "call", DealID: deal})
	task := srv.AddTask(salesmantest.Task{Title: "call", DealID: deal})
	entry := srv.AddEntry(salesmantest.Entry{DealID: deal, Products: []salesman.EntryProduct{{}}})
	_, err := sm.Deals.Delete(t.Context(), deal)
	require.NoError(t, err)
	kept, err := sm.Tasks.Get(t.Context(), task)
	require.NoError(t, err)
	assert.Zero(t, kept.DealID)
	enquiry, err := sm.Entries.Get(t.Context(), entry)
	require.NoError(t, err)
	assert.Zero(t, enquiry.DealID)
	_, err = sm.Deals.Get(t.Context(), deal, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}
