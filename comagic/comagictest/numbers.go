package comagictest

import "slices"

// numberMethods are the methods that connect, disconnect and set up virtual numbers.
//
// The id of a connected number is the id that it had in the operator's pool
// (number_capacity_id, phone_id): that these are one is the fake's choice.
var numberMethods = map[string]func(*call){
	"enable.virtual_numbers":             (*call).enableNumbers,
	"disable.virtual_numbers":            (*call).disableNumbers,
	"enable.private_number":              (*call).enablePrivate,
	"getobj.private_number_params":       (*call).privateParams,
	"getobj.call_processing_rules":       (*call).processingRules,
	"set.call_processing_rule_is_active": (*call).switchRule,
	"get.sip_line_virtual_numbers":       (*call).lineNumbers,
}

const capacityID = "number_capacity_id"

// wanted are the rows of a list that the call names by number or by pool ids; it
// answers and returns false if it names both, neither, or one that is not there.
func (c *call) wanted(list, column, id string) (rows []row, ok bool) {
	number, ids := c.params["virtual_phone_number"], objects(c.params["number_capacity_ids"])
	field := "number_capacity_ids"
	switch {
	case number != nil && len(ids) > 0:
		c.fail(failure{mnemonic: "invalid_parameters_combination", field: field})
		return nil, false
	case number != nil:
		field, id, ids = "virtual_phone_number", column, []any{number}
	case len(ids) == 0:
		c.fail(failure{mnemonic: "required_parameter_missed", field: "virtual_phone_number"})
		return nil, false
	}
	t := c.server.table(list)
	for _, value := range ids {
		found := t.find(id, value)
		if found < 0 {
			c.fail(failure{mnemonic: "virtual_phone_number_not_found", code: -32007, field: field})
			return nil, false
		}
		rows = append(rows, t.rows[found])
	}
	return rows, true
}

// enableNumbers connects numbers that are available.
func (c *call) enableNumbers() {
	rows, ok := c.wanted("get.available_virtual_numbers", "phone_number", capacityID)
	if !ok {
		return
	}
	kind := c.params["number_capacity_component"]
	switch {
	case kind == nil && c.params["number_capacity_ids"] != nil:
		c.fail(failure{mnemonic: "required_parameter_missed", field: "number_capacity_component"})
		return
	case kind == nil:
		kind = "va"
	}
	available := c.server.table("get.available_virtual_numbers")
	for _, r := range rows {
		available.take(available.find("phone_number", r["phone_number"]))
		c.connect(row{
			"id": r[capacityID], "virtual_phone_number": r["phone_number"], "category": r["category"], "type": kind,
		})
	}
	c.done(row{})
}

// connect adds a number to those of the account.
func (c *call) connect(number row) row {
	res := c.server.resource("virtual_numbers")
	added := c.server.fresh(res)
	for name, value := range number {
		if value != nil {
			added[name] = value
		}
	}
	added["status"], added["activation_date"] = "active", c.server.now()
	res.table.rows = append(res.table.rows, added)
	return added
}

// disableNumbers gives numbers back, but none that is in use.
func (c *call) disableNumbers() {
	rows, ok := c.wanted("get.virtual_numbers", "virtual_phone_number", "id")
	if !ok {
		return
	}
	lines := c.server.table("get.sip_lines")
	for _, r := range rows {
		if len(objects(r["campaigns"])) > 0 || lines.find("virtual_phone_number", r["virtual_phone_number"]) >= 0 {
			c.fail(failure{mnemonic: "dependency_error", field: "virtual_phone_number"})
			return
		}
	}
	numbers, available := c.server.table("get.virtual_numbers"), c.server.table("get.available_virtual_numbers")
	for _, r := range rows {
		numbers.take(numbers.find("id", r["id"]))
		if r["private"] == nil {
			available.rows = append(available.rows, row{
				"phone_number": r["virtual_phone_number"], "category": r["category"], capacityID: r["id"],
			})
		}
	}
	c.done(row{})
}

// enablePrivate connects a number of another provider, which is in no list before.
// With pool ids, it is given the provider's settings of numbers that are connected.
func (c *call) enablePrivate() {
	settings := map[string]any{}
	for _, name := range []string{"login", "password", "port", "server_address", "resolved_server_address"} {
		settings[name] = c.params[name]
	}
	number := c.params["virtual_phone_number"]
	if number == nil {
		rows, ok := c.wanted("get.virtual_numbers", "virtual_phone_number", "id")
		if !ok {
			return
		}
		for _, r := range rows {
			r["private"] = settings
		}
		c.done(row{})
		return
	}
	if c.server.table("get.virtual_numbers").find("virtual_phone_number", number) >= 0 {
		c.fail(failure{mnemonic: "duplicate_entity", code: -32602, field: "virtual_phone_number"})
		return
	}
	kind := "call_tracking"
	if c.params["is_used_for_va"] == true {
		kind = "va"
	}
	c.connect(row{"virtual_phone_number": number, "type": kind, "private": settings})
	c.done(row{})
}

// privateParams shows the provider's settings of a number.
func (c *call) privateParams() {
	numbers := c.server.table("get.virtual_numbers")
	found := numbers.find("id", c.params["phone_id"])
	if found < 0 || numbers.rows[found]["private"] == nil {
		c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: "phone_id"})
		return
	}
	settings, _ := numbers.rows[found]["private"].(map[string]any)
	c.done(settings)
}

// processingRules shows the scenarios of a number.
func (c *call) processingRules() {
	numbers := c.server.table("get.virtual_numbers")
	found := numbers.find("id", c.params[capacityID])
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: capacityID})
		return
	}
	c.done(row{"scenarios": objects(numbers.rows[found]["scenarios"])})
}

// switchRule switches a scenario of a number on or off.
func (c *call) switchRule() {
	for _, r := range c.server.table("get.virtual_numbers").rows {
		scenarios := objects(r["scenarios"])
		at := slices.IndexFunc(scenarios, func(s any) bool { return equal(member(s, "call_processing_rule_id"), c.params["id"]) })
		if at < 0 {
			continue
		}
		rule, _ := plainCopy(scenarios[at]).(map[string]any)
		rule["is_active"] = c.params["is_active"]
		scenarios[at], r["scenarios"] = rule, scenarios
		c.done(row{})
		return
	}
	c.fail(failure{mnemonic: "entity_not_found", code: -32602, field: "id"})
}

// lineNumbers lists the numbers that a SIP line can have: those that the test has put,
// and those that are connected.
func (c *call) lineNumbers() {
	rows := slices.Clone(c.server.table(c.op.ID).rows)
	for _, r := range c.server.table("get.virtual_numbers").rows {
		rows = append(rows, row{"virtual_phone_number": r["virtual_phone_number"]})
	}
	c.listRows(rows)
}
