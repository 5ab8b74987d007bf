package comagictest

import "slices"

// control answers the methods of the Call API.
func (c *call) control() {
	switch c.env.Method {
	case "list.calls":
		c.listCalls()
		return
	case "list.talk_options":
		c.talkOptions()
		return
	case "start.employee_call", "start.informer_call", "start.scenario_call", "start.simple_call", "start.vnumber_call":
		c.start()
		return
	}
	l := c.server.live(c.params["call_session_id"])
	if l == nil {
		c.fail(failure{mnemonic: "call_session_not_found", field: "call_session_id"})
		return
	}
	if f := c.act(l); f != nil {
		c.fail(*f)
		return
	}
	c.done(row{})
}

// act does what the method says with a call.
func (c *call) act(l *liveCall) *failure {
	switch c.env.Method {
	case "hold.call":
		return c.hold(l)
	case "unhold.call":
		return c.unhold(l)
	case "make.call":
		return c.ask(l)
	case "transfer.talk", "restore.talk":
		return c.decide(l)
	case "release.call":
		c.server.end(l)
	case "disconnect.leg":
		return c.disconnect(l)
	case "tag.call":
		return c.tag(l, c.params["tag_id"])
	case "record.call":
		return record(l, c.params["action"] == "on")
	case "add.coach":
		return c.coach(l)
	case "block.contact":
		return c.block(l)
	case "call.talk_option":
		return c.talkOption(l)
	}
	return nil // send.dtmf leaves nothing behind
}

var wrongOrder = &failure{mnemonic: "invalid_state", code: -32004}

func (c *call) hold(l *liveCall) *failure {
	if l.state != talking {
		return wrongOrder
	}
	if f := c.refuseMessages("contact_message"); f != nil {
		return f
	}
	l.enter(held)
	return nil
}

func (c *call) unhold(l *liveCall) *failure {
	if l.state != held {
		return wrongOrder
	}
	l.enter(talking)
	return nil
}

// ask calls a third party while the contact is on hold.
func (c *call) ask(l *liveCall) *failure {
	if l.state != held {
		return wrongOrder
	}
	if f := c.refuseMessages("to_message"); f != nil {
		return f
	}
	to := c.params["to"]
	var employee row
	for _, e := range c.server.table("get.employees").rows {
		has := func(n any) bool { return equal(member(n, "phone_number"), to) }
		if slices.ContainsFunc(objects(e["phone_numbers"]), has) || c.server.reachable(e, to) {
			employee = e
		}
	}
	if employee != nil && !c.server.reachable(employee, to) {
		return &failure{mnemonic: "no_active_phone_number", field: "to"}
	}
	l.third = l.add(c.server, to, employee)
	l.enter(dialling)
	c.server.advance(l)
	return nil
}

// decide connects the contact with the third party, or returns to the contact.
func (c *call) decide(l *liveCall) *failure {
	if l.state != dialling && l.state != consulting {
		return wrongOrder
	}
	if c.env.Method == "restore.talk" {
		l.drop(l.third)
	} else {
		for _, leg := range l.legs() {
			if id := member(leg, "leg_id"); !equal(id, l.contact) && !equal(id, l.third) {
				l.drop(id)
			}
		}
	}
	l.third = ""
	l.enter(talking)
	return nil
}

// disconnect ends a leg; a call without its contact, or with nobody else, is over.
// Without the third party the contact is on hold again, which is inferred.
func (c *call) disconnect(l *liveCall) *failure {
	id := c.params["leg_id"]
	if !l.drop(id) {
		return &failure{mnemonic: "leg_not_found", field: "leg_id"}
	}
	switch {
	case equal(id, l.contact) || len(l.legs()) < 2:
		c.server.end(l)
	case l.third != "" && equal(id, l.third):
		l.third = ""
		l.enter(held)
	}
	return nil
}

func (c *call) tag(l *liveCall, id any) *failure {
	tags := c.server.table("get.tags")
	found := tags.find("id", id)
	if found < 0 {
		return &failure{mnemonic: "tag_not_found", field: "tag_id"}
	}
	own, _ := l.shown["tags"].([]any)
	if len(without(own, id)) < len(own) {
		return &failure{mnemonic: "duplicate_tag", field: "tag_id"}
	}
	l.shown["tags"] = append(own, map[string]any{"tag_id": id, "tag_name": tags.rows[found]["name"]})
	return nil
}

// record starts or stops recording. What the settings of the employee record is
// recorded to the end.
func record(l *liveCall, on bool) *failure {
	switch {
	case on && l.recorded:
		return &failure{mnemonic: "record_already_started"}
	case !on && l.forced:
		return &failure{mnemonic: "forbidden", code: -32003}
	case !on && !l.recorded:
		return &failure{mnemonic: "record_already_stopped"}
	}
	l.record(on)
	return nil
}

// coach adds a coach: the number that is given, or the coach of an employee of the
// call.
func (c *call) coach(l *liveCall) *failure {
	if number := c.params["phone_number"]; number != nil {
		l.add(c.server, number, row{})
		return nil
	}
	employees := c.server.table("get.employees")
	for _, leg := range l.legs() {
		at := employees.find("id", member(leg, "employee_id"))
		if at < 0 {
			continue
		}
		coach := employees.find("id", member(employees.rows[at]["coach"], "coach_id"))
		if coach < 0 {
			continue
		}
		numbers := c.server.numbersOf(employees.rows[coach])
		if len(numbers) == 0 {
			return &failure{mnemonic: "no_active_phone_number"}
		}
		l.add(c.server, numbers[0], employees.rows[coach])
		return nil
	}
	return &failure{mnemonic: "coach_not_found"}
}

func (c *call) block(l *liveCall) *failure {
	res := c.server.resource("phone_number_to_blacklist")
	number := l.shown["contact_phone_number"]
	if res.table.find("phone_number", number) >= 0 {
		return &failure{mnemonic: "duplicate_contact"}
	}
	blocked := c.server.fresh(res)
	blocked["phone_number"], blocked["add_date_time"] = number, c.server.now()
	res.table.rows = append(res.table.rows, blocked)
	return nil
}

// talkOption does what the option on a key does, as far as a call shows it: it ends,
// is tagged, recorded, or gets a coach.
func (c *call) talkOption(l *liveCall) *failure {
	options := c.server.table(callPrefix + "list.talk_options")
	found := options.find("button", c.params["button"])
	switch {
	case found < 0:
		return &failure{mnemonic: "talk_option_not_found", field: "button"}
	case l.state == ringing:
		return wrongOrder
	}
	option := options.rows[found]
	switch option["mnemonic"] {
	case "finish_conversation":
		c.server.end(l)
	case "tag_call":
		// A tag that is set already, or is gone, changes nothing: the page names no error.
		_ = c.tag(l, member(option["button_value"], "id"))
	case "record_talk":
		return record(l, !l.recorded)
	case "call_coach":
		return c.coach(l)
	}
	return nil
}
