package comagictest

import (
	"slices"
	"unicode/utf8"
)

// start begins a call between the contact and whom the method names.
func (c *call) start() {
	employee, f := c.refuseStart()
	if f != nil {
		c.fail(*f)
		return
	}
	s := c.server
	direction := c.params["direction"]
	if direction == nil {
		direction = "in"
	}
	l := &liveCall{id: s.nextID()}
	l.shown = row{
		"call_session_id": l.id, "direction": direction, "start_time": s.options.clock().In(zone).Format("2006-01-02T15:04:05.000"),
		"virtual_phone_number": c.params["virtual_phone_number"], "contact_phone_number": c.params["contact"],
		"external_id": c.params["external_id"], "tags": []any{}, "legs": []any{},
	}
	if employee != nil {
		l.forced = employee["call_recording"] == "all" || employee["call_recording"] != nil && employee["call_recording"] == direction
		l.recorded = l.forced
	}
	l.contact = l.add(s, c.params["contact"], nil)
	switch {
	case employee != nil:
		l.add(s, c.employeeNumber(employee), employee)
	case c.params["operator"] != nil:
		l.add(s, c.params["operator"], row{})
	case c.env.Method != "start.informer_call":
		l.add(s, c.params["virtual_phone_number"], row{})
	}
	l.enter(ringing)
	s.advance(l)
	s.calls = append(s.calls, l)
	c.done(row{"call_session_id": l.id})
}

// refuseStart judges whether a call can be started, and finds its employee.
func (c *call) refuseStart() (employee row, f *failure) {
	if f := c.refuseParties(); f != nil {
		return nil, f
	}
	if f := c.refuseMessages("contact_message", "employee_message", "operator_message"); f != nil {
		return nil, f
	}
	if id := c.params["media_file_id"]; id != nil && c.server.table("get.media_files").find("id", id) < 0 {
		return nil, &failure{mnemonic: "media_file_not_found", field: "media_file_id"}
	}
	first := c.params["first_call"]
	if c.params["early_switching"] == true && (first == "contact" || c.params["switch_at_once"] != true) {
		return nil, &failure{mnemonic: "invalid_parameters_combination", code: -32602, field: "early_switching"}
	}
	named, given := c.params["employee"].(map[string]any)
	if !given {
		return nil, nil
	}
	employees := c.server.table("get.employees")
	found := employees.find("id", named["id"])
	if found < 0 {
		return nil, &failure{mnemonic: "employee_not_found", field: "employee.id"}
	}
	if !c.server.reachable(employees.rows[found], named["phone_number"]) {
		return nil, &failure{mnemonic: "no_active_phone_number", field: "employee.id"}
	}
	return employees.rows[found], nil
}

// refuseParties judges the numbers and the scenario of a call.
func (c *call) refuseParties() *failure {
	s := c.server
	numbers := s.table("get.virtual_numbers")
	at := numbers.find("virtual_phone_number", c.params["virtual_phone_number"])
	switch {
	case at < 0:
		return &failure{mnemonic: "virtual_phone_number_not_found", field: "virtual_phone_number"}
	case numbers.find("virtual_phone_number", c.params["contact"]) >= 0:
		return &failure{mnemonic: "own_virtual_phone_number_not_allowed", field: "contact"}
	case s.table("get.blacklist_phone_numbers").find("phone_number", c.params["contact"]) >= 0:
		return &failure{mnemonic: "contact_in_blacklist", field: "contact"}
	}
	if id, given := c.params["scenario_id"]; given && s.table("get.scenarios").find("id", id) < 0 {
		return &failure{mnemonic: "scenario_not_found", field: "scenario_id"}
	}
	runs := func(scenario any) bool { return member(scenario, "is_active") != false }
	if c.env.Method == "start.vnumber_call" && !slices.ContainsFunc(objects(numbers.rows[at]["scenarios"]), runs) {
		return &failure{mnemonic: "scenario_not_found", field: "virtual_phone_number"}
	}
	return nil
}

// refuseMessages judges what is to be played: a known file, or a text of an allowed
// length.
func (c *call) refuseMessages(params ...string) *failure {
	for _, name := range params {
		message, given := c.params[name].(map[string]any)
		if !given {
			continue
		}
		text, _ := message["value"].(string)
		switch {
		case !utf8.Valid(c.env.Params[name]):
			return &failure{mnemonic: "character_encoding_not_allowed", code: -32602, field: name + ".value"}
		case message["type"] == "media" && c.server.table("get.media_files").find("id", text) < 0:
			return &failure{mnemonic: "media_file_not_found", code: -32602, field: name + ".value"}
		case message["type"] == "tts" && c.server.options.maxTTS > 0 && utf8.RuneCountInString(text) > c.server.options.maxTTS:
			return &failure{mnemonic: "tts_text_exceeded", code: -32602, field: name + ".value"}
		}
	}
	return nil
}

// reachable reports whether an employee has an active number, or that one: of the
// phone numbers, the extension or the SIP lines.
func (s *Server) reachable(employee row, number any) bool {
	for _, n := range s.numbersOf(employee) {
		if number == nil || equal(n, number) {
			return true
		}
	}
	return false
}

// numbersOf are the active numbers of an employee.
func (s *Server) numbersOf(employee row) []any {
	var active []any
	for _, n := range objects(employee["phone_numbers"]) {
		if member(n, "status") != "inactive" {
			active = append(active, member(n, "phone_number"))
		}
	}
	if extension := member(employee["extension"], "extension_phone_number"); extension != nil {
		active = append(active, extension)
	}
	for _, line := range s.table("get.sip_lines").rows {
		if equal(line["employee_id"], employee["id"]) && line["status"] != "inactive" {
			active = append(active, line["phone_number"])
		}
	}
	return active
}

// employeeNumber is the number at which the employee is called.
func (c *call) employeeNumber(employee row) any {
	if number := member(c.params["employee"], "phone_number"); number != nil {
		return number
	}
	numbers := c.server.numbersOf(employee)
	if len(numbers) == 0 {
		return nil
	}
	return numbers[0]
}
