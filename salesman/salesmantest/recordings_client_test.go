package salesmantest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// recordedClientFields are the active ones of the recorded account.
var recordedClientFields = []string{"title", "iduser", "address", "phone", "fax", "site_url", "mail_url", "recv"}

const capitalHeaders = "the real server does not know login and key in headers in capitals; Go's cannot tell capitals"

// clientStory is the state in which the recordings of clients were made: at first
// one client with all there is, then more and more of them.
var clientStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	cannot:  map[string]string{"client.list.json-upper-headers.json": capitalHeaders},
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		srv.SetClientFields(recordedClientFields...)
		name := strings.TrimSuffix(strings.TrimPrefix(rec.Name, "client."), ".json")
		switch {
		case strings.HasSuffix(name, "database-down"):
			srv.Fail(salesmantest.DatabaseDown())
		case name == "list.empty" || strings.HasPrefix(name, "add.") && name != "add.duplicate-uid":
			return
		}
		storeRecordedClients(srv, name == "info.after-update")
		switch {
		case strings.HasPrefix(name, "list.page-"):
			for i := range 255 {
				srv.AddClient(fmt.Sprint("Страница ", i))
			}
		case name == "delete.has-deals":
			srv.AddDeal(salesmantest.Deal{Title: "Поставка", ClientID: 1})
		case name == "delete.again", name == "update.same-data":
			send(t, srv, rec.Request)
		}
	},
}

// storeRecordedClients stores clients like those of the recorded account.
func storeRecordedClients(srv *salesmantest.Server, changed bool) {
	first := salesmantest.ClientRecord{
		Title: "Ромашка, ООО", UID: "1001", Phone: "+7(342)555-10-10,+7(342)555-10-11", Email: "info@romashka.test", Site: "romashka.test",
		Address: "г. Пермь, ул. Ленина, 1", Created: time.Date(2026, 5, 30, 23, 5, 30, 0, time.UTC),
		BankDetails: map[string]string{"castUrName": "ООО ”Ромашка”", "castInn": "590456789006"},
	}
	if changed {
		first.Site, first.Updated = "", time.Date(2026, 11, 22, 4, 30, 13, 0, time.UTC)
	}
	srv.AddClientRecord(first)
	earlier := time.Now().Add(-time.Second)
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "ИП Петров", Type: "person", Phone: "8(912)555-11-22", Email: "petrov@mail.test", Created: earlier})
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "Acme Quotes & OBrien Ltd", Phone: "+1 555 0100", Address: "Line1\nLine2", Created: earlier})
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "Рога ”и” копыта & O&acute;Neil", UID: "1003", Created: earlier})
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "Multipart Клиент", UID: "1004", Created: earlier})
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "Клиент менеджера", Owner: salesmantest.Manager, Created: earlier})
	for i := 7; i <= 11; i++ {
		srv.AddClientRecord(salesmantest.ClientRecord{Title: fmt.Sprint("Клиент ", i), Created: earlier})
	}
	srv.AddClientRecord(salesmantest.ClientRecord{Title: "Пакет 02", UID: "2002", Type: "partner", Owner: salesmantest.Manager})
	for i := 13; i <= 14; i++ {
		srv.AddClientRecord(salesmantest.ClientRecord{Title: fmt.Sprint("Клиент ", i), UID: fmt.Sprint(i)})
	}
	for i := 15; i <= 18; i++ {
		srv.AddClient(fmt.Sprint("Клиент ", i))
	}
}
