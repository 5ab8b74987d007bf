package salesman_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// The two recipes of docs/errors.md, "Find or create", as they stand there.

func findOrCreate(ctx context.Context, sm *salesman.Client) (*salesman.ClientInfo, error) {
	const uid = "shop-17"
	client, err := sm.Clients.GetByUID(ctx, uid, nil)
	if errors.Is(err, frontdesk.ErrNotFound) {
		_, err = sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Acme", UID: uid})
		if e, ok := errors.AsType[*frontdesk.Error](err); ok && !e.MayHaveHappened() {
			return nil, err
		}
		client, err = sm.Clients.GetByUID(ctx, uid, nil)
	}
	return client, err
}

func findDeal(ctx context.Context, sm *salesman.Client, clientID int64, title string) (int64, error) {
	for deal, err := range sm.Deals.All(ctx, &salesman.DealListParams{
		State: salesman.DealsAll, Word: title, Filter: &salesman.DealFilter{ClientID: clientID},
	}) {
		if err != nil {
			return 0, err
		}
		if _, name, numbered := strings.Cut(deal.Title, ": "); deal.Title == title || numbered && name == title {
			return deal.ID, nil
		}
	}
	return 0, nil
}

func TestRecipes_AnUnknownOutcomeStoresNothingTwice(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client(frontdesk.NoRetry())
	srv.Fail(salesmantest.PHPCrash().On("client.add", "deal.add").AfterHandling().Times(2))
	first, err := findOrCreate(t.Context(), sm)
	require.NoError(t, err, "stored, though the server died of it")
	again, err := findOrCreate(t.Context(), sm)
	require.NoError(t, err)
	assert.Equal(t, first.ID, again.ID)
	assert.Len(t, srv.Clients(), 1)

	_, err = sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: `"Phones"`, ClientID: first.ID})
	assert.True(t, asError(t, err).MayHaveHappened())
	srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Bank")})
	srv.AddDeal(salesmantest.Deal{Title: "More Phones", ClientID: first.ID})
	found, err := findDeal(t.Context(), sm, first.ID, "Phones")
	require.NoError(t, err)
	assert.Equal(t, srv.Deals()[0].ID, found)
	none, err := findDeal(t.Context(), sm, first.ID, "Desks")
	require.NoError(t, err)
	assert.Zero(t, none)
}

// What docs/lists.md warns of: closing deals in the loop over the open ones.
func TestLists_ALoopThatChangesWhatItAsksForMissesRows(t *testing.T) {
	for name, collect := range map[string]bool{"in the loop": false, "collected first": true} {
		srv := salesmantest.NewServer(t)
		sm := srv.Client()
		client := srv.AddClient("Acme")
		for range 250 {
			srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client})
		}
		statuses, err := sm.Deals.CloseStatuses(t.Context())
		require.NoError(t, err)
		open := sm.Deals.All(t.Context(), nil)
		if collect {
			deals, err := frontdesk.Collect(open)
			require.NoError(t, err)
			open = func(yield func(salesman.Deal, error) bool) {
				for _, deal := range deals {
					if !yield(deal, nil) {
						return
					}
				}
			}
		}
		closed := 0
		for deal, err := range open {
			require.NoError(t, err)
			_, err = sm.Deals.Close(t.Context(), deal.ID, &salesman.DealCloseParams{StatusID: statuses[0].ID})
			require.NoError(t, err)
			closed++
		}
		want := 200
		if collect {
			want = 250
		}
		assert.Equal(t, want, closed, name)
	}
}
