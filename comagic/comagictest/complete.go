package comagictest

import (
	"slices"
	"strings"
)

// complete fills what the vendor adds to a new row.
func (c *call) complete(created row) {
	s := c.server
	switch c.op.ID {
	case "create.sip_lines":
		created["phone_number"] = "0" + string(s.nextID())
		created["status"], created["type"], created["billing_state"] = "active", "in_out", "active"
		created["password"], created["server"] = "test-sip-password", "sip.example.com"
	case "create.site":
		created["site_key"] = "test-site-key-" + textOf(created["id"])
		created["creation_date"] = s.now()
	case "create.sites":
		created["creation_date"] = s.now()
	case "create.campaigns":
		created["creation_time"] = s.now()
		if created["status"] == nil {
			created["status"] = "active"
		}
	case "create.communication_source", "create.crm_source":
		created["creation_date"] = s.now()
	case "create.phone_number_to_blacklist":
		created["add_date_time"] = s.now()
	case "create.customers":
		created["status"], created["creation_date_time"] = "waiting", s.now()
	case "create.report":
		created["is_editable"] = true
	case "create.sales_funnel":
		created["stages"] = stagesOf(c.params["stages"])
	case "create.call_tracking_rule", "create.email_tracking_rule":
		created["priority"] = s.lastPriority(c.op.ID)
		created["is_available_edit"], created["is_available_set_priority"] = true, true
		created["creation_date"] = s.today()
	case "create.source", "create.source_group", "create.source_channel":
		created["is_custom"] = true
	}
}

// barred reports that the present state of a row does not admit the change.
func (c *call) barred(r row) *failure {
	if c.op.ID != "update.customer_status" {
		return nil
	}
	from := map[any][]any{"active": {"waiting", "manual_lock"}, "manual_lock": {"active"}, "archive": {"manual_lock"}}
	if !slices.Contains(from[c.params["status"]], r["status"]) {
		return &failure{mnemonic: "invalid_state", field: "status"}
	}
	return nil
}

// amend is what an update changes besides what it names.
func (c *call) amend(r row) {
	switch c.op.ID {
	case "update.sip_line_password":
		r["password"] = "test-sip-password-" + string(c.server.nextID())
	case "update.customer_status":
		r["status_change_date_time"] = c.server.now()
	case "update.report":
		if c.params["is_favorite"] == true {
			r["date_time_added_to_favorite"] = c.server.now()
		} else if c.params["is_favorite"] == false {
			r["date_time_added_to_favorite"] = nil
		}
	}
}

// settle brings what follows from a written row up to date.
func (c *call) settle(res resource, r row) {
	s := c.server
	res.stamp(s, r)
	switch res.listID() {
	case "get.employees", "get.contacts":
		r["full_name"] = fullName(r)
	case "get.sites":
		if id, named := c.params["default_scenario_id"]; named {
			r["default_scenario"] = s.nameOf("get.scenarios", "scenario_id", "scenario_name", id)
		}
		if track, named := c.params["track_subdomains_enabled"]; named {
			r["track_subdomains"] = track
		}
	case "get.campaigns":
		if _, named := c.params["site_blocks"]; named {
			s.nameBlocks(r)
		}
	case "get.replacement_phones_groups", "get.replacement_emails_groups":
		if ids, named := c.params["site_ids"].([]any); named {
			r["sites"] = s.sitesOf(res, ids)
		}
	}
	if coach, ok := r["coach"].(map[string]any); ok && coach["coach_id"] != nil && coach["coach_full_name"] == nil {
		found := s.table("get.employees").find("id", coach["coach_id"])
		if found >= 0 {
			coach["coach_full_name"] = s.table("get.employees").rows[found]["full_name"]
		}
	}
	c.relate(res.listID(), r)
}

// stamp gives ids to the parts of a row that have them and were written without.
func (r resource) stamp(s *Server, written row) {
	if r.list == nil {
		return
	}
	for _, f := range r.list.Response.Fields {
		for _, e := range objects(written[f.Name]) {
			part, _ := e.(map[string]any)
			for _, name := range []string{"id", "phone_id"} {
				if part != nil && fieldOf(f.Fields, name) != nil && part[name] == nil {
					part[name] = s.nextID()
				}
			}
		}
	}
}

// nameOf is a row of another list by id and name; nil without one.
func (s *Server) nameOf(list, key, name string, id any) any {
	found := s.table(list).find("id", id)
	if found < 0 {
		return nil
	}
	return map[string]any{key: id, name: s.table(list).rows[found]["name"]}
}

// nameBlocks shows the blocks of a campaign with their names and numbers.
func (s *Server) nameBlocks(campaign row) {
	blocks, numbers := s.table("get.site_blocks"), s.table("get.campaign_available_phone_numbers")
	for _, e := range objects(campaign["site_blocks"]) {
		block, ok := e.(map[string]any)
		if !ok {
			continue
		}
		if found := blocks.find("id", block["site_block_id"]); found >= 0 {
			block["site_block_name"] = blocks.rows[found]["name"]
		}
		if found := numbers.find("id", block["phone_number_id"]); found >= 0 {
			block["phone_number"], block["phone_number_type"] = numbers.rows[found]["phone_number"], numbers.rows[found]["type"]
		}
	}
}

// sitesOf shows sites as the groups of numbers and addresses do.
func (s *Server) sitesOf(res resource, ids []any) []any {
	sites, domain := s.table("get.sites"), "domain"
	if res.listID() == "get.replacement_emails_groups" {
		domain = "domain_name"
	}
	shown := []any{}
	for _, id := range ids {
		site := map[string]any{"id": id, "name": nil, domain: nil}
		if found := sites.find("id", id); found >= 0 {
			site["name"], site[domain] = sites.rows[found]["name"], sites.rows[found]["domain_name"]
		}
		shown = append(shown, site)
	}
	return shown
}

// fullName is how the vendor shows a person: last name first.
func fullName(r row) string {
	var words []string
	for _, name := range []string{"last_name", "first_name", "patronymic"} {
		if text, _ := r[name].(string); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}

// today is the day as the vendor writes it.
func (s *Server) today() string { return s.now()[:len("2006-01-02")] }
