package salesmantest

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// lead is a stored lead.
type lead struct {
	id, status, result, ownerID                      int64
	clientID, contactID, dealID, partnerID, sourceID int64
	created, processed                               time.Time
	texts                                            map[string]string
	uids                                             []*object
}

// Lead is a lead to begin with; see [Server.AddLead].
type Lead struct {
	// ID is set by [Server.Leads]; AddLead does not read it.
	ID int64
	// Name is the visitor's name.
	Name, Email, Phone, Site, Company, Description, City, Country string
	// Status is open unless set, and Verdict none.
	Status  salesman.LeadStatus
	Verdict salesman.LeadVerdict
	// Operator is the login of the user who has it; "" for nobody.
	Operator string
	// ClientID, ContactID and DealID are what was made of it; 0 for none.
	ClientID, ContactID, DealID int64
	// SourceID is an id that [Server.AddSource] returned; 0 for none.
	SourceID int64
	// Created is the time of creation, default now, and Processed that of the end;
	// the zero time for none.
	Created, Processed time.Time
	// UIDs are ids in other systems, by the keys of those systems. Any key is
	// stored, as by the server: there is nowhere to register them.
	UIDs map[string]string
	// UTM marks the campaign.
	UTM salesman.UTM
}

var (
	leadStatuses = []string{"Открыт", "В работе", "Обработан", "Закрыт"}
	leadVerdicts = []string{"", "Спам", "Дубль", "Другое", "Не целевой"}
	// leadNames are the texts of a lead that are stored as they are sent.
	leadNames = []string{"title", "email", "phone", "site", "company", "description", "city", "country", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_referrer"}
)

// AddLead stores a lead, as if it had been there before, and returns its id.
func (s *Server) AddLead(l Lead) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.Created.IsZero() {
		l.Created = s.now()
	}
	stored := &lead{
		status: numberOf(string(l.Status)), result: numberOf(string(l.Verdict)), ownerID: s.idOf(l.Operator),
		clientID: l.ClientID, contactID: l.ContactID, dealID: l.DealID, sourceID: l.SourceID,
		created: l.Created, processed: l.Processed, texts: map[string]string{},
	}
	for name, text := range map[string]string{
		"title": l.Name, "email": l.Email, "phone": l.Phone, "site": l.Site, "company": l.Company, "description": l.Description,
		"city": l.City, "country": l.Country, "utm_source": l.UTM.Source, "utm_medium": l.UTM.Medium, "utm_campaign": l.UTM.Campaign,
		"utm_term": l.UTM.Term, "utm_content": l.UTM.Content, "utm_referrer": l.UTM.Referrer,
	} {
		if text != "" {
			stored.texts[name] = text
		}
	}
	ids := map[string]any{}
	for system, id := range l.UIDs {
		ids[system] = id
	}
	s.markLead(stored, ids)
	return s.storeLead(stored)
}

// SetLeadOperators chooses the users who get leads, by their logins, as the
// settings of the leads module do. Until then lead.stat crashes and a new lead is
// nobody's; afterwards a new lead is in work and of the owner of the client or
// contact who sent it, or else of the operator with the fewest leads.
func (s *Server) SetLeadOperators(logins ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registry.leadOperators = slices.Clone(logins)
}

func (s *Server) storeLead(l *lead) int64 {
	id, _ := s.work.leads.Add(func(id int64) *lead { l.id = id; return l })
	return id
}

func (s *Server) leadHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"lead.info": s.leadInfo, "lead.list": s.leadList, "lead.stat": s.leadStat, "lead.add": s.leadAdd,
	}
}

