package salesman_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

const hookSecret = "test-secret-0123456789"

func hookRequest(target, body string) *http.Request {
	return httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
}

// hookFacts are the events of the inventory.
func hookFacts(t *testing.T) map[string][]struct{ Name, Type string } {
	t.Helper()
	data, err := os.ReadFile("../internal/contract/inventory/salesman/api.json")
	require.NoError(t, err)
	var inventory struct {
		Webhooks struct {
			Events []struct {
				Event      string
				Selectable bool
				Fields     []struct{ Name, Type string }
			}
		}
	}
	require.NoError(t, json.Unmarshal(data, &inventory))
	facts := map[string][]struct{ Name, Type string }{}
	for _, e := range inventory.Webhooks.Events {
		facts[e.Event] = e.Fields
		assert.Equal(t, e.Selectable, salesman.WebhookEvent(e.Event).Selectable(), e.Event)
	}
	return facts
}

func TestWebhooks_EveryEventOfTheInventoryIsTyped(t *testing.T) {
	facts := hookFacts(t)
	require.Len(t, facts, len(salesman.WebhookEvents()))
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000")
	require.NoError(t, err)
	for _, event := range salesman.WebhookEvents() {
		fields, ok := facts[string(event)]
		require.True(t, ok, event)
		body := map[string]any{}
		for _, f := range fields {
			switch f.Type {
			case "map":
				body[f.Name] = map[string]any{"title": "x"}
			case "array<integer>":
				body[f.Name] = []string{"17", "18"}
			default:
				body[f.Name] = "17"
			}
		}
		body["event"] = string(event)
		data, err := json.Marshal(body)
		require.NoError(t, err)
		hook, err := salesman.ParseWebhook(hookRequest("/hooks/"+hookSecret, string(data)), salesman.SecretInPath(hookSecret))
		require.NoError(t, err, event)
		assert.Equal(t, event, hook.Event)
		assert.Equal(t, int64(17), hook.AccountID)
		assert.Equal(t, int64(17), hook.ActorID)
		var payload any
		for _, p := range []any{hook.Client, hook.Contact, hook.Deal, hook.Invoice, hook.Task, hook.Activity, hook.Lead, hook.Entry, hook.Document, hook.Act} {
			encoded, err := sm.Marshal(p)
			require.NoError(t, err)
			if string(encoded) != "null" {
				require.Nil(t, payload, "two payloads")
				payload = p
				var tree, extra map[string]any
				require.NoError(t, json.Unmarshal(encoded, &tree))
				rest, err := json.Marshal(extraOf(p))
				require.NoError(t, err)
				require.NoError(t, json.Unmarshal(rest, &extra))
				for _, f := range fields {
					assert.Contains(t, tree, f.Name, event)
					if f.Name != "event" && f.Name != "identity" && f.Name != "iduser1" {
						assert.NotContains(t, extra, f.Name, "%s: %s has no field of its own", event, f.Name)
					}
				}
			}
		}
		assert.NotNil(t, payload, event)
	}
}

func extraOf(payload any) map[string]json.RawMessage {
	switch p := payload.(type) {
	case *salesman.ClientEvent:
		return p.Extra
	case *salesman.ContactEvent:
		return p.Extra
	case *salesman.DealEvent:
		return p.Extra
	case *salesman.InvoiceEvent:
		return p.Extra
	case *salesman.TaskEvent:
		return p.Extra
	case *salesman.ActivityEvent:
		return p.Extra
	case *salesman.LeadEvent:
		return p.Extra
	case *salesman.EntryEvent:
		return p.Extra
	case *salesman.DocumentEvent:
		return p.Extra
	}
	return nil
}

func TestParseWebhook_RefusesWhatIsNotProven(t *testing.T) {
	good := `{"event":"client.edit","identity":"1","iduser1":"2","clid":"1781","newparam":{"title":"Acme"}}`
	inQuery := salesman.SecretInQuery("key", hookSecret)
	for name, test := range map[string]struct {
		target, body string
		secret       salesman.WebhookSecret
		want         error
	}{
		"no secret":     {"/hooks", good, inQuery, frontdesk.ErrAuth},
		"wrong secret":  {"/hooks?key=x", good, inQuery, frontdesk.ErrAuth},
		"path":          {"/hooks/x", good, salesman.SecretInPath(hookSecret), frontdesk.ErrAuth},
		"short":         {"/hooks/x", good, salesman.SecretInPath("x"), frontdesk.ErrInvalid},
		"zero":          {"/hooks/", good, salesman.WebhookSecret{}, frontdesk.ErrInvalid},
		"no JSON":       {"/hooks?key=" + hookSecret, "<br />", inQuery, frontdesk.ErrDecode},
		"no event":      {"/hooks?key=" + hookSecret, `{"clid":"1"}`, inQuery, frontdesk.ErrDecode},
		"no text":       {"/hooks?key=" + hookSecret, `{"event":["x"]}`, inQuery, frontdesk.ErrDecode},
		"a slash":       {"/hooks/abc/0123456789abcdef", good, salesman.SecretInPath("abc/0123456789abcdef"), frontdesk.ErrInvalid},
		"a plus":        {"/hooks?key=abc+0123456789abcdef", good, salesman.SecretInQuery("key", "abc+0123456789abcdef"), frontdesk.ErrInvalid},
		"no parameter":  {"/hooks/" + hookSecret, good, salesman.SecretInQuery("", hookSecret), frontdesk.ErrInvalid},
		"a large body":  {"/hooks?key=" + hookSecret, `{"event":"` + strings.Repeat("x", 1<<20) + `"}`, inQuery, frontdesk.ErrTooLarge},
		"list for text": {"/hooks?key=" + hookSecret, `[1]`, inQuery, frontdesk.ErrDecode},
	} {
		_, err := salesman.ParseWebhook(hookRequest(test.target, test.body), test.secret)
		require.ErrorIs(t, err, test.want, name)
		assert.NotContains(t, err.Error(), hookSecret)
	}
	hook, err := salesman.ParseWebhook(hookRequest("/hooks?key="+hookSecret, good), inQuery)
	require.NoError(t, err)
	assert.Equal(t, int64(1781), hook.Client.ClientID)
	assert.Equal(t, "Acme", hook.Client.Changed.Text("title"))
}

