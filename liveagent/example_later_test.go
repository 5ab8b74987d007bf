package liveagent_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

func ExampleSuggestionsService_Create() {
	srv := liveagenttest.New()
	defer srv.Close()
	ideas := srv.AddSuggestionCategory(liveagent.SuggestionCategory{Title: "Ideas"})
	made, err := srv.Client().Suggestions.Create(context.Background(), &liveagent.SuggestionCreateParams{
		UserIdentifier: "jane@example.com", Category: ideas.ID, Subject: "Dark mode", Message: "Please.",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(made.URL == srv.Suggestions()[0].URL, srv.Suggestions()[0].Subject)
	// Output: true Dark mode
}

func ExampleReportsService_Agents() {
	srv := liveagenttest.New()
	defer srv.Close()
	day := time.Date(2024, time.January, 10, 9, 0, 0, 0, time.UTC)
	srv.AddConversation(liveagent.Conversation{DateCreated: frontdesk.Some(day)},
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeIncomingEmail, UserID: "jane"},
		liveagent.MessageGroup{Type: liveagent.MessageGroupTypeOutgoingEmail, UserID: "agent001", DateCreated: frontdesk.Some(day.Add(time.Hour))},
	)
	page, err := srv.Client().Reports.Agents(context.Background(), &liveagent.AgentsReportParams{
		DateFrom: day.AddDate(0, 0, -9), DateTo: day.AddDate(0, 0, 20),
		Columns: []liveagent.ReportColumn{liveagent.ColumnLastName, liveagent.ColumnAnswers, liveagent.ColumnNewAnswerAvgTime},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range page.Items {
		fmt.Println(row.LastName, row.Answers, row.NewAnswerAvgTime)
	}
	// Output: Agent 1 3600
}

func ExampleCompaniesService_List() {
	srv := liveagenttest.New()
	defer srv.Close()
	srv.AddCompany(liveagent.Company{Name: "Acme", Emails: json.RawMessage(`"info@example.com"`)})
	srv.AddCompany(liveagent.Company{Name: "Other"})
	companies, err := srv.Client().Companies.List(context.Background(), &liveagent.CompanyListParams{Name: "acme"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, company := range companies {
		fmt.Println(company.Name, string(company.Emails))
	}
	// Output: Acme "info@example.com"
}

func ExampleFilesService_Create() {
	srv := liveagenttest.New()
	defer srv.Close()
	ctx, files := context.Background(), srv.Client().Files
	made, err := files.Create(ctx, &liveagent.FileCreateParams{
		Name: "manual.pdf", Type: "application/pdf", DownloadURL: "https://www.example.com/manual.pdf",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	read, err := files.Get(ctx, made.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(read.FileName, read.FileType, read.Downloads)
	// Output: manual.pdf application/pdf 0
}

func ExampleWidgetsService_Create() {
	srv := liveagenttest.New()
	defer srv.Close()
	ctx, widgets := context.Background(), srv.Client().Widgets
	made, err := widgets.Create(ctx, &liveagent.WidgetCreateParams{
		Name: "Chat with us", Provide: "BFC", DepartmentID: "default", Type: liveagent.WidgetChatButton,
		Attributes: liveagent.WidgetAttributes{{Section: "chat", Name: "position", Value: "BR"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := widgets.Update(ctx, made.ID, &liveagent.WidgetUpdateParams{Name: "Ask us"}); err != nil {
		fmt.Println(err)
		return
	}
	read, err := widgets.Get(ctx, made.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(read.Name, read.Provide, read.IntegrationCode != "")
	// Output: Ask us BFC true
}
