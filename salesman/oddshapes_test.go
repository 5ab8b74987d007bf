package salesman_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// impossible are times that PHP and MySQL store and print, and no calendar has.
var impossible = []string{
	"2026-02-30 10:00:00", "2026-11-00 00:00:00", "0000-00-00 00:00:00", "2026-01-01 24:00:00", "2026-01-01 25:00:00",
	"-0001-11-30 00:00:00", "0000-05-12 00:00:00", "2026-02-30",
}

func TestTimes_ThatNoCalendarHasAreNullAndCostNoPage(t *testing.T) {
	for _, text := range impossible {
		sm := answering(t, `{"data":[{"clid":1,"date_create":"2026-02-28 10:00:00"},{"clid":2,"date_create":"`+text+`"}],"count":2}`)
		var reply frontdesk.Response
		page, err := sm.Clients.List(t.Context(), nil, frontdesk.WithResponse(&reply))
		require.NoError(t, err, text)
		require.Len(t, page.Items, 2)
		assert.Equal(t, time.Date(2026, 2, 28, 10, 0, 0, 0, time.UTC), page.Items[0].Created.Or(time.Time{}))
		assert.True(t, page.Items[1].Created.IsNull(), text)
		assert.Contains(t, string(reply.Body), text, "the text is still to be seen")
	}
	sm := answering(t, `{"data":[{"clid":2,"date_create":"soon"}],"count":1}`)
	_, err := sm.Clients.List(t.Context(), nil)
	require.ErrorIs(t, err, frontdesk.ErrDecode, "what is no time at all is no missing time")

	// Days are kept as they are, but for PHP's spelling of none.
	var days struct{ A, B, C salesman.Date }
	require.NoError(t, sm.Unmarshal([]byte(`{"A":"2026-02-30","B":"-0001-11-30","C":"30.11.-0001 00:00"}`), &days))
	assert.Equal(t, salesman.Date{Year: 2026, Month: 2, Day: 30}, days.A)
	assert.True(t, days.B.IsZero() && days.C.IsZero())
}

func TestLists_ThatPHPWritesAsObjectsAreListsInTheirOrder(t *testing.T) {
	sm := answering(t, `{"data":{"0":{"clid":5},"1":{"clid":3},"17":{"clid":4}},"count":3}`)
	page, err := sm.Clients.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 3)
	assert.Equal(t, []int64{5, 3, 4}, []int64{page.Items[0].ID, page.Items[1].ID, page.Items[2].ID})

	acts, err := answering(t, `{"data":{"3":{"id":5}}}`).Acts.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, int64(5), acts.Items[0].ID)
	users, err := answering(t, `{"data":{"1":{"iduser":5},"2":{"iduser":6}}}`).Users.List(t.Context())
	require.NoError(t, err)
	assert.Len(t, users, 2)
	categories, err := answering(t, `{"1":{"id":5},"2":{"id":6}}`).Price.ListCategories(t.Context())
	require.NoError(t, err)
	assert.Len(t, categories, 2)
	deal, err := answering(t, `{"data":{"did":7,"person":{"0":{"pid":1},"2":{"pid":3}}}}`).Deals.Info(t.Context(), 7, nil)
	require.NoError(t, err)
	require.Len(t, deal.Contacts, 2)
	assert.Equal(t, int64(3), deal.Contacts[1].ID)
	figures, err := answering(t, `{"title":"x","details":{"0":{"user":"a","count":1},"2":{"user":"b","count":"2"}}}`).
		Statistics.NewDeals(t.Context(), &salesman.StatisticsParams{Period: salesman.PeriodMonth})
	require.NoError(t, err)
	require.Len(t, figures.Details.Rows, 2)
	assert.Equal(t, int64(2), figures.Details.Rows[1].Count)
	rates, err := answering(t, `{"data":{"2":{"id":2,"name":"x"}}}`).Currencies.List(t.Context())
	require.NoError(t, err)
	assert.Contains(t, rates, int64(2), "a map by ids stays one")
}

