package salesmantest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// office is what the server remembers of documents and acts, of the types and
// statuses that an account sets up, and of files and mails.
type office struct {
	papers        *fakestore.Table[int64, *paper]
	types         *fakestore.Table[int64, *paperType]
	statuses      *fakestore.Table[int64, *paperStatus]
	templates     *fakestore.Table[int64, *paperTemplate]
	activityTypes []activityType
	rateChanges   int64
	lastPosition  int64 // id
	files         map[string]file
	mails         []Mail
}

// paper is a document or an act: the server keeps both in one table.
type paper struct {
	id, ownerID, typeID                    int64
	number, title, description             string
	created                                time.Time
	day                                    string // of an act
	from, till                             string // validity of a document
	clientID, payerID, dealID, contactID   int64
	companyID, signerID, statusID, invoice int64
	template                               string // an act's file, with its id
	templateID                             int64
	lines                                  []position // of a partial act
	files                                  []paperFile
}

func (p *paper) isAct() bool { return p.typeID == ActTypeID }

// position is a line of a deal's specification that a partial act holds.
type position struct {
	id, lineID, priceItemID int64
	quantity                float64
}

// paperFile is a file of a document by the name that people see, and the one in
// its address.
type paperFile struct{ name, stored string }

// The ids of document types of a new account that tests ask for.
const (
	// ActTypeID is that of acts.
	ActTypeID = 2
	// ContractTypeID is that of contracts.
	ContractTypeID = 5
)

type paperType struct {
	id                  int64
	title, kind, format string
	roles, users        string
	last                int64 // number
}

type paperStatus struct {
	id           int64
	title, color string
	types        []int64
}

type paperTemplate struct {
	id, typeID  int64
	title, file string
}

// newOffice has the types and templates of a new account, and no statuses.
func newOffice() office {
	o := office{
		papers:    fakestore.New[int64, *paper](fakestore.Numbered(1)),
		types:     fakestore.New[int64, *paperType](fakestore.Numbered(1)),
		statuses:  fakestore.New[int64, *paperStatus](fakestore.Numbered(1)),
		templates: fakestore.New[int64, *paperTemplate](fakestore.Numbered(1)),
		files:     map[string]file{}, activityTypes: newActivityTypes(),
	}
	for i, t := range []paperType{
		{title: "Квитанция в банк", kind: "Собственный", format: "{cnum}"},
		{title: "Акт приема-передачи", kind: "get_akt", format: "{cnum}"},
		{title: "Счет-фактура", kind: "Собственный", format: "{cnum}"},
		{title: "Счет", kind: "invoice"},
		{title: "Договор", kind: "Договор", format: "{cnum}-{MM}{YY}/{YYYY}"},
	} {
		t.id = int64(i) + 1
		o.types.Put(t.id, &t)
	}
	for i, t := range []paperTemplate{
		{typeID: 1, title: "Квитанция на оплату", file: "kvitancia.docx"},
		{typeID: 4, title: "Базовый шаблон", file: "invoice.tpl"},
		{typeID: ActTypeID, title: "Приёма-передачи. Права", file: "akt_prava.tpl"},
		{typeID: ActTypeID, title: "Приёма-передачи. Услуги", file: "akt_simple.tpl"},
		{typeID: ActTypeID, title: "Приёма-передачи. Услуги (расширенный)", file: "akt_full.tpl"},
		{typeID: 3, title: "Счет-фактура (XLCX)", file: "schet_faktura.xlsx"},
		{typeID: 4, title: "Счет с QRcode", file: "invoice_qr.tpl"},
	} {
		t.id = int64(i) + 1
		o.templates.Put(t.id, &t)
	}
	return o
}

// DocumentType is a type of documents; see [Server.AddDocumentType].
type DocumentType struct {
	Title string
	// Kind is a name such as "Договор"; default "Собственный".
	Kind string
	// Format says how numbers are made of {cnum}, {DD}, {MM}, {YY} and {YYYY};
	// default {cnum}.
	Format string
	// Roles and Users are who may use it, joined by commas.
	Roles, Users string
}

// AddDocumentType adds a type of documents to those of a new account, and returns
// its id. Those are 1 (bank receipts, with template 1), [ActTypeID], 3 (factura,
// with template 6), 4 (invoices, with templates 2 and 7) and [ContractTypeID].
func (s *Server) AddDocumentType(t DocumentType) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _ := s.office.types.Add(func(id int64) *paperType {
		return &paperType{id: id, title: t.Title, kind: or(t.Kind, "Собственный"), format: or(t.Format, "{cnum}"), roles: t.Roles, users: t.Users}
	})
	return id
}

// AddTemplate adds a template of a file to a type of documents, or to acts with
// [ActTypeID], and returns its id. File is a name with an extension, such as
// "contract.docx".
func (s *Server) AddTemplate(typeID int64, title, file string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _ := s.office.templates.Add(func(id int64) *paperTemplate {
		return &paperTemplate{id: id, typeID: typeID, title: title, file: file}
	})
	return id
}

// DocumentStatus is a status of documents and acts; see
// [Server.AddDocumentStatus].
type DocumentStatus struct {
	Title string
	// Color is #rrggbb; default white.
	Color string
	// TypeIDs are the types that may have it; [ActTypeID] for acts.
	TypeIDs []int64
}

// AddDocumentStatus adds a status, of which a new account has none, and returns
// its id.
func (s *Server) AddDocumentStatus(status DocumentStatus) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _ := s.office.statuses.Add(func(id int64) *paperStatus {
		return &paperStatus{id: id, title: status.Title, color: or(status.Color, "#fff"), types: slices.Clone(status.TypeIDs)}
	})
	return id
}

