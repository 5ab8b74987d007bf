package salesmantest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

var recordedDay = salesman.Date{Year: 2026, Month: 11, Day: 22}

// addRecordedDeals puts in the client of the recordings, its contact, and n deals
// that are far enough for acts.
func addRecordedDeals(t *testing.T, srv *salesmantest.Server, n int) (clientID, contactID int64) {
	t.Helper()
	sm := srv.Client()
	client, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Ромашка, ООО"})
	require.NoError(t, err)
	contactID = srv.AddContact(salesmantest.Contact{Name: "Сидоров Пётр", Email: "sidorov@example.com", ClientID: client.ID})
	for range n {
		_, err := sm.Deals.Create(t.Context(), &salesman.DealCreateParams{
			Title: "Поставка телефонов", ClientID: client.ID, Step: "80", ContactIDs: salesman.IDs{contactID},
			Lines: []salesman.DealLineParams{{Title: "Телефон", Quantity: "10", Price: "3821.85", Cost: "3000"}},
		})
		require.NoError(t, err)
	}
	return client.ID, contactID
}

// sendJSON makes a call of the recordings' user, and returns the reply.
func sendJSON(t *testing.T, srv *salesmantest.Server, endpoint, params string) (body string) {
	t.Helper()
	_, body = send(t, srv, contract.RecordedRequest{
		HTTPMethod: http.MethodPost, Path: "/developer/v2/" + endpoint, JSON: json.RawMessage(params),
		Headers: map[string]string{"Content-Type": "application/json", "login": recordedLogin, "apikey": recordedKey},
	})
	return body
}

// taskStory is the state in which the recordings of reminders were made: three
// open ones of the day, the first about a client with a deal.
var taskStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		day := recordedDay
		if strings.Contains(rec.Name, "default-dates") {
			day = salesman.Date{}
		}
		clientID, contactID := addRecordedDeals(t, srv, 1)
		first := srv.AddTask(salesmantest.Task{
			Title: "Позвонить клиенту", Description: "Обсудить КП", Type: "Исх.1.Звонок", Date: day, Time: "12:30",
			ClientID: clientID, DealID: 1, ContactIDs: []int64{contactID}, Importance: salesman.LevelLow,
		})
		srv.AddTask(salesmantest.Task{Title: "JSON task q OBrien", Date: day, Owner: salesmantest.Manager, Author: salesmantest.Login})
		srv.AddTask(salesmantest.Task{Title: "Минимальная", Date: day})
		if strings.Contains(rec.Name, "after-doit") {
			require.EqualValues(t, 1, first)
			sendJSON(t, srv, "task", `{"action":"update","id":1,"title":"Позвонить повторно","des":"JSON"}`)
			sendJSON(t, srv, "task", `{"action":"doit","id":1}`)
		}
	},
}
