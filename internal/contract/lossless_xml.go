package contract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// xmlNode is an element with its text or its children.
type xmlNode struct {
	name     string
	text     string
	children []*xmlNode
}

// xmlTree reads LiveAgent's XML into the tree that the same reply has as JSON. Lists are recognised by the inventory:
// the element at the envelope of a list, and fields of an array type; their rows' names do not matter.
func xmlTree(op *Operation, data []byte) (any, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, fmt.Errorf("contract: the payload of %s: %w", op.ID, err)
	}
	envelopes := map[string]bool{}
	if op.Response.Kind == "list" {
		envelopes[op.Response.Envelope] = true
		for _, alternative := range op.Response.EnvelopeAlternatives {
			envelopes[alternative] = true
		}
	}
	return map[string]any{root.name: root.tree(root.name, envelopes, op.Response.Fields)}, nil
}

func parseXML(data []byte) (*xmlNode, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	stack := []*xmlNode{{}}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			node := &xmlNode{name: token.Name.Local}
			top.children = append(top.children, node)
			stack = append(stack, node)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
	if len(stack[0].children) != 1 {
		return nil, errors.New("no root element")
	}
	return stack[0].children[0], nil
}

func (n *xmlNode) tree(path string, envelopes map[string]bool, fields []*Field) any {
	if envelopes[path] {
		return n.rows(fields)
	}
	if len(n.children) == 0 {
		return strings.TrimSpace(n.text)
	}
	m := map[string]any{}
	for _, child := range n.children {
		var f *Field
		if len(envelopes) == 0 { // above a list's rows no member is a field of the rows
			f = findField(fields, child.name)
		}
		switch {
		case f != nil && f.Elem() != "":
			m[child.name] = child.rows(f.Fields)
		case f != nil:
			m[child.name] = child.tree(join(path, child.name), nil, f.Fields)
		default:
			m[child.name] = child.tree(join(path, child.name), envelopes, fields)
		}
	}
	return m
}

func (n *xmlNode) rows(fields []*Field) any {
	rows := []any{}
	for _, child := range n.children {
		rows = append(rows, child.tree("", nil, fields))
	}
	return rows
}
