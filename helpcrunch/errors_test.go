package helpcrunch_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func statusOnce(status int) frontdesktest.Fault { return frontdesktest.Status(status) }

func TestErrors_EveryDocumentedReplyHasItsKindAndCode(t *testing.T) {
	for file, want := range map[string]struct {
		kind    frontdesk.Kind
		code    frontdesk.Code
		field   string
		details int
	}{
		"customers.get.401.json":                      {frontdesk.KindAuth, helpcrunch.CodeInvalidToken, "", 1},
		"customers.get.401.v2.json":                   {frontdesk.KindAuth, helpcrunch.CodeUnauthorized, "", 2},
		"customers.get.404.json":                      {frontdesk.KindNotFound, helpcrunch.CodeEntityNotFound, "", 1},
		"customers.get.404.v2.json":                   {frontdesk.KindNotFound, helpcrunch.CodeNotFound, "", 2},
		"customers.get.429.json":                      {frontdesk.KindRateLimited, helpcrunch.CodeTooManyRequests, "", 1},
		"customers.get.429.v2.json":                   {frontdesk.KindRateLimited, helpcrunch.CodeTooManyRequests, "", 2},
		"customers.create.400.duplicate_user_id.json": {frontdesk.KindConflict, helpcrunch.CodeInvalidUserIDValue, "userId", 1},
		"chats.create.400.v2.json":                    {frontdesk.KindValidation, "customer", "customer", 3},
		"chats.update_status.400.json":                {frontdesk.KindValidation, helpcrunch.CodeInvalidChatValue, "status", 1},
		"chats.update_assignee.400.json":              {frontdesk.KindValidation, helpcrunch.CodeInvalidChatValue, "assignee", 1},
		"messages.create.400.json":                    {frontdesk.KindValidation, helpcrunch.CodeInvalidChatValue, "", 1},
		"messages.create.404.json":                    {frontdesk.KindNotFound, helpcrunch.CodeChatNotFound, "", 2},
		"chats.get.404.json":                          {frontdesk.KindNotFound, helpcrunch.CodeChatNotFound, "", 1},
		"chats.mark_read_by_agent.404.json":           {frontdesk.KindNotFound, helpcrunch.CodeNotFount, "", 1},
		"chats.rate.400.not_closed.json":              {frontdesk.KindInvalid, helpcrunch.CodeInvalidRequest, "", 1},
	} {
		t.Run(file, func(t *testing.T) {
			status := statusOf(t, file)
			client := answering(t, status, string(contract.ExampleFile(contract.HelpCrunch, file)))
			_, err := client.Customers.Get(t.Context(), 1)
			e := asError(t, err)
			assert.Equal(t, want.kind, e.Kind)
			assert.Equal(t, want.code, e.Code)
			assert.Equal(t, want.field, e.Field)
			assert.Equal(t, status, e.HTTPStatus)
			require.Len(t, e.Details, want.details)
			var sent struct {
				Errors []frontdesk.Detail `json:"errors"`
			}
			require.NoError(t, helpcrunch.Unmarshal(contract.ExampleFile(contract.HelpCrunch, file), &sent))
			require.Len(t, sent.Errors, want.details)
			for i, d := range sent.Errors {
				assert.Equal(t, d.Code, e.Details[i].Code, "all entries are kept in order")
				assert.Equal(t, d.Message, e.Details[i].Message)
			}
		})
	}
}

// statusOf finds the HTTP status of an example.
func statusOf(t *testing.T, file string) int {
	for _, op := range contract.Load(contract.HelpCrunch).Operations {
		for _, e := range op.Examples {
			if e.File == file {
				return e.Status
			}
		}
	}
	t.Fatalf("no example %s", file)
	return 0
}

