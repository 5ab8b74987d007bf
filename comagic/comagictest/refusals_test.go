package comagictest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// A text that is no UTF-8 cannot be spoken. The client never sends one.
func TestCalls_AMessageMustBeUTF8(t *testing.T) {
	srv := comagictest.NewServer(t)
	office(t, srv)
	call := func(text string) any {
		return mnemonic(raw(t, srv, "/v4.0", `{"jsonrpc":"2.0","id":7,"method":"start.informer_call","params":{"access_token":"`+
			comagictest.Token+`","virtual_phone_number":"`+number+`","contact":"`+contact+
			`","contact_message":{"type":"tts","value":"`+text+`"}}}`))
	}
	assert.Equal(t, "character_encoding_not_allowed", call("caf\xe9"))
	assert.Nil(t, call("café"))
}

func TestCalls_AnEmployeeIsCalledAtASIPLineOrExtension(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, _, _ := office(t, srv)
	ctx := t.Context()
	comagictest.Add(srv, comagic.Employee{ID: 40, FullName: "Idle"}, comagic.Employee{ID: 41, FullName: "Short", Extension: comagic.EmployeeExtension{
		ExtensionPhoneNumber: "141",
	}})
	start := func(employee comagic.IDPhoneNumber) error {
		_, err := c.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
			FirstCall: "employee", VirtualPhoneNumber: number, Contact: contact, Employee: employee,
		})
		return err
	}
	assert.Equal(t, comagic.CodeNoActivePhoneNumber, codeOf(t, start(comagic.IDPhoneNumber{ID: 40})))
	line := has(c.SIPLines.Create(ctx, &comagic.CreateSIPLinesParams{EmployeeID: 40, VirtualPhoneNumber: number}))(t)
	require.NoError(t, start(comagic.IDPhoneNumber{ID: 40, PhoneNumber: line.PhoneNumber}))
	require.NoError(t, start(comagic.IDPhoneNumber{ID: 41}))
}

func TestNumbers_AreNamedByNumberOrIDsNotBoth(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	for want, params := range map[frontdesk.Code]*comagic.EnableVirtualNumbersParams{
		comagic.CodeInvalidParametersCombination: {VirtualPhoneNumber: number, NumberCapacityIDs: []string{"171"}},
		comagic.CodeRequiredParameterMissed:      {NumberCapacityIDs: []string{"171"}}, // without its component
		comagic.CodeVirtualPhoneNumberNotFound:   {VirtualPhoneNumber: "74955550199"},
	} {
		_, err := c.VirtualNumbers.Enable(ctx, params)
		assert.Equal(t, want, codeOf(t, err))
	}
	assert.True(t, none(c.VirtualNumbers.List(ctx, nil))(t))
}

// Several tags at once: of one communication, or of several by items. One that is
// unknown refuses the call.
func TestTags_ManyAtOnce(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	srv.PutCalls(comagic.CallsReportRow{ID: 1}, comagic.CallsReportRow{ID: 2})
	srv.PutTags(comagic.Tag{ID: 11, Name: "VIP"}, comagic.Tag{ID: 12, Name: "New"})
	tags := func(at int) int { return len(srv.Rows("get.calls_report")[at]["tags"].([]any)) }
	has(c.Tags.SetForCommunications(ctx, &comagic.SetCommunicationsTagsParams{
		CommunicationID: 1, CommunicationType: "call", TagIDs: []int64{11, 12},
	}))(t)
	assert.Equal(t, 2, tags(0))
	has(c.Tags.SetForCommunications(ctx, &comagic.SetCommunicationsTagsParams{
		Items: []comagic.SetCommunicationsTagsItem{{TagID: 11, CommunicationID: 2, CommunicationType: "call"}},
	}))(t)
	assert.Equal(t, 1, tags(1))
	for _, params := range []*comagic.SetCommunicationsTagsParams{
		{CommunicationID: 1, CommunicationType: "call", TagIDs: []int64{99}}, {CommunicationID: 9, CommunicationType: "call", TagIDs: []int64{11}},
	} {
		_, err := c.Tags.SetForCommunications(ctx, params)
		assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	}
	has(c.Tags.UpdateForCommunication(ctx, &comagic.UpdateTagsCommunicationParams{
		CommunicationID: 1, CommunicationType: "call", TagIDs: []int64{},
	}))(t)
	assert.Zero(t, tags(0), "an empty list takes all tags off")
	has(c.Tags.SetSales(ctx, &comagic.SetTagSalesParams{CommunicationID: 2, CommunicationType: "call", DateTime: march, TransactionValue: 7}))(t)
	assert.EqualValues(t, 7, srv.Rows("get.calls_report")[1]["sale_cost"])
}

