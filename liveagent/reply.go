package liveagent

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// envelope reads {"response": …} in one pass. At most one of object and rows is
// set; without either the reply only says OK.
type envelope struct {
	object any // a pointer to the result
	// id is a field of object that no record lacks; nil if none is known.
	id *string
	// mayBeEmpty takes an object without anything for a result.
	mayBeEmpty bool
	rows       any // a pointer to a slice
	// emptyRow returns the number of a row without anything, -1 if there is none; nil
	// where such rows are in order.
	emptyRow func() int
	// list are the names under which rows may lie, the documented one first.
	list []string
	// lists are the names of XML elements that hold rows in this operation, so
	// that an empty one is an empty list.
	lists map[string]bool
}

// listOf is the envelope of a list whose rows hold no lists.
func listOf[T any](rows *[]T, names ...string) envelope {
	e := envelope{rows: (*rowsOf[T])(rows), list: names, lists: make(map[string]bool, len(names))}
	e.emptyRow = func() int {
		for i := range *rows {
			if isEmpty(&(*rows)[i]) {
				return i
			}
		}
		return -1
	}
	for _, name := range names {
		e.lists[name] = true
	}
	return e
}

// holding adds the names of lists inside the object or the rows.
func (e envelope) holding(names ...string) envelope {
	lists := make(map[string]bool, len(e.lists)+len(names))
	for name := range e.lists {
		lists[name] = true
	}
	for _, name := range names {
		lists[name] = true
	}
	e.lists = lists
	return e
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (e *envelope) UnmarshalJSONFrom(dec *wire.Decoder) error {
	found := false
	err := eachMember(dec, "an object", func(name string) error {
		if name != "response" {
			return dec.SkipValue()
		}
		found = true
		switch {
		case e.rows != nil:
			return e.readList(dec)
		case e.object != nil:
			return e.readObject(dec)
		default:
			return readStatus(dec)
		}
	})
	if err == nil && !found {
		err = &wire.TypeError{Want: "LiveAgent's envelope", Got: "object", Reason: "it has no member response"}
	}
	return err
}

// readObject reads one record. A record of nothing is refused: a caller would take it
// for the one asked for.
func (e *envelope) readObject(dec *wire.Decoder) error {
	if err := wire.Decode(dec, e.object); err != nil {
		return err
	}
	switch {
	case e.id != nil && *e.id == "":
		return &wire.TypeError{Want: "a record", Got: "object", Reason: "it has no id"}
	case e.id == nil && !e.mayBeEmpty && isEmpty(e.object):
		return &wire.TypeError{Want: "a record", Got: "object", Reason: "it has none of the documented members"}
	}
	return nil
}

// isEmpty reports whether a record, given by a pointer, has nothing.
func isEmpty(record any) bool { return reflect.ValueOf(record).Elem().IsZero() }

// withoutStatus takes out of Extra what tells of the call rather than of the
// record.
func withoutStatus(extra map[string]json.RawMessage) map[string]json.RawMessage {
	delete(extra, "status")
	delete(extra, "statuscode")
	if len(extra) == 0 {
		return nil
	}
	return extra
}

// readStatus reads the reply of a change.
func readStatus(dec *wire.Decoder) error {
	var reply struct {
		Status string `json:"status"`
	}
	if err := wire.Decode(dec, &reply); err != nil {
		return err
	}
	if status := strings.TrimSpace(reply.Status); status != "" && !strings.EqualFold(status, statusOK) {
		return &wire.TypeError{Want: "status", Got: "string", Reason: "it is neither OK nor ERROR"}
	}
	return nil
}

// readList reads the rows. How an empty list looks is not documented: a list,
// null or nothing at all are taken for one, but not a reply with other members, nor
// rows without anything.
func (e *envelope) readList(dec *wire.Decoder) error {
	if err := e.readRows(dec); err != nil {
		return err
	}
	if e.emptyRow == nil {
		return nil
	}
	if i := e.emptyRow(); i >= 0 {
		return &wire.TypeError{Want: "a list", Got: "array", Reason: fmt.Sprintf("row %d is empty", i)}
	}
	return nil
}

func (e *envelope) readRows(dec *wire.Decoder) error {
	switch wire.Peek(dec) {
	case '[', 'n', 'f', '"':
		return wire.Decode(dec, e.rows)
	}
	found, others := false, false
	err := eachMember(dec, "a list", func(name string) error {
		if !e.isList(name) {
			others = true
			return dec.SkipValue()
		}
		found = true
		return wire.Decode(dec, e.rows)
	})
	if err == nil && !found && others {
		err = &wire.TypeError{Want: "a list", Got: "object", Reason: "it has no member " + e.list[0]}
	}
	return err
}

func (e *envelope) isList(name string) bool {
	for _, known := range e.list {
		if name == known {
			return true
		}
	}
	return false
}

// rowsOf is a list in all spellings of one: rows, nothing (null, "", false, {}),
// one row alone, or rows under their numbers, as PHP writes a list with a hole.
type rowsOf[T any] []T

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (r *rowsOf[T]) UnmarshalJSONFrom(dec *wire.Decoder) error {
	if wire.Peek(dec) != '{' {
		return wire.DecodeList(dec, (*[]T)(r))
	}
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	if wire.Blank(raw) {
		*r = []T{}
		return nil
	}
	rows, numbered := wire.IndexedList(raw)
	if !numbered {
		rows = append(append([]byte{'['}, raw...), ']')
	}
	return wire.DecodeWithin(dec, rows, r)
}

// readNested reads a list inside a record; null is a nil list.
func readNested[T any](dec *wire.Decoder, list *[]T) error {
	if wire.Peek(dec) == 'n' {
		*list = nil
		return dec.SkipValue()
	}
	return wire.Decode(dec, (*rowsOf[T])(list))
}

// eachMember calls read for each member of the object that follows; read has to
// consume its value.
func eachMember(dec *wire.Decoder, want string, read func(name string) error) error {
	if wire.Peek(dec) != '{' {
		return &wire.TypeError{Want: want, Got: kindName(wire.Peek(dec))}
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for wire.Peek(dec) != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if err := read(name.String()); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

func kindName(kind byte) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	case '"':
		return "string"
	case '0':
		return "number"
	case '[':
		return "array"
	case '{':
		return "object"
	default:
		return ""
	}
}

// convert brings the body of a success into the JSON that the codec reads. The
// body tells its format by itself: a server may not know the one asked for.
func convert(body []byte, lists map[string]bool, emptyOK bool) ([]byte, error) {
	if emptyOK && len(bytes.TrimSpace(body)) == 0 {
		return []byte(`{"response":{}}`), nil
	}
	if !isXML(body) {
		return body, nil
	}
	converted, err := wire.TranscodeXML(nil, body, lists)
	if err != nil && !isTrailing(err) {
		return nil, err
	}
	if err != nil {
		// Let the codec find what follows the reply, as it does in JSON.
		converted = append(converted, afterRoot(body)...)
	}
	return converted, nil
}

func isTrailing(err error) bool {
	syntax, ok := errors.AsType[*wire.SyntaxError](err)
	return ok && syntax.Trailing
}

// afterRoot is what follows the end tag of the envelope.
func afterRoot(body []byte) []byte {
	_, after, _ := bytes.Cut(body, []byte("</response>"))
	return after
}

// isXML reports whether a body is a document of tags.
func isXML(body []byte) bool {
	body = bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(body) > 0 && body[0] == '<'
}
