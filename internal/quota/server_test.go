package quota

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// What is told after the first word about a window, row by row as in TestWindow_Correct,
// for windows of other sizes.
func TestWindow_CorrectAtTheEdges(t *testing.T) {
	const second = time.Second
	tests := []struct {
		name      string
		limit     int
		options   []WindowOption
		used      int // slots used and released at the beginning
		replies   []reply
		remaining int
		later     time.Duration // remaining then is …
		then      int
	}{
		{"nothing remains", 100, nil, 0, []reply{{0, 100, 0, 30 * second}}, 0, 30 * second, 100},
		{"a limit of one", 100, nil, 0, []reply{{0, 1, -1, 0}}, 1, 60 * second, 1},
		{"one, of which nothing remains", 1, nil, 0, []reply{{0, 1, 0, 30 * second}}, 0, 30 * second, 1},
		{"a kept limit of one", 1, []WindowOption{KeepLimit}, 0, []reply{{0, 5, -1, 0}}, 1, 60 * second, 1},
		{"a kept limit counts what the server counts", 50, []WindowOption{KeepLimit}, 30,
			[]reply{{0, 100, 70, 5 * second}, {6 * second, 100, 90, 65 * second}}, 40, 65 * second, 50},
		{"a new window with nothing used", 100, nil, 50,
			[]reply{{0, 100, 50, 5 * second}, {6 * second, 100, 100, 65 * second}}, 100, 65 * second, 100},
		{"a reset that moves by less than half a length is of the same window", 100, nil, 0,
			[]reply{{0, 100, 10, 30 * second}, {second, 100, 99, 55 * second}}, 10, 54 * second, 10},
		{"in a short window resets move by up to a second", 100, nil, 0,
			[]reply{{0, 100, 10, 30 * second}, {second, 100, 99, 30*second + 900*time.Millisecond}}, 10, 30*second + 800*time.Millisecond, 10},
		{"what others used ends with the reset that was told, though the window goes on", 100, nil, 0,
			[]reply{{0, 100, 40, 30 * second}, {31 * second, 100, 90, 50 * second}}, 90, 50 * second, 100},
		{"without a reset until the oldest slot's end, not for a length", 100, nil, 10,
			[]reply{{20 * second, -1, 7, 0}}, 7, 60 * second, 100},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				begin := time.Now()
				w := NewWindow("minute", test.limit, time.Minute, test.options...)
				if test.used > 0 {
					requireNoError(t, w.Acquire(t.Context(), test.used))
					w.Release(test.used)
				}
				hear(w, begin, test.replies)
				requireEqual(t, w.State().Remaining, test.remaining, "remaining")
				time.Sleep(time.Until(begin.Add(test.later)))
				requireEqual(t, w.State().Remaining, test.then, "remaining then")
			})
		})
	}
}

