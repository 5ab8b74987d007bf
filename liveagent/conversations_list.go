package liveagent

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// conversationPage is the page size that other clients ask for; LiveAgent
// documents neither a default nor a maximum.
const conversationPage = 1000

// ConversationListParams narrow a list of conversations. The reference requires
// OwnerIdentifier or Department; later servers do without.
type ConversationListParams struct {
	// OwnerIdentifier is the requester's e-mail address.
	OwnerIdentifier string `url:"owneridentifier,omitempty"`
	// Department is the id of a department.
	Department string `url:"department,omitempty"`
	// Status are the states to list; all if empty. Since 2.8.12.1.
	Status []ConversationStatus `url:"status,comma,omitempty"`
	// DateFrom and DateTo bound the creation, in the client's zone.
	DateFrom time.Time `url:"datefrom,omitempty"`
	DateTo   time.Time `url:"dateto,omitempty"`
	// DateChanged is a condition on the last change, such as After(t).
	DateChanged DateFilter `url:"datechanged,omitempty"`
	// Subject is the whole subject; since 3.0.1.2.
	Subject string `url:"subject,omitempty"`
	// ChannelType are the channels to list; all if empty. Later servers only.
	ChannelType []ChannelType `url:"channel_type,comma,omitempty"`
	// Limit is the number of rows of a page; since 4.25.6.4. LiveAgent documents no
	// maximum; 1,000 is known to work. If it is 0, List leaves it to the server, whose
	// default is not documented, and All asks for 1,000.
	Limit int `url:"limit,omitempty"`
	// Offset is the number of rows to skip; since 4.25.6.4.
	Offset int `url:"offset,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

var opConversationsList = &transport.Operation{
	ID: "conversations.list", Method: http.MethodGet, Path: "/conversations", Class: frontdesk.ClassSafe,
}

// List returns one page of conversations. LiveAgent tells no total: HasMore says
// whether the page was full, or had 1,000 rows; to read page by page, give a Limit,
// since a server may have another page size than 1,000 without one. Servers before
// 4.25.6.4 do not page and return all rows; some before 5.51.5.2 fail past the
// first 1,000.
//
// Errors: a missing OwnerIdentifier or Department is [frontdesk.ErrValidation]
// on servers that require one; negative numbers, a bad Resume, dates in the wrong
// order and a bad DateChanged are [frontdesk.ErrInvalid] before sending.
//
// LiveAgent API v1: "Retrieves all conversations by owner, department or
// subject", since 2.8.2.1.
//
// Operation: conversations.list, safe.
//
//frontdesk:op liveagent conversations.list
func (s *ConversationsService) List(ctx context.Context, params *ConversationListParams, opts ...frontdesk.Option) (*frontdesk.Page[Conversation], error) {
	query := ConversationListParams{}
	if params != nil {
		query = *params
	}
	offset, err := s.client.offset(opConversationsList, query.Resume, count{"limit", query.Limit}, count{"offset", query.Offset})
	if err != nil {
		return nil, err
	}
	if err := s.client.bounds(opConversationsList, "dateto", query.DateFrom, query.DateTo); err != nil {
		return nil, err
	}
	if problem := query.DateChanged.problem(); problem != "" {
		return nil, s.client.core.InvalidArgument(opConversationsList, "datechanged", "%s", problem)
	}
	query.Offset, query.DateChanged = int(offset), query.DateChanged.in(s.client.codec.Location())

	var rows []Conversation
	r := request{op: opConversationsList, params: &query, reply: listOf(&rows, "conversations")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	// A server may cut a page that is larger than the size that is known to work.
	limit := conversationPage
	if query.Limit > 0 {
		limit = min(limit, query.Limit)
	}
	return paging.OffsetPage(rows, offset, limit, frontdesk.Opt[int]{}), nil
}

// All iterates over all conversations that fit, page by page. Rows that appear or
// vanish meanwhile move the others: one that comes again on the next page is
// dropped, one that moves to an earlier page is missed.
//
// Errors: those of List, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Retrieves all conversations by owner, department or
// subject", since 2.8.2.1.
//
// Operation: conversations.list, safe.
//
//frontdesk:uses liveagent conversations.list
func (s *ConversationsService) All(ctx context.Context, params *ConversationListParams, opts ...frontdesk.Option) iter.Seq2[Conversation, error] {
	query := ConversationListParams{}
	if params != nil {
		query = *params
	}
	if query.Limit == 0 {
		query.Limit = conversationPage
	}
	start := startOf(query.Resume, query.Offset)
	set := s.client.core.Resolve(opts)
	position, opts := paging.TakePosition(set, opts)
	fetch := func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[Conversation], error) {
		page := query
		page.Resume, page.Offset = cursor, 0
		return s.List(ctx, &page, opts...)
	}
	return paging.Pages(ctx, start, paging.PagesConfig[Conversation]{
		Call:     pagingCall(opConversationsList),
		Fetch:    fetch,
		Key:      func(row *Conversation) paging.Key { return paging.TextKey(row.ID) },
		Advance:  paging.AdvanceOffset,
		Position: position,
		Prefetch: s.client.core.Prefetch(set),
	})
}
