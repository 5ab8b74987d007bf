package comagic_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

func asError(t *testing.T, err error) *frontdesk.Error {
	t.Helper()
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%v", err)
	return e
}

func TestAll_OffsetOverSeveralWindowsIsRefused(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(200, 24*time.Hour)...)
	c := srv.Client()
	params := period(200)
	params.Offset = 10
	for _, opts := range [][]frontdesk.Option{nil, {frontdesk.WithPrefetch(2)}} {
		_, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params, opts...))
		e := asError(t, err)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, "offset", e.Field)
		assert.Contains(t, e.Message, "Resume")
	}
	assert.Zero(t, srv.Count())

	params.DateTill = start.AddDate(0, 0, 50) // one window
	rows, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
	require.NoError(t, err)
	assert.Equal(t, int64(11), rows[0].ID)
}

func TestErrors_OurOwnChecksKeepThePosition(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(30, time.Minute)...)
	c := srv.Client()
	params := period(1)
	params.Limit, params.Sort = 10, []comagic.Sort{comagic.Asc("start_time")}
	page, err := c.Reports.ListCalls(context.Background(), params)
	require.NoError(t, err)
	for name, change := range map[string]func(*comagic.CallsReportParams){
		"a wrong column":  func(p *comagic.CallsReportParams) { p.Fields = []string{"colour"} },
		"a wrong limit":   func(p *comagic.CallsReportParams) { p.Limit = -1 },
		"no dates":        func(p *comagic.CallsReportParams) { p.DateFrom = time.Time{} },
		"dates backwards": func(p *comagic.CallsReportParams) { p.DateTill = p.DateFrom.Add(-time.Hour) },
		"another filter":  func(p *comagic.CallsReportParams) { p.Filter = comagic.Equal("is_lost", true) },
	} {
		broken := *params
		broken.Resume = page.Next
		change(&broken)
		_, allErr := frontdesk.Collect(c.Reports.AllCalls(context.Background(), &broken))
		_, listErr := c.Reports.ListCalls(context.Background(), &broken)
		assert.Equal(t, page.Next, asError(t, allErr).Next, name)
		assert.Equal(t, page.Next, asError(t, listErr).Next, name)
		if name != "another filter" { // a count begins at the beginning
			_, countErr := c.Reports.CountCalls(context.Background(), &broken)
			assert.Equal(t, page.Next, asError(t, countErr).Next, name)
		}
	}
	params.Resume = page.Next
	srv.Fail(comagictest.Error("forbidden").Times(3))
	_, allErr := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
	_, listErr := c.Reports.ListCalls(context.Background(), params)
	_, countErr := c.Reports.CountCalls(context.Background(), params)
	for _, err := range []error{allErr, listErr, countErr} {
		assert.ErrorIs(t, err, frontdesk.ErrForbidden)
		assert.Equal(t, page.Next, asError(t, err).Next)
	}
}

func TestAll_DescendingTimeReadsTheWindowsBackwards(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(1200, 7*time.Hour)...) // 350 days
	c := srv.Client()
	for name, opts := range map[string][]frontdesk.Option{"streamed": nil, "prefetched": {frontdesk.WithPrefetch(3)}} {
		params := period(360)
		params.Limit = 100
		params.Sort = []comagic.Sort{comagic.Desc("start_time")}
		var ids []int64
		for row, err := range c.Reports.AllCalls(context.Background(), params, opts...) {
			require.NoError(t, err, name)
			ids = append(ids, row.ID)
		}
		require.Len(t, ids, 1200, name)
		assert.True(t, slices.IsSortedFunc(ids, func(a, b int64) int { return int(b - a) }), name)
	}
	n, err := c.Reports.CountCalls(context.Background(), func() *comagic.CallsReportParams {
		p := period(360)
		p.Sort = []comagic.Sort{comagic.Desc("start_time")}
		return p
	}())
	require.NoError(t, err)
	assert.Equal(t, 1200, n)
}