func TestAutoCalls_NumbersAreMarkedAsDeleted(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.AutoCallCampaign{ID: 3, PhoneNumbers: []comagic.AutoCallCampaignPhoneNumber{
		{PhoneNumber: "15555550141", Status: "waiting"}, {PhoneNumber: "15555550142", Status: "waiting"},
	}})
	drop := func(campaign int64, phone string) error {
		_, err := c.AutoCalls.DeleteCampaignPhoneNumbers(ctx, &comagic.DeleteAutoCallCampaignPhoneNumbersParams{
			CampaignID: campaign, PhoneNumbers: []string{phone},
		})
		return err
	}
	require.NoError(t, drop(3, "15555550141"))
	assert.ErrorIs(t, drop(3, "15555550149"), frontdesk.ErrNotFound)
	assert.ErrorIs(t, drop(4, "15555550141"), frontdesk.ErrNotFound)
	numbers := one(c.AutoCalls.ListCampaigns(ctx, nil))(t).PhoneNumbers
	assert.Equal(t, []string{"deleted", "waiting"}, []string{string(numbers[0].Status), string(numbers[1].Status)})
}

func TestSources_PrioritiesAreChangedTogetherOrNotAtAll(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.CRMSource{ID: 1, Name: "A"}, comagic.CRMSource{ID: 2, Name: "B"})
	_, err := c.CRMSources.UpdatePriority(ctx, &comagic.UpdateCRMSourcePriorityParams{
		CRMSources: []comagic.PriorityItem{{ID: 1, Priority: 20}, {ID: 9, Priority: 10}},
	})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.NotEqual(t, int64(20), srv.Rows("get.crm_sources")[0]["priority"])
	has(c.CRMSources.UpdatePriority(ctx, &comagic.UpdateCRMSourcePriorityParams{
		CRMSources: []comagic.PriorityItem{{ID: 1, Priority: 20}, {ID: 2, Priority: 10}},
	}))(t)
	rows := srv.Rows("get.crm_sources")
	assert.Equal(t, []any{int64(20), int64(10)}, []any{rows[0]["priority"], rows[1]["priority"]})
}

func TestPersons_AreFoundByTheirVisitors(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	visitors := has(c.Persons.ListVisitors(ctx, &comagic.PersonVisitorsParams{PersonID: comagictest.PersonID}))(t)
	require.NotEmpty(t, visitors)
	has(c.Persons.GetForVisitor(ctx, &comagic.GetPersonForVisitorParams{VisitorID: visitors[0].VisitorID.Or(0)}))(t)
	summary := has(c.Persons.GetSummary(ctx, &comagic.GetPersonSummaryParams{PersonID: comagictest.PersonID, Columns: []string{"a", "b"}}))(t)
	assert.Len(t, summary.Items, 2)
	_, err := c.Persons.GetForVisitor(ctx, &comagic.GetPersonForVisitorParams{VisitorID: 1})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	_, err = c.Persons.GetSummary(ctx, &comagic.GetPersonSummaryParams{PersonID: 1, Columns: []string{"a"}})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestDealContacts_AnExternalIDIsTakenOnce(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	contacts := &comagic.CreateDealContactsParams{Contacts: []comagic.CreateDealContactsContact{{ExtID: "c-1", Name: "Jane"}}}
	require.NoError(t, c.DealContacts.Create(ctx, contacts))
	assert.Equal(t, comagic.CodeDuplicateEntity, codeOf(t, c.DealContacts.Create(ctx, contacts)))
	assert.Equal(t, 1, has(c.DealContacts.Count(ctx, nil))(t))
}

func TestTracking_NumbersOfASettingAreReplacedAndDetached(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().CallTracking, t.Context()
	srv.Put("get.call_tracking_rules", map[string]any{"id": 1, "dynamic_replacement_phones_settings": []any{map[string]any{"id": 50}}})
	has(c.UpdateNumbersByReplacementSettings(ctx, &comagic.UpdateNumbersByReplacementPhonesSettingsParams{
		ReplacementPhonesSettingsID: 50, PhoneIDs: frontdesk.Some([]int64{1, 2}),
	}))(t)
	replace := func(old int64, by frontdesk.Opt[int64]) error {
		return c.UpdateRuleNumbers(ctx, &comagic.UpdateCallTrackingRuleNumbersParams{
			ReplacementPhonesSettingsID: 50, OldPhoneID: old, NewPhoneID: by,
		})
	}
	require.NoError(t, replace(1, frontdesk.Some[int64](3)))
	require.NoError(t, replace(2, frontdesk.Null[int64]()))
	assert.ErrorIs(t, replace(2, frontdesk.Some[int64](4)), frontdesk.ErrNotFound)
	settings := srv.Rows("get.call_tracking_rules")[0]["dynamic_replacement_phones_settings"].([]any)[0].(map[string]any)
	assert.Equal(t, []any{int64(3)}, settings["phone_ids"])
}

func TestTracking_ASiteMovesToTheNewModel(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().CallTracking, t.Context()
	comagictest.Add(srv, comagic.Site{ID: 5}, comagic.Site{ID: 6})
	moved := func() []any {
		rows := srv.Rows("get.sites")
		return []any{rows[0]["is_dt_model"], rows[1]["is_dt_model"]}
	}
	has(c.UpdateSiteDTModel(ctx, &comagic.UpdateSiteDTModelParams{SiteID: frontdesk.Some[int64](5), IsOnlyDTModel: frontdesk.Some(true)}))(t)
	assert.Equal(t, []any{true, nil}, moved())
	_, err := c.UpdateSiteDTModel(ctx, &comagic.UpdateSiteDTModelParams{SiteID: frontdesk.Some[int64](7)})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	has(c.UpdateSiteDTModel(ctx, nil))(t)
	assert.Equal(t, []any{true, true}, moved(), "of all sites")
}

func TestRecognition_IsAskedForBeforeItIsRead(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().FlatReports, t.Context()
	srv.PutCalls(comagic.CallsReportRow{ID: 1, ContactPhoneNumber: contact})
	_, err := c.GetCallSessionRecognitionInfo(ctx, &comagic.GetCallSessionRecognitionInfoParams{CallSessionID: 1})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	has(c.CreateCallSessionRecognitionTask(ctx, &comagic.CreateCallSessionRecognitionTaskParams{CallSessionID: 1}))(t)
	info := has(c.GetCallSessionRecognitionInfo(ctx, &comagic.GetCallSessionRecognitionInfoParams{CallSessionID: 1}))(t)
	assert.Equal(t, contact, info.ContactPhoneNumber)
	assert.Empty(t, info.SpeechPhrases)
}

func TestNumbers_AProvidersSettingsAreGivenToConnectedOnes(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().VirtualNumbers, t.Context()
	has(c.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: number}))(t)
	id := one(c.List(ctx, nil))(t).ID
	private := comagic.EnablePrivateNumberParams{
		NumberCapacityIDs: []int64{id}, Login: "test-login", Password: "test-password", Port: "5060", ServerAddress: "sip.example.com",
	}
	has(c.EnablePrivateNumber(ctx, &private))(t)
	assert.Equal(t, "sip.example.com", has(c.GetPrivateNumberParams(ctx, &comagic.PrivateNumberSettingsParams{PhoneID: id}))(t).ServerAddress)
	private.NumberCapacityIDs = []int64{9999}
	_, err := c.EnablePrivateNumber(ctx, &private)
	assert.Equal(t, comagic.CodeVirtualPhoneNumberNotFound, codeOf(t, err))
	private.NumberCapacityIDs, private.VirtualPhoneNumber, private.IsUsedForVA = nil, "15555550190", true
	has(c.EnablePrivateNumber(ctx, &private))(t)
	rows := srv.Rows("get.virtual_numbers")
	assert.Equal(t, "va", rows[len(rows)-1]["type"])
}

