package salesman_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// An invoice for all of a deal, mailed to the people at the client.
func ExampleInvoicesService_Send() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	clientID := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", Email: "ann@example.com"})
	dealID := srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: clientID,
		Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "10", Price: "100.50"}},
	})

	issued, err := sm.Invoices.Create(ctx, dealID, &salesman.InvoiceCreateParams{
		Number: salesman.NextNumber, Planned: salesman.DateOf(time.Now()).AddDays(14),
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = sm.Invoices.Send(ctx, issued.ID, &salesman.InvoiceSendParams{
		Subject: "Your invoice " + issued.Invoice.Number, Text: "Dear {{person}}, please find it attached.",
		To: []string{fmt.Sprintf("clid:%d", clientID)},
	})
	switch {
	case errors.Is(err, frontdesk.ErrValidation):
		fmt.Println("the server found no recipient, or its mail does not work")
	case err != nil:
		log.Fatal(err)
	}
	for _, mail := range srv.Mails() {
		fmt.Println(mail.Subject, mail.To)
	}
	// Output: Your invoice 1 [ann@example.com]
}

// Half of an invoice is paid: the other half becomes an invoice of its own.
func ExampleInvoicesService_Pay() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "1005"})
	invoiceID := srv.AddInvoice(salesmantest.Invoice{DealID: dealID})

	result, err := sm.Invoices.Pay(ctx, invoiceID, &salesman.InvoicePayParams{Amount: "500"})
	if err != nil {
		log.Fatal(err)
	}
	for _, id := range []int64{invoiceID, result.RestInvoiceID} {
		invoice, err := sm.Invoices.Get(ctx, id)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(invoice.Amount, invoice.Paid.Or(false))
	}
	// Output:
	// 500 true
	// 505 false
}

// The server crashed, perhaps after it had issued the invoice: the deal tells.
func ExampleInvoicesService_Create_unknownOutcome() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	dealID := srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: srv.AddClient("Acme"),
		Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "10", Price: "100.50"}},
	})
	srv.Fail(salesmantest.PHPCrash().AfterHandling().On("deal.invoice_add"))

	_, err := sm.Invoices.Create(ctx, dealID, &salesman.InvoiceCreateParams{Number: "2026-17"})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.MayHaveHappened() {
		deal, err := sm.Deals.Get(ctx, dealID, nil)
		if err != nil {
			log.Fatal(err)
		}
		issued := slices.ContainsFunc(deal.Invoices, func(i salesman.DealInvoice) bool { return i.Number == "2026-17" })
		fmt.Println("issued after all:", issued)
		return // where it is not, create it again
	}
	if err != nil {
		log.Fatal(err) // a refusal: nothing was issued
	}
	// Output: issued after all: true
}

// The page of an invoice, to show it or to print it.
func ExampleInvoicesService_HTML() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "1005"})
	invoiceID := srv.AddInvoice(salesmantest.Invoice{DealID: dealID, Number: "2026-17"})

	page, err := sm.Invoices.HTML(ctx, invoiceID, &salesman.PaperParams{WithoutStamp: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.Number, strings.Contains(page.HTML.Unescaped(), "<p>Acme</p>"))
	// Output: 2026-17 true
}

// Four of ten phones are delivered: an act for a part of the deal.
func ExampleActsService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	created, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{
		Title: "Phones", ClientID: srv.AddClient("Acme"), Step: "80",
		Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "10", Price: "100.50"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	deal, err := sm.Deals.Get(ctx, created.ID, nil)
	if err != nil {
		log.Fatal(err)
	}

	made, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{
		DealID: deal.ID, Positions: []salesman.ActPosition{{LineID: deal.Lines[0].ID, Quantity: "4"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for act, err := range sm.Acts.All(ctx, &salesman.ActListParams{ClientID: deal.ClientID}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("act %s for %s, %s%% of the deal\n", made.Act.Number, act.AmountText, act.Covered)
	}
	// Output: act 1 for 402,00, 40% of the deal
}

// The plain write would also set a template that not every account has.
func ExampleActsService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "1005"})
	actID := srv.AddAct(salesmantest.Act{DealID: dealID, Description: "Ten phones", Template: "akt_full.tpl"})

	_, err := sm.Acts.Update(ctx, actID, &salesman.ActUpdateParams{Date: frontdesk.Some(salesman.Date{Year: 2026, Month: time.March, Day: 31})})
	if err != nil {
		log.Fatal(err)
	}
	act, err := sm.Acts.Get(ctx, actID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(act.Date, act.Description, act.Template)
	// Output: 2026-03-31 Ten phones akt_full.tpl
}

// A contract is made of a template and gets the number of its type.
func ExampleDocumentsService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	kind := srv.AddDocumentType(salesmantest.DocumentType{Title: "Agreement", Format: "A-{cnum}"})
	srv.AddTemplate(kind, "Agreement, short", "agreement.docx")
	clientID := srv.AddClient("Acme")

	types, err := sm.Documents.Types(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range types {
		if t.Title != "Agreement" || len(t.Templates) == 0 {
			continue
		}
		made, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{
			TypeID: t.ID, TemplateID: t.Templates[0].ID, PDF: true, ClientID: clientID, CompanyID: 1, Description: "Phones for a year",
			From: salesman.Date{Year: 2026, Month: time.January, Day: 1}, Till: salesman.Date{Year: 2026, Month: time.December, Day: 31},
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(made.Number, len(made.Files), "files")
	}
	// Output: A-1 2 files
}

// The plain write without them would make a contract valid from today.
func ExampleDocumentsService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	documentID := srv.AddDocument(salesmantest.Document{
		TypeID: salesmantest.ContractTypeID, Number: "C-1", ClientID: srv.AddClient("Acme"),
		From: salesman.Date{Year: 2025, Month: time.March, Day: 1}, Till: salesman.Date{Year: 2025, Month: time.December, Day: 31},
	})

	_, err := sm.Documents.Update(ctx, documentID, &salesman.DocumentUpdateParams{
		Till: frontdesk.Some(salesman.Date{Year: 2027, Month: time.December, Day: 31}), Description: frontdesk.Some("prolonged"),
	})
	if err != nil {
		log.Fatal(err)
	}
	contract, err := sm.Documents.Get(ctx, documentID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(contract.Number, contract.From, contract.Till, contract.Description)
	// Output: C-1 2025-03-01 2027-12-31 prolonged
}
