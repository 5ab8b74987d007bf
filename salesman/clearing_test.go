package salesman_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestPriceUpdate_ClearsTextsAndRefusesToClearTheTitle(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	for name, empty := range map[string]frontdesk.Opt[string]{"null": frontdesk.Null[string](), "empty": frontdesk.Some("")} {
		id := srv.AddPriceItem(salesmantest.PriceItem{Article: "A-1", Title: "Phone", Description: "black", Unit: "pc"})
		for _, changes := range []bool{true, false} {
			result, err := sm.Price.Update(t.Context(), id, &salesman.PriceUpdateParams{Description: empty, Unit: empty})
			require.NoError(t, err)
			assert.Equal(t, changes, result.Changed, name)
		}
		item, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{ID: id})
		require.NoError(t, err)
		assert.Equal(t, []string{"Phone", "", ""}, []string{item.Title, item.Description, item.Unit})
		_, err = sm.Price.Update(t.Context(), id, &salesman.PriceUpdateParams{Title: empty})
		assert.Equal(t, "title", asError(t, err).Field)
	}
}

func TestTasks_RefuseToClearWhatTheServerKeeps(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	client := srv.AddClient("Acme")
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client})
	id := srv.AddTask(salesmantest.Task{Title: "Call", ClientID: client, DealID: deal})
	for name, none := range map[string]frontdesk.Opt[int64]{"null": frontdesk.Null[int64](), "zero": frontdesk.Some[int64](0)} {
		for field, params := range map[string]salesman.TaskUpdateParams{
			"title": {Title: frontdesk.Null[string]()}, "tip": {Type: frontdesk.Some("")},
			"datum": {Date: frontdesk.Null[salesman.Date]()}, "totime": {Time: frontdesk.Null[string]()},
			"clid": {ClientID: none}, "did": {DealID: none},
		} {
			_, err := sm.Tasks.Update(t.Context(), id, &params)
			assert.Equal(t, field, asError(t, err).Field, name)
			assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		}
		for field, params := range map[string]salesman.TaskReplaceParams{"clid": {ClientID: none}, "did": {DealID: none}} {
			_, err := sm.Tasks.Replace(t.Context(), id, &params)
			assert.Equal(t, field, asError(t, err).Field, name)
		}
	}
	assert.Zero(t, srv.Count("task.update"))

	// The server itself says that it was done.
	require.NoError(t, sm.Do(t.Context(), "task", "update", map[string]any{"id": id, "clid": 0, "did": 0}, nil))
	task, err := sm.Tasks.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, []int64{client, deal}, []int64{task.ClientID, task.DealID})
}

func TestTasks_OnlyAClientThatIsSentBringsItsMainContact(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	main := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	client := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", ContactID: main})
	id := srv.AddTask(salesmantest.Task{Title: "Call", ClientID: client, Author: salesmantest.Manager})
	contactOf := func(id int64) int64 {
		task, err := sm.Tasks.Get(t.Context(), id)
		require.NoError(t, err)
		require.Len(t, task.Contacts, 1)
		assert.Equal(t, client, task.ClientID)
		return task.Contacts[0].ID
	}
	_, err := sm.Tasks.Update(t.Context(), id, &salesman.TaskUpdateParams{Title: frontdesk.Some("Call again")})
	require.NoError(t, err)
	assert.Zero(t, contactOf(id), "the client was not changed, so it is not sent")
	task, err := sm.Tasks.Get(t.Context(), id)
	require.NoError(t, err)
	manager := task.AuthorID
	assert.Positive(t, manager, "sent along")

	_, err = sm.Tasks.Replace(t.Context(), id, &salesman.TaskReplaceParams{ClientID: frontdesk.Some(client)})
	require.NoError(t, err)
	assert.Equal(t, main, contactOf(id))
	task, err = sm.Tasks.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Zero(t, task.AuthorID, "forgotten by the server")
	_, err = sm.Tasks.Replace(t.Context(), id, &salesman.TaskReplaceParams{AuthorID: -1})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	made, err := sm.Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call", ClientID: client})
	require.NoError(t, err)
	assert.Equal(t, main, contactOf(made.ID))
}

