package redisquota_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/fleet-quota/redisquota"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func TestLimiter_RefusalOfOneProcessPausesAllForAWindow(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Status(429)) // someone else uses the key
		refused, other := f.client(srv, minute), f.process(minute)
		begin := time.Now()
		require.NoError(t, get(t.Context(), refused), "the client waits it out")
		assert.InDelta(t, time.Minute, time.Since(begin), float64(2*time.Second))
		assert.Less(t, waited(t, other), time.Second, "the pause is over for all")

		srv.Fail(frontdesktest.Status(429))
		begin = time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		require.ErrorIs(t, get(ctx, refused), frontdesk.ErrRateLimited)
		require.NoError(t, other.Wait(t.Context()))
		assert.InDelta(t, time.Minute, time.Since(begin), float64(2*time.Second))
	})
}

func TestLimiter_PauseLastsUntilTheResetThatAReplyNames(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		f.process(minute).Observe(frontdesk.LimitState{
			Name: "minute", Remaining: 0, Refused: true, Reset: time.Now().Add(17 * time.Second),
		})
		assert.Equal(t, 17*time.Second, waited(t, f.process(minute)))
	})
}

func TestLimiter_PauseIsNotShortenedByALaterRefusal(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		l := f.process(minute)
		l.Observe(frontdesk.LimitState{Refused: true, Reset: time.Now().Add(40 * time.Second)})
		l.Observe(frontdesk.LimitState{Refused: true, Reset: time.Now().Add(10 * time.Second)})
		assert.Equal(t, 40*time.Second, waited(t, f.process(minute)))
	})
}

func TestLimiter_RetryAfterLongerThanAWindowIsKept(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Status(429).RetryAfter(100 * time.Second))
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Error(t, get(ctx, f.client(srv, minute)))
		require.NoError(t, f.process(minute).Wait(t.Context()))
		assert.GreaterOrEqual(t, time.Since(begin), 100*time.Second)
		assert.LessOrEqual(t, time.Since(begin), 111*time.Second, "the client adds up to a tenth")
	})
}

func TestLimiter_StatesThatAreNoRefusalPauseNobody(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		l := f.process(minute)
		l.Observe(frontdesk.LimitState{Name: "minute", Limit: 120, Remaining: 0, Reset: time.Now().Add(time.Minute)})
		// Of the two windows in CoMagic's refusal, the day's is not the reason.
		l.Observe(frontdesk.LimitState{Name: "day", Limit: 3000, Remaining: 2000, Reset: time.Now().Add(time.Hour), Refused: true})
		assert.Zero(t, waited(t, f.process(minute)))
	})
}

// A request that has its slot may be held back by its client's own pause. Its slot
// must not come free before it is sent.
func TestLimiter_PauseExtendsTheSlotsOfRequestsThatAreNotAnsweredYet(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Minute, Lease: 30 * time.Second}
		l := f.process(one)
		require.NoError(t, l.Wait(t.Context()))
		l.Observe(frontdesk.LimitState{Refused: true, Reset: time.Now().Add(100 * time.Second)})
		assert.Equal(t, (100+30+60)*time.Second, waited(t, f.process(one)))
	})
}

func TestLimiter_SendsNothingWhileRedisIsAwayAndGoesOnWhenItIsBack(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		srv := helpcrunchtest.NewServer(t)
		hc, limiter := f.client(srv, minute), f.process(minute)
		require.NoError(t, get(t.Context(), hc))

		f.redis.SetError("LOADING Redis is loading the dataset in memory")
		begin := time.Now()
		require.ErrorIs(t, limiter.Wait(t.Context()), redisquota.ErrUnavailable)
		limiter.Observe(frontdesk.LimitState{Refused: true}) // has nobody to tell, and does not block
		err := get(t.Context(), hc)
		require.ErrorIs(t, err, redisquota.ErrUnavailable)
		require.ErrorIs(t, err, frontdesk.ErrRateLimited)
		require.NotErrorIs(t, err, context.DeadlineExceeded)
		assert.LessOrEqual(t, time.Since(begin), time.Second)
		assert.Equal(t, 1, srv.Count())

		f.redis.SetError("")
		require.NoError(t, get(t.Context(), hc))
		assert.Equal(t, 2, srv.Count())
	})
}

func TestLimiter_RedisThatLostItsDataCountsAnew(t *testing.T) {
	virtual(t, func(t *testing.T, f fleet) {
		one := redisquota.Config{Name: "test", Limit: 1, Window: time.Minute}
		l := f.process(one)
		require.NoError(t, l.Wait(t.Context()))
		f.redis.FlushAll()
		require.NoError(t, l.Wait(t.Context()))
		assert.NotZero(t, waited(t, l))
	})
}
