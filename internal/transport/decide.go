package transport

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// decide turns the end of an attempt into what follows: success, another
// attempt after c.wait, or failure for good.
func (c *call) decide(err *frontdesk.Error) {
	c.err = err
	if err == nil {
		if !c.committed { // a stream has succeeded when its last row was read
			c.core.budget.succeed(c.taken)
		}
		return
	}
	if c.ctx.Err() != nil || c.core.closing.Err() != nil {
		return
	}
	switch {
	case c.attemptedNothing():
		// The limiter or the credential failed before anything was sent; what
		// they say is final.
	case c.reply.SessionExpired:
		c.replay()
	case c.refused(err):
		c.waitOut(err)
	case frontdesk.Retryable(err):
		c.repeat(err)
	}
	if c.retry {
		c.mayBeDone = c.mayBeDone || err.MayHaveHappened()
		c.hookRetry(err)
		c.waited += c.wait
	}
}

// attemptedNothing reports whether this attempt ended before a request was made.
func (c *call) attemptedNothing() bool { return !c.requested }

// refused reports whether err is a limit's refusal, which costs no attempt.
func (c *call) refused(err *frontdesk.Error) bool {
	return err.Kind == frontdesk.KindRateLimited ||
		err.HTTPStatus == http.StatusServiceUnavailable && err.RetryAfter > 0
}

// replay repeats once with a new credential.
func (c *call) replay() {
	if !c.replayed {
		c.replayed, c.retry = true, true
	}
}

// waitOut lets the gate wait for a refused call, within its bounds.
func (c *call) waitOut(err *frontdesk.Error) {
	c.refusals++
	c.retry = c.refusals <= c.config.policy.MaxRefusals && frontdesk.Retryable(err) && c.fits(err, err.RetryAfter)
	if !c.retry {
		// The gate is shut a little longer than the server asked for.
		err.RetryAfter = max(err.RetryAfter, time.Until(c.paused))
	}
}

// repeat schedules another attempt after a fault, if attempts and budget last.
func (c *call) repeat(err *frontdesk.Error) {
	c.faults++
	if c.faults >= c.config.policy.MaxAttempts {
		return
	}
	wait := max(c.jitter(), err.RetryAfter)
	if wait == err.RetryAfter {
		wait += time.Duration(rand.Int64N(int64(wait)/10 + 1))
	}
	if !c.fits(err, wait) {
		return
	}
	cost, ok := c.core.budget.take(err.Kind == frontdesk.KindTimeout)
	if !ok {
		err.Err = errors.Join(err.Err, frontdesk.ErrRetryBudget)
		return
	}
	c.taken += cost
	c.retry, c.wait = true, wait
}

// jitter is a random time in [0, min(MaxDelay, BaseDelay·2^(faults-1))].
func (c *call) jitter() time.Duration {
	limit := c.config.policy.BaseDelay
	for i := 1; i < c.faults && limit < c.config.policy.MaxDelay; i++ {
		limit *= 2
	}
	return time.Duration(rand.Int64N(int64(min(limit, c.config.policy.MaxDelay)) + 1))
}

// fits reports whether a wait is short enough for the policy and the deadline;
// if not, err says so.
func (c *call) fits(err *frontdesk.Error, wait time.Duration) bool {
	if wait > c.config.policy.MaxWait {
		err.RetryAfter = wait
		return false
	}
	if deadline, ok := c.ctx.Deadline(); ok && time.Now().Add(wait).After(deadline) {
		err.RetryAfter = wait
		err.Err = errors.Join(err.Err, fmt.Errorf("the wait of %v does not fit: %w", wait.Round(time.Millisecond), context.DeadlineExceeded))
		return false
	}
	return true
}