func TestErrors_TheTellingEntryIsTheFirstAfterTheGenericOne(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		kind   frontdesk.Kind
		code   frontdesk.Code
		field  string
	}{
		{"one object instead of a list", 404, `{"errors":{"code":"entity_not_found","message":"x"}}`, frontdesk.KindNotFound, "entity_not_found", ""},
		{"generic twice", 404, `{"errors":[{"code":"invalid_request"},{"code":"invalid_request"},{"code":"not_found"}]}`, frontdesk.KindNotFound, "not_found", ""},
		{"generic last", 404, `{"errors":[{"code":"not_found"},{"code":"invalid_request"}]}`, frontdesk.KindNotFound, "not_found", ""},
		{"a path below the generic one", 400, `{"errors":[{"code":"invalid_request"},{"code":"filter[0].field"}]}`, frontdesk.KindValidation, "filter[0].field", "filter[0].field"},
		{"an unknown code alone", 400, `{"errors":[{"code":"something_new","message":"m"}]}`, frontdesk.KindInvalid, "something_new", ""},
		{"generic alone at another status", 500, `{"errors":[{"code":"invalid_request"}]}`, frontdesk.KindServer, "invalid_request", ""},
		{"byte order mark", 404, "\xef\xbb\xbf" + `{"errors":[{"code":"not_found"}]}`, frontdesk.KindNotFound, "not_found", ""},
		{"code as a number", 422, `{"errors":[{"code":17,"message":"m"}]}`, frontdesk.KindValidation, "17", ""},
		{"the generic one after a path", 400, `{"errors":[{"code":"customer"},{"code":"invalid_request"}]}`, frontdesk.KindValidation, "customer", "customer"},
		{"a path without company", 400, `{"errors":[{"code":"customer"}]}`, frontdesk.KindInvalid, "customer", ""},
		{"a userId taken without a text", 400, `{"errors":[{"code":"invalid_userId_value"}]}`, frontdesk.KindConflict, "invalid_userId_value", "userId"},
		{"an entry that is no object", 404, `{"errors":["gone",null,{"code":"not_found"}]}`, frontdesk.KindNotFound, "", ""},
		{"no list, but a code in words", 400, `{"message":"bad","code":"invalidParameter"}`, frontdesk.KindInvalid, "invalidParameter", ""},
		{"no list", 403, `{"message":{"info":"x"},"code":5,"errors":null}`, frontdesk.KindForbidden, "", ""},
		{"empty list", 400, `{"errors":[]}`, frontdesk.KindInvalid, "", ""},
		{"a page", 502, `<html>Bad gateway</html>`, frontdesk.KindUnavailable, "", ""},
		{"nothing", 401, ``, frontdesk.KindAuth, "", ""},
		{"garbage", 400, `{"errors":[{"code":`, frontdesk.KindInvalid, "", ""},
	} {
		_, err := answering(t, c.status, c.body).Customers.Get(t.Context(), 1)
		e := asError(t, err)
		assert.Equal(t, c.kind, e.Kind, c.name)
		assert.Equal(t, c.code, e.Code, c.name)
		assert.Equal(t, c.field, e.Field, c.name)
	}
}

func TestErrors_TextsAreKeptInEverySpelling(t *testing.T) {
	for body, want := range map[string]string{
		`{"errors":["gone",{"code":"not_found"}]}`:           "gone",
		`{"errors":[null,{"code":17,"message":5}]}`:          "5",
		`{"message":"closed for repairs","errors":null}`:     "closed for repairs",
		`{"message":{"info":"no such thing"},"errors":null}`: "no such thing",
		`{"message":["x"]}`:                                  "",
		`"gone"`:                                             "",
	} {
		_, err := answering(t, 404, body).Customers.Get(t.Context(), 1)
		assert.Equal(t, want, asError(t, err).Message, body)
	}
}

func TestErrors_OfSeveralGenericEntriesTheSecondTells(t *testing.T) {
	client := answering(t, 400, `{"errors":[{"code":"invalid_request","message":"Invalid request"},{"code":"invalid_request","message":"too long"}]}`)
	_, err := client.Chats.Rate(t.Context(), &helpcrunch.ChatRateParams{ID: 1, Rating: helpcrunch.ChatRatingPoor})
	e := asError(t, err)
	assert.Equal(t, "too long", e.Message)
	assert.Equal(t, frontdesk.KindInvalid, e.Kind, "only a lone one is a broken precondition")
}

