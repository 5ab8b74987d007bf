// Package redisquota lets many processes share the quota of one vendor key through
// Redis. Give every client of the key
//
//	limiter, err := redisquota.New(rdb, redisquota.Config{Name: "helpcrunch-main", Limit: 120, Window: time.Minute})
//	hc, err := helpcrunch.New(key, frontdesk.WithLimiter(limiter), frontdesk.WithHooks(limiter.Hooks()))
//
// # What it guarantees
//
// A slot is taken before a request is sent and comes free one window after its
// reply. The vendor counts the request between the two, so no window at the vendor,
// fixed or sliding and whatever its phase, holds more than the limit. The moment of
// the reply is what Hooks tell. Without them, or if a process dies, a slot is held
// for [Config.Lease] and a window: safe as well, but a part of the quota lies idle.
//
// Calls are let through in the order in which they first asked, over all processes.
// One that asks for many points is not overtaken.
//
// # What it does not
//
// When Redis cannot be reached, nothing is sent: Wait fails at once with
// [ErrUnavailable]. A Redis that loses its data (a restart without persistence, a
// failover to a replica that lags) has lost the count: up to one allowance too many
// can be sent, and the vendor's refusal then pauses the fleet.
package redisquota

import (
	"cmp"
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/frontdesk-go/frontdesk"
)

// ErrUnavailable is in the chain of what Wait returns when Redis does not answer.
var ErrUnavailable = errors.New("redisquota: the shared quota cannot be asked, so nothing was sent")

// A LateError says that no slot comes free before the context's deadline. It is
// context.DeadlineExceeded too.
type LateError struct {
	// Next is the earliest moment at which the request could be sent.
	Next time.Time
}

// Error names the moment in UTC.
func (e *LateError) Error() string {
	return "redisquota: no slot before the deadline, next at " + e.Next.UTC().Format(time.RFC3339Nano)
}

// Unwrap returns context.DeadlineExceeded.
func (e *LateError) Unwrap() error { return context.DeadlineExceeded }

// RetryAt returns Next: the client tells it as frontdesk.Error.RetryAfter.
func (e *LateError) RetryAt() time.Time { return e.Next }

// Config describes a quota. All processes must use the same.
type Config struct {
	// Name tells quotas in Redis apart: one for each vendor key. It is not the key.
	Name string
	// Limit is the number of requests (CoMagic: points) in each Window.
	Limit  int
	Window time.Duration
	// Lease is the longest time from the return of Wait to the vendor's count: the
	// client's attempt timeout and a little more. Default 31 seconds, for the
	// default timeout of 30.
	Lease time.Duration
}

const (
	defaultLease = 31 * time.Second
	// patience is how long an operation on Redis may take.
	patience = 2 * time.Second
	// nap is the longest sleep of a waiter: those before it may leave the line.
	nap = time.Second
	// longestPause bounds what a vendor can order.
	longestPause = 24 * time.Hour
)

//go:embed window.lua
var source string

var script = redis.NewScript(source)

// A Limiter is a [frontdesk.Limiter]. It is safe for concurrent use.
type Limiter struct {
	rdb    redis.Scripter
	config Config
	keys   []string
	id     string
	calls  atomic.Uint64
}

// New returns a limiter over rdb, of Redis 5 or newer, which should have timeouts of
// a second or two and ContextTimeoutEnabled: see redis.Options. All keys have one hash tag, so
// that rdb may be a cluster's client.
func New(rdb redis.Scripter, config Config) (*Limiter, error) {
	if config.Lease == 0 {
		config.Lease = defaultLease
	}
	switch {
	case rdb == nil:
		return nil, errors.New("redisquota: nil client")
	case config.Name == "":
		return nil, errors.New("redisquota: a quota needs a name")
	case config.Limit <= 0, config.Window < time.Millisecond, config.Lease < 0:
		return nil, fmt.Errorf("redisquota: %d per %v, lease %v: must be positive", config.Limit, config.Window, config.Lease)
	}
	prefix := "frontdesk:{" + config.Name + "}:"
	return &Limiter{
		rdb: rdb, config: config, id: rand.Text(),
		keys: []string{prefix + "slots", prefix + "line", prefix + "due", prefix + "pause"},
	}, nil
}

