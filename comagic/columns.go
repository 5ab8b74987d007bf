package comagic

import (
	"fmt"
	"strings"
)

// columnKind is what a column holds, as far as filters care.
type columnKind uint8

const (
	kindAny columnKind = iota
	kindText
	kindNumber
	kindBool
	kindTime
	kindList
	kindObject
	kindNull
	kindOther
)

func (k columnKind) String() string {
	return [...]string{"anything", "a text", "a number", "a boolean", "a time", "a list", "an object", "null", "something else"}[k]
}

// accepts refuses a value of another kind than the column's. Times may be given as
// texts, in the vendor's spelling.
func (k columnKind) accepts(field string, value columnKind) error {
	switch {
	case value == kindNull || value == kindOther || value == kindList || value == kindObject:
		return fmt.Errorf("%s cannot be compared with %s", field, value)
	case k == kindAny, k == kindList, k == kindObject, k == value, k == kindTime && value == kindText:
		return nil
	}
	return fmt.Errorf("%s holds %s and cannot be compared with %s", field, k, value)
}

// column is a column of a list. Where the documentation does not say whether a
// column may be filtered or sorted by, it may.
type column struct {
	name  string
	kind  columnKind
	flags columnFlags
}

type columnFlags uint8

const (
	filterable columnFlags = 1 << iota
	sortable
	// hidden columns come only if they are asked for.
	hidden
)

// columns are the columns of a list, in the order of the documentation.
type columns []column

// find returns the column that a name addresses: itself, or the column that holds
// a nested name such as "tags.tag_id".
func (cs columns) find(name string) (col column, nested, ok bool) {
	top, _, dotted := strings.Cut(name, ".")
	for _, c := range cs {
		if c.name == name {
			return c, false, true
		}
	}
	if !dotted {
		return column{}, false, false
	}
	for _, c := range cs {
		if c.name == top && (c.kind == kindObject || c.kind == kindList) {
			return c, true, true
		}
	}
	return column{}, false, false
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

// unknown refuses a name that is no column.
func (cs columns) unknown(c *checks, field, name, what string, flags columnFlags) {
	c.failName(field, name, fmt.Sprintf("there is no column %q", name), what, cs.names(flags))
}

// defaults are the columns that come without being asked for.
func (cs columns) defaults() []string {
	var names []string
	for _, c := range cs {
		if c.flags&hidden == 0 {
			names = append(names, c.name)
		}
	}
	return names
}

func (cs columns) checkFields(c *checks, fields []string) {
	for _, name := range fields {
		if _, _, ok := cs.find(name); !ok {
			cs.unknown(c, "fields", name, "there are", 0)
			return
		}
	}
}

func (cs columns) checkSort(c *checks, sort []Sort) {
	for _, s := range sort {
		col, nested, ok := cs.find(s.Field)
		switch {
		case !ok:
			cs.unknown(c, "sort", s.Field, "sortable are", sortable)
		case !nested && col.flags&sortable == 0:
			c.failName("sort", "", s.Field+" may not be sorted by", "sortable are", cs.names(sortable))
		case s.Order != "" && s.Order != Ascending && s.Order != Descending:
			c.fail("sort", "unknown order %q", s.Order)
		}
	}
}

// maxFilterDepth stops filters that nest endlessly; the vendor allows 3 levels.
const maxFilterDepth = 10

func (cs columns) checkFilter(c *checks, f Filter, depth int) {
	switch {
	case f.IsZero():
	case depth > maxFilterDepth:
		c.fail("filter", "nested deeper than %d", maxFilterDepth)
	case !f.isTree():
		cs.checkCondition(c, f)
	case f.Field != "" || f.Operator != "":
		c.fail("filter", "a filter is a condition or a tree, not both")
	case f.Condition != ConditionAnd && f.Condition != ConditionOr:
		c.fail("filter", "unknown condition %q", f.Condition)
	case len(f.Filters) == 0:
		c.fail("filter", "%q joins no filters", f.Condition)
	default:
		for _, inner := range f.Filters {
			if inner.IsZero() {
				c.fail("filter", "an empty filter in a tree")
			}
			cs.checkFilter(c, inner, depth+1)
		}
	}
}

func (cs columns) checkCondition(c *checks, f Filter) {
	col, nested, ok := cs.find(f.Field)
	if !ok {
		cs.unknown(c, "filter", f.Field, "filterable are", filterable)
		return
	}
	if !nested && col.flags&filterable == 0 {
		c.failName("filter", "", f.Field+" may not be filtered", "filterable are", cs.names(filterable))
		return
	}
	kind := col.kind
	if nested {
		kind = kindAny
	}
	if err := f.checkValue(kind); err != nil {
		c.fail("filter", "%v", err)
	}
}
