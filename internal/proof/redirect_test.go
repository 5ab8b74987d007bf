package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// The fake server's transport serves any host, so that a request that leaves the
// origin is seen, with all that it carries.
func TestRedirect_NothingLeavesTheOrigin(t *testing.T) {
	targets := map[string]string{
		"other host":    "https://evil.example.net%s",
		"other port":    "https://api.example.com:8443%s",
		"https to http": "http://api.example.com%s",
		"subdomain":     "https://sub.api.example.com%s",
		"parent domain": "https://example.com%s",
		"no scheme":     "//evil.example.net%s",
		"userinfo":      "https://u:p@api.example.com%s",
		"backslash":     `https:\\evil.example.net%s`,
		"same origin":   "https://api.example.com%s",
		"relative":      "%s",
	}
	each(t, func(t *testing.T, s subject) {
		for name, target := range targets {
			for _, status := range []int{301, 302, 303, 307, 308} {
				for _, class := range classes {
					t.Run(fmt.Sprintf("%s/%d/%s", name, status, class), func(t *testing.T) {
						redirected(t, s, target, status, class, name == "same origin" || name == "relative")
					})
				}
			}
		}
	})
}

func redirected(t *testing.T, s subject, target string, status int, class frontdesk.Class, same bool) {
	srv := s.serve(t, 0)
	c, err := s.dial("https://api.example.com"+s.path, s.key, frontdesk.WithHTTPClient(srv.HTTPClient()))
	require.NoError(t, err)
	// Where a call goes by itself; there the fake server answers it.
	require.NoError(t, c.calls[class](t.Context(), frontdesk.WithHeader("X-First", "1")))
	own := srv.Requests()[0]
	srv.ResetRequests()

	location := strings.Replace(target, "%s", own.URI, 1)
	srv.Fail(frontdesktest.Redirect(status, location))
	err = c.calls[class](t.Context())
	sent := srv.Requests()
	origin := sent[0].Scheme + "://" + sent[0].Host
	assert.Equal(t, "https://api.example.com", origin)
	for _, r := range sent {
		assert.Equal(t, origin, r.Scheme+"://"+r.Host, "a request left the origin")
		assert.Empty(t, r.Header.Get("Referer"))
	}
	reads := class == safe
	keepsMethod := own.Method == "GET" || status == 307 || status == 308
	if same && reads && keepsMethod {
		require.NoError(t, err)
		require.Len(t, sent, 2)
		assert.Equal(t, own.Method, sent[1].Method)
		assert.Len(t, sent[1].Body, len(sent[0].Body))
		assert.Equal(t, strings.Count(sent[0].URI, s.key), strings.Count(sent[1].URI, s.key), "the key is not written twice")
		return
	}
	e := failure(t, err)
	assert.Equal(t, frontdesk.KindRedirect, e.Kind)
	assert.Equal(t, frontdesk.SentYes, e.Sent)
	assert.Len(t, sent, 1, "not repeated, not followed")
}

func TestRedirect_ALoopEndsAndCountsItsRequests(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		srv := s.serve(t, 0)
		c := s.connect(t, srv)
		require.NoError(t, c.calls[safe](t.Context()))
		own := srv.Requests()[0]
		srv.ResetRequests()
		srv.Fail(frontdesktest.Redirect(307, own.URI).Always())
		e := failure(t, c.calls[safe](t.Context()))
		assert.Equal(t, frontdesk.KindRedirect, e.Kind)
		assert.Equal(t, srv.Count(), e.Attempts)
		assert.LessOrEqual(t, srv.Count(), 10)
		assertClean(t, srv)
	})
}
