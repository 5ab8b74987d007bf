package salesmantest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// Document is a document to begin with; see [Server.AddDocument].
type Document struct {
	// ID is set by [Server.Documents]; AddDocument does not read it.
	ID int64
	// TypeID is the type; see [Server.AddDocumentType].
	TypeID int64
	// Title is by default that of the type, and Number the type's next one.
	Title, Number, Description string
	// Owner is the login of the responsible user; default [Login].
	Owner string
	// With DealID, client and payer are those of the deal. PayerID is by default
	// the client.
	DealID, ClientID, PayerID, ContactID int64
	// CompanyID is one's own company; default 1.
	CompanyID, SignerID, StatusID int64
	// From and Till are the first and last day of validity; default today and the
	// 31st of December.
	From, Till salesman.Date
	// Created is when it was made; default now.
	Created time.Time
	// Files are contents by the names that people see.
	Files map[string][]byte
}

// AddDocument stores a document, as if it had been there before, and returns its
// id. Acts and documents share their ids.
func (s *Server) AddDocument(d Document) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &paper{
		ownerID: s.seedOwner(d.Owner), typeID: d.TypeID, title: d.Title, number: d.Number, description: d.Description,
		dealID: d.DealID, clientID: d.ClientID, payerID: d.PayerID, contactID: d.ContactID, companyID: max(d.CompanyID, 1),
		signerID: d.SignerID, statusID: d.StatusID, created: d.Created,
	}
	if !d.From.IsZero() {
		added.from = d.From.String()
	}
	if !d.Till.IsZero() {
		added.till = d.Till.String()
	}
	s.storeDocument(added)
	for i, name := range sortedNames(d.Files) {
		stored := fmt.Sprintf("document-%d-%d", added.id, i+1)
		if dot := strings.LastIndex(name, "."); dot >= 0 {
			stored += name[dot:]
		}
		s.office.files[stored] = file{"application/octet-stream", slices.Clone(d.Files[name])}
		s.changePaper(added.id, func(p *paper) { p.files = append(p.files, paperFile{name, stored}) })
	}
	return added.id
}

func sortedNames(files map[string][]byte) (names []string) {
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// storeDocument stores a document with what is set by default.
func (s *Server) storeDocument(d *paper) *paper {
	if deal, ok := s.dealFacts(d.dealID); ok {
		d.clientID, d.payerID = deal.clientID, deal.payerID
	}
	if d.payerID == 0 {
		d.payerID = d.clientID
	}
	if d.created.IsZero() {
		d.created = s.now()
	}
	s.fillDocument(d)
	if d.number == "" {
		d.number = s.nextNumber(d.typeID)
	}
	_, stored := s.office.papers.Add(func(id int64) *paper { d.id = id; return d })
	return stored
}

// fillDocument sets title and validity where there are none.
func (s *Server) fillDocument(d *paper) {
	if d.title == "" {
		if t, ok := s.office.types.Get(d.typeID); ok {
			d.title = t.title
		}
	}
	d.from = or(d.from, s.today())
	d.till = or(d.till, s.now().Format("2006")+"-12-31")
}

func (s *Server) documentHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"document.tips":          s.documentTypes,
		"document.statuses":      s.documentStatuses,
		"document.info":          s.documentInfo,
		"document.list":          s.documentList,
		"document.add":           s.documentAdd,
		"document.update":        s.documentUpdate,
		"document.status_change": func(c *call) string { return s.setPaperStatus(c, false) },
		"document.delete":        s.documentDelete,
		"document.mail":          s.documentMail,
	}
}

// documentTypes shows all but that of acts, by title.
func (s *Server) documentTypes(*call) string {
	types := s.office.types.Where(func(t *paperType) bool { return t.id != ActTypeID })
	slices.SortStableFunc(types, func(a, b *paperType) int { return strings.Compare(a.title, b.title) })
	rows := []*object{}
	for _, t := range types {
		templates := []*object{}
		for _, template := range s.office.templates.All() {
			if template.typeID == t.id {
				shown := &object{}
				shown.set("id", template.id)
				shown.set("title", template.title)
				shown.set("file", template.file)
				templates = append(templates, shown)
			}
		}
		row := &object{}
		row.set("id", t.id)
		row.set("title", t.title)
		row.set("type", t.kind)
		row.set("role", t.roles)
		row.set("users", t.users)
		row.set("number", strconv.FormatInt(t.last, 10))
		row.set("format", t.format)
		row.set("templates", templates)
		rows = append(rows, row)
	}
	return encode(map[string]any{"data": rows})
}

