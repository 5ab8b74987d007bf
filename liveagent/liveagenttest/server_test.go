package liveagenttest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// ask sends a request as it stands and returns status and body.
func ask(t *testing.T, srv *liveagenttest.Server, method, address string, form url.Values) (int, string) {
	t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(t.Context(), method, srv.BaseURL()+address, body)
	require.NoError(t, err)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

const key = "apikey=" + liveagenttest.APIKey

func TestReplies_AreWrittenInLiveAgentsManner(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	srv.AddTag(liveagent.Tag{ID: "t1", Name: "VIP & co"})
	for address, want := range map[string]string{
		"/api/tags/?" + key:                         `{"response":{"tags":[{"id":"t1","name":"VIP \u0026 co"}]}}`,
		"/api/tags?" + key:                          `{"response":{"tags":[{"id":"t1","name":"VIP \u0026 co"}]}}`,
		"/api/tags.xml?" + key:                      "<?xml version='1.0' encoding='utf-8'?>\n<response><tags><tag><id>t1</id><name>VIP &amp; co</name></tag></tags></response>",
		"/api/index.php?handler=tags&" + key:        `{"response":{"tags":[{"id":"t1","name":"VIP \u0026 co"}]}}`,
		"/api/index.php?handler=tags/t1.xml&" + key: "<?xml version='1.0' encoding='utf-8'?>\n<response><id>t1</id><name>VIP &amp; co</name><color/><bg_color/></response>",
		"/api/tags/t1?" + key:                       `{"response":{"id":"t1","name":"VIP \u0026 co","color":null,"bg_color":null}}`,
	} {
		status, body := ask(t, srv, "GET", address, nil)
		assert.Equal(t, 200, status, address)
		assert.Equal(t, want, body, address)
	}
}

func TestErrors_AreWrittenInBothFormats(t *testing.T) {
	for _, old := range []bool{false, true} {
		status, code := 404, "404"
		options := []liveagenttest.Option{}
		text := "tag with id x not found"
		if old {
			status, code, text = 500, "500", "Unable to load tag x"
			options = append(options, liveagenttest.WithOldServer())
		}
		srv := liveagenttest.NewServer(t, options...)
		got, body := ask(t, srv, "GET", "/api/tags/x?"+key, nil)
		assert.Equal(t, status, got)
		assert.Equal(t, `{"response":{"status":"ERROR","statuscode":`+code+`,"errormessage":"`+text+`","debugmessage":null}}`, body)
		got, body = ask(t, srv, "GET", "/api/tags/x.xml?"+key, nil)
		assert.Equal(t, status, got)
		assert.Contains(t, body, "<response><status>ERROR</status><statuscode>"+code+"</statuscode><errormessage>"+text+"</errormessage><debugmessage/></response>")
	}
}

func TestKey_IsWantedInItsPlace(t *testing.T) {
	srv := liveagenttest.NewServer(t, liveagenttest.WithAPIKey("mine-000"), liveagenttest.WithForeignKey("v3-000"))
	for address, want := range map[string]int{
		"/api/tags": 401, "/api/tags?apikey=other": 401, "/api/tags?apikey=v3-000": 403, "/api/tags?apikey=mine-000": 200,
	} {
		status, _ := ask(t, srv, "GET", address, nil)
		assert.Equal(t, want, status, address)
	}
	tags, err := srv.Client().Tags.List(t.Context())
	require.NoError(t, err)
	assert.Empty(t, tags)
}

func TestUnknownAddress_IsNotFound(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	status, body := ask(t, srv, "GET", "/api/things?"+key, nil)
	assert.Equal(t, 404, status)
	assert.Contains(t, body, "ERROR")
}

// failures collects what a strict server reports.
type failures struct {
	testing.TB
	texts []string
}

func (f *failures) Errorf(format string, args ...any) {
	f.texts = append(f.texts, fmt.Sprintf(format, args...))
}

func TestStrict_ReportsWhatTheReferenceDoesNotAllow(t *testing.T) {
	for name, send := range map[string]func(srv *liveagenttest.Server){
		"unknown": func(srv *liveagenttest.Server) { ask(t, srv, "GET", "/api/tags?color=red&"+key, nil) },
		"missing": func(srv *liveagenttest.Server) {
			ask(t, srv, "POST", "/api/tags", url.Values{"apikey": {liveagenttest.APIKey}})
		},
		"place": func(srv *liveagenttest.Server) {
			ask(t, srv, "POST", "/api/tags?name=VIP", url.Values{"apikey": {liveagenttest.APIKey}, "name": {"VIP"}})
		},
		"value": func(srv *liveagenttest.Server) {
			ask(t, srv, "GET", "/api/index.php?handler=conversations&datefrom=yesterday&"+key, nil)
		},
	} {
		tb := &failures{TB: t}
		srv := liveagenttest.NewServer(tb)
		send(srv)
		require.NotEmpty(t, tb.texts, name)
		assert.Contains(t, strings.Join(tb.texts, "\n"), name)
	}
}

// What package liveagent has a constant for can be sent to a server that knows it.
func TestStrict_LaterLettersAreKnownToNewServersOnly(t *testing.T) {
	for _, old := range []bool{false, true} {
		tb := &failures{TB: t}
		options := []liveagenttest.Option{}
		if old {
			options = append(options, liveagenttest.WithOldServer())
		}
		client := liveagenttest.NewServer(tb, options...).Client()
		_, err := client.Conversations.List(t.Context(), &liveagent.ConversationListParams{
			Department: "default", Status: []liveagent.ConversationStatus{liveagent.ConversationOpen, liveagent.ConversationClosed},
		})
		require.NoError(t, err)
		_, err = client.Customers.Register(t.Context(), &liveagent.CustomerRegisterParams{Gender: liveagent.GenderOther})
		require.NoError(t, err)
		if old {
			assert.Len(t, tb.texts, 2)
		} else {
			assert.Empty(t, tb.texts)
		}
		_, err = client.Customers.Register(t.Context(), &liveagent.CustomerRegisterParams{Gender: "Z"})
		require.NoError(t, err)
		assert.Contains(t, strings.Join(tb.texts, "\n"), `"Z" is not one of`)
	}
}

func TestWithoutATest_MistakesAreRefusedInLiveAgentsWords(t *testing.T) {
	for _, old := range []bool{false, true} {
		options, want := []liveagenttest.Option{}, 400
		if old {
			options, want = append(options, liveagenttest.WithOldServer()), 500
		}
		srv := liveagenttest.New(options...)
		status, body := ask(t, srv, "POST", "/api/tags", url.Values{"apikey": {liveagenttest.APIKey}})
		assert.Equal(t, want, status)
		assert.Contains(t, body, "parameter name is missing")
		assert.NotEmpty(t, srv.Violations())
		srv.Close()
	}
}

func TestQuota_Refuses181InAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		for i := range 181 {
			status, body := ask(t, srv, "GET", "/api/tags?"+key, nil)
			if i < 180 {
				require.Equal(t, 200, status)
				continue
			}
			assert.Equal(t, 429, status)
			assert.Contains(t, body, `"statuscode":429`)
		}
		status, _ := ask(t, srv, "GET", "/api/tags?apikey=other", nil)
		assert.Equal(t, 401, status, "another key has a quota of its own")
		time.Sleep(time.Minute)
		status, _ = ask(t, srv, "GET", "/api/tags?"+key, nil)
		assert.Equal(t, 200, status)
	})
}

