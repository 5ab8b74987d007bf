package salesmantest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// payment is a stored income, expense or transfer.
type payment struct {
	id, categoryID, accountID, toAccountID int64
	dealID, supplierID, partnerID, userID  int64
	year, month                            int64
	amount                                 float64
	updated                                string
	// texts are title, des, date_plan, invoice, invoice_date and invoice_paydate, as
	// far as they were ever sent.
	texts map[string]string
	// do is nil for a new one, "on" for one that was carried out, "" for one that was
	// taken back.
	do  *string
	log []*object
}

func (p *payment) done() bool { return p.do != nil && *p.do == "on" }

// BudgetRecord is an income or expense to begin with; see
// [Server.AddBudgetRecord].
type BudgetRecord struct {
	// ID is set by [Server.BudgetRecords]; AddBudgetRecord does not read it.
	ID                          int64
	Title, Description, Invoice string
	// CategoryID is an id that [Server.AddBudgetCategory] returned, or one of those
	// of a new account, and AccountID an own account; 0 for none.
	CategoryID, AccountID int64
	Amount                salesman.Amount
	// Executed: it was carried out, which the balance of the account tells of already.
	Executed bool
	// DealID, SupplierID and PartnerID are what it is about; 0 for none.
	DealID, SupplierID, PartnerID int64
	// PlannedOn, InvoiceDate and PaidOn are days.
	PlannedOn, InvoiceDate, PaidOn salesman.Date
	// User is the login of the author; default [Login].
	User string
}

// AddBudgetRecord stores an income or expense, as if it had been there before,
// and returns its id.
func (s *Server) AddBudgetRecord(b BudgetRecord) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.User == "" {
		b.User = Login
	}
	stored := &payment{
		categoryID: b.CategoryID, accountID: b.AccountID, dealID: b.DealID, supplierID: b.SupplierID, partnerID: b.PartnerID,
		userID: s.idOf(b.User), amount: b.Amount.Float64(), updated: s.now().Format(time.DateTime), texts: map[string]string{},
	}
	for name, text := range map[string]string{"title": b.Title, "des": b.Description, "invoice": b.Invoice} {
		if text != "" {
			stored.texts[name] = text
		}
	}
	for name, day := range map[string]salesman.Date{"date_plan": b.PlannedOn, "invoice_date": b.InvoiceDate, "invoice_paydate": b.PaidOn} {
		if !day.IsZero() {
			stored.texts[name] = day.String()
		}
	}
	stored.year, stored.month = monthOf(stored.texts["date_plan"], s.now())
	if b.Executed {
		stored.do = textIf("on")
	}
	s.note(stored, stored.userID, "new", "Добавлен расход на сумму "+shortAmount(stored.amount)+".")
	return s.storePayment(stored)
}

// monthOf are year and month of a day, or of today.
func monthOf(day string, now time.Time) (year, month int64) {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		now = t
	}
	return int64(now.Year()), int64(now.Month())
}

func shortAmount(amount float64) string { return strconv.FormatFloat(amount, 'f', -1, 64) }

var budgetTitles = [][2]string{
	{"id", "Идентификатор записи расхода/дохода"}, {"cat", "Категория расхода/дохода"}, {"title", "Название расхода/дохода"},
	{"des", "Описание"}, {"year", "Год"}, {"mon", "Месяц"}, {"summa", "Сумма"}, {"datum", "Дата изменения"}, {"iduser", "id пользователя"},
	{"do", "Отметка о проведении"}, {"rs", "id расч. счета"}, {"rs2", "id расч. счета для перемещения средств между счетами"},
	{"fid", "id файла"}, {"did", "id сделки"}, {"conid", "clid для поставщиков"}, {"partid", "clid для партнеров"},
	{"date_plan", "Дата план"}, {"invoice", "Номер счета"}, {"invoice_date", "Дата счета"}, {"invoice_paydate", "Дата оплаты счета"},
}

