package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// report is what a month was like.
type report struct {
	Month    time.Time
	Channels []channel
	Agents   []liveagent.AgentsReportRow
}

// channel is how the promises to customers were kept in one kind of contact.
type channel struct {
	Name         string
	Kept, Missed float64
	Days         []liveagent.SLAComplianceRow
}

// collect reads the reports of the month that begins at first.
func collect(ctx context.Context, la *liveagent.Client, first time.Time) (*report, error) {
	last := first.AddDate(0, 1, 0).Add(-time.Second)
	interval := &liveagent.IntervalReportParams{DateFrom: first, DateTo: last}
	r := &report{Month: first}
	for _, c := range []struct {
		name string
		days iter.Seq2[liveagent.SLAComplianceRow, error]
	}{
		{"Tickets", la.Reports.AllTicketsSLACompliance(ctx, interval)},
		{"Chats", la.Reports.AllChatsSLACompliance(ctx, interval)},
		{"Calls", la.Reports.AllCallsSLACompliance(ctx, interval)},
	} {
		days, err := frontdesk.Collect(c.days)
		if err != nil {
			return nil, err
		}
		sum := channel{Name: c.name, Days: days}
		for _, day := range days {
			sum.Kept += day.Fulfilled.Or(0)
			sum.Missed += day.Unfulfilled.Or(0)
		}
		r.Channels = append(r.Channels, sum)
	}
	agents, err := frontdesk.Collect(la.Reports.AllAgents(ctx, &liveagent.AgentsReportParams{
		DateFrom: first, DateTo: last,
		Columns: []liveagent.ReportColumn{
			liveagent.ColumnID, liveagent.ColumnFirstName, liveagent.ColumnLastName, liveagent.ColumnAnswers,
			liveagent.ColumnChats, liveagent.ColumnCalls, liveagent.ColumnRewards, liveagent.ColumnPunishments,
		},
	}))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(agents, func(a, b liveagent.AgentsReportRow) int {
		return cmp.Or(cmp.Compare(b.Answers.Or(0), a.Answers.Or(0)), cmp.Compare(agentName(a), agentName(b)))
	})
	r.Agents = agents
	return r, nil
}

func agentName(a liveagent.AgentsReportRow) string {
	return cmp.Or(strings.TrimSpace(a.FirstName+" "+a.LastName), a.ID)
}

// share returns the part that was kept, in percent, and "–" if nothing was promised.
func share(kept, missed float64) string {
	if kept+missed == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*kept/(kept+missed))
}

// print writes the report as tables.
func (r *report) print(out io.Writer) error {
	fmt.Fprintf(out, "%s\n\n", r.Month.Format("January 2006"))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "SLA\tkept\tmissed\tshare\tdays\t")
	for _, c := range r.Channels {
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%s\t%d\t\n", c.Name, c.Kept, c.Missed, share(c.Kept, c.Missed), len(c.Days))
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, "agent\tanswers\tchats\tcalls\trewards\tpunishments\t")
	for _, a := range r.Agents {
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t\n", agentName(a),
			a.Answers.Or(0), a.Chats.Or(0), a.Calls.Or(0), a.Rewards.Or(0), a.Punishments.Or(0))
	}
	return w.Flush()
}
