package paging

import (
	"fmt"
	"iter"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// Window is a range of dates, inclusive at both ends, to the second.
type Window struct {
	From, Till time.Time
}

func (w Window) isZero() bool { return w.From.IsZero() && w.Till.IsZero() }

// Windows splits the range from…till, inclusive at both ends, into consecutive
// windows that hold at most longest each, in forward order: every second of the
// range is in exactly one. Fractions of a second are cut off, since the vendor's
// times have none. A longest of 0 or less means one window; a range that ends
// before it begins has none.
//
// A window is at most longest on the clock of from's zone too, so that a vendor
// that subtracts local times over a change of the clocks finds it no longer.
func Windows(from, till time.Time, longest time.Duration) iter.Seq[Window] {
	plan := Plan{From: from, Till: till, MaxWindow: longest}
	return func(yield func(Window) bool) {
		w, ok := plan.windowFrom(from)
		for ok && yield(w) {
			w, ok = plan.windowFrom(w.Till.Add(time.Second))
		}
	}
}

// windowFrom is the longest window of the plan that begins with from; there is none
// past its range.
func (p Plan) windowFrom(from time.Time) (Window, bool) {
	from = wholeSecond(from)
	w := Window{From: from, Till: wholeSecond(p.Till).In(from.Location())}
	if w.Till.Before(from) {
		return Window{}, false
	}
	if p.MaxWindow > 0 {
		w.Till = earlier(w.Till, from.Add(windowSpan(from, p.MaxWindow)))
	}
	if p.MaxMonths > 0 {
		w.Till = earlier(w.Till, addMonths(from, p.MaxMonths).Add(-time.Second))
	}
	return w, true
}

// WindowTill is the longest window of the plan that ends with till and does not begin
// before its range does.
func (p Plan) WindowTill(till time.Time) Window {
	till = wholeSecond(till).In(p.From.Location())
	w := Window{From: wholeSecond(p.From), Till: till}
	if p.MaxWindow > 0 {
		w.From = later(w.From, windowBegin(till, p.MaxWindow))
	}
	if p.MaxMonths > 0 {
		end := till.Add(time.Second)
		begin := addMonths(end, -p.MaxMonths)
		if addMonths(begin, p.MaxMonths).Before(end) {
			// From the 28th of February three months reach to the 28th of May, not
			// to its 31st: the first day of which they do is the next month's.
			year, month, _ := begin.Date()
			begin = time.Date(year, month+1, 1, 0, 0, 0, 0, begin.Location())
		}
		w.From = later(w.From, begin)
	}
	return w
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// addMonths is t so many months later on its clock. Where that month has no such day
// it is the last one, as databases count, and not a day of the month after, as
// [time.Time.AddDate] does.
func addMonths(t time.Time, months int) time.Time {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	last := time.Date(year, month+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return time.Date(year, month+time.Month(months), min(day, last), hour, minute, second, 0, t.Location())
}

// windowSpan is how far after from a window's last second is.
func windowSpan(from time.Time, longest time.Duration) time.Duration {
	span := max(longest.Truncate(time.Second), time.Second) - time.Second
	excess := onClock(from.Add(span)).Sub(onClock(from)) - span
	if excess > 0 && excess <= span {
		span -= excess
	}
	return span
}

// windowBegin is the earliest second from which a window that ends with till is no
// longer than longest, on the clock of its zone neither.
func windowBegin(till time.Time, longest time.Duration) time.Time {
	span := max(longest.Truncate(time.Second), time.Second) - time.Second
	begin := till.Add(-span)
	if excess := onClock(till).Sub(onClock(begin)) - span; excess > 0 && excess <= span {
		begin = begin.Add(excess)
	}
	return begin
}

// onClock reads t's local date and time as if there were no zones.
func onClock(t time.Time) time.Time {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return time.Date(year, month, day, hour, minute, second, 0, time.UTC)
}

// wholeSecond cuts the fraction off, downwards, and with it the monotonic clock.
func wholeSecond(t time.Time) time.Time {
	return time.Unix(t.Unix(), 0).In(t.Location())
}

// Plan lays a list out over date windows and, within a window, over offsets. The
// zero times mean a list without dates, which is one window.
type Plan struct {
	// From and Till are the range asked for, inclusive at both ends.
	From, Till time.Time
	// MaxWindow is the longest range that the vendor takes in one request; 0 is
	// any.
	MaxWindow time.Duration
	// MaxMonths bounds a window by the calendar too, which is shorter than 90 days
	// where February is among three months; 0 does not.
	MaxMonths int
	// MaxOffset is the largest offset that the vendor takes; 0 is any.
	MaxOffset int64
	// LastPage is how many rows a request at MaxOffset returns at most. Positions
	// among them are reached by such a request and by dropping the rows in front;
	// see [Plan.Ask]. With 0 there are none.
	LastPage int
}

// At returns the position that a cursor names, with times in the zone of From;
// the empty cursor is the beginning. A cursor of another list or of another range
// of dates, and a range that ends before it begins, are errors of Kind Invalid; an
// offset past the rows that offsets reach is one of Kind PagingLimit.
func (p Plan) At(cursor frontdesk.Cursor) (Position, error) {
	if cursor == "" {
		return p.start()
	}
	pos, err := ParsePosition(cursor)
	if err != nil {
		return Position{}, err
	}
	if pos.Window.isZero() != p.undated() {
		return Position{}, invalidResume("the cursor belongs to another list: " + quoteShort(cursor))
	}
	if !p.undated() {
		if pos.From.Before(wholeSecond(p.From)) || pos.Till.After(p.Till) {
			return Position{}, invalidResume("the cursor belongs to another range of dates: " + quoteShort(cursor))
		}
		pos.From, pos.Till = pos.From.In(p.From.Location()), pos.Till.In(p.From.Location())
	}
	if pos.Offset <= p.MaxOffset+int64(p.LastPage) {
		return pos, nil
	}
	return pos, CheckOffset(pos.Offset, p.MaxOffset)
}

func (p Plan) start() (Position, error) {
	if p.undated() {
		return Position{}, nil
	}
	w, ok := p.windowFrom(p.From)
	if !ok {
		return Position{}, &frontdesk.Error{
			Kind: frontdesk.KindInvalid,
			Message: fmt.Sprintf("the range of dates ends (%s) before it begins (%s)",
				p.Till.Format(time.DateTime), p.From.Format(time.DateTime)),
		}
	}
	return Position{Window: w}, nil
}

// After returns the cursor that follows a page of rows rows read at pos with the
// given limit: the rest of the window, by the rules of [OffsetPage], then the next
// window; empty at the end of the last one.
func (p Plan) After(pos Position, rows, limit int, total frontdesk.Opt[int]) frontdesk.Cursor {
	next := pos.Offset + int64(rows)
	if more(rows, next, limit, total) {
		return Position{Window: pos.Window, Offset: next}.Cursor()
	}
	if p.undated() {
		return ""
	}
	w, ok := p.windowFrom(pos.Till.Add(time.Second))
	if !ok {
		return ""
	}
	return Position{Window: w}.Cursor()
}

// Limit returns how many rows to ask for at pos: limit, or fewer so that the next
// page begins at MaxOffset exactly. What can be reached does then not depend on
// where a page was cut or resumed.
func (p Plan) Limit(pos Position, limit int) int {
	left := p.MaxOffset - pos.Offset
	// With no more than that, only rows of pos.Seen might come.
	if left > int64(len(pos.Seen)) && left < int64(limit) {
		return int(left)
	}
	return limit
}

// Ask returns the request for limit rows from pos on: its offset, the number of rows
// to ask for, and how many in front to drop, for a position past MaxOffset.
func (p Plan) Ask(pos Position, limit int) (offset int64, ask, skip int) {
	if p.MaxOffset <= 0 || pos.Offset <= p.MaxOffset {
		return pos.Offset, p.Limit(pos, limit), 0
	}
	skip = int(pos.Offset - p.MaxOffset)
	return p.MaxOffset, min(skip+limit, p.LastPage), skip
}

func (p Plan) undated() bool { return p.From.IsZero() && p.Till.IsZero() }
