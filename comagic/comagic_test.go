package comagic_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

var msk = time.FixedZone("UTC+3", 3*60*60)

// start is when the test's first call began.
var start = time.Date(2026, 1, 1, 0, 0, 0, 0, msk)

// calls makes n calls, one every step.
func calls(n int, step time.Duration) []comagic.CallsReportRow {
	rows := make([]comagic.CallsReportRow, n)
	for i := range rows {
		rows[i] = comagic.CallsReportRow{
			ID: int64(i + 1), StartTime: frontdesk.Some(start.Add(time.Duration(i) * step)), Direction: comagic.CallDirectionIn,
			IsLost: frontdesk.Some(i%2 == 0), ContactPhoneNumber: fmt.Sprintf("7495555%04d", i), TalkDuration: frontdesk.Some(int64(i)),
		}
	}
	return rows
}

func period(days int) *comagic.CallsReportParams {
	return &comagic.CallsReportParams{DateFrom: start, DateTill: start.AddDate(0, 0, days)}
}

func TestTags_WhatIsCreatedIsListedChangedAndDeleted(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	ctx := context.Background()

	created, err := c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "VIP"})
	require.NoError(t, err)
	require.Positive(t, created.ID)

	require.NoError(t, c.Tags.Update(ctx, &comagic.UpdateTagsParams{ID: created.ID, Name: frontdesk.Some("gold")}))
	page, err := c.Tags.List(ctx, &comagic.TagsParams{Filter: comagic.Equal("name", "gold")})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, created.ID, page.Items[0].ID)
	assert.Equal(t, frontdesk.Some(1), page.Total)
	assert.False(t, page.HasMore)

	_, err = c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "gold"})
	assertCode(t, err, comagic.CodeDuplicateEntity, frontdesk.ErrConflict)
	require.NoError(t, c.Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: created.ID}))
	err = c.Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: created.ID})
	assertCode(t, err, comagic.CodeEntityNotFound, frontdesk.ErrNotFound)

	srv.PutTags(comagic.Tag{ID: 900, Name: "system", IsSystem: frontdesk.Some(true)})
	err = c.Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: 900})
	assertCode(t, err, comagic.CodeForbidden, frontdesk.ErrForbidden)

	n, err := c.Tags.Count(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
}

func assertCode(t *testing.T, err error, code frontdesk.Code, kind error) {
	t.Helper()
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, code, e.Code)
	assert.ErrorIs(t, err, kind)
	require.NotEmpty(t, e.Details)
}

func TestReads_TheSliceReturnsTheSeeds(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	ctx := context.Background()

	accounts, err := c.Account.List(ctx)
	require.NoError(t, err)
	assert.Equal(t, "Europe/Moscow", accounts[0].Timezone)

	visitors, err := c.Persons.ListVisitors(ctx, &comagic.PersonVisitorsParams{PersonID: comagictest.PersonID})
	require.NoError(t, err)
	require.Len(t, visitors, 2)
	assert.Equal(t, []string{"213123123213", "43534534543"}, visitors[0].Phones)
	assert.Empty(t, visitors[1].Company)

	none, err := c.Persons.ListVisitors(ctx, &comagic.PersonVisitorsParams{PersonID: 5})
	require.NoError(t, err)
	assert.NotNil(t, none)
	assert.Empty(t, none)

	numbers, err := frontdesk.Collect(c.Campaigns.AllAvailablePhoneNumbers(ctx, nil))
	require.NoError(t, err)
	assert.Len(t, numbers, 3)
	assert.Equal(t, comagic.CampaignAvailablePhoneNumberType("call_tracking"), numbers[1].Type)
}

func TestAll_AYearOfCallsIsOneLoopOverWindows(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(2500, 3*time.Hour)...) // 312 days
	c := srv.Client()
	for _, opts := range [][]frontdesk.Option{nil, {frontdesk.WithPrefetch(2)}} {
		srv.ResetRequests()
		seen := map[int64]bool{}
		last := time.Time{}
		began := time.Now()
		for call, err := range c.Reports.AllCalls(context.Background(), period(365), opts...) {
			require.NoError(t, err)
			require.False(t, seen[call.ID], "call %d comes twice", call.ID)
			seen[call.ID] = true
			require.False(t, call.StartTime.Or(last).Before(last))
			last = call.StartTime.Or(last)
		}
		t.Logf("2500 rows in %v, %d requests", time.Since(began), srv.Count())
		assert.Len(t, seen, 2500)
		assert.GreaterOrEqual(t, srv.Count("get.calls_report"), 5)
	}
	n, err := c.Reports.CountCalls(context.Background(), period(365))
	require.NoError(t, err)
	assert.Equal(t, 2500, n)
}

