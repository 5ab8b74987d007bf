package paging

import (
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCursor_EachFormIsReadBackAndIsStableText(t *testing.T) {
	assert.Equal(t, frontdesk.Cursor("v1:offset=200"), OffsetCursor(200))
	assert.Equal(t, frontdesk.Cursor("v1:page=3"), PageCursor(3))
	w := Window{time.Unix(1_700_000_000, 0).UTC(), time.Unix(1_700_086_399, 0).UTC()}
	pos := Position{Window: w, Offset: 5000}
	assert.Equal(t, frontdesk.Cursor("v1:from=1700000000,till=1700086399,offset=5000"), pos.Cursor())
	assert.Equal(t, OffsetCursor(7), Position{Offset: 7}.Cursor())
	assert.Equal(t, frontdesk.Cursor("v1:offset=7,seen=3.40"), Position{Offset: 7, Seen: []int64{3, 40}}.Cursor())

	offset, err := ParseOffset(OffsetCursor(200))
	require.NoError(t, err)
	assert.EqualValues(t, 200, offset)
	page, err := ParsePage(PageCursor(3))
	require.NoError(t, err)
	assert.EqualValues(t, 3, page)
	back, err := ParsePosition(pos.Cursor())
	require.NoError(t, err)
	assert.Equal(t, pos, back)
	pos.Seen = []int64{-1, 5, 1 << 60}
	for _, pos := range []Position{
		pos, {Window: Window{w.From, w.From}, Offset: 1}, {Offset: 7}, {Offset: 7, Seen: []int64{3, 40}}, {Seen: []int64{0}}, {Offset: maxPosition},
	} {
		back, err = ParsePosition(pos.Cursor())
		require.NoError(t, err)
		assert.Equal(t, pos, back)
	}
	for _, c := range []frontdesk.Cursor{OffsetCursor(maxPosition + 1), PageCursor(maxPosition + 1), "v1:from=-100000000001,till=1,offset=0"} {
		_, err = ParsePosition(c)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid, "%s", c)
	}
}

func TestCursor_TheEmptyOneIsTheBeginning(t *testing.T) {
	offset, err := ParseOffset("")
	require.NoError(t, err)
	assert.Zero(t, offset)
	page, err := ParsePage("")
	require.NoError(t, err)
	assert.Zero(t, page)
	pos, err := ParsePosition("")
	require.NoError(t, err)
	assert.Zero(t, pos)
}

func TestCursor_AnythingElseIsInvalidAndNamesResume(t *testing.T) {
	for _, c := range []frontdesk.Cursor{
		"200", "offset=200", "v2:offset=200", "v1:", "v1:offset", "v1:offset=", "v1:offset=-1", "v1:offset=+1",
		"v1:offset=01", "v1:offset= 1", "v1:offset=1 ", "v1:offset=1,offset=2", "v1:offset=1,", "v1:Offset=1",
		"v1:offset=9223372036854775808", "v1:offset=9223372036854775807", "v1:offset=1e3", "v1:offset=-0",
		"v1:page=1,row=0", "v1:page=1,row=-1", "v1:page=-1,row=1", "v1:page=1,row=4294967296", "v1:row=1,page=1",
		"v1:from=2,till=1,offset=0", "v1:from=1,till=2,offset=-1", "v1:from=1,till=2", "v1:till=2,from=1,offset=0",
		"v1:offset=1,seen=", "v1:offset=1,seen=2.1", "v1:offset=1,seen=2.2", "v1:offset=1,seen=01", "v1:offset=1,seen=1.", ",seen=1", "v1:seen=1",
		"v1:offset=1,seen=1,seen=2", "v1:offset=\xff", frontdesk.Cursor(make([]byte, 1<<20)),
	} {
		for name, parse := range map[string]func(frontdesk.Cursor) error{
			"offset":   func(c frontdesk.Cursor) error { _, err := ParseOffset(c); return err },
			"page":     func(c frontdesk.Cursor) error { _, err := ParsePage(c); return err },
			"position": func(c frontdesk.Cursor) error { _, err := ParsePosition(c); return err },
		} {
			e := failure(t, parse(c))
			assert.ErrorIs(t, e, frontdesk.ErrInvalid, name)
			assert.Equal(t, "Resume", e.Field)
			assert.Less(t, len(e.Error()), 400, "a hostile cursor is quoted in part")
		}
	}
	_, err := ParseOffset(PageCursor(1))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid, "a cursor of a list paged otherwise")
	_, err = ParsePage(OffsetCursor(1))
	assert.ErrorIs(t, err, frontdesk.ErrInvalid, "a cursor of a list paged otherwise")
}

