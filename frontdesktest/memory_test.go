package frontdesktest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The in-memory transport is compared with net/http over a socket: the same
// handler and the same request must look the same from both ends.
func TestTransport_BehavesAsNetHTTP(t *testing.T) {
	request := func(method string, body io.Reader, header ...string) func(string) *http.Request {
		data, _ := io.ReadAll(orEmpty(body))
		return func(base string) *http.Request {
			var again io.Reader
			if body != nil {
				again = bytes.NewReader(data)
			}
			req, _ := http.NewRequest(method, base+"/a%2Fb/c?q=1&q=2", again)
			for i := 0; i+1 < len(header); i += 2 {
				req.Header.Set(header[i], header[i+1])
			}
			return req
		}
	}
	text := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }
	long := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 5000))
	}
	tests := []struct {
		name    string
		request func(string) *http.Request
		handler http.HandlerFunc
	}{
		{"get", request("GET", nil), text},
		{"post", request("POST", strings.NewReader("body"), "Content-Type", "text/x"), text},
		{"post without a body", request("POST", nil), text},
		{"put with an empty body", request("PUT", strings.NewReader("")), text},
		{"body of unknown length", func(base string) *http.Request {
			req, _ := http.NewRequest("POST", base+"/", io.MultiReader(strings.NewReader("ab"), strings.NewReader("c")))
			return req
		}, text},
		{"get with an empty body that cannot be repeated", func(base string) *http.Request {
			req, _ := http.NewRequest("GET", base+"/", io.NopCloser(strings.NewReader("")))
			return req
		}, text},
		{"body shorter than declared", func(base string) *http.Request {
			req, _ := http.NewRequest("POST", base+"/", io.NopCloser(strings.NewReader("abc")))
			req.ContentLength = 5
			return req
		}, text},
		{"own headers", request("GET", nil, "User-Agent", "me", "Accept-Encoding", "identity", "x-lower", "v"), text},
		{"invalid header value", request("GET", nil, "X-A", "a\r\nb"), text},
		{"unsupported scheme", func(string) *http.Request { req, _ := http.NewRequest("GET", "ftp://127.0.0.1/", nil); return req }, text},
		{"host header", func(base string) *http.Request {
			req, _ := http.NewRequest("GET", base+"/", nil)
			req.Host = "other.example.com"
			return req
		}, text},
		{"head", request("HEAD", nil), text},
		{"head of a long body", request("HEAD", nil), long},
		{"head, nothing written", request("HEAD", nil), func(http.ResponseWriter, *http.Request) {}},
		{"long body", request("GET", nil), long},
		{"nothing written", request("GET", nil), func(http.ResponseWriter, *http.Request) {}},
		{"no content", request("GET", nil), func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(204)
			_, err := io.WriteString(w, "x")
			if !errors.Is(err, http.ErrBodyNotAllowed) {
				panic("a 204 has no body")
			}
		}},
		{"not modified", request("GET", nil), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }},
		{"flushed", request("GET", nil), func(w http.ResponseWriter, r *http.Request) {
			text(w, r)
			w.(http.Flusher).Flush()
			text(w, r)
		}},
		{"declared length", request("GET", nil), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			text(w, r)
			if _, err := io.WriteString(w, "more"); !errors.Is(err, http.ErrContentLength) {
				panic("too long")
			}
		}},
		{"shorter than declared", request("GET", nil), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "9")
			text(w, r)
		}},
		{"header set too late", request("GET", nil), func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(201)
			w.Header().Set("X-Late", "1")
			w.WriteHeader(500)
		}},
		{"no date, unknown status", request("GET", nil), func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Date"] = nil
			w.WriteHeader(799)
		}},
		{"gzip", request("GET", nil), func(w http.ResponseWriter, _ *http.Request) { writeGzip(w, "packed") }},
		{"gzip that the client asked for", request("GET", nil, "Accept-Encoding", "gzip"), func(w http.ResponseWriter, _ *http.Request) { writeGzip(w, "packed") }},
		{"gzip that is none", request("GET", nil), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, "this is no gzip at all")
		}},
		{"aborted in the body", request("GET", nil), func(w http.ResponseWriter, r *http.Request) {
			long(w, r)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := frontdesktest.New(frontdesktest.Config{Handler: tt.handler})
			defer s.Close()
			transport := &http.Transport{DisableKeepAlives: false}
			defer transport.CloseIdleConnections()
			socket := roundTrip(transport, tt.request(s.URL()))
			memory := roundTrip(s.Transport(), tt.request(s.BaseURL()))
			assert.Equal(t, socket, memory)

			requests := s.Requests()
			if socket.Err != "" {
				assert.NotContains(t, socket.Err, "timeout")
				return
			}
			require.Len(t, requests, 2)
			for i := range requests {
				requests[i].Time = requests[0].Time
				requests[i].Host = strings.TrimPrefix(requests[i].Host, strings.TrimPrefix(s.URL(), "http://"))
				requests[i].Host = strings.TrimPrefix(requests[i].Host, "127.0.0.1")
				if requests[i].Body == nil {
					requests[i].Body = []byte{}
				}
			}
			assert.Equal(t, requests[0], requests[1])
		})
	}
}

