package liveagenttest

import (
	"slices"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// Suggestion is a suggestion as the server keeps it. The API makes suggestions,
// but does not read them: a test asks [Server.Suggestions].
type Suggestion struct {
	ID, URL                                      string
	UserIdentifier, CategoryID, Subject, Message string
}

// AddSuggestionCategory adds a category of suggestions and returns it with the id
// and the path that were missing.
func (s *Server) AddSuggestionCategory(c liveagent.SuggestionCategory) liveagent.SuggestionCategory {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ID == "" {
		c.ID = s.state.id("s")
	}
	if c.Path == "" {
		c.Path = c.Title
	}
	s.state.categories = append(s.state.categories, &c)
	return c
}

// Suggestions returns the suggestions made so far, the oldest first.
func (s *Server) Suggestions() []Suggestion {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.state.suggestions)
}

func listSuggestionCategories(s *Server, _ *call) reply {
	var r rows
	for _, c := range s.state.categories {
		r = append(r, object{{"id", c.ID}, {"title", c.Title}, {"path", c.Path}})
	}
	return list("suggestioncategories", r)
}

func createSuggestion(s *Server, c *call) reply {
	for _, category := range s.state.categories {
		if category.ID != c.param("category") {
			continue
		}
		id := s.state.id("s")
		made := Suggestion{
			ID: id, URL: "https://support.example.com/" + id, UserIdentifier: c.user(), CategoryID: category.ID,
			Subject: c.param("subject"), Message: c.param("message"),
		}
		s.state.suggestions = append(s.state.suggestions, made)
		return ok(object{{"id", made.ID}, {"url", made.URL}}...)
	}
	return s.notFound("category", c.param("category"))
}
