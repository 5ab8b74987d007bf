package salesman_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
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
)

// replay says how the recordings of one operation go through the client's own
// method for it. A new operation is one more entry in replays.
type replay struct {
	// call calls the method with the recorded parameters.
	call func(ctx context.Context, sm *salesman.Client, p params) (any, error)
	// unchanged reports whether a result says that nothing changed.
	unchanged func(result any) bool
	// adds are parameters that the method sends besides the recorded ones, or in
	// another form: it changes what is expected.
	adds func(want map[string]any)
	// refused are recordings whose request the method does not send, with the
	// parameter at fault. They go through Do instead.
	refused map[string]string
	// odd are recordings whose request no client of this package can make, with the
	// reason: their reply is given to the method called with plain parameters.
	odd map[string]string
	// empty are recordings of an error that the method reads as a list without
	// rows.
	empty map[string]bool
	// accept lists leaves of replies that may be missing; see contract.Decoded.
	accept map[string]string
}

// params are recorded parameters as a tree of texts.
type params struct {
	tree map[string]any
	sm   *salesman.Client
}

func (p params) id(name string) int64 {
	var id int64
	data, _ := json.Marshal(p.tree[name])
	_ = p.sm.Unmarshal(data, &id)
	return id
}

// into decodes the parameters into a params struct, without those given by
// position.
func into[T any](p params, without ...string) *T {
	tree := maps.Clone(p.tree)
	for _, name := range without {
		delete(tree, name)
	}
	data, err := json.Marshal(tree)
	if err != nil {
		panic(err)
	}
	v := new(T)
	if err := p.sm.Unmarshal(data, v); err != nil {
		panic(err)
	}
	return v
}

// exchanges is a transport that answers with one recorded response and keeps
// what was sent.
type exchanges struct {
	response contract.RecordedResponse
	requests []*http.Request
	bodies   [][]byte
}

func (e *exchanges) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	e.requests, e.bodies = append(e.requests, r), append(e.bodies, body)
	header := http.Header{}
	for name, value := range e.response.Headers {
		header.Set(name, value)
	}
	return &http.Response{
		StatusCode: e.response.Status, Status: http.StatusText(e.response.Status), Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Body: io.NopCloser(strings.NewReader(e.response.BodyRaw)), ContentLength: int64(len(e.response.BodyRaw)),
	}, nil
}

// recorded takes a recorded request apart: credentials, action, parameters.
func recorded(t *testing.T, r contract.RecordedRequest) (login, key, action string, tree map[string]any) {
	t.Helper()
	values := url.Values{}
	for _, raw := range []json.RawMessage{r.Query, r.Form} {
		var flat map[string]any
		if len(raw) > 0 {
			require.NoError(t, json.Unmarshal(raw, &flat))
		}
		for name, value := range flat {
			values.Set(name, fmt.Sprint(value))
		}
	}
	tree = contract.PHPForm(values)
	if len(r.JSON) > 0 && string(r.JSON) != "null" {
		dec := json.NewDecoder(bytes.NewReader(r.JSON))
		dec.UseNumber()
		require.NoError(t, dec.Decode(&tree))
	}
	take := func(name string) string {
		text, _ := tree[name].(string)
		delete(tree, name)
		return text
	}
	login, key, action = take("login"), take("apikey"), take("action")
	for name, value := range r.Headers {
		switch strings.ToLower(name) {
		case "login":
			login = value
		case "apikey":
			key = value
		}
	}
	return login, key, action, tree
}

// plain turns a tree into one of texts, as PHP sees it, without what is empty.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, value := range v {
			if p := plain(value); p != nil {
				out[name] = p
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		var out []any
		for _, value := range v {
			out = append(out, plain(value))
		}
		if out == nil {
			return nil
		}
		return out
	case nil:
		return nil
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	if text := fmt.Sprint(v); text != "" {
		return text
	}
	return nil
}

// TestReplay gives the client what the real server answered and what the vendor
// documents, through the method of each operation.
func TestReplay(t *testing.T) {
	t.Run("recordings", replayRecordings)
	t.Run("documented examples", replayExamples)
	t.Run("excuses are needed", func(t *testing.T) {
		for operation, entry := range replays {
			names := slices.Concat(slices.Collect(maps.Keys(entry.refused)), slices.Collect(maps.Keys(entry.odd)), slices.Collect(maps.Keys(entry.empty)))
			for _, name := range names {
				found := slices.ContainsFunc(contract.Recordings(), func(r contract.Recording) bool { return r.Name == name && r.Operation == operation })
				assert.True(t, found, "%s: no recording %s", operation, name)
			}
			for path := range entry.accept {
				assert.True(t, wasLost(operation, path), "%s: nothing is lost at %s", operation, path)
			}
		}
	})
}

