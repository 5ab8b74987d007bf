package helpcrunchtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// defaultColor is what the vendor gives to tags without a colour.
const defaultColor = "#c377e0"

// putCustomer stores a record and learns the colours of its tags.
func (st *state) putCustomer(id int64, rec record) {
	rec["id"] = number(id)
	rec["tags"] = st.tags(rec["tags"])
	for _, name := range []string{"unsubscribed", "blocked"} {
		if rec[name] == nil {
			rec[name] = false
		}
	}
	st.customers.Put(id, rec)
}

// tags gives each tag a colour: its own, the account's, or the default.
func (st *state) tags(list any) []any {
	items, _ := list.([]any)
	colored := make([]any, 0, len(items))
	for _, item := range items {
		tag, _ := item.(map[string]any)
		name, _ := tag["name"].(string)
		color, _ := tag["color"].(string)
		if color == "" {
			color = st.colors[name]
		}
		if color == "" {
			color = defaultColor
		}
		st.colors[name] = color
		colored = append(colored, map[string]any{"name": name, "color": color})
	}
	return colored
}

// AddCustomer stores a customer, under the next free id if its ID is 0, and
// returns it as stored.
func (s *Server) AddCustomer(c helpcrunch.Customer) helpcrunch.Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.toRecord(c)
	if !ok {
		return c
	}
	id := c.ID
	if id == 0 {
		id, _ = s.state.customers.Add(func(int64) record { return rec })
	}
	s.state.putCustomer(id, rec)
	return fromRecord[helpcrunch.Customer](rec)
}

// Customer returns a customer as the server has it.
func (s *Server) Customer(id int64) (helpcrunch.Customer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.state.customers.Get(id)
	return fromRecord[helpcrunch.Customer](rec), ok
}

// Customers returns all customers in the order in which they came.
func (s *Server) Customers() []helpcrunch.Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return all[helpcrunch.Customer](s.state.customers.All())
}

// customer writes one customer as the answer of the call.
func (s *Server) customer(c *call, status int, rec record) reply {
	return reply{status, s.renderCustomer(c.op, rec)}
}

func (s *Server) renderCustomer(op *contract.Operation, rec record) json.RawMessage {
	if data, ok := rec["customData"].(map[string]any); ok && s.config.generation == V1 && op.ID == "customers.tag" {
		// The older page of this operation shows the list.
		rec = maps.Clone(rec)
		rec["customData"] = properties(data)
	}
	return s.config.generation.render(op.Response.Fields, rec)
}

func (s *Server) getCustomer(c *call) reply {
	rec, ok := s.state.customers.Get(c.id)
	if !ok {
		return s.notFound("Customer")
	}
	return s.customer(c, http.StatusOK, rec)
}

func (s *Server) createCustomer(c *call) reply {
	if s.state.userIDTaken(c.body["userId"], 0) {
		return badValue("invalid_userId_value", "userId")
	}
	rec := change(record{}, c.body)
	id, _ := s.state.customers.Add(func(int64) record { return rec })
	s.state.putCustomer(id, rec)
	s.customerHappened(helpcrunch.WebhookCustomerNew, rec)
	return s.customer(c, http.StatusCreated, rec)
}

// userIDTaken reports whether a customer other than except has the userId.
func (st *state) userIDTaken(userID any, except int64) bool {
	if userID == nil {
		return false
	}
	owners := st.customers.Where(func(rec record) bool {
		return rec["userId"] == userID && idOf(rec) != except
	})
	return len(owners) > 0
}

// change returns the record with what a request body sets; the location is
// written flat, and custom attributes as a list.
func change(old record, body map[string]any) record {
	rec := maps.Clone(old)
	for name, value := range body {
		switch name {
		case "city", "regionCode", "countryCode":
			location, _ := rec["location"].(map[string]any)
			location = maps.Clone(location)
			if location == nil {
				location = map[string]any{}
			}
			location[name] = value
			rec["location"] = location
		case "customData":
			data, _ := rec["customData"].(map[string]any)
			list, _ := value.([]any)
			rec["customData"] = mergeProperties(data, list)
		case "customer", "id":
			// The id is no attribute.
		default:
			rec[name] = value
		}
	}
	return rec
}

func (s *Server) updateCustomer(c *call) reply {
	rec, failed := s.apply(c.id, c.body, false)
	if failed != nil {
		return *failed
	}
	return s.customer(c, http.StatusOK, rec)
}

