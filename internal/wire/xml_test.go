package wire

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTranscodeXML(t *testing.T) {
	lists := map[string]bool{"loads": true}
	for _, tc := range []struct{ name, src, want string }{
		{"object", `<response><a>1</a><b>x &amp; "y"</b></response>`, `{"response":{"a":"1","b":"x & \"y\""}}`},
		{"declaration, comments, attributes", "<?xml version='1.0' encoding='utf-8'?>\n<!-- c --><response k='v'> <a k=\"1\">1<!-- c -->2</a> </response>\n<!-- c -->\n", `{"response":{"a":"12"}}`},
		{"byte order mark", "\ufeff<r><a>1</a></r>", `{"r":{"a":"1"}}`},
		{"empty elements", "<r><a/><b></b><c>\n  </c></r>", `{"r":{"a":null,"b":null,"c":null}}`},
		{"empty root", "<r/>", `{"r":null}`},
		{"text is kept as written", "<r><a> x\n</a></r>", `{"r":{"a":" x\n"}}`},
		{"blanks after a bracket in a text", "<r><a>x> </a> <b k='>'> y</b></r>", `{"r":{"a":"x> ","b":" y"}}`},
		{"CDATA", "<r><a><![CDATA[<b>]]>&#233;</a></r>", `{"r":{"a":"<b>é"}}`},
		{"rows", "<r><tags><tag><id>1</id></tag><tag><id>2</id></tag></tags></r>", `{"r":{"tags":[{"id":"1"},{"id":"2"}]}}`},
		{"one row", "<r><tags><tag><id>1</id></tag></tags></r>", `{"r":{"tags":[{"id":"1"}]}}`},
		{"one empty row", "<r><tags><tag/></tags></r>", `{"r":{"tags":[null]}}`},
		{"odd singular", "<r><suggestioncategories><suggestioncategorie><id>1</id></suggestioncategorie></suggestioncategories></r>", `{"r":{"suggestioncategories":[{"id":"1"}]}}`},
		{"rows in rows", "<r><groups><group><tags><tag>a</tag></tags></group></groups></r>", `{"r":{"groups":[{"tags":["a"]}]}}`},
		{"two rows of unknown name", "<r><agents><row>1</row><row>2</row></agents></r>", `{"r":{"agents":["1","2"]}}`},
		{"one row of unknown name", "<r><agents><row>1</row></agents></r>", `{"r":{"agents":{"row":"1"}}}`},
		{"one row of a known list", "<r><loads><row>1</row></loads></r>", `{"r":{"loads":["1"]}}`},
		{"a known list, empty", "<r><loads/></r>", `{"r":{"loads":[]}}`},
		{"repeated siblings", "<r><a>1</a><b>2</b><a>3</a></r>", `{"r":{"a":["1","3"],"b":"2"}}`},
		{"repeated children of the root", "<r><a>1</a><a>3</a></r>", `{"r":{"a":["1","3"]}}`},
		{"a row with repeated members", "<r><tags><tag><x>1</x><x>2</x></tag></tags></r>", `{"r":{"tags":[{"x":["1","2"]}]}}`},
		{"list name among others", "<r><tags><tag>1</tag><more>2</more></tags></r>", `{"r":{"tags":{"tag":"1","more":"2"}}}`},
		{"prefixed names", "<x:r xmlns:x='u'><x:a>1</x:a></x:r>", `{"r":{"a":"1"}}`},
		{"latin", "<?xml version='1.0' encoding='ISO-8859-1'?><r><a>caf\xe9</a></r>", `{"r":{"a":"café"}}`},
		{"windows-1251", "<?xml version='1.0' encoding='windows-1251'?><r><a>\xcf\xf0\xe8\xe2\xe5\xf2 \xb9\xa8</a></r>", `{"r":{"a":"Привет №Ё"}}`},
		{"ascii", "<?xml version='1.0' encoding='us-ascii'?><r><a>x</a></r>", `{"r":{"a":"x"}}`},
	} {
		out, err := TranscodeXML([]byte("kept"), []byte(tc.src), lists)
		if assert.NoError(t, err, tc.name) {
			assert.Equal(t, "kept"+tc.want, string(out), tc.name)
		}
	}
}

