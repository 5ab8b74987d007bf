package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// Sync makes a contact in SalesMan of every customer in HelpCrunch who has an e-mail
// address, and a client of the customer's company. Addresses tell contacts apart, and
// names clients, so that a second run, or one after a failure halfway, finds what is
// there and adds nothing twice.
//
// The CRM belongs to its users: in contacts that exist, only what is empty is filled.
type Sync struct {
	HelpCrunch *helpcrunch.Client
	SalesMan   *salesman.Client
	DryRun     bool
	Out        io.Writer

	companies map[string]int64 // ids of clients by name, of this run
	planned   map[string]bool  // addresses that the dry run would have created
}

// Result counts customers by what became of them.
type Result struct{ Created, Filled, Same, Skipped, Failed int }

// Run brings over the customers seen since a time; the zero time means all. A
// customer whom the CRM refuses is counted and passed over; any other error ends the
// run.
func (s *Sync) Run(ctx context.Context, since time.Time) (Result, error) {
	var result Result
	s.companies, s.planned = map[string]int64{}, map[string]bool{}
	for customer, err := range s.customers(ctx, since) {
		if err != nil {
			return result, err
		}
		count, err := s.one(ctx, &customer, &result)
		switch {
		case refused(err):
			result.Failed++
			fmt.Fprintf(s.Out, "customer %d: %v\n", customer.ID, err)
		case err != nil:
			return result, fmt.Errorf("customer %d: %w", customer.ID, err)
		default:
			*count++
		}
	}
	return result, nil
}

// customers lists the latest first. Those who come back while the list is read move
// to its front and push others back, so that nobody slips through; the next run finds
// those who came back.
func (s *Sync) customers(ctx context.Context, since time.Time) iter.Seq2[helpcrunch.Customer, error] {
	if since.IsZero() {
		return s.HelpCrunch.Customers.All(ctx, &helpcrunch.CustomerListParams{
			Sort: helpcrunch.CustomerSortFirstSeen, Order: helpcrunch.Descending,
		})
	}
	return s.HelpCrunch.Customers.SearchAll(ctx, &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(helpcrunch.CustomerFieldLastSeen.NotBefore(since)),
		Sort:   helpcrunch.CustomerSortLastSeen, Order: helpcrunch.Descending,
	})
}

// refused reports whether an error is about one record, and the others may go on.
func refused(err error) bool {
	return errors.Is(err, frontdesk.ErrInvalid) || errors.Is(err, frontdesk.ErrValidation) || errors.Is(err, frontdesk.ErrConflict)
}

func (s *Sync) say(format string, args ...any) {
	if s.DryRun {
		format = "would be done: " + format
	}
	fmt.Fprintf(s.Out, format+"\n", args...)
}
