// Package frontdesktest is what the four fake servers of this module
// (helpcrunchtest, salesmantest, liveagenttest, comagictest) have in common,
// and what a test holds of them: faults, the log of requests, quotas, and a
// transport that needs no sockets.
//
// # In a test
//
// A kit's server embeds [Server], so everything here is a method of the
// kit's server too:
//
//	srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithQuota(20, time.Second))
//	client := srv.Client()
//
//	srv.Fail(frontdesktest.Status(429).RetryAfter(2*time.Second).Times(3))
//	… call the client …
//	if n := srv.Count("customers.get"); n != 4 { … }
//
// # Two ways in
//
// [Server.Transport] and [Server.HTTPClient] hand requests to the server in
// memory. They open no socket and leave no goroutine behind, so they work
// inside a testing/synctest bubble, where latency, delays and quota windows
// take no real time. [Server.BaseURL] is the address to use with them.
//
// [Server.URL] opens a real socket on the loopback interface, for programs and
// for tests of the network layer itself. Real sockets do not belong in a
// synctest bubble: a goroutine that waits for the network keeps virtual time
// from advancing.
//
// # The way of a request
//
// A request that arrives is checked (see [Server.Strict]), charged to the
// quota and written to the log, all at once; then the latency passes; then it
// is answered, by the first of these that applies: the vendor's refusal when
// the quota is used up, a fault from [Server.Fail], the rejection of a
// violation, the vendor's own reply. So a request that the quota refuses uses
// up no fault, and a request that meets a fault has cost quota. Faults that
// keep a connection from opening, such as [Refused], come before all this: the
// server never sees the request, and it is neither logged nor charged.
//
// # What is not set up as it should be
//
// A function that sets a server up may be told what the vendor does not have: a
// row of no method, a fault for an unknown operation, an option of another kit or
// one that a client refuses. In every kit it then changes nothing and reports
// misuse, with the place of the call. With NewServer(tb) that is an error of the
// test, which stops there, as by Fatalf. With New() it is in [Server.Violations],
// and from then on the server answers every request with an error that says so,
// status 501, until [Server.Strict] has told a test. Nothing in a kit panics, except
// that handlers end with [net/http.ErrAbortHandler] where a connection is to be cut.
// Functions that return an error for their input do that instead.
//
// # Record and replay
//
// Without a fake, a [Recorder] writes the exchanges of any client to files,
// without credentials and personal values, and a [Replayer] answers with them.
//
// # Writing a kit
//
// A kit builds its server with [New] from a [Config] and adds state, options
// ([Configure]) and faults of its own, composed from the ones here. It reports
// misuse with [Server.Misuse] and [Misfit].
package frontdesktest