func TestAll_PagesAreReadToTheirEndAndFieldsHoldTheKey(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(95, time.Minute)...)
	c := srv.Client()
	params := period(1)
	params.Limit, params.Fields = 10, []string{"is_lost"}
	rows, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
	require.NoError(t, err)
	assert.Len(t, rows, 95)
	assert.Equal(t, int64(95), rows[94].ID)
	assert.Equal(t, []string{"is_lost"}, params.Fields, "the caller's params stay as they are")
	body := string(srv.Requests()[0].Body)
	assert.Contains(t, body, `"fields":["is_lost","id","start_time"]`)
	assert.Contains(t, body, `"sort":[{"field":"start_time","order":"asc"}]`)
	assert.Equal(t, 10, srv.Count("get.calls_report"))
}

func TestAll_ACutPageIsResumedAtTheNextRow(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(400, time.Minute)...)
	c := srv.Client()
	srv.Fail(frontdesktest.CutBody(30_000))
	rows, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), period(1)))
	require.NoError(t, err)
	assert.Len(t, rows, 400)
	for i, r := range rows {
		require.Equal(t, int64(i+1), r.ID)
	}
	assert.Equal(t, 2, srv.Count())
	assert.NotContains(t, string(srv.Requests()[1].Body), `"offset":0`)

	srv.Fail(frontdesktest.CutBody(30_000))
	rows, err = frontdesk.Collect(c.Reports.AllCalls(context.Background(), period(1), frontdesk.NoRetry()))
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok)
	assert.ErrorIs(t, err, frontdesk.ErrTransport)
	params := period(1)
	params.Resume = e.Next
	rest, err := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
	require.NoError(t, err)
	assert.Equal(t, 400, len(rows)+len(rest))
}

func TestList_APageNamesTheNext(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(25, time.Minute)...)
	c := srv.Client()
	params := period(1)
	params.Limit = 10
	var ids []int64
	var meta comagic.Metadata
	for {
		page, err := c.Reports.ListCalls(context.Background(), params, comagic.WithMetadata(&meta))
		require.NoError(t, err)
		for _, row := range page.Items {
			ids = append(ids, row.ID)
		}
		if !page.HasMore {
			break
		}
		params.Resume = page.Next
	}
	assert.Len(t, ids, 25)
	assert.Equal(t, frontdesk.Some(25), meta.TotalItems)
	assert.NotEmpty(t, meta.Raw)
}

