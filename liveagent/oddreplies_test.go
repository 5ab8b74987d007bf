package liveagent_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// A failure inside HTTP 200 must not pass for a record of nothing or for a write
// that was done, however the server spells it.
func TestErrors_InsideASuccessAreFoundInAllSpellings(t *testing.T) {
	const rest = `"statuscode":404,"errormessage":"conversation not found"}}`
	for _, body := range []string{
		`{"response":{"status":"Error",` + rest, `{"response":{"status":"error",` + rest, `{"response":{"status":" ERROR ",` + rest,
		`{"response":{"status":null,` + rest, `{"response":{` + rest,
		`{"response":{"status":"ERROR","statuscode":"404","errormessage":null}}`,
		`{"response":{"errormessage":"conversation not found"}}`,
		`<response><status><![CDATA[ERROR]]></status><statuscode>404</statuscode><errormessage><![CDATA[conversation not found]]></errormessage></response>`,
		"<response>\n <status>\n  ERROR\n </status>\n <statuscode>404</statuscode>\n <errormessage>conversation not found</errormessage>\n</response>",
		`<la:response xmlns:la="urn:la"><la:status>ERROR</la:status><la:statuscode>404</la:statuscode></la:response>`,
	} {
		for _, operation := range []string{"conversations.get", "conversations.create_message", "conversations.list_messages", "widgets.change"} {
			err := fails(t, operation, http.StatusOK, []byte(body), body[0] == '<')
			assert.Equal(t, frontdesk.KindNotFound, err.Kind, "%s %s", operation, body)
		}
	}
	err := fails(t, "conversations.create_message", http.StatusOK, []byte(`{"response":{"statuscode":500}}`), false)
	assert.Equal(t, frontdesk.KindServer, err.Kind)
	assert.True(t, err.MayHaveHappened())
}

func TestErrors_TheWordsOfFailuresInARecordAreNoError(t *testing.T) {
	for _, body := range []string{
		`{"response":{"conversationid":"c","status":"A","subject":"errormessage: statuscode 500"}}`,
		`{"response":{"conversationid":"c","status":"OK","statuscode":"0","errormessage":""}}`,
		`{"response":{"conversationid":"c","status":"A","statuscode":0,"errormessage":null}}`,
	} {
		_, err := callWith(t, "conversations.get", []byte(body), false)
		assert.NoError(t, err, body)
	}
}

