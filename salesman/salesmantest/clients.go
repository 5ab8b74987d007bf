package salesmantest

import (
	"fmt"
	"slices"
	"strings"
)

var clientFields = []string{
	"clid", "uid", "type", "date_create", "date_edit", "title", "iduser", "address", "phone", "fax", "site_url", "mail_url", "des",
}

var bankFields = []string{
	"castUrName", "castInn", "castKpp", "castBank", "castBankKs", "castBankRs", "castBankBik", "castOkpo", "castOgrn", "castDirName",
	"castDirSignature", "castDirStatus", "castDirStatusSig", "castDirOsnovanie", "castUrAddr",
}

func (s *Server) clientHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"client.fields":   func(*call) string { return titlesOf(append(slices.Clone(clientFields), "recv")) },
		"client.list":     s.clientList,
		"client.info":     s.clientInfo,
		"client.add":      func(c *call) string { return encode(s.clientStore(c, c.params)) },
		"client.add_list": s.clientAddList,
		"client.update":   s.clientUpdate,
		"client.delete":   s.clientDelete,
	}
}

func titlesOf(names []string) string {
	titles := &object{}
	for _, name := range names {
		titles.set(name, "Поле "+name)
	}
	return encode(map[string]any{"data": titles})
}

// clientRow shows a client; lists and info name the times differently.
func (s *Server) clientRow(c *call, r *record, info bool) *object {
	row := &object{}
	for _, name := range clientFields {
		switch {
		case name == "clid":
			row.set(name, r.id)
		case name == "iduser":
			row.set("iduser", r.ownerID)
			row.set("user", s.loginOf(r.ownerID))
		case info && name == "date_create":
			row.set("created", orNull(r.text(name)))
			row.set(name, r.text(name))
		case info && name == "date_edit":
			row.set("edited", orNull(r.text(name)))
			row.set(name, r.text(name))
		default:
			row.set(name, orNull(r.text(name)))
		}
	}
	for name, value := range r.values {
		if customField.MatchString(name) {
			row.set(name, value)
		}
	}
	row = c.chosen(row)
	if c.yes("bankinfo") {
		row.set("bankinfo", bankOf(r))
	}
	return row
}

func bankOf(r *record) *object {
	details, _ := r.values["recv"].(map[string]any)
	shown := &object{}
	for _, name := range bankFields {
		shown.set(name, textOf(details[name]))
	}
	return shown
}

func (s *Server) clientColumn(order string) func(*record) string {
	return func(r *record) string {
		switch order {
		case "clid":
			return fmt.Sprint(r.id)
		case "iduser":
			return fmt.Sprint(r.ownerID)
		}
		return r.text(order)
	}
}

func (s *Server) clientList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "date_create"
	}
	if !slices.Contains(clientFields, order) && !customField.MatchString(order) {
		return columnCrash(order, "ORDER BY")
	}
	filter, word := c.object("filter"), c.text("word")
	rows := s.state.clients.Where(func(r *record) bool {
		if !s.visible(c, r.ownerID) || word != "" && !anyLike(r, word, "title", "des", "mail_url", "site_url", "address", "phone") {
			return false
		}
		day, _, _ := strings.Cut(r.text("date_create"), " ")
		if from := c.text("dateStart"); from != "" && day < from {
			return false
		}
		if till := c.text("dateEnd"); till != "" && day >= till {
			return false
		}
		for name, value := range filter {
			if (name == "type" || name == "tip_cmr" || customField.MatchString(name)) && !like(r.text(name), textOf(value)) {
				return false
			}
		}
		return true
	})
	return listReply(s.page(c, rows, s.clientColumn(order), pageSize, func(r *record) *object { return s.clientRow(c, r, false) }), len(rows))
}

func anyLike(r *record, word string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return like(r.text(name), word) })
}

// findClient finds a client that the user sees, by id, uid or INN.
func (s *Server) findClient(c *call) *record {
	for _, r := range s.state.clients.All() {
		details, _ := r.values["recv"].(map[string]any)
		var same bool
		switch {
		case c.text("uid") != "":
			same = r.text("uid") == c.text("uid")
		case c.number("clid") > 0:
			same = r.id == c.number("clid")
		default:
			same = textOf(details["castInn"]) == c.text("inn")
		}
		if same && s.sees(c.user, r.ownerID) {
			return r
		}
	}
	return nil
}

