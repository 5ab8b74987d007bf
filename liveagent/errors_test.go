package liveagent_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
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

// envelope is a failure in LiveAgent's words.
func envelope(asXML bool, code int, message, debug string) []byte {
	if asXML {
		return fmt.Appendf(nil, "<?xml version='1.0' encoding='utf-8'?>\n<response>\n <status>ERROR</status>\n <statuscode>%d</statuscode>\n <errormessage>%s</errormessage>\n <debugmessage>%s</debugmessage>\n</response>\n", code, message, debug)
	}
	return fmt.Appendf(nil, `{"response":{"status":"ERROR","statuscode":%d,"errormessage":%q,"debugmessage":%q}}`, code, message, debug)
}

// fails makes one call that is answered so, in the given format.
func fails(t *testing.T, operation string, status int, body []byte, asXML bool) *frontdesk.Error {
	t.Helper()
	client := clientOf(t, &replying{status: status, body: body, xml: asXML}, frontdesk.NoRetry())
	var more opts
	if asXML {
		more = opts{liveagent.WithXML()}
	}
	_, err := invocations[operation](t.Context(), client, more...)
	var failure *frontdesk.Error
	require.ErrorAs(t, err, &failure)
	return failure
}

func TestErrors_EachDocumentedOneHasItsKindAndCodeInBothFormats(t *testing.T) {
	for _, op := range implemented(t) {
		for _, documented := range op.Errors {
			for _, asXML := range []bool{false, true} {
				for _, status := range []int{documented.Status, http.StatusOK} {
					name := fmt.Sprintf("%s %d under HTTP %d, XML %v", op.ID, documented.Status, status, asXML)
					err := fails(t, op.ID, status, envelope(asXML, documented.Status, "some text", ""), asXML)
					assert.Equal(t, documented.Kind, string(err.Kind), name)
					assert.Equal(t, documented.Code, string(err.Code), name)
					assert.Equal(t, "some text", err.Message, name)
					assert.Equal(t, status, err.HTTPStatus, name)
					assert.Equal(t, op.ID, err.Operation, name)
				}
			}
		}
	}
}

func TestErrors_ExamplesOfTheReference(t *testing.T) {
	tests := []struct {
		file   string
		status int
		kind   frontdesk.Kind
		text   string
		debug  string
	}{
		{"error.401.derived.json", 401, frontdesk.KindAuth, "Authentication failed", ""},
		{"error.404.derived.json", 404, frontdesk.KindNotFound, "agent with email agent@example.com not found", ""},
		{"error.404.derived.xml", 404, frontdesk.KindNotFound, "agent with email agent@example.com not found", ""},
		{"error.500.json", 500, frontdesk.KindServer, "Example error message", "debug info"},
		{"error.500.xml", 500, frontdesk.KindServer, "Example error message", "debug info"},
	}
	for _, test := range tests {
		body := contract.ExampleFile(contract.LiveAgent, test.file)
		for _, status := range []int{test.status, http.StatusOK} {
			err := fails(t, "agents.get", status, body, bytes.HasPrefix(body, []byte("<")))
			assert.Equal(t, test.kind, err.Kind, test.file)
			assert.Equal(t, strconv.Itoa(test.status), string(err.Code), test.file)
			assert.Equal(t, test.text, err.Message, test.file)
			assert.Equal(t, test.debug, liveagent.DebugMessage(err), test.file)
		}
	}
}

// texts are all texts of errors in the inventory, with the kind that they have
// under 400 and 500.
var texts = []struct {
	text           string
	under400, u500 frontdesk.Kind
}{
	{"ApiKey not found", frontdesk.KindAuth, frontdesk.KindAuth},
	{"parameter apikey is missing", frontdesk.KindAuth, frontdesk.KindAuth},
	{"parameter message is missing", frontdesk.KindValidation, frontdesk.KindValidation},
	{"agent with email agent@example.com not found", frontdesk.KindNotFound, frontdesk.KindNotFound},
	{"Unable to load conversation", frontdesk.KindNotFound, frontdesk.KindNotFound},
	{"Customer already exists", frontdesk.KindConflict, frontdesk.KindConflict},
	{"Visitor user can only create conversation addressed to application mail account.", frontdesk.KindInvalid, frontdesk.KindInvalid},
	{"Authentication failed", frontdesk.KindInvalid, frontdesk.KindServer},
	{"Failed to add note to ticket", frontdesk.KindInvalid, frontdesk.KindServer},
	{"Example error message", frontdesk.KindInvalid, frontdesk.KindServer},
	{"", frontdesk.KindInvalid, frontdesk.KindServer},
}

