package main

import (
	"context"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// helpCrunch reads a customer, walks all of them, searches and tags.
func helpCrunch(ctx context.Context, r *report) error {
	r.section("HelpCrunch: customers")
	if env, ok := r.environment("HELPCRUNCH_API_KEY"); ok {
		return realHelpCrunch(ctx, r, env[0])
	}
	// An account with a larger quota than the usual 120 a minute: the server has
	// it, and the client is told.
	srv := helpcrunchtest.New(helpcrunchtest.WithQuota(1000, time.Second))
	defer srv.Close()
	hc := srv.Client(frontdesk.WithWindow(1000, time.Second))
	defer hc.Close()

	customer, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
	if err != nil {
		return err
	}
	r.line("customer %d is %s <%s>, first seen %s", customer.ID, customer.Name.Or("?"), customer.Email.Or("?"),
		customer.FirstSeen.String())

	for i := range 249 {
		_, err := hc.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{
			Name:  fmt.Sprintf("Visitor %03d", i+1),
			Email: fmt.Sprintf("visitor%03d@example.com", i+1),
		})
		if err != nil {
			return err
		}
	}
	return helpCrunchLists(ctx, r, hc, srv)
}

func helpCrunchLists(ctx context.Context, r *report, hc *helpcrunch.Client, srv *helpcrunchtest.Server) error {
	before, count := srv.Count("customers.list"), 0
	for _, err := range hc.Customers.All(ctx, nil) {
		if err != nil {
			return err
		}
		count++
	}
	r.line("walked %d customers in %d pages", count, srv.Count("customers.list")-before)

	found, err := frontdesk.Collect(hc.Customers.SearchAll(ctx, &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(helpcrunch.CustomerFieldEmail.Contains("visitor00")),
	}))
	if err != nil {
		return err
	}
	r.line("found %d customers with \"visitor00\" in their address", len(found))

	tagged, err := hc.Customers.AddTags(ctx, found[0].ID, &helpcrunch.CustomerAddTagsParams{
		Tags: []helpcrunch.Tag{{Name: "vip", Color: "#00c2e0"}},
	})
	if err != nil {
		return err
	}
	r.line("tagged customer %d: %s", tagged.ID, tagged.Tags[0].Name)
	if err := helpCrunchChat(ctx, r, hc); err != nil {
		return err
	}
	return violations("HelpCrunch", srv.Violations())
}

// helpCrunchChat takes a chat, leaves a note for the team and closes it.
func helpCrunchChat(ctx context.Context, r *report, hc *helpcrunch.Client) error {
	chat, err := hc.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{
		ID: helpcrunchtest.SeedChatID, Assignee: frontdesk.Some(int64(helpcrunchtest.SeedAgentID)),
	})
	if err != nil {
		return err
	}
	_, err = hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{
		Chat: chat.ID, Agent: helpcrunchtest.SeedAgentID, Type: helpcrunch.MessageTypePrivate, Text: "Wants a refund.",
	})
	if err != nil {
		return err
	}
	messages, err := frontdesk.Collect(hc.Messages.All(ctx, chat.ID, nil))
	if err != nil {
		return err
	}
	assignee, _ := chat.Assignee.Get()
	r.line("chat %d is with %s and holds %d messages, the last one for the team only", chat.ID, assignee.Name, len(messages))
	return nil
}

func realHelpCrunch(ctx context.Context, r *report, key string) error {
	hc, err := helpcrunch.New(key)
	if err != nil {
		return err
	}
	defer hc.Close()
	page, err := hc.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: 5})
	if err != nil {
		return err
	}
	r.line("the account has %s customers; the first page holds %d", page.Total, len(page.Items))
	return nil
}
