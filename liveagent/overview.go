package liveagent

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// OverviewService tells the figures of this moment.
type OverviewService service

// ChatsOverview are the chat figures of this moment.
type ChatsOverview struct {
	// Visitors counts visitors of the site.
	Visitors frontdesk.Opt[int64] `json:"visitors,omitzero"`
	// Chats counts running chats, Queue those that wait.
	Chats frontdesk.Opt[int64] `json:"chats,omitzero"`
	Queue frontdesk.Opt[int64] `json:"queue,omitzero"`
	// Agents counts agents who take chats.
	Agents frontdesk.Opt[int64] `json:"agents,omitzero"`
	// Extra holds what this module does not know; later servers also count ringing
	// chats.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opOverviewChats = &transport.Operation{
	ID: "overview.chats", Method: http.MethodGet, Path: "/chats/overview", Class: frontdesk.ClassSafe,
}

// Chats returns the chat figures of this moment, in one row.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Chats" (overview); the version that introduced it is not
// known.
//
// Operation: overview.chats, safe.
//
//frontdesk:op liveagent overview.chats
func (s *OverviewService) Chats(ctx context.Context, opts ...frontdesk.Option) ([]ChatsOverview, error) {
	rows := []ChatsOverview{}
	if err := s.client.do(ctx, request{op: opOverviewChats, reply: listOf(&rows, "chatsOverview")}, opts); err != nil {
		return nil, err
	}
	return rows, nil
}

// CallsOverview are the call figures of this moment.
type CallsOverview struct {
	// Running, Ringing and InQueue count calls.
	Running frontdesk.Opt[int64] `json:"running,omitzero"`
	Ringing frontdesk.Opt[int64] `json:"ringing,omitzero"`
	InQueue frontdesk.Opt[int64] `json:"inqueue,omitzero"`
	// Extra holds what this module does not know: there may be more columns.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opOverviewCalls = &transport.Operation{
	ID: "overview.calls", Method: http.MethodGet, Path: "/calls/overview", Class: frontdesk.ClassSafe,
}

// Calls returns the call figures of this moment, in one row.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Phone calls" (overview); the version that introduced it is
// not known.
//
// Operation: overview.calls, safe.
//
//frontdesk:op liveagent overview.calls
func (s *OverviewService) Calls(ctx context.Context, opts ...frontdesk.Option) ([]CallsOverview, error) {
	rows := []CallsOverview{}
	if err := s.client.do(ctx, request{op: opOverviewCalls, reply: listOf(&rows, "callsOverview")}, opts); err != nil {
		return nil, err
	}
	return rows, nil
}
