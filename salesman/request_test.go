package salesman_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestDo_RefusesParamsThatTakeThePlaceOfTheClientsOwn(t *testing.T) {
	for mode, options := range map[string][]frontdesk.Option{"json": nil, "form": {salesman.WithForm()}} {
		srv := salesmantest.NewServer(t)
		sm := srv.Client(options...)
		for _, name := range []string{"action", "apikey", " action", "action[x]"} {
			err := sm.Do(t.Context(), "person", "list", map[string]any{name: "delete", "pid": 5}, nil)
			require.ErrorIs(t, err, frontdesk.ErrInvalid, mode)
			e := asError(t, err)
			assert.Equal(t, []any{strings.TrimSuffix(strings.TrimSpace(name), "[x]"), frontdesk.SentNo}, []any{e.Field, e.Sent}, mode)
		}
		assert.Empty(t, srv.Requests())
	}
}

func TestExtra_WithHalfACharacterIsRefused(t *testing.T) {
	srv := salesmantest.NewServer(t)
	id := srv.AddClient("Acme")
	for mode, options := range map[string][]frontdesk.Option{"json": nil, "form": {salesman.WithForm()}} {
		sm := srv.Client(options...)
		for _, half := range []string{`"\ud800"`, `"a\udc00b"`, `"\ud83d\ud83d\ude00"`, `"\ud83d x"`, `"\ud83d\n"`, `"\\\ud800"`, `["\uD800"]`} {
			srv.ResetRequests()
			_, err := sm.Clients.UpdateUnchecked(t.Context(), id, &salesman.ClientUpdateParams{Extra: map[string]json.RawMessage{"input1": []byte(half)}})
			require.ErrorIs(t, err, frontdesk.ErrInvalid, "%s %s", mode, half)
			assert.Equal(t, "input1", asError(t, err).Field, "%s %s", mode, half)
			assert.Empty(t, srv.Requests())
		}
		for _, whole := range []string{`"\ud83d\ude00"`, `"\\ud800"`, `"😀"`, `"\u0041\\"`} {
			_, err := sm.Clients.UpdateUnchecked(t.Context(), id, &salesman.ClientUpdateParams{Extra: map[string]json.RawMessage{"input1": []byte(whole)}})
			require.NoError(t, err, "%s %s", mode, whole)
		}
	}
}

func TestInvoices_NameTheDayThatAFormCannotSend(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, day := srv.Client(salesman.WithForm()), salesman.Date{Year: 2026, Month: 1, Day: 1}
	for field, params := range map[string]*salesman.InvoiceCreateParams{"date.plan": {Planned: day}, "date.do": {Paid: true, PaidOn: day}} {
		_, err := sm.Invoices.Create(t.Context(), 5, params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
	}
	assert.Empty(t, srv.Requests())
}

// TestBudgetUpdate_TakesTheMonthFromTheServersClock: its own may be another, and so may
// be that of a fake.
func TestBudgetUpdate_TakesTheMonthFromTheServersClock(t *testing.T) {
	last := time.Date(2025, 3, 31, 22, 0, 0, 0, time.UTC)
	now := last
	srv := salesmantest.NewServer(t, salesmantest.WithClock(func() time.Time { return now }))
	sm := srv.Client()
	made, err := sm.Budget.Create(t.Context(), &salesman.BudgetCreateParams{Title: "Freight", Amount: "5"})
	require.NoError(t, err)
	result, err := sm.Budget.Update(t.Context(), made.ID, &salesman.BudgetUpdateParams{Title: frontdesk.Some("Postage")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	record, err := sm.Budget.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, []int{2025, 3}, []int{record.Year, record.Month})

	east := srv.Client(frontdesk.WithLocation(time.FixedZone("", 3*60*60)))
	_, err = east.Budget.Update(t.Context(), made.ID, &salesman.BudgetUpdateParams{Title: frontdesk.Some("Parcels")})
	assert.Equal(t, "date_plan", asError(t, err).Field, "in the client's zone it is April")
	now = last.Add(4 * time.Hour)
	_, err = sm.Budget.Update(t.Context(), made.ID, &salesman.BudgetUpdateParams{Title: frontdesk.Some("Parcels")})
	assert.Equal(t, "date_plan", asError(t, err).Field, "it is April")
}

func TestLookUps_ThatFailSayThatNoWriteMayHaveHappened(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client(frontdesk.NoRetry())
	srv.Fail(salesmantest.PHPCrash().On("user.user").Times(1))
	_, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme"), Owner: "other@example.com"})
	e := asError(t, err)
	assert.Equal(t, []any{"user.user", false}, []any{e.Operation, e.MayHaveHappened()})
	assert.Zero(t, srv.Count("deal.add"))
}

func TestLookUps_OfUsersFindTheOtherUserInAForm(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client(salesman.WithForm())
	_, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme"), Owner: "nobody@example.com"})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, "user", asError(t, err).Field)
}
