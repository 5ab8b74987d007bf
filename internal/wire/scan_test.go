package wire

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
)

func TestSplitJSON(t *testing.T) {
	for _, tc := range []struct {
		data, value, rest string
		ok                bool
	}{
		{`{"a":1}`, `{"a":1}`, "", true},
		{"\ufeff \r\n[1, {\"b\":[]}]\n", `[1, {"b":[]}]`, "", true},
		{"{\"count\":0}\n<br />\n<b>Fatal error</b>", `{"count":0}`, "<br />\n<b>Fatal error</b>", true},
		{`"a" "b"`, `"a"`, `"b"`, true},
		{`12x`, `12`, `x`, true},
		{`{"a":{"b":[1,2,{}]},"c":"\u00e9\""}x`, `{"a":{"b":[1,2,{}]},"c":"\u00e9\""}`, "x", true},
		{strings.Repeat("[", 1000) + strings.Repeat("]", 1000), strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "", true},
		{strings.Repeat("[", 1001) + strings.Repeat("]", 1001), "", "", false},
		{"", "", "", false},
		{"<br />", "", "", false},
		{`{"a":1`, "", "", false},
		{`[1,]`, "", "", false},
		{`{"a" 1}`, "", "", false},
		{`[1}`, "", "", false},
		{`"\x"`, "", "", false},
		{`tru`, "", "", false},
		{`-`, "", "", false},
	} {
		value, rest, ok := SplitJSON([]byte(tc.data))
		assert.Equal(t, tc.ok, ok, "%.60q", tc.data)
		assert.Equal(t, tc.value, string(value), "%.60q", tc.data)
		assert.Equal(t, tc.rest, string(rest), "%.60q", tc.data)
	}
}

func TestMemberAndLookup(t *testing.T) {
	data := []byte("\ufeff{\"a\":[1,2],\"response\":{\"status\":\"ERROR\",\"statuscode\":\"500\"},\"\\u0065rror\":null} <br />")
	raw, found := Lookup(data, "response", "status")
	assert.True(t, found)
	assert.Equal(t, `"ERROR"`, string(raw))
	raw, found = Member(data, "error")
	assert.True(t, found, "an escaped name")
	assert.Equal(t, `null`, string(raw))
	raw, found = Lookup(data)
	assert.True(t, found)
	assert.Equal(t, byte('{'), raw[0])
	for _, path := range [][]string{{"b"}, {"a", "b"}, {"response", "x"}} {
		_, found := Lookup(data, path...)
		assert.False(t, found, path)
	}
	for _, broken := range []string{``, `[`, `{"a`, `{"b":1`, `{"b":1,`, `{"b":1 "a":2}`, `{"b"`, `{b:1}`, `{"a":`} {
		_, found := Member([]byte(broken), "a")
		assert.False(t, found, broken)
	}
}

func TestRawScalars(t *testing.T) {
	for raw, want := range map[string]string{`"a\n"`: "a\n", `12.50`: "12.50", `true`: "true", `false`: "", `null`: "", `{}`: "", ``: "", ` "x" `: "x"} {
		assert.Equal(t, want, Text([]byte(raw)), raw)
	}
	for raw, want := range map[string]int64{`401`: 401, `"401"`: 401, `" 401 "`: 401, `4.01e2`: 401, `-1`: -1} {
		n, ok := Int([]byte(raw))
		assert.True(t, ok, raw)
		assert.Equal(t, want, n, raw)
	}
	for _, raw := range []string{``, `""`, `null`, `"x"`, `1.5`, `{}`, `true`} {
		_, ok := Int([]byte(raw))
		assert.False(t, ok, raw)
	}
	for raw, want := range map[string]bool{``: true, `null`: true, `false`: true, `""`: true, `[]`: true, `[ ]`: true, `{}`: true, `0`: false, `"0"`: false, `[0]`: false, `true`: false, `[`: false} {
		assert.Equal(t, want, Blank([]byte(raw)), raw)
	}
}

func TestRepeats_CountsEqualNames(t *testing.T) {
	for body, want := range map[string]bool{
		`{"a":1,"b":2}`: false, `{"a":1,"a":2}`: true, `{"a":1,"\u0061":2}`: true, `{"b":{"a":1,"a":1}}`: false,
		`{"a":1,"b":[],"a":{}}`: true, `{"a":1,"a"`: false, `[]`: false, ``: false, `{}`: false,
	} {
		assert.Equal(t, want, Repeats([]byte(body), "a"), body)
	}
}

func FuzzSplitJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5e-3,"x\u00e9",true,null]} <br />`, `[[],{}]`, `"\ud800"`, `-0.0E+1`, `01`, `{"a":1,"a":2}`, `[1,]`, "\ufeff1", `{"a"`, "\"\x01\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, rest, ok := SplitJSON(data)
		valid := func(b []byte) bool {
			return jsontext.Value(b).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		}
		if ok && !valid(value) {
			t.Fatalf("%q is not JSON", value)
		}
		if ok && len(value)+len(rest) > len(data) {
			t.Fatal("parts overlap")
		}
		depth := strings.Count(string(data), "[") + strings.Count(string(data), "{")
		if !ok && depth <= maxDepth && valid(data) {
			t.Fatalf("%q refused", data)
		}
		Member(data, "a")
		Text(data)
		Int(data)
		Blank(data)
	})
}

// SplitJSON takes for one value what encoding/json takes for valid, whatever byte is
// cut off, lost or another one.
func TestSplitJSON_AgreesWithEncodingJSONOnDamagedText(t *testing.T) {
	docs := []string{
		`{"a":[1,-2.5e+10,0.125E-3,true,false,null,"x\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"],"b":{"c":{}, "d" : [ ] },"":0}`,
		" \t\r\n[ 0 , -0 , 10e5 , [[[{}]]] , {\"k\" : \"\"} ]\n", `"text"`, `-12.75`, `true`, `{"a":{"b":[{"c":[]}]}}`,
	}
	check := func(data []byte) {
		t.Helper()
		value, rest, ok := SplitJSON(data)
		if whole := ok && len(rest) == 0; whole != json.Valid(data) {
			t.Fatalf("%q: whole %v, %q then %q", data, whole, value, rest)
		}
	}
	for _, doc := range docs {
		for i := range len(doc) + 1 {
			check([]byte(doc[:i]))
			if i == len(doc) {
				break
			}
			check([]byte(doc[:i] + doc[i+1:]))
			for c := range 256 {
				check([]byte(doc[:i] + string([]byte{byte(c)}) + doc[i+1:]))
				check([]byte(doc[:i] + string([]byte{byte(c)}) + doc[i:]))
			}
		}
	}
}

// What does not begin, or goes on, as an object should has no members behind the fault.
func TestMember_StopsWhereTheObjectBreaks(t *testing.T) {
	for _, data := range []string{``, ` `, `[{"a":1}]`, `"a":1`, `{`, `{"a"`, `{"a" 1}`, `{"a":}`, `{"b":1 "a":1}`, `{"b":1;"a":1}`, `{b:1,"a":1}`, `{"b" "a":1}`, `{"b`, `x{"a":1}`} {
		raw, found := Member([]byte(data), "a")
		if found || raw != nil {
			t.Errorf("%q: %q", data, raw)
		}
	}
	for _, data := range []string{`{"a":1}`, `{"b":[],"a":1`, "\xef\xbb\xbf { \"\\u0061\" : 1 }", `{"a":1;`} {
		if raw, found := Member([]byte(data), "a"); !found || string(raw) != "1" {
			t.Errorf("%q: %q %v", data, raw, found)
		}
	}
}
