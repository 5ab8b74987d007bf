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

const chatPath = "/chats/5215261"

// everyGeneration runs a test against servers of both.
func everyGeneration(t *testing.T, test func(t *testing.T, srv *helpcrunchtest.Server)) {
	for name, g := range map[string]helpcrunchtest.Generation{"V1": helpcrunchtest.V1, "V2": helpcrunchtest.V2} {
		t.Run(name, func(t *testing.T) {
			test(t, helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(g), helpcrunchtest.WithQuota(0, 0)))
		})
	}
}

func TestChats_AreWhatWasCreated(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx := srv.Client(), t.Context()
		made, err := hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{
			Customer: helpcrunchtest.SeedCustomerID, Application: helpcrunchtest.SeedApplicationID,
			Assignee: helpcrunchtest.SeedAgentID, Department: helpcrunchtest.SeedDepartmentID,
		})
		require.NoError(t, err)
		assert.Equal(t, helpcrunch.ChatStatusEmpty, made.Status)
		assert.Equal(t, helpcrunch.ChatOriginPublicAPI, made.CreatedWith)
		assert.Equal(t, frontdesk.Some(int64(helpcrunchtest.SeedApplicationID)), made.ApplicationID)
		assert.Equal(t, "Mr. Bean", made.Assignee.Or(helpcrunch.Agent{}).Name)
		assert.Equal(t, "Support", made.Department.Or(helpcrunch.Department{}).Name)
		assert.Equal(t, "Cindy Mindy", made.Customer.Or(helpcrunch.CustomerSummary{}).Name)
		assert.WithinDuration(t, time.Now(), made.CreatedAt, time.Minute)

		read, err := hc.Chats.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, made, read)
		kept, ok := srv.Chat(made.ID)
		assert.True(t, ok)
		assert.Equal(t, made.Assignee, kept.Assignee)
		page, err := hc.Chats.List(ctx, &helpcrunch.ChatListParams{Sort: helpcrunch.ChatSortCreatedAt, Order: helpcrunch.Descending})
		require.NoError(t, err)
		assert.Equal(t, frontdesk.Some(2), page.Total)
		assert.Equal(t, made.ID, page.Items[0].ID)
		assert.Len(t, srv.Chats(), 2)
		var total helpcrunch.ChatTotal
		require.NoError(t, hc.Do(ctx, http.MethodGet, "/chats/total", nil, &total))
		assert.Equal(t, frontdesk.Some(2), total.Total)
	})
}

func TestChats_ShowCustomersAsTheyAreNow(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	hc, ctx := srv.Client(), t.Context()
	_, err := hc.Customers.Update(ctx, helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerUpdateParams{Name: frontdesk.Some("Cindy Wed")})
	require.NoError(t, err)
	chat, err := hc.Chats.Get(ctx, helpcrunchtest.SeedChatID)
	require.NoError(t, err)
	assert.Equal(t, "Cindy Wed", chat.Customer.Or(helpcrunch.CustomerSummary{}).Name)
}

func TestChats_ANewChatNeedsWhatItRefersTo(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		_, err := srv.Client().Chats.Create(t.Context(), &helpcrunch.ChatCreateParams{Customer: 1, Application: 2, Assignee: 3, Department: 4})
		require.ErrorIs(t, err, frontdesk.ErrValidation)
		e := err.(*frontdesk.Error)
		assert.Equal(t, "customer", e.Field)
		assert.Len(t, e.Details, 5)
		assert.Len(t, srv.Chats(), 1)
	})
}

