package liveagent_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

func TestCustomers_LiveTheirLife(t *testing.T) {
	for _, name := range []string{"JSON", "XML", "JSON by index", "XML by index"} {
		t.Run(name, func(t *testing.T) {
			srv := liveagenttest.NewServer(t)
			client, ctx := formats(srv)[name], t.Context()
			made, err := client.Customers.Register(ctx, &liveagent.CustomerRegisterParams{
				Email: "jane+x@example.com", Name: "Jane Roe", Gender: liveagent.GenderFemale,
				Role: liveagent.CustomerRoleRegisteredVisitor, Password: "pass word", CustomFields: field,
				Phone: "555-0100", Note: "kind", SendRegistrationMail: liveagent.No, UniqueFields: "[]",
			})
			require.NoError(t, err)
			assert.Equal(t, "Roe", made.LastName)
			assert.Equal(t, liveagent.CustomerCookieRegistered, made.BrowserCookieName)
			for _, identifier := range []string{made.ContactID, "jane+x@example.com"} {
				read, err := client.Customers.Get(ctx, identifier)
				require.NoError(t, err)
				assert.Equal(t, made, read)
			}
			_, err = client.Customers.Register(ctx, &liveagent.CustomerRegisterParams{Email: "jane+x@example.com"})
			require.ErrorIs(t, err, frontdesk.ErrConflict)

			vip, err := client.CustomerGroups.Create(ctx, &liveagent.CustomerGroupCreateParams{Name: "VIP", Color: "FFFFFF", BackgroundColor: "0000FF"})
			require.NoError(t, err)
			require.NoError(t, client.Customers.AddToGroup(ctx, made.ContactID, &liveagent.CustomerGroupNameParams{Name: "VIP"}))
			groups, err := client.Customers.ListGroups(ctx, made.ContactID)
			require.NoError(t, err)
			assert.Equal(t, []liveagent.CustomerGroup{{ID: vip.ID, Name: "VIP"}}, groups)
			require.NoError(t, client.CustomerGroups.Update(ctx, vip.ID, &liveagent.CustomerGroupUpdateParams{Name: "Gold"}))
			group, err := client.CustomerGroups.Get(ctx, vip.ID)
			require.NoError(t, err)
			assert.Equal(t, liveagent.CustomerGroup{ID: vip.ID, Name: "Gold", Color: "FFFFFF", BackgroundColor: "0000FF"}, *group)
			require.NoError(t, client.Customers.RemoveFromGroup(ctx, made.ContactID, &liveagent.CustomerGroupNameParams{Name: "Gold"}))
			groups, err = client.Customers.ListGroups(ctx, made.ContactID)
			require.NoError(t, err)
			assert.Empty(t, groups)
			require.NoError(t, client.CustomerGroups.Delete(ctx, vip.ID))
			require.ErrorIs(t, client.CustomerGroups.Delete(ctx, vip.ID), frontdesk.ErrNotFound)
			all, err := client.CustomerGroups.List(ctx)
			require.NoError(t, err)
			assert.Empty(t, all)

			require.NoError(t, client.Customers.AddFields(ctx, made.ContactID, &liveagent.AddFieldsParams{CustomFields: liveagent.CustomFields{{Code: "b", Value: "1"}}}))
			require.NoError(t, client.Customers.DeleteFields(ctx, made.ContactID, &liveagent.DeleteFieldsParams{Code: "varsymbol"}))
			read, err := client.Customers.Get(ctx, made.ContactID)
			require.NoError(t, err)
			assert.Equal(t, liveagent.CustomFields{{Code: "b", Value: "1"}}, read.CustomFields)
			require.NoError(t, client.Customers.DeleteAllFields(ctx, made.ContactID))
			read, err = client.Customers.Get(ctx, made.ContactID)
			require.NoError(t, err)
			assert.Empty(t, read.CustomFields)
		})
	}
}

