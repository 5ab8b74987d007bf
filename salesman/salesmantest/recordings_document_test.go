package salesmantest_test

import (
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// documentStory is the state in which the recordings of documents were made: one,
// of a deal, without a file.
var documentStory = story{
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		addRecordedDeals(t, srv, 1)
		if rec.Name == "document.list.empty.json" {
			return
		}
		srv.AddDocument(salesmantest.Document{
			TypeID: 3, Title: "Договор API", Description: "Описание", DealID: 1, StatusID: 1,
			From: salesman.Date{Year: 2026, Month: 1, Day: 1}, Till: salesman.Date{Year: 2026, Month: 12, Day: 31},
		})
	},
}
