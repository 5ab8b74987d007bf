package redact

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
)

// Bounds of a chain that is rebuilt, or searched by Is. What lies beyond them is reachable by Is only.
const (
	maxDepth = 64
	maxNodes = 512
)

// unreadable is the text of an error that panics when asked for it.
const unreadable = "error without a readable text"

// Error returns err in a form that shows no secret, neither itself nor through its causes; the package comment says
// what becomes of each of them. The result is err itself if there is nothing to hide. Error(nil) is nil.
func (r *Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	b := rebuilder{r: r, left: maxNodes}
	out, _ := b.rebuild(err, 0)
	return out
}

// rebuilder goes through one chain.
type rebuilder struct {
	r    *Redactor
	left int // nodes that may still be visited
}

// rebuild returns err or its replacement, and whether it is one.
func (b *rebuilder) rebuild(err error, depth int) (error, bool) {
	if constant(err) {
		return err, false
	}
	b.left--
	if depth >= maxDepth || b.left < 0 {
		return b.opaque(err, causes{}, nil), true
	}
	old, ok := causesOf(err)
	if !ok {
		return b.opaque(err, causes{}, nil), true
	}
	renewed := causes{several: old.several, list: make([]error, len(old.list))}
	changed := false
	for i, cause := range old.list {
		replacement, isNew := b.rebuild(cause, depth+1)
		renewed.list[i] = replacement
		changed = changed || isNew
	}
	if u, isURL := err.(*url.Error); isURL && u != nil && b.bareURL(u.URL) != u.URL {
		changed = true
	}
	if !changed && !b.leaks(err) {
		return err, false
	}
	if same := b.sameType(err, renewed.list); same != nil && !b.leaks(same) {
		return same, true
	}
	return b.opaque(err, renewed, old.list), true
}

// constant reports whether err is a value of the standard library whose text is fixed.
func constant(err error) bool {
	switch err {
	case context.Canceled, context.DeadlineExceeded, os.ErrDeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed:
		return true
	}
	_, isErrno := err.(syscall.Errno)
	return isErrno
}

// causes are what Unwrap yields, in one of its two signatures.
type causes struct {
	list    []error
	several bool
}

// causesOf returns what err unwraps to. It is not ok if Unwrap panics: such an error must not be handed on.
func causesOf(err error) (c causes, ok bool) {
	defer func() {
		if recover() != nil {
			c, ok = causes{}, false
		}
	}()
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if cause := e.Unwrap(); cause != nil {
			c.list = []error{cause}
		}
	case interface{ Unwrap() []error }:
		c.several = true
		for _, cause := range e.Unwrap() {
			if cause != nil {
				c.list = append(c.list, cause)
			}
		}
	}
	return c, true
}

// leaks reports whether err itself, without its causes, must not be shown: a secret stands in one of its texts, or
// it panics when asked for them.
func (b *rebuilder) leaks(err error) (leaks bool) {
	defer func() {
		if recover() != nil {
			leaks = true
		}
	}()
	if b.r.Contains(err.Error()) {
		return true
	}
	if b.r.current() == nil {
		return false
	}
	// A verb for numbers walks through the fields of any error and prints their strings without escaping them.
	if b.r.Contains(fmt.Sprintf("%s\n%v\n%+v\n%#v\n%q\n%d", err, err, err, err, err, err)) {
		return true
	}
	if v, ok := err.(slog.LogValuer); ok && b.logs(v.LogValue(), maxDepth) {
		return true
	}
	return b.r.exports(err)
}

// logs reports whether a handler of log/slog would show a secret of a value, or might
// at a depth that is not looked into.
func (b *rebuilder) logs(value slog.Value, depth int) bool {
	switch {
	case depth == 0:
		return true
	case value.Kind() == slog.KindLogValuer:
		return b.logs(value.LogValuer().LogValue(), depth-1)
	case value.Kind() == slog.KindGroup:
		for _, attr := range value.Group() {
			if b.r.Contains(attr.Key) || b.logs(attr.Value, depth-1) {
				return true
			}
		}
		return false
	case b.r.Contains(fmt.Sprintf("%+v", value)):
		return true
	}
	return value.Kind() == slog.KindAny && b.r.exports(value.Any())
}

// sameType rebuilds the errors that callers look for by their type. It returns nil for all others.
func (b *rebuilder) sameType(err error, list []error) error {
	var cause error
	if len(list) > 0 {
		cause = list[0]
	}
	switch e := err.(type) {
	case *url.Error:
		if e != nil && cause != nil {
			return &url.Error{Op: b.r.String(e.Op), URL: b.bareURL(e.URL), Err: cause}
		}
	case *net.OpError:
		if e != nil && cause != nil {
			return &net.OpError{Op: b.r.String(e.Op), Net: b.r.String(e.Net), Source: b.addr(e.Source), Addr: b.addr(e.Addr), Err: cause}
		}
	case *net.DNSError:
		if e != nil {
			dns := *e
			dns.Err, dns.Name, dns.Server, dns.UnwrapErr = b.r.String(e.Err), b.r.String(e.Name), b.r.String(e.Server), cause
			return &dns
		}
	case *tls.CertificateVerificationError:
		if e != nil && cause != nil {
			return &tls.CertificateVerificationError{Err: cause}
		}
	case x509.UnknownAuthorityError:
		return x509.UnknownAuthorityError{}
	case x509.HostnameError:
		return x509.HostnameError{Certificate: b.certificate(e.Certificate), Host: b.r.String(e.Host)}
	case x509.CertificateInvalidError:
		return x509.CertificateInvalidError{Cert: b.certificate(e.Cert), Reason: e.Reason, Detail: b.r.String(e.Detail)}
	}
	return nil
}

// certificate keeps only the names that an error's text tells: the raw bytes have no place in a rebuilt error.
func (b *rebuilder) certificate(c *x509.Certificate) *x509.Certificate {
	if c == nil {
		return nil
	}
	out := &x509.Certificate{Extensions: c.Extensions, IPAddresses: c.IPAddresses}
	for _, name := range c.DNSNames {
		out.DNSNames = append(out.DNSNames, b.r.String(name))
	}
	out.Subject.CommonName = b.r.String(c.Subject.CommonName)
	out.Issuer.CommonName = b.r.String(c.Issuer.CommonName)
	return out
}

// addr is a net.Addr made of texts.
type addr struct{ network, text string }

func (a addr) Network() string { return a.network }
func (a addr) String() string  { return a.text }

// addr returns a copy of a that shows no secret.
func (b *rebuilder) addr(a net.Addr) (out net.Addr) {
	if a == nil {
		return nil
	}
	defer func() {
		if recover() != nil { // a typed nil
			out = addr{text: b.r.mask()}
		}
	}()
	return addr{b.r.String(a.Network()), b.r.String(a.String())}
}

// bareURL is text without userinfo, query and fragment. What cannot be parsed loses everything up to its last @,
// since a password with a slash in it is one reason for that.
func (b *rebuilder) bareURL(text string) string {
	if u, err := url.Parse(text); err == nil {
		if u.User == nil && u.Opaque == "" && !strings.ContainsAny(text, "?#") && !b.r.Contains(u.Path) {
			return b.r.String(text)
		}
		return b.r.bareURL(u)
	}
	if i := strings.IndexAny(text, "?#"); i >= 0 {
		text = text[:i]
	}
	return b.r.String(text[strings.LastIndexByte(text, '@')+1:])
}
