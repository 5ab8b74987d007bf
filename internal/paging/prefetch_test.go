package paging

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modes are the two ways to fetch ahead: one page after the other, and computed.
var modes = map[string]func(*list) PagesConfig[int64]{
	"chained": func(l *list) PagesConfig[int64] { return l.config() },
	"computed": func(l *list) PagesConfig[int64] {
		cfg := l.config()
		cfg.Ahead = OffsetAhead[int64]
		return cfg
	},
}

func eachMode(t *testing.T, run func(t *testing.T, config func(*list) PagesConfig[int64])) {
	for name, config := range modes {
		t.Run(name, func(t *testing.T) {
			// The bubble fails the test if a goroutine is left.
			synctest.Test(t, func(t *testing.T) { run(t, config) })
		})
	}
}

func TestPrefetch_OverlapsFetchingWithTheCallersWork(t *testing.T) {
	const pages, work, latency = 5, time.Second, time.Second
	tests := []struct {
		mode     string
		prefetch int
		latency  time.Duration
		want     time.Duration
	}{
		{"chained", 0, latency, pages * (work + latency)},
		{"chained", 1, latency, latency + pages*work},
		{"chained", 3, latency, latency + pages*work},
		{"chained", 3, 3 * latency, pages*3*latency + work},
		// The first page tells the total; then two, and two more, come at once.
		{"computed", 2, 3 * latency, 3*latency + 3*latency + 3*latency + 2*work},
		{"computed", 4, 3 * latency, 3*latency + 3*latency + 4*work},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s %d %v", test.mode, test.prefetch, test.latency), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &list{limit: 1, data: numbers(pages), total: true, latency: test.latency}
				cfg := modes[test.mode](l)
				cfg.Prefetch = test.prefetch
				start := time.Now()
				var got []int64
				for v, err := range Pages(t.Context(), "", cfg) {
					require.NoError(t, err)
					got = append(got, v)
					time.Sleep(work)
				}
				assert.Equal(t, numbers(pages), got)
				assert.Equal(t, test.want, time.Since(start))
				assert.Len(t, l.requests(), pages, "nothing is asked twice or past the end")
			})
		})
	}
}

func TestPrefetch_GoesAtMostNPagesAhead(t *testing.T) {
	eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
		l := &list{limit: 1, data: numbers(10), total: true, latency: time.Second}
		cfg := config(l)
		cfg.Prefetch = 3
		for v, err := range Pages(t.Context(), "", cfg) {
			require.NoError(t, err)
			time.Sleep(time.Minute)
			assert.Len(t, l.requests(), int(min(v+3, 10)))
		}
		assert.LessOrEqual(t, l.peak, 3)
	})
}

func TestPrefetch_ForAWalkOfOnesOwn(t *testing.T) {
	l := &list{limit: 2, data: numbers(9)}
	cfg := l.config()
	cfg.Prefetch = 1
	fetch, stop := Prefetch(cfg)
	first, err := fetch(t.Context(), "")
	require.NoError(t, err)
	second, err := fetch(t.Context(), first.Next)
	require.NoError(t, err)
	assert.Equal(t, numbers(4), append(first.Items, second.Items...))
	stop()
	assert.Equal(t, offsets(0, 2), l.requests()[:2])
	assert.LessOrEqual(t, len(l.requests()), 3)
}

func TestPrefetch_AHugeNumberIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &list{limit: 1, data: numbers(1000)}
		cfg := l.config()
		cfg.Prefetch = 1 << 40
		for _, err := range Pages(t.Context(), "", cfg) {
			require.NoError(t, err)
			synctest.Wait()
			break
		}
		assert.Len(t, l.requests(), 1+maxPrefetch)
	})
}

