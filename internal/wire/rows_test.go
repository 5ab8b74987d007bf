package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func collect(t testing.TB, r io.Reader) (*Rows, []point, error) {
	t.Helper()
	rows, _, err := OpenRows(r, 0)
	require.NoError(t, err)
	require.NotNil(t, rows)
	codec := lenientCodec()
	var all []point
	for {
		var p point
		ok, err := rows.Next(codec, &p)
		if !ok {
			again, err2 := rows.Next(codec, &p)
			assert.False(t, again)
			assert.Equal(t, err, err2, "the end is final")
			return rows, all, err
		}
		all = append(all, p)
	}
}

func TestRows_DataBeforeOrAfterMetadata(t *testing.T) {
	for _, body := range []string{
		`{"jsonrpc":"2.0","id":1,"result":{"data":[{"x":1},{"x":"2"}],"metadata":{"total_items":2},"z":[1]}}`,
		`{"jsonrpc":"2.0","result":{"z":1,"metadata":{"total_items":2},"data":[{"x":1},{"x":"2"}]},"id":1,"error":null}` + " \n",
		"\n {\"error\":null,\"result\": { \"data\" : [ {\"x\":1} , {\"x\":\"2\"} ] , \"metadata\":{\"total_items\":2} } }",
	} {
		for _, r := range []io.Reader{strings.NewReader(body), iotest.OneByteReader(strings.NewReader(body)), iotest.DataErrReader(strings.NewReader(body))} {
			rows, all, err := collect(t, r)
			require.NoError(t, err, body)
			assert.Equal(t, []point{{X: 1}, {X: 2}}, all)
			assert.Equal(t, 2, rows.Count())
			assert.Equal(t, `{"total_items":2}`, string(rows.Metadata()))
			assert.Nil(t, rows.ErrorMember())
			assert.Equal(t, body, string(rows.Raw()))
		}
	}
	rows, all, err := collect(t, strings.NewReader(`{"result":{"data":[]},"error":{"code":-1}}`))
	require.NoError(t, err)
	assert.Empty(t, all)
	assert.Equal(t, `{"code":-1}`, string(rows.ErrorMember()))
	assert.EqualValues(t, -1, ParseRPCError(rows.ErrorMember()).Code)
}

func TestOpenRows_FallsBackWithAllThatWasRead(t *testing.T) {
	for _, body := range []string{
		``, ` `, `<html>`, `[1]`, `{"error":{"code":-1},"result":{"data":[]}}`, `{"result":{"data":{"x":1}}}`, `{"result":{"data":null}}`,
		`{"result":[1]}`, `{"result":{}}`, `{"id":1}`, `{"result":{"metadata":{}`, `{"res`, `{"result":{"a":1}}<br />`,
		`{"result":{"metadata":"` + strings.Repeat("x", 1<<17) + `","data":[]}}`,
	} {
		for _, wrap := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.HalfReader} {
			r := wrap(strings.NewReader(body))
			rows, head, err := OpenRows(r, 0)
			require.NoError(t, err, "%.40s", body)
			assert.Nil(t, rows, "%.40s", body)
			assert.LessOrEqual(t, len(head), LookAhead)
			rest, err := io.ReadAll(io.MultiReader(bytes.NewReader(head), r))
			require.NoError(t, err)
			assert.True(t, body == string(rest), "%.40s: no byte is lost", body)
		}
	}
	broken := errors.New("reset")
	rows, head, err := OpenRows(io.MultiReader(strings.NewReader(`{"result":`), iotest.ErrReader(broken)), 0)
	assert.Nil(t, rows)
	assert.Equal(t, `{"result":`, string(head))
	assert.ErrorIs(t, err, broken)
}

