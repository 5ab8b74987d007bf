// Mocking is one small service, tested in three ways: see fake_test.go,
// httpmock_test.go and interface_test.go. The program runs the service.
//
//	go test ./examples/mocking
//	go run ./examples/mocking
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mocking:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mocking", flag.ContinueOnError)
	flags.SetOutput(out)
	id := flags.Int64("customer", helpcrunchtest.SeedCustomerID, "id of the customer to mark")
	tag := flags.String("tag", "regular", "the tag to give")
	if err := flags.Parse(args); err != nil {
		return err
	}
	hc, release, err := connect(out)
	if err != nil {
		return err
	}
	defer release()

	loyalty := &Loyalty{Customers: hc.Customers, Tag: *tag}
	for range 2 { // the second time there is nothing to do
		outcome, err := loyalty.Mark(ctx, *id)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "customer %d: %s\n", *id, outcome)
	}
	return nil
}

// connect returns a client of the account in the environment, else of a fake.
func connect(out io.Writer) (hc *helpcrunch.Client, release func(), err error) {
	if key := os.Getenv("HELPCRUNCH_API_KEY"); key != "" {
		hc, err = helpcrunch.New(key)
		if err != nil {
			return nil, nil, err
		}
		return hc, func() { _ = hc.Close() }, nil
	}
	fmt.Fprintln(out, "(a fake HelpCrunch; set HELPCRUNCH_API_KEY and -customer for the real one)")
	srv := helpcrunchtest.New()
	hc = srv.Client()
	return hc, func() { _ = hc.Close(); srv.Close() }, nil
}
