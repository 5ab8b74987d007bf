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
package salesmantest
