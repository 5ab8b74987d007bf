package redact

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// forms lists every spelling of secret that is looked for, each once. Most keys are letters and digits, which no
// escaping changes: these have about ten forms.
func forms(secret string) []string {
	inner := make(map[string]bool)
	for _, escaped := range escapes(secret) {
		inner[escaped] = true
	}
	for _, encoded := range base64Forms(secret) {
		inner[encoded] = true
	}
	set := make(map[string]bool)
	for once := range inner {
		for _, twice := range escapes(once) {
			set[twice] = true
		}
	}
	for _, dump := range byteDumps(secret) {
		set[dump] = true
	}
	return slices.Collect(maps.Keys(set))
}

// escapes are the ways in which a text is written inside another one. Every one of them works character by
// character, so that the form of a secret does not depend on what surrounds it.
func escapes(s string) []string {
	query, path := url.QueryEscape(s), url.PathEscape(s)
	spaced := strings.ReplaceAll(query, "+", "%20")
	list := []string{
		s,
		query, lowerPercent(query),
		spaced, lowerPercent(spaced),
		path, lowerPercent(path),
		unquoted(strconv.Quote(s)), unquoted(strconv.QuoteToASCII(s)),
	}
	for _, d := range jsonDialects {
		list = append(list, d.escape(s))
	}
	for _, m := range markups {
		list = append(list, m.escape(s))
	}
	return list
}

var jsonDialects = [...]jsonDialect{
	{},
	{lines: true},              // Go without HTML escaping
	{lines: true, html: true},  // Go
	{ascii: true},              // Python
	{ascii: true, slash: true}, // PHP
	{lines: true, slash: true}, // PHP with JSON_UNESCAPED_UNICODE
	{ascii: true, upper: true}, // Java and .NET
	{html: true, upper: true},  // the same, escaping for HTML
}

var markups = [...]markup{
	{`"`, "'", false},           // text outside attributes
	{"&#34;", "&#39;", false},   // Go's html
	{"&quot;", "'", false},      // text in attributes
	{"&quot;", "&apos;", false}, // XML by the book
	{"&quot;", "&#039;", false}, // PHP
	{"&#34;", "&#39;", true},    // Go's xml
}

// markup escapes for HTML and XML, with its spellings of the two quotes.
type markup struct {
	double, single string
	// strict also escapes white space and replaces what XML cannot hold.
	strict bool
}

func (m markup) escape(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		c, size := utf8.DecodeRuneInString(s)
		text := s[:size]
		s = s[size:]
		switch {
		case c == '&':
			text = "&amp;"
		case c == '<':
			text = "&lt;"
		case c == '>':
			text = "&gt;"
		case c == '"':
			text = m.double
		case c == '\'':
			text = m.single
		case !m.strict:
		case c == '\t':
			text = "&#x9;"
		case c == '\n':
			text = "&#xA;"
		case c == '\r':
			text = "&#xD;"
		case c < ' ', c == utf8.RuneError, c == 0xFFFE, c == 0xFFFF:
			text = string(utf8.RuneError)
		}
		b.WriteString(text)
	}
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
	return []string{
		list[1 : len(list)-1],
		syntax[len("[]byte{") : len(syntax)-1],
		fmt.Sprintf("%x", b), fmt.Sprintf("%X", b),
	}
}
