package salesmantest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// sales is how the account sells: what its administrator sets up.
type sales struct {
	clientFields, dealFields []string
	steps                    []salesman.DealStep
	directions               []salesman.DealDirection
	types                    []salesman.DealType
	statuses                 []CloseStatus
	funnels                  []Funnel
	dealNumber, invoiceNo    int64
	lineID, historyID        int64
}

// CloseStatus is a result of deals.
type CloseStatus struct {
	ID    int64
	Title string
	// Lost sets the margin to zero when a deal is closed with this status's id; not
	// with its title.
	Lost bool
}

// Funnel is the way of the deals of one direction and type through the stages.
type Funnel struct {
	// Title is its name; Direction and Type are titles.
	Title, Direction, Type string
	// Steps are percents of stages, in order; Days is how long each takes.
	Steps []string
	Days  []int
	// Default is the percent of the stage of a deal without one; "" for none.
	Default string
}

// newSales is the account of the recordings with three more active fields: the
// description of clients, and that and the address of deals.
func newSales() sales {
	return sales{
		clientFields: []string{"title", "iduser", "address", "phone", "fax", "site_url", "mail_url", "des", "recv"},
		dealFields: []string{
			"mcid", "iduser", "datum_plan", "idcategory", "dog_num", "tip", "direction", "payer", "kol", "marg", "adres", "content",
		},
		steps: []salesman.DealStep{
			{ID: 10, Percent: "0", Description: "Проявлен/Выявлен интерес"}, {ID: 2, Percent: "20", Description: "Подтвержден интерес"},
			{ID: 11, Percent: "40", Description: "Отправлено КП"}, {ID: 5, Percent: "60", Description: "Обсуждение деталей - продукты, услуги, оплата"},
			{ID: 6, Percent: "80", Description: "Согласован договор, Выставлен счет"},
			{ID: 7, Percent: "90", Description: "Получена предоплата, Выполнение договора"},
			{ID: 8, Percent: "100", Description: "Закрытие сделки, Подписание документов"},
		},
		directions: []salesman.DealDirection{{ID: 1, Title: "Основное", Default: true}},
		types:      []salesman.DealType{{ID: 6, Title: "Продажа быстрая", Default: true}, {ID: 2, Title: "Продажа простая"}, {ID: 3, Title: "Услуги"}},
		statuses: []CloseStatus{
			{ID: 7, Title: "Закрыл менеджер. Отказ", Lost: true}, {ID: 6, Title: "Отказ от участия", Lost: true},
			{ID: 5, Title: "Отменена Заказчиком", Lost: true}, {ID: 1, Title: "Победа полная"}, {ID: 2, Title: "Победа, договорились с конкурентами"},
			{ID: 3, Title: "Проигрыш по цене", Lost: true}, {ID: 4, Title: "Проигрыш, договорились с конкурентами", Lost: true},
		},
	}
}

func (s *Server) settle(change func(*sales)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.state.sales)
}

// SetClientFields replaces the active fields of clients. Those that there are:
// "title", "iduser", "address", "phone", "fax", "site_url", "mail_url", "des" and
// "recv", all active from the start, "idcategory", "territory", "clientpath",
// "tip_cmr", "head_clid", "pid", "scheme", and the account's own, "input1" to
// "input10". What is not active is neither stored nor shown.
func (s *Server) SetClientFields(names ...string) {
	s.settle(func(a *sales) { a.clientFields = slices.Clone(names) })
}

// SetDealFields replaces the active fields of deals, by the names that the
// account's form has for them: "idcategory" is the stage and "marg" the margin.
// The others that there are: "mcid", "iduser", "datum_plan", "dog_num", "tip",
// "direction", "payer", "kol", "adres" and "content", all active from the start,
// and the account's own, "input1" to "input10".
func (s *Server) SetDealFields(names ...string) {
	s.settle(func(a *sales) { a.dealFields = slices.Clone(names) })
}

// SetSteps replaces the stages of deals. Lists show them in the order of their
// percents.
func (s *Server) SetSteps(steps ...salesman.DealStep) {
	s.settle(func(a *sales) {
		a.steps = slices.Clone(steps)
		slices.SortStableFunc(a.steps, func(x, y salesman.DealStep) int { return cmp.Compare(figure(x.Percent), figure(y.Percent)) })
	})
}

// SetDirections replaces the lines of business.
func (s *Server) SetDirections(directions ...salesman.DealDirection) {
	s.settle(func(a *sales) { a.directions = slices.Clone(directions) })
}

// SetDealTypes replaces the types of deals.
func (s *Server) SetDealTypes(types ...salesman.DealType) {
	s.settle(func(a *sales) { a.types = slices.Clone(types) })
}

// SetCloseStatuses replaces the results of deals.
func (s *Server) SetCloseStatuses(statuses ...CloseStatus) {
	s.settle(func(a *sales) { a.statuses = slices.Clone(statuses) })
}

// AddFunnel adds a funnel; without any all deals go through all stages.
func (s *Server) AddFunnel(f Funnel) {
	s.settle(func(a *sales) { a.funnels = append(a.funnels, f) })
}

