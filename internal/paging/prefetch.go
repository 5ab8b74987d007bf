package paging

import (
	"context"
	"runtime"

	"github.com/frontdesk-go/frontdesk"
)

// maxPrefetch bounds the goroutines and pages of one iterator.
const maxPrefetch = 64

// Prefetch returns a function that fetches the pages of a list in their order, for
// an iterator that walks them itself, and sets off up to cfg.Prefetch of those after
// each; stop cancels and joins what is under way, and has to be called at the end.
// Fetch, Prefetch and Ahead of cfg count. Neither function may be called from several
// goroutines at once.
func Prefetch[T any](cfg PagesConfig[T]) (fetch func(context.Context, frontdesk.Cursor) (*frontdesk.Page[T], error), stop func()) {
	p := newPrefetcher(cfg)
	return p.fetch, p.stop
}

// prefetcher fetches pages before they are asked for. It only ever guesses: the
// walk follows the Next of each page, and a fetch that was made for another
// cursor is cancelled and joined.
type prefetcher[T any] struct {
	cfg   PagesConfig[T]
	depth int
	// ahead are the fetches under way or done, in the order of the pages after the
	// current one. Only the walk's goroutine touches it.
	ahead []*fetching[T]
}

func newPrefetcher[T any](cfg PagesConfig[T]) *prefetcher[T] {
	return &prefetcher[T]{cfg: cfg, depth: min(cfg.Prefetch, maxPrefetch)}
}

// fetching is one page on its way. What its goroutine writes is read after done
// is closed.
type fetching[T any] struct {
	cancel context.CancelFunc
	// done is nil if the page was fetched by the range's own goroutine.
	done chan struct{}

	// cursor is known from the start if it was computed, else once the page before
	// is there.
	cursor frontdesk.Cursor
	page   *frontdesk.Page[T]
	err    error

	// aborted tells that Fetch did not return: it panicked with panicked, or, if
	// that is nil, ended its goroutine.
	aborted  bool
	panicked any
}

// fetch returns the page at cursor and sets off the ones after it.
func (p *prefetcher[T]) fetch(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[T], error) {
	current := p.take(ctx, cursor)
	// The page that follows is known from this one, or not at all.
	if _, ok := nextOf(cursor, current.page); !ok || current.err != nil {
		p.stop()
		return current.page, current.err
	}
	if p.cfg.Ahead != nil {
		p.spread(ctx, p.cfg.Ahead(current.page, p.depth))
	} else {
		p.chain(ctx, current)
	}
	return current.page, nil
}

// stop cancels and joins all that is under way. What it would have brought,
// errors and panics included, nobody waits for any more.
func (p *prefetcher[T]) stop() { p.discard(0) }

func (p *prefetcher[T]) discard(from int) {
	for _, f := range p.ahead[from:] {
		f.cancel()
	}
	for _, f := range p.ahead[from:] {
		<-f.done
	}
	clear(p.ahead[from:])
	p.ahead = p.ahead[:from]
}

// take returns the finished fetch of the page at cursor.
func (p *prefetcher[T]) take(ctx context.Context, cursor frontdesk.Cursor) *fetching[T] {
	if len(p.ahead) > 0 {
		head := p.ahead[0]
		<-head.done
		if head.cursor == cursor {
			p.ahead = append(p.ahead[:0], p.ahead[1:]...)
			return head.result()
		}
		p.discard(0)
	}
	page, err := p.cfg.Fetch(ctx, cursor)
	return &fetching[T]{cursor: cursor, page: page, err: err}
}

// result passes a panic or Goexit in Fetch on to the goroutine of the range,
// where it would have happened without prefetching.
func (f *fetching[T]) result() *fetching[T] {
	if f.aborted {
		if f.panicked != nil {
			panic(f.panicked)
		}
		runtime.Goexit()
	}
	return f
}

// chain sets off fetches each of which waits for the one before and takes its
// cursor from there.
func (p *prefetcher[T]) chain(ctx context.Context, current *fetching[T]) {
	before := current
	if n := len(p.ahead); n > 0 {
		before = p.ahead[n-1]
	}
	for len(p.ahead) < p.depth {
		before = p.follow(ctx, before)
		p.ahead = append(p.ahead, before)
	}
}

func (p *prefetcher[T]) follow(ctx context.Context, before *fetching[T]) *fetching[T] {
	return start(ctx, "", func(ctx context.Context, f *fetching[T]) {
		if before.done != nil {
			<-before.done
		}
		next, ok := nextOf(before.cursor, before.page)
		if !ok || before.err != nil || ctx.Err() != nil {
			return
		}
		f.cursor = next
		f.page, f.err = p.cfg.Fetch(ctx, next)
	})
}

// spread sets off fetches for the pages at cursors, keeping those under way that
// agree with them.
func (p *prefetcher[T]) spread(ctx context.Context, cursors []frontdesk.Cursor) {
	cursors = cursors[:min(len(cursors), p.depth)]
	kept := 0
	for kept < len(p.ahead) && kept < len(cursors) && p.ahead[kept].cursor == cursors[kept] {
		kept++
	}
	p.discard(kept)
	for _, cursor := range cursors[kept:] {
		f := start(ctx, cursor, func(ctx context.Context, f *fetching[T]) {
			f.page, f.err = p.cfg.Fetch(ctx, cursor)
		})
		p.ahead = append(p.ahead, f)
	}
}

func start[T any](ctx context.Context, cursor frontdesk.Cursor, work func(context.Context, *fetching[T])) *fetching[T] {
	ctx, cancel := context.WithCancel(ctx)
	f := &fetching[T]{cancel: cancel, done: make(chan struct{}), cursor: cursor, aborted: true}
	go func() {
		defer close(f.done)
		defer cancel()
		defer func() {
			if f.aborted {
				f.panicked = recover()
			}
		}()
		work(ctx, f)
		f.aborted = false
	}()
	return f
}
