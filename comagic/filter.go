package comagic

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Filter narrows a list: one condition on a column ([Equal], [In], [Like], …), or a
// tree of filters joined by [And] and [Or]. The zero Filter is none. Methods allow
// two or three levels of trees, as the comment of their Filter says:
// And(a, Or(b, c)) has two.
//
// What a list does not take is refused before sending: a column that it does not
// filter, an operator that does not compare what the column holds, a value of another
// type, and a text that is none of the values of a column whose values are all
// documented; [Like] takes any text. A time.Time that is compared with a column of
// dates stands for its day in the client's zone.
type Filter struct {
	// Field, Operator and Value are a condition.
	Field    string
	Operator Operator
	// Value is a string, number, bool, time.Time or Date, a slice of strings or
	// numbers for In, or nil.
	Value any
	// Filters and Condition are a tree.
	Filters   []Filter
	Condition Condition
}

// Operator compares a column with a value.
type Operator string

// The operators. Not every method has those after OpJSQuery.
const (
	OpEqual          Operator = "="
	OpNotEqual       Operator = "!="
	OpLess           Operator = "<"
	OpGreater        Operator = ">"
	OpLessOrEqual    Operator = "<="
	OpGreaterOrEqual Operator = ">="
	OpLike           Operator = "like"
	OpRegexp         Operator = "regexp"
	OpJSQuery        Operator = "jsquery"
	OpILike          Operator = "ilike"
	OpNotLike        Operator = "not_like"
	OpNotILike       Operator = "not_ilike"
	OpIn             Operator = "in"
	OpNotIn          Operator = "not_in"
	OpOverlap        Operator = "overlap"
	OpNotOverlap     Operator = "not_overlap"
	OpIsNull         Operator = "is_null"
	OpIsNotNull      Operator = "is_not_null"
)

// Condition joins the filters of a tree.
type Condition string

// The conditions.
const (
	ConditionAnd Condition = "and"
	ConditionOr  Condition = "or"
)

// Scalar is what a column can be compared with; string includes the enums of this
// package.
type Scalar interface {
	~string | ~int | ~int32 | ~int64 | ~float64 | ~bool | time.Time | Date
}

// Ordered is what has an order: numbers, times and dates.
type Ordered interface {
	~int | ~int32 | ~int64 | ~float64 | time.Time | Date
}

// And holds if all filters hold. Zero filters are left out; if no other is left, the
// result is the zero Filter, so that conditions can be added one by one:
//
//	filter = comagic.And(filter, comagic.Equal("is_lost", true))
func And(filters ...Filter) Filter { return join(ConditionAnd, filters) }

// Or holds if one of the filters holds. Zero filters are left out; if no other is
// left, the result is the zero Filter, which all rows fit. Or of no filters at all,
// as of an empty slice, would fit no row: a list with it is refused before sending.
func Or(filters ...Filter) Filter {
	if len(filters) == 0 {
		return Filter{Condition: ConditionOr}
	}
	return join(ConditionOr, filters)
}

func join(condition Condition, filters []Filter) Filter {
	given := make([]Filter, 0, len(filters))
	for _, f := range filters {
		if !f.IsZero() {
			given = append(given, f)
		}
	}
	if len(given) == 0 {
		return Filter{}
	}
	return Filter{Filters: given, Condition: condition}
}

// Equal holds if the column has the value; texts compare case-sensitively.
func Equal[V Scalar](field string, value V) Filter { return condition(field, OpEqual, value) }

// NotEqual is the reverse of [Equal].
func NotEqual[V Scalar](field string, value V) Filter { return condition(field, OpNotEqual, value) }

// Less holds if the column is below the value.
func Less[V Ordered](field string, value V) Filter { return condition(field, OpLess, value) }

// Greater holds if the column is above the value.
func Greater[V Ordered](field string, value V) Filter { return condition(field, OpGreater, value) }

// AtMost holds if the column is not above the value.
func AtMost[V Ordered](field string, value V) Filter { return condition(field, OpLessOrEqual, value) }

