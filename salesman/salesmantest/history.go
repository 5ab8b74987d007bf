package salesmantest

import (
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

func (s *Server) activityHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"history.info": s.activityInfo, "history.list": s.activityList, "history.add": s.activityAdd,
		"history.add_list": s.activityAddList, "history.delete": s.activityDelete, "currency.history": s.activityAdd,
	}
}

func (s *Server) storeActivity(a *activity) int64 {
	id, _ := s.work.activities.Add(func(id int64) *activity { a.id = id; return a })
	return id
}

func (s *Server) activityInfo(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - id напоминания")
	}
	found, ok := s.work.activities.Get(c.number("id"))
	if !ok {
		return failure("403", "Не найдено в пределах аккаунта указанного пользователя.")
	}
	return encode(map[string]any{"data": s.activityRow(found)})
}

func (s *Server) activityRow(a *activity) *object {
	row := &object{}
	row.set("cid", a.id)
	row.set("datum", a.time)
	row.set("content", strings.ReplaceAll(a.content, "\n", "<br />\n"))
	row.set("tip", a.kind)
	row.set("iduser", a.ownerID)
	row.set("user", s.loginOf(a.ownerID))
	row.set("clid", a.clientID)
	row.set("client", s.titleOf(a.clientID))
	row.set("person", s.contactRefs(a.contacts))
	row.set("did", a.dealID)
	row.set("dogovor", "")
	return row
}

// activityList finds nothing without a contact, and today's unless it is told
// the days; the last day ends at its beginning.
func (s *Server) activityList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if !slices.Contains([]string{"cid", "datum", "tip", "iduser", "clid", "did"}, order) {
		return columnCrash(order, "ORDER BY")
	}
	if text := c.text("offset"); text != "" && strings.Trim(text, "0123456789") != "" {
		return crashPage("Uncaught TypeError: Unsupported operand types: string * int", "history.php", 392)
	}
	from, till := c.text("dateStart"), c.text("dateEnd")
	today := s.now().Format(time.DateOnly)
	if from == "" {
		from = today
	}
	if till == "" {
		till = today
	}
	rows := s.work.activities.Where(func(a *activity) bool {
		return slices.Contains(a.contacts, c.number("pid")) && a.time >= from && a.time <= till+" 00:00:00" && s.ownedBy(c, a.ownerID) &&
			(!c.has("clid") || a.clientID == c.number("clid")) && (!c.has("did") || a.dealID == c.number("did")) &&
			(c.text("word") == "" || like(a.content, c.text("word")) || like(a.kind, c.text("word")))
	})
	sortBy(rows, c, func(a *activity) (string, int64) {
		switch order {
		case "datum":
			return a.time, 0
		case "tip":
			return a.kind, 0
		}
		return "", a.id
	})
	return bareList(c, rows, s.activityRow)
}

// activityOf makes an activity of a call's parameters; nil where something is
// missing. Without a day it gets the date of nothing.
func (s *Server) activityOf(c *call) *activity {
	if c.text("content") == "" || c.number("clid") == 0 && c.text("pid") == "" && c.number("did") == 0 {
		return nil
	}
	a := &activity{
		time: "0000-00-00 00:00:00", content: c.text("content"), kind: c.text("tip"), ownerID: c.user.id,
		clientID: c.number("clid"), dealID: c.number("did"), contacts: ids(c.text("pid")),
	}
	if a.kind == "" {
		a.kind = "Событие"
	}
	switch day := c.text("datum"); {
	case len(day) == len(time.DateOnly):
		a.time = day + s.now().Format(" 15:04:05")
	case day != "":
		a.time = day
	}
	if owner := s.state.users[c.text("user")]; owner != nil {
		a.ownerID = owner.id
	}
	return a
}

func (s *Server) activityAdd(c *call) string {
	a := s.activityOf(c)
	if a == nil {
		return failureNumber(405, "Отсутствуют параметры")
	}
	return saved(s.storeActivity(a))
}

// activityAddList keeps error and data of an earlier item in later ones.
func (s *Server) activityAddList(c *call) string {
	items, _ := c.params["list"].([]any)
	if named := c.object("list"); named != nil {
		for _, item := range named {
			items = append(items, item)
		}
	}
	results := []map[string]any{}
	reply := map[string]any{}
	for _, item := range items {
		params, _ := item.(map[string]any)
		one := *c
		one.params = params
		if a := s.activityOf(&one); a != nil {
			reply["result"], reply["data"] = "Успешно", s.storeActivity(a)
		} else {
			reply["result"], reply["error"] = "Error", map[string]any{"code": 405, "text": "Отсутствуют параметры - Заголовок"}
		}
		result := map[string]any{}
		for name, value := range reply {
			result[name] = value
		}
		results = append(results, result)
	}
	return encode(results)
}

func (s *Server) activityDelete(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - cid записи")
	}
	if !s.work.activities.Delete(c.number("id")) {
		return failureNumber(403, "Не найдено в пределах аккаунта указанного пользователя.")
	}
	return `{"result":"Успешно"}`
}
