package salesman_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// clientAndPayer returns ids of the two as the list of deals shows them.
func clientAndPayer(t *testing.T, sm *salesman.Client, dealID int64) [2]int64 {
	t.Helper()
	page, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: salesman.DealsAll})
	require.NoError(t, err)
	for _, row := range page.Items {
		if row.ID == dealID {
			return [2]int64{row.ClientID, row.PayerID}
		}
	}
	t.Fatalf("no deal %d", dealID)
	return [2]int64{}
}

func TestDeals_UpdateOfCustomerOrPayerKeepsTheOther(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme, bank, other := srv.AddClient("Acme"), srv.AddClient("Bank"), srv.AddClient("Other")
	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: acme, PayerID: bank})
	require.NoError(t, err)
	for _, step := range []struct {
		params salesman.DealUpdateParams
		want   [2]int64
	}{
		{salesman.DealUpdateParams{ClientID: frontdesk.Some(other)}, [2]int64{other, bank}},
		{salesman.DealUpdateParams{PayerID: frontdesk.Some(acme)}, [2]int64{other, acme}},
		{salesman.DealUpdateParams{PayerID: frontdesk.Some(acme), Description: frontdesk.Some("text")}, [2]int64{other, acme}},
		{salesman.DealUpdateParams{ClientID: frontdesk.Some(acme), PayerID: frontdesk.Some(bank)}, [2]int64{acme, bank}},
	} {
		result, err := sm.Deals.Update(t.Context(), made.ID, &step.params)
		require.NoError(t, err)
		assert.True(t, result.Changed)
		assert.Equal(t, step.want, clientAndPayer(t, sm, made.ID))
	}
}

func TestDeals_UpdateWritesATitleThatIsAnother(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme")})
	require.NoError(t, err)
	for _, step := range []struct {
		title   string
		changes bool
	}{{"Phones", true}, {"Phones", false}, {"Project: Alpha", true}, {"Alpha", true}, {"IT24: Beta", true}, {"Beta", true}, {"Beta", false}} {
		result, err := sm.Deals.Update(t.Context(), made.ID, &salesman.DealUpdateParams{Title: frontdesk.Some(step.title)})
		require.NoError(t, err)
		assert.Equal(t, step.changes, result.Changed, step.title)
		deal, err := sm.Deals.Get(t.Context(), made.ID, nil)
		require.NoError(t, err)
		if step.changes {
			assert.Equal(t, step.title, deal.Title)
		}
	}
}

func TestDeals_UpdateLooksUpNamesOfDirectionAndType(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.SetDirections(salesman.DealDirection{ID: 1, Title: "Retail", Default: true}, salesman.DealDirection{ID: 2, Title: "Trade"})
	made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "Phones", ClientID: srv.AddClient("Acme")})
	require.NoError(t, err)

	result, err := sm.Deals.Update(t.Context(), made.ID, &salesman.DealUpdateParams{Direction: frontdesk.Some("Trade"), Type: frontdesk.Some("Услуги")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	deal, err := sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"Trade", "Услуги"}, []string{deal.Direction, deal.Type})

	result, err = sm.Deals.Update(t.Context(), made.ID, &salesman.DealUpdateParams{Direction: frontdesk.Some("Trade"), Type: frontdesk.Some("3"), Description: frontdesk.Some("text")})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	deal, err = sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"Trade", "Услуги"}, []string{deal.Direction, deal.Type})

	for field, params := range map[string]salesman.DealUpdateParams{
		"direction": {Direction: frontdesk.Some("nowhere")}, "tip": {Type: frontdesk.Some("none")},
	} {
		_, err = sm.Deals.Update(t.Context(), made.ID, &params)
		assert.Equal(t, field, asError(t, err).Field)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	}
}

