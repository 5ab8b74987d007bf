package liveagent_test

import (
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// at is a time in the January that [busyServer] tells of.
func at(day, hour, minute int) time.Time {
	return time.Date(2000, time.January, day, hour, minute, 0, 0, pacific)
}

func some(t time.Time) frontdesk.Opt[time.Time] { return frontdesk.Some(t) }

// said is a group with one message.
func said(kind liveagent.MessageGroupType, user string, when time.Time, text string) liveagent.MessageGroup {
	return liveagent.MessageGroup{
		Type: kind, UserID: user, DateCreated: some(when), DateFinished: some(when),
		Messages: []liveagent.Message{{Type: liveagent.MessageTypeMessage, UserID: user, Text: text}},
	}
}

// busyServer has a ticket that agent001 answered twice, one that nobody answered,
// a chat, a call and a missed call, all of January 2000. It is the 10th of
// February: call it inside synctest.
func busyServer(t *testing.T) *liveagenttest.Server {
	t.Helper()
	srv := liveagenttest.NewServer(t)
	time.Sleep(time.Until(time.Date(2000, time.February, 10, 0, 0, 0, 0, pacific)))
	phones := srv.AddDepartment(liveagent.Department{ID: "phones", Name: "Phones", OnlineStatus: "P"}, "agent001")
	vip := srv.AddTag(liveagent.Tag{ID: "vip", Name: "VIP"})
	jane := srv.AddCustomer(liveagent.Customer{ContactID: "jane", UserID: "u-jane", Email: "jane@example.com", FirstName: "Jane", LastName: "Roe"})
	srv.AddConversation(liveagent.Conversation{
		ID: "answered", OwnerEmail: jane.Email, OwnerName: "Jane Roe", AssignedTo: "agent001", ChannelType: liveagent.ChannelEmail,
		TagIDs: liveagent.TagIDs{vip.ID}, Status: liveagent.ConversationResolved,
		DateCreated: some(at(10, 9, 0)), DateDue: some(at(10, 12, 0)), DateChanged: some(at(11, 12, 0)),
	},
		said(liveagent.MessageGroupTypeIncomingEmail, jane.UserID, at(10, 9, 0), "Where is it?"),
		said(liveagent.MessageGroupTypeOutgoingEmail, "agent001", at(10, 10, 0), "Which?"),
		said(liveagent.MessageGroupTypeIncomingEmail, jane.UserID, at(10, 11, 0), "The red one."),
		said(liveagent.MessageGroupTypeOutgoingEmail, "agent001", at(10, 11, 30), "Here."),
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeInternal, UserID: jane.UserID, DateCreated: some(at(11, 8, 0)), Messages: []liveagent.Message{
			{ID: "reward", Type: liveagent.MessageTypeRankingReward, UserID: jane.UserID},
			{Type: liveagent.MessageTypeRankingComment, UserID: jane.UserID, Text: "Thank you"},
			{Type: liveagent.MessageTypeNote, UserID: "agent001", Text: "A nice one."},
		}},
	)
	srv.AddConversation(liveagent.Conversation{
		ID: "open", OwnerEmail: jane.Email, ChannelType: liveagent.ChannelContactForm,
		DateCreated: some(at(12, 9, 0)), DateDue: some(at(12, 10, 0)),
	}, said(liveagent.MessageGroupTypeOffline, jane.UserID, at(12, 9, 0), "Hello?"))
	srv.AddConversation(liveagent.Conversation{
		ID: "chat", AssignedTo: "agent001", ChannelType: liveagent.ChannelContactButton, Status: liveagent.ConversationResolved,
		DateCreated: some(at(13, 10, 0)), DateChanged: some(at(13, 10, 5)),
	}, liveagent.MessageGroup{Type: liveagent.MessageGroupTypeChat, UserID: jane.UserID, DateCreated: some(at(13, 10, 0)), DateFinished: some(at(13, 10, 5)), Messages: []liveagent.Message{
		{Type: liveagent.MessageTypeMessage, UserID: jane.UserID, Text: "Hi"},
		{Type: liveagent.MessageTypeMessage, UserID: "agent001", Text: "Hi", DateCreated: some(at(13, 10, 1))},
		{Type: liveagent.MessageTypeMessage, UserID: "agent001", Text: "Bye", DateCreated: some(at(13, 10, 2))},
	}})
	srv.AddConversation(liveagent.Conversation{
		ID: "call", DepartmentID: phones.ID, AssignedTo: "agent001", ChannelType: liveagent.ChannelCall, DateCreated: some(at(14, 9, 0)),
	},
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeCall, UserID: "agent001", DateCreated: some(at(14, 9, 0)), DateFinished: some(at(14, 9, 3))},
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeCall, UserID: jane.UserID, DateCreated: some(at(14, 10, 0))},
	)
	return srv
}

