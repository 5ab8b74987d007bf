package salesmantest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// What the Add methods take, the getters give back.
func TestSnapshots_AreWhatWasAdded(t *testing.T) {
	srv := salesmantest.NewServer(t)
	at, later := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2030, 1, 3, 3, 4, 5, 0, time.UTC)
	source := srv.AddSource(salesman.ClientSource{Title: "Fair"})
	first, second := map[string]string{"input1": "1"}, map[string]string{"roistat": "S1"}

	client := salesmantest.ClientRecord{
		Title: "Acme", Type: salesman.ClientTypePartner, UID: "C-1", Phone: "1", Fax: "2", Email: "a@example.com", Site: "example.com",
		Address: "A", Description: "D", DecisionScheme: "S", Industry: "Retail", Territory: "North", Source: "Fair", Relation: "Key",
		HeadID: 3, ContactID: 4, Owner: salesmantest.Manager, Created: at, Updated: later, Favourite: true, Trash: true, PriceLevel: "price_2",
		BankDetails: map[string]string{"castInn": "1"}, Custom: first, UIDs: second,
	}
	client.ID = srv.AddClientRecord(client)
	assert.Equal(t, []salesmantest.ClientRecord{client}, inUTC(srv.Clients(), func(r *salesmantest.ClientRecord) []*time.Time { return []*time.Time{&r.Created, &r.Updated} }))

	contact := salesmantest.Contact{
		Name: "Jane", JobTitle: "J", Phone: "1", Fax: "2", Mobile: "3", Email: "j@example.com", Role: "R", ClientID: client.ID,
		Owner: salesmantest.Manager, LoyaltyID: 2, SourceID: source, Custom: first, Socials: map[string]string{"blog": "b"}, Created: at, HasDeals: true,
	}
	contact.ID = srv.AddContact(contact)
	assert.Equal(t, []salesmantest.Contact{contact}, inUTC(srv.Contacts(), func(c *salesmantest.Contact) []*time.Time { return []*time.Time{&c.Created} }))

	deal := salesmantest.Deal{
		Title: "Phones", UID: "D-1", ClientID: client.ID, PayerID: 7, CompanyID: 2, ContractID: 3, Owner: salesmantest.Manager, Step: "20",
		Direction: "Основное", Type: "Услуги", Created: day(2030, 1, 2), Changed: day(2030, 1, 3), Planned: day(2030, 1, 4), From: day(2030, 1, 5),
		Till: day(2030, 1, 6), Amount: "20.5", Margin: "10.5", Address: "A", Description: "D", ContactIDs: []int64{contact.ID},
		CompetitorIDs: []int64{client.ID}, ContactID: contact.ID,
		Lines: []salesmantest.DealLine{{
			ID: 1, Article: "P", Title: "Phone", Unit: "pc", Comment: "c", Type: salesman.LineService, Quantity: "2", Factor: "1", Price: "10.25",
			Cost: "5", VATPercent: "20",
		}},
		CloseStatus: "Победа полная", CloseComment: "C", ClosedOn: day(2030, 1, 7), FinalAmount: "20", Custom: first, UIDs: second,
	}
	deal.ID = srv.AddDeal(deal)
	assert.Equal(t, []salesmantest.Deal{deal}, srv.Deals())

	invoice := salesmantest.Invoice{
		DealID: deal.ID, Number: "A-1", Date: day(2030, 1, 2), Planned: day(2030, 1, 3), PaidOn: day(2030, 1, 4), Amount: "5.5", VAT: "1", Paid: true,
		Type: "Счет", Contract: "C", AccountID: 2, SignerID: 3, TemplateID: 7,
	}
	invoice.ID = srv.AddInvoice(invoice)
	assert.Equal(t, []salesmantest.Invoice{invoice}, srv.Invoices())

	task := salesmantest.Task{
		Title: "Call", Description: "D", Type: "Встреча", Date: day(2030, 1, 2), Time: "10:00", Owner: salesmantest.Manager, Author: salesmantest.Login,
		ClientID: client.ID, DealID: deal.ID, ContactIDs: []int64{contact.ID}, Importance: salesman.LevelHigh, Urgency: salesman.LevelLow,
		Outcome: salesman.TaskSucceeded, ReadOnly: true, WholeDay: true,
	}
	task.ID = srv.AddTask(task)
	assert.Equal(t, []salesmantest.Task{task}, srv.Tasks())

	activity := salesmantest.Activity{
		Content: "C", Type: "Факс", Time: at, Owner: salesmantest.Manager, ClientID: client.ID, DealID: deal.ID, ContactIDs: []int64{contact.ID},
	}
	activity.ID = srv.AddActivity(activity)
	assert.Equal(t, []salesmantest.Activity{activity}, inUTC(srv.Activities(), func(a *salesmantest.Activity) []*time.Time { return []*time.Time{&a.Time} }))

	lead := salesmantest.Lead{
		Name: "Jane", Email: "j@example.com", Phone: "1", Site: "s", Company: "C", Description: "D", City: "c", Country: "X",
		Status: salesman.LeadClosed, Verdict: salesman.LeadSpam, Operator: salesmantest.Manager, ClientID: client.ID, ContactID: contact.ID,
		DealID: deal.ID, SourceID: source, Created: at, Processed: later, UIDs: second,
		UTM: salesman.UTM{Source: "1", Medium: "2", Campaign: "3", Term: "4", Content: "5", Referrer: "6"},
	}
	lead.ID = srv.AddLead(lead)
	assert.Equal(t, []salesmantest.Lead{lead}, srv.Leads())

	entry := salesmantest.Entry{
		UID: 125, Content: "C", ClientID: client.ID, ContactID: contact.ID, DealID: deal.ID, Owner: salesmantest.Manager, Author: salesmantest.Login,
		Status: salesman.EntryProcessed, Created: at, Processed: later, Products: []salesman.EntryProduct{{Title: "Phone"}},
	}
	entry.ID = srv.AddEntry(entry)
	assert.Equal(t, []salesmantest.Entry{entry}, srv.Entries())
}

