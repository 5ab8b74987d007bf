package salesman_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// givers are the writes that give a record to a user, by the operation that they end
// in and the field that names the user. They take a login, or its id.
var givers = []struct {
	operation, field string
	give             func(ctx context.Context, sm *salesman.Client, login string, id int64) error
}{
	{"client.add", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Acme", Owner: login})
		return err
	}},
	{"client.add", "iduser", func(ctx context.Context, sm *salesman.Client, _ string, id int64) error {
		_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Bank", OwnerID: id})
		return err
	}},
	{"client.add_list", "client.1.user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "Other"}, {Title: "Umbrella", Owner: login}})
		return err
	}},
	{"client.add_list", "client.0.iduser", func(ctx context.Context, sm *salesman.Client, _ string, id int64) error {
		_, err := sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "Initech", OwnerID: id}})
		return err
	}},
	{"client.update", "iduser", func(ctx context.Context, sm *salesman.Client, _ string, id int64) error {
		_, err := sm.Clients.Update(ctx, 1, &salesman.ClientUpdateParams{OwnerID: id})
		return err
	}},
	{"person.add_list", "persons.0.user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "Jane", Owner: login})
		return err
	}},
	{"person.add_list", "persons.1.iduser", func(ctx context.Context, sm *salesman.Client, _ string, id int64) error {
		_, err := sm.Contacts.CreateBatch(ctx, []salesman.ContactCreateParams{{Name: "Jane"}, {Name: "John", OwnerID: id}})
		return err
	}},
	{"person.update", "iduser", func(ctx context.Context, sm *salesman.Client, _ string, id int64) error {
		_, err := sm.Contacts.Update(ctx, 1, &salesman.ContactUpdateParams{OwnerID: frontdesk.Some(id)})
		return err
	}},
	{"deal.add", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{Title: "Phones", ClientID: 1, Owner: login})
		return err
	}},
	{"deal.change_user", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Deals.ChangeUser(ctx, 1, &salesman.DealChangeUserParams{User: login})
		return err
	}},
	{"history.add", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Activities.Create(ctx, call(login))
		return err
	}},
	{"history.add_list", "list.1.user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Activities.CreateBatch(ctx, []salesman.ActivityCreateParams{*call(""), *call(login)})
		return err
	}},
	{"task.history", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Tasks.CreateActivity(ctx, call(login))
		return err
	}},
	{"currency.history", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Currencies.CreateActivity(ctx, call(login))
		return err
	}},
	{"akt.status_change", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Acts.SetStatus(ctx, 1, &salesman.StatusChangeParams{StatusID: 1, User: login})
		return err
	}},
	{"akt.add", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 2, User: login})
		return err
	}},
	{"document.add", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{TypeID: salesmantest.ContractTypeID, DealID: 1, User: login})
		return err
	}},
	{"document.update", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Documents.Update(ctx, 2, &salesman.DocumentUpdateParams{User: frontdesk.Some(login)})
		return err
	}},
	{"document.status_change", "user", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Documents.SetStatus(ctx, 2, &salesman.StatusChangeParams{StatusID: 1, User: login})
		return err
	}},
	{"user.user_add", "boss", func(ctx context.Context, sm *salesman.Client, login string, _ int64) error {
		_, err := sm.Users.Create(ctx, &salesman.UserCreateParams{Login: "new@example.com", Password: "example-password", Chief: login})
		return err
	}},
}

func call(login string) *salesman.ActivityCreateParams {
	return &salesman.ActivityCreateParams{Content: "Called", ClientID: 1, Date: salesman.Date{Year: 2026, Month: 3, Day: 4}, User: login}
}

// office is a server with a record of each kind, the first of its kind.
func office(t *testing.T) (srv *salesmantest.Server, manager, inactive int64) {
	t.Helper()
	srv = salesmantest.NewServer(t)
	client := srv.AddClient("Acme LLC")
	srv.AddContact(salesmantest.Contact{Name: "Jane", ClientID: client})
	lines := []salesmantest.DealLine{{Title: "Phone", Quantity: "1", Price: "10"}}
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client, Lines: lines})
	srv.AddDeal(salesmantest.Deal{Title: "More phones", ClientID: client, Step: "100", Lines: lines})
	status := srv.AddDocumentStatus(salesmantest.DocumentStatus{Title: "Sent", TypeIDs: []int64{salesmantest.ActTypeID, salesmantest.ContractTypeID}})
	require.EqualValues(t, 1, status)
	require.EqualValues(t, 1, srv.AddAct(salesmantest.Act{DealID: deal}))
	require.EqualValues(t, 2, srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, DealID: deal}))
	for _, u := range srv.Users() {
		if u.Login == salesmantest.Manager {
			manager = u.ID
		}
	}
	return srv, manager, srv.PutUser(salesmantest.User{Login: "gone@example.com", Inactive: true})
}

