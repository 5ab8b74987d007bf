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

// newSteadyGate returns a gate that adds no jitter.
func newSteadyGate(c Config) *Gate {
	g := NewGate(c)
	g.pause.jitter = func() float64 { return 0 }
	return g
}

func mustEnter(t *testing.T, g *Gate) Pass {
	t.Helper()
	p, err := g.Enter(t.Context(), 1, false)
	requireNoError(t, err)
	return p
}

func TestPause_ProbeThenRamp(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		early := mustEnter(t, g) // in flight when the pause begins; its end changes nothing
		mustEnter(t, g).Refused(10*time.Second, true)
		var mu sync.Mutex
		var order []int
		left := map[time.Duration]int{}
		var callers sync.WaitGroup
		for i := range 100 {
			callers.Go(func() {
				p, err := g.Enter(t.Context(), 1, false)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				left[since()]++
				order = append(order, i)
				mu.Unlock()
				time.Sleep(time.Second)
				p.Done()
			})
			synctest.Wait()
		}
		early.Done()
		callers.Wait()
		want := []int{1, 2, 4, 8, 16, 32, 37} // after 63 calls it is forgotten
		for i, n := range want {
			requireEqual(t, left[time.Duration(10+i)*time.Second], n, "calls that left together")
		}
		if !slices.IsSorted(order) {
			t.Error("not in the order of arrival:", order)
		}
	})
}

func TestPause_ARefusedProbePausesAgain(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		requireEqual(t, mustEnter(t, g).Refused(10*time.Second, true), time.Now().Add(10*time.Second), "end")
		probe := mustEnter(t, g)
		requireEqual(t, since(), 10*time.Second, "probe")
		var callers sync.WaitGroup
		callers.Go(func() {
			mustEnter(t, g).Done()
			requireEqual(t, since(), 15*time.Second, "second probe")
		})
		synctest.Wait()
		probe.Refused(5*time.Second, true)
		callers.Wait()
	})
}

func TestPause_AProbeThatWasNotSentMakesRoomForAnother(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		mustEnter(t, g).Refused(10*time.Second, true)
		probe := mustEnter(t, g)
		var callers sync.WaitGroup
		callers.Go(func() { mustEnter(t, g).Done() })
		synctest.Wait()
		requireEqual(t, g.Waiting(), 1, "waiting")
		probe.NotSent()
		callers.Wait()
		requireEqual(t, since(), 10*time.Second, "time spent")
	})
}

func TestPause_IsForgottenAMinuteAfterTheProbe(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		mustEnter(t, g).Refused(time.Second, true)
		mustEnter(t, g).Done()
		mustEnter(t, g)
		mustEnter(t, g) // two may be in flight
		var callers sync.WaitGroup
		callers.Go(func() { mustEnter(t, g) })
		synctest.Wait()
		requireEqual(t, g.Waiting(), 1, "waiting")
		time.Sleep(time.Minute)
		callers.Wait()
		requireEqual(t, since(), 61*time.Second, "time spent")
		mustEnterNow(t, g)
	})
}

func TestPause_OneOverloadIsOnePause(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		var flight []Pass
		for range 64 {
			flight = append(flight, mustEnter(t, g))
		}
		for _, p := range flight[:60] {
			p.Refused(0, false) // no wait known: half a second, not 64 times doubled
		}
		requireEqual(t, g.pause.until, time.Now().Add(firstGuess), "end")
		flight[60].Refused(3*time.Second, true)
		requireEqual(t, g.pause.until, time.Now().Add(3*time.Second), "extended end")
		flight[61].Refused(2*time.Second, true)
		requireEqual(t, g.pause.until, time.Now().Add(3*time.Second), "end that is not shortened")
		probe := mustEnter(t, g)
		flight[62].Refused(0, false) // long after: nothing new is known
		probe.Done()
		mustEnter(t, g).Done()
		requireEqual(t, since(), 3*time.Second, "time spent")
		flight[63].Refused(4*time.Second, true) // the server's word counts
		mustEnter(t, g).Done()
		requireEqual(t, since(), 7*time.Second, "time spent")
	})
}