func TestSnapshots_OfPapersPricesAndMoneyAreWhatWasAdded(t *testing.T) {
	srv := salesmantest.NewServer(t)
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	client := srv.AddClient("Acme")
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client, Lines: phones})

	call := salesmantest.PhoneCall{
		UID: "u", Time: at, Direction: salesman.CallOutgoing, Result: salesman.CallNoAnswer, Seconds: 5, From: "101", To: "5550100",
		Recording: "r.mp3", User: salesmantest.Manager,
	}
	call.ID = srv.AddPhoneCall(call)
	assert.Equal(t, []salesmantest.PhoneCall{call}, inUTC(srv.PhoneCalls(), func(p *salesmantest.PhoneCall) []*time.Time { return []*time.Time{&p.Time} }))

	item := salesmantest.PriceItem{
		Article: "P", Title: "Cable", Description: "D", Unit: "pc", VATPercent: "20", Archived: true, CategoryID: 1, Created: at,
		Prices: salesman.Prices{Cost: "1.5", Price1: "2", Price2: "3", Price3: "4", Price4: "5", Price5: "6"},
	}
	item.ID = srv.AddPriceItem(item)
	assert.Equal(t, []salesmantest.PriceItem{item}, inUTC(srv.PriceItems(), func(p *salesmantest.PriceItem) []*time.Time { return []*time.Time{&p.Created} }))

	record := salesmantest.BudgetRecord{
		Title: "Rent", Description: "D", Invoice: "I", CategoryID: 1, AccountID: 1, Amount: "10.5", Executed: true, DealID: deal, SupplierID: client,
		PartnerID: client, PlannedOn: day(2030, 1, 2), InvoiceDate: day(2030, 1, 3), PaidOn: day(2030, 1, 4), User: salesmantest.Manager,
	}
	record.ID = srv.AddBudgetRecord(record)
	assert.Equal(t, []salesmantest.BudgetRecord{record}, srv.BudgetRecords())

	currency := salesmantest.Currency{Name: "Euro", Code: "&euro;", Sign: "EUR", Rate: "90.5", RateDate: day(2030, 1, 2)}
	currency.ID = srv.AddCurrency(currency)
	assert.Equal(t, []salesmantest.Currency{currency}, srv.Currencies())

	document := salesmantest.Document{
		TypeID: salesmantest.ContractTypeID, Title: "T", Number: "7", Description: "D", Owner: salesmantest.Manager, DealID: deal, ClientID: client,
		PayerID: client, ContactID: 5, CompanyID: 2, SignerID: 3, StatusID: 4, From: day(2030, 1, 2), Till: day(2030, 1, 3), Created: at,
		Files: map[string][]byte{"a.txt": []byte("text")},
	}
	document.ID = srv.AddDocument(document)
	act := salesmantest.Act{
		DealID: deal, Number: "8", Date: day(2030, 1, 2), Owner: salesmantest.Manager, Description: "D", Template: "akt_simple.tpl", StatusID: 4,
		InvoiceID: 5, Positions: []salesman.ActPosition{{ID: 1, LineID: 1, PriceItemID: 2, Quantity: "1.5"}},
	}
	act.ID = srv.AddAct(act)
	assert.Equal(t, []salesmantest.Document{document}, srv.Documents())
	assert.Equal(t, []salesmantest.Act{act}, srv.Acts())

	user := salesmantest.User{
		Login: "jane@example.com", Name: "Jane", Chief: salesmantest.Login, UID: "U", DepartmentUID: "D", Role: salesman.UserRole("r"), JobTitle: "J",
		Email: "j@example.com", Phone: "1", Extension: "2", Mobile: "3", Inactive: true,
	}
	user.ID = srv.PutUser(user)
	users := srv.Users()
	require.Len(t, users, 3, "beside the two that are always there")
	assert.Equal(t, user, users[2])
}

// What a client stored can be asserted without calls, and is a copy.
func TestSnapshots_ShowWhatCallsStored(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	made, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Phone: "+1 555 0100"})
	require.NoError(t, err)
	deal, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{
		Title: "Phones", ClientID: made.ID, Step: "20", Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "2", Price: "10.5"}},
	})
	require.NoError(t, err)
	_, err = sm.Deals.Update(t.Context(), deal.ID, &salesman.DealUpdateParams{Description: frontdesk.Some("later")})
	require.NoError(t, err)

	clients, deals := srv.Clients(), srv.Deals()
	require.Len(t, clients, 1)
	assert.Equal(t, []any{made.ID, "Acme", salesmantest.Login}, []any{clients[0].ID, clients[0].Title, clients[0].Owner})
	require.Len(t, deals, 1)
	assert.Equal(t, []any{"later", "20", salesman.Amount("21")}, []any{deals[0].Description, deals[0].Step, deals[0].Amount})
	require.Len(t, deals[0].Lines, 1)
	deals[0].Lines[0].Title = "changed"
	assert.Equal(t, "Phone", srv.Deals()[0].Lines[0].Title)
	assert.Empty(t, srv.Leads())
}

// inUTC sets the times of rows to UTC, in which they can be compared.
func inUTC[T any](rows []T, times func(*T) []*time.Time) []T {
	for i := range rows {
		for _, at := range times(&rows[i]) {
			*at = at.UTC()
		}
	}
	return rows
}
