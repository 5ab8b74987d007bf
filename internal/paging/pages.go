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
	// what they point to.
	Key func(*T) Key
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
// the page that failed or was in progress.
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
}

func (w *pageWalk[T]) run(cursor frontdesk.Cursor) {
	guard := newLoopGuard(cursor)
	for {
		page, err := w.read(cursor)
		if err != nil {
			w.fail(err, cursor)
			return
		}
		if page == nil || w.repeats(page.Items) {
			return
		}
		fresh, alive := w.deliver(page.Items, cursor)
		if !alive {
			return
		}
		next, ok := nextOf(cursor, page)
		if !ok || guard.repeats(next) {
			return
		}
		if !w.turn(page.Items, fresh, next) {
			return
		}
		cursor = next
	}
}

func (w *pageWalk[T]) read(cursor frontdesk.Cursor) (*frontdesk.Page[T], error) {
	if err := w.cfg.contextError(w.ctx); err != nil {
		return nil, err
	}
	return w.fetch(w.ctx, cursor)
}

// deliver yields the rows that the last page did not have; it returns how many
// they were and whether the walk goes on.
func (w *pageWalk[T]) deliver(items []T, cursor frontdesk.Cursor) (fresh int, alive bool) {
	for i := range items {
		if w.memory.seen(&items[i]) {
			continue
		}
		if err := w.cfg.contextError(w.ctx); err != nil {
			w.fail(err, cursor)
			return fresh, false
		}
		fresh++
		if !w.yield(items[i], nil) {
			return fresh, false
		}
	}
	return fresh, true
}

// turn makes the page the last one; it returns false if the page brought nothing
// new and so ends the list.
func (w *pageWalk[T]) turn(items []T, fresh int, next frontdesk.Cursor) bool {
	if startsWindow(next) {
		w.memory.forget()
		w.last = nil
		return true
	}
	if fresh == 0 {
		return false
	}
	w.memory.turn()
	if w.cfg.Key == nil {
		w.last = items
	}
	return true
}

// repeats reports whether a page without keys equals the last one.
func (w *pageWalk[T]) repeats(items []T) bool {
	return len(items) > 0 && len(items) == len(w.last) && reflect.DeepEqual(items, w.last)
}

func (w *pageWalk[T]) fail(err error, cursor frontdesk.Cursor) {
	var zero T
	w.yield(zero, w.cfg.failedAt(err, cursor))
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
	return next, rows > 0 || startsWindow(next)
}
