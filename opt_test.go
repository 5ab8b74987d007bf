package frontdesk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-querystring/query"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

type record struct {
	Text  frontdesk.Opt[string]     `json:"text,omitzero"`
	Count frontdesk.Opt[int64]      `json:"count,omitzero"`
	Flag  frontdesk.Opt[bool]       `json:"flag,omitzero"`
	When  frontdesk.Opt[time.Time]  `json:"when,omitzero"`
	List  frontdesk.Opt[[]string]   `json:"list,omitzero"`
	Inner frontdesk.Opt[innerThing] `json:"inner,omitzero"`
}

type innerThing struct {
	A int `json:"a"`
	B int `json:"b"`
}

func TestOpt_ThreeStatesSurviveBothCodecs(t *testing.T) {
	const text = `{"text":"x","count":9007199254740993,"flag":false,"when":null,"inner":{"a":1,"b":2}}`
	codec := wire.NewCodec()
	codecs := map[string]struct {
		read  func([]byte, any) error
		write func(any) ([]byte, error)
	}{
		"encoding/json": {json.Unmarshal, json.Marshal},
		"ours":          {codec.Unmarshal, codec.Marshal},
	}
	for name, c := range codecs {
		t.Run(name, func(t *testing.T) {
			var r record
			require.NoError(t, c.read([]byte(text), &r))
			assert.Equal(t, frontdesk.Some("x"), r.Text)
			assert.Equal(t, frontdesk.Some(int64(9007199254740993)), r.Count)
			assert.Equal(t, frontdesk.Some(false), r.Flag)
			assert.True(t, r.When.IsNull())
			assert.True(t, r.List.IsZero())
			assert.Equal(t, innerThing{1, 2}, r.Inner.Or(innerThing{}))
			out, err := c.write(r)
			require.NoError(t, err)
			assert.JSONEq(t, text, string(out))
		})
	}
}

func TestOpt_DecodingReplacesAnOldValue(t *testing.T) {
	codec := wire.NewCodec()
	r := record{Inner: frontdesk.Some(innerThing{A: 7, B: 7}), Text: frontdesk.Some("old")}
	require.NoError(t, codec.Unmarshal([]byte(`{"inner":{"a":1},"text":null}`), &r))
	assert.Equal(t, frontdesk.Some(innerThing{A: 1}), r.Inner)
	assert.True(t, r.Text.IsNull())
	v, ok := r.Text.Get()
	assert.False(t, ok)
	assert.Empty(t, v, "a null keeps no old value")
}

func TestOpt_LenienceOfTheCodecAppliesInside(t *testing.T) {
	codec := wire.NewCodec(wire.Accept(wire.Lenient), wire.UnixSeconds(0))
	var r record
	require.NoError(t, codec.Unmarshal([]byte(`{"text":5,"count":"12","flag":"yes","when":"1588927354","list":"","inner":[]}`), &r))
	assert.Equal(t, "5", r.Text.Or(""))
	assert.Equal(t, int64(12), r.Count.Or(0))
	assert.True(t, r.Flag.Or(false))
	assert.Equal(t, int64(1588927354), r.When.Or(time.Time{}).Unix())
	require.NoError(t, codec.Unmarshal([]byte(`{"count":1.0}`), &r))
	assert.Equal(t, int64(1), r.Count.Or(0))
	for _, strict := range []string{`{"count":"12"}`, `{"count":""}`, `{"inner":[]}`} {
		assert.Error(t, wire.NewCodec().Unmarshal([]byte(strict), &r), "a strict codec stays strict: %s", strict)
	}
}

func TestOpt_AnEmptySpellingOfAnotherTypeIsNull(t *testing.T) {
	codec := wire.NewCodec(wire.Accept(wire.Lenient), wire.UnixSeconds(0))
	var r record
	require.NoError(t, codec.Unmarshal([]byte(`{"text":"","count":"","flag":"","when":"","list":"","inner":[]}`), &r))
	assert.Equal(t, frontdesk.Some(""), r.Text)
	assert.True(t, r.Count.IsNull() && r.Flag.IsNull() && r.When.IsNull() && r.List.IsNull() && r.Inner.IsNull(), "%#v", r)
	require.NoError(t, codec.Unmarshal([]byte(`{"text":false,"count":false,"flag":false,"when":false,"list":[],"inner":false}`), &r))
	assert.Equal(t, frontdesk.Some(false), r.Flag)
	assert.Equal(t, []string{}, r.List.Or(nil))
	assert.True(t, r.Text.IsNull() && r.Count.IsNull() && r.When.IsNull() && r.Inner.IsNull(), "%#v", r)
}

func TestOpt_InAQuery(t *testing.T) {
	type params struct {
		Name  frontdesk.Opt[string]  `url:"name,omitempty"`
		Page  frontdesk.Opt[int]     `url:"page,omitempty"`
		On    frontdesk.Opt[bool]    `url:"on,omitempty"`
		Ratio frontdesk.Opt[float64] `url:"ratio,omitempty"`
	}
	values, err := query.Values(params{Name: frontdesk.Some("a b"), Page: frontdesk.Some(0), On: frontdesk.Some(false)})
	require.NoError(t, err)
	assert.Equal(t, url.Values{"name": {"a b"}, "page": {"0"}, "on": {"false"}}, values)
	_, err = query.Values(params{Ratio: frontdesk.Null[float64]()})
	assert.ErrorContains(t, err, "ratio")
}

func TestOpt_Texts(t *testing.T) {
	some, null, absent := frontdesk.Some("v"), frontdesk.Null[string](), frontdesk.Opt[string]{}
	assert.Equal(t, "v|null|", fmt.Sprintf("%v|%v|%v", some, null, absent))
	assert.Equal(t, `frontdesk.Some("v")|frontdesk.Null[string]()|frontdesk.Opt[string]{}`, fmt.Sprintf("%#v|%#v|%#v", some, null, absent))
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("", "some", some, "null", null, "absent", absent)
	assert.Contains(t, log.String(), `"some":"v","null":null,"absent":null`)
	out, err := json.Marshal(absent)
	require.NoError(t, err)
	assert.Equal(t, "null", string(out))
}

func FuzzOpt(f *testing.F) {
	for _, s := range []string{`null`, `"x"`, `12`, `1e3`, `-0`, `true`, `[]`, `{`, `"\ud800"`, `9223372036854775808`} {
		f.Add(s)
	}
	codec := wire.NewCodec(wire.Accept(wire.Lenient))
	f.Fuzz(func(t *testing.T, s string) {
		roundTrip[string](t, codec, s)
		roundTrip[int64](t, codec, s)
		roundTrip[bool](t, codec, s)
	})
}

// roundTrip holds that what was read is read again the same after writing.
func roundTrip[T comparable](t *testing.T, codec *wire.Codec, s string) {
	var first, second struct {
		V frontdesk.Opt[T] `json:"v,omitzero"`
	}
	if codec.Unmarshal([]byte(`{"v":`+s+`}`), &first) != nil {
		return
	}
	out, err := codec.Marshal(first)
	require.NoError(t, err)
	require.NoError(t, codec.Unmarshal(out, &second), "%s", out)
	assert.Equal(t, first, second, "%s", out)
}
