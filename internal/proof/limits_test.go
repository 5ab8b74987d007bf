package proof_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// spend makes calls reads from 64 goroutines, shared by the clients.
func spend(t *testing.T, calls int, clients ...*client) {
	t.Helper()
	var left atomic.Int64
	left.Store(int64(calls))
	var group sync.WaitGroup
	for n := range 64 {
		c := clients[n%len(clients)]
		group.Go(func() {
			for left.Add(-1) >= 0 {
				assert.NoError(t, c.calls[safe](t.Context()))
			}
		})
	}
	group.Wait()
}

// quotas are the vendors' own, in the strictest way to count: no span of time as
// long as the window holds more. SalesMan has none; its client is given one.
var quotas = map[string]int{"helpcrunch": 120, "salesman": 90, "liveagent": 180, "comagic": 1000}

func TestLimits_TheVendorsQuotaIsUsedAndNeverExceeded(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			n := quotas[s.name]
			srv := s.serve(t, 0, frontdesktest.WithSlidingQuota(n, time.Minute), frontdesktest.WithLatency(70*time.Millisecond), frontdesktest.WithLogLimit(0))
			var opts []frontdesk.Option
			if s.name == "salesman" {
				opts = append(opts, frontdesk.WithWindow(n, time.Minute))
			}
			c := s.connect(t, srv, opts...)
			require.NoError(t, c.calls[safe](t.Context())) // CoMagic's client learns its quota by it
			start := time.Now()
			spend(t, 5*n-1, c)
			took := time.Since(start)
			assert.Zero(t, srv.Stats().Refused)
			assert.GreaterOrEqual(t, took, 4*time.Minute)
			assert.LessOrEqual(t, took, 4*time.Minute*100/95, "95 % of the allowance is used")
			assertClean(t, srv)
		})
	})
}

// Two clients of one key that do not know of each other are refused, and all their
// calls succeed. With one Window between them nobody is refused.
func TestLimits_TwoClientsOfOneKey(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		const n = 50
		for name, options := range map[string]func() frontdesk.Option{
			"apart": func() frontdesk.Option { return frontdesk.WithWindow(n, time.Minute) },
			"shared": func() func() frontdesk.Option {
				window := frontdesk.NewWindow(n, time.Minute)
				return func() frontdesk.Option { return frontdesk.WithLimiter(window) }
			}(),
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					srv := s.serve(t, 0, frontdesktest.WithSlidingQuota(n, time.Minute), frontdesktest.WithLatency(30*time.Millisecond))
					spend(t, 4*n, s.connect(t, srv, options()), s.connect(t, srv, options()))
					stats := srv.Stats()
					assert.Equal(t, 4*n, stats.Requests-stats.Refused)
					if name == "shared" {
						assert.Zero(t, stats.Refused)
					} else {
						assert.NotZero(t, stats.Refused)
					}
				})
			})
		}
	})
}

func TestLimits_AWindowOfOnesOwnIsReadable(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0), frontdesktest.WithLatency(10*time.Millisecond))
			var mu sync.Mutex
			var told []frontdesk.LimitState
			c := s.connect(t, srv, frontdesk.WithWindow(10, time.Minute), frontdesk.WithHooks(frontdesk.Hooks{
				Limit: func(state frontdesk.LimitState) { mu.Lock(); defer mu.Unlock(); told = append(told, state) },
			}))
			var group sync.WaitGroup
			for range 15 {
				group.Go(func() { assert.NoError(t, c.calls[safe](t.Context())) })
			}
			time.Sleep(time.Second)
			state := c.limits()[0]
			assert.Equal(t, 10, state.Limit)
			assert.Equal(t, 0, state.Remaining)
			assert.Equal(t, 5, state.Waiting)
			assert.Equal(t, time.Minute, state.Window)
			assert.InDelta(t, 59, time.Until(state.Reset).Seconds(), 1)
			group.Wait()
			assert.Zero(t, c.limits()[0].Waiting)
			mu.Lock()
			defer mu.Unlock()
			assert.NotEmpty(t, told, "the hook fires when the window is used up")
		})
	})
}

