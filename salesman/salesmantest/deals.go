package salesmantest

import (
	"cmp"
	"maps"
	"slices"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// Deal is a deal to begin with; see [Server.AddDeal].
type Deal struct {
	// ID is set by [Server.Deals]; AddDeal does not read it.
	ID int64
	// Title is the whole name: the server puts a number before those that calls
	// create.
	Title string
	UID   string
	// ClientID is the customer and PayerID who pays, the customer unless set.
	ClientID, PayerID int64
	// CompanyID is one's own company, 1 unless set, and ContractID a contract.
	CompanyID, ContractID int64
	// Owner is the login of the responsible user; default [Login].
	Owner string
	// Step is the percent of the stage; "" for none.
	Step string
	// Direction and Type are titles; default those of the account.
	Direction, Type string
	// Created is today unless set.
	Created, Changed, Planned, From, Till salesman.Date
	// Amount and Margin are added up from the lines, if there are any.
	Amount, Margin       salesman.Amount
	Address, Description string
	ContactIDs           []int64
	// CompetitorIDs are clients who want the deal too, and ContactID is the contact
	// for whom a deal without a customer is. No operation shows them, and every
	// deal.update clears what it does not send of them (coid1, pid).
	CompetitorIDs []int64
	ContactID     int64
	Lines         []DealLine
	// CloseStatus is a title. A deal with one, or with a day in ClosedOn, is closed.
	CloseStatus, CloseComment string
	ClosedOn                  salesman.Date
	FinalAmount               salesman.Amount
	// Custom are the account's own fields, such as input1, by their names on the
	// wire, and UIDs ids in other systems, by the names of those.
	Custom, UIDs map[string]string
}

// DealLine is a line of a deal's specification.
type DealLine struct {
	// ID is set by [Server.Deals]; AddDeal does not read it.
	ID                            int64
	Article, Title, Unit, Comment string
	Type                          salesman.LineType
	// Quantity is times Factor, which is 1 unless set.
	Quantity, Factor salesman.Amount
	// Price and Cost are for one; VATPercent is in the price.
	Price, Cost, VATPercent salesman.Amount
	// PriceItemID is an id that [Server.AddPriceItem] returned; 0 for none.
	PriceItemID int64
}

// AddDeal stores a deal, as if it had been there before, and returns its id.
func (s *Server) AddDeal(d Deal) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &s.state.sales
	values := map[string]any{
		"title": d.Title, "clid": d.ClientID, "payer": cmp.Or(d.PayerID, d.ClientID), "mcid": cmp.Or(d.CompanyID, 1), "dog_num": d.ContractID,
		"datum": s.today(), "step": d.Step, "kol": money(string(d.Amount)), "marga": money(string(d.Margin)), "kol_fact": money(string(d.FinalAmount)),
		"close": "no", "direction": cmp.Or(a.directionID(d.Direction), a.defaultDirection()), "tip": cmp.Or(a.typeID(d.Type), a.defaultType()),
	}
	for name, text := range map[string]string{"uid": d.UID, "adres": d.Address, "content": d.Description, "des_fact": d.CloseComment} {
		if text != "" {
			values[name] = text
		}
	}
	for name, day := range map[string]salesman.Date{
		"datum": d.Created, "datum_izm": d.Changed, "datum_plan": d.Planned, "datum_start": d.From, "datum_end": d.Till, "datum_close": d.ClosedOn,
	} {
		if !day.IsZero() {
			values[name] = day.String()
		}
	}
	for name, text := range d.Custom {
		values[name] = text
	}
	values["coid1"], values["pid"] = idList(d.CompetitorIDs), d.ContactID
	if d.CloseStatus != "" || !d.ClosedOn.IsZero() {
		values["close"], values["sid"], values["status_close"] = "yes", a.statusID(d.CloseStatus), d.CloseStatus
		values["datum_close"] = cmp.Or(textOf(values["datum_close"]), s.today())
	}
	added := addRecord(s.state.deals, s.idOf(cmp.Or(d.Owner, Login)), values)
	added.contacts, added.uids = slices.Clone(d.ContactIDs), s.uidsOf(d.UIDs)
	for _, line := range d.Lines {
		added.lines = append(added.lines, s.line(map[string]any{
			"artikul": line.Article, "title": line.Title, "edizm": line.Unit, "comments": line.Comment, "tip": string(line.Type), "kol": string(line.Quantity),
			"dop": string(line.Factor), "price": string(line.Price), "price_in": string(line.Cost), "nds": string(line.VATPercent), "prid": line.PriceItemID,
		}))
	}
	added.recalculate()
	return added.id
}