func TestErrors_AListOfErrorsIsNoSuccessWhateverItsStatus(t *testing.T) {
	const body = ` {"errors":[{"code":"invalid_request","message":"Invalid request"},{"code":"entity_not_found","message":"Customer not found"}]}`
	for name, call := range map[string]func(*helpcrunch.Client) error{
		"get":         func(c *helpcrunch.Client) error { _, err := c.Customers.Get(t.Context(), 1); return err },
		"list":        func(c *helpcrunch.Client) error { _, err := c.Customers.List(t.Context(), nil); return err },
		"total":       func(c *helpcrunch.Client) error { _, err := c.Chats.Total(t.Context()); return err },
		"delete":      func(c *helpcrunch.Client) error { return c.Customers.Delete(t.Context(), 1) },
		"unsubscribe": func(c *helpcrunch.Client) error { return c.Agents.Unsubscribe(t.Context(), 1) },
		"hatch":       func(c *helpcrunch.Client) error { return c.Do(t.Context(), "POST", "/new", nil, nil) },
	} {
		e := asError(t, call(answering(t, 200, body)))
		assert.Equal(t, frontdesk.KindNotFound, e.Kind, name)
		assert.Equal(t, helpcrunch.CodeEntityNotFound, e.Code, name)
		assert.Equal(t, frontdesk.SentUnknown, e.Sent, "%s: status and body contradict each other", name)
		assert.Equal(t, e.Class.Writes(), e.MayHaveHappened(), name)
		assert.Len(t, e.Details, 2, name)
	}
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Body(200, "application/json", `{"errors":[{"code":"too_many_requests"}]}`))
		_, err := srv.Client().Customers.Create(t.Context(), nil)
		require.NoError(t, err, "a refusal by the limit is waited out, also for what is unsafe to repeat")
		assert.Equal(t, 2, srv.Count())
	})
	unknown := answering(t, 200, `{"errors":[{"code":"something_new"}]}`).Customers.Delete(t.Context(), 1)
	assert.Equal(t, frontdesk.KindInvalid, asError(t, unknown).Kind)

	for _, body := range []string{`{"id":1,"errors":[]}`, `{"errors":null,"id":1}`, `{"id":1,"notes":"\"errors\""}`, `{"id":1,"device":{"errors":[{"code":"x"}]}}`} {
		_, err := answering(t, 200, body).Customers.Update(t.Context(), 1, nil)
		require.NoError(t, err, body)
	}
}

func TestBatch_ARefusalLeavesTheOtherChangesUnknown(t *testing.T) {
	for body, status := range map[string]int{
		`{"errors":[{"code":"entity_not_found"}]}`:                          404,
		`{"errors":[{"code":"invalid_userId_value"}]}`:                      400,
		`{"data":[{"id":1}],"errors":[{"code":"entity_not_found"}]}`:        200,
		`{"errors":[{"code":"invalid_request"},{"code":"filter[0].name"}]}`: 400,
	} {
		_, err := answering(t, status, body).Customers.UpdateBatch(t.Context(), []helpcrunch.CustomerBatchUpdate{{Customer: 1}, {Customer: 2}})
		assert.True(t, asError(t, err).MayHaveHappened(), body)
	}
	_, err := answering(t, 401, `{"errors":[{"code":"invalid_token"}]}`).Customers.UpdateBatch(t.Context(), []helpcrunch.CustomerBatchUpdate{{Customer: 1}})
	assert.False(t, asError(t, err).MayHaveHappened(), "nothing was done without a key")
}

