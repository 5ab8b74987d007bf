package helpcrunch_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestChats_StatusIsReadInEverySpelling(t *testing.T) {
	for wire, want := range map[string]helpcrunch.ChatStatus{
		"onhold": helpcrunch.ChatStatusOnHold, "on hold": helpcrunch.ChatStatusOnHold, "on-hold": helpcrunch.ChatStatusOnHold,
		"open": helpcrunch.ChatStatusOpened, "opened": helpcrunch.ChatStatusOpened,
		"no communication": helpcrunch.ChatStatusNoCommunication, "something new": "something new",
	} {
		chat, err := answering(t, 200, `{"id":1,"status":"`+wire+`"}`).Chats.Get(t.Context(), 1)
		require.NoError(t, err)
		assert.Equal(t, want, chat.Status, wire)
	}
}

func TestChats_ABrokenPreconditionOfARatingIsAConflict(t *testing.T) {
	rate := func(status int, body string) *frontdesk.Error {
		_, err := answering(t, status, body).Chats.Rate(t.Context(), &helpcrunch.ChatRateParams{ID: 1, Rating: helpcrunch.ChatRatingPoor})
		return asError(t, err)
	}
	e := rate(400, string(contract.ExampleFile(contract.HelpCrunch, "chats.rate.400.not_closed.json")))
	assert.Equal(t, frontdesk.KindConflict, e.Kind)
	assert.Equal(t, helpcrunch.CodeInvalidRequest, e.Code)
	e = rate(400, `{"errors":[{"code":"invalid_request"},{"code":"rating"}]}`)
	assert.Equal(t, frontdesk.KindValidation, e.Kind, "with company it is the generic first entry")
	assert.Equal(t, "rating", e.Field)
	assert.Equal(t, frontdesk.KindAuth, rate(401, `{"errors":[{"code":"invalid_request"}]}`).Kind)
}

func TestServices_BadArgumentsAreRefusedBeforeSending(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	hc, ctx := srv.Client(), t.Context()
	type check struct {
		field string
		err   error
	}
	var checks []check
	add := func(field string, _ any, err error) { checks = append(checks, check{field, err}) }
	try := func(field string) func(any, error) { return func(v any, err error) { add(field, v, err) } }
	chat := func(field string) func(*helpcrunch.Chat, error) {
		return func(v *helpcrunch.Chat, err error) { add(field, v, err) }
	}
	chat("chat_id")(hc.Chats.Get(ctx, -1))
	chat("customer")(hc.Chats.Create(ctx, nil))
	chat("application")(hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{Customer: 1}))
	chat("assignee")(hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{Customer: 1, Application: 1, Assignee: -1}))
	chat("department")(hc.Chats.Create(ctx, &helpcrunch.ChatCreateParams{Customer: 1, Application: 1, Department: -1}))
	chat("snoozedUntil")(hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: 1}))
	chat("snoozedUntil")(hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: 1, SnoozedUntil: frontdesk.Some(time.Time{})}))
	chat("id")(hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{SnoozedUntil: frontdesk.Null[time.Time]()}))
	chat("status")(hc.Chats.UpdateStatus(ctx, &helpcrunch.ChatUpdateStatusParams{ID: 1, Status: helpcrunch.ChatStatusEmpty}))
	chat("assignee")(hc.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{ID: 1}))
	chat("assignee")(hc.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{ID: 1, Assignee: frontdesk.Some(int64(0))}))
	chat("department")(hc.Chats.UpdateDepartment(ctx, &helpcrunch.ChatUpdateDepartmentParams{ID: 1}))
	chat("rating")(hc.Chats.Rate(ctx, &helpcrunch.ChatRateParams{ID: 1}))
	chat("id")(hc.Chats.MarkReadByAgent(ctx, nil))
	chat("id")(hc.Chats.MarkReadByCustomer(ctx, nil))
	chat("id")(hc.Chats.MarkRead(ctx, nil))
	post := func(field string, p *helpcrunch.MessageCreateParams) {
		v, err := hc.Messages.Create(ctx, p)
		try(field)(v, err)
	}
	post("chat", nil)
	post("text", &helpcrunch.MessageCreateParams{Chat: 1})
	post("type", &helpcrunch.MessageCreateParams{Chat: 1, Text: "a", Type: helpcrunch.MessageTypeEmail})
	post("agent", &helpcrunch.MessageCreateParams{Chat: 1, Text: "a", Type: helpcrunch.MessageTypePrivate, Agent: -1})
	record := func(field string, p *helpcrunch.EventCreateParams) {
		v, err := hc.Events.Create(ctx, p)
		try(field)(v, err)
	}
	record("name", nil)
	record("customer", &helpcrunch.EventCreateParams{Name: "a"})
	record("data", &helpcrunch.EventCreateParams{Name: "a", Customer: 1, Data: helpcrunch.EventData{"a": []string{}}})
	_, err := hc.Messages.List(ctx, 0, nil)
	add("chat_id", nil, err)
	add("agent_id", nil, hc.Agents.Unsubscribe(ctx, 0))
	for _, c := range checks {
		e := asError(t, c.err)
		assert.Equal(t, frontdesk.KindInvalid, e.Kind, c.field)
		assert.Equal(t, c.field, e.Field)
		assert.Equal(t, frontdesk.SentNo, e.Sent, c.field)
	}
	assert.Len(t, checks, 25)
	assert.Zero(t, srv.Count())
}

