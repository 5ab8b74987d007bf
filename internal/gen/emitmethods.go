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
			fmt.Sprintf("page(ctx, s.client, %s, params, (*%s).page, opts)", mt.listVar(), mt.params.name)
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
		b.WriteString("\tflat: true,\n")
	}
	b.WriteString("}")
}

// kinds are the filter's kinds of the inventory's types.
var kinds = map[string]string{
	"string": "kindText", "enum": "kindText", "number": "kindNumber", "boolean": "kindBool", "datetime": "kindTime",
	"date": "kindTime", "object": "kindObject", "map": "kindObject", "any": "kindAny", "unknown": "kindAny",
}

// writeList writes what the list methods of an operation have in common. The operation
// stands inside: a list that named another variable would be made when the program
// starts, and so be part of each program, used or not.
func (m *model) writeList(b *bytes.Buffer, mt *method) error {
	key, keyField := mt.key()
	fmt.Fprintf(b, "var %s = &list[%s]{\n\tlistInfo: listInfo{\n\top: ", mt.listVar(), mt.result.name)
	writeOperation(b, mt)
	b.WriteString(",\n\tcolumns: columns{\n")
	for _, f := range mt.Response.Fields {
		kind := kinds[f.Type]
		switch {
		case strings.HasPrefix(f.Type, "array<"):
			kind = "kindList"
		case kind == "":
			return fmt.Errorf("no kind for the column %s of type %s", f.Name, f.Type)
		case len(f.Also) > 0:
			kind = "kindAny"
		}
		fmt.Fprintf(b, "\t\t{%q, %s, %s},\n", f.Name, kind, flags(f))
	}
	b.WriteString("\t},\n")
	if keyField != "" {
		fmt.Fprintf(b, "\tkeyField: %q,\n", keyField)
	}
	if by := mt.sortField(); by != "" {
		fmt.Fprintf(b, "\tsortField: %q,\n", by)
	}
	if days := mt.periodDays(); days > 0 {
		fmt.Fprintf(b, "\tperiod: %d,\n", days)
		if by := mt.timeField(); by != "" {
			fmt.Fprintf(b, "\ttimeField: %q,\n", by)
		}
	}
	p := mt.Pagination
	fmt.Fprintf(b, "\tlimits: pageLimits{%d, %d, %d},\n\t},\n", p.LimitDefault, p.LimitMax, p.OffsetMax)
	if keyField != "" {
		fmt.Fprintf(b, "\tkey: func(row *%s) paging.Key { return %s },\n", mt.result.name, key)
	}
	if by := mt.timeField(); by != "" && mt.periodDays() > 0 {
		f := mt.result.field(by)
		if f == nil || f.goType != "frontdesk.Opt[time.Time]" {
			return fmt.Errorf("the column %s is no time", by)
		}
		fmt.Fprintf(b, "\ttimeOf: func(row *%s) frontdesk.Opt[time.Time] { return row.%s },\n", mt.result.name, f.goName)
	}
	b.WriteString("}\n\n")
	return nil
}

func flags(f *rawField) string {
	var list []string
	if f.Filterable == nil || *f.Filterable {
		list = append(list, "filterable")
	}
	if f.Sortable == nil || *f.Sortable {
		list = append(list, "sortable")
	}
	if f.DefaultReply != nil && !*f.DefaultReply {
		list = append(list, "hidden")
	}
	if len(list) == 0 {
		return "0"
	}
	return strings.Join(list, " | ")
}

// key is the identity of a row and its column; empty if rows have none.
func (mt *method) key() (key, column string) {
	f := mt.result.field("id")
	if f == nil {
		return "", ""
	}
	switch f.goType {
	case "int64":
		return "paging.IntKey(row.ID)", "id"
	case "string":
		return "paging.TextKey(row.ID)", "id"
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

// reportDays is the vendor's limit of a period where the method states none: three
// months, which its report index gives as 90 days.
const reportDays = 90

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
	for _, f := range []*fieldType{from, till} {
		if days := f.raws[0].MaxPeriodDays; days > 0 {
			return days
		}
	}
	if days := shorter[mt.id()]; days > 0 {
		return days
	}
	return reportDays
}

// writeAll writes the iterator and the count beside a paged method.
func (m *model) writeAll(b *bytes.Buffer, mt *method) {
	comment(b, "", mt.allDoc())
	mt.writeDirective(b, "uses")
	fmt.Fprintf(b, "func (s *%sService) %s(ctx context.Context, params *%s, opts ...frontdesk.Option) iter.Seq2[%s, error] {\n",
		mt.service, mt.all, mt.params.name, mt.result.name)
	fmt.Fprintf(b, "\treturn all(ctx, s.client, %s, params, (*%s).page, opts)\n}\n\n", mt.listVar(), mt.params.name)

	comment(b, "", mt.countDoc())
	mt.writeDirective(b, "uses")
	fmt.Fprintf(b, "func (s *%sService) %s(ctx context.Context, params *%s, opts ...frontdesk.Option) (int, error) {\n",
		mt.service, mt.count, mt.params.name)
	fmt.Fprintf(b, "\treturn count(ctx, s.client, %s, params, (*%s).page, opts)\n}\n\n", mt.listVar(), mt.params.name)
}
