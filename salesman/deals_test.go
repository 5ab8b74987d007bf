package salesman_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// dealStory is a fake with a client, a contact and a deal with a specification.
func dealStory(t *testing.T) (sm *salesman.Client, clientID, contactID, dealID int64) {
	t.Helper()
	srv := salesmantest.NewServer(t)
	sm = srv.Client()
	client, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Phone: "+1 555 0100"})
	require.NoError(t, err)
	contactID = srv.AddContact(salesmantest.Contact{Name: "Jane Doe", ClientID: client.ID})
	deal, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{
		Title: "Phones", ClientID: client.ID, Step: "80", ContactIDs: salesman.IDs{contactID},
		Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "10", Price: "100.50", Cost: "80"}},
	})
	require.NoError(t, err)
	return sm, client.ID, contactID, deal.ID
}

func TestDeals_GetShowsPlainFieldsAndRelatedRecords(t *testing.T) {
	sm, clientID, contactID, dealID := dealStory(t)
	bare, err := sm.Deals.Info(t.Context(), dealID, nil)
	require.NoError(t, err)
	assert.Zero(t, bare.ID, "the server's own call hides plain fields")

	deal, err := sm.Deals.Get(t.Context(), dealID, nil)
	require.NoError(t, err)
	assert.Equal(t, dealID, deal.ID)
	assert.Equal(t, clientID, deal.ClientID)
	assert.Equal(t, salesman.Amount("1005"), deal.Amount)
	require.Len(t, deal.Contacts, 1)
	assert.Equal(t, contactID, deal.Contacts[0].ID)
	require.Len(t, deal.Lines, 1)
	assert.Equal(t, salesman.Amount("100.5"), deal.Lines[0].Price)

	_, err = sm.Deals.Get(t.Context(), 99, nil)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestDeals_UpdateKeepsContactsAndMargin(t *testing.T) {
	sm, clientID, contactID, _ := dealStory(t)
	plain, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{
		Title: "Service", ClientID: clientID, Amount: "500", Margin: "120.25", ContactIDs: salesman.IDs{contactID},
	})
	require.NoError(t, err)

	result, err := sm.Deals.Update(t.Context(), plain.ID, &salesman.DealUpdateParams{Description: frontdesk.Some("new")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	deal, err := sm.Deals.Get(t.Context(), plain.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, "new", deal.Description.Or(""))
	assert.Equal(t, salesman.Amount("120.25"), deal.Margin)
	assert.Len(t, deal.Contacts, 1)

	result, err = sm.Deals.Update(t.Context(), plain.ID, &salesman.DealUpdateParams{Description: frontdesk.Some("new")})
	require.NoError(t, err)
	assert.False(t, result.Changed)

	_, err = sm.Deals.Update(t.Context(), plain.ID, &salesman.DealUpdateParams{Amount: frontdesk.Some(salesman.Amount("700"))})
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "kol", e.Field)
	assert.Equal(t, frontdesk.SentNo, e.Sent)

	_, err = sm.Deals.Replace(t.Context(), plain.ID, &salesman.DealReplaceParams{Title: "Bare"})
	require.NoError(t, err)
	deal, err = sm.Deals.Get(t.Context(), plain.ID, nil)
	require.NoError(t, err)
	assert.Empty(t, deal.Contacts, "the plain write clears them")
	assert.Equal(t, salesman.Amount("0"), deal.Margin)
}

func TestDeals_StageAndClosing(t *testing.T) {
	sm, _, _, dealID := dealStory(t)
	moved, err := sm.Deals.ChangeStep(t.Context(), dealID, &salesman.DealChangeStepParams{Step: "90"})
	require.NoError(t, err)
	assert.True(t, moved.Changed)
	moved, err = sm.Deals.ChangeStep(t.Context(), dealID, &salesman.DealChangeStepParams{Step: "90"})
	require.NoError(t, err)
	assert.False(t, moved.Changed)
	_, err = sm.Deals.ChangeStep(t.Context(), dealID, &salesman.DealChangeStepParams{Step: "77"})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)

	_, err = sm.Deals.Close(t.Context(), dealID, &salesman.DealCloseParams{Status: "no such"})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Deals.Close(t.Context(), dealID, &salesman.DealCloseParams{StatusID: 1, FinalAmount: "900.10"})
	require.NoError(t, err)
	_, err = sm.Deals.Close(t.Context(), dealID, &salesman.DealCloseParams{StatusID: 1})
	assert.ErrorIs(t, err, frontdesk.ErrConflict)
	open, err := sm.Deals.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, open.Items)
	for deal, err := range sm.Deals.All(t.Context(), &salesman.DealListParams{State: salesman.DealsClosed}) {
		require.NoError(t, err)
		assert.Equal(t, salesman.Amount("900.1"), deal.FinalAmount)
	}
}

