package helpcrunch_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

const signingKey = "test-signing-key"

func delivery(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/hook", strings.NewReader(body))
	r.Header.Set(helpcrunch.SignatureHeader, helpcrunch.SignWebhook([]byte(body), signingKey))
	return r
}

func TestWebhook_TheInventorysTestVectorPasses(t *testing.T) {
	var facts struct {
		Vector struct{ Key, Body, Signature string } `json:"test_vector"`
	}
	require.NoError(t, contract.Load(contract.HelpCrunch).Fact("webhook_signature", &facts))
	v := facts.Vector
	require.NotEmpty(t, v.Signature)
	assert.Equal(t, v.Signature, helpcrunch.SignWebhook([]byte(v.Body), v.Key))
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(v.Body))
	r.Header.Set(helpcrunch.SignatureHeader, v.Signature)
	hook, err := helpcrunch.ParseWebhook(r, v.Key)
	require.NoError(t, err)
	assert.Equal(t, helpcrunch.WebhookChatNew, hook.Event)
	assert.EqualValues(t, 1, hook.Chat.ChatID)
}

func TestWebhook_ExamplesAreRead(t *testing.T) {
	for _, file := range []string{"webhooks.message.request.json", "webhooks.message.request.event_data_as_string.json"} {
		hook, err := helpcrunch.ParseWebhook(delivery(string(contract.ExampleFile(contract.HelpCrunch, file))), signingKey)
		require.NoError(t, err, file)
		assert.Equal(t, "73499e69-285c-44c3-8431-a843ed08183d", hook.ID)
		assert.Equal(t, time.Unix(1638953588, 0).UTC(), hook.CreatedAt)
		assert.Nil(t, hook.Chat)
		assert.Equal(t, &helpcrunch.MessageEvent{
			ChatID: 5224081, Agent: frontdesk.Null[helpcrunch.Agent](),
			Customer: helpcrunch.CustomerSummary{ID: 8745474, Name: "Paul", Email: "paul.hunter@example.com", UserID: "example_9106"},
			Message: helpcrunch.WebhookMessage{
				ID: 38488, Text: "Thanks! Have a nice day.", ApplicationID: 77,
				CreatedAt: time.UnixMilli(1638953586915).UTC(), UpdatedAt: frontdesk.Some(time.UnixMilli(1638953586915).UTC()),
			},
		}, hook.Message)
		assert.True(t, json.Valid(hook.Data) && hook.Data[0] == '{')
	}
	hook, err := helpcrunch.ParseWebhook(delivery(string(contract.ExampleFile(contract.HelpCrunch, "webhooks.chat.request.json"))), signingKey)
	require.NoError(t, err)
	assert.Equal(t, []int64{2924}, hook.Chat.CommunicatedAgents)
	assert.Equal(t, helpcrunch.ChatRatingGreat, hook.Chat.Rating)
	assert.Equal(t, frontdesk.Some(time.Unix(1606155714, 0).UTC()), hook.Chat.SnoozedUntil)
	assert.Zero(t, hook.Chat.ChatID)
}

func TestWebhook_EveryEventHasItsPayload(t *testing.T) {
	var families []struct {
		Events []struct{ Event string } `json:"events"`
	}
	require.NoError(t, contract.Load(contract.HelpCrunch).Fact("webhooks", &families))
	known := 0
	for _, family := range families {
		for _, e := range family.Events {
			known++
			hook, err := helpcrunch.ParseWebhook(delivery(`{"event":"`+e.Event+`","eventData":{"id":7,"chat_id":null}}`), signingKey)
			require.NoError(t, err, e.Event)
			switch name, _, _ := strings.Cut(e.Event, "."); name {
			case "chat":
				assert.EqualValues(t, 7, hook.Chat.ChatID, "the id is the fallback")
			case "customer":
				assert.EqualValues(t, 7, hook.Customer.ID)
			default:
				assert.NotNil(t, hook.Message)
			}
		}
	}
	assert.Equal(t, 20, known)
}

func TestWebhook_WithoutPayloadHasNone(t *testing.T) {
	for _, event := range []string{"chat.closed", "customer.new", "message.private"} {
		for _, body := range []string{`{"event":"` + event + `","eventData":null}`, `{"event":"` + event + `"}`} {
			hook, err := helpcrunch.ParseWebhook(delivery(body), signingKey)
			require.NoError(t, err, body)
			assert.Nil(t, hook.Chat, body)
			assert.Nil(t, hook.Customer, body)
			assert.Nil(t, hook.Message, body)
		}
	}
}

func TestWebhook_UnknownEventsAreKeptRaw(t *testing.T) {
	for _, event := range []string{"article.new", "chat.merged", "message.new_kind", "customer"} {
		for _, data := range []string{`{"a":[1]}`, `[1]`, `5`, `null`, `"hello"`, `{"message":"text"}`} {
			hook, err := helpcrunch.ParseWebhook(delivery(`{"event":"`+event+`","eventData":`+data+`}`), signingKey)
			require.NoError(t, err)
			assert.JSONEq(t, data, string(hook.Data))
			assert.True(t, hook.Chat == nil && hook.Customer == nil && hook.Message == nil)
		}
	}
}

