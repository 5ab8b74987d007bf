package frontdesk

import (
	"context"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/quota"
)

// Limiter lets requests through at the caller's own pace, in place of the
// client's windows; *rate.Limiter of golang.org/x/time/rate is one. Wait blocks
// until a request may be sent and fails if ctx ends first. Give it to
// [WithLimiter].
//
// Two further methods are used where a Limiter has them:
//
//	WaitN(ctx context.Context, n int) error // n points instead of one request
//	Observe(state LimitState)               // what a reply said of the limit
//
// Observe is told of every reply: one that says nothing of limits has -1 in Limit and
// Remaining. Of a refusal with Retry-After, the Reset is when the client's own calls
// go on, unless the reply named another. An error of Wait with a method RetryAt() time.Time fills
// [Error.RetryAfter].
//
// The pause after a refusal stays in front of any Limiter.
type Limiter interface {
	Wait(ctx context.Context) error
}

// LimitState is what is known of one limit.
type LimitState struct {
	// Name tells the windows of a vendor apart, such as "minute" or "day". The
	// state named "pause" is the wait after a refusal: its Reset is when calls
	// go on, zero once they do.
	Name string
	// Limit and Remaining count requests, or points; -1 if unknown.
	Limit, Remaining int
	// Window is the length of the window; 0 if unknown.
	Window time.Duration
	// Reset is when Remaining grows again; zero if unknown.
	Reset time.Time
	// Waiting is the number of calls held back now.
	Waiting int
	// Refused reports, to a Limiter's Observe, that the request was refused.
	Refused bool
}

// Window is a limiter that counts like the vendors do: at most n requests in
// any window of length d, wherever it begins. One Window can be given to several
// clients that use the same key.
type Window struct{ window *quota.Window }

// NewWindow returns a [Window] of n requests (or points) per d. Both must be
// positive: [WithLimiter] and Wait refuse a Window that was made otherwise. Nobody waits
// for a window of a day or longer: used up, it fails calls with [ErrQuotaExhausted].
func NewWindow(n int, d time.Duration) *Window {
	if n <= 0 || d <= 0 {
		return new(Window)
	}
	return &Window{window: newWindow(n, d)}
}

// newWindow makes a window for which nobody waits if it is a day or longer.
func newWindow(n int, d time.Duration) *quota.Window {
	if d >= 24*time.Hour {
		return quota.NewWindow("window", n, d, quota.FailFast)
	}
	return quota.NewWindow("window", n, d)
}

// Wait blocks until one request may be sent. Clients do not call it: they know
// when the reply came and free the slot one window after that.
func (w *Window) Wait(ctx context.Context) error { return w.WaitN(ctx, 1) }

// WaitN is Wait for n points.
func (w *Window) WaitN(ctx context.Context, n int) error {
	if w == nil || w.window == nil {
		return &Error{Kind: KindInvalid, Message: "a Window is made by NewWindow, with a positive number and length"}
	}
	if err := w.window.Acquire(ctx, n); err != nil {
		return err
	}
	w.window.Release(n)
	return nil
}

// State returns what the window holds now.
func (w *Window) State() LimitState {
	if w == nil || w.window == nil {
		return LimitState{Limit: -1, Remaining: -1}
	}
	s := w.window.State()
	return LimitState{
		Name: s.Name, Limit: s.Limit, Remaining: s.Remaining,
		Window: s.Window, Reset: s.Reset, Waiting: s.Waiting,
	}
}

// outer is what WithLimiter brings to the transport: a limiter of the user's, and who
// of it listens. The option alone refers to it.
type outer struct {
	quota.Outer
	limiter Limiter
}

// Told passes on what a reply said of limits. Of a refusal, until is the end of the
// pause that the server ordered, which stands where no reset is named.
func (o outer) Told(states []quota.State, refused bool, until time.Time) {
	listener, ok := o.limiter.(interface{ Observe(LimitState) })
	if !ok {
		return
	}
	if refused && len(states) == 0 {
		states = []quota.State{{Limit: -1, Reset: until}}
	}
	for _, s := range states {
		state := LimitState{
			Name: s.Name, Limit: s.Limit, Remaining: s.Remaining,
			Window: s.Window, Reset: s.Reset, Waiting: s.Waiting, Refused: refused,
		}
		if s.Limit == 0 {
			state.Limit = -1
		}
		if refused && s.Remaining == 0 && s.Reset.IsZero() {
			state.Reset = until
		}
		listener.Observe(state)
	}
}
