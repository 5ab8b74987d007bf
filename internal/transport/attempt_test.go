package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// judge is a protocol whose Classify is given by the test.
type judge struct {
	bearer
	classify func(*Reply) *frontdesk.Error
}

func (j judge) Classify(r *Reply) *frontdesk.Error { return j.classify(r) }

// An attempt without a reply must not show the reply of the one before.
func TestAttempt_KnowsNothingOfTheOneBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(500, "X-Request-Id", "first"), fails(readReset)}}
		var resp frontdesk.Response
		err := asError(t, act(t.Context(), newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe), frontdesk.WithResponse(&resp)))
		assert.Equal(t, frontdesk.KindTransport, err.Kind)
		assert.Zero(t, err.HTTPStatus)
		assert.Empty(t, err.RequestID)
		assert.Empty(t, err.Body)
		assert.Zero(t, resp.StatusCode)
		assert.Empty(t, resp.Header)
		assert.Empty(t, resp.Body)
	})
}

func TestAttempt_ALimiterThatFailsAfterAFaultIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(500)}}
		asked := 0
		core := newCore(t, s.RoundTrip, frontdesk.WithLimiter(limiterFunc(func(context.Context) error {
			if asked++; asked > 1 {
				return io.ErrClosedPipe
			}
			return nil
		})))
		err := asError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		assert.ErrorIs(t, err, frontdesk.ErrRateLimited)
		assert.ErrorIs(t, err, io.ErrClosedPipe)
		assert.Equal(t, 2, asked)
		assert.Equal(t, 1, err.Attempts)
	})
}

type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

// The wait of a fault is not waited again after a refusal, which the gate waits out.
func TestAttempt_AWaitIsWaitedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var waits []time.Duration
		s := &script{steps: []step{status(500, "Retry-After", "5"), status(429, "Retry-After", "1"), status(200)}}
		core := newCore(t, s.RoundTrip, frontdesk.WithHooks(frontdesk.Hooks{
			Retry: func(_ context.Context, r frontdesk.Retry) { waits = append(waits, r.Wait) },
		}))
		var resp frontdesk.Response
		start := time.Now()
		require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe), frontdesk.WithResponse(&resp)))
		require.Len(t, waits, 2)
		assert.GreaterOrEqual(t, waits[0], 5*time.Second)
		assert.Zero(t, waits[1])
		assert.LessOrEqual(t, s.times[2].Sub(s.times[1]), 1100*time.Millisecond)
		assert.Equal(t, time.Since(start), resp.Waited, "a server that answers at once: all else was waiting")
		assert.Equal(t, time.Since(start), resp.Duration)
	})
}

func TestAttempt_TakesWhatItsOperationCosts(t *testing.T) {
	core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, `{}`), nil }, frontdesk.WithWindow(10, time.Minute))
	op := opOf(frontdesk.ClassSafe)
	op.Cost = 3
	require.NoError(t, act(t.Context(), core, op))
	assert.Equal(t, 7, core.Limits()[0].Remaining)
	op.Cost = 0
	require.NoError(t, act(t.Context(), core, op))
	assert.Equal(t, 6, core.Limits()[0].Remaining)
}

// A slot is free at once only where it is sure that nothing was sent.
func TestAttempt_FreesItsSlotOnlyIfNothingWasSent(t *testing.T) {
	for name, tc := range map[string]struct {
		first step
		wait  time.Duration
	}{
		"a refused dial": {fails(dialRefused), 0},
		"a lost reply":   {fails(readReset), time.Minute},
		"a fault":        {status(500), time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []step{tc.first, status(200)}}
				core := newCore(t, s.RoundTrip, frontdesk.WithWindow(1, time.Minute))
				require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
				assert.Equal(t, tc.wait, s.times[1].Sub(s.times[0]).Truncate(time.Second*2))
			})
		})
	}
	t.Run("a panic of the transport", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			calls := 0
			core := newCore(t, func(*http.Request) (*http.Response, error) {
				if calls++; calls == 1 {
					panic("boom")
				}
				return reply(200, `{"id":1}`), nil
			}, frontdesk.WithWindow(1, time.Minute))
			assert.Panics(t, func() { _, _ = callThing(t.Context(), core) })
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			_, err := callThing(ctx, core)
			assert.NoError(t, err)
		})
	})
}

