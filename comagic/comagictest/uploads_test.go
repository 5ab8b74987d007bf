package comagictest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

var (
	moscow = time.FixedZone("UTC+3", 3*60*60)
	march  = time.Date(2026, 3, 2, 12, 0, 0, 0, moscow)
)

// A deal goes through the stages of its funnel: the history has a row for each, the
// report shows the last by its name.
func TestUploads_ADealHasAHistoryOfItsStages(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	has(c.SalesFunnels.Create(ctx, &comagic.CreateSalesFunnelParams{ExtID: "f-1", Name: "Sales", Stages: comagic.CreateSalesFunnelStages{
		Success: comagic.ExtIDName{ExtID: "won", Name: "Won"}, Failed: comagic.ExtIDName{ExtID: "lost", Name: "Lost"},
		InProcess: []comagic.CreateSalesFunnelStagesInProcess{{ExtID: "offer", Name: "Offer", Order: 1}},
	}}))(t)
	upload := func(funnel, stage string, since time.Time) comagic.Deal {
		require.NoError(t, c.Deals.UploadHistory(ctx, &comagic.UploadDealsHistoryParams{Deals: []comagic.UploadDealsHistoryDeal{{
			ExtID: "d-1", Name: "Order 7", CreatedDateTime: march, ModifiedStageDateTime: since, ClosedDateTime: since,
			SalesFunnelExtID: funnel, StageExtID: stage, Revenue: frontdesk.Some(120.0), Tags: []comagic.ExtIDName{{ExtID: "t-1", Name: "VIP"}},
		}}}))
		return one(c.FlatReports.ListDeals(ctx, &comagic.DealsParams{ReportID: 1, DateFrom: march, DateTill: march.AddDate(0, 0, 7)}))(t)
	}
	deal := upload("f-1", "offer", march)
	assert.Equal(t, []string{"Sales", "Offer", ""}, []string{deal.DealCurrentFunnel, deal.DealCurrentStage, deal.StageBeforeFailure})
	assert.Equal(t, comagic.Date{Year: 2026, Month: 3, Day: 2}, deal.DealCurrentStageDate.Or(comagic.Date{}))
	assert.False(t, deal.DealFinishDate.Or(comagic.Date{}).Day > 0, "a deal in process is not closed")
	upload("f-1", "offer", march.AddDate(0, 0, 1))
	assert.Equal(t, 1, has(c.Deals.CountHistory(ctx, nil))(t), "the same stage")
	deal = upload("f-1", "lost", march.AddDate(0, 0, 2))
	assert.Equal(t, []string{"Lost", "Offer"}, []string{deal.DealCurrentStage, deal.StageBeforeFailure})
	assert.Equal(t, 4, deal.DealFinishDate.Or(comagic.Date{}).Day)

	var stages []string
	for entry, err := range c.Deals.AllHistory(ctx, nil) {
		require.NoError(t, err)
		stages = append(stages, entry.StageExtID)
		assert.Equal(t, "f-1", entry.SalesFunnelExtID)
		assert.Equal(t, []string{"t-1"}, entry.TagExtIDs)
		assert.Equal(t, frontdesk.Some(120.0), entry.Revenue)
		assert.Equal(t, frontdesk.Some(false), entry.IsGenerated)
	}
	assert.Equal(t, []string{"offer", "lost"}, stages)
	deal = upload("f-2", "unknown", march)
	assert.Equal(t, []string{"f-2", "unknown"}, []string{deal.DealCurrentFunnel, deal.DealCurrentStage}, "no funnel has that name")

	require.NoError(t, c.Deals.Delete(ctx, &comagic.DeleteDealsParams{ExtID: "d-1"}))
	assert.Zero(t, has(c.Deals.CountHistory(ctx, nil))(t))
	assert.Empty(t, srv.Rows("upload.deals_history"))
}

func TestUploads_ALeadShowsItsStageByName(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	has(c.Leads.CreateFunnelStages(ctx, &comagic.CreateLeadFunnelStagesParams{ExtID: "new", Name: "New", Type: "in_process", Order: 1}))(t)
	for stage, want := range map[string]string{"new": "New", "other": "other"} {
		require.NoError(t, c.Leads.UploadHistory(ctx, &comagic.UploadLeadsHistoryParams{Leads: []comagic.UploadLeadsHistoryLead{{
			ExtID: "l-1", Name: "Jane", CreatedDateTime: march, ModifiedStageDateTime: march, StageExtID: stage,
			CommunicationID: 5, CommunicationType: "call",
		}}}))
		lead := one(c.FlatReports.ListLeads(ctx, &comagic.LeadsParams{ReportID: 1, DateFrom: march, DateTill: march.Add(time.Hour)}))(t)
		assert.Equal(t, want, lead.LeadCurrentStage)
		assert.Equal(t, "call", lead.CommunicationType.ValueID)
	}
}

