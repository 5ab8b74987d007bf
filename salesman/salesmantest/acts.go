package salesmantest

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// actStage is the stage from which a deal may have acts.
const actStage = 80

// Act is an act to begin with; see [Server.AddAct].
type Act struct {
	// ID is set by [Server.Acts]; AddAct does not read it.
	ID int64
	// DealID is an id of a deal; client and payer are the deal's.
	DealID int64
	// Number is by default the next one.
	Number string
	// Date is the day; default today.
	Date salesman.Date
	// Owner is the login of the responsible user; default [Login].
	Owner       string
	Description string
	// Template is the name of a file; default akt_full.tpl.
	Template  string
	StatusID  int64
	InvoiceID int64
	// Positions are what a partial act holds.
	Positions []salesman.ActPosition
}

// AddAct stores an act, at any stage of its deal, as if it had been there before,
// and returns its id. Acts and documents share their ids.
func (s *Server) AddAct(a Act) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	deal, _ := s.dealFacts(a.DealID)
	added := &paper{
		ownerID: s.seedOwner(a.Owner), number: a.Number, description: a.Description, day: s.today(), dealID: a.DealID,
		clientID: deal.clientID, payerID: deal.payerID, companyID: max(deal.companyID, 1), statusID: a.StatusID, invoice: a.InvoiceID,
		template: or(a.Template, "akt_full.tpl"),
	}
	if !a.Date.IsZero() {
		added.day = a.Date.String()
	}
	for _, p := range a.Positions {
		added.lines = append(added.lines, position{s.nextPosition(), p.LineID, p.PriceItemID, figure(string(p.Quantity))})
	}
	return s.storeAct(added).id
}

// storeAct stores an act with a number, and the id of its template.
func (s *Server) storeAct(a *paper) *paper {
	a.typeID, a.created = ActTypeID, s.now()
	if a.number == "" {
		a.number = s.nextNumber(ActTypeID)
	}
	if found := s.templateOf(ActTypeID, a.templateID, a.template); found != nil {
		a.template, a.templateID = found.file, found.id
	}
	_, stored := s.office.papers.Add(func(id int64) *paper { a.id = id; return a })
	return stored
}

func (s *Server) actHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"akt.statuses":      s.actStatuses,
		"akt.templates":     s.actTemplates,
		"akt.info":          s.actInfo,
		"akt.list":          s.actList,
		"akt.add":           s.actAdd,
		"akt.update":        s.actUpdate,
		"akt.status_change": func(c *call) string { return s.setPaperStatus(c, true) },
		"akt.delete":        s.actDelete,
		"akt.mail":          s.actMail,
		"akt.html":          s.actHTML,
		"akt.pdf":           s.actPDF,
	}
}

// actStatuses shows the types of a status as the number 1, and calls no statuses
// an error.
func (s *Server) actStatuses(*call) string {
	var rows []*object
	for _, status := range s.office.statuses.All() {
		if slices.Contains(status.types, ActTypeID) {
			row := &object{}
			row.set("id", status.id)
			row.set("title", status.title)
			row.set("color", status.color)
			row.set("type", 1)
			rows = append(rows, row)
		}
	}
	if rows == nil {
		return failureNumber(404, "Не найдено")
	}
	return encode(map[string]any{"data": rows})
}

func (s *Server) actTemplates(*call) string {
	var rows []*object
	for _, t := range s.office.templates.All() {
		if t.typeID == ActTypeID {
			row := &object{}
			row.set("id", t.id)
			row.set("title", t.title)
			row.set("file", t.file)
			row.set("typeid", t.typeID)
			rows = append(rows, row)
		}
	}
	return encode(map[string]any{"data": rows})
}

// russianDay shows YYYY-MM-DD as DD.MM.YYYY.
func russianDay(day string) string {
	parts := strings.Split(day, "-")
	if len(parts) != 3 {
		return ""
	}
	slices.Reverse(parts)
	return strings.Join(parts, ".")
}

