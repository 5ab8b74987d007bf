package helpcrunchtest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// send makes a plain request with the right key.
func send(t *testing.T, srv *helpcrunchtest.Server, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, srv.BaseURL()+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+helpcrunchtest.APIKey)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(data)
}

func TestServer_SeedIsTheVendorsExampleOnTheWire(t *testing.T) {
	status, body := send(t, helpcrunchtest.New(), http.MethodGet, "/customers/8737843", "")
	assert.Equal(t, http.StatusOK, status)
	assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "customers.get.200.json")), body)
}

func TestServer_GenerationsDifferOnTheWire(t *testing.T) {
	for name, c := range map[string]struct {
		path, v1, v2 string
		post         string
	}{
		"times":  {path: "/customers/8737843", v1: `"firstSeen":1588927354`, v2: `"firstSeen":"1588927354"`},
		"errors": {path: "/customers/1", v1: `{"errors":[{"code":"entity_not_found","message":"Customer not found"}]}`, v2: `{"errors":[{"code":"invalid_request","message":"Invalid request"},{"code":"not_found","message":"Chat not found"}]}`},
		"totals": {path: "/customers/search", v1: `],"total":1}`, v2: `],"meta":{"total":1}}`,
			post: `{"filter":[{"field":"customers.id","operator":"=","value":8737843}]}`},
	} {
		for generation, want := range map[helpcrunchtest.Generation]string{helpcrunchtest.V1: c.v1, helpcrunchtest.V2: c.v2} {
			srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(generation))
			method := http.MethodGet
			if c.post != "" {
				method = http.MethodPost
			}
			_, body := send(t, srv, method, c.path, c.post)
			assert.Contains(t, body, want, "%s, V%d", name, generation)
		}
	}
}

// recorder is a test that may fail.
type recorder struct {
	errors  []string
	cleanup []func()
}

func (r *recorder) Helper()                      {}
func (r *recorder) Cleanup(f func())             { r.cleanup = append(r.cleanup, f) }
func (r *recorder) Errorf(f string, args ...any) { r.errors = append(r.errors, args[0].(string)) }

func TestServer_WhatIsNotDocumentedFailsTheTestThatSentIt(t *testing.T) {
	for path, want := range map[string]string{
		"/customers?page=2":    "customers.list: unknown: page",
		"/customers?limit=101": "customers.list: value: limit",
		"/customers/abc":       "customers.get: type: customer_id",
	} {
		tb := new(recorder)
		srv := helpcrunchtest.NewServer(tb)
		send(t, srv, http.MethodGet, path, "")
		require.Len(t, tb.errors, 1, path)
		assert.Contains(t, tb.errors[0], want)
		for _, f := range tb.cleanup {
			f()
		}
	}
}

func TestServer_WithoutATestViolationsAreTheVendorsErrors(t *testing.T) {
	srv := helpcrunchtest.New()
	defer srv.Close()
	for _, c := range []struct{ method, path, body, code string }{
		{http.MethodGet, "/customers?limit=500", "", "limit"},
		{http.MethodPost, "/customers", `{"name":5}`, "name"},
		{http.MethodPost, "/customers", `{"nickname":"x"}`, "nickname"},
		{http.MethodPost, "/customers", `[1`, "body"},
		{http.MethodPut, "/customers/8737843/tags", `{}`, "tags"},
		{http.MethodPost, "/customers/search", `{"filter":[{"field":"customers.new","operator":"=","value":"a"}]}`, "filter[0].field"},
		{http.MethodPost, "/customers/search", `{"filter":[{"field":"customers.email","operator":">","value":"a"}]}`, "filter[0].operator"},
		{http.MethodPost, "/customers/search", `{"filter":[{"field":"customers.id","operator":"=","value":"a"}]}`, "filter[0].value"},
		{http.MethodPost, "/customers/search", `{"filter":[{"field":"customers.tagsData","operator":"=","value":["Lead"]}]}`, "filter[0].value"},
		{http.MethodPost, "/customers/search", `{"filter":[{"field":"customers.tagsData","operator":"=","value":[{"name":"Lead"},{"name":""}]}]}`, "filter[0].value"},
		{http.MethodPost, "/customers/search", `{"filter":[]}`, "filter"},
		{http.MethodPost, "/customers/search", `{"filter":[{"field":"customers.id","operator":"=","value":1},{"field":"customers.id","operator":"=","value":2}]}`, "comparison"},
	} {
		status, body := send(t, srv, c.method, c.path, c.body)
		assert.Equal(t, http.StatusBadRequest, status, c.path+c.body)
		var reply struct {
			Errors []struct {
				Code string `json:"code"`
			} `json:"errors"`
		}
		require.NoError(t, json.Unmarshal([]byte(body), &reply), body)
		require.Len(t, reply.Errors, 2, body)
		assert.Equal(t, "invalid_request", reply.Errors[0].Code)
		assert.Equal(t, c.code, reply.Errors[1].Code)
	}
	assert.NotEmpty(t, srv.Violations())
}

