package comagictest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// callState is how far a call in progress has come. The vendor draws the states in a
// picture and writes only what must come before what; how they follow on each other
// here is inferred from that:
//
//	start → ringing → talking ⇄ held → dialling → consulting
//	                     ↑                  └─ transfer.talk, restore.talk ─┐
//	                     └─────────────────────────────────────────────────┘
//
// hold.call needs talking, unhold.call and make.call need held, transfer.talk and
// restore.talk need dialling or consulting, call.talk_option needs an answered call;
// anything else is -32004 invalid_state. release.call, disconnect.leg, tag.call,
// record.call, send.dtmf, add.coach and block.contact have no documented order and
// are taken in any state.
type callState int

const (
	ringing    callState = iota // nobody has answered yet
	talking                     // the contact and the employee
	held                        // the contact hears a message
	dialling                    // a third party is being called, the contact waits
	consulting                  // the employee talks to the third party, the contact waits
)

// liveCall is a call in progress.
type liveCall struct {
	id       json.Number
	shown    row // as list.calls shows it
	state    callState
	since    time.Time
	contact  json.Number // the contact's leg
	third    json.Number // the third party's
	recorded bool
	forced   bool // recorded by the settings of an employee
}

// The states of legs, in the vendor's words.
const (
	legDials    = "Дозвон"
	legTalks    = "Разговор"
	legHeld     = "На удержании"
	legConsults = "Разговор операторов"
)

// options is what the options of this package set.
type options struct {
	ringing time.Duration
	maxTTS  int
	clock   func() time.Time
}

// WithClock sets the clock of what the server remembers and reports: times of rows
// that are made or changed, when calls begin and end. Default [time.Now], which
// inside testing/synctest is virtual. A program that uses [Server.URL] gets the same
// figures over old data at every run with
//
//	comagictest.WithClock(func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) })
//
// It may be called by several goroutines at once, and must not call the server.
// Quotas, latency, faults, the Date header, the log of requests, and what lasts for
// a while (sessions, ringing, exports) keep to the time of the machine, as clients
// do. A nil clock is time.Now.
func WithClock(now func() time.Time) Option {
	return frontdesktest.Configure(func(o *options) {
		if o.clock = now; now == nil {
			o.clock = time.Now
		}
	})
}

// WithRinging lets calls ring for d before they are answered, those to third parties
// too; without it they are answered at once. With a negative d they ring until
// [Server.PickUp].
func WithRinging(d time.Duration) Option {
	return frontdesktest.Configure(func(o *options) { o.ringing = d })
}

// WithMaxTTS refuses texts to speak of more than n characters with tts_text_exceeded;
// the vendor's figure depends on the tariff plan.
func WithMaxTTS(n int) Option {
	return frontdesktest.Configure(func(o *options) { o.maxTTS = n })
}

