package proof_test

import (
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
)

// Who mocks at the level of HTTP can: each client works over httpmock's own
// transport, without its global switch.
func TestHTTPMock_MocksEveryClient(t *testing.T) {
	addresses := map[string]string{
		"helpcrunch": "=~^https://api.example.com/v1/customers/1$",
		"salesman":   "=~^https://api.example.com/developer/v2/person$",
		"liveagent":  "=~^https://api.example.com/api/customers/k000001",
		"comagic":    "=~^https://api.example.com/v2.0$",
	}
	each(t, func(t *testing.T, s subject) {
		method := http.MethodPost
		if s.name == "helpcrunch" || s.name == "liveagent" {
			method = http.MethodGet
		}
		mock := httpmock.NewMockTransport()
		good := httpmock.NewStringResponder(200, one("7", `"Ada"`)(s)).HeaderSet(http.Header{"Content-Type": {jsonType}})
		mock.RegisterResponder(method, addresses[s.name], httpmock.NewStringResponder(502, "down").Then(good).Then(
			httpmock.NewStringResponder(404, `{}`)))
		c, err := s.dial(s.host, s.key, frontdesk.WithHTTPClient(&http.Client{Transport: mock}),
			frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{BaseDelay: 1, MaxDelay: 1}))
		require.NoError(t, err)
		got, err := c.get(t.Context())
		require.NoError(t, err)
		assert.Equal(t, record{"7", "Ada"}, got)
		assert.Equal(t, 2, mock.GetTotalCallCount(), "the fault was repeated")
		_, err = c.get(t.Context())
		assert.Equal(t, 404, failure(t, err).HTTPStatus)

		// What is not mocked is an error of the transport, and httpmock's own text.
		bare := httpmock.NewMockTransport()
		c, err = s.dial(s.host, s.key, frontdesk.WithHTTPClient(&http.Client{Transport: bare}), frontdesk.NoRetry())
		require.NoError(t, err)
		err = c.calls[safe](t.Context())
		assert.ErrorIs(t, err, frontdesk.ErrTransport)
		assert.Contains(t, err.Error(), "no responder found")
		assert.NotContains(t, err.Error(), s.key)
	})
}
