package frontdesktest_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

// ticketsByDepartment is a program that looks tickets and departments up and
// joins them by name.
func ticketsByDepartment(t *testing.T, client *liveagent.Client) map[string]*liveagent.Conversation {
	t.Helper()
	departments, err := client.Departments.List(t.Context())
	require.NoError(t, err)
	page, err := client.Conversations.List(t.Context(), nil)
	require.NoError(t, err)
	found := make(map[string]*liveagent.Conversation)
	for _, department := range departments {
		for _, c := range page.Items {
			if c.DepartmentName == department.Name {
				found[department.Name], err = client.Conversations.Get(t.Context(), c.ID)
				require.NoError(t, err)
			}
		}
	}
	return found
}

// recordTickets records that program.
func recordTickets(t *testing.T, opts ...frontdesk.Option) (dir string) {
	t.Helper()
	srv := liveagenttest.NewServer(t)
	srv.AddConversation(liveagent.Conversation{
		OwnerName: realName, OwnerEmail: realEmail, OwnerNote: realNote, Subject: realCompany, Preview: realNote,
	}, liveagent.MessageGroup{Messages: []liveagent.Message{{Text: realNote}}})
	rec, dir := recordTo(t, srv.Transport())
	assert.Contains(t, ticketsByDepartment(t, srv.Client(append(opts, through(rec))...)), "General")
	require.NoError(t, rec.Close())
	return dir
}

// TestRecorder_ATicketShowsNobodyAndKeepsItsDepartment: every ticket has a code,
// which does not make it an error.
func TestRecorder_ATicketShowsNobodyAndKeepsItsDepartment(t *testing.T) {
	for name, opts := range map[string][]frontdesk.Option{"JSON": nil, "XML": {liveagent.WithXML()}} {
		t.Run(name, func(t *testing.T) {
			dir := recordTickets(t, opts...)
			assertClean(t, dir, realValues...)
			client, err := liveagent.New("http://localhost", "any key", append(opts, through(frontdesktest.NewTestReplayer(t, os.DirFS(dir))))...)
			require.NoError(t, err)
			found := ticketsByDepartment(t, client)
			require.Contains(t, found, "General", "the join by name survives")
			assert.Regexp(t, `^Text \d+$`, found["General"].Subject)
			assert.Regexp(t, `^Person \d+$`, found["General"].OwnerName)
		})
	}
}

func TestReplayer_SaysThatTheFormatIsAnother(t *testing.T) {
	inJSON, inXML := recordTickets(t), recordTickets(t, liveagent.WithXML())
	for _, tt := range []struct {
		dir  string
		opts []frontdesk.Option
		want string
	}{
		{inJSON, []frontdesk.Option{liveagent.WithXML()}, "format: recorded JSON (/api/departments), sent XML (/api/departments.xml)"},
		{inXML, nil, "format: recorded XML (/api/departments.xml), sent JSON (/api/departments)"},
	} {
		replay, err := frontdesktest.NewReplayer(os.DirFS(tt.dir))
		require.NoError(t, err)
		client, err := liveagent.New("http://localhost", "any key", append(tt.opts, through(replay))...)
		require.NoError(t, err)
		_, err = client.Departments.List(t.Context())
		assert.ErrorContains(t, err, tt.want)
		var unmatched *frontdesktest.UnmatchedError
		require.ErrorAs(t, err, &unmatched)
		assert.Len(t, unmatched.Differences, 1)
	}
}
