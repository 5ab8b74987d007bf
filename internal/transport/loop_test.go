package transport

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// step is one scripted answer of the server.
type step func(*http.Request) (*http.Response, error)

func status(code int, headers ...string) step {
	return func(*http.Request) (*http.Response, error) {
		r := reply(code, `{}`)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return r, nil
	}
}

func fails(err error) step {
	return func(r *http.Request) (*http.Response, error) {
		if r.Body != nil {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		return nil, err
	}
}

func cutBody() step {
	return func(*http.Request) (*http.Response, error) {
		r := reply(200, "")
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"id":`), failingReader{io.ErrUnexpectedEOF}))
		r.ContentLength = 100
		return r, nil
	}
}

func hang() step {
	return func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// script answers with its steps in turn; the last one repeats.
type script struct {
	steps []step
	times []time.Time
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	n := min(len(s.times), len(s.steps)-1)
	s.times = append(s.times, time.Now())
	return s.steps[n](r)
}

func opOf(class frontdesk.Class) *Operation {
	return &Operation{ID: "things.act", Method: http.MethodPost, Path: "/things", Class: class}
}

func act(ctx context.Context, core *Core, op *Operation, opts ...frontdesk.Option) error {
	var out thing
	return core.Do(ctx, &Request{Op: op, Body: []byte(`{}`), ContentType: "application/json", Codec: wire.NewCodec(), Out: &out}, core.Resolve(opts))
}

func asError(t *testing.T, err error) *frontdesk.Error {
	t.Helper()
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.Truef(t, ok, "%T: %v", err, err)
	return e
}

var (
	dialRefused = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	readReset   = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	noSuchHost  = &net.DNSError{Err: "no such host", Name: "api.example.com", IsNotFound: true}
	dnsTrouble  = &net.DNSError{Err: "server misbehaving", Name: "api.example.com", IsTemporary: true}
)

// The table of failures × classes: how many requests are made, and what the
// error says.
func TestLoop_RepeatsByClassAndFailure(t *testing.T) {
	const unsafe, idem, safe = frontdesk.ClassUnsafe, frontdesk.ClassIdempotent, frontdesk.ClassSafe
	cases := []struct {
		name     string
		step     step
		requests map[frontdesk.Class]int
		kind     frontdesk.Kind
		sent     frontdesk.Sent
	}{
		{"dial refused", fails(dialRefused), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 3}, frontdesk.KindTransport, frontdesk.SentNo},
		{"temporary DNS", fails(dnsTrouble), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 3}, frontdesk.KindTransport, frontdesk.SentNo},
		{"TLS handshake timeout", fails(errors.New("net/http: TLS handshake timeout")), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 3}, frontdesk.KindTransport, frontdesk.SentNo},
		{"unknown host", fails(noSuchHost), map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindTransport, frontdesk.SentNo},
		{"reset after send", fails(readReset), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindTransport, frontdesk.SentUnknown},
		{"no reply in time", hang(), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindTimeout, frontdesk.SentUnknown},
		{"body cut after success", cutBody(), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindTransport, frontdesk.SentYes},
		{"408", status(408), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindTimeout, frontdesk.SentUnknown},
		{"425", status(425), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"429", status(429, "Retry-After", "1"), map[frontdesk.Class]int{safe: 11, idem: 11, unsafe: 11}, frontdesk.KindRateLimited, frontdesk.SentNo},
		{"500", status(500), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindServer, frontdesk.SentUnknown},
		{"500 with Retry-After", status(500, "Retry-After", "1"), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindServer, frontdesk.SentUnknown},
		{"502 with Retry-After", status(502, "Retry-After", "1"), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"504 with Retry-After", status(504, "Retry-After", "1"), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"425 with Retry-After", status(425, "Retry-After", "1"), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"408 with Retry-After", status(408, "Retry-After", "1"), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindTimeout, frontdesk.SentUnknown},
		{"a certificate that is not accepted", fails(x509.HostnameError{Certificate: new(x509.Certificate), Host: "api.example.com"}), map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindTransport, frontdesk.SentNo},
		{"a proxy that cannot be reached", fails(&net.OpError{Op: "proxyconnect", Net: "tcp", Err: syscall.ECONNREFUSED}), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 3}, frontdesk.KindTransport, frontdesk.SentNo},
		{"a timeout of the connection", fails(&net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindTimeout, frontdesk.SentUnknown},
		{"501", status(501), map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindUnsupported, frontdesk.SentYes},
		{"502", status(502), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"503", status(503), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"503 with Retry-After", status(503, "Retry-After", "1"), map[frontdesk.Class]int{safe: 11, idem: 11, unsafe: 11}, frontdesk.KindUnavailable, frontdesk.SentNo},
		{"504", status(504), map[frontdesk.Class]int{safe: 3, idem: 3, unsafe: 1}, frontdesk.KindUnavailable, frontdesk.SentUnknown},
		{"404", status(404), map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindNotFound, frontdesk.SentYes},
		{"redirect", status(302, "Location", "https://evil.example.net/"), map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindRedirect, frontdesk.SentYes},
		{"undecodable body", func(*http.Request) (*http.Response, error) { return reply(200, `{"id":`), nil }, map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindDecode, frontdesk.SentYes},
		{"a web page", func(*http.Request) (*http.Response, error) { return reply(200, `<html>`), nil }, map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindDecode, frontdesk.SentUnknown},
		{"an empty body", func(*http.Request) (*http.Response, error) { return reply(200, ``), nil }, map[frontdesk.Class]int{safe: 1, idem: 1, unsafe: 1}, frontdesk.KindDecode, frontdesk.SentUnknown},
	}
	for _, tc := range cases {
		for class, want := range tc.requests {
			t.Run(fmt.Sprintf("%s/%s", tc.name, class), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &script{steps: []step{tc.step}}
					core := newCore(t, s.RoundTrip)
					err := asError(t, act(t.Context(), core, opOf(class)))
					assert.Equal(t, want, len(s.times), "requests")
					assert.Equal(t, want, err.Attempts, "attempts told")
					assert.Equal(t, tc.kind, err.Kind, "%v", err)
					assert.Equal(t, tc.sent, err.Sent)
				})
			})
		}
	}
}

func TestLoop_AFaultThenSuccessIsASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(500), fails(readReset), func(*http.Request) (*http.Response, error) { return reply(200, `{"id":1}`), nil }}}
		core := newCore(t, s.RoundTrip)
		start := time.Now()
		require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		assert.Len(t, s.times, 3)
		assert.LessOrEqual(t, time.Since(start), 1500*time.Millisecond, "0.5 s and 1 s at most")
	})
}

func TestLoop_ADeadlineFarAwayIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		s := &script{steps: []step{status(500), status(429, "Retry-After", "5"), status(200)}}
		require.NoError(t, act(ctx, newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe)))
		assert.Len(t, s.times, 3)
	})
}

// A deadline that passed is no fault of the server's.
func TestLoop_ADeadlineThatPassedDuringAnAttemptIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{hang()}}
		core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 10}))
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := asError(t, act(ctx, core, opOf(frontdesk.ClassSafe)))
			assert.Equal(t, frontdesk.KindTimeout, err.Kind)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Zero(t, err.RetryAfter)
			assert.NotErrorIs(t, err, frontdesk.ErrRetryBudget)
		}
		assert.Len(t, s.times, 3)
	})
}

func TestLoop_TheServersWaitIsTheLeast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(429, "Retry-After", "7"), status(200)}}
		core := newCore(t, s.RoundTrip)
		require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassUnsafe)))
		require.Len(t, s.times, 2)
		wait := s.times[1].Sub(s.times[0])
		assert.GreaterOrEqual(t, wait, 7*time.Second)
		assert.LessOrEqual(t, wait, 7700*time.Millisecond)
	})
}

func TestLoop_AWaitThatDoesNotFitFailsAtOnce(t *testing.T) {
	t.Run("the ceiling", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{status(429, "Retry-After", "600")}}
			start := time.Now()
			err := asError(t, act(t.Context(), newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe)))
			assert.Equal(t, frontdesk.KindRateLimited, err.Kind)
			assert.GreaterOrEqual(t, err.RetryAfter, 600*time.Second)
			assert.LessOrEqual(t, err.RetryAfter, 660*time.Second)
			assert.Zero(t, time.Since(start))
			assert.NotErrorIs(t, err, context.DeadlineExceeded)
		})
	})
	t.Run("whoever waits as long is let in", func(t *testing.T) {
		for range 50 {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []step{status(429, "Retry-After", "60"), status(200)}}
				core := newCore(t, s.RoundTrip)
				call := func() error {
					ctx, cancel := context.WithTimeout(t.Context(), time.Second)
					defer cancel()
					return act(ctx, core, opOf(frontdesk.ClassUnsafe))
				}
				time.Sleep(asError(t, call()).RetryAfter)
				require.NoError(t, call())
			})
		}
	})
	t.Run("the caller's deadline", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{status(429, "Retry-After", "60")}}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			start := time.Now()
			err := asError(t, act(ctx, newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe)))
			assert.Equal(t, frontdesk.KindRateLimited, err.Kind)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Zero(t, time.Since(start))
		})
	})
	t.Run("WithTimeout", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{status(503, "Retry-After", "60")}}
			start := time.Now()
			err := asError(t, act(t.Context(), newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe), frontdesk.WithTimeout(5*time.Second)))
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Zero(t, time.Since(start))
		})
	})
}

func TestLoop_CancellationEndsTheWaitAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(429, "Retry-After", "60")}}
		core := newCore(t, s.RoundTrip)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		start := time.Now()
		err := asError(t, act(ctx, core, opOf(frontdesk.ClassSafe)))
		assert.Equal(t, frontdesk.KindCanceled, err.Kind)
		assert.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, 3*time.Second, time.Since(start))
	})
}

// A text names vendor and operation once, however the call ended, and the failure
// that it waited to repeat after tells only what is its own.
func TestLoop_CancellationOfAWaitSaysEverythingOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(500)}}
		core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour, MaxWait: time.Hour}))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		err := act(ctx, core, opOf(frontdesk.ClassIdempotent))
		require.ErrorIs(t, err, context.Canceled)
		for _, once := range []string{"test: ", "things.act", "HTTP 500", "happened"} {
			assert.Equal(t, 1, strings.Count(err.Error(), once), "%q in %s", once, err)
		}
		assert.Contains(t, err.Error(), "test: things.act: canceled: while waiting to repeat after: server fault")
	})
}

func TestLoop_CloseEndsWaiters(t *testing.T) {
	for name, refusal := range map[string]step{"for a limit": status(429, "Retry-After", "60"), "to repeat": status(503)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []step{refusal}}
				core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour, MaxWait: time.Hour}))
				time.AfterFunc(time.Millisecond, core.Close)
				start := time.Now()
				err := asError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
				assert.Equal(t, frontdesk.KindCanceled, err.Kind, "%v", err)
				assert.ErrorIs(t, err, context.Canceled)
				assert.Equal(t, time.Millisecond, time.Since(start))
				err = asError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
				assert.Equal(t, frontdesk.KindCanceled, err.Kind)
				assert.Len(t, s.times, 1)
			})
		})
	}
}

func TestLoop_AttemptTimeoutDoesNotCountTheLimitersWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ok := func(*http.Request) (*http.Response, error) { return reply(200, `{"id":1}`), nil }
		s := &script{steps: []step{ok}}
		core := newCore(t, s.RoundTrip, frontdesk.WithWindow(1, time.Minute), frontdesk.WithAttemptTimeout(time.Second))
		require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		assert.Equal(t, time.Minute, s.times[1].Sub(s.times[0]))
	})
}

func TestLoop_NoRetryMeansOneRequest(t *testing.T) {
	for _, code := range []int{429, 500, 503} {
		s := &script{steps: []step{status(code)}}
		err := asError(t, act(t.Context(), newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe), frontdesk.NoRetry()))
		assert.Len(t, s.times, 1, "%d", code)
		assert.Equal(t, 1, err.Attempts)
	}
}

func TestLoop_AnEmptyBudgetFailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(500)}}
		core := newCore(t, s.RoundTrip)
		for range 10 { // 2 retries of 5 each
			assert.NotErrorIs(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)), frontdesk.ErrRetryBudget)
		}
		before := len(s.times)
		err := act(t.Context(), core, opOf(frontdesk.ClassSafe))
		assert.ErrorIs(t, err, frontdesk.ErrRetryBudget)
		assert.ErrorIs(t, err, frontdesk.ErrServer)
		assert.Len(t, s.times, before+1)

		time.Sleep(58 * time.Second) // the last fault is not two seconds old
		assert.ErrorIs(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)), frontdesk.ErrRetryBudget)
		time.Sleep(60 * time.Second)
		assert.NotErrorIs(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)), frontdesk.ErrRetryBudget)
	})
}

func TestLoop_ASuccessAfterRetriesPaysBack(t *testing.T) {
	b := newBudget(100)
	cost, ok := b.take(true)
	require.True(t, ok)
	assert.Equal(t, 10, cost)
	b.succeed(cost)
	assert.Equal(t, 100, b.left)
	for range 10 {
		b.take(true)
	}
	_, ok = b.take(false)
	assert.False(t, ok)
	for range 4 {
		b.succeed(0)
	}
	_, ok = b.take(false)
	assert.False(t, ok)
	b.succeed(0)
	_, ok = b.take(false)
	assert.True(t, ok)
	for range 1000 {
		b.succeed(10)
	}
	assert.Equal(t, 100, b.left, "never more than its size")
	unlimited := newBudget(-1)
	for range 1000 {
		_, ok = unlimited.take(true)
		require.True(t, ok)
		unlimited.succeed(0)
	}
}

// noting is a protocol that keeps what it is told of repetitions.
type noting struct {
	bearer
	repeated *[]bool
}

func (n noting) Classify(r *Reply) *frontdesk.Error {
	*n.repeated = append(*n.repeated, r.Repeated)
	return n.bearer.Classify(r)
}

// A reply is told whether an earlier attempt may have done what the call asks for.
func TestLoop_AReplyKnowsOfAttemptsThatMayHaveHappened(t *testing.T) {
	for name, tc := range map[string]struct {
		steps []step
		want  []bool
	}{
		"the first":            {[]step{status(200)}, []bool{false}},
		"after a refused dial": {[]step{fails(dialRefused), status(200)}, []bool{false}},
		"after a refusal":      {[]step{status(429, "Retry-After", "1"), status(200)}, []bool{false, false}},
		"after a lost reply":   {[]step{fails(readReset), status(200)}, []bool{true}},
		"after a fault":        {[]step{status(500), status(500), status(200)}, []bool{false, true, true}},
		"after both":           {[]step{fails(readReset), status(429, "Retry-After", "1"), status(200)}, []bool{true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: tc.steps}
				core := newCore(t, s.RoundTrip)
				var told []bool
				core.protocol = noting{repeated: &told}
				require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassIdempotent)))
				assert.Equal(t, tc.want, told)
			})
		})
	}
}
