package helpcrunchtest_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestMessages_SeedIsTheVendorsExample(t *testing.T) {
	hc := helpcrunchtest.NewServer(t).Client()
	page, err := hc.Messages.List(t.Context(), helpcrunchtest.SeedChatID, nil)
	require.NoError(t, err)
	var ids []int64
	for _, message := range page.Items {
		ids = append(ids, message.ID)
	}
	assert.Equal(t, []int64{9577571, 9577570, 9577569, 9577568, 9577567}, ids, "newest first")
	assert.Equal(t, frontdesk.Some(5), page.Total)
	assert.Equal(t, time.UnixMilli(1594139170913).UTC(), page.Items[0].CreatedAt)

	chat, err := hc.Chats.Get(t.Context(), helpcrunchtest.SeedChatID)
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(int64(9577571)), chat.LastMessageID)
	assert.Equal(t, page.Items[0].Text, chat.LastMessageText)
	assert.Equal(t, frontdesk.Some(int64(helpcrunchtest.SeedAgentID)), chat.LastCommunicatedAgentID)
}

func TestMessages_TextMayComeLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithTextDelay(2*time.Second))
		hc := srv.Client()
		newest := func() helpcrunch.Message {
			page, err := hc.Messages.List(t.Context(), helpcrunchtest.SeedChatID, nil)
			require.NoError(t, err)
			require.Len(t, page.Items, 6)
			assert.NotEmpty(t, page.Items[0].Text, "a message that was there before")
			return page.Items[5] // the others are of 2020, which is to come in a bubble
		}
		sent, err := hc.Messages.Create(t.Context(), &helpcrunch.MessageCreateParams{
			Chat: helpcrunchtest.SeedChatID, Type: helpcrunch.MessageTypeMessage, Text: "hello?",
		})
		require.NoError(t, err)
		assert.Empty(t, sent.Text)
		assert.Equal(t, sent.ID, newest().ID)
		time.Sleep(2*time.Second - time.Millisecond)
		assert.Empty(t, newest().Text)
		time.Sleep(time.Millisecond)
		assert.Equal(t, "hello?", newest().Text)
		assert.Equal(t, "hello?", srv.Messages(helpcrunchtest.SeedChatID)[5].Text)
	})
}

func TestMessages_BothSidesWrite(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx := srv.Client(), t.Context()
		chat, err := hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{Customer: helpcrunchtest.SeedCustomerID, Application: helpcrunchtest.SeedApplicationID})
		require.NoError(t, err)
		post := func(p helpcrunch.MessageCreateParams) *helpcrunch.Message {
			p.Chat = chat.ID
			message, err := hc.Messages.Create(ctx, &p)
			require.NoError(t, err)
			chat, err = hc.Chats.Get(ctx, chat.ID)
			require.NoError(t, err)
			return message
		}

		note := post(helpcrunch.MessageCreateParams{Text: "note", Type: helpcrunch.MessageTypePrivate})
		assert.Equal(t, helpcrunch.SideAgent, note.From)
		assert.Equal(t, helpcrunch.ChatStatusEmpty, chat.Status, "a note is no message to the customer")

		asked := post(helpcrunch.MessageCreateParams{Text: "hello?", Type: helpcrunch.MessageTypeMessage})
		assert.Equal(t, helpcrunch.SideCustomer, asked.From)
		assert.True(t, asked.Agent.IsNull())
		assert.Equal(t, helpcrunch.ChatStatusNew, chat.Status)
		assert.Equal(t, frontdesk.Some(false), chat.ReadByAgent)
		assert.Equal(t, asked.CreatedAt.Truncate(time.Second), chat.LastCustomerMessageAt.Or(time.Time{}))

		answer := post(helpcrunch.MessageCreateParams{
			Text: "hi", MarkdownText: "**hi**", Type: helpcrunch.MessageTypeMessage, Agent: helpcrunchtest.SeedAgentID,
		})
		assert.Equal(t, "**hi**", answer.Text, "the text holds the Markdown form")
		assert.Equal(t, "Mr. Bean", answer.Agent.Or(helpcrunch.Agent{}).Name)
		post(helpcrunch.MessageCreateParams{Text: "more", Type: helpcrunch.MessageTypeMessage, Agent: helpcrunchtest.SeedAgentID})
		assert.Len(t, chat.Agents, 1)
		assert.Equal(t, "more", chat.LastMessageText)
		assert.Equal(t, frontdesk.Some(false), chat.ReadByCustomer)
		assert.Equal(t, frontdesk.Some(int64(helpcrunchtest.SeedAgentID)), chat.LastCommunicatedAgentID)

		list, err := frontdesk.Collect(hc.Messages.All(ctx, chat.ID, &helpcrunch.MessageListParams{Limit: 3}))
		require.NoError(t, err)
		require.Len(t, list, 4)
		assert.Equal(t, "more", list[0].Text)
		assert.Equal(t, "note", list[3].Text)
		assert.Len(t, srv.Messages(chat.ID), 4)
	})
}