// Calls of the time before a pause say nothing of the time after it.
func TestPause_OldCallsThatComeBackLetNobodyGo(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		var heard []State
		g := newSteadyGate(Config{OnChange: func(s State) { heard = append(heard, s) }})
		early, refused := mustEnter(t, g), mustEnter(t, g)
		refused.Refused(10*time.Second, true)
		probe := mustEnter(t, g)
		var callers sync.WaitGroup
		callers.Go(func() {
			mustEnter(t, g).Done()
			requireEqual(t, since(), 15*time.Second, "second call")
		})
		synctest.Wait()
		early.Done()
		synctest.Wait()
		requireEqual(t, g.Waiting(), 1, "waiting for the probe")
		requireEqual(t, len(heard), 1, "changes: the pause")
		time.Sleep(5 * time.Second)
		probe.Done()
		callers.Wait()
		requireEqual(t, len(heard), 2, "changes: the pause and its end")
	})
}

func TestPause_ACallThatWasNotSentTellsNothing(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		var heard []State
		g := newSteadyGate(Config{OnChange: func(s State) { heard = append(heard, s) }})
		mustEnter(t, g).Refused(10*time.Second, true)
		mustEnter(t, g).NotSent()
		requireEqual(t, len(heard), 1, "changes: the pause")
	})
}

func TestPause_AfterItIsForgottenAnyRefusalBeginsAnother(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		old := mustEnter(t, g)
		mustEnter(t, g).Refused(time.Second, true)
		mustEnter(t, g).Done()
		time.Sleep(2 * time.Minute)
		mustEnter(t, g).Done()
		requireEqual(t, old.Refused(0, false), time.Now().Add(firstGuess), "end")
	})
}

// Each pause has a ramp of its own, however soon after another it comes.
func TestPause_ASecondPauseIsNotForgottenWithTheFirst(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		mustEnter(t, g).Refused(time.Second, true)
		mustEnter(t, g).Done() // the first is forgotten a minute later
		mustEnter(t, g).Refused(90*time.Second, true)
		probe := mustEnter(t, g)
		var callers sync.WaitGroup
		callers.Go(func() { mustEnter(t, g).Done() })
		synctest.Wait()
		requireEqual(t, g.Waiting(), 1, "waiting for the probe")
		probe.Done()
		callers.Wait()
	})
}

func TestPause_IsForgottenAfterTheShortestWindow(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("second", 1000, time.Second), NewWindow("minute", 1000, time.Minute)}})
		mustEnter(t, g).Refused(10*time.Second, true)
		mustEnter(t, g).Done()
		time.Sleep(time.Second)
		for range 100 {
			mustEnterNow(t, g)
		}
	})
}

func TestPause_AShorterWaitChangesNothing(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		first, second := mustEnter(t, g), mustEnter(t, g)
		end := first.Refused(10*time.Minute, true)
		requireEqual(t, second.Refused(time.Minute, true), end, "end")
		_, err := g.Enter(t.Context(), 1, false)
		requireWaitError(t, err, AboveCeiling, PauseName)
	})
}

func TestPause_AWaitThatIsNotKnownIsNotTaken(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		requireEqual(t, mustEnter(t, newSteadyGate(Config{})).Refused(time.Minute, false), time.Now().Add(firstGuess), "end")
	})
}

func TestPause_WaitsThatAreNotKnownDouble(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Ceiling: 10 * time.Second})
		var waits []time.Duration
		for range 7 {
			before := since()
			mustEnter(t, g).Refused(-5*time.Second, true)
			p := mustEnter(t, g)
			waits = append(waits, since()-before)
			p.NotSent()
		}
		want := []time.Duration{5e8, 1e9, 2e9, 4e9, 8e9, 10e9, 10e9}
		if !slices.Equal(waits, want) {
			t.Error(waits)
		}
		mustEnter(t, g).Done()
		mustEnter(t, g).Refused(0, true)
		before := since()
		mustEnter(t, g)
		requireEqual(t, since()-before, firstGuess, "wait after a success")
	})
}

