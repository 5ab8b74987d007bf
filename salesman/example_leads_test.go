package salesman_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// A form was filled in on a web site, perhaps twice. The server finds out by
// phone and mail who that is.
func ExampleLeadsService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	srv.AddContact(salesmantest.Contact{Name: "Ann Lee", Email: "ann@example.com", ClientID: srv.AddClient("Acme")})

	form := &salesman.LeadCreateParams{
		Name: "Ann", Email: "ann@example.com", Phone: "+1 555 0101", Description: "Ten phones, please",
		Source: "Web form", UTM: salesman.UTM{Campaign: "autumn"},
	}
	recent := &salesman.LeadListParams{From: salesman.DateOf(time.Now().UTC()).AddDays(-1)}
	for range 2 { // the visitor clicks twice
		leads, err := frontdesk.Collect(sm.Leads.All(ctx, recent))
		if err != nil {
			log.Fatal(err)
		}
		if slices.ContainsFunc(leads, func(l salesman.Lead) bool { return strings.EqualFold(l.Email, form.Email) }) {
			fmt.Println("is there already")
			continue
		}
		created, err := sm.Leads.Create(ctx, form)
		if err != nil {
			log.Fatal(err)
		}
		lead, err := sm.Leads.Get(ctx, created.ID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(lead.Contact, "of", lead.Client, "by", lead.Source)
	}
	// Output:
	// Ann Lee of Acme by Web form
	// is there already
}

// How many leads each operator has, and has done, in this month.
func ExampleLeadsService_Stats() {
	srv := salesmantest.New()
	defer srv.Close()
	srv.SetLeadOperators(salesmantest.Login, salesmantest.Manager)
	srv.AddLead(salesmantest.Lead{Name: "Ann", Operator: salesmantest.Login, Status: salesman.LeadInWork})
	srv.AddLead(salesmantest.Lead{Name: "Bob", Operator: salesmantest.Manager, Status: salesman.LeadProcessed, Processed: time.Now()})

	stats, err := srv.Client().Leads.Stats(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, operator := range stats {
		fmt.Println(operator.Login, operator.Open, operator.Processed)
	}
	// Output:
	// api@example.com 1 0
	// manager@example.com 0 1
}

// What customers ask for becomes a shopping list, and the enquiries are processed.
func ExampleEntriesService_SetStatus() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	srv.AddEntry(salesmantest.Entry{
		Content: "For the new office", ClientID: srv.AddClient("Acme"),
		Products: []salesman.EntryProduct{{Title: "Phone", Quantity: "10", Price: "100.50"}},
	})

	// Read all before the first change: processed ones drop out of the pages.
	entries, err := frontdesk.Collect(sm.Entries.All(ctx, &salesman.EntryListParams{Statuses: salesman.EntryStatuses{salesman.EntryNew}}))
	if err != nil {
		log.Fatal(err)
	}
	for _, entry := range entries {
		for _, product := range entry.Products {
			fmt.Println(entry.Client, "wants", product.Quantity, "of", product.Title)
		}
		if _, err := sm.Entries.SetStatus(ctx, entry.ID, &salesman.EntrySetStatusParams{Status: salesman.EntryProcessed}); err != nil {
			log.Fatal(err)
		}
		now, err := sm.Entries.Get(ctx, entry.ID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("processed:", now.Status == salesman.EntryProcessed)
	}
	// Output:
	// Acme wants 10 of Phone
	// processed: true
}

// What moves in the CRM is reported. The CRM signs nothing, so a long random value
// in the address is the proof, and what matters is read again.
func ExampleWebhookHandler() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()

	const secret = "an-example-of-a-long-random-value"
	handler, err := salesman.WebhookHandler(salesman.SecretInPath(secret), func(ctx context.Context, hook *salesman.Webhook) error {
		if hook.Event != salesman.WebhookDealStageChanged {
			return nil
		}
		deal, err := sm.Deals.Get(ctx, hook.Deal.DealID, nil)
		if err != nil {
			return err
		}
		fmt.Printf("%s of %s went from %d to %d\n", deal.Title, deal.Client, hook.Deal.OldStage, hook.Deal.NewStage)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("POST /hooks/{secret}", handler)

	srv.SendWebhooksToHandler(mux, "/hooks/"+secret)
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Step: "20"})
	if _, err := sm.Deals.ChangeStep(ctx, dealID, &salesman.DealChangeStepParams{Step: "40"}); err != nil {
		log.Fatal(err)
	}
	// Output: Phones of Acme went from 20 to 40
}

// In a handler of one's own: here the answer comes before the work.
func ExampleParseWebhook() {
	secret := salesman.SecretInQuery("key", "an-example-of-a-long-random-value")
	jobs := make(chan *salesman.Webhook, 100)
	receive := func(w http.ResponseWriter, r *http.Request) {
		hook, err := salesman.ParseWebhook(r, secret)
		if err != nil {
			http.Error(w, "no webhook", http.StatusForbidden)
			return
		}
		jobs <- hook
		w.WriteHeader(http.StatusAccepted)
	}

	r, err := salesmantest.NewWebhook("/hooks?key=an-example-of-a-long-random-value", salesman.WebhookInvoicePaid,
		map[string]any{"id": 17, "did": 5, "summa": "500.00", "summaNew": "505.00"})
	if err != nil {
		log.Fatal(err)
	}
	w := httptest.NewRecorder()
	receive(w, r)
	hook := <-jobs
	fmt.Println(w.Code, hook.Event, hook.Invoice.DealID, hook.Invoice.Amount, hook.Invoice.RestAmount)
	// Output: 202 invoice.doit 5 500.00 505.00
}