func drain[T any](t *testing.T, rows iter.Seq2[T, error]) []T {
	t.Helper()
	all, err := frontdesk.Collect(rows)
	require.NoError(t, err)
	return all
}

func num(v float64) frontdesk.Opt[float64] { return frontdesk.Some(v) }

// month are the bounds of January in the forms of the reports' params.
var (
	agentsOfJanuary       = &liveagent.AgentsReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0)}
	metricsOfJanuary      = &liveagent.MetricsReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0)}
	availabilityOfJanuary = &liveagent.AgentAvailabilityReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0)}
	daysOfJanuary         = &liveagent.IntervalReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0)}
	logOfJanuary          = &liveagent.SLALogReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0)}
	rankingOfJanuary      = &liveagent.RankingReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0)}
)

func TestReports_EachIteratorReadsWhatTheKitComputes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := busyServer(t)
		for _, more := range []opts{nil, {liveagent.WithXML()}, {frontdesk.WithPrefetch(2)}} {
			r, x := srv.Client(more...).Reports, t.Context()
			for name, counts := range map[string][2]int{
				"CallsAgentAvailability":   {1, len(drain(t, r.AllCallsAgentAvailability(x, availabilityOfJanuary)))},
				"CallsAvailability":        {31, len(drain(t, r.AllCallsAvailability(x, daysOfJanuary)))},
				"CallsLoad":                {31, len(drain(t, r.AllCallsLoad(x, daysOfJanuary)))},
				"CallsSLACompliance":       {1, len(drain(t, r.AllCallsSLACompliance(x, daysOfJanuary)))},
				"CallsSLALog":              {1, len(drain(t, r.AllCallsSLALog(x, logOfJanuary)))},
				"ChatsAgentAvailability":   {1, len(drain(t, r.AllChatsAgentAvailability(x, availabilityOfJanuary)))},
				"ChatsAvailability":        {31, len(drain(t, r.AllChatsAvailability(x, daysOfJanuary)))},
				"ChatsLoad":                {31, len(drain(t, r.AllChatsLoad(x, daysOfJanuary)))},
				"ChatsSLACompliance":       {1, len(drain(t, r.AllChatsSLACompliance(x, daysOfJanuary)))},
				"ChatsSLALog":              {1, len(drain(t, r.AllChatsSLALog(x, logOfJanuary)))},
				"TicketsAgentAvailability": {1, len(drain(t, r.AllTicketsAgentAvailability(x, availabilityOfJanuary)))},
				"TicketsLoad":              {31, len(drain(t, r.AllTicketsLoad(x, daysOfJanuary)))},
				"TicketsSLACompliance":     {2, len(drain(t, r.AllTicketsSLACompliance(x, daysOfJanuary)))},
				"TicketsSLALog":            {2, len(drain(t, r.AllTicketsSLALog(x, logOfJanuary)))},
				"Agents":                   {1, len(drain(t, r.AllAgents(x, agentsOfJanuary)))},
				"Channels":                 {4, len(drain(t, r.AllChannels(x, metricsOfJanuary)))},
				"Departments":              {2, len(drain(t, r.AllDepartments(x, metricsOfJanuary)))},
				"Tags":                     {1, len(drain(t, r.AllTags(x, metricsOfJanuary)))},
				"Performance":              {1, len(drain(t, r.AllPerformance(x, metricsOfJanuary)))},
				"Ranking":                  {1, len(drain(t, r.AllRanking(x, rankingOfJanuary)))},
			} {
				assert.Equal(t, counts[0], counts[1], name)
			}
		}
		assert.Equal(t, 60, srv.Count())
	})
}

