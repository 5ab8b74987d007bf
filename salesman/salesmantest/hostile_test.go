package salesmantest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// TestServer_AnswersWhateverTheParametersAre sends values of all kinds in the
// places of all parameters: each call has to be answered, in words or by a crash
// of the real server's, never by one of the kit's.
func TestServer_AnswersWhateverTheParametersAre(t *testing.T) {
	values := map[string]string{
		"negative": `-1`, "huge": `92233720368547758079`, "fraction": `1.5`, "one": `1`, "not a number": `"NaN"`, "empty": `""`, "quote": `"a'b"`,
		"list": `[1,"x",null,[],{}]`, "map": `{"0":"x","title":{"a":[]},"kol":"1e400"}`, "true": `true`, "null": `null`,
	}
	inventory := contract.Load(contract.SalesMan)
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.New(salesmantest.WithLenience(), salesmantest.WithPHP8Crashes(), salesmantest.WithLogLimit(1))
			defer srv.Close()
			client := srv.AddClient("Acme")
			srv.AddInvoice(salesmantest.Invoice{DealID: srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client, Lines: phones})})
			srv.AddContact(salesmantest.Contact{Name: "Jane Doe", ClientID: client})
			for _, op := range inventory.Operations {
				params := map[string]json.RawMessage{}
				for _, p := range op.Params {
					params[p.Name] = json.RawMessage(value)
				}
				params["action"], params["did"] = json.RawMessage(`"`+op.Action+`"`), json.RawMessage(`1`)
				for _, key := range []string{"did", ""} { // with a deal that is there, and without
					if key == "" {
						params["did"] = json.RawMessage(value)
					}
					body, err := json.Marshal(params)
					require.NoError(t, err)
					r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.BaseURL()+op.Path, strings.NewReader(string(body)))
					require.NoError(t, err)
					r.Header = http.Header{"Content-Type": {"application/json"}, "Login": {salesmantest.Login}, "Apikey": {salesmantest.APIKey}}
					resp, err := srv.Transport().RoundTrip(r)
					if !assert.NoError(t, err, op.ID) {
						continue
					}
					data, err := io.ReadAll(resp.Body)
					assert.NoError(t, err, op.ID)
					assert.NoError(t, resp.Body.Close())
					assert.Equal(t, http.StatusOK, resp.StatusCode, op.ID)
					assert.True(t, json.Valid(data) || strings.Contains(string(data), "<b>Fatal error</b>"), "%s: %s", op.ID, data)
				}
			}
		})
	}
}
