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
// HelpCrunch documents two generations of its wire format; [WithGeneration]
// chooses which one the server speaks.
package helpcrunchtest
