package quota

import (
	"context"
	"errors"
	"time"
)

// PauseName is the Name of the State that stands for a gate's pause.
const PauseName = "pause"

// A State is what is known about one window at one moment. It is also the form in
// which a reply's words about a window reach [Gate.Observe].
//
// The State of a pause has the name [PauseName] and a Limit of 0. Its Remaining is 0
// and its Reset the end of the pause while it lasts; afterwards Remaining is -1 and
// Reset is zero.
type State struct {
	Name      string
	Limit     int           // slots in a window; 0 if not known
	Remaining int           // slots free now; -1 if not known
	Reset     time.Time     // the window's reset if the server told it, else the oldest slot's end; zero if neither is known
	Window    time.Duration // the window's length
	Waiting   int           // callers that wait
}

// ErrClosed is the error of callers that wait at, or come to, a closed gate.
var ErrClosed = errors.New("quota: closed")

// A Reason says why a caller could not wait for its turn.
type Reason uint8

// The reasons of a [WaitError].
const (
	Deadline      Reason = iota + 1 // the context ends before the call could go
	AboveCeiling                    // the first in line would wait longer than the ceiling
	Exhausted                       // a window that nobody waits for is used up
	TooCostly                       // the call costs more than the window holds
	LimiterFailed                   // the custom limiter returned an error
)

// String returns the reason in words.
func (r Reason) String() string {
	switch r {
	case Deadline:
		return "the deadline comes first"
	case AboveCeiling:
		return "the wait is above the ceiling"
	case Exhausted:
		return "the quota is used up"
	case TooCostly:
		return "the call costs more than the window holds"
	case LimiterFailed:
		return "the limiter failed"
	}
	return "unknown reason"
}

// A WaitError tells a caller that its call was not sent because of a limit.
// It matches context.DeadlineExceeded (errors.Is) if the deadline was the reason,
// or if a custom limiter failed under a context that has a deadline.
type WaitError struct {
	Window string    // the window's name, PauseName, or "limiter"
	Reason Reason    // why
	Until  time.Time // the earliest moment at which a call could go; zero if not known
	Err    error     // the custom limiter's error; nil otherwise

	timed bool // the context has a deadline
}

// Error says what held the call and, where it is known, the moment to try again. It is
// a part of a client's error, which names the vendor and the kind before it.
func (e *WaitError) Error() string {
	text := e.what()
	if !e.Until.IsZero() {
		text += ", next at " + e.Until.UTC().Format(time.RFC3339)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// what is the reason with the window's name where the sentence has its place for it.
func (e *WaitError) what() string {
	of := " the " + e.Window + "'s"
	switch {
	case e.Reason == Deadline && e.Window == PauseName:
		return "the deadline comes before the end of the pause after a refusal"
	case e.Reason == AboveCeiling && e.Window == PauseName:
		return "the pause after a refusal is longer than the longest wait allowed"
	case e.Window == "":
		return e.Reason.String()
	case e.Reason == Deadline:
		return "the deadline comes before" + of + " next free slot"
	case e.Reason == AboveCeiling:
		return "the wait for" + of + " next free slot is longer than the longest wait allowed"
	case e.Reason == Exhausted:
		return of[1:] + " quota is used up"
	case e.Reason == TooCostly:
		return "the call costs more than" + of + " quota"
	}
	return e.Reason.String()
}

// Is reports whether the error stands for context.DeadlineExceeded.
func (e *WaitError) Is(target error) bool {
	late := e.Reason == Deadline || e.timed
	return late && target == context.DeadlineExceeded
}

// Unwrap returns the custom limiter's error.
func (e *WaitError) Unwrap() error { return e.Err }
