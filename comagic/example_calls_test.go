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

// Call a client back and connect the office. A start is never repeated on its own:
// when it fails, the phone may be ringing nevertheless.
func ExampleCallsService_StartSimpleCall() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.VirtualNumber{ID: 171, VirtualPhoneNumber: "74955550171", Status: "active"})
	cm, ctx := srv.Client(), context.Background()

	started, err := cm.Calls.StartSimpleCall(ctx, &comagic.StartSimpleCallParams{
		FirstCall: "operator", Operator: "15555550130", Contact: "15555550123", VirtualPhoneNumber: "74955550171",
		ExternalID: "order-7",
	})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.MayHaveHappened() {
		fmt.Println("look with Calls.List before calling again:", err)
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	active, err := cm.Calls.List(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, call := range active {
		fmt.Println(call.ExternalID, call.ContactPhoneNumber, call.CallSessionID == started.CallSessionID)
	}
	// Output: order-7 15555550123 true
}

// Transfer a call that came in: hold the contact, ask the colleague, connect the two.
func ExampleCallsService_TransferTalk() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.ActiveCall{
		ContactPhoneNumber: "15555550123", Direction: comagic.CallDirectionIn,
		Legs: []comagic.ActiveCallLeg{
			{LegID: 1, CallingPhoneNumber: "15555550123"}, {LegID: 2, CalledPhoneNumber: "15555550131", IsOperator: true},
		},
	})
	cm, ctx := srv.Client(), context.Background()

	active, err := cm.Calls.List(ctx, &comagic.ActiveCallsParams{Direction: comagic.CallDirectionIn})
	if err != nil || len(active) == 0 {
		fmt.Println("no call came in", err)
		return
	}
	id := active[0].CallSessionID
	_, err = cm.Calls.Hold(ctx, &comagic.HoldCallParams{
		CallSessionID: id, ContactMessage: comagic.CallMessage{Type: "tts", Value: "One moment, please."},
	})
	if err == nil {
		_, err = cm.Calls.MakeCall(ctx, &comagic.MakeCallParams{CallSessionID: id, To: "15555550132"})
	}
	if err == nil {
		_, err = cm.Calls.TransferTalk(ctx, &comagic.TransferTalkParams{CallSessionID: id})
	}
	if errors.Is(err, frontdesk.ErrConflict) {
		fmt.Println("the call is in another state by now:", err)
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	active, err = cm.Calls.List(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	legs := active[0].Legs
	fmt.Println(legs[0].CallingPhoneNumber, "talks with", legs[1].CalledPhoneNumber)
	// Output: 15555550123 talks with 15555550132
}

// Block nuisance numbers, but for those that are blocked already.
func ExampleBlacklistService_CreatePhoneNumber() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.BlacklistPhoneNumber{ID: 1, PhoneNumber: "15555550160", AddComment: "silent calls"})
	cm, ctx := srv.Client(), context.Background()

	for _, number := range []string{"15555550160", "15555550161"} {
		known, err := cm.Blacklist.CountPhoneNumbers(ctx, &comagic.BlacklistPhoneNumbersParams{Filter: comagic.Equal("phone_number", number)})
		if err == nil && known == 0 {
			_, err = cm.Blacklist.CreatePhoneNumber(ctx, &comagic.CreatePhoneNumberToBlacklistParams{
				PhoneNumber: number, AddComment: "sells insurance",
			})
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	for blocked, err := range cm.Blacklist.AllPhoneNumbers(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(blocked.PhoneNumber, blocked.AddComment)
	}
	// Output:
	// 15555550160 silent calls
	// 15555550161 sells insurance
}

// Take a number that asked not to be called out of a dialling campaign.
func ExampleAutoCallsService_DeleteCampaignPhoneNumbers() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.AutoCallCampaign{
		ID: 5, Name: "Reminder", Status: comagic.AutoCallCampaignStatusInProcess,
		PhoneNumbers: []comagic.AutoCallCampaignPhoneNumber{
			{PhoneNumber: "15555550123", Status: "not_processed"}, {PhoneNumber: "15555550124", Status: "not_processed"},
		},
	})
	cm, ctx := srv.Client(), context.Background()

	running := &comagic.AutoCallCampaignsParams{Filter: comagic.Equal("status", comagic.AutoCallCampaignStatusInProcess)}
	campaigns, err := frontdesk.Collect(cm.AutoCalls.AllCampaigns(ctx, running))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, campaign := range campaigns {
		_, err := cm.AutoCalls.DeleteCampaignPhoneNumbers(ctx, &comagic.DeleteAutoCallCampaignPhoneNumbersParams{
			CampaignID: campaign.ID, PhoneNumbers: []string{"15555550124"},
		})
		if err != nil && !errors.Is(err, frontdesk.ErrNotFound) { // not in this one
			fmt.Println(err)
			return
		}
	}
	page, err := cm.AutoCalls.ListCampaigns(ctx, running)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, phone := range page.Items[0].PhoneNumbers {
		fmt.Println(page.Items[0].Name, phone.PhoneNumber, phone.Status)
	}
	// Output:
	// Reminder 15555550123 not_processed
	// Reminder 15555550124 deleted
}

