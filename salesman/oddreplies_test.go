package salesman_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// answering returns a client to whom everything is answered with body.
func answering(t *testing.T, body string) *salesman.Client {
	t.Helper()
	transport := &exchanges{response: contract.RecordedResponse{Status: http.StatusOK, BodyRaw: body}}
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
		frontdesk.NoRetry(), frontdesk.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sm.Close()) })
	return sm
}

// creates are the writes that bring a new record, each with the id that it
// returned.
var creates = map[string]func(context.Context, *salesman.Client) (int64, error){
	"client": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "x"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"task": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: "x"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"lead": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Leads.Create(ctx, &salesman.LeadCreateParams{Name: "x"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"act": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: 5})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"price item": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Price.Create(ctx, &salesman.PriceCreateParams{Title: "x"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"budget": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Budget.Create(ctx, &salesman.BudgetCreateParams{Title: "x"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"currency": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Currencies.Create(ctx, &salesman.CurrencyCreateParams{Name: "x"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"user": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Users.Create(ctx, &salesman.UserCreateParams{Login: "jane@example.com", Password: "long-enough-1"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
	"stage": func(ctx context.Context, sm *salesman.Client) (int64, error) {
		r, err := sm.Deals.ChangeStepUnchecked(ctx, 5, &salesman.DealChangeStepParams{Step: "20"})
		return idOrZero(err, func() int64 { return r.ID }), err
	},
}

func idOrZero(err error, id func() int64) int64 {
	if err != nil {
		return 0
	}
	return id()
}

func TestWrites_WithoutAPositiveIDAreNoSuccess(t *testing.T) {
	for name, create := range creates {
		for _, body := range []string{
			`{}`, `[]`, `{"result":"Успешно"}`, `{"result":"Success","data":null}`, `{"result":"Success","data":""}`,
			`{"result":"Success","data":false}`, `{"result":"Success","data":[]}`, `{"result":"Success","data":-1}`,
			`{"result":"Success","data":"abc","id":null}`, `{"result":"Success","data":{"id":null}}`, `{"result":"Success","data":0,"id":0}`,
		} {
			_, err := create(t.Context(), answering(t, body))
			var failure *frontdesk.Error
			require.ErrorAs(t, err, &failure, "%s %s", name, body)
			assert.Equal(t, frontdesk.SentUnknown, failure.Sent, "%s %s", name, body)
			assert.NotEmpty(t, failure.Message)
		}
		id, err := create(t.Context(), answering(t, `{"result":"Success","data":{"id":7},"id":7}`))
		if name == "lead" || name == "act" {
			require.NoError(t, err, name)
			assert.Equal(t, int64(7), id)
		} else {
			require.Error(t, err, name)
			id, err = create(t.Context(), answering(t, `{"result":"Success","data":"7"}`))
			require.NoError(t, err, name)
			assert.Equal(t, int64(7), id)
		}
		if name == "stage" {
			continue // the one that may answer so
		}
		_, err = create(t.Context(), answering(t, `{"error":{"code":302,"text":"x"}}`))
		require.Error(t, err, "%s: only a deal is unchanged with code 302", name)
	}
}

func TestListWrites_EachItemNamesWhatWasStored(t *testing.T) {
	batch := []salesman.ContactCreateParams{{Name: "Jane"}}
	for _, body := range []string{
		`[{"result":"Success","data":0}]`, `[null]`, `[{}]`, `[{"result":"Success"}]`, `[{"result":"Success","data":""}]`, `["x"]`, `[7]`,
	} {
		results, err := answering(t, body).Contacts.CreateBatch(t.Context(), batch)
		if err == nil {
			require.Len(t, results, 1, body)
			err = results[0].Err
			assert.Zero(t, results[0].ID, body)
		}
		require.Error(t, err, body)
	}
	for _, body := range []string{`{"result":"Success"}`, `{"result":"Success","data":7}`, `{}`} {
		_, err := answering(t, body).Contacts.CreateBatch(t.Context(), batch)
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, frontdesk.SentUnknown, failure.Sent, body)
	}
	results, err := answering(t, `[{"result":"Success","data":"7"}]`).Contacts.CreateBatch(t.Context(), batch)
	require.NoError(t, err)
	assert.Equal(t, int64(7), results[0].ID)
	require.NoError(t, results[0].Err)
}

func TestReplies_ScriptThatDiesBehindItsJSON(t *testing.T) {
	const fatal = "\n<br />\n<b>Fatal error</b>:  Uncaught Error: {boom} in /srv/x.php:5"
	for _, body := range []string{`{"count":0}` + fatal, `{"count":0}` + fatal + "{y}", `{"data":[],"count":0}{"error":{"code":500,"text":"boom"}}`, `{"count":0}` + "\nPHP Fatal error: x {y}"} {
		_, err := answering(t, body).Clients.List(t.Context(), nil)
		require.ErrorIs(t, err, frontdesk.ErrServer, body)
	}
	for _, body := range []string{
		`{"result":"Success","data":7}` + fatal, `{"result":"Success","data":7}{"result":"Error","error":{"code":500,"text":"boom"}}`,
	} {
		_, err := answering(t, body).Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "x"})
		require.ErrorIs(t, err, frontdesk.ErrServer, body)
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, frontdesk.SentUnknown, failure.Sent)
		assert.Contains(t, failure.Message, "boom")
		assert.Contains(t, failure.Details, frontdesk.Detail{Field: "id", Message: "7"}, "what was stored can be looked up")
	}
	// A warning says nothing about what was stored.
	result, err := answering(t, `{"result":"Success","data":7}`+"\n<br />\n<b>Warning</b>: x in /srv/x.php").Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "x"})
	require.NoError(t, err)
	assert.Equal(t, int64(7), result.ID)
}

func TestLists_WhatIsNoListIsNoEmptyPage(t *testing.T) {
	lists := map[string]func(*salesman.Client) (int, error){
		"clients":  func(sm *salesman.Client) (int, error) { return rows(sm.Clients.List(t.Context(), nil)) },
		"contacts": func(sm *salesman.Client) (int, error) { return rows(sm.Contacts.List(t.Context(), nil)) },
		"deals":    func(sm *salesman.Client) (int, error) { return rows(sm.Deals.List(t.Context(), nil)) },
		"tasks":    func(sm *salesman.Client) (int, error) { return rows(sm.Tasks.List(t.Context(), nil)) },
		"prices":   func(sm *salesman.Client) (int, error) { return rows(sm.Price.List(t.Context(), nil)) },
		"acts":     func(sm *salesman.Client) (int, error) { return rows(sm.Acts.List(t.Context(), nil)) },
		"calls":    func(sm *salesman.Client) (int, error) { return rows(sm.Calls.List(t.Context(), nil)) },
		"leads":    func(sm *salesman.Client) (int, error) { return rows(sm.Leads.List(t.Context(), nil)) },
		"users": func(sm *salesman.Client) (int, error) {
			users, err := sm.Users.List(t.Context())
			return len(users), err
		},
	}
	for name, list := range lists {
		for _, body := range []string{`{}`, `{"message":"maintenance"}`, `{"result":"Success"}`} {
			_, err := list(answering(t, body))
			require.ErrorIs(t, err, frontdesk.ErrDecode, "%s %s", name, body)
		}
		for _, body := range []string{`{"count":0}`, `[]`, `{"data":[]}`, `{"data":[],"count":0}`, `{"result":"Success","data":[]}`} {
			n, err := list(answering(t, body))
			require.NoError(t, err, "%s %s", name, body)
			assert.Zero(t, n)
		}
	}
}

func rows[T any](page *frontdesk.Page[T], err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return len(page.Items), nil
}

func TestErrors_SayWhatIsKnown(t *testing.T) {
	for body, want := range map[string]string{
		`{"result":"Success","data":"0"}`:           "the reply contradicts itself: a result that tells of no failure, beside the id 0; look the record up before sending again",
		`{"result":"","data":0}`:                    "nothing was stored: the id in the reply is 0",
		`{"result":"","data":0,"id":7}`:             "the reply contradicts itself: one id in it is 0, and another is not; look the record up before sending again",
		`{"result":"ERROR: no such client"}`:        "no such client",
		`{"result":" Ошибка записи"}`:               "Ошибка записи",
		`{"result":"Error"}`:                        "the server says that it failed, and not why",
		`{"result":"Error","error":true}`:           "the server says that it failed, and not why",
		`{"result":"Error","error":{"code":"403"}}`: "the server says no more than the code 403",
	} {
		_, err := answering(t, body).Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "x"})
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure, body)
		assert.Equal(t, want, failure.Message, body)
	}
}