func TestChats_Assignment(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx, id := srv.Client(), t.Context(), int64(helpcrunchtest.SeedChatID)
		assign := func(to frontdesk.Opt[int64]) (*helpcrunch.Chat, error) {
			return hc.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{ID: id, Assignee: to})
		}
		chat, err := assign(frontdesk.Some(int64(2533)))
		require.NoError(t, err)
		assert.Equal(t, helpcrunch.Agent{ID: 2533, Name: "Alex", Email: "alex.wasserman@example.com", Role: helpcrunch.AgentRoleAdmin}, chat.Assignee.Or(helpcrunch.Agent{}))
		chat, err = assign(frontdesk.Null[int64]())
		require.NoError(t, err)
		assert.True(t, chat.Assignee.IsNull())
		_, err = assign(frontdesk.Some(int64(1)))
		require.ErrorIs(t, err, frontdesk.ErrValidation)
		assert.Equal(t, helpcrunch.CodeInvalidChatValue, err.(*frontdesk.Error).Code)
		assert.Equal(t, "assignee", err.(*frontdesk.Error).Field)

		chat, err = hc.Chats.UpdateDepartment(ctx, &helpcrunch.ChatUpdateDepartmentParams{ID: id, Department: 142139})
		require.NoError(t, err)
		assert.Equal(t, "Marketing", chat.Department.Or(helpcrunch.Department{}).Name)
		_, err = hc.Chats.UpdateDepartment(ctx, &helpcrunch.ChatUpdateDepartmentParams{ID: id, Department: 1})
		assert.Equal(t, helpcrunch.CodeInvalidChatValue, err.(*frontdesk.Error).Code)
	})
}

func TestChats_CloseReopenAndRate(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		hc, ctx, id := srv.Client(), t.Context(), int64(helpcrunchtest.SeedChatID)
		set := func(status helpcrunch.ChatStatus) *helpcrunch.Chat {
			chat, err := hc.Chats.UpdateStatus(ctx, &helpcrunch.ChatUpdateStatusParams{ID: id, Status: status})
			require.NoError(t, err)
			assert.Equal(t, status, chat.Status)
			return chat
		}
		rate := func(id int64) error {
			_, err := hc.Chats.Rate(ctx, &helpcrunch.ChatRateParams{ID: id, Rating: helpcrunch.ChatRatingPerfect})
			return err
		}
		assert.Equal(t, helpcrunch.CodeInvalidRequest, rate(id).(*frontdesk.Error).Code)
		require.ErrorIs(t, rate(id), frontdesk.ErrConflict, "not closed")
		set(helpcrunch.ChatStatusOnHold)
		closed := set(helpcrunch.ChatStatusClosed)
		assert.Equal(t, helpcrunch.SideAgent, closed.ClosedBy)
		assert.Equal(t, closed, set(helpcrunch.ChatStatusClosed), "nothing changes")
		_, isClosed := closed.ClosedAt.Get()
		assert.True(t, isClosed)
		require.NoError(t, rate(id))
		require.ErrorIs(t, rate(id), frontdesk.ErrConflict, "rated already")
		reopened := set(helpcrunch.ChatStatusOpened)
		assert.True(t, reopened.ClosedAt.IsNull())
		assert.Empty(t, reopened.ClosedBy)
		assert.Equal(t, helpcrunch.ChatRatingPerfect, reopened.Rating)

		silent := srv.AddChat(helpcrunch.Chat{Status: helpcrunch.ChatStatusClosed})
		require.ErrorIs(t, rate(silent.ID), frontdesk.ErrConflict, "no agent wrote")
	})
}

func TestChats_SnoozeEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		hc, ctx, id := srv.Client(), t.Context(), int64(helpcrunchtest.SeedChatID)
		until := time.Now().Add(time.Hour).Truncate(time.Second).UTC()
		chat, err := hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: id, SnoozedUntil: frontdesk.Some(until)})
		require.NoError(t, err)
		assert.Equal(t, frontdesk.Some(until), chat.SnoozedUntil)
		time.Sleep(59 * time.Minute) // virtual
		chat, err = hc.Chats.Get(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, frontdesk.Some(until), chat.SnoozedUntil)
		time.Sleep(time.Minute)
		kept, _ := srv.Chat(id)
		assert.True(t, kept.SnoozedUntil.IsNull())

		_, err = hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: id, SnoozedUntil: frontdesk.Some(until.Add(time.Hour))})
		require.NoError(t, err)
		chat, err = hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: id, SnoozedUntil: frontdesk.Null[time.Time]()})
		require.NoError(t, err)
		assert.True(t, chat.SnoozedUntil.IsNull())
	})
}