var index = regexp.MustCompile(`\[([0-9]+)\]`)

// wasLost reports whether an entry of accept excused something.
func wasLost(operation, path string) bool {
	pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(path), `\*`, `[^.]+`) + "$")
	return slices.ContainsFunc(accepted[operation], func(leaf string) bool {
		return pattern.MatchString(index.ReplaceAllString(leaf, ".$1"))
	})
}

func replayRecordings(t *testing.T) {
	counts, replayed, refused, odd, outside := map[string]int{}, 0, 0, 0, 0
	for _, rec := range contract.Recordings() {
		if rec.API != "" {
			continue // of the other version: the classifier's test has them
		}
		entry, ok := replays[rec.Operation]
		counts[rec.Outcome]++
		t.Run(rec.Name, func(t *testing.T) {
			_, isOdd := entry.odd[rec.Name]
			field, isRefused := entry.refused[rec.Name]
			switch {
			case !ok:
				outside++
				replayOutside(t, rec)
			case isOdd:
				odd++
				replayOdd(t, rec, entry)
			case isRefused:
				refused++
				replayRefused(t, rec, entry, field)
			default:
				replayed++
				replayCall(t, rec, entry)
			}
		})
	}
	t.Logf("%d recordings of %d operations go through the method as recorded, %d are refused by the method, whose replies go through it and Do, "+
		"%d are replies to requests that cannot be made, %d ask for no operation of the API and go through Do; by outcome: %v",
		replayed, len(replays), refused, odd, outside, counts)
	assert.Equal(t, 475, replayed+refused+odd+outside)
}

// replayOutside shows the outcome of a request that is for no operation: an action
// or an address that the server does not have.
func replayOutside(t *testing.T, rec contract.Recording) {
	sm, link, p, action := replayClient(t, rec)
	_, endpoint, _ := strings.Cut(rec.Request.Path, "/developer/v2")
	endpoint = strings.TrimPrefix(endpoint, "/")
	err := sm.Do(t.Context(), endpoint, cmp.Or(action, "none"), p.tree, nil)
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	if endpoint == "" {
		assert.Equal(t, frontdesk.KindInvalid, e.Kind)
		assert.Empty(t, link.requests, "there is no address to send it to")
		return
	}
	require.NotEmpty(t, link.requests)
	assert.Equal(t, rec.Kind, string(e.Kind), rec.Why)
	assert.Equal(t, rec.Code, string(e.Code), rec.Why)
}

// replayClient returns a client with the recorded credentials.
func replayClient(t *testing.T, rec contract.Recording) (*salesman.Client, *exchanges, params, string) {
	t.Helper()
	login, key, action, tree := recorded(t, rec.Request)
	link := &exchanges{response: rec.Response}
	sm, err := salesman.New("https://crm.example.com", login, cmp.Or(key, "test-key-000"),
		frontdesk.WithHTTPClient(&http.Client{Transport: link}), frontdesk.NoRetry())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sm.Close()) })
	return sm, link, params{tree, sm}, action
}

func replayCall(t *testing.T, rec contract.Recording, entry replay) {
	sm, link, p, _ := replayClient(t, rec)
	result, err := entry.call(t.Context(), sm, p)
	require.Len(t, link.requests, 1, "error: %v", err)
	compareRequest(t, rec, entry, link)
	assertOutcome(t, rec, entry, sm, result, err)
}

// replayOdd gives a recorded reply to a request of the client's own.
func replayOdd(t *testing.T, rec contract.Recording, entry replay) {
	link := &exchanges{response: rec.Response}
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
		frontdesk.WithHTTPClient(&http.Client{Transport: link}), frontdesk.NoRetry())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sm.Close()) })
	own, ok := exampleParams[rec.Name]
	if !ok {
		own = exampleParams[rec.Operation]
	}
	result, err := entry.call(t.Context(), sm, params{own, sm})
	require.Len(t, link.requests, 1, "error: %v", err)
	assertOutcome(t, rec, entry, sm, result, err)
}

