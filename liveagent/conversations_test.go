package liveagent_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// formats are the clients of one server, with the reply format as their name.
func formats(srv *liveagenttest.Server) map[string]*liveagent.Client {
	return map[string]*liveagent.Client{
		"JSON":          srv.Client(),
		"XML":           srv.Client(liveagent.WithXML()),
		"JSON by index": srv.Client(liveagent.WithIndexFallback()),
		"XML by index":  srv.Client(liveagent.WithIndexFallback(), liveagent.WithXML()),
	}
}

func newTicket() *liveagent.ConversationCreateParams {
	return &liveagent.ConversationCreateParams{
		Message: "Where is <it> & why?", UserIdentifier: "agent@example.com", Department: "default", Subject: "Order 7",
		Recipient: "jane@example.com", RecipientName: "Jane Roe", CC: []string{"a@example.com", "b@example.com"},
		Status: liveagent.ConversationOpen, MailMessageID: "<m1@example.com>", DoNotSendMail: liveagent.Yes, IsHTMLMessage: liveagent.No,
		CustomFields: liveagent.CustomFields{{Code: "order", Value: `7 "seven" & ü`}, {Code: "order", Value: "8"}},
	}
}

func TestConversations_LiveTheirLife(t *testing.T) {
	for _, name := range []string{"JSON", "XML", "JSON by index", "XML by index"} {
		t.Run(name, func(t *testing.T) {
			srv := liveagenttest.NewServer(t)
			client := formats(srv)[name]
			conversations := client.Conversations
			ctx := t.Context()

			made, err := conversations.Create(ctx, newTicket())
			require.NoError(t, err)
			for _, id := range []string{made.ID, made.Code, made.PublicURLCode} {
				read, err := conversations.Get(ctx, id)
				require.NoError(t, err)
				assert.Equal(t, made.ID, read.ID)
				assert.Equal(t, newTicket().CustomFields, read.CustomFields)
				assert.Equal(t, "Where is <it> & why?", read.Preview)
				assert.Equal(t, "Jane Roe", read.OwnerName)
				assert.Equal(t, "agent001", read.AssignedTo)
				assert.Equal(t, liveagent.ConversationOpen, read.Status)
				created, known := read.DateCreated.Get()
				assert.True(t, known)
				assert.WithinDuration(t, time.Now(), created, time.Minute)
			}

			require.NoError(t, conversations.DeleteFields(ctx, made.ID, &liveagent.DeleteFieldsParams{Code: "none"}))
			require.NoError(t, conversations.AddFields(ctx, made.ID, &liveagent.AddFieldsParams{CustomFields: field}))
			read, err := conversations.Get(ctx, made.ID)
			require.NoError(t, err)
			assert.Len(t, read.CustomFields, 3)
			require.NoError(t, conversations.DeleteFields(ctx, made.ID, &liveagent.DeleteFieldsParams{Code: "order"}))
			read, err = conversations.Get(ctx, made.ID)
			require.NoError(t, err)
			assert.Equal(t, field, read.CustomFields)
			require.NoError(t, conversations.DeleteAllFields(ctx, made.ID))
			read, err = conversations.Get(ctx, made.ID)
			require.NoError(t, err)
			assert.Empty(t, read.CustomFields)

			vip := srv.AddTag(liveagent.Tag{Name: "VIP"})
			other := srv.AddTag(liveagent.Tag{Name: "Other"})
			tags, err := conversations.ListTags(ctx, made.ID)
			require.NoError(t, err)
			assert.Empty(t, tags)
			require.NoError(t, conversations.AddTag(ctx, made.ID, &liveagent.ConversationTagParams{ID: vip.ID}))
			require.NoError(t, conversations.AddTag(ctx, made.ID, &liveagent.ConversationTagParams{Name: "Other"}))
			tags, err = conversations.ListTags(ctx, made.ID)
			require.NoError(t, err)
			assert.Equal(t, []liveagent.Tag{{ID: vip.ID, Name: "VIP"}, {ID: other.ID, Name: "Other"}}, tags)
			page, err := conversations.List(ctx, nil)
			require.NoError(t, err)
			require.Len(t, page.Items, 1)
			assert.Equal(t, liveagent.TagIDs{vip.ID, other.ID}, page.Items[0].TagIDs)
			require.NoError(t, conversations.RemoveTag(ctx, made.ID, &liveagent.ConversationTagParams{Name: "VIP"}))
			require.ErrorIs(t, conversations.RemoveTag(ctx, made.ID, &liveagent.ConversationTagParams{ID: "none"}), frontdesk.ErrNotFound)

			second := srv.AddAgent(liveagent.Agent{Email: "second@example.com"})
			sales := srv.AddDepartment(liveagent.Department{Name: "Sales"}, second.Email)
			require.NoError(t, conversations.Transfer(ctx, made.ID, &liveagent.ConversationTransferParams{
				Department: sales.ID, AgentIdentifier: "second@example.com", Note: "please",
			}))
			require.NoError(t, conversations.UpdateStatus(ctx, made.ID, &liveagent.ConversationUpdateStatusParams{
				Status: liveagent.ConversationResolved, Note: "done", UserIdentifier: "agent001",
			}))
			read, err = conversations.Get(ctx, made.ID)
			require.NoError(t, err)
			assert.Equal(t, "Sales", read.DepartmentName)
			assert.Equal(t, second.UserID, read.AssignedTo)
			assert.Equal(t, liveagent.ConversationResolved, read.Status)

			require.NoError(t, conversations.Delete(ctx, made.ID, &liveagent.ConversationDeleteParams{Note: "spam"}))
			_, err = conversations.Get(ctx, made.ID)
			require.ErrorIs(t, err, frontdesk.ErrNotFound)
		})
	}
}

