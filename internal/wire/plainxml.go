package wire

import (
	"bytes"
	"unicode/utf8"
)

// parsePlain reads a document of plain elements and text, which is what the
// vendor sends, at a fifth of the cost of the tokenizer of encoding/xml. It
// knows no faults: at anything that it does not know it reports false, and
// parse decides. That is anything else than UTF-8, attributes, comments,
// CDATA, prefixes, entities beside the five of XML, and documents that are
// not well-formed.
func (t *xmlTree) parsePlain(src []byte) bool {
	i, ok := skipDeclaration(src)
	if !ok {
		return false
	}
	var stack [maxXMLDepth]int32
	for depth := 0; ; {
		end := bytes.IndexByte(src[i:], '<')
		if end < 0 {
			return depth == 0 && len(t.nodes) > 0 && isPlainBlank(src[i:])
		}
		text := src[i : i+end]
		if depth == 0 && !isPlainBlank(text) || depth > 0 && !t.addPlainText(stack[depth-1], text) {
			return false
		}
		i += end + 1
		closing := i < len(src) && src[i] == '/'
		if closing {
			i++
		}
		name := plainName(src[i:])
		i += len(name)
		empty := !closing && bytes.HasPrefix(src[i:], []byte("/"))
		if empty {
			i++
		}
		if len(name) == 0 || i >= len(src) || src[i] != '>' {
			return false
		}
		i++
		if closing {
			if depth == 0 || t.spelling[t.nodes[stack[depth-1]].name] != string(name) {
				return false
			}
			depth--
			continue
		}
		parent := int32(-1)
		if depth > 0 {
			parent = stack[depth-1]
		}
		if depth == maxXMLDepth || depth == 0 && len(t.nodes) > 0 {
			return false
		}
		id, ok := t.open(parent, name)
		if !ok {
			return false
		}
		if !empty {
			stack[depth] = id
			depth++
		}
	}
}

// skipDeclaration returns where the document begins behind a declaration in
// one of the usual spellings.
func skipDeclaration(src []byte) (start int, ok bool) {
	if !bytes.HasPrefix(src, []byte("<?")) {
		return 0, true
	}
	end := bytes.Index(src, []byte("?>"))
	if end < 0 {
		return 0, false
	}
	end += len("?>")
	switch string(bytes.ReplaceAll(src[:end], []byte("'"), []byte(`"`))) {
	case `<?xml version="1.0"?>`, `<?xml version="1.0" encoding="utf-8"?>`, `<?xml version="1.0" encoding="UTF-8"?>`:
		return end, true
	}
	return 0, false
}

// plainName returns the ASCII name at the beginning of src.
func plainName(src []byte) []byte {
	for i, c := range src {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || !isDigit(c) && c != '-' && c != '.') {
			return src[:i]
		}
	}
	return src
}

// addPlainText adds text to an element if encoding/xml would take every byte
// of it as it is, or as one of the five entities.
func (t *xmlTree) addPlainText(id int32, text []byte) bool {
	if isPlainBlank(text) && t.nodes[id].children > 0 {
		return true
	}
	ascii := true
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\t' || c == ']' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if !ascii && (!utf8.Valid(text) || bytes.Contains(text, []byte("\ufffe")) || bytes.Contains(text, []byte("\uffff"))) {
		return false
	}
	for {
		amp := bytes.IndexByte(text, '&')
		if amp < 0 {
			return t.addText(id, text)
		}
		if !t.addText(id, text[:amp]) {
			return false
		}
		text = text[amp:]
		char, length := plainEntity(text)
		if length == 0 || !t.addText(id, []byte{char}) {
			return false
		}
		text = text[length:]
	}
}

func plainEntity(text []byte) (char byte, length int) {
	for _, e := range [...]struct {
		name string
		char byte
	}{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}} {
		if bytes.HasPrefix(text, []byte(e.name)) {
			return e.char, len(e.name)
		}
	}
	return 0, 0
}

// isPlainBlank is isBlank without carriage returns, which XML rewrites.
func isPlainBlank(text []byte) bool {
	return isBlank(text) && bytes.IndexByte(text, '\r') < 0
}
