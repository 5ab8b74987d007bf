package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// OnlineStatusService tells who serves what at this moment.
type OnlineStatusService service

// AgentOnlineState is what an agent serves now.
type AgentOnlineState struct {
	// ID is the agent's user id.
	ID        string `json:"id"`
	ContactID string `json:"contactid,omitzero"`
	// Username is the login, an e-mail address.
	Username  string `json:"username,omitzero"`
	FirstName string `json:"firstname,omitzero"`
	LastName  string `json:"lastname,omitzero"`
	// AvatarURL is the address of the picture.
	AvatarURL    string       `json:"avatar_url,omitzero"`
	OnlineStatus OnlineStatus `json:"onlineStatus,omitzero"`
}

var opOnlineStatusAgents = &transport.Operation{
	ID: "online_status.agents", Method: http.MethodGet, Path: "/onlinestatus/agents", Class: frontdesk.ClassSafe,
}

// Agents returns the state of every agent. Old servers return 10 rows at most. It
// is the nearest that LiveAgent has to a list of agents.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Agents" (online status); the version that introduced it is
// not known.
//
// Operation: online_status.agents, safe.
//
//frontdesk:op liveagent online_status.agents
func (s *OnlineStatusService) Agents(ctx context.Context, opts ...frontdesk.Option) ([]AgentOnlineState, error) {
	states := []AgentOnlineState{}
	r := request{op: opOnlineStatusAgents, reply: listOf(&states, "agentsOnlineStates")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return states, nil
}

// DepartmentOnlineState is what a department serves now, and its queue.
type DepartmentOnlineState struct {
	// ID is the department's id.
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
	// OnlineStatus is what is served now, PresetStatus what the department is set
	// to serve.
	OnlineStatus OnlineStatus `json:"onlineStatus,omitzero"`
	PresetStatus OnlineStatus `json:"presetStatus,omitzero"`
	// ChatCount counts chats.
	ChatCount frontdesk.Opt[int64] `json:"chat_count,omitzero"`
	// NewCount counts new tickets, CustomerReplyCount those in which the customer
	// wrote last.
	NewCount           frontdesk.Opt[int64] `json:"new_count,omitzero"`
	CustomerReplyCount frontdesk.Opt[int64] `json:"customer_reply_count,omitzero"`
	// TotalCount is the sum, MaxCount the most that is allowed.
	TotalCount frontdesk.Opt[int64] `json:"total_count,omitzero"`
	MaxCount   frontdesk.Opt[int64] `json:"max_count,omitzero"`
}

var opOnlineStatusDepartments = &transport.Operation{
	ID: "online_status.departments", Method: http.MethodGet, Path: "/onlinestatus/departments", Class: frontdesk.ClassSafe,
}

// Departments returns the state and the queue of every department.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Departments" (online status); the version that introduced it
// is not known.
//
// Operation: online_status.departments, safe.
//
//frontdesk:op liveagent online_status.departments
func (s *OnlineStatusService) Departments(ctx context.Context, opts ...frontdesk.Option) ([]DepartmentOnlineState, error) {
	states := []DepartmentOnlineState{}
	r := request{op: opOnlineStatusDepartments, reply: listOf(&states, "departmentsOnlineStates")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return states, nil
}
