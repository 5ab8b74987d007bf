package comagictest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

var message = comagic.CallMessage{Type: "tts", Value: "please wait"}

// legStates are the states of the legs of the only call.
func legStates(t *testing.T, c *comagic.Client) []string {
	t.Helper()
	active, err := c.Calls.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, active, 1)
	var states []string
	for _, leg := range active[0].Legs {
		states = append(states, string(leg.State))
	}
	return states
}

// A call rings, is answered, and its third party rings and is answered as well.
func TestCalls_RingForTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithRinging(5*time.Second))
		c, employee, _ := office(t, srv)
		ctx := t.Context()
		comagictest.Add(srv, comagic.TalkOption{Button: "1", Mnemonic: "save_numa"})
		id := startCall(t, c, employee)
		assert.Equal(t, []string{"Дозвон", "Дозвон"}, legStates(t, c))
		_, err := c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: message})
		assert.Equal(t, comagic.CodeInvalidState, codeOf(t, err))
		_, err = c.Calls.CallTalkOption(ctx, &comagic.CallTalkOptionParams{CallSessionID: id, Button: "1"})
		assert.Equal(t, comagic.CodeInvalidState, codeOf(t, err))
		time.Sleep(5 * time.Second)
		assert.Equal(t, []string{"Разговор", "Разговор"}, legStates(t, c))
		has(c.Calls.Hold(ctx, &comagic.HoldCallParams{CallSessionID: id, ContactMessage: message}))(t)
		assert.Equal(t, []string{"На удержании", "Разговор"}, legStates(t, c))
		has(c.Calls.MakeCall(ctx, &comagic.MakeCallParams{CallSessionID: id, To: "15555550199"}))(t)
		assert.Equal(t, []string{"На удержании", "Разговор", "Дозвон"}, legStates(t, c))
		assert.True(t, srv.PickUp(id))
		assert.False(t, srv.PickUp(id), "it is answered")
		assert.Equal(t, []string{"На удержании", "Разговор операторов", "Разговор операторов"}, legStates(t, c))
		has(c.Calls.TransferTalk(ctx, &comagic.TransferTalkParams{CallSessionID: id}))(t)
		assert.Equal(t, []string{"Разговор", "Разговор"}, legStates(t, c))
		ongoing := &comagic.CallsReportParams{
			DateFrom: time.Now().Add(-time.Hour), DateTill: time.Now().Add(time.Hour), IncludeOngoingCalls: true,
		}
		assert.Equal(t, contact, one(c.Reports.ListCalls(ctx, ongoing))(t).ContactPhoneNumber)
		assert.True(t, srv.HangUp(id))
		assert.False(t, one(c.Reports.ListCalls(ctx, ongoing))(t).IsLost.Or(true))
	})
}

func TestCalls_OneThatNobodyAnswersIsLost(t *testing.T) {
	srv := comagictest.NewServer(t, comagictest.WithRinging(-1))
	c, employee, _ := office(t, srv)
	id := startCall(t, c, employee)
	assert.Equal(t, []string{"Дозвон", "Дозвон"}, legStates(t, c))
	has(c.Calls.Release(t.Context(), &comagic.ReleaseCallParams{CallSessionID: id}))(t)
	assert.Equal(t, true, srv.Rows("get.calls_report")[0]["is_lost"])
}