// Wait blocks until one request may be sent.
func (l *Limiter) Wait(ctx context.Context) error { return l.WaitN(ctx, 1) }

// WaitN blocks until a request of n points may be sent. It fails with a [LateError]
// as soon as it is clear that this is not before ctx's deadline, with ErrUnavailable
// when Redis does not answer, and with ctx.Err() when ctx ends first.
func (l *Limiter) WaitN(ctx context.Context, n int) error {
	if n = max(n, 1); n > l.config.Limit {
		return fmt.Errorf("redisquota: a call of %d points never fits into %d per %v", n, l.config.Limit, l.config.Window)
	}
	call := slot{name: fmt.Sprintf("%s-%d:%d", l.id, l.calls.Add(1), n), points: n}
	for {
		wait, err := l.take(ctx, call)
		switch {
		case err != nil:
			return err
		case wait == 0:
			l.hold(ctx, call)
			return nil
		}
		if err := sleep(ctx, min(max(wait, time.Millisecond), nap)); err != nil {
			l.tell(ctx, "leave", call, 0)
			return err
		}
	}
}

// take asks for a slot. The wait is zero if it was given.
func (l *Limiter) take(ctx context.Context, call slot) (wait time.Duration, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	left := -time.Microsecond
	deadline, timed := ctx.Deadline()
	if timed {
		left = max(0, time.Until(deadline))
	}
	given, wait, err := l.run(ctx, "take", call, left)
	switch {
	case err != nil && (ctx.Err() != nil || timed && !time.Now().Before(deadline)):
		// The connection has ctx's deadline and may notice it before ctx does.
		l.tell(ctx, "leave", call, 0) // the slot may have been given
		return 0, cmp.Or(ctx.Err(), context.DeadlineExceeded)
	case err != nil:
		return 0, fmt.Errorf("%w: %w", ErrUnavailable, err)
	case given:
		return 0, nil
	case timed && wait >= left:
		return 0, &LateError{Next: time.Now().Add(wait)}
	}
	return max(wait, time.Microsecond), nil
}

// Observe hears what replies say. A refusal pauses the fleet: until the reset, which
// a Retry-After is too, or for a window if the reply names none. A state with
// something left is not why the request was refused.
func (l *Limiter) Observe(state frontdesk.LimitState) {
	if !state.Refused || state.Remaining > 0 {
		return
	}
	wait := time.Until(state.Reset)
	if wait <= 0 {
		wait = l.config.Window
	}
	l.tell(context.Background(), "pause", slot{}, min(wait, longestPause))
}

// tell is run for what must be told also after ctx has ended. A failure has no
// consequence but that the slot is held for its lease, or, of a pause, that only
// this process keeps it.
func (l *Limiter) tell(ctx context.Context, operation string, call slot, span time.Duration) {
	_, _, _ = l.run(context.WithoutCancel(ctx), operation, call, span)
}

func (l *Limiter) run(ctx context.Context, operation string, call slot, span time.Duration) (given bool, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := script.Run(ctx, l.rdb, l.keys, operation, call.name, call.points, l.config.Limit,
		micros(l.config.Window), micros(l.config.Lease), micros(span), micros(nap)).Int64Slice()
	if err != nil {
		return false, 0, err
	}
	if len(answer) != 2 {
		return false, 0, fmt.Errorf("redisquota: an answer of %d numbers", len(answer))
	}
	return answer[0] == 1, time.Duration(answer[1]) * time.Microsecond, nil
}

func micros(d time.Duration) string { return strconv.FormatInt(d.Microseconds(), 10) }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
