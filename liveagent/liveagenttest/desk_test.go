package liveagenttest_test

import (
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// noon is the time of the servers that have a clock of their own.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// TestWithClock_ReportsOverOldDataAreTheSameAtEveryRun: a program asks over a
// socket, in the time of the machine.
func TestWithClock_ReportsOverOldDataAreTheSameAtEveryRun(t *testing.T) {
	var hours atomic.Int64
	srv := liveagenttest.NewServer(t, liveagenttest.WithLocation(time.UTC), liveagenttest.WithClock(func() time.Time {
		return noon.Add(time.Duration(hours.Load()) * time.Hour)
	}))
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(transport.CloseIdleConnections)
	client, err := liveagent.New(srv.URL(), liveagenttest.APIKey, frontdesk.WithLocation(time.UTC),
		frontdesk.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	defer client.Close()

	made := srv.AddConversation(liveagent.Conversation{OwnerEmail: "ann@example.com"})
	created, _ := made.DateCreated.Get()
	assert.True(t, noon.Equal(created))
	note := &liveagent.ConversationCreateNoteParams{Message: "x", UserIdentifier: "agent001"}
	require.NoError(t, client.Conversations.CreateNote(t.Context(), made.ID, note))
	got, err := client.Conversations.Get(t.Context(), made.ID)
	require.NoError(t, err)
	changed, _ := got.DateChanged.Get()
	assert.True(t, noon.Equal(changed))
	customer := srv.AddCustomer(liveagent.Customer{Email: "bob@example.com"})
	registered, _ := customer.DateCreated.Get()
	assert.True(t, noon.Equal(registered))

	log := func() []liveagent.SLALogRow {
		page, err := client.Reports.TicketsSLALog(t.Context(), &liveagent.SLALogReportParams{DateFrom: noon.AddDate(0, 0, -1), DateTo: noon.AddDate(0, 0, 1)})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		return page.Items
	}
	early := log()
	assert.Equal(t, early, log())
	hours.Store(48)
	assert.NotEqual(t, early, log(), "the answer is overdue by now")
}

func TestWithClock_NilIsTheTimeOfTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t, liveagenttest.WithClock(nil))
		created, _ := srv.AddConversation(liveagent.Conversation{}).DateCreated.Get()
		assert.True(t, time.Now().Equal(created))
	})
}

// TestReceive_MakesTheCustomerReply: the agent has answered, the customer replies,
// and the conversation waits for the agent again.
func TestReceive_MakesTheCustomerReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		client, ctx := srv.Client(), t.Context()
		created, err := client.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
			Message: "Where is it?", UserIdentifier: "ann@example.com", Department: "default", Subject: "Order 7", Recipient: "support@example.com",
		})
		require.NoError(t, err)
		require.NoError(t, client.Conversations.CreateMessage(ctx, created.ID, &liveagent.ConversationCreateMessageParams{
			Message: "On its way.", UserIdentifier: "agent@example.com", Type: liveagent.MessageTypeMessage,
		}))
		assert.Equal(t, liveagent.ConversationAnswered, statusOf(t, client, created.ID))

		time.Sleep(time.Hour)
		require.NoError(t, srv.Receive(created.ID, "It has come."))
		assert.Equal(t, liveagent.ConversationOpen, statusOf(t, client, created.ID))
		groups, err := client.Conversations.ListMessages(ctx, created.ID, nil)
		require.NoError(t, err)
		require.Len(t, groups, 3)
		last := groups[2]
		assert.Equal(t, groups[0].UserID, last.UserID, "the requester")
		require.Len(t, last.Messages, 1)
		assert.Equal(t, "It has come.", last.Messages[0].Text)
		assert.Equal(t, liveagent.MessageTypeMessage, last.Messages[0].Type)
		at, _ := last.DateCreated.Get()
		assert.True(t, time.Now().Equal(at))
		page, err := client.Conversations.List(ctx, nil)
		require.NoError(t, err)
		assert.EqualValues(t, 2, page.Items[0].MessageGroupsIn.Or(0))

		assert.ErrorContains(t, srv.Receive("none", "x"), `no conversation "none"`)
	})
}

func TestReceive_KnowsARequesterWithoutAddressAgain(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	made := srv.AddConversation(liveagent.Conversation{OwnerName: "Ann Brown", Status: liveagent.ConversationResolved})
	require.NoError(t, srv.Receive(made.Code, "one"))
	require.NoError(t, srv.Receive(made.ID, "two"))
	groups, err := srv.Client().Conversations.ListMessages(t.Context(), made.ID, nil)
	require.NoError(t, err)
	require.Len(t, groups, 2)
	assert.Equal(t, groups[0].UserID, groups[1].UserID)
	assert.Equal(t, liveagent.ConversationOpen, statusOf(t, srv.Client(), made.ID))
}

func statusOf(t *testing.T, client *liveagent.Client, id string) liveagent.ConversationStatus {
	t.Helper()
	one, err := client.Conversations.Get(t.Context(), id)
	require.NoError(t, err)
	return one.Status
}