func TestWebhook_WhatIsNotGenuineIsRefused(t *testing.T) {
	const body = `{"event":"chat.new","eventData":{"chat_id":1}}`
	good := helpcrunch.SignWebhook([]byte(body), signingKey)
	for name, c := range map[string]struct {
		signature, body, secret string
		kind                    frontdesk.Kind
	}{
		"empty secret":       {helpcrunch.SignWebhook([]byte(body), ""), body, "", frontdesk.KindInvalid},
		"no signature":       {"", body, signingKey, frontdesk.KindAuth},
		"another key":        {helpcrunch.SignWebhook([]byte(body), "other"), body, signingKey, frontdesk.KindAuth},
		"changed body":       {good, body + " ", signingKey, frontdesk.KindAuth},
		"cut signature":      {good[:20], body, signingKey, frontdesk.KindAuth},
		"not hexadecimal":    {strings.Repeat("x", 40), body, signingKey, frontdesk.KindAuth},
		"too large":          {good, strings.Repeat(" ", 1<<20+1), signingKey, frontdesk.KindTooLarge},
		"not JSON":           {helpcrunch.SignWebhook([]byte("x"), signingKey), "x", signingKey, frontdesk.KindDecode},
		"string of no JSON":  {"sign", `{"event":"chat.new","eventData":"x"}`, signingKey, frontdesk.KindDecode},
		"payload of no sort": {"sign", `{"event":"chat.new","eventData":[1]}`, signingKey, frontdesk.KindDecode},
	} {
		if c.signature == "sign" {
			c.signature = helpcrunch.SignWebhook([]byte(c.body), signingKey)
		}
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(c.body))
		r.Header.Set(helpcrunch.SignatureHeader, c.signature)
		_, err := helpcrunch.ParseWebhook(r, c.secret)
		assert.Equal(t, c.kind, asError(t, err).Kind, name)
		assert.NotContains(t, err.Error(), signingKey, name)
	}
}

func TestWebhookHandler_AnswersWhatHelpCrunchUnderstands(t *testing.T) {
	_, err := helpcrunch.WebhookHandler("", func(context.Context, *helpcrunch.Webhook) error { return nil })
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = helpcrunch.WebhookHandler(signingKey, nil)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)

	var failing error
	handler, err := helpcrunch.WebhookHandler(signingKey, func(_ context.Context, hook *helpcrunch.Webhook) error { return failing })
	require.NoError(t, err)
	serve := func(r *http.Request) int {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
	assert.Equal(t, 200, serve(delivery(`{"event":"chat.new"}`)))
	assert.Equal(t, 400, serve(delivery(`x`)))
	assert.Equal(t, 413, serve(delivery(strings.Repeat(" ", 1<<20+1))))
	assert.Equal(t, 401, serve(httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{}`))))
	assert.Equal(t, 405, serve(httptest.NewRequest(http.MethodGet, "/", nil)))
	failing = errors.New("try again")
	assert.Equal(t, 500, serve(delivery(`{"event":"chat.new"}`)))
}

func FuzzWebhook(f *testing.F) {
	for _, file := range []string{"webhooks.chat.request.json", "webhooks.message.request.event_data_as_string.json"} {
		body := contract.ExampleFile(contract.HelpCrunch, file)
		f.Add(body, helpcrunch.SignWebhook(body, signingKey))
	}
	f.Add([]byte(`{"event":"customer.new","eventData":"\"\""}`), "e7a208c14f235db1d8037ac57e474c1182b3feb7")
	f.Add([]byte(`{}`), "")
	f.Fuzz(func(t *testing.T, body []byte, signature string) {
		genuine := helpcrunch.SignWebhook(body, signingKey)
		for _, header := range []string{genuine, signature} {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(body)))
			r.Header.Set(helpcrunch.SignatureHeader, header)
			hook, err := helpcrunch.ParseWebhook(r, signingKey)
			if (hook == nil) == (err == nil) {
				t.Fatalf("%v and %v", hook, err)
			}
			refused := err != nil && asError(t, err).Kind == frontdesk.KindAuth
			if same := strings.EqualFold(strings.TrimSpace(header), genuine); refused == same {
				t.Fatalf("signature %q for %q: refused is %v", header, genuine, refused)
			}
		}
	})
}

func TestWebhook_ABodyWithoutAnEventIsNone(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"event":"","eventData":{}}`, `{"event":null}`, `{"id":"1","eventData":{"id":5}}`} {
		_, err := helpcrunch.ParseWebhook(delivery(body), signingKey)
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
		require.ErrorContains(t, err, "it has no event", body)
	}
}

func TestWebhook_ABodyThatWasKeptIsReadWithItsPayload(t *testing.T) {
	for _, file := range []string{
		"webhooks.chat.request.json", "webhooks.message.request.json", "webhooks.message.request.event_data_as_string.json",
	} {
		body := contract.ExampleFile(contract.HelpCrunch, file)
		want, err := helpcrunch.ParseWebhook(delivery(string(body)), signingKey)
		require.NoError(t, err)
		used := helpcrunch.Webhook{ID: "old", Customer: new(helpcrunch.CustomerEvent)}
		require.NoError(t, helpcrunch.Unmarshal(body, &used))
		assert.Equal(t, *want, used, file)
		written, err := helpcrunch.Marshal(used)
		require.NoError(t, err)
		var again helpcrunch.Webhook
		require.NoError(t, helpcrunch.Unmarshal(written, &again))
		assert.Equal(t, want.Chat, again.Chat, file)
		assert.Equal(t, want.Message, again.Message, file)
	}
	for _, body := range []string{`{}`, `{"event":"chat.new","eventData":5}`, `{"event":"chat.new","eventData":"x"}`, `[]`} {
		var hook helpcrunch.Webhook
		assert.Error(t, helpcrunch.Unmarshal([]byte(body), &hook), body)
	}
}
