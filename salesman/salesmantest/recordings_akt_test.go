package salesmantest_test

import (
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// actStory is the state in which the recordings of acts were made: three
// documents, then two acts, on a server that cannot send mail and where no
// statuses are set up.
var actStory = story{
	options: []salesmantest.Option{salesmantest.WithBrokenMail()},
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		clientID, _ := addRecordedDeals(t, srv, 10)
		for range 3 {
			srv.AddDocument(salesmantest.Document{TypeID: 3, ClientID: clientID})
		}
		if rec.Name == "akt.list.empty.json" || rec.Name == "akt.add.ok-form.json" || rec.Name == "akt.add.ok-json.json" {
			return
		}
		day := salesman.Date{Year: 2026, Month: 11, Day: 20}
		srv.AddAct(salesmantest.Act{DealID: 10, Number: "2", Date: day, Description: "Акт по сделке", StatusID: 1})
		srv.AddAct(salesmantest.Act{DealID: 8, Number: "3", Date: day})
		sendJSON(t, srv, "deal", `{"action":"invoice.add","did":10,"date":"2026-11-20"}`)
	},
}
