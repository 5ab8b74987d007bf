package salesmantest

import (
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
)

// work is what the server remembers of reminders, activities, currencies, the
// price list, leads and payments.
type work struct {
	tasks      *fakestore.Table[int64, *task]
	activities *fakestore.Table[int64, *activity]
	currencies *fakestore.Table[int64, *currency]
	prices     *fakestore.Table[int64, *priceItem]
	leads      *fakestore.Table[int64, *lead]
	payments   *fakestore.Table[int64, *payment]
}

func newWork() work {
	return work{
		tasks:      fakestore.New[int64, *task](fakestore.Numbered(1)),
		activities: fakestore.New[int64, *activity](fakestore.Numbered(1)),
		currencies: fakestore.New[int64, *currency](fakestore.Numbered(1)),
		prices:     fakestore.New[int64, *priceItem](fakestore.Numbered(1)),
		leads:      fakestore.New[int64, *lead](fakestore.Numbered(1)),
		payments:   fakestore.New[int64, *payment](fakestore.Numbered(1)),
	}
}

// titleOf is the title of a client, "" for none.
func (s *Server) titleOf(clientID int64) string {
	if clientID == 0 {
		return ""
	}
	return s.clientName(clientID)
}

// ownedBy reports whether a record of that owner is in the list asked for.
func (s *Server) ownedBy(c *call, ownerID int64) bool {
	if login := c.text("user"); login != "" {
		return ownerID == s.idOf(login) // an unknown one has those of nobody
	}
	return s.sees(c.user, ownerID)
}

// sortBy sorts rows by a text and a number, descending unless asked otherwise.
func sortBy[T any](rows []T, c *call, key func(T) (string, int64)) {
	slices.SortStableFunc(rows, func(a, b T) int {
		x, i := key(a)
		y, j := key(b)
		less := strings.Compare(x, y)
		if less == 0 {
			less = int(max(-1, min(1, i-j)))
		}
		if c.text("first") != "old" {
			return -less
		}
		return less
	})
}

// pageRows cuts the page out of rows.
func pageRows[T any](c *call, rows []T) []T {
	page := int(max(0, min(c.number("offset"), int64(len(rows)))))
	from := min(page*pageSize, len(rows))
	return rows[from:min(from+pageSize, len(rows))]
}

// bareList shows a page without a total; nothing is the bare [].
func bareList[T any](c *call, rows []T, show func(T) *object) string {
	page := pageRows(c, rows)
	if len(page) == 0 {
		return "[]"
	}
	data := make([]*object, len(page))
	for i, row := range page {
		data[i] = show(row)
	}
	return encode(map[string]any{"data": data})
}

func saved(id int64) string {
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", id)
	return encode(reply)
}

func ids(text string) []int64 {
	var list []int64
	for part := range strings.SplitSeq(text, ",") {
		if id := numberOf(part); id > 0 {
			list = append(list, id)
		}
	}
	return list
}
