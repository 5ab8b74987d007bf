package liveagenttest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// inBothFormats runs a test with a JSON and an XML client of one server.
func inBothFormats(t *testing.T, srv *liveagenttest.Server, run func(t *testing.T, client *liveagent.Client)) {
	t.Run("JSON", func(t *testing.T) { run(t, srv.Client()) })
	t.Run("XML", func(t *testing.T) { run(t, srv.Client(liveagent.WithXML())) })
}

func TestCompanies_AreReadAsAdded(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	made := srv.AddCompany(liveagent.Company{
		Name: "Acme & Sons", Language: "en-US", Emails: json.RawMessage(`"info@example.com"`), Phones: json.RawMessage(`"+15550100"`),
		DateCreated: frontdesk.Some(time.Date(2024, 1, 10, 9, 0, 0, 0, time.UTC)),
	})
	srv.AddCompany(liveagent.Company{Name: "Other"})
	inBothFormats(t, srv, func(t *testing.T, client *liveagent.Client) {
		read, err := client.Companies.Get(t.Context(), made.ID)
		require.NoError(t, err)
		created, _ := read.DateCreated.Get()
		want, _ := made.DateCreated.Get()
		assert.True(t, want.Equal(created))
		read.DateCreated = made.DateCreated
		assert.Equal(t, made, *read)

		all, err := client.Companies.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, all, 2)
		assert.Empty(t, all[0].Language, "lists leave it out")
		some, err := client.Companies.List(t.Context(), &liveagent.CompanyListParams{Name: "acme"})
		require.NoError(t, err)
		require.Len(t, some, 1)
		assert.Equal(t, made.ID, some[0].ID)

		_, err = client.Companies.Get(t.Context(), "none")
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
	})
}

func TestFiles_LiveTheirLife(t *testing.T) {
	srv := liveagenttest.NewServer(t, liveagenttest.WithFileDeletion())
	inBothFormats(t, srv, func(t *testing.T, client *liveagent.Client) {
		files, ctx := client.Files, t.Context()
		made, err := files.Create(ctx, &liveagent.FileCreateParams{Name: "a.pdf", Type: "application/pdf", DownloadURL: "https://example.com/a.pdf"})
		require.NoError(t, err)
		assert.True(t, made.FileSize.IsNull(), "nothing was fetched")
		read, err := files.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, made, read)
		assert.Equal(t, "a.pdf", read.FileName)

		added := srv.AddFile(liveagent.File{FileName: "b.png", FileType: "image/png", FileSize: frontdesk.Some[int64](7), Downloads: frontdesk.Some[int64](3)})
		read, err = files.Get(ctx, added.ID)
		require.NoError(t, err)
		assert.Equal(t, added, *read)

		status, err := client.Application.Status(ctx)
		require.NoError(t, err)
		assert.Equal(t, "4.30.12.1", status.LiveAgentVersion)
		//lint:ignore SA1019 the call is deprecated, not gone
		require.NoError(t, files.Delete(ctx, made.ID))
		_, err = files.Get(ctx, made.ID)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		//lint:ignore SA1019 the call is deprecated, not gone
		require.ErrorIs(t, files.Delete(ctx, made.ID), frontdesk.ErrNotFound)
		_, err = files.Get(ctx, added.ID)
		require.NoError(t, err, "the other file is still there")
	})
}

func TestFiles_AreNotDeletedByCurrentServers(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	file := srv.AddFile(liveagent.File{FileName: "a.pdf"})
	client := srv.Client()
	//lint:ignore SA1019 the call is deprecated, not gone
	require.ErrorIs(t, client.Files.Delete(t.Context(), file.ID), frontdesk.ErrNotFound)
	_, err := client.Files.Get(t.Context(), file.ID)
	require.NoError(t, err)
}