func TestLimits_OneRefusalPausesAllCallers(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			const latency = time.Second
			srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0), frontdesktest.WithLatency(latency))
			c := s.connect(t, srv, frontdesk.WithWindow(100_000, time.Minute))
			srv.Fail(frontdesktest.Status(429).RetryAfter(20 * time.Second))
			start := time.Now()
			var group sync.WaitGroup
			group.Go(func() { assert.NoError(t, c.calls[safe](t.Context())) })
			time.Sleep(latency + time.Millisecond) // the refusal is there
			refused := time.Now()
			for range 20 {
				group.Go(func() { assert.NoError(t, c.calls[safe](t.Context())) })
			}
			group.Wait()

			sent := srv.Requests()
			require.Len(t, sent, 22)
			times := make([]time.Time, 0, 21)
			for _, r := range sent[1:] {
				times = append(times, r.Time)
				assert.GreaterOrEqual(t, r.Time.Sub(refused), 20*time.Second-time.Millisecond, "nobody sends in the pause")
			}
			assert.LessOrEqual(t, times[0].Sub(start), latency+22*time.Second+time.Millisecond, "10 % more at most")
			// 1 in flight, then 2, then 4, …: the call after a level waits for one of it.
			assert.GreaterOrEqual(t, times[1].Sub(times[0]), latency, "the probe is alone")
			assert.GreaterOrEqual(t, times[3].Sub(times[1]), latency, "then two")
			assert.GreaterOrEqual(t, times[7].Sub(times[3]), latency, "then four")
			assert.Less(t, times[2].Sub(times[1]), latency)
			assert.Less(t, times[20].Sub(times[0]), 8*latency)
		})
	})
}

func TestLimits_ADeadlineBeforeTheNextSlotFailsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0))
			c := s.connect(t, srv, frontdesk.WithWindow(1, time.Minute))
			require.NoError(t, c.calls[safe](t.Context()))
			check := func(err error, why string) {
				e := failure(t, err)
				assert.Equal(t, frontdesk.KindRateLimited, e.Kind, why)
				assert.ErrorIs(t, err, context.DeadlineExceeded, why)
				assert.Equal(t, frontdesk.SentNo, e.Sent, why)
				assert.InDelta(t, 60, e.RetryAfter.Seconds(), 1, why)
				assert.Zero(t, e.Attempts, why)
			}
			start := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			check(c.calls[safe](ctx), "the caller's deadline")
			check(c.calls[safe](t.Context(), frontdesk.WithTimeout(10*time.Second)), "WithTimeout")
			assert.Zero(t, time.Since(start))
			assert.Equal(t, 1, srv.Count())

			// Above the ceiling it fails at once too, and the deadline is not the reason.
			srv.Fail(frontdesktest.Status(429).RetryAfter(10 * time.Minute))
			time.Sleep(time.Minute)
			start = time.Now()
			e := failure(t, c.calls[safe](t.Context()))
			assert.Equal(t, frontdesk.KindRateLimited, e.Kind)
			assert.InDelta(t, 630, e.RetryAfter.Seconds(), 30, "the wait that was ordered, and up to a tenth more")
			assert.NotErrorIs(t, e, context.DeadlineExceeded)
			assert.Zero(t, time.Since(start))
			// And for whoever comes next, without being sent.
			e = failure(t, c.calls[safe](t.Context()))
			assert.Equal(t, frontdesk.KindRateLimited, e.Kind)
			assert.InDelta(t, 600, e.RetryAfter.Seconds(), 61)
			assert.Equal(t, 2, srv.Count())
		})
	})
}