// documentStatuses is the bare [] for none.
func (s *Server) documentStatuses(*call) string {
	var rows []*object
	for _, status := range s.office.statuses.All() {
		titles := &object{}
		for _, id := range status.types {
			if t, ok := s.office.types.Get(id); ok {
				titles.set(strconv.FormatInt(id, 10), t.title)
			}
		}
		row := &object{}
		row.set("id", status.id)
		row.set("title", status.title)
		row.set("color", status.color)
		if row.set("type", titles); len(titles.names) == 0 {
			row.set("type", []any{})
		}
		rows = append(rows, row)
	}
	if rows == nil {
		return "[]"
	}
	return encode(map[string]any{"data": rows})
}

func (s *Server) documentInfo(c *call) string {
	d := s.findPaper(c, false)
	if d == nil {
		return failure("404", "Документ не найден")
	}
	row := &object{}
	row.set("deid", d.id)
	row.set("datum", d.created.Format(time.DateTime))
	row.set("number", d.number)
	row.set("title", d.title)
	row.set("date.start", d.from)
	row.set("date.end", d.till)
	row.set("typeDoc", s.typeTitle(d.typeID))
	row.set("idtype", d.typeID)
	row.set("description", d.description)
	row.set("clid", d.clientID)
	row.set("clientTitle", s.clientName(d.clientID))
	row.set("payer", d.payerID)
	row.set("payerTitle", s.clientName(d.payerID))
	row.set("did", d.dealID)
	row.set("dealTitle", s.dealTitle(d.dealID))
	row.set("mcid", d.companyID)
	row.set("signer", d.signerID)
	row.set("status", d.statusID)
	row.set("statusTitle", s.statusTitle(d))
	row.set("files", shownFiles(c, d))
	return encode(map[string]any{"data": row})
}

// documentColumns are the columns that documents can be sorted by.
var documentColumns = []string{
	"deid", "datum", "datum_start", "datum_end", "number", "title", "des", "idtype", "clid", "payer", "pid", "did", "iduser", "mcid", "signer",
	"status",
}

// documentColumn is what a document is sorted by: a text or a number.
func documentColumn(d *paper, order string) (string, int64) {
	switch order {
	case "datum":
		return d.created.Format(time.DateTime), 0
	case "datum_start":
		return d.from, 0
	case "datum_end":
		return d.till, 0
	case "number":
		return d.number, 0
	case "title":
		return d.title, 0
	case "des":
		return d.description, 0
	}
	return "", map[string]int64{
		"deid": d.id, "idtype": d.typeID, "clid": d.clientID, "payer": d.payerID, "pid": d.contactID, "did": d.dealID,
		"iduser": d.ownerID, "mcid": d.companyID, "signer": d.signerID, "status": d.statusID,
	}[order]
}

func (s *Server) documentList(c *call) string {
	order := or(c.text("order"), "datum")
	if !slices.Contains(documentColumns, order) {
		return columnCrash(order, "ORDER BY")
	}
	if s.offsetCrashes(c) {
		return offsetCrash("document.php", 340)
	}
	rows := s.office.papers.Where(func(p *paper) bool { return !p.isAct() && s.documentListed(c, p) })
	sortBy(rows, c, func(d *paper) (string, int64) { return documentColumn(d, order) })
	var shown []*object
	for _, d := range pageRows(c, rows) {
		shown = append(shown, s.documentRow(d))
	}
	return listReply(shown, len(rows))
}

// documentListed reports whether a document is in the list that the call asks for.
// The last day ends at its beginning, and the signer does not count.
func (s *Server) documentListed(c *call, d *paper) bool {
	word, made := c.text("word"), d.created.Format(time.DateTime)
	types := ids(c.text("idtype"))
	switch {
	case !s.visible(c, d.ownerID),
		made < c.text("dateStart"),
		c.text("dateEnd") != "" && made > c.text("dateEnd")+" 00:00:00",
		c.number("clid") != 0 && d.clientID != c.number("clid"),
		c.number("did") != 0 && d.dealID != c.number("did"),
		len(types) > 0 && !slices.Contains(types, d.typeID),
		word != "" && !like(d.number, word) && !like(d.title, word) && !like(d.description, word):
		return false
	}
	return true
}

func (s *Server) documentRow(d *paper) *object {
	status := cmp.Or(s.statusOf(d), &paperStatus{title: "--", color: "#fff"})
	row := &object{}
	row.set("id", d.id)
	row.set("datum", d.created.Format("02.01.2006"))
	row.set("date.start", russianDay(d.from))
	row.set("date.end", russianDay(d.till))
	row.set("number", d.number)
	row.set("title", d.title)
	row.set("clid", d.clientID)
	row.set("client", s.clientName(d.clientID))
	row.set("did", d.dealID)
	row.set("deal", s.dealTitle(d.dealID))
	row.set("payerid", d.payerID)
	row.set("payer", s.clientName(d.payerID))
	row.set("mcid", 0) // not selected by the server, as the signer
	row.set("signer", 0)
	row.set("idtype", d.typeID)
	row.set("typeDoc", s.typeTitle(d.typeID))
	row.set("status", strconv.FormatInt(d.statusID, 10))
	row.set("statusTitle", status.title)
	row.set("statusColor", status.color)
	return row
}

