package salesmantest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// priceItem is a stored item of the price list.
type priceItem struct {
	id, categoryID int64
	created        string
	// texts are artikul, title, descr and edizm, as far as they were sent.
	texts   map[string]string
	archive string
	// numbers are the prices and nds.
	numbers map[string]json.Number
}

var priceNames = []string{"price_in", "price_1", "price_2", "price_3", "price_4", "price_5"}

// PriceItem is an item of the price list to begin with; see [Server.AddPriceItem].
type PriceItem struct {
	// ID is set by [Server.PriceItems]; AddPriceItem does not read it.
	ID                                int64
	Article, Title, Description, Unit string
	salesman.Prices
	VATPercent salesman.Amount
	Archived   bool
	// CategoryID is an id that [Server.AddPriceCategory] returned; 0 for none.
	CategoryID int64
	// Created is the time of creation; default now.
	Created time.Time
}

// AddPriceItem stores an item, as if it had been there before, and returns its
// id.
func (s *Server) AddPriceItem(p PriceItem) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Created.IsZero() {
		p.Created = s.now()
	}
	item := &priceItem{
		categoryID: p.CategoryID, created: p.Created.In(s.config.location).Format(time.DateTime), archive: "no",
		texts: map[string]string{}, numbers: map[string]json.Number{},
	}
	if p.Archived {
		item.archive = "yes"
	}
	for name, text := range map[string]string{"artikul": p.Article, "title": p.Title, "descr": p.Description, "edizm": p.Unit} {
		if text != "" {
			item.texts[name] = text
		}
	}
	for name, amount := range map[string]salesman.Amount{
		"price_in": p.Cost, "price_1": p.Price1, "price_2": p.Price2, "price_3": p.Price3, "price_4": p.Price4, "price_5": p.Price5, "nds": p.VATPercent,
	} {
		item.numbers[name] = phpNumber(string(amount))
	}
	return s.storePrice(item)
}

// PriceLevel is an active price level; see [Server.SetPriceLevels].
type PriceLevel struct {
	// Name is the name on the wire: price_1 to price_5.
	Name, Title string
	// Markup is in percent, as a text.
	Markup   string
	Required bool
}

func newPriceLevels() []PriceLevel {
	return []PriceLevel{
		{Name: "price_1", Title: "Розница", Markup: "35", Required: true},
		{Name: "price_2", Title: "Уровень 1", Markup: "25"},
		{Name: "price_3", Title: "Уровень 2", Markup: "20", Required: true},
	}
}

// SetPriceLevels says which levels the account uses: those that price.info shows
// and price.update resets. From the start they are price_1 to price_3.
func (s *Server) SetPriceLevels(levels ...PriceLevel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registry.priceLevels = slices.Clone(levels)
}

func (s *Server) priceHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"price.fields": s.priceFields, "price.info": s.priceInfo, "price.list": s.priceList,
		"price.add": s.priceAdd, "price.update": s.priceUpdate, "price.delete": s.priceDelete,
		"price.category_list": s.priceCategoryList, "price.category_add": s.priceCategoryAdd,
		"price.category_update": s.priceCategoryUpdate, "price.category_delete": s.priceCategoryDelete,
	}
}

func (s *Server) priceFields(*call) string {
	row, levels := &object{}, &object{}
	for _, f := range [][2]string{
		{"prid", "id"}, {"artikul", "Артикул"}, {"title", "Наименование"}, {"descr", "Описание"}, {"edizm", "Ед.изм."},
		{"datum", "Дата добавления"}, {"category", "Категория"}, {"nds", "НДС"},
	} {
		row.set(f[0], f[1])
	}
	row.set("price_in", levelOf(PriceLevel{Title: "Закуп", Required: true}))
	for _, level := range s.registry.priceLevels {
		row.set(level.Name, levelOf(level))
		field := &object{}
		field.set("field", level.Name)
		field.set("title", level.Title)
		field.set("value", level.Markup)
		levels.set(level.Name, field)
		row.set("fields", levels)
	}
	return encode(row)
}

