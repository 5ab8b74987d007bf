package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DepartmentsService reads departments.
type DepartmentsService service

// Department is a group of agents that conversations are given to.
type Department struct {
	ID          string `json:"departmentid"`
	Name        string `json:"name,omitzero"`
	Description string `json:"description,omitzero"`
	// OnlineStatus is what the department serves now, PresetStatus what it is set
	// to serve.
	OnlineStatus OnlineStatus `json:"onlinestatus,omitzero"`
	PresetStatus OnlineStatus `json:"presetstatus,omitzero"`
	// Deleted is [Yes] for a deleted department.
	Deleted YesNo `json:"deleted,omitzero"`
}

var opDepartmentsList = &transport.Operation{
	ID: "departments.list", Method: http.MethodGet, Path: "/departments", Class: frontdesk.ClassSafe,
}

// List returns all departments, deleted ones included.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Retrieve list of departments", since 2.8.2.1.
//
// Operation: departments.list, safe.
//
//frontdesk:op liveagent departments.list
func (s *DepartmentsService) List(ctx context.Context, opts ...frontdesk.Option) ([]Department, error) {
	departments := []Department{}
	r := request{op: opDepartmentsList, reply: listOf(&departments, "departments")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return departments, nil
}

var opDepartmentsGet = &transport.Operation{
	ID: "departments.get", Method: http.MethodGet, Path: "/departments/{departmentid}", Class: frontdesk.ClassSafe,
}

// Get returns one department.
//
// Errors: an unknown department is [frontdesk.ErrNotFound].
//
// LiveAgent API v1: "Retrieve department info", since 2.8.2.1.
//
// Operation: departments.get, safe.
//
//frontdesk:op liveagent departments.get
func (s *DepartmentsService) Get(ctx context.Context, departmentID string, opts ...frontdesk.Option) (*Department, error) {
	department := new(Department)
	r := request{op: opDepartmentsGet, ids: []string{departmentID}, reply: envelope{object: department, id: &department.ID}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return department, nil
}

// DepartmentAgent is an agent of a department.
type DepartmentAgent struct {
	UserID    string `json:"userid"`
	FirstName string `json:"firstname,omitzero"`
	LastName  string `json:"lastname,omitzero"`
	Email     string `json:"email,omitzero"`
	// OnlineStatus is what the agent serves in the department now, PresetStatus
	// what the agent is set to serve there.
	OnlineStatus OnlineStatus `json:"onlinestatus,omitzero"`
	PresetStatus OnlineStatus `json:"presetstatus,omitzero"`
}

var opDepartmentsListAgents = &transport.Operation{
	ID: "departments.list_agents", Method: http.MethodGet, Path: "/departments/{departmentid}/agents", Class: frontdesk.ClassSafe,
}

// ListAgents returns the agents of a department with what they serve there.
//
// Errors: an unknown department is [frontdesk.ErrNotFound].
//
// LiveAgent API v1: "Retrieve all agents statuses in departmnet", since 2.8.2.1.
//
// Operation: departments.list_agents, safe.
//
//frontdesk:op liveagent departments.list_agents
func (s *DepartmentsService) ListAgents(ctx context.Context, departmentID string, opts ...frontdesk.Option) ([]DepartmentAgent, error) {
	agents := []DepartmentAgent{}
	r := request{op: opDepartmentsListAgents, ids: []string{departmentID}, reply: listOf(&agents, "agents")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return agents, nil
}
