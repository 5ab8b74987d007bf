package paging

import "github.com/frontdesk-go/frontdesk"

// Key is the identity of a row within its list. The zero Key means that the row
// has none: it is never taken for another row.
type Key struct {
	number int64
	text   string
}

// IntKey is the key of a row with a numeric id; 0 is no identity.
func IntKey(id int64) Key { return Key{number: id} }

// TextKey is the key of a row with a textual id; "" is no identity.
func TextKey(id string) Key { return Key{text: id} }

// Int returns the id of a row that has a numeric one.
func (k Key) Int() (id int64, ok bool) { return k.number, k.number != 0 }

// maxPageRows is the largest page of any vendor. More keys than this are
// remembered only for the time of one page.
const maxPageRows = 10_000

// memory holds the keys of the last page and of the current one, so that a row
// that comes again is recognised. Its size is bounded by the size of a page.
type memory[T any] struct {
	key     func(*T) Key
	last    map[Key]struct{}
	current map[Key]struct{}
	// before holds what the current page gave before it was cut.
	before map[Key]struct{}
}

func newMemory[T any](key func(*T) Key) *memory[T] {
	m := &memory[T]{key: key}
	if key != nil {
		m.last = make(map[Key]struct{})
		m.current = make(map[Key]struct{})
		m.before = make(map[Key]struct{})
	}
	return m
}

// seen notes the row and reports whether the last page, or the current one
// before it was cut, had it. Equal keys within one page are the vendor's choice
// and stay.
func (m *memory[T]) seen(row *T) bool {
	if m.key == nil {
		return false
	}
	k := m.key(row)
	if k == (Key{}) {
		return false
	}
	m.current[k] = struct{}{}
	if _, ok := m.last[k]; ok {
		return true
	}
	_, ok := m.before[k]
	return ok
}

// cut is called when the current page broke off and is about to be resumed.
func (m *memory[T]) cut() {
	if len(m.before) > maxPageRows {
		// A page resumed over and over grows without end: forget the one before.
		m.last, m.before = m.before, m.last
		clear(m.before)
	}
	for k := range m.current {
		m.before[k] = struct{}{}
	}
	clear(m.current)
}

// turn is called at the end of a page: it becomes the last one.
func (m *memory[T]) turn() {
	for k := range m.before {
		m.current[k] = struct{}{}
	}
	m.last, m.current = m.current, m.last
	clear(m.before)
	clear(m.current)
}

// forget is called before the first page of a date window: windows share no
// second, so that a key that comes again there is another row.
func (m *memory[T]) forget() {
	clear(m.last)
	clear(m.current)
	clear(m.before)
}

// loopGuard notices a cursor that was there before, with one cursor of memory: it
// compares with one that it replaces after 1, 2, 4, 8, … steps (Brent's method).
type loopGuard struct {
	anchor      frontdesk.Cursor
	steps, span int
}

func newLoopGuard(start frontdesk.Cursor) *loopGuard {
	return &loopGuard{anchor: start, span: 1}
}

// repeats reports whether the walk has come around to a cursor it had.
func (g *loopGuard) repeats(next frontdesk.Cursor) bool {
	if next == g.anchor {
		return true
	}
	g.steps++
	if g.steps == g.span {
		g.anchor, g.steps, g.span = next, 0, g.span*2
	}
	return false
}
