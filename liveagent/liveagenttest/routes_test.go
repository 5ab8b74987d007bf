package liveagenttest

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestRoutes_EachOperationHasItsHandler(t *testing.T) {
	table := routes()
	operations := contract.Load(contract.LiveAgent).Operations
	for _, op := range operations {
		assert.Contains(t, table, op.ID)
	}
	assert.Len(t, table, len(operations))
}
