package salesman_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// change is an amount to write, and whether that changes something.
type change struct {
	amount  salesman.Amount
	changes bool
}

// writes counts the requests of an operation.
func writes(srv *salesmantest.Server, operation string) (n int) {
	for _, r := range srv.Requests() {
		if r.Operation == operation {
			n++
		}
	}
	return n
}

func TestUpdate_ComparesAmountsByValue(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()

	item, err := sm.Price.Create(ctx, &salesman.PriceCreateParams{Title: "Phone", Article: "P-1", Prices: salesman.Prices{Price1: "10.50"}})
	require.NoError(t, err)
	for _, c := range []change{{"10.5", false}, {"10,50", false}, {"10.51", true}} {
		result, err := sm.Price.Update(ctx, item.ID, &salesman.PriceUpdateParams{Price1: frontdesk.Some(c.amount)})
		require.NoError(t, err)
		assert.Equal(t, c.changes, result.Changed, c.amount)
		assert.Equal(t, item.ID, result.ID)
	}
	assert.Equal(t, 1, writes(srv, "price.update"))
	cleared, err := sm.Price.Update(ctx, item.ID, &salesman.PriceUpdateParams{Price1: frontdesk.Null[salesman.Amount]()})
	require.NoError(t, err)
	assert.True(t, cleared.Changed)
	stored, err := sm.Price.Get(ctx, &salesman.PriceGetParams{ID: item.ID})
	require.NoError(t, err)
	assert.Zero(t, stored.Price1.Float64())

	expense := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Freight", CategoryID: 1, Amount: "80.5"})
	for _, c := range []change{{"80.5", false}, {"80.500", false}, {"81", true}} {
		result, err := sm.Budget.Update(ctx, expense, &salesman.BudgetUpdateParams{Amount: frontdesk.Some(c.amount)})
		require.NoError(t, err)
		assert.Equal(t, c.changes, result.Changed, c.amount)
		assert.True(t, result.Executed.IsZero())
	}
	assert.Equal(t, 1, writes(srv, "budget.update"))

	euro, err := sm.Currencies.Create(ctx, &salesman.CurrencyCreateParams{Name: "Euro", Rate: "90.5"})
	require.NoError(t, err)
	for _, c := range []change{{"90.50", false}, {"91", true}} {
		result, err := sm.Currencies.Update(ctx, euro.ID, &salesman.CurrencyUpdateParams{Rate: frontdesk.Some(c.amount)})
		require.NoError(t, err)
		assert.Equal(t, c.changes, result.Changed, c.amount)
	}
	assert.Equal(t, 1, writes(srv, "currency.update"))
	_, err = sm.Currencies.Update(ctx, euro.ID, &salesman.CurrencyUpdateParams{Rate: frontdesk.Null[salesman.Amount]()})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestUpdate_WritesNoActOrDocumentThatIsAsAskedFor(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	deal := srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: srv.AddClient("Acme"), Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "2", Price: "10"}},
	})
	act := srv.AddAct(salesmantest.Act{DealID: deal, Description: "two phones"})
	paper := srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, Number: "C-1", DealID: deal, Description: "contract"})
	shownAct, err := sm.Acts.Get(ctx, act)
	require.NoError(t, err)
	shownPaper, err := sm.Documents.Get(ctx, paper)
	require.NoError(t, err)

	for name, params := range map[string]*salesman.ActUpdateParams{
		"none":  nil,
		"empty": {},
		"same":  {Date: frontdesk.Some(shownAct.Date), Template: frontdesk.Some(shownAct.Template), Description: frontdesk.Some("two phones")},
	} {
		result, err := sm.Acts.Update(ctx, act, params)
		require.NoError(t, err, name)
		assert.False(t, result.Changed, name)
		assert.Equal(t, []any{act, shownAct.Number}, []any{result.ID, result.Act.Number}, name)
	}
	for name, params := range map[string]*salesman.DocumentUpdateParams{
		"none":  nil,
		"empty": {},
		"same":  {Title: frontdesk.Some(shownPaper.Title), Till: frontdesk.Some(shownPaper.Till), Description: frontdesk.Some("contract")},
	} {
		result, err := sm.Documents.Update(ctx, paper, params)
		require.NoError(t, err, name)
		assert.False(t, result.Changed, name)
		assert.Equal(t, []any{paper, "C-1"}, []any{result.ID, result.Number}, name)
	}
	assert.Zero(t, writes(srv, "akt.update")+writes(srv, "document.update"))

	clearedPaper, err := sm.Documents.Update(ctx, paper, &salesman.DocumentUpdateParams{Description: frontdesk.Null[string]()})
	require.NoError(t, err)
	assert.True(t, clearedPaper.Changed)
	shownPaper, err = sm.Documents.Get(ctx, paper)
	require.NoError(t, err)
	assert.Empty(t, shownPaper.Description)

	empty := ""
	_, err = sm.Acts.Replace(ctx, act, &salesman.ActReplaceParams{Description: &empty})
	require.NoError(t, err)
	shownAct, err = sm.Acts.Get(ctx, act)
	require.NoError(t, err)
	assert.Equal(t, "two phones", shownAct.Description, "the server keeps what is sent empty")
}