func TestMessages_ReadingAChatReadsTheOtherSidesMessages(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	hc, ctx := srv.Client(), t.Context()
	chat := srv.AddChat(helpcrunch.Chat{})
	srv.AddMessage(helpcrunch.Message{Chat: chat.ID, Text: "question"})
	srv.AddMessage(helpcrunch.Message{Chat: chat.ID, Text: "answer", Agent: frontdesk.Some(helpcrunch.Agent{ID: helpcrunchtest.SeedAgentID})})
	read := func() map[string]bool {
		flags := map[string]bool{}
		for _, m := range srv.Messages(chat.ID) {
			flags[m.Text] = m.Read
		}
		return flags
	}
	params := &helpcrunch.ChatMarkReadParams{ID: chat.ID, Read: true}
	changed, err := hc.Chats.MarkReadByAgent(ctx, params)
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(true), changed.ReadByAgent)
	assert.Equal(t, map[string]bool{"question": true, "answer": false}, read())
	_, err = hc.Chats.MarkReadByCustomer(ctx, params)
	require.NoError(t, err)
	assert.Equal(t, map[string]bool{"question": true, "answer": true}, read())
	params.Read = false
	changed, err = hc.Chats.MarkReadByCustomer(ctx, params)
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(false), changed.ReadByCustomer)
}

func TestMessages_UnknownChatsAndAgents(t *testing.T) {
	status, body := send(t, helpcrunchtest.NewServer(t), http.MethodPost, "/messages", `{"chat":1,"agent":2,"text":"a","type":"message"}`)
	assert.Equal(t, http.StatusNotFound, status)
	assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "messages.create.404.json")), body)
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx := srv.Client(), t.Context()
		_, err := hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{
			Chat: helpcrunchtest.SeedChatID, Agent: 1, Text: "a", Type: helpcrunch.MessageTypeMessage,
		})
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.Equal(t, helpcrunch.CodeEntityNotFound, err.(*frontdesk.Error).Code)
		_, err = hc.Messages.List(ctx, 1, nil)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
	})
}

func TestMessages_OldAuthorsHaveNoRole(t *testing.T) {
	for g, role := range map[helpcrunchtest.Generation]helpcrunch.AgentRole{helpcrunchtest.V1: "", helpcrunchtest.V2: helpcrunch.AgentRoleAdmin} {
		list := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(g)).Messages(helpcrunchtest.SeedChatID)
		assert.Equal(t, role, list[4].Agent.Or(helpcrunch.Agent{}).Role)
	}
}

func TestMessages_OlderOnesCanBeAdded(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	srv.AddMessage(helpcrunch.Message{
		Chat: helpcrunchtest.SeedChatID, Type: helpcrunch.MessageTypeEmail, Text: "old", CreatedAt: time.Unix(1500000000, 0),
	})
	list := srv.Messages(helpcrunchtest.SeedChatID)
	assert.Equal(t, "old", list[5].Text)
	assert.Equal(t, helpcrunch.MessageTypeEmail, list[5].Type)
}

func TestEvents_AreRecorded(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx := srv.Client(), t.Context()
		event, err := hc.Events.Create(ctx, &helpcrunch.EventCreateParams{
			Customer: helpcrunchtest.SeedCustomerID, Name: "Click", Data: helpcrunch.EventData{"n": 2, "ok": true},
		})
		require.NoError(t, err)
		assert.Equal(t, helpcrunch.EventData{"n": int64(2), "ok": true}, event.Data)
		kept := srv.Events(helpcrunchtest.SeedCustomerID)
		require.Len(t, kept, 1)
		assert.Equal(t, frontdesk.Some(int64(helpcrunchtest.SeedCustomerID)), kept[0].Customer)
		assert.Equal(t, event.ID, kept[0].ID)
		assert.Empty(t, srv.Events(1))
		_, err = hc.Events.Create(ctx, &helpcrunch.EventCreateParams{Customer: 1, Name: "Click"})
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
	})
}

func TestTeam_IsListedAndGrows(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx := srv.Client(), t.Context()
		department := srv.AddDepartment(helpcrunch.Department{Name: "Sales", Agents: []helpcrunch.Agent{{ID: 1, Name: "Eve", Role: helpcrunch.AgentRoleAgent}}})
		added := srv.AddAgent(helpcrunch.Agent{Name: "Bob"})
		agents, err := frontdesk.Collect(hc.Agents.All(ctx, &helpcrunch.AgentListParams{Limit: 4}))
		require.NoError(t, err)
		assert.Equal(t, srv.Agents(), agents)
		assert.Equal(t, added, agents[len(agents)-1])
		assert.Equal(t, "Eve", agents[len(agents)-2].Name, "members of departments belong to the team")
		departments, err := frontdesk.Collect(hc.Departments.All(ctx, nil))
		require.NoError(t, err)
		assert.Equal(t, department, departments[2])
		assert.Equal(t, departments, srv.Departments())

		require.NoError(t, hc.Agents.Unsubscribe(ctx, added.ID))
		assert.True(t, srv.AgentUnsubscribed(added.ID))
		assert.False(t, srv.AgentUnsubscribed(helpcrunchtest.SeedAgentID))
		err = hc.Agents.Unsubscribe(ctx, 2)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.Equal(t, helpcrunch.CodeNotFound, err.(*frontdesk.Error).Code)

		application := srv.AddApplication(helpcrunch.Application{Name: "iOS", Type: "ios", Active: true})
		page, err := hc.Applications.List(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, application.ID, page.Items[1].ID)
		srv.SetOrganization(helpcrunch.Organization{ID: 7, Domain: "example", ChatEnabled: true})
		organization, err := hc.Organization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, &helpcrunch.Organization{ID: 7, Domain: "example", ChatEnabled: true}, organization)
	})
}

func TestServer_TokenBucketQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithTokenBucketQuota(2, 20*time.Second))
		var statuses []int
		for range 3 {
			status, _ := send(t, srv, http.MethodGet, "/organization", "")
			statuses = append(statuses, status)
		}
		time.Sleep(10 * time.Second) // virtual
		status, _ := send(t, srv, http.MethodGet, "/organization", "")
		assert.Equal(t, []int{200, 200, 429, 200}, append(statuses, status))
	})
}
