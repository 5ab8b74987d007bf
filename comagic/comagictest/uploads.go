package comagictest

import "encoding/json"

// uploadNoun is the noun under which the rows of an upload method are kept.
func uploadNoun(noun string) string {
	if lists[noun] != "" {
		return noun
	}
	return "upload." + noun
}

// batchLimits are the most items of one upload.
var batchLimits = map[string]int{
	"upload.calls": 50, "upload.chats": 50, "upload.offline_messages": 50, "upload.sessions": 50, "upload.campaign_costs": 500,
	"upload.source_costs": 500, "upload.stats": 500, "upload.deals_history": 1000, "upload.leads_history": 1000,
}

// upload takes rows that are created, or changed where their ext_id is known, and
// answers with a result for each where the method has one.
func (c *call) upload(noun string) {
	res := c.server.resource(uploadNoun(noun))
	results := []any{}
	for _, p := range c.op.Params {
		if p.Elem() != "object" {
			continue
		}
		items, ok := c.batch(p.Name)
		if !ok {
			return
		}
		for _, item := range items {
			stored := c.put(res, item, p.Name)
			c.reflect(stored)
			results = append(results, c.server.show(c.op.Response.Fields, stored))
		}
	}
	if c.op.Response.Kind == "list" {
		c.succeed(results)
		return
	}
	c.done(row{})
}

// put stores one item of a list param.
func (c *call) put(res resource, item any, param string) row {
	values, _ := item.(map[string]any)
	if found := res.table.find("ext_id", values["ext_id"]); found >= 0 {
		res.set(res.table.rows[found], values, c.op.Param(param).Fields)
		return res.table.rows[found]
	}
	created := c.server.fresh(res)
	res.set(created, values, c.op.Param(param).Fields)
	switch c.op.ID {
	case "upload.calls":
		created["call_session_id"], created["upload_time"], created["status"] = created["id"], c.server.now(), "processed"
	case "upload.sessions":
		created["session_id"] = created["id"]
	}
	res.table.rows = append(res.table.rows, created)
	if n, err := created["id"].(json.Number).Int64(); err == nil {
		c.server.lastID = max(c.server.lastID, n)
	}
	return created
}
