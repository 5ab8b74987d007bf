package paging

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMemory_IsBoundedHoweverOftenAPageIsCut(t *testing.T) {
	m := newMemory(intKey)
	for v := int64(1); v < 20*maxPageRows; v++ {
		m.seen(&v)
		if v%100 == 0 {
			m.cut()
			require.LessOrEqual(t, len(m.last)+len(m.current)+len(m.before), 2*maxPageRows+200)
		}
	}
}

func TestMemory_KnowsTheLastPageWholeHoweverItWasCut(t *testing.T) {
	m := newMemory(intKey)
	seen := func(v int64) bool { return m.seen(&v) }
	for _, row := range []int64{1, 2} {
		assert.False(t, seen(row))
	}
	m.cut()
	assert.True(t, seen(2), "before the cut")
	assert.False(t, seen(3))
	m.turn()
	for _, row := range []int64{1, 2, 3} {
		assert.True(t, seen(row), "%d was on the last page", row)
	}
	assert.False(t, seen(4))
	m.turn()
	m.turn()
	for _, row := range []int64{1, 2, 3, 4} {
		assert.False(t, seen(row), "%d is two pages back", row)
	}
	m.cut()
	m.forget()
	assert.False(t, seen(1), "another window")
	m.forget()
	m.turn()
	assert.False(t, seen(1), "another window")
}
