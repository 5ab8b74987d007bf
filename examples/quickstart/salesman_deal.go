package main

import (
	"context"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// sell makes a deal with positions, issues its invoice and books the payment.
func sell(ctx context.Context, r *report, sm *salesman.Client) error {
	client, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Acme"})
	if err != nil {
		return err
	}
	deal, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{
		Title: "Phones", ClientID: client.ID, Step: "80",
		Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "10", Price: "100.50"}},
	})
	if err != nil {
		return err
	}
	issued, err := sm.Invoices.Create(ctx, deal.ID, &salesman.InvoiceCreateParams{Number: salesman.NextNumber})
	if err != nil {
		return err
	}
	if _, err := sm.Invoices.Pay(ctx, issued.ID, nil); err != nil {
		return err
	}
	invoice, err := sm.Invoices.Get(ctx, issued.ID)
	if err != nil {
		return err
	}
	r.line("deal %d has invoice %s of %s; paid: %v", deal.ID, invoice.Number, invoice.Amount, invoice.Paid.Or(false))

	// The server would empty what a plain update leaves out.
	change := &salesman.DealUpdateParams{Description: frontdesk.Some("for the new office")}
	if _, err := sm.Deals.Update(ctx, deal.ID, change); err != nil {
		return err
	}
	after, err := sm.Deals.Get(ctx, deal.ID, nil)
	if err != nil {
		return err
	}
	r.line("changed its description; the position is still there: %v", len(after.Lines) == 1)
	return nil
}
