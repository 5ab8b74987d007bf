package frontdesktest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// Recorder is a transport that writes what passes through it to files, for a
// [Replayer] to answer with. Credentials and personal values are taken out
// before anything is written; see [NewRecorder]. It is safe for concurrent use.
type Recorder struct {
	dir     string
	next    http.RoundTripper
	maxBody int64
	scrub   *scrubber

	mu     sync.Mutex
	count  int // of requests so far
	open   int // replies that were neither read to their end nor closed
	errs   []error
	closed bool
}

// RecorderOption sets up a [Recorder].
type RecorderOption func(*recorderOptions)

type recorderOptions struct {
	scrub     *scrubber
	maxBody   int64
	overwrite bool
}

// WithFields says of what kind the named fields are, in headings of forms and
// queries, JSON and XML alike. Names are compared without case, hyphens and
// underscores; of a path such as recv[castInn] the last name counts. It wins
// over what is known of the four vendors: FieldKeep lets a field through.
func WithFields(kind FieldKind, names ...string) RecorderOption {
	return func(o *recorderOptions) { o.scrub.rules.set(kind, names) }
}

// WithSecrets names credentials besides those that the recorder finds by their
// place. They become REDACTED wherever they appear. Texts of less than four
// bytes cannot be looked for.
func WithSecrets(secrets ...string) RecorderOption {
	return func(o *recorderOptions) {
		for _, secret := range secrets {
			o.scrub.addSecret(secret)
		}
	}
}

// WithScrub adds a function that changes each exchange after the rules have,
// and before it is looked through for credentials for the last time. It is
// called for one exchange at a time.
func WithScrub(scrub func(*Recording)) RecorderOption {
	return func(o *recorderOptions) { o.scrub.hooks = append(o.scrub.hooks, scrub) }
}

// WithHeaders keeps the named headers of replies, besides Content-Type,
// Location, Retry-After, those of request ids and of limits.
func WithHeaders(names ...string) RecorderOption {
	return func(o *recorderOptions) {
		for _, name := range names {
			o.scrub.headers[http.CanonicalHeaderKey(name)] = true
		}
	}
}

// WithOpaqueBodies keeps bodies that are neither JSON nor XML nor a form (web
// pages, PDF files), which otherwise are replaced by their size. Credentials
// and e-mail addresses are taken out of those that are text; nothing else is.
func WithOpaqueBodies() RecorderOption {
	return func(o *recorderOptions) { o.scrub.opaque = true }
}

// WithMaxBody is the size in bytes, after decompression, up to which a reply is
// recorded, by default 8 MiB. Reading more is an error.
func WithMaxBody(n int64) RecorderOption {
	return func(o *recorderOptions) { o.maxBody = n }
}

// WithOverwrite removes the recordings of the folder first. Without it a folder
// that has some is refused.
func WithOverwrite() RecorderOption {
	return func(o *recorderOptions) { o.overwrite = true }
}

const defaultMaxBody = 8 << 20

// NewRecorder returns a transport that sends requests through next, by default
// [http.DefaultTransport], and writes each exchange to a file of its own in
// dir, which it makes if need be. Give it to a client:
//
//	rec, err := frontdesktest.NewRecorder("testdata/customers", nil)
//	client, err := helpcrunch.New(key, frontdesk.WithHTTPClient(&http.Client{Transport: rec}))
//	… call the client …
//	err = rec.Close()
//
// A file is indented JSON, with its number, method, path and operation in its
// name, so that a change of the vendor's is a readable difference and one
// exchange can be removed or corrected by hand. It is written when the body of
// the reply has been read or closed. Attempts that a client repeats are
// exchanges of their own.
//
// # What is written
//
// Credentials of all four vendors, wherever they travel, become REDACTED: by
// their place, and then by value in every spelling that package redact knows.
// A session's token is known from the reply that gives it. If one is still
// found in the finished text, nothing is written and the exchange fails.
//
// Personal values become pseudonyms of their kind ([FieldKind]): by the names
// of fields, and e-mail addresses and international telephone numbers in other
// texts as well. A value that was personal in one place is replaced in texts
// that come later too, if it is more than a word. Numbers that are ids stay, as
// do names of what an account is set up with (departments, tags, columns) where
// the place tells, and the messages of error replies: those with a status of 400
// or more, and the vendors' own envelopes. An object that looks like a record is
// none, even there. Rules know names, not meaning: read the files before you
// publish them. Bodies of unknown form are replaced by their size; see
// [WithOpaqueBodies].
//
// It fails if dir has recordings already and WithOverwrite is not given, and if
// dir cannot be made.
func NewRecorder(dir string, next http.RoundTripper, opts ...RecorderOption) (*Recorder, error) {
	o := recorderOptions{scrub: newScrubber(), maxBody: defaultMaxBody}
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	if next == nil {
		next = http.DefaultTransport
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("frontdesktest: %w", err)
	}
	if err := clearFolder(dir, o.overwrite); err != nil {
		return nil, err
	}
	return &Recorder{dir: dir, next: next, maxBody: o.maxBody, scrub: o.scrub}, nil
}

