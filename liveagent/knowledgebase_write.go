package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ArticleCreateParams are a new article.
type ArticleCreateParams struct {
	// Title and Content, which is HTML, are required.
	Title   string `url:"title"`
	Content string `url:"content"`
	// KnowledgebaseID is the knowledge base, ParentID the entry above.
	KnowledgebaseID string      `url:"kb_id,omitempty"`
	ParentID        string      `url:"parent_entry_id,omitempty"`
	Status          EntryStatus `url:"rstatus,omitempty"`
	// Access is a rule of access; its values are not documented.
	Access string `url:"access,omitempty"`
	// Order is a number, as text.
	Order string `url:"rorder,omitempty"`
	// Keywords are joined by commas.
	Keywords string `url:"keywords,omitempty"`
	// FullPreview says whether lists show the whole text; its values are not
	// documented, and it is saved correctly since 4.50.4.18.
	FullPreview string `url:"full_preview,omitempty"`
}

// ArticleUpdateParams are what changes in an article; empty texts leave it as it
// is. Beyond Keywords, that they can be changed is inferred from
// [ArticleCreateParams].
type ArticleUpdateParams struct {
	Title   string `url:"title,omitempty"`
	Content string `url:"content,omitempty"`
	// KnowledgebaseID is the knowledge base, ParentID the entry above.
	KnowledgebaseID string      `url:"kb_id,omitempty"`
	ParentID        string      `url:"parent_entry_id,omitempty"`
	Status          EntryStatus `url:"rstatus,omitempty"`
	// Access is a rule of access; its values are not documented.
	Access string `url:"access,omitempty"`
	// Order is a number, as text.
	Order string `url:"rorder,omitempty"`
	// Keywords are joined by commas.
	Keywords string `url:"keywords,omitempty"`
	// FullPreview says whether lists show the whole text; its values are not
	// documented, and it is saved correctly since 4.50.4.18.
	FullPreview string `url:"full_preview,omitempty"`
}

// CategoryCreateParams are a new category.
type CategoryCreateParams struct {
	// Title is required.
	Title string `url:"title"`
	// KnowledgebaseID is the knowledge base, ParentID the entry above; both names
	// are inferred from articles. ParentID had no effect before 4.50.4.19.
	KnowledgebaseID string `url:"kb_id,omitempty"`
	ParentID        string `url:"parent_entry_id,omitempty"`
}

// CategoryUpdateParams are what changes in a category; empty texts leave it as it
// is.
type CategoryUpdateParams struct {
	Title string `url:"title,omitempty"`
	// ParentID is the entry above; its name is inferred from articles.
	ParentID string `url:"parent_entry_id,omitempty"`
}

var opKnowledgebaseCreateArticle = &transport.Operation{
	ID: "knowledgebase.add_article", Method: http.MethodPost, Path: "/knowledgebase/articles", Class: frontdesk.ClassUnsafe,
}

// CreateArticle makes an article. Before 4.35.0.6 ParentID made the call fail. If the
// reply says no more than OK, the result is empty.
//
// Errors: a missing title or content is [frontdesk.ErrInvalid] before sending;
// a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// If the outcome is unknown, ListEntries tells whether the article is there.
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: knowledgebase.add_article, unsafe.
//
//frontdesk:op liveagent knowledgebase.add_article
func (s *KnowledgebaseService) CreateArticle(ctx context.Context, params *ArticleCreateParams, opts ...frontdesk.Option) (*KnowledgebaseEntry, error) {
	if params == nil {
		params = &ArticleCreateParams{}
	}
	for _, required := range [][2]string{{"title", params.Title}, {"content", params.Content}} {
		if required[1] == "" {
			return nil, s.client.core.InvalidArgument(opKnowledgebaseCreateArticle, required[0], "is required")
		}
	}
	return s.write(ctx, request{op: opKnowledgebaseCreateArticle, params: params}, opts)
}

var opKnowledgebaseUpdateArticle = &transport.Operation{
	ID: "knowledgebase.change_article", Method: http.MethodPut, Path: "/knowledgebase/articles/{id}", Class: frontdesk.ClassIdempotent,
}

