package comagic_test

import (
	"context"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// The flat reports are those that a user has made in the cabinet: find the report,
// then read its rows.
func ExampleFlatReportsService_AllCalls() {
	srv := comagictest.New()
	defer srv.Close()
	began := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	comagictest.Add(srv, comagic.Report{ID: 12, Type: comagic.ReportTypeValueCalls, Name: "Missed calls"})
	comagictest.Add(srv,
		comagic.Call{
			CommunicationID: frontdesk.Some[int64](701), CallStartDateTime: frontdesk.Some(began), VirtualPhoneNumber: "74955550171",
			CallStatus: comagic.Value{Value: "Missed", ValueID: "lost"}, CallTotalDuration: "00:00:21",
		},
		comagic.Call{
			CommunicationID: frontdesk.Some[int64](702), CallStartDateTime: frontdesk.Some(began.Add(time.Hour)),
			CallStatus: comagic.Value{Value: "Answered", ValueID: "success"}, CallTotalDuration: "00:01:35",
		},
	)
	cm, ctx := srv.Client(), context.Background()

	reports, err := cm.ReportBuilder.ListReports(ctx, &comagic.ReportsParams{Filter: comagic.Equal("name", "Missed calls")})
	if err != nil || len(reports.Items) == 0 {
		fmt.Println("no such report", err)
		return
	}
	params := &comagic.CallsParams{
		ReportID: reports.Items[0].ID, DateFrom: began, DateTill: began.AddDate(0, 0, 1),
		Fields: []string{"communication_id", "call_status", "call_total_duration"},
		Sort:   []comagic.Sort{comagic.Desc("communication_id")},
	}
	for call, err := range cm.FlatReports.AllCalls(ctx, params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(call.CommunicationID.Or(0), call.CallStatus.Value, call.CallTotalDuration)
	}
	// Output:
	// 702 Answered 00:01:35
	// 701 Missed 00:00:21
}

// Note at a call what came of it; the cabinet and the reports show the comment.
func ExampleFlatReportsService_CreateCommunicationComment() {
	srv := comagictest.New()
	defer srv.Close()
	began := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	comagictest.Add(srv, comagic.Call{CommunicationID: frontdesk.Some[int64](701), CallStartDateTime: frontdesk.Some(began)})
	cm, ctx := srv.Client(), context.Background()

	_, err := cm.FlatReports.CreateCommunicationComment(ctx, &comagic.CreateCommunicationCommentParams{
		CommunicationID: 701, CommunicationType: comagic.CreateCommunicationCommentCommunicationTypeCall, Comment: "Called back, ordered.",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := cm.FlatReports.ListCalls(ctx, &comagic.CallsParams{
		ReportID: 12, DateFrom: began, DateTill: began.AddDate(0, 0, 1),
		Filter: comagic.Equal("communication_id", 701), Fields: []string{"communication_comment"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Items[0].CommunicationComment)
	// Output: Called back, ordered.
}

// A table of the report builder: visits and calls of each source. It is read in
// pages of at most 200 rows, which have no total.
func ExampleReportBuilderService_GetTable() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.ReportTable{Rows: []comagic.ReportTableRow{
		{Dimension: comagic.Value{Value: "Newsletter", ValueID: "7"}, Columns: []float64{120, 9}},
		{Dimension: comagic.Value{Value: "Leaflet", ValueID: "8"}, Columns: []float64{40, 11}},
		{Dimension: comagic.Value{Value: "Fair", ValueID: "9"}, Columns: []float64{15, 6}},
	}})
	cm, ctx := srv.Client(), context.Background()

	march := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	params := &comagic.GetReportTableParams{
		ReportType: comagic.GetReportTableReportTypeSummaryAnalytics, DateFrom: march, DateTill: march.AddDate(0, 1, 0),
		Dimensions: []string{"source"}, Columns: []string{"visits_count", "calls_count"}, Limit: 2,
	}
	for {
		table, err := cm.ReportBuilder.GetTable(ctx, params)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, row := range table.Rows {
			fmt.Printf("%s: %.0f visits, %.0f calls\n", row.Dimension.Value, row.Columns[0], row.Columns[1])
		}
		if int64(len(table.Rows)) < params.Limit {
			break
		}
		params.Offset += params.Limit
	}
	// Output:
	// Newsletter: 120 visits, 9 calls
	// Leaflet: 40 visits, 11 calls
	// Fair: 15 visits, 6 calls
}

// A copy of a report for oneself, among the favourites.
func ExampleReportBuilderService_CreateReport() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Report{ID: 12, Type: comagic.ReportTypeValueAdAnalytics, Name: "Ads"})
	cm, ctx := srv.Client(), context.Background()

	created, err := cm.ReportBuilder.CreateReport(ctx, &comagic.CreateReportParams{
		Name: "My ads", Type: comagic.CreateReportTypeAdAnalytics, GroupID: 2, ReportCloneID: 12,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = cm.ReportBuilder.UpdateReport(ctx, &comagic.UpdateReportParams{ID: created.ID, IsFavorite: frontdesk.Some(true)})
	if err != nil {
		fmt.Println(err)
		return
	}
	favourites := &comagic.ReportsParams{
		Filter: comagic.Equal("is_favorite", true), Fields: []string{"type", "name"}, // a name comes only if asked for
	}
	for report, err := range cm.ReportBuilder.AllReports(ctx, favourites) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(report.Name, report.Type)
	}
	// Output: My ads ad_analytics
}

// Ask for an export and look every ten seconds until the file is ready.
func ExampleExtIntegrationReportsService_CreateTask() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.ExtIntegrationReportTask{ // without it the export takes a while
		State: comagic.ExtIntegrationReportTaskStateFileReady, FileName: "avito_2026-03.csv",
	})
	cm := srv.Client()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()

	march := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	created, err := cm.ExtIntegrationReports.CreateTask(ctx, &comagic.CreateExtIntegrationReportTaskParams{
		ReportType: comagic.ExtIntegrationReportTypeAvito, DateFrom: march, DateTill: march.AddDate(0, 0, 30),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		task, err := cm.ExtIntegrationReports.GetTask(ctx, &comagic.ExtIntegrationReportTaskParams{
			ReportType: comagic.ExtIntegrationReportTypeAvito, TaskID: created.ID,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		switch task.State {
		case comagic.ExtIntegrationReportTaskStateFileReady:
			fmt.Println(task.FileName, "is ready")
			return
		case comagic.ExtIntegrationReportTaskStateError, comagic.ExtIntegrationReportTaskStateFileExpired:
			fmt.Println("no file:", task.State)
			return
		}
		select {
		case <-time.After(10 * time.Second):
		case <-ctx.Done():
			fmt.Println(ctx.Err())
			return
		}
	}
	// Output: avito_2026-03.csv is ready
}