// clearFolder makes sure that recordings of two sessions do not mix.
func clearFolder(dir string, overwrite bool) error {
	files, err := filepath.Glob(filepath.Join(dir, "[0-9][0-9][0-9][0-9]-*.json"))
	if err != nil {
		return fmt.Errorf("frontdesktest: %w", err)
	}
	if len(files) > 0 && !overwrite {
		return fmt.Errorf("frontdesktest: %s has recordings already; remove them, or use WithOverwrite", dir)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			return fmt.Errorf("frontdesktest: %w", err)
		}
	}
	return nil
}

// Close ends the recording: further requests fail. It returns what could not be
// recorded, among it replies whose bodies are still open. Nothing is lost
// without it but this report.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	err := errors.Join(r.errs...)
	if r.open > 0 {
		err = errors.Join(err, fmt.Errorf("frontdesktest: %d replies were neither read to their end nor closed, and are not recorded", r.open))
	}
	return err
}

// RoundTrip sends the request on and records what comes of it. An exchange that
// cannot be recorded fails where the body of its reply ends.
func (r *Recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	number, err := r.begin()
	if err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	sent, out, err := outgoing(req)
	if err != nil {
		r.end()
		return nil, err
	}
	rec := &Recording{Request: recordRequest(req, sent)}
	res, err := r.next.RoundTrip(out)
	if err != nil {
		defer r.end()
		if rec.Response.Failure = failureOf(req.Context(), err); rec.Response.Failure != "" {
			if failed := r.save(number, rec); failed != nil {
				err = errors.Join(err, failed)
			}
		}
		return nil, err
	}
	rec.Response.Status = res.StatusCode
	rec.Response.Header = res.Header.Clone()
	length := res.ContentLength
	if req.Method == http.MethodHead {
		length = 0
	}
	res.Body = &recordedBody{recorder: r, number: number, recording: rec, body: res.Body, length: length}
	return res, nil
}

func (r *Recorder) begin() (number int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return 0, &finalError{errors.New("frontdesktest: the recorder is closed")}
	}
	r.count++
	r.open++
	return r.count, nil
}

func (r *Recorder) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
}

// outgoing returns the body of req, and a request that sends it. A body that is
// there but empty stays so: net/http repeats some requests without a body.
func outgoing(req *http.Request) (sent []byte, out *http.Request, err error) {
	if sent, err = takeBody(req); err != nil {
		return nil, nil, err
	}
	out = req.Clone(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		out.Body = newBody(sent)
	}
	if req.GetBody != nil {
		out.GetBody = func() (io.ReadCloser, error) { return newBody(sent), nil }
	}
	return sent, out, nil
}

func recordRequest(req *http.Request, sent []byte) RecordedRequest {
	return RecordedRequest{
		Method: req.Method, Path: req.URL.EscapedPath(), Query: req.URL.Query(),
		Header: req.Header.Clone(), Body: bytes.Clone(sent),
	}
}

// failureOf names what the connection suffered; "" for what the client itself
// brought about, which is not the recording's business.
func failureOf(ctx context.Context, err error) string {
	var timeout net.Error
	var dns *net.DNSError
	switch {
	case ctx.Err() != nil:
		return ""
	case errors.As(err, &dns) && dns.IsNotFound:
		return failureUnknownHost
	case errors.Is(err, syscall.ECONNREFUSED):
		return failureRefused
	case errors.Is(err, syscall.ECONNRESET):
		return failureReset
	case errors.As(err, &timeout) && timeout.Timeout():
		return failureTimeout
	}
	return failureLost
}

