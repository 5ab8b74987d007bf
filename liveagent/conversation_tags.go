package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

var opConversationsListTags = &transport.Operation{
	ID: "conversations.list_tags", Method: http.MethodGet, Path: "/conversations/{conversationid}/tags", Class: frontdesk.ClassSafe,
}

// ListTags returns the tags of a conversation, with id and name.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound].
//
// LiveAgent API v1: "Retrieve a list of tags assigned to a conversation", since
// 4.0.30.6.
//
// Operation: conversations.list_tags, safe.
//
//frontdesk:op liveagent conversations.list_tags
func (s *ConversationsService) ListTags(ctx context.Context, conversationID string, opts ...frontdesk.Option) ([]Tag, error) {
	tags := []Tag{}
	r := request{op: opConversationsListTags, ids: []string{conversationID}, reply: listOf(&tags, "tags")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return tags, nil
}

// ConversationTagParams name a tag by its id or its name; one is required.
type ConversationTagParams struct {
	ID   string `url:"id,omitempty"`
	Name string `url:"name,omitempty"`
}

func (p *ConversationTagParams) namesNone() bool { return p == nil || p.ID == "" && p.Name == "" }

const tagRequired = "id or name is required"

var opConversationsAssignTag = &transport.Operation{
	ID: "conversations.assign_tag", Method: http.MethodPost, Path: "/conversations/{conversationid}/tags", Class: frontdesk.ClassUnsafe,
}

// AddTag puts a tag on a conversation.
//
// Errors: an unknown conversation or tag is [frontdesk.ErrNotFound], with
// "conversation" or "tag" in Field where the text tells; neither id nor name
// is [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, ListTags tells whether the conversation has the
// tag.
//
// LiveAgent API v1: "Assign tag to a conversation", since 4.0.30.6.
//
// Operation: conversations.assign_tag, unsafe.
//
//frontdesk:op liveagent conversations.assign_tag
func (s *ConversationsService) AddTag(ctx context.Context, conversationID string, params *ConversationTagParams, opts ...frontdesk.Option) error {
	if params.namesNone() {
		return s.client.core.InvalidArgument(opConversationsAssignTag, "id", tagRequired)
	}
	return s.client.do(ctx, request{op: opConversationsAssignTag, ids: []string{conversationID}, params: params}, opts)
}

var opConversationsUnassignTag = &transport.Operation{
	ID: "conversations.unassign_tag", Method: http.MethodDelete, Path: "/conversations/{conversationid}/tags", Class: frontdesk.ClassIdempotent,
}

// RemoveTag takes a tag off a conversation.
//
// Errors: an unknown conversation or tag is [frontdesk.ErrNotFound], with
// "conversation" or "tag" in Field where the text tells; neither id nor name
// is [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, call it again: taking off what is off changes
// nothing.
//
// LiveAgent API v1: "Unassign a tag from a conversation", since 4.0.36.0.
//
// Operation: conversations.unassign_tag, idempotent.
//
//frontdesk:op liveagent conversations.unassign_tag
func (s *ConversationsService) RemoveTag(ctx context.Context, conversationID string, params *ConversationTagParams, opts ...frontdesk.Option) error {
	if params.namesNone() {
		return s.client.core.InvalidArgument(opConversationsUnassignTag, "id", tagRequired)
	}
	return s.client.do(ctx, request{op: opConversationsUnassignTag, ids: []string{conversationID}, params: params}, opts)
}

var opConversationsAddFields = &transport.Operation{
	ID: "conversations.add_fields", Method: http.MethodPost, Path: "/conversations/{conversationid}/fields", Class: frontdesk.ClassUnsafe,
}

// AddFields adds values of custom fields to a conversation. A field can have
// several values: to replace one, call DeleteFields first.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound]; no fields, or
// one without a code, is [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, look at the CustomFields of Get: adding again
// gives the field a second value.
//
// LiveAgent API v1: "Add custom field value to conversation", since 4.16.4.1.
//
// Operation: conversations.add_fields, unsafe.
//
//frontdesk:op liveagent conversations.add_fields
func (s *ConversationsService) AddFields(ctx context.Context, conversationID string, params *AddFieldsParams, opts ...frontdesk.Option) error {
	if problem := params.problem(); problem != "" {
		return s.client.core.InvalidArgument(opConversationsAddFields, "customfields", "%s", problem)
	}
	return s.client.do(ctx, request{op: opConversationsAddFields, ids: []string{conversationID}, params: params}, opts)
}

var opConversationsDeleteFields = &transport.Operation{
	ID: "conversations.delete_fields", Method: http.MethodDelete, Path: "/conversations/{conversationid}/fields", Class: frontdesk.ClassIdempotent,
}

// DeleteFields deletes the values of one custom field of a conversation. It
// refuses to go without a code, which would delete all.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound]; a missing code
// is [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, call it again: deleting what is gone changes
// nothing.
//
// LiveAgent API v1: "Delete custom field value in conversation", since 4.16.4.1.
//
// Operation: conversations.delete_fields, idempotent.
//
//frontdesk:op liveagent conversations.delete_fields
func (s *ConversationsService) DeleteFields(ctx context.Context, conversationID string, params *DeleteFieldsParams, opts ...frontdesk.Option) error {
	if params == nil || params.Code == "" {
		return s.client.core.InvalidArgument(opConversationsDeleteFields, "code", codeRequired)
	}
	return s.client.do(ctx, request{op: opConversationsDeleteFields, ids: []string{conversationID}, params: params}, opts)
}

// DeleteAllFields deletes the values of all custom fields of a conversation.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again: deleting what is gone changes
// nothing.
//
// LiveAgent API v1: "Delete custom field value in conversation", since 4.16.4.1.
//
// Operation: conversations.delete_fields, idempotent.
//
//frontdesk:uses liveagent conversations.delete_fields
func (s *ConversationsService) DeleteAllFields(ctx context.Context, conversationID string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opConversationsDeleteFields, ids: []string{conversationID}}, opts)
}
