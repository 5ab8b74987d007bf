package transport

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

var opRows = &Operation{ID: "get.rows", Method: http.MethodPost, Path: "", Class: frontdesk.ClassSafe}

// slowBody gives out parts, waiting before each.
type slowBody struct {
	ctx    context.Context
	parts  []string
	wait   time.Duration
	end    error
	closed *bool
}

func (b *slowBody) Read(p []byte) (int, error) {
	select {
	case <-time.After(b.wait):
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	}
	if len(b.parts) == 0 {
		return 0, b.end
	}
	n := copy(p, b.parts[0])
	if b.parts[0] = b.parts[0][n:]; b.parts[0] == "" {
		b.parts = b.parts[1:]
	}
	return n, nil
}

func (b *slowBody) Close() error { *b.closed = true; return nil }

func streamed(wait time.Duration, end error, closed *bool, parts ...string) step {
	return func(r *http.Request) (*http.Response, error) {
		resp := reply(200, "")
		resp.ContentLength = -1
		resp.Body = &slowBody{ctx: r.Context(), parts: slices.Clone(parts), wait: wait, end: end, closed: closed}
		return resp, nil
	}
}

func openRows(ctx context.Context, core *Core, out any, opts ...frontdesk.Option) (*Stream, error) {
	return core.Open(ctx, &Request{Op: opRows, Body: []byte(`{}`), Codec: wire.NewCodec(), Out: out}, core.Resolve(opts), false)
}

func readRows(s *Stream) (rows []thing, err error) {
	for {
		var row thing
		ok, err := s.Next(wire.NewCodec(), &row)
		if !ok {
			s.Close(err)
			return rows, err
		}
		rows = append(rows, row)
	}
}

func TestStream_RetriesUpToTheCommitPoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{status(500), fails(readReset), streamed(0, io.EOF, &closed, `{"result":{"data":[{"id":1},`, `{"id":2}],"metadata":{"total_items":2}}}`)}}
		stream, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil)
		require.NoError(t, err)
		require.False(t, stream.Whole())
		rows, err := readRows(stream)
		require.NoError(t, err)
		assert.Equal(t, []thing{{ID: 1}, {ID: 2}}, rows)
		assert.Len(t, s.times, 3)
		assert.True(t, closed)
	})
}

func TestStream_ACutAfterTheCommitPointIsAnErrorOfTheRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, end := range map[string]error{"reset": readReset, "end of body": io.EOF, "unexpected end": io.ErrUnexpectedEOF} {
			closed := false
			s := &script{steps: []step{streamed(0, end, &closed, `{"result":{"data":[{"id":1},`)}}
			stream, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil)
			require.NoError(t, err, name)
			rows, err := readRows(stream)
			assert.Len(t, rows, 1, name)
			e := asError(t, err)
			assert.Equal(t, frontdesk.KindTransport, e.Kind, "%s: %v", name, err)
			assert.True(t, frontdesk.Retryable(err), name)
			assert.Len(t, s.times, 1, name)
			assert.True(t, closed, name)
		}
	})
}

func TestStream_WhatIsNoPageIsReadWhole(t *testing.T) {
	cases := map[string]struct {
		body string
		kind frontdesk.Kind
	}{
		"an object":       {`{"result":{"data":{"id":7}}}`, ""},
		"an empty result": {`{"result":{}}`, ""},
		"HTML":            {`<html></html>`, frontdesk.KindDecode},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, tc.body), nil })
			var out struct {
				Result struct {
					Data thing `json:"data"`
				} `json:"result"`
			}
			stream, err := openRows(t.Context(), core, &out)
			if tc.kind != "" {
				assert.Equal(t, tc.kind, asError(t, err).Kind)
				return
			}
			require.NoError(t, err)
			assert.True(t, stream.Whole())
			stream.Close(nil)
		})
	}
}

func TestStream_TheClockStandsStillWhileTheCallerHoldsARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(time.Second, io.EOF, &closed, `{"result":{"data":[{"id":1},`, `{"id":2},`, `{"id":3}]}}`)}}
		stream, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil, frontdesk.WithAttemptTimeout(5*time.Second), frontdesk.WithTimeout(10*time.Second))
		require.NoError(t, err)
		for id := int64(1); id <= 3; id++ {
			var row thing
			ok, err := stream.Next(wire.NewCodec(), &row)
			require.NoError(t, err)
			require.True(t, ok)
			assert.Equal(t, id, row.ID)
			time.Sleep(time.Hour)
		}
		var row thing
		ok, err := stream.Next(wire.NewCodec(), &row)
		assert.NoError(t, err)
		assert.False(t, ok)
		stream.Close(nil)
	})
}

func TestStream_ASilentServerTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		hour := streamed(0, io.EOF, &closed, `{"result":{"data":[{"id":1},`)
		s := &script{steps: []step{func(r *http.Request) (*http.Response, error) {
			resp, err := hour(r)
			body := resp.Body
			resp.Body = struct {
				io.Reader
				io.Closer
			}{io.MultiReader(io.LimitReader(body, 28), &slowBody{ctx: r.Context(), wait: time.Hour, end: io.EOF, closed: &closed}), body}
			return resp, err
		}}}
		stream, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil, frontdesk.WithAttemptTimeout(5*time.Second))
		require.NoError(t, err)
		start := time.Now()
		rows, err := readRows(stream)
		assert.Len(t, rows, 1)
		assert.ErrorIs(t, err, frontdesk.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(start))
	})
}

