package wire

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
)

func TestReadAllCapped(t *testing.T) {
	body := strings.Repeat("x", 5000)
	for _, hint := range []int64{-1, 0, 10, 5000, 1 << 40} {
		b, err := ReadAllCapped(iotest.OneByteReader(strings.NewReader(body)), hint, 5000)
		assert.NoError(t, err)
		assert.Equal(t, body, string(b.Bytes()), hint)
		assert.LessOrEqual(t, cap(b.Bytes()), maxPooled, "a false announcement allocates little")
		PutBuffer(b)

		b, err = ReadAllCapped(strings.NewReader(body+"y"), hint, 5000)
		assert.ErrorIs(t, err, ErrTooLarge)
		assert.Equal(t, body, string(b.Bytes()), "the part below the cap is there")
		PutBuffer(b)
	}
	b, err := ReadAllCapped(iotest.DataErrReader(strings.NewReader("")), 0, 0)
	assert.NoError(t, err)
	assert.Zero(t, b.Len())
	PutBuffer(b)

	broken := errors.New("reset")
	b, err = ReadAllCapped(io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken)), -1, 100)
	assert.ErrorIs(t, err, broken)
	assert.Equal(t, "abc", string(b.Bytes()))
	PutBuffer(b)
	PutBuffer(nil)
}

func TestPutBuffer_DropsLargeOnes(t *testing.T) {
	big := &Buffer{b: make([]byte, 0, maxPooled+1)}
	PutBuffer(big)
	for range 100 {
		assert.NotSame(t, big, GetBuffer())
	}
}

func TestPoisonBuffers(t *testing.T) {
	restore := PoisonBuffers()
	b := GetBuffer()
	_, _ = b.Write([]byte("secret"))
	kept := b.Bytes()
	PutBuffer(b)
	assert.Equal(t, bytes.Repeat([]byte{0xFF}, 6), kept)
	restore()
	b = &Buffer{}
	b.Set(append(b.Bytes()[:0], "kept"...))
	kept = b.Bytes()
	PutBuffer(b)
	assert.Equal(t, "kept", string(kept))
}
