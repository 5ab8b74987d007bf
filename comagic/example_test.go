package comagic_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

func ExampleReportsService_AllCalls() {
	srv := comagictest.New()
	defer srv.Close()
	srv.PutCalls(
		comagic.CallsReportRow{ID: 1, StartTime: frontdesk.Some(start), IsLost: frontdesk.Some(true), ContactPhoneNumber: "74955550101"},
		comagic.CallsReportRow{ID: 2, StartTime: frontdesk.Some(start.Add(time.Hour)), IsLost: frontdesk.Some(false)},
	)
	cm := srv.Client()
	defer cm.Close()

	params := &comagic.CallsReportParams{
		DateFrom: start, DateTill: start.AddDate(1, 0, 0), // a year: read in windows of 90 days
		Fields: []string{"id", "start_time", "contact_phone_number"},
		Filter: comagic.Equal("is_lost", true),
	}
	total, err := cm.Reports.CountCalls(context.Background(), params)
	if err != nil {
		fmt.Println(err)
		return
	}
	for call, err := range cm.Reports.AllCalls(context.Background(), params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(total, call.ID, call.ContactPhoneNumber)
	}
	// Output: 1 1 74955550101
}

func ExampleLogin() {
	srv := comagictest.New()
	defer srv.Close()
	cm := srv.ClientFor(comagic.Login(comagictest.User, comagictest.Password))
	defer cm.Close() // logs out

	created, err := cm.Tags.Create(context.Background(), &comagic.CreateTagsParams{Name: "VIP"})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = cm.Tags.Update(context.Background(), &comagic.UpdateTagsParams{ID: created.ID, Name: frontdesk.Some("gold")})
	fmt.Println(err)
	// Output: <nil>
}

func Example_errors() {
	srv := comagictest.New()
	defer srv.Close()
	cm := srv.Client()
	defer cm.Close()

	err := cm.Tags.Delete(context.Background(), &comagic.DeleteTagsParams{ID: 404})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok {
		fmt.Println(e.Code == comagic.CodeEntityNotFound, errors.Is(err, frontdesk.ErrNotFound))
	}
	// Output: true true
}

func ExampleClient_Call() {
	srv := comagictest.New()
	defer srv.Close()
	cm := srv.Client()
	defer cm.Close()

	var accounts []map[string]any
	err := cm.Call(context.Background(), "get.account", nil, &accounts)
	fmt.Println(accounts[0]["name"], err)
	// Output: Example Ltd <nil>
}
