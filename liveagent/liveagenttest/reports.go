package liveagenttest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// span is the time that a report is about; a bound that is zero is none.
type span struct{ from, to time.Time }

func (p span) has(t time.Time) bool {
	return (p.from.IsZero() || !t.Before(p.from)) && (p.to.IsZero() || !t.After(p.to))
}

// spanOf reads the dates of a report. A plain date is its whole day.
func (s *Server) spanOf(c *call) span {
	from, _ := s.reportDate(c.param("date_from"))
	to, wholeDay := s.reportDate(c.param("date_to"))
	if wholeDay {
		to = to.AddDate(0, 0, 1).Add(-time.Second)
	}
	return span{from, to}
}

func (s *Server) reportDate(text string) (t time.Time, wholeDay bool) {
	if t = s.moment(text); !t.IsZero() {
		return t, false
	}
	t, err := time.ParseInLocation(time.DateOnly, text, s.settings.zone)
	if err != nil {
		return time.Time{}, false
	}
	return t, true
}

// maxReportPage is the most rows that a report gives.
const maxReportPage = 1000

// cut is the page of a report that a call asks for.
func cut[T any](c *call, all []T) []T {
	limit, err := strconv.Atoi(c.param("limitcount"))
	if err != nil || limit <= 0 {
		limit = maxReportPage
	}
	offset, _ := strconv.Atoi(c.param("limitfrom")) // missing is 0
	return page(all, min(limit, maxReportPage), offset)
}

// report answers with a page of rows, reduced to the columns that the call asks
// for, or else to the report's default columns.
func report(c *call, name string, all rows, defaults []string) reply {
	if asked := c.param("columns"); asked != "" {
		defaults = strings.Split(asked, ",")
	}
	var r rows
	for _, row := range cut(c, all) {
		r = append(r, row.only(defaults))
	}
	return list(name, r)
}

// only returns the members of these names, in their order; a column that the
// server cannot compute is empty.
func (o object) only(columns []string) object {
	picked := make(object, 0, len(columns))
	for _, column := range columns {
		value := any("")
		if i := slices.IndexFunc(o, func(m member) bool { return m.name == column }); i >= 0 {
			value = o[i].value
		}
		picked = append(picked, member{column, value})
	}
	return picked
}

// number writes a figure as a text, as LiveAgent's other counts are, with at most
// two decimals.
func number(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// fitsParam reports whether a filter is not given or has this value.
func fitsParam(c *call, name, value string) bool {
	return c.param(name) == "" || c.param(name) == value
}
