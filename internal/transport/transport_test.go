package transport

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// bearer is a minimal Protocol.
type bearer struct{}

func (bearer) Sign(out *Outgoing, credential string) {
	out.Header["Authorization"] = []string{"Bearer " + credential}
}

func (bearer) Classify(r *Reply) *frontdesk.Error {
	if r.Status/100 == 2 {
		return nil
	}
	return &frontdesk.Error{Kind: KindOfStatus(r.Status), Message: http.StatusText(r.Status)}
}

func reply(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

var getThing = &Operation{ID: "things.get", Method: "GET", Path: "/things/{id}", Class: frontdesk.ClassSafe}

const credentialForTests = "test-credential-0001"

func newCore(t testing.TB, rt roundTripper, opts ...frontdesk.Option) *Core {
	opts = append([]frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: rt})}, opts...)
	core, err := New(Config{
		Vendor: "test", BaseURL: "https://api.example.com/v1", Credential: credentialForTests, Protocol: bearer{},
	}, Resolve("test", settings.Client, opts))
	require.NoError(t, err)
	t.Cleanup(core.Close)
	return core
}

type thing struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func TestDo_DecodesASuccess(t *testing.T) {
	core := newCore(t, func(r *http.Request) (*http.Response, error) {
		require.Equal(t, "https://api.example.com/v1/things/a%2Fb", r.URL.String())
		require.Equal(t, "Bearer "+credentialForTests, r.Header.Get("Authorization"))
		return reply(200, `{"id":1,"name":"x"}`), nil
	})
	path, err := Expand(getThing.Path, "a/b")
	require.NoError(t, err)
	var out thing
	var resp frontdesk.Response
	set := core.Resolve([]frontdesk.Option{frontdesk.WithResponse(&resp)})
	require.NoError(t, core.Do(context.Background(), &Request{Op: getThing, Path: path, Codec: wire.NewCodec(), Out: &out}, set))
	require.Equal(t, thing{1, "x"}, out)
	require.Equal(t, 200, resp.StatusCode)
	require.Equal(t, `{"id":1,"name":"x"}`, string(resp.Body))
}

func BenchmarkDo(b *testing.B) {
	body := `{"id":1,"name":"x"}`
	rt := roundTripper(func(*http.Request) (*http.Response, error) { return reply(200, body), nil })
	b.Run("bare", func(b *testing.B) {
		c := &http.Client{Transport: rt}
		b.ReportAllocs()
		for b.Loop() {
			r, _ := http.NewRequest("GET", "https://api.example.com/v1/things/1", nil)
			r.Header.Set("Authorization", "x")
			r.Header.Set("User-Agent", "x")
			resp, _ := c.Do(r)
			data, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			var out thing
			_ = json.Unmarshal(data, &out)
		}
	})
	b.Run("ours", func(b *testing.B) {
		core := newCore(b, rt)
		codec := wire.NewCodec()
		ctx := context.Background()
		b.ReportAllocs()
		for b.Loop() {
			path, _ := Expand(getThing.Path, "1")
			var out thing
			if err := core.Do(ctx, &Request{Op: getThing, Path: path, Codec: codec, Out: &out}, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
