package frontdesktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// body is a body by what it is: one of json, form, xml and text. Noise may
// stand beside json.
type body struct {
	json          *node
	before, after string // noise around json
	form          url.Values
	xml           []xmlPiece
	text          []byte
	binary        bool // text is none
}

// readRequestBody reads the body of a request. A multipart form becomes an
// urlencoded one, also in r.
func readRequestBody(r *RecordedRequest) *body {
	kind := mediaType(r.Header)
	if kind == multipartType {
		if form, err := formOfMultipart(r.Header, r.Body); err == nil {
			return &body{form: form}
		}
	}
	if kind == formType || kind == multipartType {
		if form, err := url.ParseQuery(string(r.Body)); err == nil && len(form) > 0 {
			return &body{form: form}
		}
	}
	return readBody(r.Header, r.Body)
}

func readBody(header http.Header, data []byte) *body {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if len(trimmed) == 0 {
		return &body{}
	}
	if !utf8.Valid(trimmed) && trimmed[0] != '{' && trimmed[0] != '[' && !json.Valid(trimmed) {
		return &body{text: data, binary: true}
	}
	if tree, before, after, ok := findJSON(trimmed); ok {
		return &body{json: tree, before: before, after: after}
	}
	if trimmed[0] == '<' && looksLikeXML(header, trimmed) && !dropped.Match(trimmed) {
		if pieces := readXML(trimmed); len(pieces) > 0 {
			return &body{xml: pieces}
		}
	}
	return &body{text: data}
}

// findJSON finds the JSON in a body, which breaks off at times, and behind or
// in front of which SalesMan CRM puts PHP's warnings at others.
func findJSON(data []byte) (tree *node, before, after string, ok bool) {
	if tree, ok := wholeJSON(data); ok {
		return tree, "", "", true
	}
	if data[0] == '{' || data[0] == '[' {
		tree, rest, err := parseJSON(data)
		if tree == nil {
			return nil, "", "", false
		}
		if err != nil {
			rest = nil // what follows a mistake is of no known form
		}
		return tree, "", string(rest), true
	}
	const mark = "<br />"
	for at := bytes.Index(data, []byte(mark)); at >= 0; {
		at += len(mark)
		tail := bytes.TrimSpace(data[at:])
		if len(tail) > 0 && (tail[0] == '{' || tail[0] == '[') {
			if tree, ok := wholeJSON(tail); ok {
				return tree, string(data[:at]), "", true
			}
		}
		next := bytes.Index(data[at:], []byte(mark))
		if next < 0 {
			break
		}
		at += next
	}
	return nil, "", "", false
}

// bytes returns the body to be written.
func (b *body) bytes() []byte {
	switch {
	case b.json != nil:
		return append(b.json.append([]byte(b.before)), b.after...)
	case b.form != nil:
		return []byte(b.form.Encode())
	case b.xml != nil:
		return writeXML(b.xml)
	}
	return b.text
}

// each changes every text of the body.
func (b *body) each(change func(string) string) {
	if b.json != nil {
		b.json.each(change)
	}
	eachOf(b.form, change)
	for i := range b.xml {
		b.xml[i].each(change)
	}
	if !b.binary && len(b.text) > 0 {
		b.text = []byte(change(string(b.text)))
	}
}

// eachOf changes every name and every value of a form or a query.
func eachOf(form url.Values, change func(string) string) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		values := form[name]
		for i := range values {
			values[i] = change(values[i])
		}
		if changed := change(name); changed != name {
			delete(form, name)
			form[changed] = append(form[changed], values...)
		}
	}
}

// each changes every text of a tree, and numbers that are changed as texts.
func (n *node) each(change func(string) string) {
	switch n.kind {
	case stringNode:
		n.text = change(n.text)
	case numberNode:
		// A number that merely contains a known one is another.
		if changed := change(n.text); isPseudonym(changed) {
			n.setNumber(changed)
		}
	}
	for _, item := range n.items {
		item.each(change)
	}
	for i := range n.members {
		n.members[i].name = change(n.members[i].name)
		n.members[i].value.each(change)
	}
}