// leadAdd needs nothing at all. With an id it changes that lead, as far as there
// is one.
func (s *Server) leadAdd(c *call) string {
	if page := c.quoteCrash("clientpath", "utm_source", "email"); page != "" {
		return page
	}
	sent := &lead{created: s.now(), texts: map[string]string{}, sourceID: s.sourceOf(c)}
	for _, name := range leadNames {
		if text := c.text(name); text != "" {
			sent.texts[name] = text
		}
	}
	if source, ok := s.registry.sources.Get(sent.sourceID); ok && source.UTMSource != "" {
		sent.texts["utm_source"] = source.UTMSource
	}
	sent.partnerID = s.partnerOf(c.text("partner"))
	sent.contactID, sent.clientID, sent.ownerID = s.senderOf(c.text("phone"), c.text("email"))
	sent.ownerID = s.operatorFor(sent.ownerID)
	if c.has("clid") || c.has("pid") {
		sent.clientID, sent.contactID = c.number("clid"), c.number("pid")
	}
	if sent.ownerID > 0 {
		sent.status = 1
	}
	id := c.number("id")
	if id > 0 {
		s.changeLead(id, sent)
	} else {
		uids, _ := c.params["uids"].(map[string]any)
		s.markLead(sent, uids)
		id = s.storeLead(sent)
	}
	reply := &object{}
	reply.set("result", "Success")
	reply.set("id", id)
	return encode(reply)
}

// changeLead overwrites the texts that are sent, and all that is no text.
func (s *Server) changeLead(id int64, sent *lead) {
	found, ok := s.work.leads.Get(id)
	if !ok {
		return
	}
	for name, text := range sent.texts {
		found.texts[name] = text
	}
	found.status, found.ownerID, found.partnerID, found.sourceID = sent.status, sent.ownerID, sent.partnerID, sent.sourceID
	found.clientID, found.contactID = sent.clientID, sent.contactID
}

// sourceOf is the source that a lead names: the one of its utm_source, or else
// the one of that title, which is stored if there is none. An id is taken for a
// title.
func (s *Server) sourceOf(c *call) int64 {
	title, mark := c.text("clientpath"), c.text("utm_source")
	for _, source := range s.registry.sources.All() {
		if mark != "" && source.UTMSource == mark || mark == "" && title != "" && source.Title == title {
			return source.ID
		}
	}
	if title == "" {
		return 0
	}
	return s.registry.addSource(salesman.ClientSource{Title: title, UTMSource: mark})
}

// partnerOf is the client with that site.
func (s *Server) partnerOf(site string) int64 {
	site = strings.NewReplacer("http://", "", "https://", "", "www.", "").Replace(site)
	for _, found := range s.state.clients.All() {
		if site != "" && like(found.text("site_url"), site) {
			return found.id
		}
	}
	return 0
}

// senderOf finds the contact or client of a number or address.
func (s *Server) senderOf(phone, email string) (contactID, clientID, ownerID int64) {
	if contacts := s.state.contacts.All(); phone != "" && digits(phone) == "" && len(contacts) > 0 {
		return contacts[0].pid, contacts[0].clientID, contacts[0].ownerID // which all have
	}
	if contactID, clientID, ownerID = s.byPhone(digits(phone)); contactID+clientID > 0 || email == "" {
		return contactID, clientID, ownerID
	}
	for _, found := range s.state.contacts.All() {
		if like(found.texts["mail"], email) {
			return found.pid, found.clientID, found.ownerID
		}
	}
	for _, found := range s.state.clients.All() {
		if like(found.text("mail_url"), email) {
			return 0, found.id, found.ownerID
		}
	}
	return 0, 0, 0
}

// operatorFor chooses who gets a lead.
func (s *Server) operatorFor(ownerID int64) int64 {
	operators := s.operators()
	if len(operators) == 0 || ownerID > 0 {
		return ownerID * int64(min(len(operators), 1))
	}
	busy := func(u *user) int {
		return len(s.work.leads.Where(func(l *lead) bool { return l.ownerID == u.id }))
	}
	return slices.MinFunc(operators, func(a, b *user) int { return busy(a) - busy(b) }).id
}

