package redact

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// MinLength is the length in bytes from which a secret is accepted. Shorter ones would blacken ordinary words.
const MinLength = 4

// maxSecrets bounds a Redactor of a client whose tokens rotate for years. When it is full, the oldest secret that
// is not among the first firstSecrets (those that the client was made with) is forgotten.
const (
	maxSecrets   = 128
	firstSecrets = 16
)

// Redactor replaces secrets in texts and errors. The zero value is ready and knows no secret; a nil Redactor
// changes no text. All methods are safe for concurrent use, and reading takes no lock. It must not be copied.
type Redactor struct {
	mu    sync.Mutex // held by Add
	table atomic.Pointer[table]
}

// New returns a Redactor that knows the given secrets; see [Redactor.Add].
func New(secrets ...string) *Redactor {
	r := new(Redactor)
	for _, s := range secrets {
		r.Add(s)
	}
	return r
}

// Add makes secret known from now on, and reports whether it was accepted: a secret shorter than [MinLength] is
// not. Texts that were redacted before are not looked at again, so a session token is added before its first use.
// A Redactor keeps 128 secrets: the first 16 for ever, of the others the latest.
func (r *Redactor) Add(secret string) bool {
	if len(secret) < MinLength {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var known []spelled
	if t := r.table.Load(); t != nil {
		known = t.secrets
	}
	if slices.ContainsFunc(known, func(s spelled) bool { return s.secret == secret }) {
		return true
	}
	known = append(slices.Clone(known), spelled{secret, forms(secret)})
	if len(known) > maxSecrets {
		known = slices.Delete(known, firstSecrets, firstSecrets+1)
	}
	r.table.Store(newTable(known))
	return true
}

// current returns the table to read, nil without secrets.
func (r *Redactor) current() *table {
	if r == nil {
		return nil
	}
	return r.table.Load()
}

// mask returns what stands in the place of a secret.
func (r *Redactor) mask() string {
	if t := r.current(); t != nil {
		return t.mask
	}
	return mask
}

// Contains reports whether a secret stands in s, in any form.
func (r *Redactor) Contains(s string) bool {
	t := r.current()
	if t == nil {
		return false
	}
	start, _ := t.find([]byte(s), 0)
	return start >= 0
}

// String returns s with REDACTED in place of every secret. It returns s itself if there is none.
func (r *Redactor) String(s string) string {
	t := r.current()
	if t == nil {
		return s
	}
	if start, _ := t.find([]byte(s), 0); start < 0 {
		return s
	}
	return string(t.redactAll([]byte(s)))
}

// Bytes is [Redactor.String] for bytes. It returns b itself, without allocating, if there is no secret in it, and
// never changes b.
func (r *Redactor) Bytes(b []byte) []byte {
	t := r.current()
	if t == nil {
		return b
	}
	if start, _ := t.find(b, 0); start < 0 {
		return b
	}
	return t.redactAll(b)
}

// Header returns a copy of h to be shown: the values of [Sensitive] headers are REDACTED whatever they are, and
// secrets are replaced everywhere else.
func (r *Redactor) Header(h http.Header) http.Header {
	if h == nil {
		return nil
	}
	out := make(http.Header, len(h))
	for name, values := range h {
		shown := make([]string, len(values))
		for i, v := range values {
			if Sensitive(name) {
				shown[i] = r.mask()
			} else {
				shown[i] = r.String(v)
			}
		}
		name = r.String(name)
		out[name] = append(out[name], shown...)
	}
	return out
}

// Sensitive reports whether the value of the named header is a credential by its nature. Case does not matter.
func Sensitive(name string) bool {
	return slices.ContainsFunc(sensitive, func(s string) bool { return strings.EqualFold(s, name) })
}

var sensitive = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "apikey", "X-Api-Key"}

// URL returns u to be shown: without userinfo and fragment, with every query value REDACTED (they name customers,
// not only keys), and with secrets replaced in the rest. A nil URL is empty. For a query with its harmless values
// use String(u.RequestURI()).
func (r *Redactor) URL(u *url.URL) string {
	if u == nil {
		return ""
	}
	base := r.bareURL(u)
	if u.RawQuery == "" {
		return base
	}
	pairs := strings.Split(u.RawQuery, "&")
	for i, pair := range pairs {
		name, _, hasValue := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err != nil || r.Contains(plain) {
			name = r.mask()
		}
		if pairs[i] = name; hasValue {
			pairs[i] += "=" + r.mask()
		}
	}
	return r.String(base + "?" + strings.Join(pairs, "&"))
}

// bareURL is u without userinfo, query and fragment.
func (r *Redactor) bareURL(u *url.URL) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, Opaque: u.Opaque}
	bare.Opaque = bare.Opaque[strings.LastIndexByte(bare.Opaque, '@')+1:] // userinfo of a proxy named without scheme
	if plain, err := url.PathUnescape(bare.Opaque); err != nil || r.Contains(plain) {
		bare.Opaque = r.mask()
	}
	// The path as sent may escape letters that need none: what counts is what it means.
	if r.Contains(bare.Path) {
		bare.Path, bare.RawPath = r.String(bare.Path), ""
	}
	return r.String(bare.String())
}
