package proof_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// secret has letters that each way of writing it escapes in another way.
const secret = `s3cr&t+K/y="0<1>%`

// place is where a credential of a vendor travels.
type place struct {
	name string
	// open makes a client that sends through rt, and a call that carries the
	// credential there.
	open func(rt http.RoundTripper, opts ...frontdesk.Option) (placed, error)
	// travels reports whether the credential is where it should be.
	travels func(r *http.Request, body []byte) bool
	// login is what the server answers to a login.
	login string
}

type placed struct {
	call   call
	rows   func(ctx context.Context, opts ...frontdesk.Option) error
	limits func() []frontdesk.LimitState
	vendor any
	close  func() error
}

func (p place) connect(t *testing.T, rt http.RoundTripper, opts ...frontdesk.Option) placed {
	t.Helper()
	c, err := p.open(rt, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.close() })
	return c
}

func through(rt http.RoundTripper, opts []frontdesk.Option) []frontdesk.Option {
	return append([]frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: rt})}, opts...)
}

// fromCalls makes a place of a subject's client.
func fromCalls(s subject, class frontdesk.Class, extra ...frontdesk.Option) func(http.RoundTripper, ...frontdesk.Option) (placed, error) {
	return func(rt http.RoundTripper, opts ...frontdesk.Option) (placed, error) {
		c, err := s.dial(s.host, secret, through(rt, append(slices.Clone(extra), opts...))...)
		if err != nil {
			return placed{}, err
		}
		return placedCall(c, c.calls[class]), nil
	}
}

