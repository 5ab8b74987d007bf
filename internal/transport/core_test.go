package transport

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	cases := map[string]struct {
		base, key string
		opts      []frontdesk.Option
	}{
		"no key":              {"https://api.example.com", "", nil},
		"a short key":         {"https://api.example.com", "abc", nil},
		"a key with a line":   {"https://api.example.com", "abc\r\nX: y", nil},
		"no URL":              {"", "key-0001", nil},
		"no host":             {"https://", "key-0001", nil},
		"another scheme":      {"ftp://api.example.com", "key-0001", nil},
		"not a URL":           {"https://api.example.com/%zz", "key-0001", nil},
		"user info":           {"https://u:p@api.example.com", "key-0001", nil},
		"a query":             {"https://api.example.com?x=1", "key-0001", nil},
		"plain http":          {"http://api.example.com", "key-0001", nil},
		"plain http by IPv4":  {"http://10.0.0.1", "key-0001", nil},
		"plain http by IPv6":  {"http://[2001:db8::1]", "key-0001", nil},
		"a fragment":          {"https://api.example.com#x", "key-0001", nil},
		"plain http by name":  {"http://localhost.example.com", "key-0001", nil},
		"nil client":          {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithHTTPClient(nil)}},
		"nil option":          {"https://api.example.com", "key-0001", []frontdesk.Option{nil}},
		"negative timeout":    {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithTimeout(-1)}},
		"a line in a header":  {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithHeader("X-A", "b\r\nC: d")}},
		"our own header":      {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithHeader("authorization", "x")}},
		"a header that isn't": {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithHeader("a b", "x")}},
		"a line in the agent": {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithUserAgent("x\ny")}},
		"an empty window":     {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithWindow(0, time.Second)}},
		"a nil window":        {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithLimiter((*frontdesk.Window)(nil))}},
		"an empty limiter":    {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithLimiter(frontdesk.NewWindow(0, 0))}},
		"a nil rate limiter":  {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithLimiter((*rate.Limiter)(nil))}},
		"a blank key":         {"https://api.example.com", "      ", nil},
		"a nil limiter":       {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithLimiter(nil)}},
		"a nil location":      {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithLocation(nil)}},
		"a nil function":      {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithCredential(nil)}},
		"a call's option":     {"https://api.example.com", "key-0001", []frontdesk.Option{frontdesk.WithResponse(new(frontdesk.Response))}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := New(Config{Vendor: "test", BaseURL: tc.base, Credential: tc.key, Protocol: bearer{}}, Resolve("test", settings.Client, tc.opts))
			assert.ErrorIs(t, err, frontdesk.ErrInvalid)
			if tc.key != "" && err != nil {
				assert.NotContains(t, err.Error(), "key-0001")
			}
		})
	}
	for _, base := range []string{"http://127.0.0.1:9", "http://[::1]:9", "http://localhost:9/x/", "http://api.localhost:9", "https://10.0.0.1"} {
		_, err := New(Config{Vendor: "test", BaseURL: base, Credential: "key-0001", Protocol: bearer{}}, Resolve("test", settings.Client, nil))
		assert.NoError(t, err, base)
	}
}

func TestNew_PlainHTTPIsAnOption(t *testing.T) {
	_, err := New(Config{Vendor: "test", BaseURL: "http://10.0.0.1", Credential: "key-0001", Protocol: bearer{}},
		Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithPlainHTTP()}))
	assert.NoError(t, err)
}

func TestNew_TheBaseKeepsItsPath(t *testing.T) {
	for base, want := range map[string]string{
		"https://api.example.com/":       "https://api.example.com/things",
		"https://api.example.com/v1/":    "https://api.example.com/v1/things",
		"https://api.example.com/a%2Fb":  "https://api.example.com/a%2Fb/things",
		"https://api.example.com/a%2Fb/": "https://api.example.com/a%2Fb/things",
	} {
		var seen string
		core, err := New(Config{Vendor: "test", BaseURL: base, Credential: "key-0001", Protocol: bearer{}},
			Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: roundTripper(
				func(r *http.Request) (*http.Response, error) { seen = r.URL.String(); return reply(200, `{}`), nil })})}))
		require.NoError(t, err)
		require.NoError(t, core.Do(t.Context(), &Request{Op: opOf(frontdesk.ClassSafe)}, nil))
		assert.Equal(t, want, seen)
		core.Close()
	}
}