func levelOf(level PriceLevel) *object {
	row, required := &object{}, ""
	if level.Required {
		required = "required"
	}
	row.set("title", level.Title)
	row.set("values", level.Markup)
	row.set("required", required)
	return row
}

const priceUnknown = "Запись не найдена"

// findPrice finds by the id or, where that is 0, by the article. Where no article
// was sent, not even an empty one, the script dies first: page is what it says.
func (s *Server) findPrice(c *call, line int) (found *priceItem, page string) {
	if !c.has("artikul") {
		return nil, crashPage("Uncaught TypeError: Salesman\\Price::info(): Argument #2 ($artikul) must be of type string, null given, called", "price.php", line)
	}
	if page := c.quoteCrash("artikul"); page != "" && c.number("id") <= 0 {
		return nil, page
	}
	if id := c.number("id"); id > 0 {
		found, _ = s.work.prices.Get(id)
	} else if article := c.text("artikul"); article != "" {
		for _, item := range s.work.prices.Where(func(item *priceItem) bool { return item.texts["artikul"] == article }) {
			found = item
			break
		}
	}
	if found == nil {
		return nil, failureNumber(403, priceUnknown)
	}
	return found, ""
}

func (s *Server) priceInfo(c *call) string {
	found, problem := s.findPrice(c, 204)
	if problem != "" {
		return problem
	}
	row := &object{}
	row.set("prid", found.id)
	row.set("artikul", found.text("artikul"))
	row.set("datum", found.created)
	row.set("title", found.text("title"))
	row.set("descr", found.text("descr"))
	row.set("price_in", found.number("price_in"))
	row.set("edizm", found.text("edizm"))
	row.set("folder", found.categoryID)
	row.set("nds", found.number("nds"))
	row.set("archive", found.archive)
	row.set("isArchive", found.archive == "yes")
	for _, level := range s.registry.priceLevels {
		row.set(level.Name, found.number(level.Name))
	}
	row.set("type", nil)
	row.set("typename", nil)
	if root := s.rootOf(found.categoryID); root != nil {
		root.showKind(row)
	}
	row.set("category", false)
	if category, ok := s.registry.priceCategories.Get(found.categoryID); ok {
		row.set("category", category.title)
	}
	reply := &object{}
	reply.set("data", row)
	reply.set("prid", c.number("id"))
	return encode(reply)
}

// text is a text of an item; null if there is none.
func (item *priceItem) text(name string) any {
	if text, ok := item.texts[name]; ok {
		return text
	}
	return nil
}

func (item *priceItem) number(name string) json.Number {
	if n, ok := item.numbers[name]; ok {
		return n
	}
	return "0"
}

var priceColumns = append([]string{"n_id", "artikul", "title", "descr", "edizm", "datum", "pr_cat", "nds", "archive", "identity"}, priceNames...)

func (s *Server) priceList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "title"
	}
	if page := s.registryCrash(c, order, priceColumns, "category"); page != "" {
		return page
	}
	rows := s.work.prices.Where(func(item *priceItem) bool {
		word := c.text("word")
		return (c.text("archive") != "yes" || item.archive == "yes") && (c.text("archive") != "no" || item.archive != "yes") &&
			(c.number("category") <= 0 || item.categoryID == c.number("category")) &&
			(word == "" || like(item.texts["artikul"], word) || like(item.texts["title"], word) || like(item.texts["descr"], word))
	})
	sortBy(rows, c, func(item *priceItem) (string, int64) { return item.column(order) })
	reply := &object{}
	if page := pageRows(c, rows); len(page) > 0 {
		data := make([]*object, len(page))
		for i, item := range page {
			data[i] = priceRow(item)
		}
		reply.set("data", data)
	}
	reply.set("count", len(rows))
	return encode(reply)
}

