package comagic_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// calls of each kind: what they make of a reply.
func oddCalls(c *comagic.Client) map[string]func() (any, error) {
	ctx := context.Background()
	return map[string]func() (any, error){
		"create": func() (any, error) {
			return c.Sources.Create(ctx, &comagic.CreateSourceParams{Name: "a", GroupID: 1, State: comagic.SourceStateActive})
		},
		"create flat": func() (any, error) { return c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "a"}) },
		"delete":      func() (any, error) { return nil, c.Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: 1}) },
		"priority": func() (any, error) {
			return c.Sources.UpdatePriority(ctx, &comagic.UpdateSourcePriorityParams{Sources: []comagic.PriorityItem{{ID: 1, Priority: 1}}})
		},
		"list":  func() (any, error) { return c.Tags.List(ctx, nil) },
		"all":   func() (any, error) { return frontdesk.Collect(c.Tags.All(ctx, nil)) },
		"whole": func() (any, error) { return c.Sources.ListFilters(ctx) },
		"get":   func() (any, error) { return c.Sources.Get(ctx, &comagic.GetSourceParams{ID: 1}) },
		"login": func() (any, error) {
			return c.Authentication.Login(ctx, &comagic.LoginParams{Login: "user", Password: "a-password"})
		},
		"hatch": func() (any, error) { return nil, c.Call(ctx, "update.new_thing", nil, nil) },
	}
}

func TestReplies_FailuresInsideASuccessAreErrors(t *testing.T) {
	everything := []string{"create", "create flat", "delete", "priority", "list", "all", "whole", "get", "login", "hatch"}
	named := []string{"create", "create flat", "login"}
	for _, test := range []struct {
		body  string
		calls []string
		kind  error
	}{
		{`null`, everything, frontdesk.ErrDecode},
		{`{"error":[{"code":-32003,"message":"no","data":{"mnemonic":"forbidden"}}]}`, everything, frontdesk.ErrForbidden},
		{`{"error":"forbidden"}`, everything, frontdesk.ErrForbidden},
		{`{"error":-32003}`, everything, frontdesk.ErrForbidden},
		{`{"result":{"error":{"code":-32003,"data":{"mnemonic":"forbidden"}}}}`, everything, frontdesk.ErrForbidden},
		{`{"result":null}`, append(named, "list", "all", "whole", "get"), frontdesk.ErrDecode},
		{`{"result":{}}`, append(named, "list", "all", "whole", "get"), frontdesk.ErrDecode},
		{`{"result":{"data":null}}`, named, frontdesk.ErrDecode},
		{`{"result":{"data":null}}`, []string{"get"}, frontdesk.ErrNotFound},
		{`{"result":{"data":{}}}`, named, frontdesk.ErrDecode},
		{`{"result":{"data":{"id":0}}}`, named, frontdesk.ErrDecode},
		{`{"result":false}`, []string{"delete", "priority"}, frontdesk.ErrDecode},
		{`{"result":"denied"}`, []string{"delete", "priority"}, frontdesk.ErrDecode},
		{`{"result":{"data":"denied"}}`, []string{"delete", "priority"}, frontdesk.ErrDecode},
		{`{"result":{"data":{"success":false}}}`, []string{"delete", "priority", "create"}, frontdesk.ErrValidation},
		{`{"result":{"success":"false"}}`, []string{"delete", "priority", "create flat"}, frontdesk.ErrValidation},
		{`{"result":{"data":[{"id":5},null]}}`, []string{"list", "whole"}, frontdesk.ErrDecode},
		{`{"result":{"data":[{}]}}`, []string{"list", "all", "whole"}, frontdesk.ErrDecode},
		{`{"result":{"data":{"0":{"id":5},"1":{"id":6}}}}`, []string{"list", "all", "whole"}, frontdesk.ErrDecode},
		{`{"result":{"data":{"message":"denied"}}}`, []string{"list", "all", "whole"}, frontdesk.ErrDecode},
	} {
		srv := comagictest.NewServer(t)
		srv.Fail(frontdesktest.Body(200, "application/json", test.body).Always())
		calls := oddCalls(srv.Client(frontdesk.NoRetry()))
		for _, name := range test.calls {
			_, err := calls[name]()
			assert.ErrorIs(t, err, test.kind, "%s of %s", name, test.body)
		}
	}
}

