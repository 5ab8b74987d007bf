package frontdesktest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/stretchr/testify/require"
)

// shop is a kit in small: a vendor with one list of notes.
type shop struct {
	*frontdesktest.Server
	settings shopSettings
	notes    atomic.Int64
	acted    chan struct{} // gets a token for each note, while there is room
}

type shopSettings struct{ greeting string }

func withGreeting(s string) frontdesktest.Option {
	return frontdesktest.Configure(func(c *shopSettings) { c.greeting = s })
}

const shopReply = `{"notes":"hello"}`

func newShop(opts ...frontdesktest.Option) *shop {
	s := &shop{settings: shopSettings{greeting: "hello"}, acted: make(chan struct{}, 1)}
	s.Server = frontdesktest.New(frontdesktest.Config{
		Name:     "shop",
		Handler:  http.HandlerFunc(s.serve),
		Settings: &s.settings,
		Operation: func(r *http.Request, body []byte) string {
			if r.Method == http.MethodPost {
				return "notes.create"
			}
			return "notes.list"
		},
		Check: func(r *frontdesktest.Request) []string {
			if r.Query.Has("wrong") {
				return []string{`unknown parameter "wrong"`}
			}
			return nil
		},
		Error: func(w http.ResponseWriter, r *http.Request, status int) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"error":%d}`, status)
		},
	}, opts...)
	return s
}

func (s *shop) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		s.notes.Add(1)
		select {
		case s.acted <- struct{}{}:
		default:
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(newlineTrimmer{w}).Encode(map[string]string{"notes": s.settings.greeting})
}

// newlineTrimmer drops the newline that json.Encoder ends with.
type newlineTrimmer struct{ io.Writer }

func (t newlineTrimmer) Write(p []byte) (int, error) {
	_, err := io.WriteString(t.Writer, strings.TrimSuffix(string(p), "\n"))
	return len(p), err
}

// access is a way to reach a server.
type access struct {
	name   string
	client func(*shop) (client *http.Client, base string)
}

// bothWays returns the in-memory transport and the socket.
func bothWays(t *testing.T) []access {
	return []access{
		{"memory", func(s *shop) (*http.Client, string) { return s.HTTPClient(), s.BaseURL() }},
		{"socket", func(s *shop) (*http.Client, string) {
			transport := &http.Transport{DisableKeepAlives: true}
			t.Cleanup(transport.CloseIdleConnections)
			return &http.Client{Transport: transport}, s.URL()
		}},
	}
}

func noRedirects(c *http.Client) {
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
}

// exchange is what a request led to.
type exchange struct {
	status  int
	header  http.Header
	body    string
	err     error // of the request
	bodyErr error // of reading the body
}

func do(c *http.Client, method, url string) exchange {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(`{"note":1}`)
	}
	req, err := http.NewRequest(method, url, body)
	if err != nil {
		return exchange{err: err}
	}
	res, err := c.Do(req)
	if err != nil {
		return exchange{err: err}
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return exchange{status: res.StatusCode, header: res.Header, body: string(data), bodyErr: err}
}

func get(t *testing.T, s *shop) exchange {
	t.Helper()
	x := do(s.HTTPClient(), http.MethodGet, s.BaseURL()+"/notes")
	require.NoError(t, x.err)
	return x
}
