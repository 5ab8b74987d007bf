package comagictest

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/frontdesk-go/frontdesk/comagic"
)

// callState is how far a call in progress has come.
type callState int

const (
	talking callState = iota
	held              // the contact hears a message
	asking            // the employee talks to a third party, the contact waits
)

// liveCall is a call in progress.
type liveCall struct {
	id       json.Number
	shown    row // as list.calls shows it
	state    callState
	contact  json.Number // the contact's leg
	third    json.Number // the third party's
	recorded bool
}

// The states of legs, in the vendor's words.
const (
	legTalks = "Разговор"
	legHeld  = "На удержании"
)

// PutActiveCall adds a call in progress, such as one that came in. Its first leg is
// taken for the contact's.
func (s *Server) PutActiveCall(active comagic.ActiveCall) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if active.CallSessionID == 0 {
		s.lastID++
		active.CallSessionID = s.lastID
	}
	s.lastID = max(s.lastID, active.CallSessionID)
	data, err := comagic.Marshal(active)
	if err != nil {
		panic("comagictest: " + err.Error())
	}
	shown, _ := decode(data).(map[string]any)
	l := &liveCall{shown: shown}
	l.id, _ = shown["call_session_id"].(json.Number)
	if legs := l.legs(); len(legs) > 0 {
		first, _ := legs[0].(map[string]any)
		l.contact, _ = first["leg_id"].(json.Number)
	}
	s.calls = append(s.calls, l)
}

func (l *liveCall) legs() []any {
	legs, _ := l.shown["legs"].([]any)
	return legs
}

// add adds a leg and returns its id.
func (l *liveCall) add(s *Server, number any, employee row) json.Number {
	id := s.nextID()
	leg := map[string]any{
		"leg_id": id, "calling_phone_number": l.shown["virtual_phone_number"], "called_phone_number": number, "state": legTalks,
		"is_operator": employee != nil, "record_call_enabled": l.recorded, "employee_id": nil, "employee_full_name": nil,
	}
	if employee != nil {
		leg["employee_id"], leg["employee_full_name"] = employee["id"], employee["full_name"]
	}
	l.shown["legs"] = append(l.legs(), leg)
	return id
}

// drop removes a leg and reports whether there was one.
func (l *liveCall) drop(id any) bool {
	before := len(l.legs())
	l.shown["legs"] = slices.DeleteFunc(slices.Clone(l.legs()), func(leg any) bool {
		m, _ := leg.(map[string]any)
		return equal(m["leg_id"], id)
	})
	return len(l.legs()) < before
}

// mark writes a member of all legs, or of the contact's alone.
func (l *liveCall) mark(contactOnly bool, name string, value any) {
	for _, leg := range l.legs() {
		if m, ok := leg.(map[string]any); ok && (!contactOnly || equal(m["leg_id"], l.contact)) {
			m[name] = value
		}
	}
}

// control answers the methods of the Call API.
func (c *call) control(verb string) {
	switch {
	case c.env.Method == "list.calls":
		c.listCalls()
		return
	case c.env.Method == "list.talk_options":
		c.talkOptions()
		return
	case verb == "start":
		c.start()
		return
	}
	s := c.server
	found := slices.IndexFunc(s.calls, func(l *liveCall) bool { return equal(l.id, c.params["call_session_id"]) })
	if found < 0 {
		c.fail(failure{mnemonic: "call_session_not_found", field: "call_session_id"})
		return
	}
	if f := c.act(s.calls[found]); f != nil {
		c.fail(*f)
		return
	}
	c.done(row{})
}

// act does what the method says with a call.
func (c *call) act(l *liveCall) *failure {
	switch c.env.Method {
	case "hold.call":
		return c.step(l, talking, held)
	case "unhold.call":
		return c.step(l, held, talking)
	case "make.call":
		return c.ask(l)
	case "transfer.talk", "restore.talk":
		return c.decide(l)
	case "release.call":
		c.end(l)
	case "disconnect.leg":
		return c.disconnect(l)
	case "tag.call":
		return c.tag(l)
	case "record.call":
		return c.record(l)
	case "add.coach":
		if c.params["phone_number"] == nil {
			return &failure{mnemonic: "coach_not_found"}
		}
		l.add(c.server, c.params["phone_number"], row{})
	case "block.contact":
		return c.block(l)
	case "call.talk_option":
		if c.server.table(callPrefix+"list.talk_options").find("button", c.params["button"]) < 0 {
			return &failure{mnemonic: "talk_option_not_found", field: "button"}
		}
	}
	return nil
}

var wrongOrder = &failure{mnemonic: "invalid_state", code: -32004}

// step takes a call from one state to another.
func (c *call) step(l *liveCall, from, to callState) *failure {
	if l.state != from {
		return wrongOrder
	}
	l.state = to
	leg := legTalks
	if to == held {
		leg = legHeld
	}
	l.mark(true, "state", leg)
	return nil
}

// ask calls a third party while the contact is on hold.
func (c *call) ask(l *liveCall) *failure {
	if l.state != held {
		return wrongOrder
	}
	l.state, l.third = asking, l.add(c.server, c.params["to"], nil)
	return nil
}

// decide connects the contact with the third party, or returns to the contact.
func (c *call) decide(l *liveCall) *failure {
	if l.state != asking {
		return wrongOrder
	}
	if c.env.Method == "restore.talk" {
		l.drop(l.third)
	} else {
		for _, leg := range l.legs() {
			if m, ok := leg.(map[string]any); ok && !equal(m["leg_id"], l.contact) && !equal(m["leg_id"], l.third) {
				l.drop(m["leg_id"])
			}
		}
	}
	l.state, l.third = talking, ""
	l.mark(true, "state", legTalks)
	return nil
}

