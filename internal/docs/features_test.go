package docs_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// The matrix of README.md says what each client can do. Its cells are not written but found out: by calls to a transport
// that answers, and in the golden files of the API.

const (
	credential = "a-key-that-can-be-found"
	none       = "–"
)

// wire is a transport that keeps requests and answers them.
type wire struct {
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	flying   int
	peak     int
	// answer is the status, the header and the body of the n-th reply, from 1.
	answer func(n int) (int, http.Header, string)
	// takes is how long a reply takes.
	takes time.Duration
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(data)
	}
	w.mu.Lock()
	w.requests, w.bodies = append(w.requests, r), append(w.bodies, body)
	n := len(w.requests)
	w.flying++
	w.peak = max(w.peak, w.flying)
	w.mu.Unlock()
	time.Sleep(w.takes)
	w.mu.Lock()
	w.flying--
	w.mu.Unlock()
	status, header, text := w.answer(n)
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text)), Request: r,
	}, nil
}

// a vendor is a client with a few calls.
type vendor struct {
	name, title string
	reply       string // of read and of write
	page        string // of rows
	dial        func(...frontdesk.Option) (*client, error)
}

type client struct {
	read, write, rows func(context.Context) error
	// year reads a list over more than a year; nil if the vendor bounds no list by time.
	year   func(context.Context) error
	limits func() []frontdesk.LimitState
	zone   func() (time.Time, error)
	close  func() error
}

var vendors = []vendor{
	{"helpcrunch", "HelpCrunch", `{"id":1}`, `{"data":[{"id":1}]}`, func(opts ...frontdesk.Option) (*client, error) {
		c, err := helpcrunch.New(credential, opts...)
		if err != nil {
			return nil, err
		}
		return &client{
			read:   func(ctx context.Context) error { _, err := c.Customers.Get(ctx, 1); return err },
			write:  func(ctx context.Context) error { return c.Customers.Delete(ctx, 1) },
			rows:   func(ctx context.Context) error { _, err := frontdesk.Collect(c.Customers.All(ctx, nil)); return err },
			limits: c.Limits, close: c.Close,
			zone: func() (t time.Time, err error) { return t, helpcrunch.Unmarshal([]byte(`"1700000000"`), &t) },
		}, nil
	}},
	{"salesman", "SalesMan CRM", `{"data":{"pid":1,"person":"Ann"},"result":"Successful"}`, `{"data":[{"pid":1}],"count":1}`, func(opts ...frontdesk.Option) (*client, error) {
		c, err := salesman.New("https://crm.example.com", "ann@example.com", credential, opts...)
		if err != nil {
			return nil, err
		}
		return &client{
			read:   func(ctx context.Context) error { _, err := c.Contacts.Get(ctx, 1, nil); return err },
			write:  func(ctx context.Context) error { return c.Do(ctx, "history", "delete", map[string]any{"id": 1}, nil) },
			rows:   func(ctx context.Context) error { _, err := frontdesk.Collect(c.Contacts.All(ctx, nil)); return err },
			limits: c.Limits, close: c.Close,
			zone: func() (t time.Time, err error) { return t, c.Unmarshal([]byte(`"2026-01-02 03:04:05"`), &t) },
		}, nil
	}},
	{"liveagent", "LiveAgent", `{"response":{"contactid":"k1","status":"OK"}}`, `{"response":{"customers":[{"contactid":"k1"}]}}`, func(opts ...frontdesk.Option) (*client, error) {
		c, err := liveagent.New("https://acme.ladesk.com", credential, opts...)
		if err != nil {
			return nil, err
		}
		return &client{
			read: func(ctx context.Context) error { _, err := c.Customers.Get(ctx, "k1"); return err },
			write: func(ctx context.Context) error {
				return c.Tags.Update(ctx, "t1", &liveagent.TagUpdateParams{Name: "x"})
			},
			rows:   func(ctx context.Context) error { _, err := frontdesk.Collect(c.Customers.All(ctx, nil)); return err },
			limits: c.Limits, close: c.Close,
			zone: func() (t time.Time, err error) { return t, c.Unmarshal([]byte(`"2026-01-02 03:04:05"`), &t) },
		}, nil
	}},
	{"comagic", "CoMagic / UIS", `{"jsonrpc":"2.0","id":1,"result":{"data":[{"id":1}],"metadata":{"limits":` +
		`{"day_limit":5000,"day_remaining":4999,"hour_limit":2000,"hour_remaining":1999,"minute_limit":500,"minute_remaining":499}}}}`, `{"jsonrpc":"2.0","id":1,"result":{"data":[{"id":1}],"metadata":{"total_items":1}}}`, func(opts ...frontdesk.Option) (*client, error) {
		c, err := comagic.New(comagic.AccessToken(credential), opts...)
		if err != nil {
			return nil, err
		}
		year := &comagic.CallsReportParams{DateTill: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		year.DateFrom = year.DateTill.AddDate(-1, 0, -1)
		return &client{
			read: func(ctx context.Context) error { _, err := c.Tags.List(ctx, nil); return err },
			write: func(ctx context.Context) error {
				return c.Tags.Update(ctx, &comagic.UpdateTagsParams{ID: 1, Name: frontdesk.Some("x")})
			},
			rows: func(ctx context.Context) error { _, err := frontdesk.Collect(c.Tags.All(ctx, nil)); return err },
			year: func(ctx context.Context) error {
				_, err := frontdesk.Collect(c.Reports.AllCalls(ctx, year))
				return err
			},
			limits: c.Limits, close: c.Close,
			zone: func() (t time.Time, err error) { return t, c.Unmarshal([]byte(`"2026-01-02 03:04:05"`), &t) },
		}, nil
	}},
}

func (v vendor) connect(t *testing.T, w *wire, opts ...frontdesk.Option) *client {
	t.Helper()
	c, err := v.dial(append(opts, frontdesk.WithHTTPClient(&http.Client{Transport: w}))...)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.close() })
	return c
}

