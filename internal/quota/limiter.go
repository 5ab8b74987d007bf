package quota

import "context"

// A Limiter is a limiter of the user's, such as a *rate.Limiter or one that is shared
// by a fleet. Wait blocks until one call may be sent, or fails. Used if present:
// WaitN(ctx, n) error for calls that cost more than 1.
type Limiter interface {
	Wait(ctx context.Context) error
}

// Outer stands between a gate's line and the sending; [Behind] makes one. As an
// interface it is linked only into programs that have a limiter of their own.
type Outer interface {
	pass(ctx context.Context, g *Gate, p Pass) (Pass, error)
}

// Behind returns what makes calls wait for a limiter.
func Behind(l Limiter) Outer { return behind{l} }

type behind struct{ limiter Limiter }

// pass waits for the custom limiter. If the gate was paused meanwhile, the call
// waits for the end of the pause too; what the limiter gave it stays its own.
func (b behind) pass(ctx context.Context, g *Gate, p Pass) (Pass, error) {
	if err := b.wait(ctx, g, p); err != nil {
		return Pass{}, err
	}
	for !g.current(p) {
		number, err := g.stand(ctx, &g.callers, p.cost, (*Gate).depart)
		if err != nil {
			g.endWrite(p)
			return Pass{}, err
		}
		p.number = number
	}
	return p, nil
}

// wait gives the pass back if the limiter fails or panics.
func (b behind) wait(ctx context.Context, g *Gate, p Pass) (err error) {
	g.countLimited(1)
	given := false
	defer func() {
		g.countLimited(-1)
		if !given {
			p.NotSent()
		}
	}()
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(g.closing, cancel)()
	if many, ok := b.limiter.(interface {
		WaitN(ctx context.Context, n int) error
	}); ok && p.cost > 1 {
		err = many.WaitN(inner, p.cost)
	} else {
		err = b.limiter.Wait(inner)
	}
	switch {
	case err == nil:
		given = true
		return nil
	case ctx.Err() == context.Canceled:
		return ctx.Err()
	case g.closing.Err() != nil:
		return ErrClosed
	}
	_, timed := ctx.Deadline()
	return &WaitError{Window: "limiter", Reason: LimiterFailed, Err: err, timed: timed}
}

// current reports whether no pause began since the pass left.
func (g *Gate) current(p Pass) bool {
	g.mu.Lock()
	defer g.unlock()
	return p.number == g.pause.number && !g.closed
}

func (g *Gate) countLimited(n int) {
	g.mu.Lock()
	defer g.unlock()
	g.limited += n
}
