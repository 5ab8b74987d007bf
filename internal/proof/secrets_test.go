package proof_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
)

// leak is a way in which a server or a transport gives the credential back.
type leak struct {
	name   string
	answer func(r *http.Request, body []byte) (*http.Response, error)
	// fine is set where the call may succeed.
	fine bool
}

// echo is a reply with the credential in every header that is kept.
func echo(status int, body string) func(*http.Request, []byte) (*http.Response, error) {
	return func(*http.Request, []byte) (*http.Response, error) {
		header := http.Header{"X-Echo": {secret, url.QueryEscape(secret)}, "X-Request-Id": {"id-" + secret}, "Set-Cookie": {"key=" + secret}, "Server": {secret}}
		return respond(status, header, body), nil
	}
}

// vendorErrors is one body that each vendor reads as its own error.
func vendorErrors(text string) string {
	q := quoted(text)
	return `{"errors":[{"code":` + q + `,"message":` + q + `},{"code":` + q + `,"message":` + q + `}],` +
		`"result":"Error: ","error":{"code":-32602,"text":` + q + `,"message":` + q + `,"data":{"mnemonic":` + q + `,"field":` + q + `,"value":` + q + `}},` +
		`"response":{"status":"ERROR","statuscode":` + q + `,"errormessage":` + q + `,"debugmessage":` + q + `}}`
}

// request is an error of a user's transport that shows all it knows.
type requestError struct {
	Request *http.Request
	URL     string
	Key     string
	cause   error
}

func (e *requestError) Error() string { return "sending " + e.URL + " with " + e.Key }
func (e *requestError) Unwrap() error { return e.cause }

func breaks(make func(r *http.Request) error) func(*http.Request, []byte) (*http.Response, error) {
	return func(r *http.Request, _ []byte) (*http.Response, error) { return nil, make(r) }
}

var leaks = []leak{
	{name: "400 with the key", answer: echo(400, vendorErrors("bad key "+secret))},
	{name: "401 with the key", answer: echo(401, vendorErrors("bad key "+secret))},
	{name: "404 with the key in base64", answer: echo(404, vendorErrors("bad key "+forms()["base64"]))},
	{name: "429 with the key", answer: echo(429, vendorErrors("bad key "+secret))},
	{name: "500 with the key", answer: echo(500, "<html>apikey="+url.QueryEscape(secret)+" "+secret+"</html>")},
	{name: "200 with the vendor's error", fine: true, answer: echo(200, vendorErrors("bad key "+secret))},
	{name: "200 that is the key", answer: echo(200, secret)},
	{name: "200 that is a page with the key", answer: echo(200, "<html>"+secret+url.QueryEscape(secret))},
	{name: "200 with a wrong type", answer: echo(200, `{"id":{"`+secret+`":1},"data":{"pid":[`+quoted(secret)+`]},"response":`+quoted(secret)+`,"result":{"data":`+quoted(secret)+`}}`)},
	{name: "200 with the key behind it", fine: true, answer: func(_ *http.Request, _ []byte) (*http.Response, error) {
		body := `{"id":1,"name":` + quoted(secret) + `,"data":{"pid":1},"response":{"contactid":"1"},"result":{"data":[],"metadata":{}}}`
		response, err := echo(200, body+"<br />Warning: "+secret+" "+url.QueryEscape(secret))(nil, nil)
		return response, err
	}},
	{name: "redirect with the key", answer: func(r *http.Request, _ []byte) (*http.Response, error) {
		return respond(302, http.Header{"Location": {"https://evil.example.net/" + url.PathEscape(secret) + "?" + r.URL.RawQuery + "&k=" + url.QueryEscape(secret)}}, secret), nil
	}},
	{name: "redirect to the key", answer: func(*http.Request, []byte) (*http.Response, error) {
		return respond(307, http.Header{"Location": {"https://user:" + url.QueryEscape(secret) + "@" + forms()["base64 URL"] + ".example.net/"}}, secret), nil
	}},
	{name: "same-origin redirect with the key", answer: func(r *http.Request, _ []byte) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "moved") {
			return respond(404, nil, vendorErrors(r.URL.String()+secret)), nil
		}
		return respond(307, http.Header{"Location": {"/moved/" + url.PathEscape(secret) + "?k=" + url.QueryEscape(secret)}}, ""), nil
	}},
	{name: "url.Error", answer: breaks(func(r *http.Request) error {
		return &url.Error{Op: "Get", URL: r.URL.String() + "#" + secret, Err: errors.New("broken " + secret)}
	})},
	{name: "dial error", answer: breaks(func(r *http.Request) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: &requestError{r, r.URL.String(), secret, io.ErrUnexpectedEOF}}
	})},
	{name: "DNS error", answer: breaks(func(*http.Request) error {
		return &net.DNSError{Err: secret, Name: url.QueryEscape(secret) + ".example.com", Server: secret, IsTemporary: true}
	})},
	{name: "an error with the request in it", answer: breaks(func(r *http.Request) error {
		return fmt.Errorf("wrapped %q: %w", r.URL, &requestError{r, r.URL.RequestURI(), secret, errors.Join(errors.New(secret), context.DeadlineExceeded)})
	})},
	{name: "cut body with the key", answer: func(*http.Request, []byte) (*http.Response, error) {
		response := respond(200, http.Header{"X-Echo": {secret}}, "")
		response.ContentLength = 4096
		response.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"name":"`+secret), failing{errors.New("read " + secret)}))
		return response, nil
	}},
	{name: "a limiter's word", answer: echo(429, vendorErrors("limit of "+secret))},
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// The matrix: each place, each leak, each sink.
func TestSecrets_NothingShowsACredential(t *testing.T) {
	require.GreaterOrEqual(t, len(places), 6)
	for _, p := range places {
		for _, l := range leaks {
			t.Run(p.name+"/"+l.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { spill(t, p, l) })
			})
		}
	}
}

