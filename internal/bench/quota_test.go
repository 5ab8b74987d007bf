package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// BenchmarkDrainQuota spends five windows' worth of a quota as fast as it comes:
// 600 calls of 16 goroutines at 120 a second, against a server that enforces it.
// The ideal takes four windows, since the first 120 go at once.
func BenchmarkDrainQuota(b *testing.B) {
	const calls, goroutines, quota, window = 600, 16, 120, time.Second
	for name, limit := range map[string]helpcrunchtest.Option{
		"FixedWindow": helpcrunchtest.WithQuota(quota, window),
		"TokenBucket": frontdesktest.WithTokenBucketQuota(quota, window),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				srv := helpcrunchtest.New(limit)
				hc := srv.Client(frontdesk.WithWindow(quota, window))
				var left, failed atomic.Int64
				left.Store(calls)
				start := time.Now()
				var wg sync.WaitGroup
				for range goroutines {
					wg.Go(func() {
						for left.Add(-1) >= 0 {
							if _, err := hc.Customers.Get(context.Background(), helpcrunchtest.SeedCustomerID); err != nil {
								failed.Add(1)
							}
						}
					})
				}
				wg.Wait()
				ideal := window * (calls/quota - 1)
				b.ReportMetric(float64(time.Since(start))/float64(ideal), "x-ideal")
				b.ReportMetric(float64(srv.Stats().Refused), "refusals")
				b.ReportMetric(float64(failed.Load()), "failed")
				_ = hc.Close()
				srv.Close()
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}
