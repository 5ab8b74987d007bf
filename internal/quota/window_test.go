package quota

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// bubble runs a test on virtual time. since returns the time since its beginning.
func bubble(t *testing.T, test func(t *testing.T, since func() time.Duration)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		test(t, func() time.Duration { return time.Since(begin) })
	})
}

func requireEqual[T comparable](t *testing.T, got, want T, what string) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func requireNoError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func requireWaitError(t *testing.T, err error, reason Reason, window string) *WaitError {
	t.Helper()
	e, ok := errors.AsType[*WaitError](err)
	if !ok || e.Reason != reason || e.Window != window {
		t.Fatalf("got %v, want a WaitError of %s: %s", err, window, reason)
	}
	requireEqual(t, errors.Is(err, context.DeadlineExceeded), reason == Deadline, "is DeadlineExceeded")
	requireEqual(t, errors.Is(err, context.Canceled), false, "is Canceled")
	return e
}

// Calls whose replies say nothing of the limits come after some that did: the reset that
// was told is over, and yet they use up a window of their own.
func TestWindow_AfterTheLastWordOfTheServerItsOwnCountHolds(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 20, time.Minute)
		reset := time.Now().Add(time.Minute)
		for i := range 20 {
			requireNoError(t, w.Acquire(t.Context(), 1))
			w.Correct(20, 19-i, reset)
			w.Release(1)
		}
		sent := map[time.Duration]int{}
		for range 100 {
			requireNoError(t, w.Acquire(t.Context(), 1))
			sent[since().Truncate(time.Minute)]++
			w.Release(1)
		}
		for minute := time.Minute; minute <= 5*time.Minute; minute += time.Minute {
			requireEqual(t, sent[minute], 20, "calls of the minute from "+minute.String()+" on")
		}
	})
}

// The reply to the first call after the reset says what is left, and not until when.
func TestWindow_WhatIsLeftHoldsWithoutAReset(t *testing.T) {
	for _, length := range []time.Duration{time.Minute, time.Hour, 24 * time.Hour} {
		bubble(t, func(t *testing.T, _ func() time.Duration) {
			w := NewWindow("quota", 100, length, FailFast)
			w.Correct(100, 50, time.Now().Add(length/2))
			time.Sleep(length/2 + time.Second)
			requireNoError(t, w.Acquire(t.Context(), 1))
			w.Correct(100, 5, time.Time{})
			w.Release(1)
			time.Sleep(length / 4)
			sent := 0
			for w.Acquire(t.Context(), 1) == nil {
				w.Release(1)
				sent++
			}
			requireEqual(t, sent, 5, "calls after the reply")
		})
	}
}

func TestWindow_SlotIsFreeOneLengthAfterItsReply(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 2, time.Minute)
		requireNoError(t, w.Acquire(t.Context(), 2))
		time.Sleep(3 * time.Second)
		w.Release(1)
		time.Sleep(4 * time.Second)
		w.Release(1)
		requireNoError(t, w.Acquire(t.Context(), 1))
		requireEqual(t, since(), 63*time.Second, "first slot")
		requireNoError(t, w.Acquire(t.Context(), 1))
		requireEqual(t, since(), 67*time.Second, "second slot")
		w.Cancel(1)
		requireNoError(t, w.Acquire(t.Context(), 1))
		requireEqual(t, since(), 67*time.Second, "cancelled slot")
	})
}

func TestWindow_ACancelledSlotGoesToWhoeverWaits(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 1, time.Minute)
		requireNoError(t, w.Acquire(t.Context(), 1))
		var callers sync.WaitGroup
		callers.Go(func() { requireNoError(t, w.Acquire(t.Context(), 1)) })
		synctest.Wait()
		w.Cancel(1)
		callers.Wait()
		requireEqual(t, since(), 0, "time spent")
	})
}

func TestWindow_AContextThatIsDoneTakesNoSlot(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := NewWindow("minute", 1, time.Minute)
	requireEqual(t, w.Acquire(ctx, 1), context.Canceled, "error")
	requireEqual(t, w.State().Remaining, 1, "remaining")
}

