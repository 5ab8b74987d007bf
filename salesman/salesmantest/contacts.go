package salesmantest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// pageSize is the number of rows on a page.
const pageSize = 200

// contact is a stored contact. A text that was never set is not in texts: it
// shows as null, and as "" after the first update.
type contact struct {
	pid             int64
	created, edited time.Time
	clientID        int64
	ownerID         int64
	loyalty, source int64
	texts           map[string]string
	socials         map[string]string
	history         int
	hasDeals        bool
}

// Contact is a contact to begin with; see [Server.AddContact].
type Contact struct {
	// ID is set by [Server.Contacts]; AddContact does not read it.
	ID                                              int64
	Name, JobTitle, Phone, Fax, Mobile, Email, Role string
	// ClientID is an id that [Server.AddClient] returned.
	ClientID int64
	// Owner is the login of the responsible user; default [Login].
	Owner string
	// LoyaltyID is the id of a name that nobody can look up, and SourceID that of a
	// source of clients, such as [Server.AddSource] returned.
	LoyaltyID, SourceID int64
	// Custom are the account's own fields, such as input7, and Socials those
	// addresses, by their names on the wire.
	Custom, Socials map[string]string
	// Created is the time of creation; default now.
	Created time.Time
	// HasDeals: the contact cannot be deleted.
	HasDeals bool
}

// AddContact stores a contact, as if it had been there before, and returns its
// id.
func (s *Server) AddContact(c Contact) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Owner == "" {
		c.Owner = Login
	}
	stored := &contact{
		created: s.now(), clientID: c.ClientID, loyalty: c.LoyaltyID, source: c.SourceID, hasDeals: c.HasDeals,
		texts: map[string]string{}, socials: maps.Clone(c.Socials),
	}
	if owner := s.state.users[c.Owner]; owner != nil {
		stored.ownerID = owner.id
	}
	if !c.Created.IsZero() {
		stored.created = c.Created.In(s.config.location)
	}
	for name, value := range map[string]string{
		"person": c.Name, "ptitle": c.JobTitle, "tel": c.Phone, "fax": c.Fax, "mob": c.Mobile, "mail": c.Email, "rol": c.Role,
	} {
		if value != "" {
			stored.texts[name] = value
		}
	}
	maps.Copy(stored.texts, c.Custom)
	return s.store(stored)
}

func (s *Server) store(c *contact) int64 {
	pid, _ := s.state.contacts.Add(func(pid int64) *contact { c.pid = pid; return c })
	return pid
}

// contactTitles are the fields that an account may have, in the server's order.
var contactTitles = []struct{ name, title string }{
	{"pid", "Уникальный идентификатор записи контакта"},
	{"date_create", "Дата создания. Timestamp"},
	{"date_edit", "Дата последнего изменения. Timestamp"},
	{"clid", "Клиент"},
	{"ptitle", "Должность"},
	{"person", "Ф.И.О."},
	{"tel", "Тел."},
	{"fax", "Факс"},
	{"mob", "Моб."},
	{"mail", "Почта"},
	{"rol", "Роль"},
	{"iduser", "Куратор"},
	{"loyalty", "Лояльность"},
	{"clientpath", "Источник клиента"},
}

var socialTitles = []struct{ name, title string }{
	{"blog", "Блог"}, {"mysite", "Сайт"}, {"twitter", "Twitter"}, {"icq", "ICQ"},
	{"skype", "Skype"}, {"google", "Google"}, {"yandex", "Я.ru"}, {"mykrug", "Мой круг"},
}

// activeFields are the names of the account's fields, in the server's order.
func (s *Server) activeFields() []string {
	optional := []string{"rol", "loyalty", "clientpath"}
	var names []string
	for _, f := range contactTitles {
		if !slices.Contains(optional, f.name) || slices.Contains(s.config.fields, f.name) {
			names = append(names, f.name)
		}
	}
	names = append(names, "input7")
	for _, name := range s.config.fields {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// textFields are the active fields that are plain texts.
func (s *Server) textFields() []string {
	other := []string{"pid", "date_create", "date_edit", "clid", "iduser", "loyalty", "clientpath"}
	return slices.DeleteFunc(s.activeFields(), func(name string) bool { return slices.Contains(other, name) })
}

func (s *Server) contactHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"person.fields":   s.contactFields,
		"person.list":     s.contactList,
		"person.info":     s.contactInfo,
		"person.add":      s.contactAdd,
		"person.add_list": s.contactAddList,
		"person.update":   s.contactUpdate,
		"person.delete":   s.contactDelete,
	}
}

