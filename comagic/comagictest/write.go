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

// references are params that name a row of a list, by method.
var references = map[string][]struct{ param, list, column string }{
	"create.sip_lines": {
		{"employee_id", "get.employees", "id"}, {"virtual_phone_number", "get.virtual_numbers", "virtual_phone_number"},
	},
	"update.sip_lines": {
		{"employee_id", "get.employees", "id"}, {"virtual_phone_number", "get.virtual_numbers", "virtual_phone_number"},
	},
	"set.tag_communications":   {{"tag_id", "get.tags", "id"}},
	"unset.tag_communications": {{"tag_id", "get.tags", "id"}},
}

// dangling reports the first param that names a row which does not exist.
func (c *call) dangling() *failure {
	for _, r := range references[c.op.ID] {
		if c.server.table(r.list).find(r.column, c.params[r.param]) < 0 {
			return &failure{mnemonic: "entity_not_found", field: r.param}
		}
	}
	return nil
}

func (c *call) create(res resource) {
	if f := c.dangling(); f != nil {
		c.fail(*f)
		return
	}
	if f := c.taken(res, nil); f != nil {
		c.fail(*f)
		return
	}
	if contacts, ok := c.params["contacts"].([]any); ok && c.op.ID == "create.deal_contacts" {
		for _, contact := range contacts {
			c.put(res, contact, "contacts")
		}
		c.succeed(map[string]any{})
		return
	}
	created := c.server.fresh(res)
	res.set(created, c.params, c.op.Params)
	c.complete(created)
	res.table.rows = append(res.table.rows, created)
	c.done(created)
}

// complete fills what the vendor adds to a new row.
func (c *call) complete(created row) {
	switch c.op.ID {
	case "create.employees":
		first, _ := created["first_name"].(string)
		last, _ := created["last_name"].(string)
		created["full_name"] = join(last, first)
	case "create.sip_lines":
		created["phone_number"] = "0" + string(c.server.nextID())
		created["status"] = "active"
		created["password"], created["server"] = "test-sip-password", "sip.example.com"
		employees := c.server.table("get.employees")
		created["employee_full_name"] = employees.rows[employees.find("id", created["employee_id"])]["full_name"]
	case "create.site":
		created["site_key"] = "test-site-key"
	case "create.shared_report_settings":
		created["hash"] = "test-hash"
	case "create.phone_number_to_blacklist":
		created["add_date_time"] = now()
	}
}

func join(words ...string) string {
	text := ""
	for _, w := range words {
		if text != "" && w != "" {
			text += " "
		}
		text += w
	}
	return text
}

// key returns the column by which the method names its row, and the value.
func (c *call) key() (column string, value any) {
	for _, name := range []string{"id", "customer_id", "ext_id"} {
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

func (c *call) update(res resource) {
	for _, p := range c.op.Params { // priorities come as a list
		if items, ok := c.params[p.Name].([]any); ok && p.Elem() == "object" && c.op.Param("id") == nil && c.op.Param("ext_id") == nil {
			c.updateEach(res, p.Name, items)
			return
		}
	}
	column, value := c.key()
	if column == "" {
		c.canned()
		return
	}
	found := res.table.find(column, value)
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: column})
		return
	}
	f := c.dangling()
	if f == nil {
		f = c.taken(res, res.table.rows[found]["id"])
	}
	if f != nil {
		c.fail(*f)
		return
	}
	changed := res.table.rows[found]
	res.set(changed, c.params, c.op.Params)
	if c.op.ID == "update.sip_line_password" {
		changed["password"] = "test-sip-password-" + string(c.server.nextID())
	}
	c.done(changed)
}

func (c *call) updateEach(res resource, param string, items []any) {
	for _, item := range items {
		values, _ := item.(map[string]any)
		found := res.table.find("id", values["id"])
		if found < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: param + ".id"})
			return
		}
		res.set(res.table.rows[found], values, c.op.Param(param).Fields)
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
		switch {
		case found < 0:
			c.fail(failure{mnemonic: "entity_not_found", field: column})
			return
		case res.table.rows[found]["is_system"] == true:
			c.fail(failure{mnemonic: "forbidden", code: -32602})
			return
		}
	}
	removed := row{}
	for _, v := range values {
		found := res.table.find(column, v)
		removed = res.table.rows[found]
		res.table.rows = slices.Delete(res.table.rows, found, found+1)
	}
	c.done(removed)
}

// taken reports whether another row has the name, or a row the external id, that is
// being given.
func (c *call) taken(res resource, own any) *failure {
	name, named := c.params["name"].(string)
	extID := c.params["ext_id"]
	for _, r := range res.table.rows {
		switch {
		case own != nil && equal(r["id"], own):
		case named && r["name"] == name:
			return &failure{mnemonic: "duplicate_entity", field: "name"}
		case own == nil && extID != nil && equal(r["ext_id"], extID):
			return &failure{mnemonic: "duplicate_entity", field: "ext_id"}
		}
	}
	return nil
}
