package liveagenttest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// customer is a customer with the groups that hold it.
type customer struct {
	liveagent.Customer
	groups []string // ids
}

func (c *customer) leave(group string) {
	c.groups = slices.DeleteFunc(c.groups, func(id string) bool { return id == group })
}

// AddCustomer adds a customer to groups, which are named by id, and returns it
// with the ids, the token and the times that were missing.
func (s *Server) AddCustomer(c liveagent.Customer, groups ...string) liveagent.Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addCustomer(c, groups...).Customer
}

func (s *Server) addCustomer(c liveagent.Customer, groups ...string) *customer {
	if c.ContactID == "" {
		c.ContactID = s.state.id("k")
	}
	if c.UserID == "" {
		c.UserID = s.state.id("u")
	}
	if c.Role == "" {
		c.Role = liveagent.CustomerRoleVisitor
	}
	if c.AuthToken == "" {
		c.AuthToken = liveagent.Secret("test-token-" + c.UserID)
	}
	if c.BrowserCookieName == "" {
		c.BrowserCookieName = liveagent.CustomerCookieVisitor
		if c.Role == liveagent.CustomerRoleRegisteredVisitor {
			c.BrowserCookieName = liveagent.CustomerCookieRegistered
		}
	}
	if c.SystemName == "" {
		c.SystemName = strings.TrimSpace(c.FirstName + " " + c.LastName)
	}
	if _, known := c.DateCreated.Get(); !known {
		c.DateCreated = frontdesk.Some(s.clock())
	}
	added := &customer{Customer: c, groups: groups}
	s.state.customers = append(s.state.customers, added)
	return added
}

// customer finds a customer by contact id, user id or e-mail address.
func (s *state) customer(identifier string) *customer {
	for _, c := range s.customers {
		if identifier != "" && (c.ContactID == identifier || c.UserID == identifier || strings.EqualFold(c.Email, identifier)) {
			return c
		}
	}
	return nil
}

// onCustomer calls handle with the customer that the path names.
func onCustomer(s *Server, c *call, handle func(*customer) reply) reply {
	identifier := c.vars["customeridentifier"]
	found := s.state.customer(identifier)
	if found == nil {
		return s.notFound("customer", identifier)
	}
	return handle(found)
}

func (s *Server) customerRow(c *customer) object {
	return object{
		{"contactid", c.ContactID}, {"email", c.Email}, {"firstname", c.FirstName}, {"lastname", c.LastName},
		{"systemname", c.SystemName}, {"userid", c.UserID}, {"datecreated", s.stampOpt(c.DateCreated)},
		{"role", string(c.Role)}, {"gender", string(c.Gender)},
	}
}

func (s *Server) customerObject(c *customer) object {
	return append(s.customerRow(c), object{
		{"authtoken", string(c.AuthToken)}, {"browsercookiename", string(c.BrowserCookieName)},
		{"customfields", fieldRows(c.CustomFields)}, {"note", c.Note}, {"uniquefields", c.UniqueFields}, {"companyid", c.CompanyID},
	}...)
}

func registerCustomer(s *Server, c *call) reply {
	if email := c.param("email"); s.state.customer(email) != nil {
		return s.mistake("customer with email " + email + " already exists")
	}
	fields, valid := readFields(c.param("customfields"))
	if !valid {
		return s.mistake("customfields cannot be read")
	}
	first, last, _ := strings.Cut(c.param("name"), " ")
	added := s.addCustomer(liveagent.Customer{
		Email: c.param("email"), FirstName: first, LastName: last, Gender: liveagent.Gender(c.param("gender")),
		Role: liveagent.CustomerRole(c.param("role")), Note: c.param("note"), CustomFields: fields,
		UniqueFields: asJSON(c.param("uniquefields")),
	})
	return found(s.customerObject(added))
}

func getCustomer(s *Server, c *call) reply {
	return onCustomer(s, c, func(one *customer) reply { return found(s.customerObject(one)) })
}

func listCustomers(s *Server, c *call) reply {
	var fitting []*customer
	for _, one := range s.state.customers {
		created, _ := one.DateCreated.Get()
		if contains(one.Email, c.param("email")) && contains(one.FirstName, c.param("firstname")) &&
			contains(one.LastName, c.param("lastname")) && s.within(created, c.param("datecreatedfrom"), c.param("datecreatedto")) {
			fitting = append(fitting, one)
		}
	}
	limit, err := strconv.Atoi(c.param("limitcount"))
	if err != nil {
		limit = 100
	}
	offset, _ := strconv.Atoi(c.param("limitfrom")) // missing is 0
	var r rows
	for _, one := range page(fitting, min(limit, 1000), offset) {
		r = append(r, s.customerRow(one))
	}
	return list("customers", r)
}

func listCustomerGroups(s *Server, c *call) reply {
	return onCustomer(s, c, func(one *customer) reply {
		return list("groups", s.state.groups.named(append([]string{}, one.groups...), "groupid", "groupname"))
	})
}

func addToGroup(s *Server, c *call) reply {
	return onGroup(s, c, func(one *customer, group string) {
		one.leave(group)
		one.groups = append(one.groups, group)
	})
}

func removeFromGroup(s *Server, c *call) reply {
	return onGroup(s, c, (*customer).leave)
}

// onGroup calls handle with the customer of the path and the id of the group that
// the call names.
func onGroup(s *Server, c *call, handle func(one *customer, group string)) reply {
	return onCustomer(s, c, func(one *customer) reply {
		group := s.state.groups.byName(c.param("name"))
		if group == nil {
			status := http.StatusNotFound
			if s.settings.old {
				status = http.StatusInternalServerError
			}
			return failure(status, "group with name "+c.param("name")+" not found", "")
		}
		handle(one, group.id)
		return ok()
	})
}

func addCustomerFields(s *Server, c *call) reply {
	return onCustomer(s, c, func(one *customer) reply { return addFields(s, c, &one.CustomFields) })
}

func deleteCustomerFields(s *Server, c *call) reply {
	return onCustomer(s, c, func(one *customer) reply { return deleteFields(c, &one.CustomFields) })
}