// TestDateChanged_MovesWithWhatTheDocSays and with nothing else.
func TestDateChanged_MovesWithWhatTheDocSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		srv.AddTag(liveagent.Tag{ID: "t1", Name: "VIP"})
		id := srv.AddConversation(liveagent.Conversation{OwnerEmail: "ann@example.com"}).ID
		conversations, ctx := srv.Client().Conversations, t.Context()
		for name, tt := range map[string]struct {
			change func() error
			moves  bool
		}{
			"message": {func() error {
				return conversations.CreateMessage(ctx, id, &liveagent.ConversationCreateMessageParams{Message: "x", UserIdentifier: "agent001"})
			}, true},
			"note": {func() error {
				return conversations.CreateNote(ctx, id, &liveagent.ConversationCreateNoteParams{Message: "x"})
			}, true},
			"transfer": {func() error {
				return conversations.Transfer(ctx, id, &liveagent.ConversationTransferParams{AgentIdentifier: "agent001"})
			}, true},
			"state": {func() error {
				return conversations.UpdateStatus(ctx, id, &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationResolved})
			}, true},
			"reply": {func() error { return srv.Receive(id, "x") }, true},
			"tag":   {func() error { return conversations.AddTag(ctx, id, &liveagent.ConversationTagParams{ID: "t1"}) }, false},
		} {
			before, err := conversations.Get(ctx, id)
			require.NoError(t, err)
			time.Sleep(time.Minute)
			require.NoError(t, tt.change(), name)
			after, err := conversations.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, tt.moves, before.DateChanged != after.DateChanged, name)
		}
	})
}

// TestFaults_OnMatchMeetsNotesAlone: notes share their operation with messages.
func TestFaults_OnMatchMeetsNotesAlone(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	id := srv.AddConversation(liveagent.Conversation{OwnerEmail: "ann@example.com"}).ID
	srv.Fail(frontdesktest.Status(503).On("conversations.create_message").OnMatch(func(r *frontdesktest.Request) bool {
		form, err := url.ParseQuery(string(r.Body))
		return err == nil && form.Get("type") == string(liveagent.MessageTypeNote)
	}))
	conversations := srv.Client(frontdesk.NoRetry()).Conversations
	message := &liveagent.ConversationCreateMessageParams{Message: "x", UserIdentifier: "agent001", Type: liveagent.MessageTypeMessage}
	require.NoError(t, conversations.CreateMessage(t.Context(), id, message))
	note := &liveagent.ConversationCreateNoteParams{Message: "x"}
	require.ErrorIs(t, conversations.CreateNote(t.Context(), id, note), frontdesk.ErrUnavailable)
	require.NoError(t, conversations.CreateNote(t.Context(), id, note))
}

func TestCreate_TheRecipientsNameIsNotTheAuthors(t *testing.T) {
	client := liveagenttest.NewServer(t).Client()
	params := liveagent.ConversationCreateParams{
		Message: "m", UserIdentifier: "jane@example.com", Department: "default", Subject: "s",
		Recipient: "support@example.com", RecipientName: "Support Desk",
	}
	_, err := client.Conversations.Create(t.Context(), &params)
	require.NoError(t, err)
	author, err := client.Customers.Get(t.Context(), "jane@example.com")
	require.NoError(t, err)
	assert.Empty(t, author.SystemName)
	params.UserIdentifier, params.Recipient, params.RecipientName = "agent001", "joe@example.com", "Joe Roe"
	_, err = client.Conversations.Create(t.Context(), &params)
	require.NoError(t, err)
	recipient, err := client.Customers.Get(t.Context(), "joe@example.com")
	require.NoError(t, err)
	assert.Equal(t, "Joe Roe", recipient.SystemName)
}

func TestAuthors_HaveToBeKnown(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	client := srv.Client()
	id := srv.AddConversation(liveagent.Conversation{}).ID
	const stranger = "nobody@example.com"
	for name, err := range map[string]error{
		"status":   client.Conversations.UpdateStatus(t.Context(), id, &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationResolved, UserIdentifier: stranger}),
		"transfer": client.Conversations.Transfer(t.Context(), id, &liveagent.ConversationTransferParams{AgentIdentifier: "agent001", UserIdentifier: stranger}),
		"message":  client.Conversations.CreateMessage(t.Context(), id, &liveagent.ConversationCreateMessageParams{Message: "m", UserIdentifier: stranger}),
		"delete":   client.Conversations.Delete(t.Context(), id, &liveagent.ConversationDeleteParams{UserIdentifier: stranger}),
	} {
		failure, ok := errors.AsType[*frontdesk.Error](err)
		require.True(t, ok, name)
		assert.Equal(t, frontdesk.KindNotFound, failure.Kind, name)
		assert.Equal(t, "agent", failure.Field, name)
	}
	one, err := client.Conversations.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, liveagent.ConversationNew, one.Status)
	assert.Empty(t, one.AssignedTo)
}

func TestCustomers_KeepTheirUniqueFields(t *testing.T) {
	client := liveagenttest.NewServer(t).Client()
	for given, want := range map[string]string{`[{"type":"E"}]`: `[{"type":"E"}]`, "plain": `"plain"`} {
		made, err := client.Customers.Register(t.Context(), &liveagent.CustomerRegisterParams{UniqueFields: given})
		require.NoError(t, err)
		read, err := client.Customers.Get(t.Context(), made.ContactID)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(read.UniqueFields))
	}
}

func TestSearch_KeepsToTheBranch(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	top := srv.AddEntry(liveagent.KnowledgebaseEntry{Title: "Refunds"})
	middle := srv.AddEntry(liveagent.KnowledgebaseEntry{Title: "Cards", ParentID: top.ID})
	leaf := srv.AddEntry(liveagent.KnowledgebaseEntry{Title: "Refunds to cards", ParentID: middle.ID})
	srv.AddEntry(liveagent.KnowledgebaseEntry{Title: "Refunds elsewhere"})
	for from, want := range map[string][]string{"": {top.ID, leaf.ID, ""}, top.ID: {top.ID, leaf.ID}, middle.ID: {leaf.ID}} {
		hits, err := srv.Client().Knowledgebase.Search(t.Context(), &liveagent.KnowledgebaseSearchParams{Query: "refunds", TopArticleID: from})
		require.NoError(t, err)
		assert.Len(t, hits, len(want), from)
		for i, id := range want {
			if id != "" {
				assert.Equal(t, id, hits[i].ID)
			}
		}
	}
}