func TestReports_CountWhatHappened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := busyServer(t)
		for name, client := range formats(srv) {
			r, x := client.Reports, t.Context()
			agents := drain(t, r.AllAgents(x, agentsOfJanuary))
			require.Len(t, agents, 1, name)
			assert.Equal(t, "agent001", agents[0].ID)
			assert.Equal(t, liveagent.ReportMetrics{
				Answers: num(2), ChatAnswers: num(2), Chats: num(1), Calls: num(1), Rewards: num(1), Punishments: num(0),
			}, agents[0].ReportMetrics, "the default columns")

			columns := *agentsOfJanuary
			columns.Columns = []liveagent.ReportColumn{
				liveagent.ColumnID, liveagent.ColumnNewAnswerAvgTime, liveagent.ColumnNextAnswerAvgTime, liveagent.ColumnCallSeconds,
				liveagent.ColumnNotes, liveagent.ColumnChatAvgTime, liveagent.ColumnMissedCalls, liveagent.ColumnWorkTime,
			}
			agents = drain(t, r.AllAgents(x, &columns))
			assert.Equal(t, liveagent.ReportMetrics{
				NewAnswerAvgTime: num(3600), NextAnswerAvgTime: num(1800), CallSeconds: num(180), Notes: num(1), ChatAvgTime: num(300),
				MissedCalls: num(1), WorkTime: frontdesk.Null[float64](),
			}, agents[0].ReportMetrics)

			none := *agentsOfJanuary
			none.DepartmentID, none.AgentID = "phones", "agent001"
			agents = drain(t, r.AllAgents(x, &none))
			assert.Equal(t, num(0), agents[0].Answers)
			assert.Equal(t, num(1), agents[0].Calls)

			departments := drain(t, r.AllDepartments(x, metricsOfJanuary))
			assert.Equal(t, []string{"General", "Phones"}, []string{departments[0].DepartmentName, departments[1].DepartmentName})
			assert.Equal(t, num(2), departments[0].Answers)
			assert.Equal(t, num(1), departments[1].Calls)
			tags := drain(t, r.AllTags(x, metricsOfJanuary))
			assert.Equal(t, "VIP", tags[0].TagName)
			assert.Equal(t, num(2), tags[0].Answers)
			var names []string
			for _, channel := range drain(t, r.AllChannels(x, metricsOfJanuary)) {
				names = append(names, channel.ID+" "+channel.ChannelName)
			}
			assert.Equal(t, []string{"E Email", "B Contact button", "M Contact form", "C Call"}, names)
			performance := drain(t, r.AllPerformance(x, metricsOfJanuary))[0]
			assert.Equal(t, num(1), performance.InternalMessages)
			assert.Equal(t, num(4), performance.CreatedTickets)
			assert.Equal(t, num(2), performance.ResolvedTickets)
			assert.Equal(t, num(3600), performance.NewAnswerAvgTime)

			later := drain(t, r.AllPerformance(x, &liveagent.MetricsReportParams{DateFrom: at(15, 0, 0), DateTo: at(31, 0, 0), WholeDays: true}))[0]
			assert.Equal(t, num(0), later.CreatedTickets)
			assert.True(t, later.NewAnswerAvgTime.IsNull())
		}
	})
}

