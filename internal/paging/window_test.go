package paging

import (
	"errors"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/frontdesk-go/frontdesk"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const day = 24 * time.Hour

func TestWindows_EverySecondIsInExactlyOne(t *testing.T) {
	utc := func(text string) time.Time {
		at, err := time.Parse("2006-01-02 15:04:05.999", text)
		require.NoError(t, err)
		return at
	}
	tests := map[string]struct {
		from, till string
		longest    time.Duration
		want       []string // "from till" of each
	}{
		"a range that fits":        {"2026-01-01 00:00:00", "2026-01-31 23:59:59", 31 * day, []string{"2026-01-01 00:00:00 2026-01-31 23:59:59"}},
		"one second more":          {"2026-01-01 00:00:00", "2026-02-01 00:00:00", 31 * day, []string{"2026-01-01 00:00:00 2026-01-31 23:59:59", "2026-02-01 00:00:00 2026-02-01 00:00:00"}},
		"three windows":            {"2026-01-01 12:00:00", "2026-01-03 18:00:00", day, []string{"2026-01-01 12:00:00 2026-01-02 11:59:59", "2026-01-02 12:00:00 2026-01-03 11:59:59", "2026-01-03 12:00:00 2026-01-03 18:00:00"}},
		"a single second":          {"2026-01-01 00:00:00", "2026-01-01 00:00:00", day, []string{"2026-01-01 00:00:00 2026-01-01 00:00:00"}},
		"fractions are cut off":    {"2026-01-01 00:00:00.9", "2026-01-01 00:00:01.1", day, []string{"2026-01-01 00:00:00 2026-01-01 00:00:01"}},
		"no longest":               {"2026-01-01 00:00:00", "2027-01-01 00:00:00", 0, []string{"2026-01-01 00:00:00 2027-01-01 00:00:00"}},
		"a longest under a second": {"2026-01-01 00:00:00", "2026-01-01 00:00:01", time.Millisecond, []string{"2026-01-01 00:00:00 2026-01-01 00:00:00", "2026-01-01 00:00:01 2026-01-01 00:00:01"}},
		"a range that ends before": {"2026-01-02 00:00:00", "2026-01-01 00:00:00", day, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for w := range Windows(utc(test.from), utc(test.till), test.longest) {
				assert.Zero(t, w.From.Nanosecond()+w.Till.Nanosecond())
				got = append(got, w.From.Format(time.DateTime)+" "+w.Till.Format(time.DateTime))
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestWindows_AChangeOfTheClocksMakesNoneTooLong(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	require.NoError(t, err)
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	till := time.Date(2026, 12, 31, 23, 59, 59, 0, zone)
	for _, longest := range []time.Duration{time.Minute * 30, day, 30 * day, 90 * day} {
		expect := from
		for w := range Windows(from, till, longest) {
			require.True(t, expect.Equal(w.From), "%v begins a second after the one before", w)
			require.False(t, w.Till.Before(w.From))
			assert.Less(t, w.Till.Sub(w.From), longest)
			if longest >= day {
				assert.Less(t, onClock(w.Till).Sub(onClock(w.From)), longest)
			}
			expect = w.Till.Add(time.Second)
		}
		assert.True(t, expect.Equal(till.Add(time.Second)), "%v reaches the end", longest)
	}
}

func TestWindows_StopWithTheLoop(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	n := 0
	for range Windows(from, from.AddDate(100, 0, 0), time.Second) {
		if n++; n == 3 {
			break
		}
	}
	assert.Equal(t, 3, n)
}

func TestPlan_WalksWindowByWindowAndOffsetByOffset(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("UTC+3", 3*3600))
	plan := Plan{From: from, Till: from.Add(2*day + time.Hour), MaxWindow: day}
	windows := slices.Collect(Windows(plan.From, plan.Till, plan.MaxWindow))
	require.Len(t, windows, 3)

	pos, err := plan.At("")
	require.NoError(t, err)
	assert.Equal(t, Position{Window: windows[0]}, pos)
	steps := []struct {
		rows int
		want Position
	}{
		{10, Position{Window: windows[0], Offset: 10}}, // a full page
		{3, Position{Window: windows[1], Offset: 0}},   // a short one
		{0, Position{Window: windows[2], Offset: 0}},   // an empty window
	}
	for _, step := range steps {
		pos, err = plan.At(plan.After(pos, step.rows, 10, frontdesk.Opt[int]{}))
		require.NoError(t, err)
		assert.Equal(t, step.want, pos, "in the zone of the range")
	}
	assert.Empty(t, plan.After(pos, 9, 10, frontdesk.Opt[int]{}))
}

func TestPlan_AForeignCursorIsInvalid(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	plan := Plan{From: from, Till: from.Add(10 * day), MaxWindow: day}
	early := Plan{From: from.Add(-day), Till: from.Add(day), MaxWindow: day}
	late := Plan{From: from.Add(9 * day), Till: from.Add(12 * day), MaxWindow: 3 * day}
	cursor := func(p Plan) frontdesk.Cursor {
		pos, err := p.At("")
		require.NoError(t, err)
		return pos.Cursor()
	}
	for name, at := range map[string]error{
		"of no list":                second(plan.At("nonsense")),
		"of a list without dates":   second(plan.At(OffsetCursor(5))),
		"of a range before":         second(plan.At(cursor(early))),
		"of a range after":          second(plan.At(cursor(late))),
		"of dates, without any now": second(Plan{}.At(cursor(plan))),
	} {
		e := failure(t, at)
		assert.ErrorIs(t, e, frontdesk.ErrInvalid, name)
		assert.Equal(t, "Resume", e.Field, name)
	}
	_, err := Plan{From: from, Till: from.Add(-day)}.At("")
	assert.ErrorIs(t, err, frontdesk.ErrInvalid, "a range that ends before it begins")
}

// Rows past the largest offset are reached by a request at it whose first rows are
// dropped.
func TestPlan_TheLastPageReachesPastTheLargestOffset(t *testing.T) {
	plan := Plan{MaxOffset: 100, LastPage: 30}
	for _, test := range []struct {
		plan      Plan
		offset    int64
		limit     int
		at        int64
		ask, skip int
	}{
		{plan, 50, 20, 50, 20, 0},
		{plan, 90, 20, 90, 10, 0},
		{plan, 100, 20, 100, 20, 0},
		{plan, 101, 20, 100, 21, 1},
		{plan, 120, 20, 100, 30, 20},
		{plan, 130, 20, 100, 30, 30},
		{Plan{}, 1 << 40, 20, 1 << 40, 20, 0},
		{Plan{LastPage: 30}, 5, 20, 5, 20, 0},
	} {
		at, ask, skip := test.plan.Ask(Position{Offset: test.offset}, test.limit)
		assert.Equal(t, []int64{test.at, int64(test.ask), int64(test.skip)}, []int64{at, int64(ask), int64(skip)}, "%d", test.offset)
	}
	for offset, ok := range map[int64]bool{0: true, 100: true, 130: true, 131: false} {
		_, err := plan.At(OffsetCursor(offset))
		assert.Equal(t, !ok, errors.Is(err, frontdesk.ErrPagingLimit), "%d", offset)
	}
	for _, free := range []Plan{{}, {LastPage: 30}} {
		_, err := free.At(OffsetCursor(1 << 30))
		assert.NoError(t, err)
	}
}

func TestPlan_WindowTillIsTheLongestThatFits(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	require.NoError(t, err)
	from := time.Date(2026, 1, 1, 0, 0, 0, 5, zone)
	for name, plan := range map[string]Plan{"any": {From: from}, "days": {From: from, MaxWindow: 30 * day}, "months": {From: from, MaxMonths: 1}} {
		shortest := 400 * day
		for till := from.AddDate(0, 2, 0); till.Year() == 2026; till = till.Add(11*time.Hour + 7) {
			w := plan.WindowTill(till.UTC())
			require.Equal(t, zone, w.From.Location(), name)
			require.Equal(t, zone, w.Till.Location(), name)
			require.Equal(t, till.Truncate(time.Second).Unix(), w.Till.Unix(), name)
			require.Zero(t, w.From.Nanosecond()+w.Till.Nanosecond(), name)
			shortest = min(shortest, w.Till.Sub(w.From))
			switch name {
			case "any":
				require.Equal(t, from.Unix(), w.From.Unix())
			case "days":
				require.Less(t, onClock(w.Till).Sub(onClock(w.From)), 30*day, "on the clock: %v", w)
				require.Less(t, w.Till.Sub(w.From), 30*day, "%v", w)
			case "months":
				require.True(t, w.Till.Before(addMonths(w.From, 1)), "%v", w)
			}
		}
		if name == "days" {
			assert.GreaterOrEqual(t, shortest, 30*day-time.Hour-time.Second)
		}
	}
}

func second[A any](_ A, err error) error { return err }

func TestPlan_TheLastPageBeginsAtTheLargestOffset(t *testing.T) {
	plan := Plan{MaxOffset: 100}
	for offset, want := range map[int64]int{0: 30, 70: 30, 71: 29, 99: 1, 100: 30} {
		assert.Equal(t, want, plan.Limit(Position{Offset: offset}, 30), offset)
	}
	assert.Equal(t, 30, Plan{}.Limit(Position{Offset: 1 << 40}, 30))
	_, err := plan.At(OffsetCursor(100))
	require.NoError(t, err)
	_, err = plan.At(OffsetCursor(101))
	assert.ErrorIs(t, err, frontdesk.ErrPagingLimit)
	assert.Empty(t, plan.After(Position{}, 3, 10, frontdesk.Opt[int]{}), "a list without dates is one window")
}

// Three months with a February are shorter than 90 days, and a month's last days have
// no namesakes in each month.
func TestPlan_WindowsKeepToTheCalendarToo(t *testing.T) {
	zone := time.FixedZone("UTC+3", 3*3600)
	plan := Plan{From: time.Date(2023, 1, 1, 0, 0, 0, 0, zone), Till: time.Date(2025, 3, 31, 23, 59, 59, 0, zone), MaxWindow: 90 * day, MaxMonths: 3}
	for start := plan.From; start.Before(plan.Till); start = start.Add(7*time.Hour + 13*time.Minute) {
		w, ok := plan.windowFrom(start)
		require.True(t, ok)
		assertFits(t, plan, w)
		back := plan.WindowTill(start)
		assertFits(t, plan, back)
		assert.False(t, back.From.Before(plan.From))
		if w.Till.Before(plan.Till) {
			assert.Greater(t, w.Till.Sub(w.From), 88*day, "%v", w)
		}
		if back.From.After(plan.From) {
			assert.Greater(t, back.Till.Sub(back.From), 88*day, "%v", back)
		}
	}
	first, _ := Plan{From: time.Date(2026, 2, 1, 0, 0, 0, 0, zone), Till: plan.Till.AddDate(5, 0, 0), MaxWindow: 90 * day, MaxMonths: 3}.windowFrom(time.Date(2026, 2, 1, 0, 0, 0, 0, zone))
	assert.Equal(t, time.Date(2026, 4, 30, 23, 59, 59, 0, zone), first.Till)
}

func assertFits(t *testing.T, plan Plan, w Window) {
	t.Helper()
	assert.False(t, w.Till.Before(w.From), "%v", w)
	assert.Less(t, w.Till.Sub(w.From), plan.MaxWindow, "%v", w)
	assert.True(t, w.Till.Before(addMonths(w.From, plan.MaxMonths)), "%v", w)
}
