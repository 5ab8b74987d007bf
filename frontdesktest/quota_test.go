package frontdesktest_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// admitted sends n requests and counts the ones that the quota admits.
func admitted(t *testing.T, s *shop, n int) int {
	t.Helper()
	count := 0
	for range n {
		if get(t, s).status == 200 {
			count++
		}
	}
	return count
}

func TestQuota_FixedWindowStartsWithItsFirstRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(frontdesktest.WithQuota(20, time.Second))
		defer s.Close()
		time.Sleep(300 * time.Millisecond)
		assert.Equal(t, 1, admitted(t, s, 1))
		time.Sleep(time.Second - 1)
		assert.Equal(t, 19, admitted(t, s, 30), "the last moment of the window")
		time.Sleep(time.Nanosecond)
		assert.Equal(t, 20, admitted(t, s, 30), "the first of the next")
		time.Sleep(5500 * time.Millisecond)
		assert.Equal(t, 1, admitted(t, s, 1))
		time.Sleep(900 * time.Millisecond)
		assert.Equal(t, 19, admitted(t, s, 30), "windows do not lie on a grid")

		stats := s.Stats()
		assert.Equal(t, 92, stats.Requests)
		assert.Equal(t, 32, stats.Refused)
	})
}

func TestQuota_TokenBucketIsExact(t *testing.T) {
	for _, q := range []struct {
		n      int
		window time.Duration
	}{{10, time.Second}, {7, time.Second}, {3, 100}, {299993, 24 * time.Hour}, {1, time.Hour}} {
		t.Run(fmt.Sprint(q.n, " in ", q.window), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := frontdesktest.New(frontdesktest.Config{
					Quotas:  []frontdesktest.Quota{{N: q.n, Window: q.window, Kind: frontdesktest.TokenBucket}},
					Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
					Cost: func(r *frontdesktest.Request) int {
						cost, _ := strconv.Atoi(r.Query.Get("cost"))
						return cost
					},
				})
				defer s.Close()
				status := func(cost int) int {
					return do(s.HTTPClient(), http.MethodGet, s.BaseURL()+"/?cost="+strconv.Itoa(cost)).status
				}
				require.Equal(t, 200, status(q.n), "the bucket starts full")
				// The k-th point is there after k/n of the window, rounded up, not before.
				start := time.Now()
				for k := 1; k <= min(2*q.n, 200); k++ {
					due := time.Duration((int64(k)*int64(q.window) + int64(q.n) - 1) / int64(q.n))
					time.Sleep(due - time.Since(start) - 1)
					require.Equal(t, 429, status(1), "a nanosecond before point %d", k)
					time.Sleep(time.Nanosecond)
					require.Equal(t, 200, status(1), "point %d", k)
					require.Equal(t, 429, status(1), "point %d is one point", k)
				}
				time.Sleep(10 * q.window)
				assert.Equal(t, 429, status(q.n+1), "never more than full")
				assert.Equal(t, 200, status(q.n))
				assert.Equal(t, 429, status(1))
			})
		})
	}
}

func TestQuota_SlidingWindowHoldsForEveryWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n, window = 5, time.Second
		s := newShop(frontdesktest.WithSlidingQuota(n, window))
		defer s.Close()
		random := rand.New(rand.NewPCG(1, 2))
		for range 500 {
			get(t, s)
			time.Sleep(time.Duration(random.Int64N(int64(200 * time.Millisecond))))
		}
		var taken []time.Time
		refused := 0
		for _, r := range s.Requests() {
			recent := 0
			for _, at := range taken {
				if r.Time.Sub(at) < window {
					recent++
				}
			}
			require.Equal(t, recent >= n, r.Refused, "with %d requests in the last window", recent)
			if r.Refused {
				refused++
				continue
			}
			taken = append(taken, r.Time)
		}
		assert.Positive(t, refused)
	})
}

func TestQuota_LimitsTellTheState(t *testing.T) {
	type limit = frontdesktest.Limit
	synctest.Test(t, func(t *testing.T) {
		s := newShop(
			frontdesktest.WithQuota(3, 10*time.Second),
			frontdesktest.WithSlidingQuota(3, 20*time.Second),
			frontdesktest.WithTokenBucketQuota(4, 40*time.Second),
		)
		defer s.Close()
		get(t, s)
		time.Sleep(4 * time.Second)
		get(t, s)
		requests := s.Requests()
		assert.Equal(t, []limit{
			{Max: 3, Window: 10 * time.Second, Remaining: 2, Reset: 10 * time.Second},
			{Max: 3, Window: 20 * time.Second, Remaining: 2, Reset: 20 * time.Second},
			{Max: 4, Window: 40 * time.Second, Remaining: 3, Reset: 10 * time.Second},
		}, requests[0].Limits)
		assert.Equal(t, []limit{
			{Max: 3, Window: 10 * time.Second, Remaining: 1, Reset: 6 * time.Second},
			{Max: 3, Window: 20 * time.Second, Remaining: 1, Reset: 20 * time.Second},
			{Max: 4, Window: 40 * time.Second, Remaining: 2, Reset: 16 * time.Second},
		}, requests[1].Limits)

		get(t, s)
		got := get(t, s)
		assert.Equal(t, 429, got.status)
		assert.Equal(t, "16", got.header.Get("Retry-After"), "the longest wait of all quotas")
		time.Sleep(16*time.Second - 1)
		assert.Equal(t, 429, get(t, s).status)
		time.Sleep(time.Nanosecond)
		assert.Equal(t, 200, get(t, s).status)
	})
}

