package salesmantest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestUsers_AddedFoundAndAbleToCall(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.PutUser(salesmantest.User{Login: salesmantest.Manager, Name: "Jane Doe", Chief: salesmantest.Login, UID: "U-3", DepartmentUID: "D-1", Extension: "101"})
	made, err := sm.Users.Create(t.Context(), &salesman.UserCreateParams{
		Login: "new@example.com", Password: "secret-1", Name: "Joe Doe", UID: "U-4", DepartmentUID: "D-1", JobTitle: "Clerk", Phone: "+1 555 0100",
	})
	require.NoError(t, err)
	for _, key := range []salesman.UserGetParams{{ID: made.ID}, {Login: "new@example.com"}, {UID: "U-4"}, {UID: "U-4", Login: salesmantest.Login}} {
		user, err := sm.Users.Get(t.Context(), &key)
		require.NoError(t, err)
		assert.Equal(t, made.ID, user.ID)
		assert.Equal(t, salesman.RoleSalesManager, user.Role)
		assert.Equal(t, "D-1", user.DepartmentUID)
		assert.Equal(t, "Clerk", user.JobTitle)
		assert.Empty(t, user.Email, "the server does not store it")
	}
	users, err := sm.Users.List(t.Context())
	require.NoError(t, err)
	require.Len(t, users, 3)
	assert.Equal(t, salesmantest.Login, users[0].Login)
	assert.Equal(t, "Jane Doe", users[1].Name)
	assert.True(t, bool(users[2].Active))

	contact := srv.AddContact(salesmantest.Contact{Name: "Ada", Owner: "new@example.com"})
	page, err := sm.Contacts.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "the head of the account is the new user's")
	page, err = clientAs(t, srv, "new@example.com").Contacts.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, contact, page.Items[0].ID)
}

func TestUsers_Errors(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	_, err := sm.Users.Create(t.Context(), &salesman.UserCreateParams{Login: salesmantest.Manager, Password: "secret-1"})
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeRefused)
	_, err = sm.Users.Get(t.Context(), &salesman.UserGetParams{UID: "U-9"})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotFound)
	require.ErrorIs(t, sm.Do(t.Context(), "user", "user", nil, nil), frontdesk.ErrServer, "the query has nothing to look for")

	sm = salesmantest.NewServer(t, salesmantest.WithCaseSensitiveDatabase()).Client()
	_, err = sm.Users.Create(t.Context(), &salesman.UserCreateParams{Login: "new@example.com", Password: "secret-1"})
	requireCode(t, err, frontdesk.ErrServer, salesman.CodeException)
}
