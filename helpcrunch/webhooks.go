package helpcrunch

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// SignatureHeader is the header of a webhook that carries its signature.
const SignatureHeader = "X-HelpCrunch-Signature"

// maxWebhookBytes bounds a webhook's body; real ones have a few kilobytes.
const maxWebhookBytes = 1 << 20

// Webhook is one event that HelpCrunch reports. Which of Chat, Customer and
// Message is set depends on the event's family. All three are nil if the payload is
// null or missing, and for an event that this package does not know, which has its
// payload in Data only: look before you use one.
type Webhook struct {
	Event WebhookEvent `json:"event"`
	// ID is the same for each delivery of an event: use it to drop duplicates.
	ID string `json:"id"`
	// Attempts is the number of deliveries so far.
	Attempts int `json:"attempts"`
	// LastAttemptAt is the time of the latest delivery.
	LastAttemptAt time.Time `json:"lastAttemptAt"`
	// CreatedAt is when it happened.
	CreatedAt time.Time `json:"createdAt"`
	// Data is the payload as it came, also when it was JSON inside a string.
	Data json.RawMessage `json:"eventData"`

	// Chat is the payload of an event of chats; nil without one.
	Chat *ChatEvent `json:"-"`
	// Customer is the payload of an event of customers; nil without one.
	Customer *CustomerEvent `json:"-"`
	// Message is the payload of an event of messages; nil without one.
	Message *MessageEvent `json:"-"`
}

// WebhookEvent is what happened.
type WebhookEvent string

// The events of chats, which carry a [ChatEvent]. A chat can be rated only after it
// was closed: the rating of a close comes with WebhookChatRated, later or never.
const (
	// WebhookChatNew: a customer started a chat.
	WebhookChatNew WebhookEvent = "chat.new"
	// WebhookChatStatusUpdated: the status changed, by hand or by itself; a close may
	// be reported so, beside WebhookChatClosed.
	WebhookChatStatusUpdated WebhookEvent = "chat.status_updated"
	// WebhookChatAssigned: the assignee changed, by hand or by itself; Assignee is
	// null when nobody is left.
	WebhookChatAssigned WebhookEvent = "chat.assigned"
	// WebhookChatSnoozed: the chat sleeps until SnoozedUntil.
	WebhookChatSnoozed WebhookEvent = "chat.snoozed"
	// WebhookChatUnsnoozed: the snooze ended.
	WebhookChatUnsnoozed WebhookEvent = "chat.unsnoozed"
	// WebhookChatClosed: ClosedBy closed the chat at ClosedAt. Rating is not the
	// customer's opinion of this close: it is empty, or an older one.
	WebhookChatClosed WebhookEvent = "chat.closed"
	// WebhookChatRated: the customer rated a closed chat; see Rating.
	WebhookChatRated WebhookEvent = "chat.rated"
)

// The events of customers, which carry a [CustomerEvent].
const (
	WebhookCustomerNew          WebhookEvent = "customer.new"
	WebhookCustomerEmailUpdated WebhookEvent = "customer.email_updated"
	WebhookCustomerTagsChanged  WebhookEvent = "customer.tags_changed"
	WebhookCustomerUnsubscribed WebhookEvent = "customer.unsubscribed"
	WebhookCustomerSubscribed   WebhookEvent = "customer.subscribed"
	WebhookCustomerBlocked      WebhookEvent = "customer.blocked"
	WebhookCustomerUnblocked    WebhookEvent = "customer.unblocked"
	WebhookCustomerDeleted      WebhookEvent = "customer.deleted"
)

// The events of messages, which carry a [MessageEvent].
const (
	WebhookMessageChatCustomer  WebhookEvent = "message.chat.customer"
	WebhookMessageEmailCustomer WebhookEvent = "message.email.customer"
	WebhookMessagePrivate       WebhookEvent = "message.private"
	WebhookMessageChatAgent     WebhookEvent = "message.chat.agent"
	WebhookMessageEmailAgent    WebhookEvent = "message.email.agent"
)

