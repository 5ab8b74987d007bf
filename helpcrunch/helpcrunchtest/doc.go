// Package helpcrunchtest is a fake HelpCrunch: a server with the vendor's paths,
// errors, quota and state, for tests and for programs that have no account.
//
//	srv := helpcrunchtest.NewServer(t)
//	client := srv.Client()
//	customer, err := client.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
//
// It works in memory, also inside testing/synctest; [Server.URL] opens a socket
// for other programs. What is created can be read, searched, changed and deleted.
// Faults, the log of requests and the quota are those of package frontdesktest.
//
// All operations work: chats are opened, answered, snoozed, assigned, rated and
// searched, and what they show of customers and agents is how those are now. What
// changes can be reported by signed webhooks, to a URL or to a handler in memory:
//
//	srv.SendWebhooksToHandler(handler, "signing-key")
//	…
//	srv.WaitForWebhooks()
//
// [NewWebhook] makes a single signed request for tests of a receiver.
//
// # Dates
//
// The records of the start are the vendor's examples, of 2020: the customer was first
// seen on 8 May and last on 8 June, the chat and its messages are of 4 to 7 July. A
// bubble of testing/synctest begins on 1 January 2000, before all of that, so that
// nothing there is older than a day, and the newest message is a seed. Store records
// of your own, whose dates count from time.Now, or let the bubble begin later:
//
//	time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))) // takes no time
//
// [WithClock] sets what the server alone takes for now, as for a program.
//
// HelpCrunch documents two generations of its wire format; [WithGeneration]
// chooses which one the server speaks.
package helpcrunchtest
