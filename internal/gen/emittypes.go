package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// writeTypes writes a type, and those below it, unless that has been done.
func (m *model) writeTypes(body func(string) *bytes.Buffer, t *structType, written map[string]bool) error {
	if t == nil || written[t.name] {
		return nil
	}
	written[t.name] = true
	b := body(t.file())
	m.writeStruct(b, t)
	if err := m.writeCheck(b, t); err != nil {
		return err
	}
	if t.list != nil {
		writePaging(b, t)
	}
	for _, f := range t.fields {
		if e := f.enum; e != nil && !written[e.name] {
			written[e.name] = true
			writeEnum(body(e.file()), e)
		}
		if err := m.writeTypes(body, f.object, written); err != nil {
			return err
		}
	}
	return nil
}

// file is the group's file, or the shared one for a type of several groups.
func (t *structType) file() string {
	file := ""
	for _, o := range t.occurrences {
		switch f := o.method.file(); {
		case file == "":
			file = f
		case file != f:
			return sharedFile
		}
	}
	return file
}

func (e *enumType) file() string {
	file := e.fields[0].owner.file()
	for _, f := range e.fields {
		if f.owner.file() != file {
			return sharedFile
		}
	}
	return file
}

func (m *model) writeStruct(b *bytes.Buffer, t *structType) {
	comment(b, "", t.typeDoc())
	fmt.Fprintf(b, "type %s struct {\n", t.name)
	for _, f := range t.fields {
		comment(b, "\t", f.fieldDoc())
		goType := f.goType
		if t.list != nil && (f.wire == "limit" || f.wire == "offset") {
			goType = "int"
		}
		omit := ",omitzero"
		if f.required {
			omit = ""
		}
		fmt.Fprintf(b, "\t%s %s `json:\"%s%s\"`\n", f.goName, goType, f.wire, omit)
	}
	if t.list != nil {
		comment(b, "\t", "Resume goes on after an earlier page, or where an iterator stopped; it replaces Offset. Filter and order must be "+
			"the same: an iterator sorts, a page without Sort is in the vendor's order.")
		b.WriteString("\tResume frontdesk.Cursor `json:\"-\"`\n")
	}
	b.WriteString("}\n\n")
}

