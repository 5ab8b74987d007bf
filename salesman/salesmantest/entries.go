package salesmantest

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// entry is a stored enquiry.
type entry struct {
	id, uid, ownerID, authorID  int64
	clientID, contactID, dealID int64
	status                      int64
	created, processed          time.Time
	content                     *string
	products                    []salesman.EntryProduct
}

// Entry is an enquiry to begin with; see [Server.AddEntry].
type Entry struct {
	// ID is set by [Server.Entries]; AddEntry does not read it.
	ID int64
	// UID is the id in another system; 0 for none.
	UID     int64
	Content string
	// ClientID, ContactID and DealID are what it is about; 0 for none.
	ClientID, ContactID, DealID int64
	// Owner is the login of the responsible user, default [Login], and Author that of
	// the author, default the owner.
	Owner, Author string
	// Status is new unless set.
	Status salesman.EntryStatus
	// Created is the time of creation, default now, and Processed that of the end;
	// the zero time for none.
	Created, Processed time.Time
	Products           []salesman.EntryProduct
}

var entryStatuses = []string{"Новое", "Обработано", "Отменено"}

// AddEntry stores an enquiry and returns its id. The API cannot create any.
func (s *Server) AddEntry(e Entry) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Owner == "" {
		e.Owner = Login
	}
	if e.Author == "" {
		e.Author = e.Owner
	}
	if e.Created.IsZero() {
		e.Created = s.now()
	}
	stored := &entry{
		uid: e.UID, ownerID: s.idOf(e.Owner), authorID: s.idOf(e.Author), clientID: e.ClientID, contactID: e.ContactID, dealID: e.DealID,
		status: numberOf(string(e.Status)), created: e.Created, processed: e.Processed, content: textIf(e.Content), products: slices.Clone(e.Products),
	}
	id, _ := s.registry.entries.Add(func(id int64) *entry { stored.id = id; return stored })
	return id
}

func (s *Server) entryHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{"entry.list": s.entryList, "entry.info": s.entryInfo, "entry.status": s.entryStatus}
}

// entryInfo shows all as texts, and a record without an id for an unknown one.
// Whose it is does not matter.
func (s *Server) entryInfo(c *call) string {
	if page := c.quoteCrash("id"); page != "" {
		return page
	}
	row, products := &object{}, []*object{}
	if found, ok := s.registry.entries.Get(c.number("id")); ok {
		row.set("ide", textOf(found.id))
		row.set("uid", nil)
		if found.uid != 0 {
			row.set("uid", textOf(found.uid))
		}
		row.set("clid", textOf(found.clientID))
		row.set("pid", textOf(found.contactID))
		row.set("did", textOf(found.dealID))
		row.set("datum", s.stamp(found.created))
		row.set("datum_do", s.stamp(found.processed))
		row.set("iduser", textOf(found.ownerID))
		row.set("autor", textOf(found.authorID))
		row.set("content", found.content)
		row.set("status", textOf(found.status))
		for _, p := range found.products {
			products = append(products, entryProduct(p, func(n string) any { return n }))
		}
	}
	row.set("products", products)
	return encode(map[string]any{"data": row})
}

// entryProduct shows a product; shown turns its numbers into what the action
// shows.
func entryProduct(p salesman.EntryProduct, shown func(string) any) *object {
	row := &object{}
	row.set("prid", shown(textOf(p.ItemID)))
	row.set("title", p.Title)
	row.set("kol", shown(string(phpNumber(string(p.Quantity)))))
	row.set("price", shown(string(phpNumber(string(p.Price)))))
	return row
}

var entryColumns = []string{"ide", "datum", "datum_do", "pid", "clid", "did", "content", "status", "iduser", "autor", "client", "person", "deal", "user"}

// entryList calls a list without rows an error, and one whose last row has no
// products too. It finds nothing with one day of two.
func (s *Server) entryList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if page := s.registryCrash(c, order, entryColumns, "dateStart", "dateEnd", "status", "user"); page != "" {
		return page
	}
	rows := s.registry.entries.Where(func(e *entry) bool {
		if c.text("user") != "" && e.ownerID != s.idOf(c.text("user")) || c.text("user") == "" && !s.sees(c.user, e.ownerID) {
			return false
		}
		return s.within(c, e.created) && inList(c.text("status"), textOf(e.status))
	})
	sortBy(rows, c, func(e *entry) (string, int64) { return s.entryColumn(e, order) })
	reply, page := &object{}, pageRows(c, rows)
	var shown []*object
	for _, e := range page {
		shown = append(shown, s.entryRow(e))
	}
	if len(page) > 0 {
		reply.set("data", shown)
	}
	if len(page) == 0 || len(page[len(page)-1].products) == 0 {
		inner := &object{}
		inner.set("code", 404)
		inner.set("text", "Не найдено")
		reply.set("result", "Error")
		reply.set("error", inner)
	}
	return encode(reply)
}

