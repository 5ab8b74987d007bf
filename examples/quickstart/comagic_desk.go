package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
)

// tagMissed marks the missed calls of the first week.
func tagMissed(ctx context.Context, r *report, cm *comagic.Client) error {
	tag, err := cm.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "call back"})
	if err != nil {
		return err
	}
	var missed []comagic.SetCommunicationsTagsItem
	for call, err := range cm.Reports.AllCalls(ctx, &comagic.CallsReportParams{
		DateFrom: firstCall, DateTill: firstCall.AddDate(0, 0, 7), Filter: comagic.Equal("is_lost", true),
	}) {
		if err != nil {
			return err
		}
		missed = append(missed, comagic.SetCommunicationsTagsItem{
			CommunicationID: call.ID, CommunicationType: string(comagic.CommunicationTypeCall), TagID: tag.ID,
		})
	}
	if len(missed) > 0 {
		if _, err := cm.Tags.SetForCommunications(ctx, &comagic.SetCommunicationsTagsParams{Items: missed}); err != nil {
			return err
		}
	}
	r.line("tagged the %d missed calls of the first week", len(missed))
	return nil
}

// hireAndCall gives a new employee a virtual number and a SIP line, and starts a call.
func hireAndCall(ctx context.Context, r *report, cm *comagic.Client) error {
	employee, err := cm.Employees.Create(ctx, &comagic.CreateEmployeesParams{FirstName: "Jane", LastName: "Doe"})
	if err != nil {
		return err
	}
	free, err := cm.VirtualNumbers.ListAvailable(ctx, &comagic.AvailableVirtualNumbersParams{Limit: 1})
	if err != nil {
		return err
	}
	if len(free.Items) == 0 {
		return errors.New("no virtual number is free")
	}
	number := free.Items[0].PhoneNumber
	if _, err := cm.VirtualNumbers.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: number}); err != nil {
		return err
	}
	line, err := cm.SIPLines.Create(ctx, &comagic.CreateSIPLinesParams{EmployeeID: employee.ID, VirtualPhoneNumber: number})
	if err != nil {
		return err
	}
	started, err := cm.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
		FirstCall: comagic.FirstCallEmployee, VirtualPhoneNumber: number, Contact: "15555550123",
		Employee: comagic.IDPhoneNumber{ID: employee.ID, PhoneNumber: line.PhoneNumber},
	})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.MayHaveHappened() {
		return fmt.Errorf("look with Calls.List before calling again: %w", err)
	}
	if err != nil {
		return err
	}
	r.line("employee %d has the number %s and is being called: session %d", employee.ID, number, started.CallSessionID)
	return nil
}
