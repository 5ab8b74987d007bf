package salesmantest_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func clientID(c salesman.ClientRecord) int64 { return c.ID }

// everyClientField are the names of all fields, two of the account's own among
// them.
var everyClientField = []string{
	"title", "iduser", "address", "phone", "fax", "site_url", "mail_url", "des", "recv", "idcategory", "territory", "clientpath", "tip_cmr",
	"head_clid", "pid", "scheme", "input1", "input2",
}

func TestClients_WhatIsStoredIsShownEverywhere(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetClientFields(everyClientField...)
	sm := srv.Client()
	head := srv.AddClient("Holding")
	created := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	made, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{
		Title: `ООО "Пример" <b>№ 1</b>`, UID: "A-1", Type: salesman.ClientTypePerson, Phone: "+1 555 0100; +1 555 0101", Email: "info@example.com",
		Site: "example.com", Address: "1 Main St", Description: "«quoted»", Territory: "Atlantis", Source: "Маркетинг", Industry: "Розница",
		Relation: "2 - Потенциальный клиент", Created: created, HeadID: head, BankDetails: &salesman.BankDetails{INN: frontdesk.Some("0000000001")},
		Extra: map[string]json.RawMessage{"input1": json.RawMessage(`"own"`)},
	})
	require.NoError(t, err)
	srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Email: "jane@example.com", ClientID: made.ID})
	srv.AddContact(salesmantest.Contact{Name: "No Mail", ClientID: made.ID})

	found, err := sm.Clients.Get(t.Context(), made.ID, &salesman.ClientGetParams{BankDetails: true, Contacts: true})
	require.NoError(t, err)
	assert.Equal(t, "Пример № 1, ООО", found.Title)
	assert.Equal(t, "+1 555 0100,+1 555 0101", found.Phone.Or(""))
	assert.Equal(t, "02.01.30,  03:04", found.CreatedText)
	assert.Equal(t, []string{"Atlantis", "Маркетинг", "Розница", "2 - Потенциальный клиент", "Holding"},
		[]string{found.Territory, found.Source, found.Industry, found.Relation.Or(""), found.Head})
	assert.Equal(t, "”quoted”", found.Description.Or(""))
	assert.Equal(t, "0000000001", found.BankDetails.INN.Or(""))
	assert.Equal(t, `"own"`, string(found.Extra["input1"]))
	require.Len(t, found.Contacts, 1, "only those with a mail address")
	assert.Equal(t, "Jane Doe", found.Contacts[0].Name)

	for name, get := range map[string]func() (*salesman.ClientInfo, error){
		"uid": func() (*salesman.ClientInfo, error) { return sm.Clients.GetByUID(t.Context(), "A-1", nil) },
		"inn": func() (*salesman.ClientInfo, error) { return sm.Clients.GetByINN(t.Context(), "0000000001", nil) },
	} {
		other, err := get()
		require.NoError(t, err, name)
		assert.Equal(t, made.ID, other.ID, name)
	}
	list, err := sm.Clients.List(t.Context(), &salesman.ClientListParams{Word: "5550101", BankDetails: true, UIDs: true})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	assert.Equal(t, "Atlantis", list.Items[0].Territory)
	assert.NotZero(t, list.Items[0].TerritoryID)
	territories, err := sm.Guides.Territories(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "Atlantis", territories[len(territories)-1].Title, "an unknown name joins the guide")
}

