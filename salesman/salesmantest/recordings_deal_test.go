package salesmantest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// dealStory is the state in which the recordings of deals and invoices were made:
// deals of one client, of which 1 is plain, 2 the manager's with a specification,
// 8 invoiced and 9 with a specification and paid.
var dealStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		srv.SetClientFields(recordedClientFields...)
		srv.SetDealFields("mcid", "iduser", "datum_plan", "idcategory", "dog_num", "tip", "direction", "payer", "kol", "marg")
		srv.PutUser(salesmantest.User{Login: salesmantest.Login, Name: "Интеграция API", UID: "U-2"})
		srv.PutUser(salesmantest.User{Login: salesmantest.Manager, Name: "Иванов Иван", UID: "U-3", Chief: salesmantest.Login})
		name := strings.TrimSuffix(strings.TrimPrefix(rec.Name, "deal."), ".json")
		client := salesmantest.ClientRecord{
			Title: "Ромашка, ООО", UID: "1001", Phone: "+7(342)555-52-10", Email: "info@romashka.test", Address: "г. Пермь, ул. Ленина, 1",
			Source: "Маркетинг", Created: time.Date(2026, 5, 30, 23, 5, 30, 0, time.UTC), Updated: time.Date(2026, 11, 22, 4, 30, 13, 0, time.UTC),
			BankDetails: map[string]string{"castUrName": "ООО ”Ромашка”"},
		}
		switch {
		case strings.HasSuffix(name, "database-down"):
			srv.Fail(salesmantest.DatabaseDown())
		case name == "invoice.mail.ok": // its server could not send mail
			client.Email = ""
		}
		srv.AddClientRecord(client)
		if name == "info.full" { // the address of its site was cleared by an update
			srv.AddPriceItem(salesmantest.PriceItem{Article: "S1", Title: "Услуга"})
			for _, site := range []string{"example.com", ""} {
				send(t, srv, contract.RecordedRequest{
					HTTPMethod: http.MethodPost, Path: "/developer/v2/client", Headers: map[string]string{"Content-Type": "application/json"},
					JSON: []byte(`{"login":"api@crm.test","apikey":"API_KEY","action":"update","clid":1,"site_url":"` + site + `"}`),
				})
			}
		}
		if name == "list.empty" {
			return
		}
		srv.AddContact(salesmantest.Contact{Name: "Сидоров Пётр Ильич", JobTitle: "Генеральный директор", Phone: "+7(342)555-30-30", Mobile: "+7(912)555-22-33", Email: "sidorov@romashka.test"})
		srv.AddContact(salesmantest.Contact{Name: "Jane ”JD” Doe", JobTitle: "Manager", Email: "jane@example.test"})
		storeRecordedDeals(srv, name)
	},
}

// storeRecordedDeals stores deals like those of the recorded account.
func storeRecordedDeals(srv *salesmantest.Server, recording string) {
	day := salesman.Date{Year: 2026, Month: 12, Day: 31}
	lines := []salesmantest.DealLine{{Article: "S1", Title: "Услуга", Quantity: "10", Price: "3821.85", Cost: "2831", VATPercent: "20"}}
	first := salesmantest.Deal{
		Title: "СД2: Поставка телефонов", UID: "D-1", ClientID: 1, Step: "40", Type: "Услуги", Planned: day, Amount: "100000", Margin: "20000",
	}
	switch {
	case slices.Contains([]string{"info.closed", "list.closed", "change.close.again"}, recording):
		first.Step, first.CloseStatus, first.FinalAmount, first.CloseComment = "100", "Победа полная", "100000", "Комментарий"
		first.Changed, first.ClosedOn = day, day
	case recording == "change.step.same-step":
		first.Step = "60"
	}
	srv.AddDeal(first)
	srv.AddDeal(salesmantest.Deal{
		Title: "СД3: Сделка со спецификацией", UID: "D-2", ClientID: 1, Owner: salesmantest.Manager, Step: "20", Planned: day, Lines: lines, ContactIDs: []int64{1, 2},
	})
	if strings.HasPrefix(recording, "list.") {
		return
	}
	for i := 3; i <= 11; i++ {
		deal := salesmantest.Deal{Title: fmt.Sprint("СД", i+1), ClientID: 1, Planned: day}
		if i == 8 || i == 9 {
			deal.Lines, deal.Step = lines, "90"
		}
		srv.AddDeal(deal)
	}
	number := "3"
	if strings.HasPrefix(recording, "invoice.pdf.alpha") {
		number = "A-77"
	}
	srv.AddInvoice(salesmantest.Invoice{DealID: 8, Number: number, VAT: "6369.75", Planned: day})
	if recording == "info.ok-speka-own" {
		srv.AddInvoice(salesmantest.Invoice{DealID: 9, Number: "4", VAT: "6369.75", Paid: true, PaidOn: day})
	}
	if recording == "invoice.do.again" {
		srv.AddInvoice(salesmantest.Invoice{DealID: 8, Number: "5", Paid: true})
	}
}
