package liveagent

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// WidgetsService reads and changes contact widgets (buttons and forms for web
// sites). Later servers only; see [ApplicationService.Status]. The vendor repaired
// errors of the whole group in 4.49.1.4 and 4.50.4.13.
type WidgetsService service

// WidgetType is the kind of a widget.
type WidgetType string

// WidgetChatButton is a chat button; other kinds are not documented.
const WidgetChatButton WidgetType = "C"

// Widget is a contact widget. Only ID, Name, OnlineCode and IntegrationCode are
// known to come; the other fields are inferred from the parameters.
type Widget struct {
	ID   string `json:"contactwidgetid,omitzero"`
	Name string `json:"name,omitzero"`
	// Provide are the channels of the widget, letters in one text such as "BFC".
	Provide      string     `json:"provide,omitzero"`
	DepartmentID string     `json:"departmentid,omitzero"`
	Type         WidgetType `json:"rtype,omitzero"`
	// UseCode says which code of the button is used.
	UseCode string `json:"usecode,omitzero"`
	// Status is a letter; "A", "F" and "N" were seen.
	Status string `json:"status,omitzero"`
	// Attributes are the settings, as JSON text.
	Attributes string `json:"attributes,omitzero"`
	// Language is a code such as "en-US".
	Language    string `json:"language,omitzero"`
	OnlineCode  string `json:"onlinecode,omitzero"`
	OfflineCode string `json:"offlinecode,omitzero"`
	// IntegrationCode is the HTML that puts the widget on a page, its entities
	// encoded; since 4.25.16.8.
	IntegrationCode string `json:"integration_code,omitzero"`
	// Extra holds what this module does not know: the shape is inferred.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// settle takes out what a reply says of the call rather than of the widget.
func (w *Widget) settle() *Widget {
	if w.Status == "OK" {
		w.Status = ""
	}
	w.Extra = withoutStatus(w.Extra)
	return w
}

// WidgetListParams narrow a list of widgets.
type WidgetListParams struct {
	// Type is the kind of widget.
	Type WidgetType `url:"rtype,omitempty"`
}

var opWidgetsList = &transport.Operation{
	ID: "widgets.list", Method: http.MethodGet, Path: "/widgets", Class: frontdesk.ClassSafe,
}

// List returns all widgets. Some servers before 5.42.4.35 fail.
//
// Errors: a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.25.6.4. Older ones
// answer 404 or 500.
//
// Operation: widgets.list, safe.
//
//frontdesk:op liveagent widgets.list
func (s *WidgetsService) List(ctx context.Context, params *WidgetListParams, opts ...frontdesk.Option) ([]Widget, error) {
	if params == nil {
		params = &WidgetListParams{}
	}
	widgets := []Widget{}
	r := request{op: opWidgetsList, params: params, reply: listOf(&widgets, "widgets")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return widgets, nil
}

var opWidgetsGet = &transport.Operation{
	ID: "widgets.get", Method: http.MethodGet, Path: "/widgets/{id}", Class: frontdesk.ClassSafe,
}

// Get returns one widget.
//
// Errors: an unknown widget is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.25.6.4. Older ones
// answer 404 or 500.
//
// Operation: widgets.get, safe.
//
//frontdesk:op liveagent widgets.get
func (s *WidgetsService) Get(ctx context.Context, widgetID string, opts ...frontdesk.Option) (*Widget, error) {
	widget := new(Widget)
	r := request{op: opWidgetsGet, ids: []string{widgetID}, reply: envelope{object: widget, id: &widget.ID}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return widget, nil
}

var opWidgetsAdd = &transport.Operation{
	ID: "widgets.add", Method: http.MethodPost, Path: "/widgets", Class: frontdesk.ClassUnsafe,
}

// Create makes a widget. Before 4.25.20.1 the entities in its codes were encoded
// twice.
//
// Errors: a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// If the outcome is unknown, List tells whether the widget is there.
//
// LiveAgent API v1, not in the reference: servers since 4.25.6.4. Older ones
// answer 404 or 500.
//
// Operation: widgets.add, unsafe.
//
//frontdesk:op liveagent widgets.add
func (s *WidgetsService) Create(ctx context.Context, params *WidgetCreateParams, opts ...frontdesk.Option) (*Widget, error) {
	if params == nil {
		params = &WidgetCreateParams{}
	}
	widget := new(Widget)
	r := request{op: opWidgetsAdd, params: params, reply: envelope{object: widget, id: &widget.ID}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return widget.settle(), nil
}

var opWidgetsChange = &transport.Operation{
	ID: "widgets.change", Method: http.MethodPut, Path: "/widgets/{id}", Class: frontdesk.ClassIdempotent,
}

// Update changes a widget. That the reply holds the widget is inferred from
// Create; if it says no more than OK, the result is empty.
//
// Errors: an unknown widget is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// If the outcome is unknown, call it again: it writes the same once more.
//
// LiveAgent API v1, not in the reference: servers since 4.25.6.4. Older ones
// answer 404 or 500.
//
// Operation: widgets.change, idempotent.
//
//frontdesk:op liveagent widgets.change
func (s *WidgetsService) Update(ctx context.Context, widgetID string, params *WidgetUpdateParams, opts ...frontdesk.Option) (*Widget, error) {
	if params == nil {
		params = &WidgetUpdateParams{}
	}
	widget := new(Widget)
	r := request{op: opWidgetsChange, ids: []string{widgetID}, params: params, reply: envelope{object: widget, mayBeEmpty: true}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return widget.settle(), nil
}

var opWidgetsDelete = &transport.Operation{
	ID: "widgets.delete", Method: http.MethodDelete, Path: "/widgets/{id}", Class: frontdesk.ClassIdempotent,
}

// Delete deletes a widget. If an attempt was lost after it had acted, the repeated
// one may find nothing.
//
// Errors: an unknown widget is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// If the outcome is unknown, call it again: [frontdesk.ErrNotFound] then means
// that it was deleted.
//
// LiveAgent API v1, not in the reference: servers since 4.25.6.4. Older ones
// answer 404 or 500.
//
// Operation: widgets.delete, idempotent.
//
//frontdesk:op liveagent widgets.delete
func (s *WidgetsService) Delete(ctx context.Context, widgetID string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opWidgetsDelete, ids: []string{widgetID}}, opts)
}
