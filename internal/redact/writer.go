package redact

import (
	"io"
	"sync"
)

// Writer redacts what is written through it, also secrets that are split across calls of Write. It is safe for
// concurrent use. Make one with [Redactor.Writer].
type Writer struct {
	mu   sync.Mutex
	r    *Redactor
	dst  io.Writer
	held []byte // the end of what was written, while it may be the beginning of a secret
	emitter
}

// Writer returns a Writer to dst. Only a tail that may be the beginning of a secret is held back, shorter than the
// longest form of a secret; [Writer.Flush] ends it.
func (r *Redactor) Writer(dst io.Writer) *Writer {
	return &Writer{r: r, dst: dst}
}

// Write writes p, redacted, to the destination, but for a tail that may begin a secret. Its error is that of the
// destination; what was written by the failed call, and what was held back before it, is then lost.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = append(w.held, p...)
	if err := w.send(false); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Flush writes what is held back. Call it where the text ends, such as after a message: what follows is not looked
// at together with what came before.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.send(true)
}

// send writes what is held, to its end or up to what may be the beginning of a secret.
func (w *Writer) send(all bool) error {
	t := w.r.current()
	if t == nil {
		t = noSecrets
	}
	w.emitter.out = w.emitter.out[:0]
	pos := w.settle(t, all)
	w.held = append(w.held[:0], w.held[pos:]...)
	if len(w.emitter.out) == 0 {
		return nil
	}
	n, err := w.dst.Write(w.emitter.out)
	if err == nil && n < len(w.emitter.out) {
		err = io.ErrShortWrite
	}
	if err != nil {
		w.held = w.held[:0]
	}
	return err
}

// settle emits what is decided, and returns where the undecided rest begins.
func (w *Writer) settle(t *table, all bool) int {
	pos, limit := 0, -1
	for {
		start, end := t.find(w.held, pos)
		switch {
		case all:
			limit = len(w.held)
		case limit < pos:
			// A form that has only begun may be longer than one that is complete, and begin earlier.
			limit = t.unfinished(w.held, pos)
		}
		if start < 0 || limit <= start {
			w.emitter.emit(t, w.held[pos:limit])
			return limit
		}
		w.emitter.emit(t, w.held[pos:start])
		w.emitter.mask(t)
		pos = end
	}
}

// noSecrets finds nothing: no text is as long as its window.
var noSecrets = &table{window: int(^uint(0) >> 2)}