func TestCalls_AreListedByTheirNumber(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, employee, _ := office(t, srv)
	ctx := t.Context()
	id := startCall(t, c, employee)
	assert.Len(t, has(c.Calls.List(ctx, &comagic.ActiveCallsParams{VirtualPhoneNumber: number}))(t), 1)
	assert.Empty(t, has(c.Calls.List(ctx, &comagic.ActiveCallsParams{VirtualPhoneNumber: "74955550199"}))(t))
	_, err := c.Calls.List(ctx, &comagic.ActiveCallsParams{VirtualPhoneNumber: "555"})
	assert.Equal(t, comagic.CodeInvalidParameterValue, codeOf(t, err))
	_, err = c.Calls.Record(ctx, &comagic.RecordCallParams{CallSessionID: id, Action: "off"})
	assert.Equal(t, "record_already_stopped", string(codeOf(t, err)))
}

func TestReports_AFavoriteCanBeTakenBackAndTheCalendarIsOne(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().ReportBuilder, t.Context()
	comagictest.Add(srv, comagic.Report{ID: 8, Name: "Mine"})
	for _, favorite := range []bool{true, false} {
		has(c.UpdateReport(ctx, &comagic.UpdateReportParams{ID: 8, IsFavorite: frontdesk.Some(favorite)}))(t)
		assert.Equal(t, favorite, srv.Rows("get.reports_list")[0]["date_time_added_to_favorite"] != nil)
	}
	assert.NotNil(t, has(c.GetGlobalCalendar(ctx, &comagic.GetReportGlobalCalendarParams{ID: 1}))(t))
	_, err := c.GetGlobalCalendar(ctx, &comagic.GetReportGlobalCalendarParams{ID: 2})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

// Filters that the client would refuse itself.
func TestFilter_AMalformedOneIsRefused(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	srv.PutTags(comagic.Tag{ID: 1, Name: "VIP"})
	filter := func(f string) any {
		return mnemonic(raw(t, srv, "/v2.0", `{"jsonrpc":"2.0","id":7,"method":"get.tags","params":{"access_token":"`+
			comagictest.Token+`","filter":`+f+`}}`))
	}
	const good = `{"field":"name","operator":"=","value":"VIP"}`
	assert.Nil(t, filter(good))
	assert.Nil(t, filter(`{"condition":"and","filters":[`+good+`]}`))
	assert.Equal(t, "data_type_error", filter(`{"condition":"and","filters":[1]}`))
	for _, f := range []string{
		`{"field":"name","operator":"in","value":"VIP"}`,
		`{"condition":"or","filters":[` + good + `,{"field":"name","operator":"like","value":1}]}`,
	} {
		assert.Equal(t, "invalid_parameter_value", filter(f), f)
	}
}
