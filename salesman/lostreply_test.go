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

// repeatableWrites are writes whose repetition finds nothing left to change. Each is
// made of a fresh server.
var repeatableWrites = map[string]func(t *testing.T, srv *salesmantest.Server) (operation string, write func(*salesman.Client) (changed bool, err error)){
	"Clients.Update": func(t *testing.T, srv *salesmantest.Server) (string, func(*salesman.Client) (bool, error)) {
		id := srv.AddClient("Acme")
		return "client.update", func(sm *salesman.Client) (bool, error) {
			result, err := sm.Clients.Update(t.Context(), id, &salesman.ClientUpdateParams{Title: frontdesk.Some("Acme Ltd")})
			return result != nil && result.Changed, err
		}
	},
	"Deals.Update": func(t *testing.T, srv *salesmantest.Server) (string, func(*salesman.Client) (bool, error)) {
		id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
		return "deal.update", func(sm *salesman.Client) (bool, error) {
			result, err := sm.Deals.Update(t.Context(), id, &salesman.DealUpdateParams{Title: frontdesk.Some("Tablets")})
			return result != nil && result.Changed, err
		}
	},
	"Deals.Replace": func(t *testing.T, srv *salesmantest.Server) (string, func(*salesman.Client) (bool, error)) {
		id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
		return "deal.update", func(sm *salesman.Client) (bool, error) {
			result, err := sm.Deals.Replace(t.Context(), id, &salesman.DealReplaceParams{Title: "Tablets"})
			return result != nil && result.Changed, err
		}
	},
	"Deals.ChangeStep": func(t *testing.T, srv *salesmantest.Server) (string, func(*salesman.Client) (bool, error)) {
		id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Step: "20"})
		return "deal.change_step", func(sm *salesman.Client) (bool, error) {
			result, err := sm.Deals.ChangeStep(t.Context(), id, &salesman.DealChangeStepParams{Step: "40"})
			return result != nil && result.Changed, err
		}
	},
	"Budget.Execute": func(t *testing.T, srv *salesmantest.Server) (string, func(*salesman.Client) (bool, error)) {
		srv.SetBalance(1, "1000")
		id := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Freight", Amount: "80", AccountID: 1})
		return "budget.doit", func(sm *salesman.Client) (bool, error) {
			result, err := sm.Budget.Execute(t.Context(), id)
			return result != nil && result.Changed, err
		}
	},
}

func TestWrites_SayChangedWhereALostAttemptMayHaveMadeTheChange(t *testing.T) {
	for name, prepare := range repeatableWrites {
		for how, fault := range map[string]frontdesktest.Fault{
			"cut body":        frontdesktest.CutBody(3),
			"lost reply":      frontdesktest.ResetBeforeReply().AfterHandling(),
			"bad gateway":     frontdesktest.Status(http.StatusBadGateway).AfterHandling(),
			"crash behind it": frontdesktest.TrailingBody("<br />\n<b>Fatal error</b>:  Uncaught Exception: x in /crm/a.php:1\n"),
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					srv := salesmantest.NewServer(t)
					operation, write := prepare(t, srv)
					sm := srv.Client()
					srv.Fail(fault.On(operation).Times(1))
					changed, err := write(sm)
					require.NoError(t, err)
					assert.Equal(t, 2, srv.Count(operation))
					assert.True(t, changed, "the lost attempt changed it")
				})
			})
		}
	}
}

func TestWrites_SayUnchangedWhereTheEarlierAttemptWasNotCarriedOut(t *testing.T) {
	for name, prepare := range repeatableWrites {
		if name == "Deals.Update" || name == "Deals.ChangeStep" {
			continue // they look first, and write nothing that is there
		}
		for how, fault := range map[string]frontdesktest.Fault{
			"busy":    frontdesktest.Status(http.StatusServiceUnavailable).RetryAfter(time.Second),
			"refused": frontdesktest.Refused(),
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					srv := salesmantest.NewServer(t)
					operation, write := prepare(t, srv)
					sm := srv.Client()
					_, err := write(sm)
					require.NoError(t, err)
					srv.ResetRequests()
					srv.Fail(fault.On(operation).Times(1))
					changed, err := write(sm)
					require.NoError(t, err)
					assert.False(t, changed)
				})
			})
		}
	}
}

