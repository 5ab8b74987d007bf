package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxXMLDepth is how deep elements may nest.
const maxXMLDepth = 100

// TranscodeXML appends to dst the JSON form of the XML document src, wrapped
// in an object with the name of the root element.
//
//   - An element without child elements is a string: its text as written, or
//     null if that is only white space, since XML has no other word for an
//     absent value or an empty list. Attributes and comments are ignored.
//   - Rows become an array, also if there is one only: rows are the children of
//     an element that is named in lists, or whose children all bear its own
//     name without the last letter (conversations/conversation), or which is
//     not the root and has two or more children, all of one name.
//   - Any other element with children is an object; equal names in it become an
//     array in the place of the first.
//
// Names lose their prefix. It fails with *SyntaxError on text beside child
// elements, on DOCTYPE, unknown entities, mismatched or missing tags, more
// than 100 levels, and charsets other than UTF-8, US-ASCII, ISO-8859-1 and
// Windows-1251. If something follows the root element, the JSON is returned
// together with an error that says Trailing.
func TranscodeXML(dst, src []byte, lists map[string]bool) ([]byte, error) {
	if len(src) > math.MaxInt32 {
		return dst, ErrTooLarge
	}
	src = bytes.TrimPrefix(src, utf8BOM)
	t := newXMLTree(src)
	var parseErr error
	if !t.parsePlain(src) {
		t = newXMLTree(src)
		parseErr = t.parse(src)
	}
	if syn, ok := parseErr.(*SyntaxError); parseErr != nil && (!ok || !syn.Trailing) {
		return dst, parseErr
	}
	t.seen = make([]int32, len(t.spelling))
	t.lists = lists
	dst = append(AppendQuote(append(dst, '{'), t.spelling[t.nodes[0].name]), ':')
	dst = t.appendNode(dst, 0, false)
	return append(dst, '}'), parseErr
}

// xmlTree is a document as an arena: nodes refer to each other, and to their
// text, by index.
type xmlTree struct {
	nodes    []xmlNode
	text     []byte
	names    map[string]int32
	spelling []string
	lists    map[string]bool
	// seen[name] is 1 + the node in whose children the name was met last.
	seen []int32
}

type xmlNode struct {
	name, first, last, next, children int32
	text, textEnd                     int32
}

// none is the absence of a node; the root, node 0, is never a child.
const none = 0

func newXMLTree(src []byte) *xmlTree {
	return &xmlTree{names: make(map[string]int32, 32), nodes: make([]xmlNode, 0, len(src)/32+8)}
}

// parse reads any document, by the tokenizer of encoding/xml.
func (t *xmlTree) parse(src []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(src))
	dec.CharsetReader = charsetReader
	fail := func(msg string) error {
		return &SyntaxError{Offset: dec.InputOffset(), Msg: msg}
	}
	var stack [maxXMLDepth]int32
	depth, closed := 0, false
	for {
		token, err := dec.RawToken()
		if closed && err != io.EOF && (err != nil || !ignorable(token)) {
			return &SyntaxError{Offset: dec.InputOffset(), Msg: "text after the XML document", Trailing: true}
		}
		if err != nil {
			return t.endOfInput(err, dec.InputOffset(), closed)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == maxXMLDepth {
				return fail("XML nested too deep")
			}
			parent := int32(-1)
			if depth > 0 {
				parent = stack[depth-1]
			}
			id, ok := t.open(parent, []byte(token.Name.Local))
			if !ok {
				return fail("text beside XML elements")
			}
			stack[depth] = id
			depth++
		case xml.EndElement:
			if depth == 0 || t.spelling[t.nodes[stack[depth-1]].name] != token.Name.Local {
				return fail("mismatched XML tags")
			}
			depth--
			closed = depth == 0
		case xml.CharData:
			if depth == 0 && !ignorable(token) {
				return fail("text before the XML document")
			}
			if depth > 0 && !t.addText(stack[depth-1], token) {
				return fail("text beside XML elements")
			}
		case xml.Directive:
			return fail("XML directive refused")
		}
	}
}

// endOfInput is the outcome of parse when the decoder stopped with err.
func (t *xmlTree) endOfInput(err error, offset int64, closed bool) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		if closed {
			return nil
		}
		return &SyntaxError{Offset: offset, Msg: "unexpected end of XML", cut: true}
	}
	if syn, ok := errors.AsType[*xml.SyntaxError](err); ok && strings.HasPrefix(syn.Msg, "unexpected EOF") {
		return &SyntaxError{Offset: offset, Msg: "unexpected end of XML", cut: true}
	}
	if errors.Is(err, errCharset) {
		return &SyntaxError{Offset: offset, Msg: errCharset.Error()}
	}
	return &SyntaxError{Offset: offset, Msg: "invalid XML"}
}

