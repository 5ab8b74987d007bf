package salesmantest

import (
	"cmp"
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

const (
	invoiceUnseen = "Счет по ID или Номеру не найден"
	noSuchDeal    = "Сделка с указанным did не найдена в пределах аккаунта указанного пользователя"
	usualInvoice  = "Счет-договор"
	ruble         = "р."
)

// creditDays is how long an invoice without a planned day may stay unpaid.
const creditDays = 5

// Invoice is an invoice to begin with; see [Server.AddInvoice].
type Invoice struct {
	// ID is set by [Server.Invoices]; AddInvoice does not read it.
	ID     int64
	DealID int64
	// Number is the next one unless set.
	Number string
	// Date is today unless set, and Planned the day of the expected payment. PaidOn
	// is that of the payment, which makes it a paid one; Date if it is Paid.
	Date, Planned, PaidOn salesman.Date
	// Amount is the deal's unless set, and VAT is in it.
	Amount, VAT salesman.Amount
	Paid        bool
	// Type is "Счет-договор" unless set, and Contract the number of a contract.
	Type, Contract string
	// AccountID is one's own account, 1 unless set, and SignerID who signs.
	AccountID, SignerID int64
	// TemplateID is that of "invoice.tpl" unless set.
	TemplateID int64
}

// AddInvoice stores an invoice of a deal, as if it had been there before, and
// returns its id. A deal that is not there is misuse (see [frontdesktest]).
func (s *Server) AddInvoice(i Invoice) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	deal, ok := s.state.deals.Get(i.DealID)
	if !ok {
		s.Misuse("there is no deal %d for an invoice", i.DealID)
		return 0
	}
	values := map[string]any{
		"summa": money(string(i.Amount)), "nds": money(string(i.VAT)), "do": "no", "tip": cmp.Or(i.Type, usualInvoice), "rs": cmp.Or(i.AccountID, 1),
		"signer": i.SignerID, "template": i.TemplateID, "date": s.today(), "time": s.now().Format("15:04:00"),
	}
	if i.Amount == "" {
		values["summa"] = figure(deal.values["kol"])
	}
	if i.Paid || !i.PaidOn.IsZero() {
		values["do"] = "on"
	}
	for name, day := range map[string]salesman.Date{"date": i.Date, "date.plan": i.Planned, "date.do": i.PaidOn} {
		if !day.IsZero() {
			values[name] = day.String()
		}
	}
	if i.Paid && i.PaidOn.IsZero() {
		values["date.do"] = values["date"] // else it would be in no figures
	}
	if i.Contract != "" {
		values["contract"] = i.Contract
	}
	return s.storeInvoice(deal, values, cmp.Or(i.Number, "auto")).id
}

// storeInvoice numbers and stores an invoice; "" is no number.
func (s *Server) storeInvoice(deal *record, values map[string]any, number string) *record {
	values["did"], values["clid"] = deal.id, deal.number("clid")
	switch number {
	case "":
	case "auto":
		s.state.sales.invoiceNo++
		values["invoice"] = idText(s.state.sales.invoiceNo)
	default:
		values["invoice"] = plainText(number)
	}
	return addRecord(s.state.invoices, deal.ownerID, values)
}

func (s *Server) invoiceHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"deal.invoice_info":      s.invoiceInfo,
		"deal.invoice_add":       func(c *call) string { return s.invoiceAdd(c, false) },
		"deal.invoice_express":   func(c *call) string { return s.invoiceAdd(c, true) },
		"deal.invoice_do":        s.invoicePay,
		"deal.invoice_mail":      s.invoiceMail,
		"deal.invoice_html":      s.invoiceHTML,
		"deal.invoice_pdf":       s.invoicePDF,
		"deal.invoice_templates": s.invoiceTemplates,
	}
}

