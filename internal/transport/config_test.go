package transport

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

func TestConfig_OptionsOfACallAreOfThatCallAlone(t *testing.T) {
	var seen http.Header
	core := newCore(t, func(r *http.Request) (*http.Response, error) { seen = r.Header; return reply(200, `{}`), nil },
		frontdesk.WithHeader("X-Client", "1"), frontdesk.WithPrefetch(3))
	for _, tc := range []struct {
		opts               []frontdesk.Option
		agent, client, own string
		prefetch           int
	}{
		{nil, "frontdesk-go/" + frontdesk.Version, "1", "", 3},
		{[]frontdesk.Option{frontdesk.WithHeader("X-Own", "2")}, "frontdesk-go/" + frontdesk.Version, "1", "2", 3},
		{[]frontdesk.Option{frontdesk.WithHeader("X-Client", "4"), frontdesk.WithPrefetch(5)}, "frontdesk-go/" + frontdesk.Version, "4", "", 5},
		{[]frontdesk.Option{frontdesk.NoRetry()}, "frontdesk-go/" + frontdesk.Version, "1", "", 3},
	} {
		_, err := callThing(t.Context(), core, tc.opts...)
		require.NoError(t, err)
		assert.Equal(t, tc.agent, seen.Get("User-Agent"))
		assert.Equal(t, tc.client, seen.Get("X-Client"))
		assert.Equal(t, tc.own, seen.Get("X-Own"))
		assert.Equal(t, tc.prefetch, core.Prefetch(core.Resolve(tc.opts)))
	}
	core = newCore(t, func(r *http.Request) (*http.Response, error) { seen = r.Header; return reply(200, `{}`), nil }, frontdesk.WithUserAgent("shop/1"))
	_, err := callThing(t.Context(), core)
	require.NoError(t, err)
	assert.Equal(t, "shop/1 frontdesk-go/"+frontdesk.Version, seen.Get("User-Agent"))
	assert.Empty(t, seen.Get("X-Client"))
}

func TestConfig_APositionIsForIterators(t *testing.T) {
	var at frontdesk.Cursor
	requests := 0
	core := newCore(t, func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil })
	_, err := callThing(t.Context(), core, frontdesk.WithPosition(&at))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Zero(t, requests)
}

func TestNew_WhatTheVendorsConfigSays(t *testing.T) {
	core, err := New(Config{
		Vendor: "test", BaseURL: "https://api.example.com", Credential: credentialForTests, Protocol: bearer{},
		Secrets: []string{"a-password-of-old"}, ErrorsInSuccess: true,
	}, Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: roundTripper(
		func(*http.Request) (*http.Response, error) {
			return reply(200, `{"echo":"a-password-of-old","cut`), nil
		})})}))
	require.NoError(t, err)
	defer core.Close()
	e := asError(t, act(t.Context(), core, opOf(frontdesk.ClassUnsafe)))
	assert.Equal(t, frontdesk.SentUnknown, e.Sent, "its errors come with HTTP 200 too")
	assert.NotContains(t, string(e.Body), "a-password-of-old")
	assert.Equal(t, "REDACTED", core.Redactor().String("a-password-of-old"))
}

func TestLimits_ShowWhatIsKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(429, "Retry-After", "60")}}
		core, err := New(Config{
			Vendor: "test", BaseURL: "https://api.example.com", Credential: credentialForTests, Protocol: bearer{},
			Windows: []*quota.Window{quota.NewWindow("day", 0, 24*time.Hour), quota.NewWindow("minute", 10, time.Minute)},
		}, Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: roundTripper(s.RoundTrip)})}))
		require.NoError(t, err)
		names := func() (names []string) {
			for _, l := range core.Limits() {
				names = append(names, l.Name)
			}
			return names
		}
		assert.Equal(t, []string{"minute"}, names(), "the day's limit is not known yet")
		core.Observe([]quota.State{{Name: "day", Limit: 3000, Remaining: 2990}})
		assert.Equal(t, []string{"day", "minute"}, names())
		assert.Equal(t, 2990, core.Limits()[0].Remaining)
		require.Error(t, act(t.Context(), core, opOf(frontdesk.ClassSafe), frontdesk.NoRetry()))
		require.Equal(t, []string{"day", "minute", quota.PauseName}, names())
		assert.Equal(t, -1, core.Limits()[2].Limit)
		core.Close()
	})
}

func TestDecode_AConvertedReply(t *testing.T) {
	core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, `<id>7</id>`), nil })
	for name, convert := range map[string]func([]byte) ([]byte, error){
		"read":   func([]byte) ([]byte, error) { return []byte(`{"id":7}`), nil },
		"broken": func([]byte) ([]byte, error) { return nil, errors.New("not that XML") },
	} {
		var out thing
		err := core.Do(t.Context(), &Request{Op: getThing, Path: Path{"/x", "/x"}, Codec: wire.NewCodec(), Out: &out, Convert: convert}, nil)
		if name == "read" {
			require.NoError(t, err)
			assert.Equal(t, int64(7), out.ID)
			continue
		}
		assert.ErrorIs(t, err, frontdesk.ErrDecode)
	}
}
