package comagic

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
)

// calendar is a report on calls at a vendor that serves small pages and offsets up to
// a small one.
type calendar struct {
	t      *testing.T
	limits pageLimits
	calls  []callAt // in the order of their times
	// withoutIDs makes a report whose rows have no ids, so that rows have to be counted.
	withoutIDs bool
	// restless gives the calls of one second in another order each time.
	restless *rand.Rand

	mu       sync.Mutex
	requests int
	rows     int         // in pages, not those of counts
	cut      map[int]int // bytes of the reply to a request, by its number from 1
}

type callAt struct {
	id   int64
	time string // in the vendor's zone
}

var calendarStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("UTC+3", 3*3600))

// newCalendar has one call at each of the given seconds after the start.
func newCalendar(t *testing.T, seconds ...int) *calendar {
	slices.Sort(seconds)
	v := &calendar{t: t, limits: pageLimits{5, 5, 20}}
	for i, s := range seconds {
		at := calendarStart.Add(time.Duration(s) * time.Second)
		v.calls = append(v.calls, callAt{int64(i + 1), at.Format(time.DateTime)})
	}
	return v
}

func (v *calendar) RoundTrip(r *http.Request) (*http.Response, error) {
	var call struct {
		Params struct {
			Limit, Offset int
			From          string `json:"date_from"`
			Till          string `json:"date_till"`
			Sort          []Sort
			Fields        []string
		}
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(body, &call) != nil {
		return nil, fmt.Errorf("no JSON: %q", body)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	p := call.Params
	assert.LessOrEqual(v.t, p.Offset, v.limits.maxOffset)
	assert.LessOrEqual(v.t, p.Limit, v.limits.maxLimit)
	if p.Limit == 0 {
		p.Limit = v.limits.defaultLimit
	}
	fit := v.between(p.From, p.Till)
	if len(p.Sort) > 0 && p.Sort[0].Order == Descending {
		slices.SortStableFunc(fit, func(a, b callAt) int { return strings.Compare(b.time, a.time) })
	}
	if v.restless != nil {
		shuffleSeconds(v.restless, fit)
	}
	var page strings.Builder
	served := fit[min(p.Offset, len(fit)):min(p.Offset+p.Limit, len(fit))]
	for i, c := range served {
		if i > 0 {
			page.WriteByte(',')
		}
		fmt.Fprintf(&page, `{"id":%d,"start_time":"%s"}`, c.id, c.time)
	}
	if p.Limit > 1 || v.limits.maxLimit == 1 {
		v.rows += len(served)
	}
	v.requests++
	reply := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"result":{"data":[%s],"metadata":{"total_items":%d}}}`, page.String(), len(fit))
	var stream io.Reader = strings.NewReader(reply)
	if n, ok := v.cut[v.requests]; ok {
		stream = io.MultiReader(strings.NewReader(reply[:min(n, len(reply))]), brokenReader{})
	}
	return jsonReply(r, stream), nil
}

func jsonReply(r *http.Request, body io.Reader) *http.Response {
	return &http.Response{
		StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(body), Request: r,
	}
}

func shuffleSeconds(r *rand.Rand, calls []callAt) {
	for i := range calls {
		same := i
		for same > 0 && calls[same-1].time == calls[i].time {
			same--
		}
		j := same + r.IntN(i-same+1)
		calls[i], calls[j] = calls[j], calls[i]
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// between are the calls of a range, both ends included.
func (v *calendar) between(from, till string) []callAt {
	first, _ := slices.BinarySearchFunc(v.calls, from, func(c callAt, text string) int { return strings.Compare(c.time, text) })
	last, _ := slices.BinarySearchFunc(v.calls, till+"~", func(c callAt, text string) int { return strings.Compare(c.time, text) })
	return slices.Clone(v.calls[first:max(first, last)])
}

// walk reads the report in windows of a day, with the calendar's limits.
func (v *calendar) walk(c *Client, params *CallsReportParams, opts ...frontdesk.Option) iter.Seq2[CallsReportRow, error] {
	l := *listReportsCalls
	l.limits, l.period = v.limits, 1
	if v.withoutIDs {
		l.key, l.keyField = nil, ""
	}
	return all[CallsReportRow](context.Background(), &c.base, &l, params, opts)
}

func (v *calendar) client(opts ...frontdesk.Option) *Client {
	opts = append(opts, frontdesk.WithHTTPClient(&http.Client{Transport: v}), frontdesk.WithWindow(1<<30, time.Second))
	c, err := New(AccessToken("test-token"), opts...)
	require.NoError(v.t, err)
	v.t.Cleanup(func() { _ = c.Close() })
	return c
}

// params are those of days whole days.
func calendarParams(days int, sort ...Sort) *CallsReportParams {
	return &CallsReportParams{DateFrom: calendarStart, DateTill: calendarStart.AddDate(0, 0, days).Add(-time.Second), Sort: sort}
}

func idsOf(t *testing.T, seq iter.Seq2[CallsReportRow, error]) (ids []int64, failed error) {
	t.Helper()
	for row, err := range seq {
		require.NoError(t, failed, "something came after an error")
		if err != nil {
			failed = err
			continue
		}
		ids = append(ids, row.ID)
	}
	return ids, failed
}

// every is n calls, step seconds apart.
func every(n, step int) []int {
	seconds := make([]int, n)
	for i := range seconds {
		seconds[i] = i * step
	}
	return seconds
}

// bursts are calls of which up to most share a second.
func bursts(r *rand.Rand, most, until int) []int {
	var seconds []int
	for s := r.IntN(50); s < until; s += 1 + r.IntN(until/12) {
		for range 1 + r.IntN(most) {
			seconds = append(seconds, s)
		}
	}
	return seconds
}

type reading struct {
	sort []Sort
	opts []frontdesk.Option
}

var readings = map[string]reading{
	"oldest first":             {},
	"oldest first, prefetched": {opts: []frontdesk.Option{frontdesk.WithPrefetch(3)}},
	"newest first":             {sort: []Sort{Desc("start_time")}},
	"newest first, prefetched": {sort: []Sort{Desc("start_time")}, opts: []frontdesk.Option{frontdesk.WithPrefetch(3)}},
}

// order are the ids in the order in which a reading yields them.
func (v *calendar) order(r reading) []int64 {
	calls := slices.Clone(v.calls)
	if len(r.sort) > 0 {
		slices.SortStableFunc(calls, func(a, b callAt) int { return strings.Compare(b.time, a.time) })
	}
	ids := make([]int64, len(calls))
	for i, c := range calls {
		ids[i] = c.id
	}
	return ids
}

const secondsOfDay = 24 * 3600

func TestCut_AWindowOfMoreRowsThanOffsetsReachIsReadWhole(t *testing.T) {
	for name, r := range readings {
		t.Run(name, func(t *testing.T) {
			v := newCalendar(t, every(300, 1000)...) // 86 a day, 300,000 seconds: 4 days
			v.withoutIDs = true
			ids, err := idsOf(t, v.walk(v.client(), calendarParams(4, r.sort...), r.opts...))
			require.NoError(t, err)
			assert.Equal(t, v.order(r), ids)
			assert.Equal(t, 300, v.rows, "no row was asked for twice")
			assert.LessOrEqual(t, v.requests, 300/5+4+12+4, "pages, the ends of windows, counts")

			// Less at a time reaches as far.
			v = newCalendar(t, every(100, 500)...)
			v.withoutIDs = true
			params := calendarParams(1, r.sort...)
			params.Limit = 2
			ids, err = idsOf(t, v.walk(v.client(), params, r.opts...))
			require.NoError(t, err)
			assert.Equal(t, v.order(r), ids)
		})
	}
}

func TestCut_ManyRowsOfOneSecond(t *testing.T) {
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 7))
		v := newCalendar(t, bursts(random, 1+random.IntN(25), 2*secondsOfDay)...)
		limit := random.IntN(6)
		for name, r := range readings {
			params := calendarParams(2, r.sort...)
			params.Limit = limit
			v.rows, v.withoutIDs = 0, random.IntN(2) == 0
			ids, err := idsOf(t, v.walk(v.client(), params, r.opts...))
			require.NoError(t, err, "seed %d, %s", seed, name)
			require.Equal(t, v.order(r), ids, "seed %d, %s", seed, name)
		}
	}
}

func TestCut_EveryPositionResumes(t *testing.T) {
	for _, withoutIDs := range []bool{false, true} {
		random := rand.New(rand.NewPCG(3, 7))
		v := newCalendar(t, bursts(random, 5, secondsOfDay+secondsOfDay/2)...)
		v.withoutIDs = withoutIDs
		require.Greater(t, len(v.calls), 2*25)
		everyPositionResumes(t, v)
	}
}

func everyPositionResumes(t *testing.T, v *calendar) {
	c := v.client()
	for name, r := range readings {
		t.Run(fmt.Sprintf("%s, without ids %t", name, v.withoutIDs), func(t *testing.T) {
			want := v.order(r)
			var at frontdesk.Cursor
			opts := append(slices.Clone(r.opts), frontdesk.WithPosition(&at))
			var positions []frontdesk.Cursor
			for _, err := range v.walk(c, calendarParams(2, r.sort...), opts...) {
				require.NoError(t, err)
				positions = append(positions, at)
			}
			require.Len(t, positions, len(want))
			require.Empty(t, at)
			for k, position := range positions {
				params := calendarParams(2, r.sort...)
				params.Resume = position
				params.Limit = k % 6 // another size of pages changes nothing
				ids, err := idsOf(t, v.walk(c, params, r.opts...))
				require.NoError(t, err, "after %d: %s", k+1, position)
				require.Equal(t, want[k+1:], append([]int64{}, ids...), "after %d: %s", k+1, position)
			}
		})
	}
}

// Each reply is cut once, wherever, also those past the largest offset.
func TestCut_BodiesThatBreakOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newCalendar(t, every(120, 700)...)
		for request := 1; request <= 30; request++ {
			for _, at := range []int{60, 190, 270} {
				v.withoutIDs = !v.withoutIDs
				v.requests, v.cut = 0, map[int]int{request: at}
				ids, err := idsOf(t, v.walk(v.client(), calendarParams(1)))
				require.NoError(t, err, "request %d at %d", request, at)
				require.Equal(t, v.order(reading{}), ids, "request %d at %d", request, at)
			}
		}
	})
}

// A failure between the parts is an error whose Next goes on from there.
func TestCut_AFailureBetweenThePartsIsResumed(t *testing.T) {
	for name, r := range readings {
		t.Run(name, func(t *testing.T) {
			v := newCalendar(t, every(120, 700)...)
			for request := 1; request <= 30; request++ {
				v.withoutIDs = !v.withoutIDs
				v.requests, v.cut = 0, map[int]int{request: 5}
				c := v.client(frontdesk.NoRetry())
				ids, err := idsOf(t, v.walk(c, calendarParams(1, r.sort...), r.opts...))
				if err != nil {
					params := calendarParams(1, r.sort...)
					e, ok := err.(*frontdesk.Error)
					require.True(t, ok)
					params.Resume = e.Next
					var rest []int64
					rest, err = idsOf(t, v.walk(c, params, r.opts...))
					ids = append(ids, rest...)
				}
				require.NoError(t, err)
				require.Equal(t, v.order(r), ids, "request %d", request)
			}
		})
	}
}

func TestCut_ASecondOfMoreRowsThanOffsetsReachIsAPagingLimit(t *testing.T) {
	second := func(n, at int) []int { return slices.Repeat([]int{at}, n) }
	for name, r := range readings {
		t.Run(name, func(t *testing.T) {
			for n, reached := range map[int]bool{24: true, 25: true, 26: false, 40: false} {
				v := newCalendar(t, slices.Concat([]int{10, 20, 30}, second(n, 5000), []int{6000, 7000, 8000})...)
				v.withoutIDs = n%2 == 0
				c := v.client()
				ids, err := idsOf(t, v.walk(c, calendarParams(1, r.sort...), r.opts...))
				if reached {
					require.NoError(t, err, "%d rows", n)
					assert.Equal(t, v.order(r), ids)
					continue
				}
				require.ErrorIs(t, err, frontdesk.ErrPagingLimit, "%d rows", n)
				assert.Equal(t, v.order(r)[:3+25], ids, "what can be reached comes first")
				params := calendarParams(1, r.sort...)
				params.Resume = err.(*frontdesk.Error).Next
				ids, err = idsOf(t, v.walk(c, params, r.opts...))
				assert.ErrorIs(t, err, frontdesk.ErrPagingLimit, "also when it is resumed, never a silent end")
				assert.Empty(t, ids)
			}
		})
	}
}

// What is not in the order of its time cannot be cut by it.
func TestCut_OtherOrdersAndListsEndWithAPagingLimit(t *testing.T) {
	for name, opts := range map[string][]frontdesk.Option{"streamed": nil, "prefetched": {frontdesk.WithPrefetch(2)}} {
		v := newCalendar(t, every(40, 700)...)
		c := v.client()
		ids, err := idsOf(t, v.walk(c, calendarParams(1, Asc("finish_reason")), opts...))
		assert.ErrorIs(t, err, frontdesk.ErrPagingLimit, name)
		assert.Len(t, ids, 25)

		l := *listReportsCalls // as if it had no such column
		l.limits, l.period, l.sortField, l.timeField, l.timeOf = v.limits, 1, "", "", nil
		n := 0
		v.requests = 0
		for _, err = range all[CallsReportRow](t.Context(), &c.base, &l, calendarParams(1), opts) {
			if err == nil {
				n++
			}
		}
		assert.ErrorIs(t, err, frontdesk.ErrPagingLimit, name)
		assert.Equal(t, 25, n)
		assert.Equal(t, 5, v.requests, "nothing is asked for past the largest offset")
	}
}

// The pages that List returns go on in the same way, if they are sorted by the time.
func TestCut_ListGoesOnWithNext(t *testing.T) {
	v := newCalendar(t, every(90, 700)...)
	c := v.client()
	l := *listReportsCalls
	l.limits = v.limits
	for _, limit := range []int{0, 1, 3, 5} {
		params := calendarParams(1, Asc("start_time"))
		params.Limit = limit
		var ids []int64
		for more := true; more; {
			p, err := page[CallsReportRow](t.Context(), &c.base, &l, params, nil)
			require.NoError(t, err)
			for _, row := range p.Items {
				ids = append(ids, row.ID)
			}
			if limit > 0 {
				require.LessOrEqual(t, len(p.Items), limit)
			}
			more, params.Resume = p.HasMore, p.Next
		}
		require.Equal(t, v.order(reading{}), ids, "limit %d", limit)
	}
	params := calendarParams(1)
	for more := true; more; {
		p, err := page[CallsReportRow](t.Context(), &c.base, &l, params, nil)
		if err != nil {
			assert.ErrorIs(t, err, frontdesk.ErrPagingLimit, "in the vendor's own order")
			break
		}
		require.True(t, p.HasMore)
		params.Resume = p.Next
	}
}

// The vendor's own limits: 130,000 calls of a day.
func TestCut_AtFullSize(t *testing.T) {
	const n = 130_000
	v := newCalendar(t)
	v.limits = listReportsCalls.limits
	for i := range n {
		at := calendarStart.Add(time.Duration(i/3) * time.Second)
		v.calls = append(v.calls, callAt{int64(i + 1), at.Format(time.DateTime)})
	}
	next := int64(1)
	for row, err := range v.walk(v.client(), calendarParams(1)) {
		require.NoError(t, err)
		if row.ID != next {
			require.Equal(t, next, row.ID)
		}
		next++
	}
	assert.Equal(t, int64(n+1), next)
	assert.Equal(t, n+13, v.rows, "but the one or two calls of each page's last second, no row is asked for twice")
	assert.Equal(t, 11+3, v.requests, "pages of 10,000, and no count for the cut")
}

// rewound is a server that ignores the offset: it sends the same rows for ever.
type rewound struct {
	total    string // member of the metadata
	requests int
}

func (s *rewound) RoundTrip(r *http.Request) (*http.Response, error) {
	s.requests++
	rows := bytes.Repeat([]byte(`{"campaign_name":"view","date_time_creation":"2026-01-01 10:00:00"},`), 10)
	reply := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"result":{"data":[%s],"metadata":{%s"request":%d}}}`, rows[:len(rows)-1], s.total, s.requests)
	return jsonReply(r, strings.NewReader(reply)), nil
}

