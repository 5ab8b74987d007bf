package helpcrunch_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func ExampleChatsService_SearchAll() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	params := &helpcrunch.ChatSearchParams{
		Filter: helpcrunch.And(
			helpcrunch.ChatFieldStatus.Is(helpcrunch.ChatStatusOpened),
			helpcrunch.ChatFieldCustomerTags.Include("lead"),
		),
		Sort: helpcrunch.ChatSortLastMessageAt, Order: helpcrunch.Ascending,
	}
	for chat, err := range hc.Chats.SearchAll(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		customer, _ := chat.Customer.Get()
		fmt.Println(chat.ID, chat.Status, customer.Name)
	}
	// Output: 5215261 opened Cindy Mindy
}

// Open chats that began more than a day ago: no state means open, so those that do
// not are left out. Chats without an assignee cannot be asked for; the program looks.
func ExampleChatStatusField() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	params := &helpcrunch.ChatSearchParams{
		Filter: helpcrunch.And(
			helpcrunch.ChatFieldStatus.IsNot(helpcrunch.ChatStatusClosed),
			helpcrunch.ChatFieldStatus.IsNot(helpcrunch.ChatStatusNoCommunication),
			helpcrunch.ChatFieldStatus.IsNot(helpcrunch.ChatStatusEmpty),
			helpcrunch.ChatFieldCreatedAt.Before(time.Now().Add(-24*time.Hour)),
		),
		Sort: helpcrunch.ChatSortCreatedAt, Order: helpcrunch.Ascending,
	}
	for chat, err := range hc.Chats.SearchAll(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		_, assigned := chat.Assignee.Get()
		fmt.Println(chat.ID, chat.Status, "assigned:", assigned)
	}
	// Output: 5215261 opened assigned: false
}

func ExampleChatsService_UpdateAssignee() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc, ctx := srv.Client(), context.Background()

	chat, err := hc.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{
		ID: helpcrunchtest.SeedChatID, Assignee: frontdesk.Some(int64(helpcrunchtest.SeedAgentID)),
	})
	if err != nil {
		log.Fatal(err)
	}
	assignee, _ := chat.Assignee.Get()
	fmt.Println("assigned to", assignee.Name)

	chat, err = hc.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{
		ID: helpcrunchtest.SeedChatID, Assignee: frontdesk.Null[int64](), // nobody
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("assigned to", chat.Assignee)
	// Output:
	// assigned to Mr. Bean
	// assigned to null
}

func ExampleChatsService_Rate() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc, ctx := srv.Client(), context.Background()

	rating := &helpcrunch.ChatRateParams{ID: helpcrunchtest.SeedChatID, Rating: helpcrunch.ChatRatingGreat}
	if _, err := hc.Chats.Rate(ctx, rating); errors.Is(err, frontdesk.ErrConflict) {
		fmt.Println("the chat has to be closed first")
	}
	_, err := hc.Chats.UpdateStatus(ctx, &helpcrunch.ChatUpdateStatusParams{
		ID: helpcrunchtest.SeedChatID, Status: helpcrunch.ChatStatusClosed,
	})
	if err != nil {
		log.Fatal(err)
	}
	chat, err := hc.Chats.Rate(ctx, rating)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(chat.Rating)
	// Output:
	// the chat has to be closed first
	// great
}

func ExampleMessagesService_All() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	for message, err := range hc.Messages.All(context.Background(), helpcrunchtest.SeedChatID, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(message.From, message.CreatedAt.Format("02 Jan"))
	}
	// Output:
	// customer 07 Jul
	// customer 04 Jul
	// customer 04 Jul
	// customer 04 Jul
	// agent 04 Jul
}

func ExampleMessagesService_Create() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	note, err := hc.Messages.Create(context.Background(), &helpcrunch.MessageCreateParams{
		Chat: helpcrunchtest.SeedChatID, Agent: helpcrunchtest.SeedAgentID,
		Type: helpcrunch.MessageTypePrivate, // for the team only
		Text: "Knows her tongue twisters.",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(note.From, note.Type, note.Text)
	// Output: agent private Knows her tongue twisters.
}

func ExampleEventsService_Create() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	event, err := hc.Events.Create(context.Background(), &helpcrunch.EventCreateParams{
		Customer: helpcrunchtest.SeedCustomerID, Name: "Button Click",
		Data: helpcrunch.EventData{"button": "Start Free Trial", "clicks": 2},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(event.Name, event.Data["clicks"])
	// Output: Button Click 2
}

func ExampleAgentsService_All() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	for agent, err := range hc.Agents.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		if agent.Role == helpcrunch.AgentRoleSupervisor {
			fmt.Println(agent.ID, agent.Name)
		}
	}
	// Output:
	// 6679 Les
	// 6677 Benny
}

func ExampleDepartmentsService_All() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	for department, err := range hc.Departments.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(department.Name, len(department.Agents))
	}
	// Output:
	// Support 3
	// Marketing 3
}

func ExampleApplicationsService_List() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	page, err := hc.Applications.List(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, application := range page.Items {
		fmt.Println(application.ID, application.DisplayName)
	}
	// Output: 3838 Example site
}

func ExampleOrganizationService_Get() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	organization, err := hc.Organization.Get(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(organization.Domain, organization.TeamOnline)
	// Output: example true
}

// The hatch calls what this package has no method for.
func ExampleClient_Do() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	var chat struct {
		Status string `json:"status"`
	}
	err := hc.Do(context.Background(), "GET", "/chats/5215261", nil, &chat)
	fmt.Println(chat.Status, err)
	// Output: opened <nil>
}
