package liveagenttest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

func TestMisuse_OfAnAgentWhoIsNotThere(t *testing.T) {
	srv := liveagenttest.New()
	defer srv.Close()
	srv.AddDepartment(liveagent.Department{ID: "sales", Name: "Sales"}, "agent@example.com", "ghost@example.com")
	require.Len(t, srv.Violations(), 1)
	const want = `there is no agent "ghost@example.com" for the department "Sales" (misuse_test.go:`
	assert.Contains(t, srv.Violations()[0], want)
	for _, opts := range [][]frontdesk.Option{nil, {liveagent.WithXML()}} {
		_, err := srv.Client(opts...).Departments.List(t.Context())
		require.ErrorIs(t, err, frontdesk.ErrUnsupported)
		require.ErrorContains(t, err, want)
	}
	srv.Strict(new(told))
	page, err := srv.Client().Departments.List(t.Context())
	require.NoError(t, err)
	assert.Len(t, page, 1, "it was not added")
}

// told is a test that was told.
type told struct{}

func (told) Helper()               {}
func (told) Errorf(string, ...any) {}
func (told) Cleanup(func())        {}
