package comagic_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// Example_year exports a year of calls to CSV with a progress bar, tags the missed
// ones, creates an employee with a SIP line and a virtual number, and starts a call.
func Example_year() {
	srv := comagictest.New()
	defer srv.Close()
	srv.PutCalls(calls(400, 20*time.Hour)...) // 333 days
	cm := srv.Client()
	defer cm.Close()
	ctx := context.Background()

	var file strings.Builder
	missed, err := exportCalls(ctx, cm, start, start.AddDate(1, 0, 0), &file, os.Stdout)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Count(file.String(), "\n"), "lines,", len(missed), "missed")

	tag, err := cm.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "call back"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range missed {
		err := cm.Tags.SetCommunications(ctx, &comagic.SetTagCommunicationsParams{
			CommunicationID: id, CommunicationType: "call", TagID: tag.ID,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}

	if err := hire(ctx, cm); err != nil {
		fmt.Println(err)
		return
	}
	active, err := cm.Calls.List(ctx, nil)
	fmt.Println(len(active), "call in progress", err)
	// Output:
	// [####################] 400 of 400
	// 401 lines, 200 missed
	// 1 call in progress <nil>
}

// exportCalls writes the calls of a period and returns the ids of those missed.
func exportCalls(ctx context.Context, cm *comagic.Client, from, till time.Time, to, bar io.Writer) (missed []int64, err error) {
	params := &comagic.CallsReportParams{
		DateFrom: from, DateTill: till,
		Fields: []string{"id", "start_time", "contact_phone_number", "talk_duration", "is_lost"},
	}
	total, err := cm.Reports.CountCalls(ctx, params)
	if err != nil {
		return nil, err
	}
	table := csv.NewWriter(to)
	if err := table.Write(params.Fields); err != nil {
		return nil, err
	}
	done := 0
	for call, err := range cm.Reports.AllCalls(ctx, params) {
		if err != nil {
			return nil, err // its Next resumes here
		}
		started, _ := call.StartTime.Get()
		err = table.Write([]string{
			strconv.FormatInt(call.ID, 10), started.Format(time.RFC3339), call.ContactPhoneNumber,
			strconv.FormatInt(call.TalkDuration.Or(0), 10), strconv.FormatBool(call.IsLost.Or(false)),
		})
		if err != nil {
			return nil, err
		}
		if call.IsLost.Or(false) {
			missed = append(missed, call.ID)
		}
		if done++; done == total { // a terminal would show every hundredth
			fmt.Fprintf(bar, "[%s] %d of %d\n", strings.Repeat("#", 20*done/total), done, total)
		}
	}
	table.Flush()
	return missed, table.Error()
}

// hire makes an employee who can be called, and calls.
func hire(ctx context.Context, cm *comagic.Client) error {
	employee, err := cm.Employees.Create(ctx, &comagic.CreateEmployeesParams{FirstName: "Jane", LastName: "Doe"})
	if err != nil {
		return err
	}
	var number string
	for available, err := range cm.VirtualNumbers.AllAvailable(ctx, nil) {
		if err != nil {
			return err
		}
		number = available.PhoneNumber
		break
	}
	if _, err := cm.VirtualNumbers.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: number}); err != nil {
		return err
	}
	line, err := cm.SIPLines.Create(ctx, &comagic.CreateSIPLinesParams{EmployeeID: employee.ID, VirtualPhoneNumber: number})
	if err != nil {
		return err
	}
	_, err = cm.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
		FirstCall: comagic.FirstCallEmployee, VirtualPhoneNumber: number, Contact: "15555550123",
		Employee: comagic.IDPhoneNumber{ID: employee.ID, PhoneNumber: line.PhoneNumber},
	})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.MayHaveHappened() {
		return fmt.Errorf("look with Calls.List before calling again: %w", err)
	}
	return err
}
