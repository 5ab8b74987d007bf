package paging

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPages_NothingIsSentBeforeTheFirstPull(t *testing.T) {
	for _, prefetch := range []int{0, 2} {
		l := &list{limit: 2, data: numbers(4)}
		cfg := l.config()
		cfg.Prefetch = prefetch
		seq := Pages(t.Context(), "", cfg)
		next, stop := iter.Pull2(seq)
		assert.Empty(t, l.requests())
		_, _, ok := next()
		assert.True(t, ok)
		assert.NotEmpty(t, l.requests())
		stop()
	}
}

func TestPages_EachRangeStartsAnew(t *testing.T) {
	l := &list{limit: 2, data: numbers(5)}
	seq := Pages(t.Context(), "", l.config())
	for range 2 {
		items, err := drain(t, seq)
		require.NoError(t, err)
		assert.Equal(t, numbers(5), items)
	}
	assert.Equal(t, offsets(0, 2, 4, 0, 2, 4), l.requests())
}

func TestPages_AnErrorIsYieldedOnceAndItsNextResumesThere(t *testing.T) {
	for _, prefetch := range []int{0, 1, 3} {
		t.Run(fmt.Sprint("prefetch ", prefetch), func(t *testing.T) {
			shared := &frontdesk.Error{Kind: frontdesk.KindServer, Vendor: "acme", Operation: "rows.list"}
			broken := true
			l := &list{limit: 2, data: numbers(7), before: func(_ *list, n int) error {
				if n == 3 && broken {
					broken = false
					return shared
				}
				return nil
			}}
			cfg := l.config()
			cfg.Prefetch = prefetch
			items, err := drain(t, Pages(t.Context(), "", cfg))
			e := failure(t, err)
			assert.ErrorIs(t, err, frontdesk.ErrServer)
			assert.Equal(t, numbers(4), items)
			assert.Equal(t, OffsetCursor(4), e.Next)
			assert.Empty(t, shared.Next, "an error that may be shared was changed")

			rest, err := drain(t, Pages(t.Context(), e.Next, cfg))
			require.NoError(t, err)
			assert.Equal(t, numbers(7), append(items, rest...))
		})
	}
}

func TestPages_AnyErrorBecomesAnErrorWithNext(t *testing.T) {
	inner := &frontdesk.Error{Kind: frontdesk.KindForbidden, Vendor: "other", Operation: "login", Class: frontdesk.ClassUnsafe}
	plain := errors.New("cannot build the request")
	var none *frontdesk.Error
	tests := map[string]struct {
		err       error
		kind      frontdesk.Kind
		vendor    string
		operation string
		is        error
	}{
		"plain":               {plain, frontdesk.KindInvalid, "acme", "rows.list", plain},
		"canceled":            {context.Canceled, frontdesk.KindCanceled, "acme", "rows.list", context.Canceled},
		"deadline":            {context.DeadlineExceeded, frontdesk.KindTimeout, "acme", "rows.list", context.DeadlineExceeded},
		"own":                 {inner, frontdesk.KindForbidden, "other", "login", frontdesk.ErrForbidden},
		"wrapped":             {fmt.Errorf("page: %w", errors.Join(plain, inner)), frontdesk.KindForbidden, "other", "login", plain},
		"without a name":      {&frontdesk.Error{Kind: frontdesk.KindDecode}, frontdesk.KindDecode, "acme", "rows.list", frontdesk.ErrDecode},
		"nil *Error as error": {none, frontdesk.KindInvalid, "acme", "rows.list", frontdesk.ErrInvalid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := PagesConfig[int64]{Call: call, Fetch: func(context.Context, frontdesk.Cursor) (*frontdesk.Page[int64], error) {
				return nil, test.err
			}}
			_, err := drain(t, Pages(t.Context(), OffsetCursor(8), cfg))
			e := failure(t, err)
			assert.Equal(t, test.kind, e.Kind)
			assert.Equal(t, test.vendor, e.Vendor)
			assert.Equal(t, test.operation, e.Operation)
			assert.Equal(t, OffsetCursor(8), e.Next)
			assert.ErrorIs(t, err, test.is)
			assert.NotEmpty(t, err.Error())
			if test.operation == call.Operation {
				assert.Equal(t, call.Class, e.Class)
			}
			if own, ok := test.err.(*frontdesk.Error); ok && own != nil {
				assert.NoError(t, e.Err, "it says itself once")
			}
		})
	}
}

func TestPages_BreakSendsNothingMore(t *testing.T) {
	l := &list{limit: 2, data: numbers(10)}
	for v, err := range Pages(t.Context(), "", l.config()) {
		require.NoError(t, err)
		if v == 3 {
			break
		}
	}
	assert.Equal(t, offsets(0, 2), l.requests())
}

