package main

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// kinds are the filter's kinds of the inventory's types.
var kinds = map[string]string{
	"string": "kindText", "enum": "kindText", "number": "kindNumber", "boolean": "kindBool", "datetime": "kindTime",
	"date": "kindDate", "object": "kindObject", "map": "kindObject", "any": "kindAny", "unknown": "kindAny",
}

// column is a column of a list, or one nested in it, which is named with dots.
type column struct {
	name                           string
	kind                           string
	nested                         bool
	filterable, sortable, nameable bool
	hidden                         bool
	values                         []string // of an enum whose list is complete
}

// columns returns what callers can name of a list: its columns, then what the
// inventory allows inside them. What it does not say of a column is allowed; what it
// does not say inside one is as the column above.
func (mt *method) columns() ([]column, error) {
	var top, below []column
	for _, f := range mt.Response.Fields {
		c := column{
			name: f.Name, filterable: f.Filterable == nil || *f.Filterable, sortable: f.Sortable == nil || *f.Sortable,
			nameable: true, hidden: f.DefaultReply != nil && !*f.DefaultReply, values: mt.closedValues(f),
		}
		var err error
		if c.kind, err = f.kind(); err != nil {
			return nil, err
		}
		top = append(top, c)
		if below, err = nestedColumns(below, c, f.Fields); err != nil {
			return nil, err
		}
	}
	return append(top, below...), nil
}

// nestedColumns adds what may be filtered, sorted by or asked for inside a column. A
// field that does not come with its column must be nameable.
func nestedColumns(list []column, above column, fields []*rawField) ([]column, error) {
	for _, f := range fields {
		c := column{
			name: above.name + "." + f.Name, nested: true, filterable: above.filterable,
			sortable: f.Sortable != nil && *f.Sortable, hidden: f.DefaultReply != nil && !*f.DefaultReply,
		}
		c.nameable = c.hidden && !above.hidden
		if f.Filterable != nil {
			c.filterable = *f.Filterable
		}
		var err error
		if c.kind, err = f.kind(); err != nil {
			return nil, err
		}
		if c.filterable || c.sortable || c.nameable {
			list = append(list, c)
		}
		if list, err = nestedColumns(list, c, f.Fields); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// kind is the kind of a column of the field. A time of day and a duration have an
// order though they are texts: what they are compared by is not documented.
func (f *rawField) kind() (string, error) {
	kind := kinds[f.Type]
	switch {
	case f.Type == "array<object>" && len(f.Also) == 0:
		return "kindObjects", nil
	case strings.HasPrefix(f.Type, "array<") && f.Type != "array<object>":
		return "kindList", nil
	case kind == "" && f.Type != "array<object>":
		return "", fmt.Errorf("no kind for the column %s of type %s", f.Name, f.Type)
	case len(f.Also) > 0, f.Type == "string" && (strings.EqualFold(f.Format, "HH:MM:SS") || strings.HasSuffix(f.Name, "duration")):
		return "kindAny", nil
	}
	return kind, nil
}

// openEnum marks enums of which the vendor's own samples have more values than its
// list.
const openEnum = "is not listed"

// closedValues are the values of an enum's column, those of all places where the type
// occurs; none if the list is known to lack some.
func (mt *method) closedValues(f *rawField) []string {
	typed := mt.result.field(f.Name)
	if f.Type != "enum" || len(f.Enum) == 0 || typed == nil || typed.enum == nil {
		return nil
	}
	for _, place := range typed.enum.fields {
		if slices.ContainsFunc(place.raws, func(raw fieldUse) bool { return strings.Contains(raw.Notes, openEnum) }) {
			return nil
		}
	}
	var values []string
	for _, v := range typed.enum.values {
		values = append(values, v.wire)
	}
	return values
}

// valueSeparator joins the values of an enum in the code: one text costs a program
// less than a slice.
const valueSeparator = "|"

// writeColumns writes the columns of a list.
func writeColumns(b *bytes.Buffer, list []column) error {
	b.WriteString("columns{\n")
	for _, c := range list {
		if strings.Contains(strings.Join(c.values, ""), valueSeparator) {
			return fmt.Errorf("a value of %s holds %s", c.name, valueSeparator)
		}
		fmt.Fprintf(b, "\t\t{%q, %s, %s, %q},\n", c.name, c.kind, c.flags(), strings.Join(c.values, valueSeparator))
	}
	b.WriteString("\t}")
	return nil
}

func (c column) flags() string {
	var list []string
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"filterable", c.filterable}, {"sortable", c.sortable}, {"hidden", c.hidden}, {"nested", c.nested}, {"nameable", c.nested && c.nameable},
	} {
		if flag.set {
			list = append(list, flag.name)
		}
	}
	if len(list) == 0 {
		return "0"
	}
	return strings.Join(list, " | ")
}

