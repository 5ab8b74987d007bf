package helpcrunch

import (
	"context"
	"iter"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// The fields that a search for chats knows. ChatFieldUpdatedAt is gone from newer
// pages. Older examples write a status as a number in a string ("3"), clients
// write its name; the vendor's list of the numbers is not known for certain.
const (
	ChatFieldAssignee       NumberField = "chats.assignee"
	ChatFieldAgents         NumberField = "chats.agents"
	ChatFieldCreatedAt      TimeField   = "chats.createdAt"
	ChatFieldUpdatedAt      TimeField   = "chats.updatedAt"
	ChatFieldDepartment     NumberField = "chats.department"
	ChatFieldStatus         TextField   = "chats.status"
	ChatFieldClosedAt       TimeField   = "chats.closedAt"
	ChatFieldRating         TextField   = "chats.rating"
	ChatFieldCustomer       NumberField = "chats.customer"
	ChatFieldCustomerEmail  TextField   = "chats.customer.email"
	ChatFieldCustomerTags   TagsField   = "chats.customer.tagsData"
	ChatFieldCustomerUserID TextField   = "chats.customer.userId"
)

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

// Search returns one page of the chats that a filter finds, at most 100.
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
	return list[Chat](ctx, s.client, request{op: opChatsSearch, body: &p}, at, opts)
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
