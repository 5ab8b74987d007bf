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

// withFigures puts clients, deals and invoices of two users into a server, in
// the week before a Wednesday.
func withFigures(t *testing.T, opts ...salesmantest.Option) (*salesmantest.Server, *salesman.Client) {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)))
	srv := salesmantest.NewServer(t, opts...)
	srv.PutUser(salesmantest.User{Login: salesmantest.Login, Name: "Ada Lovelace"})
	srv.PutUser(salesmantest.User{Login: salesmantest.Manager, Name: "Jane Mary Doe", Chief: salesmantest.Login})
	client := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Example LLC", Created: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)})
	srv.AddClient("Example Ltd")
	own := srv.AddDeal(salesmantest.Deal{Title: "Own", ClientID: client, Amount: "100"})
	managers := srv.AddDeal(salesmantest.Deal{Title: "Manager's", ClientID: client, Amount: "50.25", Owner: salesmantest.Manager})
	srv.AddDeal(salesmantest.Deal{Title: "Old", ClientID: client, Amount: "7", Owner: salesmantest.Manager, Created: day(2026, 2, 1), ClosedOn: day(2026, 5, 2)})
	srv.AddInvoice(salesmantest.Invoice{DealID: own, Amount: "60", Date: day(2026, 5, 10), PaidOn: day(2026, 5, 20)})
	srv.AddInvoice(salesmantest.Invoice{DealID: managers, Amount: "40", Planned: day(2026, 5, 20)})
	return srv, srv.Client()
}

func TestStatistics_SummaryCountsWholeDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, sm := withFigures(t)
		summary := func(params salesman.StatisticsSummaryParams) *salesman.StatisticsSummary {
			t.Helper()
			figures, err := sm.Statistics.Summary(t.Context(), &params)
			require.NoError(t, err)
			return figures
		}
		month := summary(salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth})
		assert.Equal(t, "с 01.05.2026 по 31.05.2026", month.Period)
		assert.Empty(t, month.Comment)
		assert.Equal(t, salesman.SummaryDetails{
			NewClients: 2,
			Deals:      salesman.DealTotals{New: salesman.Total{Count: 2, Sum: "150.25"}, Closed: salesman.Total{Count: 1, Sum: "7"}},
			Invoices:   salesman.Total{Count: 1, Sum: "40"},
			Payments:   salesman.Total{Count: 1, Sum: "60"},
		}, month.Details)
		today := summary(salesman.StatisticsSummaryParams{Period: salesman.PeriodToday})
		assert.Equal(t, "20.05.2026", today.Period)
		assert.Equal(t, int64(1), today.Details.NewClients)
		assert.Zero(t, today.Details.Deals.Closed.Count)
		own := summary(salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth, Personal: true})
		assert.Equal(t, salesman.Total{Count: 1, Sum: "100"}, own.Details.Deals.New)
		assert.Zero(t, own.Details.Invoices.Count)
		managers := summary(salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth, User: salesmantest.Manager})
		assert.Equal(t, salesman.Total{Count: 1, Sum: "50.25"}, managers.Details.Deals.New)
		assert.Equal(t, salesman.Total{Count: 1, Sum: "7"}, managers.Details.Deals.Closed)
	})
}

func TestStatistics_ByEmployee(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, sm := withFigures(t)
		month := &salesman.StatisticsParams{Period: salesman.PeriodMonth}
		clients, err := sm.Statistics.NewClients(t.Context(), month)
		require.NoError(t, err)
		assert.Equal(t, int64(2), clients.Count)
		assert.Equal(t, []salesman.ClientShare{{User: "Ada Lovelace", Count: 2, Percent: "100%"}}, clients.Details.Rows)
		deals, err := sm.Statistics.NewDeals(t.Context(), month)
		require.NoError(t, err)
		assert.Equal(t, []salesman.AmountShare{{User: "Ada Lovelace", Count: 1, Amount: "100"}, {User: "Jane Mary", Count: 1, Amount: "50.25"}}, deals.Details.Rows)
		closed, err := sm.Statistics.ClosedDeals(t.Context(), month)
		require.NoError(t, err)
		assert.Equal(t, []salesman.AmountShare{{User: "Jane Mary", Count: 1, Amount: "7"}}, closed.Details.Rows)
		invoices, err := sm.Statistics.Invoices(t.Context(), month)
		require.NoError(t, err)
		assert.Equal(t, int64(2), invoices.Count)
		payments, err := sm.Statistics.Payments(t.Context(), month)
		require.NoError(t, err)
		assert.Equal(t, []salesman.AmountShare{{User: "Ada Lovelace", Count: 1, Amount: "60"}}, payments.Details.Rows)

		today := &salesman.StatisticsParams{Period: salesman.PeriodToday}
		clients, err = sm.Statistics.NewClients(t.Context(), today)
		require.NoError(t, err)
		assert.Zero(t, clients.Count, "the last day counts to its beginning")
		assert.Equal(t, "За этот период новых клиентов не найдено", clients.Details.Note)
	})
}

