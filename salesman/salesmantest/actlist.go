package salesmantest

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

const actPageSize = 100

// actColumns are the columns that acts can be sorted by: those of documents, and
// two that the list adds.
var actColumns = []string{
	"deid", "datum", "number", "title", "des", "idtype", "clid", "payer", "pid", "did", "iduser", "mcid", "crid", "status", "invoice", "summa",
}

// actList counts pages from 1, and has 100 rows on each. It does not look at the
// deal that is asked for.
func (s *Server) actList(c *call) string {
	order := or(c.text("order"), "datum")
	if !slices.Contains(actColumns, order) {
		return columnCrash("ct."+order, "ORDER BY")
	}
	if c.has("status") && itemsOf(c.params["status"]) == nil && s.config.php8 {
		return crashPage("Uncaught TypeError: implode(): Argument #2 ($array) must be of type ?array, string given", "inc/class/Akt.php", 930)
	}
	rows := s.office.papers.Where(func(p *paper) bool { return p.isAct() && s.actListed(c, p) })
	ascending := c.text("first") == "old"
	slices.SortStableFunc(rows, func(a, b *paper) int {
		x, i := s.actColumn(a, order)
		y, j := s.actColumn(b, order)
		less := cmp.Or(strings.Compare(x, y), cmp.Compare(i, j))
		if !ascending {
			return -less
		}
		return less
	})
	page := max(int(c.number("offset")), 1)
	from := min((page-1)*actPageSize, len(rows))
	shown := []*object{}
	for _, a := range rows[from:min(from+actPageSize, len(rows))] {
		shown = append(shown, s.actRow(a))
	}
	params := &object{}
	params.set("page", page)
	params.set("pageall", (len(rows)+actPageSize-1)/actPageSize)
	params.set("ord", order)
	params.set("tuda", map[bool]string{true: "", false: "DESC"}[ascending])
	params.set("valuta", "р.")
	params.set("isstatus", "")
	params.set("count", len(shown))
	params.set("isMobile", false)
	reply := &object{}
	reply.set("data", shown)
	reply.set("params", params)
	reply.set("count", len(shown))
	return encode(reply)
}

// actListed reports whether an act is in the list that the call asks for.
func (s *Server) actListed(c *call, a *paper) bool {
	deal, _ := s.dealFacts(a.dealID)
	word, from, till := c.text("word"), c.text("dateStart"), c.text("dateEnd")
	statuses := itemsOf(c.params["status"])
	switch {
	case !s.visible(c, a.ownerID),
		from != "" && a.day < from,
		till != "" && a.day > till,
		c.number("clid") != 0 && a.clientID != c.number("clid"),
		c.number("mc") != 0 && a.companyID != c.number("mc"),
		c.text("isService") == "yes" && a.invoice == 0,
		c.text("isService") == "no" && a.invoice != 0,
		len(statuses) > 0 && !slices.ContainsFunc(statuses, func(v any) bool { return numberOf(v) == a.statusID }),
		word != "" && a.number != word && !slices.Contains(deal.invoices, word) && !like(s.clientName(a.clientID), word) && !like(deal.title, word):
		return false
	}
	return true
}

// actColumn is what an act is sorted by: a text or a number.
func (s *Server) actColumn(a *paper, order string) (string, float64) {
	deal, _ := s.dealFacts(a.dealID)
	switch order {
	case "datum":
		return a.day, 0
	case "number":
		return "", figure(a.number)
	case "title":
		return a.title, 0
	case "des":
		return a.description, 0
	case "invoice":
		return strings.Join(deal.invoices, ", "), 0
	case "summa":
		return "", actAmount(a, deal)
	}
	return "", float64(map[string]int64{
		"deid": a.id, "idtype": a.typeID, "clid": a.clientID, "payer": a.payerID, "pid": a.contactID, "did": a.dealID,
		"iduser": a.ownerID, "mcid": a.companyID, "crid": a.invoice, "status": a.statusID,
	}[order])
}

// actAmount is what an act comes to: the deal, or the positions of a partial one.
func actAmount(a *paper, deal dealFacts) (amount float64) {
	if len(a.lines) == 0 {
		return deal.amount
	}
	for _, p := range a.lines {
		for _, line := range deal.lines {
			if line.id == p.lineID {
				amount += p.quantity * line.price
			}
		}
	}
	return amount
}

func (s *Server) actRow(a *paper) *object {
	deal, _ := s.dealFacts(a.dealID)
	status := s.statusOf(a)
	amount := actAmount(a, deal)
	row := &object{}
	row.set("id", a.id)
	row.set("datum", russianDay(a.day))
	row.set("datum_start", nil)
	row.set("datum_end", nil)
	row.set("number", a.number)
	row.set("summaf", groups(math.Round(amount*100)/100))
	row.set("summa", amount)
	row.set("title", orNull(a.title))
	row.set("clid", a.clientID)
	row.set("client", s.clientName(a.clientID))
	row.set("pid", 0)
	row.set("person", nil)
	row.set("did", a.dealID)
	row.set("deal", deal.title)
	row.set("payerid", a.payerID)
	row.set("payer", s.clientName(a.payerID))
	row.set("crid", a.invoice)
	row.set("invoice", strings.Join(deal.invoices, ", "))
	row.set("invoices", append([]string{}, deal.invoices...))
	row.set("user", s.loginOf(a.ownerID))
	if status == nil {
		row.set("statuson", "")
		row.set("status", nil)
		row.set("statusTitle", "--")
		row.set("statusColor", "#fff")
	} else {
		row.set("statuson", "1")
		row.set("status", status.title)
		row.set("statusTitle", status.title)
		row.set("statusColor", status.color)
	}
	row.set("mc", s.companyTitle(a.companyID))
	row.set("mcid", a.companyID)
	row.set("complect", s.coveredShare(deal))
	if row.set("isServices", nil); a.invoice != 0 {
		row.set("isServices", true)
	}
	return row
}
