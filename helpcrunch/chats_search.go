package helpcrunch

import (
	"context"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// The fields that a search for chats knows.
//
// The vendor does not say whether ChatFieldAssignee.IsNot and
// ChatFieldDepartment.IsNot find chats without an assignee or a department. Chats
// that nobody is assigned to cannot be asked for, because null is no value of a search:
// look at [Chat.Assignee] of what another condition finds.
//
// ChatFieldUpdatedAt is gone from newer pages.
const (
	ChatFieldAssignee       NumberField     = "chats.assignee"
	ChatFieldAgents         NumberField     = "chats.agents"
	ChatFieldCreatedAt      TimeField       = "chats.createdAt"
	ChatFieldUpdatedAt      TimeField       = "chats.updatedAt"
	ChatFieldDepartment     NumberField     = "chats.department"
	ChatFieldStatus         ChatStatusField = "chats.status"
	ChatFieldClosedAt       TimeField       = "chats.closedAt"
	ChatFieldRating         ChatRatingField = "chats.rating"
	ChatFieldCustomer       NumberField     = "chats.customer"
	ChatFieldCustomerEmail  TextField       = "chats.customer.email"
	ChatFieldCustomerTags   TagsField       = "chats.customer.tagsData"
	ChatFieldCustomerUserID TextField       = "chats.customer.userId"
)

// ChatStatusField is a searchable status of a chat.
//
// No state stands for all chats that are still open: [ChatStatusOpened] is one of
// four, beside new, pending and on hold. Leave out the states that are not open:
//
//	helpcrunch.And(
//		helpcrunch.ChatFieldStatus.IsNot(helpcrunch.ChatStatusClosed),
//		helpcrunch.ChatFieldStatus.IsNot(helpcrunch.ChatStatusNoCommunication),
//		helpcrunch.ChatFieldStatus.IsNot(helpcrunch.ChatStatusEmpty),
//		helpcrunch.ChatFieldCreatedAt.Before(yesterday),
//	)
//
// [Or] finds one of several states, but has no room for a further condition that all
// chats must meet.
//
// Clients of this API send the names of states, as the constants do; the vendor's older
// examples send numbers as text. Sources agree on "1" for new, "2" for opened, "3" for
// pending and "4" for on hold, not on the numbers after that; Is("2") sends one.
type ChatStatusField string

// Is finds chats in this state.
func (f ChatStatusField) Is(status ChatStatus) Condition {
	return Condition{string(f), OperatorEqual, string(status)}
}

// IsNot finds chats in any other state.
func (f ChatStatusField) IsNot(status ChatStatus) Condition {
	return Condition{string(f), OperatorNotEqual, string(status)}
}

// ChatRatingField is a searchable rating of a chat.
type ChatRatingField string

// Is finds chats with this rating.
func (f ChatRatingField) Is(rating ChatRating) Condition {
	return Condition{string(f), OperatorEqual, string(rating)}
}

// IsNot finds chats with another rating. The vendor does not say whether it finds
// those without one.
func (f ChatRatingField) IsNot(rating ChatRating) Condition {
	return Condition{string(f), OperatorNotEqual, string(rating)}
}

// chatFields has the type of each of them.
var chatFields = map[string]*fieldType{
	string(ChatFieldAssignee):       countType,
	string(ChatFieldAgents):         countType,
	string(ChatFieldCreatedAt):      timeType,
	string(ChatFieldUpdatedAt):      timeType,
	string(ChatFieldDepartment):     countType,
	string(ChatFieldStatus):         textType,
	string(ChatFieldClosedAt):       timeType,
	string(ChatFieldRating):         textType,
	string(ChatFieldCustomer):       countType,
	string(ChatFieldCustomerEmail):  textType,
	string(ChatFieldCustomerTags):   tagsType,
	string(ChatFieldCustomerUserID): textType,
}

// ChatSearchParams is a search for chats.
type ChatSearchParams struct {
	// Filter is the question; required.
	Filter
	// Sort is the attribute to sort by.
	Sort ChatSort `json:"sort,omitzero"`
	// Order is the direction.
	Order Order `json:"order,omitzero"`
	// Limit is the page size, at most 100; 0 means 100.
	Limit int `json:"limit,omitzero"`
	// Offset is the number of records to skip.
	Offset int `json:"offset,omitzero"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `json:"-"`
}

var opChatsSearch = &transport.Operation{
	ID: "chats.search", Method: http.MethodPost, Path: "/chats/search", Class: frontdesk.ClassSafe,
}

// Search returns one page of the chats that a filter finds, at most 100. What open
// means among states is told at [ChatStatusField].
//
// Errors: a filter without conditions, an operator that the field's type does not
// have and a limit above 100 are [frontdesk.ErrInvalid] before anything is sent; a
// field that the server does not know is [frontdesk.ErrValidation] with a path such
// as filter[0].field in Field.
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/search-chats-v1
//
// Operation: chats.search, safe.
//
//frontdesk:op helpcrunch chats.search
func (s *ChatsService) Search(ctx context.Context, params *ChatSearchParams, opts ...frontdesk.Option) (*frontdesk.Page[Chat], error) {
	var p ChatSearchParams
	if params != nil {
		p = *params
	}
	if err := p.Filter.check("chats.", chatFields); err != nil {
		return nil, s.client.core.Invalid(opChatsSearch.ID, "filter", err)
	}
	at, err := s.client.span(opChatsSearch, p.Limit, p.Offset, p.Resume)
	if err != nil {
		return nil, err
	}
	p.Offset = int(at.offset)
	return list[Chat](ctx, s.client, request{op: opChatsSearch, body: &p}, at, chatID, opts)
}

// SearchAll iterates over all chats that a filter finds, page by page, with the
// promises of [CustomersService.SearchAll].
//
// HelpCrunch docs: https://docs.helpcrunch.com/en/rest-api-v1/search-chats-v1
//
// Operation: chats.search, safe.
//
//frontdesk:uses helpcrunch chats.search
func (s *ChatsService) SearchAll(ctx context.Context, params *ChatSearchParams, opts ...frontdesk.Option) iter.Seq2[Chat, error] {
	var p ChatSearchParams
	if params != nil {
		p = *params
	}
	return all(ctx, s.client, walk[Chat]{
		op: opChatsSearch, offset: p.Offset, resume: p.Resume, id: chatID,
		fetch: func(ctx context.Context, at frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Chat], error) {
			page := p
			page.Resume = at
			return s.Search(ctx, &page, opts...)
		},
	}, opts)
}
