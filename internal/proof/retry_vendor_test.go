package proof_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// endsWithContext cancels a call before it begins, while it waits for a reply and
// while it waits to repeat.
func endsWithContext(t *testing.T, s subject, class frontdesk.Class) {
	srv, c := s.start(t)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	e := failure(t, c.calls[class](over))
	assert.Equal(t, frontdesk.KindCanceled, e.Kind)
	assert.Equal(t, frontdesk.SentNo, e.Sent)
	assert.Zero(t, srv.Count())

	srv.Fail(frontdesktest.Hang())
	start := time.Now()
	late, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	e = failure(t, c.calls[class](late))
	assert.Equal(t, frontdesk.KindTimeout, e.Kind)
	assert.ErrorIs(t, e, context.DeadlineExceeded)
	assert.Equal(t, frontdesk.SentUnknown, e.Sent)
	assert.Equal(t, 1, srv.Count())
	assert.Equal(t, 5*time.Second, time.Since(start))

	srv.ResetRequests()
	srv.Fail(frontdesktest.Status(429).RetryAfter(time.Minute))
	start = time.Now()
	soon, cancel := context.WithCancel(t.Context())
	time.AfterFunc(3*time.Second, cancel)
	e = failure(t, c.calls[class](soon))
	assert.Equal(t, frontdesk.KindCanceled, e.Kind)
	assert.ErrorIs(t, e, context.Canceled)
	assert.Equal(t, 3*time.Second, time.Since(start))
	assert.Equal(t, 1, srv.Count())
	assertClean(t, srv)
}

// Under the status 500 old servers of LiveAgent tell of callers' mistakes.
func TestRetry_LiveAgentDoesNotRepeatCallersMistakes(t *testing.T) {
	for text, kind := range map[string]frontdesk.Kind{
		"parameter message is missing":                              frontdesk.KindValidation,
		"Unable to load conversation abc":                           frontdesk.KindNotFound,
		"agent with email a@example.com not found":                  frontdesk.KindNotFound,
		"tag already exists":                                        frontdesk.KindConflict,
		"Visitor user can only create conversation with department": frontdesk.KindInvalid,
		"wrong apikey":                                              frontdesk.KindAuth,
	} {
		for _, status := range []int{200, 400, 500} {
			for _, class := range classes {
				srv, c := liveAgent.start(t)
				code := status
				if status == 200 {
					code = 500
				}
				srv.Fail(frontdesktest.Body(status, "application/json", `{"response":{"status":"ERROR","statuscode":`+number(code)+`,"errormessage":"`+text+`"}}`).Always())
				e := failure(t, c.calls[class](t.Context()))
				assert.Equal(t, kind, e.Kind, "%d %s", status, text)
				assert.Equal(t, 1, srv.Count(), "%d %s", status, text)
				assert.False(t, frontdesk.Retryable(e))
			}
		}
	}
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t, liveagenttest.WithOldServer())
		_, err := srv.Client().Conversations.Get(t.Context(), "unknown1")
		assert.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.Equal(t, 500, failure(t, err).HTTPStatus)
		assert.Equal(t, 1, srv.Count())
	})
}

// A note is written again by each repetition, so its call is unsafe.
func TestRetry_LiveAgentNotesMakeACallUnsafe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		c := srv.Client()
		conversation := srv.AddConversation(liveagent.Conversation{ID: "abc"})
		srv.Fail(frontdesktest.Status(502).Always())
		for note, want := range map[string]int{"": 3, "see above": 1} {
			srv.ResetRequests()
			err := c.Conversations.Delete(t.Context(), conversation.ID, &liveagent.ConversationDeleteParams{Note: note})
			assert.ErrorIs(t, err, frontdesk.ErrUnavailable)
			assert.Equal(t, want, srv.Count(), "note %q", note)
		}
	})
}

func TestRetry_SalesManCrashAfterTheWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes())
		c := srv.Client()
		id := srv.AddContact(salesmantest.Contact{Name: "Ada"})

		_, err := c.Contacts.Add(t.Context(), &salesman.ContactCreateParams{Name: "Grace"})
		e := failure(t, err)
		assert.Equal(t, frontdesk.KindServer, e.Kind)
		assert.Equal(t, frontdesk.SentUnknown, e.Sent)
		assert.Equal(t, 1, srv.Count("person.add"), "stored once")
		page, err := c.Contacts.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, page.Items, 2)

		_, err = c.Contacts.Replace(t.Context(), id, &salesman.ContactReplaceParams{Name: "Ada L.", OwnerID: 2})
		e = failure(t, err)
		assert.Equal(t, frontdesk.SentUnknown, e.Sent)
		assert.Equal(t, 1, srv.Count("person.update"), "each repetition would write to the history")

		result, err := c.Contacts.Update(t.Context(), id, &salesman.ContactUpdateParams{Name: frontdesk.Some("Ada B.")})
		require.NoError(t, err, "Update looks whether the change arrived")
		assert.True(t, result.Changed)
		assert.Equal(t, 2, srv.Count("person.update"))
	})
}

