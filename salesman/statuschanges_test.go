package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestStatuses_OfAnAccountWithoutAnyAreInvalidBeforeTheWrite(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
	act := srv.AddAct(salesmantest.Act{DealID: deal})
	paper := srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, DealID: deal})
	_, err := sm.Acts.Statuses(ctx)
	require.ErrorIs(t, err, frontdesk.ErrNotFound, "the account has none")
	for operation, write := range map[string]func() error{
		"akt.add": func() error {
			_, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: deal, StatusID: 1})
			return err
		},
		"akt.status_change": func() error {
			_, err := sm.Acts.SetStatus(ctx, act, &salesman.StatusChangeParams{StatusID: 1})
			return err
		},
		"document.status_change": func() error {
			_, err := sm.Documents.SetStatus(ctx, paper, &salesman.StatusChangeParams{StatusID: 99})
			return err
		},
	} {
		err := write()
		require.ErrorIs(t, err, frontdesk.ErrInvalid, operation)
		e := asError(t, err)
		assert.Equal(t, []any{operation, "status", frontdesk.SentNo}, []any{e.Operation, e.Field, e.Sent})
		assert.Zero(t, srv.Count(operation))
	}
}
