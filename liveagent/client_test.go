package liveagent_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

var okBody = []byte(`{"response":{"status":"OK","statuscode":"0"}}`)

func TestNew_TakesTheAddressWithAndWithoutAPI(t *testing.T) {
	for address, want := range map[string]string{
		"https://acme.ladesk.example":          "https://acme.ladesk.example/api/tags",
		"https://acme.ladesk.example/":         "https://acme.ladesk.example/api/tags",
		"https://acme.ladesk.example/api":      "https://acme.ladesk.example/api/tags",
		"https://acme.ladesk.example/api/":     "https://acme.ladesk.example/api/tags",
		"https://desk.example.com/help/desk/":  "https://desk.example.com/help/desk/api/tags",
		"https://desk.example.com:8443/d/api/": "https://desk.example.com:8443/d/api/tags",
		"http://127.0.0.1:8080":                "http://127.0.0.1:8080/api/tags",
	} {
		for _, byOption := range []bool{false, true} {
			rt := &replying{status: 200, body: []byte(`{"response":{"tags":[]}}`)}
			more := opts{frontdesk.WithHTTPClient(&http.Client{Transport: rt})}
			given := address
			if byOption {
				given, more = "https://unused.example.com", append(more, frontdesk.WithBaseURL(address))
			}
			client, err := liveagent.New(given, "test-key-000", more...)
			require.NoError(t, err, address)
			_, err = client.Tags.List(t.Context())
			require.NoError(t, err, address)
			sent := *rt.seen[0].URL
			sent.RawQuery = ""
			assert.Equal(t, want, sent.String())
		}
	}
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	tests := map[string]struct {
		address, key string
		opts         opts
	}{
		"no address":             {"", "test-key-000", nil},
		"no scheme":              {"acme.ladesk.example", "test-key-000", nil},
		"plain http":             {"http://acme.ladesk.example", "test-key-000", nil},
		"a query":                {"https://acme.ladesk.example/?a=b", "test-key-000", nil},
		"no key":                 {"https://acme.ladesk.example", "", nil},
		"a short key":            {"https://acme.ladesk.example", "abc", nil},
		"an option of calls":     {"https://acme.ladesk.example", "test-key-000", opts{frontdesk.WithClass(frontdesk.ClassSafe)}},
		"a nil location":         {"https://acme.ladesk.example", "test-key-000", opts{frontdesk.WithLocation(nil)}},
		"a negative retry delay": {"https://acme.ladesk.example", "test-key-000", opts{frontdesk.WithTimeout(-1)}},
	}
	for name, test := range tests {
		_, err := liveagent.New(test.address, test.key, test.opts...)
		require.ErrorIs(t, err, frontdesk.ErrInvalid, name)
		assert.NotContains(t, err.Error(), "test-key-000", name)
	}
}

func TestSign_TheKeyTravelsInQueryOrForm(t *testing.T) {
	for _, operation := range []string{"conversations.get", "conversations.delete", "conversations.unassign_tag", "conversations.create", "conversations.transfer", "tags.change"} {
		rt := &replying{status: 200, body: okBody}
		client := clientOf(t, rt)
		_, _ = invocations[operation](t.Context(), client)
		require.Len(t, rt.seen, 1, operation)
		form, err := url.ParseQuery(rt.bodies[0])
		require.NoError(t, err)
		query := rt.seen[0].URL.Query()
		switch rt.seen[0].Method {
		case http.MethodGet, http.MethodDelete:
			assert.Equal(t, []string{"test-key-000"}, query["apikey"], operation)
			assert.Empty(t, rt.bodies[0], operation)
		default:
			assert.Equal(t, []string{"test-key-000"}, form["apikey"], operation)
			assert.Empty(t, query, operation)
			assert.Equal(t, "application/x-www-form-urlencoded", rt.seen[0].Header.Get("Content-Type"), operation)
		}
	}
}

func TestSign_ARedirectWithTheKeyDoesNotDoubleIt(t *testing.T) {
	rt := &redirecting{}
	_, err := clientOf(t, rt).Tags.List(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"apikey=test-key-000", "page=2&apikey=test-key-000"}, rt.queries)
}

type redirecting struct{ queries []string }

