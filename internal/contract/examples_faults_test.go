package contract_test

// exampleFaults are the vendors' example requests that contradict the inventory entry they belong to: slips of the
// documentation (a type name for a value, a wrong or missing name) where the reference or the server says otherwise.
// Each stands with its violations as expected; an entry that no longer occurs fails the test as well.
var exampleFaults = map[string][]string{
	"salesman/person.update.request.json": {
		"type: clientpath: string \"Voxlink\" instead of integer",
		"type: loyalty: string \"1 - Пока не понятно\" instead of integer",
	},
	"salesman/deal.add.request.json": {
		"type: speka[0].price: string \"18831,15\" instead of number",
		"type: speka[0].price_in: string \"13 949,00\" instead of number",
		"type: speka[1].price: string \"3821,85\" instead of number",
		"type: speka[1].price_in: string \"2 831,00\" instead of number",
	},
	"salesman/deal.update.request.json": {
		"type: speka[0].price: string \"19831,15\" instead of number",
		"type: speka[0].price_in: string \"13949,00\" instead of number",
		"type: speka[1].price: string \"4821,85\" instead of number",
		"type: speka[1].price_in: string \"2831,00\" instead of number",
	},
	"salesman/deal.change_close.request.json": {
		"unknown: step: deal.change_close has no such parameter (sent in the body)",
	},
	"salesman/history.add_list.request.json": {
		"value: list[0].datum: \"2018-08-11 15:30:00\" is not written as 2006-01-02",
		"value: list[1].datum: \"2018-08-11 15:30:00\" is not written as 2006-01-02",
	},
	"salesman/akt.update.request.json": {
		"missing: id: required in the form",
	},
	"salesman/akt.html.request.json": {
		"unknown: invoice: akt.html has no such parameter (sent in the body)",
	},
	"salesman/akt.pdf.request.json": {
		"unknown: invoice: akt.pdf has no such parameter (sent in the body)",
	},
	"salesman/budget.edit_category.request.json": {
		"missing: id: required in the form",
	},
	"salesman/price.add.request.json": {
		"unknown: category: price.add has no such parameter (sent in the body)",
		"unknown: description: price.add has no such parameter (sent in the body)",
		"type: price_1: string \"1456,20\" instead of number",
		"type: price_2: string \"1390,40\" instead of number",
		"type: price_in: string \"1320,50\" instead of number",
	},
	"salesman/price.update.request.json": {
		"unknown: category: price.update has no such parameter (sent in the body)",
		"type: price_1: string \"1456,20\" instead of number",
		"type: price_2: string \"1390,40\" instead of number",
		"type: price_in: string \"1320,50\" instead of number",
	},
	"comagic/communication_source.create.request.json": {
		"missing: access_token: required in the body",
	},
	"comagic/emails.upload.request.json": {
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/crm_source.create.request.json": {
		"missing: access_token: required in the body",
	},
	"comagic/report_for_ext_integration_task.create.request.json": {
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/report_global_calendar.update.request.json": {
		"type: id: string \"number\" instead of number",
		"missing: access_token: required in the body",
	},
	"comagic/report_table.getobj.request.json": {
		"type: limit: string \"number\" instead of number",
		"type: offset: string \"number\" instead of number",
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/report_total.getobj.request.json": {
		"type: limit: string \"number\" instead of number",
		"type: offset: string \"number\" instead of number",
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/benchmarking_table.getobj.request.json": {
		"type: limit: string \"number\" instead of number",
		"type: offset: string \"number\" instead of number",
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/custom_metric_column.create.request.json": {
		"type: metric.has_percentage: string \"boolean\" instead of boolean",
	},
	"comagic/report_state.set.request.json": {
		"type: report_id: string \"number\" instead of number",
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/report_linechart.getobj.request.json": {
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/report_linechart_total.getobj.request.json": {
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/report_generator_task.create.request.json": {
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/report_generator_tasks.get.request.json": {
		"method: method: get.report_generator_task instead of get.report_generator_tasks",
	},
	"comagic/report_transfer.getobj.request.json": {
		"type: user_id: string \"number\" instead of number",
	},
	"comagic/source_channel.create.request.json": {
		"missing: access_token: required in the body",
		"missing: state: required in the body",
	},
	"comagic/source_channel.update.request.json": {
		"missing: access_token: required in the body",
		"missing: id: required in the body",
	},
	"comagic/source_group.create.request.json": {
		"missing: access_token: required in the body",
		"missing: state: required in the body",
	},
	"comagic/source_group.update.request.json": {
		"missing: access_token: required in the body",
		"missing: id: required in the body",
	},
	"comagic/source.create.request.json": {
		"missing: access_token: required in the body",
	},
	"comagic/communications_tags.set.request.json": {
		"unknown: access_token: not a member of JSON-RPC requests",
		"unknown: user_id: not a member of JSON-RPC requests",
		"missing: access_token: required in the body",
	},
}
