package quota

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestGate_WindowsStandInOneOrderWhateverTheConfigs(t *testing.T) {
	day, hour := NewWindow("day", 1, 24*time.Hour), NewWindow("hour", 1, time.Hour)
	first, second := NewWindow("first minute", 1, time.Minute), NewWindow("second minute", 1, time.Minute)
	want := []string{"day", "hour", "first minute", "second minute"}
	for _, windows := range [][]*Window{
		{day, hour, first, second}, {second, first, hour, day}, {first, day, second, hour}, {second, hour, first, day, hour}, {hour, second, day, first},
	} {
		var got []string
		for _, s := range NewGate(Config{Windows: windows}).States() {
			got = append(got, s.Name)
		}
		if !slices.Equal(got, want) {
			t.Error(got)
		}
	}
}

func TestGate_ACostBelowOneCountsAsOne(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		w := NewWindow("minute", 2, time.Minute)
		g := NewGate(Config{Windows: []*Window{w}})
		p, err := g.Enter(t.Context(), 0, false)
		requireNoError(t, err)
		requireEqual(t, w.State().Remaining, 1, "remaining")
		p.NotSent()
		requireEqual(t, w.State().Remaining, 2, "remaining")
	})
}

func TestGate_WithoutMaxWritesAnyNumberOfWritesIsInFlight(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		for _, most := range []int{0, -1} {
			g := newSteadyGate(Config{MaxWrites: most})
			for range 3 {
				_, err := g.Enter(t.Context(), 1, true)
				requireNoError(t, err)
			}
			requireEqual(t, since(), 0, "time spent")
		}
	})
}

// Whoever comes at the moment at which another's turn has come stands behind it.
func TestGate_ANewcomerDoesNotOvertake(t *testing.T) {
	for range 50 {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{MaxWrites: 1})
			write := func() Pass {
				p, err := g.Enter(t.Context(), 1, true)
				if err != nil {
					t.Error(err)
				}
				return p
			}
			var mu sync.Mutex
			var order []string
			note := func(who string) {
				mu.Lock()
				defer mu.Unlock()
				order = append(order, who)
			}
			p := write()
			var callers sync.WaitGroup
			callers.Go(func() {
				p := write()
				note("waiter")
				p.Done()
			})
			synctest.Wait()
			p.Done()
			p = write()
			note("newcomer")
			p.Done()
			callers.Wait()
			requireEqual(t, order[0], "waiter", "first")
		})
	}
}

// A pause that nobody has waited out does not let writes past their bound.
func TestGate_WritesStayBoundedBehindAPause(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{MaxWrites: 1})
		slow, err := g.Enter(t.Context(), 1, true)
		requireNoError(t, err)
		mustEnter(t, g).Refused(10*time.Second, true)
		time.Sleep(20 * time.Second)
		time.AfterFunc(10*time.Second, slow.Done)
		_, err = g.Enter(t.Context(), 1, true)
		requireNoError(t, err)
		requireEqual(t, since(), 30*time.Second, "second write")
	})
}

// Those behind the first in line know at once what they would wait for in vain.
func TestGate_WhoStandsBehindOthersFailsAtOnceToo(t *testing.T) {
	within := func(t *testing.T, g *Gate, deadline time.Duration, write bool) error {
		ctx, cancel := context.WithTimeout(t.Context(), deadline)
		defer cancel()
		_, err := g.Enter(ctx, 1, write)
		return err
	}
	t.Run("a pause that was extended", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{})
			first, second := mustEnter(t, g), mustEnter(t, g)
			first.Refused(10*time.Second, true)
			var callers sync.WaitGroup
			callers.Go(func() { mustEnter(t, g).Done() })
			synctest.Wait()
			callers.Go(func() {
				requireWaitError(t, within(t, g, 20*time.Second, false), Deadline, PauseName)
				requireEqual(t, since(), 0, "time spent")
			})
			synctest.Wait()
			second.Refused(time.Minute, true)
			callers.Wait()
		})
	})
	t.Run("a write, for a pause", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{MaxWrites: 1})
			_, err := g.Enter(t.Context(), 1, true)
			requireNoError(t, err)
			mustEnter(t, g).Refused(time.Minute, true)
			requireWaitError(t, within(t, g, 30*time.Second, true), Deadline, PauseName)
			requireEqual(t, since(), 0, "time spent")
			mustEnter(t, g).Refused(10*time.Minute, true)
			_, err = g.Enter(t.Context(), 1, true)
			requireWaitError(t, err, AboveCeiling, PauseName)
			requireEqual(t, since(), time.Minute, "time spent")
		})
	})
	t.Run("the window that is free last", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			hour := NewWindow("hour", 1, time.Hour)
			g := newSteadyGate(Config{Ceiling: 2 * time.Hour, Windows: []*Window{
				NewWindow("not known", 0, 2*time.Hour), hour, NewWindow("minute", 5, time.Minute),
			}})
			mustEnter(t, g).Done()
			var callers sync.WaitGroup
			callers.Go(func() { mustEnter(t, g).Done() })
			synctest.Wait()
			requireWaitError(t, within(t, g, 10*time.Minute, false), Deadline, "hour")
			requireEqual(t, since(), 0, "time spent")
			callers.Wait()
			requireEqual(t, since(), time.Hour, "time spent")
		})
	})
	t.Run("never for what is free", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{Windows: []*Window{NewWindow("hour", 100, time.Hour)}})
			mustEnter(t, g).Refused(time.Second, true)
			probe := mustEnter(t, g) // others wait for its return
			var callers sync.WaitGroup
			callers.Go(func() { mustEnter(t, g).Done() })
			synctest.Wait()
			_ = within(t, g, 10*time.Second, false)
			requireEqual(t, since(), 11*time.Second, "time spent")
			probe.Done()
			callers.Wait()
		})
	})
}