func TestReplies_InOtherFormsAreRead(t *testing.T) {
	for _, test := range []struct{ body, call string }{
		{`{"result":{"id":5}}`, "create"},
		{`{"result":{"data":{"id":5}}}`, "create flat"},
		{`{"result":null}`, "delete"},
		{`{"result":[]}`, "delete"},
		{`{"result":{"data":{}}}`, "list"},
		{`{"result":{"data":{}}}`, "all"},
	} {
		srv := comagictest.NewServer(t)
		srv.Fail(frontdesktest.Body(200, "application/json", test.body).Always())
		got, err := oddCalls(srv.Client(frontdesk.NoRetry()))[test.call]()
		require.NoError(t, err, "%s of %s", test.call, test.body)
		switch got := got.(type) {
		case *comagic.IDResult:
			assert.Equal(t, int64(5), got.ID)
		case *frontdesk.Page[comagic.Tag]:
			assert.Empty(t, got.Items, test.body)
		case []comagic.Tag:
			assert.Empty(t, got, test.body)
		}
	}

	srv := comagictest.NewServer(t)
	srv.Fail(frontdesktest.Body(200, "application/json", `{"result":{"data":[{"name":""}]}}`).Always())
	page, err := srv.Client().Tags.List(context.Background(), &comagic.TagsParams{Fields: []string{"name"}})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "an empty column that was asked for alone")
}

func TestLogin_WithoutAKeyIsNoSession(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.Fail(frontdesktest.Body(200, "application/json", `{"result":{"data":{}}}`).On("login.user").Always())
	_, err := srv.ClientFor(comagic.Login(comagictest.User, comagictest.Password), frontdesk.NoRetry()).Account.List(context.Background())
	require.ErrorIs(t, err, frontdesk.ErrDecode)
	assert.Equal(t, 1, srv.Count(), "nothing was called without a key")
}

func TestList_AWrongTotalEndsNothing(t *testing.T) {
	for _, total := range []string{"0", "1", "-5", `"many"`, "null"} {
		for name, opts := range map[string][]frontdesk.Option{"streamed": nil, "ahead": {frontdesk.WithPrefetch(2)}} {
			srv := comagictest.NewServer(t)
			reply := func(rows string) frontdesktest.Fault {
				return frontdesktest.Body(http.StatusOK, "application/json", `{"result":{"data":[`+rows+`],"metadata":{"total_items":`+total+`}}}`)
			}
			srv.Fail(reply(`{"id":1},{"id":2}`).Times(1), reply(`{"id":3}`).Times(1), reply(``).Always())
			tags, err := frontdesk.Collect(srv.Client().Tags.All(context.Background(), &comagic.TagsParams{Limit: 2}, opts...))
			require.NoError(t, err)
			assert.Len(t, tags, 3, "%s, total %s", name, total)
		}
	}
}

func TestList_AWrongTotalAndTheSamePageForEverEnd(t *testing.T) {
	srv := comagictest.NewServer(t)
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, msk)
	row := `{"call_session_id":1}`
	srv.Fail(frontdesktest.Body(200, "application/json", `{"result":{"data":[`+row+`,`+row+`],"metadata":{"total_items":0}}}`).Always())
	_, err := frontdesk.Collect(srv.Client().Reports.AllFinancialCallLegs(context.Background(), &comagic.FinancialCallLegsReportParams{Limit: 2, DateFrom: day, DateTill: day.Add(time.Hour)}))
	require.NoError(t, err)
	assert.LessOrEqual(t, srv.Count(), 3)
}

