package main

import (
	"context"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// coMagic reads visitors and numbers, and streams a report.
func coMagic(ctx context.Context, r *report) error {
	r.section("CoMagic: visitors, a year of calls, an employee, a call")
	if env, ok := r.environment("COMAGIC_ACCESS_TOKEN"); ok {
		return realCoMagic(ctx, r, env[0])
	}
	srv := comagictest.New()
	defer srv.Close()
	cm := srv.Client()
	defer cm.Close()

	visitors, err := cm.Persons.ListVisitors(ctx, &comagic.PersonVisitorsParams{PersonID: comagictest.PersonID})
	if err != nil {
		return err
	}
	for _, v := range visitors {
		r.line("visitor %s of person %s: %s, %d phones", v.VisitorID, v.PersonID, v.Name, len(v.Phones))
	}
	numbers, err := frontdesk.Collect(cm.Campaigns.AllAvailablePhoneNumbers(ctx, nil))
	if err != nil {
		return err
	}
	r.line("%d numbers are free for a campaign", len(numbers))

	srv.PutCalls(calls(3000)...)
	if err := callsReport(ctx, r, cm, srv); err != nil {
		return err
	}
	if err := tagMissed(ctx, r, cm); err != nil {
		return err
	}
	if err := hireAndCall(ctx, r, cm); err != nil {
		return err
	}
	for _, limit := range cm.Limits() {
		r.line("points left in the %s: %d of %d", limit.Name, limit.Remaining, limit.Limit)
	}
	return violations("CoMagic", srv.Violations())
}

var firstCall = time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)

// calls are n calls, two hours apart, of which every sixth was missed.
func calls(n int) []comagic.CallsReportRow {
	rows := make([]comagic.CallsReportRow, n)
	for i := range rows {
		start := firstCall.Add(time.Duration(i) * 2 * time.Hour)
		rows[i] = comagic.CallsReportRow{
			ID: int64(700000 + i), StartTime: frontdesk.Some(start), FinishTime: frontdesk.Some(start.Add(40 * time.Second)),
			Direction: comagic.CallDirectionIn, IsLost: frontdesk.Some(i%6 == 0), TalkDuration: frontdesk.Some(int64(i % 300)),
			ContactPhoneNumber: "15550100",
		}
	}
	return rows
}

// callsReport streams the answered calls of a year, 2,500 of 3,000. One request may
// span 90 days: the loop walks the year in windows.
func callsReport(ctx context.Context, r *report, cm *comagic.Client, srv *comagictest.Server) error {
	before, count, seconds := srv.Count("get.calls_report"), 0, int64(0)
	for call, err := range cm.Reports.AllCalls(ctx, &comagic.CallsReportParams{
		DateFrom: firstCall, DateTill: firstCall.AddDate(1, 0, 0),
		Filter: comagic.And(
			comagic.Equal("is_lost", false),
			comagic.Equal("direction", comagic.CallDirectionIn),
		),
		Fields: []string{"id", "start_time", "is_lost", "talk_duration"},
		Limit:  1000,
	}) {
		if err != nil {
			return err
		}
		count++
		seconds += call.TalkDuration.Or(0)
	}
	r.line("streamed the %d answered calls of a year in %d requests: %s of talk", count, srv.Count("get.calls_report")-before,
		time.Duration(seconds)*time.Second)
	return nil
}

func realCoMagic(ctx context.Context, r *report, token string) error {
	cm, err := comagic.New(comagic.AccessToken(token))
	if err != nil {
		return err
	}
	defer cm.Close()
	accounts, err := cm.Account.List(ctx)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		r.line("account: %+v", account)
	}
	return nil
}
