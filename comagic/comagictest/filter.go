package comagictest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

type sortKey struct {
	field      string
	descending bool
}

// order reads the sort keys.
func (q *query) order(sort any) *failure {
	keys, _ := sort.([]any)
	for _, key := range keys {
		k, _ := key.(map[string]any)
		name, _ := k["field"].(string)
		col := q.inside(name)
		switch {
		case col.field == nil:
			return &failure{mnemonic: "unexpected_parameters", field: "sort.field", value: name}
		case !col.sortable:
			return &failure{mnemonic: "sort_prohibited", field: name}
		}
		q.sort = append(q.sort, sortKey{name, k["order"] == "desc"})
	}
	return nil
}

func (q *query) compareRows(a, b row) int {
	for _, key := range q.sort {
		n := compare(a.first(key.field), b.first(key.field))
		if key.descending {
			n = -n
		}
		if n != 0 {
			return n
		}
	}
	return 0
}

// compare orders values of one kind; null comes last, as in PostgreSQL.
func compare(a, b any) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	if x, ok := number(a); ok {
		if y, ok := number(b); ok {
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		}
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

func number(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

// place is a column, or a field inside one.
type place struct {
	field                          *contract.Field // nil if there is none
	filterable, sortable, nameable bool
}

// inside finds the column or the field inside one that a name with dots gives. What is
// not stated of a column is allowed; inside one it is filtered as the column above, but
// not sorted by.
func (q *query) inside(name string) place {
	top, rest, nested := strings.Cut(name, ".")
	col := q.column(top)
	if col == nil {
		return place{}
	}
	stated := func(flag *bool, otherwise bool) bool {
		if flag == nil {
			return otherwise
		}
		return *flag
	}
	p := place{col, stated(col.Filterable, true), stated(col.Sortable, true), true}
	for nested {
		comes := stated(p.field.DefaultReply, true)
		top, rest, nested = strings.Cut(rest, ".")
		field := fieldOf(p.field.Fields, top)
		if field == nil {
			return place{}
		}
		p = place{field, stated(field.Filterable, p.filterable), stated(field.Sortable, false), comes && !stated(field.DefaultReply, true)}
	}
	return p
}

// first is the first value at a path.
func (r row) first(path string) any {
	if values := lookUp(map[string]any(r), strings.Split(path, ".")); len(values) > 0 {
		return values[0]
	}
	return nil
}

// indexLevels is how deep trees of filters nest in the vendor's index page.
const indexLevels = 3

// levels is how deep trees of filters nest. A tree is a level, a condition is none: so
// the samples of methods with 2 levels have it.
func (q *query) levels() int {
	if p := q.op.Param("filter"); p != nil {
		var n int
		if _, err := fmt.Sscanf(p.Constraint, "at most %d levels", &n); err == nil {
			return n
		}
	}
	return indexLevels
}

// matches applies a filter or a tree to a row; depth counts the trees.
func (q *query) matches(filter any, r row, depth int) (bool, *failure) {
	f, ok := filter.(map[string]any)
	if !ok {
		return false, &failure{mnemonic: "invalid_parameter_value", field: "filter"}
	}
	filters, isTree := f["filters"].([]any)
	if !isTree {
		return q.condition(f, r)
	}
	if depth > q.levels() {
		return false, &failure{mnemonic: "invalid_parameter_value", field: "filter"}
	}
	and := f["condition"] == "and"
	result := and
	for _, inner := range filters {
		ok, failed := q.matches(inner, r, depth+1)
		if failed != nil {
			return false, failed
		}
		if ok != and {
			result = !and // the others are still judged for errors
		}
	}
	return result, nil
}

func (q *query) condition(f map[string]any, r row) (bool, *failure) {
	name, _ := f["field"].(string)
	operator, _ := f["operator"].(string)
	at := q.inside(name)
	col := at.field
	isNullTest := f["value"] == nil && (operator == "=" || operator == "!=" || strings.HasPrefix(operator, "is_"))
	switch {
	case col == nil:
		return false, &failure{mnemonic: "unexpected_parameters", field: "filter.field", value: name}
	case !at.filterable:
		return false, &failure{mnemonic: "filter_prohibited", field: name}
	case !isNullTest && !takes(col, operator):
		return false, &failure{mnemonic: "invalid_parameter_value", field: "filter.operator", value: operator}
	}
	values := lookUp(map[string]any(r), strings.Split(name, "."))
	ok, err := apply(col, operator, values, f["value"])
	if err != nil {
		return false, &failure{mnemonic: "invalid_parameter_value", field: "filter." + name, value: fmt.Sprint(f["value"])}
	}
	return ok, nil
}

// operatorTypes are the types of values that an operator compares. A test says that
// the embedded file can be read.
var operatorTypes = sync.OnceValue(func() map[string][]string {
	types, _ := readOperatorTypes()
	return types
})

func readOperatorTypes() (map[string][]string, error) {
	var header struct {
		Types struct {
			Operators []struct {
				Operator string   `json:"operator"`
				Types    []string `json:"types"`
			} `json:"operators"`
		} `json:"types"`
	}
	if err := readFile("data_api.json", &header); err != nil {
		return nil, err
	}
	types := map[string][]string{}
	for _, o := range header.Types.Operators {
		types[o.Operator] = o.Types
	}
	return types, nil
}

// takes reports whether an operator is for values of a column. An enum is a text, too;
// a list of texts or numbers is judged by its elements; what an object, a duration and
// a column of several types are compared by is not documented.
func takes(col *contract.Field, operator string) bool {
	types, known := operatorTypes()[operator]
	kind := col.Type
	if elem := col.Elem(); elem != "" {
		kind = elem
	}
	switch {
	case len(col.Also) > 0, strings.EqualFold(col.Format, "HH:MM:SS"):
		return known
	case strings.HasSuffix(operator, "overlap"):
		return known && (col.Elem() != "" && kind != "object" || col.Type == "object" || col.Type == "map")
	case kind == "object" && col.Elem() != "":
		return slices.Contains(types, "array")
	}
	switch kind {
	case "enum":
		return known && (slices.Contains(types, "enum") || slices.Contains(types, "string"))
	case "datetime", "date":
		return known && slices.Contains(types, "iso8601")
	case "number", "string", "boolean":
		return known && (slices.Contains(types, kind) || col.Elem() != "" && slices.Contains(types, "array"))
	}
	return known
}

// lookUp returns the values at a path; lists on the way give one for each element.
func lookUp(v any, path []string) []any {
	if list, ok := v.([]any); ok && len(path) > 0 {
		var all []any
		for _, e := range list {
			all = append(all, lookUp(e, path)...)
		}
		return all
	}
	if len(path) == 0 {
		return []any{v}
	}
	m, _ := v.(map[string]any)
	return lookUp(m[path[0]], path[1:])
}

// negations are operators that hold where another does not.
var negations = map[string]string{
	"!=": "=", "not_like": "like", "not_ilike": "ilike", "not_in": "in", "not_overlap": "overlap", "is_not_null": "is_null",
}

// apply reports whether an operator holds for any of the values.
func apply(col *contract.Field, operator string, values []any, operand any) (bool, error) {
	if positive, ok := negations[operator]; ok {
		holds, err := apply(col, positive, values, operand)
		return !holds, err
	}
	test, err := predicate(operator, operand)
	if err != nil {
		return false, err
	}
	for _, v := range values {
		if test(v) {
			return true, nil
		}
	}
	return len(values) == 0 && test(nil), nil
}

func predicate(operator string, operand any) (func(any) bool, error) {
	switch operator {
	case "=":
		return func(v any) bool { return equal(v, operand) }, nil
	case "is_null":
		return func(v any) bool { return v == nil }, nil
	case "<", ">", "<=", ">=":
		return ordered(operator, operand), nil
	case "in":
		list, ok := operand.([]any)
		if !ok {
			return nil, fmt.Errorf("in needs a list")
		}
		return func(v any) bool {
			return slices.ContainsFunc(list, func(e any) bool { return equal(v, e) })
		}, nil
	case "overlap":
		return func(v any) bool {
			list, _ := v.([]any)
			return slices.ContainsFunc(list, func(e any) bool { return equal(e, operand) })
		}, nil
	case "like", "ilike", "regexp":
		return textPredicate(operator, operand)
	case "jsquery":
		text, _ := operand.(string)
		return jsquery(text)
	}
	return nil, fmt.Errorf("unknown operator %q", operator)
}

func equal(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return compare(a, b) == 0
}

func ordered(operator string, operand any) func(any) bool {
	return func(v any) bool {
		if v == nil || operand == nil {
			return false
		}
		switch n := compare(v, operand); operator {
		case "<":
			return n < 0
		case ">":
			return n > 0
		case "<=":
			return n <= 0
		}
		return compare(v, operand) >= 0
	}
}

// textPredicate makes like, whose % stands for any text, and regexp.
func textPredicate(operator string, operand any) (func(any) bool, error) {
	pattern, ok := operand.(string)
	if !ok {
		return nil, fmt.Errorf("%s needs a text", operator)
	}
	if operator != "regexp" {
		parts := strings.Split(pattern, "%")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		pattern = "(?s)^" + strings.Join(parts, ".*") + "$"
	}
	if operator == "ilike" {
		pattern = "(?i)" + pattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	return func(v any) bool {
		text, ok := v.(string)
		return ok && re.MatchString(text)
	}, nil
}

var jsqueryForm = regexp.MustCompile(`^\s*([#\w.*]+)\s*(=|<=|>=|<|>)\s*(.+?)\s*$`)

// jsquery understands comparisons of one path, such as "#.tag_id = 5" or
// "name = \"a\"": # and * are any element.
func jsquery(text string) (func(any) bool, error) {
	parts := jsqueryForm.FindStringSubmatch(text)
	if parts == nil {
		return nil, fmt.Errorf("the fake does not know this jsquery: %s", text)
	}
	operand := decode([]byte(parts[3]))
	test, err := predicate(parts[2], operand)
	if err != nil {
		return nil, err
	}
	var path []string
	for _, step := range strings.Split(parts[1], ".") {
		if step != "#" && step != "*" && step != "" {
			path = append(path, step)
		}
	}
	anyElement := strings.ContainsAny(parts[1], "#*")
	return func(v any) bool {
		values := lookUp(v, path)
		if list, ok := v.([]any); ok && anyElement && len(path) == 0 {
			values = list
		}
		return slices.ContainsFunc(values, test)
	}, nil
}
