package liveagent_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// A day at the desk: open a ticket with custom fields, tag it, transfer it, write
// a note and a message, list the SLA log of the month, and export the customers by
// group.
func Example() {
	srv := liveagenttest.New() // in place of an account
	defer srv.Close()
	sales := srv.AddDepartment(liveagent.Department{Name: "Sales"})
	srv.AddTag(liveagent.Tag{Name: "VIP"})
	big := srv.AddCustomerGroup(liveagent.CustomerGroup{Name: "Big"})
	srv.AddCustomer(liveagent.Customer{Email: "jane@example.com"}, big.ID)
	srv.AddCustomer(liveagent.Customer{Email: "joe@example.com"})

	client := srv.Client() // liveagent.New("https://acme.ladesk.com", apiKey)
	defer client.Close()
	ctx := context.Background()
	if err := errors.Join(workTicket(ctx, client, sales.ID), listSLA(ctx, client, time.Now()), exportByGroup(ctx, client)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Sales, order 4711, 4 groups of messages
	// SLA of Your order is answered
	// Big [jane@example.com]
	// without group [joe@example.com]
}

func workTicket(ctx context.Context, client *liveagent.Client, department string) error {
	ticket, err := client.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
		UserIdentifier: "agent@example.com",
		Recipient:      "jane@example.com",
		Department:     "default",
		Subject:        "Your order",
		Message:        "It is on its way.",
		CustomFields:   liveagent.CustomFields{{Code: "order", Value: "4711"}},
	})
	if err != nil {
		return err
	}
	err = errors.Join(
		client.Conversations.AddTag(ctx, ticket.ID, &liveagent.ConversationTagParams{Name: "VIP"}),
		client.Conversations.Transfer(ctx, ticket.ID, &liveagent.ConversationTransferParams{Department: department, Note: "A big customer."}),
		client.Conversations.CreateNote(ctx, ticket.ID, &liveagent.ConversationCreateNoteParams{Message: "Call her first."}),
		client.Conversations.CreateMessage(ctx, ticket.ID, &liveagent.ConversationCreateMessageParams{
			Message: "Did it arrive?", UserIdentifier: "agent@example.com", Type: liveagent.MessageTypeMessage,
		}),
	)
	if err != nil {
		return err
	}
	read, err := client.Conversations.Get(ctx, ticket.ID)
	if err != nil {
		return err
	}
	groups, err := client.Conversations.ListMessages(ctx, ticket.ID, nil)
	if err != nil {
		return err
	}
	fmt.Printf("%s, order %s, %d groups of messages\n", read.DepartmentName, read.CustomFields[0].Value, len(groups))
	return nil
}

// listSLA lists the SLA log of the month that day lies in.
func listSLA(ctx context.Context, client *liveagent.Client, day time.Time) error {
	month := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, day.Location())
	params := &liveagent.SLALogReportParams{DateFrom: month, DateTo: month.AddDate(0, 1, 0)}
	for row, err := range client.Reports.AllTicketsSLALog(ctx, params) {
		if err != nil {
			return err
		}
		ticket, err := client.Conversations.Get(ctx, row.ConversationID)
		if err != nil {
			return err
		}
		state := "open"
		if due, _ := row.DateDue.Get(); day.After(due) {
			state = "late"
		}
		if _, answered := row.DateClosed.Get(); answered {
			state = "answered"
		}
		fmt.Println("SLA of", ticket.Subject, "is", state)
	}
	return nil
}

// exportByGroup asks for the groups of each customer: LiveAgent does not list the
// customers of a group.
func exportByGroup(ctx context.Context, client *liveagent.Client) error {
	members := map[string][]string{}
	for customer, err := range client.Customers.All(ctx, nil) {
		if err != nil {
			return err
		}
		groups, err := client.Customers.ListGroups(ctx, customer.ContactID)
		if err != nil {
			return err
		}
		if len(groups) == 0 {
			groups = []liveagent.CustomerGroup{{Name: "without group"}}
		}
		for _, group := range groups {
			members[group.Name] = append(members[group.Name], customer.Email)
		}
	}
	for _, group := range slices.Sorted(maps.Keys(members)) {
		fmt.Println(group, members[group])
	}
	return nil
}

// A web form: the customer is the author, and a mail account of the application
// the recipient. Servers before 4.25.30.2 want the customer to be registered
// first, so look the address up and register it.
func ExampleConversationsService_Create_webForm() {
	srv := liveagenttest.New(liveagenttest.WithOldServer())
	defer srv.Close()
	ctx, client := context.Background(), srv.Client()

	const visitor = "jane@example.com"
	_, err := client.Customers.Get(ctx, visitor)
	if errors.Is(err, frontdesk.ErrNotFound) {
		_, err = client.Customers.Register(ctx, &liveagent.CustomerRegisterParams{Email: visitor, Name: "Jane Roe"})
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	ticket, err := client.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
		UserIdentifier: visitor,
		Recipient:      "support@example.com",
		Department:     "default",
		Subject:        "A question",
		Message:        "Do you ship abroad?",
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
	fmt.Println(read.OwnerName, "-", read.Subject)
	// Output: Jane Roe - A question
}

func ExampleConversationsService_Transfer() {
	srv := liveagenttest.New()
	defer srv.Close()
	ticket := srv.AddConversation(liveagent.Conversation{Subject: "Hello"})
	err := srv.Client().Conversations.Transfer(context.Background(), ticket.ID, &liveagent.ConversationTransferParams{Department: "sales"})
	if failure, ok := errors.AsType[*frontdesk.Error](err); ok && failure.Kind == frontdesk.KindNotFound {
		fmt.Println("no such", failure.Field)
	}
	// Output: no such department
}
