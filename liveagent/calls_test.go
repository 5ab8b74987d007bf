package liveagent_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// invocation calls one operation of a client.
type invocation func(context.Context, *liveagent.Client, ...frontdesk.Option) (any, error)

// changed makes an invocation of a method without result.
func changed(f func(context.Context, *liveagent.Client, ...frontdesk.Option) error) invocation {
	return func(ctx context.Context, c *liveagent.Client, opts ...frontdesk.Option) (any, error) {
		return nil, f(ctx, c, opts...)
	}
}

type (
	ctx  = context.Context
	la   = *liveagent.Client
	opts = []frontdesk.Option
)

var field = liveagent.CustomFields{{Code: "varsymbol", Value: "43894209"}}

var (
	january  = time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	february = time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC)
)

var invocations = map[string]invocation{
	"agents.get":         func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Agents.Get(x, "a", o...) },
	"application.status": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Application.Status(x, o...) },
	"conversations.get":  func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Conversations.Get(x, "c", o...) },
	"conversations.list": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Conversations.List(x, &liveagent.ConversationListParams{Department: "d"}, o...)
	},
	"conversations.create": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Conversations.Create(x, &liveagent.ConversationCreateParams{
			Message: "m", UserIdentifier: "u", Department: "d", Subject: "s", Recipient: "r@example.com",
		}, o...)
	},
	"conversations.list_messages": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Conversations.ListMessages(x, "c", nil, o...)
	},
	"conversations.create_message": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.CreateMessage(x, "c", &liveagent.ConversationCreateMessageParams{Message: "m"}, o...)
	}),
	"conversations.change_status": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.UpdateStatus(x, "c", &liveagent.ConversationUpdateStatusParams{Status: liveagent.ConversationResolved}, o...)
	}),
	"conversations.transfer": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.Transfer(x, "c", &liveagent.ConversationTransferParams{Department: "d"}, o...)
	}),
	"conversations.delete": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.Conversations.Delete(x, "c", nil, o...) }),
	"conversations.list_tags": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Conversations.ListTags(x, "c", o...)
	},
	"conversations.assign_tag": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.AddTag(x, "c", &liveagent.ConversationTagParams{ID: "t"}, o...)
	}),
	"conversations.unassign_tag": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.RemoveTag(x, "c", &liveagent.ConversationTagParams{ID: "t"}, o...)
	}),
	"conversations.add_fields": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.AddFields(x, "c", &liveagent.AddFieldsParams{CustomFields: field}, o...)
	}),
	"conversations.delete_fields": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Conversations.DeleteFields(x, "c", &liveagent.DeleteFieldsParams{Code: "f"}, o...)
	}),

	"customers.get":  func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Customers.Get(x, "k", o...) },
	"customers.list": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Customers.List(x, nil, o...) },
	"customers.register": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Customers.Register(x, &liveagent.CustomerRegisterParams{Email: "e@example.com"}, o...)
	},
	"customers.list_groups": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Customers.ListGroups(x, "k", o...) },
	"customers.add_to_group": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Customers.AddToGroup(x, "k", &liveagent.CustomerGroupNameParams{Name: "VIP"}, o...)
	}),
	"customers.remove_from_group": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Customers.RemoveFromGroup(x, "k", &liveagent.CustomerGroupNameParams{Name: "VIP"}, o...)
	}),
	"customers.add_fields": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Customers.AddFields(x, "k", &liveagent.AddFieldsParams{CustomFields: field}, o...)
	}),
	"customers.delete_fields": changed(func(x ctx, c la, o ...frontdesk.Option) error {
		return c.Customers.DeleteFields(x, "k", &liveagent.DeleteFieldsParams{Code: "f"}, o...)
	}),

	"customers_groups.list": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.CustomerGroups.List(x, o...) },
	"customers_groups.get":  func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.CustomerGroups.Get(x, "g", o...) },
	"customers_groups.add": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.CustomerGroups.Create(x, &liveagent.CustomerGroupCreateParams{Name: "VIP"}, o...)
	},
	"customers_groups.change": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.CustomerGroups.Update(x, "g", nil, o...) }),
	"customers_groups.delete": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.CustomerGroups.Delete(x, "g", o...) }),

	"departments.list":        func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Departments.List(x, o...) },
	"departments.get":         func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Departments.Get(x, "d", o...) },
	"departments.list_agents": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Departments.ListAgents(x, "d", o...) },

	"tags.list": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Tags.List(x, o...) },
	"tags.get":  func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Tags.Get(x, "t", o...) },
	"tags.add": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Tags.Create(x, &liveagent.TagCreateParams{Name: "VIP"}, o...)
	},
	"tags.change": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.Tags.Update(x, "t", nil, o...) }),
	"tags.delete": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.Tags.Delete(x, "t", o...) }),

	"online_status.agents":       func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.OnlineStatus.Agents(x, o...) },
	"online_status.departments":  func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.OnlineStatus.Departments(x, o...) },
	"overview.chats":             func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Overview.Chats(x, o...) },
	"overview.calls":             func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Overview.Calls(x, o...) },
	"suggestion_categories.list": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.SuggestionCategories.List(x, o...) },
	"suggestions.create": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Suggestions.Create(x, &liveagent.SuggestionCreateParams{UserIdentifier: "u", Category: "c", Subject: "s", Message: "m"}, o...)
	},

	"reports.agents": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.Agents(x, &liveagent.AgentsReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.channels": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.Channels(x, &liveagent.MetricsReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.departments": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.Departments(x, &liveagent.MetricsReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.tags": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.Tags(x, &liveagent.MetricsReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.performance": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.Performance(x, &liveagent.MetricsReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.ranking": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.Ranking(x, &liveagent.RankingReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.tickets_agent_availability": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.TicketsAgentAvailability(x, &liveagent.AgentAvailabilityReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.tickets_load": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.TicketsLoad(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.tickets_sla_compliance": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.TicketsSLACompliance(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.tickets_sla_log": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.TicketsSLALog(x, &liveagent.SLALogReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.chats_agent_availability": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.ChatsAgentAvailability(x, &liveagent.AgentAvailabilityReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.chats_availability": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.ChatsAvailability(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.chats_load": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.ChatsLoad(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.chats_sla_compliance": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.ChatsSLACompliance(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.chats_sla_log": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.ChatsSLALog(x, &liveagent.SLALogReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.calls_agent_availability": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.CallsAgentAvailability(x, &liveagent.AgentAvailabilityReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.calls_availability": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.CallsAvailability(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.calls_load": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.CallsLoad(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.calls_sla_compliance": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.CallsSLACompliance(x, &liveagent.IntervalReportParams{DateFrom: january, DateTo: february}, o...)
	},
	"reports.calls_sla_log": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Reports.CallsSLALog(x, &liveagent.SLALogReportParams{DateFrom: january, DateTo: february}, o...)
	},

	"companies.list": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Companies.List(x, nil, o...) },
	"companies.get":  func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Companies.Get(x, "7", o...) },
	"files.get":      func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Files.Get(x, "7", o...) },
	"files.add": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Files.Create(x, &liveagent.FileCreateParams{Name: "n", Type: "t", DownloadURL: "u"}, o...)
	},
	"files.delete":   changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.Files.Delete(x, "7", o...) }),
	"widgets.list":   func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Widgets.List(x, nil, o...) },
	"widgets.get":    func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Widgets.Get(x, "7", o...) },
	"widgets.add":    func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Widgets.Create(x, nil, o...) },
	"widgets.change": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Widgets.Update(x, "7", nil, o...) },
	"widgets.delete": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.Widgets.Delete(x, "7", o...) }),
	"knowledgebase.list_articles": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Knowledgebase.ListArticles(x, nil, o...)
	},
	"knowledgebase.list_entries": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Knowledgebase.ListEntries(x, o...) },
	"knowledgebase.search": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Knowledgebase.Search(x, &liveagent.KnowledgebaseSearchParams{Query: "q"}, o...)
	},
	"knowledgebase.list_knowledgebases": func(x ctx, c la, o ...frontdesk.Option) (any, error) { return c.Knowledgebase.List(x, o...) },
	"knowledgebase.add_article": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Knowledgebase.CreateArticle(x, &liveagent.ArticleCreateParams{Title: "t", Content: "c"}, o...)
	},
	"knowledgebase.change_article": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Knowledgebase.UpdateArticle(x, "7", nil, o...)
	},
	"knowledgebase.add_category": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Knowledgebase.CreateCategory(x, &liveagent.CategoryCreateParams{Title: "t"}, o...)
	},
	"knowledgebase.change_category": func(x ctx, c la, o ...frontdesk.Option) (any, error) {
		return c.Knowledgebase.UpdateCategory(x, "7", nil, o...)
	},
	"knowledgebase.delete_entry": changed(func(x ctx, c la, o ...frontdesk.Option) error { return c.Knowledgebase.DeleteEntry(x, "7", o...) }),
}

