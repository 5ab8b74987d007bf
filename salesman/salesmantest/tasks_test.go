package salesmantest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func taskID(t salesman.Task) int64 { return t.ID }

func TestTasks_WhatIsStoredIsReadAndListedByEachFilter(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, contactID := addRecordedDeals(t, srv, 1)
	made, err := sm.Tasks.Create(ctx, &salesman.TaskCreateParams{
		Title: `Call "Jane"`, Description: "About the offer", Date: day(2026, 3, 4), Time: "12:30", Type: "Site visit", ClientID: clientID, DealID: 1,
		ContactIDs: salesman.IDs{contactID}, Importance: salesman.LevelHigh, User: salesmantest.Manager, WholeDay: true,
	})
	require.NoError(t, err)
	task, err := sm.Tasks.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Call Jane", task.Title, "the server drops quotes")
	assert.Equal(t, []salesman.ContactRef{{ID: contactID, Name: "Сидоров Пётр"}}, task.Contacts)
	assert.Equal(t, salesmantest.Manager, task.Owner)
	assert.Equal(t, salesmantest.Login, task.Author)
	assert.Equal(t, "Ромашка, ООО", task.Client)
	assert.Contains(t, task.Deal, "Поставка телефонов")
	assert.True(t, bool(task.WholeDay.Or(false)))

	types, err := sm.Tasks.Types(ctx)
	require.NoError(t, err)
	last := types[len(types)-1]
	assert.Equal(t, "Site visit", last.Title, "a new type is created")
	fields, err := sm.Tasks.Fields(ctx)
	require.NoError(t, err)
	assert.Equal(t, "Тема", fields["title"])

	other := srv.AddTask(salesmantest.Task{Title: "Write", Date: day(2026, 3, 6), Time: "09:00", Urgency: salesman.LevelHigh})
	done := srv.AddTask(salesmantest.Task{Title: "Visit", Date: day(2026, 3, 5), Outcome: salesman.TaskFailed})
	for name, test := range map[string]struct {
		params salesman.TaskListParams
		want   []int64
	}{
		"open":       {salesman.TaskListParams{}, []int64{other, made.ID}},
		"done":       {salesman.TaskListParams{State: salesman.TaskDone}, []int64{done}},
		"days":       {salesman.TaskListParams{From: day(2026, 3, 5), Till: day(2026, 3, 6)}, []int64{other}},
		"user":       {salesman.TaskListParams{User: salesmantest.Manager}, []int64{made.ID}},
		"client":     {salesman.TaskListParams{ClientID: clientID}, []int64{made.ID}},
		"deal":       {salesman.TaskListParams{DealID: 1}, []int64{made.ID}},
		"title":      {salesman.TaskListParams{Word: "writ"}, []int64{other}},
		"text":       {salesman.TaskListParams{Word: "offer"}, []int64{made.ID}},
		"type":       {salesman.TaskListParams{Word: "visit"}, []int64{made.ID}},
		"by time":    {salesman.TaskListParams{Order: salesman.TaskOrderTime}, []int64{made.ID, other}},
		"by urgency": {salesman.TaskListParams{Order: salesman.TaskOrderUrgency}, []int64{other, made.ID}},
		"ascending":  {salesman.TaskListParams{Order: salesman.TaskOrderTitle, Direction: salesman.Ascending}, []int64{made.ID, other}},
		"page":       {salesman.TaskListParams{Page: 1}, []int64{}},
	} {
		page, err := sm.Tasks.List(ctx, &test.params)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, idsOf(page.Items, taskID), name)
	}
}

func TestTasks_HaveTheServersTraps(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddTask(salesmantest.Task{
		Title: "Call", Description: "Text", Owner: salesmantest.Manager, Importance: salesman.LevelHigh, ReadOnly: true, ContactIDs: []int64{3},
	})
	_, err := sm.Tasks.Replace(ctx, id, &salesman.TaskReplaceParams{Date: day(2026, 1, 2)})
	require.NoError(t, err)
	task, err := sm.Tasks.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, "Call", task.Title, "kept")
	assert.Equal(t, salesmantest.Login, task.Owner, "the caller takes it over")
	assert.Empty(t, task.Description.Or(""))
	assert.Equal(t, salesman.LevelNormal, task.Importance)
	assert.False(t, bool(task.ReadOnly))
	assert.Zero(t, task.Contacts[0].ID)

	done, err := sm.Tasks.Complete(ctx, id, &salesman.TaskCompleteParams{Description: "Reached", Outcome: salesman.TaskFailed, Type: "Встреча"})
	require.NoError(t, err)
	task, err = sm.Tasks.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, salesman.TaskDone, task.State)
	assert.Equal(t, salesman.TaskFailed, task.Outcome)
	activity, err := sm.Activities.Get(ctx, done.ActivityID)
	require.NoError(t, err)
	assert.Equal(t, "Reached", activity.Content)
	assert.Equal(t, "Встреча", activity.Type)

	var rows []map[string]any
	require.NoError(t, sm.Do(ctx, "task", "list", map[string]any{"dateStart": "2000-01-01", "dateEnd": "2099-01-01"}, &rows))
	assert.Empty(t, rows, "the server finds nothing unless it is told whether they are open")
	err = sm.Do(ctx, "task", "list", map[string]any{"order": "nosuch"}, nil)
	require.ErrorIs(t, err, frontdesk.ErrServer)
	_, err = sm.Tasks.Delete(ctx, id)
	require.NoError(t, err)
}

func TestTasks_RightsAndErrors(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, manager, ctx := srv.Client(), clientAs(t, srv, salesmantest.Manager), t.Context()
	id := srv.AddTask(salesmantest.Task{Title: "The chief's"})
	page, err := manager.Tasks.List(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, page.Items)
	_, err = manager.Tasks.Get(ctx, id)
	require.NoError(t, err, "one reminder is shown to anyone")
	_, err = manager.Tasks.Delete(ctx, id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)

	for _, call := range []func() error{
		func() error { _, err := sm.Tasks.Get(ctx, 99); return err },
		func() error { _, err := sm.Tasks.Replace(ctx, 99, nil); return err },
		func() error { _, err := sm.Tasks.Complete(ctx, 99, nil); return err },
		func() error { _, err := sm.Tasks.Delete(ctx, 99); return err },
	} {
		requireCode(t, call(), frontdesk.ErrNotFound, salesman.CodeNotVisible)
	}
	_, err = sm.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: "x", User: "ghost@example.com"})
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeInnerRefusal)
	crashing := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes()).Client()
	_, err = crashing.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: "x", User: "ghost@example.com"})
	require.ErrorIs(t, err, frontdesk.ErrServer)
}

func TestTasks_PagesOf200(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for range 401 {
		srv.AddTask(salesmantest.Task{Title: "Call", Date: day(2026, 3, 4)})
	}
	seen := map[int64]bool{}
	for task, err := range srv.Client().Tasks.All(t.Context(), nil) {
		require.NoError(t, err)
		seen[task.ID] = true
	}
	assert.Len(t, seen, 401)
	assert.Equal(t, 3, srv.Count("task.list"))
}