func TestLimits_CloseEndsAllWaiters(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for name, block := range map[string]func(srv server){
			"for a slot":  func(server) {},
			"for a pause": func(srv server) { srv.Fail(frontdesktest.Status(429).RetryAfter(time.Minute)) },
			"to repeat":   func(srv server) { srv.Fail(frontdesktest.Status(502).RetryAfter(time.Minute).Always()) },
			"under way":   func(srv server) { srv.Fail(frontdesktest.Hang().Always()) },
			"in the body": func(srv server) { srv.Fail(frontdesktest.SlowBody(1, 5*time.Second).Always()) },
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0), frontdesktest.WithLatency(time.Millisecond))
					c := s.connect(t, srv, frontdesk.WithWindow(4, time.Minute))
					block(srv)
					start := time.Now()
					var group sync.WaitGroup
					var canceled atomic.Int32
					for range 8 {
						group.Go(func() {
							err := c.calls[safe](t.Context())
							if errors.Is(err, frontdesk.ErrCanceled) {
								canceled.Add(1)
							}
						})
					}
					time.Sleep(2 * time.Second)
					assert.NoError(t, c.close())
					assert.NoError(t, c.close())
					group.Wait()
					assert.GreaterOrEqual(t, canceled.Load(), int32(4))
					assert.Equal(t, 2*time.Second, time.Since(start).Truncate(time.Second))
					assert.ErrorIs(t, c.calls[safe](t.Context()), frontdesk.ErrCanceled)
					assertClean(t, srv)
				})
			})
		}
	})
}

// What hooks tell and what the server received agree to the last request.
func TestLimits_AttemptsToldAreRequestsReceived(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0), frontdesktest.WithLatency(20*time.Millisecond))
			var attempts, ended, results, refusals, told atomic.Int64
			c := s.connect(t, srv, frontdesk.WithWindow(100_000, time.Minute), frontdesk.WithHooks(frontdesk.Hooks{
				Attempt:    func(ctx context.Context, _ frontdesk.Attempt) context.Context { attempts.Add(1); return ctx },
				AttemptEnd: func(context.Context, frontdesk.AttemptResult) { ended.Add(1) },
				Retry: func(_ context.Context, r frontdesk.Retry) {
					if r.Refused {
						refusals.Add(1)
					}
				},
				End: func(_ context.Context, r frontdesk.Result) { results.Add(1); told.Add(int64(r.Attempts)) },
			}))
			chance := rand.New(rand.NewPCG(1, 2))
			kinds := []frontdesktest.Fault{
				frontdesktest.Status(500), frontdesktest.Status(429).RetryAfter(time.Second), frontdesktest.ResetBeforeReply(),
				frontdesktest.CutBody(4), frontdesktest.Status(404), frontdesktest.Hang(), frontdesktest.Refused(),
			}
			for n := range 100 {
				srv.Fail(kinds[chance.IntN(len(kinds))].After(2 * n))
			}
			var group sync.WaitGroup
			for range 20 {
				group.Go(func() {
					for range 15 {
						_ = c.calls[classes[rand.IntN(3)]](t.Context())
					}
				})
			}
			group.Wait()
			stats := srv.Stats()
			assert.EqualValues(t, stats.Requests+stats.Unreached, attempts.Load())
			assert.Equal(t, attempts.Load(), ended.Load())
			assert.Equal(t, attempts.Load(), told.Load())
			assert.EqualValues(t, 300, results.Load())
			assert.NotZero(t, stats.Faulted)
			assertClean(t, srv)
		})
	})
}

// SalesMan's server calls itself for each write.
func TestLimits_SalesManHasTwoWritesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesMan.serve(t, 0, frontdesktest.WithLatency(time.Second))
		c := salesMan.connect(t, srv)
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() { assert.NoError(t, c.calls[unsafe](t.Context())) })
		}
		start := time.Now()
		group.Wait()
		assert.Equal(t, 2, srv.Stats().Peak)
		assert.Equal(t, 5*time.Second, time.Since(start))
		for range 10 {
			group.Go(func() { assert.NoError(t, c.calls[safe](t.Context())) })
		}
		group.Wait()
		assert.Equal(t, 10, srv.Stats().Peak, "reads are not held back")
	})
}