func (s *Server) contactFields(*call) string {
	titles := &object{}
	for _, name := range s.activeFields() {
		title := "Поле " + name
		if i := slices.IndexFunc(contactTitles, func(f struct{ name, title string }) bool { return f.name == name }); i >= 0 {
			title = contactTitles[i].title
		}
		titles.set(name, title)
	}
	social := &object{}
	for _, f := range socialTitles {
		social.set(f.name, f.title)
	}
	titles.set("social", social)
	return encode(map[string]any{"data": titles})
}

// contactInfo never says that a contact is missing: it shows nulls. A contact
// without a name counts as missing. Whose it is does not matter.
func (s *Server) contactInfo(c *call) string {
	found, ok := s.state.contacts.Get(c.number("pid"))
	if !ok || found.texts["person"] == "" {
		found = nil
	}
	return encode(map[string]any{"data": s.row(c, found, true)})
}

// row shows a contact, or nulls for nil. Lists and info differ in the owner.
func (s *Server) row(c *call, found *contact, info bool) *object {
	row := &object{}
	asked := strings.Split(c.text("fields"), ",")
	for _, name := range s.activeFields() {
		if c.text("fields") != "" && !slices.Contains(asked, name) {
			continue
		}
		s.cell(row, found, name, info)
	}
	if c.yes("socinfo") {
		socials := &object{}
		for _, f := range socialTitles {
			var value any
			if found != nil {
				if text, ok := found.socials[f.name]; ok {
					value = text
				}
			}
			socials.set(f.name, value)
		}
		row.set("socials", socials)
	}
	return row
}

func (s *Server) cell(row *object, found *contact, name string, info bool) {
	if found == nil {
		switch name {
		case "clid":
			row.set("clid", nil)
			row.set("client", "")
		case "iduser", "loyalty", "clientpath":
			row.set(name, "")
		default:
			row.set(name, nil)
		}
		return
	}
	switch name {
	case "pid":
		row.set(name, found.pid)
	case "date_create":
		row.set(name, s.stamp(found.created))
	case "date_edit":
		row.set(name, s.stamp(found.edited))
	case "clid":
		row.set(name, found.clientID)
		row.set("client", s.clientName(found.clientID))
	case "iduser":
		if info {
			row.set(name, s.loginOf(found.ownerID))
			return
		}
		row.set("user", s.loginOf(found.ownerID))
		row.set(name, found.ownerID)
	case "loyalty":
		row.set(name, guideName("Лояльность", found.loyalty))
	case "clientpath":
		row.set(name, s.sourceName(found.source))
	default:
		if text, ok := found.texts[name]; ok {
			row.set(name, text)
		} else {
			row.set(name, nil)
		}
	}
}

func (s *Server) stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(s.config.location).Format(time.DateTime)
}

func (s *Server) clientName(clientID int64) string {
	found, ok := s.state.clients.Get(clientID)
	switch {
	case ok:
		return found.text("title")
	case clientID != 0:
		return "--не найден--"
	}
	return ""
}

func guideName(guide string, id int64) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprintf("%s %d", guide, id)
}

// object is a JSON object whose members keep their order.
type object struct {
	names  []string
	values map[string]any
}

func (o *object) set(name string, value any) {
	if o.values == nil {
		o.values = map[string]any{}
	}
	if _, ok := o.values[name]; !ok {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

// MarshalJSON implements json.Marshaler.
func (o *object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, name := range o.names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, encode(name)...), ':'), encode(o.values[name])...)
	}
	return append(out, '}'), nil
}
