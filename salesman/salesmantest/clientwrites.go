package salesmantest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	done      = "Успешно"
	identical = "Данные корректны, но идентичны имеющимся."
)

func (s *Server) clientAdd(c *call) string {
	if page := s.titleCrash(c.params); page != "" {
		return page
	}
	return encode(s.clientStore(c, c.params, s.ownerOf(c, c.params)))
}

// clientAddList stores a list; who sends none is told so by nothing. The id of an
// owner is not read here.
func (s *Server) clientAddList(c *call) string {
	items, _ := c.params["client"].([]any)
	replies := []*object{}
	for _, item := range items {
		params, _ := item.(map[string]any)
		if page := s.titleCrash(params); page != "" {
			return page
		}
		owner := c.user.id
		if login, sent := params["user"]; sent && login != nil {
			owner = s.idOf(textOf(login))
		}
		replies = append(replies, s.clientStore(c, params, owner))
	}
	return encode(replies)
}

// titleCrash is what storing a client dies of, "" for nothing: a title that is a
// list, on PHP 8, and bytes that are no characters.
func (s *Server) titleCrash(params map[string]any) string {
	switch params["title"].(type) {
	case []any, map[string]any:
		if s.config.php8 {
			return crashPage("Uncaught TypeError: strip_tags(): Argument #1 ($string) must be of type string, array given", "client.php", 632)
		}
	}
	if !utf8.ValidString(textOf(params["title"])) {
		return crashPage("Uncaught TypeError: count(): Argument #1 ($value) must be of type Countable|array, bool given", "client.php", 632)
	}
	return ""
}

// clientStore stores a client and returns what the server says of it.
func (s *Server) clientStore(c *call, params map[string]any, owner int64) *object {
	title := titleText(textOf(params["title"]))
	phones := partsOf(params["phone"])
	if same := s.sameClient(title, phones, fieldText(textOf(params["mail_url"]))); same != nil {
		reply := titled("result", "Error", "exists", same.id)
		reply.set("error", titled("code", 304, "text",
			fmt.Sprintf("Найден существующий клиент - %s (clid = %d). Запрос отклонен.", same.text("title"), same.id)))
		return reply
	}
	if textOf(params["title"]) == "" {
		return titled("result", "Error", "error", titled("code", 402, "text", "Отсутствуют параметры - Название клиента"))
	}
	values := map[string]any{"type": "client", "fav": "no", "trash": "no", "priceLevel": "price_1", "date_create": s.stamp(s.now())}
	for name, value := range s.clientValues(params) {
		if value != "" && value != nil {
			values[name] = value
		}
	}
	if len(phones) > 0 {
		values["phone"] = cut(stored(strings.Join(phones, ",")), 250)
	}
	if _, sent := values["clientpath"]; !sent {
		values["clientpath"] = s.defaultSource()
	}
	if t, ok := s.readTime(textOf(params["date_create"])); ok {
		values["date_create"] = s.stamp(t)
	}
	values["recv"] = changedBank(nil, params["recv"])
	added := addRecord(s.state.clients, owner, values)
	added.history, added.creatorID = 1, c.user.id
	return titled("result", done, "data", added.id)
}

// sameClient is a client of that title, and one of the phones and the address as
// far as they were sent.
func (s *Server) sameClient(title string, phones []string, mail string) *record {
	if title == "" {
		return nil
	}
	for _, r := range s.state.clients.All() {
		phone := strings.NewReplacer("+", "", "(", "", ")", "", " ", "", "-", "").Replace(r.text("phone"))
		samePhone := func(text string) bool {
			number := digits(text)
			return phone != "" && strings.Contains(phone, number[min(1, len(number)):])
		}
		if strings.EqualFold(r.text("title"), title) && (len(phones) == 0 || slices.ContainsFunc(phones, samePhone)) &&
			(mail == "" || like(r.text("mail_url"), mail)) {
			return r
		}
	}
	return nil
}

// clientValues are the active fields among the parameters, as they are stored. The
// owner is not among them.
func (s *Server) clientValues(params map[string]any) map[string]any {
	values := map[string]any{}
	for _, name := range slices.Concat(s.state.sales.clientFields, []string{"uid", "type"}) {
		value, sent := params[name]
		if !sent || name == "recv" || name == "iduser" {
			continue
		}
		switch name {
		case "title":
			values[name] = titleText(textOf(value))
		case "type":
			values[name] = "client"
			if text := plainText(textOf(value)); text != "" {
				values[name] = text
			}
		case "idcategory", "territory", "clientpath":
			values[name] = s.guideID(guideOf(name), plainText(textOf(value)))
		case "tip_cmr":
			values[name] = plainText(textOf(value)) // an id too
		case "head_clid", "pid":
			values[name] = numberOf(value)
		case "uid":
			values[name] = cut(fieldText(joined(value)), 30)
		case "address", "des", "scheme":
			values[name] = fieldText(joined(value))
		default:
			values[name] = cut(fieldText(joined(value)), 250)
		}
	}
	return values
}

