package salesmantest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func activityID(a salesman.Activity) int64 { return a.ID }

func TestActivities_WhatIsStoredIsReadAndListedByEachFilter(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, contactID := addRecordedDeals(t, srv, 1)
	second := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	made, err := sm.Activities.Create(ctx, &salesman.ActivityCreateParams{
		Content: "Called\nand met", ClientID: clientID, DealID: 1, ContactIDs: salesman.IDs{contactID, second}, Type: "Встреча", Date: day(2026, 3, 4),
	})
	require.NoError(t, err)
	one, err := sm.Activities.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Called\nand met", one.Content)
	assert.Equal(t, []salesman.ContactRef{{ID: contactID, Name: "Сидоров Пётр"}}, one.Contacts, "at most the first")
	assert.Equal(t, 2026, one.Time.Or(time.Time{}).Year())
	assert.Contains(t, one.Deal, "Поставка")

	later := srv.AddActivity(salesmantest.Activity{
		Content: "Wrote", Time: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), ContactIDs: []int64{contactID}, Owner: salesmantest.Manager,
	})
	srv.AddActivity(salesmantest.Activity{Content: "Nobody's", ClientID: clientID})
	for name, test := range map[string]struct {
		params salesman.ActivityListParams
		want   []int64
	}{
		"contact":            {salesman.ActivityListParams{}, []int64{later, made.ID}},
		"client":             {salesman.ActivityListParams{ClientID: clientID}, []int64{made.ID}},
		"deal":               {salesman.ActivityListParams{DealID: 1}, []int64{made.ID}},
		"user":               {salesman.ActivityListParams{User: salesmantest.Manager}, []int64{later}},
		"text":               {salesman.ActivityListParams{Word: "wrote"}, []int64{later}},
		"type":               {salesman.ActivityListParams{Word: "встреча"}, []int64{made.ID}},
		"before its day":     {salesman.ActivityListParams{Before: day(2026, 3, 5)}, []int64{made.ID}},
		"from":               {salesman.ActivityListParams{From: day(2026, 3, 5)}, []int64{later}},
		"by id, ascending":   {salesman.ActivityListParams{Order: salesman.ActivityOrderID, Direction: salesman.Ascending}, []int64{made.ID, later}},
		"by deal":            {salesman.ActivityListParams{Order: salesman.ActivityOrderDeal}, []int64{made.ID, later}},
		"by type":            {salesman.ActivityListParams{Order: salesman.ActivityOrderType}, []int64{later, made.ID}},
		"by owner":           {salesman.ActivityListParams{Order: salesman.ActivityOrderOwner}, []int64{later, made.ID}},
		"a page with no row": {salesman.ActivityListParams{Page: 1}, []int64{}},
	} {
		test.params.ContactID = contactID
		page, err := sm.Activities.List(ctx, &test.params)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, idsOf(page.Items, activityID), name)
	}
	page, err := sm.Activities.List(ctx, &salesman.ActivityListParams{ContactID: contactID, DealID: 1})
	require.NoError(t, err)
	assert.Equal(t, "Called<br />\nand met", page.Items[0].Content)
	assert.Len(t, page.Items[0].Contacts, 2)
}

func TestActivities_HaveTheServersTraps(t *testing.T) {
	srv := salesmantest.New(salesmantest.WithLenience())
	defer srv.Close()
	sm, ctx := srv.Client(), t.Context()
	require.NoError(t, sm.Do(ctx, "history", "add", map[string]any{"content": "x", "clid": 1}, nil))
	one, err := sm.Activities.Get(ctx, 1)
	require.NoError(t, err)
	assert.True(t, one.Time.Or(time.Time{}).IsZero(), "without a day it gets none")

	results, err := sm.Activities.CreateBatch(ctx, []salesman.ActivityCreateParams{
		{Content: "One", ContactIDs: salesman.IDs{7}, Date: day(2026, 3, 4)},
		{Content: "Two", ContactIDs: salesman.IDs{7}, Date: day(2026, 3, 4), User: salesmantest.Manager},
	})
	require.NoError(t, err)
	page, err := sm.Activities.List(ctx, &salesman.ActivityListParams{ContactID: 7, User: salesmantest.Manager})
	require.NoError(t, err)
	assert.Equal(t, []int64{results[1].ID}, idsOf(page.Items, activityID))

	var mixed []struct {
		Result string              `json:"result"`
		Data   int64               `json:"data"`
		Error  *struct{ Code int } `json:"error"`
	}
	items := map[string]any{"list": []any{map[string]any{"clid": 1}, map[string]any{"clid": 1, "content": "x"}}}
	require.NoError(t, sm.Do(ctx, "history", "add.list", items, &mixed))
	require.Len(t, mixed, 2)
	assert.Equal(t, "Error", mixed[0].Result)
	assert.NotZero(t, mixed[1].Data)
	assert.NotNil(t, mixed[1].Error, "of the item before")
	batch, err := sm.Activities.CreateBatch(ctx, []salesman.ActivityCreateParams{{Content: "Three", ClientID: 1, Date: day(2026, 3, 4)}})
	require.NoError(t, err)
	assert.NoError(t, batch[0].Err)
	page, err = clientAs(t, srv, salesmantest.Manager).Activities.List(ctx, &salesman.ActivityListParams{ContactID: 7})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "one's own")
}

func TestActivities_RightsAndErrors(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, manager, ctx := srv.Client(), clientAs(t, srv, salesmantest.Manager), t.Context()
	id := srv.AddActivity(salesmantest.Activity{Content: "The chief's", ClientID: 1})
	_, err := manager.Activities.Delete(ctx, id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Activities.Delete(ctx, id)
	require.NoError(t, err)
	_, err = sm.Activities.Delete(ctx, id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Activities.Get(ctx, id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)

	params := &salesman.ActivityCreateParams{Content: "By another way", ClientID: 1, Date: day(2026, 3, 4)}
	for _, create := range []func() (*salesman.WriteResult, error){
		func() (*salesman.WriteResult, error) { return sm.Tasks.CreateActivity(ctx, params) },
		func() (*salesman.WriteResult, error) { return sm.Currencies.CreateActivity(ctx, params) },
	} {
		made, err := create()
		require.NoError(t, err)
		one, err := sm.Activities.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, "By another way", one.Content)
	}
	srv.AddActivityType("Tour", "#123456", "activ")
	types, err := sm.Activities.Types(ctx)
	require.NoError(t, err)
	assert.Equal(t, "#123456", types[len(types)-1].Color)
}
