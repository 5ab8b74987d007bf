package contract_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

func TestCheckRequest_FindsEachViolation(t *testing.T) {
	rpc := func(params string) string {
		return `{"jsonrpc":"2.0","id":1,"method":"get.calls_report","params":{"access_token":"t",` +
			`"date_from":"2026-01-01 00:00:00","date_till":"2026-01-02 00:00:00"` + params + `}}`
	}
	for _, tc := range []struct {
		name, vendor, op, method, target, contentType, body string
		want                                                []string
	}{
		{"clean query", "helpcrunch", "customers.list", "GET", "/v1/customers?limit=10&order=asc", "", "", nil},
		{"unknown query", "helpcrunch", "customers.list", "GET", "/v1/customers?page=1", "", "", []string{"unknown: page"}},
		{"query type", "helpcrunch", "customers.list", "GET", "/v1/customers?limit=ten", "", "", []string{"type: limit"}},
		{"query limit", "helpcrunch", "customers.list", "GET", "/v1/customers?limit=101", "", "", []string{"value: limit"}},
		{"query twice", "helpcrunch", "customers.list", "GET", "/v1/customers?limit=1&limit=2", "", "", []string{"value: limit: sent 2 times"}},
		{"wrong path", "helpcrunch", "customers.list", "GET", "/v1/customer", "", "", []string{"path:"}},
		{"wrong method", "helpcrunch", "customers.list", "POST", "/v1/customers", "", "", []string{"method:"}},
		{"body", "helpcrunch", "customers.tag", "PUT", "/v1/customers/1/tags", jsonType, `{"tags":[{"name":"x","color":null,"size":1}]}`,
			[]string{"type: tags[0].color: null", "unknown: tags[0].size"}},
		{"nested missing", "helpcrunch", "customers.tag", "PUT", "/v1/customers/1/tags", jsonType, `{"tags":[{}]}`, []string{"missing: tags[0].name"}},
		{"missing", "helpcrunch", "customers.tag", "PUT", "/v1/customers/1/tags", jsonType, `{}`, []string{"missing: tags"}},
		{"place", "helpcrunch", "customers.tag", "PUT", "/v1/customers/1/tags?tags=x", jsonType, `{"tags":[{"name":"x"}]}`,
			[]string{"place: tags", "type: tags"}},
		{"no JSON", "helpcrunch", "customers.tag", "PUT", "/v1/customers/1/tags", jsonType, `{"tags":[]} x`, []string{"envelope:", "missing: tags"}},
		{"batch", "helpcrunch", "customers.batch_update", "PUT", "/v1/customers/batch", jsonType, `[{"customer":"x"}]`, []string{"type: [0].customer"}},
		{"batch as object", "helpcrunch", "customers.batch_update", "PUT", "/v1/customers/batch", jsonType, `{}`, []string{"envelope:"}},

		{"clean form", "liveagent", "conversations.change_status", "PUT", "/api/conversations/x/status", formType,
			"apikey=k&status=R&useridentifier=u", nil},
		{"form enum", "liveagent", "conversations.change_status", "PUT", "/api/conversations/x/status", formType,
			"apikey=k&status=Z&useridentifier=u", []string{"value: status"}},
		{"form in JSON", "liveagent", "conversations.change_status", "PUT", "/api/conversations/x/status", jsonType,
			`{"apikey":"k","status":"R","useridentifier":"u"}`,
			[]string{"place: apikey", "place: status", "place: useridentifier", "missing: apikey", "missing: status"}},
		{"JSON text", "liveagent", "conversations.add_fields", "POST", "/api/conversations/x/fields", formType,
			`apikey=k&customfields=[{"code":"a"}]`, []string{"missing: customfields[0].value"}},

		{"clean PHP form", "salesman", "client.list", "POST", "/developer/v2/client", formType,
			"login=l&apikey=k&action=list&offset=0&filter[type]=client&filter[input3]=x", nil},
		{"PHP enum", "salesman", "client.list", "POST", "/developer/v2/client.php", formType,
			"login=l&apikey=k&action=list&filter[type]=dog", []string{"value: filter.type"}},
		{"PHP no action", "salesman", "client.list", "POST", "/developer/v2/client", formType, "login=l&apikey=k", []string{"missing: action"}},
		{"PHP JSON", "salesman", "client.list", "POST", "/developer/v2/client?x=1", jsonType,
			`{"login":"l","apikey":"k","action":"info","nothing":1}`, []string{"place: x", "method:", "unknown: nothing"}},

		{"PHP account's fields", "salesman", "person.add", "POST", "/developer/v2/person", jsonType,
			`{"login":"l","apikey":"k","action":"add","person":"x","input3":"a","field12":"b","iduser":7}`, nil},
		{"PHP no field", "salesman", "person.add", "POST", "/developer/v2/person", jsonType,
			`{"login":"l","apikey":"k","action":"add","person":"x","inputX":"a","nmae":"b"}`, []string{"unknown: inputX", "unknown: nmae"}},
		{"PHP account's fields in a list", "salesman", "person.add_list", "POST", "/developer/v2/person", formType,
			"login=l&apikey=k&action=add.list&persons[0][person]=x&persons[0][input1]=a&persons[0][iduser]=7&persons[0][nosuch]=1",
			[]string{"unknown: persons[0].nosuch"}},

		{"clean RPC", "comagic", "get.calls_report", "POST", "/v2.0", jsonType,
			rpc(`,"filter":{"condition":"and","filters":[{"field":"id","operator":"=","value":1},{"condition":"or","filters":[]}]},"sort":[{"field":"id","order":"asc"}]`), nil},
		{"RPC filter", "comagic", "get.calls_report", "POST", "/v2.0", jsonType,
			rpc(`,"filter":{"condition":"xor","filters":[{"field":"id","operator":"=?"}]},"sort":[{"order":"asc"}]`),
			[]string{"value: filter.condition", "value: filter.filters[0].operator", "missing: sort[0].field"}},
		{"RPC envelope", "comagic", "get.calls_report", "POST", "/v2.0", jsonType, `{"method":"get.calls","params":[],"x":1}`,
			[]string{"envelope: jsonrpc", "envelope: id", "method:", "envelope: params", "unknown: x",
				"missing: access_token", "missing: date_from", "missing: date_till"}},
		{"RPC types", "comagic", "get.calls_report", "POST", "/v2.0", jsonType, rpc(`,"limit":"10","offset":1.5,"fields":"id"`),
			[]string{"type: fields", "type: limit"}},
		{"RPC date", "comagic", "get.calls_report", "POST", "/v2.0", jsonType,
			strings.Replace(rpc(""), "2026-01-01 00:00:00", "2026-01-01T00:00:00Z", 1), []string{"value: date_from"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequest(tc.method, "https://vendor.example.com"+tc.target, strings.NewReader(tc.body))
			if tc.contentType != "" {
				r.Header.Set("Content-Type", tc.contentType)
			}
			got := contract.Load(tc.vendor).Operation(tc.op).CheckRequest(r, []byte(tc.body))
			if len(got) != len(tc.want) {
				t.Fatalf("got %v, want %q", got, tc.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i].String(), tc.want[i]) {
					t.Errorf("got %q, want %q", got[i], tc.want[i])
				}
			}
		})
	}
}

func TestCheckRequest_SalesManReadsCredentialsFromHeaders(t *testing.T) {
	body := `{"action":"list"}`
	r := httptest.NewRequest(http.MethodPost, "https://crm.example.com/developer/v2/client", strings.NewReader(body))
	r.Header.Set("Content-Type", jsonType)
	r.Header.Set("Login", "l")
	r.Header.Set("Apikey", "k")
	if got := contract.Load(contract.SalesMan).Operation("client.list").CheckRequest(r, []byte(body)); got != nil {
		t.Error(got)
	}
}
