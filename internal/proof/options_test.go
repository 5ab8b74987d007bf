package proof_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// scope says where an option may stand.
type scope struct{ client, call, iterator bool }

var (
	anywhere     = scope{true, true, true}
	clientOnly   = scope{client: true}
	callOnly     = scope{call: true, iterator: true}
	iteratorOnly = scope{iterator: true}
)

// option is one of the module's options.
type option struct {
	name   string // package and function
	vendor string // empty: of all
	scope  scope
	make   func() frontdesk.Option
}

func options() []option {
	in := func(name string, s scope, o frontdesk.Option) option {
		vendor, _, _ := strings.Cut(name, ".")
		if vendor == "frontdesk" {
			vendor = ""
		}
		return option{name, vendor, s, func() frontdesk.Option { return o }}
	}
	return []option{
		{"frontdesk.WithHTTPClient", "", clientOnly, func() frontdesk.Option {
			return frontdesk.WithHTTPClient(&http.Client{Transport: answering})
		}},
		in("frontdesk.WithBaseURL", clientOnly, frontdesk.WithBaseURL("https://proxy.example.com")),
		in("frontdesk.WithPlainHTTP", clientOnly, frontdesk.WithPlainHTTP()),
		in("frontdesk.WithHeader", anywhere, frontdesk.WithHeader("X-Team", "support")),
		in("frontdesk.WithUserAgent", anywhere, frontdesk.WithUserAgent("billing/1.4")),
		in("frontdesk.WithTimeout", anywhere, frontdesk.WithTimeout(time.Minute)),
		in("frontdesk.WithAttemptTimeout", anywhere, frontdesk.WithAttemptTimeout(time.Minute)),
		in("frontdesk.WithRetryPolicy", anywhere, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{})),
		in("frontdesk.NoRetry", anywhere, frontdesk.NoRetry()),
		in("frontdesk.WithLimiter", clientOnly, frontdesk.WithLimiter(new(recorder))),
		in("frontdesk.WithWindow", clientOnly, frontdesk.WithWindow(100, time.Minute)),
		in("frontdesk.WithPrefetch", anywhere, frontdesk.WithPrefetch(2)),
		in("frontdesk.WithPosition", iteratorOnly, frontdesk.WithPosition(new(frontdesk.Cursor))),
		in("frontdesk.WithMaxResponseBytes", anywhere, frontdesk.WithMaxResponseBytes(1<<20)),
		in("frontdesk.WithLogger", anywhere, frontdesk.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil)))),
		in("frontdesk.WithHooks", anywhere, frontdesk.WithHooks(frontdesk.Hooks{})),
		in("frontdesk.WithDump", anywhere, frontdesk.WithDump(io.Discard)),
		in("frontdesk.WithResponse", callOnly, frontdesk.WithResponse(new(frontdesk.Response))),
		in("frontdesk.WithLocation", clientOnly, frontdesk.WithLocation(time.UTC)),
		in("frontdesk.WithCredential", clientOnly, frontdesk.WithCredential(func(context.Context) (string, error) { return "a-good-key", nil })),
		in("liveagent.WithXML", anywhere, liveagent.WithXML()),
		in("liveagent.WithJSON", anywhere, liveagent.WithJSON()),
		in("liveagent.WithIndexFallback", clientOnly, liveagent.WithIndexFallback()),
		in("salesman.WithFieldCheck", clientOnly, salesman.WithFieldCheck()),
		in("salesman.WithForm", clientOnly, salesman.WithForm()),
		in("salesman.WithMaxWrites", clientOnly, salesman.WithMaxWrites(4)),
		in("salesman.WithoutRewrite", clientOnly, salesman.WithoutRewrite()),
		in("comagic.WithHost", clientOnly, comagic.WithHost(comagic.HostUIS)),
		in("comagic.WithUserID", anywhere, comagic.WithUserID(7)),
		in("comagic.WithMetadata", callOnly, comagic.WithMetadata(new(comagic.Metadata))),
	}
}

// answering is a server that answers every vendor's read with one record.
var answering = roundTrip(func(*http.Request) (*http.Response, error) {
	return respond(200, nil, `{"id":1,"data":{"pid":1},"response":{"contactid":"1"},"result":{"data":[{"id":1}],"metadata":{}}}`), nil
})

