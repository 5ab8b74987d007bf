package frontdesk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// Option changes how a client or a single call behaves. The same type serves
// both; an option that makes sense for a client only, or that belongs to
// another vendor, makes the constructor or the call fail with [ErrInvalid].
type Option func(*settings.Settings)

// WithHTTPClient makes requests through c's transport, cookie jar and timeout
// (which becomes the attempt timeout). The client is copied, never changed, and
// its redirect policy is not used: redirects stay within the origin, and writes
// follow none. Clients only.
//
// A transport of your own sees requests after signing, credential included:
// trace with [WithHooks] rather than with a transport.
func WithHTTPClient(c *http.Client) Option {
	return func(s *settings.Settings) {
		if !s.ForClient("WithHTTPClient") {
			return
		}
		if c == nil {
			s.Fail(errors.New("WithHTTPClient: nil client"))
			return
		}
		s.HTTPClient = c
	}
}

// WithBaseURL sends requests to another address: a test server, a proxy of
// yours, an on-premise host. Plain http is accepted for loopback addresses only
// (see [WithPlainHTTP]). Clients only.
func WithBaseURL(rawURL string) Option {
	return func(s *settings.Settings) {
		if s.ForClient("WithBaseURL") {
			s.BaseURL = rawURL
		}
	}
}

// WithPlainHTTP allows http:// addresses that are not loopback. The credential
// then crosses the network in the clear. Clients only.
func WithPlainHTTP() Option {
	return func(s *settings.Settings) {
		if s.ForClient("WithPlainHTTP") {
			s.PlainHTTP = true
		}
	}
}

// WithTimeout bounds a whole call: waits for limits, all attempts and the waits
// between them. For an iterator it bounds each page. Default none; 0 turns it
// off.
func WithTimeout(d time.Duration) Option {
	return duration("WithTimeout", d, func(s *settings.Settings, d *time.Duration) { s.Timeout = d })
}

// WithAttemptTimeout bounds each request from send to the end of the body.
// Default 30 seconds; 0 turns it off. The wait for a limit does not count. For a
// streamed page it bounds the silence between reads.
func WithAttemptTimeout(d time.Duration) Option {
	return duration("WithAttemptTimeout", d, func(s *settings.Settings, d *time.Duration) { s.AttemptTimeout = d })
}

func duration(name string, d time.Duration, set func(*settings.Settings, *time.Duration)) Option {
	return func(s *settings.Settings) {
		if d < 0 {
			s.Fail(fmt.Errorf("%s: negative duration %v", name, d))
			return
		}
		set(s, &d)
	}
}

// WithRetryPolicy replaces the default [RetryPolicy]. The Budget of a policy
// given to a single call is not used; the client's applies.
func WithRetryPolicy(p RetryPolicy) Option {
	return func(s *settings.Settings) { settings.Put(s, p.withDefaults()) }
}

// NoRetry turns retries off: one request, and a refusal by a rate limit is an
// error. The client's pacing stays on.
func NoRetry() Option {
	return WithRetryPolicy(RetryPolicy{MaxAttempts: 1, MaxRefusals: -1})
}

// WithLimiter paces requests by l instead of by the vendor's documented quota.
// Give one [NewWindow] to several clients of one key, a Limiter over Redis to a
// fleet. A later WithLimiter or WithWindow replaces it. Clients only.
func WithLimiter(l Limiter) Option {
	return func(s *settings.Settings) {
		if !s.ForClient("WithLimiter") {
			return
		}
		window, isWindow := l.(*Window)
		switch {
		case isNil(l):
			s.Fail(errors.New("WithLimiter: nil limiter"))
		case isWindow && window.window == nil:
			s.Fail(errors.New("WithLimiter: a Window is made by NewWindow, with a positive number and length"))
		case isWindow:
			pace(s, window.window, nil)
		default:
			pace(s, nil, outer{quota.Behind(l), l})
		}
	}
}

// pace sets what paces the client: a window or a limiter, instead of any that an
// earlier option named.
func pace(s *settings.Settings, window *quota.Window, l any) {
	settings.Put(s, window)
	s.Limiter = l
}

// isNil reports a missing limiter, also a nil pointer or function of a limiter's type.
func isNil(l Limiter) bool {
	switch v := reflect.ValueOf(l); v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan, reflect.Slice:
		return v.IsNil()
	}
	return false
}