func TestRows_Broken(t *testing.T) {
	reset := errors.New("reset")
	page := `{"result":{"data":[{"x":1},{"x":2}],"metadata":{}}}`
	for cut := strings.Index(page, "[") + 1; cut < len(page); cut++ {
		_, _, err := collect(t, strings.NewReader(page[:cut]))
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF, page[:cut])
		_, _, err = collect(t, io.MultiReader(strings.NewReader(page[:cut]), iotest.ErrReader(reset)))
		assert.ErrorIs(t, err, reset, page[:cut])
	}
	_, all, err := collect(t, io.MultiReader(strings.NewReader(page), iotest.ErrReader(reset)))
	assert.ErrorIs(t, err, reset, "the end of the body counts")
	assert.Len(t, all, 2)
	for _, garbage := range []string{"<br />", "{}", "x", "]"} {
		_, all, err := collect(t, strings.NewReader(page+"\n"+garbage))
		e, ok := errors.AsType[*SyntaxError](err)
		assert.True(t, ok && e.Trailing, "%s: %v", garbage, err)
		assert.Len(t, all, 2)
	}
	for _, body := range []string{`{"result":{"data":[{"x":1}<br />`, `{"result":{"data":[{"x":1}}`, `{"result":{"data":[{"x":1}]]`, `{"result":{"data":[{"x":1}] x`, `{"result":{"data":[{"x":1}]}]`, `{"result":{"data":[{"x":1}],"metadata":}`} {
		_, all, err := collect(t, strings.NewReader(body))
		e, ok := errors.AsType[*SyntaxError](err)
		assert.True(t, ok && !e.Trailing, "%s: %v", body, err)
		assert.Len(t, all, 1)
	}
	_, all, err = collect(t, strings.NewReader(`{"result":{"data":[{"x":1},{"x":"secret"}]}}`))
	e, ok := errors.AsType[*TypeError](err)
	if assert.True(t, ok, "%v", err) {
		assert.Equal(t, "/result/data/1/x", e.Pointer)
	}
	assert.Len(t, all, 1)
}

