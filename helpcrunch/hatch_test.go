package helpcrunch_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func TestDo_ReadsAndWrites(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	client, ctx := srv.Client(), t.Context()

	var customer helpcrunch.Customer
	require.NoError(t, client.Do(ctx, http.MethodGet, "/customers/8737843", nil, &customer))
	assert.Equal(t, "Cindy Mindy", customer.Name.Or(""))

	require.NoError(t, client.Do(ctx, http.MethodPatch, "/customers/8737843", map[string]any{"name": nil}, &customer))
	assert.True(t, customer.Name.IsNull())

	var page struct {
		Total int `json:"total"`
	}
	require.NoError(t, client.Do(ctx, http.MethodGet, "/customers?limit=5", url.Values{"offset": {"1"}}, &page))
	assert.Equal(t, 1, page.Total)
	assert.Equal(t, url.Values{"limit": {"5"}, "offset": {"1"}}, srv.RequestsOf("customers.list")[0].Query)
	require.NoError(t, client.Do(ctx, http.MethodGet, "/customers", &helpcrunch.CustomerListParams{Limit: 7}, &page))
	assert.Equal(t, url.Values{"limit": {"7"}}, srv.RequestsOf("customers.list")[1].Query)

	err := client.Do(ctx, http.MethodGet, "/customers/5", nil, nil)
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindNotFound, e.Kind)
	assert.Equal(t, "customers.get", e.Operation)
	require.NoError(t, client.Do(ctx, http.MethodDelete, "/customers/8737843", nil, nil))
}

func TestDo_ThePathStaysBelowTheBase(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	for _, path := range []string{
		"", "/", "customers", "https://example.com/customers", "//example.com/customers", "/customers/", "/a//b",
		"/..", "/../v2/customers", "/customers/../../admin", "/customers/.", "/%2e%2e/admin", "/%252e%252e/admin", "/..%2fadmin",
		"/a%2Fb", `/a\b`, "/a%5C..%5Cb", "/a#b", "/a%3Fb", "/a%0d%0ab", "/a\nb", "/%zz",
	} {
		e := asError(t, srv.Client().Do(t.Context(), http.MethodGet, path, nil, nil))
		assert.Equal(t, frontdesk.KindInvalid, e.Kind, path)
		assert.Equal(t, "path", e.Field, path)
	}
	for _, method := range []string{"", "get", "HEAD", "CONNECT", "GET /"} {
		e := asError(t, srv.Client().Do(t.Context(), method, "/customers", nil, nil))
		assert.Equal(t, "method", e.Field, method)
	}
	for _, in := range []any{make(chan int), "text"} {
		e := asError(t, srv.Client().Do(t.Context(), http.MethodGet, "/customers", in, nil))
		assert.Equal(t, "in", e.Field)
	}
	e := asError(t, srv.Client().Do(t.Context(), http.MethodPost, "/customers", make(chan int), nil))
	assert.Equal(t, "in", e.Field)
	assert.Zero(t, srv.Count())
}

func TestDo_UnknownElementsAreEscaped(t *testing.T) {
	srv := helpcrunchtest.New()
	defer srv.Close()
	err := srv.Client().Do(t.Context(), http.MethodGet, "/new thing/50%25/ü", nil, nil)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, "/v1/new thing/50%/ü", srv.Requests()[0].Path)
}

func TestDo_ClassDecidesWhatIsRepeated(t *testing.T) {
	for _, c := range []struct {
		method, path string
		opts         []frontdesk.Option
		requests     int
	}{
		{http.MethodGet, "/new", nil, 2},
		{http.MethodGet, "/agents/5/unsubscribe", nil, 2}, // a write, but idempotent
		{http.MethodPost, "/new", nil, 1},
		{http.MethodPut, "/new", nil, 1},
		{http.MethodDelete, "/new", nil, 1},
		{http.MethodPut, "/new", []frontdesk.Option{frontdesk.WithClass(frontdesk.ClassIdempotent)}, 2},
		{http.MethodGet, "/new", []frontdesk.Option{frontdesk.WithClass(frontdesk.ClassUnsafe)}, 1},
		{http.MethodPost, "/customers", nil, 1},
		{http.MethodPost, "/customers/search", nil, 2},
		{http.MethodDelete, "/customers/1", nil, 2},
		{http.MethodPut, "/customers/batch", nil, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := helpcrunchtest.New()
			defer srv.Close()
			srv.Fail(statusOnce(http.StatusInternalServerError))
			_ = srv.Client().Do(t.Context(), c.method, c.path, nil, nil, c.opts...)
			assert.Equal(t, c.requests, srv.Count(), "%s %s", c.method, c.path)
		})
	}
}

func TestDo_WritesByGetAreKnown(t *testing.T) {
	srv := helpcrunchtest.New()
	defer srv.Close()
	srv.Fail(statusOnce(http.StatusForbidden))
	e := asError(t, srv.Client().Do(t.Context(), http.MethodGet, "/agents/5/unsubscribe", nil, nil))
	assert.Equal(t, frontdesk.ClassIdempotent, e.Class)
	assert.Equal(t, "agents.unsubscribe", e.Operation)
}

func TestWithClass_IsForTheHatchOnly(t *testing.T) {
	client := helpcrunchtest.NewServer(t).Client()
	_, err := client.Customers.Get(t.Context(), 1, frontdesk.WithClass(frontdesk.ClassSafe))
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}