func TestDeals_UnknownStepStatusOrOwnerIsRefusedBeforeTheWrite(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	acme := srv.AddClient("Acme")
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme, Step: "20"})

	_, err := sm.Deals.ChangeStep(t.Context(), id, &salesman.DealChangeStepParams{Step: "33"})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, frontdesk.SentNo, asError(t, err).Sent)
	_, err = sm.Deals.Close(t.Context(), id, &salesman.DealCloseParams{StatusID: 777})
	assert.Equal(t, "sid", asError(t, err).Field)
	_, err = sm.Deals.Close(t.Context(), id, &salesman.DealCloseParams{Status: "no such"})
	assert.Equal(t, "status_close", asError(t, err).Field)
	deal, err := sm.Deals.Get(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, 20, deal.Step)
	assert.False(t, bool(deal.Closed.Or(false)))

	_, err = sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Step: "33"})
	assert.Equal(t, "step", asError(t, err).Field)
	_, err = sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Owner: "ghost@example.com"})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, "user.user", asError(t, err).Operation)
	page, err := sm.Deals.List(t.Context(), &salesman.DealListParams{State: salesman.DealsAll})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "nothing was stored")

	_, err = sm.Deals.Close(t.Context(), id, &salesman.DealCloseParams{Status: "Победа полная"})
	require.NoError(t, err)
}

func TestDeals_UnknownDirectionOrTypeIsRefusedBeforeTheWrite(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, acme := srv.Client(), srv.AddClient("Acme")
	srv.SetDirections(salesman.DealDirection{ID: 1, Title: "Retail", Default: true}, salesman.DealDirection{ID: 2, Title: "Trade"})
	srv.SetDealTypes(salesman.DealType{ID: 6, Title: "Sale", Default: true}, salesman.DealType{ID: 3, Title: "Service"}, salesman.DealType{ID: 7, Title: "24 hours"})
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme})
	for _, unknown := range []string{"nowhere", "999", "-1", " "} {
		for field, both := range map[string][2]string{"direction": {unknown, ""}, "tip": {"", unknown}} {
			_, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Direction: both[0], Type: both[1]})
			require.ErrorIs(t, err, frontdesk.ErrInvalid, unknown)
			assert.Equal(t, []any{field, frontdesk.SentNo}, []any{asError(t, err).Field, asError(t, err).Sent})
			params := &salesman.DealUpdateParams{Direction: frontdesk.Some(unknown)}
			if field == "tip" {
				params = &salesman.DealUpdateParams{Type: frontdesk.Some(unknown)}
			}
			_, err = sm.Deals.Update(t.Context(), id, params)
			require.ErrorIs(t, err, frontdesk.ErrInvalid, unknown)
			assert.Equal(t, field, asError(t, err).Field)
		}
	}
	assert.Zero(t, srv.Count("deal.add")+srv.Count("deal.update"), "nothing was written")

	for _, kind := range [][4]string{{"Trade", "Service", "Trade", "Service"}, {"trade", "6", "Trade", "Sale"}, {"2", "24 hours", "Trade", "24 hours"}} {
		made, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Direction: kind[0], Type: kind[1]})
		require.NoError(t, err)
		_, err = sm.Deals.Update(t.Context(), id, &salesman.DealUpdateParams{Direction: frontdesk.Some(kind[0]), Type: frontdesk.Some(kind[1]), Title: frontdesk.Some(kind[1])})
		require.NoError(t, err)
		for _, dealID := range []int64{made.ID, id} {
			deal, err := sm.Deals.Get(t.Context(), dealID, nil)
			require.NoError(t, err)
			assert.Equal(t, kind[2:], []string{deal.Direction, deal.Type})
		}
	}

	made, err := sm.Deals.CreateUnchecked(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: acme, Direction: "nowhere", Type: "999"})
	require.NoError(t, err)
	deal, err := sm.Deals.Get(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []any{"Retail", int64(999)}, []any{deal.Direction, deal.TypeID}, "the plain call stores what it gets")
}

