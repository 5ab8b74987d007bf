package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// enumType is a string type with constants.
type enumType struct {
	name   string
	fields []*fieldType
	values []enumValue
}

type enumValue struct{ name, wire, meaning string }

// generic field names say too little to name a type.
var generic = []string{
	"type", "state", "status", "id", "name", "action", "mode", "kind", "format", "entity", "order", "operator", "value",
	"component", "condition", "field", "level", "model", "period", "unit", "event", "method", "service", "group", "parameter",
}

// enumNames are better names for enums whose first name says too much of one of their
// places, or too little of what they are.
var enumNames = map[string]string{
	"Attribute":                                           "CommunicationAttribute",
	"CallTrackingRuleRuleType":                            "CallTrackingRuleType",
	"CallTrackingRuleState":                               "TrackingRuleState",
	"CampaignStatus":                                      "ActiveStatus",
	"ChangeType":                                          "PriorityChange",
	"CommunicationSourceFilterEntity":                     "CommunicationSourceEntity",
	"CreateCallTrackingRuleRuleType":                      "CreateCallTrackingRuleType",
	"CreateCustomFormulaColumnReportType":                 "CustomColumnReportType",
	"CreateEmployeesStatus":                               "EmployeePresence",
	"CreateExtIntegrationReportTaskReportType":            "ExtIntegrationReportType",
	"Direction":                                           "CallDirection",
	"EnableVirtualNumbersNumberCapacityComponent":         "NumberCapacityComponent",
	"FormulaElementElementType":                           "FormulaElementType",
	"ReplacementEmailsGroupEmailSelectorElementAttribute": "EmailSelectorElementAttribute",
	"RuleType":                                            "EmailTrackingRuleType",
	"SalesFunnelStageStageStatus":                         "SalesFunnelStageStatus",
	"ScheduleScheduleActivityDaysType":                    "ActivityDaysType",
	"SetCommunicationsTagsResultItemCommunicationType":    "HistoryCommunicationType",
	"SiteBlockTemplateTemplateType":                       "SiteBlockTemplateType",
	"SourceChannelState":                                  "SourceState",
}

// nameEnums gives each enum field its type: fields of one name with the same values
// share one, which has the field's name if that says enough and is free, else the
// name of the first place.
func (m *model) nameEnums() error {
	groups := map[string]*enumType{}
	var order []*enumType
	for _, typeName := range m.order {
		for _, f := range m.types[typeName].fields {
			values, err := f.enumValues()
			if err != nil {
				return fmt.Errorf("type %s: field %s: %w", typeName, f.wire, err)
			}
			if len(values) == 0 {
				continue
			}
			key := enumKey(f.wire, values)
			e := groups[key]
			if e == nil {
				e = &enumType{}
				groups[key] = e
				order = append(order, e)
			}
			e.fields = append(e.fields, f)
			e.addValues(values)
			f.enum = e
		}
	}
	// The most used set of a field's values gets the field's name.
	best := map[string]*enumType{}
	for _, e := range order {
		wire := singular(e.fields[0].wire)
		if b := best[wire]; b == nil || len(e.fields) > len(b.fields) {
			best[wire] = e
		}
	}
	for _, e := range order {
		if err := m.nameEnum(e, best[singular(e.fields[0].wire)] == e); err != nil {
			return err
		}
	}
	for name := range enumNames {
		if !m.chosen[name] {
			return fmt.Errorf("no enum would be called %s, for which there is a better name", name)
		}
	}
	return nil
}

func (m *model) nameEnum(e *enumType, best bool) error {
	f := e.fields[0]
	for _, name := range e.candidates(best) {
		if chosen, ok := enumNames[name]; ok {
			m.chosen[name] = true
			name = chosen
		}
		if m.enums[name] != nil || m.types[name] != nil || m.named(name) || slices.Contains(handWritten, name) {
			continue
		}
		e.name = name
		m.enums[name] = e
		m.enumSeq = append(m.enumSeq, name)
		return e.nameValues()
	}
	return fmt.Errorf("no free name for the enum of %s.%s", f.owner.name, f.wire)
}

// candidates are the names that an enum may have, the best first. That of a record
// that is read goes before those of the calls that write it.
func (e *enumType) candidates(best bool) []string {
	var names []string
	wire := singular(e.fields[0].wire)
	if best && len(e.fields) > 1 && !slices.Contains(generic, wire) {
		names = append(names, goName(wire))
	}
	fields := slices.Clone(e.fields)
	slices.SortStableFunc(fields, func(a, b *fieldType) int { return cmp.Compare(b.read(), a.read()) })
	for _, field := range fields {
		names = append(names, typeBase(field.owner.name)+goName(wire), field.owner.name+goName(wire))
	}
	for _, name := range names {
		names = append(names, name+"Value")
	}
	return names
}

// read is 1 for a field of a record that a method answers with, else 0.
func (f *fieldType) read() int {
	if slices.ContainsFunc(f.owner.occurrences, func(o occurrence) bool { return o.result }) {
		return 1
	}
	return 0
}

func (e *enumType) nameValues() error {
	seen := map[string]bool{}
	for i := range e.values {
		v := &e.values[i]
		var err error
		if v.name, err = constName(e.name, v.wire, v.meaning); err != nil {
			return err
		}
		if seen[v.name] {
			return fmt.Errorf("enum %s: two values are %s", e.name, v.name)
		}
		seen[v.name] = true
	}
	return nil
}

func (e *enumType) addValues(values []enumValue) {
	for _, v := range values {
		i := slices.IndexFunc(e.values, func(known enumValue) bool { return known.wire == v.wire })
		if i < 0 {
			e.values = append(e.values, v)
		} else if e.values[i].meaning == "" {
			e.values[i].meaning = v.meaning
		}
	}
}

func enumKey(field string, values []enumValue) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.wire
	}
	slices.Sort(words)
	return singular(field) + "=" + strings.Join(words, "\x00")
}

// enumValues returns the values of a field of an enum type in all its places; none
// for other fields and for enums without a list.
func (f *fieldType) enumValues() ([]enumValue, error) {
	var e enumType
	for _, raw := range f.raws {
		if elem(raw.Type) != "enum" {
			continue
		}
		for _, data := range raw.Enum {
			var value string
			if err := json.Unmarshal(data, &value); err != nil {
				return nil, fmt.Errorf("the value %s is no text", data)
			}
			e.addValues([]enumValue{{wire: value, meaning: raw.EnumDocs[value]}})
		}
	}
	return e.values, nil
}

// elem is T of array<T>, or the type itself.
func elem(t string) string {
	if inner, ok := strings.CutPrefix(t, "array<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return t
}