func TestInvoices_NeedASpecificationAndBlockTheDeletion(t *testing.T) {
	sm, clientID, _, dealID := dealStory(t)
	bare, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Bare", ClientID: clientID})
	require.NoError(t, err)
	_, err = sm.Invoices.Create(t.Context(), bare.ID, nil)
	require.ErrorIs(t, err, frontdesk.ErrServer)
	assert.Contains(t, err.Error(), "nothing was stored: the deal has no specification with prices")
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok)
	assert.False(t, e.MayHaveHappened(), "the cause is known, and comes before the write")

	issued, err := sm.Invoices.Create(t.Context(), dealID, &salesman.InvoiceCreateParams{
		Number: salesman.NextNumber, Planned: salesman.Date{Year: 2030, Month: 1, Day: 2}, Amount: "1000.00",
	})
	require.NoError(t, err)
	info, err := sm.Invoices.Get(t.Context(), issued.ID)
	require.NoError(t, err)
	assert.Equal(t, "2030-01-02", info.Planned.String())
	_, err = sm.Invoices.Pay(t.Context(), info.ID, nil)
	require.NoError(t, err)
	_, err = sm.Invoices.CreatePaid(t.Context(), dealID, nil)
	require.NoError(t, err)
	_, err = sm.Invoices.Create(t.Context(), dealID, nil)
	assert.ErrorIs(t, err, frontdesk.ErrConflict)
	_, err = sm.Deals.Delete(t.Context(), dealID)
	assert.ErrorIs(t, err, frontdesk.ErrConflict)

	page, err := sm.Invoices.HTML(t.Context(), info.ID, nil)
	require.NoError(t, err)
	assert.Contains(t, page.HTML.Unescaped(), "<html>")
	_, err = sm.Invoices.PDF(t.Context(), info.ID, nil)
	require.NoError(t, err)
	_, err = sm.Invoices.Send(t.Context(), info.ID, nil)
	assert.ErrorIs(t, err, frontdesk.ErrValidation)
	_, err = sm.Invoices.Get(t.Context(), 99)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestInvoices_DaysWithDotsAreRefusedInForms(t *testing.T) {
	srv := salesmantest.NewServer(t)
	_, err := srv.Client(salesman.WithForm()).Invoices.Create(t.Context(), 1, &salesman.InvoiceCreateParams{Planned: salesman.Date{Year: 2030, Month: 1, Day: 2}})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Empty(t, srv.Requests())
}

func TestClients_UpdateChangesWhatIsSetAndUIDOnce(t *testing.T) {
	sm, clientID, _, _ := dealStory(t)
	_, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Phone: "+1 555 0100"})
	assert.ErrorIs(t, err, frontdesk.ErrConflict)
	result, err := sm.Clients.Update(t.Context(), clientID, &salesman.ClientUpdateParams{
		Phone: frontdesk.Null[string](), BankDetails: &salesman.BankDetails{INN: frontdesk.Some("5904567890")},
	})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	found, err := sm.Clients.GetByINN(t.Context(), "5904567890", &salesman.ClientGetParams{BankDetails: true})
	require.NoError(t, err)
	assert.Equal(t, clientID, found.ID)
	assert.Empty(t, found.Phone.Or(""))

	_, err = sm.Clients.SetUID(t.Context(), clientID, "A-1")
	require.NoError(t, err)
	same, err := sm.Clients.SetUID(t.Context(), clientID, "A-1")
	require.NoError(t, err)
	assert.False(t, same.Changed)
	_, err = sm.Clients.SetUID(t.Context(), clientID, "A-2")
	assert.ErrorIs(t, err, frontdesk.ErrConflict)

	results, err := sm.Clients.CreateBatch(t.Context(), []salesman.ClientCreateParams{{Title: "New"}, {Title: "New"}})
	require.NoError(t, err)
	assert.NoError(t, results[0].Err)
	assert.ErrorIs(t, results[1].Err, frontdesk.ErrConflict)
	_, err = sm.Clients.Delete(t.Context(), clientID)
	assert.ErrorIs(t, err, frontdesk.ErrConflict)
	_, err = sm.Clients.Delete(t.Context(), results[0].ID)
	assert.NoError(t, err)
}

