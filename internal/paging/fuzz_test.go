package paging

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// FuzzCursor: any text is refused as Invalid, or is exactly what is written for
// the position read from it.
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "v1:offset=0", "v1:offset=100000", "v1:page=7", "v1:page=7,row=3", "v1:page=7,row=0", "v1:from=1,till=2,offset=3",
		"v1:from=-1,till=-1,offset=0", "v1:offset=-5", "v1:offset=99999999999999999999", "v2:offset=1", "v1:offset=1,offset=1",
		"v1:offset=0,seen=1.20.300", "v1:from=1,till=2,offset=3,seen=-4.0.7", "v1:offset=0,seen=", "v1:offset=0,seen=2.1", ",seen=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := frontdesk.Cursor(text)
		check := func(name string, back frontdesk.Cursor, err error) {
			if err != nil {
				e, ok := errors.AsType[*frontdesk.Error](err)
				if !ok || e.Kind != frontdesk.KindInvalid || e.Field != "Resume" {
					t.Fatalf("%s: %q: %v", name, text, err)
				}
				return
			}
			if c != "" && back != c {
				t.Fatalf("%s: %q is read as %q", name, text, back)
			}
		}
		offset, err := ParseOffset(c)
		check("offset", OffsetCursor(offset), err)
		page, err := ParsePage(c)
		_, row := splitRow(c)
		check("page", AdvancePage(PageCursor(page), row), err)
		pos, err := ParsePosition(c)
		check("position", pos.Cursor(), err)
	})
}

// script is a vendor made of bytes: what it does at each request is the next one.
type script struct {
	steps []byte
	at    int
}

func (s *script) next() byte {
	if s.at == len(s.steps) {
		return 0
	}
	s.at++
	return s.steps[s.at-1]
}

// vendor serves rows by offset; bytes of the script decide how the data changes
// and how the vendor misbehaves at each request.
type vendor struct {
	script *script
	data   []int64
	fresh  int64
	asks   int
}

// page answers a request at c and reports after how many rows the answer breaks
// off, -1 if it does not.
func (v *vendor) page(c frontdesk.Cursor) (page *frontdesk.Page[int64], cut int) {
	v.asks++
	cut = -1
	offset, _ := ParseOffset(c)
	limit := 1 + int(v.script.next()%7)
	var total frontdesk.Opt[int]
	switch step := v.script.next(); step % 11 {
	case 1: // rows are added in front
		for range 1 + step/64 {
			v.fresh++
			v.data = slices.Insert(v.data, 0, v.fresh)
		}
	case 2: // rows are removed in front
		v.data = v.data[min(int(1+step/64), len(v.data)):]
	case 3: // two rows change places
		if n := len(v.data); n > 1 {
			i, j := int(step)%n, int(step/3)%n
			v.data[i], v.data[j] = v.data[j], v.data[i]
		}
	case 4: // the offset is not heeded
		return OffsetPage(v.slice(0, limit), offset, limit, total), cut
	case 5: // the cursor stands still
		return &frontdesk.Page[int64]{Items: v.slice(offset, limit), HasMore: true, Next: c}, cut
	case 6: // the cursor goes back
		return &frontdesk.Page[int64]{Items: v.slice(offset, limit), HasMore: true, Next: OffsetCursor(offset / 2)}, cut
	case 7: // no rows, but more is said to follow
		return &frontdesk.Page[int64]{HasMore: true, Next: OffsetCursor(offset + 1)}, cut
	case 8:
		total = frontdesk.Some(len(v.data))
	case 9: // the total is wrong
		total = frontdesk.Some(int(step))
	case 10:
		cut = int(step) % (limit + 1)
	}
	items := v.slice(offset, limit)
	return OffsetPage(items, offset, limit, total), min(cut, len(items))
}

func (v *vendor) slice(offset int64, limit int) []int64 {
	from := min(int(offset), len(v.data))
	return slices.Clone(v.data[from:min(from+limit, len(v.data))])
}

func newVendor(steps []byte, rows uint8) *vendor {
	return &vendor{script: &script{steps: steps}, data: numbers(int(rows)), fresh: 1000}
}

func fuzzSeeds(f *testing.F) {
	f.Add([]byte{}, uint8(0), uint8(0))
	f.Add([]byte{3, 0, 3, 1, 3, 65}, uint8(20), uint8(0))
	f.Add([]byte{3, 4, 3, 4, 3, 4, 3, 4}, uint8(20), uint8(2))
	f.Add([]byte{3, 0, 3, 6, 3, 0, 3, 6, 3, 6}, uint8(20), uint8(1))
	f.Add([]byte{5, 10, 5, 21, 5, 10, 5, 10, 5, 10, 5, 10, 5, 2}, uint8(40), uint8(3))
	f.Add([]byte{6, 1, 6, 193, 6, 2, 6, 194, 6, 8, 6, 9}, uint8(60), uint8(1))
}

