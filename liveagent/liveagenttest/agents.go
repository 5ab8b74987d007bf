package liveagenttest

import (
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// AddAgent adds an agent and returns it with the ids and the token that were
// missing.
func (s *Server) AddAgent(agent liveagent.Agent) liveagent.Agent {
	s.mu.Lock()
	defer s.mu.Unlock()
	if agent.UserID == "" {
		agent.UserID = s.state.id("u")
	}
	if agent.ContactID == "" {
		agent.ContactID = s.state.id("k")
	}
	if agent.AuthToken == "" {
		agent.AuthToken = liveagent.Secret("test-token-" + agent.UserID)
	}
	if agent.BrowserCookieName == "" {
		agent.BrowserCookieName = "A_auth"
	}
	s.state.agents = append(s.state.agents, &agent)
	return agent
}

// agent finds an agent by user id or e-mail address.
func (s *state) agent(identifier string) *liveagent.Agent {
	for _, a := range s.agents {
		if identifier != "" && (a.UserID == identifier || strings.EqualFold(a.Email, identifier)) {
			return a
		}
	}
	return nil
}

func (s *Server) agentNotFound(identifier string) reply {
	status := http.StatusNotFound
	if s.settings.old {
		status = http.StatusInternalServerError
	}
	what := "id"
	if strings.Contains(identifier, "@") {
		what = "email"
	}
	return failure(status, "agent with "+what+" "+identifier+" not found", "")
}

func getAgent(s *Server, c *call) reply {
	a := s.state.agent(c.vars["agentidentifier"])
	if a == nil {
		return s.agentNotFound(c.vars["agentidentifier"])
	}
	return found(object{
		{"contactid", a.ContactID}, {"userid", a.UserID}, {"email", a.Email}, {"firstname", a.FirstName},
		{"lastname", a.LastName}, {"systemname", a.SystemName}, {"authtoken", string(a.AuthToken)},
		{"browsercookiename", a.BrowserCookieName}, {"gender", string(a.Gender)}, {"role", string(a.Role)},
	})
}

// applicationStatus tells a version that fits the server's behaviour.
func applicationStatus(s *Server, _ *call) reply {
	o := object{
		{"liveagentversion", "5.46.1.19"}, {"gpfversion", "1.9.36"},
		{"dateinstalled", "2016-05-01 03:30:56"}, {"datelatestupdate", "2016-11-03 08:09:18"},
		{"current_server_time", s.stamp(s.clock())},
	}
	switch {
	case s.settings.old:
		o[0].value = "4.16.4.1"
		o = o[:4]
	case s.settings.deletesFiles:
		o[0].value = "4.30.12.1"
	}
	return found(o)
}