func TestCustomers_AreListedByPages(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	for range 120 {
		srv.AddCustomer(liveagent.Customer{FirstName: "Ann", LastName: "Roe"})
	}
	srv.AddCustomer(liveagent.Customer{FirstName: "Bob", Email: "bob@example.com", DateCreated: frontdesk.Some(time.Date(2020, 1, 1, 0, 0, 0, 0, pacific))})
	for name, client := range formats(srv) {
		page, err := client.Customers.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, page.Items, 100, name)
		require.True(t, page.HasMore)
		page, err = client.Customers.List(t.Context(), &liveagent.CustomerListParams{Resume: page.Next})
		require.NoError(t, err)
		assert.Len(t, page.Items, 21)
		assert.False(t, page.HasMore)

		for range 2 {
			all, err := frontdesk.Collect(client.Customers.All(t.Context(), &liveagent.CustomerListParams{Limit: 50}))
			require.NoError(t, err)
			assert.Len(t, all, 121)
		}
		all, err := frontdesk.Collect(client.Customers.All(t.Context(), &liveagent.CustomerListParams{Offset: 120}))
		require.NoError(t, err)
		require.Len(t, all, 1)
		for _, params := range []liveagent.CustomerListParams{
			{Email: "BOB@"}, {FirstName: "ob"}, {DateCreatedTo: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)},
			{DateCreatedFrom: time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), DateCreatedTo: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)},
		} {
			page, err := client.Customers.List(t.Context(), &params)
			require.NoError(t, err)
			assert.Equal(t, all, page.Items)
		}
	}
	_, err := srv.Client().Customers.List(t.Context(), &liveagent.CustomerListParams{Limit: 1001})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestTagsAndDepartments_LiveTheirLife(t *testing.T) {
	for _, name := range []string{"JSON", "XML"} {
		srv := liveagenttest.NewServer(t)
		client, ctx := formats(srv)[name], t.Context()
		tag, err := client.Tags.Create(ctx, &liveagent.TagCreateParams{Name: "VIP", Color: "FFFFFF", BackgroundColor: "0000FF"})
		require.NoError(t, err)
		assert.Nil(t, tag.Extra)
		_, err = client.Tags.Create(ctx, &liveagent.TagCreateParams{Name: "vip"})
		require.ErrorIs(t, err, frontdesk.ErrConflict)
		require.NoError(t, client.Tags.Update(ctx, tag.ID, &liveagent.TagUpdateParams{Name: "Gold", Color: "000000", BackgroundColor: "111111"}))
		read, err := client.Tags.Get(ctx, tag.ID)
		require.NoError(t, err)
		assert.Equal(t, liveagent.Tag{ID: tag.ID, Name: "Gold", Color: "000000", BackgroundColor: "111111"}, *read)
		tags, err := client.Tags.List(ctx)
		require.NoError(t, err)
		assert.Equal(t, []liveagent.Tag{{ID: tag.ID, Name: "Gold"}}, tags)
		require.NoError(t, client.Tags.Delete(ctx, tag.ID))
		_, err = client.Tags.Get(ctx, tag.ID)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)

		sales := srv.AddDepartment(liveagent.Department{Name: "Sales", OnlineStatus: "T", PresetStatus: "MRT"}, "agent001")
		departments, err := client.Departments.List(ctx)
		require.NoError(t, err)
		assert.Len(t, departments, 2)
		assert.Equal(t, sales, departments[1])
		one, err := client.Departments.Get(ctx, sales.ID)
		require.NoError(t, err)
		assert.Equal(t, sales, *one)
		assert.False(t, one.Deleted.Bool())
		agents, err := client.Departments.ListAgents(ctx, sales.ID)
		require.NoError(t, err)
		require.Len(t, agents, 1)
		assert.Equal(t, "agent@example.com", agents[0].Email)
		assert.True(t, agents[0].PresetStatus.Has(liveagent.OnlineChat))
		_, err = client.Departments.Get(ctx, "none")
		require.ErrorIs(t, err, frontdesk.ErrNotFound)

		agent, err := client.Agents.Get(ctx, "agent@example.com")
		require.NoError(t, err)
		assert.Equal(t, liveagent.Secret("test-agent-token"), agent.AuthToken)
		status, err := client.Application.Status(ctx)
		require.NoError(t, err)
		assert.NotEmpty(t, status.LiveAgentVersion)
	}
}

