package salesmantest

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// accountID is the id of the account in the CRM.
const accountID = 1

// SendWebhooksTo makes the server report what changes its state to an address,
// from now on: each event is a POST of JSON, without signature, as the CRM sends
// it. {HOME} in the address stands for [Server.BaseURL]. Without events all are
// sent. Several destinations get one delivery each.
//
// As in the CRM, each event is delivered before the call that caused it is
// answered, one after the other, and only once, whatever the receiver says;
// [Server.Deliveries] is complete when the call returns. A receiver may call the
// server.
//
// Calls of clients are reported; what the Add methods store is not, so that a test
// can be set up in peace. A change that changes nothing is no event. Of the events
// that this package's documentation of the CRM knows, calls cause client.add,
// client.edit, client.change.recv, client.change.user and client.delete; the
// same of contacts but for recv; deal.add, deal.edit, deal.change.step,
// deal.change.user, deal.close and deal.delete; invoice.add and invoice.doit;
// task.add, task.edit and task.doit; lead.add or, with an operator, lead.setuser;
// entry.status; contract.edit and contract.delete; akt.add and akt.edit. That a
// change of the owner has an event of its own beside that of the other fields is
// inferred. The others are made in the CRM's interface: see [Server.SendWebhook].
func (s *Server) SendWebhooksTo(address string, events ...salesman.WebhookEvent) {
	s.webhooks.subscribe(destination{address: s.home(address), events: events})
}

// SendWebhooksToHandler is [Server.SendWebhooksTo] without a network: handler is
// called directly, also inside testing/synctest, with address as the request's:
// the place of the secret, such as "/hooks/SECRET".
func (s *Server) SendWebhooksToHandler(handler http.Handler, address string, events ...salesman.WebhookEvent) {
	s.webhooks.subscribe(destination{address: s.home(address), handler: handler, events: events})
}

func (s *Server) home(address string) string {
	address = strings.ReplaceAll(address, "{HOME}", s.BaseURL())
	if strings.HasPrefix(address, "/") {
		address = s.BaseURL() + address
	}
	return address
}

// Deliveries returns the deliveries so far, in order.
func (s *Server) Deliveries() []Delivery { return s.webhooks.deliveries() }

// Close shuts the server down, and ends a delivery that is under way.
func (s *Server) Close() {
	s.webhooks.close()
	s.Server.Close()
}

// SendWebhook reports an event to the destinations that take it, as if [Login] had
// caused it in the CRM's interface, with fields by their names on the wire; it
// returns when it is delivered. The CRM never sends some events
// ([salesman.WebhookActivityChanged], [salesman.WebhookActivityDone],
// [salesman.WebhookDocumentAdded], [salesman.WebhookActDeleted] and
// [salesman.WebhookInvoiceExpressAdded]), and neither does this;
// [salesman.WebhookClientExpressAdd] arrives as [salesman.WebhookClientAdded],
// [salesman.WebhookContactAdded] and [salesman.WebhookTaskAdded], each with all
// fields. The error is that of fields that JSON cannot hold.
func (s *Server) SendWebhook(name salesman.WebhookEvent, fields map[string]any) error {
	plain, err := plainJSON(fields)
	if err != nil {
		return err
	}
	s.mu.Lock()
	by := s.state.users[Login].id
	s.mu.Unlock()
	s.webhooks.deliver(context.Background(), eventsOf(name, by, payloadOf(plain)))
	return nil
}

// NewWebhook returns a request as the CRM sends it, for tests of what receives
// webhooks: give it to a handler or to [salesman.ParseWebhook]. The secret is in
// the address. Fields are those of the event by their names on the wire; nil for
// all that are documented, with values to look at. It makes any event, also those
// that the CRM never sends. The error is that of an address that is none, or of fields
// that JSON cannot hold.
func NewWebhook(address string, name salesman.WebhookEvent, fields map[string]any) (*http.Request, error) {
	if fields == nil {
		fields = documented()[name]
	}
	plain, err := plainJSON(fields)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(address, "/") {
		address = "http://127.0.0.1" + address
	}
	return webhookRequest(context.Background(), address, webhookBody(name, 2, payloadOf(plain)))
}

// plainJSON makes fields what a decoder of JSON makes of them.
func plainJSON(fields map[string]any) (plain map[string]any, err error) {
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	err = dec.Decode(&plain)
	return plain, err
}

