package frontdesktest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// written is a folder of recordings, as somebody writes them by hand.
func written(files map[string]string) fstest.MapFS {
	folder := make(fstest.MapFS)
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

func post(c *http.Client, url, contentType, body string) exchange {
	res, err := c.Post(url, contentType, strings.NewReader(body))
	if err != nil {
		return exchange{err: err}
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return exchange{status: res.StatusCode, header: res.Header, body: string(data), bodyErr: err}
}

// observer is a test that fails, without this one failing.
type observer struct {
	errors   []string
	cleanups []func()
}

func (o *observer) Helper()          {}
func (o *observer) Cleanup(f func()) { o.cleanups = append(o.cleanups, f) }
func (o *observer) Errorf(format string, args ...any) {
	o.errors = append(o.errors, fmt.Sprintf(format, args...))
}

func (o *observer) end() {
	for _, cleanup := range o.cleanups {
		cleanup()
	}
}

const searchFile = `{
 "request": {"http_method": "POST", "path": "/v1/search", "query": {"page": 2, "tag": ["a", "b"], "apikey": "x"},
  "json": {"filter": [{"field": "id", "value": 12345678901234567}], "limit": 1.0, "token": "x"}},
 "response": {"status": 200, "body": {"found": 1}}
}`

const formFile = `{
 "request": {"http_method": "POST", "path": "/v1/form", "form": {"a": "1", "b": "x y", "login": "me"}},
 "response": {"status": 200, "body_raw": "done"}
}`

func TestReplayer_MatchesWhatARequestMeans(t *testing.T) {
	const search = "http://localhost/v1/search?"
	folder := written(map[string]string{"1.json": searchFile, "2.json": formFile})
	tests := []struct {
		name, url, contentType, body string
		want                         string // part of the error; "" is a match
	}{
		{"other order, other credentials", search + "apikey=y&tag=a&page=2&tag=b", "application/json",
			`{"limit": 1, "token": "y", "filter": [{"value": 12345678901234567, "field": "id"}]}`, ""},
		{"other number", search + "page=2&tag=a&tag=b", "application/json",
			`{"limit": 1, "filter": [{"value": 12345678901234568, "field": "id"}]}`,
			`body.filter[0].value: recorded "12345678901234567", sent "12345678901234568"`},
		{"member missing and member too many", search + "page=2&tag=a&tag=b", "application/json",
			`{"filter": [{"value": 12345678901234567, "field": "id"}], "sort": "id"}`,
			"body.limit: recorded \"1.0\", not sent\n\tbody.sort: not recorded, sent \"\\\"id\\\"\""},
		{"other length", search + "page=2&tag=a&tag=b", "application/json", `{"limit": 1, "filter": []}`,
			"body.filter: recorded 1 items, sent 0"},
		{"query", search + "page=3&tag=a&more=1", "application/json",
			`{"limit": 1, "filter": [{"value": 12345678901234567, "field": "id"}]}`,
			"query.more: not recorded, sent \"1\"\n\tquery.page: recorded \"2\", sent \"3\"\n\tquery.tag: recorded 2 values, sent 1"},
		{"other type", search + "page=2&tag=a&tag=b", "text/plain", "hello", "body: recorded JSON, sent a text"},
		{"form in other order", "http://localhost/v1/form", "application/x-www-form-urlencoded", "b=x%20y&a=1&login=you", ""},
		{"form with another field", "http://localhost/v1/form", "application/x-www-form-urlencoded", "b=z&a=1",
			`2.json, where` + "\n\t" + `form.b: recorded "x y", sent "z"`},
		{"other path", "http://localhost/v1/former", "application/x-www-form-urlencoded", "b=x+y&a=1",
			"2.json, where\n\tpath: recorded /v1/form, sent /v1/former"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var o observer
			replay := frontdesktest.NewTestReplayer(&o, folder)
			x := post(clientOf(replay), tt.url, tt.contentType, tt.body)
			if tt.want == "" {
				require.NoError(t, x.err)
				assert.Equal(t, http.StatusOK, x.status)
				assert.Len(t, replay.Unused(), 1)
				assert.Empty(t, o.errors)
				return
			}
			var unmatched *frontdesktest.UnmatchedError
			require.ErrorAs(t, x.err, &unmatched)
			assert.ErrorContains(t, x.err, tt.want)
			require.Len(t, o.errors, 1, "the test was told")
			assert.Contains(t, o.errors[0], "no recording answers POST")
		})
	}
}

func TestReplayer_MethodsDiffer(t *testing.T) {
	replay, err := frontdesktest.NewReplayer(written(map[string]string{"2.json": formFile}))
	require.NoError(t, err)
	x := do(clientOf(replay), http.MethodGet, "http://localhost/v1/form")
	assert.ErrorContains(t, x.err, "method: recorded POST, sent GET")
}

func TestReplayer_IgnoresFieldsOnDemand(t *testing.T) {
	replay := frontdesktest.NewTestReplayer(t, written(map[string]string{"2.json": formFile}), frontdesktest.IgnoreFields("B"))
	require.NoError(t, post(clientOf(replay), "http://localhost/v1/form", "application/x-www-form-urlencoded", "b=z&a=1").err)
}

func TestReplayer_EqualRequestsAreAnsweredInOrderAndNoMore(t *testing.T) {
	file := func(status int) string {
		return fmt.Sprintf(`{"request":{"http_method":"GET","path":"/notes"},"response":{"status":%d,"body":{}}}`, status)
	}
	var o observer
	replay := frontdesktest.NewTestReplayer(&o, written(map[string]string{"1.json": file(500), "2.json": file(200), "3.json": file(404)}))
	client := clientOf(replay)
	for _, want := range []int{500, 200} {
		assert.Equal(t, want, do(client, http.MethodGet, "http://localhost/notes").status)
	}
	assert.Equal(t, []string{"3.json"}, replay.Unused())
	o.end()
	require.Len(t, o.errors, 1)
	assert.Contains(t, o.errors[0], "1 of the recordings: 3.json")

	assert.Equal(t, 404, do(client, http.MethodGet, "http://localhost/notes").status)
	assert.ErrorContains(t, do(client, http.MethodGet, "http://localhost/notes").err, "have been used: 1.json, 2.json, 3.json")
}

func TestReplayer_RefusesWhatIsNoRecording(t *testing.T) {
	tests := map[string]struct{ text, said string }{
		"no JSON":        {`{`, "bad.json is no recording"},
		"something else": {`{"id": 1}`, "no request.http_method"},
		"a later format": {`{"format": "frontdesktest/9"}`, `has the format "frontdesktest/9"`},
		"bad base64":     {`{"request":{"http_method":"GET","path":"/"},"response":{"status":200,"body_base64":"!"}}`, "bad.json: illegal base64"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := frontdesktest.NewReplayer(written(map[string]string{"bad.json": tt.text}))
			assert.ErrorContains(t, err, tt.said)
			var o observer
			replay := frontdesktest.NewTestReplayer(&o, written(map[string]string{"bad.json": tt.text}))
			assert.Len(t, o.errors, 1)
			assert.Error(t, do(clientOf(replay), http.MethodGet, "http://localhost/").err)
		})
	}
	_, err := frontdesktest.NewReplayer(written(map[string]string{"notes.txt": "x"}))
	assert.ErrorContains(t, err, "no recordings")
}

