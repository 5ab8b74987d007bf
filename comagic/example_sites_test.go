package comagic_test

import (
	"context"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// Put a site under call tracking, with a block of the page that shows the number.
func ExampleSitesService_CreateSites() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.SiteCategory{ID: "4", Name: "Trade"})
	cm, ctx := srv.Client(), context.Background()

	site, err := cm.Sites.CreateSites(ctx, &comagic.CreateSitesParams{
		DomainName: "shop.example.com", Name: "Shop", DefaultPhoneNumber: "74955550171", IndustryID: 4,
		TargetCallMinDuration: frontdesk.Some[int64](30), // seconds
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = cm.Sites.CreateBlocks(ctx, &comagic.CreateSiteBlocksParams{SiteID: site.ID, Name: "Header"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for block, err := range cm.Sites.AllBlocks(ctx, &comagic.SiteBlocksParams{Filter: comagic.Equal("site_id", site.ID)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(block.Name, "of", block.SiteDomainName)
	}
	// Output: Header of shop.example.com
}

// The key that a page's tracking code needs.
func ExampleSitesService_Get() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Site{ID: 1204, DomainName: "shop.example.com", SiteKey: "example_key_of_32_characters____"})
	cm, ctx := srv.Client(), context.Background()

	site, err := cm.Sites.Get(ctx, &comagic.GetSiteParams{SiteID: 1204})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(site.DomainName, site.SiteKey)
	// Output: shop.example.com example_key_of_32_characters____
}

// Visits that another counter has seen: each comes back with the id under which
// calls can be uploaded for it.
func ExampleSessionsService_Upload() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	came := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	var sessions []comagic.UploadSessionsSession // at most 50
	for i, source := range []string{"newsletter", "partner"} {
		sessions = append(sessions, comagic.UploadSessionsSession{
			ExtID: fmt.Sprint("visit-", i+1), SiteID: 1204, DateTime: came.Add(time.Duration(i) * time.Minute), IsVisitorNew: true,
			VisitorIPAddress: "192.0.2.7", UTMSource: source, EntrancePageURL: "https://shop.example.com/",
		})
	}
	results, err := cm.Sessions.Upload(ctx, &comagic.UploadSessionsParams{Sessions: sessions})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, result := range results {
		fmt.Println(result.ExtID, "has an id:", result.SessionID.Or(0) > 0)
	}
	// Output:
	// visit-1 has an id: true
	// visit-2 has an id: true
}

// The goals of a site.
func ExampleEventsService_All() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv,
		comagic.Event{ID: 1, Name: "Order form", SiteID: frontdesk.Some[int64](1204), IsGoal: frontdesk.Some(true), GoalName: "Order"},
		comagic.Event{ID: 2, Name: "Scrolled", SiteID: frontdesk.Some[int64](1204), IsGoal: frontdesk.Some(false)},
	)
	cm, ctx := srv.Client(), context.Background()

	goals := &comagic.EventsParams{Filter: comagic.And(comagic.Equal("site_id", 1204), comagic.Equal("is_goal", true))}
	for event, err := range cm.Events.All(ctx, goals) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.ID, event.GoalName)
	}
	// Output: 1 Order
}

// Segments of visitors by name, for a report that has their ids only.
func ExampleSegmentsService_All() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Segment{ID: 21, Name: "Came twice"}, comagic.Segment{ID: 22, Name: "From abroad"})
	cm, ctx := srv.Client(), context.Background()

	names := map[int64]string{}
	for segment, err := range cm.Segments.All(ctx, &comagic.SegmentsParams{Fields: []string{"id", "name"}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		names[segment.ID] = segment.Name
	}
	fmt.Println(len(names), names[22])
	// Output: 2 From abroad
}

// The lead forms of a page in an ad network.
func ExampleIntegrationsService_AllForms() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.IntegratedPage{ID: 3, Name: "Example Shop"})
	comagictest.Add(srv,
		comagic.IntegratedForm{ID: 31, Name: "Call me back", Engine: comagic.IntegratedFormEngineVKAds, PageID: frontdesk.Some[int64](3)},
		comagic.IntegratedForm{ID: 41, Name: "Subscribe", Engine: comagic.IntegratedFormEngineVKAds, PageID: frontdesk.Some[int64](4)},
	)
	cm, ctx := srv.Client(), context.Background()

	for page, err := range cm.Integrations.AllPages(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		forms := &comagic.IntegratedFormsParams{Filter: comagic.Equal("page_id", page.ID)}
		for form, err := range cm.Integrations.AllForms(ctx, forms) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(page.Name, "›", form.Name)
		}
	}
	// Output: Example Shop › Call me back
}

// A city with the region and the country that it lies in.
func ExampleGeoService_AllLocations() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv,
		comagic.Geolocation{ID: 1, ParentID: frontdesk.Null[int64](), Name: "Exampleland"},
		comagic.Geolocation{ID: 12, ParentID: frontdesk.Some[int64](1), Name: "North"},
		comagic.Geolocation{ID: 123, ParentID: frontdesk.Some[int64](12), Name: "Exampletown"},
	)
	cm, ctx := srv.Client(), context.Background()

	places := map[int64]comagic.Geolocation{}
	for place, err := range cm.Geo.AllLocations(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		places[place.ID] = place
	}
	for id := int64(123); id != 0; id = places[id].ParentID.Or(0) {
		fmt.Println(places[id].Name)
	}
	// Output:
	// Exampletown
	// North
	// Exampleland
}