var dealTitles = map[string]string{
	"did": "Уникальный идентификатор записи", "uid": "Уникальный идентификатор записи во внешней системе",
	"datum": "Дата создания. YYYY-MM-DD", "datum_izm": "Дата последнего изменения. YYYY-MM-DD", "clid": "Клиент",
	"mcid": "ID своей компании", "iduser": "Куратор", "datum_plan": "Дата план.", "step": "Этап", "dog_num": "Договор", "tip": "Тип сделки",
	"direction": "Направление", "payer": "Плательщик", "kol": "Сумма план.", "marga": "Прибыль", "adres": "Адрес", "content": "Описание",
	"datum_start": "Период действия. Начало", "datum_end": "Период действия. Конец", "close": "Признак закрытой сделки",
	"datum_close": "Дата закрытия. YYYY-MM-DD", "status_close": "Результат закрытия сделки",
	"des_fact": "Комментарий закрытия сделки", "kol_fact": "Фактическая сумма продажи",
}

var (
	firstDealFields = []string{"did", "uid", "datum", "datum_izm", "clid", "title"}
	lastDealFields  = []string{"datum_start", "datum_end", "dog_num", "close", "datum_close", "status_close", "des_fact", "kol_fact"}
)

// dealColumns are what a list can be sorted by: the columns of the table. The
// stage is idcategory there, and the status of closing sid.
var dealColumns = []string{
	"did", "uid", "idcategory", "clid", "payer", "pid", "datum", "autor", "datum_plan", "title", "content", "tip", "kol", "close", "lat", "lan",
	"adres", "iduser", "datum_izm", "datum_close", "sid", "kol_fact", "des_fact", "coid", "co_kol", "coid1", "coid2", "dog_num", "marga",
	"calculate", "isFrozen", "datum_start", "datum_end", "pid_list", "partner", "zayavka", "ztitle", "mcid", "direction", "idcurrency", "idcourse",
	"akt_date", "akt_temp", "lid", "identity",
}

// activeDealFields are the account's fields under the names that calls use.
func (a *sales) activeDealFields() []string {
	names := slices.Clone(a.dealFields)
	for i, name := range names {
		switch name {
		case "idcategory":
			names[i] = "step"
		case "marg":
			names[i] = "marga"
		}
	}
	return names
}

