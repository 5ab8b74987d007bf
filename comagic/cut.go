package comagic

import (
	"context"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

// The vendor's offsets reach the first 110,000 rows of a window. Where a window has
// more, the rest is read in a window of its own, cut out of the first:
//
//   - The rows come in the order of their time, so what was read is the beginning of
//     the window, up to and into the second t of the last row.
//   - The rest begins at t, with an offset for the rows of that second that were read
//     already. How many they are follows from the number of rows before t, for which
//     the vendor is asked (one request for each 110,000 rows), or the rows themselves
//     are known by their ids (see progress).
//   - Newest first, the same holds with the ends exchanged.
//
// No row is lost or comes twice, and a position is a window and an
// offset as ever, so that cursors need no other form. It takes a list that has dates
// and is sorted by the time by which they cut it, as iterators do unless the caller
// sorts by another column first. All other lists end with [frontdesk.ErrPagingLimit],
// and so does a single second with more rows than offsets reach.

// next returns the position after a request whose rows have been read: the rest of its
// window, the next window, or empty at the end.
func (q *query) next(ctx context.Context, read *progress, total frontdesk.Opt[int]) (frontdesk.Cursor, error) {
	p := read.part
	read.forgetCut()
	at := paging.Position{Window: p.pos.Window, Offset: p.offset}
	next := q.plan.After(at, read.count, p.limit, total)
	at.Offset += int64(read.count)
	if next != at.Cursor() {
		return next, nil
	}
	behind := read.position()
	if q.plan.MaxOffset <= 0 || behind.Offset < q.plan.MaxOffset {
		return behind.Cursor(), nil
	}
	if rest, ok := q.cutBehind(read); ok {
		return rest.Cursor(), nil
	}
	if p.offset < q.plan.MaxOffset {
		return behind.Cursor(), nil
	}
	// Rows are left, and no offset reaches them.
	_, counted := total.Get()
	after, ok, err := q.cut(ctx, at, read.last, counted)
	switch {
	case err != nil:
		return "", err
	case ok:
		return after.Cursor(), nil
	case read.fresh == 0:
		return "", paging.CheckOffset(at.Offset, q.plan.MaxOffset)
	}
	// The rows that were read come first, then the error.
	q.changing.Lock()
	defer q.changing.Unlock()
	q.unreachable = behind.Cursor()
	return q.unreachable, nil
}

// cutsByID reports whether the rows of the last second are known by their ids wherever
// a window is cut, so that nothing needs to be counted.
func (q *query) cutsByID() bool { return q.page.from != nil && q.byTime() && q.ties() }

// cutBehind returns the position of the last second that was read in a window of its
// own, which the ids of its rows allow wherever they are all known.
func (q *query) cutBehind(read *progress) (rest paging.Position, ok bool) {
	rest = paging.Position{Window: read.part.pos.Window, Seen: slices.Clone(read.run.seen)}
	if !q.cutsByID() || !read.run.whole || len(rest.Seen) == 0 {
		return rest, false
	}
	second, ok := inWindow(rest.Window, read.last)
	if !ok {
		return rest, false
	}
	if q.plan.backwards {
		rest.Till = second
	} else {
		rest.From = second
	}
	return rest, true
}

// inWindow is the second of a row's time, if it is one of the window's: else it is not
// the time by which the window is cut.
func inWindow(w paging.Window, last frontdesk.Opt[time.Time]) (second time.Time, ok bool) {
	at, ok := last.Get()
	if !ok || w.From.IsZero() {
		return second, false
	}
	second = wholeSecond(at).In(w.From.Location())
	return second, !second.Before(w.From) && !second.After(w.Till)
}

// cut returns the position of the row at which the window of at goes on, at being
// behind the last row that was read; ok is false if that cannot be told by its time.
func (q *query) cut(ctx context.Context, at paging.Position, last frontdesk.Opt[time.Time], counted bool) (rest paging.Position, ok bool, err error) {
	second, timed := inWindow(at.Window, last)
	if !timed || !counted || !q.byTime() {
		return at, false, nil
	}
	done := at.Window // the part that was read to its end
	rest = at
	if q.plan.backwards {
		done.From, rest.Till = second.Add(time.Second), second
	} else {
		done.Till, rest.From = second.Add(-time.Second), second
	}
	if rest.From.Equal(at.From) && rest.Till.Equal(at.Till) {
		return q.cutAfter(ctx, at, second)
	}
	before, err := q.countIn(ctx, done)
	rest.Offset = max(at.Offset-int64(before), 0)
	return rest, true, err
}

// cutAfter is cut where all rows that were read are of one second: the window goes on
// behind it, if they are all of that second's.
func (q *query) cutAfter(ctx context.Context, at paging.Position, second time.Time) (rest paging.Position, ok bool, err error) {
	rest.Window = at.Window
	if q.plan.backwards {
		rest.Till = second.Add(-time.Second)
	} else {
		rest.From = second.Add(time.Second)
	}
	if rest.Till.Before(rest.From) {
		return at, false, nil
	}
	n, err := q.countIn(ctx, paging.Window{From: second, Till: second})
	return rest, int64(n) <= at.Offset, err
}

// countIn returns the number of rows in a window.
func (q *query) countIn(ctx context.Context, window paging.Window) (int, error) {
	q.changing.Lock()
	req, err := q.request(window, 0, 1)
	q.changing.Unlock()
	if err != nil {
		return 0, err
	}
	return q.total(ctx, req)
}

// byTime reports whether the rows come in the order of the time by which windows are
// cut.
func (q *query) byTime() bool {
	return q.list.timeField != "" && q.page.sort != nil && len(*q.page.sort) > 0 && (*q.page.sort)[0].Field == q.list.timeField
}