func TestPrefetch_NothingIsAskedPastAKnownEnd(t *testing.T) {
	for _, total := range []bool{true, false} {
		eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
			l := &list{limit: 2, data: numbers(5), total: total}
			cfg := config(l)
			cfg.Prefetch = 10
			items, err := drain(t, Pages(t.Context(), "", cfg))
			require.NoError(t, err)
			assert.Equal(t, numbers(5), items)
			assert.ElementsMatch(t, offsets(0, 2, 4), l.requests())
		})
	}
}

// leave are the ways out of a loop; each gets the iterator and leaves it at the
// second row, once the fetches ahead are under way.
var leave = map[string]func(seq iter.Seq2[int64, error]){
	"break": func(seq iter.Seq2[int64, error]) {
		for v := range seq {
			if v == 2 {
				synctest.Wait()
				break
			}
		}
	},
	"panic": func(seq iter.Seq2[int64, error]) {
		defer func() { _ = recover() }()
		for v := range seq {
			if v == 2 {
				synctest.Wait()
				panic("loop body")
			}
		}
	},
	"Goexit": func(seq iter.Seq2[int64, error]) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			for v := range seq {
				if v == 2 {
					synctest.Wait()
					runtime.Goexit()
				}
			}
		}()
		<-done
	},
	"stop of iter.Pull": func(seq iter.Seq2[int64, error]) {
		next, stop := iter.Pull2(seq)
		next()
		next()
		synctest.Wait()
		stop()
	},
}

func TestPrefetch_IsCancelledAndJoinedWhenTheLoopIsLeft(t *testing.T) {
	for name, out := range leave {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
				l := &list{limit: 1, data: numbers(100), total: true}
				// The first two pages at once, the others never by themselves.
				fetch := l.fetch
				cfg := config(l)
				cfg.Prefetch = 2
				cfg.Fetch = func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
					if offset, _ := ParseOffset(c); offset >= 2 {
						l.mu.Lock()
						l.inFlight++
						l.mu.Unlock()
						<-ctx.Done()
						time.Sleep(time.Second) // a request takes its time to end
						l.mu.Lock()
						l.inFlight--
						l.mu.Unlock()
						return nil, ctx.Err()
					}
					return fetch(ctx, c)
				}
				start := time.Now()
				out(Pages(t.Context(), "", cfg))
				assert.Zero(t, l.inFlight, "a fetch is still running")
				assert.Equal(t, time.Second, time.Since(start), "the cancelled request was not joined")
				asked := len(l.requests())
				time.Sleep(time.Hour)
				assert.Len(t, l.requests(), asked, "something was sent after the end")
			})
		})
	}
}

func TestPrefetch_ACancelledContextEndsItAndLeavesNothing(t *testing.T) {
	eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		l := &list{limit: 1, data: numbers(10), total: true, latency: time.Minute}
		cfg := config(l)
		cfg.Prefetch = 1
		items, err := drain(t, Pages(ctx, "", cfg))
		e := failure(t, err)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, OffsetCursor(1), e.Next)
		assert.Equal(t, numbers(1), items)
		assert.Zero(t, l.inFlight)
	})
}

func TestPrefetch_AnErrorComesInItsTurn(t *testing.T) {
	eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
		l := &list{limit: 1, data: numbers(10), total: true, latency: time.Second}
		cfg := config(l)
		cfg.Prefetch = 4
		fetch := cfg.Fetch
		cfg.Fetch = func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
			if c == OffsetCursor(3) {
				return nil, &frontdesk.Error{Kind: frontdesk.KindServer}
			}
			return fetch(ctx, c)
		}
		items, err := drain(t, Pages(t.Context(), "", cfg))
		assert.Equal(t, numbers(3), items)
		assert.Equal(t, OffsetCursor(3), failure(t, err).Next)
	})
}

