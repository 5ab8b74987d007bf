package liveagent

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// AgentsService reads agents.
type AgentsService service

// Agent is a user who answers customers.
type Agent struct {
	// ContactID and UserID are the agent's ids as a contact and as a user.
	ContactID string `json:"contactid,omitzero"`
	UserID    string `json:"userid,omitzero"`
	// Email is the e-mail address.
	Email     string `json:"email,omitzero"`
	FirstName string `json:"firstname,omitzero"`
	LastName  string `json:"lastname,omitzero"`
	// SystemName is the name that LiveAgent shows.
	SystemName string `json:"systemname,omitzero"`
	// AuthToken logs the agent in, as the value of the cookie BrowserCookieName.
	AuthToken         Secret `json:"authtoken,omitzero"`
	BrowserCookieName string `json:"browsercookiename,omitzero"`
	Gender            Gender `json:"gender,omitzero"`
	// Role says what the agent may do.
	Role AgentRole `json:"role,omitzero"`
}

// Secret is a text that logs somebody in. It does not show itself in formatted
// texts and logs; convert it to a string to use it. JSON written by [Marshal]
// holds it in the clear.
type Secret string

const hidden = "[redacted]"

// String returns "[redacted]", or "" if the secret is empty.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString is String, for %#v.
func (s Secret) GoString() string { return `"` + s.String() + `"` }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

var opAgentsGet = &transport.Operation{
	ID: "agents.get", Method: http.MethodGet, Path: "/agents/{agentidentifier}", Class: frontdesk.ClassSafe,
}

// Get returns one agent by user id or e-mail address, with the token for single
// sign-on. Some servers cut an e-mail address short, so the user id is safer.
// There is no list of agents.
//
// Errors: an unknown agent is [frontdesk.ErrNotFound] (with [CodeNotFound], on
// old servers [CodeProcessing]).
//
// LiveAgent API v1: "Retrieves agent info and auth token", since 2.8.2.1.
//
// Operation: agents.get, safe.
//
//frontdesk:op liveagent agents.get
func (s *AgentsService) Get(ctx context.Context, agentIdentifier string, opts ...frontdesk.Option) (*Agent, error) {
	agent := new(Agent)
	r := request{op: opAgentsGet, ids: []string{agentIdentifier}, reply: envelope{object: agent}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return agent, nil
}