func TestServer_KeyIsChecked(t *testing.T) {
	srv := helpcrunchtest.New(helpcrunchtest.WithAPIKey("test-other"))
	defer srv.Close()
	status, body := send(t, srv, http.MethodGet, "/customers?limit=500", "")
	assert.Equal(t, http.StatusUnauthorized, status)
	assert.JSONEq(t, `{"errors":[{"code":"invalid_token","message":"Invalid token"}]}`, body)
	_, err := srv.Client().Customers.List(t.Context(), nil)
	require.NoError(t, err)
}

func TestServer_QuotaIsTheVendors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		for range 120 {
			status, _ := send(t, srv, http.MethodGet, "/customers/8737843", "")
			require.Equal(t, http.StatusOK, status)
		}
		status, body := send(t, srv, http.MethodGet, "/customers/8737843", "")
		assert.Equal(t, http.StatusTooManyRequests, status)
		assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "customers.get.429.json")), body)
		time.Sleep(time.Minute) // virtual
		status, _ = send(t, srv, http.MethodGet, "/customers/8737843", "")
		assert.Equal(t, http.StatusOK, status)
	})
}

func TestServer_StatusFaultsHaveTheVendorsBodies(t *testing.T) {
	for status, code := range map[int]string{
		400: "invalid_request", 401: "invalid_token", 404: "entity_not_found", 429: "too_many_requests", 503: "Service Unavailable",
	} {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Status(status))
		got, body := send(t, srv, http.MethodGet, "/customers/8737843", "")
		assert.Equal(t, status, got)
		assert.Contains(t, body, code)
	}
}

func TestServer_StatusFaultsNameTheRecordOfTheOperation(t *testing.T) {
	for path, text := range map[string]string{
		"/chats/1": "Chat not found", "/chats/1/messages": "Chat not found", "/customers/1": "Customer not found",
		"/agents": "Agent not found", "/departments": "Department not found",
	} {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Status(404))
		_, body := send(t, srv, http.MethodGet, path, "")
		assert.Contains(t, body, text, path)
	}
}

func TestServer_StateCanBeFilledAndRead(t *testing.T) {
	srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithoutSeed(), helpcrunchtest.WithLatency(0), helpcrunchtest.WithLogLimit(1))
	assert.Empty(t, srv.Customers())
	moment := frontdesk.Some(time.UnixMilli(1594139170913).UTC())
	added := srv.AddCustomer(helpcrunch.Customer{
		Name: frontdesk.Some("Ada"), FirstSeen: moment, CustomData: helpcrunch.CustomData{"big": int64(9007199254740993)},
	})
	assert.NotZero(t, added.ID)

	client := srv.Client()
	read, err := client.Customers.Get(t.Context(), added.ID)
	require.NoError(t, err)
	assert.Equal(t, moment, read.FirstSeen)
	assert.Equal(t, int64(9007199254740993), read.CustomData["big"])

	created, err := client.Customers.Create(t.Context(), &helpcrunch.CustomerCreateParams{Name: "Bob"})
	require.NoError(t, err)
	stored, ok := srv.Customer(created.ID)
	assert.True(t, ok)
	assert.Equal(t, created.Name, stored.Name)
	_, ok = srv.Customer(1)
	assert.False(t, ok)
	assert.Len(t, srv.Customers(), 2)
	assert.Len(t, srv.Requests(), 1)
}

func TestServer_ManyClientsAtOnce(t *testing.T) {
	srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithQuota(0, 0))
	done := make(chan error)
	for range 8 {
		go func() {
			_, err := srv.Client().Customers.AddTags(context.Background(), helpcrunchtest.SeedCustomerID,
				&helpcrunch.CustomerAddTagsParams{Tags: []helpcrunch.Tag{{Name: "a"}}})
			done <- err
		}()
	}
	for range 8 {
		require.NoError(t, <-done)
	}
	customer, _ := srv.Customer(helpcrunchtest.SeedCustomerID)
	assert.Len(t, customer.Tags, 2)
}

func TestServer_OnASocket(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	client, err := helpcrunch.New(helpcrunchtest.APIKey, frontdesk.WithBaseURL(srv.URL()))
	require.NoError(t, err)
	defer client.Close()
	_, err = client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
	require.NoError(t, err)
	removed, err := client.Customers.RemoveTags(t.Context(), helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{"lead"}})
	require.NoError(t, err)
	assert.Empty(t, removed.Tags, "a DELETE with a body arrives over a real connection")
}
