package helpcrunchtest

import (
	"cmp"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// pageParams are the paging parameters of a list or a search.
type pageParams struct {
	sort       string
	descending bool
	limit      int
	offset     int
}

const pageSize = 100

func queryPage(q url.Values) pageParams {
	return newPage(q.Get("sort"), q.Get("order"), q.Get("limit"), q.Get("offset"))
}

func bodyPage(body map[string]any) pageParams {
	text := func(name string) string {
		switch v := body[name].(type) {
		case string:
			return v
		case json.Number:
			return string(v)
		}
		return ""
	}
	return newPage(text("sort"), text("order"), text("limit"), text("offset"))
}

func newPage(sort, order, limit, offset string) pageParams {
	p := pageParams{sort: sort, descending: strings.EqualFold(order, "desc"), limit: pageSize}
	if n, err := strconv.Atoi(limit); err == nil {
		p.limit = min(max(n, 0), pageSize)
	}
	if n, err := strconv.Atoi(offset); err == nil {
		p.offset = max(n, 0)
	}
	return p
}

// valueOf returns the value of a record that a name of the documentation means.
type valueOf func(rec record, name string) any

// sorted orders the rows by the sort attribute; records without it come last.
// Without one the order is that in which they were made.
func (p pageParams) sorted(rows []record, value valueOf) []record {
	if p.sort == "" {
		return rows
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b record) int {
		x, y := value(a, p.sort), value(b, p.sort)
		if x == nil || y == nil {
			return cmp.Compare(boolInt(x == nil), boolInt(y == nil))
		}
		order := numberOf(x).Cmp(numberOf(y))
		if p.descending {
			return -order
		}
		return order
	})
	return rows
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// numberOf reads a number or decimal text; anything else is 0.
func numberOf(v any) *big.Rat {
	if n, ok := new(big.Rat).SetString(timeText(v)); ok {
		return n
	}
	return new(big.Rat)
}

// totalPlace is where a page tells the number of all records.
type totalPlace int

const (
	totalNowhere totalPlace = iota
	totalBeside             // beside the records
	totalInMeta
)

// searchTotal is where the pages of searches have their total: the vendor does
// not show them, and each of the two places has its generation here.
func (s *Server) searchTotal() totalPlace {
	if s.config.generation == V2 {
		return totalInMeta
	}
	return totalBeside
}

// teamTotal is where the pages of the team's lists have their total: older pages
// show none.
func (s *Server) teamTotal() totalPlace {
	if s.config.generation == V2 {
		return totalInMeta
	}
	return totalNowhere
}

// page writes the rows that the paging parameters choose.
func (s *Server) page(c *call, rows []record, p pageParams, place totalPlace) reply {
	total := len(rows)
	rows = rows[min(p.offset, total):]
	rows = rows[:min(p.limit, len(rows))]
	body := pageBody{Data: make([]json.RawMessage, len(rows))}
	for i, rec := range rows {
		body.Data[i] = s.config.generation.render(c.op.Response.Fields, rec)
	}
	switch place {
	case totalBeside:
		body.Total = &total
	case totalInMeta:
		body.Meta = map[string]int{"total": total}
	}
	return reply{http.StatusOK, body}
}

type pageBody struct {
	Data  []json.RawMessage `json:"data"`
	Total *int              `json:"total,omitempty"`
	Meta  map[string]int    `json:"meta,omitempty"`
}
