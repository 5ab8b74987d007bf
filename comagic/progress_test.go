package comagic

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
)

// restlessCalendar is a report whose calls of one second come in another order each
// time, up to six of a second.
func restlessCalendar(t *testing.T, seed uint64, until int) *calendar {
	random := rand.New(rand.NewPCG(seed, 11))
	v := newCalendar(t, bursts(random, 6, until)...)
	v.limits, v.restless = pageLimits{13, 13, 40}, random
	return v
}

// sorted are the ids as a set; that they come in the order of their times is checked
// on the way.
func (v *calendar) sorted(r reading, ids []int64) []int64 {
	v.t.Helper()
	for i := 1; i < len(ids); i++ {
		before, after := v.calls[ids[i-1]-1].time, v.calls[ids[i]-1].time
		if len(r.sort) > 0 {
			before, after = after, before
		}
		require.LessOrEqual(v.t, before, after, "the calls %d and %d", ids[i-1], ids[i])
	}
	return slices.Sorted(slices.Values(ids))
}

func TestProgress_CallsOfOneSecondAreNeitherLostNorRepeated(t *testing.T) {
	for seed := range uint64(20) {
		v := restlessCalendar(t, seed, 2*secondsOfDay)
		for name, r := range readings {
			params := calendarParams(2, r.sort...)
			params.Limit = int(seed % 8)
			ids, err := idsOf(t, v.walk(v.client(), params, r.opts...))
			require.NoError(t, err, "seed %d, %s", seed, name)
			require.Equal(t, v.sorted(r, v.order(r)), v.sorted(r, ids), "seed %d, %s", seed, name)
		}
	}
}

func TestProgress_EveryPositionKnowsWhatIsDone(t *testing.T) {
	v := restlessCalendar(t, 5, secondsOfDay+secondsOfDay/2)
	require.Greater(t, len(v.calls), 40)
	for name, r := range readings {
		t.Run(name, func(t *testing.T) {
			c := v.client()
			var at frontdesk.Cursor
			var positions []frontdesk.Cursor
			var done []int64
			for row, err := range v.walk(c, calendarParams(2, r.sort...), append(slices.Clone(r.opts), frontdesk.WithPosition(&at))...) {
				require.NoError(t, err)
				done, positions = append(done, row.ID), append(positions, at)
			}
			for k, position := range positions {
				params := calendarParams(2, r.sort...)
				params.Resume, params.Limit = position, k%6
				ids, err := idsOf(t, v.walk(c, params, r.opts...))
				require.NoError(t, err, "after %d: %s", k+1, position)
				all := v.sorted(r, slices.Concat(done[:k+1], ids))
				require.Equal(t, v.sorted(r, v.order(r)), all, "after %d: %s", k+1, position)
			}
		})
	}
}

func TestProgress_APageThatBreaksOffGoesOnBeforeItsLastSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := restlessCalendar(t, 9, secondsOfDay)
		for request := 1; request <= 20; request++ {
			for _, at := range []int{60, 190, 270, 420} {
				v.requests, v.cut = 0, map[int]int{request: at}
				ids, err := idsOf(t, v.walk(v.client(), calendarParams(1)))
				require.NoError(t, err, "request %d at %d", request, at)
				require.Equal(t, v.sorted(reading{}, v.order(reading{})), v.sorted(reading{}, ids), "request %d at %d", request, at)
			}
		}
	})
}

// Pages of List keep to their limit, although rows in front of them are asked for too.
func TestProgress_ListGivesNoMoreThanItsLimit(t *testing.T) {
	v := restlessCalendar(t, 2, secondsOfDay)
	c := v.client()
	l := *listReportsCalls
	l.limits = v.limits
	for _, limit := range []int{0, 1, 3, 5, 13} {
		params := calendarParams(1, Asc("start_time"))
		params.Limit = limit
		var ids []int64
		for more := true; more; {
			p, err := page[CallsReportRow](t.Context(), &c.base, &l, params, nil)
			require.NoError(t, err)
			require.NotEmpty(t, p.Items)
			if limit > 0 {
				require.LessOrEqual(t, len(p.Items), limit)
			}
			for _, row := range p.Items {
				ids = append(ids, row.ID)
			}
			more, params.Resume = p.HasMore, p.Next
		}
		require.Equal(t, v.sorted(reading{}, v.order(reading{})), v.sorted(reading{}, ids), "limit %d", limit)
	}
}

