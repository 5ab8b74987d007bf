package comagictest

import (
	"encoding/json"
	"slices"
	"strconv"
)

// write creates, changes or removes a row of the list that shows what was written.
func (c *call) write(verb string, t *table) {
	switch verb {
	case "create":
		c.create(t)
	case "update":
		c.update(t)
	default:
		c.remove(t)
	}
}

func (c *call) create(t *table) {
	if c.named(t, nil) {
		c.fail(failure{mnemonic: "duplicate_entity", field: "name"})
		return
	}
	s := c.server
	s.lastID++
	created := row{"id": json.Number(strconv.FormatInt(s.lastID, 10))}
	c.apply(created)
	for _, f := range s.inventory.Operation(c.listID()).Response.Fields {
		if _, ok := created[f.Name]; !ok && f.Type == "boolean" {
			created[f.Name] = false
		}
	}
	t.rows = append(t.rows, created)
	c.succeed(map[string]any{"id": s.lastID})
}

func (c *call) update(t *table) {
	found := c.find(t)
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	}
	if c.named(t, t.rows[found]["id"]) {
		c.fail(failure{mnemonic: "duplicate_entity", field: "name"})
		return
	}
	c.apply(t.rows[found])
	c.succeed(c.server.least(nil))
}

func (c *call) remove(t *table) {
	found := c.find(t)
	switch {
	case found < 0:
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	case t.rows[found]["is_system"] == true:
		c.fail(failure{mnemonic: "forbidden", code: -32602})
		return
	}
	t.rows = slices.Delete(t.rows, found, found+1)
	c.succeed(map[string]any{})
}

// listID is the method that lists what this one writes.
func (c *call) listID() string {
	for i := range c.env.Method {
		if c.env.Method[i] == '.' {
			return "get" + c.env.Method[i:]
		}
	}
	return c.env.Method
}

// apply writes the given params into a row; null clears.
func (c *call) apply(r row) {
	for name, value := range c.params {
		if name != "access_token" && name != "user_id" && name != "id" {
			r[name] = value
		}
	}
}

func (c *call) find(t *table) int {
	id := c.params["id"]
	return slices.IndexFunc(t.rows, func(r row) bool { return id != nil && equal(r["id"], id) })
}

// named reports whether another row has the name that is being given.
func (c *call) named(t *table, own any) bool {
	name, ok := c.params["name"].(string)
	return ok && slices.ContainsFunc(t.rows, func(r row) bool { return r["name"] == name && !equal(r["id"], own) })
}
