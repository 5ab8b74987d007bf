package salesmantest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// contactList shows a page of the contacts that the user sees. An unknown column
// in filter or order is a crash, as any column name goes into SQL as it is.
func (s *Server) contactList(c *call) string {
	filter := c.object("filter")
	for name := range filter {
		if name != "uid" && !s.isColumn(name) {
			return columnCrash(name, "WHERE")
		}
	}
	order := c.text("order")
	if order == "" {
		order = "date_create"
	}
	if !s.isColumn(order) {
		return columnCrash(order, "ORDER BY")
	}
	if s.config.php8 && c.badOffset() {
		return crashPage("Uncaught TypeError: Unsupported operand types: string * int", "person.php", 369)
	}
	s.guideID("clientpath", textOf(filter["clientpath"])) // an unknown name joins the guide
	rows := s.state.contacts.Where(func(found *contact) bool { return s.listed(c, filter, found) })
	s.sort(rows, order, c.text("first") == "old")
	page := pageRows(c, rows)
	reply := &object{}
	if len(page) > 0 {
		data := make([]*object, len(page))
		for i, found := range page {
			data[i] = s.row(c, found, false)
		}
		reply.set("data", data)
	}
	reply.set("count", len(rows))
	return encode(reply)
}

func (s *Server) isColumn(name string) bool {
	if slices.ContainsFunc(contactTitles, func(f struct{ name, title string }) bool { return f.name == name }) {
		return true
	}
	digits, ok := strings.CutPrefix(name, "input")
	n, err := strconv.Atoi(digits)
	return ok && err == nil && n >= 1 && n <= 10
}

// listed reports whether a contact is in the list that the call asks for.
func (s *Server) listed(c *call, filter map[string]any, found *contact) bool {
	if login := c.text("user"); login != "" {
		if found.ownerID != s.idOf(login) { // an unknown one has those of nobody
			return false
		}
	} else if !s.sees(c.user, found.ownerID) {
		return false
	}
	if from := c.text("dateStart"); from != "" && found.created.Before(s.day(from)) {
		return false
	}
	// The end is midnight at the beginning of that day.
	if till := c.text("dateEnd"); till != "" && found.created.After(s.day(till)) {
		return false
	}
	if word := c.text("word"); word != "" && !found.contains(word) {
		return false
	}
	for name, value := range filter {
		if !s.passes(found, name, textOf(value)) {
			return false
		}
	}
	return true
}

func (s *Server) day(text string) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, text, s.config.location)
	return t
}

// contains reports whether the word is part of the phone's digits, the name, the
// post or the address.
func (found *contact) contains(word string) bool {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, found.texts["tel"])
	if strings.Contains(digits, word) {
		return true
	}
	return slices.ContainsFunc([]string{"person", "ptitle", "mail"}, func(name string) bool { return like(found.texts[name], word) })
}

// like is SQL's LIKE '%part%', which does not tell cases apart.
func like(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

func (s *Server) passes(found *contact, name, value string) bool {
	switch name {
	case "clid":
		return strconv.FormatInt(found.clientID, 10) == value
	case "loyalty":
		return value == "" || strconv.FormatInt(found.loyalty, 10) == value || guideName("Лояльность", found.loyalty) == value
	case "clientpath":
		return value == "" || strconv.FormatInt(found.source, 10) == value || s.sourceName(found.source) == value
	default:
		return like(s.column(found, name), value)
	}
}

// column is a column's value as SQL compares it.
func (s *Server) column(found *contact, name string) string {
	switch name {
	case "pid":
		return strconv.FormatInt(found.pid, 10)
	case "clid":
		return strconv.FormatInt(found.clientID, 10)
	case "iduser":
		return strconv.FormatInt(found.ownerID, 10)
	case "loyalty":
		return strconv.FormatInt(found.loyalty, 10)
	case "clientpath":
		return strconv.FormatInt(found.source, 10)
	case "date_create":
		return found.created.Format(time.DateTime)
	case "date_edit":
		if found.edited.IsZero() {
			return ""
		}
		return found.edited.Format(time.DateTime)
	default:
		return found.texts[name]
	}
}

func (s *Server) sort(rows []*contact, order string, ascending bool) {
	numeric := slices.Contains([]string{"pid", "clid", "iduser", "loyalty", "clientpath"}, order)
	slices.SortStableFunc(rows, func(a, b *contact) int {
		x, y := s.column(a, order), s.column(b, order)
		less := cmp.Compare(x, y)
		if numeric {
			less = cmp.Compare(numberOf(x), numberOf(y))
		}
		if !ascending {
			return -less
		}
		return less
	})
}
