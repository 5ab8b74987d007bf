package comagictest_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// one is the only row of a page; the test ends where there is another number.
func one[T any](page *frontdesk.Page[T], err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		return page.Items[0]
	}
}

// none reports whether a page is empty.
func none[T any](page *frontdesk.Page[T], err error) func(testing.TB) bool {
	return func(t testing.TB) bool {
		t.Helper()
		shown := has(page, err)(t)
		return shown != nil && len(shown.Items) == 0
	}
}

// has is an answer without error, at whose place the test ends.
func has[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		require.NoError(t, err)
		return value
	}
}

// An employee is hired, joins a group, gets a number and a SIP line, and leaves.
func TestStory_AnEmployeeWithALineAndANumber(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	plan, err := c.Schedules.Create(ctx, &comagic.CreateSchedulesParams{Name: "Weekdays", Schedules: []comagic.CreateSchedulesSchedule{{
		ActivityDays: comagic.CreateSchedulesScheduleActivityDays{Type: "days_of_week", Days: []int64{1, 2, 3, 4, 5}},
	}}})
	require.NoError(t, err)
	jane := has(c.Employees.Create(ctx, &comagic.CreateEmployeesParams{
		FirstName: "Jane", LastName: "Doe", ScheduleID: plan.ID,
		PhoneNumbers: []comagic.CreateEmployeesPhoneNumber{{PhoneNumber: "15555550131"}, {PhoneNumber: "15555550132"}},
	}))(t)
	group := has(c.Employees.CreateGroup(ctx, &comagic.CreateEmployeeGroupParams{Name: "Support", Members: []int64{jane.ID}}))(t)

	employee := one(c.Employees.List(ctx, nil))(t)
	assert.Equal(t, "Doe Jane", employee.FullName)
	assert.Equal(t, "Weekdays", employee.ScheduleName)
	assert.Equal(t, []comagic.GroupRef{{GroupID: frontdesk.Some(group.ID), GroupName: "Support"}}, employee.Groups)
	require.Len(t, employee.PhoneNumbers, 2)
	assert.Positive(t, employee.PhoneNumbers[0].PhoneID.Or(0))

	support := one(c.Employees.ListGroups(ctx, nil))(t)
	require.Len(t, support.Members, 1)
	assert.Equal(t, "Doe Jane", support.Members[0].EmployeeFullName)
	require.Len(t, support.PhoneNumbers, 2)
	second := support.PhoneNumbers[1].EmployeePhoneNumberID.Or(0)
	numbers := []comagic.UpdateEmployeeGroupNumbersPhoneNumber{{EmployeePhoneNumberID: second, Available: false}}
	assert.Equal(t, comagic.CodeInvalidParameterValue,
		codeOf(t, c.Employees.UpdateGroupNumbers(ctx, &comagic.UpdateEmployeeGroupNumbersParams{ID: group.ID, PhoneNumbers: numbers})), "not all")
	numbers = append(numbers, comagic.UpdateEmployeeGroupNumbersPhoneNumber{
		EmployeePhoneNumberID: support.PhoneNumbers[0].EmployeePhoneNumberID.Or(0), Available: true,
	})
	require.NoError(t, c.Employees.UpdateGroupNumbers(ctx, &comagic.UpdateEmployeeGroupNumbersParams{ID: group.ID, PhoneNumbers: numbers}))
	support = one(c.Employees.ListGroups(ctx, nil))(t)
	assert.Equal(t, "15555550132", support.PhoneNumbers[0].EmployeePhoneNumber)
	assert.False(t, support.PhoneNumbers[0].Available.Or(true))

	_, err = c.SIPLines.Create(ctx, &comagic.CreateSIPLinesParams{EmployeeID: jane.ID, VirtualPhoneNumber: number})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound, "the number is not enabled")
	has(c.VirtualNumbers.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: number}))(t)
	assert.Equal(t, number, one(c.SIPLines.ListVirtualNumbers(ctx, nil))(t).VirtualPhoneNumber)
	line := has(c.SIPLines.Create(ctx, &comagic.CreateSIPLinesParams{EmployeeID: jane.ID, VirtualPhoneNumber: number}))(t)
	password := has(c.SIPLines.UpdatePassword(ctx, &comagic.UpdateSIPLinePasswordParams{ID: line.ID}))(t)
	assert.NotEqual(t, line.Password, password.Password)
	_, err = c.VirtualNumbers.Disable(ctx, &comagic.DisableVirtualNumbersParams{VirtualPhoneNumber: number})
	assert.Equal(t, comagic.CodeDependencyError, codeOf(t, err), "a line uses it")
	assert.Equal(t, comagic.CodeDependencyError, codeOf(t, c.Employees.Delete(ctx, &comagic.DeleteEmployeesParams{ID: jane.ID})))

	require.NoError(t, c.Employees.Update(ctx, &comagic.UpdateEmployeesParams{
		ID: jane.ID, LastName: "Roe", ScheduleID: frontdesk.Null[int64](), PhoneNumbers: []comagic.UpdateEmployeesPhoneNumber{{PhoneNumber: "15555550139"}},
	}))
	employee = one(c.Employees.List(ctx, nil))(t)
	assert.Equal(t, "Roe Jane", employee.FullName)
	assert.Empty(t, employee.ScheduleName)
	assert.Equal(t, "Roe Jane", one(c.SIPLines.List(ctx, nil))(t).EmployeeFullName)
	support = one(c.Employees.ListGroups(ctx, nil))(t)
	assert.Equal(t, "Roe Jane", support.Members[0].EmployeeFullName)
	require.Len(t, support.PhoneNumbers, 1, "the numbers were replaced")

	require.NoError(t, c.SIPLines.Delete(ctx, &comagic.DeleteSIPLinesParams{ID: line.ID}))
	require.NoError(t, c.Employees.Delete(ctx, &comagic.DeleteEmployeesParams{ID: jane.ID}))
	assert.Empty(t, one(c.Employees.ListGroups(ctx, nil))(t).Members)
	has(c.VirtualNumbers.Disable(ctx, &comagic.DisableVirtualNumbersParams{VirtualPhoneNumber: number}))(t)
	assert.True(t, none(c.VirtualNumbers.List(ctx, nil))(t))
	require.NoError(t, c.Schedules.Delete(ctx, &comagic.DeleteSchedulesParams{ID: plan.ID}))
	assert.True(t, none(c.Schedules.List(ctx, nil))(t))
}

