package salesmantest

import (
	"fmt"
	"slices"
)

func (s *Server) documentHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"document.tips":          fixed(`{"data":[{"id":5,"title":"Договор","type":"Договор","role":"","users":"","number":"0","format":"{cnum}","templates":[]},{"id":1,"title":"Квитанция в банк","type":"Собственный","role":"","users":"","number":"0","format":"{cnum}","templates":[{"id":1,"title":"Квитанция на оплату","file":"kvitancia.docx"}]}]}`),
		"document.statuses":      fixed("[]"),
		"document.info":          s.documentInfo,
		"document.list":          s.documentList,
		"document.add":           s.documentAdd,
		"document.update":        s.documentUpdate,
		"document.status_change": func(c *call) string { return setStatus(c, s.state.documents) },
		"document.delete":        func(c *call) string { return deleteRecord(c, s.state.documents) },
		"document.mail":          s.documentMail,
	}
}

func (s *Server) documentInfo(c *call) string {
	r, ok := s.state.documents.Get(c.number("id"))
	if !ok {
		return failure("404", "Документ не найден")
	}
	row := &object{}
	row.set("deid", r.id)
	row.set("datum", r.text("datum"))
	row.set("number", r.text("number"))
	row.set("title", orNull(r.text("title")))
	row.set("date.start", orNull(r.text("dateStart")))
	row.set("date.end", orNull(r.text("dateEnd")))
	row.set("idtype", r.number("idtype"))
	row.set("description", r.text("description"))
	row.set("clid", r.number("clid"))
	row.set("clientTitle", s.clientName(r.number("clid")))
	row.set("payer", r.number("payer"))
	row.set("did", r.number("did"))
	row.set("mcid", r.number("mcid"))
	row.set("signer", r.number("signer"))
	row.set("status", r.number("status"))
	row.set("statusTitle", false)
	row.set("files", []any{})
	return encode(map[string]any{"data": row})
}

func (s *Server) documentList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if !slices.Contains([]string{"deid", "datum", "number", "title"}, order) {
		return columnCrash(order, "ORDER BY")
	}
	rows := s.state.documents.Where(func(r *record) bool {
		return s.visible(c, r.ownerID) && (c.number("clid") == 0 || r.number("clid") == c.number("clid")) &&
			(c.number("did") == 0 || r.number("did") == c.number("did")) &&
			(c.text("word") == "" || anyLike(r, c.text("word"), "number", "title", "description")) &&
			(c.text("idtype") == "" || slices.Contains(idsOf(c.text("idtype")), r.number("idtype")))
	})
	column := func(r *record) string {
		if order == "deid" {
			return fmt.Sprint(r.id)
		}
		return r.text(order)
	}
	return listReply(s.page(c, rows, column, pageSize, func(r *record) *object {
		row := &object{}
		row.set("id", r.id)
		row.set("datum", russianDay(r.text("datum")[:min(10, len(r.text("datum")))]))
		row.set("date.start", russianDay(r.text("dateStart")))
		row.set("date.end", russianDay(r.text("dateEnd")))
		row.set("number", r.text("number"))
		row.set("title", orNull(r.text("title")))
		row.set("clid", r.number("clid"))
		row.set("client", s.clientName(r.number("clid")))
		row.set("did", r.number("did"))
		row.set("idtype", r.number("idtype"))
		row.set("mcid", 0)
		row.set("signer", 0)
		row.set("status", fmt.Sprint(r.number("status")))
		row.set("statusTitle", "--")
		row.set("statusColor", "#fff")
		return row
	}), len(rows))
}

var documentParams = []string{
	"title", "description", "mcid", "signer", "idtype", "dateStart", "dateEnd", "status", "number", "clid", "payer", "did",
}

func (s *Server) documentAdd(c *call) string {
	deal, hasDeal := s.state.deals.Get(c.number("did"))
	_, hasClient := s.state.clients.Get(c.number("clid"))
	switch {
	case !hasDeal && !hasClient:
		return failureNumber(405, "Не найдено записей Клиента или Сделки")
	case !hasDeal && c.number("mcid") == 0:
		return failureNumber(405, "Если не указан did сделки, то должен быть указан mcid - идентификатор компании")
	}
	values := c.pick(documentParams...)
	if hasDeal {
		values["clid"], values["payer"] = deal.values["clid"], deal.values["payer"]
	}
	values["datum"] = s.stamp(s.now())
	s.validity(values)
	added := addRecord(s.state.documents, s.ownerOf(c, c.params), values)
	if textOf(values["number"]) == "" {
		values["number"] = fmt.Sprint(added.id)
	}
	return documentReply("Успешно: Создан документ", added)
}

// validity sets the days that were not sent.
func (s *Server) validity(values map[string]any) {
	if textOf(values["dateStart"]) == "" {
		values["dateStart"] = s.today()
	}
	if textOf(values["dateEnd"]) == "" {
		values["dateEnd"] = s.now().Format("2006") + "-12-31"
	}
}

func documentReply(result string, r *record) string {
	reply := &object{}
	reply.set("result", result)
	reply.set("data", r.id)
	reply.set("number", r.text("number"))
	return encode(reply)
}

// documentUpdate has defaults for title and validity where they are not sent.
func (s *Server) documentUpdate(c *call) string {
	r, ok := s.state.documents.Get(c.number("id"))
	if !ok {
		return failureNumber(404, "Не найдено")
	}
	r.values["title"], r.values["dateStart"], r.values["dateEnd"] = "Договор", "", ""
	for name, value := range c.pick(documentParams...) {
		r.values[name] = value
	}
	s.validity(r.values)
	return documentReply("Успешно: Данные обновлены", r)
}

func (s *Server) documentMail(c *call) string {
	r, ok := s.state.documents.Get(c.number("id"))
	switch {
	case !ok:
		return failureNumber(404, "Не найдено")
	case c.number("template") == 0:
		return fmt.Sprintf(`{"result":"Error","data":%d,"error":{"code":"406","text":"Нечего отправлять. Попробуйте указать id шаблона"}}`, r.id)
	case !c.recipients():
		return fmt.Sprintf(`{"result":"Error","data":%d,"error":{"code":"407","text":"Не найден ни один получатель"}}`, r.id)
	}
	return wrote("Успешно", r.id)
}
