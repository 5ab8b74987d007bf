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

func TestQuotes_AreRefusedWhereTheyWouldReachTheServersSQL(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	for _, text := range []string{"a'b", `a\`} {
		for field, call := range map[string]func(ctx context.Context) error{
			"uid": func(ctx context.Context) error { _, err := sm.Clients.GetByUID(ctx, text, nil); return err },
			"inn": func(ctx context.Context) error { _, err := sm.Clients.GetByINN(ctx, text, nil); return err },
			"artikul": func(ctx context.Context) error {
				_, err := sm.Price.Get(ctx, &salesman.PriceGetParams{Article: text})
				return err
			},
			"otdel": func(ctx context.Context) error {
				_, err := sm.Users.Create(ctx, &salesman.UserCreateParams{Login: "new@example.com", Password: "secret word", DepartmentUID: text})
				return err
			},
			"boss": func(ctx context.Context) error {
				_, err := sm.Users.Create(ctx, &salesman.UserCreateParams{Login: "new@example.com", Password: "secret word", Chief: text})
				return err
			},
			"user": func(ctx context.Context) error {
				_, err := sm.Contacts.List(ctx, &salesman.ContactListParams{User: text})
				assert.Equal(t, "user", asError(t, err).Field, "contacts")
				_, err = sm.Users.Get(ctx, &salesman.UserGetParams{Login: text})
				return err
			},
			"order": func(ctx context.Context) error {
				_, err := sm.Clients.List(ctx, &salesman.ClientListParams{Order: salesman.ClientOrder(text)})
				return err
			},
			"steps": func(ctx context.Context) error {
				_, err := sm.Deals.List(ctx, &salesman.DealListParams{Steps: text})
				return err
			},
			"direct": func(ctx context.Context) error {
				_, err := sm.Calls.List(ctx, &salesman.CallListParams{Way: salesman.CallDirection(text)})
				return err
			},
			"status": func(ctx context.Context) error {
				_, err := sm.Entries.List(ctx, &salesman.EntryListParams{Statuses: salesman.EntryStatuses{salesman.EntryStatus(text)}})
				return err
			},
		} {
			err := call(t.Context())
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, field)
			assert.Equal(t, field, asError(t, err).Field)
		}
		_, err := sm.Users.Get(t.Context(), &salesman.UserGetParams{UID: text})
		assert.Equal(t, "uid", asError(t, err).Field)
		_, err = sm.Calls.List(t.Context(), &salesman.CallListParams{Phone: "555" + text})
		assert.Equal(t, "phone", asError(t, err).Field)
	}
	assert.Empty(t, srv.Requests())

	item := srv.AddPriceItem(salesmantest.PriceItem{Article: "A'1", Title: "x"})
	found, err := sm.Price.Get(t.Context(), &salesman.PriceGetParams{ID: item, Article: "A'1"})
	require.NoError(t, err, "an article beside an id is not looked for")
	assert.Equal(t, "A'1", found.Article)
}

func TestQuotes_OfVisitorsGetThrough(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	for _, c := range []struct {
		lead salesman.LeadCreateParams
		mail string
	}{
		{salesman.LeadCreateParams{Name: "Jim O'Brien", Email: "jim@example.com"}, "jim@example.com"},
		{salesman.LeadCreateParams{Name: "Jim", Email: "o'brien@example.com", UIDs: map[string]string{"crm": "x"}}, "o&acute;brien@example.com"},
		{salesman.LeadCreateParams{Name: "Jim", Email: "jim@example.com", Source: "Bob's site"}, "jim@example.com"},
		{salesman.LeadCreateParams{Name: "Jim", Email: "jim@example.com", UTM: salesman.UTM{Source: "it's"}}, "jim@example.com"},
	} {
		made, err := sm.Leads.Create(t.Context(), &c.lead)
		require.NoError(t, err)
		lead, err := sm.Leads.Get(t.Context(), made.ID)
		require.NoError(t, err)
		assert.Equal(t, c.mail, lead.Email)
	}
	for field, lead := range map[string]salesman.LeadCreateParams{
		"email": {Email: `a\@example.com`}, "clientpath": {Name: "x", Source: `a\`}, "utm_source": {Name: "x", UTM: salesman.UTM{Source: `\`}},
	} {
		_, err := sm.Leads.Create(t.Context(), &lead)
		assert.Equal(t, field, asError(t, err).Field)
	}
}

// TestQuotes_ThatAFormRewritesAreNoChange: what is stored of a text with quotes is
// another text; the same Update finds it as asked for.
func TestQuotes_ThatAFormRewritesAreNoChange(t *testing.T) {
	const quoted = ` say "it's" `
	srv := salesmantest.NewServer(t)
	sm, ctx, text := srv.Client(salesman.WithForm()), t.Context(), frontdesk.Some(quoted)
	client := srv.AddClient("Acme")
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client, Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "2", Price: "10"}}})
	task := srv.AddTask(salesmantest.Task{Title: "Call", ClientID: client})
	item := srv.AddPriceItem(salesmantest.PriceItem{Article: "P-1", Title: "Phone"})
	category := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Phones"})
	record := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Freight", Amount: "5"})
	act := srv.AddAct(salesmantest.Act{DealID: deal})
	paper := srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, DealID: deal})
	currency := srv.AddCurrency(salesmantest.Currency{Name: "Euro", Rate: "90"})
	contact := srv.AddContact(salesmantest.Contact{Name: "Jane"})
	for name, update := range map[string]func() (changed bool, err error){
		"deal.update": func() (bool, error) {
			r, err := sm.Deals.Update(ctx, deal, &salesman.DealUpdateParams{Description: text})
			return r != nil && r.Changed, err
		},
		"task.update": func() (bool, error) {
			r, err := sm.Tasks.Update(ctx, task, &salesman.TaskUpdateParams{Title: text, Description: text})
			return r != nil && r.Changed, err
		},
		"price.update": func() (bool, error) {
			r, err := sm.Price.Update(ctx, item, &salesman.PriceUpdateParams{Title: text, Description: text, Article: text, Unit: text})
			return r != nil && r.Changed, err
		},
		"price.category_update": func() (bool, error) {
			r, err := sm.Price.UpdateCategory(ctx, category, &salesman.PriceCategoryUpdateParams{Title: text})
			return r != nil && r.Changed, err
		},
		"budget.update": func() (bool, error) {
			r, err := sm.Budget.Update(ctx, record, &salesman.BudgetUpdateParams{Title: text, Description: text, Invoice: text})
			return r != nil && r.Changed, err
		},
		"akt.update": func() (bool, error) {
			r, err := sm.Acts.Update(ctx, act, &salesman.ActUpdateParams{Description: text})
			return r != nil && r.Changed, err
		},
		"document.update": func() (bool, error) {
			r, err := sm.Documents.Update(ctx, paper, &salesman.DocumentUpdateParams{Title: text, Description: text, Number: text})
			return r != nil && r.Changed, err
		},
		"currency.update": func() (bool, error) {
			r, err := sm.Currencies.Update(ctx, currency, &salesman.CurrencyUpdateParams{Name: text})
			return r != nil && r.Changed, err
		},
		"person.update": func() (bool, error) {
			r, err := sm.Contacts.Update(ctx, contact, &salesman.ContactUpdateParams{JobTitle: text})
			return r != nil && r.Changed, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, changes := range []bool{true, false} {
				changed, err := update()
				require.NoError(t, err)
				assert.Equal(t, changes, changed)
			}
			assert.Equal(t, 1, srv.Count(name))
		})
	}
}

// TestClients_TitlesAreStoredAsTheirCommentSays compares the comment of
// ClientCreateParams.Title with what is stored, which is that of the recordings.
func TestClients_TitlesAreStoredAsTheirCommentSays(t *testing.T) {
	for _, c := range []struct {
		option       []frontdesk.Option
		title, store string
	}{
		{nil, `Acme "Quotes" & O'Brien <b>Ltd</b>`, "Acme Quotes & OBrien Ltd"},
		{nil, `O'Reilly & "Sons"`, "OReilly & Sons"},
		{nil, `ООО "Ромашка"`, "Ромашка, ООО"},
		{nil, "2 < 3", "2  3"},
		{[]frontdesk.Option{salesman.WithForm()}, `O'Reilly & "Sons"`, "O&acute;Reilly & ”Sons”"},
	} {
		srv := salesmantest.NewServer(t)
		_, err := srv.Client(c.option...).Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: c.title})
		require.NoError(t, err)
		assert.Equal(t, c.store, srv.Clients()[0].Title)
	}
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	id := srv.AddClient("Acme")
	for _, title := range []string{"<b></b>", `""`, "«»", "<b> ' </b>", "<script"} {
		_, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: title})
		assert.Equal(t, "title", asError(t, err).Field, title)
		_, err = sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{Title: frontdesk.Some(title)})
		assert.Equal(t, "title", asError(t, err).Field, title)
	}
	assert.Empty(t, srv.Requests())
}

