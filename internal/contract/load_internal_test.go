package contract

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestEmbedded_FilesThatAreReadOnDemandCanBeRead: outside of tests nobody is told if they cannot.
func TestEmbedded_FilesThatAreReadOnDemandCanBeRead(t *testing.T) {
	if list, err := loadRecordings(); err != nil || len(list) == 0 {
		t.Errorf("%d recordings: %v", len(list), err)
	}
	if types, err := loadRPCTypes(); err != nil || len(types.leaf.Fields) == 0 || len(types.sort.Fields) == 0 {
		t.Errorf("%+v: %v", types, err)
	}
	for _, vendor := range Vendors() {
		inv := Load(vendor)
		examples := inv.Examples
		for _, op := range inv.Operations {
			examples = append(examples, op.Examples...)
		}
		for _, e := range examples {
			if len(e.Data()) == 0 {
				t.Errorf("%s/%s cannot be read", vendor, e.File)
			}
		}
	}
}

// TestLoader_RefusesWhatItDoesNotKnow shows that a new key or word in a file cannot be overlooked.
func TestLoader_RefusesWhatItDoesNotKnow(t *testing.T) {
	const good = `{"id":"a.get","method":"GET","path":"/a/{id}","class":"safe",
		"params":[{"name":"id","in":"path","type":"integer","required":true}],
		"response":{"kind":"object","envelope":"","fields":[{"name":"id","type":"array<integer>","nullable":false}]},
		"errors":[{"http_status":404,"code":"not_found","kind":"not_found"}]}`
	for name, tc := range map[string]struct{ old, new, want string }{
		"good":               {"", "", ""},
		"operation's key":    {`"class"`, `"colour":1,"class"`, "colour"},
		"parameter's key":    {`"in"`, `"colour":1,"in"`, "colour"},
		"reply field's key":  {`"nullable"`, `"colour":1,"nullable"`, "colour"},
		"response's key":     {`"kind":"object"`, `"colour":1,"kind":"object"`, "colour"},
		"error's key":        {`"http_status"`, `"colour":1,"http_status"`, "colour"},
		"class":              {`"safe"`, `"harmless"`, "harmless"},
		"place":              {`"path","type"`, `"cookie","type"`, "cookie"},
		"type":               {`array<integer>`, `array<colour>`, "colour"},
		"error without kind": {`,"kind":"not_found"`, ``, "no kind"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &loader{
				inv:   &Inventory{Vendor: HelpCrunch, facts: map[string]json.RawMessage{}, byID: map[string]*Operation{}},
				stems: map[string]*Operation{},
			}
			_, err := l.operation(json.RawMessage(strings.Replace(good, tc.old, tc.new, 1)), "")
			if tc.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}
