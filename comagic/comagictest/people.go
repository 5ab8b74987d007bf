package comagictest

// accountMethods are the methods about the account, its campaigns and its visitors
// that are in no list of their own.
var accountMethods = map[string]func(*call){
	"getobj.account":                          (*call).account,
	"get.deals_in_processing":                 (*call).dealsInProcessing,
	"getobj.visitor":                          (*call).visitor,
	"getobj.person_for_visitor":               (*call).personOf,
	"getobj.person_summary":                   (*call).personSummary,
	"create.deal_contacts":                    (*call).dealContacts,
	"create.sales_funnel_stages":              (*call).funnelStage,
	"update.sales_funnel_stages":              (*call).funnelStage,
	"delete.sales_funnel_stages":              (*call).funnelStage,
	"update.campaign_parameter_weights":       (*call).weights,
	"update.group_employees_numbers":          (*call).switchNumbers,
	"delete.auto_call_campaign_phone_numbers": (*call).dropNumbers,
}

// account shows who the key belongs to: of the first account that is listed, an
// administrator.
func (c *call) account() {
	shown := row{
		"app_state": "active", "is_agent_app": c.owner.Agent, "user_id": 1, "user_type": "admin", "user_login": c.owner.Login,
		"user_name": c.owner.Login, "lang": "ru", "project": "comagic", "permissions": []any{}, "components": []any{},
	}
	if rows := c.server.table("get.account").rows; len(rows) > 0 {
		shown["app_id"], shown["app_name"], shown["timezone"] = rows[0]["app_id"], rows[0]["name"], rows[0]["timezone"]
		shown["customer_id"] = rows[0]["app_id"]
	}
	c.done(shown)
}

// dealsInProcessing is none: the server processes uploads at once.
func (c *call) dealsInProcessing() { c.done(row{"count": 0}) }

// visitor shows one of the visitors that get.visitors or get.person_visitors list.
func (c *call) visitor() {
	for _, from := range []struct{ list, key string }{{"get.visitors", "id"}, {"get.person_visitors", "visitor_id"}} {
		t := c.server.table(from.list)
		if found := t.find(from.key, c.params["id"]); found >= 0 {
			r := t.rows[found]
			c.done(row{"name": r["name"], "phone_numbers": r["phones"], "emails": r["emails"]})
			return
		}
	}
	c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: "id"})
}

func (c *call) personOf() {
	t := c.server.table("get.person_visitors")
	found := t.find("visitor_id", c.params["visitor_id"])
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: "visitor_id"})
		return
	}
	c.done(t.rows[found])
}

// personSummary has no figures but those that the test has put.
func (c *call) personSummary() {
	if c.server.table("get.person_visitors").find("person_id", c.params["person_id"]) < 0 {
		c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: "person_id"})
		return
	}
	items := []any{}
	for range objects(c.params["columns"]) {
		items = append(items, 0)
	}
	c.done(row{"items": items})
}

// dealContacts creates several contacts, or none.
func (c *call) dealContacts() {
	res := c.server.resource("deal_contacts")
	contacts := objects(c.params["contacts"])
	for _, contact := range contacts {
		if res.table.find("ext_id", member(contact, "ext_id")) >= 0 {
			c.fail(failure{mnemonic: "duplicate_entity", field: "contacts.ext_id"})
			return
		}
	}
	for _, contact := range contacts {
		c.put(res, contact, "contacts")
	}
	c.done(row{})
}

// weights changes how the params of visits count at a site; a site has them from its
// creation.
func (c *call) weights() {
	res := c.server.resource("campaign_parameter_weights")
	id := c.params["site_id"]
	at := res.table.find("site_id", id)
	if at < 0 {
		if c.server.table("get.sites").find("id", id) < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: "site_id"})
			return
		}
		res.table.rows = append(res.table.rows, row{"site_id": id})
		at = len(res.table.rows) - 1
	}
	res.set(res.table.rows[at], c.params, c.op.Params)
	c.done(row{})
}

// dropNumbers marks numbers of a dialling campaign as deleted.
func (c *call) dropNumbers() {
	campaigns := c.server.table("get.auto_call_campaigns")
	found := campaigns.find("id", c.params["campaign_id"])
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "campaign_id"})
		return
	}
	numbers := objects(campaigns.rows[found]["phone_numbers"])
	for i := range numbers {
		numbers[i] = plainCopy(numbers[i])
	}
	for _, dropped := range objects(c.params["phone_numbers"]) {
		known := false
		for _, n := range numbers {
			if m, ok := n.(map[string]any); ok && equal(m["phone_number"], dropped) {
				m["status"], known = "deleted", true
			}
		}
		if !known {
			c.fail(failure{mnemonic: "entity_not_found", field: "phone_numbers"})
			return
		}
	}
	campaigns.rows[found]["phone_numbers"] = numbers
	c.done(row{})
}
