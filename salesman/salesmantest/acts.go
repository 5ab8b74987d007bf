package salesmantest

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

func (s *Server) actHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"akt.statuses":      fixed(failureNumber(404, "Не найдено")),
		"akt.templates":     fixed(`{"data":[{"id":4,"title":"Приёма-передачи. Услуги","file":"akt_simple.tpl","typeid":2},{"id":5,"title":"Приёма-передачи. Услуги (расширенный)","file":"akt_full.tpl","typeid":2}]}`),
		"akt.info":          s.actInfo,
		"akt.list":          s.actList,
		"akt.add":           s.actAdd,
		"akt.update":        s.actUpdate,
		"akt.status_change": func(c *call) string { return setStatus(c, s.state.acts) },
		"akt.delete":        func(c *call) string { return deleteRecord(c, s.state.acts) },
		"akt.mail":          s.actMail,
		"akt.html":          s.actHTML,
		"akt.pdf":           s.actPDF,
	}
}

// russianDay shows YYYY-MM-DD as DD.MM.YYYY.
func russianDay(day string) string {
	parts := strings.Split(day, "-")
	if len(parts) != 3 {
		return ""
	}
	slices.Reverse(parts)
	return strings.Join(parts, ".")
}

func (s *Server) actInfo(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - id Акта")
	}
	r, ok := s.state.acts.Get(c.number("id"))
	if !ok {
		return failureNumber(404, "Документ не найден")
	}
	row := &object{}
	row.set("deid", r.id)
	row.set("datum", russianDay(r.text("date")))
	row.set("number", r.text("number"))
	row.set("title", "Акт приема-передачи")
	row.set("description", r.text("description"))
	row.set("template", r.text("template"))
	row.set("did", r.number("did"))
	row.set("signer", 0)
	row.set("status", fmt.Sprint(r.number("status")))
	row.set("statusTitle", false)
	positions := &object{}
	for _, position := range r.lines {
		fields, _ := position.(map[string]any)
		shown := &object{}
		shown.set("id", len(positions.names)+1)
		shown.set("spid", numberOf(fields["spid"]))
		shown.set("prid", numberOf(fields["prid"]))
		shown.set("kol", figure(fields["kol"]))
		positions.set(textOf(fields["spid"]), shown)
	}
	if len(positions.names) > 0 {
		row.set("positions", positions)
	} else {
		row.set("positions", []any{})
	}
	return encode(map[string]any{"data": row})
}

// actList counts pages from 1, and has 100 rows on each.
func (s *Server) actList(c *call) string {
	const size = 100
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if !slices.Contains([]string{"deid", "datum", "number", "invoice", "summa"}, order) {
		return columnCrash("ct."+order, "ORDER BY")
	}
	rows := s.state.acts.Where(func(r *record) bool {
		deal, ok := s.state.deals.Get(r.number("did"))
		return ok && s.visible(c, deal.ownerID) && (c.number("clid") == 0 || deal.number("clid") == c.number("clid")) &&
			(c.text("word") == "" || r.text("number") == c.text("word") || like(deal.text("title"), c.text("word")))
	})
	column := func(r *record) string {
		switch order {
		case "deid":
			return fmt.Sprint(r.id)
		case "datum":
			return r.text("date")
		}
		return r.text(order)
	}
	page := max(c.number("offset"), 1)
	c.params["offset"] = fmt.Sprint(page - 1)
	shown := s.page(c, rows, column, size, func(r *record) *object {
		deal, _ := s.state.deals.Get(r.number("did"))
		row := &object{}
		row.set("id", r.id)
		row.set("datum", russianDay(r.text("date")))
		row.set("number", r.text("number"))
		row.set("summa", figure(deal.values["kol"]))
		row.set("clid", deal.number("clid"))
		row.set("client", s.clientName(deal.number("clid")))
		row.set("did", deal.id)
		row.set("deal", deal.text("title"))
		row.set("status", nil)
		row.set("statusTitle", "--")
		row.set("complect", 100)
		return row
	})
	reply, params := &object{}, &object{}
	params.set("page", page)
	params.set("pageall", (len(rows)+size-1)/size)
	params.set("ord", order)
	params.set("count", len(shown))
	if shown == nil {
		shown = []*object{}
	}
	reply.set("data", shown)
	reply.set("params", params)
	reply.set("count", len(shown))
	return encode(reply)
}