func TestDeals_UpdateAsksForAMarginThatTheAccountHides(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, acme := srv.Client(), srv.AddClient("Acme")
	shown := []string{"mcid", "iduser", "datum_plan", "idcategory", "tip", "direction", "payer", "kol", "content"}
	plain := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme, Amount: "100", Margin: "40"})
	priced := srv.AddDeal(salesmantest.Deal{Title: "Lines", ClientID: acme, Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "1", Price: "10", Cost: "4"}}})
	margin := func(id int64) float64 {
		srv.SetDealFields(append(shown, "marg")...)
		defer srv.SetDealFields(shown...)
		deal, err := sm.Deals.Get(t.Context(), id, nil)
		require.NoError(t, err)
		return deal.Margin.Float64()
	}
	require.InDelta(t, 40, margin(plain), 0.001)

	text := &salesman.DealUpdateParams{Description: frontdesk.Some("text")}
	_, err := sm.Deals.Update(t.Context(), plain, text)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "marga", asError(t, err).Field)
	assert.Contains(t, err.Error(), "set Margin")
	assert.Zero(t, srv.Count("deal.update"))
	assert.InDelta(t, 40, margin(plain), 0.001)

	_, err = sm.Deals.Update(t.Context(), plain, &salesman.DealUpdateParams{Description: frontdesk.Some("text"), Margin: frontdesk.Some(salesman.Amount("41"))})
	require.NoError(t, err)
	assert.InDelta(t, 41, margin(plain), 0.001)
	before := margin(priced)
	_, err = sm.Deals.Update(t.Context(), priced, text)
	require.NoError(t, err, "the server computes the margin of a specification")
	assert.InDelta(t, before, margin(priced), 0.001)
	_, err = sm.Deals.Update(t.Context(), plain, &salesman.DealUpdateParams{Description: frontdesk.Some("text")})
	require.NoError(t, err, "nothing would change, nothing is written")
}

func TestDeals_UpdateAsksForAPayerThatTheAccountHides(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, acme, bank := srv.Client(), srv.AddClient("Acme"), srv.AddClient("Bank")
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme, PayerID: bank})
	srv.SetDealFields("kol", "marg", "content")
	_, err := sm.Deals.Update(t.Context(), id, &salesman.DealUpdateParams{ClientID: frontdesk.Some(bank)})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "payer", asError(t, err).Field)
	assert.Zero(t, srv.Count("deal.update"))
}

// unchangedDeal answers every write of deals as a server does that found nothing to
// change.
func unchangedDeal() frontdesktest.Fault {
	return frontdesktest.Body(http.StatusOK, "application/json", `{"result":"Данные корректны, но идентичны имеющимся.","data":1,"error":{"code":302}}`).
		On("deal.update")
}

func TestDeals_UpdateSaysThatTheServerDroppedTheAmounts(t *testing.T) {
	for field, params := range map[string]*salesman.DealUpdateParams{
		"kol":   {Amount: frontdesk.Some[salesman.Amount]("500"), Extra: map[string]json.RawMessage{"input77": []byte(`"7"`)}},
		"marga": {Margin: frontdesk.Some[salesman.Amount]("30"), Description: frontdesk.Some("text")},
		"speka": {Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "2"}}},
		"":      {Description: frontdesk.Some("text"), Amount: frontdesk.Some[salesman.Amount]("100")},
	} {
		t.Run("field "+field, func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			sm := srv.Client()
			deal := salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "100", Margin: "20"}
			if field == "speka" {
				deal.Lines = []salesmantest.DealLine{{Title: "Phone", Quantity: "1", Price: "10"}}
			}
			id := srv.AddDeal(deal)
			srv.Fail(unchangedDeal().Times(1))
			result, err := sm.Deals.Update(t.Context(), id, params)
			if field == "" {
				require.NoError(t, err, "the amount is as asked for")
				assert.False(t, result.Changed)
				return
			}
			require.ErrorIs(t, err, frontdesk.ErrInvalid)
			e := asError(t, err)
			assert.Equal(t, []any{field, salesman.CodeUnchanged, frontdesk.SentYes, false}, []any{e.Field, e.Code, e.Sent, e.MayHaveHappened()})
			assert.Contains(t, e.Message, "nothing was stored")
		})
	}
}

