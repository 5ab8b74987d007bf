package comagic

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// columnKind is what a column holds, as far as filters care.
type columnKind uint8

const (
	kindAny columnKind = iota
	kindText
	kindNumber
	kindBool
	kindTime
	kindDate
	kindList    // of texts or numbers
	kindObjects // a list of objects
	kindObject
	kindNull
	kindOther
)

// kindSet is a set of kinds, one bit each.
type kindSet uint16

func (s kindSet) has(k columnKind) bool { return s&(1<<k) != 0 }

func (k columnKind) String() string {
	return [...]string{
		"anything", "a text", "a number", "a boolean", "a time", "a date", "a list", "a list of objects", "an object", "null",
		"something else",
	}[k]
}

// accepts refuses a value of another kind than the column's. Times and dates may be
// given as texts, in the vendor's spelling; a time stands for its day.
func (k columnKind) accepts(field string, value columnKind) error {
	switch {
	case value == kindNull || value == kindOther || value == kindList || value == kindObject:
		return fmt.Errorf("%s cannot be compared with %s", field, value)
	case k == kindAny, k == kindList, k == kindObjects, k == kindObject, k == value:
		return nil
	case k == kindTime && value == kindText, k == kindDate && (value == kindText || value == kindTime):
		return nil
	}
	return fmt.Errorf("%s holds %s and cannot be compared with %s", field, k, value)
}

// column is a column of a list, or a field inside one, such as "tags.tag_id". Where
// the documentation does not say whether a column may be filtered or sorted by, it
// may.
type column struct {
	name  string
	kind  columnKind
	flags columnFlags
	// values are all that an enum can be, with | between them; empty if they are
	// not all known.
	values string
}

type columnFlags uint8

const (
	filterable columnFlags = 1 << iota
	sortable
	// hidden columns come only if they are asked for.
	hidden
	// nested is a field inside a column.
	nested
	// nameable is a nested field that may be asked for.
	nameable
)

// columns are the columns of a list, in the order of the documentation, and behind
// them what it allows inside them.
type columns []column

// find returns the column of a name.
func (cs columns) find(name string) (column, bool) {
	if c := cs.column(name); c != nil {
		return *c, true
	}
	return column{}, false
}

// column is find with nil for a name of no column.
func (cs columns) column(name string) *column {
	for i := range cs {
		if cs[i].name == name {
			return &cs[i]
		}
	}
	return nil
}

// inside reports whether a name is that of something inside a column.
func (cs columns) inside(name string) bool {
	top, _, dotted := strings.Cut(name, ".")
	col := cs.column(top)
	return dotted && col != nil && (col.kind == kindObject || col.kind == kindObjects || col.kind == kindList || col.kind == kindAny)
}

// askable names what Fields may hold.
func (cs columns) askable() []string {
	var names []string
	for _, c := range cs {
		if c.flags&nested == 0 || c.flags&nameable != 0 {
			names = append(names, c.name)
		}
	}
	return names
}

// names lists the columns with the given flags.
func (cs columns) names(flags columnFlags) []string {
	var names []string
	for _, c := range cs {
		if c.flags&flags == flags {
			names = append(names, c.name)
		}
	}
	return names
}

// refuse refuses a name: that of no column, or one that may not be used so.
func (cs columns) refuse(c *checks, field, name, use, what string, names []string) {
	switch {
	case cs.column(name) != nil:
		c.failName(field, "", fmt.Sprintf("%s may not be %s", name, use), what, names)
	case cs.inside(name):
		c.failName(field, name, fmt.Sprintf("nothing inside a column is documented to be %s as %q", use, name), what, names)
	default:
		c.failName(field, name, fmt.Sprintf("there is no column %q", name), what, names)
	}
}

// defaults are the columns that come without being asked for.
func (cs columns) defaults() []string {
	var names []string
	for _, c := range cs {
		if c.flags&(hidden|nested) == 0 {
			names = append(names, c.name)
		}
	}
	return names
}

func (cs columns) checkFields(c *checks, fields []string) {
	for _, name := range fields {
		if col := cs.column(name); col == nil || col.flags&nested != 0 && col.flags&nameable == 0 {
			cs.refuse(c, "fields", name, "asked for", "there are", cs.askable())
			return
		}
	}
}

func (cs columns) checkSort(c *checks, sort []Sort) {
	for _, s := range sort {
		col := cs.column(s.Field)
		switch {
		case col == nil || col.flags&sortable == 0:
			cs.refuse(c, "sort", s.Field, "sorted by", "sortable are", cs.names(sortable))
		case s.Order != "" && s.Order != Ascending && s.Order != Descending:
			c.fail("sort", "unknown order %q", s.Order)
		}
	}
}

// checkFilter checks a filter whose trees have levels left to nest.
func (cs columns) checkFilter(c *checks, f Filter, most, left int) { cs.checkTree(c, &f, most, left) }

func (cs columns) checkTree(c *checks, f *Filter, most, left int) {
	switch {
	case f.IsZero():
	case !f.isTree():
		cs.checkCondition(c, f)
	case left == 0:
		c.fail("filter", "trees of conditions nest at most %d levels", most)
	case f.Field != "" || f.Operator != "":
		c.fail("filter", "a filter is a condition or a tree, not both")
	case f.Condition != ConditionAnd && f.Condition != ConditionOr:
		c.fail("filter", "unknown condition %q", f.Condition)
	case len(f.Filters) == 0:
		c.fail("filter", "%q joins no filters", f.Condition)
	default:
		for i := range f.Filters {
			if f.Filters[i].IsZero() {
				c.fail("filter", "an empty filter in a tree")
			}
			cs.checkTree(c, &f.Filters[i], most, left-1)
		}
	}
}

func (cs columns) checkCondition(c *checks, f *Filter) {
	col := cs.column(f.Field)
	if col == nil || col.flags&filterable == 0 {
		cs.refuse(c, "filter", f.Field, "filtered", "filterable are", cs.names(filterable))
		return
	}
	if err := f.checkValue(col.kind); err != nil {
		c.fail("filter", "%v", err)
		return
	}
	if col.values == "" {
		return
	}
	known := strings.Split(col.values, "|")
	for _, value := range f.compared() {
		if !slices.Contains(known, value) {
			c.failName("filter", value, fmt.Sprintf("%s is never %q", f.Field, value), "it is one of", known)
			return
		}
	}
}

// onDays returns the filter with the times that date columns are compared with as
// the days that they are in a zone. The filter itself stays as it is.
func (cs columns) onDays(f Filter, zone *time.Location) Filter {
	cs.setDays(&f, zone)
	return f
}

func (cs columns) setDays(f *Filter, zone *time.Location) {
	if f.isTree() {
		f.Filters = slices.Clone(f.Filters)
		for i := range f.Filters {
			cs.setDays(&f.Filters[i], zone)
		}
		return
	}
	if col := cs.column(f.Field); col == nil || col.kind != kindDate {
		return
	}
	switch t := f.Value.(type) {
	case time.Time:
		f.Value = NewDate(t.In(zone))
	case *time.Time:
		if t != nil {
			f.Value = NewDate(t.In(zone))
		}
	}
}