// A record without its id would pass for the one asked for, or for a new one.
func TestRecords_WithoutAnythingAreRefused(t *testing.T) {
	lenient := map[string]bool{ // their replies are inferred, or may say OK alone
		"tags.add": true, "knowledgebase.add_article": true, "knowledgebase.change_article": true,
		"knowledgebase.add_category": true, "knowledgebase.change_category": true, "widgets.change": true,
	}
	for _, op := range implemented(t) {
		if op.Response.Kind != "object" {
			continue
		}
		for _, body := range []string{`{"response":null}`, `{"response":{}}`, `{"response":{"status":"OK","statuscode":0}}`, `<response/>`} {
			if body[len(body)-1] == '}' && op.ID == "tags.get" && body != `{"response":null}` && body != `{"response":{}}` {
				continue // its shape is inferred: what it has is kept in Extra
			}
			_, err := callWith(t, op.ID, []byte(body), body[0] == '<')
			if lenient[op.ID] {
				assert.NoError(t, err, "%s %s", op.ID, body)
				continue
			}
			require.ErrorIs(t, err, frontdesk.ErrDecode, "%s %s", op.ID, body)
			var failure *frontdesk.Error
			require.ErrorAs(t, err, &failure)
			assert.Equal(t, frontdesk.SentYes, failure.Sent, op.ID)
		}
	}
	for _, body := range []string{`{"response":{"status":"OK","statuscode":0}}`, `<response><status>OK</status></response>`} {
		_, err := callWith(t, "conversations.create", []byte(body), body[0] == '<')
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
}

func TestLists_HoldNoRowsOfNothing(t *testing.T) {
	for _, op := range implemented(t) {
		if op.Response.Kind != "list" {
			continue
		}
		name := op.Response.Envelope[len("response."):]
		for _, body := range []string{
			fmt.Sprintf(`{"response":{%q:[null]}}`, name), fmt.Sprintf(`{"response":{%q:[{}]}}`, name),
			fmt.Sprintf(`<response><%s><row/></%s></response>`, name, name),
		} {
			_, err := callWith(t, op.ID, []byte(body), body[0] == '<')
			assert.ErrorIs(t, err, frontdesk.ErrDecode, "%s %s", op.ID, body)
		}
	}
}

func TestReports_ColumnsAskedForMayAllBeEmpty(t *testing.T) {
	client := clientOf(t, &replying{status: 200, body: []byte(`{"response":{"ranks":[{"comment":null},{"comment":"fine"}]}}`)})
	page, err := client.Reports.Ranking(t.Context(), &liveagent.RankingReportParams{
		DateFrom: january, DateTo: february, Columns: []liveagent.ReportColumn{liveagent.ColumnComment},
	})
	require.NoError(t, err)
	assert.Equal(t, []liveagent.RankingReportRow{{}, {Comment: "fine"}}, page.Items)
}

// PHP writes a list with a hole as an object.
func TestLists_MayHaveTheirRowsUnderNumbers(t *testing.T) {
	tags, err := callWith(t, "tags.list", []byte(`{"response":{"tags":{"0":{"id":"a"},"2":{"id":"b"}}}}`), false)
	require.NoError(t, err)
	assert.Equal(t, []liveagent.Tag{{ID: "a"}, {ID: "b"}}, tags)
}

func TestListsInRecords_AreReadInAllSpellings(t *testing.T) {
	none := []string{`null`, `""`, `false`, `[]`, `{}`}
	for _, list := range none {
		value, err := callWith(t, "conversations.get", []byte(`{"response":{"conversationid":"c","customfields":`+list+`}}`), false)
		require.NoError(t, err, list)
		assert.Empty(t, value.(*liveagent.Conversation).CustomFields, list)
		groups, err := callWith(t, "conversations.list_messages", []byte(`{"response":{"groups":[{"userid":"u","messages":`+list+`}]}}`), false)
		require.NoError(t, err, list)
		require.Len(t, groups, 1)
		assert.Empty(t, groups.([]liveagent.MessageGroup)[0].Messages, list)
		assert.Equal(t, "u", groups.([]liveagent.MessageGroup)[0].UserID)
	}
	value, err := callWith(t, "customers.get", []byte(`{"response":{"contactid":"k","customfields":{"code":"plan","value":7}}}`), false)
	require.NoError(t, err)
	assert.Equal(t, liveagent.CustomFields{{Code: "plan", Value: "7"}}, value.(*liveagent.Customer).CustomFields)
	groups, err := callWith(t, "conversations.list_messages", []byte(`{"response":{"groups":[{"messages":{"messageid":"m"}}]}}`), false)
	require.NoError(t, err)
	assert.Equal(t, []liveagent.Message{{ID: "m"}}, groups.([]liveagent.MessageGroup)[0].Messages)
	groups, err = callWith(t, "conversations.list_messages", []byte(`{"response":{"groups":[{"rtype":5,"userid":null},{"rtype":"T"}]}}`), false)
	require.NoError(t, err)
	assert.Equal(t, []liveagent.MessageGroup{{Type: liveagent.MessageGroupTypeOfflineLater}, {Type: liveagent.MessageGroupTypeTransfer}}, groups)
	_, err = callWith(t, "conversations.get", []byte(`{"response":{"conversationid":"c","customfields":"x"}}`), false)
	assert.ErrorIs(t, err, frontdesk.ErrDecode)
}
