package main

import (
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// The second way: jarcoal/httpmock, if your tests use it already. The real client
// runs, and you write the replies. A transport of one client is enough: there is no
// need for httpmock.Activate, which changes the transport of the whole process.

func newMock(t *testing.T) (*httpmock.MockTransport, *helpcrunch.Client) {
	mock := httpmock.NewMockTransport()
	hc, err := helpcrunch.New("test-api-key",
		frontdesk.WithHTTPClient(&http.Client{Transport: mock}),
		frontdesk.WithBaseURL("https://helpcrunch.example.com/v1"),
		frontdesk.NoRetry(), // an error reply is an error at once
	)
	require.NoError(t, err)
	t.Cleanup(func() { _ = hc.Close() })
	return mock, hc
}

func TestMark_WithHTTPMock(t *testing.T) {
	mock, hc := newMock(t)
	const customer = "https://helpcrunch.example.com/v1/customers/42"
	mock.RegisterResponder("GET", customer,
		httpmock.NewStringResponder(200, `{"id": 42, "name": "Ann", "tags": []}`))
	mock.RegisterMatcherResponder("PUT", customer+"/tags", httpmock.BodyContainsString(`"regular"`),
		httpmock.NewStringResponder(200, `{"id": 42, "tags": [{"name": "regular", "color": "#00c2e0"}]}`))

	got, err := (&Loyalty{Customers: hc.Customers, Tag: "regular"}).Mark(t.Context(), 42)

	require.NoError(t, err)
	assert.Equal(t, Marked, got)
	assert.Equal(t, 2, mock.GetTotalCallCount())
}

func TestMark_WithHTTPMock_NotFound(t *testing.T) {
	mock, hc := newMock(t)
	mock.RegisterResponder("GET", "https://helpcrunch.example.com/v1/customers/42",
		httpmock.NewStringResponder(404, `{"errors": [{"code": "entity_not_found", "message": "Customer not found"}]}`))

	got, err := (&Loyalty{Customers: hc.Customers, Tag: "regular"}).Mark(t.Context(), 42)

	require.NoError(t, err)
	assert.Equal(t, Gone, got)
}