// spill makes a call whose server leaks, and looks into every sink.
func spill(t *testing.T, p place, l leak) {
	s := &spy{t: t, place: p, answer: l.answer}
	sinks := newSinks()
	c := p.connect(t, s, sinks.options()...)
	var response frontdesk.Response
	err := c.call(t.Context(), frontdesk.WithResponse(&response))
	assert.True(t, s.carried, "the credential travels where it is looked for")
	if !l.fine {
		require.Error(t, err)
	}
	sinks.take(err, &response)
	sinks.takeClient(c)
	sinks.texts["requests elsewhere"] = strings.Join(s.elsewher, "\n")
	sinks.texts["referers"] = strings.Join(s.referers, "\n")
	assert.Empty(t, s.elsewher)
	assert.Empty(t, s.referers)
	if err != nil {
		assert.GreaterOrEqual(t, len(sinks.texts), 17)
	}
	if !strings.Contains(l.name, "redirect") { // of a write nothing is shown at all
		assert.True(t, strings.Contains(fmt.Sprint(sinks.texts), "REDACTED"), "the credential was there to be shown")
	}
	for _, name := range []string{"slog text", "slog JSON", "hooks", "spans"} {
		assert.NotEmpty(t, sinks.texts[name], name)
	}
	assertSilent(t, sinks.texts)

	// An iterator has the same sinks; its streamed pages are read differently.
	again := newSinks()
	c = p.connect(t, s, again.options()...)
	again.take(c.rows(t.Context(), frontdesk.WithResponse(&response)), &response)
	assertSilent(t, again.texts)
}

// sinks are the places where a credential could show.
type sinks struct {
	text, json, dump, hooks, spans bytes.Buffer
	texts                          map[string]string
}

func newSinks() *sinks { return &sinks{texts: map[string]string{}} }

func (s *sinks) options() []frontdesk.Option {
	level := &slog.HandlerOptions{Level: slog.LevelDebug}
	both := fanout{slog.NewTextHandler(&s.text, level), slog.NewJSONHandler(&s.json, level)}
	return []frontdesk.Option{
		frontdesk.WithLogger(slog.New(both)), frontdesk.WithDump(&s.dump), frontdesk.WithHooks(s.observe()),
		frontdesk.WithHeader("X-Team", "support"), frontdesk.WithTimeout(time.Minute),
	}
}

// observe prints everything that hooks receive, and exports it as spans do.
func (s *sinks) observe() frontdesk.Hooks {
	show := func(v any, err *frontdesk.Error) {
		fmt.Fprintf(&s.hooks, "%v\n%+v\n%#v\n", v, v, v)
		if err != nil {
			fmt.Fprintf(&s.hooks, "%v\n%+v\n%#v\n%s\n", err, *err, *err, err.Body)
			attribute(&s.spans, "exception.message", err.Error(), "exception.body", string(err.Body), "error.code", string(err.Code), "error.request", err.RequestID)
		}
	}
	return frontdesk.Hooks{
		Start: func(ctx context.Context, c frontdesk.Call) context.Context {
			show(c, nil)
			attribute(&s.spans, "span", c.Operation, "url.full", c.URL, "http.request.method", c.Method)
			return ctx
		},
		Attempt: func(ctx context.Context, a frontdesk.Attempt) context.Context {
			show(a, nil)
			attribute(&s.spans, "url.full", a.URL, "http.resend_count", a.Number)
			return ctx
		},
		AttemptEnd: func(_ context.Context, r frontdesk.AttemptResult) {
			show(r, r.Err)
			attribute(&s.spans, "http.response.status_code", r.StatusCode, "url.full", r.URL)
		},
		Retry: func(_ context.Context, r frontdesk.Retry) { show(r, r.Err) },
		Limit: func(state frontdesk.LimitState) { show(state, nil) },
		End:   func(_ context.Context, r frontdesk.Result) { show(r, r.Err) },
	}
}

