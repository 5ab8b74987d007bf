package frontdesktest_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFault_EachKindOverMemoryAndOverASocket(t *testing.T) {
	date := time.Date(2026, time.March, 1, 12, 30, 0, 0, time.UTC)
	tests := []struct {
		name    string
		fault   frontdesktest.Fault
		status  int
		body    string // exact, unless contains
		has     string
		header  [2]string
		err     error
		bodyErr error
		acted   bool // the vendor stored the note
	}{
		{name: "status with the vendor's error", fault: frontdesktest.Status(500), status: 500, body: `{"error":500}`},
		{name: "status after handling", fault: frontdesktest.Status(500).AfterHandling(), status: 500, body: `{"error":500}`, acted: true},
		{name: "status without a body", fault: frontdesktest.Status(204), status: 204},
		{name: "status with a body of its own", fault: frontdesktest.Status(500).WithBody("text/plain", "boom"), status: 500, body: "boom", header: [2]string{"Content-Type", "text/plain"}},
		{name: "unknown status", fault: frontdesktest.Status(799), status: 799, body: `{"error":799}`},
		{name: "retry after seconds", fault: frontdesktest.Status(429).RetryAfter(1500 * time.Millisecond), status: 429, body: `{"error":429}`, header: [2]string{"Retry-After", "2"}},
		{name: "retry after a date", fault: frontdesktest.Status(429).RetryAfterDate(date), status: 429, body: `{"error":429}`, header: [2]string{"Retry-After", "Sun, 01 Mar 2026 12:30:00 GMT"}},
		{name: "date", fault: frontdesktest.DateHeader(date), status: 200, body: shopReply, header: [2]string{"Date", "Sun, 01 Mar 2026 12:30:00 GMT"}, acted: true},
		{name: "header", fault: frontdesktest.Header("X-Limit", "7"), status: 200, body: shopReply, header: [2]string{"X-Limit", "7"}, acted: true},
		{name: "body", fault: frontdesktest.Body(200, "application/json", "[]"), status: 200, body: "[]", header: [2]string{"Content-Type", "application/json"}},
		{name: "empty body", fault: frontdesktest.EmptyBody(200), status: 200, header: [2]string{"Content-Length", "0"}},
		{name: "HTML", fault: frontdesktest.HTML(502), status: 502, has: "<h1>502 Bad Gateway</h1>", header: [2]string{"Content-Type", "text/html"}},
		{name: "JSON then HTML", fault: frontdesktest.JSONThenHTML(), status: 200, has: shopReply + "<br />\n<b>Fatal error</b>", header: [2]string{"Content-Type", "application/json"}, acted: true},
		{name: "redirect", fault: frontdesktest.Redirect(307, "https://other.example.com/"), status: 307, header: [2]string{"Location", "https://other.example.com/"}},
		{name: "reply of a handler", fault: frontdesktest.Reply(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			_, _ = io.WriteString(w, frontdesktest.RequestOf(r).Operation+string(body))
		})).AfterHandling(), status: 200, body: `notes.create{"note":1}`, acted: true},
		{name: "cut body", fault: frontdesktest.CutBody(5), status: 200, body: shopReply[:5], bodyErr: io.ErrUnexpectedEOF, acted: true},
		{name: "cut at once", fault: frontdesktest.CutBody(-1), status: 200, bodyErr: io.ErrUnexpectedEOF, acted: true},
		{name: "cut after a short body", fault: frontdesktest.CutBody(500), status: 200, body: shopReply, bodyErr: io.ErrUnexpectedEOF, acted: true},
		{name: "cut body of an error", fault: frontdesktest.Status(500).CutBody(3), status: 500, body: `{"e`, bodyErr: io.ErrUnexpectedEOF},
		{name: "slow body", fault: frontdesktest.SlowBody(4, time.Microsecond), status: 200, body: shopReply, acted: true},
		{name: "delay", fault: frontdesktest.Delay(time.Microsecond), status: 200, body: shopReply, acted: true},
		{name: "reset", fault: frontdesktest.ResetBeforeReply(), err: syscall.ECONNRESET},
		{name: "reset after handling", fault: frontdesktest.ResetBeforeReply().AfterHandling(), err: syscall.ECONNRESET, acted: true},
		{name: "none", fault: frontdesktest.Fault{}, status: 200, body: shopReply, acted: true},
	}
	for _, way := range bothWays(t) {
		t.Run(way.name, func(t *testing.T) {
			s := newShop()
			defer s.Close()
			client, base := way.client(s)
			noRedirects(client)
			for _, tt := range tests {
				t.Run(tt.name, func(t *testing.T) {
					s.ResetRequests()
					s.notes.Store(0)
					s.Fail(tt.fault)
					got := do(client, http.MethodPost, base+"/notes")

					require.ErrorIs(t, got.err, tt.err)
					if tt.err == nil {
						require.NoError(t, got.err)
					}
					assert.Equal(t, tt.status, got.status)
					if tt.has != "" {
						assert.Contains(t, got.body, tt.has)
					} else {
						assert.Equal(t, tt.body, got.body)
					}
					assert.Equal(t, tt.bodyErr, got.bodyErr)
					if tt.header[0] != "" {
						assert.Equal(t, tt.header[1], got.header.Get(tt.header[0]))
					}
					assert.Equal(t, tt.acted, s.notes.Load() == 1, "the vendor acted")

					require.Equal(t, 1, s.Count())
					entry := s.Requests()[0]
					assert.Equal(t, tt.fault.String(), entry.Fault)
					assert.Equal(t, tt.status, entry.Status)
					stats := s.Stats()
					assert.Equal(t, 1, stats.Faulted)
					assert.Zero(t, stats.FaultsLeft)
					assert.Empty(t, s.Violations())
				})
			}
		})
	}
}

