package salesman_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// everything is a contact with all that can be sent.
func everything(clientID int64) salesman.ContactCreateParams {
	return salesman.ContactCreateParams{
		Name: `Jane "JD" O'Doe`, ClientID: clientID, Owner: salesmantest.Manager, Main: true, JobTitle: "Manager",
		Phone: "+1 555 0100", Fax: "+1 555 0101", Mobile: "+1 555 0102", Email: "jane@example.com", Role: "ЛПР;Юрист",
		SourceID: 3, LoyaltyID: 4,
		Socials: &salesman.Socials{Blog: frontdesk.Some("https://example.com/blog"), Skype: frontdesk.Some("jane")},
		Extra:   map[string]json.RawMessage{"input7": json.RawMessage(`"42 & more"`)},
	}
}

func TestContacts_WhatIsCreatedCanBeReadListedAndDeleted(t *testing.T) {
	zone := time.FixedZone("account", 5*3600)
	srv := salesmantest.NewServer(t, salesmantest.WithContactFields("rol", "loyalty", "clientpath"), salesmantest.WithLocation(zone))
	sm := srv.Client()
	clientID := srv.AddClient("Example LLC")
	before := time.Now().Add(-2 * time.Second)

	params := everything(clientID)
	created, err := sm.Contacts.Create(t.Context(), &params)
	require.NoError(t, err)
	assert.True(t, created.Changed)

	info, err := sm.Contacts.Get(t.Context(), created.ID, &salesman.ContactGetParams{Socials: true})
	require.NoError(t, err)
	assert.Equal(t, params.Name, info.Name)
	assert.Equal(t, "Example LLC", info.Client)
	assert.Equal(t, salesmantest.Manager, info.Owner)
	assert.Equal(t, "Manager", info.JobTitle.Or(""))
	assert.Equal(t, "ЛПР;Юрист", info.Role.Or(""))
	assert.Equal(t, `"42 & more"`, string(info.Extra["input7"]))
	assert.Equal(t, "jane", info.Socials.Skype.Or(""))
	assert.True(t, info.Socials.ICQ.IsNull())
	assert.True(t, info.Updated.IsNull())
	assert.WithinRange(t, info.Created.Or(time.Time{}), before, time.Now().Add(time.Second))

	page, err := sm.Contacts.List(t.Context(), &salesman.ContactListParams{
		Page: 0, Order: salesman.ContactOrderName, Direction: salesman.Ascending, User: salesmantest.Manager, Word: "o'doe",
		CreatedFrom: salesman.DateOf(time.Now().In(zone)), CreatedBefore: salesman.DateOf(time.Now().In(zone)).AddDays(1),
		Fields: salesman.Fields{"person", "iduser", "input7", "loyalty"}, Socials: true,
		Filter: &salesman.ContactFilter{
			ClientID: clientID, Loyalty: "4", Source: "3", JobTitle: "mana",
			Extra: map[string]json.RawMessage{"input7": json.RawMessage(`"42"`), "mail": json.RawMessage(`"jane@"`)},
		},
	})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, created.ID, page.Items[0].ID, "the id is there without being asked for")
	assert.Equal(t, int64(3), page.Items[0].OwnerID)
	assert.Equal(t, salesmantest.Manager, page.Items[0].Owner)
	assert.Equal(t, "Лояльность 4", page.Items[0].Loyalty.Or(""))
	assert.True(t, page.Items[0].Email.IsZero())
	assert.Equal(t, 1, page.Total.Or(-1))
	assert.False(t, page.HasMore)

	deleted, err := sm.Contacts.Delete(t.Context(), created.ID)
	require.NoError(t, err)
	assert.Equal(t, created.ID, deleted.ID)
	_, err = sm.Contacts.Get(t.Context(), created.ID, nil)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestContactsGet_NullsAreNotFound(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	for _, params := range []*salesman.ContactGetParams{nil, {Fields: salesman.Fields{"fax"}}, {Fields: salesman.Fields{"pid", "mail"}, Socials: true}} {
		_, err := sm.Contacts.Get(t.Context(), 99, params)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindNotFound, e.Kind)
		assert.Equal(t, 1, e.Attempts)
	}
	for _, id := range []int64{0, -1} {
		_, err := sm.Contacts.Get(t.Context(), id, nil)
		assert.Equal(t, "pid", asError(t, err).Field)
	}
}