func (s *Server) clientInfo(c *call) string {
	if c.text("uid") == "" && c.number("clid") <= 0 && c.text("inn") == "" {
		return failureNumber(405, "Отсутствуют параметры клиента")
	}
	found := s.findClient(c)
	switch {
	case found == nil && c.number("clid") > 0:
		return failureNumber(403, "Клиент не найден в пределах аккаунта указанного пользователя.")
	case found == nil:
		return failureNumber(404, "Не найдено")
	}
	row := s.clientRow(c, found, true)
	if len(row.names) == 0 {
		return "[]"
	}
	reply := &object{}
	reply.set("data", row)
	if c.yes("contacts") {
		reply.set("contacts", []any{})
	}
	return encode(reply)
}

// clientStore stores a client and returns what the server says of it.
func (s *Server) clientStore(c *call, params map[string]any) *object {
	reply, inner := &object{}, &object{}
	title := strings.TrimSpace(textOf(params["title"]))
	same := s.state.clients.Where(func(r *record) bool {
		return r.text("title") == title && r.text("phone") == textOf(params["phone"]) && r.text("mail_url") == textOf(params["mail_url"])
	})
	switch {
	case title == "":
		inner.set("code", 402)
		inner.set("text", "Отсутствуют параметры - Название клиента")
	case len(same) > 0:
		reply.set("result", "Error")
		reply.set("exists", same[0].id)
		inner.set("code", 304)
		inner.set("text", fmt.Sprintf("Найден существующий клиент - %s (clid = %d). Запрос отклонен.", title, same[0].id))
		reply.set("error", inner)
		return reply
	default:
		item := &call{params: params}
		values := item.pick(append(slices.Clone(clientFields), "recv", "tip_cmr")...)
		delete(values, "clid")
		values["title"] = title
		if textOf(values["type"]) == "" {
			values["type"] = "client"
		}
		if textOf(values["date_create"]) == "" {
			values["date_create"] = s.stamp(s.now())
		}
		added := addRecord(s.state.clients, s.ownerOf(c, params), values)
		reply.set("result", "Успешно")
		reply.set("data", added.id)
		return reply
	}
	reply.set("result", "Error")
	reply.set("error", inner)
	return reply
}

func (s *Server) clientAddList(c *call) string {
	items, _ := c.params["client"].([]any)
	replies := make([]*object, len(items))
	for i, item := range items {
		params, _ := item.(map[string]any)
		replies[i] = s.clientStore(c, params)
	}
	return encode(replies)
}

// clientUpdate changes what is sent. A uid is stored only once.
func (s *Server) clientUpdate(c *call) string {
	found, ok := s.state.clients.Get(c.number("clid"))
	if !ok {
		return failureNumber(403, "Клиент с указанным clid не найден в пределах аккаунта")
	}
	changed := false
	for name, value := range c.pick(append(slices.Clone(clientFields), "tip_cmr")...) {
		switch name {
		case "clid", "date_create", "date_edit":
			continue
		case "iduser":
			changed = changed || found.ownerID != numberOf(value)
			found.ownerID = numberOf(value)
			continue
		case "uid":
			if found.text("uid") != "" {
				continue
			}
		}
		if found.text(name) != textOf(value) {
			found.values[name], changed = value, true
		}
	}
	if details := c.object("recv"); details != nil {
		stored, _ := found.values["recv"].(map[string]any)
		if stored == nil {
			stored = map[string]any{}
		}
		for name, value := range details {
			changed = changed || textOf(stored[name]) != textOf(value)
			stored[name] = value
		}
		found.values["recv"] = stored
	}
	reply := &object{}
	reply.set("data", found.id)
	if !changed {
		reply.set("result", "Данные корректны, но идентичны имеющимся.")
		return encode(reply)
	}
	found.values["date_edit"] = s.stamp(s.now())
	reply.set("hid", 1)
	reply.set("result", "Успешно")
	return encode(reply)
}

func (s *Server) clientDelete(c *call) string {
	id := c.number("clid")
	if _, ok := s.state.clients.Get(id); !ok {
		return failureNumber(403, "Не найдена запись")
	}
	if deals := s.state.deals.Where(func(r *record) bool { return r.number("clid") == id }); len(deals) > 0 {
		return failureNumber(408, "Клиент не удален. Внимание: К сожалению Удаление записи не возможно. Причина - Имеются связанные записи - Сделки.")
	}
	s.state.clients.Delete(id)
	reply := &object{}
	reply.set("message", "Успешно: Клиент удален.<br>Также удалено 0 записей истории активностей. Снята привязка к Клиенту у 0 Контактов. Удалено 0 записей напоминаний. Удалено 0 файлов.")
	reply.set("result", "Клиент удален")
	reply.set("data", id)
	return encode(reply)
}
