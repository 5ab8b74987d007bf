package salesmantest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// statisticQuery is of when and of whom figures are.
type statisticQuery struct {
	from, till string // days
	userID     int64
	// named: the request named a user who exists.
	named, personal bool
}

// statisticPage is one script of figures by employee.
type statisticPage struct {
	method, title, none string
	line, chartLine     int
}

func (s *Server) statisticHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"statistic.list": func(c *call) string {
			return s.statistic(c, statisticPage{method: "all", title: "Статистика", line: 195}, s.summary)
		},
		"statistic.clients": func(c *call) string {
			page := statisticPage{method: "clients", title: "Новые клиенты", none: "За этот период новых клиентов не найдено", line: 202, chartLine: 256}
			return s.statistic(c, page, func(q statisticQuery, reply *object) { s.byEmployee(c, reply, page, s.newClients(q), true) })
		},
		"statistic.deals_new": func(c *call) string {
			page := statisticPage{method: "dealsNew", title: "Новые сделки", none: "За этот период новых сделок не найдено", line: 211, chartLine: 390}
			return s.statistic(c, page, func(q statisticQuery, reply *object) { s.byEmployee(c, reply, page, s.newDeals(q), false) })
		},
		"statistic.deals_close": func(c *call) string {
			page := statisticPage{method: "dealsClose", title: "Закрытые сделки", none: "За этот период закрытых сделок не найдено", line: 220, chartLine: 530}
			return s.statistic(c, page, func(q statisticQuery, reply *object) { s.byEmployee(c, reply, page, s.closedDeals(q), false) })
		},
		"statistic.invoices": func(c *call) string {
			page := statisticPage{method: "invoices", title: "Новые счета", none: "За этот период новых выставленных счетов не найдено", line: 229, chartLine: 670}
			return s.statistic(c, page, func(q statisticQuery, reply *object) { s.byEmployee(c, reply, page, s.newInvoices(q), false) })
		},
		"statistic.payments": func(c *call) string { // draws no chart
			page := statisticPage{method: "payments", title: "Оплаченные счета", none: "За этот период оплаченных счетов не найдено", line: 238}
			return s.statistic(c, page, func(q statisticQuery, reply *object) { s.byEmployee(c, reply, page, s.payments(q), false) })
		},
	}
}

// statistic makes a page of figures. Its comment tells whose they are, unless
// the request names a user who exists.
func (s *Server) statistic(c *call, page statisticPage, fill func(statisticQuery, *object)) string {
	if page := c.quoteCrash("user"); page != "" {
		return page
	}
	if !c.has("period") {
		return crashPage("Uncaught TypeError: Salesman\\Statistic::"+page.method+"(): Argument #1 ($period) must be of type string, null given, called", "statistic.php", page.line)
	}
	from, till := periodOf(c.text("period"), s.now())
	q := s.statisticQuery(c, from, till)
	if page.chartLine > 0 && c.yes("diagram") && s.config.php8 && from != "" {
		if page := s.chartCrash(q, page, fill); page != "" {
			return page
		}
	}
	reply := &object{}
	switch {
	case c.text("period") == "":
		statisticError(reply, "405", "Отсутствуют параметры - период для отчетности")
	case from == "":
		statisticError(reply, "403", "Период не поддерживается")
	default:
		reply.set("title", page.title)
		reply.set("period", russianPeriod(from, till))
		reply.set("periodStart", from)
		reply.set("periodEnd", till)
		fill(q, reply)
	}
	// In JSON the login is in a header, where the script does not look.
	switch own := c.text("login"); {
	case c.text("user") == "":
		reply.set("comment", "Данные для пользователя с логином "+own)
	case !q.named:
		reply.set("comment", "Пользователь с логином "+c.text("user")+" не найден. Данные для пользователя с логином "+own)
	}
	return encode(reply)
}

func statisticError(reply *object, code, text string) {
	inner := &object{}
	inner.set("code", code)
	inner.set("text", text)
	reply.set("result", "Error")
	reply.set("error", inner)
}

// chartCrash is how PHP 8 dies on a chart, which is drawn of more than one
// record.
func (s *Server) chartCrash(q statisticQuery, page statisticPage, fill func(statisticQuery, *object)) string {
	drawn := &object{}
	fill(q, drawn)
	if n, _ := drawn.values["count"].(int); n <= 1 {
		return ""
	}
	return crashPage("Uncaught TypeError: Salesman\\Statistic::CreateDiagram(): Argument #2 ($period) must be of type int, string given, called", "Statistic.php", page.chartLine)
}

