package redact

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sinks are the ways in which an error reaches a log.
var sinks = map[string]func(error) string{
	"Error": func(err error) string { return err.Error() },
	"%v":    func(err error) string { return fmt.Sprintf("%v", err) },
	"%+v":   func(err error) string { return fmt.Sprintf("%+v", err) },
	"%#v":   func(err error) string { return fmt.Sprintf("%#v", err) },
	"%s":    func(err error) string { return fmt.Sprintf("%s", err) },
	"%q":    func(err error) string { return fmt.Sprintf("%q", err) },
	"%x":    func(err error) string { return fmt.Sprintf("%x", err) },
	"%d":    func(err error) string { return fmt.Sprintf("%d", err) },
	"in struct": func(err error) string {
		return fmt.Sprintf("%+v %#v", struct{ err error }{err}, struct{ E error }{err})
	},
	"json": func(err error) string { return jsonOf(err) },
	"json in a struct": func(err error) string {
		return jsonOf(struct{ E error }{err})
	},
	"slog text": func(err error) string {
		var b bytes.Buffer
		slog.New(slog.NewTextHandler(&b, nil)).Info("m", "err", err, "group", slog.GroupValue(slog.Any("e", err)))
		return b.String()
	},
	"slog json": func(err error) string {
		var b bytes.Buffer
		slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "err", err, "in", struct{ E error }{err})
		return b.String()
	},
	"panic": func(err error) (out string) {
		defer func() { out = fmt.Sprint(recover()) }()
		panic(err)
	},
}

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// checkChain fails if a secret is shown by err or by anything that can be reached from it.
func checkChain(t *testing.T, r *Redactor, err error) {
	t.Helper()
	for node := range chain(err) {
		for name, sink := range sinks {
			out := sink(node)
			if out != mask {
				assert.False(t, r.Contains(out), "%T shows it through %s: %s", node, name, out)
			}
		}
	}
}

// chain yields err and all of its causes.
func chain(err error) func(func(error) bool) {
	return func(yield func(error) bool) {
		queue := []error{err}
		for len(queue) > 0 {
			next := queue[0]
			if queue = queue[1:]; !yield(next) {
				return
			}
			c, _ := causesOf(next)
			queue = append(queue, c.list...)
		}
	}
}

// The ways in which a foreign error may carry a secret.
type (
	fieldError   struct{ Token string }                  // constant text, secret in a field
	hiddenError  struct{ token string }                  // the same, unexported
	bodyError    struct{ Body []byte }                   // bytes
	pointerError struct{ Request *struct{ Key string } } // seen by encoding/json only
	logError     struct{ token func() string }           // LogValue tells it
	verboseError struct{ token func() string }           // only %+v tells it
	asError      struct{ secret *fieldError }            // As hands it out
	listError    []string                                // cannot be compared
	slowError    struct{ text string }                   // a net.Error
	panicError   struct{ text string }
	panicUnwrap  struct{ text string }
	panicIs      struct{ text string }
)

func (e fieldError) Error() string   { return "field" }
func (e *hiddenError) Error() string { return "hidden" }
func (e bodyError) Error() string    { return "body" }
func (e pointerError) Error() string { return "pointer" }
func (e logError) Error() string     { return "log" }
func (e logError) LogValue() slog.Value {
	return slog.GroupValue(slog.String("token", e.token()))
}
func (e verboseError) Error() string { return "verbose" }
func (e verboseError) Format(f fmt.State, _ rune) {
	if f.Flag('+') {
		_, _ = io.WriteString(f, e.token())
	}
}
func (e *asError) Error() string { return "as " + e.secret.Token }
func (e *asError) As(target any) bool {
	p, ok := target.(**fieldError)
	if ok {
		*p = e.secret
	}
	return ok
}
func (e listError) Error() string        { return strings.Join(e, ",") }
func (e listError) Is(target error) bool { return target == errTarget }
func (e *slowError) Error() string       { return e.text }
func (e *slowError) Timeout() bool       { return true }
func (e *slowError) Temporary() bool     { return true }
func (e panicError) Error() string       { panic(e.text) }
func (e panicUnwrap) Error() string      { return "unwrap" }
func (e panicUnwrap) Unwrap() error      { panic(e.text) }
func (e panicIs) Error() string          { return e.text }
func (e panicIs) Is(error) bool          { panic(e.text) }

var errTarget = errors.New("target")

