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