func TestMessages_WithoutAuthorBecomeNotes(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	for name, client := range formats(srv) {
		made := srv.AddConversation(liveagent.Conversation{Subject: name})
		conversations, ctx := client.Conversations, t.Context()
		require.NoError(t, conversations.CreateMessage(ctx, made.ID, &liveagent.ConversationCreateMessageParams{
			Message: "hello", UserIdentifier: "agent001", Type: liveagent.MessageTypeMessage,
		}))
		require.NoError(t, conversations.CreateMessage(ctx, made.ID, &liveagent.ConversationCreateMessageParams{Message: "system"}))
		require.NoError(t, conversations.CreateNote(ctx, made.ID, &liveagent.ConversationCreateNoteParams{
			Message: "on purpose", UserIdentifier: "agent@example.com", IsHTMLMessage: liveagent.Yes,
		}))
		groups, err := conversations.ListMessages(ctx, made.ID, nil)
		require.NoError(t, err, name)
		var told []string
		for _, group := range groups {
			require.Len(t, group.Messages, 1)
			message := group.Messages[0]
			told = append(told, fmt.Sprintf("%s %s %s", message.Type, message.UserID, message.Text))
			assert.Equal(t, liveagent.MessageGroupStatusVisible, group.Status)
		}
		assert.Equal(t, []string{"M agent001 hello", "N system system", "N agent001 on purpose"}, told, name)

		groups, err = conversations.ListMessages(ctx, made.ID, &liveagent.ConversationListMessagesParams{DateFrom: time.Now().Add(time.Hour)})
		require.NoError(t, err)
		assert.NotNil(t, groups)
		assert.Empty(t, groups)
	}
}

func TestCreateMessage_TakesAnEmptyBodyForSuccess(t *testing.T) {
	rt := &replying{status: 200}
	client := clientOf(t, rt)
	require.NoError(t, client.Conversations.CreateNote(t.Context(), "c", &liveagent.ConversationCreateNoteParams{Message: "m"}))
	err := client.Conversations.AddTag(t.Context(), "c", &liveagent.ConversationTagParams{ID: "t"})
	require.ErrorIs(t, err, frontdesk.ErrDecode)
}

