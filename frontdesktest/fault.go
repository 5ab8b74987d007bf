package frontdesktest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is something that goes wrong with a request. It is a value: its
// methods return changed copies, so a fault can be kept, refined and used on
// several servers. Give it to [Server.Fail].
//
// A fault is built from parts, and most constructors here are also methods, so
// that parts combine:
//
//	frontdesktest.Status(503).RetryAfter(2*time.Second).Delay(time.Second)
//	frontdesktest.Body(200, "application/json", `{"ok":true}`).CutBody(5)
//
// A fault hits the first request that it matches, and only that one, unless
// [Fault.Times], [Fault.Always], [Fault.After], [Fault.On] or [Fault.OnMatch]
// say otherwise. The zero Fault lets its request pass unharmed.
type Fault struct {
	name string // overrides the description

	// Which requests.
	times      int // 0: once; below 0: always
	skip       int
	matches    []func(*Request) bool
	operations []string // those named, for the check of names
	misfit     bool     // it cannot be; the description says why

	// What happens, in this order.
	dial     func(*http.Request) error // the connection does not open; nothing of the rest happens
	delay    time.Duration
	handled  bool                       // the vendor acts first, its reply is lost
	hang     bool                       // no reply
	reset    bool                       // no reply either
	answer   func(*Config) http.Handler // nil: the vendor's own reply
	body     *replacedBody
	trailing string
	header   []headerField
	cut      bool
	cutAt    int
	chunk    int // bytes; 0: all at once
	every    time.Duration
	parts    []string // the description
}

type replacedBody struct{ contentType, text string }

type headerField struct{ name, value string }

// Times lets the fault hit the first n requests that it matches. Zero or less
// means once.
func (f Fault) Times(n int) Fault {
	f.times = max(n, 0)
	return f
}

// Always lets the fault hit every request that it matches, until
// [Server.ClearFaults].
func (f Fault) Always() Fault {
	f.times = -1
	return f
}

// After spares the first n requests that the fault matches. Requests that an
// earlier fault hits or a quota refuses do not count.
func (f Fault) After(n int) Fault {
	f.skip = max(n, 0)
	return f
}

// On limits the fault to requests of these operations, named as in
// [Request.Operation] and in the doc comments of the client's methods. A name
// that the vendor does not have is a violation.
func (f Fault) On(operations ...string) Fault {
	operations = slices.Clone(operations)
	f.operations = append(slices.Clip(f.operations), operations...)
	return f.OnMatch(func(r *Request) bool { return slices.Contains(operations, r.Operation) })
}

// OnMatch limits the fault to requests for which match returns true. With
// several OnMatch and On, all of them must hold. match may be called by
// several goroutines at once and must not change the request, whose Time,
// Limits and outcome are not known yet.
func (f Fault) OnMatch(match func(*Request) bool) Fault {
	f.matches = append(slices.Clip(f.matches), match)
	return f
}

// Named sets what [Fault.String] and [Request.Fault] say, for faults that a
// kit composes.
func (f Fault) Named(name string) Fault {
	f.name = name
	return f
}

// AfterHandling lets the vendor act on the request as if nothing were wrong,
// and only then goes wrong: a record is stored, but the client is not told.
// Without it, a fault that replaces the reply keeps the vendor from acting.
// Faults that change the vendor's own reply always come after handling.
func (f Fault) AfterHandling() Fault {
	f.handled = true
	return f.part("after handling")
}

// RetryAfter adds a Retry-After header, in seconds, rounded up.
func (f Fault) RetryAfter(d time.Duration) Fault {
	return f.Header("Retry-After", wholeSeconds(d))
}

// RetryAfterDate adds a Retry-After header with a date, which has a precision
// of one second.
func (f Fault) RetryAfterDate(t time.Time) Fault {
	return f.Header("Retry-After", t.UTC().Format(http.TimeFormat))
}

// WithBody replaces the body of the reply and its content type.
func (f Fault) WithBody(contentType, body string) Fault {
	f.body = &replacedBody{contentType, body}
	return f
}

// Header sets a header of the reply.
func (f Fault) Header(name, value string) Fault {
	f.header = append(slices.Clip(f.header), headerField{name, value})
	return f.part("%s: %s", http.CanonicalHeaderKey(name), value)
}

