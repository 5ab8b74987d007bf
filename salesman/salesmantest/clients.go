package salesmantest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// ClientRecord is a client to begin with; see [Server.AddClientRecord].
type ClientRecord struct {
	// ID is set by [Server.Clients]; AddClientRecord does not read it.
	ID    int64
	Title string
	// Type is [salesman.ClientTypeClient] unless set.
	Type salesman.ClientType
	UID  string
	// Phone, Fax and Email are lists, joined by commas.
	Phone, Fax, Email, Site              string
	Address, Description, DecisionScheme string
	// Industry, Territory, Source and Relation are names of the guides.
	Industry, Territory, Source, Relation string
	// HeadID is the head organisation and ContactID the main contact.
	HeadID, ContactID int64
	// Owner is the login of the responsible user; default [Login].
	Owner string
	// Created is the time of creation, default now, and Updated that of the last
	// change.
	Created, Updated time.Time
	Favourite, Trash bool
	// PriceLevel is "price_1" unless set.
	PriceLevel string
	// BankDetails are by their names on the wire, such as castInn, and Custom the
	// account's own fields, such as input1.
	BankDetails, Custom map[string]string
	// UIDs are ids in other systems, by the names of those.
	UIDs map[string]string
}

// AddClient stores a client of [Login] and returns its id. For more than a title
// see [Server.AddClientRecord].
func (s *Server) AddClient(title string) int64 {
	return s.AddClientRecord(ClientRecord{Title: title})
}

// AddClientRecord stores a client, as if it had been there before, and returns its
// id. Fields that are not active are there all the same, and are shown once they
// are; see [Server.SetClientFields].
func (s *Server) AddClientRecord(r ClientRecord) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	values := map[string]any{
		"title": r.Title, "type": cmp.Or(string(r.Type), "client"), "date_create": s.stamp(s.now()),
		"fav": yesNo(r.Favourite), "trash": yesNo(r.Trash), "priceLevel": cmp.Or(r.PriceLevel, "price_1"),
		"idcategory": s.guideID("category", r.Industry), "territory": s.guideID("territory", r.Territory),
		"clientpath": s.guideID("clientpath", r.Source), "head_clid": r.HeadID, "pid": r.ContactID,
	}
	if r.Relation != "" {
		s.guideID("relations", r.Relation)
	}
	for name, text := range map[string]string{
		"uid": r.UID, "phone": r.Phone, "fax": r.Fax, "mail_url": r.Email, "site_url": r.Site, "address": r.Address,
		"des": r.Description, "scheme": r.DecisionScheme, "tip_cmr": r.Relation,
	} {
		if text != "" {
			values[name] = text
		}
	}
	for name, text := range r.Custom {
		values[name] = text
	}
	if !r.Created.IsZero() {
		values["date_create"] = s.stamp(r.Created)
	}
	if !r.Updated.IsZero() {
		values["date_edit"] = s.stamp(r.Updated)
	}
	if r.BankDetails != nil {
		details := map[string]any{}
		for name, text := range r.BankDetails {
			details[name] = text
		}
		values["recv"] = details
	}
	added := addRecord(s.state.clients, s.idOf(cmp.Or(r.Owner, Login)), values)
	added.uids, added.creatorID = s.uidsOf(r.UIDs), s.idOf(Login)
	if !r.Updated.IsZero() {
		added.editorID = s.idOf(Login)
	}
	return added.id
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// uid is the id of a record in another system.
type uid struct{ stored, system, value string }

func (s *Server) uidsOf(values map[string]string) []uid {
	var list []uid
	for _, system := range slices.Sorted(maps.Keys(values)) {
		list = append(list, uid{s.now().Format(time.DateTime), system, values[system]})
	}
	return list
}

// shownUIDs are the ids of a client or a deal.
func shownUIDs(list []uid, clientID, dealID int64) []*object {
	rows := []*object{}
	for _, u := range list {
		rows = append(rows, titled("datum", u.stored, "name", u.system, "value", u.value, "eid", 0, "clid", clientID, "did", dealID))
	}
	return rows
}

// clientTitles are the fields that an account may have, with the titles that it
// gives them.
var clientTitles = map[string]string{
	"clid":        "Уникальный идентификатор записи клиента в CRM",
	"uid":         "Уникальный идентификатор записи клиента в вашей ИС",
	"type":        "Тип записи (допустимые - client,person,concurent,contractor,parnter)",
	"date_create": "Дата создания. Timestamp",
	"date_edit":   "Дата последнего изменения. Timestamp",
	"title":       "Название", "iduser": "Ответственный", "address": "Адрес", "phone": "Телефон", "fax": "Факс",
	"site_url": "Сайт", "mail_url": "Почта", "recv": "Реквизиты", "des": "Описание", "idcategory": "Отрасль", "territory": "Территория",
	"clientpath": "Источник клиента", "tip_cmr": "Тип отношений", "head_clid": "Головная организация", "pid": "Осн. контакт",
	"scheme": "Принятие решений",
}