func TestStatistics_Periods(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, sm := withFigures(t) // a Wednesday
		for period, want := range map[salesman.Period][2]salesman.Date{
			salesman.PeriodYesterday:            {day(2026, 5, 19), day(2026, 5, 19)},
			salesman.PeriodWeek:                 {day(2026, 5, 20), day(2026, 5, 26)},
			salesman.PeriodCalendarWeek:         {day(2026, 5, 18), day(2026, 5, 24)},
			salesman.PeriodPreviousCalendarWeek: {day(2026, 5, 11), day(2026, 5, 17)},
			salesman.PeriodPreviousMonth:        {day(2026, 4, 1), day(2026, 4, 30)},
			salesman.PeriodQuarter:              {day(2026, 4, 1), day(2026, 6, 30)},
			salesman.PeriodPreviousQuarter:      {day(2026, 1, 1), day(2026, 3, 31)},
			salesman.PeriodYear:                 {day(2026, 1, 1), day(2026, 12, 31)},
			salesman.PeriodPreviousYear:         {day(2025, 1, 1), day(2025, 12, 31)},
		} {
			figures, err := sm.Statistics.Summary(t.Context(), &salesman.StatisticsSummaryParams{Period: period})
			require.NoError(t, err)
			assert.Equal(t, want, [2]salesman.Date{figures.From, figures.Till}, period)
		}
	})
}

func TestStatistics_ErrorsChartsAndUnknownUsers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, sm := withFigures(t)
		month := salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth}
		_, err := sm.Statistics.Summary(t.Context(), &salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth, User: "ghost@example.com"})
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		require.ErrorIs(t, sm.Do(t.Context(), "statistic", "list", month, nil), frontdesk.ErrInvalid, "nobody's figures")
		chart := &salesman.StatisticsParams{Period: salesman.PeriodMonth, Diagram: true}
		figures, err := sm.Statistics.NewDeals(t.Context(), chart)
		require.NoError(t, err)
		assert.NotEmpty(t, figures.ChartURL)
		figures, err = sm.Statistics.ClosedDeals(t.Context(), chart)
		require.NoError(t, err)
		assert.Empty(t, figures.ChartURL, "of one deal there is none")
		srv.Close()

		_, sm = withFigures(t, salesmantest.WithPHP8Crashes())
		_, err = sm.Statistics.NewDeals(t.Context(), chart)
		require.ErrorIs(t, err, frontdesk.ErrServer)
		_, err = sm.Statistics.Payments(t.Context(), chart)
		require.NoError(t, err)

		free := lenient(t).Client()
		requireCode(t, free.Do(t.Context(), "statistic", "clients", map[string]any{"period": "prevquart", "user": salesmantest.Login}, nil), frontdesk.ErrInvalid, salesman.CodeNotVisible)
		requireCode(t, free.Do(t.Context(), "statistic", "list", map[string]any{"period": ""}, nil), frontdesk.ErrInvalid, salesman.CodeMissing)
		require.ErrorIs(t, free.Do(t.Context(), "statistic", "list", nil, nil), frontdesk.ErrServer)
	})
}

func TestStatistics_CountPaidInvoicesOfTheKitAndNotThosePaidByPay(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
	srv.AddInvoice(salesmantest.Invoice{DealID: deal, Amount: "60", Paid: true})
	_, err := sm.Invoices.Pay(t.Context(), srv.AddInvoice(salesmantest.Invoice{DealID: deal, Amount: "40"}), nil)
	require.NoError(t, err)
	figures, err := sm.Statistics.Payments(t.Context(), &salesman.StatisticsParams{Period: salesman.PeriodMonth})
	require.NoError(t, err)
	require.Len(t, figures.Details.Rows, 1)
	assert.Equal(t, int64(1), figures.Details.Rows[0].Count)
	assert.Equal(t, salesman.Amount("60"), figures.Details.Rows[0].Amount)
}