func (s *Server) budgetHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"budget.fields": s.budgetFields, "budget.info": s.paymentInfo,
		"budget.add": s.paymentAdd, "budget.update": s.paymentUpdate, "budget.delete": s.paymentDelete,
		"budget.doit": s.paymentDo, "budget.undoit": s.paymentUndo, "budget.move": s.paymentMove, "budget.unmove": s.paymentUnmove,
		"budget.add_category": s.budgetCategoryAdd, "budget.edit_category": s.budgetCategoryEdit, "budget.delete_category": s.budgetCategoryDelete,
	}
}

func (s *Server) budgetFields(*call) string {
	titles := &object{}
	for _, f := range budgetTitles {
		titles.set(f[0], f[1])
	}
	return encode(map[string]any{"fields": titles})
}

// note adds to the changes of a record.
func (s *Server) note(p *payment, userID int64, status, comment string) {
	row := &object{}
	row.set("datum", s.now().Format(time.DateTime))
	row.set("status", status)
	row.set("statusName", map[string]string{"new": "Новый", "edit": "Изменен", "corrected": "Коррекция", "complete": "Выполнен"}[status])
	row.set("iduser", textOf(userID)+" ")
	row.set("user", s.nameOf(userID))
	row.set("comment", comment)
	p.log = append(p.log, row)
}

const (
	paymentMissing = "Отсутствуют параметры - id расхода/дохода"
	paymentUnknown = "Запись бюджета с указанным id не найдена в пределах аккаунта"
	budgetUnknown  = "Бюджет с указанным id не найден в пределах аккаунта"
)

func (s *Server) paymentInfo(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case c.number("id") <= 0:
		return failure("405", paymentMissing)
	case !ok:
		return failure("403", budgetUnknown)
	}
	row, texts := &object{}, func(name string) any { return orNull(found.texts[name]) }
	row.set("id", found.id)
	row.set("cat", found.categoryID)
	row.set("razdel", s.titleOfBudgetCategory(found.categoryID))
	row.set("title", found.texts["title"])
	row.set("des", texts("des"))
	row.set("year", found.year)
	row.set("mon", found.month)
	row.set("summa", strconv.FormatFloat(found.amount, 'f', 2, 64))
	row.set("datum", found.updated)
	for _, name := range []string{"date_plan", "invoice", "invoice_date", "invoice_paydate"} {
		row.set(name, texts(name))
	}
	row.set("iduser", found.userID)
	row.set("do", found.do)
	row.set("rs", found.accountID)
	row.set("bank", s.titleOfAccount(found.accountID))
	row.set("rs2", found.toAccountID)
	row.set("bank2", s.titleOfAccount(found.toAccountID))
	row.set("fid", nil)
	row.set("files", []any{})
	row.set("did", found.dealID)
	row.set("conid", found.supplierID)
	row.set("partid", found.partnerID)
	changes := found.log
	if changes == nil {
		changes = []*object{}
	}
	row.set("changelog", changes)
	return encode(map[string]any{"budget": row})
}

// take overwrites the amount, deal and partners, and keeps what is sent empty. It
// returns what changed.
func (p *payment) take(c *call, s *Server) (changes []string) {
	change := func(title string, before, after any) {
		if before != after {
			changes = append(changes, fmt.Sprintf("%s: %v (было - %v)", title, after, before))
		}
	}
	for _, f := range budgetTitles {
		if text := c.text(f[0]); text != "" && isPaymentText(f[0]) {
			change(f[1], p.texts[f[0]], text)
			p.texts[f[0]] = text
		}
	}
	supplier, partner := c.number("conid"), c.number("partid")
	if client, ok := s.state.clients.Get(c.number("clid")); ok {
		switch client.text("type") {
		case "partner":
			partner = client.id
		case "contractor":
			supplier = client.id
		}
	}
	amount, _ := phpNumber(c.text("summa")).Float64()
	change("Сумма", p.amount, amount)
	change("Сделка", p.dealID, c.number("did"))
	change("Поставщик", p.supplierID, supplier)
	change("Партнер", p.partnerID, partner)
	p.amount, p.dealID, p.supplierID, p.partnerID = amount, c.number("did"), supplier, partner
	for name, to := range map[string]*int64{"cat": &p.categoryID, "rs": &p.accountID} {
		if n := c.number(name); n != 0 {
			*to = n
		}
	}
	p.year, p.month = monthOf(c.text("date_plan"), s.now())
	p.updated = s.now().Format(time.DateTime)
	if day := c.text("datum"); day != "" {
		p.updated = day + s.now().Format(" 15:04:05")
	}
	return changes
}

