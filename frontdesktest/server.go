package frontdesktest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// baseURL is the address of every fake server on the in-memory transport.
const baseURL = "http://127.0.0.1"

// Server is the engine of a fake server. Kits embed a *Server. It is safe for
// concurrent use.
type Server struct {
	config  Config
	options options
	strict  strictness
	listen  func(network, address string) (net.Listener, error)

	openBodies atomic.Int64

	mu      sync.Mutex
	closed  bool
	socket  *socket
	present int // requests for which clients wait
	running map[*exchange]struct{}
	meters  map[string][]meter // by account
	faults  []*armedFault
	log     []*Request
	counts  map[string]int // by operation
	stats   Stats          // without what Stats computes
}

// New returns a server for one vendor. It opens no socket and starts no
// goroutine. Call [Server.Close] when done.
func New(cfg Config, opts ...Option) *Server {
	s := &Server{
		config:  cfg,
		options: resolve(cfg, opts),
		listen:  net.Listen,
		running: make(map[*exchange]struct{}),
		meters:  make(map[string][]meter),
		counts:  make(map[string]int),
	}
	for _, misplaced := range s.options.misplaced {
		s.strict.misuse(misplaced + callerOf(kitOf()))
	}
	return s
}

// BaseURL returns the address for clients of the in-memory transport. It looks
// like a loopback address, so that clients which insist on https elsewhere
// accept it, but nothing listens there: use it with [Server.Transport] or
// [Server.HTTPClient]. The transport serves any other host name as well.
func (s *Server) BaseURL() string { return baseURL }

// Close shuts the server down: requests being answered are cut off and waited
// for, the socket is closed, and later requests are refused as by a host that
// does not listen. Closing twice is fine.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	sock := s.socket
	running := make([]*exchange, 0, len(s.running))
	for x := range s.running {
		running = append(running, x)
	}
	s.mu.Unlock()

	for _, x := range running {
		x.cancel()
	}
	if sock != nil {
		sock.close()
	}
	for _, x := range running {
		<-x.done
	}
}

// ServeHTTP answers a request from a socket, so that the server can also be
// mounted elsewhere, for example behind [net/http/httptest.NewTLSServer].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		abort() // the client is gone
	}
	ctx, x, err := s.arrive(r.Context(), r, body)
	switch {
	case errors.Is(err, errServerClosed):
		abort()
	case err != nil:
		s.strict.add(s.config.errorf("a connection that does not open cannot be faked over a socket, use the in-memory transport: %w", err).Error())
		resetConnection(w)
	}
	defer x.finish()
	x.serve(w, r.WithContext(ctx), body)
}

var errServerClosed = errors.New("server closed")

// exchange is one request on its way to a reply.
type exchange struct {
	server  *Server
	seen    Request // as at arrival
	entry   *Request
	meters  []meter
	charged int    // guarded by server.mu
	left    bool   // guarded by server.mu
	fault   *Fault // or nil
	answer  http.Handler
	cancel  context.CancelFunc
	done    chan struct{} // closed by finish
}

// arrive checks, charges and logs a request and decides how to answer it. It
// returns an error if the server is closed or if the request meets a fault of
// the connection; then it has not arrived.
//
// ctx is what the handler's context derives from; the context of r is that of
// the client. The handler's context, and everything else that is waited for,
// is made here: on the goroutine of the caller and so in its synctest bubble,
// which may not be the bubble of the server.
func (s *Server) arrive(ctx context.Context, r *http.Request, body []byte) (context.Context, *exchange, error) {
	req := newRequest(r, body)
	req.Operation = s.config.operation(r, body)
	if s.config.Check != nil {
		req.Violations = s.config.Check(req)
	}
	x := &exchange{server: s, entry: req, done: make(chan struct{})}
	ctx, x.cancel = context.WithCancel(context.WithValue(ctx, exchangeKey{}, x))

	dialFault, err := s.enter(x, s.config.cost(req), s.config.account(req), s.matchFaults(req))
	if dialFault != nil {
		if err = sleep(r.Context(), dialFault.delay); err == nil {
			err = dialFault.dial(r)
		}
	}
	if err != nil {
		x.cancel()
		return nil, nil, err
	}
	if tolerated := s.strict.report(req); !tolerated && x.answer == nil {
		x.answer = s.config.reject(req.Violations)
	}
	if misused := s.strict.untold(); len(misused) > 0 && x.answer == nil {
		x.answer = s.config.replyToMisuse(misused)
	}
	if x.answer == nil {
		x.answer = s.config.handler()
	}
	return ctx, x, nil
}