func TestColumns_WhatTheVendorWouldRefuseIsNotSent(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	for _, test := range []struct {
		name   string
		change func(*comagic.CallsReportParams)
		field  string
		says   string
	}{
		{"unknown field", func(p *comagic.CallsReportParams) { p.Fields = []string{"colour"} }, "fields", "start_time, finish_time"},
		{"unsortable", func(p *comagic.CallsReportParams) { p.Sort = []comagic.Sort{comagic.Asc("id")} }, "sort", "sortable are start_time"},
		{"unknown sort", func(p *comagic.CallsReportParams) { p.Sort = []comagic.Sort{comagic.Desc("x")} }, "sort", `no column "x"`},
		{"wrong order", func(p *comagic.CallsReportParams) {
			p.Sort = []comagic.Sort{{Field: "start_time", Order: "up"}}
		}, "sort", "unknown order"},
		{"unfilterable", func(p *comagic.CallsReportParams) { p.Filter = comagic.Equal("start_time", start) }, "filter", "filterable are id"},
		{"unknown filter", func(p *comagic.CallsReportParams) { p.Filter = comagic.Equal("nope", 1) }, "filter", `no column "nope"`},
		{"nested in a tree", func(p *comagic.CallsReportParams) {
			p.Filter = comagic.And(comagic.Equal("is_lost", true), comagic.Or(comagic.IsNull("properties")))
		}, "filter", "properties may not be filtered"},
		{"text for a number", func(p *comagic.CallsReportParams) { p.Filter = comagic.Equal("id", "5") }, "filter", "holds a number"},
		{"number for a boolean", func(p *comagic.CallsReportParams) { p.Filter = comagic.Equal("is_lost", 1) }, "filter", "holds a boolean"},
		{"pattern for a number", func(p *comagic.CallsReportParams) { p.Filter = comagic.Like("id", "5%") }, "filter", "no text"},
		{"order of a boolean", func(p *comagic.CallsReportParams) { p.Filter = comagic.Less("is_lost", 1) }, "filter", "no order"},
		{"jsquery on a text", func(p *comagic.CallsReportParams) { p.Filter = comagic.JSQuery("direction", "a = 1") }, "filter", "no list"},
		{"in without values", func(p *comagic.CallsReportParams) { p.Filter = comagic.In[int64]("id") }, "filter", "at least one"},
		{"in with a wrong value", func(p *comagic.CallsReportParams) { p.Filter = comagic.In("id", "a") }, "filter", "holds a number"},
		{"empty tree", func(p *comagic.CallsReportParams) { p.Filter = comagic.Filter{Condition: comagic.ConditionAnd} }, "filter", "joins no filters"},
		{"limit", func(p *comagic.CallsReportParams) { p.Limit = 10001 }, "limit", "10000"},
		{"offset", func(p *comagic.CallsReportParams) { p.Offset = -1 }, "offset", "100000"},
		{"no dates", func(p *comagic.CallsReportParams) { p.DateFrom = time.Time{} }, "date_from", "required"},
		{"foreign cursor", func(p *comagic.CallsReportParams) { p.Resume = "v1:page=3" }, "Resume", "cursor"},
	} {
		t.Run(test.name, func(t *testing.T) {
			params := period(1)
			test.change(params)
			_, err := c.Reports.ListCalls(context.Background(), params)
			_, allErr := frontdesk.Collect(c.Reports.AllCalls(context.Background(), params))
			for _, err := range []error{err, allErr} {
				e, ok := errors.AsType[*frontdesk.Error](err)
				require.True(t, ok, "%v", err)
				assert.ErrorIs(t, err, frontdesk.ErrInvalid)
				assert.Equal(t, frontdesk.SentNo, e.Sent)
				assert.Equal(t, test.field, e.Field)
				assert.Contains(t, e.Message, test.says)
				assert.Equal(t, "get.calls_report", e.Operation)
			}
		})
	}
	assert.Zero(t, srv.Count())
}