// ChatEvent is the payload of a chat's event.
type ChatEvent struct {
	// ChatID is the chat's id; 0 if the event does not tell it.
	ChatID int64 `json:"chat_id,omitzero"`
	// CommunicatedAgents are the ids of the agents who wrote.
	CommunicatedAgents []int64                  `json:"communicatedAgents,omitzero"`
	Customer           CustomerSummary          `json:"customer"`
	ClosedBy           Side                     `json:"closedBy,omitzero"`
	Status             ChatStatus               `json:"status"`
	ClosedAt           frontdesk.Opt[time.Time] `json:"closedAt,omitzero"`
	// Rating is empty without one; that of a close comes with [WebhookChatRated].
	Rating        ChatRating               `json:"rating,omitzero"`
	CreatedAt     time.Time                `json:"createdAt"`
	SnoozedUntil  frontdesk.Opt[time.Time] `json:"snoozedUntil,omitzero"`
	ApplicationID frontdesk.Opt[int64]     `json:"applicationId,omitzero"`
	// Applications is sent by newer servers; its contents are not documented.
	Applications json.RawMessage            `json:"applications,omitzero"`
	Department   frontdesk.Opt[Department]  `json:"department,omitzero"`
	Assignee     frontdesk.Opt[Agent]       `json:"assignee,omitzero"`
	Extra        map[string]json.RawMessage `json:",embed,inline"`
}

// CustomerEvent is the payload of a customer's event: the basics only, the rest is
// found with [CustomersService.Get].
type CustomerEvent struct {
	ID           int64                 `json:"id"`
	Name         frontdesk.Opt[string] `json:"name,omitzero"`
	UserID       frontdesk.Opt[string] `json:"userId,omitzero"`
	Email        frontdesk.Opt[string] `json:"email,omitzero"`
	Unsubscribed bool                  `json:"unsubscribed"`
	CustomData   CustomData            `json:"customData,omitzero"`
}

// MessageEvent is the payload of a message's event.
type MessageEvent struct {
	ChatID int64 `json:"chat_id"`
	// Agent is the author if the team wrote; null for the customer.
	Agent    frontdesk.Opt[Agent] `json:"agent,omitzero"`
	Customer CustomerSummary      `json:"customer"`
	Message  WebhookMessage       `json:"message"`
}

// WebhookMessage is a message in the form that webhooks have.
type WebhookMessage struct {
	ID            int64                    `json:"id"`
	Text          string                   `json:"text,omitzero"`
	ApplicationID int64                    `json:"applicationId"`
	BroadcastType BroadcastType            `json:"broadcastType,omitzero"`
	CreatedAt     time.Time                `json:"createdAt"`
	UpdatedAt     frontdesk.Opt[time.Time] `json:"updatedAt,omitzero"`
	Edited        bool                     `json:"edited"`
	Read          bool                     `json:"read"`
}

// ParseWebhook reads a webhook and checks its signature against the signing key of
// Settings, Developers, Webhooks. The body may have at most 1 MiB.
//
// Errors: [frontdesk.ErrInvalid] for an empty secret, [frontdesk.ErrAuth] for a
// missing or wrong signature, [frontdesk.ErrTooLarge], [frontdesk.ErrDecode],
// [frontdesk.ErrTransport] if the body cannot be read.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/webhooks/setting-up-webhooks
func ParseWebhook(r *http.Request, secret string) (*Webhook, error) {
	if secret == "" {
		return nil, webhookError(frontdesk.KindInvalid, "the signing key is empty", nil)
	}
	if r.Body == nil {
		return nil, webhookError(frontdesk.KindAuth, "the webhook has no body", nil)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWebhookBytes+1))
	switch {
	case err != nil:
		return nil, webhookError(frontdesk.KindTransport, "the body cannot be read", err)
	case len(body) > maxWebhookBytes:
		return nil, webhookError(frontdesk.KindTooLarge, "the body is larger than 1 MiB", nil)
	case !signed(body, r.Header.Get(SignatureHeader), secret):
		return nil, webhookError(frontdesk.KindAuth, "the signature is missing or wrong", nil)
	}
	hook := new(Webhook)
	err = codec.Unmarshal(body, (*webhookMembers)(hook))
	if err == nil && hook.Event == "" {
		err = errNoEvent
	}
	if err != nil {
		return nil, webhookError(frontdesk.KindDecode, "the body is not a webhook: "+err.Error(), err)
	}
	if err := hook.readData(); err != nil {
		return nil, webhookError(frontdesk.KindDecode, "the payload of "+string(hook.Event)+" cannot be read: "+err.Error(), err)
	}
	return hook, nil
}

func webhookError(kind frontdesk.Kind, message string, cause error) error {
	return &frontdesk.Error{Vendor: vendor, Operation: "webhook", Kind: kind, Message: message, Err: cause}
}

// SignWebhook returns the signature of a webhook's body, for tests of what
// receives webhooks.
func SignWebhook(body []byte, secret string) string {
	return hex.EncodeToString(signature(body, secret))
}