func TestPages_TheContextIsCheckedBetweenItems(t *testing.T) {
	tests := map[string]struct {
		after int64 // the row after which the context ends
		next  frontdesk.Cursor
		total bool
		whole bool // the list ends before it is noticed
	}{
		"within the first page":     {after: 1, next: ""},
		"within a page":             {after: 4, next: OffsetCursor(3)},
		"between pages":             {after: 6, next: OffsetCursor(6)},
		"after the very last row":   {after: 9, total: true, whole: true},
		"before the last but asked": {after: 8, next: OffsetCursor(6)},
	}
	for name, test := range tests {
		for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
			t.Run(name+", "+cause.Error(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					l := &list{limit: 3, data: numbers(9), total: test.total}
					var got []int64
					var failed error
					for v, err := range Pages(ctx, "", l.config()) {
						if err != nil {
							failed = err
							continue
						}
						got = append(got, v)
						if v == test.after && cause == context.Canceled {
							cancel()
						}
						if v == test.after && cause != context.Canceled {
							time.Sleep(2 * time.Minute)
						}
					}
					assert.Equal(t, numbers(int(test.after)), got)
					if test.whole {
						require.NoError(t, failed)
						return
					}
					e := failure(t, failed)
					assert.ErrorIs(t, failed, cause)
					assert.Equal(t, test.next, e.Next)
					want := frontdesk.ErrCanceled
					if cause == context.DeadlineExceeded {
						want = frontdesk.ErrTimeout
					}
					assert.ErrorIs(t, failed, want)
				})
			})
		}
	}
}

func TestPages_AContextDoneBeforeTheFirstPullSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := &list{limit: 2, data: numbers(2)}
	_, err := drain(t, Pages(ctx, "", l.config()))
	assert.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, l.requests())
}

func TestPages_WhereItStops(t *testing.T) {
	tests := map[string]struct {
		list *list
		asks []frontdesk.Cursor
		rows int
	}{
		"at a short page":                   {&list{limit: 2, data: numbers(3)}, offsets(0, 2), 3},
		"at an empty page":                  {&list{limit: 2, data: numbers(4)}, offsets(0, 2, 4), 4},
		"at an empty first page":            {&list{limit: 2}, offsets(0), 0},
		"at the total":                      {&list{limit: 2, data: numbers(4), total: true}, offsets(0, 2), 4},
		"not at a short page before it":     {&list{limit: 2, data: numbers(5), total: true}, offsets(0, 2, 4), 5},
		"at a total of nothing":             {&list{limit: 2, total: true}, offsets(0), 0},
		"at a page short of the asked size": {&list{limit: 100, data: numbers(99)}, offsets(0), 99},
	}
	for name, test := range tests {
		for _, keyed := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, keys %v", name, keyed), func(t *testing.T) {
				cfg := test.list.config()
				test.list.asked = nil
				if !keyed {
					cfg.Key = nil
				}
				items, err := drain(t, Pages(t.Context(), "", cfg))
				require.NoError(t, err)
				assert.Equal(t, test.asks, test.list.requests())
				assert.Len(t, items, test.rows)
			})
		}
	}
}

// scripted serves pages by the cursor they are asked with.
func scripted(pages map[frontdesk.Cursor]*frontdesk.Page[int64], asked *int) PagesConfig[int64] {
	return PagesConfig[int64]{Call: call, Key: intKey,
		Fetch: func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
			*asked++
			return pages[c], nil
		}}
}

