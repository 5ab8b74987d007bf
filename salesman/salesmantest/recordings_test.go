package salesmantest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// story is the state of the real server in which the recordings of one endpoint
// were made, as far as the kit can express it.
type story struct {
	options []salesmantest.Option // besides WithLenience
	// prepare brings a new server into the state in which one request was recorded.
	prepare func(t *testing.T, srv *salesmantest.Server, rec contract.Recording)
	// shapes are recordings whose outcome the kit gives, with a body of another
	// shape: names of files with the reason.
	shapes map[string]string
	// cannot are recordings that the kit's state cannot express: names of files with
	// the reason.
	cannot map[string]string
}

// stories are all of them by the endpoint, the last element of the path.
var stories = map[string]story{
	"person": personStory, "client": clientStory, "deal": dealStory,
	"entry": entryStory, "guides": guidesStory, "calls": callsStory, "lead": leadStory, "price": priceStory, "budget": budgetStory, "user": userStory, "statistic": statisticStory,
	"task": taskStory, "history": historyStory, "akt": actStory, "document": documentStory, "currency": currencyStory,
	"": webStory, "v2": webStory, "auth": webStory, "metrika": webStory, "nosuchmethod": webStory,
}

const (
	recordedLogin = "api@crm.test"
	recordedKey   = "API_KEY"
)

// send makes a recorded request with the kit's own credentials in the place of
// the recorded ones.
func send(t *testing.T, srv *salesmantest.Server, recorded contract.RecordedRequest) (status int, body string) {
	t.Helper()
	own := strings.NewReplacer(recordedLogin, salesmantest.Login, recordedKey, salesmantest.APIKey, "manager@crm.test", salesmantest.Manager).Replace
	values := func(raw json.RawMessage) url.Values {
		var flat map[string]any
		if len(raw) > 0 {
			require.NoError(t, json.Unmarshal(raw, &flat))
		}
		values := url.Values{}
		for name, value := range flat {
			values.Set(name, own(fmt.Sprint(value)))
		}
		return values
	}
	content, contentType := values(recorded.Form).Encode(), ""
	switch {
	case len(recorded.JSON) > 0 && string(recorded.JSON) != "null":
		content = own(string(recorded.JSON))
	case recorded.BodyRaw != "":
		content = strings.NewReplacer("api%40crm.test", url.QueryEscape(salesmantest.Login), recordedKey, salesmantest.APIKey).Replace(recorded.BodyRaw)
	case recorded.FormEncoding == "multipart/form-data":
		content, contentType = multipartOf(t, values(recorded.Form))
	}
	r, err := http.NewRequestWithContext(t.Context(), recorded.HTTPMethod, srv.BaseURL()+recorded.Path+"?"+values(recorded.Query).Encode(), strings.NewReader(content))
	require.NoError(t, err)
	for name, value := range recorded.Headers {
		r.Header.Set(name, own(value))
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := srv.Transport().RoundTrip(r)
	require.NoError(t, err)
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode, string(data)
}

// multipartOf encodes a form in the other way that HTML has for it.
func multipartOf(t *testing.T, values url.Values) (content, contentType string) {
	t.Helper()
	var body strings.Builder
	w := multipart.NewWriter(&body)
	for name := range values {
		require.NoError(t, w.WriteField(name, values.Get(name)))
	}
	require.NoError(t, w.Close())
	return body.String(), w.FormDataContentType()
}

var anyDay = regexp.MustCompile(`\b\d{2}\.\d{2}\.\d{4}\b`)

// shape reduces a reply to what the kit has to have in common with the real
// server: the members with their types, and the words of errors and results.
func shape(body string) any {
	if strings.Contains(body, "<b>Fatal error</b>") { // without the place and the piece of SQL
		before, _, _ := strings.Cut(body, " in /")
		before, _, _ = strings.Cut(before, " near '")
		return before
	}
	if strings.HasPrefix(body, "<!DOCTYPE") { // of the web server
		before, _, _ := strings.Cut(body, "<p>")
		return before
	}
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return body
	}
	return shapeOf(v, "")
}

func shapeOf(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for member, value := range v {
			out[member] = shapeOf(value, member)
		}
		return out
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return []any{shapeOf(v[0], name)}
	case string:
		switch name {
		case "result", "text":
			return anyDay.ReplaceAllString(v, "DD.MM.YYYY") // a file is named after the day on which it is made
		}
		return "text"
	case float64:
		if v == 0 || name == "code" {
			return v
		}
		return "number"
	}
	return v
}

// judgement is what the client makes of a reply.
type judgement struct {
	kind frontdesk.Kind
	code frontdesk.Code
}

// judge gives a reply to the client, as the answer to the same operation.
func judge(t *testing.T, rec contract.Recording, status int, body string) judgement {
	t.Helper()
	answer := roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
			Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, Body: io.NopCloser(strings.NewReader(body)),
		}, nil
	})
	client, err := salesman.New("https://crm.example.com", salesmantest.Login, salesmantest.APIKey,
		frontdesk.WithHTTPClient(&http.Client{Transport: answer}), frontdesk.NoRetry())
	require.NoError(t, err)
	defer client.Close()
	var out json.RawMessage
	err = client.Do(t.Context(), endpointOf(rec), actionOf(t, rec), nil, &out)
	if err == nil {
		return judgement{}
	}
	var e *frontdesk.Error
	require.True(t, errors.As(err, &e))
	return judgement{e.Kind, e.Code}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func endpointOf(rec contract.Recording) string {
	return strings.TrimSuffix(rec.Request.Path[strings.LastIndex(rec.Request.Path, "/")+1:], ".php")
}