func TestPause_JitterIsAboveTheServersWait(t *testing.T) {
	for range 100 {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := NewGate(Config{})
			for range 5 {
				before := since()
				mustEnter(t, g).Refused(100*time.Second, true)
				mustEnter(t, g).NotSent()
				if wait := since() - before; wait < 100*time.Second || wait > 110*time.Second {
					t.Fatal(wait)
				}
			}
		})
	}
}

func TestPause_WithoutAWaitTheOldestSlotCounts(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("minute", 100, time.Minute), NewWindow("hour", 1000, time.Hour)}})
		mustEnter(t, g).Done() // ends after a minute
		time.Sleep(20 * time.Second)
		mustEnter(t, g).Refused(0, false)
		probe := mustEnter(t, g)
		requireEqual(t, since(), time.Minute, "probe")
		g.Observe(State{Name: "minute", Limit: 100, Remaining: 1, Reset: time.Now().Add(25 * time.Second)})
		probe.Refused(0, false)
		mustEnter(t, g)
		requireEqual(t, since(), 85*time.Second, "probe after a known reset")
	})
}

func TestPause_RestartIsPacedByTheWindow(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("minute", 120, time.Minute), NewWindow("day", 500, 24*time.Hour)}})
		mustEnter(t, g).Refused(10*time.Second, true)
		// Twice the window's average is 4 a second, which the rate begins with and
		// doubles at each step of the ramp, also for a caller that never has two
		// calls in flight: the steps of 2 to 32 calls take a quarter of a second each.
		var at []time.Duration
		for range 1 + 2 + 4 + 8 + 16 + 32 {
			p := mustEnter(t, g)
			at = append(at, since())
			p.Done()
		}
		requireEqual(t, at[0], 10*time.Second, "probe")
		requireEqual(t, at[1], 10*time.Second+250*time.Millisecond, "after the probe")
		if whole := at[len(at)-1] - at[0]; whole < 750*time.Millisecond || whole > 1500*time.Millisecond {
			t.Errorf("the ramp took %v", whole)
		}
		mustEnter(t, g).Done()
		requireEqual(t, since(), at[len(at)-1], "behind the ramp")
	})
}

func TestPause_CeilingAndDeadline(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		first, second := mustEnter(t, g), mustEnter(t, g)
		first.Refused(10*time.Second, true)
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() { // the pause grows past their deadline while they wait
				_, err := g.Enter(ctx, 1, false)
				e := requireWaitError(t, err, Deadline, PauseName)
				requireEqual(t, e.Until, time.Now().Add(3*time.Minute), "until")
			})
		}
		synctest.Wait()
		second.Refused(3*time.Minute, true)
		callers.Wait()
		_, err := g.Enter(t.Context(), 1, false)
		requireWaitError(t, err, AboveCeiling, PauseName)
		requireEqual(t, since(), 0, "time spent")
		time.Sleep(time.Minute) // the rest is not above the ceiling
		mustEnter(t, g)
		requireEqual(t, since(), 3*time.Minute, "time spent")
	})
}

func TestPause_AWaitAtTheCeilingIsWaitedOutWithItsJitter(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := NewGate(Config{})
		g.pause.jitter = func() float64 { return 0.99 }
		mustEnter(t, g).Refused(DefaultCeiling, true)
		mustEnter(t, g)
	})
}

func TestPause_TheJitterIsAShareOfTheWait(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		for wait, want := range map[time.Duration]time.Duration{100 * time.Second: 105 * time.Second, 0: 625 * time.Millisecond} {
			g := NewGate(Config{})
			g.pause.jitter = func() float64 { return 0.5 }
			requireEqual(t, time.Until(mustEnter(t, g).Refused(wait, true)), want, "wait")
		}
	})
}

func TestPause_HugeWaitsEndWithinADay(t *testing.T) {
	for _, wait := range []time.Duration{1<<63 - 1, 25 * time.Hour, 100 * 365 * 24 * time.Hour} {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{})
			mustEnter(t, g).Refused(wait, true)
			_, err := g.Enter(t.Context(), 1, false)
			e := requireWaitError(t, err, AboveCeiling, PauseName)
			requireEqual(t, e.Until, time.Now().Add(longestPause), "until")
			time.Sleep(longestPause)
			mustEnterNow(t, g).Done()
		})
	}
}

