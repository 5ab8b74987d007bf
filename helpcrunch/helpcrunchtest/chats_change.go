package helpcrunchtest

import (
	"fmt"
	"math/big"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// changeChat stores the changes that a call makes to a chat, reports the events
// and answers with the chat.
func (s *Server) changeChat(c *call, changes record, events ...helpcrunch.WebhookEvent) reply {
	rec := s.storeChat(intOf(c.body["id"]), changes)
	for _, event := range events {
		s.chatHappened(event, rec)
	}
	return s.chat(c, http.StatusOK, rec)
}

// storeChat changes a chat that is there.
func (s *Server) storeChat(id int64, changes record) record {
	rec, _ := s.state.chats.Update(id, func(old record) record {
		return with(with(old, record{"updatedAt": s.state.now()}), changes)
	})
	return rec
}

// theChat is the chat that the body of a call names.
func (s *Server) theChat(c *call) (record, *reply) {
	rec, ok := s.state.chats.Get(intOf(c.body["id"]))
	if !ok {
		failed := s.chatIsMissing()
		return nil, &failed
	}
	return rec, nil
}

func (s *Server) snoozeChat(c *call) reply {
	old, failed := s.theChat(c)
	if failed != nil {
		return *failed
	}
	until := c.body["snoozedUntil"]
	switch {
	case until != nil:
		s.watchSnooze(until)
		return s.changeChat(c, record{"snoozedUntil": until}, helpcrunch.WebhookChatSnoozed)
	case old["snoozedUntil"] != nil:
		return s.changeChat(c, record{"snoozedUntil": nil}, helpcrunch.WebhookChatUnsnoozed)
	}
	return s.chat(c, http.StatusOK, old)
}

// watchSnooze lets a snooze end when its time has come, also if nobody calls.
func (s *Server) watchSnooze(until any) {
	wait := timeOf(until).Sub(s.config.clock())
	if wait <= 0 {
		return // the next call ends it
	}
	time.AfterFunc(wait, func() {
		s.mu.Lock()
		s.endSnoozes()
		s.mu.Unlock()
		s.webhooks.start()
	})
}

// endSnoozes ends the snoozes whose time has come.
func (s *Server) endSnoozes() {
	moment := s.config.clock()
	over := s.state.chats.Where(func(rec record) bool {
		return rec["snoozedUntil"] != nil && !timeOf(rec["snoozedUntil"]).After(moment)
	})
	for _, rec := range over {
		s.chatHappened(helpcrunch.WebhookChatUnsnoozed, s.storeChat(idOf(rec), record{"snoozedUntil": nil}))
	}
}

// timeOf reads a time of a record.
func timeOf(v any) time.Time {
	millis, _ := new(big.Rat).Mul(numberOf(v), big.NewRat(1000, 1)).Float64()
	return time.UnixMilli(int64(millis))
}

func (s *Server) updateChatStatus(c *call) reply {
	old, failed := s.theChat(c)
	if failed != nil {
		return *failed
	}
	status := statusName(c.body["status"])
	if status == old["status"] {
		return s.chat(c, http.StatusOK, old)
	}
	changes := record{"status": status}
	events := []helpcrunch.WebhookEvent{helpcrunch.WebhookChatStatusUpdated}
	switch {
	case status == "closed":
		changes["closedAt"], changes["closedBy"] = s.state.now(), "agent"
		events = append(events, helpcrunch.WebhookChatClosed)
	case old["status"] == "closed":
		changes["closedAt"], changes["closedBy"] = nil, nil
	}
	return s.changeChat(c, changes, events...)
}

func (s *Server) updateChatAssignee(c *call) reply {
	old, failed := s.theChat(c)
	if failed != nil {
		return *failed
	}
	id := intOf(c.body["assignee"])
	if _, ok := s.state.agents.Get(id); !ok && c.body["assignee"] != nil {
		return s.badChatValue("assignee")
	}
	var assignee any // nobody
	if id != 0 {
		assignee = reference(id)
	}
	if id == referred(old["assignee"]) {
		return s.chat(c, http.StatusOK, old)
	}
	return s.changeChat(c, record{"assignee": assignee}, helpcrunch.WebhookChatAssigned)
}

// updateChatDepartment reports nothing: there is no event for it.
func (s *Server) updateChatDepartment(c *call) reply {
	if _, failed := s.theChat(c); failed != nil {
		return *failed
	}
	id := intOf(c.body["department"])
	if _, ok := s.state.departments.Get(id); !ok {
		return s.badChatValue("department")
	}
	return s.changeChat(c, record{"department": reference(id)})
}

// rateChat keeps the vendor's three preconditions. Only the first text is
// documented, as it stands here.
func (s *Server) rateChat(c *call) reply {
	old, failed := s.theChat(c)
	if failed != nil {
		return *failed
	}
	switch {
	case old["status"] != "closed":
		return cannotRate("Chat must me closed to rate")
	case old["rating"] != nil:
		return cannotRate("Chat has a rating already")
	case len(records(old["agents"])) == 0:
		return cannotRate("Chat has no message of an agent")
	}
	return s.changeChat(c, record{"rating": c.body["rating"]}, helpcrunch.WebhookChatRated)
}

func cannotRate(why string) reply {
	return failure(http.StatusBadRequest, entry{"invalid_request", why})
}

func (s *Server) markReadByAgent(c *call) reply { return s.markRead(c, "readByAgent", "customer") }

func (s *Server) markReadByCustomer(c *call) reply { return s.markRead(c, "readByCustomer", "agent") }

// markRead sets the flag of one side; reading a chat reads the messages of the
// other side.
func (s *Server) markRead(c *call, flag, author string) reply {
	if _, failed := s.theChat(c); failed != nil {
		e := entry{"not_fount", fmt.Sprintf("Chat for ID %q was not found", timeText(c.body["id"]))}
		return failure(http.StatusNotFound, e)
	}
	if c.body["read"] == true {
		for _, message := range s.state.messagesOf(intOf(c.body["id"])) {
			if message["from"] == author && message["read"] != true {
				s.state.messages.Put(idOf(message), with(message, record{"read": true}))
			}
		}
	}
	return s.changeChat(c, record{flag: c.body["read"]})
}