// PutActiveCall adds a call in progress, such as one that came in. Its first leg is
// taken for the contact's. A value that has no JSON is misuse (see [frontdesktest]).
func (s *Server) PutActiveCall(active comagic.ActiveCall) {
	if _, err := comagic.Marshal(active); err != nil {
		s.Misuse("%v", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if active.CallSessionID == 0 {
		s.lastID++
		active.CallSessionID = s.lastID
	}
	s.lastID = max(s.lastID, active.CallSessionID)
	data, _ := comagic.Marshal(active) // with an id as without
	shown, _ := decode(data).(map[string]any)
	l := &liveCall{shown: shown, state: talking, since: time.Now()}
	l.id, _ = shown["call_session_id"].(json.Number)
	if legs := l.legs(); len(legs) > 0 {
		l.contact, _ = member(legs[0], "leg_id").(json.Number)
	}
	for _, leg := range l.legs() {
		s.lastID = max(s.lastID, int64Of(member(leg, "leg_id")))
	}
	s.calls = append(s.calls, l)
}

// PickUp answers a call that rings, or lets the third party answer that is being
// called. It reports whether there was such a call.
func (s *Server) PickUp(callSessionID int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.live(numberOf(callSessionID))
	if l == nil || l.state != ringing && l.state != dialling {
		return false
	}
	l.answer()
	return true
}

// HangUp lets the contact end a call, and reports whether there was one.
func (s *Server) HangUp(callSessionID int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.live(numberOf(callSessionID))
	if l != nil {
		s.end(l)
	}
	return l != nil
}

// live is a call in progress, as it stands now; nil without one.
func (s *Server) live(id any) *liveCall {
	for _, l := range s.calls {
		if equal(l.id, id) {
			s.advance(l)
			return l
		}
	}
	return nil
}

// advance answers a call that has rung long enough.
func (s *Server) advance(l *liveCall) {
	waits := l.state == ringing || l.state == dialling
	if waits && s.options.ringing >= 0 && time.Since(l.since) >= s.options.ringing {
		l.answer()
	}
}

// enter takes a call into a state and shows it at its legs.
func (l *liveCall) enter(state callState) {
	l.state, l.since = state, time.Now()
	for _, leg := range l.legs() {
		m, ok := leg.(map[string]any)
		if !ok {
			continue
		}
		isContact, isThird := equal(m["leg_id"], l.contact), l.third != "" && equal(m["leg_id"], l.third)
		switch {
		case state == ringing, state == dialling && isThird:
			m["state"] = legDials
		case state == talking:
			m["state"] = legTalks
		case isContact:
			m["state"] = legHeld
		case state == consulting:
			m["state"] = legConsults
		default:
			m["state"] = legTalks
		}
	}
}

// answer ends the ringing of a call, or of its third party.
func (l *liveCall) answer() {
	if l.state == ringing {
		l.enter(talking)
		return
	}
	l.enter(consulting)
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
	l.shown["legs"] = slices.DeleteFunc(slices.Clone(l.legs()), func(leg any) bool { return equal(member(leg, "leg_id"), id) })
	return len(l.legs()) < before
}

// record switches the recording of all legs.
func (l *liveCall) record(on bool) {
	l.recorded = on
	for _, leg := range l.legs() {
		if m, ok := leg.(map[string]any); ok {
			m["record_call_enabled"] = on
		}
	}
}

// end moves a call to the report on calls. One that nobody has answered is lost.
func (s *Server) end(l *liveCall) {
	s.calls = slices.DeleteFunc(s.calls, func(other *liveCall) bool { return other == l })
	report := s.table("get.calls_report")
	r := s.reportOf(l)
	r["finish_time"] = s.now()
	report.rows = append(report.rows, r)
}

// reportOf is a call as the report on calls shows it.
func (s *Server) reportOf(l *liveCall) row {
	tags := []any{}
	for _, tag := range objects(l.shown["tags"]) {
		tags = append(tags, s.tagOf(member(tag, "tag_id")))
	}
	started, _ := l.shown["start_time"].(string)
	return row{
		"id": l.id, "start_time": dataTime(started), "direction": l.shown["direction"],
		"contact_phone_number": l.shown["contact_phone_number"], "virtual_phone_number": l.shown["virtual_phone_number"],
		"call_api_external_id": l.shown["external_id"], "is_lost": l.state == ringing, "tags": tags,
		"communication_id": l.id, "communication_type": "call",
	}
}

// dataTime is a time of the Call API as the Data API writes it.
func dataTime(text string) string {
	whole, _, _ := strings.Cut(text, ".")
	return strings.Replace(whole, "T", " ", 1)
}

// listCalls lists the calls in progress.
func (c *call) listCalls() {
	if n, _ := c.params["virtual_phone_number"].(string); n != "" && !strings.HasPrefix(n, "7") {
		c.fail(failure{mnemonic: "invalid_parameter_value", field: "virtual_phone_number", value: n})
		return
	}
	data := []any{}
	for _, l := range c.server.calls {
		c.server.advance(l)
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

// talkOptions lists what the test has put under "call_api.list.talk_options".
func (c *call) talkOptions() {
	data := []any{}
	for _, r := range c.server.table(c.op.ID).rows {
		data = append(data, c.server.show(c.op.Response.Fields, r))
	}
	c.succeed(data)
}

func int64Of(v any) int64 {
	n, _ := v.(json.Number)
	i, err := n.Int64()
	if err != nil {
		return 0
	}
	return i
}
