// Package salesman is a client for SalesMan CRM's RestAPI v2.
//
//	sm, err := salesman.New("https://crm.example.com", "api@example.com", apiKey)
//	…
//	for contact, err := range sm.Contacts.All(ctx, nil) { … }
//
// # What the server is like
//
// The CRM answers HTTP status 200 to everything: successes, errors, and crash
// pages of PHP, sometimes after the write has been done. It also reports
// successes that are none (an id of 0, a record of nulls). This package reads
// every reply before it believes it: what is no success is a [frontdesk.Error],
// whose Kind comes from the operation and the code together, since one code
// means different things in different operations.
//
// A write that ended in a crash page has [frontdesk.SentUnknown]: look the
// record up before you send it again. [ContactsService.Update] does that by
// itself.
//
// An update that changed nothing is no error; the result says Changed: false.
//
// # Traps
//
// Where the plain operation destroys data, the plain name does the safe thing,
// and the plain operation has another name: [ContactsService.Update] reads,
// merges and writes, [ContactsService.Replace] is the full write;
// [ContactsService.Create] uses the call that does not crash on PHP 8,
// [ContactsService.Add] the one that does.
//
// # Times
//
// The server writes times in the account's time zone and does not say which
// one that is. They are read as UTC unless [frontdesk.WithLocation] names it.
//
// # Limits
//
// There is no rate limit. At most two writes are under way at a time, because
// each one makes the server call itself.
package salesman