// From the 1st of February three months are 89 days.
func TestAll_WindowsKeepToDaysAndMonths(t *testing.T) {
	srv := comagictest.NewServer(t)
	zone := time.FixedZone("UTC+3", 3*3600)
	c := srv.Client()
	for _, from := range []time.Time{time.Date(2025, 11, 30, 0, 0, 0, 0, zone), time.Date(2026, 1, 31, 0, 0, 0, 0, zone), time.Date(2026, 2, 1, 0, 0, 0, 0, zone)} {
		for days := 85; days < 330; days += 61 {
			params := &comagic.CallsReportParams{DateFrom: from, DateTill: from.AddDate(0, 0, days)}
			for _, params.Sort = range [][]comagic.Sort{nil, {comagic.Desc("start_time")}} {
				_, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
				assert.NoError(t, err, "%d days from %v", days, from)
				_, err = c.Reports.CountCalls(context.Background(), params)
				assert.NoError(t, err)
			}
		}
	}
}

// The rows of an earlier beginning would never be read; a later end adds rows behind.
func TestResume_ThePeriodMayGrowAtItsEndOnly(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(96, time.Hour)...)
	c := srv.Client()
	for name, test := range map[string]struct {
		sort           []comagic.Sort
		earlier, later time.Duration // of DateFrom and DateTill
		refused        bool
		all            int64
	}{
		"the same":                      {all: 49},
		"an earlier beginning":          {earlier: 12 * time.Hour, refused: true},
		"a later beginning":             {earlier: -time.Hour, refused: true},
		"a later end":                   {later: 12 * time.Hour, all: 61},
		"newest first":                  {sort: []comagic.Sort{comagic.Desc("start_time")}, all: 49},
		"newest first, another end":     {sort: []comagic.Sort{comagic.Desc("start_time")}, later: time.Hour, refused: true},
		"newest first, earlier in time": {sort: []comagic.Sort{comagic.Desc("start_time")}, earlier: 12 * time.Hour, all: 61},
	} {
		params := period(2)
		params.DateFrom, params.DateTill = params.DateFrom.Add(24*time.Hour), params.DateTill.Add(24*time.Hour)
		params.Sort, params.Limit = test.sort, 10
		if test.sort == nil {
			params.Sort = []comagic.Sort{comagic.Asc("start_time")}
		}
		page, err := c.Reports.ListCalls(context.Background(), params)
		require.NoError(t, err, name)
		params.Resume = page.Next
		params.DateFrom, params.DateTill = params.DateFrom.Add(-test.earlier), params.DateTill.Add(test.later)
		rest, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
		if test.refused {
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, name)
			assert.Equal(t, "Resume", asError(t, err).Field, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, int(test.all)-10, len(rest), name)
	}
}

func TestAll_BackwardsIsResumedWhereItFailed(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(1200, 7*time.Hour)...)
	c := srv.Client()
	params := period(360)
	params.Limit = 100
	params.Sort = []comagic.Sort{comagic.Desc("start_time")}
	var ids []int64
	for fails := 0; ; fails++ {
		require.Less(t, fails, 10)
		if fails < 4 {
			srv.Fail(comagictest.Error("forbidden").After(3))
		}
		var failed *frontdesk.Error
		for row, err := range c.Reports.AllCalls(context.Background(), params) {
			if err != nil {
				failed = asError(t, err)
				break
			}
			ids = append(ids, row.ID)
		}
		if failed == nil {
			break
		}
		params.Resume = failed.Next
	}
	require.Len(t, ids, 1200)
	for i, id := range ids {
		require.Equal(t, int64(1200-i), id)
	}
}