func TestWrites_LookForTheUserWhoGetsARecord(t *testing.T) {
	for _, g := range givers {
		t.Run(g.operation+" "+g.field, func(t *testing.T) {
			srv, manager, inactive := office(t)
			sm, ctx := srv.Client(), t.Context()

			err := g.give(ctx, sm, "ghost@example.com", 99)
			require.ErrorIs(t, err, frontdesk.ErrNotFound)
			assert.Equal(t, []any{g.field, "user.user", salesman.CodeNotFound}, []any{asError(t, err).Field, asError(t, err).Operation, asError(t, err).Code})
			err = g.give(ctx, sm, "gone@example.com", inactive)
			require.ErrorIs(t, err, frontdesk.ErrInvalid)
			assert.Equal(t, []any{g.field, g.operation, frontdesk.SentNo}, []any{asError(t, err).Field, asError(t, err).Operation, asError(t, err).Sent})
			assert.Zero(t, srv.Count(g.operation), "nothing was written")

			srv.ResetRequests()
			require.NoError(t, g.give(ctx, sm, salesmantest.Manager, manager))
			assert.Equal(t, 1, srv.Count("user.user"))
			assert.Equal(t, 1, srv.Count(g.operation))
		})
	}
}

func TestWrites_AskForNoUserWhoIsNotNamedOrTheirOwn(t *testing.T) {
	srv, _, _ := office(t)
	sm, ctx := srv.Client(), t.Context()
	for _, login := range []string{"", salesmantest.Login} {
		_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "x" + login, Owner: login})
		require.NoError(t, err)
		_, err = sm.Contacts.CreateBatch(ctx, []salesman.ContactCreateParams{{Name: "x", Owner: login}})
		require.NoError(t, err)
		_, err = sm.Activities.Create(ctx, call(login))
		require.NoError(t, err)
	}
	assert.Zero(t, srv.Count("user.user"))
}

func TestCreateBatch_AsksOnceForEachUser(t *testing.T) {
	srv, manager, _ := office(t)
	sm, ctx := srv.Client(), t.Context()
	srv.AddUser("other@example.com", salesmantest.Login)
	const other = "other@example.com"
	batch := []salesman.ContactCreateParams{
		{Name: "a", Owner: other}, {Name: "b", Owner: salesmantest.Manager}, {Name: "c", Owner: other}, {Name: "d"},
		{Name: "e", OwnerID: manager}, {Name: "f", OwnerID: manager, Owner: other},
	}
	results, err := sm.Contacts.CreateBatch(ctx, batch)
	require.NoError(t, err)
	assert.Equal(t, 3, srv.Count("user.user"), "two logins and an id")
	assert.Equal(t, manager, batch[4].OwnerID, "the caller's own stays")
	for i, want := range []string{other, salesmantest.Manager, other, salesmantest.Login, salesmantest.Manager, salesmantest.Manager} {
		contact, err := sm.Contacts.Get(ctx, results[i].ID, nil)
		require.NoError(t, err)
		assert.Equal(t, want, contact.Owner, batch[i].Name)
	}

	srv.ResetRequests()
	clients, err := sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "x", OwnerID: manager}, {Title: "y", OwnerID: manager}})
	require.NoError(t, err)
	assert.Equal(t, 1, srv.Count("user.user"))
	client, err := sm.Clients.Get(ctx, clients[1].ID, nil)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Manager, client.Owner)
	srv.Fail(json200(`{"data":{"iduser":7,"active":"yes"}}`).On("user.user"))
	_, err = sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "z", OwnerID: 7}})
	assert.Equal(t, "client.0.iduser", asError(t, err).Field, "a user without a login would be nobody")
}

