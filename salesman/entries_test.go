package salesman_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestEntriesSetStatus_SaysWhenTheServerTookAnother(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	first := srv.AddEntry(salesmantest.Entry{UID: 125, Content: "Phones"})
	second := srv.AddEntry(salesmantest.Entry{Content: "Cables"})
	_, err := sm.Entries.SetStatus(t.Context(), second, &salesman.EntrySetStatusParams{UID: 125})
	require.ErrorIs(t, err, frontdesk.ErrConflict)
	assert.Equal(t, "uid", asError(t, err).Field)
	result, err := sm.Entries.SetStatus(t.Context(), first, &salesman.EntrySetStatusParams{UID: 125})
	require.NoError(t, err)
	assert.Equal(t, first, result.ID)
}

func TestEntries_RowsBesideTheErrorForNoneAreRows(t *testing.T) {
	for body, want := range map[string]int{
		`{"data":[{"ide":1,"products":[]}],"result":"Error","error":{"code":404,"text":"Не найдено"}}`: 1,
		`{"result":"Error","error":{"code":404,"text":"Не найдено"}}`:                                  0,
	} {
		link := &exchanges{response: contract.RecordedResponse{Status: 200, BodyRaw: body}}
		sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
			frontdesk.WithHTTPClient(&http.Client{Transport: link}), frontdesk.NoRetry())
		require.NoError(t, err)
		page, err := sm.Entries.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, page.Items, want)
		assert.False(t, page.HasMore)
		_, err = sm.Entries.SetStatus(t.Context(), 1, &salesman.EntrySetStatusParams{Status: salesman.EntryNew})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
	}
}
