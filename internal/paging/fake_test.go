package paging

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/stretchr/testify/require"
)

// list is a vendor's list of numbers, served by offset and limit.
type list struct {
	limit   int
	total   bool          // tell the total
	latency time.Duration // of each page, on the virtual clock

	mu       sync.Mutex
	data     []int64
	asked    []frontdesk.Cursor
	inFlight int
	peak     int
	// before runs in front of each answer with the number of the request, from 1;
	// an error is the answer.
	before func(l *list, request int) error
}

func numbers(n int) []int64 {
	data := make([]int64, n)
	for i := range data {
		data[i] = int64(i + 1)
	}
	return data
}

func intKey(v *int64) Key { return IntKey(*v) }

var call = Call{Vendor: "acme", Operation: "rows.list", Class: frontdesk.ClassSafe}

func (l *list) fetch(ctx context.Context, c frontdesk.Cursor) (*frontdesk.Page[int64], error) {
	l.mu.Lock()
	l.asked = append(l.asked, c)
	request := len(l.asked)
	l.inFlight++
	l.peak = max(l.peak, l.inFlight)
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		l.inFlight--
		l.mu.Unlock()
	}()
	if l.latency > 0 {
		select {
		case <-time.After(l.latency):
		case <-ctx.Done():
			return nil, &frontdesk.Error{Kind: frontdesk.KindCanceled, Err: ctx.Err()}
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.before != nil {
		if err := l.before(l, request); err != nil {
			return nil, err
		}
	}
	offset, err := ParseOffset(c)
	if err != nil {
		return nil, err
	}
	from := min(int(offset), len(l.data))
	items := slices.Clone(l.data[from:min(from+l.limit, len(l.data))])
	var total frontdesk.Opt[int]
	if l.total {
		total = frontdesk.Some(len(l.data))
	}
	return OffsetPage(items, offset, l.limit, total), nil
}

func (l *list) requests() []frontdesk.Cursor {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.asked)
}

func (l *list) config() PagesConfig[int64] {
	return PagesConfig[int64]{Call: call, Fetch: l.fetch, Key: intKey}
}

// failure returns err as the *frontdesk.Error that it must be.
func failure(t *testing.T, err error) *frontdesk.Error {
	t.Helper()
	require.Error(t, err)
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%T is no *frontdesk.Error", err)
	return e
}

// drain collects, and checks that an error is yielded once and last.
func drain[T any](t *testing.T, seq iter.Seq2[T, error]) (items []T, failed error) {
	t.Helper()
	for item, err := range seq {
		require.NoError(t, failed, "something was yielded after an error")
		if err != nil {
			failed = err
			continue
		}
		items = append(items, item)
	}
	return items, failed
}

func offsets(ns ...int64) []frontdesk.Cursor {
	var cursors []frontdesk.Cursor
	for _, n := range ns {
		if n == 0 {
			cursors = append(cursors, "")
			continue
		}
		cursors = append(cursors, OffsetCursor(n))
	}
	return cursors
}
