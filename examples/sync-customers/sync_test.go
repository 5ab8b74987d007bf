package main

import (
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// fakes returns a Sync between two strict fakes, filled as the demo's.
func fakes(t *testing.T, opts ...salesmantest.Option) (*Sync, *helpcrunchtest.Server, *salesmantest.Server) {
	from, to := helpcrunchtest.NewServer(t, helpcrunchtest.WithoutSeed()), salesmantest.NewServer(t, opts...)
	seed(from, to)
	hc, sm := from.Client(), to.Client()
	t.Cleanup(func() { _ = hc.Close(); _ = sm.Close() })
	return &Sync{HelpCrunch: hc, SalesMan: sm, Out: io.Discard}, from, to
}

func writes(to *salesmantest.Server) int {
	return to.Count("person.add_list", "person.update", "client.add")
}

func contacts(t *testing.T, s *Sync) []salesman.Contact {
	list, err := frontdesk.Collect(s.SalesMan.Contacts.All(t.Context(), nil))
	require.NoError(t, err)
	return list
}

func TestSync_MayBeRepeated(t *testing.T) {
	s, _, to := fakes(t)
	first, err := s.Run(t.Context(), time.Time{})
	require.NoError(t, err)
	assert.Equal(t, Result{Created: 1, Filled: 1, Same: 1, Skipped: 1}, first)
	before := writes(to)

	second, err := s.Run(t.Context(), time.Time{})

	require.NoError(t, err)
	assert.Equal(t, Result{Same: 3, Skipped: 1}, second)
	assert.Equal(t, before, writes(to), "nothing is written")
	list := contacts(t, s)
	require.Len(t, list, 4)
	for _, c := range list {
		switch c.Name {
		case "Robert":
			assert.Equal(t, "+1 555 0102", c.Phone.Or(""), "filled in")
			assert.Equal(t, "Example Inc.", c.Client, "the client that was there")
		case "Cid":
			assert.Equal(t, "buyer", c.JobTitle.Or(""), "left alone")
			assert.Zero(t, c.ClientID)
		case "Ann":
			assert.Equal(t, "ann@example.com", c.Email.Or(""))
			assert.Equal(t, "Acme", c.Client, "a new client")
		}
	}
}

func TestSync_DryRunWritesNothing(t *testing.T) {
	s, _, to := fakes(t)
	s.DryRun = true
	result, err := s.Run(t.Context(), time.Time{})
	require.NoError(t, err)
	assert.Equal(t, Result{Created: 1, Filled: 1, Same: 1, Skipped: 1}, result)
	assert.Zero(t, writes(to))
}

func TestSync_LooksAtThoseSeenSince(t *testing.T) {
	s, from, _ := fakes(t)
	result, err := s.Run(t.Context(), lastSeen.AddDate(0, 0, 1))
	require.NoError(t, err)
	assert.Equal(t, Result{Filled: 1, Same: 1, Skipped: 1}, result, "Ann was seen before")
	assert.Equal(t, 1, from.Count("customers.search"))
}

func TestSync_ALostReplyMakesNoDuplicate(t *testing.T) {
	s, _, to := fakes(t)
	to.Fail(frontdesktest.ResetBeforeReply().AfterHandling().On("person.add_list"))

	_, err := s.Run(t.Context(), time.Time{})
	require.ErrorIs(t, err, frontdesk.ErrTransport, "nobody knows whether Ann was stored, so it is not repeated blindly")
	_, err = s.Run(t.Context(), time.Time{})

	require.NoError(t, err)
	assert.Len(t, contacts(t, s), 4)
	assert.Equal(t, 1, to.Count("person.add_list"))
}

func TestSync_ALostReplyMakesNoSecondClient(t *testing.T) {
	s, _, to := fakes(t)
	to.Fail(frontdesktest.ResetBeforeReply().AfterHandling().On("client.add"))
	_, err := s.Run(t.Context(), time.Time{})
	require.ErrorIs(t, err, frontdesk.ErrTransport)

	result, err := s.Run(t.Context(), time.Time{})

	require.NoError(t, err)
	assert.Equal(t, 1, result.Created)
	clients, err := frontdesk.Collect(s.SalesMan.Clients.All(t.Context(), nil))
	require.NoError(t, err)
	assert.Len(t, clients, 2, "Acme and Example Inc.")
}

func TestSync_PassesOverWhatTheCRMRefuses(t *testing.T) {
	s, _, to := fakes(t, salesmantest.WithContactFields("loyalty"))
	to.AddContact(salesmantest.Contact{Name: "Dan", Email: "dan@example.com", LoyaltyID: 3})
	_, err := s.HelpCrunch.Customers.Create(t.Context(), &helpcrunch.CustomerCreateParams{
		Name: "Dan", Email: "dan@example.com", Phone: "+1 555 0104",
	})
	require.NoError(t, err)

	result, err := s.Run(t.Context(), time.Time{})

	require.NoError(t, err)
	assert.Equal(t, Result{Created: 1, Filled: 1, Same: 1, Skipped: 1, Failed: 1}, result, "the update would clear Dan's loyalty")
}
