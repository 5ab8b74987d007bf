package wire

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// opt is a stand-in for the root package's Opt: absent, null or a value.
type opt[T any] struct {
	v     T
	state byte // 0 absent, 1 null, 2 value
}

func some[T any](v T) opt[T]      { return opt[T]{v: v, state: 2} }
func (o opt[T]) IsZero() bool     { return o.state == 0 }
func (o opt[T]) Get() (T, bool)   { return o.v, o.state == 2 }
func (o *opt[T]) set(v T, s byte) { o.v, o.state = v, s }

func (o opt[T]) MarshalJSONTo(enc *Encoder) error {
	if o.state != 2 {
		return WriteRaw(enc, []byte("null"))
	}
	return Encode(enc, &o.v)
}

func (o *opt[T]) UnmarshalJSONFrom(dec *Decoder) error {
	var v T
	if Peek(dec) == 'n' {
		_, err := ReadRaw(dec)
		o.set(v, 1)
		return err
	}
	err := Decode(dec, &v)
	o.set(v, 2)
	return err
}

type grade string

type point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

type every struct {
	Text  string                     `json:"text,omitzero"`
	Grade grade                      `json:"grade,omitzero"`
	ID    int64                      `json:"id,omitzero"`
	Small int8                       `json:"small,omitzero"`
	Count uint32                     `json:"count,omitzero"`
	Sum   float64                    `json:"sum,omitzero"`
	On    bool                       `json:"on,omitzero"`
	At    time.Time                  `json:"at,omitzero"`
	List  []point                    `json:"list,omitzero"`
	Names []string                   `json:"names,omitzero"`
	Point point                      `json:"point,omitzero"`
	Ptr   *point                     `json:"ptr,omitzero"`
	Map   map[string]int64           `json:"map,omitzero"`
	ByID  map[int64]string           `json:"by_id,omitzero"`
	OptID opt[int64]                 `json:"opt_id,omitzero"`
	OptAt opt[time.Time]             `json:"opt_at,omitzero"`
	OptPt opt[point]                 `json:"opt_pt,omitzero"`
	Any   any                        `json:"any,omitzero"`
	Raw   json.RawMessage            `json:"raw,omitzero"`
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var moscow = time.FixedZone("UTC+3", 3*60*60)

func lenientCodec() *Codec {
	return NewCodec(Zone(moscow), Layouts(time.DateTime, time.DateOnly, "02.01.2006", "02.01.06,  15:04"), Accept(Lenient))
}

func TestUnmarshal_LenientValues(t *testing.T) {
	at := time.Date(2024, 2, 29, 10, 20, 30, 0, moscow)
	for body, want := range map[string]every{
		`{}`:                               {},
		`{"text":"a\u0041"}`:               {Text: "aA"},
		`{"text":12.50}`:                   {Text: "12.50"},
		`{"text":true,"grade":7}`:          {Text: "true", Grade: "7"},
		`{"text":false,"grade":null}`:      {},
		`{"grade":"A"}`:                    {Grade: "A"},
		`{"id":9007199254740993}`:          {ID: 9007199254740993},
		`{"id":"9007199254740993"}`:        {ID: 9007199254740993},
		`{"id":9007199254740993.0}`:        {ID: 9007199254740993},
		`{"id":1.0,"small":"-1.20e1"}`:     {ID: 1, Small: -12},
		`{"id":1e3,"count":"1E+3"}`:        {ID: 1000, Count: 1000},
		`{"id":"","count":"","sum":""}`:    {},
		`{"id":false,"count":null}`:        {},
		`{"id":" 42 ","sum":" 1.5 "}`:      {ID: 42, Sum: 1.5},
		`{"id":-9223372036854775808}`:      {ID: math.MinInt64},
		`{"id":"\u0037"}`:                  {ID: 7},
		`{"sum":1e2,"count":4294967295}`:   {Sum: 100, Count: math.MaxUint32},
		`{"sum":false,"on":"Yes"}`:         {On: true},
		`{"on":1}`:                         {On: true},
		`{"on":"on"}`:                      {On: true},
		`{"on":"Y"}`:                       {On: true},
		`{"on":"N"}`:                       {},
		`{"on":0}`:                         {},
		`{"on":""}`:                        {},
		`{"at":"2024-02-29 10:20:30"}`:     {At: at},
		`{"at":"2024-02-29 10:20:30.000"}`: {At: at},
		`{"at":"2024-02-29"}`:              {At: time.Date(2024, 2, 29, 0, 0, 0, 0, moscow)},
		`{"at":"29.02.24,  10:20"}`:        {At: at.Truncate(time.Minute)},
		`{"at":"0000-00-00 00:00:00"}`:     {},
		`{"at":"0000-00-00"}`:              {},
		`{"at":false}`:                     {},
		`{"at":""}`:                        {},
		`{"at":0}`:                         {},
		`{"list":""}`:                      {List: []point{}},
		`{"list":false,"names":{}}`:        {List: []point{}, Names: []string{}},
		`{"list":null}`:                    {},
		`{"list":{"x":1}}`:                 {List: []point{{X: 1}}},
		`{"list":[{"x":"1"},[]]}`:          {List: []point{{X: 1}, {}}},
		`{"point":[],"ptr":[],"map":[]}`:   {},
		`{"point":"","ptr":"","map":""}`:   {},
		`{"point":false,"map":false}`:      {},
		`{"ptr":{"x":"3"}}`:                {Ptr: &point{X: 3}},
		`{"map":{"a":"1"}}`:                {Map: map[string]int64{"a": 1}},
		`{"by_id":{"7":8}}`:                {ByID: map[int64]string{7: "8"}},
		`{"opt_id":"7"}`:                   {OptID: some(int64(7))},
		`{"opt_id":null}`:                  {OptID: opt[int64]{state: 1}},
		`{"opt_at":"2024-02-29 10:20:30"}`: {OptAt: some(at)},
		`{"opt_pt":[]}`:                    {OptPt: some(point{})},
		`{"id":1,"id":2}`:                  {ID: 2},
		`{"any":{"a":["1"]}}`:              {Any: map[string]any{"a": []any{"1"}}},
		`{"raw": [1, 2]}`:                  {Raw: json.RawMessage(`[1, 2]`)},
		`{"new":{"a":1},"n":"x"}`:          {Extra: map[string]json.RawMessage{"new": json.RawMessage(`{"a":1}`), "n": json.RawMessage(`"x"`)}},
		"\ufeff {\"text\":\"a\"} ":         {Text: "a"},
		"{\"text\":\"\xff\"}":              {Text: "\ufffd"},
		`[]`:                               {},
		`""`:                               {},
		`null`:                             {},
	} {
		var got every
		if assert.NoError(t, lenientCodec().Unmarshal([]byte(body), &got), body) {
			assert.True(t, want.At.Equal(got.At), body)
			assert.Equal(t, want, got, body)
		}
	}
}

func TestUnmarshal_TypeErrorsNameThePlaceNotTheValue(t *testing.T) {
	for body, want := range map[string]TypeError{
		`{"id":"s3cret"}`:              {Pointer: "/id", Offset: 6, Want: "int64", Got: "string", Reason: string(notNumber)},
		`{"id":1.5}`:                   {Pointer: "/id", Offset: 6, Want: "int64", Got: "number", Reason: string(notInteger)},
		`{"id":1e400}`:                 {Pointer: "/id", Offset: 6, Want: "int64", Got: "number", Reason: string(outOfRange)},
		`{"id":1e-999999999}`:          {Pointer: "/id", Offset: 6, Want: "int64", Got: "number", Reason: string(notInteger)},
		`{"id":9223372036854775808}`:   {Pointer: "/id", Offset: 6, Want: "int64", Got: "number", Reason: string(outOfRange)},
		`{"small":200}`:                {Pointer: "/small", Offset: 9, Want: "int8", Got: "number", Reason: string(outOfRange)},
		`{"count":-1}`:                 {Pointer: "/count", Offset: 9, Want: "uint32", Got: "number", Reason: string(outOfRange)},
		`{"sum":"NaN"}`:                {Pointer: "/sum", Offset: 7, Want: "float64", Got: "string", Reason: string(notNumber)},
		`{"sum":"1e999"}`:              {Pointer: "/sum", Offset: 7, Want: "float64", Got: "string", Reason: string(outOfRange)},
		`{"id":true}`:                  {Pointer: "/id", Offset: 6, Want: "int64", Got: "boolean", Reason: string(notNumber)},
		`{"text":{"k":"s3cret"}}`:      {Pointer: "/text", Offset: 8, Want: "string", Got: "object", Reason: string(notEmpty)},
		`{"on":"s3cret"}`:              {Pointer: "/on", Offset: 6, Want: "bool", Got: "string", Reason: string(notBool)},
		`{"on":2}`:                     {Pointer: "/on", Offset: 6, Want: "bool", Got: "number", Reason: string(notBool)},
		`{"at":"s3cret"}`:              {Pointer: "/at", Offset: 6, Want: "time.Time", Got: "string", Reason: string(notTime)},
		`{"at":["s3cret"]}`:            {Pointer: "/at", Offset: 6, Want: "time.Time", Got: "array", Reason: string(notTime)},
		`{"point":"s3cret"}`:           {Pointer: "/point", Offset: 9, Want: "object", Got: "string", Reason: string(notEmpty)},
		`{"point":[1]}`:                {Pointer: "/point", Offset: 9, Want: "object", Got: "array", Reason: string(notEmpty)},
		`{"list":"s3cret"}`:            {Pointer: "/list", Offset: 8, Want: "array", Got: "string", Reason: string(notEmpty)},
		`{"list":[{"x":1},{"x":"z"}]}`: {Pointer: "/list/1/x", Offset: 22, Want: "int", Got: "string", Reason: string(notNumber)},
		`{"list":{"x":"s3cret"}}`:      {Pointer: "/list/x", Offset: 8, Want: "int", Got: "string", Reason: string(notNumber)},
		`{"opt_id":"s3cret"}`:          {Pointer: "/opt_id", Offset: 10, Want: "int64", Got: "string", Reason: string(notNumber)},
	} {
		var v every
		err := lenientCodec().Unmarshal([]byte(body), &v)
		got, ok := errors.AsType[*TypeError](err)
		if assert.True(t, ok, "%s: %v", body, err) {
			assert.Equal(t, want, *got, body)
			assert.NotContains(t, err.Error(), "s3cret")
		}
	}
}

func TestUnmarshal_StrictCodecRefusesWhatLenientOnesRead(t *testing.T) {
	for _, body := range []string{`{"id":"1"}`, `{"text":1}`, `{"on":1}`, `{"list":""}`, `{"list":{}}`, `{"point":[]}`, `{"map":""}`, `{"sum":"1"}`, `{"id":1.0}`} {
		var v every
		err := NewCodec().Unmarshal([]byte(body), &v)
		_, ok := errors.AsType[*TypeError](err)
		assert.True(t, ok, "%s: %v", body, err)
	}
	for _, tc := range []struct {
		l    Lenience
		body string
	}{
		{NumbersFromText, `{"id":"1"}`}, {TextFromScalars, `{"text":1}`}, {BoolsFromText, `{"on":1}`},
		{ListsFromEmpty, `{"list":""}`}, {ListsFromOne, `{"list":{"x":1}}`}, {ObjectsFromEmpty, `{"point":[]}`},
	} {
		var v every
		assert.NoError(t, NewCodec(Accept(tc.l)).Unmarshal([]byte(tc.body), &v), tc.body)
		assert.Error(t, NewCodec(Accept(Lenient&^tc.l)).Unmarshal([]byte(tc.body), &v), tc.body)
	}
}

func TestUnmarshal_ListsFromIndexes(t *testing.T) {
	codec := NewCodec(Accept(Lenient | ListsFromIndexes))
	for body, want := range map[string]every{
		`{"list":{"0":{"x":1},"1":{"x":2}}}`:        {List: []point{{X: 1}, {X: 2}}},
		`{"list":{"3":{"x":1} , "17":{"x":"2"} }}`:  {List: []point{{X: 1}, {X: 2}}},
		`{"list":{"2":{"x":1},"0":{"x":2}}}`:        {List: []point{{X: 1}, {X: 2}}}, // PHP's own order
		`{"list":{"5":{"x":1}}}`:                    {List: []point{{X: 1}}},
		`{"list":{"0":null,"2":[]}}`:                {List: []point{{}, {}}},
		`{"names":{"0":"a","2":"b"}}`:               {Names: []string{"a", "b"}},
		`{"list":{"x":1}}`:                          {List: []point{{X: 1}}},
		`{"list":{"01":{"x":1}}}`:                   {List: []point{{}}},
		`{"list":{}}`:                               {List: []point{}},
		`{"map":{"0":"1"},"by_id":{"0":"a"}}`:       {Map: map[string]int64{"0": 1}, ByID: map[int64]string{0: "a"}},
		`{"raw":{"0":1}}`:                           {Raw: json.RawMessage(`{"0":1}`)},
		`{"list":{"99999999999999999999":{"x":1}}}`: {List: []point{{}}}, // no index has 20 digits
	} {
		var got every
		if assert.NoError(t, codec.Unmarshal([]byte(body), &got), body) {
			assert.Equal(t, want, got, body)
		}
	}
	var maps []map[string]int64
	assert.NoError(t, codec.Unmarshal([]byte(`{"7":"8"}`), &maps))
	assert.Equal(t, []map[string]int64{{"7": 8}}, maps, "an object is a map before it is a list of maps")
	var got every
	err := codec.Unmarshal([]byte(`{"list":{"0":{"x":1},"4":{"x":"s3cret"}}}`), &got)
	failure, ok := errors.AsType[*TypeError](err)
	if assert.True(t, ok, "%v", err) {
		assert.Equal(t, "/list/1/x", failure.Pointer)
		assert.NotContains(t, err.Error(), "s3cret")
	}
	assert.NoError(t, lenientCodec().Unmarshal([]byte(`{"list":{"0":{"x":1},"1":{"x":2}}}`), &got))
	assert.Len(t, got.List, 1, "without the deviation it is one object")
}

func TestImpossibleTimes_AreNoTimeWhereTheCodecSaysSo(t *testing.T) {
	layouts := Layouts(time.DateTime, time.DateOnly, "02.01.2006 15:04:05", "02.01.2006", "02.01.06,  15:04")
	lax, strict := NewCodec(Zone(moscow), layouts, ImpossibleTimes()), NewCodec(Zone(moscow), layouts)
	for _, text := range []string{
		"2026-02-30 10:00:00", "2026-11-00 00:00:00", "2026-00-00 00:00:00", "2026-13-01 00:00:00", "2026-01-01 24:00:00",
		"2026-01-01 25:00:00", "2026-01-01 10:60:00", "2026-01-01 10:00:61", "2026-02-30", "2026-11-00", "30.02.2026", "00.11.2026 10:00:00",
		"2026-02-30 10:00:00.000000", "0000-05-12 00:00:00", "99.99.99,  99:99", "-0001-11-30 00:00:00", "-0001-11-30", "30.11.-0001",
	} {
		at, err := lax.ParseTime(text)
		assert.NoError(t, err, text)
		assert.True(t, at.IsZero(), "%s: %v", text, at)
		read := time.Now()
		assert.NoError(t, lax.Unmarshal(AppendQuote(nil, text), &read), text)
		assert.True(t, read.IsZero(), text)
		if text != "0000-05-12 00:00:00" { // package time has a year 0
			_, err = strict.ParseTime(text)
			assert.Error(t, err, text)
		}
	}
	for _, text := range []string{"soon", "2026-02-30 10:00", "2026-02-30T10:00:00", "2026/02/30", "2026-2-3", "2026-02-30 10:00:00 UTC", "2026-02-30 10:00:00.", "x2026-02-30", "2026-02-3o"} {
		_, err := lax.ParseTime(text)
		assert.Error(t, err, text)
	}
	at, err := lax.ParseTime("2026-02-28 10:00:00")
	assert.NoError(t, err)
	assert.True(t, at.Equal(time.Date(2026, 2, 28, 10, 0, 0, 0, moscow)))
}

func TestUnmarshal_SyntaxErrors(t *testing.T) {
	for _, tc := range []struct {
		body     string
		offset   int64
		trailing bool
		cut      bool
	}{
		{"", 0, false, true},
		{`{"id":1`, 7, false, true},
		{`<html>`, 0, false, false},
		{`{"id":1}<br />`, 8, true, false},
		{"{\"id\":1}\n{\"id\":2}", 9, true, false},
		{"\ufeff{\"id\":1} x", 12, true, false},
		{`{"id":1,}`, 7, false, false},
	} {
		var v every
		err := NewCodec().Unmarshal([]byte(tc.body), &v)
		e, ok := errors.AsType[*SyntaxError](err)
		if !assert.True(t, ok, "%q: %v", tc.body, err) {
			continue
		}
		assert.Equal(t, tc.offset, e.Offset, tc.body)
		assert.Equal(t, tc.trailing, e.Trailing, tc.body)
		assert.Equal(t, tc.cut, errors.Is(err, io.ErrUnexpectedEOF), tc.body)
		if tc.trailing {
			assert.EqualValues(t, 1, v.ID, "the value before the garbage is kept")
		}
	}
	deep := strings.Repeat("[", 20_000)
	var v any
	assert.Error(t, NewCodec().Unmarshal([]byte(deep), &v))
}

func TestUnmarshal_KeepsNothingOfTheBuffer(t *testing.T) {
	defer PoisonBuffers()()
	buf, err := ReadAllCapped(strings.NewReader(`{"text":"hello there, a long text","raw":{"a":"b"},"zzz":[1,2,3],"any":"x"}`), -1, 1<<20)
	require.NoError(t, err)
	var v every
	require.NoError(t, lenientCodec().Unmarshal(buf.Bytes(), &v))
	kept := buf.Bytes()
	PutBuffer(buf)
	assert.Equal(t, byte(0xFF), kept[0], "the hook poisons")
	assert.Equal(t, "hello there, a long text", v.Text)
	assert.Equal(t, `{"a":"b"}`, string(v.Raw))
	assert.Equal(t, `[1,2,3]`, string(v.Extra["zzz"]))
	assert.Equal(t, "x", v.Any)
	out, err := lenientCodec().Marshal(v)
	require.NoError(t, err)
	assert.JSONEq(t, `{"text":"hello there, a long text","raw":{"a":"b"},"zzz":[1,2,3],"any":"x"}`, string(out))
}

func TestMarshal_TimesAndOpt(t *testing.T) {
	at := time.Date(2024, 2, 29, 7, 20, 30, 0, time.UTC)
	out, err := lenientCodec().Marshal(every{At: at, OptAt: some(at), OptID: opt[int64]{state: 1}})
	require.NoError(t, err)
	assert.Equal(t, `{"at":"2024-02-29 10:20:30","opt_id":null,"opt_at":"2024-02-29 10:20:30"}`, string(out))

	out, err = lenientCodec().Marshal([]time.Time{{}})
	require.NoError(t, err)
	assert.Equal(t, `[null]`, string(out), "the zero time is null")

	b := GetBuffer()
	defer PutBuffer(b)
	require.NoError(t, lenientCodec().AppendJSON(b, map[string]int{"b": 1, "a": 2}))
	assert.Equal(t, `{"a":2,"b":1}`, string(b.Bytes()))

	_, err = lenientCodec().Marshal(func() {})
	_, ok := errors.AsType[*TypeError](err)
	assert.True(t, ok, "%v", err)
	_, err = lenientCodec().Marshal(time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC))
	assert.Error(t, err)
}