// actAdd needs a deal that is far enough: at too low a stage it stores nothing
// and does not say so.
func (s *Server) actAdd(c *call) string {
	deal, ok := s.state.deals.Get(c.number("did"))
	switch {
	case !ok:
		return failureNumber(405, "Не найдено записи Сделки")
	case numberOf(deal.values["step"]) < 80:
		return fmt.Sprintf(`{"result":null,"data":{"id":0,"number":null,"did":%d}}`, deal.id)
	}
	for _, r := range s.state.acts.Where(func(r *record) bool { return r.number("did") == deal.id }) {
		if len(r.lines) == 0 {
			return failureNumber(408, "По сделке уже созданы все возможные Акты")
		}
	}
	values := c.pick("did", "number", "date", "description", "template", "templateID", "status")
	if textOf(values["template"]) == "" {
		values["template"] = "akt_full.tpl"
	}
	if textOf(values["date"]) == "" {
		values["date"] = s.today()
	}
	added := addRecord(s.state.acts, deal.ownerID, values)
	if textOf(values["number"]) == "" {
		values["number"] = fmt.Sprint(added.id)
	}
	s.storePositions(c, added)
	return actReply(added)
}

// storePositions needs a flag of its own.
func (s *Server) storePositions(c *call, r *record) {
	if lines, _ := c.params["speka"].([]any); c.yes("pozitions") {
		r.lines = lines
	}
}

func actReply(r *record) string {
	reply, data := &object{}, &object{}
	data.set("id", r.id)
	data.set("number", r.text("number"))
	data.set("did", r.number("did"))
	reply.set("result", "Успешно")
	reply.set("data", data)
	return encode(reply)
}

// actUpdate sets a template of its own where none is sent.
func (s *Server) actUpdate(c *call) string {
	r, ok := s.state.acts.Get(c.number("id"))
	if !ok {
		return failureNumber(404, "Не найдено")
	}
	r.values["template"] = "akt_full.htm"
	for name, value := range c.pick("date", "description", "template", "templateID") {
		r.values[name] = value
	}
	s.storePositions(c, r)
	return actReply(r)
}

func setStatus(c *call, table *records) string {
	r, ok := table.Get(c.number("id"))
	if !ok {
		return failureNumber(404, "Не найдено")
	}
	r.values["status"] = c.number("status")
	return wrote("Успешно: Данные обновлены", r.id)
}

func deleteRecord(c *call, table *records) string {
	if !table.Delete(c.number("id")) {
		return failureNumber(404, "Не найдено")
	}
	return wrote("Успешно", c.number("id"))
}

func (s *Server) actMail(c *call) string {
	r, ok := s.state.acts.Get(c.number("id"))
	switch {
	case !ok:
		return failureNumber(404, "Не найдено")
	case !c.recipients():
		return fmt.Sprintf(`{"result":"Error: Выполнено с ошибками","data":%d,"error":{"code":407,"text":"Не найдено получателей"}}`, r.id)
	}
	return wrote("Успешно: Отправлено", r.id)
}

func (s *Server) actHTML(c *call) string {
	r, ok := s.state.acts.Get(c.number("id"))
	if !ok {
		return bare(403, invoiceUnseen)
	}
	return encode(map[string]any{"html": html.EscapeString("<html><body>" + r.text("number") + "</body></html>"), "id": r.id, "number": r.text("number")})
}

func (s *Server) actPDF(c *call) string {
	r, ok := s.state.acts.Get(c.number("id"))
	if !ok {
		return bare(403, invoiceUnseen)
	}
	return encode(map[string]any{"url": fmt.Sprintf("http://crm.example.com/files/akt_%d.pdf", r.id), "id": r.id, "number": r.text("number")})
}
