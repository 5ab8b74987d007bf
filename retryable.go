package frontdesk

import (
	"errors"
	"net"
	"net/http"

	"github.com/frontdesk-go/frontdesk/internal/cause"
)

// Retryable reports whether repeating the failed call later is sensible and
// harmless. It is the table by which the clients themselves retry, so a job
// queue that asks it never sends an unsafe write twice. Three answers of false
// are not final: a day's quota ([ErrQuotaExhausted]) comes back after RetryAfter;
// a write that may have happened ([Error.MayHaveHappened]) can be repeated once
// you have looked; and whoever paid the bill or fixed the key can try again. For
// errors that are not an [*Error] it is false.
func Retryable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e == nil {
		return false
	}
	switch e.Kind {
	case KindRateLimited:
		// A limit refuses before it acts, unless the vendor is known not to.
		return e.Sent == SentNo || e.Class != ClassUnsafe
	case KindTransport, KindTimeout:
		return retryableLink(e)
	case KindServer:
		return e.Class != ClassUnsafe && e.HTTPStatus != http.StatusNotImplemented
	case KindUnavailable:
		return e.Class != ClassUnsafe || e.Sent == SentNo ||
			e.HTTPStatus == http.StatusServiceUnavailable && e.RetryAfter > 0
	default:
		return false
	}
}

// retryableLink decides failures of the connection: by class once something was
// sent, and never for what will fail again in the same way.
func retryableLink(e *Error) bool {
	if permanentLink(e.Err) {
		return false
	}
	return e.Sent == SentNo || e.Class != ClassUnsafe
}

func permanentLink(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	return cause.Certificate(err)
}
