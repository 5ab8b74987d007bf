package helpcrunch_test

import (
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

// writes are all calls that change something.
func writes(t *testing.T, c *helpcrunch.Client) map[string]func() error {
	ctx := t.Context()
	failure := func(_ any, err error) error { return err }
	read := &helpcrunch.ChatMarkReadParams{ID: 1, Read: true}
	return map[string]func() error{
		"customers.create":  func() error { return failure(c.Customers.Create(ctx, nil)) },
		"customers.update":  func() error { return failure(c.Customers.Update(ctx, 1, nil)) },
		"customers.replace": func() error { return failure(c.Customers.Replace(ctx, 1, nil)) },
		"customers.batch_update": func() error {
			return failure(c.Customers.UpdateBatch(ctx, []helpcrunch.CustomerBatchUpdate{{Customer: 1}}))
		},
		"customers.tag": func() error {
			return failure(c.Customers.AddTags(ctx, 1, &helpcrunch.CustomerAddTagsParams{Tags: []helpcrunch.Tag{{Name: "a"}}}))
		},
		"customers.untag": func() error {
			return failure(c.Customers.RemoveTags(ctx, 1, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{"a"}}))
		},
		"events.create": func() error {
			return failure(c.Events.Create(ctx, &helpcrunch.EventCreateParams{Name: "a", Customer: 1}))
		},
		"chats.create": func() error {
			return failure(c.Chats.Create(ctx, &helpcrunch.ChatCreateParams{Customer: 1, Application: 1}))
		},
		"chats.snooze": func() error {
			return failure(c.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: 1, SnoozedUntil: frontdesk.Null[time.Time]()}))
		},
		"chats.update_status": func() error {
			return failure(c.Chats.UpdateStatus(ctx, &helpcrunch.ChatUpdateStatusParams{ID: 1, Status: helpcrunch.ChatStatusNew}))
		},
		"chats.update_assignee": func() error {
			return failure(c.Chats.UpdateAssignee(ctx, &helpcrunch.ChatUpdateAssigneeParams{ID: 1, Assignee: frontdesk.Null[int64]()}))
		},
		"chats.update_department": func() error {
			return failure(c.Chats.UpdateDepartment(ctx, &helpcrunch.ChatUpdateDepartmentParams{ID: 1, Department: 1}))
		},
		"chats.rate": func() error {
			return failure(c.Chats.Rate(ctx, &helpcrunch.ChatRateParams{ID: 1, Rating: helpcrunch.ChatRatingPoor}))
		},
		"chats.mark_read_by_agent":    func() error { return failure(c.Chats.MarkReadByAgent(ctx, read)) },
		"chats.mark_read_by_customer": func() error { return failure(c.Chats.MarkReadByCustomer(ctx, read)) },
		"chats.mark_read":             func() error { return failure(c.Chats.MarkRead(ctx, read)) },
		"messages.create": func() error {
			return failure(c.Messages.Create(ctx, &helpcrunch.MessageCreateParams{Chat: 1, Text: "a", Type: helpcrunch.MessageTypeMessage}))
		},
		// Their answer is just a word.
		"customers.delete":   func() error { return c.Customers.Delete(ctx, 1) },
		"agents.unsubscribe": func() error { return c.Agents.Unsubscribe(ctx, 1) },
	}
}

// wordOnly are the writes whose answer tells nothing but that it was done: all but
// a web page will do.
var wordOnly = map[string]bool{"customers.delete": true, "agents.unsubscribe": true}

func TestWrites_AnUnreadableSuccessMayHaveHappened(t *testing.T) {
	const page = "<!DOCTYPE html><html><body>Sign in</body></html>"
	for name, reply := range map[string]struct {
		contentType, body string
		sent              frontdesk.Sent
	}{
		"a page":           {"text/html", page, frontdesk.SentUnknown},
		"a page as JSON":   {"application/json", page, frontdesk.SentUnknown},
		"nothing":          {"application/json", "", frontdesk.SentUnknown},
		"a record cut off": {"application/json", `{"id":1,"name":"A`, frontdesk.SentYes},
		"null":             {"application/json", `null`, frontdesk.SentYes},
		"an empty object":  {"application/json", `{}`, frontdesk.SentYes},
		"a list":           {"application/json", `[{"id":1}]`, frontdesk.SentYes},
	} {
		for _, op := range contract.Load(contract.HelpCrunch).Operations {
			isPage := reply.body == page
			batch := op.ID == "customers.batch_update" && reply.body != "" && reply.body[0] != '<' && name != "a record cut off"
			if op.Class == contract.Safe || wordOnly[op.ID] && !isPage || batch {
				continue
			}
			srv := helpcrunchtest.NewServer(t)
			srv.Fail(frontdesktest.Body(200, reply.contentType, reply.body).Always())
			call := writes(t, srv.Client())[op.ID]
			require.NotNil(t, call, op.ID)
			e := asError(t, call())
			assert.Equal(t, frontdesk.KindDecode, e.Kind, "%s: %s", op.ID, name)
			assert.Equal(t, reply.sent, e.Sent, "%s: %s", op.ID, name)
			assert.True(t, e.MayHaveHappened(), "%s: %s", op.ID, name)
			assert.Equal(t, 1, srv.Count(op.ID), "%s: %s", op.ID, name)
		}
	}
}

func TestUpdateBatch_AnAnswerWithoutCustomersHasNone(t *testing.T) {
	batch := []helpcrunch.CustomerBatchUpdate{{Customer: 1}}
	for body, want := range map[string]int{
		`{}`: 0, `null`: 0, `"Ok"`: 0, `[]`: 0, `{"data":[]}`: 0, `{"id":1}`: 1, `[{"id":1},{"id":2}]`: 2, `{"data":[{"id":1}]}`: 1,
		"Ok": 0, " Ok\n": 0, `[null,{"id":2},{}]`: 1, `{"data":[{}]}`: 0, `{"data":null}`: 0,
	} {
		customers, err := answering(t, 200, body).Customers.UpdateBatch(t.Context(), batch)
		require.NoError(t, err, body)
		assert.NotNil(t, customers, body)
		assert.Len(t, customers, want, body)
	}
}
