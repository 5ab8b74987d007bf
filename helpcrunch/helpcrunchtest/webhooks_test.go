package helpcrunchtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

const signingKey = "test-signing-key"

// receiver keeps the webhooks that arrive.
type receiver struct {
	http.Handler
	mu    sync.Mutex
	hooks []*helpcrunch.Webhook
	fail  error
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := new(receiver)
	var err error
	r.Handler, err = helpcrunch.WebhookHandler(signingKey, func(_ context.Context, hook *helpcrunch.Webhook) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.hooks = append(r.hooks, hook)
		return r.fail
	})
	require.NoError(t, err)
	return r
}

// take returns what has arrived since.
func (r *receiver) take(srv *helpcrunchtest.Server) []*helpcrunch.Webhook {
	srv.WaitForWebhooks()
	r.mu.Lock()
	defer r.mu.Unlock()
	hooks := r.hooks
	r.hooks = nil
	return hooks
}

func (r *receiver) events(srv *helpcrunchtest.Server) []helpcrunch.WebhookEvent {
	var events []helpcrunch.WebhookEvent
	for _, hook := range r.take(srv) {
		events = append(events, hook.Event)
	}
	return events
}

func TestWebhooks_OfCustomers(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		r := newReceiver(t)
		srv.SendWebhooksToHandler(r, signingKey)
		hc, ctx := srv.Client(), t.Context()
		customer, err := hc.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{
			Name: "Ada", Email: "ada@example.com", UserID: "u-1", CustomData: helpcrunch.CustomData{"Plan": "gold"},
		})
		require.NoError(t, err)
		hooks := r.take(srv)
		require.Len(t, hooks, 1)
		assert.Equal(t, helpcrunch.WebhookCustomerNew, hooks[0].Event)
		assert.Equal(t, &helpcrunch.CustomerEvent{
			ID: customer.ID, Name: frontdesk.Some("Ada"), Email: frontdesk.Some("ada@example.com"), UserID: frontdesk.Some("u-1"),
			CustomData: helpcrunch.CustomData{"Plan": "gold"},
		}, hooks[0].Customer)
		assert.WithinDuration(t, time.Now(), hooks[0].CreatedAt, time.Minute)

		update := func(p helpcrunch.CustomerUpdateParams) []helpcrunch.WebhookEvent {
			_, err := hc.Customers.Update(ctx, customer.ID, &p)
			require.NoError(t, err)
			return r.events(srv)
		}
		yes, no := frontdesk.Some(true), frontdesk.Some(false)
		for _, step := range []struct {
			params helpcrunch.CustomerUpdateParams
			want   []helpcrunch.WebhookEvent
		}{
			{helpcrunch.CustomerUpdateParams{Name: frontdesk.Some("Eve")}, nil},
			{helpcrunch.CustomerUpdateParams{Email: frontdesk.Null[string]()}, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerEmailUpdated}},
			{helpcrunch.CustomerUpdateParams{Unsubscribed: yes}, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerUnsubscribed}},
			{helpcrunch.CustomerUpdateParams{Unsubscribed: yes}, nil},
			{helpcrunch.CustomerUpdateParams{Unsubscribed: no, Blocked: yes}, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerSubscribed, helpcrunch.WebhookCustomerBlocked}},
			{helpcrunch.CustomerUpdateParams{Blocked: no}, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerUnblocked}},
		} {
			assert.Equal(t, step.want, update(step.params))
		}

		tag := func() []helpcrunch.WebhookEvent {
			_, err := hc.Customers.AddTags(ctx, customer.ID, &helpcrunch.CustomerAddTagsParams{Tags: []helpcrunch.Tag{{Name: "vip"}}})
			require.NoError(t, err)
			return r.events(srv)
		}
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerTagsChanged}, tag())
		assert.Empty(t, tag(), "the tag is there already")
		_, err = hc.Customers.RemoveTags(ctx, customer.ID, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{"vip"}})
		require.NoError(t, err)
		require.NoError(t, hc.Customers.Delete(ctx, customer.ID))
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerTagsChanged, helpcrunch.WebhookCustomerDeleted}, r.events(srv))
	})
}

