package salesmantest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// phoneCall is a stored phone call.
type phoneCall struct {
	id, ownerID, clientID, contactID, seconds int64
	uid, line, time, direction, result        string
	from, to, file                            *string
}

// PhoneCall is a call to begin with; see [Server.AddPhoneCall].
type PhoneCall struct {
	// ID is set by [Server.PhoneCalls]; AddPhoneCall does not read it.
	ID  int64
	UID string
	// Time is the beginning; default now.
	Time time.Time
	// Direction is incoming, and Result answered, unless set.
	Direction salesman.CallDirection
	Result    salesman.CallResult
	Seconds   int64
	// From and To are numbers or extensions.
	From, To string
	// Recording is the name or address of the recording.
	Recording string
	// User is the login of the employee; "" for whoever has the other's number.
	User string
}

// AddPhoneCall stores a call, as if it had been there before, and returns its
// id.
func (s *Server) AddPhoneCall(p PhoneCall) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Time.IsZero() {
		p.Time = s.now()
	}
	if p.Direction == "" {
		p.Direction = salesman.CallIncoming
	}
	if p.Result == "" {
		p.Result = salesman.CallAnswered
	}
	stored := &phoneCall{
		uid: p.UID, time: p.Time.In(s.config.location).Format(time.DateTime), direction: string(p.Direction), result: string(p.Result),
		seconds: p.Seconds, from: textIf(p.From), to: textIf(p.To), file: textIf(p.Recording),
	}
	s.findCaller(stored)
	if p.User != "" {
		stored.ownerID = s.idOf(p.User)
	}
	return s.storeCall(stored)
}

// textIf is nil for no text: null.
func textIf(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func (s *Server) storeCall(p *phoneCall) int64 {
	id, _ := s.registry.calls.Add(func(id int64) *phoneCall { p.id = id; return p })
	return id
}

func (s *Server) phoneHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{"calls.list": s.phoneList, "calls.add": s.phoneAdd}
}

var phoneColumns = []string{"id", "uid", "did", "phone", "direct", "datum", "clid", "pid", "iduser", "res", "sec", "file", "src", "dst", "identity"}

// phoneList shows the calls of all users. Its own default order is no column.
func (s *Server) phoneList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "date_create"
	}
	if page := s.registryCrash(c, order, phoneColumns, "dateStart", "dateEnd", "direct", "phone", "user"); page != "" {
		return page
	}
	from, till := midnight(c.text("dateStart")), midnight(c.text("dateEnd"))
	rows := s.registry.calls.Where(func(p *phoneCall) bool {
		switch {
		case c.text("user") != "" && p.ownerID != s.idOf(c.text("user")),
			c.text("direct") != "" && p.direction != c.text("direct"),
			c.text("phone") != "" && !like(orBlank(p.from), c.text("phone")) && !like(orBlank(p.to), c.text("phone")),
			from != "" && till == "" && p.time <= from,
			from == "" && till != "" && p.time >= till,
			from != "" && till != "" && (p.time < from || p.time > till):
			return false
		}
		return true
	})
	sortBy(rows, c, func(p *phoneCall) (string, int64) { return p.column(order) })
	return bareList(c, rows, phoneRow)
}

func (p *phoneCall) column(order string) (string, int64) {
	switch order {
	case "datum":
		return p.time, 0
	case "sec":
		return "", p.seconds
	case "clid":
		return "", p.clientID
	case "pid":
		return "", p.contactID
	case "iduser":
		return "", p.ownerID
	case "uid":
		return p.uid, 0
	case "did":
		return p.line, 0
	case "direct":
		return p.direction, 0
	case "res":
		return p.result, 0
	case "src":
		return orBlank(p.from), 0
	case "dst":
		return orBlank(p.to), 0
	case "file":
		return orBlank(p.file), 0
	case "id":
		return "", p.id
	}
	return "", 0
}

// midnight is the beginning of a day, as the database reads a day where it
// expects a time.
func midnight(day string) string {
	if len(day) == len(time.DateOnly) {
		return day + " 00:00:00"
	}
	return day
}

