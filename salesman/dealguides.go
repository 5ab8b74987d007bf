package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DealStep is a stage of deals.
type DealStep struct {
	ID int64 `json:"idcategory,omitzero"`
	// Percent is the stage's value, such as "40": what ChangeStep takes.
	Percent     string `json:"title,omitzero"`
	Description string `json:"content,omitzero"`
	// OnHold marks the stage of frozen deals, and OnHoldField the field with the
	// day until which they are.
	OnHold      frontdesk.Opt[bool] `json:"inHold,omitzero"`
	OnHoldField string              `json:"inHoldInput,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealDirection is a line of business.
type DealDirection struct {
	ID      int64  `json:"id,omitzero"`
	Title   string `json:"title,omitzero"`
	Default YesNo  `json:"isDefault,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealType is a type of deals.
type DealType struct {
	ID      int64  `json:"tid,omitzero"`
	Title   string `json:"title,omitzero"`
	Default YesNo  `json:"isDefault,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealCloseStatus is a status with which deals are closed.
type DealCloseStatus struct {
	ID    int64  `json:"sid,omitzero"`
	Title string `json:"title,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealFunnelParams says whose funnel to read: that of a deal, or of a direction
// and type, both names or ids. Without any it is the general one.
type DealFunnelParams struct {
	DealID    int64  `json:"did,omitzero"`
	Direction string `json:"direction,omitzero"`
	// Type is sent as tip; what the documentation calls type the server ignores.
	Type string `json:"tip,omitzero"`
}

// DealFunnel is the order of stages that deals go through.
type DealFunnel struct {
	// Durations are the days for each stage, by the stage's id, and Percents the
	// stages' values.
	Durations map[string]Amount `json:"steps,omitzero"`
	Percents  map[string]string `json:"stepsName,omitzero"`
	// Steps are the stages in order, if both direction and type were given.
	Steps []FunnelStep `json:"nsteps,omitzero"`
	// DefaultID and Default are id and value of the first stage.
	DefaultID int64  `json:"default,omitzero"`
	Default   string `json:"defaultName,omitzero"`
	// Length is in days.
	Length Amount `json:"length,omitzero"`
	Name   string `json:"funnel,omitzero"`
	// Current is the stage of the deal, Previous and Next its neighbours. An id
	// of 0 means a deal without a stage, or no such deal: the server does not
	// tell these apart.
	Current  *DealStage `json:"current,omitzero"`
	Previous *DealStage `json:"prev,omitzero"`
	Next     *DealStage `json:"next,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// FunnelStep is a stage in its place.
type FunnelStep struct {
	ID          int64  `json:"id,omitzero"`
	Percent     string `json:"name,omitzero"`
	Description string `json:"content,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealStage is the stage of a deal.
type DealStage struct {
	ID          int64  `json:"id,omitzero"`
	Percent     string `json:"title,omitzero"`
	Description string `json:"content,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opDealsSteps = &transport.Operation{
	ID: "deal.steplist", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Steps returns the stages of deals.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: deal, steplist
//
// Operation: deal.steplist, safe.
//
//frontdesk:op salesman deal.steplist
func (s *DealsService) Steps(ctx context.Context, opts ...frontdesk.Option) ([]DealStep, error) {
	return readData[[]DealStep](ctx, s.client, request{op: opDealsSteps}, opts)
}

var opDealsDirections = &transport.Operation{
	ID: "deal.direction", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Directions returns the lines of business.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: deal, direction
//
// Operation: deal.direction, safe.
//
//frontdesk:op salesman deal.direction
func (s *DealsService) Directions(ctx context.Context, opts ...frontdesk.Option) ([]DealDirection, error) {
	return readData[[]DealDirection](ctx, s.client, request{op: opDealsDirections}, opts)
}

var opDealsTypes = &transport.Operation{
	ID: "deal.type", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Types returns the types of deals.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: deal, type
//
// Operation: deal.type, safe.
//
//frontdesk:op salesman deal.type
func (s *DealsService) Types(ctx context.Context, opts ...frontdesk.Option) ([]DealType, error) {
	return readData[[]DealType](ctx, s.client, request{op: opDealsTypes}, opts)
}

// dealKind is what deals are sorted by: a line of business or a type.
type dealKind struct {
	field string
	list  func(context.Context, []frontdesk.Option) (ids []int64, titles []string, err error)
}

func (s *DealsService) directionKind() dealKind {
	return dealKind{"direction", func(ctx context.Context, opts []frontdesk.Option) (ids []int64, titles []string, err error) {
		directions, err := s.Directions(ctx, opts...)
		for _, d := range directions {
			ids, titles = append(ids, d.ID), append(titles, d.Title)
		}
		return ids, titles, err
	}}
}

func (s *DealsService) typeKind() dealKind {
	return dealKind{"tip", func(ctx context.Context, opts []frontdesk.Option) (ids []int64, titles []string, err error) {
		types, err := s.Types(ctx, opts...)
		for _, t := range types {
			ids, titles = append(ids, t.ID), append(titles, t.Title)
		}
		return ids, titles, err
	}}
}

// kindID returns the id of what params name by id or by title: op would store what
// the account does not have. The server takes a number for an id, and does not tell
// capitals apart in titles.
func (s *DealsService) kindID(ctx context.Context, op *transport.Operation, kind dealKind, name string, opts []frontdesk.Option) (int64, error) {
	ids, titles, err := kind.list(ctx, opts)
	if err != nil {
		return 0, err
	}
	if id, err := strconv.ParseInt(name, 10, 64); err == nil && id > 0 && slices.Contains(ids, id) {
		return id, nil
	}
	i := slices.Index(titles, name)
	if i < 0 {
		i = slices.IndexFunc(titles, func(title string) bool { return strings.EqualFold(title, name) })
	}
	if i < 0 {
		return 0, s.client.core.InvalidArgument(op, kind.field, "the account has no %q", name)
	}
	return ids[i], nil
}

var opDealsCloseStatuses = &transport.Operation{
	ID: "deal.statusclose", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// CloseStatuses returns the statuses with which deals can be closed.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: deal, statusclose
//
// Operation: deal.statusclose, safe.
//
//frontdesk:op salesman deal.statusclose
func (s *DealsService) CloseStatuses(ctx context.Context, opts ...frontdesk.Option) ([]DealCloseStatus, error) {
	return readData[[]DealCloseStatus](ctx, s.client, request{op: opDealsCloseStatuses}, opts)
}

var opDealsFunnel = &transport.Operation{
	ID: "deal.funnel", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Funnel returns the order of stages of a deal, or of a direction and type; without
// any of them it is empty. Servers of today leave Next out.
//
// Errors: a negative id is [frontdesk.ErrInvalid]. An unknown deal is none: see
// [DealFunnel].Current. A wrong key or login is [frontdesk.ErrAuth] with
// [CodeUnauthorized].
//
// SalesMan docs: deal, funnel
//
// Operation: deal.funnel, safe.
//
//frontdesk:op salesman deal.funnel
func (s *DealsService) Funnel(ctx context.Context, params *DealFunnelParams, opts ...frontdesk.Option) (*DealFunnel, error) {
	if params == nil {
		params = &DealFunnelParams{}
	}
	if err := s.client.checkIDs(opDealsFunnel, "", idParam{"did", params.DealID}); err != nil {
		return nil, err
	}
	funnel, err := readData[DealFunnel](ctx, s.client, request{op: opDealsFunnel, params: params}, opts)
	if err != nil {
		return nil, err
	}
	return &funnel, nil
}
