package contract_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// tree is a decoded value in the form of its JSON.
type tree = map[string]any

func compare(t *testing.T, vendor, op, payload string, value any) *contract.Comparison {
	t.Helper()
	c, err := contract.Decoded{
		Operation: contract.Load(vendor).Operation(op), Payload: []byte(payload), Value: value, Marshal: json.Marshal,
	}.Compare()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompare_SpellingsOfOneValueAreEqual(t *testing.T) {
	for name, tc := range map[string]struct {
		vendor, op, payload string
		value               any
	}{
		"timestamp as text":      {"helpcrunch", "customers.get", `{"firstSeen":1603885746}`, tree{"firstSeen": "1603885746"}},
		"timestamp with zeros":   {"helpcrunch", "customers.get", `{"firstSeen":"1603885746.500"}`, tree{"firstSeen": 1603885746.5}},
		"timestamp as RFC 3339":  {"helpcrunch", "customers.get", `{"firstSeen":"1603885746"}`, tree{"firstSeen": time.Unix(1603885746, 0)}},
		"map as list":            {"helpcrunch", "customers.get", `{"customData":[{"property":"plan","value":"x"}]}`, tree{"customData": tree{"plan": "x"}}},
		"empty text and absent":  {"helpcrunch", "customers.get", `{"name":""}`, tree{}},
		"null and absent":        {"helpcrunch", "customers.get", `{"name":null,"firstSeen":null}`, tree{}},
		"empty list and absent":  {"helpcrunch", "customers.get", `{"tags":[]}`, tree{}},
		"on hold":                {"helpcrunch", "chats.get", `{"status":"onhold"}`, tree{"status": "on-hold"}},
		"object as list":         {"helpcrunch", "chats.get", `{"agents":{"id":5}}`, tree{"agents": []any{tree{"id": 5}}}},
		"number as text":         {"salesman", "client.info", `{"data":{"clid":"17"}}`, tree{"clid": 17}},
		"PHP's false":            {"salesman", "client.info", `{"data":{"title":false}}`, tree{}},
		"PHP's zero date":        {"salesman", "client.info", `{"data":{"date_edit":"0000-00-00 00:00:00"}}`, tree{}},
		"boolean as text":        {"comagic", "delete.chats", `{"jsonrpc":"2.0","id":1,"result":{"success":"true"}}`, tree{"success": true}},
		"XML like JSON":          {"liveagent", "tags.list", `<response><tags><tag><id>a</id><name/></tag></tags></response>`, []tree{{"id": "a"}}},
		"XML with one list":      {"liveagent", "conversations.get", `<response><customfields><customfield><code>a</code><value>b</value></customfield></customfields></response>`, tree{"customfields": []any{tree{"code": "a", "value": "b"}}}},
		"list that is not there": {"salesman", "client.list", `{"count":0}`, []tree{}},
	} {
		t.Run(name, func(t *testing.T) {
			c := compare(t, tc.vendor, tc.op, tc.payload, tc.value)
			if faults := c.Faults(); faults != nil {
				t.Error(faults)
			}
		})
	}
}

func TestCompare_LossesAreFound(t *testing.T) {
	for name, tc := range map[string]struct {
		vendor, op, payload string
		value               any
		want                string
	}{
		"dropped text":          {"helpcrunch", "customers.get", `{"name":"Ann"}`, tree{}, `name: "Ann"`},
		"changed text":          {"helpcrunch", "customers.get", `{"name":"007"}`, tree{"name": "7"}, `name: "007" became "7"`},
		"rounded id":            {"helpcrunch", "customers.get", `{"id":9007199254740993}`, tree{"id": json.Number("9007199254740992")}, "id: 9007199254740993 became"},
		"shifted time":          {"helpcrunch", "customers.get", `{"firstSeen":1603885746}`, tree{"firstSeen": 1603885747}, "firstSeen"},
		"cut fraction":          {"helpcrunch", "customers.get", `{"firstSeen":"1603885746.913"}`, tree{"firstSeen": 1603885746}, "firstSeen"},
		"shorter list":          {"helpcrunch", "customers.list", `{"data":[{"id":1},{"id":2}]}`, []tree{{"id": 1}}, "data[1].id: 2"},
		"zero for null":         {"comagic", "get.calls_report", `{"result":{"data":[{"talk_duration":null}]}}`, []tree{{"talk_duration": 0}}, "result.data[0].talk_duration: null became 0"},
		"null for zero":         {"comagic", "get.calls_report", `{"result":{"data":[{"talk_duration":0}]}}`, []tree{{}}, "result.data[0].talk_duration: 0"},
		"false for null":        {"comagic", "get.calls_report", `{"result":{"data":[{"is_lost":null}]}}`, []tree{{"is_lost": false}}, "result.data[0].is_lost: null became false"},
		"unknown and dropped":   {"helpcrunch", "customers.get", `{"shoeSize":44}`, tree{}, "shoeSize: 44"},
		"custom data dropped":   {"helpcrunch", "customers.get", `{"customData":{"plan":"x"}}`, tree{"customData": tree{}}, `customData.plan: "x"`},
		"XML row dropped":       {"liveagent", "tags.list", `<response><tags><tag><id>a</id></tag></tags></response>`, []tree{}, `response.tags[0].id: "a"`},
		"total of another kind": {"helpcrunch", "customers.list", `{"data":[],"total":7}`, []tree{}, "total: 7"},
	} {
		t.Run(name, func(t *testing.T) {
			c := compare(t, tc.vendor, tc.op, tc.payload, tc.value)
			if len(c.Lost) != 1 || !strings.HasPrefix(c.Lost[0].String(), tc.want) {
				t.Errorf("got %v, want %q", c.Lost, tc.want)
			}
		})
	}
}

type customer struct {
	ID    int64                      `json:"id"`
	Tags  []tag                      `json:"tags,omitempty"`
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

type tag struct {
	Name  string                     `json:"name"`
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// marshalWithExtra writes Extra beside the typed fields, as the clients' own encoders do.
func marshalWithExtra(v any) ([]byte, error) {
	c := v.(*customer)
	members := map[string]any{"id": c.ID}
	for name, value := range c.Extra {
		members[name] = value
	}
	var tags []any
	for _, t := range c.Tags {
		one := map[string]any{"name": t.Name}
		for name, value := range t.Extra {
			one[name] = value
		}
		tags = append(tags, one)
	}
	members["tags"] = tags
	return json.Marshal(members)
}

func TestCompare_ExtraIsForWhatTheInventoryLacks(t *testing.T) {
	c, err := contract.Decoded{
		Operation: contract.Load(contract.HelpCrunch).Operation("customers.get"),
		Payload:   []byte(`{"id":1,"name":"Ann","shoe":{"size":44},"tags":[{"name":"a","color":"red","mood":"blue"}]}`),
		Value: &customer{
			ID: 1, Extra: map[string]json.RawMessage{"name": json.RawMessage(`"Ann"`), "shoe": json.RawMessage(`{"size":44}`)},
			Tags: []tag{{"a", map[string]json.RawMessage{"color": json.RawMessage(`"red"`), "mood": json.RawMessage(`"blue"`)}}},
		},
		Marshal: marshalWithExtra,
	}.Compare()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, l := range c.Extra {
		got[l.Path] = l.Known
	}
	want := map[string]bool{"name": true, "shoe.size": false, "tags[0].color": true, "tags[0].mood": false}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if !slices.Equal(c.Faults(), []string{`only in Extra: name: "Ann"`, `only in Extra: tags[0].color: "red"`}) {
		t.Errorf("faults %q", c.Faults())
	}
}

func TestCompare_AcceptedLossesNeedAPurpose(t *testing.T) {
	c, err := contract.Decoded{
		Operation: contract.Load(contract.HelpCrunch).Operation("customers.list"),
		Payload:   []byte(`{"data":[{"id":1},{"id":2}]}`), Value: []tree{{}, {}}, Marshal: json.Marshal,
		Accept: map[string]string{"data[*].id": "the test drops it", "data[*].name": "nothing"},
	}.Compare()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Accepted) != 2 || len(c.Lost) != 0 || !slices.Equal(c.Unused, []string{"data[*].name"}) {
		t.Errorf("%+v", c)
	}
}

func TestCompare_BrokenPayloadIsAnError(t *testing.T) {
	for _, payload := range []string{"", "{", "<response>", "<a></b>"} {
		_, err := contract.Decoded{
			Operation: contract.Load(contract.LiveAgent).Operation("tags.list"), Payload: []byte(payload), Marshal: json.Marshal,
		}.Compare()
		if err == nil {
			t.Errorf("%q is accepted", payload)
		}
	}
}