func TestPages_NeverLoops(t *testing.T) {
	page := func(next frontdesk.Cursor, items ...int64) *frontdesk.Page[int64] {
		return &frontdesk.Page[int64]{Items: items, HasMore: true, Next: next}
	}
	type pages = map[frontdesk.Cursor]*frontdesk.Page[int64]
	tests := map[string]struct {
		pages   pages
		keyed   bool
		want    []int64
		maxAsks int
	}{
		"a page that repeats the last one by key":          {pages{"": page("b", 1, 2), "b": page("c", 1, 2), "c": page("d", 3)}, true, []int64{1, 2}, 2},
		"a page that repeats the last one in other order":  {pages{"": page("b", 1, 2), "b": page("c", 2, 1), "c": page("d", 3)}, true, []int64{1, 2}, 2},
		"a page that repeats the last one without keys":    {pages{"": page("b", 1, 2), "b": page("c", 1, 2), "c": page("d", 3)}, false, []int64{1, 2}, 2},
		"a Next that does not advance":                     {pages{"": page("b", 1), "b": page("b", 2)}, true, []int64{1, 2}, 2},
		"a Next that goes back":                            {pages{"": page("b", 1), "b": page("c", 2), "c": page("b", 3)}, true, nil, 8},
		"a Next that goes back to the start":               {pages{"": page("b", 1), "b": page("", 2)}, true, []int64{1, 2}, 2},
		"a nil page":                                       {pages{"": page("b", 1)}, true, []int64{1}, 2},
		"an empty page that says there is more":            {pages{"": page("b", 1), "b": page("c"), "c": page("d", 2)}, true, []int64{1}, 2},
		"a Next on a page that says it is the last":        {pages{"": {Items: []int64{1}, Next: "b"}, "b": page("", 2)}, true, []int64{1}, 1},
		"HasMore without Next":                             {pages{"": page("", 1)}, true, []int64{1}, 1},
		"rows without identity that come again are kept":   {pages{"": page("b", 0, 1), "b": page("c", 0, 2)}, true, []int64{0, 1, 0, 2}, 3},
		"equal rows within a page are the vendor's choice": {pages{"": page("b", 1, 1), "b": page("", 2, 2)}, true, []int64{1, 1, 2, 2}, 2},
	}
	for name, test := range tests {
		for _, prefetch := range []int{0, 2} {
			t.Run(fmt.Sprintf("%s, prefetch %d", name, prefetch), func(t *testing.T) {
				asked := 0
				cfg := scripted(test.pages, &asked)
				cfg.Prefetch = prefetch
				if !test.keyed {
					cfg.Key = nil
				}
				items, err := drain(t, Pages(t.Context(), "", cfg))
				require.NoError(t, err)
				if test.want != nil {
					assert.Equal(t, test.want, items)
				}
				assert.LessOrEqual(t, asked, test.maxAsks+prefetch)
			})
		}
	}
}

func TestPages_RowsOfTheLastPageAreDroppedWhenDataGrows(t *testing.T) {
	l := &list{limit: 3, data: numbers(7), before: func(l *list, n int) error {
		if n == 2 {
			l.data = append([]int64{101, 102}, l.data...)
		}
		return nil
	}}
	items, err := drain(t, Pages(t.Context(), "", l.config()))
	require.NoError(t, err)
	assert.Equal(t, numbers(7), items, "rows that moved to the next page come once")
}

func TestPages_RowsThatMoveBackAreMissedWhenDataShrinks(t *testing.T) {
	l := &list{limit: 3, data: numbers(7), before: func(l *list, n int) error {
		if n == 2 {
			l.data = l.data[2:]
		}
		return nil
	}}
	items, err := drain(t, Pages(t.Context(), "", l.config()))
	require.NoError(t, err)
	assert.Equal(t, []int64{1, 2, 3, 6, 7}, items)
}

func TestPages_ThePagingLimitIsAnErrorThatSaysWhatToDo(t *testing.T) {
	const maxOffset = 4
	l := &list{limit: 2, data: numbers(100)}
	cfg := l.config()
	cfg.Fetch = func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
		offset, err := ParseOffset(c)
		if err == nil {
			err = CheckOffset(offset, maxOffset)
		}
		if err != nil {
			return nil, err
		}
		return l.fetch(ctx, c)
	}
	items, err := drain(t, Pages(t.Context(), "", cfg))
	e := failure(t, err)
	assert.ErrorIs(t, err, frontdesk.ErrPagingLimit)
	assert.Contains(t, e.Message, "narrow the query")
	assert.Contains(t, e.Message, "up to 4 only")
	assert.Equal(t, OffsetCursor(6), e.Next)
	assert.Equal(t, frontdesk.SentNo, e.Sent)
	assert.Equal(t, numbers(6), items)
	assert.Equal(t, offsets(0, 2, 4), l.requests())
}

func TestPages_WindowsAreWalkedInOneLoop(t *testing.T) {
	// Five days of one row each, except the third; the same row in each keyless
	// window is not a repeated page.
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	plan := Plan{From: start, Till: start.AddDate(0, 0, 5).Add(-time.Second), MaxWindow: 24 * time.Hour}
	for _, keyed := range []bool{true, false} {
		for _, prefetch := range []int{0, 2} {
			t.Run(fmt.Sprintf("keys %v, prefetch %d", keyed, prefetch), func(t *testing.T) {
				cfg := PagesConfig[int64]{Call: call, Prefetch: prefetch,
					Fetch: func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
						pos, err := plan.At(c)
						if err != nil {
							return nil, err
						}
						var items []int64
						if pos.From.Day() != 3 && pos.Offset == 0 {
							items = []int64{7}
						}
						next := plan.After(pos, len(items), 1, frontdesk.Opt[int]{})
						return &frontdesk.Page[int64]{Items: items, HasMore: next != "", Next: next}, nil
					}}
				if keyed {
					cfg.Key = intKey
				}
				items, err := drain(t, Pages(t.Context(), "", cfg))
				require.NoError(t, err)
				assert.Equal(t, []int64{7, 7, 7, 7}, items)
			})
		}
	}
}