func TestLists_HoldNoRowsOfNothing(t *testing.T) {
	for _, body := range []string{
		`{"data":[null],"count":1}`, `{"data":[{}]}`, `{"data":{"0":null}}`, `{"data":{"message":"maintenance"}}`,
		`{"data":[{"clid":null,"pid":null,"did":null,"tid":null,"id":null,"prid":null,"title":null,"datum":null}]}`,
	} {
		for name, list := range everyList {
			_, err := list(t.Context(), answering(t, body))
			require.ErrorIs(t, err, frontdesk.ErrDecode, "%s %s", name, body)
		}
	}
	for _, body := range []string{`{"data":[null]}`, `{"data":[{"id":null,"title":null}]}`} {
		sm := answering(t, body)
		_, err := sm.Guides.Industries(t.Context())
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
		_, err = sm.Documents.Statuses(t.Context())
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
	_, err := answering(t, `{"message":"maintenance"}`).Price.ListCategories(t.Context())
	require.ErrorIs(t, err, frontdesk.ErrDecode)
}

// everyList reads a page of each list.
var everyList = map[string]func(context.Context, *salesman.Client) (int, error){
	"clients":  func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Clients.List(ctx, nil)) },
	"contacts": func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Contacts.List(ctx, nil)) },
	"deals":    func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Deals.List(ctx, nil)) },
	"tasks":    func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Tasks.List(ctx, nil)) },
	"prices":   func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Price.List(ctx, nil)) },
	"acts":     func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Acts.List(ctx, nil)) },
	"calls":    func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Calls.List(ctx, nil)) },
	"leads":    func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Leads.List(ctx, nil)) },
	"entries":  func(ctx context.Context, sm *salesman.Client) (int, error) { return rows(sm.Entries.List(ctx, nil)) },
	"documents": func(ctx context.Context, sm *salesman.Client) (int, error) {
		return rows(sm.Documents.List(ctx, nil))
	},
	"activities": func(ctx context.Context, sm *salesman.Client) (int, error) {
		return rows(sm.Activities.List(ctx, &salesman.ActivityListParams{ContactID: 1}))
	},
	"categories": func(ctx context.Context, sm *salesman.Client) (int, error) {
		list, err := sm.Price.ListCategories(ctx)
		return len(list), err
	},
}

func TestGets_WithoutTheRecordAreNoRecords(t *testing.T) {
	for body, want := range map[string]error{
		`{"message":"maintenance"}`: frontdesk.ErrDecode, `{"count":5}`: frontdesk.ErrDecode, `[]`: frontdesk.ErrDecode,
		`{"data":{"message":"maintenance"},"budget":{"message":"maintenance"}}`: nil, `{"data":{"0":{"x":1}}}`: nil, `{"data":[{"pid":7,"clid":7}]}`: nil,
	} {
		for name, get := range reads {
			err := get(t.Context(), answering(t, body))
			require.Error(t, err, "%s %s", name, body)
			if want != nil && (name != "client.info" && name != "client.info 2" || body != `[]`) && name != "budget.info" {
				require.ErrorIs(t, err, want, "%s %s", name, body)
			}
		}
	}
	contact, err := answering(t, `{"data":{"clid":"1781","person":"Jane","mob":"1"}}`).Contacts.Get(t.Context(), 7, nil)
	require.NoError(t, err, "older servers leave the id out")
	assert.Equal(t, int64(7), contact.ID)
	for _, body := range []string{`{"data":{"mob":"1"}}`, `{"data":{"clid":"1781","mail":"jane@example.com"}}`} {
		_, err := answering(t, body).Contacts.Get(t.Context(), 7, nil)
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
}

func TestPapersAndFigures_ThatAreNotThereAreErrors(t *testing.T) {
	for name, read := range map[string]func(context.Context, *salesman.Client) error{
		"invoice": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Invoices.HTML(ctx, 7, nil)
			return err
		},
		"act":           func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Acts.HTML(ctx, 7, nil); return err },
		"prices":        func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Price.Fields(ctx); return err },
		"budget":        func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Budget.Fields(ctx); return err },
		"budget record": func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Budget.Get(ctx, 7); return err },
		"summary": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Statistics.Summary(ctx, &salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth})
			return err
		},
		"deals": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Statistics.NewDeals(ctx, &salesman.StatisticsParams{Period: salesman.PeriodMonth})
			return err
		},
	} {
		for _, body := range []string{`{}`, `{"message":"maintenance"}`, `{"count":0}`, `{"html":""}`} {
			require.Error(t, read(t.Context(), answering(t, body)), "%s %s", name, body)
		}
	}
}

func TestContradictions_AreToldAsThat(t *testing.T) {
	for body, says := range map[string]string{
		`{"result":"Success","data":0}`:               "the reply contradicts itself: a result",
		`{"result":"Success","data":7,"id":"0"}`:      "the reply contradicts itself: a result",
		`{"result":"","data":0,"id":7}`:               "the reply contradicts itself: one id",
		`{"result":"Success","data":7,"data":8}`:      "the reply contradicts itself: it says one thing twice",
		`{"result":"Success","result":"x","data":7}`:  "the reply contradicts itself: it says one thing twice",
		`{"error":"","error":"x","data":7,"id":null}`: "the reply contradicts itself: it says one thing twice",
	} {
		_, err := answering(t, body).Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "x"})
		failure := asError(t, err)
		assert.True(t, strings.HasPrefix(failure.Message, says), "%s: %s", body, failure.Message)
		assert.NotContains(t, failure.Message, "nothing was stored", body)
		assert.Equal(t, frontdesk.SentUnknown, failure.Sent, body)
	}
}

