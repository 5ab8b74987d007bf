package liveagenttest

import (
	"slices"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// department is a department with the agents in it.
type department struct {
	liveagent.Department
	agents []string // user ids
}

// AddDepartment adds a department with agents, who are named by user id or e-mail
// address, and returns it with the id that was missing. An agent who is not there is
// misuse (see [frontdesktest]).
func (s *Server) AddDepartment(d liveagent.Department, agents ...string) liveagent.Department {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, identifier := range agents {
		if s.state.agent(identifier) == nil {
			s.Misuse("there is no agent %q for the department %q", identifier, d.Name)
			return d
		}
	}
	if d.ID == "" {
		d.ID = s.state.id("d")
	}
	if d.Deleted == "" {
		d.Deleted = liveagent.No
	}
	added := &department{Department: d}
	for _, identifier := range agents {
		added.agents = append(added.agents, s.state.agent(identifier).UserID)
	}
	s.state.departments = append(s.state.departments, added)
	return d
}

func (s *state) department(id string) *department {
	for _, d := range s.departments {
		if d.ID == id {
			return d
		}
	}
	return nil
}

func departmentObject(d *department) object {
	return object{
		{"departmentid", d.ID}, {"name", d.Name}, {"description", d.Description},
		{"onlinestatus", string(d.OnlineStatus)}, {"presetstatus", string(d.PresetStatus)}, {"deleted", string(d.Deleted)},
	}
}

func listDepartments(s *Server, _ *call) reply {
	var r rows
	for _, d := range s.state.departments {
		r = append(r, departmentObject(d))
	}
	return list("departments", r)
}

func getDepartment(s *Server, c *call) reply {
	d := s.state.department(c.vars["departmentid"])
	if d == nil {
		return s.notFound("department", c.vars["departmentid"])
	}
	return found(departmentObject(d))
}

func listDepartmentAgents(s *Server, c *call) reply {
	d := s.state.department(c.vars["departmentid"])
	if d == nil {
		return s.notFound("department", c.vars["departmentid"])
	}
	var r rows
	for _, a := range s.state.agents {
		if slices.Contains(d.agents, a.UserID) {
			r = append(r, object{
				{"userid", a.UserID}, {"firstname", a.FirstName}, {"lastname", a.LastName}, {"email", a.Email},
				{"onlinestatus", string(d.OnlineStatus)}, {"presetstatus", string(d.PresetStatus)},
			})
		}
	}
	return list("agents", r)
}
