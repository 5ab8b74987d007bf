package salesman_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestActs_RefuseThePositionsOfOtherActs(t *testing.T) {
	srv := salesmantest.NewServer(t)
	deal, line := phones(t, srv)
	one := []salesman.ActPosition{{LineID: line, Quantity: "1"}}
	mine, other := srv.AddAct(salesmantest.Act{DealID: deal, Positions: one}), srv.AddAct(salesmantest.Act{DealID: deal, Positions: one})
	sm, ctx := srv.Client(), t.Context()
	position := func(act int64) salesman.ActPosition {
		shown, err := sm.Acts.Get(ctx, act)
		require.NoError(t, err)
		for _, p := range shown.Positions {
			return p
		}
		return salesman.ActPosition{}
	}
	foreign := []salesman.ActPosition{{ID: position(other).ID, LineID: line, Quantity: "2"}}
	for _, write := range []func() error{
		func() error {
			_, err := sm.Acts.CreateUnchecked(ctx, &salesman.ActCreateParams{DealID: deal, Positions: foreign})
			return err
		},
		func() error {
			_, err := sm.Acts.Update(ctx, mine, &salesman.ActUpdateParams{Positions: foreign})
			return err
		},
	} {
		err := write()
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, "speka.0.id", asError(t, err).Field)
	}
	assert.Zero(t, srv.Count("akt.add")+srv.Count("akt.update"))
	own := []salesman.ActPosition{{ID: position(mine).ID, LineID: line, Quantity: "2"}}
	_, err := sm.Acts.Update(ctx, mine, &salesman.ActUpdateParams{Positions: own})
	require.NoError(t, err)
	assert.Equal(t, []salesman.Amount{"2", "1"}, []salesman.Amount{position(mine).Quantity, position(other).Quantity})
	_, err = sm.Acts.Replace(ctx, mine, &salesman.ActReplaceParams{Positions: foreign, Template: "akt_full.tpl"})
	require.NoError(t, err)
	assert.Equal(t, salesman.Amount("2"), position(other).Quantity, "so does the plain call")
}

func TestActs_UpdateRefusesAUserWhomTheServerWouldNotStore(t *testing.T) {
	srv := salesmantest.NewServer(t)
	deal, _ := phones(t, srv)
	act := srv.AddAct(salesmantest.Act{DealID: deal})
	_, err := srv.Client().Acts.Update(t.Context(), act, &salesman.ActUpdateParams{User: frontdesk.Some(salesmantest.Manager)})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "user", asError(t, err).Field)
	_, err = srv.Client().Acts.Replace(t.Context(), act, &salesman.ActReplaceParams{User: salesmantest.Manager, Template: "akt_full.tpl"})
	require.NoError(t, err)
	assert.Equal(t, salesmantest.Login, srv.Acts()[0].Owner)
}

func TestActs_UpdateAsksForATemplateThatItCannotKeep(t *testing.T) {
	srv := salesmantest.NewServer(t)
	deal, _ := phones(t, srv)
	act := srv.AddAct(salesmantest.Act{DealID: deal})
	srv.Fail(actWithoutTemplate())
	_, err := srv.Client().Acts.Update(t.Context(), act, &salesman.ActUpdateParams{Description: frontdesk.Some("text")})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "template", asError(t, err).Field)
	assert.Zero(t, srv.Count("akt.update"))
}

// actWithoutTemplate answers as for an act whose template the account has no more.
func actWithoutTemplate() frontdesktest.Fault {
	return frontdesktest.Body(http.StatusOK, "application/json", `{"data":{"deid":1,"number":"1","did":1,"template":null,"templateID":0,"positions":[]}}`).
		On("akt.info").Times(1)
}
