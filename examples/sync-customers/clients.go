package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// company returns the id of the client with a company's name, which is made if the CRM
// has none; 0 for no name, and for one that the dry run would have made.
func (s *Sync) company(ctx context.Context, name string) (int64, error) {
	name = strings.TrimSpace(name)
	key := strings.ToLower(name)
	if id, known := s.companies[key]; known || name == "" {
		return id, nil
	}
	id, err := s.findClient(ctx, name)
	if err == nil && id == 0 {
		id, err = s.createClient(ctx, name)
	}
	if err == nil {
		s.companies[key] = id
	}
	return id, err
}

// findClient looks for the id that createClient leaves in the CRM, and then for the
// name: the CRM rewrites names that hold a legal form, so that the name is not enough.
func (s *Sync) findClient(ctx context.Context, name string) (int64, error) {
	client, err := s.SalesMan.Clients.GetByUID(ctx, uid(name), nil)
	if err == nil {
		return client.ID, nil
	}
	if !errors.Is(err, frontdesk.ErrNotFound) {
		return 0, err
	}
	for client, err := range s.SalesMan.Clients.All(ctx, &salesman.ClientListParams{
		Word: name, Order: salesman.ClientOrderID, Direction: salesman.Ascending,
	}) {
		if err != nil {
			return 0, err
		}
		if strings.EqualFold(strings.TrimSpace(client.Title), name) {
			return client.ID, nil
		}
	}
	return 0, nil
}

func (s *Sync) createClient(ctx context.Context, name string) (int64, error) {
	s.say("company %q becomes a client", name)
	if s.DryRun {
		return 0, nil
	}
	created, err := s.SalesMan.Clients.Create(ctx, &salesman.ClientCreateParams{Title: name, UID: uid(name)})
	if err != nil {
		return 0, err
	}
	return created.ID, nil
}

// uid is the id of a company in the other system: a hash of its name, since HelpCrunch
// keeps companies by name only.
func uid(name string) string {
	return fmt.Sprintf("hc-%x", sha256.Sum256([]byte(strings.ToLower(name))))[:19]
}