func TestNew_TheTimeoutOfTheUsersClientBoundsEachAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{hang()}}
		core, err := New(Config{Vendor: "test", BaseURL: "https://api.example.com", Credential: credentialForTests, Protocol: bearer{}},
			Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: roundTripper(s.RoundTrip), Timeout: 5 * time.Second})}))
		require.NoError(t, err)
		start := time.Now()
		_, err = callThing(t.Context(), core, frontdesk.NoRetry())
		assert.ErrorIs(t, err, frontdesk.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(start))
		core.Close()
	})
}

func TestDo_WithoutAContextIsInvalid(t *testing.T) {
	requests := 0
	core := newCore(t, func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil })
	var none context.Context
	_, err := callThing(none, core)
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindInvalid, e.Kind)
	assert.Equal(t, "ctx", e.Field)
	assert.Equal(t, frontdesk.SentNo, e.Sent)
	assert.Zero(t, requests)
}

func TestDo_ARequestsClassReplacesItsOperations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		idempotent := frontdesk.ClassIdempotent
		s := &script{steps: []step{status(500)}}
		err := newCore(t, s.RoundTrip).Do(t.Context(), &Request{Op: opOf(frontdesk.ClassUnsafe), Class: &idempotent}, nil)
		assert.Equal(t, idempotent, asError(t, err).Class)
		assert.Len(t, s.times, 3)
	})
}

func TestHooks_MayReturnNoContextAndGetErrorsOfTheirOwn(t *testing.T) {
	ended := 0
	core := newCore(t, (&script{steps: []step{status(400, "X-Request-Id", "r-1")}}).RoundTrip, frontdesk.WithHooks(frontdesk.Hooks{
		Start:   func(context.Context, frontdesk.Call) context.Context { return nil },
		Attempt: func(context.Context, frontdesk.Attempt) context.Context { return nil },
		AttemptEnd: func(_ context.Context, r frontdesk.AttemptResult) {
			require.NotNil(t, r.Err)
			r.Err.Message = "changed by a hook"
		},
		End: func(_ context.Context, r frontdesk.Result) {
			ended++
			require.NotNil(t, r.Err)
			assert.NotEqual(t, "changed by a hook", r.Err.Message)
			r.Err.Message = "changed by a hook"
		},
	}))
	var resp frontdesk.Response
	_, err := callThing(t.Context(), core, frontdesk.WithResponse(&resp))
	assert.NotContains(t, err.Error(), "changed by a hook")
	assert.Equal(t, 1, ended)
	assert.Equal(t, "things.get", resp.Operation)
	assert.Equal(t, "r-1", resp.RequestID)
	assert.Equal(t, "r-1", resp.Header.Get("X-Request-Id"))
	assert.Equal(t, 1, resp.Attempts)
	assert.Zero(t, resp.Refusals)
}

func TestExpand_EscapesOneElementAtATime(t *testing.T) {
	p, err := Expand("/a/{x}/b/{y}", "1/2?#%", "é @")
	require.NoError(t, err)
	assert.Equal(t, Path{Decoded: "/a/1/2?#%/b/é @", Escaped: "/a/1%2F2%3F%23%25/b/%C3%A9%20@"}, p)
	p, err = Expand("/a/{x}/b/{y}/c", "plain", "é")
	require.NoError(t, err)
	assert.Equal(t, Path{Decoded: "/a/plain/b/é/c", Escaped: "/a/plain/b/%C3%A9/c"}, p)
	for _, bad := range []string{"", ".", ".."} {
		_, err := Expand("/a/{x}", bad)
		assert.Error(t, err, "%q", bad)
	}
	_, err = Expand("/a/{x}")
	assert.Error(t, err)
	_, err = Expand("/a", "1")
	assert.Error(t, err)
}

// call makes one call of getThing.
func callThing(ctx context.Context, core *Core, opts ...frontdesk.Option) (thing, error) {
	path, _ := Expand(getThing.Path, "1")
	var out thing
	err := core.Do(ctx, &Request{Op: getThing, Path: path, Codec: wire.NewCodec(), Out: &out}, core.Resolve(opts))
	return out, err
}

