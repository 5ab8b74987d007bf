package liveagenttest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// conversation is a conversation with its messages.
type conversation struct {
	liveagent.Conversation
	groups []liveagent.MessageGroup
	// requester is the user id of one who has no e-mail address.
	requester string
}

func (c *conversation) untag(id string) {
	c.TagIDs = slices.DeleteFunc(c.TagIDs, func(tag string) bool { return tag == id })
}

// AddConversation adds a conversation with messages and returns it with what was
// missing: ids, codes, times, a state, the name of its department. Messages that
// have no time were written when the conversation was made.
func (s *Server) AddConversation(c liveagent.Conversation, groups ...liveagent.MessageGroup) liveagent.Conversation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addConversation(c, groups...).Conversation
}

func (s *Server) addConversation(c liveagent.Conversation, groups ...liveagent.MessageGroup) *conversation {
	if c.ID == "" {
		c.ID = s.state.id("c")
	}
	if c.Code == "" {
		n := s.state.next
		c.Code = fmt.Sprintf("TST-%03d-%03d", n/1000, n%1000)
	}
	if c.PublicURLCode == "" {
		c.PublicURLCode = "pub" + c.ID
	}
	if c.Status == "" {
		c.Status = liveagent.ConversationNew
	}
	if _, known := c.DateCreated.Get(); !known {
		c.DateCreated = frontdesk.Some(s.clock())
	}
	if _, known := c.DateChanged.Get(); !known {
		c.DateChanged = c.DateCreated
	}
	if c.DepartmentID == "" {
		c.DepartmentID = "default"
	}
	if d := s.state.department(c.DepartmentID); d != nil && c.DepartmentName == "" {
		c.DepartmentName = d.Name
	}
	added := &conversation{Conversation: c, groups: s.complete(groups, c.DateCreated)}
	s.state.conversations = append(s.state.conversations, added)
	return added
}

// conversation finds a conversation by id, code or public URL code.
func (s *state) conversation(id string) *conversation {
	for _, c := range s.conversations {
		if c.ID == id || c.Code == id || c.PublicURLCode == id {
			return c
		}
	}
	return nil
}

// onConversation calls handle with the conversation that the path names.
func onConversation(s *Server, c *call, handle func(*conversation) reply) reply {
	id := c.vars["conversationid"]
	one := s.state.conversation(id)
	if one == nil {
		return s.notFound("conversation", id)
	}
	return handle(one)
}

// common are the fields that the list and the single record share.
func (s *Server) common(c *conversation) object {
	return object{
		{"conversationid", c.ID}, {"code", c.Code},
		{"datecreated", s.stampOpt(c.DateCreated)}, {"datechanged", s.stampOpt(c.DateChanged)},
		{"departmentname", c.DepartmentName}, {"departmentid", c.DepartmentID}, {"status", string(c.Status)},
		{"ownername", c.OwnerName}, {"owneremail", c.OwnerEmail}, {"subject", c.Subject}, {"preview", c.Preview},
		{"publicurlcode", c.PublicURLCode},
	}
}

func getConversation(s *Server, c *call) reply {
	return onConversation(s, c, func(one *conversation) reply {
		return found(append(s.common(one), object{
			{"ownernote", one.OwnerNote}, {"assignedto", one.AssignedTo}, {"customfields", fieldRows(one.CustomFields)},
		}...))
	})
}

func (s *Server) conversationRow(c *conversation) object {
	row := s.common(c)
	if s.settings.old {
		return row
	}
	in, out := s.counts(c)
	return append(row, object{
		{"datedue", s.stampOpt(c.DateDue)}, {"tags", strings.Join(c.TagIDs, ",")}, {"channel_type", string(c.ChannelType)},
		{"messagegroupsin", strconv.Itoa(in)}, {"messagegroupsout", strconv.Itoa(out)},
	}...)
}

func createConversation(s *Server, c *call) reply {
	author, recipient := c.user(), c.param("recipient")
	agent := s.state.agent(author)
	department := s.state.department(c.param("department"))
	fields, valid := readFields(c.param("customfields"))
	switch {
	case department == nil:
		return s.notFound("department", c.param("department"))
	case !valid:
		return s.mistake("customfields cannot be read")
	case agent == nil && !slices.Contains(s.state.mailAccounts, recipient):
		return s.mistake("Visitor user can only create conversation addressed to application mail account.")
	case agent == nil && s.settings.old && s.state.customer(author) == nil:
		return s.notFound("user", author)
	}
	owner := author
	if agent != nil {
		owner = recipient
	}
	who := s.state.customer(owner)
	if who == nil {
		name := c.param("recipient_name")
		if agent == nil {
			name = "" // the recipient is the desk, not the customer
		}
		first, last, _ := strings.Cut(name, " ")
		who = s.addCustomer(liveagent.Customer{Email: owner, FirstName: first, LastName: last})
	}
	made := s.addConversation(liveagent.Conversation{
		DepartmentID: department.ID, Status: liveagent.ConversationStatus(c.param("status")),
		OwnerName: who.SystemName, OwnerEmail: who.Email, OwnerNote: who.Note,
		Subject: c.param("subject"), Preview: preview(c.param("message")), CustomFields: fields,
		ChannelType: liveagent.ChannelEmail,
	})
	user := who.UserID
	if agent != nil {
		user, made.AssignedTo = agent.UserID, agent.UserID
	}
	s.say(made, liveagent.MessageGroupTypeOffline, liveagent.MessageTypeMessage, user, c.param("message"))
	return ok(object{{"conversationid", made.ID}, {"code", made.Code}, {"publicurlcode", made.PublicURLCode}}...)
}