// setNumber makes n the given number, or 0 if it is none.
func (n *node) setNumber(text string) {
	if n.text == text {
		return
	}
	if text == "" || !json.Valid([]byte(text)) || !isDigits(text) {
		text = "0"
	}
	n.text = text
}

// body scrubs a body that stands at a place.
func (s *scrubber) body(b *body, at place) {
	switch {
	case b.json != nil:
		s.tree(b.json, "", at)
		b.before, b.after = s.page(b.before), s.page(b.after)
	case b.form != nil:
		b.form = s.values(b.form, at)
	case b.xml != nil:
		s.xml(b.xml, at)
	case len(b.text) > 0:
		b.text = s.unknown(b, at.fault)
	}
}

// tree scrubs a value of the given kind.
func (s *scrubber) tree(n *node, kind FieldKind, at place) {
	switch n.kind {
	case stringNode:
		n.text = s.field(n.text, kind, at)
	case numberNode:
		s.number(n, kind)
	case listNode:
		for _, item := range n.items {
			s.tree(item, kind, at)
		}
	case objectNode:
		s.object(n, kind, at)
	}
}

func (s *scrubber) object(n *node, kind FieldKind, at place) {
	at.fault = at.fault || n.fault
	field := n.fieldOfPair()
	pair, siblings := s.rules.kind(field), n.names()
	for i, m := range n.members {
		own, inside := s.ownKind(m.name, kind, pair, at, siblings), at.within(s.visible(m.name))
		inside.id = inside.id || isID(field) && carriers[plainName(m.name)]
		if kind == FieldPhone {
			n.members[i].name = s.text(m.name) // {"phones": {"74955550101": …}}
		} else {
			n.members[i].name = s.name(m.name)
		}
		s.tree(m.value, own, inside)
	}
}

// ownKind is memberKind, but for texts that stay in the place where they are.
func (s *scrubber) ownKind(name string, parent, pair FieldKind, at place, siblings []string) FieldKind {
	kind := s.memberKind(name, parent, pair, at)
	if _, given := s.rules.own[plainName(name)]; given {
		return kind
	}
	if s.nameOfConfig(name, at, siblings) || kind == FieldText && s.vendorsWords(name, at, siblings) {
		return ""
	}
	return kind
}

// memberKind tells the kind of a member: by its name, by the field that it is
// the value of, by what it is inside of.
func (s *scrubber) memberKind(name string, parent, pair FieldKind, at place) FieldKind {
	plain := plainName(name)
	own, given := s.rules.own[plain]
	switch {
	case given:
		return own
	case pair != "" && (plain == "value" || plain == "values"):
		return pair
	case at.custom && structural[plain]:
		return ""
	}
	if kind := s.rules.kind(name); kind != "" {
		return kind
	}
	switch {
	case parent != "" && carriers[plain]:
		return parent
	case at.custom:
		return FieldText
	}
	return ""
}

// fieldOfPair is the field that a pair gives a value, such as
// {"field": "customers.email", "operator": "~", "value": "…"}; "" for none.
func (n *node) fieldOfPair() string {
	for _, name := range []string{"field", "property", "property_name"} {
		if field := n.member(name); field != nil && field.kind == stringNode {
			return field.text
		}
	}
	return ""
}

func (s *scrubber) number(n *node, kind FieldKind) {
	switch {
	case kind == FieldSecret:
		n.setNumber("0")
	case kind == FieldPhone && len(onlyDigits(n.text)) >= 7, kind == FieldNumber:
		n.setNumber(s.people.of(kind, n.text))
	case s.secrets.Contains(n.text):
		n.setNumber("0")
	}
}

// field scrubs the text of a field.
func (s *scrubber) field(text string, kind FieldKind, at place) string {
	if tree, ok := structuredText(text); ok && kind != FieldSecret && kind != FieldKeep {
		// A text inside this text is of the same kind, whatever its member is.
		s.tree(tree, "", place{custom: at.custom || kind == FieldText})
		return string(tree.bytes())
	}
	switch {
	case kind == FieldSecret && strings.TrimSpace(text) == "":
		return text
	case kind == FieldSecret:
		return mask
	case kind == FieldKeep:
		return s.secrets.String(text)
	case dropped.MatchString(text):
		return text
	case isDocument(text):
		return string(s.document([]byte(text)))
	case kind == FieldText && vendorSentence.MatchString(text):
		return s.sentence(text)
	case kind == "" && at.id:
		return s.name(text)
	case kind == "":
		return s.text(text)
	}
	return s.secrets.String(s.people.of(kind, text))
}