func TestWebhooks_OfChatsAndMessages(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		r := newReceiver(t)
		srv.SendWebhooksToHandler(r, signingKey)
		hc, ctx := srv.Client(), t.Context()
		chat, err := hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{
			Customer: helpcrunchtest.SeedCustomerID, Application: helpcrunchtest.SeedApplicationID, Department: helpcrunchtest.SeedDepartmentID,
		})
		require.NoError(t, err)
		hooks := r.take(srv)
		require.Len(t, hooks, 1)
		assert.Equal(t, helpcrunch.WebhookChatNew, hooks[0].Event)
		assert.Equal(t, chat.ID, hooks[0].Chat.ChatID)
		assert.Equal(t, "Cindy Mindy", hooks[0].Chat.Customer.Name)
		assert.Equal(t, chat.ApplicationID, hooks[0].Chat.ApplicationID)
		assert.Equal(t, "Support", hooks[0].Chat.Department.Or(helpcrunch.Department{}).Name)
		assert.Equal(t, chat.CreatedAt, hooks[0].Chat.CreatedAt)

		post := func(agent int64, kind helpcrunch.MessageType) []*helpcrunch.Webhook {
			_, err := hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{Chat: chat.ID, Text: "text", Type: kind, Agent: agent})
			require.NoError(t, err)
			return r.take(srv)
		}
		hooks = post(0, helpcrunch.MessageTypeMessage)
		require.Len(t, hooks, 2)
		assert.Equal(t, helpcrunch.WebhookMessageChatCustomer, hooks[0].Event)
		assert.Equal(t, chat.ID, hooks[0].Message.ChatID)
		assert.Equal(t, "text", hooks[0].Message.Message.Text)
		assert.EqualValues(t, helpcrunchtest.SeedApplicationID, hooks[0].Message.Message.ApplicationID)
		assert.Equal(t, helpcrunch.WebhookChatStatusUpdated, hooks[1].Event)
		assert.Equal(t, helpcrunch.ChatStatusNew, hooks[1].Chat.Status)
		hooks = post(helpcrunchtest.SeedAgentID, helpcrunch.MessageTypeMessage)
		require.Len(t, hooks, 1)
		assert.Equal(t, helpcrunch.WebhookMessageChatAgent, hooks[0].Event)
		assert.Equal(t, "Mr. Bean", hooks[0].Message.Agent.Or(helpcrunch.Agent{}).Name)
		assert.Equal(t, helpcrunch.WebhookMessagePrivate, post(helpcrunchtest.SeedAgentID, helpcrunch.MessageTypePrivate)[0].Event)

		change := func(_ *helpcrunch.Chat, err error) []helpcrunch.WebhookEvent {
			t.Helper()
			require.NoError(t, err)
			return r.events(srv)
		}
		assign := &helpcrunch.ChatUpdateAssigneeParams{ID: chat.ID, Assignee: frontdesk.Some(int64(helpcrunchtest.SeedAgentID))}
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookChatAssigned}, change(hc.Chats.UpdateAssignee(ctx, assign)))
		assert.Empty(t, change(hc.Chats.UpdateAssignee(ctx, assign)), "nothing changes")
		snooze := &helpcrunch.ChatSnoozeParams{ID: chat.ID, SnoozedUntil: frontdesk.Some(time.Now().Add(time.Hour))}
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookChatSnoozed}, change(hc.Chats.Snooze(ctx, snooze)))
		snooze.SnoozedUntil = frontdesk.Null[time.Time]()
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookChatUnsnoozed}, change(hc.Chats.Snooze(ctx, snooze)))
		assert.Empty(t, change(hc.Chats.Snooze(ctx, snooze)), "nothing changes")
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookChatStatusUpdated, helpcrunch.WebhookChatClosed},
			change(hc.Chats.UpdateStatus(ctx, &helpcrunch.ChatUpdateStatusParams{ID: chat.ID, Status: helpcrunch.ChatStatusClosed})))
		assert.Empty(t, change(hc.Chats.UpdateStatus(ctx, &helpcrunch.ChatUpdateStatusParams{ID: chat.ID, Status: helpcrunch.ChatStatusClosed})), "nothing changes")
		_, err = hc.Chats.Rate(ctx, &helpcrunch.ChatRateParams{ID: chat.ID, Rating: helpcrunch.ChatRatingGreat})
		require.NoError(t, err)
		hooks = r.take(srv)
		require.Len(t, hooks, 1)
		assert.Equal(t, helpcrunch.WebhookChatRated, hooks[0].Event)
		assert.Equal(t, helpcrunch.ChatRatingGreat, hooks[0].Chat.Rating)
		assert.Equal(t, []int64{helpcrunchtest.SeedAgentID}, hooks[0].Chat.CommunicatedAgents)
	})
}

func TestWebhooks_TheEndOfASnoozeIsReportedByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := helpcrunchtest.NewServer(t), newReceiver(t)
		srv.SendWebhooksToHandler(r, signingKey, helpcrunch.WebhookChatUnsnoozed)
		_, err := srv.Client().Chats.Snooze(t.Context(), &helpcrunch.ChatSnoozeParams{
			ID: helpcrunchtest.SeedChatID, SnoozedUntil: frontdesk.Some(time.Now().Add(time.Hour)),
		})
		require.NoError(t, err)
		synctest.Wait()
		assert.Empty(t, r.events(srv), "only the event that was asked for")
		time.Sleep(time.Hour) // virtual
		synctest.Wait()
		assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookChatUnsnoozed}, r.events(srv))
	})
}