func TestChats_UnknownOnesHaveTheVendorsErrors(t *testing.T) {
	const old = `{"errors":[{"code":"chat_not_found","message":"Chat is missing"}]}`
	const generic = `{"errors":[{"code":"invalid_request","message":"Invalid request"},{"code":"not_found","message":"Chat not found"}]}`
	const misspelt = `{"errors":[{"code":"not_fount","message":"Chat for ID \"1\" was not found"}]}`
	for path, c := range map[string]struct{ body, v1, v2 string }{
		"/chats/snooze":         {`{"id":1,"snoozedUntil":null}`, old, generic},
		"/chats/status":         {`{"id":1,"status":"new"}`, old, generic},
		"/chats/assignee":       {`{"id":1,"assignee":null}`, old, generic},
		"/chats/department":     {`{"id":1,"department":1}`, old, generic},
		"/chats/rate":           {`{"id":1,"rating":"poor"}`, old, generic},
		"/chats/readByAgent":    {`{"id":1,"read":true}`, misspelt, misspelt},
		"/chats/readByCustomer": {`{"id":1,"read":true}`, misspelt, misspelt},
		"/chats/read":           {`{"id":1,"read":true}`, misspelt, misspelt},
	} {
		for g, want := range map[helpcrunchtest.Generation]string{helpcrunchtest.V1: c.v1, helpcrunchtest.V2: c.v2} {
			srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(g))
			status, body := send(t, srv, http.MethodPut, path, c.body)
			assert.Equal(t, http.StatusNotFound, status, path)
			assert.JSONEq(t, want, body, path)
		}
	}
	status, body := send(t, helpcrunchtest.New(), http.MethodGet, "/chats/1", "")
	assert.Equal(t, http.StatusNotFound, status)
	assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "chats.get.404.json")), body)
}

func TestChats_BadValuesHaveACodeOfTheirOwn(t *testing.T) {
	srv := helpcrunchtest.New()
	defer srv.Close()
	status, body := send(t, srv, http.MethodPut, "/chats/status", `{"id":5215261,"status":"sleeping"}`)
	assert.Equal(t, http.StatusBadRequest, status)
	assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "chats.update_status.400.json")), body)
	_, body = send(t, srv, http.MethodPut, "/chats/assignee", `{"id":5215261,"assignee":"Alex"}`)
	assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "chats.update_assignee.400.json")), body)
	_, body = send(t, srv, http.MethodPost, "/messages", `{"chat":"a","text":"b","type":"message"}`)
	assert.JSONEq(t, string(contract.ExampleFile(contract.HelpCrunch, "messages.create.400.json")), body)
}

