package liveagent_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

func ExampleNew() {
	client, err := liveagent.New("https://acme.ladesk.com", "your-api-v1-key", frontdesk.WithTimeout(10*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(client.Limits()[0].Limit, "requests a minute")
	// Output: 180 requests a minute
}

func ExampleApplicationService_Status() {
	srv := liveagenttest.New()
	defer srv.Close()
	status, err := srv.Client().Application.Status(context.Background())
	fmt.Println(status.LiveAgentVersion, err)
	// Output: 5.46.1.19 <nil>
}

func ExampleAgentsService_Get() {
	srv := liveagenttest.New()
	defer srv.Close()
	_, err := srv.Client().Agents.Get(context.Background(), "nobody@example.com")
	fmt.Println(errors.Is(err, frontdesk.ErrNotFound))
	// Output: true
}

// An agent writes to a customer. The whole way of a ticket is in the package's
// example.
func ExampleConversationsService_Create() {
	srv := liveagenttest.New()
	defer srv.Close()
	ctx, client := context.Background(), srv.Client()
	ticket, err := client.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
		UserIdentifier: "agent@example.com",
		Recipient:      "jane@example.com",
		Department:     "default",
		Subject:        "Your order",
		Message:        "It is on its way.",
		CustomFields:   liveagent.CustomFields{{Code: "order", Value: "4711"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	read, err := client.Conversations.Get(ctx, ticket.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(read.OwnerEmail, read.Status == liveagent.ConversationNew, read.CustomFields[0].Value)
	// Output: jane@example.com true 4711
}

func ExampleConversationsService_All() {
	srv := liveagenttest.New()
	defer srv.Close()
	srv.AddConversation(liveagent.Conversation{Subject: "Hello", Status: liveagent.ConversationOpen})
	srv.AddConversation(liveagent.Conversation{Subject: "Spam", Status: liveagent.ConversationSpam})

	params := &liveagent.ConversationListParams{
		Department:  "default",
		Status:      []liveagent.ConversationStatus{liveagent.ConversationNew, liveagent.ConversationOpen},
		DateChanged: liveagent.After(time.Now().AddDate(0, -1, 0)),
	}
	for conversation, err := range srv.Client().Conversations.All(context.Background(), params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(conversation.Subject)
	}
	// Output: Hello
}

func ExampleCustomersService_All() {
	srv := liveagenttest.New()
	defer srv.Close()
	vip := srv.AddCustomerGroup(liveagent.CustomerGroup{Name: "VIP"})
	srv.AddCustomer(liveagent.Customer{Email: "jane@example.com"}, vip.ID)

	ctx, client := context.Background(), srv.Client()
	for customer, err := range client.Customers.All(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		groups, err := client.Customers.ListGroups(ctx, customer.ContactID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(customer.Email, groups[0].Name)
	}
	// Output: jane@example.com VIP
}

func ExampleCustomerGroupsService_Create() {
	srv := liveagenttest.New()
	defer srv.Close()
	group, err := srv.Client().CustomerGroups.Create(context.Background(), &liveagent.CustomerGroupCreateParams{Name: "VIP"})
	fmt.Println(group.Name, err)
	// Output: VIP <nil>
}

func ExampleDepartmentsService_List() {
	srv := liveagenttest.New()
	defer srv.Close()
	departments, err := srv.Client().Departments.List(context.Background())
	fmt.Println(departments[0].ID, departments[0].OnlineStatus.Has(liveagent.OnlineChat), err)
	// Output: default true <nil>
}

func ExampleTagsService_List() {
	srv := liveagenttest.New()
	defer srv.Close()
	srv.AddTag(liveagent.Tag{Name: "VIP"})
	tags, err := srv.Client().Tags.List(context.Background(), liveagent.WithXML())
	fmt.Println(tags[0].Name, err)
	// Output: VIP <nil>
}

func ExampleClient_Do() {
	srv := liveagenttest.New()
	defer srv.Close()
	var out struct {
		Version string `json:"liveagentversion"`
	}
	err := srv.Client().Do(context.Background(), "GET", "/application/status", nil, &out)
	fmt.Println(out.Version, err)
	// Output: 5.46.1.19 <nil>
}

func ExampleReportsService_AllTicketsSLALog() {
	srv := liveagenttest.New()
	defer srv.Close()
	created := time.Date(2024, time.January, 10, 9, 0, 0, 0, time.UTC)
	srv.AddConversation(liveagent.Conversation{
		ID: "late", DateCreated: frontdesk.Some(created), DateDue: frontdesk.Some(created.Add(time.Hour)),
	})

	params := &liveagent.SLALogReportParams{
		DateFrom: time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC),
		DateTo:   time.Date(2024, time.February, 1, 0, 0, 0, 0, time.UTC),
	}
	for row, err := range srv.Client().Reports.AllTicketsSLALog(context.Background(), params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		due, _ := row.DateDue.Get()
		_, closed := row.DateClosed.Get()
		fmt.Println(row.ConversationID, due.UTC().Format(time.DateTime), closed)
	}
	// Output: late 2024-01-10 10:00:00 false
}

func ExampleKnowledgebaseService_Search() {
	srv := liveagenttest.New()
	defer srv.Close()
	srv.AddEntry(liveagent.KnowledgebaseEntry{Title: "How to install"})
	hits, err := srv.Client().Knowledgebase.Search(context.Background(), &liveagent.KnowledgebaseSearchParams{Query: "install"})
	fmt.Println(hits[0].Title, err)
	// Output: How to install <nil>
}

func ExampleOnlineStatusService_Agents() {
	srv := liveagenttest.New()
	defer srv.Close()
	states, err := srv.Client().OnlineStatus.Agents(context.Background())
	fmt.Println(states[0].Username, states[0].OnlineStatus.Has(liveagent.OnlineChat), err)
	// Output: agent@example.com true <nil>
}

func ExampleOverviewService_Chats() {
	srv := liveagenttest.New()
	defer srv.Close()
	overview, err := srv.Client().Overview.Chats(context.Background())
	fmt.Println(overview[0].Queue, err)
	// Output: 0 <nil>
}

func ExampleSuggestionCategoriesService_List() {
	srv := liveagenttest.New()
	defer srv.Close()
	srv.AddSuggestionCategory(liveagent.SuggestionCategory{Title: "Ideas"})
	categories, err := srv.Client().SuggestionCategories.List(context.Background())
	fmt.Println(categories[0].Title, err)
	// Output: Ideas <nil>
}