// AtLeast holds if the column is not below the value.
func AtLeast[V Ordered](field string, value V) Filter {
	return condition(field, OpGreaterOrEqual, value)
}

// In holds if the column has one of the values.
func In[V Scalar](field string, values ...V) Filter { return condition(field, OpIn, values) }

// NotIn is the reverse of [In].
func NotIn[V Scalar](field string, values ...V) Filter { return condition(field, OpNotIn, values) }

// Like holds if the column fits a pattern in which % stands for any text:
// "a%" begins with a, "%a" ends with it, "%a%" contains it. Case counts.
func Like(field, pattern string) Filter { return condition(field, OpLike, pattern) }

// NotLike is the reverse of [Like].
func NotLike(field, pattern string) Filter { return condition(field, OpNotLike, pattern) }

// ILike is [Like] without regard to case.
func ILike(field, pattern string) Filter { return condition(field, OpILike, pattern) }

// NotILike is the reverse of [ILike].
func NotILike(field, pattern string) Filter { return condition(field, OpNotILike, pattern) }

// Regexp holds if the column fits a POSIX regular expression. Case counts.
func Regexp(field, expression string) Filter { return condition(field, OpRegexp, expression) }

// JSQuery holds if the column, an object or a list, fits a query of PostgreSQL's
// jsquery extension.
func JSQuery(field, query string) Filter { return condition(field, OpJSQuery, query) }

// Overlap holds if the column, a list, holds the value.
func Overlap(field, value string) Filter { return condition(field, OpOverlap, value) }

// NotOverlap is the reverse of [Overlap].
func NotOverlap(field, value string) Filter { return condition(field, OpNotOverlap, value) }

// IsNull holds if the column is empty. All methods take it: it is "=" with null.
func IsNull(field string) Filter { return condition(field, OpEqual, nil) }

// IsNotNull is the reverse of [IsNull].
func IsNotNull(field string) Filter { return condition(field, OpNotEqual, nil) }

func condition(field string, op Operator, value any) Filter {
	return Filter{Field: field, Operator: op, Value: value}
}

// IsZero reports whether the filter is none.
func (f Filter) IsZero() bool {
	return f.Field == "" && f.Operator == "" && f.Value == nil && f.Condition == "" && f.Filters == nil
}

func (f *Filter) isTree() bool { return f.Condition != "" || f.Filters != nil }

// leaf and tree are the two forms on the wire.
type leaf struct {
	Field    string   `json:"field"`
	Operator Operator `json:"operator"`
	Value    any      `json:"value"`
}

type tree struct {
	Filters   []Filter  `json:"filters"`
	Condition Condition `json:"condition"`
}

// MarshalJSONTo writes a condition or a tree; the zero Filter is null.
func (f Filter) MarshalJSONTo(enc *wire.Encoder) error {
	switch {
	case f.IsZero():
		return wire.WriteRaw(enc, []byte("null"))
	case f.isTree():
		return wire.Encode(enc, tree{f.Filters, f.Condition})
	}
	return wire.Encode(enc, leaf{f.Field, f.Operator, f.Value})
}

// UnmarshalJSONFrom reads both forms, and null as no filter. Whole numbers become
// int64, others float64.
func (f *Filter) UnmarshalJSONFrom(dec *wire.Decoder) error {
	*f = Filter{}
	raw, err := wire.ReadRaw(dec)
	if err != nil || wire.Blank(raw) {
		return err
	}
	if _, ok := wire.Member(raw, "filters"); ok {
		var t tree
		if err := wire.DecodeWithin(dec, raw, &t); err != nil {
			return err
		}
		f.Filters, f.Condition = t.Filters, t.Condition
		return nil
	}
	var l leaf
	if err := wire.DecodeWithin(dec, raw, &l); err != nil {
		return err
	}
	f.Field, f.Operator, f.Value = l.Field, l.Operator, l.Value
	if value, ok := wire.Member(raw, "value"); ok {
		if n, whole := wholeNumber(value); whole {
			f.Value = n
		}
	}
	return nil
}

