package helpcrunch

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// MessagesService reads and posts the messages of chats.
type MessagesService service

// Message is a message of a chat, or a note that only the team sees.
type Message struct {
	ID int64 `json:"id"`
	// Agent is the author if the team or a chatbot wrote; null for the customer.
	Agent frontdesk.Opt[Agent] `json:"agent,omitzero"`
	Type  MessageType          `json:"type"`
	// Text is the body, in Markdown if that was posted. It can be empty right after
	// the message was posted: in the reply of Create, and perhaps in lists.
	Text      string    `json:"text,omitzero"`
	Read      bool      `json:"read"`
	CreatedAt time.Time `json:"createdAt"`
	// UpdatedAt is the time of the last change.
	UpdatedAt frontdesk.Opt[time.Time] `json:"updatedAt,omitzero"`
	Edited    bool                     `json:"edited"`
	// BroadcastType is the kind of campaign; empty for ordinary messages.
	BroadcastType BroadcastType `json:"broadcastType,omitzero"`
	// Chat is the chat's id.
	Chat int64 `json:"chat"`
	From Side  `json:"from"`
}

// MessageType is the kind of a message.
type MessageType string

// The kinds of messages. Message and private can be posted.
const (
	MessageTypeTech          MessageType = "tech"
	MessageTypeEmail         MessageType = "email"
	MessageTypeKnowledgeBase MessageType = "knowledgeBase"
	MessageTypeMessage       MessageType = "message"
	MessageTypePrivate       MessageType = "private"
)

// BroadcastType is the kind of campaign that a message belongs to.
type BroadcastType string

// The kinds of campaigns.
const (
	BroadcastTypeTrigger     BroadcastType = "trigger"
	BroadcastTypeAutoChat    BroadcastType = "auto chat"
	BroadcastTypeAutoEmail   BroadcastType = "auto email"
	BroadcastTypeManualChat  BroadcastType = "manual chat"
	BroadcastTypeManualEmail BroadcastType = "manual email"
)

// MessageListParams says which part of a chat's messages to list.
type MessageListParams struct {
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of records to skip.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opMessagesList = &transport.Operation{
	ID: "messages.list", Method: http.MethodGet, Path: "/chats/{chat_id}/messages", Class: frontdesk.ClassSafe,
}

// List returns one page of a chat's messages, newest first, at most 100, with the
// total.
//
// Errors: [frontdesk.ErrInvalid] for a limit above 100 or a negative offset, before
// anything is sent; an unknown chat is [frontdesk.ErrNotFound] with
// [CodeChatNotFound] or [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-messages-v1
//
// Operation: messages.list, safe.
//
//frontdesk:op helpcrunch messages.list
func (s *MessagesService) List(ctx context.Context, chatID int64, params *MessageListParams, opts ...frontdesk.Option) (*frontdesk.Page[Message], error) {
	var p MessageListParams
	if params != nil {
		p = *params
	}
	at, err := s.client.span(opMessagesList, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Message](ctx, s.client, request{op: opMessagesList, ids: []int64{chatID}, query: p}, at, messageID, opts)
}

// All iterates over a chat's messages, newest first, page by page. A message that
// arrives meanwhile is not seen, and none of one page is yielded again on the next.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-messages-v1
//
// Operation: messages.list, safe.
//
//frontdesk:uses helpcrunch messages.list
func (s *MessagesService) All(ctx context.Context, chatID int64, params *MessageListParams, opts ...frontdesk.Option) iter.Seq2[Message, error] {
	var p MessageListParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Message]{
		op: opMessagesList, offset: p.Offset, resume: p.Resume, id: messageID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Message], error) {
			page := p
			page.Resume = at
			return s.List(ctx, chatID, &page, opts...)
		},
	}, opts)
}

func messageID(m *Message) int64 { return m.ID }

// MessageCreateParams are a message to post.
type MessageCreateParams struct {
	// Chat is the chat's id; required.
	Chat int64 `json:"chat"`
	// Text is the plain text; required.
	Text string `json:"text"`
	// Type is required: [MessageTypeMessage] reaches the customer, in the chat and
	// never by e-mail; [MessageTypePrivate] is a note for the team.
	Type MessageType `json:"type"`
	// Agent is the author's id when the team writes; 0 posts a message as the
	// customer. Name one for notes too: the vendor does not say who has written a
	// note without author. One client posts them so, and the fake shows them as the
	// team's (From is the agent's side, Agent is null).
	Agent int64 `json:"agent,omitzero"`
	// MarkdownText is the text in Markdown; it comes back as Text.
	MarkdownText string `json:"markdownText,omitzero"`
}

var opMessagesCreate = &transport.Operation{
	ID: "messages.create", Method: http.MethodPost, Path: "/messages", Class: frontdesk.ClassUnsafe,
}

// Create posts a message or a note to a chat. It is not repeated once it may have
// arrived: after an error with an unknown outcome, look whether the message is among
// the newest of List before posting again. Look for one of the same Type, From and
// Agent whose CreatedAt is not before the moment of the call (less a minute, as clocks
// differ) and whose Text is the one posted, in its Markdown form if there is one, or
// empty: [Message.Text] can be empty right after posting, so that a missing text
// proves nothing. A message posted by someone else in the same moments with an empty
// text looks the same; list again when the text has come.
//
// Errors: an unknown chat is [frontdesk.ErrNotFound] with [CodeChatNotFound], an
// unknown agent [frontdesk.ErrNotFound] with [CodeEntityNotFound]; both may stand in
// Details. A value that a chat id cannot have is [frontdesk.ErrValidation] with
// [CodeInvalidChatValue].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/create-message-v1
//
// Operation: messages.create, unsafe.
//
//frontdesk:op helpcrunch messages.create
func (s *MessagesService) Create(ctx context.Context, params *MessageCreateParams, opts ...frontdesk.Option) (*Message, error) {
	var p MessageCreateParams
	if params != nil {
		p = *params
	}
	core := s.client.core
	switch {
	case p.Chat <= 0:
		return nil, core.InvalidArgument(opMessagesCreate, "chat", "%d is not an id: ids are positive", p.Chat)
	case p.Text == "":
		return nil, core.InvalidArgument(opMessagesCreate, "text", "is required")
	case p.Type != MessageTypeMessage && p.Type != MessageTypePrivate:
		return nil, core.InvalidArgument(opMessagesCreate, "type", "%q cannot be posted: message and private can", string(p.Type))
	case p.Agent < 0:
		return nil, core.InvalidArgument(opMessagesCreate, "agent", "%d is not an id: ids are positive", p.Agent)
	}
	return one(ctx, s.client, request{op: opMessagesCreate, body: &p}, messageID, opts)
}
