package salesmantest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestBudget_MoneyLeavesAndComesBack(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.SetBalance(1, "100")
	rent := srv.AddBudgetCategory(salesman.BudgetCategoryParams{Title: "Rent", Kind: salesman.BudgetExpense})
	made, err := sm.Budget.Create(t.Context(), &salesman.BudgetCreateParams{Title: "Office", CategoryID: rent, AccountID: 1, Amount: "60.5"})
	require.NoError(t, err)
	record, err := sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Rent", record.Category)
	assert.InDelta(t, 60.5, record.Amount.Float64(), 0.001)
	assert.Equal(t, "Основной расчетный счет", record.Account)
	assert.False(t, bool(record.Executed))
	assert.Equal(t, "new", record.Changes[0].Status)

	result, err := sm.Budget.Execute(t.Context(), made.ID)
	require.NoError(t, err)
	assert.True(t, result.Changed)
	assert.Equal(t, salesman.Amount("39.50"), srv.Balance(1))
	result, err = sm.Budget.Execute(t.Context(), made.ID)
	require.NoError(t, err)
	assert.False(t, result.Changed)
	_, err = sm.Budget.Delete(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeRefused)
	_, err = sm.Budget.Revert(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("100.00"), srv.Balance(1))
	result, err = sm.Budget.Revert(t.Context(), made.ID)
	require.NoError(t, err)
	assert.False(t, result.Changed)

	srv.SetBalance(1, "10")
	_, err = sm.Budget.Execute(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeRefused)
	_, err = sm.Budget.Delete(t.Context(), made.ID)
	require.NoError(t, err)
	_, err = sm.Budget.Get(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Budget.Delete(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Budget.Execute(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Budget.Revert(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestBudget_PaidInvoicesAreMoney(t *testing.T) {
	srv := salesmantest.NewServer(t)
	deal := srv.AddDeal(salesmantest.Deal{Title: "Deal", ClientID: srv.AddClient("Example LLC"), Amount: "500"})
	srv.AddInvoice(salesmantest.Invoice{DealID: deal, AccountID: 1, Paid: true})
	srv.AddInvoice(salesmantest.Invoice{DealID: deal, AccountID: 1})
	assert.Equal(t, salesman.Amount("500.00"), srv.Balance(1))
	srv.SetBalance(1, "20")
	assert.Equal(t, salesman.Amount("20.00"), srv.Balance(1))
}

func TestBudget_TooLittleMoneyAtOnceIsNoError(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	params := salesman.BudgetCreateParams{Title: "Office", CategoryID: 2, AccountID: 1, Amount: "60", Execute: true}
	made, err := sm.Budget.Create(t.Context(), &params)
	require.NoError(t, err)
	assert.Contains(t, made.Message, "недостаточно средств")
	record, err := sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.False(t, bool(record.Executed))
	params.Force = true
	made, err = sm.Budget.Create(t.Context(), &params)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("-60.00"), srv.Balance(1))
	record, err = sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.True(t, bool(record.Executed))

	income, err := sm.Budget.Create(t.Context(), &salesman.BudgetCreateParams{Title: "Investment", CategoryID: 5, AccountID: 1, Amount: "100", Execute: true})
	require.NoError(t, err)
	assert.Equal(t, "Успешно добавлен", income.Message)
	assert.Equal(t, salesman.Amount("40.00"), srv.Balance(1))
}

func TestBudget_UpdatesResetAndKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := lenient(t)
		sm := srv.Client()
		srv.SetBalance(1, "1000")
		partner := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Partner", Type: salesman.ClientTypePartner})
		id := srv.AddBudgetRecord(salesmantest.BudgetRecord{
			Title: "Office", Description: "May", CategoryID: 2, AccountID: 1, Amount: "100", DealID: 4, PlannedOn: day(2026, 5, 1),
		})
		get := func(id int64) *salesman.BudgetRecord {
			t.Helper()
			record, err := sm.Budget.Get(t.Context(), id)
			require.NoError(t, err)
			return record
		}
		assert.Equal(t, 2026, get(id).Year)
		_, err := sm.Budget.Update(t.Context(), id, &salesman.BudgetUpdateParams{Title: frontdesk.Some("Rent")})
		require.NoError(t, err)
		assert.InDelta(t, 100, get(id).Amount.Float64(), 0.001)
		assert.Equal(t, int64(4), get(id).DealID)

		require.NoError(t, sm.Do(t.Context(), "budget", "update", map[string]any{"id": id, "des": "", "clid": partner}, nil))
		record := get(id)
		assert.InDelta(t, 0, record.Amount.Float64(), 0.001)
		assert.Zero(t, record.DealID)
		assert.Equal(t, partner, record.PartnerID)
		assert.Equal(t, "May", record.Description)
		assert.Equal(t, day(2026, 5, 1), record.PlannedOn)
		assert.Equal(t, 2000, record.Year, "of today, for want of a plan in the request")
		assert.Equal(t, "edit", record.Changes[len(record.Changes)-1].Status)

		_, err = sm.Budget.Replace(t.Context(), id, &salesman.BudgetReplaceParams{BudgetCreateParams: salesman.BudgetCreateParams{Amount: "100"}})
		require.NoError(t, err)
		_, err = sm.Budget.Replace(t.Context(), id, &salesman.BudgetReplaceParams{
			BudgetCreateParams: salesman.BudgetCreateParams{Amount: "30", Execute: true, Date: day(2026, 6, 1)}, KeepRest: true,
		})
		require.NoError(t, err)
		assert.Equal(t, salesman.Amount("970.00"), srv.Balance(1))
		assert.Equal(t, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), get(id).Updated.Or(time.Time{}).UTC())
		rest := get(id + 1)
		assert.InDelta(t, 70, rest.Amount.Float64(), 0.001)
		assert.False(t, bool(rest.Executed))

		require.NoError(t, sm.Do(t.Context(), "budget", "update", map[string]any{"title": "No id", "summa": "1"}, nil))
		assert.Equal(t, "No id", get(id+2).Title, "added")
		_, err = sm.Budget.Replace(t.Context(), 99, &salesman.BudgetReplaceParams{BudgetCreateParams: salesman.BudgetCreateParams{Amount: "1"}})
		requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotFound)
		requireCode(t, sm.Do(t.Context(), "budget", "add", nil, nil), frontdesk.ErrInvalid, salesman.CodeNotPossible)
	})
}