// accepted reports whether the option belongs to the vendor at all.
func (o option) of(s subject) bool { return o.vendor == "" || o.vendor == s.name }

func TestOptions_StandWhereTheyBelong(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, o := range options() {
			t.Run(o.name, func(t *testing.T) {
				base := frontdesk.WithHTTPClient(&http.Client{Transport: answering})
				at := []frontdesk.Option{base, o.make()}
				if o.of(s) && o.name == "comagic.WithHost" {
					at = append(at, frontdesk.WithBaseURL("")) // it goes in the place of the address
				}
				c, err := s.dial(s.host, s.key, at...)
				if o.of(s) && o.scope.client {
					require.NoError(t, err)
					require.NoError(t, c.calls[safe](t.Context()))
					require.NoError(t, c.close())
				} else {
					refusedOption(t, err, o)
				}

				c, err = s.dial(s.host, s.key, base)
				require.NoError(t, err)
				defer c.close()
				for class, call := range c.calls {
					err = call(t.Context(), o.make())
					if o.of(s) && o.scope.call {
						assert.NotErrorIs(t, err, frontdesk.ErrInvalid, class.String())
					} else {
						refusedOption(t, err, o)
					}
				}
				if o.of(s) && o.scope.call {
					require.NoError(t, c.calls[safe](t.Context(), o.make()))
				}
				failures := 0
				for _, err := range c.rows(t.Context(), 100, "", o.make()) {
					if err == nil {
						continue
					}
					if failures++; !o.of(s) || !o.scope.iterator {
						refusedOption(t, err, o)
					}
				}
				assert.LessOrEqual(t, failures, 1, "an error is yielded once")
				if !o.of(s) || !o.scope.iterator {
					assert.Equal(t, 1, failures)
				}
			})
		}
	})
}

func refusedOption(t *testing.T, err error, o option) {
	t.Helper()
	e := failure(t, err)
	assert.Equal(t, frontdesk.KindInvalid, e.Kind, "%v", err)
	assert.Equal(t, frontdesk.SentNo, e.Sent)
	assert.Zero(t, e.Attempts)
	_, name, _ := strings.Cut(o.name, ".")
	assert.Contains(t, err.Error(), name, "the error names the option")
}

// WithClass is for calls of methods that the module does not know.
func TestOptions_WithClassIsForTheHatch(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		_, err := s.dial(s.host, s.key, frontdesk.WithClass(safe))
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		srv, c := s.start(t)
		for class, call := range c.calls {
			assert.ErrorIs(t, call(t.Context(), frontdesk.WithClass(safe)), frontdesk.ErrInvalid, class.String())
		}
		assert.Zero(t, srv.Count())
		for _, class := range classes {
			var told frontdesk.Class
			_ = c.hatch(t.Context(), frontdesk.WithClass(class), frontdesk.WithHooks(frontdesk.Hooks{
				Start: func(ctx context.Context, call frontdesk.Call) context.Context { told = call.Class; return ctx },
			}))
			assert.Equal(t, class, told)
		}
	})
}

