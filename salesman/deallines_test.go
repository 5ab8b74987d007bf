package salesman_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// phones is a deal with a line in an account, and the id of that line.
func phones(t *testing.T, srv *salesmantest.Server) (dealID, lineID int64) {
	t.Helper()
	dealID = srv.AddDeal(salesmantest.Deal{
		Title: "Phones", ClientID: srv.AddClient("Acme"), Lines: []salesmantest.DealLine{{Title: "Phone", Quantity: "2", Price: "10", Cost: "4"}},
	})
	info, err := srv.Client().Deals.Info(t.Context(), dealID, nil)
	require.NoError(t, err)
	require.Len(t, info.Lines, 1)
	return dealID, info.Lines[0].ID
}

func TestDeals_CreateRefusesLinesThatTheServerWouldLoseOrPutElsewhere(t *testing.T) {
	srv := salesmantest.NewServer(t)
	dealID, lineID := phones(t, srv)
	for field, line := range map[string]salesman.DealLineParams{
		"speka.0.title": {Article: "P-1", Quantity: "1"},
		"speka.0.spid":  {ID: lineID, Title: "Tablet", Quantity: "1"},
		"speka.0.dop":   {Title: "Tablet", Quantity: "1", Factor: "1.5"},
	} {
		_, err := srv.Client().Deals.CreateUnchecked(t.Context(), &salesman.DealCreateParams{Title: "x", ClientID: 1, Lines: []salesman.DealLineParams{line}})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, field, asError(t, err).Field)
	}
	assert.Zero(t, srv.Count("deal.add"))

	var out map[string]any // so does the server without these checks
	err := srv.Client().Do(t.Context(), "deal", "add", map[string]any{
		"title": "x", "clid": 1, "speka": []any{map[string]any{"artikul": "P-1", "kol": 1}, map[string]any{"spid": lineID, "title": "Tablet", "kol": 7}},
	}, &out)
	require.NoError(t, err)
	assert.Equal(t, []any{""}, out["text"])
	info, err := srv.Client().Deals.Info(t.Context(), dealID, nil)
	require.NoError(t, err)
	assert.Equal(t, []any{lineID, "Tablet", salesman.Amount("7")}, []any{info.Lines[0].ID, info.Lines[0].Title, info.Lines[0].Quantity})
}

func TestDeals_UpdateSaysThatTheServerReadsNoLines(t *testing.T) {
	srv := salesmantest.NewServer(t)
	dealID, _ := phones(t, srv)
	plain := srv.AddDeal(salesmantest.Deal{Title: "Plain", ClientID: srv.AddClient("Bank"), Amount: "100", Margin: "20"})
	lines := []salesman.DealLineParams{{Title: "Tablet", Quantity: "3"}}
	sm := srv.Client()

	_, err := sm.Deals.Update(t.Context(), dealID, &salesman.DealUpdateParams{Lines: lines, Description: frontdesk.Some("text")})
	require.ErrorIs(t, err, frontdesk.ErrUnsupported)
	e := asError(t, err)
	assert.Equal(t, []any{"speka", frontdesk.SentUnknown, true}, []any{e.Field, e.Sent, e.MayHaveHappened()})
	deal, err := sm.Deals.Get(t.Context(), dealID, nil)
	require.NoError(t, err)
	assert.Equal(t, []any{"Phone", salesman.Amount("12")}, []any{deal.Lines[0].Title, deal.Margin})

	_, err = sm.Deals.Update(t.Context(), plain, &salesman.DealUpdateParams{Lines: lines})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "speka", asError(t, err).Field)
	_, err = sm.Deals.Replace(t.Context(), plain, &salesman.DealReplaceParams{Lines: lines, Margin: "20"})
	require.NoError(t, err)
	deal, err = sm.Deals.Get(t.Context(), plain, nil)
	require.NoError(t, err)
	assert.Equal(t, []any{0, salesman.Amount("0"), salesman.Amount("100")}, []any{len(deal.Lines), deal.Margin, deal.Amount})
}

func TestDeals_UpdateStoresLinesWhereTheServerReadsThem(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithSpecificationUpdates())
	dealID, _ := phones(t, srv)
	result, err := srv.Client().Deals.Update(t.Context(), dealID, &salesman.DealUpdateParams{Lines: []salesman.DealLineParams{{Title: "Tablet", Quantity: "3", Price: "5"}}})
	require.NoError(t, err)
	assert.True(t, result.Changed)
	deal, err := srv.Client().Deals.Get(t.Context(), dealID, nil)
	require.NoError(t, err)
	assert.Equal(t, []any{"Tablet", salesman.Amount("15")}, []any{deal.Lines[0].Title, deal.Amount})
}

func TestDeals_UpdateOfATitleKeepsTheApplication(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetDealFields("kol", "marg", "payer", "content", "zayavka", "ztitle")
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Custom: map[string]string{"zayavka": "17", "ztitle": "by mail"}})
	shown := func() []string {
		deal, err := srv.Client().Deals.Get(t.Context(), id, nil)
		require.NoError(t, err)
		return []string{deal.Title, string(deal.Extra["zayavka"]), string(deal.Extra["ztitle"])}
	}
	extra := map[string]json.RawMessage{"ztitle": []byte(`"by phone"`)}
	_, err := srv.Client().Deals.Update(t.Context(), id, &salesman.DealUpdateParams{Title: frontdesk.Some("Tablets"), Extra: extra})
	require.NoError(t, err)
	assert.Equal(t, []string{"Tablets", `"17"`, `"by phone"`}, shown())
	assert.Len(t, extra, 1, "the caller's map is left alone")
	_, err = srv.Client().Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Title: "Phones"})
	require.NoError(t, err)
	assert.Equal(t, "Phones", shown()[0])
	assert.NotContains(t, shown(), `"17"`)
}

func TestDeals_ListRefusesFiltersThatTheServerWouldOverlook(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for name, filter := range map[string]salesman.DealFilter{
		"filter.input1": {Extra: map[string]json.RawMessage{"input1": []byte(`"0"`)}},
		"filter.kol":    {Extra: map[string]json.RawMessage{"kol": []byte(`0`)}},
		"filter.title":  {Extra: map[string]json.RawMessage{"title": []byte(`"'"`)}},
		"filter":        {Direction: "0"},
	} {
		_, err := srv.Client().Deals.List(t.Context(), &salesman.DealListParams{Filter: &filter})
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, name, asError(t, err).Field)
	}
	assert.Zero(t, srv.Count("deal.list"))
}

// A server that reads the lines and loses them says that it was done, too.
func TestDeals_UpdateTellsOfLinesThatWereLost(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithSpecificationUpdates())
	dealID, lineID := phones(t, srv)
	without := fmt.Sprintf(`{"data":{"did":%d,"title":"Phones","speka":[]}}`, dealID)
	srv.Fail(frontdesktest.Body(200, "application/json", without).On("deal.info").After(1))
	_, err := srv.Client().Deals.Update(t.Context(), dealID, &salesman.DealUpdateParams{
		Lines: []salesman.DealLineParams{{ID: lineID, Title: "Phone", Quantity: "3", Price: "10"}},
	})
	require.ErrorIs(t, err, frontdesk.ErrUnsupported)
	e := asError(t, err)
	assert.Equal(t, "speka", e.Field)
	assert.True(t, e.MayHaveHappened())
	assert.Equal(t, 1, srv.Count("deal.update"))
}