func TestFilter_EveryOperatorFindsItsRows(t *testing.T) {
	srv := comagictest.NewServer(t)
	rows := calls(10, time.Minute)
	rows[3].UTMSource = "Google"
	rows[4].Tags = []comagic.ReportTag{{TagID: frontdesk.Some[int64](7), TagName: "VIP"}}
	rows[5].Attributes = []comagic.CommunicationAttribute{"first", "lost"}
	srv.PutCalls(rows...)
	c := srv.Client()
	ids := func(filter comagic.Filter) []int64 {
		params := period(1)
		params.Filter = filter
		var found []int64
		for row, err := range c.Reports.AllCalls(context.Background(), params) {
			require.NoError(t, err)
			found = append(found, row.ID)
		}
		return found
	}
	for _, test := range []struct {
		name   string
		filter comagic.Filter
		want   []int64
	}{
		{"=", comagic.Equal("id", 3), []int64{3}},
		{"= enum", comagic.And(comagic.Equal("direction", comagic.CallDirectionIn), comagic.Equal("id", 3)), []int64{3}},
		{"!=", comagic.And(comagic.NotEqual("id", 1), comagic.Less("id", 4)), []int64{2, 3}},
		{"< and >", comagic.And(comagic.Greater("id", 4), comagic.Less("id", 6)), []int64{5}},
		{"<= and >=", comagic.And(comagic.AtLeast("id", 4), comagic.AtMost("id", 5)), []int64{4, 5}},
		{"like", comagic.Like("utm_source", "Goo%"), []int64{4}},
		{"like is exact", comagic.Like("utm_source", "goo%"), nil},
		{"ilike", comagic.ILike("utm_source", "%OOG%"), []int64{4}},
		{"not_like", comagic.And(comagic.NotLike("utm_source", "Goo%"), comagic.In("id", 4, 5)), []int64{5}},
		{"not_ilike", comagic.And(comagic.NotILike("utm_source", "goo%"), comagic.In("id", 4, 5)), []int64{5}},
		{"regexp", comagic.Regexp("contact_phone_number", "000[12]$"), []int64{2, 3}},
		{"in", comagic.In("id", 2, 9), []int64{2, 9}},
		{"not_in", comagic.And(comagic.NotIn("id", 2, 9), comagic.Less("id", 4)), []int64{1, 3}},
		{"overlap", comagic.Overlap("attributes", "lost"), []int64{6}},
		{"not_overlap", comagic.And(comagic.NotOverlap("attributes", "lost"), comagic.In("id", 5, 6)), []int64{5}},
		{"jsquery", comagic.JSQuery("tags", "#.tag_id = 7"), []int64{5}},
		{"null", comagic.And(comagic.IsNull("utm_source"), comagic.In("id", 4, 5)), []int64{5}},
		{"not null", comagic.IsNotNull("utm_source"), []int64{4}},
		{"is_null", comagic.And(comagic.Filter{Field: "utm_source", Operator: comagic.OpIsNull}, comagic.Equal("id", 1)), []int64{1}},
		{"is_not_null", comagic.Filter{Field: "utm_source", Operator: comagic.OpIsNotNull}, []int64{4}},
		{"or", comagic.Or(comagic.Equal("id", 1), comagic.And(comagic.Equal("is_lost", false), comagic.Equal("id", 2))), []int64{1, 2}},
		{"list of enums", comagic.In("direction", comagic.CallDirectionOut), nil},
	} {
		assert.Equal(t, test.want, ids(test.filter), test.name)
	}
}

func TestFilter_BothFormsSurviveTheCodec(t *testing.T) {
	for _, f := range []comagic.Filter{
		comagic.Equal("id", int64(9007199254740993)), comagic.IsNull("x"), comagic.And(comagic.Like("a", "b%"), comagic.Equal("c", true)), {},
	} {
		data, err := comagic.Marshal(f)
		require.NoError(t, err)
		var back comagic.Filter
		require.NoError(t, comagic.Unmarshal(data, &back))
		assert.Equal(t, f, back, string(data))
	}
}

func TestCall_TheHatchTakesAnyMethod(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	srv.PutTags(comagic.Tag{ID: 5, Name: "a"})
	c := srv.Client()
	var tags []comagic.Tag
	require.NoError(t, c.Call(context.Background(), "get.tags", map[string]any{"limit": 1}, &tags))
	require.Len(t, tags, 1)
	var created comagic.IDResult
	require.NoError(t, c.Call(context.Background(), "create.tags", map[string]any{"name": "b"}, &created))
	assert.Positive(t, created.ID)

	err := c.Call(context.Background(), "get.new_thing", nil, nil)
	assertCode(t, err, comagic.CodeMethodNotFound, frontdesk.ErrUnsupported)
	for _, params := range []any{[]int{1}, map[string]any{"access_token": "x"}, "text"} {
		assert.ErrorIs(t, c.Call(context.Background(), "get.tags", params, nil), frontdesk.ErrInvalid)
	}
	assert.ErrorIs(t, c.Call(context.Background(), "", nil, nil), frontdesk.ErrInvalid)

	for _, test := range []struct {
		method string
		want   frontdesk.Class
	}{
		{"get.new_thing", frontdesk.ClassSafe}, {"getobj.x", frontdesk.ClassSafe}, {"call_api.list.x", frontdesk.ClassSafe},
		{"update.new_thing", frontdesk.ClassUnsafe}, {"update.tags", frontdesk.ClassIdempotent}, {"create.tags", frontdesk.ClassUnsafe},
		{"call_api.make.call", frontdesk.ClassUnsafe},
	} {
		var class frontdesk.Class
		hooks := frontdesk.Hooks{Start: func(ctx context.Context, call frontdesk.Call) context.Context { class = call.Class; return ctx }}
		_ = c.Call(context.Background(), test.method, nil, nil, frontdesk.WithHooks(hooks))
		assert.Equal(t, test.want, class, test.method)
	}
}