func TestContactsList_EmptyIsAnEmptyPage(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for _, body := range []string{"", `{"count":0}`, `[]`, `{"data":[],"count":"0"}`, `{"data":"","count":0}`, `{"data":false,"count":null}`} {
		if body != "" {
			srv.Fail(json200(body))
		}
		page, err := srv.Client().Contacts.List(t.Context(), nil)
		require.NoError(t, err, body)
		assert.NotNil(t, page.Items)
		assert.Empty(t, page.Items)
		assert.False(t, page.HasMore)
	}
}

func TestContactsList_RefusesWhatTheServerWouldCrashOn(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	text := json.RawMessage(`"x"`)
	for field, params := range map[string]*salesman.ContactListParams{
		"order":         {Order: "nosuch"},
		"first":         {Direction: "up"},
		"offset":        {Page: -1},
		"Resume":        {Resume: "garbage"},
		"fields":        {Fields: salesman.Fields{"pid", "a,b"}},
		"dateStart":     {CreatedFrom: salesman.Date{Year: 2026, Month: 2, Day: 30}},
		"dateEnd":       {CreatedBefore: salesman.Date{Year: 2026, Month: 13, Day: 1}},
		"filter.nosuch": {Filter: &salesman.ContactFilter{Extra: map[string]json.RawMessage{"nosuch": text}}},
		"filter.input0": {Filter: &salesman.ContactFilter{Extra: map[string]json.RawMessage{"input0": text}}},
		"clid":          {Filter: &salesman.ContactFilter{Extra: map[string]json.RawMessage{"clid": text}}},
	} {
		_, err := sm.Contacts.List(t.Context(), params)
		e := asError(t, err)
		assert.Equal(t, field, e.Field)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
	}
	assert.Zero(t, srv.Count())
	for _, order := range []salesman.ContactOrder{"input1", "input10", salesman.ContactOrderUpdated} {
		_, err := sm.Contacts.List(t.Context(), &salesman.ContactListParams{Order: order})
		assert.NoError(t, err)
	}
}

func TestContactsAll_ReadsEveryPageOnceAndResumes(t *testing.T) {
	for _, prefetch := range []int{0, 3} {
		t.Run(fmt.Sprint("prefetch ", prefetch), func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			for i := range 450 {
				srv.AddContact(salesmantest.Contact{Name: fmt.Sprint("Jane ", i)})
			}
			sm := srv.Client(frontdesk.WithPrefetch(prefetch))
			all, err := frontdesk.Collect(sm.Contacts.All(t.Context(), nil))
			require.NoError(t, err)
			require.Len(t, all, 450)
			assert.True(t, slices.IsSortedFunc(all, func(a, b salesman.Contact) int { return int(a.ID - b.ID) }))
			assert.Equal(t, 3, srv.Count("person.list"))

			page, err := sm.Contacts.List(t.Context(), &salesman.ContactListParams{Page: 1, Order: salesman.ContactOrderID, Direction: salesman.Ascending})
			require.NoError(t, err)
			assert.True(t, page.HasMore)
			rest, err := frontdesk.Collect(sm.Contacts.All(t.Context(), &salesman.ContactListParams{Resume: page.Next}))
			require.NoError(t, err)
			assert.Len(t, rest, 50)

			params := &salesman.ContactListParams{Page: 2}
			seq := sm.Contacts.All(t.Context(), params)
			params.Page = 0
			last, err := frontdesk.Collect(seq)
			require.NoError(t, err)
			assert.Len(t, last, 50, "params are copied when All is called")
		})
	}
}

