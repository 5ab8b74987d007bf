package salesman

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

const (
	// maxWebhookBytes bounds a webhook's body; real ones have a few kilobytes.
	maxWebhookBytes = 1 << 20
	// minSecret is the shortest secret that WebhookSecret takes: the address is the
	// only proof of origin.
	minSecret = 16
)

// Webhook is one event that the CRM reports. Which of the pointers is set
// depends on the event's family, the word before the first dot, also for an event
// of the family that this package does not know; an unknown family sets none.
type Webhook struct {
	Event WebhookEvent
	// AccountID is the id of the account in the CRM, ActorID that of the user who
	// did it; 0 if they are no numbers.
	AccountID int64
	ActorID   int64
	// Data is the body as it came.
	Data json.RawMessage
	// PayloadErr says why a value of the payload cannot be read; all pointers are
	// nil then, and Data has what came. It is an error of its own since the event is
	// not sent again.
	PayloadErr error

	Client   *ClientEvent
	Contact  *ContactEvent
	Deal     *DealEvent
	Invoice  *InvoiceEvent
	Task     *TaskEvent
	Activity *ActivityEvent
	Lead     *LeadEvent
	Entry    *EntryEvent
	Document *DocumentEvent
	Act      *DocumentEvent
}

// WebhookSecret proves that a webhook comes from the CRM. The CRM signs nothing,
// so that anyone who knows the address can send events; the only proof is an
// address that nobody else can guess. Put a long random value into the address
// that is entered in the CRM, serve it over https, and keep it out of logs. Read
// what matters again from the CRM rather than trust the event.
//
// Make one with [SecretInPath] or [SecretInQuery].
type WebhookSecret struct {
	inQuery     bool
	name, value string
}

// SecretInPath expects the secret as the last element of the path, as in
// https://example.com/hooks/SECRET. The secret has at least 16 letters, digits and
// -._~, since all others are spelled in more than one way in an address:
// [crypto/rand.Text] makes one.
func SecretInPath(secret string) WebhookSecret { return WebhookSecret{value: secret} }

// SecretInQuery expects the secret in a query parameter, as in
// https://example.com/hooks?key=SECRET with the name key. The secret is made of what
// [SecretInPath] takes.
func SecretInQuery(name, secret string) WebhookSecret {
	return WebhookSecret{inQuery: true, name: name, value: secret}
}

// valid refuses what proves nothing, or can never match.
func (s WebhookSecret) valid() error {
	switch {
	case len(s.value) < minSecret:
		return webhookError(frontdesk.KindInvalid, "the secret is shorter than 16 bytes", nil)
	case strings.ContainsFunc(s.value, changesInAddress):
		return webhookError(frontdesk.KindInvalid, "the secret has other characters than letters, digits and -._~", nil)
	case s.inQuery && s.name == "":
		return webhookError(frontdesk.KindInvalid, "the name of the query parameter is empty", nil)
	}
	return nil
}

// changesInAddress reports whether a character has more than one spelling in an
// address: a slash or a plus that was not escaped would never match.
func changesInAddress(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("-._~", r)
}

// String hides the secret.
func (s WebhookSecret) String() string { return "salesman.WebhookSecret(hidden)" }

// GoString hides the secret.
func (s WebhookSecret) GoString() string { return s.String() }

// check compares in constant time, whatever the lengths are.
func (s WebhookSecret) check(r *http.Request) error {
	if err := s.valid(); err != nil {
		return err
	}
	given := ""
	if r.URL != nil {
		if s.inQuery {
			given = r.URL.Query().Get(s.name)
		} else {
			path := strings.TrimSuffix(r.URL.Path, "/")
			given = path[strings.LastIndex(path, "/")+1:]
		}
	}
	want, got := sha256.Sum256([]byte(s.value)), sha256.Sum256([]byte(given))
	if subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
		return webhookError(frontdesk.KindAuth, "the secret is missing or wrong", nil)
	}
	return nil
}

func webhookError(kind frontdesk.Kind, message string, cause error) error {
	return &frontdesk.Error{Vendor: vendor, Operation: "webhook", Kind: kind, Message: message, Err: cause}
}

// ParseWebhook reads a webhook after it has checked the secret in its address.
// All values travel as texts; they are read into what they mean. The body may
// have at most 1 MiB.
//
// The CRM sends each event once and does not look at the answer: an event that
// is missed is gone. {HOME} in the address that is entered there stands for the
// CRM's own.
//
// Errors: [frontdesk.ErrInvalid] for a secret that [SecretInPath] does not take,
// [frontdesk.ErrAuth] for a missing or wrong one, [frontdesk.ErrTooLarge],
// [frontdesk.ErrDecode] for a body that is no event, [frontdesk.ErrTransport] if it
// cannot be read. An event with an odd value is no error: see [Webhook.PayloadErr].
//
// SalesMan docs: webhooks
func ParseWebhook(r *http.Request, secret WebhookSecret) (*Webhook, error) {
	if err := secret.check(r); err != nil {
		return nil, err
	}
	if r.Body == nil {
		return nil, webhookError(frontdesk.KindDecode, "the webhook has no body", nil)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWebhookBytes+1))
	switch {
	case err != nil:
		return nil, webhookError(frontdesk.KindTransport, "the body cannot be read", err)
	case len(body) > maxWebhookBytes:
		return nil, webhookError(frontdesk.KindTooLarge, "the body is larger than 1 MiB", nil)
	}
	return readWebhook(body)
}

