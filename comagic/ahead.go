package comagic

import (
	"context"
	"hash/fnv"
	"reflect"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

// ahead returns an opener of pages that are fetched whole, some before they are asked
// for. Stop cancels and joins what is under way.
func (q *query) ahead() (open opener, stop func()) {
	q.limit = min(q.limit, prefetchLimit)
	cfg := paging.PagesConfig[*fetched]{Prefetch: q.core().Prefetch(q.set), Fetch: q.fetchAhead}
	if !q.ties() {
		// Where rows of one second are known by their ids only, the page before has
		// to tell where the next one begins.
		cfg.Ahead = q.cursorsAhead
	}
	fetch, stop := paging.Prefetch(cfg)
	return func(ctx context.Context, cursor frontdesk.Cursor, _ bool) (paging.RowReader[any], error) {
		page, err := fetch(ctx, cursor)
		if err != nil {
			return nil, err
		}
		return page.Items[0].reader(q), nil
	}, stop
}

// fetched is a page that was fetched ahead.
type fetched struct {
	part part
	rows any // a pointer to a slice
	next frontdesk.Cursor
	meta *Metadata
}

// fetchAhead reads a page as the one item of what it returns.
func (q *query) fetchAhead(ctx context.Context, cursor frontdesk.Cursor) (*frontdesk.Page[*fetched], error) {
	req, p, err := q.at(cursor)
	if err != nil {
		return nil, err
	}
	f := &fetched{part: p, rows: q.list.newRows()}
	if f.meta, err = q.fetchRows(ctx, req, f.rows); err != nil {
		return nil, err
	}
	q.note(f.meta)
	all := f.reader(q)
	for more := true; more; {
		_, more, _ = all.Next()
	}
	total := all.total(f.meta)
	if f.next, err = q.next(ctx, all.progress, total); err != nil {
		return nil, err
	}
	return &frontdesk.Page[*fetched]{Items: []*fetched{f}, Total: total, Next: f.next, HasMore: f.next != ""}, nil
}

// cursorsAhead names up to n pages after one, as far as the window's total tells.
func (q *query) cursorsAhead(page *frontdesk.Page[*fetched], n int) []frontdesk.Cursor {
	if !page.HasMore || n <= 0 {
		return nil
	}
	cursors := []frontdesk.Cursor{page.Next}
	rows, known := page.Total.Get()
	pos, err := q.plan.At(page.Next)
	if !known || err != nil || pos.Offset == 0 || page.Items[0].part.offset >= q.plan.MaxOffset {
		return cursors // what follows is counted in another window
	}
	for len(cursors) < n {
		pos.Offset += int64(q.limit)
		if pos.Offset >= int64(rows) || pos.Offset > q.plan.MaxOffset {
			break
		}
		cursors = append(cursors, pos.Cursor())
	}
	return cursors
}

func (f *fetched) reader(q *query) *aheadReader {
	return &aheadReader{
		pageReader: pageReader{progress: newProgress(q, f.part), rows: reflect.ValueOf(f.rows).Elem(), meta: f.meta},
		next:       f.next,
	}
}

// aheadReader reads a page whose end is known.
type aheadReader struct {
	pageReader
	next frontdesk.Cursor
}

func (r *aheadReader) End() (frontdesk.Cursor, error) { return r.next, nil }

// Digest tells pages of rows without keys apart, as a stream's does by its bytes: here
// by the rows as they would be written.
func (r *aheadReader) Digest() (sum uint64, ok bool) {
	if _, told := r.total(r.meta).Get(); told || r.query.list.key != nil {
		return 0, false
	}
	text, err := r.query.client.codec.Marshal(r.rows.Addr().Interface())
	hash := fnv.New64a()
	_, _ = hash.Write(text) // a hash does not fail
	return hash.Sum64(), err == nil
}