// invoicesOf shows the invoices of a deal.
func (s *Server) invoicesOf(dealID int64) []*object {
	var shown []*object
	for _, r := range s.state.invoices.Where(func(r *record) bool { return r.number("did") == dealID }) {
		shown = append(shown, titled("id", r.id, "invoice", r.text("invoice"), "date", r.text("date"), "summa", figure(r.values["summa"]),
			"nds", figure(r.values["nds"]), "do", r.text("do"), "date_do", orNull(r.text("date.do")), "contract", orNull(r.text("contract")),
			"rs", r.number("rs"), "tip", r.text("tip")))
	}
	return shown
}

// invoiceInfo shows a record of nulls and zeros for an unknown id.
func (s *Server) invoiceInfo(c *call) string {
	if !c.has("id") {
		return failureNumber(405, "Отсутствуют параметры - id Счета")
	}
	r, ok := s.state.invoices.Get(c.number("id"))
	if !ok {
		r = &record{}
	}
	deal, ok := s.state.deals.Get(r.number("did"))
	if !ok {
		deal = &record{}
	}
	issued := any(nil)
	if r.text("date") != "" {
		issued = r.text("date") + " " + cmp.Or(r.text("time"), "00:00:00")
	}
	return encode(map[string]any{"data": titled(
		"crid", r.id, "invoice", r.raw("invoice"), "datum", issued, "datum_credit", orNull(r.text("date.plan")),
		"invoice_date", orNull(r.text("date.do")), "contractnum", orNull(r.text("contract")), "summa", figure(r.values["summa"]),
		"nds", figure(r.values["nds"]), "clid", r.number("clid"), "pid", 0, "did", r.number("did"), "tip", r.raw("tip"), "rs", r.number("rs"),
		"iduser", r.ownerID, "do", r.raw("do"), "suffix", r.text("suffix"), "valuta", ruble, "template", s.shownTemplate(r.number("template")),
		"idcurrency", deal.number("idcurrency"), "currency", []any{}, "idcourse", deal.number("idcurrency"), "course", []any{},
		"signer", s.signerOf(r.number("signer")),
	)})
}

func (s *Server) signerOf(id int64) any {
	signer, ok := s.registry.signers.Get(id)
	if !ok {
		return nil
	}
	return signer
}

// templatesOfInvoices are the templates of the type of documents that invoices
// have.
func (s *Server) templatesOfInvoices() []*paperTemplate {
	return s.office.templates.Where(func(t *paperTemplate) bool {
		found, ok := s.office.types.Get(t.typeID)
		return ok && found.kind == "invoice"
	})
}

func (s *Server) shownTemplate(id int64) *object {
	for _, t := range s.templatesOfInvoices() {
		if t.id == id || id == 0 && t.file == "invoice.tpl" {
			return titled("id", t.id, "title", t.title, "file", t.file, "typeid", t.typeID)
		}
	}
	return titled("id", 0, "title", nil, "file", nil, "typeid", 0)
}

func (s *Server) invoiceTemplates(*call) string {
	rows := []*object{}
	for _, t := range s.templatesOfInvoices() {
		rows = append(rows, s.shownTemplate(t.id))
	}
	if len(rows) == 0 {
		return failureNumber(404, "Шаблоны не найдены")
	}
	return encode(titled("result", "Success", "data", rows))
}

