package frontdesk

import "time"

// RetryPolicy says how often and how patiently a failed call is repeated; which
// failures are repeated at all is decided by [Retryable]. The zero value of each
// field means its default.
//
// A refusal by a rate limit is no failure: it costs neither an attempt nor
// budget, pauses all callers of the client until the limit comes back, and is
// bounded by the context, MaxWait and MaxRefusals.
type RetryPolicy struct {
	// MaxAttempts is the number of requests of one call, faults only; default
	// 3, and 1 turns retries off.
	MaxAttempts int
	// BaseDelay and MaxDelay bound the wait before attempt n+1: a random time in
	// [0, min(MaxDelay, BaseDelay·2^(n-1))]. Defaults 0.5 s and 30 s. A longer
	// wait asked for by the server wins.
	BaseDelay, MaxDelay time.Duration
	// MaxWait is the longest wait that a server may ask for; above it the call
	// fails at once with RetryAfter filled in. Default 2 minutes.
	MaxWait time.Duration
	// MaxRefusals is the number of refusals by a rate limit that one call waits
	// out; default 10, negative for none.
	MaxRefusals int
	// Budget limits the retries of all calls of a client together: a bucket of
	// this size, of which a retry takes 5 (10 after a timeout), a success gives
	// back 1 and a success after retries what they took; full again after 60 s
	// without a fault. When it is empty, calls fail at once with
	// [ErrRetryBudget]. Default 100, negative for no limit.
	Budget int
}

// withDefaults returns the policy with every zero field filled.
func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.MaxAttempts <= 0 {
		p.MaxAttempts = 3
	}
	if p.BaseDelay <= 0 {
		p.BaseDelay = 500 * time.Millisecond
	}
	if p.MaxDelay <= 0 {
		p.MaxDelay = 30 * time.Second
	}
	if p.MaxWait <= 0 {
		p.MaxWait = 2 * time.Minute
	}
	switch {
	case p.MaxRefusals == 0:
		p.MaxRefusals = 10
	case p.MaxRefusals < 0:
		p.MaxRefusals = -1
	}
	if p.Budget == 0 {
		p.Budget = 100
	}
	return p
}
