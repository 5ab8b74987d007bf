package main

import (
	"html/template"
	"io"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// writeHTML writes the report as a page that needs nothing else. Names of agents are
// other people's text; html/template escapes them.
func (r *report) writeHTML(w io.Writer) error { return page.Execute(w, r) }

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"share": share,
	"name":  agentName,
	"bar": func(day liveagent.SLAComplianceRow) float64 { // percent
		kept, missed := day.Fulfilled.Or(0), day.Unfulfilled.Or(0)
		return 100 * kept / max(kept+missed, 1)
	},
	"day": func(day liveagent.SLAComplianceRow) string {
		date, _ := day.Date.Get()
		return date.Format("2 Jan")
	},
}).Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>SLA, {{.Month.Format "January 2006"}}</title>
<style>
body { font: 15px sans-serif; margin: 2em auto; max-width: 50em; color: #222 }
table { border-collapse: collapse; width: 100% }
th, td { padding: .25em .6em; text-align: right; border-bottom: 1px solid #ddd }
th:first-child, td:first-child { text-align: left }
.bar { background: #d9534f; width: 100% } .bar i { display: block; height: .8em; background: #2e8b57 }
</style>
<h1>{{.Month.Format "January 2006"}}</h1>
<table>
<tr><th>SLA<th>kept<th>missed<th>share</tr>
{{range .Channels}}<tr><td>{{.Name}}<td>{{.Kept}}<td>{{.Missed}}<td>{{share .Kept .Missed}}</tr>
{{end}}</table>
<h2>Agents</h2>
<table>
<tr><th>agent<th>answers<th>chats<th>calls<th>rewards<th>punishments</tr>
{{range .Agents}}<tr><td>{{name .}}<td>{{.Answers.Or 0.0}}<td>{{.Chats.Or 0.0}}<td>{{.Calls.Or 0.0}}<td>{{.Rewards.Or 0.0}}<td>{{.Punishments.Or 0.0}}</tr>
{{end}}</table>
{{range .Channels}}{{if .Days}}<h2>{{.Name}} by day</h2>
<table>
{{range .Days}}<tr><td>{{day .}}<td>{{.Fulfilled.Or 0.0}}<td>{{.Unfulfilled.Or 0.0}}<td style="width:60%"><div class="bar"><i style="width:{{bar .}}%"></i></div></tr>
{{end}}</table>
{{end}}{{end}}</html>
`))
