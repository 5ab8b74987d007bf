package liveagenttest

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// figure is something that happened in a conversation and counts in a column of
// the reports on work.
type figure struct {
	in     *conversation
	agent  string // user id; empty if no agent has part in it
	column string
	value  float64
}

// The columns that the server computes: sums, and averages in seconds.
var (
	sums = []string{
		"answers", "calls", "missed_calls", "call_seconds", "chats", "chat_answers", "missed_chats", "rewards", "punishments",
		"created_tickets", "resolved_tickets", "u_chats", "u_calls", "notes", "calls_outgoing", "call_outgoing_seconds",
		"calls_internal", "call_internal_seconds", "i_messages",
	}
	averages = []string{
		"newAnswerAvgTime", "nextAnswerAvgTime", "chatAvgTime", "call_avg_time", "call_outgoing_avg_time", "call_internal_avg_time",
	}
)

// defaultFigures are the columns that a report has unless others are asked for.
var defaultFigures = []string{"answers", "chat_answers", "chats", "calls", "rewards", "punishments"}

// figures are those of all conversations in a span.
func (s *Server) figures(p span) []figure {
	var all []figure
	for _, one := range s.state.conversations {
		w := work{server: s, one: one, span: p}
		w.add(one.DateCreated.Or(time.Time{}), one.AssignedTo, "created_tickets", 1)
		if one.Status == liveagent.ConversationResolved {
			w.add(one.DateChanged.Or(time.Time{}), one.AssignedTo, "resolved_tickets", 1)
		}
		for i, g := range one.groups {
			w.group(i, g)
		}
		all = append(all, w.figures...)
	}
	return all
}

// work gathers the figures of one conversation.
type work struct {
	server  *Server
	one     *conversation
	span    span
	figures []figure
	// waiting is since when the customer waits for an answer; zero while nobody
	// waits.
	waiting  time.Time
	answered bool
}

func (w *work) add(at time.Time, agent, column string, value float64) {
	if w.span.has(at) {
		w.figures = append(w.figures, figure{w.one, agent, column, value})
	}
}

// group counts the i-th group of messages.
func (w *work) group(i int, g liveagent.MessageGroup) {
	at := g.DateCreated.Or(time.Time{})
	agent := w.server.state.agentOf(g)
	length := g.DateFinished.Or(at).Sub(at).Seconds()
	switch g.Type {
	case liveagent.MessageGroupTypeChat:
		w.live(at, agent, "chats", "missed_chats", "u_chats")
		w.add(at, agent, "chatAvgTime", length)
	case liveagent.MessageGroupTypeCall:
		w.live(at, agent, "calls", "missed_calls", "u_calls")
		w.add(at, agent, "call_seconds", length)
		w.add(at, agent, "call_avg_time", length)
	case liveagent.MessageGroupTypeOutgoingCall:
		w.add(at, agent, "calls_outgoing", 1)
		w.add(at, agent, "call_outgoing_seconds", length)
		w.add(at, agent, "call_outgoing_avg_time", length)
	case liveagent.MessageGroupTypeInternalCall:
		w.add(at, agent, "calls_internal", 1)
		w.add(at, agent, "call_internal_seconds", length)
		w.add(at, agent, "call_internal_avg_time", length)
	default:
		if isTalk(g.Type) {
			w.talk(i, at, agent)
		}
	}
	for _, m := range g.Messages {
		w.message(g, m)
	}
}

// live counts a chat or a call, which is missed if no agent took it.
func (w *work) live(at time.Time, agent, taken, missed, unanswered string) {
	if agent != "" {
		w.add(at, agent, taken, 1)
		return
	}
	w.add(at, w.one.AssignedTo, missed, 1)
	w.add(at, w.one.AssignedTo, unanswered, 1)
}

// talk counts an agent's answer. The message with which an agent opens a
// conversation answers nothing.
func (w *work) talk(i int, at time.Time, agent string) {
	switch {
	case agent == "" && w.waiting.IsZero():
		w.waiting = at
	case agent != "" && i > 0:
		w.add(at, agent, "answers", 1)
		if !w.waiting.IsZero() {
			column := "newAnswerAvgTime"
			if w.answered {
				column = "nextAnswerAvgTime"
			}
			w.add(at, agent, column, at.Sub(w.waiting).Seconds())
			w.waiting, w.answered = time.Time{}, true
		}
	}
}

