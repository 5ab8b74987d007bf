package quota

import (
	"testing"
	"time"
)

// What the windows know of a wait that nobody told.
func TestPause_WithoutAWaitTheEarliestOfTheWindowsCounts(t *testing.T) {
	const second, minute, hour = time.Second, time.Minute, time.Hour
	used := func(name string, length, ago time.Duration) *Window {
		w := NewWindow(name, 100, length)
		requireNoError(t, w.Acquire(t.Context(), 1))
		w.Release(1)
		time.Sleep(ago)
		return w
	}
	for name, test := range map[string]struct {
		windows func() []*Window
		ceiling time.Duration
		wait    time.Duration
	}{
		"the earlier of two":               {func() []*Window { return []*Window{used("hour", hour, 0), used("minute", minute, 0)} }, 2 * hour, minute},
		"the earlier of two is the longer": {func() []*Window { return []*Window{used("hour", hour, hour-10*second), used("minute", minute, 0)} }, 2 * hour, 10 * second},
		"one that is not used up":          {func() []*Window { return []*Window{used("hour", hour, 0), NewWindow("minute", 0, minute)} }, 2 * hour, hour},
		"one that was":                     {func() []*Window { return []*Window{used("minute", minute, minute), used("hour", hour, 0)} }, 2 * hour, hour},
		"none within the ceiling":          {func() []*Window { return []*Window{used("hour", hour, 0)} }, minute, firstGuess},
		"sooner than a guess":              {func() []*Window { return []*Window{used("second", second, 900*time.Millisecond)} }, minute, 100 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				g := newSteadyGate(Config{Windows: test.windows(), Ceiling: test.ceiling})
				p := Pass{gate: g, number: g.pause.number} // it holds no slot
				requireEqual(t, time.Until(g.refuse(p, 0)), test.wait, "wait")
			})
		})
	}
	t.Run("after another refusal not sooner than a guess", func(t *testing.T) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			g := newSteadyGate(Config{Windows: []*Window{NewWindow("second", 100, 600*time.Millisecond)}})
			mustEnter(t, g).Refused(0, false)
			probe := mustEnter(t, g)
			requireEqual(t, since(), 600*time.Millisecond, "the slot's end")
			requireEqual(t, time.Until(probe.Refused(0, false)), 2*firstGuess, "wait")
		})
	})
}

func TestPause_RestartIsPacedByTheTightestWindow(t *testing.T) {
	for name, windows := range map[string][]*Window{
		"the longer":                       {NewWindow("minute", 60, time.Minute), NewWindow("second", 10, time.Second)},
		"the shorter":                      {NewWindow("minute", 600, time.Minute), NewWindow("second", 1, time.Second)},
		"beside one of an unknown limit":   {NewWindow("second", 1, time.Second), NewWindow("other", 0, time.Second)},
		"beside one that nobody waits for": {NewWindow("day", 10, 24*time.Hour), NewWindow("minute", 60, time.Minute)},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				requireEqual(t, newSteadyGate(Config{Windows: windows}).pace(), 2, "calls a second")
			})
		})
	}
}
