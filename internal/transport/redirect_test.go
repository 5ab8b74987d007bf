package transport

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

func TestRedirect_NothingLeavesTheOrigin(t *testing.T) {
	targets := map[string]struct {
		location string
		same     bool
	}{
		"another host":  {"https://evil.example.net/v1/things/1", false},
		"another port":  {"https://api.example.com:8443/v1/things/1", false},
		"no longer TLS": {"http://api.example.com/v1/things/1", false},
		"a subdomain":   {"https://sub.api.example.com/v1/things/1", false},
		"user info":     {"https://u:p@api.example.com/v1/things/1", false},
		"nowhere":       {"", false},
		"not a URL":     {"https://api.example.com/%zz", false},
		"same origin":   {"/v1/things/2", true},
		"explicit port": {"https://API.example.com:443/v1/things/2", true},
	}
	for name, target := range targets {
		for _, code := range []int{301, 302, 303, 307, 308} {
			for _, class := range []frontdesk.Class{frontdesk.ClassSafe, frontdesk.ClassUnsafe} {
				t.Run(fmt.Sprintf("%s/%d/%s", name, code, class), func(t *testing.T) {
					var seen []string
					core := newCore(t, func(r *http.Request) (*http.Response, error) {
						seen = append(seen, r.URL.Host+r.URL.Path)
						assert.Empty(t, r.Header.Get("Referer"))
						if len(seen) == 1 {
							resp := reply(code, "")
							resp.Header.Set("Location", target.location)
							return resp, nil
						}
						return reply(200, `{"id":2}`), nil
					})
					op := *getThing
					op.Class = class
					path, err := Expand(op.Path, "1")
					require.NoError(t, err)
					var out thing
					err = core.Do(t.Context(), &Request{Op: &op, Path: path, Codec: wire.NewCodec(), Out: &out}, nil)
					if target.same && class == frontdesk.ClassSafe {
						require.NoError(t, err)
						require.Len(t, seen, 2)
						assert.True(t, strings.HasSuffix(seen[1], "/v1/things/2"), seen[1])
						assert.Equal(t, int64(2), out.ID)
						return
					}
					assert.ErrorIs(t, err, frontdesk.ErrRedirect)
					assert.Equal(t, []string{"api.example.com/v1/things/1"}, seen)
				})
			}
		}
	}
}

func TestRedirect_ALoopEnds(t *testing.T) {
	requests := 0
	core := newCore(t, func(*http.Request) (*http.Response, error) {
		requests++
		resp := reply(302, "")
		resp.Header.Set("Location", "/v1/things/1")
		return resp, nil
	})
	path, _ := Expand(getThing.Path, "1")
	err := core.Do(t.Context(), &Request{Op: getThing, Path: path}, nil)
	assert.ErrorIs(t, err, frontdesk.ErrRedirect)
	assert.Equal(t, maxRedirects+1, requests)
}

func TestRedirect_APostStaysAPostOrIsRefused(t *testing.T) {
	for code, follows := range map[int]bool{301: false, 302: false, 303: false, 307: true, 308: true} {
		methods := []string{}
		core := newCore(t, func(r *http.Request) (*http.Response, error) {
			methods = append(methods, r.Method)
			if len(methods) == 1 {
				resp := reply(code, "")
				resp.Header.Set("Location", "/v1/elsewhere")
				return resp, nil
			}
			return reply(200, `{}`), nil
		})
		err := act(t.Context(), core, opOf(frontdesk.ClassSafe))
		if follows {
			assert.NoError(t, err)
			assert.Equal(t, []string{"POST", "POST"}, methods)
		} else {
			assert.ErrorIs(t, err, frontdesk.ErrRedirect)
			assert.Len(t, methods, 1)
		}
	}
}