// replayRefused shows that the method does not send what was recorded. The outcome is
// right all the same when it is sent by Do, and when the method itself reads the reply,
// as that to a request of its own.
func replayRefused(t *testing.T, rec contract.Recording, entry replay, field string) {
	sm, link, p, action := replayClient(t, rec)
	_, err := entry.call(t.Context(), sm, p)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, field, e.Field)
	assert.Equal(t, frontdesk.SentNo, e.Sent)
	assert.Empty(t, link.requests)

	endpoint := rec.Request.Path[strings.LastIndex(rec.Request.Path, "/")+1:]
	err = sm.Do(t.Context(), endpoint, action, p.tree, nil)
	require.Len(t, link.requests, 1)
	if rec.Outcome == "ok" {
		require.NoError(t, err)
	} else {
		assertOutcome(t, rec, entry, sm, nil, err)
	}
	replayOdd(t, rec, entry)
}

func compareRequest(t *testing.T, rec contract.Recording, entry replay, link *exchanges) {
	sent := link.requests[0]
	op := contract.Load(contract.SalesMan).Operation(rec.Operation)
	require.NotNil(t, op)
	assert.Equal(t, http.MethodPost, sent.Method)
	assert.Equal(t, strings.TrimSuffix(rec.Request.Path, ".php"), sent.URL.Path)
	assert.Empty(t, sent.URL.RawQuery)
	if op.ID == "person.add_list" {
		assert.Equal(t, "application/x-www-form-urlencoded", sent.Header.Get("Content-Type"))
	} else {
		assert.Equal(t, "application/json", sent.Header.Get("Content-Type"))
	}
	// What is optional in the inventory may be missing in a recording; what the
	// client sends has to be right.
	for _, v := range op.CheckRequest(sent, link.bodies[0]) {
		assert.Equal(t, contract.RuleMissing, v.Rule, v.String())
	}
	apart, _ := op.TakeApart(sent, link.bodies[0])
	got := apart.Body
	if len(apart.Form) > 0 {
		got = apart.Form
	}
	_, _, _, want := recorded(t, rec.Request)
	if entry.adds != nil {
		entry.adds(want)
	}
	assert.Equal(t, plain(want), plain(got), "parameters")
}

func assertOutcome(t *testing.T, rec contract.Recording, entry replay, sm *salesman.Client, result any, err error) {
	var e *frontdesk.Error
	switch {
	case entry.empty[rec.Name]:
		require.NoError(t, err)
		assert.Equal(t, string(frontdesk.KindNotFound), rec.Kind)
	case !rec.Detectable && err == nil:
		assert.Equal(t, "silent_failure", rec.Outcome)
	case rec.Outcome == "ok":
		require.NoError(t, err)
		assertLossless(t, rec, entry, sm, result)
	case rec.Outcome == "unchanged":
		require.NoError(t, err)
		require.NotNil(t, entry.unchanged)
		assert.True(t, entry.unchanged(result))
	default:
		require.ErrorAs(t, err, &e, rec.Why)
		assert.Equal(t, rec.Operation, e.Operation)
		assert.Equal(t, rec.Kind, string(e.Kind), rec.Why)
		assert.Equal(t, rec.Code, string(e.Code), rec.Why)
		assert.NotEmpty(t, e.Message)
		if e.Class.Writes() && strings.HasPrefix(rec.Outcome, "crash") {
			assert.Equal(t, diedBefore[rec.Name], !e.MayHaveHappened())
			assert.Equal(t, e.Class == frontdesk.ClassIdempotent, frontdesk.Retryable(err), "a crash of an unsafe write must not be repeated")
		}
	}
}

// diedBefore are the crashes by which one can see that nothing was stored.
var diedBefore = map[string]bool{
	"deal.invoice.add.deal-without-speka.json":     true,
	"deal.invoice.express.deal-without-speka.json": true,
	"task.add.unknown-user-param.json":             true,
}

// accepted are the leaves that entries of accept excused, by operation.
var accepted = map[string][]string{}

func assertLossless(t *testing.T, rec contract.Recording, entry replay, sm *salesman.Client, result any) {
	comparison, err := contract.Decoded{
		Operation: contract.Load(contract.SalesMan).Operation(rec.Operation),
		Payload:   []byte(rec.Response.BodyRaw), Value: result, Marshal: sm.Marshal, Accept: entry.accept,
	}.Compare()
	require.NoError(t, err)
	assert.NotZero(t, comparison.Leaves)
	assert.Empty(t, comparison.Lost)
	for _, leaf := range comparison.Accepted {
		accepted[rec.Operation] = append(accepted[rec.Operation], leaf.Path)
	}
	for _, leaf := range comparison.Extra {
		// The account's own fields have no other place; all else that the
		// inventory knows needs a typed field.
		assert.True(t, !leaf.Known || strings.Contains(leaf.Path, ".input"), leaf.String())
	}
}