func TestDeals_UpdateTakesLinesThatAreThereForNoChange(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	id := srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: srv.AddClient("Acme"), Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "2", Price: "10"}},
	})
	for title, same := range map[string]bool{"Phone": true, "Tablet": false} {
		srv.Fail(unchangedDeal().Times(1))
		result, err := sm.Deals.Update(t.Context(), id, &salesman.DealUpdateParams{Lines: []salesman.DealLineParams{{Title: title, Quantity: "2.0"}}})
		if same {
			require.NoError(t, err)
			assert.False(t, result.Changed)
		} else {
			assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		}
	}
}

func TestDeals_UpdateLooksWhetherALostAttemptStoredTheAmount(t *testing.T) {
	params := &salesman.DealUpdateParams{Title: frontdesk.Some("Tablets"), Amount: frontdesk.Some[salesman.Amount]("500")}
	for name, lost := range map[string]frontdesktest.Fault{
		"stored": frontdesktest.ResetBeforeReply().AfterHandling(), "not stored": frontdesktest.ResetBeforeReply(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := salesmantest.NewServer(t)
				sm := srv.Client()
				id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "100", Margin: "20"})
				srv.Fail(lost.On("deal.update").Times(1))
				srv.Fail(unchangedDeal().Times(1))
				result, err := sm.Deals.Update(t.Context(), id, params)
				assert.Equal(t, 2, srv.Count("deal.update"))
				if name == "stored" {
					require.NoError(t, err)
					assert.True(t, result.Changed)
					return
				}
				require.ErrorIs(t, err, frontdesk.ErrInvalid)
				assert.Equal(t, "kol", asError(t, err).Field)
			})
		})
	}
}

func TestDeals_AWriteClearsCompetitorsAndContactUnlessExtraHasThem(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	rival, contact := srv.AddClient("Rival"), srv.AddContact(salesmantest.Contact{Name: "Jane Doe"})
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), CompetitorIDs: []int64{rival, 99}, ContactID: contact})
	kept := func() []any {
		deal := srv.Deals()[0]
		return []any{deal.CompetitorIDs, deal.ContactID}
	}
	assert.Equal(t, []any{[]int64{rival, 99}, contact}, kept())

	_, err := sm.Deals.Update(t.Context(), id, &salesman.DealUpdateParams{Title: frontdesk.Some("Desk phones"), Extra: map[string]json.RawMessage{
		"coid1": fmt.Appendf(nil, "[%d,99]", rival), "pid": fmt.Appendf(nil, "%d", contact),
	}})
	require.NoError(t, err)
	assert.Equal(t, []any{[]int64{rival, 99}, contact}, kept())

	_, err = sm.Deals.Update(t.Context(), id, &salesman.DealUpdateParams{Title: frontdesk.Some("Phones")})
	require.NoError(t, err)
	assert.Equal(t, []any{[]int64(nil), int64(0)}, kept())

	_, err = sm.Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Title: "Phones", Extra: map[string]json.RawMessage{"coid1": json.RawMessage(`"99"`)}})
	require.NoError(t, err)
	assert.Equal(t, []any{[]int64{99}, int64(0)}, kept())
}

func TestDeals_UpdateRefusesAnAmountBesideASpecification(t *testing.T) {
	srv := salesmantest.NewServer(t)
	id := srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: srv.AddClient("Acme"), Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "2", Price: "10"}},
	})
	for field, params := range map[string]*salesman.DealUpdateParams{
		"kol":   {Title: frontdesk.Some("Tablets"), Amount: frontdesk.Some[salesman.Amount]("500")},
		"marga": {Title: frontdesk.Some("Tablets"), Margin: frontdesk.Some[salesman.Amount]("5")},
	} {
		_, err := srv.Client().Deals.Update(t.Context(), id, params)
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
	}
	assert.Zero(t, srv.Count("deal.update"))
}