func TestCalls_EveryStartAndItsErrors(t *testing.T) {
	srv := comagictest.NewServer(t, comagictest.WithMaxTTS(20))
	c, employee, _ := office(t, srv)
	ctx := t.Context()
	comagictest.Add(srv, comagic.Scenario{ID: 9})
	comagictest.Add(srv, comagic.Employee{ID: 32, FullName: "Idle"})
	to := comagic.IDPhoneNumber{ID: employee}
	long := comagic.CallMessage{Type: "tts", Value: "far more than twenty characters"}
	_, err := c.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
		FirstCall: "employee", VirtualPhoneNumber: number, Contact: contact, Employee: comagic.IDPhoneNumber{ID: 32},
	})
	assert.Equal(t, "no_active_phone_number", string(codeOf(t, err)))
	_, err = c.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
		FirstCall: "employee", VirtualPhoneNumber: number, Contact: contact, Employee: to, ContactMessage: frontdesk.Some(long),
	})
	assert.Equal(t, "tts_text_exceeded", string(codeOf(t, err)))
	_, err = c.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
		FirstCall: "employee", VirtualPhoneNumber: number, Contact: contact, Employee: to, MediaFileID: 77,
	})
	assert.Equal(t, comagic.CodeMediaFileNotFound, codeOf(t, err))
	_, err = c.Calls.StartEmployeeCall(ctx, &comagic.StartEmployeeCallParams{
		FirstCall: "contact", VirtualPhoneNumber: number, Contact: contact, Employee: to, EarlySwitching: frontdesk.Some(true),
	})
	assert.Equal(t, "invalid_parameters_combination", string(codeOf(t, err)))

	legs := func(started *comagic.CallSessionResult, err error) int {
		require.NoError(t, err)
		n := len(legStates(t, c))
		assert.True(t, srv.HangUp(started.CallSessionID))
		return n
	}
	assert.Equal(t, 1, legs(c.Calls.StartInformerCall(ctx, &comagic.StartInformerCallParams{
		VirtualPhoneNumber: number, Contact: contact, ContactMessage: message,
	})))
	assert.Equal(t, 2, legs(c.Calls.StartSimpleCall(ctx, &comagic.StartSimpleCallParams{
		FirstCall: "operator", VirtualPhoneNumber: number, Contact: contact, Operator: "15555550150",
	})))
	_, err = c.Calls.StartScenarioCall(ctx, &comagic.StartScenarioCallParams{
		FirstCall: "contact", VirtualPhoneNumber: number, Contact: contact, ScenarioID: 8,
	})
	assert.Equal(t, "scenario_not_found", string(codeOf(t, err)))
	assert.Equal(t, 2, legs(c.Calls.StartScenarioCall(ctx, &comagic.StartScenarioCallParams{
		FirstCall: "contact", VirtualPhoneNumber: number, Contact: contact, ScenarioID: 9,
	})))
	through := &comagic.StartVirtualNumberCallParams{FirstCall: "contact", VirtualPhoneNumber: number, Contact: contact}
	_, err = c.Calls.StartVirtualNumberCall(ctx, through)
	assert.Equal(t, "scenario_not_found", string(codeOf(t, err)), "the number has no scenario")
	through.VirtualPhoneNumber = "74955550160"
	comagictest.Add(srv, comagic.VirtualNumber{
		ID: 160, VirtualPhoneNumber: through.VirtualPhoneNumber, Scenarios: []comagic.VirtualNumberScenario{{ScenarioID: frontdesk.Some[int64](9)}},
	})
	assert.Equal(t, 2, legs(c.Calls.StartVirtualNumberCall(ctx, through)))
	assert.Len(t, srv.Rows("get.calls_report"), 4)
}

func TestCalls_CoachesRecordingAndTalkOptions(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, employee, tag := office(t, srv)
	ctx := t.Context()
	id := startCall(t, c, employee)
	_, err := c.Calls.AddCoach(ctx, &comagic.AddCoachParams{CallSessionID: id})
	assert.Equal(t, "coach_not_found", string(codeOf(t, err)))
	has(c.Calls.AddCoach(ctx, &comagic.AddCoachParams{CallSessionID: id, PhoneNumber: "15555550170"}))(t)
	assert.Len(t, legStates(t, c), 3)
	_, err = c.Calls.CallTalkOption(ctx, &comagic.CallTalkOptionParams{CallSessionID: id, Button: "1"})
	assert.Equal(t, "talk_option_not_found", string(codeOf(t, err)))
	comagictest.Add(srv,
		comagic.TalkOption{Button: "1", Mnemonic: "tag_call", ButtonValue: comagic.TalkOptionButtonValue{ID: tag}},
		comagic.TalkOption{Button: "2", Mnemonic: "record_talk"}, comagic.TalkOption{Button: "3", Mnemonic: "finish_conversation"},
	)
	assert.Len(t, has(c.Calls.ListTalkOptions(ctx))(t), 3)
	for _, button := range []string{"1", "2"} {
		has(c.Calls.CallTalkOption(ctx, &comagic.CallTalkOptionParams{CallSessionID: id, Button: button}))(t)
	}
	active := has(c.Calls.List(ctx, nil))(t)
	assert.Equal(t, "VIP", active[0].Tags[0].TagName)
	assert.True(t, active[0].Legs[0].RecordCallEnabled)
	has(c.Calls.CallTalkOption(ctx, &comagic.CallTalkOptionParams{CallSessionID: id, Button: "3"}))(t)
	assert.Empty(t, has(c.Calls.List(ctx, nil))(t))

	comagictest.Add(srv, comagic.Employee{
		ID: 33, CallRecording: "all", Coach: comagic.EmployeeCoach{CoachID: frontdesk.Some(employee)},
		PhoneNumbers: []comagic.EmployeePhoneNumber{{PhoneNumber: "15555550180", Status: "active"}},
	})
	id = startCall(t, c, 33)
	_, err = c.Calls.Record(ctx, &comagic.RecordCallParams{CallSessionID: id, Action: "off"})
	assert.ErrorIs(t, err, frontdesk.ErrForbidden, "all calls of the employee are recorded")
	has(c.Calls.AddCoach(ctx, &comagic.AddCoachParams{CallSessionID: id}))(t)
	assert.Equal(t, employee, has(c.Calls.List(ctx, nil))(t)[0].Legs[2].EmployeeID.Or(0))
}