func signature(body []byte, secret string) []byte {
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}

// signed compares in constant time.
func signed(body []byte, header, secret string) bool {
	given, err := hex.DecodeString(strings.TrimSpace(header))
	return err == nil && hmac.Equal(given, signature(body, secret))
}

// webhookEvents are the documented events.
var webhookEvents = []WebhookEvent{
	WebhookChatNew,
	WebhookChatStatusUpdated,
	WebhookChatAssigned,
	WebhookChatSnoozed,
	WebhookChatUnsnoozed,
	WebhookChatClosed,
	WebhookChatRated,
	WebhookCustomerNew,
	WebhookCustomerEmailUpdated,
	WebhookCustomerTagsChanged,
	WebhookCustomerUnsubscribed,
	WebhookCustomerSubscribed,
	WebhookCustomerBlocked,
	WebhookCustomerUnblocked,
	WebhookCustomerDeleted,
	WebhookMessageChatCustomer,
	WebhookMessageEmailCustomer,
	WebhookMessagePrivate,
	WebhookMessageChatAgent,
	WebhookMessageEmailAgent,
}

// webhookMembers is a webhook without its payload read.
type webhookMembers Webhook

// UnmarshalJSONFrom reads a webhook with its payload, as [ParseWebhook] does: for
// bodies that were kept after their signature was checked.
func (w *Webhook) UnmarshalJSONFrom(dec *wire.Decoder) error {
	*w = Webhook{}
	if err := wire.Decode(dec, (*webhookMembers)(w)); err != nil {
		return err
	}
	if w.Event == "" {
		return errNoEvent
	}
	return w.readData()
}

var (
	errNoEvent  = &wire.TypeError{Reason: "it has no event"}
	errDataText = &wire.TypeError{Want: "eventData", Got: "string", Reason: "not JSON"}
)

// readData reads the payload into the struct of its family. A string that holds
// JSON was encoded twice. The payload of an event that is not among the constants
// stays as it is: nobody knows its shape.
func (w *Webhook) readData() error {
	known := slices.Contains(webhookEvents, w.Event)
	if len(w.Data) > 0 && w.Data[0] == '"' {
		inner := []byte(wire.Text(w.Data))
		_, rest, ok := wire.SplitJSON(inner)
		switch {
		case ok && len(rest) == 0:
			w.Data = inner
		case known:
			return errDataText
		}
	}
	if !known || wire.Blank(w.Data) {
		return nil
	}
	switch family, _, _ := strings.Cut(string(w.Event), "."); family {
	case "chat":
		w.Chat = new(ChatEvent)
		return w.readChat()
	case "customer":
		w.Customer = new(CustomerEvent)
		return codec.Unmarshal(w.Data, w.Customer)
	default:
		w.Message = new(MessageEvent)
		return codec.Unmarshal(w.Data, w.Message)
	}
}

// readChat also finds the chat's id under the name that one client falls back to.
func (w *Webhook) readChat() error {
	if err := codec.Unmarshal(w.Data, w.Chat); err != nil {
		return err
	}
	if w.Chat.ChatID == 0 {
		w.Chat.ChatID, _ = wire.Int(w.Chat.Extra["id"])
	}
	return nil
}

// WebhookHandler returns a handler that checks and reads webhooks and gives them to
// receive. It answers 200 when receive returns nil and 500 otherwise, so that
// HelpCrunch delivers again; 401 for a wrong signature, 413 for a body above 1 MiB,
// 400 for what cannot be read and 405 for another method than POST. An empty secret
// and a nil receive are errors.
func WebhookHandler(secret string, receive func(ctx context.Context, hook *Webhook) error) (http.Handler, error) {
	if secret == "" {
		return nil, webhookError(frontdesk.KindInvalid, "the signing key is empty", nil)
	}
	if receive == nil {
		return nil, webhookError(frontdesk.KindInvalid, "the receiver is nil", nil)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		hook, err := ParseWebhook(r, secret)
		if err == nil {
			err = receive(r.Context(), hook)
			if err != nil {
				w.WriteHeader(http.StatusInternalServerError)
			}
			return
		}
		switch {
		case errors.Is(err, frontdesk.ErrAuth):
			w.WriteHeader(http.StatusUnauthorized)
		case errors.Is(err, frontdesk.ErrTooLarge):
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		default:
			w.WriteHeader(http.StatusBadRequest)
		}
	}), nil
}
