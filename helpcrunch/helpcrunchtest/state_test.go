package helpcrunchtest

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestServer_EveryOperationHasAHandler(t *testing.T) {
	s := New(WithoutSeed())
	defer s.Close()
	operations := contract.Load(contract.HelpCrunch).Operations
	for _, op := range operations {
		assert.Contains(t, s.handlers, op.ID)
	}
	assert.Len(t, s.handlers, len(operations))
}
