package comagic_test

import (
	"context"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// A source of one's own: visitors who come by a newsletter, in a channel and a group
// for them.
func ExampleSourcesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	channel, err := cm.Sources.CreateChannel(ctx, &comagic.CreateSourceChannelParams{
		Name: "Mailings", Mnemonic: "mailings", State: comagic.SourceStateActive,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	group, err := cm.Sources.CreateGroup(ctx, &comagic.CreateSourceGroupParams{
		Name: "Newsletters", ChannelID: channel.ID, State: comagic.SourceStateActive,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	created, err := cm.Sources.Create(ctx, &comagic.CreateSourceParams{
		Name: "Spring letter", GroupID: group.ID, State: comagic.SourceStateActive,
		Filter: comagic.Or(comagic.Equal("utm_campaign", "spring"), comagic.ILike("referrer_domain", "letter.example.com")),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for source, err := range cm.Sources.All(ctx, &comagic.SourcesParams{
		Filter: comagic.Equal("id", created.ID),
		Fields: []string{"name", "group_name", "channel_name"}, // some come only if asked for
	}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(source.ChannelName, "›", source.GroupName, "›", source.Name)
	}
	// Output: Mailings › Newsletters › Spring letter
}

// What a source has cost, in months of which one was uploaded wrong: a later upload
// of the same period replaces it.
func ExampleSourcesService_UploadCosts() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Source{ID: 7, Name: "Spring letter"})
	cm, ctx := srv.Client(), context.Background()

	march := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	for _, cost := range []float64{300, 250} {
		_, err := cm.Sources.UploadCosts(ctx, &comagic.UploadSourceCostsParams{Costs: []comagic.UploadSourceCostsCost{
			{SourceID: 7, SiteID: 1204, DateFrom: march, DateTill: march.AddDate(0, 0, 30), Cost: cost},
		}})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	for spent, err := range cm.Sources.AllCosts(ctx, &comagic.SourceCostsParams{DateFrom: march, DateTill: march.AddDate(0, 0, 30)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(spent.SourceName, spent.Cost.Or(0))
	}
	// Output: Spring letter 250
}

// Calls to the number of a leaflet count as its source.
func ExampleCommunicationSourcesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Source{ID: 7, Name: "Leaflet"})
	cm, ctx := srv.Client(), context.Background()

	created, err := cm.CommunicationSources.Create(ctx, &comagic.CreateCommunicationSourceParams{
		Name: "Leaflet of March", Entity: comagic.CommunicationSourceEntityCall, SourceID: 7,
		State:  comagic.CommunicationSourceStateActive,
		Filter: comagic.Or(comagic.Equal("virtual_phone_number", "74955550171"), comagic.Equal("virtual_phone_number", "74955550172")),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	rule, err := cm.CommunicationSources.Get(ctx, &comagic.GetCommunicationSourceParams{ID: created.ID})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rule.Name, rule.SourceName, len(rule.Filter.Filters), "numbers")
	// Output: Leaflet of March Leaflet 2 numbers
}

// Deals of a CRM by where they came from. The first rule that fits counts: the
// narrow one goes first.
func ExampleCRMSourcesService_UpdatePriority() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Source{ID: 7, Name: "Fair"})
	cm, ctx := srv.Client(), context.Background()

	var order []comagic.PriorityItem
	for i, word := range []string{"fair in spring", "fair"} {
		created, err := cm.CRMSources.Create(ctx, &comagic.CreateCRMSourceParams{
			Name: word, SourceID: 7, State: comagic.CommunicationSourceStateActive,
			Filter: comagic.ILike("deal_source", word),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		order = append(order, comagic.PriorityItem{ID: created.ID, Priority: int64(i + 1)})
	}
	if _, err := cm.CRMSources.UpdatePriority(ctx, &comagic.UpdateCRMSourcePriorityParams{CRMSources: order}); err != nil {
		fmt.Println(err)
		return
	}
	for source, err := range cm.CRMSources.All(ctx, &comagic.CRMSourcesParams{
		Fields: []string{"name", "priority", "source_name"}, Sort: []comagic.Sort{comagic.Asc("priority")},
	}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(source.Priority.Or(0), source.Name, source.SourceName)
	}
	// Output:
	// 1 fair in spring Fair
	// 2 fair Fair
}

// Draft a rule of call tracking for the number in a page's header, and try it before
// all others.
func ExampleCallTrackingService_CreateRule() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.CallTrackingRule{ID: 1, Name: "All visitors", Priority: "1"})
	cm, ctx := srv.Client(), context.Background()

	elements, err := cm.CallTracking.CreateReplacementPhonesGroup(ctx, &comagic.CreateReplacementPhonesGroupParams{
		Name: "Header", SiteIDs: []int64{1204},
		PhoneSelectors: []comagic.CreateReplacementPhonesGroupPhoneSelector{
			{ElementAttribute: comagic.PhoneSelectorFieldsElementAttributeClass, ElementAttributeValue: "phone"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	rule, err := cm.CallTracking.CreateRule(ctx, &comagic.CreateCallTrackingRuleParams{
		Name: "Header of the shop", IsNamedByUser: true, RuleType: comagic.CreateCallTrackingRuleTypeSiteCalls,
		CallTrackingType: comagic.CallTrackingTypeStatic, ReservePhoneNumbersTime: 30, State: comagic.TrackingRuleStateDraft,
		StaticReplacementPhonesSettings: []comagic.CreateCallTrackingRuleStaticReplacementPhonesSetting{{
			ReplacementPhonesGroups: []comagic.ReplacementGroupSite{{ID: elements[0].ID, SiteID: frontdesk.Some[int64](1204)}},
			StaticPhoneID:           101, CustomRedirectionPhone: "15555550130",
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = cm.CallTracking.SetRulePriority(ctx, &comagic.SetCallTrackingRulePriorityParams{ID: rule.ID, ChangeType: "top"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for rule, err := range cm.CallTracking.AllRules(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(rule.Name, "has priority", rule.Priority)
	}
	// Unordered output:
	// Header of the shop has priority 1
	// All visitors has priority 2
}

// Keep the visits of one's own office out of call tracking.
func ExampleCallTrackingService_CreateBlackIP() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	_, err := cm.CallTracking.CreateBlackIP(ctx, &comagic.CreateCallTrackingBlackIPParams{
		IP: "192.0.2.7", BlockType: comagic.BlockTypeStatic,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for blocked, err := range cm.CallTracking.AllBlackIPs(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(blocked.IP, blocked.BlockType)
	}
	// Output: 192.0.2.7 static
}

// A rule of e-mail tracking: the address in the footer tells who came by a leaflet.
func ExampleEmailTrackingService_CreateRule() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.EmailAccount{ID: 9, Name: "leaflet@example.com"})
	cm, ctx := srv.Client(), context.Background()

	elements, err := cm.EmailTracking.CreateReplacementEmailsGroup(ctx, &comagic.CreateReplacementEmailsGroupParams{
		Name: "Footer", SiteIDs: []int64{1204},
		EmailSelectors: []comagic.CreateReplacementEmailsGroupEmailSelector{{ElementAttribute: "class", ElementAttributeValue: "mail"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	leaflet := comagic.SourceRef{
		SourceChannelID: frontdesk.Some[int64](2), SourceGroupID: frontdesk.Some[int64](5), SourceID: frontdesk.Some[int64](7),
	}
	rule, err := cm.EmailTracking.CreateRule(ctx, &comagic.CreateEmailTrackingRuleParams{
		Name: "Leaflet", RuleType: comagic.EmailTrackingRuleTypeSiteEmails, TrafficType: comagic.TrafficTypeCustomSources,
		TrackingType: comagic.TrackingTypeStatic, State: comagic.TrackingRuleStateActive,
		StaticReplacementEmailsSettings: []comagic.CreateEmailTrackingRuleStaticReplacementEmailsSetting{{
			ReplacementEmailsGroups: []comagic.ReplacementGroupSite{{ID: elements[0].ID, SiteID: frontdesk.Some[int64](1204)}},
			EmailAccountID:          9, Source: frontdesk.Some(leaflet),
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := frontdesk.Collect(cm.EmailTracking.AllRules(ctx, &comagic.EmailTrackingRulesParams{SearchString: "leaf"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rules[0].ID == rule.ID, rules[0].Name, rules[0].State)
	// Output: true Leaflet active
}
