package frontdesktest

import (
	"bytes"
	"net"
	"net/http"
	"strconv"
)

// serve answers a request that has met the fault. next is the vendor.
func (f *Fault) serve(w http.ResponseWriter, r *http.Request, next http.Handler, s *Server) {
	pause(r.Context(), f.delay)
	if f.handled && (f.answer != nil || f.hang || f.reset) {
		next.ServeHTTP(newRecorder(), r)
	}
	switch {
	case f.hang:
		<-r.Context().Done()
		abort()
	case f.reset:
		resetConnection(w)
	case f.answer != nil:
		r.Body = newBody(RequestOf(r).Body) // the vendor may have read it
		next = f.answer(&s.config)
	case f.untouched():
		next.ServeHTTP(w, r)
		return
	}
	reply := newRecorder()
	next.ServeHTTP(reply, r)
	if status := reply.status; status < 200 || status > 999 {
		s.strict.add(s.config.errorf("fault %q: a reply cannot end with status %d", f, status).Error())
		reply.status = http.StatusInternalServerError
	}
	f.edit(reply)
	f.send(w, r, reply)
}

// untouched tells whether the vendor's reply goes out as it is. If not, it is
// taken whole first.
func (f *Fault) untouched() bool {
	return f.body == nil && f.trailing == "" && len(f.header) == 0 && !f.cut && f.chunk == 0
}

func (f *Fault) edit(reply *recorder) {
	if f.body != nil {
		reply.body.Reset()
		reply.body.WriteString(f.body.text)
		reply.header.Set("Content-Type", f.body.contentType)
		reply.header.Del("Content-Encoding")
	}
	reply.body.WriteString(f.trailing)
	for _, h := range f.header {
		reply.header.Set(h.name, h.value)
	}
}

func (f *Fault) send(w http.ResponseWriter, r *http.Request, reply *recorder) {
	body, length := reply.body.Bytes(), reply.body.Len()
	if f.cut {
		body = body[:min(f.cutAt, len(body))]
		length = max(length, len(body)+1) // so that the end is missed
	}
	header := w.Header()
	for name, values := range reply.header {
		header[name] = values
	}
	if bodyAllowed(reply.status) {
		header.Set("Content-Length", strconv.Itoa(length))
	}
	w.WriteHeader(reply.status)
	if r.Method != http.MethodHead && bodyAllowed(reply.status) {
		f.sendBody(w, r, body)
	}
	if f.cut {
		_ = http.NewResponseController(w).Flush()
		abort()
	}
}

func (f *Fault) sendBody(w http.ResponseWriter, r *http.Request, body []byte) {
	if f.chunk == 0 {
		_, _ = w.Write(body) // an error means that the client is gone
		return
	}
	flusher := http.NewResponseController(w)
	for first := true; len(body) > 0; first = false {
		if !first {
			pause(r.Context(), f.every)
		}
		n := min(f.chunk, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			abort()
		}
		_ = flusher.Flush()
		body = body[n:]
	}
}

// resetConnection closes the connection so that the client sees a reset, and
// ends the handler. The in-memory transport takes any aborted handler for a
// reset; a socket has to be closed with unsent data thrown away.
func resetConnection(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = conn.Close()
	}
	abort()
}

func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}

// recorder takes a reply whole.
type recorder struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

func newRecorder() *recorder {
	return &recorder{header: make(http.Header), status: http.StatusOK}
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.wrote = true
	return r.body.Write(p)
}

func (r *recorder) Flush() {}