func TestHooks_NestAndTellTheWholeStory(t *testing.T) {
	type key string
	synctest.Test(t, func(t *testing.T) {
		var story []string
		s := &script{steps: []step{status(500), status(429, "Retry-After", "1"), status(200)}}
		core := newCore(t, func(r *http.Request) (*http.Response, error) {
			assert.Equal(t, "call", r.Context().Value(key("call")))
			assert.Equal(t, "attempt", r.Context().Value(key("attempt")))
			return s.RoundTrip(r)
		}, frontdesk.WithHooks(frontdesk.Hooks{
			Start: func(ctx context.Context, c frontdesk.Call) context.Context {
				story = append(story, "start "+c.Operation)
				return context.WithValue(ctx, key("call"), "call")
			},
			Attempt: func(ctx context.Context, a frontdesk.Attempt) context.Context {
				assert.Equal(t, "call", ctx.Value(key("call")))
				story = append(story, "attempt")
				return context.WithValue(ctx, key("attempt"), "attempt")
			},
			AttemptEnd: func(ctx context.Context, r frontdesk.AttemptResult) {
				assert.Equal(t, "attempt", ctx.Value(key("attempt")))
				story = append(story, "end of attempt "+http.StatusText(r.StatusCode))
			},
			Retry: func(_ context.Context, r frontdesk.Retry) {
				if r.Refused {
					story = append(story, "refused")
				} else {
					story = append(story, "retry")
				}
			},
			Limit: func(s frontdesk.LimitState) { story = append(story, "limit "+s.Name) },
			End: func(_ context.Context, r frontdesk.Result) {
				assert.Equal(t, 3, r.Attempts)
				assert.Equal(t, 1, r.Refusals)
				story = append(story, "end")
			},
		}))
		_, err := callThing(t.Context(), core)
		require.NoError(t, err)
		assert.Equal(t, []string{
			"start things.get", "attempt", "end of attempt Internal Server Error", "retry",
			"attempt", "limit pause", "end of attempt Too Many Requests", "refused",
			"attempt", "limit pause", "end of attempt OK", "end",
		}, story)
	})
}

func TestObservers_ShowNoSecret(t *testing.T) {
	const secret = credentialForTests
	var log, dump bytes.Buffer
	var resp frontdesk.Response
	core := newCore(t, func(*http.Request) (*http.Response, error) {
		r := reply(400, `{"echo":"`+secret+`"}`)
		r.Header.Set("X-Echo", secret)
		r.Header.Set("X-Request-Id", secret)
		return r, nil
	}, frontdesk.WithLogger(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))), frontdesk.WithDump(&dump))
	_, err := callThing(t.Context(), core, frontdesk.WithResponse(&resp))
	e := asError(t, err)
	assert.NotEmpty(t, log.String())
	assert.Contains(t, dump.String(), "> GET https://api.example.com/v1/things/1")
	assert.Contains(t, dump.String(), "REDACTED")
	for name, text := range map[string]string{
		"log": log.String(), "dump": dump.String(), "error": err.Error(), "body": string(e.Body), "request id": e.RequestID,
		"response body": string(resp.Body), "response header": resp.Header.Get("X-Echo"),
	} {
		assert.NotContains(t, text, secret, name)
	}
}

func TestCredential_RotatesOnceOn401(t *testing.T) {
	keys := []string{"old-key-1", "new-key-2"}
	asked := 0
	var used []string
	core := newCore(t, func(r *http.Request) (*http.Response, error) {
		used = append(used, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		if used[len(used)-1] == "new-key-2" {
			return reply(200, `{"id":1}`), nil
		}
		return reply(401, `{}`), nil
	}, frontdesk.WithCredential(func(context.Context) (string, error) {
		asked++
		return keys[min(asked-1, 1)], nil
	}))
	for range 3 {
		_, err := callThing(t.Context(), core)
		require.NoError(t, err)
	}
	assert.Equal(t, 2, asked)
	assert.Equal(t, []string{"old-key-1", "new-key-2", "new-key-2", "new-key-2"}, used)
}

func TestCredential_ASecondRefusalIsFinal(t *testing.T) {
	requests := 0
	core := newCore(t, func(*http.Request) (*http.Response, error) { requests++; return reply(401, `{}`), nil },
		frontdesk.WithCredential(func(context.Context) (string, error) { return "some-key", nil }))
	_, err := callThing(t.Context(), core)
	assert.ErrorIs(t, err, frontdesk.ErrAuth)
	assert.Equal(t, 2, requests)
}

func TestCredential_AFailingSourceIsAuthWithoutARequest(t *testing.T) {
	requests := 0
	core := newCore(t, func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil },
		frontdesk.WithCredential(func(context.Context) (string, error) { return "", errors.New("vault is sealed") }))
	_, err := callThing(t.Context(), core)
	assert.ErrorIs(t, err, frontdesk.ErrAuth)
	assert.Zero(t, requests)
}

