package salesmantest

import (
	"encoding/json"
	"slices"
	"time"
)

// priceItem is a stored item of the price list.
type priceItem struct {
	id, categoryID           int64
	article, created         string
	title, description, unit *string
	archive                  string
	vat                      json.Number
	prices                   map[string]json.Number
}

var priceNames = []string{"price_in", "price_1", "price_2", "price_3", "price_4", "price_5"}

// activePrices are the levels that Get shows.
var activePrices = priceNames[:4]

func (s *Server) priceHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"price.info": s.priceInfo, "price.list": s.priceList, "price.add": s.priceAdd, "price.update": s.priceUpdate,
		"price.delete": s.priceDelete,
	}
}

const priceCrash = "Uncaught TypeError: Salesman\\Price::info(): Argument #2 ($artikul) must be of type string, null given, called"

func (s *Server) findPrice(c *call) *priceItem {
	if id := c.number("id"); id != 0 {
		found, _ := s.work.prices.Get(id)
		return found
	}
	if c.text("artikul") == "" {
		return nil
	}
	for _, item := range s.work.prices.Where(func(item *priceItem) bool { return item.article == c.text("artikul") }) {
		return item
	}
	return nil
}

func (s *Server) priceInfo(c *call) string {
	if !c.has("artikul") {
		return crashPage(priceCrash, "price.php", 204)
	}
	found := s.findPrice(c)
	if found == nil {
		return failureNumber(403, "Запись не найдена")
	}
	row := &object{}
	row.set("prid", found.id)
	row.set("artikul", found.article)
	row.set("datum", found.created)
	row.set("title", found.title)
	row.set("descr", found.description)
	row.set("edizm", found.unit)
	row.set("folder", found.categoryID)
	row.set("nds", found.vat)
	row.set("archive", found.archive)
	row.set("isArchive", found.archive == "yes")
	for _, name := range activePrices {
		row.set(name, found.price(name))
	}
	row.set("type", nil)
	row.set("typename", nil)
	row.set("category", false)
	reply := &object{}
	reply.set("data", row)
	reply.set("prid", c.number("id"))
	return encode(reply)
}

func (item *priceItem) price(name string) json.Number {
	if n, ok := item.prices[name]; ok {
		return n
	}
	return "0"
}

func (s *Server) priceList(c *call) string {
	order := c.text("order")
	if order == "" {
		order = "title"
	}
	if !slices.Contains(append([]string{"artikul", "title", "datum"}, priceNames...), order) {
		return columnCrash(order, "ORDER BY")
	}
	rows := s.work.prices.Where(func(item *priceItem) bool {
		return (c.text("archive") == "" || (item.archive == "yes") == c.yes("archive")) &&
			(!c.has("category") || item.categoryID == c.number("category")) &&
			(c.text("word") == "" || like(item.article, c.text("word")) || like(plainText(item.title), c.text("word")))
	})
	sortBy(rows, c, func(item *priceItem) (string, int64) {
		switch order {
		case "title":
			return plainText(item.title), 0
		case "artikul":
			return item.article, 0
		case "datum":
			return item.created, 0
		}
		n, _ := item.price(order).Float64()
		return "", int64(n * 100)
	})
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

func plainText(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func priceRow(item *priceItem) *object {
	row := &object{}
	row.set("prid", item.id)
	row.set("artikul", item.article)
	row.set("title", item.title)
	row.set("content", nil)
	row.set("edizm", item.unit)
	row.set("category", item.categoryID)
	for _, name := range priceNames {
		row.set(name, item.price(name))
	}
	row.set("archive", item.archive)
	return row
}

func (s *Server) priceAdd(c *call) string {
	item := &priceItem{article: c.text("artikul"), created: s.now().Format(time.DateTime), archive: "no"}
	item.take(c, "descr")
	return priceSaved("Позиция добавлена", s.storePrice(item))
}

func (s *Server) storePrice(item *priceItem) int64 {
	id, _ := s.work.prices.Add(func(id int64) *priceItem { item.id = id; return item })
	return id
}

// take rewrites an item: prices, category and archive fall back where they are
// not sent.
func (item *priceItem) take(c *call, description string) {
	for name, to := range map[string]**string{"title": &item.title, description: &item.description, "edizm": &item.unit} {
		if c.has(name) {
			text := c.text(name)
			*to = &text
		}
	}
	item.prices = map[string]json.Number{}
	for _, name := range priceNames {
		if c.has(name) {
			item.prices[name] = phpNumber(c.text(name))
		}
	}
	item.vat, item.categoryID, item.archive = phpNumber(c.text("nds")), c.number("idcategory"), "no"
	if c.yes("archive") {
		item.archive = "yes"
	}
}

func priceSaved(text string, id int64) string {
	reply := &object{}
	reply.set("result", "Success")
	reply.set("text", text)
	reply.set("data", id)
	return encode(reply)
}

// priceUpdate inserts an item where it is told an article and no id.
func (s *Server) priceUpdate(c *call) string {
	if !c.has("artikul") {
		return crashPage(priceCrash, "price.php", 302)
	}
	found := s.findPrice(c)
	if found == nil {
		return failureNumber(403, "Запись не найдена")
	}
	changed := *found
	if article := c.text("newartikul"); article != "" {
		changed.article = article
	}
	changed.take(c, "description")
	if c.number("id") == 0 {
		return priceSaved("Позиция добавлена", s.storePrice(&changed))
	}
	s.work.prices.Put(found.id, &changed)
	return priceSaved("Позиция обновлена", found.id)
}

func (s *Server) priceDelete(c *call) string {
	if !c.has("artikul") {
		if c.number("id") == 0 || s.findPrice(c) == nil {
			return crashPage(priceCrash, "price.php", 337)
		}
	}
	if c.number("id") == 0 {
		return `{"result":"Error","text":"Запись не найдена","data":0}`
	}
	if !s.work.prices.Delete(c.number("id")) {
		return failureNumber(403, "Запись не найдена")
	}
	return priceSaved("Запись удалена", c.number("id"))
}