func TestWrites_RefusalsAfterALostAttemptLeaveTheOutcomeOpen(t *testing.T) {
	gone := frontdesktest.Body(200, "application/json", `{"error":{"code":-32602,"data":{"mnemonic":"entity_not_found"}}}`)
	srv := comagictest.NewServer(t)
	srv.Fail(frontdesktest.Status(500).Times(1).On("delete.tags"), gone.Always().On("delete.tags"))
	err := srv.Client().Tags.Delete(context.Background(), &comagic.DeleteTagsParams{ID: 1})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.True(t, err.(*frontdesk.Error).MayHaveHappened(), "the first attempt may have deleted it")

	srv = comagictest.NewServer(t)
	srv.Fail(gone.Always())
	err = srv.Client().Tags.Delete(context.Background(), &comagic.DeleteTagsParams{ID: 1})
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.False(t, err.(*frontdesk.Error).MayHaveHappened())
}

func TestUploads_ARefusedBatchMayBeDoneInPart(t *testing.T) {
	at := time.Unix(1e9, 0)
	refusal := `{"error":{"code":-32602,"data":{"mnemonic":"invalid_parameter_value","field":"0"}}}`
	srv := comagictest.NewServer(t)
	srv.Fail(frontdesktest.Body(200, "application/json", refusal).Always())
	costs := &comagic.UploadSourceCostsParams{Costs: []comagic.UploadSourceCostsCost{{DateFrom: at, DateTill: at, SourceID: 1, Cost: 1}}}
	_, err := srv.Client().Sources.UploadCosts(context.Background(), costs)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.True(t, err.(*frontdesk.Error).MayHaveHappened())

	srv = comagictest.NewServer(t)
	srv.Fail(frontdesktest.Body(200, "application/json", refusal).Always())
	deal := comagic.UploadDealsHistoryDeal{
		ExtID: "1", Name: "a", CreatedDateTime: at, ModifiedStageDateTime: at, SalesFunnelExtID: "1", StageExtID: "1",
	}
	err = srv.Client().Deals.UploadHistory(context.Background(), &comagic.UploadDealsHistoryParams{Deals: []comagic.UploadDealsHistoryDeal{deal}})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.False(t, err.(*frontdesk.Error).MayHaveHappened(), "deals are stored all or not at all")
}

// cutting answers a list of n tags, of one second or none, at most 100 of them at once.
func cutting(n int, moment string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			Params struct{ Limit, Offset int }
		}
		_ = json.NewDecoder(r.Body).Decode(&request)
		rows := []string{}
		for id := request.Params.Offset + 1; id <= min(n, request.Params.Offset+min(request.Params.Limit, 100)); id++ {
			rows = append(rows, fmt.Sprintf(`{"id":%d,"creation_datetime":%s}`, id, moment))
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"result":{"data":[%s],"metadata":{"total_items":%d}}}`, strings.Join(rows, ","), n)
	}
}

func TestAll_GoesOnWhereTheServerCutsPagesShorterThanASecondOfRows(t *testing.T) {
	for _, moment := range []string{`null`, `"2026-01-01 00:00:00"`} {
		for name, opts := range map[string][]frontdesk.Option{"streamed": nil, "ahead": {frontdesk.WithPrefetch(3)}} {
			srv := httptest.NewServer(cutting(350, moment))
			client, err := comagic.New(comagic.AccessToken("test-token"), frontdesk.WithBaseURL(srv.URL))
			require.NoError(t, err)
			tags, err := frontdesk.Collect(client.Tags.All(context.Background(), nil, opts...))
			require.NoError(t, err)
			ids := map[int64]bool{}
			for _, tag := range tags {
				ids[tag.ID] = true
			}
			assert.Len(t, tags, 350, "%s, %s", name, moment)
			assert.Len(t, ids, 350, "%s, %s", name, moment)
			srv.Close()
		}
	}
}
