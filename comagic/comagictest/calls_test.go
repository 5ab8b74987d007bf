package comagictest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

const (
	number  = "74955550171" // which the server has available
	contact = "15555550123"
)

// office has an employee, a virtual number and a tag.
func office(t *testing.T, srv *comagictest.Server) (c *comagic.Client, employee, tag int64) {
	t.Helper()
	c = srv.Client()
	ctx := context.Background()
	_, err := c.VirtualNumbers.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: number})
	require.NoError(t, err)
	srv.Put("get.employees", comagic.Employee{
		ID: 31, FullName: "Doe Jane",
		PhoneNumbers: []comagic.EmployeePhoneNumber{{PhoneID: frontdesk.Some[int64](311), PhoneNumber: "74955550131", Status: "active"}},
	})
	created, err := c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: "VIP"})
	require.NoError(t, err)
	return c, 31, created.ID
}

func startCall(t *testing.T, c *comagic.Client, employee int64) int64 {
	t.Helper()
	started, err := c.Calls.StartEmployeeCall(context.Background(), &comagic.StartEmployeeCallParams{
		FirstCall: comagic.FirstCallEmployee, VirtualPhoneNumber: number, Contact: contact,
		Employee: comagic.IDPhoneNumber{ID: employee}, ExternalID: "order-7",
	})
	require.NoError(t, err)
	return started.CallSessionID
}

func TestCalls_FromStartToTheReport(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, employee, tag := office(t, srv)
	ctx := context.Background()
	id := startCall(t, c, employee)

	active, err := c.Calls.List(ctx, nil)
	require.NoError(t, err)
	require.Len(t, active, 1)
	require.Len(t, active[0].Legs, 2)
	assert.Equal(t, contact, active[0].ContactPhoneNumber)
	assert.Equal(t, "Doe Jane", active[0].Legs[1].EmployeeFullName)

	wrong := func(_ any, err error) {
		t.Helper()
		assert.ErrorIs(t, err, frontdesk.ErrConflict)
	}
	fine := func(_ any, err error) {
		t.Helper()
		assert.NoError(t, err)
	}
	message := comagic.CallMessage{Type: "tts", Value: "please wait"}
	legs := func() int {
		list, err := c.Calls.List(ctx, &comagic.ActiveCallsParams{VirtualPhoneNumber: number})
		require.NoError(t, err)
		require.Len(t, list, 1)
		return len(list[0].Legs)
	}
	wrong(c.Calls.Unhold(ctx, &comagic.UnholdCallParams{CallSessionID: id}))
	wrong(c.Calls.MakeCall(ctx, &comagic.MakeCallParams{CallSessionID: id, To: "15555550199"}))
	wrong(c.Calls.TransferTalk(ctx, &comagic.TransferTalkParams{CallSessionID: id}))
	wrong(c.Calls.RestoreTalk(ctx, &comagic.RestoreTalkParams{CallSessionID: id}))
	fine(c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: message}))
	wrong(c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: message}))
	fine(c.Calls.Unhold(ctx, &comagic.UnholdCallParams{CallSessionID: id}))
	fine(c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: message}))
	fine(c.Calls.MakeCall(ctx, &comagic.MakeCallParams{CallSessionID: id, To: "15555550199"}))
	wrong(c.Calls.Unhold(ctx, &comagic.UnholdCallParams{CallSessionID: id}))
	assert.Equal(t, 3, legs())
	fine(c.Calls.RestoreTalk(ctx, &comagic.RestoreTalkParams{CallSessionID: id}))
	assert.Equal(t, 2, legs())
	fine(c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: message}))
	fine(c.Calls.MakeCall(ctx, &comagic.MakeCallParams{CallSessionID: id, To: "15555550199"}))
	fine(c.Calls.TransferTalk(ctx, &comagic.TransferTalkParams{CallSessionID: id}))
	assert.Equal(t, 2, legs(), "the contact and the third party")

	fine(c.Calls.Tag(ctx, &comagic.TagCallParams{CallSessionID: id, TagID: tag}))
	wrong(c.Calls.Tag(ctx, &comagic.TagCallParams{CallSessionID: id, TagID: tag}))
	_, err = c.Calls.Tag(ctx, &comagic.TagCallParams{CallSessionID: id, TagID: tag + 1})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	fine(c.Calls.Record(ctx, &comagic.RecordCallParams{CallSessionID: id, Action: "on"}))
	wrong(c.Calls.Record(ctx, &comagic.RecordCallParams{CallSessionID: id, Action: "on"}))
	fine(c.Calls.SendDTMF(ctx, &comagic.SendDTMFParams{CallSessionID: id, DTMFString: "1.2"}))
	fine(c.Calls.Release(ctx, &comagic.ReleaseCallParams{CallSessionID: id}))
	_, err = c.Calls.Release(ctx, &comagic.ReleaseCallParams{CallSessionID: id})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.Equal(t, comagic.CodeCallSessionNotFound, codeOf(t, err))

	rows := srv.Rows("get.calls_report")
	require.Len(t, rows, 1)
	assert.Equal(t, contact, rows[0]["contact_phone_number"])
	assert.Len(t, rows[0]["tags"], 1)
}

