package salesmantest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestMisuse_OfRecordsThatAreNotThere(t *testing.T) {
	for want, set := range map[string]func(*salesmantest.Server){
		"there is no deal 99 for an invoice":                func(s *salesmantest.Server) { assert.Zero(t, s.AddInvoice(salesmantest.Invoice{DealID: 99})) },
		"there is no own account 99":                        func(s *salesmantest.Server) { s.SetBalance(99, "10") },
		`the balance "much" of the account 1 is no decimal`: func(s *salesmantest.Server) { s.SetBalance(1, "much") },
	} {
		srv := salesmantest.New()
		set(srv)
		require.Len(t, srv.Violations(), 1, want)
		assert.Contains(t, srv.Violations()[0], want)
		assert.Contains(t, srv.Violations()[0], "(misuse_test.go:")
		_, err := srv.Client().Deals.List(t.Context(), nil)
		require.ErrorIs(t, err, frontdesk.ErrUnsupported)
		require.ErrorContains(t, err, want)
		assert.Empty(t, srv.Invoices())
		assert.Equal(t, "0.00", string(srv.Balance(1)))
		srv.Close()
	}
}
