package helpcrunchtest

import (
	"maps"
	"net/http"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// Events returns what was recorded of a customer, in order.
func (s *Server) Events(customerID int64) []helpcrunch.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return all[helpcrunch.Event](s.state.events.Where(func(rec record) bool {
		return intOf(rec["customer"]) == customerID
	}))
}

func (s *Server) createEvent(c *call) reply {
	if _, ok := s.state.customers.Get(intOf(c.body["customer"])); !ok {
		return s.notFound("Customer")
	}
	data := c.body["data"]
	if data == nil {
		data = map[string]any{}
	}
	_, rec := s.state.events.Add(func(id int64) record {
		return record{
			"id": number(id), "name": c.body["name"], "data": data,
			"customer": c.body["customer"], "createdAt": s.state.now(),
		}
	})
	if s.config.generation == V2 {
		rec = maps.Clone(rec)
		delete(rec, "customer") // newer pages leave it out
	}
	return reply{http.StatusOK, s.config.generation.render(c.op.Response.Fields, rec)}
}
