package proof_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// requests is how many requests a call of each class makes.
type requests struct{ safe, idempotent, unsafe int }

func (r requests) of(c frontdesk.Class) int {
	return map[frontdesk.Class]int{safe: r.safe, idempotent: r.idempotent, unsafe: r.unsafe}[c]
}

var (
	always    = requests{3, 3, 3}
	never     = requests{1, 1, 1}
	notUnsafe = requests{3, 3, 1}
	waitedOut = requests{11, 11, 11}
)

// fault is a row of the table: what goes wrong with each request, and what then
// becomes of a call.
type fault struct {
	name     string
	fault    frontdesktest.Fault
	requests requests
	kind     frontdesk.Kind
	sent     frontdesk.Sent
	// each is the time that every single request takes, and wait the bounds of a
	// wait between two.
	each             time.Duration
	shortest, widest time.Duration
	// kinds are the vendors' own kinds, where they know better.
	kinds map[string]frontdesk.Kind
	// sents likewise.
	sents map[string]frontdesk.Sent
	// vendor says whose fault it is, empty for all.
	vendor string
}

// jittered are faults that wait [0, 0.5 s] and then [0, 1 s]: bounds of one wait.
const jittered = time.Second

// inBand are the vendors whose errors have HTTP 200 too: a reply that was not read to
// its end says nothing of a write.
var inBand = map[string]frontdesk.Sent{"comagic": frontdesk.SentUnknown, "salesman": frontdesk.SentUnknown}

// cutSent is what a reply says of a write that was not read to its end.
func (s subject) cutSent() frontdesk.Sent {
	if sent, ok := inBand[s.name]; ok {
		return sent
	}
	return frontdesk.SentYes
}