func placedCall(c *client, do call) placed {
	rows := func(ctx context.Context, opts ...frontdesk.Option) error {
		for _, err := range c.rows(ctx, 100, "", opts...) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	return placed{call: do, rows: rows, limits: c.limits, vendor: c.vendor, close: c.close}
}

func inForm(name, value string) func(*http.Request, []byte) bool {
	return func(_ *http.Request, body []byte) bool {
		form, err := url.ParseQuery(string(body))
		return err == nil && form.Get(name) == value
	}
}

func inParams(name, value string) func(*http.Request, []byte) bool {
	return func(_ *http.Request, body []byte) bool {
		var envelope struct {
			Params map[string]json.RawMessage `json:"params"`
		}
		var text string
		return json.Unmarshal(body, &envelope) == nil && json.Unmarshal(envelope.Params[name], &text) == nil && text == value
	}
}

var places = []place{
	{
		name: "HelpCrunch: bearer header", open: fromCalls(helpCrunch, safe),
		travels: func(r *http.Request, _ []byte) bool { return r.Header.Get("Authorization") == "Bearer "+secret },
	},
	{
		name: "HelpCrunch: rotating key", travels: func(r *http.Request, _ []byte) bool { return r.Header.Get("Authorization") == "Bearer "+secret },
		open: func(rt http.RoundTripper, opts ...frontdesk.Option) (placed, error) {
			rotating := frontdesk.WithCredential(func(context.Context) (string, error) { return secret, nil })
			c, err := helpcrunch.New("another-key", through(rt, append([]frontdesk.Option{rotating}, opts...))...)
			if err != nil {
				return placed{}, err
			}
			all := helpCrunchClient(c)
			return placedCall(all, all.calls[idempotent]), nil
		},
	},
	{
		name: "SalesMan: header", open: fromCalls(salesMan, safe),
		travels: func(r *http.Request, _ []byte) bool { return r.Header.Get("Apikey") == secret },
	},
	{
		name: "SalesMan: form", open: fromCalls(salesMan, safe, salesman.WithForm()), travels: inForm("apikey", secret),
	},
	{
		name: "LiveAgent: query", open: fromCalls(liveAgent, safe),
		travels: func(r *http.Request, _ []byte) bool { return r.URL.Query().Get("apikey") == secret },
	},
	{
		name: "LiveAgent: query, XML", open: fromCalls(liveAgent, safe, liveagent.WithXML()),
		travels: func(r *http.Request, _ []byte) bool { return r.URL.Query().Get("apikey") == secret },
	},
	{
		name: "LiveAgent: form", open: fromCalls(liveAgent, idempotent), travels: inForm("apikey", secret),
	},
	{
		name: "CoMagic: token in JSON", open: fromCalls(coMagic, safe), travels: inParams("access_token", secret),
	},
	{
		name: "CoMagic: session token", travels: inParams("access_token", secret),
		login: `{"jsonrpc":"2.0","id":1,"result":{"data":{"access_token":` + quoted(secret) + `},"metadata":{}}}`,
		open:  coMagicLogin("a-good-password"),
	},
	{
		name: "CoMagic: password", travels: inParams("password", secret), open: coMagicLogin(secret),
	},
}

func quoted(text string) string {
	data, _ := json.Marshal(text)
	return string(data)
}

func coMagicLogin(password string) func(http.RoundTripper, ...frontdesk.Option) (placed, error) {
	return func(rt http.RoundTripper, opts ...frontdesk.Option) (placed, error) {
		c, err := comagic.New(comagic.Login("user", password), through(rt, opts)...)
		if err != nil {
			return placed{}, err
		}
		all := coMagicClient(c)
		return placedCall(all, all.calls[safe]), nil
	}
}

// forms are the spellings of the secret that are looked for.
func forms() map[string]string {
	encoded, _ := json.Marshal(secret)
	return map[string]string{
		"raw":          secret,
		"query":        url.QueryEscape(secret),
		"path":         url.PathEscape(secret),
		"JSON":         strings.Trim(string(encoded), `"`),
		"Go quoted":    strings.Trim(fmt.Sprintf("%q", secret), `"`),
		"base64":       base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 URL":   base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"basic":        base64.StdEncoding.EncodeToString([]byte("user:" + secret)),
		"bytes":        strings.Trim(fmt.Sprint([]byte(secret)), "[]"),
		"bytes in hex": strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", []byte(secret)), "[]byte{"), "}"),
	}
}

// assertSilent asserts that no sink shows the secret.
func assertSilent(t *testing.T, sinks map[string]string) {
	t.Helper()
	for sink, text := range sinks {
		for form, spelled := range forms() {
			if at := strings.Index(text, spelled); at >= 0 {
				from, to := max(0, at-60), min(len(text), at+len(spelled)+20)
				t.Errorf("%s shows the secret (%s): …%s…", sink, form, text[from:to])
			}
		}
	}
}

// spy is a transport that plays a hostile or broken server.
type spy struct {
	t     *testing.T
	place place
	// answer answers a request whose body was read.
	answer func(r *http.Request, body []byte) (*http.Response, error)

	carried  bool     // the credential travelled as it should
	elsewher []string // requests that left the origin
	referers []string
	origin   string
}

func (s *spy) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	if s.place.travels(r, body) {
		s.carried = true
	}
	if s.origin == "" {
		s.origin = r.URL.Scheme + "://" + r.URL.Host
	}
	if r.URL.Scheme+"://"+r.URL.Host != s.origin {
		s.elsewher = append(s.elsewher, r.URL.String())
	}
	if referer := r.Header.Get("Referer"); referer != "" {
		s.referers = append(s.referers, referer)
	}
	if s.place.login != "" && strings.Contains(string(body), "login.user") {
		return respond(http.StatusOK, nil, s.place.login), nil
	}
	return s.answer(r, body)
}

func respond(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	return &http.Response{
		StatusCode: status, Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// Addresses with a password are refused, and the refusal does not repeat it.
func TestSecrets_UserinfoOfAnAddressIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, base := range []string{
			"https://user:" + url.QueryEscape(secret) + "@api.example.com", "https://api.example.com/?key=" + url.QueryEscape(secret),
			"https://api.example.com/#" + url.PathEscape(secret), "https://user:" + secret + "@api.example.com/%zz", "ftp://" + url.PathEscape(secret) + "/",
		} {
			_, err := s.dial(base, "a-good-key")
			require.Error(t, err, base)
			assert.ErrorIs(t, err, frontdesk.ErrInvalid)
			assertSilent(t, map[string]string{"the constructor's error": fmt.Sprintf("%v %+v %#v", err, err, err)})
		}
	})
}