// step finds a stage by its percent.
func (a *sales) step(percent string) (salesman.DealStep, bool) {
	i := slices.IndexFunc(a.steps, func(step salesman.DealStep) bool { return percent != "" && step.Percent == percent })
	if i < 0 {
		return salesman.DealStep{}, false
	}
	return a.steps[i], true
}

func (a *sales) stepByID(id int64) (salesman.DealStep, bool) {
	i := slices.IndexFunc(a.steps, func(step salesman.DealStep) bool { return step.ID == id })
	if i < 0 {
		return salesman.DealStep{}, false
	}
	return a.steps[i], true
}

// directionID and typeID read what a call names by id or title; 0 for an unknown
// title.
func (a *sales) directionID(v any) int64 {
	if id := numberOf(v); id != 0 {
		return id
	}
	for _, d := range a.directions {
		if strings.EqualFold(d.Title, plainText(textOf(v))) {
			return d.ID
		}
	}
	return 0
}

func (a *sales) typeID(v any) int64 {
	if id := numberOf(v); id != 0 {
		return id
	}
	for _, t := range a.types {
		if strings.EqualFold(t.Title, plainText(textOf(v))) {
			return t.ID
		}
	}
	return 0
}

// addType adds a type of deals, and returns its id.
func (a *sales) addType(title string) int64 {
	added := salesman.DealType{ID: 1, Title: title}
	for _, t := range a.types {
		added.ID = max(added.ID, t.ID+1)
	}
	a.types = append(a.types, added)
	return added.ID
}

func (a *sales) directionTitle(id int64) any {
	for _, d := range a.directions {
		if d.ID == id {
			return d.Title
		}
	}
	return titleOfNone(id)
}

func (a *sales) typeTitle(id int64) any {
	for _, t := range a.types {
		if t.ID == id {
			return t.Title
		}
	}
	return titleOfNone(id)
}

// titleOfNone is the title of an id that nothing has: null for 0.
func titleOfNone(id int64) any {
	if id == 0 {
		return nil
	}
	return ""
}

func (a *sales) defaultDirection() int64 {
	for _, d := range a.directions {
		if d.Default {
			return d.ID
		}
	}
	return 0
}

func (a *sales) defaultType() int64 {
	for _, t := range a.types {
		if t.Default {
			return t.ID
		}
	}
	return 0
}

func (a *sales) status(id int64) (CloseStatus, bool) {
	i := slices.IndexFunc(a.statuses, func(status CloseStatus) bool { return status.ID == id })
	if i < 0 {
		return CloseStatus{}, false
	}
	return a.statuses[i], true
}

func (a *sales) statusID(title string) int64 {
	for _, status := range a.statuses {
		if strings.EqualFold(status.Title, title) {
			return status.ID
		}
	}
	return 0
}

// funnel is that of a direction and a type; nil for none.
func (a *sales) funnel(direction, typeID int64) *Funnel {
	for i, f := range a.funnels {
		if a.directionID(f.Direction) == direction && a.typeID(f.Type) == typeID {
			return &a.funnels[i]
		}
	}
	return nil
}

func (a *sales) nextHistory() int64 { a.historyID++; return a.historyID }

func (a *sales) nextLine() int64 { a.lineID++; return a.lineID }

func yesOrEmpty(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// titled are the members of the answers of the guides.
func titled(pairs ...any) *object {
	row := &object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		row.set(pairs[i].(string), pairs[i+1])
	}
	return row
}

// guide is the answer of one of the guides of deals, sorted by title; without
// rows there is nothing.
func guide(rows []*object) string {
	if len(rows) == 0 {
		return "[]"
	}
	slices.SortStableFunc(rows, func(a, b *object) int { return strings.Compare(textOf(a.values["title"]), textOf(b.values["title"])) })
	return encode(map[string]any{"data": rows})
}

func (s *Server) stepList(*call) string {
	rows := []*object{}
	for _, step := range s.state.sales.steps {
		row := titled("idcategory", idText(step.ID), "title", step.Percent, "content", step.Description)
		if step.OnHold.Or(false) {
			row.set("inHold", true)
			row.set("inHoldInput", step.OnHoldField)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return "[]"
	}
	return encode(map[string]any{"data": rows})
}

func (s *Server) directionList(*call) string {
	rows := []*object{}
	for _, d := range s.state.sales.directions {
		rows = append(rows, titled("id", idText(d.ID), "title", d.Title, "isDefault", yesOrEmpty(bool(d.Default))))
	}
	return guide(rows)
}

func (s *Server) typeList(*call) string {
	rows := []*object{}
	for _, t := range s.state.sales.types {
		rows = append(rows, titled("tid", idText(t.ID), "title", t.Title, "isDefault", yesOrEmpty(bool(t.Default))))
	}
	return guide(rows)
}

func (s *Server) statusList(*call) string {
	rows := []*object{}
	for _, status := range s.state.sales.statuses {
		rows = append(rows, titled("sid", idText(status.ID), "title", status.Title))
	}
	return guide(rows)
}