func TestWindow_CallersGoInTheOrderOfTheirArrival(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("second", 3, time.Second)
		var mu sync.Mutex
		var order []int
		var callers sync.WaitGroup
		for i := range 20 {
			callers.Go(func() {
				cost := 1 + 2*i%3 // 1, 3, 2, …: a call that costs much is not overtaken
				if w.Acquire(t.Context(), cost) != nil {
					return
				}
				mu.Lock()
				order = append(order, i)
				mu.Unlock()
				w.Release(cost)
			})
			synctest.Wait()
		}
		callers.Wait()
		if len(order) != 20 || !slices.IsSorted(order) {
			t.Fatal(order)
		}
	})
}

func TestWindow_CallerLeavesOnItsContextAndTheNextGoes(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 2, time.Minute)
		requireNoError(t, w.Acquire(t.Context(), 2))
		w.Release(1)
		time.Sleep(time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		callers.Go(func() { requireEqual(t, w.Acquire(ctx, 2), context.Canceled, "first") })
		synctest.Wait()
		callers.Go(func() {
			requireEqual(t, w.Acquire(t.Context(), 1), nil, "second")
			requireEqual(t, since(), time.Minute, "second's slot")
		})
		synctest.Wait()
		requireEqual(t, w.State().Waiting, 2, "waiting")
		cancel()
		callers.Wait()
		requireEqual(t, w.State().Waiting, 0, "waiting")
	})
}

func TestWindow_DeadlineBeforeTheNextSlotFailsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		begin := time.Now()
		w := NewWindow("minute", 1, time.Minute)
		requireNoError(t, w.Acquire(t.Context(), 1))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		requireWaitError(t, w.Acquire(ctx, 1), Deadline, "minute") // even a reply now would be too late
		w.Release(1)
		e := requireWaitError(t, w.Acquire(ctx, 1), Deadline, "minute")
		requireEqual(t, e.Until, begin.Add(time.Minute), "until")
		requireEqual(t, since(), 0, "time spent")
	})
}

func TestWindow_FailFastAndTooCostly(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 5, 24*time.Hour, FailFast)
		requireNoError(t, w.Acquire(t.Context(), 5))
		w.Release(5)
		e := requireWaitError(t, w.Acquire(t.Context(), 1), Exhausted, "day")
		requireEqual(t, e.Until, time.Now().Add(24*time.Hour), "until")
		requireWaitError(t, w.Acquire(t.Context(), 6), TooCostly, "day")
		requireEqual(t, since(), 0, "time spent")
		time.Sleep(24 * time.Hour)
		requireNoError(t, w.Acquire(t.Context(), 5))
	})
}

func TestWindow_SetLimit(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 0, time.Minute) // not known: nobody waits
		requireNoError(t, w.Acquire(t.Context(), 10))
		requireEqual(t, w.State(), State{Name: "minute", Remaining: -1, Window: time.Minute}, "state")
		requireEqual(t, NewWindow("minute", -5, time.Minute).State(), State{Name: "minute", Remaining: -1, Window: time.Minute}, "state")
		w.SetLimit(12)
		requireEqual(t, w.State().Remaining, 2, "remaining")
		w.SetLimit(4)
		requireEqual(t, w.State().Remaining, 0, "remaining")
		var callers sync.WaitGroup
		callers.Go(func() { requireEqual(t, w.Acquire(t.Context(), 1), nil, "acquire") })
		synctest.Wait()
		requireEqual(t, w.State().Waiting, 1, "waiting")
		w.SetLimit(11)
		callers.Wait()
		w.SetLimit(-1)
		requireNoError(t, w.Acquire(t.Context(), 10))
		requireEqual(t, since(), 0, "time spent")
	})
}

func TestWindow_ReleasingTooMuchIsHarmless(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 2, -1)
		w.Release(5)
		w.Cancel(5)
		requireNoError(t, w.Acquire(t.Context(), -3))
		requireEqual(t, w.State().Remaining, 1, "remaining")
		w.Cancel(100)
		requireEqual(t, w.State().Remaining, 2, "remaining")
		requireNoError(t, w.Acquire(t.Context(), 0))
		w.Release(0)
		time.Sleep(time.Second)
		requireEqual(t, w.State().Remaining, 2, "remaining, nothing being left in flight")
	})
}

