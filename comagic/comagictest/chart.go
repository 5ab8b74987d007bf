package comagictest

import "time"

// step is one interval of a chart.
type step struct{ from, till time.Time }

func (s step) shown() map[string]any {
	return map[string]any{"from": s.from.Format(time.DateTime), "till": s.till.Format(time.DateTime)}
}

// maxSteps bounds the items of a chart: hours of the longest period, and some.
const maxSteps = 10_000

// steps cuts the period that was asked for into the chart's intervals: hours, days,
// weeks from Monday, or months. An interval at an edge is shown whole.
func (c *call) steps() []step {
	from, till, ok := c.periodAsked()
	if !ok {
		return nil
	}
	var steps []step
	kind, _ := c.params["datetime_dimension"].(string)
	for at := begin(from, kind); !at.After(till) && len(steps) < maxSteps; {
		next := after(at, kind)
		steps = append(steps, step{at, next.Add(-time.Second)})
		at = next
	}
	return steps
}

func (c *call) periodAsked() (from, till time.Time, ok bool) {
	textFrom, _ := c.params["date_from"].(string)
	textTill, _ := c.params["date_till"].(string)
	from, errFrom := time.Parse(time.DateTime, textFrom)
	till, errTill := time.Parse(time.DateTime, textTill)
	return from, till, errFrom == nil && errTill == nil
}

// begin is when the interval of an instant starts.
func begin(t time.Time, kind string) time.Time {
	y, m, d := t.Date()
	switch kind {
	case "hour":
		return t.Truncate(time.Hour)
	case "month":
		return time.Date(y, m, 1, 0, 0, 0, 0, t.Location())
	case "week":
		return time.Date(y, m, d-(int(t.Weekday())+6)%7, 0, 0, 0, 0, t.Location())
	}
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// after is when the next interval starts.
func after(t time.Time, kind string) time.Time {
	switch kind {
	case "hour":
		return t.Add(time.Hour)
	case "month":
		return t.AddDate(0, 1, 0)
	case "week":
		return t.AddDate(0, 0, 7)
	}
	return t.AddDate(0, 0, 1)
}

// notes lists the chart's notes by interval: those that were created, the days off
// if they are asked for, and what the test has put.
func (c *call) notes() {
	t := c.server.table(c.op.ID)
	groups := append([]row{}, t.rows...)
	all := c.server.table("linechart_note").rows
	for _, step := range c.steps() {
		var own []any
		for _, r := range all {
			text, _ := r["datetime"].(string)
			if at, err := time.Parse(time.DateTime, text); err == nil && !at.Before(step.from) && !at.After(step.till) {
				own = append(own, map[string]any{"id": r["id"], "datetime": text, "description": r["description"]})
			}
		}
		if len(own) > 0 {
			groups = append(groups, noteGroup(step, "custom", own))
		}
		if c.params["is_show_weekends_notes"] == true {
			if off := daysOff(step); len(off) > 0 {
				groups = append(groups, noteGroup(step, "not_working_days", off))
			}
		}
	}
	data := []any{}
	for _, g := range groups {
		data = append(data, c.server.show(c.op.Response.Fields, g))
	}
	c.succeed(data)
}

func noteGroup(s step, kind string, notes []any) row {
	return row{
		"datetime_dimension_interval": s.shown(), "type": kind, "count": len(notes), "is_system": kind != "custom", "notes": notes,
	}
}

// daysOff are the Saturdays and Sundays of an interval.
func daysOff(s step) []any {
	var off []any
	for day := begin(s.from, "day"); !day.After(s.till); day = day.AddDate(0, 0, 1) {
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			off = append(off, map[string]any{"id": nil, "datetime": day.Format(time.DateTime), "description": w.String()})
		}
	}
	return off
}