// tagsOfOneDay is a server with tags that were made in a few seconds; they can be
// sorted by that time, but not by their id.
type tagsOfOneDay struct {
	t *testing.T
	n int
}

func (s *tagsOfOneDay) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	require.NoError(s.t, err)
	number := func(key string) int {
		_, rest, _ := strings.Cut(string(body), `"`+key+`":`)
		text, _, _ := strings.Cut(strings.TrimRight(rest, "}"), ",")
		n, _ := strconv.Atoi(text)
		return n
	}
	var tags []callAt
	for i := range s.n {
		tags = append(tags, callAt{int64(i + 1), fmt.Sprintf("2026-01-01 10:00:%02d", i/7)})
	}
	shuffleSeconds(rand.New(rand.NewPCG(rand.Uint64(), 1)), tags)
	var rows []string
	from := number("offset")
	for _, tag := range tags[min(from, len(tags)):min(from+number("limit"), len(tags))] {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"creation_datetime":"%s"}`, tag.id, tag.time))
	}
	reply := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"result":{"data":[%s],"metadata":{"total_items":%d}}}`, strings.Join(rows, ","), s.n)
	return jsonReply(r, strings.NewReader(reply)), nil
}

// Lists without dates have the same promise, if a time may order them.
func TestProgress_ListsWithoutDates(t *testing.T) {
	for name, opts := range waysToRead {
		s := &tagsOfOneDay{t: t, n: 200}
		c, err := New(AccessToken("test-token"), frontdesk.WithHTTPClient(&http.Client{Transport: s}))
		require.NoError(t, err)
		seen := map[int64]int{}
		for tag, err := range c.Tags.All(t.Context(), &TagsParams{Limit: 20}, opts...) {
			require.NoError(t, err)
			seen[tag.ID]++
		}
		assert.Len(t, seen, s.n, name)
		assert.Equal(t, s.n, total(seen), "%s: none came twice", name)
		require.NoError(t, c.Close())
	}
}

func total(counts map[int64]int) (sum int) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// Of more rows of one second than a position holds the list goes on by their number,
// and comes to its end.
func TestProgress_OfManyRowsOfOneSecondOnlyTheirNumberIsKept(t *testing.T) {
	v := newCalendar(t, slices.Repeat([]int{500}, 40)...)
	v.limits = pageLimits{20, 20, 100}
	var at frontdesk.Cursor
	n := 0
	for _, err := range v.walk(v.client(), calendarParams(1), frontdesk.WithPosition(&at)) {
		require.NoError(t, err)
		n++
		if n <= 20 {
			assert.Equal(t, n <= 10, strings.Contains(string(at), "seen="), "after %d: %s", n, at)
		}
	}
	assert.Equal(t, 40, n)
}

// A second of more rows than positions hold, across the largest offset: where a page
// began inside it, what is known of it is no whole, and the list goes on by number.
func TestProgress_ASecondThatIsKnownInPartIsNotCutOut(t *testing.T) {
	seconds := slices.Concat(every(80, 10), slices.Repeat([]int{5000}, 45))
	for _, late := range every(30, 10) {
		seconds = append(seconds, 6000+late)
	}
	v := newCalendar(t, seconds...)
	v.limits = pageLimits{20, 20, 100}
	for name, r := range readings {
		want := v.order(r)
		var at frontdesk.Cursor
		var positions []frontdesk.Cursor
		for _, err := range v.walk(v.client(), calendarParams(1, r.sort...), append(slices.Clone(r.opts), frontdesk.WithPosition(&at))...) {
			require.NoError(t, err)
			positions = append(positions, at)
		}
		require.Len(t, positions, len(want))
		for k, position := range positions {
			params := calendarParams(1, r.sort...)
			params.Resume = position
			ids, err := idsOf(t, v.walk(v.client(), params, r.opts...))
			require.NoError(t, err)
			require.Equal(t, want[k+1:], append([]int64{}, ids...), "%s, after %d: %s", name, k+1, position)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		v := newCalendar(t, seconds...)
		v.limits = pageLimits{20, 20, 100}
		for request := 1; request < 14; request++ {
			v.requests, v.cut = 0, map[int]int{request: 870}
			ids, err := idsOf(t, v.walk(v.client(), calendarParams(1)))
			require.NoError(t, err)
			require.Equal(t, v.order(reading{}), ids, "request %d breaks off", request)
		}
	})
}
