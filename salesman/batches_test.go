package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestBatches_MoreResultsThanItemsAreNoSuccess(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	day := salesman.Date{Year: 2026, Month: 3, Day: 4}
	for operation, call := range map[string]func() ([]salesman.ItemResult, error){
		"client.add_list": func() ([]salesman.ItemResult, error) {
			return sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "a"}, {Title: "b"}})
		},
		"person.add_list": func() ([]salesman.ItemResult, error) {
			return sm.Contacts.CreateBatch(ctx, []salesman.ContactCreateParams{{Name: "a"}, {Name: "b"}})
		},
		"history.add_list": func() ([]salesman.ItemResult, error) {
			return sm.Activities.CreateBatch(ctx, []salesman.ActivityCreateParams{{Content: "a", ClientID: 1, Date: day}, {Content: "b", ClientID: 1, Date: day}})
		},
	} {
		srv.Fail(json200(`[{"result":"Успешно","data":7},{"result":"Успешно","data":8},{"result":"Успешно","data":9}]`).On(operation))
		results, err := call()
		require.ErrorIs(t, err, frontdesk.ErrDecode, operation)
		assert.Equal(t, []any{operation, frontdesk.SentUnknown}, []any{asError(t, err).Operation, asError(t, err).Sent})
		assert.Nil(t, results)
		srv.Fail(json200(`[{"result":"Успешно","data":7}]`).On(operation))
		results, err = call()
		require.NoError(t, err)
		require.Len(t, results, 2)
		assert.NoError(t, results[0].Err)
		assert.Equal(t, frontdesk.SentUnknown, asError(t, results[1].Err).Sent)
	}
}