func TestReports_TellHowTheSLAWasKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := busyServer(t)
		for name, client := range formats(srv) {
			r, x := client.Reports, t.Context()
			rows := drain(t, r.AllTicketsSLALog(x, logOfJanuary))
			require.Len(t, rows, 2, name)
			assert.Equal(t, "answered", rows[0].ConversationID)
			assert.Equal(t, "F", rows[0].SLA)
			assert.Equal(t, "jane", rows[0].RequesterContactID)
			closed, _ := rows[0].DateClosed.Get()
			assert.True(t, closed.Equal(at(10, 10, 0)), "%v", closed)
			assert.Equal(t, "U", rows[1].SLA)
			assert.True(t, rows[1].DateClosed.IsNull())

			some := *logOfJanuary
			some.AgentID = "agent001"
			some.Columns = []liveagent.ReportColumn{liveagent.ColumnConversationID, liveagent.ColumnSLALevelName, liveagent.ColumnRequesterFirstName}
			rows = drain(t, r.AllTicketsSLALog(x, &some))
			assert.Equal(t, []liveagent.SLALogRow{{ConversationID: "answered", SLALevelName: "Default", RequesterFirstName: "Jane"}}, rows)

			days := drain(t, r.AllTicketsSLACompliance(x, daysOfJanuary))
			require.Len(t, days, 2)
			assert.Equal(t, num(1), days[0].Fulfilled)
			assert.Equal(t, num(3600), days[0].AvgFulfilledTime)
			assert.Equal(t, num(0), days[0].Unfulfilled)
			assert.True(t, days[0].AvgUnfulfilledTime.IsNull())
			assert.Equal(t, num(1), days[1].Unfulfilled)
			chats := drain(t, r.AllChatsSLACompliance(x, daysOfJanuary))
			assert.Equal(t, num(60), chats[0].MaxFulfilledTime)

			ranks := drain(t, r.AllRanking(x, rankingOfJanuary))
			require.Len(t, ranks, 1)
			assert.Equal(t, "reward", ranks[0].ID)
			assert.Equal(t, "W", ranks[0].RankingType)
			assert.Equal(t, "agent@example.com", ranks[0].AgentEmail)
			assert.Equal(t, "Jane Roe", ranks[0].RequesterName)
			assert.Equal(t, "Thank you", ranks[0].Comment)
			for _, params := range []liveagent.RankingReportParams{{Types: "P"}, {AgentID: "other"}, {ContactID: "other"}} {
				params.DateFrom, params.DateTo = rankingOfJanuary.DateFrom, rankingOfJanuary.DateTo
				assert.Empty(t, drain(t, r.AllRanking(x, &params)))
			}
		}
	})
}

func TestReports_TellLoadAndAvailabilityByDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := busyServer(t)
		for name, client := range formats(srv) {
			r, x := client.Reports, t.Context()
			page, err := r.TicketsLoad(x, &liveagent.IntervalReportParams{DateFrom: at(1, 0, 0), DateTo: at(32, 0, 0), Offset: 9, Limit: 3})
			require.NoError(t, err, name)
			require.Len(t, page.Items, 3)
			tenth := page.Items[0]
			day, _ := tenth.Date.Get()
			assert.True(t, day.Equal(at(10, 0, 0)), "%v", day)
			assert.Equal(t, num(1), tenth.MaxQueue, "at 9 one ticket waits")
			assert.Equal(t, num(0), tenth.MinQueue)
			assert.Equal(t, num(0.04), tenth.AvgQueue)
			assert.Equal(t, num(1), tenth.MaxService)
			assert.Equal(t, num(20), tenth.MaxSlots)
			assert.Equal(t, num(19), tenth.MinSlots)
			assert.Equal(t, num(0), page.Items[1].MaxQueue)
			assert.Equal(t, num(1), page.Items[2].MaxQueue, "the ticket that nobody answers")

			chats := drain(t, r.AllChatsAvailability(x, &liveagent.IntervalReportParams{DateFrom: at(10, 0, 0), DateTo: at(11, 0, 0)}))
			require.Len(t, chats, 1)
			assert.Equal(t, num(1440), chats[0].Minutes)
			assert.Equal(t, num(100), chats[0].Percent)
			none := drain(t, r.AllCallsAvailability(x, &liveagent.IntervalReportParams{DateFrom: at(10, 0, 0), DateTo: at(11, 0, 0), DepartmentID: "default"}))
			assert.Equal(t, num(0), none[0].Minutes)
			assert.Empty(t, drain(t, r.AllCallsAvailability(x, &liveagent.IntervalReportParams{DateFrom: at(60, 0, 0)})), "the future is not known")
			assert.Len(t, drain(t, r.AllChatsAvailability(x, nil)), 31, "from the first conversation to today")

			agents := drain(t, r.AllTicketsAgentAvailability(x, &liveagent.AgentAvailabilityReportParams{DateFrom: at(10, 0, 0), DateTo: at(11, 12, 0)}))
			require.Len(t, agents, 1)
			assert.Equal(t, num(36), agents[0].HoursOnline)
			assert.Equal(t, "General", agents[0].DepartmentName)
			assert.Empty(t, drain(t, r.AllTicketsAgentAvailability(x, &liveagent.AgentAvailabilityReportParams{AgentID: "other"})))
		}
	})
}
