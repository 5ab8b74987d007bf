package frontdesktest

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
)

// xmlPiece is a tag, with its attributes, or a text between tags.
type xmlPiece struct {
	token xml.Token
	// path are the names of the elements around a text, outermost first.
	path []string
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
	for len(path) < maxDepth {
		token, err := dec.RawToken()
		if err != nil {
			break
		}
		switch t := xml.CopyToken(token).(type) {
		case xml.StartElement:
			path = append(path[:len(path):len(path)], t.Name.Local)
			pieces = append(pieces, xmlPiece{t, path})
		case xml.EndElement:
			if len(path) == 0 || path[len(path)-1] != t.Name.Local {
				return pieces
			}
			pieces = append(pieces, xmlPiece{t, path})
			path = path[:len(path)-1]
		case xml.CharData:
			if len(path) > 0 {
				pieces = append(pieces, xmlPiece{t, path})
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
func (s *scrubber) xml(pieces []xmlPiece, failure bool) {
	for i, p := range pieces {
		at := place{fault: failure}
		for _, name := range p.path[:max(len(p.path)-1, 0)] {
			at.custom = at.custom || containers[plainName(name)]
			at.fault = at.fault || faults[plainName(name)]
		}
		switch t := p.token.(type) {
		case xml.CharData:
			text := string(t)
			if trimmed := strings.TrimSpace(text); trimmed != "" {
				clean := s.field(trimmed, s.elementKind(p.path, at), at)
				pieces[i].token = xml.CharData(strings.Replace(text, trimmed, clean, 1))
			}
		case xml.StartElement:
			for j, a := range t.Attr {
				t.Attr[j].Value = s.field(a.Value, s.memberKind(a.Name.Local, "", "", at), at)
			}
		}
	}
}

func (s *scrubber) elementKind(path []string, at place) FieldKind {
	parent := FieldKind("")
	if len(path) > 1 {
		parent = s.rules.kind(path[len(path)-2])
	}
	kind := s.memberKind(path[len(path)-1], parent, "", at)
	if kind == FieldText && at.fault {
		return ""
	}
	return kind
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