func TestErrors_TextDecidesWhere400And500SwappedMeaning(t *testing.T) {
	for _, test := range texts {
		for _, asXML := range []bool{false, true} {
			for _, status := range []int{400, 500} {
				want := test.under400
				if status == 500 {
					want = test.u500
				}
				err := fails(t, "conversations.get", status, envelope(asXML, status, test.text, ""), asXML)
				assert.Equal(t, want, err.Kind, "%d %q", status, test.text)
				err = fails(t, "conversations.get", http.StatusOK, envelope(asXML, status, test.text, ""), asXML)
				assert.Equal(t, want, err.Kind, "%d %q inside 200", status, test.text)
			}
		}
	}
}

func TestErrors_TextRulesAreThoseOfTheInventory(t *testing.T) {
	var kinds struct {
		MessageRules []struct{ Contains, Kind string } `json:"message_rules"`
	}
	require.NoError(t, contract.Load(contract.LiveAgent).Fact("error_kinds", &kinds))
	require.NotEmpty(t, kinds.MessageRules)
	for _, rule := range kinds.MessageRules {
		for _, status := range []int{400, 500} {
			err := fails(t, "conversations.get", status, envelope(false, status, "So: "+rule.Contains+"!", ""), false)
			assert.Equal(t, rule.Kind, string(err.Kind), rule.Contains)
		}
	}
}

func TestErrors_EachTextOfTheInventoryIsInTheTable(t *testing.T) {
	var documented []struct {
		Message string `json:"message_example"`
	}
	require.NoError(t, contract.Load(contract.LiveAgent).Fact("errors", &documented))
	for _, e := range documented {
		known := false
		for _, test := range texts {
			known = known || test.text == e.Message
		}
		assert.True(t, known, "%q", e.Message)
	}
}

func TestErrors_OnlyAKeyNotFoundIsAuthUnder403(t *testing.T) {
	assert.Equal(t, frontdesk.KindAuth, fails(t, "tags.list", 403, envelope(false, 403, "ApiKey not found", ""), false).Kind)
	for _, text := range []string{"", "no right", "department not found", "parameter x is missing", "ApiKey has no right to tags"} {
		assert.Equal(t, frontdesk.KindForbidden, fails(t, "tags.list", 403, envelope(false, 403, text, ""), false).Kind, text)
	}
}

func TestErrors_MissingParameterIsNamed(t *testing.T) {
	err := fails(t, "conversations.create", 500, envelope(false, 500, "Parameter 'subject' is missing.", ""), false)
	assert.Equal(t, "subject", err.Field)
	assert.Equal(t, frontdesk.KindValidation, err.Kind)
}

func TestErrors_FieldIsTheThingThatWasNotFound(t *testing.T) {
	for text, want := range map[string]string{
		"agent with email agent@example.com not found": "agent",
		"Department with id 'customer' not found.":     "department",
		"Unable to load conversation":                  "conversation",
		"Unable to load \"Customer\" jane@example.com": "customer",
		"handler conversations/x not found":            "",
		"Record not found":                             "",
	} {
		for _, status := range []int{400, 404, 500} {
			err := fails(t, "conversations.transfer", status, envelope(false, status, text, ""), false)
			assert.Equal(t, frontdesk.KindNotFound, err.Kind, "%d %s", status, text)
			assert.Equal(t, want, err.Field, "%d %s", status, text)
		}
	}
	assert.Empty(t, fails(t, "conversations.transfer", 500, envelope(false, 500, "The agent is on holiday", ""), false).Field)
}

func TestErrors_StatusInsideASuccessWithoutAUsableCodeIsAFault(t *testing.T) {
	for _, body := range []string{
		`{"response":{"status":"ERROR"}}`, `{"response":{"status":"ERROR","statuscode":0}}`,
		`{"response":{"status":"ERROR","statuscode":"x","errormessage":null}}`,
		`<response><status>ERROR</status></response>`,
	} {
		assert.Equal(t, frontdesk.KindServer, fails(t, "tags.list", 200, []byte(body), body[0] == '<').Kind, body)
	}
	assert.Equal(t, frontdesk.KindNotFound, fails(t, "tags.list", 200, []byte(`{"response":{"status":"ERROR","statuscode":"404"}}`), false).Kind)
}

func TestErrors_TheWordErrorInATextIsNoError(t *testing.T) {
	body := []byte(`{"response":{"conversationid":"c","status":"R","subject":"ERROR","preview":"\"ERROR\""}}`)
	value, err := callWith(t, "conversations.get", body, false)
	require.NoError(t, err)
	assert.Equal(t, "ERROR", value.(*liveagent.Conversation).Subject)
}

