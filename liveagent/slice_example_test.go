package liveagent_test

import (
	"context"
	"fmt"

	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

func ExampleConversationsService_ListMessages() {
	srv := liveagenttest.New()
	defer srv.Close()
	la, ctx := srv.Client(), context.Background()

	ticket, err := la.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
		Subject: "Where is my order?", Message: "It should have come on Monday.",
		UserIdentifier: "agent@example.com", Department: "default", Recipient: "jane@example.com",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	groups, err := la.Conversations.ListMessages(ctx, ticket.ID, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, group := range groups {
		for _, message := range group.Messages {
			fmt.Println(message.Text)
		}
	}
	err = la.Conversations.UpdateStatus(ctx, ticket.ID, &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationResolved})
	fmt.Println(err)
	// Output:
	// It should have come on Monday.
	// <nil>
}
