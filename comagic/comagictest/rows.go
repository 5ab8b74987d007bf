package comagictest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// table holds the rows of one get method.
type table struct{ rows []row }

type row map[string]any

// Put adds rows to a get method: values of its row type, or anything else that
// becomes its JSON. Fields that a row leaves out are null. A method that is no list,
// rows of another method's type, and rows that are no objects are misuse (see
// [frontdesktest]). [Add] knows the method by the type of the rows.
func (s *Server) Put(method string, rows ...any) {
	op := s.inventory.Operation(method)
	if op == nil || op.Response.Kind != "list" {
		s.Misuse("%s is no list", method)
		return
	}
	added := make([]row, len(rows))
	for i, r := range rows {
		var err error
		if added[i], err = fieldsOf(method, r); err != nil {
			s.Misuse("%v", err)
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.table(method)
	t.rows = append(t.rows, added...)
	for _, fields := range added {
		s.lastID = max(s.lastID, int64Of(fields["id"]))
	}
}

// fieldsOf is a value as the method has it: a row of a get method, or the object of
// a getobj method.
func fieldsOf(method string, value any) (row, error) {
	if other := rowTypes[reflect.TypeOf(value)]; other != "" && other != method {
		return nil, fmt.Errorf("%T is a row of %s, not of %s", value, other, method)
	}
	data, err := comagic.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	fields, ok := decode(data).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: %T is no row", method, value)
	}
	return fields, nil
}

// PutCalls adds rows to the report on calls.
func (s *Server) PutCalls(calls ...comagic.CallsReportRow) { put(s, "get.calls_report", calls) }

// PutTags adds tags.
func (s *Server) PutTags(tags ...comagic.Tag) { put(s, "get.tags", tags) }

func put[T any](s *Server, method string, rows []T) {
	list := make([]any, len(rows))
	for i := range rows {
		list[i] = rows[i]
	}
	s.Put(method, list...)
}

// Clear removes all rows of a get method. Another method is misuse.
func (s *Server) Clear(method string) {
	if !s.knows(method) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tables, method)
}

// table is called with s.mu held.
func (s *Server) table(method string) *table {
	t := s.tables[method]
	if t == nil {
		t = &table{}
		s.tables[method] = t
	}
	return t
}

// list answers a get method.
func (c *call) list() {
	rows := c.server.views(c.op.ID)
	if c.params["include_ongoing_calls"] == true {
		for _, l := range c.server.calls {
			rows = append(slices.Clip(rows), c.server.reportOf(l))
		}
	}
	c.listRows(c.own(rows))
}

// listRows answers with those of the rows that were asked for.
func (c *call) listRows(all []row) {
	q, f := c.newQuery()
	if f != nil {
		c.fail(*f)
		return
	}
	rows, f := q.run(all)
	if f != nil {
		c.fail(*f)
		return
	}
	page := rows[min(q.offset, len(rows)):min(q.offset+q.limit, len(rows))]
	data := make([]map[string]any, len(page))
	for i, r := range page {
		data[i] = q.project(r)
	}
	if c.op.Response.Envelope == "result" {
		c.reply(data)
		return
	}
	c.reply(map[string]any{
		"data":     data,
		"metadata": map[string]any{"total_items": len(rows), "limits": limitsOf(c.limits)},
	})
}

// query is what a get method was asked for.
type query struct {
	op            *contract.Operation
	limit, offset int
	fields        []string
	filter        any
	sort          []sortKey
	chosen        []func(row) bool // by the method's own params
	dates         string           // the column of date_from and date_till
	from, till    string
}

// frame are the params that are never columns, whatever a list's columns are called.
var frame = map[string]bool{
	"access_token": true, "user_id": true, "limit": true, "offset": true, "fields": true, "filter": true, "sort": true,
	"date_from": true, "date_till": true,
}

const (
	maxOffset    = 100_000
	allRows      = 1 << 30
	reportDays   = 90
	reportMonths = 3
	visitsDays   = 31
	visitsMethod = "get.visits"
)

func (c *call) newQuery() (*query, *failure) {
	q := &query{op: c.op, limit: allRows, filter: c.params["filter"]}
	if p := c.op.Pagination; p != nil {
		q.limit = p.DefaultLimit
		if f := c.bounded("limit", 1, p.MaxLimit, &q.limit); f != nil {
			return nil, f
		}
		if f := c.bounded("offset", 0, maxOffset, &q.offset); f != nil {
			return nil, f
		}
	}
	if f := c.period(q); f != nil {
		return nil, f
	}
	if f := q.choose(c.params["fields"]); f != nil {
		return nil, f
	}
	if f := q.order(c.params["sort"]); f != nil {
		return nil, f
	}
	for name, value := range c.params {
		if value != nil && !frame[name] && c.op.Param(name) != nil {
			q.chosen = append(q.chosen, q.choice(name, value))
		}
	}
	return q, nil
}