func TestErrors_RepliesWithoutTheEnvelopeAreToldApart(t *testing.T) {
	page := []byte("<html><head><title>x</title></head><body><br></body></html>")
	tests := []struct {
		status int
		body   []byte
		kind   frontdesk.Kind
		text   string
	}{
		{404, page, frontdesk.KindNotFound, "WithIndexFallback"},
		{502, page, frontdesk.KindUnavailable, "HTML"},
		{500, nil, frontdesk.KindServer, ""},
		{500, []byte("oops"), frontdesk.KindServer, "envelope"},
		{500, []byte(`{"error":1}`), frontdesk.KindServer, "envelope"},
		{403, []byte(`{"message":"ApiKey not found"}`), frontdesk.KindAuth, "envelope"},
		{403, []byte(`{"message":"no right"}`), frontdesk.KindForbidden, "envelope"},
		{400, []byte(`{"status":"ERROR","statuscode":400,"errormessage":"parameter x is missing"}`), frontdesk.KindValidation, "parameter x"},
		{200, []byte(`{"status":"ERROR","statuscode":400,"errormessage":"parameter x is missing"}`), frontdesk.KindValidation, "parameter x"},
		{200, []byte(`{"status":"OK","statuscode":0}`), frontdesk.KindDecode, "response"},
		{200, page, frontdesk.KindDecode, "HTML"},
		{200, nil, frontdesk.KindDecode, "empty"},
		{200, []byte("oops"), frontdesk.KindDecode, ""},
		{200, []byte(`{}`), frontdesk.KindDecode, "response"},
		{200, []byte(`{"response":[1]}`), frontdesk.KindDecode, ""},
		{200, []byte(`{"response":{"status":"MAYBE"}}`), frontdesk.KindDecode, "neither"},
		{200, []byte(`{"response":{"status":"OK"`), frontdesk.KindDecode, ""},
	}
	for _, test := range tests {
		err := fails(t, "conversations.change_status", test.status, test.body, false)
		assert.Equal(t, test.kind, err.Kind, "%d %s", test.status, test.body)
		assert.Contains(t, err.Error(), test.text, "%d %s", test.status, test.body)
	}
}

func TestErrors_MistakesAreNotRepeatedAndFaultsAreByClass(t *testing.T) {
	tests := []struct {
		name      string
		operation string
		status    int
		text      string
		requests  int
	}{
		{"a mistake under 500", "conversations.get", 500, "parameter message is missing", 1},
		{"an unknown record under 500", "conversations.get", 500, "Unable to load conversation", 1},
		{"a mistake under 400", "conversations.get", 400, "whatever", 1},
		{"a fault of a read", "conversations.get", 500, "Example error message", 3},
		{"a fault inside 200", "conversations.get", 200, "Example error message", 3},
		{"a fault of an idempotent write", "conversations.transfer", 500, "Example error message", 3},
		{"a fault of an unsafe write", "conversations.create", 500, "Example error message", 1},
		{"an update under way, read", "tags.list", 503, "", 3},
		{"an update under way, unsafe write", "tags.add", 503, "", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				code := test.status
				if code == 200 {
					code = 500
				}
				rt := &replying{status: test.status, body: envelope(false, code, test.text, "")}
				_, err := invocations[test.operation](t.Context(), clientOf(t, rt))
				require.Error(t, err)
				assert.Len(t, rt.seen, test.requests)
			})
		})
	}
}

func TestClass_ANoteMakesWritesUnsafe(t *testing.T) {
	type try struct {
		name string
		call func(bg ctx, c *liveagent.Client) error
		sent int
	}
	var tries []try
	add := func(name string, sent int, call func(bg ctx, c *liveagent.Client) error) {
		tries = append(tries, try{name, call, sent})
	}
	add("status", 3, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.UpdateStatus(bg, "c", &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationOpen})
	})
	add("status with note", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.UpdateStatus(bg, "c", &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationOpen, Note: "n"})
	})
	add("transfer", 3, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.Transfer(bg, "c", &liveagent.ConversationTransferParams{Department: "d"})
	})
	add("transfer with note", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.Transfer(bg, "c", &liveagent.ConversationTransferParams{Department: "d", Note: "n"})
	})
	add("transfer with messages", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.Transfer(bg, "c", &liveagent.ConversationTransferParams{Department: "d", Messages: "n"})
	})
	add("delete", 3, func(bg ctx, c *liveagent.Client) error { return c.Conversations.Delete(bg, "c", nil) })
	add("delete with note", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.Delete(bg, "c", &liveagent.ConversationDeleteParams{Note: "n"})
	})
	add("delete with messages", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Conversations.Delete(bg, "c", &liveagent.ConversationDeleteParams{Messages: "n"})
	})
	add("hatch, known operation", 3, func(bg ctx, c *liveagent.Client) error {
		return c.Do(bg, http.MethodPut, "/conversations/c/status", map[string]string{"status": "C"}, nil)
	})
	add("hatch, known operation with note", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Do(bg, http.MethodPut, "/conversations/c/status", map[string]string{"status": "C", "note": "n"}, nil)
	})
	add("hatch, unknown write", 1, func(bg ctx, c *liveagent.Client) error {
		return c.Do(bg, http.MethodDelete, "/things/1", nil, nil)
	})
	add("hatch, unknown read", 3, func(bg ctx, c *liveagent.Client) error {
		return c.Do(bg, http.MethodGet, "/things/1", nil, nil)
	})
	add("hatch, stated class", 3, func(bg ctx, c *liveagent.Client) error {
		return c.Do(bg, http.MethodDelete, "/things/1", nil, nil, frontdesk.WithClass(frontdesk.ClassIdempotent))
	})
	for _, test := range tries {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rt := &replying{status: 502}
				err := test.call(t.Context(), clientOf(t, rt))
				require.ErrorIs(t, err, frontdesk.ErrUnavailable)
				assert.Len(t, rt.seen, test.sent)
			})
		})
	}
}

