package salesmantest

import (
	"cmp"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// guideTitle is the name that a guide has for an id; "" for none.
func (s *Server) guideTitle(guide string, id int64) string {
	r := &s.registry
	switch guide {
	case "category":
		found, _ := r.industries.Get(id)
		return found.Title
	case "territory":
		found, _ := r.territories.Get(id)
		return found.Title
	case "relations":
		found, _ := r.relations.Get(id)
		return found.Title
	case "clientpath":
		found, _ := r.sources.Get(id)
		return found.Title
	}
	return ""
}

// findID is the id that a guide has for a name; 0 for none.
func (s *Server) findID(guide, name string) int64 {
	r, same := &s.registry, func(title string) bool { return strings.EqualFold(title, name) }
	switch guide {
	case "category":
		for _, found := range r.industries.All() {
			if same(found.Title) {
				return found.ID
			}
		}
	case "territory":
		for _, found := range r.territories.All() {
			if same(found.Title) {
				return found.ID
			}
		}
	case "relations":
		for _, found := range r.relations.All() {
			if same(found.Title) {
				return found.ID
			}
		}
	case "clientpath":
		for _, found := range r.sources.All() {
			if same(found.Title) {
				return found.ID
			}
		}
	}
	return 0
}

// namedID reads an id or a name.
func (s *Server) namedID(guide, value string) int64 {
	if value != "" && strings.Trim(value, "0123456789") == "" {
		return numberOf(value)
	}
	return s.findID(guide, plainText(value))
}

// guideID is namedID that adds a new name to the guide; 0 for no name.
func (s *Server) guideID(guide, value string) int64 {
	id := s.namedID(guide, value)
	if id != 0 || numberOf(value) != 0 || strings.Trim(value, "0 ") == "" {
		return id
	}
	switch guide {
	case "category":
		return s.registry.addIndustry(salesman.Industry{Title: value})
	case "territory":
		return s.registry.addTerritory(value)
	case "relations":
		return s.registry.addRelation(salesman.Relation{Title: value})
	default:
		return s.registry.addSource(salesman.ClientSource{Title: value})
	}
}

// sourceName is the name of a contact's source.
func (s *Server) sourceName(id int64) string {
	return cmp.Or(s.guideTitle("clientpath", id), guideName("Источник", id))
}

// defaultSource is the source of a client or contact who comes without, also in an
// update of a contact: the second one, if the account has it.
func (s *Server) defaultSource() int64 {
	if _, ok := s.registry.sources.Get(2); ok {
		return 2
	}
	return 0
}