func TestResume_BelongsToItsQuery(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(30, time.Minute)...)
	srv.PutTags(comagic.Tag{ID: 1, Name: "a"}, comagic.Tag{ID: 2, Name: "b"})
	c := srv.Client()
	params := period(1)
	params.Limit, params.Sort = 10, []comagic.Sort{comagic.Asc("start_time")}
	first, err := c.Reports.ListCalls(context.Background(), params)
	require.NoError(t, err)
	for name, change := range map[string]func(*comagic.CallsReportParams){
		"filter":    func(p *comagic.CallsReportParams) { p.Filter = comagic.Equal("is_lost", true) },
		"sort":      func(p *comagic.CallsReportParams) { p.Sort = []comagic.Sort{comagic.Desc("start_time")} },
		"parameter": func(p *comagic.CallsReportParams) { p.IncludeOngoingCalls = true },
		"damaged":   func(p *comagic.CallsReportParams) { p.Resume += "0" },
		"unmarked":  func(p *comagic.CallsReportParams) { p.Resume = "v1:offset=3" },
	} {
		other := *params
		other.Resume = first.Next
		change(&other)
		_, err := c.Reports.ListCalls(context.Background(), &other)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid, name)
		assert.Equal(t, "Resume", asError(t, err).Field, name)
		_, err = frontdesk.Collect(c.Reports.AllCalls(context.Background(), &other))
		assert.ErrorIs(t, err, frontdesk.ErrInvalid, name)
	}
	_, err = c.Tags.List(context.Background(), &comagic.TagsParams{Resume: first.Next})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)

	params.Resume, params.Fields, params.Limit = first.Next, []string{"id"}, 15
	rest, err := c.Reports.ListCalls(context.Background(), params)
	require.NoError(t, err)
	assert.Equal(t, int64(11), rest.Items[0].ID)
	params.Resume = rest.Next
	last, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
	require.NoError(t, err)
	assert.Len(t, last, 5)

	// Without Sort a page has the vendor's order, and an iterator its own.
	unsorted := period(1)
	unsorted.Limit = 10
	first, err = c.Reports.ListCalls(context.Background(), unsorted)
	require.NoError(t, err)
	unsorted.Resume = first.Next
	_, err = c.Reports.ListCalls(context.Background(), unsorted)
	require.NoError(t, err)
	_, err = frontdesk.Collect(c.Reports.AllCalls(context.Background(), unsorted))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "Resume", asError(t, err).Field)
	assert.ErrorContains(t, err, "in the vendor's order")
}

func TestColumns_TheNearestNamesComeFirst(t *testing.T) {
	c := comagictest.NewServer(t).Client()
	params := period(1)
	params.Filter = comagic.Equal("is_lots", true)
	_, err := c.Reports.ListCalls(context.Background(), params)
	e := asError(t, err)
	assert.Contains(t, e.Message, "did you mean is_lost?")
	assert.Less(t, len(e.Message), 200)
	require.Len(t, e.Details, 1)
	var names []string
	require.NoError(t, json.Unmarshal(e.Details[0].Data, &names))
	assert.Greater(t, len(names), 50)
	assert.Contains(t, names, "is_lost")
	assert.NotContains(t, names, "properties", "it may not be filtered")
}

func TestAnd_ZeroFiltersAreLeftOut(t *testing.T) {
	lost := comagic.Equal("is_lost", true)
	assert.True(t, comagic.And().IsZero())
	assert.True(t, comagic.Or(comagic.Filter{}, comagic.And()).IsZero())
	assert.Equal(t, comagic.And(lost), comagic.And(comagic.Filter{}, lost, comagic.Or(comagic.Filter{})))
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(4, time.Minute)...)
	params := period(1)
	params.Filter = comagic.And()
	rows, err := frontdesk.Collect(srv.Client().Reports.AllCalls(context.Background(), params))
	require.NoError(t, err)
	assert.Len(t, rows, 4)
	assert.NotContains(t, string(srv.Requests()[0].Body), "filter")

	for _, none := range []comagic.Filter{comagic.Or(), comagic.And(lost, comagic.Or([]comagic.Filter{}...))} {
		params.Filter = none
		_, err = srv.Client().Reports.ListCalls(context.Background(), params)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid, "one of nothing is no row, not all")
		assert.Equal(t, "filter", asError(t, err).Field)
	}
	assert.Equal(t, 1, srv.Count())
}

func TestCount_MetadataIsThatOfTheLastWindow(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(100, 24*time.Hour)...)
	var meta comagic.Metadata
	n, err := srv.Client().Reports.CountCalls(context.Background(), period(100), comagic.WithMetadata(&meta))
	require.NoError(t, err)
	assert.Equal(t, 100, n)
	assert.Equal(t, frontdesk.Some(10), meta.TotalItems)
}

func TestCount_AsksForOneRowOfOneColumn(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(200, 24*time.Hour)...)
	params := period(200)
	params.Fields, params.Limit, params.Offset = []string{"start_time", "employees"}, 500, 20
	n, err := srv.Client().Reports.CountCalls(context.Background(), params)
	require.NoError(t, err)
	assert.Equal(t, 200, n, "whatever part of the rows the params name")
	n, err = srv.Client().Tags.Count(context.Background(), nil)
	require.NoError(t, err)
	assert.Zero(t, n)
	requests := srv.Requests()
	require.Len(t, requests, 4)
	for _, r := range requests {
		assert.Contains(t, string(r.Body), `"limit":1,`)
		assert.Contains(t, string(r.Body), `"fields":["id"]`)
	}
	assert.Equal(t, 500, params.Limit, "the caller's stay as they are")
}

