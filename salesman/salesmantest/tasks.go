package salesmantest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
)

// work is what the server remembers of reminders, activities, currencies, the
// price list, leads and payments.
type work struct {
	tasks      *fakestore.Table[int64, *task]
	activities *fakestore.Table[int64, *activity]
	currencies *fakestore.Table[int64, *currency]
	prices     *fakestore.Table[int64, *priceItem]
	leads      *fakestore.Table[int64, *lead]
	payments   *fakestore.Table[int64, *payment]
}

func newWork() work {
	return work{
		tasks:      fakestore.New[int64, *task](fakestore.Numbered(1)),
		activities: fakestore.New[int64, *activity](fakestore.Numbered(1)),
		currencies: fakestore.New[int64, *currency](fakestore.Numbered(1)),
		prices:     fakestore.New[int64, *priceItem](fakestore.Numbered(1)),
		leads:      fakestore.New[int64, *lead](fakestore.Numbered(1)),
		payments:   fakestore.New[int64, *payment](fakestore.Numbered(1)),
	}
}

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

func (s *Server) taskHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"task.info": s.taskInfo, "task.list": s.taskList, "task.add": s.taskAdd, "task.update": s.taskUpdate,
		"task.doit": s.taskDo, "task.delete": s.taskDelete, "task.history": s.activityAdd,
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
	row.set("dogovor", "")
	row.set("readonly", t.readonly)
	row.set("day", t.wholeDay)
	row.set("status", t.status)
	return row
}

// titleOf is the title of a client, "" for none.
func (s *Server) titleOf(clientID int64) string {
	if clientID == 0 {
		return ""
	}
	return s.clientName(clientID)
}

func (s *Server) contactRefs(ids []int64) []*object {
	refs := []*object{}
	for _, id := range ids {
		ref := &object{}
		ref.set("pid", id)
		name := ""
		if found, ok := s.state.contacts.Get(id); ok {
			name = found.texts["person"]
		}
		ref.set("person", name)
		refs = append(refs, ref)
	}
	if len(refs) == 0 { // a cleared list shows one contact of nothing
		ref := &object{}
		ref.set("pid", 0)
		ref.set("person", "")
		refs = append(refs, ref)
	}
	return refs
}

var taskColumns = []string{"tid", "datum", "totime", "title", "tip", "priority", "speed", "iduser", "clid", "did"}

// taskList shows today's reminders unless it is told the days, and nothing
// unless it is told whether they are open. Nothing is the bare [].
func (s *Server) taskList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if !slices.Contains(taskColumns, order) {
		return columnCrash(order, "ORDER BY")
	}
	from, till := c.text("dateStart"), c.text("dateEnd")
	today := s.now().Format(time.DateOnly)
	if from == "" {
		from = today
	}
	if till == "" {
		till = today
	}
	rows := s.work.tasks.Where(func(t *task) bool {
		return t.active == c.text("active") && t.day >= from && t.day <= till && s.ownedBy(c, t.ownerID) &&
			(!c.has("clid") || t.clientID == c.number("clid")) && (!c.has("did") || t.dealID == c.number("did")) &&
			(c.text("word") == "" || like(t.title, c.text("word")) || like(t.kind, c.text("word")))
	})
	sortBy(rows, c, func(t *task) (string, int64) {
		switch order {
		case "datum":
			return t.day, 0
		case "totime":
			return t.clock, 0
		case "title":
			return t.title, 0
		case "iduser":
			return "", t.ownerID
		case "clid":
			return "", t.clientID
		case "did":
			return "", t.dealID
		}
		return "", t.id
	})
	return bareList(c, rows, func(t *task) *object { return s.taskRow(t, false) })
}

// ownedBy reports whether a record of that owner is in the list asked for.
func (s *Server) ownedBy(c *call, ownerID int64) bool {
	if login := c.text("user"); login != "" {
		return s.loginOf(ownerID) == login
	}
	return s.sees(c.user, ownerID)
}

// sortBy sorts rows by a text and a number, descending unless asked otherwise.
func sortBy[T any](rows []T, c *call, key func(T) (string, int64)) {
	slices.SortStableFunc(rows, func(a, b T) int {
		x, i := key(a)
		y, j := key(b)
		less := strings.Compare(x, y)
		if less == 0 {
			less = int(max(-1, min(1, i-j)))
		}
		if c.text("first") != "old" {
			return -less
		}
		return less
	})
}

