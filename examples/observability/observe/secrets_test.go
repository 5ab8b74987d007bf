package observe_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/examples/observability/observe"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// secret looks different in a URL, in JSON and in base64.
const secret = "s3cret/key+for=tests&more"

// subject is a vendor's fake and one call to it.
type subject struct {
	server *frontdesktest.Server
	call   func(context.Context) error
}

var vendors = []struct {
	name   string
	secret string
	open   func(t *testing.T, opts ...frontdesk.Option) subject
}{
	{"helpcrunch", secret, func(t *testing.T, opts ...frontdesk.Option) subject {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithAPIKey(secret))
		c := srv.Client(opts...)
		t.Cleanup(func() { _ = c.Close() })
		return subject{srv.Server, func(ctx context.Context) error {
			_, err := c.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
			return err
		}}
	}},
	{"salesman", secret, func(t *testing.T, opts ...frontdesk.Option) subject {
		srv := salesmantest.NewServer(t, salesmantest.WithAPIKey(secret))
		c := srv.Client(opts...)
		t.Cleanup(func() { _ = c.Close() })
		return subject{srv.Server, func(ctx context.Context) error {
			_, err := c.Contacts.List(ctx, nil)
			return err
		}}
	}},
	{"liveagent", secret, func(t *testing.T, opts ...frontdesk.Option) subject {
		srv := liveagenttest.NewServer(t, liveagenttest.WithAPIKey(secret))
		c := srv.Client(opts...)
		t.Cleanup(func() { _ = c.Close() })
		return subject{srv.Server, func(ctx context.Context) error {
			_, err := c.Departments.List(ctx)
			return err
		}}
	}},
	{"comagic", comagictest.Token, func(t *testing.T, opts ...frontdesk.Option) subject {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(comagic.AccessToken(comagictest.Token), opts...)
		t.Cleanup(func() { _ = c.Close() })
		return subject{srv.Server, func(ctx context.Context) error {
			_, err := c.Account.List(ctx)
			return err
		}}
	}},
}

// forms are the ways in which a secret could be written.
func forms(secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	return map[string]string{
		"raw": secret, "query-escaped": url.QueryEscape(secret), "path-escaped": url.PathEscape(secret),
		"JSON":   strings.Trim(string(quoted), `"`),
		"base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64url": base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"bearer in base64": base64.StdEncoding.EncodeToString([]byte("Bearer " + secret)),
	}
}

func TestObserve_NoCredentialReachesASpanOrAMetric(t *testing.T) {
	for _, vendor := range vendors {
		t.Run(vendor.name, func(t *testing.T) {
			provider, exported := recording(t)
			metrics, registry := measuring(t)
			s := vendor.open(t, frontdesk.NoRetry(),
				frontdesk.WithHooks(observe.Combine(observe.Tracing(provider), metrics.Hooks())))

			// A success, servers that give the key back in what they complain of, and
			// failures whose errors hold the address.
			require.NoError(t, s.call(t.Context()))
			failures := 0
			for _, text := range forms(vendor.secret) {
				for _, status := range []int{400, 403, 500} {
					s.server.Fail(frontdesktest.Body(status, "text/plain", "wrong key: "+text))
					s.server.Fail(frontdesktest.Body(status, "application/json", fmt.Sprintf(
						`{"message":%q,"errors":[{"code":%q,"message":%q}],"response":{"statuscode":400,"errormessage":%q},"error":{"code":-32000,"message":%q}}`,
						text, text, text, text, text)))
					failures += 2
				}
			}
			s.server.Fail(frontdesktest.ResetBeforeReply(), frontdesktest.Refused(), frontdesktest.UnknownHost())
			for range failures + 3 {
				require.Error(t, s.call(t.Context()))
			}

			spans := exported.GetSpans()
			require.Len(t, spans, 2*(1+failures+3))
			data, err := json.Marshal(spans)
			require.NoError(t, err)
			sinks := map[string]string{"spans": fmt.Sprintf("%+v", spans), "spans as JSON": string(data), "metrics": page(registry)}
			for sink, text := range sinks {
				require.Contains(t, text, vendor.name, "the sink is not empty")
				for form, secret := range forms(vendor.secret) {
					assert.NotContains(t, text, secret, "%s in %s", form, sink)
				}
			}

			// It could have been there: the request had it.
			first := s.server.Requests()[0]
			sent := first.URI + string(first.Body) + fmt.Sprint(first.Header)
			found := false
			for _, secret := range forms(vendor.secret) {
				found = found || strings.Contains(sent, secret)
			}
			assert.True(t, found)
		})
	}
}
