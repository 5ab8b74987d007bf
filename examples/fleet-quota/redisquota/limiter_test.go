package redisquota_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/fleet-quota/redisquota"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// minute is HelpCrunch's quota.
var minute = redisquota.Config{Name: "test", Limit: 120, Window: time.Minute}

// fleet is a Redis and the processes on it, all on virtual time.
type fleet struct {
	t     *testing.T
	redis *miniredis.Miniredis
}

// virtual runs a test in a bubble, with a Redis whose clock is the bubble's.
func virtual(t *testing.T, test func(t *testing.T, f fleet)) {
	synctest.Test(t, func(t *testing.T) {
		m := miniredis.NewMiniRedis()
		m.ClockTTL(true)
		t.Cleanup(m.Close)
		test(t, fleet{t, m})
	})
}

// process returns the limiter of one more process, with a connection of its own.
func (f fleet) process(config redisquota.Config) *redisquota.Limiter {
	rdb := redis.NewClient(&redis.Options{
		Dialer:     func(context.Context, string, string) (net.Conn, error) { return f.redis.Dial() },
		MaxRetries: -1, DialerRetries: 1, ContextTimeoutEnabled: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
	f.t.Cleanup(func() { _ = rdb.Close() })
	limiter, err := redisquota.New(rdb, config)
	require.NoError(f.t, err)
	return limiter
}

// client returns the client of one more process.
func (f fleet) client(srv *helpcrunchtest.Server, config redisquota.Config) *helpcrunch.Client {
	limiter := f.process(config)
	hc := srv.Client(frontdesk.WithLimiter(limiter), frontdesk.WithHooks(limiter.Hooks()))
	f.t.Cleanup(func() { _ = hc.Close() })
	return hc
}

func get(ctx context.Context, hc *helpcrunch.Client) error {
	_, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
	return err
}

// waited returns how long Wait took.
func waited(t *testing.T, l *redisquota.Limiter) time.Duration {
	t.Helper()
	begin := time.Now()
	require.NoError(t, l.Wait(t.Context()))
	return time.Since(begin)
}

func TestLimiter_FleetNeverExceedsTheStrictestWindowAndUsesNearlyAllOfIt(t *testing.T) {
	const minutes = 3
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t,
			helpcrunchtest.WithSlidingQuota(120, time.Minute), helpcrunchtest.WithLatency(200*time.Millisecond))
		ctx, cancel := context.WithTimeout(t.Context(), minutes*time.Minute)
		defer cancel()
		var made [3]int64
		var wg sync.WaitGroup
		for process := range made {
			hc := f.client(srv, minute)
			for range 4 {
				wg.Go(func() {
					for get(ctx, hc) == nil {
						atomic.AddInt64(&made[process], 1)
					}
				})
			}
		}
		wg.Wait()

		assert.Zero(t, srv.Stats().Refused)
		assert.GreaterOrEqual(t, srv.Stats().Requests, 120*minutes*95/100)
		for _, n := range made {
			assert.InDelta(t, 120*minutes/len(made), n, 120*minutes*5/100, "the processes have like shares: %v", made)
		}
	})
}

func TestLimiter_SlotComesFreeOneWindowAfterTheReplyNotAfterTheSend(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithLatency(20*time.Second))
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Minute}
		first, second := f.client(srv, one), f.client(srv, one)
		require.NoError(t, get(t.Context(), first))
		replied := time.Now()
		require.NoError(t, get(t.Context(), second))
		assert.Equal(t, 80*time.Second, time.Since(replied), "a window, and then its own latency")
	})
}

func TestLimiter_SlotOfARequestThatWasNotSentIsFreeAtOnce(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Refused().Times(2))
		hc := f.client(srv, redisquota.Config{Name: "test", Limit: 1, Window: time.Minute})
		begin := time.Now()
		require.NoError(t, get(t.Context(), hc))
		assert.Less(t, time.Since(begin), 10*time.Second, "only the backoff")
		assert.Equal(t, 2, srv.Stats().Unreached)
	})
}

func TestLimiter_SlotOfADeadProcessComesFreeAfterLeaseAndWindow(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Minute, Lease: 10 * time.Second}
		require.NoError(t, f.process(one).Wait(t.Context())) // and never a reply
		assert.Equal(t, 70*time.Second, waited(t, f.process(one)))
	})
}

func TestLimiter_DeadProcessDoesNotHoldUpTheLine(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		one := redisquota.Config{Name: "test", Limit: 1, Window: 500 * time.Millisecond, Lease: time.Millisecond}
		require.NoError(t, f.process(one).Wait(t.Context()))
		_, err := f.redis.ZAdd("frontdesk:{test}:line", 1, "dead-1:1")
		require.NoError(t, err)
		_, err = f.redis.ZAdd("frontdesk:{test}:due", float64(time.Now().Add(2*time.Second).UnixMicro()), "dead-1:1")
		require.NoError(t, err)
		assert.InDelta(t, 2*time.Second, waited(t, f.process(one)), float64(time.Second))
	})
}

