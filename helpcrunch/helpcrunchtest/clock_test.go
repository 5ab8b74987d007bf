package helpcrunchtest_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// TestWithClock_IsTheTimeOfRecordsAndWebhooks: beside the seed of July 2020, what is
// made is of the clock's day.
func TestWithClock_IsTheTimeOfRecordsAndWebhooks(t *testing.T) {
	noon := time.Date(2020, 7, 8, 12, 0, 0, 0, time.UTC)
	var hours atomic.Int64
	srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithTextDelay(time.Minute), helpcrunchtest.WithClock(func() time.Time {
		return noon.Add(time.Duration(hours.Load()) * time.Hour)
	}))
	received := make(chan *helpcrunch.Webhook, 1)
	srv.SendWebhooksToHandler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		event, err := helpcrunch.ParseWebhook(r, "signing-key")
		assert.NoError(t, err)
		received <- event
	}), "signing-key", helpcrunch.WebhookChatUnsnoozed)
	hc, ctx, chat := srv.Client(), t.Context(), int64(helpcrunchtest.SeedChatID)
	until := frontdesk.Some(noon.Add(time.Hour))
	_, err := hc.Chats.Snooze(ctx, &helpcrunch.ChatSnoozeParams{ID: chat, SnoozedUntil: until})
	require.NoError(t, err)
	message, err := hc.Messages.Create(ctx, &helpcrunch.MessageCreateParams{
		Chat: chat, Text: "Hello", Type: helpcrunch.MessageTypeMessage, Agent: helpcrunchtest.SeedAgentID,
	})
	require.NoError(t, err)
	assert.True(t, noon.Equal(message.CreatedAt), message.CreatedAt)
	assert.Empty(t, message.Text, "it is new")

	hours.Store(2)
	page, err := hc.Messages.List(ctx, chat, nil)
	require.NoError(t, err)
	assert.Equal(t, "Hello", page.Items[0].Text)
	kept, err := hc.Chats.Get(ctx, chat)
	require.NoError(t, err)
	assert.True(t, kept.SnoozedUntil.IsNull(), "the hour is over")
	srv.WaitForWebhooks()
	assert.True(t, noon.Add(2*time.Hour).Equal((<-received).CreatedAt))
}

func TestWithClock_NilIsTheTimeOfTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithClock(nil))
		assert.True(t, time.Now().Equal(srv.AddChat(helpcrunch.Chat{}).CreatedAt))
	})
}
