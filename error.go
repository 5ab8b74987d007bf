package frontdesk

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
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
	// RetryAfter is how long to wait before another try, where known. After a refusal by
	// a limit it is the client's own pause: what the server asked for and up to 10 % more.
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
	text := ""
	add := func(part string) {
		if text != "" && part != "" {
			text += ": "
		}
		text += part
	}
	add(e.Vendor)
	add(e.Operation)
	add(e.Kind.text())
	add(e.Field)
	if e.Message != "" {
		add(e.Message)
	} else if e.Err != nil {
		add(e.Err.Error())
	}
	if facts := e.facts(); facts != "" {
		text += " (" + facts + ")"
	}
	return text
}

// facts are what stands behind the message in brackets.
func (e *Error) facts() string {
	text := ""
	add := func(when bool, before, fact, after string) {
		if when {
			if text != "" {
				text += ", "
			}
			text += before + fact + after
		}
	}
	add(e.Code != "", "code ", string(e.Code), "")
	add(e.HTTPStatus != 0, "HTTP ", strconv.Itoa(e.HTTPStatus), "")
	add(e.Attempts > 1, strconv.Itoa(e.Attempts), " attempts", "")
	add(e.RetryAfter > 0, "retry after ", e.RetryAfter.Round(time.Millisecond).String(), "")
	happened := e.MayHaveHappened()
	add(happened && e.Sent == SentUnknown, "it may have happened", "", "")
	add(happened && e.Sent != SentUnknown, "it has happened, by the status", "", "")
	add(errors.Is(e.Err, ErrRetryBudget), "retry budget used up", "", "")
	return text
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
	cause := ""
	if e.Err != nil {
		cause = e.Err.Error()
	}
	all := [...]struct {
		given bool
		attr  slog.Attr
	}{
		{true, slog.String("vendor", e.Vendor)},
		{true, slog.String("operation", e.Operation)},
		{true, slog.String("kind", string(e.Kind))},
		{true, slog.String("message", e.Message)},
		{e.Code != "", slog.String("code", string(e.Code))},
		{e.Field != "", slog.String("field", e.Field)},
		{e.HTTPStatus != 0, slog.Int("status", e.HTTPStatus)},
		{e.RequestID != "", slog.String("request_id", e.RequestID)},
		{e.RetryAfter != 0, slog.Duration("retry_after", e.RetryAfter)},
		{true, slog.Int("attempts", e.Attempts)},
		{true, slog.String("sent", e.Sent.String())},
		{e.Err != nil, slog.String("cause", cause)},
	}
	attrs := make([]slog.Attr, 0, len(all))
	for i := range all {
		if all[i].given {
			attrs = append(attrs, all[i].attr)
		}
	}
	return slog.GroupValue(attrs...)
}