func (w *work) message(g liveagent.MessageGroup, m liveagent.Message) {
	at := m.DateCreated.Or(g.DateCreated.Or(time.Time{}))
	author := w.server.state.agent(m.UserID)
	switch {
	case m.Type == liveagent.MessageTypeRankingReward:
		w.add(at, w.one.AssignedTo, "rewards", 1)
	case m.Type == liveagent.MessageTypeRankingRebuke:
		w.add(at, w.one.AssignedTo, "punishments", 1)
	case m.Type == liveagent.MessageTypeNote:
		w.add(at, userID(author), "notes", 1)
		w.add(at, userID(author), "i_messages", 1)
	case g.Type == liveagent.MessageGroupTypeChat && author != nil && m.Type == liveagent.MessageTypeMessage:
		w.add(at, author.UserID, "chat_answers", 1)
	}
}

func userID(a *liveagent.Agent) string {
	if a == nil {
		return ""
	}
	return a.UserID
}

// agentOf is the user id of the agent who made a group, or else wrote first in it.
func (s *state) agentOf(g liveagent.MessageGroup) string {
	if a := s.agent(g.UserID); a != nil {
		return a.UserID
	}
	for _, m := range g.Messages {
		if a := s.agent(m.UserID); a != nil {
			return a.UserID
		}
	}
	return ""
}

// isTalk reports whether a group is one that customer and agents write to each
// other in, outside of chats and calls.
func isTalk(kind liveagent.MessageGroupType) bool {
	switch kind {
	case liveagent.MessageGroupTypeOffline, liveagent.MessageGroupTypeFacebook, liveagent.MessageGroupTypeTwitter,
		liveagent.MessageGroupTypeIncomingEmail, liveagent.MessageGroupTypeOutgoingEmail, liveagent.MessageGroupTypeOfflineLater,
		liveagent.MessageGroupTypeForward, liveagent.MessageGroupTypeForwardReply:
		return true
	}
	return false
}

// summary are the computed columns of those figures that belong to a row.
func summary(all []figure, belongs func(figure) bool) object {
	total, count := map[string]float64{}, map[string]float64{}
	for _, f := range all {
		if belongs(f) {
			total[f.column] += f.value
			count[f.column]++
		}
	}
	var o object
	for _, column := range sums {
		o = append(o, member{column, number(total[column])})
	}
	for _, column := range averages {
		text := ""
		if count[column] > 0 {
			text = number(total[column] / count[column])
		}
		o = append(o, member{column, text})
	}
	return o
}

func agentsReport(s *Server, c *call) reply {
	all := s.figures(s.spanOf(c))
	var r rows
	for _, a := range s.state.agents {
		if !fitsParam(c, "agentid", a.UserID) {
			continue
		}
		row := object{{"id", a.UserID}, {"contactid", a.ContactID}, {"firstname", a.FirstName}, {"lastname", a.LastName}}
		r = append(r, append(row, summary(all, func(f figure) bool {
			return f.agent == a.UserID && fitsParam(c, "departmentid", f.in.DepartmentID)
		})...))
	}
	return report(c, "agents", r, append([]string{"id", "contactid", "firstname", "lastname"}, defaultFigures...))
}

func departmentsReport(s *Server, c *call) reply {
	all := s.figures(s.spanOf(c))
	var r rows
	for _, d := range s.state.departments {
		row := object{{"id", d.ID}, {"departmentName", d.Name}}
		r = append(r, append(row, summary(all, func(f figure) bool { return f.in.DepartmentID == d.ID })...))
	}
	return report(c, "departments", r, append([]string{"id", "departmentName"}, defaultFigures...))
}

func tagsReport(s *Server, c *call) reply {
	all := s.figures(s.spanOf(c))
	var r rows
	for _, tag := range s.state.tags {
		row := object{{"id", tag.id}, {"tagName", tag.name}}
		r = append(r, append(row, summary(all, func(f figure) bool { return slices.Contains(f.in.TagIDs, tag.id) })...))
	}
	return report(c, "tags", r, append([]string{"id", "tagName"}, defaultFigures...))
}

