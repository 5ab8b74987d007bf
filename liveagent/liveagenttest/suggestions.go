package liveagenttest

import "github.com/frontdesk-go/frontdesk/liveagent"

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

func listSuggestionCategories(s *Server, _ *call) reply {
	var r rows
	for _, c := range s.state.categories {
		r = append(r, object{{"id", c.ID}, {"title", c.Title}, {"path", c.Path}})
	}
	return list("suggestioncategories", r)
}

func createSuggestion(s *Server, c *call) reply {
	for _, category := range s.state.categories {
		if category.ID == c.param("category") {
			id := s.state.id("s")
			return ok(object{{"id", id}, {"url", "https://support.example.com/" + id}}...)
		}
	}
	return s.notFound("category", c.param("category"))
}