func codeOf(t *testing.T, err error) frontdesk.Code {
	t.Helper()
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	return e.Code
}

func TestCalls_TheLastLegEndsTheCall(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, employee, _ := office(t, srv)
	ctx := context.Background()
	for _, leg := range []int{0, 1} {
		id := startCall(t, c, employee)
		active, err := c.Calls.List(ctx, nil)
		require.NoError(t, err)
		_, err = c.Calls.DisconnectLeg(ctx, &comagic.DisconnectLegParams{CallSessionID: id, LegID: 9999})
		assert.Equal(t, comagic.CodeLegNotFound, codeOf(t, err))
		_, err = c.Calls.DisconnectLeg(ctx, &comagic.DisconnectLegParams{CallSessionID: id, LegID: active[0].Legs[leg].LegID})
		require.NoError(t, err)
		active, err = c.Calls.List(ctx, nil)
		require.NoError(t, err)
		assert.Empty(t, active)
	}
}

func TestCalls_WhatCannotBeStarted(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, employee, _ := office(t, srv)
	ctx := context.Background()
	good := comagic.StartEmployeeCallParams{
		FirstCall: comagic.FirstCallEmployee, VirtualPhoneNumber: number, Contact: contact, Employee: comagic.IDPhoneNumber{ID: employee},
	}
	id := startCall(t, c, employee)
	_, err := c.Calls.BlockContact(ctx, &comagic.BlockContactParams{CallSessionID: id})
	require.NoError(t, err)
	_, err = c.Calls.BlockContact(ctx, &comagic.BlockContactParams{CallSessionID: id})
	assert.Equal(t, comagic.CodeDuplicateContact, codeOf(t, err))
	for want, change := range map[frontdesk.Code]func(*comagic.StartEmployeeCallParams){
		comagic.CodeVirtualPhoneNumberNotFound:      func(p *comagic.StartEmployeeCallParams) { p.VirtualPhoneNumber = "74955550199" },
		comagic.CodeEmployeeNotFound:                func(p *comagic.StartEmployeeCallParams) { p.Employee.ID, p.Contact = 99, "15555550124" },
		comagic.CodeContactInBlacklist:              func(*comagic.StartEmployeeCallParams) {},
		comagic.CodeOwnVirtualPhoneNumberNotAllowed: func(p *comagic.StartEmployeeCallParams) { p.Contact = number },
	} {
		params := good
		change(&params)
		before := srv.Count("call_api.start.employee_call")
		_, err := c.Calls.StartEmployeeCall(ctx, &params)
		assert.Equal(t, want, codeOf(t, err))
		assert.Equal(t, before+1, srv.Count("call_api.start.employee_call"), "never repeated")
	}
}

func TestCalls_AnIncomingCallIsPutByTheTest(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutActiveCall(comagic.ActiveCall{
		ContactPhoneNumber: contact, Direction: comagic.CallDirectionIn,
		Legs: []comagic.ActiveCallLeg{{LegID: 1}, {LegID: 2}},
	})
	c := srv.Client()
	active, err := c.Calls.List(context.Background(), &comagic.ActiveCallsParams{Direction: comagic.CallDirectionIn})
	require.NoError(t, err)
	require.Len(t, active, 1)
	_, err = c.Calls.DisconnectLeg(context.Background(), &comagic.DisconnectLegParams{CallSessionID: active[0].CallSessionID, LegID: 1})
	require.NoError(t, err)
	none, err := c.Calls.List(context.Background(), &comagic.ActiveCallsParams{Direction: comagic.CallDirectionOut})
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestCalls_HaveASessionOfTheirOwn(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.ClientFor(comagic.Login(comagictest.User, comagictest.Password))
	_, err := c.Calls.List(context.Background(), nil)
	require.NoError(t, err)
	_, err = c.Tags.List(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, 2, srv.Sessions())
	require.NoError(t, c.Close())
	assert.Zero(t, srv.Sessions())

	wrong := srv.ClientFor(comagic.Login(comagictest.User, "wrong-password"))
	_, err = wrong.Calls.List(context.Background(), nil)
	assert.ErrorIs(t, err, frontdesk.ErrAuth)
}
