package salesmantest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const dealUnseen = "Сделка с указанным did не найдена в пределах аккаунта указанного пользователя."

// planDays is how far ahead a deal without a planned day ends.
const planDays = 14

// dealAdd does not look at whose the client is.
func (s *Server) dealAdd(c *call) string {
	_, hasClient := s.state.clients.Get(c.number("clid"))
	_, hasPayer := s.state.clients.Get(c.number("payer"))
	switch {
	case !hasClient && !hasPayer:
		return failureNumber(407, "Клиент или Плательщик не найден.")
	case c.text("title") == "":
		return failureNumber(406, "Отсутствуют параметры - Название сделки")
	}
	a := &s.state.sales
	params := maps.Clone(c.params)
	if !c.has("clid") {
		params["clid"] = params["payer"]
	}
	if numberOf(params["payer"]) < 1 {
		params["payer"] = params["clid"]
	}
	if c.has("summa") {
		params["kol"] = params["summa"]
	}
	values := map[string]any{
		"clid": numberOf(params["clid"]), "payer": numberOf(params["payer"]), "datum": s.today(), "close": "no", "mcid": int64(1),
		"direction": a.defaultDirection(), "tip": a.defaultType(), "step": "", "kol": 0.0, "marga": 0.0, "kol_fact": 0.0, "dog_num": int64(0),
		"datum_plan": s.now().AddDate(0, 0, planDays).Format(time.DateOnly), "calculate": yesNo(params["speka"] != nil),
	}
	for name, value := range s.dealValues(params) {
		if value != "" {
			values[name] = value
		}
	}
	if step, ok := a.stepByID(a.defaultStep(numberOf(values["direction"]), numberOf(values["tip"]))); ok && values["step"] == "" {
		values["step"] = step.Percent
	}
	a.dealNumber++
	values["title"] = fmt.Sprintf("СД%d: %s", a.dealNumber, plainText(c.text("title")))
	added := addRecord(s.state.deals, s.ownerOf(c, c.params), values)
	added.contacts = idsOf(c.params["pid_list"])
	if client, ok := s.state.clients.Get(added.number("clid")); ok {
		client.history++
		added.uids = slices.Clone(client.uids)
	}
	said, page := s.setLines(c, added)
	if page != "" {
		return page
	}
	reply := titled("result", done, "data", added.id)
	if said != nil {
		reply.set("text", said)
	}
	return encode(reply)
}

// setLines stores the specification that was sent, if any, and returns what is said of
// it: nothing but an empty text if a line was dropped. A map in the place of the list is
// a crash on PHP 8.
func (s *Server) setLines(c *call, deal *record) (said []string, crash string) {
	if c.has("speka") && c.object("speka") != nil {
		for _, value := range c.object("speka") {
			if _, isLine := value.(map[string]any); !isLine && s.config.php8 {
				return nil, crashPage("Uncaught TypeError: Cannot access offset of type string on string", "deal.php", 1010)
			}
		}
	}
	var lines []any
	for _, item := range itemsOf(c.params["speka"]) {
		fields, ok := item.(map[string]any)
		if !ok {
			continue
		}
		if said == nil {
			said = []string{"Добавлены позиции в спецификацию. Ошибок 0"}
		}
		switch title, article, id := textOf(fields["title"]), textOf(fields["artikul"]), numberOf(fields["spid"]); {
		case title == "":
			said = []string{""}
		case article == "" && id > 0:
			s.overwriteLine(id, fields)
		default:
			lines = append(lines, s.line(fields))
		}
	}
	if len(lines) > 0 {
		deal.lines = lines
	}
	deal.recalculate()
	return said, ""
}

// overwriteLine changes the line with an id, whosever deal it is in.
func (s *Server) overwriteLine(id int64, fields map[string]any) {
	for _, deal := range s.state.deals.All() {
		for i, line := range deal.lines {
			if stored, ok := line.(map[string]any); ok && numberOf(stored["spid"]) == id {
				changed := s.line(fields)
				changed["spid"] = id
				deal.lines[i] = changed
				deal.recalculate()
			}
		}
	}
}