func TestCreateUnchecked_IsThePlainCall(t *testing.T) {
	srv, _, _ := office(t)
	sm, ctx := srv.Client(), t.Context()
	const ghost = "ghost@example.com"
	_, err := sm.Clients.CreateUnchecked(ctx, &salesman.ClientCreateParams{Title: "Lost", Owner: ghost})
	require.NoError(t, err)
	_, err = sm.Clients.CreateBatchUnchecked(ctx, []salesman.ClientCreateParams{{Title: "Lost too", Owner: ghost}})
	require.NoError(t, err)
	made, err := sm.Contacts.CreateUnchecked(ctx, &salesman.ContactCreateParams{Name: "Lost", Owner: ghost})
	require.NoError(t, err)
	assert.NotZero(t, made.ID)
	_, err = sm.Activities.CreateUnchecked(ctx, call(ghost))
	require.NoError(t, err)
	_, err = sm.Activities.CreateBatchUnchecked(ctx, []salesman.ActivityCreateParams{*call(ghost)})
	require.NoError(t, err)
	_, err = sm.Tasks.CreateActivityUnchecked(ctx, call(ghost))
	require.NoError(t, err)
	_, err = sm.Currencies.CreateActivityUnchecked(ctx, call(ghost))
	require.NoError(t, err)
	_, err = sm.Acts.CreateUnchecked(ctx, &salesman.ActCreateParams{DealID: 2, User: ghost, StatusID: 99})
	require.NoError(t, err)
	_, err = sm.Documents.CreateUnchecked(ctx, &salesman.DocumentCreateParams{TypeID: salesmantest.ContractTypeID, DealID: 1, User: ghost, StatusID: 99})
	require.NoError(t, err)
	_, err = sm.Users.CreateUnchecked(ctx, &salesman.UserCreateParams{Login: "new@example.com", Password: "example-password", Chief: ghost})
	require.NoError(t, err)
	assert.Zero(t, srv.Count("user.user"))

	lost, err := sm.Contacts.List(ctx, &salesman.ContactListParams{Word: "Lost"})
	require.NoError(t, err)
	assert.Empty(t, lost.Items, "nobody sees it")
	_, err = sm.Contacts.CreateBatchUnchecked(ctx, []salesman.ContactCreateParams{{Name: "x", OwnerID: 3}})
	assert.Equal(t, "persons.0.iduser", asError(t, err).Field, "the server would ignore it")
	_, err = sm.Clients.CreateBatchUnchecked(ctx, []salesman.ClientCreateParams{{Title: "x", OwnerID: 3}})
	assert.Equal(t, "client.0.iduser", asError(t, err).Field)
}

func TestChangeUser_TakesAUserForActiveUnlessToldOtherwise(t *testing.T) {
	for active, refused := range map[string]bool{
		``: false, `,"active":null`: false, `,"active":""`: false, `,"active":"yes"`: false, `,"active":"no"`: true, `,"active":0`: true, `,"active":false`: true,
	} {
		srv, _, _ := office(t)
		srv.Fail(json200(`{"data":{"iduser":3,"login":"` + salesmantest.Manager + `"` + active + `}}`).On("user.user"))
		_, err := srv.Client().Deals.ChangeUser(t.Context(), 1, &salesman.DealChangeUserParams{User: salesmantest.Manager})
		if refused {
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, active)
		} else {
			assert.NoError(t, err, active)
		}
	}
}

func TestStatuses_ThatTheAccountDoesNotHaveAreRefused(t *testing.T) {
	srv, _, _ := office(t)
	sm, ctx := srv.Client(), t.Context()
	for operation, call := range map[string]func() error{
		"akt.status_change": func() error {
			_, err := sm.Acts.SetStatus(ctx, 1, &salesman.StatusChangeParams{StatusID: 99})
			return err
		},
		"document.status_change": func() error {
			_, err := sm.Documents.SetStatus(ctx, 2, &salesman.StatusChangeParams{StatusID: 99})
			return err
		},
		"akt.add": func() error {
			_, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 2, StatusID: 99})
			return err
		},
		"document.add": func() error {
			_, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{TypeID: salesmantest.ContractTypeID, DealID: 1, StatusID: 99})
			return err
		},
		"document.update": func() error {
			_, err := sm.Documents.Update(ctx, 2, &salesman.DocumentUpdateParams{StatusID: frontdesk.Some[int64](99)})
			return err
		},
	} {
		err := call()
		require.ErrorIs(t, err, frontdesk.ErrInvalid, operation)
		assert.Equal(t, []any{"status", operation}, []any{asError(t, err).Field, asError(t, err).Operation})
		assert.Zero(t, srv.Count(operation))
	}
	_, err := sm.Documents.Update(ctx, 2, &salesman.DocumentUpdateParams{StatusID: frontdesk.Some[int64](1)})
	require.NoError(t, err)
	_, err = sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 2, StatusID: 1})
	require.NoError(t, err)
}