func TestClients_ListsFilterSortAndPage(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetClientFields(everyClientField...)
	sm := srv.Client()
	at := func(d int) time.Time { return time.Date(2030, 1, d, 12, 0, 0, 0, time.UTC) }
	a := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Beta", Industry: "Розница", Created: at(1), Updated: at(5), Custom: map[string]string{"input1": "red"}})
	b := srv.AddClientRecord(salesmantest.ClientRecord{Title: "alpha", Type: salesman.ClientTypePartner, Source: "Маркетинг", Created: at(2), Trash: true})
	c := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Gamma", Relation: "1 - Холодный клиент", Territory: "Пермь", Created: at(3), Owner: salesmantest.Manager})

	for name, test := range map[string]struct {
		params salesman.ClientListParams
		want   []int64
	}{
		"newest first":      {salesman.ClientListParams{}, []int64{c, b, a}},
		"by title":          {salesman.ClientListParams{Order: salesman.ClientOrderTitle, Direction: salesman.Ascending}, []int64{b, a, c}},
		"by owner":          {salesman.ClientListParams{Order: salesman.ClientOrderOwner}, []int64{c, a, b}},
		"of a user":         {salesman.ClientListParams{User: salesmantest.Manager}, []int64{c}},
		"of nobody":         {salesman.ClientListParams{User: "ghost@example.com"}, []int64{}},
		"from a day":        {salesman.ClientListParams{CreatedFrom: day(2030, 1, 2)}, []int64{c, b}},
		"before a day":      {salesman.ClientListParams{CreatedBefore: day(2030, 1, 2)}, []int64{a}},
		"between":           {salesman.ClientListParams{CreatedFrom: day(2030, 1, 2), CreatedBefore: day(2030, 1, 3)}, []int64{b}},
		"changed":           {salesman.ClientListParams{ChangedFrom: day(2030, 1, 5), ChangedBefore: day(2030, 1, 6)}, []int64{a}},
		"type":              {salesman.ClientListParams{Filter: &salesman.ClientFilter{Type: salesman.ClientTypePartner}}, []int64{b}},
		"industry by name":  {salesman.ClientListParams{Filter: &salesman.ClientFilter{Industry: "Розница"}}, []int64{a}},
		"industry by id":    {salesman.ClientListParams{Filter: &salesman.ClientFilter{Industry: "2"}}, []int64{a}},
		"unknown territory": {salesman.ClientListParams{Filter: &salesman.ClientFilter{Territory: "Atlantis"}}, []int64{b, a}},
		"source":            {salesman.ClientListParams{Filter: &salesman.ClientFilter{Source: "Маркетинг"}}, []int64{b}},
		"relation":          {salesman.ClientListParams{Filter: &salesman.ClientFilter{Relation: "1 - Холодный клиент"}}, []int64{c}},
		"trash":             {salesman.ClientListParams{Filter: &salesman.ClientFilter{Trash: frontdesk.Some(salesman.YesNo(true))}}, []int64{b}},
		"own field": {salesman.ClientListParams{Filter: &salesman.ClientFilter{Extra: map[string]json.RawMessage{"input1": json.RawMessage(`"re"`)}}},
			[]int64{a}},
	} {
		list, err := sm.Clients.List(t.Context(), &test.params)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, idsOf(list.Items, clientID), name)
	}
	for i := range 250 {
		srv.AddClient(fmt.Sprint("Client ", i))
	}
	second, err := sm.Clients.List(t.Context(), &salesman.ClientListParams{Page: 1})
	require.NoError(t, err)
	assert.Len(t, second.Items, 53)
	assert.Equal(t, 253, second.Total.Or(0))
	all, err := frontdesk.Collect(sm.Clients.All(t.Context(), nil))
	require.NoError(t, err)
	assert.Len(t, all, 253)
}

func TestClients_UpdateHasTheServersTraps(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	id := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", UID: "A-1", Phone: "+1 555 0100", BankDetails: map[string]string{"castInn": "1", "castKpp": "2"}})

	changed, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{Address: frontdesk.Some("1 Main St"), OwnerID: 3})
	require.NoError(t, err)
	assert.True(t, changed.Changed)
	same, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{Address: frontdesk.Some("1 Main St")})
	require.NoError(t, err)
	assert.False(t, same.Changed)
	found, err := sm.Clients.Get(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Manager, found.Owner)
	assert.Equal(t, "+1 555 0100", found.Phone.Or(""), "what is not sent stays")
	assert.NotEmpty(t, found.UpdatedText)

	bank, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{BankDetails: &salesman.BankDetails{INN: frontdesk.Some("3")}})
	require.NoError(t, err)
	assert.Contains(t, bank.Message, "Реквизиты обновлены")
	found, err = sm.Clients.Get(t.Context(), id, &salesman.ClientGetParams{BankDetails: true})
	require.NoError(t, err)
	assert.Equal(t, "3", found.BankDetails.INN.Or(""))
	assert.Equal(t, "2", found.BankDetails.KPP.Or(""), "the other details stay")

	var reply map[string]any
	require.NoError(t, sm.Do(t.Context(), "client", "update", map[string]any{"clid": id, "uid": "A-2", "title": "Acme"}, &reply))
	found, err = sm.Clients.Get(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, "A-1", found.UID, "a uid is stored once")

	_, err = sm.Clients.Update(t.Context(), 99, &salesman.ClientUpdateParams{Address: frontdesk.Some("x")})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestClients_InactiveFieldsAreDroppedAndUnknownOwnersAreNobody(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetClientFields("title", "iduser")
	sm := srv.Client()
	made, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Address: "1 Main St"})
	require.NoError(t, err)
	srv.SetClientFields("title", "iduser", "address")
	found, err := sm.Clients.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Empty(t, found.Address.Or(""))

	lost, err := sm.Clients.CreateUnchecked(t.Context(), &salesman.ClientCreateParams{Title: "Lost", Owner: "ghost@example.com"})
	require.NoError(t, err)
	_, err = sm.Clients.Get(t.Context(), lost.ID, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	list, err := sm.Clients.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{made.ID}, idsOf(list.Items, clientID))
}

