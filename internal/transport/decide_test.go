package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// waitsOf makes calls that fail with the given step, and returns what was waited
// before the second, the third, … attempt of each.
func waitsOf(t *testing.T, calls int, policy frontdesk.RetryPolicy, fault step) (waits [][]time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		for range calls {
			s := &script{steps: []step{fault}}
			core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(policy))
			require.Error(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
			var of []time.Duration
			for i := 1; i < len(s.times); i++ {
				of = append(of, s.times[i].Sub(s.times[i-1]))
			}
			waits = append(waits, of)
		}
	})
	return waits
}

// Full jitter: from nothing up to twice as much with each attempt, within the bound;
// the bounds are nearly reached within 500 calls.
func TestRepeat_WaitsAreJitteredAndDouble(t *testing.T) {
	policy := frontdesk.RetryPolicy{MaxAttempts: 5, BaseDelay: time.Second, MaxDelay: 3 * time.Second}
	waits := waitsOf(t, 500, policy, status(500))
	for n, limit := range []time.Duration{1 * time.Second, 2 * time.Second, 3 * time.Second, 3 * time.Second} {
		least, most := time.Hour, time.Duration(0)
		for _, of := range waits {
			require.Len(t, of, 4)
			least, most = min(least, of[n]), max(most, of[n])
		}
		assert.LessOrEqual(t, most, limit, "before attempt %d", n+2)
		assert.Greater(t, most, limit*9/10, "before attempt %d", n+2)
		assert.Less(t, least, limit/10, "before attempt %d", n+2)
	}
}

func TestRepeat_AFaultsRetryAfterIsTheLeast(t *testing.T) {
	least, most := time.Hour, time.Duration(0)
	for _, of := range waitsOf(t, 500, frontdesk.RetryPolicy{MaxAttempts: 2}, status(500, "Retry-After", "10")) {
		least, most = min(least, of[0]), max(most, of[0])
	}
	assert.GreaterOrEqual(t, least, 10*time.Second)
	assert.LessOrEqual(t, most, 11*time.Second)
	assert.Greater(t, most, 10*time.Second+800*time.Millisecond, "not all at the same moment")
}

func TestRepeat_AFaultsWaitThatDoesNotFitFailsAtOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		after   int // seconds
		timeout time.Duration
		late    bool
	}{
		"the ceiling":  {600, time.Hour, false},
		"the deadline": {60, 10 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []step{status(500, "Retry-After", strconv.Itoa(tc.after))}}
				ctx, cancel := context.WithTimeout(t.Context(), tc.timeout)
				defer cancel()
				start := time.Now()
				err := asError(t, act(ctx, newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe)))
				assert.Equal(t, frontdesk.KindServer, err.Kind)
				assert.Equal(t, tc.late, errors.Is(err, context.DeadlineExceeded))
				assert.GreaterOrEqual(t, err.RetryAfter, time.Duration(tc.after)*time.Second)
				assert.Zero(t, time.Since(start))
				assert.Len(t, s.times, 1)
			})
		})
	}
}

func TestRepeat_AWaitOfOursThatDoesNotFitIsToldToo(t *testing.T) {
	for name, policy := range map[string]frontdesk.RetryPolicy{
		"the ceiling":  {BaseDelay: time.Hour, MaxDelay: time.Hour, MaxWait: time.Millisecond},
		"the deadline": {BaseDelay: time.Hour, MaxDelay: time.Hour, MaxWait: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
				defer cancel()
				core := newCore(t, (&script{steps: []step{status(500)}}).RoundTrip, frontdesk.WithRetryPolicy(policy))
				assert.Greater(t, asError(t, act(ctx, core, opOf(frontdesk.ClassSafe))).RetryAfter, time.Millisecond)
			})
		})
	}
}

func TestRefusal_AWaitOfTheCeilingItselfIsWaitedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(429, "Retry-After", "120"), status(200)}}
		require.NoError(t, act(t.Context(), newCore(t, s.RoundTrip), opOf(frontdesk.ClassSafe)))
	})
}

// What ends a call that was refused is the refusal, with all that it said.
func TestRefusal_ThatCannotBeWaitedOutIsTheCallsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{status(429, "Retry-After", "600", "X-Request-Id", "r-1")}}
		retries := 0
		core := newCore(t, s.RoundTrip, frontdesk.WithHooks(frontdesk.Hooks{Retry: func(context.Context, frontdesk.Retry) { retries++ }}))
		err := asError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		assert.Equal(t, 429, err.HTTPStatus)
		assert.Equal(t, "r-1", err.RequestID)
		assert.Zero(t, retries, "nothing was repeated")
	})
}

// A vendor may act before it refuses.
func TestRefusal_OfAWriteThatMayHaveHappenedIsNotRepeated(t *testing.T) {
	for class, want := range map[frontdesk.Class]int{frontdesk.ClassUnsafe: 1, frontdesk.ClassIdempotent: 11} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{status(429, "Retry-After", "1")}}
			core := newCore(t, s.RoundTrip)
			core.protocol = judge{classify: func(*Reply) *frontdesk.Error {
				return &frontdesk.Error{Kind: frontdesk.KindRateLimited, Sent: frontdesk.SentUnknown}
			}}
			err := asError(t, act(t.Context(), core, opOf(class)))
			assert.Equal(t, frontdesk.SentUnknown, err.Sent)
			assert.Len(t, s.times, want, "%s", class)
		})
	}
}

