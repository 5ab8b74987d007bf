package salesman_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// The account that invoices and payments name by its id.
func ExampleGuidesService_BankAccounts() {
	srv := salesmantest.New()
	defer srv.Close()

	accounts, err := srv.Client().Guides.BankAccounts(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, account := range accounts {
		fmt.Println(account.ID, account.Kind, "default:", account.Default.Or(false))
	}
	// Output:
	// 1 bank default: true
	// 2 kassa default: false
}

// Which channel a visitor with a utm_source comes by.
func ExampleGuidesService_Sources() {
	srv := salesmantest.New()
	defer srv.Close()
	srv.AddSource(salesman.ClientSource{Title: "Newsletter", UTMSource: "news"})

	sources, err := srv.Client().Guides.Sources(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	channels := map[string]string{}
	for _, source := range sources {
		if source.UTMSource != "" {
			channels[source.UTMSource] = source.Title
		}
	}
	fmt.Println(channels["news"])
	// Output: Newsletter
}

// This month in three lines: what the client's user and subordinates did.
func ExampleStatisticsService_Summary() {
	srv := salesmantest.New()
	defer srv.Close()
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), Amount: "1005"})
	srv.AddInvoice(salesmantest.Invoice{DealID: dealID, Amount: "500", PaidOn: salesman.DateOf(time.Now().UTC())})

	month, err := srv.Client().Statistics.Summary(context.Background(), &salesman.StatisticsSummaryParams{Period: salesman.PeriodMonth})
	if err != nil {
		log.Fatal(err)
	}
	figures := month.Details
	fmt.Println("new clients:", figures.NewClients)
	fmt.Println("new deals:", figures.Deals.New.Count, "of", figures.Deals.New.Sum)
	fmt.Println("payments:", figures.Payments.Count, "of", figures.Payments.Sum)
	// Output:
	// new clients: 1
	// new deals: 1 of 1005
	// payments: 1 of 500
}

// Who brought the deals of this month.
func ExampleStatisticsService_NewDeals() {
	srv := salesmantest.New()
	defer srv.Close()
	acme := srv.AddClient("Acme")
	srv.PutUser(salesmantest.User{Login: salesmantest.Login, Name: "Ada Lovelace"})
	srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: acme, Amount: "1005"})
	srv.AddDeal(salesmantest.Deal{Title: "Headsets", ClientID: acme, Amount: "199.90"})

	deals, err := srv.Client().Statistics.NewDeals(context.Background(), &salesman.StatisticsParams{
		Period: salesman.PeriodMonth,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, share := range deals.Details.Rows {
		fmt.Println(share.User, share.Count, share.Amount)
	}
	// Output: Ada Lovelace 2 1204.9
}

// Who can be made responsible: the list has those who left, too.
func ExampleUsersService_List() {
	srv := salesmantest.New()
	defer srv.Close()
	srv.PutUser(salesmantest.User{Login: "former@example.com", Inactive: true})

	users, err := srv.Client().Users.List(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, user := range users {
		if user.Active {
			fmt.Println(user.Login)
		}
	}
	// Output:
	// api@example.com
	// manager@example.com
}

// A user is added once, however often the program runs.
func ExampleUsersService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()

	for range 2 {
		_, err := sm.Users.Create(ctx, &salesman.UserCreateParams{
			Login: "jane@example.com", Password: "a-first-password", Name: "Jane Doe", Chief: salesmantest.Login, Role: salesman.RoleSpecialist,
		})
		if err != nil && !errors.Is(err, frontdesk.ErrConflict) {
			log.Fatal(err)
		}
		fmt.Println("new:", err == nil)
	}
	user, err := sm.Users.Get(ctx, &salesman.UserGetParams{Login: "jane@example.com"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Name, user.Role == salesman.RoleSpecialist)
	// Output:
	// new: true
	// new: false
	// Jane Doe true
}

// Companies of a file are stored; those that are there already are not.
func ExampleClientsService_CreateBatch() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme", Email: "office@example.com"})

	file := []salesman.ClientCreateParams{{Title: "Acme", Email: "office@example.com"}, {Title: "Umbrella"}}
	results, err := sm.Clients.CreateBatch(ctx, file)
	if err != nil {
		log.Fatal(err)
	}
	for i, result := range results {
		switch {
		case errors.Is(result.Err, frontdesk.ErrConflict):
			fmt.Println(file[i].Title, "is there already as", result.ExistingID)
		case result.Err != nil:
			fmt.Println(file[i].Title, "failed:", result.Err)
		default:
			fmt.Println(file[i].Title, "is stored as", result.ID)
		}
	}
	// Output:
	// Acme is there already as 1
	// Umbrella is stored as 2
}

// The server takes a uid only while there is none, and says nothing about it.
func ExampleClientsService_SetUID() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	clientID := srv.AddClient("Acme")

	for _, uid := range []string{"erp-17", "erp-18"} {
		result, err := sm.Clients.SetUID(ctx, clientID, uid)
		switch {
		case errors.Is(err, frontdesk.ErrConflict):
			fmt.Println(uid, "is refused: there is another one")
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println(uid, "changed:", result.Changed)
		}
	}
	// Output:
	// erp-17 changed: true
	// erp-18 is refused: there is another one
}

// For a login that does not exist the server would report success, and nobody
// would see the deal again.
func ExampleDealsService_ChangeUser() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})

	for _, login := range []string{"nobody@example.com", salesmantest.Manager} {
		_, err := sm.Deals.ChangeUser(ctx, dealID, &salesman.DealChangeUserParams{User: login})
		switch {
		case errors.Is(err, frontdesk.ErrNotFound):
			fmt.Println("no such user:", login)
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println("the deal is now of", login)
		}
	}
	// Output:
	// no such user: nobody@example.com
	// the deal is now of manager@example.com
}
