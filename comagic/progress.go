package comagic

import (
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/paging"
)

// The reports on calls, chats and their like have an order by time only, to the
// second: their id is no column to sort by. In which order the rows of one second come
// is then the vendor's business, and may change from one request to the next. Between
// two pages, and where a page is resumed, such a list therefore goes on before the
// rows of the last second, and leaves out those that it has given by their ids, which
// are part of the position. It loses no row and repeats none, as long as the rows have
// ids, no more than mostSeen rows of one second are done with, and the position itself
// tells of the rows of its second; else it goes on by their number.

// mostSeen bounds the ids in a position, of which each may have ten digits.
const mostSeen = 1000

// progress is how far the rows of one request have been read.
type progress struct {
	query *query
	part  part
	count int // of rows, also of those not wanted
	// fresh counts those that were wanted.
	fresh int
	last  frontdesk.Opt[time.Time] // the last row's time
	// ties tells that rows of one second have no order, run what is known of those of
	// the last one.
	ties bool
	run  run
}

// run is rows of one second, or of no time, up to the last row that was read.
type run struct {
	begun  bool
	second time.Time
	start  int     // place of the first one in the request
	seen   []int64 // ids in rising order; none if not all can be told
	// whole tells that seen are all of that second which are done with.
	whole bool
}

func newProgress(q *query, p part) *progress {
	return &progress{query: q, part: p, ties: q.ties()}
}

// ties reports whether rows that are equal in the order have ids by which they can be
// known again.
func (q *query) ties() bool {
	l := q.list
	return l.key != nil && l.timeOf != nil && len(l.tieFields) == 0 && q.sortedBy(l.sortField)
}

func (q *query) sortedBy(field string) bool {
	return q.page.sort != nil && slices.ContainsFunc(*q.page.sort, func(s Sort) bool { return s.Field == field })
}

// mostSeen leaves room for new rows in each page.
func (q *query) mostSeen() int { return min(mostSeen, q.list.limits.maxLimit/2) }

// wants reports whether the next row of the request is one of those wanted.
func (r *progress) wants(row any) bool {
	if r.count < r.part.skip {
		return false
	}
	if len(r.part.pos.Seen) == 0 {
		return true
	}
	id, ok := r.query.list.key(row).Int()
	_, seen := slices.BinarySearch(r.part.pos.Seen, id)
	return !ok || !seen
}

// add notes the next row of the request, and reports whether it is wanted.
func (r *progress) add(row any) (wanted bool) {
	wanted = r.wants(row)
	if wanted {
		r.fresh++
	}
	if r.query.list.timeOf != nil {
		r.last = r.query.list.timeOf(row)
	}
	if r.ties && r.count >= r.part.skip {
		r.follow(row)
	}
	r.count++
	return wanted
}

// follow adds the next row to the run, or begins another.
func (r *progress) follow(row any) {
	i := r.count
	id, known := r.query.list.key(row).Int()
	second, _ := r.last.Get()
	switch {
	case !known:
		r.run = run{}
		return
	case i == r.part.skip:
		// The rows in front of the first one may be of its second too.
		seen := r.part.pos.Seen
		r.run = run{begun: true, second: second, start: i, seen: slices.Clone(seen), whole: len(seen) > 0 || r.part.pos.Offset == 0}
	case !r.run.begun || !second.Equal(r.run.second):
		r.run = run{begun: true, second: second, start: i, seen: r.run.seen[:0], whole: r.run.begun}
	case len(r.run.seen) == 0:
		return // too many to be told
	}
	at, found := slices.BinarySearch(r.run.seen, id)
	if !found {
		r.run.seen = slices.Insert(r.run.seen, at, id)
	}
	if len(r.run.seen) > r.query.mostSeen() {
		r.run.seen = nil
	}
}

// forgetCut gives the ids of the last second up, at the end of a request, where the
// server returns no more rows at once than they are: asked from before them, it would
// return them alone.
func (r *progress) forgetCut() {
	if r.count < r.part.limit && len(r.run.seen) >= r.count {
		r.run = run{}
	}
}

// position is the place behind the rows that were read.
func (r *progress) position() paging.Position {
	at := r.part.pos
	if r.count <= r.part.skip {
		return at
	}
	at.Offset, at.Seen = r.part.offset+int64(r.count), nil
	if r.run.whole && len(r.run.seen) > 0 {
		at.Offset, at.Seen = r.part.offset+int64(r.run.start), slices.Clone(r.run.seen)
	}
	return at
}

// total is the number of all rows that a reply tells, unless more of them were read: a
// wrong total ends nothing.
func (r *progress) total(meta *Metadata) frontdesk.Opt[int] {
	if n, ok := meta.TotalItems.Get(); ok && int64(n) < r.part.offset+int64(r.count) {
		return frontdesk.Opt[int]{}
	}
	return meta.TotalItems
}
