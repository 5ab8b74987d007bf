package salesman_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestBudget_MoneyIsNotLostBetweenAccounts(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.SetBalance(1, "100")
	for _, c := range []struct {
		field    string
		from, to int64
	}{{"rs_move", 1, 1}, {"rs_move", 1, 99}, {"rs", 99, 1}} {
		_, err := sm.Budget.Transfer(t.Context(), &salesman.BudgetTransferParams{FromAccountID: c.from, ToAccountID: c.to, Amount: "10"})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, c.field, asError(t, err).Field)
	}
	assert.Zero(t, srv.Count("budget.move"))
	assert.Equal(t, salesman.Amount("100.00"), srv.Balance(1))

	_, err := sm.Budget.TransferUnchecked(t.Context(), &salesman.BudgetTransferParams{FromAccountID: 1, ToAccountID: 99, Amount: "10"})
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("90.00"), srv.Balance(1), "and nobody has the 10")
	_, err = sm.Budget.TransferUnchecked(t.Context(), &salesman.BudgetTransferParams{FromAccountID: 1, ToAccountID: 1, Amount: "10"})
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("100.00"), srv.Balance(1), "from nowhere")

	moved, err := sm.Budget.Transfer(t.Context(), &salesman.BudgetTransferParams{FromAccountID: 1, ToAccountID: 2, Amount: "60"})
	require.NoError(t, err)
	_, err = sm.Budget.Revert(t.Context(), moved.ID)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, salesman.Amount("40.00"), srv.Balance(1))
	_, err = sm.Budget.RevertUnchecked(t.Context(), moved.ID)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("-20.00"), srv.Balance(1), "taken once more")
	assert.Equal(t, salesman.Amount("60.00"), srv.Balance(2))
}

func TestBudget_WhatWasCarriedOutKeepsAmountAndAccount(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.SetBalance(1, "20")
	for _, field := range []string{"cat", "rs"} {
		params := salesman.BudgetCreateParams{Title: "Rent", CategoryID: 1, AccountID: 1, Amount: "80", Execute: true}
		if field == "cat" {
			params.CategoryID = 0
		} else {
			params.AccountID = 0
		}
		_, err := sm.Budget.Create(t.Context(), &params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
	}

	paid := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Rent", CategoryID: 1, AccountID: 1, Amount: "80", Executed: true})
	for field, params := range map[string]salesman.BudgetUpdateParams{
		"summa": {Amount: frontdesk.Some(salesman.Amount("8"))}, "rs": {AccountID: frontdesk.Some[int64](2)},
	} {
		_, err := sm.Budget.Update(t.Context(), paid, &params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
	}
	result, err := sm.Budget.Update(t.Context(), paid, &salesman.BudgetUpdateParams{
		Amount: frontdesk.Some(salesman.Amount("80.00")), CategoryID: frontdesk.Some[int64](2), Description: frontdesk.Some("March"),
	})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	_, err = sm.Budget.Revert(t.Context(), paid)
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("100.00"), srv.Balance(1))
}

func TestBudget_UpdateKeepsTheDayOfTheRecord(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	made, err := sm.Budget.Create(t.Context(), &salesman.BudgetCreateParams{Title: "Rent", CategoryID: 1, Amount: "80", Date: salesman.Date{Year: 2026, Month: 3, Day: 4}})
	require.NoError(t, err)
	_, err = sm.Budget.Update(t.Context(), made.ID, &salesman.BudgetUpdateParams{Description: frontdesk.Some("March")})
	require.NoError(t, err)
	record, err := sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "2026-03-04", record.Updated.Or(time.Time{}).Format(time.DateOnly))
}
