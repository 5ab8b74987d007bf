package comagictest

import (
	"fmt"
	"maps"
	"time"
)

// builderMethods are the methods of the report builder that do more than write what
// they name, and those of exports.
var builderMethods = map[string]func(*call){
	"create.report":                          (*call).createReport,
	"create.shared_report_settings":          (*call).shareReport,
	"set.report_state":                       (*call).setReportState,
	"getobj.report_state":                    (*call).reportState,
	"getobj.report_global_calendar":          (*call).calendar,
	"update.report_global_calendar":          (*call).setCalendar,
	"getobj.report_table":                    (*call).emptyTable,
	"getobj.benchmarking_table":              (*call).emptyTable,
	"getobj.report_total":                    (*call).zeroTotals,
	"getobj.report_linechart":                (*call).emptyChart,
	"getobj.report_linechart_total":          (*call).zeroChart,
	"getobj.report_transfer":                 (*call).emptyTransfer,
	"getobj.goals_tree":                      (*call).goals,
	"get.linechart_note_groups":              (*call).notes,
	"create.report_generator_task":           (*call).export,
	"get.report_generator_tasks":             (*call).exports,
	"get.report_for_ext_integration_task":    (*call).integrationTask,
	"create.report_for_ext_integration_task": (*call).export,
}

// createReport makes a report, with the settings of another or of a shared one.
func (c *call) createReport() {
	res := c.server.resource("report")
	var settings any
	if hash := c.params["shared_report_settings_hash"]; hash != nil {
		shared := c.server.table("shared_report_settings")
		found := shared.find("hash", hash)
		if found < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: "shared_report_settings_hash"})
			return
		}
		settings = shared.rows[found]["state"]
	}
	if found := res.table.find("id", c.params["report_clone_id"]); found >= 0 {
		settings = res.table.rows[found]["state"]
	}
	created := c.created(res)
	if created == nil {
		return
	}
	created["state"] = settings
	c.done(created)
}

// shareReport keeps the settings that a report has now under a hash.
func (c *call) shareReport() {
	if f := c.dangling(); f != nil {
		c.fail(*f)
		return
	}
	reports, shared := c.server.table("get.reports_list"), c.server.table("shared_report_settings")
	report := reports.rows[reports.find("id", c.params["report_id"])]
	kept := row{"id": c.server.nextID(), "state": report["state"], "report_id": report["id"]}
	kept["hash"] = "test-hash-" + textOf(kept["id"])
	shared.rows = append(shared.rows, kept)
	c.done(kept)
}

// setReportState keeps the settings of a report, and notes them in its history.
func (c *call) setReportState() {
	if f := c.dangling(); f != nil {
		c.fail(*f)
		return
	}
	reports, history := c.server.table("get.reports_list"), c.server.table("get.report_history")
	report := reports.rows[reports.find("id", c.params["report_id"])]
	report["state"] = c.params["state"]
	history.rows = append(history.rows, row{
		"id": report["id"], "type": report["type"], "name": report["name"], "state": c.params["state"], "change_date_time": c.server.now(),
	})
	c.done(row{})
}

// reportState shows the settings of a report; one that has none shows the documented
// page of 50 rows.
func (c *call) reportState() {
	if f := c.dangling(); f != nil {
		c.fail(*f)
		return
	}
	reports := c.server.table("get.reports_list")
	settings, ok := reports.rows[reports.find("id", c.params["report_id"])]["state"].(map[string]any)
	if !ok {
		settings = map[string]any{"limit": numberOf(50), "offset": numberOf(0)}
	}
	c.done(settings)
}

// calendarTable holds the one calendar of the account's user.
const calendarTable = "report_global_calendar"

func (c *call) calendar() {
	t := c.server.table(calendarTable)
	found := 0
	if id := c.params["id"]; id != nil {
		found = t.find("id", id)
	}
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	}
	c.done(t.rows[found])
}

func (c *call) setCalendar() {
	t := c.server.table(calendarTable)
	found := t.find("id", c.params["id"])
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	}
	params, _ := plainCopy(t.rows[found]["params"]).(map[string]any)
	given, _ := c.params["params"].(map[string]any)
	maps.Copy(params, given)
	t.rows[found]["params"] = params
	c.done(t.rows[found])
}

// asked is the period of a report as the reply repeats it.
func (c *call) asked() row {
	return row{"date_from": c.params["date_from"], "date_till": c.params["date_till"]}
}

// A report of the builder shows figures that no other method has: what the test has
// put (see chosen), else a period in which nothing happened.

func (c *call) emptyTable() {
	empty := c.asked()
	empty["rows"] = []any{}
	c.done(empty)
}

func (c *call) zeroTotals() {
	totals := []any{}
	for range objects(c.params["columns"]) {
		totals = append(totals, 0)
	}
	c.done(row{"totals": totals})
}