// replying is a transport that gives one reply to everything and counts.
type replying struct {
	status int
	body   []byte
	xml    bool
	seen   []*http.Request
	bodies []string
}

func (r *replying) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		sent, _ = io.ReadAll(req.Body)
	}
	r.seen, r.bodies = append(r.seen, req), append(r.bodies, string(sent))
	contentType := "application/json"
	if r.xml {
		contentType = "text/xml"
	}
	return &http.Response{
		StatusCode: r.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(bytes.NewReader(r.body)),
		ContentLength: int64(len(r.body)),
	}, nil
}

// clientOf is a client over a transport, in the default zone.
func clientOf(t *testing.T, rt http.RoundTripper, more ...frontdesk.Option) *liveagent.Client {
	t.Helper()
	all := append(opts{frontdesk.WithHTTPClient(&http.Client{Transport: rt})}, more...)
	client, err := liveagent.New("https://acme.example.com", "test-key-000", all...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// callWith calls an operation whose reply is a payload with status 200.
func callWith(t *testing.T, operation string, payload []byte, isXML bool) (any, error) {
	t.Helper()
	call, ok := invocations[operation]
	require.True(t, ok, "no invocation of %s", operation)
	client := clientOf(t, &replying{status: http.StatusOK, body: payload, xml: isXML}, frontdesk.NoRetry())
	if isXML {
		return call(t.Context(), client, liveagent.WithXML())
	}
	return call(t.Context(), client)
}

// toXML writes a JSON example as LiveAgent would in XML.
func toXML(t *testing.T, _ *contract.Operation, example contract.Example) []byte {
	t.Helper()
	if example.XML {
		return nil
	}
	var body struct{ Response any }
	require.NoError(t, json.Unmarshal(example.Data(), &body))
	var b strings.Builder
	writeElement(&b, "response", body.Response)
	return []byte(b.String())
}

func writeElement(b *strings.Builder, name string, value any) {
	fmt.Fprintf(b, "<%s>", name)
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeElement(b, key, v[key])
		}
	case []any:
		for _, row := range v {
			writeElement(b, name[:len(name)-1], row)
		}
	case nil:
	default:
		_ = xml.EscapeText(b, []byte(fmt.Sprint(v)))
	}
	fmt.Fprintf(b, "</%s>", name)
}

// toJSON writes an XML example as LiveAgent would in JSON.
func toJSON(t *testing.T, op *contract.Operation, example contract.Example) []byte {
	t.Helper()
	type node struct {
		XMLName  xml.Name
		Text     string `xml:",chardata"`
		Children []node `xml:",any"`
	}
	var root node
	require.NoError(t, xml.Unmarshal(example.Data(), &root))
	lists := map[string]bool{"customfields": true, "messages": true}
	if op.Response.Kind == "list" {
		lists[op.Response.Envelope[strings.LastIndex(op.Response.Envelope, ".")+1:]] = true
	}
	var convert func(n node) any
	convert = func(n node) any {
		if lists[n.XMLName.Local] {
			rows := []any{}
			for _, child := range n.Children {
				rows = append(rows, convert(child))
			}
			return rows
		}
		if len(n.Children) == 0 {
			if text := strings.TrimSpace(n.Text); text != "" {
				return text
			}
			return nil
		}
		object := map[string]any{}
		for _, child := range n.Children {
			object[child.XMLName.Local] = convert(child)
		}
		return object
	}
	data, err := json.Marshal(map[string]any{"response": convert(root)})
	require.NoError(t, err)
	return data
}