// Figures of an ad system are read through the daily report, by day and site.
func TestUploads_StatsAreInTheDailyReport(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.Site{ID: 5, DomainName: "shop.example.com"})
	upload := func(day time.Time, stats ...comagic.UploadStatsStat) {
		has(c.Integrations.UploadStats(ctx, &comagic.UploadStatsParams{DateTime: day, Engine: "vk.ads", Stats: stats}))(t)
	}
	figures := comagic.UploadStatsStat{
		Viewpoint: "full", PcExtID: "c-1", Cost: frontdesk.Some(12.5), Shows: frontdesk.Some[int64](100), Clicks: frontdesk.Some[int64](7),
	}
	other := figures
	other.PcExtID = "c-2"
	midnight := time.Date(2026, 3, 2, 0, 0, 0, 0, moscow)
	upload(midnight, figures, other)
	upload(midnight.AddDate(0, 0, 1), figures)
	read := func(from, till time.Time) []comagic.CampaignDailyStat {
		return has(c.Reports.ListCampaignDailyStats(ctx, &comagic.CampaignDailyStatsParams{
			DateFrom: from, DateTill: till, SiteID: 5, Filter: comagic.Equal("site_id", 5),
		}))(t).Items
	}
	rows := read(march, march)
	require.Len(t, rows, 2, "of the day, whatever the hour")
	assert.Equal(t, "c-1", rows[0].CampaignExtID)
	assert.Equal(t, "shop.example.com", rows[0].SiteDomainName)
	assert.Equal(t, "12.5", rows[0].CostSum)
	assert.Equal(t, []int64{100, 7}, []int64{rows[0].ShowsCount.Or(0), rows[0].ClicksCount.Or(0)})
	assert.Len(t, read(march, march.AddDate(0, 0, 1)), 3)
	assert.Empty(t, read(march.AddDate(0, 0, 2), march.AddDate(0, 0, 3)))

	upload(midnight, comagic.UploadStatsStat{Viewpoint: "full", PcExtID: "c-1", Cost: frontdesk.Some(0.0), Clicks: frontdesk.Some[int64](8)})
	rows = read(march, march)
	require.Len(t, rows, 2, "the same day and campaign")
	assert.Empty(t, rows[0].CostSum, "0 deletes")
	assert.Equal(t, []int64{100, 8}, []int64{rows[0].ShowsCount.Or(0), rows[0].ClicksCount.Or(0)}, "what is left out stays")
}

// The client refuses more than 1,000 deals itself; so does the server, for others.
func TestUploads_TooManyItemsAreRefused(t *testing.T) {
	srv := comagictest.NewServer(t)
	deal := comagic.UploadDealsHistoryDeal{
		ExtID: "d-1", Name: "Order", CreatedDateTime: march, ModifiedStageDateTime: march, SalesFunnelExtID: "f", StageExtID: "s",
	}
	upload := func(n int) any {
		deals := has(comagic.Marshal(slices.Repeat([]comagic.UploadDealsHistoryDeal{deal}, n)))(t)
		return mnemonic(raw(t, srv, "/v2.0", `{"jsonrpc":"2.0","id":7,"method":"upload.deals_history","params":{"access_token":"`+
			comagictest.Token+`","deals":`+string(deals)+`}}`))
	}
	assert.Equal(t, "data_limit_exceeded", upload(1001))
	assert.Empty(t, srv.Rows("upload.deals_history"))
	assert.Nil(t, upload(1000))
}

func TestBlacklist_ANumberStandsThereOnce(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	params := &comagic.CreatePhoneNumberToBlacklistParams{PhoneNumber: "15555550160"}
	entry := has(c.Blacklist.CreatePhoneNumber(ctx, params))(t)
	_, err := c.Blacklist.CreatePhoneNumber(ctx, params)
	assert.Equal(t, comagic.CodeDuplicateEntity, codeOf(t, err))
	assert.ErrorIs(t, err, frontdesk.ErrConflict)
	require.NoError(t, c.Blacklist.DeletePhoneNumber(ctx, &comagic.DeletePhoneNumberFromBlacklistParams{ID: entry.ID}))
	has(c.Blacklist.CreatePhoneNumber(ctx, params))(t)
}

// The vendor's dictionaries are there from the start, and can be emptied.
func TestDictionaries_HoldTheVendorsExamples(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	kinds := has(c.ReportBuilder.ListTypes(ctx, nil))(t).Items
	require.NotEmpty(t, kinds)
	metrics := has(c.ReportBuilder.ListMetrics(ctx, &comagic.MetricsParams{ReportType: kinds[0].ID}))(t)
	require.NotEmpty(t, metrics)
	assert.NotEmpty(t, metrics[0].Aggregates)
	assert.NotEmpty(t, has(c.ReportBuilder.ListFilters(ctx, &comagic.ReportFiltersParams{ReportType: kinds[0].ID}))(t))
	assert.NotEmpty(t, has(c.Sources.ListFilters(ctx))(t))
	srv.Clear("get.report_types")
	assert.True(t, none(c.ReportBuilder.ListTypes(ctx, nil))(t))
}
