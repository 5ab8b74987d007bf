package liveagent

import (
	"context"
	"iter"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

var (
	opReportsAgents = reportOperation("reports.agents", "/reports/agents")
	reportAgents    = report[AgentsReportRow]{opReportsAgents, "agents", func(row *AgentsReportRow) paging.Key { return paging.TextKey(row.ID) }}
)

// Agents returns one page of work figures by agent.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Agents report", since 4.11.3.2.
//
// Operation: reports.agents, safe.
//
//frontdesk:op liveagent reports.agents
func (s *ReportsService) Agents(ctx context.Context, params *AgentsReportParams, opts ...frontdesk.Option) (*frontdesk.Page[AgentsReportRow], error) {
	return page(ctx, s.client, reportAgents, params, opts)
}

// AllAgents iterates over all rows of Agents, page by page.
//
// Errors: those of Agents, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Agents report", since 4.11.3.2.
//
// Operation: reports.agents, safe.
//
//frontdesk:uses liveagent reports.agents
func (s *ReportsService) AllAgents(ctx context.Context, params *AgentsReportParams, opts ...frontdesk.Option) iter.Seq2[AgentsReportRow, error] {
	return pages(ctx, s.client, reportAgents, params, opts)
}

var (
	opReportsChannels = reportOperation("reports.channels", "/reports/channels")
	reportChannels    = report[ChannelsReportRow]{opReportsChannels, "channels", func(row *ChannelsReportRow) paging.Key { return paging.TextKey(row.ID) }}
)

// Channels returns one page of work figures by channel.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Channels report", since 4.11.3.2.
//
// Operation: reports.channels, safe.
//
//frontdesk:op liveagent reports.channels
func (s *ReportsService) Channels(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) (*frontdesk.Page[ChannelsReportRow], error) {
	return page(ctx, s.client, reportChannels, params, opts)
}

// AllChannels iterates over all rows of Channels, page by page.
//
// Errors: those of Channels, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Channels report", since 4.11.3.2.
//
// Operation: reports.channels, safe.
//
//frontdesk:uses liveagent reports.channels
func (s *ReportsService) AllChannels(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) iter.Seq2[ChannelsReportRow, error] {
	return pages(ctx, s.client, reportChannels, params, opts)
}

var (
	opReportsDepartments = reportOperation("reports.departments", "/reports/departments")
	reportDepartments    = report[DepartmentsReportRow]{opReportsDepartments, "departments", func(row *DepartmentsReportRow) paging.Key { return paging.TextKey(row.ID) }}
)

// Departments returns one page of work figures by department.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Departments report", since 4.11.3.2.
//
// Operation: reports.departments, safe.
//
//frontdesk:op liveagent reports.departments
func (s *ReportsService) Departments(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) (*frontdesk.Page[DepartmentsReportRow], error) {
	return page(ctx, s.client, reportDepartments, params, opts)
}

// AllDepartments iterates over all rows of Departments, page by page.
//
// Errors: those of Departments, yielded once; the Next of the error resumes
// from there.
//
// LiveAgent API v1: "Departments report", since 4.11.3.2.
//
// Operation: reports.departments, safe.
//
//frontdesk:uses liveagent reports.departments
func (s *ReportsService) AllDepartments(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) iter.Seq2[DepartmentsReportRow, error] {
	return pages(ctx, s.client, reportDepartments, params, opts)
}

var (
	opReportsTags = reportOperation("reports.tags", "/reports/tags")
	reportTags    = report[TagsReportRow]{opReportsTags, "tags", func(row *TagsReportRow) paging.Key { return paging.TextKey(row.ID) }}
)

// Tags returns one page of work figures by tag.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Tags report", since 4.11.3.2.
//
// Operation: reports.tags, safe.
//
//frontdesk:op liveagent reports.tags
func (s *ReportsService) Tags(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) (*frontdesk.Page[TagsReportRow], error) {
	return page(ctx, s.client, reportTags, params, opts)
}

// AllTags iterates over all rows of Tags, page by page.
//
// Errors: those of Tags, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Tags report", since 4.11.3.2.
//
// Operation: reports.tags, safe.
//
//frontdesk:uses liveagent reports.tags
func (s *ReportsService) AllTags(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) iter.Seq2[TagsReportRow, error] {
	return pages(ctx, s.client, reportTags, params, opts)
}

var (
	opReportsPerformance = reportOperation("reports.performance", "/reports/performance")
	reportPerformance    = report[PerformanceReportRow]{opReportsPerformance, "performance", nil}
)

// Performance returns the work figures of the account, in one row.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Performance report", since 4.11.3.2.
//
// Operation: reports.performance, safe.
//
//frontdesk:op liveagent reports.performance
func (s *ReportsService) Performance(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) (*frontdesk.Page[PerformanceReportRow], error) {
	return page(ctx, s.client, reportPerformance, params, opts)
}

// AllPerformance iterates over all rows of Performance, page by page.
//
// Errors: those of Performance, yielded once; the Next of the error resumes
// from there.
//
// LiveAgent API v1: "Performance report", since 4.11.3.2.
//
// Operation: reports.performance, safe.
//
//frontdesk:uses liveagent reports.performance
func (s *ReportsService) AllPerformance(ctx context.Context, params *MetricsReportParams, opts ...frontdesk.Option) iter.Seq2[PerformanceReportRow, error] {
	return pages(ctx, s.client, reportPerformance, params, opts)
}

var (
	opReportsRanking = reportOperation("reports.ranking", "/reports/ranking")
	reportRanking    = report[RankingReportRow]{opReportsRanking, "ranks", func(row *RankingReportRow) paging.Key { return paging.TextKey(row.ID) }}
)

// Ranking returns one page of rankings that customers gave to agents.
//
// Errors: [frontdesk.ErrInvalid] before sending for dates in the wrong
// order, missing dates and a Limit above 1,000.
//
// LiveAgent API v1: "Ranking agents report", since 4.11.3.2.
//
// Operation: reports.ranking, safe.
//
//frontdesk:op liveagent reports.ranking
func (s *ReportsService) Ranking(ctx context.Context, params *RankingReportParams, opts ...frontdesk.Option) (*frontdesk.Page[RankingReportRow], error) {
	return page(ctx, s.client, reportRanking, params, opts)
}

// AllRanking iterates over all rows of Ranking, page by page.
//
// Errors: those of Ranking, yielded once; the Next of the error resumes from
// there.
//
// LiveAgent API v1: "Ranking agents report", since 4.11.3.2.
//
// Operation: reports.ranking, safe.
//
//frontdesk:uses liveagent reports.ranking
func (s *ReportsService) AllRanking(ctx context.Context, params *RankingReportParams, opts ...frontdesk.Option) iter.Seq2[RankingReportRow, error] {
	return pages(ctx, s.client, reportRanking, params, opts)
}
