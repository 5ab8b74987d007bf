package salesmantest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestScripts_DieOfQuotesInQueries(t *testing.T) {
	sm := lenient(t).Client(frontdesk.NoRetry())
	for _, call := range []struct {
		endpoint, action string
		params           map[string]any
	}{
		{"entry", "list", map[string]any{"status": "'"}},
		{"entry", "info", map[string]any{"id": "1'"}},
		{"entry", "status", map[string]any{"uid": "1'"}},
		{"lead", "list", map[string]any{"order": "'"}},
		{"lead", "add", map[string]any{"email": "o'brien@example.com"}},
		{"lead", "stat", map[string]any{"dateStart": "'", "dateEnd": "'"}},
		{"calls", "list", map[string]any{"phone": "'", "order": "datum"}},
		{"price", "list", map[string]any{"category": "1'"}},
		{"price", "info", map[string]any{"artikul": "2'"}},
		{"price", "category.update", map[string]any{"id": "1'"}},
		{"price", "category.delete", map[string]any{"id": "1'"}},
		{"user", "user", map[string]any{"user": "o'brien@example.com"}},
		{"user", "user.add", map[string]any{"user": "x", "boss": "o'brien@example.com"}},
		{"statistic", "list", map[string]any{"period": "month", "user": "o'brien@example.com"}},
	} {
		require.ErrorIs(t, sm.Do(t.Context(), call.endpoint, call.action, call.params, nil), frontdesk.ErrServer, "%s %s", call.endpoint, call.action)
	}
	_, err := sm.Leads.Create(t.Context(), &salesman.LeadCreateParams{Name: "Pat O'Brien"})
	require.NoError(t, err, "a text of its own may have one")
}

func TestLists_OddPages(t *testing.T) {
	for _, php8 := range []bool{false, true} {
		opts := []salesmantest.Option{}
		if php8 {
			opts = append(opts, salesmantest.WithPHP8Crashes())
		}
		srv := lenient(t, opts...)
		sm := srv.Client(frontdesk.NoRetry())
		srv.AddPriceItem(salesmantest.PriceItem{Title: "Phone"})
		srv.AddEntry(salesmantest.Entry{Products: []salesman.EntryProduct{{Title: "Phone", Quantity: "1"}}})
		srv.AddLead(salesmantest.Lead{})
		srv.AddPhoneCall(salesmantest.PhoneCall{From: "101"})
		rows := func(endpoint, order string, offset any) (int, error) {
			var reply struct {
				Data []any `json:"data"`
			}
			err := sm.Do(t.Context(), endpoint, "list", map[string]any{"offset": offset, "order": order}, &reply)
			return len(reply.Data), err
		}
		for endpoint, order := range map[string]string{"price": "", "entry": "", "lead": "", "calls": "datum"} {
			n, err := rows(endpoint, order, -1)
			require.NoError(t, err)
			assert.Equal(t, 1, n, "%s: before the first page is the first", endpoint)
			n, _ = rows(endpoint, order, int64(1)<<62)
			assert.Zero(t, n, endpoint)
			n, err = rows(endpoint, order, "x")
			if php8 && (endpoint == "price" || endpoint == "entry") {
				require.ErrorIs(t, err, frontdesk.ErrServer, endpoint)
				continue
			}
			require.NoError(t, err, endpoint)
			assert.Equal(t, 1, n, endpoint)
		}
	}
}