func TestAttempt_WhatAReplySaysOfLimitsIsKnownToAllCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		core := newCore(t, func(*http.Request) (*http.Response, error) { requests++; return reply(200, `{}`), nil },
			frontdesk.WithLimiter(limiterFunc(func(context.Context) error { return nil })))
		core.protocol = judge{classify: func(r *Reply) *frontdesk.Error {
			return &frontdesk.Error{Kind: frontdesk.KindQuotaExhausted, RetryAfter: time.Hour}
		}}
		for range 2 {
			err := asError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
			assert.Equal(t, frontdesk.KindQuotaExhausted, err.Kind)
			assert.Equal(t, time.Hour, err.RetryAfter)
			assert.Equal(t, frontdesk.SentNo, err.Sent)
			assert.Equal(t, 1, requests, "nobody asks again before the quota is renewed")
		}
		time.Sleep(time.Hour)
		_ = act(t.Context(), core, opOf(frontdesk.ClassSafe))
		assert.Equal(t, 2, requests)

		core = newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, `{}`), nil }, frontdesk.WithWindow(100, time.Minute))
		core.protocol = judge{classify: func(r *Reply) *frontdesk.Error {
			r.Limits = []quota.State{{Name: core.Limits()[0].Name, Limit: 100, Remaining: 40, Reset: time.Now().Add(30 * time.Second)}}
			return nil
		}}
		require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		assert.Equal(t, 40, core.Limits()[0].Remaining)
	})
}

// The wait told to the caller is the server's, not a guess of ours.
// listening is a limiter that is told of limits.
type listening struct{ heard []frontdesk.LimitState }

func (*listening) Wait(context.Context) error           { return nil }
func (l *listening) Observe(state frontdesk.LimitState) { l.heard = append(l.heard, state) }

// A limiter hears of every reply and refusal, and of nothing where no reply came.
func TestAttempt_ALimiterIsToldOfEveryReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, tc := range map[string]struct {
			step step
			want []frontdesk.LimitState
		}{
			"a success":      {status(200), []frontdesk.LimitState{{Limit: -1, Remaining: -1}}},
			"a fault":        {status(500), []frontdesk.LimitState{{Limit: -1, Remaining: -1}}},
			"a lost reply":   {fails(readReset), nil},
			"a refused dial": {fails(dialRefused), nil},
			"a refusal":      {status(429), []frontdesk.LimitState{{Limit: -1, Refused: true}}},
		} {
			l := new(listening)
			core := newCore(t, (&script{steps: []step{tc.step}}).RoundTrip, frontdesk.WithLimiter(l))
			_ = act(t.Context(), core, opOf(frontdesk.ClassSafe), frontdesk.NoRetry())
			assert.Equal(t, tc.want, l.heard, name)
			l.heard = nil
			core.Observe([]quota.State{{Name: "day", Limit: 10, Remaining: 3}})
			core.Observe(nil)
			assert.Equal(t, []frontdesk.LimitState{{Name: "day", Limit: 10, Remaining: 3}}, l.heard, name)
		}
	})
}

// later is a limiter's error that knows when to come again.
type later struct{ at time.Time }

func (later) Error() string        { return "the fleet's quota is used up" }
func (l later) RetryAt() time.Time { return l.at }

func TestAttempt_ALimiterThatKnowsWhenTellsTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for at, want := range map[time.Duration]time.Duration{30 * time.Second: 30 * time.Second, -time.Second: 0} {
			core := newCore(t, nil, frontdesk.WithLimiter(limiterFunc(func(context.Context) error { return later{time.Now().Add(at)} })))
			for deadline, late := range map[time.Duration]bool{0: false, time.Hour: true} {
				ctx := t.Context()
				if deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, deadline)
					defer cancel()
				}
				err := asError(t, act(ctx, core, opOf(frontdesk.ClassSafe)))
				assert.Equal(t, frontdesk.KindRateLimited, err.Kind)
				assert.Equal(t, want, err.RetryAfter)
				assert.Equal(t, late, errors.Is(err, context.DeadlineExceeded))
			}
		}
	})
}

func TestAttempt_ARefusalWithoutAWaitTellsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(429)}}
		err := asError(t, act(t.Context(), newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe), frontdesk.NoRetry()))
		assert.Zero(t, err.RetryAfter)
	})
}

func TestAttempt_TheLongerOfTheVendorsWaitAndTheHeadersCounts(t *testing.T) {
	for header, want := range map[string]time.Duration{"": 5 * time.Second, "3": 5 * time.Second, "9": 9 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			core := newCore(t, (&script{steps: []step{status(400, "Retry-After", header)}}).RoundTrip)
			core.protocol = judge{classify: func(*Reply) *frontdesk.Error {
				return &frontdesk.Error{Kind: frontdesk.KindInvalid, RetryAfter: 5 * time.Second}
			}}
			assert.Equal(t, want, asError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe))).RetryAfter, "Retry-After %q", header)
		})
	}
}

func TestSend_ARequestHasWhatItNeedsAndNothingElse(t *testing.T) {
	var seen []*http.Request
	core := newCore(t, func(r *http.Request) (*http.Response, error) { seen = append(seen, r); return reply(200, `{}`), nil })
	for _, req := range []*Request{
		{Op: opOf(frontdesk.ClassSafe), Body: []byte(`{"a":1}`), ContentType: "application/json", Accept: "text/xml"},
		{Op: opOf(frontdesk.ClassUnsafe), Body: []byte{}},
		{Op: getThing, Path: Path{"/x", "/x"}},
	} {
		require.NoError(t, core.Do(t.Context(), req, nil))
	}
	assert.Equal(t, int64(7), seen[0].ContentLength)
	require.NotNil(t, seen[0].GetBody, "for a connection that was lost before anything was sent")
	again, err := seen[0].GetBody()
	require.NoError(t, err)
	body, err := io.ReadAll(again)
	require.NoError(t, err)
	assert.JSONEq(t, `{"a":1}`, string(body))
	assert.Equal(t, "text/xml", seen[0].Header.Get("Accept"))
	assert.Equal(t, "application/json", seen[0].Header.Get("Content-Type"))
	assert.Equal(t, http.NoBody, seen[1].Body)
	for _, name := range []string{"Content-Type", "Accept", "Cookie"} {
		assert.NotContains(t, seen[2].Header, name)
	}
}