func (r *redirecting) RoundTrip(req *http.Request) (*http.Response, error) {
	r.queries = append(r.queries, req.URL.RawQuery)
	if len(r.queries) == 1 {
		resp, err := (&replying{status: http.StatusFound}).RoundTrip(req)
		resp.Header.Set("Location", "/api/tags?apikey=test-key-000&page=2")
		return resp, err
	}
	return (&replying{status: 200, body: []byte(`{"response":{"tags":[]}}`)}).RoundTrip(req)
}

func TestIdentifiers_AreEscapedAsPathElements(t *testing.T) {
	for id, want := range map[string]string{
		"john@agent.com":  "/api/agents/john@agent.com",
		"a+b@example.com": "/api/agents/a%2Bb@example.com",
		"a/b":             "/api/agents/a%2Fb",
		"a b?c#d%e":       "/api/agents/a%20b%3Fc%23d%25e",
		"ü":               "/api/agents/%C3%BC",
	} {
		rt := &replying{status: 200, body: []byte(`{"response":{"userid":"u"}}`)}
		_, err := clientOf(t, rt).Agents.Get(t.Context(), id)
		require.NoError(t, err)
		assert.Equal(t, want, rt.seen[0].URL.EscapedPath())
		_, err = clientOf(t, rt).Agents.Get(t.Context(), id, liveagent.WithXML())
		require.NoError(t, err)
		assert.Equal(t, want+".xml", rt.seen[1].URL.EscapedPath())
	}
	for _, id := range []string{"", ".", ".."} {
		rt := &replying{status: 200}
		_, err := clientOf(t, rt).Agents.Get(t.Context(), id)
		require.ErrorIs(t, err, frontdesk.ErrInvalid, "%q", id)
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, "agentidentifier", failure.Field)
		assert.Equal(t, frontdesk.SentNo, failure.Sent)
		assert.Empty(t, rt.seen)
	}
}

func TestWithIndexFallback_NamesTheOperationInTheQuery(t *testing.T) {
	rt := &replying{status: 200, body: []byte(`{"response":{"groups":[]}}`)}
	client := clientOf(t, rt, liveagent.WithIndexFallback())
	_, err := client.Conversations.ListMessages(t.Context(), "a+b c", &liveagent.ConversationListMessagesParams{
		DateFrom: time.Date(2026, 1, 2, 3, 4, 5, 0, pacific),
	})
	require.NoError(t, err)
	_, err = client.Conversations.ListMessages(t.Context(), "c1", nil, liveagent.WithXML())
	require.NoError(t, err)
	rt.body = okBody
	require.NoError(t, client.Conversations.Transfer(t.Context(), "c1", &liveagent.ConversationTransferParams{Department: "d"}))

	assert.Equal(t, "/api/index.php", rt.seen[0].URL.Path)
	assert.Equal(t, "handler=conversations/a%2Bb+c/messages&datefrom=2026-01-02+03%3A04%3A05&apikey=test-key-000", rt.seen[0].URL.RawQuery)
	assert.Equal(t, "handler=conversations/c1/messages.xml&apikey=test-key-000", rt.seen[1].URL.RawQuery)
	assert.Equal(t, "handler=conversations/c1/attendants", rt.seen[2].URL.RawQuery)
	assert.Equal(t, "department=d&apikey=test-key-000", rt.bodies[2])

	_, err = client.Conversations.Get(t.Context(), "a/b")
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Len(t, rt.seen, 3)
}

func TestOptions_BelongToTheirScope(t *testing.T) {
	client := clientOf(t, &replying{status: 200, body: []byte(`{"response":{"tags":[]}}`)})
	_, err := client.Tags.List(t.Context(), liveagent.WithIndexFallback())
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = client.Tags.List(t.Context(), frontdesk.WithClass(frontdesk.ClassSafe))
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	for range client.Conversations.All(t.Context(), nil, liveagent.WithIndexFallback()) {
		break
	}
}

