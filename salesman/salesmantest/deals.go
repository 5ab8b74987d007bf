package salesmantest

import (
	"fmt"
	"slices"
	"strings"
)

var dealFields = []string{
	"did", "uid", "datum", "datum_izm", "clid", "title", "mcid", "iduser", "datum_plan", "step", "tip", "direction", "payer", "adres",
	"content", "kol", "marga", "datum_start", "datum_end", "close", "datum_close", "status_close", "des_fact", "kol_fact",
}

// stages and closeStatuses are those of a new account.
var (
	stages = []struct {
		id             int64
		percent, title string
	}{
		{10, "0", "Проявлен/Выявлен интерес"}, {2, "20", "Подтвержден интерес"}, {11, "40", "Отправлено КП"},
		{5, "60", "Обсуждение деталей - продукты, услуги, оплата"}, {6, "80", "Согласован договор, Выставлен счет"},
		{7, "90", "Получена предоплата, Выполнение договора"}, {8, "100", "Закрытие сделки, Подписание документов"},
	}
	closeStatuses = []string{"", "Победа полная", "Победа, договорились с конкурентами", "Проигрыш по цене"}
)

const dealUnseen = "Сделка с указанным did не найдена в пределах аккаунта указанного пользователя."

func (s *Server) dealHandlers() map[string]func(*call) string {
	var steps, closings []*object
	for _, stage := range stages {
		step := &object{}
		step.set("idcategory", fmt.Sprint(stage.id))
		step.set("title", stage.percent)
		step.set("content", stage.title)
		steps = append(steps, step)
	}
	for id, title := range closeStatuses {
		if id > 0 {
			status := &object{}
			status.set("sid", fmt.Sprint(id))
			status.set("title", title)
			closings = append(closings, status)
		}
	}
	return map[string]func(*call) string{
		"deal.fields":       func(*call) string { return titlesOf(dealFields) },
		"deal.steplist":     fixed(encode(map[string]any{"data": steps})),
		"deal.statusclose":  fixed(encode(map[string]any{"data": closings})),
		"deal.direction":    fixed(`{"data":[{"id":"1","title":"Основное","isDefault":"yes"}]}`),
		"deal.type":         fixed(`{"data":[{"tid":"6","title":"Продажа быстрая","isDefault":"yes"},{"tid":"3","title":"Услуги","isDefault":""}]}`),
		"deal.funnel":       fixed(`{"data":{"stepsName":{"2":"20","11":"40"},"steps":{"2":5,"11":5},"defaultName":"0","length":10,"default":0}}`),
		"deal.list":         s.dealList,
		"deal.info":         s.dealInfo,
		"deal.add":          s.dealAdd,
		"deal.update":       s.dealUpdate,
		"deal.change_step":  s.dealStep,
		"deal.change_close": s.dealClose,
		"deal.change_user":  s.dealUser,
		"deal.delete":       s.dealDelete,
	}
}

// seenDeal finds a deal that the user sees.
func (s *Server) seenDeal(c *call) *record {
	if found, ok := s.state.deals.Get(c.number("did")); ok && s.sees(c.user, found.ownerID) {
		return found
	}
	return nil
}

// dealRow shows a deal. One deal alone is shown with nulls for filled plain
// fields: an inverted test of the server's.
func (s *Server) dealRow(c *call, r *record, info bool) *object {
	row := &object{}
	set := func(name string, value any) {
		if text := textOf(value); info && text == "" {
			row.set(name, "")
		} else if info {
			row.set(name, nil)
		} else {
			row.set(name, value)
		}
	}
	wanted := func(name string) bool {
		return c.text("fields") == "" || slices.Contains(strings.Split(c.text("fields"), ","), name)
	}
	for _, name := range dealFields {
		if !wanted(name) {
			continue
		}
		switch name {
		case "did":
			set(name, fmt.Sprint(r.id))
		case "iduser":
			row.set(name, r.ownerID)
			row.set("user", s.loginOf(r.ownerID))
		case "step":
			s.stepCells(row, r.text("step"))
		case "tip", "direction":
			row.set(name+"ID", 1)
			row.set(name, r.text(name))
		case "payer":
			if !info {
				row.set(name, r.number(name))
				row.set("payerTitle", s.clientName(r.number(name)))
			}
		case "clid":
			set(name, orNull(r.text(name)))
			row.set("clientTitle", s.clientName(r.number(name)))
		case "kol", "marga", "kol_fact":
			set(name, figure(r.values[name]))
		case "status_close":
			if r.text(name) == "" {
				row.set(name, false)
			} else {
				row.set(name, r.text(name))
			}
		default:
			set(name, orNull(r.text(name)))
		}
	}
	for name, value := range r.values {
		if customField.MatchString(name) && wanted(name) {
			set(name, value)
		}
	}
	return row
}

