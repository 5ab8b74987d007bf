package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// CustomerGroupsService reads and changes the groups of customers. Who is in a
// group is the matter of [CustomersService].
type CustomerGroupsService service

// CustomerGroup is a group of customers.
type CustomerGroup struct {
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
	// Color and BackgroundColor are six hexadecimal digits without #. Lists do not
	// have them.
	Color           string `json:"color,omitzero"`
	BackgroundColor string `json:"bg_color,omitzero"`
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. The groups of a
// customer, and all groups on some servers, write groupid and groupname.
func (g *CustomerGroup) UnmarshalJSONFrom(dec *wire.Decoder) error {
	var row struct {
		ID              string `json:"id"`
		GroupID         string `json:"groupid"`
		Name            string `json:"name"`
		GroupName       string `json:"groupname"`
		Color           string `json:"color"`
		BackgroundColor string `json:"bg_color"`
	}
	if err := wire.Decode(dec, &row); err != nil {
		return err
	}
	*g = CustomerGroup{ID: row.ID, Name: row.Name, Color: row.Color, BackgroundColor: row.BackgroundColor}
	if g.ID == "" {
		g.ID = row.GroupID
	}
	if g.Name == "" {
		g.Name = row.GroupName
	}
	return nil
}

var opCustomersGroupsList = &transport.Operation{
	ID: "customers_groups.list", Method: http.MethodGet, Path: "/customersgroups", Class: frontdesk.ClassSafe,
}

// List returns all groups, with id and name.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Retrieve all groups of all customers", since 4.0.19.1.
//
// Operation: customers_groups.list, safe.
//
//frontdesk:op liveagent customers_groups.list
func (s *CustomerGroupsService) List(ctx context.Context, opts ...frontdesk.Option) ([]CustomerGroup, error) {
	groups := []CustomerGroup{}
	if err := s.client.do(ctx, request{op: opCustomersGroupsList, reply: listOf(&groups, "groups")}, opts); err != nil {
		return nil, err
	}
	return groups, nil
}

var opCustomersGroupsGet = &transport.Operation{
	ID: "customers_groups.get", Method: http.MethodGet, Path: "/customersgroups/{groupid}", Class: frontdesk.ClassSafe,
}

// Get returns one group with its colours.
//
// Errors: an unknown group is [frontdesk.ErrNotFound].
//
// LiveAgent API v1: "Retrieve customers group info", since 4.17.1.3.
//
// Operation: customers_groups.get, safe.
//
//frontdesk:op liveagent customers_groups.get
func (s *CustomerGroupsService) Get(ctx context.Context, groupID string, opts ...frontdesk.Option) (*CustomerGroup, error) {
	group := new(CustomerGroup)
	r := request{op: opCustomersGroupsGet, ids: []string{groupID}, reply: envelope{object: group, id: &group.ID}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return group, nil
}

// CustomerGroupCreateParams are a new group.
type CustomerGroupCreateParams struct {
	// Name is required.
	Name string `url:"name"`
	// Color and BackgroundColor are six hexadecimal digits without #.
	Color           string `url:"color,omitempty"`
	BackgroundColor string `url:"bg_color,omitempty"`
}

var opCustomersGroupsAdd = &transport.Operation{
	ID: "customers_groups.add", Method: http.MethodPost, Path: "/customersgroups", Class: frontdesk.ClassUnsafe,
}

// Create makes a group.
//
// Errors: a name that is taken is [frontdesk.ErrConflict], on servers that say
// so in words known to this module; a missing name is [frontdesk.ErrInvalid]
// before sending.
//
// If the outcome is unknown, List tells whether the group is there.
//
// LiveAgent API v1: "Add customers group", since 4.17.1.3.
//
// Operation: customers_groups.add, unsafe.
//
//frontdesk:op liveagent customers_groups.add
func (s *CustomerGroupsService) Create(ctx context.Context, params *CustomerGroupCreateParams, opts ...frontdesk.Option) (*CustomerGroup, error) {
	if params == nil || params.Name == "" {
		return nil, s.client.core.InvalidArgument(opCustomersGroupsAdd, "name", "is required")
	}
	group := new(CustomerGroup)
	if err := s.client.do(ctx, request{op: opCustomersGroupsAdd, params: params, reply: envelope{object: group, id: &group.ID}}, opts); err != nil {
		return nil, err
	}
	return group, nil
}

// CustomerGroupUpdateParams are what changes in a group; empty texts leave it as
// it is.
type CustomerGroupUpdateParams struct {
	Name string `url:"name,omitempty"`
	// Color and BackgroundColor are six hexadecimal digits without #.
	Color           string `url:"color,omitempty"`
	BackgroundColor string `url:"bg_color,omitempty"`
}

var opCustomersGroupsChange = &transport.Operation{
	ID: "customers_groups.change", Method: http.MethodPut, Path: "/customersgroups/{groupid}", Class: frontdesk.ClassIdempotent,
}

// Update changes a group.
//
// Errors: an unknown group is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again: it writes the same once more.
//
// LiveAgent API v1: "Change customers group", since 4.17.1.3.
//
// Operation: customers_groups.change, idempotent.
//
//frontdesk:op liveagent customers_groups.change
func (s *CustomerGroupsService) Update(ctx context.Context, groupID string, params *CustomerGroupUpdateParams, opts ...frontdesk.Option) error {
	if params == nil {
		params = &CustomerGroupUpdateParams{}
	}
	return s.client.do(ctx, request{op: opCustomersGroupsChange, ids: []string{groupID}, params: params}, opts)
}

var opCustomersGroupsDelete = &transport.Operation{
	ID: "customers_groups.delete", Method: http.MethodDelete, Path: "/customersgroups/{groupid}", Class: frontdesk.ClassIdempotent,
}

// Delete deletes a group; its customers stay. If an attempt was lost after it had
// acted, the repeated one may find nothing.
//
// Errors: an unknown group is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again: [frontdesk.ErrNotFound] then means
// that it was deleted.
//
// LiveAgent API v1: "Delete customers group", since 4.17.1.3.
//
// Operation: customers_groups.delete, idempotent.
//
//frontdesk:op liveagent customers_groups.delete
func (s *CustomerGroupsService) Delete(ctx context.Context, groupID string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opCustomersGroupsDelete, ids: []string{groupID}}, opts)
}
