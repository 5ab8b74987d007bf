// Package proof holds tests and nothing else: that the four clients keep the same
// promises when things go wrong. Each test is a table over the vendors, goes
// through the public clients, and counts at the vendors' fake servers.
//
// The promises are: what is repeated, how often and after what wait; that no
// limit is exceeded; that no credential is shown or leaves its origin; that no
// reply and no argument makes a client panic; and what an iterator does when the
// data, the connection or the caller changes its mind.
//
// Time is virtual (testing/synctest), so that each test also proves that its calls
// left no goroutine behind: a bubble ends only when all of them have.
package proof