func TestFault_GzipBombIsSmallOnTheWireAndUnpacksToItsSize(t *testing.T) {
	const size = 8<<20 + 12345
	for _, way := range bothWays(t) {
		t.Run(way.name, func(t *testing.T) {
			s := newShop()
			defer s.Close()
			client, base := way.client(s)
			s.Fail(frontdesktest.GzipBomb(size).Times(2))

			got := do(client, http.MethodGet, base+"/notes")
			require.NoError(t, got.bodyErr)
			assert.Len(t, got.body, size)
			assert.True(t, strings.HasPrefix(got.body, `{"bomb":"AAA`) && strings.HasSuffix(got.body, `AAA"}`))

			req, err := http.NewRequest(http.MethodGet, base+"/notes", nil)
			require.NoError(t, err)
			req.Header.Set("Accept-Encoding", "gzip") // by hand: nothing is unpacked
			res, err := client.Do(req)
			require.NoError(t, err)
			defer res.Body.Close()
			packed, err := io.Copy(io.Discard, res.Body)
			require.NoError(t, err)
			assert.Less(t, packed, int64(size/500))
		})
	}
}

func TestFault_DialErrorsLookLikeThoseOfNetHTTP(t *testing.T) {
	tests := []struct {
		fault frontdesktest.Fault
		check func(t *testing.T, err error)
	}{
		{frontdesktest.Refused(), func(t *testing.T, err error) {
			assert.ErrorIs(t, err, syscall.ECONNREFUSED)
			op, ok := errors.AsType[*net.OpError](err)
			require.True(t, ok)
			assert.Equal(t, "dial", op.Op)
		}},
		{frontdesktest.UnknownHost(), func(t *testing.T, err error) {
			dns, ok := errors.AsType[*net.DNSError](err)
			require.True(t, ok)
			assert.True(t, dns.IsNotFound && !dns.IsTemporary)
			assert.Equal(t, "127.0.0.1", dns.Name)
		}},
		{frontdesktest.TemporaryDNS(), func(t *testing.T, err error) {
			dns, ok := errors.AsType[*net.DNSError](err)
			require.True(t, ok)
			assert.True(t, dns.IsTemporary && !dns.IsNotFound)
		}},
		{frontdesktest.BadCertificate(), func(t *testing.T, err error) {
			_, ok := errors.AsType[*tls.CertificateVerificationError](err)
			assert.True(t, ok)
			_, ok = errors.AsType[x509.UnknownAuthorityError](err)
			assert.True(t, ok)
		}},
		{frontdesktest.HandshakeTimeout(), func(t *testing.T, err error) {
			timeout, ok := errors.AsType[net.Error](err)
			require.True(t, ok)
			assert.True(t, timeout.Timeout())
			assert.ErrorContains(t, err, "TLS handshake timeout")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.fault.String(), func(t *testing.T) {
			s := newShop()
			defer s.Close()
			s.Fail(tt.fault)
			got := do(s.HTTPClient(), http.MethodPost, s.BaseURL()+"/notes")
			require.Error(t, got.err)
			tt.check(t, got.err)
			assert.Zero(t, s.Count(), "nothing arrives")
			assert.Equal(t, 1, s.Stats().Unreached)

			s.Fail(tt.fault)
			_, base := bothWays(t)[1].client(s)
			got = do(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, http.MethodPost, base+"/notes")
			assert.Error(t, got.err)
			require.Len(t, s.Violations(), 1, "over a socket it cannot be faked")
			assert.Contains(t, s.Violations()[0], "in-memory")
			assert.Zero(t, s.notes.Load())
		})
	}
}

func TestFault_HangLastsUntilTheContextEnds(t *testing.T) {
	for _, way := range bothWays(t) {
		t.Run(way.name, func(t *testing.T) {
			s := newShop()
			defer s.Close()
			client, base := way.client(s)
			s.Fail(frontdesktest.Hang().AfterHandling().OnMatch(func(*frontdesktest.Request) bool { return true }))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			handled := make(chan error)
			go func() {
				req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/notes", strings.NewReader("{}"))
				if err == nil {
					_, err = client.Do(req)
				}
				handled <- err
			}()
			<-s.acted
			cancel()
			assert.ErrorIs(t, <-handled, context.Canceled)
		})
	}
}

func TestFault_CloseEndsAHangingRequest(t *testing.T) {
	for _, way := range bothWays(t) {
		t.Run(way.name, func(t *testing.T) {
			s := newShop()
			client, base := way.client(s)
			s.Fail(frontdesktest.Hang().AfterHandling())
			failed := make(chan error)
			go func() { failed <- do(client, http.MethodPost, base+"/notes").err }()
			<-s.acted
			s.Close()
			assert.Error(t, <-failed)
			assert.Zero(t, s.Stats().InFlight)
		})
	}
}

// statuses makes n GET requests.
func statuses(t *testing.T, s *shop, n int) []int {
	t.Helper()
	var got []int
	for range n {
		got = append(got, get(t, s).status)
	}
	return got
}

func TestFault_OrderAndAim(t *testing.T) {
	tests := []struct {
		name   string
		faults []frontdesktest.Fault
		want   []int
		left   int
	}{
		{"once by default", []frontdesktest.Fault{frontdesktest.Status(500)}, []int{500, 200, 200}, 0},
		{"times", []frontdesktest.Fault{frontdesktest.Status(500).Times(2)}, []int{500, 500, 200}, 0},
		{"left over", []frontdesktest.Fault{frontdesktest.Status(500).Times(5)}, []int{500, 500, 500}, 2},
		{"always", []frontdesktest.Fault{frontdesktest.Status(500).Always()}, []int{500, 500, 500, 500}, 0},
		{"after", []frontdesktest.Fault{frontdesktest.Status(500).After(2)}, []int{200, 200, 500, 200}, 0},
		{"in order", []frontdesktest.Fault{frontdesktest.Status(500), frontdesktest.Status(502), frontdesktest.Status(503)}, []int{500, 502, 503, 200}, 0},
		{"after counts what no earlier fault took", []frontdesktest.Fault{frontdesktest.Status(500), frontdesktest.Status(502).After(1)}, []int{500, 200, 502, 200}, 0},
		{"a fault that spares lets a later one hit", []frontdesktest.Fault{frontdesktest.Status(500).After(1), frontdesktest.Status(502).Times(2)}, []int{502, 500, 502, 200}, 0},
		{"another operation", []frontdesktest.Fault{frontdesktest.Status(500).On("notes.create", "notes.delete")}, []int{200, 200}, 1},
		{"this operation", []frontdesktest.Fault{frontdesktest.Status(500).On("notes.create", "notes.list")}, []int{500, 200}, 0},
		{"all conditions hold", []frontdesktest.Fault{frontdesktest.Status(500).On("notes.list").OnMatch(func(r *frontdesktest.Request) bool { return r.Path == "/other" })}, []int{200}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShop()
			defer s.Close()
			s.Fail(tt.faults...)
			assert.Equal(t, tt.want, statuses(t, s, len(tt.want)))
			assert.Equal(t, tt.left, s.Stats().FaultsLeft)
		})
	}
}