func TestClients_RightsFollowTheLogin(t *testing.T) {
	srv := salesmantest.NewServer(t)
	own := srv.AddClient("Chief's")
	theirs := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Manager's", Owner: salesmantest.Manager, UID: "M-1"})
	manager := clientAs(t, srv, salesmantest.Manager)

	list, err := manager.Clients.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{theirs}, idsOf(list.Items, clientID))
	_, err = manager.Clients.Get(t.Context(), own, nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = manager.Clients.GetByUID(t.Context(), "none", nil)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotFound)
	_, err = srv.Client().Clients.GetByUID(t.Context(), "M-1", nil)
	require.NoError(t, err, "a chief sees the subordinates' clients")
	_, err = manager.Clients.Update(t.Context(), own, &salesman.ClientUpdateParams{Address: frontdesk.Some("x")})
	require.NoError(t, err, "writes are not checked")
}

func TestClients_DuplicatesAndDeletion(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	first, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Phone: "+1 555 0100", Email: "info@example.com"})
	require.NoError(t, err)
	_, err = sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Phone: "+1 555 0199"})
	require.NoError(t, err)
	_, err = sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "ACME", Phone: "8 (555) 01-00"})
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDuplicateClient)
	_, err = sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Email: "sales@example.com"})
	require.NoError(t, err)
	results, err := sm.Clients.CreateBatch(t.Context(), []salesman.ClientCreateParams{{Title: "Acme"}, {Title: "Umbrella", Owner: salesmantest.Manager}})
	require.NoError(t, err)
	assert.ErrorIs(t, results[0].Err, frontdesk.ErrConflict)
	require.NoError(t, results[1].Err)

	contact := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", ClientID: first.ID})
	srv.AddActivity(salesmantest.Activity{Content: "call", ClientID: first.ID})
	srv.AddTask(salesmantest.Task{Title: "call", ClientID: first.ID})
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: first.ID})
	_, err = sm.Clients.Delete(t.Context(), first.ID)
	requireCode(t, err, frontdesk.ErrConflict, salesman.CodeDependents)
	_, err = sm.Deals.Delete(t.Context(), deal)
	require.NoError(t, err)
	gone, err := sm.Clients.Delete(t.Context(), first.ID)
	require.NoError(t, err)
	assert.Equal(t, first.ID, gone.ID)
	kept, err := sm.Contacts.Get(t.Context(), contact, nil)
	require.NoError(t, err)
	assert.Zero(t, kept.ClientID, "contacts are let go")
	tasks, err := sm.Tasks.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, tasks.Items)
	_, err = sm.Clients.Delete(t.Context(), first.ID)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}

func TestClients_OnPHP7SomeCrashesAreAnswers(t *testing.T) {
	for _, php8 := range []bool{false, true} {
		opts := []salesmantest.Option{salesmantest.WithLenience()}
		if php8 {
			opts = append(opts, salesmantest.WithPHP8Crashes())
		}
		srv := salesmantest.New(opts...)
		t.Cleanup(srv.Close)
		sm, out := srv.Client(frontdesk.NoRetry()), json.RawMessage(nil)
		title := sm.Do(t.Context(), "client", "add", map[string]any{"title": []string{"x"}}, &out)
		offset := sm.Do(t.Context(), "client", "list", map[string]any{"offset": "abc"}, &out)
		if php8 {
			assert.ErrorIs(t, title, frontdesk.ErrServer)
			assert.ErrorIs(t, offset, frontdesk.ErrServer)
		} else {
			assert.ErrorIs(t, title, frontdesk.ErrInvalid)
			assert.NoError(t, offset)
		}
		for name, params := range map[string]map[string]any{
			"delete": {}, "list": {"order": "nosuch"}, "info": {"uid": "a'b"},
		} {
			assert.ErrorIs(t, sm.Do(t.Context(), "client", name, params, &out), frontdesk.ErrServer, name)
		}
	}
}

// TestClients_TitlesAreStoredAsRecorded sends the recorded titles, of which the
// recorded lists show what became.
func TestClients_TitlesAreStoredAsRecorded(t *testing.T) {
	for name, want := range map[string]string{
		"client.add.ok-form.json": "Ромашка, ООО", "client.add.ok-json.json": "Acme Quotes & OBrien Ltd",
		"client.add.ok-form-quotes.json": "Рога ”и” копыта & O&acute;Neil", "client.add.ok-multipart.json": "Multipart Клиент",
		"client.add.title-bool-json.json": "1", "client.add.literal-backslash-u.json": "Обратный u0430 слеш",
		"client.add.emoji.json": "Клиент ???? тест", "client.add.html-title.json": "alert(1) & HTML",
	} {
		srv := salesmantest.New(salesmantest.WithLenience())
		t.Cleanup(srv.Close)
		for _, rec := range contract.Recordings() {
			if rec.Name == name {
				send(t, srv, rec.Request)
			}
		}
		list, err := srv.Client().Clients.List(t.Context(), nil)
		require.NoError(t, err, name)
		require.Len(t, list.Items, 1, name)
		assert.Equal(t, want, list.Items[0].Title, name)
	}
}