// checkRows: no key comes twice within two pages in a row. The pages are told
// apart by the number of the request that brought the row.
func checkRows(t *testing.T, keys []int64, requests []int) {
	t.Helper()
	lastSeen := map[int64]int{}
	for i, k := range keys {
		if at, ok := lastSeen[k]; ok && requests[i]-at == 1 {
			t.Fatalf("row %d of request %d came again in request %d: %v", k, at, requests[i], keys)
		}
		lastSeen[k] = requests[i]
	}
}

// mostAsks bounds the requests of a walk: two bytes of misbehaviour each, then the
// rest of the data one row a page, then a cycle of cursors to be noticed.
func mostAsks(steps []byte, rows uint8) int { return 4*(len(steps)+int(rows)+8) + 300 }

// markedRow knows which request brought it.
type markedRow struct {
	key     int64
	request int
}

// FuzzPages: whatever the vendor does, the walk ends, and no row comes twice in
// two pages in a row.
func FuzzPages(f *testing.F) {
	fuzzSeeds(f)
	f.Fuzz(func(t *testing.T, steps []byte, rows, prefetch uint8) {
		if len(steps) > 400 {
			return
		}
		v := newVendor(steps, rows)
		cfg := PagesConfig[markedRow]{Call: call, Prefetch: int(prefetch % 4),
			Key: func(row *markedRow) Key { return IntKey(row.key) },
			Fetch: func(_ context.Context, c frontdesk.Cursor) (*frontdesk.Page[markedRow], error) {
				if v.asks > mostAsks(steps, rows) {
					t.Fatalf("no end after %d requests", v.asks)
				}
				page, _ := v.page(c)
				rows := make([]markedRow, len(page.Items))
				for i, k := range page.Items {
					rows[i] = markedRow{key: k, request: v.asks}
				}
				return &frontdesk.Page[markedRow]{Items: rows, HasMore: page.HasMore, Next: page.Next}, nil
			}}
		var keys []int64
		var requests []int
		for row, err := range Pages(t.Context(), "", cfg) {
			if err != nil {
				t.Fatal(err)
			}
			keys, requests = append(keys, row.key), append(requests, row.request)
		}
		checkRows(t, keys, requests)
	})
}

// FuzzRows is FuzzPages for streams that also break off.
func FuzzRows(f *testing.F) {
	fuzzSeeds(f)
	f.Fuzz(func(t *testing.T, steps []byte, rows, _ uint8) {
		if len(steps) > 400 {
			return
		}
		v := newVendor(steps, rows)
		opened, closed := 0, 0
		cfg := RowsConfig[int64]{Call: call, Key: intKey,
			Resumable: func(err error) bool { return errors.Is(err, errCut) },
			Open: func(_ context.Context, c frontdesk.Cursor) (RowReader[int64], error) {
				if v.asks > mostAsks(steps, rows) {
					t.Fatalf("no end after %d requests", v.asks)
				}
				page, cut := v.page(c)
				opened++
				s := &stream{list: &list{}, cuts: []int{cut}}
				return &closer{&streamReader{s: s, request: 1, at: c, page: page}, &closed}, nil
			}}
		var keys []int64
		var requests []int
		for k, err := range Rows(t.Context(), "", cfg) {
			if err != nil {
				if !errors.Is(err, errCut) {
					t.Fatal(err)
				}
				continue
			}
			keys, requests = append(keys, k), append(requests, opened)
		}
		if opened != closed {
			t.Fatalf("%d bodies opened, %d closed", opened, closed)
		}
		checkRows(t, keys, requests)
	})
}

type closer struct {
	RowReader[int64]
	closed *int
}

func (c *closer) Close() error {
	*c.closed++
	return c.RowReader.Close()
}

// FuzzWindows: every second of a range is in exactly one window, and none is too
// long.
func FuzzWindows(f *testing.F) {
	f.Add(int64(1_767_225_600), int64(7_776_000), int64(7_776_000), 10_800)
	f.Add(int64(0), int64(0), int64(0), 0)
	f.Add(int64(-5), int64(100), int64(1), -3600)
	f.Fuzz(func(t *testing.T, from, length, longest int64, zone int) {
		if from < -1e10 || from > 1e10 || length < 0 || length > 1e9 || longest < 1 || length/longest > 1000 || longest > 1e9 {
			return
		}
		if zone < -50_000 || zone > 50_000 {
			return
		}
		start := time.Unix(from, 0).In(time.FixedZone("", zone))
		expect := from
		for w := range Windows(start, start.Add(time.Duration(length)*time.Second), time.Duration(longest)*time.Second) {
			if w.From.Unix() != expect || w.Till.Before(w.From) || w.Till.Unix()-w.From.Unix() >= longest {
				t.Fatalf("window %v after %d", w, expect)
			}
			expect = w.Till.Unix() + 1
		}
		if expect != from+length+1 {
			t.Fatalf("the windows end at %d, the range at %d", expect-1, from+length)
		}
	})
}
