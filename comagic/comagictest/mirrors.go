package comagictest

import "slices"

// mirror is a report in which uploaded items appear. Columns that have the name of an
// item's member take its value.
type mirror struct {
	report  string
	key     string            // the column that knows the item again
	from    string            // the member of the stored row that the key has
	renamed map[string]string // members, by column
	fixed   map[string]any
}

var communication = map[string]string{"communication_id": "id"}

// mirrors are the reports of upload methods. The vendor shows uploads there after a
// while, the server at once.
var mirrors = map[string][]mirror{
	"upload.calls": {{
		"get.calls_report", "id", "id", communication, map[string]any{"communication_type": "call"},
	}},
	"upload.chats": {{
		"get.chats_report", "id", "id",
		map[string]string{"communication_id": "id", "date_time": "start_date_time", "visitor_name": "name", "visitor_email": "email"},
		map[string]any{"communication_type": "chat"},
	}},
	"upload.offline_messages": {{
		"get.offline_messages_report", "id", "id",
		map[string]string{"communication_id": "id", "text": "message", "visitor_name": "name", "visitor_email": "email"},
		map[string]any{"communication_type": "offline_message"},
	}},
	"upload.emails": {{
		"get.communications_report", "id", "id", nil, map[string]any{"communication_type": "email"},
	}},
	"upload.sessions": {{"get.visitor_sessions_report", "id", "session_id", nil, nil}},
	"upload.deals_history": {{
		"get.deals", "deal_ext_id", "ext_id", map[string]string{
			"deal_date_time": "created_date_time", "deal_revenue": "revenue", "deal_comments": "comments",
			"deal_contact_ext_id": "main_contact_ext_id",
		}, nil,
	}},
	"upload.leads_history": {{
		"get.leads", "lead_ext_id", "ext_id", map[string]string{
			"lead_date_time": "created_date_time", "lead_contact_phone_numbers": "phones", "lead_contact_emails": "emails",
			"lead_contact_ext_id": "contact_ext_id", "lead_source": "source", "lead_utm_campaign": "utm_campaign",
			"lead_utm_content": "utm_content", "lead_utm_medium": "utm_medium", "lead_utm_source": "utm_source", "lead_utm_term": "utm_term",
		}, nil,
	}},
}

// reflect shows a stored item in the reports of its upload method.
func (c *call) reflect(stored row) {
	s := c.server
	for _, m := range mirrors[c.op.ID] {
		report := s.resource(noun(m.report))
		at := report.table.find(m.key, stored[m.from])
		if at < 0 {
			report.table.rows = append(report.table.rows, row{m.key: stored[m.from], "tags": []any{}})
			at = len(report.table.rows) - 1
		}
		shown := report.table.rows[at]
		for _, col := range report.list.Response.Fields {
			member := col.Name
			if other := m.renamed[col.Name]; other != "" {
				member = other
			}
			value, given := stored[member]
			if given && col.Name != m.key && col.Name != "tags" && fits(col, value) {
				shown[col.Name] = value
			}
			if value, ok := m.fixed[col.Name]; ok {
				shown[col.Name] = value
			}
		}
		c.finish(stored, shown)
	}
}

// finish fills what a report derives from an item.
func (c *call) finish(stored, shown row) {
	switch c.op.ID {
	case "upload.calls":
		contact, number := stored["calling_phone_number"], stored["called_phone_number"]
		if stored["direction"] == "out" {
			contact, number = number, contact
		}
		shown["contact_phone_number"], shown["virtual_phone_number"] = contact, number
	case "upload.chats":
		messages := objects(stored["messages"])
		shown["messages_count"] = len(messages)
		list := c.server.table("get.chat_messages_report")
		list.rows = slices.DeleteFunc(slices.Clone(list.rows), func(r row) bool { return equal(r["chat_id"], stored["id"]) })
		for _, m := range messages {
			list.rows = append(list.rows, row{
				"id": c.server.nextID(), "chat_id": stored["id"], "date_time": member(m, "date_time"), "text": member(m, "message"),
				"source": member(m, "source"), "employee_id": member(m, "employee_id"),
			})
		}
	case "upload.deals_history":
		shown["deal_name"] = map[string]any{"value": stored["name"]}
		c.server.dealStage(stored, shown)
		c.server.dealHistory(stored)
	case "upload.leads_history":
		shown["lead_name"] = map[string]any{"value": stored["name"]}
		c.server.leadStage(stored, shown)
	}
	if kind := stored["communication_type"]; kind != nil && c.op.Response.Kind == "empty" { // deals and leads show it as a pair
		shown["communication_type"] = map[string]any{"value": kind, "value_id": kind}
	}
}

// deletion is where the method's rows are, and by which columns.
type deletion struct{ list, column string }

// deletions are the lists from which a delete method takes a row away: where it was
// uploaded, and where it is shown.
var deletions = map[string][]deletion{
	"delete.chats":            {{"upload.chats", "id"}, {"get.chats_report", "id"}, {"get.chat_messages_report", "chat_id"}},
	"delete.offline_messages": {{"upload.offline_messages", "id"}, {"get.offline_messages_report", "id"}},
	"delete.deals":            {{"upload.deals_history", "ext_id"}, {"get.deals_history", "ext_id"}, {"get.deals", "deal_ext_id"}},
	"delete.lead":             {{"upload.leads_history", "ext_id"}, {"get.leads", "lead_ext_id"}},
}

// deleteUploaded deletes what was uploaded, or what a test has put into the report.
func (c *call) deleteUploaded() {
	column, value := c.key()
	deleted := false
	for _, d := range deletions[c.op.ID] {
		t := c.server.table(d.list)
		for at := t.find(d.column, value); at >= 0; at = t.find(d.column, value) {
			t.take(at)
			deleted = true
		}
	}
	if !deleted {
		c.fail(failure{mnemonic: "entity_not_found", field: column})
		return
	}
	c.done(row{})
}
