package salesman_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func ExampleContactsService_Update() {
	srv := salesmantest.New(salesmantest.WithPHP8Crashes())
	defer srv.Close()
	id := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Email: "jane@example.com"})
	client := srv.Client()

	// One field changes, the others stay, and the server's crash after the
	// write is seen through.
	result, err := client.Contacts.Update(context.Background(), id, &salesman.ContactUpdateParams{
		Mobile: frontdesk.Some("+1 555 0102"),
		Extra:  map[string]json.RawMessage{"input7": json.RawMessage(`"ext. 12"`)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	contact, err := client.Contacts.Get(context.Background(), id, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Changed, contact.Email, contact.Mobile)
	// Output: true jane@example.com +1 555 0102
}

func ExampleContactsService_All() {
	srv := salesmantest.New()
	defer srv.Close()
	for _, name := range []string{"Ann", "Bob", "Cleo"} {
		srv.AddContact(salesmantest.Contact{Name: name})
	}
	params := &salesman.ContactListParams{Order: salesman.ContactOrderName, Direction: salesman.Ascending}
	for contact, err := range srv.Client().Contacts.All(context.Background(), params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(contact.ID, contact.Name)
	}
	// Output:
	// 1 Ann
	// 2 Bob
	// 3 Cleo
}

func ExampleContactsService_CreateBatch() {
	srv := salesmantest.New()
	defer srv.Close()
	results, err := srv.Client().Contacts.CreateBatch(context.Background(), []salesman.ContactCreateParams{
		{Name: "Ann", JobTitle: "Engineer"}, {Name: "Bob"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, result := range results {
		fmt.Println(result.ID, result.Err)
	}
	// Output:
	// 1 <nil>
	// 2 <nil>
}

func ExampleClient_Do() {
	srv := salesmantest.New()
	defer srv.Close()
	client := srv.Client()
	err := client.Do(context.Background(), "person", "nosuch", nil, nil)
	fmt.Println(errors.Is(err, frontdesk.ErrUnsupported))
	fmt.Println(err)
	// Output:
	// true
	// salesman: person.nosuch: not supported: Неизвестный метод (code 402, HTTP 200)
}
