package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

const (
	quota       = 20 // requests in a second, of the key
	burstCalls  = 40 // of each client
	burstAtOnce = 10
)

// burst lets two clients, who do not know of each other, use up the quota of one
// key: each paces itself at the whole of it, so the server has to refuse.
func burst(ctx context.Context, r *report) error {
	r.section("A burst: two clients, one key, 20 requests a second")
	hc := helpcrunchtest.New(helpcrunchtest.WithQuota(quota, time.Second))
	defer hc.Close()
	cm := comagictest.New(comagictest.WithQuota(quota, time.Second))
	defer cm.Close()

	var helpCrunchTally, coMagicTally tally
	var wg sync.WaitGroup
	for range 2 {
		first := hc.Client(frontdesk.WithWindow(quota, time.Second), frontdesk.WithHooks(helpCrunchTally.hooks()))
		wg.Go(func() {
			helpCrunchTally.spend(func() error {
				_, err := first.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
				return err
			})
			_ = first.Close()
		})
		second := cm.Client(frontdesk.WithWindow(quota, time.Second), frontdesk.WithHooks(coMagicTally.hooks()))
		wg.Go(func() {
			coMagicTally.spend(func() error {
				_, err := second.Persons.ListVisitors(ctx, &comagic.PersonVisitorsParams{PersonID: comagictest.PersonID})
				return err
			})
			_ = second.Close()
		})
	}
	wg.Wait()
	helpCrunchTally.print(r, "HelpCrunch", "HTTP 429", hc.Stats())
	coMagicTally.print(r, "CoMagic", string(comagic.CodeLimitExceeded), cm.Stats())
	if err := helpCrunchTally.err(); err != nil {
		return err
	}
	return coMagicTally.err()
}

// tally counts what the hooks of two clients tell.
type tally struct {
	calls, retries atomic.Int64
	waited         atomic.Int64
	mu             sync.Mutex
	failures       []error
}

func (t *tally) hooks() frontdesk.Hooks {
	return frontdesk.Hooks{
		Retry: func(context.Context, frontdesk.Retry) { t.retries.Add(1) },
		End: func(_ context.Context, result frontdesk.Result) {
			t.calls.Add(1)
			t.waited.Add(int64(result.Waited))
		},
	}
}

// spend makes the calls of one client, some at a time.
func (t *tally) spend(call func() error) {
	var wg sync.WaitGroup
	for range burstAtOnce {
		wg.Go(func() {
			for range burstCalls / burstAtOnce {
				if err := call(); err != nil {
					t.mu.Lock()
					t.failures = append(t.failures, err)
					t.mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}

func (t *tally) print(r *report, vendor, refusal string, stats frontdesktest.Stats) {
	r.line("%-10s %d calls, %d requests, %d refused with %s and repeated (%d retries), %.1f s of waiting in all, %d failed",
		vendor, t.calls.Load(), stats.Requests, stats.Refused, refusal, t.retries.Load(),
		time.Duration(t.waited.Load()).Seconds(), len(t.failures))
}

func (t *tally) err() error {
	if len(t.failures) > 0 {
		return t.failures[0]
	}
	return nil
}