// statisticQuery reads whose figures are asked for. On PHP 8 those of an unknown
// user are nobody's, before they are the caller's.
func (s *Server) statisticQuery(c *call, from, till string) statisticQuery {
	q := statisticQuery{from: from, till: till, personal: c.yes("personal"), userID: s.idOf(c.text("user"))}
	q.named = q.userID > 0
	if c.text("user") == "" || !q.named && !s.config.php8 {
		q.userID = s.idOf(c.text("login"))
	}
	return q
}

// periodOf returns the first and the last day of a period; "" for an unknown
// one.
func periodOf(name string, now time.Time) (from, till string) {
	year, month, day := now.Date()
	date := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	span := func(from, till time.Time) (string, string) {
		return from.Format(time.DateOnly), till.Format(time.DateOnly)
	}
	monday := day - (int(now.Weekday())+6)%7
	quarter := month - (month-1)%3
	switch name {
	case "today":
		return span(date(year, month, day), date(year, month, day))
	case "yestoday":
		return span(date(year, month, day-1), date(year, month, day-1))
	case "week":
		return span(date(year, month, day), date(year, month, day+6))
	case "calendarweek":
		return span(date(year, month, monday), date(year, month, monday+6))
	case "calendarweekprev":
		return span(date(year, month, monday-7), date(year, month, monday-1))
	case "month":
		return span(date(year, month, 1), date(year, month+1, 0))
	case "monthprev", "prevmonth":
		return span(date(year, month-1, 1), date(year, month, 0))
	case "quart":
		return span(date(year, quarter, 1), date(year, quarter+3, 0))
	case "quartprev":
		return span(date(year, quarter-3, 1), date(year, quarter, 0))
	case "year":
		return span(date(year, 1, 1), date(year, 12, 31))
	case "yearprev":
		return span(date(year-1, 1, 1), date(year-1, 12, 31))
	}
	return "", ""
}

func russianPeriod(from, till string) string {
	russian := func(day string) string { return day[8:] + "." + day[5:7] + "." + day[:4] }
	if from == till {
		return russian(from)
	}
	return "с " + russian(from) + " по " + russian(till)
}

// A sample is one record in figures: whose it is, its time and amount.
type sample struct {
	userID int64
	at     string
	amount float64
}

// circle are the users whose records count.
type circle func(userID int64) bool

func everybody(int64) bool { return true }

func only(id int64) circle { return func(userID int64) bool { return userID == id } }

// people are a user and the subordinates; nobody's are those of nobody.
func (s *Server) people(id int64) circle {
	u := s.userOf(id)
	if u == nil {
		return only(id)
	}
	return func(userID int64) bool { return s.sees(u, userID) }
}

// circleOf chooses: only the user, the user with subordinates, or everybody
// where there is none to go by.
func (s *Server) circleOf(q statisticQuery, known bool) circle {
	switch {
	case q.personal:
		return only(q.userID)
	case known:
		return s.people(q.userID)
	}
	return everybody
}

// inDays reports whether a time is within days, the last one included.
func (q statisticQuery) inDays(at string) bool {
	return at != "" && at[:min(len(at), len(time.DateOnly))] >= q.from && at[:min(len(at), len(time.DateOnly))] <= q.till
}

// inTimes reports whether a time is between the midnights at the beginning of
// two days: nothing of the last day is, nor of today alone.
func (q statisticQuery) inTimes(at string) bool {
	at = midnight(at)
	return at != "" && at >= midnight(q.from) && at <= midnight(q.till)
}

func (s *Server) clientSamples() (list []sample) {
	for _, r := range s.state.clients.All() {
		list = append(list, sample{cmp.Or(r.creatorID, r.ownerID), r.text("date_create"), 0})
	}
	return list
}

func (s *Server) dealSamples() (list []sample) {
	for _, r := range s.state.deals.All() {
		list = append(list, sample{cmp.Or(r.creatorID, r.ownerID), r.text("datum"), figure(r.values["kol"])})
	}
	return list
}

func (s *Server) closedSamples() (list []sample) {
	for _, r := range s.state.deals.All() {
		if r.text("close") == "yes" {
			list = append(list, sample{r.ownerID, r.text("datum_close"), figure(r.values["kol"])})
		}
	}
	return list
}

func isPaid(r *record) bool { return r.text("do") == "on" }

// The times of invoices: of the issue, of the payment that is expected, and of
// the payment.
func issuedAt(r *record) string { return strings.TrimSpace(r.text("date") + " " + r.text("time")) }
func dueOn(r *record) string    { return r.text("date.plan") }
func paidOn(r *record) string   { return r.text("date.do") }

