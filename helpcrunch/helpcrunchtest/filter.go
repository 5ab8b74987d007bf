package helpcrunchtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// filter is the question of a search. Texts are compared exactly, upper and lower
// case included: the vendor does not say how it compares.
type filter struct {
	conditions []condition
	any        bool // joined by OR
	value      valueOf
}

type condition struct {
	field, operator, kind string
	value                 any
}

// parseFilter reads the filter of a search; what the documentation does not allow
// is answered with the path of the attribute.
func parseFilter(c *call, value valueOf) (*filter, *reply) {
	described := c.op.Param("filter")
	list, _ := c.body["filter"].([]any)
	f := &filter{any: c.body["comparison"] == "OR", value: value}
	var faults []entry
	if len(list) == 0 {
		faults = append(faults, entry{"filter", "This value should not be blank."})
	}
	if len(list) > 1 && c.body["comparison"] == nil {
		faults = append(faults, entry{"comparison", "This value should not be blank."})
	}
	for i, item := range list {
		members, _ := item.(map[string]any)
		cond, fault := parseCondition(members, described)
		if fault != nil {
			fault.Code = fmt.Sprintf("filter[%d].%s", i, fault.Code)
			faults = append(faults, *fault)
		}
		f.conditions = append(f.conditions, cond)
	}
	if faults != nil {
		failed := invalid(faults...)
		return nil, &failed
	}
	return f, nil
}

func parseCondition(members map[string]any, described *contract.Field) (condition, *entry) {
	cond := condition{value: members["value"]}
	cond.field, _ = members["field"].(string)
	cond.operator, _ = members["operator"].(string)
	cond.kind = described.Child("field").ValueTypes[cond.field]
	switch {
	case cond.field == "":
		return cond, &entry{"field", "This value should not be blank."}
	case cond.kind == "":
		return cond, &entry{"field", "The value you selected is not a valid choice."}
	case !slices.Contains(described.Child("operator").OperatorsByType[cond.kind], cond.operator):
		return cond, &entry{"operator", "The value you selected is not a valid choice."}
	case !cond.fits():
		return cond, &entry{"value", "This value should be of type " + wantedType[cond.kind] + "."}
	}
	return cond, nil
}

// wantedType names the types as the vendor's texts do.
var wantedType = map[string]string{
	"integer": "numeric", "timestamp": "numeric", "string": "string", "array<object>": "array",
}

// fits reports whether the value has the type of the field.
func (c condition) fits() bool {
	switch v := c.value.(type) {
	case string:
		return c.kind == "string" || c.kind == "timestamp" && strings.Trim(v, "0123456789") == "" && v != ""
	case json.Number:
		return c.kind == "integer" || c.kind == "timestamp"
	case []any:
		return c.kind == "array<object>" && len(v) > 0 && !slices.ContainsFunc(v, nameless)
	}
	return false
}

// nameless reports what is no tag: a bare text, say, which would find nothing.
func nameless(tag any) bool { return tagName(tag) == "" }

func (f *filter) matches(rec record) bool {
	for _, c := range f.conditions {
		if met := c.met(f.value(rec, c.field)); met == f.any {
			return f.any
		}
	}
	return !f.any
}

// met compares what a record has with the condition. Only the negations are true
// of a record that has nothing.
func (c condition) met(have any) bool {
	switch c.kind {
	case "array<object>":
		return c.hasAll(have)
	case "string":
		return c.metByText(have)
	}
	if list, ok := have.([]any); ok {
		return c.metByAny(list)
	}
	if have == nil {
		return c.operator == "!="
	}
	order := numberOf(have).Cmp(numberOf(c.value))
	switch c.operator {
	case "=":
		return order == 0
	case "!=":
		return order != 0
	case ">":
		return order > 0
	case "<":
		return order < 0
	case ">=":
		return order >= 0
	}
	return order <= 0
}

// metByAny compares each of several numbers: one has to meet the condition, or all
// if it is a negation.
func (c condition) metByAny(list []any) bool {
	for _, have := range list {
		if met := c.met(have); met != (c.operator == "!=") {
			return met
		}
	}
	return c.operator == "!="
}

func (c condition) metByText(have any) bool {
	text, present := have.(string)
	want, _ := c.value.(string)
	switch c.operator {
	case "=":
		return present && text == want
	case "!=":
		return !present || text != want
	case "~":
		return present && strings.Contains(text, want)
	}
	return !present || !strings.Contains(text, want)
}

func (c condition) hasAll(have any) bool {
	tags, _ := have.([]any)
	wanted, _ := c.value.([]any)
	for _, tag := range wanted {
		if !hasTag(tags, tagName(tag)) {
			return false
		}
	}
	return true
}