// watched is a body that tells whether it was closed, and how much was read.
type watched struct {
	io.Reader
	read   int
	closed bool
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.read += n
	return n, err
}

func (w *watched) Close() error { w.closed = true; return nil }

func TestSend_NothingIsLeftOfAnyOutcome(t *testing.T) {
	cut := func() io.Reader {
		return io.MultiReader(strings.NewReader(`{"result":`), failingReader{io.ErrUnexpectedEOF})
	}
	rows := `{"result":{"data":[{"id":1}]}}`
	for name, tc := range map[string]struct {
		status int
		body   func() io.Reader
	}{
		"success":          {200, func() io.Reader { return strings.NewReader(rows) }},
		"no rows":          {200, func() io.Reader { return strings.NewReader(`{"id":1}`) }},
		"a cut success":    {200, cut},
		"a fault":          {500, func() io.Reader { return strings.NewReader(rows) }},
		"a cut fault":      {500, cut},
		"a redirect":       {302, func() io.Reader { return strings.NewReader(rows) }},
		"no reply":         {},
		"too large a body": {200, func() io.Reader { return strings.NewReader(`"` + strings.Repeat("x", 4<<20) + `"`) }},
	} {
		for _, streams := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var bodies []*watched
					core := newCore(t, func(*http.Request) (*http.Response, error) {
						if tc.body == nil {
							return nil, readReset
						}
						w := &watched{Reader: tc.body()}
						bodies = append(bodies, w)
						r := reply(tc.status, "")
						r.Body, r.ContentLength = w, -1
						r.Header.Set("Location", "/v1/things")
						return r, nil
					}, frontdesk.WithMaxResponseBytes(2<<20), frontdesk.WithTimeout(time.Hour))
					req := &Request{Op: opRows, Body: []byte(`{}`), Codec: wire.NewCodec(), Out: new(any)}
					if streams {
						if stream, err := core.Open(t.Context(), req, nil, false); err == nil && !stream.Whole() {
							_, _ = readRows(stream)
						}
					} else {
						_ = core.Do(t.Context(), req, nil)
					}
					assert.Empty(t, core.requests.timers, "requests under way")
					for i, w := range bodies {
						assert.True(t, w.closed, "body %d is closed", i)
						assert.LessOrEqual(t, w.read, 3<<20, "bytes read")
					}
				})
			})
		}
	}
}

func TestSend_BodiesAreCappedByTheirStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		long := `{"name":"` + strings.Repeat("x", 3<<20) + `"}`
		var w *watched
		code := 200
		core := newCore(t, func(*http.Request) (*http.Response, error) {
			w = &watched{Reader: strings.NewReader(long)}
			r := reply(code, "")
			r.Body, r.ContentLength = w, -1
			return r, nil
		})
		out, err := callThing(t.Context(), core)
		require.NoError(t, err, "a success may be longer than an error")
		assert.Len(t, out.Name, 3<<20)
		code = 500
		_, err = callThing(t.Context(), core, frontdesk.NoRetry())
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindServer, e.Kind, "the status tells, however long the body")
		assert.Less(t, w.read, 2<<20)
		assert.Len(t, e.Body, keptBytes)
		assert.True(t, bytes.HasPrefix([]byte(long), e.Body))
	})
}

func TestSend_WithoutAnAttemptTimeoutItIsAwaitedForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(time.Hour, io.EOF, &closed, `{"result":{"data":[{"id":1},`, `{"id":2}]}}`)}}
		core := newCore(t, s.RoundTrip, frontdesk.WithAttemptTimeout(0))
		_, err := callThing(t.Context(), core)
		require.NoError(t, err)
		stream, err := openRows(t.Context(), core, nil)
		require.NoError(t, err)
		rows, err := readRows(stream)
		require.NoError(t, err)
		assert.Len(t, rows, 2)
		assert.Len(t, s.times, 2)
	})
}

func TestSend_ACancelledReadOfAnErrorIsCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		core := newCore(t, func(r *http.Request) (*http.Response, error) {
			closed := false
			resp := reply(500, "")
			resp.ContentLength = -1
			resp.Body = &slowBody{ctx: r.Context(), wait: time.Minute, end: io.EOF, closed: &closed}
			return resp, nil
		})
		_, err := callThing(ctx, core)
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, frontdesk.ErrCanceled)
	})
}
