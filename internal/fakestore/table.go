package fakestore

import (
	"slices"
	"strconv"
	"sync"
)

// Table holds values by key, in the order in which they came. It is safe for
// concurrent use. The values are handed out as they are: what they refer to
// (maps, slices, pointers) must not be changed in place, but replaced with
// [Table.Update].
type Table[K comparable, V any] struct {
	newKey func(n int64) K

	mu   sync.RWMutex
	last int64 // keys made so far
	rows map[K]V
	keys []K
}

// New returns an empty table whose keys are made by newKey from 1, 2, 3, …
func New[K comparable, V any](newKey func(n int64) K) *Table[K, V] {
	return &Table[K, V]{newKey: newKey, rows: make(map[K]V)}
}

// Numbered makes the keys first, first+1, …
func Numbered(first int64) func(int64) int64 {
	return func(n int64) int64 { return first + n - 1 }
}

// Prefixed makes keys of text: prefix and 1, 2, …
func Prefixed(prefix string) func(int64) string {
	return func(n int64) string { return prefix + strconv.FormatInt(n, 10) }
}

// Add makes the next key that is free, stores the value that build returns for
// it, and returns both. build must not use the table.
func (t *Table[K, V]) Add(build func(key K) V) (K, V) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		t.last++
		key := t.newKey(t.last)
		if _, taken := t.rows[key]; taken {
			continue
		}
		value := build(key)
		t.put(key, value)
		return key, value
	}
}

// Put stores value under key, in the place of what was there before, or at the
// end.
func (t *Table[K, V]) Put(key K, value V) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.put(key, value)
}

func (t *Table[K, V]) put(key K, value V) {
	if _, ok := t.rows[key]; !ok {
		t.keys = append(t.keys, key)
	}
	t.rows[key] = value
}

// Get returns the value of key.
func (t *Table[K, V]) Get(key K) (V, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	value, ok := t.rows[key]
	return value, ok
}

// Update replaces the value of key by what change makes of it, at once for all
// others, and returns the new value; false if there is none. change must not
// use the table.
func (t *Table[K, V]) Update(key K, change func(V) V) (V, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	value, ok := t.rows[key]
	if ok {
		value = change(value)
		t.rows[key] = value
	}
	return value, ok
}

// Delete removes key and returns whether it was there. A key that Add made is
// not made again.
func (t *Table[K, V]) Delete(key K) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.rows[key]; !ok {
		return false
	}
	delete(t.rows, key)
	i := slices.Index(t.keys, key)
	t.keys = slices.Delete(t.keys, i, i+1)
	return true
}

// All returns the values in order.
func (t *Table[K, V]) All() []V {
	return t.Where(func(V) bool { return true })
}

// Where returns the values for which keep is true, in order. keep must not
// change the table.
func (t *Table[K, V]) Where(keep func(V) bool) []V {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var values []V
	for _, key := range t.keys {
		if value := t.rows[key]; keep(value) {
			values = append(values, value)
		}
	}
	return values
}

// Len returns the number of values.
func (t *Table[K, V]) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.keys)
}
