package frontdesktest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"syscall"
)

// The addresses that handlers and errors of the in-memory transport show.
var (
	serverAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}
	clientAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 49152}
)

// Transport returns a transport that hands every request to this server, in
// memory, whatever its host is: a client that follows a redirect elsewhere
// still arrives here, and [Request.Host] tells where it believed to be.
//
// It behaves as [http.Transport] does towards its caller, in what it does to
// requests and replies (default headers, transparent gzip, bodies that arrive
// piece by piece) and in the errors that it returns for connections that are
// refused, reset or cut and for contexts that end. Every call of RoundTrip
// opens a connection of its own, so nothing is repeated behind the client's
// back: the requests sent are the requests counted.
//
// It works inside testing/synctest bubbles, also when the server was made
// outside; the contexts of the requests have to come from the same bubble, as
// always there. A goroutine runs for each request until its handler has ended,
// which it does at the latest when the client closes the body, when the
// request's context ends or when the server is closed.
func (s *Server) Transport() http.RoundTripper { return memoryTransport{s} }

// HTTPClient returns a client that uses [Server.Transport], without a timeout.
func (s *Server) HTTPClient() *http.Client { return &http.Client{Transport: s.Transport()} }

type memoryTransport struct{ server *Server }

func (t memoryTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	body, err := takeBody(req)
	if err != nil {
		return nil, err
	}
	gunzip := req.Method != http.MethodHead && req.Header.Get("Accept-Encoding") == "" && req.Header.Get("Range") == ""
	received, err := overTheWire(req, body, gunzip)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	trace := traceOf(ctx)
	trace.GetConn(received.Host)
	handlerCtx := context.WithValue(context.Background(), http.LocalAddrContextKey, net.Addr(serverAddr))
	handlerCtx, x, err := t.server.arrive(handlerCtx, received.WithContext(ctx), body)
	if err != nil {
		if errors.Is(err, errServerClosed) {
			err = dialRefused()
		}
		return nil, err
	}
	trace.GotConn(httptrace.GotConnInfo{Conn: addressOnlyConn{}})
	trace.WroteHeaders()
	trace.WroteRequest(httptrace.WroteRequestInfo{})

	reply := newMemoryReply(handlerCtx, req, received.TLS)
	go reply.run(x, received.WithContext(handlerCtx), body)
	if ctx.Done() != nil {
		go watch(ctx, handlerCtx, x.cancel)
	}
	select {
	case <-reply.ready:
	case <-ctx.Done():
		x.abandon()
		return nil, context.Cause(ctx)
	}
	if reply.lost != nil {
		return nil, t.cause(ctx, reply.lost)
	}
	trace.GotFirstResponseByte()
	return t.deliver(reply, gunzip, x.abandon), nil
}

// cause prefers the end of the client's context over what followed from it.
func (t memoryTransport) cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// deliver puts the body of the reply into the client's hands.
func (t memoryTransport) deliver(reply *memoryReply, gunzip bool, stop func()) *http.Response {
	res := reply.response
	if res.Body != nil {
		return res // it has none
	}
	open := &t.server.openBodies
	open.Add(1)
	res.Body = &memoryBody{
		ctx:  reply.request.Context(),
		pipe: reply.pipe,
		done: func() { open.Add(-1) },
		stop: stop,
	}
	if gunzip && strings.EqualFold(res.Header.Get("Content-Encoding"), "gzip") {
		res.Body = &gunzipBody{compressed: res.Body}
		res.Header.Del("Content-Encoding")
		res.Header.Del("Content-Length")
		res.ContentLength = -1
		res.Uncompressed = true
	}
	return res
}

// watch ends the handler when the client's context ends. The contexts are not
// made parent and child, for the client's values are none of the handler's
// business, and its context may belong to another synctest bubble.
func watch(client, handler context.Context, stop context.CancelFunc) {
	select {
	case <-client.Done():
		stop()
	case <-handler.Done():
	}
}

// takeBody reads the body of req whole and closes it. It leaves with the
// request's context, as the body may be one that blocks.
func takeBody(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	if req.GetBody != nil || req.Context().Done() == nil {
		body, err := io.ReadAll(req.Body)
		return body, firstError(err, req.Body.Close())
	}
	var body []byte
	var err error
	read := make(chan struct{})
	go func() {
		defer close(read)
		body, err = io.ReadAll(req.Body)
	}()
	select {
	case <-read:
		return body, firstError(err, req.Body.Close())
	case <-req.Context().Done():
		_ = req.Body.Close() // so that the reader ends; the context's error is the one to tell
		return nil, context.Cause(req.Context())
	}
}

func firstError(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// overTheWire returns req as a server receives it, by writing and reading it.
func overTheWire(req *http.Request, body []byte, gunzip bool) (*http.Request, error) {
	if err := validate(req); err != nil {
		return nil, err
	}
	sent := req.WithContext(context.Background()) // Write would call the hooks of a trace
	sent.Header = req.Header.Clone()
	if gunzip {
		sent.Header.Set("Accept-Encoding", "gzip")
	}
	if req.Body != nil && req.Body != http.NoBody {
		sent.Body = newBody(body)
	}
	var wire bytes.Buffer
	if err := sent.Write(&wire); err != nil {
		return nil, err
	}
	received, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		return nil, err
	}
	received.RemoteAddr = clientAddr.String()
	if req.URL.Scheme == "https" {
		received.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: req.URL.Hostname()}
	}
	return received, nil
}

// validate refuses what http.Transport refuses before it sends anything.
func validate(req *http.Request) error {
	switch {
	case req.URL == nil:
		return errors.New("http: nil Request.URL")
	case req.Header == nil:
		return errors.New("http: nil Request.Header")
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return fmt.Errorf("unsupported protocol scheme %q", req.URL.Scheme)
	case req.URL.Host == "":
		return errors.New("http: no Host in request URL")
	}
	for name, values := range req.Header {
		if name == "" || strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c >= 0x7f || c == ':' }) {
			return fmt.Errorf("net/http: invalid header field name %q", name)
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
				return fmt.Errorf("net/http: invalid header field value for %q", name)
			}
		}
	}
	return nil
}

// connectionReset is the error of a client whose connection was reset.
func connectionReset() error {
	return &net.OpError{Op: "read", Net: "tcp", Source: clientAddr, Addr: serverAddr, Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}
