package proof_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

const jsonType = "application/json"

// hostile is a reply of HTTP 200 and what becomes of it.
type hostile struct {
	name string
	body func(s subject) string
	// kind is empty where the reply is read all the same; kinds are the vendors'
	// own, "ok" for one that reads it.
	kind  frontdesk.Kind
	kinds map[string]frontdesk.Kind
	// id and recordName are what is read of the record, where it is.
	id, recordName string
	contentType    string
}

const readable frontdesk.Kind = "ok"

// one is a reply with one record of that id and name, both as JSON.
func one(id, name string) func(subject) string {
	return func(s subject) string {
		return s.envelope(fmt.Sprintf(`{%q:%s,%q:%s}`, s.idName, id, s.nameName, name))
	}
}

func always200(body string) func(subject) string { return func(subject) string { return body } }

// unsupported is what SalesMan's client makes of an empty reply: a script that is
// not there, or died without a word.
var unsupported = map[string]frontdesk.Kind{"salesman": frontdesk.KindUnsupported}

var hostiles = []hostile{
	{name: "empty", body: always200(""), kind: frontdesk.KindDecode, kinds: unsupported},
	{name: "white space", body: always200(" \r\n\t "), kind: frontdesk.KindDecode, kinds: unsupported},
	{name: "HTML as JSON", body: always200("<!DOCTYPE html><html><body>Login</body></html>"), kind: frontdesk.KindDecode},
	{name: "HTML as HTML", body: always200("<html>"), contentType: "text/html", kind: frontdesk.KindDecode},
	{name: "text", body: always200("Service is busy"), contentType: "text/plain", kind: frontdesk.KindDecode},
	{name: "null bytes", body: always200("\x00\x00\x00\x00"), kind: frontdesk.KindDecode},
	{name: "a number", body: always200("42"), kind: frontdesk.KindDecode},
	{name: "a text", body: always200(`"ok"`), kind: frontdesk.KindDecode},
	{name: "half", body: func(s subject) string { b := one("1", `"Ada"`)(s); return b[:len(b)/2] }, kind: frontdesk.KindDecode},
	{name: "a record of another kind", body: func(s subject) string { return s.envelope(`"x"`) }, kind: frontdesk.KindDecode},
	{name: "a name of another kind", body: one("1", `{"first":"Ada"}`), kind: frontdesk.KindDecode},
	{name: "an id of another kind", body: one(`{"a":[1]}`, `"Ada"`), kind: frontdesk.KindDecode},
	{name: "depth of objects", body: one("1", strings.Repeat(`{"a":`, 20_000)+"1"+strings.Repeat("}", 20_000)), kind: frontdesk.KindDecode},
	{name: "depth of an unknown member", kind: frontdesk.KindDecode, body: func(s subject) string {
		return s.envelope(fmt.Sprintf(`{"unknown":%s1%s,%q:1}`, strings.Repeat("[", 20_000), strings.Repeat("]", 20_000), s.idName))
	}},
	{name: "depth without an end", body: always200(strings.Repeat(`[`, 1<<20)), kind: frontdesk.KindDecode},

	{name: "byte order mark", body: func(s subject) string { return "\xef\xbb\xbf" + one("7", `"Ada"`)(s) }, id: "7", recordName: "Ada"},
	{name: "white space around", body: func(s subject) string { return "\r\n " + one("7", `"Ada"`)(s) + "\r\n\r\n" }, id: "7", recordName: "Ada"},
	{name: "duplicate keys", body: func(s subject) string {
		return s.envelope(fmt.Sprintf(`{%q:1,%[1]q:7,%q:"a",%[2]q:"Ada"}`, s.idName, s.nameName))
	}, id: "7", recordName: "Ada"},
	{name: "invalid UTF-8", body: one("7", "\"A\xff\xfeda\""), id: "7", recordName: "A\uFFFD\uFFFDda"},
	{name: "half a surrogate", body: one("7", `"A\ud800da"`), id: "7", recordName: "A\uFFFDda"},
	{name: "wrong content type", body: one("7", `"Ada"`), contentType: "text/html; charset=windows-1251", id: "7", recordName: "Ada"},
	{name: "no content type", body: one("7", `"Ada"`), contentType: "none", id: "7", recordName: "Ada"},
	{name: "broken content type", body: one("7", `"Ada"`), contentType: `application/json; charset="`, id: "7", recordName: "Ada"},
	{name: "an id above 2^53", body: one("9007199254740993", `"Ada"`), id: "9007199254740993", recordName: "Ada"},
	{name: "the largest id", body: one("9223372036854775807", `"Ada"`), id: "9223372036854775807", recordName: "Ada"},
	{name: "an id as text", body: one(`"9007199254740993"`, `"Ada"`), id: "9007199254740993", recordName: "Ada"},
	{name: "a name as number", body: one("7", "9007199254740993"), id: "7", recordName: "9007199254740993"},
	{name: "a name of nothing", body: one("7", "null"), id: "7"},
	{name: "an unknown member", body: func(s subject) string {
		return s.envelope(fmt.Sprintf(`{"new":{"a":[1,{"b":null}]},%q:7,%q:"Ada"}`, s.idName, s.nameName))
	}, id: "7", recordName: "Ada"},
	{name: "garbage behind it", body: func(s subject) string { return one("7", `"Ada"`)(s) + "<br />\n<b>Warning</b>: x" }, id: "7", recordName: "Ada"},
	{name: "JSON behind it", body: func(s subject) string { return one("7", `"Ada"`)(s) + one("8", `"Eve"`)(s) }, id: "7", recordName: "Ada"},
}

