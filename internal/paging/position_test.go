package paging

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// positioned is a list that is read from a place on and writes its positions to at.
type positioned func(start frontdesk.Cursor, at *frontdesk.Cursor) iter.Seq2[int64, error]

// numbered serves the list's rows by page number.
func (l *list) numbered(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
	n, err := ParsePage(c)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, c)
	from := min(int(n)*l.limit, len(l.data))
	return NumberedPage(l.data[from:min(from+l.limit, len(l.data))], n, l.limit, frontdesk.Opt[int]{}), nil
}

// windowed are rows of one a minute over three days, read in windows of a day.
func windowed(rows int) (Plan, func(Position) *frontdesk.Page[int64]) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	plan := Plan{From: start, Till: start.Add(3*day - time.Second), MaxWindow: day}
	return plan, func(pos Position) *frontdesk.Page[int64] {
		const limit = 3
		var in []int64
		for n := range rows {
			if at := start.Add(time.Duration(n) * 5 * time.Hour); !at.Before(pos.From) && !at.After(pos.Till) {
				in = append(in, int64(n+1))
			}
		}
		from := min(int(pos.Offset), len(in))
		items := in[from:min(from+limit, len(in))]
		next := plan.After(pos, len(items), limit, frontdesk.Some(len(in)))
		return &frontdesk.Page[int64]{Items: items, Total: frontdesk.Some(len(in)), Next: next, HasMore: next != ""}
	}
}

// lists are all ways to read 14 rows from 1 on.
func positionedLists(t *testing.T) map[string]positioned {
	write := func(at *frontdesk.Cursor) func(frontdesk.Cursor) { return func(c frontdesk.Cursor) { *at = c } }
	plan, page := windowed(14)
	fetch := func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
		pos, err := plan.At(c)
		if err != nil {
			return nil, err
		}
		return page(pos), nil
	}
	all := map[string]positioned{}
	for name, prefetch := range map[string]int{"": 0, ", prefetched": 2} {
		all["offsets"+name] = func(start frontdesk.Cursor, at *frontdesk.Cursor) iter.Seq2[int64, error] {
			cfg := (&list{limit: 3, data: numbers(14)}).config()
			cfg.Advance, cfg.Position, cfg.Prefetch = AdvanceOffset, write(at), prefetch
			return Pages(t.Context(), start, cfg)
		}
		all["page numbers"+name] = func(start frontdesk.Cursor, at *frontdesk.Cursor) iter.Seq2[int64, error] {
			l := &list{limit: 3, data: numbers(14)}
			cfg := l.config()
			cfg.Fetch, cfg.Advance, cfg.Position, cfg.Prefetch = l.numbered, AdvancePage, write(at), prefetch
			return Pages(t.Context(), start, cfg)
		}
		all["windows"+name] = func(start frontdesk.Cursor, at *frontdesk.Cursor) iter.Seq2[int64, error] {
			return Pages(t.Context(), start, PagesConfig[int64]{
				Call: call, Key: intKey, Fetch: fetch, Advance: plan.advance, Position: write(at), Prefetch: prefetch,
			})
		}
	}
	all["streamed"] = func(start frontdesk.Cursor, at *frontdesk.Cursor) iter.Seq2[int64, error] {
		cfg := (&stream{list: &list{limit: 3, data: numbers(14)}, cuts: []int{2, 0, -1, 1}}).config()
		cfg.Position = write(at)
		return Rows(t.Context(), start, cfg)
	}
	all["streamed windows"] = func(start frontdesk.Cursor, at *frontdesk.Cursor) iter.Seq2[int64, error] {
		return Rows(t.Context(), start, RowsConfig[int64]{
			Call: call, Key: intKey, Position: write(at),
			Open: func(ctx context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
				p, err := fetch(ctx, c)
				return &streamReader{s: &stream{plan: plan}, at: c, page: p, request: 1}, err
			},
		})
	}
	return all
}

