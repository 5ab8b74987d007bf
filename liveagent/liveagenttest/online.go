package liveagenttest

import (
	"slices"
	"strconv"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// agentStates are what each agent serves: the most that any department of the
// agent serves.
func agentStates(s *Server, _ *call) reply {
	var r rows
	for _, a := range s.state.agents {
		status := liveagent.Offline
		for _, d := range s.state.departments {
			if slices.Contains(d.agents, a.UserID) && len(d.OnlineStatus) > 0 && (status == liveagent.Offline || len(d.OnlineStatus) > len(status)) {
				status = d.OnlineStatus
			}
		}
		r = append(r, object{
			{"id", a.UserID}, {"contactid", a.ContactID}, {"username", a.Email}, {"firstname", a.FirstName},
			{"lastname", a.LastName}, {"avatar_url", ""}, {"onlineStatus", string(status)},
		})
	}
	return list("agentsOnlineStates", r)
}

func departmentStates(s *Server, _ *call) reply {
	var r rows
	for _, d := range s.state.departments {
		chats, fresh, replied := 0, 0, 0
		for _, c := range s.state.conversations {
			switch {
			case c.DepartmentID != d.ID:
			case c.Status == liveagent.ConversationChatting:
				chats++
			case c.Status == liveagent.ConversationNew:
				fresh++
			case c.Status == liveagent.ConversationOpen:
				replied++
			}
		}
		r = append(r, object{
			{"id", d.ID}, {"name", d.Name}, {"onlineStatus", string(d.OnlineStatus)}, {"presetStatus", string(d.PresetStatus)},
			{"chat_count", strconv.Itoa(chats)}, {"new_count", strconv.Itoa(fresh)}, {"customer_reply_count", strconv.Itoa(replied)},
			{"total_count", strconv.Itoa(chats + fresh + replied)}, {"max_count", "20"},
		})
	}
	return list("departmentsOnlineStates", r)
}

func chatsOverview(s *Server, _ *call) reply {
	chats := s.count(liveagent.ConversationChatting)
	agents := 0
	for _, d := range s.state.departments {
		if d.OnlineStatus.Has(liveagent.OnlineChat) {
			agents = max(agents, len(d.agents))
		}
	}
	return list("chatsOverview", rows{{
		{"visitors", strconv.Itoa(chats)}, {"chats", strconv.Itoa(chats)}, {"queue", "0"}, {"agents", strconv.Itoa(agents)},
	}})
}

func callsOverview(s *Server, _ *call) reply {
	return list("callsOverview", rows{{
		{"running", strconv.Itoa(s.count(liveagent.ConversationCalling))}, {"ringing", "0"}, {"inqueue", "0"},
	}})
}

// count counts conversations in a state.
func (s *Server) count(status liveagent.ConversationStatus) (n int) {
	for _, c := range s.state.conversations {
		if c.Status == status {
			n++
		}
	}
	return n
}
