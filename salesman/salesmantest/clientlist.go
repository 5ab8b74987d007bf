package salesmantest

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// clientList shows a page of the clients that the user sees. Unknown filters are
// ignored, an unknown order is a crash.
func (s *Server) clientList(c *call) string {
	fields, crashed := c.wantedFields(s.shownClientFields())
	if crashed {
		return fieldsCrash("client")
	}
	order := cmp.Or(c.text("order"), "date_create")
	if order == "date_change" {
		order = "date_edit"
	}
	if page := s.listCrash(c, order, clientColumns); page != "" {
		return page
	}
	s.guideID("clientpath", textOf(c.object("filter")["clientpath"])) // an unknown name joins the guide
	rows := s.state.clients.Where(func(r *record) bool { return s.visible(c, r.ownerID) && s.clientPasses(c, r) })
	sortRecords(rows, c.text("first") == "old", func(r *record) string { return s.clientColumn(r, order) })
	reply := &object{}
	if page := pageRows(c, rows); len(page) > 0 {
		data := make([]any, len(page))
		for i, r := range page {
			data[i] = s.clientRow(c, r, fields)
		}
		reply.set("data", data)
	}
	reply.set("count", len(rows))
	return encode(reply)
}

// listCrash is what a list of clients or deals dies of, "" for nothing.
func (s *Server) listCrash(c *call, order string, columns []string) string {
	switch {
	case c.breaksSQL("user", "dateStart", "dateEnd", "dateChangeStart", "dateChangeEnd", "order"):
		return crashPage(syntaxCrash("' at line 1"), c.endpoint+".php", 370)
	case !slices.Contains(columns, order) && !isCustomColumn(order):
		return columnCrash(order, "ORDER BY")
	case s.config.php8 && c.badOffset():
		return crashPage("Uncaught TypeError: Unsupported operand types: string * int", c.endpoint+".php", 369)
	}
	return ""
}

// breaksSQL reports whether one of the parameters has a quote, which ends the text
// in the query. Forms have theirs replaced on arrival.
func (c *call) breaksSQL(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(c.text(name), "'") })
}

func isCustomColumn(name string) bool {
	digits, ok := strings.CutPrefix(name, "input")
	return ok && slices.Contains([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, digits)
}

// badOffset: the number of the page has none in front.
func (c *call) badOffset() bool {
	text := c.text("offset")
	return text > "0" && numberOf(text) == 0 && !strings.HasPrefix(text, "0")
}

// sortRecords sorts by a column's text, as numbers where both are.
func sortRecords(rows []*record, ascending bool, column func(*record) string) {
	keys := map[*record]string{}
	for _, r := range rows {
		keys[r] = strings.ToLower(column(r))
	}
	numeric := !slices.ContainsFunc(rows, func(r *record) bool { return strings.Trim(keys[r], "0123456789.") != "" })
	slices.SortStableFunc(rows, func(a, b *record) int {
		less := cmp.Compare(keys[a], keys[b])
		if numeric {
			less = cmp.Compare(figure(keys[a]), figure(keys[b]))
		}
		if !ascending {
			return -less
		}
		return less
	})
}

func (s *Server) clientColumn(r *record, name string) string {
	switch name {
	case "clid":
		return idText(r.id)
	case "iduser":
		return idText(r.ownerID)
	}
	return r.text(name)
}

// clientPasses reports whether a client is what a list asks for.
func (s *Server) clientPasses(c *call, r *record) bool {
	if !between(r.text("date_create"), c.text("dateStart"), c.text("dateEnd"), c.text("dateStart"), false) ||
		!between(r.text("date_edit"), c.text("dateChangeStart"), c.text("dateChangeEnd"), c.text("dateStart"), false) {
		return false
	}
	if word := strings.NewReplacer("'", "&acute;", `"`, "”", "`", "").Replace(strings.TrimSpace(c.text("word"))); word != "" {
		phone := strings.NewReplacer("+", "", "(", "", ")", "", " ", "", "-", "").Replace(r.text("phone"))
		if !like(phone, word) && !anyLike(r, word, "title", "des", "mail_url", "site_url", "address") {
			return false
		}
	}
	for name, value := range c.object("filter") {
		if text := textOf(value); text != "" && !s.clientFits(r, name, text) {
			return false
		}
	}
	return true
}

// between compares a time or a day with two bounds. A lower bound alone is
// compared as alone, which for changes is that of creation; bounds count
// themselves where both are given, or where closed. An impossible bound bounds
// nothing.
func between(value, from, till, alone string, closed bool) bool {
	if from == "" && till == "" {
		return true
	}
	if from != "" && till == "" {
		from = alone
	}
	below := func(a, b string) bool { return a < b || closed && a == b }
	if from != "" && till != "" {
		below = func(a, b string) bool { return a <= b }
	}
	passes := func(bound string, holds func(bound string) bool) bool {
		if _, err := time.Parse(time.DateOnly, bound); bound == "" || err != nil {
			return true
		}
		if len(value) > len(time.DateOnly) {
			bound += " 00:00:00"
		}
		return holds(bound)
	}
	return value != "" &&
		passes(from, func(bound string) bool { return below(bound, value) }) &&
		passes(till, func(bound string) bool { return below(value, bound) })
}

func anyLike(r *record, word string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return like(r.text(name), word) })
}

// clientFits reports whether a client passes one filter; those that the server
// does not know bound nothing.
func (s *Server) clientFits(r *record, name, value string) bool {
	switch name {
	case "relations":
		return strings.EqualFold(r.text("tip_cmr"), plainText(value))
	case "type":
		return strings.EqualFold(r.text("type"), plainText(value))
	case "idcategory", "territory", "clientpath":
		return r.number(name) == s.namedID(guideOf(name), value)
	case "trash":
		return like(r.text("trash"), value)
	}
	if isCustomColumn(name) && slices.Contains(s.state.sales.clientFields, name) {
		return like(r.text(name), plainText(value))
	}
	return true
}
