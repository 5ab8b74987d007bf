package salesmantest

import (
	"fmt"
	"html"
)

const (
	invoiceUnseen = "Счет по ID или Номеру не найден"
	paid          = "Внесена оплата"
)

func (s *Server) invoiceHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"deal.invoice_info":      s.invoiceInfo,
		"deal.invoice_add":       func(c *call) string { return s.invoiceAdd(c, c.text("do") != "") },
		"deal.invoice_express":   func(c *call) string { return s.invoiceAdd(c, true) },
		"deal.invoice_do":        s.invoicePay,
		"deal.invoice_mail":      s.invoiceMail,
		"deal.invoice_html":      s.invoiceHTML,
		"deal.invoice_pdf":       s.invoicePDF,
		"deal.invoice_templates": fixed(`{"result":"Success","data":[{"id":2,"title":"Базовый шаблон","file":"invoice.tpl","typeid":4}]}`),
	}
}

// invoicesOf shows the invoices of a deal.
func (s *Server) invoicesOf(dealID int64) []*object {
	var shown []*object
	for _, r := range s.state.invoices.Where(func(r *record) bool { return r.number("did") == dealID }) {
		row := &object{}
		row.set("id", r.id)
		row.set("invoice", r.text("invoice"))
		row.set("date", r.text("date"))
		row.set("summa", figure(r.values["summa"]))
		row.set("nds", figure(r.values["nds"]))
		row.set("do", r.text("do"))
		row.set("date_do", orNull(r.text("date.do")))
		row.set("contract", orNull(r.text("contract")))
		row.set("rs", r.number("rs"))
		row.set("tip", r.text("tip"))
		shown = append(shown, row)
	}
	return shown
}

// invoiceInfo shows a record of nulls for an unknown id.
func (s *Server) invoiceInfo(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - id Счета")
	}
	r, ok := s.state.invoices.Get(c.number("id"))
	row := &object{}
	if !ok {
		row.set("crid", 0)
		row.set("invoice", nil)
		row.set("datum", nil)
		row.set("summa", 0)
		return encode(map[string]any{"data": row})
	}
	row.set("crid", r.id)
	row.set("invoice", r.text("invoice"))
	row.set("datum", r.text("date")+" 12:00:00")
	row.set("datum_credit", orNull(r.text("date.plan")))
	row.set("invoice_date", orNull(r.text("date.do")))
	row.set("contractnum", orNull(r.text("contract")))
	row.set("summa", figure(r.values["summa"]))
	row.set("nds", figure(r.values["nds"]))
	row.set("did", r.number("did"))
	row.set("tip", r.text("tip"))
	row.set("rs", r.number("rs"))
	row.set("iduser", r.ownerID)
	row.set("do", r.text("do"))
	row.set("currency", []any{})
	row.set("course", []any{})
	row.set("signer", nil)
	return encode(map[string]any{"data": row})
}

// invoiceAdd divides by zero for a deal without priced specification.
func (s *Server) invoiceAdd(c *call, isPaid bool) string {
	deal, ok := s.state.deals.Get(c.number("did"))
	if !ok {
		return bare(403, "Сделка с указанным did не найдена в пределах аккаунта указанного пользователя")
	}
	amount, _ := total(deal.lines)
	if amount == 0 {
		return crashPage("Uncaught DivisionByZeroError: Division by zero", "deal.php", 1334)
	}
	covered := 0.0
	for _, r := range s.state.invoices.Where(func(r *record) bool { return r.number("did") == deal.id }) {
		covered += figure(r.values["summa"])
	}
	if covered >= amount {
		return bare(406, "Уже выставлены все возможные счета")
	}
	values := c.pick("did", "date", "date.plan", "date.do", "summa", "invoice", "contract", "rs", "nds", "tip")
	if figure(values["summa"]) == 0 {
		values["summa"] = amount - covered
	}
	if textOf(values["date"]) == "" {
		values["date"] = s.today()
	}
	if textOf(values["tip"]) == "" {
		values["tip"] = "Счет-договор"
	}
	values["do"] = "no"
	if isPaid {
		values["do"] = "on"
	} else {
		delete(values, "date.do")
	}
	added := addRecord(s.state.invoices, deal.ownerID, values)
	if number := c.text("invoice"); number == "" || number == "auto" {
		values["invoice"] = fmt.Sprint(added.id)
	}
	reply, data := &object{}, &object{}
	reply.set("result", "Успешно;Счет добавлен в платежи")
	data.set("id", added.id)
	data.set("invoice", added.text("invoice"))
	reply.set("data", data)
	return encode(reply)
}

func (s *Server) invoicePay(c *call) string {
	r, ok := s.state.invoices.Get(c.number("id"))
	if !ok {
		return bare(403, invoiceUnseen)
	}
	r.values["do"] = "on"
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", paid)
	if sum := figure(c.params["summa"]); sum > 0 && sum < figure(r.values["summa"]) {
		rest := addRecord(s.state.invoices, r.ownerID, map[string]any{
			"did": r.values["did"], "date": r.values["date"], "tip": r.values["tip"], "invoice": r.values["invoice"],
			"do": "no", "summa": figure(r.values["summa"]) - sum,
		})
		r.values["summa"] = sum
		reply.set("newdata", rest.id)
	}
	return encode(reply)
}

// recipients reports whether a mail has any; the kit sends none.
func (c *call) recipients() bool {
	list, _ := c.params["email"].([]any)
	return len(list) > 0 || c.text("pid") != ""
}

func (s *Server) invoiceMail(c *call) string {
	r, ok := s.state.invoices.Get(c.number("id"))
	switch {
	case !ok:
		return bare(403, invoiceUnseen)
	case !c.recipients():
		return failureNumber(407, "Не найден ниодин получатель")
	}
	return encode(map[string]any{"result": "Успешно", "data": map[string]any{"id": r.id, "invoice": r.text("invoice")}})
}

func (s *Server) invoiceHTML(c *call) string {
	r, ok := s.state.invoices.Get(c.number("id"))
	if !ok {
		return bare(403, invoiceUnseen)
	}
	page := "<html><body>" + r.text("invoice") + "</body></html>"
	return encode(map[string]any{"html": html.EscapeString(page), "id": r.id, "invoice": r.text("invoice")})
}

func (s *Server) invoicePDF(c *call) string {
	r, ok := s.state.invoices.Get(c.number("id"))
	switch {
	case !ok:
		return bare(403, invoiceUnseen)
	case numberOf(r.values["invoice"]) == 0:
		return crashPage("Uncaught TypeError: Unsupported operand types: string + int", "deal.php", 1599)
	}
	return encode(map[string]any{"url": fmt.Sprintf("http://crm.example.com/files/invoice_%d.pdf", r.id), "id": r.id, "invoice": numberOf(r.values["invoice"])})
}
