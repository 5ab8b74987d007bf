package transport

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// newSessionCore is a core whose credential is a session that source opens.
func newSessionCore(t *testing.T, source Source, rt roundTripper) *Core {
	core, err := New(Config{Vendor: "test", BaseURL: "https://api.example.com", Source: source, Protocol: bearer{}},
		Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: rt})}))
	require.NoError(t, err)
	t.Cleanup(core.Close)
	return core
}

func TestCredential_WhoWaitsForALoginLeavesOnItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logins := 0
		core := newSessionCore(t, func(context.Context) (Credential, error) {
			logins++
			time.Sleep(time.Minute)
			return Credential{Value: "session-1"}, nil
		}, func(*http.Request) (*http.Response, error) { return reply(200, `{}`), nil })
		first := make(chan error, 1)
		go func() { _, err := callThing(t.Context(), core); first <- err }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := callThing(ctx, core)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindTimeout, e.Kind)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
		assert.Zero(t, e.Attempts)
		assert.Equal(t, time.Second, time.Since(start))
		require.NoError(t, <-first)
		_, err = callThing(t.Context(), core)
		require.NoError(t, err)
		assert.Equal(t, 1, logins)
	})
}

func TestCredential_ASessionThatHasEndedIsOpenedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logins := 0
		var used []string
		core := newSessionCore(t, func(context.Context) (Credential, error) {
			logins++
			return Credential{Value: "session-" + string(rune('0'+logins)), Expires: time.Now().Add(time.Hour)}, nil
		}, func(r *http.Request) (*http.Response, error) {
			used = append(used, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
			return reply(200, `{}`), nil
		})
		for range 3 {
			_, err := callThing(t.Context(), core)
			require.NoError(t, err)
			time.Sleep(30 * time.Minute)
		}
		assert.Equal(t, []string{"session-1", "session-1", "session-2"}, used)
	})
}

// After EndSession no call opens another session: whoever comes is told that the
// client is closed, and whoever was refused does not replay.
func TestCredential_NobodyLogsInAfterTheEnd(t *testing.T) {
	login := func(logins *int) Source {
		return func(context.Context) (Credential, error) { *logins++; return Credential{Value: "session-1"}, nil }
	}
	t.Run("who comes later", func(t *testing.T) {
		logins, requests := 0, 0
		core := newSessionCore(t, login(&logins), func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil })
		_, err := callThing(t.Context(), core)
		require.NoError(t, err)
		session, ok := core.EndSession(t.Context())
		assert.True(t, ok)
		assert.Equal(t, "session-1", session)
		_, err = callThing(t.Context(), core)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindCanceled, e.Kind)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
		assert.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, []int{1, 1}, []int{logins, requests})
	})
	t.Run("who is under way", func(t *testing.T) {
		logins, requests := 0, 0
		var core *Core
		core = newSessionCore(t, login(&logins), func(*http.Request) (*http.Response, error) {
			requests++
			_, _ = core.EndSession(t.Context())
			return reply(401, `{}`), nil
		})
		_, err := callThing(t.Context(), core)
		assert.ErrorIs(t, err, frontdesk.ErrCanceled)
		assert.Equal(t, []int{1, 1}, []int{logins, requests})
	})
	t.Run("who waits for a login", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			asking, requests := 0, 0
			core := newSessionCore(t, func(context.Context) (Credential, error) {
				asking++
				time.Sleep(time.Second)
				return Credential{}, context.DeadlineExceeded
			}, func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil })
			failed := make(chan error, 2)
			for range 2 {
				go func() { _, err := callThing(t.Context(), core); failed <- err }()
			}
			synctest.Wait()
			_, ok := core.EndSession(t.Context())
			assert.False(t, ok)
			assert.Error(t, <-failed)
			assert.Error(t, <-failed)
			assert.Equal(t, []int{1, 0}, []int{asking, requests})
		})
	})
}

func TestCredential_EndSessionGivesUpOnItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		core := newSessionCore(t, func(context.Context) (Credential, error) {
			time.Sleep(time.Hour)
			return Credential{Value: "session-1"}, nil
		}, func(*http.Request) (*http.Response, error) { return reply(200, `{}`), nil })
		done := make(chan error, 1)
		go func() { _, err := callThing(t.Context(), core); done <- err }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, ok := core.EndSession(ctx)
		assert.False(t, ok)
		assert.Equal(t, time.Second, time.Since(start))
		<-done
	})
}