func TestBudget_ASuccessAfterRetriesGivesBackWhatTheyCost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		core := newCore(t, func(*http.Request) (*http.Response, error) {
			if n++; n%3 != 0 {
				return reply(500, `{}`), nil
			}
			return reply(200, `{}`), nil
		}, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 10}))
		for range 10 { // two retries each
			require.NoError(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)))
		}
	})
}

func TestBudget_ATimeoutCostsTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{hang()}}
		core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 19}))
		assert.ErrorIs(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)), frontdesk.ErrRetryBudget)
		assert.Len(t, s.times, 2)
	})
}

// Every text of an error is shown without secrets, wherever the vendor echoed them.
func TestFail_NoTextShowsASecret(t *testing.T) {
	const secret = credentialForTests
	core := newCore(t, (&script{steps: []step{status(400, "X-Request-Id", secret)}}).RoundTrip)
	vendors := &frontdesk.Error{
		Kind: frontdesk.KindInvalid, Message: "bad " + secret, Field: secret, Code: secret,
		Details: []frontdesk.Detail{{Message: secret, Field: secret, Code: secret, Data: []byte(`"` + secret + `"`)}},
	}
	core.protocol = judge{classify: func(*Reply) *frontdesk.Error { return vendors }}
	_, err := callThing(t.Context(), core)
	e := asError(t, err)
	require.Len(t, e.Details, 1)
	for _, text := range []string{
		e.Message, e.Field, string(e.Code), e.RequestID, err.Error(), e.Details[0].Message, e.Details[0].Field,
		string(e.Details[0].Code), string(e.Details[0].Data),
	} {
		assert.Contains(t, text, "REDACTED")
		assert.NotContains(t, text, secret)
	}
}

func TestFail_WhatTheProtocolKnowsStays(t *testing.T) {
	core := newCore(t, (&script{steps: []step{status(400, "X-Request-Id", "header")}}).RoundTrip)
	core.protocol = judge{classify: func(*Reply) *frontdesk.Error {
		return &frontdesk.Error{Kind: frontdesk.KindInvalid, RequestID: "body", Body: []byte("its own"), Sent: frontdesk.SentUnknown}
	}}
	_, err := callThing(t.Context(), core)
	e := asError(t, err)
	assert.Equal(t, "body", e.RequestID)
	assert.Equal(t, "its own", string(e.Body))
	assert.Equal(t, frontdesk.SentUnknown, e.Sent)
	core.protocol = bearer{}
	_, err = callThing(t.Context(), core)
	e = asError(t, err)
	assert.Equal(t, "header", e.RequestID)
	assert.Equal(t, "{}", string(e.Body))
	assert.Equal(t, "things.get", e.Operation)
	assert.Equal(t, "test", e.Vendor)
	assert.Equal(t, frontdesk.ClassSafe, e.Class)
}

// Where errors come with HTTP 200 too, a reply that was not read to its end says
// nothing of a write.
func TestDecode_WhatAReplySaysOfAWrite(t *testing.T) {
	const yes, unknown = frontdesk.SentYes, frontdesk.SentUnknown
	for body, want := range map[string][2]frontdesk.Sent{
		`{"id":`:         {yes, unknown},
		`{"id":1} and`:   {0, 0}, // decoded: what follows is shown and harmless
		`{"id":"x"}`:     {yes, yes},
		`{"id":"x"} and`: {yes, unknown},
		``:               {unknown, unknown},
		`<html>`:         {unknown, unknown},
	} {
		for i, errorsInSuccess := range []bool{false, true} {
			core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, body), nil })
			if errorsInSuccess {
				core.cutSent = unknown
			}
			err := act(t.Context(), core, opOf(frontdesk.ClassUnsafe))
			if want[i] == 0 {
				assert.NoError(t, err, body)
				continue
			}
			e := asError(t, err)
			assert.Equal(t, frontdesk.KindDecode, e.Kind, body)
			assert.Equal(t, want[i], e.Sent, "%s, errors in success: %v", body, errorsInSuccess)
		}
	}
}

func TestRead_AnEndOfTheBodyInAnotherErrorIsACut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		core := newCore(t, func(*http.Request) (*http.Response, error) {
			r := reply(200, "")
			r.Body, r.ContentLength = io.NopCloser(failingReader{fmt.Errorf("proxy: %w", io.EOF)}), -1
			return r, nil
		})
		err := core.Do(t.Context(), &Request{Op: getThing, Path: Path{"/x", "/x"}, Codec: wire.NewCodec(), Out: new(thing)}, nil)
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.NotErrorIs(t, err, io.EOF)
		assert.ErrorIs(t, err, frontdesk.ErrTransport)
	})
}
