package proof_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

func TestLimits_ARateLimiterPaces(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, 0)
			c := s.connect(t, srv, frontdesk.WithLimiter(rate.NewLimiter(rate.Every(10*time.Second), 1)))
			start := time.Now()
			spend(t, 7, c)
			assert.Equal(t, time.Minute, time.Since(start))

			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			e := failure(t, c.calls[safe](ctx))
			assert.Equal(t, frontdesk.KindRateLimited, e.Kind)
			assert.ErrorIs(t, e, context.DeadlineExceeded)
			assert.Equal(t, 7, srv.Count())

			// The pause after a refusal stays in front of it.
			srv.Fail(frontdesktest.Status(429).RetryAfter(30 * time.Second))
			time.Sleep(time.Minute)
			start = time.Now()
			require.NoError(t, c.calls[safe](t.Context()))
			assert.GreaterOrEqual(t, time.Since(start), 30*time.Second)
		})
	})
}

func TestLimits_ALimiterThatFails(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		broken := errors.New("the fleet's limiter is away")
		srv := s.serve(t, 0)
		c := s.connect(t, srv, frontdesk.WithLimiter(&recorder{err: broken}))
		e := failure(t, c.calls[safe](t.Context()))
		assert.Equal(t, frontdesk.KindRateLimited, e.Kind)
		assert.ErrorIs(t, e, broken, "the limiter's own error is in the chain")
		assert.NotErrorIs(t, e, context.DeadlineExceeded)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
		assert.Zero(t, srv.Count())
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		err := c.calls[safe](ctx)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.ErrorIs(t, err, broken)
	})
}

// A client of its own connections keeps them through failures.
func TestLimits_AThousandCallsOpenTwoConnectionsAtMost(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		kit := s.serve(t, 0, frontdesktest.WithQuota(0, 0), frontdesktest.WithLogLimit(0))
		var opened, n atomic.Int64
		real := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1)%10 < 3 {
				http.Error(w, strings.Repeat("down ", 100), http.StatusBadGateway)
				return
			}
			kit.ServeHTTP(w, r)
		}))
		real.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				opened.Add(1)
			}
		}
		real.Start()
		defer real.Close()
		c, err := s.dial(real.URL+s.path, s.key, frontdesk.WithWindow(1_000_000, time.Minute), frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{
			MaxAttempts: 4, BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond, Budget: -1,
		}))
		require.NoError(t, err)
		var told int64
		for range 1000 {
			var response frontdesk.Response
			require.NoError(t, c.calls[safe](t.Context(), frontdesk.WithResponse(&response)))
			told += int64(response.Attempts)
		}
		assert.LessOrEqual(t, opened.Load(), int64(2))
		assert.Equal(t, n.Load(), told)
		assert.Greater(t, told, int64(1300))
		require.NoError(t, c.close())
	})
}

// After every kind of end no goroutine is left, also over sockets, where a
// synctest bubble cannot tell.
func TestLimits_NoGoroutineIsLeftOverSockets(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, s := range subjects {
		srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0))
		c, err := s.dial(srv.URL()+s.path, s.key, frontdesk.NoRetry(), frontdesk.WithAttemptTimeout(50*time.Millisecond))
		require.NoError(t, err)
		for _, f := range []frontdesktest.Fault{
			{}, frontdesktest.Status(500), frontdesktest.ResetBeforeReply(), frontdesktest.CutBody(3), frontdesktest.Hang(),
			frontdesktest.SlowBody(1, time.Second), frontdesktest.GzipBomb(40 << 20), frontdesktest.Redirect(302, "https://elsewhere.example.net/"),
		} {
			srv.Fail(f)
			_ = c.calls[safe](t.Context())
			for _, err := range c.rows(t.Context(), 100, "") {
				_ = err
				break
			}
		}
		require.NoError(t, c.close())
		srv.Close()
	}
	// Connections end on goroutines of their own, a moment after they were closed.
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
		runtime.Gosched()
	}
	if left := runtime.NumGoroutine(); left > before {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before:\n%s", left, before, stacks[:runtime.Stack(stacks, true)])
	}
}
