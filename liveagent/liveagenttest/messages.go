package liveagenttest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// touch notes that a conversation changed now.
func (s *Server) touch(one *conversation) { one.DateChanged = frontdesk.Some(s.clock()) }

// stampOpt writes a time that may be missing.
func (s *Server) stampOpt(t frontdesk.Opt[time.Time]) string { return s.stamp(t.Or(time.Time{})) }

// say adds a group with one message.
func (s *Server) say(one *conversation, group liveagent.MessageGroupType, kind liveagent.MessageType, user, text string) {
	now := frontdesk.Some(s.clock())
	if user == "" {
		user = "system"
	} else if a := s.state.agent(user); a != nil {
		user = a.UserID
	}
	one.groups = append(one.groups, liveagent.MessageGroup{
		ID: s.state.id("g"), UserID: user, Type: group, Status: liveagent.MessageGroupStatusVisible,
		DateCreated: now, DateFinished: now,
		Messages: []liveagent.Message{{ID: s.state.id("m"), UserID: user, Type: kind, DateCreated: now, Text: text}},
	})
	s.touch(one)
}

// Receive makes the requester of a conversation reply, as by e-mail: it adds a
// group with one message and makes the conversation [liveagent.ConversationOpen],
// whatever its state was. A requester whom the server does not know becomes a
// customer of it. The conversation is named by id, code or public URL code; it is
// an error if there is none.
func (s *Server) Receive(conversationID, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.state.conversation(conversationID)
	if one == nil {
		return fmt.Errorf("liveagenttest: there is no conversation %q", conversationID)
	}
	s.say(one, liveagent.MessageGroupTypeOffline, liveagent.MessageTypeMessage, s.requester(one).UserID, text)
	one.Status = liveagent.ConversationOpen
	return nil
}

// requester is the customer whose conversation it is.
func (s *Server) requester(one *conversation) *customer {
	for _, identifier := range []string{one.OwnerEmail, one.requester} {
		if known := s.state.customer(identifier); known != nil {
			return known
		}
	}
	first, last, _ := strings.Cut(one.OwnerName, " ")
	made := s.addCustomer(liveagent.Customer{Email: one.OwnerEmail, FirstName: first, LastName: last, Note: one.OwnerNote})
	one.requester = made.UserID
	return made
}

// complete returns groups with the ids and the times that were missing.
func (s *Server) complete(groups []liveagent.MessageGroup, at frontdesk.Opt[time.Time]) []liveagent.MessageGroup {
	groups = slices.Clone(groups)
	for i := range groups {
		g := &groups[i]
		if g.ID == "" {
			g.ID = s.state.id("g")
		}
		if _, known := g.DateCreated.Get(); !known {
			g.DateCreated = at
		}
		g.Messages = slices.Clone(g.Messages)
		for j := range g.Messages {
			m := &g.Messages[j]
			if m.ID == "" {
				m.ID = s.state.id("m")
			}
			if _, known := m.DateCreated.Get(); !known {
				m.DateCreated = g.DateCreated
			}
		}
	}
	return groups
}

// counts are the numbers of groups that came from the customer and that went out
// to the customer.
func (s *Server) counts(c *conversation) (in, out int) {
	for _, g := range c.groups {
		switch {
		case g.Type == liveagent.MessageGroupTypeInternal || g.Type == liveagent.MessageGroupTypeTransfer:
		case s.state.agent(g.UserID) != nil:
			out++
		default:
			in++
		}
	}
	return in, out
}

// createMessage makes a note of what has no author, whatever its type says.
func createMessage(s *Server, c *call) reply {
	return byUser(s, c, func(one *conversation) reply {
		user, text := c.user(), c.param("message")
		agent := s.state.agent(user)
		if user == "" || c.param("type") == string(liveagent.MessageTypeNote) {
			s.say(one, liveagent.MessageGroupTypeInternal, liveagent.MessageTypeNote, user, text)
			return ok()
		}
		s.say(one, liveagent.MessageGroupTypeOffline, liveagent.MessageTypeMessage, user, text)
		one.Status = liveagent.ConversationAnswered
		if agent == nil {
			one.Status = liveagent.ConversationOpen
		}
		return ok()
	})
}

func listMessages(s *Server, c *call) reply {
	return onConversation(s, c, func(one *conversation) reply {
		var r rows
		for _, g := range one.groups {
			if s.within(g.DateCreated.Or(time.Time{}), c.param("datefrom"), c.param("dateto")) {
				r = append(r, s.groupObject(g))
			}
		}
		return list("groups", r)
	})
}

func (s *Server) groupObject(g liveagent.MessageGroup) object {
	messages := rows{}
	for _, m := range g.Messages {
		messages = append(messages, object{
			{"messageid", m.ID}, {"userid", m.UserID}, {"rtype", string(m.Type)},
			{"datecreated", s.stampOpt(m.DateCreated)}, {"message", m.Text},
		})
	}
	return object{
		{"messagegroupid", g.ID}, {"userid", g.UserID}, {"rtype", string(g.Type)}, {"rstatus", string(g.Status)},
		{"datecreated", s.stampOpt(g.DateCreated)}, {"datefinished", s.stampOpt(g.DateFinished)}, {"messages", messages},
	}
}

// fitsDate judges a time by "operator:value"; without an operator it must be
// equal.
func (s *Server) fitsDate(t time.Time, condition string) bool {
	if condition == "" {
		return true
	}
	op, value, found := strings.Cut(condition, ":")
	switch op {
	case "eq", "neq", "gt", "lt", "gte", "lte", "btw", "lk":
	default:
		found = false
	}
	if !found {
		op, value = "eq", condition
	}
	text := s.stamp(t)
	from, to, _ := strings.Cut(value, ",")
	switch op {
	case "neq":
		return text != value
	case "gt":
		return text > value
	case "lt":
		return text < value
	case "gte":
		return text >= value
	case "lte":
		return text <= value
	case "btw":
		return text >= from && text <= to
	case "lk":
		return like(text, value)
	default:
		return text == value
	}
}

// like matches % with any run of characters and ? with one.
func like(text, pattern string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '%':
		return like(text, pattern[1:]) || text != "" && like(text[1:], pattern)
	case text == "":
		return false
	default:
		return (pattern[0] == '?' || pattern[0] == text[0]) && like(text[1:], pattern[1:])
	}
}