// documented are the payloads of all events, with values by their types.
var documented = sync.OnceValue(func() map[salesman.WebhookEvent]map[string]any {
	var facts struct {
		Events []struct {
			Event  salesman.WebhookEvent
			Fields []struct {
				Name, Type string
				Enum       []string
			}
		}
	}
	payloads := map[salesman.WebhookEvent]map[string]any{}
	if contract.Load(contract.SalesMan).Fact("webhooks", &facts) != nil {
		return payloads
	}
	for _, e := range facts.Events {
		payload := map[string]any{}
		for i, f := range e.Fields {
			switch {
			case f.Name == "event" || f.Name == "identity" || f.Name == "iduser1":
			case len(f.Enum) > 0:
				payload[f.Name] = f.Enum[0]
			case f.Type == "map":
				payload[f.Name] = map[string]any{"title": "Example"}
			case f.Type == "array<integer>":
				payload[f.Name] = []any{100 + i, 200 + i}
			case f.Type == "integer" || strings.HasPrefix(f.Name, "summa") || f.Name == "invoice" || f.Name == "number":
				payload[f.Name] = 100 + i
			case f.Name == "datum":
				payload[f.Name] = "2026-11-22"
			default:
				payload[f.Name] = "text"
			}
		}
		payloads[e.Event] = payload
	}
	return payloads
})

// neverSent are the events that no place in the CRM sends.
var neverSent = []salesman.WebhookEvent{
	salesman.WebhookActivityChanged, salesman.WebhookActivityDone, salesman.WebhookDocumentAdded, salesman.WebhookActDeleted,
	salesman.WebhookInvoiceExpressAdded,
}

// fire reports an event of the call's: fields are names with their values in
// turn. It is sent when the call is over.
func (s *Server) fire(c *call, name salesman.WebhookEvent, fields ...any) {
	payload := &object{}
	for i := 0; i+1 < len(fields); i += 2 {
		payload.set(textOf(fields[i]), fields[i+1])
	}
	c.events = append(c.events, eventsOf(name, c.user.id, payload)...)
}

// eventsOf are what the CRM sends of an event.
func eventsOf(name salesman.WebhookEvent, by int64, payload *object) []event {
	names := []salesman.WebhookEvent{name}
	switch {
	case slices.Contains(neverSent, name):
		names = nil
	case name == salesman.WebhookClientExpressAdd:
		names = []salesman.WebhookEvent{salesman.WebhookClientAdded, salesman.WebhookContactAdded, salesman.WebhookTaskAdded}
	}
	var events []event
	for _, name := range names {
		events = append(events, event{name, webhookBody(name, by, payload)})
	}
	return events
}

func payloadOf(fields map[string]any) *object {
	payload := &object{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		payload.set(name, fields[name])
	}
	return payload
}

// webhookBody writes an event. On its way it passes a form, so that numbers and
// booleans become texts, and null and empty arrays vanish.
func webhookBody(name salesman.WebhookEvent, by int64, payload *object) []byte {
	body := &object{}
	for _, field := range payload.names {
		if v := formValue(payload.values[field]); v != nil {
			body.set(field, v)
		}
	}
	body.set("identity", textOf(int64(accountID)))
	body.set("iduser1", textOf(by))
	body.set("event", string(name))
	return []byte(encode(body))
}

// formValue is what is left of a value after it has passed a form; nil for
// nothing.
func formValue(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []int64:
		list := make([]any, len(v))
		for i, n := range v {
			list[i] = n
		}
		return formValue(list)
	case []any:
		var list []any
		for _, item := range v {
			if item = formValue(item); item != nil {
				list = append(list, item)
			}
		}
		if len(list) == 0 {
			return nil
		}
		return list
	case map[string]any:
		return formObject(payloadOf(v))
	case map[string]string:
		nested := &object{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			nested.set(name, v[name])
		}
		return formObject(nested)
	}
	return textOf(v)
}

func formObject(nested *object) any {
	kept := &object{}
	for _, name := range nested.names {
		if v := formValue(nested.values[name]); v != nil {
			kept.set(name, v)
		}
	}
	if len(kept.names) == 0 {
		return nil
	}
	return kept
}