// The moment to try again counts our slots, those of others, and the server's reset.
func TestWindow_UntilIsTheEarliestMomentAtWhichSoMuchCanBeFree(t *testing.T) {
	tests := []struct {
		name  string
		tell  func(w *Window, begin time.Time)
		until map[int]time.Duration // by cost
	}{
		{"our own slots", func(*Window, time.Time) {}, map[int]time.Duration{81: 60 * time.Second, 90: 60 * time.Second, 91: 80 * time.Second, 100: 80 * time.Second}},
		{"those of others, no reset being told", func(w *Window, _ time.Time) { w.Correct(-1, 30, time.Time{}) },
			map[int]time.Duration{31: 60 * time.Second, 65: 60 * time.Second, 80: 60 * time.Second, 90: 60 * time.Second, 91: 80 * time.Second, 100: 80 * time.Second}},
		{"a reset before them", func(w *Window, begin time.Time) { w.Correct(100, 30, begin.Add(40*time.Second)) },
			map[int]time.Duration{31: 40 * time.Second, 100: 40 * time.Second}},
		{"a reset behind them", func(w *Window, begin time.Time) { w.Correct(100, 80, begin.Add(79*time.Second)) },
			map[int]time.Duration{81: 60 * time.Second, 91: 79 * time.Second}},
		{"a reset behind them, with slots of others", func(w *Window, begin time.Time) { w.Correct(100, 75, begin.Add(79*time.Second)) },
			map[int]time.Duration{76: 60 * time.Second, 86: 79 * time.Second}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				begin := time.Now()
				w := NewWindow("minute", 100, time.Minute, FailFast)
				for range 2 { // ten slots end after 60 s, ten after 80 s
					requireNoError(t, w.Acquire(t.Context(), 10))
					w.Release(10)
					time.Sleep(20*time.Second - since())
				}
				test.tell(w, begin)
				for cost, want := range test.until {
					e := requireWaitError(t, w.Acquire(t.Context(), cost), Exhausted, "minute")
					requireEqual(t, e.Until.Sub(begin), want, "until")
				}
			})
		})
	}
	t.Run("of others alone", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			begin := time.Now()
			w := NewWindow("minute", 100, time.Minute, FailFast)
			w.Correct(-1, 30, time.Time{})
			requireNoError(t, w.Acquire(t.Context(), 20)) // in flight
			time.Sleep(10 * time.Second)
			for cost, want := range map[int]time.Duration{11: 60 * time.Second, 80: 60 * time.Second, 81: 70 * time.Second} {
				e := requireWaitError(t, w.Acquire(t.Context(), cost), Exhausted, "minute")
				requireEqual(t, e.Until.Sub(begin), want, "until")
			}
		})
	})
}

// Calls that are under way at the reset may be counted behind it.
func TestWindow_NobodyAsksWhileCallsAreInFlight(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 10, time.Minute)
		requireNoError(t, w.Acquire(t.Context(), 10))
		w.Correct(10, 0, time.Now().Add(30*time.Second))
		var callers sync.WaitGroup
		callers.Go(func() {
			requireNoError(t, w.Acquire(t.Context(), 1))
			requireEqual(t, since(), 40*time.Second, "the call that asks")
		})
		time.Sleep(40 * time.Second)
		requireEqual(t, w.State().Waiting, 1, "waiting")
		w.Release(10)
		callers.Wait()
	})
}

func TestWindow_AResetInThePastOpensNothing(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 1, 24*time.Hour, FailFast)
		requireNoError(t, w.Acquire(t.Context(), 1))
		w.Release(1)
		w.Correct(1, 1, time.Now().Add(-time.Second))
		requireWaitError(t, w.Acquire(t.Context(), 1), Exhausted, "day")
	})
}

func TestWindow_AfterTheKnownResetTheSlotsOfOthersAreFree(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 10, 24*time.Hour, FailFast)
		w.Correct(10, 4, time.Now().Add(time.Hour))
		requireWaitError(t, w.Acquire(t.Context(), 5), Exhausted, "day")
		time.Sleep(time.Hour)
		for range 10 {
			requireNoError(t, w.Acquire(t.Context(), 1))
		}
	})
}

// The reply to the call that asks says that nothing is left.
func TestWindow_NothingIsLeftHoldsWithoutAReset(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 100, 24*time.Hour, FailFast)
		w.Correct(100, 50, time.Now().Add(time.Hour))
		time.Sleep(time.Hour)
		requireNoError(t, w.Acquire(t.Context(), 1))
		w.Correct(100, 0, time.Time{})
		w.Release(1)
		time.Sleep(12 * time.Hour)
		requireWaitError(t, w.Acquire(t.Context(), 1), Exhausted, "day")
	})
}

func TestWindow_ANewWindowLetsAWaitingCallerGo(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("hour", 10, time.Hour)
		requireNoError(t, w.Acquire(t.Context(), 9))
		w.Release(9)
		requireNoError(t, w.Acquire(t.Context(), 1))
		w.Correct(10, 0, time.Now().Add(10*time.Minute))
		var callers sync.WaitGroup
		callers.Go(func() {
			requireNoError(t, w.Acquire(t.Context(), 1))
			requireEqual(t, since(), 20*time.Minute, "left")
		})
		time.Sleep(20 * time.Minute)
		synctest.Wait()
		w.Correct(10, 9, time.Now().Add(50*time.Minute)) // of the call that is still in flight
		callers.Wait()
	})
}
