package salesmantest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
)

// record is a stored client, deal, invoice, act or document: its values by their
// names on the wire.
type record struct {
	id, ownerID int64
	values      map[string]any
	lines       []any   // of a deal
	contacts    []int64 // of a deal
}

func (r *record) text(name string) string { return textOf(r.values[name]) }

func (r *record) number(name string) int64 { return numberOf(r.values[name]) }

type records = fakestore.Table[int64, *record]

func newRecords() *records { return fakestore.New[int64, *record](fakestore.Numbered(1)) }

// add stores a record of the values that are given.
func addRecord(table *records, ownerID int64, values map[string]any) *record {
	_, r := table.Add(func(id int64) *record { return &record{id: id, ownerID: ownerID, values: values} })
	return r
}

// pick returns the parameters with these names, as far as they were sent.
func (c *call) pick(names ...string) map[string]any {
	values := map[string]any{}
	for name, value := range c.params {
		if value != nil && (slices.Contains(names, name) || customField.MatchString(name)) {
			values[name] = value
		}
	}
	return values
}

// orNull shows an empty text as null.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func figure(v any) float64 {
	f, _ := strconv.ParseFloat(strings.NewReplacer(" ", "", ",", ".").Replace(textOf(v)), 64)
	return f
}

// page sorts records and shows a page of them.
func (s *Server) page(c *call, rows []*record, column func(*record) string, size int, show func(*record) *object) (shown []*object) {
	ascending := c.text("first") == "old"
	slices.SortStableFunc(rows, func(a, b *record) int {
		x, y := column(a), column(b)
		less := cmp.Compare(x, y)
		if n, err := strconv.ParseFloat(x, 64); err == nil {
			less = cmp.Compare(n, figure(y))
		}
		if !ascending {
			return -less
		}
		return less
	})
	from := min(int(c.number("offset"))*size, len(rows))
	for _, r := range rows[from:min(from+size, len(rows))] {
		shown = append(shown, show(r))
	}
	return shown
}

// listReply is the envelope of most lists: without rows there is no data.
func listReply(shown []*object, count int) string {
	reply := &object{}
	if len(shown) > 0 {
		reply.set("data", shown)
	}
	reply.set("count", count)
	return encode(reply)
}

// chosen drops the fields that were not asked for.
func (c *call) chosen(row *object) *object {
	if c.text("fields") == "" {
		return row
	}
	asked, kept := strings.Split(c.text("fields"), ","), &object{}
	for _, name := range row.names {
		if slices.Contains(asked, name) {
			kept.set(name, row.values[name])
		}
	}
	return kept
}

// visible reports whether a list of the call shows what belongs to ownerID.
func (s *Server) visible(c *call, ownerID int64) bool {
	if login := c.text("user"); login != "" {
		return ownerID != 0 && s.loginOf(ownerID) == login
	}
	return s.sees(c.user, ownerID)
}

// ownerOf is the user that a login or id in the parameters names.
func (s *Server) ownerOf(c *call, params map[string]any) int64 {
	if id := numberOf(params["iduser"]); id != 0 {
		return id
	}
	if login := textOf(params["user"]); login != "" {
		if owner := s.state.users[login]; owner != nil {
			return owner.id
		}
		return 0
	}
	return c.user.id
}

func (s *Server) today() string { return s.now().Format(time.DateOnly) }

// wrote is the answer to a write that names the record.
func wrote(result string, id int64) string {
	reply := &object{}
	reply.set("result", result)
	reply.set("data", id)
	return encode(reply)
}

// bare is an error without the member result.
func bare(code int, text string) string {
	reply, inner := &object{}, &object{}
	inner.set("code", code)
	inner.set("text", text)
	reply.set("error", inner)
	return encode(reply)
}

func fixed(reply string) func(*call) string { return func(*call) string { return reply } }

// recordHandlers are those of clients, deals, invoices, acts and documents.
func (s *Server) recordHandlers() map[string]func(*call) string {
	handlers := s.clientHandlers()
	handlers["user.user"] = s.userByLogin
	for _, more := range []map[string]func(*call) string{s.dealHandlers(), s.invoiceHandlers(), s.actHandlers(), s.documentHandlers()} {
		for id, handle := range more {
			handlers[id] = handle
		}
	}
	return handlers
}

// userByLogin shows a user.
func (s *Server) userByLogin(c *call) string {
	for login, found := range s.state.users {
		if login == c.text("user") || found.id == c.number("iduser") {
			return encode(map[string]any{"data": map[string]any{"iduser": found.id, "login": login, "title": login, "active": "yes"}})
		}
	}
	return `{"error":{"code":"404","text":"Не найдено"}}`
}
