package frontdesk

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Code is a vendor's own error code. Vendor packages declare constants of it;
// numeric codes are their decimal text. An unknown code is kept as it came.
type Code string

// Sent tells what is known about a request that failed.
type Sent uint8

const (
	// SentNo: nothing reached the server, or a limit refused it before it acted.
	SentNo Sent = iota
	// SentYes: the server answered, and its answer is the error. A refusal (not
	// found, invalid, conflict, …) means that nothing was done; a body that cannot
	// be read behind a success status means that it was (CoMagic and SalesMan, whose
	// errors have that status too, are SentUnknown there). See
	// [Error.MayHaveHappened].
	SentYes
	// SentUnknown: the request went out and no trustworthy answer came back. A
	// write may or may not have happened: look before you repeat it.
	SentUnknown
)

// String returns "no", "yes" or "unknown".
func (s Sent) String() string {
	switch s {
	case SentNo:
		return "no"
	case SentYes:
		return "yes"
	default:
		return "unknown"
	}
}

// ErrRetryBudget is in the chain of an error that was not retried because too
// many calls of the client failed lately; see [RetryPolicy]. The error keeps
// the Kind of the failure itself.
var ErrRetryBudget = errors.New("frontdesk: retry budget used up")

// Error is the one error type of all clients. Nothing in it contains the
// credential: texts and bodies are redacted, and Unwrap yields only rebuilt
// causes.
type Error struct {
	// Vendor is the client's package name, such as "helpcrunch".
	Vendor string
	// Operation is the vendor's operation, such as "customers.get".
	Operation string
	// Class is the class of the operation.
	Class Class
	// Kind is what went wrong, in words common to all vendors.
	Kind Kind
	// Code is the vendor's code; empty if it gave none.
	Code Code
	// Message is the vendor's text, or ours if the vendor was not reached.
	Message string
	// Field names the parameter at fault, nested names joined by dots.
	Field string
	// Details are all entries of the reply, in its order, where it holds several
	// or holds more than the fields above.
	Details []Detail
	// HTTPStatus is the status of the last reply; 0 without one.
	HTTPStatus int
	// RequestID is the server's id of the request, if it gave one.
	RequestID string
	// RetryAfter is how long to wait before another try, where known.
	RetryAfter time.Duration
	// Attempts is how many requests were made.
	Attempts int
	// Sent tells whether a write may have happened.
	Sent Sent
	// Next resumes an iterator where it failed: give it to the params' Resume.
	Next Cursor
	// Body is the beginning of the reply, redacted, at most 64 KiB.
	Body []byte
	// Err is the cause, rebuilt without secrets; nil if the vendor's reply is
	// the cause.
	Err error
}

// Detail is one entry of an error reply.
type Detail struct {
	Code    Code            `json:"code,omitempty"`
	Message string          `json:"message,omitempty"`
	Field   string          `json:"field,omitempty"`
	Data    json.RawMessage `json:"data,omitempty"`
}

// MayHaveHappened reports whether a write may have been carried out although the
// call failed: look before you repeat it. It is false for reads, for what was not
// sent, and for refusals.
func (e *Error) MayHaveHappened() bool {
	if e == nil || !e.Class.Writes() {
		return false
	}
	return e.Sent == SentUnknown || e.Sent == SentYes && e.answeredYes()
}

// answeredYes reports an error that lies in the reply to a request that the
// server had carried out.
func (e *Error) answeredYes() bool {
	switch e.Kind {
	case KindDecode, KindTooLarge, KindTransport, KindTimeout, KindCanceled:
		return true
	default:
		return false
	}
}

// Error returns one line: vendor, operation, kind, message, then code, status
// and attempts.
func (e *Error) Error() string {
	if e == nil {
		return "<nil>"
	}
	var b strings.Builder
	for _, part := range []string{e.Vendor, e.Operation} {
		if part != "" {
			b.WriteString(part)
			b.WriteString(": ")
		}
	}
	b.WriteString(e.Kind.text())
	if e.Field != "" {
		b.WriteString(": ")
		b.WriteString(e.Field)
	}
	if e.Message != "" {
		b.WriteString(": ")
		b.WriteString(e.Message)
	} else if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	e.writeFacts(&b)
	return b.String()
}

func (e *Error) writeFacts(b *strings.Builder) {
	var facts []string
	if e.Code != "" {
		facts = append(facts, "code "+string(e.Code))
	}
	if e.HTTPStatus != 0 {
		facts = append(facts, "HTTP "+strconv.Itoa(e.HTTPStatus))
	}
	if e.Attempts > 1 {
		facts = append(facts, strconv.Itoa(e.Attempts)+" attempts")
	}
	if e.RetryAfter > 0 {
		facts = append(facts, "retry after "+e.RetryAfter.Round(time.Millisecond).String())
	}
	switch {
	case !e.MayHaveHappened():
	case e.Sent == SentUnknown:
		facts = append(facts, "it may have happened")
	default:
		facts = append(facts, "it has happened, by the status")
	}
	if errors.Is(e.Err, ErrRetryBudget) {
		facts = append(facts, "retry budget used up")
	}
	if len(facts) > 0 {
		b.WriteString(" (")
		b.WriteString(strings.Join(facts, ", "))
		b.WriteString(")")
	}
}

// Is reports whether target is the sentinel of the error's Kind.
func (e *Error) Is(target error) bool {
	s, ok := target.(*sentinel)
	return ok && e != nil && s.kind == e.Kind
}

// Unwrap returns the rebuilt cause, or nil.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}

// LogValue implements slog.LogValuer with the fields that help an operator; the
// body is left out.
func (e *Error) LogValue() slog.Value {
	if e == nil {
		return slog.Value{}
	}
	attrs := []slog.Attr{
		slog.String("vendor", e.Vendor),
		slog.String("operation", e.Operation),
		slog.String("kind", string(e.Kind)),
		slog.String("message", e.Message),
	}
	if e.Code != "" {
		attrs = append(attrs, slog.String("code", string(e.Code)))
	}
	if e.Field != "" {
		attrs = append(attrs, slog.String("field", e.Field))
	}
	if e.HTTPStatus != 0 {
		attrs = append(attrs, slog.Int("status", e.HTTPStatus))
	}
	if e.RequestID != "" {
		attrs = append(attrs, slog.String("request_id", e.RequestID))
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	attrs = append(attrs, slog.Int("attempts", e.Attempts), slog.String("sent", e.Sent.String()))
	if e.Err != nil {
		attrs = append(attrs, slog.String("cause", e.Err.Error()))
	}
	return slog.GroupValue(attrs...)
}