func TestTranscodeXML_Refuses(t *testing.T) {
	for _, tc := range []struct {
		name, src string
		cut       bool
	}{
		{"nothing", "", true},
		{"white space", " \n", true},
		{"text", "secret", false},
		{"cut in content", "<r><a>1</a>", true},
		{"cut in a tag", "<r><a", true},
		{"mismatched tags", "<r><a></b></r>", false},
		{"end without start", "</r>", false},
		{"mixed text before", "<r>secret<a/></r>", false},
		{"mixed text after", "<r><a/>secret</r>", false},
		{"doctype", "<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>", false},
		{"entity", "<r>&nbsp;</r>", false},
		{"charset", "<?xml version='1.0' encoding='utf-16'?><r/>", false},
		{"invalid UTF-8", "<r>\xff</r>", false},
		{"depth", strings.Repeat("<a>", 101) + strings.Repeat("</a>", 101), false},
	} {
		out, err := TranscodeXML([]byte("kept"), []byte(tc.src), nil)
		e, ok := errors.AsType[*SyntaxError](err)
		if assert.True(t, ok, "%s: %v", tc.name, err) {
			assert.Equal(t, tc.cut, errors.Is(e, io.ErrUnexpectedEOF), tc.name)
			assert.False(t, e.Trailing, tc.name)
			assert.NotContains(t, e.Error(), "secret")
		}
		assert.Equal(t, "kept", string(out), tc.name)
	}
	_, err := TranscodeXML(nil, []byte(strings.Repeat("<a>", 100)+strings.Repeat("</a>", 100)), nil)
	assert.NoError(t, err, "100 levels are allowed")
}

func TestTranscodeXML_KeepsTheDocumentBeforeGarbage(t *testing.T) {
	for _, rest := range []string{"<br/>", "text", "<r/>", "</r>", "&x;", "<"} {
		out, err := TranscodeXML(nil, []byte("<r><a>1</a></r>\n"+rest), nil)
		e, ok := errors.AsType[*SyntaxError](err)
		assert.True(t, ok && e.Trailing, "%s: %v", rest, err)
		assert.Equal(t, `{"r":{"a":"1"}}`, string(out), rest)
	}
}

// The vendor shows many replies in both formats.
func TestTranscodeXML_EqualsTheJSONSibling(t *testing.T) {
	files, err := filepath.Glob("testdata/liveagent/*.xml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	compared := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		out, err := TranscodeXML(nil, src, nil)
		require.NoError(t, err, file)
		var fromXML any
		require.NoError(t, json.Unmarshal(out, &fromXML), file)
		for _, ext := range []string{".json", ".derived.json"} {
			sibling, err := os.ReadFile(strings.TrimSuffix(file, ".xml") + ext)
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			require.NoError(t, err)
			var fromJSON any
			require.NoError(t, json.Unmarshal(sibling, &fromJSON))
			compareShapes(t, file, fromXML, fromJSON)
			if ext == ".derived.json" {
				assert.Equal(t, scalarsAsText(fromJSON), fromXML, file)
			}
			compared++
		}
	}
	assert.GreaterOrEqual(t, compared, 20)
}

// compareShapes holds the members that both have to the same kinds: samples of
// the two formats do not always show the same members.
func compareShapes(t *testing.T, at string, x, j any) {
	t.Helper()
	switch j := j.(type) {
	case map[string]any:
		object, ok := x.(map[string]any)
		if !assert.True(t, ok, "%s is no object", at) {
			return
		}
		common := 0
		for name, value := range j {
			if other, ok := object[name]; ok {
				compareShapes(t, at+"/"+name, other, value)
				common++
			}
		}
		assert.NotZero(t, common, "%s has no member of %v", at, slices.Collect(maps.Keys(j)))
	case []any:
		list, ok := x.([]any)
		if !assert.True(t, ok, "%s is no list", at) {
			return
		}
		for i := range min(len(list), len(j)) {
			compareShapes(t, fmt.Sprintf("%s/%d", at, i), list[i], j[i])
		}
	default:
		if x != nil { // an empty element
			assert.IsType(t, "", x, at)
		}
	}
}