// invoiceAdd divides by zero for a deal without priced specification. Whose deal
// it is does not matter; nor does what has been invoiced, as long as something is
// left.
func (s *Server) invoiceAdd(c *call, express bool) string {
	if c.number("did") <= 0 && c.text("uid") == "" || c.breaksSQL("did", "uid") {
		return crashPage(syntaxCrash("and identity = '1'"), "deal.php", 1306)
	}
	deal := s.dealOf(c)
	if deal == nil {
		return bare(403, noSuchDeal)
	}
	covered := 0.0
	for _, r := range s.state.invoices.Where(func(r *record) bool { return r.number("did") == deal.id }) {
		covered += figure(r.values["summa"])
	}
	planned := figure(deal.values["kol"])
	if covered > 0 && money(fmt.Sprint(covered)) >= planned {
		return bare(406, "Уже выставлены все возможные счета")
	}
	amount, _, tax := total(deal.lines)
	if amount == 0 {
		line := map[bool]int{false: 1334, true: 1477}[express]
		return crashPage("Uncaught DivisionByZeroError: Division by zero", "deal.php", line)
	}
	values := s.invoiceValues(c, express)
	if c.text("summa") == "" || express && figure(values["summa"]) > planned {
		values["summa"] = planned
	}
	if c.text("nds") == "" {
		values["nds"] = money(strconv.FormatFloat((amount-covered)*tax/amount, 'f', -1, 64))
	}
	added := s.storeInvoice(deal, values, c.text("invoice"))
	said := "Счет добавлен в платежи"
	if express {
		said = s.paymentText("Внесена оплата", added, figure(values["summa"]), figureText(values["summa"])) + "<br>" + said
	}
	return encode(titled("result", done+";"+said, "data", titled("id", added.id, "invoice", added.text("invoice"))))
}

// dealOf finds a deal by id or uid, whoever has it.
func (s *Server) dealOf(c *call) *record {
	for _, r := range s.state.deals.All() {
		if c.number("did") > 0 && r.id == c.number("did") || c.number("did") <= 0 && r.text("uid") == c.text("uid") {
			return r
		}
	}
	return nil
}

// invoiceValues are what an invoice is stored with. The days with dots in their
// names come in JSON only.
func (s *Server) invoiceValues(c *call, express bool) map[string]any {
	values := map[string]any{
		"date": s.today(), "time": s.now().Format("15:04:00"), "date.plan": s.now().AddDate(0, 0, creditDays).Format(time.DateOnly),
		"summa": money(c.params["summa"]), "nds": money(c.params["nds"]), "rs": int64(1), "signer": c.number("signer"),
		"tip": cmp.Or(plainText(c.text("tip")), usualInvoice), "do": "no", "template": c.number("template"),
	}
	for _, name := range []string{"date", "date.plan", "date.do"} {
		if t, ok := s.readTime(c.text(name)); ok {
			values[name] = t.Format(time.DateOnly)
		}
	}
	if c.number("rs") > 0 {
		values["rs"] = c.number("rs")
	}
	if contract := plainText(c.text("contract")); contract != "" {
		values["contract"] = contract
	}
	for _, t := range s.templatesOfInvoices() {
		if t.file == c.text("template") || !express && c.text("template") == "" && t.id == c.number("templateID") {
			values["template"] = t.id
		}
	}
	if c.text("do") != "" {
		values["do"] = plainText(c.text("do"))
	}
	if express {
		values["do"] = "on"
		values["date.do"] = cmp.Or(textOf(values["date.do"]), s.today())
	}
	return values
}

func figureText(v any) string { return strconv.FormatFloat(figure(v), 'f', -1, 64) }

// paymentText reports a payment, with the amount as the second part writes it.
func (s *Server) paymentText(said string, invoice *record, amount float64, again string) string {
	text := said + " " + groups(amount) + " " + ruble
	if title, ok := s.titleOfAccount(invoice.number("rs")).(string); ok {
		text += "<br>На р/с " + title + " внесена оплата в размере " + again + " " + ruble
	}
	return text
}

// findInvoice finds an invoice by id or number; without both the query breaks.
func (s *Server) findInvoice(c *call) (found *record, crash string) {
	if c.number("id") <= 0 && c.text("invoice") == "" || c.breaksSQL("id", "invoice") {
		return nil, crashPage(syntaxCrash("AND identity = '1'"), "deal.php", 1412)
	}
	for _, r := range s.state.invoices.All() {
		if c.number("id") > 0 && r.id == c.number("id") || c.number("id") <= 0 && strings.EqualFold(r.text("invoice"), c.text("invoice")) {
			return r, ""
		}
	}
	return nil, bare(403, invoiceUnseen)
}

