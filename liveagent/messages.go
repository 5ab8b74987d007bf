package liveagent

import (
	"context"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// MessageGroup is what happened in a conversation at one go: a message, a chat, a
// transfer.
type MessageGroup struct {
	// ID may be missing from replies.
	ID string `json:"messagegroupid,omitzero"`
	// UserID is who made the group.
	UserID      string                   `json:"userid,omitzero"`
	Type        MessageGroupType         `json:"rtype,omitzero"`
	Status      MessageGroupStatus       `json:"rstatus,omitzero"`
	DateCreated frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	// DateFinished is when the latest message came.
	DateFinished frontdesk.Opt[time.Time] `json:"datefinished,omitzero"`
	Messages     []Message                `json:"messages,omitzero"`
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. A group without messages is
// read in any spelling of an empty list, and a type that is a digit also as a number.
func (g *MessageGroup) UnmarshalJSONFrom(dec *wire.Decoder) error {
	type plain MessageGroup
	row := struct {
		*plain
		Type     string      `json:"rtype"`
		Messages messageList `json:"messages"`
	}{plain: (*plain)(g)}
	err := wire.Decode(dec, &row)
	g.Type, g.Messages = MessageGroupType(row.Type), row.Messages
	return err
}

// messageList reads the messages of a group.
type messageList []Message

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (l *messageList) UnmarshalJSONFrom(dec *wire.Decoder) error {
	return readNested(dec, (*[]Message)(l))
}

// Message is one text of a group.
type Message struct {
	ID string `json:"messageid,omitzero"`
	// UserID is the author.
	UserID      string                   `json:"userid,omitzero"`
	Type        MessageType              `json:"rtype,omitzero"`
	DateCreated frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	// Text is plain text or HTML.
	Text string `json:"message,omitzero"`
}

// ConversationListMessagesParams narrow the messages of a conversation.
type ConversationListMessagesParams struct {
	// DateFrom and DateTo bound the time of the messages, in the client's zone.
	DateFrom time.Time `url:"datefrom,omitempty"`
	DateTo   time.Time `url:"dateto,omitempty"`
}

var opConversationsListMessages = &transport.Operation{
	ID: "conversations.list_messages", Method: http.MethodGet, Path: "/conversations/{conversationid}/messages", Class: frontdesk.ClassSafe,
}

// ListMessages returns the messages of a conversation, in groups.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound]; dates in the wrong
// order are [frontdesk.ErrInvalid] before sending.
//
// LiveAgent API v1: "Retrieves all conversation messages", since 2.8.2.1.
//
// Operation: conversations.list_messages, safe.
//
//frontdesk:op liveagent conversations.list_messages
func (s *ConversationsService) ListMessages(ctx context.Context, conversationID string, params *ConversationListMessagesParams, opts ...frontdesk.Option) ([]MessageGroup, error) {
	if params == nil {
		params = &ConversationListMessagesParams{}
	}
	if err := s.client.bounds(opConversationsListMessages, "dateto", params.DateFrom, params.DateTo); err != nil {
		return nil, err
	}
	groups := []MessageGroup{}
	r := request{
		op: opConversationsListMessages, ids: []string{conversationID}, params: params,
		reply: listOf(&groups, "groups").holding("messages"),
	}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return groups, nil
}

// ConversationCreateMessageParams are a new message.
//
// Without UserIdentifier LiveAgent makes a note of it, whatever Type says: only
// agents see it, and nobody is written to. CreateMessage therefore refuses
// [MessageTypeMessage] without an author. To write a note, use CreateNote.
type ConversationCreateMessageParams struct {
	// Message is the text; required.
	Message string `url:"message"`
	// UserIdentifier is the author, an agent by user id or e-mail address. If it is
	// empty, the system is the author and the message becomes a note.
	UserIdentifier string `url:"useridentifier,omitempty"`
	// Type is [MessageTypeMessage] or [MessageTypeNote].
	Type MessageType `url:"type,omitempty"`
	// MailMessageID is the Message-ID of an e-mail: replies whose In-Reply-To has
	// it are put into this conversation. (On the wire it has three s.)
	MailMessageID string `url:"mail_messsage_id,omitempty"`
	// DoNotSendMail stops the mail to the customer if it is [Yes].
	DoNotSendMail YesNo `url:"do_not_send_mail,omitempty"`
	// IsHTMLMessage is [Yes] if Message is HTML.
	IsHTMLMessage YesNo `url:"is_html_message,omitempty"`
}

var opConversationsCreateMessage = &transport.Operation{
	ID: "conversations.create_message", Method: http.MethodPost, Path: "/conversations/{conversationid}/messages", Class: frontdesk.ClassUnsafe,
}

// CreateMessage adds a message, or without UserIdentifier a note, to a
// conversation. Name the conversation by its id: some servers fail with other
// identifiers.
//
// Errors: an unknown conversation or author is [frontdesk.ErrNotFound], with
// "conversation" or "agent" in Field where the text tells; a missing message,
// another Type than these two, and [MessageTypeMessage] without UserIdentifier, is
// [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, ListMessages tells whether the message is there.
//
// LiveAgent API v1: "Create new message in conversation", since 2.8.2.1.
//
// Operation: conversations.create_message, unsafe.
//
//frontdesk:op liveagent conversations.create_message
func (s *ConversationsService) CreateMessage(ctx context.Context, conversationID string, params *ConversationCreateMessageParams, opts ...frontdesk.Option) error {
	core := s.client.core
	switch {
	case params == nil || params.Message == "":
		return core.InvalidArgument(opConversationsCreateMessage, "message", "is required")
	case params.Type != "" && params.Type != MessageTypeMessage && params.Type != MessageTypeNote:
		return core.InvalidArgument(opConversationsCreateMessage, "type", `%q cannot be written: LiveAgent takes "M" (message) and "N" (note)`, params.Type)
	case params.Type == MessageTypeMessage && params.UserIdentifier == "":
		return core.InvalidArgument(opConversationsCreateMessage, "useridentifier",
			"is required for a message: without it LiveAgent writes a note that the customer never sees")
	}
	return s.client.do(ctx, request{
		op: opConversationsCreateMessage, ids: []string{conversationID}, params: params, emptyOK: true,
	}, opts)
}

// ConversationCreateNoteParams are a new note.
type ConversationCreateNoteParams struct {
	// Message is the text; required.
	Message string
	// UserIdentifier is the author, an agent by user id or e-mail address; the
	// system if empty.
	UserIdentifier string
	// IsHTMLMessage is [Yes] if Message is HTML.
	IsHTMLMessage YesNo
}

// CreateNote adds a note, which only agents see, to a conversation.
//
// Errors: those of CreateMessage.
//
// If the outcome is unknown, ListMessages tells whether the note is there.
//
// LiveAgent API v1: "Create new message in conversation", since 2.8.2.1.
//
// Operation: conversations.create_message, unsafe.
//
//frontdesk:uses liveagent conversations.create_message
func (s *ConversationsService) CreateNote(ctx context.Context, conversationID string, params *ConversationCreateNoteParams, opts ...frontdesk.Option) error {
	message := &ConversationCreateMessageParams{Type: MessageTypeNote}
	if params != nil {
		message.Message, message.UserIdentifier, message.IsHTMLMessage = params.Message, params.UserIdentifier, params.IsHTMLMessage
	}
	return s.CreateMessage(ctx, conversationID, message, opts...)
}
