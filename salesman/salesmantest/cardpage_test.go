package salesmantest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestCardPage_OpensTheCardOfANumber(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	known := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Example LLC", Phone: "+1 555 0100"})
	open := func(params salesman.CardURLParams) (status int, location string) {
		t.Helper()
		address, err := sm.Calls.CardURL(&params)
		require.NoError(t, err)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		require.NoError(t, err)
		resp, err := srv.Transport().RoundTrip(r)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp.StatusCode, resp.Header.Get("Location")
	}
	_, location := open(salesman.CardURLParams{Phone: "1 (555) 0100"})
	assert.Equal(t, "/card.client?clid=1", location)
	assert.Equal(t, int64(1), known)
	status, location := open(salesman.CardURLParams{Phone: "+1 555 0199"})
	assert.Equal(t, http.StatusOK, status)
	assert.Empty(t, location)

	_, location = open(salesman.CardURLParams{Phone: "+1 555 0199", Create: true, Contact: true, UID: "77"})
	assert.Equal(t, "/card.client?clid=2", location)
	_, location = open(salesman.CardURLParams{Phone: "+1 555 0199", Create: true})
	assert.Equal(t, "/card.client?clid=2", location, "stored once")
	_, location = open(salesman.CardURLParams{Phone: "+1 555 0777", UID: "77"})
	assert.Equal(t, "/card.client?clid=2", location)
	page, err := sm.Contacts.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, "Новый контакт #1", page.Items[0].Name)
	assert.Equal(t, "Новый клиент #2", page.Items[0].Client)
	assert.Equal(t, "clientbyphone.open", srv.Requests()[0].Operation)
}
