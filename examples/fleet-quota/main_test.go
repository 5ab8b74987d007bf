package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/examples/fleet-quota/redisquota"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// The tests start their own program as workers, like main does. They run on the Redis
// of REDIS_URL, else on an embedded one.
func TestMain(m *testing.M) {
	if os.Getenv(asWorker) != "" {
		if err := work(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// prepare returns a job on a fake vendor with its own quota.
func prepare(t *testing.T, limit int, window time.Duration) (job, *helpcrunchtest.Server) {
	t.Helper()
	address := os.Getenv("REDIS_URL")
	if address == "" {
		embedded, err := embeddedRedis()
		require.NoError(t, err)
		t.Cleanup(embedded.Close)
		address = "redis://" + embedded.Addr()
	}
	srv := helpcrunchtest.NewServer(t,
		helpcrunchtest.WithSlidingQuota(limit, window), helpcrunchtest.WithLatency(10*time.Millisecond))
	return job{
		Redis: address, Vendor: srv.URL(), Key: helpcrunchtest.APIKey, AtOnce: 8,
		Quota: redisquota.Config{Name: fmt.Sprintf("%s-%d", t.Name(), time.Now().UnixNano()), Limit: limit, Window: window},
	}, srv
}

func TestFleet_ThreeProcessesAtFullSpeedMakeNo429AndUseTheQuota(t *testing.T) {
	const limit, window, windows = 60, 1500 * time.Millisecond, 3
	j, srv := prepare(t, limit, window)
	s, err := runFleet(t.Context(), j, 3, windows*window)
	require.NoError(t, err)

	requests, refused := s.totals()
	t.Logf("%d requests in %v: %+v", requests, s.elapsed, s.results)
	assert.Zero(t, refused)
	assert.Zero(t, srv.Stats().Refused)
	assert.Equal(t, srv.Stats().Requests, requests)
	assert.LessOrEqual(t, requests, limit*windows)
	assert.GreaterOrEqual(t, requests, limit*windows*9/10)

	pids := map[int]bool{os.Getpid(): true}
	for _, r := range s.results {
		pids[r.PID] = true
		assert.GreaterOrEqual(t, r.Requests, requests/6, "at least half of its share")
	}
	assert.Len(t, pids, 4, "three processes besides this one")
}

func TestFleet_WithoutTheLimiterTheSameProcessesAreRefused(t *testing.T) {
	j, srv := prepare(t, 60, time.Second)
	j.Alone = true
	_, err := runFleet(t.Context(), j, 3, time.Second)
	require.NoError(t, err)
	assert.NotZero(t, srv.Stats().Refused)
}

func TestFleet_RefusalOfOneProcessPausesAll(t *testing.T) {
	const limit, window = 60, 1500 * time.Millisecond
	j, srv := prepare(t, limit, window)
	j.AtOnce = 2
	srv.Fail(frontdesktest.Status(429).After(20)) // as if another user of the key had used it up
	s, err := runFleet(t.Context(), j, 3, 2*window)
	require.NoError(t, err)
	_, refused := s.totals()
	require.Equal(t, 1, refused)

	requests := srv.Requests()
	var refusal time.Time
	var meanwhile, later int
	for _, r := range requests {
		switch {
		case r.Status == 429:
			refusal = r.Time
		case refusal.IsZero():
		case r.Time.After(refusal.Add(window - 100*time.Millisecond)):
			later++
		case r.Time.After(refusal.Add(200 * time.Millisecond)):
			meanwhile++
		}
	}
	assert.NotZero(t, refusal)
	assert.LessOrEqual(t, meanwhile, 1, "but one that had its slot when the pause began")
	assert.NotZero(t, later)
}

func TestFleet_WorkerWithoutRedisEndsTheRun(t *testing.T) {
	j, srv := prepare(t, 60, time.Second)
	j.Redis = "redis://127.0.0.1:1"
	_, err := runFleet(t.Context(), j, 2, time.Second)
	require.ErrorContains(t, err, "ended early")
	assert.Zero(t, srv.Count())
}

func TestRun_ReportsWhatWasUsed(t *testing.T) {
	t.Setenv("HELPCRUNCH_API_KEY", "")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-processes", "2", "-limit", "20", "-window", "500ms", "-windows", "2"}, &out))
	assert.Contains(t, out.String(), "2 processes, 8 calls at once each, one key: 20 requests in 500ms")
	assert.Regexp(t, `total +\d+ requests in [\d.]+ s, 0 refused \(429\)\n\d+\.\d % of the quota of 2 windows used\n`, out.String())
	assert.Equal(t, 2, strings.Count(out.String(), "(pid "))

	require.Error(t, run(t.Context(), []string{"-processes", "0"}, io.Discard))
}
