package main

import (
	"context"
	"log/slog"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// desk is what is done about events. Its clients repeat by themselves what may be
// repeated; what fails nevertheless goes to the log.
type desk struct {
	hc    *helpcrunch.Client
	sm    *salesman.Client
	queue *Queue
	log   *slog.Logger
}

func (d *desk) helpCrunch(ctx context.Context, hook *helpcrunch.Webhook) {
	log := d.log.With("vendor", "helpcrunch", "event", string(hook.Event))
	switch {
	case hook.Event == helpcrunch.WebhookCustomerNew && hook.Customer != nil:
		report(log, d.greet(ctx, hook.Customer.ID, log))
	case hook.Event == helpcrunch.WebhookChatRated && hook.Chat != nil && unhappy(hook.Chat.Rating):
		report(log, d.flag(ctx, hook.Chat, log))
	default:
		log.Info("nothing to do")
	}
}

func (d *desk) salesMan(ctx context.Context, hook *salesman.Webhook) {
	log := d.log.With("vendor", "salesman", "event", string(hook.Event))
	switch {
	case hook.Event == salesman.WebhookContactAdded && hook.Contact != nil:
		report(log, d.check(ctx, hook.Contact.ContactID, log))
	default:
		log.Info("nothing to do")
	}
}

func report(log *slog.Logger, err error) {
	if err != nil {
		log.Error("not done", "error", err, "try again", frontdesk.Retryable(err))
	}
}

// greet reads the whole record: the event has the basics only.
func (d *desk) greet(ctx context.Context, id int64, log *slog.Logger) error {
	customer, err := d.hc.Customers.Get(ctx, id)
	if err != nil {
		return err
	}
	log.Info("new customer", "customer", customer.ID, "company", customer.Company.Or("none"))
	return nil
}

// flag marks a customer who was not happy, for the team to call.
func (d *desk) flag(ctx context.Context, chat *helpcrunch.ChatEvent, log *slog.Logger) error {
	customer, err := d.hc.Customers.AddTags(ctx, chat.Customer.ID, &helpcrunch.CustomerAddTagsParams{
		Tags: []helpcrunch.Tag{{Name: "unhappy", Color: "#d9534f"}},
	})
	if err != nil {
		return err
	}
	log.Info("marked as unhappy", "customer", customer.ID, "chat", chat.ChatID)
	return nil
}

func unhappy(rating helpcrunch.ChatRating) bool {
	return rating == helpcrunch.ChatRatingPoor || rating == helpcrunch.ChatRatingVeryPoor
}

// check reads a new contact from the CRM rather than trust the event, which nobody
// signed.
func (d *desk) check(ctx context.Context, id int64, log *slog.Logger) error {
	contact, err := d.sm.Contacts.Get(ctx, id, nil)
	if err != nil {
		return err
	}
	log.Info("new contact", "contact", contact.ID, "can be reached", contact.Email.Or("") != "" || contact.Phone.Or("") != "")
	return nil
}
