package frontdesk

import (
	"context"
	"time"
)

// Hooks are called synchronously on the caller's goroutine; a nil one costs
// nothing. Start and Attempt return the context for what follows, so that spans
// nest. What a hook receives is redacted. An attempt of a prefetched page runs
// on a goroutine of the iterator.
type Hooks struct {
	// Start is called once a call, before anything is checked or sent.
	Start func(ctx context.Context, call Call) context.Context
	// Attempt is called before each request, after the limiter let it through.
	Attempt func(ctx context.Context, attempt Attempt) context.Context
	// AttemptEnd is called with the context of Attempt when the reply was read,
	// or the request failed.
	AttemptEnd func(ctx context.Context, result AttemptResult)
	// Retry is called before the wait for another attempt.
	Retry func(ctx context.Context, retry Retry)
	// Limit is called when a limit is corrected by the server, used up, paused
	// or resumed.
	Limit func(state LimitState)
	// End is called once a call with the context of Start.
	End func(ctx context.Context, result Result)
}

// Call describes a call to hooks.
type Call struct {
	Vendor    string
	Operation string
	Class     Class
	// Method is the HTTP method.
	Method string
	// URL is the address without credentials.
	URL string
}

// Attempt describes one request of a call.
type Attempt struct {
	Call
	// Number counts the requests of the call from 1.
	Number int
	// Waited is how long the limiter held this request back.
	Waited time.Duration
}

// AttemptResult describes how one request ended.
type AttemptResult struct {
	Attempt
	// StatusCode is 0 without a reply.
	StatusCode int
	// Bytes is the size of the reply's body after decompression; 0 for a
	// streamed page, whose body is read later.
	Bytes int
	// Duration is from send to the end of the body.
	Duration time.Duration
	// Err is nil for a success.
	Err *Error
}

// Retry describes why and after what wait a call is repeated.
type Retry struct {
	Call
	// Attempt is the number of the request that failed.
	Attempt int
	// Wait is the time until the next request, the limiter's not counted.
	Wait time.Duration
	// Refused reports a refusal by a rate limit, which the limiter waits out.
	Refused bool
	// Err is the failure.
	Err *Error
}

// Result describes how a call ended.
type Result struct {
	Call
	StatusCode int
	Attempts   int
	Refusals   int
	// Waited is the time spent waiting for limits and between attempts.
	Waited   time.Duration
	Duration time.Duration
	// Err is nil for a success.
	Err *Error
}