// save scrubs an exchange and writes its file.
func (r *Recorder) save(number int, rec *Recording) error {
	what := fmt.Sprintf("exchange %d", number)
	text, err := r.scrub.scrub(rec)
	if err == nil {
		// The name is made of what was scrubbed.
		rec.Name = fmt.Sprintf("%04d-%s.json", number, title(&rec.Request))
		what = rec.Name
		err = os.WriteFile(filepath.Join(r.dir, rec.Name), text, 0o600)
	}
	return r.note(what, err)
}

// note remembers that an exchange could not be recorded.
func (r *Recorder) note(what string, err error) error {
	if err == nil {
		return nil
	}
	err = &finalError{fmt.Errorf("frontdesktest: recording %s: %w", what, err)}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err)
	return err
}

// title names a request in the name of a file: post-v2.0-get.calls_report.
func title(req *RecordedRequest) string {
	words := []string{req.Method, req.Path}
	var body struct {
		Method string `json:"method"`
		Action string `json:"action"`
	}
	if json.Unmarshal(req.Body, &body) == nil {
		words = append(words, body.Method, body.Action)
	}
	if form, err := formOf(req); err == nil {
		words = append(words, form.Get("action"))
	}
	words = append(words, req.Query.Get("action"))
	clean := strings.FieldsFunc(strings.ToLower(strings.Join(words, "/")), func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_')
	})
	name := strings.Join(clean, "-")
	const longest = 100
	return name[:min(len(name), longest)]
}

// recordedBody records a body while the client reads it, at the client's pace.
type recordedBody struct {
	recorder  *Recorder
	number    int
	recording *Recording
	body      io.ReadCloser
	length    int64 // as the server announced it; -1 unknown

	mu   sync.Mutex
	read bytes.Buffer
	done bool
	err  error // what recording came to
}

// Read reads on. Where the recording fails, it fails: with the recorder's error
// in place of io.EOF.
func (b *recordedBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read.Write(p[:n])
	if b.done {
		return n, firstError(b.err, err)
	}
	if int64(b.read.Len()) > b.recorder.maxBody {
		return n, b.tooLarge()
	}
	if err != nil {
		return n, firstError(b.finish(err != io.EOF), err)
	}
	return n, nil
}

// Close records what was read, if the body was not read to its end: whole, if it
// is, or as one that breaks off.
func (b *recordedBody) Close() error {
	err := b.body.Close()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done {
		return err
	}
	whole := int64(b.read.Len()) == b.length || json.Valid(b.read.Bytes())
	return firstError(b.finish(!whole), err)
}

// tooLarge and finish are called once, with b.mu held.

func (b *recordedBody) tooLarge() error {
	b.done = true
	b.recorder.end()
	rec := &b.recording.Request
	b.err = b.recorder.note(fmt.Sprintf("exchange %d (%s)", b.number, rec.Method),
		fmt.Errorf("the reply is larger than %d bytes; see WithMaxBody", b.recorder.maxBody))
	return b.err
}

func (b *recordedBody) finish(cut bool) error {
	b.done = true
	defer b.recorder.end()
	response := &b.recording.Response
	response.Cut = cut
	response.Body = bytes.Clone(b.read.Bytes())
	if strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") {
		plain, err := gunzip(response.Body, b.recorder.maxBody)
		switch {
		case errors.Is(err, errTooLarge):
			return b.fail(err)
		case err != nil:
			response.Cut = true
		}
		response.Body = plain
	}
	response.Header.Del("Content-Encoding")
	b.err = b.recorder.save(b.number, b.recording)
	return b.err
}

func (b *recordedBody) fail(err error) error {
	b.err = b.recorder.note(fmt.Sprintf("exchange %d", b.number), err)
	return b.err
}

var errTooLarge = errors.New("the reply is too large when decompressed; see WithMaxBody")

func gunzip(data []byte, most int64) ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(zr, most+1))
	if int64(len(plain)) > most {
		return nil, errTooLarge
	}
	return plain, err
}

// finalError is a failure of recording or replaying. It presents itself as an
// unknown host, which clients know not to try again.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }

func (e *finalError) Unwrap() error { return e.err }

// As makes errors.As find a *net.DNSError.
func (e *finalError) As(target any) bool { return asUnknownHost(target) }

func asUnknownHost(target any) bool {
	dns, ok := target.(**net.DNSError)
	if ok {
		*dns = &net.DNSError{Err: "nothing was asked of the network", IsNotFound: true}
	}
	return ok
}
