package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	// LookAhead is how many bytes OpenRows reads at most, unless told
	// otherwise, before it decides whether a reply is a page of rows.
	LookAhead = 64 << 10
	// maxRow is the cap of one row, and of all that follows the rows, in bytes.
	maxRow = 1 << 20
	// keptHead is how much of a streamed body Raw keeps.
	keptHead = 64 << 10
)

// Rows is a page of a JSON-RPC list, {"result":{"data":[…],"metadata":{…}}},
// decoded while it arrives. A row may have 1 MiB, the page has no cap, and no
// memory is held for rows that were read. Not safe for concurrent use.
type Rows struct {
	dec      *jsontext.Decoder
	src      *rowReader
	metadata json.RawMessage
	errMem   json.RawMessage
	count    int
	done     bool
	err      error
}

// OpenRows reads r up to the opening bracket of result.data, at most lookAhead
// bytes (LookAhead if it is 0). If the reply is something else, or ends or does
// not come to the bracket before that, rows and err are nil, and head is all
// that was read: go on with it and the rest of r. If reading fails, rows is nil
// and err is the reader's.
func OpenRows(r io.Reader, lookAhead int) (rows *Rows, head []byte, err error) {
	if lookAhead <= 0 {
		lookAhead = LookAhead
	}
	src := &rowReader{r: r, limit: int64(lookAhead), keep: max(lookAhead, keptHead)}
	rows = &Rows{
		src: src,
		dec: jsontext.NewDecoder(src, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
	if rows.open() {
		src.keep = keptHead
		return rows, nil, nil
	}
	if src.err != nil && src.err != io.EOF && src.err != ErrTooLarge {
		return nil, src.head, src.err
	}
	return nil, src.head, nil
}

// open reads to the first row and reports whether there is such a place.
func (r *Rows) open() bool {
	if !r.enter('{') {
		return false
	}
	for r.dec.PeekKind() == '"' {
		name, ok := r.name()
		switch {
		case !ok, name == "error" && r.dec.PeekKind() != 'n':
			return false
		case name == "result" && r.dec.PeekKind() == '{':
			return r.enter('{') && r.openData()
		case name == "result":
			return false
		}
		if r.dec.SkipValue() != nil {
			return false
		}
	}
	return false
}

func (r *Rows) openData() bool {
	for r.dec.PeekKind() == '"' {
		name, ok := r.name()
		if !ok {
			return false
		}
		if name == "data" {
			return r.enter('[')
		}
		if r.member(name, "metadata", &r.metadata) != nil {
			return false
		}
	}
	return false
}

// Next reads the next row into v, a pointer to a zero value, as codec does.
// It reports false after the last row, when all that follows the rows has been
// read as well, and with every error; both are final. Errors are *TypeError,
// *SyntaxError (Trailing if text follows a complete reply), ErrTooLarge for a
// row above 1 MiB, io.ErrUnexpectedEOF for a body that was cut, or the reader's.
func (r *Rows) Next(codec *Codec, v any) (bool, error) {
	if r.done {
		return false, r.err
	}
	r.src.limit = r.dec.InputOffset() + maxRow
	if r.dec.PeekKind() == ']' {
		r.src.digest.end()
		r.finish(r.tail())
		return false, r.err
	}
	if err := jsonv2.UnmarshalDecode(r.dec, v, codec.opts); err != nil {
		r.finish(err)
		return false, r.err
	}
	r.count++
	if r.src.digest != nil {
		r.src.digest.row(r.dec.InputOffset())
	}
	return true, nil
}

// Count returns how many rows were read.
func (r *Rows) Count() int { return r.count }

// Metadata returns the raw result.metadata, nil if it has not been met. It
// stands before or after the rows: it is complete only after the last.
func (r *Rows) Metadata() json.RawMessage { return r.metadata }

// ErrorMember returns the raw error member behind the rows, nil if there is
// none or it is null.
func (r *Rows) ErrorMember() json.RawMessage { return r.errMem }

// Raw returns the first 64 KiB of the body as far as it was read.
func (r *Rows) Raw() []byte { return r.src.head[:min(len(r.src.head), keptHead)] }

// finish ends the rows with the first cause of err.
func (r *Rows) finish(err error) {
	r.done = true
	if err == nil {
		return
	}
	if _, ok := errors.AsType[*SyntaxError](err); ok {
		r.err = err
		return
	}
	cut := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	switch {
	case r.src.err != nil && r.src.err != io.EOF && (cut || errors.Is(err, r.src.err)):
		r.err = r.src.err
	case cut && r.src.err == io.EOF:
		r.err = io.ErrUnexpectedEOF
	default:
		r.err = wrapJSON(err)
	}
}

// tail reads the rest of the reply behind the rows.
func (r *Rows) tail() error {
	if err := r.close(); err != nil {
		return err
	}
	if err := r.members("metadata", &r.metadata); err != nil {
		return err
	}
	if err := r.members("error", &r.errMem); err != nil {
		return err
	}
	if string(r.errMem) == "null" {
		r.errMem = nil
	}
	offset := r.dec.InputOffset()
	switch _, err := r.dec.ReadToken(); {
	case err == io.EOF:
		return nil
	case r.src.err != nil && r.src.err != io.EOF && errors.Is(err, r.src.err):
		return err
	}
	return &SyntaxError{Offset: offset, Msg: "text after the JSON value", Trailing: true}
}

// members reads the rest of the open object and its end, and keeps one member.
func (r *Rows) members(keep string, into *json.RawMessage) error {
	for r.dec.PeekKind() == '"' {
		name, ok := r.name()
		if !ok {
			break
		}
		if err := r.member(name, keep, into); err != nil {
			return err
		}
	}
	return r.close()
}

// member reads the value of a member and keeps a copy if the name is keep.
func (r *Rows) member(name, keep string, into *json.RawMessage) error {
	if name != keep {
		return r.dec.SkipValue()
	}
	raw, err := r.dec.ReadValue()
	if err == nil {
		*into = bytes.Clone(raw)
	}
	return err
}

func (r *Rows) enter(kind jsontext.Kind) bool {
	if r.dec.PeekKind() != kind {
		return false
	}
	_, err := r.dec.ReadToken()
	return err == nil
}

// close reads the end of the open object or list.
func (r *Rows) close() error {
	depth := r.dec.StackDepth()
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	if r.dec.StackDepth() != depth-1 {
		return &SyntaxError{Offset: r.dec.InputOffset(), Msg: "invalid JSON"}
	}
	return nil
}

func (r *Rows) name() (string, bool) {
	token, err := r.dec.ReadToken()
	if err != nil {
		return "", false
	}
	return token.String(), true
}

// rowReader keeps the beginning of a stream and stops it at a limit, which its
// user moves along. The decoder asks for more only when what it is reading is
// not complete yet, so the limit is one on that value.
type rowReader struct {
	r     io.Reader
	head  []byte
	keep  int
	read  int64
	limit int64
	err   error // the first error, final

	digest *rowsDigest // nil if nobody asks
}

func (s *rowReader) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	room := s.limit - s.read
	if room <= 0 {
		s.err = ErrTooLarge
		return 0, s.err
	}
	n, err := s.r.Read(p[:min(int64(len(p)), room)])
	s.read += int64(n)
	if spare := s.keep - len(s.head); spare > 0 {
		s.head = append(s.head, p[:min(n, spare)]...)
	}
	if s.digest != nil {
		s.digest.read(p[:n])
	}
	s.err = err
	return n, err
}
