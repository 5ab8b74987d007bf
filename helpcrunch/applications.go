package helpcrunch

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ApplicationsService reads the applications of the account.
type ApplicationsService service

// Application is a widget, a mobile app or a messenger channel. The vendor's page
// was not readable: what the server sends besides is in Extra.
type Application struct {
	// ID is what a new chat needs.
	ID int64 `json:"id"`
	// Name is for the team.
	Name string `json:"name,omitzero"`
	// DisplayName is what customers see.
	DisplayName string `json:"displayName,omitzero"`
	Active      bool   `json:"active"`
	// Type is the kind of application; its values are not documented.
	Type  string                     `json:"type"`
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ApplicationListParams says which part of the applications to list.
type ApplicationListParams struct {
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of records to skip.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opApplicationsList = &transport.Operation{
	ID: "applications.list", Method: http.MethodGet, Path: "/applications", Class: frontdesk.ClassSafe,
}

// List returns one page of applications, at most 100. That it is paged is taken
// from the vendor's other lists.
//
// Errors: [frontdesk.ErrInvalid] for a limit above 100 or a negative offset, before
// anything is sent; a wrong API key is [frontdesk.ErrAuth].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-applications-v1
//
// Operation: applications.list, safe.
//
//frontdesk:op helpcrunch applications.list
func (s *ApplicationsService) List(ctx context.Context, params *ApplicationListParams, opts ...frontdesk.Option) (*frontdesk.Page[Application], error) {
	var p ApplicationListParams
	if params != nil {
		p = *params
	}
	at, err := s.client.span(opApplicationsList, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Application](ctx, s.client, request{op: opApplicationsList, query: p}, at, applicationID, opts)
}

// All iterates over all applications, page by page, with the promises of
// [CustomersService.All].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-applications-v1
//
// Operation: applications.list, safe.
//
//frontdesk:uses helpcrunch applications.list
func (s *ApplicationsService) All(ctx context.Context, params *ApplicationListParams, opts ...frontdesk.Option) iter.Seq2[Application, error] {
	var p ApplicationListParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Application]{
		op: opApplicationsList, offset: p.Offset, resume: p.Resume, id: applicationID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Application], error) {
			page := p
			page.Resume = at
			return s.List(ctx, &page, opts...)
		},
	}, opts)
}

func applicationID(a *Application) int64 { return a.ID }