func TestUnixSeconds_ThreeSpellings(t *testing.T) {
	codec := NewCodec(UnixSeconds(3))
	for body, want := range map[string]time.Time{
		`1603885746`:          time.Unix(1603885746, 0),
		`"1603885746"`:        time.Unix(1603885746, 0),
		`"1594139170.913"`:    time.Unix(1594139170, 913e6),
		`1594139170.913`:      time.Unix(1594139170, 913e6),
		`"-1.5"`:              time.Unix(-2, 5e8),
		`"-0.5"`:              time.Unix(-1, 5e8),
		`"2020-10-28T00:00Z"`: {},
	} {
		var got time.Time
		err := codec.Unmarshal([]byte(body), &got)
		if want.IsZero() {
			assert.Error(t, err, body)
			continue
		}
		require.NoError(t, err, body)
		assert.True(t, want.Equal(got), "%s: %v", body, got)
		out, err := codec.Marshal(got)
		require.NoError(t, err)
		assert.Equal(t, `"`+strings.Trim(body, `"`)+`"`, string(out))
	}
	assert.Equal(t, "1594139170", NewCodec(UnixSeconds(0)).FormatTime(time.Unix(1594139170, 913e6)))
	assert.Equal(t, "1594139170.05", codec.FormatTime(time.Unix(1594139170, 50e6)))
	for _, body := range []string{`0`, `"0"`, `""`, `null`, `false`} {
		got := time.Now()
		require.NoError(t, codec.Unmarshal([]byte(body), &got), body)
		assert.True(t, got.IsZero(), body)
	}
	for _, body := range []string{`1e400`, `99999999999999999999`, `"1.x"`, `"x"`, `{}`} {
		var got time.Time
		assert.Error(t, codec.Unmarshal([]byte(body), &got), body)
	}
}