func TestPosition_ABreakAfterAnyRowIsResumedWithoutLossOrRepetition(t *testing.T) {
	for name, list := range positionedLists(t) {
		t.Run(name, func(t *testing.T) {
			for k := 1; k <= 14; k++ {
				var got []int64
				var at frontdesk.Cursor
				for row, err := range list("", &at) {
					require.NoError(t, err)
					got = append(got, row)
					require.NotEmpty(t, at)
					if len(got) == k {
						break
					}
				}
				rest, err := drain(t, list(at, &at))
				require.NoError(t, err)
				assert.Equal(t, numbers(14), append(got, rest...), "broken after %d", k)
				assert.Empty(t, at, "the end")
			}
		})
	}
}

// A job that is stopped after each row, with what is left of its position only.
func TestPosition_OneRowAtATime(t *testing.T) {
	for name, list := range positionedLists(t) {
		t.Run(name, func(t *testing.T) {
			var got []int64
			var at frontdesk.Cursor
			for again := true; again; {
				again = false
				for row, err := range list(at, &at) {
					require.NoError(t, err)
					got, again = append(got, row), true
					break
				}
			}
			assert.Equal(t, numbers(14), got)
		})
	}
}

func TestPosition_WithAnErrorItIsItsNext(t *testing.T) {
	refused := errors.New("refused")
	for _, prefetch := range []int{0, 2} {
		l := &list{limit: 3, data: numbers(14), before: func(_ *list, request int) error {
			if request == 3 {
				return refused
			}
			return nil
		}}
		cfg := l.config()
		var at frontdesk.Cursor
		cfg.Advance, cfg.Prefetch, cfg.Position = AdvanceOffset, prefetch, func(c frontdesk.Cursor) { at = c }
		_, err := drain(t, Pages(t.Context(), "", cfg))
		require.ErrorIs(t, err, refused)
		assert.Equal(t, OffsetCursor(6), at)
		assert.Equal(t, failure(t, err).Next, at)
	}
	s := &stream{list: &list{limit: 3, data: numbers(14)}, cuts: []int{-1, 2, 0, 0, 0}}
	cfg := s.config()
	var at frontdesk.Cursor
	cfg.Position = func(c frontdesk.Cursor) { at = c }
	_, err := drain(t, Rows(t.Context(), "", cfg))
	require.ErrorIs(t, err, errCut)
	assert.Equal(t, OffsetCursor(5), at)
	assert.Equal(t, failure(t, err).Next, at)
}

// A context that ends in the middle of a page leaves the place of the row.
func TestPages_AnErrorWithinAPageResumesAtItsRow(t *testing.T) {
	for name, advance := range map[string]func(frontdesk.Cursor, int) frontdesk.Cursor{
		"v1:offset=5": AdvanceOffset, "v1:offset=3": nil, // without Advance the page comes again
	} {
		ctx, cancel := context.WithCancel(t.Context())
		t.Cleanup(cancel)
		cfg := (&list{limit: 3, data: numbers(14)}).config()
		cfg.Advance = advance
		n := 0
		for _, err := range Pages(ctx, "", cfg) {
			if n++; n == 5 {
				cancel()
			}
			if n == 6 {
				assert.ErrorIs(t, err, frontdesk.ErrCanceled)
				assert.Equal(t, frontdesk.Cursor(name), failure(t, err).Next)
			}
		}
		assert.Equal(t, 6, n)
	}
}

// Rows that are added in front come again on the next page; those that were dropped
// count as done with.
func TestPosition_DroppedRowsAreDoneWith(t *testing.T) {
	for _, k := range []int{1, 3, 4, 5, 8} {
		l := &list{limit: 3, data: numbers(9)}
		grow := func(l *list, request int) error {
			if request == 2 {
				l.data = append([]int64{100, 101}, l.data...)
			}
			return nil
		}
		l.before = grow
		var at frontdesk.Cursor
		cfg := l.config()
		cfg.Advance, cfg.Position = AdvanceOffset, func(c frontdesk.Cursor) { at = c }
		var got []int64
		for row, err := range Pages(t.Context(), "", cfg) {
			require.NoError(t, err)
			if got = append(got, row); len(got) == k {
				break
			}
		}
		l.before = nil
		if k <= 3 { // the second page was not asked for: the rows are where they were
			rest, err := drain(t, Pages(t.Context(), at, l.config()))
			require.NoError(t, err)
			assert.Equal(t, numbers(9), append(got, rest...))
			continue
		}
		rest, err := drain(t, Pages(t.Context(), at, l.config()))
		require.NoError(t, err)
		assert.Equal(t, numbers(9), append(got, rest...), "broken after %d", k)
	}
}

