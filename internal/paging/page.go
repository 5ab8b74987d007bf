package paging

import "github.com/frontdesk-go/frontdesk"

// OffsetPage makes the Page of a list that is paged by offset and limit.
// With a total, more follows until it is reached, also after a page shorter than
// asked (the vendor's own limit may be lower); without one, or with one below what was
// read, which is wrong, more follows a full page. Nothing follows an empty page.
func OffsetPage[T any](items []T, offset int64, limit int, total frontdesk.Opt[int]) *frontdesk.Page[T] {
	page := newPage(items, total)
	next := offset + int64(len(items))
	if more(len(items), next, limit, total) {
		page.HasMore, page.Next = true, OffsetCursor(next)
	}
	return page
}

// NumberedPage makes the Page of a list that is paged by page number, counted
// from 0, in pages of size rows; more follows by the rules of [OffsetPage], but
// a page shorter than size is the last whatever the total says, since the rows of
// the next one begin at a multiple of size.
func NumberedPage[T any](items []T, number int64, size int, total frontdesk.Opt[int]) *frontdesk.Page[T] {
	page := newPage(items, total)
	read := number*int64(size) + int64(len(items))
	if len(items) >= size && more(len(items), read, size, total) {
		page.HasMore, page.Next = true, PageCursor(number+1)
	}
	return page
}

// OffsetAhead is the Ahead of a list that is paged by [OffsetPage]: with a total
// it names up to n pages at once, else the next one.
func OffsetAhead[T any](page *frontdesk.Page[T], n int) []frontdesk.Cursor {
	if !page.HasMore || n <= 0 {
		return nil
	}
	next, err := ParseOffset(page.Next)
	total, known := page.Total.Get()
	step := int64(len(page.Items))
	if err != nil || !known || step == 0 || next >= int64(total) {
		return []frontdesk.Cursor{page.Next}
	}
	var cursors []frontdesk.Cursor
	for ; n > 0 && next < int64(total); n, next = n-1, next+step {
		cursors = append(cursors, OffsetCursor(next))
	}
	return cursors
}

func newPage[T any](items []T, total frontdesk.Opt[int]) *frontdesk.Page[T] {
	if items == nil {
		items = []T{}
	}
	return &frontdesk.Page[T]{Items: items, Total: total}
}

// more reports whether rows follow a page that held got rows of the limit asked
// and ended before row number next.
func more(got int, next int64, limit int, total frontdesk.Opt[int]) bool {
	if got == 0 {
		return false
	}
	if t, ok := total.Get(); ok && next <= int64(t) {
		return next < int64(t)
	}
	return got >= limit
}