func TestRetry_SalesManCrashBehindAReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, c := salesMan.start(t)
		srv.Fail(frontdesktest.JSONThenHTML().Always())
		e := failure(t, c.calls[safe](t.Context()))
		assert.Equal(t, frontdesk.KindServer, e.Kind)
		assert.Equal(t, 3, srv.Count(), "the script died: what it said before may be half of it")
		e = failure(t, c.calls[unsafe](t.Context()))
		assert.Equal(t, frontdesk.KindServer, e.Kind)
		assert.True(t, e.MayHaveHappened(), "it says that it was done")
		assert.Equal(t, 4, srv.Count(), "and is not repeated")
	})
}

func TestRetry_ABodyIsRepeatedWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		c := srv.Client()
		ctx, id := t.Context(), int64(helpcrunchtest.SeedCustomerID)
		writes := map[string]func() error{
			"customers.update": func() error {
				_, err := c.Customers.Update(ctx, id, &helpcrunch.CustomerUpdateParams{Name: frontdesk.Some("Ada")})
				return err
			},
			"customers.replace": func() error {
				_, err := c.Customers.Replace(ctx, id, &helpcrunch.CustomerReplaceParams{Name: frontdesk.Some("Ada")})
				return err
			},
			"customers.tag": func() error {
				_, err := c.Customers.AddTags(ctx, id, &helpcrunch.CustomerAddTagsParams{Tags: []helpcrunch.Tag{{Name: "VIP"}}})
				return err
			},
			"customers.untag": func() error {
				_, err := c.Customers.RemoveTags(ctx, id, &helpcrunch.CustomerRemoveTagsParams{Tags: helpcrunch.TagNames{"VIP"}})
				return err
			},
		}
		for operation, write := range writes {
			srv.Fail(frontdesktest.ResetBeforeReply(), frontdesktest.Status(502))
			require.NoError(t, write(), operation)
			sent := srv.RequestsOf(operation)
			require.Len(t, sent, 3, operation)
			for _, r := range sent {
				assert.NotEmpty(t, r.Body, operation)
				assert.Equal(t, sent[0].Body, r.Body, operation)
				assert.Equal(t, number(len(r.Body)), r.Header.Get("Content-Length"), operation)
			}
		}
	})
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv, c := s.start(t)
			srv.Fail(frontdesktest.ResetBeforeReply(), frontdesktest.Status(502))
			require.NoError(t, c.calls[idempotent](t.Context()))
			sent := srv.RequestsOf(c.operations[idempotent])
			require.Len(t, sent, 3)
			for _, r := range sent {
				assert.Len(t, r.Body, len(sent[0].Body))
				assert.Equal(t, sent[0].Header.Get("Content-Type"), r.Header.Get("Content-Type"))
			}
		})
	})
}

// net/http repeats a GET by itself when a kept connection turns out dead. One that
// writes must not be: the server receives it once.
func TestRetry_NetHTTPDoesNotRepeatAGetThatWrites(t *testing.T) {
	var received atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if received.Add(1) > 1 {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"id":1}`))
	}))
	defer srv.Close()
	c, err := helpcrunch.New("test-api-key", frontdesk.WithBaseURL(srv.URL+"/v1"), frontdesk.NoRetry())
	require.NoError(t, err)
	defer c.Close()
	_, err = c.Customers.Get(t.Context(), 1) // leaves a connection in the pool
	require.NoError(t, err)
	e := failure(t, c.Agents.Unsubscribe(t.Context(), 1))
	assert.Equal(t, frontdesk.KindTransport, e.Kind)
	assert.Equal(t, frontdesk.SentUnknown, e.Sent)
	assert.EqualValues(t, 2, received.Load())
}

// An outage is not answered by three times the traffic: the budget of a client is
// shared by its goroutines and comes back.
func TestRetry_AnOutageUsesUpTheBudget(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, 0, frontdesktest.WithQuota(0, 0))
			c := s.connect(t, srv, frontdesk.WithWindow(100_000, time.Minute))
			srv.Fail(frontdesktest.Status(502).Always())
			empty := 0
			for range 100 {
				err := c.calls[safe](t.Context())
				assert.ErrorIs(t, err, frontdesk.ErrUnavailable)
				if isBudget(err) {
					empty++
				}
			}
			assert.Equal(t, 100+20, srv.Count(), "a bucket of 100 pays for 20 retries")
			assert.Equal(t, 90, empty)
			srv.ClearFaults()
			for range 50 {
				require.NoError(t, c.calls[safe](t.Context()))
			}
			srv.Fail(frontdesktest.Status(502).Always())
			srv.ResetRequests()
			for range 10 {
				assert.Error(t, c.calls[safe](t.Context()))
			}
			assert.Equal(t, 10+10, srv.Count(), "50 successes pay for 10 retries")
		})
	})
}
