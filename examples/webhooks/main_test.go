package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func TestRun_DemoVerifiesDropsDuplicatesAndFinishesItsWork(t *testing.T) {
	t.Setenv("HELPCRUNCH_WEBHOOK_SECRET", "")
	t.Setenv("SALESMAN_WEBHOOK_SECRET", "")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), nil, &out))

	for text, times := range map[string]int{
		"status=200":              4,
		"status=401":              2,
		`msg="new customer"`:      1, // the second delivery is dropped
		`msg="marked as unhappy"`: 1,
		`msg="new contact"`:       1,
		"not done":                0,
		demoSecrets.salesMan:      0,
	} {
		assert.Equal(t, times, strings.Count(out.String(), text), text)
	}
}

func TestRun_RefusesASecretThatCanBeGuessed(t *testing.T) {
	t.Setenv("HELPCRUNCH_WEBHOOK_SECRET", "")
	t.Setenv("SALESMAN_WEBHOOK_SECRET", "short")
	t.Setenv("SALESMAN_URL", "https://crm.example.com")
	t.Setenv("SALESMAN_LOGIN", "api@example.com")
	t.Setenv("SALESMAN_API_KEY", "test-api-key")
	require.ErrorContains(t, run(t.Context(), []string{"-addr", "127.0.0.1:0"}, io.Discard), "shorter than 16 bytes")
}

// status gives a request to a handler, without a socket.
func status(t *testing.T, handler http.Handler, r *http.Request) int {
	t.Helper()
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code
}

func helpCrunchRequest(t *testing.T, id, secret string) *http.Request {
	t.Helper()
	body := fmt.Sprintf(`{"event": "customer.blocked", "id": %q, "eventData": {"id": 42, "name": "Ann"}}`, id)
	r, err := helpcrunchtest.SignedRequest(secret, []byte(body))
	require.NoError(t, err)
	r.URL.Path = "/helpcrunch"
	return r
}

func TestHandler_RefusesWhatTheQueueCannotHold(t *testing.T) {
	var out bytes.Buffer
	d := &desk{log: slog.New(slog.NewTextHandler(&out, nil)), queue: NewQueue(1, 1)}
	handler, err := d.handler(demoSecrets)
	require.NoError(t, err)
	busy, release := make(chan struct{}), make(chan struct{})
	require.NoError(t, d.queue.Add(Job{Run: func(context.Context) { close(busy); <-release }}))
	<-busy // the only worker has something to do

	post := func(id, secret string) int { return status(t, handler, helpCrunchRequest(t, id, secret)) }
	assert.Equal(t, http.StatusOK, post("1", demoSecrets.helpCrunch), "waits")
	assert.Equal(t, http.StatusInternalServerError, post("2", demoSecrets.helpCrunch), "full")
	assert.Equal(t, http.StatusOK, post("1", demoSecrets.helpCrunch), "known already")
	assert.Equal(t, http.StatusUnauthorized, post("3", "another key"))
	r := httptest.NewRequest(http.MethodPost, "/salesman/"+demoSecrets.salesMan, strings.NewReader(`{"event": "deal.close", "did": "7"}`))
	assert.Equal(t, http.StatusInternalServerError, status(t, handler, r))

	close(release)
	require.NoError(t, d.queue.Close(t.Context()))
	assert.Equal(t, http.StatusInternalServerError, post("4", demoSecrets.helpCrunch), "closed")
	assert.Equal(t, 1, strings.Count(out.String(), `msg="nothing to do"`), "event 1, once")
	assert.Contains(t, out.String(), `msg="event lost"`)
}

func TestQueue_CloseFinishesWhatWasAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, done := NewQueue(1, 10), 0
		for range 3 {
			require.NoError(t, queue.Add(Job{Run: func(context.Context) { time.Sleep(time.Second); done++ }}))
		}
		require.NoError(t, queue.Close(t.Context()))
		assert.Equal(t, 3, done)
	})
}

func TestQueue_CloseCutsWorkOffAtTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue := NewQueue(1, 10)
		require.NoError(t, queue.Add(Job{Run: func(ctx context.Context) { <-ctx.Done() }}))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		started := time.Now()
		require.ErrorIs(t, queue.Close(ctx), context.DeadlineExceeded)
		assert.Equal(t, 5*time.Second, time.Since(started))
	})
}