// recorder is a limiter of the user's that counts in points and listens.
type recorder struct {
	mu       sync.Mutex
	ones     int
	points   []int
	observed []frontdesk.LimitState
	err      error
}

func (r *recorder) Wait(context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ones++
	return r.err
}

func (r *recorder) WaitN(_ context.Context, n int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.points = append(r.points, n)
	return r.err
}

func (r *recorder) Observe(state frontdesk.LimitState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.observed = append(r.observed, state)
}

func TestLimits_ALimiterWithPointsAndEars(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		limiter := new(recorder)
		c := srv.Client(frontdesk.WithLimiter(limiter))
		defer c.Close()
		srv.Fail(limitExceeded("minute", 3).On("get.tags"))
		_, err := c.Tags.List(t.Context(), nil)
		require.NoError(t, err)
		_ = c.Call(t.Context(), "upload.calls", map[string]any{"calls": []any{}}, nil)
		assert.Equal(t, []int{5}, slices.DeleteFunc(slices.Clone(limiter.points), func(n int) bool { return n == 1 }))
		assert.Equal(t, 2, limiter.ones+len(limiter.points)-1, "a refused request is another one")
		refused := slices.IndexFunc(limiter.observed, func(s frontdesk.LimitState) bool { return s.Refused })
		require.GreaterOrEqual(t, refused, 0)
		state := limiter.observed[refused]
		assert.Equal(t, "minute", state.Name)
		assert.Equal(t, 1000, state.Limit)
		assert.Equal(t, 0, state.Remaining)
		after := limiter.observed[refused+1:]
		assert.True(t, slices.ContainsFunc(after, func(s frontdesk.LimitState) bool { return !s.Refused && s.Remaining > 0 }),
			"successful replies are told too")
	})
}

// late is a limiter's error that knows when there is room again.
type late struct{ at time.Time }

func (late) Error() string        { return "no room" }
func (l late) RetryAt() time.Time { return l.at }

func TestLimits_ALimiterHearsOfEveryReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		limiter := new(recorder)
		c := srv.Client(frontdesk.WithLimiter(limiter))
		defer c.Close()
		srv.Fail(frontdesktest.Status(429).RetryAfter(7 * time.Second))
		_, err := c.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
		require.NoError(t, err)
		require.Len(t, limiter.observed, 2)
		assert.True(t, limiter.observed[0].Refused)
		assert.Equal(t, 0, limiter.observed[0].Remaining)
		assert.GreaterOrEqual(t, time.Since(limiter.observed[0].Reset), time.Duration(0), "the call went on at the reset told, not before")
		assert.Less(t, time.Since(limiter.observed[0].Reset), time.Second)
		assert.Equal(t, frontdesk.LimitState{Limit: -1, Remaining: -1}, limiter.observed[1])

		limiter.err = late{time.Now().Add(90 * time.Second)}
		_, err = c.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
		e, ok := errors.AsType[*frontdesk.Error](err)
		require.True(t, ok)
		assert.Equal(t, frontdesk.KindRateLimited, e.Kind)
		assert.Equal(t, 90*time.Second, e.RetryAfter)
		assert.Len(t, limiter.observed, 2, "nothing was sent")
	})
}

func TestLimits_TheLastLimiterNamedPacesTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		first, last := new(recorder), frontdesk.NewWindow(5, time.Minute)
		for name, opts := range map[string][]frontdesk.Option{
			"window":      {frontdesk.WithLimiter(first), frontdesk.WithLimiter(last)},
			"WithWindow":  {frontdesk.WithLimiter(first), frontdesk.WithWindow(5, time.Minute)},
			"the limiter": {frontdesk.WithWindow(5, time.Minute), frontdesk.WithLimiter(new(recorder))},
		} {
			c := srv.Client(opts...)
			_, err := c.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
			require.NoError(t, err, name)
			assert.Equal(t, name != "the limiter", len(c.Limits()) == 1, name)
			require.NoError(t, c.Close())
		}
		assert.Zero(t, first.ones)
		assert.Equal(t, 4, last.State().Remaining)
	})
}