func TestMarshal_TimesKeepTheirInstant(t *testing.T) {
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	data, err := comagic.Marshal(comagic.CallsReportRow{StartTime: frontdesk.Some(noon)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"start_time":"2026-01-01 15:00:00"}`, string(data))
	var back comagic.CallsReportRow
	require.NoError(t, comagic.Unmarshal(data, &back))
	got, _ := back.StartTime.Get()
	assert.True(t, noon.Equal(got))
	assert.Equal(t, "UTC+3", got.Location().String())
}

func TestReplies_SpellingsOfTheVendorAreRead(t *testing.T) {
	c := func(t *testing.T, row string) *comagic.Client {
		srv := comagictest.NewServer(t)
		srv.Fail(frontdesktest.Body(200, "application/json", `{"jsonrpc":"2.0","id":1,"result":{"data":[`+row+`],"metadata":{"total_items":1}}}`))
		return srv.Client()
	}
	flat := &comagic.CallsParams{ReportID: 1, DateFrom: start, DateTill: start.AddDate(0, 0, 1)}
	for body, want := range map[string]string{`95`: "95", `"00:01:35"`: "00:01:35", `null`: "", `""`: ""} {
		page, err := c(t, `{"communication_id":"17","call_dialing_duration":`+body+`}`).FlatReports.ListCalls(context.Background(), flat)
		require.NoError(t, err, body)
		assert.Equal(t, want, page.Items[0].CallDialingDuration, body)
		assert.Equal(t, int64(17), page.Items[0].CommunicationID.Or(0), "an id as text")
	}
	sessions := &comagic.VisitorSessionsReportParams{DateFrom: start, DateTill: start.AddDate(0, 0, 1)}
	for body, want := range map[string]comagic.Seconds{
		`95`: 95, `"95"`: 95, `"00:01:35"`: 95, `"01:35"`: 95, `"27:00:00"`: 27 * 3600, `null`: 0, `""`: 0,
	} {
		page, err := c(t, `{"id":1,"duration":`+body+`}`).Reports.ListVisitorSessions(context.Background(), sessions)
		require.NoError(t, err, body)
		assert.Equal(t, want, page.Items[0].Duration.Or(0), body)
	}
	for _, body := range []string{`"soon"`, `"1:2:3:4"`, `"-1:00"`, `{"s":1}`, `true`} {
		_, err := c(t, `{"id":1,"duration":`+body+`}`).Reports.ListVisitorSessions(context.Background(), sessions)
		assert.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
	assert.Equal(t, 95*time.Second, comagic.Seconds(95).Duration())
}

func TestHTTPErrors_AreOfTheirStatusOrOfTheirMnemonic(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		want   error
		code   frontdesk.Code
	}{
		{500, `{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"m","data":{"mnemonic":"internal_error"}}}`, frontdesk.ErrServer, comagic.CodeInternalError},
		{503, `<html>busy</html>`, frontdesk.ErrUnavailable, ""},
		{502, ``, frontdesk.ErrUnavailable, ""},
		{403, `{"jsonrpc":"2.0","id":1,"error":{"code":-32003,"message":"m","data":{"mnemonic":"ip_not_whitelisted"}}}`, frontdesk.ErrForbidden, comagic.CodeIPNotWhitelisted},
		{200, `{"jsonrpc":"2.0","id":1,"error":{"code":-32777,"message":"m","data":{"mnemonic":"quite_new"}}}`, frontdesk.ErrServer, "quite_new"},
	} {
		srv := comagictest.NewServer(t)
		srv.Fail(frontdesktest.Body(test.status, "application/json", test.body))
		_, err := srv.Client(frontdesk.NoRetry()).Tags.Create(context.Background(), &comagic.CreateTagsParams{Name: "a"})
		e := asError(t, err)
		assert.ErrorIs(t, err, test.want, "%d %s", test.status, test.body)
		assert.Equal(t, test.code, e.Code)
		assert.Equal(t, test.status, e.HTTPStatus)
	}
}
