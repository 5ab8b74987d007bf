package quota

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

func TestGate_TakesASlotInAllWindowsOrInNone(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		minute, hour := NewWindow("minute", 2, time.Minute), NewWindow("hour", 10, time.Hour)
		day := NewWindow("day", 5, 24*time.Hour, FailFast)
		g := NewGate(Config{Windows: []*Window{minute, nil, day, hour, minute}})
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		ctx, cancel := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		callers.Go(func() {
			_, err := g.Enter(ctx, 1, false)
			requireEqual(t, err, context.Canceled, "error")
		})
		synctest.Wait()
		requireEqual(t, hour.State().Remaining, 8, "hour while waiting for the minute")
		requireEqual(t, day.State().Remaining, 3, "day while waiting for the minute")
		cancel()
		callers.Wait()
		mustEnter(t, g).NotSent()
		requireEqual(t, since(), time.Minute, "time spent")
		requireEqual(t, day.State().Remaining, 3, "day after a call that was not sent")
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		for _, deadline := range []time.Duration{time.Minute, 48 * time.Hour} {
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			defer cancel()
			_, err := g.Enter(ctx, 1, false)
			e := requireWaitError(t, err, Exhausted, "day") // whatever the deadline
			requireEqual(t, e.Until, time.Now().Add(24*time.Hour-2*time.Minute), "until")
		}
	})
}

func TestGate_WindowsInAnyOrderDoNotBlockEachOther(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		a, b := NewWindow("a", 3, time.Second), NewWindow("b", 3, time.Second)
		gates := []*Gate{
			NewGate(Config{Windows: []*Window{a, b}}),
			NewGate(Config{Windows: []*Window{b, a}}),
			NewGate(Config{Windows: []*Window{a}}),
			NewGate(Config{Windows: []*Window{b}}),
		}
		var callers sync.WaitGroup
		for i := range 120 {
			callers.Go(func() {
				p := mustEnter(t, gates[i%4])
				time.Sleep(time.Millisecond)
				p.Done()
			})
		}
		callers.Wait() // 90 slots in each window, 3 a second
		if since() > 35*time.Second {
			t.Error(since())
		}
	})
}

func TestGate_APausedGateDoesNotBlockASharedWindow(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 2, time.Minute)
		one, other := newSteadyGate(Config{Windows: []*Window{w}}), newSteadyGate(Config{Windows: []*Window{w}})
		first := mustEnter(t, one)
		mustEnter(t, one).Done()
		var callers sync.WaitGroup
		callers.Go(func() {
			mustEnter(t, one)
			requireEqual(t, since(), 100*time.Second, "paused gate")
		})
		synctest.Wait()
		callers.Go(func() {
			mustEnter(t, other)
			requireEqual(t, since(), 60*time.Second, "other gate")
		})
		synctest.Wait()
		first.Refused(100*time.Second, true)
		callers.Wait()
	})
}

func TestGate_DeadlineCountsThePlaceInLine(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := NewGate(Config{Windows: []*Window{NewWindow("minute", 2, time.Minute)}})
		var callers sync.WaitGroup
		for range 6 {
			callers.Go(func() { mustEnter(t, g).Done() })
			synctest.Wait()
		}
		// Two left at once, two go after one minute, two after two, the next after three.
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		_, err := g.Enter(ctx, 1, false)
		e := requireWaitError(t, err, Deadline, "minute")
		requireEqual(t, e.Until, time.Now().Add(3*time.Minute), "until")
		requireEqual(t, since(), 0, "time spent")
		ctx, cancel = context.WithTimeout(t.Context(), 3*time.Minute+1)
		defer cancel()
		p, err := g.Enter(ctx, 1, false)
		requireNoError(t, err)
		p.Done()
		requireEqual(t, since(), 3*time.Minute, "time spent")
		callers.Wait()
	})
}