func TestFault_ClearFaultsSavesTheRest(t *testing.T) {
	s := newShop()
	defer s.Close()
	s.Fail(frontdesktest.Status(500).Always())
	assert.Equal(t, []int{500}, statuses(t, s, 1))
	s.ClearFaults()
	assert.Equal(t, []int{200, 200}, statuses(t, s, 2))
}

func TestFault_MethodsReturnCopies(t *testing.T) {
	s := newShop()
	defer s.Close()
	base := frontdesktest.Status(500).Header("X-A", "1")
	b := base.Header("X-B", "1").Times(2).On("nothing")
	c := base.Header("X-C", "1").RetryAfter(time.Second)
	s.Fail(base, c, b)

	first, second := get(t, s), get(t, s)
	assert.Equal(t, "", first.header.Get("X-B")+first.header.Get("X-C")+first.header.Get("Retry-After"))
	assert.Equal(t, "", second.header.Get("X-B"))
	assert.Equal(t, "1", second.header.Get("X-C"))
	assert.Equal(t, 200, get(t, s).status)
	assert.Equal(t, "status 500, X-A: 1", base.String())
	assert.Equal(t, "status 500, X-A: 1, X-B: 1", b.String())
	assert.Equal(t, "crash", b.Named("crash").String())
}

func TestFault_StatusThatCannotEndAReplyIsAViolation(t *testing.T) {
	for _, status := range []int{-1, 0, 100, 1000} {
		s := newShop()
		s.Fail(frontdesktest.Status(status))
		assert.Equal(t, 500, get(t, s).status)
		assert.Len(t, s.Violations(), 1)
		s.Close()
	}
}

func TestFault_DialFaultsAndRepliesShareOneOrder(t *testing.T) {
	s := newShop()
	defer s.Close()
	s.Fail(frontdesktest.Status(500), frontdesktest.Refused().After(1), frontdesktest.Status(502))
	client := s.HTTPClient()
	var got []string
	for range 4 {
		x := do(client, http.MethodGet, s.BaseURL())
		if x.err != nil {
			got = append(got, "refused")
			continue
		}
		got = append(got, http.StatusText(x.status))
	}
	assert.Equal(t, []string{"Internal Server Error", "Bad Gateway", "refused", "OK"}, got)
	assert.Equal(t, 3, s.Count())
}
