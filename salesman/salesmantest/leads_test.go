package salesmantest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestLeads_SubmittedReadAndListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		sm := srv.Client()
		client := srv.AddClient("Example LLC")
		contact := srv.AddContact(salesmantest.Contact{Name: "Jane Doe", Email: "jane@example.com", ClientID: client})
		made, err := sm.Leads.Create(t.Context(), &salesman.LeadCreateParams{
			Name: "Jane", Email: "jane@example.com", Company: "Example", Source: "Fair", UTM: salesman.UTM{Medium: "cpc"}, UIDs: map[string]string{"roistat_id": "S1"},
		})
		require.NoError(t, err)
		lead, err := sm.Leads.Get(t.Context(), made.ID)
		require.NoError(t, err)
		assert.Equal(t, "Jane", lead.Name)
		assert.Equal(t, contact, lead.ContactID)
		assert.Equal(t, "Jane Doe", lead.Contact)
		assert.Equal(t, "Example LLC", lead.Client)
		assert.Equal(t, "Fair", lead.Source, "a new source")
		assert.Equal(t, "cpc", lead.UTM.Medium)
		assert.Equal(t, "S1", lead.UIDs[0].Value)
		assert.Equal(t, salesman.LeadOpen, lead.Status)
		sources, err := sm.Guides.Sources(t.Context())
		require.NoError(t, err)
		assert.Len(t, sources, 6)

		time.Sleep(25 * time.Hour)
		srv.AddLead(salesmantest.Lead{Name: "Joe", Status: salesman.LeadProcessed, Verdict: salesman.LeadSpam, Operator: salesmantest.Manager, Processed: time.Now()})
		list := func(params salesman.LeadListParams) string {
			page, err := sm.Leads.List(t.Context(), &params)
			return numbers(page, err, func(l salesman.Lead) int64 { return l.ID })
		}
		day := salesman.DateOf(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		assert.Equal(t, "[2 1]", list(salesman.LeadListParams{}))
		assert.Equal(t, "[1 2]", list(salesman.LeadListParams{Order: salesman.LeadOrderStatus, Direction: salesman.Ascending}))
		assert.Equal(t, "[2]", list(salesman.LeadListParams{Status: salesman.LeadProcessed}))
		assert.Equal(t, "[2]", list(salesman.LeadListParams{User: salesmantest.Manager}))
		assert.Equal(t, "[1]", list(salesman.LeadListParams{User: "ghost@example.com"}), "an unknown user has those of nobody")
		assert.Equal(t, "[1]", list(salesman.LeadListParams{From: day, Till: day}))
		assert.Equal(t, "[]", list(salesman.LeadListParams{Status: salesman.LeadClosed}))
		page, err := sm.Leads.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Equal(t, "Спам", page.Items[0].VerdictName)
		assert.Equal(t, "Не определен", page.Items[0].Operator, "the server looks for an id that is the name")
		require.ErrorIs(t, sm.Do(t.Context(), "lead", "list", map[string]any{"order": "nosuch"}, nil), frontdesk.ErrServer)
		requireCode(t, sm.Do(t.Context(), "lead", "list", map[string]any{"dateStart": "2000-01-01"}, nil), frontdesk.ErrNotFound, salesman.CodeNotFound)
	})
}

func TestLeads_AnIDChangesThatLead(t *testing.T) {
	srv := lenient(t)
	sm := srv.Client()
	id := srv.AddLead(salesmantest.Lead{Name: "Jane", Email: "jane@example.com", Status: salesman.LeadProcessed, ClientID: 3})
	require.NoError(t, sm.Do(t.Context(), "lead", "add", map[string]any{"id": id, "title": "Joe", "email": ""}, nil))
	lead, err := sm.Leads.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, "Joe", lead.Name)
	assert.Equal(t, "jane@example.com", lead.Email, "empty texts stay")
	assert.Equal(t, salesman.LeadOpen, lead.Status)
	assert.Zero(t, lead.ClientID)
	require.NoError(t, sm.Do(t.Context(), "lead", "add", map[string]any{"id": 99, "title": "Joe"}, nil), "it says so")
	_, err = sm.Leads.Get(t.Context(), 99)
	requireCode(t, err, frontdesk.ErrNotFound, "")
}

func TestLeads_StatsNeedOperators(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		sm := srv.Client()
		_, err := sm.Leads.Stats(t.Context(), nil)
		require.ErrorIs(t, err, frontdesk.ErrServer)
		srv.PutUser(salesmantest.User{Login: "left@example.com", Inactive: true})
		srv.SetLeadOperators(salesmantest.Login, salesmantest.Manager, "left@example.com")
		for range 3 {
			made, err := sm.Leads.Create(t.Context(), &salesman.LeadCreateParams{Name: "Jane"})
			require.NoError(t, err)
			lead, err := sm.Leads.Get(t.Context(), made.ID)
			require.NoError(t, err)
			assert.Equal(t, salesman.LeadInWork, lead.Status)
			assert.NotEmpty(t, lead.Operator)
		}
		srv.AddLead(salesmantest.Lead{Status: salesman.LeadClosed, Operator: salesmantest.Manager, Processed: time.Now()})
		stats, err := sm.Leads.Stats(t.Context(), nil)
		require.NoError(t, err)
		assert.Equal(t, []salesman.LeadStats{{Login: salesmantest.Login, Open: 2}, {Login: salesmantest.Manager, Open: 1, Processed: 1}}, stats)
		past := salesman.DateOf(time.Now()).AddDays(-40)
		stats, err = sm.Leads.Stats(t.Context(), &salesman.LeadStatsParams{From: past, Till: past})
		require.NoError(t, err)
		assert.Equal(t, []salesman.LeadStats{{Login: salesmantest.Login}, {Login: salesmantest.Manager}}, stats)
	})
}
