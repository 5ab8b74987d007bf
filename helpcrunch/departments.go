package helpcrunch

import (
	"context"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DepartmentsService reads the departments of the team.
type DepartmentsService service

// Department is a part of the team.
type Department struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// Agents are its members; not told inside a chat.
	Agents []Agent `json:"agents,omitzero"`
}

// DepartmentListParams says which part of the departments to list.
type DepartmentListParams struct {
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of records to skip.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opDepartmentsList = &transport.Operation{
	ID: "departments.list", Method: http.MethodGet, Path: "/departments", Class: frontdesk.ClassSafe,
}

// List returns one page of departments with their members, at most 100. Older
// servers send all and no total.
//
// Errors: [frontdesk.ErrInvalid] for a limit above 100 or a negative offset, before
// anything is sent. The vendor also documents [frontdesk.ErrNotFound] with
// [CodeEntityNotFound], without saying when.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-departments-v1
//
// Operation: departments.list, safe.
//
//frontdesk:op helpcrunch departments.list
func (s *DepartmentsService) List(ctx context.Context, params *DepartmentListParams, opts ...frontdesk.Option) (*frontdesk.Page[Department], error) {
	var p DepartmentListParams
	if params != nil {
		p = *params
	}
	at, err := s.client.span(opDepartmentsList, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Department](ctx, s.client, request{op: opDepartmentsList, query: p}, at, departmentID, opts)
}

// All iterates over all departments, page by page, with the promises of
// [CustomersService.All].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-departments-v1
//
// Operation: departments.list, safe.
//
//frontdesk:uses helpcrunch departments.list
func (s *DepartmentsService) All(ctx context.Context, params *DepartmentListParams, opts ...frontdesk.Option) iter.Seq2[Department, error] {
	var p DepartmentListParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Department]{
		op: opDepartmentsList, offset: p.Offset, resume: p.Resume, id: departmentID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Department], error) {
			page := p
			page.Resume = at
			return s.List(ctx, &page, opts...)
		},
	}, opts)
}

func departmentID(d *Department) int64 { return d.ID }
