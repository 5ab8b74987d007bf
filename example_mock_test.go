package frontdesk_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// customers is the part of the client that the code under test uses.
// hc.Customers satisfies it.
type customers interface {
	Get(ctx context.Context, id int64, opts ...frontdesk.Option) (*helpcrunch.Customer, error)
	AddTags(ctx context.Context, id int64, params *helpcrunch.CustomerAddTagsParams, opts ...frontdesk.Option) (*helpcrunch.Customer, error)
}

// greet is the code under test.
func greet(ctx context.Context, c customers, id int64) (string, error) {
	customer, err := c.Get(ctx, id)
	if err != nil {
		return "", err
	}
	return "Hello, " + customer.Name.Or("there"), nil
}

// stub is the mock.
type stub struct {
	customers
	customer *helpcrunch.Customer
	err      error
}

func (s stub) Get(context.Context, int64, ...frontdesk.Option) (*helpcrunch.Customer, error) {
	return s.customer, s.err
}

func Example_mocking() {
	fmt.Println(greet(ctx, stub{customer: &helpcrunch.Customer{Name: frontdesk.Some("Ann")}}, 1))
	_, err := greet(ctx, stub{err: &frontdesk.Error{Kind: frontdesk.KindNotFound}}, 2)
	fmt.Println(errors.Is(err, frontdesk.ErrNotFound))
	// Output:
	// Hello, Ann <nil>
	// true
}

var _ customers = (*helpcrunch.CustomersService)(nil)