func TestContactsAll_DropsRowsThatComeAgain(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for i := range 250 {
		srv.AddContact(salesmantest.Contact{Name: fmt.Sprint("Jane ", i)})
	}
	seen := map[int64]int{}
	for contact, err := range srv.Client().Contacts.All(t.Context(), &salesman.ContactListParams{Direction: salesman.Descending}) {
		require.NoError(t, err)
		if seen[contact.ID]++; len(seen) == 100 {
			srv.AddContact(salesmantest.Contact{Name: "Late"}) // pushes a row to the next page
		}
	}
	assert.Len(t, seen, 250)
	for id, times := range seen {
		assert.Equal(t, 1, times, id)
	}
}

func TestContactsAll_ErrorResumes(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for i := range 250 {
		srv.AddContact(salesmantest.Contact{Name: fmt.Sprint("Jane ", i)})
	}
	srv.Fail(salesmantest.APIError(401, "Неизвестный пользователь").After(1))
	sm := srv.Client()
	first, err := frontdesk.Collect(sm.Contacts.All(t.Context(), nil))
	e := asError(t, err)
	assert.Len(t, first, 200)
	assert.Equal(t, frontdesk.KindAuth, e.Kind)
	rest, err := frontdesk.Collect(sm.Contacts.All(t.Context(), &salesman.ContactListParams{Resume: e.Next}))
	require.NoError(t, err)
	assert.Len(t, rest, 50)
}

func TestContactsCreateBatch_EachItemHasItsOwnError(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	results, err := sm.Contacts.CreateBatch(t.Context(), []salesman.ContactCreateParams{{Name: "One"}, {Name: "Two", OwnerID: 3}})
	require.NoError(t, err)
	require.Len(t, results, 2)
	assert.NoError(t, results[0].Err)
	assert.NotZero(t, results[0].ID)

	srv.Fail(json200(`[{"result":"Контакт добавлен","data":7,"error":""},{"result":"","data":0,"error":""},{"result":"","data":7,"error":"занято"}]`))
	results, err = sm.Contacts.CreateBatch(t.Context(), []salesman.ContactCreateParams{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}})
	require.NoError(t, err)
	require.Len(t, results, 4)
	assert.NoError(t, results[0].Err)
	assert.ErrorIs(t, results[1].Err, frontdesk.ErrInvalid)
	assert.Equal(t, "занято", asError(t, results[2].Err).Message)
	assert.Zero(t, results[2].ID, "the id of an earlier item is not that of this one")
	assert.Equal(t, frontdesk.SentUnknown, asError(t, results[3].Err).Sent, "the answer ended before it")

	srv.Fail(json200(`[]`))
	_, err = sm.Contacts.CreateBatch(t.Context(), []salesman.ContactCreateParams{{Name: "a"}})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestContactsCreateBatch_RefusesBeforeSending(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	extra := func(name, value string) salesman.ContactCreateParams {
		return salesman.ContactCreateParams{Name: "x", Extra: map[string]json.RawMessage{name: json.RawMessage(value)}}
	}
	long := make([]salesman.ContactCreateParams, 400)
	for i := range long {
		long[i] = salesman.ContactCreateParams{Name: "x", Email: "x@example.com", JobTitle: "y"}
	}
	for field, batch := range map[string][]salesman.ContactCreateParams{
		"persons":          {},
		"persons.1.person": {{Name: "x"}, {Name: " "}},
		"persons.0.clid":   {{Name: "x", ClientID: -1}},
		"persons.0.user":   {{Name: "x", Owner: "a'b"}},
		"action":           {extra("action", `"delete"`)},
		"person":           {extra("person", `"y"`)},
		"uid":              {extra("uid", `"P-1"`)},
		"a b":              {extra("a b", `"y"`)},
		"input1":           {extra("input1", `{`)},
		"params":           long,
	} {
		_, err := sm.Contacts.CreateBatch(t.Context(), batch)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindInvalid, e.Kind)
		assert.Equal(t, field, e.Field)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
	}
	assert.Zero(t, srv.Count())
}

