package comagictest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

func TestNumbers_AreConnectedByNumberOrByPoolID(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().VirtualNumbers, t.Context()
	_, err := c.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: "74955550199"})
	assert.Equal(t, comagic.CodeVirtualPhoneNumberNotFound, codeOf(t, err))
	_, err = c.Enable(ctx, &comagic.EnableVirtualNumbersParams{NumberCapacityIDs: []string{"172"}})
	assert.Equal(t, comagic.CodeRequiredParameterMissed, codeOf(t, err), "for which component")
	has(c.Enable(ctx, &comagic.EnableVirtualNumbersParams{NumberCapacityIDs: []string{"172"}, NumberCapacityComponent: "call_tracking"}))(t)
	enabled := one(c.List(ctx, nil))(t)
	assert.Equal(t, "74955550172", enabled.VirtualPhoneNumber)
	assert.Equal(t, int64(172), enabled.ID)
	assert.Len(t, has(c.ListAvailable(ctx, nil))(t).Items, 2)
	has(c.Disable(ctx, &comagic.DisableVirtualNumbersParams{NumberCapacityIDs: []int64{172}}))(t)
	assert.Len(t, has(c.ListAvailable(ctx, nil))(t).Items, 3)

	private := &comagic.EnablePrivateNumberParams{
		VirtualPhoneNumber: "15555550190", Login: "trunk", Password: "test-trunk-password", Port: "5060", ServerAddress: "sip.example.com",
	}
	has(c.EnablePrivateNumber(ctx, private))(t)
	_, err = c.EnablePrivateNumber(ctx, private)
	assert.Equal(t, comagic.CodeDuplicateEntity, codeOf(t, err))
	added := one(c.List(ctx, nil))(t)
	assert.Equal(t, "trunk", has(c.GetPrivateNumberParams(ctx, &comagic.PrivateNumberSettingsParams{PhoneID: added.ID}))(t).Login)
	_, err = c.GetPrivateNumberParams(ctx, &comagic.PrivateNumberSettingsParams{PhoneID: 999})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestNumbers_TheirScenariosAreSwitched(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().VirtualNumbers, t.Context()
	comagictest.Add(srv, comagic.VirtualNumber{ID: 5, VirtualPhoneNumber: number, Scenarios: []comagic.VirtualNumberScenario{
		{ScenarioID: frontdesk.Some[int64](9), CallProcessingRuleID: frontdesk.Some[int64](50), IsActive: frontdesk.Some(true)},
	}})
	require.NoError(t, c.SetCallProcessingRuleIsActive(ctx, &comagic.SetCallProcessingRuleIsActiveParams{ID: 50, Type: "scenario", IsActive: false}))
	rules := has(c.GetCallProcessingRules(ctx, &comagic.GetCallProcessingRulesParams{NumberCapacityID: 5}))(t)
	require.Len(t, rules.Scenarios, 1)
	assert.False(t, rules.Scenarios[0].IsActive.Or(true))
	err := c.SetCallProcessingRuleIsActive(ctx, &comagic.SetCallProcessingRuleIsActiveParams{ID: 51, Type: "scenario"})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestTracking_RulesAreMovedAndTheirNumbersReplaced(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().CallTracking, t.Context()
	var ids []int64
	for _, name := range []string{"first", "second", "third"} {
		ids = append(ids, has(c.CreateRule(ctx, &comagic.CreateCallTrackingRuleParams{
			Name: name, IsNamedByUser: true, RuleType: "site_calls", ReservePhoneNumbersTime: 10, CallTrackingType: "static", State: "active",
			StaticReplacementPhonesSettings: []comagic.CreateCallTrackingRuleStaticReplacementPhonesSetting{{
				StaticPhoneID: 171, ReplacementPhonesGroups: []comagic.ReplacementGroupSite{{ID: 1, SiteID: frontdesk.Some[int64](1)}},
			}},
		}))(t).ID)
	}
	order := func() string {
		text := ""
		for _, r := range has(c.ListRules(ctx, &comagic.CallTrackingRulesParams{}))(t).Items {
			text += r.Name + " " + r.Priority + " "
		}
		return text
	}
	assert.Equal(t, "first 1 second 2 third 3 ", order())
	for _, step := range []struct {
		rule   int
		change comagic.PriorityChange
		want   string
	}{
		{2, "up", "first 1 third 2 second 3 "}, {0, "down", "third 1 first 2 second 3 "},
		{2, "bottom", "first 1 second 2 third 3 "}, {1, "top", "second 1 first 2 third 3 "}, {1, "up", "second 1 first 2 third 3 "},
	} {
		has(c.SetRulePriority(ctx, &comagic.SetCallTrackingRulePriorityParams{ID: ids[step.rule], ChangeType: step.change}))(t)
		assert.Equal(t, step.want, order())
	}
	settings := func() comagic.CallTrackingRuleStaticReplacementPhonesSetting {
		return has(c.ListRules(ctx, &comagic.CallTrackingRulesParams{SearchString: "THIRD"}))(t).Items[0].StaticReplacementPhonesSettings[0]
	}
	id := settings().ID
	assert.Positive(t, id)
	require.NoError(t, c.UpdateRuleNumbers(ctx, &comagic.UpdateCallTrackingRuleNumbersParams{
		ReplacementPhonesSettingsID: id, OldPhoneID: 171, NewPhoneID: frontdesk.Some[int64](172),
	}))
	assert.Equal(t, int64(172), settings().StaticPhoneID.Or(0))
	err := c.UpdateRuleNumbers(ctx, &comagic.UpdateCallTrackingRuleNumbersParams{ReplacementPhonesSettingsID: id, OldPhoneID: 171})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	_, err = c.UpdateNumbersByReplacementSettings(ctx, &comagic.UpdateNumbersByReplacementPhonesSettingsParams{ReplacementPhonesSettingsID: 9999})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestCustomers_AStatusFollowsFromTheLast(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().Customers, t.Context()
	comagictest.Add(srv, comagic.TariffPlan{ID: 4, Name: "Basic"}, comagic.TariffPlan{ID: 5, Name: "Full"})
	owner := []string{"owner@example.com"}
	made := has(c.Create(ctx, &comagic.CreateCustomersParams{
		Name: "Example Ltd", TariffPlanID: 4, Email: "owner@example.com", Password: "test-customer-password",
		MonthlyBaseNotifyEmails: owner, MonthlyCallsNotifyEmails: owner, DailyCallsNotifyEmails: owner,
	}))(t)
	for _, step := range []struct {
		status comagic.UpdateCustomerStatusStatus
		fine   bool
	}{{"archive", false}, {"active", true}, {"active", false}, {"manual_lock", true}, {"active", true}, {"manual_lock", true}, {"archive", true}} {
		err := c.UpdateStatus(ctx, &comagic.UpdateCustomerStatusParams{CustomerID: made.ID, Status: step.status})
		if step.fine {
			require.NoError(t, err, step.status)
			continue
		}
		assert.Equal(t, comagic.CodeInvalidState, codeOf(t, err))
	}
	require.NoError(t, c.UpdateTariffPlans(ctx, &comagic.UpdateCustomerTariffPlansParams{CustomerID: made.ID, TariffPlanID: 5}))
	customer := one(c.List(ctx, nil))(t)
	assert.Equal(t, "Full", customer.TariffPlanName)
	assert.Equal(t, "archive", string(customer.Status))
}

func TestCosts_AreSummedByPeriodAndDeletedByZero(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client().Sources, t.Context()
	comagictest.Add(srv, comagic.Source{ID: 3, Name: "Search"})
	cost := func(day int, value float64) comagic.UploadSourceCostsCost {
		at := monday.AddDate(0, 0, day)
		return comagic.UploadSourceCostsCost{DateFrom: at, DateTill: at, SourceID: 3, Cost: value}
	}
	upload := func(costs ...comagic.UploadSourceCostsCost) {
		has(c.UploadCosts(ctx, &comagic.UploadSourceCostsParams{Costs: costs}))(t)
	}
	list := func(days int) float64 {
		row := one(c.ListCosts(ctx, &comagic.SourceCostsParams{DateFrom: monday, DateTill: monday.AddDate(0, 0, days)}))(t)
		assert.Equal(t, "Search", row.SourceName)
		return row.Cost.Or(0)
	}
	upload(cost(0, 10), cost(1, 5), cost(2, 2.5))
	assert.InDelta(t, 15, list(1), 0.001)
	assert.InDelta(t, 17.5, list(2), 0.001)
	upload(cost(1, 0), cost(2, 3))
	assert.InDelta(t, 13, list(2), 0.001)
}

// The operators of a filter are for values of certain types; the reply names the
// operator that is not.
func TestFilter_AnOperatorMustFitTheColumn(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	filter := func(field, operator, value string) any {
		return mnemonic(raw(t, srv, "/v2.0", `{"jsonrpc":"2.0","id":7,"method":"get.calls_report","params":{"access_token":"`+comagictest.Token+
			`","date_from":"2026-01-01 00:00:00","date_till":"2026-01-02 00:00:00","filter":{"field":"`+field+`","operator":"`+operator+`","value":`+value+`}}}`))
	}
	for _, test := range []struct {
		field, operator, value string
		want                   any
	}{
		{"id", "=", "1", nil}, {"id", "like", `"1%"`, "invalid_parameter_value"}, {"id", "between", "1", "invalid_parameter_value"},
		{"is_lost", "<", "true", "invalid_parameter_value"}, {"is_lost", "=", "true", nil},
		{"direction", "in", `["in"]`, nil}, {"direction", "jsquery", `"a = 1"`, "invalid_parameter_value"},
		{"tags", "jsquery", `"#.tag_id = 1"`, nil}, {"start_time", "=", `"2026-01-01 00:00:00"`, "filter_prohibited"},
	} {
		assert.Equal(t, test.want, filter(test.field, test.operator, test.value), "%s %s", test.field, test.operator)
	}
}

// Params of lists that are no columns choose rows all the same.
func TestLists_AreNarrowedByTheirOwnParams(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.Geolocation{ID: 1, Name: "a"}, comagic.Geolocation{ID: 2, Name: "b"}, comagic.Geolocation{ID: 3, Name: "c"})
	assert.Len(t, has(c.Geo.ListLocations(ctx, &comagic.GeolocationsParams{IDs: []int64{1, 3}}))(t).Items, 2)
	site := has(c.Sites.CreateSite(ctx, &comagic.CreateSiteParams{DomainName: "a.example.com", IndustryID: 1}))(t)
	has(c.CallTracking.CreateReplacementPhonesGroup(ctx, &comagic.CreateReplacementPhonesGroupParams{Name: "A", SiteIDs: []int64{site.ID}}))(t)
	has(c.CallTracking.CreateReplacementPhonesGroup(ctx, &comagic.CreateReplacementPhonesGroupParams{Name: "B", SiteIDs: []int64{site.ID + 1}}))(t)
	group := one(c.CallTracking.ListReplacementPhonesGroups(ctx, &comagic.ReplacementPhonesGroupsParams{SiteID: site.ID}))(t)
	assert.Equal(t, "a.example.com", group.Sites[0].Domain)
	has(c.ReportBuilder.CreateCustomFilter(ctx, &comagic.CreateCustomFilterParams{
		ReportType: "ad_analytics", Name: "mine", Filter: comagic.Equal("a", 1),
	}))(t)
	assert.Len(t, has(c.ReportBuilder.ListCustomFilters(ctx, &comagic.CustomFiltersParams{ReportType: "ad_analytics"}))(t).Items, 1)
	assert.True(t, none(c.ReportBuilder.ListCustomFilters(ctx, &comagic.CustomFiltersParams{ReportType: "calls"}))(t))
}