func TestActs_UpdateKeepsTheTemplateAndListsCountPagesFromZero(t *testing.T) {
	sm, clientID, _, dealID := dealStory(t)
	low, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Low", ClientID: clientID, Step: "20"})
	require.NoError(t, err)
	_, err = sm.Acts.Create(t.Context(), &salesman.ActCreateParams{DealID: low.ID})
	assert.ErrorIs(t, err, frontdesk.ErrValidation)

	var last int64
	for range 101 {
		act, err := sm.Acts.Create(t.Context(), &salesman.ActCreateParams{DealID: dealID, Positions: []salesman.ActPosition{{LineID: 1, Quantity: "0.05"}}})
		require.NoError(t, err)
		last = act.ID
	}
	_, err = sm.Acts.Update(t.Context(), last, &salesman.ActUpdateParams{Description: frontdesk.Some("done")})
	require.NoError(t, err)
	act, err := sm.Acts.Get(t.Context(), last)
	require.NoError(t, err)
	assert.Equal(t, "akt_full.tpl", act.Template)
	assert.Equal(t, salesman.Amount("0.05"), act.Positions["1"].Quantity)

	all, err := frontdesk.Collect(sm.Acts.All(t.Context(), nil))
	require.NoError(t, err)
	assert.Len(t, all, 101)
	second, err := sm.Acts.List(t.Context(), &salesman.ActListParams{Page: 1, Order: salesman.ActOrderNumber, Direction: salesman.Ascending})
	require.NoError(t, err)
	require.Len(t, second.Items, 1)
	assert.Equal(t, last, second.Items[0].ID)
	assert.False(t, second.HasMore)
}

func TestDocuments_UpdateKeepsTitleAndValidity(t *testing.T) {
	sm, _, _, dealID := dealStory(t)
	made, err := sm.Documents.Create(t.Context(), &salesman.DocumentCreateParams{
		TypeID: salesmantest.ContractTypeID, DealID: dealID, Title: "Contract", From: salesman.Date{Year: 2030, Month: 1, Day: 1}, Till: salesman.Date{Year: 2031, Month: 1, Day: 1},
	})
	require.NoError(t, err)
	_, err = sm.Documents.Update(t.Context(), made.ID, &salesman.DocumentUpdateParams{Description: frontdesk.Some("signed")})
	require.NoError(t, err)
	info, err := sm.Documents.Get(t.Context(), made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Contract", info.Title)
	assert.Equal(t, "2031-01-01", info.Till.String())
	list, err := sm.Documents.List(t.Context(), &salesman.DocumentListParams{DealID: dealID, TypeIDs: salesman.IDs{salesmantest.ContractTypeID}})
	require.NoError(t, err)
	assert.Len(t, list.Items, 1)
	_, err = sm.Documents.Delete(t.Context(), made.ID)
	require.NoError(t, err)
	_, err = sm.Documents.Get(t.Context(), made.ID)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestAmount_KeepsDigitsAndRefusesWhatIsNone(t *testing.T) {
	sm, _, _, _ := dealStory(t)
	for text, want := range map[salesman.Amount]string{"0.10": "0.10", "1 500,50": "1500.50", "-7": "-7", "": `""`, "007": "7"} {
		data, err := sm.Marshal(text)
		require.NoError(t, err)
		assert.Equal(t, want, string(data))
	}
	for _, text := range []salesman.Amount{"1e5", "NaN", "1.", "0x1", "1.2.3", "-"} {
		_, ok := text.Rat()
		assert.False(t, ok, text)
		_, err := sm.Marshal(text)
		assert.Error(t, err, text)
	}
}

func TestWrites_WithoutAnAnswerMayHaveHappened(t *testing.T) {
	for name, body := range map[string]string{"an empty reply": "", "a web page": "<!DOCTYPE html><html><body>Maintenance</body></html>"} {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			srv.Fail(json200(body).On("person.add_list", "deal.change_close"))
			_, err := srv.Client().Contacts.Create(t.Context(), &salesman.ContactCreateParams{Name: "Jane Doe"})
			var e *frontdesk.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, frontdesk.SentUnknown, e.Sent)
			want := frontdesk.KindServer
			if body != "" {
				want = frontdesk.KindDecode
			}
			assert.Equal(t, want, e.Kind)
		})
	}
	assert.Nil(t, salesman.KnownErrors("no.such"))
}

