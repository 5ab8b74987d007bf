package liveagent

import (
	"context"
	"iter"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

var (
	opReportsChatsAgentAvailability = reportOperation("reports.chats_agent_availability", "/reports/chats/agentsavailability")
	reportChatsAgentAvailability    = report[AgentAvailabilityRow]{opReportsChatsAgentAvailability, "agentsavailability", func(row *AgentAvailabilityRow) paging.Key { return paging.TextKey(row.ID) }}
)

// ChatsAgentAvailability returns one page of the intervals in which agents
// were online for chats.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Chats Agent availability report", since 4.11.3.2.
//
// Operation: reports.chats_agent_availability, safe.
//
//frontdesk:op liveagent reports.chats_agent_availability
func (s *ReportsService) ChatsAgentAvailability(ctx context.Context, params *AgentAvailabilityReportParams, opts ...frontdesk.Option) (*frontdesk.Page[AgentAvailabilityRow], error) {
	return page(ctx, s.client, reportChatsAgentAvailability, params, opts)
}

// AllChatsAgentAvailability iterates over all rows of ChatsAgentAvailability, page by page.
//
// Errors: those of ChatsAgentAvailability, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Chats Agent availability report", since 4.11.3.2.
//
// Operation: reports.chats_agent_availability, safe.
//
//frontdesk:uses liveagent reports.chats_agent_availability
func (s *ReportsService) AllChatsAgentAvailability(ctx context.Context, params *AgentAvailabilityReportParams, opts ...frontdesk.Option) iter.Seq2[AgentAvailabilityRow, error] {
	return pages(ctx, s.client, reportChatsAgentAvailability, params, opts)
}

var (
	opReportsChatsAvailability = reportOperation("reports.chats_availability", "/reports/chats/availability")
	reportChatsAvailability    = report[AvailabilityRow]{opReportsChatsAvailability, "availability", nil}
)

// ChatsAvailability returns one page of the time in which somebody was
// available for chats.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Chats availability report", since 4.11.3.2.
//
// Operation: reports.chats_availability, safe.
//
//frontdesk:op liveagent reports.chats_availability
func (s *ReportsService) ChatsAvailability(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[AvailabilityRow], error) {
	return page(ctx, s.client, reportChatsAvailability, params, opts)
}

// AllChatsAvailability iterates over all rows of ChatsAvailability, page by page.
//
// Errors: those of ChatsAvailability, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Chats availability report", since 4.11.3.2.
//
// Operation: reports.chats_availability, safe.
//
//frontdesk:uses liveagent reports.chats_availability
func (s *ReportsService) AllChatsAvailability(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[AvailabilityRow, error] {
	return pages(ctx, s.client, reportChatsAvailability, params, opts)
}

var (
	opReportsChatsLoad = reportOperation("reports.chats_load", "/reports/chats/load")
	reportChatsLoad    = report[LoadRow]{opReportsChatsLoad, "loads", nil}
)

// ChatsLoad returns one page of queue, slots and service of chats.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Chats Load report", since 4.11.3.2.
//
// Operation: reports.chats_load, safe.
//
//frontdesk:op liveagent reports.chats_load
func (s *ReportsService) ChatsLoad(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[LoadRow], error) {
	return page(ctx, s.client, reportChatsLoad, params, opts)
}

// AllChatsLoad iterates over all rows of ChatsLoad, page by page.
//
// Errors: those of ChatsLoad, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Chats Load report", since 4.11.3.2.
//
// Operation: reports.chats_load, safe.
//
//frontdesk:uses liveagent reports.chats_load
func (s *ReportsService) AllChatsLoad(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[LoadRow, error] {
	return pages(ctx, s.client, reportChatsLoad, params, opts)
}

var (
	opReportsChatsSLACompliance = reportOperation("reports.chats_sla_compliance", "/reports/chats/slacompliance")
	reportChatsSLACompliance    = report[SLAComplianceRow]{opReportsChatsSLACompliance, "slacompliances", nil}
)

// ChatsSLACompliance returns one page of kept and missed SLA of chats.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order and a Limit above 1,000.
//
// LiveAgent API v1: "Chats SLA Compliance report", since 4.11.3.2.
//
// Operation: reports.chats_sla_compliance, safe.
//
//frontdesk:op liveagent reports.chats_sla_compliance
func (s *ReportsService) ChatsSLACompliance(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) (*frontdesk.Page[SLAComplianceRow], error) {
	return page(ctx, s.client, reportChatsSLACompliance, params, opts)
}

// AllChatsSLACompliance iterates over all rows of ChatsSLACompliance, page by page.
//
// Errors: those of ChatsSLACompliance, yielded once; the Next of the error
// resumes from there.
//
// LiveAgent API v1: "Chats SLA Compliance report", since 4.11.3.2.
//
// Operation: reports.chats_sla_compliance, safe.
//
//frontdesk:uses liveagent reports.chats_sla_compliance
func (s *ReportsService) AllChatsSLACompliance(ctx context.Context, params *IntervalReportParams, opts ...frontdesk.Option) iter.Seq2[SLAComplianceRow, error] {
	return pages(ctx, s.client, reportChatsSLACompliance, params, opts)
}

var (
	opReportsChatsSLALog = reportOperation("reports.chats_sla_log", "/reports/chats/slalog")
	reportChatsSLALog    = report[SLALogRow]{opReportsChatsSLALog, "slalogs", func(row *SLALogRow) paging.Key { return paging.TextKey(row.ID) }}
)

// ChatsSLALog returns one page of the SLA records of chats.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Chats SLA log report", since 4.11.3.2.
//
// Operation: reports.chats_sla_log, safe.
//
//frontdesk:op liveagent reports.chats_sla_log
func (s *ReportsService) ChatsSLALog(ctx context.Context, params *SLALogReportParams, opts ...frontdesk.Option) (*frontdesk.Page[SLALogRow], error) {
	return page(ctx, s.client, reportChatsSLALog, params, opts)
}

// AllChatsSLALog iterates over all rows of ChatsSLALog, page by page.
//
// Errors: those of ChatsSLALog, yielded once; the Next of the error resumes
// from there.
//
// LiveAgent API v1: "Chats SLA log report", since 4.11.3.2.
//
// Operation: reports.chats_sla_log, safe.
//
//frontdesk:uses liveagent reports.chats_sla_log
func (s *ReportsService) AllChatsSLALog(ctx context.Context, params *SLALogReportParams, opts ...frontdesk.Option) iter.Seq2[SLALogRow, error] {
	return pages(ctx, s.client, reportChatsSLALog, params, opts)
}