// DateHeader sets the Date header of the reply: the vendor's clock is not the
// client's.
func (f Fault) DateHeader(t time.Time) Fault {
	return f.Header("Date", t.UTC().Format(http.TimeFormat))
}

// Delay lets d pass before anything else happens. Several delays add up.
func (f Fault) Delay(d time.Duration) Fault {
	f.delay += max(d, 0)
	return f.part("delay %v", d)
}

// CutBody loses the connection after n bytes of the reply's body, as sent:
// reading it ends with [io.ErrUnexpectedEOF]. Of a body that is not longer
// than n, all bytes arrive, but not its end.
func (f Fault) CutBody(n int) Fault {
	f.cut, f.cutAt = true, max(n, 0)
	return f.part("body cut at %d", n)
}

// SlowBody sends the reply's body in chunks of so many bytes, with a pause of
// every between them.
func (f Fault) SlowBody(bytesPerChunk int, every time.Duration) Fault {
	f.chunk, f.every = max(bytesPerChunk, 1), every
	return f.part("%d bytes every %v", f.chunk, every)
}

// TrailingBody sends text after the reply's body, as a crash does that comes
// when the reply is already out.
func (f Fault) TrailingBody(text string) Fault {
	f.trailing += text
	return f.part("trailing text")
}

// String describes the fault, for logs and failed tests.
func (f Fault) String() string {
	switch {
	case f.name != "":
		return f.name
	case len(f.parts) == 0:
		return "no fault"
	}
	return strings.Join(f.parts, ", ")
}

func (f Fault) part(format string, args ...any) Fault {
	f.parts = append(slices.Clip(f.parts), fmt.Sprintf(format, args...))
	return f
}

// checkNames reports names that the vendor has no operation of.
func (s *Server) checkNames(operations []string) {
	for _, name := range operations {
		if !s.config.knows(name) {
			s.Misuse("there is no operation %q", name)
		}
	}
}

// reportUnused reports faults that no request has met.
func (s *Server) reportUnused() {
	s.mu.Lock()
	var unused []string
	for _, f := range s.faults {
		if !f.hit && f.left > 0 {
			unused = append(unused, f.String())
		}
	}
	s.mu.Unlock()
	for _, fault := range unused {
		s.strict.add("no request has met the fault " + fault)
	}
}

// Fail adds faults. Each request meets at most one: the first, in the order in
// which they were given, that matches it and is not used up.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		if f.misfit {
			s.Misuse("%s", f)
			continue
		}
		s.checkNames(f.operations)
		armed := &armedFault{Fault: f, left: f.times, skip: f.skip}
		if f.times == 0 {
			armed.left = 1
		}
		s.faults = append(s.faults, armed)
	}
}

// ClearFaults removes all faults. Requests that have met one already are not
// saved.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// armedFault is a fault that waits for requests.
type armedFault struct {
	Fault
	left int // requests still to hit; below 0: all
	skip int // requests still to spare
	hit  bool
}

// matchFaults returns the faults that match req. The functions that users gave
// to OnMatch are called without a lock, for they may ask the server something.
func (s *Server) matchFaults(req *Request) []*armedFault {
	s.mu.Lock()
	faults := slices.Clone(s.faults)
	s.mu.Unlock()
	return slices.DeleteFunc(faults, func(f *armedFault) bool {
		return slices.ContainsFunc(f.matches, func(match func(*Request) bool) bool { return !match(req) })
	})
}

// firstFault returns the fault that the request will meet, or nil. It is
// called with s.mu held; hits may be older than the lock.
func (s *Server) firstFault(hits []*armedFault) *armedFault {
	for _, f := range hits {
		if f.skip == 0 && slices.Contains(s.faults, f) {
			return f
		}
	}
	return nil
}

// spend counts a request: fault (or nil) hits it, and those before it have
// spared it. It is called with s.mu held.
func (s *Server) spend(fault *armedFault, hits []*armedFault) {
	for _, f := range hits {
		if f != fault {
			f.skip--
			continue
		}
		f.hit = true
		if f.left--; f.left == 0 {
			s.faults = slices.DeleteFunc(s.faults, func(other *armedFault) bool { return other == f })
		}
		f.left = max(f.left, -1)
		return
	}
}
