package comagictest

import (
	"slices"
	"strings"
)

// trackingMethods are the methods of call and e-mail tracking that do more than write
// what they name.
var trackingMethods = map[string]func(*call){
	"set.priority_call_tracking_rule":               func(c *call) { c.move("get.call_tracking_rules") },
	"set.priority_email_tracking_rule":              func(c *call) { c.move("get.email_tracking_rules") },
	"update.call_tracking_rule_numbers":             (*call).replaceNumber,
	"update.numbers_by_replacement_phones_settings": (*call).replaceNumbers,
	"create.custom_source_by_ac":                    (*call).customSources,
	"update.site_dt_model":                          (*call).siteModel,
}

// lastPriority is the priority of a new tracking rule, which is the last.
func (s *Server) lastPriority(method string) any {
	list := "get." + strings.TrimPrefix(method, "create.") + "s"
	return priority(list, len(s.table(list).rows)+1)
}

// priority is written as a text by call tracking rules, as a number by the others.
func priority(list string, n int) any {
	if list == "get.call_tracking_rules" {
		return string(numberOf(int64(n)))
	}
	return numberOf(int64(n))
}

// move moves a rule up or down, and numbers all rules anew.
func (c *call) move(list string) {
	t := c.server.table(list)
	at := t.find("id", c.params["id"])
	if at < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	}
	rows := slices.Clone(t.rows)
	moved := rows[at]
	rows = slices.Delete(rows, at, at+1)
	to := map[any]int{"up": max(at-1, 0), "down": min(at+1, len(rows)), "top": 0, "bottom": len(rows)}[c.params["change_type"]]
	t.rows = slices.Insert(rows, to, moved)
	for i, r := range t.rows {
		r["priority"] = priority(list, i+1)
	}
	c.done(moved)
}

// settings finds a number setting within the rules; nil without one.
func (s *Server) settings(id any) map[string]any {
	for _, r := range s.table("get.call_tracking_rules").rows {
		for _, name := range []string{
			"external_replacement_settings", "static_replacement_phones_settings", "dynamic_replacement_phones_settings",
			"sources_bundle_settings",
		} {
			for _, e := range objects(r[name]) {
				if m, ok := e.(map[string]any); ok && equal(m["id"], id) {
					return m
				}
			}
		}
	}
	return nil
}

// replaceNumber puts one number in place of another, or detaches it.
func (c *call) replaceNumber() {
	s := c.server.settings(c.params["replacement_phones_settings_id"])
	if s == nil {
		c.fail(failure{mnemonic: "entity_not_found", field: "replacement_phones_settings_id"})
		return
	}
	numbers := objects(s["phone_ids"])
	at := slices.IndexFunc(numbers, func(n any) bool { return equal(n, c.params["old_phone_id"]) })
	switch {
	case equal(s["static_phone_id"], c.params["old_phone_id"]) && s["static_phone_id"] != nil:
		s["static_phone_id"] = c.params["new_phone_id"]
	case at < 0:
		c.fail(failure{mnemonic: "entity_not_found", field: "old_phone_id"})
		return
	case c.params["new_phone_id"] == nil:
		s["phone_ids"] = slices.Delete(numbers, at, at+1)
	default:
		numbers[at] = c.params["new_phone_id"]
		s["phone_ids"] = numbers
	}
	c.done(row{})
}

// replaceNumbers sets the numbers of a setting, none to detach all. They are no
// column of the list: see [Server.Rows].
func (c *call) replaceNumbers() {
	s := c.server.settings(c.params["replacement_phones_settings_id"])
	if s == nil {
		c.fail(failure{mnemonic: "entity_not_found", field: "replacement_phones_settings_id"})
		return
	}
	s["phone_ids"] = objects(c.params["phone_ids"])
	c.done(row{"id": s["id"]})
}

// customSources makes a source of each ad campaign of a site that is none yet. What
// the vendor takes over from the campaign is not documented; here it is the name.
func (c *call) customSources() {
	s := c.server
	sources := s.resource("sources")
	for _, campaign := range s.table("get.campaigns").rows {
		if !equal(campaign["site_id"], c.params["site_id"]) || sources.table.find("name", campaign["name"]) >= 0 {
			continue
		}
		made := s.fresh(sources)
		made["name"], made["description"], made["state"], made["is_custom"] = campaign["name"], campaign["description"], "active", true
		sources.table.rows = append(sources.table.rows, made)
	}
	c.done(row{})
}

// siteModel moves a site to call tracking 3, which no list shows.
func (c *call) siteModel() {
	sites := c.server.table("get.sites")
	switch found := sites.find("id", c.params["site_id"]); {
	case c.params["site_id"] != nil && found < 0:
		c.fail(failure{mnemonic: "entity_not_found", field: "site_id"})
		return
	case found >= 0:
		sites.rows[found]["is_dt_model"] = true
		sites.rows[found]["is_only_dt_model"] = c.params["is_only_dt_model"]
	default: // of all sites
		for _, r := range sites.rows {
			r["is_dt_model"] = true
		}
	}
	c.done(row{})
}