func (s *Server) documentAdd(c *call) string {
	_, hasDeal := s.dealFacts(c.number("did"))
	_, hasClient := s.state.clients.Get(c.number("clid"))
	_, hasPayer := s.state.clients.Get(c.number("payer"))
	switch {
	case !hasDeal && !hasClient && !hasPayer:
		return failureNumber(405, "Не найдено записей Клиента или Сделки")
	case !hasDeal && c.number("mcid") == 0:
		return failureNumber(405, "Если не указан did сделки, то должен быть указан mcid - идентификатор компании")
	}
	added := &paper{
		ownerID: cmp.Or(s.ownerNamed(c, c.text("user")), c.user.id), typeID: c.number("idtype"), clientID: c.number("clid"), payerID: c.number("payer"),
		contactID: c.number("pid"), companyID: c.number("mcid"),
	}
	if hasDeal {
		added.dealID = c.number("did")
	}
	takeDocument(c, added)
	added = s.storeDocument(added)
	// The server sends document.add here, an event that nobody can choose.
	return s.documentReply(c, "Успешно: Создан документ", added)
}

// takeDocument stores what is sent and kept where it is not.
func takeDocument(c *call, d *paper) {
	for name, to := range map[string]*string{
		"title": &d.title, "description": &d.description, "number": &d.number, "dateStart": &d.from, "dateEnd": &d.till,
	} {
		if c.has(name) {
			*to = c.text(name)
		}
	}
	for name, to := range map[string]*int64{"mcid": &d.companyID, "signer": &d.signerID, "idtype": &d.typeID, "status": &d.statusID} {
		if id := c.number(name); id != 0 {
			*to = id
		}
	}
}

// documentReply makes the file that the call asks for.
func (s *Server) documentReply(c *call, result string, d *paper) string {
	reply, report := &object{}, ""
	if template := c.number("template"); template != 0 {
		d, report = s.makeFile(d, template, c.text("pdf") != "")
	}
	reply.set("result", result)
	if report != "" {
		reply.set("text", report)
	}
	reply.set("data", d.id)
	if report != "" {
		reply.set("files", shownFiles(c, d))
	}
	reply.set("number", d.number)
	return encode(reply)
}

// documentUpdate has defaults for title and validity where they are not sent, and makes
// the caller the responsible user where no other is named.
func (s *Server) documentUpdate(c *call) string {
	found := s.findPaper(c, false)
	if found == nil {
		return failureNumber(404, "Не найдено")
	}
	changed := s.changePaper(found.id, func(d *paper) {
		d.title, d.from, d.till = "", "", ""
		takeDocument(c, d)
		d.number = or(d.number, found.number)
		if deal, ok := s.dealFacts(c.number("did")); ok {
			d.dealID, d.clientID, d.payerID = deal.id, deal.clientID, deal.payerID
		}
		d.ownerID = s.ownerNamed(c, c.text("user"))
		s.fillDocument(d)
	})
	s.paperChanged(c, salesman.WebhookDocumentChanged, changed)
	return s.documentReply(c, "Успешно: Данные обновлены", changed)
}

// documentDelete removes acts too, and reports an act that is added then.
func (s *Server) documentDelete(c *call) string {
	d, ok := s.office.papers.Get(c.number("id"))
	switch {
	case !ok:
		return failureNumber(404, "Не найдено")
	case d.isAct():
		s.fire(c, salesman.WebhookActAdded, "id", d.id, "did", d.dealID, "autor", c.user.id)
	default:
		s.fire(c, salesman.WebhookDocumentDeleted, "deid", d.id, "did", d.dealID)
	}
	return s.deletePaper(d)
}

// documentMail makes a file from a template where the document has none.
func (s *Server) documentMail(c *call) string {
	d := s.findPaper(c, false)
	if d == nil {
		return failureNumber(404, "Не найдено")
	}
	refuse := func(code, text string) string {
		return fmt.Sprintf(`{"result":"Error","data":%d,"error":{"code":%s,"text":%s}}`, d.id, encode(code), encode(text))
	}
	if len(d.files) == 0 {
		if d, _ = s.makeFile(d, c.number("template"), c.yes("pdf")); len(d.files) == 0 {
			return refuse("406", "Нечего отправлять. Попробуйте указать id шаблона")
		}
	}
	switch sent, reason := s.mail(c, d); {
	case !sent && reason == "":
		return refuse("407", "Не найден ни один получатель")
	case !sent:
		return refuse("407", reason)
	}
	return wrote("Успешно: Сделано", d.id)
}