func TestServices_IteratorsReadTheirLists(t *testing.T) {
	hc, ctx := answering(t, 200, `{"data":[{"id":1},{"id":2}],"meta":{"total":2}}`), t.Context()
	chats, err := frontdesk.Collect(hc.Chats.All(ctx, nil))
	require.NoError(t, err)
	assert.Len(t, chats, 2)
	found, err := frontdesk.Collect(hc.Chats.SearchAll(ctx, &helpcrunch.ChatSearchParams{
		Filter: helpcrunch.And(helpcrunch.ChatFieldStatus.Is("closed"), helpcrunch.ChatFieldCustomerTags.Include("Lead")),
	}))
	require.NoError(t, err)
	assert.Len(t, found, 2)
	messages, err := frontdesk.Collect(hc.Messages.All(ctx, 1, nil))
	require.NoError(t, err)
	assert.Len(t, messages, 2)
	agents, err := frontdesk.Collect(hc.Agents.All(ctx, nil))
	require.NoError(t, err)
	assert.Len(t, agents, 2)
	departments, err := frontdesk.Collect(hc.Departments.All(ctx, nil))
	require.NoError(t, err)
	assert.Len(t, departments, 2)
	applications, err := frontdesk.Collect(hc.Applications.All(ctx, nil))
	require.NoError(t, err)
	assert.Len(t, applications, 2)
}

func TestServices_ShapesThatNobodySawAreKept(t *testing.T) {
	total, err := answering(t, 200, `{"count":5,"total":6}`).Chats.Total(t.Context())
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(6), total.Total)
	assert.JSONEq(t, `5`, string(total.Extra["count"]))

	page, err := answering(t, 200, `{"data":[{"id":1,"platform":"ios"}]}`).Applications.List(t.Context(), nil)
	require.NoError(t, err)
	assert.JSONEq(t, `"ios"`, string(page.Items[0].Extra["platform"]))

	for _, body := range []string{`{}`, `{"id":1}`, `{"data":null}`} {
		_, err := answering(t, 200, body).Organization.Get(t.Context())
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
	event, err := answering(t, 200, `{"id":1,"data":{"n":9007199254740993}}`).Events.Create(t.Context(), &helpcrunch.EventCreateParams{Name: "a", Customer: 1})
	require.NoError(t, err)
	assert.Equal(t, helpcrunch.EventData{"n": int64(9007199254740993)}, event.Data)
	require.NoError(t, answering(t, 200, `"Ok"`).Agents.Unsubscribe(t.Context(), 5))
}

func TestAll_ATotalBelowWhatWasReadEndsNothing(t *testing.T) {
	const rows = 250
	for _, prefetch := range []int{0, 3} {
		for _, total := range []int{0, 1, 99, -1} {
			srv := helpcrunchtest.NewServer(t)
			srv.Fail(frontdesktest.Reply(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				var page []string
				for id := offset + 1; id <= min(offset+100, rows); id++ {
					page = append(page, fmt.Sprintf(`{"id":%d}`, id))
				}
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprintf(w, `{"data":[%s],"total":%d}`, strings.Join(page, ","), total)
			})).Always())
			hc := srv.Client(frontdesk.WithPrefetch(prefetch))
			found, err := frontdesk.Collect(hc.Customers.All(t.Context(), nil))
			require.NoError(t, err)
			assert.Len(t, found, rows, "total %d", total)
			assert.Equal(t, 3, srv.Count())

			page, err := hc.Customers.List(t.Context(), nil)
			require.NoError(t, err)
			assert.Equal(t, frontdesk.Some(total), page.Total, "what the server told is shown")
			assert.True(t, page.HasMore)
		}
	}
}

func TestList_AMetaThatIsNoObjectTellsNothing(t *testing.T) {
	for _, meta := range []string{`[]`, `""`, `false`, `null`, `{}`, `[{"total":5}]`} {
		page, err := answering(t, 200, `{"meta":`+meta+`,"data":[{"id":1}]}`).Chats.List(t.Context(), nil)
		require.NoError(t, err, meta)
		assert.Len(t, page.Items, 1, meta)
		assert.Equal(t, frontdesk.Opt[int]{}, page.Total, meta)
	}
}

func TestChat_AgentsAreAListOneOrNone(t *testing.T) {
	for body, want := range map[string]helpcrunch.AgentList{
		`[{"id":1}]`: {{ID: 1}}, `{"id":1}`: {{ID: 1}}, `{}`: {}, `[]`: {},
	} {
		chat, err := answering(t, 200, `{"id":5,"agents":`+body+`}`).Chats.Get(t.Context(), 5)
		require.NoError(t, err, body)
		assert.Equal(t, want, chat.Agents, body)
	}
}
