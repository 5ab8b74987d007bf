package liveagenttest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// defaultKnowledgebase is the id of the one knowledge base of a server.
const defaultKnowledgebase = "kb000001"

// entryCategory marks categories; LiveAgent's own letter is not documented.
const entryCategory liveagent.EntryType = "C"

// AddEntry adds an article, or another entry of the knowledge base, and returns
// it with what was missing.
func (s *Server) AddEntry(e liveagent.KnowledgebaseEntry) liveagent.KnowledgebaseEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.addEntry(e)
}

func (s *Server) addEntry(e liveagent.KnowledgebaseEntry) *liveagent.KnowledgebaseEntry {
	if e.ID == "" {
		s.state.next++
		e.ID = strconv.Itoa(4000 + s.state.next)
	}
	for _, field := range []struct {
		value *string
		or    string
	}{
		{&e.KnowledgebaseID, defaultKnowledgebase}, {&e.URLCode, "0" + e.ID}, {&e.Order, "1"},
		{&e.Views, "0"}, {&e.Votes, "0"}, {&e.ParentID, "0"},
	} {
		if *field.value == "" {
			*field.value = field.or
		}
	}
	if e.TreePath == "" {
		e.TreePath = "0"
		if parent := s.state.entry(e.ParentID); parent != nil {
			e.TreePath = parent.TreePath + "|" + parent.ID
		}
	}
	if e.Type == "" {
		e.Type = liveagent.EntryArticle
	}
	if e.Status == "" {
		e.Status = liveagent.EntryPublished
	}
	if e.Deleted == "" {
		e.Deleted = liveagent.No
	}
	if _, known := e.DateCreated.Get(); !known {
		e.DateCreated = frontdesk.Some(s.clock())
	}
	if _, known := e.DateChanged.Get(); !known {
		e.DateChanged = e.DateCreated
	}
	s.state.entries = append(s.state.entries, &e)
	return &e
}

func (s *state) entry(id string) *liveagent.KnowledgebaseEntry {
	for _, e := range s.entries {
		if e.ID == id {
			return e
		}
	}
	return nil
}

func (s *Server) entryObject(e *liveagent.KnowledgebaseEntry) object {
	return object{
		{"kb_id", e.KnowledgebaseID}, {"kb_entry_id", e.ID}, {"parent_entry_id", e.ParentID}, {"rtype", string(e.Type)},
		{"rstatus", string(e.Status)}, {"access", e.Access}, {"access_inherited", e.AccessInherited}, {"urlcode", e.URLCode},
		{"treepath", e.TreePath}, {"rorder", e.Order}, {"title", e.Title}, {"metadescription", e.MetaDescription},
		{"keywords", e.Keywords}, {"content", e.Content}, {"conversationid", e.ConversationID}, {"departmentid", e.DepartmentID},
		{"views", e.Views}, {"votes", e.Votes}, {"datecreated", s.stampOpt(e.DateCreated)}, {"datechanged", s.stampOpt(e.DateChanged)},
		{"deleted", string(e.Deleted)}, {"description", e.Description},
	}
}

func listArticles(s *Server, c *call) reply {
	var r rows
	for _, e := range s.state.entries {
		if e.Type == liveagent.EntryArticle && (c.param("parent_id") == "" || e.ParentID == c.param("parent_id")) {
			r = append(r, s.entryObject(e))
		}
	}
	limit, _ := strconv.Atoi(c.param("limit")) // missing is 0
	return list("articles", page(r, limit, 0))
}

// newerOnly refuses a call that old servers do not know.
func newerOnly(handle handler) handler {
	return func(s *Server, c *call) reply {
		if s.settings.old {
			return failure(http.StatusNotFound, "handler "+c.path+" not found", "")
		}
		return handle(s, c)
	}
}

func listEntries(s *Server, _ *call) reply {
	var r rows
	for _, e := range s.state.entries {
		r = append(r, s.entryObject(e))
	}
	return list("entries", r)
}

func listKnowledgebases(*Server, *call) reply {
	return list("knowledgebases", rows{{{"kb_id", defaultKnowledgebase}, {"name", "Knowledge base"}}})
}

// below reports whether an entry lies under another one, or is it; every entry lies
// under none.
func below(e *liveagent.KnowledgebaseEntry, top string) bool {
	return top == "" || e.ID == top || slices.Contains(strings.Split(e.TreePath, "|"), top)
}

// searchKnowledgebase answers in the envelope of the server's age.
func searchKnowledgebase(s *Server, c *call) reply {
	var r rows
	for _, e := range s.state.entries {
		if !contains(e.Title, c.param("query")) && !contains(e.Content, c.param("query")) ||
			c.param("kb_id") != "" && e.KnowledgebaseID != c.param("kb_id") || !below(e, c.param("top_article_id")) {
			continue
		}
		hit := object{
			{"kb_entry_id", e.ID}, {"urlcode", e.URLCode}, {"title", e.Title}, {"content_text", e.Content},
			{"content_simple_html", e.Content}, {"treepath", e.TreePath}, {"rtype", string(e.Type)}, {"rstatus", string(e.Status)},
			{"votesCount", e.Votes}, {"datechanged", s.stampOpt(e.DateChanged)}, {"conversationid", e.ConversationID},
			{"url", "//support.example.com/" + e.URLCode},
		}
		if !s.settings.old {
			hit = append(hit, object{
				{"kb_id", e.KnowledgebaseID}, {"access", e.Access}, {"access_inherited", e.AccessInherited}, {"title_clear", e.Title},
			}...)
		}
		r = append(r, hit)
	}
	if s.settings.old {
		return list("articles", r)
	}
	return list("entries", r)
}

// writeEntry takes what a call says; what it leaves out stays.
func (s *Server) writeEntry(e *liveagent.KnowledgebaseEntry, c *call) {
	for name, field := range map[string]*string{
		"title": &e.Title, "content": &e.Content, "kb_id": &e.KnowledgebaseID, "parent_entry_id": &e.ParentID,
		"access": &e.Access, "rorder": &e.Order, "keywords": &e.Keywords,
	} {
		if value := c.param(name); value != "" {
			*field = value
		}
	}
	if status := c.param("rstatus"); status != "" {
		e.Status = liveagent.EntryStatus(status)
	}
	e.DateChanged = frontdesk.Some(s.clock())
}

// addEntryOf makes the handler that adds entries of a type.
func addEntryOf(kind liveagent.EntryType) handler {
	return func(s *Server, c *call) reply {
		e := liveagent.KnowledgebaseEntry{Type: kind}
		s.writeEntry(&e, c)
		return found(s.entryObject(s.addEntry(e)))
	}
}

// changeEntry answers OK alone: whether the entry follows is not documented.
func changeEntry(s *Server, c *call) reply {
	e := s.state.entry(c.vars["id"])
	if e == nil {
		return s.notFound("entry", c.vars["id"])
	}
	s.writeEntry(e, c)
	return ok()
}

func deleteEntry(s *Server, c *call) reply {
	id := c.vars["id"]
	if s.state.entry(id) == nil {
		return s.notFound("entry", id)
	}
	s.state.entries = slices.DeleteFunc(s.state.entries, func(e *liveagent.KnowledgebaseEntry) bool { return e.ID == id })
	return ok()
}