func TestConversations_RefuseBeforeSending(t *testing.T) {
	rt := &replying{status: 200, body: okBody}
	c := clientOf(t, rt).Conversations
	ctx := t.Context()
	create := func(change func(*liveagent.ConversationCreateParams)) error {
		params := newTicket()
		change(params)
		_, err := c.Create(ctx, params)
		return err
	}
	list := func(params liveagent.ConversationListParams) error {
		_, err := c.List(ctx, &params)
		return err
	}
	messages := func(params liveagent.ConversationListMessagesParams) error {
		_, err := c.ListMessages(ctx, "c", &params)
		return err
	}
	now := time.Now()
	_, createNil := c.Create(ctx, nil)
	for field, errs := range map[string][]error{
		"message": {
			createNil, create(func(p *liveagent.ConversationCreateParams) { p.Message = "" }),
			c.CreateMessage(ctx, "c", nil), c.CreateNote(ctx, "c", nil),
		},
		"useridentifier": {
			create(func(p *liveagent.ConversationCreateParams) { p.UserIdentifier = "" }),
			c.CreateMessage(ctx, "c", &liveagent.ConversationCreateMessageParams{Message: "m", Type: liveagent.MessageTypeMessage}),
		},
		"type": {
			c.CreateMessage(ctx, "c", &liveagent.ConversationCreateMessageParams{Message: "m", UserIdentifier: "agent001", Type: liveagent.MessageTypeFile}),
		},
		"dateto": {
			list(liveagent.ConversationListParams{DateFrom: now, DateTo: now.Add(-time.Hour)}),
			messages(liveagent.ConversationListMessagesParams{DateFrom: now, DateTo: now.Add(-time.Hour)}),
		},
		"department": {
			create(func(p *liveagent.ConversationCreateParams) { p.Department = "" }), c.Transfer(ctx, "c", nil),
			c.Transfer(ctx, "c", &liveagent.ConversationTransferParams{UserIdentifier: "agent001", Note: "n", Messages: "n"}),
		},
		"subject":   {create(func(p *liveagent.ConversationCreateParams) { p.Subject = "" })},
		"recipient": {create(func(p *liveagent.ConversationCreateParams) { p.Recipient = "" })},
		"customfields": {
			create(func(p *liveagent.ConversationCreateParams) { p.CustomFields = liveagent.CustomFields{{Value: "v"}} }),
			c.AddFields(ctx, "c", nil), c.AddFields(ctx, "c", &liveagent.AddFieldsParams{}),
			c.AddFields(ctx, "c", &liveagent.AddFieldsParams{CustomFields: liveagent.CustomFields{{Value: "v"}}}),
		},
		"code": {c.DeleteFields(ctx, "c", nil), c.DeleteFields(ctx, "c", &liveagent.DeleteFieldsParams{})},
		"id":   {c.AddTag(ctx, "c", nil), c.RemoveTag(ctx, "c", &liveagent.ConversationTagParams{})},
		"status": {
			c.UpdateStatus(ctx, "c", nil), c.UpdateStatus(ctx, "c", &liveagent.ConversationUpdateStatusParams{Note: "n"}),
			c.UpdateStatus(ctx, "c", &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationPostponed}),
			c.UpdateStatus(ctx, "c", &liveagent.ConversationUpdateStatusParams{Status: "resolved"}),
		},
		"limit":          {list(liveagent.ConversationListParams{Limit: -1})},
		"offset":         {list(liveagent.ConversationListParams{Offset: -1})},
		"Resume":         {list(liveagent.ConversationListParams{Resume: "nonsense"})},
		"conversationid": {c.Delete(ctx, "", nil), c.Transfer(ctx, "..", &liveagent.ConversationTransferParams{Department: "d"})},
		"datechanged": {
			list(liveagent.ConversationListParams{DateChanged: liveagent.After(time.Time{})}),
			list(liveagent.ConversationListParams{DateChanged: liveagent.Between(now, time.Time{})}),
			list(liveagent.ConversationListParams{DateChanged: liveagent.Between(now, now.Add(-time.Hour))}),
			list(liveagent.ConversationListParams{DateChanged: liveagent.Like("")}),
			list(liveagent.ConversationListParams{DateChanged: liveagent.Like("yesterday")}),
		},
	} {
		for i, err := range errs {
			var failure *frontdesk.Error
			require.ErrorAs(t, err, &failure, "%s %d", field, i)
			assert.Equal(t, frontdesk.KindInvalid, failure.Kind, "%s %d", field, i)
			assert.Equal(t, field, failure.Field, "%s %d", field, i)
			assert.Equal(t, frontdesk.SentNo, failure.Sent, "%s %d", field, i)
		}
	}
	assert.Empty(t, rt.seen)
}

