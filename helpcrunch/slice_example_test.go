package helpcrunch_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func ExampleCustomersService_AddTags() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc, ctx := srv.Client(), context.Background()

	customer, err := hc.Customers.AddTags(ctx, helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerAddTagsParams{
		Tags: []helpcrunch.Tag{{Name: "vip"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(customer.Tags), "tags")
	customer, err = hc.Customers.RemoveTags(ctx, customer.ID, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{"vip"}})
	fmt.Println(len(customer.Tags), "tag", err)
	// Output:
	// 2 tags
	// 1 tag <nil>
}

func ExampleCustomersService_Delete() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc, ctx := srv.Client(), context.Background()

	fmt.Println(hc.Customers.Delete(ctx, helpcrunchtest.SeedCustomerID))
	_, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
	fmt.Println(errors.Is(err, frontdesk.ErrNotFound))
	// Output:
	// <nil>
	// true
}
