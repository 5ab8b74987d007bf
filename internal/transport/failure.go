package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/cause"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// fail completes an error with what the call knows, redacted.
func (c *call) fail(err *frontdesk.Error) *frontdesk.Error {
	r := c.core.redactor
	operation := r.String(c.req.Op.ID)
	if err.Operation != "" && err.Operation != operation {
		// The failure of a call made on behalf of this one (a login) keeps its name.
		return err
	}
	err.Vendor, err.Operation, err.Class = c.core.vendor, operation, c.class
	err.HTTPStatus, err.Attempts = c.status, c.attempts
	err.Message, err.Field = r.String(err.Message), r.String(err.Field)
	err.Code = frontdesk.Code(r.String(string(err.Code)))
	for i := range err.Details {
		d := &err.Details[i]
		d.Message, d.Field = r.String(d.Message), r.String(d.Field)
		d.Code = frontdesk.Code(r.String(string(d.Code)))
		d.Data = r.Bytes(d.Data)
	}
	if err.RequestID == "" {
		err.RequestID = r.String(requestID(c.header))
	}
	if err.Body == nil {
		err.Body = c.kept()
	}
	return err
}

// kept copies the beginning of the body for an error, redacted.
func (c *call) kept() []byte {
	if c.body == nil {
		return nil
	}
	return c.redactedCopy(c.body.Bytes())
}

func (c *call) redactedCopy(body []byte) []byte {
	if len(body) == 0 {
		return nil
	}
	// Redact before cutting: a secret must not survive by being cut in two.
	redacted := c.core.redactor.Body(body[:min(len(body), 2*keptBytes)])
	redacted = redacted[:min(len(redacted), keptBytes)]
	return append([]byte(nil), redacted...)
}

// Invalid is an error made before anything is sent.
func (c *Core) Invalid(operation, field string, cause error) *frontdesk.Error {
	if argument, ok := errors.AsType[*ArgumentError](cause); ok {
		field = argument.Field
		cause = errors.New(argument.Reason)
	}
	return &frontdesk.Error{
		Vendor: c.vendor, Operation: c.redactor.String(operation), Kind: frontdesk.KindInvalid, Sent: frontdesk.SentNo,
		Field: c.redactor.String(field), Message: c.redactor.String(cause.Error()),
	}
}

// InvalidArgument refuses an argument of an operation before sending.
func (c *Core) InvalidArgument(op *Operation, field, reason string, args ...any) error {
	err := c.Invalid(op.ID, field, fmt.Errorf(reason, args...))
	err.Class = op.Class
	return err
}

// contextError is the end of the caller's context, or of WithTimeout.
func (c *call) contextError(cause error, sent frontdesk.Sent) *frontdesk.Error {
	err := &frontdesk.Error{Kind: frontdesk.KindCanceled, Sent: sent, Err: cause}
	if errors.Is(cause, context.DeadlineExceeded) {
		err.Kind = frontdesk.KindTimeout
	}
	switch {
	case c.core.closing.Err() != nil && c.base.Err() == nil:
		err.Message = "the client is closed"
	case c.err != nil:
		err.Message = "while waiting to repeat after: " + c.reason()
	}
	return err
}

// reason is the text of the call's last failure, without what the text of the
// error that it stands in tells as well.
func (c *call) reason() string {
	last := *c.err
	last.Vendor, last.HTTPStatus, last.Attempts, last.Sent = "", 0, 0, frontdesk.SentNo
	if last.Operation == c.core.redactor.String(c.req.Op.ID) {
		last.Operation = ""
	}
	return last.Error()
}

// limitError is the limiter's refusal to let the request through.
func (c *call) limitError(cause error) *frontdesk.Error {
	wait, _ := errors.AsType[*quota.WaitError](cause)
	switch {
	case errors.Is(cause, quota.ErrClosed):
		return c.contextError(context.Canceled, frontdesk.SentNo)
	case wait != nil:
		return c.waitError(wait)
	default: // the gate's other errors are the context's
		return c.contextError(cause, frontdesk.SentNo)
	}
}

func (c *call) waitError(wait *quota.WaitError) *frontdesk.Error {
	err := &frontdesk.Error{Kind: frontdesk.KindRateLimited, Message: wait.Error(), RetryAfter: max(0, time.Until(wait.Until))}
	if wait.Reason == quota.Exhausted {
		err.Kind = frontdesk.KindQuotaExhausted
	}
	if wait.Err != nil {
		err.Err = c.core.redactor.Error(wait.Err)
		if at, ok := cause.At(wait.Err); ok {
			err.RetryAfter = max(0, time.Until(at))
		}
	}
	if errors.Is(wait, context.DeadlineExceeded) {
		err.Err = errors.Join(err.Err, context.DeadlineExceeded)
	}
	return err
}

// sendError is a request that brought no reply.
func (c *call) sendError(cause error, timer *attemptTimer) *frontdesk.Error {
	if cause == nil {
		cause = errors.New("the HTTP client returned neither reply nor error")
	}
	sent := frontdesk.SentUnknown
	if neverSent(cause) {
		sent = frontdesk.SentNo
	}
	return c.linkError(cause, timer, sent)
}

