package quota

import (
	"container/list"
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A Window counts the calls that a vendor allows in a length of time. It is safe for
// concurrent use and may be shared by the gates of several clients of one key.
type Window struct {
	name     string
	length   time.Duration
	order    uint64 // of creation: the windows of a gate are locked in one order everywhere
	failFast bool
	atMost   int // no word of the server raises the limit above this; 0: any does

	mu     sync.Mutex
	limit  int       // 0: not known, nobody waits
	flying int       // slots of calls that are in flight
	held   slots     // slots whose replies came less than a length ago
	server serverSay // what the server said last
	line   list.List // of *caller
}

// A WindowOption changes how a new window behaves.
type WindowOption func(*Window)

// FailFast makes callers fail at once, with [Exhausted], when the window is used up.
// It is for windows that are too long to wait for, such as a day's quota.
func FailFast(w *Window) { w.failFast = true }

// KeepLimit makes the window's limit an upper bound: what the server says about its
// limit can lower but not raise it. It is for an account that leaves a part of its
// quota to others.
func KeepLimit(w *Window) { w.atMost = w.limit }

var windows atomic.Uint64 // created so far

// NewWindow returns a window of limit slots per length. A limit of 0 or less is not
// known yet: until the server tells it, calls are counted and nobody waits.
// A length below a millisecond counts as a millisecond.
func NewWindow(name string, limit int, length time.Duration, options ...WindowOption) *Window {
	w := &Window{
		name:   name,
		limit:  max(limit, 0),
		length: max(length, time.Millisecond),
		order:  windows.Add(1),
	}
	for _, option := range options {
		option(w)
	}
	return w
}

// Acquire takes n slots, which are in flight from now on: the caller must end them
// with Release or Cancel. It waits in the order of arrival. Its error is a
// [*WaitError] (deadline, exhausted, too costly), or ctx.Err() if ctx is cancelled.
// There is no ceiling: only ctx bounds the wait.
func (w *Window) Acquire(ctx context.Context, n int) error {
	n = max(n, 1)
	if err := ctx.Err(); err != nil {
		return err
	}
	one := [...]*Window{w}
	c := newCaller()
	defer c.unpark()
	for {
		h := takeAll(one[:], c, n, time.Now())
		if h.verdict == clear {
			return nil
		}
		if err := h.failure(ctx); err != nil {
			return err
		}
		if c.sleep(ctx, h); ctx.Err() != nil {
			return h.interrupted(ctx)
		}
	}
}

// Release says that the reply to a call of n slots came, or that its attempt timed
// out. The slots become free one window length after now.
func (w *Window) Release(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n = min(max(n, 1), w.flying)
	if n == 0 {
		return
	}
	now := time.Now()
	w.flying -= n
	w.held.expire(now)
	w.held.push(now.Add(w.length), n, w.grain())
	if w.mayAsk(now) {
		rouseFront(&w.line)
	}
}

// Cancel says that nothing was sent. The n slots are free at once.
func (w *Window) Cancel(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flying -= min(max(n, 1), w.flying)
	rouseFront(&w.line)
}

// failsByItself reports whether the window knows from the server when it is used up,
// and fails callers then.
func (w *Window) failsByItself() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failFast && w.server.told
}

// SetLimit changes the number of slots; 0 or less is not known. Slots in use stay in use.
func (w *Window) SetLimit(limit int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.limit = max(limit, 0)
	rouseFront(&w.line)
}

// State returns what is known about the window now. Waiting counts a gate that waits
// for the window as one caller; [Gate.States] counts all of its callers.
func (w *Window) State() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	s := State{Name: w.name, Limit: w.limit, Remaining: -1, Window: w.length, Waiting: w.line.Len()}
	if w.limit > 0 {
		s.Remaining = max(w.room(now), 0)
	}
	s.Reset, _ = w.reset(now)
	return s
}

// takeAll takes n slots in every window or in none of them. If one has none to give,
// c (if not nil) waits in that window's line. The windows are in locking order.
func takeAll(windows []*Window, c *caller, n int, now time.Time) hold {
	for _, w := range windows {
		w.mu.Lock()
	}
	h := tryAll(windows, c, n, now)
	for _, w := range windows {
		w.mu.Unlock()
	}
	return h
}