func TestWithXML_IsForClientsAndCalls(t *testing.T) {
	rt := &replying{status: 200, body: []byte(`<response><tags/></response>`)}
	byClient := clientOf(t, rt, liveagent.WithXML())
	tags, err := byClient.Tags.List(t.Context())
	require.NoError(t, err)
	assert.NotNil(t, tags)
	assert.Empty(t, tags)
	_, err = byClient.Tags.List(t.Context(), liveagent.WithJSON())
	require.NoError(t, err)
	assert.Equal(t, "/api/tags.xml", rt.seen[0].URL.Path)
	assert.Equal(t, "application/xml", rt.seen[0].Header.Get("Accept"))
	assert.Equal(t, "/api/tags", rt.seen[1].URL.Path)
	assert.Equal(t, "application/json", rt.seen[1].Header.Get("Accept"))
}

func TestTimes_AreInTheAccountsZone(t *testing.T) {
	body := []byte(`{"response":{"conversationid":"c","datecreated":"2026-07-01 10:00:00","datechanged":null,"messagegroupsin":"3","messagegroupsout":""}}`)
	read := func(more ...frontdesk.Option) *liveagent.Conversation {
		conversation, err := clientOf(t, &replying{status: 200, body: body}, more...).Conversations.Get(t.Context(), "c")
		require.NoError(t, err)
		return conversation
	}
	summer := read()
	created, ok := summer.DateCreated.Get()
	require.True(t, ok)
	assert.True(t, created.Equal(time.Date(2026, 7, 1, 17, 0, 0, 0, time.UTC)))
	assert.True(t, summer.DateChanged.IsNull())
	assert.Equal(t, frontdesk.Some[int64](3), summer.MessageGroupsIn)
	assert.True(t, summer.MessageGroupsOut.IsNull(), "an empty text is no number")

	created, _ = read(frontdesk.WithLocation(time.UTC)).DateCreated.Get()
	assert.True(t, created.Equal(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)))
}

func TestSecret_DoesNotShowItself(t *testing.T) {
	agent := liveagent.Agent{UserID: "u", AuthToken: "hush-hush"}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "agent", agent, "token", agent.AuthToken)
	for _, text := range []string{
		fmt.Sprint(agent), fmt.Sprintf("%+v", agent), fmt.Sprintf("%#v", agent), fmt.Sprintf("%s %q %x", agent.AuthToken, agent.AuthToken, agent.AuthToken), log.String(),
	} {
		assert.NotContains(t, text, "hush")
		assert.NotContains(t, text, fmt.Sprintf("%x", "hush"))
	}
	assert.Equal(t, "hush-hush", string(agent.AuthToken))
	data, err := liveagent.Marshal(agent)
	require.NoError(t, err)
	assert.Contains(t, string(data), "hush-hush")
}

func TestMarshal_AndUnmarshalKeepZoneAndExtra(t *testing.T) {
	client := clientOf(t, &replying{}, frontdesk.WithLocation(time.UTC))
	text := `{"conversationid":"c","datecreated":"2026-07-01 10:00:00","tags":"a,b","newer":{"x":[1]}}`
	var conversation liveagent.Conversation
	require.NoError(t, client.Unmarshal([]byte(text), &conversation))
	assert.Equal(t, liveagent.TagIDs{"a", "b"}, conversation.TagIDs)
	assert.JSONEq(t, `{"x":[1]}`, string(conversation.Extra["newer"]))
	data, err := client.Marshal(conversation)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(data))

	require.NoError(t, liveagent.Unmarshal([]byte(text), &conversation))
	created, _ := conversation.DateCreated.Get()
	assert.Equal(t, 17, created.UTC().Hour())
}