func (s *Server) stepCells(row *object, percent string) {
	for _, stage := range stages {
		if stage.percent == percent {
			row.set("step", numberOf(percent))
			row.set("stepID", stage.id)
			row.set("stepTitle", stage.title)
			return
		}
	}
	row.set("step", 0)
	row.set("stepID", 0)
	row.set("stepTitle", nil)
}

func (s *Server) dealList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if !slices.Contains(dealFields, order) && !customField.MatchString(order) {
		return columnCrash(order, "ORDER BY")
	}
	column := func(r *record) string {
		if order == "did" {
			return fmt.Sprint(r.id)
		}
		return r.text(order)
	}
	rows := s.state.deals.Where(func(r *record) bool { return s.visible(c, r.ownerID) && dealPasses(c, r) })
	return listReply(s.page(c, rows, column, pageSize, func(r *record) *object {
		row := s.dealRow(c, r, false)
		if invoices := s.invoicesOf(r.id); c.yes("invoice") && len(invoices) > 0 {
			row.set("invoice", invoices)
		}
		return row
	}), len(rows))
}

func dealPasses(c *call, r *record) bool {
	closed := r.text("close") == "yes"
	switch {
	case c.text("active") == "yes" && closed, c.text("active") == "no" && !closed,
		c.text("word") != "" && !anyLike(r, c.text("word"), "title", "content", "adres"),
		c.text("steps") != "" && !slices.Contains(strings.Split(c.text("steps"), ","), r.text("step")),
		c.text("dateStart") != "" && r.text("datum") < c.text("dateStart"),
		c.text("dateEnd") != "" && r.text("datum") > c.text("dateEnd"):
		return false
	}
	for name, value := range c.object("filter") {
		switch name {
		case "did":
			if !strings.Contains(fmt.Sprint(r.id), textOf(value)) {
				return false
			}
		case "clid", "payer":
			if r.number(name) != numberOf(value) {
				return false
			}
		default:
			if !like(r.text(name), textOf(value)) {
				return false
			}
		}
	}
	return true
}

func (s *Server) dealInfo(c *call) string {
	found := s.seenDeal(c)
	if found == nil {
		return failureNumber(403, "Сделка не найдена в пределах аккаунта указанного пользователя.")
	}
	row := s.dealRow(c, found, true)
	for param, name := range map[string]string{"client": "clid", "payer": "payer"} {
		if client, ok := s.state.clients.Get(found.number(name)); ok && c.yes(param) {
			shown := s.clientRow(&call{params: map[string]any{}}, client, true)
			shown.set("recv", bankOf(client))
			row.set(param, shown)
		}
	}
	var people []*object
	for _, pid := range found.contacts {
		if contact, ok := s.state.contacts.Get(pid); ok {
			person := &object{}
			person.set("pid", pid)
			person.set("title", contact.texts["person"])
			person.set("email", orNull(contact.texts["mail"]))
			people = append(people, person)
		}
	}
	if len(people) > 0 {
		row.set("person", people)
	}
	if c.yes("speka") && len(found.lines) > 0 {
		row.set("speka", shownLines(found.lines))
	}
	if invoices := s.invoicesOf(found.id); c.yes("invoice") && len(invoices) > 0 {
		row.set("invoice", invoices)
	}
	return encode(map[string]any{"data": row})
}

func shownLines(lines []any) []*object {
	var shown []*object
	for i, line := range lines {
		fields, _ := line.(map[string]any)
		row := &object{}
		row.set("spid", i+1)
		row.set("prid", 0)
		row.set("artikul", textOf(fields["artikul"]))
		row.set("title", textOf(fields["title"]))
		row.set("tip", "0")
		for _, name := range []string{"kol", "price", "price_in", "nds"} {
			row.set(name, figure(fields[name]))
		}
		row.set("dop", 1)
		row.set("comments", " ")
		shown = append(shown, row)
	}
	return shown
}

// total adds up a specification: what it comes to, and what it earns.
func total(lines []any) (amount, margin float64) {
	for _, line := range lines {
		fields, _ := line.(map[string]any)
		n := figure(fields["kol"])
		amount += n * figure(fields["price"])
		margin += n * (figure(fields["price"]) - figure(fields["price_in"]))
	}
	return amount, margin
}