func TestWindow_ManySlotsAreKeptInFewEntries(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 100_000, 24*time.Hour)
		for range 100_000 {
			requireNoError(t, w.Acquire(t.Context(), 1))
			w.Release(1)
			time.Sleep(800 * time.Millisecond)
		}
		if n := len(w.held.live()); n > 2*grains {
			t.Errorf("%d entries", n)
		}
		requireEqual(t, w.State().Remaining, 0, "remaining") // 22 hours later all are held
		time.Sleep(24 * time.Hour)
		requireEqual(t, w.State().Remaining, 100_000, "remaining")
	})
}

// Slots that are kept together are free when the last of them is, never earlier.
func TestWindow_SlotsInOneEntryEndWithTheLast(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 100_000, 24*time.Hour)
		for range 2 {
			requireNoError(t, w.Acquire(t.Context(), 1))
			w.Release(1)
			time.Sleep(time.Minute)
		}
		requireEqual(t, len(w.held.live()), 1, "entries")
		time.Sleep(24*time.Hour - 2*time.Minute)
		requireEqual(t, w.State().Remaining, 99_998, "remaining when the first has ended")
		time.Sleep(time.Minute)
		requireEqual(t, w.State().Remaining, 100_000, "remaining when the last has")
	})
}

// A client that runs for years remembers no more than a window's slots.
func TestWindow_SpentSlotsAreForgotten(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("second", 10, time.Second)
		for range 10_000 {
			requireNoError(t, w.Acquire(t.Context(), 1))
			w.Release(1)
		}
		if n := len(w.held.ends); n > 100 {
			t.Errorf("%d entries", n)
		}
	})
}

// reply is what a server says of a window, and when.
type reply struct {
	at               time.Duration // since the test's beginning
	limit, remaining int
	reset            time.Duration // since the test's beginning; 0: not known
}

// hear tells a window what replies say, each at its time.
func hear(w *Window, begin time.Time, replies []reply) {
	for _, r := range replies {
		time.Sleep(time.Until(begin.Add(r.at)))
		var reset time.Time
		if r.reset != 0 {
			reset = begin.Add(r.reset)
		}
		w.Correct(r.limit, r.remaining, reset)
	}
}

