package liveagent

import (
	"encoding/json"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// AgentsReportRow is the work of one agent.
type AgentsReportRow struct {
	// ID is the agent's user id.
	ID        string `json:"id"`
	ContactID string `json:"contactid,omitzero"`
	FirstName string `json:"firstname,omitzero"`
	LastName  string `json:"lastname,omitzero"`
	ReportMetrics
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ChannelsReportRow is the work in one channel.
type ChannelsReportRow struct {
	ID          string `json:"id"`
	ChannelName string `json:"channelName,omitzero"`
	ReportMetrics
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DepartmentsReportRow is the work of one department.
type DepartmentsReportRow struct {
	ID             string `json:"id"`
	DepartmentName string `json:"departmentName,omitzero"`
	ReportMetrics
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// TagsReportRow is the work on conversations with one tag.
type TagsReportRow struct {
	ID      string `json:"id"`
	TagName string `json:"tagName,omitzero"`
	ReportMetrics
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// PerformanceReportRow is the work of the whole account.
type PerformanceReportRow struct {
	// InternalMessages counts internal messages.
	InternalMessages frontdesk.Opt[float64] `json:"i_messages,omitzero"`
	ReportMetrics
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// AgentAvailabilityRow is one interval in which an agent was online in a
// department.
type AgentAvailabilityRow struct {
	ID             string `json:"id,omitzero"`
	UserID         string `json:"userid,omitzero"`
	FirstName      string `json:"firstname,omitzero"`
	LastName       string `json:"lastname,omitzero"`
	ContactID      string `json:"contactid,omitzero"`
	DepartmentID   string `json:"departmentid,omitzero"`
	DepartmentName string `json:"department_name,omitzero"`
	// HoursOnline are the hours online in the interval.
	HoursOnline frontdesk.Opt[float64] `json:"hours_online,omitzero"`
	// From and To bound the interval.
	From frontdesk.Opt[time.Time] `json:"from_date,omitzero"`
	To   frontdesk.Opt[time.Time] `json:"to_date,omitzero"`
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// LoadRow is the load of one day or interval.
type LoadRow struct {
	// Date is the day, or the time at which the interval begins.
	Date frontdesk.Opt[time.Time] `json:"date,omitzero"`
	// Queue is the length of the queue.
	AvgQueue frontdesk.Opt[float64] `json:"avgQueue,omitzero"`
	MaxQueue frontdesk.Opt[float64] `json:"maxQueue,omitzero"`
	MinQueue frontdesk.Opt[float64] `json:"minQueue,omitzero"`
	// Slots are free slots.
	AvgSlots frontdesk.Opt[float64] `json:"avgSlots,omitzero"`
	MaxSlots frontdesk.Opt[float64] `json:"maxSlots,omitzero"`
	MinSlots frontdesk.Opt[float64] `json:"minSlots,omitzero"`
	// Service is what is being served.
	AvgService frontdesk.Opt[float64] `json:"avgService,omitzero"`
	MaxService frontdesk.Opt[float64] `json:"maxService,omitzero"`
	MinService frontdesk.Opt[float64] `json:"minService,omitzero"`
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// SLAComplianceRow counts kept and missed SLA of one day or interval. The units of
// the times are not documented, seconds are likely.
type SLAComplianceRow struct {
	// Date is the day, or the time at which the interval begins.
	Date frontdesk.Opt[time.Time] `json:"date,omitzero"`
	// Fulfilled counts those kept.
	Fulfilled        frontdesk.Opt[float64] `json:"fulfilled,omitzero"`
	AvgFulfilledTime frontdesk.Opt[float64] `json:"avgFulfilledTime,omitzero"`
	MaxFulfilledTime frontdesk.Opt[float64] `json:"maxFulfilledTime,omitzero"`
	MinFulfilledTime frontdesk.Opt[float64] `json:"minFulfilledTime,omitzero"`
	// Unfulfilled counts those missed.
	Unfulfilled        frontdesk.Opt[float64] `json:"unfulfilled,omitzero"`
	AvgUnfulfilledTime frontdesk.Opt[float64] `json:"avgUnfulfilledTime,omitzero"`
	MaxUnfulfilledTime frontdesk.Opt[float64] `json:"maxUnfulfilledTime,omitzero"`
	MinUnfulfilledTime frontdesk.Opt[float64] `json:"minUnfulfilledTime,omitzero"`
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// AvailabilityRow says how long somebody was available on one day or interval.
type AvailabilityRow struct {
	// Date is the day, or the time at which the interval begins.
	Date frontdesk.Opt[time.Time] `json:"date,omitzero"`
	// Minutes are the minutes available, Percent the share of the time.
	Minutes frontdesk.Opt[float64] `json:"mins,omitzero"`
	Percent frontdesk.Opt[float64] `json:"pct,omitzero"`
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// SLALogRow is the SLA record of one ticket, chat or call. Names, Code and
// SLALevelName come only if they are among the columns asked for.
type SLALogRow struct {
	ID             string `json:"id,omitzero"`
	ConversationID string `json:"conversationid,omitzero"`
	// Code is the ticket's code.
	Code           string `json:"code,omitzero"`
	DepartmentID   string `json:"departmentid,omitzero"`
	DepartmentName string `json:"department_name,omitzero"`
	// LevelID and SLALevelID name the SLA level; reports write both.
	LevelID      string `json:"levelid,omitzero"`
	SLALevelID   string `json:"sla_level_id,omitzero"`
	SLALevelName string `json:"sla_level_name,omitzero"`
	// SLA is the result or the kind; its values are not documented.
	SLA         string                   `json:"sla,omitzero"`
	DateCreated frontdesk.Opt[time.Time] `json:"date_created,omitzero"`
	DateClosed  frontdesk.Opt[time.Time] `json:"date_closed,omitzero"`
	DateDue     frontdesk.Opt[time.Time] `json:"date_due,omitzero"`
	// ServerDateClosed and ServerDateDue are the same two by the server's clock,
	// whose zone may differ from the account's; they are read in the client's zone.
	ServerDateClosed   frontdesk.Opt[time.Time] `json:"server_date_closed,omitzero"`
	ServerDateDue      frontdesk.Opt[time.Time] `json:"server_date_due,omitzero"`
	AgentID            string                   `json:"agentid,omitzero"`
	AgentFirstName     string                   `json:"agent_firstname,omitzero"`
	AgentLastName      string                   `json:"agent_lastname,omitzero"`
	RequesterContactID string                   `json:"req_contactid,omitzero"`
	RequesterFirstName string                   `json:"req_firstname,omitzero"`
	RequesterLastName  string                   `json:"req_lastname,omitzero"`
	// Extra holds columns that this module does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// RankingReportRow is one ranking that a customer gave to an agent.
type RankingReportRow struct {
	ID string `json:"id"`
	// RankingType is the kind; its values are not documented.
	RankingType    string                   `json:"rankingType,omitzero"`
	DateCreated    frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	ConversationID string                   `json:"conversationid,omitzero"`
	AgentContactID string                   `json:"agentcontactid,omitzero"`
	AgentEmail     string                   `json:"agentEmail,omitzero"`
	AgentName      string                   `json:"agent,omitzero"`
	// ContactID, RequesterEmail and RequesterName are those of the customer.
	ContactID      string `json:"contactid,omitzero"`
	RequesterEmail string `json:"requesterEmail,omitzero"`
	RequesterName  string `json:"requester,omitzero"`
	// Comment is the customer's.
	Comment string `json:"comment,omitzero"`
	// Extra holds columns that this module does not know; since 5.49.0.1 one tells
	// whether the ranking is valid.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}