// idsOf are the ids of a list, or of a text of several.
func idsOf(v any) []int64 {
	var ids []int64
	for _, part := range partsOf(v) {
		if id := numberOf(part); id > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// dealValues are the fields among the parameters, as they are stored: the active
// ones, and the amounts even where the account's form hides them.
func (s *Server) dealValues(params map[string]any) map[string]any {
	a, values := &s.state.sales, map[string]any{}
	for _, name := range slices.Concat(s.shownDealFields(), []string{"kol", "marga", "coid1"}) {
		value, sent := params[name]
		if !sent {
			continue
		}
		switch name {
		case "did", "datum", "datum_izm", "iduser", "title", "close", "datum_close", "status_close", "des_fact", "kol_fact":
			continue
		case "clid", "dog_num":
			values[name] = numberOf(value)
		case "payer", "mcid":
			if id := numberOf(value); id > 0 {
				values[name] = id
			}
		case "step":
			step, _ := a.step(textOf(value))
			values[name] = step.Percent
		case "kol", "marga":
			values[name] = money(value)
		case "direction", "tip":
			s.setKind(values, name, value)
		case "datum_plan", "datum_start", "datum_end":
			if t, ok := s.readTime(textOf(value)); ok {
				values[name] = t.Format(time.DateOnly)
			} else if name != "datum_plan" {
				values[name] = ""
			}
		case "coid1":
			values[name] = idList(idsOf(value))
		case "uid":
			values[name] = cut(fieldText(joined(value)), 30)
		default:
			values[name] = fieldText(joined(value))
		}
	}
	return values
}

// setKind reads a direction or a type by id, which nobody looks up, or by title. An
// unknown title is the account's default direction, and a new type.
func (s *Server) setKind(values map[string]any, name string, value any) {
	a := &s.state.sales
	id, usual := a.directionID(value), a.defaultDirection()
	if name == "tip" {
		id, usual = a.typeID(value), a.defaultType()
		if title := plainText(textOf(value)); id == 0 && strings.Trim(title, "0 ") != "" {
			id = a.addType(title)
		}
	}
	if id == 0 {
		id = usual
	}
	values[name] = id
}

// idList is a list of ids as a column holds it.
func idList(ids []int64) string {
	var list []string
	for _, id := range ids {
		list = append(list, idText(id))
	}
	return strings.Join(list, ";")
}

// dealUpdate changes what is sent, clears contacts, competitors and margin that are
// not, and drops a change of amounts alone. It finds by uid and then asks for the id. A
// specification only marks the deal as one that has one, except with
// [WithSpecificationUpdates].
func (s *Server) dealUpdate(c *call) string {
	found := s.seenDeal(c)
	if c.number("did") <= 0 && c.text("uid") == "" { // any deal will do to get past the first check
		deals := s.state.deals.Where(func(r *record) bool { return s.sees(c.user, r.ownerID) })
		if len(deals) > 0 {
			found = deals[0]
		}
	}
	switch {
	case found == nil:
		return failureNumber(403, dealUnseen)
	case c.number("did") <= 0:
		return failureNumber(402, "Отсутствуют параметры - did сделки")
	}
	params := maps.Clone(c.params)
	delete(params, "step")
	for _, name := range []string{"direction", "tip"} {
		if c.has(name) && c.number(name) == 0 { // a name, which only new deals can have
			params[name] = ""
		}
	}
	if !c.has("coid1") {
		params["coid1"] = ""
	}
	if !c.has("clid") && c.number("payer") > 0 {
		params["clid"] = params["payer"]
	} else if !c.has("payer") && c.number("clid") > 0 {
		params["payer"] = params["clid"]
	}
	changes := s.dealValues(params)
	if title := plainText(c.text("title")); title != "" {
		changes["title"] = title
	}
	if found.text("uid") != "" {
		delete(changes, "uid")
	}
	if owner := c.number("iduser"); c.has("iduser") {
		changes["iduser"] = owner
	}
	if c.has("title") {
		for name, empty := range map[string]string{"zayavka": "0", "ztitle": ""} {
			if _, sent := changes[name]; !sent && found.text(name) != "" {
				changes[name] = empty
			}
		}
	}
	contacts := idsOf(c.params["pid_list"])
	lines := c.has("speka") && (s.config.documentedLines || found.text("calculate") != "yes" && len(found.lines) == 0)
	if !s.noticed(c, found, changes) && slices.Equal(contacts, found.contacts) && !lines {
		return encode(titled("result", identical, "data", found.id, "error", titled("code", 302)))
	}
	if _, sent := changes["marga"]; !sent {
		changes["marga"] = 0.0
	}
	if owner, sent := changes["iduser"]; sent {
		found.ownerID = numberOf(owner)
		delete(changes, "iduser")
	}
	maps.Copy(found.values, changes)
	found.contacts, found.values["datum_izm"], found.values["pid"] = contacts, s.today(), max(c.number("pid"), 0)
	if c.has("speka") {
		found.values["calculate"] = "yes"
	}
	if s.config.documentedLines {
		if _, page := s.setLines(c, found); page != "" {
			return page
		}
	} else if found.recalculate(); found.text("calculate") == "yes" && len(found.lines) == 0 {
		found.values["marga"] = 0.0
	}
	return wrote("Готово", found.id)
}

// noticed reports whether the server sees a difference: in another field than the
// amounts, or in those if the title is sent too.
func (s *Server) noticed(c *call, found *record, changes map[string]any) bool {
	for name, value := range changes {
		switch name {
		case "iduser":
			if numberOf(value) != found.ownerID {
				return true
			}
		case "kol", "marga":
			if c.has("title") && !c.has("speka") && figure(value) != 0 && figure(value) != figure(found.values[name]) {
				return true
			}
		default:
			if textOf(value) != found.text(name) {
				return true
			}
		}
	}
	return false
}
