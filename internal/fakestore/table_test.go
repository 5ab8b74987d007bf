package fakestore_test

import (
	"sync"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
	"github.com/stretchr/testify/assert"
)

type note struct {
	ID   int64
	Text string
}

func TestTable_KeepsTheOrderOfInsertion(t *testing.T) {
	table := fakestore.New[int64, note](fakestore.Numbered(100))
	add := func(text string) int64 {
		id, stored := table.Add(func(id int64) note { return note{id, text} })
		assert.Equal(t, note{id, text}, stored)
		return id
	}
	assert.EqualValues(t, 100, add("a"))
	assert.EqualValues(t, 101, add("b"))
	table.Put(103, note{103, "fixed"})
	assert.EqualValues(t, 102, add("c"))
	assert.EqualValues(t, 104, add("d"), "a taken key is passed over")

	table.Put(101, note{101, "B"})
	changed, ok := table.Update(100, func(n note) note { n.Text += "!"; return n })
	assert.True(t, ok)
	assert.Equal(t, note{100, "a!"}, changed)
	assert.True(t, table.Delete(104))
	assert.EqualValues(t, 105, add("e"), "a deleted key does not come back")

	assert.Equal(t, []note{{100, "a!"}, {101, "B"}, {103, "fixed"}, {102, "c"}, {105, "e"}}, table.All())
	assert.Equal(t, []note{{103, "fixed"}, {105, "e"}}, table.Where(func(n note) bool { return n.ID > 102 }))
	assert.Equal(t, 5, table.Len())
	got, ok := table.Get(102)
	assert.True(t, ok)
	assert.Equal(t, "c", got.Text)
}

func TestTable_MissingKeys(t *testing.T) {
	table := fakestore.New[string, note](fakestore.Prefixed("conv"))
	key, _ := table.Add(func(string) note { return note{} })
	assert.Equal(t, "conv1", key)
	_, ok := table.Get("other")
	assert.False(t, ok)
	_, ok = table.Update("other", func(note) note { t.Error("there is nothing to change"); return note{} })
	assert.False(t, ok)
	assert.False(t, table.Delete("other"))
	assert.Nil(t, fakestore.New[string, note](fakestore.Prefixed("")).All())
}

func TestTable_IsSafeForConcurrentUse(t *testing.T) {
	const workers, each = 8, 200
	table := fakestore.New[int64, note](fakestore.Numbered(1))
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for range each {
				id, _ := table.Add(func(id int64) note { return note{ID: id} })
				table.Update(id, func(n note) note { n.Text = "seen"; return n })
				_ = table.Where(func(n note) bool { return n.ID == id })
				if id%2 == 0 {
					table.Delete(id)
				}
			}
		})
	}
	group.Wait()
	assert.Equal(t, workers*each/2, table.Len())
	for _, n := range table.All() {
		assert.Equal(t, "seen", n.Text)
	}
}
