package helpcrunch

import (
	"context"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ChatCreateParams describe a new chat.
type ChatCreateParams struct {
	// Customer is the customer's id; required.
	Customer int64 `json:"customer"`
	// Application is the id of the widget, app or channel; required.
	Application int64 `json:"application"`
	// Assignee is the id of an agent.
	Assignee int64 `json:"assignee,omitzero"`
	// Department is the id of a department.
	Department int64 `json:"department,omitzero"`
}

var opChatsCreate = &transport.Operation{
	ID: "chats.create", Method: http.MethodPost, Path: "/chats", Class: frontdesk.ClassUnsafe,
}

// Create opens a chat for a customer. It stays empty, which the vendor
// discourages, until [MessagesService.Create] posts to it. It is not repeated once
// it may have arrived: after an error with an unknown outcome, search for chats
// with [ChatFieldCustomer] to see whether the chat is there.
//
// Errors: a missing or negative id is [frontdesk.ErrInvalid] before anything is sent;
// an id that the server does not take is [frontdesk.ErrValidation] with the parameter
// in Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/create-chat-v1
//
// Operation: chats.create, unsafe.
//
//frontdesk:op helpcrunch chats.create
func (s *ChatsService) Create(ctx context.Context, params *ChatCreateParams, opts ...frontdesk.Option) (*Chat, error) {
	var p ChatCreateParams
	if params != nil {
		p = *params
	}
	core := s.client.core
	switch {
	case p.Customer <= 0:
		return nil, core.InvalidArgument(opChatsCreate, "customer", "%d is not an id: ids are positive", p.Customer)
	case p.Application <= 0:
		return nil, core.InvalidArgument(opChatsCreate, "application", "%d is not an id: ids are positive", p.Application)
	case p.Assignee < 0:
		return nil, core.InvalidArgument(opChatsCreate, "assignee", "%d is not an id: ids are positive", p.Assignee)
	case p.Department < 0:
		return nil, core.InvalidArgument(opChatsCreate, "department", "%d is not an id: ids are positive", p.Department)
	}
	return s.one(ctx, request{op: opChatsCreate, body: &p}, opts)
}

// ChatSnoozeParams snooze a chat, or end that.
type ChatSnoozeParams struct {
	// ID is the chat's id; required.
	ID int64 `json:"id"`
	// SnoozedUntil is the end of the snooze, sent in whole seconds; null ends it at
	// once. It must be one or the other.
	SnoozedUntil frontdesk.Opt[time.Time] `json:"snoozedUntil"`
}

var opChatsSnooze = &transport.Operation{
	ID: "chats.snooze", Method: http.MethodPut, Path: "/chats/snooze", Class: frontdesk.ClassIdempotent,
}

// Snooze snoozes a chat until a time, or ends its snooze, and returns the chat.
// After an error with an unknown outcome call it again, or read the chat.
//
// Errors: an unknown chat is [frontdesk.ErrNotFound] with [CodeChatNotFound] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/snooze-chat-v1
//
// Operation: chats.snooze, idempotent.
//
//frontdesk:op helpcrunch chats.snooze
func (s *ChatsService) Snooze(ctx context.Context, params *ChatSnoozeParams, opts ...frontdesk.Option) (*Chat, error) {
	var p ChatSnoozeParams
	if params != nil {
		p = *params
	}
	switch {
	case p.SnoozedUntil.IsZero():
		return nil, s.client.core.InvalidArgument(opChatsSnooze, "snoozedUntil", "is absent: set a time, or Null to end the snooze")
	case unset(p.SnoozedUntil):
		return nil, s.client.core.InvalidArgument(opChatsSnooze, "snoozedUntil", "is the zero time: use Null to end the snooze")
	}
	return s.change(ctx, opChatsSnooze, p.ID, &p, opts)
}

// change makes a call that carries the chat's id in its body.
func (s *ChatsService) change(ctx context.Context, op *transport.Operation, id int64, body any, opts []frontdesk.Option) (*Chat, error) {
	if err := s.client.checkID(op, "id", id); err != nil {
		return nil, err
	}
	return s.one(ctx, request{op: op, body: body}, opts)
}

// ChatUpdateStatusParams set the status of a chat.
type ChatUpdateStatusParams struct {
	// ID is the chat's id; required.
	ID int64 `json:"id"`
	// Status is required; any but [ChatStatusEmpty].
	Status ChatStatus `json:"status"`
}

var opChatsUpdateStatus = &transport.Operation{
	ID: "chats.update_status", Method: http.MethodPut, Path: "/chats/status", Class: frontdesk.ClassIdempotent,
}

// UpdateStatus changes the status of a chat and returns the chat. After an error
// with an unknown outcome call it again, or read the chat.
//
// Errors: a status that the server does not take is [frontdesk.ErrValidation] with
// [CodeInvalidChatValue]; an unknown chat is [frontdesk.ErrNotFound] with
// [CodeChatNotFound] or [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/update-chat-status-v1
//
// Operation: chats.update_status, idempotent.
//
//frontdesk:op helpcrunch chats.update_status
func (s *ChatsService) UpdateStatus(ctx context.Context, params *ChatUpdateStatusParams, opts ...frontdesk.Option) (*Chat, error) {
	var p ChatUpdateStatusParams
	if params != nil {
		p = *params
	}
	if p.Status == "" || p.Status == ChatStatusEmpty {
		return nil, s.client.core.InvalidArgument(opChatsUpdateStatus, "status", "%q cannot be set", string(p.Status))
	}
	return s.change(ctx, opChatsUpdateStatus, p.ID, &p, opts)
}

// ChatUpdateAssigneeParams assign a chat to an agent, or to nobody.
type ChatUpdateAssigneeParams struct {
	// ID is the chat's id; required.
	ID int64 `json:"id"`
	// Assignee is the agent's id; null removes the assignee. It must be one or the
	// other.
	Assignee frontdesk.Opt[int64] `json:"assignee"`
}

var opChatsUpdateAssignee = &transport.Operation{
	ID: "chats.update_assignee", Method: http.MethodPut, Path: "/chats/assignee", Class: frontdesk.ClassIdempotent,
}

// UpdateAssignee assigns a chat to an agent, or to nobody, and returns the chat.
// After an error with an unknown outcome call it again, or read the chat.
//
// Errors: an unknown agent is [frontdesk.ErrValidation] with [CodeInvalidChatValue];
// an unknown chat is [frontdesk.ErrNotFound] with [CodeChatNotFound] or [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/update-chat-assignee-v1
//
// Operation: chats.update_assignee, idempotent.
//
//frontdesk:op helpcrunch chats.update_assignee
func (s *ChatsService) UpdateAssignee(ctx context.Context, params *ChatUpdateAssigneeParams, opts ...frontdesk.Option) (*Chat, error) {
	var p ChatUpdateAssigneeParams
	if params != nil {
		p = *params
	}
	if p.Assignee.IsZero() {
		return nil, s.client.core.InvalidArgument(opChatsUpdateAssignee, "assignee", "is absent: set an agent, or Null for nobody")
	}
	if id, ok := p.Assignee.Get(); ok {
		if err := s.client.checkID(opChatsUpdateAssignee, "assignee", id); err != nil {
			return nil, err
		}
	}
	return s.change(ctx, opChatsUpdateAssignee, p.ID, &p, opts)
}

// ChatUpdateDepartmentParams assign a chat to a department. No page of the vendor
// says that null removes it.
type ChatUpdateDepartmentParams struct {
	// ID is the chat's id; required.
	ID int64 `json:"id"`
	// Department is the department's id; required.
	Department int64 `json:"department"`
}

var opChatsUpdateDepartment = &transport.Operation{
	ID: "chats.update_department", Method: http.MethodPut, Path: "/chats/department", Class: frontdesk.ClassIdempotent,
}

// UpdateDepartment assigns a chat to a department and returns the chat. After an
// error with an unknown outcome call it again, or read the chat.
//
// Errors: an unknown department is [frontdesk.ErrValidation] with
// [CodeInvalidChatValue]; an unknown chat is [frontdesk.ErrNotFound] with
// [CodeChatNotFound] or [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/update-chat-department-v1
//
// Operation: chats.update_department, idempotent.
//
//frontdesk:op helpcrunch chats.update_department
func (s *ChatsService) UpdateDepartment(ctx context.Context, params *ChatUpdateDepartmentParams, opts ...frontdesk.Option) (*Chat, error) {
	var p ChatUpdateDepartmentParams
	if params != nil {
		p = *params
	}
	if err := s.client.checkID(opChatsUpdateDepartment, "department", p.Department); err != nil {
		return nil, err
	}
	return s.change(ctx, opChatsUpdateDepartment, p.ID, &p, opts)
}

// ChatRateParams rate a chat.
type ChatRateParams struct {
	// ID is the chat's id; required.
	ID int64 `json:"id"`
	// Rating is required.
	Rating ChatRating `json:"rating"`
}

var opChatsRate = &transport.Operation{
	ID: "chats.rate", Method: http.MethodPut, Path: "/chats/rate", Class: frontdesk.ClassIdempotent,
}

// Rate rates a chat that is closed, has no rating yet and has a message of an
// agent, and returns the chat. After an error with an unknown outcome read the chat:
// a repetition fails with ErrConflict, harmlessly, if the rating is there; for the
// client's own after a lost reply [frontdesk.Error.MayHaveHappened] is true.
//
// Errors: a chat that cannot be rated is [frontdesk.ErrConflict] with
// [CodeInvalidRequest]; an unknown chat is [frontdesk.ErrNotFound] with
// [CodeChatNotFound] or [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/chat-rating-rest-api
//
// Operation: chats.rate, idempotent.
//
//frontdesk:op helpcrunch chats.rate
func (s *ChatsService) Rate(ctx context.Context, params *ChatRateParams, opts ...frontdesk.Option) (*Chat, error) {
	var p ChatRateParams
	if params != nil {
		p = *params
	}
	if p.Rating == "" {
		return nil, s.client.core.InvalidArgument(opChatsRate, "rating", "is required")
	}
	return s.change(ctx, opChatsRate, p.ID, &p, opts)
}

// ChatMarkReadParams set a read flag.
type ChatMarkReadParams struct {
	// ID is the chat's id; required.
	ID int64 `json:"id"`
	// Read is the new flag.
	Read bool `json:"read"`
}

func (p *ChatMarkReadParams) orZero() ChatMarkReadParams {
	if p == nil {
		return ChatMarkReadParams{}
	}
	return *p
}

var opChatsMarkReadByAgent = &transport.Operation{
	ID: "chats.mark_read_by_agent", Method: http.MethodPut, Path: "/chats/readByAgent", Class: frontdesk.ClassIdempotent,
}

// MarkReadByAgent sets the read flag of the team's side and returns the chat. After
// an error with an unknown outcome call it again.
//
// Errors: an unknown chat is [frontdesk.ErrNotFound] with [CodeNotFount] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/read-chat-rest-api-1
//
// Operation: chats.mark_read_by_agent, idempotent.
//
//frontdesk:op helpcrunch chats.mark_read_by_agent
func (s *ChatsService) MarkReadByAgent(ctx context.Context, params *ChatMarkReadParams, opts ...frontdesk.Option) (*Chat, error) {
	p := params.orZero()
	return s.change(ctx, opChatsMarkReadByAgent, p.ID, &p, opts)
}

var opChatsMarkReadByCustomer = &transport.Operation{
	ID: "chats.mark_read_by_customer", Method: http.MethodPut, Path: "/chats/readByCustomer", Class: frontdesk.ClassIdempotent,
}

// MarkReadByCustomer sets the read flag of the customer's side and returns the
// chat. After an error with an unknown outcome call it again.
//
// Errors: an unknown chat is [frontdesk.ErrNotFound] with [CodeNotFount] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/read-chat-rest-api-1
//
// Operation: chats.mark_read_by_customer, idempotent.
//
//frontdesk:op helpcrunch chats.mark_read_by_customer
func (s *ChatsService) MarkReadByCustomer(ctx context.Context, params *ChatMarkReadParams, opts ...frontdesk.Option) (*Chat, error) {
	p := params.orZero()
	return s.change(ctx, opChatsMarkReadByCustomer, p.ID, &p, opts)
}

var opChatsMarkRead = &transport.Operation{
	ID: "chats.mark_read", Method: http.MethodPut, Path: "/chats/read", Class: frontdesk.ClassIdempotent,
}

// MarkRead sets the read flag of a chat and returns the chat. After an error with
// an unknown outcome call it again.
//
// Deprecated: the vendor documents [ChatsService.MarkReadByAgent] and
// [ChatsService.MarkReadByCustomer] instead; whether this one still works is
// unknown.
//
// Errors: an unknown chat is [frontdesk.ErrNotFound] with [CodeNotFount] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/read-chat-rest-api
//
// Operation: chats.mark_read, idempotent.
//
//frontdesk:op helpcrunch chats.mark_read
func (s *ChatsService) MarkRead(ctx context.Context, params *ChatMarkReadParams, opts ...frontdesk.Option) (*Chat, error) {
	p := params.orZero()
	return s.change(ctx, opChatsMarkRead, p.ID, &p, opts)
}