func (s *Server) dealAdd(c *call) string {
	payer := c.number("payer")
	if payer == 0 {
		payer = c.number("clid")
	}
	if _, ok := s.state.clients.Get(payer); !ok {
		return failureNumber(407, "Клиент или Плательщик не найден.")
	}
	if c.text("title") == "" {
		return failureNumber(406, "Отсутствуют параметры - Название сделки")
	}
	values := c.pick(dealFields...)
	delete(values, "did")
	values["payer"], values["datum"], values["close"] = payer, s.today(), "no"
	values["kol"] = figure(values["kol"])
	added := addRecord(s.state.deals, s.ownerOf(c, c.params), values)
	added.values["title"] = fmt.Sprintf("СД%d: %s", added.id, c.text("title"))
	added.contacts = idsOf(c.text("pid_list"))
	added.lines, _ = c.params["speka"].([]any)
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", added.id)
	if len(added.lines) > 0 {
		values["kol"], values["marga"] = total(added.lines)
		reply.set("text", []string{"Добавлены позиции в спецификацию. Ошибок 0"})
	}
	return encode(reply)
}

func idsOf(text string) []int64 {
	var ids []int64
	for part := range strings.SplitSeq(text, ",") {
		if id := numberOf(part); id > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// dealUpdate changes what is sent, clears contacts and margin that are not, and
// drops a change of amounts alone.
func (s *Server) dealUpdate(c *call) string {
	if c.number("did") == 0 {
		return failureNumber(402, "Отсутствуют параметры - did сделки")
	}
	found := s.seenDeal(c)
	if found == nil {
		return failureNumber(403, dealUnseen)
	}
	lines, _ := c.params["speka"].([]any)
	noticed := len(lines) > 0
	for name, value := range c.pick(dealFields...) {
		if !slices.Contains([]string{"did", "kol", "marga", "step", "iduser"}, name) && found.text(name) != textOf(value) {
			noticed = true
		}
	}
	if contacts := idsOf(c.text("pid_list")); c.has("pid_list") && !slices.Equal(contacts, found.contacts) {
		noticed = true
	}
	if !noticed {
		return fmt.Sprintf(`{"result":"Данные корректны, но идентичны имеющимся.","data":%d,"error":{"code":302}}`, found.id)
	}
	for name, value := range c.pick(dealFields...) {
		if name != "did" && name != "step" && name != "iduser" {
			found.values[name] = value
		}
	}
	found.contacts = idsOf(c.text("pid_list"))
	if len(lines) > 0 {
		found.lines = lines
	}
	if len(found.lines) > 0 {
		found.values["kol"], found.values["marga"] = total(found.lines)
	} else if !c.has("marga") {
		found.values["marga"] = 0
	}
	found.values["datum_izm"] = s.today()
	return wrote("Готово", found.id)
}

func (s *Server) dealStep(c *call) string {
	found := s.seenDeal(c)
	switch {
	case found == nil:
		return failureNumber(403, dealUnseen)
	case found.text("step") == c.text("step"):
		return failureNumber(302, "Данные корректны, но идентичны имеющимся")
	}
	before, after := found.text("step"), ""
	for _, stage := range stages {
		if stage.percent == c.text("step") {
			after = stage.percent
		}
	}
	found.values["step"] = after
	return wrote(fmt.Sprintf("Этап сделки изменен на %s%%. Предыдущий этап %s%%.", after, before), found.id)
}

// dealClose does not look at whose deal it is, nor whether there is such a status.
func (s *Server) dealClose(c *call) string {
	found, ok := s.state.deals.Get(c.number("did"))
	switch {
	case !ok:
		return failureNumber(403, "Сделка не найдена")
	case found.text("status_close") != "":
		return `{"result":"Error","data":"Сделка уже закрыта","error":{"code":407,"text":"Сделка уже закрыта"}}`
	}
	status := ""
	for id, title := range closeStatuses {
		if id > 0 && (int64(id) == c.number("sid") || title == c.text("status_close")) {
			status = title
		}
	}
	found.values["status_close"], found.values["close"], found.values["datum_close"] = status, "yes", s.today()
	found.values["step"], found.values["kol_fact"] = "100", figure(found.values["kol"])
	if c.has("kol_fact") {
		found.values["kol_fact"] = figure(c.params["kol_fact"])
	}
	if c.has("description") {
		found.values["des_fact"] = c.text("description")
	}
	return encode(map[string]any{"result": "Ok", "data": "Сделка закрыта со статусом " + status})
}

// dealUser takes an unknown login for that of nobody.
func (s *Server) dealUser(c *call) string {
	found := s.seenDeal(c)
	if found == nil {
		return failureNumber(403, dealUnseen)
	}
	found.ownerID = s.ownerOf(c, c.params)
	return wrote("Успешно. Клиент не переведен<br>Контакты не переведены", found.id)
}

func (s *Server) dealDelete(c *call) string {
	found := s.seenDeal(c)
	switch {
	case found == nil:
		return failureNumber(403, dealUnseen)
	case len(s.invoicesOf(found.id)) > 0:
		return failure("407", "Удаление сделки не возможно - есть счета")
	}
	s.state.deals.Delete(found.id)
	return wrote("Сделка удалена", found.id)
}