// disconnect ends a leg; a call without its contact, or with nobody else, is over.
func (c *call) disconnect(l *liveCall) *failure {
	if !l.drop(c.params["leg_id"]) {
		return &failure{mnemonic: "leg_not_found", field: "leg_id"}
	}
	if equal(c.params["leg_id"], l.contact) || len(l.legs()) < 2 {
		c.end(l)
	}
	return nil
}

// end moves a call to the report on calls.
func (c *call) end(l *liveCall) {
	s := c.server
	s.calls = slices.DeleteFunc(s.calls, func(other *liveCall) bool { return other == l })
	report := s.table("get.calls_report")
	tags := []any{}
	if list, ok := l.shown["tags"].([]any); ok {
		for _, tag := range list {
			m, _ := tag.(map[string]any)
			tags = append(tags, s.tagOf(m["tag_id"]))
		}
	}
	report.rows = append(report.rows, row{
		"id": l.id, "start_time": l.shown["start_time"], "finish_time": now(), "direction": l.shown["direction"],
		"contact_phone_number": l.shown["contact_phone_number"], "virtual_phone_number": l.shown["virtual_phone_number"],
		"call_api_external_id": l.shown["external_id"], "is_lost": false, "tags": tags,
		"communication_id": l.id, "communication_type": "call",
	})
}

func (c *call) tag(l *liveCall) *failure {
	id := c.params["tag_id"]
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

func (c *call) record(l *liveCall) *failure {
	on := c.params["action"] == "on"
	switch {
	case on && l.recorded:
		return &failure{mnemonic: "record_already_started"}
	case !on && !l.recorded:
		return &failure{mnemonic: "record_already_stopped"}
	}
	l.recorded = on
	l.mark(false, "record_call_enabled", on)
	return nil
}

func (c *call) block(l *liveCall) *failure {
	res := c.server.resource("phone_number_to_blacklist")
	number := l.shown["contact_phone_number"]
	if res.table.find("phone_number", number) >= 0 {
		return &failure{mnemonic: "duplicate_contact"}
	}
	blocked := c.server.fresh(res)
	blocked["phone_number"], blocked["add_date_time"] = number, now()
	res.table.rows = append(res.table.rows, blocked)
	return nil
}

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
		"call_session_id": l.id, "direction": direction, "start_time": now(), "virtual_phone_number": c.params["virtual_phone_number"],
		"contact_phone_number": c.params["contact"], "external_id": c.params["external_id"], "tags": []any{}, "legs": []any{},
	}
	l.contact = l.add(s, c.params["contact"], nil)
	switch {
	case employee != nil:
		l.add(s, employee["id"], employee)
	case c.params["operator"] != nil:
		l.add(s, c.params["operator"], row{})
	case c.env.Method != "start.informer_call":
		l.add(s, c.params["virtual_phone_number"], row{})
	}
	s.calls = append(s.calls, l)
	c.done(row{"call_session_id": l.id})
}

// refuseStart judges whether a call can be started, and finds its employee.
func (c *call) refuseStart() (employee row, f *failure) {
	s := c.server
	known := s.table("get.virtual_numbers")
	if known.find("virtual_phone_number", c.params["virtual_phone_number"]) < 0 {
		return nil, &failure{mnemonic: "virtual_phone_number_not_found", field: "virtual_phone_number"}
	}
	if known.find("virtual_phone_number", c.params["contact"]) >= 0 {
		return nil, &failure{mnemonic: "own_virtual_phone_number_not_allowed", field: "contact"}
	}
	if s.table("get.blacklist_phone_numbers").find("phone_number", c.params["contact"]) >= 0 {
		f := &failure{mnemonic: "contact_in_blacklist", field: "contact"}
		for _, e := range c.op.Errors {
			if e.Mnemonic == f.mnemonic {
				f.code, _ = strconv.Atoi(e.Code)
			}
		}
		return nil, f
	}
	if id, given := c.params["scenario_id"]; given && s.table("get.scenarios").find("id", id) < 0 {
		return nil, &failure{mnemonic: "scenario_not_found", field: "scenario_id"}
	}
	if named, given := c.params["employee"].(map[string]any); given {
		employees := s.table("get.employees")
		found := employees.find("id", named["id"])
		if found < 0 {
			return nil, &failure{mnemonic: "employee_not_found", field: "employee.id"}
		}
		return employees.rows[found], nil
	}
	return nil, nil
}

func (c *call) listCalls() {
	data := []any{}
	for _, l := range c.server.calls {
		fits := true
		for _, name := range []string{"direction", "virtual_phone_number"} {
			if want := c.params[name]; want != nil && !equal(l.shown[name], want) {
				fits = false
			}
		}
		if fits {
			data = append(data, c.server.show(c.op.Response.Fields, l.shown))
		}
	}
	c.succeed(data)
}

// talkOptions lists what the test has put, else the vendor's example.
func (c *call) talkOptions() {
	t := c.server.table(c.op.ID)
	if len(t.rows) == 0 {
		c.canned()
		return
	}
	data := []any{}
	for _, r := range t.rows {
		data = append(data, c.server.show(c.op.Response.Fields, r))
	}
	c.succeed(data)
}