func TestStory_ACampaignOfASite(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.SiteCategory{ID: "4", Name: "Trade"})
	comagictest.Add(srv, comagic.Scenario{ID: 9, Name: "Welcome"})
	site := has(c.Sites.CreateSites(ctx, &comagic.CreateSitesParams{
		DomainName: "shop.example.com", DefaultPhoneNumber: number, IndustryID: 4, DefaultScenarioID: 9,
	}))(t)
	shop := one(c.Sites.List(ctx, nil))(t)
	assert.Equal(t, "Trade", shop.IndustryName)
	assert.Equal(t, "Welcome", shop.DefaultScenario.ScenarioName)
	block := has(c.Sites.CreateBlocks(ctx, &comagic.CreateSiteBlocksParams{SiteID: site.ID, Name: "Header"}))(t)
	created := has(c.Campaigns.Create(ctx, &comagic.CreateCampaignsParams{
		Name: "Spring", SiteID: site.ID, SiteBlocks: []comagic.CreateCampaignsSiteBlock{{SiteBlockID: block.ID, PhoneNumberID: 101}},
	}))(t)
	campaign := one(c.Campaigns.List(ctx, nil))(t)
	assert.Equal(t, "shop.example.com", campaign.SiteDomainName)
	require.Len(t, campaign.SiteBlocks, 1)
	assert.Equal(t, "Header", campaign.SiteBlocks[0].SiteBlockName)
	assert.Equal(t, "74955550101", campaign.SiteBlocks[0].PhoneNumber)
	_, err := c.Campaigns.Create(ctx, &comagic.CreateCampaignsParams{Name: "Spring", SiteID: site.ID})
	assert.Equal(t, comagic.CodeDuplicateEntity, codeOf(t, err))

	has(c.Campaigns.UploadCosts(ctx, &comagic.UploadCampaignCostsParams{Costs: []comagic.UploadCampaignCostsCost{
		{DateFrom: monday, DateTill: monday, CampaignID: created.ID, SiteID: site.ID, Cost: 10.5},
		{DateFrom: monday, DateTill: monday, CampaignID: created.ID, SiteID: site.ID, Cost: 2},
	}}))(t)
	require.NoError(t, c.Campaigns.Update(ctx, &comagic.UpdateCampaignsParams{
		ID: created.ID, SiteID: site.ID, Name: frontdesk.Some("Summer"), Status: frontdesk.Some[comagic.ActiveStatus]("inactive"),
	}))
	campaign = one(c.Campaigns.List(ctx, nil))(t)
	assert.Equal(t, "Summer", campaign.Name)
	assert.InDelta(t, 12.5, campaign.Costs.Or(0), 0.001)
	require.NoError(t, c.Campaigns.UpdateParameterWeights(ctx, &comagic.UpdateCampaignParameterWeightsParams{SiteID: site.ID, Engine: frontdesk.Some[float64](30)}))
	assert.Equal(t, float64(30), one(c.Campaigns.ListParameterWeights(ctx, nil))(t).Engine.Or(0))

	has(c.CallTracking.CreateCustomSourceByAdCampaign(ctx, &comagic.CreateCustomSourceByAdCampaignParams{SiteID: site.ID}))(t)
	assert.Equal(t, "Summer", one(c.Sources.List(ctx, nil))(t).Name)
	assert.Equal(t, comagic.CodeDependencyError, codeOf(t, c.Sites.Delete(ctx, &comagic.DeleteSitesParams{ID: site.ID})))
	require.NoError(t, c.Campaigns.Delete(ctx, &comagic.DeleteCampaignsParams{ID: created.ID}))
	assert.True(t, none(c.Campaigns.List(ctx, nil))(t))
	require.NoError(t, c.Sites.Delete(ctx, &comagic.DeleteSitesParams{ID: site.ID}))
	_, err = c.Sites.Get(ctx, &comagic.GetSiteParams{SiteID: site.ID})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestStory_ContactsInGroupsOfAnOrganization(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.Employee{ID: 31, FullName: "Doe Jane"})
	firm := has(c.Contacts.CreateOrganizations(ctx, &comagic.CreateContactOrganizationsParams{Name: "Example Ltd"}))(t)
	group := has(c.Contacts.CreateGroup(ctx, &comagic.CreateContactGroupParams{Name: "Clients"}))(t)
	_, err := c.Contacts.Create(ctx, &comagic.CreateContactsParams{LastName: "Roe", PhoneNumbers: []int64{15555550140}, OrganizationID: 999})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	made := has(c.Contacts.Create(ctx, &comagic.CreateContactsParams{
		FirstName: "Rick", LastName: "Roe", PhoneNumbers: []int64{15555550140}, OrganizationID: firm.ID, PersonalManagerID: 31, Groups: []int64{group.ID},
	}))(t)
	contact := one(c.Contacts.List(ctx, &comagic.ContactsParams{Filter: comagic.Equal("organization_name", "Example Ltd")}))(t)
	assert.Equal(t, "Roe Rick", contact.FullName)
	assert.Equal(t, "Doe Jane", contact.PersonalManagerFullName)
	assert.Equal(t, "Roe Rick", one(c.Contacts.ListGroups(ctx, nil))(t).Members[0].ContactFullName)

	require.NoError(t, c.Contacts.UpdateGroup(ctx, &comagic.UpdateContactGroupParams{ID: group.ID, Name: "Friends"}))
	assert.Equal(t, "Friends", one(c.Contacts.List(ctx, nil))(t).Groups[0].GroupName)
	require.NoError(t, c.Contacts.Update(ctx, &comagic.UpdateContactsParams{
		ID: made.ID, LastName: "Poe", PhoneNumbers: []int64{15555550141}, Groups: frontdesk.Some([]int64{}),
	}))
	contact = one(c.Contacts.List(ctx, nil))(t)
	assert.Equal(t, "Poe Rick", contact.FullName)
	assert.Empty(t, contact.Groups)
	assert.Empty(t, one(c.Contacts.ListGroups(ctx, nil))(t).Members)
	require.NoError(t, c.Contacts.Delete(ctx, &comagic.DeleteContactsParams{IDs: []int64{made.ID}}))
	assert.True(t, none(c.Contacts.List(ctx, nil))(t))
}

