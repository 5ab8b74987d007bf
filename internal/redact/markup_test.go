package redact

import (
	"encoding/xml"
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every character, valid or not, is escaped as the encoders of the standard library do.
func TestMarkup_EscapesAsTheEncodersDo(t *testing.T) {
	var all strings.Builder
	for c := range rune(0x11000) {
		all.WriteRune(c)
	}
	all.WriteString("\xff\xc3 end")
	var want strings.Builder
	assert.NoError(t, xml.EscapeText(&want, []byte(all.String())))
	assert.True(t, want.String() == markups[5].escape(all.String()), "encoding/xml")
	assert.True(t, html.EscapeString(all.String()) == markups[1].escape(all.String()), "html")
}

// A secret of everything that encoders escape, as each of them writes it.
func TestRedactor_KnowsTheSpellingsOfAllEncoders(t *testing.T) {
	const secret = "k\"1\\<2>&3/4'5\t6é7\u20288\u20299😀J+ %"
	r := New(secret)
	for encoder, text := range map[string]string{
		"itself":                   secret,
		"Go":                       `k\"1\\\u003c2\u003e\u00263/4'5\t6é7\u20288\u20299😀J+ %`,
		"Go, not for HTML":         `k\"1\\<2>&3/4'5\t6é7\u20288\u20299😀J+ %`,
		"JavaScript":               "k\\\"1\\\\<2>&3/4'5\\t6é7\u20288\u20299😀J+ %",
		"Python":                   `k\"1\\<2>&3/4'5\t6\u00e97\u20288\u20299\ud83d\ude00J+ %`,
		"PHP":                      `k\"1\\<2>&3\/4'5\t6\u00e97\u20288\u20299\ud83d\ude00J+ %`,
		"PHP, letters as they are": `k\"1\\<2>&3\/4'5\t6é7\u20288\u20299😀J+ %`,
		"Java":                     `k\"1\\<2>&3/4'5\t6\u00E97\u20288\u20299\uD83D\uDE00J+ %`,
		"Java, for HTML":           "k\\\"1\\\\\\u003C2\\u003E\\u00263/4'5\\t6é7\u20288\u20299😀J+ %",
		"HTML":                     "k&#34;1\\&lt;2&gt;&amp;3/4&#39;5\t6é7\u20288\u20299😀J+ %",
		"HTML's text":              "k\"1\\&lt;2&gt;&amp;3/4'5\t6é7\u20288\u20299😀J+ %",
		"HTML's attributes":        "k&quot;1\\&lt;2&gt;&amp;3/4'5\t6é7\u20288\u20299😀J+ %",
		"XML":                      "k&quot;1\\&lt;2&gt;&amp;3/4&apos;5\t6é7\u20288\u20299😀J+ %",
		"PHP's HTML":               "k&quot;1\\&lt;2&gt;&amp;3/4&#039;5\t6é7\u20288\u20299😀J+ %",
		"a form":                   "k%221%5C%3C2%3E%263%2F4%275%096%C3%A97%E2%80%A88%E2%80%A99%F0%9F%98%80J%2B+%25",
		"a form, small digits":     "k%221%5c%3c2%3e%263%2f4%275%096%c3%a97%e2%80%a88%e2%80%a99%f0%9f%98%80J%2b+%25",
		"a query":                  "k%221%5C%3C2%3E%263%2F4%275%096%C3%A97%E2%80%A88%E2%80%A99%F0%9F%98%80J%2B%20%25",
	} {
		for _, around := range []string{"%s", "x%sy", `{"a":"%s"}`} {
			shown := r.String(strings.Replace(around, "%s", text, 1))
			assert.Equal(t, strings.Replace(around, "%s", mask, 1), shown, encoder)
		}
	}
}