func TestOffsetPage_WhatFollows(t *testing.T) {
	none := frontdesk.Opt[int]{}
	tests := map[string]struct {
		got    int
		offset int64
		limit  int
		total  frontdesk.Opt[int]
		next   frontdesk.Cursor
	}{
		"a full page without a total":           {10, 20, 10, none, OffsetCursor(30)},
		"a short page without a total":          {9, 20, 10, none, ""},
		"an empty page without a total":         {0, 20, 10, none, ""},
		"a null total is none":                  {10, 20, 10, frontdesk.Null[int](), OffsetCursor(30)},
		"a negative total is none":              {10, 20, 10, frontdesk.Some(-1), OffsetCursor(30)},
		"a full page within the total":          {10, 20, 10, frontdesk.Some(31), OffsetCursor(30)},
		"a full page at the total":              {10, 20, 10, frontdesk.Some(30), ""},
		"a full page and a total of nothing":    {10, 0, 10, frontdesk.Some(0), OffsetCursor(10)},
		"a short page and a total of nothing":   {9, 0, 10, frontdesk.Some(0), ""},
		"a short page within the total":         {5, 20, 10, frontdesk.Some(30), OffsetCursor(25)},
		"an empty page within the total":        {0, 20, 10, frontdesk.Some(30), ""},
		"a full page past its total":            {10, 20, 10, frontdesk.Some(25), OffsetCursor(30)},
		"a short page past its total":           {9, 20, 10, frontdesk.Some(25), ""},
		"more rows than asked, without a total": {12, 20, 10, none, OffsetCursor(32)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			page := OffsetPage(make([]int64, test.got), test.offset, test.limit, test.total)
			assert.Equal(t, test.next, page.Next)
			assert.Equal(t, test.next != "", page.HasMore)
			assert.Equal(t, test.total, page.Total)
			assert.Len(t, page.Items, test.got)
		})
	}
	assert.NotNil(t, OffsetPage[int64](nil, 0, 10, none).Items, "empty, never nil")
}

func TestNumberedPage_WhatFollows(t *testing.T) {
	none := frontdesk.Opt[int]{}
	tests := map[string]struct {
		got    int
		number int64
		total  frontdesk.Opt[int]
		next   frontdesk.Cursor
	}{
		"a full page without a total":    {200, 0, none, PageCursor(1)},
		"a short page without a total":   {199, 3, none, ""},
		"an empty page":                  {0, 3, frontdesk.Some(900), ""},
		"a full page within the total":   {200, 3, frontdesk.Some(801), PageCursor(4)},
		"a full page at the total":       {200, 3, frontdesk.Some(800), ""},
		"a short page is always the end": {150, 3, frontdesk.Some(900), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			page := NumberedPage(make([]int64, test.got), test.number, 200, test.total)
			assert.Equal(t, test.next, page.Next)
			assert.Equal(t, test.next != "", page.HasMore)
		})
	}
}

func TestOffsetAhead_NamesThePagesUpToTheKnownEnd(t *testing.T) {
	page := func(got int, offset int64, limit int, total frontdesk.Opt[int]) *frontdesk.Page[int64] {
		return OffsetPage(make([]int64, got), offset, limit, total)
	}
	none := frontdesk.Opt[int]{}
	assert.Equal(t, offsets(10, 20), OffsetAhead(page(10, 0, 10, frontdesk.Some(25)), 5))
	assert.Equal(t, offsets(10, 20), OffsetAhead(page(10, 0, 10, frontdesk.Some(30)), 5))
	assert.Equal(t, offsets(10, 20), OffsetAhead(page(10, 0, 10, frontdesk.Some(99)), 2))
	assert.Equal(t, offsets(5, 10), OffsetAhead(page(5, 0, 10, frontdesk.Some(12)), 5), "the server's own page size")
	assert.Equal(t, offsets(10), OffsetAhead(page(10, 0, 10, none), 5))
	assert.Empty(t, OffsetAhead(page(10, 0, 10, frontdesk.Some(10)), 5))
	assert.Equal(t, offsets(10), OffsetAhead(page(10, 0, 10, frontdesk.Some(3)), 5), "the total is wrong")
	assert.Empty(t, OffsetAhead(page(10, 0, 10, none), 0))
	foreign := &frontdesk.Page[int64]{Items: numbers(1), HasMore: true, Next: "other", Total: frontdesk.Some(9)}
	assert.Equal(t, []frontdesk.Cursor{"other"}, OffsetAhead(foreign, 5))
}
