package comagic_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// Times are written without a zone: ask once which one the account is in, and make
// the client of the program with it.
func ExampleAccountService_Get() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	account, err := cm.Account.Get(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	zone, err := time.LoadLocation(account.Timezone)
	if err != nil {
		fmt.Println(err)
		return
	}
	cm = srv.Client(frontdesk.WithLocation(zone)) // comagic.New(auth, frontdesk.WithLocation(zone))
	defer cm.Close()
	fmt.Println(account.AppName, zone)
	// Output: Example Ltd Europe/Moscow
}

// One session for several short programs: log in, hand the key on, log out when all
// are done. A program of its own needs none of this, see [comagic.Login].
func ExampleAuthenticationService_Login() {
	srv := comagictest.New()
	defer srv.Close()
	ctx := context.Background()
	cm := srv.ClientFor(comagic.Login(comagictest.User, comagictest.Password))
	defer cm.Close()

	session, err := cm.Authentication.Login(ctx, &comagic.LoginParams{Login: comagictest.User, Password: comagictest.Password})
	if errors.Is(err, frontdesk.ErrAuth) {
		fmt.Println("wrong name or password:", err)
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	worker := srv.ClientFor(comagic.AccessToken(session.AccessToken))
	defer worker.Close()
	accounts, err := worker.Account.List(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(accounts[0].Name, srv.Sessions())
	fmt.Println(worker.Authentication.Logout(ctx), srv.Sessions())
	// Output:
	// Example Ltd 1
	// <nil> 0
}

// An agent takes a customer on: with a tariff plan, a limit, and active at once.
func ExampleCustomersService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.TariffPlan{ID: 3, Name: "Start"})
	cm, ctx := srv.Client(), context.Background()

	plans, err := cm.Customers.ListTariffPlans(ctx, &comagic.TariffPlansParams{Filter: comagic.Equal("name", "Start")})
	if err != nil || len(plans.Items) == 0 {
		fmt.Println("no such tariff plan", err)
		return
	}
	notify := []string{"agent@example.com"} // when a limit is near
	created, err := cm.Customers.Create(ctx, &comagic.CreateCustomersParams{
		Name: "Example Bakery", TariffPlanID: plans.Items[0].ID, Email: "owner@example.com", Password: "example-password",
		DailyCallsLimit: frontdesk.Some[int64](200), DailyCallsNotifyEmails: notify,
		MonthlyCallsNotifyEmails: notify, MonthlyBaseNotifyEmails: notify,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = cm.Customers.UpdateStatus(ctx, &comagic.UpdateCustomerStatusParams{
		CustomerID: created.ID, Status: comagic.UpdateCustomerStatusStatusActive,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for customer, err := range cm.Customers.All(ctx, &comagic.CustomersParams{Filter: comagic.Equal("id", created.ID)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(customer.Name, customer.TariffPlanName, customer.Status, customer.DailyCallsLimit.Or(0))
	}
	// Output: Example Bakery Start active 200
}

// Ask technical support, who call back the person that is named.
func ExampleSupportService_CreateTicket() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.CustomerContactInfo{
		ContactID: frontdesk.Some[int64](8), FullName: "Doe Jane",
		Emails: []comagic.CustomerContactInfoEmail{{ID: 81, Email: "jane@example.com"}},
		Phones: []comagic.CustomerContactInfoPhone{{ID: 82, Phone: "15555550131"}},
	})
	cm, ctx := srv.Client(), context.Background()

	people, err := cm.Support.ListCustomerContactInfo(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, person := range people {
		if len(person.Emails) == 0 || len(person.Phones) == 0 {
			continue // the vendor wants both
		}
		_, err := cm.Support.CreateTicket(ctx, &comagic.CreateTechSupportTicketParams{
			Context:   "Calls to 74955550171 are not recorded.",
			ContactID: person.ContactID.Or(0), EmailID: person.Emails[0].ID, PhoneID: person.Phones[0].ID,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("support will call", person.FullName, "at", person.Phones[0].Phone)
		break
	}
	// Output: support will call Doe Jane at 15555550131
}
