package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// clientAndPayer returns ids of the two as the list of deals shows them.
func clientAndPayer(t *testing.T, sm *salesman.Client, dealID int64) [2]int64 {
	t.Helper()
	page, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: salesman.DealsAll})
	require.NoError(t, err)
	for _, row := range page.Items {
		if row.ID == dealID {
			return [2]int64{row.ClientID, row.PayerID}
		}
	}
	t.Fatalf("no deal %d", dealID)
	return [2]int64{}
}

func TestDeals_UpdateOfCustomerOrPayerKeepsTheOther(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme, bank, other := srv.AddClient("Acme"), srv.AddClient("Bank"), srv.AddClient("Other")
	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: acme, PayerID: bank})
	require.NoError(t, err)
	for _, step := range []struct {
		params salesman.DealUpdateParams
		want   [2]int64
	}{
		{salesman.DealUpdateParams{ClientID: frontdesk.Some(other)}, [2]int64{other, bank}},
		{salesman.DealUpdateParams{PayerID: frontdesk.Some(acme)}, [2]int64{other, acme}},
		{salesman.DealUpdateParams{PayerID: frontdesk.Some(acme), Description: frontdesk.Some("text")}, [2]int64{other, acme}},
		{salesman.DealUpdateParams{ClientID: frontdesk.Some(acme), PayerID: frontdesk.Some(bank)}, [2]int64{acme, bank}},
	} {
		result, err := sm.Deals.Update(t.Context(), made.ID, &step.params)
		require.NoError(t, err)
		assert.True(t, result.Changed)
		assert.Equal(t, step.want, clientAndPayer(t, sm, made.ID))
	}
}

func TestDeals_UpdateWritesATitleThatIsAnother(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme")})
	require.NoError(t, err)
	for _, step := range []struct {
		title   string
		changes bool
	}{{"Phones", true}, {"Phones", false}, {"Project: Alpha", true}, {"Alpha", true}, {"IT24: Beta", true}, {"Beta", true}, {"Beta", false}} {
		result, err := sm.Deals.Update(t.Context(), made.ID, &salesman.DealUpdateParams{Title: frontdesk.Some(step.title)})
		require.NoError(t, err)
		assert.Equal(t, step.changes, result.Changed, step.title)
		deal, err := sm.Deals.Get(t.Context(), made.ID, nil)
		require.NoError(t, err)
		if step.changes {
			assert.Equal(t, step.title, deal.Title)
		}
	}
}

func TestDeals_UpdateLooksUpNamesOfDirectionAndType(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.SetDirections(salesman.DealDirection{ID: 1, Title: "Retail", Default: true}, salesman.DealDirection{ID: 2, Title: "Trade"})
	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme")})
	require.NoError(t, err)

	result, err := sm.Deals.Update(t.Context(), made.ID, &salesman.DealUpdateParams{Direction: frontdesk.Some("Trade"), Type: frontdesk.Some("Услуги")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	deal, err := sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"Trade", "Услуги"}, []string{deal.Direction, deal.Type})

	result, err = sm.Deals.Update(t.Context(), made.ID, &salesman.DealUpdateParams{Direction: frontdesk.Some("Trade"), Type: frontdesk.Some("3"), Description: frontdesk.Some("text")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	deal, err = sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"Trade", "Услуги"}, []string{deal.Direction, deal.Type})

	for field, params := range map[string]salesman.DealUpdateParams{
		"direction": {Direction: frontdesk.Some("nowhere")}, "tip": {Type: frontdesk.Some("none")},
	} {
		_, err = sm.Deals.Update(t.Context(), made.ID, &params)
		assert.Equal(t, field, asError(t, err).Field)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	}
}

func TestDeals_UnknownStepStatusOrOwnerIsRefusedBeforeTheWrite(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme := srv.AddClient("Acme")
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme, Step: "20"})

	_, err := sm.Deals.ChangeStep(t.Context(), id, &salesman.DealChangeStepParams{Step: "33"})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, frontdesk.SentNo, asError(t, err).Sent)
	_, err = sm.Deals.Close(t.Context(), id, &salesman.DealCloseParams{StatusID: 777})
	assert.Equal(t, "sid", asError(t, err).Field)
	_, err = sm.Deals.Close(t.Context(), id, &salesman.DealCloseParams{Status: "no such"})
	assert.Equal(t, "status_close", asError(t, err).Field)
	deal, err := sm.Deals.Get(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, 20, deal.Step)
	assert.False(t, bool(deal.Closed.Or(false)))

	_, err = sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Step: "33"})
	assert.Equal(t, "step", asError(t, err).Field)
	_, err = sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Owner: "ghost@example.com"})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, "user.user", asError(t, err).Operation)
	page, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: salesman.DealsAll})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "nothing was stored")

	_, err = sm.Deals.Close(t.Context(), id, &salesman.DealCloseParams{Status: "Победа полная"})
	require.NoError(t, err)
}
