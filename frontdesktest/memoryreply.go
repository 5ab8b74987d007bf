package frontdesktest

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"time"
)

// earlyBody is how much of a body net/http's server holds back to find out
// its length, before it sends the header.
const earlyBody = 2048

// memoryReply is the http.ResponseWriter of the in-memory transport. Only the
// goroutine of the handler uses it until ready is closed.
type memoryReply struct {
	ctx     context.Context // of the handler
	request *http.Request   // as the client holds it
	tls     *tls.ConnectionState

	header   http.Header // the handler's
	sealed   http.Header // header when WriteHeader was called
	status   int         // 0 until then
	declared int64       // Content-Length, or -1
	written  int64
	early    []byte // the start of the body, held back until committed
	pipe     *pipe

	committed bool
	ready     chan struct{} // closed when response or lost is set
	response  *http.Response
	lost      error
}

func newMemoryReply(ctx context.Context, req *http.Request, state *tls.ConnectionState) *memoryReply {
	return &memoryReply{
		ctx: ctx, request: req, tls: state,
		header: make(http.Header), declared: -1,
		pipe: newPipe(), ready: make(chan struct{}),
	}
}

// run answers the request and sees to it that it ends, however the handler
// does.
func (m *memoryReply) run(x *exchange, r *http.Request, body []byte) {
	defer x.finish()
	completed := false
	defer func() {
		if !completed {
			_ = recover() // http.ErrAbortHandler: serve lets no other panic through
			x.leave()
			m.abort()
		}
	}()
	x.serve(m, r, body)
	completed = true
	x.leave() // before the client can know, so that its next request does not overlap
	m.end()
}

func (m *memoryReply) Header() http.Header { return m.header }

func (m *memoryReply) WriteHeader(status int) {
	if m.status != 0 || status < 200 {
		return // informational replies are not passed on
	}
	m.status, m.sealed = status, m.header.Clone()
	if length, err := strconv.ParseInt(m.sealed.Get("Content-Length"), 10, 64); err == nil && length >= 0 {
		m.declared = length
	} else {
		m.sealed.Del("Content-Length")
	}
}