func TestStream_CancelEndsARead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(time.Second, io.EOF, &closed, `{"result":{"data":[{"id":1},`, `{"id":2},`)}}
		ctx, cancel := context.WithCancel(t.Context())
		stream, err := openRows(ctx, newCore(t, s.RoundTrip), nil, frontdesk.WithTimeout(time.Minute))
		require.NoError(t, err)
		time.AfterFunc(500*time.Millisecond, cancel)
		_, err = readRows(stream)
		assert.ErrorIs(t, err, frontdesk.ErrCanceled)
		assert.ErrorIs(t, err, context.Canceled)
	})
}

func TestStream_ResumingTakesFromTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(0, io.EOF, &closed, `{"result":{"data":[{"id":1},`)}}
		core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 10}))
		for range 2 {
			stream, err := core.Open(t.Context(), &Request{Op: opRows, Body: []byte(`{}`), Codec: wire.NewCodec()}, nil, true)
			require.NoError(t, err)
			require.False(t, stream.Whole())
			_, err = readRows(stream)
			require.Error(t, err)
		}
		_, err := core.Open(t.Context(), &Request{Op: opRows, Body: []byte(`{}`), Codec: wire.NewCodec()}, nil, true)
		assert.ErrorIs(t, err, frontdesk.ErrRetryBudget)
	})
}

func TestStream_AResumedStreamThatEndsWellGivesBackItsCost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(0, io.EOF, &closed, `{"result":{"data":[{"id":1}]}}`)}}
		core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 5}))
		for range 5 {
			stream, err := core.Open(t.Context(), &Request{Op: opRows, Body: []byte(`{}`), Codec: wire.NewCodec()}, nil, true)
			require.NoError(t, err)
			_, err = readRows(stream)
			require.NoError(t, err)
		}
	})
}

func TestStream_RowsOfAFaultAreNone(t *testing.T) {
	core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(500, `{"result":{"data":[{"id":1}]}}`), nil })
	_, err := openRows(t.Context(), core, nil, frontdesk.NoRetry())
	assert.ErrorIs(t, err, frontdesk.ErrServer)
}

func TestStream_ErrorsNameTheCauseWithoutSecrets(t *testing.T) {
	closed := false
	s := &script{steps: []step{streamed(0, fmt.Errorf("proxy said %s", credentialForTests), &closed, `{"result":{"data":[{"id":1},`)}}
	stream, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil)
	require.NoError(t, err)
	_, err = readRows(stream)
	require.Error(t, err)
	assert.NotContains(t, fmt.Sprintf("%+v %#v", err, err), credentialForTests)
	assert.Contains(t, err.Error(), "REDACTED")
}

// A page that was read to its end is a success of the call: it is told once, with what
// the page said, and gives back to the budget what its retries took.
func TestStream_TheEndIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		page := streamed(time.Second, io.EOF, &closed, `{"result":{"data":[{"id":1},`, `{"id":2}],"metadata":{"total_items":2}},"error":{"code":1}}`)
		var ends []frontdesk.Result
		s := &script{}
		core := newCore(t, s.RoundTrip, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 5}),
			frontdesk.WithHooks(frontdesk.Hooks{End: func(_ context.Context, r frontdesk.Result) { ends = append(ends, r) }}))
		for n := range 3 {
			s.steps, s.times = []step{status(500), page}, nil
			var resp frontdesk.Response
			stream, err := openRows(t.Context(), core, nil, frontdesk.WithResponse(&resp))
			require.NoError(t, err, "the budget has what the last page gave back")
			assert.Len(t, ends, n, "not before the last row")
			stream.KeepDigest()
			rows, err := readRows(stream)
			require.NoError(t, err)
			assert.Len(t, rows, 2)
			stream.Close(nil)
			require.Len(t, ends, n+1)
			assert.Equal(t, 2, ends[n].Attempts)
			assert.NoError(t, asNil(ends[n].Err))
			assert.GreaterOrEqual(t, ends[n].Duration, 2*time.Second)
			assert.Equal(t, 200, resp.StatusCode)
			assert.Contains(t, string(resp.Body), `{"id":2}`)
			assert.Empty(t, core.requests.timers)
		}
	})
}

func asNil(err *frontdesk.Error) error {
	if err == nil {
		return nil
	}
	return err
}

