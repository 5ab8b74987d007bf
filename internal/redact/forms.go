package redact

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// forms lists every spelling of secret that is looked for, each once. Most keys are letters and digits, which no
// escaping changes: these have about ten forms.
func forms(secret string) []string {
	inner := make(map[string]bool)
	for _, escape := range escapes {
		inner[escape(secret)] = true
	}
	for _, encoded := range base64Forms(secret) {
		inner[encoded] = true
	}
	set := make(map[string]bool)
	for once := range inner {
		for _, escape := range escapes {
			set[escape(once)] = true
		}
	}
	for _, dump := range byteDumps(secret) {
		set[dump] = true
	}
	return slices.Collect(maps.Keys(set))
}

// escapes are the ways in which a text is written inside another one. Every one of them works character by
// character, so that the form of a secret does not depend on what surrounds it.
var escapes = []func(string) string{
	func(s string) string { return s },

	url.QueryEscape,
	func(s string) string { return lowerPercent(url.QueryEscape(s)) },
	percent20,
	func(s string) string { return lowerPercent(percent20(s)) },
	url.PathEscape,
	func(s string) string { return lowerPercent(url.PathEscape(s)) },

	jsonDialect{}.escape,
	jsonDialect{lines: true}.escape,              // Go without HTML escaping
	jsonDialect{lines: true, html: true}.escape,  // Go
	jsonDialect{ascii: true}.escape,              // Python
	jsonDialect{ascii: true, slash: true}.escape, // PHP
	jsonDialect{lines: true, slash: true}.escape, // PHP with JSON_UNESCAPED_UNICODE
	jsonDialect{ascii: true, upper: true}.escape, // Java and .NET
	jsonDialect{html: true, upper: true}.escape,  // the same, escaping for HTML
	func(s string) string { return unquoted(strconv.Quote(s)) },
	func(s string) string { return unquoted(strconv.QuoteToASCII(s)) },

	markup(`"`, "'"),           // text outside attributes
	markup("&#34;", "&#39;"),   // Go's html
	markup("&quot;", "'"),      // text in attributes
	markup("&quot;", "&apos;"), // XML by the book
	markup("&quot;", "&#039;"), // PHP
	xmlEscape,                  // Go's xml
}

func percent20(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// markup escapes for HTML and XML, with the given spellings of the two quotes.
func markup(double, single string) func(string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, double, "'", single).Replace
}

// xmlEscape is Go's; it replaces what XML cannot hold.
func xmlEscape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

func unquoted(s string) string { return s[1 : len(s)-1] }

// lowerPercent turns %XX into %xx.
func lowerPercent(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] != '%' {
			continue
		}
		for j := i + 1; j <= i+2; j++ {
			if 'A' <= b[j] && b[j] <= 'F' {
				b[j] += 'a' - 'A'
			}
		}
	}
	return string(b)
}

// jsonDialect says what an encoder escapes beyond what JSON demands.
type jsonDialect struct {
	html  bool // <, > and &
	slash bool // / as \/
	ascii bool // everything outside ASCII
	lines bool // U+2028 and U+2029
	upper bool // hex digits are capitals
}

func (d jsonDialect) escape(s string) string {
	var b strings.Builder
	for _, c := range s {
		short := strings.IndexRune("\"\\\b\f\n\r\t", c)
		switch {
		case short >= 0:
			b.WriteByte('\\')
			b.WriteByte(`"\bfnrt`[short])
		case c == '/' && d.slash:
			b.WriteString(`\/`)
		case c >= 0x10000 && d.ascii:
			c -= 0x10000
			d.hex(&b, 0xD800+c>>10)
			d.hex(&b, 0xDC00+c&0x3FF)
		case c < 0x20, c == 0xFFFD, c >= 0x80 && d.ascii,
			(c == '<' || c == '>' || c == '&') && d.html,
			(c == 0x2028 || c == 0x2029) && d.lines:
			d.hex(&b, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func (d jsonDialect) hex(b *strings.Builder, c rune) {
	if d.upper {
		fmt.Fprintf(b, `\u%04X`, c)
		return
	}
	fmt.Fprintf(b, `\u%04x`, c)
}

// base64Forms are the whole encodings of secret, and for each of the three places that it can have in a group of
// three bytes the characters that depend on the secret alone.
func base64Forms(secret string) []string {
	var out []string
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		raw := enc.WithPadding(base64.NoPadding)
		out = append(out, enc.EncodeToString([]byte(secret)), raw.EncodeToString([]byte(secret)))
		for before := range 3 {
			text := raw.EncodeToString(append(make([]byte, before), secret...))
			first := (8*before + 5) / 6
			last := 8 * (before + len(secret)) / 6
			out = append(out, text[first:last])
		}
	}
	return out
}

// byteDumps are the spellings that fmt gives to a []byte: %v, %#v, %x and %X.
func byteDumps(secret string) []string {
	b := []byte(secret)
	list, syntax := fmt.Sprintf("%v", b), fmt.Sprintf("%#v", b)
	lower := hex.EncodeToString(b)
	return []string{
		list[1 : len(list)-1],
		syntax[len("[]byte{") : len(syntax)-1],
		lower, strings.ToUpper(lower),
	}
}
