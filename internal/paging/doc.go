// Package paging is the loop behind every All method: it turns a vendor's pages
// into one iterator of rows.
//
// [Pages] reads whole pages and can fetch ahead; [Rows] yields the rows of a
// streamed page as they arrive and resumes a page that was cut. Both keep the
// same promises:
//
//   - Nothing is sent before the first pull, and each range starts anew.
//   - An error is yielded once and ends the iteration. It is a *frontdesk.Error
//     whose Next resumes where it failed; an error given by a callback is copied,
//     never changed.
//   - break, a panic in the loop body and the stop of iter.Pull end it: nothing
//     more is sent, and what is in flight is cancelled and joined before the
//     range returns.
//   - Who asks for positions is given one before each row: from there the rows go on
//     after it. The Next of an error is the same place, and the end has none.
//   - The context is checked before each row and each page.
//   - It ends at a page that says so, at an empty page, at a page that brings
//     nothing but rows of the page before, and at a cursor that does not advance
//     or was there before. Rows without a key are compared only in a list without
//     a total.
//
// Data may change while it is read, and the vendors page by offset. Rows that move
// to a later page because others were added come again: they are dropped if they
// have a key and it was among the last page's. Rows that move to an earlier page
// because others were removed are missed; so are the rest of the rows if a whole
// page of rows is added between two requests, since the next page then equals the
// last.
//
// The positions are opaque to users and made here: [OffsetCursor], [PageCursor], a
// place in a page ([AdvancePage]), and [Position] for lists that [Plan] lays out
// over date windows.
package paging