func TestOptions_BadValuesAreRefused(t *testing.T) {
	bad := map[string]struct {
		option frontdesk.Option
		call   bool
	}{
		"nil option":           {nil, true},
		"negative timeout":     {frontdesk.WithTimeout(-1), true},
		"negative attempt":     {frontdesk.WithAttemptTimeout(-1), true},
		"negative prefetch":    {frontdesk.WithPrefetch(-1), true},
		"no bytes":             {frontdesk.WithMaxResponseBytes(0), true},
		"header with a line":   {frontdesk.WithHeader("X-A", "b\r\nX-Evil: 1"), true},
		"header with a feed":   {frontdesk.WithHeader("X-A", "b\nX-Evil: 1"), true},
		"header with null":     {frontdesk.WithHeader("X-A", "b\x00"), true},
		"header name":          {frontdesk.WithHeader("X A", "b"), true},
		"header name, line":    {frontdesk.WithHeader("X-A\r\nX-Evil", "b"), true},
		"no header name":       {frontdesk.WithHeader("", "b"), true},
		"authorization":        {frontdesk.WithHeader("authorization", "b"), true},
		"apikey":               {frontdesk.WithHeader("APIKEY", "b"), true},
		"cookie":               {frontdesk.WithHeader("Cookie", "b"), true},
		"host":                 {frontdesk.WithHeader("Host", "evil.example.net"), true},
		"content length":       {frontdesk.WithHeader("content-length", "0"), true},
		"transfer encoding":    {frontdesk.WithHeader("Transfer-Encoding", "chunked"), true},
		"referer":              {frontdesk.WithHeader("Referer", "x"), true},
		"agent with a line":    {frontdesk.WithUserAgent("a\r\nX-Evil: 1"), true},
		"nil HTTP client":      {frontdesk.WithHTTPClient(nil), false},
		"nil limiter":          {frontdesk.WithLimiter(nil), false},
		"nil window":           {frontdesk.WithLimiter((*frontdesk.Window)(nil)), false},
		"empty window":         {frontdesk.WithWindow(0, time.Minute), false},
		"window without time":  {frontdesk.WithWindow(1, 0), false},
		"nil location":         {frontdesk.WithLocation(nil), false},
		"nil credential":       {frontdesk.WithCredential(nil), false},
		"plain http elsewhere": {frontdesk.WithBaseURL("http://api.example.com"), false},
		"no host":              {frontdesk.WithBaseURL("https://"), false},
		"another scheme":       {frontdesk.WithBaseURL("file:///etc/passwd"), false},
		"a broken address":     {frontdesk.WithBaseURL("https://[::1"), false},
	}
	each(t, func(t *testing.T, s subject) {
		srv, c := s.start(t)
		for name, b := range bad {
			_, err := s.dial(s.host, s.key, b.option)
			if err == nil && name == "nil window" {
				t.Error("a nil *Window is accepted")
				continue
			}
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, name)
			assert.ErrorIs(t, c.calls[safe](t.Context(), b.option), frontdesk.ErrInvalid, name)
			_ = b.call
		}
		assert.Zero(t, srv.Count())
		require.NoError(t, c.calls[safe](t.Context(), frontdesk.WithLogger(nil), frontdesk.WithDump(nil), frontdesk.WithResponse(nil), frontdesk.WithPosition(nil),
			frontdesk.WithTimeout(0), frontdesk.WithAttemptTimeout(0), frontdesk.WithPrefetch(0)), "nothing is asked for")
	})
}

// The user's http.Client is used and never changed.
func TestOptions_TheUsersHTTPClientStaysAsItIs(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		refuse := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		user := &http.Client{Transport: answering, Timeout: 7 * time.Second, CheckRedirect: refuse}
		c, err := s.dial(s.host, s.key, frontdesk.WithHTTPClient(user))
		require.NoError(t, err)
		require.NoError(t, c.calls[safe](t.Context()))
		require.NoError(t, c.close())
		assert.Equal(t, 7*time.Second, user.Timeout)
		assert.NotNil(t, user.CheckRedirect)
		assert.Nil(t, user.Jar)
		assert.NotNil(t, user.Transport)
	})
}

// The table above has every option of the module.
func TestOptions_TheTableIsComplete(t *testing.T) {
	known := map[string]bool{"frontdesk.WithClass": true} // has a test of its own
	for _, o := range options() {
		known[o.name] = true
	}
	found := 0
	for pkg, dir := range map[string]string{"frontdesk": "../..", "helpcrunch": "../../helpcrunch", "salesman": "../../salesman", "liveagent": "../../liveagent", "comagic": "../../comagic"} {
		for _, name := range optionsIn(t, dir) {
			found++
			assert.True(t, known[pkg+"."+name], "%s.%s is missing", pkg, name)
		}
	}
	assert.Equal(t, len(known), found)
}

// optionsIn lists the exported functions of a package that return an Option.
func optionsIn(t *testing.T, dir string) []string {
	t.Helper()
	sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	var names []string
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if ok && f.Recv == nil && f.Name.IsExported() && returnsOption(f.Type.Results) {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}

func returnsOption(results *ast.FieldList) bool {
	if results == nil || len(results.List) != 1 {
		return false
	}
	switch kind := results.List[0].Type.(type) {
	case *ast.Ident:
		return kind.Name == "Option"
	case *ast.SelectorExpr:
		pkg, ok := kind.X.(*ast.Ident)
		return ok && pkg.Name == "frontdesk" && kind.Sel.Name == "Option"
	}
	return false
}