func actionOf(t *testing.T, rec contract.Recording) string {
	t.Helper()
	for _, raw := range []json.RawMessage{rec.Request.JSON, rec.Request.Form, rec.Request.Query} {
		var params map[string]any
		if len(raw) > 0 && json.Unmarshal(raw, &params) == nil && params["action"] != nil {
			return fmt.Sprint(params["action"])
		}
	}
	return "none"
}

// TestServer_GivesTheRecordedOutcomes sends what was recorded of the real server
// to the kit and compares the outcome, and the shape of the reply.
func TestServer_GivesTheRecordedOutcomes(t *testing.T) {
	requests, outcomes, shapes := map[string]int{}, map[string]int{}, map[string]int{}
	met := map[string]bool{}
	for _, rec := range contract.Recordings() {
		endpoint := endpointOf(rec)
		story, ok := stories[endpoint]
		if !ok || rec.API != "" {
			continue
		}
		met[rec.Name] = true
		requests[endpoint]++
		t.Run(rec.Name, func(t *testing.T) {
			srv := salesmantest.New(append(slices.Clone(story.options), salesmantest.WithLenience())...)
			defer srv.Close()
			if story.prepare != nil {
				story.prepare(t, srv, rec)
			}
			status, body := send(t, srv, rec.Request)
			sameOutcome := rec.Response.Status == status && judge(t, rec, rec.Response.Status, rec.Response.BodyRaw) == judge(t, rec, status, body)
			wantShape, gotShape := shape(rec.Response.BodyRaw), shape(body)
			sameShape := assert.ObjectsAreEqual(wantShape, gotShape)
			if _, excused := story.cannot[rec.Name]; excused {
				assert.False(t, sameOutcome && sameShape, "an excuse that is not needed")
				return
			}
			if assert.True(t, sameOutcome, "another outcome than recorded: %s: %s\nkit: %s", rec.Outcome, rec.Response.BodyRaw, body) {
				outcomes[endpoint]++
			}
			if _, excused := story.shapes[rec.Name]; excused {
				assert.False(t, sameShape, "an excuse that is not needed")
				return
			}
			if assert.Equal(t, wantShape, gotShape) {
				shapes[endpoint]++
			}
		})
	}
	sum := func(counts map[string]int) (n int) {
		for _, c := range counts {
			n += c
		}
		return n
	}
	for _, endpoint := range slices.Sorted(maps.Keys(stories)) {
		t.Logf("%-12s %3d recorded requests, %3d with the same outcome, %3d of them in the same shape", endpoint, requests[endpoint], outcomes[endpoint], shapes[endpoint])
		assert.NotZero(t, outcomes[endpoint], endpoint)
		for _, excuses := range []map[string]string{stories[endpoint].cannot, stories[endpoint].shapes} {
			for name, reason := range excuses {
				assert.True(t, met[name], "%s: no recording %s", endpoint, name)
				assert.NotEmpty(t, reason, name)
			}
		}
	}
	t.Logf("%-12s %3d recorded requests, %3d with the same outcome, %3d of them in the same shape", "all", sum(requests), sum(outcomes), sum(shapes))
}

// webRecordings are requests that are about the transport rather than about the
// records of an endpoint.
var webRecordings = []string{
	"client.list.trailing-slash.json", "index.list.root-path-no-slash.json", "nosuchmethod.list.unknown-method.json",
	"client.list.json-charset.json", "client.list.form-key-in-headers.json", "client.list.json-wrong-headers-good-body.json",
	"client.list.json-malformed.json", "client.LIST.action-case.json", "client.none.no-action.json", "document.none.no-action.json",
	"entry.none.no-action.json", "user.none.no-action.json", "statistic.none.no-action.json", "deal.list.wrong-key.json",
	"client.list.http-put.json", "client.list.empty-key.json", "client.list.empty-login.json",
}

func TestServer_AnswersWrongAddressesAndCredentialsAsTheRealOne(t *testing.T) {
	met := 0
	for _, rec := range contract.Recordings() {
		for _, name := range webRecordings {
			if rec.Name != name {
				continue
			}
			met++
			t.Run(rec.Name, func(t *testing.T) {
				srv := salesmantest.New(personStory.options...)
				defer srv.Close()
				status, body := send(t, srv, rec.Request)
				assert.Equal(t, rec.Response.Status, status)
				if status == http.StatusOK && rec.Outcome != "crash" {
					assert.Equal(t, shape(rec.Response.BodyRaw), shape(body))
				} else {
					assert.Equal(t, rec.Response.BodyRaw[:40], body[:40])
				}
			})
		}
	}
	assert.Equal(t, len(webRecordings), met, "a name is of no recording")
}
