package main

import (
	"io"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// demo returns a Sync between two fakes.
func demo() (s *Sync, release func()) {
	from, to := helpcrunchtest.New(helpcrunchtest.WithoutSeed()), salesmantest.New()
	seed(from, to)
	hc, sm := from.Client(), to.Client()
	return &Sync{HelpCrunch: hc, SalesMan: sm, Out: io.Discard}, func() {
		_ = hc.Close()
		_ = sm.Close()
		from.Close()
		to.Close()
	}
}

// lastSeen is when the first of the demo's customers came; the others came a day
// later each.
var lastSeen = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// seed puts four customers into HelpCrunch, of whom the CRM knows two: one whole, and
// one without a phone. It knows one of their two companies.
func seed(from *helpcrunchtest.Server, to *salesmantest.Server) {
	some := func(text string) (o frontdesk.Opt[string]) {
		if text != "" {
			o = frontdesk.Some(text)
		}
		return o
	}
	for i, c := range []struct{ name, email, phone, company string }{
		{"Ann", "ann@example.com", "+1 555 0101", "Acme"},
		{"Bob", "Bob@example.com", "+1 555 0102", "Example Inc."},
		{"Cid", "cid@example.com", "", ""},
		{"Nameless visitor", "", "", "Acme"},
	} {
		seen := frontdesk.Some(lastSeen.AddDate(0, 0, i))
		from.AddCustomer(helpcrunch.Customer{
			Name: some(c.name), Email: some(c.email), Phone: some(c.phone), Company: some(c.company),
			FirstSeen: seen, LastSeen: seen,
		})
	}
	to.AddContact(salesmantest.Contact{Name: "Robert", Email: "office@example.com, bob@example.com"})
	to.AddContact(salesmantest.Contact{Name: "Cid", Email: "cid@example.com", JobTitle: "buyer"})
	to.AddContact(salesmantest.Contact{Name: "Joann", Email: "joann@example.com"}) // no match for ann@
	to.AddClient("Example Inc.")
}
