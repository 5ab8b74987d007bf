package main

import (
	"context"
	"errors"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// Loyalty is the service under test: it marks customers who deserve it.
type Loyalty struct {
	Customers Customers
	Tag       string
}

// Customers is the part of the client that Loyalty uses. *helpcrunch.CustomersService
// satisfies it, and so does any stub with two methods.
type Customers interface {
	Get(ctx context.Context, id int64, opts ...frontdesk.Option) (*helpcrunch.Customer, error)
	AddTags(ctx context.Context, id int64, params *helpcrunch.CustomerAddTagsParams, opts ...frontdesk.Option) (*helpcrunch.Customer, error)
}

// Outcome is what became of a customer.
type Outcome string

// The outcomes.
const (
	Marked        Outcome = "marked"
	AlreadyMarked Outcome = "already marked"
	Blocked       Outcome = "blocked, left alone"
	Gone          Outcome = "gone"
)

// Mark gives a customer the tag. A customer who does not exist is an outcome; every
// other failure is an error.
func (l *Loyalty) Mark(ctx context.Context, id int64) (Outcome, error) {
	customer, err := l.Customers.Get(ctx, id)
	switch {
	case errors.Is(err, frontdesk.ErrNotFound):
		return Gone, nil
	case err != nil:
		return "", err
	case customer.Blocked:
		return Blocked, nil
	case slices.ContainsFunc(customer.Tags, func(t helpcrunch.Tag) bool { return t.Name == l.Tag }):
		return AlreadyMarked, nil
	}
	_, err = l.Customers.AddTags(ctx, id, &helpcrunch.CustomerAddTagsParams{
		Tags: []helpcrunch.Tag{{Name: l.Tag, Color: "#00c2e0"}},
	})
	if err != nil {
		return "", err
	}
	return Marked, nil
}