func TestUpdateStatus_NamesTheStatesThatCanBeSet(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	made := srv.AddConversation(liveagent.Conversation{})
	conversations := srv.Client().Conversations
	for _, status := range []liveagent.ConversationStatus{"A", "R", "C"} {
		require.NoError(t, conversations.UpdateStatus(t.Context(), made.ID, &liveagent.ConversationUpdateStatusParams{Status: status}))
		read, err := conversations.Get(t.Context(), made.ID)
		require.NoError(t, err)
		assert.Equal(t, status, read.Status)
	}
	srv.ResetRequests()
	err := conversations.UpdateStatus(t.Context(), made.ID, &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationDeleted})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	for _, word := range []string{`"X"`, `"A" (answered)`, `"R" (resolved)`, `"C" (open)`} {
		assert.Contains(t, err.Error(), word)
	}
	assert.Zero(t, srv.Count())
}

func TestNotFound_NamesTheThing(t *testing.T) {
	for _, old := range []bool{false, true} {
		var options []liveagenttest.Option
		if old {
			options = append(options, liveagenttest.WithOldServer())
		}
		srv := liveagenttest.NewServer(t, options...)
		made := srv.AddConversation(liveagent.Conversation{})
		for format, client := range formats(srv) {
			c, ctx := client.Conversations, t.Context()
			stranger := newTicket()
			stranger.Department = "none"
			_, createErr := c.Create(ctx, stranger)
			_, customerErr := client.Customers.Get(ctx, "none@example.com")
			for field, err := range map[string]error{
				"conversation": c.Transfer(ctx, "none", &liveagent.ConversationTransferParams{Department: "default"}),
				"department":   c.Transfer(ctx, made.ID, &liveagent.ConversationTransferParams{Department: "none", AgentIdentifier: "agent001"}),
				"agent":        c.Transfer(ctx, made.ID, &liveagent.ConversationTransferParams{Department: "default", AgentIdentifier: "none@example.com"}),
				"department ":  createErr,
				"customer":     customerErr,
				"tag":          c.AddTag(ctx, made.ID, &liveagent.ConversationTagParams{Name: "none"}),
			} {
				require.ErrorIs(t, err, frontdesk.ErrNotFound, "%s %s", format, field)
				var failure *frontdesk.Error
				require.ErrorAs(t, err, &failure)
				assert.Equal(t, strings.TrimSpace(field), failure.Field, "%s, old %v: %s", format, old, failure.Message)
			}
			read, err := c.Get(ctx, made.ID)
			require.NoError(t, err)
			assert.Empty(t, read.AssignedTo, "a refused transfer changes nothing")
		}
	}
}

func TestDateFilter_WritesEachOperatorInTheAccountsZone(t *testing.T) {
	at := time.Date(2026, 1, 12, 13, 2, 1, 0, time.UTC) // 05:02:01 in the account's zone
	for want, filter := range map[string]liveagent.DateFilter{
		"eq:2026-01-12 05:02:01":                      liveagent.EqualTo(at),
		"neq:2026-01-12 05:02:01":                     liveagent.NotEqualTo(at),
		"gt:2026-01-12 05:02:01":                      liveagent.After(at),
		"lt:2026-01-12 05:02:01":                      liveagent.Before(at),
		"gte:2026-01-12 05:02:01":                     liveagent.NotBefore(at),
		"lte:2026-01-12 05:02:01":                     liveagent.NotAfter(at),
		"btw:2026-01-12 05:02:01,2026-01-13 05:02:01": liveagent.Between(at, at.AddDate(0, 0, 1)),
		"lk:2026-01-%":                                liveagent.Like("2026-01-%"),
		"lk:2026-0?-1? 05:%":                          liveagent.Like("2026-0?-1? 05:%"),
		"":                                            {},
	} {
		rt := &replying{status: 200, body: []byte(`{"response":{"conversations":[]}}`)}
		_, err := clientOf(t, rt).Conversations.List(t.Context(), &liveagent.ConversationListParams{DateChanged: filter})
		require.NoError(t, err)
		assert.Equal(t, want, rt.seen[0].URL.Query().Get("datechanged"))
		assert.Equal(t, want != "", rt.seen[0].URL.Query().Has("datechanged"))
	}
}