func TestBudget_Transfers(t *testing.T) {
	srv := lenient(t)
	sm := srv.Client()
	srv.SetBalance(1, "100")
	params := salesman.BudgetTransferParams{FromAccountID: 1, ToAccountID: 2, Amount: "80", Month: 3, Year: 2026}
	made, err := sm.Budget.Transfer(t.Context(), &params)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("20.00"), srv.Balance(1))
	assert.Equal(t, salesman.Amount("80.00"), srv.Balance(2))
	record, err := sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Касса", record.ToAccount)
	assert.Equal(t, 3, record.Month)
	assert.True(t, bool(record.Executed))
	_, err = sm.Budget.Transfer(t.Context(), &params)
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeRefused)

	srv.SetBalance(2, "0")
	_, err = sm.Budget.RevertTransfer(t.Context(), made.ID)
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeRefused)
	srv.SetBalance(2, "80")
	_, err = sm.Budget.RevertTransfer(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("100.00"), srv.Balance(1))
	assert.Equal(t, salesman.Amount("0.00"), srv.Balance(2))
	_, err = sm.Budget.RevertTransfer(t.Context(), made.ID)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)

	expense := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Office", Amount: "5"})
	_, err = sm.Budget.RevertTransfer(t.Context(), expense)
	require.ErrorIs(t, err, frontdesk.ErrInvalid, "it is no transfer")
	_, err = sm.Budget.RevertTransferUnchecked(t.Context(), expense)
	require.NoError(t, err)
	_, err = sm.Budget.Get(t.Context(), expense)
	require.ErrorIs(t, err, frontdesk.ErrNotFound, "deleted")
	requireCode(t, sm.Do(t.Context(), "budget", "move", map[string]any{"rs": 1, "rs_move": 2}, nil), frontdesk.ErrInvalid, salesman.CodeMissing)
}

func TestBudget_CategoriesAndFields(t *testing.T) {
	srv := lenient(t)
	sm := srv.Client()
	parent, err := sm.Budget.CreateCategory(t.Context(), &salesman.BudgetCategoryParams{Title: "Ads"})
	require.NoError(t, err)
	child, err := sm.Budget.CreateCategory(t.Context(), &salesman.BudgetCategoryParams{Title: "Web", ParentID: parent.ID, Kind: salesman.BudgetIncome})
	require.NoError(t, err)
	record := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Banner", CategoryID: child.ID, Amount: "5"})
	category := func() string {
		t.Helper()
		found, err := sm.Budget.Get(t.Context(), record)
		require.NoError(t, err)
		return found.Category
	}
	_, err = sm.Budget.DeleteCategory(t.Context(), parent.ID)
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDependents)
	_, err = sm.Budget.UpdateCategory(t.Context(), child.ID, &salesman.BudgetCategoryParams{Title: "Internet"})
	require.NoError(t, err)
	assert.Equal(t, "Internet", category())
	_, err = sm.Budget.DeleteCategory(t.Context(), child.ID)
	require.NoError(t, err)
	assert.Empty(t, category())
	_, err = sm.Budget.DeleteCategory(t.Context(), parent.ID)
	require.NoError(t, err, "the update without a parent has kept it below, and it is gone now")
	_, err = sm.Budget.DeleteCategory(t.Context(), parent.ID)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Budget.UpdateCategory(t.Context(), parent.ID, &salesman.BudgetCategoryParams{Title: "x"})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	requireCode(t, sm.Do(t.Context(), "budget", "addCategory", nil, nil), frontdesk.ErrInvalid, salesman.CodeMissing)

	fields, err := sm.Budget.Fields(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "Дата план", fields["date_plan"])
}
