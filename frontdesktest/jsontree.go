package frontdesktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// node is a JSON value whose members keep their order and whose numbers keep
// their spelling. The text of a string is its meaning, that of anything else
// its spelling.
type node struct {
	kind    nodeKind
	text    string
	members []member
	items   []*node
	// open: the source ended, or broke, inside this object or list. It is
	// written without its end.
	open bool
	// fault: an object with the vendor's words about a failure.
	fault bool
}

type member struct {
	name  string
	value *node
}

type nodeKind uint8

const (
	literalNode nodeKind = iota // true, false or null
	stringNode
	numberNode
	listNode
	objectNode
)

// maxDepth bounds how deep a body is looked into.
const maxDepth = 500

var errTooDeep = errors.New("nested too deeply")

// parseJSON reads the value that data begins with, and returns what follows
// it. Where data breaks off inside an object or a list, the part that was
// there is returned, with an error.
func parseJSON(data []byte) (value *node, rest []byte, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	token, err := dec.Token()
	if err != nil {
		return nil, data, err
	}
	value, err = parseValue(dec, token, 0)
	return value, data[dec.InputOffset():], err
}

func parseValue(dec *json.Decoder, token json.Token, depth int) (*node, error) {
	switch token := token.(type) {
	case string:
		return &node{kind: stringNode, text: token}, nil
	case json.Number:
		return &node{kind: numberNode, text: token.String()}, nil
	case bool:
		if token {
			return &node{text: "true"}, nil
		}
		return &node{text: "false"}, nil
	case json.Delim:
		switch {
		case depth == maxDepth:
			return nil, errTooDeep
		case token == '{':
			return parseObject(dec, depth)
		case token == '[':
			return parseList(dec, depth)
		}
		return nil, errors.New("unexpected end of a list or an object")
	}
	return &node{text: "null"}, nil
}

func parseObject(dec *json.Decoder, depth int) (*node, error) {
	n := &node{kind: objectNode, open: true}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return n, err
		}
		name, ok := key.(string)
		if !ok {
			return n, errors.New("a member without a name")
		}
		token, err := dec.Token()
		if err != nil {
			return n, err
		}
		value, err := parseValue(dec, token, depth+1)
		if value != nil {
			n.members = append(n.members, member{name, value})
		}
		if err != nil {
			return n, err
		}
	}
	return n, n.close(dec)
}

func parseList(dec *json.Decoder, depth int) (*node, error) {
	n := &node{kind: listNode, open: true}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return n, err
		}
		value, err := parseValue(dec, token, depth+1)
		if value != nil {
			n.items = append(n.items, value)
		}
		if err != nil {
			return n, err
		}
	}
	return n, n.close(dec)
}

// close reads the end of n. That the end is of its kind the decoder checks.
func (n *node) close(dec *json.Decoder) error {
	if _, err := dec.Token(); err != nil {
		return err
	}
	n.open = false
	return nil
}

// wholeJSON reads data that is one JSON value and nothing else.
func wholeJSON(data []byte) (*node, bool) {
	if !json.Valid(data) {
		return nil, false
	}
	value, rest, err := parseJSON(data)
	return value, err == nil && len(bytes.TrimSpace(rest)) == 0
}

// structuredText reads a text that is a JSON object or list.
func structuredText(text string) (*node, bool) {
	trimmed := strings.TrimSpace(text)
	if len(trimmed) < 2 || trimmed[0] != '{' && trimmed[0] != '[' {
		return nil, false
	}
	return wholeJSON([]byte(trimmed))
}

// member returns the last member of that name, nil without one.
func (n *node) member(name string) *node {
	var found *node
	for _, m := range n.members {
		if m.name == name {
			found = m.value
		}
	}
	return found
}

// append writes n as compact JSON.
func (n *node) append(b []byte) []byte {
	switch n.kind {
	case stringNode:
		return appendQuoted(b, n.text)
	case listNode:
		b = append(b, '[')
		for i, item := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.append(b)
		}
		return n.end(b, ']')
	case objectNode:
		b = append(b, '{')
		for i, m := range n.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendQuoted(b, m.name), ':')
			b = m.value.append(b)
		}
		return n.end(b, '}')
	default:
		return append(b, n.text...)
	}
}

func (n *node) end(b []byte, end byte) []byte {
	if n.open {
		return b
	}
	return append(b, end)
}

// bytes returns n as compact JSON.
func (n *node) bytes() []byte { return n.append(nil) }

// appendQuoted writes a text as JSON, without escaping for HTML. The same
// text has one spelling, also where it is not valid UTF-8.
func appendQuoted(b []byte, text string) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(strings.ToValidUTF8(text, "\uFFFD")) // a string can always be encoded
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}

// endingBody is a body of data that ends with err; nil is a complete one.
func endingBody(data []byte, err error) io.ReadCloser {
	if err == nil {
		return newBody(data)
	}
	return io.NopCloser(io.MultiReader(bytes.NewReader(data), failingReader{err}))
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