func scalarsAsText(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			v[name] = scalarsAsText(value)
		}
		return v
	case []any:
		for i, value := range v {
			v[i] = scalarsAsText(value)
		}
		return v
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

func FuzzTranscodeXML(f *testing.F) {
	files, _ := filepath.Glob("testdata/liveagent/*.xml")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, seed := range []string{"<r><a/>x</r>", "<r><a>1</a><b/><a/></r>", "<a><b/></a><c/>", "<?xml version='1.0' encoding='windows-1251'?><r>\xcf</r>", "<!DOCTYPE r><r/>", "<r><![CDATA[x]]></r>", "<é><éé/></é>", "<r><a>&amp;&lt;x</a>\r\n<b>]]</b></r>", "<r>\n <a> x> </a>\n <b k='> '> </b> </r> "} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, err := TranscodeXML(nil, src, map[string]bool{"a": true})
		if e, ok := errors.AsType[*SyntaxError](err); err != nil && (!ok || !e.Trailing) {
			if len(out) > 0 {
				t.Fatal("output with an error")
			}
			return
		}
		if !json.Valid(out) {
			t.Fatalf("%q became %q", src, out)
		}
		// A comment is read by the tokenizer of encoding/xml alone.
		slow, _ := TranscodeXML(nil, append(slices.Clip(src), "<!---->"...), map[string]bool{"a": true})
		if err == nil && string(slow) != string(out) {
			t.Fatalf("%q became %q and %q", src, out, slow)
		}
	})
}

type xmlCustomer struct {
	ContactID string `xml:"contactid" json:"contactid"`
	Email     string `xml:"email" json:"email"`
	FirstName string `xml:"firstname" json:"firstname"`
	LastName  string `xml:"lastname" json:"lastname"`
	UserID    string `xml:"userid" json:"userid"`
	Created   string `xml:"datecreated" json:"datecreated"`
	Votes     int64  `xml:"votes" json:"votes"`
	Gender    string `xml:"gender" json:"gender"`
}

func customersXML(rows int) []byte {
	var b strings.Builder
	b.WriteString("<?xml version='1.0' encoding='utf-8'?>\n<response>\n <customers>\n")
	for i := range rows {
		fmt.Fprintf(&b, "  <customer>\n   <contactid>cid%05d</contactid>\n   <email>user%d@example.com</email>\n   <firstname>Ada</firstname>\n   <lastname>Example %d</lastname>\n   <userid>uid%05d</userid>\n   <datecreated>2012-03-02 11:21:04</datecreated>\n   <votes>%d</votes>\n   <gender>F</gender>\n  </customer>\n", i, i, i, i, i%7)
	}
	b.WriteString(" </customers>\n</response>\n")
	return []byte(b.String())
}

func BenchmarkXML(b *testing.B) {
	src := customersXML(200)
	b.Run("transcode", func(b *testing.B) {
		codec := lenientCodec()
		b.ReportAllocs()
		for b.Loop() {
			var reply struct {
				Response struct {
					Customers []xmlCustomer `json:"customers"`
				} `json:"response"`
			}
			buf := GetBuffer()
			out, err := TranscodeXML(buf.Bytes(), src, nil)
			if err != nil {
				b.Fatal(err)
			}
			buf.Set(out)
			if err := codec.Unmarshal(out, &reply); err != nil || len(reply.Response.Customers) != 200 {
				b.Fatal(err)
			}
			PutBuffer(buf)
		}
	})
	b.Run("encoding-xml", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var reply struct {
				Customers []xmlCustomer `xml:"customers>customer"`
			}
			if err := xml.Unmarshal(src, &reply); err != nil || len(reply.Customers) != 200 {
				b.Fatal(err)
			}
		}
	})
}