func TestList_FiltersByEachParameter(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	day := func(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, pacific) }
	some := func(id, owner, subject string, status liveagent.ConversationStatus, channel liveagent.ChannelType, n int) {
		srv.AddConversation(liveagent.Conversation{
			ID: id, OwnerEmail: owner, Subject: subject, Status: status, ChannelType: channel,
			DateCreated: frontdesk.Some(day(n)), DateChanged: frontdesk.Some(day(n)),
		})
	}
	some("one", "a@example.com", "Hello", liveagent.ConversationOpen, liveagent.ChannelEmail, 1)
	some("two", "b@example.com", "Other", liveagent.ConversationResolved, liveagent.ChannelCall, 2)
	some("three", "b@example.com", "Hello", liveagent.ConversationSpam, liveagent.ChannelTwitter, 3)
	tests := []struct {
		params liveagent.ConversationListParams
		want   []string
	}{
		{liveagent.ConversationListParams{}, []string{"one", "two", "three"}},
		{liveagent.ConversationListParams{OwnerIdentifier: "b@example.com"}, []string{"two", "three"}},
		{liveagent.ConversationListParams{Department: "none"}, []string{}},
		{liveagent.ConversationListParams{Status: []liveagent.ConversationStatus{liveagent.ConversationOpen, liveagent.ConversationSpam}}, []string{"one", "three"}},
		{liveagent.ConversationListParams{ChannelType: []liveagent.ChannelType{liveagent.ChannelCall, liveagent.ChannelTwitter}}, []string{"two", "three"}},
		{liveagent.ConversationListParams{Subject: "Hello"}, []string{"one", "three"}},
		{liveagent.ConversationListParams{DateFrom: day(2)}, []string{"two", "three"}},
		{liveagent.ConversationListParams{DateTo: day(2)}, []string{"one", "two"}},
		{liveagent.ConversationListParams{DateChanged: liveagent.EqualTo(day(2))}, []string{"two"}},
		{liveagent.ConversationListParams{DateChanged: liveagent.NotEqualTo(day(2))}, []string{"one", "three"}},
		{liveagent.ConversationListParams{DateChanged: liveagent.After(day(2))}, []string{"three"}},
		{liveagent.ConversationListParams{DateChanged: liveagent.NotAfter(day(2))}, []string{"one", "two"}},
		{liveagent.ConversationListParams{DateChanged: liveagent.Between(day(2), day(3))}, []string{"two", "three"}},
		{liveagent.ConversationListParams{DateChanged: liveagent.Like("2026-03-0? 12:%")}, []string{"one", "two", "three"}},
		{liveagent.ConversationListParams{Limit: 1, Offset: 1}, []string{"two"}},
	}
	for name, client := range formats(srv) {
		for _, test := range tests {
			page, err := client.Conversations.List(t.Context(), &test.params)
			require.NoError(t, err)
			got := []string{}
			for _, row := range page.Items {
				got = append(got, row.ID)
			}
			assert.Equal(t, test.want, got, "%s %+v", name, test.params)
		}
	}
}

func TestList_TellsWhetherMoreFollows(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	for range 5 {
		srv.AddConversation(liveagent.Conversation{})
	}
	list := srv.Client().Conversations
	params := &liveagent.ConversationListParams{Limit: 2}
	var ids []string
	for pages := 1; ; pages++ {
		page, err := list.List(t.Context(), params)
		require.NoError(t, err)
		for _, row := range page.Items {
			ids = append(ids, row.ID)
		}
		_, known := page.Total.Get()
		assert.False(t, known)
		if !page.HasMore {
			assert.Equal(t, 3, pages)
			break
		}
		params.Resume = page.Next
	}
	assert.Len(t, ids, 5)
	page, err := list.List(t.Context(), nil)
	require.NoError(t, err)
	assert.False(t, page.HasMore, "5 rows are no full page")
}