func TestWebhooks_OverTheNetwork(t *testing.T) {
	srv, r := helpcrunchtest.NewServer(t), newReceiver(t)
	target := httptest.NewServer(r)
	defer target.Close()
	srv.SendWebhooksTo(target.URL, signingKey)
	_, err := srv.Client().Customers.Create(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, []helpcrunch.WebhookEvent{helpcrunch.WebhookCustomerNew}, r.events(srv))
	deliveries := srv.Deliveries()
	require.Len(t, deliveries, 1)
	assert.Equal(t, http.StatusOK, deliveries[0].Status)
}

func TestWebhooks_AWrongSigningKeyIsRefused(t *testing.T) {
	srv, r := helpcrunchtest.NewServer(t), newReceiver(t)
	srv.SendWebhooksToHandler(r, "another-key")
	_, err := srv.Client().Customers.Create(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, r.take(srv))
	assert.Equal(t, http.StatusUnauthorized, srv.Deliveries()[0].Status)
}

func TestWebhooks_FailedOnesCanBeDeliveredAgain(t *testing.T) {
	srv, r := helpcrunchtest.NewServer(t), newReceiver(t)
	r.fail = errors.New("not now")
	srv.SendWebhooksToHandler(r, signingKey)
	id, err := srv.SendWebhook(helpcrunch.WebhookMessageEmailAgent, helpcrunch.MessageEvent{ChatID: 7})
	require.NoError(t, err)
	require.Len(t, r.take(srv), 1)
	assert.Equal(t, http.StatusInternalServerError, srv.Deliveries()[0].Status)

	r.fail = nil
	assert.True(t, srv.RedeliverWebhook(id))
	hooks := r.take(srv)
	require.Len(t, hooks, 1)
	assert.Equal(t, id, hooks[0].ID)
	assert.Equal(t, 1, hooks[0].Attempts)
	assert.EqualValues(t, 7, hooks[0].Message.ChatID)
	assert.True(t, srv.RedeliverWebhook(id))
	assert.Equal(t, 2, r.take(srv)[0].Attempts)
	assert.False(t, srv.RedeliverWebhook("unknown"))
	_, err = srv.SendWebhook(helpcrunch.WebhookChatNew, func() {})
	require.Error(t, err)
}

func TestWebhooks_ReceiversThatFailDoNotStopTheServer(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	srv.SendWebhooksToHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oops") }), signingKey)
	srv.SendWebhooksTo("http://127.0.0.1:1/hook", signingKey)
	srv.SendWebhooksTo("::no url", signingKey)
	srv.SendWebhooksToHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("thanks"))
	}), signingKey)
	_, err := srv.Client().Customers.Create(t.Context(), nil)
	require.NoError(t, err)
	srv.WaitForWebhooks()
	deliveries := srv.Deliveries()
	require.Len(t, deliveries, 4)
	assert.ErrorContains(t, deliveries[0].Err, "oops")
	require.Error(t, deliveries[1].Err)
	require.Error(t, deliveries[2].Err)
	assert.Equal(t, http.StatusOK, deliveries[3].Status)
}

func TestWebhooks_AReceiverMayCallTheServer(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	hc := srv.Client()
	handler, err := helpcrunch.WebhookHandler(signingKey, func(ctx context.Context, hook *helpcrunch.Webhook) error {
		_, err := hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{
			Chat: hook.Message.ChatID, Agent: helpcrunchtest.SeedAgentID, Type: helpcrunch.MessageTypeMessage, Text: "Welcome!",
		})
		return err
	})
	require.NoError(t, err)
	srv.SendWebhooksToHandler(handler, signingKey, helpcrunch.WebhookMessageChatCustomer)
	_, err = hc.Messages.Create(t.Context(), &helpcrunch.MessageCreateParams{
		Chat: helpcrunchtest.SeedChatID, Type: helpcrunch.MessageTypeMessage, Text: "Hi",
	})
	require.NoError(t, err)
	srv.WaitForWebhooks()
	assert.Equal(t, "Welcome!", srv.Messages(helpcrunchtest.SeedChatID)[0].Text)
}

func TestWebhooks_CloseEndsADelivery(t *testing.T) {
	srv := helpcrunchtest.New()
	entered := make(chan struct{})
	srv.SendWebhooksToHandler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
	}), signingKey)
	_, err := srv.Client().Customers.Create(t.Context(), nil)
	require.NoError(t, err)
	<-entered
	srv.Close()
	srv.WaitForWebhooks()
	assert.Len(t, srv.Deliveries(), 1)
}

