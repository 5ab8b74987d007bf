package frontdesktest

import (
	"fmt"
	"reflect"
	"time"
)

// Option sets up a fake server. There is one option type for all kits: a kit
// declares
//
//	type Option = frontdesktest.Option
//
// repeats the options below under its own name, and adds its own with
// [Configure].
type Option func(*options)

type options struct {
	quotas    []Quota
	ownQuotas bool // quotas were given by options, not by the kit
	latency   time.Duration
	logLimit  int
	settings  any
	misplaced []string
}

// WithQuota admits at most n points in each fixed window. A window starts with
// the first request after the end of the last window, as with most vendors. A
// request costs one point unless the kit says otherwise.
//
// The first quota option replaces the quotas that the vendor has by default;
// when several are given, all of them hold. An n of zero or less means no
// quota.
func WithQuota(n int, window time.Duration) Option {
	return withQuota(Quota{N: n, Window: window, Kind: FixedWindow})
}

// WithSlidingQuota is [WithQuota] for the strictest way to count: no span of
// time as long as the window ever holds more than n points.
func WithSlidingQuota(n int, window time.Duration) Option {
	return withQuota(Quota{N: n, Window: window, Kind: SlidingWindow})
}

// WithTokenBucketQuota is [WithQuota] for a bucket of n points that starts
// full and refills evenly, n points in each window. It admits bursts of n, and
// so up to nearly 2n points within one window.
func WithTokenBucketQuota(n int, window time.Duration) Option {
	return withQuota(Quota{N: n, Window: window, Kind: TokenBucket})
}

func withQuota(q Quota) Option {
	return func(o *options) {
		if !o.ownQuotas {
			o.ownQuotas, o.quotas = true, nil
		}
		o.quotas = append(o.quotas, q)
	}
}

// WithLatency lets d pass between the arrival of each request, when it is
// logged and charged, and its answer.
func WithLatency(d time.Duration) Option {
	return func(o *options) { o.latency = d }
}

// WithLogLimit keeps the last n requests in the log instead of all of them,
// for benchmarks and servers that run for long. Counts are not affected.
func WithLogLimit(n int) Option {
	return func(o *options) { o.logLimit = max(n, 0) }
}

// Configure makes an option of a kit's own: change is applied to the kit's
// settings, the value of type *C that the kit passes as [Config.Settings].
//
//	func WithAgents(n int) Option {
//		return frontdesktest.Configure(func(s *settings) { s.agents = n })
//	}
//
// An option that is given to another vendor's kit changes nothing there and is
// a violation (see [Server.Strict]).
func Configure[C any](change func(*C)) Option {
	return func(o *options) {
		if settings, ok := o.settings.(*C); ok && settings != nil {
			change(settings)
			return
		}
		o.misplaced = append(o.misplaced,
			fmt.Sprintf("an option that sets %v was given to a server without such settings", reflect.TypeFor[C]()))
	}
}

func resolve(cfg Config, opts []Option) options {
	o := options{quotas: cfg.Quotas, logLimit: -1, settings: cfg.Settings}
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o
}