func TestParseTime_RoundTripsInTheZone(t *testing.T) {
	codec := lenientCodec()
	for _, text := range []string{"2024-01-31 23:59:59", "2024-12-01 00:00:00", "1999-02-28 12:00:00"} {
		at, err := codec.ParseTime(text)
		require.NoError(t, err)
		assert.Equal(t, text, codec.FormatTime(at))
		assert.Equal(t, moscow, at.Location())
	}
	for _, text := range []string{"2023-02-29 00:00:00", "2024-13-01 00:00:00", "2024-01-01 24:00:00", "2024-01-0x 00:00:00", "s3cret"} {
		_, err := codec.ParseTime(text)
		if assert.Error(t, err, text) {
			assert.NotContains(t, err.Error(), "s3cret")
		}
	}
	assert.Equal(t, "", codec.FormatTime(time.Time{}))
	assert.Equal(t, time.UTC, NewCodec(Zone(nil)).Location())
}

func FuzzLenientScalars(f *testing.F) {
	for _, seed := range []string{`1`, `"1"`, `1.0`, `1e3`, `"1e-3"`, `""`, `false`, `true`, `null`, `[]`, `{}`, `"yes"`, `9007199254740993`,
		`"2024-02-29 10:20:30"`, `"0000-00-00"`, `"1594139170.913"`, `-0`, `"+7"`, `"\ud800"`, `1E+99999999999`, `"１"`} {
		f.Add([]byte(seed))
	}
	codec, unix := lenientCodec(), NewCodec(UnixSeconds(9), Accept(Lenient|ListsFromIndexes), ImpossibleTimes())
	f.Fuzz(func(t *testing.T, data []byte) {
		var (
			n  int64
			u  uint8
			x  float64
			b  bool
			s  string
			at time.Time
			l  []point
			m  map[string]string
			o  opt[int64]
		)
		for _, v := range []any{&n, &u, &x, &b, &s, &at, &l, &m, &o} {
			_ = codec.Unmarshal(data, v)
			_ = unix.Unmarshal(data, v)
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("%q became %v", data, x)
		}
		// What a plain decoder reads, we read alike.
		var plain int64
		if json.Unmarshal(data, &plain) == nil {
			var ours int64
			if err := codec.Unmarshal(data, &ours); err != nil || ours != plain {
				t.Fatalf("%q: %v, %v, want %v", data, ours, err, plain)
			}
		}
	})
}

func BenchmarkValue(b *testing.B) {
	type ints struct{ A, B, C, D, E, F, G, H int64 }
	type texts struct{ A, B, C, D, E, F, G, H string }
	type lists struct{ A, B, C, D, E, F, G, H []point }
	for _, kind := range []struct {
		name, value string
		make        func() any
	}{
		{"int64", `12345`, func() any { return new([]ints) }},
		{"string", `"abcdef"`, func() any { return new([]texts) }},
		{"list", `[]`, func() any { return new([]lists) }},
	} {
		object := `{"A":V,"B":V,"C":V,"D":V,"E":V,"F":V,"G":V,"H":V}`
		body := []byte(strings.ReplaceAll("["+strings.Repeat(object+",", 999)+object+"]", "V", kind.value))
		for _, codec := range []struct {
			name string
			l    Lenience
		}{{"strict", 0}, {"scalars", Scalars}, {"lenient", Lenient}} {
			c := NewCodec(Accept(codec.l))
			b.Run(kind.name+"/"+codec.name, func(b *testing.B) {
				for b.Loop() {
					if err := c.Unmarshal(body, kind.make()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/8000, "ns/value")
			})
		}
	}
}