// within reports whether a time is in the days of a call, the last one included.
// One day without the other is compared with a year of two digits: nothing is.
func (s *Server) within(c *call, t time.Time) bool {
	from, till := c.text("dateStart"), c.text("dateEnd")
	if from == "" && till == "" {
		return true
	}
	day := t.In(s.config.location).Format(time.DateOnly)
	return from != "" && till != "" && day >= from && day <= till
}

// inList reports whether a value is in a list with commas; the empty list has
// all.
func inList(list, value string) bool {
	if list == "" {
		return true
	}
	for part := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(part) == value {
			return true
		}
	}
	return false
}

func (s *Server) entryColumn(e *entry, order string) (string, int64) {
	switch order {
	case "datum":
		return textOf(s.stamp(e.created)), 0
	case "datum_do":
		return textOf(s.stamp(e.processed)), 0
	case "content":
		return orBlank(e.content), 0
	case "pid":
		return "", e.contactID
	case "clid":
		return "", e.clientID
	case "did":
		return "", e.dealID
	case "status":
		return "", e.status
	case "iduser":
		return "", e.ownerID
	case "autor":
		return "", e.authorID
	case "client":
		return textOf(s.joinedClient(e.clientID)), 0
	case "person":
		return textOf(s.joinedContact(e.contactID)), 0
	case "deal":
		return textOf(s.joinedDeal(e.dealID)), 0
	case "user":
		return s.nameOf(e.ownerID), 0
	}
	return "", e.id
}

// joinedClient is the title of a client; null for none.
func (s *Server) joinedClient(id int64) any {
	if found, ok := s.state.clients.Get(id); ok {
		return orNull(found.text("title"))
	}
	return nil
}

// joinedContact is the name of a contact; null for none.
func (s *Server) joinedContact(id int64) any {
	if found, ok := s.state.contacts.Get(id); ok {
		return orNull(found.texts["person"])
	}
	return nil
}

// joinedDeal is the title of a deal; null for none.
func (s *Server) joinedDeal(id int64) any {
	if found, ok := s.state.deals.Get(id); ok {
		return orNull(found.text("title"))
	}
	return nil
}

func (s *Server) entryRow(e *entry) *object {
	row := &object{}
	row.set("ide", e.id)
	row.set("datum", s.stamp(e.created))
	row.set("datum_do", s.stamp(e.processed))
	row.set("content", e.content)
	row.set("clid", e.clientID)
	row.set("client", s.joinedClient(e.clientID))
	row.set("pid", e.contactID)
	row.set("person", s.joinedContact(e.contactID))
	row.set("did", e.dealID)
	row.set("deal", s.joinedDeal(e.dealID))
	row.set("iduser", e.ownerID)
	row.set("user", nil)
	if owner := s.userOf(e.ownerID); owner != nil {
		row.set("user", owner.title())
	}
	row.set("idautor", e.authorID)
	row.set("autor", s.nameOf(e.authorID))
	row.set("status", e.status)
	row.set("statusName", named(entryStatuses, e.status))
	products := []*object{}
	for _, p := range e.products {
		products = append(products, entryProduct(p, func(n string) any { return phpNumber(n) }))
	}
	row.set("products", products)
	return row
}

// named is the name of a number: the number itself if it has none.
func named(names []string, n int64) string {
	if n >= 0 && n < int64(len(names)) {
		return names[n]
	}
	return textOf(n)
}

// entryStatus finds by id or uid, whichever enquiry comes first, and sets the
// uid, or else the status unless it is 0.
func (s *Server) entryStatus(c *call) string {
	if page := c.quoteCrash("id", "uid"); page != "" {
		return page
	}
	id, uid := c.number("id"), c.number("uid")
	for _, found := range s.registry.entries.All() {
		if found.id != id && (uid == 0 || found.uid != uid) {
			continue
		}
		switch {
		case uid > 0:
			found.uid = uid
		case c.number("status") > 0:
			found.status = c.number("status")
		}
		return wrote("Успешно", found.id)
	}
	return failureNumber(404, "Не найдено")
}