// bodyError is a reply whose body broke off after a success status.
func (c *call) bodyError(cause error, timer *attemptTimer) *frontdesk.Error {
	if errors.Is(cause, io.EOF) && !errors.Is(cause, io.ErrUnexpectedEOF) {
		cause = io.ErrUnexpectedEOF
	}
	return c.linkError(cause, timer, c.core.cutSent)
}

func (c *call) linkError(why error, timer *attemptTimer, sent frontdesk.Sent) *frontdesk.Error {
	switch {
	case c.ctx.Err() != nil:
		return c.contextError(c.ctx.Err(), sent)
	case c.core.closing.Err() != nil:
		return c.contextError(context.Canceled, sent)
	case timer.fired():
		return &frontdesk.Error{
			Kind: frontdesk.KindTimeout, Sent: sent, Err: os.ErrDeadlineExceeded,
			Message: fmt.Sprintf("no reply within the attempt timeout of %v", c.config.attemptTimeout),
		}
	}
	err := &frontdesk.Error{Kind: frontdesk.KindTransport, Sent: sent, Err: c.core.redactor.Error(why)}
	if cause.Timeout(why) {
		err.Kind = frontdesk.KindTimeout
	}
	return err
}

// neverSent reports whether the failure proves that no byte of the request
// reached the server: a name that does not resolve, a refused dial, a TLS
// handshake that did not complete.
func neverSent(err error) bool {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	if cause.Certificate(err) {
		return true
	}
	// net/http does not export the type of this error.
	return err.Error() == "net/http: TLS handshake timeout"
}

// decodeError is a reply that cannot be read. It is not repeated: the next reply
// would look the same. A success status says that a write was done, unless the
// reply is none of the API's: a web page, or nothing at all; nor do the first words of
// a reply that could go on to be an error.
func (c *call) decodeError(cause error) *frontdesk.Error {
	err := &frontdesk.Error{Kind: frontdesk.KindDecode, Sent: frontdesk.SentYes, Err: c.core.redactor.Error(cause)}
	if _, rest, ok := wire.SplitJSON(c.reply.Body); !ok || len(rest) > 0 {
		err.Sent = c.core.cutSent
	}
	first := c.redactedCopy(c.reply.Body)
	first = first[:min(len(first), 80)]
	switch {
	case len(c.reply.Body) == 0:
		err.Sent = frontdesk.SentUnknown
		err.Message = "the reply is empty"
	case LooksLikeHTML(c.reply.Body):
		err.Sent = frontdesk.SentUnknown
		err.Message = fmt.Sprintf("the reply is an HTML page, declared as %q: %q", c.reply.ContentType(), first)
	default:
		err.Message = fmt.Sprintf("%v in a reply declared as %q that begins %q", cause, c.reply.ContentType(), first)
	}
	return err
}

// setSent says what a reply means for a write.
func (c *call) setSent(err *frontdesk.Error) {
	if err.Sent != frontdesk.SentNo {
		return // the Protocol knows better
	}
	switch err.Kind {
	case frontdesk.KindRateLimited, frontdesk.KindQuotaExhausted:
		// Limits refuse before they act.
	case frontdesk.KindUnavailable:
		// A gateway that gave up (502, 504) may name a wait too: it does not know what
		// became of the request.
		if c.status != http.StatusServiceUnavailable || err.RetryAfter == 0 {
			err.Sent = frontdesk.SentUnknown
		}
	case frontdesk.KindServer, frontdesk.KindTimeout:
		err.Sent = frontdesk.SentUnknown
	default:
		err.Sent = frontdesk.SentYes
	}
}

// KindOfStatus is what an HTTP status means where the vendor says nothing more.
func KindOfStatus(status int) frontdesk.Kind {
	switch status {
	case http.StatusUnauthorized:
		return frontdesk.KindAuth
	case http.StatusPaymentRequired, http.StatusForbidden:
		return frontdesk.KindForbidden
	case http.StatusNotFound, http.StatusGone:
		return frontdesk.KindNotFound
	case http.StatusRequestTimeout:
		return frontdesk.KindTimeout
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusLocked:
		return frontdesk.KindConflict
	case http.StatusUnprocessableEntity:
		return frontdesk.KindValidation
	case http.StatusTooManyRequests:
		return frontdesk.KindRateLimited
	case http.StatusTooEarly, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return frontdesk.KindUnavailable
	case http.StatusNotImplemented, http.StatusMethodNotAllowed:
		return frontdesk.KindUnsupported
	}
	switch status / 100 {
	case 5:
		return frontdesk.KindServer
	case 4:
		return frontdesk.KindInvalid
	default:
		return frontdesk.KindDecode
	}
}

func requestID(header http.Header) string {
	for _, name := range []string{"X-Request-Id", "X-Request-ID", "Request-Id", "X-Correlation-Id", "Cf-Ray"} {
		if id := header.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// LooksLikeHTML reports whether a body is a web page rather than JSON, or the
// XML of LiveAgent.
func LooksLikeHTML(body []byte) bool {
	body = bytes.TrimLeft(body, "\xef\xbb\xbf \t\r\n")
	return len(body) > 0 && body[0] == '<' &&
		!bytes.HasPrefix(body, []byte("<?xml")) && !bytes.HasPrefix(body, []byte("<response"))
}