// Where a caller stood when it came says nothing later: those before it have gone.
func TestGate_TheLineIsCountedOnlyOnce(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("minute", 3, time.Minute)}})
		slow := mustEnter(t, g)
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		var callers sync.WaitGroup
		for range 6 {
			callers.Go(func() { mustEnter(t, g).Done() })
			synctest.Wait()
		}
		callers.Go(func() { // with six ahead it could go after three minutes
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			p, err := g.Enter(ctx, 1, false)
			requireNoError(t, err)
			p.Done()
		})
		synctest.Wait()
		time.Sleep(2*time.Minute + time.Second)
		slow.Refused(time.Second, true) // everyone asks again, and four have gone
		callers.Wait()
	})
}

func TestGate_TheDeadlineCountsFromWhenSlotsWereUsed(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Windows: []*Window{NewWindow("minute", 2, time.Minute)}})
		mustEnter(t, g).Done()
		mustEnter(t, g).Done()
		time.Sleep(20 * time.Second)
		var callers sync.WaitGroup
		for behind := range 4 {
			free := time.Duration(behind/2+1) * time.Minute // two after one minute, two after two
			ctx, cancel := context.WithTimeout(t.Context(), free-since())
			defer cancel()
			_, err := g.Enter(ctx, 1, false)
			e := requireWaitError(t, err, Deadline, "minute")
			requireEqual(t, time.Until(e.Until), free-since(), "until")
			requireEqual(t, since(), 20*time.Second, "time spent")
			callers.Go(func() { mustEnter(t, g).Done() })
			synctest.Wait()
		}
		callers.Wait()
		requireEqual(t, since(), 2*time.Minute, "time spent")
	})
}

func TestGate_AQuotaThatNoWindowCountsIsWaitedForByNobody(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{})
		midnight := time.Now().Add(time.Hour)
		mustEnter(t, g).Refused(10*time.Second, true)
		var callers sync.WaitGroup
		callers.Go(func() { // it waits for the pause when the word comes
			_, err := g.Enter(t.Context(), 1, false)
			requireWaitError(t, err, Exhausted, "vendor")
			requireEqual(t, since(), 0, "time spent")
		})
		synctest.Wait()
		g.Exhausted(midnight)
		callers.Wait()
		g.Exhausted(midnight.Add(-time.Minute)) // of an earlier reply
		_, err := g.Enter(t.Context(), 1, false)
		e := requireWaitError(t, err, Exhausted, "vendor")
		requireEqual(t, e.Until, midnight, "until")
		time.Sleep(time.Hour)
		mustEnterNow(t, g).Done()
	})
	t.Run("from a gate that is not paused", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{})
			g.Exhausted(time.Now().Add(time.Hour))
			_, err := g.Enter(t.Context(), 1, false)
			requireWaitError(t, err, Exhausted, "vendor")
			time.Sleep(time.Hour)
			mustEnterNow(t, g).Done()
		})
	})
	t.Run("a window of which the server told fails them by itself", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			day := NewWindow("day", 5, 24*time.Hour, FailFast)
			g := newSteadyGate(Config{Windows: []*Window{day, NewWindow("minute", 5, time.Minute)}})
			day.Correct(5, 5, time.Now().Add(time.Hour))
			g.Exhausted(time.Now().Add(2 * time.Hour))
			mustEnterNow(t, g).Done()
		})
	})
	t.Run("no other does", func(t *testing.T) {
		for name, w := range map[string]*Window{
			"one that does not know": NewWindow("day", 5, 24*time.Hour, FailFast), "one that is waited for": NewWindow("minute", 5, time.Minute),
		} {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				if !w.failFast {
					w.Correct(5, 5, time.Now().Add(30*time.Second))
				}
				g := newSteadyGate(Config{Windows: []*Window{w}})
				g.Exhausted(time.Now().Add(time.Hour))
				_, err := g.Enter(t.Context(), 1, false)
				e := requireWaitError(t, err, Exhausted, "vendor")
				requireEqual(t, e.Until, time.Now().Add(time.Hour), name)
			})
		}
	})
}