func (c *call) bounded(name string, least, most int, into *int) *failure {
	value, given := c.params[name]
	if !given || value == nil {
		return nil
	}
	n, err := value.(json.Number).Int64()
	if err != nil || n < int64(least) || n > int64(most) {
		return &failure{mnemonic: "invalid_parameter_value", field: name, value: fmt.Sprint(value)}
	}
	*into = int(n)
	return nil
}

// period reads date_from and date_till and holds them against the vendor's limit.
func (c *call) period(q *query) *failure {
	q.from, _ = c.params["date_from"].(string)
	q.till, _ = c.params["date_till"].(string)
	if q.from == "" || q.till == "" {
		return nil
	}
	from, errFrom := time.Parse(time.DateTime, q.from)
	till, errTill := time.Parse(time.DateTime, q.till)
	switch {
	case errFrom != nil:
		return &failure{mnemonic: "invalid_parameter_value", field: "date_from", value: q.from}
	case errTill != nil || till.Before(from):
		return &failure{mnemonic: "invalid_parameter_value", field: "date_till", value: q.till}
	case q.tooLong(from, till):
		return &failure{mnemonic: "date_interval_limit_reached"}
	}
	if !c.periodless {
		q.dates = q.dateColumn()
	}
	return nil
}

// tooLong holds a period against the method's days, or against 90 days and three
// months where it states none: the vendor's texts name both.
func (q *query) tooLong(from, till time.Time) bool {
	days := q.statedDays()
	if days > 0 {
		return till.Sub(from) > time.Duration(days)*24*time.Hour
	}
	return till.Sub(from) > reportDays*24*time.Hour || till.After(from.AddDate(0, reportMonths, 0))
}

// statedDays is the method's own limit of a period; 0 if it has none.
func (q *query) statedDays() int {
	for _, name := range []string{"date_from", "date_till"} {
		if p := q.op.Param(name); p != nil && p.MaxPeriodDays > 0 {
			return p.MaxPeriodDays
		}
	}
	if q.op.ID == visitsMethod {
		return visitsDays
	}
	return 0
}

// dateColumn is the time by which a report is cut: the first that may be sorted by,
// else the first.
func (q *query) dateColumn() string {
	first := ""
	for _, f := range q.op.Response.Fields {
		if f.Type != "datetime" {
			continue
		}
		if f.Sortable != nil && *f.Sortable {
			return f.Name
		}
		if first == "" {
			first = f.Name
		}
	}
	return first
}

func (q *query) column(name string) *contract.Field {
	for _, f := range q.op.Response.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// choose takes the columns to return: those asked for, those that come by default,
// or all where the method lets nobody ask.
func (q *query) choose(asked any) *failure {
	names, _ := asked.([]any)
	for _, name := range names {
		text, _ := name.(string)
		if at := q.inside(text); !at.nameable {
			return &failure{mnemonic: "unexpected_parameters", field: "fields", value: text}
		}
		top, _, _ := strings.Cut(text, ".") // what is inside comes with its column
		q.fields = append(q.fields, top)
	}
	if len(names) > 0 {
		return nil
	}
	for _, f := range q.op.Response.Fields {
		if q.op.Param("fields") == nil || f.DefaultReply == nil || *f.DefaultReply {
			q.fields = append(q.fields, f.Name)
		}
	}
	return nil
}

// project returns the chosen columns of a row; what a row lacks is empty.
func (q *query) project(r row) map[string]any {
	out := make(map[string]any, len(q.fields))
	for _, name := range q.fields {
		value, ok := r[name]
		if !ok && strings.HasPrefix(q.column(name).Type, "array<") {
			value = []any{}
		}
		out[name] = value
	}
	return out
}

// run returns the rows that fit, in order.
func (q *query) run(rows []row) ([]row, *failure) {
	var fit []row
	for _, r := range rows {
		ok, f := q.fits(r)
		if f != nil {
			return nil, f
		}
		if ok {
			fit = append(fit, r)
		}
	}
	if len(rows) == 0 && q.filter != nil { // the filter is judged without rows too
		if _, f := q.matches(q.filter, row{}, 1); f != nil {
			return nil, f
		}
	}
	slices.SortStableFunc(fit, q.compareRows)
	return fit, nil
}

func (q *query) fits(r row) (bool, *failure) {
	for _, fits := range q.chosen {
		if !fits(r) {
			return false, nil
		}
	}
	if q.dates != "" {
		at, _ := r[q.dates].(string)
		if at < q.from || at > q.till {
			return false, nil
		}
	}
	if q.filter == nil {
		return true, nil
	}
	return q.matches(q.filter, r, 1)
}
