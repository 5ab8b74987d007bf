package frontdesk

import (
	"net/http"
	"time"
)

// Response is what [WithResponse] fills in about one call: the last reply and
// what it took to get it. For an iterator it is that of the latest page.
type Response struct {
	// Operation is the vendor's operation.
	Operation string
	// StatusCode and Header are those of the last reply; credentials are
	// redacted. Zero without a reply.
	StatusCode int
	Header     http.Header
	// RequestID is the server's id of the request, if it gave one.
	RequestID string
	// Body is the beginning of the reply as it came, redacted, at most 64 KiB.
	Body []byte
	// Trailing is what followed a complete JSON reply, such as a warning page
	// of the server; redacted, at most 64 KiB.
	Trailing []byte
	// Attempts is the number of requests, refusals included.
	Attempts int
	// Refusals is the number of requests refused by a rate limit.
	Refusals int
	// Waited is the time spent waiting for limits and between attempts.
	Waited time.Duration
	// Duration is the time from the call to its end.
	Duration time.Duration
}
