package proof_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// ids are what a subject's rows yield from the first to the last.
func (s subject) ids(first, last int) []string {
	list := []string{}
	for n := first; n <= last; n++ {
		list = append(list, s.idOf(n))
	}
	return list
}

// pull reads an iterator to its end.
func pull(seq iter.Seq2[string, error]) (ids []string, err error) {
	ids = []string{}
	for id, failed := range seq {
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		ids = append(ids, id)
	}
	return ids, err
}

// fetches are the ways in which pages are read.
var fetches = map[string][]frontdesk.Option{"plain": nil, "prefetch": {frontdesk.WithPrefetch(3)}}

// eachFetch runs test for each vendor and way to fetch, on virtual time.
func eachFetch(t *testing.T, test func(t *testing.T, s subject, opts []frontdesk.Option)) {
	t.Helper()
	each(t, func(t *testing.T, s subject) {
		for name, opts := range fetches {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { test(t, s, opts) })
			})
		}
	})
}

// three is three full pages and a half.
func (s subject) three() int { return 3*s.pageSize + s.pageSize/2 }

func (s subject) open(t *testing.T, rows int, opts ...frontdesktest.Option) (server, *client) {
	t.Helper()
	srv := s.serve(t, rows, opts...)
	return srv, s.connect(t, srv)
}

func TestIterators_YieldEveryRowOnceAndStartAnew(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, s.three())
		seq := c.rows(t.Context(), 100, "", opts...)
		assert.Zero(t, srv.Count(), "nothing is sent before the first pull")
		for range 2 {
			ids, err := pull(seq)
			require.NoError(t, err)
			assert.Equal(t, s.ids(1, s.three()), ids)
		}
		if len(opts) == 0 || s.name != "liveagent" { // LiveAgent tells no total, so that a fetch ahead may find nothing
			assert.Equal(t, 8, srv.Count(), "twice four pages: nothing is asked for past a known end")
		}
		assertClean(t, srv)
	})
}

func TestIterators_EndAtTheEnd(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		for _, rows := range []int{1, s.pageSize - 1, s.pageSize, s.pageSize + 1, 2 * s.pageSize} {
			srv, c := s.open(t, rows)
			ids, err := pull(c.rows(t.Context(), 100, "", opts...))
			require.NoError(t, err)
			assert.Equal(t, s.ids(1, rows), ids)
			pages := (rows + s.pageSize - 1) / s.pageSize
			assert.LessOrEqual(t, srv.Count(), pages+1+len(opts)*3)
		}
	})
}

func TestIterators_BreakSendsNothingMore(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, s.three(), frontdesktest.WithLatency(100*time.Millisecond))
		start := time.Now()
		for range c.rows(t.Context(), 100, "", opts...) {
			break
		}
		assert.LessOrEqual(t, time.Since(start), 200*time.Millisecond, "what is in flight is cancelled, not waited for")
		sent := srv.Count()
		if len(opts) == 0 {
			assert.Equal(t, 1, sent)
		}
		assertClean(t, srv)
		time.Sleep(time.Minute)
		assert.Equal(t, sent, srv.Count())

		next, stop := iter.Pull2(c.rows(t.Context(), 100, "", opts...))
		id, err, ok := next()
		assert.True(t, ok)
		assert.NoError(t, err)
		assert.Equal(t, s.idOf(1), id)
		stop()
		assertClean(t, srv)

		value := panicOf(func() {
			for range c.rows(t.Context(), 100, "", opts...) {
				panic("in the loop body")
			}
		})
		assert.Equal(t, "in the loop body", value)
		assertClean(t, srv)
	})
}

func TestIterators_AnErrorIsYieldedOnceAndItsNextResumes(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		for _, page := range []int{0, 1, 2, 3} {
			srv, c := s.open(t, s.three())
			srv.Fail(frontdesktest.Status(400).After(page).Always())
			var ids []string
			var failures []error
			for id, err := range c.rows(t.Context(), 100, "", opts...) {
				if err != nil {
					failures = append(failures, err)
					continue // an error ends it, whatever the caller does
				}
				ids = append(ids, id)
			}
			require.Len(t, failures, 1, "page %d", page)
			e := failure(t, failures[0])
			assert.Equal(t, frontdesk.KindInvalid, e.Kind)
			srv.ClearFaults()
			rest, err := pull(c.rows(t.Context(), 100, e.Next, opts...))
			require.NoError(t, err)
			assert.Equal(t, s.ids(1, s.three()), append(ids, rest...), "rows neither lost nor repeated")
			assertClean(t, srv)
		}
	})
}

func TestIterators_FaultsThatPassAreNotSeen(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, s.three())
		srv.Fail(
			frontdesktest.Status(429).RetryAfter(3*time.Second), frontdesktest.Status(502).After(1), frontdesktest.ResetBeforeReply().After(2),
			frontdesktest.CutBody(10).After(3), frontdesktest.Hang().After(3),
		)
		// Pages that are fetched at once may share the faults unevenly.
		patient := frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{MaxAttempts: 6})
		ids, err := pull(c.rows(t.Context(), 100, "", append([]frontdesk.Option{patient}, opts...)...))
		require.NoError(t, err)
		assert.Equal(t, s.ids(1, s.three()), ids)
		assertClean(t, srv)
	})
}

