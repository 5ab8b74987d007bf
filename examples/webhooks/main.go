// Webhooks is an HTTP server that receives the events of HelpCrunch and SalesMan CRM:
// it verifies them, answers at once, works in the background, and shuts down without
// losing what it has accepted.
//
//	go run ./examples/webhooks
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/salesman"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "webhooks:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("webhooks", flag.ContinueOnError)
	flags.SetOutput(out)
	addr := flags.String("addr", "127.0.0.1:8080", "address to listen on")
	workers := flags.Int("workers", 4, "events worked on at once")
	waiting := flags.Int("queue", 100, "events that may wait; more are refused")
	grace := flags.Duration("grace", 20*time.Second, "time for the work left when the program ends")
	if err := flags.Parse(args); err != nil {
		return err
	}
	d := &desk{log: slog.New(slog.NewTextHandler(out, nil)), queue: NewQueue(*workers, *waiting)}
	keys := secrets{os.Getenv("HELPCRUNCH_WEBHOOK_SECRET"), os.Getenv("SALESMAN_WEBHOOK_SECRET")}
	if keys == (secrets{}) {
		fmt.Fprintln(out, "(fakes; set HELPCRUNCH_WEBHOOK_SECRET or SALESMAN_WEBHOOK_SECRET for the real ones)")
		return demo(ctx, d, *grace)
	}
	release, err := d.connect(keys)
	if err != nil {
		return err
	}
	defer release()
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	return d.serve(ctx, listener, keys, *grace)
}

// secrets prove where an event comes from; a vendor without one is left out.
// HelpCrunch signs with its own. SalesMan does not sign: its secret is a long random
// text, the last part of the address that is entered there.
type secrets struct{ helpCrunch, salesMan string }

// connect makes a client of each vendor that has a secret.
func (d *desk) connect(keys secrets) (release func(), err error) {
	release = func() {}
	if keys.helpCrunch != "" {
		if d.hc, err = helpcrunch.New(os.Getenv("HELPCRUNCH_API_KEY")); err != nil {
			return nil, err
		}
		release = func() { _ = d.hc.Close() }
	}
	if keys.salesMan != "" {
		d.sm, err = salesman.New(os.Getenv("SALESMAN_URL"), os.Getenv("SALESMAN_LOGIN"), os.Getenv("SALESMAN_API_KEY"))
		if err != nil {
			release()
			return nil, err
		}
		first := release
		release = func() { first(); _ = d.sm.Close() }
	}
	return release, nil
}

// serve receives events until ctx ends. Then it stops listening first, lets the queue
// finish what was accepted, and gives both together as long as grace.
func (d *desk) serve(ctx context.Context, listener net.Listener, keys secrets, grace time.Duration) error {
	defer listener.Close()
	handler, err := d.handler(keys)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	d.log.Info("listening", "address", "http://"+listener.Addr().String())

	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	d.log.Info("shutting down")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return errors.Join(err, server.Shutdown(last), d.queue.Close(last))
}