// read returns the number of rows of a list without ids, and ends with the test.
func (s *rewound) read(t *testing.T, opts []frontdesk.Option) (n int) {
	c, err := New(AccessToken("test-token"), frontdesk.WithHTTPClient(&http.Client{Transport: s}))
	require.NoError(t, err)
	defer c.Close()
	params := &PersonEventsParams{PersonID: 1, Fields: []string{"campaign_name", "date_time_creation"}, DateFrom: calendarStart, DateTill: calendarStart.AddDate(0, 0, 1), Limit: 10}
	for _, err := range c.Persons.AllEvents(t.Context(), params, opts...) {
		require.NoError(t, err)
		n++
	}
	return n
}

var waysToRead = map[string][]frontdesk.Option{"streamed": nil, "prefetched": {frontdesk.WithPrefetch(1)}}

// Where no total ends it, rows without ids are told apart by their bytes.
func TestAll_APageThatRepeatsEndsAListWithoutIDs(t *testing.T) {
	for name, opts := range waysToRead {
		s := new(rewound)
		assert.LessOrEqual(t, s.read(t, opts), 20, name)
		assert.LessOrEqual(t, s.requests, 3, name)
	}
}

// Rows of an aggregate may well be equal: a total says how many there are.
func TestAll_EqualRowsAreReadToTheirTotal(t *testing.T) {
	for name, opts := range waysToRead {
		s := &rewound{total: `"total_items":30,`}
		assert.Equal(t, 30, s.read(t, opts), name)
		assert.Equal(t, 3, s.requests, name)
	}
}

