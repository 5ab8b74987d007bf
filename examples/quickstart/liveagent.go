package main

import (
	"context"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// liveAgent opens a conversation, notes, lists and closes it, once over JSON and
// once over XML.
func liveAgent(ctx context.Context, r *report) error {
	r.section("LiveAgent: conversations, a report")
	if env, ok := r.environment("LIVEAGENT_URL", "LIVEAGENT_API_KEY"); ok {
		return realLiveAgent(ctx, r, env[0], env[1])
	}
	srv := liveagenttest.New()
	defer srv.Close()
	for _, format := range []struct {
		name string
		opts []frontdesk.Option
	}{
		{"JSON", nil},
		{"XML", []frontdesk.Option{liveagent.WithXML()}},
	} {
		la := srv.Client(format.opts...)
		if err := conversation(ctx, r, la, format.name); err != nil {
			return err
		}
		if err := la.Close(); err != nil {
			return err
		}
	}
	if err := agentsReport(ctx, r, srv); err != nil {
		return err
	}
	return violations("LiveAgent", srv.Violations())
}

// agentsReport says what each agent did in January.
func agentsReport(ctx context.Context, r *report, srv *liveagenttest.Server) error {
	day := time.Date(2026, time.January, 12, 17, 0, 0, 0, time.UTC)
	srv.AddConversation(liveagent.Conversation{DateCreated: frontdesk.Some(day)},
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeIncomingEmail, UserID: "jane"},
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeOutgoingEmail, UserID: "agent001", DateCreated: frontdesk.Some(day.Add(time.Hour))},
	)
	la := srv.Client()
	defer la.Close()
	for row, err := range la.Reports.AllAgents(ctx, &liveagent.AgentsReportParams{
		DateFrom: day.AddDate(0, 0, -11), DateTo: day.AddDate(0, 0, 19),
		Columns: []liveagent.ReportColumn{liveagent.ColumnLastName, liveagent.ColumnAnswers, liveagent.ColumnNewAnswerAvgTime},
	}) {
		if err != nil {
			return err
		}
		r.line("agent %s: %s answers, the first after %s s", row.LastName, row.Answers, row.NewAnswerAvgTime)
	}
	return nil
}

func conversation(ctx context.Context, r *report, la *liveagent.Client, format string) error {
	created, err := la.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
		Subject: "Where is my order?", Message: "It should have come on Monday.",
		UserIdentifier: "agent@example.com", Department: "default", Recipient: "cindy.mindy@example.com",
	})
	if err != nil {
		return err
	}
	err = la.Conversations.CreateNote(ctx, created.ID, &liveagent.ConversationCreateNoteParams{
		Message: "Asked the warehouse.", UserIdentifier: "agent@example.com",
	})
	if err != nil {
		return err
	}
	err = la.Conversations.UpdateStatus(ctx, created.ID, &liveagent.ConversationUpdateStatusParams{
		Status: liveagent.ConversationResolved,
	})
	if err != nil {
		return err
	}
	conversation, err := la.Conversations.Get(ctx, created.ID)
	if err != nil {
		return err
	}
	groups, err := la.Conversations.ListMessages(ctx, created.ID, nil)
	if err != nil {
		return err
	}
	messages := 0
	for _, group := range groups {
		messages += len(group.Messages)
	}
	r.line("%-4s conversation %s: %d messages in %d groups, resolved: %v",
		format, created.ID, messages, len(groups), conversation.Status == liveagent.ConversationResolved)
	return nil
}

func realLiveAgent(ctx context.Context, r *report, url, key string) error {
	la, err := liveagent.New(url, key)
	if err != nil {
		return err
	}
	defer la.Close()
	status, err := la.Application.Status(ctx)
	if err != nil {
		return err
	}
	r.line("the application answers: %+v", *status)
	return nil
}