// attribute writes a span's attributes as an exporter does.
func attribute(b *bytes.Buffer, attributes ...any) {
	for i := 0; i+1 < len(attributes); i += 2 {
		data, _ := json.Marshal(map[string]any{fmt.Sprint(attributes[i]): attributes[i+1]})
		b.Write(data)
		fmt.Fprintf(b, "\n%v=%v\n", attributes[i], attributes[i+1])
	}
}

// take looks at what a call returned.
func (s *sinks) take(err error, response *frontdesk.Response) {
	if err != nil {
		s.takeError(err)
	}
	data, _ := json.Marshal(response)
	s.texts["WithResponse: header"] = fmt.Sprintf("%v %q", response.Header, response.Header)
	s.texts["WithResponse: body"] = string(response.Body)
	s.texts["WithResponse: trailing"] = string(response.Trailing)
	s.texts["WithResponse: all"] = fmt.Sprintf("%+v\n%#v\n%s", *response, *response, data)
	s.texts["slog text"], s.texts["slog JSON"] = s.text.String(), s.json.String()
	s.texts["WithDump"], s.texts["hooks"], s.texts["spans"] = s.dump.String(), s.hooks.String(), s.spans.String()
}

func (s *sinks) takeError(err error) {
	s.texts["Error()"] = err.Error()
	s.texts["%v"] = fmt.Sprintf("%v %s %q %x", err, err, err, "")
	s.texts["%+v"] = fmt.Sprintf("%+v", err)
	s.texts["%#v"] = fmt.Sprintf("%#v", err)
	s.texts["%d"] = fmt.Sprintf("%d", err)
	var chain strings.Builder
	walk(err, func(e error) { fmt.Fprintf(&chain, "%v\n%+v\n%#v\n%d\n", e, e, e, e) })
	s.texts["the chain"] = chain.String()
	if e, ok := errors.AsType[*frontdesk.Error](err); ok {
		s.texts["Error.Body"] = string(e.Body)
		details, _ := json.Marshal(e.Details)
		s.texts["Error.Details"] = fmt.Sprintf("%+v\n%s", e.Details, details)
		for _, d := range e.Details {
			s.texts["Error.Details"] += string(d.Data)
		}
		s.texts["Error's fields"] = fmt.Sprintf("%+v\n%#v", *e, *e)
	}
	data, _ := json.Marshal(err)
	s.texts["json.Marshal"] = string(data)
	s.texts["panic"] = recovered(err)
	slog.New(slog.NewTextHandler(&s.text, nil)).Error("failed", "error", err)
	slog.New(slog.NewJSONHandler(&s.json, nil)).Error("failed", "error", err, "group", slog.GroupValue(slog.Any("error", err)))
}

func (s *sinks) takeClient(c placed) {
	limits := c.limits()
	data, _ := json.Marshal(limits)
	s.texts["Limits"] = fmt.Sprintf("%+v %#v %s", limits, limits, data)
	s.texts["the client"] = fmt.Sprintf("%v %+v %#v", c.vendor, c.vendor, c.vendor)
}

// recovered is what a panic with err prints.
func recovered(err error) (text string) {
	defer func() { text = fmt.Sprintf("panic: %v\n%+v", recover(), err) }()
	panic(err)
}

// walk visits every error of a chain.
func walk(err error, visit func(error)) {
	if err == nil {
		return
	}
	visit(err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		walk(e.Unwrap(), visit)
	case interface{ Unwrap() []error }:
		for _, cause := range e.Unwrap() {
			walk(cause, visit)
		}
	}
}

// fanout is a handler that logs to several.
type fanout []slog.Handler

func (f fanout) Enabled(context.Context, slog.Level) bool { return true }

func (f fanout) Handle(ctx context.Context, r slog.Record) error {
	for _, h := range f {
		_ = h.Handle(ctx, r.Clone())
	}
	return nil
}

func (f fanout) WithAttrs(attrs []slog.Attr) slog.Handler {
	out := make(fanout, len(f))
	for i, h := range f {
		out[i] = h.WithAttrs(attrs)
	}
	return out
}

func (f fanout) WithGroup(name string) slog.Handler {
	out := make(fanout, len(f))
	for i, h := range f {
		out[i] = h.WithGroup(name)
	}
	return out
}
