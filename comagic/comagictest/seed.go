package comagictest

import (
	"encoding/json"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
)

// PersonID is a person whose visitors the server knows from the start.
const PersonID = 6145241079

// dictionaries are lists of the vendor's own, which every account has and no method
// writes. They hold the vendor's example; [Server.Clear] empties one.
var dictionaries = []string{
	"get.report_types", "get.report_groups", "get.report_filters", "get.report_rapid_filters", "get.metrics",
	"get.custom_dimension_templates", "get.source_filters", "get.crm_source_filters",
}

// seed fills what a program can expect of any account: the account itself, some
// numbers for campaigns, the visitors of a person, which are the vendor's own example,
// and the vendor's dictionaries.
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
	for _, dictionary := range dictionaries {
		s.putExample(dictionary)
	}
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
		if json.Unmarshal(e.Data(), &body) != nil {
			continue // an embedded file, which a test reads
		}
		for _, r := range body.Result.Data {
			s.Put(method, withoutTypeNames(r))
		}
	}
}

// withoutTypeNames empties members in which an example has the name of a type where a
// number belongs. It changes v.
func withoutTypeNames(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = withoutTypeNames(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = withoutTypeNames(inner)
		}
	case string:
		if v == "number" {
			return nil
		}
	}
	return v
}
