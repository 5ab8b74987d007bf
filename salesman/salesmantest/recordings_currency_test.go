package salesmantest_test

import (
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// currencyStory is the state in which the recordings of currencies were made:
// three, the last with a rate that was no number.
var currencyStory = story{
	prepare: func(_ *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		if rec.Name == "currency.list.empty.json" {
			return
		}
		srv.AddCurrency(salesmantest.Currency{Name: "Доллар", Sign: "$", Code: "USD", Rate: "92.5"})
		srv.AddCurrency(salesmantest.Currency{Name: "Евро", Sign: "€", Code: "EUR", Rate: "101.25"})
		srv.AddCurrency(salesmantest.Currency{Name: "Плохой курс", Rate: "abc"})
	},
}
