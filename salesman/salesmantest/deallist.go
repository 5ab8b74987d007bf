package salesmantest

import (
	"cmp"
	"slices"
	"strings"
)

// dealList shows a page of the deals that the user sees. Filters by what is no
// field are ignored; those by a field that is no column crash, as an unknown
// order does.
func (s *Server) dealList(c *call) string {
	order := cmp.Or(c.text("order"), "datum")
	switch order {
	case "date_create":
		order = "datum"
	case "date_change":
		order = "datum_izm"
	}
	if page := s.listCrash(c, order, dealColumns); page != "" {
		return page
	}
	filter := s.dealFilter(c)
	for name := range filter {
		if name != "phone" && !slices.Contains(dealColumns, name) && !isCustomColumn(name) {
			return columnCrash(name, "WHERE")
		}
	}
	rows := s.state.deals.Where(func(r *record) bool {
		if !s.visible(c, r.ownerID) || !s.dealPasses(c, r) {
			return false
		}
		for name, value := range filter {
			if !s.dealFits(r, name, value) {
				return false
			}
		}
		return true
	})
	sortRecords(rows, c.text("first") == "old", func(r *record) string { return s.dealColumn(r, order) })
	fields, _ := c.wantedFields(s.shownDealFields())
	reply := &object{}
	if page := pageRows(c, rows); len(page) > 0 {
		data := make([]any, len(page))
		for i, r := range page {
			data[i] = s.dealRow(c, r, fields)
		}
		reply.set("data", data)
	}
	reply.set("count", len(rows))
	return encode(reply)
}

func (s *Server) dealPasses(c *call, r *record) bool {
	closed := r.text("close") == "yes"
	switch c.text("active") {
	case "no":
		if !closed {
			return false
		}
	case "yes":
		if closed {
			return false
		}
	}
	word := strings.NewReplacer("'", "&acute;", `"`, "”", "`", "").Replace(strings.TrimSpace(c.text("word")))
	if word != "" && !anyLike(r, word, "title", "content", "adres") {
		return false
	}
	var steps []string
	for _, percent := range partsOf(c.params["steps"]) {
		if _, ok := s.state.sales.step(percent); ok {
			steps = append(steps, percent)
		}
	}
	return (len(steps) == 0 || slices.Contains(steps, r.text("step"))) &&
		between(r.text("datum"), c.text("dateStart"), c.text("dateEnd"), c.text("dateStart"), true) &&
		between(r.text("datum_izm"), c.text("dateChangeStart"), c.text("dateChangeEnd"), c.text("dateStart"), true)
}

// dealFilter are the filters that the server reads: those of fields, and phone.
func (s *Server) dealFilter(c *call) map[string]string {
	filter, fields := map[string]string{}, s.shownDealFields()
	for name, value := range c.object("filter") {
		text := textOf(value)
		if name == "phone" || slices.Contains(fields, name) && text != "" && text != "0" {
			filter[name] = text
		}
	}
	return filter
}

func (s *Server) dealFits(r *record, name, value string) bool {
	switch name {
	case "clid", "payer":
		return numberOf(value) <= 0 || r.number(name) == numberOf(value)
	case "direction":
		return r.number(name) == s.state.sales.directionID(value)
	case "tip":
		return r.number(name) == s.state.sales.typeID(value)
	case "phone":
		number := digits(value)
		number = number[min(1, len(number)):]
		client, ok := s.state.clients.Get(r.number("clid"))
		return ok && (strings.Contains(digits(client.text("phone")), number) || strings.Contains(digits(client.text("fax")), number))
	}
	return like(s.dealColumn(r, name), plainText(value))
}

func (s *Server) dealColumn(r *record, name string) string {
	switch name {
	case "did":
		return idText(r.id)
	case "iduser":
		return idText(r.ownerID)
	case "idcategory":
		step, _ := s.state.sales.step(r.text("step"))
		return idText(step.ID)
	}
	return r.text(name)
}

