package wire

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep a value may nest when it is skipped, not decoded.
const maxDepth = 1000

var utf8BOM = []byte("\xef\xbb\xbf")

// SplitJSON returns the first complete JSON value of data and what follows it.
// A byte order mark and white space around the value are in neither part.
// It reports false if data does not begin with a complete value, or if that
// nests deeper than 1,000. The results alias data.
func SplitJSON(data []byte) (value, rest []byte, ok bool) {
	data = bytes.TrimPrefix(data, utf8BOM)
	start := skipSpace(data, 0)
	end, err := scanValue(data, start)
	if err != nil {
		return nil, nil, false
	}
	return data[start:end], data[skipSpace(data, end):], true
}

// Member returns the raw value of a member of the JSON object in data without
// decoding the rest. Of equal names the first counts. What follows the member
// is not examined. The result aliases data.
//
// Not inlined: it is called in many places, and programs would hold it in each.
//
//go:noinline
func Member(data []byte, name string) (raw []byte, found bool) {
	eachMember(data, func(quoted, value []byte) bool {
		if found = sameName(quoted, name); found {
			raw = value
		}
		return !found
	})
	return raw, found
}

// Repeats reports whether the JSON object in data has a member of that name more
// than once.
func Repeats(data []byte, name string) bool {
	n := 0
	eachMember(data, func(quoted, _ []byte) bool {
		if sameName(quoted, name) {
			n++
		}
		return n < 2
	})
	return n > 1
}

// eachMember calls visit for the members of the JSON object in data, each with its
// quoted name and raw value, until visit returns false or the object ends or breaks.
func eachMember(data []byte, visit func(quoted, value []byte) bool) {
	data = bytes.TrimPrefix(data, utf8BOM)
	i := skipSpace(data, 0)
	if i >= len(data) || data[i] != '{' {
		return
	}
	i = skipSpace(data, i+1)
	for i < len(data) && data[i] == '"' {
		nameEnd, err := scanString(data, i)
		if err != nil {
			return
		}
		quoted := data[i:nameEnd]
		i = skipSpace(data, nameEnd)
		if i >= len(data) || data[i] != ':' {
			return
		}
		i = skipSpace(data, i+1)
		end, err := scanValue(data, i)
		if err != nil || !visit(quoted, data[i:end]) {
			return
		}
		i = skipSpace(data, end)
		if i >= len(data) || data[i] != ',' {
			return
		}
		i = skipSpace(data, i+1)
	}
}

// Lookup follows member names from the outside in: Lookup(data, "response",
// "status"). With no names it returns the first value of data.
func Lookup(data []byte, path ...string) (raw []byte, found bool) {
	if len(path) == 0 {
		raw, _, found = SplitJSON(data)
		return raw, found
	}
	raw = data
	for _, name := range path {
		if raw, found = Member(raw, name); !found {
			return nil, false
		}
	}
	return raw, true
}

// Text returns a raw scalar as text: a string unquoted, a number or true as
// spelled, and "" for false, null, objects and arrays.
func Text(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil && len(text) == 0 {
			return ""
		}
		return string(text)
	case 'f', 'n', '{', '[':
		return ""
	}
	return string(raw)
}

// Int returns a raw number, or the number in a raw string, if it is an integer
// in any exact spelling (7, 7.0, "7", 7e0).
func Int(raw []byte) (int64, bool) {
	text := bytes.TrimSpace([]byte(Text(raw)))
	if len(text) == 0 {
		return 0, false
	}
	n, err := parseInt(text, 64)
	return n, err == nil
}

// Blank reports whether a raw value is one of the spellings of nothing: no
// bytes, null, false, "", [] or {}.
func Blank(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0, string(raw) == "null", string(raw) == "false", string(raw) == `""`:
		return true
	case raw[0] == '[' || raw[0] == '{':
		i := skipSpace(raw, 1)
		return i == len(raw)-1 && raw[i] == raw[0]+2
	}
	return false
}

func sameName(quoted []byte, name string) bool {
	inner := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return string(inner) == name
	}
	text, _ := jsontext.AppendUnquote(nil, quoted)
	return string(text) == name
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// scanValue checks the JSON value that begins at data[i] and returns its end.
// It does not recurse: the kinds of the open containers are bits.
func scanValue(data []byte, i int) (int, error) {
	var objects [(maxDepth + 63) / 64]uint64
	depth := 0
	for {
		if i >= len(data) {
			return i, cutAt(i)
		}
		var err error
		switch c := data[i]; c {
		case '{', '[':
			if depth == maxDepth {
				return i, &SyntaxError{Offset: int64(i), Msg: "JSON nested too deep"}
			}
			object := c == '{'
			setBit(&objects, depth, object)
			depth++
			i = skipSpace(data, i+1)
			if i < len(data) && data[i] == c+2 { // '}' and ']' follow their opening by two
				i, depth = i+1, depth-1
			} else if object {
				if i, err = scanName(data, i); err != nil {
					return i, err
				}
				continue
			} else {
				continue
			}
		default:
			if i, err = scanScalar(data, i); err != nil {
				return i, err
			}
		}
		next, err := scanAfter(data, i, &depth, &objects)
		if err != nil || depth == 0 {
			return next, err
		}
		i = next
	}
}

