package salesmantest_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// TestWithClock_StatisticsAreOfItsDay: the figures of today move with the clock, and
// not with the machine's.
func TestWithClock_StatisticsAreOfItsDay(t *testing.T) {
	noon := time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)
	var days atomic.Int64
	srv := salesmantest.NewServer(t, salesmantest.WithClock(func() time.Time { return noon.AddDate(0, 0, int(days.Load())) }))
	sm, ctx := srv.Client(), t.Context()
	made, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Example LLC"})
	require.NoError(t, err)
	info, err := sm.Clients.Get(ctx, made.ID, nil)
	require.NoError(t, err)
	assert.True(t, noon.Equal(info.Created.Or(time.Time{})), info.Created)
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: made.ID, Amount: "100"})
	srv.AddInvoice(salesmantest.Invoice{DealID: deal, Amount: "60", Paid: true})

	today := func() salesman.SummaryDetails {
		t.Helper()
		figures, err := sm.Statistics.Summary(ctx, &salesman.StatisticsSummaryParams{Period: salesman.PeriodToday})
		require.NoError(t, err)
		require.Equal(t, day(2026, 5, 20+int(days.Load())), figures.From)
		return figures.Details
	}
	figures := today()
	assert.Equal(t, salesman.Total{Count: 1, Sum: "100"}, figures.Deals.New)
	assert.Equal(t, salesman.Total{Count: 1, Sum: "60"}, figures.Payments)
	days.Store(1)
	assert.Zero(t, today().Deals.New.Count, "they are of yesterday")
	yesterday, err := sm.Statistics.Summary(ctx, &salesman.StatisticsSummaryParams{Period: salesman.PeriodYesterday})
	require.NoError(t, err)
	assert.Equal(t, int64(1), yesterday.Details.Deals.New.Count)
}

func TestWithClock_NilIsTheTimeOfTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t, salesmantest.WithClock(nil))
		srv.AddActivity(salesmantest.Activity{ClientID: srv.AddClient("Acme")})
		assert.True(t, time.Now().Equal(srv.Activities()[0].Time))
	})
}
