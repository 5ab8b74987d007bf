package wire

import (
	"net/url"
	"strconv"
	"strings"
)

// What ParseForm reads at most.
const (
	maxFormBytes  = 8 << 20
	maxFormFields = 10_000
)

// ParseForm reads application/x-www-form-urlencoded text as PHP does, for the
// fake servers: brackets nest, a[] appends, the last of equal names counts, and
// dots and spaces of top-level names become underscores. Values are strings,
// []any where the keys are 0, 1, 2, …, and map[string]any elsewhere.
//
// It fails with ErrTooLarge above 8 MiB or 10,000 fields and with *SyntaxError
// on a bad escape or more than 64 levels, where PHP would drop the field.
func ParseForm(body []byte) (map[string]any, error) {
	if len(body) > maxFormBytes {
		return nil, ErrTooLarge
	}
	root := &formNode{}
	offset, fields := 0, 0
	for pair := range strings.SplitSeq(string(body), "&") {
		if pair != "" {
			if fields++; fields > maxFormFields {
				return nil, ErrTooLarge
			}
			if msg := root.addPair(pair); msg != "" {
				return nil, &SyntaxError{Offset: int64(offset), Msg: msg}
			}
		}
		offset += len(pair) + 1
	}
	form := make(map[string]any, len(root.keys))
	for key, child := range root.keys {
		form[key] = child.export()
	}
	return form, nil
}

// formNode is a text, or a PHP array if keys is not nil.
type formNode struct {
	text string
	keys map[string]*formNode
	next int // the key of the next a[]
}

// addPair stores one name=value and returns what is wrong with it, if anything.
func (n *formNode) addPair(pair string) (fault string) {
	rawName, rawValue, _ := strings.Cut(pair, "=")
	name, err := url.QueryUnescape(rawName)
	if err != nil {
		return "invalid escape in form"
	}
	value, err := url.QueryUnescape(rawValue)
	if err != nil {
		return "invalid escape in form"
	}
	path := splitName(strings.TrimLeft(name, " "))
	if path == nil {
		return ""
	}
	if len(path) > maxFormDepth {
		return "form nested too deep"
	}
	for _, key := range path {
		n = n.child(key)
	}
	n.text, n.keys, n.next = value, nil, 0
	return ""
}

func (n *formNode) child(key string) *formNode {
	if n.keys == nil {
		n.text, n.keys = "", make(map[string]*formNode)
	}
	if key == "" {
		key = strconv.Itoa(n.next)
	}
	if i, err := strconv.Atoi(key); err == nil && i >= n.next && i < 1<<31 && strconv.Itoa(i) == key {
		n.next = i + 1
	}
	if n.keys[key] == nil {
		n.keys[key] = &formNode{}
	}
	return n.keys[key]
}

func (n *formNode) export() any {
	if n.keys == nil {
		return n.text
	}
	list := make([]any, len(n.keys))
	for i := range list {
		child, ok := n.keys[strconv.Itoa(i)]
		if !ok {
			return n.exportMap()
		}
		list[i] = child.export()
	}
	return list
}

func (n *formNode) exportMap() map[string]any {
	out := make(map[string]any, len(n.keys))
	for key, child := range n.keys {
		out[key] = child.export()
	}
	return out
}

// splitName splits a[b][c] into a, b, c. As in PHP, a bracket that is never
// closed is part of the name, and text after a closed one is dropped.
func splitName(name string) []string {
	base, rest := name, ""
	if i := strings.IndexByte(name, '['); i > 0 {
		if strings.IndexByte(name[i:], ']') > 0 {
			base, rest = name[:i], name[i:]
		}
	}
	base = strings.NewReplacer(".", "_", " ", "_", "[", "_").Replace(base)
	if base == "" {
		return nil
	}
	path := []string{base}
	for strings.HasPrefix(rest, "[") && len(path) <= maxFormDepth {
		end := strings.IndexByte(rest, ']')
		if end < 0 {
			break
		}
		path = append(path, rest[1:end])
		rest = rest[end+1:]
	}
	return path
}