func mustEnterNow(t *testing.T, g *Gate) Pass {
	t.Helper()
	before := time.Now()
	p := mustEnter(t, g)
	requireEqual(t, time.Since(before), 0, "wait")
	return p
}

// quotaServer refuses what is above limit requests in a fixed window.
type quotaServer struct {
	mu     sync.Mutex
	limit  int
	length time.Duration
	tells  bool // the wait
	opened time.Time
	used   int
}

func (s *quotaServer) serve() (wait time.Duration, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); now.Sub(s.opened) >= s.length {
		s.opened, s.used = now.Truncate(s.length), 0
	}
	if s.used++; s.used <= s.limit {
		return 0, false
	}
	if s.tells {
		wait = time.Until(s.opened.Add(s.length))
	}
	return wait, true
}

func TestPause_ABurstAgainstAServersQuotaSucceeds(t *testing.T) {
	tests := []struct {
		name    string
		server  *quotaServer
		windows func() []*Window
		gates   int
		within  time.Duration
	}{
		{"our quota is the server's", &quotaServer{limit: 120, length: time.Minute, tells: true},
			func() []*Window { return []*Window{NewWindow("minute", 120, time.Minute)} }, 1, 4 * time.Minute},
		{"we believe in more", &quotaServer{limit: 120, length: time.Minute, tells: true},
			func() []*Window { return []*Window{NewWindow("minute", 10_000, time.Minute)} }, 1, 4 * time.Minute},
		{"we know of none", &quotaServer{limit: 120, length: time.Minute, tells: true},
			func() []*Window { return nil }, 1, 4 * time.Minute},
		{"we know of none and are not told", &quotaServer{limit: 120, length: time.Minute},
			func() []*Window { return nil }, 1, 6 * time.Minute},
		{"two clients share 20 a second", &quotaServer{limit: 20, length: time.Second, tells: true},
			func() []*Window { return []*Window{NewWindow("second", 20, time.Second)} }, 2, 30 * time.Second},
		{"two clients share 20 a second and are not told", &quotaServer{limit: 20, length: time.Second},
			func() []*Window { return []*Window{NewWindow("second", 20, time.Second)} }, 2, 60 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				var gates []*Gate
				for range test.gates {
					gates = append(gates, NewGate(Config{Windows: test.windows()}))
				}
				var mu sync.Mutex
				total, most := 0, 0
				var callers sync.WaitGroup
				for i := range 256 {
					callers.Go(func() {
						refusals := callUntilServed(t, gates[i%len(gates)], test.server)
						mu.Lock()
						total, most = total+refusals, max(most, refusals)
						mu.Unlock()
					})
				}
				callers.Wait()
				t.Logf("%v, %d refusals, at most %d of one call", since(), total, most)
				if most > 10 || since() > test.within {
					t.Errorf("%v, %d refusals of one call", since(), most)
				}
			})
		})
	}
}

func callUntilServed(t *testing.T, g *Gate, server *quotaServer) (refusals int) {
	for {
		p, err := g.Enter(t.Context(), 1, false)
		if err != nil {
			t.Error(err)
			return refusals
		}
		time.Sleep(10 * time.Millisecond)
		wait, refused := server.serve()
		time.Sleep(10 * time.Millisecond)
		if !refused {
			p.Done()
			return refusals
		}
		refusals++
		p.Refused(wait, wait > 0)
	}
}

func TestPause_CloseEndsIt(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{MaxWrites: 1})
		write, err := g.Enter(t.Context(), 1, true)
		requireNoError(t, err)
		mustEnter(t, g).Refused(time.Minute, true)
		var callers sync.WaitGroup
		for i := range 10 {
			callers.Go(func() {
				if _, err := g.Enter(t.Context(), 1, i%2 == 0); !errors.Is(err, ErrClosed) {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		requireEqual(t, g.Waiting(), 10, "waiting")
		g.Close()
		g.Close()
		callers.Wait()
		requireEqual(t, since(), 0, "time spent")
		write.Done()
		_, err = g.Enter(t.Context(), 1, false)
		requireEqual(t, err, ErrClosed, "error")
	})
}