func isPaymentText(name string) bool {
	switch name {
	case "title", "des", "date_plan", "invoice", "invoice_date", "invoice_paydate":
		return true
	}
	return false
}

func (s *Server) storePayment(p *payment) int64 {
	id, _ := s.work.payments.Add(func(id int64) *payment { p.id = id; return p })
	return id
}

func (s *Server) paymentAdd(c *call) string {
	if c.text("title") == "" {
		return failure("407", "Отсутствуют параметры - Название расхода/дохода")
	}
	made := &payment{userID: c.user.id, texts: map[string]string{}}
	made.take(c, s)
	s.note(made, c.user.id, "new", "Добавлен расход на сумму "+shortAmount(made.amount)+".")
	id := s.storePayment(made)
	switch {
	case c.text("do") != "on":
		return wrote("Успешно", id)
	case s.carryOut(c, made, c.forced()):
		return wrote("Успешно добавлен", id)
	}
	return wrote("Запись расхода добавлена.<br> Расход не проведен, так как недостаточно средств на счете", id)
}

// forced is a PHP boolean: "no" is true.
func (c *call) forced() bool { return c.text("forsed") != "" && c.text("forsed") != "0" }

// paymentUpdate without an id adds.
func (s *Server) paymentUpdate(c *call) string {
	id := c.number("id")
	if id == 0 {
		return s.paymentAdd(c)
	}
	found, ok := s.work.payments.Get(id)
	if !ok {
		return `{"result":"Error","error":{"code":"404","text":"Записи с таким id не существует!"},"data":` + textOf(id) + `}`
	}
	planned := found.amount
	if changes := found.take(c, s); len(changes) > 0 {
		s.note(found, c.user.id, "edit", strings.Join(changes, "<br />\n"))
	}
	result := "Успешно обновлено"
	if c.text("do") == "on" && !found.done() && !s.carryOut(c, found, c.forced()) {
		result = "Запись о расходе изменена.<br> Расход не проведен, так как недостаточно средств на счете"
	}
	if rest := planned - found.amount; rest > 0 && c.yes("addNewRashodDelta") && c.text("do") == "on" {
		s.keepRest(c, found, rest)
	}
	return wrote(result, id)
}

// keepRest stores what was planned and not spent as a record of its own.
func (s *Server) keepRest(c *call, of *payment, rest float64) {
	added := *of
	added.amount, added.userID, added.do, added.log, added.texts = rest, c.user.id, nil, nil, map[string]string{}
	for name, text := range of.texts {
		if name != "invoice_paydate" {
			added.texts[name] = text
		}
	}
	s.note(&added, c.user.id, "corrected", "Добавлен корректирующий расход на сумму "+shortAmount(rest)+" после проведения")
	s.storePayment(&added)
}

// carryOut moves the money of a record. An expense needs that much on its
// account, unless it is forced; what is in no category counts as income.
func (s *Server) carryOut(c *call, p *payment, forced bool) bool {
	amount := p.amount
	if s.isExpense(p.categoryID) {
		if s.balance(p.accountID) < amount && !forced {
			return false
		}
		amount = -amount
	}
	s.transfer(p.accountID, amount)
	p.do = textIf("on")
	s.note(p, c.user.id, "complete", "Проведен расход на сумму "+strconv.FormatFloat(p.amount, 'f', 2, 64))
	return true
}

