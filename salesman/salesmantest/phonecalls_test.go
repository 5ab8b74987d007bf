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

func TestCalls_StoredAndListed(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.PutUser(salesmantest.User{Login: salesmantest.Manager, Chief: salesmantest.Login, Extension: "101"})
	srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Phone: "+1 (555) 010-01-99", Owner: salesmantest.Manager})
	at := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	result, err := sm.Calls.CreateBatch(t.Context(), []salesman.CallCreateParams{
		{UID: "a", Time: at, Direction: salesman.CallIncoming, Result: salesman.CallAnswered, Seconds: 65, From: "15550100199", To: "101", Recording: "a.mp3"},
		{UID: "b", Time: at.Add(24 * time.Hour), Direction: salesman.CallOutgoing, Result: salesman.CallNoAnswer, From: "101", To: "+1 555 0777"},
	})
	require.NoError(t, err)
	assert.Equal(t, "Звонок 101 -> 15550777 записан в историю звонков", result.Details, "numbers are sent as digits")
	srv.AddPhoneCall(salesmantest.PhoneCall{UID: "c", Time: at.Add(48 * time.Hour), Direction: salesman.CallInternal, Seconds: 5, From: "101", To: "102", User: salesmantest.Login})

	list := func(params salesman.CallListParams) string {
		page, err := sm.Calls.List(t.Context(), &params)
		return numbers(page, err, func(c salesman.Call) int64 { return c.ID })
	}
	day := salesman.DateOf(at)
	assert.Equal(t, "[3 2 1]", list(salesman.CallListParams{}))
	assert.Equal(t, "[2 3 1]", list(salesman.CallListParams{Order: salesman.CallOrderSeconds, Direction: salesman.Ascending}))
	assert.Equal(t, "[2]", list(salesman.CallListParams{Way: salesman.CallOutgoing}))
	assert.Equal(t, "[1]", list(salesman.CallListParams{Phone: "5550100199"}))
	assert.Equal(t, "[2]", list(salesman.CallListParams{Phone: "555-0777"}))
	assert.Equal(t, "[1]", list(salesman.CallListParams{User: salesmantest.Manager}), "by the contact who called")
	assert.Equal(t, "[2]", list(salesman.CallListParams{User: "ghost@example.com"}), "an unknown user has those of nobody")
	assert.Equal(t, "[3 2]", list(salesman.CallListParams{From: day.AddDays(1)}))
	assert.Equal(t, "[1]", list(salesman.CallListParams{From: day, Till: day}))
	assert.Equal(t, "[1]", list(salesman.CallListParams{Till: day}), "the last day counts to its end")
	assert.Equal(t, "[]", list(salesman.CallListParams{Till: day.AddDays(-1)}))
	page, err := clientAs(t, srv, salesmantest.Manager).Calls.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, page.Items, 3, "whose they are does not matter")
	assert.Equal(t, "a.mp3", page.Items[2].Recording)
}

func TestCalls_AnEarlierErrorStays(t *testing.T) {
	srv := lenient(t)
	sm := srv.Client()
	call := func(fields map[string]any) map[string]any {
		all := map[string]any{"uid": "a", "datum": "2026-05-01 10:00:00", "direct": "income", "res": "ANSWERED", "src": "1", "dst": "2"}
		for name, value := range fields {
			all[name] = value
			if value == nil {
				delete(all, name)
			}
		}
		return all
	}
	add := func(calls ...any) error {
		return sm.Do(t.Context(), "calls", "add", map[string]any{"calls": calls}, nil)
	}
	requireCode(t, add(call(map[string]any{"src": "", "dst": ""})), frontdesk.ErrInvalid, salesman.CodeMissing)
	requireCode(t, add(call(map[string]any{"res": nil})), frontdesk.ErrServer, salesman.CodeException)
	requireCode(t, add(call(map[string]any{"uid": nil}), call(nil)), frontdesk.ErrServer, salesman.CodeException)
	page, err := sm.Calls.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "the last one is stored")
	require.ErrorIs(t, sm.Do(t.Context(), "calls", "add", map[string]any{}, nil), frontdesk.ErrInvalid)
	require.ErrorIs(t, sm.Do(t.Context(), "calls", "list", map[string]any{"order": ""}, nil), frontdesk.ErrServer, "its default order is no column")
}
