package salesman_test

import (
	"context"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func ExampleDealsService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	client, ctx := srv.Client(), context.Background()
	clientID := srv.AddClient("Acme")

	deal, err := client.Deals.Create(ctx, &salesman.DealCreateParams{
		Title: "Phones", ClientID: clientID, Step: "80",
		Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "10", Price: "100.50"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	issued, err := client.Invoices.Create(ctx, deal.ID, &salesman.InvoiceCreateParams{Number: salesman.NextNumber})
	if err != nil {
		fmt.Println(err)
		return
	}
	invoice, err := client.Invoices.Get(ctx, issued.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(invoice.Number, invoice.Amount)
	// Output: 1 1005
}

func ExampleDealsService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	client, ctx := srv.Client(), context.Background()
	deal, err := client.Deals.Create(ctx, &salesman.DealCreateParams{Title: "Service", ClientID: srv.AddClient("Acme"), Margin: "120"})
	if err != nil {
		fmt.Println(err)
		return
	}

	// The margin, which the server would clear, stays.
	result, err := client.Deals.Update(ctx, deal.ID, &salesman.DealUpdateParams{Description: frontdesk.Some("for a year")})
	if err != nil {
		fmt.Println(err)
		return
	}
	now, err := client.Deals.Get(ctx, deal.ID, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Changed, now.Description, now.Margin)
	// Output: true for a year 120
}

func ExampleClientsService_All() {
	srv := salesmantest.New()
	defer srv.Close()
	srv.AddClient("Acme")
	srv.AddClient("Umbrella")
	params := &salesman.ClientListParams{Direction: salesman.Ascending}
	for client, err := range srv.Client().Clients.All(context.Background(), params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(client.ID, client.Title)
	}
	// Output:
	// 1 Acme
	// 2 Umbrella
}
