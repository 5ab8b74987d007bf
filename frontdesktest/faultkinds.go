package frontdesktest

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// Status replies with this HTTP status and the error that the vendor usually
// sends with it. A status that cannot end a reply, below 200 or above 999, is
// a violation and becomes 500.
func Status(code int) Fault {
	f := Fault{}.part("status %d", code)
	f.answer = func(c *Config) http.Handler { return c.statusReply(code) }
	return f
}

// Body replies with this status, content type and body.
func Body(status int, contentType, body string) Fault {
	f := Fault{}.part("status %d with a body of %d bytes", status, len(body))
	f.answer = func(*Config) http.Handler { return fixedReply(status, contentType, []byte(body)) }
	return f
}

// EmptyBody replies with this status, the content type of JSON, and no body.
func EmptyBody(status int) Fault {
	f := Body(status, "application/json", "")
	f.parts = nil
	return f.part("status %d with an empty body", status)
}

// HTML replies with this status and the page of a proxy or a web server that
// stands in front of the vendor.
func HTML(status int) Fault {
	page := fmt.Sprintf("<html>\r\n<head><title>%d %s</title></head>\r\n<body>\r\n<center><h1>%[1]d %[2]s</h1></center>\r\n</body>\r\n</html>\r\n",
		status, statusText(status))
	f := Body(status, "text/html", page)
	f.parts = nil
	return f.part("HTML page with status %d", status)
}

// Redirect replies with this status and Location.
func Redirect(code int, location string) Fault {
	f := Fault{}.part("redirect %d to %s", code, location)
	f.answer = func(*Config) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(code)
		})
	}
	return f
}

// Reply lets h answer instead of the vendor, for replies that depend on the
// request. h can read the body whole, and [RequestOf] gives it the log entry.
func Reply(h http.Handler) Fault {
	f := Fault{}.part("reply by a handler")
	f.answer = func(*Config) http.Handler { return h }
	return f
}

// GzipBomb replies with status 200 and a JSON object of size bytes that
// gzip has made about a thousand times smaller. At least 16 bytes are sent.
func GzipBomb(size int64) Fault {
	f := Fault{}.part("gzip bomb of %d bytes", size)
	f.answer = func(*Config) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fixedReply(http.StatusOK, "application/json", gzipBomb(size)).ServeHTTP(w, r)
		})
	}
	return f
}

// JSONThenHTML lets the vendor reply and appends the page of a crashed PHP
// program. The status and the content type stay the vendor's.
func JSONThenHTML() Fault {
	f := TrailingBody("<br />\n<b>Fatal error</b>:  Uncaught TypeError: Unsupported operand types: string + int in /var/www/html/index.php:42\n" +
		"Stack trace:\n#0 {main}\n  thrown in <b>/var/www/html/index.php</b> on line <b>42</b><br />\n")
	f.parts = nil
	return f.part("JSON followed by HTML")
}

// TrailingBody is [Fault.TrailingBody] on the vendor's own reply.
func TrailingBody(text string) Fault { return Fault{}.TrailingBody(text) }

// CutBody is [Fault.CutBody] on the vendor's own reply.
func CutBody(n int) Fault { return Fault{}.CutBody(n) }

// SlowBody is [Fault.SlowBody] on the vendor's own reply.
func SlowBody(bytesPerChunk int, every time.Duration) Fault {
	return Fault{}.SlowBody(bytesPerChunk, every)
}

// Delay is [Fault.Delay] before the vendor's own reply.
func Delay(d time.Duration) Fault { return Fault{}.Delay(d) }

// Header is [Fault.Header] on the vendor's own reply.
func Header(name, value string) Fault { return Fault{}.Header(name, value) }

// DateHeader is [Fault.DateHeader] on the vendor's own reply.
func DateHeader(t time.Time) Fault { return Fault{}.DateHeader(t) }