// readTime reads a time in one of the forms that one would send.
func (s *Server) readTime(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateTime, time.DateOnly, "2006-01-02 15:04", "02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, s.config.location); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// changedBank is a copy of bank details with those that were sent.
func changedBank(old map[string]any, sent any) map[string]any {
	changed := maps.Clone(old)
	if changed == nil {
		changed = map[string]any{}
	}
	details, _ := sent.(map[string]any)
	for name, value := range details {
		if (name == shortName || slices.Contains(bankFields, name)) && value != nil {
			changed[name] = bankText(textOf(value))
		}
	}
	return changed
}

// clientUpdate changes what is sent, of whomever the client is. A uid is stored
// only once, and bank details are stored without a word of whether they changed.
func (s *Server) clientUpdate(c *call) string {
	found, ok := s.state.clients.Get(c.number("clid"))
	if !ok {
		return failureNumber(403, "Клиент с указанным clid не найден в пределах аккаунта")
	}
	changes := s.clientValues(c.params)
	if relation, ok := changes["tip_cmr"].(string); ok && strings.Trim(relation, "0123456789") != "" {
		s.guideID("relations", relation)
	}
	if found.text("uid") != "" {
		delete(changes, "uid")
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(changes)), func(name string) bool { return !sameToPHP(textOf(changes[name]), found.text(name)) }) {
		changes = nil
	}
	owner, ownerSent := c.params["iduser"]
	ownerSent = ownerSent && slices.Contains(s.state.sales.clientFields, "iduser") && numberOf(owner) != found.ownerID
	reply, said := titled("data", found.id), identical
	if len(changes) > 0 || ownerSent {
		maps.Copy(found.values, changes)
		if ownerSent {
			found.ownerID = numberOf(owner)
		}
		found.values["date_edit"] = s.stamp(s.now())
		found.editorID = c.user.id
		found.history++
		reply.set("hid", s.state.sales.nextHistory())
		said = done
	}
	if details := c.object("recv"); len(details) > 0 {
		old, _ := found.values["recv"].(map[string]any)
		found.values["recv"] = changedBank(old, details)
		said += "; Реквизиты обновлены"
	}
	reply.set("result", said)
	return encode(reply)
}

// phpNumeric is what PHP takes for a number.
var phpNumeric = regexp.MustCompile(`^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$`)

// sameToPHP compares texts as PHP does: as numbers where both are.
func sameToPHP(a, b string) bool {
	if a == b || !phpNumeric.MatchString(a) || !phpNumeric.MatchString(b) {
		return a == b
	}
	x, errX := strconv.ParseFloat(strings.TrimSpace(a), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return errX == nil && errY == nil && x == y
}

// clientDelete lets go of the contacts of a client. An id that is no number is a
// crash.
func (s *Server) clientDelete(c *call) string {
	id := c.number("clid")
	if id == 0 && c.text("clid") != "0" {
		return crashPage("Uncaught TypeError: Salesman\\Client::delete(): Argument #1 ($clid) must be of type int, null given, called", "client.php", 677)
	}
	found, ok := s.state.clients.Get(id)
	if !ok {
		return failureNumber(403, "Не найдена запись")
	}
	if deals := s.state.deals.Where(func(r *record) bool { return r.number("clid") == id }); len(deals) > 0 {
		return failureNumber(408, "Клиент не удален. Внимание: К сожалению Удаление записи не возможно. Причина - Имеются связанные записи - Сделки.")
	}
	contacts := s.state.contacts.Where(func(person *contact) bool { return person.clientID == id })
	for _, person := range contacts {
		s.state.contacts.Update(person.pid, func(old *contact) *contact { freed := *old; freed.clientID = 0; return &freed })
	}
	s.state.clients.Delete(id)
	activities, tasks := s.forgetClient(id)
	return encode(titled("message", fmt.Sprintf("Успешно: Клиент удален.<br>Также удалено %d записи истории активностей. Снята привязка к Клиенту у %d Контактов. "+
		"Удалено %d записей напоминаний. Удалено 0 файлов.", found.history+activities, len(contacts), tasks), "result", "Клиент удален", "data", id))
}
