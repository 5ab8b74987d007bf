// Package settings is what options write into: a bag that names no type of
// this module, so that the root package, the transport and the vendor packages
// can all read it without importing one another.
//
// Values of standard library types have a field each; values of the module's
// own types are kept by their type with [Put] and read with [Get].
package settings

import (
	"fmt"
	"net/http"
	"reflect"
	"time"
)

// Scope says for what an option list is being resolved.
type Scope uint8

const (
	// Client is the scope of the options given to a constructor.
	Client Scope = iota
	// Call is the scope of the options given to one method call.
	Call
)

// Settings collects what a list of options asks for. A nil pointer or a zero
// value means that the option was not given.
type Settings struct {
	HTTPClient       *http.Client
	BaseURL          string
	PlainHTTP        bool
	Header           http.Header
	UserAgent        string
	Timeout          *time.Duration
	AttemptTimeout   *time.Duration
	Prefetch         *int
	MaxResponseBytes *int64
	Location         *time.Location
	// Limiter, Logger and Dump are what WithLimiter, WithLogger and WithDump bring. The
	// transport knows them by its own interfaces, so that only programs with the option
	// hold their code. With LoggerSet and DumpSet a nil one turns them off.
	Limiter            any
	Logger, Dump       any
	LoggerSet, DumpSet bool

	scope  Scope
	vendor string
	values map[reflect.Type]any
	err    error
}

// New returns an empty bag for the options of one constructor or call of the
// vendor's client.
func New(vendor string, scope Scope) *Settings {
	return &Settings{vendor: vendor, scope: scope}
}

// Put keeps v under its type; a later Put of the same type replaces it.
func Put[T any](s *Settings, v T) {
	if s.values == nil {
		s.values = make(map[reflect.Type]any)
	}
	s.values[reflect.TypeFor[T]()] = v
}

// Get returns the value of type T and whether one was put.
func Get[T any](s *Settings) (T, bool) {
	v, ok := s.values[reflect.TypeFor[T]()].(T)
	return v, ok
}

// Scope returns the scope for which the options are resolved.
func (s *Settings) Scope() Scope { return s.scope }

// ForClient reports whether the option called name may take effect: it fails
// the bag unless the options are those of a constructor.
func (s *Settings) ForClient(name string) bool {
	if s.scope != Client {
		s.Fail(fmt.Errorf("option %s is for the constructor, not for a single call", name))
		return false
	}
	return true
}

// ForCall is the reverse of [Settings.ForClient].
func (s *Settings) ForCall(name string) bool {
	if s.scope != Call {
		s.Fail(fmt.Errorf("option %s is for a single call, not for the constructor", name))
		return false
	}
	return true
}

// ForVendor reports whether the option called name belongs to the client whose
// options are resolved, and fails the bag if not.
func (s *Settings) ForVendor(vendor, name string) bool {
	if s.vendor != vendor {
		s.Fail(fmt.Errorf("option %s belongs to %s, not to %s", name, vendor, s.vendor))
		return false
	}
	return true
}

// Fail keeps the first error; the constructor or call returns it as Invalid.
func (s *Settings) Fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// Err returns the first error of the options applied so far.
func (s *Settings) Err() error { return s.err }
