package helpcrunchtest

import (
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// AddAgent stores a member of the team, under the next free id if its ID is 0, and
// returns it as stored. Without a Role it is an agent.
func (s *Server) AddAgent(a helpcrunch.Agent) helpcrunch.Agent {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Role == "" {
		a.Role = helpcrunch.AgentRoleAgent
	}
	rec, ok := s.toRecord(a)
	if !ok {
		return a
	}
	if a.ID == 0 {
		a.ID, _ = s.state.agents.Add(func(int64) record { return rec })
	}
	rec["id"] = number(a.ID)
	s.state.agents.Put(a.ID, rec)
	return a
}

// Agents returns the team.
func (s *Server) Agents() []helpcrunch.Agent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return all[helpcrunch.Agent](s.state.agents.All())
}

// AgentUnsubscribed reports whether a member of the team was opted out of the
// vendor's newsletters.
func (s *Server) AgentUnsubscribed(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.unsubscribed[id]
}

// AddDepartment stores a department, under the next free id if its ID is 0, and
// returns it as stored. Members who are not in the team yet join it.
func (s *Server) AddDepartment(d helpcrunch.Department) helpcrunch.Department {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.toRecord(d)
	if !ok {
		return d
	}
	if d.ID == 0 {
		d.ID, _ = s.state.departments.Add(func(int64) record { return rec })
	}
	s.state.putDepartment(d.ID, rec)
	return fromRecord[helpcrunch.Department](s.departmentView(rec))
}

// Departments returns the departments in the order in which they came.
func (s *Server) Departments() []helpcrunch.Department {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []helpcrunch.Department
	for _, rec := range s.state.departments.All() {
		list = append(list, fromRecord[helpcrunch.Department](s.departmentView(rec)))
	}
	return list
}

// AddApplication stores an application, under the next free id if its ID is 0, and
// returns it as stored.
func (s *Server) AddApplication(a helpcrunch.Application) helpcrunch.Application {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.toRecord(a)
	if !ok {
		return a
	}
	if a.ID == 0 {
		a.ID, _ = s.state.applications.Add(func(int64) record { return rec })
	}
	rec["id"] = number(a.ID)
	s.state.applications.Put(a.ID, rec)
	return a
}

// SetOrganization replaces what the server says of the account.
func (s *Server) SetOrganization(o helpcrunch.Organization) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rec, ok := s.toRecord(o); ok {
		s.state.organization = rec
	}
}

// putDepartment stores a department; its members belong to the team.
func (st *state) putDepartment(id int64, rec record) {
	rec["id"] = number(id)
	for _, agent := range records(rec["agents"]) {
		if _, ok := st.agents.Get(idOf(agent)); !ok {
			st.agents.Put(idOf(agent), agent)
		}
	}
	st.departments.Put(id, rec)
}

// departmentView is a department with its members as they are now.
func (s *Server) departmentView(rec record) record {
	agents := []any{}
	for _, agent := range records(rec["agents"]) {
		agents = append(agents, shown(s.state.agents.Get, agent, "id", "name", "email", "role"))
	}
	return with(rec, record{"agents": agents})
}

func (s *Server) listAgents(c *call) reply {
	return s.page(c, s.state.agents.All(), queryPage(c.query), s.teamTotal())
}

func (s *Server) unsubscribeAgent(c *call) reply {
	if _, ok := s.state.agents.Get(c.id); !ok {
		return failure(http.StatusNotFound, s.generic(entry{"not_found", "Agent not found"})...)
	}
	s.state.unsubscribed[c.id] = true
	return reply{http.StatusOK, "Ok"}
}

func (s *Server) listDepartments(c *call) reply {
	rows := s.state.departments.All()
	for i, rec := range rows {
		rows[i] = s.departmentView(rec)
	}
	return s.page(c, rows, queryPage(c.query), s.teamTotal())
}

// listApplications always tells the total: how the vendor does is not known.
func (s *Server) listApplications(c *call) reply {
	return s.page(c, s.state.applications.All(), queryPage(c.query), totalInMeta)
}

func (s *Server) getOrganization(c *call) reply {
	data := s.config.generation.render(c.op.Response.Fields, s.state.organization)
	return reply{http.StatusOK, map[string]json.RawMessage{"data": data}}
}
