package helpcrunch_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
)

// ofTags is why the driven search, by address, sends no name.
const ofTags = "it is in conditions on tags"

// target says how the inventory's calls are made by reflection. The values are
// those that no rule of the inventory can make up.
func target() *drive.Target {
	return &drive.Target{
		Vendor: contract.HelpCrunch,
		Dir:    ".",
		New: func(rt http.RoundTripper) (any, error) {
			return helpcrunch.New("test-api-key", frontdesk.WithHTTPClient(&http.Client{Transport: rt}))
		},
		Values: map[string]any{
			"customers.search filter.field": "customers.email",
			"chats.search filter.field":     "chats.customer.email",
		},
		Unsent: map[string]string{
			"customers.search filter.value.name": ofTags,
			"chats.search filter.value.name":     ofTags,
		},
	}
}

func TestContract_EveryMethodSendsWhatTheInventorySays(t *testing.T) {
	scan, err := contract.ScanOps(".")
	require.NoError(t, err)
	inv := contract.Load(contract.HelpCrunch)
	assert.Empty(t, scan.Check(inv))
	target := target()
	calls := 0
	for _, op := range inv.Operations {
		for _, result := range target.Run(scan, op) {
			calls++
			for _, fault := range result.Faults {
				t.Errorf("%s (%s, every parameter: %t): %s", op.ID, result.Method, result.Filled, fault)
			}
		}
	}
	assert.Empty(t, target.Unused())
	assert.Empty(t, scan.Missing(inv))
	assert.Equal(t, 2*31, calls)
}

// examples read a documented reply with the method of its operation.
var examples = map[string]func(*testing.T, *helpcrunch.Client) (any, error){
	"customers.list": func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Customers.List(t.Context(), nil) },
	"customers.get":  func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Customers.Get(t.Context(), 1) },
	"customers.create": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Customers.Create(t.Context(), nil)
	},
	"customers.update": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Customers.Update(t.Context(), 1, nil)
	},
	"customers.tag": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Customers.AddTags(t.Context(), 1, &helpcrunch.CustomerAddTagsParams{Tags: []helpcrunch.Tag{{Name: "a"}}})
	},
	"customers.untag": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Customers.RemoveTags(t.Context(), 1, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{"a"}})
	},
	"agents.list": func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Agents.List(t.Context(), nil) },
	"departments.list": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Departments.List(t.Context(), nil)
	},
	"applications.list": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Applications.List(t.Context(), nil)
	},
	"organization.get": func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Organization.Get(t.Context()) },
	"events.create": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Events.Create(t.Context(), &helpcrunch.EventCreateParams{Name: "a", Customer: 1})
	},
	"messages.list": func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Messages.List(t.Context(), 1, nil) },
	"messages.create": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Messages.Create(t.Context(), &helpcrunch.MessageCreateParams{Chat: 1, Text: "a", Type: helpcrunch.MessageTypeMessage})
	},
	"chats.list": func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Chats.List(t.Context(), nil) },
	"chats.get":  func(t *testing.T, c *helpcrunch.Client) (any, error) { return c.Chats.Get(t.Context(), 1) },
	"chats.create": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Chats.Create(t.Context(), &helpcrunch.ChatCreateParams{Customer: 1, Application: 1})
	},
	"chats.snooze": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Chats.Snooze(t.Context(), &helpcrunch.ChatSnoozeParams{ID: 1, SnoozedUntil: frontdesk.Null[time.Time]()})
	},
	"chats.update_status": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Chats.UpdateStatus(t.Context(), &helpcrunch.ChatUpdateStatusParams{ID: 1, Status: helpcrunch.ChatStatusNew})
	},
	"chats.rate": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Chats.Rate(t.Context(), &helpcrunch.ChatRateParams{ID: 1, Rating: helpcrunch.ChatRatingGreat})
	},
	"chats.mark_read_by_agent": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Chats.MarkReadByAgent(t.Context(), &helpcrunch.ChatMarkReadParams{ID: 1})
	},
	"chats.mark_read_by_customer": func(t *testing.T, c *helpcrunch.Client) (any, error) {
		return c.Chats.MarkReadByCustomer(t.Context(), &helpcrunch.ChatMarkReadParams{ID: 1})
	},
}

