package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/fleet-quota/redisquota"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// job is what a worker reads from its standard input: the key must stand in no
// command line.
type job struct {
	Redis  string // URL
	Vendor string // URL; empty for the real one
	Key    string
	Quota  redisquota.Config
	AtOnce int
	Alone  bool
}

// result is what a worker did.
type result struct {
	PID      int
	Requests int
	Refused  int
}

// work is the whole of a worker: it reads its job, says that it is ready, reads when
// to end, works at full speed until then, and writes its result.
func work(ctx context.Context, in io.Reader, out io.Writer) error {
	input, output := json.NewDecoder(in), json.NewEncoder(out)
	var j job
	if err := input.Decode(&j); err != nil {
		return err
	}
	r := result{PID: os.Getpid()}
	var requests, refused atomic.Int64
	hc, release, err := j.connect(ctx, func(a frontdesk.AttemptResult) {
		requests.Add(1)
		if a.Err != nil && a.Err.Kind == frontdesk.KindRateLimited {
			refused.Add(1)
		}
	})
	if err != nil {
		return err
	}
	defer release()
	var until time.Time
	if err := errors.Join(output.Encode(r), input.Decode(&until)); err != nil {
		return err
	}
	if err := j.spend(ctx, hc, until); err != nil {
		return err
	}
	r.Requests, r.Refused = int(requests.Load()), int(refused.Load())
	return output.Encode(r)
}

// connect makes a client that shares its quota, and calls counted after each request.
func (j job) connect(ctx context.Context, counted func(frontdesk.AttemptResult)) (*helpcrunch.Client, func(), error) {
	options, err := redis.ParseURL(j.Redis)
	if err != nil {
		return nil, nil, err
	}
	// A Redis that is away must be noticed soon: nothing is sent without it.
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = 2*time.Second, 2*time.Second, 2*time.Second
	options.MaxRetries, options.DialerRetries, options.ContextTimeoutEnabled = -1, 1, true
	rdb := redis.NewClient(options)
	limiter, err := redisquota.New(rdb, j.Quota)
	if err == nil {
		err = rdb.Ping(ctx).Err() // the connection is there before the clock starts
	}
	if err != nil {
		return nil, nil, errors.Join(err, rdb.Close())
	}
	hooks := limiter.Hooks()
	told := hooks.AttemptEnd
	hooks.AttemptEnd = func(ctx context.Context, a frontdesk.AttemptResult) {
		told(ctx, a)
		counted(a)
	}
	opts := []frontdesk.Option{frontdesk.WithHooks(hooks), frontdesk.WithLimiter(limiter)}
	if j.Alone {
		opts[1] = frontdesk.WithWindow(j.Quota.Limit, j.Quota.Window)
	}
	if j.Vendor != "" {
		opts = append(opts, frontdesk.WithBaseURL(j.Vendor))
	}
	hc, err := helpcrunch.New(j.Key, opts...)
	if err != nil {
		return nil, nil, errors.Join(err, rdb.Close())
	}
	return hc, func() { _, _ = hc.Close(), rdb.Close() }, nil
}

// spend reads as fast as it is let, until the deadline leaves no room for more.
func (j job) spend(ctx context.Context, hc *helpcrunch.Client, until time.Time) error {
	ctx, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	var wg sync.WaitGroup
	failures := make([]error, j.AtOnce)
	for i := range failures {
		wg.Go(func() {
			for failures[i] == nil {
				_, failures[i] = hc.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: 1})
			}
		})
	}
	wg.Wait()
	for _, err := range failures {
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, redisquota.ErrUnavailable) {
			return err
		}
	}
	return nil
}