// shuffled is a server with calls of one second, which has no order of its own for
// what the sort leaves equal.
type shuffled struct{ calls int }

func (s *shuffled) RoundTrip(r *http.Request) (*http.Response, error) {
	var call struct {
		Params struct {
			Limit, Offset int
			Sort          []Sort
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&call); err != nil {
		return nil, err
	}
	p := call.Params
	ids := rand.Perm(s.calls)
	if slices.Contains(p.Sort, Asc("communication_id")) {
		slices.SortStableFunc(ids, func(a, b int) int { return a/10 - b/10 })
	}
	if slices.Contains(p.Sort, Asc("tag_id")) || len(p.Sort) == 2 && p.Sort[0].Field == "call_start_date_time" {
		slices.Sort(ids)
	}
	var rows []string
	for _, id := range ids[min(p.Offset, len(ids)):min(p.Offset+p.Limit, len(ids))] {
		rows = append(rows, fmt.Sprintf(`{"communication_id":%d,"call_start_date_time":"2026-01-01 10:00:00",`+
			`"tagging_date_time":"2026-01-01 10:00:00","tag_id":%[1]d}`, id+1))
	}
	reply := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"result":{"data":[%s],"metadata":{"total_items":%d}}}`, strings.Join(rows, ","), s.calls)
	return jsonReply(r, strings.NewReader(reply)), nil
}

// Calls of one second are told apart by their own id.
func TestAll_RowsOfOneSecondHaveAnOrder(t *testing.T) {
	for name, opts := range waysToRead {
		c, err := New(AccessToken("test-token"), frontdesk.WithHTTPClient(&http.Client{Transport: &shuffled{calls: 95}}))
		require.NoError(t, err)
		params := &CallsParams{ReportID: 1, DateFrom: calendarStart, DateTill: calendarStart.AddDate(0, 0, 1), Limit: 10}
		seen := map[int64]bool{}
		for row, err := range c.FlatReports.AllCalls(t.Context(), params, opts...) {
			require.NoError(t, err)
			seen[row.CommunicationID.Or(0)] = true
		}
		assert.Len(t, seen, 95, name)

		// A tag is set on a call once a second: both ids together are the row's.
		clear(seen)
		tagged := &TagsHistoryParams{ReportID: 1, DateFrom: calendarStart, DateTill: calendarStart.AddDate(0, 0, 1), Limit: 10}
		for row, err := range c.FlatReports.AllTagsHistory(t.Context(), tagged, opts...) {
			require.NoError(t, err)
			seen[row.TagID.Or(0)] = true
		}
		assert.Len(t, seen, 95, name)
		require.NoError(t, c.Close())
	}
}