func TestContactsAdd_OnPHP8HasHappenedAndSaysSo(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes())
	sm := srv.Client()
	_, err := sm.Contacts.Add(t.Context(), &salesman.ContactCreateParams{Name: "Jane"})
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindServer, e.Kind)
	assert.Equal(t, frontdesk.SentUnknown, e.Sent)
	assert.Contains(t, err.Error(), "it may have happened")
	assert.Equal(t, 1, srv.Count("person.add"))
	page, err := sm.Contacts.List(t.Context(), &salesman.ContactListParams{Word: "Jane"})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)

	created, err := sm.Contacts.Create(t.Context(), &salesman.ContactCreateParams{Name: "John"})
	require.NoError(t, err, "Create goes another way")
	assert.NotZero(t, created.ID)

	older := salesmantest.NewServer(t)
	added, err := older.Client().Contacts.Add(t.Context(), &salesman.ContactCreateParams{Name: "Jane", DealID: 5})
	require.NoError(t, err)
	assert.True(t, added.Changed)
}

func TestContactsReplace_ClearsWhatIsNotSent(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	clientID := srv.AddClient("Example LLC")
	id := srv.AddContact(salesmantest.Contact{Name: "Jane", Email: "jane@example.com", ClientID: clientID, Custom: map[string]string{"input7": "x"}})
	params := &salesman.ContactReplaceParams{Name: "Jane", OwnerID: 2, Mobile: "+1 555 0100", Socials: salesman.Socials{Skype: frontdesk.Some("jane")}}
	result, err := sm.Contacts.Replace(t.Context(), id, params)
	require.NoError(t, err)
	assert.True(t, result.Changed)
	info, err := sm.Contacts.Get(t.Context(), id, &salesman.ContactGetParams{Socials: true})
	require.NoError(t, err)
	assert.Empty(t, info.Email.Or(""))
	assert.Equal(t, `""`, string(info.Extra["input7"]))
	assert.Equal(t, clientID, info.ClientID, "the client is kept")
	assert.Equal(t, "jane", info.Socials.Skype.Or(""))

	result, err = sm.Contacts.Replace(t.Context(), id, params)
	require.NoError(t, err)
	assert.False(t, result.Changed)

	_, err = sm.Contacts.Replace(t.Context(), id, nil)
	assert.Equal(t, "person", asError(t, err).Field)
	_, err = sm.Contacts.Replace(t.Context(), 0, params)
	assert.Equal(t, "pid", asError(t, err).Field)
}