func orEmpty(r io.Reader) io.Reader {
	if r == nil {
		return strings.NewReader("")
	}
	return r
}

func writeGzip(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Encoding", "gzip")
	zw := gzip.NewWriter(w)
	_, _ = io.WriteString(zw, text)
	_ = zw.Close()
}

// seen is what a client can see of a reply.
type seen struct {
	Status, Proto    string
	Header           http.Header
	Length           int64
	TransferEncoding []string
	Uncompressed     bool
	NoBody           bool
	Body, BodyErr    string
	Err              string
}

func roundTrip(transport http.RoundTripper, req *http.Request) seen {
	res, err := transport.RoundTrip(req)
	if err != nil {
		return seen{Err: err.Error()}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	res.Header.Del("Date")
	got := seen{
		Status: res.Status, Proto: res.Proto, Header: res.Header, Length: res.ContentLength,
		TransferEncoding: res.TransferEncoding, Uncompressed: res.Uncompressed,
		NoBody: res.Body == http.NoBody, Body: string(body),
	}
	if err != nil {
		got.BodyErr = err.Error()
	}
	return got
}

func TestTransport_BodyArrivesPieceByPiece(t *testing.T) {
	next := make(chan string)
	s := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for piece := range next {
			_, _ = io.WriteString(w, piece)
			_ = http.NewResponseController(w).Flush()
		}
	})})
	defer s.Close()
	go func() { next <- "one" }()
	res, err := s.HTTPClient().Get(s.BaseURL())
	require.NoError(t, err)
	defer res.Body.Close()
	buf := make([]byte, 10)
	n, err := res.Body.Read(buf)
	require.NoError(t, err)
	assert.Equal(t, "one", string(buf[:n]))
	assert.Equal(t, 1, s.Stats().OpenBodies)

	next <- "two"
	n, err = res.Body.Read(buf)
	require.NoError(t, err)
	assert.Equal(t, "two", string(buf[:n]))

	close(next)
	_, err = res.Body.Read(buf)
	assert.Equal(t, io.EOF, err)
	assert.Zero(t, s.Stats().OpenBodies)
}

// endless writes until the client is gone, and then reports why.
func endless(ended chan<- error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 10_000)); err != nil {
				ended <- r.Context().Err()
				return
			}
		}
	})
}

func TestTransport_CloseOfTheBodyEndsTheHandler(t *testing.T) {
	ended := make(chan error, 1)
	s := frontdesktest.New(frontdesktest.Config{Handler: endless(ended)})
	defer s.Close()
	res, err := s.HTTPClient().Get(s.BaseURL())
	require.NoError(t, err)
	_, err = io.CopyN(io.Discard, res.Body, 1<<20)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, context.Canceled, <-ended)
	_, err = res.Body.Read(make([]byte, 1))
	assert.EqualError(t, err, "http: read on closed response body")
	assert.Zero(t, s.Stats().OpenBodies)
}

func TestTransport_EndOfTheContextEndsHandlerAndBody(t *testing.T) {
	ended := make(chan error, 1)
	s := frontdesktest.New(frontdesktest.Config{Handler: endless(ended)})
	defer s.Close()
	cause := errors.New("the caller's reason")
	ctx, cancel := context.WithCancelCause(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL(), nil)
	require.NoError(t, err)
	res, err := s.Transport().RoundTrip(req)
	require.NoError(t, err)
	cancel(cause)
	assert.Equal(t, context.Canceled, <-ended)
	_, err = io.ReadAll(res.Body)
	assert.Equal(t, cause, err)
	require.NoError(t, res.Body.Close())

	_, err = s.Transport().RoundTrip(req)
	assert.Equal(t, cause, err)
	assert.Equal(t, 1, s.Count(), "with a context that has ended nothing is sent")
}

