package helpcrunch

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Filter is the question of a search: one condition, or several that are joined
// by AND or by OR. Make it with [And] or [Or]. The two do not nest, and there is no
// operator for one of several values: for "one of these, and …" either exclude the
// other values with IsNot, or search once for each value.
type Filter struct {
	// Conditions are required.
	Conditions []Condition `json:"filter"`
	// Comparison joins several conditions.
	Comparison Comparison `json:"comparison,omitzero"`
}

// Comparison joins the conditions of a [Filter].
type Comparison string

// The ways to join conditions.
const (
	ComparisonAnd Comparison = "AND"
	ComparisonOr  Comparison = "OR"
)

// And finds what meets all conditions; a single one stands for itself.
func And(conditions ...Condition) Filter { return join(ComparisonAnd, conditions) }

// Or finds what meets at least one of the conditions.
func Or(conditions ...Condition) Filter { return join(ComparisonOr, conditions) }

func join(how Comparison, conditions []Condition) Filter {
	f := Filter{Conditions: conditions}
	if len(conditions) > 1 {
		f.Comparison = how
	}
	return f
}

// Condition is one condition of a [Filter]. It is made by the methods of a field,
// such as [CustomerFieldEmail]; a condition that is put together by hand is checked
// against the vendor's rules before it is sent.
type Condition struct {
	Field    string   `json:"field"`
	Operator Operator `json:"operator"`
	// Value is a string for texts, an integer for numbers, an integer of Unix
	// seconds for times, and [TagNames] for tags.
	Value any `json:"value"`
}

// Operator compares a field with a value.
type Operator string

// The operators. All fields but tags have = and !=; numbers and times have the
// next four, texts the last two.
const (
	OperatorEqual          Operator = "="
	OperatorNotEqual       Operator = "!="
	OperatorGreater        Operator = ">"
	OperatorLess           Operator = "<"
	OperatorGreaterOrEqual Operator = ">="
	OperatorLessOrEqual    Operator = "<="
	OperatorContains       Operator = "~"
	OperatorNotContains    Operator = "!~"
)

// TextField is a searchable text.
type TextField string

// Is finds records whose text is value.
func (f TextField) Is(value string) Condition { return Condition{string(f), OperatorEqual, value} }

// IsNot finds records whose text is not value.
func (f TextField) IsNot(value string) Condition {
	return Condition{string(f), OperatorNotEqual, value}
}

// Contains finds records whose text contains part.
func (f TextField) Contains(part string) Condition {
	return Condition{string(f), OperatorContains, part}
}

// DoesNotContain finds records whose text does not contain part.
func (f TextField) DoesNotContain(part string) Condition {
	return Condition{string(f), OperatorNotContains, part}
}

// NumberField is a searchable integer, such as an id.
type NumberField string

// Is finds records whose number is n.
func (f NumberField) Is(n int64) Condition { return Condition{string(f), OperatorEqual, n} }

// IsNot finds records whose number is not n.
func (f NumberField) IsNot(n int64) Condition { return Condition{string(f), OperatorNotEqual, n} }

// Above finds records whose number is greater than n.
func (f NumberField) Above(n int64) Condition { return Condition{string(f), OperatorGreater, n} }

// Below finds records whose number is less than n.
func (f NumberField) Below(n int64) Condition { return Condition{string(f), OperatorLess, n} }

// AtLeast finds records whose number is n or greater.
func (f NumberField) AtLeast(n int64) Condition {
	return Condition{string(f), OperatorGreaterOrEqual, n}
}

// AtMost finds records whose number is n or less.
func (f NumberField) AtMost(n int64) Condition { return Condition{string(f), OperatorLessOrEqual, n} }

// TimeField is a searchable time; it is compared in whole seconds.
type TimeField string

// Is finds records whose time is t.
func (f TimeField) Is(t time.Time) Condition { return f.where(OperatorEqual, t) }

// IsNot finds records whose time is not t.
func (f TimeField) IsNot(t time.Time) Condition { return f.where(OperatorNotEqual, t) }