func (s *Server) actInfo(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - id Акта")
	}
	a := s.findPaper(c, true)
	if a == nil {
		return failureNumber(404, "Документ не найден")
	}
	template := s.templateOf(ActTypeID, a.templateID, a.template)
	if template == nil {
		template = &paperTemplate{}
	}
	row := &object{}
	row.set("deid", a.id)
	row.set("datum", russianDay(a.day))
	row.set("number", a.number)
	row.set("title", s.actType().title)
	row.set("description", a.description)
	row.set("template", a.template)
	row.set("templateID", template.id)
	row.set("templateTitle", template.title)
	row.set("templateTypeID", template.typeID)
	row.set("clid", a.clientID)
	row.set("clientTitle", s.clientName(a.clientID))
	row.set("payer", a.payerID)
	row.set("payerTitle", s.clientName(a.payerID))
	row.set("did", a.dealID)
	row.set("dealTitle", s.dealTitle(a.dealID))
	row.set("mcid", strconv.FormatInt(a.companyID, 10))
	row.set("signer", 0) // whatever was sent
	row.set("status", strconv.FormatInt(a.statusID, 10))
	row.set("statusTitle", s.statusTitle(a))
	if a.invoice != 0 {
		row.set("crid", a.invoice)
	}
	row.set("positions", shownPositions(a.lines))
	return encode(map[string]any{"data": row})
}

func (s *Server) actType() *paperType {
	t, _ := s.office.types.Get(ActTypeID)
	return t
}

// shownPositions is a map by the lines of the specification, and [] for none.
func shownPositions(lines []position) any {
	if len(lines) == 0 {
		return []any{}
	}
	positions := &object{}
	for _, p := range lines {
		row := &object{}
		row.set("id", p.id)
		row.set("spid", p.lineID)
		row.set("prid", p.priceItemID)
		row.set("kol", p.quantity)
		positions.set(strconv.FormatInt(p.lineID, 10), row)
	}
	return positions
}

// actAdd needs a deal that is far enough: at too low a stage it stores nothing
// and does not say so. A deal that acts cover already can have no more, but for
// those of invoices; one that is covered in part can, and no source says that the
// server looks at how much is left.
func (s *Server) actAdd(c *call) string {
	deal, ok := s.dealFacts(c.number("did"))
	if !ok {
		return failureNumber(405, "Не найдено записи Сделки")
	}
	switch covered := c.number("crid") == 0 && s.covered(deal); {
	case covered && deal.stage < actStage:
		return failureNumber(409, fmt.Sprintf("Этап сделки должен быть не ниже %d%%", actStage))
	case covered:
		return failureNumber(408, "По сделке уже созданы все возможные Акты")
	case deal.stage < actStage:
		return fmt.Sprintf(`{"result":null,"data":{"id":0,"number":null,"did":%d}}`, deal.id)
	}
	added := s.storeAct(&paper{
		ownerID: s.ownerNamed(c, c.text("user")), number: c.text("number"), description: c.text("description"),
		day: or(c.text("date"), s.today()), dealID: deal.id, clientID: deal.clientID, payerID: deal.payerID, companyID: deal.companyID,
		template: or(oldTemplate(c.text("template")), "akt_full.tpl"), templateID: c.number("templateID"),
		statusID: c.number("status"), invoice: c.number("crid"), lines: s.positionsOf(c, nil),
	})
	s.paperChanged(c, salesman.WebhookActAdded, added)
	return actReply(added)
}

func (s *Server) actsOf(dealID int64) []*paper {
	return s.office.papers.Where(func(p *paper) bool { return p.isAct() && p.dealID == dealID })
}

// oldTemplate is the file of a template that old servers had by a name.
func oldTemplate(name string) string {
	if slices.Contains([]string{"simple", "full", "prava"}, name) {
		return "akt_" + name + ".tpl"
	}
	return name
}

// nextPosition is the id of a new position; those of all acts are in one row.
func (s *Server) nextPosition() int64 {
	s.office.lastPosition++
	return s.office.lastPosition
}

// positionsOf are the stored ones with those that the call sends, which needs a flag of
// its own. One with an id is changed wherever it is, one without is new.
func (s *Server) positionsOf(c *call, stored []position) []position {
	lines := slices.Clone(stored)
	if !c.yes("pozitions") {
		return lines
	}
	for _, item := range itemsOf(c.params["speka"]) {
		fields, _ := item.(map[string]any)
		sent := position{numberOf(fields["id"]), numberOf(fields["spid"]), numberOf(fields["prid"]), figure(fields["kol"])}
		if sent.lineID <= 0 || sent.quantity <= 0 {
			continue
		}
		if sent.id <= 0 {
			sent.id = s.nextPosition()
			lines = append(lines, sent)
			continue
		}
		overwritePosition(lines, sent)
		for _, p := range s.office.papers.All() {
			overwritePosition(p.lines, sent)
		}
	}
	return lines
}