// dealRow shows a deal in a list: [] without fields.
func (s *Server) dealRow(c *call, r *record, fields []string) any {
	row := &object{}
	for _, name := range fields {
		if s.dealCells(row, r, name) {
			continue
		}
		switch name {
		case "did":
			row.set(name, r.id)
		case "iduser":
			row.set(name, r.ownerID)
			row.set("user", s.loginOf(r.ownerID))
			row.set("userTitle", s.nameOf(r.ownerID))
		case "clid":
			row.set(name, r.number(name))
			row.set("clientTitle", s.clientName(r.number(name)))
		case "payer":
			row.set(name, r.number(name))
			row.set("payerTitle", s.clientName(r.number(name)))
		case "mcid":
			row.set(name, r.number(name))
		case "kol", "marga", "kol_fact":
			row.set(name, figure(r.values[name]))
		default:
			row.set(name, orNull(r.text(name)))
		}
	}
	if c.yes("bankinfo") {
		row.set("bankinfo", s.bankOfPayer(r))
	}
	if invoices := s.invoicesOf(r.id); c.yes("invoice") && len(invoices) > 0 {
		row.set("invoice", invoices)
	}
	if c.yes("uids") {
		row.set("uids", shownUIDs(r.uids, 0, r.id))
	}
	if _, byPhone := c.object("filter")["phone"]; byPhone {
		row.set("client", s.clientInDeal(r.number("clid"), false))
	}
	return orList(row)
}

func (s *Server) bankOfPayer(r *record) *object {
	payer, ok := s.state.clients.Get(r.number("payer"))
	if !ok {
		payer = &record{}
	}
	return bankOf(payer)
}

// dealInfo shows one deal. Plain fields are null if they are filled: an inverted
// test of the server's.
func (s *Server) dealInfo(c *call) string {
	switch {
	case c.breaksSQL("did", "uid"), c.text("did") == "" && c.text("uid") == "":
		return crashPage(syntaxCrash("and iduser IN (2,3) and identity = '1'"), "deal.php", 760)
	}
	byUID := *c
	if c.text("uid") != "" { // wins over the id
		byUID.params = map[string]any{"uid": c.text("uid")}
	}
	found := s.seenDeal(&byUID)
	if found == nil {
		return failureNumber(403, "Сделка не найдена в пределах аккаунта указанного пользователя.")
	}
	row := &object{}
	fields, _ := c.wantedFields(s.shownDealFields())
	for _, name := range fields {
		switch {
		case s.dealCells(row, found, name):
		case name == "iduser":
			row.set(name, found.ownerID)
			row.set("user", s.loginOf(found.ownerID))
			row.set("userUID", s.userUID(found.ownerID))
		case name == "payer": // as a record, if asked for
		case found.raw(name) == "":
			row.set(name, "")
		default:
			row.set(name, nil)
		}
	}
	for param, name := range map[string]string{"client": "clid", "payer": "payer"} {
		if c.yes(param) {
			row.set(param, s.clientInDeal(found.number(name), true))
		}
	}
	s.related(c, row, found)
	return encode(map[string]any{"data": orList(row)})
}

func (s *Server) userUID(userID int64) any {
	if u := s.userOf(userID); u != nil {
		return orNull(u.uid)
	}
	return nil
}

// related adds contacts, bank details, lines and invoices, each only if there are
// any.
func (s *Server) related(c *call, row *object, found *record) {
	var people []*object
	for _, pid := range found.contacts {
		person := &contact{}
		if stored, ok := s.state.contacts.Get(pid); ok {
			person = stored
		}
		people = append(people, titled("pid", pid, "title", orNull(person.texts["person"]), "post", orNull(person.texts["ptitle"]),
			"phone", orNull(person.texts["tel"]), "mob", orNull(person.texts["mob"]), "email", orNull(person.texts["mail"])))
	}
	if len(people) > 0 {
		row.set("person", people)
	}
	if c.yes("bankinfo") {
		row.set("bankinfo", s.bankOfPayer(found))
	}
	if c.yes("speka") && len(found.lines) > 0 {
		row.set("speka", shownLines(found.lines))
	}
	if invoices := s.invoicesOf(found.id); c.yes("invoice") && len(invoices) > 0 {
		row.set("invoice", invoices)
	}
}