// After finds records whose time is later than t.
func (f TimeField) After(t time.Time) Condition { return f.where(OperatorGreater, t) }

// Before finds records whose time is earlier than t.
func (f TimeField) Before(t time.Time) Condition { return f.where(OperatorLess, t) }

// NotBefore finds records whose time is t or later.
func (f TimeField) NotBefore(t time.Time) Condition { return f.where(OperatorGreaterOrEqual, t) }

// NotAfter finds records whose time is t or earlier.
func (f TimeField) NotAfter(t time.Time) Condition { return f.where(OperatorLessOrEqual, t) }

// where sends seconds as an integer, as all of the vendor's examples do.
func (f TimeField) where(op Operator, t time.Time) Condition {
	return Condition{string(f), op, t.Unix()}
}

// TagsField is a searchable list of tags.
type TagsField string

// Include finds records that have all of these tags. For any of several, join one
// Include each with [Or].
func (f TagsField) Include(names ...string) Condition {
	return Condition{string(f), OperatorEqual, TagNames(names)}
}

// fieldType is a type of searchable fields.
type fieldType struct {
	name      string
	operators []Operator
	accepts   func(value any) bool
}

var (
	ordered   = []Operator{OperatorEqual, OperatorNotEqual, OperatorGreater, OperatorLess, OperatorGreaterOrEqual, OperatorLessOrEqual}
	textType  = &fieldType{"a text", []Operator{OperatorEqual, OperatorNotEqual, OperatorContains, OperatorNotContains}, isText}
	countType = &fieldType{"an integer", ordered, isInteger}
	timeType  = &fieldType{"a time in Unix seconds", ordered, isSeconds}
	tagsType  = &fieldType{"a list of tag names", []Operator{OperatorEqual}, isTags}
)

func isText(v any) bool { _, ok := textOf(v); return ok }

func isInteger(v any) bool { _, ok := intOf(v); return ok }

func isSeconds(v any) bool {
	if t, ok := v.(time.Time); ok {
		return t.Unix() >= 0
	}
	n, ok := intOf(v)
	return ok && n >= 0
}

// isTags takes names as [TagNames], and lists of objects that a caller made; bare
// texts would be sent as they are, and find nothing.
func isTags(v any) bool {
	if names, ok := v.(TagNames); ok {
		return len(names) > 0 && !slices.Contains(names, "")
	}
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Slice || rv.Len() == 0 {
		return false
	}
	switch rv.Type().Elem().Kind() {
	case reflect.Struct, reflect.Map, reflect.Pointer, reflect.Interface:
		return true
	}
	return false
}

// check holds the filter against the fields of an entity ("customers."). A field
// that is not in the list is the vendor's business: it may be new.
func (f Filter) check(entity string, fields map[string]*fieldType) error {
	switch {
	case len(f.Conditions) == 0:
		return errors.New("at least one condition is required")
	case len(f.Conditions) > 1 && f.Comparison == "":
		return errors.New("several conditions need a comparison: join them with And or Or")
	}
	for i, c := range f.Conditions {
		if err := c.check(entity, fields); err != nil {
			return fmt.Errorf("condition %d: %w", i, err)
		}
	}
	return nil
}

func (c Condition) check(entity string, fields map[string]*fieldType) error {
	if !strings.HasPrefix(c.Field, entity) {
		return fmt.Errorf("%q is not a field of %s*", c.Field, entity)
	}
	known := fields[c.Field]
	switch {
	case known == nil && (c.Operator == "" || c.Value == nil):
		return fmt.Errorf("%s needs an operator and a value", c.Field)
	case known == nil:
		return nil
	case !slices.Contains(known.operators, c.Operator):
		return fmt.Errorf("%s is %s: it has no operator %q", c.Field, known.name, c.Operator)
	case !known.accepts(c.Value):
		return fmt.Errorf("%s is %s: it cannot be compared with %T", c.Field, known.name, c.Value)
	}
	return nil
}
