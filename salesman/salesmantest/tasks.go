package salesmantest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// task is a stored reminder.
type task struct {
	id, ownerID, authorID   int64
	clientID, dealID        int64
	day, clock, title, kind string
	des                     *string
	contacts                []int64
	active, priority, speed string
	readonly, status        string
	wholeDay                *string
}

// Task is a reminder to begin with; see [Server.AddTask].
type Task struct {
	// ID is set by [Server.Tasks]; AddTask does not read it.
	ID                 int64
	Title, Description string
	// Type is the title of an activity type; default "Звонок".
	Type string
	// Date is the day; default today. Time is the time of day, HH:MM; default in an
	// hour.
	Date salesman.Date
	Time string
	// Owner is the login of the user who has to do it; default [Login]. Author is
	// that of who set it, if it was someone else.
	Owner, Author    string
	ClientID, DealID int64
	ContactIDs       []int64
	// Importance and Urgency are levels; default [salesman.LevelNormal].
	Importance, Urgency salesman.TaskLevel
	// Outcome is how it was done; an open reminder has none.
	Outcome            salesman.TaskOutcome
	ReadOnly, WholeDay bool
}

// AddTask stores a reminder, as if it had been there before, and returns its id.
func (s *Server) AddTask(t Task) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := s.newTask(t.Title)
	added.ownerID, added.clientID, added.dealID, added.contacts = s.seedOwner(t.Owner), t.ClientID, t.DealID, slices.Clone(t.ContactIDs)
	if t.Author != "" {
		added.authorID = s.seedOwner(t.Author)
	}
	if !t.Date.IsZero() {
		added.day = t.Date.String()
	}
	if t.Description != "" {
		added.des = &t.Description
	}
	if t.WholeDay {
		yes := "yes"
		added.wholeDay = &yes
	}
	if t.ReadOnly {
		added.readonly = "yes"
	}
	if t.Outcome != "" && t.Outcome != salesman.TaskOutcomeNone {
		added.active, added.status = "no", string(t.Outcome)
	}
	added.clock, added.kind = or(t.Time, added.clock), or(t.Type, added.kind)
	added.priority, added.speed = or(string(t.Importance), "0"), or(string(t.Urgency), "0")
	return s.storeTask(added)
}

// newTask is a reminder with all that is set by default.
func (s *Server) newTask(title string) *task {
	return &task{
		day: s.today(), clock: s.now().Add(time.Hour).Format("15:04"), title: title,
		kind: "Звонок", active: "yes", priority: "0", speed: "0", readonly: "no", status: "0",
	}
}

func (s *Server) storeTask(t *task) int64 {
	id, _ := s.work.tasks.Add(func(id int64) *task { t.id = id; return t })
	return id
}

func (s *Server) taskHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"task.fields": fixed(`{"data":{"tid":"Идентификатор напоминания","datum":"Дата","totime":"Время","title":"Тема","des":"Агенда",` +
			`"tip":"Тип напоминания","active":"Признак: выполнено,активно","priority":"Важность","speed":"Срочность","iduser":"Ответственный",` +
			`"autor":"Автор напоминания","clid":"ID клиента","pid":"ID контакта","did":"ID сделки","readonly":"Только для чтения",` +
			`"day":"На весь день","status":"Статус выполнения"}}`),
		"task.tips": s.activityTypes, "task.info": s.taskInfo, "task.list": s.taskList, "task.add": s.taskAdd,
		"task.update": s.taskUpdate, "task.doit": s.taskDo, "task.delete": s.taskDelete, "task.history": s.activityAdd,
	}
}

const (
	taskMissing = "Отсутствуют параметры - tid напоминания"
	taskUnknown = "Напоминание не найдено."
)

// findTask returns the reminder, or the error in its place.
func (s *Server) findTask(c *call) (*task, string) {
	if c.number("id") == 0 {
		return nil, failureNumber(405, taskMissing)
	}
	found, ok := s.work.tasks.Get(c.number("id"))
	if !ok {
		return nil, failureNumber(403, taskUnknown)
	}
	return found, ""
}

// taskInfo does not look at whose reminder it is.
func (s *Server) taskInfo(c *call) string {
	if c.text("id") == "" {
		return failureNumber(405, "Отсутствуют параметры - id напоминания")
	}
	found, ok := s.work.tasks.Get(c.number("id"))
	if !ok {
		return failure("403", "Напоминание с указанным id не найдено в пределах аккаунта указанного пользователя.")
	}
	return encode(map[string]any{"data": s.taskRow(found, true)})
}

