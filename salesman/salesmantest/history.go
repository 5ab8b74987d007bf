package salesmantest

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// activity is a stored record of the history.
type activity struct {
	id, ownerID, clientID, dealID int64
	time, content, kind           string
	contacts                      []int64
}

// Activity is a record of the history to begin with; see [Server.AddActivity].
type Activity struct {
	// ID is set by [Server.Activities]; AddActivity does not read it.
	ID      int64
	Content string
	// Type is the title of an activity type; default "Событие".
	Type string
	// Time is when it happened; default now.
	Time time.Time
	// Owner is the login of the user who did it; default [Login].
	Owner            string
	ClientID, DealID int64
	ContactIDs       []int64
}

// AddActivity stores a record of the history, as if it had been there before, and
// returns its id.
func (s *Server) AddActivity(a Activity) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Time.IsZero() {
		a.Time = s.now()
	}
	return s.storeActivity(&activity{
		ownerID: s.seedOwner(a.Owner), clientID: a.ClientID, dealID: a.DealID, contacts: slices.Clone(a.ContactIDs),
		time: a.Time.In(s.config.location).Format(time.DateTime), content: a.Content, kind: or(a.Type, "Событие"),
	})
}

// activityType is a type of activities and reminders; those that a call made have
// no color.
type activityType struct{ title, color, filter string }

// newActivityTypes are those of a new account.
func newActivityTypes() []activityType {
	return []activityType{
		{"Первичный звонок", "#009900", "all"}, {"Факс", "#cc00cc", "activ"}, {"Встреча", "#ffcc00", "all"}, {"Задача", "#ff6600", "all"},
		{"Предложение", "#66ccff", "activ"}, {"Событие", "#666699", "activ"}, {"исх.Почта", "#cccc00", "all"},
		{"вх.Звонок", "#99cc00", "all"}, {"вх.Почта", "#cc3300", "all"}, {"Поздравление", "#009999", "task"},
		{"исх.2.Звонок", "#339966", "all"}, {"Отправка КП", "#ff0000", "all"},
	}
}

// AddActivityType adds a type of activities and reminders to those of a new
// account. Filter is "all", "activ" for activities alone or "task" for reminders
// alone.
func (s *Server) AddActivityType(title, color, filter string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.office.activityTypes = append(s.office.activityTypes, activityType{title, color, or(filter, "all")})
}

// activityTypeUsed adds a type that is new, and one of no title too.
func (s *Server) activityTypeUsed(title string) {
	known := func(t activityType) bool { return strings.EqualFold(t.title, title) }
	if !slices.ContainsFunc(s.office.activityTypes, known) {
		s.office.activityTypes = append(s.office.activityTypes, activityType{title: title, filter: "all"})
	}
}

func (s *Server) activityTypes(*call) string {
	rows := []*object{}
	for _, t := range s.office.activityTypes {
		row := &object{}
		row.set("title", t.title)
		row.set("color", orNull(t.color))
		row.set("filter", t.filter)
		rows = append(rows, row)
	}
	return encode(map[string]any{"data": rows})
}

func (s *Server) activityHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"history.fields": fixed(`{"data":{"cid":"Идентификатор записи","datum":"Дата","des":"Содержание","tip":"Тип активности",` +
			`"iduser":"Ответственный","clid":"ID клиента","pid":"ID контакта (массив)","did":"ID сделки"}}`),
		"history.tips": s.activityTypes, "history.info": s.activityInfo, "history.list": s.activityList, "history.add": s.activityAdd,
		"history.add_list": s.activityAddList, "history.delete": s.activityDelete, "currency.history": s.activityAdd,
	}
}

func (s *Server) storeActivity(a *activity) int64 {
	id, _ := s.work.activities.Add(func(id int64) *activity { a.id = id; return a })
	return id
}

const activityUnknown = "Не найдено в пределах аккаунта указанного пользователя."

// activityInfo shows at most the first contact.
func (s *Server) activityInfo(c *call) string {
	if c.text("id") == "" {
		return failureNumber(405, "Отсутствуют параметры - id напоминания")
	}
	found, ok := s.work.activities.Get(c.number("id"))
	if !ok {
		return failure("403", activityUnknown)
	}
	return encode(map[string]any{"data": s.activityRow(found, found.content, found.contacts[:min(len(found.contacts), 1)])})
}

func (s *Server) activityRow(a *activity, content string, contacts []int64) *object {
	row := &object{}
	row.set("cid", a.id)
	row.set("datum", a.time)
	row.set("content", content)
	row.set("tip", a.kind)
	row.set("iduser", a.ownerID)
	row.set("user", s.loginOf(a.ownerID))
	row.set("clid", a.clientID)
	row.set("client", s.titleOf(a.clientID))
	row.set("person", s.contactRefs(contacts))
	row.set("did", a.dealID)
	row.set("dogovor", s.dealTitle(a.dealID))
	return row
}