func TestReply_TooLargeAndTrailing(t *testing.T) {
	core := newCore(t, func(*http.Request) (*http.Response, error) {
		return reply(200, `{"id":1,"name":"`+strings.Repeat("x", 200)+`"}`), nil
	})
	_, err := callThing(t.Context(), core, frontdesk.WithMaxResponseBytes(100))
	assert.ErrorIs(t, err, frontdesk.ErrTooLarge)

	core = newCore(t, func(*http.Request) (*http.Response, error) {
		return reply(200, `{"id":1}<br /><b>Warning</b>`), nil
	})
	var resp frontdesk.Response
	out, err := callThing(t.Context(), core, frontdesk.WithResponse(&resp))
	require.NoError(t, err)
	assert.Equal(t, int64(1), out.ID)
	assert.Equal(t, `<br /><b>Warning</b>`, string(resp.Trailing))
}

func TestWithClass_IsForTheHatchOnly(t *testing.T) {
	core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, `{}`), nil })
	_, err := callThing(t.Context(), core, frontdesk.WithClass(frontdesk.ClassSafe))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.NoError(t, core.Do(t.Context(), &Request{Op: getThing, Hatch: true}, core.Resolve([]frontdesk.Option{frontdesk.WithClass(frontdesk.ClassSafe)})))
}

func TestSend_NetHTTPMustNotRepeatAGetThatWrites(t *testing.T) {
	core := newCore(t, func(r *http.Request) (*http.Response, error) {
		assert.NotNil(t, r.Body)
		assert.NotEqual(t, http.NoBody, r.Body)
		assert.Nil(t, r.GetBody)
		assert.Zero(t, r.ContentLength)
		return reply(200, `{}`), nil
	})
	op := *getThing
	op.Class = frontdesk.ClassIdempotent
	require.NoError(t, core.Do(t.Context(), &Request{Op: &op, Path: Path{"/x", "/x"}}, nil))
}

func TestCookies_OfTheUsersJarAreSentOnceAndKept(t *testing.T) {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	var sent []string
	s := &script{steps: []step{status(500, "Set-Cookie", "a=1"), status(500, "Set-Cookie", "b=2"), status(200)}}
	synctest.Test(t, func(t *testing.T) {
		core, err := New(Config{Vendor: "test", BaseURL: "https://api.example.com", Credential: credentialForTests, Protocol: bearer{}},
			Resolve("test", settings.Client, []frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{
				Jar: jar, Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
					sent = append(sent, r.Header.Get("Cookie"))
					return s.RoundTrip(r)
				}),
			})}))
		require.NoError(t, err)
		_, err = callThing(t.Context(), core)
		require.NoError(t, err)
		core.Close()
	})
	assert.Equal(t, []string{"", "a=1", "a=1; b=2"}, sent)
}

func TestSend_AReplyWithoutBodyOrHeaderIsNoPanic(t *testing.T) {
	core := newCore(t, func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 200}, nil })
	_, err := callThing(t.Context(), core)
	assert.ErrorIs(t, err, frontdesk.ErrDecode)
	core = newCore(t, func(*http.Request) (*http.Response, error) { return nil, nil })
	_, err = callThing(t.Context(), core, frontdesk.NoRetry())
	assert.ErrorIs(t, err, frontdesk.ErrTransport)
}

func TestSend_APanicOfATransportHoldsNoSlot(t *testing.T) {
	calls := 0
	core := newCore(t, func(*http.Request) (*http.Response, error) {
		if calls++; calls == 1 {
			panic("boom")
		}
		return reply(200, `{"id":1}`), nil
	}, frontdesk.WithWindow(2, time.Hour))
	assert.Panics(t, func() { _, _ = callThing(t.Context(), core) })
	_, err := callThing(t.Context(), core)
	require.NoError(t, err)
	assert.Zero(t, core.Limits()[0].Waiting)
}