func TestContract_EveryExampleIsReadWithoutLoss(t *testing.T) {
	for _, op := range contract.Load(contract.HelpCrunch).Operations {
		read, ok := examples[op.ID]
		if !ok {
			// No example, or one that is just a word.
			assert.True(t, len(op.Successes()) == 0 || op.Response.Kind == "scalar", op.ID)
			continue
		}
		for _, example := range op.Successes() {
			t.Run(example.File, func(t *testing.T) {
				client, err := helpcrunch.New("test-api-key", frontdesk.WithHTTPClient(&http.Client{Transport: canned(example)}))
				require.NoError(t, err)
				got, err := read(t, client)
				require.NoError(t, err)
				comparison, err := contract.Decoded{
					Operation: op, Payload: example.Data(), Value: got, Marshal: helpcrunch.Marshal,
				}.Compare()
				require.NoError(t, err)
				assert.Empty(t, comparison.Faults())
				assert.NotZero(t, comparison.Leaves)
			})
		}
	}
}

// canned answers with one example.
type canned contract.Example

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: c.Status, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(bytes.NewReader(contract.Example(c).Data())),
	}, nil
}

func TestContract_ExampleRequestsAreWrittenAsDocumented(t *testing.T) {
	for file, value := range map[string]any{
		"customers.create.request.v2.json":               new(helpcrunch.CustomerCreateParams),
		"customers.update.request.v2.json":               new(helpcrunch.CustomerUpdateParams),
		"customers.update.request.json":                  new(helpcrunch.CustomerUpdateParams),
		"customers.replace.request.v2.json":              new(helpcrunch.CustomerReplaceParams),
		"customers.batch_update.request.json":            new([]helpcrunch.CustomerBatchUpdate),
		"customers.batch_update.request.v2.json":         new([]helpcrunch.CustomerBatchUpdate),
		"customers.tag.request.json":                     new(helpcrunch.CustomerAddTagsParams),
		"customers.tag.request.v2.json":                  new(helpcrunch.CustomerAddTagsParams),
		"customers.untag.request.json":                   new(helpcrunch.CustomerRemoveTagsParams),
		"customers.search.request.or.json":               new(helpcrunch.CustomerSearchParams),
		"chats.search.request.or.json":                   new(helpcrunch.ChatSearchParams),
		"chats.create.request.json":                      new(helpcrunch.ChatCreateParams),
		"chats.snooze.request.v2.json":                   new(helpcrunch.ChatSnoozeParams),
		"chats.snooze.request.unsnooze.json":             new(helpcrunch.ChatSnoozeParams),
		"chats.update_status.request.json":               new(helpcrunch.ChatUpdateStatusParams),
		"chats.update_assignee.request.json":             new(helpcrunch.ChatUpdateAssigneeParams),
		"chats.update_assignee.request.unassign.v2.json": new(helpcrunch.ChatUpdateAssigneeParams),
		"chats.update_department.request.json":           new(helpcrunch.ChatUpdateDepartmentParams),
		"chats.rate.request.json":                        new(helpcrunch.ChatRateParams),
		"chats.mark_read_by_agent.request.json":          new(helpcrunch.ChatMarkReadParams),
		"messages.create.request.json":                   new(helpcrunch.MessageCreateParams),
		"messages.create.request.private.json":           new(helpcrunch.MessageCreateParams),
		"events.create.request.json":                     new(helpcrunch.EventCreateParams),
	} {
		want := contract.ExampleFile(contract.HelpCrunch, file)
		require.NoError(t, helpcrunch.Unmarshal(want, value), file)
		got, err := helpcrunch.Marshal(value)
		require.NoError(t, err, file)
		assert.Equal(t, normal(t, want), normal(t, got), file)
	}
}

// normal is a request without what makes no difference: the order of custom
// attributes and an offset of 0.
func normal(t *testing.T, data []byte) any {
	var tree any
	require.NoError(t, helpcrunch.Unmarshal(data, &tree))
	normalise(t, tree)
	return tree
}

func normalise(t *testing.T, node any) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			normalise(t, item)
		}
	case map[string]any:
		if list, ok := node["customData"]; ok {
			data, err := helpcrunch.Marshal(list)
			require.NoError(t, err)
			var attributes helpcrunch.CustomData
			require.NoError(t, helpcrunch.Unmarshal(data, &attributes))
			node["customData"] = attributes
		}
		if node["offset"] == 0.0 {
			delete(node, "offset")
		}
	}
}
