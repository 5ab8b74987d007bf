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

var errCut = errors.New("unexpected EOF")

// stream serves a list as streams; cuts[i] is after how many rows the i-th one
// breaks off, or -1 for not at all.
type stream struct {
	*list
	plan    Plan
	cuts    []int
	cutEnd  map[int]bool // requests, from 1, that break off after the last row
	opened  int
	closed  int
	resumed int
	// digests makes the readers Digesters that hash by count and sum.
	digests bool
}

type streamReader struct {
	s       *stream
	request int
	at      frontdesk.Cursor // where the page begins
	page    *frontdesk.Page[int64]
	read    int
	closed  bool
}

type digestReader struct{ *streamReader }

func (r digestReader) Digest() (uint64, bool) {
	var sum uint64
	for _, v := range r.page.Items {
		sum = sum*31 + uint64(v)
	}
	return sum, true
}

func (s *stream) open(ctx context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
	pos, err := s.plan.At(c)
	if err != nil {
		return nil, err
	}
	page, err := s.fetch(ctx, OffsetCursor(pos.Offset))
	if err != nil {
		return nil, err
	}
	s.asked[len(s.asked)-1] = c
	s.opened++
	r := &streamReader{s: s, request: s.opened, at: c, page: page}
	if s.digests {
		return digestReader{r}, nil
	}
	return r, nil
}

func (r *streamReader) Position() frontdesk.Cursor { return r.s.plan.advance(r.at, r.read) }

// advance is the place so many rows after another in the same window.
func (p Plan) advance(c frontdesk.Cursor, rows int) frontdesk.Cursor {
	pos, err := p.At(c)
	if err != nil || rows == 0 {
		return c
	}
	pos.Offset += int64(rows)
	return pos.Cursor()
}

func (r *streamReader) Next() (int64, bool, error) {
	if i := r.request - 1; i < len(r.s.cuts) && r.s.cuts[i] == r.read {
		return 0, false, errCut
	}
	if r.read == len(r.page.Items) {
		return 0, false, nil
	}
	r.read++
	return r.page.Items[r.read-1], true, nil
}

func (r *streamReader) End() (frontdesk.Cursor, error) {
	if r.s.cutEnd[r.request] {
		return "", errCut
	}
	return r.page.Next, nil
}

func (r *streamReader) Close() error {
	if r.closed {
		panic("closed twice")
	}
	r.closed = true
	r.s.closed++
	return nil
}

func (s *stream) config() RowsConfig[int64] {
	return RowsConfig[int64]{Call: call, Open: s.open, Key: intKey,
		Resumable: func(err error) bool {
			s.resumed++
			return errors.Is(err, errCut)
		}}
}

func TestRows_StreamsAllPagesAndClosesEachOnce(t *testing.T) {
	for _, total := range []bool{true, false} {
		s := &stream{list: &list{limit: 3, data: numbers(8), total: total}}
		seq := Rows(t.Context(), "", s.config())
		assert.Empty(t, s.requests(), "lazy")
		for range 2 {
			items, err := drain(t, seq)
			require.NoError(t, err)
			assert.Equal(t, numbers(8), items)
		}
		assert.Equal(t, offsets(0, 3, 6, 0, 3, 6), s.requests(), "each range starts anew")
		assert.Equal(t, 6, s.closed)
	}
}

func TestRows_ARowIsYieldedBeforeTheNextOneIsRead(t *testing.T) {
	s := &stream{list: &list{limit: 3, data: numbers(3)}}
	var reader *streamReader
	cfg := s.config()
	cfg.Open = func(ctx context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
		r, err := s.open(ctx, c)
		reader = r.(*streamReader)
		return r, err
	}
	for v, err := range Rows(t.Context(), "", cfg) {
		require.NoError(t, err)
		assert.Equal(t, int(v), reader.read)
	}
}

