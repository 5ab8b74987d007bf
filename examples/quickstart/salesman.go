package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// salesMan finds or creates a contact, changes one field without losing the
// others, and handles an error by its code.
func salesMan(ctx context.Context, r *report) error {
	r.section("SalesMan CRM: contacts, a deal, an invoice")
	if env, ok := r.environment("SALESMAN_URL", "SALESMAN_LOGIN", "SALESMAN_API_KEY"); ok {
		return realSalesMan(ctx, r, env[0], env[1], env[2])
	}
	srv := salesmantest.New()
	defer srv.Close()
	sm := srv.Client()
	defer sm.Close()

	for range 2 { // the second time it is there
		id, created, err := findOrCreate(ctx, sm, "Cindy Mindy", "cindy.mindy@example.com")
		if err != nil {
			return err
		}
		if created {
			r.line("created contact %d", id)
			continue
		}
		r.line("found contact %d again", id)
		if err := changeOneField(ctx, r, sm, id); err != nil {
			return err
		}
	}
	if err := sell(ctx, r, sm); err != nil {
		return err
	}
	if err := handleByCode(ctx, r, srv); err != nil {
		return err
	}
	return violations("SalesMan", srv.Violations())
}

// findOrCreate compares the address with each contact found: Word is part of a text,
// so that jane@example.com finds mary-jane@example.com too.
func findOrCreate(ctx context.Context, sm *salesman.Client, name, email string) (id int64, created bool, err error) {
	for contact, err := range sm.Contacts.All(ctx, &salesman.ContactListParams{Word: email, Order: salesman.ContactOrderID}) {
		if err != nil {
			return 0, false, err
		}
		if hasEmail(contact, email) {
			return contact.ID, false, nil
		}
	}
	result, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{
		Name: name, Email: email, Phone: "+1 555 0100", JobTitle: "buyer",
	})
	if err != nil {
		return 0, false, err
	}
	return result.ID, true, nil
}

// hasEmail reports whether an address is one of the contact's, a list joined by commas.
func hasEmail(contact salesman.Contact, email string) bool {
	for address := range strings.SplitSeq(contact.Email.Or(""), ",") {
		if strings.EqualFold(strings.TrimSpace(address), email) {
			return true
		}
	}
	return false
}

func changeOneField(ctx context.Context, r *report, sm *salesman.Client, id int64) error {
	change := &salesman.ContactUpdateParams{JobTitle: frontdesk.Some("head of purchasing")}
	if _, err := sm.Contacts.Update(ctx, id, change); err != nil {
		return err
	}
	contact, err := sm.Contacts.Get(ctx, id, nil)
	if err != nil {
		return err
	}
	r.line("changed the job title to %q; the phone is still %s", contact.JobTitle, contact.Phone)
	again, err := sm.Contacts.Update(ctx, id, change)
	if err != nil {
		return err
	}
	r.line("the same change once more: changed is %v", again.Changed)
	return nil
}

// handleByCode calls with a key that was revoked: HTTP says 200, the body does not.
func handleByCode(ctx context.Context, r *report, srv *salesmantest.Server) error {
	revoked := srv.Client(frontdesk.WithCredential(func(context.Context) (string, error) { return "revoked-key", nil }))
	defer revoked.Close()
	_, err := revoked.Contacts.List(ctx, nil)
	e, ok := errors.AsType[*frontdesk.Error](err)
	if !ok {
		return fmt.Errorf("a revoked key was accepted: %v", err)
	}
	switch e.Code {
	case salesman.CodeUnauthorized, salesman.CodeBadKey:
		r.line("a revoked key: kind %s, code %s, HTTP %d: %s", e.Kind, e.Code, e.HTTPStatus, e.Message)
		return nil
	default:
		return err
	}
}

func realSalesMan(ctx context.Context, r *report, url, login, key string) error {
	sm, err := salesman.New(url, login, key)
	if err != nil {
		return err
	}
	defer sm.Close()
	page, err := sm.Contacts.List(ctx, nil)
	if err != nil {
		return err
	}
	r.line("you see %s contacts; the first page holds %d", page.Total, len(page.Items))
	return nil
}
