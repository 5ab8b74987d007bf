package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestTasks_UpdateKeepsWhatThePlainWriteResets(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	made, err := sm.Tasks.Create(t.Context(), &salesman.TaskCreateParams{
		Title: "Call", Description: "About the offer", Importance: salesman.LevelHigh, Date: salesman.Date{Year: 2026, Month: 3, Day: 4}, ClientID: 7,
	})
	require.NoError(t, err)

	result, err := sm.Tasks.Update(t.Context(), made.ID, &salesman.TaskUpdateParams{Title: frontdesk.Some("Call again")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	task, err := sm.Tasks.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Call again", task.Title)
	assert.Equal(t, "About the offer", task.Description.Or(""))
	assert.Equal(t, salesman.LevelHigh, task.Importance)
	assert.Equal(t, int64(7), task.ClientID)

	result, err = sm.Tasks.Update(t.Context(), made.ID, &salesman.TaskUpdateParams{Title: frontdesk.Some("Call again")})
	require.NoError(t, err)
	assert.False(t, result.Changed)

	_, err = sm.Tasks.Replace(t.Context(), made.ID, &salesman.TaskReplaceParams{Title: "Bare"})
	require.NoError(t, err)
	task, err = sm.Tasks.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Empty(t, task.Description.Or(""))
	assert.Equal(t, salesman.LevelNormal, task.Importance)
}

func TestTasks_UpdateTakesNoReminderAwayUnasked(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	made, err := sm.Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call", User: salesmantest.Manager})
	require.NoError(t, err)
	_, err = sm.Tasks.Update(t.Context(), made.ID, &salesman.TaskUpdateParams{Title: frontdesk.Some("Mine")})
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, frontdesk.KindInvalid, e.Kind)
	assert.Equal(t, "user", e.Field)
	assert.Zero(t, srv.Count("task.update"))

	_, err = sm.Tasks.Update(t.Context(), made.ID, &salesman.TaskUpdateParams{TakeOver: true})
	require.NoError(t, err)
	task, err := sm.Tasks.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Login, task.Owner)
}

func TestTasks_ListShowsOpenOnesOfAllDaysAndCompleteMovesThem(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	var last int64
	for _, day := range []int{1, 15, 28} {
		made, err := sm.Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call", Date: salesman.Date{Year: 2025, Month: 2, Day: day}})
		require.NoError(t, err)
		last = made.ID
	}
	page, err := sm.Tasks.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, page.Items, 3)
	page, err = sm.Tasks.List(t.Context(), &salesman.TaskListParams{From: salesman.Date{Year: 2025, Month: 2, Day: 10}})
	require.NoError(t, err)
	assert.Len(t, page.Items, 2, "a range with one end")

	done, err := sm.Tasks.Complete(t.Context(), last, &salesman.TaskCompleteParams{Description: "Reached", Outcome: salesman.TaskSucceeded})
	require.NoError(t, err)
	activity, err := sm.Activities.Get(t.Context(), done.ActivityID)
	require.NoError(t, err)
	assert.Equal(t, "Reached", activity.Content)
	page, err = sm.Tasks.List(t.Context(), &salesman.TaskListParams{State: salesman.TaskDone})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, last, page.Items[0].ID)
	assert.Equal(t, salesman.TaskSucceeded, page.Items[0].Outcome)

	_, err = sm.Tasks.Delete(t.Context(), last)
	require.NoError(t, err)
	_, err = sm.Tasks.Get(t.Context(), last)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	seen := 0
	for _, err := range sm.Tasks.All(t.Context(), nil) {
		require.NoError(t, err)
		seen++
	}
	assert.Equal(t, 2, seen)
}

