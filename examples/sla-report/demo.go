package main

import (
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// demo returns a client of a fake help desk, which counts what its agents did.
func demo(first time.Time) (la *liveagent.Client, release func()) {
	srv := liveagenttest.New(liveagenttest.WithLocation(first.Location()))
	ann := srv.AddAgent(liveagent.Agent{FirstName: "Ann", LastName: "Smith", Email: "ann@example.com"})
	tom := srv.AddAgent(liveagent.Agent{FirstName: "Tom", LastName: "O'Neil & Sons", Email: "tom@example.com"})
	for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
		for n := range 3 {
			agent, asked := ann.UserID, day.Add(time.Duration(9+n)*time.Hour)
			if n > 0 {
				agent = tom.UserID
			}
			wait := 2 * time.Hour
			if (day.Day()+n)%9 == 0 {
				wait = 30 * time.Hour // an answer is due after a day
			}
			ticket(srv, agent, asked, wait)
		}
		live(srv, ann.UserID, liveagent.MessageGroupTypeChat, day.Add(14*time.Hour))
		if day.Day()%3 == 0 {
			live(srv, tom.UserID, liveagent.MessageGroupTypeCall, day.Add(15*time.Hour))
		} else if day.Day()%10 == 0 {
			live(srv, "", liveagent.MessageGroupTypeCall, day.Add(16*time.Hour)) // nobody answers
		}
	}
	la = srv.Client()
	return la, func() { _ = la.Close(); srv.Close() }
}

// ticket is an e-mail that an agent answers after a while.
func ticket(srv *liveagenttest.Server, agent string, asked time.Time, wait time.Duration) {
	srv.AddConversation(
		liveagent.Conversation{
			Subject: "Where is my order?", OwnerEmail: "cindy.mindy@example.com", AssignedTo: agent,
			Status: liveagent.ConversationAnswered, DateCreated: frontdesk.Some(asked),
		},
		group(liveagent.MessageGroupTypeIncomingEmail, "", asked),
		group(liveagent.MessageGroupTypeOutgoingEmail, agent, asked.Add(wait)),
	)
}

// live is a chat or a call.
func live(srv *liveagenttest.Server, agent string, kind liveagent.MessageGroupType, at time.Time) {
	srv.AddConversation(
		liveagent.Conversation{
			OwnerEmail: "cindy.mindy@example.com", AssignedTo: agent,
			Status: liveagent.ConversationAnswered, DateCreated: frontdesk.Some(at),
		},
		group(kind, agent, at),
	)
}

func group(kind liveagent.MessageGroupType, author string, at time.Time) liveagent.MessageGroup {
	return liveagent.MessageGroup{
		UserID: author, Type: kind, DateCreated: frontdesk.Some(at),
		Messages: []liveagent.Message{{UserID: author, Type: liveagent.MessageTypeMessage, Text: "…", DateCreated: frontdesk.Some(at)}},
	}
}
