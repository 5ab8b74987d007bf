// Package transport makes one call, from params to result: it is the same for
// all vendors, and each vendor package adds a [Protocol] (how to sign, how to
// read an error) and its [Operation] values.
//
// The life of a call:
//
//	Do        options, hooks, the operation's deadline        call.go
//	loop      go-retryablehttp around the attempt             call.go
//	attempt   limiter → timeout → sign → send → read          attempt.go
//	classify  the vendor's Protocol: nil or one error         reply.go, failure.go
//	decide    repeat or not, by class and failure             decide.go
//	decode    into the result, in one pass                    call.go
//
// Data moves forward only; no stage reaches back into an earlier one.
package transport
