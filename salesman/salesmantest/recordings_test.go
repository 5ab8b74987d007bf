package salesmantest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// recordedServer is a kit in the state in which most recordings were made.
func recordedServer(t *testing.T, name string) *salesmantest.Server {
	t.Helper()
	srv := salesmantest.New(salesmantest.WithPHP8Crashes())
	t.Cleanup(srv.Close)
	if name == "person.list.empty.json" {
		return srv
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
	if strings.Contains(name, "after-partial-update") {
		send(t, srv, contract.RecordedRequest{
			HTTPMethod: "POST", Path: "/developer/v2/person",
			Headers: map[string]string{"Content-Type": "application/json", "login": recordedLogin, "apikey": recordedKey},
			JSON:    json.RawMessage(`{"action":"update","pid":1,"mob":"+7 555 0102"}`),
		})
	}
	return srv
}

const (
	recordedLogin = "api@crm.test"
	recordedKey   = "API_KEY"
)

// send makes a recorded request with the kit's own credentials in the place of
// the recorded ones.
func send(t *testing.T, srv *salesmantest.Server, recorded contract.RecordedRequest) (status int, body string) {
	t.Helper()
	own := strings.NewReplacer(recordedLogin, salesmantest.Login, recordedKey, salesmantest.APIKey, "manager@crm.test", salesmantest.Manager).Replace
	values := func(raw json.RawMessage) url.Values {
		var flat map[string]any
		if len(raw) > 0 {
			require.NoError(t, json.Unmarshal(raw, &flat))
		}
		values := url.Values{}
		for name, value := range flat {
			values.Set(name, own(fmt.Sprint(value)))
		}
		values.Del("uid") // the real server overlooks it, the kit reports it
		return values
	}
	content := values(recorded.Form).Encode()
	if len(recorded.JSON) > 0 && string(recorded.JSON) != "null" {
		content = own(string(recorded.JSON))
	}
	r, err := http.NewRequestWithContext(t.Context(), recorded.HTTPMethod, srv.BaseURL()+recorded.Path+"?"+values(recorded.Query).Encode(), strings.NewReader(content))
	require.NoError(t, err)
	for name, value := range recorded.Headers {
		r.Header.Set(name, own(value))
	}
	resp, err := srv.Transport().RoundTrip(r)
	require.NoError(t, err)
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode, string(data)
}

// shape reduces a reply to what the kit has to have in common with the real
// server: the members with their types, and the words of errors and results.
func shape(body string) any {
	if i := strings.Index(body, " in /"); strings.HasPrefix(body, "<br />") && i > 0 {
		return body[:i]
	}
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return body
	}
	return shapeOf(v, "")
}

func shapeOf(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for member, value := range v {
			out[member] = shapeOf(value, member)
		}
		return out
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return []any{shapeOf(v[0], name)}
	case string:
		switch name {
		case "result", "text":
			return v
		}
		return "text"
	case float64:
		if v == 0 || name == "code" {
			return v
		}
		return "number"
	}
	return v
}

func TestServer_AnswersRecordedRequestsInTheRealShapes(t *testing.T) {
	same := 0
	for _, rec := range contract.Recordings() {
		endpoint := rec.Request.Path[strings.LastIndex(rec.Request.Path, "/")+1:]
		if endpoint != "person" || rec.API != "" {
			continue
		}
		t.Run(rec.Name, func(t *testing.T) {
			status, body := send(t, recordedServer(t, rec.Name), rec.Request)
			assert.Equal(t, rec.Response.Status, status)
			assert.Equal(t, shape(rec.Response.BodyRaw), shape(body))
			same++
		})
	}
	t.Logf("%d recorded requests", same)
	assert.NotZero(t, same)
}

// webRecordings are requests that are about the transport rather than about the
// records of an endpoint.
var webRecordings = []string{
	"client.list.trailing-slash.json", "index.list.root-path-no-slash.json", "nosuchmethod.list.unknown-method.json",
	"client.list.json-charset.json", "client.list.form-key-in-headers.json", "client.list.json-wrong-headers-good-body.json",
	"client.list.json-malformed.json", "client.LIST.action-case.json", "client.none.no-action.json", "document.none.no-action.json",
	"entry.none.no-action.json", "user.none.no-action.json", "statistic.none.no-action.json", "client.list.wrong-key.json",
	"client.list.http-put.json", "client.list.empty-key.json", "client.list.empty-login.json",
}

func TestServer_AnswersWrongAddressesAndCredentialsAsTheRealOne(t *testing.T) {
	for _, rec := range contract.Recordings() {
		for _, name := range webRecordings {
			if rec.Name != name {
				continue
			}
			t.Run(rec.Name, func(t *testing.T) {
				status, body := send(t, recordedServer(t, rec.Name), rec.Request)
				assert.Equal(t, rec.Response.Status, status)
				if status == http.StatusOK && rec.Outcome != "crash" {
					assert.Equal(t, shape(rec.Response.BodyRaw), shape(body))
				} else {
					assert.Equal(t, rec.Response.BodyRaw[:40], body[:40])
				}
			})
		}
	}
}
