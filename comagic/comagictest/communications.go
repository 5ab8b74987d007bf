package comagictest

import "strings"

// communicationMethods are the methods about communications that are in no list of
// their own.
var communicationMethods = map[string]func(*call){
	"create.communication_comment":         (*call).comment,
	"create.call_session_recognition_task": (*call).recognize,
	"getobj.call_session_recognition_info": (*call).recognition,
	"delete.chats":                         (*call).deleteUploaded,
	"delete.offline_messages":              (*call).deleteUploaded,
	"delete.deals":                         (*call).deleteUploaded,
	"delete.lead":                          (*call).deleteUploaded,
	"upload.campaign_costs":                (*call).campaignCosts,
	"upload.source_costs":                  (*call).sourceCosts,
	"get.source_costs":                     (*call).costs,
	"upload.stats":                         (*call).stats,
	"get.campaign_daily_stat":              (*call).dailyStats,
}

// comment notes a comment at a communication in all reports that show one.
func (c *call) comment() {
	found := false
	for _, op := range c.server.inventory.Operations {
		if !strings.HasPrefix(op.ID, "get.") || c.server.tables[op.ID] == nil {
			continue
		}
		col := fieldOf(op.Response.Fields, "communication_comment")
		for _, r := range c.server.tables[op.ID].rows {
			if !equal(r["communication_id"], c.params["communication_id"]) || r["communication_id"] == nil {
				continue
			}
			found = true
			if col != nil && col.Type == "string" {
				r["communication_comment"] = c.params["comment"]
			}
		}
	}
	if !found && len(c.communications(c.params["communication_id"], nil)) == 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "communication_id"})
		return
	}
	kept := c.server.table("communication_comment")
	made := row{"id": c.server.nextID()}
	for _, name := range []string{"communication_id", "communication_type", "comment"} {
		made[name] = c.params[name]
	}
	kept.rows = append(kept.rows, made)
	c.done(row{})
}

// reported is a call in the report on calls; nil without one.
func (c *call) reported(id any) row {
	t := c.server.table("get.calls_report")
	for _, name := range []string{"id", "communication_id"} {
		if found := t.find(name, id); found >= 0 {
			return t.rows[found]
		}
	}
	return nil
}

// recognize asks for the text of a call, which is there at once and empty: see
// [Server.PutObject].
func (c *call) recognize() {
	if c.reported(c.params["call_session_id"]) == nil {
		c.fail(failure{mnemonic: "entity_not_found", field: "call_session_id"})
		return
	}
	t := c.server.table("call_session_recognition_task")
	t.rows = append(t.rows, row{"call_session_id": c.params["call_session_id"]})
	c.done(row{})
}

func (c *call) recognition() {
	id := c.params["call_session_id"]
	r := c.reported(id)
	if r == nil || c.server.table("call_session_recognition_task").find("call_session_id", id) < 0 {
		c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: "call_session_id"})
		return
	}
	c.done(row{
		"speech_phrases": []any{}, "call_records": objects(r["call_records"]), "call_start_date_time": r["start_time"],
		"contact_phone_number": r["contact_phone_number"],
	})
}

// batch are the items of an upload; it answers and returns false if they are too many.
func (c *call) batch(param string) (items []any, ok bool) {
	items = objects(c.params[param])
	if most := batchLimits[c.op.ID]; most > 0 && len(items) > most {
		c.fail(failure{mnemonic: "data_limit_exceeded", field: param})
		return nil, false
	}
	return items, true
}

// campaignCosts adds spend to campaigns.
func (c *call) campaignCosts() {
	items, ok := c.batch("costs")
	if !ok {
		return
	}
	campaigns := c.server.table("get.campaigns")
	for _, item := range items {
		if campaigns.find("id", member(item, "campaign_id")) < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: "costs.campaign_id"})
			return
		}
	}
	for _, item := range items {
		r := campaigns.rows[campaigns.find("id", member(item, "campaign_id"))]
		r["costs"] = sum(r["costs"], member(item, "cost"))
		kept, _ := plainCopy(item).(map[string]any)
		t := c.server.table(c.op.ID)
		t.rows = append(t.rows, kept)
	}
	c.done(row{})
}

// sourceCosts keeps the spend of a source, site and period; 0 deletes it.
func (c *call) sourceCosts() {
	items, ok := c.batch("costs")
	if !ok {
		return
	}
	t := c.server.table("get.source_costs")
	for _, item := range items {
		at := -1
		for i, r := range t.rows {
			same := true
			for _, name := range []string{"source_id", "site_id", "date_from", "date_till"} {
				same = same && equal(r[name], member(item, name))
			}
			if same {
				at = i
			}
		}
		kept, _ := plainCopy(item).(map[string]any)
		zero := equal(member(item, "cost"), numberOf(0))
		switch {
		case at < 0 && !zero:
			t.rows = append(t.rows, kept)
		case at >= 0 && zero:
			t.take(at)
		case at >= 0:
			t.rows[at] = kept
		}
	}
	c.done(row{})
}

// costs sums the spend that lies in the period, by source and site. A row of the test
// names no period and lies in every one.
func (c *call) costs() {
	from, _ := c.params["date_from"].(string)
	till, _ := c.params["date_till"].(string)
	var rows []row
	for _, r := range c.server.views("get.source_costs") {
		begins, _ := r["date_from"].(string)
		ends, _ := r["date_till"].(string)
		if begins != "" && (from != "" && day(begins) < day(from) || till != "" && day(ends) > day(till)) {
			continue
		}
		at := -1
		for i, other := range rows {
			if equal(other["source_id"], r["source_id"]) && equal(other["site_id"], r["site_id"]) {
				at = i
			}
		}
		if at < 0 {
			shown, _ := plainCopy(map[string]any(r)).(map[string]any)
			rows = append(rows, shown)
			continue
		}
		rows[at]["cost"] = sum(rows[at]["cost"], r["cost"])
	}
	c.periodless = true
	c.listRows(rows)
}

// day is the date of a time; the vendor ignores the rest.
func day(text string) string { return text[:min(len(text), len("2006-01-02"))] }
