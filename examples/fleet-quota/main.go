// Fleet-quota lets several processes use one vendor key at full speed. They share the
// key's quota through Redis, so that the vendor refuses nothing and little of the
// quota lies idle. The part to copy is the package redisquota.
//
//	go run .
package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/frontdesk-go/frontdesk/examples/fleet-quota/redisquota"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// asWorker, in the environment, makes the program one process of the fleet.
const asWorker = "FLEET_QUOTA_WORKER"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if os.Getenv(asWorker) != "" {
		err = work(ctx, os.Stdin, os.Stdout)
	} else {
		err = run(ctx, os.Args[1:], os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fleet-quota:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	key := os.Getenv("HELPCRUNCH_API_KEY")
	limit, window := 60, 2*time.Second
	if key != "" {
		limit, window = 120, time.Minute
	}
	flags := flag.NewFlagSet("fleet-quota", flag.ContinueOnError)
	flags.SetOutput(out)
	processes := flags.Int("processes", 3, "processes that share the key")
	atOnce := flags.Int("at-once", 8, "calls that each of them makes at once")
	flags.IntVar(&limit, "limit", limit, "requests that the vendor allows in a window")
	flags.DurationVar(&window, "window", window, "length of the window")
	windows := flags.Int("windows", 4, "windows to run for")
	alone := flags.Bool("alone", false, "share nothing: each process keeps the whole limit by itself")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *processes < 1 || *atOnce < 1 || *windows < 1 {
		return errors.New("processes, calls and windows are counted from 1")
	}
	j := job{
		Redis: os.Getenv("REDIS_URL"), Key: key, AtOnce: *atOnce, Alone: *alone,
		// Keys of Redis must not show the vendor's key, and runs against a fake have
		// nothing in common.
		Quota: redisquota.Config{Name: fmt.Sprintf("helpcrunch-%x", sha256.Sum256([]byte(key)))[:24], Limit: limit, Window: window},
	}
	if j.Redis == "" {
		embedded, err := embeddedRedis()
		if err != nil {
			return err
		}
		defer embedded.Close()
		j.Redis = "redis://" + embedded.Addr()
		fmt.Fprintln(out, "(a Redis inside this program; set REDIS_URL for a real one)")
	}
	var srv *helpcrunchtest.Server
	if key == "" {
		// It counts in the strictest way, and takes its time to answer.
		srv = helpcrunchtest.New(helpcrunchtest.WithSlidingQuota(limit, window),
			helpcrunchtest.WithLatency(20*time.Millisecond), helpcrunchtest.WithLogLimit(1))
		defer srv.Close()
		j.Vendor, j.Key = srv.URL(), helpcrunchtest.APIKey
		j.Quota.Name = fmt.Sprintf("fake-%d-%d", os.Getpid(), time.Now().UnixNano())
		fmt.Fprintln(out, "(a fake HelpCrunch on a socket; set HELPCRUNCH_API_KEY for the real one)")
	}
	fmt.Fprintf(out, "%d processes, %d calls at once each, one key: %d requests in %v\n", *processes, *atOnce, limit, window)
	s, err := runFleet(ctx, j, *processes, time.Duration(*windows)*window)
	if err != nil {
		return err
	}
	s.print(out, limit**windows, *windows)
	if srv != nil {
		fmt.Fprintf(out, "the server counted  %4d requests, %d refused\n", srv.Stats().Requests, srv.Stats().Refused)
	}
	return nil
}

// embeddedRedis serves a Redis on loopback, whose keys expire by the clock.
func embeddedRedis() (*miniredis.Miniredis, error) {
	m := miniredis.NewMiniRedis()
	m.ClockTTL(true)
	return m, m.Start()
}

// summary is what a fleet did.
type summary struct {
	results []result
	elapsed time.Duration
}

func (s summary) totals() (requests, refused int) {
	for _, r := range s.results {
		requests += r.Requests
		refused += r.Refused
	}
	return requests, refused
}

func (s summary) print(out io.Writer, allowance, windows int) {
	for i, r := range s.results {
		fmt.Fprintf(out, "process %d (pid %d)  %4d requests\n", i+1, r.PID, r.Requests)
	}
	requests, refused := s.totals()
	fmt.Fprintf(out, "total               %4d requests in %.2f s, %d refused (429)\n", requests, s.elapsed.Seconds(), refused)
	fmt.Fprintf(out, "%.1f %% of the quota of %d windows used\n", 100*float64(requests-refused)/float64(allowance), windows)
}