// defaultLevels is how deep trees of filters nest where the method does not say:
// the vendor's index page shows so many. A tree is a level, a condition is none: the
// samples of methods with at most 2 levels have conditions in trees in a tree.
const defaultLevels = 3

var levels = regexp.MustCompile(`^at most (\d+) levels of nesting$`)

// filterLevels is how deep the trees of a list's filter nest.
func (mt *method) filterLevels() (int, error) {
	for _, p := range mt.Params {
		if p.Name != "filter" || p.Constraint == "" {
			continue
		}
		found := levels.FindStringSubmatch(p.Constraint)
		if found == nil {
			return 0, fmt.Errorf("the filter's constraint %q does not tell its levels of nesting", p.Constraint)
		}
		return strconv.Atoi(found[1])
	}
	return defaultLevels, nil
}

// operators are the constants of filter.go.
var operators = map[string]string{
	"=": "OpEqual", "!=": "OpNotEqual", "<": "OpLess", ">": "OpGreater", "<=": "OpLessOrEqual", ">=": "OpGreaterOrEqual",
	"like": "OpLike", "not_like": "OpNotLike", "ilike": "OpILike", "not_ilike": "OpNotILike", "regexp": "OpRegexp",
	"jsquery": "OpJSQuery", "in": "OpIn", "not_in": "OpNotIn", "overlap": "OpOverlap", "not_overlap": "OpNotOverlap",
	"is_null": "OpIsNull", "is_not_null": "OpIsNotNull",
}

// operatorKinds are the kinds of columns for the types that the vendor gives its
// operators. A list is judged by its elements, which may be texts.
var operatorKinds = map[string][]string{
	"number": {"kindNumber"}, "string": {"kindText", "kindList"}, "enum": {"kindText"}, "boolean": {"kindBool"},
	"iso8601": {"kindTime", "kindDate"}, "object": {"kindObject"}, "array": {"kindList", "kindObjects"}, "null": nil,
}

// operatorsFile is operators_gen.go: which columns an operator compares.
func (m *model) operatorsFile(b *bytes.Buffer) error {
	b.WriteString("// operatorKinds returns the kinds of columns that an operator compares, by the vendor's\n" +
		"// table of operators; 0 for an unknown operator.\n" +
		"func operatorKinds(o Operator) kindSet {\n\tswitch o {\n")
	for _, o := range m.inv.operators {
		name := operators[o.Operator]
		if name == "" {
			return fmt.Errorf("filter.go has no constant for the operator %q", o.Operator)
		}
		var set []string
		for _, t := range o.Types {
			of, ok := operatorKinds[t]
			if !ok {
				return fmt.Errorf("the operator %s compares a %q", o.Operator, t)
			}
			for _, kind := range of {
				// The table gives overlap the type of the value: the column is a list.
				if overlap := strings.HasSuffix(o.Operator, "overlap"); !slices.Contains(set, kind) && (!overlap || kind == "kindList") {
					set = append(set, kind)
				}
			}
		}
		for i := range set {
			set[i] = "1<<" + set[i]
		}
		fmt.Fprintf(b, "\tcase %s:\n\t\treturn %s\n", name, strings.Join(set, " | "))
	}
	b.WriteString("\t}\n\treturn 0\n}\n")
	return nil
}