func TestStory_ScenariosAndMediaFilesAreReadAndPlayed(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, employee, _ := office(t, srv)
	ctx := t.Context()
	comagictest.Add(srv, comagic.MediaFile{ID: 5, Name: "Music", Type: "user"})
	comagictest.Add(srv, comagic.Scenario{ID: 9, Name: "Welcome"})
	assert.Equal(t, "Music", one(c.MediaFiles.List(ctx, nil))(t).Name)
	assert.Equal(t, "Welcome", one(c.Scenarios.List(ctx, &comagic.ScenariosParams{Filter: comagic.Like("name", "Wel%")}))(t).Name)
	id := startCall(t, c, employee)
	_, err := c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: comagic.CallMessage{Type: "media", Value: "6"}})
	assert.Equal(t, comagic.CodeMediaFileNotFound, codeOf(t, err))
	_, err = c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: comagic.CallMessage{Type: "media", Value: "5"}})
	assert.NoError(t, err)
}

func TestStory_TagsOnCommunications(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	srv.PutCalls(comagic.CallsReportRow{ID: 7, CommunicationID: frontdesk.Some[int64](7), StartTime: frontdesk.Some(monday)})
	vip := has(c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "VIP"}))(t)
	lost := has(c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "Lost"}))(t)
	names := func() []string {
		row := one(c.Reports.ListCalls(ctx, &comagic.CallsReportParams{DateFrom: monday, DateTill: monday, Fields: []string{"id", "tags"}}))(t)
		found := []string{}
		for _, tag := range row.Tags {
			found = append(found, tag.TagName)
		}
		return found
	}
	require.NoError(t, c.Tags.SetCommunications(ctx, &comagic.SetTagCommunicationsParams{
		CommunicationID: 7, CommunicationType: "call", TagID: vip.ID,
	}))
	assert.Equal(t, []string{"VIP"}, names())
	has(c.Tags.UpdateForCommunication(ctx, &comagic.UpdateTagsCommunicationParams{CommunicationID: 7, CommunicationType: "call", TagIDs: []int64{lost.ID}}))(t)
	assert.Equal(t, []string{"Lost"}, names())
	require.NoError(t, c.Tags.UnsetCommunications(ctx, &comagic.UnsetTagCommunicationsParams{
		CommunicationID: 7, CommunicationType: "call", TagID: lost.ID,
	}))
	assert.Empty(t, names())
	history := has(c.FlatReports.ListTagsHistory(ctx, &comagic.TagsHistoryParams{
		ReportID: 1, DateFrom: time.Now().Add(-24 * time.Hour), DateTill: time.Now().Add(24 * time.Hour),
	}))(t).Items
	require.Len(t, history, 2)
	assert.Equal(t, "Lost", history[1].TagName.Name)
	has(c.FlatReports.CreateCommunicationComment(ctx, &comagic.CreateCommunicationCommentParams{
		CommunicationID: 7, CommunicationType: "call", Comment: "called back",
	}))(t)
	assert.Equal(t, "called back", srv.Rows("communication_comment")[0]["comment"])
	require.NoError(t, c.Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: vip.ID}))
	assert.Equal(t, "Lost", one(c.Tags.List(ctx, nil))(t).Name)
}