func (s *Server) invoiceSamples(keep func(*record) bool, at func(*record) string) (list []sample) {
	for _, r := range s.state.invoices.Where(keep) {
		list = append(list, sample{r.ownerID, at(r), figure(r.values["summa"])})
	}
	return list
}

func count(list []sample, who circle, when func(string) bool) (n int, sum float64) {
	for _, x := range list {
		if who(x.userID) && when(x.at) {
			n++
			sum += x.amount
		}
	}
	return n, math.Round(sum*100) / 100
}

// summary counts whole days, unlike the figures by employee. Closed deals count
// where there is more than one deal.
func (s *Server) summary(q statisticQuery, reply *object) {
	who := s.circleOf(q, true)
	total := func(list []sample) *object {
		row := &object{}
		n, sum := count(list, who, q.inDays)
		row.set("count", n)
		row.set("sum", sum)
		return row
	}
	closed := s.closedSamples()
	if n, _ := count(s.dealSamples(), who, func(string) bool { return true }); n <= 1 {
		closed = nil
	}
	open := func(r *record) bool {
		deal, ok := s.state.deals.Get(r.number("did"))
		return !isPaid(r) && ok && deal.text("close") != "yes"
	}
	details, deals := &object{}, &object{}
	clients, _ := count(s.clientSamples(), who, q.inDays)
	details.set("clients", clients)
	deals.set("new", total(s.dealSamples()))
	deals.set("close", total(closed))
	details.set("deals", deals)
	details.set("invoices", total(s.invoiceSamples(open, dueOn)))
	details.set("payments", total(s.invoiceSamples(isPaid, paidOn)))
	reply.set("details", details)
}

// share is what one employee has in figures.
type share struct {
	userID int64
	count  int
	sum    float64
}

func shares(list []sample, who circle, when func(string) bool) []share {
	var found []share
	for _, x := range list {
		if !who(x.userID) || !when(x.at) {
			continue
		}
		i := slices.IndexFunc(found, func(f share) bool { return f.userID == x.userID })
		if i < 0 {
			i, found = len(found), append(found, share{userID: x.userID})
		}
		found[i].count++
		found[i].sum += x.amount
	}
	slices.SortFunc(found, func(a, b share) int { return cmp.Or(b.count-a.count, cmp.Compare(a.userID, b.userID)) })
	return found
}

func (s *Server) newClients(q statisticQuery) []share {
	return shares(s.clientSamples(), s.circleOf(q, q.userID > 0), q.inTimes)
}

func (s *Server) newDeals(q statisticQuery) []share {
	return shares(s.dealSamples(), s.circleOf(q, q.named), q.inDays)
}

func (s *Server) closedDeals(q statisticQuery) []share {
	return shares(s.closedSamples(), s.circleOf(q, q.named), q.inDays)
}

func (s *Server) newInvoices(q statisticQuery) []share {
	all := func(*record) bool { return true }
	return shares(s.invoiceSamples(all, issuedAt), s.circleOf(q, q.named), q.inTimes)
}

func (s *Server) payments(q statisticQuery) []share {
	who := s.circleOf(q, true)
	if q.personal && !q.named {
		who = everybody
	}
	return shares(s.invoiceSamples(isPaid, paidOn), who, q.inDays)
}

// byEmployee shows the shares of employees, or a sentence where there are none.
func (s *Server) byEmployee(c *call, reply *object, page statisticPage, list []share, percent bool) {
	total, rows := 0, []*object{}
	for _, x := range list {
		total += x.count
	}
	for _, x := range list {
		row := &object{}
		row.set("user", s.shortNameOf(x.userID))
		row.set("count", x.count)
		if percent {
			part := math.Round(float64(x.count)/float64(total)*10000) / 100
			row.set("part", strconv.FormatFloat(part, 'f', -1, 64)+"%")
		} else {
			row.set("summa", math.Round(x.sum*100)/100)
		}
		rows = append(rows, row)
	}
	reply.set("count", total)
	if len(rows) == 0 {
		reply.set("details", page.none)
		return
	}
	reply.set("details", rows)
	if page.chartLine > 0 && c.yes("diagram") && total > 1 {
		reply.set("url", fmt.Sprintf("%s/files/statistic/diagram-%d.png", crmHost, s.now().Unix()))
	}
}

// crmHost is the address of the server in links, without a scheme.
const crmHost = "crm.example.com"