// Credentials that no vendor issues are refused without repeating them.
func TestSecrets_ABadCredentialIsNotRepeated(t *testing.T) {
	for _, s := range subjects {
		for _, key := range []string{secret + "\r\nX-Evil: 1", secret + "\x00", "abc", ""} {
			_, err := s.dial(s.host, key)
			require.Error(t, err, s.name)
			assert.ErrorIs(t, err, frontdesk.ErrInvalid)
			assertSilent(t, map[string]string{s.name: fmt.Sprintf("%v %+v %#v", err, err, err)})
		}
	}
	for _, auth := range []comagic.Auth{comagic.Login("user", secret), comagic.AccessToken(secret)} {
		assertSilent(t, map[string]string{"comagic.Auth": fmt.Sprintf("%v %+v %#v %s", auth, auth, auth, auth)})
		data, err := json.Marshal(map[string]any{"auth": auth})
		require.NoError(t, err)
		assertSilent(t, map[string]string{"comagic.Auth as JSON": string(data)})
	}
}

// Someone copies an address with its key into the hatch. An operation's name is in
// every error and hook.
func TestSecrets_TheHatchDoesNotRepeatAKeyInItsArguments(t *testing.T) {
	hc, err := helpCrunch.dial(helpCrunch.host, secret)
	require.NoError(t, err)
	la, err := liveAgent.dial(liveAgent.host, secret)
	require.NoError(t, err)
	cm, err := coMagic.dial(coMagic.host, secret)
	require.NoError(t, err)
	sm, err := salesMan.dial(salesMan.host, secret)
	require.NoError(t, err)
	over := func() context.Context { ctx, cancel := context.WithCancel(t.Context()); cancel(); return ctx }
	key := url.QueryEscape(secret)
	for name, err := range map[string]error{
		"HelpCrunch, query":       hc.vendor.(*helpcrunch.Client).Do(t.Context(), "BREW", "/customers?token="+key, nil, nil),
		"HelpCrunch, no slash":    hc.vendor.(*helpcrunch.Client).Do(t.Context(), "GET", "customers?token="+key, nil, nil),
		"HelpCrunch, address":     hc.vendor.(*helpcrunch.Client).Do(t.Context(), "GET", "https://u:"+key+"@example.com/customers", nil, nil),
		"LiveAgent, query":        la.vendor.(*liveagent.Client).Do(t.Context(), "GET", "/agents?apikey="+key, nil, nil),
		"LiveAgent, fragment":     la.vendor.(*liveagent.Client).Do(t.Context(), "GET", "/agents#"+key, nil, nil),
		"LiveAgent, params":       la.vendor.(*liveagent.Client).Do(t.Context(), "GET", "/agents", url.Values{"apikey": {secret}}, nil),
		"CoMagic, params":         cm.vendor.(*comagic.Client).Call(t.Context(), "get.new_thing", map[string]any{"access_token": secret}, nil),
		"CoMagic, method":         cm.vendor.(*comagic.Client).Call(t.Context(), "get.\n"+secret, nil, nil),
		"HelpCrunch, sent":        hc.vendor.(*helpcrunch.Client).Do(over(), "GET", "/things/"+url.PathEscape(secret), nil, nil),
		"LiveAgent, sent":         la.vendor.(*liveagent.Client).Do(over(), "GET", "/things/"+url.PathEscape(secret), nil, nil),
		"CoMagic, sent":           cm.vendor.(*comagic.Client).Call(over(), "get."+forms()["base64"], nil, nil),
		"SalesMan, endpoint":      sm.vendor.(*salesman.Client).Do(t.Context(), "person?apikey="+key, "list", nil, nil),
		"SalesMan, not an object": sm.vendor.(*salesman.Client).Do(t.Context(), "person", "list", secret, nil),
	} {
		require.Error(t, err, name)
		s := newSinks()
		s.takeError(err)
		assertSilent(t, map[string]string{name: fmt.Sprint(s.texts)})
	}
}
