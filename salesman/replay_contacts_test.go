package salesman_test

import (
	"context"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// replays are the operations whose recordings go through their methods.
var replays = map[string]replay{
	"person.fields": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Contacts.Fields(ctx) },
	},
	"person.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Contacts.List(ctx, into[salesman.ContactListParams](p))
		},
		adds: withID("pid"),
		refused: map[string]string{
			"person.list.order-unknown.json":      "order",
			"person.list.filter-unknown-key.json": "filter.nosuch",
		},
	},
	"person.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Contacts.Get(ctx, p.id("pid"), into[salesman.ContactGetParams](p))
		},
		adds:    withID("pid"),
		refused: map[string]string{"person.info.no-pid.json": "pid"},
	},
	"person.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Contacts.Add(ctx, into[salesman.ContactCreateParams](withNumbers(p)))
		},
		adds:    numbers,
		refused: map[string]string{"person.add.no-person.json": "person"},
	},
	"person.add_list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			list := into[struct {
				Persons []salesman.ContactCreateParams `json:"persons"`
			}](p)
			return sm.Contacts.CreateBatchUnchecked(ctx, list.Persons)
		},
		refused: map[string]string{
			"person.add.list.missing-array.json": "persons",
			"person.add.list.ok-json.json":       "persons.1.person",
		},
	},
	"person.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Contacts.Replace(ctx, p.id("pid"), into[salesman.ContactReplaceParams](p, "pid"))
		},
		unchanged: func(result any) bool { return !result.(*salesman.WriteResult).Changed },
		refused: map[string]string{
			"person.update.no-pid.json":       "person",
			"person.update.partial-json.json": "person",
		},
	},
	"person.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Contacts.DeleteUnchecked(ctx, p.id("pid"))
		},
		refused: map[string]string{"person.delete.no-pid.json": "pid"},
	},
}

// withID: the id is always among the fields asked for.
func withID(id string) func(map[string]any) {
	return func(want map[string]any) {
		fields, ok := want["fields"].(string)
		if ok && !strings.Contains(","+fields+",", ","+id+",") {
			want["fields"] = id + "," + fields
		}
	}
}

// numbers: the recorded names of loyalty and source are ids in the client's
// params, as the server turns names into numbers and loses them. It drops uid.
func numbers(want map[string]any) {
	if want["loyalty"] == "4 - Очень Лояльный" {
		want["loyalty"] = "4"
	}
	if want["clientpath"] == "Сайт" {
		delete(want, "clientpath")
	}
	delete(want, "uid")
}

func withNumbers(p params) params {
	numbers(p.tree)
	return p
}
