package helpcrunchtest

import (
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// AddMessage stores a message of the chat that its Chat names, under the next free
// id if its ID is 0, changes the chat as a posted message does and returns it as
// stored. It is the agent's if Agent is set, the customer's otherwise. It can be
// of a kind that nobody can post, such as an e-mail; no webhook tells of it. A chat
// that is not there is misuse (see [frontdesktest]).
func (s *Server) AddMessage(m helpcrunch.Message) helpcrunch.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.state.chats.Get(m.Chat); !ok {
		s.Misuse("there is no chat %d for a message", m.Chat)
		return m
	}
	rec, ok := s.toRecord(m)
	if !ok {
		return m
	}
	if m.CreatedAt.IsZero() {
		rec["createdAt"] = s.state.nowInMillis()
	}
	id := m.ID
	if id == 0 {
		id, _ = s.state.messages.Add(func(int64) record { return rec })
	}
	s.state.putMessage(id, rec)
	return fromRecord[helpcrunch.Message](s.messageView(rec))
}

// Messages returns the messages of a chat, newest first as the API does.
func (s *Server) Messages(chatID int64) []helpcrunch.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []helpcrunch.Message
	for _, rec := range s.state.messagesOf(chatID) {
		list = append(list, fromRecord[helpcrunch.Message](s.messageView(rec)))
	}
	return list
}

// messagesOf are the messages of a chat, newest first.
func (st *state) messagesOf(chatID int64) []record {
	rows := st.messages.Where(func(rec record) bool { return intOf(rec["chat"]) == chatID })
	slices.Reverse(rows) // among those of one moment the last comes first
	slices.SortStableFunc(rows, func(a, b record) int {
		return numberOf(b["createdAt"]).Cmp(numberOf(a["createdAt"]))
	})
	return rows
}

// putMessage stores a message with what every message has, and what it changes in
// its chat.
func (st *state) putMessage(id int64, rec record) {
	rec["id"] = number(id)
	if from, _ := rec["from"].(string); from == "" {
		rec["from"] = "customer"
		if referred(rec["agent"]) != 0 || rec["type"] == "private" {
			rec["from"] = "agent"
		}
	}
	for name, value := range map[string]any{"type": "message", "read": false, "edited": false, "createdAt": st.nowInMillis()} {
		if rec[name] == nil || rec[name] == "" {
			rec[name] = value
		}
	}
	if rec["updatedAt"] == nil {
		rec["updatedAt"] = rec["createdAt"]
	}
	st.messages.Put(id, rec)
	if rec["type"] != "private" {
		st.chats.Update(intOf(rec["chat"]), func(chat record) record { return afterMessage(chat, rec) })
	}
}

// afterMessage is a chat after a message that the customer can see. The first one
// makes an empty chat new; the vendor does not say what others do to the status,
// so they leave it.
func afterMessage(chat, message record) record {
	when := number(timeOf(message["createdAt"]).Unix())
	chat = with(chat, record{
		"lastMessageAt": when, "lastMessageText": message["text"], "lastMessageId": message["id"], "updatedAt": when,
	})
	if chat["status"] == "empty" {
		chat["status"] = "new"
	}
	if message["from"] == "customer" {
		chat["lastCustomerMessageAt"] = when
		chat["readByAgent"], chat["readByCustomer"] = message["read"], true
		return chat
	}
	chat["readByAgent"], chat["readByCustomer"] = true, message["read"]
	if id := referred(message["agent"]); id != 0 {
		chat["lastCommunicatedAgentId"] = number(id)
		chat["agents"] = withAgent(chat["agents"], id, message["agent"])
	}
	return chat
}

// withAgent adds an agent to those of a chat.
func withAgent(list any, id int64, agent any) []any {
	agents, _ := list.([]any)
	if slices.ContainsFunc(agents, func(a any) bool { return referred(a) == id }) {
		return agents
	}
	return append(slices.Clone(agents), agent)
}

// messageView is a message with its author as he is now; older pages tell only
// the id and the name.
func (s *Server) messageView(rec record) record {
	names := []string{"id", "name", "email", "role"}
	if s.config.generation == V1 {
		names = names[:2]
	}
	return with(rec, record{"agent": shown(s.state.agents.Get, rec["agent"], names...)})
}

// messageReply is what a client is shown of a message: not yet its text, while the
// delay of [WithTextDelay] lasts.
func (s *Server) messageReply(rec record) record {
	view := s.messageView(rec)
	if age := s.config.clock().Sub(timeOf(rec["createdAt"])); age >= 0 && age < s.config.textDelay {
		view["text"] = nil
	}
	return view
}

func (s *Server) listMessages(c *call) reply {
	if _, ok := s.state.chats.Get(c.id); !ok {
		return s.notFound("Chat")
	}
	rows := s.state.messagesOf(c.id)
	for i, rec := range rows {
		rows[i] = s.messageReply(rec)
	}
	return s.page(c, rows, queryPage(c.query), totalBeside)
}

func (s *Server) createMessage(c *call) reply {
	chatID, agentID := intOf(c.body["chat"]), intOf(c.body["agent"])
	chat, found := s.state.chats.Get(chatID)
	var faults []entry
	if !found {
		faults = append(faults, entry{"chat_not_found", "Chat is missing"})
	}
	if _, ok := s.state.agents.Get(agentID); !ok && c.body["agent"] != nil {
		faults = append(faults, entry{"entity_not_found", "Agent not found"})
	}
	if faults != nil {
		return failure(http.StatusNotFound, s.generic(faults...)...)
	}
	rec := record{"chat": number(chatID), "type": c.body["type"], "text": c.body["text"]}
	if markdown, _ := c.body["markdownText"].(string); markdown != "" {
		rec["text"] = markdown
	}
	if agentID != 0 {
		rec["agent"] = reference(agentID)
	}
	id, _ := s.state.messages.Add(func(int64) record { return rec })
	s.state.putMessage(id, rec)
	s.messagePosted(chat, rec)
	return reply{http.StatusOK, s.config.generation.render(c.op.Response.Fields, s.messageReply(rec))}
}

// messagePosted reports a message, and the status of the chat if that changed.
func (s *Server) messagePosted(before, message record) {
	chat, _ := s.state.chats.Get(idOf(before))
	event := helpcrunch.WebhookMessageChatCustomer
	switch {
	case message["type"] == "private":
		event = helpcrunch.WebhookMessagePrivate
	case message["from"] == "agent":
		event = helpcrunch.WebhookMessageChatAgent
	}
	s.messageHappened(event, chat, message)
	if chat["status"] != before["status"] {
		s.chatHappened(helpcrunch.WebhookChatStatusUpdated, chat)
	}
}