func TestWebhookHandler_Statuses(t *testing.T) {
	var failure error
	handler, err := salesman.WebhookHandler(salesman.SecretInPath(hookSecret), func(context.Context, *salesman.Webhook) error { return failure })
	require.NoError(t, err)
	status := func(r *http.Request) int {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
	body := `{"event":"task.add","id":"1"}`
	assert.Equal(t, http.StatusOK, status(hookRequest("/h/"+hookSecret, body)))
	assert.Equal(t, http.StatusUnauthorized, status(hookRequest("/h/other", body)))
	assert.Equal(t, http.StatusBadRequest, status(hookRequest("/h/"+hookSecret, "x")))
	assert.Equal(t, http.StatusRequestEntityTooLarge, status(hookRequest("/h/"+hookSecret, strings.Repeat("x", 1<<20+1))))
	assert.Equal(t, http.StatusMethodNotAllowed, status(httptest.NewRequest(http.MethodGet, "/h/"+hookSecret, nil)))
	failure = errors.New("not now")
	assert.Equal(t, http.StatusInternalServerError, status(hookRequest("/h/"+hookSecret, body)))
	_, err = salesman.WebhookHandler(salesman.SecretInPath(""), func(context.Context, *salesman.Webhook) error { return nil })
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = salesman.WebhookHandler(salesman.SecretInPath("abc/0123456789abcdef"), func(context.Context, *salesman.Webhook) error { return nil })
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = salesman.WebhookHandler(salesman.SecretInPath(hookSecret), nil)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestWebhooks_AnOddValueCostsThePayloadAndNotTheEvent(t *testing.T) {
	var got *salesman.Webhook
	handler, err := salesman.WebhookHandler(salesman.SecretInPath(hookSecret), func(_ context.Context, hook *salesman.Webhook) error {
		got = hook
		return nil
	})
	require.NoError(t, err)
	for _, odd := range []string{
		`"event":"deal.edit","did":"abc"`, `"event":"deal.change.step","did":"5","stepOld":"20.5"`, `"event":"deal.edit","newparam":["a"]`,
		`"event":"deal.import","dids":"1,2"`, `"event":"client.change.user","olduser":"jane@example.com"`, `"event":"task.add","id":"x"`,
	} {
		body := `{"identity":"3",` + odd + `}`
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, hookRequest("/h/"+hookSecret, body))
		assert.Equal(t, http.StatusOK, w.Code, odd)
		require.NotNil(t, got, odd)
		assert.NotEmpty(t, got.Event, odd)
		assert.Equal(t, int64(3), got.AccountID)
		assert.JSONEq(t, body, string(got.Data))
		require.ErrorIs(t, got.PayloadErr, frontdesk.ErrDecode, odd)
		assert.Nil(t, got.Deal, odd)
		got = nil
	}
	hook, err := salesman.ParseWebhook(hookRequest("/h/"+hookSecret, `{"event":"deal.edit","did":"5","identity":"abc","iduser1":["x"]}`), salesman.SecretInPath(hookSecret))
	require.NoError(t, err)
	require.NoError(t, hook.PayloadErr)
	assert.Zero(t, hook.AccountID)
	assert.Equal(t, int64(5), hook.Deal.DealID)
}

func TestWebhooks_UnknownEventsKeepTheirFamily(t *testing.T) {
	for event, known := range map[string]bool{"client.foo": true, "foo.bar": false} {
		hook, err := salesman.ParseWebhook(hookRequest("/h/"+hookSecret, `{"event":"`+event+`","clid":"5"}`), salesman.SecretInPath(hookSecret))
		require.NoError(t, err)
		assert.Equal(t, known, hook.Client != nil, event)
		assert.JSONEq(t, `{"event":"`+event+`","clid":"5"}`, string(hook.Data))
	}
}