var faults = []fault{
	{name: "dial refused", fault: frontdesktest.Refused(), requests: always, kind: frontdesk.KindTransport, sent: frontdesk.SentNo, widest: jittered},
	{name: "temporary DNS", fault: frontdesktest.TemporaryDNS(), requests: always, kind: frontdesk.KindTransport, sent: frontdesk.SentNo, widest: jittered},
	{name: "TLS handshake timeout", fault: frontdesktest.HandshakeTimeout(), requests: always, kind: frontdesk.KindTimeout, sent: frontdesk.SentNo, widest: jittered},
	{name: "unknown host", fault: frontdesktest.UnknownHost(), requests: never, kind: frontdesk.KindTransport, sent: frontdesk.SentNo},
	{name: "bad certificate", fault: frontdesktest.BadCertificate(), requests: never, kind: frontdesk.KindTransport, sent: frontdesk.SentNo},
	{name: "redirect elsewhere", fault: frontdesktest.Redirect(302, "https://elsewhere.example.net/"), requests: never, kind: frontdesk.KindRedirect, sent: frontdesk.SentYes},

	{name: "reset before the reply", fault: frontdesktest.ResetBeforeReply(), requests: notUnsafe, kind: frontdesk.KindTransport, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "reset after the write", fault: frontdesktest.ResetBeforeReply().AfterHandling(), requests: notUnsafe, kind: frontdesk.KindTransport, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "no reply in time", fault: frontdesktest.Hang(), requests: notUnsafe, kind: frontdesk.KindTimeout, sent: frontdesk.SentUnknown, each: 30 * time.Second, widest: jittered},
	{name: "body cut", fault: frontdesktest.CutBody(5), requests: notUnsafe, kind: frontdesk.KindTransport, sent: frontdesk.SentYes, sents: inBand, widest: jittered},
	{name: "body too slow", fault: frontdesktest.SlowBody(1, 20*time.Second), requests: notUnsafe, kind: frontdesk.KindTimeout, sent: frontdesk.SentYes, sents: inBand, each: 30 * time.Second, widest: jittered},

	{name: "408", fault: frontdesktest.Status(408), requests: notUnsafe, kind: frontdesk.KindTimeout, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "425", fault: frontdesktest.Status(425), requests: notUnsafe, kind: frontdesk.KindUnavailable, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "429", fault: frontdesktest.Status(429).RetryAfter(2 * time.Second), requests: waitedOut, kind: frontdesk.KindRateLimited, sent: frontdesk.SentNo, shortest: 2 * time.Second, widest: 2200 * time.Millisecond},
	{name: "429 without a wait", fault: frontdesktest.Status(429), requests: waitedOut, kind: frontdesk.KindRateLimited, sent: frontdesk.SentNo, widest: 3 * time.Minute},
	{name: "500", fault: frontdesktest.Status(500), requests: notUnsafe, kind: frontdesk.KindServer, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "500 with Retry-After", fault: frontdesktest.Status(500).RetryAfter(5 * time.Second), requests: notUnsafe, kind: frontdesk.KindServer, sent: frontdesk.SentUnknown, shortest: 5 * time.Second, widest: 5500 * time.Millisecond},
	{name: "502", fault: frontdesktest.Status(502), requests: notUnsafe, kind: frontdesk.KindUnavailable, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "502 as HTML", fault: frontdesktest.HTML(502), requests: notUnsafe, kind: frontdesk.KindUnavailable, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "503", fault: frontdesktest.Status(503), requests: notUnsafe, kind: frontdesk.KindUnavailable, sent: frontdesk.SentUnknown, widest: jittered},
	{name: "503 with Retry-After", fault: frontdesktest.Status(503).RetryAfter(2 * time.Second), requests: waitedOut, kind: frontdesk.KindUnavailable, sent: frontdesk.SentNo, shortest: 2 * time.Second, widest: 2200 * time.Millisecond},
	{name: "504", fault: frontdesktest.Status(504), requests: notUnsafe, kind: frontdesk.KindUnavailable, sent: frontdesk.SentUnknown, widest: jittered},

	{name: "501", fault: frontdesktest.Status(501), requests: never, kind: frontdesk.KindUnsupported, sent: frontdesk.SentYes},
	{name: "400", fault: frontdesktest.Status(400), requests: never, kind: frontdesk.KindInvalid, sent: frontdesk.SentYes},
	{name: "401", fault: frontdesktest.Status(401), requests: never, kind: frontdesk.KindAuth, sent: frontdesk.SentYes},
	{name: "403", fault: frontdesktest.Status(403), requests: never, kind: frontdesk.KindForbidden, sent: frontdesk.SentYes,
		kinds: map[string]frontdesk.Kind{"liveagent": frontdesk.KindAuth}}, // its text speaks of the key
	{name: "404", fault: frontdesktest.Status(404), requests: never, kind: frontdesk.KindNotFound, sent: frontdesk.SentYes,
		kinds: map[string]frontdesk.Kind{"salesman": frontdesk.KindUnsupported}}, // records are never told by status
	{name: "409", fault: frontdesktest.Status(409), requests: never, kind: frontdesk.KindConflict, sent: frontdesk.SentYes},
	{name: "422", fault: frontdesktest.Status(422), requests: never, kind: frontdesk.KindValidation, sent: frontdesk.SentYes},
	{name: "text as JSON", fault: frontdesktest.Body(200, "application/json", "oops"), requests: never, kind: frontdesk.KindDecode, sent: frontdesk.SentYes,
		sents: inBand}, // SalesMan's scripts die without a word; of CoMagic it is no envelope

	{vendor: "salesman", name: "PHP crash page", fault: frontdesktest.Body(200, "application/json", "<br />\n<b>Fatal error</b>:  Uncaught Exception: x in /srv/a.php:1"), requests: notUnsafe, kind: frontdesk.KindServer, sent: frontdesk.SentUnknown, widest: jittered},
	{vendor: "salesman", name: "database down", fault: frontdesktest.Body(200, "application/json", "Ошибка подключения к БД: no"), requests: notUnsafe, kind: frontdesk.KindServer, sent: frontdesk.SentUnknown, widest: jittered},
	{vendor: "liveagent", name: "fault in 200", fault: frontdesktest.Body(200, "application/json", `{"response":{"status":"ERROR","statuscode":500,"errormessage":"Fatal"}}`), requests: notUnsafe, kind: frontdesk.KindServer, sent: frontdesk.SentUnknown, widest: jittered},
	{vendor: "liveagent", name: "limit in 200", fault: frontdesktest.Body(200, "application/json", `{"response":{"status":"ERROR","statuscode":429,"errormessage":"Too many requests"}}`).RetryAfter(2 * time.Second), requests: waitedOut, kind: frontdesk.KindRateLimited, sent: frontdesk.SentNo, shortest: 2 * time.Second, widest: 2200 * time.Millisecond},
	{vendor: "comagic", name: "fault in 200", fault: rpcError(-32603, `"mnemonic":"internal_error"`), requests: notUnsafe, kind: frontdesk.KindServer, sent: frontdesk.SentUnknown, widest: jittered},
	{vendor: "comagic", name: "minute's limit in 200", fault: limitExceeded("minute", 7), requests: waitedOut, kind: frontdesk.KindRateLimited, sent: frontdesk.SentNo, shortest: 7 * time.Second, widest: 8800 * time.Millisecond},
	{vendor: "comagic", name: "day's limit in 200", fault: limitExceeded("day", 7000), requests: never, kind: frontdesk.KindQuotaExhausted, sent: frontdesk.SentNo},
}

