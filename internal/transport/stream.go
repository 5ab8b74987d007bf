package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Stream is the reply of a call opened by [Core.Open]: rows that arrive while
// they are read, or, where the reply is no page of rows, its whole body decoded
// into the request's Out.
type Stream struct {
	call *call
	body *openBody
}

// openBody is a reply past its commit point.
type openBody struct {
	rows *wire.Rows
	body *idleReader
}

// Open makes a call whose reply may be streamed. Up to the commit point (a
// success status and the reply read up to its first row) it retries like Do;
// after it, the rows are the caller's to read and the Stream to be closed. With
// resume, the call goes on where an earlier one was cut and takes from the retry
// budget.
func (c *Core) Open(ctx context.Context, req *Request, set *settings.Settings, resume bool) (*Stream, error) {
	call := newCall(c, ctx, req, set)
	s := &Stream{call: call}
	call.stream = s
	if resume {
		cost, ok := c.budget.take(false)
		if !ok {
			return nil, call.end(call.fail(&frontdesk.Error{
				Kind: frontdesk.KindTransport, Sent: frontdesk.SentYes, Err: frontdesk.ErrRetryBudget,
				Message: "the stream was cut and may not be resumed",
			}))
		}
		call.taken = cost
	}
	err := call.run()
	if err == nil && call.committed {
		return s, nil
	}
	if err == nil {
		err = call.decode()
	}
	call.releaseBody()
	if failed := call.end(err); failed != nil {
		return nil, failed
	}
	return s, nil
}

// Whole reports that the reply was no page of rows and is in the request's Out.
func (s *Stream) Whole() bool { return s.body == nil }

// Next decodes the next row into row; ok is false after the last one.
func (s *Stream) Next(codec *wire.Codec, row any) (ok bool, err error) {
	ok, cause := s.body.rows.Next(codec, row)
	if cause == nil {
		return ok, nil
	}
	return false, s.call.fail(s.call.streamError(cause, s.body.body.timer))
}

// Metadata returns the reply's metadata, after the last row or, where it came
// first, before.
func (s *Stream) Metadata() []byte { return s.body.rows.Metadata() }

// ErrorMember returns the reply's error member, if one followed the rows.
func (s *Stream) ErrorMember() []byte { return s.body.rows.ErrorMember() }

// KeepDigest makes Digest work; call it before the first row.
func (s *Stream) KeepDigest() {
	if s.body != nil {
		s.body.rows.KeepDigest()
	}
}

// Digest returns a hash of the rows that were read, if KeepDigest asked for it and
// the reply was streamed.
func (s *Stream) Digest() (sum uint64, ok bool) {
	if s.body == nil {
		return 0, false
	}
	return s.body.rows.Digest()
}

// Fail completes an error that the vendor package made of the stream's end.
func (s *Stream) Fail(err *frontdesk.Error) *frontdesk.Error { return s.call.fail(err) }

// Close ends the call and reports its end, once. Err is what ended the
// iteration, nil for a success or a caller's break.
func (s *Stream) Close(err error) {
	if s.body == nil {
		return
	}
	s.body.body.close()
	s.call.stopWatching()
	if r := s.call.config.response; r != nil {
		r.Body = s.call.redactedCopy(s.body.rows.Raw())
		r.Trailing = nil
	}
	s.body = nil
	if err == nil {
		s.call.core.budget.succeed(s.call.taken)
	}
	failure, _ := errors.AsType[*frontdesk.Error](err)
	_ = s.call.end(failure)
}

// open tries to reach the commit point. It reports whether it did; if not, the
// body has been read whole, or is left to be.
func (s *Stream) open(resp *http.Response, timer *attemptTimer) (committed bool, failed *frontdesk.Error) {
	if !strings.Contains(mediaType(resp.Header.Get("Content-Type")), "json") {
		return false, nil
	}
	c := s.call
	idle := &idleReader{body: resp.Body, timer: timer, ctx: c.base}
	rows, head, err := wire.OpenRows(idle, wire.LookAhead)
	if rows != nil {
		timer.commit()
		idle.counting = true
		s.body = &openBody{rows: rows, body: idle}
		c.committed = true
		return true, nil
	}
	if err != nil {
		idle.close()
		return false, c.bodyError(err, timer)
	}
	resp.Body = &prefixed{Reader: io.MultiReader(strings.NewReader(string(head)), resp.Body), Closer: resp.Body}
	return false, nil
}

// prefixed gives back what was read of a body.
type prefixed struct {
	io.Reader
	io.Closer
}

// streamError is a row that cannot be had: a cut body may be resumed, anything
// else is final.
func (c *call) streamError(cause error, timer *attemptTimer) *frontdesk.Error {
	_, syntax := errors.AsType[*wire.SyntaxError](cause)
	_, typed := errors.AsType[*wire.TypeError](cause)
	switch {
	case errors.Is(cause, wire.ErrTooLarge):
		return &frontdesk.Error{Kind: frontdesk.KindTooLarge, Sent: frontdesk.SentYes, Message: "a row is larger than 1 MiB"}
	case syntax || typed:
		return &frontdesk.Error{
			Kind: frontdesk.KindDecode, Sent: frontdesk.SentYes,
			Message: "a row cannot be read", Err: c.core.redactor.Error(cause),
		}
	default:
		return c.linkError(cause, timer, frontdesk.SentYes)
	}
}

// idleReader is a body whose clock runs only while it is being read.
type idleReader struct {
	body     io.ReadCloser
	timer    *attemptTimer
	ctx      context.Context
	counting bool
}

func (r *idleReader) Read(p []byte) (int, error) {
	if r.counting {
		r.timer.resume()
		defer r.timer.pause()
	}
	return r.body.Read(p)
}

func (r *idleReader) close() {
	_ = r.body.Close()
	r.timer.stop()
}