func (s *Server) taskRow(t *task, info bool) *object {
	row := &object{}
	row.set("tid", strconv.FormatInt(t.id, 10))
	row.set("datum", t.day)
	row.set("totime", t.clock)
	row.set("title", t.title)
	row.set("des", t.des)
	row.set("tip", t.kind)
	row.set("active", t.active)
	row.set("priority", t.priority)
	row.set("speed", t.speed)
	row.set("iduser", t.ownerID)
	row.set("user", s.loginOf(t.ownerID))
	row.set("autor", t.authorID)
	row.set("autorlogin", s.loginOf(t.authorID))
	row.set("clid", t.clientID)
	row.set("client", s.titleOf(t.clientID))
	if info { // lists do not show them
		row.set("person", s.contactRefs(t.contacts))
	}
	row.set("did", t.dealID)
	row.set("dogovor", s.dealTitle(t.dealID))
	row.set("readonly", t.readonly)
	row.set("day", t.wholeDay)
	row.set("status", t.status)
	return row
}

// contactRefs shows contacts; none as one contact of nothing.
func (s *Server) contactRefs(ids []int64) []*object {
	refs := []*object{}
	add := func(id int64, name any) {
		ref := &object{}
		ref.set("pid", id)
		ref.set("person", name)
		refs = append(refs, ref)
	}
	for _, id := range ids {
		add(id, s.contactName(id))
	}
	if len(refs) == 0 {
		add(0, "")
	}
	return refs
}

// taskColumns are the columns that reminders can be sorted by.
var taskColumns = []string{
	"tid", "datum", "totime", "title", "des", "tip", "active", "priority", "speed", "iduser", "autor", "clid", "pid", "did", "readonly", "day", "status",
}

// column is what a reminder is sorted by: a text or a number.
func (t *task) column(name string) (string, int64) {
	first := func(text *string) string {
		if text == nil {
			return ""
		}
		return *text
	}
	switch name {
	case "tid":
		return "", t.id
	case "iduser":
		return "", t.ownerID
	case "autor":
		return "", t.authorID
	case "clid":
		return "", t.clientID
	case "did":
		return "", t.dealID
	case "pid":
		return storedIDs(t.contacts), 0
	}
	return map[string]string{
		"datum": t.day, "totime": t.clock, "title": t.title, "des": first(t.des), "tip": t.kind, "active": t.active,
		"priority": t.priority, "speed": t.speed, "readonly": t.readonly, "day": first(t.wholeDay), "status": t.status,
	}[name], 0
}

// storedIDs is how the server keeps a list of ids.
func storedIDs(list []int64) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", ";"), "[]")
}

// taskList shows today's reminders unless it is told the days, and nothing
// unless it is told whether they are open, as on PHP 8; a status asks for the ones
// that are done, however. The type is ignored. Nothing is the bare [].
func (s *Server) taskList(c *call) string {
	order := or(c.text("order"), "datum")
	if !slices.Contains(taskColumns, order) {
		return columnCrash(order, "ORDER BY")
	}
	if s.offsetCrashes(c) {
		return offsetCrash("task.php", 399)
	}
	from, till, active := or(c.text("dateStart"), s.today()), or(c.text("dateEnd"), s.today()), c.text("active")
	if c.text("status") != "" {
		active = "no"
	}
	rows := s.work.tasks.Where(func(t *task) bool {
		des, _ := t.column("des")
		return t.active == active && t.day >= from && t.day <= till && s.ownedBy(c, t.ownerID) &&
			(c.number("clid") == 0 || t.clientID == c.number("clid")) && (c.number("did") == 0 || t.dealID == c.number("did")) &&
			(c.text("word") == "" || like(t.title, c.text("word")) || like(des, c.text("word")) || like(t.kind, c.text("word")))
	})
	sortBy(rows, c, func(t *task) (string, int64) { return t.column(order) })
	return bareList(c, rows, func(t *task) *object { return s.taskRow(t, false) })
}

// offsetCrashes reports whether the script dies on the page that is asked for: one
// that is no number, which PHP 7 takes for the first.
func (s *Server) offsetCrashes(c *call) bool {
	return s.config.php8 && strings.Trim(c.text("offset"), "0123456789") != ""
}

func offsetCrash(file string, line int) string {
	return crashPage("Uncaught TypeError: Unsupported operand types: string * int", file, line)
}

