package salesman_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/big"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// An expense is planned, and carried out when there is money for it.
func ExampleBudgetService_Execute() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()

	// 1 is a category of expenses, and the account at the bank.
	rent, err := sm.Budget.Create(ctx, &salesman.BudgetCreateParams{Title: "Rent", CategoryID: 1, Amount: "250.50", AccountID: 1})
	if err != nil {
		log.Fatal(err)
	}
	if _, err = sm.Budget.Execute(ctx, rent.ID); errors.Is(err, frontdesk.ErrValidation) {
		fmt.Println("too little money")
	}

	srv.SetBalance(1, "1000")
	for range 2 { // the second time it is done already
		result, err := sm.Budget.Execute(ctx, rent.ID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("changed:", result.Changed, "left:", srv.Balance(1))
	}
	// Output:
	// too little money
	// changed: true left: 749.50
	// changed: false left: 749.50
}

// The plain write would set the amount to 0 and forget the deal.
func ExampleBudgetService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	dealID := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme")})
	freight := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Freight", CategoryID: 1, Amount: "80.5", DealID: dealID})

	_, err := sm.Budget.Update(ctx, freight, &salesman.BudgetUpdateParams{Invoice: frontdesk.Some("F-17")})
	if err != nil {
		log.Fatal(err)
	}
	record, err := sm.Budget.Get(ctx, freight)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(record.Invoice, record.Amount, record.DealID == dealID)
	// Output: F-17 80.50 true
}

// A transfer is taken back, and nothing but a transfer.
func ExampleBudgetService_RevertTransfer() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	srv.SetBalance(1, "1000")
	expense := srv.AddBudgetRecord(salesmantest.BudgetRecord{Title: "Rent", CategoryID: 1, Amount: "250"})

	moved, err := sm.Budget.Transfer(ctx, &salesman.BudgetTransferParams{FromAccountID: 1, ToAccountID: 2, Amount: "300", Title: "Petty cash"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("bank", srv.Balance(1), "cash", srv.Balance(2))
	if _, err = sm.Budget.RevertTransfer(ctx, moved.ID); err != nil {
		log.Fatal(err)
	}
	fmt.Println("bank", srv.Balance(1), "cash", srv.Balance(2))

	// The server would delete an expense of that id.
	_, err = sm.Budget.RevertTransfer(ctx, expense)
	fmt.Println(errors.Is(err, frontdesk.ErrInvalid))
	// Output:
	// bank 700.00 cash 300.00
	// bank 1000.00 cash 0.00
	// true
}

// The rate of the day; name and sign, which the plain write would clear, stay.
func ExampleCurrenciesService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	euro := srv.AddCurrency(salesmantest.Currency{Name: "Euro", Sign: "EUR", Rate: "95.2"})

	result, err := sm.Currencies.Update(ctx, euro, &salesman.CurrencyUpdateParams{Rate: frontdesk.Some(salesman.Amount("96.75"))})
	if err != nil {
		log.Fatal(err)
	}
	currency, err := sm.Currencies.Get(ctx, euro)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Changed, currency.Name, currency.Sign, currency.Rate)
	// Output: true Euro EUR 96.75
}

// An amount in the account's own currency.
func ExampleCurrenciesService_List() {
	srv := salesmantest.New()
	defer srv.Close()
	euro := srv.AddCurrency(salesmantest.Currency{Name: "Euro", Rate: "96.75"})

	currencies, err := srv.Client().Currencies.List(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	rate, ok := currencies[euro].Rate.Rat()
	if !ok {
		log.Fatal("the currency has no rate")
	}
	total := new(big.Rat).Mul(rate, big.NewRat(1005, 10)) // 100.50 euros
	fmt.Println(total.FloatString(2))
	// Output: 9723.38
}

// One price goes up. The plain write would set the others to 0 and move the item
// out of its category.
func ExamplePriceService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	itemID := srv.AddPriceItem(salesmantest.PriceItem{
		Article: "PH-1", Title: "Phone", CategoryID: srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Hardware"}),
		Prices: salesman.Prices{Cost: "70", Price1: "100", Price2: "95"},
	})

	raise := &salesman.PriceUpdateParams{Price1: frontdesk.Some(salesman.Amount("110"))}
	for range 2 { // the second time there is nothing to write
		result, err := sm.Price.Update(ctx, itemID, raise)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("changed:", result.Changed)
	}
	item, err := sm.Price.Get(ctx, &salesman.PriceGetParams{ID: itemID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(item.Category, item.Article, item.Cost, item.Price1, item.Price2)
	// Output:
	// changed: true
	// changed: false
	// Hardware PH-1 70 110 95
}

// Everything in a category becomes five percent dearer, to the cent.
func ExamplePriceService_All() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	hardware := srv.AddPriceCategory(salesman.PriceCategoryParams{Title: "Hardware"})
	srv.AddPriceItem(salesmantest.PriceItem{Title: "Phone", CategoryID: hardware, Prices: salesman.Prices{Price1: "100.10"}})
	srv.AddPriceItem(salesmantest.PriceItem{Title: "Headset", CategoryID: hardware, Prices: salesman.Prices{Price1: "19.99"}})

	// Read all before the first write: a page is no snapshot.
	params := &salesman.PriceListParams{CategoryID: hardware, Order: salesman.PriceOrderTitle, Direction: salesman.Ascending}
	items, err := frontdesk.Collect(sm.Price.All(ctx, params))
	if err != nil {
		log.Fatal(err)
	}
	for _, item := range items {
		price, ok := item.Price1.Rat()
		if !ok {
			continue
		}
		raised := salesman.Amount(price.Mul(price, big.NewRat(105, 100)).FloatString(2))
		if _, err := sm.Price.Update(ctx, item.ID, &salesman.PriceUpdateParams{Price1: frontdesk.Some(raised)}); err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.Title, raised)
	}
	// Output:
	// Headset 20.99
	// Phone 105.11
}