// Uploads are seen in the reports at once, and are gone from them when deleted.
func TestStory_AnUploadedChat(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	upload := comagic.UploadChatsChat{
		StartDateTime: monday, Status: "succeed", SiteID: 3, ExtID: "chat-1",
		Messages: []comagic.UploadChatsChatMessage{{DateTime: monday, Source: "visitor", Message: "hello"}},
	}
	chats := has(c.Communications.UploadChats(ctx, &comagic.UploadChatsParams{Chats: []comagic.UploadChatsChat{upload}}))(t)
	upload.Status = "lost"
	again := has(c.Communications.UploadChats(ctx, &comagic.UploadChatsParams{Chats: []comagic.UploadChatsChat{upload}}))(t)
	assert.Equal(t, chats, again)
	day := &comagic.ChatsReportParams{
		DateFrom: monday.Add(-time.Hour), DateTill: monday.Add(time.Hour), Fields: []string{"id", "status", "messages_count"},
	}
	shown := one(c.Reports.ListChats(ctx, day))(t)
	assert.Equal(t, "lost", string(shown.Status))
	assert.Equal(t, int64(1), shown.MessagesCount.Or(0))
	message := one(c.Reports.ListChatMessages(ctx, &comagic.ChatMessagesReportParams{ChatID: chats[0].ID}))(t)
	assert.Equal(t, "hello", message.Text)
	has(c.Communications.DeleteChats(ctx, &comagic.DeleteChatsParams{ID: chats[0].ID}))(t)
	assert.True(t, none(c.Reports.ListChats(ctx, day))(t))
	_, err := c.Communications.DeleteChats(ctx, &comagic.DeleteChatsParams{ID: chats[0].ID})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestStory_ASalesFunnelAndItsStages(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	has(c.SalesFunnels.Create(ctx, &comagic.CreateSalesFunnelParams{ExtID: "f", Name: "Sales", Stages: comagic.CreateSalesFunnelStages{
		Success: comagic.ExtIDName{ExtID: "won", Name: "Won"}, Failed: comagic.ExtIDName{ExtID: "lost", Name: "Lost"},
		InProcess: []comagic.CreateSalesFunnelStagesInProcess{{ExtID: "new", Name: "New", Order: 1}},
	}}))(t)
	has(c.SalesFunnels.CreateStages(ctx, &comagic.CreateSalesFunnelStagesParams{SalesFunnelExtID: "f", ExtID: "offer", Name: "Offer", Order: 2}))(t)
	_, err := c.SalesFunnels.CreateStages(ctx, &comagic.CreateSalesFunnelStagesParams{SalesFunnelExtID: "f", ExtID: "offer", Name: "Offer", Order: 2})
	assert.Equal(t, comagic.CodeDuplicateEntity, codeOf(t, err))
	require.NoError(t, c.SalesFunnels.UpdateStages(ctx, &comagic.UpdateSalesFunnelStagesParams{
		SalesFunnelExtID: "f", ExtID: "offer", Name: frontdesk.Some("Bid"),
	}))
	require.NoError(t, c.SalesFunnels.DeleteStages(ctx, &comagic.DeleteSalesFunnelStagesParams{SalesFunnelExtID: "f", ExtID: "new"}))
	assert.Equal(t, comagic.CodeDependencyError,
		codeOf(t, c.SalesFunnels.DeleteStages(ctx, &comagic.DeleteSalesFunnelStagesParams{SalesFunnelExtID: "f", ExtID: "won"})))
	stages := map[string]string{}
	for _, s := range one(c.SalesFunnels.List(ctx, nil))(t).Stages {
		stages[s.StageName] = string(s.StageStatus)
	}
	assert.Equal(t, map[string]string{"Won": "success", "Lost": "failed", "Bid": "in_process"}, stages)
	require.NoError(t, c.SalesFunnels.Delete(context.Background(), &comagic.DeleteSalesFunnelParams{ExtID: "f"}))
	assert.True(t, none(c.SalesFunnels.List(ctx, nil))(t))
}