func TestError_NoSinkShowsASecret(t *testing.T) {
	for _, key := range []string{plainKey, oddKey} {
		r := New(key)
		for form, encode := range encodings {
			secret := encode(key)
			token := func() string { return secret }
			for name, err := range map[string]error{
				"text":          errors.New("bad key " + secret),
				"wrapped":       fmt.Errorf("call: %w", errors.New(secret)),
				"wrapper":       fmt.Errorf("call with %s: %w", secret, io.EOF),
				"two":           fmt.Errorf("%w and %w", errors.New(secret), io.EOF),
				"joined":        errors.Join(errors.New("fine"), errors.New(secret)),
				"url":           &url.Error{Op: "Get", URL: "https://u:" + secret + "@example.com/?k=" + secret, Err: errors.New(secret)},
				"op":            &net.OpError{Op: "dial", Net: "tcp", Addr: addr{"tcp", secret}, Err: &net.AddrError{Err: secret, Addr: secret}},
				"dns":           &net.DNSError{Err: "no such host", Name: secret + ".example.com", Server: secret},
				"hostname":      x509.HostnameError{Certificate: &x509.Certificate{}, Host: secret},
				"invalid":       x509.CertificateInvalidError{Reason: x509.TooManyIntermediates, Detail: secret},
				"constraint":    x509.CertificateInvalidError{Reason: x509.CANotAuthorizedForThisName, Detail: secret},
				"field":         fieldError{secret},
				"field pointer": &fieldError{secret},
				"hidden":        &hiddenError{secret},
				"body":          &bodyError{[]byte(secret)},
				"pointer":       pointerError{&struct{ Key string }{secret}},
				"log":           logError{token},
				"verbose":       verboseError{token},
				"as":            &asError{&fieldError{secret}},
				"list":          listError{"a", secret},
				"slow":          &slowError{secret},
				"panic":         panicError{secret},
				"panic unwrap":  panicUnwrap{secret},
				"panic is":      panicIs{secret},
				"path":          &fs.PathError{Op: "open", Path: secret, Err: syscall.ENOENT},
				"deep":          deep(errors.New(secret), 5),
				"header":        fmt.Errorf("invalid header value %q", secret),
			} {
				t.Run(form+"/"+name, func(t *testing.T) {
					out := r.Error(err)
					checkChain(t, r, out)
					checkChain(t, r, r.Error(fmt.Errorf("outer: %w", err)))
					checkChain(t, r, r.Error(errors.Join(io.EOF, err)))
					var leak *fieldError
					assert.False(t, errors.As(out, &leak), "handed out the original")
				})
			}
		}
	}
}

func deep(err error, n int) error {
	for range n {
		err = fmt.Errorf("%w", err)
	}
	return err
}

func TestError_WithoutSecretsIsTheSameError(t *testing.T) {
	r := New(plainKey)
	for _, err := range []error{
		io.EOF,
		context.Canceled,
		syscall.ECONNRESET,
		errors.New("text"),
		fmt.Errorf("wrapped: %w", io.EOF),
		errors.Join(io.EOF, context.Canceled),
		&url.Error{Op: "Get", URL: "https://example.com/a", Err: io.EOF},
		&net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1}, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
		&net.DNSError{Err: "no such host", Name: "example.com", IsNotFound: true},
		x509.HostnameError{Certificate: &x509.Certificate{}, Host: "example.com"},
		&slowError{"slow"},
	} {
		assert.True(t, r.Error(err) == err, "%T", err)
	}
	assert.NoError(t, r.Error(nil))
	list := listError{"a"}
	assert.Equal(t, list, r.Error(list), "cannot be compared, and is kept")
}

func TestError_URLLosesQueryAndUserinfo(t *testing.T) {
	r := New(plainKey)
	tests := []struct{ in, out string }{
		{"https://example.com/a?name=Ann", "https://example.com/a"},
		{"https://u:p@example.com/a#f", "https://example.com/a"},
		{"https://example.com/a%2Fb?x=1", "https://example.com/a%2Fb"},
		{"https://u:p/w@example.com:bad/a?x", "example.com:bad/a"},
		{"https://example.com/%zz?x=%zz", "https://example.com/%zz"},
		{"https://example.com/%6b" + plainKey[1:], "https://example.com/REDACTED"},
		{"u:p@example.com", "u:example.com"},
		{"", ""},
	}
	for _, test := range tests {
		cause := &url.Error{Op: "Get", URL: test.in, Err: context.DeadlineExceeded}
		out := r.Error(fmt.Errorf("call: %w", cause))
		got, ok := errors.AsType[*url.Error](out)
		require.True(t, ok)
		assert.Equal(t, test.out, got.URL)
		assert.True(t, got.Timeout())
		assert.ErrorIs(t, out, context.DeadlineExceeded)
		assert.EqualError(t, out, fmt.Sprintf("call: Get %q: context deadline exceeded", test.out))
	}
}

