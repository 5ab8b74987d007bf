package transport

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// Credential is a value to sign with and, if it is a session, its end.
type Credential struct {
	Value   string
	Expires time.Time
}

// Source obtains a credential: a session by login, a rotating key by asking the
// user's function.
type Source func(ctx context.Context) (Credential, error)

// credentials keeps the current credential of a client. With a source, one
// goroutine at a time asks it and the others wait for what it brings.
type credentials struct {
	source  Source
	current atomic.Pointer[Credential]
	asking  chan struct{}
	learn   func(secret string)
	ended   atomic.Bool
}

func newCredentials(static string, source Source, learn func(string)) *credentials {
	c := &credentials{source: source, asking: make(chan struct{}, 1), learn: learn}
	if source == nil {
		c.current.Store(&Credential{Value: static})
		learn(static)
	}
	return c
}

// get returns the credential to sign with, asking the source if there is none
// or it has ended.
func (c *credentials) get(ctx context.Context) (string, error) {
	if c.ended.Load() {
		return "", errEnded
	}
	if cred := c.valid(); cred != nil {
		return cred.Value, nil
	}
	select {
	case c.asking <- struct{}{}:
		defer func() { <-c.asking }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if c.ended.Load() {
		return "", errEnded
	}
	if cred := c.valid(); cred != nil {
		return cred.Value, nil
	}
	cred, err := c.source(ctx)
	if err != nil {
		return "", err
	}
	if err := CheckCredential(cred.Value); err != nil {
		return "", err
	}
	c.learn(cred.Value)
	c.current.Store(&cred)
	return cred.Value, nil
}

func (c *credentials) valid() *Credential {
	cred := c.current.Load()
	if cred == nil || !cred.Expires.IsZero() && !time.Now().Before(cred.Expires) {
		return nil
	}
	return cred
}

// refused drops the credential that the server refused, unless another call has
// replaced it already. It reports whether a replay can help.
func (c *credentials) refused(value string) bool {
	if c.source == nil {
		return false
	}
	if cred := c.current.Load(); cred != nil && cred.Value == value {
		c.current.CompareAndSwap(cred, nil)
	}
	return true
}

// errEnded is what calls get that come when the session is being ended.
var errEnded = errors.New("transport: the session is ended")

// end makes calls that come later fail, waits until the source is not being asked, and
// returns the current value, to be logged out.
func (c *credentials) end(ctx context.Context) (string, bool) {
	c.ended.Store(true)
	select {
	case c.asking <- struct{}{}:
		defer func() { <-c.asking }()
	case <-ctx.Done():
	}
	if cred := c.valid(); cred != nil && c.source != nil {
		return cred.Value, true
	}
	return "", false
}

// CheckCredential refuses what no vendor issues and what would break a header
// or the redactor: fewer than 4 bytes, control characters.
func CheckCredential(value string) error {
	if strings.TrimSpace(value) == "" {
		return &ArgumentError{Field: "credential", Reason: "the credential is empty"}
	}
	if len(value) < 4 {
		return &ArgumentError{Field: "credential", Reason: "the credential is shorter than 4 bytes"}
	}
	for i := range len(value) {
		if value[i] < 0x20 || value[i] == 0x7f {
			return &ArgumentError{Field: "credential", Reason: "the credential contains a control character"}
		}
	}
	return nil
}

// sourceOf turns the user's function into a Source.
func sourceOf(f frontdesk.CredentialFunc) Source {
	return func(ctx context.Context) (Credential, error) {
		value, err := f(ctx)
		return Credential{Value: value}, err
	}
}
