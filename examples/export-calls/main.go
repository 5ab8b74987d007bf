// Export-calls writes a year of CoMagic calls to a CSV file, and draws them by hour
// and outcome. Ctrl-C stops it; the next run goes on where it stopped.
//
//	go run ./examples/export-calls
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "export-calls:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("export-calls", flag.ContinueOnError)
	flags.SetOutput(out)
	csvFile := flags.String("csv", "calls.csv", "file to write")
	chartFile := flags.String("chart", "calls.svg", "chart to draw")
	zone := flags.String("zone", "Europe/Moscow", "the account's time zone")
	before := flags.String("before", "", "first day that is left out, such as 2026-01-31; default today")
	if err := flags.Parse(args); err != nil {
		return err
	}
	location, err := time.LoadLocation(*zone)
	if err != nil {
		return err
	}
	year, err := yearBefore(*before, location)
	if err != nil {
		return err
	}
	cm, release, err := connect(out, location, year)
	if err != nil {
		return err
	}
	defer release()

	asked := job{Period: year, Zone: *zone, Fake: os.Getenv("COMAGIC_ACCESS_TOKEN") == ""}
	if err := export(ctx, cm, *csvFile, asked, *before == "", out); err != nil {
		return err
	}
	if err := drawFile(*csvFile, *chartFile); err != nil {
		return err
	}
	fmt.Fprintf(out, "wrote %s and %s\n", *csvFile, *chartFile)
	return nil
}

// period is what to export: From and Till are the first and the last second.
type period struct{ From, Till time.Time }

// yearBefore returns the year that ends with the day before. Such a period is over,
// so that no call is added to it while it is read.
func yearBefore(day string, location *time.Location) (period, error) {
	if day == "" {
		day = time.Now().In(location).Format(time.DateOnly)
	}
	end, err := time.ParseInLocation(time.DateOnly, day, location)
	return period{From: end.AddDate(-1, 0, 0), Till: end.Add(-time.Second)}, err
}

// connect returns a client of the account in the environment, else of a fake.
func connect(out io.Writer, location *time.Location, year period) (cm *comagic.Client, release func(), err error) {
	if token := os.Getenv("COMAGIC_ACCESS_TOKEN"); token != "" {
		cm, err = comagic.New(comagic.AccessToken(token), frontdesk.WithLocation(location))
		if err != nil {
			return nil, nil, err
		}
		return cm, func() { _ = cm.Close() }, nil
	}
	fmt.Fprintln(out, "(a fake CoMagic; set COMAGIC_ACCESS_TOKEN for the real one)")
	srv := comagictest.New()
	srv.PutCalls(demoCalls(year)...)
	cm = srv.Client(frontdesk.WithLocation(location))
	return cm, func() { _ = cm.Close(); srv.Close() }, nil
}

// demoCalls are calls on working days, more around noon, of which some are missed.
func demoCalls(year period) []comagic.CallsReportRow {
	var calls []comagic.CallsReportRow
	for day := year.From; day.Before(year.Till); day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			continue
		}
		for i, hour := range []int{9, 11, 11, 12, 16} {
			n := len(calls)
			start := day.Add(time.Duration(hour)*time.Hour + time.Duration(n%240)*15*time.Second)
			call := comagic.CallsReportRow{
				ID: int64(700_000 + n), StartTime: frontdesk.Some(start), Direction: comagic.CallDirectionIn,
				IsLost: frontdesk.Some(n%6 == 0), TalkDuration: frontdesk.Some(int64(n % 300)),
				ContactPhoneNumber: "15550100", VirtualPhoneNumber: "15550199",
			}
			if i%3 == 2 {
				call.Direction = comagic.CallDirectionOut
			}
			calls = append(calls, call)
		}
	}
	return calls
}