// always answers every request with HTTP 200.
func always(body string) func(int) (int, http.Header, string) {
	return func(int) (int, http.Header, string) { return http.StatusOK, nil, body }
}

// api is the golden file of a package.
func api(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "api", name+".txt"))
	require.NoError(t, err)
	return string(text)
}

func has(api, symbol string) bool { return strings.Contains(api, ", "+symbol+"(") }

// features are the rows of the matrix.
var features = []struct {
	name string
	cell func(*testing.T, vendor) string
}{
	{"wire format", format},
	{"credential travels in", credentialPlace},
	{"login sessions", func(t *testing.T, v vendor) string {
		return yes(has(api(t, v.name), "func Login"))
	}},
	{"retries of reads after 500", retries},
	{"a refusal is waited out", refusal},
	{"limit kept by default", limit},
	{"iterators, with resume and prefetch", func(t *testing.T, v vendor) string {
		return fmt.Sprint(strings.Count(api(t, v.name), " iter.Seq2["))
	}},
	{"rows decoded while the page arrives", streaming},
	{"long periods read in windows", windows},
	{"zone of times, unless `WithLocation`", zone},
	{"webhook events", events},
	{"proof of a webhook's origin", origin},
	{"untyped calls", func(t *testing.T, v vendor) string {
		for _, name := range []string{"Do", "Call"} {
			if has(api(t, v.name), "method (*Client) "+name) {
				return "`Client." + name + "`"
			}
		}
		return none
	}},
	{"fake server", fake},
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return none
}

func format(t *testing.T, v vendor) string {
	w := &wire{answer: always(v.reply)}
	c := v.connect(t, w)
	require.NoError(t, c.write(t.Context()))
	api, sent := api(t, v.name), w.requests[0].Header.Get("Content-Type")
	switch {
	case strings.Contains(w.bodies[0], `"jsonrpc"`):
		return "JSON-RPC 2.0"
	case has(api, "func WithXML"):
		return "forms; JSON or XML back"
	case has(api, "func WithForm"):
		return "JSON, or forms"
	case strings.HasPrefix(sent, "application/json") || sent == "":
		return "JSON"
	}
	return sent
}

func credentialPlace(t *testing.T, v vendor) string {
	var places []string
	add := func(place string) {
		if !strings.Contains(strings.Join(places, " "), place) {
			places = append(places, place)
		}
	}
	w := &wire{answer: always(v.reply)}
	c := v.connect(t, w)
	require.NoError(t, c.read(t.Context()))
	require.NoError(t, c.write(t.Context()))
	for i, r := range w.requests {
		for name, values := range r.Header {
			if strings.Contains(strings.Join(values, " "), credential) {
				add("header `" + name + "`")
			}
		}
		if strings.Contains(r.URL.RawQuery, credential) {
			add("query")
		}
		if strings.Contains(w.bodies[i], credential) {
			add(map[bool]string{true: "JSON body", false: "form"}[strings.HasPrefix(w.bodies[i], "{")])
		}
	}
	require.NotEmpty(t, places)
	return strings.Join(places, " or ")
}

func retries(t *testing.T, v vendor) (cell string) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int) (int, http.Header, string) { return 500, nil, "{}" }}
		c := v.connect(t, w)
		require.ErrorIs(t, c.read(t.Context()), frontdesk.ErrServer)
		cell = fmt.Sprintf("%d attempts", len(w.requests))
	})
	return cell
}

