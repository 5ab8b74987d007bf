package comagictest_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// TestWithClock_CallsAndRowsAreOfItsDay: a call that is made today is in the report
// on the day of the clock.
func TestWithClock_CallsAndRowsAreOfItsDay(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var hours atomic.Int64
	srv := comagictest.NewServer(t, comagictest.WithClock(func() time.Time {
		return noon.Add(time.Duration(hours.Load()) * time.Hour)
	}))
	c, employee, _ := office(t, srv)
	ctx := t.Context()
	numbers, err := c.VirtualNumbers.List(ctx, nil)
	require.NoError(t, err)
	enabled := numbers.Items[0].ActivationDate
	assert.True(t, noon.Equal(enabled.Or(time.Time{})), enabled)

	id := startCall(t, c, employee)
	active, err := c.Calls.List(ctx, nil)
	require.NoError(t, err)
	assert.True(t, noon.Equal(active[0].StartTime), active[0].StartTime)
	hours.Store(1)
	require.True(t, srv.HangUp(id))
	report := &comagic.CallsReportParams{DateFrom: noon.Add(-time.Minute), DateTill: noon.Add(time.Minute)}
	call := one(c.Reports.ListCalls(ctx, report))(t)
	assert.True(t, noon.Add(time.Hour).Equal(call.FinishTime.Or(time.Time{})), call.FinishTime)
}

// TestWithClock_WhatLastsKeepsToTheMachine: with a clock that stands still a call is
// answered all the same.
func TestWithClock_WhatLastsKeepsToTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		still := time.Now()
		srv := comagictest.NewServer(t, comagictest.WithRinging(5*time.Second), comagictest.WithClock(func() time.Time { return still }))
		c, employee, _ := office(t, srv)
		startCall(t, c, employee)
		assert.Equal(t, []string{"Дозвон", "Дозвон"}, legStates(t, c))
		time.Sleep(5 * time.Second)
		assert.Equal(t, []string{"Разговор", "Разговор"}, legStates(t, c))
	})
}

func TestWithClock_NilIsTheTimeOfTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithClock(nil))
		c, _, _ := office(t, srv)
		numbers, err := c.VirtualNumbers.List(t.Context(), nil)
		require.NoError(t, err)
		enabled := numbers.Items[0].ActivationDate
		assert.True(t, time.Now().Equal(enabled.Or(time.Time{})), enabled)
	})
}
