package comagic

import (
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

// plan lays a list out over date windows, the oldest first, or backwards for a
// list that the caller sorts by its time, the newest first.
type plan struct {
	paging.Plan
	backwards bool
}

// At returns the position that a cursor names; the empty cursor is the beginning.
func (p plan) At(cursor frontdesk.Cursor) (paging.Position, error) {
	pos, err := p.Plan.At(cursor)
	if err != nil || cursor != "" || !p.backwards || p.From.IsZero() {
		return pos, err
	}
	return paging.Position{Window: p.WindowTill(p.Till)}, nil
}

// After returns the cursor that follows a page read at pos: the rest of its window,
// then the next window, which is an earlier one if the plan is read backwards.
func (p plan) After(pos paging.Position, rows, limit int, total frontdesk.Opt[int]) frontdesk.Cursor {
	if !p.backwards || p.From.IsZero() {
		return p.Plan.After(pos, rows, limit, total)
	}
	window := p.Plan
	window.Till = pos.Till // nothing follows it
	if next := window.After(pos, rows, limit, total); next != "" {
		return next
	}
	till := pos.From.Add(-time.Second)
	if till.Before(wholeSecond(p.From)) {
		return ""
	}
	return paging.Position{Window: p.WindowTill(till)}.Cursor()
}

// several reports whether the range of dates takes more than one window.
func (p plan) several() bool {
	first, err := p.Plan.At("")
	return err == nil && !p.From.IsZero() && first.Till.Before(wholeSecond(p.Till))
}

func wholeSecond(t time.Time) time.Time { return time.Unix(t.Unix(), 0).In(t.Location()) }
