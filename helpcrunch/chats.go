package helpcrunch

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// ChatsService reads and changes chats.
type ChatsService service

// Chat is a conversation with a customer.
type Chat struct {
	ID int64 `json:"id"`
	// ClosedBy is who closed the chat; empty while it is open.
	ClosedBy Side `json:"closedBy,omitzero"`
	// LastCustomerMessageAt is the time of the customer's latest message.
	LastCustomerMessageAt frontdesk.Opt[time.Time] `json:"lastCustomerMessageAt,omitzero"`
	Status                ChatStatus               `json:"status"`
	ClosedAt              frontdesk.Opt[time.Time] `json:"closedAt,omitzero"`
	// Rating is what the customer thought of the chat; empty without one.
	Rating    ChatRating `json:"rating,omitzero"`
	CreatedAt time.Time  `json:"createdAt"`
	// LastMessageAt is the time of the latest message by either side.
	LastMessageAt frontdesk.Opt[time.Time] `json:"lastMessageAt,omitzero"`
	// ReadByAgent and ReadByCustomer are absent on some accounts.
	ReadByAgent    frontdesk.Opt[bool] `json:"readByAgent,omitzero"`
	ReadByCustomer frontdesk.Opt[bool] `json:"readByCustomer,omitzero"`
	// CreatedWith is what started the chat; not on all accounts.
	CreatedWith ChatOrigin `json:"createdWith,omitzero"`
	// SnoozedUntil is the end of the snooze; null when the chat is not snoozed.
	SnoozedUntil    frontdesk.Opt[time.Time] `json:"snoozedUntil,omitzero"`
	LastMessageText string                   `json:"lastMessageText,omitzero"`
	LastMessageID   frontdesk.Opt[int64]     `json:"lastMessageId,omitzero"`
	// ApplicationID is the widget, app or channel that the chat belongs to.
	ApplicationID           frontdesk.Opt[int64] `json:"applicationId,omitzero"`
	LastCommunicatedAgentID frontdesk.Opt[int64] `json:"lastCommunicatedAgentId,omitzero"`
	// Agents are those who wrote in the chat.
	Agents     AgentList                      `json:"agents"`
	Customer   frontdesk.Opt[CustomerSummary] `json:"customer,omitzero"`
	Assignee   frontdesk.Opt[Agent]           `json:"assignee,omitzero"`
	Department frontdesk.Opt[Department]      `json:"department,omitzero"`
	// Notes are the customer's notes, as the earliest servers sent them here.
	Notes string `json:"notes,omitzero"`
}

// CustomerSummary is the short form of a customer inside other records.
type CustomerSummary struct {
	ID     int64  `json:"id"`
	Name   string `json:"name,omitzero"`
	Email  string `json:"email,omitzero"`
	UserID string `json:"userId,omitzero"`
}

// AgentList are the agents of a chat; the earliest servers send a single object.
type AgentList []Agent

// UnmarshalJSONFrom reads a list, or one agent; an empty object is nobody.
func (l *AgentList) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if wire.Peek(dec) != '{' {
		return wire.Decode(dec, (*[]Agent)(l))
	}
	var agent Agent
	err := wire.Decode(dec, &agent)
	if *l = (AgentList{}); agent.ID != 0 {
		*l = append(*l, agent)
	}
	return err
}

// Side is one of the two sides of a chat.
type Side string

// The sides; a chatbot writes as an agent.
const (
	SideAgent    Side = "agent"
	SideCustomer Side = "customer"
)

// ChatStatus is the state of a chat. Spellings that differ between the vendor's
// pages are read as the constants here.
type ChatStatus string

// The states of a chat. A chat is empty until its first message; that cannot be set.
const (
	ChatStatusNew             ChatStatus = "new"
	ChatStatusOpened          ChatStatus = "opened"
	ChatStatusPending         ChatStatus = "pending"
	ChatStatusOnHold          ChatStatus = "on hold"
	ChatStatusNoCommunication ChatStatus = "no communication"
	ChatStatusClosed          ChatStatus = "closed"
	ChatStatusEmpty           ChatStatus = "empty"
)

// UnmarshalJSONFrom reads on-hold in its three spellings, and open for opened.
func (s *ChatStatus) UnmarshalJSONFrom(dec *wire.Decoder) error {
	var text string
	if err := wire.Decode(dec, &text); err != nil {
		return err
	}
	switch strings.NewReplacer(" ", "", "-", "").Replace(text) {
	case "onhold":
		*s = ChatStatusOnHold
	case "open":
		*s = ChatStatusOpened
	default:
		*s = ChatStatus(text)
	}
	return nil
}

// ChatRating is a customer's opinion of a chat. Accounts with three grades use
// great, average and poor.
type ChatRating string

