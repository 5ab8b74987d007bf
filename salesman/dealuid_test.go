package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestDeals_GetByUIDFindsTheDealWithThatUIDAlone(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	client := srv.AddClient("Acme")
	srv.AddDeal(salesmantest.Deal{Title: "Longer", ClientID: client, UID: "A-10"})
	want := srv.AddDeal(salesmantest.Deal{Title: "Closed", ClientID: client, UID: "A-1", ClosedOn: salesman.Date{Year: 2030, Month: 1, Day: 2}})
	srv.AddDeal(salesmantest.Deal{Title: "Second", ClientID: client, UID: "A-1"})

	deal, err := sm.Deals.GetByUID(t.Context(), "A-1", nil)
	require.NoError(t, err)
	assert.Equal(t, []any{want, "Closed", "A-1"}, []any{deal.ID, deal.Title, deal.UID})
	require.NotNil(t, deal.Customer)

	_, err = sm.Deals.GetByUID(t.Context(), "A-", nil)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	sent := len(srv.Requests())
	for _, uid := range []string{"", `it's`, `a\`} {
		_, err = sm.Deals.GetByUID(t.Context(), uid, nil)
		require.ErrorIs(t, err, frontdesk.ErrInvalid, uid)
	}
	assert.Len(t, srv.Requests(), sent)
}

// What the server cannot say of a task for a user whom it does not know, the error
// says, on either PHP.
func TestTasks_AnUnknownUserIsNamedAsTheCause(t *testing.T) {
	for name, c := range map[string]struct {
		option []salesmantest.Option
		kind   error
	}{
		"PHP 7": {nil, frontdesk.ErrValidation},
		"PHP 8": {[]salesmantest.Option{salesmantest.WithPHP8Crashes()}, frontdesk.ErrServer},
	} {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.NewServer(t, c.option...)
			_, err := srv.Client().Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call", User: "ghost@example.com"})
			require.ErrorIs(t, err, c.kind)
			e := asError(t, err)
			assert.Equal(t, "nothing was stored: the server knows no such user", e.Message)
			assert.False(t, e.MayHaveHappened())
			assert.Empty(t, srv.Tasks())
		})
	}
}

// TestGetByUID_DoesNotFindWhatTheUserDoesNotSee: the documentation warns of it.
func TestGetByUID_DoesNotFindWhatTheUserDoesNotSee(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.AddUser("stranger@example.com", "")
	foreign := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", UID: "77", Owner: "stranger@example.com"})
	srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: foreign, UID: "78", Owner: "stranger@example.com"})
	_, err := srv.Client().Clients.GetByUID(t.Context(), "77", nil)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	_, err = srv.Client().Deals.GetByUID(t.Context(), "78", nil)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestClientsUpdate_ATitleInTheServersFormIsNoChange(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, id := srv.Client(), srv.AddClient("Acme")
	for _, changes := range []bool{true, false} {
		result, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{Title: frontdesk.Some("ООО Ромашка")})
		require.NoError(t, err)
		assert.Equal(t, changes, result.Changed)
	}
	client, err := sm.Clients.Get(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, "Ромашка, ООО", client.Title)
}
