package liveagenttest

import (
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// label is a tag or a group of customers: the two are alike to the last field.
type label struct {
	id, name, color, background string
}

// AddTag adds a tag and returns it with the id that was missing.
func (s *Server) AddTag(t liveagent.Tag) liveagent.Tag {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.ID == "" {
		t.ID = s.state.id("t")
	}
	s.state.tags = append(s.state.tags, &label{t.ID, t.Name, t.Color, t.BackgroundColor})
	return t
}

// AddCustomerGroup adds a group of customers and returns it with the id that was
// missing.
func (s *Server) AddCustomerGroup(g liveagent.CustomerGroup) liveagent.CustomerGroup {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.ID == "" {
		g.ID = s.state.id("g")
	}
	s.state.groups = append(s.state.groups, &label{g.ID, g.Name, g.Color, g.BackgroundColor})
	return g
}

type labels []*label

// byID and byName find a label, or return nil.
func (l labels) byID(id string) *label {
	for _, one := range l {
		if one.id == id {
			return one
		}
	}
	return nil
}

func (l labels) byName(name string) *label {
	for _, one := range l {
		if name != "" && strings.EqualFold(one.name, name) {
			return one
		}
	}
	return nil
}

// named lists those labels whose ids are given; nil for all.
func (l labels) named(ids []string, idName, nameName string) rows {
	var r rows
	for _, one := range l {
		if ids == nil || slices.Contains(ids, one.id) {
			r = append(r, object{{idName, one.id}, {nameName, one.name}})
		}
	}
	return r
}

func (one *label) object() object {
	return object{{"id", one.id}, {"name", one.name}, {"color", one.color}, {"bg_color", one.background}}
}

// change takes what a call says; what it leaves out stays.
func (one *label) change(c *call) {
	for name, field := range map[string]*string{"name": &one.name, "color": &one.color, "bg_color": &one.background} {
		if value := c.param(name); value != "" {
			*field = value
		}
	}
}

// add makes a label of what a call says.
func (l *labels) add(s *Server, c *call, what, letter string) reply {
	if l.byName(c.param("name")) != nil {
		return s.mistake(what + " with name " + c.param("name") + " already exists")
	}
	one := &label{id: s.state.id(letter)}
	one.change(c)
	*l = append(*l, one)
	return ok(one.object()...)
}

func (l labels) get(s *Server, what, id string) reply {
	one := l.byID(id)
	if one == nil {
		return s.notFound(what, id)
	}
	return found(one.object())
}

func (l labels) update(s *Server, c *call, what, id string) reply {
	one := l.byID(id)
	if one == nil {
		return s.notFound(what, id)
	}
	one.change(c)
	return ok()
}

func (l *labels) remove(s *Server, what, id string) reply {
	if l.byID(id) == nil {
		return s.notFound(what, id)
	}
	*l = slices.DeleteFunc(*l, func(one *label) bool { return one.id == id })
	return ok()
}

func listTags(s *Server, _ *call) reply  { return list("tags", s.state.tags.named(nil, "id", "name")) }
func getTag(s *Server, c *call) reply    { return s.state.tags.get(s, "tag", c.vars["tagid"]) }
func addTag(s *Server, c *call) reply    { return s.state.tags.add(s, c, "tag", "t") }
func changeTag(s *Server, c *call) reply { return s.state.tags.update(s, c, "tag", c.vars["tagid"]) }

func deleteTag(s *Server, c *call) reply {
	id := c.vars["tagid"]
	for _, conversation := range s.state.conversations {
		conversation.untag(id)
	}
	return s.state.tags.remove(s, "tag", id)
}

func listGroups(s *Server, _ *call) reply {
	return list("groups", s.state.groups.named(nil, "id", "name"))
}

func getGroup(s *Server, c *call) reply { return s.state.groups.get(s, "group", c.vars["groupid"]) }
func addGroup(s *Server, c *call) reply { return s.state.groups.add(s, c, "group", "g") }

func changeGroup(s *Server, c *call) reply {
	return s.state.groups.update(s, c, "group", c.vars["groupid"])
}

func deleteGroup(s *Server, c *call) reply {
	id := c.vars["groupid"]
	for _, customer := range s.state.customers {
		customer.leave(id)
	}
	return s.state.groups.remove(s, "group", id)
}
