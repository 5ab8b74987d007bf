package comagic_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// "Required" is not "at least one": an empty list is a value, no list is none.
func TestRequired_AListMayBeEmptyButNotNil(t *testing.T) {
	srv := comagictest.NewServer(t)
	c, ctx := srv.Client(), t.Context()
	comagictest.Add(srv, comagic.Employee{ID: 31, PhoneNumbers: []comagic.EmployeePhoneNumber{{PhoneNumber: "15555550131"}}})
	err := c.Employees.Update(ctx, &comagic.UpdateEmployeesParams{ID: 31, LastName: "Doe"})
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, frontdesk.KindInvalid, e.Kind)
	assert.Equal(t, "phone_numbers", e.Field)
	assert.Zero(t, srv.Count("update.employees"))

	require.NoError(t, c.Employees.Update(ctx, &comagic.UpdateEmployeesParams{
		ID: 31, LastName: "Doe", PhoneNumbers: []comagic.UpdateEmployeesPhoneNumber{},
	}))
	requests := srv.Requests()
	var sent struct{ Params map[string]json.RawMessage }
	require.NoError(t, json.Unmarshal(requests[len(requests)-1].Body, &sent))
	assert.Equal(t, "[]", string(sent.Params["phone_numbers"]))
	page, err := c.Employees.List(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, page.Items[0].PhoneNumbers)
}

// Where the vendor documents a least number of items, an empty list is refused.
func TestRequired_ADocumentedMinimumIsHeld(t *testing.T) {
	srv := comagictest.NewServer(t)
	ends := comagic.CreateSalesFunnelStages{
		Success: comagic.ExtIDName{ExtID: "won", Name: "Won"}, Failed: comagic.ExtIDName{ExtID: "lost", Name: "Lost"},
		InProcess: []comagic.CreateSalesFunnelStagesInProcess{},
	}
	_, err := srv.Client().SalesFunnels.Create(t.Context(), &comagic.CreateSalesFunnelParams{ExtID: "f", Name: "Sales", Stages: ends})
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, "stages.in_process", e.Field)
	assert.Zero(t, srv.Count("create.sales_funnel"))
}