func TestRows_ACutPageIsResumedFromTheRowAfterTheLast(t *testing.T) {
	tests := map[string]struct {
		cuts   []int
		cutEnd map[int]bool
		asks   []frontdesk.Cursor
	}{
		"once":                            {[]int{2}, nil, offsets(0, 2, 6)},
		"in each piece":                   {[]int{1, 1, 1, 1, 1}, nil, offsets(0, 1, 2, 3, 4, 5)},
		"before the first row":            {[]int{0}, nil, []frontdesk.Cursor{"", "", OffsetCursor(4)}},
		"in the second page":              {[]int{-1, 3}, nil, offsets(0, 4, 7)},
		"three times without a row":       {[]int{2, 0, 0}, nil, []frontdesk.Cursor{"", OffsetCursor(2), OffsetCursor(2), OffsetCursor(2), OffsetCursor(6)}},
		"a row in between counts anew":    {[]int{0, 0, 0, 1, 0, 0}, nil, append([]frontdesk.Cursor{"", "", "", ""}, offsets(1, 1, 1, 5)...)},
		"after the last row of a page":    {nil, map[int]bool{1: true}, offsets(0, 4)},
		"after the last row of all pages": {nil, map[int]bool{2: true}, offsets(0, 4, 8)},
	}
	for name, test := range tests {
		for _, keyed := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, keys %v", name, keyed), func(t *testing.T) {
				s := &stream{list: &list{limit: 4, data: numbers(8), total: true}, cuts: test.cuts, cutEnd: test.cutEnd}
				cfg := s.config()
				if !keyed {
					cfg.Key = nil
				}
				items, err := drain(t, Rows(t.Context(), "", cfg))
				require.NoError(t, err)
				assert.Equal(t, numbers(8), items)
				assert.Equal(t, test.asks, s.requests())
				assert.Equal(t, s.opened, s.closed)
			})
		}
	}
}

func TestRows_ThreeResumesWithoutANewRowEndIt(t *testing.T) {
	tests := map[string]struct {
		cuts   []int
		rows   int
		opened int
		next   frontdesk.Cursor
		data   func(l *list, request int) error
	}{
		"at once":        {cuts: []int{0, 0, 0, 0, 0, 0}, opened: 4, next: ""},
		"after rows":     {cuts: []int{2, 0, 0, 0, 0, 0}, rows: 2, opened: 4, next: OffsetCursor(2)},
		"in a next page": {cuts: []int{-1, 1, 0, 0, 0, 0}, rows: 5, opened: 5, next: OffsetCursor(5)},
		"rows that only come again are not new": {cuts: []int{2, 1, 1, 1, 1, 1}, rows: 2, opened: 4, next: OffsetCursor(5),
			data: func(l *list, request int) error {
				if request > 1 {
					l.data = []int64{1, 1, 1, 1, 1, 1, 1, 1}
				}
				return nil
			}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &stream{list: &list{limit: 4, data: numbers(8), before: test.data}, cuts: test.cuts}
			items, err := drain(t, Rows(t.Context(), "", s.config()))
			assert.ErrorIs(t, err, errCut)
			assert.Equal(t, test.next, failure(t, err).Next)
			assert.Equal(t, append([]int64(nil), numbers(test.rows)...), append([]int64(nil), items...))
			assert.Equal(t, test.opened, s.opened)
			assert.Equal(t, s.opened, s.closed)
			assert.Equal(t, 3, s.resumed, "asked once for each resume")
		})
	}
}

func TestRows_AnErrorThatIsNotResumableEndsItAndItsNextIsTheRowAfterTheLast(t *testing.T) {
	refused := &frontdesk.Error{Kind: frontdesk.KindDecode, Vendor: "acme"}
	t.Run("in a row", func(t *testing.T) {
		s := &stream{list: &list{limit: 4, data: numbers(8)}, cuts: []int{-1, 2}}
		cfg := s.config()
		cfg.Resumable = nil
		items, err := drain(t, Rows(t.Context(), "", cfg))
		assert.ErrorIs(t, err, errCut)
		e := failure(t, err)
		assert.Equal(t, OffsetCursor(6), e.Next)
		s.cuts = nil
		rest, err := drain(t, Rows(t.Context(), e.Next, s.config()))
		require.NoError(t, err)
		assert.Equal(t, numbers(8), append(items, rest...), "Next resumes without loss or repetition")
	})
	t.Run("of Open", func(t *testing.T) {
		s := &stream{list: &list{limit: 4, data: numbers(8), before: func(_ *list, n int) error {
			if n == 2 {
				return refused
			}
			return nil
		}}}
		items, err := drain(t, Rows(t.Context(), "", s.config()))
		assert.Equal(t, OffsetCursor(4), failure(t, err).Next)
		assert.Equal(t, frontdesk.KindDecode, failure(t, err).Kind)
		assert.Empty(t, refused.Next)
		assert.Len(t, items, 4)
		assert.Zero(t, s.resumed, "Open has retries of its own")
	})
}

