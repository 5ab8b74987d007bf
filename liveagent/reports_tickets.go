package liveagent

import (
	"context"
	"iter"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

var (
	opReportsTicketsAgentAvailability = reportOperation("reports.tickets_agent_availability", "/reports/tickets/agentsavailability")
	reportTicketsAgentAvailability    = report[AgentAvailabilityRow]{opReportsTicketsAgentAvailability, "agentsavailability", func(row *AgentAvailabilityRow) paging.Key { return paging.TextKey(row.ID) }}
)

// TicketsAgentAvailability returns one page of the intervals in which agents
// were online for tickets.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Tickets Agent availability report", since 4.11.3.2.
//
// Operation: reports.tickets_agent_availability, safe.
//
//frontdesk:op liveagent reports.tickets_agent_availability
func (s *ReportsService) TicketsAgentAvailability(ctx context.Context, params *AgentAvailabilityReportParams, opts ...frontdesk.Option) (*frontdesk.Page[AgentAvailabilityRow], error) {
	return page(ctx, s.client, reportTicketsAgentAvailability, params, opts)
}

// AllTicketsAgentAvailability iterates over all rows of TicketsAgentAvailability, page
// by page.
//
// Errors: those of TicketsAgentAvailability, yielded once; the Next of the
// error resumes from there.
//
// LiveAgent API v1: "Tickets Agent availability report", since 4.11.3.2.
//
// Operation: reports.tickets_agent_availability, safe.
//
//frontdesk:uses liveagent reports.tickets_agent_availability
func (s *ReportsService) AllTicketsAgentAvailability(ctx context.Context, params *AgentAvailabilityReportParams, opts ...frontdesk.Option) iter.Seq2[AgentAvailabilityRow, error] {
	return pages(ctx, s.client, reportTicketsAgentAvailability, params, opts)
}

var (
	opReportsTicketsLoad = reportOperation("reports.tickets_load", "/reports/tickets/load")
	reportTicketsLoad    = report[LoadRow]{opReportsTicketsLoad, "loads", nil}
)

// TicketsLoad returns one page of queue, slots and service of tickets.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Tickets Load report", since 4.11.3.2.
//
// Operation: reports.tickets_load, safe.
//
//frontdesk:op liveagent reports.tickets_load
func (s *ReportsService) TicketsLoad(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[LoadRow], error) {
	return page(ctx, s.client, reportTicketsLoad, params, opts)
}

// AllTicketsLoad iterates over all rows of TicketsLoad, page by page.
//
// Errors: those of TicketsLoad, yielded once; the Next of the error resumes
// from there.
//
// LiveAgent API v1: "Tickets Load report", since 4.11.3.2.
//
// Operation: reports.tickets_load, safe.
//
//frontdesk:uses liveagent reports.tickets_load
func (s *ReportsService) AllTicketsLoad(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[LoadRow, error] {
	return pages(ctx, s.client, reportTicketsLoad, params, opts)
}

var (
	opReportsTicketsSLACompliance = reportOperation("reports.tickets_sla_compliance", "/reports/tickets/slacompliance")
	reportTicketsSLACompliance    = report[SLAComplianceRow]{opReportsTicketsSLACompliance, "slacompliances", nil}
)

// TicketsSLACompliance returns one page of kept and missed SLA of tickets.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Tickets SLA Compliance report", since 4.11.3.2.
//
// Operation: reports.tickets_sla_compliance, safe.
//
//frontdesk:op liveagent reports.tickets_sla_compliance
func (s *ReportsService) TicketsSLACompliance(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[SLAComplianceRow], error) {
	return page(ctx, s.client, reportTicketsSLACompliance, params, opts)
}

// AllTicketsSLACompliance iterates over all rows of TicketsSLACompliance, page by page.
//
// Errors: those of TicketsSLACompliance, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Tickets SLA Compliance report", since 4.11.3.2.
//
// Operation: reports.tickets_sla_compliance, safe.
//
//frontdesk:uses liveagent reports.tickets_sla_compliance
func (s *ReportsService) AllTicketsSLACompliance(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[SLAComplianceRow, error] {
	return pages(ctx, s.client, reportTicketsSLACompliance, params, opts)
}

var (
	opReportsTicketsSLALog = reportOperation("reports.tickets_sla_log", "/reports/tickets/slalog")
	reportTicketsSLALog    = report[SLALogRow]{opReportsTicketsSLALog, "slalogs", func(row *SLALogRow) paging.Key { return paging.TextKey(row.ID) }}
)

// TicketsSLALog returns one page of the SLA records of tickets.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Tickets SLA Log report", since 4.11.3.2.
//
// Operation: reports.tickets_sla_log, safe.
//
//frontdesk:op liveagent reports.tickets_sla_log
func (s *ReportsService) TicketsSLALog(ctx context.Context, params *SLALogReportParams, opts ...frontdesk.Option) (*frontdesk.Page[SLALogRow], error) {
	return page(ctx, s.client, reportTicketsSLALog, params, opts)
}

// AllTicketsSLALog iterates over all rows of TicketsSLALog, page by page.
//
// Errors: those of TicketsSLALog, yielded once; the Next of the error resumes
// from there.
//
// LiveAgent API v1: "Tickets SLA Log report", since 4.11.3.2.
//
// Operation: reports.tickets_sla_log, safe.
//
//frontdesk:uses liveagent reports.tickets_sla_log
func (s *ReportsService) AllTicketsSLALog(ctx context.Context, params *SLALogReportParams, opts ...frontdesk.Option) iter.Seq2[SLALogRow, error] {
	return pages(ctx, s.client, reportTicketsSLALog, params, opts)
}
