package salesman_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func drain[T any](rows iter.Seq2[T, error]) error {
	for _, err := range rows {
		if err != nil {
			return err
		}
	}
	return nil
}

// alls are the iterators, each in the order asked for.
func alls(ctx context.Context, sm *salesman.Client, way salesman.Direction) map[string]func() error {
	return map[string]func() error{
		"clid": func() error { return drain(sm.Clients.All(ctx, &salesman.ClientListParams{Direction: way})) },
		"pid":  func() error { return drain(sm.Contacts.All(ctx, &salesman.ContactListParams{Direction: way})) },
		"did":  func() error { return drain(sm.Deals.All(ctx, &salesman.DealListParams{Direction: way})) },
		"tid":  func() error { return drain(sm.Tasks.All(ctx, &salesman.TaskListParams{Direction: way})) },
		"cid": func() error {
			return drain(sm.Activities.All(ctx, &salesman.ActivityListParams{ContactID: 1, Direction: way}))
		},
		"id of a lead": func() error { return drain(sm.Leads.All(ctx, &salesman.LeadListParams{Direction: way})) },
		"ide":          func() error { return drain(sm.Entries.All(ctx, &salesman.EntryListParams{Direction: way})) },
		"deid of an act": func() error {
			return drain(sm.Acts.All(ctx, &salesman.ActListParams{Direction: way}))
		},
		"deid":         func() error { return drain(sm.Documents.All(ctx, &salesman.DocumentListParams{Direction: way})) },
		"n_id":         func() error { return drain(sm.Price.All(ctx, &salesman.PriceListParams{Direction: way})) },
		"id of a call": func() error { return drain(sm.Calls.All(ctx, &salesman.CallListParams{Direction: way})) },
	}
}

func TestAll_IsSortedByAUniqueColumnUpwards(t *testing.T) {
	for way, want := range map[salesman.Direction]string{"": "old", salesman.Descending: "new"} {
		srv := salesmantest.NewServer(t)
		for name, read := range alls(t.Context(), srv.Client(), way) {
			require.NoError(t, read(), name)
			sent := srv.Requests()
			var params struct{ Order, First string }
			require.NoError(t, json.Unmarshal(sent[len(sent)-1].Body, &params))
			var column string
			_, err := fmt.Sscan(name, &column)
			require.NoError(t, err)
			assert.Equal(t, [2]string{column, want}, [2]string{params.Order, params.First}, name)
		}
	}
}

// What is added while an iterator runs comes at its end, and one that is resumed
// repeats nothing.
func TestAll_SeesWhatIsAddedMeanwhileAndRepeatsNothing(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for i := range 250 {
		srv.AddClient(fmt.Sprint("Client ", i))
	}
	sm := srv.Client()
	var seen []int64
	var position frontdesk.Cursor
	for client, err := range sm.Clients.All(t.Context(), nil, frontdesk.WithPosition(&position)) {
		require.NoError(t, err)
		seen = append(seen, client.ID)
		if len(seen) == 200 {
			break
		}
	}
	srv.AddClient("Late")
	for client, err := range sm.Clients.All(t.Context(), &salesman.ClientListParams{Resume: position}) {
		require.NoError(t, err)
		seen = append(seen, client.ID)
	}
	require.Len(t, seen, 251)
	for i, id := range seen {
		assert.Equal(t, int64(i+1), id)
	}
}
