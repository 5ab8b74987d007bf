package comagictest

import (
	"slices"
)

// stagesOf lists the stages of a new funnel as get.sales_funnel shows them.
func stagesOf(stages any) []any {
	list := []any{}
	for _, stage := range objects(member(stages, "in_process")) {
		list = append(list, stageOf(stage, "in_process", member(stage, "order")))
	}
	for _, status := range []string{"success", "failed"} {
		if stage := member(stages, status); stage != nil {
			list = append(list, stageOf(stage, status, nil))
		}
	}
	return list
}

func stageOf(stage any, status string, order any) map[string]any {
	return map[string]any{
		"stage_ext_id": member(stage, "ext_id"), "stage_name": member(stage, "name"), "stage_status": status, "stage_order": order,
	}
}

// funnelStage answers the methods that create, change and delete a stage of a sales
// funnel. The stages of success and failure stay: dependency_error, which is inferred.
func (c *call) funnelStage() {
	funnels := c.server.table("get.sales_funnel")
	at := funnels.find("ext_id", c.params["sales_funnel_ext_id"])
	if at < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "sales_funnel_ext_id"})
		return
	}
	funnel := funnels.rows[at]
	stages := objects(funnel["stages"])
	found := slices.IndexFunc(stages, func(s any) bool { return equal(member(s, "stage_ext_id"), c.params["ext_id"]) })
	creates := c.op.ID == "create.sales_funnel_stages"
	switch {
	case creates && found >= 0:
		c.fail(failure{mnemonic: "duplicate_entity", field: "ext_id"})
		return
	case creates:
		stages = append(stages, stageOf(row(c.params), "in_process", c.params["order"]))
	case found < 0:
		c.fail(failure{mnemonic: "entity_not_found", field: "ext_id"})
		return
	case c.op.ID == "delete.sales_funnel_stages" && member(stages[found], "stage_status") != "in_process":
		c.fail(failure{mnemonic: "dependency_error", field: "ext_id"})
		return
	case c.op.ID == "delete.sales_funnel_stages":
		stages = slices.Delete(stages, found, found+1)
	default:
		stage, _ := plainCopy(stages[found]).(map[string]any)
		for _, name := range []string{"name", "order"} {
			if value, named := c.params[name]; named {
				stage["stage_"+name] = value
			}
		}
		stages[found] = stage
	}
	funnel["stages"] = stages
	c.done(row{"ext_id": c.params["ext_id"]})
}

// dealStage shows where an uploaded deal stands: by the names of the funnel and its
// stage, or by their external ids where no funnel is known by them.
func (s *Server) dealStage(stored, shown row) {
	funnels := s.table("get.sales_funnel")
	funnel, stage, status := stored["sales_funnel_ext_id"], stored["stage_ext_id"], any(nil)
	if at := funnels.find("ext_id", funnel); at >= 0 {
		funnel = funnels.rows[at]["name"]
		for _, known := range objects(funnels.rows[at]["stages"]) {
			if equal(member(known, "stage_ext_id"), stored["stage_ext_id"]) {
				stage, status = member(known, "stage_name"), member(known, "stage_status")
			}
		}
	}
	shown["deal_current_funnel"] = funnel
	reached("deal", stored, shown, stage, status)
	if closed, _ := stored["closed_date_time"].(string); closed != "" && status != "in_process" {
		shown["deal_finish_date"] = day(closed)
	} else {
		shown["deal_finish_date"] = nil
	}
}

// leadStage is dealStage for a lead, whose stages belong to no funnel of their own.
func (s *Server) leadStage(stored, shown row) {
	stages := s.table("get.lead_funnel_stages")
	stage, kind := stored["stage_ext_id"], any(nil)
	if at := stages.find("ext_id", stage); at >= 0 {
		stage, kind = stages.rows[at]["name"], stages.rows[at]["type"]
	}
	reached("lead", stored, shown, stage, kind)
}

// reached notes the stage of a deal or lead, and the one before a failure.
func reached(what string, stored, shown row, stage, status any) {
	before := shown[what+"_current_stage"]
	if status == "failed" && before != nil && before != stage {
		shown["stage_before_failure"] = before
	}
	shown[what+"_current_stage"] = stage
	if since, _ := stored["modified_stage_date_time"].(string); since != "" {
		shown[what+"_current_stage_date"] = day(since)
	}
}

// dealHistory notes an uploaded deal in the history, which has a row for each stage
// that a deal has entered. That an upload in the same stage changes that stage's row
// is inferred.
func (s *Server) dealHistory(stored row) {
	history := s.resource("deals_history")
	at := slices.IndexFunc(history.table.rows, func(r row) bool {
		return equal(r["ext_id"], stored["ext_id"]) && equal(r["stage_ext_id"], stored["stage_ext_id"])
	})
	if at < 0 {
		at = len(history.table.rows)
		history.table.rows = append(history.table.rows, s.fresh(history))
	}
	entered := history.table.rows[at]
	for _, col := range history.list.Response.Fields {
		if value, given := stored[col.Name]; given && fits(col, value) {
			entered[col.Name] = value
		}
	}
	if tags, given := stored["tags"].([]any); given {
		ids := []any{}
		for _, tag := range tags {
			ids = append(ids, member(tag, "ext_id"))
		}
		entered["tag_ext_ids"] = ids
	}
}