func (m *memoryReply) Write(p []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	switch {
	case len(p) == 0:
		return 0, nil
	case !bodyAllowed(m.status):
		return 0, http.ErrBodyNotAllowed
	case m.declared >= 0 && m.written+int64(len(p)) > m.declared:
		return 0, http.ErrContentLength
	}
	m.written += int64(len(p))
	if m.committed {
		return m.send(p)
	}
	m.early = append(m.early, p...)
	if len(m.early) > earlyBody {
		if err := m.commit(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// FlushError sends what is held back; http.ResponseController calls it.
func (m *memoryReply) FlushError() error {
	m.WriteHeader(http.StatusOK)
	if m.committed {
		return m.ctx.Err()
	}
	return m.commit()
}

// Flush makes the reply an http.Flusher.
func (m *memoryReply) Flush() { _ = m.FlushError() }

// end completes the reply of a handler that has returned.
func (m *memoryReply) end() {
	m.WriteHeader(http.StatusOK)
	head := m.request.Method == http.MethodHead
	if !m.committed {
		if m.declared < 0 && bodyAllowed(m.status) && (!head || m.written > 0) {
			m.declared = m.written
			m.sealed.Set("Content-Length", strconv.FormatInt(m.written, 10))
		}
		_ = m.commit() // an error means that the client is gone
	}
	if m.declared > m.written && !head && bodyAllowed(m.status) {
		m.pipe.finish(io.ErrUnexpectedEOF)
		return
	}
	m.pipe.finish(io.EOF)
}

// abort loses the connection.
func (m *memoryReply) abort() {
	if m.committed {
		m.pipe.finish(io.ErrUnexpectedEOF)
		return
	}
	m.committed = true
	m.lost = connectionReset()
	close(m.ready)
}

// commit lets RoundTrip return the response, and sends what was held back.
func (m *memoryReply) commit() error {
	m.committed = true
	m.completeHeader()
	m.response = &http.Response{
		Status:        strconv.Itoa(m.status) + " " + statusText(m.status),
		StatusCode:    m.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        maps.Clone(m.sealed),
		ContentLength: m.declared,
		Request:       m.request,
		TLS:           m.tls,
	}
	head := m.request.Method == http.MethodHead
	switch {
	case !bodyAllowed(m.status):
		m.response.ContentLength = 0
	case m.declared < 0 && !head:
		m.response.TransferEncoding = []string{"chunked"}
	}
	if head || m.response.ContentLength == 0 {
		m.response.Body = http.NoBody
	}
	close(m.ready)
	_, err := m.send(m.early)
	m.early = nil
	return err
}

func (m *memoryReply) send(p []byte) (int, error) {
	if m.request.Method == http.MethodHead {
		return len(p), m.ctx.Err()
	}
	return m.pipe.write(m.ctx, p)
}

// completeHeader adds what net/http's server adds.
func (m *memoryReply) completeHeader() {
	if _, ok := m.sealed["Date"]; !ok {
		m.sealed.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if _, ok := m.sealed["Content-Type"]; !ok && len(m.early) > 0 && m.sealed.Get("Content-Encoding") == "" {
		m.sealed.Set("Content-Type", http.DetectContentType(m.early))
	}
	for name, values := range m.sealed {
		if len(values) == 0 { // a handler's way to suppress a header
			delete(m.sealed, name)
		}
	}
}

// gunzipBody decompresses as http.Transport does, from the first Read on, so
// that a body which is no gzip fails there.
type gunzipBody struct {
	compressed io.ReadCloser
	reader     *gzip.Reader
	err        error
}

func (g *gunzipBody) Read(p []byte) (int, error) {
	if g.reader == nil && g.err == nil {
		g.reader, g.err = gzip.NewReader(g.compressed)
	}
	if g.err != nil {
		return 0, g.err
	}
	return g.reader.Read(p)
}

func (g *gunzipBody) Close() error { return g.compressed.Close() }

// trace calls the hooks of an httptrace that are set. Clients use them to find
// out whether a request was sent.
type trace struct{ *httptrace.ClientTrace }

func traceOf(ctx context.Context) trace {
	if t := httptrace.ContextClientTrace(ctx); t != nil {
		return trace{t}
	}
	return trace{&httptrace.ClientTrace{}}
}

func (t trace) GetConn(host string) {
	if t.ClientTrace.GetConn != nil {
		t.ClientTrace.GetConn(host)
	}
}

func (t trace) GotConn(info httptrace.GotConnInfo) {
	if t.ClientTrace.GotConn != nil {
		t.ClientTrace.GotConn(info)
	}
}

func (t trace) WroteHeaders() {
	if t.ClientTrace.WroteHeaders != nil {
		t.ClientTrace.WroteHeaders()
	}
}

func (t trace) WroteRequest(info httptrace.WroteRequestInfo) {
	if t.ClientTrace.WroteRequest != nil {
		t.ClientTrace.WroteRequest(info)
	}
}

func (t trace) GotFirstResponseByte() {
	if t.ClientTrace.GotFirstResponseByte != nil {
		t.ClientTrace.GotFirstResponseByte()
	}
}

// addressOnlyConn is the connection that traces are shown: it has addresses,
// and carries nothing.
type addressOnlyConn struct{}

var errInMemory = errors.New("frontdesktest: the in-memory transport has no connection")

func (addressOnlyConn) Read([]byte) (int, error)         { return 0, errInMemory }
func (addressOnlyConn) Write([]byte) (int, error)        { return 0, errInMemory }
func (addressOnlyConn) Close() error                     { return nil }
func (addressOnlyConn) LocalAddr() net.Addr              { return clientAddr }
func (addressOnlyConn) RemoteAddr() net.Addr             { return serverAddr }
func (addressOnlyConn) SetDeadline(time.Time) error      { return errInMemory }
func (addressOnlyConn) SetReadDeadline(time.Time) error  { return errInMemory }
func (addressOnlyConn) SetWriteDeadline(time.Time) error { return errInMemory }
