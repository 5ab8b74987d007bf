package salesman_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestTasks_ATextThatDiffersByDroppedQuotesIsNoChange(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	made, err := sm.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: `Call "Acme"`, Description: `<b>o'clock</b> \ «now»`})
	require.NoError(t, err)
	task, err := sm.Tasks.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Call Acme", task.Title)
	assert.Equal(t, "oclock  now", task.Description.Or(""))

	for title, changes := range map[string]bool{`Call "Acme"`: false, "Call «Acme»": false, `Call "Other"`: true} {
		result, err := sm.Tasks.Update(ctx, made.ID, &salesman.TaskUpdateParams{Title: frontdesk.Some(title)})
		require.NoError(t, err)
		assert.Equal(t, changes, result.Changed, title)
		if changes { // back again
			_, err = sm.Tasks.Update(ctx, made.ID, &salesman.TaskUpdateParams{Title: frontdesk.Some("Call Acme")})
			require.NoError(t, err)
		}
	}
	for _, title := range []string{`""`, "<b></b>", "«»"} {
		_, err = sm.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: title})
		require.ErrorIs(t, err, frontdesk.ErrInvalid, title)
		_, err = sm.Tasks.Update(ctx, made.ID, &salesman.TaskUpdateParams{Title: frontdesk.Some(title)})
		require.ErrorIs(t, err, frontdesk.ErrInvalid, title)
		assert.Equal(t, "title", asError(t, err).Field)
	}
}

func TestTasksComplete_WithoutAnActivityDidNothing(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddTask(salesmantest.Task{Title: "Call"})
	srv.Fail(json200(`{"result":"Успешно","data":1,"message":"","historyID":0}`))
	_, err := sm.Tasks.Complete(ctx, id, nil)
	require.ErrorIs(t, err, frontdesk.ErrServer)

	done, err := sm.Tasks.Complete(ctx, id, nil)
	require.NoError(t, err)
	activity, err := sm.Activities.Get(ctx, done.ActivityID)
	require.NoError(t, err)
	assert.Equal(t, "Выполнено напоминание", activity.Content)
}

func TestActivities_HaveATypeHoweverTheyAreStored(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	params := salesman.ActivityCreateParams{Content: "Called", ClientID: srv.AddClient("Acme"), Date: salesman.Date{Year: 2026, Month: 3, Day: 4}}
	kinds := func() []string {
		types, err := sm.Activities.Types(ctx)
		require.NoError(t, err)
		var titles []string
		for _, kind := range types {
			titles = append(titles, kind.Title)
		}
		return titles
	}
	before := kinds()
	batch, err := sm.Activities.CreateBatch(ctx, []salesman.ActivityCreateParams{params})
	require.NoError(t, err)
	older, err := sm.Tasks.CreateActivity(ctx, &params)
	require.NoError(t, err)
	plain, err := sm.Activities.CreateUnchecked(ctx, &params)
	require.NoError(t, err)
	for _, id := range []int64{batch[0].ID, older.ID, plain.ID} {
		found, err := sm.Activities.Get(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, "Событие", found.Type)
	}
	assert.Equal(t, before, kinds(), "no type without a title")

	unchecked, err := sm.Activities.CreateBatchUnchecked(ctx, []salesman.ActivityCreateParams{params})
	require.NoError(t, err)
	found, err := sm.Activities.Get(ctx, unchecked[0].ID)
	require.NoError(t, err)
	assert.Empty(t, found.Type)
	params.Type = "Tour"
	_, err = sm.Activities.CreateUnchecked(ctx, &params)
	require.NoError(t, err)
	assert.Equal(t, before, kinds(), "stored as it is")
	_, err = sm.Tasks.CreateActivityUnchecked(ctx, &params)
	require.NoError(t, err)
	assert.Equal(t, append(before, "Tour"), kinds())
}

func TestCalls_AnInternalCallIsNobodysFromOutside(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Phone: "15550100199", Owner: salesmantest.Manager})
	at := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	batch := []salesman.CallCreateParams{
		{UID: "a", Time: at, Direction: salesman.CallIncoming, Result: salesman.CallAnswered, From: "15550100199", To: "101"},
		{UID: "b", Time: at, Direction: salesman.CallInternal, Result: salesman.CallAnswered, From: "101", To: "102"},
	}
	_, err := sm.Calls.CreateBatch(ctx, batch)
	require.NoError(t, err)
	ofManager := func() []string {
		page, err := sm.Calls.List(ctx, &salesman.CallListParams{User: salesmantest.Manager, Order: salesman.CallOrderID, Direction: salesman.Ascending})
		require.NoError(t, err)
		var from []string
		for _, call := range page.Items {
			from = append(from, call.From)
		}
		return from
	}
	assert.Equal(t, []string{"15550100199"}, ofManager())
	assert.Equal(t, salesman.CallIncoming, batch[0].Direction, "the caller's own keeps its order")

	plain := map[string]any{"calls": []any{
		map[string]any{"uid": "c", "datum": "2026-05-01 10:00:00", "direct": "income", "res": "ANSWERED", "sec": 1, "src": "15550100199", "dst": "101"},
		map[string]any{"uid": "d", "datum": "2026-05-01 10:00:00", "direct": "inner", "res": "ANSWERED", "sec": 1, "src": "101", "dst": "102"},
	}}
	require.NoError(t, sm.Do(ctx, "calls", "add", plain, nil))
	assert.Equal(t, []string{"15550100199", "15550100199", "101"}, ofManager(), "the server gives it the one before")
}

func TestCallsList_CountsWholeDays(t *testing.T) {
	srv := salesmantest.NewServer(t)
	day := salesman.Date{Year: 2026, Month: 5, Day: 1}
	for _, at := range []string{"2026-04-30 23:59:59", "2026-05-01 00:00:00", "2026-05-01 23:59:59", "2026-05-02 00:00:00"} {
		when, err := time.Parse(time.DateTime, at)
		require.NoError(t, err)
		srv.AddPhoneCall(salesmantest.PhoneCall{UID: at, Time: when, Direction: salesman.CallIncoming, From: "1", To: "2"})
	}
	for want, params := range map[string]salesman.CallListParams{
		"2 3":   {From: day, Till: day},
		"1 2 3": {Till: day},
		"2 3 4": {From: day},
	} {
		params.Order, params.Direction = salesman.CallOrderID, salesman.Ascending
		page, err := srv.Client().Calls.List(t.Context(), &params)
		require.NoError(t, err)
		var ids []string
		for _, call := range page.Items {
			ids = append(ids, string(rune('0'+call.ID)))
		}
		assert.Equal(t, want, strings.Join(ids, " "))
	}
}

func TestUsers_RefuseAUIDThatTheServerWouldNotKeep(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for _, uid := range []string{strings.Repeat("7", 31), `A"1`, "o'brien"} {
		_, err := srv.Client().Users.Create(t.Context(), &salesman.UserCreateParams{Login: "new@example.com", Password: "a-long-password", UID: uid})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, "uid", asError(t, err).Field)
	}
	assert.Empty(t, srv.Requests())
}