func TestNewWebhook_IsAcceptedByTheClient(t *testing.T) {
	for event, data := range map[helpcrunch.WebhookEvent]any{
		helpcrunch.WebhookChatAssigned:           helpcrunch.ChatEvent{ChatID: 5, Status: helpcrunch.ChatStatusNew, CreatedAt: time.Unix(1, 0)},
		helpcrunch.WebhookCustomerBlocked:        &helpcrunch.CustomerEvent{ID: 5, CustomData: helpcrunch.CustomData{"a": true}},
		helpcrunch.WebhookMessageEmailAgent:      helpcrunch.MessageEvent{ChatID: 5},
		helpcrunch.WebhookEvent("something.new"): map[string]int{"id": 5},
	} {
		r, err := helpcrunchtest.NewWebhook(signingKey, event, data)
		require.NoError(t, err)
		hook, err := helpcrunch.ParseWebhook(r, signingKey)
		require.NoError(t, err, event)
		assert.Equal(t, event, hook.Event)
		switch {
		case hook.Chat != nil:
			assert.EqualValues(t, 5, hook.Chat.ChatID)
		case hook.Customer != nil:
			assert.Equal(t, helpcrunch.CustomData{"a": true}, hook.Customer.CustomData)
			var payload struct {
				CustomData map[string]bool `json:"customData"`
			}
			require.NoError(t, json.Unmarshal(hook.Data, &payload), "an object, as in the vendor's webhooks")
		case hook.Message != nil:
			assert.EqualValues(t, 5, hook.Message.ChatID)
		default:
			assert.JSONEq(t, `{"id":5}`, string(hook.Data))
		}
	}
	_, err := helpcrunchtest.NewWebhook(signingKey, helpcrunch.WebhookChatNew, func() {})
	require.Error(t, err)
	r, err := helpcrunchtest.SignedRequest(signingKey, []byte("broken"))
	require.NoError(t, err)
	_, err = helpcrunch.ParseWebhook(r, signingKey)
	require.ErrorIs(t, err, frontdesk.ErrDecode)
}

func TestWebhooks_HaveTheFieldsOfTheInventory(t *testing.T) {
	type field struct {
		Name     string
		Optional bool
		Fields   []field
	}
	var families []struct {
		Events   []struct{ Event string }
		Envelope []field `json:"envelope_fields"`
		Data     []field `json:"event_data_fields"`
	}
	require.NoError(t, contract.Load(contract.HelpCrunch).Fact("webhooks", &families))
	documented := map[helpcrunch.WebhookEvent][2][]field{}
	for _, family := range families {
		for _, e := range family.Events {
			documented[helpcrunch.WebhookEvent(e.Event)] = [2][]field{family.Envelope, family.Data}
		}
	}
	assert.Len(t, documented, 20)

	srv := helpcrunchtest.NewServer(t)
	srv.SendWebhooksToHandler(newReceiver(t), signingKey)
	hc, ctx := srv.Client(), t.Context()
	_, err := hc.Customers.Create(ctx, nil)
	require.NoError(t, err)
	_, err = hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{
		Customer: helpcrunchtest.SeedCustomerID, Application: helpcrunchtest.SeedApplicationID,
		Assignee: helpcrunchtest.SeedAgentID, Department: helpcrunchtest.SeedDepartmentID,
	})
	require.NoError(t, err)
	_, err = hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{
		Chat: helpcrunchtest.SeedChatID, Text: "text", Type: helpcrunch.MessageTypeMessage,
	})
	require.NoError(t, err)
	srv.WaitForWebhooks()
	deliveries := srv.Deliveries()
	require.Len(t, deliveries, 3)

	var compare func(t *testing.T, where string, fields []field, raw json.RawMessage)
	compare = func(t *testing.T, where string, fields []field, raw json.RawMessage) {
		var members map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(raw, &members), where)
		for _, f := range fields {
			value, there := members[f.Name]
			assert.True(t, there || f.Optional, "%s.%s is missing", where, f.Name)
			if len(f.Fields) > 0 && there && string(value) != "null" {
				compare(t, where+"."+f.Name, f.Fields, value)
			}
			delete(members, f.Name)
		}
		assert.Empty(t, members, "%s has more than is documented", where)
	}
	for _, d := range deliveries {
		fields := documented[d.Event]
		compare(t, string(d.Event), fields[0], d.Body)
		var envelope struct {
			Data json.RawMessage `json:"eventData"`
		}
		require.NoError(t, json.Unmarshal(d.Body, &envelope))
		compare(t, string(d.Event)+" data", fields[1], envelope.Data)
	}
}