func TestQuota_CostAccountAndRefund(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, kind := range []frontdesktest.QuotaKind{frontdesktest.FixedWindow, frontdesktest.SlidingWindow, frontdesktest.TokenBucket} {
			s := frontdesktest.New(frontdesktest.Config{
				Quotas:  []frontdesktest.Quota{{N: 7, Window: time.Minute, Kind: kind}},
				Cost:    func(r *frontdesktest.Request) int { return len(r.Path) - 1 },
				Account: func(r *frontdesktest.Request) string { return r.Query.Get("key") },
				Refuse: func(w http.ResponseWriter, _ *http.Request, refused frontdesktest.Limit) {
					w.Header().Set("X-Wait", refused.Wait.String())
					w.WriteHeader(418)
				},
				Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Query().Has("fail") {
						frontdesktest.Refund(r)
						limits := frontdesktest.Refund(r)
						w.Header().Set("X-Remaining", fmt.Sprint(limits[0].Remaining))
						return
					}
					w.Header().Set("X-Remaining", fmt.Sprint(frontdesktest.RequestOf(r).Limits[0].Remaining))
				}),
			})
			ask := func(path string) exchange { return do(s.HTTPClient(), http.MethodGet, s.BaseURL()+path) }
			assert.Equal(t, "2", ask("/55555?key=a").header.Get("X-Remaining"))
			assert.Equal(t, "7", ask("/55555?key=b&fail=1").header.Get("X-Remaining"), "refunded once")
			assert.Equal(t, "2", ask("/55555?key=b").header.Get("X-Remaining"))
			assert.Equal(t, 418, ask("/333?key=a").status)
			assert.Equal(t, "0", ask("/22?key=a").header.Get("X-Remaining"))
			assert.Equal(t, 200, ask("/?key=a").status, "what costs nothing is admitted")
			time.Sleep(time.Hour)
			assert.Equal(t, 200, ask("/7777777?key=a").status)
			assert.Equal(t, "1m0s", ask("/88888888?key=b").header.Get("X-Wait"), "more than there ever is")
			s.Close()
		}
	})
}

func TestQuota_OptionsReplaceTheVendorsQuotas(t *testing.T) {
	quotas := []frontdesktest.Quota{{N: 1, Window: time.Minute}}
	tests := []struct {
		opts []frontdesktest.Option
		want int
	}{
		{nil, 1},
		{[]frontdesktest.Option{frontdesktest.WithQuota(3, time.Minute)}, 3},
		{[]frontdesktest.Option{frontdesktest.WithQuota(3, time.Minute), frontdesktest.WithQuota(2, time.Hour)}, 2},
		{[]frontdesktest.Option{frontdesktest.WithQuota(0, 0), nil}, 5},
	}
	for i, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := &shop{Server: frontdesktest.New(frontdesktest.Config{Quotas: quotas, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}, tt.opts...)}
			defer s.Close()
			assert.Equal(t, tt.want, admitted(t, s, 5), i)
		})
	}
}

func TestQuota_RefusedRequestsUseUpNoFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(frontdesktest.WithQuota(1, time.Minute))
		defer s.Close()
		get(t, s)
		s.Fail(frontdesktest.Status(500).After(1))
		assert.Equal(t, []int{429, 429}, statuses(t, s, 2))
		time.Sleep(time.Minute)
		assert.Equal(t, []int{200, 429}, statuses(t, s, 2))
		time.Sleep(time.Minute)
		assert.Equal(t, []int{500, 429}, statuses(t, s, 2), "a faulted request has cost quota")
	})
}

func TestQuota_SlidingWindowFreesAChargeWhenItIsOneWindowOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(frontdesktest.WithSlidingQuota(2, time.Second))
		defer s.Close()
		assert.Equal(t, 1, admitted(t, s, 1))
		time.Sleep(400 * time.Millisecond)
		assert.Equal(t, 1, admitted(t, s, 3))
		time.Sleep(600*time.Millisecond - time.Nanosecond)
		assert.Equal(t, 0, admitted(t, s, 1))
		time.Sleep(time.Nanosecond)
		assert.Equal(t, 1, admitted(t, s, 3), "only the first charge is old enough")
		for _, r := range s.Requests() {
			assert.GreaterOrEqual(t, r.Limits[0].Remaining, 0)
		}
	})
}

func TestQuota_RefundOfATokenBucketLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := frontdesktest.New(frontdesktest.Config{
			Quotas: []frontdesktest.Quota{{N: 7, Window: 10, Kind: frontdesktest.TokenBucket}}, // 10/7 ns a point
			Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/fail" {
					frontdesktest.Refund(r)
				}
			}),
		})
		defer s.Close()
		status := func(path string) int { return do(s.HTTPClient(), http.MethodGet, s.BaseURL()+path).status }
		for range 6 {
			assert.Equal(t, 200, status("/"))
			for range 20 { // as many refunds as one likes
				assert.Equal(t, 200, status("/fail"))
			}
		}
		assert.Equal(t, 200, status("/"))
		assert.Equal(t, 429, status("/"))
		time.Sleep(time.Nanosecond)
		assert.Equal(t, 429, status("/"), "one point takes 1.43 ns")
		time.Sleep(time.Nanosecond)
		assert.Equal(t, 200, status("/"))
	})
}
