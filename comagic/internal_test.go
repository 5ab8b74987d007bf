package comagic

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

func TestChecks_TheFirstFaultIsKeptWithItsPath(t *testing.T) {
	for _, test := range []struct {
		name   string
		run    func(c checks)
		field  string
		reason string
	}{
		{"nothing", func(c checks) { c.required("a", true); c.id("b", 1); c.atLeast("c", 1, 1); c.atMost("d", 1, 1) }, "", ""},
		{"required", func(c checks) { c.required("a", false); c.id("b", 0) }, "a", "is required"},
		{"id", func(c checks) { c.id("b", 0) }, "b", "0 is no id"},
		{"id of the vendor's own", func(c checks) { c.id("b", -11) }, "", ""},
		{"below", func(c checks) { c.atLeast("c", 0.5, 1) }, "c", "0.5 is below 1"},
		{"above", func(c checks) { c.atMost("c", 2, 1) }, "c", "2 is above 1"},
		{"few items", func(c checks) { c.minItems("d", 0, 1) }, "d", "0 items, at least 1 are needed"},
		{"many items", func(c checks) { c.maxItems("d", 51, 50) }, "d", "51 items, at most 50 are allowed"},
		{"short", func(c checks) { c.minLength("e", "äö", 3) }, "e", "2 characters, at least 3 are needed"},
		{"long", func(c checks) { c.maxLength("e", "äöü", 2) }, "e", "3 characters, at most 2 are allowed"},
		{"nested", func(c checks) {
			employee := c.item("employees", 2)
			extension := employee.in("extension")
			extension.required("number", false)
		}, "employees[2].extension.number", "is required"},
	} {
		var f fault
		test.run(checks{fault: &f})
		assert.Equal(t, fault{field: test.field, reason: test.reason}, f, test.name)
	}
}

func TestFirst_AListOfOneObjectIsTheObject(t *testing.T) {
	op := sessionMethod("", "getobj.thing")
	op.Class = frontdesk.ClassSafe
	for body, want := range map[string]string{
		`{"result":{"data":[{"name":"a"}]}}`: "a", `{"result":{"data":{"name":"b"}}}`: "b", `{"result":{"data":[]}}`: "",
	} {
		srv := frontdesktest.New(frontdesktest.Config{})
		srv.Fail(frontdesktest.Body(200, "application/json", body))
		c, err := New(AccessToken("test-token"), frontdesk.WithHTTPClient(srv.HTTPClient()))
		require.NoError(t, err)
		thing, err := first[IDName](t.Context(), &c.base, op, nil, nil)
		if want == "" {
			assert.ErrorIs(t, err, frontdesk.ErrNotFound)
		} else if assert.NoError(t, err) {
			assert.Equal(t, want, thing.Name)
		}
		srv.Close()
	}
}

func TestRenewAt_AClockThatDiffersIsNotBelieved(t *testing.T) {
	now := time.Unix(1_767_225_600, 0)
	for name, test := range map[string]struct {
		end  int64
		want time.Duration
	}{
		"an hour":         {now.Unix() + 3600, 55 * time.Minute},
		"not told":        {0, 55 * time.Minute},
		"already over":    {now.Unix() - 10, 55 * time.Minute},
		"in a year":       {now.Unix() + 365*86400, 55 * time.Minute},
		"a short one":     {now.Unix() + 100, 90 * time.Second},
		"in milliseconds": {now.UnixMilli(), 55 * time.Minute},
		"seconds to live": {3600, 55 * time.Minute},
	} {
		r := sessionReply{Expire: frontdesk.Some(test.end)}
		assert.Equal(t, test.want, r.renewAt(now).Sub(now), name)
	}
}

func TestLimits_AreReadFromAnyMetadata(t *testing.T) {
	now := time.Unix(1_767_225_600, 0)
	m := parseMetadata([]byte(`{"limits":{"day_limit":100,"day_remaining":"7","day_reset":60,"hour_limit":50,"hour_remaining":49,
		"hour_reset":99999,"minute_remaining":-3,"minute_reset":1e9},"total_items":5}`), now)
	require.Len(t, m.states, 3)
	assert.Equal(t, 7, m.states[0].Remaining)
	assert.Equal(t, 61*time.Second, m.states[0].Reset.Sub(now))
	assert.Equal(t, time.Hour+time.Second, m.states[1].Reset.Sub(now), "no reset is further away than its window")
	assert.Equal(t, 0, m.states[2].Remaining)
	assert.Equal(t, 0, m.states[2].Limit)
	assert.Equal(t, frontdesk.Some(5), m.TotalItems)
}

func FuzzMetadata(f *testing.F) {
	for _, seed := range []string{
		`{"limits":{"day_limit":1,"day_remaining":0,"day_reset":5},"total_items":3}`, `[]`, `{}`, `"x"`, `null`,
		`{"limits":[],"api_version":{"current_version_depricated":true,"latest_version":"v3.0"}}`,
		`{"limits":{"minute_limit":1e300,"minute_remaining":-1,"minute_reset":"9999999999999999999"},"total_items":-4}`,
	} {
		f.Add([]byte(seed))
	}
	now := time.Unix(1_767_225_600, 0)
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := parseMetadata(raw, now)
		for _, s := range m.states {
			if s.Remaining < -1 || s.Limit < 0 || !s.Reset.IsZero() && (s.Reset.Before(now) || s.Reset.After(now.Add(25*time.Hour))) {
				t.Errorf("%s: %+v", raw, s)
			}
		}
	})
}

func FuzzFailure(f *testing.F) {
	f.Add([]byte(`{"code":-32029,"message":"m","data":{"mnemonic":"limit_exceeded","params":{"limit_type":"day"},"metadata":{"limits":{"day_reset":5,"day_remaining":0}}}}`))
	f.Add([]byte(`"text"`))
	f.Add([]byte(`{"data":[]}`))
	now := time.Unix(1_767_225_600, 0)
	f.Fuzz(func(t *testing.T, raw []byte) {
		err, _ := failureOf(raw, now)
		if err.Kind == "" || err.RetryAfter < 0 {
			t.Errorf("%s: %+v", raw, err)
		}
	})
}

// pageOf is a reply of the calls report.
func pageOf(t testing.TB, rows int) []byte {
	row := CallsReportRow{
		ID: 1, StartTime: frontdesk.Some(time.Unix(1_767_225_600, 0)), FinishTime: frontdesk.Some(time.Unix(1_767_225_700, 0)),
		FinishReason: "operator_disconnects", Direction: CallDirectionIn, CPNRegionID: frontdesk.Some[int64](77), CPNRegionName: "Moscow",
		Source: "va", IsLost: frontdesk.Some(false), ContactPhoneNumber: "74955550101", TalkDuration: frontdesk.Some[int64](95),
	}
	body := []byte(`{"jsonrpc":"2.0","id":1,"result":{"data":[`)
	for i := range rows {
		if i > 0 {
			body = append(body, ',')
		}
		row.ID = int64(i + 1)
		data, err := Marshal(row)
		require.NoError(t, err)
		body = append(body, data...)
	}
	return append(body, `],"metadata":{"total_items":1000,"limits":{"day_limit":5000,"day_remaining":4999,"day_reset":3600}}}}`...)
}

func BenchmarkDecode_CallsReport1000Rows(b *testing.B) {
	body := pageOf(b, 1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var rows []CallsReportRow
		into, _ := replyFor(listReportsCalls.op, &rows)
		if err := defaultCodec.Unmarshal(body, into); err != nil {
			b.Fatal(err)
		}
		if len(rows) != 1000 {
			b.Fatal(len(rows))
		}
	}
}