func TestGate_CeilingBoundsTheFirstInLineOnly(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := NewGate(Config{Windows: []*Window{NewWindow("minute", 1, time.Minute)}})
		var callers sync.WaitGroup
		for range 8 {
			callers.Go(func() { mustEnter(t, g).Done() })
		}
		callers.Wait()
		requireEqual(t, since(), 7*time.Minute, "time spent")

		g = NewGate(Config{Windows: []*Window{NewWindow("second", 1, time.Second)}, Ceiling: time.Second})
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		requireEqual(t, since(), 7*time.Minute+time.Second, "a wait of the ceiling itself")

		g = NewGate(Config{Windows: []*Window{NewWindow("minute", 1, time.Minute)}, Ceiling: 59 * time.Second})
		mustEnter(t, g).Done()
		for range 3 {
			callers.Go(func() {
				_, err := g.Enter(t.Context(), 1, false)
				requireWaitError(t, err, AboveCeiling, "minute")
			})
		}
		callers.Wait()
		requireEqual(t, since(), 7*time.Minute+time.Second, "time spent")
	})
}

func TestGate_WaiterWhoseDeadlinePassesInLine(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{MaxWrites: 1})
		slow, err := g.Enter(t.Context(), 1, true)
		requireNoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = g.Enter(ctx, 1, true)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		requireEqual(t, since(), time.Second, "time spent")
		_, err = g.Enter(ctx, 1, false)
		requireEqual(t, err, context.DeadlineExceeded, "error of a context that is done")
		slow.Done()
		p, err := g.Enter(t.Context(), 1, true)
		requireNoError(t, err)
		p.Done()
	})
}

func TestGate_MaxWrites(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{MaxWrites: 2})
		var mu sync.Mutex
		var order []int
		flying := 0
		var callers sync.WaitGroup
		for i := range 10 {
			callers.Go(func() {
				p, err := g.Enter(t.Context(), 1, true)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				order = append(order, i)
				if flying++; flying > 2 {
					t.Error("writes in flight:", flying)
				}
				mu.Unlock()
				time.Sleep(time.Second)
				mu.Lock()
				flying--
				mu.Unlock()
				switch i {
				case 3:
					p.Refused(100*time.Millisecond, true)
				case 4:
					p.NotSent()
				default:
					p.Done()
				}
			})
			synctest.Wait()
		}
		mustEnterNow(t, g).Done() // reads pass
		callers.Wait()
		if !slices.IsSorted(order) {
			t.Error("not in the order of arrival:", order)
		}
		requireEqual(t, g.writing, 0, "writes left")
	})
}

func TestGate_AWriteThatFailsAtTheWindowGivesItsPlaceBack(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{MaxWrites: 1, Windows: []*Window{NewWindow("day", 1, 24*time.Hour, FailFast)}})
		for range 3 {
			_, err := g.Enter(t.Context(), 2, true)
			requireWaitError(t, err, TooCostly, "day")
		}
		requireEqual(t, g.writing, 0, "writes left")
	})
}

func TestGate_RateLimiterTakesThePlaceOfTheWindows(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Limiter: Behind(rate.NewLimiter(1, 3)), Windows: []*Window{NewWindow("minute", 1, time.Minute)}})
		p, err := g.Enter(t.Context(), 3, false)
		requireNoError(t, err)
		p.Done()
		mustEnter(t, g).Done()
		requireEqual(t, since(), time.Second, "time spent")
		requireEqual(t, len(g.States()), 0, "states")

		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err = g.Enter(ctx, 1, false)
		e, ok := errors.AsType[*WaitError](err)
		if !ok || e.Reason != LimiterFailed || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		_, err = g.Enter(t.Context(), 4, false) // above the burst
		if e, ok := errors.AsType[*WaitError](err); !ok || e.Reason != LimiterFailed || errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}

// scripted is a limiter whose Wait is given by the test.
type scripted struct {
	wait func(context.Context) error
}

func (s *scripted) Wait(ctx context.Context) error { return s.wait(ctx) }

