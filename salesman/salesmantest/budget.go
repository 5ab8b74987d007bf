package salesmantest

import (
	"encoding/json"
	"time"
)

// payment is a stored income, expense or transfer.
type payment struct {
	id, categoryID, accountID, toAccountID int64
	dealID, supplierID, partnerID, userID  int64
	title, planned, updated                string
	description, invoice                   *string
	amount                                 json.Number
	done                                   bool
}

func (s *Server) budgetHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"budget.info": s.paymentInfo, "budget.add": s.paymentAdd, "budget.update": s.paymentUpdate, "budget.delete": s.paymentDelete,
		"budget.doit": s.paymentDo, "budget.undoit": s.paymentUndo, "budget.move": s.paymentMove, "budget.unmove": s.paymentUnmove,
	}
}

func said(result string, id int64) string {
	reply := &object{}
	reply.set("result", result)
	reply.set("data", id)
	return encode(reply)
}

func (s *Server) paymentInfo(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	if !ok {
		return failure("403", "Бюджет с указанным id не найден в пределах аккаунта")
	}
	row := &object{}
	row.set("id", found.id)
	row.set("cat", found.categoryID)
	row.set("razdel", "")
	row.set("title", found.title)
	row.set("des", found.description)
	row.set("summa", string(found.amount))
	row.set("datum", found.updated)
	row.set("date_plan", empty(found.planned))
	row.set("invoice", found.invoice)
	row.set("invoice_date", nil)
	row.set("invoice_paydate", nil)
	row.set("iduser", found.userID)
	row.set("do", nil)
	if found.done {
		row.set("do", "on")
	}
	row.set("rs", found.accountID)
	row.set("bank", "")
	row.set("rs2", found.toAccountID)
	row.set("bank2", false)
	row.set("fid", nil)
	row.set("files", []any{})
	row.set("did", found.dealID)
	row.set("conid", found.supplierID)
	row.set("partid", found.partnerID)
	row.set("changelog", []any{})
	return encode(map[string]any{"budget": row})
}

// empty is null for no text.
func empty(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// take overwrites the amount, deal and partners, and keeps empty texts.
func (p *payment) take(c *call, now time.Time) {
	p.amount, p.updated = phpNumber(c.text("summa")), now.Format(time.DateTime)
	p.dealID, p.supplierID, p.partnerID = c.number("did"), c.number("conid"), c.number("partid")
	for name, to := range map[string]*string{"title": &p.title, "date_plan": &p.planned} {
		if text := c.text(name); text != "" {
			*to = text
		}
	}
	for name, to := range map[string]**string{"des": &p.description, "invoice": &p.invoice} {
		if text := c.text(name); text != "" {
			*to = &text
		}
	}
	if c.has("cat") {
		p.categoryID = c.number("cat")
	}
	if c.has("rs") {
		p.accountID = c.number("rs")
	}
	p.done = p.done || c.text("do") == "on"
}

func (s *Server) storePayment(p *payment) int64 {
	id, _ := s.work.payments.Add(func(id int64) *payment { p.id = id; return p })
	return id
}

func (s *Server) paymentAdd(c *call) string {
	if c.text("title") == "" {
		return failure("407", "Отсутствуют параметры - Название расхода/дохода")
	}
	made := &payment{userID: c.user.id}
	made.take(c, s.now())
	return said("Успешно", s.storePayment(made))
}

// paymentUpdate without an id adds.
func (s *Server) paymentUpdate(c *call) string {
	id := c.number("id")
	if id == 0 {
		return s.paymentAdd(c)
	}
	if _, ok := s.work.payments.Update(id, func(old *payment) *payment {
		changed := *old
		changed.take(c, s.now())
		return &changed
	}); !ok {
		return `{"result":"Error","error":{"code":"404","text":"Записи с таким id не существует!"},"data":` + c.text("id") + `}`
	}
	return said("Успешно обновлено", id)
}

const paymentUnknown = "Запись бюджета с указанным id не найдена в пределах аккаунта"

func (s *Server) paymentDelete(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case c.number("id") == 0:
		return failureNumber(405, "Отсутствуют параметры - id расхода/дохода")
	case !ok:
		return failureNumber(403, paymentUnknown)
	case found.done:
		return failureNumber(406, "Расход уже проведен")
	}
	s.work.payments.Delete(found.id)
	return said("Успешно удалено", found.id)
}

func (s *Server) paymentDo(c *call) string {
	return s.paymentSet(c, true, "Успешно проведен", "Отмена: расход уже проведен", paymentUnknown)
}

func (s *Server) paymentUndo(c *call) string {
	return s.paymentSet(c, false, "Проведение отменено", "Отмена: расход не проведен", "Бюджет с указанным id не найден в пределах аккаунта")
}

func (s *Server) paymentSet(c *call, done bool, changed, same, unknown string) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case !ok:
		return failure("403", unknown)
	case found.done == done:
		return said(same, found.id)
	}
	s.work.payments.Update(found.id, func(old *payment) *payment {
		next := *old
		next.done = done
		return &next
	})
	return said(changed, found.id)
}

func (s *Server) paymentMove(c *call) string {
	if c.number("rs") == 0 || c.number("rs_move") == 0 || phpNumber(c.text("summa")) == "0" {
		return failure("405", "Отсутствуют параметры - счета или сумма")
	}
	made := &payment{userID: c.user.id, toAccountID: c.number("rs_move"), done: true}
	made.take(c, s.now())
	return said("Средства успешно перемещены", s.storePayment(made))
}

// paymentUnmove removes what has the id, transfer or not.
func (s *Server) paymentUnmove(c *call) string {
	if !s.work.payments.Delete(c.number("id")) {
		return failure("403", "Запись о перемещении средств с указанным id не найдена в пределах аккаунта")
	}
	return said("Успешно", c.number("id"))
}
