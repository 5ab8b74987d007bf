package proof_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// A page of CoMagic arrives while it is read. It is cut at every byte, and goes on
// where it was cut.
func TestStream_APageThatIsCutGoesOnWhereItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rows = 60
		srv, c := coMagic.open(t, rows, frontdesktest.WithQuota(0, 0))
		require.NoError(t, c.calls[safe](t.Context()))
		size := 6000
		for at := 0; at < size; at += 37 {
			srv.ResetRequests()
			srv.Fail(frontdesktest.CutBody(at))
			ids, err := pull(c.rows(t.Context(), 100, ""))
			require.NoError(t, err, "cut at %d", at)
			assert.Equal(t, coMagic.ids(1, rows), ids, "cut at %d", at)
			assert.LessOrEqual(t, srv.Count(), 2)
			srv.ClearFaults()
		}
		assertClean(t, srv)
	})
}

func TestStream_ACutThatComesAgainAndAgainEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, c := coMagic.open(t, 500, frontdesktest.WithQuota(0, 0))
		// Some rows come each time: it goes on.
		srv.Fail(frontdesktest.CutBody(4000).Times(10))
		ids, err := pull(c.rows(t.Context(), 1000, ""))
		require.NoError(t, err)
		assert.Equal(t, coMagic.ids(1, 500), ids)

		// No row comes: it ends with an error whose Next resumes.
		srv.ResetRequests()
		srv.Fail(frontdesktest.CutBody(60).Always())
		ids, err = pull(c.rows(t.Context(), 1000, ""))
		e := failure(t, err)
		assert.Equal(t, frontdesk.KindTransport, e.Kind)
		assert.Empty(t, ids)
		assert.LessOrEqual(t, srv.Count(), 4)
		srv.ClearFaults()
		ids, err = pull(c.rows(t.Context(), 1000, e.Next))
		require.NoError(t, err)
		assert.Len(t, ids, 500)
		assertClean(t, srv)
	})
}

// Resumes are retries: they come from the budget of the client.
func TestStream_ResumesComeFromTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := coMagic.serve(t, 5000, frontdesktest.WithQuota(0, 0))
		c := coMagic.connect(t, srv, frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{Budget: 20}))
		srv.Fail(frontdesktest.CutBody(4000).Always())
		ids, err := pull(c.rows(t.Context(), 10_000, ""))
		e := failure(t, err)
		assert.ErrorIs(t, err, frontdesk.ErrRetryBudget)
		assert.Equal(t, 5, srv.Count(), "a bucket of 20 pays for 4 resumes")
		srv.ClearFaults()
		rest, err := pull(c.rows(t.Context(), 10_000, e.Next))
		require.NoError(t, err)
		assert.Equal(t, coMagic.ids(1, 5000), append(ids, rest...))

		srv.ResetRequests()
		srv.Fail(frontdesktest.CutBody(4000).Always())
		_, err = pull(c.rows(t.Context(), 10_000, "", frontdesk.NoRetry()))
		assert.ErrorIs(t, err, frontdesk.ErrTransport)
		assert.Equal(t, 1, srv.Count(), "NoRetry resumes nothing")
	})
}

// The clock of a streamed page stands still while the caller holds a row.
func TestStream_ASlowCallerIsNoTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, c := coMagic.open(t, 50)
		n := 0
		for _, err := range c.rows(t.Context(), 100, "", frontdesk.WithAttemptTimeout(time.Second)) {
			require.NoError(t, err)
			n++
			time.Sleep(time.Minute)
		}
		assert.Equal(t, 50, n)
		assert.Equal(t, 1, srv.Count())

		// A silent server is one.
		srv.Fail(frontdesktest.SlowBody(400, 2*time.Second).Always())
		_, err := pull(c.rows(t.Context(), 100, "", frontdesk.WithAttemptTimeout(time.Second), frontdesk.NoRetry()))
		assert.ErrorIs(t, err, frontdesk.ErrTimeout)
		assertClean(t, srv)
	})
}

// lazyPage is a page of CoMagic that is made while it is read.
type lazyPage struct {
	first, rows, total int
	made               int
	rest               string
}

func (p *lazyPage) Read(buf []byte) (int, error) {
	for p.rest == "" {
		switch {
		case p.made == 0:
			p.rest = `{"jsonrpc":"2.0","id":1,"result":{"data":[`
		case p.made <= p.rows:
			p.rest = fmt.Sprintf(`{"id":%d,"name":"%s"}`, p.first+p.made, strings.Repeat("x", 400))
			if p.made < p.rows {
				p.rest += ","
			}
		case p.made == p.rows+1:
			p.rest = fmt.Sprintf(`],"metadata":{"total_items":%d}}}`, p.total)
		default:
			return 0, io.EOF
		}
		p.made++
	}
	n := copy(buf, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *lazyPage) Close() error { return nil }

// What is kept of a list are the ids of two pages, to drop rows that come again.
func TestStream_MemoryStaysFlat(t *testing.T) {
	const size, total = 10_000, 60_000 // some 4 MB a page
	page := 0
	rt := roundTrip(func(*http.Request) (*http.Response, error) {
		response := respond(200, nil, "")
		response.Body, response.ContentLength = &lazyPage{first: page * size, rows: size, total: total}, -1
		page++
		return response, nil
	})
	c, err := coMagic.dial(coMagic.host, coMagic.key, frontdesk.WithHTTPClient(&http.Client{Transport: rt}))
	require.NoError(t, err)
	live := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	start, n, most := live(), 0, uint64(0)
	for _, err := range c.vendor.(*comagic.Client).Tags.All(t.Context(), nil) {
		require.NoError(t, err)
		if n++; n%size == size-10 {
			most = max(most, live())
		}
	}
	assert.Equal(t, total, n)
	assert.Less(t, int64(most)-int64(start), int64(2<<20), "no page is kept")
	require.NoError(t, c.close())
}

// Past the largest offset the vendor serves nothing: an error, never a short list.
func TestStream_ThePagingLimitIsAnError(t *testing.T) {
	for name, rows := range map[string]int{"plain": 110_000, "prefetch": 110_000} { // the last page is that at 100,000
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := coMagic.serve(t, 1, frontdesktest.WithQuota(0, 0), frontdesktest.WithLogLimit(0))
				c := coMagic.connect(t, srv)
				srv.Fail(frontdesktest.Reply(http.HandlerFunc(manyTags)).Always())
				n, failures := 0, 0
				for _, err := range c.rows(t.Context(), 10_000, "", fetches[name]...) {
					if err != nil {
						failures++
						assert.ErrorIs(t, err, frontdesk.ErrPagingLimit)
						continue
					}
					n++
				}
				assert.Equal(t, 1, failures)
				assert.Equal(t, rows, n)
				assertClean(t, srv)
			})
		})
	}
}

// manyTags answers with the page that was asked for, of 200,000 rows.
func manyTags(w http.ResponseWriter, r *http.Request) {
	var envelope struct {
		Params struct{ Limit, Offset int }
	}
	if json.Unmarshal(frontdesktest.RequestOf(r).Body, &envelope) != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	var page strings.Builder
	for n := range envelope.Params.Limit {
		if n > 0 {
			page.WriteByte(',')
		}
		fmt.Fprintf(&page, `{"id":%d}`, envelope.Params.Offset+n+1)
	}
	w.Header().Set("Content-Type", jsonType)
	_, _ = fmt.Fprintf(w, `{"jsonrpc":"2.0","id":1,"result":{"data":[%s],"metadata":{"total_items":200000}}}`, page.String())
}