func TestRows_CapsARowNotThePage(t *testing.T) {
	type text struct {
		T string `json:"t"`
	}
	for _, tc := range []struct {
		size int
		ok   bool
	}{{maxRow - 100, true}, {maxRow + 100, false}, {8 * maxRow, false}} {
		body := io.MultiReader(strings.NewReader(`{"result":{"data":[{"t":"a"},{"t":"`), io.LimitReader(endless('x'), int64(tc.size)), strings.NewReader(`"},{"t":"z"}]}}`))
		rows, _, err := OpenRows(body, 0)
		require.NoError(t, err)
		var got []string
		for {
			var row text
			ok, err := rows.Next(NewCodec(), &row)
			if !ok {
				if tc.ok {
					require.NoError(t, err)
					require.Len(t, got, 3)
				} else {
					require.ErrorIs(t, err, ErrTooLarge)
					require.Len(t, got, 1)
				}
				break
			}
			got = append(got, row.T)
		}
		assert.Len(t, rows.Raw(), min(keptHead, tc.size+100))
	}
	// White space, and what follows the rows, is bounded as well.
	for _, head := range []string{`{"result":{"data":[`, `{"result":{"data":[]`, `{"result":{"data":[]}}`} {
		_, _, err := collect(t, io.MultiReader(strings.NewReader(head), endless(' ')))
		assert.Error(t, err, head)
	}
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestRows_MemoryDoesNotGrowWithThePage(t *testing.T) {
	live := func(rows int) uint64 {
		r, _, err := OpenRows(bytes.NewReader(callsPage(rows)), 0)
		require.NoError(t, err)
		codec := lenientCodec()
		var row call
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for range rows {
			row = call{}
			ok, err := r.Next(codec, &row)
			require.NoError(t, err)
			require.True(t, ok)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(r)
		return after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
	}
	live(100)
	grown := live(20_000)
	t.Logf("live heap after 20,000 rows: +%d bytes", grown)
	assert.Less(t, grown, uint64(200<<10))
}

func FuzzRows(f *testing.F) {
	for _, seed := range []string{`{"result":{"data":[{"x":1},{"x":"2"}],"metadata":{"a":1}},"error":null}`, `{"result":{"metadata":{},"data":[[]]}}<br />`, `{"error":{"code":1}}`, `{"result":{"data":[{"x":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := iotest.HalfReader(bytes.NewReader(data))
		rows, head, err := OpenRows(r, 100)
		if err != nil {
			t.Fatal(err)
		}
		if rows == nil {
			rest, _ := io.ReadAll(r)
			if !bytes.Equal(append(head, rest...), data) {
				t.Fatal("bytes lost")
			}
			return
		}
		for n := 0; ; n++ {
			var p point
			ok, err := rows.Next(lenientCodec(), &p)
			if !ok {
				if err == nil && !json.Valid(data) {
					t.Fatalf("%q was read to a good end", data)
				}
				return
			}
			if n > len(data) {
				t.Fatal("endless")
			}
		}
	})
}

type call struct {
	ID        int64       `json:"id"`
	Start     string      `json:"start_time"`
	Direction string      `json:"direction"`
	Lost      bool        `json:"is_lost"`
	Talk      opt[int64]  `json:"talk_duration"`
	Number    string      `json:"virtual_phone_number"`
	Employees []callAgent `json:"employees"`
	Tags      []callTag   `json:"tags"`
	Comment   string      `json:"comment"`
	Cost      float64     `json:"cost"`
}

type callAgent struct {
	ID   int64  `json:"employee_id"`
	Name string `json:"employee_full_name"`
}

type callTag struct {
	ID   int64  `json:"tag_id"`
	Name string `json:"tag_name"`
}

// plainCall is call for encoding/json, to which opt is unknown.
type plainCall struct {
	call
	Talk *int64 `json:"talk_duration"`
}

func callsPage(rows int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"jsonrpc":"2.0","id":1,"result":{"data":[`)
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"start_time":"2024-02-29 10:20:30","direction":"in","is_lost":%v,"talk_duration":%d,"virtual_phone_number":"1555010%04d","employees":[{"employee_id":%d,"employee_full_name":"Ada Example"}],"tags":[{"tag_id":1,"tag_name":"new"},{"tag_id":2,"tag_name":"sale"}],"comment":null,"cost":%d.5,"source":"an unknown member","campaign_id":%d}`,
			i, i%2 == 0, i%600, i%10000, i%50, i%9, i)
	}
	fmt.Fprintf(&b, `],"metadata":{"total_items":%d}}}`, rows)
	return b.Bytes()
}

func BenchmarkRows(b *testing.B) {
	page := callsPage(10_000)
	run := func(codec *Codec) func(b *testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(page)))
			var row call
			for b.Loop() {
				rows, _, err := OpenRows(bytes.NewReader(page), 0)
				if err != nil || rows == nil {
					b.Fatal(err)
				}
				for {
					row = call{}
					ok, err := rows.Next(codec, &row)
					if err != nil {
						b.Fatal(err)
					}
					if !ok {
						break
					}
				}
				if rows.Count() != 10_000 {
					b.Fatal(rows.Count())
				}
			}
		}
	}
	b.Run("stream-strict", run(NewCodec(Layouts(time.DateTime))))
	b.Run("stream-scalars", run(NewCodec(Layouts(time.DateTime), Accept(Scalars))))
	b.Run("stream-lenient", run(lenientCodec()))
	b.Run("encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(page)))
		for b.Loop() {
			var reply struct {
				Result struct {
					Data []plainCall `json:"data"`
				} `json:"result"`
			}
			body, err := io.ReadAll(bytes.NewReader(page))
			if err != nil {
				b.Fatal(err)
			}
			if err := json.Unmarshal(body, &reply); err != nil || len(reply.Result.Data) != 10_000 {
				b.Fatal(err)
			}
		}
	})
}