// isDocument recognises web pages, and PDF files in base64.
func isDocument(text string) bool {
	return len(text) > 40 && (strings.HasPrefix(text, "JVBERi0") ||
		strings.Contains(text, "<html") || strings.Contains(text, "&lt;html"))
}

// page scrubs what is not JSON in a body that has JSON.
func (s *scrubber) page(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return string(s.unknown(&body{text: []byte(text)}, false))
}

// shortText is the length in bytes up to which a plain text that comes with a
// failure is kept.
const shortText = 1 << 10

// unknown scrubs a body of no known form: it is replaced, unless an option
// keeps it.
func (s *scrubber) unknown(b *body, failure bool) []byte {
	switch {
	case s.opaque && b.binary:
		return b.text
	case s.opaque:
		return []byte(s.text(string(b.text)))
	case failure && !b.binary && len(b.text) <= shortText && !bytes.Contains(b.text, []byte("<")):
		return []byte(s.text(string(b.text)))
	}
	return s.document(b.text)
}

// vendorMarks are words by which clients tell one failure from another.
var vendorMarks = []string{
	"<b>Fatal error</b>", "<b>Parse error</b>", "Cannot access offset of type", "Illegal string offset",
	"Cannot access offset", "DivisionByZeroError",
}

// vendorSentence is what SalesMan CRM says beside a success, in members that
// elsewhere have somebody's words. Clients act upon it.
var vendorSentence = regexp.MustCompile(`^\s*(?:Позиция добавлена|Позиция обновлена|Добавлено|Обновлено|Запись не найдена` +
	`|(?:Пользователь с логином (\S*) не найден\. )?Данные для пользователя с логином(?: (\S*))?)\s*$`)

// sentence returns such a sentence with the logins in it replaced.
func (s *scrubber) sentence(text string) string {
	at := vendorSentence.FindStringSubmatchIndex(text)
	var b strings.Builder
	end := 0
	for group := 2; group < len(at); group += 2 {
		if at[group] >= 0 {
			login := text[at[group]:at[group+1]]
			b.WriteString(text[end:at[group]] + s.people.of(FieldName, login))
			end = at[group+1]
		}
	}
	return s.secrets.String(b.String() + text[end:])
}

const databaseMark = "Ошибка подключения к БД"

// dropped recognises what document returns.
var dropped = regexp.MustCompile(strings.ReplaceAll(`^(?:%PDF-1\.4\n% SIZE\n%%EOF|`+databaseMark+`: SIZE|<html><body>SIZE</body></html>`+
	`|<br />\n(?:[A-Za-z<>/ ]+: )*SIZE<br />|SIZE|JVBERi0xLjQKJSBkcm9wcGVkCiUlRU9GCg==)\s*$`,
	"SIZE", `\d+ bytes dropped by the recorder`))

// document returns what stands in the place of a document: as short as can be,
// with the marks by which it is recognised.
func (s *scrubber) document(data []byte) []byte {
	if dropped.Match(data) {
		return data
	}
	text := string(data)
	size := fmt.Sprintf("%d bytes dropped by the recorder", len(data))
	switch {
	case strings.HasPrefix(text, "%PDF"):
		return []byte("%PDF-1.4\n% " + size + "\n%%EOF")
	case strings.HasPrefix(text, "JVBERi0"):
		return []byte("JVBERi0xLjQKJSBkcm9wcGVkCiUlRU9GCg==")
	case strings.HasPrefix(strings.TrimSpace(text), databaseMark):
		return []byte(databaseMark + ": " + size)
	}
	marks := ""
	for _, mark := range vendorMarks {
		if strings.Contains(text, mark) {
			marks += mark + ": "
		}
	}
	switch {
	case marks != "" || strings.HasPrefix(strings.TrimSpace(text), "<br />"):
		return []byte("<br />\n" + marks + size + "<br />")
	case strings.Contains(text, "<"):
		return []byte("<html><body>" + size + "</body></html>")
	}
	return []byte(size)
}
