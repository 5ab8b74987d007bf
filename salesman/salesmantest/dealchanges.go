package salesmantest

import (
	"fmt"
	"strings"
)

// undealt is the crash of a query without did and uid; "" where there is one of
// them.
func (s *Server) undealt(c *call) string {
	if c.breaksSQL("did", "uid") || c.number("did") <= 0 && c.text("uid") == "" {
		var ids []string
		for _, u := range s.allUsers() {
			if s.sees(c.user, u.id) {
				ids = append(ids, idText(u.id))
			}
		}
		return crashPage(syntaxCrash("and iduser IN ("+strings.Join(ids, ",")+") and identity = '1'"), "deal.php", 1114)
	}
	return ""
}

// typeCrash is how a method dies on an id that is none.
func typeCrash(method string) string {
	return crashPage("Uncaught TypeError: Salesman\\Deal::"+method+"(): Argument #1 ($did) must be of type int, null given, called", "deal.php", 1153)
}

func (s *Server) dealStep(c *call) string {
	if page := s.undealt(c); page != "" {
		return page
	}
	found := s.seenDeal(c)
	switch {
	case c.text("did") == "" && found != nil && c.text("step") != "":
		return typeCrash("changestep")
	case c.text("did") == "":
		return failureNumber(406, "Отсутствуют параметры - did сделки")
	case found == nil:
		return failureNumber(403, dealUnseen)
	case c.text("step") == "":
		return failureNumber(405, "Отсутствуют параметры - Новый этап")
	}
	step, _ := s.state.sales.step(c.text("step"))
	before := found.text("step")
	if before == step.Percent {
		return failureNumber(302, "Данные корректны, но идентичны имеющимся")
	}
	found.values["step"] = step.Percent
	return wrote(fmt.Sprintf("Этап сделки изменен на %s%%. Предыдущий этап %s%%.", step.Percent, before), found.id)
}

// dealClose does not look at whose deal it is, nor whether there is such a status.
// A deal that was closed without one can be closed again.
func (s *Server) dealClose(c *call) string {
	if !startsWithNumber(c.text("did")) {
		return typeCrash("changeClose")
	}
	found, ok := s.state.deals.Get(c.number("did"))
	switch {
	case c.number("did") <= 0:
		return failure("405", "Отсутствуют параметры - did сделки")
	case !ok:
		return `{"result":"Error","data":"Сделка не найдена","error":{"code":403,"text":"Сделка не найдена"}}`
	case found.number("sid") > 0:
		return `{"result":"Error","data":"Сделка уже закрыта","error":{"code":407,"text":"Сделка уже закрыта"}}`
	}
	a, id := &s.state.sales, c.number("sid")
	lost, _ := a.status(id)
	if id == 0 {
		id = a.statusID(c.text("status_close"))
	}
	status, _ := a.status(id)
	values := found.values
	values["sid"], values["status_close"], values["close"], values["datum_close"] = id, status.Title, "yes", s.today()
	if t, ok := s.readTime(c.text("datum")); ok {
		values["datum_close"] = t.Format("2006-01-02")
	}
	values["des_fact"] = plainText(c.text("des_fact"))
	if c.has("description") {
		values["des_fact"] = plainText(c.text("description"))
	}
	values["kol_fact"] = figure(values["kol"])
	if c.has("kol_fact") {
		values["kol_fact"] = money(c.params["kol_fact"])
	}
	if c.has("marga") {
		values["marga"] = money(c.params["marga"])
	}
	if lost.Lost {
		values["marga"] = 0.0
	}
	if n := len(a.steps); n > 0 && figure(values["kol_fact"]) > 0 {
		values["step"] = a.steps[n-1].Percent
	}
	return encode(titled("result", "Ok", "data", "Сделка закрыта со статусом "+status.Title))
}

func startsWithNumber(text string) bool {
	text = strings.TrimPrefix(strings.TrimSpace(text), "-")
	return text != "" && text[0] >= '0' && text[0] <= '9'
}

// dealUser takes an unknown login for that of nobody, and hands over client and
// contacts if it is told to.
func (s *Server) dealUser(c *call) string {
	if page := s.undealt(c); page != "" {
		return page
	}
	found := s.seenDeal(c)
	switch {
	case c.text("did") == "":
		return failureNumber(406, "Отсутствуют параметры - did сделки")
	case found == nil:
		return failureNumber(403, dealUnseen)
	}
	before := found.ownerID
	found.ownerID = c.user.id
	if login := c.text("user"); login != "" {
		found.ownerID = s.idOf(login)
	}
	asked := func(name string) bool { return c.yes(name) || c.yes(strings.ReplaceAll(name, ".", "_")) }
	var left []string
	if client, ok := s.state.clients.Get(found.number("clid")); ok && asked("client.send") {
		client.ownerID = found.ownerID
		client.history++
	} else {
		left = append(left, "Клиент не переведен")
	}
	if clientID := found.number("clid"); clientID > 0 && asked("person.send") {
		for _, person := range s.state.contacts.Where(func(person *contact) bool { return person.clientID == clientID }) {
			s.state.contacts.Update(person.pid, func(old *contact) *contact {
				moved := *old
				moved.ownerID = found.ownerID
				moved.history++
				return &moved
			})
		}
	} else {
		left = append(left, "Контакты не переведены")
	}
	if c.yes("todo_send") {
		s.handOverTasks(found.id, before, found.ownerID)
	}
	return wrote("Успешно. "+strings.Join(left, "<br>"), found.id)
}

// dealDelete refuses a deal with invoices.
func (s *Server) dealDelete(c *call) string {
	if page := s.undealt(c); page != "" {
		return page
	}
	found := s.seenDeal(c)
	switch {
	case found == nil && c.text("did") == "":
		return failureNumber(406, "Отсутствуют параметры - did сделки")
	case found == nil:
		return failureNumber(403, dealUnseen)
	case c.text("did") == "":
		return typeCrash("delete")
	case len(s.invoicesOf(found.id)) > 0:
		return failure("407", "Не возможно удалить сделку - есть счета")
	}
	s.state.deals.Delete(found.id)
	s.forgetDeal(found.id)
	return wrote("Сделка удалена", found.id)
}