// taskAdd refuses an unknown login without a word; PHP 8 dies of that.
func (s *Server) taskAdd(c *call) string {
	if c.text("title") == "" {
		return failureNumber(405, "Отсутствуют параметры - Заголовок")
	}
	added := s.newTask("")
	added.ownerID, added.authorID, added.contacts = c.user.id, c.number("autor"), s.taskContacts(c)
	if login := c.text("user"); login != "" {
		owner, ok := s.state.users[login]
		switch {
		case !ok && s.config.php8:
			return crashPage("Uncaught TypeError: implode(): Argument #1 ($array) must be of type array, string given", "task.php", 566)
		case !ok:
			return failureNumber(409, "")
		case owner != c.user:
			added.ownerID, added.authorID = owner.id, c.user.id
		default:
			added.authorID = 0
		}
	}
	if des := plainText(c.text("des")); des != "" {
		added.des = &des
	}
	if day := c.text("day"); day == "yes" {
		added.wholeDay = &day
	}
	if added.authorID == added.ownerID {
		added.authorID = 0
	}
	added.take(c)
	s.taskTypeUsed(c)
	id := s.storeTask(added)
	s.fire(c, salesman.WebhookTaskAdded, "id", id, "autor", c.user.id)
	return saved(id)
}

// take stores what is sent and kept where it is not.
func (t *task) take(c *call) {
	for name, to := range map[string]*string{
		"datum": &t.day, "totime": &t.clock, "title": &t.title, "tip": &t.kind, "priority": &t.priority, "speed": &t.speed, "readonly": &t.readonly,
	} {
		if text := plainText(c.text(name)); text != "" {
			*to = text
		}
	}
	if _, err := time.Parse(time.DateOnly, t.day); err != nil {
		t.day = "0000-00-00" // what the database makes of it
	}
	if id := c.number("clid"); id > 0 {
		t.clientID = id
	}
	if id := c.number("did"); id > 0 {
		t.dealID = id
	}
}

// taskTypeUsed adds a type that is new.
func (s *Server) taskTypeUsed(c *call) {
	if kind := plainText(c.text("tip")); kind != "" {
		s.activityTypeUsed(kind)
	}
}

// taskContacts are those that are sent, or the main one of the client that is.
func (s *Server) taskContacts(c *call) []int64 {
	list := ids(c.text("pid"))
	if client, ok := s.state.clients.Get(c.number("clid")); ok && len(list) == 0 {
		list = idsOf(client.values["pid"])
	}
	return list
}

// taskUpdate makes the caller the owner, and resets most of what is not sent, the
// author too. A client or deal stays where none is sent.
func (s *Server) taskUpdate(c *call) string {
	found, problem := s.findTask(c)
	if problem != "" {
		return problem
	}
	contacts := s.taskContacts(c)
	s.work.tasks.Update(found.id, func(old *task) *task {
		changed := *old
		changed.ownerID, changed.authorID, changed.priority, changed.speed, changed.readonly = c.user.id, c.number("autor"), "0", "0", "no"
		des, day := plainText(c.text("des")), c.text("day")
		changed.des, changed.wholeDay, changed.contacts = &des, &day, contacts
		changed.active = or(c.text("active"), "yes")
		changed.take(c)
		return &changed
	})
	s.taskTypeUsed(c)
	s.fire(c, salesman.WebhookTaskChanged, "id", found.id, "autor", c.user.id)
	return saved(found.id)
}

// taskDo stores an activity each time.
func (s *Server) taskDo(c *call) string {
	found, problem := s.findTask(c)
	if problem != "" {
		return problem
	}
	s.work.tasks.Update(found.id, func(old *task) *task {
		changed := *old
		changed.active, changed.status = "no", or(c.text("status"), "1")
		return &changed
	})
	history := s.storeActivity(&activity{
		time: s.now().Format(time.DateTime), content: plainText(or(c.text("description"), "Выполнено напоминание")), kind: or(c.text("tip"), found.kind), ownerID: c.user.id,
		clientID: found.clientID, dealID: found.dealID, contacts: found.contacts,
	})
	s.fire(c, salesman.WebhookTaskDone, "id", found.id, "autor", c.user.id)
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", found.id)
	reply.set("message", "Добавлена Активность")
	reply.set("historyID", history)
	return encode(reply)
}

// taskDelete does not find what the user does not see.
func (s *Server) taskDelete(c *call) string {
	found, problem := s.findTask(c)
	switch {
	case problem != "":
		return problem
	case !s.sees(c.user, found.ownerID):
		return failureNumber(403, taskUnknown)
	}
	s.work.tasks.Delete(found.id)
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", found.id)
	reply.set("message", "Запись удалена")
	return encode(reply)
}
