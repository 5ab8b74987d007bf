package frontdesktest

import (
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// socket serves on a real port.
type socket struct {
	url    string
	server *http.Server
	wg     sync.WaitGroup // the accepting goroutine and the connections
}

// URL returns the address of a real socket on the loopback interface, such as
// "http://127.0.0.1:39041". The first call opens it. If that is not possible, the
// test is told and stopped as for misuse, and the address is "". After
// [Server.Close] the address stays the same, or is "" if none was ever opened.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.socket == nil && !s.closed {
		listener, err := s.listen("tcp", "127.0.0.1:0")
		if err != nil {
			s.Misuse("%v", s.config.errorf("cannot listen on loopback: %w", err))
			return ""
		}
		s.socket = serveSocket(listener, s)
	}
	if s.socket == nil {
		return ""
	}
	return s.socket.url
}

func serveSocket(listener net.Listener, handler http.Handler) *socket {
	k := &socket{url: "http://" + listener.Addr().String()}
	k.server = &http.Server{
		Handler:   handler,
		ConnState: k.count,
		ErrorLog:  log.New(io.Discard, "", 0), // panics of handlers are violations instead
	}
	k.wg.Go(func() { _ = k.server.Serve(listener) }) // it always ends with ErrServerClosed
	return k
}

// count keeps account of open connections. A hijacked one is closed at once by
// whoever hijacked it.
func (k *socket) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		k.wg.Add(1)
	case http.StateClosed, http.StateHijacked:
		k.wg.Done()
	}
}

func (k *socket) close() {
	_ = k.server.Close()
	k.wg.Wait()
}
