package main

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// handler verifies events and puts them into the queue, which never waits, so that
// the vendors have their answer at once.
func (d *desk) handler(keys secrets) (http.Handler, error) {
	mux := http.NewServeMux()
	if keys.helpCrunch != "" {
		// An error is answered with 500, and HelpCrunch delivers the event again.
		receive := func(_ context.Context, hook *helpcrunch.Webhook) error {
			return d.queue.Add(Job{ID: hook.ID, Run: func(ctx context.Context) { d.helpCrunch(ctx, hook) }})
		}
		h, err := helpcrunch.WebhookHandler(keys.helpCrunch, receive)
		if err != nil {
			return nil, err
		}
		mux.Handle("/helpcrunch", h)
	}
	if keys.salesMan != "" {
		// SalesMan delivers once: what is refused is lost, and the log is the only trace.
		receive := func(_ context.Context, hook *salesman.Webhook) error {
			err := d.queue.Add(Job{Run: func(ctx context.Context) { d.salesMan(ctx, hook) }})
			if err != nil {
				d.log.Error("event lost", "event", string(hook.Event), "error", err)
			}
			return err
		}
		h, err := salesman.WebhookHandler(salesman.SecretInPath(keys.salesMan), receive)
		if err != nil {
			return nil, err
		}
		mux.Handle("/salesman/{secret}", h)
	}
	return mux, nil
}