func TestStream_TellsWhatStandsBesideTheRows(t *testing.T) {
	body := `{"result":{"data":[{"id":1}],"metadata":{"total_items":2}},"error":{"code":1}}`
	core := newCore(t, func(*http.Request) (*http.Response, error) { return reply(200, body), nil })
	var sums []uint64
	for _, keep := range []bool{true, true, false} {
		stream, err := openRows(t.Context(), core, nil)
		require.NoError(t, err)
		if keep {
			stream.KeepDigest()
		}
		var row thing
		for ok := true; ok; {
			ok, err = stream.Next(wire.NewCodec(), &row)
			require.NoError(t, err)
		}
		assert.JSONEq(t, `{"total_items":2}`, string(stream.Metadata()))
		assert.JSONEq(t, `{"code":1}`, string(stream.ErrorMember()))
		sum, ok := stream.Digest()
		assert.Equal(t, keep, ok)
		sums = append(sums, sum)
		made := stream.Fail(&frontdesk.Error{Kind: frontdesk.KindServer})
		assert.Equal(t, "get.rows", made.Operation)
		stream.Close(made)
		stream.KeepDigest()
		_, ok = stream.Digest()
		assert.False(t, ok, "after the end")
	}
	assert.Equal(t, sums[0], sums[1])
}

func TestStream_RowsThatCannotBeReadSayWhy(t *testing.T) {
	for name, tc := range map[string]struct {
		row  string
		kind frontdesk.Kind
	}{
		"another type":  {`{"id":"x"}`, frontdesk.KindDecode},
		"not JSON":      {`{"id":1;}`, frontdesk.KindDecode},
		"above 1 MiB":   {`{"name":"` + strings.Repeat("x", 2<<20) + `"}`, frontdesk.KindTooLarge},
		"cut in pieces": {`{"id":`, frontdesk.KindTransport},
	} {
		t.Run(name, func(t *testing.T) {
			core := newCore(t, func(*http.Request) (*http.Response, error) {
				r := reply(200, `{"result":{"data":[{"id":1},`+tc.row)
				r.ContentLength = -1
				return r, nil
			})
			stream, err := openRows(t.Context(), core, nil)
			require.NoError(t, err)
			rows, err := readRows(stream)
			assert.Len(t, rows, 1)
			e := asError(t, err)
			assert.Equal(t, tc.kind, e.Kind)
			assert.Equal(t, frontdesk.SentYes, e.Sent)
			assert.Equal(t, tc.kind == frontdesk.KindTransport, frontdesk.Retryable(err))
		})
	}
}

// Before its first row a page that breaks off is asked for again, as any call is.
func TestStream_ACutBeforeTheCommitPointIsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(0, readReset, &closed, `{"result":`), streamed(0, io.EOF, &closed, `{"result":{"data":[{"id":1}]}}`)}}
		stream, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil)
		require.NoError(t, err)
		rows, err := readRows(stream)
		require.NoError(t, err)
		assert.Len(t, rows, 1)
		assert.Len(t, s.times, 2)
	})
}

// What declares itself as something else than JSON is not streamed, whatever it holds.
func TestStream_OnlyJSONIsStreamed(t *testing.T) {
	for _, declared := range []string{"text/html", ""} {
		core := newCore(t, func(*http.Request) (*http.Response, error) {
			r := reply(200, `{"result":{"data":[{"id":1}]}}`)
			r.Header.Set("Content-Type", declared)
			return r, nil
		})
		stream, err := openRows(t.Context(), core, nil)
		require.NoError(t, err)
		assert.True(t, stream.Whole(), declared)
	}
}

// The deadline of an operation bounds a stream up to its first row, also while the
// server is silent.
func TestStream_TheDeadlineEndsTheWaitForTheFirstRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := false
		s := &script{steps: []step{streamed(time.Hour, io.EOF, &closed, `{"result":`)}}
		start := time.Now()
		_, err := openRows(t.Context(), newCore(t, s.RoundTrip), nil, frontdesk.WithTimeout(10*time.Second), frontdesk.WithAttemptTimeout(2*time.Hour))
		assert.ErrorIs(t, err, frontdesk.ErrTimeout)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 10*time.Second, time.Since(start))
		assert.True(t, closed)
	})
}

func TestClose_EndsWhatIsUnderWay(t *testing.T) {
	for name, opts := range map[string][]frontdesk.Option{"a call": nil, "a call with a deadline": {frontdesk.WithTimeout(time.Hour)}} {
		for _, streams := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &script{steps: []step{hang()}}
					core := newCore(t, s.RoundTrip, frontdesk.WithAttemptTimeout(2*time.Hour))
					time.AfterFunc(time.Second, core.Close)
					start := time.Now()
					var err error
					if streams {
						_, err = openRows(t.Context(), core, nil, opts...)
					} else {
						err = act(t.Context(), core, opOf(frontdesk.ClassSafe), opts...)
					}
					assert.ErrorIs(t, err, frontdesk.ErrCanceled)
					assert.Equal(t, time.Second, time.Since(start))
					assert.Len(t, s.times, 1)
				})
			})
		}
	}
	t.Run("a request that is just being made", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var core *Core
			core = newCore(t, (&script{steps: []step{hang()}}).RoundTrip, frontdesk.WithHooks(frontdesk.Hooks{
				Attempt: func(ctx context.Context, _ frontdesk.Attempt) context.Context { core.Close(); return ctx },
			}))
			start := time.Now()
			assert.ErrorIs(t, act(t.Context(), core, opOf(frontdesk.ClassSafe)), frontdesk.ErrCanceled)
			assert.Zero(t, time.Since(start))
		})
	})
}
