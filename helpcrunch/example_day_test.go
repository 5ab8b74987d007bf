package helpcrunch_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// The life of a support case: a customer, a chat, an answer, a snooze, a tag, the
// way back by a search, and the signed webhook that tells of it.
func Example_supportCase() {
	ctx := context.Background()
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client() // with an account: helpcrunch.New(apiKey)

	// The receiver of webhooks is an ordinary handler. With an account HelpCrunch
	// calls its URL; here the fake does.
	snoozed := make(chan int64, 1)
	receiver, err := helpcrunch.WebhookHandler("signing-key", func(_ context.Context, hook *helpcrunch.Webhook) error {
		if hook.Event == helpcrunch.WebhookChatSnoozed {
			snoozed <- hook.Chat.ChatID
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	srv.SendWebhooksToHandler(receiver, "signing-key")

	customer, err := hc.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{
		Name: "Ada Example", Email: "ada@example.com", UserID: "user-1",
		CustomData: helpcrunch.CustomData{"Plan": "gold"},
	})
	if err != nil {
		log.Fatal(err)
	}
	chat, err := hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{
		Customer: customer.ID, Application: helpcrunchtest.SeedApplicationID,
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{
		Chat: chat.ID, Agent: helpcrunchtest.SeedAgentID, Type: helpcrunch.MessageTypeMessage,
		Text: "We are looking into it.",
	})
	if err != nil {
		log.Fatal(err)
	}
	chat, err = hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{
		ID: chat.ID, SnoozedUntil: frontdesk.Some(time.Now().Add(24 * time.Hour)),
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = hc.Customers.AddTags(ctx, customer.ID, &helpcrunch.CustomerAddTagsParams{
		Tags: []helpcrunch.Tag{{Name: "waiting"}},
	})
	if err != nil {
		log.Fatal(err)
	}

	// The server finds the tag; it cannot search custom attributes, so the program
	// compares those.
	params := &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(helpcrunch.CustomerFieldTags.Include("waiting")),
	}
	for found, err := range hc.Customers.SearchAll(ctx, params) {
		if err != nil {
			log.Fatal(err)
		}
		if plan, _ := found.CustomData.Text("Plan"); plan == "gold" {
			fmt.Println(found.Name, "is waiting:", chat.LastMessageText)
		}
	}
	fmt.Println("snoozed, says the webhook:", <-snoozed == chat.ID)
	// Output:
	// Ada Example is waiting: We are looking into it.
	// snoozed, says the webhook: true
}

// A receiver of webhooks is mounted like any handler. It answers 500 when the
// function fails, so that HelpCrunch delivers again; the ID tells duplicates.
func ExampleWebhookHandler() {
	seen := map[string]bool{}
	handler, err := helpcrunch.WebhookHandler("signing-key", func(_ context.Context, hook *helpcrunch.Webhook) error {
		if seen[hook.ID] {
			return nil
		}
		seen[hook.ID] = true
		switch hook.Event {
		case helpcrunch.WebhookMessageChatCustomer:
			fmt.Printf("%s: %s\n", hook.Message.Customer.Name, hook.Message.Message.Text)
		case helpcrunch.WebhookCustomerTagsChanged:
			fmt.Println("tags changed:", hook.Customer.ID)
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("POST /webhooks", handler)

	srv := helpcrunchtest.New()
	defer srv.Close()
	srv.SendWebhooksToHandler(handler, "signing-key", helpcrunch.WebhookMessageChatCustomer)
	_, err = srv.Client().Messages.Create(context.Background(), &helpcrunch.MessageCreateParams{
		Chat: helpcrunchtest.SeedChatID, Type: helpcrunch.MessageTypeMessage, Text: "Is anybody there?",
	})
	if err != nil {
		log.Fatal(err)
	}
	srv.WaitForWebhooks()
	// Output: Cindy Mindy: Is anybody there?
}
