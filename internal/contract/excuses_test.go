package contract_test

import "strings"

// The tables hold what clients do otherwise than the examples and the documented errors have it, each with its reason.
// Keys begin with vendor and file, or vendor and "*" for all files, then the path of a leaf, in which * stands for one
// element. An entry that nothing needs fails TestExcuses_EachIsNeeded.

// requestExcuses are leaves of example requests that clients do not send, or send besides. The path "refused" says that
// the method refuses the example.
var requestExcuses = map[string]string{
	"salesman/person.info.request.json fields":              "the id is always among the fields asked for",
	"salesman/person.update.request.json socials.*":         "here the server ignores the map; the keys are sent one by one",
	"salesman/deal.list.request.json invoice":               "an empty flag is the documented default, which is sent as yes",
	"salesman/deal.add.request.json speka.*.price":          "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/deal.add.request.json speka.*.price_in":       "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/deal.update.request.json speka.*.price":       "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/deal.update.request.json speka.*.price_in":    "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/deal.update.request.json uid":                 "the method takes the id, the one key that works everywhere",
	"salesman/deal.change_close.request.json refused":       "it has no status: the server would close the deal with none",
	"salesman/deal.invoice_add.request.json user":           "the server ignores it",
	"salesman/deal.invoice_do.request.json did":             "the server ignores it",
	"salesman/deal.invoice_do.request.json invoice":         "the method takes the id, the one key that works everywhere",
	"salesman/deal.invoice_express.request.json templateID": "the server ignores it",
	"salesman/deal.invoice_express.request.json user":       "the server ignores it",
	"salesman/deal.invoice_mail.request.json refused":       "it has no id",
	"salesman/deal.invoice_html.request.json invoice":       "the method takes the id, the one key that works everywhere",
	"salesman/deal.invoice_pdf.request.json invoice":        "the method takes the id, the one key that works everywhere",
	"salesman/task.update.request.json user":                "the server ignores it",
	"salesman/history.list.request.json refused":            "without a contact the server finds nothing",
	"salesman/history.add_list.request.json list.*.datum":   "the server appends the time itself: a day is sent",
	"salesman/history.add_list.request.json user":           "each item has its own",
	"salesman/lead.add.request.json path":                   "the server ignores it",
	"salesman/lead.add.request.uids.json path":              "the server ignores it",
	"salesman/entry.info.request.json uid":                  "the server ignores it",
	"salesman/akt.add.request.json pozitions":               "without it the server leaves out the positions of the answer",
	"salesman/akt.update.request.json refused":              "it has no id",
	"salesman/akt.html.request.json invoice":                "the method takes the id, the one key that works everywhere",
	"salesman/akt.pdf.request.json invoice":                 "the method takes the id, the one key that works everywhere",
	"salesman/budget.add.request.json bmon":                 "the server computes it",
	"salesman/budget.add.request.json byear":                "the server computes it",
	"salesman/budget.update.request.json refused":           "without an amount the server sets it to 0",
	"salesman/budget.edit_category.request.json refused":    "it has no id",
	"salesman/currency.update.request.json symbol":          "the server ignores it",
	"salesman/price.add.request.json archive":               "no is what an absent one means",
	"salesman/price.add.request.json description":           "the server reads descr, which is sent instead",
	"salesman/price.add.request.json price_1":               "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/price.add.request.json price_2":               "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/price.add.request.json price_in":              "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/price.update.request.json archive":            "no is what an absent one means",
	"salesman/price.update.request.json price_1":            "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/price.update.request.json price_2":            "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/price.update.request.json price_in":           "the documentation writes amounts with a comma; they are sent with a point",
	"salesman/price.delete.request.json artikul":            "the method takes the id; an empty artikul keeps the server from crashing",
	"salesman/statistic.clients.request.json user":          "the server would count nobody's figures without it",
	"salesman/user.user_add.request.json email":             "the server ignores it",
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
	"salesman/client.add_list.200.server.json [1].error.code":       "it is in the item's Err",
	"salesman/client.add_list.200.server.json [1].error.text":       "it is in the item's Err",
	"salesman/akt.info.200.json data.datum":                         "the day is read from DD.MM.YYYY and written as YYYY-MM-DD",
	"salesman/akt.info.200.positions.server.json data.datum":        "the day is read from DD.MM.YYYY and written as YYYY-MM-DD",
	"salesman/document.list.200.json data.*.datum":                  "the day is read from DD.MM.YYYY and written as YYYY-MM-DD",
	"salesman/document.list.200.json data.*.date.*":                 "the day is read from DD.MM.YYYY and written as YYYY-MM-DD",
	"salesman/budget.fields.200.json data.*":                        "the server sends it under fields, the documentation shows data",
	"salesman/budget.info.200.json budget":                          "the server sends it under budget, the documentation shows data",
}

const wentWell = "it says that the call went well, and is no part of the record"

// noFailure is the kind of replies that look like a failure and are none to a client.
const noFailure = "none"

// failedExamples are example replies that tell of a failure without an error of the vendor's, with its kind, or whose
// error is none.
var failedExamples = map[string]string{
	"salesman/person.info.200.unknown_pid.server.json":      "not_found", // a record of nulls
	"salesman/person.add.200.missing_name.server.json":      "invalid",   // the id is 0
	"salesman/deal.change_step.200.identical.server.json":   noFailure,   // Changed is false
	"salesman/lead.list.200.empty.server.json":              noFailure,   // an empty page
	"salesman/deal.invoice_info.200.unknown_id.server.json": "not_found",
	"salesman/deal.invoice_pdf.200.failed.server.json":      "server",
}

// errorExcuses are documented errors, by vendor, operation and code, that cannot be served as such.
var errorExcuses = map[string]string{
	"salesman/lead.list 404":  "an empty page: the vendor has no other word for it",
	"salesman/entry.list 404": "an empty page: the vendor has no other word for it",
}

// cutExcuse returns the path of an entry for a file.
func cutExcuse(key, vendor, file string) (path string, ok bool) {
	of, ok := strings.CutPrefix(key, vendor+"/")
	if !ok {
		return "", false
	}
	of, path, _ = strings.Cut(of, " ")
	return path, of == file || of == "*"
}