func TestBudgetUpdate_KeepsTheMonthCategoryAndAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		sm := srv.Client()
		planned := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Rent", CategoryID: 21, AccountID: 1, Amount: "10", PlannedOn: salesman.Date{Year: 2031, Month: 5, Day: 6}})
		plain := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Paper", CategoryID: 21, AccountID: 1, Amount: "10"})
		note := func(id int64, text string) (*salesman.BudgetWriteResult, error) {
			return sm.Budget.Update(t.Context(), id, &salesman.BudgetUpdateParams{Description: frontdesk.Some(text)})
		}
		made, err := sm.Budget.Get(t.Context(), plain)
		require.NoError(t, err)
		_, err = note(plain, "this month")
		require.NoError(t, err)
		_, err = note(planned, "planned")
		require.NoError(t, err)

		time.Sleep(40 * 24 * time.Hour)
		_, err = note(planned, "later")
		require.NoError(t, err)
		_, err = note(plain, "later")
		assert.Equal(t, "date_plan", asError(t, err).Field)
		for id, month := range map[int64][2]int{planned: {2031, 5}, plain: {made.Year, made.Month}} {
			record, err := sm.Budget.Get(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, month, [2]int{record.Year, record.Month})
		}
		_, err = sm.Budget.Update(t.Context(), plain, &salesman.BudgetUpdateParams{
			Description: frontdesk.Some("later"), PlannedOn: frontdesk.Some(salesman.Date{Year: made.Year, Month: time.Month(made.Month), Day: 28}),
		})
		require.NoError(t, err)
		record, err := sm.Budget.Get(t.Context(), plain)
		require.NoError(t, err)
		assert.Equal(t, []int{made.Year, made.Month}, []int{record.Year, record.Month})

		for field, params := range map[string]salesman.BudgetUpdateParams{
			"cat": {CategoryID: frontdesk.Null[int64]()}, "rs": {AccountID: frontdesk.Some[int64](0)},
		} {
			_, err = sm.Budget.Update(t.Context(), planned, &params)
			assert.Equal(t, field, asError(t, err).Field)
		}
	})
}

func TestClientsUpdate_ComparesBankDetails(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	id := srv.AddClient("Acme")
	details := &salesman.BankDetails{INN: frontdesk.Some("7700000000"), LegalName: frontdesk.Some(`"Acme" LLC`)}
	for _, changes := range []bool{true, false} {
		result, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{BankDetails: details})
		require.NoError(t, err)
		assert.Equal(t, changes, result.Changed)
	}
	result, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{BankDetails: &salesman.BankDetails{INN: frontdesk.Null[string]()}})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	client, err := sm.Clients.Get(t.Context(), id, &salesman.ClientGetParams{BankDetails: true})
	require.NoError(t, err)
	assert.Empty(t, client.BankDetails.INN.Or(""))
	torn := &salesman.BankDetails{Bank: frontdesk.Some("First; Second")}
	_, err = sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{BankDetails: torn})
	assert.Equal(t, "recv", asError(t, err).Field)
	_, err = sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "x", BankDetails: torn})
	assert.Equal(t, "recv", asError(t, err).Field)
}

func TestUpdates_ClearCustomFieldsByNullInEitherMode(t *testing.T) {
	null := map[string]json.RawMessage{"input1": json.RawMessage("null")}
	for name, opts := range map[string][]frontdesk.Option{"JSON": nil, "form": {salesman.WithForm()}} {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			srv.SetClientFields("title", "input1")
			srv.SetDealFields("kol", "marg", "input1")
			sm := srv.Client(opts...)
			text := map[string]json.RawMessage{"input1": json.RawMessage(`"text"`)}
			client, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Extra: text})
			require.NoError(t, err)
			deal, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: client.ID, Extra: text})
			require.NoError(t, err)

			changed, err := sm.Clients.Update(t.Context(), client.ID, &salesman.ClientUpdateParams{Extra: null})
			require.NoError(t, err)
			assert.True(t, changed.Changed)
			shown, err := sm.Clients.Get(t.Context(), client.ID, nil)
			require.NoError(t, err)
			assert.NotContains(t, string(shown.Extra["input1"]), "text")

			written, err := sm.Deals.Update(t.Context(), deal.ID, &salesman.DealUpdateParams{Extra: null})
			require.NoError(t, err)
			assert.True(t, written.Changed)
			info, err := sm.Deals.Get(t.Context(), deal.ID, nil)
			require.NoError(t, err)
			assert.NotContains(t, string(info.Extra["input1"]), "text")
		})
	}
}

