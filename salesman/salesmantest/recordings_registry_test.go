package salesmantest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// sendRecorded makes the request of a recording, to bring a server into the state
// that it left.
func sendRecorded(t *testing.T, srv *salesmantest.Server, name string) {
	t.Helper()
	for _, rec := range contract.Recordings() {
		if rec.Name == name {
			send(t, srv, rec.Request)
			return
		}
	}
	require.Fail(t, "no recording "+name)
}

// thatDay is when the recordings were made.
var thatDay = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// entryStory: one enquiry of a client.
var entryStory = story{
	prepare: func(_ *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		if strings.HasPrefix(rec.Name, "entry.info.no") {
			return
		}
		srv.AddEntry(salesmantest.Entry{
			UID: 125, Content: "Нужен телефон", ClientID: srv.AddClient("Ромашка, ООО"), Created: thatDay,
			Products: []salesman.EntryProduct{{ItemID: 1, Title: "SIP-T12P", Quantity: "2", Price: "3821.85"}},
		})
	},
}

// guidesStory: a new account, in some recordings with a signer.
var guidesStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	prepare: func(_ *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		if strings.Contains(rec.Name, "with-signer") {
			srv.AddSigner(salesman.Signer{CompanyID: 1, Name: "Сидоров С.С.", Post: "Заместитель директора", SignsAs: "Сидоров С.С.", ActsUpon: "Доверенности №1"})
		}
	},
}

// callsStory: three calls, once they are stored.
var callsStory = story{
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		if strings.HasPrefix(rec.Name, "calls.list") && !strings.Contains(rec.Name, "empty") {
			sendRecorded(t, srv, "calls.add.ok-form.json")
			sendRecorded(t, srv, "calls.add.ok-json.json")
		}
	},
}

// leadStory: one lead, with the leads module switched on or off.
var leadStory = story{
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		switch {
		case strings.HasPrefix(rec.Name, "lead.list.status"):
			srv.SetLeadOperators(salesmantest.Login, salesmantest.Manager)
			sendRecorded(t, srv, "lead.add.ok-module-on.json")
		case strings.Contains(rec.Name, "module-on"):
			srv.SetLeadOperators(salesmantest.Login, salesmantest.Manager)
		case rec.Name != "lead.list.empty.json":
			sendRecorded(t, srv, "lead.add.ok-form.json")
			srv.AddLead(salesmantest.Lead{Status: salesman.LeadClosed, Created: thatDay.AddDate(-1, 0, 0)})
		}
	},
}

// priceStory: the items and categories of the recordings.
var priceStory = story{
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		if rec.Name == "price.list.empty.json" {
			return
		}
		for _, title := range []string{"Тест", "Телефоны", "", "Временная"} {
			srv.AddPriceCategory(salesman.PriceCategoryParams{Title: title})
			if rec.Name == "price.category.list.ok.json" {
				return
			}
		}
		for _, name := range []string{"ok-form", "ok-json", "no-title", "bad-price", "ok-idcategory"} {
			sendRecorded(t, srv, "price.add."+name+".json")
		}
		if rec.Name == "price.delete.by-artikul.json" {
			sendRecorded(t, srv, "price.update.newartikul.json")
		}
	},
}

// budgetStory: one expense and its category, with money on the account.
var budgetStory = story{
	prepare: func(_ *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		srv.SetBalance(1, "100000")
		category := int64(0)
		for category < 21 {
			category = srv.AddBudgetCategory(salesman.BudgetCategoryParams{Title: "Офисные расходы"})
		}
		srv.AddBudgetRecord(salesmantest.BudgetRecord{
			Title: "Заправка принтера", CategoryID: category, AccountID: 1, Amount: "1500.5", PlannedOn: salesman.DateOf(thatDay),
			Executed: rec.Name == "budget.undoit.ok.json",
		})
	},
}

// userStory: two users, on a database that tells capital table names from small
// ones.
var userStory = story{
	options: []salesmantest.Option{salesmantest.WithCaseSensitiveDatabase()},
	prepare: func(_ *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		switch rec.Name {
		case "user.user.ok-iduser.json":
			srv.PutUser(salesmantest.User{
				Login: salesmantest.Login, Name: "Интеграция API", UID: "U-2", JobTitle: "Руководитель", Email: salesmantest.Login,
				Phone: "+7 555 0100", Extension: "101",
			})
		case "user.user.ok-uid.json":
			srv.PutUser(salesmantest.User{
				Login: salesmantest.Manager, Name: "Иванов Иван", Chief: salesmantest.Login, UID: "U-3", DepartmentUID: "OAP",
				JobTitle: "Менеджер", Email: salesmantest.Manager,
			})
		}
	},
}

// statisticStory: clients, deals and invoices, one of which nobody has.
var statisticStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	prepare: func(_ *testing.T, srv *salesmantest.Server, _ contract.Recording) {
		now := time.Now().UTC()
		first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
		today := salesman.DateOf(now)
		client := srv.AddClientRecord(salesmantest.ClientRecord{Title: "Ромашка, ООО", Created: first})
		srv.AddClientRecord(salesmantest.ClientRecord{Title: "Лютик, ООО", Created: first})
		srv.AddClient("Василёк, ООО")
		deal := srv.AddDeal(salesmantest.Deal{Title: "Телефоны", ClientID: client, Amount: "305874"})
		srv.AddInvoice(salesmantest.Invoice{DealID: deal, Amount: "38218.50", Date: salesman.DateOf(first), PaidOn: today})
		nobodys := srv.AddDeal(salesmantest.Deal{Title: "Ничья", ClientID: client, Owner: "nobody@example.com", Created: salesman.DateOf(first.AddDate(-2, 0, 0))})
		srv.AddInvoice(salesmantest.Invoice{DealID: nobodys, Amount: "38218.50", Date: salesman.DateOf(first), Planned: today})
	},
}
