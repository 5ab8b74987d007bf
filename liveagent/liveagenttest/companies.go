package liveagenttest

import (
	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// AddCompany adds a company and returns it with the id and the time that were
// missing. LiveAgent shows no call that makes one.
func (s *Server) AddCompany(c liveagent.Company) liveagent.Company {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ID == "" {
		c.ID = s.state.id("o")
	}
	if _, known := c.DateCreated.Get(); !known {
		c.DateCreated = frontdesk.Some(s.clock())
	}
	s.state.companies = append(s.state.companies, &c)
	return c
}

func listCompanies(s *Server, c *call) reply {
	var r rows
	for _, company := range s.state.companies {
		if contains(company.Name, c.param("name")) {
			r = append(r, object{
				{"id", company.ID}, {"name", company.Name}, {"emails", company.Emails},
				{"datecreated", s.stampOpt(company.DateCreated)},
			})
		}
	}
	return list("companies", r)
}

func getCompany(s *Server, c *call) reply {
	for _, company := range s.state.companies {
		if company.ID == c.vars["id"] {
			return found(object{
				{"id", company.ID}, {"name", company.Name}, {"datecreated", s.stampOpt(company.DateCreated)},
				{"language", company.Language}, {"emails", company.Emails}, {"phones", company.Phones},
			})
		}
	}
	return s.notFound("company", c.vars["id"])
}
