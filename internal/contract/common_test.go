package contract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// commonExamples check the payloads that belong to no single operation. Those without an entry are not covered, and the
// coverage table counts them so.
var commonExamples = map[string]func(*holding, contract.Example) error{
	"helpcrunch/webhooks.chat.request.json":                         webhook,
	"helpcrunch/webhooks.message.request.json":                      webhook,
	"helpcrunch/webhooks.message.request.event_data_as_string.json": webhook,

	"salesman/common.200.bad_key.json":                    failsEverywhere("auth", "400"),
	"salesman/common.200.unknown_user.json":               failsEverywhere("auth", "401"),
	"salesman/common.200.unknown_action.json":             failsEverywhere("unsupported", "402"),
	"salesman/common.200.unknown_action.string_code.json": failsEverywhere("unsupported", "402"),
	"salesman/common.200.unknown_action.with_result.json": failsEverywhere("unsupported", "402"),
	"salesman/common.200.php_fatal.json":                  crashesEverywhere,
	"salesman/encoding.form.json":                         formEncoding,

	"comagic/webhook.upload_calls.processed.json": callUpload,

	"liveagent/error.401.derived.json": failsEverywhere("auth", "401"),
	"liveagent/error.404.derived.json": failsEverywhere("not_found", "404"),
	"liveagent/error.404.derived.xml":  failsEverywhere("not_found", "404"),
	"liveagent/error.500.json":         failsEverywhere("server", "500"),
	"liveagent/error.500.xml":          failsEverywhere("server", "500"),
}

// failsEverywhere serves the example to every implemented operation.
func failsEverywhere(kind, code string) func(*holding, contract.Example) error {
	return func(h *holding, e contract.Example) error {
		for _, op := range h.ops {
			_, _, callErr, err := h.serve(op, answer{status: e.Status, body: e.Data(), xml: e.XML}, nil)
			if err != nil {
				return err
			}
			if fault := judgeError(callErr, op, kind, code); fault != "" {
				return fmt.Errorf("%s: %s", op.ID, fault)
			}
		}
		return nil
	}
}

// crashesEverywhere serves a crash page, which the example keeps as text.
func crashesEverywhere(h *holding, e contract.Example) error {
	var page struct {
		Status int    `json:"http_status"`
		Body   string `json:"body"`
	}
	if err := json.Unmarshal(e.Data(), &page); err != nil {
		return err
	}
	for _, op := range h.ops {
		_, _, callErr, err := h.serve(op, answer{status: page.Status, body: []byte(page.Body)}, nil)
		if err != nil {
			return err
		}
		if fault := judgeError(callErr, op, "server", ""); fault != "" {
			return fmt.Errorf("%s: %s", op.ID, fault)
		}
	}
	return nil
}

// webhook delivers an example webhook.
func webhook(_ *holding, e contract.Example) error {
	const secret = "test-signing-key"
	var sent struct {
		Event string `json:"event"`
	}
	if err := json.Unmarshal(e.Data(), &sent); err != nil {
		return err
	}
	r := httptest.NewRequest(http.MethodPost, "https://hooks.example.com/", bytes.NewReader(e.Data()))
	r.Header.Set(helpcrunch.SignatureHeader, helpcrunch.SignWebhook(e.Data(), secret))
	hook, err := helpcrunch.ParseWebhook(r, secret)
	if err != nil {
		return err
	}
	if string(hook.Event) != sent.Event {
		return fmt.Errorf("event %q instead of %q", hook.Event, sent.Event)
	}
	return nil
}

// callUpload delivers CoMagic's webhook, which is written back with all that it holds.
func callUpload(_ *holding, e contract.Example) error {
	upload, err := comagic.ParseCallUpload(httptest.NewRequest(http.MethodPost, "https://hooks.example.com/", bytes.NewReader(e.Data())))
	if err != nil {
		return err
	}
	var want map[string]any
	if err := json.Unmarshal(e.Data(), &want); err != nil {
		return err
	}
	data, err := comagic.Marshal(upload)
	if err != nil {
		return err
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		return err
	}
	for name, value := range want {
		// The example writes numbers as texts.
		if number, ok := got[name].(float64); ok {
			got[name] = fmt.Sprintf("%.0f", number)
		}
		if got[name] != value {
			return fmt.Errorf("%s: %v became %v", name, value, got[name])
		}
	}
	return nil
}

// formEncoding writes the example's maps as SalesMan's client writes forms.
func formEncoding(_ *holding, e contract.Example) error {
	var samples []struct {
		Params json.RawMessage `json:"params"`
		Form   string          `json:"form"`
	}
	if err := json.Unmarshal(e.Data(), &samples); err != nil {
		return err
	}
	for i, s := range samples {
		got, err := wire.NewCodec().AppendForm(nil, s.Params)
		if err != nil {
			return err
		}
		have, err := url.ParseQuery(string(got))
		if err != nil {
			return err
		}
		want, err := url.ParseQuery(s.Form)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(have, want) {
			return fmt.Errorf("sample %d: %v instead of %v", i, have, want)
		}
	}
	return nil
}
