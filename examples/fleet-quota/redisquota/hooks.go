package redisquota

import (
	"context"

	"github.com/frontdesk-go/frontdesk"
)

// slot is what a call has taken.
type slot struct {
	name   string
	points int
}

// heldKey finds the slot of a call in its context. Limiters do not see each other's.
type heldKey struct{ limiter *Limiter }

// Hooks tell the limiter when the reply of each request came: give them to the
// client that has the limiter. A client has one set of hooks; call these from yours
// if you have others.
func (l *Limiter) Hooks() frontdesk.Hooks {
	return frontdesk.Hooks{
		// A Limiter cannot change the context of the call that waits, so the place for
		// its slot is made before.
		Start: func(ctx context.Context, _ frontdesk.Call) context.Context {
			return context.WithValue(ctx, heldKey{l}, new(slot))
		},
		AttemptEnd: l.attemptEnd,
	}
}

// hold keeps what the call was given for the end of its attempt. A call makes one
// attempt at a time.
func (l *Limiter) hold(ctx context.Context, given slot) {
	if place, ok := ctx.Value(heldKey{l}).(*slot); ok {
		*place = given
	}
}

func (l *Limiter) attemptEnd(ctx context.Context, result frontdesk.AttemptResult) {
	place, ok := ctx.Value(heldKey{l}).(*slot)
	if !ok || place.points == 0 {
		return
	}
	operation := "reply"
	if err := result.Err; err != nil && result.StatusCode == 0 && err.Sent == frontdesk.SentNo {
		operation = "leave" // nothing reached the vendor
	}
	l.tell(ctx, operation, *place, 0)
	*place = slot{}
}
