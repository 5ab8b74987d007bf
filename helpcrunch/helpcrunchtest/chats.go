package helpcrunchtest

import (
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// AddChat stores a chat, under the next free id if its ID is 0, and returns it as
// stored. Its Customer, Assignee, Department and Agents are those of the server
// with the same ids; who is not there is shown as given. No webhook tells of it.
func (s *Server) AddChat(c helpcrunch.Chat) helpcrunch.Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.toRecord(c)
	if !ok {
		return c
	}
	if c.CreatedAt.IsZero() {
		rec["createdAt"] = s.state.now()
	}
	id := c.ID
	if id == 0 {
		id, _ = s.state.chats.Add(func(int64) record { return rec })
	}
	s.state.putChat(id, rec)
	return s.chatValue(rec)
}

// Chat returns a chat as the server has it.
func (s *Server) Chat(id int64) (helpcrunch.Chat, bool) {
	defer s.webhooks.start()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endSnoozes()
	rec, ok := s.state.chats.Get(id)
	return s.chatValue(rec), ok
}

// Chats returns all chats in the order in which they came.
func (s *Server) Chats() []helpcrunch.Chat {
	defer s.webhooks.start()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endSnoozes()
	var list []helpcrunch.Chat
	for _, rec := range s.state.chats.All() {
		list = append(list, s.chatValue(rec))
	}
	return list
}

func (s *Server) chatValue(rec record) helpcrunch.Chat {
	return fromRecord[helpcrunch.Chat](s.chatView(rec))
}

// putChat stores a chat with what every chat has.
func (st *state) putChat(id int64, rec record) {
	rec["id"] = number(id)
	for name, value := range map[string]any{
		"status": "empty", "readByAgent": true, "readByCustomer": true, "agents": []any{}, "createdAt": st.now(),
	} {
		if rec[name] == nil || rec[name] == "" {
			rec[name] = value
		}
	}
	rec["status"] = statusName(rec["status"])
	if rec["updatedAt"] == nil {
		rec["updatedAt"] = rec["createdAt"]
	}
	st.chats.Put(id, rec)
}

// statusName is a status in the spelling that the state keeps.
func statusName(v any) string {
	text, _ := v.(string)
	switch strings.NewReplacer(" ", "", "-", "").Replace(text) {
	case "onhold":
		return "on hold"
	case "open":
		return "opened"
	}
	return text
}

// chatView is a chat with what it shows of other records, as they are now.
func (s *Server) chatView(rec record) record {
	if rec == nil {
		return nil
	}
	st := s.state
	view := with(rec, record{
		"customer":   shown(st.customers.Get, rec["customer"], "id", "name", "email", "userId"),
		"assignee":   shown(st.agents.Get, rec["assignee"], "id", "name", "email", "role"),
		"department": shown(st.departments.Get, rec["department"], "id", "name"),
	})
	agents := []any{}
	for _, agent := range records(rec["agents"]) {
		agents = append(agents, shown(st.agents.Get, agent, "id", "name", "email", "role"))
	}
	view["agents"] = agents
	if view["status"] == "on hold" && s.config.generation == V2 {
		view["status"] = "onhold" // the spelling of the model's page
	}
	return view
}

// shown is what a record shows of another one: its members as they are now, or as
// they were given if the server does not have it.
func shown(get func(int64) (record, bool), member any, names ...string) any {
	rec, ok := member.(map[string]any)
	if !ok || idOf(rec) == 0 {
		return nil
	}
	if current, ok := get(idOf(rec)); ok {
		rec = current
	}
	return only(rec, names...)
}

// chat writes one chat as the answer of the call.
func (s *Server) chat(c *call, status int, rec record) reply {
	return reply{status, s.config.generation.render(c.op.Response.Fields, s.chatView(rec))}
}

func (s *Server) getChat(c *call) reply {
	rec, ok := s.state.chats.Get(c.id)
	if !ok {
		return s.notFound("Chat")
	}
	return s.chat(c, http.StatusOK, rec)
}

