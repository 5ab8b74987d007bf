package paging

import (
	"context"
	"iter"
	"reflect"

	"github.com/frontdesk-go/frontdesk"
)

// PagesConfig says how [Pages] reads a list. Its functions are called from one
// range at a time; with Prefetch, Fetch also from other goroutines at once.
type PagesConfig[T any] struct {
	// Call names the operation in errors made here.
	Call
	// Fetch reads the page at a cursor, which is the start given to Pages or the
	// Next of a page. Required.
	Fetch func(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[T], error)
	// Key is the identity of a row; nil if rows have none. Without it, a page that
	// repeats the last one is recognised by equal rows, unless the caller changed
	// what they point to or the page tells a total: rows may be equal, and the total
	// ends the list.
	Key func(*T) Key
	// Advance returns the cursor that stands rows rows after that of a page:
	// [AdvanceOffset] or [AdvancePage]. Nil if there is none:
	// positions are then those of pages.
	Advance func(cursor frontdesk.Cursor, rows int) frontdesk.Cursor
	// Position, if not nil, is given the place to resume from before each row and
	// each error is yielded, and the empty cursor at the end.
	Position func(frontdesk.Cursor)
	// Prefetch is how many pages are fetched ahead while the caller works on the
	// current one; at most 64 are.
	Prefetch int
	// Ahead, if cursors can be computed, returns those of up to n pages after page
	// in their order, beginning with page.Next and none past a known end; they are
	// then fetched at once rather than one after the other. See [OffsetAhead].
	Ahead func(page *frontdesk.Page[T], n int) []frontdesk.Cursor
}

// Pages iterates over the rows of all pages from start on, an empty cursor being
// the beginning. The promises are in the package comment. The Next of an error is
// the row after the last one yielded, or without Advance the page in progress.
func Pages[T any](ctx context.Context, start frontdesk.Cursor, cfg PagesConfig[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		w := &pageWalk[T]{
			ctx:    ctx,
			cfg:    cfg,
			yield:  yield,
			fetch:  cfg.Fetch,
			memory: newMemory(cfg.Key),
		}
		if cfg.Prefetch > 0 {
			p := newPrefetcher(cfg)
			// Deferred: a panic in the loop body must not leave requests behind.
			defer p.stop()
			w.fetch = p.fetch
		}
		w.run(start)
	}
}

// pageWalk is one range over a list read in whole pages.
type pageWalk[T any] struct {
	ctx    context.Context
	cfg    PagesConfig[T]
	yield  func(T, error) bool
	fetch  func(context.Context, frontdesk.Cursor) (*frontdesk.Page[T], error)
	memory *memory[T]
	// last are the rows of the page before, kept only if rows have no key.
	last []T

	// cursor is the page in progress, rows how many of its rows are done with:
	// yielded, dropped, or in front of the place where the range began.
	cursor frontdesk.Cursor
	rows   int
	// idle tells that the page brought no row that was not on the last one.
	idle bool
}

func (w *pageWalk[T]) run(start frontdesk.Cursor) {
	w.cursor, w.rows = splitRow(start)
	guard := newLoopGuard(w.cursor)
	for {
		page, err := w.read()
		if err != nil {
			w.fail(err)
			return
		}
		if page == nil || w.repeats(page) {
			break
		}
		if !w.deliver(page) {
			return
		}
		next, ok := nextOf(w.cursor, page)
		if !ok || guard.repeats(next) || !w.turn(page.Items, next) {
			break
		}
		w.cursor, w.rows = next, 0
	}
	w.record("")
}

// position is the row after the last one that is done with.
func (w *pageWalk[T]) position() frontdesk.Cursor {
	if w.rows == 0 || w.cfg.Advance == nil {
		return w.cursor
	}
	return w.cfg.Advance(w.cursor, w.rows)
}

func (w *pageWalk[T]) record(c frontdesk.Cursor) {
	if w.cfg.Position != nil {
		w.cfg.Position(c)
	}
}

func (w *pageWalk[T]) read() (*frontdesk.Page[T], error) {
	if err := w.cfg.contextError(w.ctx); err != nil {
		return nil, err
	}
	return w.fetch(w.ctx, w.cursor)
}

// deliver yields the rows that the last page did not have; it returns whether the
// walk goes on.
func (w *pageWalk[T]) deliver(page *frontdesk.Page[T]) (alive bool) {
	w.idle = w.rows == 0
	done := w.rows
	for i := range page.Items {
		if dropped := w.memory.seen(&page.Items[i]); i < done {
			continue
		} else if dropped {
			w.rows++
			continue
		}
		if err := w.cfg.contextError(w.ctx); err != nil {
			w.fail(err)
			return false
		}
		w.rows++
		w.idle = false
		if w.cfg.Position != nil {
			w.record(w.positionIn(page))
		}
		if !w.yield(page.Items[i], nil) {
			return false
		}
	}
	return true
}

// positionIn is the position within a page whose next one is known.
func (w *pageWalk[T]) positionIn(page *frontdesk.Page[T]) frontdesk.Cursor {
	if w.rows == len(page.Items) && page.HasMore && page.Next != "" {
		return page.Next
	}
	return w.position()
}

// turn makes the page the last one; it returns false if the page brought nothing
// new and so ends the list.
func (w *pageWalk[T]) turn(items []T, next frontdesk.Cursor) bool {
	if startsWindow(next) {
		w.memory.forget()
		w.last = nil
		return true
	}
	if w.idle && !leavesWindow(w.cursor, next) {
		return false
	}
	w.memory.turn()
	if w.cfg.Key == nil {
		w.last = items
	}
	return true
}

// repeats reports whether a page without keys equals the last one where nothing else
// would end the list.
func (w *pageWalk[T]) repeats(page *frontdesk.Page[T]) bool {
	if _, told := page.Total.Get(); told || !page.HasMore || leavesWindow(w.cursor, page.Next) {
		return false
	}
	return len(page.Items) > 0 && len(page.Items) == len(w.last) && reflect.DeepEqual(page.Items, w.last)
}

func (w *pageWalk[T]) fail(err error) {
	var zero T
	position := w.position()
	w.record(position)
	w.yield(zero, w.cfg.failedAt(err, position))
}

// nextOf returns the cursor that follows the page read at cursor, and whether
// there is one. An empty page ends the list, or only its date window.
func nextOf[T any](cursor frontdesk.Cursor, page *frontdesk.Page[T]) (frontdesk.Cursor, bool) {
	if page == nil || !page.HasMore {
		return "", false
	}
	return follows(cursor, page.Next, len(page.Items))
}

func follows(cursor, next frontdesk.Cursor, rows int) (frontdesk.Cursor, bool) {
	if next == "" || next == cursor {
		return "", false
	}
	return next, rows > 0 || leavesWindow(cursor, next)
}