func (c *call) emptyChart() {
	empty := c.asked()
	empty["items"] = []any{}
	c.done(empty)
}

// zeroChart has an item for each step of the period, as the vendor's example does.
func (c *call) zeroChart() {
	chart := c.asked()
	items := []any{}
	for _, step := range c.steps() {
		item := map[string]any{"datetime_dimension_interval": step.shown(), "main_column": "0"}
		if c.params["additional_column"] != nil {
			item["additional_column"] = "0"
		}
		items = append(items, item)
	}
	chart["items"] = items
	c.done(chart)
}

func (c *call) emptyTransfer() {
	c.done(row{
		"transfer_ids": []any{}, "transfer_date_from": c.params["date_from"], "transfer_date_till": c.params["date_till"],
	})
}

// goals is the tree of the events that are goals, grouped by type.
func (c *call) goals() {
	groups, goals := []any{}, []any{}
	seen := map[any]bool{}
	for i, e := range c.server.table("get.events").rows {
		if e["is_goal"] != true {
			continue
		}
		if kind := e["type"]; kind != nil && !seen[kind] {
			seen[kind] = true
			groups = append(groups, map[string]any{"id": kind, "name": kind, "parent_group_id": nil, "sort": len(seen)})
		}
		name := e["goal_name"]
		if name == nil || name == "" {
			name = e["name"]
		}
		goals = append(goals, map[string]any{"id": e["id"], "name": name, "group_id": e["type"], "sort": i + 1})
	}
	c.done(row{"goals_groups": groups, "goals": goals})
}

// tree is the vendor's example of a tree with the custom entries of the account.
func (c *call) tree() {
	data := exampleData(c.op)
	part, list := "columns", "custom_column"
	if c.op.ID == "getobj.dimensions_tree" {
		part, list = "dimensions", "custom_dimension"
	}
	entries := objects(data[part])
	group := any(nil)
	if groups := objects(data[part+"_groups"]); len(groups) > 0 {
		group = member(groups[len(groups)-1], "id") // the example's last group is of custom entries
	}
	for i, r := range c.server.table(list).rows {
		if r["report_type"] != nil && !equal(r["report_type"], c.params["report_type"]) {
			continue
		}
		entry := map[string]any{
			"id": textOf(r["id"]), "name": r["name"], "description": r["description"], "group_id": group, "sort": 1000 + i,
			"is_custom": true, "data_type": r["data_type"], "is_entity_separated": r["is_entity_separated"],
		}
		if part == "columns" {
			entry["type"] = "metric"
			if r["formula"] != nil {
				entry["type"] = "formula"
			}
		}
		entries = append(entries, c.server.show(fieldOf(c.op.Response.Fields, part).Fields, entry))
	}
	data[part] = entries
	c.done(data)
}

// ExportTime is how long an export of a report takes: half of it a task is new, then
// it is in process, and after it the file is ready.
const ExportTime = 2 * time.Second

// export starts an export.
func (c *call) export() {
	t := c.server.table(exportTable(c.op.ID))
	id := c.server.nextID()
	name, _ := c.params["report_name"].(string)
	if name == "" {
		name = textOf(c.params["report_type"])
	}
	format, _ := c.params["report_format"].(string)
	if format == "" {
		format = "xlsx"
	}
	from, _ := c.params["date_from"].(string)
	till, _ := c.params["date_till"].(string)
	t.rows = append(t.rows, row{
		"id": id, "task_id": id, "report_type": c.params["report_type"], "report_format": format, "begun": time.Now(),
		"file_name": fmt.Sprintf("%s_%.10s_%.10s.%s", name, from, till, format),
	})
	c.done(row{"id": id})
}

// exportTable is where the tasks of a create or get method are.
func exportTable(method string) string {
	if method == "create.report_generator_task" || method == "get.report_generator_tasks" {
		return "get.report_generator_tasks"
	}
	return "report_for_ext_integration_task"
}

// progress are the tasks as they stand now.
func (c *call) progress() []row {
	rows := []row{}
	for _, r := range c.server.table(exportTable(c.op.ID)).rows {
		shown := maps.Clone(r)
		if begun, ok := r["begun"].(time.Time); ok { // else a row of the test
			switch took := time.Since(begun); {
			case took < ExportTime/2:
				shown["state"] = "new"
			case took < ExportTime:
				shown["state"] = "in_process"
			default:
				shown["state"] = "file_ready"
			}
		}
		rows = append(rows, shown)
	}
	return rows
}

func (c *call) exports() { c.listRows(c.progress()) }

// integrationTask shows a task, or the latest where none is named.
func (c *call) integrationTask() {
	var shown row
	for _, r := range c.progress() {
		if id := c.params["task_id"]; id == nil || equal(r["id"], id) {
			shown = r
		}
	}
	if shown == nil {
		c.fail(failure{mnemonic: "entity_not_found", field: "task_id"})
		return
	}
	c.done(shown)
}