func TestContactsUpdate_OfWhatTheServerDoesNotShowSucceedsOnPHP8(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes(), salesmantest.WithContactFields("loyalty", "clientpath", "rol"))
		sm := srv.Client()
		id := srv.AddContact(salesmantest.Contact{Name: "Jane", ClientID: srv.AddClient("Acme"), LoyaltyID: 3})
		time.Sleep(time.Hour)
		for _, changes := range []bool{true, false} {
			result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{JobTitle: frontdesk.Some("boss"), LoyaltyID: frontdesk.Some[int64](3)})
			require.NoError(t, err)
			assert.Equal(t, changes, result.Changed)
			time.Sleep(time.Hour)
		}
		result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{LoyaltyID: frontdesk.Some[int64](4)})
		require.NoError(t, err)
		assert.True(t, result.Changed, "its name differs")
		_, err = sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Main: true, LoyaltyID: frontdesk.Some[int64](4)})
		require.NoError(t, err)

		srv.Fail(salesmantest.PHPCrash().On("person.update"))
		_, err = sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{LoyaltyID: frontdesk.Some[int64](4)})
		assert.Equal(t, frontdesk.SentUnknown, asError(t, err).Sent, "another crash tells nothing")
	})
}

func TestContactsUpdate_CorrectsWhatAFormMadeOfQuotes(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, asForm := srv.Client(), srv.Client(salesman.WithForm())
	made, err := asForm.Contacts.Create(t.Context(), &salesman.ContactCreateParams{Name: "O'Brien"})
	require.NoError(t, err)
	name := func(client *salesman.Client) bool {
		result, err := client.Contacts.Update(t.Context(), made.ID, &salesman.ContactUpdateParams{Name: frontdesk.Some("O'Brien")})
		require.NoError(t, err)
		return result.Changed
	}
	update, err := asForm.Contacts.Update(t.Context(), made.ID, &salesman.ContactUpdateParams{JobTitle: frontdesk.Some("boss's")})
	require.NoError(t, err)
	assert.True(t, update.Changed)
	shown, err := sm.Contacts.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"O&acute;Brien", "boss&acute;s"}, []string{shown.Name, shown.JobTitle.Or("")})

	assert.False(t, name(asForm), "a form cannot store it otherwise")
	assert.True(t, name(sm))
	assert.False(t, name(sm))
	shown, err = sm.Contacts.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, "O'Brien", shown.Name)
}

// Lists and single clients do not show the short legal name, deals do: an update that
// has it is never taken for one that changes nothing.
func TestBankDetails_ShortLegalNameIsStored(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	client, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{
		Title: "Acme", BankDetails: &salesman.BankDetails{INN: frontdesk.Some("1234567890"), ShortLegalName: frontdesk.Some("Acme LLC")},
	})
	require.NoError(t, err)
	deal, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{Title: "Phones", ClientID: client.ID})
	require.NoError(t, err)
	for _, name := range []frontdesk.Opt[string]{frontdesk.Some("Acme Ltd"), frontdesk.Null[string]()} {
		result, err := sm.Clients.Update(ctx, client.ID, &salesman.ClientUpdateParams{BankDetails: &salesman.BankDetails{ShortLegalName: name}})
		require.NoError(t, err)
		assert.True(t, result.Changed)
		info, err := sm.Deals.Info(ctx, deal.ID, nil)
		require.NoError(t, err)
		assert.Equal(t, name.Or(""), info.Customer.BankDetails.ShortLegalName.Or(""))
		assert.Equal(t, "1234567890", info.Customer.BankDetails.INN.Or(""))
	}
}