func TestGroups_AreReadUnderBothNames(t *testing.T) {
	for _, body := range []string{
		`{"response":{"groups":[{"groupid":"1","groupname":"VIP"}]}}`, `{"response":{"groups":[{"id":"1","name":"VIP"}]}}`,
		`<response><groups><group><groupid>1</groupid><groupname>VIP</groupname></group></groups></response>`,
	} {
		for _, operation := range []string{"customers_groups.list", "customers.list_groups"} {
			groups, err := callWith(t, operation, []byte(body), body[0] == '<')
			require.NoError(t, err)
			assert.Equal(t, []liveagent.CustomerGroup{{ID: "1", Name: "VIP"}}, groups)
		}
	}
}

func TestCustomersTagsAndOthers_RefuseBeforeSending(t *testing.T) {
	rt := &replying{status: 200, body: okBody}
	c, x := clientOf(t, rt), t.Context()
	_, noTag := c.Tags.Create(x, nil)
	_, noGroup := c.CustomerGroups.Create(x, &liveagent.CustomerGroupCreateParams{})
	_, badFields := c.Customers.Register(x, &liveagent.CustomerRegisterParams{CustomFields: liveagent.CustomFields{{}}})
	_, noSuggestion := c.Suggestions.Create(x, nil)
	_, noFile := c.Files.Create(x, &liveagent.FileCreateParams{Name: "n"})
	_, noArticle := c.Knowledgebase.CreateArticle(x, &liveagent.ArticleCreateParams{Title: "t"})
	_, noCategory := c.Knowledgebase.CreateCategory(x, nil)
	_, noQuery := c.Knowledgebase.Search(x, nil)
	_, badLimit := c.Knowledgebase.ListArticles(x, &liveagent.KnowledgebaseListArticlesParams{Limit: -1})
	_, badDates := c.Customers.List(x, &liveagent.CustomerListParams{DateCreatedFrom: february, DateCreatedTo: january})
	for i, test := range []struct {
		err   error
		field string
	}{
		{badDates, "datecreatedto"},
		{noTag, "name"}, {noGroup, "name"}, {badFields, "customfields"}, {noSuggestion, "useridentifier"}, {noFile, "type"},
		{noArticle, "content"}, {noCategory, "title"}, {noQuery, "query"}, {badLimit, "limit"},
		{c.Customers.AddToGroup(x, "k", nil), "name"}, {c.Customers.RemoveFromGroup(x, "k", nil), "name"},
		{c.Customers.AddFields(x, "k", nil), "customfields"}, {c.Customers.DeleteFields(x, "k", nil), "code"},
		{c.Tags.Delete(x, ""), "tagid"}, {c.Files.Delete(x, ".."), "id"},
	} {
		var failure *frontdesk.Error
		require.ErrorAs(t, test.err, &failure, "%d", i)
		assert.Equal(t, test.field, failure.Field)
		assert.Equal(t, frontdesk.KindInvalid, failure.Kind)
	}
	assert.Empty(t, rt.seen)
}

func TestWidgets_ChangeMayAnswerOKAlone(t *testing.T) {
	value, err := callWith(t, "widgets.change", okBody, false)
	require.NoError(t, err)
	assert.Equal(t, &liveagent.Widget{}, value)
	value, err = callWith(t, "widgets.get", []byte(`{"response":{"contactwidgetid":"w","status":"A","css":"x"}}`), false)
	require.NoError(t, err)
	assert.Equal(t, "A", value.(*liveagent.Widget).Status)
	assert.Contains(t, value.(*liveagent.Widget).Extra, "css")
}
