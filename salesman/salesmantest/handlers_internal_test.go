package salesmantest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryOperationHasAHandlerOfItsOwn(t *testing.T) {
	s := New()
	defer s.Close()
	for _, op := range s.inventory.Operations {
		assert.Contains(t, s.handlers, op.ID)
	}
	assert.Len(t, s.handlers, len(s.inventory.Operations))
}