func wholeNumber(raw []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	return n, err == nil
}

// Sort orders a list by a column.
type Sort struct {
	// Field is the column.
	Field string `json:"field"`
	// Order is the direction; ascending if empty.
	Order Order `json:"order,omitzero"`
}

// Order is a direction of sorting.
type Order string

// The directions.
const (
	Ascending  Order = "asc"
	Descending Order = "desc"
)

// Asc sorts by a column, the smallest first.
func Asc(field string) Sort { return Sort{Field: field, Order: Ascending} }

// Desc sorts by a column, the largest first.
func Desc(field string) Sort { return Sort{Field: field, Order: Descending} }

// valueKind names the kind of a filter's value; kindOther is one that no column
// can be compared with.
func valueKind(value any) columnKind {
	switch value.(type) {
	case nil:
		return kindNull
	case time.Time, *time.Time:
		return kindTime
	case Date, *Date:
		return kindDate
	}
	switch reflect.TypeOf(value).Kind() {
	case reflect.String:
		return kindText
	case reflect.Bool:
		return kindBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return kindNumber
	case reflect.Slice:
		return kindList
	}
	return kindOther
}

// checkValue refuses a value that the operator or the column cannot take.
func (f *Filter) checkValue(kind columnKind) error {
	value := valueKind(f.Value)
	set := operatorKinds(f.Operator)
	isNullTest := f.Operator == OpIsNull || f.Operator == OpIsNotNull
	switch {
	case set == 0:
		return fmt.Errorf("unknown operator %q", f.Operator)
	case isNullTest && value != kindNull:
		return fmt.Errorf("%s takes no value", f.Operator)
	case isNullTest, value == kindNull && (f.Operator == OpEqual || f.Operator == OpNotEqual):
		return nil
	// What objects are compared by is not documented.
	case !set.has(kind) && kind != kindAny && kind != kindObject:
		return fmt.Errorf("%s holds %s, %s", f.Field, kind, f.Operator.needs())
	}
	switch f.Operator {
	case OpIn, OpNotIn:
		return f.checkValues(kind, value)
	case OpLike, OpNotLike, OpILike, OpNotILike, OpRegexp, OpJSQuery, OpOverlap, OpNotOverlap:
		kind = kindText
	}
	return kind.accepts(f.Field, value)
}

// needs says what is missing in a column that the operator does not compare.
func (o Operator) needs() string {
	switch o {
	case OpLess, OpGreater, OpLessOrEqual, OpGreaterOrEqual:
		return "which has no order; " + string(o) + " is for numbers, times and dates"
	case OpLike, OpNotLike, OpILike, OpNotILike, OpRegexp:
		return "which is no text, as " + string(o) + " needs"
	case OpJSQuery:
		return "which is no list or object, as jsquery needs"
	case OpOverlap, OpNotOverlap:
		return "which is no list of texts, as " + string(o) + " needs"
	}
	return string(o) + " does not compare it; see JSQuery"
}

// compared are the texts that a column has to be equal to, or not.
func (f *Filter) compared() []string {
	var texts []string
	add := func(v reflect.Value) {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if v.Kind() == reflect.String {
			texts = append(texts, v.String())
		}
	}
	switch f.Operator {
	case OpEqual, OpNotEqual:
		add(reflect.ValueOf(f.Value))
	case OpIn, OpNotIn:
		list := reflect.ValueOf(f.Value)
		for i := range list.Len() {
			add(list.Index(i))
		}
	}
	return texts
}

func (f *Filter) checkValues(kind, value columnKind) error {
	if value != kindList {
		return fmt.Errorf("%s needs a list of values", f.Operator)
	}
	list := reflect.ValueOf(f.Value)
	if list.Len() == 0 {
		return fmt.Errorf("%s needs at least one value", f.Operator)
	}
	for i := range list.Len() {
		if err := kind.accepts(f.Field, valueKind(list.Index(i).Interface())); err != nil {
			return err
		}
	}
	return nil
}
