package liveagenttest

import (
	"time"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// medium is what a report on service is about.
type medium struct {
	letter liveagent.OnlineStatus // what a department serves
}

var (
	tickets = medium{liveagent.OnlineTickets}
	chats   = medium{liveagent.OnlineChat}
	calls   = medium{liveagent.OnlinePhone}
)

// mediumOf tells by state, channel and messages what a conversation is.
func mediumOf(one *conversation) medium {
	switch {
	case one.Status == liveagent.ConversationCalling, one.ChannelType == liveagent.ChannelCall, one.ChannelType == liveagent.ChannelCallButton:
		return calls
	case one.Status == liveagent.ConversationChatting, one.ChannelType == liveagent.ChannelInvitation:
		return chats
	}
	for _, g := range one.groups {
		switch g.Type {
		case liveagent.MessageGroupTypeChat:
			return chats
		case liveagent.MessageGroupTypeCall, liveagent.MessageGroupTypeOutgoingCall:
			return calls
		}
	}
	return tickets
}

// The one SLA level of a server, and the time that it allows where a conversation
// does not say when it is due. Whether the SLA was kept is F (fulfilled) or U
// (unfulfilled), and empty while it is open: LiveAgent's letters are not
// documented.
const (
	slaLevelID   = "level001"
	slaLevelName = "Default"
	slaTime      = 24 * time.Hour

	slaKept   = "F"
	slaMissed = "U"
)

// slaRecord says how a conversation was served.
type slaRecord struct {
	one          *conversation
	created, due time.Time
	served       time.Time // zero while nobody has answered or resolved it
}

// slaRecord is the record of a conversation.
func (s *Server) slaRecord(one *conversation) slaRecord {
	created := one.DateCreated.Or(time.Time{})
	return slaRecord{one, created, one.DateDue.Or(created.Add(slaTime)), s.served(one)}
}

// served is when an agent answered first or, without an answer, resolved.
func (s *Server) served(one *conversation) time.Time {
	for i, g := range one.groups {
		at := g.DateCreated.Or(time.Time{})
		switch agent := s.state.agentOf(g); {
		case agent == "":
		case g.Type == liveagent.MessageGroupTypeChat:
			return s.firstWord(g)
		case g.Type == liveagent.MessageGroupTypeCall, isTalk(g.Type) && i > 0:
			return at
		}
	}
	if one.Status == liveagent.ConversationResolved {
		return one.DateChanged.Or(time.Time{})
	}
	return time.Time{}
}

// firstWord is when an agent wrote first in a chat.
func (s *Server) firstWord(g liveagent.MessageGroup) time.Time {
	at := g.DateCreated.Or(time.Time{})
	for _, m := range g.Messages {
		if s.state.agent(m.UserID) != nil {
			return m.DateCreated.Or(at)
		}
	}
	return at
}

// verdict is the letter of the record at a time, with how long it took.
func (r slaRecord) verdict(now time.Time) (letter string, took time.Duration) {
	switch {
	case !r.served.IsZero() && !r.served.After(r.due):
		return slaKept, r.served.Sub(r.created)
	case !r.served.IsZero():
		return slaMissed, r.served.Sub(r.created)
	case now.After(r.due):
		return slaMissed, now.Sub(r.created)
	default:
		return "", 0
	}
}

// slaRecords are those that a call asks for, by the time of their beginning.
func (s *Server) slaRecords(m medium, c *call) []slaRecord {
	p := s.spanOf(c)
	var records []slaRecord
	for _, one := range s.state.conversations {
		if mediumOf(one) == m && p.has(one.DateCreated.Or(time.Time{})) &&
			fitsParam(c, "departmentid", one.DepartmentID) && fitsParam(c, "agentid", one.AssignedTo) {
			records = append(records, s.slaRecord(one))
		}
	}
	return records
}

func slaLogOf(m medium) handler {
	return func(s *Server, c *call) reply {
		var r rows
		for _, record := range s.slaRecords(m, c) {
			r = append(r, s.slaLogRow(record))
		}
		return report(c, "slalogs", r, []string{
			"id", "conversationid", "departmentid", "levelid", "sla", "date_created", "date_closed", "server_date_closed",
			"date_due", "server_date_due", "sla_level_id", "agentid", "req_contactid",
		})
	}
}

func (s *Server) slaLogRow(record slaRecord) object {
	one := record.one
	letter, _ := record.verdict(s.clock())
	var agent liveagent.Agent
	if a := s.state.agent(one.AssignedTo); a != nil {
		agent = *a
	}
	var requester liveagent.Customer
	if who := s.state.customer(one.OwnerEmail); who != nil {
		requester = who.Customer
	}
	closed, due := s.stamp(record.served), s.stamp(record.due)
	return object{
		{"id", "sla" + one.ID}, {"conversationid", one.ID}, {"code", one.Code}, {"departmentid", one.DepartmentID},
		{"department_name", one.DepartmentName}, {"levelid", slaLevelID}, {"sla_level_name", slaLevelName}, {"sla", letter},
		{"date_created", s.stamp(record.created)}, {"date_closed", closed}, {"server_date_closed", closed},
		{"date_due", due}, {"server_date_due", due}, {"sla_level_id", slaLevelID},
		{"agentid", agent.UserID}, {"agent_firstname", agent.FirstName}, {"agent_lastname", agent.LastName},
		{"req_contactid", requester.ContactID}, {"req_firstname", requester.FirstName}, {"req_lastname", requester.LastName},
	}
}

// slaComplianceOf makes the handler that counts records by the day of their
// beginning. Days without any have no row.
func slaComplianceOf(m medium) handler {
	return func(s *Server, c *call) reply {
		var days []string
		kept, missed := map[string]*extremes{}, map[string]*extremes{}
		for _, record := range s.slaRecords(m, c) {
			day := record.created.In(s.settings.zone).Format(time.DateOnly)
			if kept[day] == nil {
				days = append(days, day)
				kept[day], missed[day] = &extremes{}, &extremes{}
			}
			switch letter, took := record.verdict(s.clock()); letter {
			case slaKept:
				kept[day].add(took.Seconds())
			case slaMissed:
				missed[day].add(took.Seconds())
			}
		}
		var r rows
		for _, day := range cut(c, sorted(days)) {
			row := object{{"date", day}, {"fulfilled", number(kept[day].n)}}
			row = append(row, kept[day].members("FulfilledTime")...)
			row = append(row, member{"unfulfilled", number(missed[day].n)})
			r = append(r, append(row, missed[day].members("UnfulfilledTime")...))
		}
		return list("slacompliances", r)
	}
}