func refusal(t *testing.T, v vendor) (cell string) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(n int) (int, http.Header, string) {
			if n == 1 {
				return http.StatusTooManyRequests, http.Header{"Retry-After": {"7"}}, "{}"
			}
			return http.StatusOK, nil, v.reply
		}}
		c, start := v.connect(t, w), time.Now()
		err := c.write(t.Context())
		cell = yes(err == nil && time.Since(start) >= 7*time.Second)
	})
	return cell
}

// limit is what the client keeps to from its first reply on: its windows, or else how many writes it makes at a time.
func limit(t *testing.T, v vendor) (cell string) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: always(v.reply), takes: time.Second}
		c := v.connect(t, w)
		require.NoError(t, c.read(t.Context()))
		var names []string
		for _, state := range c.limits() {
			cell = fmt.Sprintf("%d requests a %s", state.Limit, state.Name)
			names = append(names, state.Name)
		}
		if len(names) > 1 {
			cell = "points a " + strings.Join(names, ", ") + ", by replies"
		}
		if len(names) > 0 {
			return
		}
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() { assert.NoError(t, c.write(t.Context())) })
		}
		group.Wait()
		cell = fmt.Sprintf("%d writes at a time", w.peak)
	})
	return cell
}

// streaming asks the hooks: the size of a body that is read later is not known when the attempt ends.
func streaming(t *testing.T, v vendor) string {
	sizes := 0
	c := v.connect(t, &wire{answer: always(v.page)}, frontdesk.WithHooks(frontdesk.Hooks{
		AttemptEnd: func(_ context.Context, result frontdesk.AttemptResult) { sizes += result.Bytes },
	}))
	require.NoError(t, c.rows(t.Context()))
	return yes(sizes == 0)
}

func windows(t *testing.T, v vendor) string {
	w := &wire{answer: always(v.page)}
	c := v.connect(t, w)
	if c.year == nil {
		return none
	}
	require.NoError(t, c.year(t.Context()))
	return yes(len(w.requests) > 1)
}

func zone(t *testing.T, v vendor) string {
	c := v.connect(t, &wire{answer: always(v.reply)})
	read, err := c.zone()
	require.NoError(t, err)
	local := v.connect(t, &wire{answer: always(v.reply)}, frontdesk.WithLocation(time.FixedZone("here", 3600)))
	elsewhere, err := local.zone()
	require.NoError(t, err)
	if read.Equal(elsewhere) {
		return "none: Unix seconds"
	}
	return read.Location().String()
}

var coverage = sync.OnceValues(func() ([]contract.Coverage, error) { return contract.Cover(root) })

func events(t *testing.T, v vendor) string {
	rows, err := coverage()
	require.NoError(t, err)
	for _, row := range rows {
		if row.Vendor == v.name && row.Typed > 0 {
			return fmt.Sprint(row.Typed)
		}
	}
	if has(api(t, v.name), "func ParseCallUpload") {
		return "uploaded calls"
	}
	return none
}

func origin(t *testing.T, v vendor) string {
	switch api := api(t, v.name); {
	case has(api, "func SignWebhook"):
		return "signature"
	case has(api, "func SecretInPath"):
		return "secret in the address"
	case strings.Contains(api, ", func Parse"):
		return "none: look the call up"
	}
	return none
}

func fake(t *testing.T, v vendor) string {
	kit := v.name + "test"
	api := api(t, kit)
	require.True(t, has(api, "func NewServer"))
	require.True(t, has(api, "func WithQuota"))
	require.Contains(t, api, "func WithClock(func() time.Time) Option", kit)
	require.Contains(t, api, "type Server struct, embedded *frontdesktest.Server")
	if strings.Contains(api, ") SendWebhook(") {
		return "`" + kit + "`, sends webhooks"
	}
	return "`" + kit + "`"
}

const (
	featuresBegin = "<!-- features:begin -->"
	featuresEnd   = "<!-- features:end -->"
)

func TestFeatures_MatrixOfReadmeIsTrue(t *testing.T) {
	var b strings.Builder
	b.WriteString("| |")
	for _, v := range vendors {
		b.WriteString(" " + v.title + " |")
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(vendors)) + "\n")
	for _, feature := range features {
		b.WriteString("| " + feature.name + " |")
		for _, v := range vendors {
			b.WriteString(" " + feature.cell(t, v) + " |")
		}
		b.WriteString("\n")
	}
	file := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(file)
	require.NoError(t, err)
	head, rest, begun := strings.Cut(string(readme), featuresBegin)
	_, tail, ended := strings.Cut(rest, featuresEnd)
	require.True(t, begun && ended, "README.md has no markers for the matrix")
	want := head + featuresBegin + "\n" + b.String() + featuresEnd + tail
	if golden(t, file, want) != want {
		t.Errorf("the matrix of README.md is not current; run go test ./internal/docs -run Features -update\n%s", b.String())
	}
}