func TestAll_ReadsEachRowOnce(t *testing.T) {
	for _, prefetch := range []int{0, 3} {
		synctest.Test(t, func(t *testing.T) {
			srv := liveagenttest.NewServer(t)
			for range 7 {
				srv.AddConversation(liveagent.Conversation{})
			}
			params := &liveagent.ConversationListParams{Limit: 3, Offset: 1}
			rows := srv.Client().Conversations.All(t.Context(), params, frontdesk.WithPrefetch(prefetch))
			params.Limit = 99 // All copied them
			for range 2 {
				srv.ResetRequests()
				got, err := frontdesk.Collect(rows)
				require.NoError(t, err)
				assert.Len(t, got, 6)
				assert.Equal(t, 3, srv.Count("conversations.list"), "two full pages and an empty one")
			}
		})
	}
}

func TestAll_EndsOnOldServersThatDoNotPage(t *testing.T) {
	srv := liveagenttest.NewServer(t, liveagenttest.WithOldServer())
	for range 4 {
		srv.AddConversation(liveagent.Conversation{})
	}
	got, err := frontdesk.Collect(srv.Client().Conversations.All(t.Context(), &liveagent.ConversationListParams{Department: "default", Limit: 2}))
	require.NoError(t, err)
	assert.Len(t, got, 4)
}

func TestOldAndNewServers_SayTheSameByKind(t *testing.T) {
	for _, old := range []bool{false, true} {
		var options []liveagenttest.Option
		if old {
			options = append(options, liveagenttest.WithOldServer())
		}
		srv := liveagenttest.NewServer(t, options...)
		for name, client := range formats(srv) {
			_, err := client.Conversations.Get(t.Context(), "none")
			assert.ErrorIs(t, err, frontdesk.ErrNotFound, name)
			var failure *frontdesk.Error
			require.ErrorAs(t, err, &failure)
			want := liveagent.CodeNotFound
			if old {
				want = liveagent.CodeProcessing
			}
			assert.Equal(t, want, failure.Code)
			assert.Equal(t, 1, failure.Attempts)

			_, err = client.Agents.Get(t.Context(), "nobody@example.com")
			assert.ErrorIs(t, err, frontdesk.ErrNotFound, name)
			params := newTicket()
			params.UserIdentifier = "visitor@example.com"
			_, err = client.Conversations.Create(t.Context(), params)
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, name)
			_, err = client.Conversations.List(t.Context(), nil)
			if old {
				assert.ErrorIs(t, err, frontdesk.ErrValidation, name)
			} else {
				assert.NoError(t, err, name)
			}
		}
	}
}

func TestKeys_AreRefusedByKind(t *testing.T) {
	srv := liveagenttest.NewServer(t, liveagenttest.WithForeignKey("v3-key-000000"))
	for key, code := range map[string]frontdesk.Code{"wrong-key-000": liveagent.CodeUnauthorized, "v3-key-000000": liveagent.CodeForbidden} {
		client, err := liveagent.New(srv.BaseURL(), key, frontdesk.WithHTTPClient(srv.HTTPClient()))
		require.NoError(t, err)
		_, err = client.Application.Status(t.Context())
		require.ErrorIs(t, err, frontdesk.ErrAuth)
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, code, failure.Code)
	}
}

// cutting answers with pages of 1,000 rows at most, whatever was asked.
type cutting struct{ rows, requests int }

func (c *cutting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.requests++
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset")) // missing is 0
	body := []byte(`{"response":{"conversations":[`)
	for i := offset; i < min(offset+1000, c.rows); i++ {
		if i > offset {
			body = append(body, ',')
		}
		body = fmt.Appendf(body, `{"conversationid":"c%d"}`, i)
	}
	return (&replying{status: 200, body: append(body, `]}}`...)}).RoundTrip(r)
}

func TestAll_ReadsOnWhereTheServerCutsAPage(t *testing.T) {
	server := &cutting{rows: 2500}
	client, err := liveagent.New("https://acme.example.com", "test-key-000", frontdesk.WithHTTPClient(&http.Client{Transport: server}))
	require.NoError(t, err)
	rows, err := frontdesk.Collect(client.Conversations.All(t.Context(), &liveagent.ConversationListParams{Limit: 5000}))
	require.NoError(t, err)
	assert.Len(t, rows, 2500)
	assert.Equal(t, 3, server.requests)
}