func TestError_CausesAreStillFound(t *testing.T) {
	r := New(plainKey)
	dial := &net.OpError{
		Op: "dial", Net: "tcp", Source: &net.TCPAddr{Port: 1}, Addr: addr{"tcp", plainKey},
		Err: os.NewSyscallError("connect", syscall.ECONNREFUSED),
	}
	lookup := &net.DNSError{Err: "timeout", Name: plainKey, IsTimeout: true, IsTemporary: true, UnwrapErr: context.DeadlineExceeded}
	with := func(err error) error {
		return r.Error(fmt.Errorf("%s: %w", plainKey, &url.Error{Op: "Get", URL: "https://example.com/?k=" + plainKey, Err: err}))
	}

	t.Run("OpError", func(t *testing.T) {
		out := with(dial)
		op, ok := errors.AsType[*net.OpError](out)
		require.True(t, ok)
		assert.Equal(t, "dial", op.Op)
		assert.Equal(t, "REDACTED", op.Addr.String())
		assert.ErrorIs(t, out, syscall.ECONNREFUSED)
		assert.ErrorIs(t, out, dial, "the original answers Is")
		errno, ok := errors.AsType[syscall.Errno](out)
		require.True(t, ok)
		assert.Equal(t, syscall.ECONNREFUSED, errno)
		assert.EqualError(t, out, `REDACTED: Get "https://example.com/": dial tcp :1->REDACTED: connect: connection refused`)
	})
	t.Run("DNSError", func(t *testing.T) {
		out := with(lookup)
		dns, ok := errors.AsType[*net.DNSError](out)
		require.True(t, ok)
		assert.Equal(t, "REDACTED", dns.Name)
		assert.True(t, dns.IsTimeout && dns.Timeout() && dns.Temporary())
		assert.ErrorIs(t, out, context.DeadlineExceeded)
	})
	t.Run("certificates", func(t *testing.T) {
		named := &x509.Certificate{DNSNames: []string{"example.com"}}
		for _, cause := range []error{
			x509.HostnameError{Certificate: named, Host: plainKey},
			x509.CertificateInvalidError{Cert: named, Reason: x509.CANotAuthorizedForThisName, Detail: plainKey},
			x509.UnknownAuthorityError{},
		} {
			out := with(&tls.CertificateVerificationError{UnverifiedCertificates: []*x509.Certificate{named}, Err: cause})
			_, ok := errors.AsType[*tls.CertificateVerificationError](out)
			assert.True(t, ok)
			checkChain(t, r, out)
		}
		hostname, ok := errors.AsType[x509.HostnameError](with(x509.HostnameError{Certificate: named, Host: plainKey}))
		require.True(t, ok)
		assert.Equal(t, "REDACTED", hostname.Host)
		invalid, ok := errors.AsType[x509.CertificateInvalidError](with(x509.CertificateInvalidError{Reason: x509.Expired, Detail: plainKey}))
		require.True(t, ok)
		assert.Equal(t, x509.Expired, invalid.Reason)
		_, ok = errors.AsType[x509.UnknownAuthorityError](with(x509.UnknownAuthorityError{}))
		assert.True(t, ok)
	})
	t.Run("constants", func(t *testing.T) {
		for _, cause := range []error{
			context.Canceled, context.DeadlineExceeded, os.ErrDeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, syscall.ECONNRESET,
		} {
			out := with(cause)
			assert.ErrorIs(t, out, cause)
			var found bool
			for node := range chain(out) {
				found = found || node == cause
			}
			assert.True(t, found, "%v is in the chain itself", cause)
		}
	})
	t.Run("net.Error", func(t *testing.T) {
		for _, err := range []error{
			r.Error(&slowError{plainKey}),
			r.Error(fmt.Errorf("%s %w", plainKey, &slowError{"slow"})),
			r.Error(errors.Join(errors.New(plainKey), &slowError{plainKey})),
			with(&slowError{plainKey}),
		} {
			n, ok := errors.AsType[net.Error](err)
			require.True(t, ok)
			assert.True(t, n.Timeout())
			temporary, ok := n.(interface{ Temporary() bool })
			assert.True(t, ok && temporary.Temporary())
		}
		_, ok := errors.AsType[net.Error](r.Error(errors.New(plainKey)))
		assert.False(t, ok, "what was no net.Error does not become one")
	})
	t.Run("net.Error that wraps", func(t *testing.T) {
		one := r.Error(&slowOne{plainKey, io.EOF})
		many := r.Error(&slowMany{plainKey, []error{io.EOF, nil, context.Canceled}})
		for _, err := range []error{one, many} {
			n, ok := err.(net.Error)
			require.True(t, ok)
			assert.True(t, n.Timeout())
			assert.ErrorIs(t, err, io.EOF)
			assert.EqualError(t, err, "REDACTED")
		}
		assert.Equal(t, io.EOF, errors.Unwrap(one))
		assert.ErrorIs(t, many, context.Canceled)
	})
}

type slowOne struct {
	text  string
	cause error
}

func (e *slowOne) Error() string { return e.text }
func (e *slowOne) Timeout() bool { return true }
func (e *slowOne) Unwrap() error { return e.cause }