// operators are the active users among those who get leads.
func (s *Server) operators() []*user {
	var found []*user
	for _, u := range s.allUsers() {
		if !u.inactive && slices.Contains(s.registry.leadOperators, u.login) {
			found = append(found, u)
		}
	}
	return found
}

// markLead stores the ids of a lead in other systems.
func (s *Server) markLead(l *lead, uids map[string]any) {
	systems := make([]string, 0, len(uids))
	for system := range uids {
		systems = append(systems, system)
	}
	slices.Sort(systems)
	for _, system := range systems {
		row := &object{}
		row.set("datum", s.stamp(s.now()))
		row.set("name", system)
		row.set("value", textOf(uids[system]))
		row.set("eid", 0)
		row.set("clid", l.clientID)
		row.set("did", 0)
		l.uids = append(l.uids, row)
	}
}

// text is a text of a lead; null if there is none.
func (l *lead) text(name string) any {
	if text, ok := l.texts[name]; ok {
		return text
	}
	return nil
}

// leadInfo never says that a lead is missing: its id is, then. Whose it is does
// not matter.
func (s *Server) leadInfo(c *call) string {
	row := &object{}
	found, ok := s.work.leads.Get(c.number("id"))
	if ok {
		s.leadCells(row, found)
	} else {
		found = &lead{status: -1}
		row.set("description", "")
	}
	row.set("statusName", "")
	if ok {
		row.set("statusName", named(leadStatuses, found.status))
	}
	row.set("rezultName", nil)
	if found.result > 0 {
		row.set("rezultName", named(leadVerdicts, found.result))
	}
	row.set("clientpathName", "")
	if source, ok := s.registry.sources.Get(found.sourceID); ok {
		row.set("clientpathName", source.Title)
	}
	row.set("userName", nil)
	if found.ownerID > 0 {
		row.set("userName", s.nameOf(found.ownerID))
	}
	row.set("client", s.joinedClient(found.clientID))
	row.set("person", nil)
	if found.contactID > 0 {
		row.set("person", s.contactName(found.contactID))
	}
	row.set("deal", s.joinedDeal(found.dealID))
	reply := &object{}
	reply.set("data", row)
	reply.set("id", c.number("id"))
	return encode(reply)
}

func (s *Server) leadCells(row *object, l *lead) {
	row.set("id", l.id)
	row.set("datum", s.stamp(l.created))
	row.set("datum_do", s.stamp(l.processed))
	row.set("status", l.status)
	row.set("rezult", l.result)
	for _, name := range []string{"title", "email", "phone", "site", "company"} {
		row.set(name, l.text(name))
	}
	row.set("description", l.texts["description"])
	row.set("ip", nil)
	row.set("city", l.text("city"))
	row.set("country", l.text("country"))
	row.set("iduser", l.ownerID)
	row.set("clientpath", l.sourceID)
	row.set("pid", l.contactID)
	row.set("clid", l.clientID)
	row.set("did", l.dealID)
	row.set("partner", l.partnerID)
	for _, name := range []string{"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_referrer"} {
		row.set(name, l.text(name))
	}
	if len(l.uids) > 0 {
		row.set("uids", l.uids)
	}
}

var leadColumns = []string{
	"id", "datum", "datum_do", "pid", "clid", "did", "content", "status", "rezult", "iduser", "clientpath", "email", "phone", "site",
	"company", "city", "country", "client", "person", "deal", "clientpathName", "user",
}

// leadList shows the leads of all users, and calls a list without rows an error.
// It finds nothing with one day of two.
func (s *Server) leadList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "datum"
	}
	if page := s.registryCrash(c, order, leadColumns, "dateStart", "dateEnd", "status", "user"); page != "" {
		return page
	}
	rows := s.work.leads.Where(func(l *lead) bool {
		return s.within(c, l.created) && (c.text("status") == "" || c.number("status") == l.status) &&
			(c.text("user") == "" || l.ownerID == s.idOf(c.text("user")))
	})
	sortBy(rows, c, func(l *lead) (string, int64) { return s.leadColumn(l, order) })
	if len(pageRows(c, rows)) == 0 {
		return failureNumber(404, "Не найдено")
	}
	return bareList(c, rows, s.leadRow)
}

