// Package dump writes exchanges for support cases, redacted. It is what
// frontdesk.WithDump brings to the transport, and linked only with it.
package dump

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	"github.com/frontdesk-go/frontdesk/internal/redact"
)

// keptBytes is how much of a body is written.
const keptBytes = 64 << 10

// Dumper writes each request and each reply in one Write.
type Dumper struct {
	mu sync.Mutex
	w  io.Writer
}

// New returns a Dumper to w, whose writes it serialises.
func New(w io.Writer) *Dumper { return &Dumper{w: w} }

// Request writes a request as it is sent.
func (d *Dumper) Request(r *redact.Redactor, request *http.Request) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "> %s %s\n", request.Method, r.URL(request.URL))
	writeHeader(&b, "> ", r.Header(request.Header))
	if request.GetBody != nil {
		if body, err := request.GetBody(); err == nil {
			data, _ := io.ReadAll(io.LimitReader(body, 2*keptBytes))
			writeBody(&b, r, data)
		}
	}
	d.write(&b)
}

// Reply writes a reply and the beginning of its body.
func (d *Dumper) Reply(r *redact.Redactor, resp *http.Response, body []byte) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "< %s %s\n", resp.Proto, resp.Status)
	writeHeader(&b, "< ", r.Header(resp.Header))
	writeBody(&b, r, body[:min(len(body), 2*keptBytes)])
	d.write(&b)
}

func writeHeader(b *bytes.Buffer, prefix string, header http.Header) {
	keys := make([]string, 0, len(header))
	for key := range header {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		for _, value := range header[key] {
			fmt.Fprintf(b, "%s%s: %s\n", prefix, key, value)
		}
	}
}

func writeBody(b *bytes.Buffer, r *redact.Redactor, body []byte) {
	redacted := r.Body(body)
	b.WriteByte('\n')
	b.Write(redacted[:min(len(redacted), keptBytes)])
	b.WriteString("\n\n")
}

// write puts the dump out; a dump that cannot be written must not fail a call.
func (d *Dumper) write(b *bytes.Buffer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, _ = d.w.Write(b.Bytes())
}