func TestGate_ThePauseStaysInFrontOfACustomLimiter(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		calls := 0
		limiter := &scripted{wait: func(context.Context) error { calls++; time.Sleep(time.Second); return nil }}
		g := newSteadyGate(Config{Limiter: Behind(limiter)})
		p := mustEnter(t, g)
		var callers sync.WaitGroup
		callers.Go(func() { // it is inside the limiter when the pause begins
			mustEnter(t, g).Done()
			requireEqual(t, since(), 11*time.Second, "left")
		})
		synctest.Wait()
		requireEqual(t, g.Waiting(), 1, "waiting")
		requireEqual(t, time.Until(p.Refused(10*time.Second, true)), 10*time.Second, "pause")
		callers.Wait()
		requireEqual(t, calls, 2, "calls of the limiter")
		mustEnter(t, g).Done() // the call counted as the probe, and came back
		mustEnter(t, g).Done()
		requireEqual(t, since(), 13*time.Second, "time spent")
	})
}

func TestGate_ALimiterThatFailsPanicsOrBlocks(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		limiter := &scripted{}
		g := newSteadyGate(Config{Limiter: Behind(limiter), MaxWrites: 1})
		broken := errors.New("broken")
		limiter.wait = func(context.Context) error { return broken }
		if _, err := g.Enter(t.Context(), 1, true); !errors.Is(err, broken) {
			t.Error(err)
		}
		limiter.wait = func(context.Context) error { panic(broken) }
		func() {
			defer func() { requireEqual(t, recover(), any(broken), "panic") }()
			_, _ = g.Enter(t.Context(), 1, true)
		}()
		requireEqual(t, g.writing+g.Waiting(), 0, "left")
		limiter.wait = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := g.Enter(ctx, 1, true)
		requireEqual(t, err, context.Canceled, "error")
		time.AfterFunc(time.Second, g.Close)
		_, err = g.Enter(t.Context(), 1, true)
		requireEqual(t, err, ErrClosed, "error")
		requireEqual(t, since(), 2*time.Second, "time spent")
	})
}

func TestGate_OnChangeTellsWhatMatters(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		begin := time.Now()
		var g *Gate
		var heard []State
		w := NewWindow("minute", 10, time.Minute)
		g = newSteadyGate(Config{Windows: []*Window{w}, OnChange: func(s State) {
			g.States() // no lock is held
			heard = append(heard, s)
		}})
		expect := func(what string, want ...State) {
			t.Helper()
			if !slices.Equal(heard, want) {
				t.Errorf("%s: heard %v, want %v", what, heard, want)
			}
			heard = nil
		}
		mustEnter(t, g).Done()
		g.Observe(State{Name: "minute", Limit: 10, Remaining: 9}, State{Name: "other", Limit: 3})
		expect("an ordinary call")
		g.Observe(State{Name: "minute", Limit: 5, Remaining: -1})
		expect("a new limit", State{"minute", 5, 4, begin.Add(time.Minute), time.Minute, 0})
		for range 4 {
			mustEnter(t, g).Done()
		}
		expect("the last slot")
		mustEnter(t, g).Done()
		expect("used up, then free",
			State{"minute", 5, 0, begin.Add(time.Minute), time.Minute, 0},
			State{"minute", 5, 4, time.Time{}, time.Minute, 0})
		mustEnter(t, g).Refused(10*time.Second, true)
		expect("paused", State{Name: PauseName, Reset: time.Now().Add(10 * time.Second)})
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		expect("resumed", State{Name: PauseName, Remaining: -1})
	})
}

func TestGate_OnChangeTellsWhatTheServerSays(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		var heard []State
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("minute", 10, time.Minute)}, OnChange: func(s State) { heard = append(heard, s) }})
		reset := time.Now().Add(20 * time.Second)
		remaining := func(n int) State { return State{Name: "minute", Limit: 10, Remaining: n, Reset: reset} }
		for _, step := range []struct {
			say     State
			changes int
		}{{remaining(1), 0}, {remaining(0), 1}, {remaining(0), 0}} {
			heard = nil
			g.Observe(step.say)
			requireEqual(t, len(heard), step.changes, "changes")
		}
		time.Sleep(25 * time.Second)
		heard, reset = nil, time.Now().Add(time.Minute)
		g.Observe(remaining(9))
		requireEqual(t, len(heard), 0, "changes: it was free since its reset")
	})
}

