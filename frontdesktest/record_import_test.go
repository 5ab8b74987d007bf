package frontdesktest_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// liveRecordings are exchanges with a live SalesMan CRM, which no Recorder wrote.
const liveRecordings = "../internal/contract/inventory/salesman/recordings"

// TestReplayer_PlaysTheRecordingsOfALiveServer: all of them are read, and some
// go through a client.
func TestReplayer_PlaysTheRecordingsOfALiveServer(t *testing.T) {
	replay, err := frontdesktest.NewReplayer(os.DirFS(liveRecordings))
	require.NoError(t, err)
	count := len(replay.Unused())
	assert.Greater(t, count, 500)
	client, err := salesman.New("https://crm.example.com", "somebody@example.com", "any key", through(replay), frontdesk.NoRetry())
	require.NoError(t, err)
	ctx := t.Context()

	contact, err := client.Contacts.Get(ctx, 1, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 1, contact.ID)
	assert.NotEmpty(t, contact.Name)
	currencies, err := client.Currencies.List(ctx)
	require.NoError(t, err)
	assert.Equal(t, "Доллар", currencies[1].Name)
	users, err := client.Users.List(ctx)
	require.NoError(t, err)
	assert.NotEmpty(t, users)
	info, err := client.Clients.Get(ctx, 1, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 1, info.ID)
	err = client.Do(ctx, "budget", "nosuch", nil, nil)
	require.ErrorIs(t, err, frontdesk.ErrUnsupported)
	err = client.Do(ctx, "client", "add", map[string]any{"title": []string{"x"}}, nil)
	require.ErrorIs(t, err, frontdesk.ErrServer)
	assert.ErrorContains(t, err, "strip_tags()")
	err = client.Do(ctx, "deal", "add", map[string]any{"title": "x", "clid": 1}, nil)
	require.ErrorIs(t, err, frontdesk.ErrServer)
	assert.ErrorContains(t, err, "database is down")

	assert.Len(t, replay.Unused(), count-7)
	_, err = client.Contacts.Get(ctx, 987654, nil)
	assert.ErrorContains(t, err, `body.pid: recorded`)
}