// A page that grew shorter than the place in it ends nothing.
func TestPosition_APageThatShrankIsPassed(t *testing.T) {
	l := &list{limit: 3, data: numbers(9)}
	short := func(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
		p, err := l.numbered(ctx, c)
		if err == nil && c == PageCursor(1) {
			p.Items = p.Items[:1]
		}
		return p, err
	}
	items, err := drain(t, Pages(t.Context(), AdvancePage(PageCursor(1), 2), PagesConfig[int64]{Call: call, Key: intKey, Fetch: short, Advance: AdvancePage}))
	require.NoError(t, err)
	assert.Equal(t, []int64{7, 8, 9}, items)
}

func TestAdvance_CursorsOfOtherListsStayAsTheyAre(t *testing.T) {
	assert.Equal(t, frontdesk.Cursor("v1:page=2,row=5"), AdvancePage(AdvancePage(PageCursor(2), 2), 3))
	assert.Equal(t, frontdesk.Cursor("v1:page=0,row=1"), AdvancePage("", 1))
	assert.Equal(t, PageCursor(2), AdvancePage(PageCursor(2), 0))
	assert.Equal(t, OffsetCursor(2), AdvancePage(OffsetCursor(2), 1))
	assert.Equal(t, PageCursor(2), AdvanceOffset(PageCursor(2), 1))
	for _, none := range []int{0, -1} {
		assert.Empty(t, AdvanceOffset("", none))
		assert.Equal(t, OffsetCursor(5), AdvanceOffset(OffsetCursor(5), none))
		assert.Equal(t, PageCursor(5), AdvancePage(PageCursor(5), none))
	}
	page, err := ParsePage(AdvancePage(PageCursor(2), 2))
	require.NoError(t, err)
	assert.EqualValues(t, 2, page, "the page that the place is in")
}

func TestPosition_OfAnErrorBeforeTheFirstRowIsTheStart(t *testing.T) {
	broken := errors.New("broken")
	for _, start := range []frontdesk.Cursor{"", OffsetCursor(8)} {
		at := frontdesk.Cursor("not told")
		position := func(c frontdesk.Cursor) { at = c }
		_, err := drain(t, Pages(t.Context(), start, PagesConfig[int64]{Call: call, Position: position,
			Fetch: func(context.Context, frontdesk.Cursor) (*frontdesk.Page[int64], error) { return nil, broken }}))
		assert.ErrorIs(t, err, broken)
		assert.Equal(t, start, at)
		at = "not told"
		_, err = drain(t, Rows(t.Context(), start, RowsConfig[int64]{Call: call, Position: position,
			Open: func(context.Context, frontdesk.Cursor) (RowReader[int64], error) { return nil, broken }}))
		assert.ErrorIs(t, err, broken)
		assert.Equal(t, start, at)
	}
}

func TestTakePosition_TheOptionIsGoneFromTheCallsOfThePages(t *testing.T) {
	resolve := func(opts []frontdesk.Option) *settings.Settings {
		set := settings.New("acme", settings.Call)
		for _, opt := range opts {
			opt(set)
		}
		return set
	}
	var at frontdesk.Cursor
	opts := []frontdesk.Option{frontdesk.WithPosition(&at), frontdesk.WithPrefetch(2)}
	set := resolve(opts)
	write, rest := TakePosition(set, opts)
	require.NotNil(t, write)
	write("here")
	assert.Equal(t, frontdesk.Cursor("here"), at)
	for _, s := range []*settings.Settings{set, resolve(rest)} {
		left, _ := settings.Get[*frontdesk.Cursor](s)
		assert.Nil(t, left)
		require.NoError(t, s.Err())
		assert.Equal(t, 2, *s.Prefetch)
	}
	write, rest = TakePosition(nil, nil)
	assert.Nil(t, write)
	assert.Nil(t, rest)
	write, _ = TakePosition(resolve([]frontdesk.Option{frontdesk.WithPosition(nil)}), nil)
	assert.Nil(t, write)
}