func TestListWrites_KeepWhatIsKnownOfEachItem(t *testing.T) {
	batch := []salesman.ContactCreateParams{{Name: "Jane"}, {Name: "Joe"}}
	for _, second := range []string{`5`, `null`, `"x"`, `[]`, `{"result":"Success","data":{"a":1}}`, `{"result":"Success","data":8,"exists":"x"}`} {
		results, err := answering(t, `[{"result":"Success","data":7},`+second+`]`).Contacts.CreateBatch(t.Context(), batch)
		require.NoError(t, err, second)
		require.Len(t, results, 2)
		assert.Equal(t, int64(7), results[0].ID, second)
		require.NoError(t, results[0].Err)
		assert.Zero(t, results[1].ID, second)
		assert.Equal(t, frontdesk.SentUnknown, asError(t, results[1].Err).Sent, second)
	}
	_, err := answering(t, `[{"result":"Success","data":7},{"result":"Success","data":8},{"result":"Success","data":9}]`).Contacts.CreateBatch(t.Context(), batch)
	failure := asError(t, err)
	assert.Equal(t, frontdesk.KindDecode, failure.Kind)
	assert.Equal(t, frontdesk.SentUnknown, failure.Sent)
}

func TestWebhooks_ReadChangesThatAreJSONInAText(t *testing.T) {
	for newparam, want := range map[string]string{
		`{"title":"New","tags":["a"]}`:           "New",
		`"{\"title\":\"New\",\"tags\":[\"a\"]}"`: "New",
		`" {\"title\":\"\\u004eew\"} "`:          "New",
		`"[]"`:                                   "", `"{}"`: "", `""`: "", `"null"`: "", `[]`: "", `null`: "", `false`: "",
	} {
		hook, err := salesman.ParseWebhook(hookRequest("/hooks/"+hookSecret, `{"event":"client.edit","identity":"1","iduser1":"2","clid":"7","newparam":`+newparam+`}`),
			salesman.SecretInPath(hookSecret))
		require.NoError(t, err, newparam)
		require.NoError(t, hook.PayloadErr, newparam)
		require.NotNil(t, hook.Client, newparam)
		assert.Equal(t, want, hook.Client.Changed.Text("title"), newparam)
		assert.Equal(t, int64(7), hook.Client.ClientID)
	}
	for _, newparam := range []string{`"soon"`, `"{\"title\":"`, `7`, `[1]`, `"[1]"`, `"{} x"`} {
		hook, err := salesman.ParseWebhook(hookRequest("/hooks/"+hookSecret, `{"event":"client.edit","newparam":`+newparam+`}`), salesman.SecretInPath(hookSecret))
		require.NoError(t, err, newparam)
		require.ErrorIs(t, hook.PayloadErr, frontdesk.ErrDecode, newparam)
		assert.NotContains(t, hook.PayloadErr.Error(), "title")
		assert.Nil(t, hook.Client)
	}
	back, err := json.Marshal(salesman.ChangedFields{"title": json.RawMessage(`"x"`)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"title":"x"}`, string(back))
}

func TestQuotes_InTheUserOfFiguresNeverReachTheServer(t *testing.T) {
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000")
	require.NoError(t, err)
	for _, login := range []string{`a'b`, `a"b`, "a`b", `a\`, " a", "a\n", "a\x00", "\xff"} {
		params := &salesman.StatisticsParams{Period: salesman.PeriodMonth, User: login}
		for name, read := range map[string]func() error{
			"summary": func() error {
				_, err := sm.Statistics.Summary(t.Context(), &salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth, User: login})
				return err
			},
			"clients":  func() error { _, err := sm.Statistics.NewClients(t.Context(), params); return err },
			"new":      func() error { _, err := sm.Statistics.NewDeals(t.Context(), params); return err },
			"closed":   func() error { _, err := sm.Statistics.ClosedDeals(t.Context(), params); return err },
			"invoices": func() error { _, err := sm.Statistics.Invoices(t.Context(), params); return err },
			"payments": func() error { _, err := sm.Statistics.Payments(t.Context(), params); return err },
		} {
			failure := asError(t, read())
			assert.Equal(t, frontdesk.KindInvalid, failure.Kind, name)
			assert.Equal(t, "user", failure.Field, name)
			assert.Equal(t, frontdesk.SentNo, failure.Sent, name)
		}
	}
}
