package redisquota_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/fleet-quota/redisquota"
)

// The tests of this file run in real time, on the Redis of REDIS_URL, else on one of
// their own on a socket.

// options returns how to reach the Redis.
func options(t *testing.T) *redis.Options {
	t.Helper()
	url := os.Getenv("REDIS_URL")
	if url == "" {
		m := miniredis.NewMiniRedis()
		m.ClockTTL(true)
		require.NoError(t, m.StartAddr("127.0.0.1:0"))
		t.Cleanup(m.Close)
		url = "redis://" + m.Addr()
	}
	o, err := redis.ParseURL(url)
	require.NoError(t, err)
	o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled = -1, 1, true
	return o
}

func connect(t *testing.T, o *redis.Options, config redisquota.Config) (*redis.Client, *redisquota.Limiter) {
	t.Helper()
	rdb := redis.NewClient(o)
	t.Cleanup(func() { _ = rdb.Close() })
	l, err := redisquota.New(rdb, config)
	require.NoError(t, err)
	return rdb, l
}

// unique is a quota that no other run has used.
func unique(t *testing.T, limit int, window time.Duration) redisquota.Config {
	return redisquota.Config{
		Name:  fmt.Sprintf("%s-%d-%d", t.Name(), os.Getpid(), time.Now().UnixNano()),
		Limit: limit, Window: window, Lease: time.Nanosecond,
	}
}

func TestServer_FleetTakesWhatTheWindowsAllowAndNoMore(t *testing.T) {
	const limit, window, windows = 40, 400 * time.Millisecond, 4
	o, config := options(t), unique(t, limit, window)
	ctx, cancel := context.WithTimeout(t.Context(), windows*window)
	defer cancel()
	var given atomic.Int64
	var wg sync.WaitGroup
	for range 3 {
		_, l := connect(t, o, config)
		for range 4 {
			wg.Go(func() {
				for l.Wait(ctx) == nil {
					given.Add(1)
				}
			})
		}
	}
	wg.Wait()
	assert.LessOrEqual(t, given.Load(), int64(limit*windows))
	assert.GreaterOrEqual(t, given.Load(), int64(limit*windows*9/10))
}

func TestServer_PauseOfOneProcessHoldsAnotherUntilTheReset(t *testing.T) {
	o, config := options(t), unique(t, 40, time.Minute)
	_, refused := connect(t, o, config)
	_, other := connect(t, o, config)
	require.NoError(t, other.Wait(t.Context()))
	reset := time.Now().Add(250 * time.Millisecond)
	refused.Observe(frontdesk.LimitState{Refused: true, Reset: reset})
	require.NoError(t, other.Wait(t.Context()))
	assert.WithinRange(t, time.Now(), reset.Add(-2*time.Millisecond), reset.Add(5*time.Second))
}

func TestServer_ScriptIsLoadedAgainWhenTheServerForgotIt(t *testing.T) {
	rdb, l := connect(t, options(t), unique(t, 2, time.Minute))
	require.NoError(t, l.Wait(t.Context()))
	require.NoError(t, rdb.ScriptFlush(t.Context()).Err())
	require.NoError(t, l.Wait(t.Context()))
}

func TestServer_AllKeysExpire(t *testing.T) {
	config := unique(t, 1, time.Minute)
	rdb, l := connect(t, options(t), config)
	require.NoError(t, l.Wait(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error)
	go func() { left <- l.Wait(ctx) }()
	pattern := "frontdesk:{" + config.Name + "}:*"
	var keys []string
	require.Eventually(t, func() bool {
		keys = rdb.Keys(t.Context(), pattern).Val()
		return len(keys) == 3 // slots, line, due
	}, 5*time.Second, time.Millisecond)
	l.Observe(frontdesk.LimitState{Refused: true})
	keys = rdb.Keys(t.Context(), pattern).Val()
	assert.Len(t, keys, 4)
	for _, key := range keys {
		ttl := rdb.PTTL(t.Context(), key).Val()
		assert.Positive(t, ttl, key)
		assert.LessOrEqual(t, ttl, 3*time.Minute, key)
	}
	cancel()
	require.ErrorIs(t, <-left, context.Canceled)
	assert.ElementsMatch(t, rdb.Keys(t.Context(), pattern).Val(),
		[]string{"frontdesk:{" + config.Name + "}:slots", "frontdesk:{" + config.Name + "}:pause"}, "who left is in no line")
}

func TestServer_OutageFailsClosedAndEnds(t *testing.T) {
	o := options(t)
	link := newLink(t, o.Addr)
	o.Addr = link.addr
	_, l := connect(t, o, unique(t, 10, time.Minute))
	require.NoError(t, l.Wait(t.Context()))

	link.cut()
	begin := time.Now()
	err := l.Wait(t.Context())
	require.ErrorIs(t, err, redisquota.ErrUnavailable)
	require.ErrorContains(t, err, "nothing was sent")
	assert.Less(t, time.Since(begin), 5*time.Second)

	link.mend()
	require.NoError(t, l.Wait(t.Context()))
}

// link is a connection to Redis that can be cut.
type link struct {
	t            *testing.T
	addr, target string
	listener     net.Listener
	mu           sync.Mutex
	open         []net.Conn
}

func newLink(t *testing.T, target string) *link {
	l := &link{t: t, addr: "127.0.0.1:0", target: target}
	l.mend()
	l.addr = l.listener.Addr().String()
	t.Cleanup(l.cut)
	return l
}

func (l *link) mend() {
	listener, err := net.Listen("tcp", l.addr)
	require.NoError(l.t, err)
	l.listener = listener
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", l.target)
			if err != nil {
				_ = near.Close()
				return
			}
			l.mu.Lock()
			l.open = append(l.open, near, far)
			l.mu.Unlock()
			go func() { _, _ = io.Copy(near, far) }()
			go func() { _, _ = io.Copy(far, near) }()
		}
	}()
}

func (l *link) cut() {
	_ = l.listener.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, conn := range l.open {
		_ = conn.Close()
	}
	l.open = nil
}