// fixedClientFields are there in every account.
var fixedClientFields = []string{"clid", "uid", "type", "date_create", "date_edit"}

// clientColumns are what a list can be sorted by: the columns of the table.
var clientColumns = []string{
	"clid", "uid", "title", "idcategory", "iduser", "clientpath", "des", "address", "phone", "fax", "site_url", "mail_url", "trash", "fav",
	"pid", "head_clid", "scheme", "tip_cmr", "territory", "date_create", "date_edit", "creator", "editor", "recv", "dostup", "last_dog",
	"last_hist", "type", "priceLevel", "identity",
}

// shownClientFields are the fields of clients that are shown, in order.
func (s *Server) shownClientFields() []string {
	fields := slices.Concat(fixedClientFields, s.state.sales.clientFields)
	return slices.DeleteFunc(fields, func(name string) bool { return name == "recv" })
}

// wantedFields are those of the fields that the call asks for, or all of them.
// Asking with a list is a crash.
func (c *call) wantedFields(all []string) (fields []string, crashed bool) {
	switch c.params["fields"].(type) {
	case []any, map[string]any:
		return nil, true
	}
	if c.text("fields") == "" {
		return all, false
	}
	for name := range strings.SplitSeq(c.text("fields"), ",") {
		if name = strings.TrimSpace(name); slices.Contains(all, name) {
			fields = append(fields, name)
		}
	}
	return fields, false
}

func fieldsCrash(endpoint string) string {
	return crashPage("Uncaught TypeError: yexplode(): Argument #2 ($str) must be of type ?string, array given, called", endpoint+".php", 210)
}

func (s *Server) clientHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"client.fields":   s.clientFields,
		"client.list":     s.clientList,
		"client.info":     s.clientInfo,
		"client.add":      s.clientAdd,
		"client.add_list": s.clientAddList,
		"client.update":   s.clientUpdate,
		"client.delete":   s.clientDelete,
	}
}

func (s *Server) clientFields(*call) string {
	titles := &object{}
	for _, name := range slices.Concat(fixedClientFields, s.state.sales.clientFields) {
		titles.set(name, cmp.Or(clientTitles[name], "Поле "+name))
	}
	return encode(map[string]any{"data": titles})
}

// raw is a value as the table has it: null where there never was one.
func (r *record) raw(name string) any {
	value, ok := r.values[name]
	if !ok {
		return nil
	}
	return value
}

// clientRow shows a client in a list: [] without fields.
func (s *Server) clientRow(c *call, r *record, fields []string) any {
	row := &object{}
	for _, name := range fields {
		switch name {
		case "clid":
			row.set(name, r.id)
		case "iduser":
			row.set("user", s.loginOf(r.ownerID))
			row.set(name, r.ownerID)
		case "idcategory", "territory", "clientpath":
			row.set(name+"Title", s.guideTitle(guideOf(name), r.number(name)))
			row.set(name, r.number(name))
		case "head_clid": // looked up among the industries
			row.set("head_clidTitle", s.guideTitle("category", r.number(name)))
			row.set(name, r.number(name))
		case "pid":
			row.set("person", s.contactName(r.number(name)))
			row.set(name, r.number(name))
		default:
			row.set(name, r.raw(name))
		}
	}
	if c.yes("bankinfo") {
		row.set("bankinfo", bankOf(r))
	}
	if c.yes("uids") {
		row.set("uids", shownUIDs(r.uids, r.id, 0))
	}
	return orList(row)
}

// guideOf is the guide of a field.
func guideOf(field string) string {
	if field == "idcategory" {
		return "category"
	}
	return field
}

// orList is an object as PHP writes it: without members it is a list.
func orList(row *object) any {
	if len(row.names) == 0 {
		return []any{}
	}
	return row
}

// contactName is how other records name a contact: by the first two words, with a space
// behind a single one. An unknown one has no name, and none an empty one.
func (s *Server) contactName(pid int64) any {
	if pid <= 0 {
		return ""
	}
	found, ok := s.state.contacts.Get(pid)
	if !ok || found.texts["person"] == "" {
		return nil
	}
	words := append(strings.Fields(found.texts["person"]), "")
	return words[0] + " " + words[1]
}

// bankFields are the bank details that clients and lists show, and shortName the one
// that is stored too.
var bankFields = []string{
	"castUrName", "castInn", "castKpp", "castBank", "castBankKs", "castBankRs", "castBankBik", "castOkpo", "castOgrn", "castDirName",
	"castDirSignature", "castDirStatus", "castDirStatusSig", "castDirOsnovanie", "castUrAddr",
}

const shortName = "castUrNameShort"

func bankOf(r *record) *object {
	details, _ := r.values["recv"].(map[string]any)
	shown := &object{}
	for _, name := range bankFields {
		shown.set(name, textOf(details[name]))
	}
	return shown
}

func shortNameOf(r *record) string {
	details, _ := r.values["recv"].(map[string]any)
	return textOf(details[shortName])
}
