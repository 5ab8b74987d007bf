package comagictest

import (
	"reflect"

	"github.com/frontdesk-go/frontdesk/comagic"
)

// Add puts rows of the get method that lists rows of their type:
//
//	comagictest.Add(srv, comagic.Employee{ID: 31, FullName: "Doe Jane"})
//
// A value of a type that a getobj method shows becomes its answer (see
// [Server.PutObject]), and a [comagic.ActiveCall] a call in progress. A type that no
// method returns is misuse (see [frontdesktest]).
func Add[T any](s *Server, rows ...T) {
	for _, r := range rows {
		if active, ok := any(r).(comagic.ActiveCall); ok {
			s.PutActiveCall(active)
			continue
		}
		method, ok := rowTypes[reflect.TypeFor[T]()]
		if !ok {
			s.Misuse("no get method returns %T", r)
			return
		}
		if s.inventory.Operation(method).Response.Kind == "list" && method != "getobj.site" {
			s.Put(method, r)
		} else {
			s.PutObject(method, r)
		}
	}
}

// rowTypes are the methods that return a type: rows of get methods, and the objects
// of getobj methods.
var rowTypes = map[reflect.Type]string{
	// account
	reflect.TypeFor[comagic.Account]():        "get.account",
	reflect.TypeFor[comagic.AccountDetails](): "getobj.account",
	// auto calls
	reflect.TypeFor[comagic.AutoCallCampaign](): "get.auto_call_campaigns",
	// blacklist
	reflect.TypeFor[comagic.BlacklistPhoneNumber](): "get.blacklist_phone_numbers",
	// call tracking
	reflect.TypeFor[comagic.AvailableCTPhonePrefix]():       "get.available_ct_phone_prefixes",
	reflect.TypeFor[comagic.CallProcessingRuleGroup]():      "get.call_processing_rule_groups",
	reflect.TypeFor[comagic.CallTrackingBlackIP]():          "get.call_tracking_black_ips",
	reflect.TypeFor[comagic.CallTrackingRule]():             "get.call_tracking_rules",
	reflect.TypeFor[comagic.EstimatedCoverage]():            "get.estimated_coverage",
	reflect.TypeFor[comagic.NumberCapacityCost]():           "get.number_capacity_ids_user_charges_and_costs",
	reflect.TypeFor[comagic.NumberPoolConditionParameter](): "get.number_pool_condition_parameters",
	reflect.TypeFor[comagic.NumberPoolNumber]():             "get.number_pool_numbers",
	reflect.TypeFor[comagic.NumberCost]():                   "get.number_user_charges_and_costs",
	reflect.TypeFor[comagic.NumberCostSummary]():            "get.number_user_charges_and_costs_summary",
	reflect.TypeFor[comagic.PhoneSelector]():                "get.phone_selectors",
	reflect.TypeFor[comagic.PoolConditionParameter]():       "get.pool_condition_parameters",
	reflect.TypeFor[comagic.ReplacementPhonesGroup]():       "get.replacement_phones_groups",
	reflect.TypeFor[comagic.RequiredNumbersCount]():         "get.required_numbers_count",
	reflect.TypeFor[comagic.RobotFiltrationRule]():          "get.robot_filtration_rules",
	// campaigns
	reflect.TypeFor[comagic.CampaignAvailablePhoneNumber]():            "get.campaign_available_phone_numbers",
	reflect.TypeFor[comagic.CampaignAvailableRedirectionPhoneNumber](): "get.campaign_available_redirection_phone_numbers",
	reflect.TypeFor[comagic.CampaignParameterWeights]():                "get.campaign_parameter_weights",
	reflect.TypeFor[comagic.Campaign]():                                "get.campaigns",
	// communication sources
	reflect.TypeFor[comagic.CommunicationSourceFilter]():  "get.communication_source_filters",
	reflect.TypeFor[comagic.CommunicationSource]():        "get.communication_sources",
	reflect.TypeFor[comagic.CommunicationSourceDetails](): "getobj.communication_source",
	// communications
	reflect.TypeFor[comagic.OfflineMessageUserField](): "get.offline_message_user_fields",
	reflect.TypeFor[comagic.UploadedCall]():            "get.uploaded_calls",
	// contacts
	reflect.TypeFor[comagic.ContactOrganization](): "get.contact_organizations",
	reflect.TypeFor[comagic.Contact]():             "get.contacts",
	reflect.TypeFor[comagic.ContactGroup]():        "get.group_contacts",
	// crm accounts
	reflect.TypeFor[comagic.CRMAccount](): "get.crm_accounts",
	// crm companies
	reflect.TypeFor[comagic.CRMCompany](): "get.crm_companies",
	// crm sources
	reflect.TypeFor[comagic.CRMSourceFilter]():  "get.crm_source_filters",
	reflect.TypeFor[comagic.CRMSource]():        "get.crm_sources",
	reflect.TypeFor[comagic.CRMSourceDetails](): "getobj.crm_source",
	// customers
	reflect.TypeFor[comagic.CustomerUser](): "get.customer_users",
	reflect.TypeFor[comagic.Customer]():     "get.customers",
	reflect.TypeFor[comagic.TariffPlan]():   "get.tariff_plans",
	// deal contacts
	reflect.TypeFor[comagic.DealContact](): "get.deal_contacts",
	// deal employees
	reflect.TypeFor[comagic.DealEmployee](): "get.deal_employees",
	// deals
	reflect.TypeFor[comagic.DealUserField]():     "get.deal_user_fields",
	reflect.TypeFor[comagic.DealHistoryEntry]():  "get.deals_history",
	reflect.TypeFor[comagic.DealsInProcessing](): "get.deals_in_processing",
	// email tracking
	reflect.TypeFor[comagic.EmailAccount]():           "get.email_accounts",
	reflect.TypeFor[comagic.EmailTrackingRule]():      "get.email_tracking_rules",
	reflect.TypeFor[comagic.ReplacementEmailsGroup](): "get.replacement_emails_groups",
	reflect.TypeFor[comagic.RequiredEmailsCount]():    "get.required_emails_count",
	// employees
	reflect.TypeFor[comagic.EmployeePosition](): "get.employee_positions",
	reflect.TypeFor[comagic.EmployeeStat]():     "get.employee_stat",
	reflect.TypeFor[comagic.Employee]():         "get.employees",
	reflect.TypeFor[comagic.EmployeeGroup]():    "get.group_employees",
	reflect.TypeFor[comagic.EmployeeStatus]():   "get.statuses",
	// events
	reflect.TypeFor[comagic.Event](): "get.events",
	// ext integration reports
	reflect.TypeFor[comagic.ExtIntegrationReportTask](): "get.report_for_ext_integration_task",
	// flat reports
	reflect.TypeFor[comagic.APIRequest]():                 "get.api_requests",
	reflect.TypeFor[comagic.CallDetail]():                 "get.call_details",
	reflect.TypeFor[comagic.Call]():                       "get.calls",
	reflect.TypeFor[comagic.Chat]():                       "get.chats",
	reflect.TypeFor[comagic.Communication]():              "get.communications",
	reflect.TypeFor[comagic.Deal]():                       "get.deals",
	reflect.TypeFor[comagic.Lead]():                       "get.leads",
	reflect.TypeFor[comagic.MGFCall]():                    "get.mgf_calls",
	reflect.TypeFor[comagic.Notification]():               "get.notifications",
	reflect.TypeFor[comagic.PersonDetail]():               "get.person_details",
	reflect.TypeFor[comagic.SMS]():                        "get.sms",
	reflect.TypeFor[comagic.TagHistoryEntry]():            "get.tags_history",
	reflect.TypeFor[comagic.Visit]():                      "get.visits",
	reflect.TypeFor[comagic.CallSessionRecognitionInfo](): "getobj.call_session_recognition_info",
	// geo
	reflect.TypeFor[comagic.Geolocation](): "get.geolocations",
	// integrations
	reflect.TypeFor[comagic.IntegratedForm](): "get.integrated_forms",
	reflect.TypeFor[comagic.IntegratedPage](): "get.integrated_pages",
	// leads
	reflect.TypeFor[comagic.LeadFunnelStage](): "get.lead_funnel_stages",
	reflect.TypeFor[comagic.LeadUserField]():   "get.lead_user_fields",
	// media files
	reflect.TypeFor[comagic.MediaFile](): "get.media_files",
	// network resources
	reflect.TypeFor[comagic.NetworkResource](): "get.network_resources",
	// persons
	reflect.TypeFor[comagic.PersonEventField](): "get.person_event_fields",
	reflect.TypeFor[comagic.PersonEvent]():      "get.person_events",
	reflect.TypeFor[comagic.PersonVisitor]():    "get.person_visitors",
	reflect.TypeFor[comagic.Visitor]():          "get.visitors",
	reflect.TypeFor[comagic.PersonForVisitor](): "getobj.person_for_visitor",
	reflect.TypeFor[comagic.PersonSummary]():    "getobj.person_summary",
	reflect.TypeFor[comagic.VisitorDetails]():   "getobj.visitor",
	// report builder
	reflect.TypeFor[comagic.AvailablePhonePrefix]():    "get.available_phone_prefixes",
	reflect.TypeFor[comagic.ColumnTransferReport]():    "get.column_transfer_reports_list",
	reflect.TypeFor[comagic.CustomDimensionTemplate](): "get.custom_dimension_templates",
	reflect.TypeFor[comagic.CustomFilter]():            "get.custom_filters",
	reflect.TypeFor[comagic.LineChartNoteGroup]():      "get.linechart_note_groups",
	reflect.TypeFor[comagic.MetricFilter]():            "get.metric_filters",
	reflect.TypeFor[comagic.Metric]():                  "get.metrics",
	reflect.TypeFor[comagic.ReportEntity]():            "get.report_entities",
	reflect.TypeFor[comagic.ReportFilter]():            "get.report_filters",
	reflect.TypeFor[comagic.ReportGeneratorTask]():     "get.report_generator_tasks",
	reflect.TypeFor[comagic.ReportGroup]():             "get.report_groups",
	reflect.TypeFor[comagic.ReportHistoryEntry]():      "get.report_history",
	reflect.TypeFor[comagic.ReportRapidFilter]():       "get.report_rapid_filters",
	reflect.TypeFor[comagic.ReportType]():              "get.report_types",
	reflect.TypeFor[comagic.Report]():                  "get.reports_list",
	reflect.TypeFor[comagic.BenchmarkingTable]():       "getobj.benchmarking_table",
	reflect.TypeFor[comagic.ColumnsTree]():             "getobj.columns_tree",
	reflect.TypeFor[comagic.CustomDimension]():         "getobj.custom_dimension",
	reflect.TypeFor[comagic.CustomFormulaColumn]():     "getobj.custom_formula_column",
	reflect.TypeFor[comagic.CustomMetricColumn]():      "getobj.custom_metric_column",
	reflect.TypeFor[comagic.DimensionsTree]():          "getobj.dimensions_tree",
	reflect.TypeFor[comagic.GoalsTree]():               "getobj.goals_tree",
	reflect.TypeFor[comagic.ReportGlobalCalendar]():    "getobj.report_global_calendar",
	reflect.TypeFor[comagic.ReportLineChart]():         "getobj.report_linechart",
	reflect.TypeFor[comagic.ReportLineChartTotal]():    "getobj.report_linechart_total",
	reflect.TypeFor[comagic.ReportState]():             "getobj.report_state",
	reflect.TypeFor[comagic.ReportTable]():             "getobj.report_table",
	reflect.TypeFor[comagic.ReportTotal]():             "getobj.report_total",
	reflect.TypeFor[comagic.ReportTransfer]():          "getobj.report_transfer",
	// reports
	reflect.TypeFor[comagic.CallLegsReportRow]():            "get.call_legs_report",
	reflect.TypeFor[comagic.CallsReportRow]():               "get.calls_report",
	reflect.TypeFor[comagic.CampaignDailyStat]():            "get.campaign_daily_stat",
	reflect.TypeFor[comagic.ChatChannel]():                  "get.chat_channels",
	reflect.TypeFor[comagic.ChatMessagesReportRow]():        "get.chat_messages_report",
	reflect.TypeFor[comagic.ChatsReportRow]():               "get.chats_report",
	reflect.TypeFor[comagic.CommunicationsReportRow]():      "get.communications_report",
	reflect.TypeFor[comagic.CTAdCampaignSummaryReportRow](): "get.ct_ac_summary_report",
	reflect.TypeFor[comagic.CTSummaryReportRow]():           "get.ct_summary_report",
	reflect.TypeFor[comagic.FinancialCallLegsReportRow]():   "get.financial_call_legs_report",
	reflect.TypeFor[comagic.GoalsReportRow]():               "get.goals_report",
	reflect.TypeFor[comagic.OfflineMessagesReportRow]():     "get.offline_messages_report",
	reflect.TypeFor[comagic.VisitorSessionsReportRow]():     "get.visitor_sessions_report",
	// sales funnels
	reflect.TypeFor[comagic.SalesFunnel](): "get.sales_funnel",
	// scenarios
	reflect.TypeFor[comagic.Scenario](): "get.scenarios",
	// schedules
	reflect.TypeFor[comagic.Schedule](): "get.schedules",
	// segments
	reflect.TypeFor[comagic.Segment](): "get.segments",
	// sip lines
	reflect.TypeFor[comagic.SIPLineVirtualNumber](): "get.sip_line_virtual_numbers",
	reflect.TypeFor[comagic.SIPLine]():              "get.sip_lines",
	// sites
	reflect.TypeFor[comagic.SiteBlock]():    "get.site_blocks",
	reflect.TypeFor[comagic.SiteCategory](): "get.site_categories",
	reflect.TypeFor[comagic.Site]():         "get.sites",
	reflect.TypeFor[comagic.SiteDetails]():  "getobj.site",
	// sources
	reflect.TypeFor[comagic.AdEngine]():        "get.ad_engines",
	reflect.TypeFor[comagic.SourceCost]():      "get.source_costs",
	reflect.TypeFor[comagic.SourceFilter]():    "get.source_filters",
	reflect.TypeFor[comagic.SourceParameter](): "get.source_parameters",
	reflect.TypeFor[comagic.Source]():          "get.sources",
	reflect.TypeFor[comagic.SourceChannel]():   "get.sources_channels",
	reflect.TypeFor[comagic.SourceGroup]():     "get.sources_groups",
	reflect.TypeFor[comagic.SourceDetails]():   "getobj.source",
	// support
	reflect.TypeFor[comagic.CustomerContactInfo](): "get.customer_contact_info",
	// tags
	reflect.TypeFor[comagic.Tag](): "get.tags",
	// virtual numbers
	reflect.TypeFor[comagic.AvailableVirtualNumber](): "get.available_virtual_numbers",
	reflect.TypeFor[comagic.CountryPhonePrefix]():     "get.country_phone_prefixes",
	reflect.TypeFor[comagic.NumaList]():               "get.numa_lists",
	reflect.TypeFor[comagic.NumberCapacityCategory](): "get.number_capacity_categories",
	reflect.TypeFor[comagic.VirtualNumber]():          "get.virtual_numbers",
	reflect.TypeFor[comagic.CallProcessingRules]():    "getobj.call_processing_rules",
	reflect.TypeFor[comagic.PrivateNumberSettings]():  "getobj.private_number_params",
	// Call API
	reflect.TypeFor[comagic.TalkOption](): callPrefix + "list.talk_options",
}