func TestContactsUpdate_KeepsEverythingElse(t *testing.T) {
	for name, options := range map[string][]salesmantest.Option{
		"PHP 7": nil, "PHP 8": {salesmantest.WithPHP8Crashes()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := salesmantest.NewServer(t, append(options, salesmantest.WithContactFields("rol", "clientpath", "input1"))...)
				for i := range 12 { // ids that contain the digits of the one to be changed
					srv.AddContact(salesmantest.Contact{Name: fmt.Sprint("Other ", i)})
				}
				id := srv.AddContact(salesmantest.Contact{
					Name: `Jane "JD" Doe`, JobTitle: "Manager", Phone: "+1 555 0100", Email: "jane@example.com", Role: "ЛПР", SourceID: 3,
					Owner: salesmantest.Manager, ClientID: srv.AddClient("Example LLC"),
					Custom: map[string]string{"input7": "seven", "input1": "one"}, Socials: map[string]string{"skype": "jane", "icq": "1"},
				})
				require.Equal(t, int64(13), id)
				srv.AddContact(salesmantest.Contact{Name: "Twin"})
				sm := srv.Client()
				before, err := sm.Contacts.Get(t.Context(), id, &salesman.ContactGetParams{Socials: true})
				require.NoError(t, err)
				time.Sleep(5 * time.Second)

				result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{
					Mobile: frontdesk.Some("+1 555 0102"), JobTitle: frontdesk.Null[string](),
					Socials: &salesman.Socials{ICQ: frontdesk.Null[string](), Blog: frontdesk.Some("https://example.com")},
					Extra:   map[string]json.RawMessage{"input1": json.RawMessage(`"uno"`)},
				})
				require.NoError(t, err)
				assert.True(t, result.Changed)
				assert.Equal(t, id, result.ID)
				assert.Equal(t, 1, srv.Count("person.update"))

				after, err := sm.Contacts.Get(t.Context(), id, &salesman.ContactGetParams{Socials: true})
				require.NoError(t, err)
				assert.Equal(t, "+1 555 0102", after.Mobile.Or(""))
				assert.Empty(t, after.JobTitle.Or(""))
				assert.Equal(t, `"uno"`, string(after.Extra["input1"]))
				assert.Equal(t, "https://example.com", after.Socials.Blog.Or(""))
				assert.Empty(t, after.Socials.ICQ.Or(""))
				for _, kept := range [][2]any{
					{before.Name, after.Name}, {before.Owner, after.Owner}, {before.ClientID, after.ClientID}, {before.Role, after.Role},
					{before.Email, after.Email}, {before.Phone, after.Phone}, {before.Source, after.Source},
					{string(before.Extra["input7"]), string(after.Extra["input7"])}, {before.Socials.Skype, after.Socials.Skype},
				} {
					assert.Equal(t, kept[0], kept[1])
				}
				assert.Equal(t, 5*time.Second, after.Updated.Or(time.Time{}).Sub(before.Created.Or(time.Time{})))

				srv.ResetRequests()
				result, err = sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Mobile: frontdesk.Some("+1 555 0102")})
				require.NoError(t, err)
				assert.False(t, result.Changed)
				assert.Zero(t, srv.Count("person.update"), "nothing to change, nothing written")
			})
		})
	}
}

func TestContactsUpdate_RefusesToClearWhatItCannotRead(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithContactFields("loyalty"))
	sm := srv.Client()
	srv.AddUser("stranger@example.com", "")
	foreign := srv.AddContact(salesmantest.Contact{Name: "Jane", Owner: "stranger@example.com"})
	loyal := srv.AddContact(salesmantest.Contact{Name: "John", LoyaltyID: 4})
	change := func() *salesman.ContactUpdateParams {
		return &salesman.ContactUpdateParams{Email: frontdesk.Some("x@example.com")}
	}

	_, err := sm.Contacts.Update(t.Context(), foreign, change())
	assert.Equal(t, "iduser", asError(t, err).Field)
	_, err = sm.Contacts.Update(t.Context(), loyal, change())
	assert.Equal(t, "loyalty", asError(t, err).Field)
	_, err = sm.Contacts.Update(t.Context(), 99, change())
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	for field, params := range map[string]*salesman.ContactUpdateParams{
		"person": {Name: frontdesk.Null[string]()}, "clid": {ClientID: frontdesk.Null[int64]()}, "iduser": {OwnerID: frontdesk.Some[int64](0)},
		"clientpath": {SourceID: frontdesk.Some[int64](-3)}, "loyalty": {LoyaltyID: frontdesk.Some[int64](-3)},
		"skype": {Extra: map[string]json.RawMessage{"skype": json.RawMessage(`"x"`)}},
	} {
		_, err = sm.Contacts.Update(t.Context(), loyal, params)
		assert.Equal(t, field, asError(t, err).Field)
	}
	_, err = sm.Contacts.Update(t.Context(), 0, change())
	assert.Equal(t, "pid", asError(t, err).Field)
	assert.Zero(t, srv.Count("person.update"))

	keep := change()
	keep.LoyaltyID = frontdesk.Some[int64](4)
	_, err = sm.Contacts.Update(t.Context(), loyal, keep)
	require.NoError(t, err)
	give := change()
	give.OwnerID = frontdesk.Some[int64](2)
	_, err = sm.Contacts.Update(t.Context(), foreign, give)
	require.NoError(t, err)
	page, err := sm.Contacts.List(t.Context(), &salesman.ContactListParams{Order: salesman.ContactOrderID, Direction: salesman.Ascending})
	require.NoError(t, err)
	require.Len(t, page.Items, 2, "the foreign contact is the user's now")
	assert.Equal(t, "Лояльность 4", page.Items[1].Loyalty.Or(""))
}

