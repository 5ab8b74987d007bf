package contract_test

import "strings"

// The tables hold what clients do otherwise than the examples and the documented errors have it, each with its reason.
// Keys begin with vendor and file, or vendor and "*" for all files, then the path of a leaf, in which * stands for one
// element. An entry that nothing needs fails TestExcuses_EachIsNeeded.

// requestExcuses are leaves of example requests that clients do not send, or send besides. The path "refused" says that
// the method refuses the example.
var requestExcuses = map[string]string{
	"salesman/person.info.request.json fields":      "the id is always among the fields asked for",
	"salesman/person.update.request.json socials.*": "here the server ignores the map; the keys are sent one by one",
}

// exampleRepairs are values with which examples are sent instead of what they have, where no client can send or read
// that: by path, with dots.
var exampleRepairs = map[string]map[string]any{
	// Names of sources and loyalties, which the server casts to numbers and loses: clients send ids.
	"salesman/person.add.request.json":    {"clientpath": 7, "loyalty": 4},
	"salesman/person.update.request.json": {"clientpath": 7, "loyalty": 4},
	"salesman/person.add_list.request.json": {
		"persons.0.clientpath": 7, "persons.0.loyalty": 4, "persons.1.clientpath": 8, "persons.1.loyalty": 5,
	},

	// The name of the type where the documentation owes a value.
	"comagic/report_global_calendar.update.request.json": {"params.id": 7},
	"comagic/report_table.getobj.request.json":           {"params.limit": 10, "params.offset": 20, "params.user_id": 5},
	"comagic/report_total.getobj.request.json":           {"params.limit": 10, "params.offset": 20, "params.user_id": 5},
	"comagic/benchmarking_table.getobj.request.json":     {"params.limit": 10, "params.offset": 20, "params.user_id": 5},
	"comagic/report_state.set.request.json":              {"params.report_id": 7, "params.user_id": 5},
	"comagic/custom_metric_column.create.request.json":   {"params.metric.has_percentage": true},
	"comagic/custom_metric_column.getobj.200.json":       {"result.data.metric.has_percentage": true},
	"comagic/metrics.get.200.json":                       {"result.data.1.multichannel_models.models_groups.0.parent_group_id": 3},
	// Required parameters that the documentation's examples forget.
	"comagic/source_channel.create.request.json": {"params.state": "active"},
	"comagic/source_channel.update.request.json": {"params.id": 7},
	"comagic/source_group.create.request.json":   {"params.state": "active"},
	"comagic/source_group.update.request.json":   {"params.id": 7},
}

// replyExcuses are leaves of example replies that clients do not return.
var replyExcuses = map[string]string{
	"liveagent/conversations.create.200.xml response.status": wentWell,
	"liveagent/customers_groups.add.200.xml response.status": wentWell,
	"liveagent/suggestions.create.200.xml response.status":   wentWell,
	"liveagent/tags.add.200.derived.json response.status":    wentWell,

	"comagic/call_api.calls.list.200.json result.data.*.start_time": "the time has its milliseconds; Marshal writes whole seconds",
}

const wentWell = "it says that the call went well, and is no part of the record"

// failedExamples are example replies that tell of a failure without an error of the vendor's, with its kind.
var failedExamples = map[string]string{
	"salesman/person.info.200.unknown_pid.server.json": "not_found", // a record of nulls
	"salesman/person.add.200.missing_name.server.json": "invalid",   // the id is 0
}

// errorExcuses are documented errors, by vendor, operation and code, that cannot be served as such.
var errorExcuses = map[string]string{}

// cutExcuse returns the path of an entry for a file.
func cutExcuse(key, vendor, file string) (path string, ok bool) {
	of, ok := strings.CutPrefix(key, vendor+"/")
	if !ok {
		return "", false
	}
	of, path, _ = strings.Cut(of, " ")
	return path, of == file || of == "*"
}