// createChat opens a chat, which is empty until the first message.
func (s *Server) createChat(c *call) reply {
	if faults := s.missing(c.body); len(faults) > 0 {
		return invalid(faults...)
	}
	rec := record{
		"customer": reference(intOf(c.body["customer"])), "applicationId": c.body["application"],
		"createdWith": "public_api",
	}
	for _, name := range []string{"assignee", "department"} {
		if id := intOf(c.body[name]); id != 0 {
			rec[name] = reference(id)
		}
	}
	id, _ := s.state.chats.Add(func(int64) record { return rec })
	s.state.putChat(id, rec)
	s.chatHappened(helpcrunch.WebhookChatNew, rec)
	return s.chat(c, http.StatusCreated, rec)
}

// missing are the records that a new chat refers to in vain. The vendor documents
// only errors of validation for them.
func (s *Server) missing(body map[string]any) []entry {
	var faults []entry
	for _, to := range []struct {
		name string
		get  func(int64) (record, bool)
	}{
		{"customer", s.state.customers.Get},
		{"application", s.state.applications.Get},
		{"assignee", s.state.agents.Get},
		{"department", s.state.departments.Get},
	} {
		if body[to.name] == nil {
			continue
		}
		if _, ok := to.get(intOf(body[to.name])); !ok {
			faults = append(faults, entry{to.name, "This value is not valid."})
		}
	}
	return faults
}

func (s *Server) listChats(c *call) reply {
	p := queryPage(c.query)
	return s.chatPage(c, s.state.chats.All(), p, totalInMeta)
}

func (s *Server) searchChats(c *call) reply {
	filter, failed := parseFilter(c, s.chatAttribute)
	if failed != nil {
		return *failed
	}
	filter.normalizeStatus()
	return s.chatPage(c, s.state.chats.Where(filter.matches), bodyPage(c.body), s.searchTotal())
}

func (s *Server) chatPage(c *call, rows []record, p pageParams, place totalPlace) reply {
	rows = p.sorted(rows, func(rec record, name string) any {
		return rec[strings.TrimPrefix(name, "chats.")]
	})
	views := make([]record, len(rows))
	for i, rec := range rows {
		views[i] = s.chatView(rec)
	}
	return s.page(c, views, p, place)
}

func (s *Server) countChats(*call) reply {
	return reply{http.StatusOK, map[string]int{"total": s.state.chats.Len()}}
}

// statusNumbers are the numbers that stand for states in searches, as far as the
// sources agree on them: the others find nothing.
var statusNumbers = map[string]string{"1": "new", "2": "opened", "3": "pending", "4": "on hold"}

// normalizeStatus lets a search name a status in any spelling and by its number.
func (f *filter) normalizeStatus() {
	for i, c := range f.conditions {
		if text, ok := c.value.(string); ok && c.field == "chats.status" {
			name, numbered := statusNumbers[text]
			if !numbered {
				name = statusName(text)
			}
			f.conditions[i].value = name
		}
	}
}

// chatAttribute returns the attribute that a searchable name means.
func (s *Server) chatAttribute(rec record, name string) any {
	switch name {
	case "chats.assignee", "chats.department", "chats.customer":
		if id := referred(rec[strings.TrimPrefix(name, "chats.")]); id != 0 {
			return number(id)
		}
		return nil
	case "chats.agents":
		ids := []any{}
		for _, agent := range records(rec["agents"]) {
			ids = append(ids, agent["id"])
		}
		return ids
	case "chats.customer.tagsData":
		customer, _ := s.state.customers.Get(referred(rec["customer"]))
		return customer["tags"]
	case "chats.customer.email", "chats.customer.userId":
		customer, _ := s.chatView(rec)["customer"].(record)
		return customer[strings.TrimPrefix(name, "chats.customer.")]
	}
	return rec[strings.TrimPrefix(name, "chats.")]
}