func (item *priceItem) column(order string) (string, int64) {
	switch order {
	case "n_id":
		return "", item.id
	case "datum":
		return item.created, 0
	case "pr_cat":
		return "", item.categoryID
	case "archive":
		return item.archive, 0
	}
	if order == "nds" || slices.Contains(priceNames, order) {
		n, _ := item.number(order).Float64()
		return "", int64(n * 100)
	}
	return strings.ToLower(item.texts[order]), 0
}

func orBlank(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// priceRow reads the text from a column that does not exist.
func priceRow(item *priceItem) *object {
	row := &object{}
	row.set("prid", item.id)
	row.set("artikul", item.text("artikul"))
	row.set("title", item.text("title"))
	row.set("content", nil)
	row.set("edizm", item.text("edizm"))
	row.set("category", item.categoryID)
	for _, name := range priceNames {
		row.set(name, item.number(name))
	}
	row.set("archive", item.archive)
	return row
}

func (s *Server) storePrice(item *priceItem) int64 {
	id, _ := s.work.prices.Add(func(id int64) *priceItem { item.id = id; return item })
	return id
}

func priceSaved(text string, id int64) string {
	reply := &object{}
	reply.set("result", "Success")
	reply.set("text", text)
	reply.set("data", id)
	return encode(reply)
}

// priceAdd needs no title, and reads neither description nor category.
func (s *Server) priceAdd(c *call) string { return s.priceInsert(c.params) }

func (s *Server) priceInsert(params map[string]any) string {
	item := &priceItem{created: s.now().Format(time.DateTime), texts: map[string]string{}, numbers: map[string]json.Number{}}
	for name, text := range s.takePrice(item, params) {
		if text != "" {
			item.texts[name] = text
		}
	}
	return priceSaved("Позиция добавлена", s.storePrice(item))
}

// takePrice rewrites an item: the active levels, category and archive fall back
// where they are not sent; cost, tax and inactive levels stay. It returns the
// texts that were sent.
func (s *Server) takePrice(item *priceItem, params map[string]any) map[string]string {
	for _, level := range s.registry.priceLevels {
		item.numbers[level.Name] = "0"
	}
	for _, name := range append([]string{"nds"}, priceNames...) {
		if params[name] != nil {
			item.numbers[name] = phpNumber(textOf(params[name]))
		}
	}
	item.categoryID, item.archive = numberOf(params["idcategory"]), "no"
	if textOf(params["archive"]) == "yes" {
		item.archive = "yes"
	}
	texts := map[string]string{}
	for _, name := range []string{"artikul", "title", "descr", "edizm"} {
		if params[name] != nil {
			texts[name] = textOf(params[name])
			if name != "descr" {
				texts[name] = plainText(texts[name])
			}
		}
	}
	return texts
}

// priceUpdate inserts an item where it is told an article and no id, and wipes
// the article that is sent empty.
func (s *Server) priceUpdate(c *call) string {
	found, problem := s.findPrice(c, 302)
	if problem != "" {
		return problem
	}
	params := map[string]any{}
	for name, value := range c.params {
		params[name] = value
	}
	for sent, stored := range map[string]string{"newartikul": "artikul", "description": "descr"} {
		if c.has(sent) {
			params[stored] = c.params[sent]
		}
	}
	if c.number("id") == 0 {
		return s.priceInsert(params)
	}
	for name, text := range s.takePrice(found, params) {
		found.texts[name] = text
	}
	return priceSaved("Позиция обновлена", found.id)
}

// priceDelete finds an item by its article, and then deletes the one of id 0.
func (s *Server) priceDelete(c *call) string {
	found, problem := s.findPrice(c, 337)
	switch {
	case problem != "":
		return problem
	case c.number("id") == 0:
		return `{"result":"Error","text":"` + priceUnknown + `","data":0}`
	}
	s.work.prices.Delete(found.id)
	return priceSaved("Готово", found.id)
}
