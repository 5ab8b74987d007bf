package helpcrunch_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// The fake stands in for HelpCrunch here; with an account it is
// helpcrunch.New(apiKey).
func Example() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc, err := helpcrunch.New(helpcrunchtest.APIKey, frontdesk.WithBaseURL(srv.URL()))
	if err != nil {
		log.Fatal(err)
	}
	defer hc.Close()
	customer, err := hc.Customers.Get(context.Background(), 8737843)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(customer.Name.Or("somebody"), "has", len(customer.Tags), "tag")
	// Output: Cindy Mindy has 1 tag
}

func ExampleCustomersService_SearchAll() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	params := &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(
			helpcrunch.CustomerFieldEmail.Contains("example.com"),
			helpcrunch.CustomerFieldTags.Include("lead"),
		),
		Sort: helpcrunch.CustomerSortLastSeen, Order: helpcrunch.Descending,
	}
	for customer, err := range hc.Customers.SearchAll(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(customer.ID, customer.Email)
	}
	// Output: 8737843 cindy.mindy@example.com
}

func ExampleCustomersService_Update() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	customer, err := hc.Customers.Update(context.Background(), 8737843, &helpcrunch.CustomerUpdateParams{
		Phone:      frontdesk.Some("+15550100"),       // set
		Company:    frontdesk.Null[string](),          // cleared; all else stays
		CustomData: helpcrunch.CustomData{"Seats": 7}, // other attributes stay too
	})
	if err != nil {
		log.Fatal(err)
	}
	seats, _ := customer.CustomData.Int("Seats")
	fmt.Println(customer.Phone, customer.Company, seats)
	// Output: +15550100 null 7
}

func ExampleCustomersService_Create() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	_, err := hc.Customers.Create(context.Background(), &helpcrunch.CustomerCreateParams{UserID: "example_6268"})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.Code == helpcrunch.CodeInvalidUserIDValue {
		fmt.Println("another customer has this", e.Field)
	}
	// Output: another customer has this userId
}

// directory is what a program of yours needs of HelpCrunch, no more.
type directory interface {
	Get(ctx context.Context, customerID int64, opts ...frontdesk.Option) (*helpcrunch.Customer, error)
	AddTags(ctx context.Context, customerID int64, params *helpcrunch.CustomerAddTagsParams, opts ...frontdesk.Option) (*helpcrunch.Customer, error)
}

var _ directory = (*helpcrunch.CustomersService)(nil)

// oneCustomer is a mock of it.
type oneCustomer struct{ customer helpcrunch.Customer }

func (o *oneCustomer) Get(context.Context, int64, ...frontdesk.Option) (*helpcrunch.Customer, error) {
	return &o.customer, nil
}

func (o *oneCustomer) AddTags(_ context.Context, _ int64, params *helpcrunch.CustomerAddTagsParams, _ ...frontdesk.Option) (*helpcrunch.Customer, error) {
	o.customer.Tags = append(o.customer.Tags, params.Tags...)
	return &o.customer, nil
}

// greet is code under test.
func greet(ctx context.Context, customers directory, id int64) (string, error) {
	customer, err := customers.Get(ctx, id)
	if err != nil {
		return "", err
	}
	params := &helpcrunch.CustomerAddTagsParams{Tags: []helpcrunch.Tag{{Name: "greeted"}}}
	if _, err := customers.AddTags(ctx, id, params); err != nil {
		return "", err
	}
	return "Hello, " + customer.Name.Or("stranger"), nil
}

// Services are concrete types: a program declares the interface that it needs,
// mocks that, and gets the real service in production.
func Example_mocking() {
	mock := &oneCustomer{customer: helpcrunch.Customer{Name: frontdesk.Some("Cindy")}}
	text, err := greet(context.Background(), mock, 1)
	fmt.Println(text, err, mock.customer.Tags[0].Name)
	// Output: Hello, Cindy <nil> greeted
}