func TestWidgets_LiveTheirLife(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	sales := srv.AddDepartment(liveagent.Department{Name: "Sales"})
	inBothFormats(t, srv, func(t *testing.T, client *liveagent.Client) {
		widgets, ctx := client.Widgets, t.Context()
		made, err := widgets.Create(ctx, &liveagent.WidgetCreateParams{
			Name: "Chat", Provide: "BFC", UseCode: "B", Status: "A", Language: "en-US", OnlineCode: "<b>online</b>", OfflineCode: "<i>offline</i>",
			Attributes: liveagent.WidgetAttributes{{Section: "chat", Name: "position", Value: "BR"}},
			FormFields: liveagent.WidgetFormFields{{FormID: "chat", Name: "Name", Status: "M", Code: "name", Type: "T"}},
		})
		require.NoError(t, err)
		assert.Equal(t, "default", made.DepartmentID)
		assert.Equal(t, "A", made.Status)
		assert.Contains(t, made.IntegrationCode, "&lt;script")
		assert.Contains(t, made.IntegrationCode, made.ID)
		assert.JSONEq(t, `[{"section":"chat","name":"position","value":"BR"}]`, made.Attributes)
		read, err := widgets.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, made, read)

		_, err = widgets.Update(ctx, made.ID, &liveagent.WidgetUpdateParams{Name: "Ask", DepartmentID: sales.ID, Type: "F"})
		require.NoError(t, err)
		_, err = widgets.Update(ctx, made.ID, &liveagent.WidgetUpdateParams{DepartmentID: "none"})
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		read, err = widgets.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, []string{"Ask", sales.ID, "F", "BFC"}, []string{read.Name, read.DepartmentID, string(read.Type), read.Provide})

		other := srv.AddWidget(liveagent.Widget{Name: "Other"})
		for kind, want := range map[liveagent.WidgetType]int{"": 2, liveagent.WidgetChatButton: 1, "F": 1, "X": 0} {
			list, err := widgets.List(ctx, &liveagent.WidgetListParams{Type: kind})
			require.NoError(t, err)
			assert.Len(t, list, want, "%q", kind)
		}
		require.NoError(t, widgets.Delete(ctx, made.ID))
		require.NoError(t, widgets.Delete(ctx, other.ID))
		_, err = widgets.Get(ctx, made.ID)
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		require.ErrorIs(t, widgets.Delete(ctx, made.ID), frontdesk.ErrNotFound)
		_, err = widgets.Create(ctx, &liveagent.WidgetCreateParams{DepartmentID: "none"})
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		list, err := widgets.List(ctx, nil)
		require.NoError(t, err)
		assert.Empty(t, list)
	})
}

func TestSuggestions_AreKept(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	ideas := srv.AddSuggestionCategory(liveagent.SuggestionCategory{Title: "Ideas"})
	inBothFormats(t, srv, func(t *testing.T, client *liveagent.Client) {
		before := len(srv.Suggestions())
		made, err := client.Suggestions.Create(t.Context(), &liveagent.SuggestionCreateParams{
			UserIdentifier: "jane@example.com", Category: ideas.ID, Subject: "Dark mode", Message: "Please.",
		})
		require.NoError(t, err)
		kept := srv.Suggestions()
		require.Len(t, kept, before+1)
		assert.Equal(t, liveagenttest.Suggestion{
			ID: made.ID, URL: made.URL, UserIdentifier: "jane@example.com", CategoryID: ideas.ID, Subject: "Dark mode", Message: "Please.",
		}, kept[before])
		_, err = client.Suggestions.Create(t.Context(), &liveagent.SuggestionCreateParams{
			UserIdentifier: "jane@example.com", Category: "none", Subject: "s", Message: "m",
		})
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.Len(t, srv.Suggestions(), before+1)
	})
}

func TestOldServers_DoNotKnowLaterCalls(t *testing.T) {
	srv := liveagenttest.NewServer(t, liveagenttest.WithOldServer())
	client := srv.Client()
	_, companies := client.Companies.List(t.Context(), nil)
	_, files := client.Files.Get(t.Context(), "f")
	_, widgets := client.Widgets.List(t.Context(), nil)
	for _, err := range []error{companies, files, widgets} {
		require.ErrorIs(t, err, frontdesk.ErrNotFound)
		assert.Contains(t, err.Error(), "handler")
	}
}

// Members that a record holds as they came are JSON in JSON and text in XML.
func TestReplies_WriteRawMembersInBothFormats(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	srv.AddCompany(liveagent.Company{ID: "o1", Name: "Acme", Emails: json.RawMessage(`["a@example.com"]`)})
	_, body := ask(t, srv, "GET", "/api/companies/o1?"+key, nil)
	assert.Contains(t, body, `"emails":["a@example.com"],"phones":null`)
	_, body = ask(t, srv, "GET", "/api/companies/o1.xml?"+key, nil)
	assert.Contains(t, strings.ReplaceAll(body, "&#34;", `"`), `<emails>["a@example.com"]</emails><phones/>`)
}
