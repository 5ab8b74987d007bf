package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// SuggestionCategoriesService reads the categories of suggestions.
type SuggestionCategoriesService service

// SuggestionCategory is a category of suggestions.
type SuggestionCategory struct {
	ID    string `json:"id"`
	Title string `json:"title,omitzero"`
	// Path are the titles of the ancestors and of the category, joined by " / ".
	Path string `json:"path,omitzero"`
}

var opSuggestionCategoriesList = &transport.Operation{
	ID: "suggestion_categories.list", Method: http.MethodGet, Path: "/suggestioncategories", Class: frontdesk.ClassSafe,
}

// List returns all categories of suggestions.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Retrieves all suggestion categories", since 2.8.2.1.
//
// Operation: suggestion_categories.list, safe.
//
//frontdesk:op liveagent suggestion_categories.list
func (s *SuggestionCategoriesService) List(ctx context.Context, opts ...frontdesk.Option) ([]SuggestionCategory, error) {
	categories := []SuggestionCategory{}
	r := request{op: opSuggestionCategoriesList, reply: listOf(&categories, "suggestioncategories")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return categories, nil
}

// SuggestionsService makes suggestions.
type SuggestionsService service

// SuggestionCreateParams are a new suggestion. All are required.
type SuggestionCreateParams struct {
	// UserIdentifier is the author's e-mail address.
	UserIdentifier string `url:"useridentifier"`
	// Category is the id or the URL code of a category.
	Category string `url:"category"`
	Subject  string `url:"subject"`
	Message  string `url:"message"`
}

// SuggestionCreated names a new suggestion.
type SuggestionCreated struct {
	ID string `json:"id"`
	// URL is the suggestion's page.
	URL string `json:"url,omitzero"`
}

var opSuggestionsCreate = &transport.Operation{
	ID: "suggestions.create", Method: http.MethodPost, Path: "/suggestions", Class: frontdesk.ClassUnsafe,
}

// Create makes a suggestion in a category. Each call makes another one.
//
// Errors: an unknown category is [frontdesk.ErrNotFound]; a missing parameter
// is [frontdesk.ErrInvalid] before sending.
//
// If the outcome is unknown, nothing tells whether the suggestion is there,
// since the API does not list suggestions: look at the page, or make it again
// and delete one there.
//
// LiveAgent API v1: "Create new suggestion", since 3.0.18.2.
//
// Operation: suggestions.create, unsafe.
//
//frontdesk:op liveagent suggestions.create
func (s *SuggestionsService) Create(ctx context.Context, params *SuggestionCreateParams, opts ...frontdesk.Option) (*SuggestionCreated, error) {
	if params == nil {
		params = &SuggestionCreateParams{}
	}
	for _, required := range [][2]string{
		{"useridentifier", params.UserIdentifier}, {"category", params.Category},
		{"subject", params.Subject}, {"message", params.Message},
	} {
		if required[1] == "" {
			return nil, s.client.core.InvalidArgument(opSuggestionsCreate, required[0], "is required")
		}
	}
	created := new(SuggestionCreated)
	r := request{op: opSuggestionsCreate, params: params, reply: envelope{object: created, id: &created.ID}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return created, nil
}
