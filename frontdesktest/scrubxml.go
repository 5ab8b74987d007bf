package frontdesktest

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
)

// xmlPiece is a tag, with its attributes, or a text between tags.
type xmlPiece struct {
	token xml.Token
	// path are the names of the elements around a text, outermost first.
	path []string
	// element is the innermost of them, or the one that a tag begins or ends.
	element *xmlElement
}

// xmlElement is what decides about a text in an element.
type xmlElement struct {
	name     string
	parent   *xmlElement
	children []string
	texts    map[string]string // of children; the last one of a name counts
	fault    bool
}

func (e *xmlElement) has(child string) bool { return slices.Contains(e.children, child) }

// newXMLElement puts an element into its parent, which is nil for the outermost.
func newXMLElement(name string, parent *xmlElement) *xmlElement {
	if parent != nil {
		parent.children = append(parent.children, name)
	}
	return &xmlElement{name: name, parent: parent, texts: make(map[string]string)}
}

func looksLikeXML(header http.Header, data []byte) bool {
	return bytes.HasPrefix(data, []byte("<?xml")) || bytes.HasPrefix(data, []byte("<response")) ||
		strings.HasSuffix(mediaType(header), "/xml")
}

// readXML takes XML apart, up to where it breaks off. Comments and directives
// are left out.
func readXML(data []byte) []xmlPiece {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	pieces := []xmlPiece{}
	var path []string
	var element *xmlElement
	for len(path) < maxDepth {
		token, err := dec.RawToken()
		if err != nil {
			break
		}
		switch t := xml.CopyToken(token).(type) {
		case xml.StartElement:
			path = append(path[:len(path):len(path)], t.Name.Local)
			element = newXMLElement(t.Name.Local, element)
			pieces = append(pieces, xmlPiece{t, path, element})
		case xml.EndElement:
			if len(path) == 0 || path[len(path)-1] != t.Name.Local {
				return pieces
			}
			pieces = append(pieces, xmlPiece{t, path, element})
			path, element = path[:len(path)-1], element.parent
		case xml.CharData:
			if len(path) == 0 {
				continue
			}
			pieces = append(pieces, xmlPiece{t, path, element})
			if element.parent != nil {
				element.parent.texts[element.name] = strings.TrimSpace(string(t))
			}
		}
	}
	return pieces
}

// xmlSecrets returns the texts of elements that are credentials.
func xmlSecrets(r *rules, pieces []xmlPiece) []string {
	var secrets []string
	for _, p := range pieces {
		switch t := p.token.(type) {
		case xml.CharData:
			if r.secret(p.path[len(p.path)-1]) {
				secrets = append(secrets, strings.TrimSpace(string(t)))
			}
		case xml.StartElement:
			for _, a := range t.Attr {
				if r.secret(a.Name.Local) {
					secrets = append(secrets, a.Value)
				}
			}
		}
	}
	return secrets
}

// xml scrubs texts by the names of the elements around them.
func (s *scrubber) xml(pieces []xmlPiece, root place) {
	known := make(map[*xmlElement]place)
	for i, p := range pieces {
		at := root
		if p.element.parent != nil {
			at = s.xmlPlace(p.element.parent, root, known)
		}
		switch t := p.token.(type) {
		case xml.CharData:
			text := string(t)
			if trimmed := strings.TrimSpace(text); trimmed != "" {
				clean := s.field(trimmed, s.elementKind(p.element, at), at.holding(p.element.name))
				pieces[i].token = xml.CharData(strings.Replace(text, trimmed, clean, 1))
			}
		case xml.StartElement:
			for j, a := range t.Attr {
				t.Attr[j].Value = s.field(a.Value, s.memberKind(a.Name.Local, "", "", at), at.holding(a.Name.Local))
			}
		}
	}
}

// xmlPlace is the place of what stands in an element.
func (s *scrubber) xmlPlace(e *xmlElement, root place, known map[*xmlElement]place) place {
	at, ok := known[e]
	if ok {
		return at
	}
	if at = root; e.parent != nil {
		at = s.xmlPlace(e.parent, root, known)
	}
	at = at.within(s.visible(e.name))
	at.fault = at.fault || e.fault
	known[e] = at
	return at
}

func (s *scrubber) elementKind(e *xmlElement, at place) FieldKind {
	if e.parent == nil {
		return s.memberKind(e.name, "", "", at)
	}
	return s.ownKind(e.name, s.rules.kind(e.parent.name), "", at, e.parent.children)
}

// each changes the text, or the values of the attributes.
func (p *xmlPiece) each(change func(string) string) {
	switch t := p.token.(type) {
	case xml.CharData:
		p.token = xml.CharData(change(string(t)))
	case xml.StartElement:
		for i := range t.Attr {
			t.Attr[i].Value = change(t.Attr[i].Value)
		}
	}
}

func writeXML(pieces []xmlPiece) []byte {
	var out bytes.Buffer
	out.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	for _, p := range pieces {
		switch t := p.token.(type) {
		case xml.StartElement:
			out.WriteString("<" + xmlName(t.Name))
			for _, a := range t.Attr {
				out.WriteString(" " + xmlName(a.Name) + `="`)
				_ = xml.EscapeText(&out, []byte(a.Value)) // a buffer does not fail
				out.WriteString(`"`)
			}
			out.WriteString(">")
		case xml.EndElement:
			out.WriteString("</" + xmlName(t.Name) + ">")
		case xml.CharData:
			writeXMLText(&out, string(t))
		}
	}
	out.WriteString("\n")
	return out.Bytes()
}

func xmlName(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// writeXMLText escapes what must be. Unlike xml.EscapeText it leaves line ends,
// so that a recording can be read.
func writeXMLText(out *bytes.Buffer, text string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		_ = xml.EscapeText(out, []byte(line)) // a buffer does not fail
	}
}
