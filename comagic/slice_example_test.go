package comagic_test

import (
	"context"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// Create a tag, rename it, find it, delete it.
func ExampleTagsService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	tag, err := cm.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "mised"})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = cm.Tags.Update(ctx, &comagic.UpdateTagsParams{ID: tag.ID, Name: frontdesk.Some("missed")})
	fmt.Println("renamed:", err == nil)
	found, err := frontdesk.Collect(cm.Tags.All(ctx, &comagic.TagsParams{Filter: comagic.Equal("id", tag.ID)}))
	fmt.Println(len(found), found[0].Name, err)
	fmt.Println(cm.Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: tag.ID}))
	// Output:
	// renamed: true
	// 1 missed <nil>
	// <nil>
}

// A list of all visitors of a person comes at once.
func ExamplePersonsService_ListVisitors() {
	srv := comagictest.New()
	defer srv.Close()
	visitors, err := srv.Client().Persons.ListVisitors(context.Background(), &comagic.PersonVisitorsParams{PersonID: comagictest.PersonID})
	fmt.Println(len(visitors), err)
	// Output: 2 <nil>
}

func ExampleCampaignsService_AllAvailablePhoneNumbers() {
	srv := comagictest.New()
	defer srv.Close()
	count := 0
	for _, err := range srv.Client().Campaigns.AllAvailablePhoneNumbers(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		count++
	}
	fmt.Println(count, "numbers are free")
	// Output: 3 numbers are free
}
