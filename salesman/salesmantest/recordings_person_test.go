package salesmantest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// personStory is the state in which the recordings of contacts were made: nine
// contacts of one client.
var personStory = story{
	options: []salesmantest.Option{salesmantest.WithPHP8Crashes()},
	prepare: func(t *testing.T, srv *salesmantest.Server, rec contract.Recording) {
		if rec.Name == "person.list.empty.json" {
			return
		}
		client := srv.AddClient("Ромашка, ООО")
		srv.AddContact(salesmantest.Contact{
			Name: "Сидоров Пётр Ильич", JobTitle: "Директор", ClientID: client, Phone: "+7 555 0100", Mobile: "+7 555 0101",
			Email: "sidorov@example.com", Socials: map[string]string{"blog": ""},
		})
		srv.AddContact(salesmantest.Contact{Name: "Jane Doe", JobTitle: "Manager", Email: "jane@example.com", ClientID: client, Owner: salesmantest.Manager})
		for i := 3; i <= 9; i++ {
			srv.AddContact(salesmantest.Contact{Name: fmt.Sprint("Контакт ", i), ClientID: client})
		}
		if strings.Contains(rec.Name, "after-partial-update") {
			send(t, srv, contract.RecordedRequest{
				HTTPMethod: http.MethodPost, Path: "/developer/v2/person",
				Headers: map[string]string{"Content-Type": "application/json", "login": recordedLogin, "apikey": recordedKey},
				JSON:    json.RawMessage(`{"action":"update","pid":1,"mob":"+7 555 0102"}`),
			})
		}
	},
}