// TestReplayer_WhatWasRecordedWithRealPeopleIsAskedForWithThem: the same code
// runs against the vendor and against the recording.
func TestReplayer_WhatWasRecordedWithRealPeopleIsAskedForWithThem(t *testing.T) {
	const anna, boris = "anna@mail.example.org", "boris@mail.example.org"
	srv := answering(t, "application/json", `{}`)
	rec, dir := recordTo(t, srv.Transport())
	ask := func(transport http.RoundTripper, who string) error {
		return do(clientOf(transport), http.MethodGet, srv.BaseURL()+"/?email="+who).err
	}
	for _, who := range []string{anna, boris, anna} {
		require.NoError(t, ask(rec, who))
	}
	tests := []struct {
		name string
		asks []string
		last string // part of the last one's error
	}{
		{"as recorded", []string{anna, boris, anna}, ""},
		{"others, as often", []string{"x@mail.example.org", "Y@mail.example.org", "X@mail.example.org"}, ""},
		{"pseudonyms", []string{"person-2@example.com", "person-1@example.com", "person-1@example.com"}, ""},
		{"one too often", []string{boris, boris, boris}, "have been used"},
		{"a third one", []string{anna, boris, "carol@mail.example.org"}, "query.email: recorded"},
		{"a pseudonym of nobody", []string{"person-9@example.com"}, "query.email: recorded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			replay, err := frontdesktest.NewReplayer(os.DirFS(dir))
			require.NoError(t, err)
			for i, who := range tt.asks {
				err := ask(replay, who)
				if i < len(tt.asks)-1 || tt.last == "" {
					require.NoError(t, err, who)
				} else {
					require.ErrorContains(t, err, tt.last)
				}
			}
		})
	}
}