func TestRateLimit_ARefusedCallWaitsForTheWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		// The client's own window is set too wide, so that the server refuses.
		client := srv.Client(frontdesk.WithWindow(1000, 1))
		for range 181 {
			_, err := client.Tags.List(t.Context(), liveagent.WithXML())
			require.NoError(t, err)
		}
		assert.Positive(t, srv.Stats().Refused)
	})
}

func TestRateLimit_ARefusalWithoutATimeIsWaitedOutForOneWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		client := srv.Client()
		srv.Fail(frontdesktest.Status(429).On("conversations.create"))
		begin := time.Now()
		_, err := client.Conversations.Create(t.Context(), newTicket())
		require.NoError(t, err, "a limit refuses before it acts, so that a write is sent again")
		assert.GreaterOrEqual(t, time.Since(begin), time.Minute)
		assert.Less(t, time.Since(begin), 70*time.Second)
		assert.Equal(t, 2, srv.Count("conversations.create"))
		page, err := client.Conversations.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, page.Items, 1)

		srv.Fail(frontdesktest.Status(429))
		begin = time.Now()
		_, err = client.Tags.List(t.Context(), frontdesk.WithTimeout(30*time.Second))
		require.ErrorIs(t, err, frontdesk.ErrRateLimited)
		assert.Zero(t, time.Since(begin), "a wait that does not fit is not begun")
	})
}

func TestUpdating_UnsafeWritesAreRepeatedOnlyWithRetryAfter(t *testing.T) {
	for _, test := range []struct {
		fault    frontdesktest.Fault
		requests int
	}{{frontdesktest.Status(503), 1}, {frontdesktest.Status(503).RetryAfter(5 * time.Second), 2}} {
		synctest.Test(t, func(t *testing.T) {
			srv := liveagenttest.NewServer(t)
			srv.Fail(test.fault)
			_, err := srv.Client().Conversations.Create(t.Context(), newTicket())
			assert.Equal(t, test.requests, srv.Count("conversations.create"))
			if test.requests > 1 {
				require.NoError(t, err)
				return
			}
			var failure *frontdesk.Error
			require.ErrorAs(t, err, &failure)
			assert.Equal(t, liveagent.CodeUpdating, failure.Code)
			assert.True(t, failure.MayHaveHappened())
			assert.False(t, frontdesk.Retryable(err))
		})
	}
}

func TestRateLimit_TheClientStaysBelow180AMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := liveagenttest.NewServer(t)
		client := srv.Client()
		for range 400 {
			_, err := client.Tags.List(t.Context())
			require.NoError(t, err)
		}
		assert.Zero(t, srv.Stats().Refused)
		limits := client.Limits()
		require.Len(t, limits, 1)
		assert.Equal(t, 180, limits[0].Limit)
	})
}

func TestSecrets_TheKeyIsInNoText(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	srv.Fail(frontdesktest.Status(500).WithBody("application/json", `{"response":{"status":"ERROR","statuscode":500,"errormessage":"bad `+liveagenttest.APIKey+`","debugmessage":"`+liveagenttest.APIKey+`"}}`).Always())
	var dump bytes.Buffer
	client := srv.Client(frontdesk.WithDump(&dump), frontdesk.NoRetry())
	for _, call := range []string{"conversations.get", "conversations.create", "conversations.transfer", "conversations.delete"} {
		_, err := invocations[call](t.Context(), client)
		require.Error(t, err)
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure)
		for _, text := range []string{err.Error(), fmt.Sprintf("%+v %#v", failure, failure), liveagent.DebugMessage(err), string(failure.Body), dump.String()} {
			assert.NotContains(t, text, liveagenttest.APIKey, call)
		}
	}
	assert.NotEmpty(t, dump.String())
}