// overflowing ids fit no int64; LiveAgent's are texts.
func TestHostile_AnIDThatOverflowsIsNotCutOff(t *testing.T) {
	for _, s := range []subject{helpCrunch, salesMan, coMagic} {
		for _, id := range []string{"9223372036854775808", "-9223372036854775809", "1e400", `"99999999999999999999"`, "1.5"} {
			srv, c := s.start(t)
			srv.Fail(frontdesktest.Body(200, jsonType, one(id, `"Ada"`)(s)))
			_, err := c.get(t.Context())
			assert.ErrorIs(t, err, frontdesk.ErrDecode, "%s: %s", s.name, id)
		}
	}
}

func TestHostile_Replies(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, h := range hostiles {
			t.Run(h.name, func(t *testing.T) { h.run(t, s) })
		}
	})
}

func (h hostile) run(t *testing.T, s subject) {
	srv, c := s.start(t)
	contentType := h.contentType
	switch contentType {
	case "":
		contentType = jsonType
	case "none":
		contentType = ""
	}
	srv.Fail(frontdesktest.Body(200, contentType, h.body(s)).Always())
	var response frontdesk.Response
	got, err := c.get(t.Context(), frontdesk.WithResponse(&response))
	kind := h.kind
	if own, ok := h.kinds[s.name]; ok {
		kind = own
	}
	if kind == "" || kind == readable {
		require.NoError(t, err)
		assert.Equal(t, record{h.id, h.recordName}, got)
	} else {
		e := failure(t, err)
		assert.Equal(t, kind, e.Kind, "%v", err)
		assert.Equal(t, 200, e.HTTPStatus)
		assert.Less(t, len(err.Error()), 4096, "the text shows the beginning only")
		assert.LessOrEqual(t, len(e.Body), 64<<10)
	}
	if strings.HasSuffix(h.name, "behind it") {
		assert.NotEmpty(t, response.Trailing, "what follows the reply is shown")
	}
	// The other calls and the iterator must not panic on it, whatever they make of it.
	for _, class := range classes {
		_ = c.calls[class](t.Context(), frontdesk.NoRetry())
	}
	_, _ = c.list(t.Context(), frontdesk.NoRetry())
	_ = c.hatch(t.Context(), frontdesk.NoRetry())
	for _, prefetch := range []int{0, 2} {
		n := 0
		for range c.rows(t.Context(), 100, "", frontdesk.NoRetry(), frontdesk.WithPrefetch(prefetch)) {
			if n++; n > 1000 {
				t.Fatal("the iterator does not end")
			}
		}
	}
	assertClean(t, srv)
}

func TestHostile_AnEmptyRecordOfPHP(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, record := range []string{"[]", "null", `""`, "false", "{}"} {
			srv, c := s.start(t)
			srv.Fail(frontdesktest.Body(200, jsonType, s.envelope(record)))
			_, err := c.get(t.Context())
			if err != nil {
				e := failure(t, err)
				assert.Contains(t, []frontdesk.Kind{frontdesk.KindDecode, frontdesk.KindNotFound}, e.Kind, "%s: %v", record, err)
			}
		}
	})
}