func TestUpdate_RefusesToClearWhatTheServerKeeps(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	noText, noID, noDay := frontdesk.Null[string](), frontdesk.Null[int64](), frontdesk.Null[salesman.Date]()
	field := func(err error) string {
		var e *frontdesk.Error
		require.ErrorAs(t, err, &e)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		return e.Field
	}
	for want, params := range map[string]*salesman.ActUpdateParams{
		"date": {Date: noDay}, "signer": {SignerID: noID}, "template": {Template: noText}, "templateID": {TemplateID: noID}, "user": {User: noText},
		"description": {Description: noText},
	} {
		_, err := sm.Acts.Update(ctx, 1, params)
		assert.Equal(t, want, field(err))
	}
	for want, params := range map[string]*salesman.CurrencyUpdateParams{
		"name": {Name: noText}, "code": {Code: noText}, "view": {Sign: frontdesk.Some("")}, "course": {Rate: frontdesk.Null[salesman.Amount]()},
	} {
		_, err := sm.Currencies.Update(ctx, 1, params)
		assert.Equal(t, want, field(err))
	}
	for want, params := range map[string]*salesman.DocumentUpdateParams{
		"title": {Title: noText}, "user": {User: noText}, "did": {DealID: noID}, "mcid": {CompanyID: noID}, "signer": {SignerID: noID},
		"idtype": {TypeID: noID}, "template": {TemplateID: noID}, "dateStart": {From: noDay}, "dateEnd": {Till: noDay},
		"status": {StatusID: noID}, "number": {Number: noText}, "pdf": {PDF: frontdesk.Some(salesman.YesNo(true))},
	} {
		_, err := sm.Documents.Update(ctx, 1, params)
		assert.Equal(t, want, field(err))
	}
	assert.Empty(t, srv.Requests())
}

func TestClients_CreateNamesTheOneThatIsThereAlready(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme := &salesman.ClientCreateParams{Title: "Acme", Phone: "+1 555 010 0199", Email: "info@example.com"}
	first, err := sm.Clients.Create(t.Context(), acme)
	require.NoError(t, err)
	_, err = sm.Clients.Create(t.Context(), acme)
	require.ErrorIs(t, err, frontdesk.ErrConflict)
	id, ok := salesman.ExistingID(err)
	assert.True(t, ok)
	assert.Equal(t, first.ID, id)

	items, err := sm.Clients.CreateBatch(t.Context(), []salesman.ClientCreateParams{*acme})
	require.NoError(t, err)
	id, ok = salesman.ExistingID(items[0].Err)
	assert.True(t, ok)
	assert.Equal(t, items[0].ExistingID, id)
	_, ok = salesman.ExistingID(nil)
	assert.False(t, ok)
}

func TestBudget_SaysWhetherARecordIsCarriedOut(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	srv.SetBalance(1, "100")
	rent := &salesman.BudgetCreateParams{Title: "Rent", CategoryID: 1, AccountID: 1, Amount: "250", Execute: true}
	poor, err := sm.Budget.Create(ctx, rent)
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(false), poor.Executed)
	again, err := sm.Budget.Replace(ctx, poor.ID, &salesman.BudgetReplaceParams{BudgetCreateParams: *rent})
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(false), again.Executed)
	srv.SetBalance(1, "300")
	rich, err := sm.Budget.Create(ctx, rent)
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(true), rich.Executed)
	assert.Equal(t, salesman.Amount("50.00"), srv.Balance(1))
	planned, err := sm.Budget.Create(ctx, &salesman.BudgetCreateParams{Title: "Rent", CategoryID: 1, AccountID: 1, Amount: "1"})
	require.NoError(t, err)
	assert.True(t, planned.Executed.IsZero())
	record, err := sm.Budget.Get(ctx, poor.ID)
	require.NoError(t, err)
	assert.False(t, bool(record.Executed))
}

func TestLeads_StatsWithoutOperatorsIsToldInEnglish(t *testing.T) {
	srv := salesmantest.NewServer(t)
	_, err := srv.Client().Leads.Stats(t.Context(), nil, frontdesk.NoRetry())
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, frontdesk.ErrServer)
	assert.Contains(t, e.Message, "until operators are chosen")
	require.Len(t, e.Details, 1)
	assert.Contains(t, e.Details[0].Message, "SQL syntax")
}

func TestLeads_TellTheSourceFromThatOfTheCampaign(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	var lead salesman.LeadInfo
	data := `{"id":1,"clientpathName":"Fair","utm_source":"news","utm_medium":"cpc"}`
	require.NoError(t, sm.Unmarshal([]byte(data), &lead))
	assert.Equal(t, []string{"Fair", "news", "cpc"}, []string{lead.Source, lead.UTM.Source, lead.UTM.Medium})
	assert.Empty(t, lead.Extra)
	back, err := sm.Marshal(salesman.LeadCreateParams{Source: "Fair", UTM: salesman.UTM{Source: "news"}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"clientpath":"Fair","utm_source":"news"}`, string(back))
}

func TestCalls_NumbersAreSentAsDigits(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	call := salesman.CallCreateParams{UID: "1", Time: time.Now(), Direction: salesman.CallIncoming, Result: salesman.CallAnswered}
	batch := []salesman.CallCreateParams{call, call}
	batch[0].From, batch[0].To = "+1 (555) 010-0199", "101"
	batch[1].From, batch[1].To = "sip:jane", "--"
	_, err := sm.Calls.CreateBatch(t.Context(), batch)
	require.NoError(t, err)
	assert.Equal(t, "+1 (555) 010-0199", batch[0].From, "the caller's own stays")
	page, err := sm.Calls.List(t.Context(), &salesman.CallListParams{Order: salesman.CallOrderID, Direction: salesman.Ascending})
	require.NoError(t, err)
	require.Len(t, page.Items, 2)
	assert.Equal(t, []string{"15550100199", "101", "sip:jane", "--"}, []string{page.Items[0].From, page.Items[0].To, page.Items[1].From, page.Items[1].To})
	found, err := sm.Calls.List(t.Context(), &salesman.CallListParams{Phone: "(555) 010-01"})
	require.NoError(t, err)
	assert.Len(t, found.Items, 1)
}
