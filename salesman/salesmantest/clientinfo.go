package salesmantest

import (
	"cmp"
	"strings"
	"time"
)

// clientInfo finds a client that the user sees, by uid, id or INN.
func (s *Server) clientInfo(c *call) string {
	if c.breaksSQL("uid", "clid", "inn") {
		return crashPage(syntaxCrash("' at line 1"), "client.php", 500)
	}
	fields, crashed := c.wantedFields(s.shownClientFields())
	if crashed {
		return fieldsCrash("client")
	}
	found := s.findClient(c)
	switch {
	case found == nil && c.askedClient() > 0:
		return failureNumber(403, "Клиент не найден в пределах аккаунта указанного пользователя.")
	case found == nil && c.text("uid") == "" && c.text("inn") == "":
		return failureNumber(405, "Отсутствуют параметры клиента")
	case found == nil:
		return failureNumber(404, "Не найдено")
	}
	row := s.clientCard(found, fields)
	if c.yes("bankinfo") {
		row.set("bankinfo", bankOf(found))
	}
	reply := &object{}
	if len(row.names) > 0 {
		reply.set("data", row)
	}
	if c.yes("contacts") {
		reply.set("contacts", s.contactsOf(found.id))
	}
	return encode(orList(reply))
}

// askedClient is the id that was asked for; a list counts as 1.
func (c *call) askedClient() int64 {
	switch c.params["clid"].(type) {
	case []any, map[string]any:
		return 1
	}
	return c.number("clid")
}

func (s *Server) findClient(c *call) *record {
	byUID, byID, byINN := c.text("uid"), c.params["clid"] != nil && c.text("clid") != "", c.text("inn")
	if byUID == "" && !byID && byINN == "" {
		return nil
	}
	for _, r := range s.state.clients.All() {
		details, _ := r.values["recv"].(map[string]any)
		switch {
		case !s.sees(c.user, r.ownerID),
			byUID != "" && !strings.EqualFold(r.text("uid"), byUID),
			byUID == "" && byID && r.id != c.number("clid"),
			byINN != "" && textOf(details["castInn"]) != byINN:
		default:
			return r
		}
	}
	return nil
}

// clientCard shows one client. Empty texts are null, and some fields are names
// where lists have ids.
func (s *Server) clientCard(r *record, fields []string) *object {
	row := &object{}
	for _, name := range fields {
		switch name {
		case "clid":
			row.set(name, r.id)
		case "iduser":
			row.set(name, r.ownerID)
			row.set("user", s.loginOf(r.ownerID))
		case "idcategory":
			row.set(name, r.number(name))
			row.set("categoryName", s.guideTitle("category", r.number(name)))
		case "territory":
			row.set(name, r.number(name))
			row.set("territoryName", s.guideTitle("territory", r.number(name)))
		case "clientpath":
			row.set(name, s.guideTitle("clientpath", r.number(name)))
		case "head_clid":
			row.set(name, s.clientName(r.number(name)))
		case "pid":
			row.set(name, r.number(name))
			row.set("person", s.contactName(r.number(name)))
		case "date_create":
			row.set("created", r.raw(name))
			row.set(name, shortTime(r.text(name)))
		case "date_edit":
			row.set("edited", r.raw(name))
			row.set(name, shortTime(r.text(name)))
		default:
			row.set(name, orNull(r.text(name)))
		}
	}
	return row
}

// shortTime writes a time for people: "30.05.26,  23:05".
func shortTime(text string) string {
	t, err := time.Parse(time.DateTime, text)
	if err != nil {
		return ""
	}
	return t.Format("02.01.06,  15:04")
}

// contactsOf are the contacts of a client that have a mail address.
func (s *Server) contactsOf(clientID int64) []*object {
	rows := []*object{}
	for _, found := range s.state.contacts.Where(func(found *contact) bool { return found.clientID == clientID && found.texts["mail"] != "" }) {
		row := &object{}
		for _, name := range []string{"person", "ptitle", "clid", "tel", "mob", "mail", "iduser", "rol", "date_create"} {
			switch name {
			case "clid":
				row.set(name, idText(found.clientID))
			case "iduser":
				row.set(name, idText(found.ownerID))
			case "date_create":
				row.set(name, s.stamp(found.created))
			default:
				row.set(name, orNull(found.texts[name]))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// clientInDeal shows a client with all that there is of it, as deals do. Lists
// show who else has access, and single deals the bank details.
func (s *Server) clientInDeal(clientID int64, single bool) any {
	r, ok := s.state.clients.Get(clientID)
	if !ok {
		r = &record{values: map[string]any{}}
	}
	row := titled(
		"clid", clientID, "uid", r.raw("uid"), "clientUID", r.raw("uid"), "iduser", r.ownerID, "title", r.raw("title"), "des", r.raw("des"),
		"idcategory", r.number("idcategory"), "category", s.guideTitle("category", r.number("idcategory")),
		"phone", r.raw("phone"), "fax", r.raw("fax"), "site_url", r.raw("site_url"), "mail_url", r.raw("mail_url"), "address", r.raw("address"),
		"pid", r.number("pid"), "fav", r.raw("fav"), "trash", r.raw("trash"),
		"head_clid", r.number("head_clid"), "head", s.clientName(r.number("head_clid")), "scheme", r.raw("scheme"),
		"tip_cmr", r.raw("tip_cmr"), "relation", r.raw("tip_cmr"),
		"territory", r.number("territory"), "territoryname", s.guideTitle("territory", r.number("territory")),
		"created", r.raw("date_create"), "creator", s.nameIfAny(r.creatorID), "creatorID", r.creatorID, "date_create", shortTime(r.text("date_create")),
		"edited", r.raw("date_edit"), "editor", s.nameIfAny(r.editorID), "editorID", r.editorID, "date_edit", shortTime(r.text("date_edit")),
	)
	if !single {
		row.set("dostup", []any{})
	}
	row.set("clientpath", s.guideTitle("clientpath", r.number("clientpath")))
	row.set("clientpath2", r.number("clientpath"))
	row.set("type", r.raw("type"))
	row.set("priceLevel", r.raw("priceLevel"))
	for _, name := range s.state.sales.clientFields {
		if isCustomColumn(name) {
			row.set(name, r.raw(name))
		}
	}
	if single {
		row.set("recv", s.bankInDeal(r, clientID))
	}
	return row
}

// nameIfAny is a user's name, and "" for nobody.
func (s *Server) nameIfAny(userID int64) string {
	if userID == 0 {
		return ""
	}
	return s.nameOf(userID)
}

func (s *Server) bankInDeal(r *record, clientID int64) *object {
	details := bankOf(r)
	row := titled("clid", clientID, "castUrName", details.values["castUrName"], shortName, shortNameOf(r), "castName", s.clientName(clientID))
	for _, name := range details.names[1:] {
		row.set(name, details.values[name])
	}
	row.set("castFacAddr", r.raw("address"))
	row.set("castType", cmp.Or(r.text("type"), "client"))
	return row
}
