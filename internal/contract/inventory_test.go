package contract_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// TestLoad_Counts loads every inventory, which refuses unknown keys, unknown types, doubled ids and example lists that
// do not fit the folder.
func TestLoad_Counts(t *testing.T) {
	for vendor, want := range map[string]struct{ now, later, params, examples, common int }{
		contract.HelpCrunch: {31, 0, 123, 87, 3},
		contract.SalesMan:   {126, 0, 675, 261, 7},
		contract.LiveAgent:  {64, 17, 392, 89, 5},
		contract.CoMagic:    {350, 0, 2106, 147, 1},
	} {
		inv := contract.Load(vendor)
		if err := inv.Err(); err != nil {
			t.Fatal(err)
		}
		now, later, params, examples := 0, 0, 0, 0
		for _, op := range inv.Operations {
			if op.Later {
				later++
			} else {
				now++
			}
			params += len(op.Params)
			examples += len(op.Examples)
			if inv.Operation(op.ID) != op {
				t.Errorf("%s is not found by its id", op)
			}
		}
		got := struct{ now, later, params, examples, common int }{now, later, params, examples, len(inv.Examples)}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", vendor, got, want)
		}
	}
	if n := len(contract.Recordings()); n != 534 {
		t.Errorf("%d recordings", n)
	}
}

func TestLoad_OfAnUnknownVendorIsEmptyAndSaysWhy(t *testing.T) {
	inv := contract.Load("acme")
	if inv.Err() == nil || inv.Vendor != "acme" || len(inv.Operations) != 0 || inv.Operation("customers.get") != nil {
		t.Errorf("%+v", inv)
	}
	if op, _ := inv.Match("GET", "/customers"); op != nil {
		t.Errorf("an empty inventory has %v", op)
	}
	if contract.ExampleFile(contract.HelpCrunch, "nothing.json") != nil {
		t.Error("there is an example of nothing")
	}
}

func TestLoad_CoMagicHasTwoAPIs(t *testing.T) {
	inv := contract.Load(contract.CoMagic)
	data, call := 0, 0
	for _, op := range inv.Operations {
		if strings.HasPrefix(op.ID, "call_api.") {
			call++
		} else {
			data++
		}
	}
	if data != 328 || call != 22 {
		t.Errorf("%d and %d operations", data, call)
	}
	if a, b := inv.Operation("login.user"), inv.Operation("call_api.login.user"); a == b || a.Path != "/v2.0" || b.Path != "/v4.0" {
		t.Errorf("login.user of the two APIs: %v, %v", a, b)
	}
	if op := inv.Operation("upload.calls"); op.Weight != 5 || op.Class != contract.Unsafe || op.VendorID != "calls.upload" {
		t.Errorf("%+v", op)
	}
}

func TestMatch_LiteralElementsWin(t *testing.T) {
	for _, tc := range []struct{ vendor, method, path, want, id string }{
		{contract.HelpCrunch, "PUT", "/v1/customers/batch", "customers.batch_update", ""},
		{contract.HelpCrunch, "PUT", "/v1/customers/12", "customers.replace", "12"},
		{contract.HelpCrunch, "GET", "/v1/agents/3/unsubscribe", "agents.unsubscribe", "3"},
		{contract.LiveAgent, "GET", "/api/agents/john%40example.com.xml", "agents.get", "john@example.com"},
		{contract.LiveAgent, "GET", "/desk/api/agents/a%2Fb", "agents.get", "a/b"},
		{contract.HelpCrunch, "GET", "/v1/nothing", "", ""},
		{contract.HelpCrunch, "GET", "/v1/customers/", "", ""},
	} {
		op, vars := contract.Load(tc.vendor).Match(tc.method, tc.path)
		if op == nil {
			if tc.want != "" {
				t.Errorf("%s %s matches nothing", tc.method, tc.path)
			}
			continue
		}
		if op.ID != tc.want {
			t.Errorf("%s %s: %s instead of %s", tc.method, tc.path, op.ID, tc.want)
		}
		for _, v := range vars {
			if v != tc.id {
				t.Errorf("%s %s: parameter %q instead of %q", tc.method, tc.path, v, tc.id)
			}
		}
	}
	if op := contract.Load(contract.SalesMan).Action("person", "add.list"); op == nil || op.ID != "person.add_list" {
		t.Errorf("person add.list: %v", op)
	}
}