func TestRows_RowsOfTheLastPageAndOfTheCutPageAreDropped(t *testing.T) {
	t.Run("between pages", func(t *testing.T) {
		s := &stream{list: &list{limit: 3, data: numbers(7), before: func(l *list, n int) error {
			if n == 2 {
				l.data = append([]int64{101, 102}, l.data...)
			}
			return nil
		}}}
		items, err := drain(t, Rows(t.Context(), "", s.config()))
		require.NoError(t, err)
		assert.Equal(t, numbers(7), items)
	})
	t.Run("on a resume", func(t *testing.T) {
		s := &stream{list: &list{limit: 5, data: numbers(8), before: func(l *list, n int) error {
			if n == 2 || n == 3 {
				l.data = append([]int64{int64(100 + n)}, l.data...)
			}
			return nil
		}}, cuts: []int{2, 2}}
		items, err := drain(t, Rows(t.Context(), "", s.config()))
		require.NoError(t, err)
		assert.Equal(t, numbers(8), items)
	})
}

func TestRows_APageThatRepeatsTheLastOneEndsIt(t *testing.T) {
	s := &stream{list: &list{limit: 2, data: numbers(2)}}
	same := func(ctx context.Context, _ frontdesk.Cursor) (RowReader[int64], error) {
		r, err := s.open(ctx, "")
		if err == nil {
			page := readerOf(r).page
			page.Next = OffsetCursor(int64(2 * s.opened))
		}
		return r, err
	}
	t.Run("by key", func(t *testing.T) {
		cfg := s.config()
		cfg.Open = same
		items, err := drain(t, Rows(t.Context(), "", cfg))
		require.NoError(t, err)
		assert.Equal(t, numbers(2), items)
		assert.Equal(t, 2, s.opened)
	})
	t.Run("by digest", func(t *testing.T) {
		s.opened, s.digests = 0, true
		cfg := s.config()
		cfg.Open, cfg.Key = same, nil
		items, err := drain(t, Rows(t.Context(), "", cfg))
		require.NoError(t, err)
		assert.Equal(t, []int64{1, 2, 1, 2}, items, "rows are yielded as they arrive")
		assert.Equal(t, 2, s.opened)
	})
}

func readerOf(r RowReader[int64]) *streamReader {
	if d, ok := r.(digestReader); ok {
		return d.streamReader
	}
	return r.(*streamReader)
}

func TestRows_HoweverTheLoopIsLeftTheBodyIsClosedAndNothingMoreIsSent(t *testing.T) {
	for name, out := range leave {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &stream{list: &list{limit: 4, data: numbers(8)}}
				out(iter.Seq2[int64, error](Rows(t.Context(), "", s.config())))
				assert.Equal(t, 1, s.opened)
				assert.Equal(t, 1, s.closed)
			})
		})
	}
}

func TestRows_TheContextIsCheckedBetweenRows(t *testing.T) {
	for after, next := range map[int64]frontdesk.Cursor{1: OffsetCursor(1), 4: OffsetCursor(4), 6: OffsetCursor(6)} {
		s := &stream{list: &list{limit: 4, data: numbers(8)}}
		ctx, cancel := context.WithCancel(t.Context())
		var failed error
		var got []int64
		for v, err := range Rows(ctx, "", s.config()) {
			if err != nil {
				failed = err
				continue
			}
			got = append(got, v)
			if v == after {
				cancel()
			}
		}
		cancel()
		assert.Equal(t, numbers(int(after)), got)
		assert.ErrorIs(t, failed, context.Canceled)
		assert.ErrorIs(t, failed, frontdesk.ErrCanceled)
		assert.Equal(t, next, failure(t, failed).Next)
		assert.Equal(t, s.opened, s.closed)
	}
}

func TestRows_ABodyThatItsContextClosedIsNotTakenForACut(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := &stream{list: &list{limit: 4, data: numbers(8)}, cuts: []int{2}}
	cfg := s.config()
	open := cfg.Open
	cfg.Open = func(ctx context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
		r, err := open(ctx, c)
		return &hooked{r, func(read int) {
			if read == 2 {
				cancel()
			}
		}, 0}, err
	}
	items, err := drain(t, Rows(ctx, "", cfg))
	assert.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, OffsetCursor(2), failure(t, err).Next)
	assert.Equal(t, numbers(2), items)
	assert.Zero(t, s.resumed)
}

// hooked runs at in front of each Next with the number of rows read.
type hooked struct {
	RowReader[int64]
	at   func(read int)
	read int
}

