package paging

import (
	"context"
	"errors"
	"iter"

	"github.com/frontdesk-go/frontdesk"
)

// RowReader reads one streamed page.
type RowReader[T any] interface {
	// Next returns the next row; ok is false at the end of the rows or on an error.
	Next() (row T, ok bool, err error)
	// End is called once after the last row. It reads what follows the rows and
	// returns the cursor of the next page, empty if this was the last.
	End() (next frontdesk.Cursor, err error)
	// Position is the place behind the last row that Next returned, from which the
	// page can be opened again; before the first, where the page began. It is called
	// after Close too.
	Position() frontdesk.Cursor
	// Close ends the page, read to its end or not. It is called exactly once.
	Close() error
}

// Digester may be implemented by a [RowReader] whose rows have no key. Digest is
// called after End and returns a hash of the bytes of all rows, if they were seen;
// two pages in a row with the same number of rows and the same digest end the list.
// A page of a list that tells its total gives none: rows may be equal, and the total
// ends the list.
type Digester interface {
	Digest() (sum uint64, ok bool)
}

// RowsConfig says how [Rows] reads a list.
type RowsConfig[T any] struct {
	// Call names the operation in errors made here.
	Call
	// Open asks for the page at a cursor and returns when its rows begin. It has
	// its own retries: an error of Open is final. Required.
	Open func(ctx context.Context, cursor frontdesk.Cursor) (RowReader[T], error)
	// Resumable reports whether a page that broke off with err after its rows had
	// begun may be asked for again, and is called once for each such break, so
	// that it may charge a retry budget; nil is never.
	Resumable func(err error) bool
	// Key is the identity of a row; nil if rows have none.
	Key func(*T) Key
	// Position is that of [PagesConfig].
	Position func(frontdesk.Cursor)
}

// maxResumes is how many resumes in a row may bring no new row.
const maxResumes = 3

// Rows iterates over the rows of streamed pages from start on, each row as it
// arrives. A page that breaks off is asked for again from the row after the last
// that came; three such resumes in a row without a new row end the iteration with
// the error. The promises are in the package comment. The Next of an error is the
// row after the last one yielded.
//
// Without a [Key] or a [Digester], a page that repeats the last one is not
// recognised; such a list ends by its total, a short page or the largest offset.
func Rows[T any](ctx context.Context, start frontdesk.Cursor, cfg RowsConfig[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		w := &rowWalk[T]{ctx: ctx, cfg: cfg, yield: yield, memory: newMemory(cfg.Key)}
		w.run(start)
	}
}

// rowWalk is one range over a list read as streams.
type rowWalk[T any] struct {
	ctx    context.Context
	cfg    RowsConfig[T]
	yield  func(T, error) bool
	memory *memory[T]

	// cursor is where the current page began, reader the latest piece of it, nil
	// before the first; rows is how many of its rows are done with (yielded or
	// dropped), and fresh how many were yielded.
	cursor frontdesk.Cursor
	reader RowReader[T]
	rows   int
	fresh  int

	digest, lastDigest pageDigest

	// row is the current one, here so that taking its key does not allocate.
	row T
}

// pageDigest is what is known of a page without keys; known only if it was read
// in one piece by a Digester.
type pageDigest struct {
	known bool
	rows  int
	sum   uint64
}

// errStopped ends the walk after the caller's break; it is never yielded.
var errStopped = errors.New("paging: stopped by the caller")

func (w *rowWalk[T]) run(start frontdesk.Cursor) {
	guard := newLoopGuard(start)
	w.cursor = start
	for {
		next, got, err := w.page()
		switch {
		case err == errStopped:
			return
		case err != nil:
			var zero T
			position := w.position()
			w.record(position)
			w.yield(zero, w.cfg.failedAt(err, position))
			return
		}
		next, ok := follows(w.cursor, next, got)
		if !ok || guard.repeats(next) || !w.turn(next) {
			w.record("")
			return
		}
		w.cursor, w.reader, w.rows, w.fresh = next, nil, 0, 0
	}
}