// activityColumns are the columns that activities can be sorted by.
var activityColumns = []string{"cid", "datum", "des", "tip", "iduser", "clid", "pid", "did"}

// column is what an activity is sorted by: a text or a number.
func (a *activity) column(name string) (string, int64) {
	switch name {
	case "datum":
		return a.time, 0
	case "des":
		return a.content, 0
	case "tip":
		return a.kind, 0
	case "pid":
		return storedIDs(a.contacts), 0
	case "iduser":
		return "", a.ownerID
	case "clid":
		return "", a.clientID
	case "did":
		return "", a.dealID
	}
	return "", a.id
}

// activityList finds nothing without a contact, and today's unless it is told
// the days; the last day ends at its beginning. The type is ignored.
func (s *Server) activityList(c *call) string {
	order := or(c.text("order"), "datum")
	if !slices.Contains(activityColumns, order) {
		return columnCrash(order, "ORDER BY")
	}
	if s.offsetCrashes(c) {
		return offsetCrash("history.php", 392)
	}
	from, till := or(c.text("dateStart"), s.today()), or(c.text("dateEnd"), s.today())
	rows := s.work.activities.Where(func(a *activity) bool {
		return slices.Contains(a.contacts, c.number("pid")) && a.time >= from && a.time <= till+" 00:00:00" && s.ownedBy(c, a.ownerID) &&
			(c.number("clid") == 0 || a.clientID == c.number("clid")) && (c.number("did") == 0 || a.dealID == c.number("did")) &&
			(c.text("word") == "" || like(a.content, c.text("word")) || like(a.kind, c.text("word")))
	})
	sortBy(rows, c, func(a *activity) (string, int64) { return a.column(order) })
	return bareList(c, rows, func(a *activity) *object {
		return s.activityRow(a, strings.ReplaceAll(a.content, "\n", "<br />\n"), a.contacts)
	})
}

// activityOf makes an activity of parameters; nil where something is missing.
// Without a day it gets the date of nothing.
func (s *Server) activityOf(c *call) *activity {
	if c.text("content") == "" || c.number("clid") == 0 && c.text("pid") == "" && c.number("did") == 0 {
		return nil
	}
	a := &activity{
		time: "0000-00-00 00:00:00", content: plainText(c.text("content")), kind: plainText(c.text("tip")), ownerID: s.ownerNamed(c, c.text("user")),
		clientID: c.number("clid"), dealID: c.number("did"), contacts: ids(c.text("pid")),
	}
	switch day := c.text("datum"); {
	case len(day) == len(time.DateOnly):
		a.time = day + s.now().Format(" 15:04:05")
	case day != "":
		a.time = day
	}
	return a
}

// activityAdd is no event: the CRM reports what users store in its interface. The older
// ways add a new type to those of the account, whatever comes of the activity.
func (s *Server) activityAdd(c *call) string {
	if c.endpoint != "history" {
		s.activityTypeUsed(plainText(c.text("tip")))
	}
	a := s.activityOf(c)
	if a == nil {
		return failureNumber(405, "Отсутствуют параметры")
	}
	if c.endpoint == "history" {
		a.kind = or(a.kind, "Событие")
	}
	return saved(s.storeActivity(a))
}

// activityAddList keeps error and data of an earlier item in later ones.
func (s *Server) activityAddList(c *call) string {
	results := []map[string]any{}
	reply := map[string]any{}
	for _, item := range itemsOf(c.params["list"]) {
		params, _ := item.(map[string]any)
		one := *c
		if one.params = maps.Clone(params); textOf(params["user"]) == "" && one.params != nil {
			one.params["user"] = c.text("user")
		}
		if a := s.activityOf(&one); a != nil {
			reply["result"], reply["data"] = "Успешно", s.storeActivity(a)
		} else {
			reply["result"], reply["error"] = "Error", map[string]any{"code": 405, "text": "Отсутствуют параметры - Заголовок"}
		}
		results = append(results, maps.Clone(reply))
	}
	return encode(results)
}

// activityDelete does not find what the user does not see.
func (s *Server) activityDelete(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - cid записи")
	}
	found, ok := s.work.activities.Get(c.number("id"))
	if !ok || !s.sees(c.user, found.ownerID) {
		return failureNumber(403, activityUnknown)
	}
	s.work.activities.Delete(found.id)
	return `{"result":"Успешно"}`
}