func (h *hooked) Next() (int64, bool, error) {
	h.at(h.read)
	h.read++
	return h.RowReader.Next()
}

func TestRows_ThePagingLimitIsNeverAClamp(t *testing.T) {
	s := &stream{list: &list{limit: 3, data: numbers(100)}, plan: Plan{MaxOffset: 6}}
	items, err := drain(t, Rows(t.Context(), "", s.config()))
	assert.ErrorIs(t, err, frontdesk.ErrPagingLimit)
	assert.Contains(t, err.Error(), "narrow the query")
	assert.Equal(t, OffsetCursor(9), failure(t, err).Next)
	assert.Equal(t, numbers(9), items)
	assert.Equal(t, offsets(0, 3, 6), s.requests())
}

func TestRows_ACutInTheLastReachablePageIsReportedAsWhatItIs(t *testing.T) {
	s := &stream{list: &list{limit: 3, data: numbers(100)}, plan: Plan{MaxOffset: 6}, cuts: []int{-1, -1, 1}}
	_, err := drain(t, Rows(t.Context(), "", s.config()))
	assert.ErrorIs(t, err, errCut)
	assert.Equal(t, OffsetCursor(7), failure(t, err).Next)
}

func TestRows_WalksWindowsAndResumesWithinThem(t *testing.T) {
	// One row an hour, its key the hour; the third day has none.
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	plan := Plan{From: start, Till: start.AddDate(0, 0, 5).Add(-time.Second), MaxWindow: 24 * time.Hour}
	const limit = 10
	var want []int64
	for h := range int64(5 * 24) {
		if h/24 != 2 {
			want = append(want, h)
		}
	}
	var asked []frontdesk.Cursor
	cutAt := map[int]int{2: 4, 6: 0, 7: 0}
	open := func(_ context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
		asked = append(asked, c)
		pos, err := plan.At(c)
		if err != nil {
			return nil, err
		}
		var rows []int64
		for _, h := range want {
			at := start.Add(time.Duration(h) * time.Hour)
			if !at.Before(pos.From) && !at.After(pos.Till) {
				rows = append(rows, h)
			}
		}
		total := frontdesk.Some(len(rows))
		rows = rows[min(int(pos.Offset), len(rows)):]
		rows = rows[:min(limit, len(rows))]
		s := &stream{list: &list{}, plan: plan}
		if n, ok := cutAt[len(asked)]; ok {
			s.cuts = []int{n}
		}
		next := plan.After(pos, len(rows), limit, total)
		return &streamReader{s: s, request: 1, at: pos.Cursor(), page: &frontdesk.Page[int64]{Items: rows, Next: next}}, nil
	}
	cfg := RowsConfig[int64]{Call: call, Open: open, Key: intKey,
		Resumable: func(err error) bool { return errors.Is(err, errCut) }}
	items, err := drain(t, Rows(t.Context(), "", cfg))
	require.NoError(t, err)
	assert.Equal(t, want, items)

	t.Run("an error names the window and the offset", func(t *testing.T) {
		asked = nil
		cutAt = map[int]int{5: 3}
		cfg.Resumable = nil
		items, err := drain(t, Rows(t.Context(), "", cfg))
		e := failure(t, err)
		pos, parseErr := ParsePosition(e.Next)
		require.NoError(t, parseErr)
		assert.Equal(t, start.AddDate(0, 0, 1), pos.From)
		assert.Equal(t, int64(13), pos.Offset)
		rest, err := drain(t, Rows(t.Context(), e.Next, cfg))
		require.NoError(t, err)
		assert.Equal(t, want, append(items, rest...))
	})
}

// A server whose pages lead in a circle is left, keys or no keys.
func TestRows_NeverLoops(t *testing.T) {
	for _, circle := range []int64{2, 3, 7} {
		opened := 0
		cfg := RowsConfig[int64]{Call: call, Open: func(_ context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
			if opened++; opened > 100 {
				return nil, errors.New("it goes on and on")
			}
			at, err := ParseOffset(c)
			if err != nil {
				return nil, err
			}
			page := &frontdesk.Page[int64]{Items: []int64{int64(opened)}, Next: OffsetCursor((at + 1) % circle)}
			return &streamReader{s: &stream{list: &list{}}, request: 1, at: c, page: page}, nil
		}}
		_, err := drain(t, Rows(t.Context(), OffsetCursor(0), cfg))
		require.NoError(t, err)
		assert.Less(t, opened, 5*int(circle))
	}
}
