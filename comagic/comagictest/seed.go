package comagictest

import (
	"encoding/json"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
)

// PersonID is a person whose visitors the server knows from the start.
const PersonID = 6145241079

// seed fills what a program can expect of any account: the account itself, some
// numbers for campaigns, and the visitors of a person, which are the vendor's own
// example.
func (s *Server) seed() {
	s.Put("get.account", comagic.Account{
		AppID: frontdesk.Some[int64](1), Name: "Example Ltd", Timezone: "Europe/Moscow",
	})
	s.Put("get.campaign_available_phone_numbers",
		comagic.CampaignAvailablePhoneNumber{ID: 101, Prefix: "7495", PhoneNumber: "74955550101", Type: "va"},
		comagic.CampaignAvailablePhoneNumber{ID: 102, Prefix: "7495", PhoneNumber: "74955550102", Type: "call_tracking"},
		comagic.CampaignAvailablePhoneNumber{ID: 103, Prefix: "7812", PhoneNumber: "78125550103", Type: "user"},
	)
	s.putExample("get.person_visitors")
	for i, phone := range []string{"74955550171", "74955550172", "78125550173"} {
		s.Put("get.available_virtual_numbers", row{"phone_number": phone, "category": "usual", capacityID: 171 + i})
	}
	s.table(calendarTable).rows = []row{{"id": numberOf(1), "user_id": numberOf(1), "params": map[string]any{}}}
}

// putExample adds the rows of the vendor's example of a get method.
func (s *Server) putExample(method string) {
	for _, e := range s.inventory.Operation(method).Successes() {
		var body struct {
			Result struct {
				Data []map[string]any `json:"data"`
			} `json:"result"`
		}
		if err := json.Unmarshal(e.Data(), &body); err != nil {
			panic(fmt.Sprintf("comagictest: example %s: %v", e.File, err))
		}
		for _, r := range body.Result.Data {
			s.Put(method, r)
		}
	}
}