func readWebhook(body []byte) (*Webhook, error) {
	var head struct {
		Event     json.RawMessage `json:"event"`
		AccountID json.RawMessage `json:"identity"`
		ActorID   json.RawMessage `json:"iduser1"`
	}
	body = trimBody(body)
	if len(body) == 0 || body[0] != '{' {
		return nil, webhookError(frontdesk.KindDecode, "the body is not a webhook", nil)
	}
	if err := plainCodec.Unmarshal(body, &head); err != nil {
		return nil, webhookError(frontdesk.KindDecode, "the body is not a webhook", err)
	}
	event := WebhookEvent(wire.Text(head.Event))
	if event == "" {
		return nil, webhookError(frontdesk.KindDecode, "the body names no event", nil)
	}
	hook := &Webhook{Event: event, Data: body}
	hook.AccountID, _ = wire.Int(head.AccountID)
	hook.ActorID, _ = wire.Int(head.ActorID)
	if payload := hook.payload(); payload != nil {
		if err := plainCodec.Unmarshal(body, payload); err != nil {
			return &Webhook{
				Event: event, AccountID: hook.AccountID, ActorID: hook.ActorID, Data: body,
				PayloadErr: webhookError(frontdesk.KindDecode, "the values of "+string(event)+" cannot be read", err),
			}, nil
		}
	}
	return hook, nil
}

// payload makes the struct of the event's family; nil for an unknown one.
func (w *Webhook) payload() any {
	switch family, _, _ := strings.Cut(string(w.Event), "."); family {
	case "client":
		w.Client = new(ClientEvent)
		return w.Client
	case "person":
		w.Contact = new(ContactEvent)
		return w.Contact
	case "deal":
		w.Deal = new(DealEvent)
		return w.Deal
	case "invoice":
		w.Invoice = new(InvoiceEvent)
		return w.Invoice
	case "task":
		w.Task = new(TaskEvent)
		return w.Task
	case "history":
		w.Activity = new(ActivityEvent)
		return w.Activity
	case "lead":
		w.Lead = new(LeadEvent)
		return w.Lead
	case "entry":
		w.Entry = new(EntryEvent)
		return w.Entry
	case "contract":
		w.Document = new(DocumentEvent)
		return w.Document
	case "akt":
		w.Act = new(DocumentEvent)
		return w.Act
	}
	return nil
}

// WebhookHandler returns a handler that checks and reads webhooks and gives them
// to receive. It answers 200 when receive returns nil and 500 otherwise, which
// the CRM only writes to its log; 401 for a wrong secret, 413 for a body above
// 1 MiB, 400 for what cannot be read. The CRM waits for the answer while its user
// does: receive should return soon. A secret that [SecretInPath] does not take is an
// error. An event with an odd value goes to receive too: see [Webhook.PayloadErr].
func WebhookHandler(secret WebhookSecret, receive func(ctx context.Context, hook *Webhook) error) (http.Handler, error) {
	if err := secret.valid(); err != nil {
		return nil, err
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
		switch {
		case err == nil:
			if receive(r.Context(), hook) != nil {
				w.WriteHeader(http.StatusInternalServerError)
			}
		case errors.Is(err, frontdesk.ErrAuth):
			w.WriteHeader(http.StatusUnauthorized)
		case errors.Is(err, frontdesk.ErrTooLarge):
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		default:
			w.WriteHeader(http.StatusBadRequest)
		}
	}), nil
}

// Selectable reports whether the event can be chosen in the CRM. The others are
// documented only.
func (e WebhookEvent) Selectable() bool { return e != WebhookActivityDone && e.known() }

func (e WebhookEvent) known() bool {
	for _, known := range WebhookEvents() {
		if e == known {
			return true
		}
	}
	return false
}

// ChangedFields are the new values of fields that were changed, by their names
// on the wire. Texts where the CRM sends plain values.
type ChangedFields map[string]json.RawMessage

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It reads an object, one that
// is the JSON in a text, and the spellings of nothing.
func (f *ChangedFields) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	if raw[0] == '"' {
		raw = []byte(strings.TrimSpace(wire.Text(raw)))
	}
	var fields map[string]json.RawMessage
	if len(raw) > 0 {
		err = wire.DecodeWithin(dec, raw, &fields)
	}
	*f = fields
	return err
}

// Text returns a value as a text; "" if it is not there.
func (f ChangedFields) Text(name string) string { return wire.Text(f[name]) }