// kinds are the closed list of the root package, as far as a vendor's answer can have them, and "unchanged", which is
// no error.
var kinds = map[string]bool{
	"invalid": true, "validation": true, "auth": true, "forbidden": true, "not_found": true, "conflict": true,
	"rate_limited": true, "quota_exhausted": true, "server": true, "unavailable": true, "unsupported": true, "unchanged": true,
}

func TestErrors_EveryDocumentedErrorHasAKnownKind(t *testing.T) {
	for _, vendor := range contract.Vendors() {
		for _, op := range contract.Load(vendor).Operations {
			if len(op.Errors) == 0 {
				t.Errorf("%s has no errors", op)
			}
			for _, e := range op.Errors {
				if !kinds[e.Kind] {
					t.Errorf("%s: %s %s has the kind %q", op, e.Code, e.Mnemonic, e.Kind)
				}
				code := e.Code
				if e.Mnemonic != "" {
					code = e.Mnemonic
				}
				if _, ok := op.Kind(code, e.TextPrefix); !ok {
					t.Errorf("%s: Kind does not find %s", op, code)
				}
			}
		}
	}
	for _, rec := range contract.Recordings() {
		if rec.Kind != "" && !kinds[rec.Kind] {
			t.Errorf("%s has the kind %q", rec.Name, rec.Kind)
		}
	}
}

func TestKind_TextTellsEqualCodesApart(t *testing.T) {
	inv := contract.Load(contract.SalesMan)
	for _, tc := range []struct{ op, code, text, want string }{
		{"client.add", "402", "Отсутствуют параметры: title", "invalid"},
		{"client.add", "402", "Неизвестный метод", "unsupported"},
		{"lead.add", "401", "Ошибка добавления заявки", "server"},
		{"lead.add", "401", "anything", "auth"},
		{"document.add", "405", "Не найдено записей", "not_found"},
		{"document.add", "405", "anything", "validation"},
	} {
		if got, _ := inv.Operation(tc.op).Kind(tc.code, tc.text); got != tc.want {
			t.Errorf("%s %s %q: %s instead of %s", tc.op, tc.code, tc.text, got, tc.want)
		}
	}
}

// TestCoMagicKind_CoversEveryMnemonic reads the error lists as they stand, past the loader.
func TestCoMagicKind_CoversEveryMnemonic(t *testing.T) {
	inv := contract.Load(contract.CoMagic)
	type entry struct {
		Code     int    `json:"code"`
		Mnemonic string `json:"mnemonic"`
	}
	seen := map[string]bool{}
	for _, name := range []string{"errors.data_api", "errors.call_api"} {
		var api struct {
			CodeGroups []struct{ Code int } `json:"code_groups"`
			Lists      map[string][]entry   `json:"lists"`
			ByMethod   map[string][]entry   `json:"by_method"`
			Processing json.RawMessage      `json:"upload_calls_processing"`
		}
		if err := inv.Fact(name, &api); err != nil {
			t.Fatal(err)
		}
		for _, group := range api.CodeGroups {
			if _, ok := contract.CoMagicKind(group.Code, "a_mnemonic_of_tomorrow"); !ok {
				t.Errorf("no kind for the code %d", group.Code)
			}
		}
		for _, lists := range []map[string][]entry{api.Lists, api.ByMethod} {
			for _, list := range lists {
				for _, e := range list {
					seen[e.Mnemonic] = true
					if kind, ok := contract.CoMagicKind(0, e.Mnemonic); !ok || !kinds[kind] {
						t.Errorf("%s has the kind %q", e.Mnemonic, kind)
					}
				}
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d mnemonics", len(seen))
	}
	if _, ok := contract.CoMagicKind(1, "unknown"); ok {
		t.Error("an unknown code has a kind")
	}
	if kind, _ := contract.CoMagicKind(-32002, "contact_in_blacklist"); kind != "forbidden" {
		t.Errorf("barred direction: %s", kind)
	}
}