func TestContactsUpdate_ReadsBackAfterAWriteThatEndedBadly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		sm := srv.Client()
		id := srv.AddContact(salesmantest.Contact{Name: "Jane"})
		update := func(email string) (*salesman.WriteResult, error) {
			return sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Email: frontdesk.Some(email)})
		}
		srv.Fail(salesmantest.PHPCrash().AfterHandling().On("person.update"))
		result, err := update("one@example.com")
		require.NoError(t, err, "it is there")
		assert.True(t, result.Changed)

		srv.Fail(salesmantest.PHPCrash().On("person.update"))
		_, err = update("two@example.com")
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindServer, e.Kind, "it is not there")
		assert.Equal(t, frontdesk.SentUnknown, e.Sent)
		assert.Equal(t, 2, srv.Count("person.update"))

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		srv.Fail(salesmantest.DatabaseDown().Always())
		_, err = sm.Contacts.Update(ctx, id, &salesman.ContactUpdateParams{})
		assert.ErrorIs(t, err, frontdesk.ErrServer)
	})
}

func TestContactsDelete_RefusalAndUnknownID(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	id := srv.AddContact(salesmantest.Contact{Name: "Jane", HasDeals: true})
	_, err := sm.Contacts.Delete(t.Context(), id)
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindConflict, e.Kind)
	assert.Empty(t, e.Code)
	assert.Contains(t, e.Message, "Сделки")
	assert.Equal(t, "Контакт не удален", e.Details[0].Message)

	calls := srv.Count("person.delete")
	_, err = sm.Contacts.Delete(t.Context(), 99)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, calls, srv.Count("person.delete"), "the server would remove the history of that id")
	deleted, err := sm.Contacts.DeleteUnchecked(t.Context(), 99)
	require.NoError(t, err, "the server does not tell")
	assert.Equal(t, int64(99), deleted.ID)
	_, err = sm.Contacts.DeleteUnchecked(t.Context(), 0)
	assert.Equal(t, "pid", asError(t, err).Field)
	_, err = sm.Contacts.Delete(t.Context(), 0)
	assert.Equal(t, "pid", asError(t, err).Field)

	php8 := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes())
	id = php8.AddContact(salesmantest.Contact{Name: "Jane", HasDeals: true})
	_, err = php8.Client().Contacts.Delete(t.Context(), id)
	assert.Equal(t, frontdesk.SentUnknown, asError(t, err).Sent)
}

func TestContactsFields_NamesTitlesAndSocials(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithContactFields("input1"))
	fields, err := srv.Client().Contacts.Fields(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "Ф.И.О.", fields.Titles["person"])
	assert.Equal(t, "Skype", fields.Socials["skype"])
	assert.Contains(t, fields.Names(), "input1")
	assert.NotContains(t, fields.Names(), "social")
}

func TestContacts_FormModeStoresTheSame(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client(salesman.WithForm())
	created, err := sm.Contacts.Create(t.Context(), &salesman.ContactCreateParams{Name: `Jane "JD" Doe`, Email: "jane@example.com"})
	require.NoError(t, err)
	result, err := sm.Contacts.Update(t.Context(), created.ID, &salesman.ContactUpdateParams{Fax: frontdesk.Some("1")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	info, err := sm.Contacts.Get(t.Context(), created.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, "Jane ”JD” Doe", info.Name, "the server rewrites quotes in forms")
	assert.Equal(t, "jane@example.com", info.Email.Or(""))
}

func TestContacts_UpdateThatMakesItTheMainContactIsAChange(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, client := srv.Client(), srv.AddClient("Acme")
	id := srv.AddContact(salesmantest.Contact{Name: "Jane", ClientID: client})
	result, err := sm.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Main: true})
	require.NoError(t, err)
	assert.True(t, result.Changed)
}