// The grades, from best to worst.
const (
	ChatRatingPerfect  ChatRating = "perfect"
	ChatRatingGreat    ChatRating = "great"
	ChatRatingAverage  ChatRating = "average"
	ChatRatingPoor     ChatRating = "poor"
	ChatRatingVeryPoor ChatRating = "very poor"
)

// ChatOrigin is what started a chat.
type ChatOrigin string

// The origins of chats.
const (
	ChatOriginPublicAPI       ChatOrigin = "public_api"
	ChatOriginBroadcastReply  ChatOrigin = "broadcast_reply"
	ChatOriginAgentMessage    ChatOrigin = "agent_message"
	ChatOriginCustomerMessage ChatOrigin = "customer_message"
)

// ChatSort is an attribute that lists of chats are sorted by.
type ChatSort string

// The attributes to sort by.
const (
	ChatSortCreatedAt             ChatSort = "chats.createdAt"
	ChatSortLastCustomerMessageAt ChatSort = "chats.lastCustomerMessageAt"
	ChatSortLastMessageAt         ChatSort = "chats.lastMessageAt"
	ChatSortClosedAt              ChatSort = "chats.closedAt"
)

// ChatListParams says which part of the chats to list, in which order.
type ChatListParams struct {
	// Sort is the attribute to sort by.
	Sort ChatSort `url:"sort,omitempty"`
	// Order is the direction.
	Order Order `url:"order,omitempty"`
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of records to skip.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opChatsList = &transport.Operation{
	ID: "chats.list", Method: http.MethodGet, Path: "/chats", Class: frontdesk.ClassSafe,
}

// List returns one page of chats, at most 100, with the total. The order without
// Sort is not documented.
//
// Errors: [frontdesk.ErrInvalid] for a limit above 100 or a negative offset, before
// anything is sent; a wrong API key is [frontdesk.ErrAuth].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-chats-v1
//
// Operation: chats.list, safe.
//
//frontdesk:op helpcrunch chats.list
func (s *ChatsService) List(ctx context.Context, params *ChatListParams, opts ...frontdesk.Option) (*frontdesk.Page[Chat], error) {
	var p ChatListParams
	if params != nil {
		p = *params
	}
	at, err := s.client.span(opChatsList, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Chat](ctx, s.client, request{op: opChatsList, query: p}, at, chatID, opts)
}

// All iterates over all chats, page by page, with the promises of
// [CustomersService.All].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-chats-v1
//
// Operation: chats.list, safe.
//
//frontdesk:uses helpcrunch chats.list
func (s *ChatsService) All(ctx context.Context, params *ChatListParams, opts ...frontdesk.Option) iter.Seq2[Chat, error] {
	var p ChatListParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Chat]{
		op: opChatsList, offset: p.Offset, resume: p.Resume, id: chatID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Chat], error) {
			page := p
			page.Resume = at
			return s.List(ctx, &page, opts...)
		},
	}, opts)
}

func chatID(c *Chat) int64 { return c.ID }

var opChatsGet = &transport.Operation{
	ID: "chats.get", Method: http.MethodGet, Path: "/chats/{chat_id}", Class: frontdesk.ClassSafe,
}

// Get returns one chat.
//
// Errors: an unknown chat is [frontdesk.ErrNotFound] with [CodeChatNotFound] or
// [CodeNotFound].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/get-chat-v1
//
// Operation: chats.get, safe.
//
//frontdesk:op helpcrunch chats.get
func (s *ChatsService) Get(ctx context.Context, chatID int64, opts ...frontdesk.Option) (*Chat, error) {
	return s.one(ctx, request{op: opChatsGet, ids: []int64{chatID}}, opts)
}

// one makes a call that answers with a chat.
func (s *ChatsService) one(ctx context.Context, r request, opts []frontdesk.Option) (*Chat, error) {
	return one(ctx, s.client, r, chatID, opts)
}

// ChatTotal is a number of chats. Its form was never seen: what the server sends
// besides is in Extra.
type ChatTotal struct {
	Total frontdesk.Opt[int]         `json:"total,omitzero"`
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opChatsTotal = &transport.Operation{
	ID: "chats.total", Method: http.MethodGet, Path: "/chats/total", Class: frontdesk.ClassSafe,
}

// Total counts the chats.
//
// Deprecated: one client calls it and reports that it does not work; no page of
// the vendor has it. The Total of a [ChatsService.List] with Limit 1 is reliable.
//
// Errors: a server without this call answers [frontdesk.ErrNotFound]; a wrong API key
// is [frontdesk.ErrAuth].
//
// Operation: chats.total, safe.
//
//frontdesk:op helpcrunch chats.total
func (s *ChatsService) Total(ctx context.Context, opts ...frontdesk.Option) (*ChatTotal, error) {
	total := new(ChatTotal)
	if err := s.client.do(ctx, request{op: opChatsTotal, out: total}, opts); err != nil {
		return nil, err
	}
	return total, nil
}
