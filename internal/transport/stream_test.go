package transport

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
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