// pageRows cuts the page out of rows.
func pageRows[T any](c *call, rows []T) []T {
	from := min(int(c.number("offset"))*pageSize, len(rows))
	return rows[from:min(from+pageSize, len(rows))]
}

// bareList shows a page without a total; nothing is the bare [].
func bareList[T any](c *call, rows []T, show func(T) *object) string {
	page := pageRows(c, rows)
	if len(page) == 0 {
		return "[]"
	}
	data := make([]*object, len(page))
	for i, row := range page {
		data[i] = show(row)
	}
	return encode(map[string]any{"data": data})
}

func saved(id int64) string {
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", id)
	return encode(reply)
}

func (s *Server) taskAdd(c *call) string {
	if c.text("title") == "" {
		return failureNumber(405, "Отсутствуют параметры - Заголовок")
	}
	added := &task{
		ownerID: c.user.id, day: s.now().Format(time.DateOnly), clock: s.now().Add(time.Hour).Format("15:04"), title: c.text("title"),
		kind: "Звонок", active: "yes", priority: "0", speed: "0", readonly: "no", status: "0",
		clientID: c.number("clid"), dealID: c.number("did"), contacts: ids(c.text("pid")),
	}
	if login := c.text("user"); login != "" {
		owner, ok := s.state.users[login]
		if !ok {
			return crashPage("Uncaught TypeError: implode(): Argument #1 ($array) must be of type array, string given", "task.php", 566)
		}
		if owner.id != c.user.id {
			added.ownerID, added.authorID = owner.id, c.user.id
		}
	}
	if des := c.text("des"); des != "" {
		added.des = &des
	}
	if day := c.text("day"); day == "yes" {
		added.wholeDay = &day
	}
	added.take(c)
	id, _ := s.work.tasks.Add(func(id int64) *task { added.id = id; return added })
	return saved(id)
}

// take stores what is sent and kept where it is not.
func (t *task) take(c *call) {
	for name, to := range map[string]*string{
		"datum": &t.day, "totime": &t.clock, "title": &t.title, "tip": &t.kind, "priority": &t.priority, "speed": &t.speed, "readonly": &t.readonly,
	} {
		if text := c.text(name); text != "" {
			*to = text
		}
	}
	if c.has("clid") {
		t.clientID = c.number("clid")
	}
	if c.has("did") {
		t.dealID = c.number("did")
	}
}

func ids(text string) []int64 {
	var list []int64
	for part := range strings.SplitSeq(text, ",") {
		if id := numberOf(part); id > 0 {
			list = append(list, id)
		}
	}
	return list
}

// taskUpdate makes the caller the owner, and resets most of what is not sent.
func (s *Server) taskUpdate(c *call) string {
	found, problem := s.findTask(c)
	if problem != "" {
		return problem
	}
	s.work.tasks.Update(found.id, func(old *task) *task {
		changed := *old
		changed.ownerID, changed.priority, changed.speed, changed.readonly, changed.active = c.user.id, "0", "0", "no", "yes"
		des, day := c.text("des"), c.text("day")
		changed.des, changed.wholeDay, changed.contacts = &des, &day, ids(c.text("pid"))
		if active := c.text("active"); active != "" {
			changed.active = active
		}
		changed.take(c)
		return &changed
	})
	return saved(found.id)
}

func (s *Server) taskDo(c *call) string {
	found, problem := s.findTask(c)
	if problem != "" {
		return problem
	}
	status := c.text("status")
	if status == "" {
		status = "1"
	}
	s.work.tasks.Update(found.id, func(old *task) *task {
		changed := *old
		changed.active, changed.status = "no", status
		return &changed
	})
	history := s.storeActivity(&activity{
		time: s.now().Format(time.DateTime), content: c.text("description"), kind: found.kind, ownerID: c.user.id,
		clientID: found.clientID, dealID: found.dealID, contacts: found.contacts,
	})
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", found.id)
	reply.set("message", "Добавлена Активность")
	reply.set("historyID", history)
	return encode(reply)
}

func (s *Server) taskDelete(c *call) string {
	found, problem := s.findTask(c)
	if problem != "" {
		return problem
	}
	s.work.tasks.Delete(found.id)
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", found.id)
	reply.set("message", "Запись удалена")
	return encode(reply)
}