// TestReplayer_RetriesPlayAsRecordedInVirtualTime: a refusal with its wait, a
// crash, a connection that was reset, a body that broke off.
func TestReplayer_RetriesPlayAsRecordedInVirtualTime(t *testing.T) {
	dir := t.TempDir()
	play := func(t *testing.T, client *helpcrunch.Client) (waited time.Duration, attempts int) {
		start := time.Now()
		var meta frontdesk.Response
		_, err := client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID, frontdesk.WithResponse(&meta))
		require.NoError(t, err)
		return time.Since(start), meta.Attempts
	}
	faults := []frontdesktest.Fault{
		frontdesktest.Status(429).RetryAfter(7 * time.Second), frontdesktest.Status(500),
		frontdesktest.Status(503).RetryAfter(20 * time.Second), frontdesktest.ResetBeforeReply(),
	}
	synctest.Test(t, func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(faults...)
		rec, err := frontdesktest.NewRecorder(dir, srv.Transport())
		require.NoError(t, err)
		waited, attempts := play(t, srv.Client(through(rec)))
		require.NoError(t, rec.Close())
		assert.GreaterOrEqual(t, waited, 27*time.Second)
		assert.Equal(t, 5, attempts)
	})
	synctest.Test(t, func(t *testing.T) {
		client, err := helpcrunch.New("any key", through(frontdesktest.NewTestReplayer(t, os.DirFS(dir))))
		require.NoError(t, err)
		waited, attempts := play(t, client)
		assert.GreaterOrEqual(t, waited, 27*time.Second)
		assert.Less(t, waited, 40*time.Second)
		assert.Equal(t, 5, attempts)
	})
}