// invoicePay pays an invoice, also one that is paid, and drops the day. What is
// missing becomes another invoice.
func (s *Server) invoicePay(c *call) string {
	found, refused := s.findInvoice(c)
	if found == nil {
		return refused
	}
	billed, paid := figure(found.values["summa"]), money(c.params["summa"])
	if paid == 0 {
		paid = billed
	}
	found.values["do"], found.values["summa"] = "on", paid
	text := s.paymentText("Внесена оплата по графику", found, paid, groups(paid))
	reply := titled("result", done, "data", text)
	if rest := money(strconv.FormatFloat(billed-paid, 'f', -1, 64)); rest > 0 {
		before, after, _ := strings.Cut(text, "<br>")
		more := "Поступившая оплата отличается от планируемой.<br>Добавлен дополнительный платеж " + groups(rest) + " " + ruble
		reply.set("data", strings.TrimSuffix(before+"<br>"+more+"<br>"+after, "<br>"))
		added := addRecord(s.state.invoices, found.ownerID, map[string]any{
			"did": found.values["did"], "clid": found.values["clid"], "invoice": found.values["invoice"], "date": found.values["date"],
			"time": found.values["time"], "date.plan": found.values["date.plan"], "summa": rest, "nds": 0.0, "rs": found.values["rs"],
			"tip": found.values["tip"], "do": "no",
		})
		reply.set("newdata", added.id)
	}
	return encode(reply)
}

// invoiceMail sends to those in email, or to contacts and client of the deal.
func (s *Server) invoiceMail(c *call) string {
	found, refused := s.findInvoice(c)
	if found == nil {
		return refused
	}
	to := *c
	to.params = map[string]any{"email": c.params["email"]}
	recipients := s.mailTo(&to, &paper{dealID: found.number("did"), clientID: found.number("clid")})
	switch {
	case found.text("invoice") == "":
		return failureNumber(406, "Счет не найден")
	case len(recipients) == 0 || s.config.noMail:
		return encode(titled("result", "Error", "error", titled("code", 407, "text", "Не найден ниодин получатель"),
			"data", found.id, "invoice", found.text("invoice"), "text", "Выполнено с ошибками. "+sendmailFails))
	}
	s.office.mails = append(s.office.mails, Mail{
		InvoiceID: found.id, Subject: cmp.Or(c.text("theme"), "Счет на оплату"), Text: c.text("content"), To: recipients,
		CC: copiesTo(c, "cc"), BCC: copiesTo(c, "bcc"), Time: s.now(),
	})
	return encode(titled("result", done, "data", titled("id", found.id, "invoice", found.text("invoice"))))
}

func (s *Server) invoiceHTML(c *call) string {
	found, refused := s.findInvoice(c)
	if found == nil {
		return refused
	}
	page := fmt.Sprintf("<html><body><h1>Счет №%s от %s</h1><p>%s</p><p>%s %s</p></body></html>", html.EscapeString(found.text("invoice")),
		found.text("date"), html.EscapeString(s.clientName(found.number("clid"))), groups(figure(found.values["summa"])), ruble)
	return encode(titled("html", html.EscapeString(page), "id", found.id, "invoice", found.text("invoice")))
}

// invoicePDF keeps the file at the address that it returns. On PHP 8 it dies on a
// number of an invoice that is none; before, that is 0.
func (s *Server) invoicePDF(c *call) string {
	found, refused := s.findInvoice(c)
	if found == nil {
		return refused
	}
	number := found.text("invoice")
	if s.config.php8 && number != "" && !startsWithNumber(number) {
		return crashPage("Uncaught TypeError: Unsupported operand types: string + int", "deal.php", 1599)
	}
	address := s.keepFile(c, fmt.Sprintf("invoice_%d.pdf", found.id), pdfFile(number))
	return encode(titled("url", address, "id", found.id, "invoice", numberOf(number)))
}
