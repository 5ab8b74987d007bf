// Package salesmantest is a fake SalesMan CRM for tests and demonstrations. It
// keeps clients, contacts, deals with invoices, acts, documents, reminders,
// activities, enquiries, leads, phone calls, price list, budget and guides that can
// be created, read, searched, changed and deleted, as far as the API goes, and
// answers in the shapes, codes and words of the real server, quirks included:
// HTTP status 200 for everything, a list without rows as {"count":0}, a record
// of nulls for an unknown id, an update that clears what is not sent.
//
//	srv := salesmantest.NewServer(t)
//	client := srv.Client()
//	id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
//
// What is stored afterwards is told by [Server.Contacts], [Server.Clients],
// [Server.Deals] and the like, in the types that the Add methods take, so that a
// test can assert on it without calls.
//
// [WithPHP8Crashes] adds the crash pages of a server on PHP 8, which come after
// the change is stored. [PHPCrash], [DatabaseDown] and [APIError] are faults for
// single requests; see [frontdesktest.Fault].
//
// Reminders, activities, acts, documents with their files, and currencies have
// state, too, and what changes is reported by webhooks: see
// [Server.SendWebhooksTo] and [NewWebhook].
//
// Statistics are counted from the clients, deals and invoices that are there, and
// the money on own accounts, which the API does not show, by [Server.Balance] from
// paid invoices and the budget. The server has no rate limit; [WithQuota] gives it
// one.
//
// # Dates
//
// No record of the start has a date, and what is stored without one is of now. A
// bubble of testing/synctest begins on 1 January 2000: there "today" and "this month"
// of lists and statistics are of that January, and a record that a test stores with a
// date of 2026 is in the future and in none of them. Let dates count from time.Now, or
// let the bubble begin later:
//
//	time.Sleep(time.Until(time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC))) // takes no time
//
// [WithClock] sets what the server alone takes for now, as for a program or for
// statistics that are to be the same at every run.
package salesmantest
