package liveagent

import "github.com/frontdesk-go/frontdesk"

// ReportMetrics are the figures of the reports on agents, channels, departments,
// tags and performance. Only the columns that were asked for, or a default set,
// are filled. Outside of the report on agents, the reports on channels,
// departments and tags are known to have Answers, Calls, Chats, ChatAnswers,
// Rewards and Punishments, and that on performance to have Answers,
// NewAnswerAvgTime, NextAnswerAvgTime, CreatedTickets, ResolvedTickets and
// UnansweredChats; that they have the others is inferred. The units of times are
// not documented, seconds are likely; SLA marks times in SLA hours.
type ReportMetrics struct {
	// WorkTime: time worked.
	WorkTime frontdesk.Opt[float64] `json:"worktime,omitzero"`
	// Answers: answers to tickets.
	Answers frontdesk.Opt[float64] `json:"answers,omitzero"`
	// AnswersPerHour: answers per hour.
	AnswersPerHour frontdesk.Opt[float64] `json:"answers_ph,omitzero"`
	// NewAnswerAvgTime: average time to the first answer.
	NewAnswerAvgTime frontdesk.Opt[float64] `json:"newAnswerAvgTime,omitzero"`
	// NewAnswerAvgTimeSLA: average time to the first answer, in SLA hours.
	NewAnswerAvgTimeSLA frontdesk.Opt[float64] `json:"newAnswerAvgTimeSla,omitzero"`
	// NextAnswerAvgTime: average time to a next answer.
	NextAnswerAvgTime frontdesk.Opt[float64] `json:"nextAnswerAvgTime,omitzero"`
	// NextAnswerAvgTimeSLA: average time to a next answer, in SLA hours.
	NextAnswerAvgTimeSLA frontdesk.Opt[float64] `json:"nextAnswerAvgTimeSla,omitzero"`
	// Calls: calls.
	Calls frontdesk.Opt[float64] `json:"calls,omitzero"`
	// CallsPerHour: calls per hour.
	CallsPerHour frontdesk.Opt[float64] `json:"calls_ph,omitzero"`
	// MissedCalls: missed calls.
	MissedCalls frontdesk.Opt[float64] `json:"missed_calls,omitzero"`
	// MissedCallsPerHour: missed calls per hour.
	MissedCallsPerHour frontdesk.Opt[float64] `json:"missed_calls_ph,omitzero"`
	// CallSeconds: seconds on calls.
	CallSeconds frontdesk.Opt[float64] `json:"call_seconds,omitzero"`
	// CallSecondsPerHour: seconds on calls per hour.
	CallSecondsPerHour frontdesk.Opt[float64] `json:"call_seconds_ph,omitzero"`
	// Chats: chats.
	Chats frontdesk.Opt[float64] `json:"chats,omitzero"`
	// ChatsPerHour: chats per hour.
	ChatsPerHour frontdesk.Opt[float64] `json:"chats_ph,omitzero"`
	// ChatAnswers: chat messages.
	ChatAnswers frontdesk.Opt[float64] `json:"chat_answers,omitzero"`
	// ChatAnswersPerHour: chat messages per hour.
	ChatAnswersPerHour frontdesk.Opt[float64] `json:"chat_answers_ph,omitzero"`
	// MissedChats: missed chats.
	MissedChats frontdesk.Opt[float64] `json:"missed_chats,omitzero"`
	// MissedChatsPerHour: missed chats per hour.
	MissedChatsPerHour frontdesk.Opt[float64] `json:"missed_chats_ph,omitzero"`
	// ChatPickup: chat pickup.
	ChatPickup frontdesk.Opt[float64] `json:"chat_pickup,omitzero"`
	// ChatPickupAvgTime: average time to pick a chat up.
	ChatPickupAvgTime frontdesk.Opt[float64] `json:"chatPickupAvgTime,omitzero"`
	// ChatAvgTime: average length of a chat.
	ChatAvgTime frontdesk.Opt[float64] `json:"chatAvgTime,omitzero"`
	// NotRanked: not ranked.
	NotRanked frontdesk.Opt[float64] `json:"not_ranked,omitzero"`
	// NotRankedPercent: not ranked, percent.
	NotRankedPercent frontdesk.Opt[float64] `json:"not_ranked_p,omitzero"`
	// NotRankedPerHour: not ranked per hour.
	NotRankedPerHour frontdesk.Opt[float64] `json:"not_ranked_ph,omitzero"`
	// Rewards: rewards.
	Rewards frontdesk.Opt[float64] `json:"rewards,omitzero"`
	// RewardsPercent: rewards, percent.
	RewardsPercent frontdesk.Opt[float64] `json:"rewards_p,omitzero"`
	// RewardsPerHour: rewards per hour.
	RewardsPerHour frontdesk.Opt[float64] `json:"rewards_ph,omitzero"`
	// Punishments: punishments.
	Punishments frontdesk.Opt[float64] `json:"punishments,omitzero"`
	// PunishmentsPercent: punishments, percent.
	PunishmentsPercent frontdesk.Opt[float64] `json:"punishments_p,omitzero"`
	// PunishmentsPerHour: punishments per hour.
	PunishmentsPerHour frontdesk.Opt[float64] `json:"punishments_ph,omitzero"`
	// CreatedTickets: tickets created.
	CreatedTickets frontdesk.Opt[float64] `json:"created_tickets,omitzero"`
	// ResolvedTickets: tickets resolved.
	ResolvedTickets frontdesk.Opt[float64] `json:"resolved_tickets,omitzero"`
	// UnansweredChats: unanswered chats.
	UnansweredChats frontdesk.Opt[float64] `json:"u_chats,omitzero"`
	// UnansweredCalls: unanswered calls.
	UnansweredCalls frontdesk.Opt[float64] `json:"u_calls,omitzero"`
	// Notes: notes.
	Notes frontdesk.Opt[float64] `json:"notes,omitzero"`
	// FirstAssignAvgTime: average time to the first assignment.
	FirstAssignAvgTime frontdesk.Opt[float64] `json:"firstAssignAvgTime,omitzero"`
	// FirstAssignAvgTimeSLA: average time to the first assignment, in SLA hours.
	FirstAssignAvgTimeSLA frontdesk.Opt[float64] `json:"firstAssignAvgTimeSla,omitzero"`
	// FirstResolveAvgTime: average time to the first resolution.
	FirstResolveAvgTime frontdesk.Opt[float64] `json:"firstResolveAvgTime,omitzero"`
	// FirstResolveAvgTimeSLA: average time to the first resolution, in SLA hours.
	FirstResolveAvgTimeSLA frontdesk.Opt[float64] `json:"firstResolveAvgTimeSla,omitzero"`
	// OutgoingCalls: outgoing calls.
	OutgoingCalls frontdesk.Opt[float64] `json:"calls_outgoing,omitzero"`
	// OutgoingCallSeconds: seconds on outgoing calls.
	OutgoingCallSeconds frontdesk.Opt[float64] `json:"call_outgoing_seconds,omitzero"`
	// OutgoingCallAvgTime: average length of an outgoing call.
	OutgoingCallAvgTime frontdesk.Opt[float64] `json:"call_outgoing_avg_time,omitzero"`
	// CallPickupAvgTime: average time to pick a call up.
	CallPickupAvgTime frontdesk.Opt[float64] `json:"call_pickup_avg_time,omitzero"`
	// CallAvgTime: average length of a call.
	CallAvgTime frontdesk.Opt[float64] `json:"call_avg_time,omitzero"`
	// InternalCalls: internal calls.
	InternalCalls frontdesk.Opt[float64] `json:"calls_internal,omitzero"`
	// InternalCallAvgTime: average length of an internal call.
	InternalCallAvgTime frontdesk.Opt[float64] `json:"call_internal_avg_time,omitzero"`
	// InternalCallSeconds: seconds on internal calls.
	InternalCallSeconds frontdesk.Opt[float64] `json:"call_internal_seconds,omitzero"`
	// OCalls: o_calls (meaning not documented).
	OCalls frontdesk.Opt[float64] `json:"o_calls,omitzero"`
}
