package paging

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// A cursor is written "v1:" and then key=value pairs of decimal numbers, joined
// by commas, in one fixed order. Only exactly what is written here is read.
const cursorPrefix = "v1:"

// maxPosition bounds the numbers of a cursor, so that adding a page to one
// cannot overflow, and its seconds are within the years that time.Time can print.
const maxPosition = 1e11

var (
	offsetKeys = []string{"offset"}
	pageKeys   = []string{"page"}
	rowKeys    = []string{"page", "row"}
	windowKeys = []string{"from", "till", "offset"}
)

// OffsetCursor is the position before the row number offset, counted from 0.
func OffsetCursor(offset int64) frontdesk.Cursor { return encode(offsetKeys, offset) }

// ParseOffset reads a cursor of [OffsetCursor]; the empty cursor is offset 0. Any
// other cursor is an error of Kind Invalid for the field Resume.
func ParseOffset(c frontdesk.Cursor) (int64, error) { return parseOne(offsetKeys, c) }

// PageCursor is the position before the page number n, counted from 0.
func PageCursor(n int64) frontdesk.Cursor { return encode(pageKeys, n) }

// ParsePage reads a cursor of [PageCursor], also one inside a page (see
// [AdvancePage]), of which it returns the page; the empty cursor is page 0. Any
// other cursor is an error of Kind Invalid for the field Resume.
func ParsePage(c frontdesk.Cursor) (int64, error) {
	page, _ := splitRow(c)
	return parseOne(pageKeys, page)
}

// AdvanceOffset returns the cursor that stands rows rows after one of
// [OffsetCursor]; one of another kind stays as it is.
func AdvanceOffset(c frontdesk.Cursor, rows int) frontdesk.Cursor {
	offset, err := ParseOffset(c)
	if err != nil || rows <= 0 {
		return c
	}
	return OffsetCursor(offset + int64(rows))
}

// AdvancePage returns the cursor that stands rows rows after one of [PageCursor]:
// inside that page, whatever its size. [Pages] reads the page again and drops the
// rows in front. A cursor of another kind stays as it is.
func AdvancePage(c frontdesk.Cursor, rows int) frontdesk.Cursor {
	page, skipped := splitRow(c)
	number, err := ParsePage(page)
	if err != nil || rows <= 0 {
		return c
	}
	return encode(rowKeys, number, int64(skipped)+int64(rows))
}

// splitRow splits a cursor inside a page into that of the page and the number of
// rows in front. Any other cursor is returned as it is.
func splitRow(c frontdesk.Cursor) (page frontdesk.Cursor, rows int) {
	v, ok := decode(rowKeys, c)
	if !ok || v[0] < 0 || v[1] <= 0 || v[1] > math.MaxInt32 {
		return c, 0
	}
	return PageCursor(v[0]), int(v[1])
}

// Position is where a list stands that is read by date windows and, within a
// window, by offset. Without a window (both times zero) it is an offset alone.
type Position struct {
	Window
	Offset int64
	// Seen are the ids of rows from Offset on that are done with, in rising order.
	// A list whose order leaves rows equal may give these in another order each time:
	// it goes on before all of them, and knows by Seen which not to give again.
	Seen []int64
}

// seenKey begins the ids in a cursor, which are joined by dots.
const seenKey = ",seen="

// Cursor writes the position; the window's times are kept to the second.
func (p Position) Cursor() frontdesk.Cursor {
	c := OffsetCursor(p.Offset)
	if !p.Window.isZero() {
		c = encode(windowKeys, p.From.Unix(), p.Till.Unix(), p.Offset)
	}
	if len(p.Seen) == 0 {
		return c
	}
	text := append([]byte(c), seenKey...)
	for i, id := range p.Seen {
		if i > 0 {
			text = append(text, '.')
		}
		text = strconv.AppendInt(text, id, 10)
	}
	return frontdesk.Cursor(text)
}

// ParsePosition reads a cursor of [Position] or [OffsetCursor], with times in
// UTC; the empty cursor is the zero Position. Any other cursor is an error of
// Kind Invalid for the field Resume.
func ParsePosition(c frontdesk.Cursor) (Position, error) {
	place, list, found := strings.Cut(string(c), seenKey)
	seen, ok := parseSeen(list)
	if ok != found {
		return Position{}, notOfThisList(c)
	}
	at := frontdesk.Cursor(place)
	if v, ok := decode(windowKeys, at); ok && v[0] <= v[1] && v[2] >= 0 {
		w := Window{From: time.Unix(v[0], 0).UTC(), Till: time.Unix(v[1], 0).UTC()}
		return Position{Window: w, Offset: v[2], Seen: seen}, nil
	}
	offset, err := ParseOffset(at)
	if at == "" && found {
		err = notOfThisList(c)
	}
	return Position{Offset: offset, Seen: seen}, err
}

// parseSeen reads a list of ids, each in the one spelling that Cursor has for it.
func parseSeen(list string) (seen []int64, ok bool) {
	for text := range strings.SplitSeq(list, ".") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || strconv.FormatInt(id, 10) != text || len(seen) > 0 && id <= seen[len(seen)-1] {
			return nil, false
		}
		seen = append(seen, id)
	}
	return seen, true
}

// leavesWindow reports whether next stands in another date window than c.
func leavesWindow(c, next frontdesk.Cursor) bool {
	there, err := ParsePosition(next)
	if err != nil || there.Window.isZero() {
		return false
	}
	here, err := ParsePosition(c)
	return err != nil || here.Window != there.Window
}

// startsWindow reports whether a cursor stands at the beginning of a date
// window, where the rules about the page before do not reach.
func startsWindow(c frontdesk.Cursor) bool {
	p, err := ParsePosition(c)
	return err == nil && !p.Window.isZero() && p.Offset == 0 && len(p.Seen) == 0
}

func parseOne(keys []string, c frontdesk.Cursor) (int64, error) {
	if c == "" {
		return 0, nil
	}
	v, ok := decode(keys, c)
	if !ok || v[0] < 0 {
		return 0, notOfThisList(c)
	}
	return v[0], nil
}

func encode(keys []string, values ...int64) frontdesk.Cursor {
	var b strings.Builder
	b.WriteString(cursorPrefix)
	for i, key := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(key)
		b.WriteByte('=')
		b.WriteString(strconv.FormatInt(values[i], 10))
	}
	return frontdesk.Cursor(b.String())
}

// decode reads exactly what encode writes: the same keys in the same order, and
// numbers in the one spelling that encode has for them.
func decode(keys []string, c frontdesk.Cursor) ([]int64, bool) {
	rest, ok := strings.CutPrefix(string(c), cursorPrefix)
	if !ok || strings.Count(rest, ",") != len(keys)-1 {
		return nil, false
	}
	values := make([]int64, 0, len(keys))
	i := 0
	for pair := range strings.SplitSeq(rest, ",") {
		key, text, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseInt(text, 10, 64)
		if key != keys[i] || err != nil || n > maxPosition || n < -maxPosition {
			return nil, false
		}
		values = append(values, n)
		i++
	}
	return values, encode(keys, values...) == c
}

func notOfThisList(c frontdesk.Cursor) error {
	return invalidResume("not a cursor of this list: " + quoteShort(c))
}

func invalidResume(message string) error {
	return &frontdesk.Error{Kind: frontdesk.KindInvalid, Field: "Resume", Message: message}
}

func quoteShort(c frontdesk.Cursor) string {
	const most = 60
	if len(c) > most {
		return fmt.Sprintf("%q…", string(c[:most]))
	}
	return strconv.Quote(string(c))
}
