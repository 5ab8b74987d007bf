package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAppendForm_EqualsHTTPBuildQuery(t *testing.T) {
	data, err := os.ReadFile("testdata/encoding.form.json")
	require.NoError(t, err)
	var cases []struct {
		Params json.RawMessage `json:"params"`
		Form   string          `json:"form"`
	}
	require.NoError(t, json.Unmarshal(data, &cases))
	require.NotEmpty(t, cases)
	for _, tc := range cases {
		form, err := NewCodec().AppendForm(nil, tc.Params)
		require.NoError(t, err)
		assert.Equal(t, tc.Form, string(form))

		parsed, err := ParseForm(form)
		require.NoError(t, err)
		var params map[string]any
		require.NoError(t, json.Unmarshal(tc.Params, &params))
		assert.Equal(t, asPHPReads(params), parsed)
	}
}

// asPHPReads is a tree of parameters as it arrives: texts only, nothing for
// null and empty lists, no dots in top-level names.
func asPHPReads(params map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range params {
		if v, ok := formValue(value); ok {
			out[strings.ReplaceAll(name, ".", "_")] = v
		}
	}
	return out
}

func formValue(value any) (any, bool) {
	switch v := value.(type) {
	case nil:
		return nil, false
	case bool:
		if v {
			return "1", true
		}
		return "0", true
	case []any:
		var out []any
		for _, item := range v {
			f, _ := formValue(item)
			out = append(out, f)
		}
		return out, len(out) > 0
	case map[string]any:
		out := map[string]any{}
		for name, item := range v {
			if f, ok := formValue(item); ok {
				out[name] = f
			}
		}
		return out, len(out) > 0
	}
	return fmt.Sprint(value), true
}

func TestAppendForm_Structs(t *testing.T) {
	type filter struct {
		Name string     `json:"name,omitzero"`
		IDs  []int64    `json:"ids,omitzero"`
		ID   opt[int64] `json:"id,omitzero"`
	}
	type params struct {
		Action string          `json:"action"`
		From   time.Time       `json:"from,omitzero"`
		Filter filter          `json:"filter,omitzero"`
		More   map[string]any  `json:"more,omitzero"`
		On     opt[bool]       `json:"on,omitzero"`
		Null   opt[string]     `json:"null,omitzero"`
		Empty  map[string]bool `json:"empty"`
	}
	form, err := lenientCodec().AppendForm([]byte("apikey=k"), &params{
		Action: "add list~", From: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		Filter: filter{IDs: []int64{1, 2}, ID: some(int64(3))},
		More:   map[string]any{"x": map[string]any{"a&b": nil, "c": []any{nil, "é"}}},
		On:     some(false), Null: opt[string]{state: 1},
	})
	require.NoError(t, err)
	assert.Equal(t, "apikey=k&action=add+list%7E&from=2024-01-01+03%3A00%3A00&filter%5Bids%5D%5B0%5D=1&filter%5Bids%5D%5B1%5D=2"+
		"&filter%5Bid%5D=3&more%5Bx%5D%5Bc%5D%5B1%5D=%C3%A9&on=0", string(form))

	form, err = lenientCodec().AppendForm(nil, (*params)(nil))
	require.NoError(t, err)
	assert.Empty(t, form)
	assert.Equal(t, "a+b=%26&c=", string(AppendFormField(AppendFormField(nil, "a b", "&"), "c", "")))

	deep := any(1)
	for range 70 {
		deep = []any{deep}
	}
	for _, v := range []any{1, []int{1}, "x", map[string]any{"a": deep}, func() {}} {
		_, err := lenientCodec().AppendForm(nil, v)
		_, ok := errors.AsType[*TypeError](err)
		assert.True(t, ok, "%v", err)
	}
}

func TestParseForm_AsPHP(t *testing.T) {
	for body, want := range map[string]map[string]any{
		"":                              {},
		"a=1&a=2":                       {"a": "2"},
		"a":                             {"a": ""},
		"=x&&b=1":                       {"b": "1"},
		"a[]=x&a[]=y":                   {"a": []any{"x", "y"}},
		"a[1]=x&a[]=y":                  {"a": map[string]any{"1": "x", "2": "y"}},
		"a%5Bb%5D%5B0%5D%5Bc%5D=x+y%2B": {"a": map[string]any{"b": []any{map[string]any{"c": "x y+"}}}},
		"a=1&a[b]=2":                    {"a": map[string]any{"b": "2"}},
		"a[b]=2&a=1":                    {"a": "1"},
		"a[b=1":                         {"a_b": "1"},
		"a[b]c=1":                       {"a": map[string]any{"b": "1"}},
		"date.plan=1&x y=2":             {"date_plan": "1", "x_y": "2"},
		"a[x.y]=1":                      {"a": map[string]any{"x.y": "1"}},
		"a[1000000000]=x":               {"a": map[string]any{"1000000000": "x"}},
		"[a]=1":                         {"_a]": "1"},
	} {
		got, err := ParseForm([]byte(body))
		require.NoError(t, err, body)
		assert.Equal(t, want, got, body)
	}
	for _, body := range []string{"a=%zz", "%=1", "a" + strings.Repeat("[b]", 64) + "=1"} {
		_, err := ParseForm([]byte(body))
		_, ok := errors.AsType[*SyntaxError](err)
		assert.True(t, ok, "%.20s: %v", body, err)
	}
	_, err := ParseForm([]byte("a" + strings.Repeat("[b]", 63) + "=1"))
	assert.NoError(t, err)
	_, err = ParseForm([]byte(strings.Repeat("a=1&", maxFormFields+1)))
	assert.ErrorIs(t, err, ErrTooLarge)
	_, err = ParseForm(make([]byte, maxFormBytes+1))
	assert.ErrorIs(t, err, ErrTooLarge)
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2],"b":{"k v":"x y+z"},"c":true,"e":null,"f":[],"g":0.5,"h":"кир"}`, `{"":1}`, `{"a":{"":"x"}}`, `{"a[b":{"c]":1}}`, `{"a.b":[[],[null,""]]}`, `[1]`, `{"a":1,"a":[2]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = ParseForm(data)
		form, err := NewCodec().AppendForm(nil, json.RawMessage(data))
		if err != nil {
			return
		}
		if strings.ContainsAny(string(form), " \n\"<>[]{}#") {
			t.Fatalf("%q is not escaped", form)
		}
		if strings.Count(string(form), "&") < maxFormFields {
			if _, err := ParseForm(form); err != nil && !strings.Contains(err.Error(), "too deep") {
				t.Fatalf("%q: %v", form, err)
			}
		}
	})
}
