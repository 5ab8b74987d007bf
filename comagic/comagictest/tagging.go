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

func (c *call) setTag()   { c.tagOne(true) }
func (c *call) unsetTag() { c.tagOne(false) }

// tagOne sets a tag of a communication, or takes it off.
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
	if set {
		c.noteTag(rows[0], c.params["tag_id"], c.params["communication_type"])
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
	tag := map[string]any{"tag_id": id, "tag_type": "manual", "tag_change_time": s.now()}
	tags := s.table("get.tags")
	if found := tags.find("id", id); found >= 0 {
		tag["tag_name"] = tags.rows[found]["name"]
	}
	return tag
}

// noteTag adds the setting of a tag to the history.
func (c *call) noteTag(tagged row, id, kind any) {
	tags, history := c.server.table("get.tags"), c.server.table("get.tags_history")
	name := map[string]any{"id": id}
	if found := tags.find("id", id); found >= 0 {
		name["name"], name["color"] = tags.rows[found]["name"], tags.rows[found]["color"]
	}
	communication := tagged["communication_id"]
	if communication == nil {
		communication = tagged["id"]
	}
	history.rows = append(history.rows, row{
		"tag_id": id, "tag_name": name, "tagging_date_time": c.server.now(), "communication_id": communication, "employee_login": c.owner.Login,
		"communication_type": map[string]any{"value": kind, "value_id": kind},
	})
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
		c.noteTag(rows[0], values["tag_id"], values["communication_type"])
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
		c.noteTag(rows[0], id, c.params["communication_type"])
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
