package liveagent_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// logServer serves an SLA log of n rows by pages.
type logServer struct {
	rows    int
	queries []string
}

func (s *logServer) RoundTrip(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	s.queries = append(s.queries, req.URL.RawQuery)
	limit, _ := strconv.Atoi(query.Get("limitcount"))
	from, _ := strconv.Atoi(query.Get("limitfrom"))
	var rows []string
	for i := from; i < min(from+limit, s.rows); i++ {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"conversationid":"c%d","newer":"x"}`, i+1, i+1))
	}
	body := `{"response":{"slalogs":[` + strings.Join(rows, ",") + `]}}`
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

func TestReports_AllReadsAThousandRowsAtATime(t *testing.T) {
	srv := &logServer{rows: 2500}
	reports := clientOf(t, srv).Reports
	params := &liveagent.SLALogReportParams{DateFrom: january, DateTo: february, Columns: []liveagent.ReportColumn{liveagent.ColumnID, liveagent.ColumnCode}}
	rows, err := frontdesk.Collect(reports.AllTicketsSLALog(t.Context(), params))
	require.NoError(t, err)
	require.Len(t, rows, 2500)
	assert.Equal(t, "2500", rows[2499].ID)
	assert.Equal(t, `"x"`, string(rows[0].Extra["newer"]))
	require.Len(t, srv.queries, 3)
	assert.Equal(t, "columns=id%2Ccode&date_from=2026-01-01+00%3A00%3A00&date_to=2026-02-01+00%3A00%3A00&limitcount=1000&limitfrom=2000&apikey=test-key-000", srv.queries[2])
	assert.Zero(t, params.Limit, "the caller's params stay as they are")

	page, err := reports.TicketsSLALog(t.Context(), &liveagent.SLALogReportParams{DateFrom: january, DateTo: february, Limit: 10, Offset: 5, WholeDays: true})
	require.NoError(t, err)
	assert.Len(t, page.Items, 10)
	require.True(t, page.HasMore)
	assert.Equal(t, "date_from=2026-01-01&date_to=2026-02-01&limitcount=10&limitfrom=5&apikey=test-key-000", srv.queries[3])
	page, err = reports.TicketsSLALog(t.Context(), &liveagent.SLALogReportParams{DateFrom: january, DateTo: february, Limit: 10, Resume: page.Next})
	require.NoError(t, err)
	assert.Equal(t, "16", page.Items[0].ID)
}

func TestReports_RefuseBeforeSending(t *testing.T) {
	srv := &logServer{}
	reports := clientOf(t, srv).Reports
	for field, params := range map[string]*liveagent.SLALogReportParams{
		"date_from":  nil,
		"date_to":    {DateFrom: january},
		"limitcount": {DateFrom: january, DateTo: february, Limit: 1001},
		"limitfrom":  {DateFrom: january, DateTo: february, Offset: -1},
		"Resume":     {DateFrom: january, DateTo: february, Resume: "?"},
	} {
		_, err := reports.CallsSLALog(t.Context(), params)
		var failure *frontdesk.Error
		require.ErrorAs(t, err, &failure, field)
		assert.Equal(t, frontdesk.KindInvalid, failure.Kind)
		assert.Equal(t, field, failure.Field)
		for _, err := range reports.AllCallsSLALog(t.Context(), params) {
			require.ErrorIs(t, err, frontdesk.ErrInvalid, field)
		}
	}
	_, err := reports.ChatsLoad(t.Context(), &liveagent.IntervalReportParams{DateFrom: february, DateTo: january})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Empty(t, srv.queries)
	_, err = reports.ChatsLoad(t.Context(), nil)
	assert.ErrorIs(t, err, frontdesk.ErrDecode, "the dates are optional here, so it was sent")
}

func TestReports_ReadFiguresPlainAndQuotedAndDaysAndTimes(t *testing.T) {
	for _, body := range []string{
		`{"response":{"loads":[{"date":"2026-01-04","avgQueue":"1.5","maxQueue":"4","minQueue":""}]}}`,
		`{"response":{"loads":[{"date":"2026-01-04 00:00:00","avgQueue":1.5,"maxQueue":4,"minQueue":null}]}}`,
		`<response><loads><load><date>2026-01-04</date><avgQueue>1.5</avgQueue><maxQueue>4</maxQueue><minQueue/></load></loads></response>`,
	} {
		value, err := callWith(t, "reports.chats_load", []byte(body), body[0] == '<')
		require.NoError(t, err)
		rows := value.(*frontdesk.Page[liveagent.LoadRow]).Items
		require.Len(t, rows, 1)
		date, _ := rows[0].Date.Get()
		assert.True(t, date.Equal(time.Date(2026, 1, 4, 0, 0, 0, 0, pacific)), body)
		assert.Equal(t, frontdesk.Some(1.5), rows[0].AvgQueue)
		assert.Equal(t, frontdesk.Some(4.0), rows[0].MaxQueue)
		assert.True(t, rows[0].MinQueue.IsNull(), body)
	}
}

func TestKnowledgebase_LivesItsLife(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	for name, client := range formats(srv) {
		kb, ctx := client.Knowledgebase, t.Context()
		category, err := kb.CreateCategory(ctx, &liveagent.CategoryCreateParams{Title: "Guides"})
		require.NoError(t, err, name)
		article, err := kb.CreateArticle(ctx, &liveagent.ArticleCreateParams{
			Title: "Install", Content: "<p>Run " + name + "</p>", KnowledgebaseID: "kb000001", ParentID: category.ID,
			Status: liveagent.EntryPublished, Access: "A", Order: "2", Keywords: "a,b", FullPreview: "Y",
		})
		require.NoError(t, err)
		assert.Equal(t, "0|"+category.ID, article.TreePath)
		changed, err := kb.UpdateArticle(ctx, article.ID, &liveagent.ArticleUpdateParams{Keywords: "c"})
		require.NoError(t, err)
		assert.Equal(t, liveagent.KnowledgebaseEntry{}, *changed, "the server said no more than OK")
		_, err = kb.UpdateCategory(ctx, category.ID, &liveagent.CategoryUpdateParams{Title: "Books"})
		require.NoError(t, err)

		entries, err := kb.ListEntries(ctx)
		require.NoError(t, err)
		require.Len(t, entries, 2)
		assert.Equal(t, "Books", entries[0].Title)
		articles, err := kb.ListArticles(ctx, &liveagent.KnowledgebaseListArticlesParams{ParentID: category.ID, Limit: 5})
		require.NoError(t, err)
		require.Len(t, articles, 1)
		assert.Equal(t, "c", articles[0].Keywords)
		hits, err := kb.Search(ctx, &liveagent.KnowledgebaseSearchParams{Query: "run", KnowledgebaseID: "kb000001"})
		require.NoError(t, err)
		require.Len(t, hits, 1)
		assert.Equal(t, frontdesk.Some[int64](0), hits[0].VotesCount)
		bases, err := kb.List(ctx)
		require.NoError(t, err)
		assert.Equal(t, "kb000001", bases[0].ID)
		require.NoError(t, kb.DeleteEntry(ctx, article.ID))
		require.NoError(t, kb.DeleteEntry(ctx, category.ID))
		require.ErrorIs(t, kb.DeleteEntry(ctx, article.ID), frontdesk.ErrNotFound)
	}
}

func TestKnowledgebase_IsSearchedOnOldServersToo(t *testing.T) {
	srv := liveagenttest.NewServer(t, liveagenttest.WithOldServer())
	srv.AddEntry(liveagent.KnowledgebaseEntry{Title: "Install"})
	client := srv.Client()
	hits, err := client.Knowledgebase.Search(t.Context(), &liveagent.KnowledgebaseSearchParams{Query: "install"})
	require.NoError(t, err)
	assert.Len(t, hits, 1)
	_, err = client.Knowledgebase.ListEntries(t.Context())
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestOnlineStatusOverviewAndSuggestions(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	srv.AddConversation(liveagent.Conversation{Status: liveagent.ConversationChatting})
	srv.AddConversation(liveagent.Conversation{})
	category := srv.AddSuggestionCategory(liveagent.SuggestionCategory{Title: "Ideas"})
	for name, client := range formats(srv) {
		ctx := t.Context()
		agents, err := client.OnlineStatus.Agents(ctx)
		require.NoError(t, err, name)
		require.Len(t, agents, 1)
		assert.True(t, agents[0].OnlineStatus.Has(liveagent.OnlineTickets))
		departments, err := client.OnlineStatus.Departments(ctx)
		require.NoError(t, err)
		require.Len(t, departments, 1)
		assert.Equal(t, frontdesk.Some[int64](1), departments[0].ChatCount)
		assert.Equal(t, frontdesk.Some[int64](2), departments[0].TotalCount)
		chats, err := client.Overview.Chats(ctx)
		require.NoError(t, err)
		require.Len(t, chats, 1)
		assert.Equal(t, frontdesk.Some[int64](1), chats[0].Chats)
		calls, err := client.Overview.Calls(ctx)
		require.NoError(t, err)
		assert.Len(t, calls, 1)

		categories, err := client.SuggestionCategories.List(ctx)
		require.NoError(t, err)
		assert.Equal(t, []liveagent.SuggestionCategory{category}, categories)
		params := &liveagent.SuggestionCreateParams{UserIdentifier: "a@example.com", Category: category.ID, Subject: "s", Message: "m"}
		made, err := client.Suggestions.Create(ctx, params)
		require.NoError(t, err)
		assert.NotEmpty(t, made.URL)
		params.Category = "none"
		_, err = client.Suggestions.Create(ctx, params)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
	}
}
