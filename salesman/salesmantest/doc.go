// Package salesmantest is a fake SalesMan CRM for tests and demonstrations. It
// keeps clients, contacts, deals with invoices, acts and documents that can be
// created, read, searched, changed and deleted, and
// answers in the shapes, codes and words of the real server, quirks included:
// HTTP status 200 for everything, a list without rows as {"count":0}, a record
// of nulls for an unknown id, an update that clears what is not sent.
//
//	srv := salesmantest.NewServer(t)
//	client := srv.Client()
//	id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
//
// [WithPHP8Crashes] adds the crash pages of a server on PHP 8, which come after
// the change is stored. [PHPCrash], [DatabaseDown] and [APIError] are faults for
// single requests; see [frontdesktest.Fault].
//
// Operations without state answer with the vendor's documented example. The
// server has no rate limit; [WithQuota] gives it one.
package salesmantest