// scanAfter goes on behind a finished value: it closes containers and stops
// at the next value, or at the end when none is open.
func scanAfter(data []byte, i int, depth *int, objects *[(maxDepth + 63) / 64]uint64) (int, error) {
	for *depth > 0 {
		i = skipSpace(data, i)
		if i >= len(data) {
			return i, cutAt(i)
		}
		object := objects[(*depth-1)/64]>>((*depth-1)%64)&1 == 1
		switch c := data[i]; {
		case c == ',' && object:
			return scanName(data, skipSpace(data, i+1))
		case c == ',':
			return skipSpace(data, i+1), nil
		case c == '}' && object, c == ']' && !object:
			i++
			*depth--
		default:
			return i, badAt(i)
		}
	}
	return i, nil
}

// scanName checks a member's name and colon and returns where its value begins.
func scanName(data []byte, i int) (int, error) {
	i, err := scanString(data, i)
	if err != nil {
		return i, err
	}
	i = skipSpace(data, i)
	if i >= len(data) {
		return i, cutAt(i)
	}
	if data[i] != ':' {
		return i, badAt(i)
	}
	return skipSpace(data, i+1), nil
}

func scanScalar(data []byte, i int) (int, error) {
	switch data[i] {
	case '"':
		return scanString(data, i)
	case 't':
		return scanLiteral(data, i, "true")
	case 'f':
		return scanLiteral(data, i, "false")
	case 'n':
		return scanLiteral(data, i, "null")
	}
	return scanNumber(data, i)
}

func scanLiteral(data []byte, i int, literal string) (int, error) {
	for j := range len(literal) {
		if i+j >= len(data) {
			return i + j, cutAt(i + j)
		}
		if data[i+j] != literal[j] {
			return i + j, badAt(i + j)
		}
	}
	return i + len(literal), nil
}

func scanString(data []byte, i int) (int, error) {
	if i >= len(data) {
		return i, cutAt(i)
	}
	if data[i] != '"' {
		return i, badAt(i)
	}
	for i++; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			return i + 1, nil
		case c < ' ':
			return i, badAt(i)
		case c == '\\':
			n, err := scanEscape(data, i+1)
			if err != nil {
				return n, err
			}
			i = n
		}
	}
	return i, cutAt(i)
}

// scanEscape checks what follows a backslash and returns its last byte.
func scanEscape(data []byte, i int) (int, error) {
	if i >= len(data) {
		return i, cutAt(i)
	}
	switch data[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i, nil
	case 'u':
		for range 4 {
			if i++; i >= len(data) {
				return i, cutAt(i)
			}
			if c := data[i] | 0x20; !isDigit(data[i]) && (c < 'a' || c > 'f') {
				return i, badAt(i)
			}
		}
		return i, nil
	}
	return i, badAt(i)
}

func scanNumber(data []byte, i int) (int, error) {
	if data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		i++
	} else {
		n, err := scanDigits(data, i)
		if err != nil {
			return n, err
		}
		i = n
	}
	if i < len(data) && data[i] == '.' {
		n, err := scanDigits(data, i+1)
		if err != nil {
			return n, err
		}
		i = n
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		return scanDigits(data, i)
	}
	return i, nil
}

func scanDigits(data []byte, i int) (int, error) {
	start := i
	for i < len(data) && isDigit(data[i]) {
		i++
	}
	switch {
	case i > start:
		return i, nil
	case i == len(data):
		return i, cutAt(i)
	}
	return i, badAt(i)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func setBit(bits *[(maxDepth + 63) / 64]uint64, i int, on bool) {
	if on {
		bits[i/64] |= 1 << (i % 64)
	} else {
		bits[i/64] &^= 1 << (i % 64)
	}
}

func cutAt(i int) error {
	return &SyntaxError{Offset: int64(i), Msg: "unexpected end of JSON", cut: true}
}

func badAt(i int) error {
	return &SyntaxError{Offset: int64(i), Msg: "invalid JSON"}
}
