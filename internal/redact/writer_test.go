package redact

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWriter_WrittenInPiecesIsAsWrittenWhole cuts texts with every form at every two places.
func TestWriter_WrittenInPiecesIsAsWrittenWhole(t *testing.T) {
	for _, key := range []string{plainKey, oddKey, "aaaa", "Dawn"} {
		r := New(key, "aab")
		for name, encode := range encodings {
			text := []byte("k" + encode(key) + "awn aaa" + encode(key))
			want := string(r.Bytes(text))
			for first := range text {
				for _, second := range []int{first, first + 1, (first + len(text)) / 2, len(text)} {
					var out bytes.Buffer
					w := r.Writer(&out)
					for _, piece := range [][]byte{text[:first], text[first:second], text[second:]} {
						n, err := w.Write(piece)
						require.NoError(t, err)
						require.Equal(t, len(piece), n)
					}
					require.NoError(t, w.Flush())
					require.Equal(t, want, out.String(), "%s cut at %d and %d", name, first, second)
				}
			}
		}
	}
}

func TestWriter_ByteByByte(t *testing.T) {
	r := New(plainKey, oddKey)
	for name, encode := range encodings {
		text := "a" + encode(oddKey) + encode(plainKey) + "k3"
		var out bytes.Buffer
		w := r.Writer(&out)
		for i := range len(text) {
			_, err := w.Write([]byte(text[i : i+1]))
			require.NoError(t, err)
		}
		require.NoError(t, w.Flush())
		assert.Equal(t, r.String(text), out.String(), name)
	}
}

func TestWriter_HoldsBackOnlyWhatMayBeginASecret(t *testing.T) {
	var out bytes.Buffer
	w := New("secret").Writer(&out)
	write := func(s, want string) {
		t.Helper()
		_, err := io.WriteString(w, s)
		require.NoError(t, err)
		assert.Equal(t, want, out.String())
	}
	write("line\n", "line\n")
	write("x sec", "line\nx ")
	write("ond", "line\nx second")
	write(" secret", "line\nx second REDACTED")
	write("s", "line\nx second REDACTED")
	require.NoError(t, w.Flush())
	assert.Equal(t, "line\nx second REDACTEDs", out.String())
	require.NoError(t, w.Flush())
}

func TestWriter_SecretAddedLater(t *testing.T) {
	r := New()
	var out bytes.Buffer
	w := r.Writer(&out)
	_, _ = io.WriteString(w, "token-1 ")
	r.Add("token-1")
	_, _ = io.WriteString(w, "token-1 ")
	assert.Equal(t, "token-1 REDACTED ", out.String())
}

type brokenWriter struct {
	n   int
	err error
}

func (w brokenWriter) Write([]byte) (int, error) { return w.n, w.err }

func TestWriter_ErrorsOfTheDestination(t *testing.T) {
	broken := errors.New("disk full")
	n, err := New(plainKey).Writer(brokenWriter{0, broken}).Write([]byte("text"))
	assert.Zero(t, n)
	assert.ErrorIs(t, err, broken)
	_, err = New(plainKey).Writer(brokenWriter{1, nil}).Write([]byte("text"))
	assert.ErrorIs(t, err, io.ErrShortWrite)
}
