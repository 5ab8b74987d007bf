package helpcrunchtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// SendWebhooksTo makes the server report what changes its state to a URL, from now
// on: each event is a POST, signed with secret, as HelpCrunch sends it. Without
// events all are sent. Several destinations get one delivery each.
//
// Calls of clients are reported; what the Add methods store is not, so that a test
// can be set up in peace. A change that changes nothing is no event. Deliveries go
// out one after the other, in the order of the events, while the calls return:
// wait for them with [Server.WaitForWebhooks]. Failed ones are not repeated unless
// [Server.RedeliverWebhook] asks for it. [Server.Close] drops what is still queued.
//
// Chats send chat.new when they are created through the API, chat.status_updated,
// chat.closed, chat.assigned, chat.snoozed, chat.unsnoozed (also when the time of a
// snooze has come) and chat.rated; messages send message.chat.customer,
// message.chat.agent and message.private; customers send all eight of their events.
// The two events of e-mails follow from no call: see [Server.SendWebhook].
func (s *Server) SendWebhooksTo(url, secret string, events ...helpcrunch.WebhookEvent) {
	s.webhooks.subscribe(destination{url: url, secret: secret, events: events})
}

// SendWebhooksToHandler is [Server.SendWebhooksTo] without a network: handler is
// called directly, also inside testing/synctest.
func (s *Server) SendWebhooksToHandler(handler http.Handler, secret string, events ...helpcrunch.WebhookEvent) {
	s.webhooks.subscribe(destination{handler: handler, secret: secret, events: events})
}

// SendWebhook reports an event to the destinations that take it, as if it had
// happened, and returns its id. Data is a [helpcrunch.ChatEvent],
// [helpcrunch.CustomerEvent] or [helpcrunch.MessageEvent], or anything else that
// [helpcrunch.Marshal] can write.
func (s *Server) SendWebhook(event helpcrunch.WebhookEvent, data any) (id string, err error) {
	payload, err := payloadOf(data)
	if err != nil {
		return "", err
	}
	id = s.webhooks.emit(event, payload)
	s.webhooks.start()
	return id, nil
}

// RedeliverWebhook sends an event again to where it was sent before, with the same
// id and one attempt more, as HelpCrunch does after a failure. It reports whether
// there was such an event.
func (s *Server) RedeliverWebhook(id string) bool {
	found := s.webhooks.again(id)
	s.webhooks.start()
	return found
}

// WaitForWebhooks blocks until everything that happened so far has been delivered,
// well or not. A receiver must not call it.
func (s *Server) WaitForWebhooks() { s.webhooks.wait() }

// Deliveries returns the deliveries so far, in order.
func (s *Server) Deliveries() []Delivery { return s.webhooks.deliveries() }

// Close shuts the server down, and drops webhooks that have not been sent.
func (s *Server) Close() {
	s.webhooks.close()
	s.Server.Close()
}

// NewWebhook returns a signed request as HelpCrunch sends it, for tests of what
// receives webhooks: give it to a handler or to [helpcrunch.ParseWebhook]. Data is
// as in [Server.SendWebhook].
func NewWebhook(secret string, event helpcrunch.WebhookEvent, data any) (*http.Request, error) {
	payload, err := payloadOf(data)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return SignedRequest(secret, newEnvelope(1, now, event, payload).body(0, now))
}

// SignedRequest returns a webhook with a body of your own, such as one that was
// recorded, or one that is broken.
func SignedRequest(secret string, body []byte) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodPost, "http://127.0.0.1/webhooks", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	sign(r, secret, body)
	return r, nil
}

func sign(r *http.Request, secret string, body []byte) {
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "GuzzleHttp/7")
	r.Header.Set(helpcrunch.SignatureHeader, helpcrunch.SignWebhook(body, secret))
}

// payloadOf writes data; custom attributes are an object in webhooks.
func payloadOf(data any) (json.RawMessage, error) {
	raw, err := helpcrunch.Marshal(data)
	if err != nil {
		return nil, err
	}
	tree, err := parse(raw)
	if err != nil {
		return nil, err
	}
	if rec, ok := tree.(map[string]any); ok {
		if list, ok := rec["customData"].([]any); ok {
			rec["customData"] = mergeProperties(nil, list)
			return encode(rec), nil
		}
	}
	return raw, nil
}

// customerChanged reports what differs between two states of a customer.
func (s *Server) customerChanged(old, rec record) {
	report := func(changed bool, event helpcrunch.WebhookEvent) {
		if changed {
			s.customerHappened(event, rec)
		}
	}
	was, is := func(name string) bool { return old[name] == true }, func(name string) bool { return rec[name] == true }
	report(old["email"] != rec["email"], helpcrunch.WebhookCustomerEmailUpdated)
	report(!sameTags(old["tags"], rec["tags"]), helpcrunch.WebhookCustomerTagsChanged)
	report(!was("unsubscribed") && is("unsubscribed"), helpcrunch.WebhookCustomerUnsubscribed)
	report(was("unsubscribed") && !is("unsubscribed"), helpcrunch.WebhookCustomerSubscribed)
	report(!was("blocked") && is("blocked"), helpcrunch.WebhookCustomerBlocked)
	report(was("blocked") && !is("blocked"), helpcrunch.WebhookCustomerUnblocked)
}

func sameTags(a, b any) bool {
	x, _ := a.([]any)
	y, _ := b.([]any)
	for _, tag := range x {
		if !hasTag(y, tagName(tag)) {
			return false
		}
	}
	return len(x) == len(y)
}

func (s *Server) customerHappened(event helpcrunch.WebhookEvent, rec record) {
	data := record{"customData": map[string]any{}}
	for _, name := range []string{"id", "name", "userId", "email", "unsubscribed", "customData"} {
		if rec[name] != nil || name != "customData" {
			data[name] = rec[name]
		}
	}
	s.webhooks.emit(event, encode(data))
}

func (s *Server) chatHappened(event helpcrunch.WebhookEvent, rec record) {
	data := s.chatView(rec)
	ids := []any{}
	for _, agent := range records(data["agents"]) {
		ids = append(ids, agent["id"])
	}
	data = with(only(data, "customer", "closedBy", "status", "closedAt", "rating", "createdAt", "snoozedUntil",
		"applicationId", "department", "assignee"), record{"chat_id": rec["id"], "communicatedAgents": ids})
	for _, name := range []string{"closedAt", "createdAt", "snoozedUntil"} {
		data[name] = inMillis(data[name])
	}
	s.webhooks.emit(event, encode(data))
}

func (s *Server) messageHappened(event helpcrunch.WebhookEvent, chat, rec record) {
	message := only(rec, "id", "text", "read", "edited", "createdAt", "updatedAt")
	message["applicationId"], message["broadcastType"] = chat["applicationId"], rec["broadcastType"]
	for _, name := range []string{"createdAt", "updatedAt"} {
		message[name] = inMillis(message[name])
	}
	s.webhooks.emit(event, encode(record{
		"chat_id": chat["id"], "agent": s.messageView(rec)["agent"],
		"customer": s.chatView(chat)["customer"], "message": message,
	}))
}

// inMillis is a time as the payloads have it: decimal text with a fraction.
func inMillis(v any) any {
	if v == nil {
		return nil
	}
	if text := timeText(v); strings.Contains(text, ".") {
		return text
	}
	return timeText(v) + ".000"
}