func TestDo_CallsWhatThisModuleDoesNotKnow(t *testing.T) {
	rt := &replying{status: 200, body: []byte(`{"response":{"id":"7","since":"2026-07-01 10:00:00"}}`)}
	client := clientOf(t, rt)
	var out struct {
		ID    int64     `json:"id"`
		Since time.Time `json:"since"`
	}
	require.NoError(t, client.Do(t.Context(), http.MethodGet, "/companies/a%2Fb", url.Values{"x": {"1 2"}}, &out))
	assert.Equal(t, int64(7), out.ID)
	assert.Equal(t, 17, out.Since.UTC().Hour())
	assert.Equal(t, "/api/companies/a%2Fb", rt.seen[0].URL.EscapedPath())
	assert.Equal(t, "x=1+2&apikey=test-key-000", rt.seen[0].URL.RawQuery)

	require.NoError(t, client.Do(t.Context(), http.MethodPost, "/companies", map[string]string{"name": "Acme"}, nil, liveagent.WithXML()))
	assert.Equal(t, "name=Acme&apikey=test-key-000", rt.bodies[1])
	assert.Equal(t, "/api/companies.xml", rt.seen[1].URL.Path)

	for _, bad := range []struct {
		method, path string
		in           any
	}{
		{"PATCH", "/x", nil}, {"GET", "x", nil}, {"GET", "/x?y=1", nil}, {"GET", "/a/../b", nil}, {"GET", "/a/%2e%2e/b", nil},
		{"GET", "/%zz", nil}, {"GET", "/a//b", nil}, {"GET", "/a", url.Values{"apikey": {"k"}}}, {"GET", "/a", 7},
	} {
		err := client.Do(t.Context(), bad.method, bad.path, bad.in, nil)
		require.ErrorIs(t, err, frontdesk.ErrInvalid, "%v", bad)
	}
	assert.Len(t, rt.seen, 2)
}

func TestClose_IsIdempotent(t *testing.T) {
	client := clientOf(t, &replying{})
	require.NoError(t, client.Close())
	require.NoError(t, client.Close())
	_, err := client.Tags.List(t.Context())
	require.ErrorIs(t, err, frontdesk.ErrCanceled)
}

func TestDo_EscapesWhatServersMisread(t *testing.T) {
	rt := &replying{status: 200, body: okBody}
	require.NoError(t, clientOf(t, rt).Do(t.Context(), http.MethodGet, "/customers/jane%2Bx@example.com", nil, nil))
	assert.Equal(t, "/api/customers/jane%2Bx@example.com", rt.seen[0].URL.EscapedPath(), "a plain plus would be a space")

	rt = &replying{status: 200, body: okBody}
	client := clientOf(t, rt, liveagent.WithIndexFallback())
	err := client.Do(t.Context(), http.MethodDelete, "/conversations/a%2Ffields", nil, nil)
	require.ErrorIs(t, err, frontdesk.ErrInvalid, "it would name another operation")
	assert.Empty(t, rt.seen)
}

// The state of a record stands where the status of a change does.
func TestDo_WithoutAResultAsksNothingOfARecord(t *testing.T) {
	for _, example := range []string{"conversations.get.200.json", "conversations.get.200.xml"} {
		body := contract.ExampleFile(contract.LiveAgent, example)
		client := clientOf(t, &replying{status: 200, body: body, xml: body[0] == '<'})
		assert.NoError(t, client.Do(t.Context(), http.MethodGet, "/conversations/c", nil, nil), example)
	}
	client := clientOf(t, &replying{status: 200, body: []byte(`{"response":{"status":"ERROR","statuscode":404}}`)})
	assert.ErrorIs(t, client.Do(t.Context(), http.MethodGet, "/conversations/c", nil, nil), frontdesk.ErrNotFound)
}

// What logs an agent or a customer in is in no text, though the client does not know it
// by value.
func TestSecrets_OfOthersAreInNoText(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	var dump bytes.Buffer
	var response frontdesk.Response
	agent := srv.AddAgent(liveagent.Agent{Email: "alex@example.com", AuthToken: "token-of-alex"})
	for email, opt := range map[string]frontdesk.Option{"jane@example.com": liveagent.WithJSON(), "john@example.com": liveagent.WithXML()} {
		la, ctx := srv.Client(opt, frontdesk.WithDump(&dump)), t.Context()
		shown, err := la.Agents.Get(ctx, agent.UserID, frontdesk.WithResponse(&response))
		require.NoError(t, err)
		assert.Equal(t, "token-of-alex", string(shown.AuthToken))
		_, err = la.Customers.Register(ctx, &liveagent.CustomerRegisterParams{Email: email, Password: "hunter2-hunter2"})
		require.NoError(t, err)
		for _, text := range []string{dump.String(), string(response.Body)} {
			assert.NotContains(t, text, "token-of-alex")
			assert.NotContains(t, text, "hunter2")
			assert.Contains(t, text, "REDACTED")
		}
	}
}
