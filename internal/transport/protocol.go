package transport

import (
	"net/http"
	"net/url"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
)

// Protocol is what differs between vendors on the wire.
type Protocol interface {
	// Sign puts the credential where the vendor wants it. It runs last, on a
	// copy of the request that nothing else keeps.
	Sign(out *Outgoing, credential string)
	// Classify says what a whole reply means: nil for a success, else an error
	// with Kind, Code, Message, Field and Details; the rest is filled in by the
	// transport. It may shorten reply.Body, and set the other results in Reply.
	Classify(reply *Reply) *frontdesk.Error
}

// Outgoing is a request about to be sent.
type Outgoing struct {
	Request *Request
	Method  string
	URL     *url.URL
	Header  http.Header
	Body    []byte
}

// Reply is a reply read whole.
type Reply struct {
	Request *Request
	Status  int
	Header  http.Header
	Body    []byte
	// Repeated says that an earlier attempt of the same call ended so that it may
	// have been carried out: what this reply finds done may be the call's own doing.
	Repeated bool

	// Trailing is what Classify cut off behind a complete JSON reply.
	Trailing []byte
	// Limits is what the reply says of the vendor's windows.
	Limits []quota.State
	// SessionExpired asks for a new credential and one replay.
	SessionExpired bool
}

// ContentType returns the media type without parameters, in lower case.
func (r *Reply) ContentType() string { return mediaType(r.Header.Get("Content-Type")) }