func TestTransport_BodyThatBlocksIsLeftWithTheContext(t *testing.T) {
	s := newShop()
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.BaseURL(), reader)
	require.NoError(t, err)
	go func() {
		_, _ = writer.Write([]byte("first"))
		cancel()
	}()
	_, err = s.HTTPClient().Do(req)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = writer.Write([]byte("second"))
	assert.ErrorIs(t, err, io.ErrClosedPipe, "the body is closed")
	assert.Zero(t, s.Count())
}

func TestTransport_HandlerSeesNothingOfTheClientsContext(t *testing.T) {
	type key struct{}
	s := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, deadline := r.Context().Deadline()
		fmt.Fprint(w, r.Context().Value(key{}), deadline, r.RemoteAddr, r.Context().Value(http.LocalAddrContextKey))
	})})
	defer s.Close()
	ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), key{}, "secret"), 1<<40)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL(), nil)
	require.NoError(t, err)
	res, err := s.HTTPClient().Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, "<nil> false127.0.0.1:49152127.0.0.1:80", string(body))
}

func TestTransport_ServesEveryHostAndScheme(t *testing.T) {
	s := newShop()
	defer s.Close()
	s.Fail(frontdesktest.Redirect(302, "https://evil.example.com:8443/x"))
	assert.Equal(t, 200, get(t, s).status)
	requests := s.Requests()
	require.Len(t, requests, 2)
	assert.Equal(t, []string{"http", "127.0.0.1"}, []string{requests[0].Scheme, requests[0].Host})
	assert.Equal(t, []string{"https", "evil.example.com:8443"}, []string{requests[1].Scheme, requests[1].Host})
}

func TestTransport_CallsTheHooksOfATrace(t *testing.T) {
	s := newShop()
	defer s.Close()
	var calls []string
	note := func(name string) { calls = append(calls, name) }
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GetConn:              func(string) { note("get") },
		GotConn:              func(info httptrace.GotConnInfo) { note("got " + info.Conn.RemoteAddr().String()) },
		WroteHeaders:         func() { note("headers") },
		WroteRequest:         func(httptrace.WroteRequestInfo) { note("request") },
		GotFirstResponseByte: func() { note("reply") },
	})
	s.Fail(frontdesktest.Refused(), frontdesktest.ResetBeforeReply())
	for range 3 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL(), nil)
		require.NoError(t, err)
		if res, err := s.HTTPClient().Do(req); err == nil {
			res.Body.Close()
		}
		note("|")
	}
	assert.Equal(t, "get | get got 127.0.0.1:80 headers request | get got 127.0.0.1:80 headers request reply |", strings.Join(calls, " "))
}

func TestTransport_AbortBeforeTheReplyIsAReset(t *testing.T) {
	s := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "held back")
		panic(http.ErrAbortHandler)
	})})
	defer s.Close()
	_, err := s.HTTPClient().Get(s.BaseURL())
	assert.ErrorIs(t, err, syscall.ECONNRESET)
	assert.Empty(t, s.Violations())
}

func TestServer_APanicIsAViolationAndALostConnection(t *testing.T) {
	s := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("bug in the kit") })})
	defer s.Close()
	_, err := s.HTTPClient().Get(s.BaseURL() + "/x")
	assert.ErrorIs(t, err, syscall.ECONNRESET)
	require.Len(t, s.Violations(), 1)
	assert.Contains(t, s.Violations()[0], "panic while answering GET /x: bug in the kit")
}

func TestServer_AfterCloseConnectionsAreRefused(t *testing.T) {
	s := newShop()
	url := s.URL()
	s.Close()
	s.Close()
	assert.ErrorIs(t, do(s.HTTPClient(), http.MethodGet, s.BaseURL()).err, syscall.ECONNREFUSED)
	assert.ErrorIs(t, do(&http.Client{Transport: &http.Transport{}}, http.MethodGet, url).err, syscall.ECONNREFUSED)
	assert.Equal(t, url, s.URL())
	assert.Zero(t, s.Count())

	never := newShop()
	never.Close()
	assert.Empty(t, never.URL())
}

func TestServer_CanBeMountedBehindTLS(t *testing.T) {
	s := newShop()
	defer s.Close()
	front := httptest.NewTLSServer(s)
	defer front.Close()
	got := do(front.Client(), http.MethodGet, front.URL+"/notes")
	require.NoError(t, got.err)
	assert.Equal(t, shopReply, got.body)
	assert.Equal(t, "https", s.Requests()[0].Scheme)
	assert.True(t, reflect.DeepEqual(s.Requests(), s.RequestsOf("notes.list")))
}
