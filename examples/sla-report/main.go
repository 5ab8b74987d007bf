// Sla-report says how a help desk on LiveAgent kept its promises in a month, and who
// did the work: as tables on the terminal, and as an HTML page.
//
//	go run ./examples/sla-report
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sla-report:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("sla-report", flag.ContinueOnError)
	flags.SetOutput(out)
	month := flags.String("month", "", "month, such as 2026-02; default the last one")
	zone := flags.String("zone", "America/Los_Angeles", "the account's time zone")
	page := flags.String("html", "sla.html", "page to write; empty for none")
	if err := flags.Parse(args); err != nil {
		return err
	}
	location, err := time.LoadLocation(*zone)
	if err != nil {
		return err
	}
	first, err := firstDay(*month, location)
	if err != nil {
		return err
	}
	la, release, err := connect(out, first)
	if err != nil {
		return err
	}
	defer release()

	r, err := collect(ctx, la, first)
	if err != nil {
		return err
	}
	if err := r.print(out); err != nil || *page == "" {
		return err
	}
	file, err := os.Create(*page)
	if err != nil {
		return err
	}
	if err := errors.Join(r.writeHTML(file), file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nwrote %s\n", *page)
	return nil
}

// firstDay returns the beginning of a month in the account's zone.
func firstDay(month string, location *time.Location) (time.Time, error) {
	if month == "" {
		now := time.Now().In(location)
		return time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, location), nil
	}
	return time.ParseInLocation("2006-01", month, location)
}

// connect returns a client of the account in the environment, else of a fake.
func connect(out io.Writer, first time.Time) (la *liveagent.Client, release func(), err error) {
	url, key := os.Getenv("LIVEAGENT_URL"), os.Getenv("LIVEAGENT_API_KEY")
	if url == "" || key == "" {
		fmt.Fprintln(out, "(a fake LiveAgent; set LIVEAGENT_URL and LIVEAGENT_API_KEY for the real one)")
		la, release = demo(first)
		return la, release, nil
	}
	la, err = liveagent.New(url, key, frontdesk.WithLocation(first.Location()))
	if err != nil {
		return nil, nil, err
	}
	return la, func() { _ = la.Close() }, nil
}
