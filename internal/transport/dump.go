package transport

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	"github.com/frontdesk-go/frontdesk/internal/redact"
)

// dumper writes exchanges for support cases: each request and each reply in one
// Write, redacted.
type dumper struct {
	mu sync.Mutex
	w  io.Writer
}

func newDumper(w io.Writer) *dumper { return &dumper{w: w} }

func (d *dumper) request(r *redact.Redactor, request *http.Request) {
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

func (d *dumper) reply(r *redact.Redactor, resp *http.Response, body []byte) {
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
	redacted := r.Bytes(body)
	b.WriteByte('\n')
	b.Write(redacted[:min(len(redacted), keptBytes)])
	b.WriteString("\n\n")
}

// write puts the dump out; a dump that cannot be written must not fail a call.
func (d *dumper) write(b *bytes.Buffer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, _ = d.w.Write(b.Bytes())
}
