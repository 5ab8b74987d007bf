package comagictest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

func TestBuilder_AReportWithItsSettings(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().ReportBuilder, t.Context()
	first := has(c.CreateReport(ctx, &comagic.CreateReportParams{Name: "Mine", Type: "ad_analytics"}))(t)
	assert.Equal(t, int64(50), has(c.GetState(ctx, &comagic.GetReportStateParams{ReportID: first.ID}))(t).Limit.Or(0))
	require.NoError(t, c.SetState(ctx, &comagic.SetReportStateParams{ReportID: first.ID, State: comagic.SetReportStateState{
		Limit: 20, DateFrom: monday, DateTill: monday.Add(time.Hour), PerspectiveWindow: 30, Columns: []string{"visits"},
	}}))
	history := has(c.ListHistory(ctx, &comagic.ReportHistoryParams{ID: first.ID}))(t)
	require.Len(t, history, 1)
	assert.Equal(t, "Mine", history[0].Name)
	shared := has(c.CreateSharedReportSettings(ctx, &comagic.CreateSharedReportSettingsParams{ReportID: first.ID}))(t)
	for name, params := range map[string]comagic.CreateReportParams{
		"Copy": {ReportCloneID: first.ID}, "Shared": {SharedReportSettingsHash: shared.Hash},
	} {
		params.Name, params.Type = name, "ad_analytics"
		made := has(c.CreateReport(ctx, &params))(t)
		assert.Equal(t, int64(20), has(c.GetState(ctx, &comagic.GetReportStateParams{ReportID: made.ID}))(t).Limit.Or(0), name)
	}
	for _, params := range []comagic.CreateReportParams{{ReportCloneID: 999}, {SharedReportSettingsHash: "test-unknown"}} {
		params.Name, params.Type = "None", "ad_analytics"
		_, err := c.CreateReport(ctx, &params)
		assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	}
	has(c.UpdateReport(ctx, &comagic.UpdateReportParams{ID: first.ID, IsFavorite: frontdesk.Some(true)}))(t)
	reports := has(c.ListReports(ctx, &comagic.ReportsParams{Fields: []string{"id", "date_time_added_to_favorite"}}))(t).Items
	require.Len(t, reports, 3)
	assert.False(t, reports[0].DateTimeAddedToFavorite.IsZero())
	has(c.DeleteReport(ctx, &comagic.DeleteReportParams{ID: first.ID}))(t)
	_, err := c.GetState(ctx, &comagic.GetReportStateParams{ReportID: first.ID})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestBuilder_CustomColumnsStandInTheTree(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().ReportBuilder, t.Context()
	tree := func() []comagic.ColumnsTreeColumn {
		return has(c.GetColumnsTree(ctx, &comagic.GetColumnsTreeParams{ReportType: "ad_analytics"}))(t).Columns
	}
	vendors := len(tree())
	assert.Positive(t, vendors, "the vendor's own")
	made := has(c.CreateCustomFormulaColumn(ctx, &comagic.CreateCustomFormulaColumnParams{
		ReportType: "ad_analytics", Name: "Per visit", DataType: "float", Formula: []comagic.FormulaElement{{ElementType: "column", Value: "visits"}},
	}))(t)
	columns := tree()
	require.Len(t, columns, vendors+1)
	assert.Equal(t, "Per visit", columns[vendors].Name)
	assert.Equal(t, made.ID, columns[vendors].ID)
	assert.Equal(t, "formula", string(columns[vendors].Type))
	has(c.UpdateCustomFormulaColumn(ctx, &comagic.UpdateCustomFormulaColumnParams{
		ID: made.ID, Name: "Per call", DataType: "float", Formula: []comagic.FormulaElement{{ElementType: "column", Value: "calls"}},
	}))(t)
	assert.Equal(t, "Per call", has(c.GetCustomFormulaColumn(ctx, &comagic.GetCustomFormulaColumnParams{ID: made.ID}))(t).Name)
	has(c.DeleteCustomColumn(ctx, &comagic.DeleteCustomColumnParams{ID: made.ID}))(t)
	assert.Len(t, tree(), vendors)
}

func TestBuilder_GoalsAreTheEventsThatAreOne(t *testing.T) {
	srv := comagictest.NewServer(t)
	comagictest.Add(srv, comagic.Event{ID: 1, Name: "Page"}, comagic.Event{ID: 2, Name: "Order", IsGoal: frontdesk.Some(true), Type: "track_event"})
	goals := has(srv.Client().ReportBuilder.GetGoalsTree(t.Context()))(t)
	require.Len(t, goals.Goals, 1)
	assert.Equal(t, "Order", goals.Goals[0].Name)
	require.Len(t, goals.GoalsGroups, 1)
	assert.Equal(t, goals.GoalsGroups[0].ID, goals.Goals[0].GroupID)
}

func TestBuilder_NotesAreGroupedByInterval(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().ReportBuilder, t.Context()
	noted := has(c.CreateLineChartNote(ctx, &comagic.CreateLineChartNoteParams{Datetime: monday, Description: "start"}))(t)
	has(c.CreateLineChartNote(ctx, &comagic.CreateLineChartNoteParams{Datetime: monday.Add(25 * time.Hour), Description: "next day"}))(t)
	groups := func(step comagic.DatetimeDimension, weekends bool) []comagic.LineChartNoteGroup {
		return has(c.ListLineChartNoteGroups(ctx, &comagic.LineChartNoteGroupsParams{
			DateFrom: monday.Add(-24 * time.Hour), DateTill: monday.Add(48 * time.Hour), DatetimeDimension: step, IsShowWeekendsNotes: weekends,
		}))(t)
	}
	assert.Len(t, groups("hour", false), 2)
	assert.Len(t, groups("day", false), 2)
	assert.Len(t, groups("day", true), 3, "Sunday is a day off")
	assert.Len(t, groups("week", false), 1)
	month := groups("month", false)
	require.Len(t, month, 1)
	assert.Equal(t, int64(2), month[0].Count.Or(0))
	has(c.DeleteLineChartNote(ctx, &comagic.DeleteLineChartNoteParams{ID: noted.ID}))(t)
	assert.Len(t, groups("day", false), 1)
}

// An export is new, in process and ready, on the virtual clock.
func TestBuilder_AnExportGoesThroughItsStates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.Client()
		task := has(c.ReportBuilder.CreateGeneratorTask(t.Context(), &comagic.CreateReportGeneratorTaskParams{
			ReportType: "ad_analytics", ReportName: "Ads", ReportFormat: "csv", DateFrom: monday, DateTill: monday.AddDate(0, 0, 3),
			Dimensions: []string{"ac"}, Columns: []string{"visits"},
		}))(t)
		external := has(c.ExtIntegrationReports.CreateTask(t.Context(), &comagic.CreateExtIntegrationReportTaskParams{
			ReportType: "avito", DateFrom: monday, DateTill: monday.AddDate(0, 0, 3),
		}))(t)
		var seen []string
		for range 3 {
			shown := one(c.ReportBuilder.ListGeneratorTasks(t.Context(), nil))(t)
			assert.Equal(t, task.ID, shown.ID)
			assert.Equal(t, "Ads_2026-03-02_2026-03-05.csv", shown.FileName)
			other := has(c.ExtIntegrationReports.GetTask(t.Context(), &comagic.ExtIntegrationReportTaskParams{ReportType: "avito"}))(t)
			assert.Equal(t, shown.State, other.State)
			seen = append(seen, string(shown.State))
			time.Sleep(comagictest.ExportTime / 2)
		}
		assert.Equal(t, []string{"new", "in_process", "file_ready"}, seen)
		assert.NotZero(t, external)
		_, err := c.ExtIntegrationReports.GetTask(t.Context(), &comagic.ExtIntegrationReportTaskParams{ReportType: "avito", TaskID: 999})
		assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	})
}