func (s *Server) leadColumn(l *lead, order string) (string, int64) {
	switch order {
	case "datum":
		return textOf(s.stamp(l.created)), 0
	case "datum_do":
		return textOf(s.stamp(l.processed)), 0
	case "content":
		return l.texts["description"], 0
	case "id":
		return "", l.id
	case "status":
		return "", l.status
	case "rezult":
		return "", l.result
	case "iduser":
		return "", l.ownerID
	case "pid":
		return "", l.contactID
	case "clid":
		return "", l.clientID
	case "did":
		return "", l.dealID
	case "clientpath":
		return "", l.sourceID
	case "client":
		return textOf(s.joinedClient(l.clientID)), 0
	case "person":
		return textOf(s.joinedContact(l.contactID)), 0
	case "deal":
		return textOf(s.joinedDeal(l.dealID)), 0
	case "clientpathName":
		return textOf(s.joinedSource(l.sourceID)), 0
	case "user":
		return s.nameOf(l.ownerID), 0
	}
	return l.texts[order], 0
}

// joinedSource is the title of a source; null for none.
func (s *Server) joinedSource(id int64) any {
	if found, ok := s.registry.sources.Get(id); ok {
		return orNull(found.Title)
	}
	return nil
}

// leadRow takes the name of the operator for an id: nobody has it.
func (s *Server) leadRow(l *lead) *object {
	row := &object{}
	row.set("id", l.id)
	row.set("datum", s.stamp(l.created))
	row.set("datum_do", s.stamp(l.processed))
	for _, name := range []string{"email", "phone", "site", "company", "city", "country"} {
		row.set(name, l.text(name))
	}
	row.set("content", l.text("description"))
	row.set("clid", l.clientID)
	row.set("client", s.joinedClient(l.clientID))
	row.set("pid", l.contactID)
	row.set("person", s.joinedContact(l.contactID))
	row.set("did", l.dealID)
	row.set("deal", s.joinedDeal(l.dealID))
	row.set("user", 0)
	row.set("userName", nobody)
	row.set("status", l.status)
	row.set("statusName", named(leadStatuses, l.status))
	row.set("rezult", nil)
	row.set("rezultName", "")
	if l.result > 0 {
		row.set("rezult", textOf(l.result))
		row.set("rezultName", named(leadVerdicts, l.result))
	}
	row.set("clientpath", textOf(l.sourceID))
	row.set("clientpathName", s.joinedSource(l.sourceID))
	uids := l.uids
	if uids == nil {
		uids = []*object{}
	}
	row.set("uids", uids)
	return row
}

// leadStat counts the leads of each operator: those in work by their creation,
// and those done by that time. Without days these are the leads of the month.
func (s *Server) leadStat(c *call) string {
	if page := c.quoteCrash("dateStart", "dateEnd"); page != "" {
		return page
	}
	if len(s.registry.leadOperators) == 0 {
		return crashPage(syntaxCrash(") and identity = '1'"), "lead.php", 229)
	}
	in := func(t time.Time) bool {
		if c.text("dateStart") == "" && c.text("dateEnd") == "" {
			return t.In(s.config.location).Format("2006-01") == s.now().Format("2006-01")
		}
		return s.within(c, t)
	}
	return guideList(s.operators(), func(u *user, row *object) {
		open := s.work.leads.Where(func(l *lead) bool { return l.ownerID == u.id && l.status == 1 && in(l.created) })
		done := s.work.leads.Where(func(l *lead) bool {
			return l.ownerID == u.id && (l.status == 2 || l.status == 3) && !l.processed.IsZero() && in(l.processed)
		})
		row.set("login", u.login)
		row.set("open", len(open))
		row.set("processed", len(done))
	})
}