func TestWindow_Correct(t *testing.T) {
	tests := []struct {
		name      string
		options   []WindowOption
		used      int // slots used and released at the beginning
		replies   []reply
		limit     int
		remaining int
		later     time.Duration // remaining then is …
		then      int
	}{
		{"remaining lowers our count until the reset", nil, 5,
			[]reply{{0, 100, 40, 30 * time.Second}}, 100, 40, 30 * time.Second, 95},
		{"remaining does not raise our count", nil, 50,
			[]reply{{0, 100, 90, 30 * time.Second}}, 100, 50, 60 * time.Second, 100},
		{"out of order within a window: the lowest counts", nil, 5,
			[]reply{{0, 100, 40, 30 * time.Second}, {1e9, 100, 60, 30 * time.Second}, {2e9, 100, 41, 31 * time.Second}}, 100, 40, 31 * time.Second, 95},
		{"resets that differ by rounding are one window", nil, 0,
			[]reply{{0, 100, 10, 30 * time.Second}, {1e9, 100, 99, 31 * time.Second}, {2e9, 100, 98, 29 * time.Second}}, 100, 10, 31 * time.Second, 100},
		{"a later reset opens a new window and raises", nil, 50,
			[]reply{{0, 100, 10, 5 * time.Second}, {6e9, 100, 97, 65 * time.Second}}, 100, 97, 60 * time.Second, 100},
		{"a late reply of the old window is ignored", nil, 0,
			[]reply{{0, 100, 10, 5 * time.Second}, {6e9, 100, 97, 65 * time.Second}, {7e9, 100, 0, 5 * time.Second}}, 100, 97, 65 * time.Second, 100},
		{"a late reply of the old window is ignored, the old reset being ahead", nil, 0,
			[]reply{{0, 100, 10, 50 * time.Second}, {51e9, 100, 97, 110 * time.Second}, {52e9, 100, 0, 53 * time.Second}}, 100, 97, 110 * time.Second, 100},
		{"a reset in the past is ignored", nil, 10,
			[]reply{{10e9, 100, 3, time.Second}}, 100, 90, 60 * time.Second, 100},
		{"a reset beyond a length is one length ahead", nil, 0,
			[]reply{{0, 100, 3, 1000 * time.Hour}}, 100, 3, 60 * time.Second, 100},
		{"nothing known changes nothing", nil, 10,
			[]reply{{0, -1, -1, 0}, {0, 0, -1, 0}}, 100, 90, 60 * time.Second, 100},
		{"only the limit", nil, 10, []reply{{0, 30, -1, 0}}, 30, 20, 60 * time.Second, 30},
		{"only the remaining: until the oldest slot's end", nil, 10,
			[]reply{{0, -1, 7, 0}}, 100, 7, 60 * time.Second, 100},
		{"only the remaining, nothing used: for a length", nil, 0,
			[]reply{{0, -1, 7, 0}, {1e9, -1, 8, 0}}, 100, 7, 60 * time.Second, 100},
		{"remaining above the limit", nil, 10, []reply{{0, 100, 1 << 40, 30e9}}, 100, 90, 60 * time.Second, 100},
		{"the limit may rise", nil, 10, []reply{{0, 200, 150, 30e9}}, 200, 150, 30 * time.Second, 190},
		{"a kept limit does not rise", []WindowOption{KeepLimit}, 10, []reply{{0, 200, 190, 30e9}}, 100, 90, 60 * time.Second, 100},
		{"a kept limit may fall", []WindowOption{KeepLimit}, 10, []reply{{0, 50, 40, 30e9}}, 50, 40, 60 * time.Second, 50},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				begin := time.Now()
				w := NewWindow("minute", 100, time.Minute, test.options...)
				if test.used > 0 {
					requireNoError(t, w.Acquire(t.Context(), test.used))
					w.Release(test.used)
				}
				hear(w, begin, test.replies)
				requireEqual(t, w.State().Limit, test.limit, "limit")
				requireEqual(t, w.State().Remaining, test.remaining, "remaining")
				time.Sleep(time.Until(begin.Add(test.later)))
				requireEqual(t, w.State().Remaining, test.then, "remaining then")
			})
		})
	}
}

func TestWindow_CorrectCountsCallsInFlight(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 100, time.Minute)
		requireNoError(t, w.Acquire(t.Context(), 10))
		w.Correct(100, 95, time.Now().Add(time.Minute)) // of the first five
		requireEqual(t, w.State().Remaining, 90, "remaining")
		w.Release(10)
		w.Correct(100, 80, time.Now().Add(time.Minute)) // ten were used by others
		requireEqual(t, w.State().Remaining, 80, "remaining")
		requireNoError(t, w.Acquire(t.Context(), 10))
		requireEqual(t, w.State().Remaining, 70, "remaining")
	})
}

// A day's quota is full again at the server's midnight, long before our slots' ends.
func TestWindow_AfterTheKnownResetOneCallAsks(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("day", 10, 24*time.Hour, FailFast)
		midnight := time.Now().Add(6 * time.Hour)
		requireNoError(t, w.Acquire(t.Context(), 10))
		w.Release(10)
		w.Correct(10, 0, midnight)
		e := requireWaitError(t, w.Acquire(t.Context(), 1), Exhausted, "day")
		requireEqual(t, e.Until, midnight, "until")
		time.Sleep(6 * time.Hour)
		requireNoError(t, w.Acquire(t.Context(), 1))
		requireWaitError(t, w.Acquire(t.Context(), 1), Exhausted, "day") // one at a time
		w.Release(1)                                                     // a reply that tells nothing
		requireWaitError(t, w.Acquire(t.Context(), 1), Exhausted, "day")
		time.Sleep(askAgain)
		requireNoError(t, w.Acquire(t.Context(), 1))
		w.Release(1)
		w.Correct(10, 9, midnight.Add(24*time.Hour))
		requireEqual(t, w.State().Remaining, 9, "remaining")
		requireNoError(t, w.Acquire(t.Context(), 9))
	})
}