func TestBuilder_FiguresAreZeroUntilTheyArePut(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().ReportBuilder, t.Context()
	till := monday.AddDate(0, 0, 2)
	total := has(c.GetTotal(ctx, &comagic.GetReportTotalParams{
		ReportType: "call_summary_uis", DateFrom: monday, DateTill: till, Columns: []string{"visits", "calls"},
	}))(t)
	assert.Len(t, total.Totals, 2)
	chart := has(c.GetLineChartTotal(ctx, &comagic.GetReportLineChartTotalParams{
		ReportType: "ad_analytics", DateFrom: monday, DateTill: till, DatetimeDimension: "day", MainColumn: "visits",
	}))(t)
	assert.Len(t, chart.Items, 3, "one for each day")
	srv.PutObject("getobj.report_total", comagic.ReportTotal{Totals: []float64{4, 2}})
	total = has(c.GetTotal(ctx, &comagic.GetReportTotalParams{
		ReportType: "call_summary_uis", DateFrom: monday, DateTill: till, Columns: []string{"visits", "calls"},
	}))(t)
	assert.Equal(t, []float64{4, 2}, total.Totals)
	calendar := has(c.GetGlobalCalendar(ctx, nil))(t)
	has(c.UpdateGlobalCalendar(ctx, &comagic.UpdateReportGlobalCalendarParams{
		ID: calendar.ID, Params: comagic.UpdateReportGlobalCalendarParamsParams{DateFrom: frontdesk.Some(monday)},
	}))(t)
	assert.True(t, has(c.GetGlobalCalendar(ctx, nil))(t).Params.DateFrom.Or(till).Equal(monday))
}
