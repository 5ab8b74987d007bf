package main

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// The first way: the fake server of the module. The real client runs, with its
// retries, limits and errors, and the test asserts on what the server holds
// afterwards. Choose it unless you have a reason not to.

func TestMark_WithFake(t *testing.T) {
	srv := helpcrunchtest.NewServer(t) // strict: a request that HelpCrunch would not take fails the test
	ann := srv.AddCustomer(helpcrunch.Customer{Name: frontdesk.Some("Ann")})
	troll := srv.AddCustomer(helpcrunch.Customer{Name: frontdesk.Some("Troll"), Blocked: true})
	loyalty := &Loyalty{Customers: srv.Client().Customers, Tag: "regular"}

	for _, step := range []struct {
		id   int64
		want Outcome
	}{
		{ann.ID, Marked}, {ann.ID, AlreadyMarked}, {troll.ID, Blocked}, {404, Gone},
	} {
		got, err := loyalty.Mark(t.Context(), step.id)
		require.NoError(t, err)
		assert.Equal(t, step.want, got, "customer %d", step.id)
	}

	stored, ok := srv.Customer(ann.ID)
	require.True(t, ok)
	require.Len(t, stored.Tags, 1)
	assert.Equal(t, "regular", stored.Tags[0].Name)
	assert.Equal(t, 1, srv.Count("customers.tag"))
}

// Faults are values. In a synctest bubble the waits between attempts take no time.
func TestMark_WithFake_SurvivesABadDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		loyalty := &Loyalty{Customers: srv.Client().Customers, Tag: "regular"}
		srv.Fail(
			frontdesktest.Status(503).On("customers.get").Times(2),
			// The tag is stored, and the reply is lost.
			frontdesktest.ResetBeforeReply().AfterHandling().On("customers.tag"),
		)

		got, err := loyalty.Mark(t.Context(), helpcrunchtest.SeedCustomerID)

		require.NoError(t, err)
		assert.Equal(t, Marked, got)
		assert.Equal(t, 3, srv.Count("customers.get"))
		assert.Equal(t, 2, srv.Count("customers.tag"), "adding a tag twice adds it once, so it is repeated")
	})
}

func TestMark_WithFake_ReportsAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		loyalty := &Loyalty{Customers: srv.Client().Customers, Tag: "regular"}
		srv.Fail(frontdesktest.Status(503).Always())

		_, err := loyalty.Mark(t.Context(), helpcrunchtest.SeedCustomerID)

		require.ErrorIs(t, err, frontdesk.ErrUnavailable)
		assert.True(t, frontdesk.Retryable(err), "a job queue may try again")
	})
}
