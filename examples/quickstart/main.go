// Quickstart does a backend's day of work with all four vendors and says what it
// does.
//
//	go run ./examples/quickstart
//
// Without credentials it talks to the fake servers that come with the module.
// With credentials of a vendor in the environment it makes read-only calls to
// that vendor instead.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

const usage = `Usage: go run ./examples/quickstart

A backend's day of work with HelpCrunch, SalesMan CRM, LiveAgent and CoMagic.
Without credentials it runs against the module's own fake servers, in memory:
no account, no network. With a vendor's credentials in the environment it makes
read-only calls to that vendor; the others stay fakes, and the report says so.

  HELPCRUNCH_API_KEY                             HelpCrunch
  SALESMAN_URL SALESMAN_LOGIN SALESMAN_API_KEY   SalesMan CRM
  LIVEAGENT_URL LIVEAGENT_API_KEY                LiveAgent
  COMAGIC_ACCESS_TOKEN                           CoMagic / UIS

The last part, a burst against a small quota, always runs against fakes.
The program ends with status 1 if anything failed, and takes under 15 seconds.
`

func main() {
	flag.Usage = func() { fmt.Fprint(flag.CommandLine.Output(), usage) }
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()

	if err := run(ctx, &report{w: os.Stdout}); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run does the parts in turn and stops at the first failure.
func run(ctx context.Context, r *report) error {
	started := time.Now()
	parts := []func(context.Context, *report) error{
		helpCrunch, salesMan, liveAgent, coMagic, burst,
	}
	for _, part := range parts {
		if err := part(ctx, r); err != nil {
			return err
		}
	}
	r.section("Done")
	r.line("everything above worked, in %.1f s", time.Since(started).Seconds())
	return nil
}
