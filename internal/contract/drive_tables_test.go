package contract_test

import (
	"maps"
	"time"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

const (
	ignored    = "the server ignores it"
	nameFirst  = "the method refuses to wipe the name"
	codeForced = "the method refuses to delete all fields"
	tagForced  = "the method wants a tag"
	ofTags     = "it is in conditions on tags"
	forAgent   = "the test's client was made for an agent"

	nothingSortable   = "the documentation says of every column that it may not be sorted by"
	nothingFilterable = "the documentation says of every column that it may not be filtered by"
)

// driveTables are the values that no rule of the inventory can make up, and what calls send otherwise than the
// inventory has it, each with its reason. An entry that no call needs fails the test.
func driveTables() map[string]*drive.Target {
	return map[string]*drive.Target{
		contract.HelpCrunch: {
			Values: map[string]any{
				"customers.search filter.field": "customers.email",
				"chats.search filter.field":     "chats.customer.email",
			},
			Unsent: map[string]string{
				"customers.search filter.value.name": ofTags,
				"chats.search filter.value.name":     ofTags,
			},
		},
		contract.SalesMan: {
			Types: []any{
				salesman.Date{Year: 2026, Month: 3, Day: 4}, salesman.YesNo(true), salesman.Fields{"person", "mail"},
			},
			Values: merged(map[string]any{
				"person.list order":     "date_create",
				"person.update +person": "Jane Doe",
			}, recordValues, workValues),
			Unsent: merged(map[string]string{
				"person.add date_create":              ignored,
				"person.add_list persons.date_create": ignored,
				"person.add_list user":                ignored,
				"person.update user":                  ignored,
				"person.update socials":               ignored,
			}, recordUnsent, workUnsent),
			Always: merged(map[string]string{"person.update person": nameFirst}, recordAlways, workAlways),
		},
		contract.LiveAgent: {
			Types: []any{liveagent.After(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))},
			Values: map[string]any{
				"conversations.delete_fields +code": "", "customers.delete_fields +code": "",
				"conversations.assign_tag +id": "", "conversations.unassign_tag +id": "", "conversations.transfer +department": "",
			},
			Always: map[string]string{
				"conversations.delete_fields code": codeForced, "customers.delete_fields code": codeForced,
				"conversations.assign_tag id": tagForced, "conversations.unassign_tag id": tagForced,
				"conversations.transfer department": "the method wants a department or an agent",
			},
		},
		contract.CoMagic: {
			Make:  coMagicColumns,
			Types: []any{comagic.Equal("id", 1), comagic.Asc("id"), comagic.Date{Year: 2026, Month: 3, Day: 4}},
			Values: map[string]any{
				"get.number_pool_condition_parameters sort":             nil,
				"get.number_pool_condition_parameters filter":           nil,
				"get.campaign_available_redirection_phone_numbers sort": nil,
				"get.sip_line_virtual_numbers sort":                     nil,
			},
			Unsent: map[string]string{
				"get.number_pool_condition_parameters sort":             nothingSortable,
				"get.number_pool_condition_parameters filter":           nothingFilterable,
				"get.campaign_available_redirection_phone_numbers sort": nothingSortable,
				"get.sip_line_virtual_numbers sort":                     nothingSortable,
			},
			Always: map[string]string{"* user_id": forAgent},
		},
	}
}

// coMagicColumns chooses columns that the operation has: the first for fields, the first that may be sorted by for sort,
// the first that may be filtered by for filter. Types are for those that the documentation leaves open.
func coMagicColumns(op *contract.Operation, param string, described *contract.Field) (any, bool) {
	if described == nil {
		return nil, false
	}
	for _, column := range op.Response.Fields {
		switch {
		case param == "fields":
			return []string{column.Name}, true
		case param == "sort" && described.Ref == "sort" && is(column.Sortable):
			return []comagic.Sort{comagic.Desc(column.Name)}, true
		case param == "filter" && described.Ref == "filter" && is(column.Filterable) && column.IsNumber():
			return comagic.Equal(column.Name, 1), true
		case param == "filter" && described.Ref == "filter" && is(column.Filterable) && (column.Type == "enum" || column.Type == "string"):
			return comagic.Like(column.Name, "text"), true // an enum takes any pattern
		case param == "filter" && described.Ref == "filter" && is(column.Filterable) && column.Type != "boolean" && column.Elem() == "":
			return comagic.Equal(column.Name, "text"), true
		}
	}
	return nil, false
}

func is(flag *bool) bool { return flag != nil && *flag }

// merged joins tables.
func merged[V any](tables ...map[string]V) map[string]V {
	all := map[string]V{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}
