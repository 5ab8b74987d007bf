package salesman_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestContacts_TheLastAddressElsewhereCannotBeCleared(t *testing.T) {
	for name, opts := range map[string][]salesmantest.Option{"php7": nil, "php8": {salesmantest.WithPHP8Crashes()}} {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.NewServer(t, opts...)
			sm, ctx := srv.Client(), t.Context()
			id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Socials: map[string]string{"skype": "jane", "blog": "jane.example.com"}})
			socials := func() [2]string {
				found, err := sm.Contacts.Get(ctx, id, &salesman.ContactGetParams{Socials: true})
				require.NoError(t, err)
				return [2]string{found.Socials.Skype.Or(""), found.Socials.Blog.Or("")}
			}
			none := frontdesk.Null[string]()
			result, err := sm.Contacts.Update(ctx, id, &salesman.ContactUpdateParams{Socials: &salesman.Socials{Blog: none}})
			require.NoError(t, err)
			assert.True(t, result.Changed)
			assert.Equal(t, [2]string{"jane", ""}, socials())

			before := srv.Count("person.update")
			_, err = sm.Contacts.Update(ctx, id, &salesman.ContactUpdateParams{Name: frontdesk.Some("Jane"), Socials: &salesman.Socials{Skype: none}})
			require.ErrorIs(t, err, frontdesk.ErrInvalid)
			assert.Equal(t, "socials", asError(t, err).Field)
			assert.Equal(t, before, srv.Count("person.update"))

			_, _ = sm.Contacts.Replace(ctx, id, &salesman.ContactReplaceParams{Name: "Jane", OwnerID: 2})
			assert.Equal(t, [2]string{"jane", ""}, socials(), "the plain write keeps them where none comes")
		})
	}
}

func TestContacts_AnAddressElsewhereHasNoSemicolon(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	torn := salesman.Socials{Site: frontdesk.Some("https://example.com/?a;b")}
	for field, call := range map[string]func() error{
		"persons.0.socials": func() error {
			_, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "John", Socials: &torn})
			return err
		},
		"socials": func() error {
			_, err := sm.Contacts.Update(ctx, id, &salesman.ContactUpdateParams{Socials: &torn})
			return err
		},
	} {
		err := call()
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
	}
	_, err := sm.Contacts.Replace(ctx, id, &salesman.ContactReplaceParams{Name: "Jane", Socials: torn})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Empty(t, srv.Requests())
}

func TestClients_RefuseAnIDForTheNameOfARelation(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetClientFields("title", "iduser", "tip_cmr")
	sm, ctx := srv.Client(), t.Context()
	_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Acme", Relation: "3"})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "tip_cmr", asError(t, err).Field)
	id := srv.AddClient("Acme")
	_, err = sm.Clients.Update(ctx, id, &salesman.ClientUpdateParams{Relation: frontdesk.Some("3")})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)

	require.NoError(t, sm.Do(ctx, "client", "update", map[string]any{"clid": id, "tip_cmr": "3"}, nil))
	found, err := sm.Clients.Get(ctx, id, nil)
	require.NoError(t, err)
	assert.Equal(t, "3", found.Relation.Or(""), "the server takes the id for a name")
}

func TestClients_RefuseAUIDThatTheServerWouldNotKeep(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddClient("Acme")
	for _, uid := range []string{strings.Repeat("7", 31), `A"1`, "A<1", "«A»", " A-1", "A-1 ", "A&laquo;1", "A\U0001F600"} {
		_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Other", UID: uid})
		require.ErrorIs(t, err, frontdesk.ErrInvalid, uid)
		assert.Equal(t, "uid", asError(t, err).Field)
		_, err = sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "Other", UID: uid}})
		require.ErrorIs(t, err, frontdesk.ErrInvalid, uid)
		assert.Equal(t, "client.0.uid", asError(t, err).Field)
		_, err = sm.Clients.SetUID(ctx, id, uid)
		require.ErrorIs(t, err, frontdesk.ErrInvalid, uid)
	}
	assert.Empty(t, srv.Requests())
	for i, uid := range []string{strings.Repeat("я", 30), "o'brien/7 & more"} {
		_, err := sm.Clients.SetUID(ctx, srv.AddClient("Client "+uid), uid)
		require.NoError(t, err)
		assert.Equal(t, uid, srv.Clients()[i+1].UID)
	}
}

func TestLists_AFilterWithAnUnknownSourceAddsIt(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	_, err := sm.Clients.List(ctx, &salesman.ClientListParams{Filter: &salesman.ClientFilter{Source: "Radio"}})
	require.NoError(t, err)
	_, err = sm.Contacts.List(ctx, &salesman.ContactListParams{Filter: &salesman.ContactFilter{Source: "Fair"}})
	require.NoError(t, err)
	sources, err := sm.Guides.Sources(ctx)
	require.NoError(t, err)
	var titles []string
	for _, source := range sources {
		titles = append(titles, source.Title)
	}
	assert.Contains(t, titles, "Radio")
	assert.Contains(t, titles, "Fair")
}

func TestContacts_OtherRecordsShowTwoWordsOfAName(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetClientFields("title", "iduser", "pid")
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddContact(salesmantest.Contact{Name: "Сидоров Пётр Ильич"})
	client := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", ContactID: id})
	task, err := sm.Tasks.Get(ctx, srv.AddTask(salesmantest.Task{Title: "Call", ContactIDs: []int64{id}}))
	require.NoError(t, err)
	assert.Equal(t, "Сидоров Пётр", task.Contacts[0].Name)
	found, err := sm.Clients.Get(ctx, client, nil)
	require.NoError(t, err)
	assert.Equal(t, "Сидоров Пётр", found.Contact)
	lead, err := sm.Leads.Get(ctx, srv.AddLead(salesmantest.Lead{Name: "Peter", ContactID: id}))
	require.NoError(t, err)
	assert.Equal(t, "Сидоров Пётр", lead.Contact)
	page, err := sm.Leads.List(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "Сидоров Пётр Ильич", page.Items[0].Contact)
}

func TestLeads_APhoneWithoutDigitsIsNobodys(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	stranger := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Phone: "15550100"})
	_, err := sm.Leads.Create(ctx, &salesman.LeadCreateParams{Name: "Ann Lee", Phone: "none"})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "phone", asError(t, err).Field)
	assert.Empty(t, srv.Requests())

	require.NoError(t, sm.Do(ctx, "lead", "add", map[string]any{"title": "Ann Lee", "phone": "none"}, nil))
	lead, err := sm.Leads.Get(ctx, 1)
	require.NoError(t, err)
	assert.Equal(t, stranger, lead.ContactID, "the server takes whoever is first")
}

func TestClients_TheSameNumberInOtherLettersIsNoChangeToTheServer(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", Phone: "15550100"})
	phone := frontdesk.Some("+15550100")
	result, err := sm.Clients.Update(ctx, id, &salesman.ClientUpdateParams{Phone: phone})
	require.NoError(t, err)
	assert.False(t, result.Changed)
	assert.Equal(t, "15550100", srv.Clients()[0].Phone)
	result, err = sm.Clients.Update(ctx, id, &salesman.ClientUpdateParams{Phone: phone, Email: frontdesk.Some("acme@example.com")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	assert.Equal(t, "+15550100", srv.Clients()[0].Phone)
}