func TestChats_SearchFilters(t *testing.T) {
	everyGeneration(t, func(t *testing.T, srv *helpcrunchtest.Server) {
		day := func(n int) time.Time { return time.Unix(1600000000+int64(n)*86400, 0).UTC() }
		ada := srv.AddCustomer(helpcrunch.Customer{
			Email: frontdesk.Some("ada@example.com"), UserID: frontdesk.Some("u-1"), Tags: []helpcrunch.Tag{{Name: "Lead"}, {Name: "Paid"}},
		})
		one := srv.AddChat(helpcrunch.Chat{
			ID: 1, Status: helpcrunch.ChatStatusOnHold, CreatedAt: day(1), Customer: frontdesk.Some(helpcrunch.CustomerSummary{ID: ada.ID}),
			Assignee: frontdesk.Some(helpcrunch.Agent{ID: 2533}), Agents: helpcrunch.AgentList{{ID: 2533}, {ID: 4761}},
			Department: frontdesk.Some(helpcrunch.Department{ID: 142139}), Rating: helpcrunch.ChatRatingPoor,
		})
		srv.AddChat(helpcrunch.Chat{ID: 2, Status: helpcrunch.ChatStatusClosed, CreatedAt: day(2), ClosedAt: frontdesk.Some(day(3)), Agents: helpcrunch.AgentList{{ID: 4761}}})
		assert.Equal(t, "Alex", one.Assignee.Or(helpcrunch.Agent{}).Name)

		const seed = helpcrunchtest.SeedChatID
		for name, c := range map[string]struct {
			filter helpcrunch.Filter
			want   []int64
		}{
			"status":                 {helpcrunch.And(helpcrunch.ChatFieldStatus.Is("on hold")), []int64{1}},
			"status, other spelling": {helpcrunch.And(helpcrunch.ChatFieldStatus.Is("onhold")), []int64{1}},
			"status by number":       {helpcrunch.And(helpcrunch.ChatFieldStatus.Is("4")), []int64{1}},
			"status by a number that the sources dispute": {helpcrunch.And(helpcrunch.ChatFieldStatus.Is("5")), nil},
			"another status":           {helpcrunch.And(helpcrunch.ChatFieldStatus.IsNot("closed")), []int64{1, seed}},
			"assignee":                 {helpcrunch.And(helpcrunch.ChatFieldAssignee.Is(2533)), []int64{1}},
			"no such assignee":         {helpcrunch.And(helpcrunch.ChatFieldAssignee.IsNot(2533)), []int64{2, seed}},
			"one of the agents":        {helpcrunch.And(helpcrunch.ChatFieldAgents.Is(4761)), []int64{1, 2}},
			"none of the agents":       {helpcrunch.And(helpcrunch.ChatFieldAgents.IsNot(4761)), []int64{seed}},
			"an agent above":           {helpcrunch.And(helpcrunch.ChatFieldAgents.Above(4700)), []int64{1, 2}},
			"department":               {helpcrunch.And(helpcrunch.ChatFieldDepartment.Is(142139)), []int64{1}},
			"created":                  {helpcrunch.And(helpcrunch.ChatFieldCreatedAt.After(day(1))), []int64{2}},
			"changed":                  {helpcrunch.And(helpcrunch.ChatFieldUpdatedAt.Before(day(2))), []int64{1, seed}},
			"closed at":                {helpcrunch.And(helpcrunch.ChatFieldClosedAt.NotAfter(day(3))), []int64{2}},
			"rating":                   {helpcrunch.And(helpcrunch.ChatFieldRating.Is("poor")), []int64{1}},
			"customer":                 {helpcrunch.And(helpcrunch.ChatFieldCustomer.Is(ada.ID)), []int64{1}},
			"customer's e-mail":        {helpcrunch.And(helpcrunch.ChatFieldCustomerEmail.Contains("ada@")), []int64{1}},
			"customer's own id":        {helpcrunch.And(helpcrunch.ChatFieldCustomerUserID.Is("u-1")), []int64{1}},
			"customer's tags":          {helpcrunch.And(helpcrunch.ChatFieldCustomerTags.Include("Lead", "Paid")), []int64{1}},
			"customer's tags, not all": {helpcrunch.And(helpcrunch.ChatFieldCustomerTags.Include("Lead", "Lost")), nil},
			"or":                       {helpcrunch.Or(helpcrunch.ChatFieldStatus.Is("closed"), helpcrunch.ChatFieldCustomerTags.Include("lead")), []int64{2, seed}},
			"and":                      {helpcrunch.And(helpcrunch.ChatFieldStatus.Is("closed"), helpcrunch.ChatFieldCustomerTags.Include("lead")), nil},
		} {
			page, err := srv.Client().Chats.Search(t.Context(), &helpcrunch.ChatSearchParams{Filter: c.filter})
			require.NoError(t, err, name)
			var ids []int64
			for _, chat := range page.Items {
				ids = append(ids, chat.ID)
			}
			assert.ElementsMatch(t, c.want, ids, name)
			assert.Equal(t, frontdesk.Some(len(c.want)), page.Total, name)
		}
	})
}

func TestChats_ABubbleBeginsBeforeTheSeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hc := helpcrunchtest.NewServer(t).Client()
		older := func() int {
			chats, err := frontdesk.Collect(hc.Chats.SearchAll(t.Context(), &helpcrunch.ChatSearchParams{
				Filter: helpcrunch.And(helpcrunch.ChatFieldCreatedAt.Before(time.Now().Add(-24 * time.Hour))),
			}))
			require.NoError(t, err)
			return len(chats)
		}
		assert.Zero(t, older())
		time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
		assert.Equal(t, 1, older())
	})
}

func TestChats_GenerationsDifferOnTheWire(t *testing.T) {
	for g, want := range map[helpcrunchtest.Generation][]string{
		helpcrunchtest.V1: {`"createdAt":1593887537,`, `"status":"on hold"`},
		helpcrunchtest.V2: {`"createdAt":"1593887537"`, `"status":"onhold"`},
	} {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(g))
		_, body := send(t, srv, http.MethodPut, "/chats/status", `{"id":5215261,"status":"on-hold"}`)
		for _, text := range want {
			assert.Contains(t, body, text)
		}
		_, body = send(t, srv, http.MethodGet, "/chats", "")
		assert.Contains(t, body, `"meta":{"total":1}`)
		_, body = send(t, srv, http.MethodGet, chatPath, "")
		assert.NotContains(t, body, "updatedAt", "what only the state knows stays there")
	}
}