func TestBudgetReplace_WithKeepRestIsNotRepeatedByItself(t *testing.T) {
	for name, lost := range map[string]frontdesktest.Fault{
		"lost": frontdesktest.ResetBeforeReply().AfterHandling(), "gateway": frontdesktest.Status(http.StatusBadGateway).AfterHandling(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := salesmantest.NewServer(t)
				srv.SetBalance(1, "1000")
				id := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Freight", Amount: "100", AccountID: 1})
				params := &salesman.BudgetReplaceParams{BudgetCreateParams: salesman.BudgetCreateParams{Amount: "40", Execute: true, AccountID: 1}}
				params.KeepRest = true
				srv.Fail(lost.On("budget.update").Times(1))
				_, err := srv.Client().Budget.Replace(t.Context(), id, params)
				require.Error(t, err)
				assert.True(t, asError(t, err).MayHaveHappened())
				assert.Equal(t, 1, srv.Count("budget.update"))
				assert.Len(t, srv.BudgetRecords(), 2, "the record and its rest")

				params.KeepRest, params.ClientID = false, srv.AddClient("Acme")
				srv.ResetRequests()
				srv.Fail(lost.On("budget.update").Times(1))
				_, err = srv.Client().Budget.Replace(t.Context(), id, params)
				require.Error(t, err)
				assert.Equal(t, 1, srv.Count("budget.update"), "each write adds to the costs of the deal")

				params.ClientID = 0
				srv.ResetRequests()
				srv.Fail(lost.On("budget.update").Times(1))
				_, err = srv.Client().Budget.Replace(t.Context(), id, params)
				require.NoError(t, err)
				assert.Equal(t, 2, srv.Count("budget.update"), "without it a repetition does no harm")
			})
		})
	}
}

// The repetition of a write that was done finds the deal out of sight.
func TestDeals_ChangeUserAfterALostReplyMayHaveHappened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		srv.AddUser("stranger@example.com", "")
		id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
		params := &salesman.DealChangeUserParams{User: "stranger@example.com"}
		srv.Fail(frontdesktest.ResetBeforeReply().AfterHandling().On("deal.change_user").Times(1))
		_, err := srv.Client().Deals.ChangeUser(t.Context(), id, params)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.True(t, asError(t, err).MayHaveHappened())
		_, err = srv.Client().Deals.ChangeUser(t.Context(), id, params)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.False(t, asError(t, err).MayHaveHappened(), "refused at once")
	})
}

func TestDeals_UpdateAfterALostReplyLooksOnlyWhereAmountsAreAtStake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for field, params := range map[string]*salesman.DealUpdateParams{
			"title": {Title: frontdesk.Some("Tablets")},
			"kol":   {Title: frontdesk.Some("Tablets"), Amount: frontdesk.Some[salesman.Amount]("500")},
		} {
			srv := salesmantest.NewServer(t)
			id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "100", Margin: "20"})
			srv.Fail(frontdesktest.ResetBeforeReply().AfterHandling().On("deal.update").Times(1))
			srv.Fail(frontdesktest.Status(http.StatusBadGateway).On("deal.info").After(1).Always())
			result, err := srv.Client().Deals.Update(t.Context(), id, params)
			if field == "title" {
				require.NoError(t, err)
				assert.True(t, result.Changed)
				continue
			}
			require.Error(t, err)
			e := asError(t, err)
			assert.Equal(t, "deal.update", e.Operation)
			assert.True(t, e.MayHaveHappened(), "the lost attempt stored it")
		}
	})
}
