package salesman_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func ExampleContactsService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()

	created, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "Jane Doe", Email: "jane@example.com"})
	if err != nil {
		fmt.Println(err)
		return
	}
	contact, err := sm.Contacts.Get(ctx, created.ID, nil)
	fmt.Println(contact.Name, contact.Email, err)
	_, err = sm.Contacts.Delete(ctx, created.ID)
	fmt.Println(err)
	_, err = sm.Contacts.Get(ctx, created.ID, nil)
	fmt.Println(errors.Is(err, frontdesk.ErrNotFound))
	// Output:
	// Jane Doe jane@example.com <nil>
	// <nil>
	// true
}