func (s *Server) paymentDelete(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case c.number("id") <= 0:
		return failureNumber(405, paymentMissing)
	case !ok:
		return failureNumber(403, paymentUnknown)
	case found.done():
		found.log = nil
		return failureNumber(406, "Невозможно удалить расход/доход, т.к. он был проведен. Попробуйте отменить проведение")
	}
	s.work.payments.Delete(found.id)
	return wrote("Удалено", found.id)
}

func (s *Server) paymentDo(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case c.number("id") <= 0:
		return failure("405", paymentMissing)
	case !ok:
		return failure("403", paymentUnknown)
	case found.done():
		return wrote("Отмена - расход уже проведен", found.id)
	case !s.carryOut(c, found, false):
		return failure("406", "Расход не проведен - недостаточно средств на счете. Выберите другой расч. счет")
	}
	return wrote("Успешно проведен", found.id)
}

// paymentUndo takes a record without an account for none.
func (s *Server) paymentUndo(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case c.number("id") <= 0:
		return failure("405", paymentMissing)
	case !ok || found.accountID == 0:
		return failure("403", budgetUnknown)
	case !found.done():
		return wrote("Отмена - расход не проведен", found.id)
	}
	amount := found.amount
	if !s.isExpense(found.categoryID) {
		amount = -amount
	}
	s.transfer(found.accountID, amount)
	taken := ""
	found.do = &taken
	return wrote("Проведение отменено", found.id)
}

func (s *Server) paymentMove(c *call) string {
	from, to, now := c.number("rs"), c.number("rs_move"), s.now()
	amount, _ := phpNumber(c.text("summa")).Float64()
	switch {
	case c.text("rs") == "" || c.text("rs_move") == "":
		return failure("405", "Отсутствуют параметры - id р/счетов для перемещения средств")
	case c.text("summa") == "":
		return failure("405", "Отсутствует параметр - сумма перевода")
	case s.balance(from) < amount:
		return failure("406", "Средства не перемещены: Недостаточно средств на счете. Выберите другой расч. счет ")
	}
	made := &payment{
		userID: c.user.id, accountID: from, toAccountID: to, amount: amount, updated: now.Format(time.DateTime), do: textIf("on"),
		year: int64(now.Year()), month: int64(now.Month()),
		texts: map[string]string{
			"title": "Перемещение " + now.Format(time.DateTime),
			"des":   fmt.Sprintf("Перемещение средств %s м/у счетами %d и %d", now.Format(time.DateTime), from, to),
		},
	}
	for name, to := range map[string]*int64{"bmon": &made.month, "byear": &made.year} {
		if c.text(name) != "" {
			*to = c.number(name)
		}
	}
	for _, name := range []string{"title", "des"} {
		if text := c.text(name); text != "" {
			made.texts[name] = text
		}
	}
	if from != to { // the second write to the one account wins
		s.transfer(from, -amount)
	}
	s.transfer(to, amount)
	return wrote("Средства успешно перемещены", s.storePayment(made))
}

// paymentUnmove removes what has the id, transfer or not.
func (s *Server) paymentUnmove(c *call) string {
	found, ok := s.work.payments.Get(c.number("id"))
	switch {
	case c.number("id") <= 0:
		return failure("405", "Отсутствуют параметры - id записи о перемещении средств")
	case !ok:
		return failure("403", "Запись о перемещении средств с указанным id не найдена в пределах аккаунта")
	case found.toAccountID != 0 && s.balance(found.toAccountID) < found.amount:
		return failure("406", "Отмена невозможна: Недостаточно средств на счете. Выберите другой расч. счет")
	case found.toAccountID != 0:
		s.transfer(found.toAccountID, -found.amount)
		s.transfer(found.accountID, found.amount)
	}
	s.work.payments.Delete(found.id)
	return wrote("Перемещение средств отменено", found.id)
}