func TestDeals_ChangeUserLooksForTheLoginFirst(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, clientID := srv.Client(), srv.AddClient("Acme")
	deal, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: clientID})
	require.NoError(t, err)
	srv.Fail(salesmantest.APIError(404, "Не найдено").On("user.user"))
	_, err = sm.Deals.ChangeUser(t.Context(), deal.ID, &salesman.DealChangeUserParams{User: "ghost@example.com"})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Zero(t, srv.Count("deal.change_user"))

	_, err = sm.Deals.ChangeUser(t.Context(), deal.ID, &salesman.DealChangeUserParams{User: salesmantest.Manager})
	require.NoError(t, err)
	moved, err := sm.Deals.Get(t.Context(), deal.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Manager, moved.Owner)

	_, err = sm.Deals.ChangeUserUnchecked(t.Context(), deal.ID, &salesman.DealChangeUserParams{User: "ghost@example.com"})
	require.NoError(t, err)
	_, err = sm.Deals.Get(t.Context(), deal.ID, nil)
	assert.ErrorIs(t, err, frontdesk.ErrNotFound, "out of everyone's reach")
}

func TestLists_RefuseWhatTheServerCrashesOn(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	day := salesman.Date{Year: 2030, Month: 2, Day: 30}
	for name, call := range map[string]func() error{
		"clients: order": func() error {
			_, err := sm.Clients.List(t.Context(), &salesman.ClientListParams{Order: "x"})
			return err
		},
		"clients: one bound": func() error {
			_, err := sm.Clients.List(t.Context(), &salesman.ClientListParams{ChangedFrom: salesman.Date{Year: 2030, Month: 1, Day: 1}})
			return err
		},
		"deals: order": func() error { _, err := sm.Deals.List(t.Context(), &salesman.DealListParams{Order: "x"}); return err },
		"deals: day": func() error {
			_, err := sm.Deals.List(t.Context(), &salesman.DealListParams{CreatedFrom: day})
			return err
		},
		"deals: state":  func() error { _, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: "x"}); return err },
		"deals: cursor": func() error { _, err := sm.Deals.List(t.Context(), &salesman.DealListParams{Resume: "x"}); return err },
		"acts: page":    func() error { _, err := sm.Acts.List(t.Context(), &salesman.ActListParams{Page: -1}); return err },
		"acts: status": func() error {
			_, err := sm.Acts.List(t.Context(), &salesman.ActListParams{StatusIDs: []int64{0}})
			return err
		},
		"documents: direction": func() error {
			_, err := sm.Documents.List(t.Context(), &salesman.DocumentListParams{Direction: "x"})
			return err
		},
		"documents: user": func() error {
			_, err := sm.Documents.List(t.Context(), &salesman.DocumentListParams{User: "a'b"})
			return err
		},
	} {
		assert.ErrorIs(t, call(), frontdesk.ErrInvalid, name)
	}
	assert.Empty(t, srv.Requests())
}

func TestInvoices_NumberThemselvesUnlessToldNotTo(t *testing.T) {
	sm, _, _, dealID := dealStory(t)
	numbered, err := sm.Invoices.Create(t.Context(), dealID, &salesman.InvoiceCreateParams{Amount: "1"})
	require.NoError(t, err)
	assert.Equal(t, "1", numbered.Invoice.Number)
	paid, err := sm.Invoices.CreatePaid(t.Context(), dealID, &salesman.InvoiceCreatePaidParams{Amount: "1"})
	require.NoError(t, err)
	assert.Equal(t, "2", paid.Invoice.Number)
	named, err := sm.Invoices.Create(t.Context(), dealID, &salesman.InvoiceCreateParams{Amount: "1", Number: "A-7"})
	require.NoError(t, err)
	assert.Equal(t, "A-7", named.Invoice.Number)
	bare, err := sm.Invoices.Create(t.Context(), dealID, &salesman.InvoiceCreateParams{Amount: "1", Unnumbered: true})
	require.NoError(t, err)
	assert.Empty(t, bare.Invoice.Number)
	bare, err = sm.Invoices.CreatePaid(t.Context(), dealID, &salesman.InvoiceCreatePaidParams{Amount: "1", Unnumbered: true})
	require.NoError(t, err)
	assert.Empty(t, bare.Invoice.Number)

	_, err = sm.Invoices.Create(t.Context(), dealID, &salesman.InvoiceCreateParams{Number: "A-7", Unnumbered: true})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Invoices.CreatePaid(t.Context(), dealID, &salesman.InvoiceCreatePaidParams{Number: "A-7", Unnumbered: true})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestDeals_LinesNeedAQuantity(t *testing.T) {
	sm, clientID, _, dealID := dealStory(t)
	lines := []salesman.DealLineParams{{Title: "Phone", Quantity: "1", Price: "10"}, {Title: "Delivery", Price: "5"}}
	_, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: clientID, Lines: lines})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Contains(t, err.Error(), "speka.1.kol: is required")
	_, err = sm.Deals.Update(t.Context(), dealID, &salesman.DealUpdateParams{Lines: lines})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = sm.Deals.Replace(t.Context(), dealID, &salesman.DealReplaceParams{Lines: lines})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}