func TestLimiter_DeadlineThatDoesNotFitFailsAtOnceAndSaysWhen(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t)
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Minute}
		hc := f.client(srv, one)
		require.NoError(t, get(t.Context(), hc))
		slot := time.Now().Add(time.Minute)

		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		err := f.process(one).Wait(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		var late *redisquota.LateError
		require.ErrorAs(t, err, &late)
		assert.WithinDuration(t, slot, late.Next, time.Millisecond)
		assert.Contains(t, err.Error(), "next at "+slot.UTC().Format("2006-01-02T15:04:05"))

		err = get(ctx, hc)
		require.ErrorIs(t, err, frontdesk.ErrRateLimited)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorAs(t, err, &late, "the client hands the limiter's error on")
		assert.Zero(t, time.Since(begin))
		assert.Equal(t, 1, srv.Count())
	})
}

func TestLimiter_DeadlineBehindALongLineFailsAtOnce(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		two := redisquota.Config{Name: "test", Limit: 2, Window: time.Minute, Lease: time.Second}
		l := f.process(two)
		ctx, leave := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() { _ = l.Wait(ctx) })
		}
		synctest.Wait()

		// Two slots are taken, four calls wait: the seventh's turn is in the third
		// window after this one.
		inTime, cancel := context.WithTimeout(t.Context(), 179*time.Second)
		defer cancel()
		begin := time.Now()
		var late *redisquota.LateError
		require.ErrorAs(t, f.process(two).Wait(inTime), &late)
		assert.Zero(t, time.Since(begin))
		assert.Equal(t, 3*time.Minute, late.Next.Sub(begin))
		leave()
		wg.Wait()
	})
}

func TestLimiter_WaiterThatLeavesGivesItsPlaceBack(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Minute, Lease: time.Nanosecond}
		l := f.process(one)
		require.NoError(t, l.Wait(t.Context()))
		begin := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error)
		go func() { left <- l.Wait(ctx) }()
		synctest.Wait()
		cancel()
		require.ErrorIs(t, <-left, context.Canceled)
		require.NoError(t, f.process(one).Wait(t.Context()))
		assert.InDelta(t, time.Minute, time.Since(begin), float64(time.Millisecond))
	})
}

func TestLimiter_CallsGoInTheOrderOfTheirArrivalOverAllProcesses(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Second, Lease: time.Millisecond}
		processes := []*redisquota.Limiter{f.process(one), f.process(one), f.process(one)}
		var mu sync.Mutex
		var order []int
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				require.NoError(t, processes[i%3].Wait(t.Context()))
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			time.Sleep(time.Millisecond)
		}
		wg.Wait()
		assert.IsIncreasing(t, order)
		assert.Len(t, order, 12)
	})
}

func TestLimiter_CallOfManyPointsIsNotStarvedByCheapOnes(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		ten := redisquota.Config{Name: "test", Limit: 10, Window: time.Minute, Lease: time.Second}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range 4 {
			l := f.process(ten)
			wg.Go(func() {
				for l.Wait(ctx) == nil {
					time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
				}
			})
		}
		time.Sleep(2 * time.Minute)
		begin := time.Now()
		patient, end := context.WithTimeout(t.Context(), 10*time.Minute)
		defer end()
		require.NoError(t, f.process(ten).WaitN(patient, 8))
		assert.Less(t, time.Since(begin), 3*time.Minute, "four calls stand before it, and it needs eight points at once")
		cancel()
		wg.Wait()

		err := f.process(ten).WaitN(t.Context(), 11)
		require.ErrorContains(t, err, "never fits")
	})
}

func TestLimiter_KeysExpireWhenTheFleetIsIdle(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		l := f.process(minute)
		for range 3 {
			require.NoError(t, l.Wait(t.Context()))
		}
		l.Observe(frontdesk.LimitState{Refused: true})
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		require.NoError(t, l.Wait(ctx))
		require.NotEmpty(t, f.redis.Keys())
		for _, key := range f.redis.Keys() {
			assert.Positive(t, f.redis.TTL(key), key)
		}
		time.Sleep(3 * time.Minute)
		assert.Empty(t, f.redis.Keys())
	})
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	rdb := redis.NewClient(&redis.Options{})
	t.Cleanup(func() { _ = rdb.Close() })
	for _, config := range []redisquota.Config{
		{Limit: 1, Window: time.Second},
		{Name: "n", Window: time.Second},
		{Name: "n", Limit: 1},
		{Name: "n", Limit: 1, Window: time.Second, Lease: -1},
	} {
		_, err := redisquota.New(rdb, config)
		assert.Error(t, err, fmt.Sprintf("%+v", config))
	}
	_, err := redisquota.New(nil, minute)
	assert.Error(t, err)
}