func TestFaults_ComeInTheEnvelope(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	for status, kind := range map[int]error{
		400: frontdesk.ErrInvalid, 401: frontdesk.ErrAuth, 403: frontdesk.ErrAuth, 404: frontdesk.ErrNotFound,
		429: frontdesk.ErrRateLimited, 500: frontdesk.ErrServer, 503: frontdesk.ErrUnavailable,
	} {
		for _, more := range [][]frontdesk.Option{nil, {liveagent.WithXML()}} {
			srv.Fail(frontdesktest.Status(status))
			client := srv.Client(frontdesk.NoRetry())
			_, err := client.Tags.List(t.Context(), more...)
			assert.ErrorIs(t, err, kind, "%d", status)
		}
	}
}

// Each operation is answered, by state or by an example, and the client can read
// the answer in both formats.
func TestEachOperation_IsAnswered(t *testing.T) {
	srv := liveagenttest.New(liveagenttest.WithQuota(0, 0))
	defer srv.Close()
	client := srv.Client()
	for _, op := range contract.Load(contract.LiveAgent).Operations {
		path := op.Path
		for strings.Contains(path, "{") {
			before, rest, _ := strings.Cut(path, "{")
			_, after, _ := strings.Cut(rest, "}")
			path = before + "default" + after
		}
		var out map[string]any
		for _, more := range [][]frontdesk.Option{{frontdesk.NoRetry()}, {frontdesk.NoRetry(), liveagent.WithXML()}} {
			err := client.Do(t.Context(), op.Method, path, nil, &out, more...)
			switch {
			case err == nil:
			default:
				// The record does not exist, or a parameter is missing: LiveAgent's
				// own words for it.
				var failure *frontdesk.Error
				require.ErrorAs(t, err, &failure, op.ID)
				assert.Contains(t, []frontdesk.Kind{frontdesk.KindNotFound, frontdesk.KindValidation}, failure.Kind, "%s: %v", op.ID, err)
			}
		}
	}
}

func TestURL_ServesOverASocket(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	client, err := liveagent.New(srv.URL(), liveagenttest.APIKey)
	require.NoError(t, err)
	defer client.Close()
	departments, err := client.Departments.List(t.Context())
	require.NoError(t, err)
	assert.Len(t, departments, 1)
}
