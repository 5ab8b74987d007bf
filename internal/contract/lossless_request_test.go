package contract_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestCompareSent_TellsWhatIsLostAndWhatIsAdded(t *testing.T) {
	op := contract.Load(contract.HelpCrunch).Operation("customers.update")
	for name, tc := range map[string]struct {
		want, got   string
		lost, added int
	}{
		"equal":               {`{"name":"a","tags":[{"name":"x"}]}`, `{"tags":[{"name":"x"}],"name":"a"}`, 0, 0},
		"empty and absent":    {`{"name":"","email":null}`, `{}`, 0, 0},
		"dropped":             {`{"name":"a","email":"b@example.com"}`, `{"name":"a"}`, 1, 0},
		"changed":             {`{"name":"a"}`, `{"name":"b"}`, 1, 0},
		"added":               {`{"name":"a"}`, `{"name":"a","email":"b@example.com"}`, 0, 1},
		"shorter list":        {`{"tags":[{"name":"x"},{"name":"y"}]}`, `{"tags":[{"name":"x"}]}`, 1, 0},
		"pairs have no order": {`{"customData":[{"property":"a","value":1},{"property":"b","value":2}]}`, `{"customData":[{"property":"b","value":2},{"property":"a","value":1}]}`, 0, 0},
		"a pair is lost":      {`{"customData":[{"property":"a","value":1}]}`, `{"customData":[{"property":"b","value":1}]}`, 1, 1},
	} {
		lost, added := contract.CompareSent(op, sentBody(t, tc.want), sentBody(t, tc.got), time.UTC)
		if len(lost) != tc.lost || len(added) != tc.added {
			t.Errorf("%s: lost %v, added %v", name, lost, added)
		}
	}
}

func sentBody(t *testing.T, text string) *contract.Sent {
	t.Helper()
	s := &contract.Sent{}
	if err := json.Unmarshal([]byte(text), &s.Body); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCompareSent_OpensJSONTextInForms(t *testing.T) {
	op := contract.Load(contract.LiveAgent).Operation("conversations.add_fields")
	form := func(text string) *contract.Sent { return &contract.Sent{Form: map[string]any{"customfields": text}} }
	want := form(`[{"code":"a","value":"b"}]`)
	if lost, added := contract.CompareSent(op, want, form(`[ {"value":"b", "code":"a"} ]`), nil); lost != nil || added != nil {
		t.Errorf("lost %v, added %v", lost, added)
	}
	if lost, _ := contract.CompareSent(op, want, form(`[{"code":"a","value":"c"}]`), nil); len(lost) != 1 {
		t.Errorf("lost %v", lost)
	}
}

func TestCompare_TheAccountsOwnFieldsBelongIntoExtra(t *testing.T) {
	type record struct {
		ID    int64                      `json:"pid"`
		Extra map[string]json.RawMessage `json:",embed,inline"`
	}
	value := &record{1, map[string]json.RawMessage{"input7": json.RawMessage(`"12"`), "tel": json.RawMessage(`"1"`)}}
	c, err := contract.Decoded{
		Operation: contract.Load(contract.SalesMan).Operation("person.info"),
		Payload:   []byte(`{"data":{"pid":1,"input7":"12","tel":"1"}}`), Value: value,
		Marshal: func(any) ([]byte, error) { return []byte(`{"pid":1,"input7":"12","tel":"1"}`), nil },
	}.Compare()
	if err != nil {
		t.Fatal(err)
	}
	if faults := c.Faults(); len(faults) != 1 || faults[0] != `only in Extra: data.tel: "1"` {
		t.Errorf("faults %q", faults)
	}
	if len(c.Extra) != 2 || !c.Extra[0].Own || c.Extra[1].Own {
		t.Errorf("%+v", c.Extra)
	}
}