// typeDoc says where a type belongs.
func (t *structType) typeDoc() string {
	first := t.occurrences[0]
	if t.top && len(t.occurrences) == 1 {
		switch {
		case !first.result:
			return fmt.Sprintf("%s are the params of %s.", t.name, first.method.path())
		case first.method.Response.Kind == "list":
			return fmt.Sprintf("%s is a row of %s.", t.name, first.method.path())
		}
		return fmt.Sprintf("%s is the result of %s.", t.name, first.method.path())
	}
	var places []string
	for _, o := range t.occurrences {
		if p := placeText(o); !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	if len(places) > 4 {
		places = append(places[:3], fmt.Sprintf("%d other places", len(places)-3))
	}
	last := len(places) - 1
	text := places[last]
	if last > 0 {
		text = strings.Join(places[:last], ", ") + " and " + text
	}
	if t.top {
		return fmt.Sprintf("%s is the result of %s.", t.name, text)
	}
	return fmt.Sprintf("%s is %s.", t.name, text)
}

// path names a method as the documentation of the package does.
func (mt *method) path() string { return mt.service + "." + mt.name }

func placeText(o occurrence) string {
	_, inner, found := strings.Cut(o.place, " params.")
	if !found {
		_, inner, found = strings.Cut(o.place, " result.")
	}
	if !found {
		return o.method.path()
	}
	return inner + " of " + o.method.path()
}

func writeEnum(b *bytes.Buffer, e *enumType) {
	f := e.fields[0]
	doc := strings.TrimRight(cleanDoc(f.raws[0].Doc), ".")
	text := fmt.Sprintf("%s is %s. Values that are not listed are kept.", e.name, article(doc))
	if strings.HasPrefix(doc, "whether") || doc == "" {
		text = fmt.Sprintf("%s is a value of %s. Values that are not listed are kept.", e.name, f.goName)
	}
	comment(b, "", text)
	fmt.Fprintf(b, "type %s string\n\n", e.name)
	fmt.Fprintf(b, "// The values of %s.\nconst (\n", e.name)
	for _, v := range e.values {
		if v.meaning != "" {
			comment(b, "\t", fmt.Sprintf("%s: %s.", v.name, strings.TrimRight(v.meaning, ".")))
		}
		fmt.Fprintf(b, "\t%s %s = %q\n", v.name, e.name, v.wire)
	}
	b.WriteString(")\n\n")
}

// writePaging writes where a list's params keep what all lists have.
func writePaging(b *bytes.Buffer, t *structType) {
	var parts []string
	for _, place := range []struct{ wire, field string }{
		{"limit", "limit"}, {"offset", "offset"}, {"fields", "fields"}, {"filter", "filter"}, {"sort", "sort"},
		{"date_from", "from"}, {"date_till", "till"},
	} {
		if f := t.field(place.wire); f != nil {
			parts = append(parts, fmt.Sprintf("%s: &p.%s", place.field, f.goName))
		}
	}
	parts = append(parts, "resume: &p.Resume")
	fmt.Fprintf(b, "func (p *%s) page() pageParams {\n\treturn pageParams{%s}\n}\n\n", t.name, strings.Join(parts, ", "))
}

func (t *structType) field(wire string) *fieldType {
	if t == nil {
		return nil
	}
	for _, f := range t.fields {
		if f.wire == wire {
			return f
		}
	}
	return nil
}

// writeCheck writes what is refused before sending; nothing if there is nothing.
func (m *model) writeCheck(b *bytes.Buffer, t *structType) error {
	if !m.checks(t, nil) {
		return nil
	}
	fmt.Fprintf(b, "func (p *%s) check(c checks) {\n", t.name)
	for _, f := range t.fields {
		m.writeFieldCheck(b, f)
	}
	b.WriteString("}\n\n")
	return nil
}

// checks reports whether a type, or one below it, has something to check.
func (m *model) checks(t *structType, above []*structType) bool {
	if t == nil || slices.Contains(above, t) || !t.isParam() {
		return false
	}
	return slices.ContainsFunc(t.fields, func(f *fieldType) bool {
		return len(f.rules("x")) > 0 || f.object != nil && m.checks(f.object, append(above, t))
	})
}

func (t *structType) isParam() bool {
	return slices.ContainsFunc(t.occurrences, func(o occurrence) bool { return !o.result })
}

func (m *model) writeFieldCheck(b *bytes.Buffer, f *fieldType) {
	value := "p." + f.goName
	if f.required {
		if given := f.given(value); given != "" {
			fmt.Fprintf(b, "\t%s\n", given)
		}
	}
	bounds := f.bounds("v")
	nested := f.object != nil && m.checks(f.object, nil)
	switch {
	case f.opt && (len(bounds) > 0 || nested):
		fmt.Fprintf(b, "\tif v, ok := %s.Get(); ok {\n", value)
		for _, rule := range bounds {
			fmt.Fprintf(b, "\t\t%s\n", rule)
		}
		if nested {
			writeNestedCheck(b, f, "v")
		}
		b.WriteString("\t}\n")
	case !f.opt:
		for _, rule := range f.bounds(value) {
			// A zero value is not sent, unless the field is required.
			if f.required {
				fmt.Fprintf(b, "\t%s\n", rule)
			} else {
				fmt.Fprintf(b, "\tif %s {\n\t\t%s\n\t}\n", f.isGiven(value), rule)
			}
		}
		if nested {
			writeNestedCheck(b, f, value)
		}
	}
}

func writeNestedCheck(b *bytes.Buffer, f *fieldType, value string) {
	inner := strings.TrimSuffix(strings.TrimPrefix(f.goType, "frontdesk.Opt["), "]")
	switch {
	case strings.HasPrefix(inner, "[]"), strings.HasPrefix(inner, "OneOrMany"):
		fmt.Fprintf(b, "\tfor i := range %s {\n\t\t%s[i].check(c.item(%q, i))\n\t}\n", value, value, f.wire)
	case strings.HasPrefix(inner, "map["):
		fmt.Fprintf(b, "\tfor key, item := range %s {\n\t\titem.check(c.in(%q + key))\n\t}\n", value, f.wire+".")
	default:
		fmt.Fprintf(b, "\t%s.check(c.in(%q))\n", value, f.wire)
	}
}

// rules are the checks of a field, for finding out whether there are any.
func (f *fieldType) rules(value string) []string {
	var list []string
	if f.required {
		if given := f.given(value); given != "" {
			list = append(list, given)
		}
	}
	return append(list, f.bounds(value)...)
}

// given is the check of a required field; empty where every value may be meant.
func (f *fieldType) given(value string) string {
	switch {
	case f.opt:
		return fmt.Sprintf("c.required(%q, !%s.IsZero())", f.wire, value)
	case f.isID():
		return fmt.Sprintf("c.id(%q, %s)", f.wire, value)
	case f.goType == "bool", number(f.goType) && !strings.HasPrefix(f.goType, "[]"):
		return ""
	case f.object != nil && f.goType == f.object.name:
		return "" // its own fields are checked
	}
	if f.mayBeEmpty() {
		return fmt.Sprintf("c.required(%q, %s != nil)", f.wire, value)
	}
	return fmt.Sprintf("c.required(%q, %s)", f.wire, f.isGiven(value))
}

func (f *fieldType) isID() bool {
	return f.goType == "int64" && (f.wire == "id" || strings.HasSuffix(f.wire, "_id")) && (f.raws[0].Min == nil || *f.raws[0].Min > 0)
}

// isGiven is the condition under which a field counts as given.
func (f *fieldType) isGiven(value string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(f.goType, "frontdesk.Opt["), "]")
	switch {
	case f.goType == "string", f.enum != nil && f.goType == f.enum.name:
		return value + ` != ""`
	case f.goType == "Filter", f.goType == "time.Time", f.goType == "Date":
		return "!" + value + ".IsZero()"
	case strings.HasPrefix(inner, "[]"), strings.HasPrefix(inner, "map["), strings.HasPrefix(inner, "json."):
		return "len(" + value + ") > 0"
	}
	return value + " != 0"
}

