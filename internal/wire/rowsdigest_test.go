package wire

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// digestOf reads all rows of a reply and returns their digest.
func digestOf(t testing.TB, r io.Reader) uint64 {
	t.Helper()
	rows, _, err := OpenRows(r, 0)
	require.NoError(t, err)
	require.NotNil(t, rows)
	_, ok := rows.Digest()
	require.False(t, ok, "nobody asked for it")
	rows.KeepDigest()
	rows.KeepDigest() // once is enough
	codec := lenientCodec()
	for {
		var p point
		if ok, err = rows.Next(codec, &p); !ok {
			require.NoError(t, err)
			sum, known := rows.Digest()
			require.True(t, known)
			return sum
		}
	}
}

func TestRows_DigestIsThatOfTheRowsAlone(t *testing.T) {
	page := func(rows ...string) string {
		return `{"jsonrpc":"2.0","result":{"data":[` + strings.Join(rows, ",") + `],"metadata":{"total_items":2}},"id":1}`
	}
	want := digestOf(t, strings.NewReader(page(`{"x":1}`, `{"x":2}`)))
	for name, r := range map[string]io.Reader{
		"the same":        strings.NewReader(page(`{"x":1}`, `{"x":2}`)),
		"byte by byte":    iotest.OneByteReader(strings.NewReader(page(`{"x":1}`, `{"x":2}`))),
		"in halves":       iotest.HalfReader(strings.NewReader(page(`{"x":1}`, `{"x":2}`))),
		"other metadata":  strings.NewReader(`{"result":{"data":[{"x":1},{"x":2}],"metadata":{"total_items":20000}}}`),
		"metadata before": strings.NewReader(`{"result":{"metadata":{"a":[1]},"data":[{"x":1},{"x":2}]},"error":null}`),
	} {
		assert.Equal(t, want, digestOf(t, r), name)
	}
	for name, rows := range map[string][]string{
		"another row":    {`{"x":1}`, `{"x":3}`},
		"another order":  {`{"x":2}`, `{"x":1}`},
		"one more":       {`{"x":1}`, `{"x":2}`, `{"x":2}`},
		"one less":       {`{"x":1}`},
		"none":           {},
		"an unread part": {`{"x":1}`, `{"x":2,"unknown":1}`},
	} {
		assert.NotEqual(t, want, digestOf(t, strings.NewReader(page(rows...))), name)
	}
}

func TestRows_DigestHoldsNoPage(t *testing.T) {
	row := `{"x":1,"name":"` + strings.Repeat("a", 1000) + `"},`
	body := `{"result":{"data":[` + strings.Repeat(row, 5000) + `{"x":2}],"metadata":{}}}`
	rows, _, err := OpenRows(strings.NewReader(body), 0)
	require.NoError(t, err)
	rows.KeepDigest()
	codec := lenientCodec()
	for {
		var p point
		ok, err := rows.Next(codec, &p)
		require.NoError(t, err)
		if !ok {
			break
		}
		require.Less(t, rows.src.digest.ahead.Cap(), 1<<18)
	}
	assert.Equal(t, 5001, rows.Count())
}

// BenchmarkRowsDigest says what a digest costs.
func BenchmarkRowsDigest(b *testing.B) {
	var body strings.Builder
	body.WriteString(`{"result":{"data":[`)
	for i := range 10_000 {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"x":%d,"name":"row %d of a report, with a text of some length and a number behind it","y":%d}`, i, i, i*7)
	}
	body.WriteString(`],"metadata":{"total_items":10000}}}`)
	codec := lenientCodec()
	for _, digest := range []bool{false, true} {
		b.Run(fmt.Sprintf("digest=%v", digest), func(b *testing.B) {
			b.SetBytes(int64(body.Len()))
			b.ReportAllocs()
			for b.Loop() {
				rows, _, err := OpenRows(strings.NewReader(body.String()), 0)
				if err != nil {
					b.Fatal(err)
				}
				if digest {
					rows.KeepDigest()
				}
				for {
					var p point
					ok, err := rows.Next(codec, &p)
					if err != nil {
						b.Fatal(err)
					}
					if !ok {
						break
					}
				}
			}
		})
	}
}
