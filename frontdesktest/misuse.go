package frontdesktest

import (
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
)

// Misuse reports that a function which sets the server up was called with what
// the vendor does not have, and where: see the package documentation for what
// becomes of it. Kits call it from their exported functions, without a lock that
// is not released by a defer, and change nothing then.
func (s *Server) Misuse(format string, args ...any) {
	s.strict.misuse(fmt.Sprintf(format, args...) + callerOf(kitOf()))
}

// Misfit returns a fault that cannot be, such as a kit's fault for an error that
// the vendor does not have. [Server.Fail] reports the text as misuse.
func Misfit(format string, args ...any) Fault {
	f := Fault{}.part(format, args...)
	f.misfit = true
	return f
}

// misuse tells the test and stops it. Without a test, the server answers all
// requests with an error from now on.
func (s *strictness) misuse(violation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tb == nil {
		s.misused = append(s.misused, violation)
	}
	s.tell(violation)
	s.stop()
}

// stop ends the test, if it is one that can be ended. It is called with s.mu
// held, which a defer releases.
func (s *strictness) stop() {
	if tb, ok := s.tb.(interface{ FailNow() }); ok {
		tb.FailNow()
	}
}

// untold returns the misuse that no test was told of.
func (s *strictness) untold() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.misused
}

// replyToMisuse answers the requests to a server that was set up wrongly. Clients
// do not repeat a request with this status.
func (c *Config) replyToMisuse(misused []string) http.Handler {
	text := c.errorf("it is not set up as it should be: %s", strings.Join(misused, "\n")).Error()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.NotSetUp != nil {
			c.NotSetUp(w, r, http.StatusNotImplemented, text)
			return
		}
		http.Error(w, text, http.StatusNotImplemented)
	})
}

// callerOf tells where a kit was called: " (cart_test.go:12)". That is the nearest
// call from outside of the kit and of this package, or from a test.
func callerOf(kit string) string {
	pcs := make([]uintptr, 32)
	pcs = pcs[:runtime.Callers(1, pcs)]
	frames := runtime.CallersFrames(pcs)
	frame, more := frames.Next() // this function
	own := packageOf(frame.Function)
	for more {
		frame, more = frames.Next()
		if of := packageOf(frame.Function); of != own && of != kit || strings.HasSuffix(frame.File, "_test.go") {
			return fmt.Sprintf(" (%s:%d)", filepath.Base(frame.File), frame.Line)
		}
	}
	return ""
}

// kitOf is the package that called the caller of this function.
func kitOf() string {
	pcs := make([]uintptr, 1)
	frame, _ := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]).Next()
	return packageOf(frame.Function)
}

// packageOf is the import path in the name of a function.
func packageOf(function string) string {
	folder := strings.LastIndex(function, "/") + 1
	name, _, _ := strings.Cut(function[folder:], ".")
	return function[:folder] + name
}