// Hang never replies: the client waits until its context ends, its time is
// over, or the server is closed. The vendor has not acted, or has with
// [Fault.AfterHandling].
func Hang() Fault {
	f := Fault{}.part("hang")
	f.hang = true
	return f
}

// ResetBeforeReply receives the request and resets the connection. The vendor
// has not acted, or has with [Fault.AfterHandling]. The client's error holds
// [syscall.ECONNRESET].
func ResetBeforeReply() Fault {
	f := Fault{}.part("connection reset before the reply")
	f.reset = true
	return f
}

// DialError lets the connection fail to open: the transport returns the error
// that dial makes for the request, and nothing is sent. The server does not
// see the request; [Stats] counts it as Unreached. It works on the in-memory
// transport only: over a socket, where the request has been received already,
// it resets the connection and is a violation. The same is true of [Refused],
// [UnknownHost], [TemporaryDNS], [BadCertificate] and [HandshakeTimeout].
func DialError(dial func(*http.Request) error) Fault {
	f := Fault{}.part("dial error")
	f.dial = dial
	return f
}

// Refused lets the connection be refused, as when nothing listens: an
// [*net.OpError] of a dial that holds [syscall.ECONNREFUSED].
func Refused() Fault {
	return DialError(func(*http.Request) error { return dialRefused() }).Named("connection refused")
}

func dialRefused() error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: serverAddr, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// UnknownHost lets the host name not exist: an [*net.DNSError] with
// IsNotFound, in the [*net.OpError] of a dial.
func UnknownHost() Fault {
	return DialError(func(r *http.Request) error {
		return dnsFailure(&net.DNSError{Err: "no such host", Name: hostName(r), IsNotFound: true})
	}).Named("unknown host")
}

// TemporaryDNS lets the name server fail for now: an [*net.DNSError] with
// IsTemporary, in the [*net.OpError] of a dial.
func TemporaryDNS() Fault {
	return DialError(func(r *http.Request) error {
		return dnsFailure(&net.DNSError{Err: "server misbehaving", Name: hostName(r), IsTemporary: true})
	}).Named("temporary DNS failure")
}

func dnsFailure(err *net.DNSError) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: err}
}

func hostName(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		return host
	}
	return r.Host
}

// BadCertificate lets the server's certificate come from an unknown authority:
// a [*tls.CertificateVerificationError] with an [x509.UnknownAuthorityError].
func BadCertificate() Fault {
	return DialError(func(*http.Request) error {
		return &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	}).Named("bad certificate")
}

// HandshakeTimeout lets the TLS handshake time out: an error that is a
// [net.Error] with Timeout, with the text that net/http gives it. No time
// passes; add [Fault.Delay] if some should.
func HandshakeTimeout() Fault {
	return DialError(func(*http.Request) error { return handshakeTimeout{} }).Named("TLS handshake timeout")
}

type handshakeTimeout struct{}

func (handshakeTimeout) Error() string   { return "net/http: TLS handshake timeout" }
func (handshakeTimeout) Timeout() bool   { return true }
func (handshakeTimeout) Temporary() bool { return true }

func fixedReply(status int, contentType string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write(body) // an error means that the client is gone
	})
}

// gzipBomb compresses {"bomb":"AAA…"} of size bytes. A gzip stream may consist
// of members, so one compressed block serves for all of its length.
func gzipBomb(size int64) []byte {
	const head, tail, block = `{"bomb":"`, `"}`, 1 << 20
	fill := max(size-int64(len(head)+len(tail)), 5)
	var out bytes.Buffer
	out.Write(gzipped([]byte(head)))
	out.Write(bytes.Repeat(gzipped(bytes.Repeat([]byte("A"), block)), int(fill/block)))
	out.Write(gzipped(append(bytes.Repeat([]byte("A"), int(fill%block)), tail...)))
	return out.Bytes()
}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	zw := gzip.NewWriter(&out)
	_, _ = zw.Write(data) // a bytes.Buffer takes everything
	_ = zw.Close()
	return out.Bytes()
}