// bounds are the checks of limits on the value.
func (f *fieldType) bounds(value string) []string {
	if f.owner.list != nil && f.isPaging() || !f.owner.isParam() {
		return nil
	}
	raw := f.raws[0]
	inner := strings.TrimSuffix(strings.TrimPrefix(f.goType, "frontdesk.Opt["), "]")
	var list []string
	if number(inner) && !strings.HasPrefix(inner, "[]") && !strings.HasPrefix(inner, "map[") {
		number := "float64(" + value + ")"
		if inner == "float64" {
			number = value
		}
		if raw.Min != nil {
			list = append(list, fmt.Sprintf("c.atLeast(%q, %s, %v)", f.wire, number, *raw.Min))
		}
		if raw.Max != nil {
			list = append(list, fmt.Sprintf("c.atMost(%q, %s, %v)", f.wire, number, *raw.Max))
		}
	}
	if strings.HasPrefix(inner, "[]") {
		limit := raw.MaxItems
		if n := f.batchLimit(); n > 0 && limit == nil {
			limit = &n
		}
		if raw.MinItems != nil {
			list = append(list, fmt.Sprintf("c.minItems(%q, len(%s), %d)", f.wire, value, *raw.MinItems))
		}
		if limit != nil {
			list = append(list, fmt.Sprintf("c.maxItems(%q, len(%s), %d)", f.wire, value, *limit))
		}
	}
	if inner == "string" {
		if raw.MinLength != nil {
			list = append(list, fmt.Sprintf("c.minLength(%q, %s, %s)", f.wire, value, strconv.Itoa(*raw.MinLength)))
		}
		if raw.MaxLength != nil {
			list = append(list, fmt.Sprintf("c.maxLength(%q, %s, %s)", f.wire, value, strconv.Itoa(*raw.MaxLength)))
		}
	}
	return list
}

// batchLimit is the most items of the one list of objects that a batch method takes.
func (f *fieldType) batchLimit() int {
	if !f.owner.top || f.object == nil {
		return 0
	}
	return f.owner.occurrences[0].method.BatchLimit
}