// TestFields_AnUnknownNameIsNoError holds the comment of Fields.
func TestFields_AnUnknownNameIsNoError(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	client := srv.AddClient("Acme")
	srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client})
	clients, err := sm.Clients.List(t.Context(), &salesman.ClientListParams{Fields: salesman.Fields{"nosuch"}})
	require.NoError(t, err)
	require.Len(t, clients.Items, 1)
	assert.Equal(t, []any{client, "", ""}, []any{clients.Items[0].ID, clients.Items[0].Title, clients.Items[0].Owner})
	clients, err = sm.Clients.List(t.Context(), &salesman.ClientListParams{Fields: salesman.Fields{"iduser"}})
	require.NoError(t, err)
	assert.Equal(t, []any{int64(2), salesmantest.Login}, []any{clients.Items[0].OwnerID, clients.Items[0].Owner})
	deals, err := sm.Deals.List(t.Context(), &salesman.DealListParams{Fields: salesman.Fields{"iduser", "clid"}})
	require.NoError(t, err)
	deal := deals.Items[0]
	assert.Equal(t, []any{int64(2), salesmantest.Login, client, "Acme"}, []any{deal.OwnerID, deal.Owner, deal.ClientID, deal.Client})
	assert.NotEmpty(t, deal.OwnerName)
}
