package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

var demoSecrets = secrets{helpCrunch: "demo-signing-key", salesMan: "demo-part-of-the-address"}

// demo lets fakes deliver events over a real socket.
func demo(ctx context.Context, d *desk, grace time.Duration) error {
	hc, sm := helpcrunchtest.New(), salesmantest.New()
	defer hc.Close()
	defer sm.Close()
	d.hc, d.sm = hc.Client(), sm.Client()
	defer d.hc.Close()
	defer d.sm.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- d.serve(ctx, listener, demoSecrets, grace) }()

	url := "http://" + listener.Addr().String()
	if err := helpCrunchEvents(ctx, d, hc, url+"/helpcrunch"); err != nil {
		return err
	}
	contact := sm.AddContact(salesmantest.Contact{Name: "Tom", Email: "tom@example.com"})
	for _, secret := range []string{demoSecrets.salesMan, "a-guess-at-the-address"} {
		if err := salesManEvent(ctx, d, url+"/salesman/"+secret, contact); err != nil {
			return err
		}
	}
	stop() // as Ctrl-C does
	return <-served
}

// helpCrunchEvents are a new customer, the same event once more, a bad rating, and an
// event that was signed with another key.
func helpCrunchEvents(ctx context.Context, d *desk, srv *helpcrunchtest.Server, url string) error {
	srv.SendWebhooksTo(url, demoSecrets.helpCrunch, helpcrunch.WebhookCustomerNew, helpcrunch.WebhookChatRated)
	srv.SendWebhooksTo(url, "not the signing key", helpcrunch.WebhookChatSnoozed)
	customer, err := d.hc.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{Name: "Ann", Email: "ann@example.com"})
	if err != nil {
		return err
	}
	srv.WaitForWebhooks()
	srv.RedeliverWebhook(srv.Deliveries()[0].ID)
	chat := helpcrunch.ChatEvent{
		ChatID: 7, Customer: helpcrunch.CustomerSummary{ID: customer.ID},
		Status: helpcrunch.ChatStatusClosed, Rating: helpcrunch.ChatRatingPoor, CreatedAt: time.Now(),
	}
	for _, event := range []helpcrunch.WebhookEvent{helpcrunch.WebhookChatRated, helpcrunch.WebhookChatSnoozed} {
		if _, err := srv.SendWebhook(event, chat); err != nil {
			return err
		}
	}
	srv.WaitForWebhooks()
	for _, delivery := range srv.Deliveries() {
		d.log.Info("delivered", "vendor", "helpcrunch", "event", string(delivery.Event), "status", delivery.Status)
	}
	return nil
}

// salesManEvent posts an event as SalesMan does: all values are texts.
func salesManEvent(ctx context.Context, d *desk, url string, contact int64) error {
	body := fmt.Sprintf(`{"event": "person.add", "pid": "%d", "autor": "1", "identity": "1", "iduser1": "1"}`, contact)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	d.log.Info("delivered", "vendor", "salesman", "event", "person.add", "status", reply.StatusCode)
	return reply.Body.Close()
}