func TestBothHostsServeTheCallAPIToo(t *testing.T) {
	for host, want := range map[comagic.Host]string{comagic.HostComagic: "comagic.ru", comagic.HostUIS: "uiscom.ru"} {
		srv := comagictest.New()
		c, err := comagic.New(comagic.AccessToken(comagictest.Token), comagic.WithHost(host), frontdesk.WithHTTPClient(srv.HTTPClient()))
		require.NoError(t, err)
		_, err = c.Account.List(context.Background())
		require.NoError(t, err)
		require.NoError(t, c.Call(context.Background(), "call_api.list.calls", nil, nil))
		requests := srv.Requests()
		assert.Equal(t, "dataapi."+want+" /v2.0", requests[0].Host+" "+requests[0].Path)
		assert.Equal(t, "callapi."+want+" /v4.0", requests[1].Host+" "+requests[1].Path)
		srv.Close()
	}
}

func TestUserID_IsSentWhereTheMethodTakesIt(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client(comagic.WithUserID(42))
	_, err := c.Tags.List(context.Background(), nil)
	require.NoError(t, err)
	_, err = c.Account.List(context.Background())
	require.NoError(t, err)
	_, err = c.Tags.List(context.Background(), nil, comagic.WithUserID(43))
	require.NoError(t, err)
	bodies := srv.Requests()
	assert.Contains(t, string(bodies[0].Body), `"user_id":42`)
	assert.NotContains(t, string(bodies[1].Body), "user_id")
	assert.Contains(t, string(bodies[2].Body), `"user_id":43`)
	_, err = c.Account.List(context.Background(), comagic.WithUserID(43))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, 3, srv.Count())
}

func TestTimes_AreReadInTheClientsZone(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(1, 0)...)
	c := srv.Client(frontdesk.WithLocation(time.FixedZone("UTC+5", 5*3600)))
	params := period(1)
	params.DateFrom = params.DateFrom.Add(-5 * time.Hour)
	page, err := c.Reports.ListCalls(context.Background(), params)
	require.NoError(t, err)
	got, _ := page.Items[0].StartTime.Get()
	assert.True(t, got.Equal(start.Add(-2*time.Hour)), got)
	assert.Contains(t, string(srv.Requests()[0].Body), `"date_from":"2025-12-31 21:00:00"`)
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	for name, make := range map[string]func() (*comagic.Client, error){
		"no token":    func() (*comagic.Client, error) { return comagic.New(comagic.AccessToken("")) },
		"short token": func() (*comagic.Client, error) { return comagic.New(comagic.AccessToken("abc")) },
		"no login":    func() (*comagic.Client, error) { return comagic.New(comagic.Login("", "secret-password")) },
		"no password": func() (*comagic.Client, error) { return comagic.New(comagic.Login("user", "")) },
		"unknown host": func() (*comagic.Client, error) {
			return comagic.New(comagic.AccessToken("test-token"), comagic.WithHost("example.com"))
		},
		"negative user": func() (*comagic.Client, error) {
			return comagic.New(comagic.AccessToken("test-token"), comagic.WithUserID(-1))
		},
		"metadata in New": func() (*comagic.Client, error) {
			return comagic.New(comagic.AccessToken("test-token"), comagic.WithMetadata(new(comagic.Metadata)))
		},
		"plain http": func() (*comagic.Client, error) {
			return comagic.New(comagic.AccessToken("test-token"), frontdesk.WithBaseURL("http://example.com"))
		},
	} {
		_, err := make()
		assert.ErrorIs(t, err, frontdesk.ErrInvalid, name)
	}
	shown := fmt.Sprintf("%v %+v %#v", comagic.AccessToken("secret-token"), comagic.Login("user", "secret-password"), comagic.Login("user", "secret-password"))
	assert.NotContains(t, shown, "secret")
	assert.False(t, strings.Contains(shown, "user"))
}
