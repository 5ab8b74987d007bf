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
	for {
		name := afterName(b)
		if name < 0 {
			break
		}
		value, end, quote := valueAfter(b, name)
		mask := ""
		if value < end {
			mask = quote + r.mask() + quote
		}
		shown = append(append(shown, b[:value]...), mask...)
		b = b[end:]
	}
	if shown == nil {
		return b
	}
	return append(shown, b...)
}

// afterName is where the first of the names ends, or -1.
func afterName(b []byte) int {
	first := -1
	for _, name := range secretNames {
		if i := bytes.Index(b, []byte(name)); i >= 0 && (first < 0 || i+len(name) < first) {
			first = i + len(name)
		}
	}
	return first
}

// valueAfter finds the value of the member whose name ends at i: nothing if this is no
// name of a member. quote is what a value that has none needs around it.
func valueAfter(b []byte, i int) (from, till int, quote string) {
	rest := bytes.TrimLeft(b[i:], "]%5Dd") // user[password]=, escaped or not
	at := len(b) - len(rest)
	switch {
	case len(rest) == 0:
		return i, i, ""
	case rest[0] == '=':
		return at + 1, at + 1 + until(rest[1:], "& \t\r\n"), ""
	case at != i:
		return i, i, ""
	case rest[0] == '"':
		return jsonValue(b, i+1)
	case rest[0] == '>':
		return i + 1, i + 1 + xmlValue(rest[1:]), ""
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
	if c := b[i]; c == '-' || '0' <= c && c <= '9' {
		return i, i + until(b[i:], ",]} \t\r\n"), `"`
	} else if c != '"' {
		return i, i, ""
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

// xmlValue is how long the text of an element is, which begins behind its tag.
func xmlValue(b []byte) int {
	const data, end = "<![CDATA[", "]]>"
	if !bytes.HasPrefix(b, []byte(data)) {
		return until(b, "<")
	}
	if n := bytes.Index(b, []byte(end)); n >= 0 {
		return n + len(end)
	}
	return len(b)
}

// until is how many bytes stand in front of the first of those in stop.
func until(b []byte, stop string) int {
	if i := bytes.IndexAny(b, stop); i >= 0 {
		return i
	}
	return len(b)
}

func spaces(b []byte) int { return len(b) - len(bytes.TrimLeft(b, " \t\r\n")) }