func TestActivities_BatchIsReadBackByContact(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	contact := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	day := salesman.Date{Year: 2026, Month: 3, Day: 4}
	results, err := sm.Activities.CreateBatch(t.Context(), []salesman.ActivityCreateParams{
		{Content: "One", ContactIDs: salesman.IDs{contact}, Date: day}, {Content: "Two", ContactIDs: salesman.IDs{contact}, Date: day},
	})
	require.NoError(t, err)
	require.Len(t, results, 2)
	seen := 0
	for activity, err := range sm.Activities.All(t.Context(), &salesman.ActivityListParams{ContactID: contact}) {
		require.NoError(t, err)
		assert.Equal(t, "Jane Doe", activity.Contacts[0].Name)
		seen++
	}
	assert.Equal(t, 2, seen)
	deleted, err := sm.Activities.Delete(t.Context(), results[0].ID)
	require.NoError(t, err)
	assert.Equal(t, results[0].ID, deleted.ID)
	_, err = sm.Activities.List(t.Context(), nil)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Activities.Create(t.Context(), &salesman.ActivityCreateParams{Content: "x", ClientID: 1})
	require.ErrorIs(t, err, frontdesk.ErrInvalid, "without a date")
}

func TestCurrencies_UpdateKeepsNameAndSign(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	list, err := sm.Currencies.List(t.Context())
	require.NoError(t, err)
	assert.Empty(t, list)
	made, err := sm.Currencies.Create(t.Context(), &salesman.CurrencyCreateParams{Name: "Euro", Sign: "€", Rate: "101.25"})
	require.NoError(t, err)
	_, err = sm.Currencies.Update(t.Context(), made.ID, &salesman.CurrencyUpdateParams{Rate: frontdesk.Some(salesman.Amount("102,5"))})
	require.NoError(t, err)
	info, err := sm.Currencies.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Euro", info.Name)
	assert.Equal(t, "€", info.Sign)
	assert.Equal(t, salesman.Amount("102.5"), info.Rate)
	_, err = sm.Currencies.Replace(t.Context(), made.ID, &salesman.CurrencyReplaceParams{Name: "Euro"})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Currencies.Delete(t.Context(), made.ID)
	require.NoError(t, err)
	_, err = sm.Currencies.Delete(t.Context(), made.ID)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestPrice_UpdateKeepsPricesAndCategory(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	made, err := sm.Price.Create(t.Context(), &salesman.PriceCreateParams{
		Title: "Phone", Article: "A-1", Prices: salesman.Prices{Cost: "10.50", Price1: "20"}, CategoryID: 3, Archived: true,
	})
	require.NoError(t, err)
	_, err = sm.Price.Update(t.Context(), made.ID, &salesman.PriceUpdateParams{Price1: frontdesk.Some(salesman.Amount("21"))})
	require.NoError(t, err)
	item, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{Article: "A-1"})
	require.NoError(t, err)
	assert.Equal(t, made.ID, item.ID)
	assert.Equal(t, salesman.Amount("10.5"), item.Cost)
	assert.Equal(t, salesman.Amount("21"), item.Price1)
	assert.Equal(t, int64(3), item.FolderID)
	assert.Equal(t, "yes", item.Archived)
	page, err := sm.Price.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "nothing was inserted")
	_, err = sm.Price.Replace(t.Context(), 0, &salesman.PriceReplaceParams{Article: "A-1"})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Price.Delete(t.Context(), made.ID)
	require.NoError(t, err)
	_, err = sm.Price.Get(t.Context(), &salesman.PriceGetParams{ID: made.ID})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestCalls_CardURLHoldsNoCredential(t *testing.T) {
	sm, err := salesman.New("https://example.com/crm/developer/v2", "api@example.com", "test-key-000")
	require.NoError(t, err)
	address, err := sm.Calls.CardURL(&salesman.CardURLParams{Phone: "+1 555 0100", Create: true, UID: "7"})
	require.NoError(t, err)
	assert.Equal(t, "https://example.com/crm/card.client.php?add=yes&phone=%2B1+555+0100&uid=7", address)
	_, err = sm.Calls.CardURL(&salesman.CardURLParams{Phone: "1", Contact: true})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestBudget_TrapsAreClosed(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	made, err := sm.Budget.Create(t.Context(), &salesman.BudgetCreateParams{Title: "Paper", Amount: "1500,50", DealID: 7, AccountID: 1})
	require.NoError(t, err)
	_, err = sm.Budget.Update(t.Context(), made.ID, &salesman.BudgetUpdateParams{Title: frontdesk.Some("Ink")})
	require.NoError(t, err)
	record, err := sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Ink", record.Title)
	assert.Equal(t, salesman.Amount("1500.50"), record.Amount)
	assert.Equal(t, int64(7), record.DealID)

	_, err = sm.Budget.RevertTransfer(t.Context(), made.ID)
	require.ErrorIs(t, err, frontdesk.ErrInvalid, "the server would delete the expense")
	assert.Zero(t, srv.Count("budget.unmove"))
	_, err = sm.Budget.Replace(t.Context(), made.ID, &salesman.BudgetReplaceParams{})
	require.ErrorIs(t, err, frontdesk.ErrInvalid, "the server would set the amount to 0")

	result, err := sm.Budget.Execute(t.Context(), made.ID)
	require.NoError(t, err)
	assert.True(t, result.Changed)
	result, err = sm.Budget.Execute(t.Context(), made.ID)
	require.NoError(t, err)
	assert.False(t, result.Changed)
	_, err = sm.Budget.Delete(t.Context(), made.ID)
	require.ErrorIs(t, err, frontdesk.ErrConflict)

	moved, err := sm.Budget.Transfer(t.Context(), &salesman.BudgetTransferParams{FromAccountID: 1, ToAccountID: 2, Amount: "10"})
	require.NoError(t, err)
	_, err = sm.Budget.RevertTransfer(t.Context(), moved.ID)
	require.NoError(t, err)
	_, err = sm.Budget.Get(t.Context(), moved.ID)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestLeads_EmptyListIsNoErrorAndOneDayIsEnough(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	page, err := sm.Leads.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, page.Items)
	_, err = sm.Leads.Create(t.Context(), nil)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	made, err := sm.Leads.Create(t.Context(), &salesman.LeadCreateParams{Name: "Jane Doe", Phone: "+1 555 0100"})
	require.NoError(t, err)
	page, err = sm.Leads.List(t.Context(), &salesman.LeadListParams{From: salesman.Date{Year: 2020, Month: 1, Day: 1}})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, made.ID, page.Items[0].ID)
	_, err = sm.Leads.Get(t.Context(), made.ID+1)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestUsers_CreatedOnesAreFound(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	made, err := sm.Users.Create(t.Context(), &salesman.UserCreateParams{Login: "jane@example.com", Password: "example-password"})
	require.NoError(t, err)
	user, err := sm.Users.Get(t.Context(), &salesman.UserGetParams{Login: "jane@example.com"})
	require.NoError(t, err)
	assert.Equal(t, made.ID, user.ID)
	_, err = sm.Users.Create(t.Context(), &salesman.UserCreateParams{Login: "jane@example.com", Password: "example-password"})
	require.ErrorIs(t, err, frontdesk.ErrConflict)
	_, err = sm.Users.Get(t.Context(), &salesman.UserGetParams{Login: "nobody@example.com"})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestTasks_UpdateTakesNoLevelForTheNormalOne(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	id := srv.AddTask(salesmantest.Task{Title: "Call"})
	bare := `{"data":{"tid":"1","datum":"2026-11-22","totime":"12:30","title":"Call","des":null,"tip":"Звонок","active":"yes",` +
		`"priority":null,"speed":null,"iduser":2,"user":"` + salesmantest.Login + `","readonly":"no","day":null}}`
	srv.Fail(json200(bare).On("task.info").Times(4))
	for _, step := range []struct {
		params  salesman.TaskUpdateParams
		changes bool
	}{
		{salesman.TaskUpdateParams{Importance: frontdesk.Some(salesman.LevelNormal), Urgency: frontdesk.Some(salesman.LevelNormal)}, false},
		{salesman.TaskUpdateParams{Importance: frontdesk.Null[salesman.TaskLevel]()}, false},
		{salesman.TaskUpdateParams{Importance: frontdesk.Some(salesman.LevelHigh)}, true},
		{salesman.TaskUpdateParams{Urgency: frontdesk.Some(salesman.LevelLow)}, true},
	} {
		result, err := sm.Tasks.Update(t.Context(), id, &step.params)
		require.NoError(t, err)
		assert.Equal(t, step.changes, result.Changed)
	}
	assert.Equal(t, 2, srv.Count("task.update"))
}
