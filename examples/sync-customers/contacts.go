package main

import (
	"context"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// one brings over one customer and returns the counter that it belongs to.
func (s *Sync) one(ctx context.Context, customer *helpcrunch.Customer, result *Result) (*int, error) {
	email := strings.TrimSpace(customer.Email.Or(""))
	if email == "" || customer.Blocked {
		return &result.Skipped, nil
	}
	contact, err := s.findContact(ctx, email)
	switch {
	case err != nil:
		return nil, err
	case contact != nil:
		return s.fill(ctx, customer, contact, result)
	case s.planned[strings.ToLower(email)]:
		return &result.Same, nil
	default:
		return &result.Created, s.createContact(ctx, customer, email)
	}
}

// findContact returns the oldest contact with an address, or nil. The CRM looks for
// parts of words, and keeps several addresses in one field.
func (s *Sync) findContact(ctx context.Context, email string) (*salesman.Contact, error) {
	for contact, err := range s.SalesMan.Contacts.All(ctx, &salesman.ContactListParams{
		Word: email, Order: salesman.ContactOrderID, Direction: salesman.Ascending,
	}) {
		if err != nil {
			return nil, err
		}
		for address := range strings.SplitSeq(contact.Email.Or(""), ",") {
			if strings.EqualFold(strings.TrimSpace(address), email) {
				return &contact, nil
			}
		}
	}
	return nil, nil
}

func (s *Sync) createContact(ctx context.Context, customer *helpcrunch.Customer, email string) error {
	client, err := s.company(ctx, customer.Company.Or(""))
	if err != nil {
		return err
	}
	s.say("customer %d becomes a contact", customer.ID)
	if s.DryRun {
		s.planned[strings.ToLower(email)] = true
		return nil
	}
	_, err = s.SalesMan.Contacts.Create(ctx, &salesman.ContactCreateParams{
		Name: customer.Name.Or(email), Email: email, Phone: customer.Phone.Or(""), ClientID: client,
	})
	return err
}

// fill adds what a contact lacks.
func (s *Sync) fill(ctx context.Context, customer *helpcrunch.Customer, contact *salesman.Contact, result *Result) (*int, error) {
	change, lacks := &salesman.ContactUpdateParams{}, false
	if phone := customer.Phone.Or(""); phone != "" && contact.Phone.Or("") == "" {
		change.Phone, lacks = frontdesk.Some(phone), true
		s.say("contact %d gets the phone of customer %d", contact.ID, customer.ID)
	}
	if company := customer.Company.Or(""); company != "" && contact.ClientID == 0 {
		client, err := s.company(ctx, company)
		if err != nil {
			return nil, err
		}
		change.ClientID, lacks = frontdesk.Some(client), true
		s.say("contact %d gets the company of customer %d", contact.ID, customer.ID)
	}
	switch {
	case !lacks:
		return &result.Same, nil
	case s.DryRun:
		return &result.Filled, nil
	}
	_, err := s.SalesMan.Contacts.Update(ctx, contact.ID, change)
	return &result.Filled, err
}