// What is static cannot be renewed, a login is not signed, and only a reply that says
// so asks for a replay.
func TestCredential_OnlyASessionThatWasRefusedIsReplayed(t *testing.T) {
	expired := judge{classify: func(r *Reply) *frontdesk.Error {
		r.SessionExpired = true
		return &frontdesk.Error{Kind: frontdesk.KindInvalid}
	}}
	requests := 0
	count := func(*http.Request) (*http.Response, error) { requests++; return reply(401, `{}`), nil }
	core := newCore(t, count)
	core.protocol = expired
	_, err := callThing(t.Context(), core)
	require.Error(t, err)
	assert.Equal(t, 1, requests, "a static credential")

	requests = 0
	logins := 0
	core = newSessionCore(t, func(context.Context) (Credential, error) { logins++; return Credential{Value: "session-1"}, nil }, count)
	core.protocol = expired
	require.Error(t, core.Do(t.Context(), &Request{Op: getThing, Path: Path{"/x", "/x"}, Unsigned: true, Codec: wire.NewCodec()}, nil))
	assert.Equal(t, []int{1, 0}, []int{requests, logins}, "a login")
	_, err = callThing(t.Context(), core)
	require.Error(t, err)
	assert.Equal(t, []int{3, 2}, []int{requests, logins}, "a session")

	requests, logins = 0, 0
	core.protocol = judge{classify: func(*Reply) *frontdesk.Error { return &frontdesk.Error{Kind: frontdesk.KindForbidden} }}
	for range 2 {
		_, err = callThing(t.Context(), core)
		require.Error(t, err)
	}
	assert.Equal(t, []int{2, 1}, []int{requests, logins}, "another failure")
}

func TestCredential_RefusesWhatNoVendorIssues(t *testing.T) {
	for value, ok := range map[string]bool{
		"abcd": true, "key with spaces": true, "ключ": true, "abc~": true,
		"": false, "   \t ": false, "abc": false, "key\x1f1": false, "key\x7f1": false, "\nkey1": false, "key1\n": false,
	} {
		assert.Equal(t, ok, CheckCredential(value) == nil, "%q", value)
	}
}

func TestCredential_WhatASourceBringsIsChecked(t *testing.T) {
	broken := errors.New("vault is sealed")
	for value, cause := range map[string]error{"": nil, "abc": nil, "key\r\nX-A: b": nil, "some-key": broken} {
		requests := 0
		core := newCore(t, func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil },
			frontdesk.WithCredential(func(context.Context) (string, error) { return value, cause }))
		_, err := callThing(t.Context(), core)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindAuth, e.Kind, "%q", value)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
		assert.Zero(t, requests)
		if cause != nil {
			assert.ErrorIs(t, err, cause)
		}
	}
}

// The failure of a login keeps its own name, and is a copy for each call.
func TestCredential_ALoginThatFailedSaysSo(t *testing.T) {
	failed := &frontdesk.Error{Vendor: "test", Operation: "auth.login", Kind: frontdesk.KindForbidden, HTTPStatus: 403, Message: "no"}
	core := newSessionCore(t, func(context.Context) (Credential, error) { return Credential{}, failed }, nil)
	_, err := callThing(t.Context(), core)
	e := asError(t, err)
	assert.Equal(t, *failed, *e)
	assert.NotSame(t, failed, e)
}

func TestCredential_OneLoginServesAllAndIsNeverShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logins := 0
		core := newSessionCore(t, func(context.Context) (Credential, error) {
			logins++
			time.Sleep(time.Second)
			return Credential{Value: "session-of-all"}, nil
		}, func(r *http.Request) (*http.Response, error) {
			return reply(400, `{"echo":"`+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+`"}`), nil
		})
		failed := make(chan error, 8)
		for range 8 {
			go func() { _, err := callThing(t.Context(), core); failed <- err }()
		}
		for range 8 {
			assert.NotContains(t, string(asError(t, <-failed).Body), "session-of-all")
		}
		assert.Equal(t, 1, logins)
	})
}

// A refusal that comes late, of a session that was replaced meanwhile, leaves the new
// one as it is.
func TestCredential_ALateRefusalDropsNoNewSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logins := 0
		var requests atomic.Int64
		core := newSessionCore(t, func(context.Context) (Credential, error) {
			logins++
			return Credential{Value: "session-" + string(rune('0'+logins))}, nil
		}, func(r *http.Request) (*http.Response, error) {
			n := requests.Add(1)
			if r.Header.Get("Authorization") == "Bearer session-1" {
				time.Sleep(time.Duration(n) * time.Second)
				return reply(401, `{}`), nil
			}
			return reply(200, `{}`), nil
		})
		done := make(chan error, 2)
		for range 2 {
			go func() { _, err := callThing(t.Context(), core); done <- err }()
			synctest.Wait()
		}
		require.NoError(t, <-done)
		require.NoError(t, <-done)
		assert.Equal(t, 2, logins)
	})
}