// The ids of one window say nothing about the next one's, however its pages are cut.
func TestWindows_TheSameRowInTheNextWindowIsAnotherOne(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	plan := Plan{From: start, Till: start.AddDate(0, 0, 2).Add(-time.Second), MaxWindow: 24 * time.Hour}
	days := map[int][]int64{1: {1, 2, 3, 2, 3}, 2: {3, 2, 9, 2, 7}} // pages of three; the second ones begin with rows of the first
	fetch := func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
		pos, err := plan.At(c)
		if err != nil {
			return nil, err
		}
		rows := days[pos.From.Day()]
		items := rows[min(int(pos.Offset), len(rows)):min(int(pos.Offset)+3, len(rows))]
		next := plan.After(pos, len(items), 3, frontdesk.Some(len(rows)))
		return &frontdesk.Page[int64]{Items: items, HasMore: next != "", Next: next}, nil
	}
	want := []int64{1, 2, 3, 3, 2, 9, 7} // the first window's second page brings nothing new, and yet the list goes on
	items, err := drain(t, Pages(t.Context(), "", PagesConfig[int64]{Call: call, Key: intKey, Fetch: fetch}))
	require.NoError(t, err)
	assert.Equal(t, want, items)
	items, err = drain(t, Rows(t.Context(), "", RowsConfig[int64]{Call: call, Key: intKey, Open: func(ctx context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
		page, err := fetch(ctx, c)
		return &streamReader{s: &stream{list: &list{}, plan: plan}, request: 1, at: c, page: page}, err
	}}))
	require.NoError(t, err)
	assert.Equal(t, want, items)
}

// A total, or the end that a page says, ends a list of equal rows; equality does not.
func TestPages_EqualRowsAreNoRepetitionWhereTheEndIsTold(t *testing.T) {
	for name, total := range map[string]frontdesk.Opt[int]{"a total": frontdesk.Some(6), "the last page says so": {}} {
		served := 0
		items, err := drain(t, Pages(t.Context(), "", PagesConfig[int64]{Call: call,
			Fetch: func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
				served++
				page := &frontdesk.Page[int64]{Items: []int64{5, 5}, Total: total}
				last := 2
				if _, told := total.Get(); told {
					last = 3
				}
				if served < last {
					page.HasMore, page.Next = true, OffsetCursor(int64(2*served))
				}
				return page, nil
			}}))
		require.NoError(t, err)
		assert.Len(t, items, 2*served, name)
		assert.Greater(t, served, 1, name)
	}
}

func TestIterators_WithoutAContextAreRefused(t *testing.T) {
	var none context.Context
	l := &list{limit: 2, data: numbers(4)}
	_, err := drain(t, Pages(none, "", l.config()))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "ctx", failure(t, err).Field)
	assert.Empty(t, l.requests())
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for ctx, kind := range map[context.Context]error{none: frontdesk.ErrInvalid, done: frontdesk.ErrCanceled} {
		s := &stream{list: l}
		_, err = drain(t, Rows(ctx, "", s.config()))
		assert.ErrorIs(t, err, kind)
		assert.Zero(t, s.opened)
	}
}

func TestKey_Int(t *testing.T) {
	id, ok := IntKey(7).Int()
	assert.True(t, ok)
	assert.EqualValues(t, 7, id)
	for _, k := range []Key{{}, TextKey("7"), IntKey(0)} {
		_, ok = k.Int()
		assert.False(t, ok)
	}
	_, ok = IntKey(-1).Int()
	assert.True(t, ok)
}

func TestPages_TextKeysTellRowsApart(t *testing.T) {
	asked := 0
	pages := map[frontdesk.Cursor][]string{"": {"a", "", "b"}, OffsetCursor(3): {"b", "", "c"}}
	cfg := PagesConfig[string]{Call: call, Key: func(s *string) Key { return TextKey(*s) },
		Fetch: func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[string], error) {
			asked++
			offset, err := ParseOffset(c)
			return OffsetPage(pages[c], offset, 3, frontdesk.Some(6)), err
		}}
	items, err := drain(t, Pages(t.Context(), "", cfg))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "", "b", "", "c"}, items)
	assert.Equal(t, 2, asked)
}