func TestReplayer_FailuresOfTheConnectionPlayAsRecorded(t *testing.T) {
	tests := []struct {
		fault frontdesktest.Fault
		is    func(error) bool
	}{
		{frontdesktest.Refused(), func(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
		{frontdesktest.ResetBeforeReply(), func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }},
		{frontdesktest.HandshakeTimeout(), func(err error) bool {
			var timeout net.Error
			return errors.As(err, &timeout) && timeout.Timeout()
		}},
		{frontdesktest.UnknownHost(), func(err error) bool {
			var dns *net.DNSError
			return errors.As(err, &dns) && dns.IsNotFound
		}},
		{frontdesktest.DialError(func(*http.Request) error { return io.ErrUnexpectedEOF }), func(err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.fault.String(), func(t *testing.T) {
			srv := answering(t, "application/json", `{}`)
			srv.Fail(tt.fault)
			rec, dir := recordTo(t, srv.Transport())
			err := do(clientOf(rec), http.MethodGet, srv.BaseURL()).err
			require.True(t, tt.is(err), "%v", err)
			require.NoError(t, rec.Close())
			err = do(clientOf(frontdesktest.NewTestReplayer(t, os.DirFS(dir))), http.MethodGet, srv.BaseURL()).err
			assert.True(t, tt.is(err), "%v", err)
		})
	}
}

func TestReplayer_ABodyThatBreaksOffBreaksOff(t *testing.T) {
	srv := answering(t, "application/json", `{"rows":[{"email":"`+realEmail+`"},{"email":"b@mail.example.org"}]}`)
	srv.Fail(frontdesktest.CutBody(60))
	rec, dir := recordTo(t, srv.Transport())
	require.ErrorIs(t, do(clientOf(rec), http.MethodGet, srv.BaseURL()).bodyErr, io.ErrUnexpectedEOF)
	require.NoError(t, rec.Close())
	x := do(clientOf(frontdesktest.NewTestReplayer(t, os.DirFS(dir))), http.MethodGet, srv.BaseURL())
	assert.ErrorIs(t, x.bodyErr, io.ErrUnexpectedEOF)
	assert.Equal(t, `{"rows":[{"email":"person-1@example.com"},{`, x.body)
}

// TestReplayer_AnUnmatchedRequestIsNotRepeated: it would be unmatched again.
func TestReplayer_AnUnmatchedRequestIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		replay, err := frontdesktest.NewReplayer(written(map[string]string{"2.json": formFile}))
		require.NoError(t, err)
		client, err := helpcrunch.New("any key", through(replay))
		require.NoError(t, err)
		start := time.Now()
		_, err = client.Customers.Get(t.Context(), 1)
		var unmatched *frontdesktest.UnmatchedError
		require.ErrorAs(t, err, &unmatched)
		assert.Equal(t, "/v1/customers/1", unmatched.Path)
		assert.Zero(t, time.Since(start))
		assert.False(t, frontdesk.Retryable(err))
	})
}

func TestReplayer_AnEndedContextIsAnsweredWithItsError(t *testing.T) {
	replay, err := frontdesktest.NewReplayer(written(map[string]string{"2.json": formFile}))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/v1/form", nil)
	require.NoError(t, err)
	_, err = replay.RoundTrip(req)
	require.ErrorIs(t, err, context.Canceled)
	assert.Len(t, replay.Unused(), 1)
}

// TestReplayer_ACallOfJSONRPCHasItsOwnID: ids count the calls of a client, and
// another client may begin elsewhere.
func TestReplayer_ACallOfJSONRPCHasItsOwnID(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutTags(comagic.Tag{ID: 7, Name: "vip"})
	rec, dir := recordTo(t, srv.Transport())
	recording := clientOf(rec)
	call := func(c *http.Client, id int) string {
		return post(c, srv.BaseURL()+"/v2.0", "application/json", fmt.Sprintf(
			`{"jsonrpc":"2.0","id":%d,"method":"get.tags","params":{"access_token":%q}}`, id, comagictest.Token)).body
	}
	require.Contains(t, call(recording, 1), `"id":1,`)
	require.NoError(t, rec.Close())
	assert.Contains(t, call(clientOf(frontdesktest.NewTestReplayer(t, os.DirFS(dir))), 42), `"id":42,`)
}

func TestReplayer_RecordingsAreCopies(t *testing.T) {
	replay := frontdesktest.NewTestReplayer(t, written(map[string]string{"2.json": formFile}))
	list := replay.Recordings()
	require.Len(t, list, 1)
	assert.Equal(t, "a=1&b=x+y&login=me", string(list[0].Request.Body))
	list[0].Response.Header.Set("Changed", "yes")
	list[0].Response.Status = 500
	x := post(clientOf(replay), "http://localhost/v1/form", "application/x-www-form-urlencoded", "b=x+y&a=1")
	assert.Equal(t, 200, x.status)
	assert.Empty(t, x.header.Get("Changed"))
}
