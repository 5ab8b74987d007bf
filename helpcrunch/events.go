package helpcrunch

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// EventsService records what customers do.
type EventsService service

// Event is something that a customer did.
type Event struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Data      EventData `json:"data"`
	CreatedAt time.Time `json:"createdAt"`
	// Customer is the customer's id; newer servers leave it out.
	Customer frontdesk.Opt[int64] `json:"customer,omitzero"`
}

// EventData are the attributes of an event by name: scalars of the types that
// [CustomData] has. Unlike those they are sent as an object.
type EventData map[string]any

// MarshalJSONTo writes the attributes as an object.
func (d EventData) MarshalJSONTo(enc *wire.Encoder) error {
	members := make(map[string]scalar, len(d))
	for name, value := range d {
		members[name] = scalar{value}
	}
	return wire.Encode(enc, members)
}

// UnmarshalJSONFrom reads the attributes with exact numbers, in either form of
// [CustomData].
func (d *EventData) UnmarshalJSONFrom(dec *wire.Decoder) error {
	return (*CustomData)(d).UnmarshalJSONFrom(dec)
}

// EventCreateParams are an event to record.
type EventCreateParams struct {
	// Name is required.
	Name string `json:"name"`
	// Data are attributes of the event; none may be nil.
	Data EventData `json:"data,omitzero"`
	// Customer is the customer's id; required.
	Customer int64 `json:"customer"`
}

var opEventsCreate = &transport.Operation{
	ID: "events.create", Method: http.MethodPost, Path: "/events", Class: frontdesk.ClassUnsafe,
}

// Create records an event of a customer. It is not repeated once it may have
// arrived: the API cannot list events, so after an error with an unknown outcome
// nothing but the web interface tells whether it is there. To create it again may
// record it twice.
//
// Errors: an unknown customer is [frontdesk.ErrNotFound] with [CodeEntityNotFound] or
// [CodeNotFound]; a bad value is [frontdesk.ErrValidation] with the attribute in
// Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/add-customer-event-v1
//
// Operation: events.create, unsafe.
//
//frontdesk:op helpcrunch events.create
func (s *EventsService) Create(ctx context.Context, params *EventCreateParams, opts ...frontdesk.Option) (*Event, error) {
	var p EventCreateParams
	if params != nil {
		p = *params
	}
	core := s.client.core
	if p.Name == "" {
		return nil, core.Invalid(opEventsCreate.ID, "name", errors.New("is required"))
	}
	if err := s.client.checkID(opEventsCreate, "customer", p.Customer); err != nil {
		return nil, err
	}
	if err := CustomData(p.Data).check(false); err != nil {
		return nil, core.Invalid(opEventsCreate.ID, "data", err)
	}
	return one(ctx, s.client, request{op: opEventsCreate, body: &p}, eventID, opts)
}

func eventID(e *Event) int64 { return e.ID }
