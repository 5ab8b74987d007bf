package liveagent

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// ConversationsService reads, opens and changes conversations (tickets).
type ConversationsService service

// Conversation is a ticket, a chat or a call. Get and List fill different
// fields, as the comments say.
type Conversation struct {
	ID string `json:"conversationid"`
	// Code is what people call the ticket, such as "AX4-B4T-FD8".
	Code        string                   `json:"code,omitzero"`
	DateCreated frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	// DateChanged is the time of the last change. Which changes count is not
	// documented: do not rely on it for tags and custom fields. The fake of package
	// liveagenttest moves it with each message, note, transfer and change of state.
	DateChanged frontdesk.Opt[time.Time] `json:"datechanged,omitzero"`
	// DateDue is when an answer is due; List only, since 4.45.1.4.
	DateDue        frontdesk.Opt[time.Time] `json:"datedue,omitzero"`
	DepartmentID   string                   `json:"departmentid,omitzero"`
	DepartmentName string                   `json:"departmentname,omitzero"`
	Status         ConversationStatus       `json:"status,omitzero"`
	// OwnerName and OwnerEmail are those of the requester.
	OwnerName  string `json:"ownername,omitzero"`
	OwnerEmail string `json:"owneremail,omitzero"`
	// OwnerNote is the note about the requester; Get only.
	OwnerNote string `json:"ownernote,omitzero"`
	Subject   string `json:"subject,omitzero"`
	// Preview is the beginning of the text.
	Preview string `json:"preview,omitzero"`
	// PublicURLCode names the conversation in the address that customers see.
	PublicURLCode string `json:"publicurlcode,omitzero"`
	// AssignedTo is the id of the agent in charge; Get only, since 4.7.7.1.
	AssignedTo string `json:"assignedto,omitzero"`
	// CustomFields are the values of custom fields; Get only.
	CustomFields CustomFields `json:"customfields,omitzero"`
	// TagIDs are the ids of the tags; List only, since 4.25.6.4. See ListTags.
	TagIDs TagIDs `json:"tags,omitzero"`
	// ChannelType is the channel; List only.
	ChannelType ChannelType `json:"channel_type,omitzero"`
	// MessageGroupsIn and MessageGroupsOut count incoming and outgoing groups of
	// messages; since 4.56.14.9. That Get has them too is inferred.
	MessageGroupsIn  frontdesk.Opt[int64] `json:"messagegroupsin,omitzero"`
	MessageGroupsOut frontdesk.Opt[int64] `json:"messagegroupsout,omitzero"`
	// Extra holds columns of later servers that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// TagIDs are ids of tags, written as one text with commas between them.
type TagIDs []string

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. A list is read too.
func (t *TagIDs) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if wire.Peek(dec) == '[' {
		var list []string
		err := wire.Decode(dec, &list)
		*t = list
		return err
	}
	var text string
	if err := wire.Decode(dec, &text); err != nil {
		return err
	}
	*t = nil
	for id := range strings.SplitSeq(text, ",") {
		if id = strings.TrimSpace(id); id != "" {
			*t = append(*t, id)
		}
	}
	return nil
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (t TagIDs) MarshalJSONTo(enc *wire.Encoder) error {
	return wire.WriteRaw(enc, wire.AppendQuote(nil, strings.Join(t, ",")))
}

var opConversationsGet = &transport.Operation{
	ID: "conversations.get", Method: http.MethodGet, Path: "/conversations/{conversationid}", Class: frontdesk.ClassSafe,
}

// Get returns one conversation with its custom fields, by id, code or public URL
// code.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound] (with
// [CodeNotFound], on old servers [CodeProcessing]).
//
// LiveAgent API v1: "Retrieves conversation info", since 2.8.2.1.
//
// Operation: conversations.get, safe.
//
//frontdesk:op liveagent conversations.get
func (s *ConversationsService) Get(ctx context.Context, conversationID string, opts ...frontdesk.Option) (*Conversation, error) {
	conversation := new(Conversation)
	r := request{
		op: opConversationsGet, ids: []string{conversationID},
		reply: envelope{object: conversation, id: &conversation.ID}.holding("customfields"),
	}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return conversation, nil
}

// ConversationCreateParams are a new conversation. If UserIdentifier is an agent,
// Recipient is the customer; if it is a customer, as for the web form of a site,
// Recipient has to be a mail account of the application. Servers before 4.25.30.2
// want that customer to be registered: see [CustomersService.Register].
type ConversationCreateParams struct {
	// Message is the text; required.
	Message string `url:"message"`
	// UserIdentifier is the author, the user id or e-mail address of an existing
	// agent or customer; required. Later servers create a missing customer.
	UserIdentifier string `url:"useridentifier"`
	// Department is the id of the department, not its name; required.
	Department string `url:"department"`
	// Subject is required.
	Subject string `url:"subject"`
	// Recipient is an e-mail address; required.
	Recipient string `url:"recipient"`
	// RecipientName is written "Firstname Lastname".
	RecipientName string `url:"recipient_name,omitempty"`
	// CC are the e-mail addresses of further recipients.
	CC []string `url:"cc,comma,omitempty"`
	// Status is the first state; default [ConversationNew].
	Status ConversationStatus `url:"status,omitempty"`
	// MailMessageID is the Message-ID of an e-mail: replies whose In-Reply-To has
	// it are put into this conversation. (On the wire it has three s.)
	MailMessageID string `url:"mail_messsage_id,omitempty"`
	// DoNotSendMail stops the mail to the customer if it is [Yes].
	DoNotSendMail YesNo `url:"do_not_send_mail,omitempty"`
	// IsHTMLMessage is [Yes] if Message is HTML.
	IsHTMLMessage YesNo `url:"is_html_message,omitempty"`
	// CustomFields are values of custom fields.
	CustomFields CustomFields `url:"customfields,omitempty"`
}

// ConversationCreated names a new conversation.
type ConversationCreated struct {
	ID string `json:"conversationid"`
	// Code and PublicURLCode may be empty: the server gives them later.
	Code          string `json:"code,omitzero"`
	PublicURLCode string `json:"publicurlcode,omitzero"`
}

var opConversationsCreate = &transport.Operation{
	ID: "conversations.create", Method: http.MethodPost, Path: "/conversations", Class: frontdesk.ClassUnsafe,
}

// Create opens a conversation. Each call opens another one.
//
// Errors: an unknown department or agent is [frontdesk.ErrNotFound], with
// "department" or "agent" in Field where the text tells; a customer who writes
// to an address that is no mail account of the application is
// [frontdesk.ErrInvalid]; a parameter that the server misses is
// [frontdesk.ErrValidation].
//
// If the outcome is unknown, List by Subject and OwnerIdentifier tells whether
// the conversation is there.
//
// LiveAgent API v1: "Create new conversation", since 2.8.2.1.
//
// Operation: conversations.create, unsafe.
//
//frontdesk:op liveagent conversations.create
func (s *ConversationsService) Create(ctx context.Context, params *ConversationCreateParams, opts ...frontdesk.Option) (*ConversationCreated, error) {
	if params == nil {
		params = &ConversationCreateParams{}
	}
	for _, required := range [][2]string{
		{"message", params.Message}, {"useridentifier", params.UserIdentifier}, {"department", params.Department},
		{"subject", params.Subject}, {"recipient", params.Recipient},
	} {
		if required[1] == "" {
			return nil, s.client.core.InvalidArgument(opConversationsCreate, required[0], "is required")
		}
	}
	if problem := params.CustomFields.problem(); problem != "" {
		return nil, s.client.core.InvalidArgument(opConversationsCreate, "customfields", "%s", problem)
	}
	created := new(ConversationCreated)
	r := request{op: opConversationsCreate, params: params, reply: envelope{object: created, id: &created.ID}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return created, nil
}

// ConversationUpdateStatusParams are a new state of a conversation.
type ConversationUpdateStatusParams struct {
	// Status is the new state; required. LiveAgent takes [ConversationAnswered],
	// [ConversationResolved] and [ConversationOpen] only.
	Status ConversationStatus `url:"status"`
	// UserIdentifier is the agent who sets it, by user id or e-mail address; the
	// system if empty.
	UserIdentifier string `url:"useridentifier,omitempty"`
	// Note is added to the conversation. A call with a note is not repeated once
	// it may have arrived, since the note would be written twice.
	Note string `url:"note,omitempty"`
}

const settableStates = `LiveAgent takes "A" (answered), "R" (resolved) and "C" (open)`

var opConversationsChangeStatus = &transport.Operation{
	ID: "conversations.change_status", Method: http.MethodPut, Path: "/conversations/{conversationid}/status", Class: frontdesk.ClassIdempotent,
}

// UpdateStatus sets the state of a conversation.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound]; a state other
// than the three that LiveAgent takes is [frontdesk.ErrInvalid] before
// sending.
//
// If the outcome is unknown, call it again without the note: ListMessages
// tells whether the note was written.
//
// LiveAgent API v1: "Change status of the conversation", since 2.8.2.1.
//
// Operation: conversations.change_status, idempotent.
//
//frontdesk:op liveagent conversations.change_status
func (s *ConversationsService) UpdateStatus(ctx context.Context, conversationID string, params *ConversationUpdateStatusParams, opts ...frontdesk.Option) error {
	if params == nil || params.Status == "" {
		return s.client.core.InvalidArgument(opConversationsChangeStatus, "status", "is required: "+settableStates)
	}
	switch params.Status {
	case ConversationAnswered, ConversationResolved, ConversationOpen:
	default:
		return s.client.core.InvalidArgument(opConversationsChangeStatus, "status", "%q cannot be set: "+settableStates, params.Status)
	}
	return s.client.do(ctx, request{
		op: opConversationsChangeStatus, ids: []string{conversationID}, params: params, class: noteClass(params.Note),
	}, opts)
}

// ConversationTransferParams say where a conversation goes: Department,
// AgentIdentifier or both are required.
type ConversationTransferParams struct {
	// AgentIdentifier is the new agent, by user id or e-mail address.
	AgentIdentifier string `url:"agentidentifier,omitempty"`
	// UserIdentifier is who transfers, by user id or e-mail address; the system if
	// empty.
	UserIdentifier string `url:"useridentifier,omitempty"`
	// Department is the id of the new department.
	Department string `url:"department,omitempty"`
	// Note is the reason: what to fill on servers since 4.25.16.9, which all hosted
	// accounts are. A call with a note is not repeated once it may have arrived,
	// since the note would be written twice.
	Note string `url:"note,omitempty"`
	// Messages is the name that servers before 4.25.16.9 have for Note: fill it in
	// place of Note there, and leave it empty elsewhere. [ApplicationService.Status]
	// tells the version; what a server does with both is not documented.
	Messages string `url:"messages,omitempty"`
}

var opConversationsTransfer = &transport.Operation{
	ID: "conversations.transfer", Method: http.MethodPut, Path: "/conversations/{conversationid}/attendants", Class: frontdesk.ClassIdempotent,
}

// Transfer gives a conversation to another department, another agent, or both.
//
// Errors: an unknown conversation, department or agent is
// [frontdesk.ErrNotFound], with "conversation", "department" or "agent" in
// Field where the text tells; neither Department nor AgentIdentifier is
// [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, call it again without the note: ListMessages
// tells whether the note was written.
//
// LiveAgent API v1: "Transfer conversation to another department and/or agent",
// since 2.8.2.1.
//
// Operation: conversations.transfer, idempotent.
//
//frontdesk:op liveagent conversations.transfer
func (s *ConversationsService) Transfer(ctx context.Context, conversationID string, params *ConversationTransferParams, opts ...frontdesk.Option) error {
	if params == nil || params.Department == "" && params.AgentIdentifier == "" {
		return s.client.core.InvalidArgument(opConversationsTransfer, "department", "is required, or agentidentifier: where should the conversation go?")
	}
	return s.client.do(ctx, request{
		op: opConversationsTransfer, ids: []string{conversationID}, params: params,
		class: noteClass(params.Note, params.Messages),
	}, opts)
}

// ConversationDeleteParams go with the deletion of a conversation.
type ConversationDeleteParams struct {
	// Note is the reason: what to fill on servers since 4.25.16.9, which all hosted
	// accounts are. A call with a note is not repeated once it may have arrived,
	// since the note would be written twice.
	Note string `url:"note,omitempty"`
	// Messages is the name that servers before 4.25.16.9 have for Note: fill it in
	// place of Note there, and leave it empty elsewhere. [ApplicationService.Status]
	// tells the version; what a server does with both is not documented.
	Messages string `url:"messages,omitempty"`
	// UserIdentifier is the agent who deletes, by user id or e-mail address; the
	// system if empty.
	UserIdentifier string `url:"useridentifier,omitempty"`
}

var opConversationsDelete = &transport.Operation{
	ID: "conversations.delete", Method: http.MethodDelete, Path: "/conversations/{conversationid}", Class: frontdesk.ClassIdempotent,
}

// Delete deletes a conversation. If an attempt was lost after it had acted, the
// repeated one may find nothing.
//
// Errors: an unknown conversation is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again without the note:
// [frontdesk.ErrNotFound] then means that it was deleted.
//
// LiveAgent API v1: "Delete conversation", since 2.8.2.1.
//
// Operation: conversations.delete, idempotent.
//
//frontdesk:op liveagent conversations.delete
func (s *ConversationsService) Delete(ctx context.Context, conversationID string, params *ConversationDeleteParams, opts ...frontdesk.Option) error {
	if params == nil {
		params = &ConversationDeleteParams{}
	}
	return s.client.do(ctx, request{
		op: opConversationsDelete, ids: []string{conversationID}, params: params,
		class: noteClass(params.Note, params.Messages),
	}, opts)
}
