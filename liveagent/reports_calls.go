package liveagent

import (
	"context"
	"iter"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

var (
	opReportsCallsAgentAvailability = reportOperation("reports.calls_agent_availability", "/reports/calls/agentsavailability")
	reportCallsAgentAvailability    = report[AgentAvailabilityRow]{opReportsCallsAgentAvailability, "agentsavailability", func(row *AgentAvailabilityRow) paging.Key { return paging.TextKey(row.ID) }}
)

// CallsAgentAvailability returns one page of the intervals in which agents
// were online for calls.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Calls Agent availability report", since 4.11.3.2.
//
// Operation: reports.calls_agent_availability, safe.
//
//frontdesk:op liveagent reports.calls_agent_availability
func (s *ReportsService) CallsAgentAvailability(ctx context.Context, params *AgentAvailabilityReportParams, opts ...frontdesk.Option) (*frontdesk.Page[AgentAvailabilityRow], error) {
	return page(ctx, s.client, reportCallsAgentAvailability, params, opts)
}

// AllCallsAgentAvailability iterates over all rows of CallsAgentAvailability, page by page.
//
// Errors: those of CallsAgentAvailability, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Calls Agent availability report", since 4.11.3.2.
//
// Operation: reports.calls_agent_availability, safe.
//
//frontdesk:uses liveagent reports.calls_agent_availability
func (s *ReportsService) AllCallsAgentAvailability(ctx context.Context, params *AgentAvailabilityReportParams, opts ...frontdesk.Option) iter.Seq2[AgentAvailabilityRow, error] {
	return pages(ctx, s.client, reportCallsAgentAvailability, params, opts)
}

var (
	opReportsCallsAvailability = reportOperation("reports.calls_availability", "/reports/calls/availability")
	reportCallsAvailability    = report[AvailabilityRow]{opReportsCallsAvailability, "availability", nil}
)

// CallsAvailability returns one page of the time in which somebody was
// available for calls.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Calls availability report", since 4.11.3.2.
//
// Operation: reports.calls_availability, safe.
//
//frontdesk:op liveagent reports.calls_availability
func (s *ReportsService) CallsAvailability(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[AvailabilityRow], error) {
	return page(ctx, s.client, reportCallsAvailability, params, opts)
}

// AllCallsAvailability iterates over all rows of CallsAvailability, page by page.
//
// Errors: those of CallsAvailability, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Calls availability report", since 4.11.3.2.
//
// Operation: reports.calls_availability, safe.
//
//frontdesk:uses liveagent reports.calls_availability
func (s *ReportsService) AllCallsAvailability(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[AvailabilityRow, error] {
	return pages(ctx, s.client, reportCallsAvailability, params, opts)
}

var (
	opReportsCallsLoad = reportOperation("reports.calls_load", "/reports/calls/load")
	reportCallsLoad    = report[LoadRow]{opReportsCallsLoad, "loads", nil}
)

// CallsLoad returns one page of queue, slots and service of calls.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Calls Load report", since 4.11.3.2.
//
// Operation: reports.calls_load, safe.
//
//frontdesk:op liveagent reports.calls_load
func (s *ReportsService) CallsLoad(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[LoadRow], error) {
	return page(ctx, s.client, reportCallsLoad, params, opts)
}

// AllCallsLoad iterates over all rows of CallsLoad, page by page.
//
// Errors: those of CallsLoad, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Calls Load report", since 4.11.3.2.
//
// Operation: reports.calls_load, safe.
//
//frontdesk:uses liveagent reports.calls_load
func (s *ReportsService) AllCallsLoad(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[LoadRow, error] {
	return pages(ctx, s.client, reportCallsLoad, params, opts)
}

var (
	opReportsCallsSLACompliance = reportOperation("reports.calls_sla_compliance", "/reports/calls/slacompliance")
	reportCallsSLACompliance    = report[SLAComplianceRow]{opReportsCallsSLACompliance, "slacompliances", nil}
)

// CallsSLACompliance returns one page of kept and missed SLA of calls.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Calls SLA Compliance report", since 4.11.3.2.
//
// Operation: reports.calls_sla_compliance, safe.
//
//frontdesk:op liveagent reports.calls_sla_compliance
func (s *ReportsService) CallsSLACompliance(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[SLAComplianceRow], error) {
	return page(ctx, s.client, reportCallsSLACompliance, params, opts)
}

// AllCallsSLACompliance iterates over all rows of CallsSLACompliance, page by page.
//
// Errors: those of CallsSLACompliance, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Calls SLA Compliance report", since 4.11.3.2.
//
// Operation: reports.calls_sla_compliance, safe.
//
//frontdesk:uses liveagent reports.calls_sla_compliance
func (s *ReportsService) AllCallsSLACompliance(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[SLAComplianceRow, error] {
	return pages(ctx, s.client, reportCallsSLACompliance, params, opts)
}

var (
	opReportsCallsSLALog = reportOperation("reports.calls_sla_log", "/reports/calls/slalog")
	reportCallsSLALog    = report[SLALogRow]{opReportsCallsSLALog, "slalogs", func(row *SLALogRow) paging.Key { return paging.TextKey(row.ID) }}
)

// CallsSLALog returns one page of the SLA records of calls.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Calls SLA log report", since 4.11.3.2.
//
// Operation: reports.calls_sla_log, safe.
//
//frontdesk:op liveagent reports.calls_sla_log
func (s *ReportsService) CallsSLALog(ctx context.Context, params *SLALogReportParams, opts ...frontdesk.Option) (*frontdesk.Page[SLALogRow], error) {
	return page(ctx, s.client, reportCallsSLALog, params, opts)
}

// AllCallsSLALog iterates over all rows of CallsSLALog, page by page.
//
// Errors: those of CallsSLALog, yielded once; the Next of the error resumes
// from there.
//
// LiveAgent API v1: "Calls SLA log report", since 4.11.3.2.
//
// Operation: reports.calls_sla_log, safe.
//
//frontdesk:uses liveagent reports.calls_sla_log
func (s *ReportsService) AllCallsSLALog(ctx context.Context, params *SLALogReportParams, opts ...frontdesk.Option) iter.Seq2[SLALogRow, error] {
	return pages(ctx, s.client, reportCallsSLALog, params, opts)
}
