// Package liveagenttest is a fake LiveAgent server with state: what is created
// can be read, searched, changed and deleted, in JSON and in XML.
//
//	srv := liveagenttest.NewServer(t)
//	client := srv.Client()
//	ticket, err := client.Conversations.Create(ctx, …)
//
// It knows the department "default", the agent agent@example.com with the user
// id "agent001", and the mail account support@example.com. It answers with
// LiveAgent's own envelopes, refuses the 181st request of a minute, and finds
// fault with requests that the reference does not allow.
//
// Reports are computed from the conversations, messages and agents of the server:
// who answered what and when, rewards, notes, calls and chats, and how each
// conversation kept its SLA (the first answer is due at DateDue, or a day after
// the beginning). Availability and free slots are those of the present online
// status, as if there had never been another. Columns that need more than that,
// such as those per hour, are empty.
//
// The customer of a conversation replies by [Server.Receive]. DateChanged of a
// conversation moves with each message, note, transfer and change of state, and
// with nothing else; LiveAgent does not document what moves it.
//
// # Dates
//
// No record of the start has a date, and what is stored without one is of now. A
// bubble of testing/synctest begins on 1 January 2000, in Los Angeles still on
// 31 December 1999: a conversation that a test stores with a date of 2026 is in the
// future there, its deadline is never missed, and a report on the days until
// time.Now lacks it. Let dates count from time.Now, or let the bubble begin later:
//
//	time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))) // takes no time
//
// [WithClock] sets what the server alone takes for now, as for a program.
//
// # Notes
//
// Notes and messages are one operation of LiveAgent, conversations.create_message:
// a fault .On("conversations.create_message") meets both. One for notes alone asks
// what was sent:
//
//	srv.Fail(frontdesktest.Status(503).On("conversations.create_message").OnMatch(func(r *frontdesktest.Request) bool {
//		form, err := url.ParseQuery(string(r.Body))
//		return err == nil && form.Get("type") == string(liveagent.MessageTypeNote)
//	}))
//
// Faults, quotas, the log of requests and the in-memory transport are those of
// package frontdesktest.
package liveagenttest
