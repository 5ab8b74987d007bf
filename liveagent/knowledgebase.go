package liveagent

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// KnowledgebaseService reads, searches and changes the knowledge base.
type KnowledgebaseService service

// EntryType is the kind of an entry.
type EntryType string

// EntryArticle is an article; other letters exist, but are not documented.
const EntryArticle EntryType = "A"

// EntryStatus is the state of an entry.
type EntryStatus string

// EntryPublished is a published entry; other letters are not documented.
const EntryPublished EntryStatus = "P"

// KnowledgebaseEntry is an article or a category. Which fields come depends on
// the call and on the server: old ones are known to send Title, Content, Keywords
// and Order only.
type KnowledgebaseEntry struct {
	KnowledgebaseID string `json:"kb_id,omitzero"`
	ID              string `json:"kb_entry_id,omitzero"`
	ParentID        string `json:"parent_entry_id,omitzero"`
	// Type and Status are letters.
	Type   EntryType   `json:"rtype,omitzero"`
	Status EntryStatus `json:"rstatus,omitzero"`
	// Access and AccessInherited are rules of access; their values are not
	// documented.
	Access          string `json:"access,omitzero"`
	AccessInherited string `json:"access_inherited,omitzero"`
	// URLCode is the number in the public address.
	URLCode string `json:"urlcode,omitzero"`
	// TreePath are the ids of the ancestors, joined by |.
	TreePath string `json:"treepath,omitzero"`
	// Order is a number, as text.
	Order           string `json:"rorder,omitzero"`
	Title           string `json:"title,omitzero"`
	MetaDescription string `json:"metadescription,omitzero"`
	Keywords        string `json:"keywords,omitzero"`
	// Content is HTML; ContentText and ContentSimpleHTML, which only calls that
	// write articles return, are the same as text and as simple HTML.
	Content           string `json:"content,omitzero"`
	ContentText       string `json:"content_text,omitzero"`
	ContentSimpleHTML string `json:"content_simple_html,omitzero"`
	ConversationID    string `json:"conversationid,omitzero"`
	DepartmentID      string `json:"departmentid,omitzero"`
	// Views and Votes are numbers, as text.
	Views       string                   `json:"views,omitzero"`
	Votes       string                   `json:"votes,omitzero"`
	DateCreated frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	DateChanged frontdesk.Opt[time.Time] `json:"datechanged,omitzero"`
	// Deleted is [Yes] for a deleted entry.
	Deleted     YesNo  `json:"deleted,omitzero"`
	Description string `json:"description,omitzero"`
	// Extra holds what this module does not know: some shapes are inferred.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// KnowledgebaseListArticlesParams narrow a list of articles.
type KnowledgebaseListArticlesParams struct {
	// ParentID is the entry below which articles are listed.
	ParentID string `url:"parent_id,omitempty"`
	// Limit is the number of rows; 500 is known to work. There is no offset.
	Limit int `url:"limit,omitempty"`
}

var opKnowledgebaseListArticles = &transport.Operation{
	ID: "knowledgebase.list_articles", Method: http.MethodGet, Path: "/knowledgebase/articles", Class: frontdesk.ClassSafe,
}

// ListArticles returns articles. Later servers have ListEntries instead: ask that
// first, and this one if it fails.
//
// Errors: a server that has ListEntries instead may answer
// [frontdesk.ErrNotFound] or [frontdesk.ErrServer]; a negative Limit is
// [frontdesk.ErrInvalid] before sending.
//
// LiveAgent API v1: "Retrieve a list of all knowledgebase articles"; the version
// that introduced it is not known.
//
// Operation: knowledgebase.list_articles, safe.
//
//frontdesk:op liveagent knowledgebase.list_articles
func (s *KnowledgebaseService) ListArticles(ctx context.Context, params *KnowledgebaseListArticlesParams, opts ...frontdesk.Option) ([]KnowledgebaseEntry, error) {
	if params == nil {
		params = &KnowledgebaseListArticlesParams{}
	}
	if params.Limit < 0 {
		return nil, s.client.core.InvalidArgument(opKnowledgebaseListArticles, "limit", "%d is negative", params.Limit)
	}
	entries := []KnowledgebaseEntry{}
	r := request{op: opKnowledgebaseListArticles, params: params, reply: listOf(&entries, "articles", "entries")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return entries, nil
}

var opKnowledgebaseListEntries = &transport.Operation{
	ID: "knowledgebase.list_entries", Method: http.MethodGet, Path: "/knowledgebase/entries", Class: frontdesk.ClassSafe,
}

// ListEntries returns all articles and categories.
//
// Errors: a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2 (inferred from
// the calls that write). Older ones answer 404 or 500.
//
// Operation: knowledgebase.list_entries, safe.
//
//frontdesk:op liveagent knowledgebase.list_entries
func (s *KnowledgebaseService) ListEntries(ctx context.Context, opts ...frontdesk.Option) ([]KnowledgebaseEntry, error) {
	entries := []KnowledgebaseEntry{}
	r := request{op: opKnowledgebaseListEntries, reply: listOf(&entries, "entries", "articles")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return entries, nil
}

// KnowledgebaseSearchParams are a search.
type KnowledgebaseSearchParams struct {
	// Query is the text to look for; required.
	Query string `url:"query"`
	// TopArticleID is the entry below which is searched; everything if empty.
	TopArticleID string `url:"top_article_id,omitempty"`
	// KnowledgebaseID restricts the search to one knowledge base; later servers
	// only.
	KnowledgebaseID string `url:"kb_id,omitempty"`
}

// KnowledgebaseHit is an entry that a search found.
type KnowledgebaseHit struct {
	ID string `json:"kb_entry_id"`
	// URLCode is the number in the public address.
	URLCode string `json:"urlcode,omitzero"`
	// Title may have its hits marked; TitleClear, on later servers, has not.
	Title      string `json:"title,omitzero"`
	TitleClear string `json:"title_clear,omitzero"`
	// ContentText is the text, ContentSimpleHTML a short simple HTML.
	ContentText       string `json:"content_text,omitzero"`
	ContentSimpleHTML string `json:"content_simple_html,omitzero"`
	// TreePath are the ids of the ancestors, joined by |.
	TreePath string      `json:"treepath,omitzero"`
	Type     EntryType   `json:"rtype,omitzero"`
	Status   EntryStatus `json:"rstatus,omitzero"`
	// VotesCount counts votes.
	VotesCount  frontdesk.Opt[int64]     `json:"votesCount,omitzero"`
	DateChanged frontdesk.Opt[time.Time] `json:"datechanged,omitzero"`
	// ConversationID is the linked conversation.
	ConversationID string `json:"conversationid,omitzero"`
	// URL is the article's address without a scheme (//host/path).
	URL string `json:"url,omitzero"`
	// KnowledgebaseID, Access and AccessInherited come from later servers only.
	KnowledgebaseID string `json:"kb_id,omitzero"`
	Access          string `json:"access,omitzero"`
	AccessInherited string `json:"access_inherited,omitzero"`
}

var opKnowledgebaseSearch = &transport.Operation{
	ID: "knowledgebase.search", Method: http.MethodGet, Path: "/knowledgebase/search", Class: frontdesk.ClassSafe,
}

// Search returns the entries that a text was found in. The vendor allows 100
// searches a minute.
//
// Errors: a missing query is [frontdesk.ErrInvalid] before sending.
//
// LiveAgent API v1: "Knowledgebase search", since 4.7.3.0.
//
// Operation: knowledgebase.search, safe.
//
//frontdesk:op liveagent knowledgebase.search
func (s *KnowledgebaseService) Search(ctx context.Context, params *KnowledgebaseSearchParams, opts ...frontdesk.Option) ([]KnowledgebaseHit, error) {
	if params == nil || params.Query == "" {
		return nil, s.client.core.InvalidArgument(opKnowledgebaseSearch, "query", "is required")
	}
	hits := []KnowledgebaseHit{}
	r := request{op: opKnowledgebaseSearch, params: params, reply: listOf(&hits, "articles", "entries")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return hits, nil
}

// KnowledgebaseInfo names a knowledge base.
type KnowledgebaseInfo struct {
	ID   string `json:"kb_id,omitzero"`
	Name string `json:"name,omitzero"`
}

var opKnowledgebaseListKnowledgebases = &transport.Operation{
	ID: "knowledgebase.list_knowledgebases", Method: http.MethodGet, Path: "/knowledgebase/knowledgebases", Class: frontdesk.ClassSafe,
}

// List returns all knowledge bases.
//
// Errors: a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2 (inferred from
// the calls that write). Older ones answer 404 or 500.
//
// Operation: knowledgebase.list_knowledgebases, safe.
//
//frontdesk:op liveagent knowledgebase.list_knowledgebases
func (s *KnowledgebaseService) List(ctx context.Context, opts ...frontdesk.Option) ([]KnowledgebaseInfo, error) {
	bases := []KnowledgebaseInfo{}
	r := request{op: opKnowledgebaseListKnowledgebases, reply: listOf(&bases, "knowledgebases")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return bases, nil
}