// enter is the part of arrive that happens all at once.
func (s *Server) enter(x *exchange, cost int, account string, hits []*armedFault) (dialFault *Fault, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errServerClosed
	}
	fault := s.firstFault(hits)
	if fault != nil && fault.dial != nil {
		s.spend(fault, hits)
		s.stats.Unreached++
		return &fault.Fault, nil
	}
	req := x.entry
	req.Time = time.Now()
	x.meters = s.metersOf(account)
	if refused := admit(x.meters, req.Time, cost); refused != nil {
		req.Refused = true
		s.stats.Refused++
		x.answer = s.config.refuse(*refused)
	} else {
		x.charged = cost
		s.spend(fault, hits)
		if fault != nil {
			x.fault = &fault.Fault
			req.Fault = fault.String()
			s.stats.Faulted++
		}
	}
	req.Limits = states(x.meters, req.Time)
	s.record(req)
	x.seen = *req
	s.running[x] = struct{}{}
	s.present++
	s.stats.Peak = max(s.stats.Peak, s.present)
	return nil, nil
}

// metersOf is called with s.mu held.
func (s *Server) metersOf(account string) []meter {
	meters, ok := s.meters[account]
	if !ok {
		meters = newMeters(s.options.quotas)
		s.meters[account] = meters
	}
	return meters
}

// serve writes the reply. It panics with http.ErrAbortHandler, and with
// nothing else, if the connection is to be cut.
func (x *exchange) serve(w http.ResponseWriter, r *http.Request, body []byte) {
	defer x.reportPanic()
	r.Body = newBody(body)
	lw := &loggedWriter{ResponseWriter: w, exchange: x}
	pause(r.Context(), x.server.options.latency)
	if x.fault != nil {
		x.fault.serve(lw, r, x.answer, x.server)
	} else {
		x.answer.ServeHTTP(lw, r)
	}
	lw.end()
}

func newBody(body []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(body)) }

// leave ends the exchange as far as the client is concerned: it has its reply
// or has given up. It may be called again.
func (x *exchange) leave() {
	x.server.mu.Lock()
	defer x.server.mu.Unlock()
	if !x.left {
		x.left = true
		x.server.present--
	}
}

// abandon leaves and ends the handler early.
func (x *exchange) abandon() {
	x.leave()
	x.cancel()
}

// finish ends the exchange, whatever became of it.
func (x *exchange) finish() {
	x.abandon()
	x.server.mu.Lock()
	delete(x.server.running, x)
	x.server.mu.Unlock()
	close(x.done)
}

// pause waits for d, or aborts the handler when the client or the server is
// gone before.
func pause(ctx context.Context, d time.Duration) {
	if sleep(ctx, d) != nil {
		abort()
	}
}

// abort ends a handler and its connection without a reply, by the means that
// net/http has for it: over a socket net/http recovers this panic, in memory the
// transport does.
func abort() { panic(http.ErrAbortHandler) }

// sleep waits for d or, with an error, for the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// loggedWriter notes the status of the reply in the log before it is sent.
type loggedWriter struct {
	http.ResponseWriter
	exchange *exchange
	started  bool
}

func (w *loggedWriter) WriteHeader(status int) {
	if !w.started && status >= 200 {
		w.note(status)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *loggedWriter) Write(p []byte) (int, error) {
	if !w.started {
		w.note(http.StatusOK)
	}
	return w.ResponseWriter.Write(p)
}

// Flush makes the writer an http.Flusher, which older handlers look for.
func (w *loggedWriter) Flush() {
	if !w.started {
		w.note(http.StatusOK)
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

func (w *loggedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// end notes the status that a handler which wrote nothing has given.
func (w *loggedWriter) end() {
	if !w.started {
		w.note(http.StatusOK)
	}
}

func (w *loggedWriter) note(status int) {
	w.started = true
	w.exchange.server.mu.Lock()
	w.exchange.entry.Status = status
	w.exchange.server.mu.Unlock()
}