// UpdateArticle changes an article. That the reply holds the entry is inferred
// from CreateArticle; if it says no more than OK, the result is empty.
//
// Errors: an unknown entry is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// If the outcome is unknown, call it again: it writes the same once more.
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: knowledgebase.change_article, idempotent.
//
//frontdesk:op liveagent knowledgebase.change_article
func (s *KnowledgebaseService) UpdateArticle(ctx context.Context, entryID string, params *ArticleUpdateParams, opts ...frontdesk.Option) (*KnowledgebaseEntry, error) {
	if params == nil {
		params = &ArticleUpdateParams{}
	}
	return s.write(ctx, request{op: opKnowledgebaseUpdateArticle, ids: []string{entryID}, params: params}, opts)
}

var opKnowledgebaseCreateCategory = &transport.Operation{
	ID: "knowledgebase.add_category", Method: http.MethodPost, Path: "/knowledgebase/categories", Class: frontdesk.ClassUnsafe,
}

// CreateCategory makes a category. If the reply says no more than OK, the result is
// empty.
//
// Errors: a missing title is [frontdesk.ErrInvalid] before sending; a server
// without the call answers [frontdesk.ErrNotFound] or [frontdesk.ErrServer].
//
// If the outcome is unknown, ListEntries tells whether the category is there.
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: knowledgebase.add_category, unsafe.
//
//frontdesk:op liveagent knowledgebase.add_category
func (s *KnowledgebaseService) CreateCategory(ctx context.Context, params *CategoryCreateParams, opts ...frontdesk.Option) (*KnowledgebaseEntry, error) {
	if params == nil {
		params = &CategoryCreateParams{}
	}
	if params.Title == "" {
		return nil, s.client.core.InvalidArgument(opKnowledgebaseCreateCategory, "title", "is required")
	}
	return s.write(ctx, request{op: opKnowledgebaseCreateCategory, params: params}, opts)
}

var opKnowledgebaseUpdateCategory = &transport.Operation{
	ID: "knowledgebase.change_category", Method: http.MethodPut, Path: "/knowledgebase/categories/{id}", Class: frontdesk.ClassIdempotent,
}

// UpdateCategory changes a category. That the reply holds the entry is inferred
// from CreateCategory; if it says no more than OK, the result is empty.
//
// Errors: an unknown entry is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// If the outcome is unknown, call it again: it writes the same once more.
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: knowledgebase.change_category, idempotent.
//
//frontdesk:op liveagent knowledgebase.change_category
func (s *KnowledgebaseService) UpdateCategory(ctx context.Context, entryID string, params *CategoryUpdateParams, opts ...frontdesk.Option) (*KnowledgebaseEntry, error) {
	if params == nil {
		params = &CategoryUpdateParams{}
	}
	return s.write(ctx, request{op: opKnowledgebaseUpdateCategory, ids: []string{entryID}, params: params}, opts)
}

// write makes a call that returns the entry it wrote.
func (s *KnowledgebaseService) write(ctx context.Context, r request, opts []frontdesk.Option) (*KnowledgebaseEntry, error) {
	entry := new(KnowledgebaseEntry)
	r.reply = envelope{object: entry, mayBeEmpty: true}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	entry.Extra = withoutStatus(entry.Extra)
	return entry, nil
}

var opKnowledgebaseDeleteEntry = &transport.Operation{
	ID: "knowledgebase.delete_entry", Method: http.MethodDelete, Path: "/knowledgebase/entries/{id}", Class: frontdesk.ClassIdempotent,
}

// DeleteEntry deletes an article or a category. If an attempt was lost after it
// had acted, the repeated one may find nothing.
//
// Errors: an unknown entry is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// If the outcome is unknown, call it again: [frontdesk.ErrNotFound] then means
// that it was deleted.
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: knowledgebase.delete_entry, idempotent.
//
//frontdesk:op liveagent knowledgebase.delete_entry
func (s *KnowledgebaseService) DeleteEntry(ctx context.Context, entryID string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opKnowledgebaseDeleteEntry, ids: []string{entryID}}, opts)
}