// open adds a child element. It reports false if the parent has text.
func (t *xmlTree) open(parent int32, name []byte) (id int32, ok bool) {
	nameID, known := t.names[string(name)]
	if !known {
		nameID = int32(len(t.spelling))
		t.spelling = append(t.spelling, string(name))
		t.names[t.spelling[nameID]] = nameID
	}
	id = int32(len(t.nodes))
	t.nodes = append(t.nodes, xmlNode{name: nameID})
	if parent < 0 {
		return id, true
	}
	p := &t.nodes[parent]
	if p.children == 0 {
		if !isBlank(t.text[p.text:p.textEnd]) {
			return id, false
		}
		p.text, p.textEnd, p.first = 0, 0, id
	} else {
		t.nodes[p.last].next = id
	}
	p.last = id
	p.children++
	return id, true
}

// addText adds character data to an element. It reports false if the element
// has children and the text is not blank. Text is contiguous, because nothing
// but comments can stand between two pieces of it.
func (t *xmlTree) addText(id int32, data []byte) bool {
	n := &t.nodes[id]
	if n.children > 0 {
		return isBlank(data)
	}
	if n.text == n.textEnd {
		n.text = int32(len(t.text))
	}
	t.text = append(t.text, data...)
	n.textEnd = int32(len(t.text))
	return true
}

func (t *xmlTree) appendNode(dst []byte, id int32, row bool) []byte {
	n := &t.nodes[id]
	switch {
	case n.children == 0 && t.lists[t.spelling[n.name]] && !row && isBlank(t.text[n.text:n.textEnd]):
		return append(dst, '[', ']')
	case n.children == 0:
		text := t.text[n.text:n.textEnd]
		if isBlank(text) {
			return append(dst, "null"...)
		}
		dst, _ = jsontext.AppendQuote(dst, text) // RawToken has checked that it is UTF-8
		return dst
	case t.isList(id, row):
		dst = append(dst, '[')
		for child := n.first; child != none; child = t.nodes[child].next {
			dst = append(t.appendNode(dst, child, true), ',')
		}
		dst[len(dst)-1] = ']'
		return dst
	}
	return t.appendObject(dst, id)
}

// isList says whether the children of an element are rows. A row itself is one
// only by the vendor's rule for names.
func (t *xmlTree) isList(id int32, row bool) bool {
	n := &t.nodes[id]
	name := t.spelling[n.name]
	if t.lists[name] && !row {
		return true
	}
	child := t.nodes[n.first].name
	for c := t.nodes[n.first].next; c != none; c = t.nodes[c].next {
		if t.nodes[c].name != child {
			return false
		}
	}
	return t.spelling[child] == name[:len(name)-1] || id != 0 && !row && n.children > 1
}

func (t *xmlTree) appendObject(dst []byte, id int32) []byte {
	repeated := t.groupRepeated(id)
	dst = append(dst, '{')
	for child := t.nodes[id].first; child != none; child = t.nodes[child].next {
		name := t.nodes[child].name
		group, isGroup := repeated[name]
		if isGroup && group[0] != child {
			continue // written with the first
		}
		dst = append(AppendQuote(dst, t.spelling[name]), ':')
		if !isGroup {
			dst = append(t.appendNode(dst, child, false), ',')
			continue
		}
		dst = append(dst, '[')
		for _, c := range group {
			dst = append(t.appendNode(dst, c, true), ',')
		}
		dst[len(dst)-1] = ']'
		dst = append(dst, ',')
	}
	dst[len(dst)-1] = '}'
	return dst
}

// groupRepeated returns the children of those names that occur more than once,
// and nil, without allocating, in the common case that none does.
func (t *xmlTree) groupRepeated(id int32) map[int32][]int32 {
	found := false
	for c := t.nodes[id].first; c != none && !found; c = t.nodes[c].next {
		mark := &t.seen[t.nodes[c].name]
		found = *mark == id+1
		*mark = id + 1
	}
	if !found {
		return nil
	}
	groups := make(map[int32][]int32)
	for c := t.nodes[id].first; c != none; c = t.nodes[c].next {
		groups[t.nodes[c].name] = append(groups[t.nodes[c].name], c)
	}
	for name, group := range groups {
		if len(group) == 1 {
			delete(groups, name)
		}
	}
	return groups
}

// ignorable reports whether a token outside the root element means nothing.
func ignorable(token xml.Token) bool {
	switch token := token.(type) {
	case xml.CharData:
		return isBlank(token)
	case xml.Comment, xml.ProcInst:
		return true
	}
	return false
}

func isBlank(text []byte) bool {
	for _, c := range text {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}
