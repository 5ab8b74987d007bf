package comagictest

import "slices"

// write creates, changes or removes rows of a resource.
func (c *call) write(verb, noun string) {
	res := c.server.resource(noun)
	switch verb {
	case "create":
		c.create(res)
	case "delete":
		c.remove(res)
	default:
		c.update(res)
	}
}

func (c *call) create(res resource) {
	if created := c.created(res); created != nil {
		c.done(created)
	}
}

// created makes a row, or answers with what hinders it and returns nil.
func (c *call) created(res resource) row {
	f := c.dangling()
	if f == nil {
		f = c.taken(res, nil)
	}
	if f != nil {
		c.fail(*f)
		return nil
	}
	created := c.server.fresh(res)
	res.set(created, c.params, c.op.Params)
	c.complete(created)
	res.table.rows = append(res.table.rows, created)
	c.settle(res, created)
	return created
}

// key returns the column by which the method names its row, and the value.
func (c *call) key() (column string, value any) {
	for _, name := range []string{"id", "customer_id", "ext_id", "site_id"} {
		if c.op.Param(name) != nil {
			column = name
			break
		}
	}
	value = c.params[column]
	if column == "customer_id" {
		column = "id"
	}
	return column, value
}

// found is the row that the method names; without one it answers and returns nil.
func (c *call) found(res resource) row {
	column, value := c.key()
	at := res.table.find(column, value)
	if at < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: column})
		return nil
	}
	return res.table.rows[at]
}

func (c *call) update(res resource) {
	for _, p := range c.op.Params { // priorities come as a list
		if items, ok := c.params[p.Name].([]any); ok && p.Elem() == "object" && c.op.Param("id") == nil && c.op.Param("ext_id") == nil {
			c.updateEach(res, p.Name, items)
			return
		}
	}
	changed := c.found(res)
	if changed == nil {
		return
	}
	f := c.dangling()
	if f == nil {
		f = c.taken(res, changed)
	}
	if f == nil {
		f = c.barred(changed)
	}
	if f != nil {
		c.fail(*f)
		return
	}
	res.set(changed, c.params, c.op.Params)
	c.amend(changed)
	c.settle(res, changed)
	c.done(changed)
}

// updateEach changes several rows, or none.
func (c *call) updateEach(res resource, param string, items []any) {
	for _, item := range items {
		if res.table.find("id", member(item, "id")) < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: param + ".id"})
			return
		}
	}
	for _, item := range items {
		values, _ := item.(map[string]any)
		res.set(res.table.rows[res.table.find("id", values["id"])], values, c.op.Param(param).Fields)
	}
	c.done(row{})
}

func (c *call) remove(res resource) {
	column, value := c.key()
	values, isList := c.params["ids"].([]any)
	if !isList {
		values = []any{value}
	}
	for _, v := range values {
		found := res.table.find(column, v)
		if found < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: column})
			return
		}
		f := c.server.needed(res.listID(), res.table.rows[found])
		if res.table.rows[found]["is_system"] == true {
			f = &failure{mnemonic: "forbidden", code: -32602}
		}
		if f != nil {
			c.fail(*f)
			return
		}
	}
	removed := row{}
	for _, v := range values {
		if found := res.table.find(column, v); found >= 0 { // an id may be named twice
			removed = res.table.take(found)
			c.server.forget(res.listID(), removed["id"])
		}
	}
	c.done(removed)
}

// taken reports whether another row has the name, or a row the external id or the
// blacklisted number, that is being given.
func (c *call) taken(res resource, own row) *failure {
	name, named := c.params["name"].(string)
	extID := c.params["ext_id"]
	for i, r := range res.table.rows {
		switch {
		case own != nil && (equal(r["id"], own["id"]) && r["id"] != nil || equal(r["ext_id"], own["ext_id"]) && r["ext_id"] != nil):
		case named && r["name"] == name:
			return &failure{mnemonic: "duplicate_entity", field: "name"}
		case own == nil && extID != nil && equal(res.table.rows[i]["ext_id"], extID):
			return &failure{mnemonic: "duplicate_entity", field: "ext_id"}
		case res.listID() == "get.blacklist_phone_numbers" && equal(r["phone_number"], c.params["phone_number"]):
			return &failure{mnemonic: "duplicate_entity", field: "phone_number"}
		}
	}
	return nil
}

// take removes a row and returns it.
func (t *table) take(at int) row {
	taken := t.rows[at]
	t.rows = slices.Delete(slices.Clone(t.rows), at, at+1)
	return taken
}
