package comagictest_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// raw sends a body to the server as it is and returns the reply.
func raw(t *testing.T, srv *comagictest.Server, path, body string) map[string]any {
	t.Helper()
	resp, err := srv.HTTPClient().Post(srv.BaseURL()+path, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	var reply map[string]any
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&reply))
	return reply
}

func mnemonic(reply map[string]any) any {
	failure, _ := reply["error"].(map[string]any)
	data, _ := failure["data"].(map[string]any)
	return data["mnemonic"]
}

func TestServer_RefusesAsTheVendorDoes(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	call := func(method, params string) string {
		return `{"jsonrpc":"2.0","id":7,"method":"` + method + `","params":{"access_token":"` + comagictest.Token + `"` + params + `}}`
	}
	for _, test := range []struct{ name, body, want string }{
		{"no JSON", `{`, "invalid_request"},
		{"unknown method", call("get.colours", ""), "method_not_found"},
		{"unknown parameter", call("get.tags", `,"colour":1`), "unexpected_parameters"},
		{"missing parameter", call("create.tags", ""), "required_parameter_missed"},
		{"wrong type", call("create.tags", `,"name":5`), "data_type_error"},
		{"limit", call("get.tags", `,"limit":10001`), "invalid_parameter_value"},
		{"offset", call("get.tags", `,"offset":100001`), "invalid_parameter_value"},
		{"unknown field", call("get.tags", `,"fields":["colour"]`), "unexpected_parameters"},
		{"unknown sort", call("get.tags", `,"sort":[{"field":"colour"}]`), "unexpected_parameters"},
		{"sort", call("get.tags", `,"sort":[{"field":"id"}]`), "sort_prohibited"},
		{"unknown filter", call("get.tags", `,"filter":{"field":"colour","operator":"=","value":1}`), "unexpected_parameters"},
		{"filter", call("get.tags", `,"filter":{"field":"condition","operator":"=","value":null}`), "filter_prohibited"},
		{"regexp", call("get.tags", `,"filter":{"field":"name","operator":"regexp","value":"("}`), "invalid_parameter_value"},
		{"period", call("get.calls_report", `,"date_from":"2026-01-01 00:00:00","date_till":"2026-12-01 00:00:00"`), "date_interval_limit_reached"},
		{"period backwards", call("get.calls_report", `,"date_from":"2026-02-01 00:00:00","date_till":"2026-01-01 00:00:00"`), "invalid_parameter_value"},
		{"no key", `{"jsonrpc":"2.0","id":7,"method":"get.account","params":{}}`, "required_parameter_missed"},
		{"wrong key", `{"jsonrpc":"2.0","id":7,"method":"get.account","params":{"access_token":"test-wrong"}}`, "access_token_invalid"},
		{"wrong password", `{"jsonrpc":"2.0","id":7,"method":"login.user","params":{"login":"a","password":"b"}}`, "auth_error"},
	} {
		assert.Equal(t, test.want, mnemonic(raw(t, srv, "/v2.0", test.body)), test.name)
	}
}

func TestServer_ErrorsCostNoPoints(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	remaining := func(method string) any {
		reply := raw(t, srv, "/v2.0", `{"jsonrpc":"2.0","id":7,"method":"`+method+`","params":{"access_token":"`+comagictest.Token+`"}}`)
		var metadata map[string]any
		if result, ok := reply["result"].(map[string]any); ok {
			metadata, _ = result["metadata"].(map[string]any)
		} else {
			metadata, _ = reply["error"].(map[string]any)["data"].(map[string]any)["metadata"].(map[string]any)
		}
		return metadata["limits"].(map[string]any)["minute_remaining"]
	}
	assert.EqualValues(t, 999, remaining("get.account"))
	assert.EqualValues(t, 999, remaining("get.colours"))
	assert.EqualValues(t, 998, remaining("get.account"))
}

func TestServer_AnswersEveryDocumentedMethod(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	c := srv.Client(frontdesk.NoRetry())
	for _, method := range []string{"get.employees", "getobj.account", "call_api.list.calls", "call_api.hold.call", "get.sites"} {
		err := c.Call(context.Background(), method, nil, nil)
		if e, ok := errors.AsType[*frontdesk.Error](err); ok {
			assert.Equal(t, comagic.CodeRequiredParameterMissed, e.Code, "%s: %v", method, err)
		}
	}
}
