package quota

import (
	"container/list"
	"context"
	"time"
)

// A hold is the answer to "may this caller go now?".
type hold struct {
	verdict verdict
	name    string    // what holds: a window's name or PauseName
	reason  Reason    // why waiting is refused
	at      time.Time // the earliest moment at which the caller could go; zero if not known
	look    time.Time // when to ask again; zero: somebody will wake the caller
	number  uint64    // of the pauses before a call that may go
}

type verdict uint8

const (
	clear  verdict = iota // go
	wait                  // wait, then ask again
	refuse                // waiting is pointless
	closed                // the gate is closed
)

// failure returns the error of a caller that cannot wait out the hold, or nil.
func (h hold) failure(ctx context.Context) error {
	if h.verdict == closed {
		return ErrClosed
	}
	reason := h.reason
	if h.verdict == wait || reason == AboveCeiling {
		if deadline, ok := ctx.Deadline(); ok && !h.at.Before(deadline) {
			reason = Deadline // a higher ceiling would not have helped
		}
	}
	if reason == 0 {
		return nil
	}
	return &WaitError{Window: h.name, Reason: reason, Until: h.at}
}

// interrupted returns the error of a caller whose context ended while it waited.
func (h hold) interrupted(ctx context.Context) error {
	if err := ctx.Err(); err != context.DeadlineExceeded {
		return err
	}
	return &WaitError{Window: h.name, Reason: Deadline, Until: h.at}
}

// A caller is a goroutine that waits.
type caller struct {
	wake   chan struct{} // holds one wake-up, so that none is lost between asking and sleeping
	place  *list.Element // in the line of its gate
	parked *Window       // the window for which the first in line waits
	spot   *list.Element // in the line of that window
	ahead  int           // slots that those before it wanted when it came, and its own
}

func newCaller() *caller { return &caller{wake: make(chan struct{}, 1)} }

// rouse makes the caller ask again.
func (c *caller) rouse() {
	select {
	case c.wake <- struct{}{}:
	default: // it will ask anyway
	}
}

// sleep returns when it is time to ask again or when ctx is done.
func (c *caller) sleep(ctx context.Context, h hold) {
	var due <-chan time.Time
	if !h.look.IsZero() {
		timer := time.NewTimer(time.Until(h.look))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-due:
	case <-c.wake:
	case <-ctx.Done():
	}
}

// A line is a gate's waiting callers, in the order of their arrival.
type line struct {
	callers list.List
	slots   int // that all of them want
}

// join puts a new caller at the end of the line.
func (l *line) join(cost int) *caller {
	c := newCaller()
	l.slots += cost
	c.ahead = l.slots
	c.place = l.callers.PushBack(c)
	return c
}

// leave takes c out of the line. If it was the first, the next one's turn has come.
func (l *line) leave(c *caller, cost int) {
	first := l.first(c)
	l.slots -= cost
	l.callers.Remove(c.place)
	if first {
		l.rouseFirst()
	}
}

func (l *line) first(c *caller) bool { return l.callers.Front() == c.place }

func (l *line) len() int { return l.callers.Len() }

func (l *line) rouseFirst() { rouseFront(&l.callers) }

// rouseAll makes all callers ask again, the first in line first.
func (l *line) rouseAll() {
	for e := l.callers.Front(); e != nil; e = e.Next() {
		e.Value.(*caller).rouse()
	}
}

func rouseFront(callers *list.List) {
	if front := callers.Front(); front != nil {
		front.Value.(*caller).rouse()
	}
}
