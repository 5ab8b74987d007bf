package comagictest

import (
	"slices"
	"strings"
)

// narrowing are the params of get methods that choose rows by a column of another
// name, or by none: the rows that have one of the values.
var narrowing = map[string]string{
	"get.column_transfer_reports_list id": "", // of the report that one comes from
	"get.geolocations ids":                "id", "get.visitors ids": "id",
	"get.call_details entity_ids": "communication_id", "get.person_details entity_ids": "person_id",
	"get.chat_messages_report chat_ids":                                  "chat_id",
	"get.call_tracking_rules call_tracking_types":                        "call_tracking_type",
	"get.call_tracking_rules rule_types":                                 "rule_type",
	"get.call_tracking_rules site_ids":                                   "site_ids",
	"get.replacement_phones_groups site_id":                              "sites",
	"get.replacement_emails_groups site_id":                              "sites",
	"get.number_capacity_ids_user_charges_and_costs number_capacity_ids": "id",
}

// choice makes a test of rows from a param of the method's own. One that is no
// column chooses among the rows that carry a value of that name, as those that were
// created with it do; a row that says nothing about it is shown.
func (q *query) choice(name string, value any) func(row) bool {
	if text, ok := value.(string); ok && name == "search_string" {
		return func(r row) bool {
			named, _ := r["name"].(string)
			return strings.Contains(strings.ToLower(named), strings.ToLower(text))
		}
	}
	column := name
	if other, ok := narrowing[q.op.ID+" "+name]; ok {
		column = other
	}
	if column == "" {
		return func(row) bool { return true }
	}
	if list, isList := value.([]any); isList && name == "order" {
		_ = q.order(list) // a second spelling of sort; keys that are no columns sort nothing
		return func(row) bool { return true }
	}
	shown := q.column(name) != nil
	return func(r row) bool {
		has, carried := r[column]
		switch {
		case !carried:
			return !shown || value != true // a flag that a row lacks is off
		case has == nil && !shown:
			return true
		}
		return overlaps(has, value)
	}
}

// overlaps reports whether two values, or a value of one list and one of another, are
// equal. An object stands for its id.
func overlaps(a, b any) bool {
	return slices.ContainsFunc(spread(a), func(x any) bool {
		return slices.ContainsFunc(spread(b), func(y any) bool { return equal(x, y) })
	})
}

func spread(v any) []any {
	list, ok := v.([]any)
	if !ok {
		return []any{v}
	}
	out := make([]any, len(list))
	for i, e := range list {
		out[i] = e
		if id := member(e, "id"); id != nil {
			out[i] = id
		}
	}
	return out
}
