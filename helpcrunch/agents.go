package helpcrunch

import (
	"context"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// AgentsService reads the members of the team.
type AgentsService service

// Agent is a member of the team, or a chatbot.
type Agent struct {
	ID int64 `json:"id"`
	// Name is the name that customers see.
	Name string `json:"name"`
	// Email is empty inside older messages.
	Email string `json:"email,omitzero"`
	// Role is empty inside older messages.
	Role AgentRole `json:"role,omitzero"`
}

// AgentRole is what a member of the team may do. Accounts can have roles of their
// own.
type AgentRole string

// The roles that every account has.
const (
	AgentRoleChatOnly AgentRole = "agentChatOnly"
	AgentRoleAgent    AgentRole = "agent"
	// AgentRoleSupervisor is spelled as the vendor spells it.
	AgentRoleSupervisor AgentRole = "superviser"
	AgentRoleAdmin      AgentRole = "admin"
)

// AgentListParams says which part of the team to list.
type AgentListParams struct {
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of records to skip.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opAgentsList = &transport.Operation{
	ID: "agents.list", Method: http.MethodGet, Path: "/agents", Class: frontdesk.ClassSafe,
}

// List returns one page of the team, at most 100. Older servers send everybody
// and no total.
//
// Errors: [frontdesk.ErrInvalid] for a limit above 100 or a negative offset, before
// anything is sent; a wrong API key is [frontdesk.ErrAuth].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-agents-v1
//
// Operation: agents.list, safe.
//
//frontdesk:op helpcrunch agents.list
func (s *AgentsService) List(ctx context.Context, params *AgentListParams, opts ...frontdesk.Option) (*frontdesk.Page[Agent], error) {
	var p AgentListParams
	if params != nil {
		p = *params
	}
	at, err := s.client.span(opAgentsList, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Agent](ctx, s.client, request{op: opAgentsList, query: p}, at, agentID, opts)
}

// All iterates over the team, page by page, with the promises of
// [CustomersService.All].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-agents-v1
//
// Operation: agents.list, safe.
//
//frontdesk:uses helpcrunch agents.list
func (s *AgentsService) All(ctx context.Context, params *AgentListParams, opts ...frontdesk.Option) iter.Seq2[Agent, error] {
	var p AgentListParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Agent]{
		op: opAgentsList, offset: p.Offset, resume: p.Resume, id: agentID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Agent], error) {
			page := p
			page.Resume = at
			return s.List(ctx, &page, opts...)
		},
	}, opts)
}

func agentID(a *Agent) int64 { return a.ID }

// A GET that writes: it is never taken for a read.
var opAgentsUnsubscribe = &transport.Operation{
	ID: "agents.unsubscribe", Method: http.MethodGet, Path: "/agents/{agent_id}/unsubscribe", Class: frontdesk.ClassIdempotent,
}

// Unsubscribe opts a member of the team out of HelpCrunch's newsletters. The API
// has no way back. After an error with an unknown outcome call it again.
//
// Errors: an unknown agent is [frontdesk.ErrNotFound] with [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/unsubscribe-agent-v1
//
// Operation: agents.unsubscribe, idempotent.
//
//frontdesk:op helpcrunch agents.unsubscribe
func (s *AgentsService) Unsubscribe(ctx context.Context, agentID int64, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opAgentsUnsubscribe, ids: []int64{agentID}}, opts)
}
