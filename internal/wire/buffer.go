package wire

import (
	"io"
	"sync"
	"sync/atomic"
)

// maxPooled is the largest buffer, in bytes, that goes back to the pool. One
// huge reply must not pin its memory for the life of the process.
const maxPooled = 1 << 20

// Buffer is a reusable byte slice from the pool.
type Buffer struct{ b []byte }

var (
	pool   = sync.Pool{New: func() any { return new(Buffer) }}
	poison atomic.Bool
)

// GetBuffer returns an empty buffer.
func GetBuffer() *Buffer {
	b := pool.Get().(*Buffer)
	b.b = b.b[:0]
	return b
}

// PutBuffer gives a buffer back; nil is allowed. Neither it nor what aliases
// its bytes may be used after that.
func PutBuffer(b *Buffer) {
	if b == nil {
		return
	}
	if poison.Load() {
		full := b.b[:cap(b.b)]
		for i := range full {
			full[i] = 0xFF
		}
	}
	if cap(b.b) <= maxPooled {
		pool.Put(b)
	}
}

// PoisonBuffers makes PutBuffer overwrite returned buffers with 0xFF, so that
// a test sees bytes that were kept without a copy. It returns a function that
// restores the previous state.
func PoisonBuffers() (restore func()) {
	was := poison.Swap(true)
	return func() { poison.Store(was) }
}

// Bytes returns the contents, valid until PutBuffer.
func (b *Buffer) Bytes() []byte { return b.b }

// Len returns the number of bytes.
func (b *Buffer) Len() int { return len(b.b) }

// Set replaces the contents by the result of an append function that began
// with b.Bytes()[:0].
func (b *Buffer) Set(p []byte) { b.b = p }

// Write appends p. It never fails.
func (b *Buffer) Write(p []byte) (int, error) {
	b.b = append(b.b, p...)
	return len(p), nil
}

// ReadAllCapped reads r to its end into a pooled buffer. Hint is the announced
// length in bytes, or -1. Beyond max bytes it stops with ErrTooLarge. With any
// error the buffer holds what was read before it; the caller puts it back in
// every case.
func ReadAllCapped(r io.Reader, hint, max int64) (*Buffer, error) {
	b := GetBuffer()
	// One byte more than announced lets the final read see the end; a false
	// announcement costs no more than a pooled buffer may hold.
	want := min(hint, max, maxPooled-1) + 1
	if hint < 0 {
		want = 512
	}
	if int64(cap(b.b)) < want {
		b.b = make([]byte, 0, want)
	}
	for {
		if len(b.b) == cap(b.b) {
			b.b = append(b.b, 0)[:len(b.b)]
		}
		n, err := r.Read(b.b[len(b.b):cap(b.b)])
		b.b = b.b[:len(b.b)+n]
		if int64(len(b.b)) > max {
			b.b = b.b[:max]
			return b, ErrTooLarge
		}
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}