func TestHostile_SizesAreCapped(t *testing.T) {
	const large = 2 << 20
	each(t, func(t *testing.T, s subject) {
		for name, f := range map[string]frontdesktest.Fault{
			"gzip bomb":             frontdesktest.GzipBomb(64 << 20),
			"large":                 frontdesktest.Body(200, jsonType, s.envelope(`{"`+s.nameName+`":"`+strings.Repeat("x", large)+`"}`)),
			"large without a type":  frontdesktest.Body(200, "", strings.Repeat("x", large)),
			"large without an end":  frontdesktest.Body(200, jsonType, `{"a":"`+strings.Repeat("x", large)),
			"large and full of air": frontdesktest.Body(200, jsonType, strings.Repeat(" ", large)+"{}"),
		} {
			srv, c := s.start(t, frontdesk.WithMaxResponseBytes(1<<20))
			srv.Fail(f.Always())
			e := failure(t, c.calls[safe](t.Context()))
			assert.Equal(t, frontdesk.KindTooLarge, e.Kind, name)
			assert.Equal(t, s.cutSent(), e.Sent, name)
			assert.Equal(t, 1, srv.Count(), "%s: not repeated", name)
			assert.LessOrEqual(t, len(e.Body), 64<<10, name)
			_, err := c.list(t.Context(), frontdesk.WithMaxResponseBytes(500))
			assert.ErrorIs(t, err, frontdesk.ErrTooLarge, name)
			assertClean(t, srv)
		}
	})
}

// Without an option it is 32 MiB after decompression.
func TestHostile_TheCapHasADefault(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		srv, c := s.start(t)
		srv.Fail(frontdesktest.GzipBomb(32<<20 + 1))
		assert.ErrorIs(t, c.calls[safe](t.Context()), frontdesk.ErrTooLarge)
		assertClean(t, srv)
	})
}

// A large page of an error keeps its status, and is not read to its end.
func TestHostile_ALargeErrorPageKeepsItsStatus(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		srv, c := s.start(t)
		srv.Fail(frontdesktest.Body(502, "text/html", "<html>"+strings.Repeat("x", 4<<20)).Always())
		e := failure(t, c.calls[safe](t.Context(), frontdesk.NoRetry()))
		assert.Equal(t, frontdesk.KindUnavailable, e.Kind)
		assert.Equal(t, 502, e.HTTPStatus)
		srv.ClearFaults()
		srv.Fail(frontdesktest.Status(404).CutBody(3))
		e = failure(t, c.calls[safe](t.Context()))
		assert.Equal(t, 404, e.HTTPStatus)
		assertClean(t, srv)
	})
}

func TestHostile_ASlowBodyIsReadAsLongAsItsTimeLasts(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv, c := s.start(t)
			body := one("7", `"Ada"`)(s)
			srv.Fail(frontdesktest.Body(200, jsonType, body).SlowBody(1, 50*time.Millisecond).Always())
			start := time.Now()
			got, err := c.get(t.Context())
			require.NoError(t, err)
			assert.Equal(t, record{"7", "Ada"}, got)
			assert.Equal(t, time.Duration(len(body)-1)*50*time.Millisecond, time.Since(start))

			e := failure(t, c.calls[safe](t.Context(), frontdesk.WithAttemptTimeout(100*time.Millisecond), frontdesk.NoRetry()))
			assert.Equal(t, frontdesk.KindTimeout, e.Kind)
			assert.Equal(t, s.cutSent(), e.Sent)
			assertClean(t, srv)
		})
	})
}

// A body that ends too soon is a cut, whatever was promised; where its length was
// not told it may look complete.
func TestHostile_EveryCutOfABodyIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		body := one("7", `"Ada"`)(s)
		for at := range len(body) {
			srv, c := s.start(t)
			srv.Fail(frontdesktest.Body(200, jsonType, body).CutBody(at))
			e := failure(t, func() error { _, err := c.get(t.Context(), frontdesk.NoRetry()); return err }())
			assert.Equal(t, frontdesk.KindTransport, e.Kind, "cut at %d: %v", at, e)
			assert.Equal(t, s.cutSent(), e.Sent)
			srv.Fail(frontdesktest.Body(200, jsonType, body[:at]))
			_, err := c.get(t.Context(), frontdesk.NoRetry())
			assert.Error(t, err, "ends at %d", at)
		}
	})
}
