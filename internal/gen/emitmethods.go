package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// writeMethod writes an operation and its methods.
func (m *model) writeMethod(b *bytes.Buffer, mt *method) error {
	if !mt.paged {
		fmt.Fprintf(b, "var %s = ", mt.opVar())
		writeOperation(b, mt)
		b.WriteString("\n\n")
	} else if err := m.writeList(b, mt); err != nil {
		return err
	}
	comment(b, "", mt.methodDoc())
	mt.writeDirective(b, "op")
	params, args := "", "nil"
	if mt.params != nil {
		params, args = fmt.Sprintf("params *%s, ", mt.params.name), "orZero(params)"
	}
	result, call := mt.form(args)
	fmt.Fprintf(b, "func (s *%sService) %s(ctx context.Context, %sopts ...frontdesk.Option) %s {\n\treturn %s\n}\n\n",
		mt.service, mt.name, params, result, call)
	if mt.paged {
		m.writeAll(b, mt)
	}
	return nil
}

// writeDirective ends a method's comment: the name under which faults and counts know
// the operation, its class, and the line that ties the method to the inventory.
func (mt *method) writeDirective(b *bytes.Buffer, word string) {
	fmt.Fprintf(b, "//\n// Operation: %s, %s.\n//\n//frontdesk:%s comagic %s\n", mt.id(), mt.Class, word, mt.id())
}

// form is the result of a method and the call that makes it.
func (mt *method) form(args string) (result, call string) {
	op := mt.opVar()
	switch {
	case mt.paged:
		return fmt.Sprintf("(*frontdesk.Page[%s], error)", mt.result.name),
			fmt.Sprintf("page[%s](ctx, s.client, %s, params, opts)", mt.result.name, mt.listVar())
	case mt.Response.Kind == "empty":
		return "error", fmt.Sprintf("act(ctx, s.client, %s, %s, opts)", op, args)
	case mt.Response.Kind == "list" && mt.verb() == "getobj":
		return fmt.Sprintf("(*%s, error)", mt.result.name), fmt.Sprintf("first[%s](ctx, s.client, %s, %s, opts)", mt.result.name, op, args)
	case mt.Response.Kind == "list":
		return fmt.Sprintf("([]%s, error)", mt.result.name), fmt.Sprintf("items[%s](ctx, s.client, %s, %s, opts)", mt.result.name, op, args)
	}
	return fmt.Sprintf("(*%s, error)", mt.result.name), fmt.Sprintf("object[%s](ctx, s.client, %s, %s, opts)", mt.result.name, op, args)
}

func (mt *method) opVar() string   { return "op" + mt.service + mt.name }
func (mt *method) listVar() string { return "list" + mt.service + strings.TrimPrefix(mt.name, "List") }

func writeOperation(b *bytes.Buffer, mt *method) {
	path := "dataAPI"
	if mt.callAPI {
		path = "callAPI"
	}
	b.WriteString("&operation{\n")
	fmt.Fprintf(b, "\tOperation: transport.Operation{ID: %q, Method: http.MethodPost, Path: %s, Class: %s, Cost: %d},\n",
		mt.id(), path, classes[mt.Class], mt.cost())
	takes := func(name string) bool {
		return slices.ContainsFunc(mt.Params, func(p *rawField) bool { return p.Name == name })
	}
	if takes("user_id") {
		b.WriteString("\tagents: true,\n")
	}
	if !takes("access_token") {
		b.WriteString("\tunsigned: true,\n")
	}
	if mt.Response.Envelope == "result" {
		b.WriteString("\treply: inResult,\n")
	}
	b.WriteString("}")
}

// writeList writes what the list methods of an operation have in common. The operation
// stands inside: a list that named another variable would be made when the program
// starts, and so be part of each program, used or not.
func (m *model) writeList(b *bytes.Buffer, mt *method) error {
	key, keyField := mt.key()
	fmt.Fprintf(b, "var %s = &list{\n\top: ", mt.listVar())
	writeOperation(b, mt)
	b.WriteString(",\n\tcolumns: ")
	columns, err := mt.columns()
	if err == nil {
		err = writeColumns(b, columns)
	}
	if err != nil {
		return err
	}
	b.WriteString(",\n")
	if mt.params.field("filter") != nil {
		levels, err := mt.filterLevels()
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "\tfilterLevels: %d,\n", levels)
	}
	if keyField != "" {
		fmt.Fprintf(b, "\tkeyField: %q,\n", keyField)
	}
	if by := mt.sortField(); by != "" {
		fmt.Fprintf(b, "\tsortField: %q,\n", by)
	}
	if by := mt.tieFields(); len(by) > 0 {
		fmt.Fprintf(b, "\ttieFields: %#v,\n", by)
	}
	if days := mt.periodDays(); days > 0 {
		fmt.Fprintf(b, "\tperiod: %d,\n", days)
		if mt.calendarPeriod() {
			fmt.Fprintf(b, "\tmonths: %d,\n", reportMonths)
		}
		if by := mt.timeField(); by != "" {
			fmt.Fprintf(b, "\ttimeField: %q,\n", by)
		}
	}
	p := mt.Pagination
	row := mt.result.name
	fmt.Fprintf(b, "\tlimits: pageLimits{%d, %d, %d},\n", p.LimitDefault, p.LimitMax, p.OffsetMax)
	fmt.Fprintf(b, "\tnewRow: func() any { return new(%s) },\n", row)
	if keyField != "" {
		fmt.Fprintf(b, "\tkey: func(row any) paging.Key { return paging.%s(row.(*%s).ID) },\n", key, row)
	}
	if by := mt.sortField(); by != "" && by != "id" {
		f := mt.result.field(by)
		if f == nil || f.goType != "frontdesk.Opt[time.Time]" {
			return fmt.Errorf("the column %s is no time", by)
		}
		fmt.Fprintf(b, "\ttimeOf: func(row any) frontdesk.Opt[time.Time] { return row.(*%s).%s },\n", row, f.goName)
	}
	b.WriteString("}\n\n")
	return nil
}

