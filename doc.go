// Package frontdesk holds what the clients of the four vendors share: options,
// errors, the three-state value [Opt], pages, limiters, retry policy and hooks.
//
// Users import one vendor package and, where they handle errors or set options,
// this one:
//
//	hc, err := helpcrunch.New(apiKey, frontdesk.WithTimeout(10*time.Second))
//	customer, err := hc.Customers.Get(ctx, 8737843)
//	if errors.Is(err, frontdesk.ErrNotFound) { … }
//
// # Errors
//
// Every method of every client returns errors of one concrete type, [*Error].
// Its Kind is one of a closed list with a sentinel each ([ErrNotFound],
// [ErrRateLimited], …) for errors.Is; its Code is the vendor's own, with typed
// constants in the vendor packages; its Sent tells whether a failed write may
// have happened.
//
// # Retries and limits
//
// A call is repeated by the class of its operation (safe, idempotent or unsafe;
// see [Class]) and by what is known about the failure, never by HTTP verb. A
// refusal by the vendor's rate limit pauses all callers of that client and is
// waited out. See [RetryPolicy], [NewWindow] and [Limiter].
//
// # Secrets
//
// A credential never appears in an error, a log line, a hook, a dump or a
// redirect, whatever place the vendor wants it in.
package frontdesk
