package salesmantest_test

import (
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// historyStory is the state in which the recordings of activities were made: 48
// records of the log, then one about two contacts and a deal.
var historyStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		clientID, contactID := addRecordedDeals(t, srv, 1)
		at := time.Date(2026, time.November, 22, 4, 30, 15, 0, time.UTC)
		for range 48 {
			srv.AddActivity(salesmantest.Activity{
				Type: "ЛогCRM", Content: "Изменены параметры записи:\n Должность - Директор", Time: at, ClientID: clientID, ContactIDs: []int64{contactID},
			})
		}
		srv.AddActivity(salesmantest.Activity{
			Type: "Исх.1.Звонок", Content: "Позвонили", Time: at, ClientID: clientID, DealID: 1, ContactIDs: []int64{contactID, 2},
		})
	},
}
