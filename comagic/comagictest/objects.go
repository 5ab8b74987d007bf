package comagictest

import (
	"slices"
)

// object is an answer that a test has put for a method which lists nothing.
type object struct {
	data row
	keys []int64 // of what it is shown for; none: of anything
}

// PutObject gives a method that shows one object, such as "getobj.report_table", its
// answer: a value of its result type, or anything else that becomes its JSON. With
// keys it is the answer about these only: the values of the method's id param
// (id, report_id, visitor_id, …). A later object wins over an earlier one. Of a
// report table, the page that was asked for is shown. A method that shows no object,
// and a value that is none, are misuse (see [frontdesktest]).
func (s *Server) PutObject(method string, value any, keys ...int64) {
	op := s.inventory.Operation(method)
	if op == nil || op.Class != "safe" || op.Response.Kind != "object" && method != "getobj.site" {
		s.Misuse("%s shows no object", method)
		return
	}
	fields, err := fieldsOf(method, value)
	if err != nil {
		s.Misuse("%v", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[method] = append(s.objects[method], object{fields, slices.Clone(keys)})
}

// objectKeys are the params by which methods name the object that they show.
var objectKeys = []string{
	"id", "site_id", "report_id", "person_id", "visitor_id", "call_session_id", "phone_id", "number_capacity_id", "task_id",
}

// chosen answers with what the test has put, and reports whether there was something.
func (c *call) chosen() bool {
	put := c.server.objects[c.op.ID]
	for _, o := range slices.Backward(put) {
		fits := len(o.keys) == 0
		for _, name := range objectKeys {
			fits = fits || slices.ContainsFunc(o.keys, func(key int64) bool { return equal(c.params[name], numberOf(key)) })
		}
		if fits {
			c.done(c.page(o.data))
			return true
		}
	}
	return false
}

// page cuts the rows of a report table to those that were asked for.
func (c *call) page(data row) row {
	rows, ok := data["rows"].([]any)
	if !ok {
		return data
	}
	cut := make(row, len(data))
	for name, value := range data {
		cut[name] = value
	}
	offset, limit := 0, len(rows)
	if f := c.bounded("offset", 0, maxOffset, &offset); f == nil {
		_ = c.bounded("limit", 1, maxOffset, &limit) // what is out of bounds shows all
	}
	offset = min(offset, len(rows))
	cut["rows"] = rows[offset:min(offset+limit, len(rows))]
	return cut
}

// object answers a getobj method from the rows of its noun.
func (c *call) object(noun string) {
	res := c.server.resource(noun)
	var id any
	for _, name := range []string{"id", "site_id"} {
		if c.params[name] != nil {
			id = c.params[name]
		}
	}
	if id == nil && c.op.Response.Kind == "list" { // all of them
		shown := []any{}
		for _, r := range res.table.rows {
			shown = append(shown, c.server.show(c.op.Response.Fields, c.shownOf(res, r)))
		}
		c.succeed(shown)
		return
	}
	found := res.table.find("id", id)
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	}
	c.done(c.shownOf(res, res.table.rows[found]))
}

// shownOf leaves out the columns of a row that the method shows in another type.
func (c *call) shownOf(res resource, r row) row {
	shown := row{}
	for name, value := range c.server.view(res.listID(), r) {
		f, col := fieldOf(c.op.Response.Fields, name), res.column(name)
		if f != nil && (col == nil || sameType(f, col)) {
			shown[name] = value
		}
	}
	return shown
}