func tryAll(windows []*Window, c *caller, n int, now time.Time) hold {
	for _, w := range windows {
		if h := w.hold(c, n, now); h.verdict != clear {
			c.park(w, h)
			return h
		}
	}
	for _, w := range windows {
		w.take(n, now)
	}
	c.park(nil, hold{})
	return hold{}
}

// The methods below are called with w.mu held.

// hold says whether n slots can be taken now by c, or by a newcomer if c is nil.
func (w *Window) hold(c *caller, n int, now time.Time) hold {
	if w.limit > 0 && n > w.limit {
		return hold{verdict: refuse, name: w.name, reason: TooCostly}
	}
	first := w.line.Len() == 0 || c != nil && c.spot == w.line.Front()
	fits := w.limit == 0 || n <= w.room(now) || w.mayAsk(now)
	if first && fits {
		return hold{}
	}
	h := hold{verdict: wait, name: w.name, at: w.earliest(n, now)}
	if first {
		h.look = h.at
	}
	if w.failFast && !fits {
		h.verdict, h.reason = refuse, Exhausted
	}
	return h
}

func (w *Window) take(n int, now time.Time) {
	if w.server.told && !w.server.end.After(now) {
		// The first call after the reset opens a window at the server, whether its
		// reply will say so or not.
		w.server.ask(now, w.length)
	}
	w.flying += n
}

// room returns how many slots are free; it is negative after the limit was lowered.
func (w *Window) room(now time.Time) int {
	w.held.expire(now)
	return w.limit - w.flying - w.held.total - w.server.taken(now)
}

// earliest returns the first moment at which need slots could be free, if all of them
// were for us: a bound from below, since no reply can come before now.
func (w *Window) earliest(need int, now time.Time) time.Time {
	if w.limit == 0 {
		return now
	}
	rounds := (need - 1) / w.limit // each uses the whole window once
	at := w.nth(need-rounds*w.limit-w.room(now), now)
	at = at.Add(time.Duration(min(rounds, 100)) * w.length) // more could overflow
	if end := w.server.end; w.server.told && end.After(now) && end.Before(at) {
		return end // a new window may free everything
	}
	return at
}

// nth returns the moment at which n more slots than now are free.
func (w *Window) nth(n int, now time.Time) time.Time {
	if n <= 0 {
		return now
	}
	others, end := w.server.taken(now), w.server.end
	for _, s := range w.held.live() {
		if others > 0 && !end.After(s.end) {
			if n -= others; n <= 0 {
				return end
			}
			others = 0
		}
		if n -= s.n; n <= 0 {
			return s.end
		}
	}
	if others > 0 && n <= others {
		return end
	}
	return now.Add(w.length)
}

// reset returns the server's reset, else the oldest slot's end.
func (w *Window) reset(now time.Time) (at time.Time, ok bool) {
	if w.server.end.After(now) {
		return w.server.end, true
	}
	w.held.expire(now)
	if live := w.held.live(); len(live) > 0 {
		return live[0].end, true
	}
	return time.Time{}, false
}

// grain is how far apart slots may end that are kept as one entry.
func (w *Window) grain() time.Duration {
	if w.limit > 0 && w.limit <= grains {
		return 0
	}
	return w.length / grains
}

// park moves c into the line of the window that holds it, and out of the one for
// which it waited before; nil is no window. Both are locked.
func (c *caller) park(w *Window, h hold) {
	if c == nil {
		return
	}
	if h.verdict != wait {
		w = nil
	}
	if c.parked == w {
		return
	}
	if old := c.parked; old != nil {
		old.line.Remove(c.spot)
		rouseFront(&old.line)
	}
	c.parked, c.spot = w, nil
	if w != nil {
		c.spot = w.line.PushBack(c)
	}
}

// unpark takes c out of the line of the window for which it waits, if any.
func (c *caller) unpark() {
	if w := c.parked; w != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		c.park(nil, hold{})
	}
}
