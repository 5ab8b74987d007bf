package salesman_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// eachPHP runs a test on a server that answers its writes of contacts, and on one
// that dies on its answers.
func eachPHP(t *testing.T, fields []string, test func(*testing.T, *salesmantest.Server)) {
	for name, options := range map[string][]salesmantest.Option{"PHP 7": nil, "PHP 8": {salesmantest.WithPHP8Crashes()}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test(t, salesmantest.NewServer(t, append(options, salesmantest.WithContactFields(fields...))...))
			})
		})
	}
}

func TestContactsUpdate_MainIsAChangeOnceWhereTheClientShowsIt(t *testing.T) {
	eachPHP(t, nil, func(t *testing.T, srv *salesmantest.Server) {
		srv.SetClientFields("title", "iduser", "pid")
		sm, client := srv.Client(), srv.AddClient("Acme")
		jane := srv.AddContact(salesmantest.Contact{Name: "Jane", ClientID: client})
		john := srv.AddContact(salesmantest.Contact{Name: "John", ClientID: client})
		for _, step := range []struct {
			id      int64
			changes bool
		}{{jane, true}, {jane, false}, {john, true}, {jane, true}, {jane, false}} {
			srv.ResetRequests()
			result, err := sm.Contacts.Update(t.Context(), step.id, &salesman.ContactUpdateParams{Main: true})
			require.NoError(t, err)
			assert.Equal(t, step.changes, result.Changed)
			assert.Empty(t, result.Unseen)
			assert.Equal(t, step.changes, srv.Count("person.update") == 1)
		}
	})
}

func TestContactsUpdate_SaysThatItCannotSeeTheMainContact(t *testing.T) {
	eachPHP(t, nil, func(t *testing.T, srv *salesmantest.Server) {
		sm, client := srv.Client(), srv.AddClient("Acme")
		id := srv.AddContact(salesmantest.Contact{Name: "Jane", ClientID: client})
		for range 2 {
			result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Main: true})
			require.NoError(t, err)
			assert.True(t, result.Changed)
			assert.Equal(t, []string{"mperson"}, result.Unseen)
		}
		alone := srv.AddContact(salesmantest.Contact{Name: "John"})
		_, err := sm.Contacts.Update(t.Context(), alone, &salesman.ContactUpdateParams{Main: true})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, "clid", asError(t, err).Field, "it would be the main contact of nothing")
	})
}

func TestContactsUpdate_AnotherLoyaltyIsAChangeWithinTheSameSecond(t *testing.T) {
	for name, fields := range map[string][]string{"shown": {"loyalty"}, "hidden": nil} {
		t.Run(name, func(t *testing.T) {
			eachPHP(t, fields, func(t *testing.T, srv *salesmantest.Server) {
				sm, id := srv.Client(), srv.AddContact(salesmantest.Contact{Name: "Jane"})
				for _, loyalty := range []int64{4, 5, 4} {
					result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{LoyaltyID: frontdesk.Some(loyalty)})
					require.NoError(t, err)
					assert.True(t, result.Changed, loyalty)
					assert.Equal(t, name == "hidden", len(result.Unseen) == 1)
				}
				if name == "hidden" {
					return
				}
				time.Sleep(time.Minute)
				result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{LoyaltyID: frontdesk.Some[int64](4)})
				require.NoError(t, err)
				assert.False(t, result.Changed, "it has that")
			})
		})
	}
}

func TestContactsUpdate_KeepsTheSource(t *testing.T) {
	eachPHP(t, []string{"clientpath"}, func(t *testing.T, srv *salesmantest.Server) {
		sm, id := srv.Client(), srv.AddContact(salesmantest.Contact{Name: "Jane", SourceID: 4})
		result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Email: frontdesk.Some("jane@example.com")})
		require.NoError(t, err)
		assert.True(t, result.Changed)
		contact, err := sm.Contacts.Get(t.Context(), id, nil)
		require.NoError(t, err)
		assert.Equal(t, "Заказ с сайта", contact.Source.Or(""), "not the one that the server takes by default")
		_, err = sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{SourceID: frontdesk.Some[int64](3)})
		require.NoError(t, err)
		contact, err = sm.Contacts.Get(t.Context(), id, nil)
		require.NoError(t, err)
		assert.Equal(t, "Справочник", contact.Source.Or(""))
		assert.Equal(t, 1, srv.Count("guides.clientpath"))
	})
}

func TestContactsUpdate_RefusesToLoseASourceWhoseIDItCannotFind(t *testing.T) {
	eachPHP(t, []string{"clientpath"}, func(t *testing.T, srv *salesmantest.Server) {
		sm := srv.Client()
		twin := srv.AddSource(salesman.ClientSource{Title: "Fair"})
		srv.AddSource(salesman.ClientSource{Title: "Fair"})
		for name, source := range map[string]int64{"not in the list": 999, "there twice": twin} {
			id := srv.AddContact(salesmantest.Contact{Name: "Jane", SourceID: source})
			_, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Phone: frontdesk.Some("+1 555 0100")})
			require.ErrorIs(t, err, frontdesk.ErrInvalid, name)
			e := asError(t, err)
			assert.Equal(t, []any{"clientpath", frontdesk.SentNo}, []any{e.Field, e.Sent}, name)
			assert.Contains(t, e.Message, "set SourceID")
			assert.Zero(t, srv.Count("person.update"), name)
		}
		id := srv.AddContact(salesmantest.Contact{Name: "Jane", SourceID: twin})
		_, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Phone: frontdesk.Some("+1 555 0100"), SourceID: frontdesk.Some(twin)})
		require.NoError(t, err)
	})
}

func TestContacts_UpdateSaysThatANewSourceMayHaveComeOfItself(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithContactFields("clientpath"))
	id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	result, err := srv.Client().Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{JobTitle: frontdesk.Some("CTO")})
	require.NoError(t, err)
	assert.Equal(t, []string{"clientpath"}, result.Unseen)
	assert.True(t, result.Changed)
}

func TestContacts_UpdateKeepsSocialsThatThePackageDoesNotKnow(t *testing.T) {
	reply := func(body string) frontdesktest.Fault {
		return frontdesktest.Body(http.StatusOK, "application/json", body)
	}
	srv := salesmantest.New(salesmantest.WithLenience())
	t.Cleanup(srv.Close)
	srv.Fail(reply(`{"data":[{"pid":"7","person":"Jane Doe","iduser":"1","socials":{"telegram":"@jane"}}],"count":1}`).On("person.list"))
	srv.Fail(reply(`{"result":"Данные обновлены","data":7}`).On("person.update").Always())
	_, err := srv.Client().Contacts.Update(t.Context(), 7, &salesman.ContactUpdateParams{JobTitle: frontdesk.Some("CTO")})
	require.NoError(t, err)
	requests := srv.Requests()
	assert.Contains(t, string(requests[len(requests)-1].Body), `"telegram":"@jane"`)
}