type slowMany struct {
	text   string
	causes []error
}

func (e *slowMany) Error() string   { return e.text }
func (e *slowMany) Timeout() bool   { return true }
func (e *slowMany) Unwrap() []error { return e.causes }

func TestError_OpaqueAnswersIsAndNothingElse(t *testing.T) {
	r := New(plainKey)
	original := &asError{&fieldError{plainKey}}
	out := r.Error(original)
	assert.ErrorIs(t, out, original)
	assert.NotErrorIs(t, out, io.EOF)
	assert.Nil(t, errors.Unwrap(out))
	_, hasAs := out.(interface{ As(any) bool })
	assert.False(t, hasAs)
	_, ok := errors.AsType[*asError](out)
	assert.False(t, ok)
	assert.EqualError(t, out, "as REDACTED")
	assert.Equal(t, `"as REDACTED"`, fmt.Sprintf("%#v", out))
	assert.Equal(t, `"as REDACTED"`, out.(fmt.GoStringer).GoString())
	assert.Equal(t, `"as REDACTED"`, jsonOf(out))
	assert.Equal(t, " as REDACTED", fmt.Sprintf("%12v", out))
	assert.True(t, r.Error(out) == out, "once is enough")

	assert.ErrorIs(t, r.Error(listError{plainKey}), errTarget, "Is of the original is asked")
	assert.NotErrorIs(t, r.Error(listError{plainKey}), listError{plainKey}, "not comparable, and no panic")
	assert.NotErrorIs(t, r.Error(panicIs{plainKey}), io.EOF)
	assert.ErrorIs(t, r.Error(&fs.PathError{Op: "open", Path: plainKey, Err: syscall.ENOENT}), fs.ErrNotExist)
}

// circle is its own cause.
type circle struct {
	text string
	next error
}

func (c *circle) Error() string { return c.text }
func (c *circle) Unwrap() error { return c.next }

func TestError_CyclicDeepAndWideChainsEnd(t *testing.T) {
	r := New(plainKey)
	for _, text := range []string{"clean", plainKey} {
		loop := &circle{text: text}
		loop.next = &circle{text: "b", next: loop}
		out := r.Error(loop)
		assert.ErrorIs(t, out, loop)
		assert.NotErrorIs(t, out, io.EOF)
		checkChain(t, r, out)

		checkChain(t, r, r.Error(deep(errors.New(text), 2_000)))
	}
	near := r.Error(deep(fmt.Errorf("%s %w", plainKey, io.ErrUnexpectedEOF), maxDepth/2))
	assert.ErrorIs(t, near, io.ErrUnexpectedEOF)

	wide := make([]error, 5*maxNodes)
	for i := range wide {
		wide[i] = errors.New(plainKey)
	}
	checkChain(t, r, r.Error(errors.Join(wide...)))
}

func TestError_UnusualValues(t *testing.T) {
	r := New(plainKey)
	for _, err := range []error{
		(*url.Error)(nil), (*net.OpError)(nil), (*net.DNSError)(nil), (*tls.CertificateVerificationError)(nil), (*circle)(nil),
		&url.Error{Op: "Get", URL: "https://example.com/?a"},
		&net.OpError{}, &net.OpError{Err: errors.New(plainKey), Addr: (*net.UnixAddr)(nil), Source: (*panicAddr)(nil)},
		&net.DNSError{}, &tls.CertificateVerificationError{},
		x509.HostnameError{}, x509.HostnameError{Host: plainKey}, x509.UnknownAuthorityError{},
		panicError{"clean"}, panicUnwrap{"clean"},
	} {
		out := r.Error(err)
		assert.NotPanics(t, func() { _ = out.Error(); _ = errors.Is(out, io.EOF) }, "%T", err)
		checkChain(t, r, out)
	}
}

type panicAddr struct{}

func (*panicAddr) Network() string { panic("no network") }
func (*panicAddr) String() string  { panic("no text") }

// What net/http itself makes of a key in the query: no part of it is left, and the kind of failure is.
func TestError_OfARealRoundTrip(t *testing.T) {
	r := New(plainKey)
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	defer server.Close()
	_, err := http.Get(server.URL + "/?apikey=" + plainKey)
	require.Error(t, err)
	out := r.Error(err)
	checkChain(t, r, out)
	_, ok := errors.AsType[x509.UnknownAuthorityError](out)
	assert.True(t, ok)
	assert.NotContains(t, out.Error(), "apikey")

	server.Close()
	_, err = http.Get(server.URL + "/?apikey=" + plainKey)
	require.Error(t, err)
	out = r.Error(err)
	checkChain(t, r, out)
	assert.ErrorIs(t, out, syscall.ECONNREFUSED)
	op, ok := errors.AsType[*net.OpError](out)
	require.True(t, ok)
	assert.Equal(t, "dial", op.Op)
}
