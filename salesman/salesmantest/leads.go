package salesmantest

import (
	"slices"
	"time"
)

// lead is a stored lead.
type lead struct {
	id      int64
	created time.Time
	texts   map[string]string
}

// leadNames are the texts of a lead that are stored.
var leadNames = []string{"title", "email", "phone", "site", "company", "description", "country", "city", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_referrer"}

func (s *Server) leadHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{"lead.info": s.leadInfo, "lead.list": s.leadList, "lead.add": s.leadAdd}
}

// leadAdd changes the lead of an id that is sent, and stores anything else.
func (s *Server) leadAdd(c *call) string {
	made := &lead{created: s.now(), texts: map[string]string{}}
	for _, name := range leadNames {
		if text := c.text(name); text != "" {
			made.texts[name] = text
		}
	}
	id := c.number("id")
	if id > 0 {
		made.id = id
		s.work.leads.Put(id, made)
	} else {
		id, _ = s.work.leads.Add(func(id int64) *lead { made.id = id; return made })
	}
	reply := &object{}
	reply.set("result", "Success")
	reply.set("id", id)
	return encode(reply)
}

// text is a text of a lead; null if there is none.
func (l *lead) text(name string) any {
	if text, ok := l.texts[name]; ok {
		return text
	}
	return nil
}

func (s *Server) leadInfo(c *call) string {
	row := &object{}
	found, ok := s.work.leads.Get(c.number("id"))
	if ok {
		row.set("id", found.id)
		row.set("datum", s.stamp(found.created))
		row.set("datum_do", nil)
		row.set("status", 0)
		row.set("rezult", 0)
		for _, name := range leadNames {
			row.set(name, found.text(name))
		}
		for _, name := range []string{"iduser", "clientpath", "pid", "clid", "did", "partner"} {
			row.set(name, 0)
		}
		row.set("uids", []any{})
		row.set("statusName", "Открыт")
	} else { // no word of it
		row.set("description", "")
		row.set("statusName", "")
	}
	row.set("rezultName", nil)
	row.set("clientpathName", "")
	row.set("userName", nil)
	row.set("client", nil)
	row.set("person", nil)
	row.set("deal", nil)
	reply := &object{}
	reply.set("data", row)
	reply.set("id", c.number("id"))
	return encode(reply)
}

// leadList calls a list without rows an error, and finds nothing with one day
// of two.
func (s *Server) leadList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if !slices.Contains([]string{"id", "datum", "datum_do", "status"}, order) {
		return columnCrash(order, "ORDER BY")
	}
	from, till := c.text("dateStart"), c.text("dateEnd")
	rows := s.work.leads.Where(func(l *lead) bool {
		day := l.created.Format(time.DateOnly)
		return (from == "") == (till == "") && (from == "" || day >= from && day <= till) && (c.text("status") == "" || c.text("status") == "0")
	})
	sortBy(rows, c, func(l *lead) (string, int64) {
		if order == "datum" {
			return l.created.Format(time.DateTime), 0
		}
		return "", l.id
	})
	page := pageRows(c, rows)
	if len(page) == 0 {
		return failureNumber(404, "Не найдено")
	}
	return bareList(c, rows, s.leadRow)
}

func (s *Server) leadRow(l *lead) *object {
	row := &object{}
	row.set("id", l.id)
	row.set("datum", s.stamp(l.created))
	row.set("datum_do", nil)
	for _, name := range []string{"email", "phone", "site", "company", "city", "country"} {
		row.set(name, l.text(name))
	}
	row.set("content", l.text("description"))
	for _, name := range []string{"clid", "pid", "did", "user", "status"} {
		row.set(name, 0)
	}
	for _, name := range []string{"client", "person", "deal", "rezult", "clientpathName"} {
		row.set(name, nil)
	}
	row.set("userName", "Не определен")
	row.set("statusName", "Открыт")
	row.set("rezultName", "")
	row.set("clientpath", "0")
	row.set("uids", []any{})
	return row
}
