package frontdesk_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

var ctx = context.Background()

func Example_helpCrunch() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	apiKey, testServer := helpcrunchtest.APIKey, frontdesk.WithBaseURL(srv.URL())

	hc, err := helpcrunch.New(apiKey, testServer)
	if err != nil {
		log.Fatal(err)
	}
	defer hc.Close()
	for customer, err := range hc.Customers.SearchAll(ctx, &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(helpcrunch.CustomerFieldTags.Include("lead")),
	}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(customer.ID, customer.Name.Or("somebody"))
	}
	// Output: 8737843 Cindy Mindy
}

func Example_salesMan() {
	srv := salesmantest.New()
	defer srv.Close()
	id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Phone: "+1 555 0100"})
	login, apiKey, testServer := salesmantest.Login, salesmantest.APIKey, frontdesk.WithBaseURL(srv.URL())

	sm, err := salesman.New("https://crm.example.com", login, apiKey, testServer)
	if err != nil {
		log.Fatal(err)
	}
	defer sm.Close()
	// The server wipes what a write leaves out; Update reads and merges first.
	result, err := sm.Contacts.Update(ctx, id, &salesman.ContactUpdateParams{
		JobTitle: frontdesk.Some("buyer"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.ID, result.Changed)
	// Output: 1 true
}

func Example_liveAgent() {
	srv := liveagenttest.New()
	defer srv.Close()
	apiKey, testServer := liveagenttest.APIKey, frontdesk.WithBaseURL(srv.URL())

	la, err := liveagent.New("https://acme.ladesk.com", apiKey, testServer)
	if err != nil {
		log.Fatal(err)
	}
	defer la.Close()
	ticket, err := la.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
		Subject: "Where is my order?", Message: "It should have come on Monday.",
		UserIdentifier: "agent@example.com", Department: "default", Recipient: "jane@example.com",
	})
	if err != nil {
		log.Fatal(err)
	}
	err = la.Conversations.UpdateStatus(ctx, ticket.ID, &liveagent.ConversationUpdateStatusParams{
		Status: liveagent.ConversationResolved,
	})
	fmt.Println(err)
	// Output: <nil>
}

func Example_coMagic() {
	srv := comagictest.New()
	defer srv.Close()
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	srv.PutCalls(comagic.CallsReportRow{ID: 1, StartTime: frontdesk.Some(monday), IsLost: frontdesk.Some(true)})
	token, testServer := comagictest.Token, frontdesk.WithBaseURL(srv.URL())
	from, till := monday.AddDate(0, -6, 0), monday.AddDate(0, 6, 0)

	cm, err := comagic.New(comagic.AccessToken(token), testServer)
	if err != nil {
		log.Fatal(err)
	}
	defer cm.Close()
	// A year is more than one report may span: AllCalls walks it in windows.
	for call, err := range cm.Reports.AllCalls(ctx, &comagic.CallsReportParams{
		DateFrom: from, DateTill: till, Filter: comagic.Equal("is_lost", true),
	}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("missed:", call.ID)
	}
	// Output: missed: 1
}

func Example_errors() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	_, err := hc.Customers.Get(ctx, 42)
	switch {
	case errors.Is(err, frontdesk.ErrNotFound):
		fmt.Println("no such customer")
	case errors.Is(err, frontdesk.ErrRateLimited):
		fmt.Println("later")
	}
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.Code == helpcrunch.CodeEntityNotFound {
		fmt.Println(e.Operation, e.HTTPStatus, e.Sent)
	}
	// Output:
	// no such customer
	// customers.get 404 yes
}

func Example_faults() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	srv.Fail(frontdesktest.Status(503).Times(2))

	_, err := srv.Client().Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
	fmt.Println(err, srv.Count("customers.get"))
	// Output: <nil> 3
}

// A job that stops in the middle of a list, and goes on from there.
func ExampleWithPosition() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	for n := range 7 {
		srv.AddCustomer(helpcrunch.Customer{ID: int64(9_000_001 + n)})
	}
	hc := srv.Client()

	var at frontdesk.Cursor // a job keeps it where its next run finds it
	for range 2 {
		params := &helpcrunch.CustomerListParams{Limit: 3, Resume: at}
		done := 0
		for customer, err := range hc.Customers.All(ctx, params, frontdesk.WithPosition(&at)) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Print(customer.ID, " ")
			if done++; done == 5 {
				break // enough for today; at is behind this customer
			}
		}
		fmt.Println("finished:", at == "")
	}
	// Output:
	// 8737843 9000001 9000002 9000003 9000004 finished: false
	// 9000005 9000006 9000007 finished: true
}

func ExampleCollect() {
	srv := comagictest.New()
	defer srv.Close()
	numbers, err := frontdesk.Collect(srv.Client().Campaigns.AllAvailablePhoneNumbers(ctx, nil))
	fmt.Println(len(numbers), err)
	// Output: 3 <nil>
}