func overwritePosition(lines []position, sent position) {
	if i := slices.IndexFunc(lines, func(p position) bool { return p.id == sent.id }); i >= 0 {
		lines[i] = sent
	}
}

func actReply(a *paper) string {
	reply, data := &object{}, &object{}
	data.set("id", a.id)
	data.set("number", a.number)
	data.set("did", a.dealID)
	if a.invoice != 0 {
		data.set("crid", a.invoice)
	}
	reply.set("result", "Успешно")
	reply.set("data", data)
	return encode(reply)
}

// actUpdate sets a template of its own where none is sent, and neither a status nor the
// responsible user.
func (s *Server) actUpdate(c *call) string {
	found := s.findPaper(c, true)
	if found == nil {
		return failureNumber(404, "Не найдено")
	}
	lines := s.positionsOf(c, found.lines)
	changed := s.changePaper(found.id, func(a *paper) {
		a.template, a.templateID = or(oldTemplate(c.text("template")), "akt_full.htm"), c.number("templateID")
		if t := s.templateOf(ActTypeID, a.templateID, a.template); t != nil {
			a.template, a.templateID = t.file, t.id
		}
		if c.text("date") != "" {
			a.day = c.text("date")
		}
		if c.text("description") != "" {
			a.description = c.text("description")
		}
		a.lines = lines
	})
	s.paperChanged(c, salesman.WebhookActChanged, changed)
	return actReply(changed)
}

func (s *Server) actDelete(c *call) string {
	a := s.findPaper(c, true)
	if a == nil {
		return failureNumber(404, "Не найдено")
	}
	return s.deletePaper(a)
}

func (s *Server) actMail(c *call) string {
	a := s.findPaper(c, true)
	if a == nil {
		return failureNumber(404, "Не найдено")
	}
	if sent, reason := s.mail(c, a); !sent {
		result := strings.TrimSuffix("Error: Выполнено с ошибками. "+reason, ". ")
		return fmt.Sprintf(`{"result":%s,"data":%d,"error":{"code":407,"text":"Не найдено получателей"}}`, encode(result), a.id)
	}
	return wrote("Успешно: Сделано", a.id)
}

// paperToShow finds the act of html and pdf by its id, or by its number without
// one. With neither the SQL breaks.
func (s *Server) paperToShow(c *call) (a *paper, problem string) {
	switch {
	case c.number("id") != 0:
		a = s.findPaper(c, true)
	case c.text("number") != "":
		for _, p := range s.office.papers.All() {
			if p.isAct() && p.number == c.text("number") {
				a = p
			}
		}
	default:
		return nil, crashPage("Uncaught mysqli_sql_exception: You have an error in your SQL syntax; check the manual that corresponds to your "+
			"MariaDB server version for the right syntax to use near 'AND identity = '1'' at line 1", "akt.php", 581)
	}
	if a == nil {
		return nil, bare(403, invoiceUnseen)
	}
	return a, ""
}

// actHTML shows the page escaped once more.
func (s *Server) actHTML(c *call) string {
	a, problem := s.paperToShow(c)
	if a == nil {
		return problem
	}
	stamp := "\n<img class=\"stamp\" src=\"/files/stamp.png\">"
	if c.yes("nosignat") {
		stamp = ""
	}
	day, _ := time.Parse(time.DateOnly, a.day)
	page := fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<title>АКТ №%s от %s года</title>\n</head>\n<body>\n"+
		"<h1>%s</h1>\n<p>%s</p>\n<p>%s</p>%s\n</body>\n</html>\n", html.EscapeString(a.number), day.Format("02.01.2006"),
		html.EscapeString(s.actType().title), html.EscapeString(s.clientName(a.clientID)), html.EscapeString(a.description), stamp)
	reply := &object{}
	reply.set("html", html.EscapeString(page))
	reply.set("id", a.id)
	reply.set("number", a.number)
	return encode(reply)
}

// actPDF makes a file that can be fetched.
func (s *Server) actPDF(c *call) string {
	a, problem := s.paperToShow(c)
	if a == nil {
		return problem
	}
	reply := &object{}
	reply.set("url", s.keepFile(c, "akt_"+strings.ReplaceAll(a.number, "/", "-")+".pdf", pdfFile(a.number)))
	reply.set("id", a.id)
	reply.set("number", a.number)
	return encode(reply)
}
