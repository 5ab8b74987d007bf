package liveagent_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// How an empty list looks is not documented.
func TestEmptyLists_AreReadInAllSpellings(t *testing.T) {
	for _, body := range []string{
		`{"response":{"tags":[]}}`, `{"response":{"tags":null}}`, `{"response":{"tags":""}}`, `{"response":{"tags":{}}}`,
		`{"response":{"tags":false}}`, `{"response":{}}`, `{"response":[]}`, `{"response":null}`, `{"response":""}`,
		`<response><tags/></response>`, `<response><tags></tags></response>`, "<response>\n <tags>\n </tags>\n</response>",
		`<response/>`, `<response></response>`,
	} {
		tags, err := callWith(t, "tags.list", []byte(body), body[0] == '<')
		require.NoError(t, err, body)
		assert.Equal(t, []liveagent.Tag{}, tags, body)
		page, err := callWith(t, "conversations.list", []byte(strings.ReplaceAll(body, "tags", "conversations")), body[0] == '<')
		require.NoError(t, err, body)
		assert.Equal(t, []liveagent.Conversation{}, page.(*frontdesk.Page[liveagent.Conversation]).Items, body)
	}
}

func TestOneRow_IsAList(t *testing.T) {
	for _, body := range []string{
		`{"response":{"tags":[{"id":"1","name":"VIP"}]}}`, `{"response":{"tags":{"id":"1","name":"VIP"}}}`,
		`{"response":[{"id":1,"name":"VIP"}]}`, "\xef\xbb\xbf" + `{"response":{"tags":[{"id":"1","name":"VIP"}]}}`,
		`<response><tags><tag><id>1</id><name>VIP</name></tag></tags></response>`,
		`<response><tags><row><id>1</id><name>VIP</name></row></tags></response>`,
		"\xef\xbb\xbf<?xml version='1.0'?><response><tags><tag><id>1</id><name><![CDATA[VIP]]></name></tag></tags></response>",
		`{"response":{"tags":[{"id":"1","name":"VIP"}]}}` + "<br><b>Warning</b>",
		`<response><tags><tag><id>1</id><name>VIP</name></tag></tags></response>` + "<br><b>Warning</b>",
	} {
		tags, err := callWith(t, "tags.list", []byte(body), strings.Contains(body, "<response"))
		require.NoError(t, err, body)
		assert.Equal(t, []liveagent.Tag{{ID: "1", Name: "VIP"}}, tags, body)
	}
}

func TestTrailingText_IsShownInBothFormats(t *testing.T) {
	for _, body := range []string{`{"response":{"tags":[]}}`, `<response><tags/></response>`} {
		var seen frontdesk.Response
		client := clientOf(t, &replying{status: 200, body: []byte(body + "<b>Warning</b>")})
		_, err := client.Tags.List(t.Context(), frontdesk.WithResponse(&seen))
		require.NoError(t, err)
		assert.Equal(t, "<b>Warning</b>", string(seen.Trailing))
	}
}

func TestHostileReplies_AreDecodeErrors(t *testing.T) {
	for _, body := range []string{
		`{"response":{"other":1}}`, `{"response":7}`, `{"response":{"tags":"x"}}`, `{"response":{"tags":[1]}}`, `[]`, `7`, `"x"`,
		`{"response":{"tags":[`, `{"response"`, `{"tags":[]}`,
		`<response><tags>text</tags></response>`, `<response><tags><tag>`, `<response><other><a/></other></response>`, `<tags/>`,
		`<!DOCTYPE x [<!ENTITY a "b">]><response><tags/></response>`, `<response><tags><tag><id>&a;</id></tag></tags></response>`,
		strings.Repeat("<a>", 200), `<response encoding="x"><a></response>`,
	} {
		_, err := callWith(t, "tags.list", []byte(body), body[0] == '<')
		assert.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
}

func TestTagsOfAListRow_MayBeEmptyInXML(t *testing.T) {
	body := `<response><conversations>
		<conversation><conversationid>a</conversationid><tags/><messagegroupsin/></conversation>
		<conversation><conversationid>b</conversationid><tags>x,y</tags><messagegroupsin>2</messagegroupsin></conversation>
	</conversations></response>`
	page, err := callWith(t, "conversations.list", []byte(body), true)
	require.NoError(t, err)
	rows := page.(*frontdesk.Page[liveagent.Conversation]).Items
	require.Len(t, rows, 2)
	assert.Empty(t, rows[0].TagIDs)
	assert.True(t, rows[0].MessageGroupsIn.IsNull())
	assert.Equal(t, liveagent.TagIDs{"x", "y"}, rows[1].TagIDs)
	assert.Equal(t, frontdesk.Some[int64](2), rows[1].MessageGroupsIn)
}

func TestUnknownLetters_AreKept(t *testing.T) {
	value, err := callWith(t, "conversations.get", []byte(`{"response":{"conversationid":"c","status":"?"}}`), false)
	require.NoError(t, err)
	assert.Equal(t, liveagent.ConversationStatus("?"), value.(*liveagent.Conversation).Status)
}

func TestOnlineStatus_HoldsSeveralLetters(t *testing.T) {
	status := liveagent.OnlineStatus("MRT")
	assert.True(t, status.Has(liveagent.OnlineChat))
	assert.True(t, status.Has(liveagent.OnlineChat+liveagent.OnlineTickets))
	assert.False(t, status.Has(liveagent.OnlinePhone))
	assert.False(t, status.Has(""))
	assert.Equal(t, []liveagent.OnlineStatus{"M", "R", "T"}, status.Letters())
}