func (s *Server) shownDealFields() []string {
	var fields []string
	for _, name := range slices.Concat(firstDealFields, s.state.sales.activeDealFields(), lastDealFields) {
		if !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	return fields
}

func (s *Server) dealHandlers() map[string]func(*call) string {
	handlers := map[string]func(*call) string{
		"deal.fields":       s.dealFields,
		"deal.steplist":     s.stepList,
		"deal.statusclose":  s.statusList,
		"deal.direction":    s.directionList,
		"deal.type":         s.typeList,
		"deal.funnel":       s.dealFunnel,
		"deal.list":         s.dealList,
		"deal.info":         s.dealInfo,
		"deal.add":          s.dealAdd,
		"deal.update":       s.dealUpdate,
		"deal.change_step":  s.dealStep,
		"deal.change_close": s.dealClose,
		"deal.change_user":  s.dealUser,
		"deal.delete":       s.dealDelete,
	}
	for id, handle := range maps.Clone(handlers) { // whatever the action, fields are read first
		handlers[id] = func(c *call) string {
			if _, crashed := c.wantedFields(nil); crashed {
				return fieldsCrash("deal")
			}
			return handle(c)
		}
	}
	return handlers
}

func (s *Server) dealFields(*call) string {
	titles := &object{}
	for _, name := range slices.Concat(firstDealFields, s.state.sales.activeDealFields(), lastDealFields) {
		if name != "title" && !(name == "dog_num" && !slices.Contains(s.state.sales.dealFields, name)) {
			titles.set(name, cmp.Or(dealTitles[name], "Поле "+name))
		}
	}
	return encode(map[string]any{"data": titles})
}

// dealCells are the fields that lists and single deals show in the same way; false
// for others.
func (s *Server) dealCells(row *object, r *record, name string) bool {
	a := &s.state.sales
	switch name {
	case "step":
		step, found := a.step(r.text("step"))
		row.set("step", numberOf(step.Percent))
		row.set("stepID", step.ID)
		row.set("stepTitle", nil)
		if found {
			row.set("stepTitle", step.Description)
		}
	case "direction":
		row.set("directionID", r.number(name))
		row.set(name, a.directionTitle(r.number(name)))
	case "tip":
		row.set("tipID", r.number(name))
		row.set(name, a.typeTitle(r.number(name)))
	case "status_close":
		row.set(name, orFalse(r.text(name)))
	case "dog_num":
		row.set("contractID", r.number(name))
		row.set("contractTitle", nil)
		row.set("contractNumber", nil)
		row.set("contractDate", nil)
		if p, ok := s.office.papers.Get(r.number(name)); ok {
			row.set("contractTitle", orNull(p.title))
			row.set("contractNumber", orNull(p.number))
			row.set("contractDate", orNull(p.from))
		}
	default:
		return false
	}
	return true
}

// line is a line of a specification as it is stored. What the price list has of
// it is taken from there.
func (s *Server) line(fields map[string]any) map[string]any {
	line := map[string]any{
		"spid": s.state.sales.nextLine(), "prid": numberOf(fields["prid"]), "artikul": plainText(textOf(fields["artikul"])),
		"title": plainText(textOf(fields["title"])), "tip": cmp.Or(textOf(fields["tip"]), "0"), "edizm": textOf(fields["edizm"]),
		"comments": cmp.Or(plainText(textOf(fields["comments"])), " "),
	}
	for _, name := range []string{"kol", "dop", "price", "price_in", "nds"} {
		line[name] = figure(fields[name])
	}
	if line["dop"] == 0.0 {
		line["dop"] = 1.0
	}
	item := s.priceItemOf(line)
	if item == nil {
		return line
	}
	line["prid"], line["title"] = item.id, cmp.Or(item.texts["title"], textOf(line["title"]))
	for name, from := range map[string]string{"price": "price_1", "price_in": "price_in", "nds": "nds"} {
		if line[name] == 0.0 {
			line[name] = figure(item.numbers[from])
		}
	}
	return line
}

// priceItemOf finds a line with title and article in the price list, by id,
// article or title.
func (s *Server) priceItemOf(line map[string]any) *priceItem {
	title, article, id := textOf(line["title"]), textOf(line["artikul"]), numberOf(line["prid"])
	if title == "" || article == "" {
		return nil
	}
	for _, item := range s.work.prices.All() {
		if item.id == id || item.texts["artikul"] == article || item.texts["title"] == title {
			return item
		}
	}
	return nil
}

func shownLines(lines []any) []*object {
	var shown []*object
	for _, line := range lines {
		fields, _ := line.(map[string]any)
		row := &object{}
		for _, name := range []string{"spid", "prid", "artikul", "title", "tip", "kol", "dop", "price", "price_in", "nds", "comments"} {
			row.set(name, fields[name])
		}
		shown = append(shown, row)
	}
	return shown
}

// total adds up a specification: what it comes to, what it earns and the tax in
// it.
func total(lines []any) (amount, margin, tax float64) {
	for _, line := range lines {
		fields, _ := line.(map[string]any)
		n := figure(fields["kol"]) * figure(fields["dop"])
		amount += n * figure(fields["price"])
		margin += n * (figure(fields["price"]) - figure(fields["price_in"]))
		if textOf(fields["tip"]) != string(salesman.LineMaterial) {
			percent := figure(fields["nds"])
			tax += n * figure(fields["price"]) * percent / (100 + percent)
		}
	}
	return money(amount), money(margin), tax
}

// recalculate sets amount and margin of a deal with a specification.
func (r *record) recalculate() {
	if len(r.lines) > 0 {
		r.values["kol"], r.values["marga"], _ = total(r.lines)
	}
}

// seenDeal finds a deal that the user sees, by id, or by uid where there is no
// id.
func (s *Server) seenDeal(c *call) *record {
	for _, r := range s.state.deals.All() {
		switch {
		case !s.sees(c.user, r.ownerID):
		case c.number("did") > 0 && r.id == c.number("did"), c.number("did") <= 0 && c.text("uid") != "" && r.text("uid") == c.text("uid"):
			return r
		}
	}
	return nil
}
