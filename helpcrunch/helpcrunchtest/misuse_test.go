package helpcrunchtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func TestMisuse_OfWhatCannotBeStored(t *testing.T) {
	for want, set := range map[string]func(*helpcrunchtest.Server){
		"there is no chat 99 for a message": func(s *helpcrunchtest.Server) { s.AddMessage(helpcrunch.Message{Chat: 99, Text: "Hello"}) },
		"as chan at": func(s *helpcrunchtest.Server) {
			s.AddCustomer(helpcrunch.Customer{CustomData: helpcrunch.CustomData{"pipe": make(chan int)}})
		},
	} {
		srv := helpcrunchtest.New(helpcrunchtest.WithoutSeed())
		set(srv)
		require.Len(t, srv.Violations(), 1, want)
		assert.Contains(t, srv.Violations()[0], want)
		assert.Contains(t, srv.Violations()[0], "(misuse_test.go:")
		_, err := srv.Client().Customers.Get(t.Context(), 1)
		require.ErrorIs(t, err, frontdesk.ErrUnsupported)
		require.ErrorContains(t, err, want)
		assert.Empty(t, srv.Customers())
		assert.Empty(t, srv.Messages(99))
		srv.Close()
	}
}