// rpcError is CoMagic's failure inside HTTP 200.
func rpcError(code int, data string) frontdesktest.Fault {
	body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"error":{"code":%d,"message":"m","data":{%s}}}`, code, data)
	return frontdesktest.Body(http.StatusOK, "application/json", body)
}

func limitExceeded(window string, reset int) frontdesktest.Fault {
	return rpcError(-32029, fmt.Sprintf(`"mnemonic":"limit_exceeded","params":{"limit_type":%q,"limit_max_value":1000},`+
		`"metadata":{"limits":{"%[1]s_limit":1000,"%[1]s_remaining":0,"%[1]s_reset":%[2]d}}`, window, reset))
}

func TestRetry_EveryFailureByClassAndVendor(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, f := range faults {
			if f.vendor != "" && f.vendor != s.name {
				continue
			}
			for _, class := range classes {
				t.Run(f.name+"/"+class.String(), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { f.run(t, s, class) })
				})
			}
		}
	})
}

// run makes one call whose every request meets the fault.
func (f fault) run(t *testing.T, s subject, class frontdesk.Class) {
	srv, c := s.start(t)
	srv.Fail(f.fault.Always())
	start := time.Now()
	err := c.calls[class](t.Context())
	took := time.Since(start)
	e := failure(t, err)

	want, kind := f.requests.of(class), f.kind
	if own, ok := f.kinds[s.name]; ok {
		kind = own
	}
	sent := f.sent
	if own, ok := f.sents[s.name]; ok {
		sent = own
	}
	stats := srv.Stats()
	assert.Equal(t, want, stats.Requests+stats.Unreached, "requests")
	assert.Equal(t, want, e.Attempts, "attempts told")
	assert.Equal(t, kind, e.Kind, "%v", err)
	assert.Equal(t, sent, e.Sent, "%v", err)
	assert.Equal(t, class, e.Class)
	assert.Equal(t, c.operations[class], e.Operation)
	least := time.Duration(want)*f.each + time.Duration(want-1)*f.shortest
	most := time.Duration(want)*f.each + time.Duration(want-1)*f.widest
	assert.GreaterOrEqual(t, took, least, "the total wait")
	assert.LessOrEqual(t, took, most, "the total wait")
	assertClean(t, srv)
	// The table of the loop and the one for job queues are the same.
	assert.Equal(t, want > 1, frontdesk.Retryable(err), "Retryable: %v", err)
}

func TestRetry_AFaultThatPassesIsNotSeen(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, class := range classes {
			synctest.Test(t, func(t *testing.T) {
				srv, c := s.start(t)
				srv.Fail(frontdesktest.Refused().Times(2))
				require.NoError(t, c.calls[class](t.Context()))
				srv.Fail(frontdesktest.Status(429).RetryAfter(time.Second).Times(5), frontdesktest.Refused().Times(2))
				var response frontdesk.Response
				require.NoError(t, c.calls[class](t.Context(), frontdesk.WithResponse(&response)))
				assert.Equal(t, 5, response.Refusals)
				assert.Equal(t, 8, response.Attempts)
				assert.GreaterOrEqual(t, response.Waited, 5*time.Second)
				assertClean(t, srv)
			})
		}
	})
}

// The fake acts and loses its reply. An unsafe call must leave one record.
func TestRetry_AnUnsafeWriteHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for name, f := range map[string]frontdesktest.Fault{
			"reset":    frontdesktest.ResetBeforeReply().AfterHandling(),
			"hang":     frontdesktest.Hang().AfterHandling(),
			"500":      frontdesktest.Status(500).AfterHandling(),
			"cut body": frontdesktest.CutBody(3),
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					srv, c := s.start(t)
					before, err := c.list(t.Context())
					require.NoError(t, err)
					srv.Fail(f)
					require.Error(t, c.calls[unsafe](t.Context()))
					assert.Equal(t, 1, srv.Count(c.operations[unsafe]))
					after, err := c.list(t.Context())
					require.NoError(t, err)
					if s.name != "liveagent" { // whose unsafe call makes a tag, not a customer
						assert.Len(t, after, len(before)+1)
					}
				})
			})
		}
	})
}

func TestRetry_TheEndOfTheContextEndsTheCall(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, class := range classes {
			synctest.Test(t, func(t *testing.T) { endsWithContext(t, s, class) })
		}
	})
}

func TestRetry_NoRetryMeansOneRequest(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, status := range []int{408, 429, 500, 502, 503} {
			synctest.Test(t, func(t *testing.T) {
				srv, c := s.start(t)
				srv.Fail(frontdesktest.Status(status).RetryAfter(time.Second).Always())
				start := time.Now()
				e := failure(t, c.calls[safe](t.Context(), frontdesk.NoRetry()))
				assert.Equal(t, 1, e.Attempts)
				assert.Equal(t, 1, srv.Count())
				assert.InDelta(t, 1.05, e.RetryAfter.Seconds(), 0.051, "the wait that was ordered, and up to a tenth more")
				assert.Zero(t, time.Since(start))
			})
		}
	})
}