func TestPrefetch_APanicInFetchReachesTheGoroutineOfTheRange(t *testing.T) {
	boom := errors.New("a hook panicked")
	eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
		l := &list{limit: 1, data: numbers(10), total: true}
		cfg := config(l)
		cfg.Prefetch = 3
		fetch := cfg.Fetch
		cfg.Fetch = func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
			if c == OffsetCursor(2) {
				panic(boom)
			}
			return fetch(ctx, c)
		}
		var got []int64
		assert.PanicsWithValue(t, boom, func() {
			for v := range Pages(t.Context(), "", cfg) {
				got = append(got, v)
			}
		})
		assert.Equal(t, numbers(2), got)
	})
}

func TestPrefetch_AGoexitInFetchEndsTheGoroutineOfTheRange(t *testing.T) {
	eachMode(t, func(t *testing.T, config func(*list) PagesConfig[int64]) {
		l := &list{limit: 1, data: numbers(10), total: true}
		cfg := config(l)
		cfg.Prefetch = 3
		fetch := cfg.Fetch
		cfg.Fetch = func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
			if c == OffsetCursor(2) {
				runtime.Goexit()
			}
			return fetch(ctx, c)
		}
		ended := make(chan bool, 1)
		go func() {
			normal := false
			defer func() { ended <- normal }()
			for range Pages(t.Context(), "", cfg) {
			}
			normal = true
		}()
		assert.False(t, <-ended)
	})
}

func TestPrefetch_ComputedPagesThatDoNotComeTrueAreFetchedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The second page is cut short by the server: the pages planned after it begin
		// at rows that are not next.
		l := &list{limit: 3, data: numbers(12), total: true, latency: time.Second}
		cfg := l.config()
		cfg.Ahead = OffsetAhead[int64]
		cfg.Prefetch = 2
		fetch := cfg.Fetch
		cancelled := false
		cfg.Fetch = func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
			if c == OffsetCursor(6) && !cancelled {
				<-ctx.Done()
				cancelled = true
				return nil, ctx.Err()
			}
			page, err := fetch(ctx, c)
			if c == OffsetCursor(3) && err == nil {
				return OffsetPage(page.Items[:1], 3, 3, page.Total), nil
			}
			return page, err
		}
		items, err := drain(t, Pages(t.Context(), "", cfg))
		require.NoError(t, err)
		assert.Equal(t, numbers(12), items)
		assert.True(t, cancelled, "a fetch that is of no use is cancelled")
	})
}

func TestPrefetch_AWrongAheadCostsRequestsButNoRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &list{limit: 2, data: numbers(7), total: true, latency: time.Second}
		cfg := l.config()
		cfg.Prefetch = 2
		cfg.Ahead = func(*frontdesk.Page[int64], int) []frontdesk.Cursor { return offsets(1, 5, 3, 6) }
		items, err := drain(t, Pages(t.Context(), "", cfg))
		require.NoError(t, err)
		assert.Equal(t, numbers(7), items)
		assert.LessOrEqual(t, l.peak, 2, "no more than Prefetch at once")
	})
}

func TestPrefetch_NothingIsAskedPastAnEmptyPageThatSaysThereIsMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		cfg := scripted(map[frontdesk.Cursor]*frontdesk.Page[int64]{
			"":  {Items: numbers(1), HasMore: true, Next: "b"},
			"b": {HasMore: true, Next: "c"},
			"c": {Items: numbers(1), HasMore: true, Next: "d"},
		}, &asked)
		cfg.Prefetch = 5
		for range Pages(t.Context(), "", cfg) {
			synctest.Wait()
		}
		assert.Equal(t, 2, asked)
	})
}

func TestPrefetch_AfterTheEndNoFurtherPageIsAskedEvenIfTheLastOneSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &list{limit: 1, data: numbers(10)}
		cfg := l.config()
		cfg.Prefetch = 3
		cfg.Fetch = func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
			time.Sleep(time.Second)
			return l.fetch(context.Background(), c)
		}
		for range Pages(t.Context(), "", cfg) {
			synctest.Wait()
			break
		}
		assert.Equal(t, offsets(0, 1), l.requests())
	})
}