func preview(message string) string {
	letters := []rune(message)
	return string(letters[:min(len(letters), 80)])
}

func listConversations(s *Server, c *call) reply {
	if s.settings.old && c.param("department") == "" && c.param("owneridentifier") == "" {
		return s.mistake("parameter department or owneridentifier is missing")
	}
	var fitting []*conversation
	for _, one := range s.state.conversations {
		if s.fits(one, c) {
			fitting = append(fitting, one)
		}
	}
	if !s.settings.old {
		limit, _ := strconv.Atoi(c.param("limit")) // missing is 0
		offset, _ := strconv.Atoi(c.param("offset"))
		fitting = page(fitting, limit, offset)
	}
	var r rows
	for _, one := range fitting {
		r = append(r, s.conversationRow(one))
	}
	return list("conversations", r)
}

// fits reports whether a conversation is one that the list's parameters ask for.
func (s *Server) fits(one *conversation, c *call) bool {
	created, _ := one.DateCreated.Get()
	changed, _ := one.DateChanged.Get()
	among := func(param, value string) bool {
		letters := c.param(param)
		return letters == "" || slices.Contains(strings.Split(letters, ","), value)
	}
	equal := func(param, value string) bool {
		return c.param(param) == "" || strings.EqualFold(c.param(param), value)
	}
	return equal("owneridentifier", one.OwnerEmail) && equal("department", one.DepartmentID) &&
		equal("subject", one.Subject) && among("status", string(one.Status)) &&
		among("channel_type", string(one.ChannelType)) &&
		s.within(created, c.param("datefrom"), c.param("dateto")) && s.fitsDate(changed, c.param("datechanged"))
}

// byUser calls handle with the conversation that the path names, unless the call
// names an author whom the server does not know.
func byUser(s *Server, c *call, handle func(*conversation) reply) reply {
	return onConversation(s, c, func(one *conversation) reply {
		if user := c.user(); user != "" && s.state.agent(user) == nil && s.state.customer(user) == nil {
			return s.agentNotFound(user)
		}
		return handle(one)
	})
}

func changeStatus(s *Server, c *call) reply {
	return byUser(s, c, func(one *conversation) reply {
		one.Status = liveagent.ConversationStatus(c.param("status"))
		s.touch(one)
		if note := c.param("note"); note != "" {
			s.say(one, liveagent.MessageGroupTypeInternal, liveagent.MessageTypeNote, c.user(), note)
		}
		return ok()
	})
}

func transfer(s *Server, c *call) reply {
	return byUser(s, c, func(one *conversation) reply {
		d, a := s.state.department(c.param("department")), s.state.agent(c.param("agentidentifier"))
		switch {
		case d == nil && c.param("department") != "":
			return s.notFound("department", c.param("department"))
		case a == nil && c.param("agentidentifier") != "":
			return s.agentNotFound(c.param("agentidentifier"))
		}
		if d != nil {
			one.DepartmentID, one.DepartmentName = d.ID, d.Name
		}
		if a != nil {
			one.AssignedTo = a.UserID
		}
		s.touch(one)
		s.say(one, liveagent.MessageGroupTypeTransfer, liveagent.MessageTypeTransfer, c.user(), s.noteOf(c))
		return quotedOK()
	})
}

// noteOf is the note of a transfer or a deletion, under the name that the server
// knows.
func (s *Server) noteOf(c *call) string {
	if s.settings.old {
		return c.param("messages")
	}
	return c.param("note")
}

// quotedOK says OK with the statuscode as a text, as some calls do.
func quotedOK() reply { return found(object{{"status", "OK"}, {"statuscode", "0"}}) }

func deleteConversation(s *Server, c *call) reply {
	return byUser(s, c, func(one *conversation) reply {
		s.state.conversations = slices.DeleteFunc(s.state.conversations, func(c *conversation) bool { return c == one })
		return quotedOK()
	})
}

func addConversationFields(s *Server, c *call) reply {
	return onConversation(s, c, func(one *conversation) reply { return addFields(s, c, &one.CustomFields) })
}

func deleteConversationFields(s *Server, c *call) reply {
	return onConversation(s, c, func(one *conversation) reply { return deleteFields(c, &one.CustomFields) })
}

func listConversationTags(s *Server, c *call) reply {
	return onConversation(s, c, func(one *conversation) reply {
		return list("tags", s.state.tags.named(append([]string{}, one.TagIDs...), "id", "name"))
	})
}

func assignTag(s *Server, c *call) reply {
	return onTag(s, c, func(one *conversation, tag string) {
		one.untag(tag)
		one.TagIDs = append(one.TagIDs, tag)
	})
}

func unassignTag(s *Server, c *call) reply { return onTag(s, c, (*conversation).untag) }

// onTag calls handle with the conversation of the path and the tag that the call
// names by id or name.
func onTag(s *Server, c *call, handle func(one *conversation, tag string)) reply {
	return onConversation(s, c, func(one *conversation) reply {
		id, name := c.param("id"), c.param("name")
		if id == "" && name == "" {
			return s.mistake("parameter id is missing")
		}
		tag := s.state.tags.byID(id)
		if tag == nil {
			tag = s.state.tags.byName(name)
		}
		if tag == nil {
			return s.notFound("tag", id+name)
		}
		handle(one, tag.id)
		return ok()
	})
}