func phoneRow(p *phoneCall) *object {
	row := &object{}
	row.set("id", p.id)
	row.set("datum", p.time)
	row.set("direct", p.direction)
	row.set("res", p.result)
	row.set("sec", p.seconds)
	row.set("src", p.from)
	row.set("dst", p.to)
	row.set("file", p.file)
	return row
}

// phoneAdd answers for the last call, beside which the error of an earlier one
// stays.
func (s *Server) phoneAdd(c *call) string {
	batch, _ := c.params["calls"].([]any)
	if len(batch) == 0 {
		return "[]"
	}
	reply, before := &object{}, &phoneCall{}
	for _, item := range batch {
		params, _ := item.(map[string]any)
		before = s.phoneStore(reply, params, before)
	}
	return encode(reply)
}

// phoneStore returns the call whose other end an internal call gets that comes next.
func (s *Server) phoneStore(reply *object, params map[string]any, before *phoneCall) *phoneCall {
	fail := func(code, text string) {
		inner := &object{}
		inner.set("code", code)
		inner.set("text", text)
		reply.set("result", "Error")
		reply.set("error", inner)
	}
	src, dst := textOf(params["src"]), textOf(params["dst"])
	if src == "" && dst == "" {
		fail("405", "Отсутствуют параметры - номера оператора и абонента")
		return before
	}
	for _, name := range []string{"uid", "direct", "datum", "res"} {
		if params[name] == nil {
			fail("500", "Column '"+name+"' cannot be null в строке 1048")
			return before
		}
	}
	made := &phoneCall{
		uid: textOf(params["uid"]), line: textOf(params["did"]), time: textOf(params["datum"]), direction: textOf(params["direct"]),
		result: textOf(params["res"]), seconds: numberOf(params["sec"]),
	}
	for name, to := range map[string]**string{"src": &made.from, "dst": &made.to, "file": &made.file} {
		if text := textOf(params[name]); params[name] != nil {
			*to = &text
		}
	}
	switch made.direction {
	case string(salesman.CallIncoming), string(salesman.CallOutgoing):
		s.findCaller(made)
	default:
		made.clientID, made.contactID, made.ownerID = before.clientID, before.contactID, before.ownerID
	}
	s.storeCall(made)
	reply.set("result", "Успешно")
	reply.set("text", fmt.Sprintf("Звонок %s -> %s записан в историю звонков", src, dst))
	return made
}

// findCaller finds who is at the other end: a user by an extension, and by a
// longer number a user, a contact or a client.
func (s *Server) findCaller(p *phoneCall) {
	number := ""
	switch p.direction {
	case string(salesman.CallIncoming):
		number = orBlank(p.from)
	case string(salesman.CallOutgoing):
		number = orBlank(p.to)
	}
	if number == "" {
		return
	}
	if len(number) < 6 {
		for _, u := range s.allUsers() {
			if u.extension == number {
				p.ownerID = u.id
				return
			}
		}
		return
	}
	number = digits(number)
	if len(number) == 11 {
		number = number[1:] // with 7 or with 8 before it
	}
	for _, u := range s.allUsers() {
		if number != "" && !u.inactive && (strings.Contains(digits(u.phone), number) || strings.Contains(digits(u.mobile), number)) {
			p.ownerID = u.id
			return
		}
	}
	p.contactID, p.clientID, p.ownerID = s.byPhone(number)
}

// byPhone finds the contact, or else the client, of a number of digits.
func (s *Server) byPhone(number string) (contactID, clientID, ownerID int64) {
	if number == "" {
		return 0, 0, 0
	}
	has := func(text string) bool { return strings.Contains(digits(text), number) }
	for _, found := range slices.Backward(s.state.contacts.All()) {
		if has(found.texts["tel"]) || has(found.texts["mob"]) {
			return found.pid, found.clientID, found.ownerID
		}
	}
	for _, found := range slices.Backward(s.state.clients.All()) {
		if has(found.text("phone")) || has(found.text("fax")) {
			return 0, found.id, found.ownerID
		}
	}
	return 0, 0, 0
}