// WithWindow paces the client at n requests (CoMagic: points) per d, for
// accounts whose quota is not the documented one. Clients only.
func WithWindow(n int, d time.Duration) Option {
	return func(s *settings.Settings) {
		if !s.ForClient("WithWindow") {
			return
		}
		if n <= 0 || d <= 0 {
			s.Fail(fmt.Errorf("WithWindow: %d per %v: both must be positive", n, d))
			return
		}
		pace(s, newWindow(n, d), nil)
	}
}

// WithPrefetch lets an iterator fetch up to n pages ahead while the caller works
// on the current one; default 0. Pages are then read whole.
func WithPrefetch(n int) Option {
	return func(s *settings.Settings) {
		if n < 0 {
			s.Fail(fmt.Errorf("WithPrefetch: negative count %d", n))
			return
		}
		s.Prefetch = &n
	}
}

// WithPosition keeps a checkpoint while an iterator runs: before the loop body runs
// for a row, *at becomes the cursor that resumes after that row, given as Resume to
// the same method with the same filter and sort. No row is left out or repeated, as
// far as the data does not change meanwhile.
//
//	var at frontdesk.Cursor
//	for call, err := range cm.Reports.AllCalls(ctx, params, frontdesk.WithPosition(&at)) {
//		…
//		save(at) // the row is done with
//	}
//
// A break leaves *at after the row of the break. With an error *at is its Next, and
// when the rows have ended it is empty, from which Resume would begin anew. It is
// written on the goroutine of the loop and not before the first row; do not share
// one between loops that run at once. Lists that the vendor pages by number
// (SalesMan) are resumed by reading the page again and dropping what comes before
// the place; their List methods, which return whole pages, return the whole page.
//
// For calls of iterators only: other calls and constructors fail with [ErrInvalid].
// Nil asks for nothing.
func WithPosition(at *Cursor) Option {
	return func(s *settings.Settings) {
		if s.ForCall("WithPosition") {
			settings.Put(s, at)
		}
	}
}

// WithMaxResponseBytes bounds the size of a reply after decompression; default
// 32 MiB. A larger one is [ErrTooLarge].
func WithMaxResponseBytes(n int64) Option {
	return func(s *settings.Settings) {
		if n <= 0 {
			s.Fail(fmt.Errorf("WithMaxResponseBytes: %d must be positive", n))
			return
		}
		s.MaxResponseBytes = &n
	}
}

// WithHooks calls h on each call and attempt. A second WithHooks replaces the
// first.
func WithHooks(h Hooks) Option {
	return func(s *settings.Settings) { settings.Put(s, h) }
}

// WithResponse fills r with the last reply and what it took. Do not share r
// between concurrent calls.
func WithResponse(r *Response) Option {
	return func(s *settings.Settings) {
		if s.ForCall("WithResponse") {
			settings.Put(s, r)
		}
	}
}

// WithLocation sets the zone in which the vendor writes times without one.
// Clients only. HelpCrunch, whose times are Unix seconds, ignores it.
func WithLocation(loc *time.Location) Option {
	return func(s *settings.Settings) {
		if !s.ForClient("WithLocation") {
			return
		}
		if loc == nil {
			s.Fail(errors.New("WithLocation: nil location"))
			return
		}
		s.Location = loc
	}
}

// CredentialFunc returns the credential to use now.
type CredentialFunc func(ctx context.Context) (string, error)

// WithCredential asks f for the credential instead of using the constructor's:
// for keys that rotate. The value is kept until the server refuses it; then f is
// asked once more and the request is repeated once. Clients only.
func WithCredential(f CredentialFunc) Option {
	return func(s *settings.Settings) {
		if !s.ForClient("WithCredential") {
			return
		}
		if f == nil {
			s.Fail(errors.New("WithCredential: nil function"))
			return
		}
		settings.Put(s, f)
	}
}

// WithClass states the class of an operation that a hatch call (Do, Call) names
// and this module does not know. For other calls it is Invalid.
func WithClass(c Class) Option {
	return func(s *settings.Settings) {
		if s.ForCall("WithClass") {
			settings.Put(s, c)
		}
	}
}