// key is the function of package paging for the identity of a row, and its column;
// empty if rows have none.
func (mt *method) key() (function, column string) {
	f := mt.result.field("id")
	if f == nil {
		return "", ""
	}
	switch f.goType {
	case "int64":
		return "IntKey", "id"
	case "string":
		return "TextKey", "id"
	}
	return "", ""
}

// sortField is the column that gives rows a lasting order: id, else the first time
// that may be sorted by.
func (mt *method) sortField() string {
	if mt.params.field("sort") == nil {
		return ""
	}
	sortable := func(f *rawField) bool { return f.Sortable != nil && *f.Sortable }
	for _, f := range mt.Response.Fields {
		if f.Name == "id" && sortable(f) {
			return "id"
		}
	}
	for _, f := range mt.Response.Fields {
		if f.Type == "datetime" && sortable(f) {
			return f.Name
		}
	}
	return ""
}

// ties are the columns, all stated to be sortable, that order rows of one second where
// a report has no column id: the rows' own ids.
var ties = map[string][]string{
	"get.api_requests": {"api_request_id"}, "get.calls": {"communication_id"}, "get.chats": {"communication_id"},
	"get.communications": {"communication_id"}, "get.mgf_calls": {"communication_id"}, "get.notifications": {"notification_id"},
	"get.person_details": {"person_id"}, "get.sms": {"sms_id"}, "get.tags_history": {"communication_id", "tag_id"},
	"get.financial_call_legs_report": {"leg_id"},
}

// nearTies are columns of that kind that several rows may share.
var nearTies = map[string][]string{
	"get.uploaded_calls": {"ext_id"}, "get.call_details": {"communication_id"}, "get.deals": {"deal_ext_id"},
	"get.leads": {"lead_ext_id"}, "get.visits": {"visitor_id"},
}

// tieFields are the columns that order rows of one time, if there are any.
func (mt *method) tieFields() []string {
	if by := mt.sortField(); by == "" || by == "id" {
		return nil
	}
	return append(ties[mt.id()], nearTies[mt.id()]...)
}

// timeField is the column by which a report's period is cut, if it may be sorted by:
// the first time of its rows.
func (mt *method) timeField() string {
	for _, f := range mt.Response.Fields {
		if f.Type == "datetime" {
			if mt.params.field("sort") != nil && f.Sortable != nil && *f.Sortable {
				return f.Name
			}
			return ""
		}
	}
	return ""
}

// reportDays and reportMonths are the vendor's limit of a period where the method
// states none: its error says three months, its report index 90 days. Both are kept,
// since three months with a February are the shorter.
const (
	reportDays   = 90
	reportMonths = 3
)

// shorter are limits that only the conventions of the API state.
var shorter = map[string]int{"get.visits": 31}

// periodDays is the longest period of a list with dates; 0 for one without.
func (mt *method) periodDays() int {
	if !mt.paged {
		return 0
	}
	from, till := mt.params.field("date_from"), mt.params.field("date_till")
	if from == nil || till == nil {
		return 0
	}
	if days := mt.statedDays(); days > 0 {
		return days
	}
	return reportDays
}

// statedDays is the limit of a period that the method or the API's conventions state
// for it; 0 if they do not.
func (mt *method) statedDays() int {
	for _, name := range []string{"date_from", "date_till"} {
		if days := mt.params.field(name).raws[0].MaxPeriodDays; days > 0 {
			return days
		}
	}
	return shorter[mt.id()]
}

// calendarPeriod reports whether the period is limited by months too.
func (mt *method) calendarPeriod() bool { return mt.periodDays() > 0 && mt.statedDays() == 0 }

// longestPeriod is the limit of a period in words.
func (mt *method) longestPeriod() string {
	s := fmt.Sprintf("%d days", mt.periodDays())
	if mt.calendarPeriod() {
		s += fmt.Sprintf(", or %d months where they are shorter", reportMonths)
	}
	return s
}

// writeAll writes the iterator and the count beside a paged method.
func (m *model) writeAll(b *bytes.Buffer, mt *method) {
	comment(b, "", mt.allDoc())
	mt.writeDirective(b, "uses")
	fmt.Fprintf(b, "func (s *%sService) %s(ctx context.Context, params *%s, opts ...frontdesk.Option) iter.Seq2[%s, error] {\n",
		mt.service, mt.all, mt.params.name, mt.result.name)
	fmt.Fprintf(b, "\treturn all[%s](ctx, s.client, %s, params, opts)\n}\n\n", mt.result.name, mt.listVar())

	comment(b, "", mt.countDoc())
	mt.writeDirective(b, "uses")
	fmt.Fprintf(b, "func (s *%sService) %s(ctx context.Context, params *%s, opts ...frontdesk.Option) (int, error) {\n",
		mt.service, mt.count, mt.params.name)
	fmt.Fprintf(b, "\treturn count(ctx, s.client, %s, params, opts)\n}\n\n", mt.listVar())
}