// position is the row after the last one that is done with.
func (w *rowWalk[T]) position() frontdesk.Cursor {
	if w.reader == nil {
		return w.cursor
	}
	return w.reader.Position()
}

func (w *rowWalk[T]) record(c frontdesk.Cursor) {
	if w.cfg.Position != nil {
		w.cfg.Position(c)
	}
}

// page reads the page at the cursor to its end, in as many pieces as it takes.
// It returns the next page's cursor and the number of rows of the last piece.
func (w *rowWalk[T]) page() (frontdesk.Cursor, int, error) {
	var cut error
	for resumes := 0; ; resumes++ {
		done, fresh := w.rows, w.fresh
		reader, err := w.open()
		if cut != nil && errors.Is(err, frontdesk.ErrPagingLimit) {
			// The page itself was within the limit; the cut is what went wrong.
			err = cut
		}
		if err != nil {
			return "", 0, err
		}
		w.reader = reader
		next, err := w.piece(reader, cut != nil)
		if err == nil || err == errStopped {
			return next, w.rows - done, err
		}
		if w.fresh > fresh {
			resumes = 0
		}
		if final := w.final(err, resumes); final != nil {
			return "", 0, final
		}
		cut = err
		w.memory.cut()
	}
}

func (w *rowWalk[T]) open() (RowReader[T], error) {
	if err := w.cfg.contextError(w.ctx); err != nil {
		return nil, err
	}
	return w.cfg.Open(w.ctx, w.position())
}

// final returns the error that ends the iteration after a page broke off with
// err, or nil if the page is to be resumed.
func (w *rowWalk[T]) final(err error, resumes int) error {
	if done := w.ctx.Err(); done != nil && !errors.Is(err, done) {
		// A body that its context closed looks like one that was cut.
		return w.cfg.contextError(w.ctx)
	}
	if resumes < maxResumes && w.ctx.Err() == nil && w.cfg.Resumable != nil && w.cfg.Resumable(err) {
		return nil
	}
	return err
}

// piece yields the rows of one stream.
func (w *rowWalk[T]) piece(reader RowReader[T], resumed bool) (frontdesk.Cursor, error) {
	// Deferred: break and a panic in the loop body close the body too.
	defer reader.Close()
	rows := 0
	for {
		// Before the row is taken: the position must not be behind one that is not
		// yielded.
		if err := w.cfg.contextError(w.ctx); err != nil {
			return "", err
		}
		row, ok, err := reader.Next()
		if err != nil {
			return "", err
		}
		if !ok {
			break
		}
		rows++
		if !w.deliver(row) {
			return "", errStopped
		}
	}
	next, err := reader.End()
	w.digest = pageDigest{}
	if d, ok := reader.(Digester); ok && err == nil && !resumed {
		sum, known := d.Digest()
		w.digest = pageDigest{known: known, rows: rows, sum: sum}
	}
	return next, err
}

// deliver yields a row unless the last page had it; it returns whether the walk goes
// on.
func (w *rowWalk[T]) deliver(row T) (alive bool) {
	w.row = row
	w.rows++
	if w.memory.seen(&w.row) {
		return true
	}
	w.fresh++
	if w.cfg.Position != nil {
		w.cfg.Position(w.position())
	}
	return w.yield(row, nil)
}

// turn makes the page the last one; it returns false if the page brought nothing
// new and so ends the list.
func (w *rowWalk[T]) turn(next frontdesk.Cursor) bool {
	if startsWindow(next) {
		w.memory.forget()
		w.lastDigest = pageDigest{}
		return true
	}
	repeats := w.digest.known && w.digest == w.lastDigest
	if repeats || w.fresh == 0 && !leavesWindow(w.cursor, next) {
		return false
	}
	w.memory.turn()
	w.lastDigest = w.digest
	return true
}
