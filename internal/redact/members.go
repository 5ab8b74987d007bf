package redact

import "bytes"

// secretNames end the names of members whose values are credentials of somebody else,
// such as the password of a telephone line or an agent's login token: there are too
// many of them to be known by value.
var secretNames = [...]string{"password", "authtoken"}

// Body is [Redactor.Bytes] for the body of a message, which may have been cut: the
// values of members that hold credentials by their names are REDACTED as well, in
// JSON, XML and forms.
func (r *Redactor) Body(b []byte) []byte {
	b = r.Bytes(b)
	var shown []byte
	done := 0 // of b
	for {
		name := afterName(b, done)
		if name < 0 {
			break
		}
		value, end, quote := valueAfter(b, name)
		if value == end {
			value, end, quote = name, name, ""
		}
		shown = append(shown, b[done:value]...)
		if value < end {
			shown = append(append(append(shown, quote...), r.mask()...), quote...)
		}
		done = end
	}
	if done == 0 {
		return b
	}
	return append(shown, b[done:]...)
}

// afterName is where the first of the names from a place on ends, or -1.
func afterName(b []byte, from int) int {
	first := -1
	for _, name := range secretNames {
		if i := bytes.Index(b[from:], []byte(name)); i >= 0 && (first < 0 || from+i+len(name) < first) {
			first = from + i + len(name)
		}
	}
	return first
}

// valueAfter finds the value of the member whose name ends at i: nothing if this is no
// name of a member. quote is what a value that has none needs around it.
func valueAfter(b []byte, i int) (from, till int, quote string) {
	rest := b[i:]
	for { // user[password]=
		if after, ok := bytes.CutPrefix(rest, []byte("]")); ok {
			rest = after
		} else if len(rest) > 2 && rest[0] == '%' && rest[1] == '5' && rest[2]|0x20 == 'd' {
			rest = rest[3:]
		} else {
			break
		}
	}
	at := len(b) - len(rest)
	switch {
	case len(rest) == 0:
		return i, i, ""
	case rest[0] == '=':
		return at + 1, at + 1 + until(rest[1:], "& \t\r\n"), ""
	case at != i:
		return i, i, ""
	case rest[0] == '"':
		from, till, quote = jsonValue(b, i+1)
		return from, till, quote
	case rest[0] == '>' || rest[0] == ' ':
		from, till = xmlValue(b, i)
		return from, till, ""
	}
	return i, i, ""
}

// jsonValue finds the text, without its quotes, or the number after a name.
func jsonValue(b []byte, i int) (from, till int, quote string) {
	i += spaces(b[i:])
	if i == len(b) || b[i] != ':' {
		return i, i, ""
	}
	i++
	i += spaces(b[i:])
	if i == len(b) {
		return i, i, ""
	}
	if b[i] != '"' {
		n := 0
		for i+n < len(b) && bytes.IndexByte([]byte("+-.0123456789eE"), b[i+n]) >= 0 {
			n++
		}
		if b[i] == 'e' || b[i] == 'E' {
			n = 0
		}
		return i, i + n, `"`
	}
	i++
	for n := i; n < len(b); n++ {
		switch b[n] {
		case '\\':
			n++
		case '"':
			return i, n, ""
		}
	}
	return i, len(b), ""
}

// xmlValue finds the text between the tag whose name ends at i and the next one.
func xmlValue(b []byte, i int) (from, till int) {
	start := i
	for start > 0 && (b[start-1] == '_' || b[start-1] == ':' || 'a' <= b[start-1]|0x20 && b[start-1]|0x20 <= 'z') {
		start--
	}
	open := i + until(b[i:], ">")
	if start == 0 || b[start-1] != '<' || open == len(b) || b[open-1] == '/' {
		return i, i
	}
	open++
	if text := open + spaces(b[open:]); bytes.HasPrefix(b[text:], []byte("<![CDATA[")) {
		if n := bytes.Index(b[text:], []byte("]]>")); n >= 0 {
			return open, text + n + len("]]>")
		}
		return open, len(b)
	}
	return open, open + until(b[open:], "<")
}

// until is how many bytes stand in front of the first of those in stop.
func until(b []byte, stop string) int {
	if i := bytes.IndexAny(b, stop); i >= 0 {
		return i
	}
	return len(b)
}

func spaces(b []byte) int { return len(b) - len(bytes.TrimLeft(b, " \t\r\n")) }