func TestRetry_ARefusalAfterALostAttemptMayBeItsDoing(t *testing.T) {
	for name, call := range map[string]func(*testing.T, *helpcrunchtest.Server) error{
		"customers.delete": func(t *testing.T, srv *helpcrunchtest.Server) error {
			return srv.Client().Customers.Delete(t.Context(), helpcrunchtest.SeedCustomerID)
		},
		"chats.rate": func(t *testing.T, srv *helpcrunchtest.Server) error {
			c := srv.Client().Chats
			_, err := c.UpdateStatus(t.Context(), &helpcrunch.ChatUpdateStatusParams{ID: helpcrunchtest.SeedChatID, Status: helpcrunch.ChatStatusClosed})
			require.NoError(t, err)
			_, err = c.Rate(t.Context(), &helpcrunch.ChatRateParams{ID: helpcrunchtest.SeedChatID, Rating: helpcrunch.ChatRatingGreat})
			return err
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := helpcrunchtest.NewServer(t)
			srv.Fail(statusOnce(http.StatusInternalServerError).AfterHandling().On(name))
			e := asError(t, call(t, srv))
			assert.Equal(t, 2, e.Attempts, name)
			assert.True(t, e.MayHaveHappened(), name)
		})
	}
	e := asError(t, answering(t, 404, `{"errors":[{"code":"entity_not_found"}]}`).Customers.Delete(t.Context(), 1))
	assert.False(t, e.MayHaveHappened(), "the first attempt was answered")
}

func TestErrors_RepliesThatAreNotTheVendorsAreUnreadable(t *testing.T) {
	for body, calls := range map[string]func(*helpcrunch.Client) error{
		``:                         func(c *helpcrunch.Client) error { _, err := c.Customers.Get(t.Context(), 1); return err },
		`{"id":`:                   func(c *helpcrunch.Client) error { _, err := c.Customers.Get(t.Context(), 1); return err },
		`<html>sign in</html>`:     func(c *helpcrunch.Client) error { return c.Customers.Delete(t.Context(), 1) },
		`{"total":5}`:              func(c *helpcrunch.Client) error { _, err := c.Customers.List(t.Context(), nil); return err },
		`[]`:                       func(c *helpcrunch.Client) error { _, err := c.Customers.List(t.Context(), nil); return err },
		`{"data":[{"id":1},null]}`: func(c *helpcrunch.Client) error { _, err := c.Customers.List(t.Context(), nil); return err },
		`{"data":[{}]}`:            func(c *helpcrunch.Client) error { _, err := c.Chats.List(t.Context(), nil); return err },
		`{"messages":[{}]}`:        func(c *helpcrunch.Client) error { _, err := c.Messages.List(t.Context(), 1, nil); return err },
		`{"data":{}}`:              func(c *helpcrunch.Client) error { _, err := c.Organization.Get(t.Context()); return err },
		`{"data":[{"id":"x"}]}`: func(c *helpcrunch.Client) error {
			_, err := c.Customers.List(t.Context(), nil)
			return err
		},
	} {
		e := asError(t, calls(answering(t, 200, body)))
		assert.Equal(t, frontdesk.KindDecode, e.Kind, body)
		assert.NotContains(t, e.Message, "Reply[", "no names of types that nobody can see")
	}
	_, err := answering(t, 200, `{}`).Customers.Create(t.Context(), nil)
	assert.Contains(t, asError(t, err).Message, "its id is missing")
}

func TestReplies_OddSpellingsAreRead(t *testing.T) {
	for body, check := range map[string]func(*testing.T, *helpcrunch.Customer){
		`{"id":"8737843","userId":42,"blocked":1,"tags":null}`: func(t *testing.T, c *helpcrunch.Customer) {
			assert.EqualValues(t, 8737843, c.ID)
			assert.Equal(t, frontdesk.Some("42"), c.UserID)
			assert.True(t, c.Blocked)
		},
		`{"id":9007199254740993,"firstSeen":"1594139170.913","lastSeen":1588927354}`: func(t *testing.T, c *helpcrunch.Customer) {
			assert.EqualValues(t, 9007199254740993, c.ID)
			assert.Equal(t, frontdesk.Some(time.UnixMilli(1594139170913).UTC()), c.FirstSeen)
			assert.Equal(t, frontdesk.Some(time.Unix(1588927354, 0).UTC()), c.LastSeen)
		},
		`{"id":1,"customData":[],"location":null,"device":null,"new":{"a":[]}}`: func(t *testing.T, c *helpcrunch.Customer) {
			assert.Empty(t, c.CustomData)
			assert.True(t, c.Location.IsNull())
			assert.True(t, c.Device.IsNull())
		},
	} {
		got, err := answering(t, 200, body).Customers.Get(t.Context(), 1)
		require.NoError(t, err, body)
		check(t, got)
	}
}

