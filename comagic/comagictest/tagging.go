package comagictest

import "slices"

// tagged are the reports whose rows are communications that can be tagged.
var tagged = []string{
	"get.calls_report", "get.communications_report", "get.chats_report", "get.offline_messages_report",
}

// communications returns the rows of one communication in all reports. A call is
// also known by its session.
func (c *call) communications(id, extID any) []row {
	var rows []row
	for _, method := range tagged {
		for _, r := range c.server.table(method).rows {
			if id != nil && (equal(r["communication_id"], id) || r["communication_id"] == nil && equal(r["id"], id)) ||
				extID != nil && equal(r["ext_id"], extID) {
				rows = append(rows, r)
			}
		}
	}
	return rows
}

// tagging answers the methods that tag communications, and reports whether this was
// one of them.
func (c *call) tagging() bool {
	switch c.op.ID {
	case "set.tag_communications", "unset.tag_communications":
		c.tagOne(c.op.ID == "set.tag_communications")
	case "set.communications_tags":
		c.tagMany()
	case "update.tags_communication":
		c.replaceTags()
	case "set.tag_sales":
		c.sale()
	default:
		return false
	}
	return true
}

func (c *call) tagOne(set bool) {
	if f := c.dangling(); f != nil {
		c.fail(*f)
		return
	}
	rows := c.communications(c.params["communication_id"], c.params["communication_ext_id"])
	if len(rows) == 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "communication_id"})
		return
	}
	for _, r := range rows {
		tags := without(r["tags"], c.params["tag_id"])
		if set {
			tags = append(tags, c.server.tagOf(c.params["tag_id"]))
		}
		r["tags"] = tags
	}
	c.done(row{})
}

// without returns a row's tags but one.
func without(tags, id any) []any {
	list, _ := tags.([]any)
	return slices.DeleteFunc(slices.Clone(list), func(tag any) bool {
		t, _ := tag.(map[string]any)
		return equal(t["tag_id"], id)
	})
}

// tagOf is a tag as reports show it.
func (s *Server) tagOf(id any) map[string]any {
	tag := map[string]any{"tag_id": id, "tag_type": "manual", "tag_change_time": now()}
	tags := s.table("get.tags")
	if found := tags.find("id", id); found >= 0 {
		tag["tag_name"] = tags.rows[found]["name"]
	}
	return tag
}

// tagMany sets several tags of one communication, or one tag of each of several.
func (c *call) tagMany() {
	items, _ := c.params["items"].([]any)
	ids, _ := c.params["tag_ids"].([]any)
	for _, id := range ids {
		items = append(items, map[string]any{
			"tag_id": id, "communication_id": c.params["communication_id"], "communication_type": c.params["communication_type"],
		})
	}
	var shown []any
	for _, item := range items {
		values, _ := item.(map[string]any)
		rows := c.communications(values["communication_id"], nil)
		switch {
		case c.server.table("get.tags").find("id", values["tag_id"]) < 0:
			c.fail(failure{mnemonic: "entity_not_found", field: "tag_id"})
			return
		case len(rows) == 0:
			c.fail(failure{mnemonic: "entity_not_found", field: "communication_id"})
			return
		}
		for _, r := range rows {
			r["tags"] = append(without(r["tags"], values["tag_id"]), c.server.tagOf(values["tag_id"]))
		}
		shown = append(shown, map[string]any{
			"id": values["tag_id"], "communication_id": values["communication_id"], "communication_type": values["communication_type"],
		})
	}
	c.done(row{"items": shown})
}

// replaceTags gives a communication exactly the tags that are named.
func (c *call) replaceTags() {
	rows := c.communications(c.params["communication_id"], nil)
	if len(rows) == 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "communication_id"})
		return
	}
	ids, _ := c.params["tag_ids"].([]any)
	tags, shown := []any{}, []any{}
	known := c.server.table("get.tags")
	for _, id := range ids {
		found := known.find("id", id)
		if found < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: "tag_ids"})
			return
		}
		tags = append(tags, c.server.tagOf(id))
		shown = append(shown, map[string]any{"id": id, "name": known.rows[found]["name"], "color": known.rows[found]["color"]})
	}
	for _, r := range rows {
		r["tags"] = slices.Clone(tags)
	}
	c.done(row{"communication_id": c.params["communication_id"], "communication_type": c.params["communication_type"], "items": shown})
}

// sale notes a deal at a communication.
func (c *call) sale() {
	rows := c.communications(c.params["communication_id"], nil)
	if len(rows) == 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "communication_id"})
		return
	}
	for _, r := range rows {
		r["sale_date"], r["sale_cost"] = c.params["date_time"], c.params["transaction_value"]
	}
	c.done(row{"id": c.server.nextID()})
}

// numbers answers the methods that connect and disconnect virtual numbers, and
// reports whether this was one of them.
func (c *call) numbers() bool {
	number := c.params["virtual_phone_number"]
	if c.op.ID != "enable.virtual_numbers" && c.op.ID != "disable.virtual_numbers" || number == nil {
		return false
	}
	from, column := c.server.table("get.available_virtual_numbers"), "phone_number"
	if c.op.ID == "disable.virtual_numbers" {
		from, column = c.server.table("get.virtual_numbers"), "virtual_phone_number"
	}
	found := from.find(column, number)
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "virtual_phone_number"})
		return true
	}
	category := from.rows[found]["category"]
	from.rows = slices.Delete(from.rows, found, found+1)
	if c.op.ID == "enable.virtual_numbers" {
		to := c.server.resource("virtual_numbers")
		enabled := c.server.fresh(to)
		enabled["virtual_phone_number"], enabled["category"], enabled["status"] = number, category, "active"
		enabled["activation_date"] = now()
		to.table.rows = append(to.table.rows, enabled)
	} else {
		to := c.server.table("get.available_virtual_numbers")
		to.rows = append(to.rows, row{"phone_number": number, "category": category})
	}
	c.done(row{})
	return true
}
