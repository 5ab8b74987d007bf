package quota

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// counting is a limiter that tells what it was asked for.
type counting struct{ one, many []int }

func (c *counting) Wait(context.Context) error { c.one = append(c.one, 1); return nil }

func (c *counting) WaitN(_ context.Context, n int) error { c.many = append(c.many, n); return nil }

func TestLimiter_WaitNIsForCallsThatCostMore(t *testing.T) {
	c := new(counting)
	g := newSteadyGate(Config{Limiter: Behind(c)})
	for cost := range 3 {
		_, err := g.Enter(t.Context(), cost+1, false)
		requireNoError(t, err)
	}
	requireEqual(t, len(c.one), 1, "calls of Wait")
	requireEqual(t, len(c.many), 2, "calls of WaitN")
	requireEqual(t, c.many[0]+c.many[1], 5, "sum of WaitN")

	g = newSteadyGate(Config{Limiter: Behind(&scripted{wait: func(context.Context) error { return nil }})})
	_, err := g.Enter(t.Context(), 2, false) // it has no WaitN
	requireNoError(t, err)
}

func TestLimiter_AWriteThatPassedItHoldsItsPlace(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Limiter: Behind(new(counting)), MaxWrites: 1})
		for i := range 3 {
			p, err := g.Enter(t.Context(), 1, true)
			requireNoError(t, err)
			requireEqual(t, since(), time.Duration(i)*time.Second, "left")
			time.AfterFunc(time.Second, p.Done)
		}
	})
}

// A caller whose gate was paused while it stood in the limiter waits again, and may
// give up again.
func TestLimiter_WhoWaitsBehindItForAPauseMayGiveUp(t *testing.T) {
	for name, end := range map[string]struct {
		by  func(g *Gate, cancel context.CancelFunc)
		err error
	}{
		"by its context":         {func(_ *Gate, cancel context.CancelFunc) { cancel() }, context.Canceled},
		"by the end of the gate": {func(g *Gate, _ context.CancelFunc) { g.Close() }, ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, since func() time.Duration) {
				pass := make(chan struct{}, 2)
				pass <- struct{}{}
				g := newSteadyGate(Config{MaxWrites: 1, Limiter: Behind(&scripted{wait: func(context.Context) error { <-pass; return nil }})})
				early := mustEnter(t, g)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				failed := make(chan error, 1)
				go func() {
					_, err := g.Enter(ctx, 1, true)
					failed <- err
				}()
				synctest.Wait()
				early.Refused(10*time.Second, true)
				pass <- struct{}{}
				synctest.Wait()
				requireEqual(t, g.Waiting(), 1, "waiting")
				end.by(g, cancel)
				requireEqual(t, <-failed, end.err, "error")
				requireEqual(t, since(), 0, "time spent")
				requireEqual(t, g.writing+g.Waiting(), 0, "left")
			})
		})
	}
}

func TestLimiter_ThatIgnoresItsContextLetsNobodyThroughAClosedGate(t *testing.T) {
	bubble(t, func(t *testing.T, since func() time.Duration) {
		g := newSteadyGate(Config{Limiter: Behind(&scripted{wait: func(context.Context) error { time.Sleep(time.Second); return nil }})})
		time.AfterFunc(time.Millisecond, g.Close)
		_, err := g.Enter(t.Context(), 1, false)
		requireEqual(t, err, ErrClosed, "error")
	})
}