// channels are the names of the channels, in the order of the report.
var channels = []struct {
	id   liveagent.ChannelType
	name string
}{
	{liveagent.ChannelEmail, "Email"}, {liveagent.ChannelContactButton, "Contact button"},
	{liveagent.ChannelContactForm, "Contact form"}, {liveagent.ChannelInvitation, "Invitation"}, {liveagent.ChannelCall, "Call"},
	{liveagent.ChannelCallButton, "Call button"}, {liveagent.ChannelFacebook, "Facebook"},
	{liveagent.ChannelFacebookMessage, "Facebook message"}, {liveagent.ChannelTwitter, "Twitter"},
	{liveagent.ChannelForum, "Forum"}, {liveagent.ChannelSuggestion, "Suggestion"},
}

// channelsReport has a row for each channel in which something happened.
func channelsReport(s *Server, c *call) reply {
	all := s.figures(s.spanOf(c))
	var r rows
	for _, channel := range channels {
		belongs := func(f figure) bool { return f.in.ChannelType == channel.id }
		if slices.ContainsFunc(all, belongs) {
			row := object{{"id", string(channel.id)}, {"channelName", channel.name}}
			r = append(r, append(row, summary(all, belongs)...))
		}
	}
	return report(c, "channels", r, append([]string{"id", "channelName"}, defaultFigures...))
}

// performanceReport is the one row of the whole account.
func performanceReport(s *Server, c *call) reply {
	row := summary(s.figures(s.spanOf(c)), func(figure) bool { return true })
	return report(c, "performance", rows{row}, []string{
		"answers", "newAnswerAvgTime", "nextAnswerAvgTime", "i_messages", "created_tickets", "resolved_tickets",
	})
}

// rankingReport has a row for each ranking message of a customer. Its kinds are
// those of the messages, W and P: LiveAgent's own letters are not documented.
func rankingReport(s *Server, c *call) reply {
	p := s.spanOf(c)
	var r rows
	for _, one := range s.state.conversations {
		for _, g := range one.groups {
			for _, m := range g.Messages {
				if m.Type != liveagent.MessageTypeRankingReward && m.Type != liveagent.MessageTypeRankingRebuke {
					continue
				}
				types := c.param("types")
				at := m.DateCreated.Or(g.DateCreated.Or(time.Time{}))
				row := s.rankingRow(one, g, m, at)
				if p.has(at) && (types == "" || slices.Contains(strings.Split(types, ","), string(m.Type))) &&
					fitsParam(c, "agentid", one.AssignedTo) && fitsParam(c, "contactid", row.text("contactid")) {
					r = append(r, row)
				}
			}
		}
	}
	return report(c, "ranks", r, []string{
		"id", "rankingType", "datecreated", "conversationid", "agentcontactid", "agentEmail", "agent", "contactid",
		"requesterEmail", "requester", "comment",
	})
}

func (s *Server) rankingRow(one *conversation, g liveagent.MessageGroup, m liveagent.Message, at time.Time) object {
	agent := s.state.agent(one.AssignedTo)
	if agent == nil {
		agent = &liveagent.Agent{}
	}
	contact := ""
	if who := s.state.customer(one.OwnerEmail); who != nil {
		contact = who.ContactID
	}
	comment := m.Text
	for _, other := range g.Messages {
		if other.Type == liveagent.MessageTypeRankingComment {
			comment = other.Text
		}
	}
	return object{
		{"id", m.ID}, {"rankingType", string(m.Type)}, {"datecreated", s.stamp(at)}, {"conversationid", one.ID},
		{"agentcontactid", agent.ContactID}, {"agentEmail", agent.Email}, {"agent", agent.SystemName},
		{"contactid", contact}, {"requesterEmail", one.OwnerEmail}, {"requester", one.OwnerName}, {"comment", comment},
	}
}

// text is a member's value if that is a text.
func (o object) text(name string) string {
	for _, m := range o {
		if m.name == name {
			text, _ := m.value.(string)
			return text
		}
	}
	return ""
}