func TestDelete_TakesOkAsTextToo(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	srv.Fail(frontdesktest.Body(200, "text/plain", "Ok"))
	require.NoError(t, srv.Client().Customers.Delete(t.Context(), 5))
}

func TestAuth_WrongKey(t *testing.T) {
	for generation, code := range map[helpcrunchtest.Generation]frontdesk.Code{
		helpcrunchtest.V1: helpcrunch.CodeInvalidToken, helpcrunchtest.V2: helpcrunch.CodeUnauthorized,
	} {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(generation))
		client, err := helpcrunch.New("test-wrong-key", frontdesk.WithHTTPClient(srv.HTTPClient()), frontdesk.WithBaseURL(srv.BaseURL()))
		require.NoError(t, err)
		_, err = client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindAuth, e.Kind)
		assert.Equal(t, code, e.Code)
		assert.Equal(t, 1, srv.Count())
		assert.NotContains(t, e.Error(), "test-wrong-key")
	}
}

func TestRetry_FollowsTheClassOfTheOperation(t *testing.T) {
	for operation, c := range map[string]struct {
		call     func(*testing.T, *helpcrunch.CustomersService) error
		requests int
	}{
		"customers.search": {func(t *testing.T, s *helpcrunch.CustomersService) error {
			_, err := s.Search(t.Context(), &helpcrunch.CustomerSearchParams{Filter: helpcrunch.And(helpcrunch.CustomerFieldID.Is(1))})
			return err
		}, 2},
		"customers.untag": {func(t *testing.T, s *helpcrunch.CustomersService) error {
			_, err := s.RemoveTags(t.Context(), helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{"lead"}})
			return err
		}, 2},
		"customers.create": {func(t *testing.T, s *helpcrunch.CustomersService) error {
			_, err := s.Create(t.Context(), nil)
			return err
		}, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := helpcrunchtest.NewServer(t)
			srv.Fail(statusOnce(http.StatusInternalServerError))
			err := c.call(t, srv.Client().Customers)
			requests := srv.RequestsOf(operation)
			require.Len(t, requests, c.requests, operation)
			if c.requests == 1 {
				assert.Equal(t, frontdesk.SentUnknown, asError(t, err).Sent)
				return
			}
			require.NoError(t, err, operation)
			assert.Equal(t, requests[0].Body, requests[1].Body, "the body is sent again")
		})
	}
}

func TestLimit_TheQuotaIsKeptTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		client := srv.Client()
		started := time.Now()
		for range 130 {
			_, err := client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
			require.NoError(t, err)
		}
		assert.Zero(t, srv.Stats().Refused)
		assert.GreaterOrEqual(t, time.Since(started), time.Minute)
		assert.Equal(t, 120, client.Limits()[0].Limit)
	})
}

func TestLimit_ARefusalIsWaitedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithQuota(2, time.Minute))
		client := srv.Client()
		for range 3 {
			_, err := client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
			require.NoError(t, err)
		}
		assert.NotZero(t, srv.Stats().Refused)

		quick := srv.Client(frontdesk.NoRetry())
		for range 3 {
			if _, err := quick.Customers.Get(t.Context(), 1); asError(t, err).Kind == frontdesk.KindRateLimited {
				assert.Equal(t, helpcrunch.CodeTooManyRequests, asError(t, err).Code)
				return
			}
		}
		t.Error("no refusal")
	})
}
