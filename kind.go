package frontdesk

// Kind is what went wrong, in the same words for all vendors. The list is
// closed: a switch over it can be complete.
type Kind string

// The kinds of errors. Each has a sentinel of the same name for errors.Is.
const (
	// KindInvalid: malformed or missing input, refused by this module before
	// sending ([Error.Sent] is SentNo) or by the vendor.
	KindInvalid Kind = "invalid"
	// KindValidation: well-formed input whose value the vendor does not accept.
	KindValidation Kind = "validation"
	// KindAuth: the credential is missing, wrong, expired or of another API.
	KindAuth Kind = "auth"
	// KindForbidden: the credential is good, but has no right to this.
	KindForbidden Kind = "forbidden"
	// KindNotFound: the record, or the method, does not exist.
	KindNotFound Kind = "not_found"
	// KindConflict: the state of the record does not allow it, or it exists already.
	KindConflict Kind = "conflict"
	// KindRateLimited: refused by a limit that comes back by itself soon;
	// [Error.RetryAfter] says when.
	KindRateLimited Kind = "rate_limited"
	// KindQuotaExhausted: the quota of a day (or longer) is used up.
	KindQuotaExhausted Kind = "quota_exhausted"
	// KindServer: the vendor's server failed (500, a crash page, an in-band fault).
	KindServer Kind = "server"
	// KindUnavailable: the vendor's server is away for now (502, 503, 504).
	KindUnavailable Kind = "unavailable"
	// KindUnsupported: this server, account or version cannot do it.
	KindUnsupported Kind = "unsupported"
	// KindTransport: the connection failed: name lookup, dial, TLS, reset, cut body.
	KindTransport Kind = "transport"
	// KindTimeout: an attempt, an operation or the caller's deadline ran out.
	KindTimeout Kind = "timeout"
	// KindCanceled: the caller's context was canceled, or the client closed.
	KindCanceled Kind = "canceled"
	// KindDecode: the reply is not what the vendor documents and cannot be read.
	KindDecode Kind = "decode"
	// KindTooLarge: the reply is larger than the client's limit.
	KindTooLarge Kind = "too_large"
	// KindRedirect: the server sent the request elsewhere and that was refused.
	KindRedirect Kind = "redirect"
	// KindPagingLimit: the vendor does not page any further; narrow the query.
	KindPagingLimit Kind = "paging_limit"
)

// Kinds returns all kinds in the order of their declaration.
func Kinds() []Kind {
	return []Kind{
		KindInvalid, KindValidation, KindAuth, KindForbidden, KindNotFound, KindConflict,
		KindRateLimited, KindQuotaExhausted, KindServer, KindUnavailable, KindUnsupported,
		KindTransport, KindTimeout, KindCanceled, KindDecode, KindTooLarge, KindRedirect,
		KindPagingLimit,
	}
}

// sentinel is the type of the Err<Kind> values.
type sentinel struct{ kind Kind }

func (s *sentinel) Error() string { return "frontdesk: " + s.kind.text() }

func (k Kind) text() string {
	switch k {
	case KindInvalid:
		return "invalid request"
	case KindValidation:
		return "validation failed"
	case KindAuth:
		return "not authenticated"
	case KindForbidden:
		return "forbidden"
	case KindNotFound:
		return "not found"
	case KindConflict:
		return "conflict"
	case KindRateLimited:
		return "rate limited"
	case KindQuotaExhausted:
		return "quota exhausted"
	case KindServer:
		return "server fault"
	case KindUnavailable:
		return "service unavailable"
	case KindUnsupported:
		return "not supported"
	case KindTransport:
		return "connection failed"
	case KindTimeout:
		return "timed out"
	case KindCanceled:
		return "canceled"
	case KindDecode:
		return "unreadable reply"
	case KindTooLarge:
		return "reply too large"
	case KindRedirect:
		return "redirect refused"
	case KindPagingLimit:
		return "paging limit reached"
	default:
		return string(k)
	}
}

// Sentinels for errors.Is, one for each [Kind].
var (
	ErrInvalid        error = &sentinel{KindInvalid}
	ErrValidation     error = &sentinel{KindValidation}
	ErrAuth           error = &sentinel{KindAuth}
	ErrForbidden      error = &sentinel{KindForbidden}
	ErrNotFound       error = &sentinel{KindNotFound}
	ErrConflict       error = &sentinel{KindConflict}
	ErrRateLimited    error = &sentinel{KindRateLimited}
	ErrQuotaExhausted error = &sentinel{KindQuotaExhausted}
	ErrServer         error = &sentinel{KindServer}
	ErrUnavailable    error = &sentinel{KindUnavailable}
	ErrUnsupported    error = &sentinel{KindUnsupported}
	ErrTransport      error = &sentinel{KindTransport}
	ErrTimeout        error = &sentinel{KindTimeout}
	ErrCanceled       error = &sentinel{KindCanceled}
	ErrDecode         error = &sentinel{KindDecode}
	ErrTooLarge       error = &sentinel{KindTooLarge}
	ErrRedirect       error = &sentinel{KindRedirect}
	ErrPagingLimit    error = &sentinel{KindPagingLimit}
)