// replaceCustomer resets what is not sent in the newer generation only: the pages
// say both.
func (s *Server) replaceCustomer(c *call) reply {
	rec, failed := s.apply(c.id, c.body, s.config.generation == V2)
	if failed != nil {
		return *failed
	}
	return s.customer(c, http.StatusOK, rec)
}

func (s *Server) batchUpdateCustomers(c *call) reply {
	list := make([]json.RawMessage, 0, len(c.list))
	for _, item := range c.list {
		body, _ := item.(map[string]any)
		rec, failed := s.apply(intOf(body["customer"]), body, false)
		if failed != nil {
			return *failed
		}
		list = append(list, s.renderCustomer(c.op, rec))
	}
	return reply{http.StatusOK, list}
}

// apply changes a stored customer.
func (s *Server) apply(id int64, body map[string]any, reset bool) (record, *reply) {
	old, ok := s.state.customers.Get(id)
	if !ok {
		failed := s.notFound("Customer")
		return nil, &failed
	}
	if s.state.userIDTaken(body["userId"], id) {
		failed := badValue("invalid_userId_value", "userId")
		return nil, &failed
	}
	before := old
	if reset {
		// What no request can set is not reset either.
		old = record{"device": old["device"]}
	}
	rec := change(old, body)
	s.state.putCustomer(id, rec)
	s.customerChanged(before, rec)
	return rec, nil
}

func (s *Server) deleteCustomer(c *call) reply {
	rec, ok := s.state.customers.Get(c.id)
	if !ok {
		return s.notFound("Customer")
	}
	s.state.customers.Delete(c.id)
	s.customerHappened(helpcrunch.WebhookCustomerDeleted, rec)
	return reply{http.StatusOK, "Ok"}
}

func (s *Server) tagCustomer(c *call) reply {
	return s.changeTags(c, func(tags []any) []any {
		for _, tag := range s.state.tags(c.body["tags"]) {
			if !hasTag(tags, tagName(tag)) {
				tags = append(tags, tag)
			}
		}
		return tags
	})
}

func (s *Server) untagCustomer(c *call) reply {
	gone, _ := c.body["tags"].([]any)
	return s.changeTags(c, func(tags []any) []any {
		return slices.DeleteFunc(tags, func(tag any) bool { return hasTag(gone, tagName(tag)) })
	})
}

func (s *Server) changeTags(c *call, change func([]any) []any) reply {
	old, ok := s.state.customers.Get(c.id)
	if !ok {
		return s.notFound("Customer")
	}
	rec := maps.Clone(old)
	tags, _ := rec["tags"].([]any)
	rec["tags"] = change(slices.Clone(tags))
	s.state.customers.Put(c.id, rec)
	s.customerChanged(old, rec)
	return s.customer(c, http.StatusOK, rec)
}

func tagName(tag any) string {
	members, _ := tag.(map[string]any)
	name, _ := members["name"].(string)
	return name
}

func hasTag(tags []any, name string) bool {
	return slices.ContainsFunc(tags, func(tag any) bool { return tagName(tag) == name })
}

func (s *Server) listCustomers(c *call) reply {
	p := queryPage(c.query)
	return s.page(c, p.sorted(s.state.customers.All(), customerValue), p, totalBeside)
}

func (s *Server) searchCustomers(c *call) reply {
	filter, failed := parseFilter(c, customerValue)
	if failed != nil {
		return *failed
	}
	p := bodyPage(c.body)
	return s.page(c, p.sorted(s.state.customers.Where(filter.matches), customerValue), p, s.searchTotal())
}

// customerValue returns the attribute that a searchable or sortable name means.
func customerValue(rec record, name string) any {
	switch name {
	case "customers.city", "customers.regionCode", "customers.countryCode":
		location, _ := rec["location"].(map[string]any)
		return location[name[len("customers."):]]
	case "customers.tagsData":
		return rec["tags"]
	case "customers.telegramId", "customers.facebookId", "customers.instagramId", "customers.viberId", "customers.whatsappId":
		if channel, _ := rec["createdFrom"].(string); channel+"Id" == name[len("customers."):] {
			return rec["integrationId"]
		}
		return nil
	}
	return rec[name[min(len("customers."), len(name)):]]
}
