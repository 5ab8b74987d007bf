package frontdesktest_test

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A bubble panics when goroutines are left in it, so each of these tests is a
// test for leaks as well.

func TestVirtualTime_DelaysLatencyAndSlowBodiesAreExact(t *testing.T) {
	tests := []struct {
		name   string
		opts   []frontdesktest.Option
		fault  frontdesktest.Fault
		header time.Duration // until the reply starts
		whole  time.Duration // until its body ends
	}{
		{"nothing", nil, frontdesktest.Fault{}, 0, 0},
		{"latency", []frontdesktest.Option{frontdesktest.WithLatency(3 * time.Second)}, frontdesktest.Fault{}, 3 * time.Second, 3 * time.Second},
		{"delay", nil, frontdesktest.Delay(time.Hour), time.Hour, time.Hour},
		{"delays add up, and to the latency", []frontdesktest.Option{frontdesktest.WithLatency(time.Second)}, frontdesktest.Status(500).Delay(time.Minute).Delay(time.Minute), 121 * time.Second, 121 * time.Second},
		{"slow body", nil, frontdesktest.SlowBody(5, 10*time.Second), 0, 30 * time.Second}, // 17 bytes: 5, 5, 5, 2
		{"slow body that is cut", nil, frontdesktest.SlowBody(5, 10*time.Second).CutBody(11), 0, 20 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShop(tt.opts...)
				defer s.Close()
				s.Fail(tt.fault)
				start := time.Now()
				res, err := s.HTTPClient().Get(s.BaseURL())
				require.NoError(t, err)
				assert.Equal(t, tt.header, time.Since(start))
				_, _ = io.ReadAll(res.Body)
				assert.Equal(t, tt.whole, time.Since(start))
				assert.True(t, s.Requests()[0].Time.Equal(start), "logged on arrival")
			})
		})
	}
}

func TestVirtualTime_ADialErrorCanBeDelayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop()
		defer s.Close()
		s.Fail(frontdesktest.HandshakeTimeout().Delay(10 * time.Second).Times(2))
		start := time.Now()
		assert.ErrorContains(t, do(s.HTTPClient(), http.MethodGet, s.BaseURL()).err, "TLS handshake timeout")
		assert.Equal(t, 10*time.Second, time.Since(start))

		client := s.HTTPClient()
		client.Timeout = time.Second
		assert.ErrorIs(t, do(client, http.MethodGet, s.BaseURL()).err, context.DeadlineExceeded)
		assert.Equal(t, 11*time.Second, time.Since(start))
	})
}

func TestVirtualTime_ServersOfOutsideWorkInBubbles(t *testing.T) {
	s := newShop(frontdesktest.WithQuota(2, time.Minute))
	defer s.Close()
	assert.Equal(t, []int{200, 200, 429}, statuses(t, s, 3))
	for range 2 { // each bubble starts its clock anew
		synctest.Test(t, func(t *testing.T) {
			assert.Equal(t, []int{200, 200, 429}, statuses(t, s, 3))
			time.Sleep(time.Minute)
			s.Fail(frontdesktest.Hang())
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL(), nil)
			require.NoError(t, err)
			start := time.Now()
			_, err = s.HTTPClient().Do(req)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, time.Hour, time.Since(start))
			s.ResetRequests()
		})
	}
	s.ClearFaults()
	assert.Zero(t, s.Stats().InFlight)
}

func TestVirtualTime_NothingIsLeftWhateverTheClientDoes(t *testing.T) {
	tests := []struct {
		name  string
		fault frontdesktest.Fault
		use   func(s *shop, ctx context.Context, cancel func())
	}{
		{"body not read, not closed, small", frontdesktest.Fault{}, func(s *shop, ctx context.Context, _ func()) {
			_, _ = fetch(s, ctx)
		}},
		{"large body closed early", frontdesktest.GzipBomb(1 << 20), func(s *shop, ctx context.Context, _ func()) {
			res, _ := fetch(s, ctx)
			_ = res.Body.Close()
		}},
		{"context ended while the body is held", frontdesktest.SlowBody(1, time.Hour), func(s *shop, ctx context.Context, cancel func()) {
			_, _ = fetch(s, ctx)
			cancel()
		}},
		{"slow body closed", frontdesktest.SlowBody(1, time.Hour), func(s *shop, ctx context.Context, _ func()) {
			res, _ := fetch(s, ctx)
			_ = res.Body.Close()
		}},
		{"server closed while the body is read", frontdesktest.SlowBody(1, time.Hour), func(s *shop, ctx context.Context, _ func()) {
			res, _ := fetch(s, ctx)
			go s.Close()
			_, err := io.ReadAll(res.Body)
			if err != io.ErrUnexpectedEOF {
				panic(err)
			}
		}},
		{"context ended during a delay", frontdesktest.Delay(time.Hour), func(s *shop, ctx context.Context, cancel func()) {
			time.AfterFunc(time.Second, cancel)
			_, _ = fetch(s, ctx)
		}},
		{"refused", frontdesktest.Refused(), func(s *shop, ctx context.Context, _ func()) { _, _ = fetch(s, ctx) }},
		{"reset", frontdesktest.ResetBeforeReply(), func(s *shop, ctx context.Context, _ func()) { _, _ = fetch(s, ctx) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShop() // not closed on purpose
				s.Fail(tt.fault)
				ctx, cancel := context.WithCancel(context.Background())
				tt.use(s, ctx, cancel)
				synctest.Wait()
				assert.Zero(t, s.Stats().InFlight)
			})
		})
	}
}

func fetch(s *shop, ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL(), nil)
	if err != nil {
		return nil, err
	}
	return s.HTTPClient().Do(req)
}

func TestServer_RequestsInTurnDoNotOverlap(t *testing.T) {
	s := newShop()
	defer s.Close()
	for range 500 {
		get(t, s)
	}
	assert.Equal(t, 1, s.Stats().Peak)
}

func TestVirtualTime_PeakCountsOverlappingRequestsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(frontdesktest.WithLatency(time.Second))
		defer s.Close()

		var group sync.WaitGroup
		for range 7 {
			group.Go(func() { do(s.HTTPClient(), http.MethodGet, s.BaseURL()) })
		}
		synctest.Wait()
		assert.Equal(t, 7, s.Stats().InFlight)
		group.Wait()
		assert.Equal(t, 7, s.Stats().Peak)
		assert.Zero(t, s.Stats().InFlight)
	})
}
