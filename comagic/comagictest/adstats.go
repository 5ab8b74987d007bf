package comagictest

import (
	"maps"
	"slices"
)

// figures are the columns of the daily report that an upload fills, by its members.
var figures = map[string]string{"cost": "cost_sum", "shows": "shows_count", "clicks": "clicks_count"}

// stats keeps the figures of an ad system, which the daily report shows: one row for
// each day and advertised thing. A later upload replaces what it names, and 0 deletes
// it.
func (c *call) stats() {
	items, ok := c.batch("stats")
	if !ok {
		return
	}
	at, _ := c.params["date_time"].(string)
	kept := c.server.table(c.op.ID)
	for _, item := range items {
		stored, _ := plainCopy(item).(map[string]any)
		kept.rows = append(kept.rows, stored)
		shown := c.server.statsOf(row{
			"date": day(at), "engine": c.params["engine"], "campaign_ext_id": stored["pc_ext_id"],
			"banner_group_id": stored["gr_ext_id"], "keyword_id": stored["kw_ext_id"], "ad_ext_id": stored["ad_ext_id"],
		})
		for member, column := range figures {
			value, given := stored[member]
			switch {
			case !given:
			case equal(value, numberOf(0)):
				shown[column] = nil
			case column == "cost_sum":
				shown[column] = textOf(value)
			default:
				shown[column] = value
			}
		}
	}
	c.done(row{})
}

// statsOf is the row of the daily report that has all of these values, a new one if
// there is none.
func (s *Server) statsOf(key row) row {
	report := s.table("get.campaign_daily_stat")
	at := slices.IndexFunc(report.rows, func(r row) bool {
		for name, value := range key {
			if textOf(r[name]) != textOf(value) {
				return false
			}
		}
		return true
	})
	if at < 0 {
		at = len(report.rows)
		report.rows = append(report.rows, key)
	}
	return report.rows[at]
}

// dailyStats lists the days of the period at a site. Uploaded figures name no site:
// the vendor finds it by the ad campaign, here they are shown at whichever site is
// asked for.
func (c *call) dailyStats() {
	from, _ := c.params["date_from"].(string)
	till, _ := c.params["date_till"].(string)
	var rows []row
	for _, r := range c.server.table(c.op.ID).rows {
		if date, _ := r["date"].(string); date != "" && (day(date) < day(from) || day(date) > day(till)) {
			continue
		}
		shown := maps.Clone(r)
		if shown["site_id"] == nil {
			shown["site_id"] = c.params["site_id"]
		}
		sites := c.server.table("get.sites")
		if found := sites.find("id", shown["site_id"]); found >= 0 && shown["site_domain_name"] == nil {
			shown["site_domain_name"] = sites.rows[found]["domain_name"]
		}
		rows = append(rows, shown)
	}
	c.listRows(rows)
}