// or returns the text, or the one in its place if it is empty.
func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// nextNumber makes the number of the next document of a type.
func (s *Server) nextNumber(typeID int64) string {
	t, ok := s.office.types.Update(typeID, func(old *paperType) *paperType {
		changed := *old
		changed.last++
		return &changed
	})
	if !ok {
		return ""
	}
	now := s.now()
	return strings.NewReplacer("{cnum}", fmt.Sprint(t.last), "{DD}", now.Format("02"), "{MM}", now.Format("01"),
		"{YYYY}", now.Format("2006"), "{YY}", now.Format("06")).Replace(or(t.format, "{cnum}"))
}

// templateOf finds a template of a type by its file or, first, its id.
func (s *Server) templateOf(typeID, id int64, name string) *paperTemplate {
	for _, t := range s.office.templates.All() {
		if t.typeID == typeID && (id != 0 && t.id == id || id == 0 && t.file == name) {
			return t
		}
	}
	return nil
}

// typeTitle is the title of the first template of a type, which stands for the
// type's own; nil if it has none.
func (s *Server) typeTitle(typeID int64) any {
	for _, t := range s.office.templates.All() {
		if t.typeID == typeID {
			return t.title
		}
	}
	return nil
}

// statusOf is the status of a paper; nil for none.
func (s *Server) statusOf(p *paper) *paperStatus {
	status, _ := s.office.statuses.Get(p.statusID)
	return status
}

// statusTitle is that of one paper alone: false for none.
func (s *Server) statusTitle(p *paper) any {
	if status := s.statusOf(p); status != nil {
		return status.title
	}
	return false
}

// companyTitle is the name of one's own company.
func (s *Server) companyTitle(id int64) string {
	company, _ := s.registry.companies.Get(id)
	return company.ShortName
}

// dealFacts are what papers say of a deal.
type dealFacts struct {
	id, ownerID, clientID, payerID, companyID int64
	title                                     string
	stage                                     int64
	amount                                    float64
	lines                                     []dealLine
	contacts                                  []int64
	invoices                                  []string
}

type dealLine struct {
	id, priceItemID int64
	quantity, price float64
}

func (s *Server) dealFacts(id int64) (dealFacts, bool) {
	deal, ok := s.state.deals.Get(id)
	if !ok {
		return dealFacts{}, false
	}
	facts := dealFacts{
		id: id, ownerID: deal.ownerID, clientID: deal.number("clid"), payerID: deal.number("payer"), companyID: max(deal.number("mcid"), 1),
		title: deal.text("title"), stage: deal.number("step"), amount: figure(deal.values["kol"]), contacts: deal.contacts,
	}
	if facts.payerID == 0 {
		facts.payerID = facts.clientID
	}
	for i, line := range deal.lines {
		fields, _ := line.(map[string]any)
		shown := dealLine{id: numberOf(fields["spid"]), priceItemID: numberOf(fields["prid"]), quantity: figure(fields["kol"]), price: figure(fields["price"])}
		if shown.id == 0 {
			shown.id = int64(i) + 1
		}
		facts.lines = append(facts.lines, shown)
	}
	for _, r := range s.state.invoices.Where(func(r *record) bool { return r.number("did") == id }) {
		facts.invoices = append(facts.invoices, r.text("invoice"))
	}
	return facts, true
}

// dealTitle is the title of a deal; "" for none.
func (s *Server) dealTitle(id int64) string {
	facts, _ := s.dealFacts(id)
	return facts.title
}

// setPaperStatus changes the status of a document or an act.
func (s *Server) setPaperStatus(c *call, acts bool) string {
	p := s.findPaper(c, acts)
	if p == nil {
		return failureNumber(404, "Не найдено")
	}
	s.changePaper(p.id, func(p *paper) { p.statusID = c.number("status") })
	return wrote("Успешно: Данные обновлены", p.id)
}

func (s *Server) findPaper(c *call, acts bool) *paper {
	if p, ok := s.office.papers.Get(c.number("id")); ok && p.isAct() == acts {
		return p
	}
	return nil
}

// changePaper changes a copy, and returns it.
func (s *Server) changePaper(id int64, change func(*paper)) *paper {
	p, _ := s.office.papers.Update(id, func(old *paper) *paper {
		changed := *old
		change(&changed)
		return &changed
	})
	return p
}

// deletePaper removes a paper with its files.
func (s *Server) deletePaper(p *paper) string {
	s.dropFiles(p)
	s.office.papers.Delete(p.id)
	return wrote("Успешно", p.id)
}

// paperChanged reports an event of a paper.
func (s *Server) paperChanged(c *call, name salesman.WebhookEvent, p *paper) {
	day := p.day
	if !p.isAct() {
		day = p.created.Format(time.DateTime)
	}
	s.fire(c, name, "id", p.id, "number", p.number, "datum", day, "payer", p.payerID, "clid", p.clientID, "pid", p.contactID,
		"did", p.dealID, "autor", c.user.id)
}

// ownerNamed is the user of a login: the caller for none, 0 for an unknown one.
func (s *Server) ownerNamed(c *call, login string) int64 {
	if login == "" {
		return c.user.id
	}
	if owner := s.state.users[login]; owner != nil {
		return owner.id
	}
	return 0
}

// seedOwner is the user of a login in what a test puts in; default [Login].
func (s *Server) seedOwner(login string) int64 {
	if owner := s.state.users[or(login, Login)]; owner != nil {
		return owner.id
	}
	return 0
}
