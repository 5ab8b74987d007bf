package liveagent

import (
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// AgentsReportParams narrow the report on agents.
type AgentsReportParams struct {
	// DateFrom and DateTo bound the report, in the client's zone; both are required.
	DateFrom time.Time `url:"date_from,omitempty"`
	DateTo   time.Time `url:"date_to,omitempty"`
	// WholeDays sends the dates without the time: servers before 4.26.0.1 know no
	// other form.
	WholeDays bool `url:"-"`
	// Columns are the columns to return; a default set if empty.
	Columns []ReportColumn `url:"columns,comma,omitempty"`
	// Limit is the number of rows of a page, at most 1,000. If it is 0, the report's
	// own method leaves it to the server, and its All method asks for 1,000.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
	// DepartmentID and AgentID narrow the report; that it takes them is inferred.
	DepartmentID string `url:"departmentid,omitempty"`
	AgentID      string `url:"agentid,omitempty"`
}

func (p *AgentsReportParams) position() reportPosition {
	return reportPosition{p.DateFrom, p.DateTo, true, p.WholeDays, &p.Limit, &p.Offset, &p.Resume}
}

// MetricsReportParams narrow the reports on channels, departments, tags and
// performance. That the last one pages is inferred.
type MetricsReportParams struct {
	// DateFrom and DateTo bound the report, in the client's zone; both are required.
	DateFrom time.Time `url:"date_from,omitempty"`
	DateTo   time.Time `url:"date_to,omitempty"`
	// WholeDays sends the dates without the time: servers before 4.26.0.1 know no
	// other form.
	WholeDays bool `url:"-"`
	// Columns are the columns to return; a default set if empty.
	Columns []ReportColumn `url:"columns,comma,omitempty"`
	// Limit is the number of rows of a page, at most 1,000. If it is 0, the report's
	// own method leaves it to the server, and its All method asks for 1,000.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
}

func (p *MetricsReportParams) position() reportPosition {
	return reportPosition{p.DateFrom, p.DateTo, true, p.WholeDays, &p.Limit, &p.Offset, &p.Resume}
}

// AgentAvailabilityReportParams narrow a report on the availability of agents.
type AgentAvailabilityReportParams struct {
	// DateFrom and DateTo bound the report, in the client's zone.
	DateFrom time.Time `url:"date_from,omitempty"`
	DateTo   time.Time `url:"date_to,omitempty"`
	// WholeDays sends the dates without the time: servers before 4.26.0.1 know no
	// other form.
	WholeDays bool `url:"-"`
	// Columns are the columns to return; a default set if empty.
	Columns []ReportColumn `url:"columns,comma,omitempty"`
	// Limit is the number of rows of a page, at most 1,000. If it is 0, the report's
	// own method leaves it to the server, and its All method asks for 1,000.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
	// DepartmentID and AgentID narrow the report.
	DepartmentID string `url:"departmentid,omitempty"`
	AgentID      string `url:"agentid,omitempty"`
}

func (p *AgentAvailabilityReportParams) position() reportPosition {
	return reportPosition{p.DateFrom, p.DateTo, false, p.WholeDays, &p.Limit, &p.Offset, &p.Resume}
}

// IntervalReportParams narrow a report by days or intervals. That reports on load and
// on SLA compliance take more than dates is inferred from those on availability.
type IntervalReportParams struct {
	// DateFrom and DateTo bound the report, in the client's zone.
	DateFrom time.Time `url:"date_from,omitempty"`
	DateTo   time.Time `url:"date_to,omitempty"`
	// WholeDays sends the dates without the time: servers before 4.26.0.1 know no
	// other form.
	WholeDays bool `url:"-"`
	// Limit is the number of rows of a page, at most 1,000. If it is 0, the report's
	// own method leaves it to the server, and its All method asks for 1,000.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
	// DepartmentID and AgentID narrow the report.
	DepartmentID string `url:"departmentid,omitempty"`
	AgentID      string `url:"agentid,omitempty"`
}

func (p *IntervalReportParams) position() reportPosition {
	return reportPosition{p.DateFrom, p.DateTo, false, p.WholeDays, &p.Limit, &p.Offset, &p.Resume}
}

// SLALogReportParams narrow an SLA log. That it takes more than dates is inferred from
// the other reports. The dates had no effect before 4.45.1.5.
type SLALogReportParams struct {
	// DateFrom and DateTo bound the report, in the client's zone; both are required.
	DateFrom time.Time `url:"date_from,omitempty"`
	DateTo   time.Time `url:"date_to,omitempty"`
	// WholeDays sends the dates without the time: servers before 4.26.0.1 know no
	// other form.
	WholeDays bool `url:"-"`
	// Columns are the columns to return; a default set if empty.
	Columns []ReportColumn `url:"columns,comma,omitempty"`
	// Limit is the number of rows of a page, at most 1,000. If it is 0, the report's
	// own method leaves it to the server, and its All method asks for 1,000.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
	// DepartmentID and AgentID narrow the report.
	DepartmentID string `url:"departmentid,omitempty"`
	AgentID      string `url:"agentid,omitempty"`
}

func (p *SLALogReportParams) position() reportPosition {
	return reportPosition{p.DateFrom, p.DateTo, true, p.WholeDays, &p.Limit, &p.Offset, &p.Resume}
}

// RankingReportParams narrow the report on rankings.
type RankingReportParams struct {
	// DateFrom and DateTo bound the report, in the client's zone; both are required.
	DateFrom time.Time `url:"date_from,omitempty"`
	DateTo   time.Time `url:"date_to,omitempty"`
	// WholeDays sends the dates without the time: servers before 4.26.0.1 know no
	// other form.
	WholeDays bool `url:"-"`
	// Columns are the columns to return; a default set if empty.
	Columns []ReportColumn `url:"columns,comma,omitempty"`
	// Limit is the number of rows of a page, at most 1,000. If it is 0, the report's
	// own method leaves it to the server, and its All method asks for 1,000.
	Limit int `url:"limitcount,omitempty"`
	// Offset is the number of rows to skip.
	Offset int `url:"limitfrom,omitempty"`
	// Resume goes on after an earlier page; it replaces Offset.
	Resume frontdesk.Cursor `url:"-"`
	// AgentID and ContactID narrow the report to an agent and to a customer.
	AgentID   string `url:"agentid,omitempty"`
	ContactID string `url:"contactid,omitempty"`
	// Types are the kinds of rankings to return; the values are not documented.
	Types string `url:"types,omitempty"`
}

func (p *RankingReportParams) position() reportPosition {
	return reportPosition{p.DateFrom, p.DateTo, true, p.WholeDays, &p.Limit, &p.Offset, &p.Resume}
}