func TestIterators_TheContextIsCheckedBetweenRows(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, s.three())
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		rows, failures := 0, 0
		for _, err := range c.rows(ctx, 100, "", opts...) {
			if err != nil {
				failures++
				assert.ErrorIs(t, err, frontdesk.ErrCanceled)
				assert.ErrorIs(t, err, context.Canceled)
				continue
			}
			if rows++; rows == 7 {
				cancel()
			}
		}
		assert.Equal(t, 7, rows)
		assert.Equal(t, 1, failures)
		assertClean(t, srv)
	})
}

// WithTimeout bounds each page, not the caller's work.
func TestIterators_ATimeoutBoundsEachPage(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, s.three(), frontdesktest.WithLatency(2*time.Second))
		opts = append([]frontdesk.Option{frontdesk.WithTimeout(10 * time.Second)}, opts...)
		n := 0
		for _, err := range c.rows(t.Context(), 100, "", opts...) {
			require.NoError(t, err)
			n++
			time.Sleep(time.Second)
		}
		assert.Equal(t, s.three(), n)
		srv.Fail(frontdesktest.Hang().Always())
		start := time.Now()
		_, err := pull(c.rows(t.Context(), 100, "", opts...))
		assert.ErrorIs(t, err, frontdesk.ErrTimeout)
		assert.Equal(t, 10*time.Second, time.Since(start))
		assertClean(t, srv)
	})
}

// Rows that come at the end while the list is read are read too; rows that are
// taken away move others to a page that was read.
func TestIterators_DataThatGrowsAndShrinks(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			n := s.three()
			srv, c := s.open(t, n)
			seen := map[string]int{}
			rows := 0
			for id, err := range c.rows(t.Context(), 100, "") {
				require.NoError(t, err)
				seen[id]++
				if rows++; rows == s.pageSize/2 {
					for more := range s.pageSize {
						s.add(srv, n+1+more)
					}
				}
			}
			assert.Len(t, seen, n+s.pageSize)
			for id, times := range seen {
				assert.Equal(t, 1, times, id)
			}
		})
		if s.remove == nil {
			return
		}
		synctest.Test(t, func(t *testing.T) {
			n := s.three()
			srv, c := s.open(t, n)
			seen := map[string]int{}
			rows := 0
			for id, err := range c.rows(t.Context(), 100, "") {
				require.NoError(t, err)
				seen[id]++
				if rows++; rows == s.pageSize {
					for gone := 1; gone <= 5; gone++ {
						require.NoError(t, s.remove(srv, t.Context(), c, gone))
					}
				}
			}
			for id, times := range seen {
				assert.Equal(t, 1, times, id)
			}
			assert.GreaterOrEqual(t, len(seen), n-5, "as many as were taken away may be missed, and no more")
		})
	})
}

// A server that ignores the offset sends the same page for ever.
func TestIterators_APageThatRepeatsEndsTheList(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, 1)
		body := ""
		for n := 1; n <= s.pageSize; n++ {
			if n > 1 {
				body += ","
			}
			body += `{"` + s.idName + `":` + s.rowID(n) + `}`
		}
		srv.Fail(frontdesktest.Body(200, jsonType, s.listEnvelope(body)).Always())
		ids, err := pull(c.rows(t.Context(), 100, "", opts...))
		require.NoError(t, err)
		assert.Equal(t, s.ids(1, s.pageSize), ids)
		assert.LessOrEqual(t, srv.Count(), 2+len(opts)*4)
		assertClean(t, srv)
	})
}

// Fetching overlaps with the caller's work, within the limiter.
func TestIterators_PrefetchOverlapsAndIsPaced(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		walk := func(t *testing.T, opts ...frontdesk.Option) time.Duration {
			srv := s.serve(t, s.three(), frontdesktest.WithLatency(10*time.Second), frontdesktest.WithQuota(0, 0))
			c := s.connect(t, srv, frontdesk.WithWindow(1000, time.Minute))
			start := time.Now()
			rows := 0
			for _, err := range c.rows(t.Context(), 100, "", opts...) {
				require.NoError(t, err)
				if rows++; rows%s.pageSize == 0 {
					time.Sleep(10 * time.Second)
				}
			}
			return time.Since(start)
		}
		synctest.Test(t, func(t *testing.T) { assert.Equal(t, 70*time.Second, walk(t)) })
		synctest.Test(t, func(t *testing.T) {
			assert.LessOrEqual(t, walk(t, frontdesk.WithPrefetch(2)), 40*time.Second)
		})
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, s.three(), frontdesktest.WithSlidingQuota(1, time.Minute))
			c := s.connect(t, srv, frontdesk.WithWindow(1, time.Minute))
			_, err := pull(c.rows(t.Context(), 100, "", frontdesk.WithPrefetch(3)))
			require.NoError(t, err)
			assert.Zero(t, srv.Stats().Refused)
		})
	})
}

func TestIterators_ACursorOfNonsenseIsRefused(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, 10)
		for _, cursor := range []frontdesk.Cursor{"x", "-1", "../", "\xff", "9999999999999999999999"} {
			ids, err := pull(c.rows(t.Context(), 100, cursor, opts...))
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, "%q", cursor)
			assert.Empty(t, ids)
		}
		assert.Zero(t, srv.Count())
	})
}