func TestGate_OnChangeNamesTheWindowAndWaitsUntilNobodyWaits(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		var heard []State
		var mu sync.Mutex
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("hour", 1000, time.Hour), NewWindow("minute", 10, time.Minute)}, OnChange: func(s State) {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, s)
		}})
		_, err := g.Enter(t.Context(), 11, false)
		requireWaitError(t, err, TooCostly, "minute")
		requireEqual(t, len(heard), 0, "changes: what can never be sent")
		mustEnter(t, g).Done()
		time.Sleep(10 * time.Second)
		for range 9 {
			mustEnter(t, g).Done()
		}
		mustEnter(t, g) // one slot is free after a minute
		requireEqual(t, since(), time.Minute, "time spent")
		requireEqual(t, len(heard), 1, "changes: used up")
		requireEqual(t, heard[0].Name, "minute", "window")
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() { mustEnter(t, g) })
		}
		callers.Wait()
		requireEqual(t, since(), 70*time.Second, "time spent")
		requireEqual(t, len(heard), 2, "changes: used up, and free")
		requireEqual(t, heard[1].Remaining, 6, "remaining when nobody waits")
		requireEqual(t, heard[1].Waiting, 0, "waiting")
	})
}

func TestGate_States(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		begin := time.Now()
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("minute", 1, time.Minute), NewWindow("day", 9, 24*time.Hour)}})
		mustEnter(t, g).Done()
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() { _, _ = g.Enter(t.Context(), 1, false) })
		}
		synctest.Wait()
		want := []State{
			{"day", 9, 8, begin.Add(24 * time.Hour), 24 * time.Hour, 0},
			{"minute", 1, 0, begin.Add(time.Minute), time.Minute, 3},
		}
		if got := g.States(); !slices.Equal(got, want) {
			t.Error(got)
		}
		g.Close()
		callers.Wait()

		g = newSteadyGate(Config{})
		mustEnter(t, g).Refused(time.Minute, true)
		if got := g.States(); !slices.Equal(got, []State{{Name: PauseName, Reset: begin.Add(time.Minute)}}) {
			t.Error(got)
		}
		time.Sleep(time.Minute)
		requireEqual(t, len(g.States()), 0, "states after the pause")
	})
}

func TestGate_TheZeroPassMayBeEnded(t *testing.T) {
	var p Pass
	p.Done()
	p.NotSent()
	requireEqual(t, p.Refused(time.Hour, true), time.Time{}, "end")
}

func TestReason_EachHasWordsOfItsOwn(t *testing.T) {
	seen := map[string]bool{Reason(0).String(): true}
	for r := Deadline; r <= LimiterFailed; r++ {
		text := (&WaitError{Reason: r}).Error()
		if text == "" || seen[text] {
			t.Errorf("%d: %q", r, text)
		}
		seen[text] = true
	}
}

func TestWaitError_Text(t *testing.T) {
	until := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := map[string]*WaitError{
		"the deadline comes before the minute's next free slot, next at 2030-01-02T03:04:05Z":             {Window: "minute", Reason: Deadline, Until: until},
		"the deadline comes before the end of the pause after a refusal, next at 2030-01-02T03:04:05Z":    {Window: "pause", Reason: Deadline, Until: until},
		"the wait for the hour's next free slot is longer than the longest wait allowed":                  {Window: "hour", Reason: AboveCeiling},
		"the pause after a refusal is longer than the longest wait allowed, next at 2030-01-02T03:04:05Z": {Window: "pause", Reason: AboveCeiling, Until: until},
		"the day's quota is used up, next at 2030-01-02T03:04:05Z":                                        {Window: "day", Reason: Exhausted, Until: until},
		"the call costs more than the minute's quota":                                                     {Window: "minute", Reason: TooCostly},
		"the limiter failed: context canceled":                                                            {Window: "limiter", Reason: LimiterFailed, Err: context.Canceled},
		"the deadline comes first":                                                                        {Reason: Deadline},
		"unknown reason":                                                                                  {},
	}
	for want, err := range tests {
		requireEqual(t, err.Error(), want, "text")
	}
}