// Bring the calls of another telephone system into the reports. The upload itself
// says only that all were taken; what became of each is told by its ext_id.
func ExampleCommunicationsService_UploadCalls() {
	srv := comagictest.New()
	defer srv.Close()
	began := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	comagictest.Add(srv, comagic.UploadedCall{ // an attempt of this morning, whose recording could not be fetched
		ExtID: "pbx-2", StartTime: frontdesk.Some(began.Add(time.Hour)),
		Status: comagic.UploadedCallStatusError, ErrorCode: comagic.UploadedCallErrorCodeDownloadError,
	})
	cm, ctx := srv.Client(), context.Background()

	_, err := cm.Communications.UploadCalls(ctx, &comagic.UploadCallsParams{Calls: []comagic.UploadCallsCall{ // at most 50
		{
			ExtID: "pbx-1", CallingPhoneNumber: "15555550123", CalledPhoneNumber: "74955550171",
			StartTime: began, FinishTime: began.Add(2 * time.Minute), TalkDuration: frontdesk.Some[int64](95),
		},
		{
			ExtID: "pbx-2", Direction: comagic.CallDirectionOut, CallingPhoneNumber: "74955550171", CalledPhoneNumber: "15555550124",
			StartTime: began.Add(time.Hour), FinishTime: began.Add(time.Hour + 20*time.Second), IsLost: true,
		},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	results := &comagic.UploadedCallsParams{
		ReportID: 1, DateFrom: began, DateTill: began.AddDate(0, 0, 1), Filter: comagic.In("ext_id", "pbx-1", "pbx-2"),
		Fields: []string{"ext_id", "status", "error_code"}, Sort: []comagic.Sort{comagic.Asc("ext_id")},
	}
	for call, err := range cm.Communications.AllUploadedCalls(ctx, results) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if call.Status == comagic.UploadedCallStatusError {
			fmt.Println(call.ExtID, "failed:", call.ErrorCode)
			continue
		}
		fmt.Println(call.ExtID, call.Status)
	}
	// Output:
	// pbx-1 processed
	// pbx-2 failed: download_error
}

// Which scenario answers a number?
func ExampleScenariosService_All() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv,
		comagic.Scenario{ID: 9, Name: "Welcome", VirtualPhoneNumbers: []string{"74955550171", "74955550172"}},
		comagic.Scenario{ID: 10, Name: "Night", VirtualPhoneNumbers: []string{"78125550173"}},
	)
	cm, ctx := srv.Client(), context.Background()

	for scenario, err := range cm.Scenarios.All(ctx, &comagic.ScenariosParams{Fields: []string{"name", "virtual_phone_numbers"}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(scenario.Name, scenario.VirtualPhoneNumbers)
	}
	// Output:
	// Welcome [74955550171 74955550172]
	// Night [78125550173]
}

// How long are the messages that the account has recorded for its callers?
func ExampleMediaFilesService_All() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv,
		comagic.MediaFile{ID: 5, Name: "Closed today", Type: comagic.MediaFileTypeUser, Duration: frontdesk.Some[int64](14)},
		comagic.MediaFile{ID: 6, Name: "Beep", Type: comagic.MediaFileTypeSystem, Duration: frontdesk.Some[int64](1)},
	)
	cm, ctx := srv.Client(), context.Background()

	own := &comagic.MediaFilesParams{Filter: comagic.Equal("type", comagic.MediaFileTypeUser)}
	for file, err := range cm.MediaFiles.All(ctx, own) {
		if err != nil {
			fmt.Println(err)
			return
		}
		seconds, known := file.Duration.Get()
		fmt.Println(file.Name, seconds, known)
	}
	// Output: Closed today 14 true
}
