package frontdesktest

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
)

// TB is the part of [testing.TB] that the fake servers use. It is declared
// here so that programs which serve a fake do not link the testing package. If it
// has FailNow, as a test has, misuse of a kit stops the test.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Strict reports violations to tb from now on, as test errors, instead of
// rejecting the requests; requests with violations are then answered as if
// they had none. Each violation is reported once, however often it occurs, and
// violations from before that no test has seen are reported at once. At the
// end of the test a fault that no request has met is one as well (but for those
// that hit always), and the server is as it was before.
//
// A kit's NewServer(tb) calls Strict.
func (s *Server) Strict(tb TB) {
	tb.Helper()
	tb.Cleanup(func() {
		s.reportUnused()
		s.strict.detach(tb)
	})
	s.strict.attach(tb)
}

// Violations returns what clients did against the vendor's documentation, each
// violation once, in the order of their first occurrence. A panic of a handler
// and misuse of a function that sets the server up, such as a fault or a count for
// an operation that the vendor does not have, are violations, too.
func (s *Server) Violations() []string {
	return s.strict.list()
}

// strictness collects violations and tells a test of them.
type strictness struct {
	mu       sync.Mutex // held while tb is called, so that tb does not end meanwhile
	tb       TB         // nil: not strict
	all      []string
	known    map[string]bool // those in all
	reported map[string]bool // to tb
	unseen   []string        // those that no tb was told of
	misused  []string        // those of unseen that are misuse
}

func (s *strictness) attach(tb TB) {
	tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tb, s.reported = tb, make(map[string]bool)
	unseen, misused := s.unseen, s.misused
	s.unseen, s.misused = nil, nil
	for _, violation := range unseen {
		s.tell(violation)
	}
	if len(misused) > 0 {
		s.stop()
	}
}

func (s *strictness) detach(tb TB) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tb == tb {
		s.tb = nil
	}
}

func (s *strictness) list() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// report adds the violations of req. It returns whether the request is to be
// answered all the same.
func (s *strictness) report(req *Request) bool {
	if len(req.Violations) == 0 {
		return true
	}
	what := req.Operation
	if what == "" {
		what = req.Method + " " + req.Path
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, violation := range req.Violations {
		s.tell(what + ": " + violation)
	}
	return s.tb != nil
}

func (s *strictness) add(violation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell(violation)
}

// tell is called with s.mu held.
func (s *strictness) tell(violation string) {
	if !s.known[violation] {
		if s.known == nil {
			s.known = make(map[string]bool)
		}
		s.known[violation] = true
		s.all = append(s.all, violation)
		if s.tb == nil {
			s.unseen = append(s.unseen, violation)
		}
	}
	if s.tb != nil && !s.reported[violation] {
		s.reported[violation] = true
		s.tb.Helper()
		s.tb.Errorf("%s", violation)
	}
}

// reportPanic, when deferred, turns a panic of a handler into a violation and
// a lost connection: in memory, the panic would end the whole test program.
func (x *exchange) reportPanic() {
	p := recover()
	if p == nil {
		return
	}
	if p != http.ErrAbortHandler {
		x.server.strict.add(fmt.Sprintf("panic while answering %s %s: %v\n%s", x.seen.Method, x.seen.Path, p, debug.Stack()))
	}
	abort()
}
